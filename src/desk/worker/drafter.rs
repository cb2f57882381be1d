//! The drafter: layout and proposals of new pages.

use super::{Batch, Draft, Event, Fresh, Job, Place, School, Taught, Voice, Wish};
use crate::dataset::{Access, Dataset, DatasetError};
use crate::issue::Issue;
use crate::propose::{Learned, Proposer, ProposerError};
use crate::source::Source;
use crate::strings::Message;
use std::path::PathBuf;
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

impl School {
    /// What finished articles taught; nothing where it was learned beside other weights, until it is learned anew.
    fn lessons(&self, proposer: &Proposer) -> Learned {
        let lessons = self.lessons.as_deref().map(|bytes| Learned::parse(bytes, proposer));
        lessons.and_then(Result::ok).unwrap_or_default()
    }
}

/// Learns what is wished for, and proposes again for the issue on the page where that gave something new.
fn learned(dataset: &Dataset, wish: &Wish, proposer: &Proposer) -> Result<Taught, DatasetError> {
    let proposer = &proposer.with_taxonomy(dataset.taxonomy());
    let lessons = dataset.learn_proposals(proposer)?;
    let bytes = lessons.learned.write(proposer);
    let structure = wish.structure.then(|| dataset.learn(proposer)).transpose()?;
    let mut fresh = None;
    if let Some(id) = wish.open.as_ref().filter(|_| lessons.news || wish.again) {
        let (mut issue, source, held) = (dataset.issue(id)?, dataset.source(id)?, dataset.held(id)?);
        let nothing = Learned::default();
        let learned = if dataset.teaches() || wish.asked { &lessons.learned } else { &nothing };
        proposer.propose_with(learned, &mut issue, &source, &|_| true);
        fresh = Some(Fresh { issue: Box::new(issue), held, articles: learned.articles() });
    }
    Ok(Taught { structure, lessons, bytes, fresh })
}

/// An issue of so many bytes takes longer than somebody looks at an empty page.
const LONG: usize = 200_000;

/// Owns the proposer.
pub(super) struct Drafter {
    pub(super) voice: Voice,
    pub(super) jobs: Sender<Job>,
    pub(super) cancel: Arc<AtomicBool>,
}

impl Drafter {
    /// Drafts page after page until nobody asks any more.
    pub(super) fn run(self, loading: Loading, drafts: &Receiver<Draft>) {
        let mut proposer = loading.wait().map(Arc::new);
        for task in drafts {
            self.cancel.store(false, Ordering::Release);
            if proposer.is_err() {
                proposer = Proposer::new().map(Arc::new);
            }
            match &proposer {
                Ok(proposer) => match task {
                    Draft::New(batch) => {
                        let proposer = proposer.with_taxonomy(batch.school.taxonomy.as_ref());
                        self.draft(batch, &proposer);
                    }
                    Draft::Move { issue, earlier, later, school } => {
                        let proposer = proposer.with_taxonomy(school.taxonomy.as_ref());
                        self.redraft((issue, earlier, later), &proposer, &school);
                    }
                    Draft::Learn { path, wish } => self.learn(path, wish, Arc::clone(proposer)),
                },
                Err(error) => match task {
                    // The clerk waits for this one.
                    Draft::Learn { path, wish } => {
                        let learned = Box::new(Err(error.message()));
                        let _ = self.jobs.send(Job::KeepLearned { path, learned, wish });
                    }
                    Draft::New(_) | Draft::Move { .. } => self.voice.say(Event::Failed(error.message())),
                },
            }
        }
    }

    /// Learns from the decisions of a dataset, on a thread of its own, so that pages can be opened meanwhile; the clerk's
    /// answer is the answer to the job that asked for it.
    fn learn(&self, path: PathBuf, wish: Wish, proposer: Arc<Proposer>) {
        let jobs = self.jobs.clone();
        std::thread::spawn(move || {
            let learned = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                learned(&Dataset::open(&path, Access::Read)?, &wish, &proposer)
            }));
            let learned = match learned {
                Ok(learned) => learned.map_err(|error| error.message()),
                Err(_) => Err(Message::new("error.learn")),
            };
            let _ = jobs.send(Job::KeepLearned { path, learned: Box::new(learned), wish });
        });
    }

    /// Moves an issue to another source; the clerk's answer is the answer to the job that asked for it.
    fn redraft(
        &self,
        (issue, earlier, later): (Box<Issue>, Box<Source>, Arc<Source>),
        proposer: &Proposer,
        school: &School,
    ) {
        let lessons = school.lessons(proposer);
        let name = later.files.first().map(|file| file.name.clone()).unwrap_or_default();
        let go_on = |share: f32| {
            self.voice.say(Event::Drafting(name.clone(), share));
            !self.cancel.load(Ordering::Acquire)
        };
        let moved = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            crate::propose::redraft(
                &issue,
                &earlier,
                &later,
                proposer,
                (school.layout.as_ref(), &lessons),
                &go_on,
            )
        }));
        match moved {
            Ok(None) => self.voice.say(Event::Stopped),
            Ok(Some(carried)) => {
                let carried = Box::new(carried);
                let _ = self.jobs.send(Job::KeepMoved { source: later, from: issue, carried });
            }
            Err(_) => self.voice.say(Event::Failed(Message::new("error.draft"))),
        }
    }

    /// Drafts one issue; a long one is shown without proposals as soon as it has articles.
    fn draft_one(
        &self,
        source: &Arc<Source>,
        show: bool,
        (proposer, school, lessons): (&Proposer, &School, &Learned),
        go_on: &dyn Fn(f32) -> bool,
    ) -> Option<Issue> {
        let mut issue = crate::layout::reconstruct_taught(source, proposer, school.layout.as_ref());
        if show && source.text.len() >= LONG {
            let (issue, source) = (Box::new(issue.clone()), Arc::clone(source));
            self.voice.say(Event::Preview { issue, source });
        }
        proposer.propose_with(lessons, &mut issue, source, go_on).then_some(issue)
    }

    /// Drafts the pages of a batch; the last one's answer is the answer to the job that opened them.
    fn draft(&self, batch: Batch, proposer: &Proposer) {
        let count = batch.pages.len();
        let lessons = batch.school.lessons(proposer);
        let mut skipped = Some(batch.skipped);
        for (n, source) in batch.pages.into_iter().enumerate() {
            let mut name = source.files.first().map(|file| file.name.clone()).unwrap_or_default();
            if count > 1 {
                name = format!("{}/{count} {name}", n + 1);
            }
            let go_on = |share: f32| {
                self.voice.say(Event::Drafting(name.clone(), (n as f32 + share) / count as f32));
                !self.cancel.load(Ordering::Acquire)
            };
            let show = batch.show && n == 0;
            let drafted = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let how = (proposer, &batch.school, &lessons);
                if go_on(0.0) { self.draft_one(&source, show, how, &go_on) } else { None }
            }));
            let last = n + 1 == count;
            match drafted {
                // What was drafted so far stays.
                Ok(None) => return self.voice.say(Event::Stopped),
                Ok(Some(issue)) => {
                    let done = if last { skipped.take().map(|skipped| (batch.total, skipped)) } else { None };
                    let place = Place { show, last: done };
                    let _ = self.jobs.send(Job::Keep { source, issue: Box::new(issue), place });
                }
                Err(_) => {
                    let failed = Event::Failed(Message::new("error.draft"));
                    self.voice.say(if last { failed } else { Event::Meanwhile(Box::new(failed)) });
                }
            }
        }
    }
}
