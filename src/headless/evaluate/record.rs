//! Records as the scorer sees them: nothing is demanded, so that a faulty prediction is scored and not refused.
//! `Alt` lists other readings of a gold file that also count as right.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;

/// A half-open range of the decoded source as it stands in a file, which may be out of bounds.
pub type RawRange = (i64, i64);

/// A record, any field of which may be absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Its id.
    pub id: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// The blocks' texts joined.
    pub text: Option<String>,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its entities.
    pub entities: Vec<Entity>,
    /// Its topics.
    pub topics: Vec<Topic>,
    /// Its keywords.
    pub keywords: Vec<Keyword>,
}

/// A block of a record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Block {
    /// What it is.
    pub role: Option<String>,
    /// Its text.
    pub text: String,
    /// Code point of the record's text at which it begins.
    pub start: Option<usize>,
    /// Code point after its last.
    pub end: Option<usize>,
    /// Where it is from.
    pub source: Vec<RawRange>,
}

/// An entity of a record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Entity {
    /// Its label.
    pub label: Option<String>,
    /// Code point of the record's text at which it begins.
    pub start: Option<usize>,
    /// Code point after its last.
    pub end: usize,
    /// The quote.
    pub text: Option<String>,
    /// Where it is from.
    pub source: Vec<RawRange>,
    /// Where it stands.
    pub status: Option<String>,
}

/// A topic of a record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Topic {
    /// Its code.
    pub code: Option<String>,
    /// Where it stands.
    pub status: Option<String>,
}

/// A keyword of a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Keyword {
    /// Only the word.
    Plain(String),
    /// The word and where it stands.
    Full {
        /// The word.
        text: String,
        /// Where it stands.
        #[serde(default)]
        status: Option<String>,
    },
    /// Anything else does not count.
    Other(IgnoredAny),
}

/// Other readings that also count as right.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Alt {
    /// This record may be the headline of that one, if the prediction has them together.
    pub attach: BTreeMap<String, String>,
    /// Record, number of the block from 0, further roles that it may have.
    pub roles: Vec<(String, usize, Vec<String>)>,
}

/// The status of a mark that does not stand.
pub const REJECTED: &str = "rejected";

impl Record {
    /// The codes of the topics that stand.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let standing = self.topics.iter().filter(|topic| topic.status.as_deref() != Some(REJECTED));
        standing.map(|topic| topic.code.as_deref().unwrap_or("None"))
    }

    /// The keywords that stand.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.keywords.iter().filter_map(|keyword| match keyword {
            Keyword::Plain(text) => Some(text.as_str()),
            Keyword::Full { status, .. } if status.as_deref() == Some(REJECTED) => None,
            Keyword::Full { text, .. } => Some(text),
            Keyword::Other(_) => None,
        })
    }
}

/// The records of a file; the number of the faulty line and what is wrong with it.
///
/// # Errors
/// Where a line is not a record.
pub fn records(jsonl: &str) -> Result<Vec<Record>, (usize, String)> {
    let text = jsonl.strip_prefix('\u{feff}').unwrap_or(jsonl);
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            let value = serde_json::from_str::<Value>(line).map(without_nulls);
            value.and_then(serde_json::from_value).map_err(|error| (n + 1, error.to_string()))
        })
        .collect()
}

/// Null is the same as absent.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        Value::Array(list) => list.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
