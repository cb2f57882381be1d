//! doccano: JSON Lines, one text a line. Two kinds of project, two formats: sequence labelling with relations, and
//! classification.
//!
//! The tool's page counts UTF-16, so that is what is written, and what is believed of a file that does not say its unit;
//! ours say it in `offset_unit`, which the tool takes along with all fields that it does not know. A mark has no words of
//! its own in the file: where it counts wrong nothing can tell.

mod classes;
mod sequence;

#[cfg(test)]
mod tests;

pub use classes::DoccanoClasses;
pub use sequence::Doccano;

use super::{Document, Foreign, Place, ReadError};
use serde_json::{Map, Value, json};

/// The fields that both have beside text and labels.
fn facts(document: &Document) -> Map<String, Value> {
    let mut facts = Map::new();
    for (name, value) in [
        ("article_id", json!(document.id)),
        ("issue_id", json!(document.issue)),
        ("paper", json!(document.paper)),
        ("date", json!(document.date)),
        ("headline", json!(document.headline)),
    ] {
        facts.insert(name.to_owned(), value);
    }
    facts
}

/// The text of a record with what is beside it.
fn document(place: Place, record: &Value) -> Result<Foreign, ReadError> {
    let text = record.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| ReadError::new("error.foreign.text").at(&place))?.to_owned();
    let said = |field: &str| record.get(field).and_then(Value::as_str).map(str::to_owned);
    let comments = record.get("Comments").and_then(Value::as_array).into_iter().flatten();
    let notes = comments.filter_map(|note| Some(note.as_str()?.to_owned())).collect();
    let (article, headline) = (said("article_id").unwrap_or_default(), said("headline"));
    Ok(Foreign { place, article, text, headline, notes, ..Foreign::default() })
}
