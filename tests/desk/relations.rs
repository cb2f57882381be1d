//! Who holds which title of which body: listed, decided and made by hand.

use crate::hand::{CTRL, EDITOR, Hand, SHIFT};
use egui::Key;
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{Entity, EntityId, Relation, RelationKind, Status};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::state::Drawn;

/// An article of the sample with a proposed relation of a person and a title.
fn with_relations(hand: &mut Hand) -> Relation {
    let holds = |r: &&Relation| r.kind == RelationKind::Holds && r.status == Status::Proposed;
    let found = hand.issue().articles.iter().find_map(|article| {
        article.relations.iter().find(holds).map(|relation| (article.id.clone(), relation.clone()))
    });
    let (article, relation) = found.expect("the sample has persons with titles");
    hand.command(Command::GoArticle(article));
    relation
}

fn text(hand: &Hand, id: &EntityId) -> String {
    hand.article().entities().map(|(_, mark)| mark).find(|mark| mark.id == *id).unwrap().text.clone()
}

fn now(hand: &Hand, relation: &Relation) -> Option<Relation> {
    hand.article().relations.iter().find(|other| other.id == relation.id).cloned()
}

#[test]
fn a_proposed_relation_is_listed_accepted_refused_and_taken_back() {
    let mut hand = Hand::sample();
    let relation = with_relations(&mut hand);
    let said = format!("{} 任 {}", text(&hand, &relation.from), text(&hand, &relation.to));
    assert!(hand.shows_part(&format!("采纳 {said}")), "{said}");
    hand.command(Command::Relation(relation.id.clone(), true));
    let accepted = now(&hand, &relation).unwrap();
    assert_eq!((accepted.status, &*accepted.by), (Status::Accepted, EDITOR));
    assert_eq!(*hand.issue(), hand.recorded(), "it is on the disk");
    hand.keys(CTRL, Key::Z);
    assert_eq!(now(&hand, &relation), Some(relation.clone()));
    let listed = |hand: &Hand| hand.h.query_all_by_label(&said).count();
    let before = listed(&hand);
    hand.command(Command::Relation(relation.id.clone(), false));
    assert_eq!(now(&hand, &relation).map(|r| r.status), Some(Status::Rejected));
    assert_eq!(listed(&hand) + 1, before, "what is refused is not listed");
}

#[test]
fn two_marks_are_related_by_name_in_either_order_and_parted_again() {
    let mut hand = Hand::sample();
    let relation = with_relations(&mut hand);
    hand.command(Command::Relation(relation.id.clone(), false));
    // From the title, the person is found by typing.
    hand.command(Command::SelectMark(relation.to.clone(), false));
    hand.keys(CTRL, Key::R);
    let person = text(&hand, &relation.from);
    hand.write(&person);
    hand.key(Key::Enter);
    let stands = |hand: &Hand| {
        let same = |r: &&Relation| r.from == relation.from && r.to == relation.to && r.status.stands();
        hand.article().relations.iter().find(same).cloned()
    };
    let made = stands(&hand).expect("related again");
    assert_eq!(made.kind, RelationKind::Holds);
    // A relation of the editor's own making is taken off whole.
    let other = hand
        .article()
        .entities()
        .map(|(_, mark)| mark)
        .find(|mark| mark.label.as_str() == "PER" && mark.id != relation.from && mark.status.stands());
    let other: Entity = other.expect("another person").clone();
    hand.command(Command::Relate(relation.to.clone(), other.id.clone()));
    let own = hand.article().relations.iter().find(|r| r.from == other.id && r.to == relation.to);
    let own = own.expect("made").clone();
    assert_eq!(own.status, Status::Added);
    hand.command(Command::Relation(own.id.clone(), false));
    assert_eq!(now(&hand, &own), None);
}

#[test]
fn marks_that_no_relation_suits_are_told_so() {
    let mut hand = Hand::sample();
    let time = hand.issue().articles.iter().find_map(|article| {
        let mark = article.entities().map(|(_, mark)| mark).find(|mark| mark.label.as_str() == "TIME");
        mark.map(|mark| (article.id.clone(), mark.id.clone()))
    });
    let (article, mark) = time.unwrap();
    hand.command(Command::GoArticle(article));
    hand.command(Command::SelectMark(mark, false));
    hand.act(Action::Relate);
    assert!(hand.toast().contains("人物与职务"), "{}", hand.toast());
    assert!(hand.state().floating.is_none());
}

#[test]
fn relations_are_drawn_as_arcs_where_that_is_asked_for() {
    let mut hand = Hand::sample();
    with_relations(&mut hand);
    let shapes = |hand: &Hand| hand.h.output().shapes.len();
    let before = shapes(&hand);
    hand.keys(SHIFT, Key::F8);
    assert_eq!(hand.state().drawn, Drawn::Arcs);
    assert!(shapes(&hand) > before, "something more is drawn");
    // Without marks there are no arcs; the same key brings back what was.
    hand.act(Action::Bare);
    assert_eq!(hand.state().drawn, Drawn::Nothing);
    hand.act(Action::Bare);
    assert_eq!((hand.state().drawn, shapes(&hand)), (Drawn::Marks, before));
}
