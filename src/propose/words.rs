//! Words of running Chinese text as jieba cuts them, with their classes and with how rare they are in general: one
//! dictionary for all who ask, read once.

use super::meaning::Meaning;
use crate::text::CharRange;
use jieba_rs::{Jieba, KeywordExtract, TfIdf};
use std::sync::OnceLock;

static DICTIONARY: OnceLock<Jieba> = OnceLock::new();

/// The word at a position of a piece of text, which is best a run of Han characters. `None` where no proposer has read
/// the dictionary yet, since a window cannot wait for that, and behind the end.
pub fn word_at(text: &str, at: u32) -> Option<CharRange> {
    let words = DICTIONARY.get()?.cut(text, true);
    let word = words.into_iter().find(|word| (word.start..word.end).contains(&(at as usize)))?;
    Some(CharRange::new(word.start as u32, word.end as u32))
}

/// Where the words of a piece of text end, in characters. `None` as with [`word_at`].
pub fn word_ends(text: &str) -> Option<Vec<u32>> {
    Some(DICTIONARY.get()?.cut(text, true).into_iter().map(|word| word.end as u32).collect())
}

/// The words of a text that the dictionary has, the rest by single characters. `None` as with [`word_at`].
pub fn words_of(text: &str) -> Option<Vec<CharRange>> {
    let words = DICTIONARY.get()?.cut(text, false).into_iter();
    Some(words.map(|word| CharRange::new(word.start as u32, word.end as u32)).collect())
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    /// As it stands.
    pub(crate) text: &'a str,
    /// Where it begins, in characters.
    pub(crate) at: usize,
    /// Its class in jieba's notation: `n` noun, `v` verb, `ns` place…
    pub(crate) class: &'a str,
}

/// The dictionaries.
pub(crate) struct Cutter {
    jieba: &'static Jieba,
    weights: TfIdf,
    meaning: Option<Meaning>,
}

impl Cutter {
    /// Jieba's built-in dictionaries; the first who asks reads them.
    pub(crate) fn load() -> Self {
        Self {
            jieba: DICTIONARY.get_or_init(Jieba::new),
            weights: TfIdf::default(),
            meaning: Meaning::load().ok(),
        }
    }

    /// The words of a text in order.
    pub(crate) fn cut<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        let mut at = 0;
        let word = |tag: jieba_rs::Tag<'a>| {
            let word = Word { text: tag.word, at, class: tag.tag };
            at += tag.word.chars().count();
            word
        };
        self.jieba.tag(text, false).into_iter().map(word).collect()
    }

    /// What a text is about, see [`Meaning::of`]; nothing where the table is damaged, which a proposer refuses.
    pub(crate) fn sense(&self, text: &str) -> Vec<f32> {
        self.sense_of(self.jieba.cut(text, false).into_iter().map(|word| word.word))
    }

    /// The same for words.
    pub(crate) fn sense_of<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<f32> {
        self.meaning.map_or_else(Vec::new, |meaning| meaning.of(words).to_vec())
    }

    /// How rare a word is in general, as far as the dictionary knows: its inverse document frequency.
    pub(crate) fn rarity(&self, word: &str) -> f32 {
        let words = self.weights.extract_keywords(self.jieba, word, 1, Vec::new());
        words.first().map_or(0.0, |word| word.weight as f32)
    }

    /// Whether a word begins in `left` and ends in `right`, which follows it.
    pub(crate) fn is_word_across(&self, left: &str, right: &str) -> bool {
        let (both, mut at) = ([left, right].concat(), 0);
        self.jieba.cut(&both, false).iter().any(|word| {
            let from = at;
            at += word.word.len();
            from < left.len() && left.len() < at
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_each_of_its_characters() {
        Cutter::load();
        let text = "崭新的客轮从码头缓缓驶出";
        let word = |at| word_at(text, at).map(|range| crate::text::slice(text, range).unwrap_or_default());
        assert_eq!([word(0), word(1), word(2)], [Some("崭新"), Some("崭新"), Some("的")]);
        assert_eq!([word(6), word(7), word(9)], [Some("码头"), Some("码头"), Some("缓缓")]);
        assert_eq!(word(12), None);
    }
}
