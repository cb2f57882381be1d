//! Characters with tags, for the configuration `bio`: every code point of the text is a token, white space too, so that
//! the number of a token is its offset.

use crate::annotation::{LabelId, LabelSet};
use crate::exchange::Document;
use std::collections::BTreeMap;

/// The names of the tags, in the order of their numbers, and how many marks and articles there were.
#[derive(Debug)]
pub struct Tags {
    numbers: BTreeMap<LabelId, i32>,
    /// `O`, then `B-` and `I-` of every label.
    pub names: Vec<String>,
    /// Marks by label, nested ones too.
    pub marks: BTreeMap<LabelId, usize>,
    /// Articles.
    pub articles: usize,
}

impl Tags {
    /// Begins with the labels of a set.
    pub fn new(set: &LabelSet) -> Self {
        let mut tags = Self {
            numbers: BTreeMap::new(),
            names: vec!["O".to_owned()],
            marks: BTreeMap::new(),
            articles: 0,
        };
        for label in &set.labels {
            tags.number(&label.id);
        }
        tags
    }

    /// The number of a label's first tag; labels that are not in the set get one when they come.
    fn number(&mut self, label: &LabelId) -> i32 {
        if let Some(number) = self.numbers.get(label) {
            return *number;
        }
        let number = self.names.len() as i32;
        self.numbers.insert(label.clone(), number);
        self.names.extend([format!("B-{label}"), format!("I-{label}")]);
        number
    }

    /// The tags of an article's characters.
    pub fn of(&mut self, document: &Document) -> Vec<i32> {
        self.articles += 1;
        for entity in &document.entities {
            *self.marks.entry(entity.label.clone()).or_default() += 1;
        }
        let mut tags = vec![0; document.text.chars().count()];
        for entity in document.flat() {
            let number = self.number(&entity.label);
            for at in entity.range.positions() {
                if let Some(tag) = tags.get_mut(at as usize) {
                    *tag = number + i32::from(at > entity.range.start());
                }
            }
        }
        tags
    }
}
