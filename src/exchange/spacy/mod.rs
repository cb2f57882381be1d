//! spaCy: a folder of three files.
//!
//! `documents.jsonl` has a document a line: flat marks in `entities`, all marks in `spans` with the link as `kb_id`,
//! topics in `cats`, facts in `meta`; it is what is read back. `docbin.py` makes a `.spacy` file of it, with one token
//! a character as `spacy.blank("zh")` cuts. `convert.json` is for `spacy convert`, which knows flat marks and topics only. All
//! offsets are code points.

mod read;
mod write;

#[cfg(test)]
mod tests;

use super::{
    Fate, Format, Give, Info, Input, Options, Out, ReadError, Setting, Shape, Thing, WriteError, Writer,
};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Spacy;

static INFO: Info = Info {
    name: "spacy",
    title: "format.spacy",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for Spacy {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Entities | Thing::Topics | Thing::Characters => Fate::WHOLE,
            Thing::Nested | Thing::Crossing => Fate::Kept("fate.spans"),
            Thing::Links => Fate::Bent("fate.link_id"),
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        write::Files::begin(out)
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        let documents = input.ending("documents.jsonl").next();
        let file = documents.or_else(|| input.ending(".jsonl").next()).map_or_else(|| input.first(), Ok)?;
        super::objects(file, &mut |place, value| give(read::document(place, value)?))
    }
}
