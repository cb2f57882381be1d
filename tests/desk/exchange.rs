//! Exporting in other tools' formats and bringing in what they have marked.

use crate::hand::{CTRL, EDITOR, Hand, folder};
use egui::Key;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use zhupi::annotation::Status;
use zhupi::desk::command::{Action, Command};
use zhupi::desk::export::{ExportForm, ExportTurn};
use zhupi::desk::import::{ImportForm, ImportTurn};
use zhupi::desk::state::Floating;
use zhupi::exchange::{Scope, Thing};
use zhupi::issue::Block;

fn form(hand: &Hand) -> &ExportForm {
    match &hand.state().floating {
        Some(Floating::Export(form)) => form,
        other => panic!("{other:?}"),
    }
}

fn import(hand: &Hand) -> &ImportForm {
    match &hand.state().floating {
        Some(Floating::Import(form)) => form,
        other => panic!("{other:?}"),
    }
}

fn place(hand: &Hand) -> PathBuf {
    PathBuf::from(&hand.h.state().as_ref().unwrap().fields.path)
}

/// The sample with two marks accepted.
fn decided() -> Hand {
    let mut hand = Hand::sample();
    for _ in 0..2 {
        hand.key(Key::Tab);
        hand.key(Key::Enter);
    }
    hand
}

#[test]
fn the_dialog_says_what_is_lost_before_anything_is_written() {
    let mut hand = decided();
    hand.keys(CTRL, Key::E);
    assert!(hand.shows_part("这种格式放不下什么") || hand.shows_part("全留"));
    // Our own form loses nothing; down the list is Label Studio, then the tags.
    let look = |hand: &Hand| form(hand).look.clone().unwrap().unwrap();
    assert_eq!((form(&hand).format, look(&hand).report.sums().2), ("article", 0));
    hand.key(Key::ArrowDown);
    assert_eq!(form(&hand).format, "label-studio");
    while form(&hand).format != "conll" {
        hand.key(Key::ArrowDown);
    }
    let before = look(&hand);
    assert_eq!(before.report.row(Thing::Entities).kept, 2);
    assert!(before.report.row(Thing::Topics).count() == 0 && before.report.row(Thing::Undecided).lost > 50);
    assert!(before.start.starts_with("-DOCSTART-"), "{}", before.start);
    assert!(hand.shows_part("没有裁定的提议") && hand.shows_part("开头"));
    // With the proposals, and by another scheme.
    hand.click("待核的提议也写出");
    let after = look(&hand);
    assert!(after.report.row(Thing::Entities).kept > 50 && after.report.row(Thing::Undecided).bent > 50);
    hand.click("BMES");
    assert!(!look(&hand).start.contains("\tI-"), "{}", look(&hand).start);
    hand.click("只要本稿");
    assert_eq!(look(&hand).report.articles, 1);
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
    let left: Vec<_> =
        fs::read_dir(hand.folder.path()).unwrap().flatten().map(|file| file.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("conll")), "{left:?}");
}

#[test]
fn an_export_stands_beside_its_records_and_nothing_is_written_over_unasked() {
    let mut hand = decided();
    hand.act(Action::Export);
    hand.command(Command::Export(ExportTurn::Format("conll")));
    let path = place(&hand);
    assert!(path.to_string_lossy().ends_with(".conll.txt"), "{path:?}");
    let index = zhupi::exchange::beside(&path, ".index.tsv");
    fs::write(&index, "mine").unwrap();
    hand.click("同时写一份 article/1，什么也不丢");
    hand.key(Key::Enter);
    // The table beside it is somebody else's.
    assert!(!path.exists() && hand.shows("替换") && hand.shows_part("index.tsv"));
    assert_eq!(fs::read_to_string(&index).unwrap(), "mine");
    // Another place is asked for anew.
    let other = hand.folder.path().join("另.txt");
    hand.fill("写到", other.to_str().unwrap());
    hand.key(Key::Enter);
    assert!(other.is_file() && hand.toast().contains("已导出"), "{}", hand.toast());
    let records = fs::read_to_string(hand.folder.path().join("另.article.jsonl")).unwrap();
    assert_eq!(records.lines().count(), hand.issue().articles.len());
    assert!(fs::read_to_string(&other).unwrap().contains("\tB-"));
    // The format is the one that was used last.
    hand.act(Action::Export);
    assert_eq!(form(&hand).format, "conll");
    hand.key(Key::Enter);
    hand.key(Key::Enter);
    assert!(path.is_file() && fs::read_to_string(&index).unwrap().starts_with("line"));
    // The list of what is lost, as a file.
    hand.act(Action::Export);
    hand.click("另存这份清单");
    let list = zhupi::exchange::beside(&place(&hand), ".清单.tsv");
    assert!(fs::read_to_string(list).unwrap().contains("实体与标签"));
}

#[test]
fn a_folder_is_written_whole_and_a_stopped_export_leaves_nothing() {
    let mut hand = decided();
    hand.act(Action::Export);
    hand.command(Command::Export(ExportTurn::Format("brat")));
    hand.command(Command::Export(ExportTurn::Scope(Scope::All)));
    let path = place(&hand);
    hand.key(Key::Enter);
    assert!(path.join("annotation.conf").is_file(), "{path:?}");
    let hidden = fs::read_dir(hand.folder.path()).unwrap().flatten();
    assert_eq!(hidden.filter(|file| file.file_name().to_string_lossy().ends_with(".part")).count(), 0);
}

/// The first paragraph with a place for two marks, and what another tool says of them.
fn task(hand: &Hand) -> (serde_json::Value, String) {
    let article = hand.article();
    let block: &Block = article.blocks.iter().find(|block| block.text.chars().count() > 40).unwrap();
    let text = article.text();
    let start = article.placed_blocks().find(|(_, b)| b.id == block.id).unwrap().0;
    let quote: String = block.text.chars().take(6).collect();
    let mark = |id: &str, from: u32, to: u32, label: &str| {
        let words: String = text.chars().skip(from as usize).take((to - from) as usize).collect();
        json!({"id": id, "type": "labels", "from_name": "ner",
            "value": {"start": from, "end": to, "text": words, "labels": [label]}})
    };
    let results = json!([mark("a", start, start + 6, "EVT"), mark("b", start + 8, start + 10, "MISC")]);
    (json!([{"id": 1, "data": {"text": text}, "annotations": [{"result": results}]}]), quote)
}

fn file(hand: &Hand, name: &str, value: &serde_json::Value) -> PathBuf {
    let path = hand.folder.path().join(name);
    fs::write(&path, value.to_string()).unwrap();
    path
}

fn added(hand: &Hand, text: &str) -> Option<(String, Status)> {
    let mut marks = hand.article().entities().map(|(_, mark)| mark);
    marks.find(|mark| mark.text == text).map(|mark| (mark.label.to_string(), mark.status))
}

#[test]
fn what_another_tool_marked_comes_in_by_a_table_that_is_remembered() {
    let mut hand = Hand::sample();
    let (tasks, quote) = task(&hand);
    let path = file(&hand, "别人.json", &tasks);
    hand.choose(Action::Import, &path);
    assert_eq!(import(&hand).format, Some("label-studio"));
    assert_eq!(import(&hand).labels(), [("EVT", 1), ("MISC", 1)]);
    // The first label is an event here, the second is left alone.
    hand.key(Key::Num6);
    assert_eq!(import(&hand).table.of("EVT"), "EVENT");
    hand.key(Key::Enter);
    let arrived = import(&hand).arrived.clone().unwrap();
    assert_eq!((arrived.placed, arrived.astray.len(), arrived.same), (1, 1, 1));
    assert!(hand.shows_part("没有位置的 1 处") && hand.shows_part("没有这个标签"));
    assert_eq!(added(&hand, &quote).map(|(label, _)| label).as_deref(), Some("EVENT"));
    hand.click("另存这份清单");
    let list = zhupi::exchange::beside(&path, ".没有位置的.tsv");
    assert!(fs::read_to_string(list).unwrap().contains("MISC"));
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
    // One step back takes all of it back.
    hand.keys(CTRL, Key::Z);
    assert_eq!(added(&hand, &quote), None);
    // The table is remembered; Delete leaves a label out, and nothing is listed for it.
    hand.choose(Action::Import, &path);
    assert_eq!(import(&hand).table.of("EVT"), "EVENT");
    hand.key(Key::ArrowDown);
    hand.key(Key::Delete);
    hand.click("都算提议，由你裁定");
    hand.key(Key::Enter);
    let arrived = import(&hand).arrived.clone().unwrap();
    assert_eq!((arrived.placed, arrived.astray.len()), (1, 0));
    assert!(hand.shows("全部有了位置。"));
    hand.key(Key::Escape);
    assert_eq!(added(&hand, &quote), Some(("EVENT".into(), Status::Proposed)));
}

#[test]
fn a_bad_file_says_where_and_nothing_comes_in() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let path = hand.folder.path().join("坏.jsonl");
    fs::write(&path, "{\"text\":\"王平\"}\n{\"text\":\"王平\",\"label\":[[0,\n").unwrap();
    hand.command(Command::Import(ImportTurn::File(path)));
    hand.command(Command::Import(ImportTurn::Format("doccano")));
    assert!(hand.shows_part("坏.jsonl") && hand.shows_part("第 2 行"));
    // Enter has nothing to bring in.
    hand.key(Key::Enter);
    assert!(import(&hand).arrived.is_none());
    hand.key(Key::Escape);
    assert_eq!(*hand.issue(), before);
}

#[test]
fn texts_that_are_new_become_articles_also_where_nothing_is_open() {
    let folder = folder(EDITOR);
    let mut hand = Hand::at(&folder);
    let path =
        file(&hand, "新.jsonl", &json!({"text": "云溪治水\n记者陆承业报道。", "label": [[7, 10, "PER"]]}));
    hand.command(Command::Import(ImportTurn::File(path.clone())));
    assert_eq!(import(&hand).format, Some("doccano"));
    assert!(import(&hand).fresh);
    hand.key(Key::Enter);
    hand.key(Key::Escape);
    assert_eq!(hand.article().text(), "云溪治水\n记者陆承业报道。");
    assert_eq!(added(&hand, "陆承业").map(|(label, _)| label).as_deref(), Some("PER"));
    assert!(Path::new(&path).exists());
}
