//! 读作: a wrong character gets a note, and the text stays.

use crate::hand::{CTRL, EDITOR, Hand};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use std::rc::Rc;
use zhupi::annotation::{BlockId, Reading, Relation, RelationId, RelationKind, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command, Shape};
use zhupi::desk::state::Floating;
use zhupi::issue::{Article, Block, Change, Edit, Issue, Kind, Transaction};
use zhupi::text::CharRange;

/// The first paragraph that is long enough, of the article on the page.
fn paragraph(hand: &Hand) -> Block {
    let long =
        |block: &&Block| block.role == zhupi::issue::Role::Paragraph && block.text.chars().count() > 20;
    hand.article().blocks.iter().find(long).unwrap().clone()
}

fn select(hand: &mut Hand, block: &BlockId, from: u32, to: u32) {
    hand.command(Command::Select { block: block.clone(), anchor: from, caret: to });
}

fn readings(issue: &Issue, block: &BlockId) -> Vec<Reading> {
    let (article, n) = issue.holder(block).unwrap();
    article.blocks[n].readings.clone()
}

#[test]
fn a_reading_is_typed_shown_taken_back_and_there_after_a_restart() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    let place = |hand: &Hand| {
        let mut nodes = hand.h.query_all_by_role(Role::Paragraph);
        let holds = |label: String| label.contains(&*block.text);
        nodes.find(|node| node.accesskit_node().label().is_some_and(holds)).unwrap().rect()
    };
    let before = place(&hand);
    select(&mut hand, &block.id, 3, 5);
    hand.keys(CTRL, Key::D);
    assert!(matches!(hand.state().floating, Some(Floating::Reading { .. })));
    hand.write("晴");
    hand.key(Key::Enter);
    let read = readings(hand.issue(), &block.id);
    let printed: String = block.text.chars().skip(3).take(2).collect();
    assert_eq!((read.len(), read[0].range, &*read[0].text), (1, CharRange::new(3, 5), &*printed));
    assert_eq!((&*read[0].reading, &*read[0].by), ("晴", EDITOR));
    assert_eq!(paragraph(&hand).text, block.text, "the text stays as printed");
    assert_eq!(place(&hand), before, "and where it is");
    assert!(hand.toast().contains("读作 晴"), "{}", hand.toast());
    assert_eq!(readings(&hand.recorded(), &block.id), read);
    // Shown where the caret is, on the page for who hears it, and in the list at the right.
    select(&mut hand, &block.id, 4, 4);
    let said = format!("原文“{printed}”，读作“晴”。{EDITOR}");
    let heard = |hand: &Hand| {
        hand.h
            .query_all_by_role(Role::Mark)
            .any(|node| node.accesskit_node().label().is_some_and(|l| l.starts_with(&said)))
    };
    assert!(heard(&hand));
    assert!(hand.shows("改读作…"));
    let mut hand = hand.reopen();
    assert_eq!(readings(hand.issue(), &block.id), read);
    hand.keys(CTRL, Key::Z);
    assert_eq!(readings(hand.issue(), &block.id), []);
    assert!(!heard(&hand));
    hand.keys(CTRL, Key::Y);
    assert_eq!(readings(hand.issue(), &block.id), read);
}

#[test]
fn nothing_typed_takes_it_off_and_without_a_place_it_is_not_asked() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    hand.command(Command::Deselect);
    hand.act(Action::Reading);
    assert!(hand.state().floating.is_none());
    assert!(hand.toast().contains("先选中"));
    hand.command(Command::Read {
        block: block.id.clone(),
        range: CharRange::new(2, 3),
        reading: "间".into(),
    });
    assert_eq!(readings(hand.issue(), &block.id).len(), 1);
    // The caret on it is enough; the field holds what was typed.
    select(&mut hand, &block.id, 3, 3);
    hand.act(Action::Reading);
    assert_eq!(hand.h.state().as_ref().unwrap().fields.reading, "间");
    hand.keys(CTRL, Key::A);
    hand.key(Key::Delete);
    hand.key(Key::Enter);
    assert_eq!(readings(hand.issue(), &block.id), []);
    assert_eq!(readings(&hand.recorded(), &block.id), []);
    hand.act(Action::Unread);
    assert!(hand.toast().contains("没有读作"));
}

#[test]
fn a_reading_goes_with_its_paragraph_and_a_cut_through_it_is_refused() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    hand.command(Command::Read {
        block: block.id.clone(),
        range: CharRange::new(14, 16),
        reading: "间".into(),
    });
    select(&mut hand, &block.id, 15, 15);
    hand.act(Action::SplitBlock);
    assert_eq!(paragraph(&hand).text, block.text, "cut through the reading");
    let free = (4..13).find(|at| {
        let over = |e: &zhupi::annotation::Entity| e.range.start() < *at && *at < e.range.end();
        !block.standing().any(over)
            && block.text.chars().nth(*at as usize - 1).is_some_and(zhupi::text::is_han)
    });
    let at = free.unwrap();
    select(&mut hand, &block.id, at, at);
    hand.act(Action::SplitBlock);
    let (second, range) =
        hand.article().blocks.iter().find_map(|b| Some((b.id.clone(), b.readings.first()?.range))).unwrap();
    assert_ne!(second, block.id);
    assert_eq!(range.len(), 2);
    assert!(range.start() < 14);
    hand.act(Action::JoinBlock);
    assert_eq!(readings(hand.issue(), &block.id)[0].range, CharRange::new(14, 16));
}

/// Two people of different paragraphs of the article, bound by a relation, and the second one's block.
fn bound(hand: &Hand) -> (Issue, BlockId) {
    let mut issue = hand.issue().clone();
    let article = issue.articles.iter_mut().find(|article| article.id == hand.article().id).unwrap();
    let marks: Vec<_> = article.entities().map(|(block, mark)| (block.id.clone(), mark.id.clone())).collect();
    let (first, last) = (marks[0].clone(), marks.iter().rfind(|mark| mark.0 != marks[0].0).unwrap().clone());
    article.relations.push(Relation {
        id: RelationId::new("跨段"),
        kind: RelationKind::Holds,
        from: first.1,
        to: last.1,
        status: Status::Accepted,
        by: EDITOR.into(),
    });
    (issue, last.0)
}

#[test]
fn whatever_part_goes_to_another_article_the_relations_taken_off_are_told() {
    let hand = Hand::sample();
    let (issue, block) = bound(&hand);
    let before = hand.article().clone();
    let relation = issue.article(&before.id).unwrap().relations.last().unwrap().clone();
    let change = Change { before: None, after: Some(relation) };
    let edits = vec![Edit::Relation { article: before.id.clone(), change }];
    let (folder, path) = (Rc::clone(&hand.folder), hand.dataset());
    hand.close();
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    dataset.edit(&issue.id, EDITOR, Transaction { gesture: "gesture.relation".into(), edits }).unwrap();
    dataset.close().unwrap();
    let mut hand = Hand::at(&folder);
    hand.command(Command::Shape(Shape::Detach(block)));
    assert!(hand.toast().ends_with("，解开跨稿关系 1 条"), "{}", hand.toast());
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.issue().article(&before.id).unwrap().relations.len(), before.relations.len() + 1);
}

#[test]
fn a_block_is_dragged_by_its_margin_onto_an_article() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    let here = hand.article().id.clone();
    let titled = |article: &&Article| {
        article.kind == Kind::Article && article.id != here && article.headline().is_some()
    };
    let other = hand.issue().articles.iter().find(titled).unwrap().clone();
    let rect = |hand: &Hand, role: Role, part: &str| {
        let named = |label: String| label.contains(part);
        let mut nodes = hand.h.query_all_by_role(role);
        nodes.find(|node| node.accesskit_node().label().is_some_and(named)).unwrap().rect()
    };
    let row = rect(&hand, Role::Button, &format!("{} 未动", other.headline().unwrap())).center();
    let from = rect(&hand, Role::Paragraph, &block.text).left_top() + egui::vec2(-24.0, 14.0);
    hand.drag(from, row);
    assert_eq!(hand.issue().holder(&block.id).unwrap().0.id, other.id);
    assert!(hand.toast().starts_with("已移到"));
}
