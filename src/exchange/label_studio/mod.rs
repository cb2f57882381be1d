//! Label Studio: a list of tasks in JSON, and the labelling configuration beside it.
//!
//! A task has the text in `data`, decisions in one annotation and undecided proposals in one prediction for each
//! proposer. What the tool has no control for (blocks with their roles, date, states) lies in `data`, where it is kept
//! and not shown. Labels and topics are known by their ids: the configuration shows their names and gives these as
//! `alias`. A mark with a link or a value is several results with the same id. Spans count code points; older versions
//! of the tool counted UTF-16, which the words tell.

mod config;
mod read;
mod write;

pub(super) use write::relation;

#[cfg(test)]
mod tests;

use super::foreign::ReadError;
use super::{Fate, Format, Give, Info, Input, Options, Out, Setting, Shape, Thing, WriteError, Writer};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct LabelStudio;

static INFO: Info = Info {
    name: "label-studio",
    title: "format.label_studio",
    kind: "JSON",
    extension: "json",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for LabelStudio {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, options: &Options) -> Fate {
        match thing {
            Thing::Undecided if options.proposed => Fate::WHOLE,
            Thing::Rejected | Thing::Undecided | Thing::Readings => Fate::NOWHERE,
            Thing::Blanks => Fate::Lost("fate.blanks"),
            Thing::LineEnds => Fate::Kept("fate.joined"),
            Thing::Blocks | Thing::Supplied | Thing::Summaries | Thing::States => Fate::Bent("fate.data"),
            Thing::Scores => Fate::Bent("fate.meta"),
            Thing::Notes => Fate::Bent("fate.plain_notes"),
            _ => Fate::WHOLE,
        }
    }

    fn beside(&self) -> &'static [&'static str] {
        &[write::CONFIG]
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        write::Tasks::begin(out, setting)
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::objects(input.first()?, &mut |place, value| give(read::task(place, value)?))
    }
}
