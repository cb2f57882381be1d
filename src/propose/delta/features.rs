//! What the delta sees of a character, as hashes: the characters around it, the network's words, the rules' readings, the
//! quotes and brackets around it, and the role of its block.

use super::states::{B, E, M, S};
use crate::issue::Role;
use crate::propose::candidate::{Candidate, Class, Span};
use crate::propose::passage::Passage;

/// What is known of a passage before the delta reads it.
pub(crate) struct Evidence<'a> {
    /// The text with the network's words.
    pub(crate) passage: &'a Passage,
    /// The rules' best set.
    pub(crate) chosen: &'a [Candidate],
    /// All that the rules said.
    pub(crate) all: &'a [Candidate],
}

/// The features of a passage, one list a character.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    hashes: Vec<u32>,
    ends: Vec<usize>,
}

impl Features {
    /// Reads a passage.
    pub(crate) fn new(evidence: &Evidence) -> Self {
        let mut features = Self::default();
        let reader = Reader::new(evidence);
        for at in 0..evidence.passage.len() {
            reader.character(at, &mut features.hashes);
            features.ends.push(features.hashes.len());
        }
        features
    }

    /// How many characters.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The features of a character.
    pub(crate) fn at(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[start..self.ends[at]]
    }

    /// The features of a stretch.
    pub(crate) fn part(&self, span: Span) -> impl Iterator<Item = &[u32]> {
        span.map(|at| self.at(at))
    }
}

/// FNV-1a over numbers, mixed at the end.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn new(template: u32) -> Self {
        Self(0xcbf2_9ce4_8422_2325).with(template)
    }

    fn with(self, value: u32) -> Self {
        Self((self.0 ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    fn all(self, values: impl IntoIterator<Item = char>) -> Self {
        values.into_iter().fold(self, |hash, c| hash.with(c as u32))
    }

    fn end(self) -> u32 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 32) as u32
    }
}

/// The kind of a character.
fn shape(c: char) -> char {
    match c {
        '0'..='9' | '０'..='９' => '9',
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '〇'
        | '零' | '两' | '廿' => '十',
        '年' | '月' | '日' | '时' | '分' | '号' => '年',
        'a'..='z' | 'A'..='Z' => 'A',
        '·' | '•' => '·',
        '“' | '”' | '‘' | '’' | '「' | '」' => '“',
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}' => '汉',
        '\u{2}' | '\u{3}' => c,
        _ => '，',
    }
}

/// A place in a stretch: begin, middle, end or single.
fn place(span: &Span, at: usize) -> usize {
    match (at == span.start, at + 1 == span.end) {
        (true, true) => S,
        (true, false) => B,
        (false, true) => E,
        (false, false) => M,
    }
}

/// 0 to 4 for how sure a rule is.
fn step(score: f32) -> u32 {
    [0.5, 0.65, 0.8, 0.9].iter().filter(|limit| score >= **limit).count() as u32
}

fn few(count: usize) -> u32 {
    [2, 3, 4, 6, 9, 14].iter().filter(|limit| count >= **limit).count() as u32
}

struct Reader<'a> {
    evidence: &'a Evidence<'a>,
    /// What the rules' best set says of a character: place and class, or nothing.
    rule: Vec<Option<(usize, Class, u32)>>,
    /// Readings of the rules over a character that were not chosen.
    other: Vec<Vec<(usize, Class, u32)>>,
    /// The innermost quotes or brackets around a character.
    quote: Vec<Option<Span>>,
}

impl<'a> Reader<'a> {
    fn new(evidence: &'a Evidence<'a>) -> Self {
        let length = evidence.passage.len();
        let mut rule = vec![None; length];
        for c in evidence.chosen.iter().filter(|c| c.span.end <= length) {
            c.span.clone().for_each(|at| rule[at] = Some((place(&c.span, at), c.class, step(c.score))));
        }
        let mut other = vec![Vec::new(); length];
        let passed = |c: &&Candidate| {
            c.span.end <= length && !evidence.chosen.iter().any(|o| o.span == c.span && o.class == c.class)
        };
        for c in evidence.all.iter().filter(passed) {
            c.span.clone().for_each(|at| other[at].push((place(&c.span, at), c.class, step(c.score))));
        }
        let mut quote = vec![None; length];
        for (open, close) in [('（', '）'), ('“', '”'), ('‘', '’'), ('《', '》')] {
            for span in evidence.passage.pairs(open, close) {
                span.clone().for_each(|at| quote[at] = Some(span.clone()));
            }
        }
        Self { evidence, rule, other, quote }
    }

    fn char(&self, at: usize, by: isize) -> char {
        match at.checked_add_signed(by) {
            None => '\u{2}',
            Some(at) => self.evidence.passage.char(at).unwrap_or('\u{3}'),
        }
    }

    fn character(&self, at: usize, out: &mut Vec<u32>) {
        self.characters(at, out);
        self.words(at, out);
        self.rules(at, out);
        self.around(at, out);
    }

    fn characters(&self, at: usize, out: &mut Vec<u32>) {
        let c = |by: isize| self.char(at, by);
        out.push(Hash::new(0).end());
        for by in -2..=2 {
            out.push(Hash::new((10 + by) as u32).all([c(by)]).end());
        }
        for by in -2..=1 {
            out.push(Hash::new((20 + by) as u32).all([c(by), c(by + 1)]).end());
        }
        out.push(Hash::new(25).all([c(-1), c(1)]).end());
        for by in -2..=0 {
            out.push(Hash::new((30 + by) as u32).all([c(by), c(by + 1), c(by + 2)]).end());
        }
        out.push(Hash::new(35).all((-2..=2).map(|by| shape(c(by)))).end());
        out.push(Hash::new(36).all((-1..=1).map(|by| shape(c(by)))).end());
    }

    fn words(&self, at: usize, out: &mut Vec<u32>) {
        let passage = self.evidence.passage;
        let n = passage.word_index(at);
        let tag = |by: isize| {
            n.checked_add_signed(by).and_then(|n| passage.words.get(n)).map_or(99, |word| word.tag as u32)
        };
        let text = |by: isize| {
            let word = n.checked_add_signed(by).and_then(|n| passage.words.get(n));
            word.map_or(&['\u{2}'][..], |word| passage.slice(word.start..word.end)).iter().copied().take(8)
        };
        let Some(word) = passage.words.get(n) else { return };
        let here = place(&(word.start..word.end), at) as u32;
        let with = |template: u32| Hash::new(template).with(here);
        out.push(with(50).with(tag(0)).end());
        out.push(with(51).with(tag(-1)).with(tag(0)).end());
        out.push(with(52).with(tag(0)).with(tag(1)).end());
        out.push(with(53).all(text(0)).end());
        out.push(with(54).with(tag(0)).all(text(-1)).end());
        out.push(with(55).with(tag(0)).all(text(1)).end());
    }

    fn rules(&self, at: usize, out: &mut Vec<u32>) {
        let code = |at: Option<usize>| {
            let rule = at.and_then(|at| self.rule.get(at).copied().flatten());
            rule.map_or(0, |(place, class, _)| 1 + 4 * class as u32 + place as u32)
        };
        let here = code(Some(at));
        let sure = self.rule[at].map_or(9, |(_, _, sure)| sure);
        out.push(Hash::new(60).with(here).end());
        out.push(Hash::new(61).with(here).with(sure).end());
        out.push(Hash::new(62).with(here).with(code(at.checked_sub(1))).with(code(Some(at + 1))).end());
        out.push(Hash::new(63).with(here).all([self.char(at, 0)]).end());
        out.push(Hash::new(64).with(here).all([self.char(at, 1)]).end());
        out.push(Hash::new(65).with(here).all([self.char(at, -1)]).end());
        let mut seen = Vec::new();
        for (place, class, sure) in &self.other[at] {
            let key = (4 * *class as u32 + *place as u32, *sure);
            if !seen.contains(&key) {
                seen.push(key);
                out.push(Hash::new(66).with(key.0).with(key.1).with(u32::from(here > 0)).end());
            }
        }
    }

    fn around(&self, at: usize, out: &mut Vec<u32>) {
        let role = match self.evidence.passage.role {
            Role::Kicker | Role::Headline | Role::Subheadline => 1,
            Role::Byline | Role::Dateline => 2,
            Role::Paragraph => 3,
            Role::Caption => 4,
            Role::Quote | Role::Other => 5,
        };
        let rule = self.rule[at].map_or(0, |(place, class, _)| 1 + 4 * class as u32 + place as u32);
        out.push(Hash::new(70).with(role).with(rule).end());
        out.push(Hash::new(71).with(role).all([shape(self.char(at, -1)), shape(self.char(at, 0))]).end());
        let Some(span) = &self.quote[at] else { return };
        let here = place(span, at) as u32;
        let mark = self.char(span.start, -1) as u32;
        let passage = self.evidence.passage;
        let next = |from: usize| [passage.char(from), passage.char(from + 1)].map(|c| c.unwrap_or('\u{3}'));
        let before =
            [2, 1].map(|by| span.start.checked_sub(1 + by).and_then(|n| passage.char(n)).unwrap_or('\u{2}'));
        let with = |template: u32| Hash::new(template).with(here).with(mark);
        out.push(with(80).with(few(span.len())).end());
        out.push(with(81).all(next(span.end + 1)).end());
        out.push(with(82).all(before).end());
        out.push(with(83).with(u32::from(rule > 0)).with(few(span.len())).end());
    }
}
