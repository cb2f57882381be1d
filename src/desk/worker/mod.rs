//! Ten threads behind the window.
//!
//! The *clerk* owns the dataset: it keeps issues, records decisions one after the other and answers when each is on the
//! disk. The *opener* reads files, of which some are long. The *drafter* owns the proposer: layout and proposals of a new issue, which take a while, never
//! hold up the clerk. The *painter* makes pictures of pages, the *counter* counts decisions, the *surveyor* reads all issues in short and keeps copies, the *finder* looks for a text in all issues, the *printer* makes PDFs,
//! the *auditor* looks releases over, the *carrier* writes exports and looks into other tools' files. Jobs go in, events come out, and every event wakes the window. Every job is answered by exactly
//! one event for which [`Event::is_answer`] holds, so that a test can wait for all answers.

mod archivist;
mod keeper;
mod arrive;
mod auditor;
mod carrier;
mod clerk;
mod combiner;
mod counter;
mod drafter;
mod event;
mod finder;
mod job;
mod opener;
mod painter;
mod printer;
mod relabel;
mod whole;
mod retopic;
mod spread;
mod surveyor;

use crate::annotation::Taxonomy;
use crate::dataset::{Learned, Lessons};
use crate::issue::Issue;
use crate::layout::{self};
use crate::propose::Held;
use crate::source::Source;
use crate::strings::Message;
pub use arrive::{ArriveDone, ArriveJob};
use auditor::Asked;
pub use auditor::{Audit, AuditJob, Audited, Differing};
pub use carrier::{ExportEnd, ExportJob, ExportTo, Look, SurveyJob, Surveyed};
use clerk::Clerk;
pub use combiner::{MergeDone, MergeFrom, MergeJob};
use drafter::Drafter;
pub use drafter::Loading;
pub use event::Event;
use finder::Finder;
pub use finder::{Check, LISTED, Seek};
pub use job::{Chosen, Job, Moving, Place, Wish};
pub use keeper::{Keep, Kept};
use opener::Opener;
pub use painter::PictureJob;
pub use printer::PrintJob;
pub use relabel::{LabelJob, LabelsDone};
pub use retopic::{TopicJob, TopicsDone};
pub use spread::Everywhere;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What was learned.
#[derive(Debug)]
pub struct Taught {
    /// By the layout, where the structure was learned from.
    structure: Option<Learned>,
    /// By the proposals, with its form as bytes.
    lessons: Lessons,
    bytes: Vec<u8>,
    /// The issue on the page, proposed for again.
    fresh: Option<Fresh>,
}

/// An issue that was proposed for again.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The issue with its newer proposals.
    pub issue: Box<Issue>,
    /// What has to stay.
    pub held: Held,
    /// From how many articles was learned.
    pub articles: u32,
}

/// How new pages are put together and proposed for.
#[derive(Clone, Default)]
struct School {
    layout: Option<layout::Taught>,
    /// What finished articles taught, as bytes.
    lessons: Option<Vec<u8>>,
    /// The topics, where they are not the program's own.
    taxonomy: Option<Taxonomy>,
}

/// Something for the drafter to do.
enum Draft {
    /// Issues that are new.
    New(Batch),
    /// An issue moves from one source to another.
    Move { issue: Box<Issue>, earlier: Box<Source>, later: Arc<Source>, school: School },
    /// Learns from the decisions of a dataset.
    Learn { path: PathBuf, wish: Wish },
}

/// Pages that are drafted one after the other.
struct Batch {
    pages: Vec<Arc<Source>>,
    school: School,
    /// Whether the first of them is to be shown.
    show: bool,
    /// All issues that were opened together, those that need no draft included.
    total: usize,
    skipped: Vec<Message>,
}

/// The window's end of the threads.
pub struct Worker {
    jobs: Sender<Job>,
    pictures: Sender<PictureJob>,
    prints: Sender<PrintJob>,
    /// Stops what is being printed.
    print_stop: Arc<AtomicBool>,
    events: Receiver<Event>,
    cancel: Arc<AtomicBool>,
    clerk: Option<JoinHandle<()>>,
    outstanding: usize,
}

/// Sends events and wakes the window.
#[derive(Clone)]
struct Voice {
    events: Sender<Event>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Voice {
    fn say(&self, event: Event) {
        // Nobody listens only while the window closes.
        let _ = self.events.send(event);
        (self.wake)();
    }

    /// What a long work asks as it goes along: says now and then how much is done, and whether to go on.
    fn watch<E: Fn(usize, usize) -> S, S: Into<Option<Event>>>(
        &self,
        stop: &Arc<AtomicBool>,
        event: E,
    ) -> impl FnMut(usize, usize) -> bool + use<E, S> {
        let (voice, stop) = (self.clone(), Arc::clone(stop));
        move |done, of| {
            // A few hundred words are enough, however many issues there are.
            if done.is_multiple_of((of / 200).max(1))
                && let Some(event) = event(done, of).into()
            {
                voice.say(event);
            }
            !stop.load(Ordering::Acquire)
        }
    }
}

impl Worker {
    /// Starts the threads; `wake` is called after every event.
    pub fn start(proposer: Loading, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (jobs, inbox) = channel();
        let (events, outbox) = channel();
        let voice = Voice { events, wake: Arc::new(wake) };
        let cancel = Arc::new(AtomicBool::new(false));
        let (drafts, drafts_in) = channel();
        let drafter = Drafter { voice: voice.clone(), jobs: jobs.clone(), cancel: Arc::clone(&cancel) };
        std::thread::spawn(move || drafter.run(proposer, &drafts_in));
        let (files, files_in) = channel();
        let opener = Opener { voice: voice.clone(), jobs: jobs.clone(), cancel: Arc::clone(&cancel) };
        std::thread::spawn(move || opener.run(&files_in));
        let (pictures, pictures_in) = channel();
        let painting = voice.clone();
        std::thread::spawn(move || painter::run(&pictures_in, &painting));
        let (prints, prints_in) = channel();
        let print_stop = Arc::new(AtomicBool::new(false));
        let (printing, stop) = (voice.clone(), Arc::clone(&print_stop));
        std::thread::spawn(move || printer::run(&prints_in, &printing, &stop));
        let (counts, counts_in) = channel();
        let counting = voice.clone();
        std::thread::spawn(move || counter::run(&counts_in, &counting));
        let (errands, errands_in) = channel();
        let carrying = voice.clone();
        std::thread::spawn(move || carrier::run(&errands_in, &carrying));
        let (audits, audits_in) = channel();
        let (auditing, keeping) = (voice.clone(), jobs.clone());
        std::thread::spawn(move || auditor::run(&audits_in, &auditing, &keeping));
        let (surveys, surveys_in) = channel();
        let (surveying, surveyed) = (voice.clone(), jobs.clone());
        std::thread::spawn(move || surveyor::run(&surveys_in, &surveyed, &surveying));
        let (finds, finds_in) = channel();
        let ending = Arc::new(AtomicBool::new(false));
        let finder = Finder {
            voice: voice.clone(),
            ending: Arc::clone(&ending),
            corpus: None,
            stale: BTreeSet::new(),
        };
        let finder = std::thread::spawn(move || finder.run(&finds_in));
        let clerk = Clerk {
            voice,
            jobs: jobs.clone(),
            drafts,
            files,
            counts,
            errands,
            audits,
            surveys,
            finds,
            finder: Some((finder, ending)),
            dataset: None,
            ear: None,
            editor: String::new(),
            failed: false,
            learning: false,
            again: None,
        };
        let clerk = std::thread::spawn(move || clerk.run(&inbox));
        Self {
            jobs,
            pictures,
            prints,
            print_stop,
            events: outbox,
            cancel,
            clerk: Some(clerk),
            outstanding: 0,
        }
    }

    /// Gives the clerk something to do.
    pub fn send(&mut self, job: Job) {
        self.outstanding += 1;
        if self.jobs.send(job).is_err() {
            self.outstanding -= 1;
        }
    }

    /// Has a picture made.
    pub fn picture(&mut self, job: PictureJob) {
        self.outstanding += 1;
        if self.pictures.send(job).is_err() {
            self.outstanding -= 1;
        }
    }

    /// Has something printed.
    pub fn print(&mut self, job: PrintJob) {
        self.outstanding += 1;
        if self.prints.send(job).is_err() {
            self.outstanding -= 1;
        }
    }

    /// Stops what is being printed.
    pub fn stop_print(&self) {
        self.print_stop.store(true, Ordering::Release);
    }

    /// Lets another thread answer through the clerk, such as a dialog of the system.
    pub fn expect(&mut self) -> Sender<Job> {
        self.outstanding += 1;
        self.jobs.clone()
    }

    /// Stops the drafting that is under way.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Release);
    }

    /// The events that came in.
    pub fn events(&mut self) -> Vec<Event> {
        let events: Vec<Event> = self.events.try_iter().collect();
        self.count(&events);
        events
    }

    /// Whether a job waits for its answer.
    pub fn is_busy(&self) -> bool {
        self.outstanding > 0
    }

    /// Waits for the next event; `None` where every job is answered.
    pub fn wait(&mut self) -> Option<Event> {
        if self.outstanding == 0 {
            return None;
        }
        let event = self.events.recv().ok()?;
        self.count(std::slice::from_ref(&event));
        Some(event)
    }

    fn count(&mut self, events: &[Event]) {
        let answers = events.iter().filter(|event| event.is_answer()).count();
        self.outstanding = self.outstanding.saturating_sub(answers);
    }

    /// Ends the clerk: what was sent is recorded and the dataset closed when this returns.
    pub fn stop(&mut self) {
        self.cancel();
        if self.jobs.send(Job::Stop).is_ok()
            && let Some(clerk) = self.clerk.take()
        {
            let _ = clerk.join();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}
