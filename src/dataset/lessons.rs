//! What finished articles teach the proposals, kept beside the events.
//!
//! Every article that is finished with teaches once, at its place in the order in which the articles were finished: the
//! number of the event that finished it last. An article that came in finished has the number of its issue's coming in.
//! What they teach is a function of that sequence and of the program's own weights ([`crate::propose::Learned`]); so it
//! can be made again at any time, and undoing a 'done' undoes what it taught.
//!
//! The table `learned` holds the result and, beside it, the sequence that it was learned from. Where that is how the
//! sequence of today begins, only the rest is learned; otherwise all of it is learned again. Issues without new events
//! are not read for that.

use super::event::{Event, Stamp};
use super::read::{Seen, decode_event};
use super::{Dataset, DatasetError};
use crate::annotation::{ArticleId, IssueId};
use crate::issue::{Article, Edit, Issue, Transaction};
use crate::propose::{Held, Learned, Lesson, Proposer};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of what was learned, and of what from.
const LEARNED: &str = "proposals";
const FROM: &str = "proposals.from";

/// What finished articles of a dataset have taught.
#[derive(Clone, Debug)]
pub struct Lessons {
    /// What they taught.
    pub learned: Learned,
    /// From which articles, in their order.
    from: Vec<Finished>,
    /// The last event that was known then.
    upto: u64,
    /// Whether it is something else than what is kept.
    pub news: bool,
}

/// A finished article in the sequence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Finished {
    /// The event that finished it.
    seq: u64,
    issue: IssueId,
    /// Its place in the issue, for those that one event finished.
    place: usize,
    article: ArticleId,
    /// Of its text and decisions.
    sum: String,
}

/// When the articles of an issue were finished.
#[derive(Default)]
struct When {
    opened: u64,
    finished: BTreeMap<ArticleId, u64>,
}

impl When {
    fn see(&mut self, stamp: &Stamp, seen: &Seen<'_>) {
        match seen {
            Seen::Opened(_) => self.opened = stamp.seq,
            Seen::Changed(transaction) => {
                for edit in &transaction.edits {
                    let Edit::Article { article, before, after } = edit else { continue };
                    if !after.status.is_finished() {
                        self.finished.remove(article);
                    } else if !before.status.is_finished() {
                        self.finished.insert(article.clone(), stamp.seq);
                    }
                }
            }
            Seen::Refreshed(_) | Seen::Moved => {}
        }
    }
}

impl Finished {
    fn new(issue: &Issue, (place, article): (usize, &Article), when: &When) -> Self {
        let seq = when.finished.get(&article.id).copied().unwrap_or(when.opened);
        let said: Vec<_> =
            article.blocks.iter().map(|block| (block.role, &block.text, &block.entities)).collect();
        let said = serde_json::to_vec(&(article.kind, said, &article.topics)).unwrap_or_default();
        let sum = crate::source::sha256(&said)[..24].to_owned();
        Self { seq, issue: issue.id.clone(), place, article: article.id.clone(), sum }
    }
}

/// Nothing is learned from articles any more, until it is learned anew.
pub(super) fn forget(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM learned WHERE key IN (?1, ?2)", [LEARNED, FROM]).map(drop)
}

impl Dataset {
    /// What finished articles have taught, as it is kept; `None` where there is nothing for this proposer's weights.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lessons(&self, proposer: &Proposer) -> Result<Option<Learned>, DatasetError> {
        let bytes = self.lesson_bytes()?;
        // What cannot be read, or was learned beside other weights, is learned anew the next time.
        Ok(bytes.and_then(|bytes| Learned::parse(&bytes, proposer).ok()))
    }

    /// The same as bytes, for whoever has no proposer.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lesson_bytes(&self) -> Result<Option<Vec<u8>>, DatasetError> {
        Ok(if self.teaches() { self.row(LEARNED)? } else { None })
    }

    fn row<T: rusqlite::types::FromSql>(&self, key: &str) -> Result<Option<T>, DatasetError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT value FROM learned WHERE key = ?1")
            .map_err(|error| self.failed(&error))?;
        query.query_row([key], |row| row.get(0)).optional().map_err(|error| self.failed(&error))
    }

    /// Learns from all finished articles in the order in which they were finished, going on from what is kept where that
    /// is possible. Only reads; the same events give the same.
    ///
    /// # Errors
    /// Where an issue cannot be read.
    pub fn learn_proposals(&self, proposer: &Proposer) -> Result<Lessons, DatasetError> {
        let kept = self.kept(proposer)?;
        let (learned, known, since) = kept.clone().unwrap_or_default();
        let changed = self.changed_since(since)?;
        let mut from: Vec<Finished> =
            known.iter().filter(|entry| !changed.contains(&entry.issue)).cloned().collect();
        let mut articles: BTreeMap<(IssueId, ArticleId), Article> = BTreeMap::new();
        let mut read = |issue: &IssueId, from: &mut dyn FnMut(Finished)| -> Result<(), DatasetError> {
            let mut when = When::default();
            let issue = self.fold_seeing(issue, &mut |stamp, _, seen| when.see(stamp, &seen))?;
            for (place, article) in issue.articles.iter().enumerate().filter(|(_, a)| a.status.is_finished())
            {
                from(Finished::new(&issue, (place, article), &when));
                articles.insert((issue.id.clone(), article.id.clone()), article.clone());
            }
            Ok(())
        };
        for summary in self.issues()? {
            if changed.contains(&summary.id) && summary.counts.finished > 0 {
                read(&summary.id, &mut |entry| from.push(entry))?;
            }
        }
        from.sort();
        let (mut learned, done) =
            if from.starts_with(&known) { (learned, known.len()) } else { (Learned::default(), 0) };
        let rest = &from[done..];
        let unread: BTreeSet<&IssueId> =
            rest.iter().map(|entry| &entry.issue).filter(|issue| !changed.contains(*issue)).collect();
        for issue in unread {
            read(issue, &mut |_| ())?;
        }
        for entry in rest {
            let article = articles.get(&(entry.issue.clone(), entry.article.clone()));
            if let Some(lesson) = article.and_then(|article| Lesson::read(proposer, article)) {
                learned.learn(proposer, lesson);
            }
        }
        let news = from != known;
        Ok(Lessons { learned, from, upto: self.ledger.last, news })
    }

    /// What is kept: what was learned, from which articles, up to which event.
    #[allow(clippy::type_complexity, reason = "three things that only this room puts together")]
    fn kept(&self, proposer: &Proposer) -> Result<Option<(Learned, Vec<Finished>, u64)>, DatasetError> {
        let Some(learned) = self.lessons(proposer)? else { return Ok(None) };
        let json: Option<String> = self.row(FROM)?;
        let from = json.and_then(|json| serde_json::from_str::<(Vec<Finished>, u64)>(&json).ok());
        Ok(from.map(|(from, upto)| (learned, from, upto)))
    }

    /// The issues with later events.
    fn changed_since(&self, seq: u64) -> Result<BTreeSet<IssueId>, DatasetError> {
        let read = || {
            let mut query = self
                .conn
                .prepare("SELECT DISTINCT issue FROM record WHERE seq > ?1 AND seq < ?2 AND issue <> ''")?;
            let ids = query.query_map((seq, self.end()), |row| row.get::<_, String>(0))?;
            ids.map(|id| Ok(IssueId::new(id?))).collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Keeps what was learned, in place of what was kept before.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn keep_lessons(&mut self, lessons: &Lessons, proposer: &Proposer) -> Result<(), DatasetError> {
        self.keep_lesson_bytes(lessons, &lessons.learned.write(proposer))
    }

    /// The same, with what was learned as bytes already.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn keep_lesson_bytes(&mut self, lessons: &Lessons, bytes: &[u8]) -> Result<(), DatasetError> {
        self.writable()?;
        // Topics are of another taxonomy since: what is learned next counts.
        if lessons.upto < self.ledger.taxonomy.1 {
            return Ok(());
        }
        let json = serde_json::to_string(&(&lessons.from, lessons.upto))
            .map_err(|error| DatasetError::Unsound(error.to_string()))?;
        let mut write = || {
            let writing = self.conn.transaction()?;
            if lessons.from.is_empty() {
                forget(&writing)?;
            } else {
                let sql = "INSERT OR REPLACE INTO learned (key, base, upto, value) VALUES (?1, '', ?2, ?3)";
                writing.execute(sql, (LEARNED, lessons.upto, bytes))?;
                writing.execute(sql, (FROM, lessons.upto, &json))?;
            }
            writing.commit()
        };
        write().map_err(|error| DatasetError::sqlite(&self.path, &error))
    }

    /// Has newer proposals stand in place of older ones. That is no decision: nobody can take it back, and everything that
    /// could be taken back before still can; where it could not, this is refused.
    ///
    /// # Errors
    /// As [`Dataset::edit`].
    pub fn refresh(
        &mut self,
        issue: &IssueId,
        editor: &str,
        transaction: Transaction,
    ) -> Result<Stamp, DatasetError> {
        let undoable = self.undoable(issue)?;
        let reach = |state: &Issue| {
            let mut back = state.clone();
            undoable.iter().rev().take_while(|done| back.apply(&done.inverse()).is_ok()).count()
        };
        let before = reach(&self.issue(issue)?);
        let state = self.changed(issue, &transaction)?;
        if reach(&state) < before || self.redo_waits() {
            self.state = None;
            return Err(DatasetError::Unsound("something could not be taken back any more".to_owned()));
        }
        self.record(state, editor, &Event::Proposed { transaction })
    }

    /// Whether somebody could do again what was taken back; it is to find what it left.
    fn redo_waits(&self) -> bool {
        self.ledger.histories.values().any(|history| history.next_redo().is_some())
    }

    /// What newer proposals have to leave as it is, since somebody may take back what was done to it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn held(&self, issue: &IssueId) -> Result<Held, DatasetError> {
        let mut held = Held::default();
        self.undoable(issue)?.iter().for_each(|transaction| held.hold(transaction));
        Ok(held)
    }

    /// All that anybody could take back in an issue, in its order.
    fn undoable(&self, issue: &IssueId) -> Result<Vec<Transaction>, DatasetError> {
        let standing: BTreeSet<u64> =
            self.ledger.histories.values().flat_map(crate::issue::History::undoable).copied().collect();
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut query = self
            .conn
            .prepare_cached(
                "SELECT seq, payload FROM record WHERE issue = ?1 AND kind IN ('edited', 'registered') AND seq < ?2",
            )
            .map_err(failed)?;
        let rows = query
            .query_map((issue.as_str(), self.end()), |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(failed)?;
        let mut transactions = BTreeMap::new();
        for row in rows {
            let (seq, payload): (u64, _) = row.map_err(failed)?;
            if standing.contains(&seq)
                && let Event::Edited { transaction } | Event::Registered { transaction } =
                    decode_event(&self.path, seq, &payload)?
            {
                transactions.insert(seq, transaction);
            }
        }
        Ok(transactions.into_values().collect())
    }
}
