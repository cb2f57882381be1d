//! What can go wrong with a dataset, each case with one sentence for the editor.

use super::lock::Owner;
use crate::annotation::IssueId;
use crate::issue::EditError;
use crate::strings::Message;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why a dataset cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// Some other file.
    #[error("{} is not a dataset", .0.display())]
    NotADataset(PathBuf),
    /// Written by a later version of the program.
    #[error("{} has schema {version}, which is newer than this program", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        version: u32,
    },
    /// Truncated or overwritten so that nothing can be read.
    #[error("{} is damaged: {what}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Another process writes to it.
    #[error("{} is open elsewhere ({owner:?})", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// Who has it; absent where the lock does not say.
        owner: Option<Box<Owner>>,
    },
    /// There is no such file.
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    /// The file was removed or replaced while it was open.
    #[error("{} vanished while it was open", .0.display())]
    Vanished(PathBuf),
    /// The path is a folder.
    #[error("{} is a directory", .0.display())]
    Directory(PathBuf),
    /// The file or its folder may not be read or written.
    #[error("no permission for {}", .0.display())]
    NoPermission(PathBuf),
    /// A change to a dataset that is open for reading.
    #[error("{} is open for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// The disk is full; nothing was changed.
    #[error("no space left for {}", .0.display())]
    Full(PathBuf),
    /// The target of a backup is there already.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// Another release has this name.
    #[error("a release named {0} exists with other content")]
    Released(String),
    /// No issue has this id.
    #[error("there is no issue {0}")]
    NoIssue(IssueId),
    /// Another issue has this id.
    #[error("issue {0} exists with other files")]
    IdTaken(IssueId),
    /// Text, places and quotes of an issue that is to be added do not agree.
    #[error("the issue does not agree with itself: {0}")]
    Unsound(String),
    /// The change does not fit the issue as it stands.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The operating system refuses.
    #[error("{}: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

impl DatasetError {
    /// The sentence for the editor.
    pub fn message(&self) -> Message {
        let about = |key, path: &Path| Message::new(key).with("file", file_name(path));
        match self {
            Self::NotADataset(path) => about("error.dataset.not_one", path),
            Self::Newer { path, .. } => about("error.dataset.newer", path),
            Self::Damaged { path, .. } => about("error.dataset.damaged", path),
            Self::Busy { path, owner: None } => about("error.dataset.busy", path),
            Self::Busy { path, owner: Some(owner) } => about("error.dataset.busy_owner", path)
                .with("user", &owner.user)
                .with("host", &owner.host)
                .with("since", &owner.since),
            Self::Missing(path) => about("error.dataset.missing", path),
            Self::Vanished(path) => about("error.dataset.vanished", path),
            Self::Directory(path) => about("error.dataset.directory", path),
            Self::NoPermission(path) => about("error.dataset.no_permission", path),
            Self::ReadOnly(path) => about("error.dataset.read_only", path),
            Self::Full(path) => about("error.dataset.full", path),
            Self::Exists(path) => about("error.dataset.exists", path),
            Self::Released(name) => Message::new("error.dataset.released").with("name", name),
            Self::NoIssue(id) => Message::new("error.dataset.no_issue").with("id", id),
            Self::IdTaken(id) => Message::new("error.dataset.id_taken").with("id", id),
            Self::Unsound(what) => Message::new("error.dataset.unsound").with("what", what),
            Self::Edit(error) => Message::new("error.dataset.edit").with("what", error),
            Self::Io { path, error } => about("error.dataset.io", path).with("what", error),
        }
    }

    /// An error of the operating system about `path`.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoPermission(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::IsADirectory => Self::Directory(path),
            _ => Self::Io { path, error },
        }
    }

    /// An error of SQLite about `path`.
    pub(super) fn sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let what = error.to_string();
        let Some(failure) = error.sqlite_error() else { return Self::Damaged { path, what } };
        match failure.code {
            ErrorCode::DiskFull => Self::Full(path),
            // The shared memory beside the write-ahead log could not grow.
            _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::Full(path),
            ErrorCode::NotADatabase => Self::NotADataset(path),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                Self::NoPermission(path)
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { path, owner: None },
            ErrorCode::SystemIoFailure => Self::Io { path, error: io::Error::other(what) },
            _ => Self::Damaged { path, what },
        }
    }
}

/// The last part of a path, as people know the file.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Why a dataset that was to be written is open for reading only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The chain of events is broken at this sequence number: it is missing, changed or unreadable. What stood before
    /// it is shown.
    Chain(u64),
    /// The file is shorter than it says, but every event can be read.
    Truncated,
}

impl Damage {
    /// The sentence for the editor.
    pub fn message(&self, path: &Path) -> Message {
        match self {
            Self::Chain(seq) => Message::new("error.dataset.chain").with("seq", seq),
            Self::Truncated => Message::new("error.dataset.truncated"),
        }
        .with("file", file_name(path))
    }
}
