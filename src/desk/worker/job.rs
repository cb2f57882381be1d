//! What the window asks of the clerk, and what comes with it.

use super::{
    ArriveJob, AuditJob, Check, Everywhere, ExportJob, Keep, LabelJob, MergeJob, Seek, SurveyJob, Taught,
    TopicJob,
};
use crate::annotation::IssueId;
use crate::dataset::archive::Archive;
use crate::desk::arrangement::Arrangement;
use crate::desk::rest::Rest;
use crate::desk::state::DeskView;
use crate::exchange::{BringError, Brought};
use crate::issue::{Issue, Transaction};
use crate::layout::Carried;
use crate::source::{Encoding, How, Source};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// What is out of sight: the trash, earlier states, the file.
    Kept(Keep),
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
