//! Files that commands read.

use super::args::{self, Flag, Values};
use super::{Failure, output};
use crate::dataset::{Access, Dataset, DatasetError};
use crate::exchange::{BringError, Brought, bring};
use crate::source::{How, Mapping, Source, SourceError, SourceProblem};
use crate::strings::Message;
use std::path::Path;

/// Which field of records is what.
pub const MAP: Flag = Flag::valued("map", "TABLE", "help.map");
/// What opens page PDFs that are locked.
pub const PASSWORD: Flag = Flag::valued("password", "P", "help.password");
/// Which of several issues.
pub const ISSUE: Flag = Flag::valued("issue", "N", "help.issue");

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    how: How,
    /// Which of several issues, from 1.
    nth: Option<usize>,
}

impl Reading {
    /// From the words of the line.
    pub fn new(values: &mut Values) -> Result<Self, Failure> {
        let nth = values
            .text(ISSUE.long)
            .map(|n| n.parse().ok().filter(|n| *n > 0).ok_or_else(|| args::usage("error.args.number", &n)));
        let mapping = values.text(MAP.long).map(|table| mapping(&table)).transpose()?;
        let password = values.text(PASSWORD.long).unwrap_or_default();
        let how = How { encoding: values.encoding()?, mapping, password, before: Vec::new() };
        Ok(Self { how, nth: nth.transpose()? })
    }

    /// How files are read, whichever issue is wanted.
    pub fn how(&self) -> &How {
        &self.how
    }
}

/// A dataset that is there already, to be changed.
pub fn to_write(path: &Path) -> Result<Dataset, Failure> {
    // A name that was mistyped is no wish for a new dataset.
    if !path.is_file() {
        drop(Dataset::open(path, Access::Read)?);
    }
    let dataset = Dataset::open(path, Access::Write)?;
    if dataset.is_read_only() {
        let damage = dataset.damage().map(|damage| damage.message(dataset.path()));
        let closed = || DatasetError::ReadOnly(dataset.path().to_owned()).message();
        return Err(Failure::Input(damage.unwrap_or_else(closed)));
    }
    Ok(dataset)
}

/// The table that is named: written out, or a file of lines.
fn mapping(table: &str) -> Result<Mapping, Failure> {
    let written = table.contains('=') && !Path::new(table).is_file();
    let text = if written { table.to_owned() } else { text(Path::new(table))? };
    Mapping::parse(&text).map_err(|what| args::usage("error.args.map", &what))
}

/// All issues of a file, a folder or a ZIP; says what was left out.
pub fn issues(path: &Path, reading: &Reading) -> Result<Brought, Failure> {
    let mut brought = bring(path, &reading.how)?;
    brought.skipped.iter().for_each(output::skipped);
    if let Some(nth) = reading.nth {
        let pages = brought.pages.len();
        let fail = || args::usage("error.args.issue", &nth.to_string());
        if nth <= pages {
            brought.pages = vec![brought.pages.swap_remove(nth - 1)];
            brought.ready.clear();
        } else {
            let one =
                (nth <= pages + brought.ready.len()).then(|| brought.ready.swap_remove(nth - pages - 1));
            (brought.pages, brought.ready) = (Vec::new(), vec![one.ok_or_else(fail)?]);
        }
    }
    Ok(brought)
}

/// The one issue of a file, or the one that is asked for.
pub fn source(path: &Path, reading: &Reading) -> Result<Source, Failure> {
    let Brought { pages, ready, .. } = issues(path, reading)?;
    let mut sources: Vec<Source> =
        pages.into_iter().chain(ready.into_iter().map(|(source, _)| source)).collect();
    match (sources.pop(), sources.len()) {
        (Some(source), 0) => Ok(source),
        (_, others) => {
            let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            Err(SourceError { file, problem: SourceProblem::Several(others + 1) }.into())
        }
    }
}

/// A file of records.
pub fn text(path: &Path) -> Result<String, Failure> {
    Ok(crate::source::read_text(path)?)
}

impl From<BringError> for Failure {
    fn from(error: BringError) -> Self {
        Self::Input(error.message())
    }
}

/// A name for an issue: paper and date, else its first file.
pub fn name(source: &Source) -> String {
    let facts = &source.facts;
    let known = [facts.title.as_str(), facts.date.as_str()].join(" ");
    let file = || source.files.first().map(|file| file.name.clone()).unwrap_or_default();
    if facts.date.is_empty() { file() } else { known.trim().to_owned() }
}

/// What a command says while it is at work.
pub fn progress(key: &'static str, n: usize, total: usize, name: &str) {
    output::tell(&Message::new(key).with("n", n).with("total", total).with("name", name));
}
