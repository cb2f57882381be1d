//! Another taxonomy: what it would change, and the change itself.

use super::Event;
use super::clerk::{Clerk, history, no_dataset};
use crate::annotation::Taxonomy;
use crate::dataset::{IssueSummary, TopicChange, TopicForecast};
use crate::strings::Message;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A change of the taxonomy.
#[derive(Clone, Debug)]
pub struct TopicJob {
    /// Which.
    pub change: TopicChange,
    /// Whether it is carried out; otherwise it is only counted.
    pub write: bool,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// A change that is on the disk.
#[derive(Clone, Debug)]
pub struct TopicsDone {
    /// The taxonomy as the dataset has it now.
    pub taxonomy: Taxonomy,
    /// What it came to.
    pub forecast: TopicForecast,
    /// The dataset's issues, as they are now.
    pub issues: Vec<IssueSummary>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
}

impl Clerk {
    /// Counts or carries out.
    pub(super) fn topics(&mut self, job: TopicJob) -> Event {
        let TopicJob { change, write, stop } = job;
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let mut go_on = self.voice.watch(&stop, Event::TopicsUnderWay);
        if !write {
            let forecast = dataset.forecast_topics(&change, &mut go_on).map_err(|error| error.message());
            return Event::TopicsSeen(change, forecast);
        }
        if self.failed {
            return Event::TopicsSet(Err(Message::new("error.not_recorded")));
        }
        let done = dataset.change_topics(&change, &self.editor, &mut go_on).and_then(|forecast| {
            let Some(forecast) = forecast else { return Ok(None) };
            let (taxonomy, issues) = (change.taxonomy, dataset.issues()?);
            let history = history(dataset, &self.editor);
            Ok(Some(TopicsDone { taxonomy, forecast, issues, history }))
        });
        if let Ok(Some(done)) = &done {
            done.forecast.issues.iter().for_each(|issue| self.tell(issue, None));
        }
        Event::TopicsSet(done.map(|done| done.map(Box::new)).map_err(|error| error.message()))
    }
}
