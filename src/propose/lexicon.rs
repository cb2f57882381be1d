//! Word lists in `assets/lexicons/`: one entry a line, `#` begins a comment line. Built into the program, read once.
//!
//! They hold words of the language and of the country's institutions, never names of one town, person or company.

use std::collections::HashSet;

/// A set of words with look-up at a place in a text.
#[derive(Debug, Default)]
pub(crate) struct WordSet {
    words: HashSet<Box<[char]>>,
    longest: usize,
}

impl WordSet {
    /// Reads a list.
    pub(crate) fn read(file: &str) -> Self {
        let words: HashSet<Box<[char]>> = lines(file).map(|line| line.chars().collect()).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { words, longest }
    }

    /// Whether the word is in the list.
    pub(crate) fn has(&self, word: &[char]) -> bool {
        self.words.contains(word)
    }

    /// The length of the longest word that begins at `at`; 0 where none does.
    pub(crate) fn at(&self, text: &[char], at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
        (1..=self.longest.min(rest.len())).rev().find(|n| self.has(&rest[..*n])).unwrap_or(0)
    }

    /// The length of the longest word that ends at `end`; 0 where none does.
    pub(crate) fn before(&self, text: &[char], end: usize) -> usize {
        let head = text.get(..end).unwrap_or_default();
        (1..=self.longest.min(end)).rev().find(|n| self.has(&head[end - n..])).unwrap_or(0)
    }
}

/// All lists.
#[derive(Debug)]
pub(crate) struct Lexicons {
    pub(crate) surnames: WordSet,
    /// Characters that follow a name more often than they end one.
    pub(crate) after_name: WordSet,
    pub(crate) title_heads: WordSet,
    pub(crate) title_parts: WordSet,
    pub(crate) occupations: WordSet,
    pub(crate) identities: WordSet,
    pub(crate) polite: WordSet,
    pub(crate) bodies: WordSet,
    pub(crate) org_suffixes: WordSet,
    pub(crate) org_known: WordSet,
    pub(crate) org_generic: WordSet,
    pub(crate) place_suffixes: WordSet,
    pub(crate) place_generic: WordSet,
    pub(crate) provinces: WordSet,
    pub(crate) sites: WordSet,
    pub(crate) event_suffixes: WordSet,
    pub(crate) event_known: WordSet,
    pub(crate) terms: WordSet,
    pub(crate) term_after: WordSet,
    pub(crate) term_before: WordSet,
    pub(crate) irony: WordSet,
    pub(crate) festivals: WordSet,
    pub(crate) eras: WordSet,
    pub(crate) stop_words: WordSet,
}

macro_rules! list {
    ($name:literal) => {
        WordSet::read(include_str!(concat!("../../assets/lexicons/", $name, ".txt")))
    };
}

impl Lexicons {
    /// Reads the built-in lists.
    pub(crate) fn load() -> Self {
        Self {
            surnames: list!("surnames"),
            after_name: list!("after_name"),
            title_heads: list!("title_heads"),
            title_parts: list!("title_parts"),
            occupations: list!("occupations"),
            identities: list!("identities"),
            polite: list!("polite"),
            bodies: list!("bodies"),
            org_suffixes: list!("org_suffixes"),
            org_known: list!("org_known"),
            org_generic: list!("org_generic"),
            place_suffixes: list!("place_suffixes"),
            place_generic: list!("place_generic"),
            provinces: list!("provinces"),
            sites: list!("sites"),
            event_suffixes: list!("event_suffixes"),
            event_known: list!("event_known"),
            terms: list!("terms"),
            term_after: list!("term_after"),
            term_before: list!("term_before"),
            irony: list!("irony"),
            festivals: list!("festivals"),
            eras: list!("eras"),
            stop_words: list!("stop_words"),
        }
    }
}

/// The entries of a list.
pub(crate) fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_counts_from_either_end() {
        let set = WordSet::read("# heads\n主任\n主任医师\n副主任\n");
        let text: Vec<char> = "副主任医师".chars().collect();
        assert_eq!(set.at(&text, 0), 3);
        assert_eq!(set.at(&text, 1), 4);
        assert_eq!(set.before(&text, 5), 4);
        assert_eq!(set.at(&text, 9), 0);
    }

    #[test]
    fn the_lists_are_filled() {
        let lexicons = Lexicons::load();
        assert!(lexicons.surnames.has(&['王']) && lexicons.title_heads.has(&['局', '长']));
    }
}
