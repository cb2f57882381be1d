//! Printing: what is in the file is what was on the page, and nothing is written over without asking.

use crate::hand::{CTRL, Hand, SAMPLE};
use egui::Key;
use std::fs;
use std::path::PathBuf;
use zhupi::annotation::Status;
use zhupi::desk::command::Command;
use zhupi::desk::print::{Order, Printed, Unprinted, print};
use zhupi::desk::printing::PrintTurn;
use zhupi::desk::state::Floating;
use zhupi::issue::{Article, Kind};
use zhupi::text::CharRange;

fn solid(text: &str) -> String {
    text.chars().filter(|c| !zhupi::text::is_space(*c)).collect()
}

/// What the program's own reader finds in a PDF, page by page, without white space and without what stands on every
/// page: the line above the text and the page number.
fn read(bytes: &[u8]) -> String {
    let extract = zhupi::source::pdf::read(bytes, "", &mut |_, _| true).unwrap();
    let pages: Vec<&str> = extract.text.split('\u{c}').collect();
    let count = pages.len();
    let page = |(n, page): (usize, &&str)| {
        let (_, text) = page.split_once('\n').expect("a line stands above the text");
        // At its other end the number of a single article.
        let text = solid(text);
        let text = text.strip_prefix("稿件1").unwrap_or(&text);
        text.replace(&format!("{}/{count}", n + 1), "")
    };
    pages.iter().enumerate().map(page).collect()
}

/// The text begins with this one; else it is said where they part.
fn begins_with(text: &str, wanted: &str) {
    let same = text.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(12)).take(40).collect::<String>();
    assert!(text.starts_with(wanted), "at {same}: {:?} for {:?}", around(text), around(wanted));
}

fn order(hand: &Hand, only: Option<&Article>, marks: bool) -> Order {
    let state = hand.state();
    Order {
        issue: hand.issue().clone(),
        only: only.map(|article| article.id.clone()),
        marks,
        labels: state.labels.clone(),
        taxonomy: state.taxonomy.clone(),
        thresholds: state.thresholds,
        strings: state.strings.clone(),
    }
}

fn printed(order: &Order) -> Printed {
    print(order, &|_| true).unwrap()
}

/// Where the dialog would write to.
fn place(hand: &Hand) -> PathBuf {
    PathBuf::from(&hand.h.state().as_ref().unwrap().fields.path)
}

#[test]
fn the_article_is_printed_with_its_marks_and_can_be_copied_out_of_the_file() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.keys(CTRL, Key::P);
    let path = place(&hand);
    assert!(path.parent() == Some(hand.folder.path()) && path.extension().is_some_and(|end| end == "pdf"));
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none() && hand.toast().contains("已印成"), "{}", hand.toast());
    let first = fs::read(&path).unwrap();
    assert!(first.len() < 300_000, "{}", first.len());
    let text = read(&first);
    begins_with(&text, &solid(&hand.article().text()));
    let rest = &text[solid(&hand.article().text()).len()..];
    assert!(rest.contains("分类") && rest.contains("关键词") && rest.contains("图例"), "{rest}");
    assert!(rest.contains("采纳") && rest.contains("待核") && !rest.contains("补标"), "{rest}");
    // Once more: the file is there, so that is asked about; then it is the same, byte by byte.
    hand.keys(CTRL, Key::P);
    hand.key(Key::Enter);
    assert!(matches!(hand.state().floating, Some(Floating::Print { replace: true, .. })));
    assert!(hand.shows_part("同名文件"));
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    assert_eq!(fs::read(&path).unwrap(), first);
    let names: Vec<_> =
        fs::read_dir(hand.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{names:?}");
}

#[test]
fn a_whole_issue_or_a_clean_article_is_chosen_in_the_dialog() {
    let mut hand = Hand::sample();
    hand.keys(CTRL, Key::P);
    let marked = place(&hand);
    hand.click("清稿");
    assert_ne!(place(&hand), marked, "the name says that it is clean");
    let clean = place(&hand);
    hand.key(Key::Enter);
    assert_eq!(read(&fs::read(&clean).unwrap()), solid(&hand.article().text()), "nothing but the text");
    hand.keys(CTRL, Key::P);
    let count = hand.issue().articles.iter().filter(|article| article.kind != Kind::Furniture).count();
    hand.click(&format!("本期 {count} 篇"));
    let whole = place(&hand);
    hand.key(Key::Enter);
    let text = read(&fs::read(&whole).unwrap());
    // Of several articles on a page our reader makes stories of its own; none of their paragraphs is lost.
    for article in hand.issue().articles.iter().filter(|article| article.kind != Kind::Furniture) {
        for block in &article.blocks {
            assert!(text.contains(&solid(&block.text)), "{}", block.text);
        }
    }
    assert_eq!(text.matches("图例").count(), 1, "the key stands once, at the end");
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_else_happens() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    hand.keys(CTRL, Key::P);
    hand.fill("写到", &hand.folder.path().join("没有").join("稿.pdf").display().to_string());
    hand.key(Key::Enter);
    assert!(hand.notice().contains("稿.pdf") && hand.notice().contains("没有写成"), "{}", hand.notice());
    assert!(hand.state().printing.is_none());
    hand.command(Command::Print(PrintTurn::Stop));
    assert_eq!(*hand.issue(), before);
}

#[test]
fn it_can_be_stopped_and_says_how_far_it_is() {
    let hand = Hand::sample();
    let order = order(&hand, None, true);
    assert_eq!(print(&order, &|_| false), Err(Unprinted::Stopped));
    assert_eq!(print(&order, &|share| share < 0.6), Err(Unprinted::Stopped));
    let shares = std::cell::RefCell::new(Vec::new());
    let told = print(&order, &|share| {
        shares.borrow_mut().push(share);
        true
    });
    let shares = shares.into_inner();
    assert!(shares.is_sorted() && shares.len() > 3 && shares.iter().all(|share| (0.0..1.0).contains(share)));
    assert_eq!(told.unwrap(), printed(&order), "the same input gives the same bytes");
    let nothing = Order { only: Some(zhupi::annotation::ArticleId::new("a-none")), ..order };
    assert_eq!(print(&nothing, &|_| true), Err(Unprinted::Nothing));
}

#[test]
fn rare_and_missing_characters_and_nested_marks_are_printed() {
    let hand = Hand::sample();
    let article = hand.article().clone();
    let mut order = order(&hand, Some(&article), true);
    let issue = &mut order.issue;
    let article = issue.articles.iter_mut().find(|other| other.id == article.id).unwrap();
    let block = article.blocks.iter_mut().find(|block| block.entities.len() > 1).unwrap();
    // A character of the supplement, one that no face has, and two that are one glyph in the fonts.
    let odd = "𫚉鱼和\u{1f600}字，“——”·Zhūpí 2026";
    block.text.push_str(odd);
    let end = zhupi::text::char_len(&block.text);
    let length = zhupi::text::char_len(odd);
    let states = [Status::Added, Status::Corrected, Status::Rejected];
    for (n, status) in states.into_iter().enumerate() {
        let mut mark = block.entities[n % 2].clone();
        mark.id = zhupi::annotation::EntityId::new(format!("e-odd-{n}"));
        mark.range = CharRange::new(end - length, end - n as u32);
        mark.status = status;
        block.entities.push(mark);
    }
    let wanted = solid(&article.text());
    let text = read(&printed(&order).bytes);
    begins_with(&text, &wanted);
    assert!(text.contains("改正") && text.contains("补标") && !text.contains("否决"));
}

#[test]
fn an_article_of_many_pages_keeps_every_character() {
    let hand = Hand::sample();
    let article = hand.article().clone();
    let mut order = order(&hand, Some(&article), true);
    let article = order.issue.articles.iter_mut().find(|other| other.id == article.id).unwrap();
    let block = article.blocks.last_mut().unwrap();
    block.entities.clear();
    block.text = solid(SAMPLE).repeat(20);
    let wanted = solid(&article.text());
    let printed = printed(&order);
    assert!(printed.pages > 10, "{}", printed.pages);
    begins_with(&read(&printed.bytes), &wanted);
}
