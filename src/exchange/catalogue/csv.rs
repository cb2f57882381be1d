//! CSV with a byte order mark, without which spreadsheets on Chinese systems take it for GB 18030.

use super::{COLUMNS, harmless, row};
use crate::exchange::{
    Fate, Format, Info, Item, Options, Out, Report, Setting, Shape, Thing, WriteError, Writer,
};
use std::io::{self, Write};

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueCsv;

static INFO: Info = Info {
    name: "catalogue-csv",
    title: "format.catalogue_csv",
    kind: "CSV",
    extension: "csv",
    shape: Shape::File,
    writes: true,
    reads: false,
    schemes: false,
};

impl Format for CatalogueCsv {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        super::holds(thing)
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut file = out.main()?;
        file.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(file);
        table.write_record(COLUMNS).map_err(io::Error::from)?;
        Ok(Box::new(Rows { table, setting }))
    }
}

struct Rows<'a> {
    table: csv::Writer<Box<dyn Write>>,
    setting: &'a Setting,
}

impl Writer for Rows<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let cells = row(item.document, self.setting).map(|cell| harmless(&cell));
        Ok(self.table.write_record(cells).map_err(io::Error::from)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.table.flush()?)
    }
}
