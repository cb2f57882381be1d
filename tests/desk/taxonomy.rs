//! Another taxonomy for the dataset's topics, chosen at the desk.

use crate::hand::{CTRL, Hand};
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
