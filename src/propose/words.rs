//! Words as jieba cuts them, with their classes and with how rare they are in general: what topics and keywords count.

use jieba_rs::{Jieba, KeywordExtract, TfIdf};

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
    jieba: Jieba,
    weights: TfIdf,
}

impl Cutter {
    /// Reads jieba's built-in dictionaries.
    pub(crate) fn load() -> Self {
        Self { jieba: Jieba::new(), weights: TfIdf::default() }
    }

    /// The words of a text in order.
    pub(crate) fn cut<'a>(&'a self, text: &'a str) -> Vec<Word<'a>> {
        let mut at = 0;
        let word = |tag: jieba_rs::Tag<'a>| {
            let word = Word { text: tag.word, at, class: tag.tag };
            at += tag.word.chars().count();
            word
        };
        self.jieba.tag(text, false).into_iter().map(word).collect()
    }

    /// How rare a word is in general, as far as the dictionary knows: its inverse document frequency.
    pub(crate) fn rarity(&self, word: &str) -> f32 {
        let words = self.weights.extract_keywords(&self.jieba, word, 1, Vec::new());
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
