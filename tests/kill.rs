//! Kill -9 at any moment: every decision that was said to be recorded is there, and the chain is whole.
//!
//! The test runs itself again as another process that edits and prints a number after each call that returned; it is
//! killed at a random moment and the dataset is opened again, round after round on the same file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{note, sample};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zhupi::dataset::{Access, Dataset};

const EDITOR: &str = "林晓";
const PLACE: &str = "ZHUPI_TEST_KILL";

/// The process that is killed.
#[test]
fn child() {
    let Ok(path) = std::env::var(PLACE) else { return };
    let mut dataset = Dataset::open(Path::new(&path), Access::Write).unwrap();
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    for n in 0.. {
        // Undo too, a view between, and now and then the log goes into the file.
        let issue = dataset.issue(&id).unwrap();
        let count = issue.articles[0].notes.len();
        let stamp = if n % 7 == 6 || count > 60 {
            dataset.undo(EDITOR).unwrap().unwrap().stamp
        } else {
            dataset.edit(&id, EDITOR, note(&issue, count)).unwrap()
        };
        println!("\nrecorded {}", stamp.seq);
        dataset.set_view("seq", &stamp.seq).unwrap();
        if n % 29 == 28 {
            dataset.checkpoint().unwrap();
        }
        if n % 97 == 96 {
            drop(dataset);
            dataset = Dataset::open(Path::new(&path), Access::Write).unwrap();
        }
    }
}

/// Runs and kills a child; the last number that it said to be recorded.
fn round(path: &Path, life: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(PLACE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = std::thread::spawn(move || {
        let said =
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("recorded ")?.parse().ok());
        said.last()
    });
    // A moment that falls anywhere in the child's life, its start too.
    std::thread::park_timeout(life);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
    reader.join().unwrap()
}

fn rounds(count: u32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let mut noise = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos() | 1;
    let mut decisions = 0;
    for n in 0..count {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let last = round(&path, Duration::from_micros(u64::from(noise % 300_000)));
        if !path.exists() {
            assert_eq!(last, None);
            continue;
        }
        let dataset = Dataset::open(&path, Access::Write).unwrap();
        let report = dataset.verify().unwrap();
        assert!(dataset.damage().is_none() && report.faults.is_empty(), "round {n}: {report:?}");
        assert!(report.events >= last.unwrap_or_default(), "round {n}: {last:?} was recorded and is lost");
        assert!(report.events >= decisions, "round {n}");
        decisions = report.events;
    }
    assert!(decisions > 100, "only {decisions} decisions in {count} rounds: too few to mean anything");
    println!("{count} kills, {decisions} events, none lost");
}

#[test]
fn no_recorded_decision_is_lost_when_the_process_is_killed() {
    rounds(60);
}

#[test]
#[ignore = "takes minutes; run by scripts/test-long.sh"]
fn no_recorded_decision_is_lost_in_five_hundred_kills() {
    rounds(500);
}
