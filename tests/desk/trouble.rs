//! What fails is said, and nothing is lost by it.

use crate::hand::{CTRL, Hand, undecided};
use egui::Key;
use zhupi::annotation::Status;

#[test]
fn a_decision_that_cannot_be_recorded_goes_back_and_is_tried_again() {
    let mut hand = Hand::sample();
    let all = undecided(hand.article());
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let recorded = hand.issue().clone();
    let (path, away) = (hand.dataset(), hand.folder.path().join("移走.zhupi"));
    std::fs::rename(&path, &away).unwrap();
    hand.key(Key::Enter);
    assert_eq!(*hand.issue(), recorded, "the mark goes back");
    let said = hand.notice();
    assert!(said.contains("集.zhupi") && hand.shows(&said), "{said}");
    assert!(hand.shows("有裁定没有记下") && hand.shows("重试"));
    std::fs::rename(&away, &path).unwrap();
    hand.click("重试");
    assert_eq!(hand.mark(&all[1]).status, Status::Accepted);
    assert!(hand.state().unrecorded.is_empty() && hand.state().notice.is_none());
    assert_eq!(hand.recorded(), *hand.issue());
    // Work goes on.
    hand.key(Key::Delete);
    assert_eq!(hand.recorded(), *hand.issue());
    hand.reopen();
}

#[test]
fn a_dataset_open_elsewhere_can_be_read_and_is_not_changed() {
    let first = Hand::sample();
    let before = first.issue().clone();
    let mut second = Hand::at(&first.folder);
    assert!(second.notice().contains("集.zhupi"), "{}", second.notice());
    assert!(second.state().open.is_none());
    second.click("只读打开");
    assert!(second.state().is_read_only());
    assert_eq!(*second.issue(), before);
    assert!(second.shows("只读"));
    second.key(Key::Tab);
    second.key(Key::Enter);
    assert_eq!(second.toast(), "这份数据集是只读打开的，裁定记不进去。");
    second.keys(CTRL, Key::Z);
    assert_eq!((second.issue(), &first.recorded()), (&before, &before));
    second.close();
    first.reopen();
}

#[test]
fn a_file_that_is_no_dataset_is_left_alone() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let path = hand.folder.path().join("假.zhupi");
    std::fs::write(&path, "这不是数据集").unwrap();
    hand.drop_files(&[&path]);
    assert!(hand.notice().contains("不是朱批数据集"), "{}", hand.notice());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "这不是数据集");
    // The work that was open goes on.
    assert_eq!(*hand.issue(), before);
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    assert!(hand.state().unrecorded.is_empty(), "{}", hand.notice());
    hand.reopen();
}
