//! What the clerk does with what is out of sight: the trash, earlier states of an issue, and the file as such.

use super::Event;
use super::clerk::{Clerk, history, no_dataset};
use super::finder::Find;
use super::surveyor::Survey;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::{Dataset, DatasetError};
use crate::desk::keeping::Changed;
use crate::issue::Transaction;

/// Something to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// List what is in the trash.
    List,
    /// Put an issue into the trash.
    Throw(IssueId),
    /// Take an article out of it, or all of an issue.
    TakeOut(IssueId, Option<ArticleId>),
    /// Show an issue as it stood after this event.
    Moment(IssueId, u64),
    /// Bring it back to that.
    WayBack(IssueId, u64),
    /// What the file's tables take.
    Sizes,
    /// Is everything as it was written?
    Verify,
    /// Make the file as small as it can be.
    Compact,
}

impl Clerk {
    /// Does it, or has the surveyor do it.
    pub(super) fn tend(&mut self, keep: Keep) -> Option<Event> {
        let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
        let path = dataset.path().to_owned();
        Some(match keep {
            Keep::List => Event::Thrown(dataset.thrown().map_err(|error| error.message())),
            Keep::Throw(issue) => {
                self.keep_change(&issue, "trash.issue_in", |data, who| data.throw(&issue, who))
            }
            Keep::TakeOut(issue, article) => self
                .keep_change(&issue, "trash.out", |data, who| data.take_out(&issue, article.as_ref(), who)),
            Keep::Moment(issue, seq) => {
                let moment = dataset.issue_at(&issue, seq).map_err(|error| error.message());
                Event::Moment { seq, issue: Box::new(moment) }
            }
            Keep::WayBack(issue, seq) => self.keep_change(&issue, "moment.restored", |data, who| {
                let back = data.way_back(&issue, seq)?.ok_or(DatasetError::NoIssue(issue.clone()))?;
                data.edit(&issue, who, back.clone())?;
                Ok(back)
            }),
            Keep::Compact => Event::Compacted(dataset.compact().map_err(|error| error.message())),
            Keep::Sizes | Keep::Verify => {
                let survey = if keep == Keep::Sizes { Survey::Sizes(path) } else { Survey::Verify(path) };
                let _ = self.surveys.send(survey);
                return None;
            }
        })
    }

    /// A change that the desk did not make itself.
    fn keep_change(
        &mut self,
        issue: &IssueId,
        said: &'static str,
        act: impl FnOnce(&mut Dataset, &str) -> Result<Transaction, DatasetError>,
    ) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let _ = self.finds.send(Find::Changed(issue.clone(), None));
        match act(dataset, &self.editor) {
            Ok(_) => Event::Changed(Box::new(Changed {
                issue: issue.clone(),
                said,
                history: history(dataset, &self.editor),
                issues: dataset.issues().unwrap_or_default(),
            })),
            Err(error) => Event::Failed(error.message()),
        }
    }
}
