//! Power cuts and full disks at any moment: what was said to be recorded is there, and the file opens.
//!
//! The test runs itself again as another process with the shim of `common/disk.c` before it. One run's writes give as many
//! states of the disk after a cut as one likes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::disk::{Log, Noise, shim};
use common::labour::{labour, recorded};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use zhupi::dataset::{Access, Dataset};

const PLACE: &str = "ZHUPI_TEST_DISK";
/// Of each of three runs.
const CUTS: usize = 170;
const FULL: &str = "ZHUPI_TEST_FULL";

/// The process on the bad disk.
#[test]
fn child() {
    let Ok(path) = std::env::var(PLACE) else { return };
    let full = std::env::var(FULL).ok();
    let full = full.as_deref().and_then(|full| full.split_once(':'));
    labour(Path::new(&path), 36, full.map(|(act, room)| (act, room.parse().unwrap())));
}

fn folder() -> tempfile::TempDir {
    // Hundreds of disks are written, and none of them has to last.
    let quick = Path::new("/dev/shm");
    if quick.is_dir() { tempfile::tempdir_in(quick).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn child_on(shim: &Path, path: &Path) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child", "--nocapture"]).env(PLACE, path);
    child.env("LD_PRELOAD", shim).env("DISK_ROOT", path.parent().unwrap());
    child
}

fn said(child: &mut Command) -> String {
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The dataset before the child comes: none, or one of version 7.
fn begun(path: &Path, old: bool) {
    if old {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/datasets/v7.zhupi");
        fs::copy(kept, path).unwrap();
    }
}

/// The dataset opens, is sound, and has what was recorded; so are its copies.
fn sound(path: &Path, last: Option<u64>, what: &str) {
    let dataset = Dataset::open(path, Access::Write).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(dataset.damage().is_none(), "{what}: {:?}", dataset.damage());
    assert_eq!(dataset.verify().unwrap().faults, [], "{what}");
    assert!(
        Some(dataset.last_event()) >= last,
        "{what}: {last:?} is lost, {} is there",
        dataset.last_event()
    );
    for copy in zhupi::dataset::store::copies(path) {
        let copy = Dataset::open(&copy.path, Access::Read).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(copy.verify().unwrap().faults, [], "{what}");
    }
}

#[test]
fn no_recorded_decision_is_lost_in_five_hundred_power_cuts() {
    let tools = folder();
    let Some(shim) = shim(tools.path()) else { return };
    let mut noise = Noise(0x0bad_d15c);
    // On a local disk, on another, and from an earlier version on.
    for (local, old) in [(false, false), (true, false), (true, true)] {
        let disk = folder();
        let path = disk.path().join("a.zhupi");
        begun(&path, old);
        let log = tools.path().join(format!("{local}-{old}.log"));
        let begin = Log::begin(disk.path());
        let mut child = child_on(&shim, &path);
        child.env("DISK_LOG", &log);
        if !local {
            child.env("DISK_FOREIGN", "1");
        }
        assert!(said(&mut child).contains("ended"));
        let log = begin.read(&log);
        for n in 0..CUTS {
            // Half of the cuts in the first steps of an old file, when it is brought to the present version.
            let within = if old && n % 2 == 0 { 200.min(log.len()) } else { log.len() };
            let at = noise.next(within);
            let left = log.cut(at, &mut noise);
            let what = format!("local {local}, old {old}, cut {n} before step {at}");
            for name in fs::read_dir(disk.path()).unwrap().map(|entry| entry.unwrap().path()) {
                if name.is_dir() { fs::remove_dir_all(name).unwrap() } else { fs::remove_file(name).unwrap() }
            }
            for (path, bytes) in &left.files {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            let what = format!(
                "{what}
{}",
                log.around(at)
            );
            let last = recorded(left.said.iter().map(String::as_str));
            if path.exists() || last.is_some() || old {
                sound(&path, last, &what);
            }
        }
        println!("{} cuts of {} steps, local {local}, old {old}: none lost", CUTS, log.len());
    }
}

#[test]
fn a_full_disk_at_any_act_is_told_of_and_does_no_harm() {
    let tools = folder();
    let Some(shim) = shim(tools.path()) else { return };
    for (act, old) in [
        ("open", false),
        ("open", true),
        ("decide", false),
        ("copy", false),
        ("compact", false),
        ("restore", false),
        ("release", false),
        ("checkpoint", false),
    ] {
        let mut told = 0;
        for room in [0, 600, 5_000, 20_000, 60_000, 100_000] {
            let disk = folder();
            let path: PathBuf = disk.path().join("a.zhupi");
            begun(&path, old);
            let said = said(child_on(&shim, &path).env(FULL, format!("{act}:{room}")));
            let what = format!("{act}, old {old}, {room} bytes");
            assert!(said.contains("ended"), "{what}: {said}");
            for line in said.lines().filter(|line| line.starts_with("refused")) {
                told += 1;
                assert!(line.contains("dataset.full") || line.contains("release.write"), "{what}: {line}");
            }
            sound(&path, recorded(said.lines()), &what);
        }
        assert!(told > 0 || act == "checkpoint", "{act} found room everywhere");
        println!("{act}, old {old}: refused {told} times");
    }
}
