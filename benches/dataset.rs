//! What a durable decision costs beside the bare disk: `cargo bench --no-default-features --bench dataset`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::fs::File;
use std::io::{Seek, Write};
use zhupi::dataset::{Access, Dataset};

fn main() {
    divan::main();
}

/// The baseline: 4 KiB written over in place and synchronised.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn bare_write_and_fsync(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("bare")).unwrap();
    bencher.bench_local(|| {
        file.rewind().unwrap();
        file.write_all(&[7; 4096]).unwrap();
        file.sync_all().unwrap();
    });
}

/// The same at the end of a growing file, as a log is written.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn bare_append_and_fsync(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("bare")).unwrap();
    bencher.bench_local(|| {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_all().unwrap();
    });
}

/// One decision, from the call to the return that says it is recorded: a decision and its undo in turn.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn durable_edit(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::open(&folder.path().join("a.zhupi"), Access::Write).unwrap();
    let (source, issue) = common::sample();
    let id = dataset.add_issue(&source, &issue, "林").unwrap().id().clone();
    let issue = dataset.issue(&id).unwrap();
    let change = common::note(&issue, 0);
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        if turn {
            dataset.edit(&id, "林", change.clone()).unwrap();
        } else {
            dataset.undo("林").unwrap().unwrap();
        }
    });
}

/// Remembering where the editor is.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn view(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::open(&folder.path().join("a.zhupi"), Access::Write).unwrap();
    let mut at = 0;
    bencher.bench_local(|| {
        at += 1;
        dataset.set_view("scroll", &at).unwrap();
    });
}
