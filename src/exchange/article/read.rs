//! Records → issues.

use super::record::{
    BlockRecord, EntityRecord, NoteRecord, OFFSET_UNIT, ProposedRecord, ReadingRecord, Record, RemarkRecord,
    SCHEMA,
};
use super::{ArticleError, Problem};
use crate::annotation::{
    ArticleId, BlockId, Entity, EntityId, IssueId, Proposed, Reading, Relation, RelationId, Remark, RemarkId,
};
use crate::issue::{Article, Block, Issue, Note};
use crate::source::{MAX_CHARS, Source};
use crate::text::{CharRange, char_len};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The issues of a file of records, each with its articles in the order of their lines. Lists come in their canonical
/// order, blocks and entities without an id get one that follows from their place, and a mark with neither status nor
/// score counts as added by hand.
///
/// With the `source` every block is compared with it, and its files are the issue's. Without it the ranges are believed.
///
/// # Errors
/// The first record that is not in the form, whose quotes or blocks are not at their places, or whose ids are taken.
pub fn read(jsonl: &str, source: Option<&Source>) -> Result<Vec<Issue>, ArticleError> {
    let chars: Option<Vec<char>> = source.map(|source| source.text.chars().collect());
    let mut reader = Reader::default();
    for (n, line) in mark_free(jsonl).split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        reader.numbered(n + 1, line, chars.as_deref())?;
    }
    let mut issues = reader.finish();
    if let Some(source) = source {
        for issue in &mut issues {
            settle_files(issue, source);
        }
    }
    Ok(issues)
}

/// A text without the byte order mark.
pub(super) fn mark_free(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The issue is of this source, whatever copy of the file its records were made from; page numbers stay.
fn settle_files(issue: &mut Issue, source: &Source) {
    let same = |(a, b): (&crate::issue::FilePart, &crate::issue::FilePart)| a.sha256 == b.sha256;
    if issue.files.len() != source.parts.len() || !issue.files.iter().zip(&source.parts).all(same) {
        issue.files.clone_from(&source.parts);
    }
}

/// What a block or mark inherits from its record.
struct Origin {
    issue: IssueId,
    article: ArticleId,
    page: Option<u32>,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Reader {
    issues: Vec<Issue>,
    /// Place of an issue in the list.
    places: BTreeMap<IssueId, usize>,
    /// Ids that are taken: issue, kind, id.
    ids: BTreeSet<(IssueId, &'static str, String)>,
}

impl Reader {
    /// Takes a line of the file.
    pub fn numbered(
        &mut self,
        number: usize,
        line: &str,
        source: Option<&[char]>,
    ) -> Result<(), ArticleError> {
        let mut record = String::new();
        self.line(line, source, &mut record).map_err(|problem| ArticleError { line: number, record, problem })
    }

    /// The issues of all lines.
    pub fn finish(self) -> Vec<Issue> {
        self.issues
    }

    fn line(&mut self, line: &str, source: Option<&[char]>, id: &mut String) -> Result<(), Problem> {
        let form = |error: serde_json::Error| Problem::Form(error.to_string());
        let mut value: Value = serde_json::from_str(line).map_err(form)?;
        value.get("id").and_then(Value::as_str).unwrap_or_default().clone_into(id);
        tidy(&mut value);
        check_names(&value)?;
        let record: Record = serde_json::from_value(value).map_err(form)?;
        let issue = self.issue(&record);
        let article = self.article(record, source)?;
        self.issues[issue].articles.push(article);
        Ok(())
    }

    fn issue(&mut self, record: &Record) -> usize {
        let head = &record.issue;
        *self.places.entry(head.id.clone()).or_insert_with(|| {
            self.issues.push(Issue {
                id: head.id.clone(),
                title: head.title.clone(),
                date: head.date.clone(),
                files: head.files.clone(),
                articles: Vec::new(),
                disputes: Vec::new(),
            });
            self.issues.len() - 1
        })
    }

    fn article(&mut self, record: Record, source: Option<&[char]>) -> Result<Article, Problem> {
        let origin =
            Origin { issue: record.issue.id.clone(), article: record.id.clone(), page: record.issue.page };
        self.take(&origin, "article", record.id.as_str())?;
        let mut article = Article {
            id: record.id,
            kind: record.kind,
            status: record.status,
            blocks: Vec::with_capacity(record.blocks.len()),
            supplied_headline: record.supplied.headline,
            summary: record.r#abstract,
            notes: Vec::new(),
            topics: record.topics,
            keywords: record.keywords,
            relations: Vec::with_capacity(record.relations.len()),
        };
        let mut places: Vec<CharRange> = Vec::with_capacity(record.blocks.len());
        for block in record.blocks {
            let (start, end) = (block.start, block.end);
            let block = self.block(block, &origin)?;
            let at = places.last().map_or(0, |last| last.end() + 1);
            let place = CharRange::new(at, at + char_len(&block.text));
            if start.is_some_and(|start| start != place.start()) || end.is_some_and(|end| end != place.end())
            {
                return Err(Problem::Block(block.text));
            }
            places.push(place);
            if let Some(source) = source {
                super::source_map(&block, source)?;
            }
            article.blocks.push(block);
        }
        let text = article.text();
        let hash = record.text_sha256.is_none_or(|hash| hash == crate::source::sha256(text.as_bytes()));
        if !hash || record.text.is_some_and(|said| said != text) {
            return Err(Problem::Text);
        }
        for entity in record.entities {
            let place = places.partition_point(|place| place.end() < entity.end);
            let (Some(block), Some(place)) = (article.blocks.get_mut(place), places.get(place)) else {
                return Err(Problem::Quote(entity.text));
            };
            let entity = self.entity(entity, place.start(), &origin)?;
            if !entity.fits(&block.text) {
                return Err(Problem::Quote(entity.text));
            }
            block.entities.push(entity);
        }
        for reading in record.readings {
            let place = places.partition_point(|place| place.end() < reading.end);
            let (Some(block), Some(place)) = (article.blocks.get_mut(place), places.get(place)) else {
                return Err(Problem::Quote(reading.text));
            };
            let reading = self::reading(reading, place.start())?;
            if !reading.fits(&block.text) || block.readings_over(reading.range).next().is_some() {
                return Err(Problem::Quote(reading.text));
            }
            block.readings.push(reading);
        }
        self.notes(record.notes, record.remarks, &mut article, &places, &origin)?;
        for (n, relation) in record.relations.into_iter().enumerate() {
            let id = relation.id.unwrap_or_else(|| derive(&origin, &n.to_string(), RelationId::derived));
            self.take(&origin, "relation", id.as_str())?;
            let (kind, from, to) = (relation.kind, relation.from, relation.to);
            let (status, by) = (relation.status, relation.by);
            article.relations.push(Relation { id, kind, from, to, status, by });
        }
        article.canonical();
        Ok(article)
    }

    /// Notes of the article and of characters. What is a plain string only was written by another tool.
    fn notes(
        &mut self,
        notes: Vec<NoteRecord>,
        remarks: Vec<RemarkRecord>,
        article: &mut Article,
        places: &[CharRange],
        origin: &Origin,
    ) -> Result<(), Problem> {
        let mut plain: Vec<String> = Vec::with_capacity(remarks.len());
        for (n, remark) in remarks.into_iter().enumerate() {
            let (Some(start), Some(end)) = (remark.start, remark.end) else {
                plain.push(remark.note.clone());
                article.notes.push(Note { text: remark.note, by: remark.by, at: remark.at });
                continue;
            };
            let text = remark.text.unwrap_or_default();
            let at = places.partition_point(|place| place.end() < end);
            let range = places
                .get(at)
                .filter(|_| start < end)
                .and_then(|place| CharRange::new(start, end).relative_to(place.start()));
            let (Some(range), Some(block)) = (range, article.blocks.get_mut(at)) else {
                return Err(Problem::Quote(text));
            };
            let id = remark.id.unwrap_or_else(|| derive(origin, &format!("note {n}"), RemarkId::derived));
            self.take(origin, "remark", id.as_str())?;
            let remark = Remark { id, range, text, note: remark.note, by: remark.by, at: remark.at };
            if !remark.fits(&block.text) {
                return Err(Problem::Quote(remark.text));
            }
            plain.push(remark.plain());
            block.remarks.push(remark);
        }
        for note in notes {
            let note = match note {
                NoteRecord::Signed(note) => note,
                NoteRecord::Plain(text) => match plain.iter().position(|known| *known == text) {
                    Some(known) => {
                        plain.swap_remove(known);
                        continue;
                    }
                    None => Note { text, by: String::new(), at: None },
                },
            };
            article.notes.push(note);
        }
        Ok(())
    }

    fn block(&mut self, block: BlockRecord, origin: &Origin) -> Result<Block, Problem> {
        let from = block.source.first().map_or(0, |range| range.start());
        let id =
            block.id.unwrap_or_else(|| derive(origin, &format!("{from} {}", block.text), BlockId::derived));
        self.take(origin, "block", id.as_str())?;
        Ok(Block {
            id,
            role: block.role,
            text: block.text,
            source: block.source,
            page: block.page.or(origin.page),
            status: block.status,
            by: block.by,
            confidence: block.confidence,
            proposed: block.proposed.map(Box::new),
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        })
    }

    /// The entity, in a block that begins at `start` of the article's text.
    fn entity(&mut self, entity: EntityRecord, start: u32, origin: &Origin) -> Result<Entity, Problem> {
        let unfit = || Problem::Quote(entity.text.clone());
        if entity.start >= entity.end {
            return Err(unfit());
        }
        let range = CharRange::new(entity.start, entity.end);
        let derived = || derive(origin, &format!("{range} {}", entity.label), EntityId::derived);
        let id = entity.id.unwrap_or_else(derived);
        self.take(origin, "entity", id.as_str())?;
        let proposed = entity.proposed.map(|record| proposed(record, start).ok_or_else(unfit)).transpose()?;
        Ok(Entity {
            id,
            label: entity.label,
            range: range.relative_to(start).ok_or_else(unfit)?,
            text: entity.text,
            status: entity.status,
            by: entity.by,
            at: entity.at,
            value: entity.value,
            link: entity.link,
            proposed,
        })
    }

    fn take(&mut self, origin: &Origin, kind: &'static str, id: &str) -> Result<(), Problem> {
        let new = self.ids.insert((origin.issue.clone(), kind, id.to_owned()));
        if new { Ok(()) } else { Err(Problem::Twice(id.to_owned())) }
    }
}

/// The reading, in a block that begins at `start` of the article's text.
fn reading(record: ReadingRecord, start: u32) -> Result<Reading, Problem> {
    let ReadingRecord { start: from, end, text, reading, by, at, .. } = record;
    let range = (from < end).then(|| CharRange::new(from, end).relative_to(start)).flatten();
    match range {
        Some(range) => Ok(Reading { range, text, reading, by, at }),
        None => Err(Problem::Quote(text)),
    }
}

fn proposed(record: ProposedRecord, start: u32) -> Option<Proposed> {
    // The place may be gone since, but not further off than any text reaches.
    if record.start > record.end || record.end > 2 * MAX_CHARS {
        return None;
    }
    Some(Proposed {
        by: record.by,
        score: record.score,
        label: record.label,
        range: CharRange::new(record.start, record.end).relative_to(start)?,
        reason: record.reason,
        runner_up: record.runner_up,
    })
}

/// An id for what came without one, from its article and its place there.
fn derive<Id>(origin: &Origin, place: &str, derived: fn(&[&str]) -> Id) -> Id {
    derived(&[origin.issue.as_str(), origin.article.as_str(), place])
}

fn check_names(record: &Value) -> Result<(), Problem> {
    let name = |field| record.get(field).and_then(Value::as_str);
    match (name("schema"), name("offset_unit")) {
        (Some(SCHEMA), None | Some(OFFSET_UNIT)) => Ok(()),
        (Some(SCHEMA), Some(other)) => Err(Problem::OffsetUnit(other.to_owned())),
        (other, _) => Err(Problem::Schema(other.unwrap_or_default().to_owned())),
    }
}

/// Brings the shorthands that a record may use to the full form: null is the same as absent, a keyword may be a plain
/// string, and a mark that tells neither status nor score was made by hand.
fn tidy(record: &mut Value) {
    drop_nulls(record);
    let marks = |record: &mut Value, list: &str, score: &str| {
        for mark in record.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if mark.is_string() {
                *mark = serde_json::json!({ "text": mark.take() });
            }
            if let Some(mark) = mark.as_object_mut()
                && !mark.contains_key("status")
                && !mark.contains_key(score)
            {
                mark.insert("status".to_owned(), "added".into());
            }
        }
    };
    marks(record, "entities", "proposed");
    marks(record, "topics", "score");
    marks(record, "keywords", "score");
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
