//! What the clerk does for the pages over all issues, and with copies of the dataset.

use super::clerk::{Clerk, REST, history, no_dataset};
use super::finder::Find;
use super::surveyor::Survey;
use super::{Event, Job};

impl Clerk {
    /// Does such a job; `None` where another thread will answer.
    pub(super) fn of_all(&mut self, job: Job) -> Option<Event> {
        Some(match job {
            Job::ReadArchive => {
                let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
                let _ = self.surveys.send(Survey::Read(dataset.path().to_owned()));
                return None;
            }
            Job::ArchiveRead { path, archive } => {
                if let (Ok(archive), Some(dataset)) = (&archive, &mut self.dataset)
                    && dataset.path() == path
                {
                    // Only to be quicker the next time.
                    let _ = dataset.keep_archive(archive);
                }
                Event::ArchiveRead(archive)
            }
            Job::Rest(rest) => {
                if let Some(dataset) = &mut self.dataset {
                    let _ = dataset.set_view(REST, &rest);
                }
                Event::Quiet
            }
            Job::Restore(copy) => {
                let Some(path) = self.dataset.as_ref().map(|dataset| dataset.path().to_owned()) else {
                    return Some(no_dataset());
                };
                self.ear = None;
                self.dataset = None;
                let now = jiff::ZonedDateTime::now().datetime();
                if let Err(error) = crate::dataset::store::restore_copy(&path, &copy, now) {
                    self.voice.say(Event::Meanwhile(Box::new(Event::Failed(error.message()))));
                }
                self.open_dataset(&path, false)
            }
            Job::KeepCopy => {
                let Some(dataset) = self.dataset.as_ref().filter(|d| !d.is_read_only() && d.last_event() > 1)
                else {
                    return Some(Event::Quiet);
                };
                let _ = self.surveys.send(Survey::Copy(dataset.path().to_owned()));
                return None;
            }
            Job::Summarise { issue, article, text } => {
                let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
                let _ = self.finds.send(Find::Changed(issue.clone(), None));
                let change = dataset
                    .issue(&issue)
                    .map(|issue| crate::issue::gesture::summarise(&issue, &article, &text));
                match change {
                    Ok(Ok(change)) => match dataset.edit(&issue, &self.editor, change) {
                        Ok(stamp) => {
                            let history = history(dataset, &self.editor);
                            Event::Recorded { ticket: 0, stamp, history }
                        }
                        Err(error) => Event::Failed(error.message()),
                    },
                    Ok(Err(_)) => Event::Quiet,
                    Err(error) => Event::Failed(error.message()),
                }
            }
            _ => Event::Quiet,
        })
    }
}
