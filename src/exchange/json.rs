//! Files of JSON objects, one after the other: a list of them, or one a line (JSON Lines), or just one.
//!
//! They are read as they come, so that a file may be longer than the memory. Every object comes with its line and, for
//! the sentences about it, its `id`. Nesting deeper than 128 is refused by the parser.

use super::foreign::{InFile, Place, ReadError};
use serde::de::{DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::io::{BufRead, Read};

/// Takes an object with its place.
pub type Each<'a> = &'a mut dyn FnMut(Place, Value) -> Result<(), ReadError>;

/// Goes through the objects of a file.
///
/// # Errors
/// What is no JSON or no object, with its line, and what `each` says.
pub fn objects(file: &InFile, each: Each<'_>) -> Result<(), ReadError> {
    let line = Cell::new(1);
    let mut reader = file.open()?;
    let first = start(&mut *reader).map_err(|error| broken(file, &line, &error))?;
    let counted = Counted { reader, line: &line };
    let mut stopped = None;
    let mut take = |value: Value| {
        let record = match value.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => String::new(),
        };
        let place = file.place(line.get(), record);
        if !value.is_object() {
            stopped = Some(ReadError::new("error.foreign.object").at(&place));
            return Err(());
        }
        each(place, value).map_err(|error| stopped = Some(error))
    };
    let read = match first {
        None => Ok(()),
        Some(b'[') => {
            let mut json = serde_json::Deserializer::from_reader(counted);
            json.deserialize_seq(List(&mut take)).and_then(|()| json.end())
        }
        Some(_) => {
            let mut objects = serde_json::Deserializer::from_reader(counted).into_iter::<Value>();
            objects.try_for_each(|value| take(value?).map_err(|()| serde::de::Error::custom("stopped")))
        }
    };
    match (stopped, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) if error.is_io() => Err(broken(file, &line, &error)),
        (None, Err(error)) => {
            let place = file.place(error.line().max(1), "");
            Err(ReadError::new("error.foreign.json").at(&place).with("what", error))
        }
        (None, Ok(())) => Ok(()),
    }
}

/// An object as what it should be.
///
/// # Errors
/// Where a field is missing or of another type.
pub fn typed<T: DeserializeOwned>(value: Value, place: &Place) -> Result<T, ReadError> {
    serde_json::from_value(value)
        .map_err(|error| ReadError::new("error.foreign.field").at(place).with("what", error))
}

fn broken(file: &InFile, line: &Cell<usize>, what: &dyn std::fmt::Display) -> ReadError {
    ReadError::new("error.foreign.json").at(&file.place(line.get(), "")).with("what", what)
}

/// The first byte that says something, left in the reader; a byte order mark is passed over.
fn start(reader: &mut dyn BufRead) -> std::io::Result<Option<u8>> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    // White space before the first object is short in any sane file, and does not count as lines here otherwise.
    let first = reader.fill_buf()?.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    Ok(first)
}

/// Counts lines as they are read, byte by byte, which is how the parser reads.
struct Counted<'a> {
    reader: Box<dyn BufRead + 'a>,
    line: &'a Cell<usize>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(1);
        let read = self.reader.read(&mut buffer[..length])?;
        if buffer[..read] == *b"\n" {
            self.line.set(self.line.get() + 1);
        }
        Ok(read)
    }
}

/// The elements of a list, one by one.
struct List<'a>(&'a mut dyn FnMut(Value) -> Result<(), ()>);

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            (self.0)(value).map_err(|()| serde::de::Error::custom("stopped"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Result<Vec<(usize, String)>, ReadError> {
        let mut found = Vec::new();
        let file = InFile::memory("a.json", text);
        objects(&file, &mut |place, value| {
            found.push((place.line, value["n"].to_string()));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn a_list_and_lines_are_the_same() {
        let found = vec![(1, "1".to_owned()), (3, "2".to_owned())];
        assert_eq!(lines("\u{feff}{\"n\":1}\n\n{\"n\":2}\n"), Ok(found.clone()));
        assert_eq!(lines("[{\"n\":1},\n\n{\"n\":2}]"), Ok(found));
        assert_eq!(lines(" \n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_object_is_told_with_its_line() {
        let deep = "[".repeat(100_000);
        for (text, line) in [
            ("{\"n\":1}\n{\"n\":NaN}", "2"),
            ("{\"n\":1}\n7", "2"),
            ("[{\"n\":1},\n{\"n\":2}", "2"),
            ("[{\"n\":1}] x", "1"),
            ("{\"n\":1}\n{\"n\"", "2"),
            (&deep, "1"),
            ("<html>", "1"),
        ] {
            let message = lines(text).unwrap_err().message();
            let said = message.args.iter().find(|(name, _)| *name == "line");
            assert_eq!(said.map(|(_, line)| line.as_str()), Some(line), "{text:.40} {message:?}");
        }
    }
}
