//! 裁定记录: all that happened to the issue, and back and forth along it.

use crate::hand::{CTRL, EDITOR, Hand, undecided};
use egui::Key;
use egui_kittest::kittest::Queryable;
use zhupi::annotation::Status;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::state::Floating;
use zhupi::issue::Issue;

/// Accepts, rejects and relabels; returns the issue before each of them and after the last.
fn three(hand: &mut Hand) -> Vec<Issue> {
    let mut states = vec![hand.issue().clone()];
    hand.key(Key::Tab);
    for key in [Key::Enter, Key::Delete, Key::Num7] {
        hand.key(key);
        states.push(hand.issue().clone());
    }
    states
}

fn rows(hand: &Hand) -> Vec<(String, bool)> {
    let Some(Floating::History(list)) = &hand.state().floating else { panic!("the list is shown") };
    let rows = list.rows.as_ref().expect("it is read");
    rows.iter().map(|past| (past.gesture.clone(), past.stands)).collect()
}

#[test]
fn it_lists_who_did_what_and_when_the_latest_first() {
    let mut hand = Hand::sample();
    let marks = undecided(hand.article());
    let words: Vec<String> = marks[..3].iter().map(|id| hand.mark(id).text.clone()).collect();
    three(&mut hand);
    hand.click("编辑");
    hand.click("裁定记录…");
    let gestures: Vec<String> = rows(&hand).into_iter().map(|(gesture, _)| gesture).collect();
    assert_eq!(gestures, ["gesture.relabel", "gesture.reject", "gesture.accept", "history.opened"]);
    for (word, gesture) in words.iter().zip(["采纳", "否决", "改标签"]) {
        let said = format!("{EDITOR} {gesture} {word}");
        assert!(hand.h.query_all_by_label_contains(&said).next().is_some(), "{said}");
    }
    // Enter goes to the place.
    hand.key(Key::ArrowDown);
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    // A rejected mark is not drawn, but it is where it was.
    assert_eq!(hand.open().mark.as_ref(), Some(&marks[1]));
    assert_eq!(hand.mark(&marks[1]).status, Status::Rejected);
}

#[test]
fn going_back_takes_back_step_by_step_and_forth_does_it_again_also_after_a_restart() {
    let mut hand = Hand::sample();
    let states = three(&mut hand);
    hand.act(Action::History);
    // The row of the acceptance: the two later acts go.
    hand.key(Key::ArrowDown);
    hand.key(Key::ArrowDown);
    assert!(hand.shows("会撤回自己在它之后做的 2 步。"));
    hand.keys(CTRL, Key::Enter);
    assert_eq!(*hand.issue(), states[1]);
    assert_eq!(hand.recorded(), states[1]);
    assert_eq!(hand.toast(), "退回 2 步，都还能重做");
    let stands: Vec<bool> = rows(&hand).into_iter().map(|(_, stands)| stands).collect();
    assert_eq!(stands, [false, false, true, true], "nothing is lost from the list");
    hand.key(Key::Escape);
    let mut hand = hand.reopen();
    hand.act(Action::History);
    assert!(hand.shows("会重做 2 步，到它为止。"));
    hand.keys(CTRL, Key::Enter);
    assert_eq!(*hand.issue(), states[3]);
    assert_eq!(hand.toast(), "往前走了 2 步");
    // To its coming in, before everything; then one step forth with the key of the desk.
    hand.key(Key::End);
    hand.click("走到这一步");
    assert_eq!(*hand.issue(), states[0]);
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::Y);
    assert_eq!(*hand.issue(), states[1]);
    assert_eq!(hand.state().review.done(), 0, "a safe proposal is none of the doubtful ones");
    hand.reopen();
}

#[test]
fn what_others_did_stays_and_where_it_is_in_the_way_that_is_said() {
    let hand = Hand::sample();
    let dataset = hand.dataset();
    let id = hand.issue().id.clone();
    let folder = std::rc::Rc::clone(&hand.folder);
    hand.close();
    // Another editor accepts everything safe in the first article.
    let mut other = Dataset::open(&dataset, Access::Write).unwrap();
    let issue = other.issue(&id).unwrap();
    let who =
        zhupi::annotation::Decider { by: "沈".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
    let mark = undecided(zhupi::desk::panels::outline::order(&issue)[0])[0].clone();
    other.edit(&id, "沈", zhupi::issue::gesture::accept(&issue, &mark, &who).unwrap()).unwrap();
    other.close().unwrap();
    let mut hand = Hand::at(&folder);
    hand.command(Command::OpenStored(id));
    three(&mut hand);
    hand.act(Action::History);
    hand.key(Key::End);
    hand.keys(CTRL, Key::Enter);
    assert_eq!(hand.mark(&mark).by, "沈", "it stays");
    assert_eq!(hand.mark(&mark).status, Status::Accepted);
    let own = hand.issue().articles.iter().flat_map(zhupi::issue::Article::entities);
    assert!(own.filter(|(_, entity)| !entity.is_open()).all(|(_, entity)| entity.by == "沈"));
}

#[test]
fn a_long_list_is_walked_by_keys_and_only_what_is_seen_is_shown() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    for _ in 0..40 {
        hand.key(Key::Enter);
    }
    let marks = undecided(hand.article()).len();
    hand.act(Action::History);
    assert!(rows(&hand).len() > 30);
    let shown = hand.h.query_all_by_label_contains(&format!("{EDITOR} 采纳")).count();
    assert!(shown < 24, "{shown} rows in the tree");
    hand.key(Key::End);
    assert!(hand.h.query_all_by_label_contains("来稿").next().is_some(), "the first act is seen");
    hand.key(Key::PageUp);
    hand.key(Key::Home);
    assert!(hand.shows("自己在它之后没有做别的。"));
    hand.key(Key::Escape);
    assert_eq!(undecided(hand.article()).len(), marks, "looking changes nothing");
}
