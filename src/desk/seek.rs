//! Going to a place by typing what stands there: characters as they stand, or the initials of their pinyin.
//!
//! `ssjd` finds 上市街道; with a space two things are typed, the first and the last characters of what is meant, so that
//! `dsb hd` selects 第十八届…活动. Punctuation between the characters is passed over.

use super::command::Way;
use crate::annotation::{BlockId, EntityId};
use crate::issue::{Article, Block};
use crate::text::CharRange;
use pinyin::ToPinyin;

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

impl Typed {
    fn of(block: &Block) -> Self {
        let typed = |(at, c): (usize, char)| {
            let plain = c.to_lowercase().next().unwrap_or(c);
            Some((at as u32, plain, key(c)?))
        };
        Self(block.text.chars().enumerate().filter_map(typed).collect())
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
        let typed = Typed::of(block);
        let mut found = typed.find(&query).filter(|range| match (turn, way) {
            (0, Way::Forth) => range.start() >= from.1,
            (0, Way::Back) => range.start() < from.1,
            _ => true,
        });
        let found = if way == Way::Forth { found.next() } else { found.last() };
        if let Some(range) = found {
            return Some((block.id.clone(), range));
        }
    }
    None
}

/// The standing mark of exactly this place.
pub fn mark(article: &Article, block: &BlockId, range: CharRange) -> Option<EntityId> {
    let mark = article.block(block)?.standing().find(|entity| entity.range == range);
    mark.map(|entity| entity.id.clone())
}
