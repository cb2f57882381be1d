//! The drafter: layout and proposals of a new page.

use super::{Event, Job, Voice};
use crate::propose::{Proposer, ProposerError};
use crate::source::Source;
use crate::strings::Message;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::thread::JoinHandle;

/// A proposer on its way: it takes as long to load as the window to open, so both are done at once.
pub struct Loading(JoinHandle<Result<Proposer, ProposerError>>);

impl Loading {
    /// Begins to load.
    pub fn start() -> Self {
        Self(std::thread::spawn(Proposer::new))
    }

    fn wait(self) -> Result<Proposer, ProposerError> {
        // What broke while it loaded breaks again, and is told, when the first page asks for it.
        self.0.join().unwrap_or_else(|_| Proposer::new())
    }
}

/// Owns the proposer.
pub(super) struct Drafter {
    pub(super) voice: Voice,
    pub(super) jobs: Sender<Job>,
    pub(super) cancel: Arc<AtomicBool>,
}

impl Drafter {
    /// Drafts page after page until nobody asks any more.
    pub(super) fn run(self, loading: Loading, drafts: &Receiver<Arc<Source>>) {
        let mut proposer = loading.wait();
        for source in drafts {
            self.cancel.store(false, Ordering::Release);
            if proposer.is_err() {
                proposer = Proposer::new();
            }
            let proposer = match &proposer {
                Ok(proposer) => proposer,
                Err(error) => {
                    self.voice.say(Event::Failed(error.message()));
                    continue;
                }
            };
            let name = source.files.first().map(|file| file.name.clone()).unwrap_or_default();
            let go_on = |share| {
                self.voice.say(Event::Drafting(name.clone(), share));
                !self.cancel.load(Ordering::Acquire)
            };
            let drafted = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                crate::propose::draft_while(&source, proposer, &go_on)
            }));
            match drafted {
                Ok(None) => self.voice.say(Event::Quiet),
                Ok(Some(issue)) => {
                    // The clerk's answer to this is the answer to the job that opened the file.
                    let _ = self.jobs.send(Job::Keep { source, issue: Box::new(issue) });
                }
                Err(_) => self.voice.say(Event::Failed(Message::new("error.draft"))),
            }
        }
    }
}
