//! The first page: what is asked, and every way in.

use crate::hand::{CTRL, EDITOR, Hand, SAMPLE, folder};
use egui::{Event, Key};
use std::rc::Rc;

const PASTED: &str =
    "溪口晚报\n2025年10月2日\n\n溪口新桥通车\n\n　　本报讯（记者 林溪）10月1日，溪口大桥建成通车。\n";

#[test]
fn the_sample_opens_from_the_first_page_and_the_name_is_asked_once() {
    let folder = folder("");
    let mut hand = Hand::at(&folder);
    assert!(hand.state().shows_welcome() && hand.state().dataset.is_none());
    hand.fill("署名，记在每一次裁定上", "沈 原");
    hand.click("先用样张试试");
    assert!(!hand.state().shows_welcome());
    assert_eq!(hand.settings().editor, "沈 原");
    assert_eq!(hand.issue().title, "鹭汀日报");
    assert_eq!(hand.article().headline(), Some("一张船票 连起五座小岛"));
    // The outline has every article with its state.
    assert!(hand.shows("一张船票 连起五座小岛 未动") && hand.shows("把潮声唱进书里 未动"));
    hand.click("把潮声唱进书里 未动");
    assert_eq!(hand.article().headline(), Some("把潮声唱进书里"));
    let mut hand = hand.reopen();
    hand.keys(CTRL, Key::W);
    assert!(hand.state().shows_welcome());
    assert_eq!(hand.h.state().as_ref().unwrap().fields.name, "沈 原");
    // The same page again is the one that is there.
    hand.click("先用样张试试");
    assert_eq!(hand.state().dataset.as_ref().unwrap().issues.len(), 1);
}

#[test]
fn pasted_text_becomes_an_issue() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.event(Event::Paste(PASTED.into()));
    assert_eq!(hand.issue().files[0].file, "粘贴的文字.txt");
    let text: Vec<String> = hand.issue().articles.iter().map(zhupi::issue::Article::text).collect();
    assert!(text.concat().contains("溪口大桥建成通车。"), "{text:?}");
    hand.reopen();
}

#[test]
fn a_dropped_file_opens_and_a_bad_one_is_explained_in_a_sentence() {
    let mut hand = Hand::at(&folder(EDITOR));
    let folder = Rc::clone(&hand.folder);
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("版.txt"), SAMPLE).unwrap();
    std::fs::write(path("图.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    std::fs::write(path("空.txt"), b"").unwrap();
    hand.drop_files(&[&path("版.txt")]);
    let before = hand.issue().clone();
    for (name, why) in [("图.txt", "PNG"), ("空.txt", "空的"), ("没有.txt", "不在")] {
        hand.drop_files(&[&path(name)]);
        let said = hand.notice();
        assert!(said.contains(name) && said.contains(why), "{said}");
        assert!(hand.shows(&said), "it is on the screen");
        assert!(hand.state().drafting.is_none());
        assert_eq!(*hand.issue(), before);
        hand.key(Key::Escape);
        assert!(hand.state().notice.is_none());
    }
    assert_eq!(std::fs::read(path("版.txt")).unwrap(), SAMPLE.as_bytes(), "the source is only read");
    hand.reopen();
}

#[test]
fn a_file_of_the_command_line_is_opened() {
    let folder = folder(EDITOR);
    let page = folder.path().join("版.txt");
    std::fs::write(&page, SAMPLE).unwrap();
    let hand = Hand::with(&folder, "settings.json", vec![page]);
    assert_eq!(hand.issue().files[0].file, "版.txt");
}

#[test]
fn reopening_shows_the_same_article_mark_and_place() {
    let mut hand = Hand::sample();
    hand.keys(crate::hand::ALT, Key::ArrowDown);
    hand.keys(crate::hand::ALT, Key::ArrowUp);
    // Large enough to be longer than the window.
    for _ in 0..2 {
        hand.keys(CTRL, Key::Equals);
    }
    hand.key(Key::End);
    hand.keys(crate::hand::SHIFT, Key::Tab);
    let view = hand.open().view();
    assert!(view.scroll > 0.0 && view.mark.is_some());
    let hand = hand.reopen();
    assert_eq!(hand.open().view(), view);
}
