//! `zhupi text`: the decoded text, in which the record's offsets count.

use super::Failure;
use super::args::{Count, ENCODING, OUT, Operand, Spec, Values};
use super::open::{self, ISSUE, MAP, PASSWORD, Reading};
use super::output::{self, Existing};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "text",
    help: "help.text",
    operands: &[Operand { name: "FILE", count: Count::One }],
    flags: &[OUT, ENCODING, MAP, PASSWORD, ISSUE],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    file: PathBuf,
    out: Option<PathBuf>,
    reading: Reading,
}

impl Text {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        Ok(Self { file: values.required("FILE")?, out: values.out(), reading: Reading::new(&mut values)? })
    }

    /// Decodes and writes.
    pub fn run(&self) -> Result<(), Failure> {
        let source = open::source(&self.file, &self.reading)?;
        output::write(self.out.as_deref(), &source.text, &self.file, Existing::Replace)
    }
}
