//! What the events add up to.

use super::event::{Event, Payload, Record, Stamp, Sum};
use super::{Dataset, DatasetError};
use crate::annotation::IssueId;
use crate::issue::{EditError, Issue, Transaction};
use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How much there is in an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles and other units.
    pub articles: u32,
    /// Of these, put aside as finished.
    pub finished: u32,
    /// Entities that stand.
    pub entities: u32,
    /// Of these, proposals without a decision.
    pub proposed: u32,
    /// Articles in the trash, which count nowhere else.
    pub trashed: u32,
}

impl Counts {
    pub(super) fn of(issue: &Issue) -> Self {
        let mut counts = Self::default();
        for article in &issue.articles {
            if article.status.is_trashed() {
                counts.trashed += 1;
                continue;
            }
            counts.articles += 1;
            counts.finished += u32::from(article.status.is_finished());
            for entity in article.blocks.iter().flat_map(crate::issue::Block::standing) {
                counts.entities += 1;
                counts.proposed += u32::from(entity.is_open());
            }
        }
        counts
    }
}

/// A line of the list of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueSummary {
    /// The issue.
    pub id: IssueId,
    /// Name of the paper; empty where unknown.
    pub title: String,
    /// ISO date; empty where unknown.
    pub date: String,
    /// Names of its files, in order.
    pub files: Vec<String>,
    /// How much there is in it.
    pub counts: Counts,
    /// Time of the last change, RFC 3339 UTC.
    pub changed: String,
}

impl IssueSummary {
    /// Whether all of it is in the trash.
    pub fn is_away(&self) -> bool {
        self.counts.articles == 0 && self.counts.trashed > 0
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let counts = Counts {
            articles: row.get(4)?,
            finished: row.get(5)?,
            entities: row.get(6)?,
            proposed: row.get(7)?,
            trashed: row.get(8)?,
        };
        Ok(Self {
            id: IssueId::new(row.get::<_, String>(0)?),
            title: row.get(1)?,
            date: row.get(2)?,
            changed: row.get(3)?,
            counts,
            files: Vec::new(),
        })
    }
}

impl Dataset {
    /// The issues that are not in the trash, in the order in which they came in.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn issues(&self) -> Result<Vec<IssueSummary>, DatasetError> {
        let mut issues = self.all_issues()?;
        issues.retain(|summary| !summary.is_away());
        Ok(issues)
    }

    /// The same with those in the trash.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn all_issues(&self) -> Result<Vec<IssueSummary>, DatasetError> {
        let read = || {
            let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
            let mut query = self.conn.prepare(
                "SELECT issue, name, since FROM issue_file WHERE since < ?1 ORDER BY issue, since, position",
            )?;
            let mut latest = BTreeMap::new();
            for file in query.query_map([self.end()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
                let (issue, name, since): (String, String, u64) = file?;
                let names = files.entry(issue.clone()).or_default();
                if latest.insert(issue, since).is_some_and(|before| before < since) {
                    names.clear();
                }
                names.push(name);
            }
            let mut query = self.conn.prepare(
                "SELECT id, title, date, changed, articles, finished, entities, proposed, trashed FROM issue
                 WHERE opened < ?1 ORDER BY opened",
            )?;
            let issues = query.query_map([self.end()], IssueSummary::read)?.map(|summary| {
                let mut summary = summary?;
                summary.files = files.remove(summary.id.as_str()).unwrap_or_default();
                Ok(summary)
            });
            issues.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// An issue as it stands.
    ///
    /// # Errors
    /// [`DatasetError::NoIssue`], or where events cannot be read or do not fit each other.
    pub fn issue(&self, id: &IssueId) -> Result<Issue, DatasetError> {
        match &self.state {
            Some(state) if state.id == *id => Ok(state.clone()),
            _ => self.fold(id),
        }
    }

    /// What was remembered under a key; `None` where there is nothing, or nothing of this shape.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn view<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, DatasetError> {
        let json: Option<String> = self
            .conn
            .query_row("SELECT value FROM view WHERE key = ?1", [key], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(&error))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    pub(super) fn has(&self, id: &IssueId) -> Result<bool, DatasetError> {
        let mut query =
            self.conn.prepare("SELECT 1 FROM issue WHERE id = ?1").map_err(|error| self.failed(&error))?;
        query.exists([id.as_str()]).map_err(|error| self.failed(&error))
    }

    /// The first number that is not to be read any more.
    pub(super) fn end(&self) -> i64 {
        self.ledger.broken.map_or(i64::MAX, |seq| seq as i64)
    }

    /// Adds up an issue from its events.
    pub(super) fn fold(&self, id: &IssueId) -> Result<Issue, DatasetError> {
        self.fold_seeing(id, &mut |_, _, _| ())
    }

    /// The same, telling what happened on the way, when and by whom.
    pub(super) fn fold_seeing(
        &self,
        id: &IssueId,
        seen: &mut dyn FnMut(&Stamp, &str, Seen<'_>),
    ) -> Result<Issue, DatasetError> {
        self.fold_upto(id, u64::MAX, seen)
    }

    /// The same with no event behind the one with the number `upto`.
    pub(super) fn fold_upto(
        &self,
        id: &IssueId,
        upto: u64,
        seen: &mut dyn FnMut(&Stamp, &str, Seen<'_>),
    ) -> Result<Issue, DatasetError> {
        let end = self.end().min(i64::try_from(upto).unwrap_or(i64::MAX).saturating_add(1));
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut query = self
            .conn
            .prepare_cached(
                "SELECT e.seq, e.at, e.editor, e.issue, e.kind, e.payload, e.sum, p.sum FROM record e
                 LEFT JOIN event p ON p.seq = e.seq - 1 WHERE e.issue = ?1 AND e.seq < ?2 ORDER BY e.seq",
            )
            .map_err(failed)?;
        let rows = query
            .query_map((id.as_str(), end), |row| Ok((Record::read(row)?, row.get::<_, Option<Sum>>(7)?)))
            .map_err(failed)?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>().map_err(failed)?;
        let again = |(record, _): &(Record, _)| match record.kind.as_str() {
            "undone" | "redone" => match record.payload.event() {
                Ok(Event::Undone { seq } | Event::Redone { seq }) => Some(seq),
                _ => None,
            },
            _ => None,
        };
        let mut sum = Fold { again: Some(rows.iter().filter_map(again).collect()), ..Fold::default() };
        let mut missing = self.ledger.events.get(id.as_str()).map_or(0, |(count, _)| *count);
        for row in rows {
            missing = missing.saturating_sub(1);
            let (record, before) = row;
            let seq = record.stamp.seq;
            // What was not read on opening is looked at now.
            if record.sum != record.expected_sum(&before.unwrap_or_default()) {
                return Err(unreadable(&self.path, seq, &"it is not as it was written"));
            }
            let event = decode_event(&self.path, seq, &record.payload)?;
            sum.add(seq, event, &mut |what| seen(&record.stamp, &record.editor, what))
                .map_err(|error| unreadable(&self.path, seq, &error))?;
        }
        if missing > 0 && upto == u64::MAX {
            let what = format!("{missing} events of issue {id} are not in the index");
            return Err(DatasetError::Damaged { path: self.path.clone(), what });
        }
        let issue = sum.issue.ok_or_else(|| DatasetError::NoIssue(id.clone()))?;
        super::verify::agrees(&issue, None)
            .map_err(|what| DatasetError::Damaged { path: self.path.clone(), what })?;
        Ok(issue)
    }
}

/// What happened to an issue, as its events are added up.
pub(super) enum Seen<'a> {
    /// It came in.
    Opened(&'a Issue),
    /// It was changed, also by an undo or redo.
    Changed(&'a Transaction),
    /// Newer proposals came in place of older ones.
    Refreshed(&'a Transaction),
    /// It was set on other files.
    Moved,
}

/// An issue while its events are added up.
#[derive(Default)]
pub(super) struct Fold {
    pub issue: Option<Issue>,
    done: BTreeMap<u64, Transaction>,
    /// The events whose transactions are taken back later, or done again; where that is not known all may be.
    again: Option<BTreeSet<u64>>,
}

impl Fold {
    pub fn add(&mut self, seq: u64, event: Event, seen: &mut dyn FnMut(Seen<'_>)) -> Result<(), EditError> {
        let missing = |what: &dyn std::fmt::Display| EditError::Missing(what.to_string());
        // Whatever may be taken back later is kept; only its inverse is made anew.
        let (once, inverse);
        let transaction = match event {
            Event::Labels { .. }
            | Event::Taxonomy { .. }
            | Event::Teaching { .. }
            | Event::Release { .. }
            | Event::Compared { .. }
            | Event::Lost => return Ok(()),
            Event::Opened { issue, .. } => {
                seen(Seen::Opened(&issue));
                self.issue = Some(*issue);
                return Ok(());
            }
            Event::Moved { issue, .. } => {
                seen(Seen::Moved);
                self.issue = Some(*issue);
                return Ok(());
            }
            Event::Edited { transaction } | Event::Registered { transaction } => {
                if self.again.as_ref().is_none_or(|again| again.contains(&seq)) {
                    &*self.done.entry(seq).or_insert(transaction)
                } else {
                    once = transaction;
                    &once
                }
            }
            Event::Proposed { transaction } => {
                self.issue.as_mut().ok_or_else(|| missing(&"the issue"))?.apply(&transaction)?;
                seen(Seen::Refreshed(&transaction));
                return Ok(());
            }
            Event::Undone { seq } => {
                inverse = self.done.get(&seq).ok_or_else(|| missing(&seq))?.inverse();
                &inverse
            }
            Event::Redone { seq } => self.done.get(&seq).ok_or_else(|| missing(&seq))?,
        };
        self.issue.as_mut().ok_or_else(|| missing(&"the issue"))?.apply(transaction)?;
        seen(Seen::Changed(transaction));
        Ok(())
    }
}

pub(super) fn decode_event(path: &Path, seq: u64, payload: &Payload) -> Result<Event, DatasetError> {
    payload.event().map_err(|error| unreadable(path, seq, &error))
}

pub(super) fn unreadable(path: &Path, seq: u64, why: &dyn std::fmt::Display) -> DatasetError {
    DatasetError::Damaged { path: path.to_owned(), what: format!("event {seq}: {why}") }
}
