//! Releases: what is in them, that they are the same when repeated, what the dataset remembers, what is found before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, contents, folder, read, said, write};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use zhupi::annotation::{Decider, LabelId, Status};
use zhupi::dataset::Dataset;
use zhupi::dataset::checks::{Check, stands_for_another};
use zhupi::dataset::release::{Changes, Part, Recipe};
use zhupi::exchange::release::{Draft, draft};
use zhupi::issue::{Article, ArticleStatus, Issue, IssueFacts, Kind, gesture};
use zhupi::source::{Encoding, Source};

const LONG: &str = "昨日上午，云溪县召开春耕生产现场会，县长陆承业到会并讲话，强调抓紧农时、备足农资、用好政策，确保全年粮食面积和产量双稳定。";

fn who() -> Decider {
    Decider { by: EDITOR.into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

/// An issue of its own day with one article, whose text is `body`; finished, its first two characters a place.
fn add(dataset: &mut Dataset, day: u32, body: &str) -> Issue {
    let text = format!("云溪第{day}号\n{body}");
    let source = Source::from_bytes("页.txt", text.into_bytes(), Some(Encoding::Utf8)).unwrap();
    let mut issue = zhupi::layout::reconstruct(&source, &zhupi::layout::NoMentions);
    issue.articles.iter_mut().for_each(|article| article.kind = Kind::Article);
    (issue.title, issue.date) = ("云溪新闻".into(), format!("2026-11-{day:02}"));
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    let mut act = |act: &dyn Fn(&Issue) -> gesture::Outcome| {
        let issue = dataset.issue(&id).unwrap();
        if let Ok(transaction) = act(&issue) {
            dataset.edit(&id, EDITOR, transaction).unwrap();
        }
    };
    act(&|issue| {
        let article = issue.articles.iter().max_by_key(|article| article.text().len()).unwrap();
        let range = zhupi::text::CharRange::new(0, 2);
        gesture::add(issue, &article.id, &article.blocks[0].id, range, &LabelId::new("LOC"), &who())
    });
    for n in 0..issue.articles.len() {
        act(&|issue| gesture::set_status(issue, &issue.articles[n].id, ArticleStatus::Done));
    }
    dataset.issue(&id).unwrap()
}

/// Nine days of their own, and one that repeats the first one's article with a few other words.
fn made(path: &Path) {
    let mut dataset = write(path);
    for day in 1..=9 {
        let body: String =
            (0..120_u32).map(|n| char::from_u32(0x4e00 + day * 613 + n * 37 % 600).unwrap()).collect();
        add(&mut dataset, day, &(if day == 1 { LONG.to_owned() } else { body + "。" }));
    }
    add(&mut dataset, 10, &LONG.replace("并讲话", "讲话"));
    dataset.close().unwrap();
}

fn recipe(name: &str) -> Recipe {
    Recipe {
        name: name.into(),
        shares: [40, 30, 30],
        seed: 7,
        licence: "CC-BY-4.0".into(),
        ..Recipe::default()
    }
}

fn drafted(dataset: &Dataset, recipe: &Recipe) -> Draft {
    draft(dataset, recipe, &|label| Some(format!("{}的定义", label.zh)), &mut |_, _| true).unwrap().unwrap()
}

fn zhupi(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.args(args).env_remove("LC_ALL").env("LANG", "C.UTF-8").env("USER", EDITOR);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn all_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = contents(folder).into_iter().chain(contents(&folder.join("data"))).collect();
    for (path, _) in &mut files {
        *path = path.strip_prefix(folder).unwrap().to_owned();
    }
    files
}

#[test]
fn a_release_is_the_same_byte_for_byte_and_its_name_is_taken_for_good() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let text = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (dataset, first, second) = (text("集.zhupi"), text("一"), text("二"));
    let args = |name: &'static str, out: &str| {
        vec![
            "release".to_owned(),
            dataset.clone(),
            name.into(),
            "-o".into(),
            out.into(),
            "--split".into(),
            "40/30/30".into(),
        ]
    };
    let run = |args: Vec<String>| zhupi(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let (code, out, error) = run(args("v1", &first));
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    assert_eq!(run(args("v1", &second)).0, 0);
    let (one, other) = (all_files(Path::new(&first)), all_files(Path::new(&second)));
    assert_eq!(one.len(), 4);
    assert!(one == other);
    // Where files are, they stay, and the sentence says which.
    let (code, _, error) = run(args("v1", &first));
    assert!(code == 1 && error.contains("--force"), "{error}");
    assert_eq!(read(&path).releases().unwrap().len(), 1, "the same release is remembered once");
    // Something changed: the name stands for what it stood for.
    let mut now = write(&path);
    add(&mut now, 11, "滨江步道二期昨日开放，市民沿江而行。");
    now.close().unwrap();
    let (code, _, error) = run(args("v1", &text("三")));
    assert!(code == 1 && error.contains("v1") && !folder.path().join("三").exists(), "{error}");
    assert_eq!(run(args("v2", &text("三"))).0, 0);
    let card = std::fs::read_to_string(folder.path().join("三/README.md")).unwrap();
    assert!(card.contains("与“v1”相比：新收 1 篇") || card.contains("与“v1”相比：新收 2 篇"), "{card}");
    assert!(card.contains("Since “v1”"));
}

#[test]
fn records_are_those_of_the_recipe_and_nothing_near_is_on_both_sides() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let dataset = read(&path);
    let draft = drafted(&dataset, &recipe("v1"));
    let mut ids = BTreeSet::new();
    for part in Part::ALL {
        for issue in zhupi::exchange::article::read(draft.records(part), None).unwrap() {
            for article in &issue.articles {
                assert!(ids.insert(article.id.clone()), "no article twice");
                assert!(article.status.is_finished() && article.notes.is_empty());
                assert!(article.entities().all(|(_, mark)| mark.status.is_decided() && mark.status.stands()));
            }
        }
    }
    assert_eq!(ids.len(), draft.facts.all().articles);
    assert_eq!(draft.facts.parts.each_ref().map(|part| part.articles > 0), [true; 3]);
    let holds = |part: Part| draft.records(part).contains("陆承业到会");
    let parts = Part::ALL.into_iter().filter(|part| holds(*part)).count();
    assert_eq!(parts, 1, "the repeated article is in one part only");
    // By time and label.
    let few = Recipe { from: Some("2026-11-03".into()), to: Some("2026-11-04".into()), ..recipe("v2") };
    assert_eq!(drafted(&dataset, &few).facts.all().issues, 2);
    let none = Recipe { labels: [LabelId::new("PER")].into(), ..recipe("v3") };
    assert_eq!(drafted(&dataset, &none).facts.all().marks(), 0);
    let empty = Recipe { states: [ArticleStatus::Checked].into(), ..recipe("v4") };
    let empty = drafted(&dataset, &empty);
    assert_eq!(empty.facts.all().articles, 0);
    assert!(empty.files().last().unwrap().1.contains("里面没有稿件"));
}

#[test]
fn what_was_dealt_out_once_stays_and_the_next_release_says_what_changed() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let mut dataset = write(&path);
    let first = drafted(&dataset, &recipe("v1")).release;
    assert!(dataset.remember_release(first.clone(), EDITOR).unwrap().is_some());
    for day in 12..=20 {
        add(
            &mut dataset,
            day,
            &format!("第{day}天的事情各不相同，记者走访了{day}个村，看了{}户人家。", day * 7),
        );
    }
    let second = drafted(&dataset, &recipe("v2"));
    let changes = Changes::between(&first, &second.release);
    assert!(
        changes.moved.is_empty() && changes.changed.is_empty() && !changes.added.is_empty(),
        "{changes:?}"
    );
    assert_eq!(second.facts.since.as_ref().unwrap().0, "v1");
    assert_eq!(second.release.draw, first.draw);
    let other = zhupi::dataset::release::Release { hash: "x".into(), ..second.release };
    let other = zhupi::dataset::release::Release { recipe: recipe("v1"), ..other };
    assert_eq!(said(&dataset.remember_release(other, EDITOR).unwrap_err()), "error.dataset.released");
    dataset.close().unwrap();
    assert_eq!(read(&path).releases().unwrap()[0].2, first);
    assert_eq!(read(&path).verify().unwrap().faults, vec![]);
}

#[test]
fn the_card_has_what_hugging_face_reads_and_the_figures_in_both_languages() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let mut dataset = write(&path);
    let issue = dataset.issue(&dataset.issues().unwrap()[0].id).unwrap();
    let named = IssueFacts { title: "云溪|新闻\n\"---\"".into(), ..issue.facts() };
    dataset.edit(&issue.id, EDITOR, gesture::set_issue(&issue, named, &who()).unwrap()).unwrap();
    let draft = drafted(&dataset, &Recipe { name: "v1: \"春\"\n---".into(), ..recipe("") });
    let card = draft.files().pop().unwrap().1;
    let head: Vec<&str> = card.lines().take_while(|line| !line.starts_with('#')).collect();
    assert_eq!(head.iter().filter(|line| **line == "---").count(), 2, "{card}");
    for line in
        ["language:", "license: \"CC-BY-4.0\"", "  - split: test", "    path: data/test.jsonl", "- n<1K"]
    {
        assert!(head.contains(&line), "{line} in {card}");
    }
    assert!(head.iter().any(|line| line.starts_with("pretty_name: \"v1")));
    let all = draft.facts.all();
    let row = format!("| 合计 | {} | {} | {} | {} | 0 |", all.issues, all.articles, all.chars, all.marks());
    assert!(card.contains(&row), "{row} in {card}");
    assert!(card.contains("- **LOC** 地点：地点的定义") && card.contains("## English"));
    assert!(card.contains("没有量过") && card.contains("只有一个人标过") && card.contains(&draft.facts.hash));
}

#[test]
fn proposals_and_refused_ones_come_on_request_only() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    let mut dataset = write(&path);
    let (source, issue) = common::sample();
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    let mut act = |act: &dyn Fn(&Issue) -> gesture::Outcome| {
        let issue = dataset.issue(&id).unwrap();
        dataset.edit(&id, EDITOR, act(&issue).unwrap()).unwrap();
    };
    act(&|issue| gesture::reject(issue, &zhupi::annotation::EntityId::new("e0"), &who()));
    act(&|issue| gesture::set_status(issue, &issue.articles[0].id, ArticleStatus::Done));
    let count = |recipe: &Recipe| {
        let all = drafted(&dataset, recipe).facts.all();
        (all.marks(), all.undecided, all.negatives)
    };
    assert_eq!(count(&recipe("a")), (0, 0, 0));
    assert_eq!(count(&Recipe { negatives: true, ..recipe("a") }), (0, 0, 1));
    assert_eq!(count(&Recipe { proposals: true, ..recipe("a") }), (2, 2, 0));
    let found = dataset.check_release(&recipe("a"), &mut |_, _| true).unwrap().unwrap();
    let kinds: BTreeSet<Check> = found.iter().map(|finding| finding.check).collect();
    assert!(kinds.contains(&Check::Undecided) && kinds.contains(&Check::Balance));
    let open = found.iter().find(|finding| finding.check == Check::Undecided).unwrap();
    let issue = dataset.issue(&id).unwrap();
    let mark = issue.articles[0].entities().find(|(_, mark)| mark.status == Status::Proposed).unwrap().1;
    assert_eq!(open.range, Some(mark.range), "a finding knows its place");
}

#[test]
fn the_checks_find_what_would_trip_whoever_trains_on_it() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let mut dataset = write(&path);
    add(&mut dataset, 21, "⼀位村民说，金价又涨了，𫚉鱼也贵了。");
    let kinds = |dataset: &Dataset| -> Vec<Check> {
        let found = dataset.check_release(&recipe("a"), &mut |_, _| true).unwrap().unwrap();
        for finding in &found {
            for language in [zhupi::strings::Language::Zh, zhupi::strings::Language::En] {
                let said = zhupi::strings::Strings::of(language).say(&finding.what);
                assert!(said != finding.what.key && !said.contains('{'), "{said}");
            }
        }
        found.iter().map(|finding| finding.check).collect()
    };
    let found = kinds(&dataset);
    let count = |check| found.iter().filter(|found| **found == check).count();
    assert_eq!(count(Check::Near), 1);
    assert_eq!((count(Check::Compatibility), count(Check::NonBmp)), (1, 1));
    assert_eq!(count(Check::Labels), 0);
    assert!(count(Check::NoTopic) > 0);
    // The same words with another label.
    let last = dataset.issues().unwrap().pop().unwrap().id;
    let issue = dataset.issue(&last).unwrap();
    let mark = issue.articles.iter().flat_map(Article::entities).next().unwrap().1.id.clone();
    let other = gesture::relabel(&issue, &mark, &LabelId::new("ORG"), &who()).unwrap();
    dataset.edit(&last, EDITOR, other).unwrap();
    assert!(kinds(&dataset).contains(&Check::Labels));
    assert!(stands_for_another('\u{f900}') && stands_for_another('⼀') && stands_for_another('\u{fffd}'));
    assert!(!stands_for_another('\u{fa0e}') && !stands_for_another('一') && !stands_for_another('𫚉'));
    assert!(dataset.check_release(&recipe("a"), &mut |_, _| false).unwrap().is_none());
}

#[test]
fn the_commands_say_what_they_found_and_refuse_what_they_do_not_understand() {
    let folder = folder();
    let (path, copy) = (folder.path().join("甲.zhupi"), folder.path().join("乙.zhupi"));
    made(&path);
    std::fs::copy(&path, &copy).unwrap();
    let (one, other) = (path.to_str().unwrap(), copy.to_str().unwrap());
    let (code, out, error) = zhupi(&["agree", one, other]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("甲 与 乙") && out.contains("1.000"), "{out}");
    let (code, out, _) = zhupi(&["agree", one, other, "--json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["alpha"], 1.0);
    let before = read(&path).last_event();
    let (code, out, _) = zhupi(&["merge", one, other, "--dry"]);
    assert!(code == 0 && out.contains("待裁定 0 处"), "{out}");
    assert_eq!(zhupi(&["merge", one, other]).0, 0);
    assert_eq!(read(&path).last_event(), before, "merging with itself changes nothing");
    let (code, out, _) = zhupi(&["release", one, "v1", "--check"]);
    assert!(code == 0 && out.contains("几乎相同"), "{out}");
    for args in [
        &["release", one, "v1"][..],
        &["release", one, "v1", "-o", "x", "--split", "0/1/1"],
        &["release", one, "v1", "-o", "x", "--by", "week"],
        &["release", one, "v1", "-o", "x", "--states", "ready"],
        &["release", one, "v1", "-o", "x", "--from", "yesterday"],
        &["agree", one],
        &["agree", one, other, "--editors"],
    ] {
        let (code, out, error) = zhupi(args);
        assert_eq!((code, out.as_str(), error.lines().count()), (2, "", 1), "{args:?}: {error}");
    }
    assert_eq!(zhupi(&["merge", "/nowhere.zhupi", other]).0, 1);
    assert_eq!(zhupi(&["release", "/nowhere.zhupi", "v1", "-o", "/tmp/x"]).0, 1);
}

#[test]
fn a_release_is_exported_as_it_was_whatever_came_later() {
    let folder = folder();
    let path = folder.path().join("集.zhupi");
    made(&path);
    let text = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (dataset, out) = (text("集.zhupi"), text("一"));
    assert_eq!(zhupi(&["release", &dataset, "春", "-o", &out, "--split", "100/0/0"]).0, 0);
    let released = std::fs::read_to_string(folder.path().join("一/data/train.jsonl")).unwrap();
    let export = |scope: &str| zhupi(&["export", &dataset, "--scope", scope]);
    assert_eq!(export("release:春").1, released);
    let ids = |issue: &Issue| issue.articles.iter().map(|article| article.id.clone()).collect::<Vec<_>>();
    // An article more, a mark refused, an issue in the trash, a text set on another file.
    let mut now = write(&path);
    add(&mut now, 11, "滨江步道二期昨日开放，市民沿江而行。");
    let issues = now.issues().unwrap();
    let issue = now.issue(&issues[1].id).unwrap();
    let (_, mark) = issue.articles.iter().flat_map(Article::entities).next().unwrap();
    now.edit(&issue.id, EDITOR, gesture::reject(&issue, &mark.id, &who()).unwrap()).unwrap();
    let issue = now.issue(&issues[2].id).unwrap();
    now.edit(&issue.id, EDITOR, gesture::trash(&issue, &ids(&issue)).unwrap()).unwrap();
    let issue = now.issue(&issues[3].id).unwrap();
    let before = now.source(&issue.id).unwrap();
    let other = format!("前言在此。\n{}", before.text);
    let other = Source::from_bytes("新.txt", other.into_bytes(), Some(Encoding::Utf8)).unwrap();
    let fresh = zhupi::layout::reconstruct(&other, &zhupi::layout::NoMentions);
    let moved = zhupi::layout::carry(&issue, &before, &other, &fresh);
    now.move_issue(&other, &moved.issue, moved.unfit, EDITOR).unwrap();
    now.close().unwrap();
    assert_ne!(export("all").1, released);
    assert_eq!(export("release:春").1, released);
    let (code, said, error) = export("release:夏");
    assert!(code == 1 && said.is_empty() && error.contains("夏"), "{error}");
}
