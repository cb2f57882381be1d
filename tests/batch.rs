//! `zhupi batch`: a whole archive, ended at any moment and gone on with.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use zhupi::exchange::article;

fn zhupi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command
}

fn batch(archive: &Path, out: &Path, more: &[&str]) -> Output {
    zhupi().arg("batch").arg(archive).arg("-o").arg(out).args(more).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A short page that is nobody else's.
fn page(n: usize) -> String {
    let who = ["方渐鸿", "庄启明", "苏晚晴", "曲大山"][n % 4];
    let line = format!(
        "　　本报讯 记者{who}报道，昨天，松陵市第{n}中学新楼落成，市长{who}到场祝贺，师生一同上课。\n"
    );
    format!("第{n}中学新楼落成\n{}", line.repeat(12))
}

/// An archive of so many pages.
fn archive(pages: usize) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (archive, out) = (folder.path().join("馆藏"), folder.path().join("结果"));
    fs::create_dir_all(archive.join("旧报")).unwrap();
    for n in 0..pages {
        let folder = if n % 3 == 0 { archive.join("旧报") } else { archive.clone() };
        fs::write(
            folder.join(format!("甲{}.txt", ["子", "丑", "寅", "卯", "辰", "巳", "午", "未"][n])),
            page(n),
        )
        .unwrap();
    }
    (folder, archive, out)
}

/// Everything in a folder and the folders in it.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

/// The cells of the report without its head.
fn rows(out: &Path) -> Vec<Vec<String>> {
    let report = fs::read_to_string(out.join("report.tsv")).unwrap();
    report.lines().skip(1).map(|line| line.split('\t').map(ToOwned::to_owned).collect()).collect()
}

#[test]
fn any_number_of_jobs_gives_the_bytes_of_propose() {
    let (folder, archive, out) = archive(5);
    assert!(batch(&archive, &out, &["--jobs", "1"]).status.success());
    let two = folder.path().join("two");
    assert!(batch(&archive, &two, &["--jobs", "2"]).status.success());
    let inside = |out: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let files = contents(out).into_iter();
        files.map(|(path, bytes)| (path.strip_prefix(out).unwrap().to_owned(), bytes)).collect()
    };
    assert_eq!(inside(&out), inside(&two));
    assert_eq!(rows(&out).len(), 5);
    for name in ["旧报/甲子.txt", "甲丑.txt"] {
        let proposed = zhupi().arg("propose").arg(archive.join(name)).output().unwrap().stdout;
        assert_eq!(fs::read(out.join(format!("{name}.jsonl"))).unwrap(), proposed, "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_one_row_and_never_the_end() {
    let (_folder, archive, out) = archive(2);
    fs::write(archive.join("坏.pdf"), b"%PDF-1.7\nnothing more").unwrap();
    fs::write(archive.join("空.txt"), b"").unwrap();
    fs::write(archive.join("坏.zip"), b"PK\x03\x04cut").unwrap();
    let output = batch(&archive, &out, &["--lang", "en"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output).lines().count(), 1, "no line beside the last one where nobody looks");
    let rows = rows(&out);
    let failed: Vec<&Vec<String>> = rows.iter().filter(|row| row[2] == "failed").collect();
    assert_eq!(failed.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["坏.pdf", "坏.zip", "空.txt"]);
    assert!(failed.iter().all(|row| row[6].contains(&row[0]) && row[6].ends_with('.')), "{failed:?}");
    assert_eq!(rows.iter().filter(|row| row[2] == "done" && row[3] != "0" && row[4] != "0").count(), 2);
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_does_the_rest() {
    let (_folder, archive, out) = archive(8);
    let mut child = zhupi()
        .arg("batch")
        .arg(&archive)
        .arg("-o")
        .arg(&out)
        .args(["--jobs", "1"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Its third issue at the earliest, its last at the latest.
    while fs::read_to_string(out.join("report.tsv")).unwrap_or_default().lines().count() < 3 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let finished = rows(&out);
    assert!(finished.len() >= 2);
    for (path, bytes) in contents(&out) {
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            article::read(&String::from_utf8(bytes).unwrap(), None).unwrap();
        }
    }
    // Whoever is done is not done again: a mark on its file stays. What an editor took away comes back.
    let marked = |n: usize| out.join(format!("{}.jsonl", finished[n][0]));
    fs::write(marked(0), "as it was").unwrap();
    fs::remove_file(marked(1)).unwrap();
    assert!(batch(&archive, &out, &[]).status.success());
    assert!(fs::read_to_string(marked(0)).unwrap() == "as it was", "{} was done again", finished[0][0]);
    assert!(marked(1).exists() && !out.join(".unfinished").exists());
    assert_eq!((rows(&out).len(), contents(&out).len()), (8, 9));

    // A changed page is made anew, and another way of reading makes all of them anew.
    fs::write(archive.join("甲辰.txt"), page(77)).unwrap();
    let before = fs::read(out.join("甲辰.txt.jsonl")).unwrap();
    assert!(batch(&archive, &out, &[]).status.success());
    assert!(fs::read(out.join("甲辰.txt.jsonl")).unwrap() != before);
    assert_eq!(fs::read_to_string(marked(0)).unwrap(), "as it was");
    assert!(batch(&archive, &out, &["--encoding", "utf-8"]).status.success());
    assert!(fs::read_to_string(marked(0)).unwrap() != "as it was");
}

#[test]
fn results_in_the_archive_are_no_pages_and_an_archive_in_the_results_is_refused() {
    let (_folder, archive, _) = archive(2);
    let out = archive.join("结果");
    for _ in 0..2 {
        assert!(batch(&archive, &out, &[]).status.success());
        assert_eq!(rows(&out).len(), 2);
    }
    for out in [archive.clone(), archive.parent().unwrap().to_owned()] {
        let before = contents(&out);
        let output = batch(&archive, &out, &[]);
        assert_eq!((output.status.code(), said(&output).lines().count()), (Some(1), 1));
        assert!(said(&output).contains("把结果放到别处"), "{}", said(&output));
        assert_eq!(contents(&out), before);
    }
}

#[test]
fn what_cannot_be_begun_is_said_in_one_sentence() {
    let (folder, archive, out) = archive(1);
    let empty = folder.path().join("空");
    fs::create_dir(&empty).unwrap();
    let file = folder.path().join("文件");
    fs::write(&file, "x").unwrap();
    let gone = folder.path().join("没有");
    for (archive, out, word) in [
        (&empty, &out, "没有能打开的文件"),
        (&gone, &out, "不在了"),
        (&archive, &file, "是文件"),
        (&archive, &file.join("里面"), "没法往"),
    ] {
        let output = batch(archive, out, &[]);
        let said = said(&output);
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.contains(word), "{word}: {said}");
    }
    let output = zhupi().arg("batch").arg(&archive).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}
