//! A dataset on a real disk: reopened, read beside its writer, copied, handed from one process to the next.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, contents, folder, made, read, said, write};
use common::{note, other_sample, sample};
use proptest::prelude::*;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use zhupi::annotation::{EntityId, Fates, LabelId, LabelSet, Taxonomy};
use zhupi::dataset::{Access, Added, Dataset, DatasetError, LabelChange};
use zhupi::issue::{Issue, Role, gesture};
use zhupi::source::{Extract, File, Shape, Source, ToldArticle, ToldBlock};
use zhupi::text::CharRange;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn reopened_it_is_what_it_was(
        (source, issue) in common::issue(),
        steps in prop::collection::vec((common::act(), 0..8_u8, any::<bool>()), 1..40),
    ) {
        let folder = folder();
        let path = folder.path().join("a.zhupi");
        let mut dataset = write(&path);
        let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
        let mut now = dataset.issue(&id).unwrap();
        for (n, (act, kind, first)) in steps.into_iter().enumerate() {
            let editor = if first { EDITOR } else { "沈原" };
            // Where two editors work on one text, what one did may be in the way of the other's undo.
            let replay = match kind {
                0 | 1 => dataset.undo(editor).unwrap_or_default(),
                2 => dataset.redo(editor).unwrap_or_default(),
                3 => { drop(dataset); dataset = write(&path); None }
                _ => {
                    if let Some(transaction) = common::transaction(&now, &source, act, n) {
                        now.apply(&transaction).unwrap();
                        dataset.edit(&id, editor, transaction).unwrap();
                    }
                    None
                }
            };
            if let Some(replay) = replay {
                now.apply(&replay.transaction).unwrap();
            }
            prop_assert_eq!(&dataset.issue(&id).unwrap(), &now);
        }
        let histories = [EDITOR, "沈原"].map(|editor| dataset.history(editor).cloned());
        dataset.close().unwrap();
        let dataset = read(&path);
        prop_assert_eq!(dataset.issue(&id).unwrap(), now);
        prop_assert_eq!([EDITOR, "沈原"].map(|editor| dataset.history(editor).cloned()), histories);
        prop_assert_eq!(dataset.source(&id).unwrap(), source);
        prop_assert_eq!(dataset.verify().unwrap().faults, vec![]);
    }
}

#[test]
fn the_same_file_is_never_there_twice() {
    let folder = folder();
    let mut dataset = write(&folder.path().join("新").join("a.zhupi"));
    let (source, issue) = sample();
    let first = dataset.add_issue(&source, &issue, EDITOR).unwrap();
    assert!(matches!(first, Added::New { .. }));
    assert_eq!(dataset.add_issue(&source, &issue, "沈原").unwrap(), Added::Known(first.id().clone()));
    let (source, mut issue) = other_sample();
    issue.id = first.id().clone();
    assert_eq!(said(&dataset.add_issue(&source, &issue, EDITOR).unwrap_err()), "error.dataset.id_taken");
    issue.id = source.issue_id();
    dataset.add_issue(&source, &issue, EDITOR).unwrap();
    let issues = dataset.issues().unwrap();
    assert_eq!(issues.len(), 2);
    assert_eq!((&*issues[0].title, &issues[0].files[..]), ("云溪新闻", &["云溪新闻.txt".to_owned()][..]));
    assert_eq!((issues[0].counts.articles, issues[0].counts.entities, issues[0].counts.proposed), (2, 4, 4));
    assert_eq!(dataset.label_set(), LabelSet::newspaper());
}

#[test]
fn an_issue_whose_text_is_not_in_its_file_is_not_taken() {
    let folder = folder();
    let mut dataset = write(&folder.path().join("a.zhupi"));
    let (source, issue) = sample();
    let mut wrong = issue.clone();
    wrong.articles[0].blocks[0].text = "云溪县召开秋收会".into();
    assert_eq!(said(&dataset.add_issue(&source, &wrong, EDITOR).unwrap_err()), "error.dataset.unsound");
    let mut wrong = issue.clone();
    wrong.articles[0].blocks[0].entities[0].text = "云溪市".into();
    assert_eq!(said(&dataset.add_issue(&source, &wrong, EDITOR).unwrap_err()), "error.dataset.unsound");
    let mut wrong = issue;
    wrong.articles[0].topics[0].score = Some(f32::NAN);
    assert_eq!(said(&dataset.add_issue(&source, &wrong, EDITOR).unwrap_err()), "error.dataset.unsound");
    assert_eq!(dataset.issues().unwrap(), []);
    assert_eq!(dataset.last_event(), 1);
}

#[test]
fn undo_survives_a_restart_and_knows_whose_it_is() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 0);
    let mut dataset = write(&path);
    let who = |by: &str| zhupi::annotation::Decider {
        by: by.into(),
        at: "2026-11-23T21:04:12Z".into(),
        nested: false,
    };
    let entity = EntityId::new("e1");
    dataset.edit(&id, EDITOR, gesture::accept(&issue, &entity, &who(EDITOR)).unwrap()).unwrap();
    drop(dataset);
    let mut dataset = write(&path);
    assert_eq!(dataset.undo("沈原").unwrap(), None);
    assert_eq!(dataset.next_undo(EDITOR).unwrap().unwrap().1.entity(), Some(&entity));
    assert_eq!(dataset.undo(EDITOR).unwrap().unwrap().issue, id);
    assert_eq!(dataset.issue(&id).unwrap(), issue);
    drop(dataset);
    let mut dataset = write(&path);
    dataset.redo(EDITOR).unwrap().unwrap();
    let accepted = dataset.issue(&id).unwrap();
    dataset.edit(&id, "沈原", gesture::reject(&accepted, &entity, &who("沈原")).unwrap()).unwrap();
    // The other editor decided since: taking back the first decision would overwrite the second.
    let before = dataset.issue(&id).unwrap();
    assert_eq!(said(&dataset.undo(EDITOR).unwrap_err()), "error.dataset.edit");
    assert_eq!(dataset.issue(&id).unwrap(), before);
    dataset.undo("沈原").unwrap().unwrap();
    dataset.undo(EDITOR).unwrap().unwrap();
    assert_eq!(dataset.issue(&id).unwrap(), issue);
}

#[test]
fn the_place_of_the_editor_is_remembered() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    made(&path, 0);
    let mut dataset = write(&path);
    dataset.set_view("scroll", &(17_u32, "b1")).unwrap();
    dataset.set_view("scroll", &(18_u32, "b1")).unwrap();
    drop(dataset);
    let mut dataset = read(&path);
    assert_eq!(dataset.view("scroll").unwrap(), Some((18_u32, "b1".to_owned())));
    assert_eq!(dataset.view::<Vec<String>>("scroll").unwrap(), None, "another shape, from another version");
    assert_eq!(dataset.view::<u8>("nothing").unwrap(), None);
    dataset.set_view("scroll", &0).unwrap();
    assert_eq!(dataset.view("scroll").unwrap(), Some((18_u32, "b1".to_owned())));
}

#[test]
fn a_closed_file_stands_alone_and_reading_leaves_no_trace() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 3);
    let before = contents(folder.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), [&path]);
    let mut dataset = read(&path);
    assert!(dataset.is_read_only() && dataset.damage().is_none());
    assert_eq!(dataset.issue(&id).unwrap(), issue);
    assert_eq!(said(&dataset.edit(&id, EDITOR, note(&issue, 9)).unwrap_err()), "error.dataset.read_only");
    assert!(before == contents(folder.path()));
    drop(dataset);
    assert!(before == contents(folder.path()));
}

#[test]
fn a_second_opening_in_one_process_is_refused_or_reads_along() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 1);
    let mut dataset = write(&path);
    assert_eq!(said(&Dataset::open(&path, Access::Write).unwrap_err()), "error.dataset.busy_owner");
    #[cfg(unix)]
    {
        let link = folder.path().join("link.zhupi");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(said(&Dataset::open(&link, Access::Write).unwrap_err()), "error.dataset.busy_owner");
    }
    let reader = read(&path);
    dataset.edit(&id, EDITOR, note(&issue, 1)).unwrap();
    assert_eq!(reader.issue(&id).unwrap(), dataset.issue(&id).unwrap());
}

#[test]
fn a_backup_is_the_same_and_overwrites_only_when_told() {
    let (folder, shelf) = (folder(), folder());
    let path = folder.path().join("a.zhupi");
    let (id, _) = made(&path, 2);
    let mut dataset = write(&path);
    dataset.edit(&id, EDITOR, note(&dataset.issue(&id).unwrap(), 9)).unwrap();
    let copy = shelf.path().join("备份.zhupi");
    dataset.backup(&copy, false).unwrap();
    assert_eq!(contents(shelf.path()).len(), 1);
    assert_eq!(said(&dataset.backup(&copy, false).unwrap_err()), "error.dataset.exists");
    assert_eq!(said(&dataset.backup(&path, true).unwrap_err()), "error.dataset.exists");
    dataset.undo(EDITOR).unwrap();
    let read_copy = read(&copy);
    assert_eq!(read_copy.issue(&id).unwrap().articles[0].notes.len(), 3);
    assert_eq!(read_copy.verify().unwrap().faults, []);
    drop(read_copy);
    dataset.backup(&copy, true).unwrap();
    let mut copied = write(&copy);
    assert_eq!(copied.issue(&id).unwrap(), dataset.issue(&id).unwrap());
    assert_eq!(copied.history(EDITOR), dataset.history(EDITOR));
    copied.redo(EDITOR).unwrap().unwrap();
    assert_eq!(said(&dataset.backup(&copy, true).unwrap_err()), "error.dataset.busy");
}

#[test]
fn a_lock_of_another_machine_is_respected_and_one_of_a_dead_process_here_is_not() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let lock = folder.path().join("a.zhupi.lock");
    let (id, issue) = made(&path, 1);
    let dataset = write(&path);
    let ours = fs::read_to_string(&lock).unwrap();
    drop(dataset);
    let host = serde_json::from_str::<serde_json::Value>(&ours).unwrap()["host"].as_str().unwrap().to_owned();
    let theirs = ours.replace(&format!("\"{host}\""), "\"编辑部-2\"");
    fs::write(&lock, &theirs).unwrap();
    let Err(DatasetError::Busy { owner: Some(owner), .. }) = Dataset::open(&path, Access::Write) else {
        panic!("it was taken")
    };
    assert_eq!(owner.host, "编辑部-2");
    assert_eq!(fs::read_to_string(&lock).unwrap(), theirs);
    assert_eq!(read(&path).issue(&id).unwrap(), issue);
    fs::write(&lock, ours).unwrap();
    drop(write(&path));
    assert!(!lock.exists());
}

/// The other process of the tests below: does what the environment says, answers on stdout, ends when stdin does.
#[test]
fn child() {
    let Ok(path) = std::env::var("ZHUPI_TEST_DATASET") else { return };
    let mut dataset = write(Path::new(&path));
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    println!("\nopen");
    for line in std::io::stdin().lines() {
        let n = line.unwrap().parse().unwrap();
        dataset.edit(&id, EDITOR, note(&dataset.issue(&id).unwrap(), n)).unwrap();
        println!("\nnoted {n}");
    }
}

struct Other {
    process: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Other {
    fn start(path: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env("ZHUPI_TEST_DATASET", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut other = Self { process, lines };
        other.wait_for("open");
        other
    }

    fn wait_for(&mut self, what: &str) {
        assert!(self.lines.any(|line| line.unwrap() == what), "the other process ended");
    }

    fn note(&mut self, n: usize) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{n}").unwrap();
        self.wait_for(&format!("noted {n}"));
    }
}

#[test]
fn one_process_writes_while_others_read_and_a_killed_writer_is_succeeded() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let mut other = Other::start(&path);
    other.note(0);
    let Err(DatasetError::Busy { owner: Some(owner), .. }) = Dataset::open(&path, Access::Write) else {
        panic!("two writers")
    };
    assert_eq!(owner.pid, other.process.id());
    let reader = read(&path);
    let id = reader.issues().unwrap()[0].id.clone();
    assert_eq!(reader.issue(&id).unwrap().articles[0].notes.len(), 1);
    other.note(1);
    assert_eq!(reader.issue(&id).unwrap().articles[0].notes.len(), 2);
    other.process.kill().unwrap();
    other.process.wait().unwrap();
    let mut dataset = write(&path);
    assert_eq!(dataset.issue(&id).unwrap().articles[0].notes.len(), 2);
    dataset.undo(EDITOR).unwrap().unwrap();
    assert_eq!(reader.issue(&id).unwrap().articles[0].notes.len(), 1);
}

#[test]
fn a_writer_may_close_while_another_reads() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let mut other = Other::start(&path);
    other.note(0);
    let reader = read(&path);
    drop(other.process.stdin.take());
    other.process.wait().unwrap();
    let id = reader.issues().unwrap()[0].id.clone();
    assert_eq!(reader.issue(&id).unwrap().articles[0].notes.len(), 1);
    drop(reader);
    // Whatever lies beside it now, the one file has everything.
    let shelf = tempfile::tempdir().unwrap();
    fs::copy(&path, shelf.path().join("b.zhupi")).unwrap();
    assert_eq!(read(&shelf.path().join("b.zhupi")).issue(&id).unwrap().articles[0].notes.len(), 1);
    drop(write(&path));
    assert_eq!(contents(folder.path()).len(), 1);
}

/// The file of an earlier version that is kept.
fn kept(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/datasets/v{version}.zhupi"))
}

/// A page that is no plain text, with what a reader got out of it.
fn read_page() -> Source {
    let block = |role, start, end| ToldBlock { role, source: vec![CharRange::new(start, end)] };
    let told = ToldArticle {
        blocks: vec![block(Role::Headline, 0, 4), block(Role::Paragraph, 5, 10)],
        ..ToldArticle::default()
    };
    let extract = Extract {
        reader: "test-1".into(),
        text: "今日有雨\n出门带伞。".into(),
        shape: Shape::Told(vec![told]),
        ..Extract::default()
    };
    let bytes = b"no text";
    let file = File {
        name: "page.bin".into(),
        bytes: bytes.as_slice().into(),
        sha256: zhupi::source::sha256(bytes),
        encoding: "test".into(),
        extract: Some(extract.to_json().unwrap().into()),
    };
    Source::from_files(vec![file]).unwrap()
}

fn add_read_page(dataset: &mut Dataset) {
    let source = read_page();
    let issue = zhupi::layout::reconstruct(&source, &zhupi::layout::NoMentions);
    dataset.add_issue(&source, &issue, EDITOR).unwrap();
}

#[test]
fn what_a_reader_got_out_of_a_file_stays_as_it_was() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let mut dataset = write(&path);
    add_read_page(&mut dataset);
    drop(dataset);
    let dataset = read(&path);
    assert_eq!(dataset.source(&read_page().issue_id()).unwrap(), read_page());
    assert_eq!(dataset.verify().unwrap().faults, []);
}

#[test]
fn a_corrected_file_takes_the_decisions_with_it() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (source, issue) = sample();
    let mut dataset = write(&path);
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    dataset.edit(&id, EDITOR, note(&dataset.issue(&id).unwrap(), 1)).unwrap();
    let issue = dataset.issue(&id).unwrap();
    let corrected = Source::pasted(&format!("{}\n增加一行。\n", source.text), "corrected.txt").unwrap();
    let fresh = zhupi::layout::reconstruct(&corrected, &zhupi::layout::NoMentions);
    let carried = zhupi::layout::carry(&issue, &source, &corrected, &fresh);
    dataset.move_issue(&corrected, &carried.issue, carried.unfit.clone(), EDITOR).unwrap();
    drop(dataset);
    let mut dataset = write(&path);
    let now = dataset.issue(&id).unwrap();
    assert_eq!((&now, now.articles[0].notes.len()), (&carried.issue, 1));
    assert_eq!(dataset.source(&id).unwrap(), corrected);
    assert_eq!(dataset.issues().unwrap()[0].files, ["corrected.txt"]);
    assert_eq!(dataset.unfit(&id).unwrap(), carried.unfit);
    assert_eq!(dataset.undo(EDITOR).unwrap(), None, "the note was made on another text");
    // The file of before is still known as this issue's.
    assert_eq!(dataset.find(&[&source.files[0].sha256]).unwrap(), Some(id.clone()));
    assert_eq!(dataset.verify().unwrap().faults, []);
    dataset.edit(&id, EDITOR, note(&now, 2)).unwrap();
    assert!(dataset.undo(EDITOR).unwrap().is_some());
}

#[test]
fn a_taxonomy_of_its_own_is_an_event_and_stays() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let mut dataset = write(&path);
    let taxonomy = Taxonomy::read("code,name\nA,甲\nB,乙\n".as_bytes(), "本馆.csv").unwrap();
    assert_eq!(dataset.taxonomy(), None);
    assert!(dataset.set_taxonomy(Some(taxonomy.clone()), EDITOR).unwrap().is_some());
    assert_eq!(dataset.set_taxonomy(Some(taxonomy.clone()), EDITOR).unwrap(), None, "it is so already");
    assert_eq!(dataset.undo(EDITOR).unwrap(), None, "it is no decision on an issue");
    drop(dataset);
    let mut dataset = write(&path);
    assert_eq!(dataset.taxonomy(), Some(&taxonomy));
    assert_eq!(dataset.verify().unwrap().faults, []);
    dataset.set_taxonomy(None, EDITOR).unwrap();
    drop(dataset);
    assert_eq!(read(&path).taxonomy(), None);
}

#[test]
fn datasets_of_earlier_versions_open() {
    for version in 1..=8 {
        let folder = folder();
        let path = folder.path().join("old.zhupi");
        fs::copy(kept(version), &path).unwrap();
        let events = rows(&path, if version < 8 { "event" } else { "record" });
        let (source, _) = sample();
        let id = source.issue_id();
        for access in [Access::Read, Access::Write] {
            let dataset = Dataset::open(&path, access).unwrap();
            assert_eq!(dataset.is_read_only(), access == Access::Read);
            assert_eq!(dataset.issues().unwrap().len(), version.min(2) as usize);
            assert_eq!(dataset.source(&id).unwrap(), source);
            assert_eq!(dataset.issue(&id).unwrap().articles[0].notes.len(), 1);
            assert_eq!(dataset.view("scroll").unwrap(), Some(7));
            assert_eq!(dataset.verify().unwrap().faults, []);
            if version >= 2 {
                assert_eq!(dataset.source(&read_page().issue_id()).unwrap(), read_page());
            }
        }
        assert_eq!(rows(&path, "record"), events, "every event and every sum is what it was");
        let mut dataset = write(&path);
        dataset.redo(EDITOR).unwrap().unwrap();
        assert_eq!(dataset.issue(&id).unwrap().articles[0].notes.len(), 2);
    }
}

/// The events of a file as they are meant.
fn rows(path: &Path, from: &str) -> Vec<Vec<rusqlite::types::Value>> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let sql = format!("SELECT seq, at, editor, issue, kind, payload, sum FROM {from} ORDER BY seq");
    let mut query = conn.prepare(&sql).unwrap();
    let rows = query.query_map([], |row| (0..7).map(|n| row.get(n)).collect()).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
#[ignore = "makes the file of the present version; run once for each version of the schema"]
fn make_this_version() {
    let path = kept(8);
    let _ = fs::remove_file(&path);
    made(&path, 2);
    let mut dataset = write(&path);
    dataset.undo(EDITOR).unwrap().unwrap();
    dataset.set_view("scroll", &7).unwrap();
    add_read_page(&mut dataset);
}

/// The set with LOC merged into ORG and WORK removed, and PER under another name.
fn other_labels() -> LabelChange {
    let mut set = LabelSet::newspaper();
    set.labels.retain(|label| !["LOC", "WORK"].contains(&label.id.as_str()));
    set.labels[0].zh = "人".into();
    let fates = [(LabelId::new("LOC"), Some(LabelId::new("ORG"))), (LabelId::new("WORK"), None)];
    LabelChange { set, fates: fates.into() }
}

fn labelled(issue: &Issue, label: &str) -> usize {
    let marks = issue.articles.iter().flat_map(|article| &article.blocks).flat_map(|block| &block.entities);
    marks.filter(|mark| mark.label.as_str() == label).count()
}

#[test]
fn another_label_set_survives_and_all_issues_go_along_as_was_foretold() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let mut dataset = write(&path);
    let (one, issue) = sample();
    let (two, other) = other_sample();
    let ids = [(&one, &issue), (&two, &other)]
        .map(|(source, issue)| dataset.add_issue(source, issue, EDITOR).unwrap().id().clone());
    let change = other_labels();
    let before: Vec<Issue> = ids.iter().map(|id| dataset.issue(id).unwrap()).collect();
    let places: usize = before.iter().map(|issue| labelled(issue, "LOC")).sum();
    assert!(places > 0);
    let events = dataset.last_event();
    let foretold = dataset.forecast(&change, &mut |_, _| true).unwrap().unwrap();
    assert_eq!(dataset.last_event(), events, "counting writes nothing");
    // Whoever stops it finds everything as it was.
    assert_eq!(dataset.set_labels(&change, EDITOR, &mut |n, _| n == 0).unwrap(), None);
    assert_eq!((dataset.last_event(), dataset.label_set()), (events, LabelSet::newspaper()));
    let done = dataset.set_labels(&change, EDITOR, &mut |_, _| true).unwrap().unwrap();
    assert_eq!(done, foretold);
    let toll = done.tolls[&LabelId::new("LOC")];
    assert_eq!(toll.relabelled + toll.joined + toll.rejected, places);
    dataset.close().unwrap();
    let mut dataset = write(&path);
    assert_eq!(dataset.label_set().labels, change.set.labels);
    assert_eq!(dataset.label_set().gone, change.fates);
    for id in &ids {
        let now = dataset.issue(id).unwrap();
        assert_eq!(labelled(&now, "LOC") + labelled(&now, "WORK"), 0);
    }
    assert_eq!(dataset.verify().unwrap().faults, vec![]);
    // Each issue is a step of its own.
    for _ in &done.issues {
        dataset.undo(EDITOR).unwrap().unwrap();
    }
    let after: Vec<Issue> = ids.iter().map(|id| dataset.issue(id).unwrap()).collect();
    assert_eq!(after, before);
    assert_eq!(dataset.label_set().labels, change.set.labels);
}

#[test]
fn a_label_set_that_is_none_is_refused_and_nothing_is_written() {
    let folder = folder();
    let mut dataset = write(&folder.path().join("a.zhupi"));
    let mut wrong = Vec::new();
    let base = || LabelChange { set: LabelSet::newspaper(), fates: Fates::new() };
    let mut twice = base();
    twice.set.labels[1].id = LabelId::new("PER");
    wrong.push(twice);
    let mut lost = base();
    lost.set.labels.pop();
    wrong.push(lost);
    let mut both = base();
    both.fates.insert(LabelId::new("PER"), None);
    wrong.push(both);
    let mut nowhere = other_labels();
    nowhere.fates.insert(LabelId::new("LOC"), Some(LabelId::new("NOWHERE")));
    wrong.push(nowhere);
    for change in wrong {
        let error = dataset.set_labels(&change, EDITOR, &mut |_, _| true).unwrap_err();
        assert_eq!(said(&error), "error.dataset.unsound");
        assert_eq!((dataset.last_event(), dataset.label_set()), (1, LabelSet::newspaper()));
    }
}
