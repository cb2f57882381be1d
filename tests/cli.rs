//! The program as it is called: what each command writes, and what it says of each bad file and line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use zhupi::dataset::{Access, Dataset};
use zhupi::exchange::article;
use zhupi::source::Source;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval").join(name)
}

fn zhupi<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command.output().unwrap()
}

/// What a command that ends well writes to standard output.
fn good<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    let output = zhupi(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

/// The one sentence with which a command ends that fails with `code`.
fn bad<S: AsRef<OsStr>>(code: i32, args: impl IntoIterator<Item = S>) -> String {
    let output = zhupi(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(output.stdout.is_empty());
    assert!(said.lines().count() == 1 && !said.contains(['{', '}']) && !said.contains("error."), "{said}");
    said
}

/// A file in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn page() -> String {
    data("dev1.txt").to_str().unwrap().to_owned()
}

#[test]
fn propose_writes_the_same_records_every_time() {
    let once = good(["propose", &page()]);
    let (folder, out) = file("旧.jsonl", b"old");
    assert_eq!(good(["propose", &page(), "-o", &out]), "");
    assert_eq!(fs::read_to_string(&out).unwrap(), once);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside the result");
    let source = Source::open(&data("dev1.txt"), None).unwrap();
    let issue = article::read(&once, Some(&source)).unwrap().remove(0);
    assert!(issue.articles.len() > 5);
    assert_eq!(issue.files, source.parts);
    let dated = good(["propose", "--date=2031-01-02", &page()]);
    assert_eq!(article::read(&dated, Some(&source)).unwrap().remove(0).date, "2031-01-02");
}

#[test]
fn every_character_of_every_encoding_is_in_the_records() {
    let text = fs::read_to_string(data("dev1.txt")).unwrap();
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let odd = format!("\u{feff}{}\0\u{1a}", text.replace('\n', "\r\n"));
    for bytes in [&gb[..], &wide[..], odd.as_bytes()] {
        let (_folder, path) = file("页.txt", bytes);
        let scores = good(["evaluate", data("dev1-gold.jsonl").to_str().unwrap(), &path, "--json"]);
        assert!(scores.contains("pred_text_chars_differing_from_source\": 0"), "{scores}");
        let records = good(["propose", &path]);
        let source = Source::open(Path::new(&path), None).unwrap();
        let issue = article::read(&records, Some(&source)).unwrap().remove(0);
        let held: usize = issue
            .articles
            .iter()
            .flat_map(|a| &a.blocks)
            .map(|b| b.text.chars().filter(|c| !zhupi::text::is_space(*c)).count())
            .sum();
        assert_eq!(held, source.text.chars().filter(|c| !zhupi::text::is_space(*c)).count());
    }
}

#[test]
fn text_writes_the_decoded_text() {
    let (_folder, path) = file("页.txt", b"\xef\xbb\xbf\xe4\xba\x91\r\n\x0c\xe6\xba\xaa");
    assert_eq!(good(["text", &path]), "\u{feff}云\r\n\u{c}溪");
    let (_folder, path) = file("页.txt", b"\xd4\xc6\xcf\xaa");
    assert_eq!(good(["text", &path, "--encoding", "gbk", "-o", "-"]), "云溪");
    let said = bad(1, ["text", &path, "-o", &path]);
    assert!(said.contains("不会被改写"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), b"\xd4\xc6\xcf\xaa");
    assert!(bad(1, ["text", &path, "-o", "/nowhere/at/all"]).contains("没有写下"));
    assert!(bad(1, ["text", &path, "-o", env!("CARGO_MANIFEST_DIR")]).contains("文件夹"));
}

#[test]
fn bad_files_get_one_sentence_and_exit_code_1() {
    for (bytes, zh, en) in [
        (&b""[..], "空的", "empty"),
        (b" \r\n\x0c\xe3\x80\x80", "空白", "white space"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG", "PNG"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF", "PDF"),
        (b"PK\x03\x04\x14\0word/document.xml", "DOCX", "DOCX"),
        (&[0, 1, 2, 3, 0xff, 0xfe, 0, 0, 7], "不是文字", "not a text"),
        ("云溪新闻\n县委书记陆承".as_bytes().split_last().unwrap().1, "第 2 行", "Line 2"),
    ] {
        let (_folder, path) = file("页1.txt", bytes);
        for command in ["propose", "text"] {
            let said = bad(1, [command, &path]);
            assert!(said.contains(zh) && said.contains("页1.txt"), "{said}");
            let said = bad(1, [command, &path, "--lang", "en"]);
            assert!(said.contains(en) && said.contains("页1.txt"), "{said}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(bad(1, [OsStr::new("propose"), folder.path().as_os_str()]).contains("没有能打开的文件"));
    assert!(bad(1, ["propose", "没有这个.txt"]).contains("不在了"));
    let (_folder, path) = file("页1.txt", "县委书记，云溪新闻".as_bytes());
    assert!(bad(1, ["propose", &path, "--encoding", "big5"]).contains("--encoding utf-8"));
}

#[test]
fn bad_lines_get_one_sentence_and_exit_code_2() {
    for (line, named) in [
        (&["propose"][..], "FILE"),
        (&["evaluate", "a"], "SOURCE"),
        (&["propose", "a", "b"], "“b”"),
        (&["propose", "a", "--fast"], "--fast"),
        (&["text", "a", "-x"], "-x"),
        (&["propose", "a", "--encoding"], "--encoding"),
        (&["propose", "a", "--map", "colour=x"], "colour"),
        (&["propose", "a", "--issue", "0"], "“0”"),
        (&["propose", "a", "--encoding", "klingon"], "klingon"),
        (&["propose", "a", "--date", "11月12日"], "11月12日"),
        (&["propose", "a", "--nested=yes"], "yes"),
        (&["frobnicate"], "frobnicate"),
        (&["--frobnicate"], "--frobnicate"),
        (&["export", "a", "--scope", "some"], "some"),
        (&["import", "a", "b", "--format", "kml"], "kml"),
        (&["import", "a", "b", "--format", "brat", "--map", "PER=PER,其他"], "其他"),
        (&["export", "a", "--format", "brat"], "brat"),
        (&["export", "a", "--format", "conll", "--scheme", "XYZ"], "XYZ"),
        (&["evaluate", "a", "b", "--errors", "many"], "many"),
        (&["text", "a", "--lang", "fr"], "fr"),
    ] {
        for language in ["zh", "en"] {
            let mut line = line.to_vec();
            if !line.contains(&"--lang") && line.last() != Some(&"--encoding") {
                line.extend(["--lang", language]);
            }
            let said = bad(2, &line);
            assert!(said.contains(named), "{line:?}: {said}");
        }
    }
}

#[test]
fn help_names_every_flag_in_both_languages() {
    for (command, flags) in [
        ("propose", &["-o, --output OUT", "--encoding E", "--date D", "--nested"][..]),
        ("text", &["-o, --output OUT", "--encoding E", "--map TABLE", "--issue N"]),
        ("evaluate", &["--encoding E", "--json", "--errors N"]),
        (
            "import",
            &["--format F", "--source SOURCEFILE", "--map TABLE", "--proposals", "--by NAME", "--new"],
        ),
        (
            "export",
            &[
                "-o, --output OUT",
                "--format F",
                "--scope S",
                "--scheme BIO|BIOES|BMES",
                "--proposed",
                "--force",
            ],
        ),
    ] {
        for (language, word) in [("zh", "用法"), ("en", "Usage")] {
            let said = good([command, "--help", "--lang", language]);
            assert!(said.contains(word) && said.contains(&format!("zhupi {command}")), "{said}");
            assert!(flags.iter().all(|flag| said.contains(flag)) && !said.contains("help."), "{said}");
            assert!(good(["--help", "--lang", language]).contains(&format!("zhupi {command}")));
        }
    }
    assert_eq!(good(["--lang=en", "propose", "-h"]), good(["propose", "--help", "--lang", "en"]));
    assert!(good(["--version"]).starts_with("zhupi "));
}

#[test]
fn the_language_follows_the_environment() {
    let said = |name: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG").env(name, value);
        String::from_utf8(command.arg("--help").output().unwrap().stdout).unwrap()
    };
    assert!(said("LANG", "en_US.UTF-8").contains("Usage"));
    assert!(said("LC_ALL", "en_GB.UTF-8").contains("Usage"));
    assert!(said("LANG", "zh_CN.UTF-8").contains("用法"));
    assert!(said("LANG", "C").contains("用法"));
}

#[test]
fn evaluate_proposes_where_no_prediction_is_given() {
    let gold = data("dev1-gold.jsonl").to_str().unwrap().to_owned();
    let (_folder, pred) = file("提议.jsonl", good(["propose", &page()]).as_bytes());
    assert_eq!(good(["evaluate", &gold, &page()]), good(["evaluate", &gold, &page(), &pred]));
    assert!(good(["evaluate", &gold, &page(), &gold]).contains("ENTITIES strict       P 1.0000  R 1.0000"));
    let (_folder, broken) = file("坏.jsonl", b"{}\n{\"blocks\": 7}\n");
    let said = bad(1, ["evaluate", &gold, &page(), &broken, "--lang", "en"].map(ToOwned::to_owned));
    assert!(said.contains("坏.jsonl") && said.contains("Line 2"), "{said}");
}

/// A dataset with the first page in it.
fn imported() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("版.zhupi").to_str().unwrap().to_owned();
    let gold = data("dev1-gold.jsonl").to_str().unwrap().to_owned();
    assert_eq!(good(["import", &path, &gold, "--format", "article", "--source", &page()]), "");
    (folder, path)
}

#[test]
fn what_is_imported_is_exported() {
    let (folder, dataset) = imported();
    let source = Source::open(&data("dev1.txt"), None).unwrap();
    let gold = fs::read_to_string(data("dev1-gold.jsonl")).unwrap();
    let issue = article::read(&gold, Some(&source)).unwrap();
    let records = good(["export", &dataset]);
    assert_eq!(article::read(&records, Some(&source)).unwrap(), issue);
    // The records carry the names of their files: beside them no source need be named.
    fs::copy(data("dev1.txt"), folder.path().join("dev1.txt")).unwrap();
    let out = folder.path().join("out.jsonl").to_str().unwrap().to_owned();
    let other = folder.path().join("新.zhupi").to_str().unwrap().to_owned();
    good(["export", &dataset, "-o", &out, "--format", "article"]);
    good(["import", &other, &out]);
    assert_eq!(good(["export", &other]), records);
}

#[test]
fn export_chooses_and_does_not_overwrite() {
    let (folder, dataset) = imported();
    let scope = |scope: &str| good(["export", &dataset, "--scope", scope]).lines().count();
    assert_eq!((scope("all"), scope("issue:dev1"), scope("article:a1"), scope("done")), (17, 17, 1, 0));
    assert!(bad(1, ["export", &dataset, "--scope", "article:zz"]).contains("zz"));
    let out = folder.path().join("out.jsonl").to_str().unwrap().to_owned();
    fs::write(&out, "mine").unwrap();
    assert!(bad(1, ["export", &dataset, "-o", &out]).contains("--force"));
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    good(["export", &dataset, "-o", &out, "--force"]);
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 17);
    assert!(bad(1, ["export", "没有.zhupi"]).contains("没有.zhupi"));
    assert!(bad(1, ["export", &page()]).contains("dev1.txt"));
}

/// What a command that ends well says beside its result.
fn told<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    let output = zhupi(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn what_other_tools_are_given_comes_back_to_the_same_page() {
    let (folder, dataset) = imported();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let marks = |dataset: &str| {
        let records = good(["export", dataset]);
        let records = records.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let marks = |record: serde_json::Value| {
            let marks = record["entities"].as_array().unwrap().clone();
            let decided = marks
                .into_iter()
                .filter(|mark| !matches!(mark["status"].as_str(), Some("proposed" | "rejected")));
            let text = record["text"].as_str().unwrap().to_owned();
            decided
                .map(move |mark| format!("{text:.30} {} {} {}", mark["start"], mark["end"], mark["label"]))
                .collect::<Vec<_>>()
        };
        let mut marks: Vec<String> = records.flat_map(marks).collect();
        marks.sort();
        marks
    };
    let gold = marks(&dataset);
    assert!(gold.len() > 200);
    for format in ["label-studio", "doccano", "brat", "conll", "conll2003", "hipe", "spacy"] {
        let (out, other) = (path(&format!("出.{format}")), path(&format!("{format}.zhupi")));
        let said = told(["export", &dataset, "-o", &out, "--format", format, "--scheme", "BMES"]);
        assert!(said.contains("丢失") && !said.contains(['{', '}']), "{said}");
        assert!(bad(1, ["export", &dataset, "-o", &out, "--format", format]).contains("--force"));
        told(["export", &dataset, "-o", &out, "--format", format, "--scheme", "BMES", "--force"]);
        if matches!(format, "label-studio" | "conll") {
            // Into a page that is laid out and proposed by the program.
            let said = told(["import", &other, &out, "--format", format, "--source", &page()]);
            let back = marks(&other);
            let lost = gold.iter().filter(|mark| !back.contains(mark)).count();
            assert!(lost * 10 < gold.len(), "{format} {lost} of {}: {said}", gold.len());
        }
        let fresh = path(&format!("{format}-新.zhupi"));
        let said = told(["import", &fresh, &out, "--format", format]);
        assert_eq!(marks(&fresh).len(), gold.len(), "{format}: {said}");
    }
    // Files beside the main one are not written over either.
    std::fs::write(path("a.config.xml"), "mine").unwrap();
    let said = bad(1, ["export", &dataset, "-o", &path("a.json"), "--format", "label-studio"]);
    assert!(said.contains("a.config.xml"), "{said}");
}

#[test]
fn a_bad_file_makes_no_dataset_and_unknown_labels_are_listed() {
    let (folder, good_file) =
        file("好.jsonl", "{\"text\":\"王平赴云溪\",\"label\":[[0,2,\"PERSON\"],[3,5,\"GPE\"]]}\n".as_bytes());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (_folder, broken) =
        file("坏.jsonl", "{\"text\":\"王平\"}\n{\"text\":\"王平\",\"label\":[[0,NaN,\"X\"]]}\n".as_bytes());
    let dataset = path("新.zhupi");
    let said = bad(1, ["import", &dataset, &broken, "--format", "doccano", "--lang", "en"]);
    assert!(said.contains("坏.jsonl") && said.contains("line 2"), "{said}");
    assert!(!Path::new(&dataset).exists());
    let said = told(["import", &dataset, &good_file, "--format", "doccano", "--map", "PERSON=PER"]);
    assert!(said.contains("云溪") && said.contains("没有这个标签"), "{said}");
    let records = good(["export", &dataset]);
    assert!(records.contains("王平") && records.contains("\"label\":\"PER\""), "{records}");
}

#[test]
fn what_breaks_in_the_middle_leaves_nothing_half_imported() {
    let (folder, dataset) = imported();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let before = good(["export", &dataset]);
    let text = before.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let text =
        text.map(|record| record["text"].as_str().unwrap().to_owned()).find(|text| text.len() > 300).unwrap();
    // Marks for an article that is here, documents that are new, and after many of them one that is broken.
    let mut lines = format!("{}\n", serde_json::json!({"text": text, "label": [[0, 2, "ORG"]]}));
    let new = |n: u32| format!("{{\"text\":\"第{n}号通知，王平赴云溪\",\"label\":[]}}\n");
    lines.extend((0..1_200).map(new));
    let (whole, broken) = (path("好.jsonl"), path("坏.jsonl"));
    fs::write(&whole, &lines).unwrap();
    fs::write(&broken, lines + "{\"text\":7}\n").unwrap();
    for target in [dataset.clone(), path("新.zhupi")] {
        let said = bad(1, ["import", &target, &broken, "--format", "doccano", "--new", "--lang", "en"]);
        assert!(
            said.contains("坏.jsonl") && said.contains("line 1202") && said.lines().count() == 1,
            "{said}"
        );
    }
    assert_eq!(good(["export", &dataset]), before);
    assert!(!Path::new(&path("新.zhupi")).exists());
    told(["import", &dataset, &whole, "--format", "doccano", "--new"]);
    assert_eq!(good(["export", &dataset]).lines().count(), before.lines().count() + 1_200);
    // Records of two issues, of which the second has no source.
    let (other, records) = (path("两期.zhupi"), path("两期.jsonl"));
    fs::copy(page(), path("dev1.txt")).unwrap();
    let gold = data("dev2-gold.jsonl").to_str().unwrap().to_owned();
    good(["import", &path("二.zhupi"), &gold, "--source", data("dev2.txt").to_str().unwrap()]);
    let second = good(["export", &path("二.zhupi")]);
    fs::write(&records, before.clone() + &second).unwrap();
    assert!(bad(1, ["import", &other, &records]).contains("--source"));
    assert!(!Path::new(&other).exists());
    // With both, also where their lines are mixed.
    fs::copy(data("dev2.txt"), path("dev2.txt")).unwrap();
    let mixed: Vec<&str> = before.lines().zip(second.lines()).flat_map(|(a, b)| [a, b]).collect();
    fs::write(&records, mixed.join("\r\n")).unwrap();
    good(["import", &other, &records]);
    assert_eq!(good(["export", &other]).lines().count(), mixed.len());
}

#[cfg(feature = "desk")]
#[test]
fn an_article_is_printed_and_nothing_is_overwritten() {
    let (folder, dataset) = imported();
    let out = folder.path().join("稿.pdf").to_str().unwrap().to_owned();
    good(["print", &dataset, "-o", &out, "--scope", "article:a1"]);
    let first = fs::read(&out).unwrap();
    let source = Source::open(Path::new(&out), None).unwrap();
    assert!(source.text.contains("以一江清水托起共富新图景"), "{}", source.text);
    assert!(bad(1, ["print", &dataset, "-o", &out, "--scope", "article:a1"]).contains("--force"));
    good(["print", &dataset, "-o", &out, "--scope", "article:a1", "--force"]);
    assert_eq!(fs::read(&out).unwrap(), first, "the same decisions give the same file");
    good(["print", &dataset, "-o", &out, "--clean", "--force"]);
    assert_ne!(fs::read(&out).unwrap(), first);
    bad(1, ["print", &dataset, "-o", &out, "--scope", "article:zz", "--force"]);
    assert!(bad(2, ["print", &dataset, "--scope", "all"]).contains("all"));
}

#[test]
fn export_reads_while_another_process_writes() {
    let (_folder, path) = imported();
    let dataset = Dataset::open(Path::new(&path), Access::Write).unwrap();
    assert_eq!(good(["export", &path]).lines().count(), 17);
    let two = data("dev2-gold.jsonl").to_str().unwrap().to_owned();
    let page = data("dev2.txt").to_str().unwrap().to_owned();
    bad(1, ["import", &path, &two, "--source", &page]);
    drop(dataset);
    good(["import", &path, &two, "--source", &page]);
    assert_eq!(good(["export", &path]).lines().count(), 17 + 19);
    // The same files are never taken in twice.
    assert!(bad(1, ["import", &path, &two, "--source", &page]).contains("dev2"));
}

#[test]
fn records_that_do_not_fit_make_no_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("新.zhupi").to_str().unwrap().to_owned();
    let gold = data("dev1-gold.jsonl").to_str().unwrap().to_owned();
    let other = data("dev2.txt").to_str().unwrap().to_owned();
    let said = bad(1, ["import", &path, &gold, "--source", &other]);
    assert!(said.contains("第 1 行") && said.contains("f1"), "{said}");
    assert!(bad(1, ["import", &path, &gold]).contains("--source"));
    assert!(!Path::new(&path).exists());
}

#[cfg(not(feature = "desk"))]
#[test]
fn without_the_window_the_program_says_so() {
    assert!(bad(1, [page()]).contains("--help"));
    assert!(bad(1, Vec::<String>::new()).contains("--help"));
}
