//! Another label set: what it would change, and the change itself.

use super::Event;
use super::clerk::{Clerk, history, no_dataset};
use crate::annotation::LabelSet;
use crate::dataset::{IssueSummary, LabelChange, LabelForecast};
use crate::strings::Message;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A change of the label set.
#[derive(Clone, Debug)]
pub struct LabelJob {
    /// Which.
    pub change: LabelChange,
    /// Whether it is carried out; otherwise it is only counted.
    pub write: bool,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// A change that is on the disk.
#[derive(Clone, Debug)]
pub struct LabelsDone {
    /// Which.
    pub change: LabelChange,
    /// The set as the dataset has it now.
    pub set: LabelSet,
    /// What it came to.
    pub forecast: LabelForecast,
    /// The dataset's issues, as they are now.
    pub issues: Vec<IssueSummary>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
}

impl Clerk {
    /// Counts or carries out.
    pub(super) fn labels(&mut self, job: LabelJob) -> Event {
        let LabelJob { change, write, stop } = job;
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let mut go_on = self.voice.watch(&stop, Event::LabelsUnderWay);
        if !write {
            let forecast = dataset.forecast(&change, &mut go_on).map_err(|error| error.message());
            return Event::LabelsSeen(change, forecast);
        }
        if self.failed {
            return Event::LabelsSet(Err(Message::new("error.not_recorded")));
        }
        let done = dataset.set_labels(&change, &self.editor, &mut go_on).and_then(|forecast| {
            let Some(forecast) = forecast else { return Ok(None) };
            let (set, issues) = (dataset.label_set(), dataset.issues()?);
            let history = history(dataset, &self.editor);
            Ok(Some(LabelsDone { change, set, forecast, issues, history }))
        });
        if let Ok(Some(done)) = &done {
            done.forecast.issues.iter().for_each(|issue| self.tell(issue, None));
        }
        Event::LabelsSet(done.map(|done| done.map(Box::new)).map_err(|error| error.message()))
    }
}
