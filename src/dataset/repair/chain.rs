//! Which of the events that were found are those that were written.
//!
//! A row is proven where its sum follows from its predecessor's. The predecessor's is known also where only its other
//! fields are damaged; and where only its sum is damaged, the next row proves the sum that it should have. Behind a place
//! at which nothing was found one row cannot be proven, since the sum before it is gone; it is kept where the next one
//! follows from it, and is told of.

use super::carve::{Row, Word};
use crate::dataset::Event;
use crate::dataset::Stamp;
use crate::dataset::event::{Payload, Record, Sum};
use std::collections::{BTreeMap, BTreeSet};

/// Rows so far behind the last good one are no chance matches.
const NEAR: u64 = 1_000;

/// The events.
#[derive(Default)]
pub(super) struct Chain {
    /// The rows that were found, by number.
    pub found: BTreeMap<u64, Vec<Row>>,
    /// What the numbers of words may stand for.
    pub names: BTreeMap<i64, BTreeSet<String>>,
    /// What they stand for.
    known: BTreeMap<i64, String>,
    /// The rows that are kept.
    pub kept: BTreeMap<u64, Row>,
    /// Those of them that could not be proven.
    pub unproven: BTreeSet<u64>,
    /// The number of the last event that there was.
    pub last: u64,
}

impl Chain {
    /// Goes along the events that were found.
    pub fn walk(&mut self) {
        let mut before = vec![Sum::default()];
        // Rows that may turn out to be right with the next one, and the sum from which that has to follow.
        let mut waiting: Vec<(Row, Sum, bool)> = Vec::new();
        let mut previous = 0;
        for (seq, rows) in std::mem::take(&mut self.found) {
            if seq != previous + 1 {
                before.clear();
                waiting.clear();
            }
            previous = seq;
            let proof = |chain: &mut Self, row: &Row| {
                before.iter().copied().find(|before| chain.follows(seq, row, before))
            };
            let proven = rows.iter().find_map(|row| Some((row, proof(self, row)?)));
            if let Some((row, from)) = proven {
                if let Some((row, sum, proven)) = waiting.drain(..).find(|(_, sum, _)| *sum == from) {
                    self.kept.insert(seq - 1, Row { sum, ..row });
                    if !proven {
                        self.unproven.insert(seq - 1);
                    }
                }
                before = vec![row.sum];
                self.kept.insert(seq, row.clone());
                self.last = seq;
                continue;
            }
            let mut next = Vec::new();
            for row in &rows {
                let right =
                    before.iter().filter_map(|before| Some(self.record(seq, row)?.expected_sum(before)));
                next.extend(right.map(|sum| (row.clone(), sum, true)));
                if !self.kept.contains_key(&(seq - 1)) {
                    next.push((row.clone(), row.sum, false));
                }
            }
            before = rows.iter().map(|row| row.sum).chain(next.iter().map(|(_, sum, _)| *sum)).collect();
            waiting = next;
            if seq <= self.last + NEAR {
                self.last = seq;
            }
        }
    }

    /// An event that is kept, as it is meant.
    pub fn kept(&self, seq: u64) -> Option<Record> {
        self.record(seq, self.kept.get(&seq)?)
    }

    fn record(&self, seq: u64, row: &Row) -> Option<Record> {
        let said = |word: &Word| match word {
            Word::Text(text) => Some(text.clone()),
            Word::Number(id) => {
                let only = || self.names.get(id).filter(|names| names.len() == 1)?.first();
                self.known.get(id).or_else(only).cloned()
            }
        };
        Some(Record {
            stamp: Stamp { seq, at: row.at.clone() },
            editor: said(&row.editor)?,
            issue: said(&row.issue)?,
            kind: said(&row.kind)?,
            payload: row.unpacked()?,
            sum: row.sum,
        })
    }

    /// Whether a row's sum follows from one before; what its numbers stand for is known then.
    fn follows(&mut self, seq: u64, row: &Row, before: &Sum) -> bool {
        let Some(payload) = row.unpacked() else { return false };
        let [editors, issues, kinds] =
            [&row.editor, &row.issue, &row.kind].map(|word| self.readings(word, &payload));
        let mut record = Record {
            stamp: Stamp { seq, at: row.at.clone() },
            editor: String::new(),
            issue: String::new(),
            kind: String::new(),
            payload,
            sum: row.sum,
        };
        for editor in &editors {
            for issue in &issues {
                for kind in &kinds {
                    record.editor.clone_from(editor);
                    record.issue.clone_from(issue);
                    record.kind.clone_from(kind);
                    if record.expected_sum(before) == record.sum {
                        for (word, text) in [(&row.editor, editor), (&row.issue, issue), (&row.kind, kind)] {
                            if let Word::Number(id) = word {
                                self.known.insert(*id, text.clone());
                            }
                        }
                        return true;
                    }
                }
            }
        }
        false
    }

    /// What a word may say. Where its number stands for nothing that was found, all words may be it, and those in the
    /// event itself: the sum tells.
    fn readings(&self, word: &Word, payload: &Payload) -> Vec<String> {
        let id = match word {
            Word::Text(text) => return vec![text.clone()],
            Word::Number(id) => id,
        };
        if let Some(known) = self.known.get(id) {
            return vec![known.clone()];
        }
        if let Some(names) = self.names.get(id) {
            return names.iter().cloned().collect();
        }
        let mut all: BTreeSet<String> =
            self.names.values().flatten().chain(self.known.values()).cloned().collect();
        if let Ok(event) = payload.event() {
            all.insert(event.kind().to_owned());
            if let Event::Opened { issue, .. } | Event::Moved { issue, .. } = event {
                all.insert(issue.id.to_string());
            }
        }
        all.into_iter().collect()
    }
}
