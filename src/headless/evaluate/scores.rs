//! The figures, in the form in which they are written.

use super::doc::Warnings;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ratio {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f1: f64,
}

/// A [`Ratio`] with the counts that it comes from.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Prf {
    /// The ratios.
    #[serde(flatten)]
    pub ratio: Ratio,
    /// Right ones.
    pub tp: u64,
    /// Predicted ones.
    pub pred: u64,
    /// Gold ones.
    pub gold: u64,
}

impl Ratio {
    /// From precision and recall.
    pub fn new(p: f64, r: f64) -> Self {
        Self { p, r, f1: harmonic(p, r) }
    }
}

impl Prf {
    /// From the counts. Nothing predicted where nothing is to be found is right.
    pub fn new(tp: u64, pred: u64, gold: u64) -> Self {
        let of = |all: u64, other: u64| match all {
            0 => f64::from(u8::from(other == 0)),
            all => tp as f64 / all as f64,
        };
        Self { ratio: Ratio::new(of(pred, gold), of(gold, pred)), tp, pred, gold }
    }
}

/// Twice the product over the sum, 0 where both are.
pub fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
}

/// `part / all`, or `empty` where there is none.
pub fn share(part: u64, all: u64, empty: f64) -> f64 {
    if all == 0 { empty } else { part as f64 / all as f64 }
}

/// Values by name, in order.
#[derive(Clone, Debug)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Warnings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (what, count) in &self.0 {
            map.serialize_entry(what, count)?;
        }
        map.end()
    }
}

/// Entities under three measures.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spans {
    /// Same characters, same label.
    pub strict: Prf,
    /// Same characters.
    pub span_only: Prf,
    /// A character in common, same label.
    pub overlap_same_label: Ratio,
}

/// All about entities.
#[derive(Clone, Debug, Serialize)]
pub struct Entities {
    /// All labels together.
    #[serde(flatten)]
    pub all: Spans,
    /// Each label, strict.
    pub per_label: Named<Prf>,
    /// PER, LOC and ORG only.
    pub per_loc_org: Spans,
}

/// Which characters are together in an article.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Segmentation {
    /// Pairs of characters in the same article.
    pub pairwise: Prf,
    /// B³ F1.
    pub bcubed_f1: f64,
    /// Share of gold articles that have a match with a Jaccard index of at least 0.9.
    #[serde(rename = "articles_jaccard_ge_0.9")]
    pub matched: f64,
    /// Number of gold records.
    pub gold_records: usize,
    /// Number of predicted records.
    pub pred_records: usize,
}

/// The characters of one role.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RoleScore {
    /// Share with the right role.
    pub accuracy: f64,
    /// How many there are.
    pub chars: u64,
}

/// What the blocks are.
#[derive(Clone, Debug, Serialize)]
pub struct Roles {
    /// Share of characters with the right role.
    pub accuracy: f64,
    /// The same, with kicker, headline and subheadline as one.
    pub accuracy_headings_merged: f64,
    /// Each role.
    pub per_role: Named<RoleScore>,
    /// Share of characters in a record of the right kind.
    pub kind_accuracy: f64,
}

/// Whether headlines stand with their bodies.
#[derive(Clone, Debug, Serialize)]
pub struct Headlines {
    /// Share of headlines with their body.
    pub attachment: f64,
    /// The same, where every article has its own body.
    pub attachment_one_to_one: f64,
    /// How many articles have one.
    pub articles_with_headline: u64,
    /// The articles whose headline is elsewhere.
    pub missed: Vec<Option<String>>,
    /// The same for all heading blocks together.
    pub all_headings_attachment: f64,
    /// How many articles have no heading.
    pub headless_articles: u64,
    /// Share of those that were given none.
    pub headless_left_clean: f64,
}

/// Whether every character is there.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Fidelity {
    /// Share of characters in exactly one block.
    pub covered_exactly_once: f64,
    /// Characters in no block.
    pub missing: u64,
    /// Characters in several blocks.
    pub repeated: u64,
    /// Characters of the gold.
    pub gold_chars: u64,
    /// Characters of predicted blocks that are not what the source has.
    pub pred_text_chars_differing_from_source: usize,
}

/// Topics and keywords of matched records.
#[derive(Clone, Debug, Serialize)]
pub struct Topics {
    /// All topics together.
    pub micro: Prf,
    /// Share of articles whose topics are all right.
    pub articles_all_topics_exact: f64,
    /// Keywords, letter by letter.
    pub keywords_exact: Prf,
    /// Each topic.
    pub per_topic: Named<Prf>,
}

/// The oddities of both files.
#[derive(Clone, Debug, Serialize)]
pub struct BothWarnings {
    /// Of the gold.
    pub gold: Warnings,
    /// Of the prediction.
    pub pred: Warnings,
}

/// An entity that one side has alone: label, text, position in the source.
pub type Slip = (String, String, usize);

/// All figures.
#[derive(Clone, Debug, Serialize)]
pub struct Scores {
    /// Entities.
    pub entities: Entities,
    /// Articles.
    pub segmentation: Segmentation,
    /// Roles and kinds.
    pub roles: Roles,
    /// Headlines.
    pub headline: Headlines,
    /// First characters of paragraphs, inside gold paragraphs.
    pub paragraph_boundaries: Prf,
    /// Characters.
    pub text_fidelity: Fidelity,
    /// Topics and keywords.
    pub topics: Topics,
    /// Readings of the `.alt.json` that were used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives_used: Vec<String>,
    /// Predicted entities in page furniture, which nobody marks.
    pub ignored_predictions_in_furniture: usize,
    /// What is odd about the files.
    pub warnings: BothWarnings,
    /// The first entities that were not found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Slip>,
    /// The first entities that are not in the gold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spurious: Vec<Slip>,
}
