//! All events in one pass: is the chain whole, what can be undone, which labels count.

use super::event::{Event, Payload, Record, Stamp, Sum};
use super::{DatasetError, schema};
use crate::annotation::{LabelSet, Taxonomy};
use crate::issue::{History, Step};
use rusqlite::{Connection, ErrorCode};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the events without holding them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    /// Sequence number of the last good event, 0 before the first.
    pub last: u64,
    /// Its sum.
    pub sum: Sum,
    /// Undo stacks by editor.
    pub histories: BTreeMap<String, History>,
    /// How many events each issue has, so that a damaged index hides none, and the number of its last one.
    pub events: BTreeMap<String, (usize, u64)>,
    /// The edits of each issue since it stands on its files, in their order.
    pub edits: BTreeMap<String, Vec<u64>>,
    /// The events that change the register, each as often as it was done and (`true`) taken back.
    pub registered: Vec<(u64, bool)>,
    /// The label set that counts.
    pub labels: Option<LabelSet>,
    /// The taxonomy that counts, where it is not the program's own, and since which event.
    pub taxonomy: (Option<Taxonomy>, u64),
    /// Whether what corrections taught was forgotten.
    pub forgotten: bool,
    /// The events of releases.
    pub releases: Vec<u64>,
    /// The events of comparisons.
    pub compared: Vec<u64>,
    /// The first sequence number that is missing, changed or unreadable.
    pub broken: Option<u64>,
}

impl Ledger {
    /// Reads all events up to the first that is not as it was written.
    pub fn read(conn: &Connection) -> rusqlite::Result<Self> {
        Self::default().read_on(conn)
    }

    /// Reads the events behind those that are known.
    pub fn read_on(self, conn: &Connection) -> rusqlite::Result<Self> {
        let mut ledger = self;
        let records = schema::records(conn)?;
        let sql = format!("SELECT {} FROM {records} WHERE seq > ?1 ORDER BY seq", Record::COLUMNS);
        let mut query = conn.prepare(&sql)?;
        for record in query.query_map([ledger.last], Record::read)? {
            match record {
                Ok(record) if ledger.follows(&record) && ledger.take(&record).is_ok() => {}
                Err(error) if !is_damage(&error) => return Err(error),
                _ => {
                    ledger.broken = Some(ledger.last + 1);
                    break;
                }
            }
        }
        // A dataset begins with its label set; without it, all events are gone.
        if ledger.last == 0 {
            ledger.broken = Some(1);
        }
        Ok(ledger)
    }

    /// The record that would carry `event` as the next one.
    pub fn next(&self, editor: &str, issue: &str, event: &Event) -> Result<Record, DatasetError> {
        let unsound = |what: &dyn std::fmt::Display| DatasetError::Unsound(what.to_string());
        let payload = Payload(serde_json::to_string(event).map_err(|error| unsound(&error))?);
        // What cannot be read back (a score that is not a number) is refused now, not found out later.
        if payload.event().map_err(|error| unsound(&error))? != *event {
            return Err(unsound(&"it is not the same after writing and reading"));
        }
        let mut record = Record {
            stamp: Stamp::now(self.last + 1),
            editor: editor.to_owned(),
            issue: issue.to_owned(),
            kind: event.kind().to_owned(),
            payload,
            sum: Sum::default(),
        };
        record.sum = record.expected_sum(&self.sum);
        Ok(record)
    }

    /// Takes note of the next record.
    pub fn take(&mut self, record: &Record) -> Result<(), serde_json::Error> {
        let step = match record.kind.as_str() {
            "opened" | "proposed" | "lost" => None,
            "release" => {
                self.releases.push(record.stamp.seq);
                None
            }
            "compared" => {
                self.compared.push(record.stamp.seq);
                None
            }
            "edited" | "registered" => {
                if record.kind == "registered" {
                    self.registered.push((record.stamp.seq, false));
                }
                self.edits.entry(record.issue.clone()).or_default().push(record.stamp.seq);
                Some(Step::Do)
            }
            "moved" => {
                // The texts that these edits speak of are others now.
                let gone: BTreeSet<u64> =
                    self.edits.remove(&record.issue).unwrap_or_default().into_iter().collect();
                self.histories.values_mut().for_each(|history| history.forget(&gone));
                None
            }
            _ => match record.payload.event()? {
                Event::Undone { seq } => {
                    self.go_along(seq, true);
                    Some(Step::Undo(seq))
                }
                Event::Redone { seq } => {
                    self.go_along(seq, false);
                    Some(Step::Redo(seq))
                }
                Event::Labels { after, .. } => {
                    self.labels = Some(after);
                    None
                }
                Event::Taxonomy { after } => {
                    self.taxonomy = (after.map(|taxonomy| *taxonomy), record.stamp.seq);
                    None
                }
                Event::Teaching { on } => {
                    self.forgotten = !on;
                    None
                }
                Event::Opened { .. }
                | Event::Moved { .. }
                | Event::Edited { .. }
                | Event::Registered { .. }
                | Event::Proposed { .. }
                | Event::Release { .. }
                | Event::Compared { .. }
                | Event::Lost => None,
            },
        };
        if let Some(step) = step {
            self.histories.entry(record.editor.clone()).or_default().record(record.stamp.seq, step);
        }
        let events = self.events.entry(record.issue.clone()).or_default();
        *events = (events.0 + 1, record.stamp.seq);
        (self.last, self.sum) = (record.stamp.seq, record.sum);
        Ok(())
    }

    /// The number of an issue's last event.
    pub fn last_of(&self, issue: &str) -> u64 {
        self.events.get(issue).map_or(0, |(_, last)| *last)
    }

    /// Takes note that a change of the register was taken back or done again.
    fn go_along(&mut self, seq: u64, back: bool) {
        if self.registered.iter().any(|(known, _)| *known == seq) {
            self.registered.push((seq, back));
        }
    }

    fn follows(&self, record: &Record) -> bool {
        record.stamp.seq == self.last + 1 && record.sum == record.expected_sum(&self.sum)
    }
}

/// Writes a record; the caller commits.
pub(super) fn insert(conn: &Connection, record: &Record) -> rusqlite::Result<()> {
    let Record { stamp, editor, issue, kind, payload, sum } = record;
    conn.prepare_cached("INSERT OR IGNORE INTO name (text) VALUES (?1), (?2), (?3)")?
        .execute((editor, issue, kind))?;
    conn.prepare_cached(
        "INSERT INTO event (seq, at, editor, issue, kind, payload, sum) SELECT ?1,
         CASE WHEN strftime('%Y-%m-%dT%H:%M:%SZ', unixepoch(?2), 'unixepoch') = ?2 THEN unixepoch(?2) ELSE ?2 END,
         e.id, i.id, k.id, ?6, ?7 FROM name e, name i, name k WHERE e.text = ?3 AND i.text = ?4 AND k.text = ?5",
    )?
    .execute((stamp.seq, &stamp.at, editor, issue, kind, payload, sum))
    .map(drop)
}

/// Whether an error speaks of the file's content, not of the machine.
fn is_damage(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error_code()
        .is_none_or(|code| matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}
