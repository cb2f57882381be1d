//! A table read by the library in a process of its own (`zhupi read-parquet`, [`crate::apart`]).
//!
//! The library believes what a file says of itself: a footer of 36 bytes can claim lists of two thousand million elements
//! that take no bytes, and a page of one value so many rows. So it works where it can be ended, and says a line of JSON for
//! each row: the row, or why there is none.

use crate::apart::{Apart, MEMORY, hear, limit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// The word after `zhupi` that makes it a reader of tables.
pub const WORD: &str = "read-parquet";
/// How long it may be silent.
pub const SILENCE: Duration = Duration::from_secs(15);
/// Words that wait until somebody takes them.
const AHEAD: usize = 16;

/// What is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// A row.
    Row(Value),
    /// There are no more rows.
    End,
    /// The file cannot be opened, and why.
    Closed(String),
    /// The next row cannot be read, and why.
    Damaged(String),
}

/// The rows of a table while they are read.
#[derive(Debug)]
pub struct Rows {
    heard: Receiver<Word>,
    silence: Duration,
    // Ended when the rows are dropped.
    _reader: Option<Apart>,
}

impl Rows {
    /// Begins to read the bytes of a file.
    ///
    /// # Errors
    /// Where the system starts no process.
    pub fn begin(bytes: Vec<u8>, silence: Duration) -> std::io::Result<Self> {
        let (say, heard) = sync_channel(AHEAD);
        let mut reader = Apart::start(WORD)?;
        if let Some(reader) = &mut reader {
            reader.tell(vec![bytes]);
            if let Some(words) = reader.words() {
                std::thread::spawn(move || pass_on(words, &say));
            }
        } else {
            std::thread::spawn(move || carry_out(bytes, &mut |word| say.send(word).is_ok()));
        }
        Ok(Self { heard, silence, _reader: reader })
    }

    /// The next word; `None` where none comes in time, or the reader ended without a last one.
    pub fn word(&mut self) -> Option<Word> {
        self.heard.recv_timeout(self.silence).ok()
    }
}

fn pass_on(mut words: impl BufRead, say: &SyncSender<Word>) {
    while let Some(word) = hear(&mut words) {
        if say.send(word).is_err() {
            return;
        }
    }
}

/// Reads and says each row; stops when nobody listens.
fn carry_out(bytes: Vec<u8>, say: &mut dyn FnMut(Word) -> bool) {
    let opened = caught(|| SerializedFileReader::new(bytes::Bytes::from(bytes)));
    let rows = opened.as_ref().map_err(String::clone).and_then(|table| caught(|| table.get_row_iter(None)));
    let last = match rows {
        Err(what) => Word::Closed(what),
        Ok(mut rows) => loop {
            match caught(|| rows.next().map(|row| row.map(|row| row.to_json_value())).transpose()) {
                Ok(Some(row)) => {
                    if !say(Word::Row(row)) {
                        return;
                    }
                }
                Ok(None) => break Word::End,
                Err(what) => break Word::Damaged(what),
            }
        },
    };
    // Nobody may be listening any more.
    let _ = say(last);
}

/// What the library's own checks overlook ends in a panic; that is an error too.
fn caught<T>(work: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, String> {
    let result = catch_unwind(AssertUnwindSafe(work)).map_err(|_| "?".to_owned())?;
    result.map_err(|error| error.to_string())
}

/// What `zhupi read-parquet` does: reads from standard input, says on standard output. True where it came to an end.
pub fn serve() -> bool {
    limit(MEMORY);
    let mut bytes = Vec::new();
    if BufReader::new(std::io::stdin()).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    carry_out(bytes, &mut |word| serde_json::to_writer(&mut out, &word).is_ok() && writeln!(out).is_ok());
    out.flush().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// A file of fields that nobody knows, each a list of two thousand million truth values.
    fn boasting() -> Vec<u8> {
        let footer = [b"\xf9\xf1\xff\xff\xff\xff\x07".repeat(20_000), b"\0".to_vec()].concat();
        let length = (footer.len() as u32).to_le_bytes();
        [b"PAR1", footer.as_slice(), &length, b"PAR1"].concat()
    }

    #[test]
    fn a_table_that_claims_more_than_it_can_hold_is_given_up() {
        let began = Instant::now();
        let mut rows = Rows::begin(boasting(), Duration::from_millis(200)).unwrap();
        assert_eq!(rows.word(), None);
        assert!(began.elapsed() < SILENCE);
    }

    #[test]
    fn words_that_nobody_understands_are_the_end() {
        let mut said = &b"{\"Row\":{\"text\":\"\xe7\x94\xb2\"}}\n\"End\"\nmore"[..];
        assert_eq!(hear(&mut said), Some(Word::Row(serde_json::json!({"text": "甲"}))));
        assert_eq!(hear(&mut said), Some(Word::End));
        assert_eq!(hear::<Word>(&mut said), None);
    }
}
