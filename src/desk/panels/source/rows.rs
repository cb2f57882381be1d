//! The decoded source as rows: what stands where in the pane, and whose it is.
//!
//! ```text
//! Lines    the source cut at its line ends, numbered as an editor numbers them   once a source
//! Rows     lines broken at the pane's width                                      once a source and width
//! Owners   which block of which article has which characters                     once a structure
//! Items    rows one under the other, long runs of other articles folded          once a structure and article
//! ```
//! All of it is worked out when something changes, nothing while painting: a source of a million characters has some
//! fifty thousand rows, and a frame looks at the few dozen that are seen. Heights are whole points, so that the last
//! row of a long source stands as exactly as the first.

use crate::annotation::Status;
use crate::issue::{Issue, Kind, Role};
use crate::source::Source;
use crate::text::{CharRange, is_space};
use std::collections::HashSet;
use std::ops::Range;

/// Height of a row.
pub const ROW: u32 = 24;
/// Height of what stands for empty lines.
const GAP: u32 = 12;
/// Height of a fold and of a file's name.
pub const BAR: u32 = 30;
/// Above the first and below the last row.
const PAD: u32 = 8;

/// Lines of other articles that stay before a fold, behind it, and the fewest that are worth folding.
const HEAD: usize = 5;
const TAIL: usize = 2;
const LEAST: usize = 8;

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number in its file, from 1.
    pub number: u32,
    /// Which file.
    pub part: u32,
    /// Its characters without the line's end.
    pub range: CharRange,
    /// Whether there is nothing but white space in it.
    pub blank: bool,
}

/// The source cut at its line ends.
#[derive(Debug, Default)]
pub struct Lines {
    /// The characters of the source.
    pub chars: Vec<char>,
    /// In order.
    pub list: Vec<Line>,
}

impl Lines {
    /// Cuts a source. `\n`, `\r` and `\r\n` count as an editor counts them; form feeds and the like end a row and no line.
    pub fn of(source: &Source) -> Self {
        let chars: Vec<char> = source.text.chars().collect();
        let mut list = Vec::new();
        for (part, file) in source.parts.iter().enumerate() {
            cut(&chars, part as u32, file.start..file.end.min(chars.len() as u32), &mut list);
        }
        Self { chars, list }
    }

    /// The line that holds a character.
    pub fn at(&self, position: u32) -> Option<usize> {
        self.list.partition_point(|line| line.range.start() <= position).checked_sub(1)
    }
}

fn cut(chars: &[char], part: u32, range: Range<u32>, list: &mut Vec<Line>) {
    let (mut start, mut number) = (range.start, 1);
    let mut push = |start: u32, end: u32, number: u32| {
        let blank = chars[start as usize..end as usize].iter().all(|c| is_space(*c));
        list.push(Line { number, part, range: CharRange::new(start, end), blank });
    };
    for at in range.clone() {
        let c = chars[at as usize];
        let counts = c == '\n' || c == '\r' && chars.get(at as usize + 1) != Some(&'\n');
        if counts || matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            let end = if c == '\n' && at > start && chars[at as usize - 1] == '\r' { at - 1 } else { at };
            push(start, end, number);
            start = at + 1;
            number += u32::from(counts);
        }
    }
    if start < range.end {
        push(start, range.end, number);
    }
}

/// A row: a line, or a part of one that is too long for the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which line.
    pub line: u32,
    /// Its characters, without white space at the end.
    pub range: CharRange,
    /// Whether the line begins here.
    pub first: bool,
}

/// The rows of lines that are not empty, in order.
pub fn rows(lines: &Lines, columns: u32) -> Vec<Row> {
    let columns = columns.max(4);
    let mut rows = Vec::with_capacity(lines.list.len());
    for (n, line) in lines.list.iter().enumerate().filter(|(_, line)| !line.blank) {
        let text = &lines.chars[line.range.start() as usize..line.range.end() as usize];
        let solid = text.iter().rposition(|c| !is_space(*c)).map_or(0, |n| n + 1);
        let (mut start, mut width) = (0, 0);
        for (at, c) in text[..solid].iter().enumerate() {
            // Han and the like take two columns, everything else one.
            let wide = if *c < '\u{1100}' { 1 } else { 2 };
            if width + wide > columns {
                rows.push(row(n, line, start, at));
                (start, width) = (at, 0);
            }
            width += wide;
        }
        rows.push(row(n, line, start, solid));
    }
    rows
}

fn row(line: usize, of: &Line, start: usize, end: usize) -> Row {
    let from = of.range.start();
    Row {
        line: line as u32,
        range: CharRange::new(from + start as u32, from + end as u32),
        first: start == 0,
    }
}

/// Whose a piece of the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The characters.
    pub range: CharRange,
    /// Place of the article in the issue.
    pub article: u32,
    /// Place of the block in the article.
    pub block: u32,
    /// What the block is.
    pub role: Role,
    /// Whether an editor has confirmed or corrected that.
    pub status: Status,
}

/// The blocks by their place in the source.
#[derive(Debug, Default)]
pub struct Owners {
    /// By place.
    pub list: Vec<Owner>,
    /// The number of each article as the outline counts them, from 1.
    pub numbers: Vec<u32>,
    /// Whether the article has a tint: furniture has none.
    pub tinted: Vec<bool>,
}

impl Owners {
    /// Who has what in this issue.
    pub fn of(issue: &Issue) -> Self {
        let mut list = Vec::new();
        for (article, of) in issue.articles.iter().enumerate() {
            for (block, of) in of.blocks.iter().enumerate() {
                list.extend(of.source.iter().map(|range| Owner {
                    range: *range,
                    article: article as u32,
                    block: block as u32,
                    role: of.role,
                    status: of.status,
                }));
            }
        }
        list.sort_by_key(|owner| (owner.range, owner.article, owner.block));
        let order = crate::desk::panels::outline::order(issue);
        let number = |article| order.iter().position(|other| std::ptr::eq(*other, article));
        let numbers =
            issue.articles.iter().map(|article| number(article).map_or(0, |n| n as u32 + 1)).collect();
        let tinted = issue.articles.iter().map(|article| article.kind != Kind::Furniture).collect();
        Self { list, numbers, tinted }
    }

    /// The pieces that lie in a range.
    pub fn within(&self, range: CharRange) -> &[Owner] {
        // Blocks do not overlap, so that starts and ends are in the same order.
        let from = self.list.partition_point(|owner| owner.range.end() <= range.start());
        let to = self.list.partition_point(|owner| owner.range.start() < range.end());
        self.list.get(from..to.max(from)).unwrap_or_default()
    }

    /// The piece that holds a character, or else the next one.
    pub fn at(&self, position: u32) -> Option<&Owner> {
        let from = self.list.partition_point(|owner| owner.range.end() <= position);
        self.list.get(from).or_else(|| self.list.last())
    }

    /// Number of the article's tint; none for furniture.
    pub fn tint(&self, article: u32) -> Option<u32> {
        let tinted = self.tinted.get(article as usize).copied().unwrap_or_default();
        tinted.then(|| self.numbers.get(article as usize).map_or(0, |number| number.saturating_sub(1)))
    }
}

/// What stands at a height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The name of the file that begins here.
    File(u32),
    /// A row.
    Row(u32),
    /// Lines that are folded: how many, and the first of them.
    Fold {
        /// How many lines, empty ones included.
        lines: u32,
        /// The first.
        first: u32,
    },
}

/// Something in the pane and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub what: What,
    /// Distance from the top.
    pub top: u32,
}

impl Item {
    /// Its lower edge.
    pub fn bottom(&self) -> u32 {
        self.top + if matches!(self.what, What::Row(_)) { ROW } else { BAR }
    }
}

/// Everything from top to bottom.
#[derive(Debug, Default)]
pub struct Items {
    /// In order.
    pub list: Vec<Item>,
    /// Height of the whole.
    pub height: u32,
}

impl Items {
    /// Rows one under the other; runs of lines that are not `article`'s are folded, but not those in `open` (told by
    /// their first line).
    pub fn of(
        lines: &Lines,
        rows: &[Row],
        owners: &Owners,
        article: Option<u32>,
        open: &HashSet<u32>,
    ) -> Self {
        let folds = folds(lines, rows, owners, article, open);
        let mut items = Self { list: Vec::with_capacity(rows.len()), height: PAD };
        let (mut last, mut fold) = (None::<u32>, folds.iter().peekable());
        let many = lines.list.last().is_some_and(|line| line.part > 0);
        let mut n = 0;
        while let Some(row) = rows.get(n) {
            if let Some(found) = fold.next_if(|fold| fold.rows.start == n) {
                items.height += 4;
                items.push(What::Fold { lines: found.lines, first: row.line });
                items.height += 4;
                (n, last) = (found.rows.end, None);
                continue;
            }
            let part = lines.list[row.line as usize].part;
            let before = last.map(|line| lines.list[line as usize].part);
            if many && before.is_none_or(|before| before != part) && row.first {
                items.push(What::File(part));
            } else if last.is_some_and(|last| row.line > last + 1) {
                items.height += GAP;
            }
            items.push(What::Row(n as u32));
            last = Some(row.line);
            n += 1;
        }
        items.height += PAD;
        items
    }

    fn push(&mut self, what: What) {
        let item = Item { what, top: self.height };
        self.height = item.bottom();
        self.list.push(item);
    }

    /// What is seen between two heights.
    pub fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        let from = self.list.partition_point(|item| (item.bottom() as f32) < top);
        let to = self.list.partition_point(|item| (item.top as f32) < bottom);
        from..to.max(from)
    }

    /// The item that shows a row.
    pub fn of_row(&self, row: u32) -> Option<usize> {
        // Folds hide rows but never change their order.
        let shown = |item: &Item| match item.what {
            What::Row(n) => Some(n),
            _ => None,
        };
        let mut at = self.list.partition_point(|item| shown(item).is_some_and(|n| n < row));
        while at < self.list.len() {
            match shown(&self.list[at]) {
                Some(n) if n == row => return Some(at),
                Some(n) if n > row => return None,
                Some(_) | None => {
                    let rest = &self.list[at + 1..];
                    at += 1 + rest.partition_point(|item| shown(item).is_some_and(|n| n < row));
                }
            }
        }
        None
    }
}

/// Rows that are hidden.
#[derive(Debug)]
struct Folded {
    rows: Range<usize>,
    /// How many lines, empty ones included.
    lines: u32,
}

fn folds(
    lines: &Lines,
    rows: &[Row],
    owners: &Owners,
    article: Option<u32>,
    open: &HashSet<u32>,
) -> Vec<Folded> {
    let Some(article) = article else { return Vec::new() };
    let own = |row: &Row| owners.within(row.range).iter().any(|owner| owner.article == article);
    let mut folds = Vec::new();
    let mut n = 0;
    while n < rows.len() {
        let end = rows[n..].iter().position(own).map_or(rows.len(), |k| n + k);
        // At the ends of the source there is nothing on the other side that the lines could explain.
        let from = if n == 0 { 0 } else { HEAD };
        let to = if end == rows.len() { 0 } else { TAIL };
        if end - n >= from + to + LEAST {
            let hidden = n + from..end - to;
            let (first, last) = (rows[hidden.start].line, rows[hidden.end - 1].line);
            let same_file = lines.list[first as usize].part == lines.list[last as usize].part;
            if !open.contains(&first) {
                let count = if same_file {
                    lines.list[last as usize].number - lines.list[first as usize].number + 1
                } else {
                    last - first + 1
                };
                folds.push(Folded { rows: hidden, lines: count });
            }
        }
        n = end + rows[end..].iter().take_while(|row| own(row)).count().max(1);
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Encoding;
    use proptest::prelude::*;

    fn source(text: &str) -> Source {
        Source::from_bytes("a.txt", text.as_bytes().to_vec(), Some(Encoding::Utf8)).unwrap()
    }

    #[test]
    fn lines_are_numbered_as_an_editor_numbers_them() {
        let lines = Lines::of(&source("一\r\n二\n\n四\r五\u{c}六"));
        let numbers: Vec<u32> = lines.list.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 5]);
        let lengths: Vec<u32> = lines.list.iter().map(|line| line.range.len()).collect();
        assert_eq!(lengths, [1, 1, 0, 1, 1, 1]);
    }

    #[test]
    fn a_long_run_of_others_is_folded_and_opens() {
        let text = (1..=40).fold(String::new(), |text, n| text + &format!("第{n}行的文字\n"));
        let lines = Lines::of(&source(&text));
        let rows = rows(&lines, 60);
        let owner = |n: usize, article| Owner {
            range: lines.list[n].range,
            article,
            block: 0,
            role: Role::Paragraph,
            status: Status::Proposed,
        };
        let list = (0..40).map(|n| owner(n, u32::from(n != 2 && n != 30))).collect();
        let owners = Owners { list, numbers: vec![1, 2], tinted: vec![true, true] };
        let items = |open: &HashSet<u32>| Items::of(&lines, &rows, &owners, Some(0), open).list;
        let folds = |items: &[Item]| -> Vec<(u32, u32)> {
            items
                .iter()
                .filter_map(|item| match item.what {
                    What::Fold { lines, first } => Some((lines, first)),
                    _ => None,
                })
                .collect()
        };
        // Lines 4 to 30 are the other's: five stay before the fold, two behind it. The ends are too short, or bare.
        assert_eq!(folds(&items(&HashSet::new())), [(20, 8)]);
        assert_eq!(items(&HashSet::new()).len(), 40 - 20 + 1);
        assert_eq!(folds(&items(&HashSet::from([8]))), []);
    }

    #[test]
    fn the_last_of_many_rows_stands_as_exactly_as_the_first() {
        let text = "昨日，云溪县的渔船都回了港，市场里人来人往，鱼价平稳。\n\n".repeat(34_000);
        let lines = Lines::of(&source(&text));
        let rows = rows(&lines, 58);
        let items = Items::of(&lines, &rows, &Owners::default(), None, &HashSet::new());
        assert_eq!(items.list.len(), 34_000);
        assert_eq!(items.list[33_999].top, PAD + 33_999 * (ROW + GAP));
        let seen = items.between(33_998.0 * 36.0, 33_998.0 * 36.0 + 100.0);
        assert!(seen.len() <= 5 && seen.contains(&33_999));
    }

    proptest! {
        #[test]
        fn every_character_that_is_not_white_space_stands_in_exactly_one_row(
            text in "[一二三 a\\n\\r\u{c}\u{3000}]{0,200}", columns in 4_u32..40
        ) {
            let Ok(source) = Source::from_bytes("a.txt", text.as_bytes().to_vec(), Some(Encoding::Utf8)) else {
                return Ok(());
            };
            let lines = Lines::of(&source);
            let rows = rows(&lines, columns);
            let mut seen = vec![0; lines.chars.len()];
            for row in &rows {
                for at in row.range.positions() {
                    seen[at as usize] += 1;
                }
            }
            for (c, seen) in lines.chars.iter().zip(seen) {
                prop_assert!(seen <= 1 && (seen == 1 || is_space(*c)));
            }
            let items = Items::of(&lines, &rows, &Owners::default(), Some(0), &(0..9999).collect());
            for n in 0..rows.len() as u32 {
                let found = items.of_row(n).map(|at| items.list[at].what);
                prop_assert_eq!(found, Some(What::Row(n)));
            }
        }
    }
}
