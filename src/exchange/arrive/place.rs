//! Where a document's characters are in the article: the same text, the same but for white space, or nearly the same.

use crate::issue::Article;
use crate::layout::Alignment;
use crate::text::{CharRange, is_space};

/// The share of the longer text's characters that two texts have in common to be nearly the same.
const ALIKE: f32 = 0.7;

/// The way from a document's text to an article's blocks.
pub struct Way {
    /// Whether both have the same characters.
    pub same: bool,
    theirs: Vec<char>,
    /// Place in the article's text for every character of theirs that is not white space and is there.
    places: Vec<Option<u32>>,
    ours: Vec<char>,
    /// The blocks in the article's text.
    blocks: Vec<CharRange>,
}

/// Why a mark has no place.
pub enum Lost {
    /// Other characters are there.
    Changed,
    /// It lies over the end of a block.
    Blocks,
}

impl Way {
    pub fn new(theirs: &str, article: &Article) -> Self {
        let ours: Vec<char> = article.text().chars().collect();
        let their_chars: Vec<char> = theirs.chars().collect();
        let at = |chars: &[char]| -> Vec<u32> {
            chars.iter().enumerate().filter(|(_, c)| !is_space(**c)).map(|(n, _)| n as u32).collect()
        };
        let (from, to) = (at(&their_chars), at(&ours));
        let same = from.len() == to.len()
            && from.iter().zip(&to).all(|(a, b)| their_chars[*a as usize] == ours[*b as usize]);
        let mut places = vec![None; their_chars.len()];
        if same {
            from.iter().zip(&to).for_each(|(a, b)| places[*a as usize] = Some(*b));
        } else {
            let text =
                |at: &[u32], chars: &[char]| at.iter().map(|at| chars[*at as usize]).collect::<String>();
            let alignment = Alignment::by_text(&text(&from, &their_chars), &text(&to, &ours));
            for (n, a) in from.iter().enumerate() {
                places[*a as usize] = alignment.of(n as u32).and_then(|b| to.get(b as usize).copied());
            }
        }
        let blocks = article.placed_blocks();
        let blocks =
            blocks.map(|(start, block)| CharRange::new(start, start + crate::text::char_len(&block.text)));
        Self { same, theirs: their_chars, places, ours, blocks: blocks.collect() }
    }

    /// The place of a mark: the number of the block, and where in it.
    pub fn of(&self, range: CharRange) -> Result<(usize, CharRange), Lost> {
        let inside =
            || range.positions().filter(|at| self.theirs.get(*at as usize).is_some_and(|c| !is_space(*c)));
        let places: Option<Vec<u32>> = inside().map(|at| self.places[at as usize]).collect();
        let places = places.filter(|places| !places.is_empty()).ok_or(Lost::Changed)?;
        let (first, last) = (places[0], places[places.len() - 1]);
        let solid = |at: &u32| self.ours.get(*at as usize).is_some_and(|c| !is_space(*c));
        let whole = CharRange::new(first, last + 1);
        if whole.positions().filter(solid).count() != places.len() {
            return Err(Lost::Changed);
        }
        let block = self.blocks.partition_point(|block| block.end() <= first);
        let place = self.blocks.get(block).filter(|block| block.covers(whole)).ok_or(Lost::Blocks)?;
        Ok((block, whole.relative_to(place.start()).ok_or(Lost::Blocks)?))
    }

    /// What the article has between the characters before and after the mark; empty where there is nothing.
    pub fn now(&self, range: CharRange) -> String {
        let place = |at: u32| self.places.get(at as usize).copied().flatten();
        let from = (0..range.start()).rev().find_map(place).map_or(0, |at| at + 1);
        let to = (range.end()..self.theirs.len() as u32).find_map(place).unwrap_or(self.ours.len() as u32);
        let now: String = self.ours.get(from as usize..to as usize).unwrap_or_default().iter().collect();
        now.trim().to_owned()
    }
}

/// Whether two texts are nearly the same.
pub fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (super::find::solid(one), super::find::solid(other));
    let text = |chars: &[char]| chars.iter().collect::<String>();
    let alignment = Alignment::by_text(&text(&one), &text(&other));
    let common = (0..one.len() as u32).filter(|at| alignment.of(*at).is_some()).count();
    common > 0 && common as f32 >= ALIKE * one.len().max(other.len()) as f32
}
