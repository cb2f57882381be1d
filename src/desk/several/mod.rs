//! What is done with the dataset as a whole by several hands: releases and what to look at before one, another dataset
//! taken in, and what annotators do not agree on.
//!
//! Each is a sheet over the desk. What is read for it is read by the worker; a question that nobody waits for any more is
//! stopped. Disputes are those of the issue on the page, decided as everything else is, so undo takes them back.

mod table;

use super::Desk;
use super::command::Action;
use super::context::{Arrival, Reach};
use super::state::{Floating, Offer};
use super::worker::{Audit, AuditJob, Audited, Job, Keep, MergeDone, MergeFrom, MergeJob};
use crate::annotation::{IssueId, LabelId};
use crate::dataset::agreement::Agreement;
use crate::dataset::checks::{Finding, Fix};
use crate::dataset::release::{Recipe, Unit};
use crate::exchange::release::Facts;
use crate::issue::ArticleStatus;
use crate::issue::gesture::{self, Choice};
use crate::strings::Message;
use crate::text::CharRange;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the sheets show.
#[derive(Clone, Debug, Default)]
pub struct Several {
    /// What goes into a release.
    pub recipe: Recipe,
    /// How far the worker is, of how much; `None` where nothing is under way.
    pub progress: Option<(usize, usize)>,
    /// What a release would come to.
    pub facts: Option<Arc<Facts>>,
    /// Files are there that may be written over.
    pub replace: bool,
    /// What to look at before a release.
    pub findings: Option<Arc<Vec<Finding>>>,
    /// The row on which one stands in that list.
    pub finding: usize,
    /// Another dataset, and what taking it in would come to.
    pub merge: Option<Box<MergeDone>>,
    /// Issues with something to be decided.
    pub disputed: Vec<(IssueId, String, usize)>,
    /// Everybody who decided on something.
    pub editors: Vec<String>,
    /// The two of them that are compared.
    pub compared: (usize, usize),
    /// How far annotators agree.
    pub agreement: Option<Arc<Agreement>>,
    /// The agreement is that of two datasets that were just merged.
    pub measured: bool,
    /// The dispute on which one stands.
    pub dispute: usize,
    /// What is wrong with what was typed.
    pub said: Option<Message>,
    stop: Arc<AtomicBool>,
}

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeveralFields {
    /// Name of the release.
    pub name: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The shares.
    pub split: String,
    /// The seed.
    pub seed: String,
    /// The licence.
    pub licence: String,
}

/// Something done in one of the sheets.
#[derive(Clone, Debug, PartialEq)]
pub enum SeveralTurn {
    /// Articles of this state, or not.
    State(ArticleStatus),
    /// Marks with this label, or not.
    Label(LabelId),
    /// Undecided proposals too, or not.
    Proposals,
    /// Rejected ones too, or not.
    Negatives,
    /// What stays together.
    Unit(Unit),
    /// Something else is typed: what was looked at counts no more.
    Typed,
    /// Look at what a release would come to.
    Preview,
    /// Make it.
    Make,
    /// Choose a folder.
    Browse,
    /// This folder.
    Folder(PathBuf),
    /// Go to the place of a finding.
    GoFinding(usize),
    /// Do what usually mends it.
    FixFinding(usize),
    /// Another dataset, looked at before it is taken in.
    MergeFrom(PathBuf),
    /// Take it in.
    Merge,
    /// This dispute.
    Dispute(usize),
    /// Decide it.
    Settle(Choice),
    /// To its place in the article.
    GoDispute,
    /// To another issue with disputes.
    Issue(IssueId),
    /// This editor is one of the two that are compared.
    Editor(usize),
    /// Find where they differ.
    Compare,
    /// Stop what is under way.
    Stop,
}

impl Desk {
    /// Whether the action brings one of the sheets up; then it does.
    pub(super) fn act_on_several(&mut self, action: Action) -> bool {
        if !matches!(action, Action::Release | Action::Checks | Action::MergeDataset | Action::Adjudicate) {
            return false;
        }
        let Some(dataset) = &self.state.dataset else {
            self.toast("several.no_dataset", false);
            return true;
        };
        match action {
            Action::Release => {
                let folder = dataset.path.parent().map(ToOwned::to_owned).unwrap_or_default();
                let fields = &mut self.fields.several;
                if fields.name.is_empty() {
                    "v1".clone_into(&mut fields.name);
                    "80/10/10".clone_into(&mut fields.split);
                    "0".clone_into(&mut fields.seed);
                }
                let name = fields.name.clone();
                self.fields.path = folder.join(name).display().to_string();
                self.state.several.facts = None;
                self.state.several.said = None;
                self.state.several.replace = false;
                self.state.floating = Some(Floating::Release);
            }
            Action::Checks => {
                self.state.floating = Some(Floating::Checks);
                let recipe = self.state.several.recipe.clone();
                self.audit(Audit::Checks(Box::new(recipe)));
            }
            Action::MergeDataset if !super::dialogs::available() => {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            Action::MergeDataset => super::dialogs::open_other(self.worker.expect(), &self.state),
            _ => {
                self.state.floating = Some(Floating::Disputes);
                self.state.several.dispute = 0;
                self.audit(Audit::Disputes);
            }
        }
        true
    }

    /// Asks the auditor; what it was asked before is not waited for any more.
    fn audit(&mut self, what: Audit) {
        let stop = self.ask();
        self.worker.send(Job::Audit(AuditJob { what, stop }));
    }

    /// A new question: the one before is stopped.
    fn ask(&mut self) -> Arc<AtomicBool> {
        let several = &mut self.state.several;
        several.stop.store(true, Ordering::Release);
        several.stop = Arc::default();
        several.progress = Some((0, 0));
        Arc::clone(&several.stop)
    }

    /// Whoever closes a sheet waits for nothing any more.
    pub(super) fn leave_several(&mut self) {
        self.state.several.stop.store(true, Ordering::Release);
        self.state.several.progress = None;
    }

    /// The recipe as it is chosen and typed; where something typed makes no sense, that is said.
    fn typed_recipe(&mut self) -> Option<Recipe> {
        let fields = &self.fields.several;
        let mut recipe = self.state.several.recipe.clone();
        let wrong = |key: &'static str, what: &str| Message::new(key).with("what", what.trim());
        let day = |text: &str| -> Result<Option<String>, Message> {
            let text = text.trim();
            let date: Result<jiff::civil::Date, _> = text.parse();
            match date {
                _ if text.is_empty() => Ok(None),
                Ok(date) => Ok(Some(date.to_string())),
                Err(_) => Err(wrong("error.args.date", text)),
            }
        };
        let read = || -> Result<Recipe, Message> {
            if fields.name.trim().is_empty() {
                return Err(Message::new("release.no_name"));
            }
            fields.name.trim().clone_into(&mut recipe.name);
            fields.licence.trim().clone_into(&mut recipe.licence);
            (recipe.from, recipe.to) = (day(&fields.from)?, day(&fields.to)?);
            let shares: Vec<u32> =
                fields.split.split(['/', ':', '：', '／']).filter_map(|n| n.trim().parse().ok()).collect();
            let shares: Option<[u32; 3]> = shares.try_into().ok();
            let shares = shares.filter(|shares| shares[0] > 0 && shares.iter().all(|n| *n <= 1_000));
            recipe.shares = shares.ok_or_else(|| wrong("error.args.split", &fields.split))?;
            let seed = fields.seed.trim().parse();
            recipe.seed = seed.map_err(|_| wrong("error.args.number", &fields.seed))?;
            Ok(recipe)
        };
        match read() {
            Ok(recipe) => {
                self.state.several.said = None;
                Some(recipe)
            }
            Err(message) => {
                self.state.several.said = Some(message);
                None
            }
        }
    }

    /// Carries out something done in a sheet.
    pub(super) fn turn_several(&mut self, turn: SeveralTurn) {
        use SeveralTurn as T;
        match turn {
            T::State(_) | T::Label(_) | T::Proposals | T::Negatives | T::Unit(_) => self.choose_recipe(turn),
            T::Typed => self.state.several.facts = None,
            T::Preview => {
                if let Some(recipe) = self.typed_recipe() {
                    self.state.several.facts = None;
                    self.audit(Audit::Preview(Box::new(recipe)));
                }
            }
            T::Make => self.make_release(),
            T::Browse => super::dialogs::open_release_folder(self.worker.expect(), &self.state),
            T::Folder(path) => {
                self.fields.path = path.display().to_string();
                self.state.several.replace = false;
            }
            T::GoFinding(row) => self.go_finding(row),
            T::FixFinding(row) => self.fix_finding(row),
            T::MergeFrom(path) => {
                let stop = self.ask();
                self.state.several.merge = None;
                self.state.floating = Some(Floating::Merge);
                let from = MergeFrom::File(path);
                self.worker.send(Job::Merge(MergeJob { from, write: false, stop }));
            }
            T::Merge => {
                let Some(from) = self.state.several.merge.as_ref().map(|merge| merge.from.clone()) else {
                    return;
                };
                self.merge_now(from);
            }
            T::Dispute(n) => {
                let last = self.state.open.as_ref().map_or(0, |open| open.issue.disputes.len());
                self.state.several.dispute = n.min(last.saturating_sub(1));
            }
            T::Settle(choice) => self.settle_dispute(choice),
            T::GoDispute => self.go_dispute(),
            T::Issue(id) => {
                self.state.several.dispute = 0;
                if self.state.open.as_ref().is_none_or(|open| open.issue.id != id) {
                    self.load(id);
                }
            }
            T::Editor(n) => {
                let (one, other) = self.state.several.compared;
                if n != one && n != other {
                    self.state.several.compared = (other, n);
                }
            }
            T::Compare => {
                let several = &self.state.several;
                let name = |n: usize| several.editors.get(n).cloned();
                let (Some(one), Some(other)) = (name(several.compared.0), name(several.compared.1)) else {
                    return;
                };
                self.merge_now(MergeFrom::Editors(one, other));
            }
            T::Stop => self.leave_several(),
        }
    }

    fn merge_now(&mut self, from: MergeFrom) {
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        let stop = self.ask();
        self.worker.send(Job::Merge(MergeJob { from, write: true, stop }));
    }

    fn choose_recipe(&mut self, turn: SeveralTurn) {
        let all = self.state.labels.labels.iter().map(|label| label.id.clone());
        let recipe = &mut self.state.several.recipe;
        match turn {
            SeveralTurn::State(state) => {
                if !recipe.states.remove(&state) {
                    recipe.states.insert(state);
                }
            }
            SeveralTurn::Label(label) => {
                // None named is all of them; the first one that is clicked is left out then.
                if recipe.labels.is_empty() {
                    recipe.labels.extend(all);
                }
                if !recipe.labels.remove(&label) {
                    recipe.labels.insert(label);
                }
                if recipe.labels.len() == self.state.labels.labels.len() {
                    recipe.labels.clear();
                }
            }
            SeveralTurn::Proposals => recipe.proposals = !recipe.proposals,
            SeveralTurn::Negatives => recipe.negatives = !recipe.negatives,
            SeveralTurn::Unit(unit) => recipe.unit = unit,
            _ => return,
        }
        self.state.several.facts = None;
    }

    fn make_release(&mut self) {
        if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        }
        let Some(recipe) = self.typed_recipe() else { return };
        let path = self.fields.path.trim().to_owned();
        if path.is_empty() {
            self.state.several.said = Some(Message::new("release.no_folder"));
            return;
        }
        let replace = self.state.several.replace;
        self.audit(Audit::Make(Box::new(recipe), PathBuf::from(path), replace));
    }

    fn go_finding(&mut self, row: usize) {
        self.state.several.finding = row;
        let Some(finding) = self.state.several.findings.as_ref().and_then(|found| found.get(row)).cloned()
        else {
            return;
        };
        let (Some(issue), Some(block)) = (finding.issue, finding.block) else {
            return self.toast("checks.no_place", false);
        };
        self.state.floating = None;
        let range = finding.range.unwrap_or(CharRange::new(0, 0));
        self.go_far(Arrival { issue, block, range });
    }

    /// Does what usually mends a finding.
    fn fix_finding(&mut self, row: usize) {
        let findings = self.state.several.findings.clone().unwrap_or_default();
        let Some(finding) = findings.get(row) else { return };
        match finding.fix() {
            None => self.go_finding(row),
            Some(_) if self.state.is_read_only() => self.toast("toast.read_only", false),
            Some(Fix::Trash) => {
                let Some(issue) = finding.issue.clone() else { return };
                self.worker.send(Job::Kept(Keep::Throw(issue, finding.article.clone())));
                let others = findings.iter().enumerate().filter(|(n, _)| *n != row);
                self.state.several.findings =
                    Some(Arc::new(others.map(|(_, finding)| finding.clone()).collect()));
            }
            Some(Fix::Places(text)) => {
                self.state.several.finding = row;
                self.state.floating = None;
                self.state.context.reach = Reach::Dataset;
                self.open_context(Some(text), None, true);
            }
            Some(Fix::Reading) => {
                self.go_finding(row);
                // In another issue it is asked when that is there: by key.
                if self.state.open.as_ref().is_some_and(|open| Some(&open.issue.id) == finding.issue.as_ref())
                {
                    self.ask_reading();
                }
            }
        }
    }

    /// To a place in any issue.
    fn go_far(&mut self, arrival: Arrival) {
        if self.state.open.as_ref().is_some_and(|open| open.issue.id == arrival.issue) {
            return self.arrive(&arrival);
        }
        let issue = arrival.issue.clone();
        self.arrival = Some(arrival);
        self.load(issue);
    }

    fn settle_dispute(&mut self, choice: Choice) {
        let Some(open) = &self.state.open else { return };
        let Some(dispute) = open.issue.disputes.get(self.state.several.dispute) else { return };
        let (issue, id) = (open.issue.id.clone(), dispute.id.clone());
        if !self.decide(|issue, who| gesture::settle(issue, &id, choice, who)) {
            return;
        }
        let left = self.state.open.as_ref().map_or(0, |open| open.issue.disputes.len());
        let several = &mut self.state.several;
        several.dispute = several.dispute.min(left.saturating_sub(1));
        for known in several.disputed.iter_mut().filter(|known| known.0 == issue) {
            known.2 = left;
        }
        several.disputed.retain(|known| known.2 > 0);
        self.toast("disputes.settled", true);
        // On to the next issue, where this one has nothing left.
        if left == 0
            && let Some((next, ..)) = self.state.several.disputed.first().cloned()
        {
            self.state.several.dispute = 0;
            self.load(next);
        }
    }

    fn go_dispute(&mut self) {
        let Some(open) = &self.state.open else { return };
        let Some(dispute) = open.issue.disputes.get(self.state.several.dispute) else { return };
        let issue = open.issue.id.clone();
        let (block, article) = (dispute.block.clone(), dispute.article.clone());
        let range = dispute.range.unwrap_or(CharRange::new(0, 0));
        self.state.floating = None;
        match (block, article) {
            (Some(block), _) => self.go_far(Arrival { issue, block, range }),
            (None, Some(article)) => self.go_article(article),
            (None, None) => {}
        }
    }

    /// The auditor has answered.
    pub(super) fn audited(&mut self, audited: Audited) {
        self.state.several.progress = None;
        let several = &mut self.state.several;
        match audited {
            Audited::Facts(Some(facts)) => several.facts = Some(Arc::from(facts)),
            Audited::Findings(Some(findings)) => {
                several.finding = several.finding.min(findings.len().saturating_sub(1));
                several.findings = Some(Arc::new(findings));
            }
            Audited::Differing(Some(found)) => {
                several.disputed = found.issues;
                several.editors = found.editors;
                several.compared = (0, 1);
                if !several.measured {
                    several.agreement = found.agreement.map(Arc::from);
                }
                // Where the issue on the page has none, one that has some is shown.
                let here = self.state.open.as_ref().is_some_and(|open| !open.issue.disputes.is_empty());
                let first = several.disputed.first().map(|(id, ..)| id.clone());
                let shown = self.state.floating == Some(Floating::Disputes);
                if let Some(first) = first.filter(|_| shown && !here) {
                    self.load(first);
                }
            }
            Audited::Made(Some((folder, articles))) => {
                if self.state.floating == Some(Floating::Release) {
                    self.state.floating = None;
                }
                let said =
                    Message::new("release.made").with("count", articles).with("file", folder.display());
                self.toast_text(self.state.strings.say(&said), false);
            }
            Audited::Failed(message) if message.key == "error.release.exists" => {
                several.said = Some(Message::new("release.exists"));
                several.replace = true;
            }
            Audited::Failed(message) => {
                several.said = Some(message.clone());
                if self.state.floating != Some(Floating::Release) {
                    self.notice(message, Offer::Nothing);
                }
            }
            Audited::Facts(None)
            | Audited::Findings(None)
            | Audited::Differing(None)
            | Audited::Made(None) => {}
        }
    }

    /// Another dataset was looked at or taken in, or two editors compared.
    pub(super) fn merged(&mut self, done: Result<Option<Box<MergeDone>>, Message>) {
        self.state.several.progress = None;
        let done = match done {
            Ok(Some(done)) => done,
            Ok(None) => return,
            Err(message) => {
                if self.state.floating == Some(Floating::Merge) {
                    self.state.floating = None;
                }
                return self.notice(message, Offer::Nothing);
            }
        };
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues.clone_from(&done.issues);
        }
        self.state.history = done.history;
        let merged = &done.merged;
        let several = &mut self.state.several;
        if merged.measured.as_ref().is_some_and(|measured| measured.articles > 0) {
            several.agreement = merged.measured.clone().map(Arc::new);
            several.measured = true;
        }
        if !done.written {
            several.merge = Some(done);
            return;
        }
        several.merge = None;
        let (taken, open) = merged.sums();
        let said = Message::new("merge.done").with("taken", taken).with("count", open);
        let said = said.with("issues", merged.added.len());
        self.toast_text(self.state.strings.say(&said), false);
        // The issue on the page as it is now.
        let here = self.state.open.as_ref().map(|open| open.issue.id.clone());
        if let Some(id) = here.filter(|id| merged.both.iter().any(|one| one.id == *id)) {
            self.load(id);
        }
        self.state.floating = None;
        if open > 0 || matches!(done.from, MergeFrom::Editors(..)) {
            self.state.floating = Some(Floating::Disputes);
            self.state.several.dispute = 0;
            self.audit(Audit::Disputes);
        }
    }
}
