//! Classification: `{"text": …, "label": ["政治与政府"]}`. Labels are the topics' names.

use super::super::{Fate, Format, Give, Info, Input, Item, Options, Out, Report, Setting, Shape, Thing};
use super::super::{ForeignTopic, ReadError, WriteError, Writer};
use crate::annotation::Status;
use serde_json::{Value, json};
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct DoccanoClasses;

static INFO: Info = Info {
    name: "doccano-classification",
    title: "format.doccano_classes",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for DoccanoClasses {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Topics => Fate::Kept("fate.topic_names"),
            Thing::Characters => Fate::WHOLE,
            Thing::Blanks => Fate::Lost("fate.blanks"),
            Thing::Notes => Fate::Bent("fate.plain_notes"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Lines { file: out.main()?, setting }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::super::objects(input.first()?, &mut |place, record| {
            let mut found = super::document(place, &record)?;
            let labels = match record.get("label").or_else(|| record.get("labels")) {
                Some(Value::Array(labels)) => labels.iter().collect(),
                Some(label @ Value::String(_)) => vec![label],
                None | Some(Value::Null) => Vec::new(),
                Some(other) => {
                    let error = ReadError::new("error.foreign.field").at(&found.place);
                    return Err(error.with("what", format!("label: {other}")));
                }
            };
            for label in labels {
                let Some(label) = label.as_str() else {
                    let error = ReadError::new("error.foreign.field").at(&found.place);
                    return Err(error.with("what", format!("label: {label}")));
                };
                let (label, by) = (label.to_owned(), String::new());
                found.topics.push(ForeignTopic { label, status: Status::Added, by, score: None });
            }
            give(found)
        })
    }
}

struct Lines<'a> {
    file: Box<dyn Write>,
    setting: &'a Setting,
}

impl Writer for Lines<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let topics = document.topics.iter().flat_map(|topic| std::iter::once(&topic.code).chain(&topic.sub));
        let labels: Vec<&str> = topics.map(|code| self.setting.topic(code)).collect();
        let mut record = super::facts(document);
        record.insert("text".to_owned(), json!(document.text));
        record.insert("label".to_owned(), json!(labels));
        record.insert("Comments".to_owned(), json!(document.plain_notes()));
        serde_json::to_writer(&mut self.file, &record)?;
        Ok(self.file.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}
