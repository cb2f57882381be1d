//! Tables with a row for every article, their columns parted by commas, semicolons or tabs, become a [`Table`].

use super::SourceProblem;
use super::mapping::Mapping;
use super::table::{MAX_RECORDS, Record, Table, Wrapping};
use std::collections::BTreeMap;

/// Widest table that is read.
const MOST_COLUMNS: usize = 500;

/// Whether a text's first row names the fields of an article.
pub fn looks_like(text: &str) -> bool {
    let Some(line) = text.lines().next().filter(|line| line.len() < 4_000) else { return false };
    let names = header(line, separator(line));
    let mapping = Mapping::guess(&names);
    names.len() >= 2 && mapping.is_enough() && mapping.0.len() >= 2
}

/// What parts the columns: of the usual signs the one that the first row has most of.
fn separator(line: &str) -> u8 {
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    [b',', b'\t', b';', b'|'].into_iter().max_by_key(|sign| (count(*sign), *sign == b',')).unwrap_or(b',')
}

fn header(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(line.as_bytes());
    let row = reader.records().next().and_then(Result::ok);
    row.map(|row| row.iter().map(name).collect()).unwrap_or_default()
}

fn name(cell: &str) -> String {
    cell.trim_matches(crate::text::is_space).to_owned()
}

/// The rows of a table.
///
/// # Errors
/// Where there is no row under the names, or too many columns.
pub fn read(text: &str) -> Result<Table, SourceProblem> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(first))
        .has_headers(true)
        .flexible(true)
        .from_reader(text.as_bytes());
    let fault = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line) as usize;
        SourceProblem::Record { line, reason: error.to_string() }
    };
    let names: Vec<String> = reader.headers().map_err(fault)?.iter().map(name).collect();
    if names.len() > MOST_COLUMNS {
        return Err(SourceProblem::NoRecords);
    }
    let head = 0..reader.position().byte() as usize;
    let mut table = Table { wrapping: Wrapping::Rows(head), ..Table::default() };
    let mut row = csv::StringRecord::new();
    loop {
        let from = reader.position().byte() as usize;
        if !reader.read_record(&mut row).map_err(fault)? {
            break;
        }
        let cells =
            names.iter().zip(row.iter()).filter(|(name, cell)| !name.is_empty() && !cell.trim().is_empty());
        let fields: BTreeMap<String, String> =
            cells.map(|(name, cell)| (name.clone(), cell.to_owned())).collect();
        if table.records.len() == MAX_RECORDS {
            return Err(SourceProblem::TooManyRecords(MAX_RECORDS));
        }
        if !fields.is_empty() {
            table.push(Record { fields, bytes: from..reader.position().byte() as usize });
        }
    }
    table.names = names.into_iter().filter(|name| !name.is_empty()).collect();
    if table.records.is_empty() { Err(SourceProblem::NoRecords) } else { Ok(table) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_hold_signs_quotes_and_line_ends() {
        let text = "\u{feff}标题,正文,版\r\n甲,\"第一段\n“引”，\"\"文\"\"\",1\r\n乙,第二篇\r\n";
        assert!(looks_like(text));
        let table = read(text).unwrap();
        assert_eq!(table.names, ["标题", "正文", "版"]);
        assert_eq!(table.records[0].fields["正文"], "第一段\n“引”，\"文\"");
        assert_eq!(table.records[1].fields.len(), 2);
        assert_eq!(text[table.records[1].bytes.clone()].trim(), "乙,第二篇");
    }

    #[test]
    fn tabs_part_columns_too_and_a_page_is_no_table() {
        assert!(looks_like("title\tcontent\tdate\n甲\t文\t2024-11-12"));
        assert!(!looks_like("云溪新闻,2024年11月12日\n正文"));
        assert_eq!(read("标题,正文\n").unwrap_err(), SourceProblem::NoRecords);
    }
}
