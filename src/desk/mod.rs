//! The window: an editor's desk.

pub mod fonts;
pub mod reader;
pub mod theme;

use crate::strings::Message;
use std::path::PathBuf;

/// Opens the window with these files.
///
/// # Errors
/// What to say where it cannot be opened.
pub fn run(_files: Vec<PathBuf>) -> Result<(), Message> {
    Err(Message::new("error.desk.not_built"))
}
