//! Kill -9 at any moment: every decision that was said to be recorded is there, and the chain is whole.
//!
//! The test runs itself again as another process that does everything that writes to a dataset and prints a number after
//! each decision that returned; it is killed at a random moment and the dataset is opened again, round after round on
//! the same file, and now and then on one of an earlier version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::labour::labour;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zhupi::dataset::{Access, Dataset};

const PLACE: &str = "ZHUPI_TEST_KILL";

/// The process that is killed.
#[test]
fn child() {
    let Ok(path) = std::env::var(PLACE) else { return };
    labour(Path::new(&path), usize::MAX, None);
}

/// Runs a child and kills it, `delay` after it said so many decisions to be recorded; the last number that it said.
fn round(path: &Path, decisions: usize, delay: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(PLACE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said =
        lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("recorded ")?.parse().ok());
    let before = said.by_ref().take(decisions).last();
    std::thread::park_timeout(delay);
    child.kill().unwrap();
    // What it said between the last line that was waited for and its end.
    let last = said.last().or(before);
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
    last
}

fn rounds(count: u32) {
    let folder = tempfile::tempdir().unwrap();
    let (same, old) = (folder.path().join("a.zhupi"), folder.path().join("old.zhupi"));
    let mut noise = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos() | 1;
    let mut random = |below: u32| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        noise % below
    };
    let mut events = 0;
    for n in 0..count {
        let path = if n % 5 == 4 { &old } else { &same };
        if n % 5 == 4 {
            let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/datasets/v7.zhupi");
            std::fs::copy(kept, path).unwrap();
        }
        // A moment anywhere in a child's life: in every third round in its first steps, otherwise around its decisions.
        let (decisions, delay) =
            if n % 3 == 0 { (0, random(60_000)) } else { (1 + random(30), random(12_000)) };
        let last = round(path, decisions as usize, Duration::from_micros(delay.into()));
        if !path.exists() {
            assert_eq!(last, None);
            continue;
        }
        let dataset = Dataset::open(path, Access::Write).unwrap();
        let before = if path == &old { 0 } else { events };
        let report = dataset.verify().unwrap();
        assert!(dataset.damage().is_none() && report.faults.is_empty(), "round {n}: {report:?}");
        assert!(report.events >= last.unwrap_or(before), "round {n}: {last:?} was recorded and is lost");
        if path == &same {
            events = report.events;
        }
        drop(dataset);
        for copy in zhupi::dataset::store::copies(path) {
            let copy = Dataset::open(&copy.path, Access::Read).unwrap();
            assert_eq!(copy.verify().unwrap().faults, [], "round {n}");
        }
    }
    println!("{count} kills, {events} events, none lost");
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
