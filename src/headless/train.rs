//! `zhupi train`: learns the delta's weights from a corpus, or measures by cross-validation what they are worth.

use super::args::{Count, Flag, OUT, Operand, Spec, Values, usage};
use super::{Failure, output};
use crate::issue::Issue;
use crate::propose::{Course, Proposer, corpus, cross_validate, train};
use crate::strings::Message;
use std::path::PathBuf;
use std::str::FromStr;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "train",
    help: "help.train",
    operands: &[Operand { name: "CORPUS", count: Count::One }],
    flags: &[
        OUT,
        Flag::valued("but", "N", "help.train.but"),
        Flag::valued("folds", "N", "help.train.folds"),
        Flag::valued("passes", "N", "help.train.passes"),
        Flag::valued("rate", "X", "help.train.rate"),
        Flag::valued("trust", "X", "help.train.trust"),
        Flag::valued("least", "N", "help.train.least"),
        Flag::valued("decay", "X", "help.train.decay"),
        Flag::switch("errors", "help.train.errors"),
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    corpus: PathBuf,
    out: Option<PathBuf>,
    but: Vec<String>,
    folds: Option<usize>,
    errors: bool,
    course: Course,
}

fn number<T: FromStr>(values: &mut Values, flag: &str) -> Result<Option<T>, Failure> {
    let parse = |text: String| text.parse().map_err(|_| usage("error.args.number", &text));
    values.text(flag).map(parse).transpose()
}

impl Train {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let plain = Course::default();
        let course = Course {
            passes: number(&mut values, "passes")?.unwrap_or(plain.passes),
            rate: number(&mut values, "rate")?.unwrap_or(plain.rate),
            trust: number(&mut values, "trust")?.unwrap_or(plain.trust),
            least: number(&mut values, "least")?.unwrap_or(plain.least),
            decay: number(&mut values, "decay")?.unwrap_or(plain.decay),
            ..plain
        };
        let corpus = values.required("CORPUS")?;
        let out = values.out();
        let folds = number(&mut values, "folds")?.filter(|folds| *folds > 1);
        let but = values.text("but").unwrap_or_default();
        let but: Vec<String> = but.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        if out.is_none() && folds.is_none() {
            return Err(usage("error.args.missing", "-o"));
        }
        Ok(Self { corpus, out, but, folds, errors: values.on("errors"), course })
    }

    /// Trains and writes, or measures.
    pub fn run(&self) -> Result<(), Failure> {
        let pages = corpus::read(&self.corpus).map_err(|error| Failure::Input(error.message()))?;
        let left_out = |name: &str| self.but.iter().any(|but| name.starts_with(but.as_str()));
        let pages: Vec<Issue> =
            pages.into_iter().filter(|(name, _)| !left_out(name)).map(|(_, page)| page).collect();
        let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
        if let Some(folds) = self.folds {
            let (all, each) = cross_validate(&proposer, &pages, folds, &self.course);
            for report in each {
                output::print(&format!("{report}\n"))?;
            }
            if self.errors {
                output::print(&(all.slips.join("\n") + "\n"))?;
            }
            return output::print(&format!("{all}\n"));
        }
        let Some(out) = &self.out else { return Ok(()) };
        let bytes = train(&proposer, &pages, &self.course);
        crate::exchange::write_whole(out, &bytes)
            .map_err(|error| Failure::Input(Message::new("error.output").with("reason", error)))
    }
}
