//! Articles → tasks.

use super::config::config;
use crate::annotation::{Entity, RelationKind, Status};
use crate::exchange::{Document, Item, Out, Report, Setting, WriteError, Writer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// How the configuration's name ends.
pub const CONFIG: &str = ".config.xml";

pub struct Tasks {
    file: Box<dyn Write>,
    first: bool,
}

/// How a relation is called in files.
pub fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Holds => "holds",
        RelationKind::Of => "of",
    }
}

impl Tasks {
    pub fn begin<'a>(out: &mut Out, setting: &Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut file = out.main()?;
        let mut controls = out.beside(CONFIG)?;
        controls.write_all(config(&setting.labels, &setting.taxonomy).as_bytes())?;
        controls.flush()?;
        file.write_all(b"[")?;
        Ok(Box::new(Self { file, first: true }))
    }
}

impl Writer for Tasks {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        self.file.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(&mut self.file, &task(item.document))?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.file.write_all(b"\n]\n")?;
        Ok(self.file.flush()?)
    }
}

fn task(document: &Document) -> Value {
    let parts: Vec<Value> = document
        .parts
        .iter()
        .map(|part| json!({"role": part.role, "start": part.range.start(), "end": part.range.end()}))
        .collect();
    let (open, decided): (Vec<&Entity>, Vec<&Entity>) =
        document.entities.iter().partition(|entity| entity.is_open());
    let mut results: Vec<Value> = decided.iter().flat_map(|entity| self::results(entity)).collect();
    let mut predictions: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for entity in open {
        predictions.entry(&entity.by).or_default().extend(self::results(entity));
    }
    let whole = |name: &str, kind: &str, value: Value| json!({"id": format!("{}.{name}", document.id), "from_name": name, "to_name": "text", "type": kind, "value": value});
    for (status, into) in [(true, &mut results), (false, &mut Vec::new())] {
        let topics = document.topics.iter().filter(|topic| topic.status.is_decided() == status);
        let codes: Vec<&str> = topics
            .flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub))
            .map(String::as_str)
            .collect();
        if !codes.is_empty() {
            into.push(whole("topic", "choices", json!({ "choices": codes })));
        }
        if let (false, Some(by)) = (status, document.topics.iter().find(|t| !t.status.is_decided())) {
            predictions.entry(&by.by).or_default().append(into);
        }
    }
    let words: Vec<&str> = document.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
    if !words.is_empty() {
        results.push(whole("keywords", "textarea", json!({ "text": words })));
    }
    let notes = document.plain_notes();
    if !notes.is_empty() {
        results.push(whole("notes", "textarea", json!({ "text": notes })));
    }
    // A relation stands where both its ends stand.
    let decided = |id| decided.iter().any(|entity| entity.id == id);
    results.extend(
        document.relations.iter().filter(|r| decided(r.from.clone()) && decided(r.to.clone())).map(|r| {
            json!({"type": "relation", "from_id": r.from, "to_id": r.to, "direction": "right",
                "labels": [relation(r.kind)]})
        }),
    );
    let predictions: Vec<Value> =
        predictions.into_iter().map(|(by, result)| json!({"model_version": by, "result": result})).collect();
    let annotations: Vec<Value> =
        if results.is_empty() { Vec::new() } else { vec![json!({ "result": results })] };
    json!({
        "data": {
            "text": document.text, "article_id": document.id, "issue_id": document.issue, "paper": document.paper,
            "date": document.date, "headline": document.headline, "supplied": document.supplied,
            "abstract": document.summary, "kind": document.kind, "status": document.status, "blocks": parts,
        },
        "annotations": annotations,
        "predictions": predictions,
    })
}

/// A mark, and its value and link, as results with one id.
fn results(entity: &Entity) -> Vec<Value> {
    let (start, end) = (entity.range.start(), entity.range.end());
    let result = |name: &str, kind: &str, value: Value| json!({"id": entity.id, "from_name": name, "to_name": "text", "type": kind, "value": value});
    let mut mark = result(
        "ner",
        "labels",
        json!({"start": start, "end": end, "text": entity.text, "labels": [entity.label]}),
    );
    if let Some(proposed) = &entity.proposed {
        mark["score"] = json!(proposed.score);
    }
    if entity.status.is_decided() {
        mark["origin"] = match entity.status {
            Status::Accepted => "prediction",
            Status::Corrected => "prediction-changed",
            _ => "manual",
        }
        .into();
        let proposer = entity.proposed.as_ref().map(|proposed| &proposed.by);
        mark["meta"] = json!({"by": entity.by, "at": entity.at, "proposed_by": proposer});
    }
    let mut results = vec![mark];
    if let Some(value) = &entity.value {
        results.push(result("value", "textarea", json!({"start": start, "end": end, "text": [value]})));
    }
    if let Some(link) = &entity.link {
        let parts = [&link.register, &link.id, &link.name];
        results.push(result("link", "textarea", json!({"start": start, "end": end, "text": parts})));
    }
    results
}
