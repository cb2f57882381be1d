//! Another label set, and what it does to the issues: all of it is written in one durable step, or nothing is.
//!
//! The set is one event; the marks of labels that are merged or removed change by one ordinary transaction for each
//! issue that has such marks, so that each can be undone by itself.

use super::event::Event;
use super::sweep::{Also, Forecast, GoOn};
use super::{Dataset, DatasetError, Stamp};
use crate::annotation::{Fates, LabelId, LabelSet};
use crate::issue::gesture::{self, Toll};
use rusqlite::Connection;

/// A change of the label set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelChange {
    /// The set afterwards.
    pub set: LabelSet,
    /// What becomes of the labels that are not in it any more.
    pub fates: Fates,
}

/// What a change of the label set comes to, by label that is no more.
pub type LabelForecast = Forecast<LabelId, Toll>;

impl Dataset {
    /// What a change would come to; `None` where it was stopped. Nothing is written.
    ///
    /// # Errors
    /// [`DatasetError::Unsound`] where the set is none, and where the file cannot be read.
    pub fn forecast(
        &self,
        change: &LabelChange,
        go_on: GoOn<'_>,
    ) -> Result<Option<LabelForecast>, DatasetError> {
        self.is_sound(change)?;
        let mut forecast = LabelForecast::default();
        if change.fates.is_empty() {
            return Ok(Some(forecast));
        }
        let ended = self.look_through(go_on, &mut |issue| {
            forecast.add(&issue.id, gesture::migrate(issue, &change.fates).1);
        })?;
        Ok(ended.then_some(forecast))
    }

    /// The dataset has another label set from now on, and the marks of labels that are no more go where these went.
    /// `None` where it was stopped; nothing is changed then.
    ///
    /// # Errors
    /// As [`Dataset::forecast`], and what a write can meet. Nothing is changed then.
    pub fn set_labels(
        &mut self,
        change: &LabelChange,
        editor: &str,
        go_on: GoOn<'_>,
    ) -> Result<Option<LabelForecast>, DatasetError> {
        self.writable()?;
        self.is_sound(change)?;
        let before = self.label_set();
        let gone = before.gone_with(&change.set, &change.fates);
        let after = LabelSet { gone, ..change.set.clone() };
        let mut forecast = LabelForecast::default();
        let changed = after != before;
        let event = changed.then_some(Event::Labels { before: Some(before), after });
        let event = event.map(|event| (event, &(|_: &Connection, _: &Stamp| Ok(())) as Also<'_>));
        let ended = self.sweep(editor, event, !change.fates.is_empty(), go_on, &mut |issue| {
            let (transaction, tolls) = gesture::migrate(issue, &change.fates);
            forecast.add(&issue.id, tolls);
            vec![Event::Edited { transaction }]
        })?;
        Ok(ended.then_some(forecast))
    }

    /// Whether the set is one, and whether every label of the present one has a place in it or a fate.
    fn is_sound(&self, change: &LabelChange) -> Result<(), DatasetError> {
        let unsound = |what: String| Err(DatasetError::Unsound(what));
        let LabelChange { set, fates } = change;
        if let Err((_, fault)) = set.check() {
            return unsound(format!("{fault:?}"));
        }
        if let Some(id) = fates.keys().find(|id| set.get(id).is_some()) {
            return unsound(format!("{id} is merged or removed and in the set"));
        }
        if let Some(id) = fates.values().flatten().find(|id| set.get(id).is_none()) {
            return unsound(format!("{id} is not in the set"));
        }
        let lost = |id: &&LabelId| set.get(id).is_none() && !fates.contains_key(*id);
        match self.label_set().labels.iter().map(|label| &label.id).find(lost) {
            Some(id) => unsound(format!("{id} is neither in the set nor merged nor removed")),
            None => Ok(()),
        }
    }
}
