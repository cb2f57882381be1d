//! What was learned as bytes: little-endian, packed with zstd, with a sum at the end.
//!
//! ```text
//! "zhupiL02"  sum of the delta's file that it stands beside, 8 bytes  articles u32
//! rows: count u32; for each, by feature: feature u32, count u8, for each weight state u8 value i16 seen f16
//! names: count u32; for each: name, eight u16 stood, eight u16 rejected, u16 passed
//! contexts: count u32; for each: context, eight i8
//! topics: articles u32  count u32; for each: code, bias f32, count u32, for each: feature u32, weight f32
//! kept articles: count u16; for each: count of blocks u16; for each: role u8, text, marks that stand, open stretches
//! the first 8 bytes of the SHA-256 of all that
//! ```
//! A text is its length in characters u32 and its characters as u32 each; zstd makes them small.

use super::names::{Known, Names};
use super::{Kept, Learned, Paper};
use crate::issue::Role;
use crate::propose::candidate::{Class, Span};
use crate::propose::delta::{Overlay, Weight, Weights};
use crate::propose::proposer::Proposer;
use crate::propose::topics::TopicLessons;
use half::f16;

const MAGIC: &[u8; 8] = b"zhupiL02";
const LEVEL: i32 = 3;
/// What a file may unpack to.
const MOST: usize = 256 << 20;

/// Why bytes are not what finished articles taught.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LearnedError {
    /// Not of the form, or not whole.
    #[error("what was learned is damaged ({0})")]
    Damaged(&'static str),
    /// Learned beside other weights than the proposer's.
    #[error("learned beside other weights")]
    Base,
}

fn sum(bytes: &[u8]) -> [u8; 8] {
    use sha2::{Digest, Sha256};
    let mut first = [0; 8];
    first.copy_from_slice(&Sha256::digest(bytes)[..8]);
    first
}

impl Learned {
    /// As bytes; the same state gives the same.
    pub fn write(&self, proposer: &Proposer) -> Vec<u8> {
        let mut out = Vec::from(*MAGIC);
        out.extend(proposer.base());
        number(&mut out, self.count);
        weights(&mut out, &self.overlay.rows);
        number(&mut out, self.names.names.len() as u32);
        for (name, known) in &self.names.names {
            text(&mut out, name);
            known.stood.iter().chain(&known.rejected).for_each(|n| out.extend(n.to_le_bytes()));
            out.extend(known.passed.to_le_bytes());
        }
        number(&mut out, self.names.contexts.len() as u32);
        for (context, counts) in &self.names.contexts {
            text(&mut out, context);
            out.extend(counts.map(|n| n as u8));
        }
        number(&mut out, self.topics.articles);
        number(&mut out, self.topics.concepts.len() as u32);
        for (code, taught) in &self.topics.concepts {
            text(&mut out, &code.chars().collect::<Vec<_>>());
            number(&mut out, taught.bias.to_bits());
            number(&mut out, taught.weights.len() as u32);
            for (feature, weight) in &taught.weights {
                number(&mut out, *feature);
                number(&mut out, weight.to_bits());
            }
        }
        number(&mut out, self.kept.len() as u32);
        for kept in &self.kept {
            number(&mut out, kept.papers.len() as u32);
            for paper in &kept.papers {
                out.push(Role::ALL.iter().position(|role| *role == paper.role).unwrap_or_default() as u8);
                text(&mut out, &paper.text);
                number(&mut out, paper.stood.len() as u32);
                for (span, class) in &paper.stood {
                    stretch(&mut out, span);
                    out.push(*class as u8);
                }
                number(&mut out, paper.open.len() as u32);
                paper.open.iter().for_each(|span| stretch(&mut out, span));
            }
        }
        let sum = sum(&out);
        out.extend(sum);
        // Packing into memory cannot fail; an empty file would be refused by `parse`.
        zstd::bulk::compress(&out, LEVEL).unwrap_or_default()
    }

    /// From bytes that were written beside the same weights.
    ///
    /// # Errors
    /// [`LearnedError`] where they are damaged or of another base.
    pub fn parse(packed: &[u8], proposer: &Proposer) -> Result<Self, LearnedError> {
        let bytes = zstd::bulk::decompress(packed, MOST).map_err(|_| LearnedError::Damaged("packing"))?;
        let (body, end) = bytes.split_last_chunk::<8>().ok_or(LearnedError::Damaged("length"))?;
        if sum(body) != *end {
            return Err(LearnedError::Damaged("sum"));
        }
        let mut reader = Reader(body);
        if reader.array()? != *MAGIC {
            return Err(LearnedError::Damaged("head"));
        }
        if reader.array()? != proposer.base() {
            return Err(LearnedError::Base);
        }
        let count = reader.number()?;
        let overlay = Overlay { rows: reader.weights()? };
        let mut names = Names::default();
        for _ in 0..reader.number()? {
            let name = reader.text()?;
            let mut known = Known::default();
            for n in known.stood.iter_mut().chain(&mut known.rejected) {
                *n = u16::from_le_bytes(reader.array()?);
            }
            known.passed = u16::from_le_bytes(reader.array()?);
            names.names.insert(name, known);
        }
        for _ in 0..reader.number()? {
            let context = reader.text()?;
            names.contexts.insert(context, reader.array::<8>()?.map(|n| n as i8));
        }
        let topics = reader.topics()?;
        let mut kept = Vec::new();
        for _ in 0..reader.number()? {
            let mut papers = Vec::new();
            for _ in 0..reader.number()? {
                papers.push(reader.paper()?);
            }
            kept.push(Kept { papers, examples: None });
        }
        if reader.0.is_empty() {
            Ok(Self { overlay, names, topics, count, kept })
        } else {
            Err(LearnedError::Damaged("end"))
        }
    }
}

fn number(out: &mut Vec<u8>, n: u32) {
    out.extend(n.to_le_bytes());
}

fn text(out: &mut Vec<u8>, text: &[char]) {
    number(out, text.len() as u32);
    for c in text {
        number(out, *c as u32);
    }
}

fn stretch(out: &mut Vec<u8>, span: &Span) {
    number(out, span.start as u32);
    number(out, span.end as u32);
}

fn weights(out: &mut Vec<u8>, rows: &Weights) {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_unstable_by_key(|(feature, _)| **feature);
    number(out, rows.len() as u32);
    for (feature, row) in rows {
        number(out, *feature);
        out.push(row.len() as u8);
        for weight in row {
            out.push(weight.state);
            out.extend(weight.value.to_le_bytes());
            out.extend(weight.seen.to_le_bytes());
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], LearnedError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(LearnedError::Damaged("length"))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, LearnedError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn byte(&mut self) -> Result<u8, LearnedError> {
        Ok(self.array::<1>()?[0])
    }

    fn text(&mut self) -> Result<Vec<char>, LearnedError> {
        let mut text = Vec::new();
        for _ in 0..self.number()? {
            text.push(char::from_u32(self.number()?).ok_or(LearnedError::Damaged("text"))?);
        }
        Ok(text)
    }

    fn weights(&mut self) -> Result<Weights, LearnedError> {
        let mut rows = Weights::default();
        for _ in 0..self.number()? {
            let feature = self.number()?;
            let mut row = Vec::new();
            for _ in 0..self.byte()? {
                let (state, value) = (self.byte()?, i16::from_le_bytes(self.array()?));
                row.push(
                    Weight::new(state, value, f16::from_le_bytes(self.array()?))
                        .ok_or(LearnedError::Damaged("state"))?,
                );
            }
            rows.insert(feature, row);
        }
        Ok(rows)
    }

    fn topics(&mut self) -> Result<TopicLessons, LearnedError> {
        let mut topics = TopicLessons { articles: self.number()?, ..TopicLessons::default() };
        for _ in 0..self.number()? {
            let code: String = self.text()?.into_iter().collect();
            let taught = topics.concepts.entry(code).or_default();
            taught.bias = f32::from_bits(self.number()?);
            for _ in 0..self.number()? {
                let feature = self.number()?;
                taught.weights.insert(feature, f32::from_bits(self.number()?));
            }
        }
        Ok(topics)
    }

    fn span(&mut self, length: usize) -> Result<Span, LearnedError> {
        let span = self.number()? as usize..self.number()? as usize;
        if span.start < span.end && span.end <= length {
            Ok(span)
        } else {
            Err(LearnedError::Damaged("mark"))
        }
    }

    fn paper(&mut self) -> Result<Paper, LearnedError> {
        let role = *Role::ALL.get(usize::from(self.byte()?)).ok_or(LearnedError::Damaged("role"))?;
        let text = self.text()?;
        let mut paper = Paper { role, stood: Vec::new(), open: Vec::new(), text };
        for _ in 0..self.number()? {
            let span = self.span(paper.text.len())?;
            let class = Class::ALL.get(usize::from(self.byte()?));
            paper.stood.push((span, *class.ok_or(LearnedError::Damaged("label"))?));
        }
        for _ in 0..self.number()? {
            paper.open.push(self.span(paper.text.len())?);
        }
        Ok(paper)
    }
}
