//! Another taxonomy, and what it does to the articles whose topics it has no more.

use super::event::Event;
use super::sweep::{Forecast, GoOn};
use super::{Dataset, DatasetError, Stamp};
use crate::annotation::{IssueId, Taxonomy, TopicFates};
use crate::issue::gesture::{self, Retopic, TopicToll};
use rusqlite::Connection;

/// A change of the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicChange {
    /// The taxonomy afterwards.
    pub taxonomy: Taxonomy,
    /// What becomes of the topics that are not in it any more.
    pub fates: TopicFates,
}

/// What a change of the taxonomy comes to, by code that is no more.
pub type TopicForecast = Forecast<String, TopicToll>;

impl Dataset {
    /// Topics are of another taxonomy from now on, of the program's own with `None`; nothing that was decided is touched.
    /// `None` comes back where that is so already.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn set_taxonomy(
        &mut self,
        taxonomy: Option<Taxonomy>,
        editor: &str,
    ) -> Result<Option<Stamp>, DatasetError> {
        if taxonomy.as_ref() == self.taxonomy() {
            return Ok(None);
        }
        let event = Event::Taxonomy { after: taxonomy.map(Box::new) };
        self.append(editor, &IssueId::new(""), &event, forget).map(Some)
    }

    /// What a change of the taxonomy would come to; `None` where it was stopped. Nothing is written.
    ///
    /// # Errors
    /// [`DatasetError::Unsound`] where the taxonomy is none, and where the file cannot be read.
    pub fn forecast_topics(
        &self,
        change: &TopicChange,
        go_on: GoOn<'_>,
    ) -> Result<Option<TopicForecast>, DatasetError> {
        sound(change)?;
        let mut forecast = TopicForecast::default();
        if change.fates.is_empty() {
            return Ok(Some(forecast));
        }
        let ended = self.look_through(go_on, &mut |issue| {
            forecast.add(&issue.id, gesture::retopic(issue, &change.fates).tolls);
        })?;
        Ok(ended.then_some(forecast))
    }

    /// The dataset has another taxonomy from now on, and articles go with the topics that are no more. `None` where it
    /// was stopped; nothing is changed then.
    ///
    /// # Errors
    /// As [`Dataset::forecast_topics`], and what a write can meet. Nothing is changed then.
    pub fn change_topics(
        &mut self,
        change: &TopicChange,
        editor: &str,
        go_on: GoOn<'_>,
    ) -> Result<Option<TopicForecast>, DatasetError> {
        self.writable()?;
        sound(change)?;
        let mut forecast = TopicForecast::default();
        let event = (self.taxonomy() != Some(&change.taxonomy))
            .then(|| Event::Taxonomy { after: Some(Box::new(change.taxonomy.clone())) });
        let event = event.map(|event| (event, &forget as super::sweep::Also<'_>));
        let ended = self.sweep(editor, event, !change.fates.is_empty(), go_on, &mut |issue| {
            let Retopic { proposed, decided, tolls } = gesture::retopic(issue, &change.fates);
            forecast.add(&issue.id, tolls);
            vec![Event::Proposed { transaction: proposed }, Event::Edited { transaction: decided }]
        })?;
        Ok(ended.then_some(forecast))
    }
}

/// What articles taught of topics is taught anew.
fn forget(conn: &Connection, _: &Stamp) -> rusqlite::Result<()> {
    super::lessons::forget(conn)
}

/// Whether the taxonomy is one and every topic that goes has a place to go to in it.
fn sound(change: &TopicChange) -> Result<(), DatasetError> {
    let unsound = |what: String| Err(DatasetError::Unsound(what));
    let TopicChange { taxonomy, fates } = change;
    if let Err(error) = taxonomy.check(&taxonomy.name) {
        return unsound(error.to_string());
    }
    if let Some(code) = fates.keys().find(|code| taxonomy.get(code).is_some()) {
        return unsound(format!("{code} is merged or removed and in the taxonomy"));
    }
    match fates.values().flatten().find(|code| taxonomy.get(code).is_none()) {
        Some(code) => unsound(format!("{code} is not in the taxonomy")),
        None => Ok(()),
    }
}
