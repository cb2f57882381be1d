//! Corrected structure teaches the layout: quietly after an article is done, at once when asked, and it is forgotten.

use crate::hand::{CTRL, CTRL_SHIFT, Hand, SAMPLE, folder};
use egui::Key;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::issue::{Article, ArticleStatus, Issue};
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
    hand.finish();
    assert_eq!(taught(&hand), None);
    hand.command(Command::GoArticle(article.clone()));
    hand.act(Action::Reopen);
    confirm_first(&mut hand);
    assert_eq!(taught(&hand), None, "not before it is done");
    hand.finish();
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
    hand.finish();
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

/// Two articles in which the same body stands, whose name the program does not know.
const NAMES: &str = include_str!("../data/names.txt");
const NAME: &str = "听潮队";

/// Whether the name is proposed as a body in an article.
fn named(article: &Article) -> bool {
    article.entities().any(|(_, mark)| mark.text == NAME && mark.label.as_str() == "ORG" && mark.is_open())
}

/// Marks the name as a body wherever it stands in the article on the page, accepts what else is proposed there, and
/// finishes it.
fn finish(hand: &mut Hand) {
    let places: Vec<_> =
        hand.article().blocks.iter().map(|block| (block.id.clone(), block.text.clone())).collect();
    for (block, text) in places {
        for (at, _) in text.match_indices(NAME) {
            let anchor = text[..at].chars().count() as u32;
            hand.command(Command::Select { block: block.clone(), anchor, caret: anchor + 3 });
            hand.act(label(hand, "ORG"));
        }
    }
    hand.finish();
}

fn label(hand: &Hand, name: &str) -> Action {
    let keys =
        [Action::Label1, Action::Label2, Action::Label3, Action::Label4, Action::Label5, Action::Label6];
    let labelled = |key: &u8| hand.state().labels.by_key(*key).is_some_and(|label| label.id.as_str() == name);
    keys[usize::from((1..=6).find(labelled).unwrap()) - 1]
}

#[test]
fn an_article_that_is_done_renews_the_proposals_of_the_others_and_leaves_decisions() {
    let folder = folder("林晚");
    let mut hand = Hand::at(&folder);
    hand.command(Command::OpenText(NAMES.to_owned()));
    let articles: Vec<_> = hand
        .issue()
        .articles
        .iter()
        .filter(|article| article.text().contains(NAME))
        .map(|article| article.id.clone())
        .collect();
    let [first, second] = &articles[..] else { panic!("{} articles", articles.len()) };
    let of = |hand: &Hand, id| hand.issue().article(id).unwrap().clone();
    assert!(!named(&of(&hand, first)) && !named(&of(&hand, second)));
    // A decision in the other article, a selected mark there, and its proposals before.
    hand.command(Command::GoArticle(second.clone()));
    let decided = hand.article().entities().find(|(_, mark)| mark.is_open()).unwrap().1.id.clone();
    hand.command(Command::SelectMark(decided.clone(), false));
    hand.act(Action::Accept);
    let (decision, before) = (hand.mark(&decided).clone(), of(&hand, second));
    hand.command(Command::GoArticle(first.clone()));
    finish(&mut hand);
    let after = of(&hand, second);
    assert!(named(&after), "the confirmed name is proposed in the other article");
    assert_eq!(hand.mark(&decided), &decision);
    assert_eq!(hand.recorded(), *hand.issue());
    let learned = hand.state().learned.clone().unwrap();
    let said = hand.state().strings.say(&learned);
    assert!(said.starts_with("已从 1 篇学会，更新 ") && said.ends_with(" 处提议"), "{said}");
    // What was proposed before and still is has its id.
    for (_, mark) in before.entities() {
        let same = after
            .entities()
            .find(|(_, now)| now.range == mark.range && now.label == mark.label && now.text == mark.text);
        assert!(same.is_none_or(|(_, now)| now.id == mark.id));
    }
    // It survives a restart, and another page is proposed for with what was learned.
    let mut hand = hand.reopen();
    hand.command(Command::OpenText(format!("{NAMES}\n另一期。\n")));
    assert!(hand.issue().articles.iter().any(named), "later pages know the name");
    // Everything is taken back to the beginning, past the newer proposals, and done again.
    let id = Dataset::open(&hand.dataset(), Access::Read).unwrap().issues().unwrap()[0].id.clone();
    hand.command(Command::OpenStored(id));
    let end = hand.issue().clone();
    let mut steps = 0;
    while hand.state().history.0 {
        hand.keys(CTRL, Key::Z);
        steps += 1;
        assert!(steps < 20 && hand.state().notice.is_none());
    }
    assert!(steps >= 4);
    assert!(hand.mark(&decided).is_open() && of(&hand, first).status != ArticleStatus::Done);
    assert_eq!(hand.recorded(), *hand.issue());
    while hand.state().history.1 {
        hand.keys(CTRL_SHIFT, Key::Z);
    }
    assert_eq!(*hand.issue(), end);
}
