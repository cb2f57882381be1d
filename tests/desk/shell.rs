//! The shell: several issues open as tabs, the menus by keyboard, the panes' widths, the view that comes back.

use crate::hand::{ALT, CTRL, CTRL_SHIFT, EDITOR, Hand, SHIFT, folder, undecided};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use zhupi::annotation::{IssueId, Status};
use zhupi::desk::command::{Action, Command, Menu};
use zhupi::desk::settings::SourceRoom;
use zhupi::desk::state::{Floating, Pane};
use zhupi::desk::worker;

const OTHER: &str = "溪口晚报\n2025年10月2日\n\n溪口新桥通车\n\n　　本报讯（记者 林溪）10月1日，溪口大桥建成通车。\n\n青浦试种新稻\n\n　　本报讯（记者 王平）9月30日，青浦区试种新稻。\n";

/// The sample, and another issue that was opened after it.
fn two() -> Hand {
    let mut hand = Hand::sample();
    open_other(&mut hand);
    hand
}

fn open_other(hand: &mut Hand) {
    let path = hand.folder.path().join("二.txt");
    std::fs::write(&path, OTHER).unwrap();
    hand.drop_files(&[&path]);
    assert_eq!(hand.issue().title, "溪口晚报", "{:?}", hand.state().notice);
}

/// The names in the row of tabs, as they are on the screen.
fn tabs(hand: &Hand) -> Vec<String> {
    let shown: Vec<String> =
        hand.h.query_all_by_role(Role::Tab).filter_map(|node| node.accesskit_node().label()).collect();
    let tabs = hand.state().shown_tabs().into_iter().map(|tab| tab.name);
    tabs.filter(|name| shown.contains(name)).collect()
}

#[test]
fn issues_are_tabs_and_each_keeps_its_place() {
    let mut hand = Hand::sample();
    assert!(tabs(&hand).is_empty(), "one issue needs no tabs");
    hand.keys(ALT, Key::ArrowDown);
    hand.key(Key::Tab);
    let place = hand.open().view();
    open_other(&mut hand);
    assert_eq!(tabs(&hand), ["鹭汀日报 2025-10-21", "溪口晚报"]);
    hand.keys(CTRL, Key::Tab);
    assert_eq!(hand.open().view(), place);
    hand.keys(CTRL_SHIFT, Key::Tab);
    assert_eq!(hand.issue().title, "溪口晚报");
    // A file that is open already is gone to.
    hand.keys(CTRL, Key::Tab);
    open_other(&mut hand);
    assert_eq!(tabs(&hand).len(), 2);
    // They come back at the next start.
    let mut hand = hand.reopen();
    assert_eq!((tabs(&hand).len(), hand.issue().title.as_str()), (2, "溪口晚报"));
    hand.click("鹭汀日报 2025-10-21");
    assert_eq!(hand.open().view(), place);
    // Closed, it makes room for its neighbour; the last one gives way to the first page.
    hand.keys(CTRL, Key::W);
    assert_eq!((hand.issue().title.as_str(), tabs(&hand).len()), ("溪口晚报", 0));
    hand.keys(CTRL, Key::Tab);
    assert_eq!(hand.toast(), "没有别的期开着。");
    hand.keys(CTRL, Key::W);
    assert!(hand.state().shows_welcome());
    hand.keys(CTRL, Key::W);
    assert!(hand.state().shows_welcome());
}

#[test]
fn a_tab_is_closed_with_the_mouse() {
    let mut hand = two();
    hand.click("关上 鹭汀日报 2025-10-21");
    assert_eq!((hand.issue().title.as_str(), tabs(&hand).len()), ("溪口晚报", 0));
    let hand = hand.reopen();
    assert!(tabs(&hand).is_empty(), "closed is closed");
    assert_eq!(hand.state().dataset.as_ref().unwrap().issues.len(), 2, "and in the dataset");
}

#[test]
fn keys_that_are_ahead_of_a_tab_are_meant_for_it() {
    let mut hand = two();
    hand.key(Key::Tab);
    let (other, mark) = (hand.issue().clone(), hand.selected().id.clone());
    hand.keys(CTRL, Key::Tab);
    hand.key(Key::Tab);
    let first = hand.selected().id.clone();
    // Ctrl Tab and Enter in one frame, as fast hands press them.
    for (modifiers, key) in [(CTRL, Key::Tab), (Modifiers::NONE, Key::Enter)] {
        let event = Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers };
        hand.h.input_mut().events.push(event);
    }
    hand.quiet();
    assert_eq!(hand.issue().id, other.id);
    assert_eq!(hand.mark(&mark).status, Status::Accepted);
    hand.keys(CTRL, Key::Tab);
    assert_eq!(hand.mark(&first).status, Status::Proposed, "the other issue is as it was");
}

#[test]
fn undo_goes_to_the_tab_where_the_step_was() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    let (sample, mark) = (hand.issue().id.clone(), hand.selected().id.clone());
    hand.key(Key::Delete);
    assert_eq!(hand.mark(&mark).status, Status::Rejected);
    hand.keys(ALT, Key::ArrowDown);
    open_other(&mut hand);
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.issue().id, sample);
    assert_eq!(hand.selected().id, mark, "at its place");
    assert_eq!(hand.selected().status, Status::Proposed);
    assert_eq!(tabs(&hand).len(), 2);
    hand.keys(CTRL, Key::Y);
    assert_eq!(hand.mark(&mark).status, Status::Rejected);
    hand.reopen();
}

#[test]
fn decisions_in_one_tab_stay_when_another_is_shown() {
    let mut hand = two();
    let left = undecided(hand.article()).len();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.keys(CTRL, Key::Tab);
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.keys(CTRL, Key::Tab);
    assert_eq!(undecided(hand.article()).len(), left - 1);
    assert_eq!(hand.recorded(), *hand.issue());
    hand.reopen();
}

#[test]
fn a_dataset_that_is_read_only_has_tabs_with_places_too() {
    let first = two();
    let mut hand = Hand::at(&first.folder);
    hand.click("只读打开");
    assert_eq!(tabs(&hand).len(), 2, "as the one who writes left them");
    hand.keys(CTRL, Key::Tab);
    hand.keys(ALT, Key::ArrowDown);
    hand.key(Key::Tab);
    let place = hand.open().view();
    hand.keys(CTRL, Key::Tab);
    assert_ne!(hand.issue().id, place.issue);
    hand.keys(CTRL, Key::Tab);
    assert_eq!(hand.open().view(), place);
    hand.close();
    first.reopen();
}

#[test]
fn another_dataset_has_its_own_tabs() {
    let mut hand = two();
    let first = hand.dataset();
    let other = hand.folder.path().join("别的.zhupi");
    hand.drop_files(&[&other]);
    assert!(hand.state().open.is_none() && tabs(&hand).is_empty());
    hand.drop_files(&[&first]);
    assert_eq!((tabs(&hand).len(), hand.issue().title.as_str()), (2, "溪口晚报"));
}

#[test]
fn an_issue_that_cannot_be_read_leaves_the_page_as_it_is() {
    let mut hand = two();
    hand.command(Command::OpenStored(IssueId::new("nowhere")));
    assert!(hand.state().notice.is_some());
    assert_eq!((hand.issue().title.as_str(), tabs(&hand).len()), ("溪口晚报", 2));
    hand.command(Command::CloseNotice);
    hand.key(Key::Tab);
    hand.selected();
}

#[test]
fn an_issue_that_is_being_read_stands_last_and_is_closed_by_not_reading_on() {
    let mut hand = two();
    let open = hand.open();
    let (mut issue, source) = (open.issue.clone(), open.source.clone());
    (issue.id, issue.title) = (IssueId::new("half"), "半张".into());
    hand.tell(worker::Event::Preview { issue: Box::new(issue.clone()), source: source.clone() });
    assert_eq!(tabs(&hand).last().map(String::as_str), Some("半张"));
    // To another tab meanwhile, which is whole and can be decided in.
    hand.keys(CTRL, Key::Tab);
    assert!(!hand.state().is_preview());
    assert_eq!((hand.issue().title.as_str(), tabs(&hand).len()), ("鹭汀日报", 2));
    hand.tell(worker::Event::Preview { issue: Box::new(issue), source });
    hand.keys(CTRL, Key::W);
    hand.tell(worker::Event::Stopped);
    assert_eq!((hand.issue().title.as_str(), tabs(&hand).len()), ("鹭汀日报", 2));
}

fn entries(hand: &Hand) -> Vec<String> {
    let inside = hand.h.query_all_by_role(Role::MenuItem);
    inside.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn the_menus_are_walked_by_keyboard() {
    let mut hand = Hand::sample();
    hand.key(Key::F10);
    let listed = entries(&hand);
    assert_eq!(listed.first().map(String::as_str), Some("打开报纸…"));
    // To the left of the first is the last; up from its first entry is its last.
    hand.key(Key::ArrowLeft);
    assert_eq!(entries(&hand).last().map(String::as_str), Some("关于朱批"));
    hand.key(Key::ArrowUp);
    hand.key(Key::Enter);
    assert_eq!(hand.state().floating, Some(Floating::About));
    assert!(entries(&hand).is_empty());
    hand.key(Key::Escape);
    // Right, and down once: an entry of the second menu.
    hand.key(Key::Tab);
    hand.key(Key::Delete);
    assert!(hand.state().history.0);
    hand.key(Key::F10);
    hand.key(Key::ArrowRight);
    hand.key(Key::Enter);
    assert!(!hand.state().history.0, "undone by 编辑 › 撤回");
    // Back to the page, where the keys are the page's again.
    let mark = hand.selected().id.clone();
    hand.key(Key::F10);
    hand.key(Key::ArrowDown);
    hand.key(Key::Escape);
    assert!(entries(&hand).is_empty());
    assert_eq!(hand.selected().id, mark, "one step back, not two");
    hand.key(Key::Tab);
    assert_ne!(hand.selected().id, mark);
    hand.key(Key::F10);
    hand.key(Key::F10);
    assert!(entries(&hand).is_empty());
    // Opened with the mouse, a menu takes the arrows too.
    let see = hand.state().say(Menu::See.key()).to_owned();
    hand.click(&see);
    hand.key(Key::ArrowDown);
    hand.key(Key::Enter);
    assert!(entries(&hand).is_empty());
}

#[test]
fn panes_are_as_wide_as_their_edge_was_dragged() {
    let mut hand = Hand::sample();
    let edge = |hand: &Hand, left: bool| {
        let inside = hand.h.query_all_by_role(Role::Splitter).map(|node| node.rect().center());
        let x = inside.map(|at| at.x).reduce(if left { f32::min } else { f32::max }).unwrap();
        pos2(x, 500.0)
    };
    // The harness leaves a margin of 8.
    assert_eq!(edge(&hand, true).x as u32, 280);
    let from = edge(&hand, true);
    hand.drag(from, pos2(338.0, 500.0));
    let from = edge(&hand, false);
    hand.drag(from, pos2(1012.0, 500.0));
    let widths = hand.state().widths;
    assert_eq!((widths.outline, widths.inspector), (Some(330.0), Some(420.0)));
    let mut hand = hand.reopen();
    assert_eq!((edge(&hand, true).x, edge(&hand, false).x), (338.0, 1012.0));
    hand.h.set_size(egui::vec2(1280.0, 720.0));
    hand.quiet();
    assert!(edge(&hand, false).x - edge(&hand, true).x > 500.0, "the page stays wide enough");
    hand.h.set_size(egui::vec2(1440.0, 900.0));
    hand.command(Command::PaneWidth(Pane::Outline, None));
    assert_eq!(edge(&hand, true).x as u32, 280);
}

#[test]
fn the_view_comes_back_with_the_dataset() {
    let mut hand = Hand::sample();
    hand.key(Key::F5);
    let mut hand = hand.reopen();
    assert!(hand.state().reviews());
    hand.act(Action::Quality);
    let mut hand = hand.reopen();
    assert!(hand.state().quality().is_some());
    hand.keys(ALT, Key::Num1);
    assert!(hand.reopen().state().shows_desk());
}

#[test]
fn the_source_goes_to_another_window_and_back() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.keys(SHIFT, Key::F4);
    assert!(hand.state().settings.source == SourceRoom::Beside, "without an issue there is no source");
    let mut hand = Hand::sample();
    hand.key(Key::F4);
    assert!(hand.state().source_is_beside());
    hand.keys(SHIFT, Key::F4);
    assert!(hand.state().source_is_apart() && hand.shows("源文"));
    // The desk has its panes again.
    assert!(hand.shows("一张船票 连起五座小岛 未动"));
    hand.key(Key::Tab);
    hand.selected();
    let mut hand = hand.reopen();
    assert!(hand.state().source_is_apart());
    hand.key(Key::F4);
    assert!(!hand.state().source_is_apart() && !hand.shows("源文"));
    hand.keys(SHIFT, Key::F4);
    hand.keys(SHIFT, Key::F4);
    assert!(hand.state().source_is_beside());
}
