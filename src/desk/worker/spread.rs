//! What concerns many places, in issues that are not on the page too: finding and labelling.

use super::Event;
use super::clerk::{Clerk, history, no_dataset};
use super::finder::{Check, Find, Seek};
use crate::annotation::{Decider, IssueId, LabelId};
use crate::issue::Transaction;
use crate::issue::gesture::{self, Spot};
use crate::strings::Message;

/// Places in several issues that get one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everywhere {
    /// The places by issue.
    pub spots: Vec<(IssueId, Vec<Spot>)>,
    /// The label.
    pub label: LabelId,
    /// Who decides.
    pub who: Decider,
    /// Places of the issue on the page that were labelled before, for what is said at the end.
    pub before: usize,
}

impl Clerk {
    /// Has the finder look; `None` where it answers.
    pub(super) fn seek(&self, seek: Seek) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let _ = self.finds.send(Find::Seek(dataset.path().to_owned(), seek));
        None
    }

    /// The same for what is not alike.
    pub(super) fn check(&self, check: Check) -> Option<Event> {
        let dataset = self.dataset.as_ref().map(|dataset| dataset.path().to_owned());
        let _ = self.finds.send(Find::Check(dataset, check));
        None
    }

    /// Tells the finder what changed.
    pub(super) fn tell(&self, issue: &IssueId, transaction: Option<&Transaction>) {
        let _ = self.finds.send(Find::Changed(issue.clone(), transaction.cloned()));
    }

    /// What the finder has to know of an answer.
    pub(super) fn tell_answer(&self, event: &Event) {
        match event {
            Event::IssueOpened { issue, .. } => self.tell(&issue.id, None),
            Event::Replayed { replay: Some(replay), .. } => {
                self.tell(&replay.issue, Some(&replay.transaction));
            }
            Event::DatasetOpened { .. }
            | Event::Shelved { .. }
            | Event::Meanwhile(_)
            | Event::Unfit { moved: true, .. } => drop(self.finds.send(Find::Forget)),
            _ => {}
        }
    }

    /// Labels places issue by issue, each in one transaction.
    pub(super) fn label_everywhere(&mut self, everywhere: Everywhere) -> Event {
        let Everywhere { spots, label, who, before } = everywhere;
        let (mut changed, mut refused, mut failed) = (before, 0, None);
        for (id, spots) in spots {
            let Some(dataset) = self.dataset.as_mut().filter(|_| !self.failed) else {
                failed = Some(Message::new("error.not_recorded"));
                break;
            };
            let issue = match dataset.issue(&id) {
                Ok(issue) => issue,
                Err(error) => {
                    failed = Some(error.message());
                    break;
                }
            };
            let spread = gesture::label_all(&issue, &spots, &label, &who);
            refused += spread.refused;
            if spread.transaction.edits.is_empty() {
                continue;
            }
            match dataset.edit(&id, &self.editor, spread.transaction.clone()) {
                Ok(_) => {
                    changed += spread.changed;
                    self.tell(&id, Some(&spread.transaction));
                }
                Err(error) => {
                    failed = Some(error.message());
                    break;
                }
            }
        }
        let history = self.dataset.as_ref().map(|dataset| history(dataset, &self.editor)).unwrap_or_default();
        Event::Everywhere { label, changed, refused, failed, history }
    }
}
