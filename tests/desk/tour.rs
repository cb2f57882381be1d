//! 五步上手: shown once on the built-in page, and whenever asked for.

use crate::hand::{EDITOR, Hand, folder};
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use zhupi::desk::command::Action;
use zhupi::desk::tour::TourStep;
use zhupi::issue::Article;

const TITLES: [&str; 5] =
    ["像读报一样校", "拿不准的，看这张卡", "一期里的稿件", "分类、实体、关键词", "每一步都已记下"];

fn undecided(hand: &Hand) -> bool {
    hand.issue().articles.iter().flat_map(Article::entities).all(|(_, entity)| entity.is_open())
}

#[test]
fn it_comes_with_the_first_sample_and_is_kept_as_seen() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.act(Action::OpenSample);
    for (n, title) in TITLES.iter().enumerate() {
        assert!(hand.shows(&format!("{} / 5 {title}", n + 1)), "{title}");
        assert_eq!(hand.state().touring(), Some(TourStep::ALL[n]));
        if TourStep::ALL[n] == TourStep::Popover {
            assert!(
                hand.open().details && hand.open().mark.is_some(),
                "the popover is there to be pointed at"
            );
        }
        hand.key(Key::Enter);
    }
    assert!(hand.state().touring().is_none());
    assert!(undecided(&hand), "Enter was the tour's");
    assert!(hand.settings().tour_seen.is_some());
    // Now Enter is the desk's again.
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    assert!(!undecided(&hand));
    let mut hand = hand.reopen();
    hand.act(Action::OpenSample);
    assert!(hand.state().touring().is_none(), "once is enough");
}

#[test]
fn escape_ends_it_and_the_menu_brings_it_back() {
    let mut hand = Hand::sample();
    assert!(hand.state().touring().is_none());
    hand.click("帮助");
    hand.click("五步上手");
    assert!(hand.shows("1 / 5 像读报一样校"));
    hand.click("下一步");
    assert!(hand.shows("2 / 5 拿不准的，看这张卡"));
    hand.key(Key::Escape);
    assert!(hand.state().touring().is_none() && !hand.shows("2 / 5 拿不准的，看这张卡"));
    assert!(hand.settings().tour_seen.is_some());
    // With nothing open the sample opens first.
    let mut hand = Hand::at(&folder(EDITOR));
    hand.act(Action::Tour);
    assert_eq!(hand.issue().title, "鹭汀日报");
    assert_eq!(hand.state().touring(), Some(TourStep::Reader));
    hand.click("不看了");
    assert!(hand.state().touring().is_none());
}

#[test]
fn every_card_is_inside_the_window() {
    let mut hand = Hand::sample();
    for (width, height) in [(960.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0)] {
        hand.h.set_size(vec2(width, height));
        hand.quiet();
        hand.act(Action::Tour);
        for step in TourStep::ALL {
            let name = if step == TourStep::Status { "开始校" } else { "下一步" };
            let rect = hand.h.get_by_label(name).rect();
            assert!(hand.h.ctx.content_rect().contains_rect(rect), "{step:?} {rect:?} in {width} × {height}");
            hand.key(Key::Enter);
        }
    }
}
