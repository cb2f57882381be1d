//! A table → documents, a row each.

use super::apart::{Rows, SILENCE, Word};
use crate::apart::hear;
use crate::exchange::huggingface::record::Row;
use crate::exchange::{Give, InFile, ReadError};
use std::io::BufRead;

/// Goes through a file. Records are counted from 1 instead of lines.
pub fn read(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let rows = Rows::begin(file.bytes()?, SILENCE);
    let mut rows = rows.map_err(|error| closed(file, &error.to_string()))?;
    take(&mut || rows.word(), file, give)
}

/// The documents of what a reader said, each word a line of JSON.
///
/// # Errors
/// Where it said that the file cannot be read, or said no last word.
pub fn said(file: &InFile, mut words: impl BufRead, give: Give<'_>) -> Result<(), ReadError> {
    take(&mut || hear(&mut words), file, give)
}

fn take(next: &mut dyn FnMut() -> Option<Word>, file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    for number in 1.. {
        match next() {
            Some(Word::Row(value)) => {
                let record = value.get("id").and_then(serde_json::Value::as_str).unwrap_or_default();
                let place = file.place(number, record);
                if let Some(document) = Row::document(value, place)? {
                    give(document)?;
                }
            }
            Some(Word::End) => break,
            Some(Word::Closed(what)) => return Err(closed(file, &what)),
            Some(Word::Damaged(what)) => {
                let place = file.place(number, "");
                return Err(ReadError::new("error.foreign.parquet").at(&place).with("what", what));
            }
            None => return Err(ReadError::new("error.foreign.parquet_endless").at(&file.place(number, ""))),
        }
    }
    Ok(())
}

fn closed(file: &InFile, what: &str) -> ReadError {
    ReadError::new("error.foreign.parquet_closed").at(&file.place(0, "")).with("what", what)
}
