//! `article/1` among the other formats: it keeps everything.

use super::line;
use crate::exchange::{
    Fate, Format, Info, Item, Options, Out, Report, Setting, Shape, Thing, WriteError, Writer,
};
use std::io::Write;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct ArticleFormat;

static INFO: Info = Info {
    name: "article",
    title: "format.article",
    kind: "JSONL",
    extension: "jsonl",
    shape: Shape::File,
    writes: true,
    // Read with the source beside it, by `import` and `bring`.
    reads: false,
    schemes: false,
};

impl Format for ArticleFormat {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, _: Thing, _: &Options) -> Fate {
        Fate::WHOLE
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(Lines(out.main()?)))
    }
}

struct Lines(Box<dyn Write>);

impl Writer for Lines {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        Ok(self.0.write_all(line(item.issue, item.article, item.source)?.as_bytes())?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}
