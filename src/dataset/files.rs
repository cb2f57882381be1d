//! The files of issues: bytes once each by their hash, and which issue stands on which.
//!
//! An issue may be set on other files. Its rows in `issue_file` have the number of the event that brought them; those
//! with the highest number count, the others stay so that the file of old is still known as this issue's.

use super::event::{Event, FileName, Stamp};
use super::read::decode_event;
use super::{Dataset, DatasetError};
use crate::annotation::IssueId;
use crate::layout::Unfit;
use crate::source::{self, File, Source};
use rusqlite::{Connection, OptionalExtension};

/// Files as an event names them.
pub(super) fn names(source: &Source) -> Vec<FileName> {
    let name = |file: &File| FileName {
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        encoding: file.encoding.clone(),
        extract: extract_name(file),
    };
    source.files.iter().map(name).collect()
}

/// Keeps the bytes of the files, each once, and that the issue stands on them from this event on.
pub(super) fn keep(
    conn: &Connection,
    issue: &IssueId,
    stamp: &Stamp,
    source: &Source,
) -> rusqlite::Result<()> {
    keep_all_bytes(conn, source)?;
    name(conn, issue.as_str(), stamp.seq, &names(source))
}

/// Keeps the bytes of the files that are not there.
pub(super) fn keep_all_bytes(conn: &Connection, source: &Source) -> rusqlite::Result<()> {
    for file in &source.files {
        keep_bytes(conn, &file.sha256, &file.bytes)?;
        if let (Some(name), Some(extract)) = (extract_name(file), &file.extract) {
            keep_bytes(conn, &name, extract.as_bytes())?;
        }
    }
    Ok(())
}

/// Notes that an issue stands on files from this event on.
pub(super) fn name(conn: &Connection, issue: &str, since: u64, files: &[FileName]) -> rusqlite::Result<()> {
    for (position, file) in files.iter().enumerate() {
        conn.execute(
            "INSERT INTO issue_file (issue, since, position, sha256, name, encoding, extract)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (issue, since, position, &file.sha256, &file.name, &file.encoding, &file.extract),
        )?;
    }
    Ok(())
}

fn extract_name(file: &File) -> Option<String> {
    file.extract.as_ref().map(|extract| source::sha256(extract.as_bytes()))
}

pub(super) fn keep_bytes(conn: &Connection, sha256: &str, bytes: &[u8]) -> rusqlite::Result<()> {
    if conn.prepare_cached("SELECT 1 FROM file WHERE sha256 = ?1")?.exists([sha256])? {
        return Ok(());
    }
    let packed =
        zstd::encode_all(bytes, 6).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    conn.execute(
        "INSERT INTO file (sha256, length, bytes) VALUES (?1, ?2, ?3)",
        (sha256, bytes.len(), packed),
    )
    .map(drop)
}

/// Bytes as they are kept: their SHA-256 and the zstd frame, absent where the file is gone.
pub(super) type Kept = (String, Option<Vec<u8>>);

/// The bytes themselves; `None` where they are not those that came in.
pub(super) fn unpacked((sha256, packed): &Kept) -> Option<Vec<u8>> {
    let bytes = packed.as_ref().and_then(|packed| zstd::decode_all(&**packed).ok());
    bytes.filter(|bytes| source::sha256(bytes) == *sha256)
}

impl Dataset {
    /// The issue that holds all files with these hashes (SHA-256, hex), or held them once.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn find(&self, sha256: &[&str]) -> Result<Option<IssueId>, DatasetError> {
        let Some(first) = sha256.first() else { return Ok(None) };
        let read = || {
            let mut candidates = self.conn.prepare_cached(
                "SELECT DISTINCT id FROM issue JOIN issue_file ON issue = id WHERE sha256 = ?1 ORDER BY opened",
            )?;
            let mut holds =
                self.conn.prepare_cached("SELECT 1 FROM issue_file WHERE issue = ?1 AND sha256 = ?2")?;
            for id in candidates.query_map([first], |row| row.get::<_, String>(0))? {
                let id = id?;
                let mut missing = 0;
                for hash in sha256 {
                    missing += usize::from(!holds.exists((&id, hash))?);
                }
                if missing == 0 {
                    return Ok(Some(IssueId::new(id)));
                }
            }
            Ok(None)
        };
        read().map_err(|error| self.failed(&error))
    }

    /// The files that an issue stands on, as they were read when they came in.
    ///
    /// # Errors
    /// [`DatasetError::NoIssue`], or where the bytes are not those that were kept.
    pub fn source(&self, id: &IssueId) -> Result<Source, DatasetError> {
        self.source_at(id, u64::MAX)
    }

    /// The files that it stood on when the event with this number was the last.
    ///
    /// # Errors
    /// As [`Dataset::source`].
    pub fn source_at(&self, id: &IssueId, seq: u64) -> Result<Source, DatasetError> {
        let end = self.end().min(i64::try_from(seq).unwrap_or(i64::MAX).saturating_add(1));
        let read = || {
            let mut query = self.conn.prepare_cached(
                "SELECT name, f.sha256, encoding, f.bytes, extract, e.bytes FROM issue_file
                 LEFT JOIN file f USING (sha256) LEFT JOIN file e ON e.sha256 = extract
                 WHERE issue = ?1 AND since = (SELECT max(since) FROM issue_file WHERE issue = ?1 AND since < ?2)
                 ORDER BY position",
            )?;
            let rows = query.query_map((id.as_str(), end), |row| {
                let extract = match row.get(4)? {
                    Some(name) => Some((name, row.get(5)?)),
                    None => None,
                };
                Ok((row.get(0)?, row.get(2)?, (row.get(1)?, row.get(3)?), extract))
            })?;
            rows.collect::<rusqlite::Result<Vec<(String, String, Kept, Option<Kept>)>>>()
        };
        let rows = read().map_err(|error| self.failed(&error))?;
        if rows.is_empty() {
            return Err(DatasetError::NoIssue(id.clone()));
        }
        let mut files = Vec::with_capacity(rows.len());
        for (name, encoding, kept, extract) in rows {
            let damaged = || DatasetError::Damaged {
                path: self.path.clone(),
                what: format!("the bytes of {name} ({})", kept.0),
            };
            let bytes = unpacked(&kept).ok_or_else(damaged)?;
            let extract = match &extract {
                Some(kept) => {
                    let json = unpacked(kept).and_then(|bytes| String::from_utf8(bytes).ok());
                    Some(json.ok_or_else(damaged)?.into())
                }
                None => None,
            };
            files.push(File { name, bytes: bytes.into(), sha256: kept.0, encoding, extract });
        }
        Source::from_files(files)
            .map_err(|error| DatasetError::Damaged { path: self.path.clone(), what: error.to_string() })
    }

    /// The decisions that found no place when the issue was last set on other files.
    ///
    /// # Errors
    /// Where the event cannot be read.
    pub fn unfit(&self, id: &IssueId) -> Result<Vec<Unfit>, DatasetError> {
        let row = self
            .conn
            .prepare_cached(
                "SELECT seq, payload FROM record WHERE issue = ?1 AND kind = 'moved' AND seq < ?2
                 ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut query| {
                query.query_row((id.as_str(), self.end()), |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .map_err(|error| self.failed(&error))?;
        let Some((seq, payload)) = row else { return Ok(Vec::new()) };
        match decode_event(&self.path, seq, &payload)? {
            Event::Moved { unfit, .. } => Ok(unfit),
            _ => Ok(Vec::new()),
        }
    }
}
