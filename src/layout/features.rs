//! What a line looks like, as a list of numbers for the learned scores.
//!
//! Every [`Cues`] value becomes a word such as `heading=2`; so do the line's length, its place in its run and column, its
//! first and last characters, the kinds of its characters, what stands before and after it. Words become rows of the
//! table in `learned`.

use super::chars;
use super::cues::Cues;
use super::hashed::Hashed;
use super::learned::ROWS;
use super::lines::{Line, Page};

/// The features of one line.
pub(super) type Features = Vec<u16>;

type Row = Hashed<ROWS>;

/// A number in steps of `step`, at most ten of them to either side.
fn bin(value: f32, step: f32) -> u32 {
    ((value / step).round().clamp(-10.0, 10.0) + 20.0) as u32
}

fn length(count: usize) -> u32 {
    match count {
        0..=6 => count as u32,
        7 | 8 => 7,
        9..=11 => 8,
        12..=15 => 9,
        16..=19 => 10,
        20..=25 => 11,
        26..=34 => 12,
        35..=60 => 13,
        _ => 14,
    }
}

/// The kind of a character: itself if it is a mark, else one of a few letters.
fn kind(c: char) -> u32 {
    match c {
        _ if crate::text::is_han(c) => 1,
        _ if chars::is_digit(c) => 2,
        'A'..='Z' => 3,
        _ if c.is_alphabetic() => 4,
        '□' | '■' | '●' | '○' | '◆' | '◇' | '▲' | '△' | '▼' | '★' | '☆' | '◎' => 5,
        '▶' | '►' | '→' | '▸' | '☞' | '>' | '》' => 6,
        _ => c as u32,
    }
}

/// The kinds of a text's characters, runs of one kind as one.
fn shape(text: &[char]) -> Vec<u32> {
    let mut kinds: Vec<u32> = text.iter().take(60).map(|c| kind(*c)).collect();
    kinds.dedup();
    kinds
}

/// The last `count` of `text`.
fn tail<T>(text: &[T], count: usize) -> &[T] {
    &text[text.len().saturating_sub(count)..]
}

fn head<T>(text: &[T], count: usize) -> &[T] {
    &text[..text.len().min(count)]
}

/// The state of two neighbouring lines, for the learned transitions.
pub(super) fn pair(page: &Page, n: usize) -> usize {
    let line = &page.lines[n];
    let before = n.checked_sub(1).map(|k| &page.lines[k]);
    let flags = [
        line.blank > 0 || line.page_start,
        line.lead > 0.0,
        before.is_some_and(Line::complete),
        before.is_some_and(|line| line.full),
        before.is_none_or(|line| line.depth > 0),
    ];
    flags.iter().fold(0, |bits, flag| bits * 2 + usize::from(*flag))
}

/// The features of line `n`.
pub(super) fn of(page: &Page, cues: &[Cues], n: usize) -> Features {
    let mut row: Row = Hashed(Vec::with_capacity(96));
    let line = &page.lines[n];
    let before = n.checked_sub(1).map(|k| &page.lines[k]);
    let after = page.lines.get(n + 1);
    row.put("bias", &[]);
    of_cues(&mut row, &cues[n], "");
    if let Some(after) = cues.get(n + 1) {
        neighbour(&mut row, after, "after");
    }
    if let Some(before) = n.checked_sub(1).map(|k| &cues[k]) {
        neighbour(&mut row, before, "before");
    }
    place(&mut row, page, n);
    letters(&mut row, line);
    let none: &[char] = &[];
    let (left, right) = (before.map_or(none, |line| &line.dense), after.map_or(none, |line| &line.dense));
    row.chars("last before", tail(left, 1));
    row.chars("last two before", tail(left, 2));
    row.chars("first after", head(right, 1));
    row.chars("across", &[tail(left, 1), head(&line.dense, 1)].concat());
    row.put("shape after", head(&shape(right), 3));
    row.put("shape before", tail(&shape(left), 3));
    row.0
}

fn of_cues(row: &mut Row, cues: &Cues, which: &str) {
    row.put("heading", &[bin(cues.heading, 0.7)]);
    row.put("heading more", &[bin(cues.heading_more, 0.7)]);
    row.put("begin", &[bin(cues.begin, 0.8)]);
    row.put("go on", &[bin(cues.go_on, 0.8)]);
    row.put("begin, go on", &[bin(cues.begin, 1.5), bin(cues.go_on, 1.5)]);
    let sure = [
        cues.byline,
        cues.byline_goes_on,
        cues.furniture,
        cues.caption,
        cues.credit_in_run,
        cues.notice,
        cues.closing,
        cues.table,
        cues.title,
    ];
    for (k, sure) in sure.into_iter().enumerate().filter(|(_, sure)| *sure > 0.0) {
        row.put("sure", &[k as u32, bin(sure, 0.25)]);
    }
    let flags = [
        cues.dateline,
        cues.byline_cut,
        cues.attribution,
        cues.teaser_head,
        cues.page_reference,
        cues.ends_block,
        cues.double,
        cues.word,
        cues.word_over,
        cues.island,
        cues.head_before_done,
    ];
    for (k, _) in flags.iter().enumerate().filter(|(_, flag)| **flag) {
        row.put(which, &[k as u32]);
    }
}

fn neighbour(row: &mut Row, cues: &Cues, which: &str) {
    row.put(which, &[0, bin(cues.heading, 1.5)]);
    let signs = [
        cues.byline > 0.6,
        cues.dateline,
        cues.furniture > 0.6,
        cues.caption + cues.credit_in_run > 0.4,
        cues.notice > 0.5,
        cues.attribution,
        cues.page_reference,
        cues.table > 0.0,
        cues.word,
        cues.title > 0.0,
        cues.closing > 0.3,
        cues.teaser_head,
    ];
    for (k, _) in signs.iter().enumerate().filter(|(_, sign)| **sign) {
        row.put(which, &[1, k as u32]);
    }
}

/// How many columns wider `a` is than `b`, in steps.
fn wider(a: f32, b: f32) -> u32 {
    match a - b {
        d if d > 6.0 => 0,
        d if d > 2.0 => 1,
        d if d > 0.6 => 2,
        d if d >= -0.6 => 3,
        d if d >= -2.0 => 4,
        d if d >= -6.0 => 5,
        _ => 6,
    }
}

/// Where the line stands: in its run, beside its neighbours, in its column.
fn place(row: &mut Row, page: &Page, n: usize) {
    let (lines, habits) = (&page.lines, page.habits);
    let line = &lines[n];
    let before = n.checked_sub(1).map(|k| &lines[k]);
    let after = lines.get(n + 1);
    let gap =
        |line: Option<&Line>| line.map_or(3, |line| if line.page_start { 3 } else { line.blank.min(2) });
    let (above, below) = (gap(Some(line)), gap(after));
    let run = line.run.min(6);
    let ends = (line.complete(), line.depth > 0);
    let ended = before.is_none_or(Line::complete);
    let habit = [habits.blank > 0.5, habits.indent > 0.5, habits.parted > 0.5];
    let mark = habit.iter().fold(0, |bits, flag| bits * 2 + u32::from(*flag));
    let long = length(line.dense.len());
    row.put("long", &[long]);
    row.put("run", &[run, above, below]);
    row.put("run long", &[run, long, u32::from(ended)]);
    row.put("gap", &[above, below, u32::from(ended), u32::from(ends.0)]);
    row.put("habit", &[mark, above, u32::from(line.indented()), u32::from(ended)]);
    row.put("top", &[n.min(12) as u32]);
    row.put("bottom", &[(lines.len() - n).min(8) as u32]);
    row.put("lead", &[bin(line.lead, 1.0), mark]);
    row.flags("line", &[line.full, line.column, line.kin, line.ghost, line.gap, line.signed]);
    row.flags("ends", &[ends.0, ends.1, ended, before.is_some_and(|line| line.full), line.full]);
    let full = before.is_some_and(|line| line.full);
    row.put("before", &[u32::from(ended), u32::from(full), above, u32::from(line.indented()), mark]);
    let right = |line: Option<&Line>| line.map_or(0.0, Line::right);
    let (left_width, right_width) = (wider(line.right(), right(before)), wider(line.right(), right(after)));
    row.put("wider", &[left_width, right_width, u32::from(above > 0), u32::from(below > 0)]);
    row.put("wider before", &[left_width, u32::from(above > 0), u32::from(ended)]);
    let column = |lines: &mut dyn Iterator<Item = &Line>| {
        lines.filter(|other| other.run > 3).take(4).map(Line::right).fold(0.0, f32::max)
    };
    let above_column = column(&mut lines[n.saturating_sub(8)..n].iter().rev());
    let below_column = column(&mut lines[n + 1..lines.len().min(n + 9)].iter());
    row.put("column", &[wider(line.right(), above_column), wider(line.right(), below_column), run.min(3)]);
    // The length of the run and its text as a whole say whether it may be a title.
    let from = (0..=n).rev().take(6).find(|k| lines[*k].blank > 0 || lines[*k].page_start).unwrap_or(n);
    let end = (n + 1..lines.len().min(n + 7)).find(|k| lines[*k].blank > 0).unwrap_or(n + 1);
    let all = lines[from..end].iter().map(|line| line.dense.len()).sum::<usize>();
    let stops = lines[from..end].iter().any(|line| head(&line.dense, 300).contains(&'。'));
    let commas = lines[from..end].iter().any(|line| head(&line.dense, 300).contains(&'，'));
    let first_open = from > 0 && lines[from - 1].open();
    let last = lines[end - 1].complete();
    row.put(
        "island",
        &[length(all), u32::from(stops), u32::from(commas), u32::from(first_open), u32::from(last)],
    );
    row.flags("island ends", &[stops, commas, first_open, last, end - from > 3, n == from, n + 1 == end]);
    row.put("place", &[(n - from).min(4) as u32, (end - n).min(4) as u32, u32::from(first_open)]);
}

/// The line's own characters.
fn letters(row: &mut Row, line: &Line) {
    let text = &line.dense;
    let kinds = shape(text);
    let long = length(text.len());
    for count in 1..=3 {
        row.chars("first", head(text, count));
        row.chars("last", tail(text, count));
    }
    row.chars("begins", head(text, 4));
    row.put("first kinds", head(&kinds, 3));
    row.put("last kinds", tail(&kinds, 3));
    row.put("first kinds, long", &[head(&kinds, 2), &[long]].concat());
    row.put("last kinds, long", &[tail(&kinds, 2), &[long]].concat());
    if kinds.len() <= 7 {
        row.put("kinds", &kinds);
        row.put("kinds, long", &[&kinds[..], &[long]].concat());
    }
    let inner = head(text, 300);
    let marks = ['。', '，', '：', '、', '？', '！', '“', '（', '；', '《', '/', '·', '%', '！'];
    for mark in marks.into_iter().filter(|mark| inner.contains(mark)) {
        row.put("has", &[mark as u32]);
        row.put("has, long", &[mark as u32, long]);
    }
    let digits = inner.iter().filter(|c| chars::is_digit(**c)).count();
    let latin = inner.iter().filter(|c| c.is_ascii_alphabetic()).count();
    row.put("digits", &[(digits * 5 / inner.len().max(1)) as u32, u32::from(digits > 0), long]);
    row.put("latin", &[(latin * 5 / inner.len().max(1)) as u32, u32::from(latin > 0)]);
    if text.len() <= 40 && !line.column {
        for pair in text.windows(2) {
            row.chars("pair", pair);
        }
        if text.len() <= 8 {
            row.chars("whole", text);
        }
    }
}
