//! The trash, earlier states of an issue, and the sheet about the dataset's file.

use crate::hand::{CTRL, Hand, SHIFT};
use egui::Key;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::shelf::Turn;
use zhupi::desk::state::Floating;
use zhupi::issue::ArticleStatus;

#[test]
fn an_article_goes_into_the_trash_and_comes_out_as_it_was() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let before = hand.article().clone();
    hand.act(Action::TrashArticle);
    assert_ne!(hand.article().id, before.id, "the next one is on the page");
    assert_eq!(hand.issue().article(&before.id).unwrap().status, ArticleStatus::Trashed);
    let order = zhupi::desk::panels::outline::order(hand.issue());
    assert!(order.iter().all(|article| article.id != before.id), "the outline does not have it");
    let left = order.len();
    // Whoever walks through the marks does not come into it.
    for _ in 0..60 {
        hand.key(Key::Tab);
        assert_ne!(hand.article().id, before.id);
    }
    let headline = before.headline_blocks().next().unwrap().text.clone();
    hand.act(Action::Trash);
    assert!(hand.shows_part(&headline), "the trash has it");
    hand.key(Key::Enter);
    let back = hand.issue().article(&before.id).unwrap().clone();
    assert_eq!(back, before, "with its state and every mark");
    assert_eq!(zhupi::desk::panels::outline::order(hand.issue()).len(), left + 1);
    assert_eq!(hand.recorded(), *hand.issue());
    // And undo puts it there again.
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.issue().article(&before.id).unwrap().status, ArticleStatus::Trashed);
}

#[test]
fn a_whole_issue_goes_into_the_trash_and_is_not_lost_when_its_file_is_opened_again() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    hand.act(Action::TrashIssue);
    assert!(hand.state().open.is_none());
    assert!(hand.state().dataset.as_ref().unwrap().issues.is_empty());
    hand.command(Command::OpenStored(before.id.clone()));
    assert!(hand.shows_part("这一期在回收站里"));
    hand.click("回收站…");
    assert!(hand.shows_part("样张.txt") || hand.shows_part(&before.title));
    hand.key(Key::Enter);
    hand.command(Command::OpenStored(before.id.clone()));
    assert_eq!(*hand.issue(), before);
}

#[test]
fn an_entry_of_the_register_comes_out_of_the_trash() {
    let mut hand = Hand::sample();
    hand.act(Action::Register);
    hand.key(Key::Enter);
    let entry = hand.state().shelf.register.live().next().unwrap().clone();
    hand.command(Command::Shelf(Turn::Entry(entry.id.clone())));
    hand.command(Command::Shelf(Turn::Drop));
    assert_eq!(hand.state().shelf.register.live().count(), 0);
    hand.act(Action::Trash);
    hand.write(&entry.name);
    hand.key(Key::Enter);
    let live: Vec<_> = hand.state().shelf.register.live().cloned().collect();
    assert_eq!(live, [entry]);
}

#[test]
fn an_earlier_state_is_looked_at_and_brought_back_in_one_step() {
    let mut hand = Hand::sample();
    let first = hand.issue().clone();
    for _ in 0..4 {
        hand.key(Key::Tab);
        hand.key(Key::Enter);
    }
    let now = hand.issue().clone();
    hand.act(Action::History);
    // The oldest row is the coming in of the issue; the row above it the first decision.
    hand.key(Key::End);
    hand.keys(SHIFT, Key::Enter);
    assert!(hand.state().open.as_ref().unwrap().is_moment());
    assert_eq!(*hand.issue(), first);
    // It is to be looked at only: no key changes it, and nothing of it is recorded.
    hand.key(Key::Tab);
    for key in [Key::Enter, Key::Delete, Key::Num3] {
        hand.key(key);
    }
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), first);
    assert_eq!(hand.recorded(), now);
    hand.command(Command::CloseNotice);
    assert!(!hand.state().open.as_ref().unwrap().is_moment());
    assert_eq!(*hand.issue(), now);

    hand.act(Action::History);
    hand.key(Key::End);
    hand.keys(SHIFT, Key::Enter);
    hand.click("恢复到这时");
    assert!(!hand.state().open.as_ref().unwrap().is_moment());
    assert_eq!(*hand.issue(), first);
    assert_eq!(hand.recorded(), first);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), now, "that too is taken back in one step");
}

#[test]
fn the_file_is_measured_checked_and_compacted() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let before = hand.issue().clone();
    hand.act(Action::DataFile);
    let Some(Floating::DataFile(sheet)) = &hand.state().floating else { panic!("no sheet") };
    let sizes = sheet.sizes.clone().unwrap();
    let file = std::fs::metadata(hand.dataset()).unwrap().len();
    assert!(sizes.iter().map(|size| size.bytes).sum::<u64>() <= file + (1 << 20));
    assert!(hand.shows_part("裁定记录") && hand.shows_part("合计"));
    hand.key(Key::Enter);
    assert!(hand.shows_part("完好："), "a sound file is said to be sound");
    hand.click("压缩");
    assert!(hand.shows_part("已压缩："));
    hand.key(Key::Escape);
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    assert_ne!(*hand.issue(), before);
    assert_eq!(hand.recorded(), *hand.issue(), "work goes on in it");
    assert!(Dataset::open(&hand.dataset(), Access::Read).unwrap().verify().unwrap().faults.is_empty());
}
