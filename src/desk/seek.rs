//! Going to a place by typing what stands there: characters as they stand, or the initials of their pinyin.
//!
//! `ssjd` finds 上市街道; with a space two things are typed, the first and the last characters of what is meant, so that
//! `dsb hd` selects 第十八届…活动. Punctuation between the characters is passed over.

use super::command::Way;
use crate::annotation::{BlockId, EntityId};
use crate::issue::{Article, Block};
use crate::text::{CharRange, char_len};
use pinyin::ToPinyin;
use std::ops::Range;

/// Between the first and the last characters lie so many at most.
const SPAN: usize = 40;

/// What is typed for a character by whoever types initials; `None` for what is no letter in any script.
pub fn key(c: char) -> Option<char> {
    let initial = c.to_pinyin().and_then(|pinyin| pinyin.first_letter().chars().next());
    let plain = c.to_lowercase().next().unwrap_or(c);
    c.is_alphanumeric().then(|| initial.unwrap_or(plain))
}

/// The characters of a text that can be typed, each with its place, as it stands and as an initial.
struct Typed(Vec<(u32, char, char)>);

/// A longer text is looked at in parts of so many characters.
const PART: u32 = 8_192;

impl Typed {
    /// The characters of a text from one place to another.
    fn of(text: &str, from: u32, to: u32) -> Self {
        let typed = |(at, c): (usize, char)| {
            let plain = c.to_lowercase().next().unwrap_or(c);
            Some((at as u32, plain, key(c)?))
        };
        let chars = text.chars().enumerate().skip(from as usize).take((to - from) as usize);
        Self(chars.filter_map(typed).collect())
    }

    /// Whether the query stands at the `n`-th of them.
    fn stands(&self, n: usize, query: &[char]) -> bool {
        let piece = self.0.get(n..n + query.len());
        piece.is_some_and(|piece| {
            piece.iter().zip(query).all(|((_, plain, initial), asked)| asked == plain || asked == initial)
        })
    }

    /// The places that a query finds, in order.
    fn find<'a>(&'a self, query: &'a [Vec<char>]) -> impl Iterator<Item = CharRange> + 'a {
        let range = |n: usize, last: usize| Some(CharRange::new(self.0.get(n)?.0, self.0.get(last)?.0 + 1));
        (0..self.0.len()).filter_map(move |n| {
            let first = query.first().filter(|first| self.stands(n, first))?;
            let behind = n + first.len();
            match query.get(1) {
                None => range(n, behind - 1),
                Some(last) => {
                    let at = (behind..behind + SPAN).find(|at| self.stands(*at, last))?;
                    range(n, at + last.len() - 1)
                }
            }
        })
    }
}

/// The parts of what was typed; `None` where nothing was.
fn parts(query: &str) -> Option<Vec<Vec<char>>> {
    let part = |part: &str| {
        let chars = part.to_lowercase();
        chars.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>()
    };
    let parts: Vec<Vec<char>> = query.split_whitespace().map(part).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then_some(parts)
}

/// The place that a query finds from a place on (a block's number and a position in it), around the article's end where
/// need be.
pub fn find(article: &Article, from: (usize, u32), query: &str, way: Way) -> Option<(BlockId, CharRange)> {
    let query = parts(query)?;
    let count = article.blocks.len().max(1);
    let order = (0..=count).map(|n| match way {
        Way::Forth => (from.0 + n) % count,
        Way::Back => (from.0 + 2 * count - n) % count,
    });
    for (turn, n) in order.enumerate() {
        let block = article.blocks.get(n)?;
        let length = char_len(&block.text);
        let places = match (turn, way) {
            (0, Way::Forth) => from.1.min(length)..length,
            (0, Way::Back) => 0..from.1.min(length),
            _ => 0..length,
        };
        if let Some(range) = find_in(block, &places, &query, way) {
            return Some((block.id.clone(), range));
        }
    }
    None
}

/// The first (or last) place of a query that begins within `places`. A paragraph may be as long as a book, so it is looked
/// at in parts; each goes on so far behind its end that nothing which begins in it is missed.
fn find_in(block: &Block, places: &Range<u32>, query: &[Vec<char>], way: Way) -> Option<CharRange> {
    let typed = query.iter().map(Vec::len).sum::<usize>() + SPAN;
    // Punctuation between the characters is passed over.
    let behind = 4 * typed as u32;
    let part = |from: u32| {
        let to = (from + PART).min(places.end);
        let typed = Typed::of(&block.text, from, to.saturating_add(behind));
        let mut found = typed.find(query).take_while(|range| range.start() < to);
        if way == Way::Forth { found.next() } else { found.last() }
    };
    let mut parts = places.clone().step_by(PART as usize);
    if way == Way::Forth { parts.find_map(part) } else { parts.rev().find_map(part) }
}

/// The standing mark of exactly this place.
pub fn mark(article: &Article, block: &BlockId, range: CharRange) -> Option<EntityId> {
    let mark = article.block(block)?.standing().find(|entity| entity.range == range);
    mark.map(|entity| entity.id.clone())
}
