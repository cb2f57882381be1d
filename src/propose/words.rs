//! Words of running Chinese text: one dictionary for all who ask, read once.

use crate::text::CharRange;
use jieba_rs::Jieba;
use std::sync::OnceLock;

static DICTIONARY: OnceLock<Jieba> = OnceLock::new();

/// The dictionary; the first who asks reads it.
pub(super) fn dictionary() -> &'static Jieba {
    DICTIONARY.get_or_init(Jieba::new)
}

/// The word at a position of a piece of text, which is best a run of Han characters. `None` where no proposer has read
/// the dictionary yet, since a window cannot wait for that, and behind the end.
pub fn word_at(text: &str, at: u32) -> Option<CharRange> {
    let words = DICTIONARY.get()?.cut(text, true);
    let word = words.into_iter().find(|word| (word.start..word.end).contains(&(at as usize)))?;
    Some(CharRange::new(word.start as u32, word.end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_each_of_its_characters() {
        dictionary();
        let text = "崭新的客轮从码头缓缓驶出";
        let word = |at| word_at(text, at).map(|range| crate::text::slice(text, range).unwrap_or_default());
        assert_eq!([word(0), word(1), word(2)], [Some("崭新"), Some("崭新"), Some("的")]);
        assert_eq!([word(6), word(7), word(9)], [Some("码头"), Some("码头"), Some("缓缓")]);
        assert_eq!(word(12), None);
    }
}
