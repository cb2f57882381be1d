//! Going: each key of the caret, from mark to mark, over the page and from pane to pane, and the way back.

use crate::hand::{Hand, undecided};
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{Entity, EntityId};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::state::Pane;
use zhupi::issue::Role;

/// A caret in the middle of the longest paragraph.
fn middle(hand: &mut Hand) -> String {
    let block = hand.article().blocks.iter().max_by_key(|block| block.text.len()).unwrap();
    let (block, words) = (block.id.clone(), block.text.clone());
    let at = zhupi::text::char_len(&words) / 2;
    hand.command(Command::Select { block, anchor: at, caret: at });
    words
}

#[test]
fn the_caret_goes_as_far_back_as_on() {
    for (back, forth) in [
        (Action::CaretBack, Action::CaretForth),
        (Action::WordBack, Action::WordForth),
        (Action::ClauseBack, Action::ClauseForth),
        (Action::SentenceBack, Action::SentenceForth),
    ] {
        let mut hand = Hand::sample();
        let words = middle(&mut hand);
        let place = |hand: &Hand| hand.open().selection.as_ref().map(|s| (s.caret, s.range().len())).unwrap();
        hand.press(forth);
        let one = place(&hand);
        hand.press(forth);
        let two = place(&hand);
        hand.press(back);
        assert!(one.0 < two.0 && one.1 == 0, "{forth:?} {one:?} {two:?}");
        assert_eq!(place(&hand), one, "{back:?}");
        let before = |at: u32| words.chars().nth(at as usize - 1).unwrap();
        match forth {
            Action::ClauseForth => assert!("，。；：！？".contains(before(two.0)), "{}", before(two.0)),
            Action::SentenceForth => assert!("。！？”".contains(before(one.0)), "{}", before(one.0)),
            Action::CaretForth => assert_eq!(two.0, one.0 + 1),
            _ => assert!(two.0 - one.0 <= 6, "a word"),
        }
    }
}

#[test]
fn a_selection_grows_and_shrinks_by_the_same_steps() {
    for (back, forth) in [
        (Action::SelectBack, Action::SelectForth),
        (Action::SelectWordBack, Action::SelectWordForth),
        (Action::SelectClauseBack, Action::SelectClauseForth),
        (Action::SelectSentenceBack, Action::SelectSentenceForth),
    ] {
        let mut hand = Hand::sample();
        let words = middle(&mut hand);
        let from = hand.open().selection.as_ref().unwrap().caret;
        hand.press(forth);
        let once = hand.selection();
        let rest: String = words.chars().skip(from as usize).collect();
        assert!(!once.is_empty() && rest.starts_with(&once), "{forth:?} {once}");
        hand.press(forth);
        assert!(hand.selection().len() > once.len());
        hand.press(back);
        assert_eq!(hand.selection(), once, "{back:?}");
        hand.press(back);
        hand.press(back);
        let read: String = words.chars().take(from as usize).collect();
        assert!(
            !hand.selection().is_empty() && read.ends_with(&hand.selection()),
            "{back:?} to the other side"
        );
    }
}

/// Which marks a walk stops at; the number is the threshold of doubt.
type Wanted = fn(&Entity, f32) -> bool;

#[test]
fn marks_are_walked_by_state_in_both_directions() {
    let mut hand = Hand::sample();
    let marks: Vec<Entity> = hand.article().entities().map(|(_, mark)| mark.clone()).collect();
    hand.press(Action::NextOpen);
    hand.press(Action::Accept);
    hand.command(Command::Deselect);
    let now =
        |hand: &Hand| -> Vec<Entity> { hand.article().entities().map(|(_, mark)| mark.clone()).collect() };
    let doubt = hand.state().thresholds.doubt;
    let ways: [(Action, Action, Wanted); 3] = [
        (Action::NextMark, Action::PreviousMark, |_, _| true),
        (Action::NextOpen, Action::PreviousOpen, |mark, _| mark.is_open()),
        (Action::NextDoubt, Action::PreviousDoubt, |mark, doubt| mark.is_open() && mark.score() < doubt),
    ];
    for (next, previous, wanted) in ways {
        hand.command(Command::Deselect);
        let all: Vec<EntityId> =
            now(&hand).iter().filter(|mark| wanted(mark, doubt)).map(|mark| mark.id.clone()).collect();
        assert!(!all.is_empty() && all.len() <= marks.len(), "{next:?}");
        for id in &all {
            hand.press(next);
            assert_eq!(hand.selected().id, *id, "{next:?}");
        }
        for id in all.iter().rev().skip(1) {
            hand.press(previous);
            assert_eq!(hand.selected().id, *id, "{previous:?}");
        }
    }
}

#[test]
fn the_text_grows_shrinks_and_has_its_size_again() {
    let mut hand = Hand::sample();
    let name =
        hand.article().blocks.iter().find(|b| b.role == Role::Paragraph).unwrap().text[..30].to_owned();
    let height = |hand: &Hand| {
        let all = hand.h.query_all_by_label_contains(&name).map(|node| node.rect().height());
        all.fold(0.0, f32::max)
    };
    let standard = height(&hand);
    hand.press(Action::Smaller);
    assert!(height(&hand) < standard);
    hand.press(Action::StandardSize);
    assert!((height(&hand) - standard).abs() < 0.5);
    hand.press(Action::Larger);
    assert!(height(&hand) > standard);
    let moves = hand.settings().reduce_motion;
    hand.act(Action::ReduceMotion);
    assert_eq!(hand.settings().reduce_motion, !moves, "and it is kept");
}

#[test]
fn the_page_goes_by_rows_and_pages_and_to_its_ends() {
    let mut hand = Hand::sample();
    for _ in 0..2 {
        hand.press(Action::Larger);
    }
    let scroll = |hand: &Hand| hand.open().scroll;
    hand.press(Action::RowDown);
    let row = scroll(&hand);
    hand.press(Action::PageDown);
    let page = scroll(&hand);
    assert!(0.0 < row && row < page, "{row} {page}");
    hand.press(Action::PageUp);
    assert!(scroll(&hand) < page);
    hand.press(Action::End);
    let end = scroll(&hand);
    hand.press(Action::RowUp);
    assert!(end >= page && scroll(&hand) < end);
    hand.press(Action::Home);
    assert!(scroll(&hand) < 0.5);
    // With a mark selected they go to the mark below and above.
    hand.press(Action::NextOpen);
    let (first, all) = (hand.selected().id.clone(), undecided(hand.article()));
    hand.press(Action::RowDown);
    let below = all.iter().position(|id| *id == hand.selected().id).unwrap();
    assert!(below > 0);
    hand.press(Action::RowUp);
    let above = all.iter().position(|id| *id == hand.selected().id).unwrap();
    assert!(above < below && all[0] == first, "{above} {below}");
}

#[test]
fn the_keyboard_goes_round_the_panes_and_escape_goes_back_step_by_step() {
    let mut hand = Hand::sample();
    for pane in [Pane::Inspector, Pane::Outline, Pane::Reader] {
        hand.press(Action::NextPane);
        assert_eq!(hand.state().pane, pane);
    }
    hand.press(Action::PreviousPane);
    assert_eq!(hand.state().pane, Pane::Outline);
    hand.press(Action::Escape);
    assert_eq!(hand.state().pane, Pane::Reader);
    let id = undecided(hand.article())[0].clone();
    hand.command(Command::SelectMark(id.clone(), true));
    hand.press(Action::CaretForth);
    assert!(hand.open().selection.is_some());
    hand.press(Action::Escape);
    assert_eq!(hand.open().mark.as_ref(), Some(&id), "from the caret to the mark that it stands at");
    hand.press(Action::Details);
    assert!(hand.open().details);
    hand.press(Action::Escape);
    assert!(!hand.open().details && hand.open().mark.is_some());
    hand.press(Action::Escape);
    assert!(hand.open().mark.is_none());
}
