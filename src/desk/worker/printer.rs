//! The printer: PDFs of articles and issues, one after the other, beside everything else.

use super::{Event, Voice};
use crate::desk::print::{Order, Unprinted, print};
use crate::desk::printing::PrintEnd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

/// Something to print.
#[derive(Debug)]
pub struct PrintJob {
    /// What.
    pub order: Box<Order>,
    /// Where to.
    pub path: PathBuf,
    /// Whether a file there may be replaced.
    pub overwrite: bool,
}

/// Prints again and again until nobody asks any more.
pub(super) fn run(inbox: &Receiver<PrintJob>, voice: &Voice, cancel: &AtomicBool) {
    for job in inbox {
        cancel.store(false, Ordering::Release);
        let end = done(&job, voice, cancel);
        voice.say(Event::Printed(job.path, end));
    }
}

fn done(job: &PrintJob, voice: &Voice, cancel: &AtomicBool) -> PrintEnd {
    if job.path.exists() && !job.overwrite {
        return PrintEnd::Exists;
    }
    let name = job.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let go_on = |share: f32| {
        voice.say(Event::Printing(name.clone(), share));
        !cancel.load(Ordering::Acquire)
    };
    let printed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| print(&job.order, &go_on)));
    match printed.unwrap_or(Err(Unprinted::Faces)) {
        Ok(printed) => match crate::exchange::write_whole(&job.path, &printed.bytes) {
            Ok(()) => PrintEnd::Written(printed.pages),
            Err(error) => PrintEnd::Refused(error.to_string()),
        },
        Err(unprinted) => PrintEnd::Not(unprinted),
    }
}
