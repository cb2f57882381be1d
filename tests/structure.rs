//! What the acts on the structure come to: where blocks go, what follows them, what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::sample;
use zhupi::annotation::{
    ArticleId, BlockId, Decider, Entity, EntityId, Evidence, LabelId, Proposed, Relation, RelationId,
    RelationKind, Status, Topic,
};
use zhupi::issue::gesture::{self, Refusal};
use zhupi::issue::{Article, ArticleStatus, Block, Issue, Kind, Note, Role, Transaction};
use zhupi::source::{Encoding, Source};
use zhupi::text::{CharRange, char_len, slice};

fn who() -> Decider {
    Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

/// A page of lines; each article lists its blocks as (role, text), and every text stands in the page somewhere.
fn page(lines: &str, articles: &[&[(Role, &str)]]) -> (Vec<char>, Issue) {
    let source = Source::from_bytes("页.txt", lines.as_bytes().to_vec(), Some(Encoding::Utf8)).unwrap();
    let chars: Vec<char> = source.text.chars().collect();
    let block = |a: usize, b: usize, role: Role, text: &str| {
        let solid: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let start = (0..chars.len())
            .find(|start| {
                let there = chars[*start..].iter().filter(|c| !c.is_whitespace());
                !chars[*start].is_whitespace() && there.take(solid.len()).eq(&solid)
            })
            .unwrap();
        let mut left = solid.len();
        let end = (start..chars.len()).find(|at| {
            left -= usize::from(!chars[*at].is_whitespace());
            left == 0
        });
        Block {
            id: BlockId::new(format!("b{a}{b}")),
            role,
            text: text.into(),
            source: vec![CharRange::new(start as u32, end.unwrap() as u32 + 1)],
            page: None,
            status: Status::Proposed,
            by: "layout-0".into(),
            confidence: Some(0.5),
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        }
    };
    let article = |(a, blocks): (usize, &&[(Role, &str)])| Article {
        id: ArticleId::new(format!("a{a}")),
        kind: Kind::Article,
        status: ArticleStatus::New,
        blocks: blocks.iter().enumerate().map(|(b, (role, text))| block(a, b, *role, text)).collect(),
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    };
    let issue = Issue {
        id: source.issue_id(),
        title: String::new(),
        date: String::new(),
        files: source.parts.clone(),
        disputes: Vec::new(),
        articles: articles.iter().enumerate().map(article).collect(),
    };
    (chars, issue)
}

fn done(issue: &Issue, transaction: &Transaction) -> Issue {
    let mut after = issue.clone();
    after.apply(transaction).unwrap();
    let mut back = after.clone();
    back.apply(&transaction.inverse()).unwrap();
    assert_eq!(back, *issue, "it can be taken back");
    after
}

fn mark(issue: &mut Issue, (article, block): (usize, usize), range: (u32, u32), id: &str) {
    let block = &mut issue.articles[article].blocks[block];
    let range = CharRange::new(range.0, range.1);
    let text = slice(&block.text, range).unwrap().to_owned();
    let proposed = Proposed {
        by: "p-0".into(),
        score: 0.9,
        label: LabelId::new("PER"),
        range,
        reason: String::new(),
        runner_up: None,
    };
    block.entities.push(Entity::proposal(EntityId::new(id), text, proposed));
}

fn relate(issue: &mut Issue, article: usize, from: &str, to: &str) {
    issue.articles[article].relations.push(Relation {
        id: RelationId::new(format!("{from}-{to}")),
        kind: RelationKind::Holds,
        from: EntityId::new(from),
        to: EntityId::new(to),
        status: Status::Accepted,
        by: "林".into(),
    });
    issue.articles[article].canonical();
}

fn texts(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|block| block.text.as_str()).collect()
}

fn id(block: &str) -> BlockId {
    BlockId::new(block)
}

use Role::{Byline, Headline, Kicker, Paragraph, Subheadline};

#[test]
fn joined_text_has_a_space_between_latin_words_and_none_between_han() {
    let lines = "县长说\n　　今天开会 用 New\nYork 的办法\n";
    let (chars, issue) =
        page(lines, &[&[(Paragraph, "县长说"), (Paragraph, "今天开会用New"), (Paragraph, "York的办法")]]);
    let after = done(&issue, &gesture::join_block(&issue, &id("b02"), &chars, &who()).unwrap());
    assert_eq!(texts(&after.articles[0]), ["县长说", "今天开会用New York的办法"]);
    let after = done(&after, &gesture::join_block(&after, &id("b01"), &chars, &who()).unwrap());
    assert_eq!(texts(&after.articles[0]), ["县长说今天开会用New York的办法"]);
    // Cut at the space again, neither part has it.
    let at = char_len("县长说今天开会用New");
    for place in [at, at + 1] {
        let cut = gesture::split_block(&after, &id("b00"), place, &chars, &who()).unwrap();
        assert_eq!(texts(&done(&after, &cut).articles[0]), ["县长说今天开会用New", "York的办法"]);
    }
    // A bracket stays with its words, a full stop with its sentence.
    let (chars, marked) = page("他说。“好”\n", &[&[(Paragraph, "他说。“好”")]]);
    for place in [2, 3, 4] {
        let cut = gesture::split_block(&marked, &id("b00"), place, &chars, &who()).unwrap();
        assert_eq!(texts(&done(&marked, &cut).articles[0]), ["他说。", "“好”"]);
    }
    let (chars, after) = (page(lines, &[]).0, after);
    for place in [0, char_len(&after.articles[0].blocks[0].text)] {
        let refused = gesture::split_block(&after, &id("b00"), place, &chars, &who());
        assert_eq!(refused.unwrap_err(), Refusal::NoPart);
    }
}

#[test]
fn a_corrected_mark_beside_the_cut_keeps_what_was_proposed_on_its_side() {
    let (chars, mut issue) = page("县长林晓出席会议\n", &[&[(Paragraph, "县长林晓出席会议")]]);
    mark(&mut issue, (0, 0), (0, 4), "e");
    let who = who();
    let corrected = gesture::set_range(&issue, &EntityId::new("e"), CharRange::new(2, 4), &who).unwrap();
    let issue = done(&issue, &corrected);
    let after = done(&issue, &gesture::split_block(&issue, &id("b00"), 2, &chars, &who).unwrap());
    let entity = &after.articles[0].blocks[1].entities[0];
    assert_eq!((entity.text.as_str(), entity.range), ("林晓", CharRange::new(0, 2)));
    assert_eq!(entity.proposed.as_ref().unwrap().range, CharRange::new(0, 2));
    assert_eq!(entity.status, Status::Corrected);
}

#[test]
fn relations_follow_their_ends_and_one_that_would_reach_over_is_taken_off() {
    let lines = "林晓县长\n\n沈原书记\n";
    let (chars, mut issue) = page(lines, &[&[(Paragraph, "林晓县长"), (Paragraph, "沈原书记")]]);
    mark(&mut issue, (0, 0), (0, 2), "p1");
    mark(&mut issue, (0, 0), (2, 4), "t1");
    mark(&mut issue, (0, 1), (0, 2), "p2");
    mark(&mut issue, (0, 1), (2, 4), "t2");
    for (from, to) in [("p1", "t1"), ("p2", "t2"), ("p1", "t2")] {
        relate(&mut issue, 0, from, to);
    }
    let split = gesture::split_article(&issue, &id("b01"), None, &chars, &who()).unwrap();
    let after = done(&issue, &split);
    let ids = |article: &Article| article.relations.iter().map(|r| r.id.to_string()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&after.articles[0]), ids(&after.articles[1])),
        (vec!["p1-t1".into()], vec!["p2-t2".into()])
    );
    let (first, second) = (after.articles[0].id.clone(), after.articles[1].id.clone());
    let merged = done(&after, &gesture::merge(&after, &second, &first, &who()).unwrap());
    assert_eq!(ids(&merged.articles[0]), ["p1-t1", "p2-t2"]);
}

#[test]
fn topics_and_keywords_go_with_the_text_that_speaks_for_them() {
    let (chars, mut issue) =
        page("春耕开始\n\n渔歌唱响\n", &[&[(Paragraph, "春耕开始"), (Paragraph, "渔歌唱响")]]);
    let topic = |code: &str, words: &[&str], status| Topic {
        code: code.into(),
        sub: Vec::new(),
        status,
        by: "t-0".into(),
        at: None,
        score: Some(0.7),
        evidence: words.iter().map(|word| Evidence { word: (*word).into(), count: 1 }).collect(),
    };
    issue.articles[0].topics = vec![
        topic("t:1", &["春耕"], Status::Proposed),
        topic("t:2", &["渔歌"], Status::Accepted),
        topic("t:3", &["春耕", "渔歌"], Status::Proposed),
        topic("t:4", &["春耕", "渔歌"], Status::Accepted),
    ];
    let after = done(&issue, &gesture::split_article(&issue, &id("b01"), None, &chars, &who()).unwrap());
    let codes = |article: &Article| article.topics.iter().map(|t| t.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&after.articles[0]), ["t:1", "t:3", "t:4"]);
    assert_eq!(codes(&after.articles[1]), ["t:2", "t:3"], "a decision is not doubled");
}

#[test]
fn a_split_begins_with_the_heading_and_what_was_done_is_in_work_again() {
    let lines = "甲会开幕\n甲会昨日开幕\n乙会闭幕\n乙会昨日闭幕\n";
    let blocks = [
        (Headline, "甲会开幕"),
        (Paragraph, "甲会昨日开幕"),
        (Subheadline, "乙会闭幕"),
        (Paragraph, "乙会昨日闭幕"),
    ];
    let (chars, mut issue) = page(lines, &[&blocks]);
    issue.articles[0].status = ArticleStatus::Done;
    // Wherever the caret is in a heading, it is not cut.
    let after = done(&issue, &gesture::split_article(&issue, &id("b02"), Some(2), &chars, &who()).unwrap());
    assert_eq!(after.articles[1].headline(), Some("乙会闭幕"), "what began as 副题 is the new one's 主题");
    assert_eq!(after.articles.iter().map(|a| a.status).collect::<Vec<_>>(), [ArticleStatus::InProgress; 2]);
    // In a paragraph the caret cuts; at its end the cut falls behind it.
    let inside = done(&issue, &gesture::split_article(&issue, &id("b01"), Some(2), &chars, &who()).unwrap());
    assert_eq!(texts(&inside.articles[0]), ["甲会开幕", "甲会"]);
    let behind = done(&issue, &gesture::split_article(&issue, &id("b01"), Some(6), &chars, &who()).unwrap());
    assert_eq!(behind, after);
    for (block, at) in [("b00", Some(0)), ("b03", Some(6))] {
        let refused = gesture::split_article(&issue, &id(block), at, &chars, &who());
        assert_eq!(refused.unwrap_err(), Refusal::NoPart);
    }
}

#[test]
fn a_merge_gives_the_headline_where_there_is_none_and_keeps_every_word() {
    let lines = "主题一\n正文一\n主题二\n正文二\n孤题\n";
    let articles: [&[(Role, &str)]; 3] = [
        &[(Paragraph, "正文一")],
        &[(Headline, "主题二"), (Paragraph, "正文二")],
        &[(Kicker, "主题一"), (Headline, "孤题")],
    ];
    let (_, mut issue) = page(lines, &articles);
    issue.articles[2].supplied_headline = Some("拟题".into());
    issue.articles[2].notes.push(Note { text: "问".into(), by: "沈".into(), at: None });
    let (a, b, c) = (ArticleId::new("a0"), ArticleId::new("a1"), ArticleId::new("a2"));
    let after = done(&issue, &gesture::merge(&issue, &c, &a, &who()).unwrap());
    assert_eq!(texts(&after.articles[0]), ["主题一", "孤题", "正文一"]);
    assert_eq!((after.articles.len(), after.articles[0].notes[0].text.as_str()), (2, "问"));
    assert_eq!(after.articles[0].supplied_headline.as_deref(), Some("拟题"));
    // A second headline stays with its text, as 副题; a typed one becomes a note.
    let after = done(&issue, &gesture::merge(&issue, &c, &b, &who()).unwrap());
    let merged = after.article(&b).unwrap();
    assert_eq!(texts(merged), ["主题二", "正文二", "主题一", "孤题"]);
    assert_eq!(merged.blocks[3].role, Subheadline);
    assert!(merged.notes.iter().any(|note| note.text == "拟题" && note.by == "林"));
    // Into a later one: ahead of its text.
    let after = done(&issue, &gesture::merge(&issue, &a, &b, &who()).unwrap());
    assert_eq!(texts(after.article(&b).unwrap()), ["主题二", "正文一", "正文二"]);
    assert_eq!(gesture::merge(&issue, &a, &a, &who()).unwrap_err(), Refusal::Nothing);
}

#[test]
fn a_moved_block_finds_its_place_and_an_emptied_article_goes() {
    let lines = "题\n一\n二\n三\n孤\n";
    let articles: [&[(Role, &str)]; 3] = [
        &[(Headline, "题"), (Paragraph, "一"), (Paragraph, "三")],
        &[(Paragraph, "二")],
        &[(Paragraph, "孤")],
    ];
    let (_, issue) = page(lines, &articles);
    let first = ArticleId::new("a0");
    let after = done(&issue, &gesture::move_to(&issue, &id("b10"), &first, None, &who()).unwrap());
    assert_eq!(texts(&after.articles[0]), ["题", "一", "二", "三"], "where it stands in the source");
    assert_eq!(after.articles.len(), 2);
    let moved = &after.articles[0].blocks[2];
    assert_eq!((moved.status, moved.by.as_str()), (Status::Corrected, "林"));
    let after = done(&issue, &gesture::move_to(&issue, &id("b20"), &first, Some(Kicker), &who()).unwrap());
    assert_eq!(texts(&after.articles[0]), ["孤", "题", "一", "三"]);
    // Out again: an article of its own, behind.
    let out = done(&after, &gesture::detach(&after, &[id("b20")], &who()).unwrap());
    assert_eq!((texts(&out.articles[1]), out.articles.len()), (vec!["孤"], 3));
    let refused = gesture::detach(&out, &[id("b20")], &who());
    assert_eq!(refused.unwrap_err(), Refusal::NoPart, "it is one already");
    // What is no heading any more goes down below the heading.
    let down = done(&after, &gesture::set_role(&after, &id("b20"), Byline, &who()).unwrap());
    assert_eq!(texts(&down.articles[0])[0], "题");
}

#[test]
fn headlines_that_were_mixed_up_change_places_with_their_kickers() {
    let lines = "春耕肩题\n春耕大会开幕\n渔歌汇集成书\n春耕大会昨日开幕\n渔歌昨日汇集成书\n";
    let articles: [&[(Role, &str)]; 2] = [
        &[(Headline, "渔歌汇集成书"), (Paragraph, "春耕大会昨日开幕")],
        &[(Kicker, "春耕肩题"), (Headline, "春耕大会开幕"), (Paragraph, "渔歌昨日汇集成书")],
    ];
    let (chars, issue) = page(lines, &articles);
    let first = ArticleId::new("a0");
    let offered = gesture::candidates(&issue, &first);
    assert_eq!(offered[0].block, id("b00"), "its own comes first");
    assert_eq!(offered[1].block, id("b11"), "then what shares most with the text");
    assert!(offered[1].shared.contains(&"春耕大会".to_owned()) && offered[1].score > 0.7);
    let swap = gesture::choose_headline(&issue, &first, &offered[1].block, &chars, &who()).unwrap();
    let after = done(&issue, &swap);
    assert_eq!(texts(&after.articles[0]), ["春耕肩题", "春耕大会开幕", "春耕大会昨日开幕"]);
    assert_eq!(texts(&after.articles[1]), ["渔歌汇集成书", "渔歌昨日汇集成书"]);
    let refused = gesture::choose_headline(&after, &first, &id("b11"), &chars, &who());
    assert_eq!(refused.unwrap_err(), Refusal::Nothing);
    // Inside one article the two change roles.
    let inside = done(&after, &gesture::choose_headline(&after, &first, &id("b10"), &chars, &who()).unwrap());
    let roles: Vec<Role> = inside.articles[0].blocks.iter().map(|b| b.role).collect();
    assert_eq!((inside.articles[0].headline(), roles[0]), (Some("春耕肩题"), Kicker));
}

#[test]
fn no_headline_in_the_source_is_said_and_taken_off_when_one_comes() {
    let (chars, issue) = page("题\n文\n", &[&[(Headline, "题"), (Paragraph, "文")]]);
    let article = ArticleId::new("a0");
    let after = done(&issue, &gesture::supply_headline(&issue, &article, " ", &who()).unwrap());
    assert!(after.articles[0].headline_is_absent() && !after.articles[0].misses_headline());
    assert_eq!((after.articles[0].headline(), texts(&after.articles[1])), (None, vec!["题"]));
    let refused = gesture::supply_headline(&after, &article, "", &who());
    assert_eq!(refused.unwrap_err(), Refusal::Nothing);
    let again = gesture::choose_headline(&after, &article, &id("b00"), &chars, &who()).unwrap();
    let again = done(&after, &again);
    assert_eq!((again.articles.len(), again.articles[0].headline()), (1, Some("题")));
    assert_eq!(again.articles[0].supplied_headline, None);
    let moved = done(&after, &gesture::move_to(&after, &id("b00"), &article, None, &who()).unwrap());
    assert_eq!(moved.articles[0].supplied_headline, None);
}

#[test]
fn what_does_not_fit_is_refused_by_the_edit_itself() {
    let (source, issue) = sample();
    let chars: Vec<char> = source.text.chars().collect();
    let block = issue.articles[0].blocks[1].id.clone();
    let free = (1..char_len(&issue.articles[0].blocks[1].text))
        .find_map(|at| gesture::split_block(&issue, &block, at, &chars, &who()).ok());
    let split = free.unwrap();
    let mut after = issue.clone();
    after.apply(&split).unwrap();
    let before = after.clone();
    // Again: the block is shorter now, and the second part's id is taken.
    assert!(after.apply(&split).is_err());
    assert_eq!(after, before);
    // From JSON and back it is the same.
    let json = serde_json::to_string(&split).unwrap();
    assert_eq!(serde_json::from_str::<Transaction>(&json).unwrap(), split);
}
