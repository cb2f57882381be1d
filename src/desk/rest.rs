//! What becomes of the proposals that are left when an article is done, and copies that are put back.

use super::Desk;
use super::command::Way;
use super::state::{Floating, Offer};
use super::worker::Job;
use crate::annotation::{ArticleId, Decider};
use crate::issue::Issue;
use crate::issue::gesture::{self, Outcome};
use crate::strings::Message;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// 采纳其余
    Accept,
    /// 否决其余
    Reject,
}

impl Desk {
    /// The article is done. Where proposals are left, the dataset says what becomes of them, or the editor is asked.
    pub(super) fn done(&mut self) {
        let Some(article) = self.state.article() else { return };
        let open = self.state.tally(article).open;
        match self.state.rest {
            _ if open == 0 => self.finish(),
            Some(rest) => self.settle_rest(rest),
            None => {
                self.fields.rest_always = false;
                self.state.floating = Some(Floating::Rest);
            }
        }
    }

    /// Settles what is left and finishes the article; what was chosen may hold from now on.
    pub(super) fn settle_rest(&mut self, rest: Rest) {
        if std::mem::take(&mut self.fields.rest_always) {
            self.set_rest(Some(rest));
        }
        self.state.floating = None;
        let act: fn(&Issue, &ArticleId, &Decider) -> Outcome = match rest {
            Rest::Accept => gesture::accept_rest,
            Rest::Reject => gesture::reject_rest,
        };
        let Some(article) = self.state.article() else { return };
        let tally = self.state.tally(article);
        if self.decide_article(act) {
            let key = if rest == Rest::Accept { "toast.rest_accepted" } else { "toast.rest_rejected" };
            let message =
                Message::new(key).with("count", tally.open).with("corrected", tally.corrected + tally.added);
            self.toast_text(self.state.strings.say(&message), true);
        }
        self.go_neighbour(Way::Forth);
    }

    /// This becomes of what is left from now on; `None` has the editor asked.
    pub(super) fn set_rest(&mut self, rest: Option<Rest>) {
        self.state.rest = rest;
        self.worker.send(Job::Rest(rest));
    }

    /// Lists the copies that are kept of the dataset.
    pub(super) fn list_copies(&mut self) {
        let Some(dataset) = &self.state.dataset else {
            return self.notice(Message::new("error.no_dataset"), Offer::Nothing);
        };
        let copies = crate::dataset::store::copies(&dataset.path);
        self.state.floating = Some(Floating::Copies(copies));
    }

    /// Puts a copy in the place of the dataset, which becomes a copy itself.
    pub(super) fn restore(&mut self, copy: PathBuf) {
        self.state.floating = None;
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        self.state.open = None;
        self.worker.send(Job::Restore(copy));
    }
}
