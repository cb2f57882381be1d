//! `zhupi print`: the marked articles of a dataset as a PDF. The dataset is only read, also while a desk has it open.

use super::Failure;
use super::args::{self, Count, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use crate::annotation::Thresholds;
use crate::dataset::{Access, Dataset};
use crate::desk::print::{Order, Unprinted, print};
use crate::exchange::Scope;
use crate::strings::{Language, Message, Strings};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "print",
    help: "help.print",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[
        OUT,
        Flag::valued("scope", "S", "help.print_scope"),
        Flag::switch("clean", "help.clean"),
        Flag::switch("force", "help.force"),
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    dataset: PathBuf,
    out: Option<PathBuf>,
    scope: Option<Scope>,
    marks: bool,
    existing: Existing,
}

impl Print {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let scope = values.text("scope").map(|scope| match Scope::named(&scope) {
            Some(named @ (Scope::Issue(_) | Scope::Article(_))) => Ok(named),
            _ => Err(args::usage("error.args.scope", &scope)),
        });
        let scope = scope.transpose()?;
        let existing = if values.on("force") { Existing::Replace } else { Existing::Keep };
        let marks = !values.on("clean");
        Ok(Self { dataset: values.required("DATASET")?, out: values.out(), scope, marks, existing })
    }

    /// Reads, sets and writes.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let dataset = Dataset::open(&self.dataset, Access::Read)?;
        let (mut chosen, mut only) = (None, None);
        for summary in dataset.issues()? {
            let issue = dataset.issue(&summary.id)?;
            let wanted = match &self.scope {
                None => true,
                Some(Scope::Issue(id)) => issue.id == *id,
                Some(Scope::Article(id)) => {
                    only = Some(id.clone());
                    issue.article(id).is_some()
                }
                Some(_) => false,
            };
            if wanted {
                chosen = Some(issue);
                break;
            }
        }
        let Some(issue) = chosen else { return Err(nothing()) };
        let order = Order {
            issue,
            only,
            marks: self.marks,
            labels: dataset.label_set(),
            taxonomy: dataset.taxonomy().cloned().unwrap_or_else(crate::annotation::Taxonomy::iptc),
            thresholds: Thresholds::default(),
            strings: Strings::of(language),
        };
        match print(&order, &|_| true) {
            Ok(printed) => output::write(self.out.as_deref(), &printed.bytes, &self.dataset, self.existing),
            Err(Unprinted::Faces) => Err(Failure::Input(Message::new("error.print"))),
            Err(Unprinted::Nothing | Unprinted::Stopped) => Err(nothing()),
        }
    }
}

fn nothing() -> Failure {
    Failure::Input(Message::new("error.print.nothing"))
}
