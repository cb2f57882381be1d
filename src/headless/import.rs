//! `zhupi import`: issues from records, pages, archives or folders into a dataset, which is made where there is none; and
//! other tools' marks into the issues that it has.

use super::args::{Count, ENCODING, Flag, Operand, Spec, Values};
use super::open::{MAP, PASSWORD, Reading};
use super::{Failure, open, output};
use crate::annotation::Decider;
use crate::dataset::{Access, Added, Dataset};
use crate::exchange::arrive::{ArriveError, Arrived, How, LabelTable, arrive};
use crate::exchange::article::{self, Records, RecordsError};
use crate::exchange::{Brought, Format, Input};
use crate::issue::Issue;
use crate::layout;
use crate::propose::Proposer;
use crate::source::{File, Source};
use crate::strings::Message;
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "import",
    help: "help.import",
    operands: &[Operand { name: "DATASET", count: Count::One }, Operand { name: "FILE", count: Count::One }],
    flags: &[
        super::export::FORMAT,
        Flag::valued("source", "SOURCEFILE", "help.source"),
        ENCODING,
        MAP,
        PASSWORD,
        Flag::switch("proposals", "help.as_proposals"),
        Flag::valued("by", "NAME", "help.by"),
        Flag::switch("new", "help.new"),
    ],
};

/// The arguments.
#[derive(Clone, Debug)]
pub struct Import {
    dataset: PathBuf,
    file: PathBuf,
    /// The pages that the records are about, in the order of the issue.
    sources: Vec<PathBuf>,
    reading: Reading,
    /// Another tool's file.
    foreign: Option<Foreign>,
}

/// How another tool's file is read.
#[derive(Clone)]
struct Foreign {
    format: &'static dyn Format,
    table: LabelTable,
    proposals: bool,
    by: Option<String>,
    fresh: bool,
}

impl std::fmt::Debug for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Foreign").field("format", &self.format.info().name).finish_non_exhaustive()
    }
}

impl Foreign {
    fn new(values: &mut Values) -> Result<Option<Self>, Failure> {
        let format = super::export::format(values)?;
        if format.info().name == "article" {
            return Ok(None);
        }
        let table = match values.text(MAP.long) {
            None => LabelTable::default(),
            Some(said) => {
                let written = said.contains('=') && !std::path::Path::new(&said).is_file();
                let text = if written { said } else { open::text(said.as_ref())? };
                LabelTable::parse(&text).map_err(|line| super::args::usage("error.args.table", &line))?
            }
        };
        let (by, fresh) = (values.text("by"), values.on("new"));
        Ok(Some(Self { format, table, proposals: values.on("proposals"), by, fresh }))
    }
}

impl Import {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let foreign = Foreign::new(&mut values)?;
        let sources = values.all("source").into_iter().map(Into::into).collect();
        let reading = Reading::new(&mut values)?;
        let (dataset, file) = (values.required("DATASET")?, values.required("FILE")?);
        Ok(Self { dataset, file, sources, reading, foreign })
    }

    /// Brings all of the file, or nothing of it.
    pub fn run(&self) -> Result<(), Failure> {
        if let Some(foreign) = &self.foreign {
            return self.foreign(foreign);
        }
        if !self.sources.is_empty() {
            let source = self.joined(&self.sources)?;
            let issues = article::read(&open::text(&self.file)?, Some(&source))?;
            let add = |dataset: &mut Dataset| {
                issues.iter().try_for_each(|issue| self.add_record(dataset, &source, issue))
            };
            return self.change(add);
        }
        match self.records()? {
            Some(records) => self.change(|dataset| {
                for issue in records {
                    let issue = issue.map_err(|error| self.broken(error))?;
                    let source = self.source_of(&issue)?;
                    self.add_record(dataset, &source, &issue)?;
                }
                Ok(())
            }),
            None => self.pages(),
        }
    }

    /// Records of ours that the file is, if it is a file of them.
    fn records(&self) -> Result<Option<Records>, Failure> {
        if !self.file.is_file() || self.reading.how().encoding.is_some() {
            return Ok(None);
        }
        Records::open(&self.file).map_err(|error| self.broken(error))
    }

    fn broken(&self, error: RecordsError) -> Failure {
        match error {
            RecordsError::Article(error) => error.into(),
            RecordsError::Disk(error) => {
                let message = Message::new("error.foreign.unread").with("file", self.file.display());
                Failure::Input(message.with("what", error))
            }
        }
    }

    /// Changes the dataset in one step. One that was made for it is gone again where nothing came of it.
    fn change<T>(&self, work: impl FnOnce(&mut Dataset) -> Result<T, Failure>) -> Result<T, Failure> {
        let is_new = !self.dataset.exists();
        let mut dataset = Dataset::open(&self.dataset, Access::Write)?;
        let done = dataset.together(work);
        dataset.close()?;
        if done.is_err() && is_new {
            let _ = std::fs::remove_file(&self.dataset);
        }
        done
    }

    /// Adds an issue of records, which the dataset must not have.
    fn add_record(&self, dataset: &mut Dataset, source: &Source, issue: &Issue) -> Result<(), Failure> {
        match dataset.add_issue(source, issue, &editor())? {
            Added::New { .. } => Ok(()),
            Added::Known(id) => {
                let known = Message::new("error.import.known").with("id", id);
                Err(Failure::Input(known.with("file", self.file.display())))
            }
        }
    }

    /// Brings what another tool has marked. The file is read once: a bad one takes back what came of its beginning.
    fn foreign(&self, foreign: &Foreign) -> Result<(), Failure> {
        let said = |error: ArriveError| Failure::Input(error.message());
        let input = Input::open(&self.file).map_err(|error| said(error.into()))?;
        let sources = self.sources.iter().map(|path| open::issues(path, &self.reading));
        let sources: Vec<Brought> = sources.collect::<Result<_, _>>()?;
        let file = self.file.file_stem().unwrap_or_default().to_string_lossy();
        let arrived = self.change(|dataset| {
            sources.into_iter().try_for_each(|brought| add(dataset, brought))?;
            let how = How {
                table: foreign.table.clone(),
                proposals: foreign.proposals,
                by: foreign.by.clone().unwrap_or_else(|| file.into_owned()),
                fresh: foreign.fresh || dataset.issues()?.is_empty(),
                who: Decider { by: editor(), at: now(), nested: dataset.label_set().nested },
            };
            // Nobody waits at a window: how many documents there are is not counted beforehand.
            arrive(dataset, foreign.format, &input, &how, 0, &mut |_, _| true).map_err(said)
        })?;
        tell(&arrived);
        Ok(())
    }

    /// Lays out and proposes every issue of the file, as the dataset's corrections have taught, and adds it; what the dataset has already is passed over.
    fn pages(&self) -> Result<(), Failure> {
        let brought = open::issues(&self.file, &self.reading)?;
        let mut dataset = Dataset::open(&self.dataset, Access::Write)?;
        add(&mut dataset, brought)?;
        Ok(dataset.close()?)
    }

    /// The files that an issue of records names, where the same files lie beside them.
    fn source_of(&self, issue: &Issue) -> Result<Source, Failure> {
        let folder = self.file.parent().unwrap_or(&self.file);
        let paths: Vec<PathBuf> = issue.files.iter().map(|part| folder.join(&part.file)).collect();
        let same = |source: &Source| {
            let hashes = source.files.iter().map(|file| &file.sha256);
            !paths.is_empty() && hashes.eq(issue.files.iter().map(|part| &part.sha256))
        };
        let source = self.joined(&paths).ok().filter(same);
        source.ok_or_else(|| Failure::Input(Message::new("error.import.source").with("id", &issue.id)))
    }

    fn joined(&self, paths: &[PathBuf]) -> Result<Source, Failure> {
        let files = paths.iter().map(|path| Ok(open::source(path, &self.reading)?.files));
        let files: Vec<File> = files.collect::<Result<Vec<_>, Failure>>()?.concat();
        Ok(Source::from_files(files)?)
    }
}

/// Lays out and proposes issues and adds those that are new.
fn add(dataset: &mut Dataset, brought: Brought) -> Result<(), Failure> {
    let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
    let proposer = proposer.with_taxonomy(dataset.taxonomy());
    let (taught, learned) = (dataset.taught()?, dataset.lessons(&proposer)?.unwrap_or_default());
    let total = brought.pages.len() + brought.ready.len();
    let pages = brought.pages.into_iter().map(|source| (source, None));
    let ready = brought.ready.into_iter().map(|(source, issue)| (source, Some(issue)));
    for (n, (source, issue)) in pages.chain(ready).enumerate() {
        let hashes: Vec<&str> = source.files.iter().map(|file| file.sha256.as_str()).collect();
        let known = dataset.find(&hashes)?.is_some();
        if !known {
            let drafted = || {
                let mut issue = layout::reconstruct_taught(&source, &proposer, taught.as_ref());
                proposer.propose_with(&learned, &mut issue, &source, &|_| true);
                issue
            };
            let issue = issue.unwrap_or_else(drafted);
            dataset.add_issue(&source, &issue, &editor())?;
        }
        let key = if known { "imported.known" } else { "imported" };
        open::progress(key, n + 1, total, &open::name(&source));
    }
    Ok(())
}

/// Says what came in, and all that found no place.
fn tell(arrived: &Arrived) {
    let Arrived { documents, same, alike, fresh, placed, known, .. } = arrived;
    let said = Message::new("arrived").with("documents", documents).with("same", same).with("alike", alike);
    output::tell(&said.with("fresh", fresh).with("placed", placed).with("known", known));
    let words = output::words();
    for astray in &arrived.astray {
        let line =
            Message::new("arrived.astray").with("file", &astray.place.file).with("line", astray.place.line);
        let line = line.with("record", &astray.place.record).with("label", &astray.label);
        output::tell(&line.with("what", &astray.what).with("why", words.say(&astray.why)));
    }
    if !arrived.astray.is_empty() {
        output::tell(&Message::new("arrived.count").with("count", arrived.astray.len()));
    }
}

/// The present second.
fn now() -> String {
    format!("{:.0}", jiff::Timestamp::now())
}

/// Who imports: the user of the machine.
pub fn editor() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"].into_iter();
    names.filter_map(|name| std::env::var(name).ok()).find(|name| !name.is_empty()).unwrap_or_default()
}
