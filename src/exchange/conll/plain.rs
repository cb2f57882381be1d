//! `字<TAB>B-PER`, and a table beside it that says where the characters are from.

use super::super::{
    Document, Fate, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Scheme,
};
use super::super::{Setting, Shape, Thing, WriteError, Writer};
use super::{START, sentences, tag};
use crate::text::is_space;
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// How the table's name ends.
const INDEX: &str = ".index.tsv";

static INFO: Info = Info {
    name: "conll",
    title: "format.conll",
    kind: "CoNLL",
    extension: "txt",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: true,
};

/// What tags can hold; the same in all formats of the family but where one has more columns.
pub fn holds(thing: Thing) -> Fate {
    match thing {
        Thing::Entities | Thing::Characters => Fate::WHOLE,
        Thing::LineEnds => Fate::Kept("fate.joined"),
        Thing::Nested | Thing::Crossing => Fate::Lost("fate.flat"),
        Thing::Blocks => Fate::Bent("fate.doc_border"),
        Thing::Blanks => Fate::Lost("fate.blanks"),
        _ => Fate::NOWHERE,
    }
}

impl Format for Plain {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        match thing {
            Thing::Blanks => Fate::Bent("fate.index"),
            thing => holds(thing),
        }
    }

    fn beside(&self) -> &'static [&'static str] {
        &[INDEX]
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let (file, mut index) = (out.main()?, out.beside(INDEX)?);
        writeln!(index, "line\tcount\tissue\tarticle\ttext\tsource")?;
        Ok(Box::new(Rows { file, index, line: 1, scheme: setting.options.scheme }))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::read::rows(input.first()?, give)
    }
}

struct Rows {
    file: Box<dyn Write>,
    index: Box<dyn Write>,
    /// Number of the next line.
    line: usize,
    scheme: Scheme,
}

/// Characters that follow each other in the file, in the text and in the source.
#[derive(Clone, Copy)]
struct Run {
    line: usize,
    text: u32,
    source: u32,
    count: u32,
}

impl Rows {
    fn run(&mut self, document: &Document, run: Option<Run>) -> std::io::Result<()> {
        let Some(run) = run else { return Ok(()) };
        let Run { line, text, source, count } = run;
        let plain = |id: &str| id.replace(['\t', '\n', '\r'], " ");
        let (issue, article) = (plain(&document.issue), plain(&document.id));
        writeln!(self.index, "{line}\t{count}\t{issue}\t{article}\t{text}\t{source}")
    }
}

impl Writer for Rows {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let chars: Vec<char> = document.text.chars().collect();
        let tags = tag::tags(&chars, document.flat(), self.scheme);
        write!(self.file, "{START}\tO\n\n")?;
        self.line += 2;
        let mut run: Option<Run> = None;
        for sentence in sentences(document) {
            for at in sentence.positions().filter(|at| !is_space(chars[*at as usize])) {
                writeln!(self.file, "{}\t{}", chars[at as usize], tags[at as usize])?;
                if let Some(source) = document.source.get(at as usize).copied().flatten() {
                    match &mut run {
                        Some(run)
                            if run.line + run.count as usize == self.line
                                && run.text + run.count == at
                                && run.source + run.count == source =>
                        {
                            run.count += 1;
                        }
                        _ => {
                            self.run(document, run)?;
                            run = Some(Run { line: self.line, text: at, source, count: 1 });
                        }
                    }
                }
                self.line += 1;
            }
            self.file.write_all(b"\n")?;
            self.line += 1;
        }
        Ok(self.run(document, run)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.index.flush()?;
        Ok(self.file.flush()?)
    }
}
