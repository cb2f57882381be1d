//! The source cut into lines, each measured.
//!
//! A [`Line`] is what a person sees: its characters without layout white space, how far it is indented, how wide it is,
//! how many empty lines stand above it. [`Page`] adds what the page as a whole does: whether paragraphs are told by
//! empty lines, by indentation or by neither ([`Habits`]). Everything later looks only at these.

use super::weights::Weights;
use super::{bylines, chars};
use crate::text::{CharRange, is_space};

/// A line that is not empty.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a row of independent findings, not a state")]
pub(super) struct Line {
    /// From its first to after its last character that is not white space.
    pub range: CharRange,
    /// Its characters without white space.
    pub dense: Vec<char>,
    /// Columns of white space before it.
    pub lead: f32,
    /// Columns from its first to its last character.
    pub width: f32,
    /// Empty lines above it.
    pub blank: u32,
    /// Whether a page or a file begins here.
    pub page_start: bool,
    /// Whether a wide gap stands between two Han characters inside it.
    pub gap: bool,
    /// Whether it fills its column: it is as wide as the widest line just before or after it.
    pub full: bool,
    /// The same, looking only at runs of three lines or more: headings of one width do not make a column.
    pub column: bool,
    /// Whether any line near it is as wide.
    pub kin: bool,
    /// Whether it is narrower than the lines after it by as much as an indentation that got lost.
    pub ghost: bool,
    /// Whether it ends with a byline in brackets after a finished sentence.
    pub signed: bool,
    /// Pairs of quotes and brackets that are open after it.
    pub depth: u32,
    /// Lines in its run without empty lines and indentation.
    pub run: u32,
}

/// How a page tells its paragraphs apart, each from 0 (never) to 1 (always).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Habits {
    /// Paragraphs are followed by empty lines.
    pub blank: f32,
    /// Paragraphs begin indented.
    pub indent: f32,
    /// Empty lines part blocks at all: 0 where there are none.
    pub parted: f32,
}

/// All lines of a source, or of some of its parts.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// In the order of the source.
    pub lines: Vec<Line>,
    /// What the page does.
    pub habits: Habits,
    /// How much everything weighs.
    pub weights: Weights,
}

/// Indentation from which a line counts as indented, in columns.
pub(super) const INDENT: f32 = 1.5;

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Line {
    /// Whether a sentence is complete at its end.
    pub fn complete(&self) -> bool {
        self.signed || chars::is_complete(&self.dense)
    }

    /// Whether what it says goes on after it.
    pub fn open(&self) -> bool {
        !self.complete() || self.depth > 0
    }

    /// Whether it is indented.
    pub fn indented(&self) -> bool {
        self.lead >= INDENT
    }

    /// First character.
    pub fn first(&self) -> char {
        self.dense.first().copied().unwrap_or(' ')
    }

    /// Last character.
    pub fn last(&self) -> char {
        self.dense.last().copied().unwrap_or(' ')
    }

    /// Columns up to its right end.
    pub fn right(&self) -> f32 {
        self.lead + self.width
    }
}

impl Page {
    /// Whether line `n` is indented as the paragraphs of a page that indents.
    pub fn begins(&self, n: usize) -> bool {
        self.habits.indent > 0.5 && self.lines[n].indented()
    }

    /// Cuts and measures the part `range` of `source`.
    pub fn new(source: &[char], range: CharRange, weights: &Weights) -> Self {
        let mut lines = cut(&source[..range.end() as usize], range.start() as usize);
        measure(&mut lines);
        let habits = Habits::of(&lines);
        Self { lines, habits, weights: *weights }
    }
}

fn cut(source: &[char], from: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut at, mut ends, mut page_start) = (from, 0_u32, true);
    while at < source.len() {
        let end = source[at..].iter().position(|c| ends_line(*c)).map_or(source.len(), |n| at + n);
        if let Some(line) = line(source, at, end) {
            let blank = if lines.is_empty() { 0 } else { ends.saturating_sub(1) };
            lines.push(Line { blank, page_start: std::mem::take(&mut page_start), ..line });
            ends = 0;
        }
        let crlf = source.get(end) == Some(&'\r') && source.get(end + 1) == Some(&'\n');
        page_start |= source.get(end) == Some(&'\u{c}');
        ends += 1;
        at = end + 1 + usize::from(crlf);
    }
    lines
}

fn line(source: &[char], from: usize, to: usize) -> Option<Line> {
    let text = &source[from..to];
    let first = text.iter().position(|c| !is_space(*c))?;
    let last = text.iter().rposition(|c| !is_space(*c))?;
    let lead = text[..first].iter().map(|c| if *c == '\t' { 2.0 } else { chars::columns(*c) }).sum();
    let body = &text[first..=last];
    let dense: Vec<char> = body.iter().copied().filter(|c| !is_space(*c)).collect();
    let width = body.iter().copied().map(chars::columns).sum();
    let gap =
        body.windows(3).any(|w| is_space(w[1]) && !w[0].is_ascii() && (is_space(w[2]) || !w[2].is_ascii()));
    Some(Line {
        range: CharRange::new((from + first) as u32, (from + last + 1) as u32),
        dense,
        lead,
        width,
        blank: 0,
        page_start: false,
        gap,
        full: false,
        column: false,
        kin: false,
        ghost: false,
        signed: false,
        depth: 0,
        run: 1,
    })
}

/// Fills in what depends on neighbours.
fn measure(lines: &mut [Line]) {
    let rights: Vec<f32> = lines.iter().map(Line::right).collect();
    let widest = |range: &[f32]| range.iter().copied().fold(0.0, f32::max);
    let begins: Vec<bool> = lines.iter().map(|line| line.blank > 0 || line.page_start).collect();
    runs(lines);
    let sizes: Vec<u32> = lines.iter().map(|line| line.run).collect();
    for (n, line) in lines.iter_mut().enumerate() {
        let (from, to) = (n.saturating_sub(3), (n + 4).min(rights.len()));
        let run_from = (from..=n).rev().find(|k| begins[*k]).unwrap_or(from);
        let run_to = (n + 1..to).find(|k| begins[*k]).unwrap_or(to);
        let alike = |other: f32| rights[n] >= 7.0 && (rights[n] - other).abs() <= (other * 0.08).max(2.0);
        let fits =
            |from: usize, to: usize| alike(widest(&rights[from..n])) || alike(widest(&rights[n + 1..to]));
        // A heading's own lines are no column.
        let own = |k: usize| line.run <= 3 && (run_from..run_to).contains(&k);
        let body = |k: &usize| sizes[*k] >= 3 && !own(*k);
        let of_body =
            |range: std::ops::Range<usize>| range.filter(body).map(|k| rights[k]).fold(0.0, f32::max);
        line.column = alike(of_body(from..n)) || alike(of_body(n + 1..to));
        line.full = fits(from, to) || fits(run_from, run_to);
        line.kin = line.full || (from..to).any(|k| k != n && alike(rights[k]));
        let next = rights.get(n + 1..(n + 3).min(rights.len())).unwrap_or_default();
        let (least, most) = (next.iter().copied().fold(f32::MAX, f32::min), widest(next));
        line.ghost = next.len() == 2 && least >= most - 1.1 && (1.0..=2.6).contains(&(most - rights[n]));
    }
    signatures(lines);
    depths(lines);
}

/// Finds bylines in brackets at line ends; they may begin a few lines before.
fn signatures(lines: &mut [Line]) {
    for n in 0..lines.len() {
        if !matches!(lines[n].last(), '）' | ')') || lines[n].dense.len() > 190 {
            continue;
        }
        let from = (n.saturating_sub(3)..=n).rev().take_while(|k| *k == n || lines[k + 1].blank == 0).last();
        let tail: Vec<char> =
            lines[from.unwrap_or(n)..=n].iter().flat_map(|line| line.dense.clone()).collect();
        lines[n].signed = bylines::signature(&tail).is_some();
    }
}

/// Pairs that are open after each line; a finished sentence before an empty line or an indentation closes all.
fn depths(lines: &mut [Line]) {
    let mut depth = 0_u32;
    for n in 0..lines.len() {
        let fresh = lines[n].blank > 0 || lines[n].indented();
        if fresh && (n == 0 || lines[n - 1].complete() || depth > 3) {
            depth = 0;
        }
        for c in &lines[n].dense {
            depth =
                if chars::opens(*c) { depth + 1 } else { depth - u32::from(chars::closes(*c) && depth > 0) };
        }
        lines[n].depth = depth;
    }
}

/// Lines in each run.
fn runs(lines: &mut [Line]) {
    let mut from = 0;
    for n in 0..lines.len() {
        let ends = lines
            .get(n + 1)
            .is_none_or(|next| next.blank > 0 || next.page_start || next.lead > lines[n].lead);
        if ends {
            let run = (n + 1 - from) as u32;
            lines[from..=n].iter_mut().for_each(|line| line.run = run);
            from = n + 1;
        }
    }
}

impl Habits {
    /// Looks at what follows the lines that surely end a paragraph: complete and shorter than their column.
    fn of(lines: &[Line]) -> Self {
        let (mut ends, mut blank, mut indent) = (2.0, 1.0, 0.6);
        for pair in lines.windows(2) {
            if pair[0].complete() && !pair[0].full && pair[0].run > 1 {
                ends += 1.0;
                blank += f32::from(u8::from(pair[1].blank > 0));
                indent += f32::from(u8::from(pair[1].indented()));
            }
        }
        let parted = lines.iter().filter(|line| line.blank > 0).count() as f32;
        let parted = (10.0 * parted / lines.len().max(1) as f32).min(1.0);
        Self { blank: blank / ends, indent: indent / ends, parted }
    }
}
