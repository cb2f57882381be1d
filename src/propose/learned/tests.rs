//! What an editor may expect of a proposer that learns.

use super::*;
use crate::annotation::{Decider, Entity, EntityId};
use crate::issue::ArticleStatus;
use crate::propose::corpus;
use crate::source::Source;
use crate::text::CharRange;
use std::sync::LazyLock;

static PROPOSER: LazyLock<Proposer> = LazyLock::new(|| Proposer::new().unwrap());

/// A finished article of these lines, with its right marks in them.
fn done(lines: &[&str]) -> Article {
    let head = "@issue id=x | title=t | date=2021-01-01 | page=1\n@article id=a | kind=article\n";
    let page = lines.iter().fold(head.to_owned(), |page, line| page + "P " + line + "\n");
    corpus::parse(&page).unwrap().articles.remove(0)
}

/// The proposals for a text.
fn proposals(learned: &Learned, text: &str) -> Vec<(String, String)> {
    let (issue, _) = proposed(learned, text);
    let marks = issue.articles.iter().flat_map(|a| &a.blocks).flat_map(|b| &b.entities);
    marks.map(|mark| (mark.text.clone(), mark.label.as_str().to_owned())).collect()
}

fn proposed(learned: &Learned, text: &str) -> (crate::issue::Issue, Source) {
    let source = Source::from_bytes("t.txt", text.as_bytes().to_vec(), None).unwrap();
    let mut article = done(&[text]);
    article.blocks[0].source = vec![CharRange::new(0, text.chars().count() as u32)];
    article.status = ArticleStatus::New;
    let (id, files) = (source.issue_id(), source.parts.clone());
    let mut issue = crate::issue::Issue {
        id,
        title: String::new(),
        date: String::new(),
        files,
        articles: vec![article],
        disputes: Vec::new(),
    };
    assert!(PROPOSER.propose_with(learned, &mut issue, &source, &|_| true));
    (issue, source)
}

const LESSONS: [&[&str]; 4] = [
    &["⟦今年3月|TIME⟧，大家登上⟦蓝鲸号|TERM⟧参观。", "⟦向远|PER⟧在⟦滨海港|LOC⟧迎接。"],
    &["⟦青石帮扶社|ORG⟧为老人送来棉衣。", "⟦青石帮扶社|ORG⟧⟦秘书长|TITLE⟧⟦向远|PER⟧介绍，他们已忙了三天。"],
    &["⟦昨日|TIME⟧，⟦向远|PER⟧登上⟦白鹭号|TERM⟧。"],
    &["⟦滨海港|LOC⟧开航。", "船员们说，⟦蓝鲸号|TERM⟧很稳。"],
];

#[test]
fn going_on_is_the_same_as_learning_anew_and_as_going_on_from_bytes() {
    let articles: Vec<Article> = LESSONS.iter().map(|lines| done(lines)).collect();
    let whole = Learned::rebuilt(&PROPOSER, &articles);
    let bytes = whole.write(&PROPOSER);
    assert_eq!(bytes, Learned::rebuilt(&PROPOSER, &articles).write(&PROPOSER));
    let mut on = Learned::default();
    for article in &articles {
        on.learn(&PROPOSER, Lesson::read(&PROPOSER, article).unwrap());
        on = Learned::parse(&on.write(&PROPOSER), &PROPOSER).unwrap();
    }
    assert_eq!(bytes, on.write(&PROPOSER));
    assert_eq!(on.articles(), 4);
    let text = "今天，蓝鲸号又到滨海港，青石帮扶社的人都来了。";
    assert_eq!(proposed(&whole, text).0, proposed(&on, text).0);
}

#[test]
fn nothing_learned_gives_the_programs_own_proposals() {
    let text = "县委书记沈岚调研望湖街道，青石帮扶社也来了。";
    let (with_nothing, source) = proposed(&Learned::default(), text);
    let mut own = with_nothing.clone();
    PROPOSER.propose(&mut own, &source);
    assert_eq!(own, with_nothing);
    let mut open = done(LESSONS[0]);
    open.status = ArticleStatus::InProgress;
    assert_eq!(Learned::rebuilt(&PROPOSER, [&open]).write(&PROPOSER), Learned::default().write(&PROPOSER));
}

#[test]
fn names_that_the_program_does_not_know_are_proposed_once_they_were_confirmed() {
    let lessons = [
        "老人们说，⟦听潮队|ORG⟧为他们送来棉衣。",
        "⟦听潮队|ORG⟧的人登上⟦蓝鲸艇|TERM⟧。",
        "晚上，⟦蓝鲸艇|TERM⟧停在⟦滨海港|LOC⟧。",
    ];
    let learned = Learned::rebuilt(&PROPOSER, [&done(&lessons)]);
    for (text, name, label) in
        [("今天，听潮队又来了。", "听潮队", "ORG"), ("今天，蓝鲸艇又到滨海港。", "蓝鲸艇", "TERM")]
    {
        let name = (name.to_owned(), label.to_owned());
        assert!(!proposals(&Learned::default(), text).contains(&name));
        assert!(proposals(&learned, text).contains(&name), "{:?}", proposals(&learned, text));
    }
}

#[test]
fn what_was_rejected_is_not_proposed_again_between_the_same_words() {
    let text = "县委书记沈岚调研望湖街道。";
    let (mut issue, _) = proposed(&Learned::default(), text);
    let who = Decider { by: "li".to_owned(), at: String::new(), nested: false };
    let block = &mut issue.articles[0].blocks[0];
    let place = block.entities.iter().position(|mark| mark.text == "望湖街道").unwrap();
    for (n, mark) in block.entities.iter_mut().enumerate() {
        *mark = if n == place { mark.rejected(&who) } else { mark.accepted(&who) };
    }
    issue.articles[0].status = ArticleStatus::Done;
    let learned = Learned::rebuilt(&PROPOSER, &issue.articles);
    let again = proposals(&learned, "昨天，县委书记沈岚调研望湖街道。");
    assert!(again.iter().all(|(text, _)| text != "望湖街道"), "{again:?}");
    assert!(again.iter().any(|(text, _)| text == "沈岚"), "{again:?}");
}

#[test]
fn what_is_still_open_in_a_finished_article_says_nothing() {
    let mut article = done(&["青石帮扶社为老人送来棉衣。"]);
    let range = CharRange::new(0, 5);
    let proposed = crate::annotation::Proposed {
        by: String::new(),
        score: 0.5,
        label: crate::annotation::LabelId::new("ORG"),
        range,
        reason: String::new(),
        runner_up: None,
    };
    let open = Entity::proposal(EntityId::new("e"), "青石帮扶社".to_owned(), proposed);
    article.blocks[0].entities.push(open);
    let lesson = Lesson::read(&PROPOSER, &article).unwrap();
    assert!(lesson.sheets[0].paper.stood.is_empty());
    assert!(lesson.sheets[0].example.states[..5].iter().all(|state| *state == u8::MAX));
    assert!(lesson.sheets[0].example.states[5..].iter().all(|state| *state == 0));
}

#[test]
fn damaged_bytes_and_those_of_other_weights_are_refused() {
    let bytes = Learned::rebuilt(&PROPOSER, [&done(LESSONS[0])]).write(&PROPOSER);
    for length in (0..bytes.len()).step_by(bytes.len() / 9 + 1) {
        assert!(Learned::parse(&bytes[..length], &PROPOSER).is_err(), "{length} bytes");
    }
    let plain = zstd::bulk::decompress(&bytes, 1 << 24).unwrap();
    for place in (0..plain.len()).step_by(plain.len() / 40 + 1) {
        let mut other = plain.clone();
        other[place] ^= 1;
        let other = zstd::bulk::compress(&other, 1).unwrap();
        assert!(Learned::parse(&other, &PROPOSER).is_err(), "byte {place}");
    }
    let weights = crate::propose::train(&PROPOSER, &[], &crate::propose::Course::default());
    let other = Proposer::with_weights(&weights).unwrap();
    assert_eq!(Learned::parse(&bytes, &other).err(), Some(LearnedError::Base));
}
