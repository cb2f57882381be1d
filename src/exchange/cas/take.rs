//! A CAS → documents, one a text.
//!
//! Of other tools' types every annotation with a label (`value`, `label`, or its only string) is a mark, every one with
//! two ends (`Governor`, `Dependent`) a relation. Tokens, sentences and what parsers say of words are passed over.

use super::build::{role, status};
use super::model::{Cas, Fs, Value};
use super::types::{
    BLOCK, CHARACTER, DOCUMENT, ENTITY, KEYWORD, METADATA, NOTE, PROVENANCE, REJECTED, SENTENCE, TOKEN, TOPIC,
};
use crate::annotation::Status;
use crate::exchange::w3c::to_link;
use crate::exchange::{
    Astray, Fitter, Foreign, ForeignRelation, ForeignSpan, ForeignTopic, Place, RawSpan, ReadError, Unit,
};
use crate::strings::Message;
use crate::text::CharRange;
use std::collections::{BTreeMap, BTreeSet};

/// Packages of types that say something of words and sentences only.
const GRAMMAR: [&str; 6] = [".segmentation.", ".morph", ".pos.", ".lexmorph.", ".syntax.", ".frequency."];

/// The documents of a CAS that stands at `place`.
///
/// # Errors
/// Where two structures have the same id, or one is of a text that is not there.
pub fn documents(cas: &Cas, place: &Place) -> Result<Vec<Foreign>, ReadError> {
    let mut ids: BTreeSet<u64> = cas.sofas.iter().map(|sofa| sofa.id).collect();
    for fs in &cas.structures {
        if !ids.insert(fs.id) {
            let place = Place { line: fs.line, ..place.clone() };
            return Err(ReadError::new("error.foreign.twice").at(&place).with("what", fs.id));
        }
    }
    let document = |sofa: &super::model::Sofa| {
        let structures: Vec<&Fs> = cas.structures.iter().filter(|fs| fs.sofa == sofa.id).collect();
        let text = restored(&sofa.text, structures.iter().filter(|fs| fs.kind == CHARACTER));
        let document = Foreign { place: place.clone(), text, ..Foreign::default() };
        // What is put back takes as much room as what stood for it.
        let fitter = Fitter::new(&sofa.text, Unit::Utf16);
        let mut taking = Taking { document, fitter, provenance: BTreeMap::new() };
        for fs in structures.iter().filter(|fs| fs.kind == PROVENANCE) {
            if let Some(mark) = fs.reference("mark") {
                taking.provenance.insert(mark, fs);
            }
        }
        for fs in structures {
            taking.take(fs);
        }
        taking.document
    };
    Ok(cas.sofas.iter().map(document).collect())
}

/// The text with the characters that XML has no place for.
fn restored<'a>(text: &str, characters: impl Iterator<Item = &'a &'a Fs>) -> String {
    let code = |fs: &Fs| char::from_u32(fs.number("code")? as u32);
    let put: BTreeMap<u64, char> = characters.filter_map(|fs| Some((fs.begin?, code(fs)?))).collect();
    if put.is_empty() {
        return text.to_owned();
    }
    let mut at = 0;
    let place = |c: char| {
        let here = put.get(&at).filter(|_| c == '\u{fffd}');
        at += c.len_utf16() as u64;
        here.copied().filter(|was| was.len_utf16() == 1).unwrap_or(c)
    };
    text.chars().map(place).collect()
}

struct Taking<'a> {
    document: Foreign,
    fitter: Fitter<'a>,
    /// By the mark that it is about.
    provenance: BTreeMap<u64, &'a Fs>,
}

impl Taking<'_> {
    fn take(&mut self, fs: &Fs) {
        let said = |name: &str| fs.text(name).unwrap_or_default().to_owned();
        match fs.kind.as_ref() {
            METADATA => {
                self.document.article = said("documentId");
                self.document.headline = fs.text("documentTitle").map(str::to_owned);
            }
            TOPIC => self.document.topics.push(ForeignTopic {
                label: said("code"),
                status: settled(fs.text("status")),
                by: said("by"),
                score: fs.number("score"),
            }),
            KEYWORD => self.document.keywords.push(said("word")),
            NOTE => {
                let about = self.range(fs).filter(|range| !range.is_empty());
                let quote = about.and_then(|range| crate::text::slice(&self.document.text, range));
                let note = said("note");
                self.document.notes.push(quote.map_or(note.clone(), |quote| format!("“{quote}”：{note}")));
            }
            BLOCK => {
                let role = role(&said("role"));
                // An empty block has a place too, which is no mark's.
                if let (Some(role), Some(range)) = (role, self.range(fs)) {
                    self.document.parts.push((role, range));
                }
            }
            ENTITY => self.mark(fs, fs.text("value"), None),
            REJECTED => self.mark(fs, fs.text("value"), Some(Status::Rejected)),
            PROVENANCE | DOCUMENT | TOKEN | SENTENCE | CHARACTER => {}
            kind if GRAMMAR.iter().any(|package| kind.contains(package)) => {}
            _ => self.other(fs),
        }
    }

    /// A structure of a type that is not known.
    fn other(&mut self, fs: &Fs) {
        let ends = |names: [&str; 3]| names.iter().find_map(|name| fs.reference(name));
        let strings: Vec<&str> = fs
            .features
            .iter()
            .filter(|(name, _)| {
                !matches!(name.as_ref(), "Governor" | "Dependent" | "source" | "target" | "identifier")
            })
            .filter_map(|(_, value)| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let only = strings.first().copied().filter(|_| strings.len() == 1);
        let label = fs.text("value").or_else(|| fs.text("label")).or(only);
        let short = fs.kind.rsplit('.').next().unwrap_or_default();
        match (ends(["Governor", "source", "governor"]), ends(["Dependent", "target", "dependent"])) {
            (Some(from), Some(to)) => {
                let label = label.unwrap_or(short).to_owned();
                let (from, to) = (self.id(from), self.id(to));
                self.document.relations.push(ForeignRelation { label, from, to });
            }
            _ if fs.begin < fs.end => self.mark(fs, Some(label.unwrap_or(short)), None),
            // What has no place, such as lists and settings of the tool, is no mark.
            _ => {}
        }
    }

    /// The id of a mark: ours where it says it.
    fn id(&self, number: u64) -> String {
        let ours = self.provenance.get(&number).and_then(|fs| fs.text("markId"));
        ours.map_or_else(|| number.to_string(), str::to_owned)
    }

    fn mark(&mut self, fs: &Fs, label: Option<&str>, status: Option<Status>) {
        let place = Place { line: fs.line, ..self.document.place.clone() };
        let label = label.unwrap_or_default().to_owned();
        let raw = raw(fs);
        if label.is_empty() {
            let what = format!("{}–{}", raw.start, raw.end);
            self.document.astray.push(Astray {
                place,
                label: fs.kind.to_string(),
                what,
                why: Message::new("astray.no_label"),
            });
            return;
        }
        let range = match self.fitter.fit(std::slice::from_ref(&raw)).pop() {
            Some(Ok(range)) => range,
            Some(Err(misfit)) => return self.document.astray.push(misfit.astray(&place, &label, &raw)),
            None => return,
        };
        let told = self.provenance.get(&fs.id).copied();
        let said = |name: &str| told.and_then(|told| told.text(name)).map(str::to_owned);
        let own = |name: &str| fs.text(name).map(str::to_owned);
        let id = if status.is_some() { own("markId").unwrap_or_default() } else { self.id(fs.id) };
        let by = said("by").or_else(|| own("by").filter(|_| status.is_some())).unwrap_or_default();
        let name = said("linkName").unwrap_or_default();
        let score = told.and_then(|told| told.number("score")).or_else(|| fs.number("score"));
        let span = ForeignSpan {
            id,
            label,
            range,
            text: crate::text::slice(&self.document.text, range).unwrap_or_default().to_owned(),
            status: status.unwrap_or_else(|| settled(said("status").as_deref())),
            by,
            score,
            value: said("value"),
            link: own("identifier")
                .filter(|address| !address.is_empty())
                .map(|address| to_link(&address, &name)),
        };
        self.document.spans.push(span);
    }

    fn range(&self, fs: &Fs) -> Option<CharRange> {
        let raw = raw(fs);
        if raw.start == raw.end {
            // One place more, and less again.
            let wider = RawSpan { end: raw.end + 1, ..raw.clone() };
            let point = |range: CharRange, end: bool| {
                let at = if end { range.end() } else { range.start() };
                CharRange::new(at, at)
            };
            let before = RawSpan { start: raw.start.checked_sub(1)?, ..raw };
            return match self.fitter.fit(&[wider, before]).as_slice() {
                [Ok(range), _] => Some(point(*range, false)),
                [_, Ok(range)] => Some(point(*range, true)),
                _ => None,
            };
        }
        self.fitter.fit(&[raw]).pop()?.ok()
    }
}

fn raw(fs: &Fs) -> RawSpan {
    RawSpan { start: fs.begin.unwrap_or_default(), end: fs.end.unwrap_or_default(), text: None }
}

/// What is not proposed and not refused was decided.
fn settled(name: Option<&str>) -> Status {
    match name.and_then(status) {
        Some(status @ (Status::Proposed | Status::Rejected)) => status,
        _ => Status::Added,
    }
}
