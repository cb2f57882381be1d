//! Another taxonomy for the dataset's topics, chosen at the desk.

use crate::hand::{CTRL, CTRL_SHIFT, Hand};
use egui::Key;
use std::path::PathBuf;
use zhupi::annotation::Status;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};

const TABLE: &str = "code,name,parent,words\n渔,渔业港口,,渔船 渔民 海鲜 码头 出海 港\n渔1,捕捞,渔,渔船 出海\n文,文化生活,,演出 戏 图书 展览 博物馆\n";

fn table(hand: &Hand, text: &str) -> PathBuf {
    let path = hand.folder.path().join("本报分类.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn open_topics(hand: &Hand) -> Vec<String> {
    let open = hand.issue().articles.iter().flat_map(|article| &article.topics);
    open.filter(|topic| topic.status == Status::Proposed).map(|topic| topic.code.clone()).collect()
}

#[test]
fn topics_are_proposed_anew_from_a_table_and_decided_ones_stay() {
    let mut hand = Hand::sample();
    let decided = hand.article().topics[0].code.clone();
    hand.command(Command::Topic(decided.clone(), true));
    assert!(open_topics(&hand).iter().all(|code| code.starts_with("medtop:")));
    let path = table(&hand, TABLE);
    hand.command(Command::UseTaxonomy(Some(path)));
    assert!(hand.toast().contains("本报分类") && hand.toast().contains('3'), "{}", hand.toast());
    assert_eq!(hand.state().taxonomy.concepts.len(), 3);
    let open = open_topics(&hand);
    assert!(!open.is_empty() && open.iter().all(|code| code.starts_with("本报分类:")), "{open:?}");
    assert!(hand.article().topics.iter().any(|t| t.code == decided && t.status == Status::Accepted));
    // The palette offers its topics, those below for whoever types.
    hand.keys(CTRL, Key::T);
    assert!(hand.shows("文 文化生活") && !hand.shows("渔1 捕捞"));
    hand.write("捕捞");
    assert!(hand.shows("渔1 捕捞"));
    hand.key(Key::Enter);
    assert!(hand.article().topics.iter().any(|t| t.code == "本报分类:渔1" && t.status == Status::Added));
    // It belongs to the dataset: there after a restart, and for the program without a window.
    let mut hand = hand.reopen();
    assert_eq!(hand.state().taxonomy.name, "本报分类");
    let kept = Dataset::open(&hand.dataset(), Access::Read).unwrap();
    assert_eq!(kept.taxonomy().map(|taxonomy| taxonomy.concepts.len()), Some(3));
    drop(kept);
    hand.act(Action::OwnTaxonomy);
    assert_eq!(hand.state().taxonomy.tops().count(), 17);
    assert!(open_topics(&hand).iter().all(|code| code.starts_with("medtop:")));
}

#[test]
fn a_file_that_is_no_taxonomy_changes_nothing_and_is_named() {
    let mut hand = Hand::sample();
    let (before, topics) = (hand.state().taxonomy.clone(), open_topics(&hand));
    let path = table(&hand, "code,name\nA,甲\nA,乙\n");
    hand.command(Command::UseTaxonomy(Some(path)));
    assert!(hand.shows_part("本报分类.csv"), "the notice names the file");
    hand.command(Command::UseTaxonomy(Some(hand.folder.path().join("没有.csv"))));
    assert!(hand.shows_part("没有.csv"));
    assert_eq!((hand.state().taxonomy.clone(), open_topics(&hand)), (before, topics));
}

fn kept(hand: &Hand) -> Option<zhupi::annotation::Taxonomy> {
    Dataset::open(&hand.dataset(), Access::Read).unwrap().taxonomy().cloned()
}

fn draft(hand: &Hand) -> &zhupi::desk::taxonomy::TopicDraft {
    &hand.h.state().as_ref().unwrap().fields.topics
}

fn choose(hand: &mut Hand, code: &str) {
    hand.fill("找分类", code);
    assert_eq!(draft(hand).current().unwrap().concept.code, code);
}

#[test]
fn a_topic_is_added_by_keyboard_and_can_be_given_at_once() {
    let mut hand = Hand::sample();
    hand.click("数据");
    hand.click("分类表…");
    choose(&mut hand, "medtop:04000000");
    hand.keys(CTRL_SHIFT, Key::N);
    hand.write("轮渡");
    hand.fill("中文名", "水上交通");
    hand.fill("提示词", "轮渡 客轮 码头");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows("新增 水上交通（own:轮渡）"), "what would change is shown first");
    assert_eq!(kept(&hand), None);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none());
    let made = hand.state().taxonomy.get("own:轮渡").unwrap().clone();
    assert_eq!(made.parent.as_deref(), Some("medtop:04000000"));
    assert_eq!(made.words, ["轮渡", "客轮", "码头"]);
    assert!(open_topics(&hand).iter().any(|code| code.starts_with("medtop:")), "the others go on");
    hand.keys(CTRL, Key::T);
    hand.write("水上");
    hand.key(Key::Enter);
    assert!(hand.article().topics.iter().any(|t| t.code == "own:轮渡" && t.status == Status::Added));
    let hand = hand.reopen();
    assert_eq!(kept(&hand).unwrap().name, "本报分类");
    assert_eq!(hand.state().taxonomy.concepts.len(), 140);
}

#[test]
fn a_merged_topic_takes_its_articles_along_and_the_change_can_be_taken_back() {
    let mut hand = Hand::sample();
    let code = hand.article().topics[0].code.clone();
    hand.command(Command::Topic(code.clone(), true));
    hand.act(Action::Topics);
    // What others lie under does not go alone.
    choose(&mut hand, &code);
    hand.keys(CTRL, Key::Delete);
    assert!(hand.shows_part("下面还有分类"));
    let below: Vec<String> = hand
        .state()
        .taxonomy
        .concepts
        .iter()
        .filter(|c| c.parent.as_ref() == Some(&code))
        .map(|c| c.code.clone())
        .collect();
    for code in &below {
        choose(&mut hand, code);
        hand.keys(CTRL, Key::Delete);
    }
    choose(&mut hand, &code);
    hand.keys(CTRL, Key::M);
    hand.write("体育");
    hand.key(Key::Enter);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("稿改分类"), "what it comes to is counted first");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.toast().contains("分类表已改"), "{}", hand.toast());
    let sport = hand.state().taxonomy.concepts.iter().find(|c| c.zh == "体育").unwrap().code.clone();
    let has = |hand: &Hand, code: &str| {
        hand.article().topics.iter().any(|t| t.code == code && t.status == Status::Accepted)
    };
    assert!(has(&hand, &sport) && hand.state().taxonomy.get(&code).is_none());
    hand.act(Action::Undo);
    assert!(has(&hand, &code) && !has(&hand, &sport));
}

#[test]
fn a_draft_that_is_not_written_waits_and_bad_ones_are_refused_with_their_place() {
    let mut hand = Hand::sample();
    hand.act(Action::Topics);
    hand.keys(CTRL, Key::N);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("还没有代码或名称"));
    hand.fill("中文名", "甲");
    hand.fill("代码", "medtop:11000000");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("medtop:11000000"), "the code that stands twice");
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
    hand.act(Action::Topics);
    assert!(hand.shows_part("接着上次") && draft(&hand).is_changed());
    // Under another topic, and to the top again.
    hand.fill("代码", "own:甲");
    hand.keys(CTRL, Key::U);
    hand.write("体育");
    hand.key(Key::Enter);
    assert_eq!(draft(&hand).above(draft(&hand).row).unwrap().concept.zh, "体育");
    hand.keys(CTRL, Key::U);
    hand.key(Key::Enter);
    assert!(draft(&hand).above(draft(&hand).row).is_none());
    hand.click("改动作罢");
    assert!(!draft(&hand).is_changed());
    let path = hand.folder.path().join("表.csv");
    hand.command(Command::Topics(zhupi::desk::taxonomy::TopicTurn::To(path.clone())));
    let again = zhupi::annotation::Taxonomy::open(&path).unwrap();
    assert_eq!(again.concepts.len(), 139);
}
