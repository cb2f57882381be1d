//! Entities: the sets of both sides against each other.

use super::doc::Mark;
use super::scores::{Entities, Named, Prf, Ratio, Spans, share};
use std::collections::{BTreeMap, BTreeSet};

const CORE: [&str; 3] = ["PER", "LOC", "ORG"];

/// The figures for two sets of entities.
pub fn score(gold: &BTreeSet<Mark>, pred: &BTreeSet<Mark>) -> Entities {
    let labels: BTreeSet<&str> = gold.union(pred).map(|(_, label)| label.as_str()).collect();
    let per_label = labels.into_iter().map(|label| {
        let of = |marks: &BTreeSet<Mark>| marks.iter().filter(|(_, l)| l == label).count() as u64;
        let both = gold.intersection(pred).filter(|(_, l)| l == label).count() as u64;
        (label.to_owned(), Prf::new(both, of(pred), of(gold)))
    });
    let core = |marks: &BTreeSet<Mark>| -> BTreeSet<Mark> {
        marks.iter().filter(|(_, label)| CORE.contains(&label.as_str())).cloned().collect()
    };
    Entities {
        all: spans(gold, pred),
        per_label: Named(per_label.collect()),
        per_loc_org: spans(&core(gold), &core(pred)),
    }
}

fn spans(gold: &BTreeSet<Mark>, pred: &BTreeSet<Mark>) -> Spans {
    let places =
        |marks: &BTreeSet<Mark>| -> BTreeSet<Vec<usize>> { marks.iter().map(|(at, _)| at.clone()).collect() };
    let (gold_places, pred_places) = (places(gold), places(pred));
    Spans {
        strict: common(gold, pred),
        span_only: common(&gold_places, &pred_places),
        overlap_same_label: Ratio::new(
            share(touching(pred, gold), pred.len() as u64, 0.0),
            share(touching(gold, pred), gold.len() as u64, 0.0),
        ),
    }
}

fn common<T: Ord>(gold: &BTreeSet<T>, pred: &BTreeSet<T>) -> Prf {
    Prf::new(gold.intersection(pred).count() as u64, pred.len() as u64, gold.len() as u64)
}

/// How many of the marks share a character with another of the same label.
fn touching(marks: &BTreeSet<Mark>, others: &BTreeSet<Mark>) -> u64 {
    let mut at: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (places, label) in others {
        for place in places {
            at.entry(*place).or_default().push(label);
        }
    }
    let touches = |(places, label): &&Mark| {
        places.iter().any(|place| at.get(place).is_some_and(|labels| labels.contains(&label.as_str())))
    };
    marks.iter().filter(touches).count() as u64
}
