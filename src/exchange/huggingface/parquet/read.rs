//! A table → documents, a row each.

use super::claims;
use crate::exchange::huggingface::record::Row;
use crate::exchange::{Give, InFile, ReadError};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Goes through a file. Records are counted from 1 instead of lines.
pub fn read(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    let error = |key, row: usize, what: &dyn std::fmt::Display| {
        ReadError::new(key).at(&file.place(row, "")).with("what", what)
    };
    let closed = |what: &dyn std::fmt::Display| error("error.foreign.parquet_closed", 0, what);
    let damaged = |row, what: &dyn std::fmt::Display| error("error.foreign.parquet", row, what);
    let boasts = || error("error.foreign.parquet_claims", 0, &"");
    let bytes = bytes::Bytes::from(file.bytes()?);
    if !claims::footer(&bytes) {
        return Err(boasts());
    }
    // The library checks most of what a file says; what it overlooks must not take the window with it.
    let opened = catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(bytes.clone())));
    let table = opened.map_err(|_| closed(&"?"))?.map_err(|error| closed(&error))?;
    if !claims::pages(&bytes, table.metadata()) {
        return Err(boasts());
    }
    let rows = catch_unwind(AssertUnwindSafe(|| table.get_row_iter(None)));
    let mut rows = rows.map_err(|_| closed(&"?"))?.map_err(|error| closed(&error))?;
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
