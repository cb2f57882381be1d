//! What a search over a whole dataset costs: 10,000 generated articles, 5 million characters, 200,000 marks in memory.
//! `cargo bench --no-default-features --bench concordance`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;
use zhupi::annotation::{ArticleId, BlockId, Entity, EntityId, IssueId, LabelId, Proposed, Status};
use zhupi::dataset::Corpus;
use zhupi::issue::concordance::Needle;
use zhupi::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use zhupi::text::CharRange;

const ISSUES: u32 = 500;
const ARTICLES: u32 = 20;
const BLOCKS: u32 = 5;
const CHARS: u32 = 100;
const MARKS: u32 = 4;

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let mut corpus = Corpus::default();
    let mut dice = 7;
    (0..ISSUES).for_each(|n| corpus.put(&issue(n, &mut dice)));
    corpus
});

fn main() {
    eprintln!("{} characters", CORPUS.chars());
    divan::main();
}

/// The next number of a simple generator, below `most`.
fn throw(dice: &mut u64, most: u32) -> u32 {
    *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*dice >> 33) as u32) % most
}

/// A block of frequent characters, with a name in it now and then.
fn block(id: BlockId, dice: &mut u64) -> Block {
    let frequent: Vec<char> =
        "的一是在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
            .chars()
            .collect();
    let mut text: String =
        (0..CHARS).map(|_| frequent[throw(dice, frequent.len() as u32) as usize]).collect();
    if throw(dice, 20) == 0 {
        text.replace_range(30..36, "嘉定");
    }
    let entities = (0..MARKS).map(|n| {
        let range = CharRange::new(n * 24 + 2, n * 24 + 5);
        let proposed = Proposed {
            by: "p-1".into(),
            score: 0.8,
            label: LabelId::new("LOC"),
            range,
            reason: String::new(),
            runner_up: None,
        };
        let quote = zhupi::text::slice(&text, range).unwrap().to_owned();
        Entity::proposal(EntityId::derived(&[id.as_str(), &n.to_string()]), quote, proposed)
    });
    let entities = entities.collect();
    Block {
        id,
        role: Role::Paragraph,
        source: Vec::new(),
        page: None,
        status: Status::Proposed,
        by: String::new(),
        confidence: None,
        proposed: None,
        readings: Vec::new(),
        entities,
        text,
    }
}

fn issue(n: u32, dice: &mut u64) -> Issue {
    let article = |a: u32, dice: &mut u64| Article {
        id: ArticleId::derived(&[&n.to_string(), &a.to_string()]),
        kind: Kind::Article,
        status: ArticleStatus::New,
        blocks: (0..BLOCKS)
            .map(|b| block(BlockId::derived(&[&n.to_string(), &a.to_string(), &b.to_string()]), dice))
            .collect(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    };
    Issue {
        id: IssueId::derived(&[&n.to_string()]),
        title: String::new(),
        date: String::new(),
        files: Vec::new(),
        articles: (0..ARTICLES).map(|a| article(a, dice)).collect(),
    }
}

/// A name of two characters, a name that is nowhere, two frequent characters, and one that is everywhere.
#[divan::bench(args = ["嘉定", "枢纽门户", "国我", "的"])]
fn literally(text: &str) -> usize {
    CORPUS.find(&Needle::new(text, true).unwrap(), None, 5000).total
}

/// The same where width, case and white space do not count.
#[divan::bench(args = ["嘉定", "国我"])]
fn without_width_and_case(text: &str) -> usize {
    CORPUS.find(&Needle::new(text, false).unwrap(), None, 5000).total
}
