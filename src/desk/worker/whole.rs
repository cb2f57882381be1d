//! Small things that the clerk does for the dataset as a whole: counted, copied, a table beside it.

use super::Event;
use super::clerk::{Clerk, no_dataset, unwritten};
use super::counter::Count;
use crate::annotation::IssueId;
use std::path::PathBuf;

impl Clerk {
    /// Has the decisions counted.
    pub(super) fn count(&mut self, of: Option<IssueId>) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let _ = self.counts.send(Count { path: dataset.path().to_owned(), of });
        None
    }

    /// Copies the dataset.
    pub(super) fn back_up(&mut self, path: PathBuf) -> Event {
        match self.dataset.as_ref().map(|dataset| dataset.backup(&path, true)) {
            Some(Ok(())) => Event::BackedUp(path),
            Some(Err(error)) => Event::Failed(error.message()),
            None => Event::Quiet,
        }
    }
}

/// Writes a table that somebody wants.
pub(super) fn write_table(path: PathBuf, text: &str) -> Event {
    match crate::exchange::write_whole(&path, text.as_bytes()) {
        Ok(()) => Event::TableWritten(path),
        Err(error) => unwritten(&path, error),
    }
}
