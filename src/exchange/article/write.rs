//! Issue → records.

use super::record::{
    BlockRecord, EntityRecord, IssueHead, NoteRecord, OFFSET_UNIT, ProposedRecord, ReadingRecord, Record,
    RemarkRecord, SCHEMA, Supplied,
};
use super::{ArticleError, Problem};
use crate::annotation::{Entity, Reading, Remark};
use crate::issue::{Article, Block, Issue, Note, SourceMap};
use crate::text::CharRange;

/// All articles of an issue, one line each in the order of the outline. The same issue gives the same bytes.
/// `source` is the decoded text of the issue's source.
///
/// # Errors
/// Where a block's text is not what its source ranges hold, or a quote is not at its place.
pub fn write(issue: &Issue, source: &str) -> Result<String, ArticleError> {
    write_some(issue, source, |_| true)
}

/// As [`write()`], only the articles that are `wanted`.
///
/// # Errors
/// As [`write()`].
pub fn write_some(
    issue: &Issue,
    source: &str,
    wanted: impl Fn(&Article) -> bool,
) -> Result<String, ArticleError> {
    let source: Vec<char> = source.chars().collect();
    let mut lines = String::new();
    for (n, article) in issue.articles.iter().filter(|article| wanted(article)).enumerate() {
        lines += &line(issue, article, &source).map_err(|error| ArticleError { line: n + 1, ..error })?;
    }
    Ok(lines)
}

/// One article as its line, with the line feed; `source` is the decoded source of the issue.
///
/// # Errors
/// As [`write()`]; the line is 1.
pub fn line(issue: &Issue, article: &Article, source: &[char]) -> Result<String, ArticleError> {
    let fail = |problem| ArticleError { line: 1, record: article.id.to_string(), problem };
    let record = record(issue, article, source).map_err(fail)?;
    let line = serde_json::to_string(&record).map_err(|error| fail(Problem::Form(error.to_string())))?;
    Ok(line + "\n")
}

fn record(issue: &Issue, article: &Article, source: &[char]) -> Result<Record, Problem> {
    let text = article.text();
    let mut blocks = Vec::with_capacity(article.blocks.len());
    let (mut entities, mut readings) = (Vec::new(), Vec::new());
    let mut notes: Vec<String> = article.notes.iter().map(|note| note.text.clone()).collect();
    let of_article = |note: &Note| {
        let Note { text: note, by, at } = note.clone();
        RemarkRecord { note, by, at, ..RemarkRecord::default() }
    };
    let mut remarks: Vec<RemarkRecord> = article.notes.iter().map(of_article).collect();
    for (start, block) in article.placed_blocks() {
        blocks.push(block_record(start, block));
        let map = super::source_map(block, source)?;
        entities.extend(entity_records(start, block, &map, source)?);
        for reading in &block.readings {
            readings.push(reading_record(start, block, reading, map.ranges(reading.range, source))?);
        }
        for remark in &block.remarks {
            notes.push(remark.plain());
            remarks.push(remark_record(start, block, remark, map.ranges(remark.range, source))?);
        }
    }
    Ok(Record {
        schema: SCHEMA.to_owned(),
        offset_unit: OFFSET_UNIT.to_owned(),
        issue: IssueHead {
            id: issue.id.clone(),
            title: issue.title.clone(),
            date: issue.date.clone(),
            page: None,
            files: issue.files.clone(),
        },
        id: article.id.clone(),
        kind: article.kind,
        status: article.status,
        text_sha256: Some(crate::source::sha256(text.as_bytes())),
        r#abstract: article.summary.clone(),
        notes: notes.into_iter().map(NoteRecord::Plain).collect(),
        blocks,
        supplied: Supplied { headline: article.supplied_headline.clone() },
        text: Some(text),
        entities,
        readings,
        remarks,
        relations: article.relations.iter().map(Into::into).collect(),
        topics: article.topics.clone(),
        keywords: article.keywords.clone(),
    })
}

fn block_record(start: u32, block: &Block) -> BlockRecord {
    BlockRecord {
        id: Some(block.id.clone()),
        role: block.role,
        text: block.text.clone(),
        start: Some(start),
        end: Some(start + crate::text::char_len(&block.text)),
        page: block.page,
        source: block.source.clone(),
        status: block.status,
        by: block.by.clone(),
        confidence: block.confidence,
        proposed: block.proposed.as_deref().cloned(),
    }
}

fn reading_record(
    start: u32,
    block: &Block,
    reading: &Reading,
    source: Vec<CharRange>,
) -> Result<ReadingRecord, Problem> {
    if !reading.fits(&block.text) {
        return Err(Problem::Quote(reading.text.clone()));
    }
    let range = reading.range.shifted(start);
    let Reading { text, reading, by, at, .. } = reading.clone();
    Ok(ReadingRecord { start: range.start(), end: range.end(), text, reading, source, by, at })
}

fn remark_record(
    start: u32,
    block: &Block,
    remark: &Remark,
    source: Vec<CharRange>,
) -> Result<RemarkRecord, Problem> {
    if !remark.fits(&block.text) {
        return Err(Problem::Quote(remark.text.clone()));
    }
    let range = remark.range.shifted(start);
    let (start, end) = (Some(range.start()), Some(range.end()));
    let Remark { id, text, note, by, at, .. } = remark.clone();
    Ok(RemarkRecord { id: Some(id), note, by, at, start, end, text: Some(text), source })
}

fn entity_records(
    start: u32,
    block: &Block,
    map: &SourceMap,
    source: &[char],
) -> Result<Vec<EntityRecord>, Problem> {
    block
        .entities
        .iter()
        .map(|entity| {
            if !entity.fits(&block.text) {
                return Err(Problem::Quote(entity.text.clone()));
            }
            Ok(entity_record(start, entity, map.ranges(entity.range, source)))
        })
        .collect()
}

fn entity_record(start: u32, entity: &Entity, source: Vec<CharRange>) -> EntityRecord {
    let range = entity.range.shifted(start);
    EntityRecord {
        id: Some(entity.id.clone()),
        label: entity.label.clone(),
        start: range.start(),
        end: range.end(),
        text: entity.text.clone(),
        source,
        status: entity.status,
        by: entity.by.clone(),
        at: entity.at.clone(),
        value: entity.value.clone(),
        link: entity.link.clone(),
        proposed: entity.proposed.as_ref().map(|proposed| {
            let range = proposed.range.shifted(start);
            ProposedRecord {
                by: proposed.by.clone(),
                score: proposed.score,
                label: proposed.label.clone(),
                start: range.start(),
                end: range.end(),
                reason: proposed.reason.clone(),
                runner_up: proposed.runner_up.clone(),
            }
        }),
    }
}
