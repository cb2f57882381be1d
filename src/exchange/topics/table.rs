//! A table of tabs: `id`, `issue`, `date`, `headline`, `topics` (by commas), `text`. Tabs and line ends inside a cell are
//! written as `\t` and `\n`, a backslash as `\\`, so that every line is an article for whatever reads it.

use super::super::{
    Fate, Foreign, Format, Give, Info, Input, Item, Options, Out, ReadError, Report, Setting, Shape, Thing,
    WriteError, Writer,
};
use std::io::Write;

const COLUMNS: [&str; 6] = ["id", "issue", "date", "headline", "topics", "text"];

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct TopicTable;

static INFO: Info = Info {
    name: "topics-tsv",
    title: "format.topics_tsv",
    kind: "TSV",
    extension: "tsv",
    shape: Shape::File,
    writes: true,
    reads: true,
    schemes: false,
};

impl Format for TopicTable {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn holds(&self, thing: Thing, _: &Options) -> Fate {
        if thing == Thing::Characters { Fate::WHOLE } else { super::holds(thing) }
    }

    fn writer<'a>(&self, out: &'a mut Out, _: &'a Setting) -> Result<Box<dyn Writer + 'a>, WriteError> {
        let mut file = out.main()?;
        writeln!(file, "{}", COLUMNS.join("\t"))?;
        Ok(Box::new(Lines(file)))
    }

    fn read(&self, input: &Input, give: Give<'_>) -> Result<(), ReadError> {
        let file = input.first()?;
        let mut columns: Option<Vec<Option<usize>>> = None;
        file.lines(&mut |number, line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let Some(columns) = &columns else {
                let found: Vec<Option<usize>> = COLUMNS
                    .iter()
                    .map(|name| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name)))
                    .collect();
                // The rest may be missing: a file of two columns is a file too.
                if found[4].is_none() || found[5].is_none() {
                    return Err(ReadError::new("error.foreign.header").at(&file.place(number, "")));
                }
                columns = Some(found);
                return Ok(());
            };
            if line.is_empty() {
                return Ok(());
            }
            let cell = |n: usize| columns[n].and_then(|at| cells.get(at)).map(|cell| unescape(cell));
            let place = file.place(number, cell(0).unwrap_or_default());
            let text = cell(5).ok_or_else(|| ReadError::new("error.foreign.text").at(&place))?;
            if text.is_empty() {
                return Ok(());
            }
            let topics = cell(4).unwrap_or_default();
            let topics = split(&topics).into_iter().map(super::topic).collect();
            let headline = cell(3).filter(|headline| !headline.is_empty());
            let article = cell(0).unwrap_or_default();
            give(Foreign { place, article, text, headline, topics, ..Foreign::default() })
        })?;
        if columns.is_none() {
            return Err(ReadError::new("error.foreign.header").at(&file.place(1, "")));
        }
        Ok(())
    }
}

struct Lines(Box<dyn Write>);

impl Writer for Lines {
    fn write(&mut self, item: &Item<'_>, _: &mut Report) -> Result<(), WriteError> {
        let document = item.document;
        let topics: Vec<String> = super::codes(document)
            .iter()
            .map(|code| code.replace('\\', "\\\\").replace(',', "\\,"))
            .collect();
        let headline = document.headline.as_deref().unwrap_or_default();
        let cells =
            [&document.id, &document.issue, &document.date, headline, &topics.join(","), &document.text];
        let cells = cells.map(escape);
        Ok(writeln!(self.0, "{}", cells.join("\t"))?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}

fn escape(cell: &str) -> String {
    if !cell.contains(['\\', '\t', '\n', '\r']) {
        return cell.to_owned();
    }
    cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('t')) => plain.push('\t'),
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('r')) => plain.push('\r'),
            ('\\', Some('\\') | None) => plain.push('\\'),
            // What another tool did not escape.
            ('\\', Some(other)) => plain.extend(['\\', other]),
            (c, _) => plain.push(c),
        }
    }
    plain
}

/// The codes of a cell; a comma after a backslash is part of one.
fn split(topics: &str) -> Vec<String> {
    let mut codes = vec![String::new()];
    let mut chars = topics.chars();
    while let Some(c) = chars.next() {
        match c {
            ',' => codes.push(String::new()),
            '\\' => codes.last_mut().into_iter().for_each(|code| code.extend(chars.next())),
            c => codes.last_mut().into_iter().for_each(|code| code.push(c)),
        }
    }
    codes.into_iter().map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect()
}
