//! `zhupi import`: issues from records, pages, archives or folders into a dataset, which is made where there is none.

use super::args::{Count, ENCODING, Flag, Operand, Spec, Values};
use super::open::{MAP, PASSWORD, Reading};
use super::{Failure, open};
use crate::dataset::{Access, Added, Dataset};
use crate::exchange::article;
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
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    dataset: PathBuf,
    file: PathBuf,
    /// The pages that the records are about, in the order of the issue.
    sources: Vec<PathBuf>,
    reading: Reading,
}

impl Import {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        super::export::format(&mut values)?;
        let sources = values.all("source").into_iter().map(Into::into).collect();
        let reading = Reading::new(&mut values)?;
        let (dataset, file) = (values.required("DATASET")?, values.required("FILE")?);
        Ok(Self { dataset, file, sources, reading })
    }

    /// Reads and checks everything, then adds the issues.
    pub fn run(&self) -> Result<(), Failure> {
        let records = if self.sources.is_empty() {
            match open::records(&self.file, &self.reading)? {
                Some(records) => records,
                None => return self.pages(),
            }
        } else {
            open::text(&self.file)?
        };
        let issues = self.issues(&records)?;
        let mut dataset = Dataset::open(&self.dataset, Access::Write)?;
        for (issue, source) in issues {
            if let Added::Known(id) = dataset.add_issue(&source, &issue, &editor())? {
                let known = Message::new("error.import.known").with("id", id);
                return Err(Failure::Input(known.with("file", self.file.display())));
            }
        }
        Ok(dataset.close()?)
    }

    /// Lays out and proposes every issue of the file, as the dataset's corrections have taught, and adds it; what the dataset has already is passed over.
    fn pages(&self) -> Result<(), Failure> {
        let brought = open::issues(&self.file, &self.reading)?;
        let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
        let mut dataset = Dataset::open(&self.dataset, Access::Write)?;
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
        Ok(dataset.close()?)
    }

    /// The issues of the records with their sources: the one that is named, else the files that the records name, where
    /// the same files lie beside them.
    fn issues(&self, records: &str) -> Result<Vec<(Issue, Source)>, Failure> {
        if !self.sources.is_empty() {
            let source = self.joined(&self.sources)?;
            let issues = article::read(records, Some(&source))?;
            return Ok(issues.into_iter().map(|issue| (issue, source.clone())).collect());
        }
        let folder = self.file.parent().unwrap_or(&self.file);
        let with_source = |issue: Issue| {
            let paths: Vec<PathBuf> = issue.files.iter().map(|part| folder.join(&part.file)).collect();
            let source = self.joined(&paths).ok();
            let same = |source: &Source| {
                let hashes = source.files.iter().map(|file| &file.sha256);
                !paths.is_empty() && hashes.eq(issue.files.iter().map(|part| &part.sha256))
            };
            match source.filter(same) {
                Some(source) => Ok((issue, source)),
                None => Err(Failure::Input(Message::new("error.import.source").with("id", &issue.id))),
            }
        };
        article::read(records, None)?.into_iter().map(with_source).collect()
    }

    fn joined(&self, paths: &[PathBuf]) -> Result<Source, Failure> {
        let files = paths.iter().map(|path| Ok(open::source(path, &self.reading)?.files));
        let files: Vec<File> = files.collect::<Result<Vec<_>, Failure>>()?.concat();
        Ok(Source::from_files(files)?)
    }
}

/// Who imports: the user of the machine.
pub fn editor() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"].into_iter();
    names.filter_map(|name| std::env::var(name).ok()).find(|name| !name.is_empty()).unwrap_or_default()
}
