//! Files that commands read.

use super::Failure;
use crate::source::{Encoding, Source};
use std::path::Path;

/// A page.
pub fn source(path: &Path, encoding: Option<Encoding>) -> Result<Source, Failure> {
    Source::open(path, encoding).map_err(|error| Failure::Input(error.message()))
}

/// A file of records.
pub fn text(path: &Path) -> Result<String, Failure> {
    crate::source::read_text(path).map_err(|error| Failure::Input(error.message()))
}
