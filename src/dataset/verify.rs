//! Is everything as it was written?

use super::ledger::Ledger;
use super::read::Counts;
use super::{Dataset, DatasetError};
use crate::issue::Issue;
use crate::strings::Message;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The chain of events is broken at this number.
    Chain(u64),
    /// SQLite's own check of the file's pages complains.
    Pages(String),
    /// An issue cannot be added up, its text, places and quotes do not agree, or its files are not those that came in.
    Issue(String),
    /// The register cannot be added up.
    Register(String),
    /// The list of issues does not say what the events say.
    List(String),
}

impl Fault {
    /// What is wrong, for whoever looks after the file.
    pub fn message(&self) -> Message {
        match self {
            Self::Chain(seq) => Message::new("fault.chain").with("seq", seq),
            Self::Pages(what) => Message::new("fault.pages").with("what", what),
            Self::Issue(what) => Message::new("fault.issue").with("what", what),
            Self::Register(what) => Message::new("fault.register").with("what", what),
            Self::List(what) => Message::new("fault.list").with("what", what),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events checked.
    pub events: u64,
    /// Issues checked.
    pub issues: usize,
    /// What is wrong; empty in a sound dataset.
    pub faults: Vec<Fault>,
}

impl Dataset {
    /// Checks the file's pages, the chain of events, the bytes of the files, and every place and quote. Reads
    /// everything.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn verify(&self) -> Result<Report, DatasetError> {
        let mut faults = Vec::new();
        let pages = || {
            let mut query = self.conn.prepare("PRAGMA quick_check(10)")?;
            query.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
        };
        let pages = pages().unwrap_or_else(|error| vec![error.to_string()]);
        faults.extend(pages.into_iter().filter(|line| line != "ok").map(Fault::Pages));
        let ledger = Ledger::read(&self.conn).map_err(|error| self.failed(&error))?;
        faults.extend(ledger.broken.map(Fault::Chain));
        if let Err(error) = self.fold_register() {
            faults.push(Fault::Register(error.to_string()));
        }
        let issues = self.all_issues()?;
        for summary in &issues {
            match self.check(&summary.id) {
                Err(error) => faults.push(Fault::Issue(format!("{}: {error}", summary.id))),
                Ok(issue) => {
                    let listed = (&summary.title, &summary.date, summary.counts);
                    if listed != (&issue.title, &issue.date, Counts::of(&issue)) {
                        faults.push(Fault::List(summary.id.to_string()));
                    }
                }
            }
        }
        Ok(Report { events: ledger.last, issues: issues.len(), faults })
    }

    fn check(&self, id: &crate::annotation::IssueId) -> Result<Issue, DatasetError> {
        let issue = self.fold(id)?;
        let source = self.source(id)?;
        agrees(&issue, Some(&source.text)).map_err(DatasetError::Unsound)?;
        Ok(issue)
    }
}

/// Whether every quote is what its block has at its place and, with the decoded source at hand, every block what its
/// ranges hold; the first disagreement in words.
pub(super) fn agrees(issue: &Issue, source: Option<&str>) -> Result<(), String> {
    let source: Option<Vec<char>> = source.map(|text| text.chars().collect());
    for block in issue.articles.iter().flat_map(|article| &article.blocks) {
        let index = crate::text::CharIndex::new(&block.text);
        let fits = |entity: &&crate::annotation::Entity| {
            !entity.range.is_empty() && index.slice(&block.text, entity.range) == Some(entity.text.as_str())
        };
        if let Some(entity) = block.entities.iter().find(|entity| !fits(entity)) {
            return Err(format!(
                "“{}” ({}) is not at {} of {}",
                entity.text, entity.id, entity.range, block.id
            ));
        }
        let unread = |reading: &&crate::annotation::Reading| {
            reading.range.is_empty()
                || reading.reading.is_empty()
                || index.slice(&block.text, reading.range) != Some(reading.text.as_str())
        };
        let mut neighbours = block.readings.iter().zip(block.readings.iter().skip(1));
        let crossed =
            neighbours.find(|(one, next)| one.range.end() > next.range.start()).map(|(_, next)| next);
        if let Some(reading) = block.readings.iter().find(unread).or(crossed) {
            return Err(format!("“{}” is not read at {} of {}", reading.text, reading.range, block.id));
        }
        let unsaid = |remark: &&crate::annotation::Remark| {
            remark.range.is_empty()
                || remark.note.is_empty()
                || index.slice(&block.text, remark.range) != Some(remark.text.as_str())
        };
        if let Some(remark) = block.remarks.iter().find(unsaid) {
            return Err(format!("“{}” is not at {} of {}", remark.text, remark.range, block.id));
        }
        let Some(source) = &source else { continue };
        block.source_map(source).map_err(|error| error.to_string())?;
        let held = block.source.iter().flat_map(|range| range.positions());
        let held = held.filter_map(|at| source.get(at as usize)).filter(|c| !crate::text::is_space(**c));
        if !held.copied().eq(block.text.chars().filter(|c| !crate::text::is_space(*c))) {
            return Err(format!("the text of {} is not what its ranges hold", block.id));
        }
    }
    Ok(())
}
