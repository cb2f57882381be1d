//! The painter: pictures of pages, the last one asked for first and the others not at all.

use super::{Event, Voice};
use crate::desk::panels::source::{PictureKey, PicturePainter};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// A picture to make.
pub struct PictureJob {
    /// Which; comes back in the answer.
    pub key: PictureKey,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Who makes it.
    pub painter: PicturePainter,
}

/// Makes picture after picture until nobody asks any more.
pub(super) fn run(inbox: &Receiver<PictureJob>, voice: &Voice) {
    while let Ok(mut job) = inbox.recv() {
        // Whoever turns pages quickly wants the one where they stop.
        while let Ok(later) = inbox.try_recv() {
            voice.say(Event::PictureSkipped(job.key));
            job = later;
        }
        let scale = job.key.scale as f32 / 100.0;
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            (job.painter)(&job.bytes, job.key.page, scale)
        }));
        voice.say(Event::Picture { key: job.key, picture: made.unwrap_or_default() });
    }
}
