//! What can be undone and redone.
//!
//! A history is one editor's stack in one dataset, in order of the events' sequence numbers, over all issues. It holds
//! sequence numbers only; the edits themselves stay with the events. Undo and redo are events too, so replaying the
//! events of a dataset gives the stack again, after a restart or on another machine.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an event does to the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A new transaction.
    Do,
    /// The transaction with this sequence number was taken back.
    Undo(u64),
    /// The transaction with this sequence number was done again.
    Redo(u64),
}

/// One editor's undo stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl History {
    /// Takes note of an event: `seq` is the event's own number.
    pub fn record(&mut self, seq: u64, step: Step) {
        match step {
            Step::Do => {
                self.done.push(seq);
                self.undone.clear();
            }
            Step::Undo(what) => {
                take(&mut self.done, what);
                self.undone.push(what);
            }
            Step::Redo(what) => {
                take(&mut self.undone, what);
                self.done.push(what);
            }
        }
    }

    /// A history as it was, from what can be undone and redone.
    pub fn restored(done: Vec<u64>, undone: Vec<u64>) -> Self {
        Self { done, undone }
    }

    /// Forgets transactions that can no longer be taken back or done again.
    pub fn forget(&mut self, gone: &BTreeSet<u64>) {
        self.done.retain(|seq| !gone.contains(seq));
        self.undone.retain(|seq| !gone.contains(seq));
    }

    /// The transaction that undo would take back.
    pub fn next_undo(&self) -> Option<u64> {
        self.done.last().copied()
    }

    /// All transactions that stand, in the order in which they came to stand.
    pub fn undoable(&self) -> &[u64] {
        &self.done
    }

    /// All transactions that can be done again, the next one last.
    pub fn redoable(&self) -> &[u64] {
        &self.undone
    }

    /// The transaction that redo would do again.
    pub fn next_redo(&self) -> Option<u64> {
        self.undone.last().copied()
    }
}

/// Takes a number out of a list, where it is nearly always the last.
fn take(list: &mut Vec<u64>, what: u64) {
    if list.last() == Some(&what) {
        list.pop();
    } else {
        list.retain(|seq| *seq != what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_edit_closes_redo() {
        let mut history = History::default();
        history.record(1, Step::Do);
        history.record(2, Step::Do);
        history.record(3, Step::Undo(2));
        assert_eq!((history.next_undo(), history.next_redo()), (Some(1), Some(2)));
        history.record(4, Step::Redo(2));
        assert_eq!((history.next_undo(), history.next_redo()), (Some(2), None));
        history.record(5, Step::Undo(2));
        history.record(6, Step::Do);
        assert_eq!((history.next_undo(), history.next_redo()), (Some(6), None));
    }
}
