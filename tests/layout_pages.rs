//! Whole pages through the layout: what an editor would see in the outline, and how near it is to the gold.
//!
//! The outlines in `tests/data/layout` are the layout's real output, one line a block: kind, role, lines of the source,
//! the first and last words. After an intended change remake them with `BLESS=1 cargo test --test layout_pages`, and
//! read the difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use zhupi::issue::{Block, FilePart, Issue};
use zhupi::layout::{NoMentions, VERSION, reconstruct};
use zhupi::source::{File, Source};
use zhupi::text::{CharRange, is_space};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A source of any text, also of one that no file would be opened with.
fn source(text: &str) -> Source {
    let (name, sha256, encoding) = ("page.txt".to_owned(), "0".repeat(64), "utf-8".to_owned());
    let end = text.chars().count() as u32;
    let part = FilePart {
        file: name.clone(),
        sha256: sha256.clone(),
        encoding: encoding.clone(),
        page: None,
        start: 0,
        end,
    };
    let file = File { name, bytes: text.as_bytes().into(), sha256, encoding, extract: None };
    let shapes = vec![zhupi::source::Shape::Lines];
    Source { files: vec![file], parts: vec![part], text: text.to_owned(), shapes, ..Source::default() }
}

/// One line a block, as a person reads an outline.
fn outline(issue: &Issue, source: &[char]) -> String {
    let line = |at: u32| source[..at as usize].iter().filter(|c| **c == '\n').count() + 1;
    let mut said = format!("{} {}\n", issue.title, issue.date);
    for article in &issue.articles {
        writeln!(said, "{:?}", article.kind).unwrap();
        for Block { role, text, source, .. } in &article.blocks {
            let places = source.iter().map(|r| format!("{}-{}", line(r.start()), line(r.end() - 1)));
            let places = places.collect::<Vec<_>>().join(",");
            let text: Vec<char> = text.chars().collect();
            let words: String = match text.len() {
                0..=30 => text.iter().collect(),
                n => text[..16].iter().chain(&['…']).chain(&text[n - 10..]).collect(),
            };
            writeln!(said, "  {role:?} {places} {words}").unwrap();
        }
    }
    said
}

#[test]
fn the_outline_is_as_it_was_read_and_approved() {
    for page in ["dev1", "dev2"] {
        let source = Source::open(&data(&format!("eval/{page}.txt")), None).unwrap();
        let said = outline(&reconstruct(&source, &NoMentions), &source.text.chars().collect::<Vec<_>>());
        let golden = data(&format!("layout/{page}.outline.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&golden, &said).unwrap();
        }
        assert_eq!(said, std::fs::read_to_string(golden).unwrap(), "{page}");
    }
}

/// Least figures: same-article F1, one headline each, paragraph boundaries F1, roles.
const LEAST: [(&str, &str, [f64; 4]); 5] = [
    ("eval/dev1-gold.jsonl", "tests/data/eval/dev1.txt", [0.99, 1.0, 0.99, 0.99]),
    ("eval/dev2-gold.jsonl", "tests/data/eval/dev2.txt", [0.99, 1.0, 0.99, 0.98]),
    ("pages/page-a-gold.jsonl", "tests/data/pages/page-a.txt", [0.95, 0.95, 0.97, 0.95]),
    ("pages/page-b-gold.jsonl", "tests/data/pages/page-b.txt", [0.97, 0.90, 0.97, 0.95]),
    ("pages/sample-gold.jsonl", "assets/samples/page.txt", [0.97, 0.95, 0.97, 0.95]),
];

#[test]
fn pages_are_put_together_as_the_gold_has_them() {
    for (gold, page, least) in LEAST {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let output = command.arg("evaluate").args([&data(gold), &page]).arg("--json").output().unwrap();
        let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
        let figures = [
            "/segmentation/pairwise/f1",
            "/headline/attachment_one_to_one",
            "/paragraph_boundaries/f1",
            "/roles/accuracy",
        ];
        for (figure, least) in figures.iter().zip(least) {
            let is = scores.pointer(figure).and_then(Value::as_f64).unwrap();
            assert!(is >= least, "{gold} {figure}: {is} < {least}");
        }
        assert_eq!(scores.pointer("/text_fidelity/covered_exactly_once").and_then(Value::as_f64), Some(1.0));
    }
}

#[test]
fn the_papers_name_and_date_are_read_from_the_page() {
    let source = Source::open(&data("eval/dev2.txt"), None).unwrap();
    let issue = reconstruct(&source, &NoMentions);
    assert_eq!((issue.title.as_str(), issue.date.as_str()), ("渭阳报", "2025-04-18"));
}

/// A story broken off inside a word, another article, and the rest of the story.
const INTERRUPTED: &str = "早稻秧苗提前五天下地

　　本报讯（记者 郜春生）3月8日，石桥
镇的育秧大棚里，农技员虞大年蹲在地上数秧
苗。他说，全镇早稻秧苗比往年早下地五天，
靠的是大棚里的温控设备。合作社去年冬天凑
钱买了十二

县图书馆新馆开门迎客

　　本报讯（记者 仰文静）昨日上午，
县图书馆新馆开门，第一位读者是退休教
师劳桂兰。新馆有藏书八万册，阅览座位
六百个，凭身份证就能借书。
　　馆长应晓禾介绍，新馆周一闭馆，其
余时间开到晚上九点，孩子放学以后可以
在三楼写作业。

套，夜里不用人守着。虞大年算过账，一亩秧
苗少烧两百斤柴，出苗率还高了一成。
　　合作社理事长鲍满仓说，秧苗下地以后，
虞大年每天要跑三个村，温控设备的数据直接
传到他的手机上，哪个大棚热了，他比种田的
人先知道。";

#[test]
fn a_story_that_another_article_interrupts_is_put_together_again() {
    let folder = tempfile::tempdir().unwrap();
    let (page, out) = (folder.path().join("page.txt"), folder.path().join("page.jsonl"));
    std::fs::write(&page, INTERRUPTED).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    assert!(command.arg("propose").arg(&page).arg("-o").arg(&out).status().unwrap().success());
    let articles = std::fs::read_to_string(out).unwrap();
    let articles: Vec<Value> = articles.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let paragraphs = |n: usize| -> Vec<&str> {
        let blocks = articles[n]["blocks"].as_array().unwrap().iter();
        blocks
            .filter(|block| block["role"] == "paragraph")
            .filter_map(|block| block["text"].as_str())
            .collect()
    };
    let (story, other) = (paragraphs(0), paragraphs(1));
    assert_eq!((articles.len(), story.len(), other.len()), (2, 2, 2), "{articles:?}");
    assert!(story[0].contains("凑钱买了十二套，夜里不用人守着"), "{}", story[0]);
    assert!(story[1].starts_with("合作社理事长") && other[1].starts_with("馆长应晓禾"));
}

/// Every character that is not white space is in exactly one block, whose text says what the source says there.
fn covers(text: &str) -> Result<(), TestCaseError> {
    let source = source(text);
    let chars: Vec<char> = source.text.chars().collect();
    let issue = reconstruct(&source, &NoMentions);
    let mut count = vec![0; chars.len()];
    for block in issue.articles.iter().flat_map(|article| &article.blocks) {
        let places: Vec<u32> = block.source.iter().copied().flat_map(CharRange::positions).collect();
        let solid = places.iter().map(|at| chars[*at as usize]).filter(|c| !is_space(*c));
        prop_assert!(solid.eq(block.text.chars().filter(|c| !is_space(*c))), "{:?}", block.text);
        prop_assert!(block.source_map(&chars).is_ok());
        prop_assert_eq!(&block.by, VERSION);
        for at in places {
            count[at as usize] += 1;
        }
    }
    for (n, c) in chars.iter().enumerate() {
        prop_assert!(is_space(*c) || count[n] == 1, "{:?} at {} is in {} blocks", c, n, count[n]);
    }
    let ids = issue.articles.iter().flat_map(|article| &article.blocks).map(|block| &block.id);
    let all = ids.clone().count();
    prop_assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), all);
    Ok(())
}

proptest! {
    #[test]
    fn no_character_is_lost_or_doubled_whatever_the_text(text in "\\PC{0,80}|[\u{0}-\u{20}\u{85}\u{feff}\u{3000}a中。\r\n]{0,120}") {
        covers(&text)?;
    }

    #[test]
    fn no_character_is_lost_or_doubled_in_text_like_a_page(
        lines in prop::collection::vec(
            "(　　)?(本报讯（记者 王芳）|记者 李明|——|图为|公告|导读|（下转3版）|[县城新闻记者李王，。、“”（） 0-9a-z]{0,20})(。|”|，|（王芳）|3版|李明 摄)?(\n){0,3}",
            0..60,
        )
    ) {
        covers(&lines.join("\n"))?;
    }
}

#[test]
fn the_empty_and_the_endless() {
    for text in ["", "\n", " \u{3000}\r\n\u{c}", "。", "本报讯（", "（下转第三版）", "\0"] {
        covers(text).unwrap();
    }
    covers(&"县城没有句号的一行".repeat(20_000)).unwrap();
    covers(&"短\n".repeat(5_000)).unwrap();
}
