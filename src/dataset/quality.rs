//! How the proposals fared: the editors' decisions, counted.
//!
//! What counts is what the events add up to, so a decision that was taken back is none, and one that was changed counts
//! as it stands now. Decisions that came in with an imported issue were taken elsewhere and are left out, and so is
//! whatever still waits. An issue is folded once, and only where somebody has changed it; `figures` does the counting.

mod figures;

pub use figures::{Agreement, Bin, Decisions, Finished, Period, Quality};

use super::read::Seen;
use super::{Dataset, DatasetError};
use crate::annotation::{ArticleId, EntityId, IssueId};
use crate::issue::{Edit, Issue};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What an issue does not say of itself: what it was opened with, and when its articles were finished.
#[derive(Debug, Default)]
struct Past {
    /// Marks that were decided when the issue came in, and when that had been.
    brought: HashMap<EntityId, Option<String>>,
    /// When an article was put aside as finished.
    finished: HashMap<ArticleId, String>,
}

impl Past {
    fn see(&mut self, at: &str, seen: &Seen<'_>) {
        match seen {
            Seen::Opened(issue) => {
                let marks = issue.articles.iter().flat_map(crate::issue::Article::entities);
                let decided = marks.filter(|(_, mark)| mark.status.is_decided());
                self.brought.extend(decided.map(|(_, mark)| (mark.id.clone(), mark.at.clone())));
            }
            Seen::Changed(transaction) => {
                for edit in &transaction.edits {
                    let Edit::Article { article, after, .. } = edit else { continue };
                    if !after.status.is_finished() {
                        self.finished.remove(article);
                    } else if !self.finished.contains_key(article) {
                        self.finished.insert(article.clone(), at.to_owned());
                    }
                }
            }
            Seen::Refreshed(_) | Seen::Moved => {}
        }
    }
}

impl Dataset {
    /// Counts the decisions of an issue, or of all; days are those of the time zone.
    ///
    /// # Errors
    /// Where the file or an issue in it cannot be read.
    pub fn quality(&self, of: Option<&IssueId>, zone: &TimeZone) -> Result<Quality, DatasetError> {
        let mut quality = Quality::default();
        for summary in self.issues()?.iter().filter(|summary| of.is_none_or(|id| *id == summary.id)) {
            quality.issues += 1;
            quality.articles += summary.counts.articles;
            quality.finished += summary.counts.finished;
        }
        for id in self.changed_issues()?.iter().filter(|id| of.is_none_or(|of| of == *id)) {
            let (issue, past) = self.fold_past(id)?;
            quality.count(&issue, &past, zone);
        }
        quality.order();
        Ok(quality)
    }

    fn fold_past(&self, id: &IssueId) -> Result<(Issue, Past), DatasetError> {
        let mut past = Past::default();
        let issue = self.fold_seeing(id, &mut |stamp, _, seen| past.see(&stamp.at, &seen))?;
        Ok((issue, past))
    }

    /// The issues in which somebody changed something.
    fn changed_issues(&self) -> Result<Vec<IssueId>, DatasetError> {
        let read = || {
            let mut query = self.conn.prepare(
                "SELECT issue FROM record WHERE (kind = 'edited' OR kind = 'registered' AND issue <> '') AND seq < ?1
                 GROUP BY issue ORDER BY min(seq)",
            )?;
            let ids = query.query_map([self.end()], |row| row.get::<_, String>(0))?;
            ids.map(|id| Ok(IssueId::new(id?))).collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(&error))
    }
}
