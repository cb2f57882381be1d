//! The handbook's table of keys is that of the program, to the letter.

#![cfg(feature = "desk")]

use zhupi::annotation::LabelSet;
use zhupi::desk::command::Action;
use zhupi::strings::{Language, Message, Strings};

const GUIDE: &str = include_str!("../docs/guide/12-settings.md");

/// The rows of the table, in the order of the menus: menu, name, keys.
fn rows() -> String {
    let zh = Strings::of(Language::Zh);
    let labels = LabelSet::newspaper();
    let mut rows = Vec::new();
    for action in Action::ALL.iter().filter(|action| !action.keys().is_empty()) {
        let name = match action.label().map(|key| labels.by_key(key)) {
            None => zh.get(action.id()).to_owned(),
            Some(Some(label)) => zh.say(&Message::new("action.label").with("label", &label.zh)),
            // A key for a label that the set does not have.
            Some(None) => continue,
        };
        let mut keys: Vec<String> = action.keys().iter().map(|key| key.name()).collect();
        keys.dedup();
        rows.push(format!("| {} | {name} | {} |", zh.get(action.menu().key()), keys.join("、")));
    }
    rows.join("\n")
}

#[test]
fn the_guide_lists_every_key_under_its_name() {
    // Key caps of other systems are named differently.
    if cfg!(target_os = "macos") {
        return;
    }
    let rows = rows();
    assert!(GUIDE.contains(&rows), "the table in docs/guide/12-settings.md should hold these rows:\n{rows}");
}
