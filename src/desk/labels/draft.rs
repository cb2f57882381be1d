//! The draft of a label set.

use crate::annotation::{Fates, Label, LabelId, LabelSet, SLOTS};
use crate::dataset::{LabelChange, LabelForecast};
use crate::desk::command::Way;
use crate::strings::Message;
use std::collections::BTreeSet;

/// What the dialog shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelStep {
    /// The labels.
    #[default]
    Form,
    /// The labels that the current one may be merged into.
    Merge,
    /// What would change.
    Preview,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DraftFate {
    /// It is in the set.
    #[default]
    Stays,
    /// Merged into the row with this number.
    Into(u32),
    /// Removed.
    Gone,
}

/// A label of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its own as long as the draft lives.
    pub number: u32,
    /// Whether it is in the set in use; its id is kept then.
    pub old: bool,
    /// Its id, as it is typed.
    pub id: String,
    /// All else.
    pub label: Label,
    /// What becomes of it.
    pub fate: DraftFate,
}

impl DraftRow {
    fn of(number: u32, old: bool, label: Label) -> Self {
        Self { number, old, id: label.id.to_string(), label, fate: DraftFate::Stays }
    }

    /// The label as it would be.
    pub fn made(&self) -> Label {
        Label { id: LabelId::new(self.id.as_str()), ..self.label.clone() }.tidied()
    }

    /// Whether it is in the set.
    pub fn stays(&self) -> bool {
        self.fate == DraftFate::Stays
    }
}

/// The draft.
#[allow(clippy::struct_excessive_bools, reason = "one is of the set, the others are things of one frame")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelDraft {
    /// The set that it was made of.
    pub base: Option<LabelSet>,
    /// Its labels.
    pub rows: Vec<DraftRow>,
    /// Whether marks may lie inside others.
    pub nested: bool,
    /// The current one.
    pub row: usize,
    /// What is looked for.
    pub query: String,
    /// What is shown.
    pub step: LabelStep,
    /// What is said of it.
    pub said: Option<Message>,
    /// What is typed to find the label to merge into, and the current row there.
    pub heir: (String, usize),
    /// The field of a new label's id has to take the keyboard.
    pub claim: bool,
    /// The list has to come to the current row.
    pub reveal: bool,
    /// Issues that have been looked at, of how many.
    pub progress: (usize, usize),
    /// What the change comes to.
    pub forecast: Option<LabelForecast>,
    /// It is being written.
    pub writing: bool,
    last: u32,
}

impl LabelDraft {
    /// A draft of the set in use.
    pub(super) fn of(set: &LabelSet) -> Self {
        let mut draft = Self { base: Some(set.clone()), nested: set.nested, ..Self::default() };
        draft.rows = set.labels.iter().map(|label| draft.numbered(true, label.clone())).collect();
        draft
    }

    fn numbered(&mut self, old: bool, label: Label) -> DraftRow {
        self.last += 1;
        DraftRow::of(self.last, old, label)
    }

    /// The current row.
    pub fn current(&self) -> Option<&DraftRow> {
        self.rows.get(self.row)
    }

    /// The row that a row goes to in the end, where that stays.
    fn end_of<'a>(&'a self, row: &'a DraftRow) -> Option<&'a DraftRow> {
        let mut row = row;
        for _ in 0..=self.rows.len() {
            match row.fate {
                DraftFate::Stays => return Some(row),
                DraftFate::Gone => return None,
                DraftFate::Into(number) => row = self.rows.iter().find(|other| other.number == number)?,
            }
        }
        None
    }

    /// The change that the draft is.
    pub fn change(&self) -> LabelChange {
        let base = self.base.clone().unwrap_or_else(LabelSet::newspaper);
        let labels = self.rows.iter().filter(|row| row.stays()).map(DraftRow::made).collect();
        let fates: Fates = self
            .rows
            .iter()
            .filter(|row| row.old && !row.stays())
            .map(|row| (row.label.id.clone(), self.end_of(row).map(|heir| heir.made().id)))
            .collect();
        LabelChange { set: LabelSet { labels, nested: self.nested, ..base }, fates }
    }

    /// Whether it differs from the set in use.
    pub fn is_changed(&self) -> bool {
        let Some(base) = &self.base else { return false };
        let same = |(row, label): (&DraftRow, &Label)| row.old && row.stays() && row.made() == label.tidied();
        self.nested != base.nested
            || self.rows.len() != base.labels.len()
            || !self.rows.iter().zip(&base.labels).all(same)
    }

    /// The rows that answer to what is looked for.
    pub fn found(&self) -> Vec<usize> {
        let query = self.query.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&query);
        let answers =
            |row: &DraftRow| query.is_empty() || has(&row.id) || has(&row.label.zh) || has(&row.label.en);
        (0..self.rows.len()).filter(|n| self.rows.get(*n).is_some_and(answers)).collect()
    }

    /// The rows that the current one may be merged into.
    pub fn heirs(&self) -> Vec<usize> {
        let query = self.heir.0.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&query);
        let answers = |n: &usize| {
            let row = self.rows.get(*n).filter(|row| *n != self.row && row.stays());
            row.is_some_and(|row| {
                let label = &row.label;
                [&row.id, &label.zh, &label.en, &label.letter_zh].iter().any(|text| has(text))
            })
        };
        (0..self.rows.len()).filter(answers).collect()
    }

    pub(super) fn add(&mut self) {
        let keys: BTreeSet<u8> = self.rows.iter().filter(|r| r.stays()).map(|r| r.label.key).collect();
        let colours: BTreeSet<usize> =
            self.rows.iter().filter(|r| r.stays()).filter_map(|r| r.label.colour()).collect();
        let label = Label {
            id: LabelId::new(""),
            zh: String::new(),
            en: String::new(),
            letter_zh: String::new(),
            letter_en: String::new(),
            color: Label::colour_of((0..SLOTS).find(|slot| !colours.contains(slot)).unwrap_or(SLOTS)),
            key: (1..=9).find(|key| !keys.contains(key)).unwrap_or(0),
        };
        let row = self.numbered(false, label);
        self.row = (self.row + 1).min(self.rows.len());
        self.rows.insert(self.row, row);
        self.query.clear();
        (self.claim, self.reveal) = (true, true);
    }

    pub(super) fn shift(&mut self, way: Way) {
        let to = match way {
            Way::Back => self.row.checked_sub(1),
            Way::Forth => Some(self.row + 1).filter(|to| *to < self.rows.len()),
        };
        if let Some(to) = to {
            // What gave the place its colour is now the label's own, so that it keeps it.
            self.keep_colours();
            self.rows.swap(self.row, to);
            (self.row, self.reveal) = (to, true);
        }
    }

    fn keep_colours(&mut self) {
        for (place, row) in self.rows.iter_mut().enumerate() {
            if row.label.colour().is_none() && place < SLOTS && !row.label.color.is_empty() {
                let grey = row.label.color == Label::colour_of(SLOTS);
                row.label.set_colour(if grey { SLOTS } else { place });
            }
        }
    }

    pub(super) fn remove(&mut self) {
        let Some(row) = self.rows.get_mut(self.row) else { return };
        if row.old {
            row.fate = DraftFate::Gone;
            return;
        }
        let number = row.number;
        self.rows.remove(self.row);
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        for row in self.rows.iter_mut().filter(|row| row.fate == DraftFate::Into(number)) {
            row.fate = DraftFate::Stays;
        }
    }

    pub(super) fn merge_into(&mut self, number: u32) {
        let Some(row) = self.rows.get_mut(self.row) else { return };
        (self.step, self.heir) = (LabelStep::Form, (String::new(), 0));
        if row.old {
            row.fate = DraftFate::Into(number);
        } else {
            // It has no marks yet.
            self.remove();
        }
    }

    pub(super) fn restore(&mut self) {
        let Some(row) = self.rows.get(self.row) else { return };
        let key = row.label.key;
        let taken = self.rows.iter().any(|row| row.stays() && row.label.key == key);
        if let Some(row) = self.rows.get_mut(self.row) {
            row.fate = DraftFate::Stays;
            row.label.key = if taken { 0 } else { key };
        }
    }

    /// Gives the current label a key; who had it gets the other one.
    pub(super) fn give_key(&mut self, key: u8) {
        let Some(mine) = self.current().map(|row| row.label.key) else { return };
        let holds = |row: &DraftRow| key > 0 && row.stays() && row.label.key == key;
        let holder = self.rows.iter().position(holds).filter(|n| *n != self.row);
        if let Some(row) = self.rows.get_mut(self.row) {
            row.label.key = key;
        }
        if let Some(other) = holder.and_then(|n| self.rows.get_mut(n)) {
            other.label.key = mine;
            let name = other.label.zh.clone();
            self.said = Some(match mine {
                0 => Message::new("labels.key_taken").with("key", key).with("name", name),
                _ => {
                    Message::new("labels.key_swapped").with("key", key).with("other", mine).with("name", name)
                }
            });
        }
    }

    /// Takes the labels of another set; those of ours that it does not have stay at the end.
    pub(super) fn take(&mut self, set: LabelSet) {
        let mut before = std::mem::take(&mut self.rows);
        let count = set.labels.len();
        // A file that says nothing of it takes nothing away.
        self.nested |= set.nested;
        for label in set.labels {
            let label = label.tidied();
            let known = before.iter().position(|row| row.id == label.id.as_str());
            let row = match known {
                Some(n) => DraftRow { label, fate: DraftFate::Stays, ..before.remove(n) },
                None => self.numbered(false, label),
            };
            self.rows.push(row);
        }
        let taken: BTreeSet<u8> = self.rows.iter().map(|row| row.label.key).collect();
        let kept = before.len();
        self.rows.extend(before.into_iter().map(|mut row| {
            if taken.contains(&row.label.key) {
                row.label.key = 0;
            }
            row
        }));
        (self.row, self.reveal) = (0, true);
        self.query.clear();
        let key = if kept > 0 { "labels.read_more" } else { "labels.read" };
        self.said = Some(Message::new(key).with("count", count).with("kept", kept));
    }
}
