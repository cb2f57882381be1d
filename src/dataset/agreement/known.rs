//! What the dataset remembers of comparisons.

use super::Summary;
use crate::dataset::event::Event;
use crate::dataset::read::{decode_event, unreadable};
use crate::dataset::{Dataset, DatasetError};

impl Dataset {
    /// How far annotators agreed when they were last compared and merged; `None` where they never were.
    ///
    /// # Errors
    /// Where the event cannot be read.
    pub fn compared(&self) -> Result<Option<Summary>, DatasetError> {
        let Some(seq) = self.ledger.compared.last() else { return Ok(None) };
        let payload = self
            .conn
            .prepare_cached("SELECT payload FROM record WHERE seq = ?1")
            .and_then(|mut query| query.query_row([seq], |row| row.get(0)))
            .map_err(|error| self.failed(&error))?;
        match decode_event(&self.path, *seq, &payload)? {
            Event::Compared { summary } => Ok(Some(*summary)),
            _ => Err(unreadable(&self.path, *seq, &"it is no comparison")),
        }
    }
}
