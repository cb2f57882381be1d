//! Articles that are nearly the same, also across issues.
//!
//! A text is compared by its shingles: every five characters that follow each other, white space and punctuation left
//! out. Two texts are near when the shorter one has at least four fifths of its shingles in the other; short texts only when
//! they are equal. Not every two are compared: of each text a sample of shingles, the same ones in every text, goes into
//! an index, and only those that meet there often enough are looked at whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Characters of a shingle.
const LENGTH: usize = 5;
/// Texts with fewer shingles are near only where they are equal.
const SHORT: usize = 24;
/// One shingle of so many is in the index.
const SAMPLE: u64 = 4;
/// The part of the shorter text's shingles that the other one has, in fifths.
const FIFTHS: usize = 4;
/// A shingle of more texts than this is a phrase of the house and says nothing.
const COMMON: usize = 64;

/// The texts that were put in so far. An empty one is near nothing.
#[derive(Debug, Default)]
pub struct Near {
    texts: Vec<Text>,
}

#[derive(Debug)]
struct Text {
    whole: u64,
    /// Sorted.
    shingles: Vec<u64>,
}

/// A number that looks like chance and is the same on every machine (the finaliser of SplitMix64).
pub(super) fn mix(mut n: u64) -> u64 {
    n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

fn hash(chars: &[char]) -> u64 {
    chars.iter().fold(chars.len() as u64, |sum, c| mix(sum ^ u64::from(u32::from(*c))))
}

impl Near {
    /// Puts a text in; it is known by the number of texts before it.
    pub fn put(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let shingles: BTreeSet<u64> = chars.windows(LENGTH).map(hash).collect();
        self.texts.push(Text { whole: hash(&chars), shingles: shingles.into_iter().collect() });
    }

    /// All pairs that are near, the smaller number first, in order.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut equal: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
        for (n, text) in self.texts.iter().enumerate() {
            if text.whole != hash(&[]) {
                equal.entry(text.whole).or_default().push(n);
            }
            if text.shingles.len() >= SHORT {
                for shingle in text.shingles.iter().filter(|shingle| **shingle % SAMPLE == 0) {
                    index.entry(*shingle).or_default().push(n);
                }
            }
        }
        for same in equal.values() {
            for (k, a) in same.iter().enumerate() {
                found.extend(same[k + 1..].iter().map(|b| (*a, *b)));
            }
        }
        for (n, text) in self.texts.iter().enumerate() {
            let mut met: HashMap<usize, usize> = HashMap::new();
            let mut asked = 0;
            for shingle in &text.shingles {
                let Some(holders) = index.get(shingle).filter(|holders| holders.len() <= COMMON) else {
                    continue;
                };
                asked += 1;
                for other in holders.iter().filter(|other| **other != n) {
                    *met.entry(*other).or_default() += 1;
                }
            }
            // Half of the sample is little enough to lose no pair that has four fifths of the whole.
            for (other, count) in met {
                if 2 * count >= asked && self.is_near(n, other) {
                    found.insert((n.min(other), n.max(other)));
                }
            }
        }
        found.into_iter().collect()
    }

    fn is_near(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.texts.get(a), self.texts.get(b)) else { return false };
        let (short, long) = if a.shingles.len() <= b.shingles.len() { (a, b) } else { (b, a) };
        if short.shingles.len() < SHORT {
            return a.whole == b.whole;
        }
        let long: HashSet<&u64> = long.shingles.iter().collect();
        let common = short.shingles.iter().filter(|shingle| long.contains(shingle)).count();
        5 * common >= FIFTHS * short.shingles.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(texts: &[&str]) -> Vec<(usize, usize)> {
        let mut near = Near::default();
        for text in texts {
            near.put(text);
        }
        near.pairs()
    }

    const LONG: &str = "昨日上午，云溪县召开春耕生产现场会，县长陆承业到会并讲话，强调抓紧农时、备足农资、用好政策，\
                        确保全年粮食面积和产量双稳定；各乡镇主要负责人参加。";

    #[test]
    fn a_text_with_a_few_other_words_is_near_and_so_is_the_part_that_was_quoted() {
        let other = LONG.replace("昨日上午", "本报讯　日前").replace("并讲话", "讲话");
        let part: String = LONG.chars().take(50).collect();
        let own = "滨江步道二期昨日开放，市民沿江而行可达老码头，沿线新添座椅、路灯与饮水处，夜间开放到十时，入口共有六处。";
        let found = pairs(&[LONG, own, &other, &part]);
        assert!(found.contains(&(0, 2)) && found.contains(&(0, 3)), "{found:?}");
        assert!(found.iter().all(|(a, b)| *a != 1 && *b != 1), "{found:?}");
    }

    #[test]
    fn short_texts_are_near_only_when_they_are_equal() {
        assert_eq!(pairs(&["云溪新闻", "云溪 新闻", "云溪新闻网"]), [(0, 1)]);
        assert_eq!(pairs(&["", "，", "一"]), []);
    }
}
