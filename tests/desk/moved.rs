//! The file of an issue changes: the decisions go along.

use crate::hand::{EDITOR, Hand, SAMPLE, folder, undecided};
use egui::Key;
use zhupi::annotation::{EntityId, Status};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::worker::Moving;
use zhupi::source::Encoding;

#[test]
fn a_corrected_file_keeps_what_was_decided_and_lists_what_has_no_place() {
    let mut hand = Hand::at(&folder(EDITOR));
    let path = hand.folder.path().join("版.txt");
    std::fs::write(&path, SAMPLE).unwrap();
    hand.drop_files(&[&path]);
    let issue = hand.issue().id.clone();
    // Two decisions; the words of the second, which stand nowhere else, will be gone.
    let ids = undecided(hand.article());
    let lone = |id: &&EntityId| SAMPLE.matches(hand.mark(id).text.as_str()).count() == 1;
    let lost = ids.iter().rev().find(lone).unwrap().clone();
    let kept = ids.iter().find(|id| **id != lost).unwrap().clone();
    for id in [&kept, &lost] {
        hand.command(Command::SelectMark(id.clone(), false));
        hand.key(Key::Enter);
    }
    let words = hand.mark(&lost).text.clone();
    let corrected: String = SAMPLE.replacen(&words, "某某", 1);
    let newer = hand.folder.path().join("改过的版.txt");
    std::fs::write(&newer, corrected).unwrap();
    hand.command(Command::MoveIssue(Moving::File(newer)));
    assert!(hand.shows("看过了"), "the list of what has no place");
    hand.key(Key::Enter);
    assert_eq!(hand.issue().id, issue);
    assert_eq!(hand.mark(&kept).status, Status::Accepted);
    assert!(hand.issue().find(&lost).is_none());
    assert_eq!(hand.issue().files[0].file, "改过的版.txt");
    let mut hand = hand.reopen();
    assert_eq!(hand.mark(&kept).status, Status::Accepted);
    hand.act(Action::Unfit);
    assert!(hand.shows("看过了"));
    hand.key(Key::Escape);
    // The file from before is still this issue's.
    hand.drop_files(&[&path]);
    assert_eq!(hand.issue().id, issue);
    hand.command(Command::MoveIssue(Moving::Encoding(Encoding::Utf8)));
    assert_eq!(hand.notice(), "文字没有变，裁定也不用动。");
}
