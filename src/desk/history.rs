//! 裁定记录: what happened to the open issue, and going back and forth along it.

use super::Desk;
use super::state::{Floating, Offer};
use super::worker::Job;
use crate::annotation::IssueId;
use crate::dataset::{Past, Travel};
use crate::strings::Message;
use std::sync::Arc;

/// The list as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryList {
    /// The acts, the latest first; none until they are read.
    pub rows: Option<Arc<Vec<Past>>>,
    /// The list has just come: the current row is to be seen.
    pub arrived: bool,
}

impl Desk {
    /// Shows the list; it is read by the worker.
    pub(super) fn show_history(&mut self) {
        let Some(open) = self.state.open.as_ref().filter(|open| open.preview.is_none()) else {
            return self.toast("history.no_issue", false);
        };
        self.fields.row = 0;
        self.state.floating = Some(Floating::History(HistoryList::default()));
        self.worker.send(Job::Past(open.issue.id.clone()));
    }

    /// The list is read; nothing where something else is shown by now.
    pub(super) fn past_came(&mut self, of: &IssueId, past: Result<Vec<Past>, Message>) {
        let here = self.state.open.as_ref().is_some_and(|open| open.issue.id == *of);
        let Some(Floating::History(list)) = &mut self.state.floating else { return };
        match past {
            Ok(mut past) if here => {
                past.reverse();
                // The row on which one stood stays the current one.
                let last = past.len().saturating_sub(1);
                self.fields.row = self.fields.row.min(last);
                *list = HistoryList { rows: Some(Arc::new(past)), arrived: true };
            }
            Ok(_) => self.state.floating = None,
            Err(message) => {
                self.state.floating = None;
                self.notice(message, Offer::Nothing);
            }
        }
    }

    /// The current row has been shown.
    pub(super) fn history_seen(&mut self) {
        if let Some(Floating::History(list)) = &mut self.state.floating {
            list.arrived = false;
        }
    }

    /// Goes where an act of the list was done.
    pub(super) fn go_past(&mut self, past: &Past) {
        self.state.floating = None;
        let Some(open) = &self.state.open else { return };
        match (&past.entity, &past.article) {
            (Some(id), _) if open.issue.find(id).is_some() => self.select_mark(id.clone(), false),
            (_, Some(article)) if open.issue.article(article).is_some() => self.go_article(article.clone()),
            _ => self.toast("history.no_place", false),
        }
    }

    /// Goes back or forth to an act of the list.
    pub(super) fn travel(&mut self, to: u64) {
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        self.worker.send(Job::Travel(to));
    }

    /// It is done, step by step; the list and the page show it.
    pub(super) fn travelled(&mut self, travel: &Travel, history: (bool, bool), trouble: Option<Message>) {
        self.state.history = history;
        let mut last = None;
        let mut away = 0;
        for replay in &travel.replays {
            let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == replay.issue) else {
                away += 1;
                continue;
            };
            if open.issue.apply(&replay.transaction).is_err() {
                // What is on the disk counts.
                return self.load(replay.issue.clone());
            }
            open.revision += 1;
            self.state.review.follow(&replay.issue, &replay.transaction, self.clock);
            last = Some(&replay.transaction);
        }
        if let Some(transaction) = last {
            if let Some(wish) = self.teaches(transaction) {
                self.worker.send(Job::Learn(wish));
            }
            let floating = self.state.floating.take();
            self.state.to_desk();
            self.show_change(transaction);
            self.state.floating = floating;
        }
        let key = match (travel.back, away) {
            _ if travel.replays.is_empty() => "history.there",
            (true, 0) => "history.back",
            (true, _) => "history.back_away",
            (false, 0) => "history.forth",
            (false, _) => "history.forth_away",
        };
        let said = Message::new(key).with("count", travel.replays.len()).with("away", away);
        self.toast_text(self.state.strings.say(&said), false);
        if let Some(message) = trouble {
            self.notice(message, Offer::Nothing);
        }
        if let (Some(Floating::History(_)), Some(open)) = (&self.state.floating, &self.state.open) {
            self.worker.send(Job::Past(open.issue.id.clone()));
        }
    }
}
