//! A row of `records`.

use crate::annotation::{Entity, Link, Status};
use crate::exchange::name::named;
use crate::exchange::{
    Document, Fitter, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, Place, RawSpan, ReadError, Unit,
    typed,
};
use crate::issue::Role;
use crate::text::CharRange;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Serialize, Deserialize)]
pub struct Row {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub issue_id: String,
    #[serde(default)]
    pub paper: String,
    #[serde(default)]
    pub date: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub headline: Option<String>,
    /// Where the headline is not in the text.
    #[serde(default)]
    pub supplied: Option<String>,
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub blocks: Vec<BlockRow>,
    #[serde(default)]
    pub entities: Vec<EntityRow>,
    #[serde(default)]
    pub rejected: Vec<EntityRow>,
    #[serde(default)]
    pub relations: Vec<RelationRow>,
    #[serde(default)]
    pub topics: Vec<TopicRow>,
    #[serde(default)]
    pub keywords: Vec<String>,
    #[serde(default)]
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct BlockRow {
    pub role: String,
    pub start: u32,
    pub end: u32,
    #[serde(default)]
    pub page: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct EntityRow {
    #[serde(default)]
    pub id: String,
    pub start: u64,
    pub end: u64,
    pub label: String,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub at: Option<String>,
    #[serde(default)]
    pub score: Option<f32>,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub link_register: Option<String>,
    #[serde(default)]
    pub link_id: Option<String>,
    #[serde(default)]
    pub link_name: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct RelationRow {
    pub r#type: String,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct TopicRow {
    pub code: String,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub score: Option<f32>,
}

impl Row {
    /// The row of an article.
    pub fn of(document: &Document) -> Self {
        let topic = |topic: &crate::annotation::Topic, code: &String| TopicRow {
            code: code.clone(),
            status: Some(named(topic.status)),
            by: Some(topic.by.clone()),
            score: topic.score,
        };
        let topics = document.topics.iter();
        let topics =
            topics.flat_map(|t| std::iter::once(&t.code).chain(&t.sub).map(move |code| topic(t, code)));
        let relation = |relation: &crate::annotation::Relation| RelationRow {
            r#type: named(relation.kind),
            from: relation.from.to_string(),
            to: relation.to.to_string(),
        };
        let block = |part: &crate::exchange::Part| BlockRow {
            role: named(part.role),
            start: part.range.start(),
            end: part.range.end(),
            page: part.page,
        };
        Self {
            id: document.id.clone(),
            issue_id: document.issue.clone(),
            paper: document.paper.clone(),
            date: document.date.clone(),
            kind: named(document.kind),
            status: named(document.status),
            headline: document.headline.clone(),
            supplied: document.supplied.clone(),
            summary: document.summary.clone(),
            text: document.text.clone(),
            blocks: document.parts.iter().map(block).collect(),
            entities: document.entities.iter().map(EntityRow::of).collect(),
            rejected: document.rejected.iter().map(EntityRow::of).collect(),
            relations: document.relations.iter().map(relation).collect(),
            topics: topics.collect(),
            keywords: document.keywords.iter().map(|keyword| keyword.text.clone()).collect(),
            notes: document.plain_notes(),
        }
    }

    /// The document of a row; `None` for an article without text, in which nothing could be marked.
    ///
    /// # Errors
    /// Where a field is of another type, or there is no text.
    pub fn document(mut value: Value, place: Place) -> Result<Option<Foreign>, ReadError> {
        if value.get("text").is_none_or(Value::is_null) {
            return Err(ReadError::new("error.foreign.text").at(&place));
        }
        // Some loaders write what there is none of as null, also where a list is meant.
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|_, field| !field.is_null());
            // Numbers as ids.
            if let Some(id) = fields.get_mut("id").filter(|id| id.is_number()) {
                *id = Value::String(id.to_string());
            }
        }
        let row: Self = typed(value, &place)?;
        if row.text.is_empty() {
            return Ok(None);
        }
        let mut found = Foreign {
            article: row.id,
            headline: row.supplied.or(row.headline),
            text: row.text,
            keywords: row.keywords,
            notes: row.notes,
            place,
            ..Foreign::default()
        };
        let length = crate::text::char_len(&found.text);
        for block in row.blocks {
            let role: Option<Role> = serde_json::from_value(Value::String(block.role)).ok();
            if let (Some(role), true) = (role, block.start <= block.end && block.end <= length) {
                found.parts.push((role, CharRange::new(block.start, block.end)));
            }
        }
        let refused = row.rejected.into_iter().map(|entity| (entity, Status::Rejected));
        let entities = row.entities.into_iter().map(|entity| {
            let status = settled(entity.status.as_deref());
            (entity, status)
        });
        let entities: Vec<(EntityRow, Status)> = entities.chain(refused).collect();
        let raw: Vec<RawSpan> = entities.iter().map(|(entity, _)| entity.raw()).collect();
        let places = Fitter::new(&found.text, Unit::CodePoint).fit(&raw);
        for (((entity, status), raw), range) in entities.into_iter().zip(raw).zip(places) {
            match range {
                Ok(range) => found.spans.push(entity.span(status, range, &found.text)),
                Err(misfit) => found.astray.push(misfit.astray(&found.place, &entity.label, &raw)),
            }
        }
        let relation = |row: RelationRow| ForeignRelation { label: row.r#type, from: row.from, to: row.to };
        found.relations = row.relations.into_iter().map(relation).collect();
        let topic = |row: TopicRow| ForeignTopic {
            status: settled(row.status.as_deref()),
            label: row.code,
            by: row.by.unwrap_or_default(),
            score: row.score,
        };
        found.topics = row.topics.into_iter().map(topic).collect();
        Ok(Some(found))
    }
}

impl EntityRow {
    fn of(entity: &Entity) -> Self {
        let link = entity.link.as_ref();
        Self {
            id: entity.id.to_string(),
            start: entity.range.start().into(),
            end: entity.range.end().into(),
            label: entity.label.to_string(),
            text: Some(entity.text.clone()),
            status: Some(named(entity.status)),
            by: Some(entity.by.clone()),
            at: entity.at.clone(),
            score: entity.proposed.as_ref().map(|proposed| proposed.score),
            value: entity.value.clone(),
            link_register: link.map(|link| link.register.clone()),
            link_id: link.map(|link| link.id.clone()),
            link_name: link.map(|link| link.name.clone()),
        }
    }

    fn raw(&self) -> RawSpan {
        RawSpan { start: self.start, end: self.end, text: self.text.clone() }
    }

    fn span(self, status: Status, range: CharRange, text: &str) -> ForeignSpan {
        let (register, name) = (self.link_register.unwrap_or_default(), self.link_name.unwrap_or_default());
        ForeignSpan {
            id: self.id,
            label: self.label,
            range,
            text: crate::text::slice(text, range).unwrap_or_default().to_owned(),
            status,
            by: self.by.unwrap_or_default(),
            score: self.score,
            value: self.value,
            link: self.link_id.map(|id| Link { register, id, name }),
        }
    }
}

/// What is not proposed and not refused was decided.
fn settled(status: Option<&str>) -> Status {
    match status {
        Some("proposed") => Status::Proposed,
        Some("rejected") => Status::Rejected,
        _ => Status::Added,
    }
}
