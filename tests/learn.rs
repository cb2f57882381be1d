//! Corrected structure teaches the layout: what is learned, who uses it, and that it can be forgotten.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use zhupi::annotation::ArticleId;
use zhupi::annotation::Decider;
use zhupi::dataset::{Access, Dataset, teaches};
use zhupi::exchange::article;
use zhupi::issue::{ArticleStatus, Issue, Kind, gesture};
use zhupi::layout::{NoMentions, VERSION};
use zhupi::propose::Proposer;
use zhupi::source::Source;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn zhupi(args: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command.output().unwrap()
}

/// What a command that ends well says and writes.
fn good(args: &[&Path]) -> (String, String) {
    let Output { status, stdout, stderr } = zhupi(args);
    let said = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{said}");
    (said, String::from_utf8(stdout).unwrap())
}

/// A dataset with a page as it was put together by hand, on which nobody has decided.
fn dataset(path: &Path) -> Issue {
    let source = Source::open(&data("eval/dev1.txt"), None).unwrap();
    let gold = std::fs::read_to_string(data("eval/dev1-gold.jsonl")).unwrap();
    let mut issue = article::read(&gold, Some(&source)).unwrap().remove(0);
    for article in &mut issue.articles {
        article.status = ArticleStatus::New;
    }
    let mut dataset = Dataset::open(path, Access::Write).unwrap();
    let id = dataset.add_issue(&source, &issue, "林").unwrap().id().clone();
    let issue = dataset.issue(&id).unwrap();
    dataset.close().unwrap();
    issue
}

/// An editor confirms all blocks.
fn confirm(path: &Path, issue: &Issue) {
    let blocks: Vec<_> =
        issue.articles.iter().flat_map(|article| &article.blocks).map(|block| block.id.clone()).collect();
    let who = Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
    let act = gesture::confirm(issue, &blocks, &who).unwrap();
    let mut dataset = Dataset::open(path, Access::Write).unwrap();
    dataset.edit(&issue.id, "林", act).unwrap();
    dataset.close().unwrap();
}

#[test]
fn only_issues_that_an_editor_put_together_teach() {
    let folder = tempfile::tempdir().unwrap();
    let mut issue = dataset(&folder.path().join("a.zhupi"));
    assert!(!teaches(&issue));
    for article in issue.articles.iter_mut().filter(|article| article.kind == Kind::Article) {
        article.status = ArticleStatus::Done;
    }
    assert!(teaches(&issue));
    issue.articles[0].status = ArticleStatus::InProgress;
    let first = issue.articles.iter().position(|article| article.kind == Kind::Article).unwrap();
    issue.articles[first].status = ArticleStatus::InProgress;
    assert!(!teaches(&issue));
}

#[test]
fn what_is_learned_follows_from_the_events_and_is_forgotten_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let issue = dataset(&path);
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    assert_eq!(dataset.learn(&NoMentions).unwrap().issues, 0);
    dataset.close().unwrap();
    confirm(&path, &issue);
    dataset = Dataset::open(&path, Access::Write).unwrap();
    let before = dataset.issue(&issue.id).unwrap();
    let learned = dataset.learn(&NoMentions).unwrap();
    assert_eq!((learned.issues, learned.upto), (1, dataset.last_event()));
    assert_eq!(dataset.learn(&NoMentions).unwrap(), learned, "a function of the events");
    assert_eq!(dataset.taught().unwrap(), None, "not before it is kept");
    dataset.keep_learned(&learned).unwrap();
    dataset.close().unwrap();
    dataset = Dataset::open(&path, Access::Read).unwrap();
    let taught = dataset.taught().unwrap().unwrap();
    assert_eq!((taught.weights, taught.version), (learned.weights, format!("{VERSION}+{}", learned.upto)));
    assert_eq!(dataset.issue(&issue.id).unwrap(), before, "what is there stays");
    drop(dataset);
    dataset = Dataset::open(&path, Access::Write).unwrap();
    assert!(dataset.set_teaching(false, "林").unwrap().is_some());
    assert_eq!(dataset.set_teaching(false, "林").unwrap(), None);
    assert_eq!((dataset.taught().unwrap(), dataset.teaches()), (None, false));
    // A correction undoes as before, and nothing of it was lost.
    assert_eq!(dataset.issue(&issue.id).unwrap(), before);
    dataset.close().unwrap();
    dataset = Dataset::open(&path, Access::Write).unwrap();
    assert!(!dataset.teaches(), "a restart does not bring it back");
    assert_eq!(dataset.verify().unwrap().faults, vec![]);
    assert!(dataset.undo("林").unwrap().is_some());
    dataset.set_teaching(true, "林").unwrap();
    assert_eq!((dataset.teaches(), dataset.learn(&NoMentions).unwrap().issues), (true, 0));
}

#[test]
fn the_commands_learn_use_it_and_forget() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let (learn, forget, import, propose) =
        (Path::new("learn"), Path::new("--forget"), Path::new("import"), Path::new("propose"));
    let page = data("pages/page-a.txt");
    let missing = zhupi(&[learn, &folder.path().join("none.zhupi")]);
    assert_eq!((missing.status.code(), missing.stdout.len()), (Some(1), 0));
    assert!(!folder.path().join("none.zhupi").exists(), "a wrong name makes no dataset");
    assert_eq!(zhupi(&[learn]).status.code(), Some(2));
    let issue = dataset(&path);
    assert!(good(&[learn, &path]).0.contains("没有可学的"));
    confirm(&path, &issue);
    assert!(good(&[learn, &path]).0.contains("已从 1 期"));
    let own = good(&[propose, &page]).1;
    let by = |records: &str, version: &str| records.contains(&format!("\"by\":\"{version}"));
    let taught = good(&[propose, &page, Path::new("--dataset"), &path]).1;
    assert!(by(&taught, &format!("{VERSION}+")) && !by(&own, &format!("{VERSION}+")));
    good(&[import, &path, &page]);
    let exported = good(&[Path::new("export"), &path]).1;
    assert!(by(&exported, &format!("{VERSION}+")));
    assert!(good(&[learn, &path, forget]).0.contains("已忘掉"));
    assert_eq!(good(&[propose, &page, Path::new("--dataset"), &path]).1, own);
    let again = good(&[Path::new("export"), &path]).1;
    assert_eq!(again, exported, "learning and forgetting change nothing that is there");
}

/// Sets articles to a status, in this order.
fn set(dataset: &mut Dataset, issue: &Issue, articles: &[ArticleId], status: ArticleStatus) {
    for article in articles {
        let act = gesture::set_status(&dataset.issue(&issue.id).unwrap(), article, status).unwrap();
        dataset.edit(&issue.id, "林", act).unwrap();
    }
}

fn learned(dataset: &Dataset, proposer: &Proposer) -> (Vec<u8>, u32) {
    let lessons = dataset.learn_proposals(proposer).unwrap();
    (lessons.learned.write(proposer), lessons.learned.articles())
}

#[test]
fn finished_articles_teach_the_same_in_however_many_sessions() {
    let proposer = Proposer::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (one, many) = (folder.path().join("a.zhupi"), folder.path().join("b.zhupi"));
    let issue = dataset(&one);
    let articles: Vec<ArticleId> =
        issue.articles.iter().filter(|a| a.kind == Kind::Article).map(|a| a.id.clone()).take(5).collect();
    let mut whole = Dataset::open(&one, Access::Write).unwrap();
    assert_eq!(learned(&whole, &proposer).1, 0);
    assert_eq!(whole.lessons(&proposer).unwrap().map(|l| l.articles()), None);
    set(&mut whole, &issue, &articles, ArticleStatus::Done);
    let (bytes, count) = learned(&whole, &proposer);
    assert_eq!(count, 5);
    // Article by article, in sessions of one, three and one, each going on from what is kept.
    dataset(&many);
    for part in [0..1, 1..4, 4..5] {
        let mut session = Dataset::open(&many, Access::Write).unwrap();
        for article in &articles[part] {
            set(&mut session, &issue, std::slice::from_ref(article), ArticleStatus::Done);
            let lessons = session.learn_proposals(&proposer).unwrap();
            session.keep_lessons(&lessons, &proposer).unwrap();
        }
        session.close().unwrap();
    }
    let mut session = Dataset::open(&many, Access::Write).unwrap();
    assert_eq!(session.lesson_bytes().unwrap(), Some(bytes.clone()));
    assert!(!session.learn_proposals(&proposer).unwrap().news);
    // Another order teaches something else: it is the order of finishing, not that of the page.
    set(&mut session, &issue, &articles[..1], ArticleStatus::InProgress);
    assert_eq!(learned(&session, &proposer).1, 4);
    set(&mut session, &issue, &articles[..1], ArticleStatus::Done);
    assert_ne!(learned(&session, &proposer).0, bytes);
    // Undoing both gives what was there before, and undoing a 'done' what came before that.
    session.undo("林").unwrap();
    session.undo("林").unwrap();
    // The first was finished last by now, by the undo of its being taken up again.
    assert_eq!(learned(&session, &proposer).1, 5);
    session.undo("林").unwrap();
    let (fewer, count) = learned(&session, &proposer);
    assert_eq!(count, 4);
    let lessons = session.learn_proposals(&proposer).unwrap();
    session.keep_lessons(&lessons, &proposer).unwrap();
    assert_eq!(session.lesson_bytes().unwrap(), Some(fewer.clone()));
    // Forgotten, it does not come back by itself; learned anew, it is the same.
    session.set_teaching(false, "林").unwrap();
    assert_eq!(session.lesson_bytes().unwrap(), None);
    session.set_teaching(true, "林").unwrap();
    assert_eq!(session.lesson_bytes().unwrap(), None);
    assert_eq!(learned(&session, &proposer).0, fewer);
    assert_eq!(session.verify().unwrap().faults, vec![]);
}

#[test]
fn a_finished_article_that_is_changed_teaches_what_it_says_now() {
    let proposer = Proposer::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let issue = dataset(&path);
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    let article = issue.articles.iter().find(|a| a.entities().count() > 2).unwrap();
    set(&mut dataset, &issue, std::slice::from_ref(&article.id), ArticleStatus::Done);
    let lessons = dataset.learn_proposals(&proposer).unwrap();
    dataset.keep_lessons(&lessons, &proposer).unwrap();
    let who = Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
    let mark = article.entities().next().unwrap().1.id.clone();
    let act = gesture::reject(&dataset.issue(&issue.id).unwrap(), &mark, &who).unwrap();
    dataset.edit(&issue.id, "林", act).unwrap();
    let changed = dataset.learn_proposals(&proposer).unwrap();
    assert!(changed.news);
    assert_eq!(changed.learned.articles(), 1);
    assert_ne!(changed.learned.write(&proposer), lessons.learned.write(&proposer));
    dataset.undo("林").unwrap();
    assert_eq!(learned(&dataset, &proposer).0, lessons.learned.write(&proposer));
}

#[test]
fn commands_use_what_finished_articles_taught() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let issue = dataset(&path);
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    let articles: Vec<ArticleId> = issue.articles.iter().map(|article| article.id.clone()).take(3).collect();
    set(&mut dataset, &issue, &articles, ArticleStatus::Done);
    dataset.close().unwrap();
    let (learn, propose, page) = (Path::new("learn"), Path::new("propose"), data("pages/page-a.txt"));
    let said = good(&[learn, &path]).0;
    assert!(said.contains("完成的稿件"), "{said}");
    let own = good(&[propose, &page]).1;
    let taught = good(&[propose, &page, Path::new("--dataset"), &path]).1;
    assert!(!own.contains("delta-1+") && taught.contains("delta-1+"));
    assert_eq!(taught, good(&[propose, &page, Path::new("--dataset"), &path]).1);
    good(&[learn, &path, Path::new("--forget")]);
    assert_eq!(good(&[propose, &page, Path::new("--dataset"), &path]).1, own);
}
