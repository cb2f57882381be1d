//! Files of JSON objects, one after the other: a list of them, or one a line (JSON Lines), or just one.
//!
//! They are read as they come, so that a file may be longer than the memory: the end of an object is found by its braces
//! outside of strings, and only then it is parsed. Every object comes with the line that it begins on and, for the
//! sentences about it, its `id`. One longer than [`LONGEST_RECORD`] is refused, nesting deeper than 128 by the parser.

use super::foreign::{InFile, Place, ReadError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::BufRead;

/// The longest object, in bytes. As a tree it takes up to sixteen times as much.
const LONGEST_RECORD: usize = if cfg!(test) { 1 << 20 } else { 64 << 20 };

/// Takes an object with its place.
pub type Each<'a> = &'a mut dyn FnMut(Place, Value) -> Result<(), ReadError>;

/// Goes through the objects of a file.
///
/// # Errors
/// What is no JSON or no object, with its line, and what `each` says.
pub fn objects(file: &InFile, each: Each<'_>) -> Result<(), ReadError> {
    let mut cut = Cutter { file, reader: file.open()?, line: 1 };
    cut.pass_mark()?;
    let is_list = cut.peek()? == Some(b'[');
    if is_list {
        cut.pass(1);
    }
    for n in 0.. {
        match cut.peek()? {
            None if is_list => return Err(cut.wrong("EOF while parsing a list")),
            None => return Ok(()),
            Some(b']') if is_list => {
                cut.pass(1);
                let rest = cut.peek()?;
                return rest.map_or(Ok(()), |_| Err(cut.wrong("trailing characters")));
            }
            Some(b',') if is_list && n > 0 => {
                cut.pass(1);
                cut.peek()?;
            }
            Some(_) if is_list && n > 0 => return Err(cut.wrong("expected `,` or `]`")),
            Some(_) => {}
        }
        let (line, value) = cut.object()?;
        let record = match value.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => String::new(),
        };
        each(file.place(line, record), value)?;
    }
    Ok(())
}

/// A file that is cut into its objects.
struct Cutter<'a> {
    file: &'a InFile,
    reader: Box<dyn BufRead + 'a>,
    line: usize,
}

impl Cutter<'_> {
    fn unread(&self, error: &std::io::Error) -> ReadError {
        ReadError::new("error.foreign.unread").at(&self.file.place(self.line, "")).with("what", error)
    }

    fn wrong(&self, what: impl ToString) -> ReadError {
        ReadError::new("error.foreign.json").at(&self.file.place(self.line, "")).with("what", what)
    }

    fn buffer(&mut self) -> Result<&[u8], ReadError> {
        match self.reader.fill_buf() {
            // The borrow of what is returned would last through the error.
            Ok([]) => Ok(&[]),
            Ok(_) => self.reader.fill_buf().map_err(|_| ReadError::new("error.foreign.unread")),
            Err(error) => Err(self.unread(&error)),
        }
    }

    fn pass(&mut self, count: usize) {
        self.reader.consume(count);
    }

    /// Passes over a byte order mark.
    fn pass_mark(&mut self) -> Result<(), ReadError> {
        if self.buffer()?.starts_with(b"\xef\xbb\xbf") {
            self.pass(3);
        }
        Ok(())
    }

    /// The next byte that is no white space, which stays.
    fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let buffer = self.buffer()?;
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let lines = memchr::memchr_iter(b'\n', &buffer[..blank]).count();
            let (next, is_end) = (buffer.get(blank).copied(), buffer.is_empty());
            self.line += lines;
            self.pass(blank);
            if next.is_some() || is_end {
                return Ok(next);
            }
        }
    }

    /// The object that begins here, with its line.
    fn object(&mut self) -> Result<(usize, Value), ReadError> {
        let line = self.line;
        let mut bytes = Vec::new();
        let mut braces = Braces::default();
        match self.peek()? {
            Some(b'{') => {}
            Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                return Err(ReadError::new("error.foreign.object").at(&self.file.place(line, "")));
            }
            _ => return Err(self.wrong("expected value")),
        }
        loop {
            let buffer = self.buffer()?;
            let end = braces.end(buffer);
            let taken = end.unwrap_or(buffer.len());
            bytes.extend_from_slice(&buffer[..taken]);
            let is_whole = end.is_some() || buffer.is_empty();
            self.pass(taken);
            if bytes.len() > LONGEST_RECORD {
                return Err(ReadError::new("error.foreign.large").at(&self.file.place(line, "")));
            }
            if is_whole {
                break;
            }
        }
        self.line += memchr::memchr_iter(b'\n', &bytes).count();
        let value = serde_json::from_slice(&bytes).map_err(|error| {
            let place = self.file.place(line + error.line().saturating_sub(1), "");
            ReadError::new("error.foreign.json").at(&place).with("what", error)
        })?;
        Ok((line, value))
    }
}

/// How deep in an object, and whether in a string.
#[derive(Default)]
struct Braces {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Braces {
    /// Where in the next bytes the object ends, if it does.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.escaped {
                self.escaped = false;
            } else if self.in_string {
                // Nothing else counts in a string.
                at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
                self.escaped = bytes[at] == b'\\';
                self.in_string = self.escaped;
            } else {
                match bytes[at] {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
            at += 1;
        }
        None
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
    fn objects_are_cut_where_they_end_and_not_in_their_strings() {
        let text = r#"{"n":{"a":["}\\","\"]"]}}{"n":[]}"#;
        let whole = vec![(1, r#"{"a":["}\\","\"]"]}"#.to_owned()), (1, "[]".to_owned())];
        assert_eq!(lines(text), Ok(whole));
        assert_eq!(lines("{\n\"n\":1\n}\n{\"n\":2}"), Ok(vec![(1, "1".to_owned()), (4, "2".to_owned())]));
    }

    #[test]
    fn an_object_that_would_fill_the_memory_is_refused() {
        for (text, key) in [
            (format!("{{\"n\":\"{}\"}}", "x".repeat(LONGEST_RECORD)), "error.foreign.large"),
            (format!("[{{\"n\":[{}", "0,".repeat(LONGEST_RECORD)), "error.foreign.large"),
            ("{".repeat(LONGEST_RECORD / 2), "error.foreign.json"),
        ] {
            assert_eq!(lines(&text).unwrap_err().message().key, key);
        }
        // Many of them are another matter.
        let many = "{\"n\":1}\n".repeat(LONGEST_RECORD / 8 + 1);
        assert_eq!(lines(&many).unwrap().len(), LONGEST_RECORD / 8 + 1);
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
            ("[{\"n\":1} {\"n\":2}]", "1"),
            ("[,{\"n\":1}]", "1"),
            (&deep, "1"),
            ("<html>", "1"),
        ] {
            let message = lines(text).unwrap_err().message();
            let said = message.args.iter().find(|(name, _)| *name == "line");
            assert_eq!(said.map(|(_, line)| line.as_str()), Some(line), "{text:.40} {message:?}");
        }
    }
}
