//! W3C Web Annotation: a JSON list of annotations in JSON-LD, or one a line.
//!
//! Every article has a source of its own (`urn:zhupi:article:…`); its first annotation, `describing`, has the text, since
//! the standard has no other place for it and nothing can be checked without. A mark has both selectors, by position (code
//! points, as the standard asks) and by quote. Files of other tools that come without texts are read together with text
//! files that are named as their sources end.

mod iri;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use iri::{iri, of_link, to_link};

use super::{
    Fate, Format, Give, Info, Input, Options, Out, ReadError, Setting, Shape, Thing, WriteError, Writer,
};

/// The standard's own words.
const ANNO: &str = "http://www.w3.org/ns/anno.jsonld";
/// Words of ours begin so.
const OURS: &str = "urn:zhupi:term:";

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct WebAnnotation;

static INFO: Info = Info {
    name: "w3c",
    title: "format.w3c",
    kind: "JSON-LD",
    extension: "jsonld",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for WebAnnotation {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            Thing::Scores | Thing::Rejected | Thing::Undecided => Fate::Kept("fate.own_words"),
            Thing::Readings | Thing::Blocks | Thing::Supplied | Thing::Summaries | Thing::States => {
                Fate::NOWHERE
            }
            Thing::Notes => Fate::Bent("fate.plain_notes"),
            _ => Fate::WHOLE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(write::Items::begin(out)?))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        read::read(input, give)
    }
}
