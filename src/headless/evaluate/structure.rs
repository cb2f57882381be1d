//! Articles, roles, headlines, paragraphs, and whether every character is there.

use super::Sides;
use super::scores::{Fidelity, Headlines, Named, Prf, RoleScore, Roles, Segmentation, harmonic, share};
use super::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

const FURNITURE: &str = "furniture";
const PARAGRAPH: &str = "paragraph";
const HEADINGS: [&str; 3] = ["kicker", "headline", "subheadline"];

fn is_heading(role: Option<&str>) -> bool {
    role.is_some_and(|role| HEADINGS.contains(&role))
}

/// What is counted as one: all page furniture, each article, each character that nobody has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cluster {
    Alone(usize),
    Furniture,
    Article(usize),
}

/// Which characters are together.
pub fn segmentation(sides: &Sides) -> Segmentation {
    let cluster = |doc: &super::doc::Doc, at: usize| match doc.holders.get(&at) {
        None => Cluster::Alone(at),
        Some(holder) if holder.kind == Some(FURNITURE) => Cluster::Furniture,
        Some(holder) => Cluster::Article(holder.article),
    };
    let pairs: Vec<(Cluster, Cluster)> =
        sides.all.iter().map(|at| (cluster(&sides.gold, *at), cluster(&sides.pred, *at))).collect();
    let gold: Tally<Cluster> = pairs.iter().map(|(gold, _)| *gold).collect();
    let pred: Tally<Cluster> = pairs.iter().map(|(_, pred)| *pred).collect();
    let joint: Tally<(Cluster, Cluster)> = pairs.into_iter().collect();
    let n = sides.all.len().max(1) as f64;
    let squares = |of: &dyn Fn(Cluster, Cluster) -> u64| {
        joint.iter().map(|((a, b), v)| (v * v) as f64 / of(a, b) as f64).sum::<f64>() / n
    };
    let mut best: BTreeMap<Cluster, f64> = BTreeMap::new();
    for ((a, b), v) in joint.iter() {
        let jaccard = v as f64 / (gold.of(a) + pred.of(b) - v) as f64;
        let known = best.entry(a).or_insert(0.0);
        *known = known.max(jaccard);
    }
    best.remove(&Cluster::Furniture);
    let matched = best.values().filter(|jaccard| **jaccard >= 0.9).count() as u64;
    Segmentation {
        pairwise: Prf::new(joint.pairs(), pred.pairs(), gold.pairs()),
        bcubed_f1: harmonic(squares(&|_, b| pred.of(b)), squares(&|a, _| gold.of(a))),
        matched: share(matched, best.len() as u64, 1.0),
        gold_records: sides.gold.records.len(),
        pred_records: sides.pred.records.len(),
    }
}

/// What the characters' blocks and records are.
pub fn roles(sides: &Sides) -> Roles {
    let same = |at: usize| {
        let role = sides.pred.role(at);
        sides.gold.role(at) == role
            || role.is_some_and(|role| sides.extra.get(&at).is_some_and(|more| more.contains(role)))
    };
    let alike = |at: usize| {
        let (gold, pred) = (sides.gold.role(at), sides.pred.role(at));
        gold == pred || (is_heading(gold) && is_heading(pred))
    };
    let mut per_role: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for at in &sides.all {
        let (right, chars) = per_role.entry(sides.gold.role(*at).unwrap_or("None")).or_default();
        *right += u64::from(same(*at));
        *chars += 1;
    }
    let per_role = per_role.into_iter().map(|(role, (right, chars))| {
        (role.to_owned(), RoleScore { accuracy: share(right, chars, 1.0), chars })
    });
    let of_all = |right: usize| share(right as u64, sides.all.len() as u64, 0.0);
    Roles {
        accuracy: of_all(sides.all.iter().filter(|at| same(**at)).count()),
        accuracy_headings_merged: of_all(sides.all.iter().filter(|at| alike(**at)).count()),
        per_role: Named(per_role.collect()),
        kind_accuracy: of_all(
            sides.all.iter().filter(|at| sides.gold.kind(**at) == sides.pred.kind(**at)).count(),
        ),
    }
}

/// Whether headlines stand with their bodies.
pub fn headlines(sides: &Sides) -> Headlines {
    let owner = owners(sides);
    let mut missed = Vec::new();
    let (mut with, mut attached, mut own) = (0, 0, 0);
    let (mut headed, mut all_attached, mut headless, mut clean) = (0, 0, 0, 0);
    for (n, record) in sides.gold.records.iter().enumerate() {
        let of = |wanted: &dyn Fn(Option<&str>) -> bool| -> Vec<usize> {
            let blocks = sides.gold.blocks.iter().filter(|block| block.article == n && wanted(block.role));
            blocks.flat_map(|block| block.at.iter().copied()).collect()
        };
        let body = of(&|role| role == Some(PARAGRAPH));
        if record.kind.as_deref() != Some("article") || body.is_empty() {
            continue;
        }
        let most = body.iter().map(|at| sides.pred.article(*at)).collect::<Tally<_>>().most();
        // The predicted article that has more than half of the body.
        let home = most.filter(|(_, count)| count * 2 > body.len() as u64).and_then(|(article, _)| article);
        let inside = |at: &[usize]| {
            let there = at.iter().filter(|at| sides.pred.article(**at) == home).count();
            home.is_some() && there as f64 >= 0.9 * at.len() as f64
        };
        let head = of(&|role| role == Some("headline"));
        if !head.is_empty() {
            let yes = inside(&head);
            with += 1;
            attached += u64::from(yes);
            own += u64::from(yes && owner.get(&home) == Some(&n));
            if !yes {
                missed.push(record.id.clone());
            }
        }
        let headings = of(&is_heading);
        if headings.is_empty() {
            headless += 1;
            clean += u64::from(home.is_some() && !has_foreign_heading(sides, home, n));
        } else {
            headed += 1;
            all_attached += u64::from(inside(&headings));
        }
    }
    Headlines {
        attachment: share(attached, with, 1.0),
        attachment_one_to_one: share(own, with, 1.0),
        articles_with_headline: with,
        missed,
        all_headings_attachment: share(all_attached, headed, 1.0),
        headless_articles: headless,
        headless_left_clean: share(clean, headless, 1.0),
    }
}

/// For every predicted article the gold article that it has most body text of.
fn owners(sides: &Sides) -> BTreeMap<Option<usize>, usize> {
    let body = sides.all.iter().filter(|at| sides.gold.role(**at) == Some(PARAGRAPH));
    let pairs: Tally<(Option<usize>, usize)> =
        body.filter_map(|at| Some((sides.pred.article(*at), sides.gold.article(*at)?))).collect();
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort_by_key(|((_, gold), count)| (std::cmp::Reverse(*count), *gold));
    let mut owners = BTreeMap::new();
    for ((pred, gold), _) in pairs {
        owners.entry(pred).or_insert(gold);
    }
    owners
}

fn has_foreign_heading(sides: &Sides, home: Option<usize>, gold: usize) -> bool {
    let mut blocks = sides.pred.blocks.iter().filter(|block| Some(block.article) == home);
    blocks.any(|block| {
        is_heading(block.role) && block.at.iter().any(|at| sides.gold.article(*at) != Some(gold))
    })
}

/// The first characters of paragraphs, judged inside gold paragraphs only. A boundary at a dateline counts for the
/// paragraph that it opens.
pub fn paragraphs(sides: &Sides) -> Prf {
    let blocks = &sides.gold.blocks;
    let first = |block: &super::doc::Placed| block.at.first().copied();
    let gold: BTreeSet<usize> =
        blocks.iter().filter(|block| block.role == Some(PARAGRAPH)).filter_map(first).collect();
    let mut leads = BTreeMap::new();
    for (a, b) in blocks.iter().zip(blocks.iter().skip(1)) {
        if (a.role, b.role) == (Some("dateline"), Some(PARAGRAPH)) && a.article == b.article {
            leads.extend(first(a).zip(first(b)));
        }
    }
    let starts = sides.pred.blocks.iter().filter_map(first);
    let inside = |at: usize| leads.contains_key(&at) || sides.gold.role(at) == Some(PARAGRAPH);
    let pred: BTreeSet<usize> =
        starts.filter(|at| inside(*at)).map(|at| leads.get(&at).copied().unwrap_or(at)).collect();
    Prf::new(gold.intersection(&pred).count() as u64, pred.len() as u64, gold.len() as u64)
}

/// Whether every character of the gold is in exactly one predicted block.
pub fn fidelity(sides: &Sides) -> Fidelity {
    let times = |at: &usize| sides.pred.holders.get(at).map_or(0, |holder| holder.times);
    let count =
        |wanted: &dyn Fn(usize) -> bool| sides.all.iter().filter(|at| wanted(times(at))).count() as u64;
    let all = sides.all.len() as u64;
    Fidelity {
        covered_exactly_once: share(count(&|n| n == 1), all, 0.0),
        missing: count(&|n| n == 0),
        repeated: count(&|n| n > 1),
        gold_chars: all,
        pred_text_chars_differing_from_source: sides.pred.mismatch,
    }
}
