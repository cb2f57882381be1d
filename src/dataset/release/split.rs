//! Who is for training, who for validation, who for the test.
//!
//! A unit (an issue, or a day) goes where a hash of its id and the seed says, whatever else there is; so adding articles
//! moves none. Of the first draws of the seed the one is taken that comes nearest to the shares, label by label; a later
//! release with the same seed keeps the draw of the one before. Last, whatever is nearly the same as something on the
//! other side of a border is left out of the part that is asked less of: training before validation before test.

use super::super::near::Near;
use super::{Piece, Recipe};
use crate::annotation::LabelId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How many draws are looked at.
const DRAWS: u32 = 64;

/// A part of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// For training.
    Train,
    /// For choosing among what was trained.
    Validation,
    /// For the last measurement.
    Test,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// A release dealt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Which draw of the seed it is.
    pub draw: u32,
    /// The part of each piece; `None` where it is left out.
    pub parts: Vec<Option<Part>>,
}

impl Split {
    /// How many pieces were left out.
    pub fn left_out(&self) -> usize {
        self.parts.iter().filter(|part| part.is_none()).count()
    }
}

/// Deals pieces out. `draw` is that of the release before, where there is one with the same seed, shares and unit.
/// `None` where `goes_on` stopped it.
pub fn split(
    pieces: &[Piece],
    recipe: &Recipe,
    draw: Option<u32>,
    goes_on: &dyn Fn() -> bool,
) -> Option<Split> {
    let draw = draw.unwrap_or_else(|| best_draw(pieces, recipe));
    let mut parts: Vec<Option<Part>> =
        pieces.iter().map(|piece| Some(part_of(&piece.unit, recipe, draw))).collect();
    let mut near = Near::default();
    for piece in pieces {
        if !goes_on() {
            return None;
        }
        near.put(&piece.text);
    }
    let pairs = near.pairs();
    // What training loses to validation it loses whatever becomes of that one; so the order of pairs makes no difference.
    for lesser in [Part::Train, Part::Validation] {
        for (a, b) in &pairs {
            for (here, there) in [(*a, *b), (*b, *a)] {
                if parts[here] == Some(lesser) && parts[there].is_some_and(|part| part > lesser) {
                    parts[here] = None;
                }
            }
        }
    }
    goes_on().then_some(Split { draw, parts })
}

fn part_of(unit: &str, recipe: &Recipe, draw: u32) -> Part {
    let mut hash = Sha256::new();
    hash.update(recipe.seed.to_le_bytes());
    hash.update(draw.to_le_bytes());
    hash.update(unit);
    let digest = hash.finalize();
    let number = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let all: u32 = recipe.shares.iter().sum();
    // Whole numbers, so that every machine says the same: which of all hundredths the number falls into.
    let place = (u128::from(number) * u128::from(all.max(1))) >> 64;
    let [_, validation, test] = recipe.shares.map(u128::from);
    match place {
        place if place < test => Part::Test,
        place if place < test + validation => Part::Validation,
        _ => Part::Train,
    }
}

/// The draw that comes nearest to the shares, in articles and in marks of each label.
fn best_draw(pieces: &[Piece], recipe: &Recipe) -> u32 {
    let mut units: BTreeMap<&str, (u32, BTreeMap<&LabelId, u32>)> = BTreeMap::new();
    for piece in pieces {
        let (articles, labels) = units.entry(&piece.unit).or_default();
        *articles += 1;
        for (label, count) in &piece.labels {
            *labels.entry(label).or_default() += count;
        }
    }
    let cost = |draw: u32| {
        let mut articles = [0_u32; 3];
        let mut labels: BTreeMap<&LabelId, [u32; 3]> = BTreeMap::new();
        for (unit, (count, marks)) in &units {
            let part = part_of(unit, recipe, draw) as usize;
            articles[part] += count;
            for (label, count) in marks {
                labels.entry(label).or_default()[part] += count;
            }
        }
        let miss = |counts: &[u32; 3]| off(counts, &recipe.shares);
        // A part that stays empty is worse than any share missed.
        let empty = (0..3).filter(|n| articles[*n] == 0 && recipe.shares[*n] > 0).count() as u64;
        let by_label = labels.values().map(miss).sum::<u64>() / labels.len().max(1) as u64;
        (empty, miss(&articles) + by_label)
    };
    (0..DRAWS).min_by_key(|draw| (cost(*draw), *draw)).unwrap_or_default()
}

/// How far counts are from the shares, in whole numbers.
fn off(counts: &[u32; 3], shares: &[u32; 3]) -> u64 {
    let (all, whole) = (counts.iter().sum::<u32>(), shares.iter().sum::<u32>());
    let part = |of: u32, all: u32| i64::from(of) * 10_000 / i64::from(all.max(1));
    (0..3).map(|n| part(counts[n], all) - part(shares[n], whole)).map(|miss| (miss * miss) as u64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{ArticleId, IssueId};
    use proptest::prelude::*;

    /// A piece by unit and text; texts with one number are nearly the same.
    fn piece(n: usize, (unit, like, twist): (u8, u8, u8)) -> Piece {
        let noise = |from: u64, length: u64| -> String {
            let han =
                |k| char::from_u32(0x4e00 + (super::super::super::near::mix(from * 1000 + k) % 9000) as u32);
            (0..length).filter_map(han).collect()
        };
        let text = noise(u64::from(like), 60) + &noise(1000 + u64::from(twist), 4);
        let labels = [(LabelId::new(["PER", "ORG", "LOC"][twist as usize % 3]), u32::from(like % 4))];
        Piece {
            issue: IssueId::new(unit.to_string()),
            unit: unit.to_string(),
            article: ArticleId::new(n.to_string()),
            digest: String::new(),
            text,
            labels: labels.into(),
        }
    }

    proptest! {
        #[test]
        fn nothing_near_stands_on_both_sides_and_nothing_moves_when_articles_come(
            all in prop::collection::vec((0..30_u8, 0..40_u8, any::<u8>()), 1..60),
            few in 1..60_usize,
            seed in any::<u64>(),
        ) {
            let recipe = Recipe { seed, shares: [60, 20, 20], ..Recipe::default() };
            let pieces: Vec<Piece> = all.iter().enumerate().map(|(n, of)| piece(n, *of)).collect();
            let few = &pieces[..few.min(pieces.len())];
            let first = split(few, &recipe, None, &|| true).unwrap();
            let later = split(&pieces, &recipe, Some(first.draw), &|| true).unwrap();
            for (before, after) in first.parts.iter().zip(&later.parts) {
                prop_assert!(before.is_none() || after.is_none() || before == after);
            }
            let mut near = Near::default();
            for piece in &pieces {
                near.put(&piece.text);
            }
            for (a, b) in near.pairs() {
                if let (Some(a), Some(b)) = (later.parts[a], later.parts[b]) {
                    prop_assert_eq!(a, b);
                }
            }
            // Units stay together, and the order in which articles come makes no difference.
            let mut turned = pieces.clone();
            turned.reverse();
            let mut again = split(&turned, &recipe, Some(first.draw), &|| true).unwrap().parts;
            again.reverse();
            prop_assert_eq!(&again, &later.parts);
            for (n, one) in pieces.iter().enumerate() {
                for (m, other) in pieces.iter().enumerate() {
                    if let (true, Some(a), Some(b)) = (one.unit == other.unit, later.parts[n], later.parts[m]) {
                        prop_assert_eq!(a, b);
                    }
                }
            }
        }
    }

    #[test]
    fn the_draw_keeps_every_part_filled_and_labels_spread() {
        let pieces: Vec<Piece> = (0..40).map(|n| piece(n as usize, (n, n, n))).collect();
        let recipe = Recipe::default();
        let split = split(&pieces, &recipe, None, &|| true).unwrap();
        let count = |part| split.parts.iter().filter(|of| **of == Some(part)).count();
        assert!((28..=36).contains(&count(Part::Train)), "{}", count(Part::Train));
        assert!(count(Part::Validation) >= 2 && count(Part::Test) >= 2);
        assert_eq!(super::split(&pieces, &recipe, None, &|| false), None);
    }
}
