//! 校核: the undecided marks of the issue as cards, one after the other.
//!
//! The card is the selected mark, so every key of the desk does on a card what it does on the page, and leaving the view
//! shows the page at that mark. [`Review`] holds the queue, made anew whenever the issue or the scope changes, and what
//! was decided since the issue is open, wherever that was done.

use super::Desk;
use super::command::{Action, Command, Menu};
use super::state::{OpenIssue, State, View};
use crate::annotation::{ArticleId, Entity, EntityId, IssueId, LabelId, LabelSet, Status, Thresholds};
use crate::issue::{Edit, Issue, Transaction};
use std::collections::{HashMap, HashSet};

/// A longer time between two decisions is a pause, in seconds.
const PAUSE: f64 = 60.0;
/// So many decisions say something about the pace.
const PACED: usize = 4;
/// Cards that one can go back to.
const TRAIL: usize = 10_000;

/// Which marks come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReviewOrder {
    /// 把握最低的在前: the lowest margin over the second best first.
    #[default]
    Doubt,
    /// 按标签: label by label, words on which nobody has decided first, the same words together.
    Kind,
}

/// Which part of the issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReviewExtent {
    /// All of it.
    #[default]
    Issue,
    /// This article and all after it.
    From(ArticleId),
    /// This article.
    Article(ArticleId),
}

/// Which marks are in the queue, and in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewScope {
    /// Of which part.
    pub extent: ReviewExtent,
    /// With a score below this.
    pub below: f32,
    /// With this label, or with any.
    pub label: Option<LabelId>,
    /// Only words on which nobody has decided in this issue.
    pub new: bool,
    /// The order.
    pub order: ReviewOrder,
}

impl ReviewScope {
    /// The scores to choose from; from the last on every proposal is in the queue.
    pub const BELOW: [f32; 5] = [0.40, 0.60, 0.75, 0.90, 1.01];

    fn fits(&self, label: &LabelId, score: f32) -> bool {
        score < self.below && self.label.as_ref().is_none_or(|wanted| wanted == label)
    }
}

impl Default for ReviewScope {
    fn default() -> Self {
        Self {
            extent: ReviewExtent::default(),
            below: Thresholds::default().doubt,
            label: None,
            new: false,
            order: ReviewOrder::default(),
        }
    }
}

/// A mark that waits for a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Which.
    pub id: EntityId,
    /// Its words.
    pub text: String,
    /// The proposed label.
    pub label: LabelId,
    /// The proposal's score.
    pub score: f32,
    /// The score's distance from the second best.
    pub margin: f32,
}

/// A decision of this round.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// On which mark.
    pub id: EntityId,
    /// Its words.
    pub text: String,
    /// Its label.
    pub label: LabelId,
    /// What became of it.
    pub status: Status,
    /// Label and score of the proposal; none where nothing was proposed.
    was: Option<(LabelId, f32)>,
    /// When, in seconds of the window's clock.
    at: f64,
}

/// The queue and the round.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// What is in the queue.
    pub scope: ReviewScope,
    /// The undecided marks in order, those that were left for later at the end.
    pub queue: Vec<Waiting>,
    /// Those that were left for later, in that order.
    pub left: Vec<EntityId>,
    /// The decisions since the issue is open, the latest last.
    pub decided: Vec<Decided>,
    /// Cards that were shown before this one.
    trail: Vec<EntityId>,
    /// Where the card stood in the queue.
    place: usize,
    issue: Option<IssueId>,
    made: Option<(u64, ReviewScope, usize)>,
    /// Marks that changes since then have decided, and how many changes.
    gone: (HashSet<EntityId>, u64),
}

/// The distance of a proposal's score from the second best.
pub fn margin(entity: &Entity) -> f32 {
    let second = entity.proposed.as_ref().and_then(|proposed| proposed.runner_up.as_ref());
    entity.score() - second.map_or(0.0, |second| second.score)
}

impl Review {
    /// Brings the queue to the issue as it is; nothing is done where neither it nor the scope has changed.
    pub fn sync(&mut self, open: &OpenIssue, labels: &LabelSet) {
        if self.issue.as_ref() != Some(&open.issue.id) {
            let scope = ReviewScope { extent: ReviewExtent::Issue, ..self.scope.clone() };
            *self = Self { scope, issue: Some(open.issue.id.clone()), ..Self::default() };
        }
        let made = (open.revision, self.scope.clone(), self.left.len());
        if self.made.as_ref() == Some(&made) {
            return;
        }
        let (gone, changes) = std::mem::take(&mut self.gone);
        let before = self.made.as_ref().map(|(revision, scope, left)| (revision + changes, scope, *left));
        if changes > 0 && before == Some((made.0, &made.1, made.2)) {
            // Decisions only take marks out of the queue; there may be thousands in it.
            self.queue.retain(|waiting| !gone.contains(&waiting.id));
            self.made = Some(made);
            return;
        }
        self.queue =
            if open.preview.is_some() { Vec::new() } else { queue(&open.issue, &self.scope, labels) };
        if !self.left.is_empty() {
            let place: HashMap<&EntityId, usize> =
                self.left.iter().enumerate().map(|(n, id)| (id, n + 1)).collect();
            // The sort is stable: the others keep their order.
            self.queue.sort_by_key(|waiting| place.get(&waiting.id).copied().unwrap_or(0));
        }
        self.made = Some(made);
    }

    /// Takes note of a change to the issue, wherever it was made.
    pub fn follow(&mut self, issue: &IssueId, transaction: &Transaction, now: f64) {
        if self.issue.as_ref() != Some(issue) {
            return;
        }
        self.gone.1 += 1;
        for edit in &transaction.edits {
            if !self.only_takes_out(edit) {
                self.made = None;
            }
            let Edit::Entity { change, .. } = edit else { continue };
            let Some(id) = change.after.as_ref().or(change.before.as_ref()).map(|entity| &entity.id) else {
                continue;
            };
            self.gone.0.insert(id.clone());
            self.decided.retain(|decided| decided.id != *id);
            let Some(entity) = change.after.as_ref().filter(|entity| !entity.is_open()) else { continue };
            let left = self.left.len();
            self.left.retain(|left| left != id);
            if let Some(made) = &mut self.made {
                made.2 -= left - self.left.len();
            }
            self.decided.push(Decided {
                id: id.clone(),
                text: entity.text.clone(),
                label: entity.label.clone(),
                status: entity.status,
                was: entity.proposed.as_ref().map(|proposed| (proposed.label.clone(), proposed.score)),
                at: now,
            });
        }
    }

    /// Whether all that an edit does to the queue is to take marks out of it.
    fn only_takes_out(&self, edit: &Edit) -> bool {
        match edit {
            Edit::Entity { change, .. } => {
                let open = change.after.as_ref().is_some_and(Entity::is_open);
                // Where words count on which nobody has decided, one decision moves other marks.
                !open && !self.scope.new && self.scope.order == ReviewOrder::Doubt
            }
            Edit::Article { before, after, .. } => before.kind == after.kind,
            Edit::Topic { .. }
            | Edit::Keyword { .. }
            | Edit::Reading { .. }
            | Edit::Remark { .. }
            | Edit::Relation { .. } => true,
            _ => false,
        }
    }

    /// How many proposals of the scope were decided in this round.
    pub fn done(&self) -> usize {
        let fits = |decided: &&Decided| {
            decided.was.as_ref().is_some_and(|(label, score)| self.scope.fits(label, *score))
        };
        self.decided.iter().filter(fits).count()
    }

    /// Where a mark stands in the queue.
    pub fn position(&self, id: &EntityId) -> Option<usize> {
        self.queue.iter().position(|waiting| waiting.id == *id)
    }

    /// Minutes that the rest will take at the pace of this round's decisions.
    pub fn minutes(&self) -> Option<u32> {
        let gaps: Vec<f64> = self
            .decided
            .windows(2)
            .map(|pair| pair[1].at - pair[0].at)
            .filter(|gap| (0.0..PAUSE).contains(gap))
            .collect();
        if gaps.len() + 1 < PACED {
            return None;
        }
        let pace = gaps.iter().sum::<f64>() / gaps.len() as f64;
        Some((pace * self.queue.len() as f64 / 60.0).ceil().max(1.0) as u32)
    }

    /// How often something became of a mark in this round.
    pub fn count(&self, status: Status) -> usize {
        self.decided.iter().filter(|decided| decided.status == status).count()
    }
}

/// The undecided marks of a scope in its order.
fn queue(issue: &Issue, scope: &ReviewScope, labels: &LabelSet) -> Vec<Waiting> {
    let order = super::panels::outline::order(issue);
    let from = |id: &ArticleId| order.iter().position(|article| article.id == *id);
    // An article that is no more leaves the whole issue.
    let articles = match &scope.extent {
        ReviewExtent::Issue => &order[..],
        ReviewExtent::From(id) => from(id).map_or(&order[..], |n| &order[n..]),
        ReviewExtent::Article(id) => from(id).map_or(&order[..], |n| &order[n..=n]),
    };
    let seen: HashSet<&str> = if scope.new || scope.order == ReviewOrder::Kind {
        let marks = issue.articles.iter().flat_map(crate::issue::Article::entities);
        marks.filter(|(_, entity)| !entity.is_open()).map(|(_, entity)| entity.text.as_str()).collect()
    } else {
        HashSet::new()
    };
    let marks = articles.iter().flat_map(|article| article.entities()).map(|(_, entity)| entity);
    let mut found: Vec<&Entity> = marks
        .filter(|entity| entity.is_open() && scope.fits(&entity.label, entity.score()))
        .filter(|entity| !scope.new || !seen.contains(entity.text.as_str()))
        .collect();
    match scope.order {
        ReviewOrder::Doubt => found.sort_by(|a, b| margin(a).total_cmp(&margin(b))),
        ReviewOrder::Kind => {
            let mut first: HashMap<&str, usize> = HashMap::new();
            for (n, entity) in found.iter().enumerate() {
                first.entry(entity.text.as_str()).or_insert(n);
            }
            found.sort_by_cached_key(|entity| {
                let text = entity.text.as_str();
                let slot = labels.position(&entity.label).unwrap_or(usize::MAX);
                (slot, seen.contains(text), first.get(text).copied())
            });
        }
    }
    let waiting = |entity: &Entity| Waiting {
        id: entity.id.clone(),
        text: entity.text.clone(),
        label: entity.label.clone(),
        score: entity.score(),
        margin: margin(entity),
    };
    found.into_iter().map(waiting).collect()
}

impl State {
    /// Whether the cards are on the screen.
    pub fn reviews(&self) -> bool {
        matches!(self.view, View::Review) && !self.shows_welcome()
    }
}

/// Whether an act on marks is one on the card.
pub(super) fn takes(action: Action) -> bool {
    use Action as A;
    action.label().or(action.same()).is_some()
        || super::caret::border(action).is_some()
        || matches!(
            action,
            A::Accept
                | A::Reject
                | A::Leave
                | A::ChooseLabel
                | A::AcceptSame
                | A::AcceptRest
                | A::NextOpen
                | A::PreviousOpen
                | A::NextDoubt
                | A::PreviousDoubt
                | A::NextMark
                | A::PreviousMark
                | A::Note
        )
}

impl Desk {
    /// Carries out a command about cards, history, tour or guideline.
    pub(super) fn apply_beside(&mut self, command: Command) {
        match command {
            Command::Card(id) => self.show_card(id),
            Command::ReviewBy(scope) => self.set_review_scope(scope),
            Command::TourNext => self.next_step(),
            Command::TourEnd => self.end_tour(),
            Command::GoPast(past) => self.go_past(&past),
            Command::Travel(to) => self.travel(to),
            Command::HistorySeen => self.history_seen(),
            Command::EditGuideline => self.edit_guideline(),
            Command::WriteGuideline(text) => self.write_guideline(&text),
            _ => {}
        }
    }

    /// Brings the queue to the issue, once a frame.
    pub(super) fn sync_review(&mut self) {
        if let Some(open) = &self.state.open {
            self.state.review.sync(open, &self.state.labels);
        }
    }

    /// Shows the cards, beginning with the selected mark where it waits.
    pub(super) fn show_review(&mut self) {
        match &self.state.open {
            None => return self.toast("review.no_issue", false),
            Some(open) if open.preview.is_some() => return self.toast("toast.preview", false),
            Some(_) => {}
        }
        self.state.welcome = false;
        self.state.view = View::Review;
        self.sync_review();
        let open = self.state.open.as_ref();
        let waits = |id: &&EntityId| self.state.review.position(id).is_some();
        match open.and_then(|open| open.mark.as_ref()).filter(waits).cloned() {
            Some(id) => self.show_card(id),
            None => self.show_first(),
        }
    }

    fn show_first(&mut self) {
        match self.state.review.queue.first().map(|waiting| waiting.id.clone()) {
            Some(id) => self.show_card(id),
            None => self.deselect(),
        }
    }

    /// Makes a mark the card.
    pub(super) fn show_card(&mut self, id: EntityId) {
        let Some(open) = &mut self.state.open else { return };
        let Some(article) = open.issue.find(&id).map(|found| found.article.id.clone()) else { return };
        if open.article != article {
            open.article = article;
            (open.arrived, open.scroll) = (true, 0.0);
            open.revision += 1;
            self.page.restart = true;
        }
        if let Some(place) = self.state.review.position(&id) {
            self.state.review.place = place;
        }
        (open.selection, open.details, open.reveal) = (None, false, true);
        open.mark = Some(id);
        self.sync_review();
    }

    /// Undo and redo lead to the mark: as a card where cards are shown.
    pub(super) fn show_mark(&mut self, id: EntityId) {
        if self.state.reviews() { self.show_card(id) } else { self.select_mark(id, false) }
    }

    /// From a card on to the next one that waits.
    pub(super) fn next_card(&mut self, from: &EntityId) {
        let review = &mut self.state.review;
        review.trail.retain(|id| id != from);
        review.trail.push(from.clone());
        let excess = review.trail.len().saturating_sub(TRAIL);
        review.trail.drain(..excess);
        let (behind, place) = match review.position(from) {
            Some(n) => (review.queue[n + 1..].iter().map(|waiting| waiting.id.clone()).collect(), n),
            None => (Vec::new(), review.place),
        };
        self.sync_review();
        let queue = &self.state.review.queue;
        let waits = |id: &&EntityId| queue.iter().any(|waiting| waiting.id == **id);
        let next = behind.iter().find(waits).cloned();
        let next = next.or_else(|| {
            let other = |waiting: &&super::review::Waiting| waiting.id != *from;
            let at = queue.get(place).filter(other).or_else(|| queue.iter().find(other));
            at.or(queue.first()).map(|waiting| waiting.id.clone())
        });
        match next {
            Some(id) => self.show_card(id),
            None => self.deselect(),
        }
    }

    /// The card that was shown before.
    fn previous_card(&mut self) {
        let here = self.state.open.as_ref().and_then(|open| open.mark.clone());
        while let Some(id) = self.state.review.trail.pop() {
            let there = self.state.open.as_ref().is_some_and(|open| open.issue.find(&id).is_some());
            if there && Some(&id) != here.as_ref() {
                return self.show_card(id);
            }
        }
        self.toast("review.no_earlier", false);
    }

    /// Another scope; the card stays where it is in it.
    pub(super) fn set_review_scope(&mut self, scope: ReviewScope) {
        self.state.review.scope = scope;
        self.sync_review();
        let open = self.state.open.as_ref();
        let waits = |id: &EntityId| self.state.review.position(id).is_some();
        if self.state.reviews() && !open.and_then(|open| open.mark.as_ref()).is_some_and(waits) {
            self.show_first();
        }
    }

    /// Asks of which marks the queue is to be.
    pub(super) fn ask_review_scope(&mut self) {
        if self.state.open.is_none() {
            return self.toast("review.no_issue", false);
        }
        self.fields.row = 0;
        self.state.floating = Some(super::state::Floating::ReviewScope);
    }

    /// To and from the cards, and what keys do there. Returns whether that was all there was to do.
    pub(super) fn act_in_review(&mut self, action: Action) -> bool {
        use Action as A;
        if !self.state.reviews() {
            if action == A::Review {
                self.show_review();
            }
            return action == A::Review;
        }
        let card = self.state.open.as_ref().and_then(|open| open.mark.clone());
        match (action, card) {
            (A::Review, _) => self.state.to_desk(),
            (A::Escape, _) if self.state.notice.is_none() => self.state.to_desk(),
            (A::SourceBeside, card) => {
                self.state.to_desk();
                if let Some(open) = self.state.open.as_mut().filter(|_| card.is_some()) {
                    (open.details, open.reveal) = (true, true);
                }
            }
            (A::Leave, Some(id)) => {
                self.state.review.left.retain(|left| *left != id);
                let undecided = self.state.review.position(&id).is_some();
                self.next_card(&id);
                if undecided {
                    self.state.review.left.push(id);
                    self.state.review.made = None;
                    self.sync_review();
                }
            }
            (A::NextOpen | A::NextDoubt | A::NextMark, Some(id)) => self.next_card(&id),
            (A::PreviousOpen | A::PreviousDoubt | A::PreviousMark, _) => self.previous_card(),
            (action, Some(_)) if takes(action) => return false,
            (action, None) if takes(action) => {}
            (action, _) if matches!(action.menu(), Menu::Mark | Menu::Article | Menu::Structure) => {
                self.state.to_desk();
                return false;
            }
            _ => return false,
        }
        true
    }
}
