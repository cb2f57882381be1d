//! One block's text as the rules see it: characters, the network's words over them, and where words begin and end.

use super::candidate::Span;
#[cfg(test)]
use super::lac::Lac;
use super::lac::{Tag, Word};
use crate::issue::Role;
use crate::text::is_han;

/// The text of a block with its words.
#[derive(Debug)]
pub(crate) struct Passage {
    pub(crate) chars: Vec<char>,
    /// They cover the text without gaps.
    pub(crate) words: Vec<Word>,
    pub(crate) role: Role,
    /// The word that holds each character.
    at: Vec<usize>,
}

/// The brackets and quotes that a name may neither begin nor end with.
pub(crate) const OPENERS: &[char] = &['“', '‘', '《', '〈', '（', '(', '「', '『', '【', '〔', '['];
pub(crate) const CLOSERS: &[char] = &['”', '’', '》', '〉', '）', ')', '」', '』', '】', '〕', ']'];

impl Passage {
    /// Reads a block's text with the network's words.
    pub(crate) fn new(chars: Vec<char>, words: Vec<Word>, role: Role) -> Self {
        let at =
            words.iter().enumerate().flat_map(|(n, w)| std::iter::repeat_n(n, w.end - w.start)).collect();
        Self { chars, words, role, at }
    }

    /// Tags a text and makes a passage of it.
    #[cfg(test)]
    pub(crate) fn tagged(lac: &Lac, text: &str, role: Role) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let words = lac.tag(&chars).words;
        Self::new(chars, words, role)
    }

    /// How many characters.
    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a position.
    pub(crate) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The character before a position.
    pub(crate) fn prev(&self, at: usize) -> Option<char> {
        self.char(at.checked_sub(1)?)
    }

    /// The characters of a span; empty where it leaves the text.
    pub(crate) fn slice(&self, span: Span) -> &[char] {
        self.chars.get(span).unwrap_or_default()
    }

    /// The text of a span.
    pub(crate) fn text(&self, span: Span) -> String {
        self.slice(span).iter().collect()
    }

    /// Whether `word` stands at `at`.
    pub(crate) fn looking_at(&self, at: usize, word: &str) -> bool {
        let mut here = self.chars.get(at..).unwrap_or_default().iter();
        word.chars().all(|c| here.next() == Some(&c))
    }

    /// Whether `word` ends at `end`.
    pub(crate) fn ends_with(&self, end: usize, word: &str) -> bool {
        end.checked_sub(word.chars().count()).is_some_and(|start| self.looking_at(start, word))
    }

    /// The index of the word that holds a position; the number of words after the end.
    pub(crate) fn word_index(&self, at: usize) -> usize {
        self.at.get(at).copied().unwrap_or(self.words.len())
    }

    /// The word that holds a position.
    pub(crate) fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(self.word_index(at))
    }

    /// The word that begins at a position.
    pub(crate) fn word_starting(&self, at: usize) -> Option<&Word> {
        self.word(at).filter(|w| w.start == at)
    }

    /// The word that ends at a position.
    pub(crate) fn word_ending(&self, end: usize) -> Option<&Word> {
        self.word(end.checked_sub(1)?).filter(|w| w.end == end)
    }

    /// Whether a word begins at a position, or the text ends there.
    pub(crate) fn boundary(&self, at: usize) -> bool {
        at >= self.len() || self.word_starting(at).is_some()
    }

    /// The tag of the word that holds a position.
    pub(crate) fn tag(&self, at: usize) -> Option<Tag> {
        self.word(at).map(|w| w.tag)
    }

    /// Whether a Han character stands at a position.
    pub(crate) fn han(&self, at: usize) -> bool {
        self.char(at).is_some_and(is_han)
    }

    /// The inner spans of every pair of `open` and `close`, outermost pairs only.
    pub(crate) fn pairs(&self, open: char, close: char) -> Vec<Span> {
        let (mut depth, mut start, mut spans) = (0usize, 0, Vec::new());
        for (at, c) in self.chars.iter().enumerate() {
            if *c == open {
                if depth == 0 {
                    start = at + 1;
                }
                depth += 1;
            } else if *c == close && depth > 0 {
                depth -= 1;
                if depth == 0 && start < at {
                    spans.push(start..at);
                }
            }
        }
        spans
    }

    /// The positions where `word` stands.
    pub(crate) fn places<'a>(&'a self, word: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        let width = word.len().max(1);
        self.chars.windows(width).enumerate().filter(move |(_, w)| *w == word).map(|(at, _)| at)
    }
}
