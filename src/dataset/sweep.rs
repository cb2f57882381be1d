//! A change that goes through all issues: one event of its own and ordinary transactions of each issue that it
//! touches, written in one durable step, or not at all.

use super::event::Event;
use super::{Dataset, DatasetError, Stamp, ledger};
use crate::annotation::IssueId;
use crate::issue::Issue;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Told how many issues are done, of how many; whether to go on.
pub type GoOn<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

/// What a change comes to, by what is no more (`K`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast<K: Ord, T> {
    /// What the end of each comes to.
    pub tolls: BTreeMap<K, T>,
    /// The issues that change.
    pub issues: Vec<IssueId>,
}

impl<K: Ord, T> Default for Forecast<K, T> {
    fn default() -> Self {
        Self { tolls: BTreeMap::new(), issues: Vec::new() }
    }
}

impl<K: Ord, T: AddAssign + Default> Forecast<K, T> {
    /// What it comes to in one more issue.
    pub(super) fn add(&mut self, issue: &IssueId, tolls: BTreeMap<K, T>) {
        if !tolls.is_empty() {
            self.issues.push(issue.clone());
        }
        for (what, toll) in tolls {
            *self.tolls.entry(what).or_default() += toll;
        }
    }
}

/// What is written with the event itself.
pub(super) type Also<'a> = &'a dyn Fn(&Connection, &Stamp) -> rusqlite::Result<()>;

impl Dataset {
    /// Shows every issue; whether it came to the end.
    pub(super) fn look_through(
        &self,
        go_on: GoOn<'_>,
        look: &mut dyn FnMut(&Issue),
    ) -> Result<bool, DatasetError> {
        let issues = self.all_issues()?;
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(false);
            }
            look(&self.issue(&summary.id)?);
        }
        Ok(true)
    }

    /// Writes the event and what `change` makes of each issue; whether it came to the end. Nothing is changed otherwise.
    pub(super) fn sweep(
        &mut self,
        editor: &str,
        event: Option<(Event, Also<'_>)>,
        touches_issues: bool,
        go_on: GoOn<'_>,
        change: &mut dyn FnMut(&Issue) -> Vec<Event>,
    ) -> Result<bool, DatasetError> {
        let issues = if touches_issues { self.all_issues()? } else { Vec::new() };
        // The ledger goes along only when all of it is on the disk.
        let mut next = self.ledger.clone();
        let failed = |error: rusqlite::Error| DatasetError::sqlite(&self.path, &error);
        let writing = self.conn.unchecked_transaction().map_err(failed)?;
        let mut put = |issue: &IssueId, event: &Event, also: Also<'_>| -> Result<(), DatasetError> {
            let record = next.next(editor, issue.as_str(), event)?;
            ledger::insert(&writing, &record).and_then(|()| also(&writing, &record.stamp)).map_err(failed)?;
            next.take(&record).map_err(|error| DatasetError::Unsound(error.to_string()))
        };
        if let Some((event, also)) = event {
            put(&IssueId::new(""), &event, also)?;
        }
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, issues.len()) {
                return Ok(false);
            }
            let mut issue = self.issue(&summary.id)?;
            for event in change(&issue) {
                let (Event::Edited { transaction } | Event::Proposed { transaction }) = &event else {
                    continue;
                };
                if transaction.edits.is_empty() {
                    continue;
                }
                issue.apply(transaction)?;
                put(&issue.id, &event, &|conn, stamp| super::write::note(conn, &issue, stamp))?;
            }
        }
        writing.commit().map_err(failed)?;
        self.ledger = next;
        self.state = None;
        self.is_there()?;
        Ok(true)
    }
}
