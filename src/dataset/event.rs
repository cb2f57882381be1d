//! Events: what happened to a dataset, one after the other.
//!
//! An event is a row of the view `record`: its sequence number (1, 2, 3 … without gaps), time, editor, issue, kind,
//! payload, and a sum. The payload is the event as JSON, kept as text where it is very short and packed (a BLOB, `pack`)
//! where it is not. The sum is SHA-256 over the predecessor's sum and all other fields, so a row that was changed, lost or put
//! in between is found, and packing it differently changes nothing.

use super::agreement::Summary;
use super::pack;
use crate::annotation::{LabelSet, Taxonomy};
use crate::issue::{Issue, Transaction};
use crate::layout::Unfit;
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of an event and all before it.
pub(super) type Sum = [u8; 32];

/// A file of an issue, as an event names it; its bytes are found by the hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileName {
    /// Name without folders.
    pub name: String,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// The encoding it was decoded with.
    pub encoding: String,
    /// SHA-256 of what a reader got out of it, in hex; absent for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extract: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The dataset has this label set from now on.
    Labels {
        /// Before; absent when the dataset was made.
        before: Option<LabelSet>,
        /// After.
        after: LabelSet,
    },
    /// Topics are of this taxonomy from now on; of the program's own where there is none.
    Taxonomy {
        /// The taxonomy.
        after: Option<Box<Taxonomy>>,
    },
    /// What was learned from corrections is forgotten and they teach no more, or they teach again.
    Teaching {
        /// Whether they teach.
        on: bool,
    },
    /// An issue came in, with structure and proposals as they were first made or imported.
    Opened {
        /// The files in order.
        files: Vec<FileName>,
        /// The issue.
        issue: Box<Issue>,
    },
    /// An issue stands on other files from now on; what was decided on the old ones was carried over.
    Moved {
        /// The files in order.
        files: Vec<FileName>,
        /// The issue as it was carried over.
        issue: Box<Issue>,
        /// The decisions that found no place.
        unfit: Vec<Unfit>,
    },
    /// An editor changed an issue.
    Edited {
        /// The change.
        transaction: Transaction,
    },
    /// Newer proposals stand in place of older ones; no decision, and nothing that is taken back.
    Proposed {
        /// The change.
        transaction: Transaction,
    },
    /// An editor changed the register, and perhaps marks of one issue with it.
    Registered {
        /// The change.
        transaction: Transaction,
    },
    /// A release was made: a named selection of the dataset as it stood then.
    Release {
        /// Its name.
        name: String,
        /// What it was made of and came to.
        payload: serde_json::Value,
    },
    /// The transaction of an earlier event was taken back.
    Undone {
        /// The event that brought the transaction.
        seq: u64,
    },
    /// The transaction of an earlier event was done again.
    Redone {
        /// The event that brought the transaction.
        seq: u64,
    },
    /// Annotators were compared.
    Compared {
        /// How far they agreed.
        summary: Box<Summary>,
    },
    /// What stood at this number was lost, and a repair put this in its place.
    Lost,
}

impl Event {
    /// The word in the column `kind`.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Labels { .. } => "labels",
            Self::Taxonomy { .. } => "taxonomy",
            Self::Teaching { .. } => "teaching",
            Self::Opened { .. } => "opened",
            Self::Moved { .. } => "moved",
            Self::Edited { .. } => "edited",
            Self::Proposed { .. } => "proposed",
            Self::Registered { .. } => "registered",
            Self::Release { .. } => "release",
            Self::Undone { .. } => "undone",
            Self::Redone { .. } => "redone",
            Self::Compared { .. } => "compared",
            Self::Lost => "lost",
        }
    }
}

/// When an event was recorded: its number and the time of the write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Sequence number in the dataset.
    pub seq: u64,
    /// RFC 3339, UTC, whole seconds.
    pub at: String,
}

impl Stamp {
    /// The given number and the present second.
    pub(super) fn now(seq: u64) -> Self {
        Self { seq, at: format!("{:.0}", jiff::Timestamp::now()) }
    }
}

/// JSON as it lies in a column: very short as text, else packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload(pub String);

impl Payload {
    pub fn event(&self) -> Result<Event, serde_json::Error> {
        serde_json::from_str(&self.0)
    }
}

impl ToSql for Payload {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let packed =
            pack::pack(&self.0).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(packed.map_or_else(|| self.0.as_str().into(), Into::into))
    }
}

impl FromSql for Payload {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Blob(packed) => pack::unpack(packed).map(Self).map_err(FromSqlError::other),
            text => Ok(Self(text.as_str()?.to_owned())),
        }
    }
}

/// A row of the table `event`.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub stamp: Stamp,
    pub editor: String,
    /// Empty for events that concern no single issue.
    pub issue: String,
    pub kind: String,
    pub payload: Payload,
    pub sum: Sum,
}

impl Record {
    /// The columns in the order in which [`Record::read`] expects them.
    pub const COLUMNS: &str = "seq, at, editor, issue, kind, payload, sum";

    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            stamp: Stamp { seq: row.get(0)?, at: row.get(1)? },
            editor: row.get(2)?,
            issue: row.get(3)?,
            kind: row.get(4)?,
            payload: row.get(5)?,
            sum: row.get(6)?,
        })
    }

    /// The sum that the record should have after a predecessor with `before`.
    pub fn expected_sum(&self, before: &Sum) -> Sum {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.stamp.seq.to_le_bytes());
        for field in [&self.stamp.at, &self.editor, &self.issue, &self.kind, &self.payload.0] {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            stamp: Stamp { seq: 7, at: "2026-11-23T21:04:12Z".into() },
            editor: "林".into(),
            issue: "a".into(),
            kind: "undone".into(),
            payload: Payload(serde_json::to_string(&Event::Undone { seq: 3 }).unwrap()),
            sum: [0; 32],
        }
    }

    #[test]
    fn the_sum_notices_every_field_and_where_one_ends() {
        let sum = record().expected_sum(&[1; 32]);
        assert_eq!(sum, record().expected_sum(&[1; 32]));
        assert_ne!(sum, record().expected_sum(&[2; 32]));
        let moved = Record { editor: "林a".into(), issue: String::new(), ..record() };
        assert_ne!(sum, moved.expected_sum(&[1; 32]));
        let later = Record { stamp: Stamp { seq: 8, ..record().stamp }, ..record() };
        assert_ne!(sum, later.expected_sum(&[1; 32]));
    }

    #[test]
    fn a_time_is_utc_in_whole_seconds() {
        let at = Stamp::now(1).at;
        assert!(at.len() == 20 && at.ends_with('Z'), "{at}");
    }
}
