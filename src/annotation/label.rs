//! The label set of a dataset: which kinds of entity there are, how they are named, drawn and typed.

use super::LabelId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What becomes of labels that are no more: the label that they were merged into, or nothing.
pub type Fates = BTreeMap<LabelId, Option<LabelId>>;

/// The colours of the eight slots, as exports have them.
static COLOURS: LazyLock<Vec<String>> =
    LazyLock::new(|| LabelSet::newspaper().labels.into_iter().map(|label| label.color).collect());

/// The colour of labels beyond the eight slots.
const GREY: &str = "#514C46";

/// How many colour slots there are.
pub const SLOTS: usize = 8;

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
    /// `#RRGGBB` for exports. Where it is that of one of the eight slots, the screen takes the slot's colours of the theme;
    /// otherwise those of the label's place in the set.
    pub color: String,
    /// The digit that gives this label, 1 to 9; 0 for none.
    pub key: u8,
}

/// The labels in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSet {
    /// Name of the set.
    pub name: String,
    /// Whether marks may lie inside others.
    #[serde(default)]
    pub nested: bool,
    /// The labels.
    pub labels: Vec<Label>,
    /// Labels that the set had once: what is proposed under their names later goes the same way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gone: Fates,
}

impl Label {
    /// The slot whose colour it has; `None` where its place in the set decides.
    pub fn colour(&self) -> Option<usize> {
        COLOURS.iter().position(|colour| *colour == self.color)
    }

    /// Gives it the colour of a slot; grey where there is none.
    pub fn set_colour(&mut self, slot: usize) {
        self.color = Self::colour_of(slot);
    }

    /// The colour of a slot as exports have it.
    pub fn colour_of(slot: usize) -> String {
        COLOURS.get(slot).cloned().unwrap_or_else(|| GREY.to_owned())
    }
}

impl LabelSet {
    /// The eight labels of the house's guidelines.
    pub fn newspaper() -> Self {
        // Built in and read by a test, so the fallback is never met by a user.
        serde_json::from_str(include_str!("../../assets/labels/newspaper.json")).unwrap_or(Self {
            name: String::new(),
            nested: false,
            labels: Vec::new(),
            gone: Fates::new(),
        })
    }

    /// Place of a label in the set.
    pub fn position(&self, id: &LabelId) -> Option<usize> {
        self.labels.iter().position(|label| label.id == *id)
    }

    /// Colour slot of a label.
    pub fn slot(&self, id: &LabelId) -> Option<usize> {
        self.position(id).map(|place| self.slot_at(place))
    }

    /// Colour slot of the label at a place.
    pub fn slot_at(&self, place: usize) -> usize {
        let label = self.labels.get(place);
        match label.and_then(Label::colour) {
            Some(slot) => slot,
            None if label.is_some_and(|label| label.color == GREY) => SLOTS,
            None => place,
        }
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
