//! Every line gets a tag: the best path through a small chain of states.
//!
//! A state is a [`Tag`], whether the line goes on with the block of the line before, and whether an unfinished paragraph
//! waits to be resumed after what interrupts it. `emit` scores a line in a state, `step` scores two neighbours; the best
//! sum over the page wins (Viterbi), and how much is lost without the winning tag of a line is that line's margin. So
//! empty lines, indentation, widths, punctuation and cues are all evidence, and none of them alone decides.

use super::chars;
use super::cues::Cues;
use super::learned::{Learned, Scores, class};
use super::lines::{Line, Page};

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A paragraph of an article.
    Paragraph,
    /// A paragraph that goes on after an interruption.
    Resumed,
    /// Kicker, headline or subheadline.
    Heading,
    /// Who wrote it.
    Byline,
    /// About a picture.
    Caption,
    /// A pull quote.
    Quote,
    /// Who said the pull quote.
    Attribution,
    /// The heading of a notice.
    NoticeHead,
    /// The text of a notice.
    NoticeBody,
    /// 导读
    TeaserHead,
    /// One teaser.
    Teaser,
    /// Masthead, page number …
    Furniture,
    /// The office or the date under a text.
    Closing,
    /// A row of a table.
    Table,
}

const TAGS: [Tag; 14] = [
    Tag::Paragraph,
    Tag::Resumed,
    Tag::Heading,
    Tag::Byline,
    Tag::Caption,
    Tag::Quote,
    Tag::Attribution,
    Tag::NoticeHead,
    Tag::NoticeBody,
    Tag::TeaserHead,
    Tag::Teaser,
    Tag::Furniture,
    Tag::Closing,
    Tag::Table,
];

/// A line's state: its tag, whether it continues the block before, whether a paragraph waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    tag: Tag,
    goes_on: bool,
    waiting: bool,
}

/// A tagged line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tagged {
    /// What it is part of.
    pub tag: Tag,
    /// Whether it continues the block of the line before.
    pub goes_on: bool,
    /// What the page loses without this tag here.
    pub margin: f32,
}

const IMPOSSIBLE: f32 = -1e6;
/// A tag that needs a cue and has none, and nothing learned speaks for it.
const NO_CUE: f32 = -5.0;
/// A line below this in a state is never in it.
const HOPELESS: f32 = -9.0;
const COUNT: usize = TAGS.len() * 4;

impl State {
    fn all() -> impl Iterator<Item = Self> {
        let flags = [(false, false), (true, false), (false, true), (true, true)];
        TAGS.into_iter().flat_map(move |tag| {
            flags.into_iter().map(move |(goes_on, waiting)| Self { tag, goes_on, waiting })
        })
    }

    fn class(self) -> usize {
        class(self.tag, self.goes_on)
    }

    /// Whether there is such a state at all.
    fn exists(self) -> bool {
        let body = matches!(self.tag, Tag::Paragraph | Tag::Resumed);
        let single = matches!(self.tag, Tag::Resumed | Tag::TeaserHead | Tag::Table);
        !((body && self.waiting) || (single && self.goes_on))
    }
}

/// Tags all lines of `page`.
pub(super) fn tag(page: &Page, cues: &[Cues]) -> Vec<Tagged> {
    let (states, allowed) = states();
    let scores = page.weights.learned.unwrap_or(Learned::own()).scores(page, cues);
    let chain = Chain::new(page, cues, (&states, &allowed), &scores, false);
    let forward = chain.forward();
    let path = chain.best(&forward);
    let backward = chain.backward(&forward);
    path.into_iter()
        .enumerate()
        .map(|(n, s)| {
            let total = |k: usize| forward[n][k].0 + backward[n][k];
            let same = |k: &usize| states[*k].tag == states[s].tag;
            let other = (0..states.len()).filter(|k| !same(k)).map(total).fold(IMPOSSIBLE, f32::max);
            Tagged { tag: states[s].tag, goes_on: states[s].goes_on, margin: (total(s) - other).max(0.0) }
        })
        .collect()
}

/// The best path of classes by `scores`, with nothing left out: for `teach`.
pub(super) fn path(page: &Page, cues: &[Cues], scores: &Scores) -> Vec<usize> {
    let (states, allowed) = states();
    let chain = Chain::new(page, cues, (&states, &allowed), scores, true);
    let path = chain.best(&chain.forward());
    path.into_iter().map(|s| states[s].class()).collect()
}

/// All states, and for every state those that may precede it.
fn states() -> (Vec<State>, Vec<Vec<usize>>) {
    let states: Vec<State> = State::all().filter(|state| state.exists()).collect();
    let allowed = allowed(&states);
    (states, allowed)
}

/// For every state the states that may precede it.
fn allowed(states: &[State]) -> Vec<Vec<usize>> {
    let fits = |a: &State, b: &State| match (a.tag, b.tag, b.goes_on) {
        (Tag::Paragraph | Tag::Resumed, Tag::Paragraph, _) => true,
        (_, Tag::Resumed, _) => a.waiting && a.tag != Tag::Quote,
        (_, _, true) => a.tag == b.tag && a.waiting == b.waiting,
        (_, Tag::Attribution, _) => a.tag == Tag::Quote && a.waiting == b.waiting,
        (Tag::Quote, Tag::Quote, _) => a.waiting == b.waiting,
        (Tag::Quote, _, _) => false,
        (_, Tag::NoticeBody, _) => a.tag == Tag::NoticeHead && a.waiting == b.waiting,
        (Tag::Paragraph | Tag::Resumed, _, _) | (_, Tag::Paragraph, _) => true,
        _ => a.waiting == b.waiting,
    };
    states.iter().map(|b| (0..states.len()).filter(|k| fits(&states[*k], b)).collect()).collect()
}

/// What going on, or beginning anew, costs.
fn broken(cues: &Cues, goes_on: bool) -> f32 {
    if goes_on { cues.go_on } else { cues.begin }
}

struct Chain<'a> {
    page: &'a Page,
    cues: &'a [Cues],
    states: &'a [State],
    allowed: &'a [Vec<usize>],
    scores: &'a Scores<'a>,
    /// Whether hopeless states are followed too.
    all: bool,
    turns: Vec<Turn>,
}

/// What of a step to a line does not depend on the states before and after it, or only on one tag.
#[derive(Clone, Copy, Default)]
struct Turn {
    ragged: f32,
    second: f32,
    hold: [f32; TAGS.len()],
    leave: [f32; TAGS.len()],
}

type Row<T> = [T; COUNT];

impl<'a> Chain<'a> {
    fn new(
        page: &'a Page,
        cues: &'a [Cues],
        (states, allowed): (&'a [State], &'a [Vec<usize>]),
        scores: &'a Scores<'a>,
        all: bool,
    ) -> Self {
        let mut chain = Self { page, cues, states, allowed, scores, all, turns: Vec::new() };
        chain.turns =
            (0..page.lines.len()).map(|n| if n == 0 { Turn::default() } else { chain.turn(n) }).collect();
        chain
    }

    fn turn(&self, n: usize) -> Turn {
        let before = self.line(n - 1);
        Turn {
            ragged: if before.open() && !before.full { self.ragged(n - 1) } else { 0.0 },
            second: self.second_head(n),
            hold: TAGS.map(|tag| self.hold(n, tag)),
            leave: TAGS.map(|tag| self.leave(n - 1, tag)),
        }
    }

    /// Best score up to each line and state, with the state before.
    fn forward(&self) -> Vec<Row<(f32, u8)>> {
        let mut rows: Vec<Row<(f32, u8)>> = Vec::with_capacity(self.page.lines.len());
        for n in 0..self.page.lines.len() {
            let mut row = [(IMPOSSIBLE, 0); COUNT];
            for (s, state) in self.states.iter().enumerate() {
                let emitted = self.emit(n, *state) + self.scores.line(n, state.class());
                if emitted <= HOPELESS && !self.all {
                    continue;
                }
                let best = match rows.last() {
                    None if state.goes_on || state.waiting || !Self::opens(state.tag) => (IMPOSSIBLE, 0),
                    None => (0.0, 0),
                    Some(before) => self.allowed[s]
                        .iter()
                        .filter(|k| before[**k].0 > IMPOSSIBLE / 2.0)
                        .map(|k| (before[*k].0 + self.step(n, self.states[*k], *state), *k as u8))
                        .fold((IMPOSSIBLE, 0), |a, b| if b.0 > a.0 { b } else { a }),
                };
                row[s] = (best.0 + emitted, best.1);
            }
            rows.push(row);
        }
        rows
    }

    /// Best score from each line and state to the end of the page, for the states that `forward` can reach.
    fn backward(&self, forward: &[Row<(f32, u8)>]) -> Vec<Row<f32>> {
        let count = self.page.lines.len();
        let mut rows = vec![[0.0; COUNT]; count];
        let reached = |n: usize, s: usize| forward[n][s].0 > IMPOSSIBLE / 2.0;
        for n in (1..count).rev() {
            let mut row = [IMPOSSIBLE; COUNT];
            for (s, state) in self.states.iter().enumerate().filter(|(s, _)| reached(n, *s)) {
                let after = self.emit(n, *state) + self.scores.line(n, state.class()) + rows[n][s];
                for k in self.allowed[s].iter().filter(|k| reached(n - 1, **k)) {
                    row[*k] = row[*k].max(after + self.step(n, self.states[*k], *state));
                }
            }
            rows[n - 1] = row;
        }
        rows
    }

    fn best(&self, rows: &[Row<(f32, u8)>]) -> Vec<usize> {
        let Some(last) = rows.last() else { return Vec::new() };
        let at_end = |k: &usize| last[*k].0 - if self.states[*k].waiting { 2.0 } else { 0.0 };
        let mut state =
            (0..self.states.len()).max_by(|a, b| at_end(a).total_cmp(&at_end(b))).unwrap_or_default();
        let mut path = vec![0; rows.len()];
        for n in (0..rows.len()).rev() {
            path[n] = state;
            state = rows[n][state].1 as usize;
        }
        path
    }

    fn opens(tag: Tag) -> bool {
        !matches!(tag, Tag::Resumed | Tag::Attribution | Tag::NoticeBody)
    }

    fn line(&self, n: usize) -> &Line {
        &self.page.lines[n]
    }

    /// How the line looks as part of `state`, whatever stands before it.
    fn emit(&self, n: usize, state: State) -> f32 {
        let w = &self.page.weights.tag;
        let (line, cues) = (self.line(n), &self.cues[n]);
        if state.goes_on {
            return match state.tag {
                Tag::Heading | Tag::NoticeHead => cues.heading_more,
                Tag::Byline => w.byline * cues.byline_goes_on,
                Tag::Teaser => {
                    if cues.page_reference {
                        w.page_reference
                    } else {
                        -0.5
                    }
                }
                Tag::Caption => {
                    if cues.credit_in_run > 0.0 {
                        0.5
                    } else {
                        -0.3
                    }
                }
                Tag::Quote => -0.15,
                Tag::Attribution => -0.05,
                Tag::Furniture => w.furniture * (cues.furniture - 0.6),
                Tag::Paragraph if cues.attribution => w.dash_in_body,
                _ => 0.0,
            };
        }
        match state.tag {
            Tag::Paragraph => cues.body,
            Tag::Resumed => {
                let first = if chars::cannot_begin(line.first()) { 0.3 } else { 0.0 };
                let over = if cues.word_over { w.word_over } else { 0.0 };
                w.resume + first + over + cues.starts
                    - if line.indented() { 3.0 * self.page.habits.indent } else { 0.0 }
            }
            Tag::Heading => cues.heading,
            Tag::Table if cues.table > 0.0 => w.table * cues.table,
            Tag::Byline if cues.byline > 0.0 => {
                w.byline * (cues.byline - 0.3) + if state.waiting { w.byline_inside } else { 0.0 }
            }
            Tag::Byline | Tag::Table => NO_CUE,
            Tag::Caption if cues.caption + cues.credit_in_run <= 0.0 => NO_CUE,
            Tag::Caption => w.caption * (cues.caption.max(cues.credit_in_run) - 0.35) - 0.5,
            Tag::Quote => -1.2,
            Tag::Attribution => {
                if cues.attribution {
                    w.attribution
                } else {
                    NO_CUE
                }
            }
            Tag::NoticeHead => {
                cues.heading.max(-1.0)
                    + w.notice * (cues.notice - 0.4)
                    + if cues.notice > 0.0 { 0.0 } else { NO_CUE }
            }
            Tag::NoticeBody => 0.8 + if cues.dateline { -3.0 } else { 0.0 },
            Tag::TeaserHead => {
                if cues.teaser_head {
                    5.0
                } else {
                    NO_CUE
                }
            }
            Tag::Teaser => {
                0.3 * cues.heading.clamp(-1.0, 2.0) + if cues.page_reference { w.page_reference } else { 0.0 }
            }
            Tag::Closing => {
                if cues.closing > 0.0 && !state.waiting {
                    w.furniture * (cues.closing - 0.3)
                } else {
                    NO_CUE
                }
            }
            Tag::Furniture => {
                if cues.furniture > 0.0 {
                    w.furniture * (cues.furniture - 0.3)
                } else {
                    NO_CUE
                }
            }
        }
    }

    /// How `b` at line `n` follows `a` at the line before.
    fn step(&self, n: usize, a: State, b: State) -> f32 {
        self.step_by_hand(n, a, b) + self.scores.step(n, a.class(), b.class())
    }

    fn step_by_hand(&self, n: usize, a: State, b: State) -> f32 {
        let w = &self.page.weights.tag;
        let turn = &self.turns[n];
        let (before, line) = (self.line(n - 1), self.line(n));
        let body = |tag| matches!(tag, Tag::Paragraph | Tag::Resumed);
        let cues = &self.cues[n];
        let parted = line.blank > 0 || line.lead > 0.0 || line.page_start || b.goes_on;
        let in_run = if parted { 0.0 } else { w.start_in_run * self.page.habits.parted };
        match (body(a.tag), body(b.tag)) {
            (true, true) => broken(cues, b.goes_on) + if b.goes_on { turn.ragged } else { 0.0 },
            (true, false) if b.waiting && before.open() => {
                w.interrupt + in_run - if a.tag == Tag::Paragraph && !a.goes_on { 0.6 } else { 0.0 }
            }
            (true, false) if b.waiting => IMPOSSIBLE,
            (true, false) => in_run + if before.open() { w.abandon } else { 0.0 },
            (false, true) => {
                let lost = if a.waiting && b.tag == Tag::Paragraph { w.abandon } else { 0.0 };
                let flush = !line.indented() && b.tag == Tag::Paragraph && !cues.dateline;
                let late = if b.tag == Tag::Resumed { in_run } else { 0.0 };
                lost + late + turn.leave[a.tag as usize]
                    - if flush { 2.5 * self.page.habits.indent } else { 0.0 }
            }
            (false, false) => {
                let leave = if b.goes_on { turn.hold[b.tag as usize] } else { turn.leave[a.tag as usize] };
                let fresh = a.tag == Tag::Quote && b.tag == Tag::Quote;
                let loose = matches!(b.tag, Tag::Heading | Tag::Caption) && a.tag != Tag::Heading
                    || b.tag == Tag::Teaser && a.tag == Tag::Heading;
                leave
                    + if loose { in_run } else { 0.0 }
                    + if a.tag == Tag::Heading && b.tag == Tag::Heading && !parted {
                        turn.second
                    } else {
                        0.0
                    }
                    + if fresh && !b.goes_on { broken(cues, false) } else { 0.0 }
                    + if matches!(a.tag, Tag::Teaser | Tag::TeaserHead) && b.tag == Tag::Teaser && !b.goes_on
                    {
                        0.8
                    } else {
                        0.0
                    }
            }
        }
    }

    /// How a block that is not body text goes on from line `n` − 1 to line `n`.
    fn hold(&self, n: usize, tag: Tag) -> f32 {
        let w = &self.page.weights.tag;
        let (before, line, cues) = (self.line(n - 1), self.line(n), &self.cues[n]);
        match tag {
            Tag::Heading | Tag::NoticeHead => {
                if line.blank > 0 || line.lead > 0.0 || line.page_start {
                    return -6.0;
                }
                // A headline that wraps is never wider in its second line, and often parts a word.
                let alike = match line.width - before.width {
                    _ if cues.word => w.wrap_in_word,
                    wider if wider > 2.0 => 2.0 * w.wrap_wider,
                    wider if wider > 0.9 => w.wrap_wider,
                    _ => w.wrap_narrower,
                };
                let open = if before.depth > 0 || chars::promises_more(before.last()) { 1.5 } else { 0.0 };
                let done = if cues.head_before_done { -1.5 } else { 0.0 };
                alike + open + done - 0.2
            }
            Tag::Teaser if self.cues[n - 1].page_reference => -4.0,
            Tag::Teaser | Tag::Furniture => {
                if line.blank > 0 {
                    -4.0
                } else {
                    0.2
                }
            }
            Tag::Byline => {
                if line.blank > 0 {
                    -5.0
                } else {
                    0.3
                }
            }
            Tag::Attribution => {
                let filled = if before.kin && !before.complete() { 0.0 } else { -2.5 };
                let ended = if line.dense.contains(&'。') || before.complete() { -3.0 } else { 0.0 };
                filled + ended + if line.blank > 0 { -0.3 } else { 0.0 }
            }
            _ => {
                let parted = match (line.blank > 0 && !cues.double, before.complete()) {
                    (true, true) => 1.5,
                    (true, false) => 0.8,
                    _ => 0.0,
                };
                broken(cues, true) - parted
            }
        }
    }

    /// Line `n` is open and does not fill its column: how little like body text that is.
    fn ragged(&self, n: usize) -> f32 {
        let w = &self.page.weights.tag;
        let line = self.line(n);
        let alone = line.run <= 3;
        let begins = |k: usize| self.line(k).blank > 0;
        let before = (n.saturating_sub(4)..n).rev().filter(|k| alone || (*k + 1..=n).all(|k| !begins(k)));
        let after =
            (n + 1..(n + 5).min(self.page.lines.len())).filter(|k| alone || (n + 1..=*k).all(|k| !begins(k)));
        let widest = |lines: &mut dyn Iterator<Item = usize>| {
            lines
                .map(|k| self.line(k))
                .filter(|l| l.run > 3 || !alone)
                .take(3)
                .map(Line::right)
                .fold(0.0, f32::max)
        };
        let (before, after) = (widest(&mut { before }), widest(&mut { after }));
        let right = line.right();
        // Shorter or wider than the columns on both sides.
        let short = right < 0.7 * before.max(after) && right < 0.9 * before.min(after);
        let wide = before > 0.0 && after > 0.0 && right > before.max(after) + 2.5;
        if short || wide { w.very_ragged } else { w.ragged }
    }

    /// A heading that begins in the run of the heading before, rather than going on with it.
    fn second_head(&self, n: usize) -> f32 {
        let (before, line, cues) = (self.line(n - 1), self.line(n), &self.cues[n]);
        let apart = line.width > before.width + 2.0 || cues.head_before_done;
        -0.2 - cues.heading.max(0.0) + if apart { 0.8 } else { 0.0 }
    }

    /// How a block that is not body text ends at line `n`.
    fn leave(&self, n: usize, tag: Tag) -> f32 {
        let line = self.line(n);
        match tag {
            Tag::NoticeBody | Tag::Quote | Tag::Caption if line.open() && !self.cues[n].ends_block => -2.0,
            Tag::Teaser if !self.cues[n].page_reference => -5.0,
            Tag::Byline if self.cues[n].byline_cut => -3.0,
            Tag::Attribution if line.kin && !line.complete() && line.width > 12.0 => -3.5,
            _ => 0.0,
        }
    }
}
