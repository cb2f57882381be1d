//! Newer proposals for the issue on the page, after something was learned.
//!
//! The worker proposes for the issue as it is on the disk; the window, which knows more, takes what fits its own state and
//! sends it to the disk behind the decisions that are on their way. Decisions, the selected mark, the selection and the
//! place on the page stay. While something can be done again, nothing is refreshed: it is to find what it left.

use super::Desk;
use super::state::Pending;
use super::worker::{Fresh, Job};
use crate::strings::Message;

impl Desk {
    /// Takes in newer proposals.
    pub(super) fn refresh(&mut self, fresh: &Fresh) {
        let said = |count: usize| {
            let key = if count == 0 { "status_bar.learned" } else { "status_bar.refreshed" };
            Message::new(key).with("articles", fresh.articles).with("count", count)
        };
        if self.state.is_read_only() || self.state.history.1 || !self.state.unrecorded.is_empty() {
            return;
        }
        let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == fresh.issue.id) else {
            return;
        };
        let mut newer = fresh.issue.clone();
        crate::issue::gesture::adopt(&mut newer, &self.state.labels);
        let mut held = fresh.held.clone();
        held.marks.extend(open.mark.clone());
        self.state.pending.iter().for_each(|pending| held.hold(&pending.transaction));
        let (transaction, count) = crate::propose::refresh(&open.issue, &newer, &held);
        self.state.learned = (fresh.articles > 0).then(|| said(count));
        if transaction.edits.is_empty() || open.issue.apply(&transaction).is_err() {
            return;
        }
        open.revision += 1;
        let issue = open.issue.id.clone();
        self.ticket += 1;
        let ticket = self.ticket;
        self.state.pending.push(Pending { ticket, issue: issue.clone(), transaction: transaction.clone() });
        self.worker.send(Job::Refresh { ticket, issue, transaction });
    }

    /// The dataset would not have them: the older proposals come back.
    pub(super) fn not_refreshed(&mut self, ticket: u64) {
        let Some(place) = self.state.pending.iter().position(|pending| pending.ticket == ticket) else {
            return;
        };
        let pending = self.state.pending.remove(place);
        self.state.learned = None;
        let open = self.state.open.as_mut().filter(|open| open.issue.id == pending.issue);
        let Some(open) = open else { return };
        open.revision += 1;
        if open.issue.apply(&pending.transaction.inverse()).is_err() {
            // A decision on one of them is on its way and will be refused; what is on the disk counts.
            self.load(pending.issue);
        }
    }
}
