//! An article as formats write it: one text with everything at its place in it.
//!
//! The text is the blocks' texts joined by line feeds; all ranges count its code points. Only what was decided is in it,
//! and proposals where they are asked for; refused proposals stand apart for the few formats that keep them. It is made
//! once for an article, and gone when the article is written.

use super::loss::{Fate, Report, Thing};
use super::{Format, Options};
use crate::annotation::{Entity, EntityId, Keyword, Reading, Relation, Remark, Status, Topic};
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind, Note, Role};
use crate::text::{CharRange, char_len, is_space};

/// A block's place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// Where.
    pub range: CharRange,
    /// Page number, from 1.
    pub page: Option<u32>,
}

/// How a mark lies among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// No mark that is taken before it shares a character: what flat formats write.
    Flat,
    /// It lies inside a flat one, or at the same place.
    Nested,
    /// It crosses a flat one.
    Crossing,
}

/// An article.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Id of its issue.
    pub issue: String,
    /// Name of the paper; empty where unknown.
    pub paper: String,
    /// ISO date; empty where unknown.
    pub date: String,
    /// Id of the article.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// How far it has come.
    pub status: ArticleStatus,
    /// Typed in, or the first headline block's.
    pub headline: Option<String>,
    /// A headline that was typed in and is not in the text.
    pub supplied: Option<String>,
    /// One line that sums it up.
    pub summary: Option<String>,
    /// The blocks' texts joined by line feeds.
    pub text: String,
    /// The blocks.
    pub parts: Vec<Part>,
    /// Marks that stand, by place, the longer one first; ranges in this text (also those of what was proposed).
    pub entities: Vec<Entity>,
    /// How each of them lies.
    pub layers: Vec<Layer>,
    /// Refused proposals, by place.
    pub rejected: Vec<Entity>,
    /// Topics that stand.
    pub topics: Vec<Topic>,
    /// Keywords that stand.
    pub keywords: Vec<Keyword>,
    /// Relations that stand, between marks that are here.
    pub relations: Vec<Relation>,
    /// Readings, by place.
    pub readings: Vec<Reading>,
    /// Notes about characters, by place.
    pub remarks: Vec<Remark>,
    /// Notes about the article.
    pub notes: Vec<Note>,
    /// For every code point of the text its place in the decoded source; `None` for white space that was put in.
    pub source: Vec<Option<u32>>,
    /// Code points of the text before which the source has a line end inside a block.
    pub breaks: Vec<u32>,
    /// White space of the source that the text drops.
    pub blanks: usize,
    /// Topics, keywords and relations that were refused.
    refused: usize,
    /// Marks, topics, keywords and relations without a decision that are not here.
    undecided: usize,
}

impl Document {
    /// The article as it is to be written; `source` is the decoded source of its issue.
    pub fn new(issue: &Issue, article: &Article, source: &[char], options: &Options) -> Self {
        let wanted = |status: Status| status.stands() && (options.proposed || status.is_decided());
        let mut document = Self {
            issue: issue.id.to_string(),
            paper: issue.title.clone(),
            date: issue.date.clone(),
            id: article.id.to_string(),
            kind: article.kind,
            status: article.status,
            headline: article.headline().map(str::to_owned),
            supplied: article.typed_headline().map(str::to_owned),
            summary: article.summary.clone(),
            text: article.text(),
            parts: Vec::with_capacity(article.blocks.len()),
            entities: Vec::new(),
            layers: Vec::new(),
            rejected: Vec::new(),
            topics: article.topics.iter().filter(|topic| wanted(topic.status)).cloned().collect(),
            keywords: article.keywords.iter().filter(|word| wanted(word.status)).cloned().collect(),
            relations: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
            notes: article.notes.clone(),
            source: Vec::new(),
            breaks: Vec::new(),
            blanks: 0,
            refused: 0,
            undecided: 0,
        };
        for (start, block) in article.placed_blocks() {
            document.block(start, block, source, wanted);
        }
        let by_place = |a: &Entity, b: &Entity| {
            let place = |e: &Entity| (e.range.start(), u32::MAX - e.range.end());
            place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
        };
        document.entities.sort_by(by_place);
        document.rejected.sort_by(by_place);
        document.layers = layers(&document.entities);
        let here = |id: &EntityId| document.entities.iter().any(|entity| entity.id == *id);
        let relations = article.relations.iter().filter(|r| wanted(r.status) && here(&r.from) && here(&r.to));
        document.relations = relations.cloned().collect();
        let statuses = || {
            let topics = article.topics.iter().map(|topic| topic.status);
            let words = article.keywords.iter().map(|word| word.status);
            topics.chain(words).chain(article.relations.iter().map(|relation| relation.status))
        };
        document.refused = statuses().filter(|status| !status.stands()).count();
        document.undecided += statuses().filter(|status| status.stands() && !wanted(*status)).count();
        document
    }

    fn block(&mut self, start: u32, block: &Block, source: &[char], wanted: impl Fn(Status) -> bool) {
        let length = char_len(&block.text);
        if start > 0 {
            // The line feed between two blocks.
            self.source.push(None);
        }
        self.parts.push(Part {
            role: block.role,
            range: CharRange::new(start, start + length),
            page: block.page,
        });
        let map = block.source_map(source).unwrap_or_default();
        let mut last: Option<u32> = None;
        for n in 0..length {
            let at = map.at(n);
            self.source.push(at);
            let Some(at) = at else { continue };
            let gap = last.filter(|last| *last < at).and_then(|last| source.get(last as usize..at as usize));
            if gap.is_some_and(|gap| gap.contains(&'\n') || gap.contains(&'\r')) {
                self.breaks.push(start + n);
            }
            last = Some(at);
        }
        let kept = block.text.chars().filter(|c| is_space(*c)).count();
        let there = block.source.iter().flat_map(|range| range.positions());
        let there = there.filter(|at| source.get(*at as usize).is_some_and(|c| is_space(*c))).count();
        self.blanks += there.saturating_sub(kept);
        for entity in &block.entities {
            let mut entity = Entity { range: entity.range.shifted(start), ..entity.clone() };
            if let Some(proposed) = &mut entity.proposed {
                proposed.range = proposed.range.shifted(start);
            }
            if wanted(entity.status) {
                self.entities.push(entity);
            } else if entity.status == Status::Rejected {
                self.rejected.push(entity);
            } else {
                self.undecided += 1;
            }
        }
        let readings = block.readings.iter();
        self.readings.extend(readings.map(|r| Reading { range: r.range.shifted(start), ..r.clone() }));
        let remarks = block.remarks.iter();
        self.remarks.extend(remarks.map(|r| Remark { range: r.range.shifted(start), ..r.clone() }));
    }

    /// The marks that flat formats write: none inside another, none across another.
    pub fn flat(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter().zip(&self.layers).filter(|(_, layer)| **layer == Layer::Flat).map(|(e, _)| e)
    }

    /// All notes as plain text.
    pub fn plain_notes(&self) -> Vec<String> {
        let notes = self.notes.iter().map(|note| note.text.clone());
        notes.chain(self.remarks.iter().map(Remark::plain)).collect()
    }

    /// Whether a line end of the source is inside the range.
    pub fn is_broken(&self, range: CharRange) -> bool {
        let next = self.breaks.partition_point(|at| *at <= range.start());
        self.breaks.get(next).is_some_and(|at| *at < range.end())
    }

    /// Counts what is here, as the format will have it.
    pub fn count(&self, format: &dyn Format, options: &Options, report: &mut Report) {
        let layer = |wanted| self.layers.iter().filter(|layer| **layer == wanted).count();
        let some = |there: bool| usize::from(there);
        let marks = || self.entities.iter();
        let counts = [
            (Thing::Entities, layer(Layer::Flat)),
            (Thing::Nested, layer(Layer::Nested)),
            (Thing::Crossing, layer(Layer::Crossing)),
            (Thing::LineEnds, marks().filter(|entity| self.is_broken(entity.range)).count()),
            (Thing::Blocks, self.parts.len()),
            (Thing::Blanks, self.blanks),
            (Thing::Scores, marks().filter(|e| e.proposed.is_some() || e.at.is_some()).count()),
            (Thing::Values, marks().filter(|entity| entity.value.is_some()).count()),
            (Thing::Links, marks().filter(|entity| entity.link.is_some()).count()),
            (Thing::Rejected, self.rejected.len() + self.refused),
            (Thing::Topics, self.topics.len()),
            (Thing::Keywords, self.keywords.len()),
            (Thing::Relations, self.relations.len()),
            (Thing::Readings, self.readings.len()),
            (Thing::Notes, self.remarks.len() + self.notes.len()),
            (Thing::Supplied, some(self.supplied.is_some())),
            (Thing::Summaries, some(self.summary.is_some())),
            (Thing::States, 1),
        ];
        for (thing, count) in counts {
            report.count(thing, format.holds(thing, options), count);
        }
        let held = format.holds(Thing::Undecided, options);
        let is_lost = matches!(held, Fate::Lost(_));
        let open = marks().filter(|entity| entity.is_open()).count();
        report.count(Thing::Undecided, if is_lost { Fate::Bent("fate.as_decided") } else { held }, open);
        let left_out = if is_lost { Fate::Lost("fate.undecided") } else { held };
        report.count(Thing::Undecided, left_out, self.undecided);
        report.articles += 1;
    }
}

/// How marks lie that come by place, the longer one first.
fn layers(entities: &[Entity]) -> Vec<Layer> {
    let mut flat: Option<CharRange> = None;
    let layer = |entity: &Entity| match flat {
        Some(last) if last.covers(entity.range) => Layer::Nested,
        Some(last) if last.overlaps(entity.range) => Layer::Crossing,
        _ => {
            flat = Some(entity.range);
            Layer::Flat
        }
    };
    entities.iter().map(layer).collect()
}
