//! Tasks → documents.
//!
//! Of several annotations those are taken that are the ground truth, where any is; skipped ones never. The same mark by
//! two annotators is one mark. Exports in the short form (JSON-MIN: one object for a task, keyed by control) are read too.

use crate::annotation::{Link, Status};
use crate::exchange::{
    Astray, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, Place, RawSpan, ReadError, Unit, typed,
};
use crate::issue::Role;
use crate::strings::Message;
use crate::text::CharRange;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Task {
    data: Map<String, Value>,
    #[serde(default)]
    annotations: Option<Vec<Annotation>>,
    #[serde(default)]
    predictions: Option<Vec<Prediction>>,
}

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    result: Vec<Item>,
    #[serde(default)]
    was_cancelled: bool,
    #[serde(default)]
    ground_truth: bool,
    #[serde(default)]
    completed_by: Value,
}

#[derive(Deserialize)]
struct Prediction {
    #[serde(default)]
    result: Vec<Item>,
    #[serde(default)]
    model_version: Option<String>,
    #[serde(default)]
    score: Option<f32>,
}

/// One result.
#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    from_name: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    score: Option<f32>,
    #[serde(default)]
    meta: Value,
    #[serde(default)]
    from_id: String,
    #[serde(default)]
    to_id: String,
    #[serde(default)]
    labels: Vec<String>,
}

/// Whose results.
struct Voice<'a> {
    status: Status,
    by: &'a str,
    score: Option<f32>,
}

/// A task.
pub fn task(place: Place, value: Value) -> Result<Foreign, ReadError> {
    let value = if value.get("data").is_some() { value } else { lengthened(value) };
    let Task { data, annotations, predictions } = typed(value, &place)?;
    let mut found = Foreign { place, ..Foreign::default() };
    found.text = text(&data)
        .ok_or_else(|| ReadError::new("error.foreign.text").at(&found.place))?
        .replace("\r\n", "\n");
    let said = |field: &str| data.get(field).and_then(Value::as_str).map(str::to_owned);
    found.article = said("article_id").unwrap_or_default();
    found.headline = said("headline");
    if found.place.record.is_empty() {
        found.place.record.clone_from(&found.article);
    }
    found.parts = parts(&data, &found.text);
    let mut raw = Marks::default();
    let annotations = annotations.unwrap_or_default();
    let truth = annotations.iter().any(|annotation| annotation.ground_truth && !annotation.was_cancelled);
    for annotation in annotations.iter().filter(|a| !a.was_cancelled && (a.ground_truth || !truth)) {
        let by = name(&annotation.completed_by);
        let voice = Voice { status: Status::Added, by: &by, score: None };
        annotation.result.iter().for_each(|item| raw.take(item, &voice, &mut found));
    }
    for prediction in &predictions.unwrap_or_default() {
        let by = prediction.model_version.as_deref().unwrap_or_default();
        let voice = Voice { status: Status::Proposed, by, score: prediction.score };
        prediction.result.iter().for_each(|item| raw.take(item, &voice, &mut found));
    }
    found.take(Unit::CodePoint, raw.0);
    Ok(found)
}

/// Marks while their places are not found yet.
#[derive(Default)]
struct Marks(Vec<(RawSpan, ForeignSpan)>);

impl Marks {
    fn take(&mut self, item: &Item, voice: &Voice<'_>, found: &mut Foreign) {
        let strings = |key: &str| -> Vec<String> {
            let list = item.value.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(|value| Some(value.as_str()?.to_owned())).collect()
        };
        let topics = |labels: Vec<String>| {
            labels.into_iter().map(|label| ForeignTopic {
                label,
                status: voice.status,
                by: voice.by.to_owned(),
                score: item.score.or(voice.score),
            })
        };
        match item.kind.as_str() {
            "relation" => {
                let label = item.labels.first().cloned().unwrap_or_default();
                let (from, to) = (item.from_id.clone(), item.to_id.clone());
                found.relations.push(ForeignRelation { label, from, to });
            }
            "choices" if item.value.get("start").is_none() => {
                found.topics.extend(topics(strings("choices")));
            }
            "taxonomy" if item.value.get("start").is_none() => {
                let paths = item.value.get("taxonomy").and_then(Value::as_array).into_iter().flatten();
                let ends = paths.filter_map(|path| Some(path.as_array()?.last()?.as_str()?.to_owned()));
                found.topics.extend(topics(ends.collect()));
            }
            "textarea" => self.words(item, strings("text"), found),
            kind => {
                let labels = strings(kind);
                if labels.is_empty() {
                    return found.astray.push(unknown(item, found));
                }
                for label in labels {
                    self.mark(item, label, voice);
                }
            }
        }
    }

    fn mark(&mut self, item: &Item, label: String, voice: &Voice<'_>) {
        let number = |key: &str| item.value.get(key).and_then(Value::as_u64);
        let text = item.value.get("text").and_then(Value::as_str).map(str::to_owned);
        let meta = |key: &str| item.meta.get(key).and_then(Value::as_str);
        // Places that are no numbers (those of HTML) are outside of any text.
        let (start, end) = (number("start").unwrap_or(u64::MAX), number("end").unwrap_or(u64::MAX));
        let raw = RawSpan { start, end, text };
        let known = self.0.iter().any(|(place, span)| {
            *place == raw && span.label == label && (span.status != Status::Proposed || span.by == voice.by)
        });
        if known {
            return;
        }
        let span = ForeignSpan {
            status: voice.status,
            by: meta("by").unwrap_or(voice.by).to_owned(),
            score: item.score.or(voice.score),
            ..ForeignSpan::new(item.id.clone().unwrap_or_default(), label)
        };
        self.0.push((raw, span));
    }

    /// What was typed in: about a mark where one has the id, else about the text.
    fn words(&mut self, item: &Item, words: Vec<String>, found: &mut Foreign) {
        let id = item.id.as_deref().unwrap_or_default();
        let of_mark = item.value.get("start").is_some();
        let mark = self
            .0
            .iter_mut()
            .map(|(_, span)| span)
            .filter(|_| of_mark)
            .rfind(|span| span.id == id && !id.is_empty());
        match (item.from_name.as_str(), mark) {
            ("value", Some(mark)) => mark.value = words.into_iter().next(),
            ("link", Some(mark)) => {
                let mut words = words.into_iter();
                let register = words.next().unwrap_or_default();
                mark.link = Some(match words.next() {
                    Some(id) => Link { register, id, name: words.next().unwrap_or_default() },
                    None => Link { register: String::new(), id: register, name: String::new() },
                });
            }
            ("keywords", None) => found.keywords.extend(words),
            ("notes", None) => found.notes.extend(words),
            _ => found.notes.extend(words.into_iter().map(|word| format!("{}：{word}", item.from_name))),
        }
    }
}

/// A kind of result that there is nothing like here.
fn unknown(item: &Item, found: &Foreign) -> Astray {
    let what = item.value.get("text").and_then(Value::as_str).unwrap_or(&item.from_name).to_owned();
    let why = Message::new("astray.kind");
    Astray { place: found.place.clone(), label: item.kind.clone(), what, why }
}

/// The text of a task: the field of that name, else the only long string.
fn text(data: &Map<String, Value>) -> Option<&str> {
    if let Some(text) = data.get("text") {
        return text.as_str();
    }
    let strings = data.values().filter_map(Value::as_str);
    strings.max_by_key(|text| text.len()).filter(|text| !text.is_empty())
}

/// The blocks that an export of ours has beside the text.
fn parts(data: &Map<String, Value>, text: &str) -> Vec<(Role, CharRange)> {
    #[derive(Deserialize)]
    struct Part {
        role: Role,
        start: u32,
        end: u32,
    }
    let parts = data.get("blocks").and_then(|parts| Vec::<Part>::deserialize(parts).ok()).unwrap_or_default();
    let length = crate::text::char_len(text);
    let told = parts.into_iter().filter(|part| part.start <= part.end && part.end <= length);
    told.map(|part| (part.role, CharRange::new(part.start, part.end))).collect()
}

/// Who made an annotation, as well as the file tells.
fn name(who: &Value) -> String {
    match who {
        Value::Number(id) => format!("user {id}"),
        Value::String(name) => name.clone(),
        Value::Object(who) => {
            let said = |field: &str| who.get(field).and_then(Value::as_str).filter(|said| !said.is_empty());
            said("email")
                .or_else(|| said("username"))
                .or_else(|| said("first_name"))
                .unwrap_or_default()
                .to_owned()
        }
        _ => String::new(),
    }
}

/// The full form of a task in the short one.
fn lengthened(value: Value) -> Value {
    let Value::Object(short) = value else { return value };
    let (mut data, mut results) = (Map::new(), Vec::new());
    for (name, value) in short {
        let marks = value.as_array().filter(|list| list.iter().any(|mark| mark.get("labels").is_some()));
        if let Some(marks) = marks {
            for mark in marks {
                results.push(serde_json::json!({"from_name": name, "type": "labels", "value": mark}));
            }
        } else if let Some(choices) = value.get("choices") {
            results.push(
                serde_json::json!({"from_name": name, "type": "choices", "value": {"choices": choices}}),
            );
        } else {
            data.insert(name, value);
        }
    }
    serde_json::json!({"id": data.get("id"), "data": data, "annotations": [{"result": results}]})
}
