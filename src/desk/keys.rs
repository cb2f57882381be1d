//! Which keys do what: the standard keys of the actions, and what the user has changed of them.
//!
//! Only the differences are kept, by the action's name and the keys' names (`"accept": ["Ctrl+G"]`), in the settings and
//! in files for others. What cannot be read of them is left out and counted; a table from a file is never half right in
//! a way that matters, since two actions never get the same key.

use super::command::{Action, Menu, Shortcut};
use egui::{Key, Modifiers};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Why a key cannot be given to an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Input methods or desktops own it.
    Owned,
    /// It is typed in fields and by input methods: a letter or sign without Ctrl.
    Typed,
}

impl Unfit {
    /// Key of the sentence that says it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Owned => "keys.owned",
            Self::Typed => "keys.typed",
        }
    }
}

/// The keys in use.
#[derive(Clone, Debug, Default)]
pub struct KeyTable {
    own: Vec<(Action, Vec<Shortcut>)>,
    /// Entries that could not be read.
    ignored: usize,
}

impl PartialEq for KeyTable {
    /// What could not be read makes no difference.
    fn eq(&self, other: &Self) -> bool {
        self.written() == other.written()
    }
}

impl KeyTable {
    /// The keys of an action, the printed one first.
    pub fn keys(&self, action: Action) -> &[Shortcut] {
        let own = self.own.iter().find(|(other, _)| *other == action);
        own.map_or(action.keys(), |(_, keys)| keys.as_slice())
    }

    /// The key of an action as it is printed.
    pub fn name(&self, action: Action) -> Option<String> {
        self.keys(action).first().map(|key| key.name())
    }

    /// All keys of an action as they are printed.
    pub fn names(&self, action: Action) -> Vec<String> {
        self.keys(action).iter().map(|key| key.name()).collect()
    }

    /// The action of a key.
    pub fn action(&self, shortcut: Shortcut) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| self.keys(*action).iter().any(|key| key.is(shortcut)))
    }

    /// Whether the user has changed the keys of an action.
    pub fn is_changed(&self, action: Action) -> bool {
        self.own.iter().any(|(other, _)| *other == action)
    }

    /// Whether the user has changed anything.
    pub fn is_standard(&self) -> bool {
        self.own.is_empty()
    }

    /// Gives an action these keys and nothing else; whoever had one of them loses it.
    pub fn set(&mut self, action: Action, keys: Vec<Shortcut>) {
        for other in Action::ALL.iter().copied().filter(|other| *other != action) {
            let had = self.keys(other);
            if had.iter().any(|key| keys.iter().any(|new| new.is(*key))) {
                let left = had.iter().copied().filter(|key| keys.iter().all(|new| !new.is(*key))).collect();
                self.put(other, left);
            }
        }
        self.put(action, keys);
    }

    /// The standard keys of an action again; whoever has got one of them loses it.
    pub fn reset(&mut self, action: Action) {
        self.set(action, action.keys().to_vec());
    }

    /// The standard keys again.
    pub fn reset_all(&mut self) {
        *self = Self::default();
    }

    fn put(&mut self, action: Action, keys: Vec<Shortcut>) {
        self.own.retain(|(other, _)| *other != action);
        if keys != action.keys() {
            self.own.push((action, keys));
        }
    }

    /// How many entries could not be read when the table was.
    pub fn ignored(&self) -> usize {
        self.ignored
    }

    /// Reads a table; never fails, see [`KeyTable::ignored`].
    pub fn read(value: &Value) -> Self {
        let mut table = Self::default();
        let entries = match value {
            Value::Object(entries) => entries,
            Value::Null => return table,
            _ => return Self { ignored: 1, ..table },
        };
        for (name, keys) in entries {
            let action = Action::ALL.iter().copied().find(|action| action.short_id() == name);
            let keys = keys.as_array().map(|keys| {
                keys.iter().map(|key| key.as_str().and_then(Shortcut::parse)).collect::<Option<Vec<_>>>()
            });
            match (action, keys.flatten()) {
                (Some(action), Some(keys)) if keys.iter().all(|key| key.unfit().is_none()) => {
                    table.put(action, keys);
                }
                _ => table.ignored += 1,
            }
        }
        table.part_clashes();
        table
    }

    /// Where two actions have a key in common after reading, the one that the table names keeps it.
    fn part_clashes(&mut self) {
        let own: Vec<(Action, Vec<Shortcut>)> = self.own.clone();
        let mut taken: Vec<Shortcut> = Vec::new();
        for (action, keys) in own {
            let fresh: Vec<Shortcut> =
                keys.iter().copied().filter(|key| taken.iter().all(|t| !t.is(*key))).collect();
            if fresh.len() < keys.len() {
                self.ignored += 1;
            }
            taken.extend(&fresh);
            self.set(action, fresh);
        }
    }

    /// The differences to the standard keys, as they are written.
    pub fn written(&self) -> BTreeMap<String, Vec<String>> {
        let entry = |(action, keys): &(Action, Vec<Shortcut>)| {
            (action.short_id().to_owned(), keys.iter().map(|key| key.written()).collect())
        };
        self.own.iter().map(entry).collect()
    }
}

impl Serialize for KeyTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for KeyTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::read(&Value::deserialize(deserializer)?))
    }
}

impl Shortcut {
    /// Whether two are the same key press.
    pub fn is(self, other: Self) -> bool {
        let (a, b) = (self.modifiers, other.modifiers);
        self.key == other.key && (a.command, a.shift, a.alt) == (b.command, b.shift, b.alt)
    }

    /// Whether the key is one that only modifies others; egui tells of these too.
    pub fn is_modifier(self) -> bool {
        use Key as K;
        matches!(
            self.key,
            K::ShiftLeft
                | K::ShiftRight
                | K::ControlLeft
                | K::ControlRight
                | K::AltLeft
                | K::AltRight
                | K::SuperLeft
                | K::SuperRight
        )
    }

    /// Why an action cannot have it.
    pub fn unfit(self) -> Option<Unfit> {
        let Modifiers { alt, shift, command, .. } = self.modifiers;
        let letter = self.key.name().len() == 1 && self.key.name().chars().all(char::is_alphabetic);
        let owned = self.is_modifier()
            || (alt && shift)
            || (command && alt && letter)
            || (self.key == Key::Space && (command || shift || alt))
            || (command && matches!(self.key, Key::Period | Key::Semicolon))
            || (command && shift && self.key == Key::F)
            || (alt && matches!(self.key, Key::F4 | Key::Tab | Key::Escape))
            || (command && self.key == Key::Escape)
            || matches!(self.key, Key::Copy | Key::Cut | Key::Paste);
        if owned {
            return Some(Unfit::Owned);
        }
        let digit = |key: Key| key.name().len() == 1 && key.name().chars().all(|c| c.is_ascii_digit());
        let sign = matches!(
            self.key,
            Key::Comma
                | Key::Period
                | Key::Semicolon
                | Key::Colon
                | Key::Slash
                | Key::Backslash
                | Key::Pipe
                | Key::Questionmark
                | Key::Exclamationmark
                | Key::OpenBracket
                | Key::CloseBracket
                | Key::OpenCurlyBracket
                | Key::CloseCurlyBracket
                | Key::Backtick
                | Key::Minus
                | Key::Plus
                | Key::Equals
                | Key::Quote
        );
        let typed = letter || sign || (shift && digit(self.key));
        (typed && !command).then_some(Unfit::Typed)
    }

    /// As it is written in files, the same on every system: `Ctrl+Shift+Left`.
    pub fn written(self) -> String {
        let parts = [
            self.modifiers.command.then_some("Ctrl"),
            self.modifiers.alt.then_some("Alt"),
            self.modifiers.shift.then_some("Shift"),
            Some(self.key.name()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("+")
    }

    /// Reads what [`Shortcut::written`] wrote.
    pub fn parse(written: &str) -> Option<Self> {
        let mut modifiers = Modifiers::NONE;
        let mut parts: Vec<&str> = written.split('+').map(str::trim).collect();
        let key = Key::from_name(parts.pop()?)?;
        for part in parts {
            match part {
                "Ctrl" => modifiers |= Modifiers::COMMAND,
                "Alt" => modifiers |= Modifiers::ALT,
                "Shift" => modifiers |= Modifiers::SHIFT,
                _ => return None,
            }
        }
        Some(Self { modifiers, key })
    }
}

impl Action {
    /// The action's name in key tables.
    pub fn short_id(self) -> &'static str {
        self.id().trim_start_matches("action.")
    }

    /// Whether the action needs the article on the screen.
    pub fn is_on_page(self) -> bool {
        let page = matches!(self.menu(), Menu::Mark | Menu::Article | Menu::Structure);
        page || super::caret::of(self).is_some()
            || matches!(self, Self::GoTo | Self::NextMissing | Self::PreviousMissing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_standard_key_survives_writing_and_is_fit() {
        for action in Action::ALL {
            for key in action.keys() {
                assert_eq!(Shortcut::parse(&key.written()), Some(*key), "{action:?}");
                assert_eq!(key.unfit(), None, "{action:?}");
            }
        }
    }

    #[test]
    fn nonsense_is_left_out_and_counted() {
        for (value, ignored) in [
            (json!(null), 0),
            (json!(17), 1),
            (json!({"accept": "Enter", "fly": ["F5"], "reject": ["Hyper+Q"], "leave": [3]}), 4),
            (json!({"accept": ["Ctrl+Space"], "leave": ["Alt+Shift+A"], "note": ["A"]}), 3),
            (json!({"accept": ["ShiftLeft"], "leave": ["Ctrl+ControlLeft"]}), 2),
        ] {
            let table = KeyTable::read(&value);
            assert!(table.is_standard(), "{value}");
            assert_eq!(table.ignored(), ignored, "{value}");
        }
    }

    #[test]
    fn no_reading_and_no_setting_makes_a_clash() {
        let mut table = KeyTable::read(&json!({"accept": ["F5"], "reject": ["F5", "F9"], "note": ["F5"]}));
        assert_eq!(table.ignored(), 2);
        let clash = |table: &KeyTable| {
            let all: Vec<String> = Action::ALL.iter().flat_map(|action| table.names(*action)).collect();
            let mut unique = all.clone();
            unique.sort();
            unique.dedup();
            // Ctrl = and Ctrl + are printed alike.
            all.len() - unique.len() > 1
        };
        assert!(!clash(&table));
        table.set(Action::Leave, vec![Shortcut::parse("Tab").unwrap()]);
        assert!(!clash(&table) && table.keys(Action::NextOpen).is_empty());
        table.reset(Action::NextOpen);
        assert!(!clash(&table) && table.keys(Action::Leave).is_empty());
        let again = KeyTable::read(&serde_json::to_value(&table).unwrap());
        assert_eq!(again, table);
        table.reset_all();
        assert!(table.is_standard());
    }
}
