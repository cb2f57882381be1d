//! Articles → lines.

use crate::annotation::{Entity, EntityId, Status};
use crate::exchange::{Document, Item, Layer, Out, Report, Setting, WriteError, Writer};
use crate::issue::ArticleStatus;
use crate::source::sha256;
use crate::text::is_space;
use serde_json::{Map, Value, json};
use std::io::Write;

pub struct Lines<'a> {
    file: Box<dyn Write>,
    /// What the topics are chosen from.
    options: Vec<Value>,
    setting: &'a Setting,
}

impl<'a> Lines<'a> {
    pub fn begin(out: &mut Out, setting: &'a Setting) -> Result<Self, WriteError> {
        let concepts = setting.taxonomy.concepts.iter();
        let options = concepts.map(|concept| json!({"id": concept.code, "text": concept.zh})).collect();
        Ok(Self { file: out.main()?, options, setting })
    }
}

impl Writer for Lines<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        self.accepted(document)?;
        for entity in &document.rejected {
            let mut record = head(document, "ner", "reject", entity.at.as_deref(), &entity.by);
            let mut span = span(entity);
            // Tokens are left out here: one mark is shown as it is.
            span.remove("token_start");
            span.remove("token_end");
            record.insert("spans".to_owned(), json!([span]));
            record.insert("_task_hash".to_owned(), json!(hash(&[&document.text, entity.id.as_str()])));
            self.line(&record)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}

impl Lines<'_> {
    fn accepted(&mut self, document: &Document) -> Result<(), WriteError> {
        let codes: Vec<&str> = document
            .topics
            .iter()
            .flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub))
            .map(String::as_str)
            .collect();
        let overlapping = document.layers.iter().any(|layer| *layer != Layer::Flat);
        let view = match (codes.is_empty(), overlapping) {
            (false, _) => "blocks",
            (true, true) => "spans_manual",
            (true, false) => "ner_manual",
        };
        let last =
            document.entities.iter().filter(|entity| entity.at.is_some()).max_by_key(|entity| &entity.at);
        let (at, by) = last.map_or((None, ""), |entity| (entity.at.as_deref(), entity.by.as_str()));
        let answer = if document.status == ArticleStatus::New && at.is_none() { "ignore" } else { "accept" };
        // An article that nobody has looked at is not accepted, unless there are marks from elsewhere in it.
        let answer = if document.entities.is_empty() && codes.is_empty() { answer } else { "accept" };
        let mut record = head(document, view, answer, at, by);
        let spans: Vec<Value> = document.entities.iter().map(|entity| span(entity).into()).collect();
        record.insert("spans".to_owned(), spans.into());
        if !codes.is_empty() {
            let known = |code: &&str| self.options.iter().any(|option| option["id"] == **code);
            let strange = codes.iter().filter(|code| !known(code));
            let strange = strange.map(|code| json!({"id": code, "text": self.setting.topic(code)}));
            record.insert("options".to_owned(), self.options.iter().cloned().chain(strange).collect());
            record.insert("accept".to_owned(), json!(codes));
        }
        let found = |id: &EntityId| document.entities.iter().find(|entity| entity.id == *id);
        let relations: Vec<Value> = document
            .relations
            .iter()
            .filter_map(|relation| {
                let (head, child) = (span(found(&relation.from)?), span(found(&relation.to)?));
                Some(json!({"head": head["token_end"], "child": child["token_end"], "head_span": head,
                    "child_span": child, "label": relation.kind}))
            })
            .collect();
        if !relations.is_empty() {
            record.insert("relations".to_owned(), relations.into());
        }
        record.insert("_task_hash".to_owned(), json!(hash(&[&document.text, &document.id])));
        let mut line = serde_json::to_string(&record)?;
        // The tokens are by far the most of it, so they are written without a value for each.
        line.pop();
        line.push_str(",\"tokens\":[");
        tokens(&document.text, &mut line)?;
        line.push_str("]}\n");
        Ok(self.file.write_all(line.as_bytes())?)
    }

    fn line(&mut self, record: &Map<String, Value>) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.file, record)?;
        Ok(self.file.write_all(b"\n")?)
    }
}

/// What every line has.
fn head(document: &Document, view: &str, answer: &str, at: Option<&str>, by: &str) -> Map<String, Value> {
    let mut record = Map::new();
    let seconds = at.and_then(|at| at.parse::<jiff::Timestamp>().ok()).map_or(0, jiff::Timestamp::as_second);
    let session = if by.is_empty() { "zhupi" } else { by };
    for (name, value) in [
        ("text", json!(document.text)),
        (
            "meta",
            json!({"article_id": document.id, "issue_id": document.issue, "paper": document.paper,
            "date": document.date, "headline": document.headline, "kind": document.kind, "status": document.status}),
        ),
        ("_input_hash", json!(hash(&[&document.text]))),
        ("_view_id", json!(view)),
        ("_session_id", json!(session)),
        ("_annotator_id", json!(session)),
        ("_timestamp", json!(seconds)),
        ("answer", json!(answer)),
    ] {
        record.insert(name.to_owned(), value);
    }
    record
}

/// A number that is the same for the same words, as the tool tells texts and tasks apart.
fn hash(parts: &[&str]) -> i32 {
    let digest = sha256(parts.join("\0").as_bytes());
    u32::from_str_radix(&digest[..8], 16).map_or(0, |number| number as i32)
}

fn span(entity: &Entity) -> Map<String, Value> {
    let (start, end) = (entity.range.start(), entity.range.end());
    let mut span = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            span.insert(name.to_owned(), value);
        }
    };
    put("start", json!(start));
    put("end", json!(end));
    put("token_start", json!(start));
    put("token_end", json!(end.saturating_sub(1)));
    put("label", json!(entity.label));
    put("text", json!(entity.text));
    put("id", json!(entity.id));
    put("status", json!(entity.status));
    if entity.status != Status::Rejected {
        put("by", json!(entity.by));
    }
    put("at", json!(entity.at));
    put("value", json!(entity.value));
    put("link", json!(entity.link));
    if let Some(proposed) = &entity.proposed {
        put("source", json!(proposed.by));
        put("score", json!(proposed.score));
    }
    span
}

/// A token for every character. White space is one too, so that numbers of tokens are numbers of characters.
fn tokens(text: &str, line: &mut String) -> Result<(), WriteError> {
    use std::fmt::Write as _;
    for (n, c) in text.chars().enumerate() {
        if n > 0 {
            line.push(',');
        }
        let word = serde_json::to_string(c.encode_utf8(&mut [0; 4]))?;
        let blank = if is_space(c) { ",\"disabled\":true" } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(
            line,
            "{{\"text\":{word},\"start\":{n},\"end\":{},\"id\":{n},\"ws\":false{blank}}}",
            n + 1
        );
    }
    Ok(())
}
