//! `zhupi export`: what a dataset holds, in a form that other tools read. The dataset is only read, also while a desk has
//! it open.

use super::Failure;
use super::args::{self, Count, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use crate::dataset::{Access, Dataset};
use crate::exchange::Scope;
use std::path::PathBuf;

/// Which form.
pub const FORMAT: Flag = Flag::valued("format", "F", "help.format");

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "export",
    help: "help.export",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[OUT, FORMAT, Flag::valued("scope", "S", "help.scope"), Flag::switch("force", "help.force")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    dataset: PathBuf,
    out: Option<PathBuf>,
    scope: Scope,
    existing: Existing,
}

/// Refuses a form that this version does not know.
pub fn check_format(values: &mut Values) -> Result<(), Failure> {
    match values.text(FORMAT.long) {
        Some(format) if format != "article" => Err(args::usage("error.args.format", &format)),
        _ => Ok(()),
    }
}

impl Export {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        check_format(&mut values)?;
        let scope = values.text("scope").unwrap_or_else(|| "all".to_owned());
        let scope = Scope::named(&scope).ok_or_else(|| args::usage("error.args.scope", &scope))?;
        let existing = if values.on("force") { Existing::Replace } else { Existing::Keep };
        let out = values.out();
        Ok(Self { dataset: values.required("DATASET")?, out, scope, existing })
    }

    /// Reads and writes.
    pub fn run(&self) -> Result<(), Failure> {
        let dataset = Dataset::open(&self.dataset, Access::Read)?;
        let (records, _) = self.scope.records(&dataset).map_err(Failure::Input)?;
        output::write(self.out.as_deref(), &records, &self.dataset, self.existing)
    }
}
