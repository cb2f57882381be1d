//! Annotations → documents.
//!
//! Annotations of a source that begins with its text are a document as soon as another source follows, so that a file of
//! ours is read as it comes; those of other tools are gathered first.

use super::iri::{name, to_link};
use crate::annotation::Status;
use crate::exchange::{
    Astray, Fitter, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, Give, Input, Place, RawSpan,
    ReadError, Unit, objects,
};
use crate::strings::Message;
use serde_json::Value;
use std::collections::BTreeMap;

/// What has been gathered of one source.
struct Group {
    source: String,
    document: Foreign,
    /// Whether the text came with it.
    told: bool,
    marks: Vec<(ForeignSpan, RawSpan, Place)>,
}

/// Goes through a file, with text files beside it.
pub fn read(input: &Input, give: Give<'_>) -> Result<(), ReadError> {
    let json =
        |name: &str| [".jsonld", ".json", ".jsonl"].iter().any(|end| name.to_lowercase().ends_with(end));
    let alone = input.files.len() == 1;
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for file in input.files.iter().filter(|file| alone || json(&file.name)) {
        objects(file, &mut |place, value| {
            // A page or collection of annotations.
            let list =
                value.get("items").or_else(|| value.pointer("/first/items")).or_else(|| value.get("@graph"));
            let items = match list {
                Some(Value::Array(items)) => items.iter().collect(),
                _ => vec![&value],
            };
            for item in items {
                let source = source(item, &place)?;
                // What links two annotations of another tool belongs to their source.
                let owner =
                    groups.iter().find(|group| group.marks.iter().any(|(span, ..)| span.id == source));
                let source = owner.map_or(source, |group| group.source.clone());
                let begins = text_of(item).is_some();
                if begins && let Some(last) = groups.pop_if(|last| last.told && last.source != source) {
                    places.remove(&last.source);
                    give(last.finished())?;
                }
                let at = *places.entry(source.clone()).or_insert_with(|| {
                    groups.push(Group::new(source, place.clone()));
                    groups.len() - 1
                });
                if let Some(group) = groups.get_mut(at) {
                    group.add(item, &place)?;
                }
            }
            Ok(())
        })?;
    }
    if groups.is_empty() && alone {
        input.first()?;
    }
    for mut group in groups {
        if !group.told {
            group.find_text(input)?;
        }
        give(group.finished())?;
    }
    Ok(())
}

fn field(what: &str, place: &Place) -> ReadError {
    ReadError::new("error.foreign.field").at(place).with("what", what)
}

/// One or several values.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let list: Vec<&Value> = match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    list.into_iter()
}

/// A string, or the `id` of an object.
fn id_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id").or_else(|| value.get("@id"))?.as_str())
}

/// What an annotation is about, without the part that says where in it.
fn source(item: &Value, place: &Place) -> Result<String, ReadError> {
    let target = each(item.get("target")).next().ok_or_else(|| field("target", place))?;
    let source = target.get("source").and_then(id_of).or_else(|| id_of(target));
    let source = source.ok_or_else(|| field("target", place))?;
    // What is said about another annotation of ours belongs to the article of that one.
    let ours = source.starts_with("urn:zhupi:article:");
    Ok(if ours { source.split('#').next().unwrap_or(source) } else { source }.to_owned())
}

/// The text of a source, where an annotation says it.
fn text_of(item: &Value) -> Option<&str> {
    let describing = item.get("motivation").and_then(Value::as_str) == Some("describing");
    let body = item.get("body").filter(|_| describing)?;
    let plain = body.get("format").and_then(Value::as_str) == Some("text/plain");
    body.get("value").filter(|_| plain)?.as_str()
}

impl Group {
    fn new(source: String, place: Place) -> Self {
        let article = name("urn:zhupi:article:", &source).unwrap_or_default();
        let document = Foreign { place, article, ..Foreign::default() };
        Self { source, document, told: false, marks: Vec::new() }
    }

    fn add(&mut self, item: &Value, place: &Place) -> Result<(), ReadError> {
        if let Some(text) = text_of(item) {
            self.told = true;
            text.clone_into(&mut self.document.text);
            self.document.headline = item.pointer("/target/title").and_then(Value::as_str).map(str::to_owned);
            return Ok(());
        }
        let id = item.get("id").or_else(|| item.get("@id")).and_then(Value::as_str).unwrap_or_default();
        let id = name(&format!("{}#", self.source), id).unwrap_or_else(|| id.to_owned());
        let status = match item.get("status").and_then(Value::as_str) {
            Some("rejected") => Status::Rejected,
            Some("proposed") => Status::Proposed,
            None if item.get("creator").is_none() && item.get("generator").is_some() => Status::Proposed,
            _ => Status::Added,
        };
        let agent = |name: &str| {
            item.get(name)
                .and_then(|agent| agent.get("name").and_then(Value::as_str).or_else(|| id_of(agent)))
        };
        let by = agent("creator")
            .filter(|_| status != Status::Proposed)
            .or_else(|| agent("generator").filter(|_| status == Status::Proposed));
        let by = by.unwrap_or_default().to_owned();
        let score = item.get("score").and_then(Value::as_f64).map(|score| score as f32);
        let bodies = Bodies::of(item);
        let selectors: Vec<&Value> =
            each(item.get("target")).flat_map(|target| each(target.get("selector"))).collect();
        if !bodies.linked.is_empty() {
            let target = each(item.get("target")).next().and_then(id_of).unwrap_or_default();
            let own = |iri: &str| name(&format!("{}#", self.source), iri).unwrap_or_else(|| iri.to_owned());
            let (from, to) = (own(target), own(&bodies.linked));
            let label = bodies.tag.or(bodies.class).unwrap_or_default();
            self.document.relations.push(ForeignRelation { label, from, to });
        } else if selectors.is_empty() {
            if let Some(label) = bodies.class {
                self.document.topics.push(ForeignTopic { label, status, by: by.clone(), score });
            }
            self.document.keywords.extend(bodies.tag.filter(|_| status != Status::Rejected));
            self.document.notes.extend(bodies.comment);
        } else if let Some(label) = bodies.class.or(bodies.tag) {
            let targets = each(item.get("target")).count();
            match raw(&selectors, place)? {
                Some(raw) if targets == 1 => {
                    let (value, link) = (bodies.value, bodies.link);
                    let text = raw.text.clone().unwrap_or_default();
                    let range = crate::text::CharRange::default();
                    let span = ForeignSpan { id, label, range, text, status, by, score, value, link };
                    self.marks.push((span, raw, place.clone()));
                }
                Some(_) => self.astray(place, &label, "astray.fragments", &selectors),
                None => self.astray(place, &label, "astray.no_position", &selectors),
            }
        } else if let Some(comment) = bodies.comment {
            let quote = selectors.iter().find_map(|selector| selector.get("exact")?.as_str());
            self.document.notes.push(quote.map_or(comment.clone(), |quote| format!("“{quote}”：{comment}")));
        } else {
            let motivation = item.get("motivation").and_then(Value::as_str).unwrap_or_default().to_owned();
            self.astray(place, &motivation, "astray.kind", &selectors);
        }
        Ok(())
    }

    fn astray(&mut self, place: &Place, label: &str, why: &'static str, selectors: &[&Value]) {
        let quote = selectors.iter().find_map(|selector| selector.get("exact")?.as_str());
        let what = quote.unwrap_or_default().to_owned();
        self.document.astray.push(Astray {
            place: place.clone(),
            label: label.to_owned(),
            what,
            why: Message::new(why),
        });
    }

    /// The text from a file that is named as the source ends.
    fn find_text(&mut self, input: &Input) -> Result<(), ReadError> {
        let last = self.source.split(['?', '#']).next().unwrap_or_default();
        let last = last.rsplit(['/', ':']).next().unwrap_or_default();
        let last = name("", last).unwrap_or_default();
        let stem = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let named = |file: &&crate::exchange::InFile| {
            let name = stem(&file.name);
            !last.is_empty() && (name == last || name == format!("{last}.txt"))
        };
        let Some(file) = input.files.iter().find(named) else {
            if self.marks.is_empty() {
                for relation in std::mem::take(&mut self.document.relations) {
                    let (place, label) = (self.document.place.clone(), relation.label);
                    let (what, why) = (relation.from, Message::new("astray.ends"));
                    self.document.astray.push(Astray { place, label, what, why });
                }
                return Ok(());
            }
            return Err(ReadError::new("error.foreign.no_source")
                .at(&self.document.place)
                .with("what", &self.source));
        };
        self.document.text = file.text()?.replace("\r\n", "\n");
        Ok(())
    }

    fn finished(mut self) -> Foreign {
        let raw: Vec<RawSpan> = self.marks.iter().map(|(_, raw, _)| raw.clone()).collect();
        let places = Fitter::new(&self.document.text, Unit::CodePoint).fit(&raw);
        for ((mut span, raw, place), found) in self.marks.into_iter().zip(places) {
            match found {
                Ok(range) => {
                    span.range = range;
                    crate::text::slice(&self.document.text, range)
                        .unwrap_or_default()
                        .clone_into(&mut span.text);
                    self.document.spans.push(span);
                }
                Err(misfit) => self.document.astray.push(misfit.astray(&place, &span.label, &raw)),
            }
        }
        self.document
    }
}

/// The place that selectors give; `None` where none is by position.
fn raw(selectors: &[&Value], place: &Place) -> Result<Option<RawSpan>, ReadError> {
    let kind = |selector: &Value| {
        selector.get("type").or_else(|| selector.get("@type")).and_then(Value::as_str).map(str::to_owned)
    };
    let of = |name: &str| selectors.iter().find(|selector| kind(selector).as_deref() == Some(name));
    let Some(position) = of("TextPositionSelector") else { return Ok(None) };
    let number = |name: &str| position.get(name).and_then(Value::as_u64).ok_or_else(|| field(name, place));
    let text = of("TextQuoteSelector").and_then(|quote| quote.get("exact")).and_then(Value::as_str);
    Ok(Some(RawSpan { start: number("start")?, end: number("end")?, text: text.map(str::to_owned) }))
}

/// What an annotation says.
#[derive(Default)]
struct Bodies {
    class: Option<String>,
    tag: Option<String>,
    comment: Option<String>,
    value: Option<String>,
    link: Option<crate::annotation::Link>,
    linked: String,
}

impl Bodies {
    fn of(item: &Value) -> Self {
        let motivation = item.get("motivation").and_then(Value::as_str).unwrap_or_default();
        let mut bodies = Self::default();
        for body in each(item.get("body")) {
            let purpose = body.get("purpose").and_then(Value::as_str).unwrap_or(motivation);
            let value = || body.get("value").and_then(Value::as_str).map(str::to_owned);
            let source = body.get("source").and_then(id_of).or_else(|| id_of(body));
            match (purpose, source) {
                ("linking", Some(source)) => source.clone_into(&mut bodies.linked),
                ("identifying", Some(source)) => {
                    let called = body.get("label").and_then(Value::as_str).unwrap_or_default();
                    bodies.link = Some(to_link(source, called));
                }
                ("classifying", _) => bodies.class = bodies.class.or_else(value),
                ("tagging", _) => bodies.tag = bodies.tag.or_else(value),
                ("commenting", _) => bodies.comment = bodies.comment.or_else(value),
                ("describing", _) => bodies.value = bodies.value.or_else(value),
                _ => {}
            }
        }
        bodies
    }
}
