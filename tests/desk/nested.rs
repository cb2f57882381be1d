//! Marks inside marks, where the label set allows them.

use crate::hand::{CTRL, Hand, SHIFT, undecided};
use egui::Key;
use zhupi::annotation::{BlockId, Entity, EntityId, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::issue::Block;
use zhupi::text::CharRange;

fn allow(hand: &mut Hand) {
    hand.act(Action::Labels);
    hand.click("允许套叠：标记之内可以再标");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("标记之内可以再标一处"), "what would change is shown first");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none());
}

/// An undecided mark of four characters or more with a Han character behind it, and its block.
fn long(hand: &Hand) -> (BlockId, Entity) {
    let wide = |block: &Block, e: &Entity| {
        let behind = block.text.chars().nth(e.range.end() as usize);
        let han = e.text.chars().chain(behind).all(zhupi::text::is_han);
        e.is_open() && e.range.len() >= 4 && han && behind.is_some()
    };
    let (block, mark) = hand.article().entities().find(|(b, e)| wide(b, e)).expect("a long name");
    (block.id.clone(), mark.clone())
}

fn select(hand: &mut Hand, block: &BlockId, range: CharRange) {
    hand.command(Command::Select { block: block.clone(), anchor: range.start(), caret: range.end() });
}

fn standing(hand: &Hand, id: &EntityId) -> bool {
    hand.issue().find(id).is_some_and(|found| found.entity.status.stands())
}

#[test]
fn the_switch_is_part_of_the_label_set_and_off_by_default() {
    let mut hand = Hand::sample();
    assert!(!hand.state().labels.nested);
    // Flat: a mark inside a decided one is refused, one inside a proposal takes its place.
    let (block, outer) = long(&hand);
    hand.command(Command::SelectMark(outer.id.clone(), false));
    hand.key(Key::Enter);
    select(&mut hand, &block, CharRange::new(outer.range.start(), outer.range.start() + 2));
    hand.key(Key::Num3);
    assert!(hand.toast().contains("两处标记会相交"), "{}", hand.toast());
    allow(&mut hand);
    assert!(hand.state().labels.nested);
    assert!(Dataset::open(&hand.dataset(), Access::Read).unwrap().label_set().nested);
    let mut hand = hand.reopen();
    assert!(hand.state().labels.nested);
    hand.act(Action::Labels);
    hand.click("允许套叠：标记之内可以再标");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("不再允许套叠"));
    hand.keys(CTRL, Key::Enter);
    assert!(!hand.state().labels.nested);
}

#[test]
fn a_key_adds_inside_and_around_and_crossing_is_refused_still() {
    let mut hand = Hand::sample();
    allow(&mut hand);
    let (block, outer) = long(&hand);
    hand.command(Command::SelectMark(outer.id.clone(), false));
    hand.key(Key::Enter);
    let decided = hand.mark(&outer.id).clone();
    let (start, end) = (outer.range.start(), outer.range.end());
    let inside = CharRange::new(start, start + 2);
    select(&mut hand, &block, inside);
    hand.key(Key::Num3);
    let inner = hand.selected().clone();
    assert_eq!((inner.range, inner.label.as_str(), inner.status), (inside, "LOC", Status::Added));
    assert_eq!(*hand.mark(&outer.id), decided, "the outer one is as it was");
    assert_eq!(hand.recorded(), *hand.issue());
    // Arrows walk over both.
    hand.key(Key::ArrowRight);
    assert_eq!(hand.selected().id, outer.id);
    hand.key(Key::ArrowLeft);
    assert_eq!(hand.selected().id, inner.id);
    // All acts are on the inner one: label, border, and back.
    hand.key(Key::Num8);
    assert_eq!(hand.mark(&inner.id).label.as_str(), "TERM");
    hand.command(Command::SelectMark(inner.id.clone(), false));
    hand.keys(SHIFT, Key::ArrowRight);
    assert_eq!(hand.mark(&inner.id).range, CharRange::new(start, start + 3));
    assert_eq!(*hand.mark(&outer.id), decided);
    // Over the outer border it would cross.
    select(&mut hand, &block, CharRange::new(end - 1, end + 1));
    let before = hand.issue().clone();
    hand.key(Key::Num1);
    assert_eq!(*hand.issue(), before);
    assert!(hand.toast().contains("两处标记会相交"), "{}", hand.toast());
    // The inner one goes, the outer one stays.
    hand.command(Command::SelectMark(inner.id.clone(), false));
    hand.key(Key::Delete);
    assert!(hand.issue().find(&inner.id).is_none());
    assert_eq!(*hand.mark(&outer.id), decided);
    hand.keys(CTRL, Key::Z);
    assert!(standing(&hand, &inner.id));
    // Around both.
    let text = hand.article().block(&block).unwrap().text.clone();
    let han = |at: u32| text.chars().nth(at as usize).is_some_and(zhupi::text::is_han);
    let free = |at: u32| {
        let block = hand.article().block(&block).unwrap();
        han(at) && block.standing().all(|e| !e.range.contains(at))
    };
    let wide = [(start.saturating_sub(1), end), (start, end + 1)];
    let wide = wide.into_iter().find(|(a, b)| (*a < start && free(*a)) || (*b > end && free(b - 1)));
    if let Some((a, b)) = wide {
        let around = CharRange::new(a, b);
        select(&mut hand, &block, around);
        hand.key(Key::Num7);
        assert_eq!((hand.selected().range, hand.selected().label.as_str()), (around, "WORK"));
        assert!(standing(&hand, &inner.id) && standing(&hand, &outer.id));
    }
    hand.reopen();
}

#[test]
fn an_undecided_mark_keeps_its_place_in_the_walk_when_another_is_put_inside() {
    let mut hand = Hand::sample();
    allow(&mut hand);
    let (block, outer) = long(&hand);
    let open = undecided(hand.article());
    select(&mut hand, &block, CharRange::new(outer.range.end() - 2, outer.range.end()));
    hand.key(Key::Num4);
    let inner = hand.selected().id.clone();
    assert_eq!(undecided(hand.article()), open, "no proposal made way for it");
    // The caret in both: what is parted is the inner one.
    let inside = hand.mark(&inner).range;
    select(&mut hand, &block, CharRange::new(inside.start() + 1, inside.start() + 1));
    hand.act(Action::SplitMark);
    assert_eq!(hand.mark(&inner).range.len(), 1);
    assert_eq!(*hand.mark(&outer.id), outer);
}
