//! Files of `records` → documents: JSON Lines or Parquet, whichever lies there.

use super::record::Row;
use crate::exchange::{Give, InFile, Input, Place, ReadError, objects};

/// Goes through the files, but for those of `bio`, which say nothing that `records` does not.
pub fn read(input: &Input, give: Give<'_>) -> Result<(), ReadError> {
    input.first()?;
    let alone = input.files.len() == 1;
    let ends = |file: &InFile, end: &str| file.name.to_lowercase().ends_with(end);
    let is_bio = |file: &InFile| file.name.split('/').any(|part| part == "bio");
    let of = |end: &'static str| input.files.iter().filter(move |file| ends(file, end) && !is_bio(file));
    let parquet: Vec<&InFile> =
        input.files.iter().filter(|file| is_parquet(file)).filter(|file| alone || !is_bio(file)).collect();
    if !parquet.is_empty() {
        return parquet.into_iter().try_for_each(|file| table(file, give));
    }
    let mut lines: Vec<&InFile> = of(".jsonl").chain(of(".json")).collect();
    if alone {
        lines = input.files.iter().collect();
    }
    if lines.is_empty() {
        return Err(ReadError::new("error.foreign.empty").at(&Place::default()));
    }
    let mut row = |place: Place, value| Row::document(value, place)?.map_or(Ok(()), &mut *give);
    lines.into_iter().try_for_each(|file| objects(file, &mut row))
}

/// By its first bytes, since the name may be any.
fn is_parquet(file: &InFile) -> bool {
    let mut start = [0; 4];
    let read = file.open().ok().and_then(|mut file| std::io::Read::read_exact(&mut file, &mut start).ok());
    read.is_some() && start == *b"PAR1"
}

#[cfg(feature = "parquet")]
fn table(file: &InFile, give: Give<'_>) -> Result<(), ReadError> {
    super::parquet::read(file, give)
}

#[cfg(not(feature = "parquet"))]
fn table(file: &InFile, _: Give<'_>) -> Result<(), ReadError> {
    Err(ReadError::new("error.foreign.no_parquet").at(&file.place(0, "")))
}
