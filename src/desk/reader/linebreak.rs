//! Chinese line breaking: one block's characters become rows, every character gets its place.
//!
//! No row begins with a closing mark or ends with an opening one; dashes, ellipses, numbers and Latin words stay whole.
//! Where the natural end of a row is forbidden, full-width punctuation of that row is squeezed to take one more character
//! (push in); only where that is not enough the row ends earlier (push out). Adjacent full-width marks share half an em,
//! an opening mark at a row's start loses its empty half, Han and Latin stand an eighth of an em apart. All of it is
//! place only: the text is never touched. The time is linear in the text.
//!
//! Lengths are points; positions are code points of the block.

use crate::text::{self, CharRange};
use std::ops::Range;

/// What is to be set.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The block's characters.
    pub chars: &'a [char],
    /// The advance width of each.
    pub advances: &'a [f32],
    /// The size of the face: a Han character is this wide.
    pub em: f32,
    /// The width of a row.
    pub measure: f32,
    /// Indent of the first row.
    pub indent: f32,
    /// Ranges that should rather not be broken.
    pub keep: &'a [CharRange],
    /// A place where the row must end, for balanced headlines.
    pub turn: Option<u32>,
}

/// Where one character stands in its row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Left edge of its cell.
    pub left: f32,
    /// Right edge of its cell; the next cell begins here or an eighth of an em further on.
    pub right: f32,
    /// Where the pen is put down: left of the cell for an opening mark that has lost its empty half.
    pub pen: f32,
}

/// The rows of a block.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    /// The rows, which tile the text.
    pub rows: Vec<CharRange>,
    /// The place of every character.
    pub places: Vec<Place>,
}

const SLACK: f32 = 0.01;

/// Marks that never begin a row.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '？'
            | '！'
            | '）'
            | '〕'
            | '】'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '”'
            | '’'
    )
}

/// Marks that never end a row, with an empty left half.
pub fn opens(c: char) -> bool {
    matches!(c, '（' | '〔' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘')
}

fn never_first(c: char) -> bool {
    closes(c)
        || matches!(
            c,
            '…' | '—'
                | '·'
                | '‰'
                | '％'
                | '℃'
                | '々'
                | 'ー'
                | '～'
                | ','
                | '.'
                | ':'
                | ';'
                | '!'
                | '?'
                | ')'
                | ']'
                | '%'
        )
}

fn never_last(c: char) -> bool {
    opens(c) || matches!(c, '￥' | '¥' | '№' | '$' | '(' | '[')
}

/// Whether a character belongs to a Latin word or a number.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}')
}

/// Full-width letters and digits, which keep together as their narrow twins do.
fn is_wide_latin(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether a row may end between two characters.
pub fn may_break(before: char, after: char) -> bool {
    bond(before, after) != Bond::Firm
}

/// How firmly two neighbours hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Free,
    /// Broken rather than leaving more than an em and a half at the row's end.
    Soft,
    /// Broken only where a row has no other place.
    Firm,
}

/// The bond between each character and the one before it.
fn bonds(copy: &Matter) -> Vec<Bond> {
    let chars = copy.chars;
    let mut bonds: Vec<Bond> = std::iter::once(Bond::Firm)
        .chain(chars.windows(2).map(|pair| match *pair {
            [a, b] => bond(a, b),
            _ => Bond::Free,
        }))
        .take(chars.len())
        .collect();
    keep_dates(chars, &mut bonds);
    for range in copy.keep {
        for at in range.start() + 1..range.end() {
            if let Some(bond) = bonds.get_mut(at as usize) {
                *bond = (*bond).max(Bond::Soft);
            }
        }
    }
    bonds
}

fn bond(a: char, b: char) -> Bond {
    let word = |c: char| {
        is_latin(c)
            || is_wide_latin(c)
            || matches!(c, '.' | ',' | '-' | '/' | '%' | '@' | '_' | '\'' | '+' | '&')
    };
    let firm = never_first(b) || never_last(a) || text::is_space(b) || (word(a) && word(b));
    if firm {
        Bond::Firm
    } else if a == '·' {
        Bond::Soft
    } else {
        Bond::Free
    }
}

/// `8月26日` holds together, softly.
fn keep_dates(chars: &[char], bonds: &mut [Bond]) {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let unit = |c: char| matches!(c, '年' | '月' | '日' | '时' | '分' | '号');
    for at in 1..chars.len() {
        let (before, here) = (chars[at - 1], chars[at]);
        let number_unit = digit(before) && unit(here);
        let unit_number = digit(here) && unit(before) && at >= 2 && digit(chars[at - 2]);
        if (number_unit || unit_number) && bonds[at] == Bond::Free {
            bonds[at] = Bond::Soft;
        }
    }
}

/// One row while it is filled: the same sums are done for every candidate end.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Natural width so far, spaces at the end included.
    width: f32,
    /// Natural width without spaces at the end.
    visible: f32,
    /// How much of it punctuation can give up.
    give: f32,
}

/// What a character loses and gains in a row.
#[derive(Clone, Copy, Default)]
struct Fit {
    /// Space before it: an eighth of an em between scripts.
    before: f32,
    /// Cut from its empty left half.
    left_cut: f32,
    /// Cut from the character before it.
    right_cut_of_previous: f32,
}

struct Breaker<'a> {
    copy: Matter<'a>,
    bonds: Vec<Bond>,
}

/// Breaks a block into rows. `advances` must be as long as `chars`; what is missing counts as an em.
pub fn break_lines(copy: &Matter) -> Broken {
    let breaker = Breaker { copy: *copy, bonds: bonds(copy) };
    let count = copy.chars.len();
    let mut broken = Broken { rows: Vec::new(), places: vec![Place::default(); count] };
    let mut start = 0;
    while start < count {
        let end = breaker.row_end(start).clamp(start + 1, count);
        breaker.place(start..end, &mut broken.places);
        broken.rows.push(CharRange::new(start as u32, end as u32));
        start = end;
    }
    broken
}

impl Breaker<'_> {
    fn advance(&self, at: usize) -> f32 {
        self.copy.advances.get(at).copied().unwrap_or(self.copy.em)
    }

    fn is_wide(&self, at: usize) -> bool {
        self.advance(at) > 0.9 * self.copy.em
    }

    /// Half an em where the mark's left half is empty.
    fn empty_left(&self, at: usize) -> f32 {
        if opens(self.copy.chars[at]) && self.is_wide(at) { self.copy.em / 2.0 } else { 0.0 }
    }

    /// Half an em where the mark's right half is empty.
    fn empty_right(&self, at: usize) -> f32 {
        if closes(self.copy.chars[at]) && self.is_wide(at) { self.copy.em / 2.0 } else { 0.0 }
    }

    fn indent(&self, start: usize) -> f32 {
        if start == 0 { self.copy.indent } else { 0.0 }
    }

    /// How the character at `at` meets the one before it, or the row's edge.
    fn fit(&self, start: usize, at: usize) -> Fit {
        let left = self.empty_left(at);
        if at == start {
            let left_cut = if self.indent(start) > 0.0 { 0.0 } else { left };
            return Fit { left_cut, ..Fit::default() };
        }
        let right = self.empty_right(at - 1);
        let (previous, here) = (self.copy.chars[at - 1], self.copy.chars[at]);
        let mark = |c: char| opens(c) || closes(c);
        if mark(previous) && mark(here) {
            let left_cut = if right > 0.0 { 0.0 } else { left };
            return Fit { left_cut, right_cut_of_previous: right, before: 0.0 };
        }
        let scripts = (text::is_han(previous) && is_latin(here))
            || ((is_latin(previous) || previous == '%') && text::is_han(here));
        Fit { before: if scripts { self.copy.em / 8.0 } else { 0.0 }, ..Fit::default() }
    }

    fn add(&self, tally: &mut Tally, start: usize, at: usize) {
        let fit = self.fit(start, at);
        tally.width += fit.before + self.advance(at) - fit.left_cut - fit.right_cut_of_previous;
        tally.give += self.empty_left(at) + self.empty_right(at) - fit.left_cut - fit.right_cut_of_previous;
        if !text::is_space(self.copy.chars[at]) {
            tally.visible = tally.width;
        }
    }

    /// Where the row that begins at `start` ends.
    fn row_end(&self, start: usize) -> usize {
        let (count, measure) = (self.copy.chars.len(), self.copy.measure + SLACK);
        let turn = self.copy.turn.map(|turn| turn as usize);
        let mut tally = Tally { width: self.indent(start), visible: self.indent(start), give: 0.0 };
        let (mut free, mut soft) = (None, None);
        for at in start..count {
            if at > start {
                if turn == Some(at) {
                    return at;
                }
                match self.bonds[at] {
                    Bond::Free => (free, soft) = (Some((at, tally.visible)), Some(at)),
                    Bond::Soft => soft = Some(at),
                    Bond::Firm => {}
                }
            }
            let before = tally;
            self.add(&mut tally, start, at);
            if tally.visible > measure {
                let natural = free.is_some_and(|(end, _)| end == at);
                let pushed_in = if natural { None } else { self.push_in(before, start, at) };
                return pushed_in.or_else(|| self.push_out(free, soft)).unwrap_or(at);
            }
        }
        count
    }

    /// The next allowed end after `from`, where squeezing makes room for it.
    fn push_in(&self, mut tally: Tally, start: usize, from: usize) -> Option<usize> {
        for at in from..self.copy.chars.len() {
            self.add(&mut tally, start, at);
            if tally.visible - tally.give > self.copy.measure + SLACK {
                return None;
            }
            if self.bonds.get(at + 1).is_none_or(|bond| *bond == Bond::Free) {
                return Some(at + 1);
            }
        }
        None
    }

    /// The last allowed end before the overflow; one that breaks a soft bond where the other leaves too much room.
    fn push_out(&self, free: Option<(usize, f32)>, soft: Option<usize>) -> Option<usize> {
        match free {
            Some((end, width)) if self.copy.measure - width <= 1.5 * self.copy.em => Some(end),
            _ => soft.or(free.map(|(end, _)| end)),
        }
    }

    /// Gives every character of a row its place, squeezing punctuation where the row is too wide.
    fn place(&self, row: Range<usize>, places: &mut [Place]) {
        let mut tally = Tally { width: self.indent(row.start), visible: self.indent(row.start), give: 0.0 };
        for at in row.clone() {
            self.add(&mut tally, row.start, at);
        }
        let mut need = (tally.visible - self.copy.measure).clamp(0.0, tally.give.max(0.0));
        // The mark that ends the row gives first: there the white is only margin.
        let last = row.clone().rev().find(|at| !text::is_space(self.copy.chars[*at])).unwrap_or(row.start);
        let last_gives = self.empty_right(last).min(need);
        need -= last_gives;
        let rest = tally.give - self.empty_right(last);
        let share = if rest > 0.0 { need / rest } else { 0.0 };

        let mut x = self.indent(row.start);
        for at in row.clone() {
            let fit = self.fit(row.start, at);
            let next = if at + 1 < row.end { self.fit(row.start, at + 1).right_cut_of_previous } else { 0.0 };
            let left_cut = fit.left_cut + share * (self.empty_left(at) - fit.left_cut);
            let right = self.empty_right(at);
            let right_cut = if at == last { last_gives } else { next + share * (right - next) };
            x += fit.before;
            let end = x + self.advance(at) - left_cut - right_cut;
            places[at] = Place { left: x, right: end, pen: x - left_cut };
            x = end;
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EM: f32 = 18.0;

    fn advances(chars: &[char]) -> Vec<f32> {
        chars.iter().map(|c| if c.is_ascii() { EM / 2.0 } else { EM }).collect()
    }

    fn set(text: &str, ems: f32, indent: f32, keep: &[CharRange]) -> (Vec<String>, Broken) {
        let chars: Vec<char> = text.chars().collect();
        let advances = advances(&chars);
        let copy = Matter {
            chars: &chars,
            advances: &advances,
            em: EM,
            measure: ems * EM,
            indent: indent * EM,
            keep,
            turn: None,
        };
        let broken = break_lines(&copy);
        let rows =
            broken.rows.iter().map(|row| row.positions().map(|at| chars[at as usize]).collect()).collect();
        (rows, broken)
    }

    #[test]
    fn a_comma_is_pushed_in_by_squeezing_the_row() {
        let (rows, broken) = set("东风夜放，花千树万，更吹落", 9.0, 0.0, &[]);
        assert_eq!(rows, ["东风夜放，花千树万，", "更吹落"]);
        assert!((broken.places[9].right - 9.0 * EM).abs() < 0.01, "{:?}", broken.places[9]);
    }

    #[test]
    fn a_comma_that_cannot_be_pushed_in_takes_a_character_along() {
        // The closing mark gives half an em only, and a row of nine has no other mark.
        let (rows, _) = set("东风夜放花千树万里，更吹落", 9.0, 0.0, &[]);
        assert_eq!(rows, ["东风夜放花千树万", "里，更吹落"]);
    }

    #[test]
    fn an_opening_mark_goes_to_the_next_row_and_loses_its_left_half() {
        let (rows, broken) = set("东风夜放花千树“更吹落”星如雨", 8.0, 0.0, &[]);
        assert_eq!(rows[0], "东风夜放花千树");
        assert_eq!((broken.places[7].left, broken.places[7].pen), (0.0, -EM / 2.0));
        assert_eq!(broken.places[8].left, EM / 2.0);
        // In the indent the mark keeps its half.
        let (_, broken) = set("“更吹落”", 8.0, 2.0, &[]);
        assert_eq!(broken.places[1].left, 3.0 * EM);
    }

    #[test]
    fn adjacent_marks_share_half_an_em() {
        for text in ["好。”他", "好》，他", "好）（他", "好：“他"] {
            let (_, broken) = set(text, 20.0, 0.0, &[]);
            assert_eq!(broken.places[3].left, 2.5 * EM, "{text}");
        }
    }

    #[test]
    fn numbers_words_dashes_and_dates_stay_whole() {
        let (rows, _) = set("今年增长12.5%以上", 6.0, 0.0, &[]);
        assert_eq!(rows[0], "今年增长");
        let (rows, _) = set("他说这是一个——好的", 7.0, 0.0, &[]);
        assert_eq!(rows, ["他说这是一", "个——好的"]);
        let (rows, _) = set("会议于十日后8月26日召开", 7.0, 0.0, &[]);
        assert_eq!(rows[0], "会议于十日后");
        let (rows, _) = set("定价１２０元", 4.0, 0.0, &[]);
        assert_eq!(rows[0], "定价");
        let (rows, _) = set("副县长裘丽萍出席", 4.0, 0.0, &[CharRange::new(3, 6)]);
        assert_eq!(rows[0], "副县长");
    }

    #[test]
    fn a_soft_bond_breaks_rather_than_leave_a_hole() {
        let (rows, _) = set("甲乙丙丁戊己庚辛", 6.0, 0.0, &[CharRange::new(3, 8)]);
        assert_eq!(rows[0], "甲乙丙丁戊己");
    }

    #[test]
    fn scripts_stand_an_eighth_apart() {
        let (_, broken) = set("第12期", 20.0, 0.0, &[]);
        assert_eq!(broken.places[1].left - broken.places[0].right, EM / 8.0);
        assert_eq!(broken.places[3].left - broken.places[2].right, EM / 8.0);
    }

    proptest! {
        #[test]
        fn rows_tile_the_text_and_keep_the_rules(
            text in "[甲乙丙丁戊己庚辛壬癸甲乙丙丁，。、；：“”《》（）·—…a-c0-4 .%\u{3000}]{1,160}",
            ems in 5u8..40,
            indent in 0u8..3,
        ) {
            let (rows, broken) = set(&text, f32::from(ems), f32::from(indent), &[]);
            prop_assert_eq!(rows.concat(), text);
            let measure = f32::from(ems) * EM;
            let chars: Vec<char> = rows.concat().chars().collect();
            for (n, row) in broken.rows.iter().enumerate() {
                let places = &broken.places[row.start() as usize..row.end() as usize];
                prop_assert!(places.windows(2).all(|p| p[0].left <= p[0].right && p[0].right <= p[1].left + 0.01));
                let visible = row.positions().rev().find(|at| !text::is_space(chars[*at as usize]));
                if let Some(at) = visible
                    && row.len() > 1
                {
                    prop_assert!(broken.places[at as usize].right <= measure + 0.5 * EM);
                }
                let last = n + 1 == broken.rows.len();
                // A rule is broken only where no character of the row could have ended it.
                let copy_chars: Vec<char> = chars[row.start() as usize..row.end() as usize].to_vec();
                let could_end_elsewhere = copy_chars.windows(2).any(|p| bond(p[0], p[1]) != Bond::Firm);
                if !last && could_end_elsewhere {
                    let (end, next) = (chars[row.end() as usize - 1], chars[row.end() as usize]);
                    prop_assert!(bond(end, next) != Bond::Firm, "{:?}", rows[n]);
                }
            }
        }
    }
}
