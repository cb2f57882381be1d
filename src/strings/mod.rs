//! The words that the program says, in files by language: `assets/strings/zh.json` and `en.json`, flat maps from key to
//! sentence, where `{name}` stands for an argument. Core rooms never hold sentences for the user: an error is turned
//! into a `Message` (key and arguments) and said by whoever talks to the user.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

/// Something to say: a key of the string files and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key in the string files.
    pub key: &'static str,
    /// Arguments by name.
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    /// A sentence without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// One language's words.
#[derive(Clone, Debug)]
pub struct Strings {
    /// Which language.
    pub language: Language,
    words: BTreeMap<String, String>,
}

impl Strings {
    /// The words of a language, from the files built into the program.
    pub fn of(language: Language) -> Self {
        let file = match language {
            Language::Zh => include_str!("../../assets/strings/zh.json"),
            Language::En => include_str!("../../assets/strings/en.json"),
        };
        // The files are built in and a test reads both, so the fallback is never met by a user.
        Self { language, words: serde_json::from_str(file).unwrap_or_default() }
    }

    /// The words under a key; the key itself where there are none, so that a gap shows instead of an empty place.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// A message with its arguments filled in.
    pub fn say(&self, message: &Message) -> String {
        let mut said = self.get(message.key).to_owned();
        for (name, value) in &message.args {
            said = said.replace(&format!("{{{name}}}"), value);
        }
        said
    }

    /// All keys, for the test that the languages agree.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> = sentence
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_arguments() {
        let (zh, en) = (Strings::of(Language::Zh), Strings::of(Language::En));
        assert!(zh.keys().count() > 0);
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for key in zh.keys() {
            assert_eq!(holes(zh.get(key)), holes(en.get(key)), "{key}");
        }
    }

    #[test]
    fn arguments_are_filled_in() {
        let zh = Strings::of(Language::Zh);
        let said = zh.say(&Message::new("error.file.vanished").with("file", "页1.txt"));
        assert!(said.contains("页1.txt") && !said.contains('{'), "{said}");
    }
}
