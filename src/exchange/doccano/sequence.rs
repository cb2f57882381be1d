//! Sequence labelling: `entities` and `relations` with numbers as ids, as the tool writes where relations are on; also
//! the shorter `"label": [[0, 4, "TITLE"]]`.

use super::super::{Fate, Format, Give, Info, Input, Item, Options, Out, Report, Setting, Shape, Thing};
use super::super::{Foreign, ForeignRelation, ForeignSpan, RawSpan, ReadError, Unit, WriteError, Writer};
use crate::annotation::EntityId;
use crate::text::CharIndex;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Doccano;

static INFO: Info = Info {
    name: "doccano",
    title: "format.doccano",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for Doccano {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Entities | Thing::Relations | Thing::Characters => Fate::WHOLE,
            Thing::Nested | Thing::Crossing => Fate::Kept("fate.allow_overlap"),
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            Thing::Notes => Fate::Bent("fate.plain_notes"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Lines { file: out.main()?, entities: 0, relations: 0 }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::super::objects(input.first()?, &mut |place, record| {
            let mut found = super::document(place, &record)?;
            fill(&mut found, record)?;
            give(found)
        })
    }
}

struct Lines {
    file: Box<dyn Write>,
    /// Numbers that were given so far: the tool wants them as ids, each once in the file.
    entities: u64,
    relations: u64,
}

impl Writer for Lines {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let index = CharIndex::new(&document.text);
        let at = |position| index.utf16(&document.text, position);
        let mut numbers: BTreeMap<&EntityId, u64> = BTreeMap::new();
        let mut entities = Vec::with_capacity(document.entities.len());
        for entity in &document.entities {
            self.entities += 1;
            numbers.insert(&entity.id, self.entities);
            entities.push(json!({"id": self.entities, "label": entity.label,
                "start_offset": at(entity.range.start()), "end_offset": at(entity.range.end())}));
        }
        let mut relations = Vec::with_capacity(document.relations.len());
        for relation in &document.relations {
            self.relations += 1;
            relations.push(json!({"id": self.relations, "type": relation.kind,
                "from_id": numbers.get(&relation.from), "to_id": numbers.get(&relation.to)}));
        }
        let mut record = super::facts(document);
        record.insert("text".to_owned(), json!(document.text));
        record.insert("offset_unit".to_owned(), json!("utf16"));
        record.insert("entities".to_owned(), json!(entities));
        record.insert("relations".to_owned(), json!(relations));
        record.insert("Comments".to_owned(), json!(document.plain_notes()));
        serde_json::to_writer(&mut self.file, &record)?;
        Ok(self.file.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    entities: Option<Vec<Mark>>,
    #[serde(default, alias = "labels")]
    label: Option<Vec<(u64, u64, String)>>,
    #[serde(default)]
    relations: Option<Vec<Related>>,
    #[serde(default)]
    offset_unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Mark {
    Full { id: Value, label: String, start_offset: u64, end_offset: u64 },
    Short(u64, u64, String),
}

#[derive(Deserialize)]
struct Related {
    from_id: Value,
    to_id: Value,
    r#type: String,
}

fn fill(found: &mut Foreign, record: Value) -> Result<(), ReadError> {
    let record: Record = super::super::typed(record, &found.place)?;
    let unit = record.offset_unit.as_deref().and_then(Unit::named).unwrap_or(Unit::Utf16);
    let short = record.label.into_iter().flatten().map(|(start, end, label)| Mark::Short(start, end, label));
    let marks = record.entities.into_iter().flatten().chain(short).map(|mark| {
        let (id, label, start, end) = match mark {
            Mark::Full { id, label, start_offset, end_offset } => {
                (id.to_string(), label, start_offset, end_offset)
            }
            Mark::Short(start, end, label) => (String::new(), label, start, end),
        };
        (RawSpan { start, end, text: None }, ForeignSpan::new(id, label))
    });
    found.take(unit, marks.collect());
    for related in record.relations.into_iter().flatten() {
        let (from, to) = (related.from_id.to_string(), related.to_id.to_string());
        found.relations.push(ForeignRelation { label: related.r#type, from, to });
    }
    Ok(())
}
