//! Prodigy: JSON Lines, one text a line with its `spans`, `relations` and chosen topics (`accept`), and an `answer`.
//!
//! Offsets are code points; `token_end` is the number of the last token, tokens are characters. What stands is one line
//! with the answer `accept`; every refused proposal is a line of its own with the answer `reject`, which is how the tool
//! learns from them. Fields that the tool does not know stay in its files, so ids and provenance go along.

mod read;
mod write;

#[cfg(test)]
mod tests;

use super::{
    Fate, Format, Give, Info, Input, Options, Out, ReadError, Setting, Shape, Thing, WriteError, Writer,
};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Prodigy;

static INFO: Info = Info {
    name: "prodigy",
    title: "format.prodigy",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for Prodigy {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Entities | Thing::Topics | Thing::Relations | Thing::Characters => Fate::WHOLE,
            Thing::Nested | Thing::Crossing => Fate::Kept("fate.spans_manual"),
            Thing::Rejected => Fate::Kept("fate.reject_lines"),
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Values | Thing::Links | Thing::Scores | Thing::States => Fate::Kept("fate.data"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(write::Lines::begin(out, setting)?))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        read::read(input.first()?, give)
    }
}
