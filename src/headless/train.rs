//! `zhupi train`: learns the delta's weights from a corpus, or measures by cross-validation what they are worth.

use super::args::{Count, Flag, OUT, Operand, Spec, Values, usage};
use super::{Failure, output};
use crate::issue::Issue;
use crate::propose::{
    Course, Proposer, TopicCourse, corpus, cross_validate, cross_validate_topics, train, train_topics,
};
use crate::strings::Message;
use std::path::PathBuf;

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
        Flag::valued("without", "X", "help.train.without"),
        Flag::switch("errors", "help.train.errors"),
        Flag::switch("topics", "help.train.topics"),
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    corpus: PathBuf,
    out: Option<PathBuf>,
    but: String,
    folds: Option<usize>,
    errors: bool,
    course: Course,
    /// Topics in place of entities.
    topics: Option<TopicCourse>,
}

impl Train {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let topics = values.on("topics").then(|| topics_course(&mut values)).transpose()?;
        let plain = Course::default();
        let course = Course {
            passes: values.number("passes")?.unwrap_or(plain.passes),
            rate: values.number("rate")?.unwrap_or(plain.rate),
            trust: values.number("trust")?.unwrap_or(plain.trust),
            least: values.number("least")?.unwrap_or(plain.least),
            decay: values.number("decay")?.unwrap_or(plain.decay),
            without: values.number("without")?.unwrap_or(plain.without),
            ..plain
        };
        let corpus = values.required("CORPUS")?;
        let out = values.out();
        let folds = values.number("folds")?.filter(|folds| *folds > 1);
        let but = values.text("but").unwrap_or_default();
        if out.is_none() && folds.is_none() {
            return Err(usage("error.args.missing", "-o"));
        }
        Ok(Self { corpus, out, but, folds, errors: values.on("errors"), course, topics })
    }

    /// Trains and writes, or measures.
    pub fn run(&self) -> Result<(), Failure> {
        let pages = corpus::read(&self.corpus).map_err(|error| Failure::Input(error.message()))?;
        let pages = pages.into_iter().filter(|(name, _)| !corpus::is_among(name, &self.but));
        let pages: Vec<Issue> = pages.map(|(_, page)| page).collect();
        let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
        if let Some(course) = &self.topics {
            let pieces =
                corpus::pieces(&self.corpus, &proposer).map_err(|error| Failure::Input(error.message()))?;
            return self.run_topics(&pages, &pieces, course);
        }
        if let Some(folds) = self.folds {
            let (all, each) = cross_validate(&proposer, &pages, folds, &self.course);
            for report in each {
                output::print(format!("{report}\n"))?;
            }
            if self.errors {
                output::print(&(all.slips.join("\n") + "\n"))?;
            }
            return output::print(format!("{all}\n{}", all.reliability()));
        }
        self.write(&train(&proposer, &pages, &self.course))
    }

    fn run_topics(&self, pages: &[Issue], pieces: &[Issue], course: &TopicCourse) -> Result<(), Failure> {
        let Some(folds) = self.folds else { return self.write(&train_topics(pages, pieces, course)) };
        let report = cross_validate_topics(pages, pieces, folds, course);
        if self.errors {
            output::print(&(report.slips.join("\n") + "\n"))?;
        }
        output::print(report.to_string())
    }

    fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(out) = &self.out else { return Ok(()) };
        crate::exchange::write_whole(out, bytes)
            .map_err(|error| Failure::Input(Message::new("error.output").with("reason", error)))
    }
}

fn topics_course(values: &mut Values) -> Result<TopicCourse, Failure> {
    let plain = TopicCourse::default();
    Ok(TopicCourse {
        passes: values.number("passes")?.unwrap_or(plain.passes),
        rate: values.number("rate")?.unwrap_or(plain.rate),
        least: values.number("least")?.unwrap_or(plain.least),
        decay: values.number("decay")?.unwrap_or(plain.decay),
        ..plain
    })
}
