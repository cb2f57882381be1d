//! Ten threads behind the window.
//!
//! The *clerk* owns the dataset: it keeps issues, records decisions one after the other and answers when each is on the
//! disk. The *opener* reads files, of which some are long. The *drafter* owns the proposer: layout and proposals of a new issue, which take a while, never
//! hold up the clerk. The *painter* makes pictures of pages, the *counter* counts decisions, the *surveyor* reads all issues in short and keeps copies, the *finder* looks for a text in all issues, the *printer* makes PDFs,
//! the *auditor* looks releases over, the *carrier* writes exports and looks into other tools' files. Jobs go in, events come out, and every event wakes the window. Every job is answered by exactly
//! one event for which [`Event::is_answer`] holds, so that a test can wait for all answers.

mod archivist;
mod arrive;
mod auditor;
mod carrier;
mod clerk;
mod combiner;
mod counter;
mod drafter;
mod finder;
mod opener;
mod painter;
mod printer;
mod relabel;
mod whole;
mod retopic;
mod spread;
mod surveyor;

use super::arrangement::Arrangement;
use super::panels::source::{Picture, PictureKey};
use super::rest::Rest;
use super::state::DeskView;
use crate::annotation::{IssueId, LabelId, LabelSet, Taxonomy};
use crate::dataset::archive::Archive;
use crate::dataset::{IssueSummary, Learned, Lessons, Past, Quality, Replay, Stamp, Travel};
use crate::exchange::{BringError, Brought};
use crate::issue::register::Register;
use crate::issue::{Issue, Transaction};
use crate::layout::{self, Carried, Unfit};
use crate::propose::Held;
use crate::source::{Encoding, How, Source, Table};
use crate::strings::Message;
pub use arrive::{ArriveDone, ArriveJob};
use auditor::Asked;
pub use auditor::{Audit, AuditJob, Audited, Differing};
pub use carrier::{ExportEnd, ExportJob, ExportTo, Look, SurveyJob, Surveyed};
use clerk::Clerk;
pub use combiner::{MergeDone, MergeFrom, MergeJob};
use drafter::Drafter;
pub use drafter::Loading;
use finder::Finder;
pub use finder::{Check, LISTED, Seek};
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
    /// Open a file, a folder or a ZIP as an issue or several.
    OpenFile {
        /// Which.
        path: PathBuf,
        /// In which encoding, and which fields are what.
        how: How,
    },
    /// A file is read; told by the opener.
    Brought {
        /// Which.
        path: PathBuf,
        /// How it was to be read.
        how: How,
        /// What was in it.
        brought: Box<Result<Brought, BringError>>,
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
        /// Its place among those that were opened together.
        place: Place,
    },
    /// Set an issue on other files: its own in another encoding, or corrected ones.
    Move {
        /// Which issue.
        issue: IssueId,
        /// On which files.
        to: Moving,
    },
    /// Keep an issue on the files that it was moved to.
    KeepMoved {
        /// Its files.
        source: Arc<Source>,
        /// The issue as it was when it was sent on its way.
        from: Box<Issue>,
        /// The issue on them, and what found no place.
        carried: Box<Carried>,
    },
    /// Tell what found no place when an issue was moved.
    Unfit(IssueId),
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
    /// List what happened to an issue.
    Past(IssueId),
    /// Go back or forth to the editor's own transaction with this number.
    Travel(u64),
    /// Record newer proposals in place of older ones.
    Refresh {
        /// Which one; comes back in the answer.
        ticket: u64,
        /// Of which issue.
        issue: IssueId,
        /// What.
        transaction: Transaction,
    },
    /// Learn from finished articles and from the corrected structure.
    Learn(Wish),
    /// Keep what was learned.
    KeepLearned {
        /// From which dataset.
        path: PathBuf,
        /// What, or why not.
        learned: Box<Result<Taught, Message>>,
        /// What was wished for.
        wish: Wish,
    },
    /// Forget what was learned.
    Forget,
    /// Topics of the taxonomy in this file, or of the program's own.
    Taxonomy(Option<PathBuf>),
    /// Count the decisions of an issue, or of all.
    Count(Option<IssueId>),
    /// Read all issues in short.
    ReadArchive,
    /// All issues are read; told by the surveyor.
    ArchiveRead {
        /// Of which dataset.
        path: PathBuf,
        /// What was read, or why not.
        archive: Result<Arc<Archive>, Message>,
    },
    /// Remember what becomes of proposals that are left.
    Rest(Option<Rest>),
    /// Put this copy in the place of the dataset.
    Restore(PathBuf),
    /// Keep a copy of the dataset, where there is none of today.
    KeepCopy,
    /// Sum an article up in a line.
    Summarise {
        /// In which issue.
        issue: IssueId,
        /// Which.
        article: crate::annotation::ArticleId,
        /// The line.
        text: String,
    },
    /// Write a table.
    Table {
        /// Where.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// Look for a text in the dataset.
    Seek(Seek),
    /// List what is not alike in an issue, or in all.
    Check(Check),
    /// Label places in several issues.
    Everywhere(Everywhere),
    /// Count what a change of the label set comes to, or carry it out.
    Labels(LabelJob),
    /// What another taxonomy would change, or the change itself.
    Topics(TopicJob),
    /// Something for the auditor.
    Audit(AuditJob),
    /// A release is written to this folder and has to be remembered; told by the auditor.
    KeepRelease(Box<crate::dataset::release::Release>, PathBuf),
    /// Take another dataset in, or compare two editors.
    Merge(MergeJob),
    /// Remember where the editor is.
    View(DeskView),
    /// Remember how the desk is laid out.
    Arrange(Arrangement),
    /// Copy the dataset.
    Backup(PathBuf),
    /// Look at an export, or write it.
    Export(ExportJob),
    /// Look into a file of another tool.
    Survey(SurveyJob),
    /// Bring it in.
    Arrive(ArriveJob),
    /// Files that another process handed over have come in.
    Handed,
    /// Files chosen in a dialog of the system: nothing for the clerk, all for the window.
    Chosen(Chosen),
    /// Close the dataset and end.
    Stop,
}

/// What is to be learned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether the editor asked for it; otherwise it is done quietly, where corrections teach.
    pub asked: bool,
    /// Whether the structure is learned from too.
    pub structure: bool,
    /// The issue on the page, which is proposed for again.
    pub open: Option<IssueId>,
    /// Whether it is proposed for again although nothing new was learned.
    pub again: bool,
}

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

/// An issue's place among those that were opened together.
#[derive(Clone, Debug)]
pub struct Place {
    /// It is to be shown.
    pub show: bool,
    /// The last one, with how many there are and what was left out.
    pub last: Option<(usize, Vec<Message>)>,
}

/// The files that an issue moves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// Its own, read in this encoding.
    Encoding(Encoding),
    /// This corrected one.
    File(PathBuf),
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

/// What a dialog of the system brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    /// Files to open.
    Open(Vec<PathBuf>),
    /// A file to open in an encoding.
    OpenAs(PathBuf, Encoding),
    /// Where to export to.
    Export(PathBuf),
    /// A file of another tool.
    Foreign(PathBuf),
    /// Where to copy the dataset to.
    Backup(PathBuf),
    /// Where the table of the quality page goes.
    Table(PathBuf),
    /// A corrected file of the open issue.
    Renew(PathBuf),
    /// A taxonomy.
    Taxonomy(PathBuf),
    /// Where the register goes.
    RegisterOut(PathBuf),
    /// A list for the register.
    RegisterIn(PathBuf),
    /// Where the label set goes.
    LabelsOut(PathBuf),
    /// Where the taxonomy goes.
    TopicsOut(PathBuf),
    /// A label set.
    LabelsIn(PathBuf),
    /// Where the key table goes.
    KeysOut(PathBuf),
    /// A key table.
    KeysIn(PathBuf),
    /// Where a print goes.
    Print(PathBuf),
    /// Another dataset, to be taken in.
    Merge(PathBuf),
    /// The folder of a release.
    ReleaseFolder(PathBuf),
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
        /// Its topics, where they are not the program's own.
        taxonomy: Option<Taxonomy>,
        /// Its issues.
        issues: Vec<IssueSummary>,
        /// Where the editor was.
        view: Option<DeskView>,
        /// How the desk was laid out.
        arrangement: Box<Arrangement>,
        /// What was found wrong, in words.
        damage: Option<Message>,
        /// Its register.
        register: Box<Register>,
        /// What becomes of proposals that are left.
        rest: Option<Rest>,
        /// Whether the program ended before it had learned from the last corrections.
        behind: bool,
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
    /// Records that need the editor's word on which field is what.
    NeedMapping {
        /// The file.
        path: PathBuf,
        /// How it was to be read.
        how: How,
        /// Its first records.
        table: Box<Table>,
        /// How many there are.
        count: usize,
    },
    /// A page PDF that opens with a password only.
    NeedPassword {
        /// The file.
        path: PathBuf,
        /// How it was to be read.
        how: How,
        /// Whether a wrong one was given.
        wrong: bool,
    },
    /// An issue of which a part is read, or that has no proposals yet: to look at until all of it is there.
    Preview {
        /// As far as it is known.
        issue: Box<Issue>,
        /// What it is made of.
        source: Arc<Source>,
    },
    /// Issues came into the dataset and are not shown.
    Shelved {
        /// The dataset's issues, now with these.
        issues: Vec<IssueSummary>,
        /// At the end: how many were opened together, and what was left out.
        done: Option<(usize, Vec<Message>)>,
    },
    /// The decisions that found no place when the issue was moved, and whether that was just now.
    Unfit {
        /// What found no place.
        unfit: Vec<Unfit>,
        /// Whether it was moved just now.
        moved: bool,
    },
    /// Something that happened on the way to the answer.
    Meanwhile(Box<Event>),
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
    /// Newer proposals are not on the disk and go back; nothing is lost.
    NotRefreshed {
        /// Which.
        ticket: u64,
    },
    /// An undo or redo is on the disk.
    Replayed {
        /// What changed.
        replay: Option<Replay>,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
    },
    /// What happened to an issue, or why that cannot be told.
    Past {
        /// Which issue.
        of: IssueId,
        /// The acts, the latest last.
        past: Result<Vec<Past>, Message>,
    },
    /// The editor went back or forth.
    Travelled {
        /// The steps.
        travel: Travel,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
        /// Why it went no further.
        trouble: Option<Message>,
    },
    /// So much of the export or import with this ticket is done.
    ExchangeUnderWay(u64, usize, usize),
    /// What an export comes to.
    ExportSeen(u64, Result<Box<Look>, Message>),
    /// How an export ended.
    ExportDone(u64, ExportEnd),
    /// What is in a file of another tool.
    Surveyed(u64, Box<Surveyed>),
    /// What came in of it.
    Arrived(Box<ArriveDone>),
    /// The copy is written.
    BackedUp(PathBuf),
    /// Something did not work.
    Failed(Message),
    /// Another process handed files over.
    Handed(Vec<PathBuf>),
    /// The picture of a page, where one could be made.
    Picture {
        /// Which.
        key: PictureKey,
        /// The picture.
        picture: Option<Picture>,
    },
    /// A picture was not made, since another one was asked for after it.
    PictureSkipped(PictureKey),
    /// A dialog of the system was closed.
    Chosen(Chosen),
    /// Learned, as was asked for: from the structure of so many issues, and from so many articles.
    Learned(usize, u32),
    /// The issue on the page has newer proposals.
    Fresh(Fresh),
    /// What was learned is forgotten.
    Forgotten,
    /// Topics are of this taxonomy, or of the program's own.
    TaxonomyChanged(Option<Taxonomy>),
    /// The decisions are counted.
    Counted {
        /// Those of which issue, or of all.
        of: Option<IssueId>,
        /// The figures, or why there are none.
        figures: Result<Arc<Quality>, Message>,
    },
    /// All issues in short, or why not.
    ArchiveRead(Result<Arc<Archive>, Message>),
    /// The dataset was searched.
    Sought {
        /// For what.
        seek: Seek,
        /// What was found, or why nothing could be.
        found: Result<crate::issue::concordance::Found, Message>,
    },
    /// What is not alike.
    Checked {
        /// Which question this answers.
        stop: Arc<AtomicBool>,
        /// What was found, or why nothing could be; `None` where it was stopped.
        findings: Result<Option<Vec<crate::issue::consistency::Finding>>, Message>,
    },
    /// Places in several issues are labelled.
    Everywhere {
        /// With what.
        label: LabelId,
        /// How many, those on the page included.
        changed: usize,
        /// Where it was refused.
        refused: usize,
        /// Why it went no further.
        failed: Option<Message>,
        /// Whether undo and redo have something to do.
        history: (bool, bool),
    },
    /// So many issues of all have been looked at for a change of the label set.
    LabelsUnderWay(usize, usize),
    /// What a change of the label set comes to; `None` where it was stopped.
    LabelsSeen(crate::dataset::LabelChange, Result<Option<crate::dataset::LabelForecast>, Message>),
    /// The label set is another one, or why not; `None` where it was stopped.
    LabelsSet(Result<Option<Box<LabelsDone>>, Message>),
    /// So many issues of all have been looked at for a change of the taxonomy.
    TopicsUnderWay(usize, usize),
    /// What a change of the taxonomy comes to; `None` where it was stopped.
    TopicsSeen(crate::dataset::TopicChange, Result<Option<crate::dataset::TopicForecast>, Message>),
    /// The taxonomy is another one, or why not; `None` where it was stopped.
    TopicsSet(Result<Option<Box<TopicsDone>>, Message>),
    /// The table is written.
    TableWritten(PathBuf),
    /// The reading or drafting was stopped.
    Stopped,
    /// Which file is being printed, and which share is done.
    Printing(String, f32),
    /// A print is done.
    Printed(PathBuf, super::printing::PrintEnd),
    /// So many issues of all have been looked at by the auditor, or for a merge.
    Auditing(usize, usize),
    /// The auditor has answered.
    Audited(Audited),
    /// Another dataset was looked at or taken in, or why not; `None` where it was stopped.
    Merged(Result<Option<Box<MergeDone>>, Message>),
    /// A job is answered; nothing to tell.
    Quiet,
}

impl Event {
    /// Whether the event ends a job.
    pub fn is_answer(&self) -> bool {
        !matches!(
            self,
            Self::Drafting(..)
                | Self::Meanwhile(_)
                | Self::Preview { .. }
                | Self::LabelsUnderWay(..)
                | Self::TopicsUnderWay(..)
                | Self::Printing(..)
                | Self::ExchangeUnderWay(..)
                | Self::Auditing(..)
        )
    }
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
