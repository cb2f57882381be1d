//! What is known of the events up to one of them, kept so that opening need not read them all again.
//!
//! A row of the table `cache` holds the [`Ledger`] at some event, with that event's sum: where the event in the file has
//! the same sum, only those behind it are read. It is written when a dataset with many new events is closed. Events that
//! were not read on opening are checked against their predecessors when they are used (`read`), and all of them by
//! `verify`; a damaged one is told of then.

use super::ledger::Ledger;
use super::{Dataset, DatasetError};
use crate::annotation::{LabelSet, Taxonomy};
use crate::issue::History;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The row, and the form of what is in it.
const KIND: &str = "ledger";
const BASE: &str = "1";

/// So many events are read anew rather than written down.
const MANY: u64 = 4_000;

/// Numbers as runs: first and length.
type Runs = Vec<(u64, u64)>;

/// A ledger as it is kept.
#[derive(Serialize, Deserialize)]
struct Summed {
    sum: Vec<u8>,
    histories: BTreeMap<String, (Runs, Runs)>,
    events: BTreeMap<String, (usize, u64)>,
    edits: BTreeMap<String, Runs>,
    registered: Vec<(u64, bool)>,
    labels: Option<LabelSet>,
    taxonomy: (Option<Taxonomy>, u64),
    forgotten: bool,
    releases: Vec<u64>,
    compared: Vec<u64>,
}

fn runs(numbers: &[u64]) -> Runs {
    let mut runs = Runs::new();
    for number in numbers {
        match runs.last_mut() {
            Some((first, length)) if *first + *length == *number => *length += 1,
            _ => runs.push((*number, 1)),
        }
    }
    runs
}

fn numbers(runs: Runs) -> Vec<u64> {
    runs.into_iter().flat_map(|(first, length)| first..first + length).collect()
}

impl Summed {
    fn of(ledger: &Ledger) -> Self {
        let history = |history: &History| (runs(history.undoable()), runs(history.redoable()));
        Self {
            sum: ledger.sum.to_vec(),
            histories: ledger.histories.iter().map(|(name, known)| (name.clone(), history(known))).collect(),
            events: ledger.events.clone(),
            edits: ledger.edits.iter().map(|(issue, edits)| (issue.clone(), runs(edits))).collect(),
            registered: ledger.registered.clone(),
            labels: ledger.labels.clone(),
            taxonomy: ledger.taxonomy.clone(),
            forgotten: ledger.forgotten,
            releases: ledger.releases.clone(),
            compared: ledger.compared.clone(),
        }
    }

    fn ledger(self, last: u64) -> Option<Ledger> {
        let history = |(done, undone)| History::restored(numbers(done), numbers(undone));
        Some(Ledger {
            last,
            sum: self.sum.try_into().ok()?,
            histories: self.histories.into_iter().map(|(name, known)| (name, history(known))).collect(),
            events: self.events,
            edits: self.edits.into_iter().map(|(issue, edits)| (issue, numbers(edits))).collect(),
            registered: self.registered,
            labels: self.labels,
            taxonomy: self.taxonomy,
            forgotten: self.forgotten,
            releases: self.releases,
            compared: self.compared,
            broken: None,
        })
    }
}

/// The ledger that is kept, where it is of the events in the file; otherwise one of no event.
pub(super) fn kept(conn: &Connection) -> Ledger {
    let read = || {
        let row: Option<(u64, Vec<u8>, Vec<u8>)> = conn
            .query_row(
                "SELECT upto, value, sum FROM cache JOIN event ON seq = upto
                 WHERE cache.kind = ?1 AND of = '' AND base = ?2",
                (KIND, BASE),
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .ok()?;
        let (last, value, sum) = row?;
        let summed: Summed = serde_json::from_slice(&zstd::decode_all(value.as_slice()).ok()?).ok()?;
        (summed.sum == sum).then(|| summed.ledger(last))?
    };
    read().unwrap_or_default()
}

impl Dataset {
    /// Writes down what is known of the events where many are not in what is kept.
    pub(super) fn keep_ledger(&self) -> Result<(), DatasetError> {
        let upto: u64 = self
            .conn
            .query_row("SELECT upto FROM cache WHERE kind = ?1 AND of = ''", [KIND], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(&error))?
            .unwrap_or_default();
        if self.ledger.last < upto + MANY {
            return Ok(());
        }
        let json = serde_json::to_vec(&Summed::of(&self.ledger)).unwrap_or_default();
        let packed =
            zstd::encode_all(json.as_slice(), 3).map_err(|error| DatasetError::io(&self.path, error))?;
        self.conn
            .execute(
                "INSERT OR REPLACE INTO cache (kind, of, base, upto, value) VALUES (?1, '', ?2, ?3, ?4)",
                (KIND, BASE, self.ledger.last, packed),
            )
            .map(drop)
            .map_err(|error| self.failed(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_their_runs_say() {
        for list in [vec![], vec![7], vec![1, 2, 3, 9, 4, 5, 20, 19]] {
            assert_eq!(numbers(runs(&list)), list);
        }
        assert_eq!(runs(&[1, 2, 3, 9]), [(1, 3), (9, 1)]);
    }
}
