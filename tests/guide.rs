//! The handbook says what the program says: its table of keys to the letter, its menu paths, its pages and pictures.

#![cfg(feature = "desk")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhupi::annotation::LabelSet;
use zhupi::desk::command::{Action, Menu};
use zhupi::strings::{Language, Message, Strings};

const CONTENTS: &str = include_str!("../docs/guide/README.md");
const KEYS: &str = include_str!("../docs/guide/12-settings.md");

/// The action's name; none where it is the key for a label that the set does not have.
fn name(action: Action) -> Option<String> {
    let zh = Strings::of(Language::Zh);
    let Some(key) = action.label() else { return Some(zh.get(action.id()).to_owned()) };
    let labels = LabelSet::newspaper();
    labels.by_key(key).map(|label| zh.say(&Message::new("action.label").with("label", &label.zh)))
}

fn menu(menu: Menu) -> String {
    Strings::of(Language::Zh).get(menu.key()).to_owned()
}

/// The rows of the table, in the order of the menus: menu, name, keys.
fn rows() -> String {
    let mut rows = Vec::new();
    for action in Action::ALL.iter().filter(|action| !action.keys().is_empty()) {
        let Some(name) = name(*action) else { continue };
        let mut keys: Vec<String> = action.keys().iter().map(|key| key.name()).collect();
        keys.dedup();
        rows.push(format!("| {} | {name} | {} |", menu(action.menu()), keys.join("、")));
    }
    rows.join("\n")
}

/// The files of a folder of docs whose names end so, by name.
fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn text(files: &[PathBuf]) -> String {
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The names of the pictures that a text shows.
fn pictures(text: &str) -> BTreeSet<String> {
    let links = text.split("pictures/").skip(1).filter_map(|rest| rest.split_once(')'));
    links
        .map(|(name, _)| name.to_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "png"))
        .collect()
}

#[test]
fn the_guide_lists_every_key_under_its_name() {
    // Key caps of other systems are named differently.
    if cfg!(target_os = "macos") {
        return;
    }
    let rows = rows();
    assert!(KEYS.contains(&rows), "the table in docs/guide/12-settings.md should hold these rows:\n{rows}");
}

#[test]
fn the_guide_names_every_command_that_has_no_key() {
    let bare =
        Action::ALL.iter().filter(|action| action.keys().is_empty()).filter_map(|action| name(*action));
    let missing: Vec<String> = bare.filter(|name| !KEYS.contains(name)).collect();
    assert!(missing.is_empty(), "docs/guide/12-settings.md should name {missing:?}");
}

#[test]
fn the_guide_has_twelve_pages_at_most_and_its_contents_lead_to_each() {
    let pages: Vec<String> = files("docs/guide", ".md").iter().map(|path| file_name(path)).collect();
    let numbered: Vec<&String> =
        pages.iter().filter(|name| name.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(numbered.len() <= 12, "{numbered:?}");
    assert_eq!(numbered.len() + 1, pages.len(), "a page without a number: {pages:?}");
    for page in numbered {
        assert!(CONTENTS.contains(&format!("]({page})")), "docs/guide/README.md does not lead to {page}");
    }
}

#[test]
fn every_picture_that_is_shown_exists_and_every_one_that_exists_is_shown() {
    let docs: String = ["docs", "docs/guide"].iter().map(|folder| text(&files(folder, ".md"))).collect();
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = pictures(&(docs + &readme));
    let there: BTreeSet<String> = files("docs/pictures", ".png").iter().map(|path| file_name(path)).collect();
    assert_eq!(shown, there);
}

#[test]
fn every_menu_path_of_the_guide_is_one_of_the_program() {
    let paths: BTreeSet<String> = Action::ALL
        .iter()
        .filter_map(|action| Some(format!("{} → {}", menu(action.menu()), name(*action)?)))
        .collect();
    // In the table an arrow is a key.
    let guide = text(&files("docs/guide", ".md")).replace(" → |", "");
    let mut quoted = 0;
    for said in guide.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(said, _)| said) {
        if said.contains(" → ") {
            assert!(paths.contains(said), "no menu has “{said}”");
            quoted += 1;
        }
    }
    assert_eq!(guide.matches(" → ").count(), quoted, "a menu path stands in “ ”");
}
