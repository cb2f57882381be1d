//! How much two texts share: rows of one, two and three characters, weighted by how few articles of the page have them.
//!
//! A gram is packed into a `u64`, 21 bits a character. A [`Bag`] is the sorted set of a text's grams; [`Weights`] knows
//! in how many bags of the page a gram is.

use super::chars::is_grammar;
use crate::text::is_han;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A sorted set of grams.
#[derive(Clone, Debug, Default)]
pub(super) struct Bag(Vec<u64>);

/// Mixes a packed gram; grams come from the page itself, so nobody gains from collisions.
#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

fn tells(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric()
}

fn pack(gram: &[char]) -> u64 {
    gram.iter().fold(0, |sum, c| (sum << 21) | u64::from(u32::from(*c)))
}

fn unpack(gram: u64) -> impl Iterator<Item = char> {
    (0..3).filter_map(move |n| char::from_u32(((gram >> (21 * n)) & 0x1f_ffff) as u32)).filter(|c| *c != '\0')
}

impl Bag {
    /// The grams of `text`.
    pub fn new(text: &[char]) -> Self {
        let mut grams = Vec::with_capacity(text.len() * 3);
        for run in text.split(|c| !tells(*c)) {
            for n in 1..=3 {
                grams.extend(run.windows(n).filter(|w| n > 1 || !is_grammar(w[0])).map(pack));
            }
        }
        grams.sort_unstable();
        grams.dedup();
        Self(grams)
    }

    fn has(&self, gram: u64) -> bool {
        self.0.binary_search(&gram).is_ok()
    }
}

/// How telling each gram is on this page.
pub(super) struct Weights {
    count: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    bags: f32,
}

impl Weights {
    /// Counts the grams of all `bags`.
    pub fn new<'a>(bags: impl Iterator<Item = &'a Bag>) -> Self {
        let mut weights = Self { count: HashMap::default(), bags: 0.0 };
        for bag in bags {
            weights.bags += 1.0;
            for gram in &bag.0 {
                *weights.count.entry(*gram).or_default() += 1;
            }
        }
        weights
    }

    fn weight(&self, gram: u64) -> f32 {
        let (mut length, mut empty) = (0, 0);
        for c in unpack(gram) {
            length += 1;
            empty += u32::from(is_grammar(c));
        }
        let by_length = match length {
            1 => 0.25,
            2 => 1.0,
            _ => 1.5,
        };
        let content = match empty {
            0 => 1.0,
            n if n == length => 0.05,
            _ => 0.6,
        };
        let count = self.count.get(&gram).copied().unwrap_or_default() as f32;
        // At least eight texts, so that on a page of two or three articles words shared by both still count.
        by_length * content * ((self.bags.max(8.0) + 1.0) / (count + 0.5)).ln().max(0.0)
    }

    /// How much of `part` is in `whole`, and once more in its `lead`: 0 to 1.
    pub fn covered(&self, part: &Bag, whole: &Bag, lead: &Bag) -> f32 {
        self.weigh(part).covered(whole, lead)
    }

    /// The grams of `part` with their weights, for comparing it with many texts.
    pub fn weigh(&self, part: &Bag) -> Weighed {
        let grams: Vec<(u64, f32)> = part.0.iter().map(|gram| (*gram, self.weight(*gram))).collect();
        let total = grams.iter().map(|gram| gram.1).sum();
        Weighed { grams, total }
    }

    /// How much two texts share, measured against the smaller one: 0 to 1.
    pub fn shared(&self, a: &Bag, b: &Bag) -> f32 {
        let (small, large) = if a.0.len() <= b.0.len() { (a, b) } else { (b, a) };
        (self.covered(small, large, large) * 5.0).min(1.0)
    }
}

/// A text's grams with their weights.
pub(super) struct Weighed {
    grams: Vec<(u64, f32)>,
    total: f32,
}

impl Weighed {
    /// As [`Weights::covered`].
    pub fn covered(&self, whole: &Bag, lead: &Bag) -> f32 {
        let found = self.grams.iter().filter(|(gram, _)| whole.has(*gram));
        let shared: f32 = found.map(|(gram, weight)| weight * if lead.has(*gram) { 1.6 } else { 1.0 }).sum();
        if self.total > 0.0 { shared / (1.6 * self.total) } else { 0.0 }
    }
}

/// Which of a text's grams another text has: the heaviest [`Mask::GRAMS`] of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask([u64; 4]);

impl Mask {
    const GRAMS: usize = 256;
}

impl Weighed {
    /// Puts the heaviest grams first, so that a mask has them.
    pub fn by_weight(mut self) -> Self {
        self.grams.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.grams.truncate(Mask::GRAMS);
        self
    }

    /// The grams that `whole` has.
    pub fn mask(&self, whole: &Bag) -> Mask {
        let mut mask = Mask::default();
        for (n, (gram, _)) in self.grams.iter().enumerate().take(Mask::GRAMS) {
            mask.0[n / 64] |= u64::from(whole.has(*gram)) << (n % 64);
        }
        mask
    }

    /// Adds `more` to `all`; the share of the text's weight that is new.
    pub fn add(&self, all: &mut Mask, more: Mask) -> f32 {
        let mut sum = 0.0;
        for (word, (all, more)) in all.0.iter_mut().zip(more.0).enumerate() {
            let mut new = more & !*all;
            *all |= more;
            while new != 0 {
                sum += self.grams[word * 64 + new.trailing_zeros() as usize].1;
                new &= new - 1;
            }
        }
        if self.total > 0.0 { sum / self.total } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(text: &str) -> Bag {
        Bag::new(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn a_headline_covers_its_own_article_best() {
        let bodies = [bag("渭文投杯半程马拉松在体育场鸣枪开跑"), bag("电动自行车推入楼道充电发生火灾")];
        let weights = Weights::new(bodies.iter());
        let head = bag("半程马拉松鸣枪");
        let of = |n: usize| weights.covered(&head, &bodies[n], &bodies[n]);
        assert!(of(0) > 0.5 && of(1) < 0.1);
    }
}
