//! What the layout asks of a text that belongs to no article yet: names, topics, meaning.

use super::heard::{Said, divided};
use super::reading::chosen;
use super::{Proposer, round};
use crate::issue::Role;
use crate::layout::{Mentions, Name, Sort};
use crate::propose::candidate::{Candidate, Class};
use crate::propose::passage::Passage;
use crate::propose::rules;
use crate::text::CharRange;

impl Proposer {
    /// The names in a text that belongs to no article yet.
    fn names_in(&self, text: &str) -> Vec<Candidate> {
        self.names_in_all(&[text.chars().collect()]).pop().unwrap_or_default()
    }

    /// The same for many texts.
    fn names_in_all(&self, texts: &[Vec<char>]) -> Vec<Vec<Candidate>> {
        let said = self.listen_ahead(texts);
        let names = |(text, said): (&Vec<char>, Said)| {
            let mut names = Vec::new();
            for (at, text, (words, _)) in divided(text.clone(), said) {
                let passage = Passage::new(text, words, Role::Paragraph);
                let mut found = chosen(&passage, rules::find(&passage, &self.lexicons));
                for c in &mut found {
                    c.span = at + c.span.start..at + c.span.end;
                }
                names.extend(found);
            }
            names
        };
        texts.iter().zip(said).map(names).collect()
    }
}

impl Mentions for Proposer {
    fn names(&self, text: &str) -> Vec<(CharRange, f32)> {
        let says_who = |c: &Candidate| !matches!(c.class, Class::Time | Class::Title);
        let ranges = |c: Candidate| (CharRange::new(c.span.start as u32, c.span.end as u32), round(c.score));
        self.names_in(text).into_iter().filter(says_who).map(ranges).collect()
    }

    fn spoken(&self, text: &str) -> Vec<Name> {
        self.spoken_all(&[text.to_owned()]).pop().unwrap_or_default()
    }

    fn spoken_all(&self, texts: &[String]) -> Vec<Vec<Name>> {
        let sort = |class: Class| match class {
            Class::Per => Sort::Person,
            Class::Org => Sort::Body,
            Class::Loc => Sort::Place,
            Class::Time => Sort::Time,
            Class::Title => Sort::Office,
            Class::Event | Class::Work | Class::Term => Sort::Other,
        };
        let name = |c: Candidate| Name {
            range: CharRange::new(c.span.start as u32, c.span.end as u32),
            sort: sort(c.class),
            score: round(c.score),
        };
        let sorted = |found: Vec<Candidate>| {
            let mut names: Vec<Name> = found.into_iter().map(name).collect();
            names.sort_by_key(|name| name.range.start());
            names
        };
        let texts: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        self.names_in_all(&texts).into_iter().map(sorted).collect()
    }

    fn about(&self, text: &str) -> Vec<f32> {
        self.topics.about(text, &self.cutter)
    }

    fn meaning(&self, text: &str) -> Vec<f32> {
        self.cutter.sense(text)
    }

    fn is_word_across(&self, left: &str, right: &str) -> bool {
        self.cutter.is_word_across(left, right)
    }
}
