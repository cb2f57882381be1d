//! What words mean, as 64 small numbers each: words that are used alike have numbers that are alike.
//!
//! `assets/models/meaning.bin`, which `scripts/make_meaning.py` writes; all numbers are little-endian:
//!
//! ```text
//! "ZHUPIMEA"  version  words  64               u32 each
//! where each word ends      u32 × words
//! the words                 UTF-8, ascending, without anything between
//! how telling each word is  u8 × words          sixteenths of -ln of its share of a large text
//! its numbers               i8 × words × 64     256 is the length of all
//! ```
//! The file is read where it lies: nothing is parsed when the program starts.

use std::collections::BTreeMap;

static FILE: &[u8] = include_bytes!("../../assets/models/meaning.bin");
const MAGIC: &[u8] = b"ZHUPIMEA";
const VERSION: u32 = 1;
const HEAD: usize = 20;
const NUMBERS: usize = 64;

/// The numbers of a text: of length 1, or all 0 where nothing is known.
pub(crate) type Sense = [f32; NUMBERS];

/// The file is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table of meanings is damaged")]
pub struct MeaningError;

/// All words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    ends: &'static [u8],
    words: &'static [u8],
    weights: &'static [u8],
    numbers: &'static [u8],
}

impl Meaning {
    /// The program's own table.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub(crate) fn load() -> Result<Self, MeaningError> {
        Self::read(FILE).ok_or(MeaningError)
    }

    fn read(file: &'static [u8]) -> Option<Self> {
        let (head, rest) = file.split_at_checked(HEAD)?;
        let number = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let count = number(12)? as usize;
        if !head.starts_with(MAGIC) || number(8)? != VERSION || number(16)? as usize != NUMBERS {
            return None;
        }
        let (ends, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
        let length = u32::from_le_bytes(*ends.last_chunk()?) as usize;
        let (words, rest) = rest.split_at_checked(length)?;
        let (weights, numbers) = rest.split_at_checked(count)?;
        (numbers.len() == count * NUMBERS).then_some(Self { ends, words, weights, numbers })
    }

    fn word(&self, n: usize) -> &'static [u8] {
        let end = |n: usize| {
            let bytes = self.ends.get(4 * n..4 * n + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
        };
        self.words.get(n.checked_sub(1).map_or(0, end)..end(n)).unwrap_or_default()
    }

    /// The place of a word in the table.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.weights.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            match self.word(middle).cmp(word.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// The numbers of a word by its place.
    pub(crate) fn numbers(&self, n: usize) -> impl Iterator<Item = f32> {
        let row = self.numbers.get(n * NUMBERS..(n + 1) * NUMBERS).unwrap_or_default();
        row.iter().map(|byte| f32::from(byte.cast_signed()) / 256.0)
    }

    /// What a text of these words is about: telling words count more, repeated ones less and less.
    pub(crate) fn of<'a>(&self, words: impl Iterator<Item = &'a str>) -> Sense {
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        for place in words.filter_map(|word| self.find(word)) {
            *counts.entry(place).or_default() += 1;
        }
        let mut sum = [0.0; NUMBERS];
        for (place, count) in counts {
            let weight = f32::from(self.weights[place]) / 16.0 * (1.0 + (count as f32).ln());
            sum.iter_mut().zip(self.numbers(place)).for_each(|(sum, number)| *sum += weight * number);
        }
        let length = sum.iter().map(|number| number * number).sum::<f32>().sqrt();
        if length > 0.0 { sum.map(|number| number / length) } else { sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        let meaning = Meaning::load().unwrap();
        let sense = |text: &str| meaning.of(text.split(' '));
        sense(a).iter().zip(sense(b)).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn words_of_one_subject_are_more_alike_than_words_of_two() {
        assert!(alike("医保 报销", "养老保险 社保") > alike("医保 报销", "足球 联赛") + 0.3);
        assert!(alike("堵车 早高峰", "拥堵 交通") > alike("堵车 早高峰", "食堂 饭菜") + 0.3);
        assert!((alike("法院 判决", "法院 判决") - 1.0).abs() < 1e-5);
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        let meaning = Meaning::load().unwrap();
        for n in (0..meaning.weights.len()).step_by(97) {
            let word = std::str::from_utf8(meaning.word(n)).unwrap();
            assert_eq!(meaning.find(word), Some(n), "{word}");
        }
        assert_eq!(
            (meaning.find(""), meaning.find("没有的词语"), meaning.find("龘龘龘")),
            (None, None, None)
        );
        assert!(meaning.of([].into_iter()).iter().all(|number| *number == 0.0));
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        for length in (0..FILE.len()).step_by(FILE.len() / 7) {
            assert!(Meaning::read(&FILE[..length]).is_none(), "{length} bytes");
        }
    }
}
