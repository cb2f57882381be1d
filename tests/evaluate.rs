//! `zhupi evaluate` says what score.py says, of good and of faulty predictions. `scripts/make_score_goldens.py` remakes
//! the files.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const CASES: [(&str, &str, &str); 5] = [
    ("entities", "dev1-gold.jsonl", "dev1.txt"),
    ("structure", "dev2-gold.jsonl", "dev2.txt"),
    ("everything", "dev2-gold.jsonl", "dev2.txt"),
    ("alt", "alt-gold.jsonl", "dev1.txt"),
    ("nothing", "dev1-gold.jsonl", "dev1.txt"),
];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval").join(name)
}

fn evaluate(gold: &str, source: &str, pred: &str, more: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
    command.arg("evaluate").args([data(gold), data(source), data(pred)]).args(["--errors", "5"]).args(more);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_same_lines_as_the_reference() {
    for (case, gold, source) in CASES {
        let golden = std::fs::read_to_string(data(&format!("{case}.score.txt"))).unwrap();
        let said = evaluate(gold, source, &format!("{case}.pred.jsonl"), &[]);
        for (ours, theirs) in said.lines().zip(golden.lines()) {
            assert_eq!(ours, theirs, "{case}");
        }
        assert_eq!(said.lines().count(), golden.lines().count(), "{case}");
    }
}

#[test]
fn the_same_figures_as_the_reference() {
    for (case, gold, source) in CASES {
        let golden = std::fs::read_to_string(data(&format!("{case}.score.json"))).unwrap();
        let said = evaluate(gold, source, &format!("{case}.pred.jsonl"), &["--json"]);
        agree(&serde_json::from_str(&said).unwrap(), &serde_json::from_str(&golden).unwrap(), case);
    }
}

/// Equal, but for the last digits of numbers. What is empty may be absent.
fn agree(ours: &Value, theirs: &Value, place: &str) {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() < 1e-9, "{place}: {a} and {b}");
        }
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys()) {
                let empty = Value::Array(Vec::new());
                let (a, b) = (a.get(key).unwrap_or(&empty), b.get(key).unwrap_or(&empty));
                agree(a, b, &format!("{place}/{key}"));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{place}");
            for (n, (a, b)) in a.iter().zip(b).enumerate() {
                agree(a, b, &format!("{place}/{n}"));
            }
        }
        _ => assert_eq!(ours, theirs, "{place}"),
    }
}
