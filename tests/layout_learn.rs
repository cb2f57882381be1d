//! The layout follows the issues that an editor has put right: habits that they show are taken up, others stay.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "common/torn.rs"]
mod torn;

use std::path::Path;
use torn::Page;
use zhupi::annotation::{ArticleId, BlockId, Status};
use zhupi::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use zhupi::layout::{NoMentions, Weights, learn, rejoin};
use zhupi::source::Source;
use zhupi::text::CharRange;

/// Items of a column of short news.
const ITEMS: [&str; 12] = [
    "●县档案馆把三百册旧县志扫描上网，读者在家就能翻看。",
    "●青石巷的早市搬进了新建的棚子，雨天买菜不再湿脚。",
    "●水文站在上游装好雨量计，汛情通报比往年早一个小时。",
    "●一只走失的黄牛在派出所院里吃了两天草，主人昨晚牵走。",
    "●职业学校的学徒为敬老院修好了二十台收音机。",
    "●新栽的枇杷苗全部成活，合作社准备再育五万株。",
    "●邮政所开通乡间班车，包裹当天可到山上的寨子。",
    "●少年宫的航模队带回一枚铜牌，教练说输在电池。",
    "●桥头老茶馆重新开门，说书先生每逢集日开讲。",
    "●医院把血压计送到村口小店，谁路过都能量一量。",
    "●剧团排出新戏，演员多是白天种田的乡亲。",
    "●渔港灯塔换上新灯，夜归的船老远就能看见。",
];

/// A page on which `items` stand under one another, and the issue that an editor made of it: an article each.
fn page(items: &[usize]) -> (Source, Issue) {
    let (mut text, mut articles) = (String::new(), Vec::new());
    for (n, item) in items.iter().enumerate() {
        let from = text.chars().count() as u32;
        text.push_str(ITEMS[*item]);
        let range = CharRange::new(from, text.chars().count() as u32);
        text.push_str("\n\n");
        let block = Block {
            id: BlockId::derived(&[&n.to_string()]),
            role: Role::Paragraph,
            text: ITEMS[*item].to_owned(),
            source: vec![range],
            page: None,
            status: Status::Accepted,
            by: "li".into(),
            confidence: None,
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        };
        articles.push(Article {
            id: ArticleId::derived(&[&n.to_string()]),
            kind: Kind::Article,
            status: ArticleStatus::Done,
            blocks: vec![block],
            supplied_headline: None,
            summary: None,
            notes: Vec::new(),
            topics: Vec::new(),
            keywords: Vec::new(),
            relations: Vec::new(),
        });
    }
    let source = torn::source(&text);
    let files = source.parts.clone();
    let issue = Issue {
        id: source.issue_id(),
        title: String::new(),
        date: String::new(),
        files,
        articles,
        disputes: Vec::new(),
    };
    (source, issue)
}

#[test]
fn a_habit_that_corrected_pages_show_is_taken_up() {
    let (unseen, lines) = page(&[8, 9, 10, 11]);
    let first = Weights::default();
    let articles = |weights: &Weights| rejoin(&unseen, &lines, &NoMentions, weights).articles.len();
    assert!(articles(&first) < 4, "items of a list are one article or two until an editor says otherwise");
    let shown = [page(&[0, 1, 2, 3]), page(&[4, 5, 6, 7]), page(&[2, 7, 1, 5]), page(&[6, 0, 3, 4])];
    let examples: Vec<(&Source, &Issue)> = shown.iter().map(|(source, issue)| (source, issue)).collect();
    let learned = learn(&first, &examples, &NoMentions);
    assert_eq!(articles(&learned), 4);
    assert_eq!(learned, learn(&first, &examples, &NoMentions), "the same examples, the same weights");
}

#[test]
fn what_is_learned_from_a_page_does_no_harm_to_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let open =
        |name: &str| Page::open(&root.join(format!("{name}.txt")), &root.join(format!("{name}-gold.jsonl")));
    let (shown, other) = (open("pages/page-b"), open("eval/dev1"));
    let (source, issue) = (torn::source(&shown.string()), torn::issue(&shown));
    let learned = learn(&Weights::default(), &[(&source, &issue)], &NoMentions);
    let same = |weights: &Weights| torn::measure_with(&other, &NoMentions, weights).figures[0];
    assert!(same(&learned) >= same(&Weights::default()) - 0.01);
}

#[test]
fn nothing_is_learned_from_nothing() {
    let first = Weights::default();
    assert_eq!(learn(&first, &[], &NoMentions), first);
}

#[test]
fn weights_are_kept_by_name() {
    let mut weights = Weights::default();
    weights.walk(&mut |name, value| *value = if name == "Cut.item" { -0.25 } else { *value });
    let kept = serde_json::to_string(&weights).unwrap();
    assert_eq!(serde_json::from_str::<Weights>(&kept).unwrap(), weights);
    let older: Weights = serde_json::from_str(r#"{"Cut.item": -0.25, "Cut.gone": 3.0}"#).unwrap();
    assert_eq!(older, weights, "what is not named keeps the program's weight");
}

#[test]
fn a_corrected_issue_keeps_its_characters_when_it_is_put_together_anew() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let page = Page::open(&root.join("page-f.txt"), &root.join("page-f-gold.jsonl"));
    let source = torn::source(&page.string());
    let again = rejoin(&source, &torn::issue(&page), &NoMentions, &Weights::default());
    let solid = |text: &str| text.chars().filter(|c| !zhupi::text::is_space(*c)).count();
    let blocks = again.articles.iter().flat_map(|article| &article.blocks);
    assert_eq!(blocks.map(|block| solid(&block.text)).sum::<usize>(), solid(&source.text));
}
