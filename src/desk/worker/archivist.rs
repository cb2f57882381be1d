//! What the clerk does for the pages over all issues, and with copies of the dataset.

use super::Event;
use super::clerk::{Clerk, REST, history, no_dataset};
use super::finder::Find;
use super::surveyor::Survey;
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::archive::Archive;
use crate::dataset::store;
use crate::desk::rest::Rest;
use crate::issue::gesture;
use crate::strings::Message;
use std::path::Path;
use std::sync::Arc;

impl Clerk {
    /// Has all issues read in short.
    pub(super) fn read_archive(&mut self) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let _ = self.surveys.send(Survey::Read(dataset.path().to_owned()));
        None
    }

    /// They are read; kept so that it goes quicker the next time.
    pub(super) fn archive_read(&mut self, path: &Path, archive: Result<Arc<Archive>, Message>) -> Event {
        if let (Ok(archive), Some(dataset)) = (&archive, &mut self.dataset)
            && dataset.path() == path
        {
            let _ = dataset.keep_archive(archive);
        }
        Event::ArchiveRead(archive)
    }

    /// What becomes of the proposals that are left when an article is done.
    pub(super) fn keep_rest(&mut self, rest: Option<Rest>) -> Event {
        if let Some(dataset) = &mut self.dataset {
            let _ = dataset.set_view(REST, &rest);
        }
        Event::Quiet
    }

    /// Puts a copy in the place of the dataset and opens it.
    pub(super) fn restore(&mut self, copy: &Path) -> Event {
        let Some(path) = self.dataset.as_ref().map(|dataset| dataset.path().to_owned()) else {
            return no_dataset();
        };
        self.ear = None;
        self.dataset = None;
        let now = jiff::ZonedDateTime::now().datetime();
        if let Err(error) = store::restore_copy(&path, copy, now) {
            self.voice.say(Event::Meanwhile(Box::new(Event::Failed(error.message()))));
        }
        self.open_dataset(&path, false)
    }

    /// Has a copy kept, where there is anything to lose.
    pub(super) fn keep_copy(&mut self) -> Option<Event> {
        let worth = |dataset: &&crate::dataset::Dataset| !dataset.is_read_only() && dataset.last_event() > 1;
        let Some(dataset) = self.dataset.as_ref().filter(worth) else { return Some(Event::Quiet) };
        let _ = self.surveys.send(Survey::Copy(dataset.path().to_owned()));
        None
    }

    /// The line that sums an article up.
    pub(super) fn summarise(&mut self, issue: &IssueId, article: &ArticleId, text: &str) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let _ = self.finds.send(Find::Changed(issue.clone(), None));
        let change = match dataset.issue(issue).map(|issue| gesture::summarise(&issue, article, text)) {
            Ok(Ok(change)) => change,
            Ok(Err(_)) => return Event::Quiet,
            Err(error) => return Event::Failed(error.message()),
        };
        match dataset.edit(issue, &self.editor, change) {
            Ok(stamp) => Event::Recorded { ticket: 0, stamp, history: history(dataset, &self.editor) },
            Err(error) => Event::Failed(error.message()),
        }
    }
}
