//! What the corpus teaches about topics: to each concept's seed words a delta of sparse weights over features.
//!
//! ```text
//! what the seeds say ─ clues · prior ┐
//! a concept's own weight ─ bias      ├ sum ─ softmax over the concepts that stand side by side
//! features · weights of the concept  ┤
//! what the editor taught ─ lessons   ┤
//! whether it is a topic at all       ┘
//! ```
//! The softmax asks which topic it is, and two of one article take likelihood from each other. So each top concept is also
//! judged by itself, against nothing, by a class of its own whose code begins with `=`.
//!
//! The prior's few weights are the same for every concept, so a taxonomy that nobody has trained for is proposed by
//! its words alone.

use super::book::Case;
use super::features::Feature;
use super::lessons::TopicLessons;
use super::second::{self, Pairs};
use crate::issue::Kind;
use crate::odds::probability;
use crate::propose::keywords;

/// How many clues the seed words give.
pub(crate) const CLUES: usize = 4;
/// What marks the code of a class that judges a concept by itself.
const ALONE: char = '=';
/// How much that counts beside the comparison with the others.
const COUNTS: f32 = 0.5;
/// The logarithm of the least probability by itself.
const LEAST: f32 = -30.0;
/// Clues of a concept.
pub(crate) type Clues = [f32; CLUES];

/// Thresholds and the way from probabilities to scores, found by cross-validation when the model is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// From this probability on a second topic is proposed.
    pub(crate) second: f32,
    /// From this probability on a second level is proposed.
    pub(crate) sub: f32,
    /// Slope and shift of the first topic's log odds.
    pub(crate) first_score: [f32; 2],
}

impl Default for Settings {
    fn default() -> Self {
        Self { second: 0.3, sub: 0.4, first_score: [1.0, 0.0] }
    }
}

/// The learned part.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    /// Codes of the concepts that were trained, in order.
    pub(crate) classes: Vec<String>,
    /// What the clues are worth of a top concept, of one below, of a top concept by itself.
    pub(crate) prior: [Clues; 3],
    /// Each concept's own weight.
    pub(crate) bias: Vec<f32>,
    /// Features with weights, in order, and where the cells of each end.
    pub(crate) rows: Vec<(u32, u32)>,
    /// Class and weight in units.
    pub(crate) cells: Vec<(u8, i8)>,
    pub(crate) unit: f32,
    pub(crate) settings: Settings,
    /// What makes a topic the second one of its article.
    pub(crate) second: [f32; second::CLUES],
    /// Which topics go together.
    pub(crate) pairs: Pairs,
    /// What makes a word a keyword.
    pub(crate) taste: keywords::Clues,
}

/// What was learned says of every concept of a taxonomy.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    /// Among those that stand side by side.
    pub(crate) among: Vec<f32>,
    /// By itself.
    pub(crate) alone: Vec<f32>,
}

/// What speaks for the concepts of a taxonomy in an article.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) features: Vec<Feature>,
    pub(crate) cases: Vec<Case>,
    pub(crate) kind: Kind,
    /// Characters of the text.
    pub(crate) length: usize,
}

impl Model {
    /// The weights that a feature has.
    pub(crate) fn cells(&self, feature: u32) -> &[(u8, i8)] {
        let Ok(n) = self.rows.binary_search_by_key(&feature, |row| row.0) else { return &[] };
        let start = n.checked_sub(1).map_or(0, |before| self.rows[before].1 as usize);
        self.cells.get(start..self.rows[n].1 as usize).unwrap_or_default()
    }

    /// What is believed of a top concept by itself that no class knows.
    pub(crate) fn rare(&self) -> f32 {
        let known = self.classes.iter().zip(&self.bias).filter(|(code, _)| code.starts_with(ALONE));
        let (count, sum) = known.fold((0.0f32, 0.0), |(count, sum), (_, bias)| (count + 1.0, sum + bias));
        sum / count.max(1.0)
    }

    /// What the features say for every class.
    pub(crate) fn sums(&self, features: &[Feature]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        for feature in features {
            for (class, weight) in self.cells(feature.hash) {
                if let Some(sum) = sums.get_mut(usize::from(*class)) {
                    *sum += feature.value * f32::from(*weight) * self.unit;
                }
            }
        }
        sums
    }

    /// The log odds of top concept `concept` by itself.
    pub(crate) fn alone(&self, concept: usize, clues: &Clues, sums: &Sums) -> f32 {
        dot(clues, &self.prior[2]) + sums.alone.get(concept).copied().unwrap_or_default()
    }

    /// The probabilities of concepts that stand side by side, tops at level 0.
    pub(crate) fn odds(
        &self,
        shown: &Shown,
        (group, level): (&[usize], usize),
        sums: &Sums,
        lessons: Option<(&TopicLessons, &[String])>,
    ) -> Vec<f32> {
        let clues = clues(&shown.cases, group);
        let score = |(concept, clues): (&usize, &Clues)| {
            let taught = lessons.map_or(0.0, |(lessons, codes)| {
                codes.get(*concept).map_or(0.0, |code| lessons.sum(code, &shown.features))
            });
            let alone = if level == 0 { probability(self.alone(*concept, clues, sums)).ln() } else { 0.0 };
            let among = sums.among.get(*concept).copied().unwrap_or_default();
            dot(clues, &self.prior[level]) + among + taught + COUNTS * alone.max(LEAST)
        };
        softmax(group.iter().zip(&clues).map(score).collect())
    }
}

/// The code of the class that judges a concept by itself.
pub(super) fn by_itself(code: &str) -> String {
    format!("{ALONE}{code}")
}

fn dot(clues: &Clues, weights: &Clues) -> f32 {
    clues.iter().zip(weights).map(|(clue, weight)| clue * weight).sum()
}

/// The clues that the seed words give for each concept of a group.
pub(crate) fn clues(cases: &[Case], group: &[usize]) -> Vec<Clues> {
    let of = |concept: &usize| cases.get(*concept).map_or((0.0, 0.0), |case| (case.gain, case.in_heading));
    let (all, heading) =
        group.iter().map(of).fold((0.0, 0.0), |sum: (f32, f32), one| (sum.0 + one.0, sum.1 + one.1));
    let most = group.iter().map(|concept| of(concept).0).fold(0.0, f32::max);
    let clue = |concept: &usize| {
        let (gain, in_heading) = of(concept);
        [
            gain.ln_1p(),
            gain / (all + 2.0),
            in_heading / (heading + 2.0),
            if gain > 0.0 && gain >= most { 1.0 } else { 0.0 },
        ]
    };
    group.iter().map(clue).collect()
}

/// Probabilities from scores.
pub(crate) fn softmax(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    for score in &mut scores {
        *score = (*score - most).exp();
    }
    let sum: f32 = scores.iter().sum();
    for score in &mut scores {
        *score /= sum;
    }
    scores
}
