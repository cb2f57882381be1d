//! 语境 over the whole dataset: what is not alike in all issues; rows narrowed to a topic and to a state.

use crate::context::{marks, page, stored, turn, two_pages};
use crate::hand::Hand;
use egui::Key;
use zhupi::annotation::{EntityId, Status};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::context::{Facet, Reach, Standing, Turn};
use zhupi::issue::concordance::{Place, Stands};
use zhupi::issue::consistency::Unlike;
use zhupi::issue::{ArticleStatus, Issue};

#[test]
fn what_is_not_alike_is_looked_for_in_all_issues_and_led_to() {
    let (mut hand, [first, second]) = two_pages();
    // The same place has one label here and another one there.
    let place = |issue: &Issue| marks(issue, "王平").next().map(|mark| mark.id.clone());
    let here = place(hand.issue()).expect("the name is proposed");
    hand.command(Command::SelectMark(here, false));
    hand.key(Key::Num1);
    hand.command(Command::OpenStored(second.clone()));
    let there = place(hand.issue()).expect("the name is proposed there too");
    hand.command(Command::SelectMark(there, false));
    hand.key(Key::Num2);
    hand.command(Command::OpenStored(first.clone()));
    hand.act(Action::Consistency);
    let found = |hand: &Hand| {
        let findings = page(hand).findings.clone().expect("it is looked through");
        findings.into_iter().position(|f| f.what == Unlike::Labels && f.text == "王平")
    };
    assert_eq!(found(&hand), None, "this issue is of one mind");
    hand.click("数据集全部 2 期");
    hand.quiet();
    let at = found(&hand).expect("both issues are not");
    let finding = page(&hand).findings.as_ref().unwrap()[at].clone();
    assert!(finding.around.contains("王平"));
    assert_eq!(finding.labels.iter().map(|(_, count)| count).sum::<u32>() as usize, 3);
    turn(&mut hand, Turn::Row(at));
    hand.key(Key::Enter);
    hand.quiet();
    assert!(hand.state().shows_desk());
    assert_eq!((&hand.issue().id, hand.selected().text.as_str()), (&finding.issue, "王平"));
    // Put right there, it is no finding any more.
    hand.key(Key::Num1);
    hand.command(Command::OpenStored(second));
    let wrong: Vec<EntityId> =
        marks(hand.issue(), "王平").filter(|m| m.label.as_str() != "PER").map(|m| m.id.clone()).collect();
    for id in wrong {
        hand.command(Command::SelectMark(id, false));
        hand.key(Key::Num1);
    }
    hand.act(Action::Consistency);
    hand.quiet();
    assert_eq!(found(&hand), None);
}

#[test]
fn looking_through_all_issues_can_be_stopped() {
    let (mut hand, _) = two_pages();
    hand.act(Action::Consistency);
    // The answer to a question that nobody asks any more changes nothing.
    let ctx = hand.h.ctx.clone();
    let desk = hand.h.state_mut().as_mut().unwrap();
    desk.apply(&ctx, Command::Context(Turn::Everywhere(true)));
    assert!(desk.state.context.is_checking());
    desk.apply(&ctx, Command::Context(Turn::Halt));
    assert!(!desk.state.context.is_checking());
    hand.quiet();
    assert_eq!(page(&hand).findings, None);
    assert!(hand.shows_part("没有查完"));
    turn(&mut hand, Turn::Everywhere(false));
    assert!(page(&hand).findings.is_some());
}

#[test]
fn rows_are_narrowed_to_a_topic_and_to_a_state() {
    let (mut hand, [_, second]) = two_pages();
    let has = |issue: &Issue, code: &str| {
        let mut topics = issue.articles.iter().flat_map(|article| &article.topics);
        topics.any(|topic| topic.code == code && topic.status.stands())
    };
    // One of the two articles is made to be about the first, the other one is about neither.
    let elsewhere = stored(&hand, &second);
    let mut free = hand.state().taxonomy.concepts.iter().filter(|concept| !has(&elsewhere, &concept.code));
    let (code, other) = (free.next().unwrap().code.clone(), free.next().unwrap().code.clone());
    let clear: Vec<String> =
        hand.issue().articles.iter().flat_map(|a| &a.topics).map(|t| t.code.clone()).collect();
    for topic in clear {
        hand.command(Command::Topic(topic, false));
    }
    hand.command(Command::Topic(code.clone(), true));
    assert!(has(hand.issue(), &code) && !has(&stored(&hand, &second), &code));
    hand.act(Action::Context);
    hand.write("嘉定");
    turn(&mut hand, Turn::Reach(Reach::Dataset));
    hand.quiet();
    let all = page(&hand).rows.len();
    let here = page(&hand).rows.iter().filter(|place| place.issue != second).count();
    assert!(here < all);
    turn(&mut hand, Turn::Only(Facet::Topic(code.clone())));
    let article = |place: &Place| place.bearing.topics.contains(&code);
    assert!(page(&hand).rows.iter().all(|place| place.issue != second && article(place)));
    assert!(!page(&hand).rows.is_empty());
    // Another topic takes its place, the same once more shows everything.
    turn(&mut hand, Turn::Only(Facet::Topic(other)));
    assert!(page(&hand).rows.len() < all);
    let chosen = page(&hand).only.clone();
    turn(&mut hand, Turn::Only(chosen[0].clone()));
    assert_eq!(page(&hand).rows.len(), all);
    // By state of the place, with its name and number as a button.
    let bare = page(&hand).rows.iter().filter(|p| p.stands == Stands::Nothing).count();
    if bare > 0 {
        hand.click(&format!("未标 {bare}"));
        assert!(page(&hand).rows.iter().all(|place| place.stands == Stands::Nothing));
        assert_eq!(page(&hand).rows.len(), bare);
        hand.click(&format!("未标 {bare}"));
    }
    turn(&mut hand, Turn::Only(Facet::Stands(Standing::Proposed)));
    let proposed = |p: &Place| matches!(p.stands, Stands::Mark { status: Status::Proposed, .. });
    assert!(page(&hand).rows.iter().all(proposed));
    // And by that of the article: this one has begun, the other one has not.
    turn(&mut hand, Turn::Only(Facet::Stands(Standing::Proposed)));
    turn(&mut hand, Turn::Only(Facet::Status(ArticleStatus::New)));
    assert!(page(&hand).rows.iter().all(|place| place.bearing.status == ArticleStatus::New));
    assert!(page(&hand).rows.iter().any(|place| place.issue == second));
}
