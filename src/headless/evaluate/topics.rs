//! Topics and keywords, compared between records matched one to one by the characters that they share.

use super::Sides;
use super::record::Record;
use super::scores::{Named, Prf, Topics, share};
use super::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// Right, predicted and gold ones.
#[derive(Clone, Copy, Default)]
struct Counts {
    tp: u64,
    pred: u64,
    gold: u64,
}

impl From<Counts> for Prf {
    fn from(counts: Counts) -> Self {
        Self::new(counts.tp, counts.pred, counts.gold)
    }
}

/// The figures for topics and keywords.
pub fn score(sides: &Sides) -> Topics {
    let matched = matched(sides);
    let nothing = Record::default();
    let (mut topics, mut words) = (Counts::default(), Counts::default());
    let mut each: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut articles, mut exact) = (0, 0);
    for (n, record) in sides.gold.records.iter().enumerate() {
        let other = matched.get(&n).and_then(|m| sides.pred.records.get(*m)).unwrap_or(&nothing);
        let (a, b): (BTreeSet<&str>, BTreeSet<&str>) = (record.codes().collect(), other.codes().collect());
        count(&mut topics, &a, &b);
        count(&mut words, &record.words().collect(), &other.words().collect());
        if record.kind.as_deref() == Some("article") {
            articles += 1;
            exact += u64::from(a == b);
        }
        for code in a {
            let counts = each.entry(code).or_default();
            counts.gold += 1;
            counts.tp += u64::from(b.contains(code));
        }
    }
    for record in sides.pred.records {
        let codes: BTreeSet<&str> = record.codes().collect();
        topics.pred += codes.len() as u64;
        words.pred += record.words().collect::<BTreeSet<_>>().len() as u64;
        for code in codes {
            each.entry(code).or_default().pred += 1;
        }
    }
    Topics {
        micro: topics.into(),
        articles_all_topics_exact: share(exact, articles, 1.0),
        keywords_exact: words.into(),
        per_topic: Named(each.into_iter().map(|(code, counts)| (code.to_owned(), counts.into())).collect()),
    }
}

fn count(counts: &mut Counts, gold: &BTreeSet<&str>, pred: &BTreeSet<&str>) {
    counts.gold += gold.len() as u64;
    counts.tp += gold.intersection(pred).count() as u64;
}

/// For a gold record the predicted one with which it shares most characters, each used once.
fn matched(sides: &Sides) -> BTreeMap<usize, usize> {
    let pairs = sides.all.iter().filter_map(|at| sides.gold.article(*at).zip(sides.pred.article(*at)));
    let mut pairs: Vec<_> = pairs.collect::<Tally<_>>().iter().collect();
    pairs.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
    let mut matched = BTreeMap::new();
    let mut used = BTreeSet::new();
    for ((gold, pred), _) in pairs {
        if !matched.contains_key(&gold) && used.insert(pred) {
            matched.insert(gold, pred);
        }
    }
    matched
}
