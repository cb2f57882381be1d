//! Kappa, alpha, F1 and tables are those of scikit-learn and `krippendorff`, whose figures on generated cases are kept in
//! `tests/data/agreement.json`; and sheets of marks come to what one would count by hand.
//!
//! `ZHUPI_AGREEMENT=FILE` has our figures written, for `scripts/check_agreement.py --check FILE`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use serde_json::{Value, json};
use zhupi::annotation::LabelId;
use zhupi::dataset::agreement::{Coincidences, Hits, Sheet, Table, measure};
use zhupi::text::CharRange;

/// F1 of a category in a table of units.
fn f1(table: &Table, k: usize) -> f64 {
    let both = table.cell(k, k);
    let hits = Hits { first: table.row(k), second: table.column(k), first_found: both, second_found: both };
    hits.f1().unwrap_or_default()
}

fn ours(case: &Value) -> Value {
    let size = case["size"].as_u64().unwrap() as usize;
    let rows: Vec<Vec<Option<usize>>> = case["ratings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(|v| v.as_u64().map(|v| v as usize)).collect())
        .collect();
    let mut all = Coincidences::new(size);
    for unit in 0..rows[0].len() {
        all.add(&rows.iter().map(|row| row[unit]).collect::<Vec<_>>(), 1);
    }
    let mut pairs = Vec::new();
    for n in 0..rows.len() {
        for m in n + 1..rows.len() {
            let mut table = Table::new(size);
            for (a, b) in rows[n].iter().zip(&rows[m]) {
                if let (Some(a), Some(b)) = (a, b) {
                    table.add(*a, *b, 1);
                }
            }
            let cells: Vec<Vec<u64>> =
                (0..size).map(|a| (0..size).map(|b| table.cell(a, b)).collect()).collect();
            let some = table.total() > 0;
            let categories = if some { 0..size } else { 0..0 };
            let kappas: Vec<_> = categories.clone().map(|k| table.against_rest(k).kappa()).collect();
            let f1s: Vec<_> = categories.map(|k| f1(&table, k)).collect();
            pairs.push(json!({
                "who": [n, m], "kappa": table.kappa(), "by_category": kappas,
                "table": some.then_some(cells), "f1": f1s,
            }));
        }
    }
    json!({"alpha": all.alpha(), "pairs": pairs})
}

/// Whether two values are the same, numbers to 1e-9.
fn near(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() <= 1e-9,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| near(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn figures_are_those_of_scikit_learn_and_krippendorff() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("data/agreement.json")).unwrap();
    assert!(cases.len() > 100);
    let all: Vec<Value> = cases.iter().map(ours).collect();
    for (n, (case, ours)) in cases.iter().zip(&all).enumerate() {
        assert!(near(ours, &case["figures"]), "case {n}: {ours} and {}", case["figures"]);
    }
    if let Some(file) = std::env::var_os("ZHUPI_AGREEMENT") {
        std::fs::write(file, serde_json::to_string(&all).unwrap()).unwrap();
    }
}

type Mark = (u32, u32, &'static str);

fn sheet(length: u32, marks: &[Option<&[Mark]>], topics: &[Option<&[&str]>]) -> Sheet {
    let spans = |marks: &[Mark]| {
        marks.iter().map(|(a, b, label)| (CharRange::new(*a, *b), LabelId::new(*label))).collect()
    };
    let topics =
        topics.iter().map(|codes| codes.map(|codes| codes.iter().map(|c| (*c).to_owned()).collect()));
    Sheet {
        blocks: vec![(length, marks.iter().map(|marks| marks.map(spans)).collect())],
        topics: topics.collect(),
    }
}

#[test]
fn marks_are_counted_as_one_would_by_hand() {
    let names = ["甲".to_owned(), "乙".into()];
    let one: &[Mark] = &[(0, 3, "LOC"), (5, 7, "PER"), (8, 10, "ORG")];
    let other: &[Mark] = &[(0, 2, "LOC"), (5, 7, "PER"), (8, 10, "LOC")];
    let sheets = [
        sheet(12, &[Some(one), Some(other)], &[Some(&["a", "b"]), Some(&["a"])]),
        // One that a single annotator has finished compares nothing.
        sheet(9, &[Some(one), None], &[Some(&["c"]), None]),
    ];
    let found = measure(&names, &sheets);
    assert_eq!((found.articles, found.chars, found.pairs[0].articles), (1, 12, 1));
    let label = |id: &str| found.labels.iter().position(|label| label.as_str() == id).unwrap();
    let pair = &found.pairs[0];
    let none = found.labels.len();
    assert_eq!(pair.table.cell(label("LOC"), label("LOC")), 2);
    assert_eq!(pair.table.cell(label("LOC"), none), 1);
    assert_eq!(pair.table.cell(label("ORG"), label("LOC")), 2);
    assert_eq!(pair.table.cell(none, none), 5);
    assert_eq!(pair.kappa_of(label("PER")), Some(1.0));
    // Strict: one of three on both sides; relaxed: two of three.
    let about = |value: Option<f64>, wanted: f64| (value.unwrap() - wanted).abs() < 1e-12;
    assert!(about(pair.f1().0, 1.0 / 3.0) && about(pair.f1().1, 2.0 / 3.0));
    assert_eq!(pair.strict[label("LOC")].f1(), Some(0.0));
    let none = measure(&names, &sheets[1..]);
    assert_eq!((none.articles, none.alpha, none.topics, none.pairs[0].kappa()), (0, None, None, None));
}

#[test]
fn of_marks_inside_marks_the_outer_one_counts_on_characters_and_both_as_marks() {
    let names = ["甲".to_owned(), "乙".into()];
    let one: &[Mark] = &[(0, 6, "ORG"), (0, 2, "LOC")];
    let other: &[Mark] = &[(0, 6, "ORG")];
    let found = measure(&names, &[sheet(6, &[Some(one), Some(other)], &[Some(&[]), Some(&[])])]);
    assert_eq!(found.pairs[0].kappa(), Some(1.0));
    assert_eq!(found.pairs[0].strict.iter().map(|hits| hits.first).sum::<u64>(), 2);
    assert!((found.pairs[0].f1().0.unwrap() - 2.0 / 3.0).abs() < 1e-12);
}
