//! What actions are called: the same in menus, palette, key lists and settings, a label's key by the label's own name.

use super::command::Action;
use super::state::State;
use crate::strings::Message;

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

    /// Whether there is anything behind the action: a digit without a label has nothing to offer.
    pub fn offers_action(&self, action: Action) -> bool {
        let digit = action.label().or(action.same());
        digit.is_none_or(|digit| self.labels.by_key(digit).is_some())
    }
}
