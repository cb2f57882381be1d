//! A table → documents, a row each.

use crate::exchange::huggingface::record::Row;
use crate::exchange::{Give, InFile, ReadError};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Goes through a file. Records are counted from 1 instead of lines.
pub fn read(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let damaged = |row: usize, what: &dyn std::fmt::Display| {
        ReadError::new("error.foreign.parquet").at(&file.place(row, "")).with("what", what)
    };
    let bytes = bytes::Bytes::from(file.bytes()?);
    // The library checks most of what a file says; what it overlooks must not take the window with it.
    let opened = catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(bytes)));
    let table = opened.map_err(|_| damaged(0, &"?"))?.map_err(|error| damaged(0, &error))?;
    let rows = catch_unwind(AssertUnwindSafe(|| table.get_row_iter(None)));
    let mut rows = rows.map_err(|_| damaged(0, &"?"))?.map_err(|error| damaged(0, &error))?;
    for number in 1.. {
        let next =
            catch_unwind(AssertUnwindSafe(|| rows.next().map(|row| row.map(|row| row.to_json_value()))));
        let Some(row) = next.map_err(|_| damaged(number, &"?"))? else { break };
        let value = row.map_err(|error| damaged(number, &error))?;
        let record = value.get("id").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        if let Some(document) = Row::document(value, file.place(number, record))? {
            give(document)?;
        }
    }
    Ok(())
}
