//! The surveyor: all issues in short, read from the file beside the clerk; and the copies that are kept of it.

use super::{Event, Job, Kept, Voice};
use crate::dataset::{Access, Dataset};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

/// Something to do with a dataset.
pub(super) enum Survey {
    /// Read all issues.
    Read(PathBuf),
    /// Measure its tables.
    Sizes(PathBuf),
    /// Read and compare all of it.
    Verify(PathBuf),
    /// Keep a copy of it, unless there is one of today.
    Copy(PathBuf),
}

/// Reads again and again until nobody asks any more.
pub(super) fn run(inbox: &Receiver<Survey>, jobs: &Sender<Job>, voice: &Voice) {
    while let Ok(survey) = inbox.recv() {
        match survey {
            Survey::Read(path) => {
                let read = || Dataset::open(&path, Access::Read)?.archive(&mut |_, _| true);
                let archive = match std::panic::catch_unwind(read) {
                    Ok(Ok(archive)) => Ok(Arc::new(archive.unwrap_or_default())),
                    Ok(Err(error)) => Err(error.message()),
                    Err(_) => Err(Message::new("error.survey")),
                };
                // The clerk keeps what had to be made, and answers.
                let _ = jobs.send(Job::ArchiveRead { path, archive });
            }
            Survey::Sizes(path) => {
                let sizes = Dataset::open(&path, Access::Read).and_then(|dataset| dataset.sizes());
                voice.say(Kept::Sizes(sizes.map_err(|error| error.message())).event());
            }
            Survey::Verify(path) => {
                let verify = || Dataset::open(&path, Access::Read)?.verify();
                let report = match std::panic::catch_unwind(verify) {
                    Ok(report) => report.map_err(|error| error.message()),
                    Err(_) => Err(Message::new("error.survey")),
                };
                voice.say(Kept::Verified(report).event());
            }
            Survey::Copy(path) => {
                let now = jiff::ZonedDateTime::now().datetime();
                let today = crate::dataset::store::copies(&path)
                    .first()
                    .is_some_and(|copy| copy.at.date() == now.date());
                if !today && path.exists() {
                    // A copy that cannot be made is no reason to disturb; one can be made by hand, and says why not.
                    let _ = Dataset::open(&path, Access::Read).and_then(|dataset| dataset.keep_copy(now));
                }
                voice.say(Event::Quiet);
            }
        }
    }
}
