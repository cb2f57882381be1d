//! A file → a document.

use super::cell::{Entry, entries, plain};
use crate::annotation::Status;
use crate::exchange::w3c::to_link;
use crate::exchange::{
    Astray, Fitter, Foreign, ForeignRelation, ForeignSpan, InFile, Place, RawSpan, ReadError, Unit,
};
use crate::strings::Message;
use crate::text::CharRange;
use std::collections::BTreeMap;

/// Most line ends between two sentences: places further apart are no places.
const WIDEST: u64 = 100_000;

/// What a layer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Span,
    Relation,
    Chain,
}

/// A layer of the header with its columns.
struct Layer {
    kind: Kind,
    name: String,
    features: Vec<String>,
    /// Its first column after the words.
    first: usize,
}

/// A mark while its rows are read.
struct Open {
    layer: usize,
    cells: Vec<Option<String>>,
    raw: RawSpan,
    place: Place,
}

/// The row, layer and number by which relations name a mark.
type Address = (String, usize, String);

struct Relation {
    label: String,
    from: (String, String),
    to: (String, String),
    place: Place,
}

struct Reading<'a> {
    file: &'a InFile,
    document: Foreign,
    layers: Vec<Layer>,
    /// UTF-16 units of the text so far.
    length: u64,
    /// Lines of the sentence that has no row yet.
    sentence: Vec<String>,
    open: Vec<Open>,
    /// Marks by layer and number.
    numbered: BTreeMap<(usize, String), usize>,
    /// Marks by the rows that they stand in.
    addresses: BTreeMap<Address, usize>,
    relations: Vec<Relation>,
    headed: bool,
}

/// Reads a file.
pub fn read(file: &InFile) -> Result<Foreign, ReadError> {
    let mut reading = Reading {
        file,
        document: Foreign { place: file.place(1, ""), ..Foreign::default() },
        layers: Vec::new(),
        length: 0,
        sentence: Vec::new(),
        open: Vec::new(),
        numbered: BTreeMap::new(),
        addresses: BTreeMap::new(),
        relations: Vec::new(),
        headed: false,
    };
    file.few_lines(&mut |number, line| reading.line(number, line))?;
    if !reading.headed {
        return Err(ReadError::new("error.foreign.header").at(&file.place(1, "")));
    }
    Ok(reading.finished())
}

impl Reading<'_> {
    fn fault(&self, number: usize, what: &str) -> ReadError {
        ReadError::new("error.foreign.line").at(&self.file.place(number, "")).with("what", what)
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), ReadError> {
        if !self.headed {
            if !line.starts_with("#FORMAT=WebAnno TSV 3") {
                return Err(ReadError::new("error.foreign.header").at(&self.file.place(number, "")));
            }
            self.headed = true;
        } else if let Some(layer) = line.strip_prefix("#T_") {
            self.layer(layer).ok_or_else(|| self.fault(number, line))?;
        } else if let Some(text) = line.strip_prefix("#Text=") {
            self.sentence.push(plain(text));
        } else if line.is_empty() || line.starts_with('#') {
            // Sentences end with an empty line; `#Sentence.id=` and the like say nothing of the text.
        } else {
            self.row(number, line)?;
        }
        Ok(())
    }

    fn layer(&mut self, layer: &str) -> Option<()> {
        let (kind, rest) = layer.split_once('=')?;
        let kind = match kind {
            "SP" => Kind::Span,
            "RL" => Kind::Relation,
            "CH" => Kind::Chain,
            _ => return None,
        };
        let mut parts = rest.split('|');
        let name = parts.next()?.to_owned();
        let features: Vec<String> = parts.map(str::to_owned).collect();
        let first = self.layers.last().map_or(0, |last| last.first + last.features.len().max(1));
        self.layers.push(Layer { kind, name, features, first });
        Some(())
    }

    fn row(&mut self, number: usize, line: &str) -> Result<(), ReadError> {
        let mut columns = line.split('\t');
        let (Some(row), Some(place), Some(words)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(self.fault(number, line));
        };
        let ends =
            place.split_once('-').and_then(|(a, b)| Some((a.parse::<u64>().ok()?, b.parse::<u64>().ok()?)));
        let (start, end) = ends.ok_or_else(|| self.fault(number, place))?;
        if !self.sentence.is_empty() {
            self.begin(number, start)?;
        }
        let raw = RawSpan { start, end, text: Some(plain(words)) };
        let cells: Vec<&str> = columns.collect();
        let place = self.file.place(number, row);
        for layer in 0..self.layers.len() {
            self.cells(layer, &cells, row, &raw, &place);
        }
        Ok(())
    }

    /// Puts the sentence to the text; it begins where its first token does.
    fn begin(&mut self, number: usize, start: u64) -> Result<(), ReadError> {
        let text = std::mem::take(&mut self.sentence).join("\n");
        let gap = start.checked_sub(self.length).filter(|gap| *gap <= WIDEST);
        let gap = gap.ok_or_else(|| self.fault(number, &start.to_string()))?;
        self.document.text.extend(std::iter::repeat_n('\n', gap as usize));
        self.length = start + text.chars().map(|c| c.len_utf16() as u64).sum::<u64>();
        self.document.text.push_str(&text);
        Ok(())
    }

    /// The marks of a layer in a row.
    fn cells(&mut self, at: usize, cells: &[&str], row: &str, raw: &RawSpan, place: &Place) {
        let Some(layer) = self.layers.get(at) else { return };
        let width = layer.features.len().max(1);
        let columns: Vec<Vec<Entry>> =
            (0..width).map(|n| entries(cells.get(layer.first + n).copied().unwrap_or("_"))).collect();
        let kind = layer.kind;
        let count = columns.iter().map(Vec::len).max().unwrap_or_default();
        for n in 0..count {
            let entries = columns.iter().map(|column| column.get(n).cloned().unwrap_or_default());
            let entries: Vec<Entry> = entries.collect();
            match kind {
                Kind::Span => {
                    let id = entries.iter().find_map(|entry| entry.id.clone());
                    let cells = entries.into_iter().map(|entry| entry.value).collect();
                    self.mark(at, id, cells, row, raw, place);
                }
                Kind::Relation => {
                    let layer = self.layers.get(at);
                    self.relations.extend(layer.and_then(|layer| relation(layer, &entries, row, place)));
                }
                Kind::Chain => {
                    let label = self.layers.get(at).map(|layer| short(&layer.name)).unwrap_or_default();
                    let (what, why) = (raw.text.clone().unwrap_or_default(), Message::new("astray.kind"));
                    self.document.astray.push(Astray { place: place.clone(), label, what, why });
                }
            }
        }
    }

    fn mark(
        &mut self,
        layer: usize,
        id: Option<String>,
        cells: Vec<Option<String>>,
        row: &str,
        raw: &RawSpan,
        place: &Place,
    ) {
        let number = id.clone().unwrap_or_else(|| "0".to_owned());
        let known = id.and_then(|id| match self.numbered.entry((layer, id)) {
            std::collections::btree_map::Entry::Occupied(known) => Some(*known.get()),
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(self.open.len());
                None
            }
        });
        let at = known.unwrap_or(self.open.len());
        match known.and_then(|known| self.open.get_mut(known)) {
            Some(open) => {
                open.raw.end = open.raw.end.max(raw.end);
                open.raw.start = open.raw.start.min(raw.start);
                // Several rows: what lies between them is not said.
                open.raw.text = None;
            }
            None => self.open.push(Open { layer, cells, raw: raw.clone(), place: place.clone() }),
        }
        self.addresses.insert((row.to_owned(), layer, number.clone()), at);
    }

    fn finished(mut self) -> Foreign {
        let raw: Vec<RawSpan> = self.open.iter().map(|open| open.raw.clone()).collect();
        let places = Fitter::new(&self.document.text, Unit::Utf16).fit(&raw);
        for (n, (open, found)) in self.open.iter().zip(places).enumerate() {
            let Some(layer) = self.layers.get(open.layer) else { continue };
            let cell = |wanted: &dyn Fn(&str) -> bool| {
                let mut named = layer.features.iter().zip(&open.cells).filter(|(name, _)| wanted(name));
                named.find_map(|(_, cell)| cell.clone())
            };
            let label = cell(&|name| matches!(name, "value" | "label"))
                .or_else(|| cell(&|name| name != "identifier"))
                .or_else(|| layer.features.is_empty().then(|| short(&layer.name)));
            let Some(label) = label else {
                let what = open.raw.text.clone().unwrap_or_default();
                let (place, label) = (open.place.clone(), short(&layer.name));
                self.document.astray.push(Astray {
                    place,
                    label,
                    what,
                    why: Message::new("astray.no_label"),
                });
                continue;
            };
            match found {
                Err(misfit) => self.document.astray.push(misfit.astray(&open.place, &label, &open.raw)),
                Ok(range) => {
                    let link = cell(&|name| name == "identifier").map(|address| to_link(&address, ""));
                    self.document.spans.push(span(n, label, range, &self.document.text, link));
                }
            }
        }
        for relation in std::mem::take(&mut self.relations) {
            let find = |(row, number): &(String, String)| {
                let mut layers = (0..self.layers.len()).filter(|at| self.layers[*at].kind == Kind::Span);
                // A relation does not say its layer; its rows and numbers do.
                let mut found =
                    layers.find_map(|layer| self.addresses.get(&(row.clone(), layer, number.clone())));
                if found.is_none() && number == "0" {
                    let mut any = self.addresses.iter().filter(|((at, ..), _)| at == row).map(|(_, n)| n);
                    found = any.next().filter(|_| any.next().is_none());
                }
                found.copied()
            };
            match (find(&relation.from), find(&relation.to)) {
                (Some(from), Some(to)) => self.document.relations.push(ForeignRelation {
                    label: relation.label,
                    from: from.to_string(),
                    to: to.to_string(),
                }),
                _ => self.document.astray.push(Astray {
                    place: relation.place,
                    label: relation.label,
                    what: format!("{}→{}", relation.from.0, relation.to.0),
                    why: Message::new("astray.ends"),
                }),
            }
        }
        self.document
    }
}

/// A relation stands in the row of its end; its last column names the row of its start, with the numbers of both where
/// there are several marks.
fn relation(layer: &Layer, entries: &[Entry], row: &str, place: &Place) -> Option<Relation> {
    let (start, features) = entries.split_last()?;
    let label = features.iter().find_map(|entry| entry.value.clone()).unwrap_or_else(|| short(&layer.name));
    let numbers = start.id.as_deref().and_then(|ids| ids.split_once('_')).unwrap_or(("0", "0"));
    let from = (start.value.clone()?, numbers.0.to_owned());
    Some(Relation { label, from, to: (row.to_owned(), numbers.1.to_owned()), place: place.clone() })
}

fn short(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

fn span(
    n: usize,
    label: String,
    range: CharRange,
    text: &str,
    link: Option<crate::annotation::Link>,
) -> ForeignSpan {
    ForeignSpan {
        id: n.to_string(),
        label,
        range,
        text: crate::text::slice(text, range).unwrap_or_default().to_owned(),
        status: Status::Added,
        by: String::new(),
        score: None,
        value: None,
        link,
    }
}
