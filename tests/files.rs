//! Files of every usual kind: they open to the same articles, bad ones cost a sentence, and nothing makes a reader panic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use zhupi::exchange::article;
use zhupi::issue::{Issue, Kind, Role};
use zhupi::layout::{NoMentions, reconstruct};
use zhupi::source::{How, Mapping, Opened, Source, SourceProblem, open, open_bytes};
use zhupi::strings::{Language, Strings};
use zhupi::text::{char_len, is_space};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// What an article is and says, block by block, without white space.
type Said = (Kind, Vec<(Role, String)>);

fn said(issue: &Issue) -> BTreeMap<String, Said> {
    let articles =
        issue.articles.iter().filter(|article| matches!(article.kind, Kind::Article | Kind::Notice));
    let dense = |text: &str| text.chars().filter(|c| !is_space(*c)).collect::<String>();
    let named = articles.map(|article| {
        let blocks: Vec<(Role, String)> =
            article.blocks.iter().map(|block| (block.role, dense(&block.text))).collect();
        let paragraph = blocks.iter().find(|(role, _)| *role == Role::Paragraph).cloned().unwrap_or_default();
        (paragraph.1, (article.kind, blocks))
    });
    named.collect()
}

/// The articles that an editor made of the page.
fn gold() -> BTreeMap<String, Said> {
    let text = fs::read_to_string(data("eval/dev1-gold.jsonl")).unwrap();
    said(&article::read(&text, None).unwrap().remove(0))
}

fn opened(name: &str) -> Issue {
    let source = Source::open(&data("files").join(name), None).unwrap();
    let issue = reconstruct(&source, &NoMentions);
    // Writing checks text, places and quotes.
    article::write(&issue, &source.text).unwrap();
    issue
}

#[test]
fn web_pages_records_documents_and_archives_open_to_the_same_articles() {
    let gold = gold();
    for name in ["founder", "founder.zip", "crawl.jsonl", "crawl.csv", "page.docx"] {
        let issue = opened(name);
        let found = said(&issue);
        let mut wanted = gold.clone();
        if name == "page.docx" {
            // Without a headline a document cannot tell where an article begins; the sample leaves it out.
            wanted.retain(|_, (_, blocks)| blocks.iter().any(|(role, _)| *role == Role::Headline));
        }
        for (key, article) in &wanted {
            assert_eq!(found.get(key), Some(article), "{name}");
        }
        assert_eq!(found.len(), wanted.len(), "{name}");
        if name != "page.docx" {
            assert_eq!((issue.title.as_str(), issue.date.as_str()), ("云溪新闻", "2024-11-12"), "{name}");
            assert!(
                issue.articles.iter().flat_map(|a| &a.blocks).all(|block| block.page == Some(1)),
                "{name}"
            );
        }
    }
}

#[test]
fn saved_pages_come_in_the_order_of_the_page_picture() {
    let issue = opened("founder");
    assert_eq!(issue.articles[0].kind, Kind::Furniture);
    assert_eq!(issue.files[0].file, "node_1.htm");
    let names: Vec<&str> = issue.files.iter().map(|part| part.file.as_str()).collect();
    assert_eq!(names[1..3], ["content_20241112_1_12.htm", "content_20241112_1_11.htm"]);
    // Scripts, navigation and what the site says of itself are no text of the paper.
    let text: String = issue.articles.iter().map(zhupi::issue::Article::text).collect();
    assert!(!text.contains("不是正文") && !text.contains("版权所有") && !text.contains("第02版"));
}

#[test]
fn records_of_several_days_are_several_issues_whatever_file_they_come_in() {
    let Opened { issues, .. } = open(&data("files/two-days.json"), &How::default()).unwrap();
    let dates: Vec<&str> = issues.iter().map(|source| source.facts.date.as_str()).collect();
    assert_eq!(dates, ["2024-11-12", "2024-11-13"]);
    assert_ne!(issues[0].issue_id(), issues[1].issue_id());
    assert_eq!(issues[0].files[0].name, "two-days 2024-11-12.json");
    // What was cut out for a day is that day's issue again, character for character.
    let again = Source::from_bytes("x.json", issues[0].files[0].bytes.to_vec(), None).unwrap();
    assert_eq!((again.text.as_str(), again.issue_id()), (issues[0].text.as_str(), issues[0].issue_id()));
    let error = Source::open(&data("files/two-days.json"), None).unwrap_err();
    assert_eq!(error.problem, SourceProblem::Several(2));
}

#[test]
fn what_was_read_is_kept_and_read_again_without_its_reader() {
    for name in ["founder.zip", "crawl.jsonl", "page.docx"] {
        let source = Source::open(&data("files").join(name), None).unwrap();
        let again = Source::from_files(source.files.clone()).unwrap();
        assert_eq!(again, source, "{name}");
    }
}

#[test]
fn pages_of_a_folder_are_grouped_by_paper_and_day_in_the_order_of_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("云溪新闻");
    let page = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    page("2024-11-12/第10版.txt", "第十版的文字。");
    page("2024-11-12/第2版.txt", "第二版的文字。");
    page("2024-11-12/.隐藏.txt", "不看");
    page("2024-11-12/图.jpg", "不看");
    page("20241113-A01.txt", "另一天的文字。");
    page("坏.csv", "甲,乙\n一,二\n");
    let Opened { issues, skipped, .. } = open(&root, &How::default()).unwrap();
    let texts: Vec<&str> = issues.iter().map(|source| source.text.as_str()).collect();
    assert_eq!(texts, ["第二版的文字。\u{c}第十版的文字。", "另一天的文字。"]);
    assert_eq!(issues[0].facts.title, "云溪新闻");
    assert_eq!(issues[0].parts.iter().map(|part| part.page).collect::<Vec<_>>(), [Some(2), Some(10)]);
    assert!(matches!(&skipped[..], [only] if only.file == "坏.csv"));
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn unpacked(bytes: Vec<u8>) -> Result<Opened, SourceProblem> {
    open_bytes("包.zip", bytes, &How::default()).map_err(|error| error.problem)
}

#[test]
fn hostile_archives_cost_a_sentence() {
    let page = "县里开会，部署工作。".as_bytes();
    // A bomb: 64 MB of noughts in a few KB.
    let bomb = packed(&[("页.txt", &vec![b' '; 64 << 20])]);
    assert!(bomb.len() < 100_000);
    assert_eq!(unpacked(bomb).unwrap_err(), SourceProblem::Bomb(256));
    // Names that lead out.
    assert_eq!(unpacked(packed(&[("../../页.txt", page)])).unwrap_err(), SourceProblem::Outside);
    assert_eq!(unpacked(packed(&[("/etc/页.txt", page)])).unwrap_err(), SourceProblem::Outside);
    let half = unpacked(packed(&[("../坏.txt", page), ("好.txt", page)])).unwrap();
    assert_eq!((half.issues.len(), half.skipped.len()), (1, 1));
    // A ZIP in a ZIP is opened, a third is not.
    let inner = packed(&[("页.txt", page)]);
    assert_eq!(unpacked(packed(&[("内.zip", &inner)])).unwrap().issues.len(), 1);
    let deep = packed(&[("中.zip", &packed(&[("内.zip", &inner)]))]);
    assert!(unpacked(deep).is_err());
    assert_eq!(unpacked(packed(&[])).unwrap_err(), SourceProblem::NothingInside);
    let mut cut = packed(&[("页.txt", page)]);
    cut.truncate(cut.len() / 2);
    assert_eq!(unpacked(cut).unwrap_err(), SourceProblem::Damaged("ZIP"));
}

#[test]
fn names_in_gbk_are_read() {
    // Two bytes a character in the place of ASCII ones of the same length, as Windows of old writes them.
    let mut bytes = packed(&[("aaaa20241112-1.txt", "县里开会。".as_bytes())]);
    let (gbk, _, _) = encoding_rs::GBK.encode("云报");
    for at in 0..bytes.len() - 4 {
        if &bytes[at..at + 4] == b"aaaa" {
            bytes[at..at + 4].copy_from_slice(&gbk);
        }
    }
    let opened = unpacked(bytes).unwrap();
    assert_eq!(opened.issues[0].files[0].name, "云报20241112-1.txt");
    assert_eq!(opened.issues[0].facts.date, "2024-11-12");
}

#[test]
fn encodings_of_web_pages_are_what_they_say_or_what_they_are() {
    let page = |charset: &str| {
        format!(
            "<html><head><meta charset={charset}><title>题</title></head><body><h1>县里开会</h1><div><p>昨天上午，县里开会，部署今冬明春的农田水利工作，各镇乡负责人参加会议并发言，会议由县长主持，县有关部门列席。</p><p>会议要求，各地要早谋划、早动手，把任务落到田头。</p></div></body></html>"
        )
    };
    let wanted = "县里开会\n昨天上午，";
    for (charset, bytes) in [
        ("gb2312", encoding_rs::GB18030.encode(&page("gb2312")).0.into_owned()),
        ("utf-8", page("utf-8").into_bytes()),
        // It says what it is not.
        ("utf-8", encoding_rs::GB18030.encode(&page("utf-8")).0.into_owned()),
        ("gbk", page("gbk").into_bytes()),
        ("none", page("none").into_bytes()),
    ] {
        let source = Source::from_bytes("页.html", bytes, None).unwrap();
        assert!(source.text.starts_with(wanted), "{charset}: {}", source.text);
    }
}

#[test]
fn unknown_fields_are_asked_for_and_named_once() {
    let records = "{\"甲\":\"县里开会\",\"乙\":\"昨天，县里开会。\"}\n".as_bytes().to_vec();
    let error = open_bytes("x.jsonl", records.clone(), &How::default()).unwrap_err();
    assert_eq!(error.problem, SourceProblem::Fields(vec!["乙".into(), "甲".into()]));
    let mapping = Mapping::parse("title=甲,body=乙").unwrap();
    for how in [
        How { mapping: Some(mapping.clone()), ..How::default() },
        How { before: vec![mapping.clone()], ..How::default() },
    ] {
        let opened = open_bytes("x.jsonl", records.clone(), &how).unwrap();
        assert_eq!(opened.issues[0].text, "县里开会\n昨天，县里开会。\n");
    }
}

#[test]
fn huge_lines_of_every_kind_end_in_text_or_a_sentence() {
    let line = "县".repeat(17_000_000);
    for (name, text) in [
        ("页.txt", line.clone()),
        ("页.html", format!("<html><body><p>{line}</p></body></html>")),
        ("页.html", format!("<html><body {line}=x><p>短</p></body></html>")),
        ("页.json", format!("{{\"title\":\"题\",\"content\":\"{line}\"}}")),
        ("页.csv", format!("标题,正文\n题,{line}\n")),
    ] {
        match open_bytes(name, text.into_bytes(), &How::default()) {
            Ok(opened) => assert!(opened.issues[0].text.len() < 100, "{name}"),
            Err(error) => {
                assert!(
                    matches!(error.problem, SourceProblem::TooManyChars(_)),
                    "{name}: {:?}",
                    error.problem
                );
            }
        }
    }
}

fn zhupi(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8").output().unwrap()
}

fn good(args: &[&str]) -> String {
    let output = zhupi(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn commands_take_every_kind() {
    let path = |name: &str| data("files").join(name).to_str().unwrap().to_owned();
    // The text that the command writes is the one that the records count in.
    let text = good(&["text", &path("founder")]);
    let source = Source::open(&data("files/founder"), None).unwrap();
    assert_eq!(text, source.text);
    let records = good(&["propose", &path("founder.zip")]);
    let issue = article::read(&records, Some(&source)).unwrap().remove(0);
    assert_eq!(issue.files.last().unwrap().end, char_len(&text));
    assert_eq!(said(&issue), gold());
    // Several issues: all, one, or the sentence.
    let all = good(&["propose", &path("two-days.json")]);
    assert_eq!(article::read(&all, None).unwrap().len(), 2);
    let second = good(&["text", "--issue", "2", &path("two-days.json")]);
    assert!(!second.is_empty());
    let output = zhupi(&["text", &path("two-days.json")]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--issue"));
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("集.zhupi").to_str().unwrap().to_owned();
    good(&["import", &dataset, &path("two-days.json")]);
    let again = zhupi(&["import", &dataset, &path("two-days.json")]);
    assert!(again.status.success() && String::from_utf8_lossy(&again.stderr).contains("已有"));
    assert_eq!(article::read(&good(&["export", &dataset]), None).unwrap().len(), 2);
    // Fields by hand.
    let odd = folder.path().join("x.jsonl");
    fs::write(&odd, "{\"甲\":\"县里开会\",\"乙\":\"昨天，县里开会。\"}\n").unwrap();
    let odd = odd.to_str().unwrap();
    let output = zhupi(&["text", odd]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("甲"));
    assert_eq!(good(&["text", "--map", "title=甲,body=乙", odd]), "县里开会\n昨天，县里开会。\n");
}

/// Whatever the bytes: an issue whose blocks hold every character once, or a sentence in both languages.
fn survives(name: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
    match open_bytes(name, bytes, &How::default()) {
        Ok(opened) => {
            for source in &opened.issues {
                let issue = reconstruct(source, &NoMentions);
                let solid = source.text.chars().filter(|c| !is_space(*c)).count();
                let held: usize = issue
                    .articles
                    .iter()
                    .flat_map(|article| &article.blocks)
                    .map(|block| block.text.chars().filter(|c| !is_space(*c)).count())
                    .sum();
                prop_assert_eq!(held, solid, "{}", name);
            }
        }
        Err(error) => {
            for language in [Language::Zh, Language::En] {
                prop_assert!(!Strings::of(language).say(&error.message()).is_empty());
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["页.txt", "页.html", "页.json", "页.csv", "页.docx", "页.zip"] {
            survives(name, bytes.clone())?;
        }
    }

    #[test]
    fn no_markup_makes_a_reader_panic(text in "(<(/?(p|div|td|table|h1|script|a|img|founder-content)( id=\"ozoom\")?>|!--enp(content|property <title>题</title>)-->)|[县里开会，。&; \n]{1,4}){0,60}") {
        survives("页.html", text.clone().into_bytes())?;
        let records = serde_json::json!([{"标题": "题", "正文": text, "日期": "2024-11-12"}]);
        survives("页.json", records.to_string().into_bytes())?;
    }

    /// A sample file with a stretch torn out or overwritten.
    #[test]
    fn damaged_files_are_survived(which in 0_usize..5, at in any::<prop::sample::Index>(), noise in proptest::collection::vec(any::<u8>(), 0..20)) {
        let name = ["founder/content_20241112_1_4.htm", "crawl.jsonl", "crawl.csv", "page.docx", "founder.zip"][which];
        let mut bytes = fs::read(data("files").join(name)).unwrap();
        let from = at.index(bytes.len());
        let to = (from + 2 * noise.len()).min(bytes.len());
        bytes.splice(from..to, noise);
        survives(name, bytes)?;
    }
}
