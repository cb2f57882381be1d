//! Articles → annotations.

use super::iri::{iri, of_link};
use super::{ANNO, OURS};
use crate::annotation::{Entity, Status};
use crate::exchange::{Document, Item, Out, Report, WriteError, Writer};
use crate::text::CharRange;
use serde_json::{Value, json};
use std::io::Write;

/// Characters of a quote's surroundings.
const AROUND: usize = 12;

pub struct Items {
    file: Box<dyn Write>,
    first: bool,
}

impl Items {
    pub fn begin(out: &mut Out) -> Result<Self, WriteError> {
        let mut file = out.main()?;
        file.write_all(b"[")?;
        Ok(Self { file, first: true })
    }

    fn item(&mut self, annotation: &Value) -> Result<(), WriteError> {
        self.file.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(&mut self.file, annotation)?)
    }
}

impl Writer for Items {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        annotations(item.document).iter().try_for_each(|annotation| self.item(annotation))
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.file.write_all(b"\n]\n")?;
        Ok(self.file.flush()?)
    }
}

/// All of an article.
fn annotations(document: &Document) -> Vec<Value> {
    let writing =
        Writing { chars: document.text.chars().collect(), source: iri("urn:zhupi:article:", &document.id) };
    let mut all = vec![writing.whole(
        "text",
        "describing",
        json!({"type": "TextualBody", "value": document.text, "format": "text/plain", "language": "zh"}),
    )];
    if let (Some(headline), Some(first)) = (&document.headline, all.first_mut()) {
        first["target"] = json!({"id": writing.source, "type": "Text", "title": headline, "paper": document.paper,
            "date": document.date, "issue": document.issue});
    }
    all.extend(document.entities.iter().chain(&document.rejected).map(|entity| writing.entity(entity)));
    for topic in &document.topics {
        for code in std::iter::once(&topic.code).chain(&topic.sub) {
            let body = json!({"type": "TextualBody", "purpose": "classifying", "value": code});
            let mut item = writing.whole(&format!("topic/{code}"), "classifying", body);
            said(&mut item, topic.status, &topic.by, topic.at.as_deref());
            item["score"] = json!(topic.score);
            all.push(item);
        }
    }
    for keyword in &document.keywords {
        let body = json!({"type": "TextualBody", "purpose": "tagging", "value": keyword.text});
        let mut item = writing.whole(&format!("keyword/{}", keyword.text), "tagging", body);
        said(&mut item, keyword.status, &keyword.by, None);
        all.push(item);
    }
    for relation in &document.relations {
        let mut item = writing.annotation(&format!("relation/{}", relation.id), "linking");
        item["body"] = json!([
            {"type": "SpecificResource", "purpose": "linking", "source": writing.name(relation.to.as_str())},
            {"type": "TextualBody", "purpose": "tagging", "value": relation.kind},
        ]);
        item["target"] = json!(writing.name(relation.from.as_str()));
        all.push(item);
    }
    let comment = |text: &str| json!({"type": "TextualBody", "purpose": "commenting", "value": text});
    for (n, note) in document.notes.iter().enumerate() {
        let mut item = writing.whole(&format!("note/{n}"), "commenting", comment(&note.text));
        said(&mut item, Status::Added, &note.by, note.at.as_deref());
        all.push(item);
    }
    for remark in &document.remarks {
        let mut item = writing.annotation(&format!("remark/{}", remark.id), "commenting");
        item["body"] = comment(&remark.note);
        item["target"] = writing.place(remark.range);
        said(&mut item, Status::Added, &remark.by, remark.at.as_deref());
        all.push(item);
    }
    all
}

struct Writing {
    chars: Vec<char>,
    source: String,
}

impl Writing {
    /// The name of an annotation of this article.
    fn name(&self, id: &str) -> String {
        iri(&format!("{}#", self.source), id)
    }

    fn annotation(&self, id: &str, motivation: &str) -> Value {
        json!({
            "@context": [ANNO, {"status": format!("{OURS}status"), "score": format!("{OURS}score"), "value_of": format!("{OURS}value"),
                "title": format!("{OURS}title"), "paper": format!("{OURS}paper"), "date": format!("{OURS}date"), "issue": format!("{OURS}issue")}],
            "id": self.name(id), "type": "Annotation", "motivation": motivation,
        })
    }

    /// About the whole article.
    fn whole(&self, id: &str, motivation: &str, body: Value) -> Value {
        let mut item = self.annotation(id, motivation);
        item["body"] = body;
        item["target"] = json!(self.source);
        item
    }

    fn place(&self, range: CharRange) -> Value {
        let text =
            |from: usize, to: usize| self.chars.get(from..to).unwrap_or_default().iter().collect::<String>();
        let (start, end) = (range.start() as usize, range.end() as usize);
        json!({"source": self.source, "selector": [
            {"type": "TextQuoteSelector", "exact": text(start, end), "prefix": text(start.saturating_sub(AROUND), start),
                "suffix": text(end, (end + AROUND).min(self.chars.len()))},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ]})
    }

    fn entity(&self, entity: &Entity) -> Value {
        let mut item = self.annotation(entity.id.as_str(), "classifying");
        let mut body = vec![json!({"type": "TextualBody", "purpose": "classifying", "value": entity.label})];
        if let Some(value) = &entity.value {
            body.push(json!({"type": "TextualBody", "purpose": "describing", "value": value}));
        }
        if let Some(link) = &entity.link {
            body.push(json!({"type": "SpecificResource", "purpose": "identifying", "source": of_link(link),
                "label": link.name}));
        }
        item["body"] = body.into();
        item["target"] = self.place(entity.range);
        said(&mut item, entity.status, &entity.by, entity.at.as_deref());
        if let Some(proposed) = &entity.proposed {
            item["generator"] = json!({"id": iri("urn:zhupi:proposer:", &proposed.by), "type": "Software", "name": proposed.by});
            item["score"] = json!(proposed.score);
        }
        item
    }
}

/// Who said it and when, and where it stands.
fn said(item: &mut Value, status: Status, by: &str, at: Option<&str>) {
    item["status"] = json!(status);
    if let Some(at) = at {
        item["created"] = json!(at);
    }
    if status.is_decided() && !by.is_empty() {
        item["creator"] = json!({"id": iri("urn:zhupi:editor:", by), "type": "Person", "name": by});
    } else if !by.is_empty() {
        item["generator"] = json!({"id": iri("urn:zhupi:proposer:", by), "type": "Software", "name": by});
    }
}
