//! The label set of a dataset: which kinds of entity there are, how they are named, drawn and typed.

use super::LabelId;
use serde::{Deserialize, Serialize};

/// One kind of entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// As written in files, such as `PER`.
    pub id: LabelId,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The letter mark in Chinese.
    pub letter_zh: String,
    /// The letter mark in English.
    pub letter_en: String,
    /// `#RRGGBB` for exports; on the screen the theme's slot of the same place counts.
    pub color: String,
    /// The digit that gives this label, 1 to 9; 0 for none.
    pub key: u8,
}

/// The labels in their order; the order is that of the theme's colour slots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSet {
    /// Name of the set.
    pub name: String,
    /// Whether marks may lie inside others.
    #[serde(default)]
    pub nested: bool,
    /// The labels.
    pub labels: Vec<Label>,
}

impl LabelSet {
    /// The eight labels of the house's guidelines.
    pub fn newspaper() -> Self {
        // Built in and read by a test, so the fallback is never met by a user.
        serde_json::from_str(include_str!("../../assets/labels/newspaper.json")).unwrap_or(Self {
            name: String::new(),
            nested: false,
            labels: Vec::new(),
        })
    }

    /// Place of a label in the set.
    pub fn slot(&self, id: &LabelId) -> Option<usize> {
        self.labels.iter().position(|label| label.id == *id)
    }

    /// A label by its id.
    pub fn get(&self, id: &LabelId) -> Option<&Label> {
        self.labels.iter().find(|label| label.id == *id)
    }

    /// The label that a digit key gives.
    pub fn by_key(&self, key: u8) -> Option<&Label> {
        self.labels.iter().find(|label| label.key == key && key != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_set_has_eight_labels_on_the_keys_one_to_eight() {
        let set = LabelSet::newspaper();
        let ids: Vec<&str> = set.labels.iter().map(|label| label.id.as_str()).collect();
        assert_eq!(ids, ["PER", "ORG", "LOC", "TIME", "TITLE", "EVENT", "WORK", "TERM"]);
        for (n, label) in set.labels.iter().enumerate() {
            assert_eq!(set.by_key(n as u8 + 1), Some(label));
        }
        assert_eq!(set.by_key(0), None);
    }
}
