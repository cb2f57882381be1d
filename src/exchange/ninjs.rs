//! IPTC ninjs 3.1: JSON Lines, an item a line. Written only: it has no place for mentions, so names come once each.

use super::Document;
use super::w3c::{iri, of_link};
use super::{Fate, Format, Info, Item, Options, Out, Report, Setting, Shape, Thing, WriteError, Writer};
use crate::issue::Role;
use crate::text::char_len;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::Write;

/// The topics of IPTC have addresses of their own.
const MEDIATOPIC: &str = "http://cv.iptc.org/newscodes/mediatopic/";

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Ninjs;

static INFO: Info = Info {
    name: "ninjs",
    title: "format.ninjs",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::File,
    writes: true,
    reads: false,
    schemes: false,
};

impl Format for Ninjs {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Entities | Thing::Nested | Thing::Crossing | Thing::LineEnds => {
                Fate::Bent("fate.names_once")
            }
            Thing::Topics | Thing::Keywords | Thing::Supplied | Thing::Characters => Fate::WHOLE,
            Thing::Links => Fate::Kept("fate.link_uri"),
            Thing::Summaries => Fate::Kept("fate.summary_body"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Items { file: out.main()?, setting }))
    }
}

struct Items<'a> {
    file: Box<dyn Write>,
    setting: &'a Setting,
}

impl Writer for Items<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.file, &ninjs(item.document, self.setting))?;
        Ok(self.file.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}

fn ninjs(document: &Document, setting: &Setting) -> Value {
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| {
        let nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !nothing {
            item.insert(name.to_owned(), value);
        }
    };
    put("uri", json!(iri("urn:zhupi:article:", &document.id)));
    put("type", json!("text"));
    put("language", json!("zh-Hans"));
    let times = document.entities.iter().filter_map(|entity| entity.at.as_ref());
    put("versionCreated", json!(times.max()));
    // Papers are of a day, and of a day in China.
    let dated = document.date.len() == 10 && document.date.parse::<jiff::civil::Date>().is_ok();
    put(
        "contentCreated",
        if dated { json!(format!("{}T00:00:00+08:00", document.date)) } else { Value::Null },
    );
    let part = |role: Role| {
        let parts = document.parts.iter().filter(move |part| part.role == role);
        parts.filter_map(|part| crate::text::slice(&document.text, part.range))
    };
    put("by", json!(part(Role::Byline).next()));
    let text = |role: &str, text: &str| json!({"role": role, "contentType": "text/plain", "value": text});
    let mut headlines: Vec<Value> = document.headline.iter().map(|headline| text("main", headline)).collect();
    headlines.extend(part(Role::Kicker).map(|kicker| text("kicker", kicker)));
    headlines.extend(part(Role::Subheadline).map(|sub| text("sub", sub)));
    put("headlines", headlines.into());
    let mut main = text("main", &document.text);
    main["charCount"] = json!(char_len(&document.text));
    let summary = document.summary.iter().map(|summary| text("summary", summary));
    put("bodies", std::iter::once(main).chain(summary).collect());
    for (field, label) in
        [("people", "PER"), ("organisations", "ORG"), ("places", "LOC"), ("events", "EVENT")]
    {
        put(field, names(document, label));
    }
    put("subjects", subjects(document, setting));
    let ids = [("article", &document.id), ("issue", &document.issue)];
    put("altIds", ids.iter().map(|(role, value)| json!({"role": role, "value": value})).collect());
    item.into()
}

/// The names with a label, each once; the same name with two links is two.
fn names(document: &Document, label: &str) -> Value {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for entity in document.entities.iter().filter(|entity| entity.label.as_str() == label) {
        let uri = entity.link.as_ref().map(of_link);
        if seen.insert((&entity.text, uri.clone())) {
            let mut name = json!({"name": entity.text, "rel": "mentions"});
            if let Some(uri) = uri {
                name["uri"] = json!(uri);
            }
            names.push(name);
        }
    }
    names.into()
}

/// Topics, then keywords, and names that have no field of their own.
fn subjects(document: &Document, setting: &Setting) -> Value {
    let topics = document.topics.iter().flat_map(|topic| {
        let codes = std::iter::once(&topic.code).chain(&topic.sub);
        codes.map(move |code| {
            let uri = match code.strip_prefix("medtop:") {
                Some(code) => iri(MEDIATOPIC, code),
                None => iri("urn:zhupi:topic:", code),
            };
            let mut subject = json!({"name": setting.topic(code), "uri": uri, "rel": "about"});
            if !topic.by.is_empty() {
                subject["creator"] = json!(topic.by);
            }
            subject
        })
    });
    let keywords = document.keywords.iter().map(|keyword| json!({"name": keyword.text, "rel": "keyword"}));
    let mut seen = BTreeSet::new();
    let others = document
        .entities
        .iter()
        .filter(|entity| !matches!(entity.label.as_str(), "PER" | "ORG" | "LOC" | "EVENT"))
        .filter(|entity| seen.insert((&entity.label, &entity.text)))
        .map(|entity| json!({"name": entity.text, "rel": "mentions", "creator": entity.label}));
    topics.chain(keywords).chain(others).collect()
}
