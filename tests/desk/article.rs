//! Topics, keywords, notes, an article's end, and the export.

use crate::hand::{CTRL, Hand};
use egui::{Event, ImeEvent, Key};
use egui_kittest::kittest::Queryable;
use zhupi::annotation::Status;
use zhupi::exchange::article;
use zhupi::issue::ArticleStatus;

const KEYWORD: &str = "添一个关键词，回车";

fn keyword(hand: &Hand, word: &str) -> Option<Status> {
    hand.article().keywords.iter().find(|keyword| keyword.text == word).map(|keyword| keyword.status)
}

fn compose(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None })
}

#[test]
fn topics_stand_or_fall_by_click_and_are_chosen_by_name() {
    let mut hand = Hand::sample();
    let topic = hand.article().topics[0].clone();
    let name = hand.state().taxonomy.get(&topic.code).unwrap().zh.clone();
    let status =
        |hand: &Hand, code: &str| hand.article().topics.iter().find(|t| t.code == code).map(|t| t.status);
    hand.click(&format!("采纳 {name}"));
    assert_eq!(status(&hand, &topic.code), Some(Status::Accepted));
    hand.click(&format!("去掉 {name}"));
    assert_eq!(status(&hand, &topic.code), Some(Status::Rejected));
    let taxonomy = hand.state().taxonomy.clone();
    let absent = |code: &str| hand.article().topics.iter().all(|topic| topic.code != code);
    let other = taxonomy.concepts.iter().find(|c| absent(&c.code)).unwrap();
    hand.keys(CTRL, Key::T);
    hand.write(&other.zh);
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    assert_eq!(status(&hand, &other.code), Some(Status::Added));
    hand.reopen();
}

#[test]
fn a_keyword_is_typed_in_chinese_with_an_input_method() {
    let mut hand = Hand::sample();
    hand.click(KEYWORD);
    let before = hand.issue().clone();
    hand.event(compose("du"));
    hand.event(compose("du lun"));
    hand.key(Key::Enter);
    hand.key(Key::Num1);
    assert_eq!(*hand.issue(), before, "nothing is committed while composing");
    hand.event(Event::Ime(ImeEvent::Commit("渡轮".into())));
    assert_eq!(*hand.issue(), before, "the commit only fills the field");
    hand.key(Key::Enter);
    assert_eq!(keyword(&hand, "渡轮"), Some(Status::Added));
    // The field keeps the keyboard: the next one follows at once.
    hand.write("岛际航线");
    hand.key(Key::Enter);
    assert_eq!(keyword(&hand, "岛际航线"), Some(Status::Added));
    // Digits and Delete in a field are text.
    hand.write("2");
    hand.key(Key::Num2);
    hand.key(Key::Delete);
    assert_eq!(keyword(&hand, "2"), None);
    assert!(hand.article().entities().all(|(_, entity)| entity.is_open()));
    hand.click("渡轮");
    assert_eq!(keyword(&hand, "渡轮"), None, "a click takes it away");
    hand.reopen();
}

#[test]
fn a_finished_article_leads_to_the_next_and_keeps_its_note() {
    let mut hand = Hand::sample();
    let first = hand.article().id.clone();
    hand.key(Key::F9);
    hand.write("第三段的地名待问。");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none());
    assert!(hand.shows("第三段的地名待问。"));
    hand.finish();
    assert_ne!(hand.article().id, first);
    let done = hand.issue().article(&first).unwrap();
    assert_eq!(done.status, ArticleStatus::Done);
    assert_eq!((done.notes[0].text.as_str(), done.notes[0].by.as_str()), ("第三段的地名待问。", "林"));
    assert!(hand.shows("一张船票 连起五座小岛 已完成"));
    hand.reopen();
}

#[test]
fn the_export_holds_the_decisions_and_never_overwrites_unasked() {
    let mut hand = Hand::sample();
    for key in [Key::Tab, Key::Enter, Key::Delete, Key::Num8, Key::Enter] {
        hand.key(key);
    }
    hand.finish();
    let out = hand.folder.path().join("出.jsonl");
    let path = out.display().to_string();
    let export = |hand: &mut Hand| {
        hand.keys(CTRL, Key::E);
        hand.fill("写到", &path);
        hand.key(Key::Enter);
    };
    export(&mut hand);
    assert!(hand.state().floating.is_none());
    assert!(hand.toast().contains(&path), "{}", hand.toast());
    let written = std::fs::read_to_string(&out).unwrap();
    let source = hand.open().source.clone();
    assert_eq!(article::read(&written, Some(&source)).unwrap(), [hand.issue().clone()]);
    std::fs::write(&out, "别人的").unwrap();
    export(&mut hand);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "别人的");
    assert!(hand.h.query_by_label_contains("这里已有同名文件").is_some());
    hand.click("替换");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), written);
    assert!(hand.state().floating.is_none());
    // A place that cannot be written is explained, and the dialog stays.
    hand.keys(CTRL, Key::E);
    hand.fill("写到", &hand.folder.path().join("没有这个夹").join("出.jsonl").display().to_string());
    hand.key(Key::Enter);
    assert!(hand.notice().contains("没有写成"), "{}", hand.notice());
}
