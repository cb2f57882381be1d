//! The readers of PDFs and of Parquet in a process of their own: what `zhupi` starts for every file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pdf").join(name)
}

fn zhupi(words: &[impl AsRef<OsStr>]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhupi")).args(words).output().unwrap()
}

fn text(file: &Path) -> Output {
    zhupi(&["text".as_ref(), "--lang".as_ref(), "zh".as_ref(), file.as_os_str()])
}

#[test]
fn the_program_reads_a_page_with_itself_as_the_reader() {
    let output = text(&data("gbk-sample.pdf"));
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("海鸥环线"));
}

#[test]
fn a_hostile_file_costs_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("坏.pdf");
    // Brackets without end, and a form that draws itself.
    let deep = [b"%PDF-1.4\n1 0 obj\n".to_vec(), b"[".repeat(2_000_000)].concat();
    let own = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\n\
        endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>\n\
        endobj\n4 0 obj\n<</Length 4>>stream\n/F Do\nendstream\nendobj\n5 0 obj\n<</Type/XObject/Subtype/Form\
        /BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 9>>stream\n/F Do /F Do\nendstream\nendobj\n\
        trailer\n<</Root 1 0 R>>\n";
    for bytes in [deep, own.to_vec()] {
        std::fs::write(&file, bytes).unwrap();
        let output = text(&file);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("坏.pdf") && !said.contains("panick"), "{said}");
    }
}

#[test]
fn the_reader_hears_only_its_own_tasks() {
    let output = zhupi(&["read-pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_is_read_whole_and_half_a_table_costs_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (gold, page) = ("tests/data/eval/dev1-gold.jsonl", "tests/data/eval/dev1.txt");
    let good = |words: &[&str]| {
        let output = zhupi(words);
        assert!(output.status.success(), "{}", String::from_utf8(output.stderr).unwrap());
        String::from_utf8(output.stdout).unwrap()
    };
    good(&["import", &at("a.zhupi"), gold, "--format", "article", "--source", page]);
    good(&["export", &at("a.zhupi"), "--format", "huggingface-parquet", "-o", &at("out")]);
    let table = at("out/records/train.parquet");
    good(&["import", &at("b.zhupi"), &table, "--format", "huggingface"]);
    let marks = |dataset: &str| {
        let records = good(&["export", dataset]);
        let of = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let blocks = |record: &serde_json::Value| record["blocks"].as_array().unwrap().clone();
        let marks = records.lines().flat_map(|line| blocks(&of(line)));
        marks.map(|block| block["entities"].as_array().map_or(0, Vec::len)).sum::<usize>()
    };
    assert_eq!(marks(&at("b.zhupi")), marks(&at("a.zhupi")));

    let mut bytes = std::fs::read(&table).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(at("half.parquet"), bytes).unwrap();
    let output =
        zhupi(&["import", &at("c.zhupi"), &at("half.parquet"), "--format", "huggingface", "--lang", "zh"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("half.parquet") && said.contains("什么也没有读入"), "{said}");
}
