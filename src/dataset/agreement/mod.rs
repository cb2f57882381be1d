//! How far annotators of the same articles agree.
//!
//! A [`Sheet`] is an article with what each annotator says of it: the marks of every block, and the topics; `None` for
//! one who has not annotated it. [`measure`] makes of sheets an [`Agreement`]: Krippendorff's alpha of all annotators on
//! characters and on topics, and for each two of them Cohen's kappa by label on characters, F1 of marks (strict: the same
//! place and label; relaxed: the same label on a common character) and the table of labels. Nothing here knows of
//! datasets; `figures` holds the arithmetic, which `tests/agreement.rs` compares with scikit-learn and `krippendorff`.

mod figures;
mod known;

pub use figures::{Coincidences, Table};

use crate::annotation::LabelId;
use crate::issue::Article;
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A mark, as far as it is compared.
pub type Span = (CharRange, LabelId);

/// An article with what each annotator says of it, in the order of the annotators.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Length of each block, and the marks in it.
    pub blocks: Vec<(u32, Vec<Option<Vec<Span>>>)>,
    /// Topics that stand.
    pub topics: Vec<Option<BTreeSet<String>>>,
}

impl Sheet {
    /// The sheet of an article's versions, of which the first that is there gives the text. A version with other texts
    /// counts as none.
    pub fn of(versions: &[Option<&Article>]) -> Self {
        let Some(model) = versions.iter().flatten().next() else { return Self::default() };
        let texts =
            |article: &Article| article.blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>();
        let wanted = texts(model);
        let fits: Vec<Option<&Article>> =
            versions.iter().map(|version| version.filter(|article| texts(article) == wanted)).collect();
        let blocks = wanted.iter().enumerate().map(|(n, text)| {
            let marks = fits.iter().map(|article| {
                let block = article.and_then(|article| article.blocks.get(n))?;
                let decided = block.standing().filter(|mark| mark.status.is_decided());
                Some(decided.map(|mark| (mark.range, mark.label.clone())).collect())
            });
            (text::char_len(text), marks.collect())
        });
        let topics = fits.iter().map(|article| {
            let decided = article.as_ref()?.topics.iter();
            let decided = decided.filter(|topic| topic.status.is_decided() && topic.status.stands());
            Some(decided.map(|topic| topic.code.clone()).collect())
        });
        Self { blocks: blocks.collect(), topics: topics.collect() }
    }
}

/// Marks of two annotators, compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Marks of the first.
    pub first: u64,
    /// Marks of the second.
    pub second: u64,
    /// Marks of the first that the second has too.
    pub first_found: u64,
    /// Marks of the second that the first has too.
    pub second_found: u64,
}

impl Hits {
    /// F1 of the second against the first; `None` where neither has any.
    pub fn f1(self) -> Option<f64> {
        if self.first + self.second == 0 {
            return None;
        }
        let part = |found: u64, all: u64| if all == 0 { 0.0 } else { found as f64 / all as f64 };
        let (recall, precision) = (part(self.first_found, self.first), part(self.second_found, self.second));
        Some(if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) })
    }

    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
        self.first_found += other.first_found;
        self.second_found += other.second_found;
    }
}

/// What two annotators have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Which two, by their place among the annotators.
    pub who: (usize, usize),
    /// Articles that both have annotated.
    pub articles: usize,
    /// Characters by label: each label by its place among the labels, none last.
    pub table: Table,
    /// Marks at the same place with the same label, by label.
    pub strict: Vec<Hits>,
    /// Marks with the same label on a common character, by label.
    pub relaxed: Vec<Hits>,
}

impl Pair {
    /// Cohen's kappa of all labels and none, on characters.
    pub fn kappa(&self) -> Option<f64> {
        self.table.kappa()
    }

    /// Cohen's kappa of one label, on characters; `None` where neither has given it.
    pub fn kappa_of(&self, label: usize) -> Option<f64> {
        let given = self.table.row(label) + self.table.column(label) > 0;
        given.then(|| self.table.against_rest(label).kappa()).flatten()
    }

    /// F1 of all labels together: strict, relaxed.
    pub fn f1(&self) -> (Option<f64>, Option<f64>) {
        let all = |hits: &[Hits]| {
            let mut sum = Hits::default();
            for one in hits {
                sum.add(*one);
            }
            sum.f1()
        };
        (all(&self.strict), all(&self.relaxed))
    }
}

/// How far annotators agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The annotators.
    pub names: Vec<String>,
    /// The labels that somebody has given.
    pub labels: Vec<LabelId>,
    /// Articles that at least two have annotated.
    pub articles: usize,
    /// Their characters.
    pub chars: u64,
    /// Krippendorff's alpha on characters.
    pub alpha: Option<f64>,
    /// Krippendorff's alpha on topics: each topic that somebody gave, given to an article or not.
    pub topics: Option<f64>,
    /// Each two.
    pub pairs: Vec<Pair>,
}

/// The figures of an agreement that are worth keeping, to the sixth decimal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The annotators.
    pub names: Vec<String>,
    /// Articles that at least two have annotated.
    pub articles: usize,
    /// Their characters.
    pub chars: u64,
    /// Krippendorff's alpha on characters.
    pub alpha: Option<f64>,
    /// Krippendorff's alpha on topics.
    pub topics: Option<f64>,
    /// Mean of each two's Cohen's kappa on characters.
    pub kappa: Option<f64>,
    /// Mean of each two's F1, strict and relaxed.
    pub f1: (Option<f64>, Option<f64>),
    /// Mean of each two's kappa, by label.
    pub labels: BTreeMap<LabelId, f64>,
}

/// A figure as it is kept: what is written is read back as the same number.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0);
    for value in values.flatten() {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| rounded(sum / f64::from(count)))
}

impl Agreement {
    /// The figures that are worth keeping.
    pub fn summary(&self) -> Summary {
        let by_label = self.labels.iter().enumerate().filter_map(|(n, label)| {
            Some((label.clone(), mean(self.pairs.iter().map(|pair| pair.kappa_of(n)))?))
        });
        Summary {
            names: self.names.clone(),
            articles: self.articles,
            chars: self.chars,
            alpha: self.alpha.map(rounded),
            topics: self.topics.map(rounded),
            kappa: mean(self.pairs.iter().map(Pair::kappa)),
            f1: (
                mean(self.pairs.iter().map(|pair| pair.f1().0)),
                mean(self.pairs.iter().map(|pair| pair.f1().1)),
            ),
            labels: by_label.collect(),
        }
    }
}

/// The label of each character by its place among the labels; `labels.len()` where there is none. Of marks inside each
/// other the outer one counts.
fn painted(length: u32, marks: &[Span], labels: &[LabelId]) -> Vec<usize> {
    let mut chars = vec![labels.len(); length as usize];
    let mut marks: Vec<&Span> = marks.iter().collect();
    marks.sort_by_key(|(range, label)| (std::cmp::Reverse(range.len()), range.start(), label));
    for (range, label) in marks {
        let Ok(label) = labels.binary_search(label) else { continue };
        let under = chars.get_mut(range.start() as usize..(range.end() as usize).min(length as usize));
        under.into_iter().flatten().filter(|now| **now == labels.len()).for_each(|now| *now = label);
    }
    chars
}

/// Counts marks of one block.
fn count(first: &[Span], second: &[Span], labels: &[LabelId], strict: &mut [Hits], relaxed: &mut [Hits]) {
    let same = |one: &Span, other: &Span| one == other;
    let common = |one: &Span, other: &Span| one.1 == other.1 && one.0.overlaps(other.0);
    let mut tally = |(range, label): &Span, others: &[Span], of_first: bool| {
        let Ok(n) = labels.binary_search(label) else { return };
        let mark = (*range, label.clone());
        for (hits, found) in [
            (&mut strict[n], others.iter().any(|other| same(&mark, other))),
            (&mut relaxed[n], others.iter().any(|other| common(&mark, other))),
        ] {
            let (all, hit) = if of_first {
                (&mut hits.first, &mut hits.first_found)
            } else {
                (&mut hits.second, &mut hits.second_found)
            };
            *all += 1;
            *hit += u64::from(found);
        }
    };
    for mark in first {
        tally(mark, second, true);
    }
    for mark in second {
        tally(mark, first, false);
    }
}

/// Compares all annotators on all sheets.
pub fn measure(names: &[String], sheets: &[Sheet]) -> Agreement {
    let given = |sheet: &Sheet| {
        let marks = sheet.blocks.iter().flat_map(|(_, marks)| marks.iter().flatten().flatten());
        marks.map(|(_, label)| label.clone()).collect::<Vec<_>>()
    };
    let labels: Vec<LabelId> =
        sheets.iter().flat_map(given).collect::<BTreeSet<LabelId>>().into_iter().collect();
    let codes: BTreeSet<&String> =
        sheets.iter().flat_map(|sheet| sheet.topics.iter().flatten().flatten()).collect();
    let size = labels.len() + 1;
    let mut pairs: Vec<Pair> = Vec::new();
    for a in 0..names.len() {
        for b in a + 1..names.len() {
            let hits = vec![Hits::default(); labels.len()];
            let (strict, relaxed) = (hits.clone(), hits);
            pairs.push(Pair { who: (a, b), articles: 0, table: Table::new(size), strict, relaxed });
        }
    }
    let (mut chars, mut topics) = (Coincidences::new(size), Coincidences::new(2));
    let (mut articles, mut length) = (0, 0);
    for sheet in sheets {
        let there = |n: usize| sheet.topics.get(n).is_some_and(Option::is_some);
        if (0..names.len()).filter(|n| there(*n)).count() < 2 {
            continue;
        }
        articles += 1;
        for pair in &mut pairs {
            pair.articles += usize::from(there(pair.who.0) && there(pair.who.1));
        }
        for code in &codes {
            let values: Vec<Option<usize>> = sheet
                .topics
                .iter()
                .map(|given| given.as_ref().map(|given| usize::from(given.contains(*code))))
                .collect();
            topics.add(&values, 1);
        }
        for (chars_in, marks) in &sheet.blocks {
            length += u64::from(*chars_in);
            let painted: Vec<Option<Vec<usize>>> = marks
                .iter()
                .map(|marks| marks.as_ref().map(|marks| painted(*chars_in, marks, &labels)))
                .collect();
            for at in 0..*chars_in as usize {
                let values: Vec<Option<usize>> =
                    painted.iter().map(|chars| chars.as_ref().map(|chars| chars[at])).collect();
                chars.add(&values, 1);
                for pair in &mut pairs {
                    if let (Some(Some(a)), Some(Some(b))) = (values.get(pair.who.0), values.get(pair.who.1)) {
                        pair.table.add(*a, *b, 1);
                    }
                }
            }
            for pair in &mut pairs {
                if let (Some(Some(a)), Some(Some(b))) = (marks.get(pair.who.0), marks.get(pair.who.1)) {
                    count(a, b, &labels, &mut pair.strict, &mut pair.relaxed);
                }
            }
        }
    }
    Agreement {
        names: names.to_vec(),
        labels,
        articles,
        chars: length,
        alpha: chars.alpha(),
        topics: topics.alpha(),
        pairs,
    }
}
