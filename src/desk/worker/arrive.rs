//! What other tools have marked comes into the dataset.

use super::Event;
use super::carrier::{folder_of, table_key};
use super::clerk::{Clerk, history, no_dataset};
use crate::annotation::Decider;
use crate::dataset::IssueSummary;
use crate::exchange::arrive::{Arrived, How, LabelTable, arrive};
use crate::exchange::{self, Input};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A file that was looked at and is to come in.
#[derive(Clone, Debug)]
pub struct ArriveJob {
    /// Comes back in what is said on the way.
    pub ticket: u64,
    /// Which.
    pub path: PathBuf,
    /// The format's word.
    pub format: &'static str,
    /// What its labels are here.
    pub table: LabelTable,
    /// All marks as proposals.
    pub proposals: bool,
    /// Documents without an article become new ones.
    pub fresh: bool,
    /// Who brings them.
    pub who: Decider,
    /// How many documents there are.
    pub documents: usize,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// What came in.
#[derive(Clone, Debug)]
pub struct ArriveDone {
    /// What came of it, or why it went no further.
    pub arrived: Result<Arrived, Message>,
    /// The dataset's issues, as they are now.
    pub issues: Vec<IssueSummary>,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
}

impl Clerk {
    /// Brings the file in, issue by issue, each in one transaction.
    pub(super) fn arrive(&mut self, job: ArriveJob) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        if self.failed {
            return Event::Failed(Message::new("error.not_recorded"));
        }
        let Some(format) = exchange::format(job.format) else { return Event::Quiet };
        // What was said of the labels is a convenience the next time.
        let _ = dataset.set_view(&table_key(job.format), &job.table);
        let by = job.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let how = How { table: job.table, proposals: job.proposals, by, fresh: job.fresh, who: job.who };
        let mut watch = self.voice.watch(&job.stop, super::carrier::under_way(job.ticket));
        let arrived = Input::open(&folder_of(&job.path)).map_err(|error| error.message()).and_then(|input| {
            arrive(dataset, format, &input, &how, job.documents, &mut watch).map_err(|error| error.message())
        });
        let issues = dataset.issues().unwrap_or_default();
        let history = history(dataset, &self.editor);
        if let Ok(arrived) = &arrived {
            arrived.issues.iter().for_each(|issue| self.tell(issue, None));
        }
        Event::Arrived(Box::new(ArriveDone { arrived, issues, history }))
    }
}
