//! brat standoff: a folder for each issue, in it `ARTICLE.txt` with the text and `ARTICLE.ann` with a mark a line, and
//! above them `annotation.conf` and `visual.conf`.
//!
//! Offsets are code points of the `.txt` with line feeds. Names of types are ASCII letters, digits, `_` and `-`: whatever
//! else is in a label's id is written as `_u804C_` (`name`), and `visual.conf` has the names that are shown. A mark over
//! a line end is one of several fragments, one a line; fragments with more than white space between them are none of
//! ours and are listed.

mod config;
mod read;
mod write;

#[cfg(test)]
mod tests;

use super::{
    Fate, Format, Give, Info, Input, Options, Out, ReadError, Setting, Shape, Thing, WriteError, Writer,
};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Brat;

static INFO: Info = Info {
    name: "brat",
    title: "format.brat",
    kind: ".txt + .ann",
    extension: "ann",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for Brat {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, options: &Options) -> Fate {
        match thing {
            Thing::Entities
            | Thing::Nested
            | Thing::Crossing
            | Thing::Links
            | Thing::Relations
            | Thing::Characters => Fate::WHOLE,
            Thing::Undecided if options.proposed => Fate::WHOLE,
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Values => Fate::Bent("fate.mark_note"),
            Thing::Blanks => Fate::Lost("fate.blanks"),
            _ => Fate::NOWHERE,
        }
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(write::Pairs::begin(out, setting))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        read::pairs(input, give)
    }
}
