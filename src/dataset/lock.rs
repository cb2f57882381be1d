//! One writer at a time: `X.zhupi.lock`.
//!
//! The file says who writes (JSON: host, user, pid, since). On Unix the writer also holds an advisory lock on it, on
//! Windows it keeps it open without letting others write; both end with the process, however it ends. A lock file that
//! a crash left on this machine is therefore taken over; one from another machine is not, because locks do not
//! travel reliably over network file systems.

use super::DatasetError;
use super::schema::companion;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who holds a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Name of the machine.
    pub host: String,
    /// Name of the user there.
    pub user: String,
    /// Process id there.
    pub pid: u32,
    /// RFC 3339 UTC.
    pub since: String,
}

impl Owner {
    fn this_process() -> Self {
        let from = |names: [&str; 3]| names.iter().find_map(|name| std::env::var(name).ok());
        Self {
            host: host(),
            user: from(["USER", "USERNAME", "LOGNAME"]).unwrap_or_default(),
            pid: std::process::id(),
            since: super::Stamp::now(0).at,
        }
    }

    fn is_here(&self) -> bool {
        self.host == host()
    }
}

fn host() -> String {
    let kernel = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let asked = || {
        let output = std::process::Command::new("hostname").output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let name = kernel().or_else(|| std::env::var("COMPUTERNAME").ok()).or_else(asked);
    name.map(|name| name.trim().to_owned()).unwrap_or_default()
}

/// The right to write to one dataset; given back on drop.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    /// Takes the lock of a dataset. A reader may hold it for the moment in which it looks, so it is tried a few times.
    pub fn take(dataset: &Path) -> Result<Self, DatasetError> {
        let path = companion(dataset, ".lock");
        for _ in 0..5 {
            match try_take(&path) {
                Ok(Attempt::Taken(file)) => return Self { path, file: Some(file) }.signed(dataset),
                Ok(Attempt::Foreign(owner)) => {
                    return Err(DatasetError::Busy { path: dataset.to_owned(), owner });
                }
                Ok(Attempt::Again) => std::thread::sleep(Duration::from_millis(20)),
                Err(error) => return Err(DatasetError::io(dataset, error)),
            }
        }
        Err(DatasetError::Busy { path: dataset.to_owned(), owner: owner_at(&path) })
    }

    /// Writes down who holds it.
    fn signed(mut self, dataset: &Path) -> Result<Self, DatasetError> {
        let line = serde_json::to_string(&Owner::this_process()).unwrap_or_default() + "\n";
        if let Some(file) = &mut self.file {
            file.set_len(0)
                .and_then(|()| file.rewind())
                .and_then(|()| file.write_all(line.as_bytes()))
                .map_err(|error| DatasetError::io(dataset, error))?;
        }
        Ok(self)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // On Unix the file goes before the lock does, so that nobody removes a successor's; Windows lets nobody remove a
        // file that is in use. A file that stays behind is taken over the next time.
        if cfg!(windows) {
            self.file = None;
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

enum Attempt {
    Taken(File),
    Foreign(Option<Box<Owner>>),
    Again,
}

fn try_take(path: &Path) -> std::io::Result<Attempt> {
    let Some(mut file) = open_exclusive(path)? else { return Ok(Attempt::Again) };
    if !is_at(&file, path) {
        return Ok(Attempt::Again);
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let owner = serde_json::from_str::<Owner>(&text).ok();
    // An empty file is one whose writer died before it signed, one of zeros one that a power cut left.
    if text.trim_matches('\0').is_empty() || owner.as_ref().is_some_and(Owner::is_here) {
        return Ok(Attempt::Taken(file));
    }
    Ok(Attempt::Foreign(owner.map(Box::new)))
}

/// The lock file, held; `None` where another process holds it.
#[cfg(not(windows))]
fn open_exclusive(path: &Path) -> std::io::Result<Option<File>> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

/// The same on Windows, where others may read the file but not open it for writing. Never run so far.
#[cfg(windows)]
fn open_exclusive(path: &Path) -> std::io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_SHARE_READ: u32 = 1;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).share_mode(FILE_SHARE_READ);
    match options.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What tells a file from another that later has its name.
#[cfg(unix)]
pub(super) fn identity(meta: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

/// Windows lets nobody remove or replace a file that is in use.
#[cfg(not(unix))]
pub(super) fn identity(_: &std::fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// Whether an open file is still the one under `path`.
fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(a), Ok(b)) => identity(&a) == identity(&b),
        _ => false,
    }
}

fn owner_at(lock: &Path) -> Option<Box<Owner>> {
    serde_json::from_str(&std::fs::read_to_string(lock).ok()?).ok()
}

/// What a reader finds out about the writer of a dataset.
pub(super) enum Writer {
    /// One is at work, here or on another machine.
    Alive,
    /// None; while the file is held, none begins.
    None {
        /// Keeps writers out until dropped.
        _guard: Option<File>,
    },
}

/// Looks for a writer without leaving a trace.
pub(super) fn writer(dataset: &Path) -> Writer {
    let path = companion(dataset, ".lock");
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Writer::None { _guard: None },
        Err(_) => return Writer::Alive,
    };
    let held = if cfg!(windows) {
        OpenOptions::new().write(true).open(&path).is_err()
    } else {
        file.try_lock_shared().is_err()
    };
    if held || owner_at(&path).is_some_and(|owner| !owner.is_here()) {
        return Writer::Alive;
    }
    Writer::None { _guard: Some(file) }
}
