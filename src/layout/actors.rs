//! Who and what the paragraphs speak of.
//!
//! An article brings its people in with office and full name and then goes on with them; the next one brings in others.
//! So names that two paragraphs share hold them together, and a paragraph that knows none of the names before it and
//! begins with a time, a place or an office is likely to begin an article.

use super::chars::{any, contains};
use super::openings::Reading;
use super::{Mentions, Name, Sort};
use std::collections::BTreeMap;

/// Characters of a paragraph in which it is said what it is about.
const OPENING: u32 = 60;
/// Characters at which a paragraph's first words end.
const FIRST: u32 = 9;
/// Characters of a paragraph in which it is said who says it.
const SOURCE: u32 = 36;
const SAYS: &str = "说 介绍 表示 告诉 指出 认为 强调 透露 坦言 提醒 回忆 解释 回应 答复 要求 笑 道";
/// Only so much of a paragraph is read for names.
const READ: usize = 400;
/// Characters that are read for names in all: a source of many pages is not read twice before anybody sees it.
const IN_ALL: usize = 120_000;

/// What one paragraph speaks of.
#[allow(clippy::struct_excessive_bools, reason = "separate observations, each a weight's evidence")]
#[derive(Clone, Debug, Default)]
pub(super) struct Speaks {
    /// Its names, without repetition, with where each stands first.
    names: Vec<(String, Sort, u32)>,
    text: String,
    /// How likely it is about each topic.
    about: Vec<f32>,
    /// How it reads at a border; nothing where no names were read.
    reading: Option<Reading>,
    /// A time stands among its first words.
    pub time: bool,
    /// A body or a place stands among its first words.
    pub actor: bool,
    /// It begins with a person of whom it says no office.
    pub person: bool,
    /// A person with an office is brought in at its beginning.
    pub office: bool,
    /// It begins with a person who says something.
    pub says: bool,
}

/// All paragraphs of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Actors {
    all: Vec<Speaks>,
    /// In how many paragraphs each name stands.
    count: BTreeMap<String, u32>,
}

/// What two stretches of paragraphs have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Common {
    /// Persons, by how rare they are on the page: 0 to 1 and more.
    pub persons: f32,
    /// Bodies.
    pub bodies: f32,
    /// Places.
    pub places: f32,
    /// The share of the names at the beginning of the second that the first does not have; 0 where there are none.
    pub new: f32,
    /// How much likelier they are about one topic than any two, as a logarithm.
    pub about: f32,
}

impl Speaks {
    fn new(text: String, names: Vec<Name>, mentions: &dyn Mentions) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut speaks = Self::default();
        let mut office: Option<u32> = None;
        for name in names {
            let (from, to) = (name.range.start(), name.range.end());
            let first = from < FIRST;
            match name.sort {
                Sort::Time => speaks.time |= first,
                Sort::Body | Sort::Place => speaks.actor |= first,
                Sort::Person => {
                    let titled =
                        office == Some(from) || from > 0 && chars.get(from as usize - 1) == Some(&'、');
                    speaks.office |= titled && from < OPENING;
                    speaks.person |= from == 0;
                    let after = chars.get(to as usize..).unwrap_or_default();
                    speaks.says |= from < SOURCE && any(&after[..after.len().min(4)], SAYS, contains);
                }
                Sort::Office | Sort::Other => {}
            }
            office = (name.sort == Sort::Office).then_some(to);
            let said: String = chars.get(from as usize..to as usize).unwrap_or_default().iter().collect();
            let counts = matches!(name.sort, Sort::Person | Sort::Body | Sort::Place | Sort::Other);
            if counts && to >= from + 2 && speaks.names.iter().all(|other| other.0 != said) {
                speaks.names.push((said, name.sort, from));
            }
        }
        speaks.about = mentions.about(&text);
        speaks.text = text;
        speaks
    }
}

impl Actors {
    /// Reads the paragraphs `texts`.
    pub fn new<'a>(texts: impl ExactSizeIterator<Item = &'a [char]>, mentions: &dyn Mentions) -> Self {
        let read = READ.min(IN_ALL / texts.len().max(1));
        let read = if read < OPENING as usize { 0 } else { read };
        let whole: Vec<&[char]> = texts.collect();
        let texts: Vec<String> = whole.iter().map(|text| text.iter().take(read).collect()).collect();
        let names = mentions.spoken_all(&texts);
        let speaks = |((text, names), whole): ((String, Vec<Name>), &[char])| {
            let reading = (read > 0).then(|| Reading::new(whole, &names));
            Speaks { reading, ..Speaks::new(text, names, mentions) }
        };
        let all: Vec<Speaks> = texts.into_iter().zip(names).zip(whole).map(speaks).collect();
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        for name in all.iter().flat_map(|speaks| &speaks.names) {
            *count.entry(name.0.clone()).or_default() += 1;
        }
        Self { all, count }
    }

    /// Paragraph `k`.
    pub fn of(&self, k: usize) -> Option<&Speaks> {
        self.all.get(k)
    }

    /// How the border before paragraph `k` reads, as rows of a table of openings.
    pub fn border(&self, k: usize) -> Option<Vec<u16>> {
        self.rows(k.checked_sub(1)?, k)
    }

    /// The same where paragraph `after` would follow paragraph `before`.
    pub fn rows(&self, before: usize, after: usize) -> Option<Vec<u16>> {
        let (before, after) = (self.of(before)?, self.of(after)?);
        Some(before.reading.as_ref()?.before(after.reading.as_ref()?))
    }

    /// How telling a name is: 1 where few paragraphs have it.
    fn rarity(&self, name: &str) -> f32 {
        let count = self.count.get(name).copied().unwrap_or(1) as f32;
        1.0 / (1.0 + (count / 4.0).powi(2))
    }

    fn about(&self, paragraphs: &[usize]) -> Vec<f32> {
        let mut sum = Vec::new();
        for about in paragraphs.iter().map(|k| &self.all[*k].about).filter(|about| !about.is_empty()) {
            sum.resize(about.len(), 0.0);
            sum.iter_mut().zip(about).for_each(|(sum, more)| *sum += more);
        }
        sum
    }

    /// What the paragraphs `before` and `after` share.
    pub fn common(&self, before: &[usize], after: &[usize]) -> Common {
        let mut common = Common::default();
        let known = |name: &str| before.iter().any(|k| self.all[*k].text.contains(name));
        let (mut opening, mut new, mut seen) = (0.0, 0.0, Vec::new());
        for (at, k) in after.iter().enumerate() {
            for (name, sort, from) in &self.all[*k].names {
                // A person is known by the full name, a body or place also by a longer one that has it.
                let found = known(name);
                if at == 0 && *from < OPENING {
                    opening += 1.0;
                    new += if found { 0.0 } else { 1.0 };
                }
                if !found || seen.contains(&name) {
                    continue;
                }
                seen.push(name);
                let rarity = self.rarity(name);
                match sort {
                    Sort::Person => common.persons += rarity,
                    Sort::Place => common.places += rarity,
                    _ => common.bodies += rarity,
                }
            }
        }
        common.new = if opening > 0.0 { new / opening } else { 0.0 };
        common.about = together(&self.about(before), &self.about(after));
        let cap = |value: f32| value.min(2.0);
        Common {
            persons: cap(common.persons),
            bodies: cap(common.bodies),
            places: cap(common.places),
            ..common
        }
    }
}

/// How much likelier two texts of which each is likely about some topics are about the same one than two at random, as a
/// logarithm within 3; 0 where nothing is known.
pub(super) fn together(a: &[f32], b: &[f32]) -> f32 {
    let dot: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    let all = a.iter().sum::<f32>() * b.iter().sum::<f32>();
    if all > 0.0 { (dot / all * a.len() as f32).max(1e-6).ln().clamp(-3.0, 3.0) } else { 0.0 }
}

/// The cosine of two senses; none where one of them says nothing.
pub(super) fn alike(a: &[f32], b: &[f32]) -> Option<f32> {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let length = (dot(a, a) * dot(b, b)).sqrt();
    (length > 0.0).then(|| dot(a, b) / length)
}
