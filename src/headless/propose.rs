//! `zhupi propose`: a file's articles with the program's proposals, as `article/1`.

use super::Failure;
use super::args::{self, Count, ENCODING, Flag, OUT, Operand, Spec, Values};
use super::open::{self, ISSUE, MAP, PASSWORD, Reading};
use super::output::{self, Existing};
use crate::annotation::Taxonomy;
use crate::dataset::{Access, Dataset, DatasetError};
use crate::exchange::article::{self, ArticleError};
use crate::issue::Issue;
use crate::layout::{self, Taught};
use crate::propose::{self, Learned, Proposer};
use crate::source::Source;
use crate::strings::Message;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "propose",
    help: "help.propose",
    operands: &[Operand { name: "FILE", count: Count::One }],
    flags: &[
        OUT,
        ENCODING,
        MAP,
        PASSWORD,
        ISSUE,
        Flag::valued("date", "D", "help.date"),
        Flag::switch("nested", "help.nested"),
        Flag::valued("dataset", "DATASET", "help.taught"),
        WEIGHTS,
        TAXONOMY,
    ],
};

/// Other learned weights than the program's own.
pub const WEIGHTS: Flag = Flag::valued("weights", "MODEL", "help.weights");

/// Another taxonomy than the program's own.
pub const TAXONOMY: Flag = Flag::valued("taxonomy", "FILE", "help.taxonomy");

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose {
    file: PathBuf,
    out: Option<PathBuf>,
    reading: Reading,
    /// The dataset whose corrections have taught the layout.
    dataset: Option<PathBuf>,
    how: How,
}

/// How proposals are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// The issue's date, ISO; found in the page where absent.
    pub date: Option<String>,
    /// Whether marks may lie inside others.
    pub nested: bool,
    /// A file of `zhupi train`; the program's own weights where absent.
    pub weights: Option<PathBuf>,
    /// A taxonomy in place of the program's own.
    pub taxonomy: Option<PathBuf>,
}

impl Propose {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let date = values.text("date");
        if let Some(date) = date.as_deref().filter(|date| date.parse::<jiff::civil::Date>().is_err()) {
            return Err(args::usage("error.args.date", date));
        }
        let weights = values.value(WEIGHTS.long).map(PathBuf::from);
        let taxonomy = values.value(TAXONOMY.long).map(PathBuf::from);
        let how = How { date, nested: values.on("nested"), weights, taxonomy };
        let dataset = values.value("dataset").map(Into::into);
        let (out, reading) = (values.out(), Reading::new(&mut values)?);
        Ok(Self { file: values.required("FILE")?, out, reading, dataset, how })
    }

    /// Opens, proposes, writes.
    pub fn run(&self) -> Result<(), Failure> {
        let brought = open::issues(&self.file, &self.reading)?;
        let proposer = proposer(&weights(&self.how)?, &self.how)?;
        let (proposer, taught, learned) = taught(self.dataset.as_deref(), proposer, &self.how)?;
        let mut records = String::new();
        for source in &brought.pages {
            let mut issue = layout::reconstruct_taught(source, &proposer, taught.as_ref());
            records.push_str(&proposed(&mut issue, source, (&proposer, &learned), &self.how)?);
        }
        for (source, mut issue) in brought.ready {
            records.push_str(&proposed(&mut issue, &source, (&proposer, &learned), &self.how)?);
        }
        output::write(self.out.as_deref(), &records, &self.file, Existing::Replace)
    }
}

/// The source's articles with their proposals, as records. The same source gives the same bytes.
pub fn records(source: &Source, how: &How) -> Result<String, Failure> {
    let proposer = proposer(&weights(how)?, how)?;
    let nothing = Learned::default();
    Ok(proposed(&mut layout::reconstruct(source, &proposer), source, (&proposer, &nothing), how)?)
}

/// The learned weights that are asked for.
pub fn weights(how: &How) -> Result<Cow<'static, [u8]>, Failure> {
    let Some(path) = &how.weights else { return Ok(Cow::Borrowed(propose::OWN_WEIGHTS)) };
    let failed = |error: std::io::Error| {
        let message = Message::new("error.corpus.file").with("file", path.display());
        Failure::Input(message.with("reason", error))
    };
    std::fs::read(path).map(Cow::Owned).map_err(failed)
}

/// The taxonomy that is asked for.
pub fn taxonomy(how: &How) -> Result<Option<Taxonomy>, Failure> {
    let Some(path) = &how.taxonomy else { return Ok(None) };
    Taxonomy::open(path).map(Some).map_err(|error| Failure::Input(error.message()))
}

/// The proposer with these weights.
pub fn proposer(weights: &[u8], how: &How) -> Result<Proposer, Failure> {
    let proposer = Proposer::with_weights(weights).map_err(|error| Failure::Input(error.message()))?;
    Ok(proposer.with_nested(how.nested).with_taxonomy(taxonomy(how)?.as_ref()))
}

/// The proposer with a dataset's taxonomy, where no other one is asked for, and what the dataset has taught the layout and
/// the proposals.
pub fn taught(
    dataset: Option<&Path>,
    proposer: Proposer,
    how: &How,
) -> Result<(Proposer, Option<Taught>, Learned), DatasetError> {
    let Some(dataset) = dataset else { return Ok((proposer, None, Learned::default())) };
    let dataset = Dataset::open(dataset, Access::Read)?;
    let own = dataset.taxonomy().filter(|_| how.taxonomy.is_none());
    let proposer = if own.is_some() { proposer.with_taxonomy(own) } else { proposer };
    let learned = dataset.lessons(&proposer)?.unwrap_or_default();
    Ok((proposer, dataset.taught()?, learned))
}

/// The records of an issue, which is given its proposals.
pub fn proposed(
    issue: &mut Issue,
    source: &Source,
    (proposer, learned): (&Proposer, &Learned),
    how: &How,
) -> Result<String, ArticleError> {
    // Before the proposals, whose values depend on it.
    if let Some(date) = &how.date {
        issue.date.clone_from(date);
    }
    proposer.propose_with(learned, issue, source, &|_| true);
    article::write(issue, &source.text)
}
