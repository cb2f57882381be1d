//! 校核: cards one after the other, with the desk's keys, and the page follows.

use crate::hand::{ALT, CTRL, EDITOR, Hand, SHIFT, folder, lonely};
use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{EntityId, Status};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::review::{ReviewExtent, ReviewOrder, ReviewScope, margin};
use zhupi::desk::theme::ThemeName;
use zhupi::issue::Article;

fn queue(hand: &Hand) -> Vec<EntityId> {
    hand.state().review.queue.iter().map(|waiting| waiting.id.clone()).collect()
}

fn card(hand: &Hand) -> EntityId {
    assert!(hand.state().reviews(), "cards are shown");
    hand.selected().id.clone()
}

/// All undecided marks of the issue, whatever their score.
fn all(hand: &mut Hand) {
    hand.command(Command::ReviewBy(ReviewScope { below: 1.01, ..ReviewScope::default() }));
}

#[test]
fn f5_alt_2_menu_palette_and_tab_lead_to_the_cards_and_escape_leads_back() {
    let mut hand = Hand::sample();
    hand.key(Key::F5);
    assert!(hand.shows("逐条校核") && hand.state().reviews() && !hand.state().shows_desk());
    hand.key(Key::Escape);
    assert!(hand.state().shows_desk() && !hand.shows("逐条校核"));
    hand.keys(ALT, Key::Num2);
    assert!(hand.state().reviews());
    hand.keys(ALT, Key::Num2);
    assert!(hand.state().shows_desk(), "twice the same key is there and back");
    hand.click("查看");
    hand.h.get_by_role_and_label(Role::MenuItem, "校核").click();
    hand.quiet();
    assert!(hand.state().reviews());
    hand.keys(ALT, Key::Num5);
    assert!(hand.state().quality().is_some() && !hand.state().reviews());
    hand.keys(CTRL, Key::K);
    hand.write("校核");
    hand.key(Key::Enter);
    assert!(hand.state().reviews());
    hand.keys(ALT, Key::Num1);
    hand.h.get_by_role_and_label(Role::Tab, "校核").click();
    hand.quiet();
    assert!(hand.state().reviews());
    // With nothing open there is nothing to review, and that is said.
    let mut hand = Hand::at(&folder(EDITOR));
    hand.key(Key::F5);
    assert!(!hand.state().reviews() && hand.toast().contains("先打开"));
}

#[test]
fn the_least_certain_come_first_and_every_key_of_the_desk_decides_on_the_card() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    let waiting = queue(&hand);
    let margins: Vec<f32> = waiting.iter().map(|id| margin(hand.mark(id))).collect();
    assert!(margins.windows(2).all(|pair| pair[0] <= pair[1]), "{margins:?}");
    let open = hand.issue().articles.iter().flat_map(Article::entities).filter(|(_, e)| e.is_open()).count();
    assert_eq!(waiting.len(), open);
    assert_eq!(card(&hand), waiting[0]);
    // What is on the card can be read by name: the sentence, the mark in it, the buttons.
    let entity = hand.selected().clone();
    let label = hand.state().labels.get(&entity.label).unwrap().zh.clone();
    assert!(hand.shows(&format!("采纳 {label}")) && hand.shows("不是实体") && hand.shows("看全文"));
    let spoken = format!("实体 {label}，{}，", entity.text);
    assert!(hand.h.query_all_by_label_contains(&spoken).next().is_some(), "{spoken}");
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&waiting[0]).status, Status::Accepted);
    assert_eq!(card(&hand), waiting[1], "on to the next");
    hand.key(Key::Delete);
    assert_eq!(hand.mark(&waiting[1]).status, Status::Rejected);
    assert_eq!(card(&hand), waiting[2]);
    let key = if hand.selected().label.as_str() == "WORK" { Key::Num8 } else { Key::Num7 };
    hand.key(key);
    assert_eq!(hand.mark(&waiting[2]).status, Status::Corrected);
    assert_eq!(hand.mark(&waiting[2]).by, EDITOR);
    let review = &hand.state().review;
    assert_eq!(review.done(), 3);
    assert_eq!(
        [Status::Accepted, Status::Rejected, Status::Corrected].map(|status| review.count(status)),
        [1, 1, 1]
    );
    assert!(hand.shows("采纳 1") && hand.shows("改正 1") && hand.shows("否决 1"), "the counts can be read");
    assert_eq!(hand.recorded(), *hand.issue(), "what is decided is on the disk");
    hand.reopen();
}

#[test]
fn undo_goes_back_to_that_card() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    let before = hand.issue().clone();
    let first = card(&hand);
    hand.key(Key::Enter);
    assert_ne!(card(&hand), first);
    hand.keys(CTRL, Key::Z);
    assert_eq!(card(&hand), first);
    assert_eq!((hand.issue(), hand.state().review.done()), (&before, 0));
    hand.keys(CTRL, Key::Y);
    assert_eq!((card(&hand), hand.mark(&first).status), (first.clone(), Status::Accepted));
    // What is decided is a card too: another key decides otherwise.
    hand.key(Key::Delete);
    assert_eq!(hand.mark(&first).status, Status::Rejected);
    assert_eq!(hand.state().review.count(Status::Accepted), 0);
    assert_ne!(card(&hand), first);
    // The button does what the key does.
    let undo = hand.h.get_all_by_role_and_label(Role::Button, "撤回").next().unwrap();
    undo.click();
    hand.quiet();
    assert_eq!(card(&hand), first);
}

#[test]
fn space_leaves_for_later_tab_goes_on_and_shift_tab_goes_back() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    let waiting = queue(&hand);
    hand.key(Key::Space);
    assert_eq!(card(&hand), waiting[1]);
    assert!(hand.mark(&waiting[0]).is_open());
    assert_eq!(queue(&hand).last(), Some(&waiting[0]), "it comes again at the end");
    hand.key(Key::Tab);
    assert_eq!(card(&hand), waiting[2]);
    assert_eq!(queue(&hand)[0], waiting[1], "passing by leaves it where it is");
    hand.keys(SHIFT, Key::Tab);
    assert_eq!(card(&hand), waiting[1]);
    hand.keys(SHIFT, Key::Tab);
    assert_eq!(card(&hand), waiting[0]);
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&waiting[0]).status, Status::Accepted);
    assert!(!queue(&hand).contains(&waiting[0]));
}

#[test]
fn borders_move_on_the_card_and_by_its_handles() {
    let mut hand = Hand::sample();
    all(&mut hand);
    let entity = lonely(hand.article()).1.clone();
    hand.command(Command::SelectMark(entity.id.clone(), false));
    hand.key(Key::F5);
    assert_eq!(card(&hand), entity.id, "the cards begin with the selected mark");
    hand.keys(SHIFT, Key::ArrowRight);
    assert_eq!(hand.mark(&entity.id).range.end(), entity.range.end() + 1);
    hand.keys(ALT, Key::ArrowLeft);
    assert_eq!(hand.mark(&entity.id).range.start(), entity.range.start() - 1);
    assert_eq!(card(&hand), entity.id, "it stays the card");
    hand.keys(CTRL, Key::Z);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.mark(&entity.id), entity);
    // The handle at its end, two characters to the right.
    let label = hand.state().labels.get(&entity.label).unwrap().zh.clone();
    let spoken = format!("实体 {label}，{}，", entity.text);
    // Where no page stands beside the card the mark is on the card alone, and in one row.
    hand.h.set_size(vec2(1280.0, 900.0));
    hand.quiet();
    let rect = hand.h.query_all_by_label_contains(&spoken).last().unwrap().rect();
    let one = rect.width() / entity.range.len() as f32;
    let foot = rect.right_bottom() + vec2(0.0, 4.0);
    hand.drag(foot, foot + vec2(2.0 * one, 0.0));
    assert_eq!(hand.mark(&entity.id).range.end(), entity.range.end() + 2);
    // Enter leaves it so and goes on.
    hand.key(Key::Enter);
    assert_ne!(card(&hand), entity.id);
    assert_eq!(hand.mark(&entity.id).status, Status::Corrected);
    hand.reopen();
}

#[test]
fn f4_shows_the_whole_text_at_the_mark_and_f5_goes_on_there() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    hand.key(Key::Tab);
    hand.key(Key::Tab);
    let third = card(&hand);
    hand.key(Key::F4);
    assert!(hand.state().shows_desk() && hand.open().details);
    assert_eq!(hand.selected().id, third);
    assert!(hand.open().beside.is_none(), "the source stays closed");
    hand.key(Key::F5);
    assert_eq!(card(&hand), third);
}

#[test]
fn the_queue_follows_what_is_decided_on_the_page() {
    let mut hand = Hand::sample();
    all(&mut hand);
    let waiting = queue(&hand);
    hand.command(Command::SelectMark(waiting[3].clone(), false));
    hand.key(Key::Enter);
    assert!(!queue(&hand).contains(&waiting[3]));
    assert_eq!(hand.state().review.done(), 1);
    hand.key(Key::F5);
    assert!(hand.h.query_all_by_label_contains("已裁 1，余").next().is_some(), "it counts in this round");
    hand.keys(CTRL, Key::Z);
    assert_eq!(queue(&hand), waiting);
    assert_eq!(hand.state().review.decided, []);
}

#[test]
fn the_scope_is_chosen_by_arrows_and_by_clicks() {
    let mut hand = Hand::sample();
    hand.key(Key::F5);
    let doubt = hand.state().thresholds.doubt;
    assert!(hand.state().review.queue.iter().all(|waiting| waiting.score < doubt));
    hand.keys(SHIFT, Key::F5);
    for key in
        [Key::ArrowDown, Key::ArrowLeft, Key::ArrowLeft, Key::ArrowDown, Key::ArrowRight, Key::ArrowRight]
    {
        hand.key(key);
    }
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    let review = &hand.state().review;
    assert_eq!(review.scope.label.as_ref().map(zhupi::annotation::LabelId::as_str), Some("ORG"));
    assert!(!review.queue.is_empty() && review.queue.iter().all(|waiting| waiting.label.as_str() == "ORG"));
    assert!(hand.shows("范围：本期，不论得分，机构"));
    // A click on the foot opens it too, and a click chooses: only words on which nobody has decided.
    let text = hand.selected().text.clone();
    hand.key(Key::Enter);
    hand.click("范围：本期，不论得分，机构");
    hand.click("只看新字面");
    hand.click("就看这些");
    let review = &hand.state().review;
    assert!(review.scope.new && review.queue.iter().all(|waiting| waiting.text != text));
    // This article and later ones.
    let order = zhupi::desk::panels::outline::order(hand.issue());
    let (second, first) = (order[1].id.clone(), order[0].id.clone());
    hand.command(Command::ReviewBy(ReviewScope {
        extent: ReviewExtent::From(second),
        below: 1.01,
        ..ReviewScope::default()
    }));
    let queue = queue(&hand);
    assert!(!queue.is_empty());
    let article = |id: &EntityId| hand.issue().find(id).unwrap().article.id.clone();
    assert!(queue.iter().all(|id| article(id) != first));
    assert!(queue.contains(&card(&hand)), "the card is one of the new scope");
}

#[test]
fn by_kind_the_same_words_stand_together_and_new_ones_come_first() {
    let mut hand = Hand::sample();
    hand.command(Command::ReviewBy(ReviewScope {
        below: 1.01,
        order: ReviewOrder::Kind,
        ..ReviewScope::default()
    }));
    hand.key(Key::F5);
    let rows = |hand: &Hand| -> Vec<(usize, String)> {
        let slot = |label| hand.state().labels.slot(label).unwrap();
        hand.state().review.queue.iter().map(|w| (slot(&w.label), w.text.clone())).collect()
    };
    let before = rows(&hand);
    assert!(before.windows(2).all(|pair| pair[0].0 <= pair[1].0), "label by label");
    let twice =
        before.iter().find(|row| before.iter().filter(|other| other == row).count() > 1).unwrap().clone();
    let places: Vec<usize> = (0..before.len()).filter(|n| before[*n] == twice).collect();
    assert!(places.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{places:?}");
    // Once it is decided, the others with the same words go behind those that nobody has seen.
    let id = hand.state().review.queue[places[0]].id.clone();
    hand.command(Command::Card(id));
    hand.key(Key::Enter);
    let after = rows(&hand);
    let place = after.iter().position(|row| *row == twice).unwrap();
    assert!(after.get(place + places.len() - 1).is_none_or(|row| row.0 != twice.0), "{place} in {after:?}");
}

#[test]
fn when_all_is_decided_that_is_said_and_leads_on() {
    let mut hand = Hand::sample();
    hand.key(Key::F5);
    let mut left = queue(&hand).len();
    assert!(left > 0);
    while left > 0 {
        hand.key(Key::Enter);
        left = queue(&hand).len();
    }
    assert!(hand.shows("校核完了。低于 0.60 的都已裁定。"));
    let before = hand.issue().clone();
    for key in [Key::Enter, Key::Num3, Key::Delete, Key::Space] {
        hand.key(key);
    }
    hand.keys(SHIFT, Key::ArrowRight);
    assert_eq!(*hand.issue(), before, "with no card nothing is decided");
    hand.click("换个范围…");
    assert_eq!(hand.state().floating, Some(zhupi::desk::state::Floating::ReviewScope));
    hand.key(Key::Escape);
    hand.keys(SHIFT, Key::Tab);
    assert!(!hand.selected().is_open(), "one can go back to the last one");
}

#[test]
fn a_card_fits_every_window_theme_and_language() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    hand.key(Key::Enter);
    for scale in [1.0, 1.5] {
        hand.h.set_pixels_per_point(scale);
        for (width, height) in [(960.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0)] {
            hand.h.set_size(vec2(width, height));
            hand.quiet();
            let room = hand.h.ctx.content_rect();
            for name in ["不是实体", "先放着", "看全文"] {
                let rect = hand.h.get_all_by_role_and_label(Role::Button, name).next().unwrap().rect();
                assert!(room.contains_rect(rect) || scale > 1.0, "{name} {rect:?} in {room:?}");
            }
        }
    }
    for _ in 0..2 {
        for _ in ThemeName::ALL {
            hand.act(Action::Theme);
        }
        hand.act(Action::Language);
        hand.keys(SHIFT, Key::F5);
        hand.key(Key::Escape);
    }
    assert!(hand.state().reviews());
}

#[test]
fn the_guideline_stands_beside_the_label_and_the_team_s_file_replaces_it() {
    let mut hand = Hand::sample();
    all(&mut hand);
    hand.key(Key::F5);
    let label = hand.state().labels.get(&hand.selected().label).unwrap().clone();
    let brief = hand.state().guideline.brief(&label).unwrap();
    assert!(hand.shows(&brief));
    // In the popover too.
    hand.key(Key::F4);
    assert!(hand.shows(&brief));
    // As a page, which the team can change.
    hand.click("帮助");
    hand.click("标注规范");
    assert!(hand.shows("PER 人物") && hand.shows("TERM 提法"));
    hand.click("改规范…");
    let text = format!("# 我们的规范\n\n## {} {}\n\n嘉定报的写法：**整体**一处。\n", label.id, label.zh);
    hand.keys(CTRL, Key::A);
    hand.write(&text);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows("我们的规范"));
    let file = hand.dataset().with_extension("guideline.md");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    hand.key(Key::Escape);
    hand.key(Key::F5);
    assert!(hand.shows("嘉定报的写法：整体一处。"));
    let mut hand = hand.reopen();
    assert_eq!(hand.state().guideline.text, text);
    // A file that cannot be read is said, and the program's own is used.
    std::fs::write(&file, b"\xb9\xe6\xb7\xb6").unwrap();
    hand.act(Action::Guideline);
    assert!(hand.notice().contains("UTF-8"));
    assert!(hand.shows("PER 人物"));
}
