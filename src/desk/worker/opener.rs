//! The opener: reads files, folders and ZIPs, so that neither decisions nor the window wait for a long one.
//!
//! Of a PDF of many pages the first is shown as soon as it is there.

use super::{Event, Job, Voice};
use crate::exchange::bring_while;
use crate::layout::{NoMentions, reconstruct};
use crate::source::{Glimpse, How};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};

/// From so many pages on a reader would wait without seeing anything.
const MANY_PAGES: usize = 6;

/// Reads what is to be opened.
pub(super) struct Opener {
    pub(super) voice: Voice,
    pub(super) jobs: Sender<Job>,
    pub(super) cancel: Arc<AtomicBool>,
}

impl Opener {
    /// Reads file after file until nobody asks any more.
    pub(super) fn run(self, inbox: &Receiver<(PathBuf, How)>) {
        for (path, how) in inbox {
            self.cancel.store(false, Ordering::Release);
            let brought = bring_while(&path, &how, &mut |seen| self.watch(seen));
            // The clerk answers, since it knows what is in the dataset already.
            let _ = self.jobs.send(Job::Brought { path, how, brought: Box::new(brought) });
        }
    }

    /// Tells how far a PDF is read, and shows its first page; says whether to go on.
    fn watch(&self, seen: &Glimpse<'_>) -> bool {
        let (read, of) = (seen.page.number + 1, seen.page.of);
        if of >= MANY_PAGES {
            let name = format!("{} {read}/{of}", seen.file);
            self.voice.say(Event::Drafting(name, read as f32 / of as f32));
            if read == 1
                && let Some(source) = seen.source()
            {
                let issue = reconstruct(&source, &NoMentions);
                self.voice.say(Event::Preview { issue: Box::new(issue), source: Arc::new(source) });
            }
        }
        !self.cancel.load(Ordering::Acquire)
    }
}
