//! All issues in short, in memory: what the work list, the catalogue, the statistics and the register's pages are made of.
//!
//! An issue becomes an [`IssueLine`] with an [`ArticleLine`] for each of its articles: names once each with how often they
//! stand, topics, counts, who decided how much when. Everything else here only looks at these lines, so a question about
//! ten thousand articles needs no disk. The lines are kept in the table `cache`, a row for each issue with the number of
//! the last event in it; an issue with later events is added up anew. They can be thrown away at any time.
//!
//! `line` makes the lines, `facets` filters and counts, `work` is the work list, `catalogue` the records of articles,
//! `names` what the register wants to know, `figures` the statistics.

mod catalogue;
mod facets;
mod figures;
mod line;
mod names;
mod work;

pub use catalogue::{Column, Record};
pub use facets::{Facet, Facets, Selection, Value};
pub use figures::{Figures, Network, Node, Trend, Week};
pub use line::{ArticleLine, Done, IssueLine, NameLine, Said, When, Work};
pub use names::{Mention, Mentions, Unknown};
pub use work::{Need, WorkRow, WorkSort, WorkState};

use super::read::Seen;
use super::{Dataset, DatasetError, GoOn, Stamp};
use crate::annotation::{ArticleId, IssueId};
use crate::issue::{Edit, Issue};
use line::Dones;
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// The rows of lines in the table `cache`, and what makes them: another one makes other lines.
const KIND: &str = "lines";
const BASE: &str = "1";

/// All issues in short, in the order in which they came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    /// The issues that are not in the trash.
    pub issues: Vec<IssueLine>,
    /// Those that the table does not have as they are.
    unkept: Vec<(IssueId, u64)>,
}

impl Archive {
    /// An issue by its id.
    pub fn issue(&self, id: &IssueId) -> Option<&IssueLine> {
        self.issues.iter().find(|line| line.id == *id)
    }

    /// All articles with their issues.
    pub fn articles(&self) -> impl Iterator<Item = (&IssueLine, &ArticleLine)> {
        self.issues.iter().flat_map(|issue| issue.articles.iter().map(move |article| (issue, article)))
    }

    /// Takes in an issue as it stands after a change: who made it and when.
    pub fn put(&mut self, issue: &Issue, by: &str, at: &str) {
        let place = self.issues.iter().position(|line| line.id == issue.id);
        let known = place.map(|place| &self.issues[place]);
        let mut dones: Dones = known
            .into_iter()
            .flat_map(|line| &line.articles)
            .filter_map(|article| Some((article.id.clone(), article.done.clone()?)))
            .collect();
        for article in issue.articles.iter().filter(|article| article.status.is_finished()) {
            let done = || Done { by: by.to_owned(), at: at.to_owned() };
            dones.entry(article.id.clone()).or_insert_with(done);
        }
        let mut line = IssueLine::of(issue, &dones);
        line.files = known.map(|line| line.files.clone()).unwrap_or_default();
        at.clone_into(&mut line.changed);
        match place {
            Some(place) if line.is_away() => drop(self.issues.remove(place)),
            Some(place) => self.issues[place] = line,
            None if line.is_away() => {}
            None => self.issues.push(line),
        }
    }
}

impl Dataset {
    /// All issues in short; `None` where it was stopped.
    ///
    /// # Errors
    /// Where the file or an issue in it cannot be read.
    pub fn archive(&self, go_on: GoOn<'_>) -> Result<Option<Archive>, DatasetError> {
        let mut archive = Archive::default();
        let issues = self.issues()?;
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(None);
            }
            let last = self.ledger.last_of(summary.id.as_str());
            let mut line = if let Some(line) = self.kept_line(&summary.id, last)? {
                line
            } else {
                archive.unkept.push((summary.id.clone(), last));
                self.new_line(&summary.id)?
            };
            line.files.clone_from(&summary.files);
            line.changed.clone_from(&summary.changed);
            archive.issues.push(line);
        }
        Ok(Some(archive))
    }

    /// Keeps the lines that had to be made, so that the next time is quick.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn keep_archive(&mut self, archive: &Archive) -> Result<(), DatasetError> {
        if self.is_read_only() || archive.unkept.is_empty() {
            return Ok(());
        }
        self.is_there()?;
        let mut write = || {
            let writing = self.conn.transaction()?;
            for (id, upto) in &archive.unkept {
                let Some(line) = archive.issue(id) else { continue };
                let json = serde_json::to_vec(line).unwrap_or_default();
                let packed = zstd::encode_all(json.as_slice(), 3)
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                writing
                    .prepare_cached(
                        "INSERT OR REPLACE INTO cache (kind, of, base, upto, value) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute((KIND, id.as_str(), BASE, upto, packed))?;
            }
            writing.commit()
        };
        write().map_err(|error| DatasetError::sqlite(&self.path, &error))
    }

    /// The line that is kept of an issue, where it is of the last event.
    fn kept_line(&self, id: &IssueId, last: u64) -> Result<Option<IssueLine>, DatasetError> {
        let row: Option<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT value FROM cache WHERE kind = ?1 AND of = ?2 AND base = ?3 AND upto = ?4")
            .and_then(|mut query| {
                query.query_row((KIND, id.as_str(), BASE, last), |row| row.get(0)).optional()
            })
            .map_err(|error| self.failed(&error))?;
        // What cannot be read is made again.
        let read = |packed: Vec<u8>| serde_json::from_slice(&zstd::decode_all(packed.as_slice()).ok()?).ok();
        Ok(row.and_then(read))
    }

    fn new_line(&self, id: &IssueId) -> Result<IssueLine, DatasetError> {
        let mut dones = Dones::default();
        let issue = self.fold_seeing(id, &mut |stamp, by, seen| see(&mut dones, stamp, by, &seen))?;
        Ok(IssueLine::of(&issue, &dones))
    }
}

/// Takes note of who finished articles.
fn see(dones: &mut BTreeMap<ArticleId, Done>, stamp: &Stamp, by: &str, seen: &Seen<'_>) {
    let Seen::Changed(transaction) = seen else { return };
    for edit in &transaction.edits {
        let Edit::Article { article, before, after } = edit else { continue };
        if !after.status.is_finished() {
            dones.remove(article);
        } else if !before.status.is_finished() {
            dones.insert(article.clone(), Done { by: by.to_owned(), at: stamp.at.clone() });
        }
    }
}
