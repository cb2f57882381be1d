//! Lines → documents. Lines with the same text that follow one another are one document.

use crate::annotation::{Link, Status};
use crate::exchange::Astray;
use crate::exchange::{
    Fitter, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, Give, InFile, Place, RawSpan, ReadError,
    Unit, objects, typed,
};
use crate::strings::Message;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    spans: Option<Vec<Span>>,
    #[serde(default)]
    relations: Option<Vec<Related>>,
    #[serde(default)]
    accept: Option<Vec<Value>>,
    /// The one topic of a yes-or-no question.
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    meta: Option<Value>,
    #[serde(default, rename = "_annotator_id")]
    annotator: Option<String>,
    #[serde(default, rename = "_session_id")]
    session: Option<String>,
}

#[derive(Deserialize)]
struct Span {
    start: u64,
    end: u64,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    score: Option<f32>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    link: Option<Link>,
}

#[derive(Deserialize)]
struct Related {
    #[serde(default)]
    head_span: Option<Span>,
    #[serde(default)]
    child_span: Option<Span>,
    label: String,
}

/// What was said about a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Reject,
    Ignore,
}

/// Goes through a file.
pub fn read(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let mut open: Option<Foreign> = None;
    objects(file, &mut |place, value| {
        let record: Record = typed(value, &place)?;
        let Some(text) = record.text.clone().filter(|text| !text.is_empty()) else {
            // An article without text has nothing that could be marked; anything else without one is a fault.
            let empty = record.text.is_some() && record.spans.as_ref().is_none_or(Vec::is_empty);
            return if empty { Ok(()) } else { Err(ReadError::new("error.foreign.text").at(&place)) };
        };
        if open.as_ref().is_some_and(|open| open.text != text || open.article != article(&record)) {
            open.take().map_or(Ok(()), &mut *give)?;
        }
        let document = open.get_or_insert_with(|| begin(&record, text, place.clone()));
        add(document, record, &place)
    })?;
    open.map_or(Ok(()), give)
}

fn said<'a>(record: &'a Record, name: &str) -> &'a str {
    record.meta.as_ref().and_then(|meta| meta.get(name)).and_then(Value::as_str).unwrap_or_default()
}

fn article(record: &Record) -> String {
    said(record, "article_id").to_owned()
}

fn begin(record: &Record, text: String, place: Place) -> Foreign {
    let headline = Some(said(record, "headline").to_owned()).filter(|headline| !headline.is_empty());
    Foreign { place, article: article(record), headline, text, ..Foreign::default() }
}

fn add(document: &mut Foreign, record: Record, place: &Place) -> Result<(), ReadError> {
    let answer = match record.answer.as_deref() {
        None | Some("accept") => Answer::Accept,
        Some("reject") => Answer::Reject,
        Some("ignore") => Answer::Ignore,
        Some(other) => {
            let what = format!("answer: {other}");
            return Err(ReadError::new("error.foreign.field").at(place).with("what", what));
        }
    };
    let annotator = record.annotator.or(record.session).unwrap_or_default();
    let spans: Vec<Span> = record.spans.into_iter().flatten().collect();
    let raw = |span: &Span| RawSpan { start: span.start, end: span.end, text: span.text.clone() };
    let places = Fitter::new(&document.text, Unit::CodePoint).fit(&spans.iter().map(raw).collect::<Vec<_>>());
    for (mut span, found) in spans.into_iter().zip(places) {
        let label = span.label.take().unwrap_or_default();
        let fault = match found {
            _ if answer == Answer::Ignore => Some(astray(place, &label, &span, "astray.ignored")),
            _ if label.is_empty() => Some(astray(place, &label, &span, "astray.kind")),
            Err(misfit) => Some(misfit.astray(place, &label, &raw(&span))),
            Ok(range) => {
                let status = match (answer, span.status) {
                    (Answer::Reject, _) | (_, Some(Status::Rejected)) => Status::Rejected,
                    (_, Some(Status::Proposed)) => Status::Proposed,
                    _ => Status::Added,
                };
                let text = crate::text::slice(&document.text, range).unwrap_or_default().to_owned();
                let by = span.by.or(span.source.filter(|_| status == Status::Proposed));
                document.spans.push(ForeignSpan {
                    id: span.id.unwrap_or_else(|| key(range.start(), range.end(), &label)),
                    label,
                    range,
                    text,
                    status,
                    by: by.unwrap_or_else(|| annotator.clone()),
                    score: span.score,
                    value: span.value,
                    link: span.link,
                });
                None
            }
        };
        document.astray.extend(fault);
    }
    let status = if answer == Answer::Reject { Status::Rejected } else { Status::Added };
    let codes = record
        .accept
        .into_iter()
        .flatten()
        .map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    for label in codes.chain(record.label).filter(|_| answer != Answer::Ignore) {
        document.topics.push(ForeignTopic { label, status, by: annotator.clone(), score: None });
    }
    for related in record.relations.into_iter().flatten() {
        let (Some(from), Some(to), Answer::Accept) = (related.head_span, related.child_span, answer) else {
            let what = String::new();
            let why = Message::new(if answer == Answer::Accept { "astray.kind" } else { "astray.ignored" });
            document.astray.push(Astray { place: place.clone(), label: related.label, what, why });
            continue;
        };
        let id = |span: Span| {
            let label = span.label.unwrap_or_default();
            // The tool gives spans no ids; places are as good.
            span.id.unwrap_or_else(|| key(span.start as u32, span.end as u32, &label))
        };
        document.relations.push(ForeignRelation { label: related.label, from: id(from), to: id(to) });
    }
    Ok(())
}

fn key(start: u32, end: u32, label: &str) -> String {
    format!("{start}-{end}-{label}")
}

fn astray(place: &Place, label: &str, span: &Span, why: &'static str) -> Astray {
    let what = span.text.clone().unwrap_or_else(|| format!("{}–{}", span.start, span.end));
    Astray { place: place.clone(), label: label.to_owned(), what, why: Message::new(why) }
}
