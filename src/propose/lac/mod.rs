//! LAC: the network that knows Chinese words and the names of people, places, organizations and times. It is the fixed
//! prior of the entity proposals: its weights never change.
//!
//! ```text
//! characters ─ weights (vocabulary) ─ network ─ scores of 49 tags ─ chain ─ tags, marginals ─ words
//! ```
//! The network reads a text in both directions, so a text should be a whole paragraph or sentence with its hard line
//! ends joined. A longer one than [`UNIT`] characters is cut into units after a sentence end; nothing is carried from
//! one unit to the next. Text in, the same bits out, on every processor.

mod chain;
mod network;
mod processor;
mod tag;
mod weights;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use network::Scores;
use processor::{Work, fastest};
pub use tag::{TAGS, Tag, TagId};

/// The most characters that the network reads at once.
pub const UNIT: usize = 512;
/// The most units that the network reads side by side.
const LANES: usize = 8;
/// The most characters that are read side by side, fillings included: a few megabytes of rows.
const NEAR: usize = 2048;
const ENDS: &[char] = &['。', '！', '？', '；', '!', '?', ';', '\n'];
const CLOSERS: &[char] = &['”', '’', '」', '』', '）', ')', '》'];

static ASSET: &[u8] = include_bytes!("../../../assets/models/lac.bin");

/// Why the model could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LacError {
    /// The file is cut short, of another version or has impossible values; the word names the part.
    #[error("the LAC model is damaged ({0})")]
    Damaged(&'static str),
}

/// The network with its weights, ready to tag. About 6 MB.
pub struct Lac {
    vocabulary: weights::Vocabulary,
    network: network::Network,
    chain: chain::Chain,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Its first character in the text that was given.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// Its class, that of its first character.
    pub tag: Tag,
    /// The probability, over all ways to tag the text, that exactly these characters are one word of this class.
    pub score: f32,
    /// The next best guess what entity the characters belong to, `None` for no entity: never the word's own class
    /// where that is an entity, never `None` where it is not.
    pub second: Option<Tag>,
    /// Of one character of the word, on average, the probability to belong to `second`.
    pub second_score: f32,
}

/// What the network says of a text. All lists but `words` have one item a character.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    /// The best path.
    pub tags: Vec<TagId>,
    /// Natural logarithms of the tags' probabilities from the scores of each character alone; the column is
    /// [`TagId::index`].
    pub log_probs: Vec<[f32; TAGS]>,
    /// Probabilities of the tags over all paths, 0 to 1.
    pub marginals: Vec<[f32; TAGS]>,
    /// The words of the best path; they cover the text without gaps.
    pub words: Vec<Word>,
}

impl Lac {
    /// Reads the model that is part of the program.
    ///
    /// # Errors
    /// [`LacError::Damaged`] when the program was built with another file.
    pub fn load() -> Result<Lac, LacError> {
        Self::read(ASSET)
    }

    fn read(bytes: &[u8]) -> Result<Lac, LacError> {
        let (vocabulary, network, chain) = weights::read(bytes)?;
        Ok(Lac { vocabulary, network, chain })
    }

    /// Tags one text.
    pub fn tag(&self, text: &[char]) -> Tagged {
        self.tag_all_on(&[text], 1).pop().unwrap_or_default()
    }

    /// Tags many texts, on all processors at once; the same as [`Lac::tag`] on each.
    pub fn tag_all<T: AsRef<[char]> + Sync>(&self, texts: &[T]) -> Vec<Tagged> {
        self.tag_all_on(texts, thread::available_parallelism().map_or(1, usize::from))
    }

    /// The same on so many processors.
    pub fn tag_all_on<T: AsRef<[char]> + Sync>(&self, texts: &[T], processors: usize) -> Vec<Tagged> {
        let texts: Vec<&[char]> = texts.iter().map(AsRef::as_ref).collect();
        let parts = texts.iter().enumerate().flat_map(|(n, text)| units(text).map(move |unit| (n, unit)));
        let mut parts: Vec<(usize, Range<usize>)> = parts.collect();
        // Texts of like length are read side by side; the longest go first, so that no processor is late at the end.
        parts.sort_by_key(|(n, unit)| (std::cmp::Reverse(unit.len()), *n, unit.start));
        let groups = groups(&parts, processors);
        let next = AtomicUsize::new(0);
        let work = || {
            let turns = std::iter::from_fn(|| groups.get(next.fetch_add(1, Ordering::Relaxed)));
            turns.flat_map(|group| self.group(&texts, group)).collect::<Vec<_>>()
        };
        let mut read = thread::scope(|scope| {
            let others: Vec<_> = (1..processors.min(groups.len())).map(|_| scope.spawn(work)).collect();
            let mut read = work();
            for other in others {
                match other.join() {
                    Ok(theirs) => read.extend(theirs),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            read
        });
        read.sort_by_key(|(n, start, _)| (*n, *start));
        let mut done = vec![Tagged::default(); texts.len()];
        for (n, _, part) in read {
            let tagged = &mut done[n];
            tagged.tags.extend(part.tags);
            tagged.log_probs.extend(part.log_probs);
            tagged.marginals.extend(part.marginals);
            tagged.words.extend(part.words);
        }
        done
    }

    /// Reads some units side by side: the number of each one's text, its start there, and what is said of it.
    fn group(&self, texts: &[&[char]], units: &[(usize, Range<usize>)]) -> Vec<(usize, usize, Tagged)> {
        let rows = |(n, unit): &(usize, Range<usize>)| -> Vec<usize> {
            texts[*n][unit.clone()].iter().map(|&c| self.vocabulary.row(c)).collect()
        };
        let scores = self.network.scores(&units.iter().map(rows).collect::<Vec<_>>());
        let tagged = |((n, unit), scores): (&(usize, Range<usize>), Vec<Scores>)| {
            (*n, unit.start, fastest(Decoding { chain: &self.chain, scores: &scores, start: unit.start }))
        };
        units.iter().zip(scores).map(tagged).collect()
    }
}

/// Units that are read side by side: so many that the processors are busy, so few that their rows stay near.
fn groups(parts: &[(usize, Range<usize>)], processors: usize) -> Vec<&[(usize, Range<usize>)]> {
    let most = parts.len().div_ceil(processors.max(1)).min(LANES);
    let (mut groups, mut rest) = (Vec::new(), parts);
    while let Some((_, longest)) = rest.first() {
        let many = (NEAR / longest.len().max(1)).clamp(1, most.max(1)).min(rest.len());
        let (group, after) = rest.split_at(many);
        groups.push(group);
        rest = after;
    }
    groups
}

/// From the scores of a unit to all that is said of it.
struct Decoding<'a> {
    chain: &'a chain::Chain,
    scores: &'a [Scores],
    /// Where the unit begins in its text.
    start: usize,
}

impl Work for Decoding<'_> {
    type Result = Tagged;

    #[allow(
        clippy::inline_always,
        reason = "only what is inlined is compiled for the processor feature of its caller"
    )]
    #[inline(always)]
    fn run<const ROWS: usize>(self) -> Tagged {
        let Self { chain, scores, start } = self;
        let tags = chain.best(scores);
        let posterior = chain.posterior(scores);
        let marginals = posterior.marginals();
        let mut words = Vec::new();
        for span in spans(&tags) {
            let path = &tags[span.clone()];
            let tag = path.first().map_or(Tag::Other, |tag| tag.tag());
            let (second, second_score) = second(tag, &marginals[span.clone()]);
            let score = posterior.span(span.clone(), path);
            let (start, end) = (start + span.start, start + span.end);
            words.push(Word { start, end, tag, score, second, second_score });
        }
        let log_probs = scores.iter().map(chain::log_probs).collect();
        Tagged { tags, log_probs, marginals, words }
    }
}

/// The parts that the network reads at once: the whole text, or parts of at most [`UNIT`] characters that end after
/// a sentence end and its closing marks where there is one.
pub(crate) fn units(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = if rest.len() <= UNIT { rest.len() } else { cut(rest) };
        start += length;
        Some(start - length..start)
    })
}

/// Where to cut a text that is longer than [`UNIT`].
fn cut(text: &[char]) -> usize {
    let ends = |i: usize| {
        let closed = text[..i].iter().rev().find(|c| !CLOSERS.contains(c));
        let goes_on = ENDS.contains(&text[i]) || CLOSERS.contains(&text[i]);
        !goes_on && closed.is_some_and(|c| ENDS.contains(c))
    };
    (1..=UNIT).rev().find(|&i| ends(i)).unwrap_or(UNIT)
}

/// The words of a path: each begins at its start or at a tag that begins a word.
fn spans(tags: &[TagId]) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    tags.chunk_by(|_, next| !next.begins()).map(move |word| {
        let start = end;
        end += word.len();
        start..end
    })
}

/// The most probable of the entities and 'none' that the word is not, and its mean probability.
fn second(tag: Tag, marginals: &[[f32; TAGS]]) -> (Option<Tag>, f32) {
    let mean = |entity: Tag| {
        let mass = |row: &[f32; TAGS]| row[entity.begin().index()] + row[entity.inside().index()];
        marginals.iter().map(mass).sum::<f32>() / marginals.len().max(1) as f32
    };
    let entities = Tag::ENTITIES.map(|entity| (Some(entity), mean(entity)));
    let none = (None, (1.0 - entities.iter().map(|(_, mass)| mass).sum::<f32>()).max(0.0));
    let own = Some(tag).filter(|tag| tag.is_entity());
    let others = entities.into_iter().chain([none]).filter(|(entity, _)| *entity != own);
    others.fold((None, -1.0), |best, other| if other.1 > best.1 { other } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_damaged_model_is_an_error() {
        for length in (0..ASSET.len()).step_by(ASSET.len() / 40) {
            assert!(Lac::read(&ASSET[..length]).is_err(), "{length} bytes");
        }
        assert!(Lac::read(&[ASSET, b"x"].concat()).is_err());
        for place in [0, 8, 12, 16, 20, 32] {
            let mut bytes = ASSET.to_vec();
            bytes[place..place + 4].copy_from_slice(&[0xff; 4]);
            assert!(Lac::read(&bytes).is_err(), "byte {place}");
        }
        let mut bytes = ASSET.to_vec();
        let half = bytes.len() / 2;
        bytes[half..half + 4].copy_from_slice(&[0xff; 4]);
        assert_eq!(Lac::read(&bytes).err(), Some(LacError::Damaged("embedding")));
    }

    #[test]
    fn an_empty_text_has_no_words() {
        let lac = Lac::load().unwrap();
        assert_eq!(lac.tag(&[]), Tagged::default());
        assert!(lac.tag_all::<Vec<char>>(&[]).is_empty());
    }

    #[test]
    fn names_are_found_with_their_place_and_a_high_score() {
        let lac = Lac::load().unwrap();
        let text = chars("昨天，庄启明在松陵市人民医院看望了伤员。");
        let tagged = lac.tag(&text);
        let found: Vec<(String, &str)> = tagged
            .words
            .iter()
            .filter(|word| word.tag.is_entity())
            .map(|word| (text[word.start..word.end].iter().collect(), word.tag.name()))
            .collect();
        let expected = [("昨天", "TIME"), ("庄启明", "PER"), ("松陵市人民医院", "ORG")];
        assert_eq!(found, expected.map(|(word, tag)| (word.to_owned(), tag)));
        for word in tagged.words.iter().filter(|word| word.tag.is_entity()) {
            assert!(word.score > 0.5 && word.second != Some(word.tag), "{word:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_after_sentences() {
        let sentence = chars("他说：“今天没有下雨。”大家都笑了！");
        let long = sentence.repeat(80);
        let parts: Vec<_> = units(&long).collect();
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= UNIT));
        for part in &parts {
            assert!(matches!(long[part.end - 1], '”' | '！'), "{part:?}");
        }
        let unbroken = vec!['甲'; UNIT + 1];
        assert_eq!(units(&unbroken).collect::<Vec<_>>(), [0..UNIT, UNIT..UNIT + 1]);
    }
}
