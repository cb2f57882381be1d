//! Every view in every language and theme: no missing glyph, no nameless input; every action is listed somewhere.

use crate::hand::{CTRL, EDITOR, Hand, folder};
use egui::{Event, Key, vec2};
use egui_kittest::kittest::Queryable;
use zhupi::desk::command::{Action, Command, Menu};
use zhupi::desk::theme::ThemeName;
use zhupi::strings::Language;

/// Shows every view once; a missing glyph panics.
fn all_views(hand: &mut Hand) {
    let views = [
        Action::Palette,
        Action::ChooseTopic,
        Action::Export,
        Action::Print,
        Action::Note,
        Action::Keys,
        Action::About,
        Action::Labels,
        Action::Quality,
        Action::Review,
        Action::ReviewScope,
        Action::History,
        Action::Guideline,
        Action::Context,
        Action::Consistency,
        Action::Find,
        Action::Welcome,
    ];
    for view in views {
        hand.act(view);
        hand.command(Command::Close);
        let back = hand.state().dataset.as_ref().map(|dataset| dataset.issues[0].id.clone());
        hand.command(Command::OpenStored(back.unwrap()));
    }
    hand.act(Action::Tour);
    for _ in zhupi::desk::tour::TourStep::ALL {
        hand.key(Key::Enter);
    }
    for menu in Menu::ALL {
        let name = hand.state().say(menu.key()).to_owned();
        hand.h.get_all_by_label(&name).next().unwrap().click();
        hand.quiet();
        hand.key(Key::Escape);
    }
    hand.key(Key::Tab);
    hand.key(Key::F2);
    hand.keys(CTRL, Key::ArrowRight);
    hand.drop_files(&[&hand.folder.path().join("没有.txt")]);
    hand.command(Command::CloseNotice);
}

#[test]
fn every_view_is_there_in_both_languages_and_all_themes() {
    let mut hand = Hand::sample();
    for _ in [Language::Zh, Language::En] {
        for _ in ThemeName::ALL {
            all_views(&mut hand);
            hand.act(Action::Theme);
        }
        hand.act(Action::Language);
    }
    assert_eq!(hand.settings().language, Language::Zh);
}

#[test]
fn small_and_large_windows_show_the_page() {
    let mut hand = Hand::sample();
    for (width, height) in [(960.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0)] {
        hand.h.set_size(vec2(width, height));
        hand.quiet();
        hand.key(Key::Tab);
        let found = hand.h.query_all_by_label_contains("昨日7时20分").map(|node| node.rect());
        // The paragraph, not the mark in it.
        let rect = found.max_by(|a, b| a.width().total_cmp(&b.width())).unwrap();
        assert!(rect.width() > 300.0 && rect.left() >= 0.0 && rect.right() <= width, "{rect:?}");
    }
}

#[test]
fn theme_language_and_face_are_kept() {
    let mut hand = Hand::sample();
    hand.act(Action::Theme);
    hand.act(Action::BodyFace);
    hand.act(Action::Letters);
    hand.keys(CTRL, Key::Equals);
    hand.act(Action::Language);
    let kept = hand.state().settings.clone();
    assert_eq!((kept.language, kept.serif, kept.size_step), (Language::En, false, 1));
    let hand = hand.reopen();
    assert_eq!(hand.state().settings, kept);
    assert!(hand.shows("File"));
}

#[test]
fn every_action_is_in_the_palette() {
    let mut hand = Hand::sample();
    hand.keys(CTRL, Key::K);
    for action in Action::ALL {
        if !hand.state().offers_action(*action) {
            continue;
        }
        let name = hand.state().action_name(*action);
        assert!(hand.shows(&name), "{name}");
    }
}

#[test]
fn a_menu_entry_does_what_its_key_does() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.event(Event::Paste(crate::hand::SAMPLE.into()));
    hand.click("帮助");
    hand.click("关于朱批");
    assert_eq!(hand.state().floating, Some(zhupi::desk::state::Floating::About));
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
}
