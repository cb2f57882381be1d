//! CoNLL-2003: token, part of speech, chunk, name, parted by spaces; we know no parts of speech and no chunks.

use super::super::{Fate, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Scheme};
use super::super::{Setting, Shape, Thing, WriteError, Writer};
use super::{START, sentences, tag};
use crate::text::is_space;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Classic;

static INFO: Info = Info {
    name: "conll2003",
    title: "format.conll2003",
    kind: "CoNLL",
    extension: "conll",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: true,
};

impl Format for Classic {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        super::plain::holds(thing)
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Rows { file: out.main()?, scheme: setting.options.scheme }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::read::rows(input.first()?, give)
    }
}

struct Rows {
    file: Box<dyn Write>,
    scheme: Scheme,
}

impl Writer for Rows {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let chars: Vec<char> = item.document.text.chars().collect();
        let tags = tag::tags(&chars, item.document.flat(), self.scheme);
        write!(self.file, "{START} -X- O O\n\n")?;
        for sentence in sentences(item.document) {
            for at in sentence.positions().filter(|at| !is_space(chars[*at as usize])) {
                writeln!(self.file, "{} -X- O {}", chars[at as usize], tags[at as usize])?;
            }
            self.file.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.file.flush()?)
    }
}
