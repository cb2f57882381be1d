//! A sound file out of what is left of a damaged one.
//!
//! The damaged file is only read. `carve` finds rows in its bytes, `chain` tells which of them are as they were written,
//! and a new dataset is made of these: every event keeps its number, what is lost leaves an event of the kind `lost` at
//! its place, and the sums are those of the events before the first such place, then new ones. What comes after a lost
//! event is kept as far as it still fits what the others add up to: an edit says what it found, so one that spoke of what
//! was lost does not fit and is lost as well. Lists are made anew; what was learned is learned again.

mod carve;
mod chain;

use super::event::{Event, Record, Stamp};
use super::ledger::{self, Ledger};
use super::lock::{self, Writer};
use super::read::Fold;
use super::schema::{self, companion};
use super::{DatasetError, backup, files, open, verify, write};
use crate::annotation::{IssueId, LabelSet};
use crate::issue::Issue;
use crate::issue::register::Register;
use carve::{Found, Pages};
use chain::Chain;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a repair came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Events that are kept.
    pub events: u64,
    /// Issues that are kept.
    pub issues: usize,
    /// Files that are kept.
    pub files: usize,
    /// Events that are gone, in their order.
    pub lost: Vec<Lost>,
    /// Events that are kept though nothing proves them, since the one before is gone.
    pub unproven: Vec<u64>,
    /// Issues of which the beginning is gone, and so all of them.
    pub gone: Vec<IssueId>,
    /// Issues whose decisions are kept and of whose files this one is gone; it comes back when it is opened again.
    pub missing: Vec<(IssueId, String)>,
}

impl Repaired {
    /// Whether nothing is gone.
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty() && self.unproven.is_empty() && self.gone.is_empty() && self.missing.is_empty()
    }
}

/// An event that is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Its number.
    pub seq: u64,
    /// What is still known of it, where it could be read and spoke of what is gone.
    pub known: Option<Known>,
}

/// What is known of an event that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who.
    pub editor: String,
    /// In which issue; empty for none.
    pub issue: String,
    /// What, a key of the string files; empty where it is no act of an editor.
    pub gesture: String,
}

/// Makes a sound dataset at `to` from the damaged one at `from`, which stays as it is.
///
/// # Errors
/// [`DatasetError::Exists`] where `to` is there, [`DatasetError::Busy`] where somebody writes to `from`,
/// [`DatasetError::NotADataset`] where no event is found in it, and what reading and writing can meet.
pub fn repair(from: &Path, to: &Path) -> Result<Repaired, DatasetError> {
    if to.exists() {
        return Err(DatasetError::Exists(to.to_owned()));
    }
    let meta = std::fs::metadata(from).map_err(|error| DatasetError::io(from, error))?;
    if meta.is_dir() {
        return Err(DatasetError::Directory(from.to_owned()));
    }
    let _guard = match lock::writer(from) {
        Writer::Alive => return Err(DatasetError::Busy { path: from.to_owned(), owner: None }),
        none @ Writer::None { .. } => none,
    };
    let logs = ["-wal", "-journal"].into_iter().any(|suffix| companion(from, suffix).exists());
    let copy = if logs { Some(settled(from)?) } else { None };
    let from_bytes = copy.as_ref().map_or(from, |copy| copy.file());
    let mut pages = Pages::read(from_bytes).map_err(|error| DatasetError::io(from, error))?;
    let mut repaired = Repaired::default();
    backup::put(to, |file| {
        let failed = |error: rusqlite::Error| DatasetError::sqlite(to, &error);
        let mut conn = Connection::open(file).map_err(failed)?;
        schema::migrate(&mut conn).map_err(failed)?;
        let writing = conn.transaction().map_err(failed)?;
        let mut chain = found(&mut pages, &writing).map_err(failed)?;
        chain.walk();
        if chain.kept.is_empty() {
            return Err(DatasetError::NotADataset(from.to_owned()));
        }
        chain.last = chain.last.max(told(from_bytes, chain.last));
        repaired = rebuilt(&chain, &writing).map_err(failed)?;
        // Where the editor last was is no loss.
        let _ = views(from_bytes, &writing);
        writing.commit().map_err(failed)
    })?;
    Ok(repaired)
}

/// A private copy with what lies in the log beside the file in it.
fn settled(from: &Path) -> Result<open::PrivateCopy, DatasetError> {
    let copy = open::PrivateCopy::of(from)?;
    let failed = |error| DatasetError::io(copy.file(), error);
    let mut bytes = std::fs::read(copy.file()).map_err(failed)?;
    if schema::Header::read(copy.file()).is_err() && bytes.len() >= 100 {
        // SQLite does not look at the log of what it does not know as its own.
        schema::restore_head(&mut bytes);
        std::fs::write(copy.file(), &bytes).map_err(failed)?;
    }
    if let Ok(conn) = Connection::open(copy.file()) {
        // Reading anything makes it look at the log, closing puts it into the file.
        let _ = conn.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0));
        let _ = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    }
    Ok(copy)
}

/// All rows; the files are written at once.
fn found(pages: &mut Pages, writing: &Connection) -> rusqlite::Result<Chain> {
    let mut chain = Chain::default();
    let mut done = Ok(());
    pages.rows(&mut |found| match found {
        Found::Event(seq, row) => {
            let rows = chain.found.entry(seq).or_default();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        Found::Name(id, text) => drop(chain.names.entry(id).or_default().insert(text)),
        Found::File(sha256, packed) => {
            if let Some(bytes) = files::unpacked(&(sha256.clone(), Some(packed)))
                && done.is_ok()
            {
                done = files::keep_bytes(writing, &sha256, &bytes);
            }
        }
    });
    done.map(|()| chain)
}

/// The number of the last event, as SQLite can tell it from the table or from its index.
fn told(from: &Path, last: u64) -> u64 {
    let ask = |sql| {
        let conn = read_only(from)?;
        conn.query_row(sql, [], |row| row.get::<_, u64>(0))
    };
    let asked =
        ["SELECT max(seq) FROM event", "SELECT max(seq) FROM event INDEXED BY event_of_issue"].map(ask);
    // Far beyond what was found it is no number of an event.
    asked.into_iter().flatten().filter(|told| *told <= last + 10_000).max().unwrap_or_default()
}

fn views(from: &Path, writing: &Connection) -> rusqlite::Result<()> {
    let conn = read_only(from)?;
    let mut query = conn.prepare("SELECT key, value FROM view")?;
    for row in query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
        writing.execute("INSERT OR REPLACE INTO view VALUES (?1, ?2)", row?)?;
    }
    Ok(())
}

fn read_only(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// What the events that are kept add up to, and which of them do not fit.
struct Sifted {
    unfit: BTreeSet<u64>,
    /// Each issue with the number of its first event.
    issues: Vec<(u64, Issue)>,
    gone: Vec<IssueId>,
}

fn sift(chain: &Chain) -> Sifted {
    let mut of_issue: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut registers: Vec<u64> = Vec::new();
    let (mut entries, mut unfit): (BTreeSet<u64>, BTreeSet<u64>) = Default::default();
    for seq in chain.kept.keys() {
        let Some(record) = chain.kept(*seq) else {
            unfit.insert(*seq);
            continue;
        };
        of_issue.entry(record.issue.clone()).or_default().push(*seq);
        match record.kind.as_str() {
            "registered" => {
                entries.insert(*seq);
                registers.push(*seq);
            }
            "undone" | "redone" => match record.payload.event() {
                Ok(Event::Undone { seq: of } | Event::Redone { seq: of }) if entries.contains(&of) => {
                    registers.push(*seq);
                }
                _ => {}
            },
            _ => {}
        }
    }
    loop {
        let before = unfit.len();
        sift_register(chain, &registers, &mut unfit);
        let (mut issues, mut gone) = (Vec::new(), Vec::new());
        for (id, seqs) in &of_issue {
            match sift_issue(chain, seqs, &mut unfit) {
                Some(issue) => issues.push(issue),
                None if !id.is_empty() => gone.push(IssueId::new(id.clone())),
                None => {}
            }
        }
        // What an issue does not take the register must not have taken either.
        if unfit.len() == before || registers.is_empty() {
            return Sifted { unfit, issues, gone };
        }
    }
}

/// The events of an issue, or those of none.
fn sift_issue(chain: &Chain, seqs: &[u64], unfit: &mut BTreeSet<u64>) -> Option<(u64, Issue)> {
    let mut fold = Fold::default();
    let mut first = None;
    for seq in seqs {
        let Some((record, event)) = event_of(chain, *seq, unfit) else {
            unfit.insert(*seq);
            continue;
        };
        if let Event::Undone { seq: of } | Event::Redone { seq: of } = &event
            && (unfit.contains(of) || !chain.kept.contains_key(of))
        {
            unfit.insert(*seq);
            continue;
        }
        let opens = matches!(event, Event::Opened { .. } | Event::Moved { .. });
        if record.issue.is_empty() {
            continue;
        }
        if fold.add(*seq, event, &mut |_| ()).is_err() {
            unfit.insert(*seq);
        } else if opens {
            first.get_or_insert(*seq);
        }
    }
    match fold.issue {
        Some(issue) if verify::agrees(&issue, None).is_ok() => Some((first?, issue)),
        _ => {
            if chain.kept(*seqs.first()?).is_some_and(|record| !record.issue.is_empty()) {
                unfit.extend(seqs);
            }
            None
        }
    }
}

fn sift_register(chain: &Chain, seqs: &[u64], unfit: &mut BTreeSet<u64>) {
    let mut register = Register::default();
    let mut done = BTreeMap::new();
    for seq in seqs {
        let Some((_, event)) = event_of(chain, *seq, unfit) else { continue };
        let transaction = match event {
            Event::Registered { transaction } => Some(done.entry(*seq).or_insert(transaction).clone()),
            Event::Undone { seq } => done.get(&seq).map(crate::issue::Transaction::inverse),
            Event::Redone { seq } => done.get(&seq).cloned(),
            _ => continue,
        };
        if transaction.is_none_or(|transaction| register.apply(&transaction).is_err()) {
            unfit.insert(*seq);
        }
    }
}

fn event_of(chain: &Chain, seq: u64, unfit: &BTreeSet<u64>) -> Option<(Record, Event)> {
    let record = Some(seq).filter(|seq| !unfit.contains(seq)).and_then(|seq| chain.kept(seq))?;
    let event = record.payload.event().ok()?;
    Some((record, event))
}

/// Writes the events and the lists.
fn rebuilt(chain: &Chain, writing: &Connection) -> rusqlite::Result<Repaired> {
    let Sifted { unfit, issues, gone } = sift(chain);
    let now = Stamp::now(0).at;
    let mut repaired = Repaired { gone, issues: issues.len(), ..Repaired::default() };
    let mut ledger = Ledger::default();
    let mut last_of: BTreeMap<String, Stamp> = BTreeMap::new();
    let mut standing: BTreeMap<String, Vec<super::FileName>> = BTreeMap::new();
    for seq in 1..=chain.last {
        let read = Some(seq).filter(|seq| !unfit.contains(seq)).and_then(|seq| chain.kept(seq));
        let mut record = if let Some(mut record) = read {
            repaired.events += 1;
            if matches!(record.kind.as_str(), "opened" | "moved")
                && let Ok(Event::Opened { files, .. } | Event::Moved { files, .. }) = record.payload.event()
            {
                files::name(writing, &record.issue, seq, &files)?;
                standing.insert(record.issue.clone(), files);
            }
            last_of.insert(record.issue.clone(), record.stamp.clone());
            record.sum = record.expected_sum(&ledger.sum);
            record
        } else {
            repaired.lost.push(Lost { seq, known: known(chain, seq) });
            substitute(chain, seq, &now, &ledger.sum)
        };
        record.stamp.seq = seq;
        ledger::insert(writing, &record)?;
        (ledger.last, ledger.sum) = (seq, record.sum);
    }
    repaired.unproven = chain.unproven.iter().copied().filter(|seq| !unfit.contains(seq)).collect();
    for (opened, issue) in &issues {
        let stamp =
            last_of.get(issue.id.as_str()).cloned().unwrap_or(Stamp { seq: *opened, at: now.clone() });
        write::list(writing, issue, *opened)?;
        write::note(writing, issue, &stamp)?;
    }
    let mut has = writing.prepare("SELECT 1 FROM file WHERE sha256 = ?1")?;
    for (issue, files) in standing {
        for file in files {
            for hash in std::iter::once(&file.sha256).chain(&file.extract) {
                if !has.exists([hash])? {
                    repaired.missing.push((IssueId::new(issue.clone()), file.name.clone()));
                    break;
                }
            }
        }
    }
    repaired.files = writing.query_row("SELECT count(*) FROM file", [], |row| row.get(0))?;
    Ok(repaired)
}

/// What stands at the place of an event that is lost. The first one is the label set, which a later one may tell.
fn substitute(chain: &Chain, seq: u64, now: &str, before: &super::event::Sum) -> Record {
    let told = |seq: &u64| match chain.kept(*seq)?.payload.event().ok()? {
        Event::Labels { before, .. } => before,
        _ => None,
    };
    let event = if seq == 1 {
        let after = chain.kept.keys().find_map(told).unwrap_or_else(LabelSet::newspaper);
        Event::Labels { before: None, after }
    } else {
        Event::Lost
    };
    let mut record = Record {
        stamp: Stamp { seq, at: now.to_owned() },
        editor: String::new(),
        issue: String::new(),
        kind: event.kind().to_owned(),
        payload: super::event::Payload(serde_json::to_string(&event).unwrap_or_default()),
        sum: *before,
    };
    record.sum = record.expected_sum(before);
    record
}

fn known(chain: &Chain, seq: u64) -> Option<Known> {
    let record = chain.kept(seq)?;
    let gesture = match record.payload.event() {
        Ok(
            Event::Edited { transaction }
            | Event::Registered { transaction }
            | Event::Proposed { transaction },
        ) => transaction.gesture,
        Ok(Event::Undone { .. }) => "action.undo".to_owned(),
        Ok(Event::Redone { .. }) => "action.redo".to_owned(),
        _ => String::new(),
    };
    Some(Known { at: record.stamp.at, editor: record.editor, issue: record.issue, gesture })
}
