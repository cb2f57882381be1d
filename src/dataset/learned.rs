//! What the structure's corrections teach, kept beside the events.
//!
//! An editor who parts, joins, moves or confirms blocks, or finishes all articles of an issue, has said how such a page
//! is put together. From all such issues the layout's weights are learned, always from the program's own and from the
//! issues as they stand; so what is learned can be made again at any time, and undoing a correction undoes what it
//! taught. It is used for pages that come in later and never touches those that are there.
//!
//! The table `learned` holds the result with what it was learned from. Whether the corrections teach is an event: after
//! 'forget' they do not, until somebody has them learned from again.

use super::event::{Event, Stamp};
use super::{Dataset, DatasetError};
use crate::annotation::IssueId;
use crate::issue::{Issue, Kind};
use crate::layout::{self, Mentions, Taught, Weights};
use crate::source::Source;
use crate::strings::Message;
use rusqlite::OptionalExtension;

/// The row of the layout's weights.
const LAYOUT: &str = "layout";

/// Weights that the corrections of a dataset have taught.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    /// The layout's weights.
    pub weights: Weights,
    /// From how many issues.
    pub issues: usize,
    /// The last event that was known then.
    pub upto: u64,
}

impl Dataset {
    /// How the layout puts pages together that come in now; `None` where the corrections have taught nothing.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn taught(&self) -> Result<Option<Taught>, DatasetError> {
        if !self.teaches() {
            return Ok(None);
        }
        let row: Option<(u64, String)> = self
            .conn
            .query_row(
                "SELECT upto, value FROM learned WHERE key = ?1 AND base = ?2",
                (LAYOUT, base()),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(|error| self.failed(&error))?;
        let taught = |(upto, json): (u64, String)| {
            // What cannot be read is learned anew the next time.
            let weights = serde_json::from_str(&json).ok()?;
            Some(Taught { weights, version: format!("{}+{upto}", layout::VERSION) })
        };
        Ok(row.and_then(taught))
    }

    /// Whether corrections teach: until they were forgotten, and again from the next learning that somebody asks for.
    pub fn teaches(&self) -> bool {
        !self.ledger.forgotten
    }

    /// Learns from all issues whose structure an editor has touched or whose articles are done. Only reads; the same
    /// events give the same weights.
    ///
    /// # Errors
    /// Where an issue cannot be read.
    pub fn learn(&self, mentions: &dyn Mentions) -> Result<Learned, DatasetError> {
        let mut lessons: Vec<(Source, Issue)> = Vec::new();
        for summary in self.issues()? {
            let issue = self.issue(&summary.id)?;
            if teaches(&issue) {
                lessons.push((self.source(&summary.id)?, issue));
            }
        }
        let examples: Vec<(&Source, &Issue)> =
            lessons.iter().map(|(source, issue)| (source, issue)).collect();
        let weights = layout::learn(&Weights::default(), &examples, mentions);
        Ok(Learned { weights, issues: examples.len(), upto: self.ledger.last })
    }

    /// Keeps what was learned, in place of what was kept before.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn keep_learned(&mut self, learned: &Learned) -> Result<(), DatasetError> {
        self.writable()?;
        let json = serde_json::to_string(&learned.weights)
            .map_err(|error| DatasetError::Unsound(error.to_string()))?;
        let written = if learned.issues == 0 {
            self.conn.execute("DELETE FROM learned WHERE key = ?1", [LAYOUT])
        } else {
            self.conn.execute(
                "INSERT OR REPLACE INTO learned (key, base, upto, value) VALUES (?1, ?2, ?3, ?4)",
                (LAYOUT, base(), learned.upto, json),
            )
        };
        written.map(drop).map_err(|error| self.failed(&error))
    }

    /// Forgets what was learned (`false`), or has corrections teach again (`true`); `None` where that is so already.
    ///
    /// # Errors
    /// What a write can meet.
    pub fn set_teaching(&mut self, teaching: bool, editor: &str) -> Result<Option<Stamp>, DatasetError> {
        if teaching == self.teaches() {
            return Ok(None);
        }
        let none = IssueId::new("");
        let stamp = self.append(editor, &none, &Event::Teaching { on: teaching }, |conn, _| {
            conn.execute("DELETE FROM learned", []).map(drop)
        })?;
        Ok(Some(stamp))
    }
}

/// How it is said what was learned: from the structure of so many issues, and from so many finished articles.
pub fn learned_message(issues: usize, articles: u32) -> Message {
    let key = match (issues, articles) {
        (0, 0) => "learned.nothing",
        (0, _) => "learned.articles",
        (_, 0) => "learned",
        _ => "learned.both",
    };
    Message::new(key).with("count", issues).with("articles", articles)
}

/// What the weights are learned from: another program's own weights give others.
fn base() -> String {
    let own = serde_json::to_string(&Weights::default()).unwrap_or_default();
    format!("{} {}", layout::VERSION, &crate::source::sha256(own.as_bytes())[..16])
}

/// Whether an editor has said something about how an issue is put together.
pub fn teaches(issue: &Issue) -> bool {
    let mut articles = issue.articles.iter().filter(|article| article.kind == Kind::Article).peekable();
    let done = articles.peek().is_some() && articles.all(|article| article.status.is_finished());
    let touched = |article: &crate::issue::Article| article.blocks.iter().any(|b| b.status.is_decided());
    done || issue.articles.iter().any(touched)
}
