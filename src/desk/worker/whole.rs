//! What the clerk does for the dataset as a whole: its labels, topics, releases, what is taken in and written out.

use super::clerk::{Clerk, REST, history, no_dataset, unwritten};
use super::counter::Count;
use super::finder::Find;
use super::surveyor::Survey;
use super::{Event, Job};

impl Clerk {
    /// Does a job that concerns all issues; `None` where another thread will answer.
    pub(super) fn answer_for_all(&mut self, job: Job) -> Option<Event> {
        Some(match job {
            Job::Forget => self.forget(),
            Job::Taxonomy(path) => self.set_taxonomy(path.as_deref()),
            Job::Count(of) => {
                let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
                let _ = self.counts.send(Count { path: dataset.path().to_owned(), of });
                return None;
            }
            Job::Audit(_) | Job::KeepRelease(..) | Job::Merge(_) => return self.several(job),
            Job::Seek(seek) => return self.seek(seek),
            Job::Check(check) => return self.check(check),
            Job::Everywhere(everywhere) => self.label_everywhere(everywhere),
            Job::Labels(job) => self.labels(job),
            Job::Topics(job) => self.topics(job),
            Job::Table { path, text } => match crate::exchange::write_whole(&path, text.as_bytes()) {
                Ok(()) => Event::TableWritten(path),
                Err(error) => unwritten(&path, error),
            },
            Job::Backup(path) => match self.dataset.as_ref().map(|dataset| dataset.backup(&path, true)) {
                Some(Ok(())) => Event::BackedUp(path),
                Some(Err(error)) => Event::Failed(error.message()),
                None => Event::Quiet,
            },
            Job::Export(job) => return self.export(job),
            Job::Survey(job) => return self.survey(job),
            Job::Arrive(job) => self.arrive(job),
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
            // The clerk does everything else.
            _ => Event::Quiet,
        })
    }
}
