//! Copies of a dataset, and files that appear whole or not at all.

use super::lock::{self, Writer};
use super::schema::companion;
use super::{Dataset, DatasetError};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Pages copied at a time.
const PAGES: i32 = 1024;

impl Dataset {
    /// Writes a copy that stands alone. It appears under its name only when it is whole; work can go on meanwhile in
    /// other processes that read.
    ///
    /// # Errors
    /// [`DatasetError::Exists`] where `to` is there and `overwrite` is not set, or is this dataset;
    /// [`DatasetError::Busy`] where it is a dataset that somebody writes to.
    pub fn backup(&self, to: &Path, overwrite: bool) -> Result<(), DatasetError> {
        let same = to.canonicalize().is_ok_and(|to| to == self.path);
        if same || (to.exists() && !overwrite) {
            return Err(DatasetError::Exists(to.to_owned()));
        }
        if matches!(lock::writer(to), Writer::Alive) {
            return Err(DatasetError::Busy { path: to.to_owned(), owner: None });
        }
        put(to, |file| {
            let failed = |error: rusqlite::Error| DatasetError::sqlite(to, &error);
            let mut copy = Connection::open(file).map_err(failed)?;
            let copying = Backup::new(&self.conn, &mut copy).map_err(failed)?;
            copying.run_to_completion(PAGES, Duration::ZERO, None).map_err(failed)?;
            drop(copying);
            copy.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(())).map_err(failed)
        })
    }
}

/// Has a file written under another name beside `path`, then gives it its own, durably.
pub(super) fn put(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), DatasetError>,
) -> Result<(), DatasetError> {
    let new = companion(path, &format!(".{}.new", std::process::id()));
    // One that a crash left under the same process id.
    let _ = fs::remove_file(&new);
    let done = write(&new).and_then(|()| rename(&new, path).map_err(|error| DatasetError::io(path, error)));
    if done.is_err() {
        let _ = fs::remove_file(&new);
    }
    done
}

fn rename(new: &Path, path: &Path) -> io::Result<()> {
    File::options().write(true).open(new)?.sync_all()?;
    fs::rename(new, path)?;
    // The name itself is durable once its folder is; Windows has no such call and needs none.
    match path.parent() {
        Some(folder) if cfg!(unix) => {
            let here = folder.as_os_str().is_empty();
            File::open(if here { Path::new(".") } else { folder })?.sync_all()
        }
        _ => Ok(()),
    }
}
