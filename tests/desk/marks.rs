//! Deciding, with and without the mouse.

use crate::hand::{ALT, CTRL, CTRL_SHIFT, Hand, SHIFT, lonely, piece, undecided};
use egui::{Event, ImeEvent, Key, Modifiers, PointerButton, pos2};
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{Entity, Status};
use zhupi::text;

/// The key of a label that the mark does not have, and the label.
fn other_label(hand: &Hand, entity: &Entity) -> (Key, String) {
    let label = hand.state().labels.labels.iter().find(|label| label.id != entity.label).unwrap();
    (Key::from_name(&label.key.to_string()).unwrap(), label.id.to_string())
}

#[test]
fn tab_goes_through_the_undecided_marks_and_back() {
    let mut hand = Hand::sample();
    let all = undecided(hand.article());
    for id in &all {
        hand.key(Key::Tab);
        assert_eq!(&hand.selected().id, id);
    }
    hand.keys(SHIFT, Key::Tab);
    assert_eq!(hand.selected().id, all[all.len() - 2]);
    hand.keys(SHIFT, Key::Tab);
    assert_eq!(hand.selected().id, all[all.len() - 3]);
}

#[test]
fn enter_accepts_delete_rejects_and_digits_relabel() {
    let mut hand = Hand::sample();
    let all = undecided(hand.article());
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&all[0]).status, Status::Accepted);
    assert_eq!(hand.selected().id, all[1], "on to the next");
    hand.key(Key::Delete);
    assert_eq!(hand.mark(&all[1]).status, Status::Rejected);
    assert_eq!(hand.selected().id, all[2]);
    let (key, label) = other_label(&hand, hand.selected());
    hand.key(key);
    let third = hand.mark(&all[2]);
    assert_eq!((third.status, third.label.as_str()), (Status::Corrected, label.as_str()));
    assert_eq!(third.by, crate::hand::EDITOR);
    assert_eq!(hand.selected().id, all[3]);
    // Space leaves it as it is.
    hand.key(Key::Space);
    assert!(hand.mark(&all[3]).is_open());
    assert_eq!(hand.selected().id, all[4]);
    assert_eq!(hand.recorded(), *hand.issue(), "what is on the screen is on the disk");
    assert!(hand.state().pending.is_empty() && hand.state().recorded.is_some());
    hand.reopen();
}

#[test]
fn a_click_selects_and_the_popover_relabels() {
    let mut hand = Hand::sample();
    let entity = lonely(hand.article()).1.clone();
    let name = hand.state().labels.get(&entity.label).unwrap().zh.clone();
    let label = format!("实体 {name}，{}，", entity.text);
    let at = hand
        .h
        .query_all_by_label_contains(&label)
        .next()
        .map(|node| node.rect().center())
        .expect("the mark is in the tree");
    hand.drag(at, at);
    assert_eq!(hand.selected().text, entity.text);
    assert!(hand.open().details);
    let (_, other) = other_label(&hand, &entity);
    let button = hand.state().labels.labels.iter().find(|l| l.id.as_str() == other).unwrap();
    let button = format!("{} {}", button.key, button.zh);
    let id = hand.selected().id.clone();
    hand.click(&button);
    assert_eq!(hand.mark(&id).label.as_str(), other);
    hand.reopen();
}

#[test]
fn arrows_move_either_border_by_one_character() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let (start, end) = (entity.range.start(), entity.range.end());
    let length = end - start;
    let text = |start, count| piece(block, start, count);
    let steps = [
        (SHIFT, Key::ArrowRight, text(start, length + 1)),
        (SHIFT, Key::ArrowLeft, text(start, length)),
        (ALT, Key::ArrowLeft, text(start - 1, length + 1)),
        (ALT, Key::ArrowRight, text(start, length)),
    ];
    let id = entity.id.clone();
    hand.command(zhupi::desk::command::Command::SelectMark(id.clone(), false));
    for (modifiers, key, text) in steps {
        hand.keys(modifiers, key);
        assert_eq!(hand.mark(&id).text, text);
        assert_eq!(hand.selected().id, id, "it stays selected");
    }
    hand.keys(SHIFT, Key::ArrowRight);
    assert_eq!(hand.mark(&id).status, Status::Corrected);
    hand.reopen();
}

#[test]
fn a_mark_is_added_without_the_mouse() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let end = entity.range.end();
    let wanted = piece(block, end + 1, 2);
    let id = entity.id.clone();
    hand.command(zhupi::desk::command::Command::SelectMark(id, false));
    hand.keys(CTRL, Key::ArrowRight);
    assert_eq!(hand.open().selection.as_ref().unwrap().caret, end, "the caret shows at the mark's end");
    hand.keys(CTRL, Key::ArrowRight);
    hand.keys(CTRL_SHIFT, Key::ArrowRight);
    hand.keys(CTRL_SHIFT, Key::ArrowRight);
    assert_eq!(hand.selection(), wanted);
    hand.key(Key::Num8);
    let added = hand.selected();
    assert_eq!((added.text.as_str(), added.label.as_str()), (wanted.as_str(), "TERM"));
    assert_eq!((added.status, added.range.start()), (Status::Added, end + 1));
    let added = added.id.clone();
    let mut hand = hand.reopen();
    // Delete takes away what was added by hand.
    hand.key(Key::Delete);
    assert!(hand.issue().find(&added).is_none());
    hand.reopen();
}

#[test]
fn a_double_click_takes_a_word_and_not_the_clause_around_it() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let at = entity.range.end();
    let clause = zhupi::desk::reader::run_of_one_kind(&block.text, at);
    let said = text::slice(&block.text, clause).unwrap();
    let word = zhupi::propose::word_at(said, at - clause.start()).expect("the proposer has been read");
    let wanted = text::slice(said, word).unwrap().to_owned();
    assert!(word.len() < clause.len() && word.len() <= 4, "{wanted} in {said}");
    let name = &hand.state().labels.get(&entity.label).unwrap().zh;
    let label = format!("实体 {name}，{}，", entity.text);
    let length = entity.range.len() as f32;
    let rect = hand.h.query_all_by_label_contains(&label).next().unwrap().rect();
    let behind = pos2(rect.right() + 0.5 * rect.width() / length, rect.center().y);
    for _ in 0..2 {
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            hand.h.event(Event::PointerMoved(behind));
            hand.h.event(Event::PointerButton { pos: behind, button, pressed, modifiers });
        }
        hand.h.step();
    }
    hand.quiet();
    assert_eq!(hand.selection(), wanted);
}

#[test]
fn a_mark_is_added_by_dragging_over_it() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let wanted = piece(block, entity.range.end(), 2);
    let name = &hand.state().labels.get(&entity.label).unwrap().zh;
    let label = format!("实体 {name}，{}，", entity.text);
    let length = entity.range.len() as f32;
    let rect = hand.h.query_all_by_label_contains(&label).next().unwrap().rect();
    let advance = rect.width() / length;
    let from = pos2(rect.right() + 0.2 * advance, rect.center().y);
    hand.drag(from, from + egui::vec2(2.0 * advance, 0.0));
    assert_eq!(hand.selection(), wanted);
    hand.key(Key::Num3);
    let added = hand.selected();
    assert_eq!(
        (added.text.as_str(), added.label.as_str(), added.status),
        (wanted.as_str(), "LOC", Status::Added)
    );
    hand.reopen();
}

#[test]
fn what_would_cross_a_decided_mark_is_refused_with_the_reason() {
    let mut hand = Hand::sample();
    let entity = lonely(hand.article()).1.clone();
    hand.command(zhupi::desk::command::Command::SelectMark(entity.id.clone(), false));
    hand.key(Key::Enter);
    hand.command(zhupi::desk::command::Command::SelectMark(entity.id.clone(), false));
    hand.keys(CTRL, Key::ArrowLeft);
    hand.keys(CTRL, Key::ArrowLeft);
    hand.keys(CTRL_SHIFT, Key::ArrowRight);
    hand.keys(CTRL_SHIFT, Key::ArrowRight);
    let before = hand.issue().clone();
    hand.key(Key::Num8);
    assert_eq!(*hand.issue(), before);
    assert_eq!(hand.toast(), format!("两处标记会相交：“{}”已裁定。先改它的边界。", entity.text));
    hand.reopen();
}

#[test]
fn shift_enter_accepts_the_confident_proposals_of_the_paragraph() {
    let mut hand = Hand::sample();
    let confident = hand.state().thresholds.confident;
    let sure = |e: &Entity| e.is_open() && e.score() >= confident;
    let found = hand.article().blocks.iter().find(|block| {
        block.entities.iter().filter(|e| sure(e)).count() > 1 && block.entities.iter().any(|e| !sure(e))
    });
    let block = found.unwrap().clone();
    hand.command(zhupi::desk::command::Command::SelectMark(block.entities[0].id.clone(), false));
    let before = hand.issue().clone();
    hand.keys(SHIFT, Key::Enter);
    for (_, entity) in before.articles.iter().flat_map(zhupi::issue::Article::entities) {
        let here = block.entities.iter().any(|e| e.id == entity.id);
        let expected = if here && sure(entity) { Status::Accepted } else { entity.status };
        assert_eq!(hand.mark(&entity.id).status, expected, "{}", entity.text);
    }
    let count = block.entities.iter().filter(|e| sure(e)).count();
    assert_eq!(hand.toast(), format!("已采纳 {count} 处"));
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before, "one gesture, one step back");
    hand.reopen();
}

#[test]
fn undo_and_redo_go_to_the_place_also_after_a_restart() {
    let mut hand = Hand::sample();
    let all = undecided(hand.article());
    let first = hand.article().id.clone();
    let fresh = hand.issue().clone();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let accepted = hand.issue().clone();
    hand.key(Key::Delete);
    let rejected = hand.issue().clone();
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), accepted);
    assert_eq!(hand.selected().id, all[1]);
    hand.keys(CTRL, Key::Y);
    assert_eq!(*hand.issue(), rejected);
    hand.keys(ALT, Key::ArrowDown);
    let mut hand = hand.reopen();
    assert_ne!(hand.article().id, first);
    assert_eq!(hand.state().history, (true, false));
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.article().id, first, "undo shows the place");
    assert_eq!((hand.selected().id.clone(), hand.issue()), (all[1].clone(), &accepted));
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), fresh);
    assert_eq!(hand.selected().id, all[0]);
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.toast(), "没有可以撤回或重做的了。");
    let mut hand = hand.reopen();
    hand.keys(CTRL_SHIFT, Key::Z);
    hand.keys(CTRL, Key::Y);
    assert_eq!(*hand.issue(), rejected);
    assert_eq!(hand.state().history, (true, false));
    hand.reopen();
}

#[test]
fn keys_decide_nothing_while_an_input_method_composes() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    let before = (hand.issue().clone(), hand.open().view());
    hand.event(Event::Ime(ImeEvent::Preedit { text: "cai na".into(), active_range_chars: None }));
    for key in [Key::Enter, Key::Delete, Key::Num2, Key::Tab, Key::Space, Key::Escape] {
        hand.key(key);
    }
    hand.keys(CTRL, Key::Z);
    assert_eq!((hand.issue().clone(), hand.open().view()), before);
    hand.event(Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }));
    hand.key(Key::Enter);
    assert_ne!(*hand.issue(), before.0);
}

#[test]
fn the_palette_carries_out_what_is_found_by_pinyin_initials() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    let id = hand.selected().id.clone();
    hand.keys(CTRL, Key::K);
    hand.write("cn");
    assert!(hand.shows("采纳") && !hand.shows("导出…"));
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    assert_eq!(hand.mark(&id).status, Status::Accepted);
    // A name leads to the mark, in whichever article.
    hand.keys(CTRL, Key::K);
    hand.write("骆闻笛");
    hand.key(Key::Enter);
    assert_eq!(hand.selected().text, "骆闻笛");
}

#[test]
fn keys_that_a_slow_frame_brings_together_do_what_they_do_one_by_one() {
    let press =
        |modifiers, key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let decided = |hand: &Hand| {
        let marks: Vec<Status> = hand.article().entities().map(|(_, entity)| entity.status).collect();
        let topics: Vec<_> = hand.article().topics.iter().map(|t| (t.code.clone(), t.status)).collect();
        (marks, topics, hand.state().floating.clone())
    };
    for (modifiers, opens) in [(CTRL, Key::E), (CTRL, Key::K), (CTRL, Key::T), (Modifiers::NONE, Key::F9)] {
        let (mut slow, mut fast) = (Hand::sample(), Hand::sample());
        slow.key(Key::Tab);
        slow.keys(modifiers, opens);
        slow.key(Key::Enter);
        fast.key(Key::Tab);
        let both = [press(modifiers, opens), press(Modifiers::NONE, Key::Enter)];
        fast.h.input_mut().events.extend(both);
        fast.h.step();
        fast.quiet();
        let untouched = |hand: &Hand| hand.article().entities().all(|(_, entity)| entity.is_open());
        assert!(untouched(&fast), "{opens:?} and Enter in one frame decided a mark behind what opened");
        assert!(decided(&fast) == decided(&slow), "{opens:?}: {:?}", decided(&fast).2);
    }
}
