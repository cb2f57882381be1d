//! The shape of a line. Fields stand in the order in which they are written; a reader may find any of them absent.

use crate::annotation::{
    ArticleId, BlockId, EntityId, Guess, IssueId, Keyword, LabelId, Link, Relation, RemarkId, Status, Topic,
};
use crate::issue::{ArticleStatus, Assigned, FilePart, Kind, Note, Role};
use crate::text::CharRange;
use serde::{Deserialize, Serialize};

pub const SCHEMA: &str = "article/1";
pub const OFFSET_UNIT: &str = "codepoint";

#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    pub schema: String,
    #[serde(default = "offset_unit")]
    pub offset_unit: String,
    pub issue: IssueHead,
    pub id: ArticleId,
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub status: ArticleStatus,
    #[serde(default)]
    pub text_sha256: Option<String>,
    #[serde(default)]
    pub r#abstract: Option<String>,
    /// Every note as plain text; who wrote it, when and about what is in `remarks`.
    #[serde(default)]
    pub notes: Vec<NoteRecord>,
    #[serde(default)]
    pub blocks: Vec<BlockRecord>,
    #[serde(default)]
    pub supplied: Supplied,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub entities: Vec<EntityRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RemarkRecord>,
    #[serde(default)]
    pub relations: Vec<RelationRecord>,
    #[serde(default)]
    pub topics: Vec<Topic>,
    #[serde(default)]
    pub keywords: Vec<Keyword>,
}

fn offset_unit() -> String {
    OFFSET_UNIT.to_owned()
}

#[derive(Debug, Serialize, Deserialize)]
pub struct IssueHead {
    pub id: IssueId,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub date: String,
    /// Of all blocks that don't say theirs; read only.
    #[serde(default, skip_serializing)]
    pub page: Option<u32>,
    #[serde(default)]
    pub files: Vec<FilePart>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Supplied {
    #[serde(default)]
    pub headline: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct BlockRecord {
    #[serde(default)]
    pub id: Option<BlockId>,
    #[serde(default)]
    pub role: Role,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub start: Option<u32>,
    #[serde(default)]
    pub end: Option<u32>,
    #[serde(default)]
    pub page: Option<u32>,
    #[serde(default)]
    pub source: Vec<CharRange>,
    #[serde(default)]
    pub status: Status,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub confidence: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Assigned>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct EntityRecord {
    #[serde(default)]
    pub id: Option<EntityId>,
    pub label: LabelId,
    pub start: u32,
    pub end: u32,
    pub text: String,
    /// For tools that look at the source; follows from the block's.
    #[serde(default, skip_deserializing)]
    pub source: Vec<CharRange>,
    #[serde(default)]
    pub status: Status,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub at: Option<String>,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub link: Option<Link>,
    #[serde(default)]
    pub proposed: Option<ProposedRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct ReadingRecord {
    pub start: u32,
    pub end: u32,
    pub text: String,
    pub reading: String,
    /// For tools that look at the source; follows from the block's.
    #[serde(default, skip_deserializing)]
    pub source: Vec<CharRange>,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub at: Option<String>,
}

/// A note, as records of before `remarks` have it too.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum NoteRecord {
    Plain(String),
    Signed(Note),
}

/// A note with who wrote it, and where it is about characters, these.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RemarkRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RemarkId>,
    pub note: String,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// For tools that look at the source; follows from the block's.
    #[serde(default, skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<CharRange>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct ProposedRecord {
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub score: f32,
    pub label: LabelId,
    pub start: u32,
    pub end: u32,
    #[serde(default)]
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<Guess>,
}

/// A relation whose id may be absent.
#[derive(Debug, Serialize, Deserialize)]
pub struct RelationRecord {
    #[serde(default)]
    pub id: Option<crate::annotation::RelationId>,
    #[serde(rename = "type")]
    pub kind: crate::annotation::RelationKind,
    pub from: EntityId,
    pub to: EntityId,
    #[serde(default)]
    pub status: Status,
    #[serde(default)]
    pub by: String,
}

impl From<&Relation> for RelationRecord {
    fn from(relation: &Relation) -> Self {
        let Relation { id, kind, from, to, status, by } = relation.clone();
        Self { id: Some(id), kind, from, to, status, by }
    }
}
