//! The source in a native window of its own: a second pass of egui with its own keyboard, as the system would give it.

use crate::hand::{ALT, CTRL, Hand, SHIFT};
use egui::{
    Context, Event, ImmediateViewport, Key, Modifiers, RawInput, Rect, Vec2, ViewportEvent, ViewportId,
    ViewportInfo, pos2,
};
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use zhupi::annotation::Status;
use zhupi::desk::state::{Floating, Pane};

/// What the window is given next.
#[derive(Default)]
struct Given {
    events: Vec<Event>,
    focused: bool,
    close: bool,
    shown: bool,
}

thread_local! {
    static GIVEN: RefCell<Given> = RefCell::default();
}

/// Shows the window as the system's own would be shown, without painting it.
fn renderer(ctx: &Context, viewport: ImmediateViewport<'_>) {
    let ImmediateViewport { ids, mut viewport_ui_cb, .. } = viewport;
    let room = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(800.0, 900.0));
    let (events, info) = GIVEN.with_borrow_mut(|given| {
        given.shown = true;
        let info = ViewportInfo {
            parent: Some(ids.parent),
            focused: Some(given.focused),
            inner_rect: Some(room),
            outer_rect: Some(room.translate(Vec2::new(1500.0, 40.0))),
            events: std::mem::take(&mut given.close).then_some(ViewportEvent::Close).into_iter().collect(),
            ..ViewportInfo::default()
        };
        (std::mem::take(&mut given.events), info)
    });
    let main = ViewportInfo { focused: Some(false), ..ViewportInfo::default() };
    let input = RawInput {
        viewport_id: ids.this,
        viewports: [(ViewportId::ROOT, main), (ids.this, info)].into_iter().collect(),
        screen_rect: Some(room),
        events,
        time: Some(ctx.input(|input| input.time)),
        ..RawInput::default()
    };
    ctx.run_ui(input, |ui| viewport_ui_cb(ui)).textures_delta.clear();
}

/// The sample with its source in another window.
fn apart() -> Hand {
    let mut hand = Hand::sample();
    Context::set_immediate_viewport_renderer(renderer);
    hand.h.ctx.set_embed_viewports(false);
    hand.keys(SHIFT, Key::F4);
    assert!(is_shown(&mut hand));
    hand
}

fn is_shown(hand: &mut Hand) -> bool {
    GIVEN.with_borrow_mut(|given| given.shown = false);
    hand.h.run_steps(2);
    GIVEN.with_borrow(|given| given.shown)
}

fn focus(hand: &mut Hand, there: bool) {
    GIVEN.with_borrow_mut(|given| given.focused = there);
    hand.h.run_steps(2);
    hand.quiet();
}

/// A key in the other window.
fn key(hand: &mut Hand, modifiers: Modifiers, key: Key) {
    for pressed in [true, false] {
        let event = Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
        GIVEN.with_borrow_mut(|given| given.events.push(event));
    }
    hand.h.run_steps(2);
    hand.quiet();
}

#[test]
fn keys_pressed_in_the_other_window_are_carried_out_at_the_desk() {
    let mut hand = apart();
    hand.key(Key::Tab);
    let first = hand.selected().id.clone();
    focus(&mut hand, true);
    assert_eq!(hand.state().pane, Pane::Source);
    key(&mut hand, Modifiers::NONE, Key::Num6);
    assert_eq!((hand.mark(&first).label.as_str(), hand.mark(&first).status), ("EVENT", Status::Corrected));
    key(&mut hand, Modifiers::NONE, Key::Tab);
    let second = hand.selected().id.clone();
    assert_ne!(second, first);
    key(&mut hand, CTRL, Key::Z);
    assert_eq!(hand.mark(&first).status, Status::Proposed);
    let article = hand.open().article.clone();
    key(&mut hand, ALT, Key::ArrowDown);
    assert_ne!(hand.open().article, article, "with Alt an arrow is the desk's");
    let article = hand.open().article.clone();
    key(&mut hand, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(hand.open().article, article, "alone it is the pane's");
    // What opens something opens it on the desk, and what is typed goes there.
    key(&mut hand, CTRL, Key::K);
    assert!(matches!(hand.state().floating, Some(Floating::Palette { .. })));
    GIVEN.with_borrow_mut(|given| given.events.push(Event::Text("gyzp".into())));
    hand.h.run_steps(2);
    key(&mut hand, Modifiers::NONE, Key::Enter);
    assert_eq!(hand.state().floating, Some(Floating::About));
    key(&mut hand, Modifiers::NONE, Key::Escape);
    assert!(hand.state().floating.is_none());
}

#[test]
fn the_pane_has_the_keyboard_where_its_window_has_it() {
    let mut hand = apart();
    assert_eq!(hand.state().pane, Pane::Reader);
    focus(&mut hand, true);
    assert_eq!(hand.state().pane, Pane::Source);
    focus(&mut hand, false);
    assert_eq!(hand.state().pane, Pane::Reader);
    hand.key(Key::Tab);
    hand.selected();
}

#[test]
fn closing_the_other_window_brings_the_pane_back() {
    let mut hand = apart();
    GIVEN.with_borrow_mut(|given| given.close = true);
    hand.h.run_steps(2);
    hand.quiet();
    assert!(hand.state().source_is_beside() && !is_shown(&mut hand));
    assert!(hand.h.query_by_label("源文").is_some());
    let place = hand.settings().apart_place.unwrap();
    assert_eq!(
        (place.at, place.size),
        (Some((1500.0, 40.0)), (800.0, 900.0)),
        "it is remembered where it was"
    );
    // Put back by key, it comes up where the system likes next time.
    hand.keys(SHIFT, Key::F4);
    hand.keys(SHIFT, Key::F4);
    assert_eq!(hand.settings().apart_place.unwrap().at, None);
}
