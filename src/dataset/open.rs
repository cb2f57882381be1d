//! Opening and closing.
//!
//! A file is judged by its header before SQLite touches it, and its events are walked before anything is written, so
//! what is refused stays as it was, byte for byte. A file that nobody writes and that was closed in order is read in
//! place; one that a crash left with a log beside it is read from a private copy, because SQLite would write to
//! put it right.

use super::event::Event;
use super::ledger::{self, Ledger};
use super::lock::{self, Lock, Writer};
use super::schema::{self, Header, companion};
use super::{Access, Damage, Dataset, DatasetError, backup, disk, summed};
use crate::annotation::LabelSet;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long one waits for another connection's moment of exclusive use.
const PATIENCE: Duration = Duration::from_secs(5);

/// So many pages the log has before a write puts them into the file.
const LOG: u32 = 8_000;

/// How a commit is made to last. More than FULL, so that with a rollback journal its end is on the disk as well; with a
/// log it is the same.
pub(super) const DURABLE: &str = "EXTRA";

/// What an open dataset holds beside the connection.
#[derive(Debug)]
pub(super) enum Hold {
    /// The right to write, and which file it was that was opened.
    Write {
        /// Given back on drop.
        _lock: Lock,
        /// See [`lock::identity`].
        identity: (u64, u64),
    },
    /// Nothing, or the copy that is read instead of the file.
    Read {
        /// Removed on drop.
        _copy: Option<PrivateCopy>,
    },
}

impl Dataset {
    /// Opens a dataset. With [`Access::Write`] it is made where there is none, its folder too; one that is damaged is
    /// opened for reading where its events can be read (see [`Dataset::damage`]).
    ///
    /// # Errors
    /// What [`DatasetError`] lists; the file is then untouched.
    pub fn open(path: &Path, access: Access) -> Result<Self, DatasetError> {
        let absolute = std::path::absolute(path).map_err(|error| DatasetError::io(path, error))?;
        // Through a link too there is one lock for one file.
        let path = absolute.canonicalize().unwrap_or(absolute);
        match access {
            Access::Read => Self::open_read(path, None),
            Access::Write => Self::open_write(path),
        }
    }

    fn open_write(path: PathBuf) -> Result<Self, DatasetError> {
        if path.exists() {
            // Refused before a lock could lie beside it. Where a writer is at work the lock will say so.
            if let Writer::None { .. } = lock::writer(&path) {
                Header::read(&path)?;
            }
        } else if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| DatasetError::io(folder, error))?;
        }
        let lock = Lock::take(&path)?;
        if !path.exists() {
            create(&path)?;
        }
        if Header::read(&path)?.truncated {
            drop(lock);
            return Self::open_read(path, Some(Damage::Truncated));
        }
        let failed = |error: rusqlite::Error| DatasetError::sqlite(&path, &error);
        let mut conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
        if conn.is_readonly("main").map_err(failed)? {
            return Err(DatasetError::NoPermission(path));
        }
        // Until the file is known to be sound, a log that a crash left stays as it is too.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(failed)?;
        let ledger = summed::kept(&conn).read_on(&conn).map_err(failed)?;
        if ledger.broken.is_some() {
            drop(conn);
            drop(lock);
            return Self::open_read(path, None);
        }
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(failed)?;
        let identity = fs::metadata(&path).map(|meta| lock::identity(&meta));
        let identity = identity.map_err(|error| DatasetError::io(&path, error))?;
        prepare_writing(&mut conn, disk::is_local(&path)).map_err(failed)?;
        let hold = Hold::Write { _lock: lock, identity };
        Ok(Self { conn, path, ledger, state: None, register: OnceCell::new(), hold, damage: None })
    }

    fn open_read(path: PathBuf, damage: Option<Damage>) -> Result<Self, DatasetError> {
        let failed = |error: rusqlite::Error| DatasetError::sqlite(&path, &error);
        let mut copy = None;
        let mut truncated = false;
        let conn = match lock::writer(&path) {
            Writer::Alive => {
                let conn = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
                schema::recognise(&conn, &path)?;
                conn
            }
            Writer::None { _guard } => {
                let header = Header::read(&path)?;
                truncated = header.truncated;
                if header.wal || companion(&path, "-journal").exists() || header.version < schema::VERSION {
                    let private = copy.insert(PrivateCopy::of(&path)?);
                    let mut conn =
                        connect(&private.file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
                    schema::migrate(&mut conn).map_err(failed)?;
                    conn
                } else {
                    connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?
                }
            }
        };
        let ledger = summed::kept(&conn).read_on(&conn).map_err(failed)?;
        if ledger.last == 0 {
            return Err(DatasetError::Damaged { path, what: "no event can be read".into() });
        }
        let truncated = truncated.then_some(Damage::Truncated);
        let damage = ledger.broken.map(Damage::Chain).or(damage).or(truncated);
        Ok(Self {
            conn,
            path,
            ledger,
            state: None,
            register: OnceCell::new(),
            hold: Hold::Read { _copy: copy },
            damage,
        })
    }

    /// Writes what is in the log into the file, as far as nobody has to be waited for: for idle moments, so that no decision
    /// meets a full log and does it.
    ///
    /// # Errors
    /// Where the disk fails; nothing depends on it.
    pub fn tidy(&self) -> Result<(), DatasetError> {
        if self.is_read_only() {
            return Ok(());
        }
        self.conn
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(|error| self.failed(&error))
    }

    /// Writes everything into the one file.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn checkpoint(&self) -> Result<(), DatasetError> {
        if self.is_read_only() {
            return Ok(());
        }
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| self.failed(&error))
    }

    /// Closes the dataset so that the file stands alone. Dropping does the same and keeps quiet about errors.
    ///
    /// # Errors
    /// Where the disk fails; all decisions are in the log beside the file then.
    pub fn close(self) -> Result<(), DatasetError> {
        self.settle()
    }

    fn settle(&self) -> Result<(), DatasetError> {
        if self.is_read_only() {
            return Ok(());
        }
        if self.is_there().is_ok() {
            // Only to be quicker the next time.
            let _ = self.keep_ledger();
        }
        if self.is_there().is_err() {
            // What now has this name has a log of its own, which is not ours to remove.
            let keep = self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            return keep.map(drop).map_err(|error| self.failed(&error)).and_then(|()| self.checkpoint());
        }
        let alone = self.conn.busy_timeout(Duration::ZERO).and_then(|()| set_journal(&self.conn, "DELETE"));
        // Refused while others read: then the log stays, emptied.
        alone.or_else(|_| self.checkpoint())
    }
}

impl Drop for Dataset {
    fn drop(&mut self) {
        let _ = self.settle();
    }
}

/// Makes an empty dataset: all of it or nothing.
fn create(path: &Path) -> Result<(), DatasetError> {
    backup::put(path, |file| {
        let failed = |error: rusqlite::Error| DatasetError::sqlite(path, &error);
        let mut conn = Connection::open(file).map_err(failed)?;
        schema::migrate(&mut conn).map_err(failed)?;
        let event = Event::Labels { before: None, after: LabelSet::newspaper() };
        let record = Ledger::default().next("", "", &event)?;
        ledger::insert(&conn, &record).map_err(failed)
    })
}

fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    Ok(conn)
}

pub(super) fn prepare_writing(conn: &mut Connection, local: bool) -> rusqlite::Result<()> {
    schema::migrate(conn)?;
    set_journal(conn, if local { "WAL" } else { "DELETE" })?;
    // The log goes into the file in idle moments; here only where none came for some thousand decisions.
    conn.pragma_update(None, "wal_autocheckpoint", LOG)?;
    conn.pragma_update(None, "synchronous", DURABLE)
}

/// Sets the journal mode. SQLite may keep the old one without an error; that too is safe.
fn set_journal(conn: &Connection, mode: &str) -> rusqlite::Result<()> {
    conn.query_row(&format!("PRAGMA journal_mode={mode}"), [], |_| Ok(()))
}

/// A copy of a file and what lies beside it, in a folder of our own.
#[derive(Debug)]
pub(super) struct PrivateCopy {
    folder: PathBuf,
    file: PathBuf,
}

impl PrivateCopy {
    /// The copy.
    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn of(path: &Path) -> Result<Self, DatasetError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("zhupi-read-{}-{count}", std::process::id()));
        private_folder(&folder).map_err(|error| DatasetError::io(&folder, error))?;
        let copy = Self { file: folder.join("copy.zhupi"), folder };
        for suffix in ["", "-wal", "-journal"] {
            let from = companion(path, suffix);
            if suffix.is_empty() || from.exists() {
                fs::copy(&from, companion(&copy.file, suffix))
                    .map_err(|error| DatasetError::io(&from, error))?;
            }
        }
        Ok(copy)
    }
}

impl Drop for PrivateCopy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> std::io::Result<()> {
    fs::create_dir(path)
}
