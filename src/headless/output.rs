//! Where results go.

use super::Failure;
use crate::strings::Message;
use std::io::Write;
use std::path::Path;

/// Writes a result to the file, or to standard output where none is named.
pub fn write(out: Option<&Path>, text: &str) -> Result<(), Failure> {
    let written = match out {
        Some(path) => std::fs::write(path, text),
        None => std::io::stdout().lock().write_all(text.as_bytes()),
    };
    written.map_err(|error| Failure::Input(Message::new("error.output").with("reason", error)))
}
