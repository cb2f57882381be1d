//! What happened to an issue, as a list to look through, and going back and forth along it.
//!
//! Going back takes back the editor's own later acts one after the other, as undo does, each an event of its own; what
//! others did stays. Nothing is cut off: going forth does the same acts again, until a new one is done.

use super::event::{Event, Payload};
use super::read::{Seen, decode_event};
use super::{Dataset, DatasetError, Replay};
use crate::annotation::{ArticleId, EntityId, IssueId, LabelId};
use crate::issue::{Edit, Issue, Transaction};
use std::collections::BTreeSet;

/// Something that happened to an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its number in the dataset.
    pub seq: u64,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Who did it.
    pub editor: String,
    /// What was done, a key of the string files.
    pub gesture: String,
    /// On which words, or which topic code, keyword or reading; empty where it was no such thing.
    pub text: String,
    /// Its label before and after.
    pub label: (Option<LabelId>, Option<LabelId>),
    /// On how many marks.
    pub marks: usize,
    /// The mark.
    pub entity: Option<EntityId>,
    /// The article.
    pub article: Option<ArticleId>,
    /// Whether it stands, or was taken back.
    pub stands: bool,
    /// Whether the editor who asked can do it again.
    pub again: bool,
}

impl Past {
    fn of(transaction: &Transaction) -> Self {
        let mut past = Self {
            seq: 0,
            at: String::new(),
            editor: String::new(),
            gesture: transaction.gesture.clone(),
            text: String::new(),
            label: (None, None),
            marks: 0,
            entity: None,
            article: transaction.article().cloned(),
            stands: true,
            again: false,
        };
        let mut said = false;
        for edit in &transaction.edits {
            match edit {
                // The act itself comes last, behind what had to make way for it.
                Edit::Entity { change, .. } => {
                    past.marks += 1;
                    let Some(entity) = change.after.as_ref().or(change.before.as_ref()) else { continue };
                    past.entity = Some(entity.id.clone());
                    past.label = (
                        change.before.as_ref().map(|entity| entity.label.clone()),
                        change.after.as_ref().map(|entity| entity.label.clone()),
                    );
                    past.text.clone_from(&entity.text);
                    said = true;
                }
                Edit::Topic { change, .. } if !said => {
                    let topic = change.after.as_ref().or(change.before.as_ref());
                    past.text = topic.map(|topic| topic.code.clone()).unwrap_or_default();
                }
                Edit::Entry { change } if !said => {
                    let entry = change.after.as_ref().or(change.before.as_ref());
                    past.text = entry.map(|entry| entry.name.clone()).unwrap_or_default();
                }
                Edit::Keyword { change, .. } if !said => {
                    let keyword = change.after.as_ref().or(change.before.as_ref());
                    past.text = keyword.map(|keyword| keyword.text.clone()).unwrap_or_default();
                }
                Edit::Remark { change, .. } if !said => {
                    let remark = change.after.as_ref().or(change.before.as_ref());
                    past.text = remark.map(|remark| remark.text.clone()).unwrap_or_default();
                }
                Edit::Reading { change, .. } if !said => {
                    let reading = change.after.as_ref().or(change.before.as_ref());
                    past.text = reading
                        .map(|reading| format!("{} → {}", reading.text, reading.reading))
                        .unwrap_or_default();
                }
                _ => {}
            }
        }
        past
    }
}

/// What going along the history came to.
#[derive(Clone, Debug, Default)]
pub struct Travel {
    /// The steps, in the order in which they were made.
    pub replays: Vec<Replay>,
    /// Whether they were steps back.
    pub back: bool,
}

impl Dataset {
    /// What happened to an issue since it came in, the latest last, as `editor` sees it. The first entry is its coming in.
    ///
    /// # Errors
    /// Where events cannot be read.
    pub fn past(&self, id: &IssueId, editor: &str) -> Result<Vec<Past>, DatasetError> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut query = self
            .conn
            .prepare_cached(
                "SELECT seq, at, editor, kind, CASE WHEN kind IN ('opened', 'moved', 'proposed') THEN '' ELSE payload
                 END FROM record WHERE issue = ?1 AND seq < ?2 ORDER BY seq",
            )
            .map_err(failed)?;
        let rows = query
            .query_map((id.as_str(), self.end()), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .map_err(failed)?;
        let mut list: Vec<Past> = Vec::new();
        let mut gone: BTreeSet<u64> = BTreeSet::new();
        for row in rows {
            let (seq, at, editor, kind, payload): (u64, String, String, String, Payload) =
                row.map_err(failed)?;
            let transaction = match kind.as_str() {
                "opened" | "moved" => {
                    let gesture = if kind == "opened" { "history.opened" } else { "history.moved" };
                    Transaction { gesture: gesture.into(), edits: Vec::new() }
                }
                "edited" | "registered" | "undone" | "redone" => {
                    match decode_event(&self.path, seq, &payload)? {
                        Event::Edited { transaction } | Event::Registered { transaction } => transaction,
                        Event::Undone { seq } => {
                            gone.insert(seq);
                            continue;
                        }
                        Event::Redone { seq } => {
                            gone.remove(&seq);
                            continue;
                        }
                        _ => continue,
                    }
                }
                _ => continue,
            };
            list.push(Past { seq, at, editor, ..Past::of(&transaction) });
        }
        let again = self.history(editor).map(crate::issue::History::redoable).unwrap_or_default();
        for past in &mut list {
            past.stands = !gone.contains(&past.seq);
            past.again = again.contains(&past.seq);
        }
        Ok(list)
    }

    /// An issue as it stood after an event.
    ///
    /// # Errors
    /// [`DatasetError::NoIssue`] where it was not there yet, or where events cannot be read.
    pub fn issue_at(&self, id: &IssueId, seq: u64) -> Result<Issue, DatasetError> {
        self.fold_upto(id, seq, &mut |_, _, _| ())
    }

    /// What brings an issue back to how it stood after an event, whoever changed it since: one transaction, which can be
    /// taken back like any other. `None` where it was set on other files since.
    ///
    /// # Errors
    /// Where events cannot be read.
    pub fn way_back(&self, id: &IssueId, seq: u64) -> Result<Option<Transaction>, DatasetError> {
        let (mut edits, mut moved) = (Vec::new(), false);
        self.fold_seeing(id, &mut |stamp, _, seen| match seen {
            Seen::Changed(transaction) | Seen::Refreshed(transaction) if stamp.seq > seq => {
                edits.extend(
                    transaction.edits.iter().filter(|edit| !matches!(edit, Edit::Entry { .. })).cloned(),
                );
            }
            Seen::Moved if stamp.seq > seq => moved = true,
            _ => {}
        })?;
        let back = Transaction { gesture: "gesture.restore".to_owned(), edits }.inverse();
        Ok((!moved && !back.edits.is_empty()).then_some(back))
    }

    /// Takes the editor back to where the act with this number was the last of their own, or forth to it where it was
    /// taken back. Where a step cannot be made (someone else changed the same since), it stops there and says why.
    pub fn travel(&mut self, editor: &str, to: u64) -> (Travel, Option<DatasetError>) {
        let forth = self.history(editor).is_some_and(|history| history.redoable().contains(&to));
        let mut travel = Travel { replays: Vec::new(), back: !forth };
        while let Some(history) = self.history(editor) {
            let step = if forth {
                history.redoable().contains(&to).then(|| self.redo(editor))
            } else {
                history.next_undo().is_some_and(|last| last > to).then(|| self.undo(editor))
            };
            match step {
                Some(Ok(Some(replay))) => travel.replays.push(replay),
                Some(Err(error)) => return (travel, Some(error)),
                Some(Ok(None)) | None => break,
            }
        }
        (travel, None)
    }
}
