//! Two threads behind the window.
//!
//! The *clerk* owns the dataset: it opens files, keeps issues, records decisions one after the other and answers when
//! each is on the disk. The *drafter* owns the proposer: layout and proposals of a new issue, which take a while, never
//! hold up the clerk. Jobs go in, events come out, and every event wakes the window. Every job is answered by exactly
//! one event for which [`Event::is_answer`] holds, so that a test can wait for all answers.

use super::state::DeskView;
use crate::annotation::{IssueId, LabelSet};
use crate::dataset::{Access, Added, Dataset, DatasetError, IssueSummary, Replay, Stamp, handover::Listener};
use crate::exchange::Scope;
use crate::issue::{Issue, Transaction};
use crate::propose::Proposer;
use crate::source::{Encoding, Source, SourceError, SourceProblem};
use crate::strings::Message;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Something for the clerk to do.
#[derive(Debug)]
pub enum Job {
    /// From now on this is the editor who decides.
    Editor(String),
    /// Open a dataset, made where there is none.
    OpenDataset {
        /// Where.
        path: PathBuf,
        /// For reading only.
        read_only: bool,
    },
    /// Open a file as an issue.
    OpenFile {
        /// Which.
        path: PathBuf,
        /// In which encoding; found out where absent.
        encoding: Option<Encoding>,
    },
    /// Make an issue of a text.
    OpenText {
        /// The text.
        text: String,
        /// The name that stands for a file name.
        name: String,
    },
    /// Keep an issue that the drafter made.
    Keep {
        /// What it is made of.
        source: Arc<Source>,
        /// The issue.
        issue: Box<Issue>,
    },
    /// Show an issue of the dataset.
    Load(IssueId),
    /// Record a transaction.
    Record {
        /// Which one; comes back in the answer.
        ticket: u64,
        /// Of which issue.
        issue: IssueId,
        /// What.
        transaction: Transaction,
    },
    /// Record again, after a failure.
    Resume,
    /// Take back the editor's last transaction.
    Undo,
    /// Do it again.
    Redo,
    /// Remember where the editor is.
    View(DeskView),
    /// Copy the dataset.
    Backup(PathBuf),
    /// Write `article/1` records.
    Export {
        /// Where.
        path: PathBuf,
        /// What.
        scope: Scope,
        /// Whether a file there may be replaced.
        overwrite: bool,
    },
    /// Files that another process handed over have come in.
    Handed,
    /// Files chosen in a dialog of the system: nothing for the clerk, all for the window.
    Chosen(Chosen),
    /// Close the dataset and end.
    Stop,
}

/// What a dialog of the system brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    /// Files to open.
    Open(Vec<PathBuf>),
    /// Where to export to.
    Export(PathBuf, Scope),
    /// Where to copy the dataset to.
    Backup(PathBuf),
    /// Nothing was chosen.
    Nothing,
}

/// What the threads tell the window.
pub enum Event {
    /// A dataset is open.
    DatasetOpened {
        /// Where.
        path: PathBuf,
        /// For reading only.
        read_only: bool,
        /// Its labels.
        labels: LabelSet,
        /// Its issues.
        issues: Vec<IssueSummary>,
        /// Where the editor was.
        view: Option<DeskView>,
        /// What was found wrong, in words.
        damage: Option<Message>,
    },
    /// A dataset could not be opened.
    DatasetFailed {
        /// Which.
        path: PathBuf,
        /// Why.
        message: Message,
        /// Whether reading it would work.
        busy: bool,
    },
    /// Layout and proposals are being made: of which file, and which share is done.
    Drafting(String, f32),
    /// An issue is open.
    IssueOpened {
        /// The issue.
        issue: Box<Issue>,
        /// What it is made of.
        source: Arc<Source>,
        /// The dataset's issues, now with this one.
        issues: Vec<IssueSummary>,
        /// Where the editor was in it.
        view: Option<DeskView>,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
    },
    /// A file could not be opened.
    FileFailed {
        /// Which.
        path: Option<PathBuf>,
        /// Why.
        message: Message,
        /// An encoding that would do.
        encoding: Option<Encoding>,
    },
    /// A transaction is on the disk.
    Recorded {
        /// Which.
        ticket: u64,
        /// When.
        stamp: Stamp,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
    },
    /// A transaction is not on the disk and has to go back.
    NotRecorded {
        /// Which.
        ticket: u64,
        /// Why.
        message: Message,
    },
    /// An undo or redo is on the disk.
    Replayed {
        /// What changed.
        replay: Option<Replay>,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
    },
    /// The export is written.
    Exported {
        /// Where.
        path: PathBuf,
        /// How many articles.
        articles: usize,
    },
    /// The file is there already.
    ExportExists(PathBuf, Scope),
    /// The copy is written.
    BackedUp(PathBuf),
    /// Something did not work.
    Failed(Message),
    /// Another process handed files over.
    Handed(Vec<PathBuf>),
    /// A dialog of the system was closed.
    Chosen(Chosen),
    /// A job is answered; nothing to tell.
    Quiet,
}

impl Event {
    /// Whether the event ends a job.
    pub fn is_answer(&self) -> bool {
        !matches!(self, Self::Drafting(..))
    }
}

/// The window's end of the two threads.
pub struct Worker {
    jobs: Sender<Job>,
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
}

impl Worker {
    /// Starts both threads; `wake` is called after every event.
    pub fn start(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (jobs, inbox) = channel();
        let (events, outbox) = channel();
        let voice = Voice { events, wake: Arc::new(wake) };
        let cancel = Arc::new(AtomicBool::new(false));
        let (drafts, drafts_in) = channel();
        let drafter = Drafter { voice: voice.clone(), jobs: jobs.clone(), cancel: Arc::clone(&cancel) };
        std::thread::spawn(move || drafter.run(&drafts_in));
        let clerk = Clerk {
            voice,
            jobs: jobs.clone(),
            drafts,
            dataset: None,
            ear: None,
            editor: String::new(),
            failed: false,
        };
        let clerk = std::thread::spawn(move || clerk.run(&inbox));
        Self { jobs, events: outbox, cancel, clerk: Some(clerk), outstanding: 0 }
    }

    /// Gives the clerk something to do.
    pub fn send(&mut self, job: Job) {
        self.outstanding += 1;
        if self.jobs.send(job).is_err() {
            self.outstanding -= 1;
        }
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

struct Drafter {
    voice: Voice,
    jobs: Sender<Job>,
    cancel: Arc<AtomicBool>,
}

impl Drafter {
    fn run(self, drafts: &Receiver<Arc<Source>>) {
        // Loaded before the first page is asked for, so that it need not wait.
        let mut proposer = Proposer::new();
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

struct Clerk {
    voice: Voice,
    jobs: Sender<Job>,
    drafts: Sender<Arc<Source>>,
    dataset: Option<Dataset>,
    ear: Option<Listener>,
    /// Who decides.
    editor: String,
    /// A write failed: nothing more is recorded until the window says so.
    failed: bool,
}

impl Clerk {
    fn run(mut self, inbox: &Receiver<Job>) {
        for job in inbox {
            if matches!(job, Job::Stop) {
                break;
            }
            if let Some(event) = self.answer(job) {
                self.voice.say(event);
            }
        }
        self.ear = None;
        if let Some(dataset) = self.dataset.take() {
            // Whatever cannot be tidied now is tidied at the next opening; nothing recorded is lost by it.
            let _ = dataset.close();
        }
    }

    /// Does a job; `None` where another thread will answer.
    fn answer(&mut self, job: Job) -> Option<Event> {
        Some(match job {
            Job::Editor(name) => {
                self.editor = name;
                Event::Quiet
            }
            Job::OpenDataset { path, read_only } => self.open_dataset(&path, read_only),
            Job::OpenFile { path, encoding } => {
                return match Source::open(&path, encoding) {
                    Ok(source) => self.open_source(source),
                    Err(error) => Some(file_failed(Some(path), &error)),
                };
            }
            Job::OpenText { text, name } => {
                return match Source::pasted(&text, &name) {
                    Ok(source) => self.open_source(source),
                    Err(error) => Some(file_failed(None, &error)),
                };
            }
            Job::Keep { source, issue } => self.keep(&source, &issue),
            Job::Load(id) => self.load(&id),
            Job::Record { ticket, issue, transaction } => self.record(ticket, &issue, transaction),
            Job::Resume => {
                self.failed = false;
                Event::Quiet
            }
            Job::Undo => self.replay(Dataset::undo),
            Job::Redo => self.replay(Dataset::redo),
            Job::View(view) => {
                if let Some(dataset) = &mut self.dataset {
                    // Where the editor was is a convenience: failing to remember it is no reason to disturb.
                    let _ = dataset.set_view("desk", &view);
                    let _ = dataset.set_view(&issue_key(&view.issue), &view);
                }
                Event::Quiet
            }
            Job::Backup(path) => match self.dataset.as_ref().map(|dataset| dataset.backup(&path, true)) {
                Some(Ok(())) => Event::BackedUp(path),
                Some(Err(error)) => Event::Failed(error.message()),
                None => Event::Quiet,
            },
            Job::Export { path, scope, overwrite } => self.export(path, scope, overwrite),
            Job::Handed => {
                let paths: Vec<PathBuf> = self.ear.iter().flat_map(|ear| ear.paths.try_iter()).collect();
                Event::Handed(paths)
            }
            Job::Chosen(chosen) => Event::Chosen(chosen),
            Job::Stop => Event::Quiet,
        })
    }

    fn open_dataset(&mut self, path: &Path, read_only: bool) -> Event {
        if !read_only
            && let Some(folder) = path.parent()
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            let message = Message::new("error.dataset.io").with("file", folder.display()).with("what", error);
            return Event::DatasetFailed { path: path.to_owned(), message, busy: false };
        }
        let access = if read_only { Access::Read } else { Access::Write };
        // The same file again is closed first, since it has one writer; another one only when the new one is open.
        let here = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.dataset.as_ref().is_some_and(|dataset| dataset.path() == here) {
            self.ear = None;
            self.dataset = None;
        }
        let opened = Dataset::open(path, access).and_then(|dataset| {
            let issues = dataset.issues()?;
            let view = dataset.view::<DeskView>("desk").unwrap_or_default();
            Ok((dataset, issues, view))
        });
        match opened {
            Ok((dataset, issues, view)) => {
                self.ear = None;
                if !dataset.is_read_only() {
                    let jobs = self.jobs.clone();
                    // Without an ear the desk works; a second start then says that the dataset is open.
                    self.ear = Listener::beside(dataset.path(), move || {
                        let _ = jobs.send(Job::Handed);
                    })
                    .ok();
                }
                self.failed = false;
                let event = Event::DatasetOpened {
                    path: dataset.path().to_owned(),
                    read_only: dataset.is_read_only(),
                    labels: dataset.label_set(),
                    issues,
                    view,
                    damage: dataset.damage().map(|damage| damage.message(dataset.path())),
                };
                self.dataset = Some(dataset);
                event
            }
            Err(error) => {
                let busy = matches!(error, DatasetError::Busy { .. });
                Event::DatasetFailed { path: path.to_owned(), message: error.message(), busy }
            }
        }
    }

    fn open_source(&mut self, source: Source) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let hashes: Vec<&str> = source.files.iter().map(|file| file.sha256.as_str()).collect();
        match dataset.find(&hashes) {
            Ok(Some(id)) => Some(self.load(&id)),
            Ok(None) if dataset.is_read_only() => {
                let path = dataset.path().to_owned();
                Some(Event::Failed(DatasetError::ReadOnly(path).message()))
            }
            Ok(None) => {
                let name = source.files.first().map(|file| file.name.clone()).unwrap_or_default();
                self.voice.say(Event::Drafting(name, 0.0));
                let _ = self.drafts.send(Arc::new(source));
                None
            }
            Err(error) => Some(Event::Failed(error.message())),
        }
    }

    fn keep(&mut self, source: &Source, issue: &Issue) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        match dataset.add_issue(source, issue, &self.editor) {
            Ok(Added::New { id, .. } | Added::Known(id)) => self.load(&id),
            Err(error) => Event::Failed(error.message()),
        }
    }

    fn load(&self, id: &IssueId) -> Event {
        let Some(dataset) = &self.dataset else { return no_dataset() };
        let loaded = || {
            let view = dataset.view::<DeskView>(&issue_key(id)).unwrap_or_default();
            Ok((dataset.issue(id)?, dataset.source(id)?, dataset.issues()?, view))
        };
        match loaded() {
            Ok((issue, source, issues, view)) => Event::IssueOpened {
                issue: Box::new(issue),
                source: Arc::new(source),
                issues,
                view,
                history: history(dataset, &self.editor),
            },
            Err::<_, DatasetError>(error) => Event::Failed(error.message()),
        }
    }

    fn record(&mut self, ticket: u64, issue: &IssueId, transaction: Transaction) -> Event {
        let Some(dataset) = self.dataset.as_mut().filter(|_| !self.failed) else {
            return Event::NotRecorded { ticket, message: Message::new("error.not_recorded") };
        };
        match dataset.edit(issue, &self.editor, transaction) {
            Ok(stamp) => Event::Recorded { ticket, stamp, history: history(dataset, &self.editor) },
            Err(error) => {
                self.failed = true;
                Event::NotRecorded { ticket, message: error.message() }
            }
        }
    }

    fn replay(&mut self, step: fn(&mut Dataset, &str) -> Result<Option<Replay>, DatasetError>) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        match step(dataset, &self.editor) {
            Ok(replay) => Event::Replayed { replay, history: history(dataset, &self.editor) },
            Err(error) => Event::Failed(error.message()),
        }
    }

    fn export(&self, path: PathBuf, scope: Scope, overwrite: bool) -> Event {
        let Some(dataset) = &self.dataset else { return no_dataset() };
        if path.exists() && !overwrite {
            return Event::ExportExists(path, scope);
        }
        match scope.records(dataset) {
            Ok((records, articles)) => match crate::exchange::write_whole(&path, records.as_bytes()) {
                Ok(()) => Event::Exported { path, articles },
                Err(error) => {
                    let name = path.display().to_string();
                    Event::Failed(Message::new("error.export.write").with("file", name).with("reason", error))
                }
            },
            Err(message) => Event::Failed(message),
        }
    }
}

fn history(dataset: &Dataset, editor: &str) -> (bool, bool) {
    let history = dataset.history(editor);
    (history.is_some_and(|h| h.next_undo().is_some()), history.is_some_and(|h| h.next_redo().is_some()))
}

fn issue_key(id: &IssueId) -> String {
    format!("issue:{id}")
}

fn no_dataset() -> Event {
    Event::Failed(Message::new("error.no_dataset"))
}

fn file_failed(path: Option<PathBuf>, error: &SourceError) -> Event {
    let encoding = match error.problem {
        SourceProblem::Undecodable { instead, .. } => instead.and_then(Encoding::named),
        _ => None,
    };
    Event::FileFailed { path, message: error.message(), encoding }
}
