//! What a label set has to be like before anybody works with it.

use super::{Label, LabelId, LabelSet};
use crate::strings::Message;
use std::collections::HashSet;

/// Characters that an id may have.
pub const LONGEST_ID: usize = 32;

/// Characters that a name may have.
pub const LONGEST_NAME: usize = 40;

/// Characters that a letter mark may have.
const LONGEST_LETTER: usize = 2;

/// Why a label cannot be in a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelFault {
    /// The set has no label.
    NoLabel,
    /// It has no id.
    NoId,
    /// Its id is too long.
    LongId,
    /// Another label has this id.
    SameId(String),
    /// It has no name.
    NoName,
    /// This name of it is too long.
    LongName(String),
    /// Another label has this name.
    SameName(String),
    /// This letter mark of it is too long.
    LongLetter(String),
    /// It has a key that is none of 0 to 9.
    NoKey(u8),
    /// Another label has this key.
    SameKey(u8),
}

impl LabelFault {
    /// In words.
    pub fn message(&self) -> Message {
        let of = |key, name: &dyn std::fmt::Display| Message::new(key).with("name", name);
        match self {
            Self::NoLabel => Message::new("label_fault.no_label"),
            Self::NoId => Message::new("label_fault.no_id"),
            Self::LongId => Message::new("label_fault.long_id").with("count", LONGEST_ID),
            Self::SameId(id) => of("label_fault.same_id", id),
            Self::NoName => Message::new("label_fault.no_name"),
            Self::LongName(name) => of("label_fault.long_name", name).with("count", LONGEST_NAME),
            Self::SameName(name) => of("label_fault.same_name", name),
            Self::LongLetter(letter) => of("label_fault.long_letter", letter),
            Self::NoKey(key) => of("label_fault.no_key", key),
            Self::SameKey(key) => of("label_fault.same_key", key),
        }
    }
}

impl Label {
    /// What is wrong with it by itself.
    fn fault(&self) -> Option<LabelFault> {
        let long = |text: &str, most: usize| text.chars().nth(most).is_some();
        if self.id.as_str().is_empty() {
            return Some(LabelFault::NoId);
        }
        if long(self.id.as_str(), LONGEST_ID) {
            return Some(LabelFault::LongId);
        }
        for name in [&self.zh, &self.en] {
            if name.is_empty() {
                return Some(LabelFault::NoName);
            }
            if long(name, LONGEST_NAME) {
                return Some(LabelFault::LongName(name.chars().take(LONGEST_NAME).collect()));
            }
        }
        let letters = [&self.letter_zh, &self.letter_en];
        if let Some(letter) = letters.into_iter().find(|letter| long(letter, LONGEST_LETTER)) {
            return Some(LabelFault::LongLetter(letter.chars().take(LONGEST_NAME).collect()));
        }
        (self.key > 9).then_some(LabelFault::NoKey(self.key))
    }

    /// The same without what is not to be seen, and with what may be left empty filled in.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let id = tidy(self.id.as_str());
        let zh = tidy(&self.zh);
        let en = Some(tidy(&self.en)).filter(|en| !en.is_empty()).unwrap_or_else(|| id.clone());
        let first = |letter: &str, name: &str| {
            let letter = tidy(letter);
            if letter.is_empty() { name.chars().take(1).collect::<String>().to_uppercase() } else { letter }
        };
        Self {
            letter_zh: first(&self.letter_zh, &zh),
            letter_en: first(&self.letter_en, &en),
            color: tidy(&self.color),
            key: self.key,
            id: LabelId::new(id),
            zh,
            en,
        }
    }
}

/// On one line, without white space at its ends and without control characters.
fn tidy(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

impl LabelSet {
    /// The first thing that is wrong, and with which label.
    ///
    /// # Errors
    /// That.
    pub fn check(&self) -> Result<(), (usize, LabelFault)> {
        if self.labels.is_empty() {
            return Err((0, LabelFault::NoLabel));
        }
        let (mut ids, mut zh, mut en, mut keys) =
            (HashSet::new(), HashSet::new(), HashSet::new(), HashSet::new());
        for (n, label) in self.labels.iter().enumerate() {
            let fault = label.fault().or_else(|| {
                if !ids.insert(label.id.as_str()) {
                    Some(LabelFault::SameId(label.id.to_string()))
                } else if !zh.insert(label.zh.as_str()) {
                    Some(LabelFault::SameName(label.zh.clone()))
                } else if !en.insert(label.en.as_str()) {
                    Some(LabelFault::SameName(label.en.clone()))
                } else if label.key > 0 && !keys.insert(label.key) {
                    Some(LabelFault::SameKey(label.key))
                } else {
                    None
                }
            });
            if let Some(fault) = fault {
                return Err((n, fault));
            }
        }
        Ok(())
    }

    /// What the set after this one has to remember of labels that are no more.
    #[must_use]
    pub fn gone_with(&self, after: &Self, fates: &super::Fates) -> super::Fates {
        let mut gone = self.gone.clone();
        for heir in gone.values_mut() {
            if let Some(fate) = heir.as_ref().and_then(|heir| fates.get(heir)) {
                heir.clone_from(fate);
            }
        }
        gone.extend(fates.iter().map(|(id, fate)| (id.clone(), fate.clone())));
        gone.retain(|id, _| after.get(id).is_none());
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(change: impl FnOnce(&mut LabelSet)) -> Option<(usize, LabelFault)> {
        let mut set = LabelSet::newspaper();
        change(&mut set);
        set.check().err()
    }

    #[test]
    fn ids_names_and_keys_are_there_short_and_their_own() {
        assert_eq!(changed(|_| ()), None);
        assert_eq!(changed(|set| set.labels.clear()), Some((0, LabelFault::NoLabel)));
        assert_eq!(changed(|set| set.labels[2].id = LabelId::new("")), Some((2, LabelFault::NoId)));
        let long = "长".repeat(33);
        assert_eq!(changed(|set| set.labels[2].id = LabelId::new(long)), Some((2, LabelFault::LongId)));
        let twice = Some((7, LabelFault::SameId("PER".into())));
        assert_eq!(changed(|set| set.labels[7].id = LabelId::new("PER")), twice);
        assert_eq!(changed(|set| set.labels[1].zh.clear()), Some((1, LabelFault::NoName)));
        let twice = Some((1, LabelFault::SameName("人物".into())));
        assert_eq!(changed(|set| set.labels[1].zh = "人物".into()), twice);
        assert!(matches!(
            changed(|set| set.labels[1].en = "x".repeat(41)),
            Some((1, LabelFault::LongName(_)))
        ));
        assert_eq!(changed(|set| set.labels[1].key = 1), Some((1, LabelFault::SameKey(1))));
        assert_eq!(changed(|set| set.labels[1].key = 12), Some((1, LabelFault::NoKey(12))));
        assert_eq!(changed(|set| (set.labels[1].key, set.labels[2].key) = (0, 0)), None);
    }

    #[test]
    fn any_character_may_be_in_a_name_and_what_is_left_empty_is_filled_in() {
        let label = Label {
            id: LabelId::new(" <b>\n"),
            zh: "“引号”'&\"\u{0}".into(),
            en: String::new(),
            letter_zh: String::new(),
            letter_en: String::new(),
            color: "red".into(),
            key: 0,
        };
        let tidied = label.tidied();
        assert_eq!((tidied.id.as_str(), &*tidied.zh, &*tidied.en), ("<b>", "“引号”'&\"", "<b>"));
        assert_eq!((&*tidied.letter_zh, &*tidied.letter_en), ("“", "<"));
        assert_eq!(changed(|set| set.labels.push(tidied)), None);
    }
}
