//! `zhupi propose`: a file's articles with the program's proposals, as `article/1`.

use super::args::{self, Count, ENCODING, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use super::{Failure, open};
use crate::exchange::article;
use crate::layout;
use crate::propose::Proposer;
use crate::source::{Encoding, Source};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "propose",
    help: "help.propose",
    operands: &[Operand { name: "FILE", count: Count::One }],
    flags: &[OUT, ENCODING, Flag::valued("date", "D", "help.date"), Flag::switch("nested", "help.nested")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    file: PathBuf,
    out: Option<PathBuf>,
    encoding: Option<Encoding>,
    how: How,
}

/// How proposals are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// The issue's date, ISO; found in the page where absent.
    pub date: Option<String>,
    /// Whether marks may lie inside others.
    pub nested: bool,
}

impl Propose {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let date = values.text("date");
        if let Some(date) = date.as_deref().filter(|date| date.parse::<jiff::civil::Date>().is_err()) {
            return Err(args::usage("error.args.date", date));
        }
        let how = How { date, nested: values.on("nested") };
        let (out, encoding) = (values.out(), values.encoding()?);
        Ok(Self { file: values.required("FILE")?, out, encoding, how })
    }

    /// Opens, proposes, writes.
    pub fn run(&self) -> Result<(), Failure> {
        let records = records(&open::source(&self.file, self.encoding)?, &self.how)?;
        output::write(self.out.as_deref(), &records, &self.file, Existing::Replace)
    }
}

/// The source's articles with their proposals, as records. The same source gives the same bytes.
pub fn records(source: &Source, how: &How) -> Result<String, Failure> {
    let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
    let mut issue = layout::reconstruct(source, &proposer);
    // Before the proposals, whose values depend on it.
    if let Some(date) = &how.date {
        issue.date.clone_from(date);
    }
    proposer.propose(&mut issue, source);
    Ok(article::write(&issue, &source.text)?)
}
