//! The folder with JSON Lines.

use super::bio::Tags;
use super::card::card;
use super::record::Row;
use crate::exchange::{
    Fate, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Setting, Shape, Thing,
    WriteError, Writer,
};
use serde_json::json;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct HuggingFace;

static INFO: Info = Info {
    name: "huggingface",
    title: "format.huggingface",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for HuggingFace {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        super::holds(thing)
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let (records, bio) = (out.inside("records/train.jsonl")?, out.inside("bio/train.jsonl")?);
        Ok(Box::new(Lines { records, bio, tags: Tags::new(&setting.labels), out, setting }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::read::read(input, give)
    }
}

struct Lines<'a> {
    records: Box<dyn Write>,
    bio: Box<dyn Write>,
    tags: Tags,
    out: &'a mut Out,
    setting: &'a Setting,
}

impl Writer for Lines<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.records, &Row::of(item.document))?;
        self.records.write_all(b"\n")?;
        let tags = self.tags.of(item.document);
        let tokens: Vec<char> = item.document.text.chars().collect();
        serde_json::to_writer(
            &mut self.bio,
            &json!({"id": item.document.id, "tokens": tokens, "ner_tags": tags}),
        )?;
        Ok(self.bio.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.records.flush()?;
        self.bio.flush()?;
        let mut readme = self.out.inside("README.md")?;
        readme.write_all(card(self.setting, &self.tags, "jsonl").as_bytes())?;
        Ok(readme.flush()?)
    }
}
