//! Issues and acts for tests: invented text, proposals at generated places, and every gesture that the window has.

#![allow(dead_code, reason = "every test file uses its own part of this")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod disk;
pub mod files;
pub mod labour;

use proptest::prelude::*;
use zhupi::annotation::{
    ArticleId, BlockId, Decider, Entity, EntityId, Keyword, LabelId, LabelSet, Proposed, Relation,
    RelationId, RelationKind, Status, Thresholds, Topic,
};
use zhupi::issue::{
    Article, ArticleStatus, Block, Change, Edit, Issue, IssueFacts, Kind, Note, Role, Transaction, gesture,
};
use zhupi::source::{Encoding, Source};
use zhupi::text::{self, CharRange};

/// A proposal somewhere in a block: which block, from where, how long, which label, score in percent.
type Place = (u8, u8, u8, u8, u8);

/// One act of an editor, by numbers that are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub kind: u8,
    pub what: u16,
    pub from: u8,
    pub length: u8,
    pub label: u8,
}

pub fn act() -> impl Strategy<Value = Act> {
    (0..33_u8, any::<u16>(), any::<u8>(), 1..6_u8, any::<u8>())
        .prop_map(|(kind, what, from, length, label)| Act { kind, what, from, length, label })
}

/// Issues of one to three articles with one to three blocks each, in Han, Latin and characters outside the BMP.
pub fn issue() -> impl Strategy<Value = (Source, Issue)> {
    let block = "[云溪县长林晓出席新闻会，。a-c0-9\u{2a700}-\u{2a7ff}]{1,24}";
    let article = prop::collection::vec(block, 1..4);
    let articles = prop::collection::vec(article, 1..4);
    let places = prop::collection::vec(any::<Place>(), 0..12);
    (articles, places).prop_map(|(articles, places)| built(&articles, &places))
}

/// An issue that is always the same.
pub fn sample() -> (Source, Issue) {
    let articles = [
        vec!["云溪县召开春耕会".to_owned(), "云溪县县长林晓昨日出席会议。".to_owned()],
        vec!["溪桥小学添新书".to_owned(), "𫚉鱼图鉴等三百册图书入藏。".to_owned()],
    ];
    built(&articles, &[(0, 0, 3, 2, 95), (1, 0, 3, 2, 95), (1, 5, 2, 0, 61), (2, 0, 4, 1, 72)])
}

/// The same with another text, for a second issue.
pub fn other_sample() -> (Source, Issue) {
    built(&[vec!["他乡旧事".to_owned()]], &[(0, 0, 2, 2, 50)])
}

fn built(articles: &[Vec<String>], places: &[Place]) -> (Source, Issue) {
    let text = articles.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\r\n");
    let source = Source::from_bytes("云溪新闻.txt", text.into_bytes(), Some(Encoding::Utf8)).unwrap();
    let mut at = 0;
    let mut issue = Issue {
        id: source.issue_id(),
        title: "云溪新闻".into(),
        date: String::new(),
        files: source.parts.clone(),
        articles: Vec::new(),
        disputes: Vec::new(),
    };
    for (a, texts) in articles.iter().enumerate() {
        let mut blocks = Vec::new();
        for (b, text) in texts.iter().enumerate() {
            let end = at + text::char_len(text);
            blocks.push(Block {
                id: BlockId::derived(&[&a.to_string(), &b.to_string()]),
                role: if b == 0 { Role::Headline } else { Role::Paragraph },
                text: text.clone(),
                source: vec![CharRange::new(at, end)],
                page: None,
                status: Status::Proposed,
                by: "layout-0".into(),
                confidence: None,
                proposed: None,
                entities: Vec::new(),
                readings: Vec::new(),
                remarks: Vec::new(),
            });
            at = end + 2;
        }
        issue.articles.push(Article {
            id: ArticleId::derived(&[&a.to_string()]),
            kind: Kind::Article,
            status: ArticleStatus::New,
            blocks,
            supplied_headline: None,
            summary: None,
            notes: Vec::new(),
            topics: vec![topic("medtop:04000000", 0.7)],
            keywords: vec![keyword("春耕", 0.4), keyword("会议", 0.3)],
            relations: Vec::new(),
        });
    }
    let count = articles.iter().flatten().count();
    for (n, place) in places.iter().enumerate() {
        let mut blocks = issue.articles.iter_mut().flat_map(|article| &mut article.blocks);
        propose(blocks.nth(place.0 as usize % count).unwrap(), *place, n);
    }
    issue.articles.iter_mut().for_each(Article::canonical);
    (source, issue)
}

fn propose(block: &mut Block, (_, from, length, label, percent): Place, n: usize) {
    let range = place(block, from, length);
    let quote = text::slice(&block.text, range).unwrap().to_owned();
    let proposed = Proposed {
        by: "p-0".into(),
        score: f32::from(percent % 101) / 100.0,
        label: label_id(label),
        range,
        reason: "试".into(),
        runner_up: None,
    };
    block.entities.push(Entity::proposal(EntityId::new(format!("e{n}")), quote, proposed));
}

/// A range inside the block, never empty.
fn place(block: &Block, from: u8, length: u8) -> CharRange {
    let end = text::char_len(&block.text);
    let start = u32::from(from) % end;
    CharRange::new(start, (start + u32::from(length).max(1)).min(end))
}

fn label_id(n: u8) -> LabelId {
    let labels = LabelSet::newspaper().labels;
    labels[n as usize % labels.len()].id.clone()
}

fn topic(code: &str, score: f32) -> Topic {
    let evidence = Vec::new();
    Topic {
        code: code.into(),
        sub: vec![],
        status: Status::Proposed,
        by: "t-0".into(),
        at: None,
        score: Some(score),
        evidence,
    }
}

fn keyword(word: &str, score: f32) -> Keyword {
    Keyword { text: word.into(), status: Status::Proposed, by: "k-0".into(), score: Some(score) }
}

/// What an act comes to in an issue as it stands; `None` where the house refuses it. `n` tells the acts apart in time.
pub fn transaction(issue: &Issue, source: &Source, act: Act, n: usize) -> Option<Transaction> {
    let who = Decider {
        by: ["林晓", "沈原"][act.from as usize % 2].into(),
        at: format!("2026-11-23T10:{:02}:{:02}Z", n / 60, n % 60),
        nested: act.what.is_multiple_of(3),
    };
    if act.kind >= 12 {
        return structure(issue, source, act, &who);
    }
    let entities: Vec<&Entity> = issue.articles.iter().flat_map(Article::entities).map(|(_, e)| e).collect();
    let entity = entities.get(act.what as usize % entities.len().max(1)).map(|e| e.id.clone());
    let article = &issue.articles[act.what as usize % issue.articles.len()];
    // What one editor undoes may leave an article of another empty.
    let block = article.blocks.get(act.label as usize % article.blocks.len().max(1))?;
    let label = label_id(act.label);
    let on = act.length.is_multiple_of(2);
    match act.kind {
        0 => gesture::accept(issue, &entity?, &who),
        1 => gesture::reject(issue, &entity?, &who),
        2 => gesture::relabel(issue, &entity?, &label, &who),
        3 => {
            let id = entity?;
            let range = place(issue.find(&id)?.block, act.from, act.length);
            gesture::set_range(issue, &id, range, &who)
        }
        4 | 5 => {
            let range = place(block, act.from, act.length);
            gesture::add(issue, &article.id, &block.id, range, &label, &who)
        }
        6 => gesture::accept_confident(issue, &article.id, None, Thresholds::default(), &who),
        7 => gesture::topic(
            issue,
            &article.id,
            ["medtop:04000000", "medtop:11000000"][usize::from(on)],
            on,
            &who,
        ),
        8 => gesture::keyword(issue, &article.id, ["春耕", "新词"][act.label as usize % 2], on, &who),
        9 => gesture::set_status(issue, &article.id, ArticleStatus::Done),
        10 => gesture::change_facts(issue, &article.id, "gesture.note", |facts| {
            facts.notes.push(Note { text: format!("注{n}"), by: who.by, at: Some(who.at) });
            facts.supplied_headline = on.then(|| format!("题{n}"));
        }),
        _ => return Some(facts(issue, article, block, n)),
    }
    .ok()
}

/// One act on the structure.
fn structure(issue: &Issue, source: &Source, act: Act, who: &Decider) -> Option<Transaction> {
    let chars: Vec<char> = source.text.chars().collect();
    let articles = &issue.articles;
    let article = &articles[act.what as usize % articles.len()];
    let other = &articles[act.from as usize % articles.len()];
    let block = article.blocks.get(act.label as usize % article.blocks.len().max(1))?;
    let at = u32::from(act.from) % (text::char_len(&block.text) + 1);
    let role = Role::ALL[act.label as usize % Role::ALL.len()];
    match act.kind {
        12 | 13 => gesture::split_block(issue, &block.id, at, &chars, who),
        14 | 15 => gesture::join_block(issue, &block.id, &chars, who),
        16 => gesture::split_article(issue, &block.id, Some(at), &chars, who),
        17 => gesture::split_article(issue, &block.id, None, &chars, who),
        18 => gesture::merge(issue, &article.id, &other.id, who),
        19 => gesture::move_to(issue, &block.id, &other.id, (act.length > 3).then_some(role), who),
        20 => {
            let index = act.length as usize % (other.blocks.len() + 1);
            gesture::place_block(issue, &block.id, &other.id, index, who)
        }
        21 => gesture::set_role(issue, &block.id, role, who),
        22 => gesture::confirm(issue, std::slice::from_ref(&block.id), who),
        23 => gesture::detach(issue, std::slice::from_ref(&block.id), who),
        24 => {
            let candidates = gesture::candidates(issue, &article.id);
            let chosen = candidates.get(act.from as usize % candidates.len().max(1))?;
            gesture::choose_headline(issue, &article.id, &chosen.block, &chars, who)
        }
        25 => gesture::supply_headline(issue, &article.id, ["", "拟题"][act.from as usize % 2], who),
        26 => match act.length {
            1 => gesture::set_page(issue, 0, Some(u32::from(act.from % 3)), who),
            2 => gesture::set_kind(issue, &article.id, [Kind::Teaser, Kind::Article][act.from as usize % 2]),
            _ => gesture::move_article(issue, &article.id, act.from as usize % articles.len(), who),
        },
        27 => return related(article, act, who),
        28 => {
            let reading = ["林", "晓晓", " 云 溪\n", ""][act.what as usize % 4];
            gesture::read(issue, &block.id, place(block, act.from, act.length), reading, who)
        }
        29 => gesture::unread(issue, &block.id, place(block, act.from, act.length)),
        30 => gesture::remark(issue, &block.id, place(block, act.from, act.length), "待查", who),
        _ => {
            let remark = block.remarks.get(act.from as usize % block.remarks.len().max(1))?;
            gesture::reword(issue, &remark.id, ["", "已查"][act.length as usize % 2], who)
        }
    }
    .ok()
}

/// A relation between two entities of an article.
fn related(article: &Article, act: Act, who: &Decider) -> Option<Transaction> {
    let entities: Vec<&Entity> = article.entities().map(|(_, entity)| entity).collect();
    let end = |n: u8| entities.get(n as usize % entities.len().max(1)).map(|entity| entity.id.clone());
    let (from, to) = (end(act.from)?, end(act.label)?);
    let id = RelationId::derived(&[from.as_str(), to.as_str(), &who.at]);
    let relation =
        Relation { id, kind: RelationKind::Holds, from, to, status: Status::Added, by: who.by.clone() };
    let change = Change { before: None, after: Some(relation) };
    let edits = vec![Edit::Relation { article: article.id.clone(), change }];
    Some(Transaction { gesture: "gesture.relation".into(), edits })
}

/// A new date for the issue and another role for a block, in one transaction.
fn facts(issue: &Issue, article: &Article, block: &Block, n: usize) -> Transaction {
    let date = format!("2026-11-{:02}", n % 28 + 1);
    let after = IssueFacts { date, ..issue.facts() };
    let mut role = block.facts();
    role.role = Role::ALL[n % Role::ALL.len()];
    Transaction {
        gesture: "gesture.facts".into(),
        edits: vec![
            Edit::Issue { before: issue.facts(), after },
            Edit::Block {
                article: article.id.clone(),
                block: block.id.clone(),
                before: block.facts(),
                after: role,
            },
            Edit::Keyword {
                article: article.id.clone(),
                change: Change { before: None, after: Some(keyword(&format!("词{n}"), 0.35)) },
            },
        ],
    }
}

/// The note number `n` on the first article: an act that is always possible.
pub fn note(issue: &Issue, n: usize) -> Transaction {
    let add = |facts: &mut zhupi::issue::ArticleFacts| {
        facts.notes.push(Note { text: format!("注{n}"), by: "林晓".into(), at: None });
    };
    gesture::change_facts(issue, &issue.articles[0].id, "gesture.note", add).unwrap()
}
