//! The label set editor: changed, looked at, written; marks go along.

use crate::hand::{CTRL, EDITOR, Hand, SAMPLE, folder};
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use std::fmt::Write;
use zhupi::annotation::{Entity, LabelId, LabelSet};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::labels::{LabelStep, LabelTurn, lines};
use zhupi::desk::state::Floating;
use zhupi::issue::{Article, Issue};

fn of<'a>(issue: &'a Issue, label: &str) -> Vec<&'a Entity> {
    let marks = issue.articles.iter().flat_map(Article::entities).map(|(_, mark)| mark);
    marks.filter(|mark| mark.label.as_str() == label).collect()
}

fn kept(hand: &Hand) -> LabelSet {
    Dataset::open(&hand.dataset(), Access::Read).unwrap().label_set()
}

fn choose(hand: &mut Hand, id: &str) {
    hand.fill("找标签", id);
    assert_eq!(hand.state_draft().current().unwrap().id, id);
}

impl Hand {
    fn state_draft(&self) -> &zhupi::desk::labels::LabelDraft {
        &self.h.state().as_ref().unwrap().fields.labels
    }

    fn said(&self) -> String {
        self.state().strings.say(self.state_draft().said.as_ref().expect("something is said"))
    }
}

#[test]
fn a_new_label_with_its_key_is_there_at_once_and_after_a_restart() {
    let mut hand = Hand::sample();
    hand.click("数据");
    hand.click("标签集…");
    hand.keys(CTRL, Key::N);
    hand.write("SLOGAN");
    hand.fill("中文名", "<b>口号</b>");
    let before = hand.state().labels.clone();
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows("新增 <b>口号</b>（SLOGAN），键 9"), "what would change is shown first");
    assert_eq!((hand.state().labels.clone(), kept(&hand)), (before.clone(), before));
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none());
    let made = hand.state().labels.by_key(9).unwrap().clone();
    assert_eq!((made.id.as_str(), &*made.en, &*made.letter_zh), ("SLOGAN", "SLOGAN", "<"));
    hand.key(Key::Tab);
    let mark = hand.selected().id.clone();
    hand.key(Key::Num9);
    assert_eq!(hand.mark(&mark).label.as_str(), "SLOGAN");
    let hand = hand.reopen();
    assert_eq!(hand.state().labels.by_key(9), Some(&made));
}

#[test]
fn a_name_changes_and_the_id_stays_and_keys_change_places() {
    let mut hand = Hand::sample();
    hand.act(Action::Labels);
    choose(&mut hand, "TERM");
    hand.fill("中文名", "口号");
    hand.click("键 1");
    hand.click("颜色 3");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows("口号（TERM）：中文名由“提法”改为“口号”"));
    assert!(hand.shows("口号（TERM）：键由 8 改为 1") && hand.shows("人物（PER）：键由 1 改为 8"));
    hand.click("写入");
    let labels = &hand.state().labels;
    assert_eq!(labels.by_key(1).unwrap().id.as_str(), "TERM");
    assert_eq!(labels.by_key(8).unwrap().id.as_str(), "PER");
    assert_eq!(labels.slot(&LabelId::new("TERM")), Some(2));
    assert!(!of(hand.issue(), "TERM").is_empty());
    assert_eq!(kept(&hand), *labels);
}

#[test]
fn commands_of_digits_have_the_labels_own_names_everywhere() {
    let mut hand = Hand::sample();
    hand.act(Action::Labels);
    choose(&mut hand, "TERM");
    hand.fill("中文名", "口号");
    hand.keys(CTRL, Key::Enter);
    hand.keys(CTRL, Key::Enter);
    let (one, all) = ("标为口号", "同样的都标为口号");
    assert_eq!(hand.state().action_name(Action::Label8), one);
    hand.click("标注");
    assert!(hand.shows(one) && hand.shows(all), "in the menu");
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::K);
    hand.write(all);
    assert!(hand.shows_part(all), "in the palette");
    hand.key(Key::Escape);
    hand.act(Action::Settings);
    hand.command(Command::SettingsPart(zhupi::desk::state::SettingsPart::Keys));
    hand.write("口号");
    assert!(hand.shows_part(one) && hand.shows_part(all), "in the key table");
    hand.key(Key::Escape);
    // A set without a label for a digit offers none.
    assert!(!hand.state().offers_action(Action::Label9));
}

#[test]
fn a_merge_says_what_it_does_and_does_that_and_can_be_undone() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let count = of(&before, "TITLE").iter().filter(|mark| mark.status.stands()).count();
    let relations: usize = before.articles.iter().map(|article| article.relations.len()).sum();
    assert!(count > 0 && relations > 0);
    hand.act(Action::Labels);
    choose(&mut hand, "TITLE");
    hand.keys(CTRL, Key::M);
    hand.write("提法");
    hand.key(Key::Enter);
    assert_eq!(hand.state_draft().step, LabelStep::Form);
    hand.keys(CTRL, Key::Enter);
    let forecast = hand.state_draft().forecast.clone().expect("it is counted");
    let toll = forecast.tolls[&LabelId::new("TITLE")];
    assert_eq!((toll.issues, toll.relabelled + toll.joined), (1, count));
    let said = &lines::lines(&hand.state().strings, hand.state_draft())[0];
    assert!(
        said.starts_with(&format!("职务（TITLE）并入提法（TERM）：1 期 {} 处", toll.relabelled)),
        "{said}"
    );
    assert_eq!(*hand.issue(), before, "nothing is written yet");
    hand.keys(CTRL, Key::Enter);
    assert!(of(hand.issue(), "TITLE").is_empty());
    let left: usize = hand.issue().articles.iter().map(|article| article.relations.len()).sum();
    assert_eq!(relations - left, toll.relations);
    assert_eq!(hand.recorded(), *hand.issue());
    assert!(hand.toast().contains("1 期"), "{}", hand.toast());
    assert!(!hand.state().labels.labels.iter().any(|label| label.id.as_str() == "TITLE"));
    // The marks come back in one step.
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
}

#[test]
fn a_removed_label_takes_its_marks_along_and_new_pages_have_none() {
    let mut hand = Hand::sample();
    assert!(!of(hand.issue(), "LOC").is_empty());
    hand.act(Action::Labels);
    choose(&mut hand, "LOC");
    hand.click("移除");
    assert!(hand.shows("“地点”写入后不在标签集里：移除"));
    hand.keys(CTRL, Key::Enter);
    hand.keys(CTRL, Key::Enter);
    assert!(of(hand.issue(), "LOC").is_empty());
    let text = SAMPLE.replace("鹭汀", "鹭亭");
    hand.command(Command::OpenText(text));
    assert!(!of(hand.issue(), "PER").is_empty() && of(hand.issue(), "LOC").is_empty());
}

#[test]
fn what_cannot_be_says_why_and_nothing_changes() {
    let mut hand = Hand::sample();
    let before = kept(&hand);
    hand.act(Action::Labels);
    hand.keys(CTRL, Key::Enter);
    assert_eq!(hand.said(), "标签集没有改动。");
    hand.keys(CTRL, Key::N);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.said().contains("还没有标识"), "{}", hand.said());
    hand.fill("标识", "PER");
    hand.fill("中文名", "甲");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.said().contains("“PER”已有"), "{}", hand.said());
    hand.fill("标识", &"长".repeat(33));
    hand.keys(CTRL, Key::Enter);
    assert!(hand.said().contains("32"), "{}", hand.said());
    hand.fill("标识", "A");
    hand.fill("中文名", "机构");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.said().contains("“机构”已有"), "{}", hand.said());
    assert_eq!(hand.state_draft().step, LabelStep::Form);
    // Closing loses nothing of it.
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
    hand.act(Action::Labels);
    assert!(hand.said().contains("上次") && hand.state_draft().rows.len() == 9);
    hand.click("改动作罢");
    assert_eq!((hand.state_draft().rows.len(), kept(&hand)), (8, before));
}

#[test]
fn a_set_goes_to_a_file_and_comes_from_one_and_nonsense_is_refused() {
    let mut hand = Hand::sample();
    hand.act(Action::Labels);
    let path = hand.folder.path().join("标签.json");
    hand.command(Command::Labels(LabelTurn::To(path.clone())));
    let set: LabelSet = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(set, LabelSet::newspaper());
    std::fs::write(&path, "{\"name\": 3}").unwrap();
    hand.command(Command::Labels(LabelTurn::From(path.clone())));
    assert!(hand.said().contains("标签.json") && hand.state_draft().rows.len() == 8, "{}", hand.said());
    let label = r#"{"id":"X","zh":"甲","en":"","letter_zh":"","letter_en":"","color":"","key":"#;
    std::fs::write(&path, format!(r#"{{"name":"新","labels":[{label}1}},{label}2}}]}}"#)).unwrap();
    hand.command(Command::Labels(LabelTurn::From(path.clone())));
    hand.keys(CTRL, Key::Enter);
    assert!(hand.said().contains("“X”已有"), "{}", hand.said());
    hand.command(Command::Labels(LabelTurn::Reset));
    std::fs::write(&path, format!(r#"{{"name":"新","labels":[{label}1}}]}}"#)).unwrap();
    hand.command(Command::Labels(LabelTurn::From(path)));
    assert!(hand.said().contains('8'), "those that the file does not have stay: {}", hand.said());
    hand.keys(CTRL, Key::Enter);
    hand.keys(CTRL, Key::Enter);
    let labels = &hand.state().labels.labels;
    assert_eq!((labels.len(), labels[0].id.as_str(), labels[0].key), (9, "X", 1));
    assert_eq!(labels.iter().find(|label| label.id.as_str() == "PER").unwrap().key, 0);
}

#[test]
fn five_thousand_labels_do_not_break_the_desk() {
    let mut hand = Hand::sample();
    let mut json = String::from(r#"{"name":"多","labels":["#);
    for n in 0..5000 {
        let comma = if n == 0 { "" } else { "," };
        let label = r#""letter_zh":"","letter_en":"","color":"","key":0}"#;
        write!(json, r#"{comma}{{"id":"<i>{n}","zh":"'名\"{n}","en":"",{label}"#).unwrap();
    }
    json += "]}";
    let path = hand.folder.path().join("多.json");
    std::fs::write(&path, json).unwrap();
    hand.act(Action::Labels);
    hand.command(Command::Labels(LabelTurn::From(path)));
    hand.keys(CTRL, Key::Enter);
    hand.keys(CTRL, Key::Enter);
    assert_eq!(hand.state().labels.labels.len(), 5008);
    for action in [Action::Details, Action::Review, Action::Quality, Action::Context, Action::Desk] {
        hand.act(action);
    }
    hand.key(Key::Tab);
    let mark = hand.selected().id.clone();
    hand.key(Key::Num0);
    hand.write("名\"4999");
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&mark).label.as_str(), "<i>4999");
    hand.act(Action::Labels);
    assert!(hand.h.query_all_by_role(egui::accesskit::Role::MenuItem).count() < 60, "only what is seen");
    let hand = hand.reopen();
    assert_eq!(hand.state().labels.labels.len(), 5008);
}

#[test]
fn it_fits_the_smallest_window_and_is_refused_without_a_dataset() {
    let mut hand = Hand::sample();
    for (width, height) in [(960.0, 600.0), (1280.0, 720.0)] {
        hand.h.set_size(vec2(width, height));
        hand.quiet();
        hand.act(Action::Labels);
        for name in ["看会改什么", "加标签", "导出…", "颜色 8", "下移"] {
            let rect = hand.h.get_by_label(name).rect();
            assert!(hand.h.ctx.content_rect().contains_rect(rect), "{name} {rect:?} in {width} × {height}");
        }
        hand.key(Key::Escape);
    }
    let mut hand = Hand::at(&folder(EDITOR));
    hand.act(Action::Labels);
    assert!(hand.state().floating != Some(Floating::Labels));
    assert!(hand.toast().contains("数据集"));
}
