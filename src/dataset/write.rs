//! Changes: each is one event, and done when this room returns.

use super::event::{Event, Stamp};
use super::open::{DURABLE, Hold};
use super::read::{Counts, decode_event};
use super::{Dataset, DatasetError, files, ledger, lock};
use crate::annotation::IssueId;
use crate::issue::{Edit, Issue, Transaction};
use crate::layout::Unfit;
use crate::source::Source;
use rusqlite::{Connection, Transaction as Write, TransactionBehavior};
use serde::Serialize;

/// What became of an issue that was to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New {
        /// Its id.
        id: IssueId,
        /// The event.
        stamp: Stamp,
    },
    /// Its files are there already, as this issue or as part of it.
    Known(IssueId),
}

impl Added {
    /// The issue that holds the files.
    pub fn id(&self) -> &IssueId {
        match self {
            Self::New { id, .. } | Self::Known(id) => id,
        }
    }
}

/// What an undo or redo did.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// The issue that changed; `""` where only the register did.
    pub issue: IssueId,
    /// What brings the issue on the page to the new state.
    pub transaction: Transaction,
    /// The event.
    pub stamp: Stamp,
}

/// Which way along the history.
#[derive(Clone, Copy)]
enum Way {
    Back,
    Forth,
}

impl Dataset {
    /// Adds an issue with the files it is made of. Its lists are put into their canonical order; go on with
    /// [`Dataset::issue`]. The same files are never added twice.
    ///
    /// # Errors
    /// [`DatasetError::Unsound`] where text, places and quotes do not agree, [`DatasetError::IdTaken`], and what a write
    /// can meet. Nothing is changed then.
    pub fn add_issue(&mut self, source: &Source, issue: &Issue, editor: &str) -> Result<Added, DatasetError> {
        if let Some(id) =
            self.find(&source.files.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>())?
        {
            // A file that a repair could not save comes back.
            if !self.is_read_only() {
                files::keep_all_bytes(&self.conn, source).map_err(|error| self.failed(&error))?;
            }
            return Ok(Added::Known(id));
        }
        let mut issue = issue.clone();
        issue.articles.iter_mut().for_each(crate::issue::Article::canonical);
        super::verify::agrees(&issue, Some(&source.text)).map_err(DatasetError::Unsound)?;
        if self.has(&issue.id)? {
            return Err(DatasetError::IdTaken(issue.id));
        }
        let event = Event::Opened { files: files::names(source), issue: Box::new(issue.clone()) };
        let stamp = self.append(editor, &issue.id, &event, |conn, stamp| {
            files::keep(conn, &issue.id, stamp, source)?;
            list(conn, &issue, stamp.seq)?;
            note(conn, &issue, stamp)
        })?;
        let id = issue.id.clone();
        self.state = Some(issue);
        Ok(Added::New { id, stamp })
    }

    /// Sets an issue on other files: corrected ones, or the same read in another encoding. `issue` is the issue as
    /// [`crate::layout::carry`] moved it, `unfit` what found no place. What was decided before can no longer be undone,
    /// since the texts that it spoke of are others now; the files from before stay in the dataset.
    ///
    /// # Errors
    /// As [`Dataset::add_issue`]; [`DatasetError::NoIssue`] where there is no such issue.
    pub fn move_issue(
        &mut self,
        source: &Source,
        issue: &Issue,
        unfit: Vec<Unfit>,
        editor: &str,
    ) -> Result<Stamp, DatasetError> {
        if !self.has(&issue.id)? {
            return Err(DatasetError::NoIssue(issue.id.clone()));
        }
        let mut issue = issue.clone();
        issue.articles.iter_mut().for_each(crate::issue::Article::canonical);
        super::verify::agrees(&issue, Some(&source.text)).map_err(DatasetError::Unsound)?;
        let event = Event::Moved { files: files::names(source), issue: Box::new(issue.clone()), unfit };
        self.state = None;
        let stamp = self.append(editor, &issue.id, &event, |conn, stamp| {
            files::keep(conn, &issue.id, stamp, source)?;
            note(conn, &issue, stamp)
        })?;
        self.state = Some(issue);
        Ok(stamp)
    }

    /// Changes an issue, or the register with `""` for the issue, or both at once. When this returns, the change is on the disk.
    ///
    /// # Errors
    /// [`DatasetError::Edit`] where the change does not fit the issue as it stands, and what a write can meet. Nothing is
    /// changed then.
    pub fn edit(
        &mut self,
        issue: &IssueId,
        editor: &str,
        transaction: Transaction,
    ) -> Result<Stamp, DatasetError> {
        let of = transaction.clone();
        let registers = transaction.registers();
        let event = if registers { Event::Registered { transaction } } else { Event::Edited { transaction } };
        self.carry_out(issue, editor, &of, &event)
    }

    /// Changes an issue by many transactions, each an event of its own, in one durable step: all of them or none.
    ///
    /// # Errors
    /// As [`Dataset::edit`].
    pub fn edit_many(
        &mut self,
        issue: &IssueId,
        editor: &str,
        transactions: Vec<Transaction>,
    ) -> Result<(), DatasetError> {
        self.writable()?;
        let mut state = self.issue(issue)?;
        let failed = |error: rusqlite::Error| DatasetError::sqlite(&self.path, &error);
        let write = |ledger: &mut ledger::Ledger| {
            let writing = self.conn.unchecked_transaction().map_err(failed)?;
            let mut last = None;
            for transaction in transactions {
                if transaction.registers() {
                    return Err(DatasetError::Unsound("the register changes by single edits".to_owned()));
                }
                state.apply(&transaction)?;
                let record = ledger.next(editor, issue.as_str(), &Event::Edited { transaction })?;
                ledger::insert(&writing, &record).map_err(failed)?;
                ledger.take(&record).map_err(|error| DatasetError::Unsound(error.to_string()))?;
                last = Some(record.stamp);
            }
            if let Some(stamp) = &last {
                note(&writing, &state, stamp).map_err(failed)?;
            }
            writing.commit().map_err(failed)
        };
        let done = write(&mut self.ledger);
        if done.is_err() {
            // It went along with what is not on the disk.
            self.ledger = ledger::Ledger::read(&self.conn).map_err(|error| self.failed(&error))?;
            return done;
        }
        self.state = Some(state);
        self.is_there()
    }

    /// Changes what the transaction is about, the register, an issue or both, and records it.
    fn carry_out(
        &mut self,
        issue: &IssueId,
        editor: &str,
        transaction: &Transaction,
        event: &Event,
    ) -> Result<Stamp, DatasetError> {
        self.writable()?;
        if !transaction.registers() {
            let state = self.changed(issue, transaction)?;
            return self.record(state, editor, event);
        }
        self.change_register(transaction)?;
        let alone = transaction.edits.iter().all(|edit| matches!(edit, Edit::Entry { .. }));
        let done = if alone && issue.as_str().is_empty() {
            self.append(editor, issue, event, |_, _| Ok(()))
        } else {
            self.changed(issue, transaction).and_then(|state| self.record(state, editor, event))
        };
        if done.is_err() {
            self.register.take();
        }
        done
    }

    /// Takes back the editor's last transaction that stands; `None` where there is none.
    ///
    /// # Errors
    /// As [`Dataset::edit`].
    pub fn undo(&mut self, editor: &str) -> Result<Option<Replay>, DatasetError> {
        self.walk(editor, Way::Back)
    }

    /// Does again what the editor took back last; `None` where there is nothing, or a change came after it.
    ///
    /// # Errors
    /// As [`Dataset::edit`].
    pub fn redo(&mut self, editor: &str) -> Result<Option<Replay>, DatasetError> {
        self.walk(editor, Way::Forth)
    }

    /// The issue and the transaction that [`Dataset::undo`] would apply, for showing the place first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next_undo(&self, editor: &str) -> Result<Option<(IssueId, Transaction)>, DatasetError> {
        Ok(self.next(editor, Way::Back)?.map(|(issue, transaction, _)| (issue, transaction)))
    }

    /// The same for [`Dataset::redo`].
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next_redo(&self, editor: &str) -> Result<Option<(IssueId, Transaction)>, DatasetError> {
        Ok(self.next(editor, Way::Forth)?.map(|(issue, transaction, _)| (issue, transaction)))
    }

    /// Remembers something about the window under a key. It outlives the program's death at once and the machine's with
    /// the next decision. Datasets open for reading remember nothing.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn set_view<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), DatasetError> {
        if self.is_read_only() {
            return Ok(());
        }
        self.is_there()?;
        let json = serde_json::to_string(value).map_err(|error| DatasetError::Unsound(error.to_string()))?;
        let write = || {
            self.conn.pragma_update(None, "synchronous", "NORMAL")?;
            let written = self.conn.execute("INSERT OR REPLACE INTO view VALUES (?1, ?2)", (key, json));
            self.conn.pragma_update(None, "synchronous", DURABLE)?;
            written
        };
        write().map(drop).map_err(|error| self.failed(&error))
    }

    fn walk(&mut self, editor: &str, way: Way) -> Result<Option<Replay>, DatasetError> {
        let Some((issue, transaction, seq)) = self.next(editor, way)? else { return Ok(None) };
        let event = match way {
            Way::Back => Event::Undone { seq },
            Way::Forth => Event::Redone { seq },
        };
        let stamp = self.carry_out(&issue, editor, &transaction, &event)?;
        Ok(Some(Replay { issue, transaction, stamp }))
    }

    /// What the next step along the history comes to: issue, transaction to apply, number of its event.
    fn next(&self, editor: &str, way: Way) -> Result<Option<(IssueId, Transaction, u64)>, DatasetError> {
        let Some(history) = self.history(editor) else { return Ok(None) };
        let next = match way {
            Way::Back => history.next_undo(),
            Way::Forth => history.next_redo(),
        };
        let Some(seq) = next else { return Ok(None) };
        let (issue, payload) = self
            .conn
            .prepare_cached("SELECT issue, payload FROM record WHERE seq = ?1")
            .and_then(|mut query| query.query_row([seq], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))))
            .map_err(|error| self.failed(&error))?;
        let (Event::Edited { transaction } | Event::Registered { transaction }) =
            decode_event(&self.path, seq, &payload)?
        else {
            return Err(super::read::unreadable(&self.path, seq, &"it is no edit"));
        };
        let transaction = match way {
            Way::Back => transaction.inverse(),
            Way::Forth => transaction,
        };
        Ok(Some((IssueId::new(issue), transaction, seq)))
    }

    /// The issue as it will be. It is taken out of the dataset and comes back with [`Dataset::record`], so that after a
    /// failed write it is added up from the events again.
    pub(super) fn changed(&mut self, id: &IssueId, transaction: &Transaction) -> Result<Issue, DatasetError> {
        self.writable()?;
        let mut state = match self.state.take() {
            Some(state) if state.id == *id => state,
            _ => self.fold(id)?,
        };
        let applied = state.apply(transaction);
        if applied.is_err() {
            self.state = Some(state);
            applied?;
            return Err(DatasetError::NoIssue(id.clone()));
        }
        Ok(state)
    }

    pub(super) fn record(
        &mut self,
        state: Issue,
        editor: &str,
        event: &Event,
    ) -> Result<Stamp, DatasetError> {
        let stamp = self.append(editor, &state.id, event, |conn, stamp| note(conn, &state, stamp))?;
        self.state = Some(state);
        Ok(stamp)
    }

    /// Writes an event and what goes with it in one durable step, or as a part of a larger one ([`Dataset::together`]).
    pub(super) fn append(
        &mut self,
        editor: &str,
        issue: &IssueId,
        event: &Event,
        also: impl FnOnce(&Connection, &Stamp) -> rusqlite::Result<()>,
    ) -> Result<Stamp, DatasetError> {
        self.writable()?;
        let record = self.ledger.next(editor, issue.as_str(), event)?;
        let write = |conn: &Connection| {
            // Inside a larger step that one commits.
            let own = conn.is_autocommit();
            let own = own.then(|| Write::new_unchecked(conn, TransactionBehavior::Immediate)).transpose()?;
            ledger::insert(conn, &record)?;
            also(conn, &record.stamp)?;
            own.map_or(Ok(()), Write::commit)
        };
        write(&self.conn).map_err(|error| DatasetError::sqlite(&self.path, &error))?;
        self.ledger.take(&record).map_err(|error| DatasetError::Unsound(error.to_string()))?;
        // Written to a file that has lost its name: nobody will find it there.
        self.is_there()?;
        Ok(record.stamp)
    }

    pub(super) fn writable(&self) -> Result<(), DatasetError> {
        if self.is_read_only() {
            return Err(DatasetError::ReadOnly(self.path.clone()));
        }
        self.is_there()
    }

    /// Whether the file that was opened is still the one under its name.
    pub(super) fn is_there(&self) -> Result<(), DatasetError> {
        let Hold::Write { identity, .. } = &self.hold else { return Ok(()) };
        match std::fs::metadata(&self.path) {
            Ok(meta) if lock::identity(&meta) == *identity => Ok(()),
            _ => Err(DatasetError::Vanished(self.path.clone())),
        }
    }
}

/// Gives an issue a line in the list; [`note`] fills it.
pub(super) fn list(conn: &Connection, issue: &Issue, opened: u64) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT INTO issue (id, opened, changed, title, date, articles, finished, entities, proposed)
         VALUES (?1, ?2, '', '', '', 0, 0, 0, 0)",
        (issue.id.as_str(), opened),
    )
    .map(drop)
}

/// Brings an issue's line in the list up to date.
pub(super) fn note(conn: &Connection, issue: &Issue, stamp: &Stamp) -> rusqlite::Result<()> {
    let counts = Counts::of(issue);
    conn.prepare_cached(
        "UPDATE issue SET changed = ?2, title = ?3, date = ?4, articles = ?5, finished = ?6, entities = ?7,
         proposed = ?8, trashed = ?9 WHERE id = ?1",
    )?
    .execute((
        issue.id.as_str(),
        &stamp.at,
        &issue.title,
        &issue.date,
        counts.articles,
        counts.finished,
        counts.entities,
        counts.proposed,
        counts.trashed,
    ))
    .map(drop)
}
