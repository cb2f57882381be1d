//! Records projected on the source: for every character that is not white space, who has it.

use super::record::{Block, Entity, REJECTED, RawRange, Record};
use crate::text::is_space;
use std::collections::{BTreeMap, BTreeSet};

/// An entity as the scorer compares it: its characters in the source and its label.
pub type Mark = (Vec<usize>, String);

/// Who has a character.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// Number of the record.
    pub article: usize,
    /// Role of the block.
    pub role: Option<&'a str>,
    /// Kind of the record.
    pub kind: Option<&'a str>,
    /// How many blocks have the character; the first one counts.
    pub times: usize,
}

/// A block with its characters.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// Number of the record.
    pub article: usize,
    /// What it is.
    pub role: Option<&'a str>,
    /// Positions in the source in reading order, white space left out.
    pub at: Vec<usize>,
}

/// A file of records over its source.
#[derive(Clone, Debug)]
pub struct Doc<'a> {
    /// The records.
    pub records: &'a [Record],
    /// Who has which character of the source.
    pub holders: BTreeMap<usize, Holder<'a>>,
    /// All blocks in order.
    pub blocks: Vec<Placed<'a>>,
    /// All entities that stand.
    pub marks: BTreeSet<Mark>,
    /// Characters of blocks that are not what the source has.
    pub mismatch: usize,
    /// What is odd about the records, and how often.
    pub warnings: Warnings,
}

/// Oddities by the order of first sight.
#[derive(Clone, Debug, Default)]
pub struct Warnings(pub Vec<(&'static str, usize)>);

impl Warnings {
    fn add(&mut self, what: &'static str) {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => self.0.push((what, 1)),
        }
    }
}

impl<'a> Doc<'a> {
    /// Projects the records on the characters of the source.
    pub fn new(records: &'a [Record], source: &[char]) -> Self {
        let mut doc = Self {
            records,
            holders: BTreeMap::new(),
            blocks: Vec::new(),
            marks: BTreeSet::new(),
            mismatch: 0,
            warnings: Warnings::default(),
        };
        for (article, record) in records.iter().enumerate() {
            let text: Option<Vec<char>> = record.text.as_ref().map(|text| text.chars().collect());
            let mut map = BTreeMap::new();
            for block in &record.blocks {
                doc.block(article, record.kind.as_deref(), block, text.as_deref(), source, &mut map);
            }
            for entity in record.entities.iter().filter(|e| e.status.as_deref() != Some(REJECTED)) {
                doc.entity(entity, text.as_deref(), source, &map);
            }
        }
        doc
    }

    fn block(
        &mut self,
        article: usize,
        kind: Option<&'a str>,
        block: &'a Block,
        text: Option<&[char]>,
        source: &[char],
        map: &mut BTreeMap<usize, usize>,
    ) {
        let own: Vec<char> = block.text.chars().collect();
        let solid: Vec<usize> =
            own.iter().enumerate().filter(|(_, c)| !is_space(**c)).map(|(i, _)| i).collect();
        if block.source.is_empty() && !solid.is_empty() {
            self.warnings.add("block without source");
        }
        let at = self.expand(&block.source, source);
        let role = block.role.as_deref();
        for position in &at {
            let new = Holder { article, role, kind, times: 0 };
            self.holders.entry(*position).or_insert(new).times += 1;
        }
        if solid.len() == at.len() {
            for (i, position) in solid.iter().zip(&at) {
                self.mismatch += usize::from(own.get(*i) != source.get(*position));
                map.extend(block.start.map(|start| (start.saturating_add(*i), *position)));
            }
        } else {
            self.mismatch += solid.len().abs_diff(at.len());
            self.warnings.add("block text and source differ in length");
        }
        if let (Some(start), Some(text)) = (block.start, text)
            && part(text, start, block.end.unwrap_or(start.saturating_add(own.len()))) != own
        {
            self.warnings.add("block start/end do not give its text");
        }
        self.blocks.push(Placed { article, role, at });
    }

    fn entity(
        &mut self,
        entity: &Entity,
        text: Option<&[char]>,
        source: &[char],
        map: &BTreeMap<usize, usize>,
    ) {
        let mut at = if entity.source.is_empty() {
            self.warnings.add("entity without source");
            let places = entity.start.unwrap_or(0)..entity.end;
            if places.is_empty() { Vec::new() } else { map.range(places).map(|(_, at)| *at).collect() }
        } else {
            self.expand(&entity.source, source)
        };
        if let (Some(text), Some(start), Some(quote)) = (text, entity.start, &entity.text)
            && !part(text, start, entity.end).iter().copied().eq(quote.chars())
        {
            self.warnings.add("entity start/end do not give its text");
        }
        at.sort_unstable();
        at.dedup();
        if at.is_empty() {
            self.warnings.add("entity with no source characters");
        } else {
            self.marks.insert((at, entity.label.clone().unwrap_or_else(|| "None".to_owned())));
        }
    }

    fn expand(&mut self, ranges: &[RawRange], source: &[char]) -> Vec<usize> {
        let mut at = Vec::new();
        for (start, end) in ranges {
            if *start < 0 || *end > source.len() as i64 {
                self.warnings.add("range outside source");
            }
            let inside = |position: i64| usize::try_from(position).unwrap_or(0).min(source.len());
            let range = inside(*start)..inside(*end);
            at.extend(range.filter(|position| source.get(*position).is_some_and(|c| !is_space(*c))));
        }
        at
    }

    /// The record that has a character.
    pub fn article(&self, position: usize) -> Option<usize> {
        self.holders.get(&position).map(|holder| holder.article)
    }

    /// The kind of the record that has a character.
    pub fn kind(&self, position: usize) -> Option<&'a str> {
        self.holders.get(&position).and_then(|holder| holder.kind)
    }

    /// The role of a character.
    pub fn role(&self, position: usize) -> Option<&'a str> {
        self.holders.get(&position).and_then(|holder| holder.role)
    }
}

/// The part of a text between two positions, as much of it as there is.
fn part(text: &[char], start: usize, end: usize) -> &[char] {
    let end = end.min(text.len());
    text.get(start.min(end)..end).unwrap_or_default()
}
