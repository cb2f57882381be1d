//! What the file takes on the disk, made small again, and copies of it kept.
//!
//! Copies lie in a folder beside the dataset, `NAME.copies`, each named by the time at which it was made. Of all of them
//! the newest are kept, then one for each of some days and one for each of some weeks ([`spared`]).

use super::event::Payload;
use super::pack;
use super::schema::companion;
use super::{Access, Dataset, DatasetError};
use jiff::ToSpan;
use jiff::civil::DateTime;
use std::fs;
use std::path::{Path, PathBuf};

/// Copies that are kept whatever their age.
const NEWEST: usize = 3;
/// Days and weeks of which the last copy is kept.
const DAYS: usize = 7;
const WEEKS: usize = 4;

/// How the name of a copy tells its time.
const STAMP: &str = "%Y%m%d-%H%M%S-%3f";
const STAMP_LENGTH: usize = 19;

/// What a table takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSize {
    /// Table or index.
    pub name: String,
    /// Bytes in its pages, also those that are free in them.
    pub bytes: u64,
    /// Of these, used.
    pub used: u64,
}

/// A copy of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, local time.
    pub at: DateTime,
    /// Its size.
    pub bytes: u64,
}

impl Dataset {
    /// What each table and index takes, the largest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn sizes(&self) -> Result<Vec<TableSize>, DatasetError> {
        let read = || {
            let mut query = self.conn.prepare(
                "SELECT name, sum(pgsize), sum(payload) FROM dbstat GROUP BY name ORDER BY 2 DESC, 1",
            )?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(TableSize { name: row.get(0)?, bytes: row.get(1)?, used: row.get(2)? })
            };
            query.query_map([], row)?.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Makes the file as small as it can be: payloads of earlier versions are packed as those of today, and SQLite writes it anew beside itself and exchanges the pages in one durable
    /// step. No event is dropped. Says how many bytes it had and has.
    ///
    /// # Errors
    /// What a write can meet; a full disk leaves everything as it was.
    pub fn compact(&mut self) -> Result<(u64, u64), DatasetError> {
        self.writable()?;
        self.checkpoint()?;
        let path = self.path.clone();
        let size = || fs::metadata(&path).map(|meta| meta.len()).unwrap_or_default();
        let before = size();
        self.repack()?;
        self.conn.execute_batch("VACUUM").map_err(|error| self.failed(&error))?;
        self.checkpoint()?;
        Ok((before, size()))
    }

    /// Packs what earlier versions packed otherwise. Sums are over what is packed, so they stay.
    fn repack(&mut self) -> Result<(), DatasetError> {
        let mut write = || {
            let writing = self.conn.transaction()?;
            {
                let mut query = writing.prepare("SELECT seq, payload FROM event")?;
                let mut rows = query.query([])?;
                let mut old: Vec<u64> = Vec::new();
                while let Some(row) = rows.next()? {
                    if !row.get_ref(1)?.as_blob().is_ok_and(pack::is_packed) {
                        old.push(row.get(0)?);
                    }
                }
                let mut get = writing.prepare("SELECT payload FROM event WHERE seq = ?1")?;
                let mut put = writing.prepare("UPDATE event SET payload = ?2 WHERE seq = ?1")?;
                for seq in old {
                    let payload: Payload = get.query_row([seq], |row| row.get(0))?;
                    put.execute((seq, payload))?;
                }
            }
            writing.commit()
        };
        write().map_err(|error| DatasetError::sqlite(&self.path, &error))
    }

    /// Makes a copy in the folder of copies, where there is something that the newest one has not, and removes those
    /// that are not spared. Says which was made.
    ///
    /// # Errors
    /// As [`Dataset::backup`].
    pub fn keep_copy(&self, now: DateTime) -> Result<Option<PathBuf>, DatasetError> {
        let copies = copies(&self.path);
        if copies.first().is_some_and(|newest| self.is_in(newest)) {
            return Ok(None);
        }
        let folder = copies_folder(&self.path);
        fs::create_dir_all(&folder).map_err(|error| DatasetError::io(&folder, error))?;
        let copy = folder.join(copy_name(&self.path, now));
        self.backup(&copy, true)?;
        let times: Vec<DateTime> = std::iter::once(now).chain(copies.iter().map(|c| c.at)).collect();
        for (old, spared) in copies.iter().zip(spared(&times).into_iter().skip(1)) {
            if !spared {
                // One that cannot be removed is no harm.
                let _ = fs::remove_file(&old.path);
            }
        }
        Ok(Some(copy))
    }

    /// Whether a copy has all events.
    fn is_in(&self, copy: &Copy) -> bool {
        let last = || {
            let conn = rusqlite::Connection::open_with_flags(
                &copy.path,
                rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            conn.query_row("SELECT sum FROM event ORDER BY seq DESC LIMIT 1", [], |row| {
                row.get::<_, Vec<u8>>(0)
            })
        };
        last().is_ok_and(|sum| sum == self.ledger.sum)
    }
}

/// The copies of a dataset, the newest first.
pub fn copies(path: &Path) -> Vec<Copy> {
    let Ok(entries) = fs::read_dir(copies_folder(path)) else { return Vec::new() };
    let copy = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let stamp = name.strip_suffix(".zhupi")?.get(name.len().checked_sub(6 + STAMP_LENGTH)?..)?;
        let at = DateTime::strptime(STAMP, stamp).ok()?;
        Some(Copy { path: entry.path(), at, bytes: entry.metadata().ok()?.len() })
    };
    let mut copies: Vec<Copy> = entries.filter_map(|entry| copy(entry.ok()?)).collect();
    copies.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    copies
}

/// Puts a copy in the place of a dataset that nobody has open. The dataset of before becomes the newest copy; says which.
///
/// # Errors
/// Where the copy cannot be opened, the dataset is open somewhere, or the disk refuses; both are untouched then.
pub fn restore_copy(path: &Path, copy: &Path, now: DateTime) -> Result<PathBuf, DatasetError> {
    let kept = copies_folder(path).join(copy_name(path, now));
    {
        // Nobody else may open it meanwhile.
        let open = Dataset::open(path, Access::Write)?;
        if kept.exists() {
            return Err(DatasetError::Exists(kept));
        }
        if let Some(folder) = kept.parent() {
            fs::create_dir_all(folder).map_err(|error| DatasetError::io(folder, error))?;
        }
        if open.is_read_only() {
            // Damaged: kept as it is, byte by byte.
            super::backup::put(&kept, |file| {
                fs::copy(path, file).map(drop).map_err(|error| DatasetError::io(file, error))
            })?;
        } else {
            open.backup(&kept, false)?;
        }
        open.close()?;
    }
    let good = Dataset::open(copy, Access::Read)?;
    good.backup(path, true)?;
    for suffix in ["-wal", "-journal", "-shm"] {
        // A log of the file of before is none of the new one.
        let _ = fs::remove_file(companion(path, suffix));
    }
    Ok(kept)
}

/// Which of some times, the newest first, are kept.
fn spared(times: &[DateTime]) -> Vec<bool> {
    let monday = |at: &DateTime| {
        let back = i64::from(at.date().weekday().to_monday_zero_offset());
        at.date().saturating_sub(back.days())
    };
    let (mut days, mut weeks) = (Vec::new(), Vec::new());
    let mut spare = |(n, at): (usize, &DateTime)| {
        let mut spared = n < NEWEST;
        if !days.contains(&at.date()) && days.len() < DAYS {
            days.push(at.date());
            spared = true;
        }
        if !weeks.contains(&monday(at)) && weeks.len() < WEEKS {
            weeks.push(monday(at));
            spared = true;
        }
        spared
    };
    times.iter().enumerate().map(&mut spare).collect()
}

fn copies_folder(path: &Path) -> PathBuf {
    path.with_extension("copies")
}

fn copy_name(path: &Path, at: DateTime) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-{}.zhupi", at.strftime(STAMP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_each_day_and_week_are_spared() {
        let day = |day: i8, hour: i8| jiff::civil::date(2026, 11, day).at(hour, 0, 0, 0);
        // Two a day for four weeks, the newest first.
        let times: Vec<DateTime> = (1..=28).rev().flat_map(|d| [day(d, 18), day(d, 9)]).collect();
        let kept: Vec<DateTime> =
            times.iter().zip(spared(&times)).filter(|(_, spared)| *spared).map(|(at, _)| *at).collect();
        assert_eq!(kept[..3], [day(28, 18), day(28, 9), day(27, 18)]);
        assert_eq!(kept.len(), 1 + 7 + 2, "{kept:?}");
        assert!(kept.contains(&day(15, 18)) && kept.contains(&day(8, 18)));
        // Made again from what is left, nothing more goes.
        assert!(spared(&kept).into_iter().all(|spared| spared));
    }
}
