//! How wide a row is: set by the editor, remembered, never wider than the room.

use crate::hand::{ALT, Hand};
use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use zhupi::desk::command::Action;

/// The width of the reader's column.
fn column(hand: &Hand) -> f32 {
    let widths = hand.h.query_all_by_role(Role::Paragraph).map(|node| node.rect().width());
    widths.fold(0.0, f32::max)
}

#[test]
fn a_row_is_set_wider_or_narrower_and_stays_so() {
    let mut hand = Hand::sample();
    let standard = column(&hand);
    hand.act(Action::Narrower);
    assert!((column(&hand) - standard * 35.0 / 36.0).abs() < 1.0, "{} {standard}", column(&hand));
    assert!(hand.toast().contains("35"), "{}", hand.toast());
    for _ in 0..12 {
        hand.act(Action::Narrower);
    }
    assert_eq!(hand.state().settings.measure, Some(28));
    assert_eq!(hand.settings().measure, Some(28));
    let mut hand = hand.reopen();
    assert!((column(&hand) - standard * 28.0 / 36.0).abs() < 1.0);
    for _ in 0..12 {
        hand.act(Action::Wider);
    }
    assert_eq!(hand.state().settings.measure, Some(38));
    assert!((column(&hand) - standard * 38.0 / 36.0).abs() < 1.0);
    // In the settings it can be read, and is the standard again at once.
    hand.act(Action::Settings);
    hand.click("外观");
    assert!(hand.shows("一行 38 字"));
    hand.click("标准行宽");
    assert!(hand.shows("随窗口"));
    hand.key(Key::Escape);
    assert_eq!(hand.settings().measure, None);
    assert!((column(&hand) - standard).abs() < 1.0);
}

#[test]
fn everything_is_shown_larger_and_stays_so() {
    let mut hand = Hand::sample();
    let percent = |hand: &Hand| (hand.h.ctx.zoom_factor() * 100.0).round() as u16;
    assert_eq!(percent(&hand), 100);
    hand.act(Action::ScaleUp);
    hand.act(Action::ScaleUp);
    assert!(hand.toast().contains("150"), "{}", hand.toast());
    assert_eq!((percent(&hand), hand.settings().scale), (150, 150));
    let mut hand = hand.reopen();
    assert_eq!(percent(&hand), 150);
    for _ in 0..12 {
        hand.act(Action::ScaleUp);
    }
    assert_eq!(percent(&hand), 300);
    hand.act(Action::ScaleDown);
    assert_eq!(percent(&hand), 275);
    hand.act(Action::StandardScale);
    assert_eq!((percent(&hand), hand.settings().scale), (100, 100));
}

#[test]
fn a_row_is_never_wider_than_the_room() {
    let mut hand = Hand::sample();
    hand.h.set_size(vec2(960.0, 700.0));
    hand.quiet();
    hand.act(Action::SourceBeside);
    for _ in 0..10 {
        hand.act(Action::Wider);
    }
    assert!(hand.toast().contains("最多"), "{}", hand.toast());
    assert!(hand.state().settings.measure.is_none_or(|measure| measure < 38));
    assert!(column(&hand) < 480.0, "{}", column(&hand));
}

#[test]
fn in_a_wide_window_the_page_stands_beside_the_card_at_its_mark() {
    let mut hand = Hand::sample();
    hand.keys(ALT, Key::Num2);
    let shown = |hand: &Hand| hand.h.query_all_by_role(Role::Paragraph).count();
    assert!(shown(&hand) > 2, "the sentence, and the page's paragraphs");
    for _ in 0..4 {
        let entity = hand.selected().clone();
        let label = hand.state().labels.get(&entity.label).unwrap().zh.clone();
        let spoken = format!("实体 {label}，{}，", entity.text);
        let places: Vec<_> =
            hand.h.query_all_by_label_contains(&spoken).map(|node| node.rect().center().x).collect();
        assert!(places.iter().any(|x| *x > 1000.0) && places.iter().any(|x| *x < 1000.0), "{places:?}");
        hand.key(Key::Enter);
    }
    // A mark that is clicked on the page is the card.
    let card = hand.selected().id.clone();
    let other = hand.article().entities().map(|(_, entity)| entity.clone()).find(|entity| {
        let label = hand.state().labels.get(&entity.label).map(|label| label.zh.clone()).unwrap_or_default();
        let spoken = format!("实体 {label}，{}，", entity.text);
        let mut nodes = hand.h.query_all_by_label_contains(&spoken);
        entity.id != card
            && nodes.next().is_some_and(|node| node.rect().center().x > 1000.0)
            && nodes.next().is_none()
    });
    let other = other.expect("another mark is seen on the page");
    let label = hand.state().labels.get(&other.label).unwrap().zh.clone();
    let at = hand.h.get_by_label_contains(&format!("实体 {label}，{}，", other.text)).rect().center();
    hand.h.hover_at(at);
    hand.h.drag_at(at);
    hand.h.drop_at(at);
    hand.quiet();
    assert_eq!(hand.selected().id, other.id);
    assert!(hand.state().reviews());
    // Where there is no room for it, F4 shows it.
    hand.h.set_size(vec2(1280.0, 720.0));
    hand.quiet();
    assert!(shown(&hand) <= 2);
    hand.key(Key::F4);
    assert!(hand.state().shows_desk());
}
