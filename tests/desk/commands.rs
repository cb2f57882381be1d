//! The table of commands is whole: each has a place in a menu and in the palette (`keys`, `looks`), a name in both
//! languages, a key that no other has, and a test.
//!
//! Whether a command has a test is read from the tests themselves. What they carry out could be noted while they run, but
//! a test cannot wait for all the others, and a list kept by hand says only that somebody wrote a line. So a command
//! counts as tested where a test that asserts something names it (`Action::Undo`), presses its key, or clicks its name in
//! a menu. That the assertion is about the command, reading cannot tell; what would be a mere touch does not count:
//! - keys that fields, lists and dialogs take too, unless the command is named;
//! - asking which key a command has;
//! - the tests that bring up every view in turn.

use std::collections::BTreeMap;
use std::path::Path;
use zhupi::desk::command::{Action, Shortcut};
use zhupi::strings::{Language, Strings};

/// Tests that bring many views up and look at something else.
const TOURS: [&str; 2] =
    ["an_idle_desk_asks_for_no_frames", "every_view_is_there_in_both_languages_and_all_themes"];

/// Keys with Ctrl or Shift that have a meaning of their own in fields, lists and dialogs.
const ELSEWHERE: [&str; 10] = [
    "Ctrl+A",
    "Ctrl+Backspace",
    "Ctrl+Enter",
    "Ctrl+M",
    "Ctrl+N",
    "Ctrl+PageDown",
    "Ctrl+PageUp",
    "Shift+Home",
    "Shift+End",
    "Shift+Tab",
];

/// The tests that assert something, by name.
fn tests() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk");
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for piece in text.split("#[test]\n").skip(1) {
            // rustfmt closes a function at the line's start, and nothing else inside it.
            let body = piece.split_once("\n}\n").map_or(piece, |(body, _)| body);
            let name = body.split_once("fn ").and_then(|(_, rest)| rest.split_once('(')).unwrap().0;
            if body.contains("assert") && !TOURS.contains(&name) {
                found.insert(name.to_owned(), body.to_owned());
            }
        }
    }
    found
}

/// Whether a test names an action otherwise than to ask for its key.
fn names(body: &str, action: Action) -> bool {
    ["Action::", "A::"].iter().any(|kind| {
        let name = format!("{kind}{action:?}");
        body.match_indices(&name).any(|(at, _)| {
            let ends = !body[at + name.len()..].starts_with(|c: char| c.is_alphanumeric());
            let begins = !body[..at].ends_with(|c: char| c.is_alphanumeric());
            ends && begins && !["key(", "keys(", "name("].iter().any(|asking| body[..at].ends_with(asking))
        })
    })
}

/// Whether a test presses a key that only the desk takes.
fn presses(body: &str, key: Shortcut) -> bool {
    let name = format!("{:?}", key.key);
    let (command, shift, alt) = (key.modifiers.command, key.modifiers.shift, key.modifiers.alt);
    let modifiers = match (command, shift, alt) {
        (false, false, false) => {
            let function = name.strip_prefix('F').is_some_and(|rest| rest.parse::<u8>().is_ok());
            return function && body.contains(&format!("key(Key::{name})"));
        }
        (true, false, false) => "CTRL",
        (true, true, false) => "CTRL_SHIFT",
        (false, true, false) => "SHIFT",
        (false, false, true) => "ALT",
        _ => return false,
    };
    !ELSEWHERE.contains(&key.written().as_str())
        && [')', ','].iter().any(|end| body.contains(&format!("({modifiers}, Key::{name}{end}")))
}

#[test]
fn every_command_has_a_test() {
    let (tests, zh) = (tests(), Strings::of(Language::Zh));
    let tested = |action: Action| {
        let word = zh.get(action.id());
        tests.values().any(|body| {
            names(body, action)
                || action.keys().iter().any(|key| presses(body, *key))
                || ["click(", "MenuItem, "].iter().any(|how| body.contains(&format!("{how}\"{word}\"")))
        })
    };
    let untested: Vec<_> = Action::ALL.iter().filter(|action| !tested(**action)).collect();
    assert!(untested.is_empty(), "no test in tests/desk uses {untested:?}");
}

#[test]
fn every_command_has_a_name_of_its_own_in_both_languages() {
    for language in [Language::Zh, Language::En] {
        let strings = Strings::of(language);
        let mut names = BTreeMap::new();
        for action in Action::ALL {
            let name = strings.get(action.id());
            assert!(name != action.id() && !name.trim().is_empty(), "{action:?} has no name in {language:?}");
            let han = name.chars().any(zhupi::text::is_han);
            // The way to the other language has to be read by whoever wants it.
            let own = (language == Language::Zh) != (*action == Action::Language);
            assert_eq!(han, own, "{action:?} is called {name} in {language:?}");
            if let Some(other) = names.insert(name.to_owned(), action) {
                panic!("{action:?} and {other:?} are both called {name}");
            }
        }
    }
}

#[test]
fn no_two_commands_have_the_same_key() {
    let mut taken: Vec<(Shortcut, Action)> = Vec::new();
    for action in Action::ALL {
        for key in action.keys() {
            let other = taken.iter().find(|(other, _)| other.is(*key));
            assert!(other.is_none(), "{} is the key of {action:?} and of {other:?}", key.name());
            taken.push((*key, *action));
        }
    }
}
