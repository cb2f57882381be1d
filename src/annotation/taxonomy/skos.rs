//! A taxonomy as SKOS in RDF/XML: `skos:Concept` with `prefLabel`, `altLabel`, `notation`, `broader` or `narrower`.
//!
//! Elements are told by their names without prefixes. A concept's code is its notation, else the last part of its
//! address. Of several labels the Chinese one is the name, then the one without a language, then any.

use super::{Concept, TaxonomyError};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// A concept as it is read.
#[derive(Default)]
struct Found {
    address: String,
    /// Whether it is a concept at all.
    is_concept: bool,
    notation: Option<String>,
    labels: Vec<(String, String)>,
    others: Vec<String>,
    broader: Option<String>,
    narrower: Vec<String>,
    line: u64,
}

/// Reads the concepts of a file.
pub(super) fn read(text: &str, file: &str) -> Result<Vec<Concept>, TaxonomyError> {
    let found = elements(text, file)?;
    let mut codes: HashMap<&str, String> = HashMap::new();
    for one in &found {
        codes.insert(&one.address, one.code());
    }
    let mut above: HashMap<&str, &str> = HashMap::new();
    for one in &found {
        for under in &one.narrower {
            above.entry(under).or_insert(&one.address);
        }
    }
    let concept = |one: &Found| {
        let (code, zh) = (one.code(), one.name());
        if code.is_empty() || zh.is_empty() {
            return Err(TaxonomyError::Bare(file.to_owned(), one.line));
        }
        let parent = one.broader.as_deref().or_else(|| above.get(one.address.as_str()).copied());
        Ok(Concept {
            short: code.rsplit_once(':').map_or(code.as_str(), |(_, short)| short).to_owned(),
            code,
            zh,
            en: one.label("en").unwrap_or_default(),
            // What is not in the file is named as it stands, and refused as missing later.
            parent: parent.map(|address| codes.get(address).cloned().unwrap_or_else(|| last(address))),
            words: one.others.clone(),
        })
    };
    found.iter().map(concept).collect()
}

impl Found {
    fn code(&self) -> String {
        self.notation.clone().unwrap_or_else(|| last(&self.address))
    }

    fn label(&self, language: &str) -> Option<String> {
        let is = |(lang, _): &&(String, String)| lang.split('-').next() == Some(language);
        self.labels.iter().find(is).map(|(_, label)| label.clone())
    }

    fn name(&self) -> String {
        let simple = self.labels.iter().find(|(lang, _)| matches!(lang.as_str(), "zh-hans" | "zh-cn"));
        let simple = simple.map(|(_, label)| label.clone());
        let any = || self.labels.first().map(|(_, label)| label.clone());
        simple.or_else(|| self.label("zh")).or_else(|| self.label("")).or_else(any).unwrap_or_default()
    }
}

/// The last part of an address.
fn last(address: &str) -> String {
    let end = address.trim_end_matches(['/', '#']);
    end.rsplit(['/', '#']).next().unwrap_or_default().to_owned()
}

/// What stands between the tags of which element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Label,
    Other,
    Notation,
    Nothing,
}

fn elements(text: &str, file: &str) -> Result<Vec<Found>, TaxonomyError> {
    let mut reader = Reader::from_str(text);
    let mut found: Vec<Found> = Vec::new();
    let (mut open, mut inside): (Option<(Found, usize)>, Inside) = (None, Inside::Nothing);
    let (mut depth, mut said, mut language) = (0usize, String::new(), String::new());
    loop {
        let event = reader.read_event();
        let line = || {
            let at = reader.buffer_position() as usize;
            text.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64 + 1
        };
        let failed = |reason: String| TaxonomyError::Line(file.to_owned(), line(), reason);
        let event = event.map_err(|error| failed(error.to_string()))?;
        let (element, is_empty) = match &event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::Text(words) => {
                said.push_str(&words.decode().map_err(|error| failed(error.to_string()))?);
                continue;
            }
            Event::CData(words) => {
                said.push_str(&words.decode().map_err(|error| failed(error.to_string()))?);
                continue;
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| failed(error.to_string()))?;
                let plain = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let number = || reference.resolve_char_ref().ok().flatten().map(String::from);
                said.push_str(&plain.or_else(number).unwrap_or_default());
                continue;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some((concept, _)) = &mut open {
                    let words = said.trim().to_owned();
                    match inside {
                        Inside::Label => concept.labels.push((language.clone(), words)),
                        Inside::Other => concept.others.push(words),
                        Inside::Notation => concept.notation = Some(words),
                        Inside::Nothing => {}
                    }
                }
                inside = Inside::Nothing;
                if let Some((concept, _)) = open.take_if(|(_, level)| *level == depth) {
                    found.extend(concept.is_concept.then_some(concept));
                }
                continue;
            }
            Event::Eof if depth == 0 => return Ok(found),
            Event::Eof => return Err(failed("…".to_owned())),
            _ => continue,
        };
        let name = element.local_name();
        match (&mut open, name.as_ref()) {
            (None, b"Concept" | b"Description") => {
                let address = attribute(element, b"about").or_else(|| attribute(element, b"ID"));
                let is_concept = name.as_ref() == b"Concept";
                let concept = Found {
                    address: address.unwrap_or_default(),
                    is_concept,
                    line: line(),
                    ..Found::default()
                };
                open = (!is_empty).then_some((concept, depth));
            }
            (Some((concept, _)), kind) => {
                language = attribute(element, b"lang").unwrap_or_default().to_lowercase();
                said.clear();
                inside = match kind {
                    b"prefLabel" => Inside::Label,
                    b"altLabel" => Inside::Other,
                    b"notation" => Inside::Notation,
                    _ => Inside::Nothing,
                };
                let address = attribute(element, b"resource");
                match kind {
                    b"broader" => concept.broader = address.or(concept.broader.take()),
                    b"narrower" => concept.narrower.extend(address),
                    b"type" => {
                        concept.is_concept |= address.is_some_and(|address| last(&address) == "Concept");
                    }
                    _ => {}
                }
                if is_empty {
                    inside = Inside::Nothing;
                }
            }
            _ => {}
        }
        depth += usize::from(!is_empty);
    }
}

fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    let value = std::str::from_utf8(&found.value).ok()?.to_owned();
    Some(quick_xml::escape::unescape(&value).map(std::borrow::Cow::into_owned).unwrap_or(value))
}
