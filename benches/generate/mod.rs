//! Issues of any size for the benches: the same numbers give the same bytes.
//!
//! Text of frequent characters with punctuation, names at even distances that come back, a headline over each article. The
//! marks are proposals of all labels with scores between .3 and 1; every seventh one is accepted.

#![allow(dead_code, reason = "each bench uses a part of it")]

use zhupi::annotation::{ArticleId, BlockId, Decider, Entity, EntityId, LabelSet, Proposed, Status};
use zhupi::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use zhupi::source::{Encoding, Source};
use zhupi::text::{self, CharRange};

/// How large an issue is.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Tells issues of one shape apart.
    pub number: u64,
    pub articles: u32,
    /// Paragraphs in an article.
    pub paragraphs: u32,
    /// Characters in a paragraph.
    pub characters: u32,
    /// Marks in a paragraph.
    pub marks: u32,
}

const FREQUENT: &str = "的一是在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经";
const NAMES: [&str; 12] = [
    "林晓",
    "沈原舟",
    "欧阳青",
    "云溪县",
    "渭南市",
    "东港镇",
    "县人民医院",
    "第二小学",
    "渔业协会",
    "局长",
    "书记",
    "春季运动会",
];

/// A generator of numbers.
struct Dice(u64);

impl Dice {
    /// The next number, below `most`.
    fn throw(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as u32) % most.max(1)
    }
}

/// A paragraph and the places of its names.
fn paragraph(shape: Shape, frequent: &[char], dice: &mut Dice) -> (String, Vec<CharRange>) {
    let every = shape.characters / shape.marks.max(1);
    let (mut text, mut places): (Vec<char>, Vec<CharRange>) = (Vec::new(), Vec::new());
    let mut next = every / 2;
    while text.len() < shape.characters as usize {
        let at = text.len() as u32;
        if places.len() < shape.marks as usize && at >= next {
            text.extend(NAMES[dice.throw(NAMES.len() as u32) as usize].chars());
            places.push(CharRange::new(at, text.len() as u32));
            next += every;
        } else if dice.throw(14) == 0 {
            text.push(if dice.throw(4) == 0 { '。' } else { '，' });
        } else {
            text.push(frequent[dice.throw(frequent.len() as u32) as usize]);
        }
    }
    (text.into_iter().collect(), places)
}

/// An issue with its source.
pub fn issue(shape: Shape) -> (Source, Issue) {
    let frequent: Vec<char> = FREQUENT.chars().collect();
    let labels = LabelSet::newspaper().labels;
    let who = Decider { by: "林".into(), at: "2026-11-23T10:00:00Z".into(), nested: false };
    let mut dice = Dice(shape.number + 7);
    let mut lines: Vec<(u32, Role, String, Vec<CharRange>)> = Vec::new();
    for a in 0..shape.articles {
        let headline = format!("{}第{}届第{a}次会议召开", NAMES[dice.throw(9) as usize], shape.number);
        lines.push((a, Role::Headline, headline, Vec::new()));
        for _ in 0..shape.paragraphs {
            let (text, places) = paragraph(shape, &frequent, &mut dice);
            lines.push((a, Role::Paragraph, text, places));
        }
    }
    let text = lines.iter().map(|(_, _, text, _)| text.as_str()).collect::<Vec<_>>().join("\n");
    let name = format!("造出来的{}.txt", shape.number);
    let source = Source::from_bytes(&name, text.into_bytes(), Some(Encoding::Utf8)).unwrap();
    let mut issue = Issue {
        id: source.issue_id(),
        title: format!("造出来的 {}", shape.number),
        date: "2026-11-23".into(),
        files: source.parts.clone(),
        articles: Vec::new(),
        disputes: Vec::new(),
    };
    let (mut at, mut count) = (0, 0_u32);
    for (n, (a, role, text, places)) in lines.into_iter().enumerate() {
        let end = at + text::char_len(&text);
        let id = BlockId::derived(&[issue.id.as_str(), &n.to_string()]);
        let entities = places.into_iter().map(|range| {
            count += 1;
            let label = labels[dice.throw(labels.len() as u32) as usize].id.clone();
            let proposed = Proposed {
                by: "p-0".into(),
                score: 0.3 + dice.throw(70) as f32 / 100.0,
                label,
                range,
                reason: String::new(),
                runner_up: None,
            };
            let quote = text::slice(&text, range).unwrap().to_owned();
            let id = EntityId::derived(&[issue.id.as_str(), &count.to_string()]);
            let mark = Entity::proposal(id, quote, proposed);
            if count.is_multiple_of(7) { mark.accepted(&who) } else { mark }
        });
        let entities = entities.collect();
        let block = Block {
            id,
            role,
            source: vec![CharRange::new(at, end)],
            page: None,
            status: Status::Proposed,
            by: "layout-0".into(),
            confidence: None,
            proposed: None,
            readings: Vec::new(),
            remarks: Vec::new(),
            entities,
            text,
        };
        at = end + 1;
        if role == Role::Headline {
            issue.articles.push(article(&issue, a));
        }
        issue.articles.last_mut().unwrap().blocks.push(block);
    }
    (source, issue)
}

fn article(issue: &Issue, n: u32) -> Article {
    Article {
        id: ArticleId::derived(&[issue.id.as_str(), &n.to_string()]),
        kind: Kind::Article,
        status: ArticleStatus::New,
        blocks: Vec::new(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    }
}
