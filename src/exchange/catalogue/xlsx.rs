//! XLSX: a sheet of articles, and one of names with their labels and how often they stand in how many articles.

use super::{COLUMNS, fitting, row};
use crate::exchange::{
    Fate, Format, Info, Item, Options, Out, Report, Setting, Shape, Thing, WriteError, Writer,
};
use crate::strings::Message;
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Rows of a sheet, as the format has them.
const MOST: u32 = 1_048_576;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueXlsx;

static INFO: Info = Info {
    name: "catalogue-xlsx",
    title: "format.catalogue_xlsx",
    kind: "XLSX",
    extension: "xlsx",
    shape: Shape::File,
    writes: true,
    reads: false,
    schemes: false,
};

impl Format for CatalogueXlsx {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        super::holds(thing)
    }

    fn writer<'a>(&self, out: &'a mut Out, setting: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut articles = sheet("稿件", &COLUMNS)?;
        // Headlines and lists of names are long.
        for column in [7, 10, 11, 12] {
            articles.set_column_width(column, 30).map_err(failed)?;
        }
        Ok(Box::new(Rows { file: out.main()?, setting, articles, last: 0, names: BTreeMap::new() }))
    }
}

struct Rows<'a> {
    file: Box<dyn Write>,
    setting: &'a Setting,
    articles: Worksheet,
    last: u32,
    /// By label and name: how often, and in how many articles.
    names: BTreeMap<(String, String), (u32, u32)>,
}

impl Writer for Rows<'_> {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        self.last += 1;
        if self.last >= MOST {
            return Err(WriteError::Said(Message::new("error.export.rows").with("limit", MOST - 1)));
        }
        for (column, cell) in (0..).zip(row(item.document, self.setting)) {
            let number = matches!(column, 4 | 9).then(|| cell.parse::<u32>().ok()).flatten();
            match number {
                Some(number) => self.articles.write_number(self.last, column, number),
                None => self.articles.write_string(self.last, column, fitting(&cell)),
            }
            .map_err(failed)?;
        }
        let mut seen = BTreeSet::new();
        for entity in &item.document.entities {
            let key = (entity.label.to_string(), entity.text.clone());
            let count = self.names.entry(key.clone()).or_default();
            count.0 += 1;
            count.1 += u32::from(seen.insert(key));
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        let mut names = sheet("名称", &["标签", "名称", "次数", "稿件数"])?;
        names.set_column_width(1, 30).map_err(failed)?;
        for (row, ((label, name), (count, articles))) in (1..MOST).zip(&self.names) {
            names
                .write_string(
                    row,
                    0,
                    self.setting
                        .labels
                        .get(&crate::annotation::LabelId::new(label.as_str()))
                        .map_or(label.as_str(), |label| &label.zh),
                )
                .map_err(failed)?;
            names.write_string(row, 1, fitting(name)).map_err(failed)?;
            names.write_number(row, 2, *count).map_err(failed)?;
            names.write_number(row, 3, *articles).map_err(failed)?;
        }
        let mut book = Workbook::new();
        book.push_worksheet(self.articles);
        book.push_worksheet(names);
        let bytes = book.save_to_buffer().map_err(failed)?;
        self.file.write_all(&bytes)?;
        Ok(self.file.flush()?)
    }
}

/// A sheet with its first row, which stays in sight.
fn sheet(name: &str, columns: &[&str]) -> Result<Worksheet, WriteError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    let bold = Style::new().set_bold();
    for (column, title) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *title, &bold).map_err(failed)?;
    }
    Ok(sheet)
}

fn failed(error: XlsxError) -> WriteError {
    WriteError::Disk(io::Error::other(error.to_string()))
}
