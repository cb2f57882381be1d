//! Damaged datasets are opened, refused or repaired; nothing goes without a word.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, read, said, write};
use common::{Act, note, other_sample, sample};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use zhupi::annotation::{Entry, EntryKind, IssueId};
use zhupi::dataset::repair::{Repaired, repair};
use zhupi::dataset::{Access, Dataset, Fault};
use zhupi::issue::{History, Issue, register};
use zhupi::source::Source;

const PAGE: usize = 4096;

/// Numbers that look like chance and are the same every time.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// Everything that an editor would miss.
#[derive(Debug, PartialEq)]
struct Content {
    issues: BTreeMap<IssueId, Issue>,
    sources: BTreeMap<IssueId, Source>,
    register: register::Register,
    histories: Vec<Option<History>>,
    labels: zhupi::annotation::LabelSet,
}

fn content(dataset: &Dataset) -> Option<Content> {
    let list = dataset.all_issues().ok()?;
    let each = || list.iter().map(|summary| summary.id.clone());
    Some(Content {
        issues: each().map(|id| Some((id.clone(), dataset.issue(&id).ok()?))).collect::<Option<_>>()?,
        sources: each().map(|id| Some((id.clone(), dataset.source(&id).ok()?))).collect::<Option<_>>()?,
        register: dataset.register().ok()?.clone(),
        histories: [EDITOR, "沈原"].map(|editor| dataset.history(editor).cloned()).to_vec(),
        labels: dataset.label_set(),
    })
}

fn folder() -> tempfile::TempDir {
    // Hundreds of files are written, and none of them has to last.
    let quick = Path::new("/dev/shm");
    if quick.is_dir() { tempfile::tempdir_in(quick).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Three issues, one of them long, two editors, undo and redo, an entry of the register; some dozens of pages.
fn made(path: &Path) {
    let mut dataset = write(path);
    let mut noise = Noise(0x5eed);
    let long: String = (0..30_000)
        .map(
            |n| if n % 40 == 39 { '\n' } else { char::from_u32(0x4e00 + noise.next(20_000) as u32).unwrap() },
        )
        .collect();
    let long = Source::pasted(&long, "长.txt").unwrap();
    let issue = zhupi::layout::reconstruct(&long, &zhupi::layout::NoMentions);
    dataset.add_issue(&long, &issue, EDITOR).unwrap();
    let (other, issue) = other_sample();
    let second = dataset.add_issue(&other, &issue, "沈原").unwrap().id().clone();
    let (source, issue) = sample();
    let first = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    let entry = Entry::new(EntryKind::Person, "林晓", EDITOR, "2026-11-23T10:00:00Z");
    let entry = register::create(dataset.register().unwrap(), entry).unwrap();
    dataset.edit_register(EDITOR, entry).unwrap();
    for n in 0..60 {
        let editor = ["林晓", "沈原"][noise.next(2)];
        match n % 9 {
            7 => drop(dataset.undo(editor)),
            8 => drop(dataset.redo(editor)),
            6 => drop(dataset.edit(&second, editor, note(&dataset.issue(&second).unwrap(), n))),
            _ => {
                let issue = dataset.issue(&first).unwrap();
                let act = Act {
                    kind: noise.next(12) as u8,
                    what: noise.next(999) as u16,
                    from: noise.next(200) as u8,
                    length: 1 + noise.next(5) as u8,
                    label: noise.next(200) as u8,
                };
                if let Some(change) = common::transaction(&issue, &source, act, n) {
                    dataset.edit(&first, editor, change).unwrap();
                }
            }
        }
    }
    dataset.set_view("scroll", &7).unwrap();
    dataset.close().unwrap();
}

/// A sound file at `path`: its bytes, what is in it, and how many events it has.
fn sound(path: &Path) -> (Vec<u8>, Content, u64) {
    made(path);
    let good = fs::read(path).unwrap();
    let dataset = read(path);
    (good, content(&dataset).unwrap(), dataset.last_event())
}

/// What the file at `path` is worth: opened as it was, told of, or refused; and repaired with a true report.
fn judged(path: &Path, whole: &Content, events: u64, what: &str) -> Option<Repaired> {
    match Dataset::open(path, Access::Read) {
        Err(error) => drop(said(&error)),
        Ok(dataset) => {
            let clean =
                dataset.damage().is_none() && dataset.verify().is_ok_and(|report| report.faults.is_empty());
            if clean && let Some(read) = content(&dataset) {
                assert!(read == *whole, "{what}: silently another");
            }
        }
    }
    let before = fs::read(path).unwrap();
    let new = path.with_file_name("new.zhupi");
    let _ = fs::remove_file(&new);
    let repaired = match repair(path, &new) {
        Ok(repaired) => repaired,
        Err(error) => {
            said(&error);
            assert!(!new.exists(), "{what}");
            return None;
        }
    };
    assert!(fs::read(path).unwrap() == before, "{what}: the damaged file is another");
    let dataset = write(&new);
    let faults = dataset.verify().unwrap().faults;
    let told = |fault: &Fault| match fault {
        Fault::Issue(said) => repaired.missing.iter().any(|(id, _)| said.starts_with(id.as_str())),
        _ => false,
    };
    assert!(faults.iter().all(told), "{what}: {faults:?} {repaired:?}");
    assert!(repaired.events + repaired.lost.len() as u64 >= events, "{what}: {repaired:?}");
    assert_eq!(repaired.events + repaired.lost.len() as u64, dataset.last_event(), "{what}");
    if repaired.is_whole() {
        assert!(content(&dataset).as_ref() == Some(whole), "{what}: {repaired:?}");
    }
    for (id, issue) in &whole.issues {
        let there = dataset.issue(id).is_ok_and(|read| read == *issue);
        assert!(there || !repaired.lost.is_empty() || repaired.gone.contains(id), "{what}: {repaired:?}");
    }
    Some(repaired)
}

#[test]
fn a_flipped_byte_in_any_page_is_told_of_and_costs_next_to_nothing() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (good, whole, events) = sound(&path);
    assert!(judged(&path, &whole, events, "undamaged").unwrap().is_whole());
    let pages = good.len() / PAGE;
    assert!(pages > 30, "{pages}");
    let mut noise = Noise(0x0102_0304_0506_0708);
    let mut costs = BTreeMap::new();
    for page in 0..pages {
        // The head of the page, and anywhere.
        let places = [0, 1, 3, 4, 5, 7, 9].into_iter().chain((0..7).map(|_| noise.next(PAGE)));
        for place in places.collect::<Vec<_>>() {
            let mut bytes = good.clone();
            bytes[page * PAGE + place] ^= 1 << noise.next(8);
            fs::write(&path, bytes).unwrap();
            let what = format!("page {page}, byte {place}");
            let repaired = judged(&path, &whole, events, &what).unwrap();
            let unread = repaired.lost.iter().filter(|lost| lost.known.is_none()).count();
            assert!(
                unread <= 1 && repaired.unproven.len() <= 1 && repaired.missing.len() <= 1,
                "{what}: {repaired:?}"
            );
            *costs.entry((unread, repaired.missing.len())).or_insert(0) += 1;
        }
    }
    println!("{pages} pages; lost events and files, and how often: {costs:?}");
}

#[test]
fn a_lost_page_or_sector_is_told_of_and_the_rest_is_saved() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (good, whole, events) = sound(&path);
    for size in [512, PAGE] {
        for at in (0..good.len()).step_by(if size == PAGE { PAGE } else { 1536 }) {
            let mut bytes = good.clone();
            bytes[at..at + size].fill(0);
            fs::write(&path, bytes).unwrap();
            let repaired = judged(&path, &whole, events.min(1), &format!("{size} bytes at {at}"));
            assert!(repaired.is_some_and(|repaired| repaired.events > 1));
        }
    }
    // Cut short anywhere.
    for length in (0..good.len()).step_by(5000) {
        fs::write(&path, &good[..length]).unwrap();
        judged(&path, &whole, 0, &format!("cut at {length}"));
    }
}

#[test]
fn what_lies_in_the_log_is_saved_and_a_lost_file_comes_back_when_it_is_opened_again() {
    let (folder, after) = (folder(), folder());
    let path = folder.path().join("a.zhupi");
    let (id, issue) = common::files::made(&path, 3);
    let mut dataset = write(&path);
    dataset.edit(&id, EDITOR, note(&issue, 3)).unwrap();
    let expected = dataset.issue(&id).unwrap();
    let crashed = common::files::crashed(&path, after.path());
    drop(dataset);
    for place in [3, 17, 60, 70, 101] {
        let mut bytes = fs::read(&crashed).unwrap();
        bytes[place] ^= 0xff;
        let broken = after.path().join("b.zhupi");
        fs::write(&broken, bytes).unwrap();
        fs::copy(after.path().join("a.zhupi-wal"), after.path().join("b.zhupi-wal")).unwrap();
        let new = after.path().join(format!("{place}.zhupi"));
        assert!(repair(&broken, &new).unwrap().is_whole());
        assert_eq!(read(&new).issue(&id).unwrap(), expected);
        assert_eq!(said(&repair(&broken, &new).unwrap_err()), "error.dataset.exists");
    }
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("DELETE FROM file", []).unwrap();
    conn.execute_batch("VACUUM").unwrap();
    conn.close().unwrap();
    let new = folder.path().join("new.zhupi");
    let repaired = repair(&path, &new).unwrap();
    assert_eq!(repaired.missing, [(id.clone(), "云溪新闻.txt".to_owned())]);
    let mut dataset = write(&new);
    assert_eq!(dataset.issue(&id).unwrap(), expected);
    assert!(dataset.source(&id).is_err());
    dataset.add_issue(&sample().0, &sample().1, EDITOR).unwrap();
    assert_eq!(dataset.source(&id).unwrap(), sample().0);
    assert_eq!(dataset.verify().unwrap().faults, []);
    dataset.undo(EDITOR).unwrap().unwrap();
}

#[test]
fn datasets_of_earlier_versions_are_repaired_too() {
    let folder = folder();
    for version in 1..=8 {
        let kept =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/datasets/v{version}.zhupi"));
        let new = folder.path().join(format!("{version}.zhupi"));
        let repaired = repair(&kept, &new).unwrap();
        assert!(repaired.is_whole(), "{version}: {repaired:?}");
        let old = folder.path().join("old.zhupi");
        fs::copy(&kept, &old).unwrap();
        assert_eq!(content(&read(&new)), content(&read(&old)));
        assert_eq!(read(&new).verify().unwrap(), read(&old).verify().unwrap());
    }
}

#[test]
fn what_is_no_dataset_is_not_repaired() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    for bytes in [vec![], "云溪新闻".repeat(5000).into_bytes(), vec![0; 9000]] {
        fs::write(&path, bytes).unwrap();
        let error = repair(&path, &folder.path().join("b.zhupi")).unwrap_err();
        assert_eq!(said(&error), "error.dataset.not_one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    let dataset = write(&folder.path().join("c.zhupi"));
    let error = repair(dataset.path(), &folder.path().join("b.zhupi")).unwrap_err();
    assert_eq!(said(&error), "error.dataset.busy");
}

#[test]
fn the_command_says_line_by_line_what_is_gone() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    common::files::made(&path, 5);
    let conn = rusqlite::Connection::open(&path).unwrap();
    // Events: label set, issue, five notes that each begin with what the one before left.
    let changed = conn.execute("UPDATE event SET payload = zeroblob(90) WHERE seq = 5", []).unwrap();
    assert_eq!(changed, 1);
    conn.execute_batch("VACUUM").unwrap();
    conn.close().unwrap();
    for (language, words) in [
        ("zh", ["留下 4 条", "第 5 条", "第 6 条没有留下", "第 7 条没有留下"]),
        ("en", ["4 records", "cannot be read: 5.", "Record 6 is not kept", "Record 7 is not kept"]),
    ] {
        let new = folder.path().join(format!("{language}.zhupi"));
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_zhupi"));
        // A name without a folder is one in this folder.
        command.current_dir(folder.path()).arg("repair").arg(&path).arg("-o").arg(new.file_name().unwrap());
        let output = command.args(["--lang", language]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(words.iter().all(|word| said.contains(word)) && !said.contains('{'), "{said}");
        assert!(!said.contains("gesture.") && !said.contains("action."), "{said}");
        assert_eq!(read(&new).issues().unwrap()[0].counts.articles, 2);
    }
}
