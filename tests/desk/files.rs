//! Opening what is no text: folders, archives of issues, records whose fields have to be named.

use crate::hand::{EDITOR, Hand, folder};
use egui::Key;
use std::fs;
use std::path::{Path, PathBuf};
use zhupi::source::Field;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/files").join(name)
}

#[test]
fn a_folder_of_saved_pages_is_one_issue() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.drop_files(&[&data("founder")]);
    assert_eq!((hand.issue().title.as_str(), hand.issue().date.as_str()), ("云溪新闻", "2024-11-12"));
    assert_eq!(hand.issue().files.len(), 13);
    assert!(hand.state().notice.is_none());
    // The same pages packed are the same issue.
    hand.drop_files(&[&data("founder.zip")]);
    assert_eq!(hand.state().dataset.as_ref().unwrap().issues.len(), 1);
}

#[test]
fn of_several_issues_the_first_is_shown_and_all_are_listed() {
    let folder = folder(EDITOR);
    let mut hand = Hand::with(&folder, "settings.json", vec![data("two-days.json")]);
    assert_eq!(hand.issue().date, "2024-11-12");
    let dates: Vec<String> =
        hand.state().dataset.as_ref().unwrap().issues.iter().map(|issue| issue.date.clone()).collect();
    assert_eq!(dates, ["2024-11-12", "2024-11-13"]);
    assert!(hand.toast().contains('2') && hand.state().drafting.is_none());
    hand = hand.reopen();
    hand.drop_files(&[&data("two-days.json")]);
    assert_eq!(hand.state().dataset.as_ref().unwrap().issues.len(), 2);
}

#[test]
fn fields_that_nobody_knows_are_named_once() {
    let folder = folder(EDITOR);
    let record = |title: &str| format!("{{\"甲栏\":\"{title}\",\"乙栏\":\"昨天，县里开会，部署工作。\"}}\n");
    let (one, two) = (folder.path().join("一.jsonl"), folder.path().join("二.jsonl"));
    fs::write(&one, record("县里开会") + &record("镇里开会")).unwrap();
    fs::write(&two, record("村里开会")).unwrap();
    let mut hand = Hand::at(&folder);
    hand.drop_files(&[&one]);
    assert!(hand.state().open.is_none() && hand.shows("第 1 条，共 2 条"));
    // Enter opens nothing while the text is not named.
    hand.key(Key::Enter);
    assert!(hand.state().open.is_none());
    hand.click("甲栏 县里开会");
    // The next line at the left is the text.
    hand.click("乙栏 昨天，县里开会，部署工作。");
    hand.key(Key::Enter);
    assert_eq!(hand.article().headline(), Some("县里开会"));
    assert_eq!(hand.settings().mappings[0].name(Field::Title), Some("甲栏"));
    // The same fields again are known.
    hand.drop_files(&[&two]);
    assert_eq!(hand.article().headline(), Some("村里开会"));
}

#[test]
fn what_cannot_be_opened_is_said_and_the_rest_is_open() {
    let folder = folder(EDITOR);
    let pages = folder.path().join("版面");
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("第1版.txt"), "县里开会\n\n昨天，县里开会，部署工作。\n").unwrap();
    fs::write(pages.join("第2版.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap();
    let mut hand = Hand::at(&folder);
    hand.drop_files(&[&pages]);
    assert_eq!(hand.issue().files.len(), 1);
    assert!(hand.notice().contains("第2版.doc"));
    hand.drop_files(&[&folder.path().join("空")]);
    assert!(hand.notice().contains("空"));
}
