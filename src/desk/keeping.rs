//! What is out of sight: the trash, an issue as it once was, and the dataset's file as such.
//!
//! An earlier state is shown as an issue that can be looked at and not decided in ([`super::state::Preview`]); leaving it
//! shows what is on the disk.

use super::Desk;
use super::command::Action;
use super::shelf::Room;
use super::state::{Floating, Offer, PaletteOffer, Preview};
use super::worker::{Job, Keep, Kept};
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::store::TableSize;
use crate::dataset::{IssueSummary, Report, Thrown};
use crate::issue::{Issue, gesture};
use crate::strings::Message;

/// What an act on the dataset came to.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The issue.
    pub issue: IssueId,
    /// Key of what is said of it.
    pub said: &'static str,
    /// Whether undo and redo have something to do.
    pub history: (bool, bool),
    /// The issues that are not in the trash.
    pub issues: Vec<IssueSummary>,
}

/// What is known of the dataset's file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileSheet {
    /// What its tables take, once they are measured.
    pub sizes: Option<Vec<TableSize>>,
    /// Key of what is being done with it.
    pub busy: Option<&'static str>,
    /// What that came to.
    pub said: Vec<Message>,
}

/// Something chosen about what is out of sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Take an article out of the trash, or all of an issue.
    TakeOut(IssueId, Option<ArticleId>),
    /// Show the open issue as it stood after this event.
    Moment(u64),
    /// Bring it back to that.
    WayBack(u64),
    /// Do something with the dataset's file; the key says what.
    Tend(Keep, &'static str),
}

/// So many faults are told; of a damaged file there may be very many.
const FAULTS: usize = 8;

impl Desk {
    /// Carries out an act of this room; returns whether it is one.
    pub(super) fn act_on_keeping(&mut self, action: Action) -> bool {
        match action {
            Action::Trash | Action::TrashIssue | Action::DataFile if self.state.dataset.is_none() => {
                self.notice(Message::new("error.no_dataset"), Offer::Nothing);
            }
            Action::Trash => {
                self.state.thrown = None;
                self.open_palette(PaletteOffer::Thrown);
                self.worker.send(Job::Kept(Keep::List));
            }
            Action::TrashIssue => self.trash_issue(),
            Action::TrashArticle => self.trash_article(),
            Action::DataFile => {
                self.state.floating = Some(Floating::DataFile(FileSheet::default()));
                self.worker.send(Job::Kept(Keep::Sizes));
            }
            _ => return false,
        }
        true
    }

    /// Carries out what was chosen.
    pub(super) fn turn_keeping(&mut self, turn: Turn) {
        match turn {
            Turn::TakeOut(issue, article) => self.worker.send(Job::Kept(Keep::TakeOut(issue, article))),
            Turn::Moment(seq) => self.ask_moment(seq),
            Turn::WayBack(seq) => self.way_back(seq),
            Turn::Tend(keep, busy) => self.tend(keep, busy),
        }
    }

    /// The notice has been read. What was said of an earlier state is said as long as it is shown.
    pub(super) fn close_notice(&mut self) {
        self.state.notice = None;
        self.end_moment();
    }

    fn trash_article(&mut self) {
        let Some(open) = &self.state.open else { return };
        let article = open.article.clone();
        let order: Vec<ArticleId> =
            super::panels::outline::order(&open.issue).iter().map(|article| article.id.clone()).collect();
        let Some(place) = order.iter().position(|id| *id == article) else { return };
        if order.len() == 1 {
            // The last one goes with its issue.
            return self.trash_issue();
        }
        let next = order.get(place + 1).or_else(|| order.get(place.wrapping_sub(1))).cloned();
        if self.decide(|issue, _| gesture::trash(issue, std::slice::from_ref(&article))) {
            if let Some(next) = next {
                self.go_article(next);
            }
            self.toast("trash.article_in", true);
        }
    }

    /// The issue of the current row of the work list, or the one on the page.
    fn trash_issue(&mut self) {
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        let row = self.state.shelf.work.chosen().filter(|_| self.state.room() == Some(Room::Work));
        let open = self.state.open.as_ref().map(|open| &open.issue.id);
        if let Some(issue) = row.map(|row| row.id.clone()).or_else(|| open.cloned()) {
            self.worker.send(Job::Kept(Keep::Throw(issue, None)));
        }
    }

    /// What came of something out of sight.
    pub(super) fn kept_out(&mut self, kept: Kept) {
        match kept {
            Kept::Thrown(thrown) => self.thrown_came(thrown),
            Kept::Changed(changed) => self.changed(changed),
            Kept::Moment(seq, issue) => self.show_moment(seq, issue),
            Kept::Linked(linked) => self.linked(linked),
            Kept::Sizes(sizes) => self.sizes_came(sizes),
            Kept::Verified(report) => self.verified(report),
            Kept::Compacted(sizes) => self.compacted(sizes),
        }
    }

    /// The trash is listed.
    fn thrown_came(&mut self, thrown: Result<Vec<Thrown>, Message>) {
        match thrown {
            Ok(thrown) => self.state.thrown = Some(thrown),
            Err(message) => self.notice(message, Offer::Nothing),
        }
    }

    /// Something was changed by the clerk: the page shows what is on the disk.
    fn changed(&mut self, changed: Changed) {
        self.state.history = changed.history;
        let there = changed.issues.iter().any(|issue| issue.id == changed.issue);
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = changed.issues;
        }
        self.toast(changed.said, true);
        let here = self.state.open.as_ref().is_some_and(|open| open.issue.id == changed.issue);
        if !there {
            self.close_tab(&changed.issue);
            if here && self.state.open.as_ref().is_some_and(|open| open.issue.id == changed.issue) {
                self.state.open = None;
                self.state.welcome = self.state.room().is_none();
            }
        } else if here {
            self.end_moment();
            self.load(changed.issue);
        }
        if self.state.room().is_some() {
            self.read_archive();
        }
    }

    /// Asks for the open issue as it stood after an event.
    fn ask_moment(&mut self, seq: u64) {
        let Some(open) = &self.state.open else { return };
        let id = open.issue.id.clone();
        self.state.floating = None;
        self.leave_issue();
        self.worker.send(Job::Kept(Keep::Moment(id, seq)));
    }

    /// It is here: to be looked at.
    fn show_moment(&mut self, seq: u64, issue: Result<Issue, Message>) {
        let issue = match issue {
            Ok(issue) => issue,
            Err(message) => return self.notice(message, Offer::Nothing),
        };
        let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == issue.id) else { return };
        open.preview = Some(Preview { before: Some(issue.id.clone()), moment: Some(seq) });
        open.issue = issue;
        open.revision += 1;
        (open.mark, open.selection, open.details) = (None, None, false);
        self.tidy_place();
        self.state.to_desk();
        self.notice(Message::new("moment.shown").with("seq", seq), Offer::WayBack(seq));
    }

    /// Brings the issue back to what is shown.
    fn way_back(&mut self, seq: u64) {
        let Some(open) = self.state.open.as_ref().filter(|open| open.is_moment()) else { return };
        if self.state.dataset.as_ref().is_some_and(|dataset| dataset.read_only) {
            return self.toast("toast.read_only", false);
        }
        let issue = open.issue.id.clone();
        self.worker.send(Job::Kept(Keep::WayBack(issue, seq)));
    }

    /// An earlier state is shown no more.
    fn end_moment(&mut self) {
        let Some(open) = self.state.open.as_mut().filter(|open| open.is_moment()) else { return };
        open.preview = None;
        let issue = open.issue.id.clone();
        self.state.notice = None;
        self.load(issue);
    }

    /// Has something done with the file.
    fn tend(&mut self, keep: Keep, busy: &'static str) {
        if let Some(Floating::DataFile(sheet)) = &mut self.state.floating {
            (sheet.busy, sheet.said) = (Some(busy), Vec::new());
            self.worker.send(Job::Kept(keep));
        }
    }

    /// The tables are measured.
    fn sizes_came(&mut self, sizes: Result<Vec<TableSize>, Message>) {
        let Some(Floating::DataFile(sheet)) = &mut self.state.floating else { return };
        match sizes {
            Ok(sizes) => sheet.sizes = Some(sizes),
            Err(message) => (sheet.sizes, sheet.said) = (Some(Vec::new()), vec![message]),
        }
    }

    /// The file is as small as it can be.
    fn compacted(&mut self, sizes: Result<(u64, u64), Message>) {
        let said = sizes.map(|(before, after)| {
            let size = |bytes: u64| format!("{:.1}", bytes as f64 / 1_048_576.0);
            Message::new("data_file.compacted").with("before", size(before)).with("after", size(after))
        });
        self.tended(vec![said.unwrap_or_else(|message| message)]);
        if self.state.floating.is_some() {
            self.worker.send(Job::Kept(Keep::Sizes));
        }
    }

    /// Everything was read and compared.
    fn verified(&mut self, report: Result<Report, Message>) {
        let said = match report {
            Err(message) => vec![message],
            Ok(report) if report.faults.is_empty() => vec![
                Message::new("data_file.sound").with("events", report.events).with("issues", report.issues),
            ],
            Ok(report) => {
                let many = Message::new("data_file.faults").with("count", report.faults.len());
                let faults = report.faults.iter().take(FAULTS).map(crate::dataset::Fault::message);
                std::iter::once(many).chain(faults).chain([Message::new("data_file.to_do")]).collect()
            }
        };
        self.tended(said);
    }

    /// What was done is told in the sheet, or where that is closed by now, above the page.
    fn tended(&mut self, said: Vec<Message>) {
        if let Some(Floating::DataFile(sheet)) = &mut self.state.floating {
            (sheet.busy, sheet.said) = (None, said);
        } else if let Some(message) = said.into_iter().next() {
            self.notice(message, Offer::Nothing);
        }
    }
}
