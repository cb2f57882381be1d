//! `zhupi text`: the decoded text, in which the record's offsets count.

use super::{Failure, output};
use crate::source::Source;
use std::path::PathBuf;

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The file to decode.
    pub file: PathBuf,
    /// Where the text goes; standard output where absent.
    pub out: Option<PathBuf>,
}

impl Text {
    /// Decodes and writes.
    pub fn run(&self) -> Result<(), Failure> {
        let source = Source::open(&self.file, None).map_err(|e| Failure::Input(e.message()))?;
        output::write(self.out.as_deref(), &source.text)
    }
}
