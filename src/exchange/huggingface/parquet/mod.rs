//! The folder with Parquet: columns instead of lines, read by `pyarrow`, DuckDB and the rest.

pub mod apart;
mod columns;
mod read;
mod write;

pub use read::{read, said};

use crate::exchange::{
    Fate, Format, Give, Info, Input, Options, Out, ReadError, Setting, Shape, Thing, WriteError, Writer,
};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct HuggingFaceParquet;

static INFO: Info = Info {
    name: "huggingface-parquet",
    title: "format.huggingface_parquet",
    kind: "Parquet",
    extension: "parquet",
    shape: Shape::Folder,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for HuggingFaceParquet {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        super::holds(thing)
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        Ok(Box::new(write::Tables::begin(out, setting)?))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        super::read::read(input, give)
    }
}
