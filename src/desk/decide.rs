//! Deciding: an act becomes a transaction, shows on the page in the next frame and goes on its way to the disk.

use super::Desk;
use super::command::{Command, Way};
use super::state::{OpenIssue, Pending, Selection};
use super::worker::Job;
use crate::annotation::{Decider, Entity, EntityId, LabelId, RelationKind};
use crate::issue::gesture::{self, Outcome, Refusal};
use crate::issue::{ArticleStatus, Issue};
use crate::strings::Message;

impl Desk {
    pub(super) fn who(&self) -> Decider {
        let at = format!("{:.0}", jiff::Timestamp::now());
        Decider { by: self.state.settings.editor.clone(), at, nested: self.state.labels.nested }
    }

    pub(super) fn decide(&mut self, act: impl FnOnce(&Issue, &Decider) -> Outcome) -> bool {
        let who = self.who();
        let Some(open) = &self.state.open else { return false };
        let outcome = act(&open.issue, &who);
        self.carry_out(outcome)
    }

    pub(super) fn decide_article(
        &mut self,
        act: impl FnOnce(&Issue, &crate::annotation::ArticleId, &Decider) -> Outcome,
    ) -> bool {
        let Some(article) = self.state.open.as_ref().map(|open| open.article.clone()) else { return false };
        self.decide(|issue, who| act(issue, &article, who))
    }

    /// Puts a decision on the page and on its way to the disk; says why where it is refused.
    pub(super) fn carry_out(&mut self, outcome: Outcome) -> bool {
        if self.state.is_read_only() {
            self.toast(self.state.why_read_only(), false);
            return false;
        }
        let transaction = match outcome {
            Ok(transaction) => transaction,
            Err(refusal) => {
                if let Some(message) = why(&refusal) {
                    self.toast_text(self.state.strings.say(&message), false);
                }
                return false;
            }
        };
        let Some(open) = &mut self.state.open else { return false };
        if open.issue.apply(&transaction).is_err() {
            return false;
        }
        open.revision += 1;
        let issue = open.issue.id.clone();
        self.state.review.follow(&issue, &transaction, self.clock);
        self.tidy_place();
        let ticket = self.ticket();
        let pending = Pending { ticket, issue: issue.clone(), transaction: transaction.clone() };
        self.state.pending.push(pending);
        self.worker.send(Job::Record { ticket, issue, transaction });
        true
    }

    /// A number for the next decision.
    pub(super) fn ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Carries out a command that is one decision.
    pub(super) fn apply_decision(&mut self, command: Command) {
        match command {
            Command::SetRange(id, range) => {
                self.decide(|issue, who| gesture::set_range(issue, &id, range, who));
            }
            Command::Topic(code, stands) => {
                self.decide_article(|issue, article, who| gesture::topic(issue, article, &code, stands, who));
            }
            Command::Keyword(word, stands) => {
                self.decide_article(|issue, article, who| {
                    gesture::keyword(issue, article, &word, stands, who)
                });
            }
            Command::Relation(id, stands) => {
                self.decide_article(|issue, article, who| {
                    gesture::relation(issue, article, &id, stands, who)
                });
            }
            Command::Relate(one, other) => {
                self.decide_article(|issue, article, who| {
                    gesture::relate(issue, article, (&one, &other), who)
                });
            }
            Command::Status(status) => {
                self.decide_article(|issue, article, _| gesture::set_status(issue, article, status));
            }
            _ => {}
        }
    }

    pub(super) fn decide_mark(&mut self, act: fn(&Issue, &EntityId, &Decider) -> Outcome) {
        let Some(id) = self.state.open.as_ref().and_then(|open| open.mark.clone()) else {
            // Nothing is selected: the key shows where to begin.
            return self.go_mark(Way::Forth, Entity::is_open);
        };
        let decided = self.decide(|issue, who| act(issue, &id, who));
        let settled = self.state.open.as_ref().and_then(OpenIssue::selected).is_none_or(|e| !e.is_open());
        if decided || settled {
            self.say_same(&id);
            self.go_on(&id);
        }
    }

    pub(super) fn add(&mut self, selection: &Selection, label: &LabelId) {
        let Some(open) = &self.state.open else { return };
        let Some(text) = open.current().and_then(|a| a.block(&selection.block)).map(|b| b.text.clone())
        else {
            return;
        };
        let range = gesture::snap(&text, selection.range());
        let block = selection.block.clone();
        let added = self
            .decide_article(|issue, article, who| gesture::add(issue, article, &block, range, label, who));
        if added && let Some(open) = &mut self.state.open {
            let mark = open.current().and_then(|a| a.block(&block)).and_then(|b| {
                b.standing().find(|entity| entity.range == range).map(|entity| entity.id.clone())
            });
            open.selection = None;
            open.mark = mark;
            open.details = false;
        }
    }

    pub(super) fn accept_confident(&mut self, block_only: bool) {
        let thresholds = self.state.thresholds;
        let Some(open) = &self.state.open else { return };
        let of_mark = |id| open.issue.find(id).map(|found| found.block.id.clone());
        let block =
            open.mark.as_ref().and_then(of_mark).or_else(|| open.selection.as_ref().map(|s| s.block.clone()));
        let block = if block_only { block.or_else(|| self.page.visible_block.clone()) } else { None };
        let before =
            self.state.article().map(|article| self.state.tally(article).accepted).unwrap_or_default();
        let done = self.decide_article(|issue, article, who| {
            gesture::accept_confident(issue, article, block.as_ref(), thresholds, who)
        });
        let after =
            self.state.article().map(|article| self.state.tally(article).accepted).unwrap_or_default();
        if done {
            let message = Message::new("toast.accepted").with("count", after - before);
            self.toast_text(self.state.strings.say(&message), true);
        } else {
            self.toast("toast.nothing_confident", false);
        }
    }

    pub(super) fn set_status(&mut self, status: ArticleStatus) {
        self.decide_article(|issue, article, _| gesture::set_status(issue, article, status));
    }

    /// Finishes an article in which nothing is left.
    pub(super) fn finish(&mut self) {
        let Some(article) = self.state.article() else { return };
        let tally = self.state.tally(article);
        if self.decide_article(|issue, article, _| gesture::set_status(issue, article, ArticleStatus::Done)) {
            let message = Message::new("toast.done").with("corrected", tally.corrected + tally.added);
            self.toast_text(self.state.strings.say(&message), true);
        }
        self.go_neighbour(Way::Forth);
    }

    /// Which mark the selected one is to be related with.
    pub(super) fn ask_relation(&mut self) {
        let kinds = self.state.open.as_ref().and_then(OpenIssue::selected).map(|mark| {
            RelationKind::ALL.iter().any(|kind| {
                let (from, to) = kind.ends();
                from.iter().chain(to).any(|label| *label == mark.label.as_str())
            })
        });
        match kinds {
            Some(true) => self.open_palette(super::state::PaletteOffer::Related),
            Some(false) => self.toast("refusal.unrelated", false),
            None => self.toast("toast.no_mark", false),
        }
    }

    pub(super) fn write_note(&mut self, text: String) {
        self.state.floating = None;
        let who = self.who();
        self.decide_article(|issue, article, _| {
            gesture::change_facts(issue, article, "gesture.note", |facts| {
                facts.notes.retain(|note| note.by != who.by);
                if !text.trim().is_empty() {
                    let (by, at) = (who.by.clone(), Some(who.at.clone()));
                    facts.notes.push(crate::issue::Note { text: text.trim().to_owned(), by, at });
                }
            })
        });
    }

    pub(super) fn retry(&mut self) {
        self.state.notice = None;
        self.worker.send(Job::Resume);
        for pending in std::mem::take(&mut self.state.unrecorded) {
            if pending.transaction.registers()
                && self.state.shelf.register.apply(&pending.transaction).is_err()
            {
                continue;
            }
            // A decision about an issue that is no longer on the page is recorded without it.
            if let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == pending.issue) {
                if open.issue.apply(&pending.transaction).is_err() {
                    continue;
                }
                open.revision += 1;
                self.state.review.follow(&pending.issue, &pending.transaction, self.clock);
            }
            self.worker.send(Job::Record {
                ticket: pending.ticket,
                issue: pending.issue.clone(),
                transaction: pending.transaction.clone(),
            });
            self.state.pending.push(pending);
        }
        self.tidy_place();
    }
}

/// Why an act is refused, where that has to be said.
fn why(refusal: &Refusal) -> Option<Message> {
    match refusal {
        Refusal::Overlap(text) => Some(Message::new("refusal.overlap").with("text", text)),
        Refusal::NoText => Some(Message::new("refusal.no_text")),
        Refusal::Cut(text) => Some(Message::new("refusal.cut").with("text", text)),
        Refusal::NoPart => Some(Message::new("refusal.no_part")),
        Refusal::Unrelated => Some(Message::new("refusal.unrelated")),
        Refusal::NoSource => Some(Message::new("refusal.no_source")),
        Refusal::Together => Some(Message::new("refusal.together")),
        Refusal::ByHand => Some(Message::new("refusal.by_hand")),
        Refusal::Nothing | Refusal::Missing => None,
    }
}
