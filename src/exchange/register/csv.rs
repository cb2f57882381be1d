//! A row for every entry: `id, kind, name, aliases, offices, notes, outside, merged`.
//!
//! Several values of a cell are parted by `；`, the parts of an office (body, title, from, to) by `|`; both are written
//! with `\` before them where a value has them. A cell that a spreadsheet would calculate has `'` before it.

use super::ListError;
use crate::annotation::{Entry, EntryId, EntryKind, Office};

/// The columns, each by the names under which it is found.
const COLUMNS: [&[&str]; 8] = [
    &["id", "编号"],
    &["kind", "类别"],
    &["name", "名称"],
    &["aliases", "别名"],
    &["offices", "职务"],
    &["notes", "备注"],
    &["outside", "外部编号"],
    &["merged", "并入"],
];

/// What parts the values of a cell, and the parts of an office.
const BETWEEN: char = '；';
const WITHIN: char = '|';

pub(super) fn write<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<u8> {
    // With a byte order mark spreadsheets know the encoding.
    let mut table = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    // Writing to memory cannot fail.
    let _ = table.write_record(COLUMNS.map(|names| names[0]));
    for entry in entries {
        let aliases: Vec<String> = entry.aliases.iter().map(|alias| escaped(alias)).collect();
        let offices = entry.offices.iter().map(|office| {
            let parts = [&office.body, &office.title, &office.from, &office.to].map(|part| escaped(part));
            parts.join(&WITHIN.to_string())
        });
        let cells = [
            entry.id.as_str().to_owned(),
            entry.kind.word().to_owned(),
            entry.name.clone(),
            aliases.join(&BETWEEN.to_string()),
            offices.collect::<Vec<_>>().join(&BETWEEN.to_string()),
            entry.notes.clone(),
            entry.outside.clone(),
            entry.merged.as_ref().map(ToString::to_string).unwrap_or_default(),
        ];
        let _ = table.write_record(cells.iter().map(|cell| guarded(cell)));
    }
    table.into_inner().unwrap_or_default()
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, ListError> {
    let unreadable = |error: csv::Error| ListError::Unreadable(error.to_string());
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = table.headers().map_err(unreadable)?.clone();
    let place = |names: &[&str]| {
        head.iter().position(|cell| names.iter().any(|name| cell.trim().eq_ignore_ascii_case(name)))
    };
    let places = COLUMNS.map(place);
    if places[2].is_none() {
        return Err(ListError::NoNames);
    }
    let mut entries = Vec::new();
    for row in table.records() {
        let row = row.map_err(unreadable)?;
        let cell = |n: usize| places[n].and_then(|at| row.get(at)).map(unguarded).unwrap_or_default();
        let parted = |n: usize| parts(cell(n), BETWEEN);
        let office = |text: &String| {
            let mut parts = parts(text, WITHIN).into_iter().map(|part| unescaped(&part));
            let mut next = || parts.next().unwrap_or_default();
            Office { body: next(), title: next(), from: next(), to: next() }
        };
        entries.push(Entry {
            id: EntryId::new(cell(0).trim()),
            kind: kind(cell(1).trim()),
            name: cell(2).to_owned(),
            aliases: parted(3).iter().map(|alias| unescaped(alias)).collect(),
            offices: parted(4).iter().map(office).collect(),
            notes: cell(5).to_owned(),
            outside: cell(6).to_owned(),
            merged: Some(cell(7).trim()).filter(|id| !id.is_empty()).map(EntryId::new),
            trashed: false,
        });
    }
    Ok(entries)
}

fn kind(word: &str) -> EntryKind {
    match word {
        "人物" | "人" | "PER" | "" => EntryKind::Person,
        "机构" | "ORG" => EntryKind::Body,
        "地点" | "LOC" => EntryKind::Place,
        word => EntryKind::named(word).unwrap_or(EntryKind::Term),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if [BETWEEN, WITHIN, '\\'].contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// A cell in parts, each still as it was written.
fn parts(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == sign {
            parts.push(String::new());
            continue;
        }
        let Some(part) = parts.last_mut() else { continue };
        part.push(c);
        if c == '\\' {
            part.extend(chars.next());
        }
    }
    parts
}

/// What a spreadsheet would not take for text.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

fn guarded(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}
