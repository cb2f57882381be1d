//! How a paragraph reads that begins an article.
//!
//! 近日, a place and a body in a row, a sentence that says who did what: so articles begin. 他说, 据介绍, a name without office:
//! so they go on. And a paragraph that ends in a wish or is the third of its kind is likelier to be the last. Hand-made
//! lists know a few of these words; here they are learned: the first characters of a paragraph with its names put as their
//! kind, and the first and last ones of the paragraph before, become rows of a table, and the sum of the rows is a log
//! odds. Where no names were read the table says nothing, and its sums are 0.

use super::hashed::{self, Hashed};
use super::{Name, Sort};
use crate::odds::{log_odds, probability};
use std::sync::LazyLock;

/// Rows of the table.
const ROWS: usize = 1 << 15;
/// Steps in a unit of log odds.
const STEPS: f32 = 40.0;
/// Characters at the beginning that are looked at one by one.
const HEAD: usize = 12;
/// Characters at the beginning whose names count.
const FIRST: u32 = 40;
/// Characters at the end that are looked at.
const TAIL: usize = 12;
/// How the table is taught: by cross-validation over pages of the corpus.
const PASSES: usize = 12;
const RATE: f32 = 0.02;
const SLOWER: f32 = 0.2;
const DECAY: f32 = 0.01;

static ASSET: &[u8] = include_bytes!("../../assets/models/openings.bin");
static OWN: LazyLock<Openings> = LazyLock::new(|| Openings::read(ASSET).unwrap_or_default());

type Row = Hashed<ROWS>;

/// What a paragraph says of a border before it, and of one after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    opens: Row,
    closes: Row,
}

/// A border between two paragraphs, as rows of the table, and whether it is one.
pub(super) type Tried = (Vec<u16>, bool);

/// The table.
#[derive(Clone, Debug, PartialEq)]
pub struct Openings(Vec<i8>);

impl Default for Openings {
    fn default() -> Self {
        Self(vec![0; ROWS])
    }
}

impl Reading {
    /// The paragraph `text` with its names.
    pub fn new(text: &[char], names: &[Name]) -> Self {
        let mut reading = Self::default();
        opens(&mut reading.opens, text, names);
        closes(&mut reading.closes, text, names);
        reading
    }

    /// The rows for a border between `self` and `after`.
    pub fn before(&self, after: &Self) -> Vec<u16> {
        self.closes.0.iter().chain(&after.opens.0).copied().collect()
    }
}

fn opens(row: &mut Row, text: &[char], names: &[Name]) {
    let head = &text[..text.len().min(HEAD)];
    (1..=head.len().min(4)).for_each(|count| row.chars("begins", &head[..count]));
    for c in head {
        row.chars("has", &[*c]);
    }
    head.windows(2).for_each(|pair| row.chars("has two", pair));
    let masked = masked(text, names);
    (1..=masked.len().min(4)).for_each(|count| row.put("masked", &masked[..count]));
    let sorts: Vec<u32> =
        names.iter().filter(|name| name.range.start() < FIRST).map(|n| sort(n.sort)).collect();
    row.put("first two", &sorts[..sorts.len().min(2)]);
    for name in names.iter().take_while(|name| name.range.start() < FIRST) {
        row.put("name", &[sort(name.sort)]);
        if name.range.start() < HEAD as u32 {
            row.put("early name", &[sort(name.sort)]);
        }
    }
    row.put("long", &[long(text)]);
    row.put("sentences", &[sentences(text)]);
}

fn closes(row: &mut Row, text: &[char], names: &[Name]) {
    let tail = &text[text.len().saturating_sub(TAIL)..];
    for c in tail {
        row.chars("ends in", &[*c]);
    }
    let head = &text[..text.len().min(10)];
    (1..=head.len().min(3)).for_each(|count| row.chars("before begins", &head[..count]));
    head.windows(2).for_each(|pair| row.chars("before has two", pair));
    row.put("before long", &[long(text)]);
    row.put("before sentences", &[sentences(text)]);
    row.put("before names", &[names.iter().filter(|name| name.range.start() < FIRST).count() as u32]);
}

fn sort(sort: Sort) -> u32 {
    // No character that a text has.
    0x11_0000 + sort as u32
}

/// The first characters, names as their kind.
fn masked(text: &[char], names: &[Name]) -> Vec<u32> {
    let (mut masked, mut at) = (Vec::new(), 0);
    for name in names.iter().take_while(|name| name.range.start() as usize <= HEAD + 2) {
        let (from, to) = (name.range.start() as usize, name.range.end() as usize);
        // One inside another says no more.
        if from >= at {
            masked.extend(text.get(at..from).unwrap_or_default().iter().map(|c| *c as u32));
            masked.push(sort(name.sort));
            at = to;
        }
    }
    masked.extend(text.get(at..).unwrap_or_default().iter().take(6).map(|c| *c as u32));
    masked
}

fn long(text: &[char]) -> u32 {
    ((text.len() as f32 / 10.0 + 1.0).log2() * 2.0).min(10.0) as u32
}

fn sentences(text: &[char]) -> u32 {
    text.iter().filter(|c| "。！？".contains(**c)).count().min(6) as u32
}

impl Openings {
    /// The program's own.
    pub(super) fn own() -> &'static Self {
        &OWN
    }

    /// What the table says for a border between two paragraphs: log odds, 0 where it knows nothing.
    pub(super) fn odds(&self, rows: &[u16]) -> f32 {
        rows.iter().map(|row| i32::from(self.0[usize::from(*row)])).sum::<i32>() as f32 / STEPS
    }

    /// A table in the form of [`Self::bytes`].
    pub fn read(bytes: &[u8]) -> Option<Self> {
        hashed::unpack(bytes, ROWS).map(Self)
    }

    /// The table as bytes, compressed.
    ///
    /// # Errors
    /// When the compression fails.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        hashed::pack(self.0.iter())
    }

    /// The table that the examples teach: logistic regression by steps down the gradient that grow smaller, with a decay
    /// that keeps rare rows small. The same examples in the same order give the same table.
    pub(super) fn taught<'a>(examples: impl Iterator<Item = &'a Tried> + Clone) -> Self {
        let mut weights = vec![0.0_f32; ROWS];
        let usual = usual(examples.clone());
        for pass in 0..PASSES {
            let rate = RATE / (1.0 + pass as f32 * SLOWER);
            for (rows, begins) in examples.clone() {
                let sum: f32 = rows.iter().map(|row| weights[usize::from(*row)]).sum();
                let error = probability(usual + sum) - f32::from(u8::from(*begins));
                for row in rows {
                    let weight = &mut weights[usize::from(*row)];
                    *weight -= rate * (error + DECAY * *weight);
                }
            }
        }
        Self(weights.iter().map(|weight| (weight * STEPS).round().clamp(-127.0, 127.0) as i8).collect())
    }

    /// How well the table tells the examples: their number, the mean loss in nats, the share on whose side the odds are.
    pub(super) fn told<'a>(&self, examples: impl Iterator<Item = &'a Tried> + Clone) -> (usize, f32, f32) {
        let usual = usual(examples.clone());
        let (mut count, mut loss, mut right) = (0, 0.0, 0.0);
        for (rows, begins) in examples {
            let odds = usual + self.odds(rows);
            let own = if *begins { odds } else { -odds };
            count += 1;
            loss -= probability(own).max(1e-6).ln();
            right += f32::from(u8::from(own > 0.0));
        }
        let all = (count as f32).max(1.0);
        (count, loss / all, right / all)
    }
}

/// The log odds of a border of which nothing is known.
fn usual<'a>(examples: impl Iterator<Item = &'a Tried>) -> f32 {
    let (mut count, mut begins) = (1.0, 0.5);
    for example in examples {
        count += 1.0;
        begins += f32::from(u8::from(example.1));
    }
    log_odds(begins / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharRange;

    fn reading(text: &str, names: &[(u32, u32, Sort)]) -> Reading {
        let names: Vec<Name> = names
            .iter()
            .map(|(from, to, sort)| Name { range: CharRange::new(*from, *to), sort: *sort, score: 1.0 })
            .collect();
        Reading::new(&text.chars().collect::<Vec<_>>(), &names)
    }

    #[test]
    fn what_the_examples_begin_with_counts_and_names_stand_for_their_kind() {
        let last = reading("大家都说好。", &[]);
        let opens = |place: &str| reading(&format!("{place}近日开通新线。"), &[(0, 2, Sort::Place)]);
        let goes_on = reading("他说，这还不够。", &[]);
        let examples: Vec<Tried> = ["江北", "河东", "山南"]
            .iter()
            .flat_map(|place| [(last.before(&opens(place)), true), (last.before(&goes_on), false)])
            .collect();
        let table = Openings::taught(examples.iter());
        // A place that no example has.
        assert!(table.odds(&last.before(&opens("湖西"))) > 1.0);
        assert!(table.odds(&last.before(&goes_on)) < -1.0);
        assert_eq!(Openings::read(&table.bytes().unwrap()), Some(table));
    }
}
