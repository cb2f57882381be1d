//! The label set as it is being changed: a draft beside the set in use, of which nothing counts before it is written.
//!
//! The draft outlives the dialog, so that closing it loses nothing. What a merge or a removal comes to is counted by the
//! worker first and shown; what is then written is the same change.

mod draft;
pub mod lines;

pub use draft::{DraftFate, DraftRow, LabelDraft, LabelStep};

use super::Desk;
use super::command::Way;
use super::state::{Floating, Offer};
use super::worker::{Job, LabelJob, LabelsDone};
use crate::annotation::{Fates, LabelFault, LabelId, LabelSet};
use crate::dataset::{LabelChange, LabelForecast};
use crate::issue::gesture;
use crate::strings::Message;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A label set is a small file, also with thousands of labels; what is longer is none.
const LONGEST: u64 = 8 << 20;

/// Something done to the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelTurn {
    /// A new label.
    Add,
    /// The label one place up or down.
    Move(Way),
    /// The label goes, and its marks with it.
    Remove,
    /// It stays after all.
    Restore,
    /// Choose the label that it is merged into.
    AskMerge,
    /// Merge it into the row with this number.
    MergeInto(u32),
    /// Its key; 0 for none.
    Key(u8),
    /// Its colour slot.
    Colour(usize),
    /// Marks may lie inside others, or may not any more.
    Nested,
    /// Show what would change.
    Preview,
    /// Change it.
    Apply,
    /// Back to the labels.
    Back,
    /// As the set in use is.
    Reset,
    /// Choose a file to take labels from.
    ChooseIn,
    /// Choose where the set goes.
    ChooseOut,
    /// Take the labels of this file.
    From(PathBuf),
    /// Write the set to this file.
    To(PathBuf),
}

impl Desk {
    /// Shows the label set; what was changed in it before and not written is there again.
    pub(super) fn open_labels(&mut self) {
        match &self.state.dataset {
            None => return self.toast("labels.no_dataset", false),
            Some(dataset) if dataset.read_only => return self.toast("toast.read_only", false),
            Some(_) => {}
        }
        let draft = &mut self.fields.labels;
        if draft.base.as_ref() != Some(&self.state.labels) || !draft.is_changed() {
            *draft = LabelDraft::of(&self.state.labels);
        } else {
            draft.said = Some(Message::new("labels.again"));
        }
        draft.step = LabelStep::Form;
        self.state.floating = Some(Floating::Labels);
    }

    /// One step back in the dialog; returns whether there was one.
    pub(super) fn labels_back(&mut self) -> bool {
        if self.fields.labels.step == LabelStep::Form {
            return false;
        }
        self.sweep_stop.store(true, Ordering::Release);
        self.fields.labels.step = LabelStep::Form;
        self.fields.labels.heir = (String::new(), 0);
        true
    }

    /// Carries out what is done to the draft.
    pub(super) fn change_labels(&mut self, turn: LabelTurn) {
        let draft = &mut self.fields.labels;
        if draft.writing {
            return;
        }
        draft.said = None;
        match turn {
            LabelTurn::Add => draft.add(),
            LabelTurn::Move(way) => draft.shift(way),
            LabelTurn::Remove => draft.remove(),
            LabelTurn::Restore => draft.restore(),
            LabelTurn::AskMerge => draft.step = LabelStep::Merge,
            LabelTurn::MergeInto(number) => draft.merge_into(number),
            LabelTurn::Key(key) => draft.give_key(key),
            LabelTurn::Colour(slot) => {
                if let Some(row) = draft.rows.get_mut(draft.row) {
                    row.label.set_colour(slot);
                }
            }
            LabelTurn::Nested => draft.nested = !draft.nested,
            LabelTurn::Preview => self.preview_labels(),
            LabelTurn::Apply => self.write_labels(),
            LabelTurn::Back => drop(self.labels_back()),
            LabelTurn::Reset => *draft = LabelDraft::of(&self.state.labels),
            LabelTurn::ChooseIn | LabelTurn::ChooseOut if !super::dialogs::available() => {
                draft.said = Some(Message::new("dialog.unavailable"));
            }
            LabelTurn::ChooseIn => super::dialogs::open_labels(self.worker.expect(), &self.state),
            LabelTurn::ChooseOut => super::dialogs::save_labels(self.worker.expect(), &self.state),
            LabelTurn::From(path) => match read(&path) {
                Ok(set) => draft.take(set),
                Err(why) => {
                    let said = Message::new("labels.unreadable").with("file", path.display());
                    draft.said = Some(said.with("what", why));
                }
            },
            LabelTurn::To(path) => {
                let set = LabelSet { gone: Fates::new(), ..draft.change().set };
                // Names and numbers are always text.
                let text = serde_json::to_string_pretty(&set).unwrap_or_default();
                self.worker.send(Job::Table { path, text: text + "\n" });
            }
        }
    }

    /// Checks the draft, and has the worker count what it comes to.
    fn preview_labels(&mut self) {
        let draft = &mut self.fields.labels;
        let change = draft.change();
        // An id that goes cannot come back in the same step.
        let again = |label: &crate::annotation::Label| change.fates.contains_key(&label.id);
        let again = change.set.labels.iter().position(again);
        let again = again.map(|n| (n, LabelFault::SameId(change.set.labels[n].id.to_string())));
        if let Some((n, fault)) = change.set.check().err().or(again) {
            let rows = draft.rows.iter().enumerate().filter(|(_, row)| row.stays());
            draft.row = rows.map(|(n, _)| n).nth(n).unwrap_or(draft.row);
            draft.query.clear();
            (draft.reveal, draft.said) = (true, Some(fault.message()));
            return;
        }
        if !draft.is_changed() {
            draft.said = Some(Message::new("labels.unchanged"));
            return;
        }
        draft.step = LabelStep::Preview;
        (draft.forecast, draft.progress) = (None, (0, 0));
        self.send_labels(change, false);
    }

    fn write_labels(&mut self) {
        let draft = &mut self.fields.labels;
        if draft.step != LabelStep::Preview || draft.forecast.is_none() {
            return;
        }
        (draft.writing, draft.progress) = (true, (0, 0));
        let change = draft.change();
        self.send_labels(change, true);
    }

    fn send_labels(&mut self, change: LabelChange, write: bool) {
        self.sweep_stop = Arc::default();
        let stop = Arc::clone(&self.sweep_stop);
        self.worker.send(Job::Labels(LabelJob { change, write, stop }));
    }

    /// What the change comes to is counted.
    pub(super) fn labels_seen(
        &mut self,
        change: &LabelChange,
        forecast: Result<Option<LabelForecast>, Message>,
    ) {
        let draft = &mut self.fields.labels;
        match forecast {
            Ok(forecast) if draft.step == LabelStep::Preview && draft.change() == *change => {
                draft.forecast = forecast;
            }
            Ok(_) => {}
            Err(message) => (draft.step, draft.said) = (LabelStep::Form, Some(message)),
        }
    }

    /// The label set is another one: the page shows it at once.
    pub(super) fn labels_set(&mut self, done: Result<Option<Box<LabelsDone>>, Message>) {
        self.fields.labels.writing = false;
        let done = match done {
            Ok(Some(done)) => *done,
            Ok(None) => return,
            Err(message) => {
                self.fields.labels.step = LabelStep::Form;
                self.fields.labels.said = Some(message.clone());
                return self.notice(message, Offer::Nothing);
            }
        };
        self.state.history = done.history;
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = done.issues;
        }
        self.state.labels = done.set;
        self.fields.labels = LabelDraft::default();
        if self.state.floating == Some(Floating::Labels) {
            self.state.floating = None;
        }
        self.migrate_page(&done.change, &done.forecast);
        let stays = |label: &LabelId| self.state.labels.get(label).is_some();
        let (scope, ticked) = (&self.state.review.scope.label, &self.state.context.label);
        let (scope, ticked) = (scope.as_ref().is_none_or(stays), ticked.as_ref().is_none_or(stays));
        if !scope {
            self.state.review.scope.label = None;
        }
        if !ticked {
            self.state.context.label = None;
        }
        let marks: usize =
            done.forecast.tolls.values().map(|toll| toll.relabelled + toll.joined + toll.removed).sum();
        let said = match done.forecast.issues.len() {
            0 => Message::new("labels.done"),
            issues => Message::new("labels.done_marks").with("issues", issues).with("count", marks),
        };
        self.toast_text(self.state.strings.say(&said), false);
    }

    /// The issue on the page goes along.
    fn migrate_page(&mut self, change: &LabelChange, forecast: &LabelForecast) {
        let Some(open) = &mut self.state.open else { return };
        open.revision += 1;
        if !forecast.issues.contains(&open.issue.id) {
            return;
        }
        let (transaction, _) = gesture::migrate(&open.issue, &change.fates);
        // Where something was decided meanwhile, what is on the disk counts.
        if !self.state.pending.is_empty() || open.issue.apply(&transaction).is_err() {
            let issue = open.issue.id.clone();
            return self.load(issue);
        }
        self.state.same_said = None;
        self.tidy_place();
    }
}

fn read(path: &Path) -> Result<LabelSet, String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    file.take(LONGEST).read_to_string(&mut text).map_err(|error| error.to_string())?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())
}
