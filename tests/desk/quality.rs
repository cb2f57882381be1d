//! The quality page: every way to it, true numbers, and nothing where there is nothing.

use crate::hand::{ALT, CTRL, EDITOR, Hand, folder, undecided};
use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use zhupi::desk::command::{Action, Command};
use zhupi::desk::theme::ThemeName;

const EMPTY: &str = "还没有裁定";

/// The figures on the page: accepted, corrected, rejected, added.
fn counts(hand: &Hand) -> [u32; 4] {
    let page = hand.state().quality().expect("the page is shown");
    let total = page.figures.as_ref().expect("they are counted").total;
    [total.accepted, total.corrected, total.rejected, total.added]
}

/// Accepts two marks, makes something else of one and rejects one; ends on the desk.
fn decide_four(hand: &mut Hand) {
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.key(Key::Enter);
    let label = hand.selected().label.clone();
    let other = if label.as_str() == "WORK" { Key::Num8 } else { Key::Num7 };
    hand.key(other);
    hand.key(Key::Delete);
}

#[test]
fn key_menu_palette_and_tab_lead_to_it_and_escape_leads_back() {
    let mut hand = Hand::sample();
    hand.keys(ALT, Key::Num5);
    assert!(hand.shows(EMPTY) && !hand.state().shows_desk());
    hand.key(Key::Escape);
    assert!(hand.state().shows_desk() && !hand.shows(EMPTY));
    hand.click("查看");
    hand.h.get_by_role_and_label(Role::MenuItem, "质量").click();
    hand.quiet();
    assert!(hand.shows(EMPTY));
    hand.keys(ALT, Key::Num1);
    assert!(hand.state().shows_desk());
    hand.keys(CTRL, Key::K);
    hand.write("质量");
    hand.key(Key::Enter);
    assert!(hand.shows(EMPTY));
    // Twice the same key is there and back.
    hand.keys(ALT, Key::Num5);
    assert!(hand.state().shows_desk());
    hand.h.get_by_role_and_label(Role::Tab, "质量").click();
    hand.quiet();
    assert!(hand.shows(EMPTY));
    hand.h.get_by_role_and_label(Role::Tab, "案头").click();
    hand.quiet();
    assert!(hand.state().shows_desk());
}

#[test]
fn with_nothing_to_count_it_says_what_will_stand_here_and_leads_back() {
    let mut hand = Hand::sample();
    hand.act(Action::Quality);
    assert!(hand.shows(EMPTY));
    assert!(
        hand.shows(hand.state().say("quality.will_stand")) && hand.shows(hand.state().say("quality.to_do"))
    );
    assert!(!hand.shows("存成 CSV…"), "there is no table to save");
    hand.click("回到案头");
    assert!(hand.state().shows_desk());
    // With no dataset open it is said too.
    let mut hand = Hand::at(&folder(EDITOR));
    hand.keys(ALT, Key::Num5);
    assert!(hand.shows("还没有打开数据集"));
    hand.key(Key::Escape);
    assert!(hand.state().shows_welcome() && hand.state().quality().is_none());
}

#[test]
fn it_shows_what_was_decided_and_what_was_undone_no_more() {
    let mut hand = Hand::sample();
    decide_four(&mut hand);
    hand.keys(ALT, Key::Num5);
    assert_eq!(counts(&hand), [2, 1, 1, 0]);
    assert!(hand.shows("条裁定 4") && hand.shows("提议原样采纳 50.0%"));
    let total = "合计 采纳 2 改正 1 否决 1 漏标 0 查准 0.50 查全 – F1 –";
    assert!(hand.shows(total), "the table says so");
    // Undo leads to the place on the desk; then the page has one less.
    hand.keys(CTRL, Key::Z);
    assert!(hand.state().shows_desk());
    hand.keys(ALT, Key::Num5);
    assert_eq!(counts(&hand), [2, 1, 0, 0]);
    hand.keys(CTRL, Key::Y);
    hand.keys(ALT, Key::Num5);
    assert_eq!(counts(&hand), [2, 1, 1, 0]);
    // A new start of the program counts the same.
    hand.key(Key::Escape);
    let mut hand = hand.reopen();
    hand.keys(ALT, Key::Num5);
    assert_eq!(counts(&hand), [2, 1, 1, 0]);
}

#[test]
fn a_finished_article_has_its_misses_counted() {
    let mut hand = Hand::sample();
    decide_four(&mut hand);
    let article = hand.article().id.clone();
    for mark in undecided(hand.article()) {
        hand.command(Command::SelectMark(mark, false));
        hand.key(Key::Enter);
    }
    hand.act(Action::Done);
    hand.keys(ALT, Key::Num5);
    let figures = hand.state().quality().unwrap().figures.clone().unwrap();
    assert_eq!((figures.finished, figures.curve.len(), figures.undecided), (1, 1, 0));
    let recall = figures.total.finished.recall().unwrap();
    assert!(recall > 0.5 && recall < 1.0, "one mark was corrected: {recall}");
    // The issue alone has the same.
    hand.click("只看本期");
    let alone = hand.state().quality().unwrap();
    assert!(alone.of.is_some());
    assert_eq!(alone.figures.as_ref().unwrap().total, figures.total);
    // From here an act on the article leads to the article.
    hand.command(Command::GoArticle(article));
    assert!(hand.state().shows_desk());
}

#[test]
fn keys_of_the_desk_decide_nothing_while_it_is_not_seen() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    let before = hand.issue().clone();
    hand.keys(ALT, Key::Num5);
    for key in [Key::Enter, Key::Num3, Key::Delete, Key::Space, Key::PageDown, Key::ArrowDown] {
        hand.key(key);
    }
    assert_eq!(*hand.issue(), before);
    assert!(hand.state().quality().is_some());
}

#[test]
fn the_table_is_saved_as_csv() {
    let mut hand = Hand::sample();
    decide_four(&mut hand);
    hand.keys(ALT, Key::Num5);
    let path = hand.folder.path().join("质量.csv");
    hand.command(Command::TableTo(path.clone()));
    assert!(hand.toast().contains("质量.csv"));
    assert!(hand.shows(hand.toast()), "it is said on the page");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("\u{feff}标签,采纳,改正,否决,补标,漏标,查准,查全,F1\n"), "{text}");
    assert!(text.ends_with("合计,2,1,1,0,0,0.5000,,\n"), "{text}");
    // Where it cannot be written that is said, and the page stays.
    hand.command(Command::TableTo(hand.folder.path().join("没有").join("质量.csv")));
    assert!(hand.notice().contains("质量.csv"));
    hand.key(Key::Escape);
    assert!(hand.state().notice.is_none() && hand.state().quality().is_some(), "Esc closes the notice first");
}

#[test]
fn it_fits_every_window_theme_and_language() {
    let mut hand = Hand::sample();
    decide_four(&mut hand);
    for _ in 0..2 {
        hand.finish();
        hand.key(Key::Tab);
        hand.key(Key::Enter);
    }
    hand.act(Action::Quality);
    for scale in [1.0, 1.5] {
        hand.h.set_pixels_per_point(scale);
        hand.quiet();
        for (width, height) in [(960.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0)] {
            hand.h.set_size(vec2(width, height));
            hand.quiet();
            let width = hand.h.ctx.content_rect().width();
            let found =
                hand.h.query_all_by_label_contains("查准").map(|node| node.rect()).collect::<Vec<_>>();
            assert!(found.len() > 8, "all labels have a row: {}", found.len());
            for rect in found {
                assert!(rect.left() >= 0.0 && rect.right() <= width, "{rect:?} in {width}");
            }
        }
    }
    for _ in 0..2 {
        for _ in ThemeName::ALL {
            hand.act(Action::Theme);
            hand.quiet();
        }
        hand.act(Action::Language);
    }
    assert!(hand.state().quality().is_some());
}
