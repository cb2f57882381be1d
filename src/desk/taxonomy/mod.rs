//! The taxonomy as it is being changed: a draft beside the one in use, of which nothing counts before it is written.
//!
//! As with the label set, what a merge or a removal comes to is counted by the worker first and shown; what is then
//! written is the same change, and articles go with their topics.

mod draft;
pub mod lines;

pub use draft::{TopicDraft, TopicFate, TopicRow, TopicStep};

use super::Desk;
use super::command::Way;
use super::state::{Floating, Offer};
use super::worker::{Job, TopicJob, TopicsDone};
use crate::annotation::Taxonomy;
use crate::dataset::{TopicChange, TopicForecast};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Something done to the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicTurn {
    /// A new topic beside the current one.
    Add,
    /// One under it.
    AddUnder,
    /// The topic one place up or down among those beside it.
    Move(Way),
    /// It goes.
    Remove,
    /// It stays after all.
    Restore,
    /// Choose the topic that it is merged into.
    AskMerge,
    /// Choose the topic that it is put under.
    AskUnder,
    /// The row with this number is chosen; with none, the top.
    Choose(Option<u32>),
    /// Show what would change.
    Preview,
    /// Change it.
    Apply,
    /// Back to the topics.
    Back,
    /// As the taxonomy in use is.
    Reset,
    /// Choose where the taxonomy goes.
    ChooseOut,
    /// Write it to this file.
    To(PathBuf),
}

impl Desk {
    /// Shows the taxonomy; what was changed in it before and not written is there again.
    pub(super) fn open_topics(&mut self) {
        match &self.state.dataset {
            None => return self.toast("topics.no_dataset", false),
            Some(dataset) if dataset.read_only => return self.toast("toast.read_only", false),
            Some(_) => {}
        }
        let draft = &mut self.fields.topics;
        if draft.base.as_ref() != Some(&self.state.taxonomy) || !draft.is_changed() {
            *draft = TopicDraft::of(&self.state.taxonomy);
        } else {
            draft.said = Some(Message::new("labels.again"));
        }
        draft.step = TopicStep::Form;
        self.state.floating = Some(Floating::Topics);
    }

    /// One step back in the dialog; returns whether there was one.
    pub(super) fn topics_back(&mut self) -> bool {
        if self.fields.topics.step == TopicStep::Form {
            return false;
        }
        self.sweep_stop.store(true, Ordering::Release);
        self.fields.topics.step = TopicStep::Form;
        self.fields.topics.other = (String::new(), 0);
        true
    }

    /// Carries out what is done to the draft.
    pub(super) fn change_topics(&mut self, turn: TopicTurn) {
        let draft = &mut self.fields.topics;
        if draft.writing {
            return;
        }
        draft.said = None;
        match turn {
            TopicTurn::Add => draft.add(false),
            TopicTurn::AddUnder => draft.add(true),
            TopicTurn::Move(way) => draft.shift(way),
            TopicTurn::Remove => draft.remove(),
            TopicTurn::Restore => draft.restore(),
            TopicTurn::AskMerge => draft.step = TopicStep::Merge,
            TopicTurn::AskUnder => draft.step = TopicStep::Under,
            TopicTurn::Choose(number) => match (draft.step, number) {
                (TopicStep::Under, number) => draft.put_under(number),
                (TopicStep::Merge, Some(number)) => draft.merge_into(number),
                _ => {}
            },
            TopicTurn::Preview => self.preview_topics(),
            TopicTurn::Apply => self.write_topics(),
            TopicTurn::Back => drop(self.topics_back()),
            TopicTurn::Reset => *draft = TopicDraft::of(&self.state.taxonomy),
            TopicTurn::ChooseOut if !super::dialogs::available() => {
                draft.said = Some(Message::new("dialog.unavailable"));
            }
            TopicTurn::ChooseOut => super::dialogs::save_topics(self.worker.expect(), &self.state),
            TopicTurn::To(path) => {
                let text = draft.change().taxonomy.table();
                self.worker.send(Job::Table { path, text });
            }
        }
    }

    /// Checks the draft, and has the worker count what it comes to.
    fn preview_topics(&mut self) {
        let draft = &mut self.fields.topics;
        let nameless = |row: &TopicRow| {
            let code = row.concept.code.trim();
            row.stays() && (code.is_empty() || code.ends_with(':') || row.concept.zh.trim().is_empty())
        };
        if let Some(n) = draft.rows.iter().position(nameless) {
            (draft.row, draft.reveal, draft.said) = (n, true, Some(Message::new("topics.bare")));
            draft.query.clear();
            return;
        }
        let mut change = draft.change();
        // A code that goes cannot come back in the same step.
        let again = change.taxonomy.concepts.iter().find(|concept| change.fates.contains_key(&concept.code));
        if let Some(again) = again {
            draft.said = Some(Message::new("topics.again").with("code", &again.code));
            return;
        }
        if let Err(error) = change.taxonomy.check(&change.taxonomy.name) {
            draft.said = Some(error.message());
            return;
        }
        if !draft.is_changed() {
            draft.said = Some(Message::new("topics.unchanged"));
            return;
        }
        draft.step = TopicStep::Preview;
        (draft.forecast, draft.progress) = (None, (0, 0));
        self.name_own(&mut change);
        self.send_topics(change, false);
    }

    /// What the team changes is the team's taxonomy and not the IPTC's any more.
    fn name_own(&self, change: &mut TopicChange) {
        let own = Taxonomy::iptc();
        if change.taxonomy.name == own.name && change.taxonomy.concepts != own.concepts {
            self.state.say("topics.own").clone_into(&mut change.taxonomy.name);
        }
    }

    fn write_topics(&mut self) {
        let draft = &mut self.fields.topics;
        if draft.step != TopicStep::Preview || draft.forecast.is_none() {
            return;
        }
        (draft.writing, draft.progress) = (true, (0, 0));
        let mut change = draft.change();
        self.name_own(&mut change);
        self.send_topics(change, true);
    }

    fn send_topics(&mut self, change: TopicChange, write: bool) {
        self.sweep_stop = Arc::default();
        let stop = Arc::clone(&self.sweep_stop);
        self.worker.send(Job::Topics(TopicJob { change, write, stop }));
    }

    /// What the change comes to is counted.
    pub(super) fn topics_seen(&mut self, of: &TopicChange, forecast: Result<Option<TopicForecast>, Message>) {
        let draft = &mut self.fields.topics;
        match forecast {
            Ok(forecast) if draft.step == TopicStep::Preview && draft.change().fates == of.fates => {
                draft.forecast = forecast;
            }
            Ok(_) => {}
            Err(message) => (draft.step, draft.said) = (TopicStep::Form, Some(message)),
        }
    }

    /// The taxonomy is another one: names at once; articles whose topics went along are read again.
    pub(super) fn topics_set(&mut self, done: Result<Option<Box<TopicsDone>>, Message>) {
        self.fields.topics.writing = false;
        let done = match done {
            Ok(Some(done)) => *done,
            Ok(None) => return,
            Err(message) => {
                self.fields.topics.step = TopicStep::Form;
                self.fields.topics.said = Some(message.clone());
                return self.notice(message, Offer::Nothing);
            }
        };
        self.state.history = done.history;
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = done.issues;
        }
        self.fields.topics = TopicDraft::default();
        if self.state.floating == Some(Floating::Topics) {
            self.state.floating = None;
        }
        let open = self.state.open.as_ref().map(|open| open.issue.id.clone());
        if let Some(open) = open.filter(|open| done.forecast.issues.contains(open)) {
            self.load(open);
        }
        self.taxonomy_changed(Some(done.taxonomy));
        let articles: usize =
            done.forecast.tolls.values().map(|toll| toll.renamed + toll.joined + toll.removed).sum();
        let said = match done.forecast.issues.len() {
            0 => Message::new("topics.done"),
            issues => Message::new("topics.done_articles").with("issues", issues).with("count", articles),
        };
        self.toast_text(self.state.strings.say(&said), false);
    }
}
