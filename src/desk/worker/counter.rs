//! The counter: how the proposals fared, read from the file beside the clerk, so that decisions are recorded meanwhile.

use super::{Event, Voice};
use crate::annotation::IssueId;
use crate::dataset::{Access, Dataset};
use crate::strings::Message;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Decisions to count.
pub(super) struct Count {
    /// Of which dataset.
    pub path: PathBuf,
    /// Of which issue, or of all.
    pub of: Option<IssueId>,
}

/// Counts again and again until nobody asks any more.
pub(super) fn run(inbox: &Receiver<Count>, voice: &Voice) {
    while let Ok(mut count) = inbox.recv() {
        // Only what was asked last is looked at.
        while let Ok(later) = inbox.try_recv() {
            voice.say(Event::Quiet);
            count = later;
        }
        let counted = std::panic::catch_unwind(|| {
            Dataset::open(&count.path, Access::Read)?.quality(count.of.as_ref(), &TimeZone::system())
        });
        let figures = match counted {
            Ok(counted) => counted.map(Arc::new).map_err(|error| error.message()),
            Err(_) => Err(Message::new("error.quality")),
        };
        voice.say(Event::Counted { of: count.of, figures });
    }
}
