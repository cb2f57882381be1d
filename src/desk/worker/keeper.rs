//! What the clerk does with what is out of sight: the trash, earlier states of an issue, and the file as such.

use super::Event;
use super::clerk::{Clerk, history, no_dataset};
use super::finder::Find;
use super::surveyor::Survey;
use crate::annotation::{ArticleId, Decider, EntryId, IssueId};
use crate::dataset::store::TableSize;
use crate::dataset::{Dataset, DatasetError, Report, Thrown};
use crate::desk::keeping::Changed;
use crate::desk::shelf::Linked;
use crate::issue::{Issue, Transaction, register};
use crate::strings::Message;

/// Something to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// List what is in the trash.
    List,
    /// Put an article into the trash, or all of an issue.
    Throw(IssueId, Option<ArticleId>),
    /// Take an article out of it, or all of an issue.
    TakeOut(IssueId, Option<ArticleId>),
    /// Show an issue as it stood after this event.
    Moment(IssueId, u64),
    /// Bring it back to that.
    WayBack(IssueId, u64),
    /// Link what can be this entry only, in these issues.
    Link(EntryId, Vec<IssueId>, Decider),
    /// What the file's tables take.
    Sizes,
    /// Is everything as it was written?
    Verify,
    /// Make the file as small as it can be.
    Compact,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Kept {
    /// What is in the trash.
    Thrown(Result<Vec<Thrown>, Message>),
    /// The clerk changed an issue.
    Changed(Changed),
    /// An issue as it stood after an event.
    Moment(u64, Result<Issue, Message>),
    /// Marks of several issues are linked to an entry.
    Linked(Linked),
    /// What the tables of the dataset take.
    Sizes(Result<Vec<TableSize>, Message>),
    /// What a check of the whole file found.
    Verified(Result<Report, Message>),
    /// The bytes of the file before and after.
    Compacted(Result<(u64, u64), Message>),
}

impl Kept {
    /// As it is told to the desk.
    pub(super) fn event(self) -> Event {
        Event::Kept(Box::new(self))
    }
}

impl Clerk {
    /// Does it, or has the surveyor do it.
    pub(super) fn tend(&mut self, keep: Keep) -> Option<Event> {
        let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
        let path = dataset.path().to_owned();
        Some(match keep {
            Keep::List => Kept::Thrown(dataset.thrown().map_err(|error| error.message())).event(),
            Keep::Throw(issue, article) => {
                let said = if article.is_some() { "trash.article_in" } else { "trash.issue_in" };
                self.keep_change(&issue, said, |data, who| data.throw(&issue, article.as_ref(), who))
            }
            Keep::TakeOut(issue, article) => self
                .keep_change(&issue, "trash.out", |data, who| data.take_out(&issue, article.as_ref(), who)),
            Keep::Moment(issue, seq) => {
                let moment = dataset.issue_at(&issue, seq).map_err(|error| error.message());
                Kept::Moment(seq, moment).event()
            }
            Keep::WayBack(issue, seq) => self.keep_change(&issue, "moment.restored", |data, who| {
                let back = data.way_back(&issue, seq)?.ok_or(DatasetError::NoIssue(issue.clone()))?;
                data.edit(&issue, who, back.clone())?;
                Ok(back)
            }),
            Keep::Link(entry, issues, who) => self.link_everywhere(&entry, issues, &who),
            Keep::Compact => Kept::Compacted(dataset.compact().map_err(|error| error.message())).event(),
            Keep::Sizes | Keep::Verify => {
                let survey = if keep == Keep::Sizes { Survey::Sizes(path) } else { Survey::Verify(path) };
                let _ = self.surveys.send(survey);
                return None;
            }
        })
    }

    /// Links the marks of which the words can be this entry only, issue by issue, each in one transaction.
    fn link_everywhere(&mut self, id: &EntryId, issues: Vec<IssueId>, who: &Decider) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let mut linked = Linked::default();
        let mut link = |issue_id: &IssueId| {
            let register = dataset.register()?.clone();
            let issue = dataset.issue(issue_id)?;
            let Some(entry) = register.resolve(id) else { return Ok(()) };
            let marks = register::unlinked(&issue, entry, &register);
            let Ok(transaction) = register::link(&issue, &marks, entry, who) else { return Ok(()) };
            dataset.edit(issue_id, &self.editor, transaction)?;
            linked.marks += marks.len();
            linked.issues.push(issue_id.clone());
            Ok(())
        };
        let failed = issues.iter().find_map(|issue| link(issue).err());
        linked.failed = failed.map(|error: DatasetError| error.message());
        linked.history = history(dataset, &self.editor);
        for issue in &linked.issues {
            let _ = self.finds.send(Find::Changed(issue.clone(), None));
        }
        Kept::Linked(linked).event()
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
            Ok(_) => Kept::Changed(Changed {
                issue: issue.clone(),
                said,
                history: history(dataset, &self.editor),
                issues: dataset.issues().unwrap_or_default(),
            })
            .event(),
            Err(error) => Event::Failed(error.message()),
        }
    }
}
