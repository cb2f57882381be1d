//! What actions, labels and topics are called: the same wherever they are named, a label's key by the label's own name.

use super::command::Action;
use super::state::State;
use crate::annotation::LabelId;
use crate::strings::{Language, Message};

impl State {
    /// The action's name.
    pub fn action_name(&self, action: Action) -> String {
        let (key, digit) = match (action.label(), action.same()) {
            (Some(digit), _) => ("action.label", digit),
            (None, Some(digit)) => ("action.same", digit),
            (None, None) => return self.say(action.id()).to_owned(),
        };
        match self.labels.by_key(digit) {
            Some(label) => self.strings.say(&Message::new(key).with("label", self.label_name(label))),
            None => self.say(action.id()).to_owned(),
        }
    }

    /// What the label with this id is called; its id where the set does not have it.
    pub fn label_called<'a>(&'a self, id: &'a LabelId) -> &'a str {
        self.labels.get(id).map_or(id.as_str(), |label| self.label_name(label))
    }

    /// What the topic with this code is called; the code where the taxonomy does not have it.
    pub fn topic_called<'a>(&'a self, code: &'a str) -> &'a str {
        let zh = self.strings.language == Language::Zh;
        self.taxonomy
            .get(code)
            .map_or(code, |topic| if zh || topic.en.is_empty() { &topic.zh } else { &topic.en })
    }

    /// Whether there is anything behind the action: a digit without a label has nothing to offer.
    pub fn offers_action(&self, action: Action) -> bool {
        let digit = action.label().or(action.same());
        digit.is_none_or(|digit| self.labels.by_key(digit).is_some())
    }
}
