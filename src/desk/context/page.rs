//! What the view 语境 shows: the question, the rows, which of them are ticked.

use super::super::worker::Seek;
use super::facets::Facet;
use crate::annotation::{ArticleId, BlockId, IssueId, LabelId, Status};
use crate::issue::concordance::{Found, Place, Stands, longer};
use crate::issue::consistency::Finding;
use crate::text::CharRange;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Where the text is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// 本期
    #[default]
    Issue,
    /// 数据集全部
    Dataset,
    /// 所选稿件
    Articles,
}

/// How the rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// 先后
    #[default]
    Place,
    /// 右邻字
    Right,
    /// 得分低的在前
    Score,
}

/// What counts as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widen {
    /// 字面全同
    Literal,
    /// 不在更长的实体之内
    Alone,
    /// 标签也要相同
    SameLabel,
}

/// Something chosen in the view.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Another text.
    Text(String),
    /// The rows of a text, perhaps for a label.
    Open(String, Option<LabelId>),
    /// Somewhere else.
    Reach(Reach),
    /// An article more or less.
    Article(ArticleId),
    /// Something more or less counts as the same.
    Widen(Widen),
    /// Only the rows that have this, or all again.
    Only(Facet),
    /// Another order.
    Order(Order),
    /// The label that the ticked rows get.
    Label(LabelId),
    /// This row is the current one.
    Row(usize),
    /// So many rows on.
    Step(isize),
    /// Tick or untick a row.
    Tick(usize),
    /// Tick all that are not decided, or none.
    TickAll,
    /// Label the ticked rows.
    Apply,
    /// Show the place of a row.
    Go(usize),
    /// Show what is not alike, or the rows.
    List(bool),
    /// What is not alike in the whole dataset, or in the issue.
    Everywhere(bool),
    /// Look for it no longer.
    Halt,
}

/// What tells one place from another.
pub type Key = (IssueId, BlockId, CharRange);

/// Texts with how often they stand, the most frequent first.
pub type Counts = Vec<(String, usize)>;

/// What the view shows. It stays while the editor is elsewhere.
#[allow(clippy::struct_excessive_bools, reason = "each is a box in the view or a thing of one frame")]
#[derive(Clone, Debug)]
pub struct ContextPage {
    /// The text.
    pub text: String,
    /// Where it is looked for.
    pub reach: Reach,
    /// The chosen articles.
    pub articles: BTreeSet<ArticleId>,
    /// Whether every character counts.
    pub literal: bool,
    /// Whether places inside longer marks are kept apart.
    pub alone: bool,
    /// Whether only marks with the label are rows.
    pub same_label: bool,
    /// What the rows must have.
    pub only: Vec<Facet>,
    /// What they could have, with how many do.
    pub facets: Vec<(Facet, usize)>,
    /// The order of the rows.
    pub order: Order,
    /// The label that ticked rows get.
    pub label: Option<LabelId>,
    /// The rows, those for themselves.
    pub rows: Vec<Place>,
    /// Places inside longer marks, which stay as they are.
    pub inside: Vec<Place>,
    /// How many places there are, more than are listed perhaps.
    pub total: usize,
    /// The label that most of them have.
    pub usual: Option<LabelId>,
    /// The longer marks that places lie in, and marks that are a part of the text.
    pub variants: (Counts, Counts),
    /// The current row, of the rows and then of those inside.
    pub current: usize,
    /// The view has to come to it.
    pub reveal: bool,
    /// Whether other issues are being looked through.
    pub waiting: bool,
    /// Whether what is not alike is shown instead.
    pub list: bool,
    /// Whether what is not alike is looked for in the whole dataset.
    pub everywhere: bool,
    /// What is not alike.
    pub findings: Option<Vec<Finding>>,
    /// Ends the looking for it.
    pub(super) checking: Option<Arc<AtomicBool>>,
    /// Undecided rows are ticked whatever is proposed there.
    eager: bool,
    /// What the editor ticked and unticked.
    chosen: BTreeMap<Key, bool>,
    pub(super) chosen_label: bool,
    pub(super) asked: Option<Seek>,
    pub(super) elsewhere: Found,
    /// Whether the rows answer the question.
    pub(super) fresh: bool,
    /// The issue that they were found in.
    pub(super) seen: Option<(IssueId, u64)>,
    /// Where it was looked for last, and in which state of the issue on the page.
    pub(super) checked: Option<(bool, Option<(IssueId, u64)>)>,
}

impl Default for ContextPage {
    fn default() -> Self {
        Self {
            text: String::new(),
            reach: Reach::default(),
            articles: BTreeSet::new(),
            literal: true,
            alone: true,
            same_label: false,
            only: Vec::new(),
            facets: Vec::new(),
            order: Order::default(),
            label: None,
            rows: Vec::new(),
            inside: Vec::new(),
            total: 0,
            usual: None,
            variants: (Vec::new(), Vec::new()),
            current: 0,
            reveal: false,
            waiting: false,
            list: false,
            everywhere: false,
            findings: None,
            checking: None,
            eager: false,
            chosen: BTreeMap::new(),
            chosen_label: false,
            asked: None,
            elsewhere: Found::default(),
            fresh: false,
            seen: None,
            checked: None,
        }
    }
}

impl ContextPage {
    /// Another text; perhaps the label that is to be given, and whether all that is undecided is ticked.
    pub(super) fn ask(&mut self, text: String, label: Option<LabelId>, eager: bool) {
        self.text = text;
        (self.chosen_label, self.label, self.eager) = (label.is_some(), label, eager);
        (self.current, self.reveal) = (0, true);
        self.chosen.clear();
        self.list = false;
        self.only.clear();
        self.forget();
    }

    /// The rows no longer answer the question.
    pub(super) fn forget(&mut self) {
        self.fresh = false;
    }

    /// What was ticked is done.
    pub(super) fn settled(&mut self) {
        self.chosen.clear();
        self.fresh = false;
    }

    /// Sorts what was found in the issue on the page and elsewhere into rows.
    pub(super) fn arrange(&mut self, here: Found, shorter: Counts) {
        let elsewhere = self.reach == Reach::Dataset && !self.text.is_empty();
        let other = if elsewhere { self.elsewhere.clone() } else { Found::default() };
        let key = self.place(self.current).map(key_of);
        self.total = here.total + other.total;
        let all: Vec<Place> = here.places.into_iter().chain(other.places).collect();
        self.usual = usual(&all);
        if !self.chosen_label {
            self.label.clone_from(&self.usual);
        }
        self.variants = (longer(&all), shorter);
        let all = self.narrowed(all);
        let (mut rows, mut inside): (Vec<Place>, Vec<Place>) =
            all.into_iter().partition(|place| !self.alone || place.stands.is_alone());
        if let Some(label) = self.label.as_ref().filter(|_| self.same_label) {
            rows.retain(|place| matches!(&place.stands, Stands::Mark { label: l, .. } if l == label));
        }
        match self.order {
            Order::Place => {}
            Order::Right => {
                rows.sort_by(|a, b| a.right.cmp(&b.right));
                inside.sort_by(|a, b| a.right.cmp(&b.right));
            }
            Order::Score => rows.sort_by(|a, b| score(a).total_cmp(&score(b))),
        }
        (self.rows, self.inside) = (rows, inside);
        // The current row stays with its place.
        let same = key.and_then(|wanted| self.all().position(|place| key_of(place) == wanted));
        let current = same.unwrap_or(self.current);
        self.current = current.min((self.rows.len() + self.inside.len()).saturating_sub(1));
    }

    fn all(&self) -> impl Iterator<Item = &Place> {
        self.rows.iter().chain(&self.inside)
    }

    /// The place of a row, of those inside longer marks too.
    pub fn place(&self, row: usize) -> Option<&Place> {
        self.rows.get(row).or_else(|| self.inside.get(row.checked_sub(self.rows.len())?))
    }

    /// How many rows can be walked through.
    pub fn length(&self) -> usize {
        match (&self.findings, self.list) {
            (Some(findings), true) => findings.len(),
            (None, true) => 0,
            _ => self.rows.len() + self.inside.len(),
        }
    }

    pub(super) fn step(&mut self, by: isize) {
        let last = self.length().saturating_sub(1);
        self.current = self.current.saturating_add_signed(by).min(last);
        self.reveal = true;
    }

    /// Whether a place gets the label.
    pub fn is_ticked(&self, place: &Place) -> bool {
        self.chosen.get(&key_of(place)).copied().unwrap_or_else(|| self.is_usual(place))
    }

    /// Whether it is ticked as long as the editor says nothing: undecided, and proposed as most of them are.
    fn is_usual(&self, place: &Place) -> bool {
        match &place.stands {
            Stands::Nothing => true,
            Stands::Mark { label, status: Status::Proposed, .. } => {
                self.eager || Some(label) == self.usual.as_ref() || Some(label) == self.label.as_ref()
            }
            _ => false,
        }
    }

    /// Whether a proposal is another one than most of them.
    pub fn is_odd(&self, place: &Place) -> bool {
        let usual = self.usual.as_ref();
        matches!(&place.stands, Stands::Mark { label, status, .. } if status.stands() && Some(label) != usual)
    }

    /// Whether the row can be ticked.
    pub fn can_tick(&self, row: usize) -> bool {
        row < self.rows.len() && self.label.is_some()
    }

    /// The places that get the label.
    pub fn ticked(&self) -> impl Iterator<Item = &Place> {
        self.rows.iter().filter(|place| self.label.is_some() && self.is_ticked(place))
    }

    pub(super) fn toggle(&mut self, row: usize) {
        if self.list || !self.can_tick(row) {
            return;
        }
        if let Some((key, ticked)) = self.rows.get(row).map(|place| (key_of(place), self.is_ticked(place))) {
            self.chosen.insert(key, !ticked);
            self.current = row;
        }
    }

    /// Ticks everything that is not decided; where it is ticked already, nothing.
    pub(super) fn toggle_all(&mut self) {
        let free: Vec<(Key, bool)> = self
            .rows
            .iter()
            .filter(|place| place.stands.is_free())
            .map(|place| (key_of(place), self.is_ticked(place)))
            .collect();
        let on = free.iter().any(|(_, ticked)| !ticked);
        self.chosen.extend(free.into_iter().map(|(key, _)| (key, on)));
    }

    /// How many rows are decided with a mark that stands, have another label than most, are unmarked, are rejected.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for place in &self.rows {
            match &place.stands {
                Stands::Nothing => counts[2] += 1,
                Stands::Mark { status: Status::Rejected, .. } => counts[3] += 1,
                Stands::Mark { .. } if self.is_odd(place) => counts[1] += 1,
                Stands::Mark { status, .. } if status.is_decided() => counts[0] += 1,
                _ => {}
            }
        }
        counts
    }
}

fn key_of(place: &Place) -> Key {
    (place.issue.clone(), place.block.clone(), place.range)
}

/// What is not a proposal comes last.
fn score(place: &Place) -> f32 {
    match &place.stands {
        Stands::Mark { status: Status::Proposed, score, .. } => *score,
        Stands::Mark { .. } => 2.0,
        _ => 1.5,
    }
}

/// The label that most of these marks have.
fn usual(places: &[Place]) -> Option<LabelId> {
    let mut counts: BTreeMap<&LabelId, usize> = BTreeMap::new();
    for place in places {
        if let Stands::Mark { label, status, .. } = &place.stands
            && status.stands()
        {
            *counts.entry(label).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(label, _)| label.clone())
}
