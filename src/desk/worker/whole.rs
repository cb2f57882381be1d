//! What the clerk does for the dataset as a whole: its labels, topics, releases, what is taken in and written out.

use super::clerk::{Clerk, no_dataset, unwritten};
use super::counter::Count;
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
            job @ (Job::ReadArchive
            | Job::ArchiveRead { .. }
            | Job::Rest(_)
            | Job::Restore(_)
            | Job::KeepCopy
            | Job::Summarise { .. }) => return self.of_all(job),
            // The clerk does everything else.
            _ => Event::Quiet,
        })
    }
}
