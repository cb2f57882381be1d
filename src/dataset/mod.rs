//! One SQLite file (`*.zhupi`) that keeps sources and events.
//!
//! A dataset holds the bytes of its files and an append-only list of events (`event`): the label set, issues as they
//! came in, and every transaction, undo and redo of its editors. The state of an issue is what its events add up to
//! (`read`); lists and counts are kept beside them and can be made again. A change is done when it is on the disk
//! (`write`): synchronous=EXTRA, in a write-ahead log on local disks and with a rollback journal elsewhere (`disk`).
//! One process writes (`lock`), any number read; a closed file stands alone.
//!
//! `schema` has the tables and their versions, `files` keeps the bytes of issues, `open` decides how a file is opened,
//! `together` makes many changes one step, `labels` changes the label set and the marks with it, `taxonomy` the topics, both
//! by way of `sweep`, `many` reads many issues at once, `trash` puts things out of sight, `ledger` walks
//! the chain of events (`summed` keeps how far it came), `past` lists them and goes along them, `learned` keeps what
//! corrected structure teaches, `lessons` what finished articles teach, `register` adds up the register, `quality`
//! counts the decisions, `concordance` keeps the texts of all issues in memory to find a text in them, `verify` checks
//! everything, `repair` saves what can be saved, `release` freezes versions, `agreement` compares annotators, `near` finds texts that are nearly the
//! same, `checks` looks for what to see to before a release, `merge` compares what annotators say and takes it
//! together, `backup` copies, `store` keeps copies and makes the file small, `archive` has all issues in short,
//! `handover` passes files to the process that has the dataset open.

pub mod agreement;
pub mod archive;
pub mod merge;
mod backup;
pub mod checks;
mod concordance;
mod disk;
mod error;
mod event;
mod files;
pub mod handover;
mod labels;
mod learned;
mod ledger;
mod lessons;
mod lock;
mod many;
mod near;
mod open;
mod pack;
mod past;
mod place;
mod quality;
mod read;
mod register;
pub mod release;
pub mod repair;
mod schema;
mod sweep;
mod taxonomy;
mod together;
mod trash;
pub mod store;
mod summed;
mod verify;
mod write;

#[cfg(test)]
mod tests;

pub use concordance::Corpus;
pub use error::{Damage, DatasetError};
pub use event::{Event, FileName, Stamp};
pub use labels::{LabelChange, LabelForecast};
pub use learned::{Learned, learned_message, teaches};
pub use lessons::Lessons;
pub use lock::Owner;
pub use past::{Past, Travel};
pub use place::default_path;
pub use quality::{Agreement, Bin, Decisions, Finished, Period, Quality};
pub use read::{Counts, IssueSummary};
pub use sweep::{Forecast, GoOn};
pub use taxonomy::{TopicChange, TopicForecast};
pub use trash::Thrown;
pub use verify::{Fault, Report};
pub use write::{Added, Replay};

use crate::annotation::{LabelSet, Taxonomy};
use crate::issue::register::Register;
use crate::issue::{History, Issue};
use ledger::Ledger;
use rusqlite::Connection;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// What a dataset is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To be changed; made where there is none. One process at a time.
    Write,
    /// To be read, also while another process writes. Nothing on the disk changes.
    Read,
}

/// An open dataset.
#[derive(Debug)]
pub struct Dataset {
    // Closed before the lock is given back and a copy is removed.
    conn: Connection,
    path: PathBuf,
    ledger: Ledger,
    /// The issue that was changed last, as its events add up.
    state: Option<Issue>,
    /// The register, once somebody asked for it.
    register: OnceCell<Register>,
    hold: open::Hold,
    damage: Option<Damage>,
}

impl Dataset {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether changes are refused: opened so, or found damaged.
    pub fn is_read_only(&self) -> bool {
        matches!(self.hold, open::Hold::Read { .. })
    }

    /// What was found wrong when it was opened; it is then open for reading only.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// What an editor can undo and redo; `None` for one who changed nothing yet.
    pub fn history(&self, editor: &str) -> Option<&History> {
        self.ledger.histories.get(editor)
    }

    /// The label set.
    pub fn label_set(&self) -> LabelSet {
        self.ledger.labels.clone().unwrap_or_else(LabelSet::newspaper)
    }

    /// The taxonomy of its topics; `None` for the program's own.
    pub fn taxonomy(&self) -> Option<&Taxonomy> {
        self.ledger.taxonomy.0.as_ref()
    }

    /// The number of the last event.
    pub fn last_event(&self) -> u64 {
        self.ledger.last
    }

    fn failed(&self, error: &rusqlite::Error) -> DatasetError {
        DatasetError::sqlite(&self.path, error)
    }
}
