//! Files that commands read.

use super::Failure;
use crate::source::{Encoding, Source};
use std::path::Path;

/// A page.
pub fn source(path: &Path, encoding: Option<Encoding>) -> Result<Source, Failure> {
    Ok(Source::open(path, encoding)?)
}

/// A file of records.
pub fn text(path: &Path) -> Result<String, Failure> {
    Ok(crate::source::read_text(path)?)
}
