//! Tables of invented sentences: what the rules together make of each. The marks are written into the text.

use super::Proposer;
use crate::annotation::{ArticleId, BlockId, Status};
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use crate::source::Source;
use crate::text::{CharRange, char_len};
use proptest::prelude::*;
use std::sync::LazyLock;

/// As many as `PROPTEST_CASES` asks for, a few where it asks for none: tagging takes its time.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64)
}

static PROPOSER: LazyLock<Proposer> = LazyLock::new(|| Proposer::new().unwrap());

fn page(text: &str, role: Role, kind: Kind) -> (Issue, Source) {
    let source = Source::from_bytes("t.txt", text.as_bytes().to_vec(), None).unwrap();
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        let range = CharRange::new(at, at + char_len(line));
        at = range.end() + 1;
        let id = BlockId::new(blocks.len().to_string());
        let (status, by) = (Status::Proposed, String::new());
        let (text, source) = (line.to_owned(), vec![range]);
        blocks.push(Block {
            id,
            role,
            text,
            source,
            page: None,
            status,
            by,
            confidence: None,
            proposed: None,
            entities: vec![],
            readings: Vec::new(),
            remarks: Vec::new(),
        });
    }
    let article = Article {
        id: ArticleId::new("a"),
        kind,
        status: ArticleStatus::New,
        blocks,
        supplied_headline: None,
        summary: None,
        notes: vec![],
        topics: vec![],
        keywords: vec![],
        relations: vec![],
    };
    let (id, files) = (source.issue_id(), source.parts.clone());
    (
        Issue {
            id,
            title: String::new(),
            date: String::new(),
            files,
            articles: vec![article],
            disputes: Vec::new(),
        },
        source,
    )
}

/// The text with its proposals written in: `⟦沈岚|PER⟧说`.
fn marked(text: &str, role: Role) -> String {
    let (mut issue, source) = page(text, role, Kind::Article);
    PROPOSER.propose(&mut issue, &source);
    let mark = |block: &Block| {
        let chars: Vec<char> = block.text.chars().collect();
        let (mut out, mut at) = (String::new(), 0);
        for entity in &block.entities {
            out.extend(&chars[at..entity.range.start() as usize]);
            out.extend(["⟦", &entity.text, "|", entity.label.as_str(), "⟧"]);
            at = entity.range.end() as usize;
        }
        out.extend(&chars[at..]);
        out
    };
    issue.articles[0].blocks.iter().map(mark).collect::<Vec<_>>().join("\n")
}

/// Checks each marked sentence against what its bare text gives.
fn check(role: Role, table: &[&str]) {
    for expected in table {
        let mut bare = expected.replace('⟦', "");
        for label in ["PER", "ORG", "LOC", "TIME", "TITLE", "EVENT", "WORK", "TERM"] {
            bare = bare.replace(&format!("|{label}⟧"), "");
        }
        assert_eq!(marked(&bare, role), *expected);
    }
}

#[test]
fn titles_are_composed_and_trades_need_a_name() {
    check(
        Role::Paragraph,
        &[
            "⟦县委书记|TITLE⟧⟦沈岚|PER⟧出席会议。",
            "⟦区委副书记|TITLE⟧、⟦区长|TITLE⟧⟦昝学勤|PER⟧，⟦区人大常委会副主任|TITLE⟧⟦扈建章|PER⟧参加。",
            "⟦市住建局|ORG⟧⟦党组书记|TITLE⟧、⟦局长|TITLE⟧⟦乜志刚|PER⟧讲话。",
            "⟦法官|TITLE⟧⟦应朝晖|PER⟧提醒，法官们很忙。",
            "记者从⟦市气象台|ORG⟧获悉，民警赶到现场。",
            "⟦送餐员|TITLE⟧⟦沈大勇|PER⟧冒雨出发。",
        ],
    );
}

#[test]
fn people_are_found_in_bylines_lists_and_roundabout_forms() {
    check(
        Role::Byline,
        &[
            "⟦记者|TITLE⟧ ⟦昝怡|PER⟧ ⟦通讯员|TITLE⟧ ⟦郄小曼|PER⟧、⟦江税宣|ORG⟧",
            "本报⟦记者|TITLE⟧ ⟦佘 晗|PER⟧ 文/图",
        ],
    );
    check(
        Role::Paragraph,
        &[
            "被告人⟦扈某某|PER⟧和⟦王女士|PER⟧到庭。",
            "⟦马库斯·约翰逊|PER⟧命中三分。",
            "藏族牧民⟦才仁多杰|PER⟧把牦牛赶上山坡。",
            "图为老人们在下棋。⟦吴可欣|PER⟧ 摄",
        ],
    );
}

#[test]
fn bodies_and_places_take_the_longest_meaningful_span() {
    check(
        Role::Paragraph,
        &[
            "⟦松陵市滨湖区望湖街道翠苑社区|LOC⟧很热闹。",
            "⟦松陵区委|ORG⟧、⟦区政府|ORG⟧表示感谢。",
            "⟦县综合行政执法局|ORG⟧、⟦县法院|ORG⟧联合行动，我县全力支持。",
            "伤者被送往⟦县第一人民医院|LOC⟧救治。",
            "⟦县第一人民医院|ORG⟧⟦院长|TITLE⟧⟦沈岚|PER⟧说。",
            "⟦望湖街道办事处|ORG⟧发布通知。",
        ],
    );
}

#[test]
fn works_terms_and_events_follow_their_patterns() {
    check(
        Role::Paragraph,
        &[
            "印发《⟦松陵市治水三年行动计划（2024—2026年）|WORK⟧》。",
            "开展“⟦清风护航|TERM⟧”专项行动，却是“店小二”。",
            "可拨打⟦12345便民热线|TERM⟧反映。",
            "⟦第六届松陵陶瓷艺术节|EVENT⟧⟦昨日|TIME⟧开幕。",
            "⟦省委十四届五次全会|EVENT⟧召开，⟦全国两会|EVENT⟧闭幕。",
        ],
    );
}

#[test]
fn a_company_is_known_by_its_short_name_once_the_issue_has_the_full_one() {
    let text = "浙江海砺智能装备股份有限公司发布年报。\n海砺智能表示，订单很满。";
    let found = marked(text, Role::Paragraph);
    assert!(
        found.contains("⟦浙江海砺智能装备股份有限公司|ORG⟧") && found.contains("⟦海砺智能|ORG⟧"),
        "{found}"
    );
}

#[test]
fn topics_come_with_the_words_that_speak_for_them() {
    let text = "县法院公开宣判一起诈骗案，被告人被判处有期徒刑三年。法院审理查明，被告人多次作案。";
    let (mut issue, source) = page(text, Role::Paragraph, Kind::Article);
    PROPOSER.propose(&mut issue, &source);
    let topic = &issue.articles[0].topics[0];
    assert_eq!(topic.code, "medtop:02000000");
    assert!(topic.evidence.iter().any(|e| e.word == "法院" && e.count == 2), "{:?}", topic.evidence);
    for kind in [Kind::Teaser, Kind::Furniture] {
        let (mut issue, source) = page(text, Role::Paragraph, kind);
        PROPOSER.propose(&mut issue, &source);
        assert!(issue.articles[0].topics.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]
    #[test]
    fn any_text_gives_flat_marks_that_quote_it(
        text in "[县市区委书记局长王某第届节“”《》（）·、，。 :：0-9A-Z年月日时分至—在里\u{20000}-\u{20010}\n]{1,60}"
    ) {
        // A page of white space alone is refused at opening.
        let (mut issue, source) = page(&format!("报{text}"), Role::Paragraph, Kind::Article);
        PROPOSER.propose(&mut issue, &source);
        for block in &issue.articles[0].blocks {
            for entity in &block.entities {
                prop_assert!(entity.fits(&block.text));
            }
            for pair in block.entities.windows(2) {
                prop_assert!(pair[0].range.end() <= pair[1].range.start());
            }
        }
    }
}

/// The trait that the layout asks gives ranges inside the text.
#[test]
fn mentions_are_names_with_their_places() {
    use crate::layout::Mentions;
    let text = "县委书记沈岚调研望湖街道";
    let names = PROPOSER.names(text);
    let texts: Vec<&str> = names.iter().filter_map(|(range, _)| crate::text::slice(text, *range)).collect();
    assert_eq!(texts, ["沈岚", "望湖街道"]);
}

/// The marks as `文|LABEL`, the outer ones before those inside them.
fn found(issue: &Issue) -> Vec<String> {
    let mut marks: Vec<_> = issue.articles[0].blocks.iter().flat_map(|block| &block.entities).collect();
    marks.sort_by_key(|mark| (mark.range.start(), std::cmp::Reverse(mark.range.end())));
    marks.iter().map(|mark| format!("{}|{}", mark.text, mark.label)).collect()
}

#[test]
fn marks_inside_others_come_only_where_they_are_asked_for() {
    let text = "松陵区委开会，县法院旁听。区委副书记沈岚出席。";
    let (mut flat, source) = page(text, Role::Paragraph, Kind::Article);
    let mut nested = flat.clone();
    PROPOSER.propose(&mut flat, &source);
    assert_eq!(found(&flat), ["松陵区委|ORG", "县法院|ORG", "区委副书记|TITLE", "沈岚|PER"]);
    let proposer = Proposer::new().unwrap().with_nested(true);
    proposer.propose(&mut nested, &source);
    let wanted = ["松陵区委|ORG", "松陵区|LOC", "县法院|ORG", "区委副书记|TITLE", "区委|ORG", "沈岚|PER"];
    assert_eq!(found(&nested), wanted);
    // The title is of the body that it names.
    let article = &nested.articles[0];
    let text = |id: &crate::annotation::EntityId| {
        article.entities().find(|(_, e)| e.id == *id).map(|(_, e)| e.text.clone()).unwrap()
    };
    let said: Vec<_> = article.relations.iter().map(|r| text(&r.from) + " < " + &text(&r.to)).collect();
    assert_eq!(said, ["沈岚 < 区委副书记", "区委副书记 < 区委"]);
    let ids: std::collections::BTreeSet<_> = article.entities().map(|(_, mark)| &mark.id).collect();
    assert_eq!(ids.len(), wanted.len());
    // Again over decided marks: what an editor rejected does not come back, and nothing doubles.
    let mut decided = nested.clone();
    decided.articles[0].blocks[0].entities.iter_mut().for_each(|mark| mark.status = Status::Rejected);
    let before = found(&decided);
    proposer.propose(&mut decided, &source);
    assert_eq!(found(&decided), before);
}

#[test]
fn a_short_name_is_marked_as_its_full_name_is_and_says_which_it_is() {
    let text = "上海市国际股权投资基金协会发布年报。\n上海国际股权协会认为，市场回暖。";
    let (mut issue, source) = page(text, Role::Paragraph, Kind::Article);
    PROPOSER.propose(&mut issue, &source);
    assert_eq!(found(&issue), ["上海市国际股权投资基金协会|ORG", "上海国际股权协会|ORG"]);
    let short = &issue.articles[0].blocks[1].entities[0];
    let reason = &short.proposed.as_ref().unwrap().reason;
    assert!(reason.contains("上海市国际股权投资基金协会"), "{reason}");
    let text = "松陵市青禾农业开发服务中心（以下简称“青禾农服”）成立。\n目前，青禾农服已有社员。";
    let (mut issue, source) = page(text, Role::Paragraph, Kind::Article);
    PROPOSER.propose(&mut issue, &source);
    let marks = found(&issue);
    assert_eq!(marks.iter().filter(|mark| *mark == "青禾农服|ORG").count(), 2, "{marks:?}");
}

#[test]
fn values_come_with_the_marks_and_an_editors_own_stays() {
    let (mut issue, source) = page("8月26日下午，县委开会。昨日晴。", Role::Paragraph, Kind::Article);
    let value = |issue: &Issue, n: usize| {
        let mark = |issue: &Issue| {
            issue.articles[0].blocks[0].entities.iter().filter(|e| e.label.as_str() == "TIME").nth(n).cloned()
        };
        mark(issue).unwrap().value
    };
    PROPOSER.propose(&mut issue, &source);
    assert_eq!((value(&issue, 0).as_deref(), value(&issue, 1)), (Some("XXXX-08-26TAF"), None));
    issue.date = "2025-08-27".to_owned();
    PROPOSER.propose(&mut issue, &source);
    assert_eq!(value(&issue, 0).as_deref(), Some("2025-08-26TAF"));
    assert_eq!(value(&issue, 1).as_deref(), Some("2025-08-26"));
    let mark = &mut issue.articles[0].blocks[0].entities[0];
    (mark.status, mark.value) = (Status::Accepted, Some("2025-08-26T14:00".to_owned()));
    PROPOSER.propose(&mut issue, &source);
    assert_eq!(value(&issue, 0).as_deref(), Some("2025-08-26T14:00"));
}
