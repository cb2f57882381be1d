//! What the threads tell the window.

use super::{
    ArriveDone, Audited, Chosen, ExportEnd, Fresh, Kept, LabelsDone, Look, MergeDone, Seek, Surveyed,
    TopicsDone,
};
use crate::annotation::{IssueId, LabelId, LabelSet, Taxonomy};
use crate::dataset::archive::Archive;
use crate::dataset::{IssueSummary, Past, Quality, Replay, Stamp, Travel};
use crate::desk::arrangement::Arrangement;
use crate::desk::panels::source::{Picture, PictureKey};
use crate::desk::rest::Rest;
use crate::desk::state::DeskView;
use crate::issue::Issue;
use crate::issue::register::Register;
use crate::layout::Unfit;
use crate::source::{Encoding, How, Source, Table};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
    /// What came of something out of sight.
    Kept(Box<Kept>),
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
    Printed(PathBuf, crate::desk::printing::PrintEnd),
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
