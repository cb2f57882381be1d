//! `zhupi propose`: a file's articles with the program's proposals, as `article/1`.

use super::{Failure, output};
use crate::exchange::article;
use crate::source::{Encoding, Source};
use std::path::PathBuf;

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    /// The file.
    pub file: PathBuf,
    /// Where the records go; standard output where absent.
    pub out: Option<PathBuf>,
    /// The file's encoding; found out where absent.
    pub encoding: Option<Encoding>,
    /// The issue's date; found in the page where absent.
    pub date: Option<String>,
    /// Whether marks may lie inside others.
    pub nested: bool,
}

impl Propose {
    /// Opens, proposes, writes.
    pub fn run(&self) -> Result<(), Failure> {
        let source = Source::open(&self.file, self.encoding).map_err(|e| Failure::Input(e.message()))?;
        let mut issue = crate::layout::reconstruct(&source, &crate::layout::NoMentions);
        if let Some(date) = &self.date {
            issue.date.clone_from(date);
        }
        let records = article::write(&issue, &source.text).map_err(|e| Failure::Input(e.message()))?;
        output::write(self.out.as_deref(), &records)
    }
}
