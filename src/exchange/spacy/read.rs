//! Lines → documents: ours, and what others write as training data (`[start, end, label]` or objects with these names).

use crate::annotation::{Link, Status};
use crate::exchange::{Foreign, ForeignSpan, ForeignTopic, Place, RawSpan, ReadError, Unit, typed};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Record {
    text: String,
    #[serde(default, alias = "ents", alias = "label")]
    entities: Vec<Mark>,
    #[serde(default)]
    spans: Option<Vec<Mark>>,
    #[serde(default)]
    cats: BTreeMap<String, f32>,
    #[serde(default)]
    meta: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Mark {
    Linked(u64, u64, String, Option<String>),
    Bare(u64, u64, String),
    Named {
        start: u64,
        end: u64,
        label: String,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        kb_id: Option<String>,
    },
}

/// From which share on a topic counts.
const STANDS: f32 = 0.5;

/// A line.
pub fn document(place: Place, value: Value) -> Result<Foreign, ReadError> {
    let record: Record = typed(value, &place)?;
    let mut found = Foreign { place, text: record.text.replace("\r\n", "\n"), ..Foreign::default() };
    let said = |field: &str| record.meta.get(field).and_then(Value::as_str).map(str::to_owned);
    found.article = said("article_id").unwrap_or_default();
    found.headline = said("headline");
    if found.place.record.is_empty() {
        found.place.record.clone_from(&found.article);
    }
    let unit = said("offset_unit").and_then(|name| Unit::named(&name)).unwrap_or_default();
    let marks = record.spans.unwrap_or(record.entities).into_iter().map(|mark| {
        let (start, end, text, label, link) = match mark {
            Mark::Linked(start, end, label, link) => (start, end, None, label, link),
            Mark::Bare(start, end, label) => (start, end, None, label, None),
            Mark::Named { start, end, label, text, kb_id } => (start, end, text, label, kb_id),
        };
        let link = link.filter(|link| !link.is_empty()).map(link_of);
        (RawSpan { start, end, text }, ForeignSpan { link, ..ForeignSpan::new("", label) })
    });
    found.take(unit, marks.collect());
    let stand = record.cats.into_iter().filter(|(_, share)| *share >= STANDS);
    found.topics = stand
        .map(|(label, share)| ForeignTopic {
            label,
            status: Status::Added,
            by: String::new(),
            score: Some(share),
        })
        .collect();
    Ok(found)
}

fn link_of(link: String) -> Link {
    match link.split_once(':') {
        Some((register, id)) => {
            Link { register: register.to_owned(), id: id.to_owned(), name: String::new() }
        }
        None => Link { register: String::new(), id: link, name: String::new() },
    }
}
