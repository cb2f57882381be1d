//! The tables, their versions, and what the first hundred bytes of a file tell.
//!
//! A dataset is an SQLite file with [`APPLICATION_ID`] and the number of migrations applied as `user_version`. `file` and
//! `event` are the truth; `issue` and `issue_file` are what the events add up to and can be made again from them, and so
//! can `learned`, what the program learned from them, and `cache`, what is kept only to be quick; `dictionary` has what
//! payloads were packed with; `view` is where the editor last was. Words of which many events have the same are kept once, in
//! `name`; the view `record` has events as they are meant.

use super::{DatasetError, pack};
use rusqlite::Connection;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// “ZHUP” in the header of every dataset.
pub(super) const APPLICATION_ID: u32 = 0x5a48_5550;

/// What brings a file from version n to n + 1, in order.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE file (
        sha256 TEXT PRIMARY KEY,        -- of the bytes, in hex
        length INTEGER NOT NULL,        -- bytes
        bytes BLOB NOT NULL             -- zstd
    );
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,        -- 1, 2, 3 … without gaps
        at TEXT NOT NULL,               -- RFC 3339, UTC
        editor TEXT NOT NULL,
        issue TEXT NOT NULL,            -- '' for none
        kind TEXT NOT NULL,
        payload NOT NULL,               -- JSON: TEXT, or BLOB for zstd
        sum BLOB NOT NULL               -- SHA-256 over the predecessor's sum and the fields before
    );
    CREATE INDEX event_of_issue ON event (issue, seq);
    CREATE TABLE issue (
        id TEXT PRIMARY KEY,
        opened INTEGER NOT NULL,        -- seq of the event
        changed TEXT NOT NULL,          -- time of the last event
        title TEXT NOT NULL,
        date TEXT NOT NULL,
        articles INTEGER NOT NULL,
        finished INTEGER NOT NULL,      -- articles put aside
        entities INTEGER NOT NULL,      -- that stand
        proposed INTEGER NOT NULL       -- of these, without a decision
    ) WITHOUT ROWID;
    CREATE TABLE issue_file (
        issue TEXT NOT NULL,
        position INTEGER NOT NULL,      -- from 0
        sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        encoding TEXT NOT NULL,
        PRIMARY KEY (issue, position)
    ) WITHOUT ROWID;
    CREATE INDEX issue_of_file ON issue_file (sha256);
    CREATE TABLE view (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL             -- JSON
    ) WITHOUT ROWID;
",
    "
    ALTER TABLE issue_file RENAME TO issue_file_1;
    CREATE TABLE issue_file (
        issue TEXT NOT NULL,
        since INTEGER NOT NULL,         -- seq of the event that set the issue on these files
        position INTEGER NOT NULL,      -- from 0
        sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        encoding TEXT NOT NULL,
        extract TEXT,                   -- sha256 of what a reader got out of the file, kept as a file
        PRIMARY KEY (issue, since, position)
    ) WITHOUT ROWID;
    INSERT INTO issue_file SELECT issue, opened, position, sha256, name, encoding, NULL
        FROM issue_file_1 JOIN issue ON id = issue;
    DROP TABLE issue_file_1;
    CREATE INDEX issue_of_file ON issue_file (sha256);
",
    "
    CREATE TABLE learned (
        key TEXT PRIMARY KEY,           -- of what
        base TEXT NOT NULL,             -- what it was learned from, before the first correction
        upto INTEGER NOT NULL,          -- seq of the last event that was known then
        value TEXT NOT NULL             -- JSON
    ) WITHOUT ROWID;
",
    // Events of the kind `proposed`, which earlier programs cannot add up; `learned.value` may be bytes.
    "",
    // Events of the kind `taxonomy`, which earlier programs cannot read.
    "",
    // Edits of the kind `remark`, which earlier programs cannot read.
    "",
    // Events of the kinds `registered`, `release` and `compared`, edits of the kind `dispute`, articles in the trash, payloads packed with a dictionary.
    "
    ALTER TABLE issue ADD COLUMN trashed INTEGER NOT NULL DEFAULT 0;    -- articles in the trash
    CREATE TABLE dictionary (
        id INTEGER PRIMARY KEY,         -- as zstd frames name it
        bytes BLOB NOT NULL
    );
    CREATE TABLE cache (
        kind TEXT NOT NULL,             -- what it is
        of TEXT NOT NULL,               -- of which issue, '' for all
        base TEXT NOT NULL,             -- version of what made it
        upto INTEGER NOT NULL,          -- seq of the last event in it
        value BLOB NOT NULL,
        PRIMARY KEY (kind, of)
    ) WITHOUT ROWID;
",
    // Words and times of events as numbers; events of the kind `lost`, which earlier programs cannot read.
    "
    DROP INDEX event_of_issue;
    ALTER TABLE event RENAME TO event_7;
    CREATE TABLE name (
        id INTEGER PRIMARY KEY,
        text TEXT NOT NULL UNIQUE       -- an editor, an issue or a kind
    );
    INSERT INTO name (text) SELECT kind FROM event_7 UNION SELECT issue FROM event_7 UNION SELECT editor FROM event_7;
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,        -- 1, 2, 3 … without gaps
        at NOT NULL,                    -- seconds since 1970, or TEXT where these do not give it back
        editor INTEGER NOT NULL,        -- name.id
        issue INTEGER NOT NULL,         -- name.id, of '' for none
        kind INTEGER NOT NULL,          -- name.id
        payload NOT NULL,               -- JSON: TEXT, or BLOB for zstd
        sum BLOB NOT NULL               -- SHA-256 over the predecessor's sum and the fields before, as `record` has them
    );
    INSERT INTO event SELECT seq,
        CASE WHEN strftime('%Y-%m-%dT%H:%M:%SZ', unixepoch(at), 'unixepoch') = at THEN unixepoch(at) ELSE at END,
        (SELECT id FROM name WHERE text = editor), (SELECT id FROM name WHERE text = issue),
        (SELECT id FROM name WHERE text = kind), payload, sum FROM event_7 ORDER BY seq;
    DROP TABLE event_7;
    CREATE INDEX event_of_issue ON event (issue);
    CREATE VIEW record AS SELECT seq,
        CASE typeof(at) WHEN 'integer' THEN strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') ELSE at END AS at,
        e.text AS editor, i.text AS issue, k.text AS kind, payload, sum
        FROM event LEFT JOIN name e ON e.id = editor LEFT JOIN name i ON i.id = issue LEFT JOIN name k ON k.id = kind;
",
];

/// The first version that has the view `record`.
const RECORDS: u32 = 8;

/// Where events are read from in a file that may not have been migrated yet.
pub(super) fn records(conn: &Connection) -> rusqlite::Result<&'static str> {
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(if version < RECORDS { "event" } else { "record" })
}

/// The version that this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Brings a file to [`VERSION`], all of it or nothing.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version >= VERSION {
        return Ok(());
    }
    let transaction = conn.transaction()?;
    for step in MIGRATIONS.iter().skip(version as usize) {
        transaction.execute_batch(step)?;
    }
    let dictionary = (pack::NUMBER, pack::DICTIONARY);
    transaction.execute("INSERT OR IGNORE INTO dictionary (id, bytes) VALUES (?1, ?2)", dictionary)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// What a file says of itself before SQLite touches it.
///
/// Not for a file to which this process writes: closing any handle of a file gives up the locks that SQLite has on it
/// in the same process (the rule of POSIX). For such a file there is [`recognise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Schema version.
    pub version: u32,
    /// Whether readers must look for a write-ahead log.
    pub wal: bool,
    /// Whether the file is shorter than it says.
    pub truncated: bool,
}

impl Header {
    /// Reads the first bytes of a file and refuses what is not a dataset of this version or an earlier one.
    pub fn read(path: &Path) -> Result<Self, DatasetError> {
        let failed = |error| DatasetError::io(path, error);
        let meta = std::fs::metadata(path).map_err(failed)?;
        if meta.is_dir() {
            return Err(DatasetError::Directory(path.to_owned()));
        }
        let mut bytes = Vec::with_capacity(100);
        if meta.is_file() {
            File::open(path).map_err(failed)?.take(100).read_to_end(&mut bytes).map_err(failed)?;
        }
        let Ok(head) = <[u8; 100]>::try_from(bytes) else {
            return Err(DatasetError::NotADataset(path.to_owned()));
        };
        let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        if !head.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
            return Err(DatasetError::NotADataset(path.to_owned()));
        }
        let version = number(60);
        if version > VERSION {
            return Err(DatasetError::Newer { path: path.to_owned(), version });
        }
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            size => u64::from(size),
        };
        // While a log lies beside it the file itself may lag behind; SQLite then puts it right.
        let alone = !companion(path, "-wal").exists() && !companion(path, "-journal").exists();
        let truncated = alone && meta.len() < page * u64::from(number(28));
        Ok(Self { version, wal: head[18] == 2 || head[19] == 2, truncated })
    }
}

/// Gives a dataset's first hundred bytes those that are the same in all of them.
pub(super) fn restore_head(bytes: &mut [u8]) {
    let Some(head) = bytes.first_chunk_mut::<100>() else { return };
    head[..16].copy_from_slice(b"SQLite format 3\0");
    // Pages of 4096 bytes, a log beside the file, nothing reserved, and SQLite's own fixed numbers.
    head[16..24].copy_from_slice(&[16, 0, 2, 2, 0, 64, 32, 32]);
    head[44..48].copy_from_slice(&4_u32.to_be_bytes());
    head[56..60].copy_from_slice(&1_u32.to_be_bytes());
    head[60..64].copy_from_slice(&VERSION.to_be_bytes());
    head[68..72].copy_from_slice(&APPLICATION_ID.to_be_bytes());
}

/// Refuses what is not a dataset of this version or an earlier one, through SQLite.
pub(super) fn recognise(conn: &Connection, path: &Path) -> Result<(), DatasetError> {
    let pragma = |name| conn.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let failed = |error| DatasetError::sqlite(path, &error);
    if pragma("application_id").map_err(failed)? != APPLICATION_ID {
        return Err(DatasetError::NotADataset(path.to_owned()));
    }
    match pragma("user_version").map_err(failed)? {
        version if version > VERSION => Err(DatasetError::Newer { path: path.to_owned(), version }),
        _ => Ok(()),
    }
}

/// The path with something appended to the file name, as SQLite names what lies beside a file.
pub(super) fn companion(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
