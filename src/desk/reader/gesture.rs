//! What a click or a drag means in the text: word, sentence, selection without the marks around it, borders that move.

use super::linebreak;
use crate::annotation::{Entity, EntityId};
use crate::issue::Block;
use crate::text::{self, CharRange};

/// The run of one kind of character (Han, Latin and digits) around a position: the simplest idea of a word, for when
/// nobody knows better.
pub fn run_of_one_kind(content: &str, at: u32) -> CharRange {
    let kind = |c: char| {
        if text::is_han(c) {
            1
        } else if linebreak::is_latin(c) {
            2
        } else {
            0
        }
    };
    let kinds: Vec<u8> = content.chars().map(kind).collect();
    let Some(here) = kinds.get(at as usize).copied().filter(|kind| *kind > 0) else {
        return CharRange::new(at, at);
    };
    let before = kinds.iter().take(at as usize).rev().take_while(|kind| **kind == here).count() as u32;
    let after = kinds.iter().skip(at as usize).take_while(|kind| **kind == here).count() as u32;
    CharRange::new(at - before, at + after)
}

/// The sentence around a position, with the mark and the quotes that end it.
pub fn sentence(content: &str, at: u32) -> CharRange {
    let ends = |c: char| matches!(c, '。' | '！' | '？');
    let chars: Vec<char> = content.chars().collect();
    let at = (at as usize).min(chars.len());
    let mut start = 0;
    let mut n = 0;
    while n < chars.len() {
        if ends(chars[n]) {
            n += 1;
            while chars.get(n).is_some_and(|c| ends(*c) || matches!(c, '”' | '’' | '」' | '』' | '）'))
            {
                n += 1;
            }
            if n > at {
                return CharRange::new(start as u32, n as u32);
            }
            start = n;
        } else {
            n += 1;
        }
    }
    CharRange::new(start as u32, chars.len() as u32)
}

/// A range without punctuation, quotes and white space at its ends.
pub fn snapped(content: &str, range: CharRange) -> CharRange {
    let loose = |c: char| {
        text::is_space(c)
            || linebreak::opens(c)
            || linebreak::closes(c)
            || matches!(c, '…' | '—' | ',' | '.' | ';' | ':' | '"' | '\'' | '!' | '?' | '(' | ')')
    };
    let inside: Vec<char> = content.chars().skip(range.start() as usize).take(range.len() as usize).collect();
    let before = inside.iter().take_while(|c| loose(**c)).count() as u32;
    let after = inside.iter().rev().take_while(|c| loose(**c)).count() as u32;
    if before + after >= range.len() {
        return CharRange::new(range.start(), range.start());
    }
    CharRange::new(range.start() + before, range.end() - after)
}

/// How far the borders of a mark may go, and what stands there: the decided marks on both sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// First position that the start may have.
    pub low: u32,
    /// Last position that the end may have.
    pub high: u32,
    /// The mark that ends at `low`.
    pub before: Option<EntityId>,
    /// The mark that begins at `high`.
    pub after: Option<EntityId>,
}

impl Limits {
    /// The limits of a mark in its block.
    pub fn of(block: &Block, entity: &Entity) -> Self {
        let mut limits = Self { high: text::char_len(&block.text), ..Self::default() };
        for other in block.entities.iter().filter(|other| other.status.is_decided() && other.status.stands())
        {
            if other.id != entity.id && other.range.covers(entity.range) {
                // A mark inside another one stays inside.
                (limits.low, limits.high) =
                    (limits.low.max(other.range.start()), limits.high.min(other.range.end()));
            }
            if other.id == entity.id || other.range.overlaps(entity.range) {
                continue;
            }
            if other.range.end() <= entity.range.start() && other.range.end() > limits.low {
                (limits.low, limits.before) = (other.range.end(), Some(other.id.clone()));
            }
            if other.range.start() >= entity.range.end() && other.range.start() < limits.high {
                (limits.high, limits.after) = (other.range.start(), Some(other.id.clone()));
            }
        }
        limits
    }

    /// The range with one border moved to `at`, and the mark that stopped it.
    pub fn moved(&self, range: CharRange, start_moves: bool, at: u32) -> (CharRange, Option<EntityId>) {
        if start_moves {
            let stopped = if at < self.low { self.before.clone() } else { None };
            let start = at.clamp(self.low.min(range.end() - 1), range.end() - 1);
            (CharRange::new(start, range.end()), stopped)
        } else {
            let stopped = if at > self.high { self.after.clone() } else { None };
            let end = at.clamp(range.start() + 1, self.high.max(range.start() + 1));
            (CharRange::new(range.start(), end), stopped)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_leaves_its_quotes_behind() {
        let text = "他说“好日子”。";
        assert_eq!(snapped(text, CharRange::new(2, 8)), CharRange::new(3, 6));
        assert!(snapped(text, CharRange::new(6, 8)).is_empty());
    }

    #[test]
    fn a_sentence_takes_its_closing_quote() {
        let text = "他说：“好。”她走了。完";
        assert_eq!(sentence(text, 4), CharRange::new(0, 7));
        assert_eq!(sentence(text, 7), CharRange::new(7, 11));
        assert_eq!(sentence(text, 11), CharRange::new(11, 12));
    }

    #[test]
    fn a_run_stops_where_the_script_changes() {
        assert_eq!(run_of_one_kind("第12期", 2), CharRange::new(1, 3));
        assert!(run_of_one_kind("甲，乙", 1).is_empty());
    }
}
