//! What is selected in the article, seen from the source, and the way back.

use crate::annotation::BlockId;
use crate::desk::state::OpenIssue;
use crate::issue::{Article, Block};
use crate::text::{self, CharRange};

/// What is selected in the article, seen from the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The block.
    pub block: BlockId,
    /// Its place in the article.
    pub place: u32,
    /// All of it.
    pub whole: Vec<CharRange>,
    /// The mark or the selected characters.
    pub marked: Vec<CharRange>,
    /// The caret stands before this character.
    pub caret: Option<u32>,
}

/// A block of which nothing is selected.
pub fn whole(block: &Block, place: usize) -> Subject {
    Subject {
        block: block.id.clone(),
        place: place as u32,
        whole: block.source.clone(),
        marked: Vec::new(),
        caret: None,
    }
}

/// The selected mark, characters or caret of an article.
pub fn selected(article: &Article, open: &OpenIssue, chars: &[char]) -> Option<Subject> {
    let of_mark = || {
        let id = open.mark.as_ref()?;
        article.blocks.iter().enumerate().find_map(|(n, block)| Some((n, block, block.entity(id)?.range)))
    };
    let of_selection = || {
        let selection = open.selection.as_ref()?;
        let place = article.blocks.iter().position(|block| block.id == selection.block)?;
        Some((place, article.blocks.get(place)?, selection.range()))
    };
    let (place, block, range) = of_mark().or_else(of_selection)?;
    let mut found = whole(block, place);
    if let Ok(map) = block.source_map(chars) {
        let length = text::char_len(&block.text);
        if range.is_empty() {
            // The character behind the caret, or at the block's end the place behind its last one.
            let next = CharRange::new(range.start(), length);
            found.caret = map.ranges(next, chars).first().map(|range| range.start());
            found.caret = found.caret.or_else(|| block.source.last().map(|range| range.end()));
        } else if range.end() <= length {
            found.marked = map.ranges(range, chars);
        }
    }
    Some(found)
}

/// The place in a block's text that belongs to a character of the source, or to the next one of the block.
pub fn text_position(block: &Block, at: u32, chars: &[char]) -> u32 {
    let solid = |at: &u32| chars.get(*at as usize).is_some_and(|c| !text::is_space(*c));
    let mut before = 0;
    for range in &block.source {
        let end = if range.contains(at) { at } else { range.end() };
        before += (range.start()..end).filter(solid).count();
        if range.contains(at) {
            break;
        }
    }
    let solid = block.text.chars().enumerate().filter(|(_, c)| !text::is_space(*c));
    solid.map(|(n, _)| n as u32).nth(before).unwrap_or_else(|| text::char_len(&block.text))
}
