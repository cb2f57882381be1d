//! An article → a CAS.

use super::model::{Cas, Fs, Sofa, Value};
use super::types::{
    BLOCK, CHARACTER, DOCUMENT, ENTITY, KEYWORD, METADATA, NOTE, PROVENANCE, REJECTED, RELATION, SENTENCE,
    TOKEN, TOPIC,
};
use crate::annotation::{Entity, EntityId, Status};
use crate::exchange::Document;
use crate::exchange::conll::sentences;
use crate::exchange::name::named;
use crate::exchange::w3c::of_link;
use crate::exchange::xml::forbidden;
use crate::issue::Role;
use crate::text::{CharRange, is_space};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Id of the only text.
const SOFA: u64 = 1;

/// The CAS of an article.
pub fn cas(document: &Document) -> Cas {
    let mut building = Building::new(document);
    building.segments();
    building.marks();
    building.rest();
    Cas { sofas: vec![Sofa { id: SOFA, text: document.text.clone() }], structures: building.structures }
}

struct Building<'a> {
    document: &'a Document,
    /// UTF-16 offset of every code point, and of the end.
    units: Vec<u32>,
    structures: Vec<Fs>,
}

impl<'a> Building<'a> {
    fn new(document: &'a Document) -> Self {
        let mut at = 0;
        let mut units = Vec::with_capacity(document.text.len() / 2);
        for c in document.text.chars() {
            units.push(at);
            at += c.len_utf16() as u32;
        }
        units.push(at);
        Self { document, units, structures: Vec::new() }
    }

    fn unit(&self, at: u32) -> u64 {
        self.units.get(at as usize).or(self.units.last()).copied().unwrap_or_default().into()
    }

    /// Adds a structure and gives its id.
    fn add(
        &mut self,
        kind: &'static str,
        range: CharRange,
        features: &[(&'static str, Option<Value>)],
    ) -> u64 {
        let id = SOFA + 1 + self.structures.len() as u64;
        let features =
            features.iter().filter_map(|(name, value)| Some((Cow::Borrowed(*name), value.clone()?)));
        self.structures.push(Fs {
            id,
            kind: Cow::Borrowed(kind),
            sofa: SOFA,
            begin: Some(self.unit(range.start())),
            end: Some(self.unit(range.end())),
            features: features.collect(),
            line: 0,
        });
        id
    }

    fn whole(&self) -> CharRange {
        CharRange::new(0, self.units.len() as u32 - 1)
    }

    fn segments(&mut self) {
        let document = self.document;
        let whole = self.whole();
        self.add(DOCUMENT, whole, &[("language", text("zh"))]);
        let title = document.headline.as_deref().and_then(text);
        let facts = [
            ("documentTitle", title),
            ("documentId", text(&document.id)),
            ("collectionId", text(&document.issue)),
        ];
        self.add(METADATA, whole, &[&[("language", text("zh"))][..], &facts].concat());
        for sentence in sentences(document) {
            self.add(SENTENCE, sentence, &[]);
        }
        for (at, c) in (0..).zip(document.text.chars()) {
            if !is_space(c) {
                self.add(TOKEN, CharRange::new(at, at + 1), &[]);
            }
        }
        for part in &document.parts {
            let page = part.page.map(Value::Integer);
            self.add(BLOCK, part.range, &[("role", text(&named(part.role))), ("page", page)]);
        }
    }

    fn marks(&mut self) {
        let document = self.document;
        let mut ids: BTreeMap<&EntityId, (u64, CharRange)> = BTreeMap::new();
        for entity in &document.entities {
            let identifier = entity.link.as_ref().map(of_link).as_deref().and_then(text);
            let features = [("value", text(entity.label.as_str())), ("identifier", identifier)];
            let id = self.add(ENTITY, entity.range, &features);
            ids.insert(&entity.id, (id, entity.range));
            self.provenance(entity, id);
        }
        for entity in &document.rejected {
            let score = entity.proposed.as_ref().map(|proposed| Value::Float(proposed.score));
            self.add(
                REJECTED,
                entity.range,
                &[
                    ("value", text(entity.label.as_str())),
                    ("markId", text(entity.id.as_str())),
                    ("by", text(&entity.by)),
                    ("at", entity.at.as_deref().and_then(text)),
                    ("score", score),
                ],
            );
        }
        for relation in &document.relations {
            let ends = ids.get(&relation.from).zip(ids.get(&relation.to));
            let Some(((from, _), (to, range))) = ends.map(|(from, to)| (*from, *to)) else { continue };
            self.add(
                RELATION,
                range,
                &[
                    ("label", text(&named(relation.kind))),
                    ("Governor", Some(Value::Fs(from))),
                    ("Dependent", Some(Value::Fs(to))),
                ],
            );
        }
    }

    fn provenance(&mut self, entity: &Entity, mark: u64) {
        let proposed = entity.proposed.as_ref();
        self.add(
            PROVENANCE,
            entity.range,
            &[
                ("mark", Some(Value::Fs(mark))),
                ("markId", text(entity.id.as_str())),
                ("status", text(&named(entity.status))),
                ("by", text(&entity.by)),
                ("at", entity.at.as_deref().and_then(text)),
                ("value", entity.value.as_deref().and_then(text)),
                ("linkName", entity.link.as_ref().and_then(|link| text(&link.name))),
                ("proposedBy", proposed.and_then(|proposed| text(&proposed.by))),
                ("score", proposed.map(|proposed| Value::Float(proposed.score))),
            ],
        );
    }

    fn rest(&mut self) {
        let document = self.document;
        let whole = self.whole();
        for topic in &document.topics {
            for code in std::iter::once(&topic.code).chain(&topic.sub) {
                self.add(
                    TOPIC,
                    whole,
                    &[
                        ("code", text(code)),
                        ("status", text(&named(topic.status))),
                        ("by", text(&topic.by)),
                        ("score", topic.score.map(Value::Float)),
                    ],
                );
            }
        }
        for keyword in &document.keywords {
            self.add(KEYWORD, whole, &[("word", text(&keyword.text))]);
        }
        for note in &document.notes {
            self.add(NOTE, CharRange::default(), &[("note", text(&note.text)), ("by", text(&note.by))]);
        }
        for remark in &document.remarks {
            self.add(NOTE, remark.range, &[("note", text(&remark.note)), ("by", text(&remark.by))]);
        }
    }
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

/// What XML has no place for becomes U+FFFD, with a structure that says what it was.
pub fn without_forbidden(mut cas: Cas) -> Cas {
    for sofa in &mut cas.sofas {
        if !sofa.text.contains(forbidden) {
            continue;
        }
        let (mut at, mut text) = (0, String::with_capacity(sofa.text.len()));
        for c in sofa.text.chars() {
            if forbidden(c) {
                cas.structures.push(Fs {
                    id: SOFA + 1 + cas.structures.len() as u64,
                    kind: Cow::Borrowed(CHARACTER),
                    sofa: sofa.id,
                    begin: Some(at),
                    end: Some(at + 1),
                    features: vec![(Cow::Borrowed("code"), Value::Integer(u32::from(c)))],
                    line: 0,
                });
            }
            text.push(if forbidden(c) { '\u{fffd}' } else { c });
            at += c.len_utf16() as u64;
        }
        sofa.text = text;
    }
    cas
}

/// A role by its name in files.
pub fn role(name: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// A status by its name in files.
pub fn status(name: &str) -> Option<Status> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
