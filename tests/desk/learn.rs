//! Corrected structure teaches the layout: quietly after an article is done, at once when asked, and it is forgotten.

use crate::hand::{CTRL, CTRL_SHIFT, Hand, SAMPLE};
use egui::Key;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::issue::{ArticleStatus, Issue};
use zhupi::layout::{Taught, VERSION};

fn taught(hand: &Hand) -> Option<Taught> {
    Dataset::open(&hand.dataset(), Access::Read).unwrap().taught().unwrap()
}

/// Opens the sample with a line that makes it another page; who put its blocks together.
fn opened(hand: &mut Hand, line: &str) -> String {
    hand.command(Command::OpenText(format!("{SAMPLE}\n{line}\n")));
    hand.issue().articles[0].blocks[0].by.clone()
}

fn confirm_first(hand: &mut Hand) {
    let block = hand.article().blocks[0].id.clone();
    hand.command(Command::Select { block, anchor: 0, caret: 0 });
    hand.act(Action::Confirm);
}

#[test]
fn an_article_that_is_done_teaches_quietly_and_only_what_comes_later() {
    let mut hand = Hand::sample();
    let article = hand.article().id.clone();
    // Without a word about the structure there is nothing to learn.
    hand.keys(CTRL_SHIFT, Key::Enter);
    assert_eq!(taught(&hand), None);
    hand.command(Command::GoArticle(article.clone()));
    hand.act(Action::Reopen);
    confirm_first(&mut hand);
    assert_eq!(taught(&hand), None, "not before it is done");
    hand.keys(CTRL_SHIFT, Key::Enter);
    assert!(hand.toast().starts_with("这一稿已完成"), "nothing is said of learning: {}", hand.toast());
    let learned = taught(&hand).unwrap();
    assert!(learned.version.starts_with(&format!("{VERSION}+")));
    let before: Issue = hand.issue().clone();
    assert_eq!(before.article(&article).unwrap().status, ArticleStatus::Done);
    assert_eq!(hand.recorded(), before);
    // Taken back, it is learned anew from what stands then.
    hand.keys(CTRL, Key::Z);
    assert_ne!(taught(&hand).map(|taught| taught.version), Some(learned.version));
    assert!(opened(&mut hand, "另一期。").starts_with(&format!("{VERSION}+")));
}

#[test]
fn it_is_learned_and_forgotten_when_asked() {
    let mut hand = Hand::sample();
    hand.act(Action::Learn);
    assert!(hand.toast().contains("没有可学的"), "{}", hand.toast());
    assert_eq!(taught(&hand), None);
    confirm_first(&mut hand);
    hand.act(Action::Learn);
    assert!(hand.toast().starts_with("已从 1 期"), "{}", hand.toast());
    let before = hand.issue().clone();
    let version = taught(&hand).unwrap().version;
    hand.act(Action::Forget);
    assert!(hand.toast().starts_with("已忘掉"));
    assert_eq!(taught(&hand), None);
    // Until somebody asks, nothing teaches: not a done article, not a restart.
    hand.keys(CTRL_SHIFT, Key::Enter);
    assert_eq!(taught(&hand), None);
    let mut hand = hand.reopen();
    assert_eq!(taught(&hand), None);
    assert_eq!(opened(&mut hand, "又一期。"), VERSION);
    hand.act(Action::Learn);
    assert_ne!(taught(&hand).unwrap().version, version);
    let id = before.id.clone();
    hand.command(Command::OpenStored(id));
    assert_eq!(hand.issue().articles[0].blocks, before.articles[0].blocks, "what is there stays");
}
