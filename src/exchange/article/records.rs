//! A long file of records, one issue at a time.
//!
//! A first look notes where the lines of each issue stand; then issue after issue is read from there. So an archive may be
//! longer than the memory, and the lines of an issue need not stand together.

use super::read::{Reader, mark_free};
use super::{ArticleError, Problem};
use crate::issue::Issue;
use crate::source::{MAX_BYTES, is_article_records};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

/// Characters that are looked at to see what a file is.
const START: u64 = 4096;

/// A line of the file.
#[derive(Clone, Copy, Debug)]
struct Line {
    number: usize,
    at: u64,
}

/// Why a file of records is not read on.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The system refuses.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// A record is not in its form.
    #[error(transparent)]
    Article(#[from] ArticleError),
}

/// A file of records that was looked through, and now gives its issues, each checked as [`read`](super::read()) does.
#[derive(Debug)]
pub struct Records {
    file: BufReader<File>,
    /// The lines of each issue, in the order in which issues come.
    issues: std::vec::IntoIter<Vec<Line>>,
}

/// All that the first look wants of a record.
#[derive(Deserialize)]
struct Head {
    issue: Named,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl Records {
    /// Looks through a file; `None` where it does not begin as records of ours in UTF-8 do.
    ///
    /// # Errors
    /// What the system refuses, and a line that is too long or not UTF-8.
    pub fn open(path: &Path) -> Result<Option<Self>, RecordsError> {
        let mut file = BufReader::new(File::open(path)?);
        let mut start = Vec::new();
        file.by_ref().take(START).read_to_end(&mut start)?;
        if !is_article_records(mark_free(&String::from_utf8_lossy(&start))) {
            return Ok(None);
        }
        file.rewind()?;
        let (mut issues, mut places): (Vec<Vec<Line>>, HashMap<String, usize>) = Default::default();
        let mut at = 0;
        for number in 1.. {
            let line = Line { number, at };
            let Some(text) = read_line(&mut file, number)? else { break };
            at += text.len() as u64;
            if text.trim().is_empty() {
                continue;
            }
            // A line without the name of an issue is told what is wrong with it when it is read.
            let head = serde_json::from_str::<Head>(mark_free(&text)).map(|head| head.issue.id);
            let place = *places.entry(head.unwrap_or_default()).or_insert(issues.len());
            if place == issues.len() {
                issues.push(Vec::new());
            }
            issues[place].push(line);
        }
        Ok(Some(Self { file, issues: issues.into_iter() }))
    }

    fn issue(&mut self, lines: Vec<Line>) -> Result<Issue, RecordsError> {
        let mut reader = Reader::default();
        for Line { number, at } in lines {
            // Lines mostly follow each other: what is in the buffer is not read again.
            let here = self.file.stream_position()?;
            self.file.seek_relative(at as i64 - here as i64)?;
            let text = read_line(&mut self.file, number)?.unwrap_or_default();
            reader.numbered(number, mark_free(&text), None)?;
        }
        // All lines are of one issue, of which there is at least one, unless the file changes meanwhile.
        Ok(reader.finish().into_iter().next().ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?)
    }
}

impl Iterator for Records {
    type Item = Result<Issue, RecordsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let lines = self.issues.next()?;
        Some(self.issue(lines))
    }
}

/// The next line with its end; `None` at the end of the file.
fn read_line(file: &mut BufReader<File>, number: usize) -> Result<Option<String>, RecordsError> {
    let mut line = Vec::new();
    file.by_ref().take(MAX_BYTES + 1).read_until(b'\n', &mut line)?;
    let fail =
        |what: String| ArticleError { line: number, record: String::new(), problem: Problem::Form(what) };
    if line.len() as u64 > MAX_BYTES {
        return Err(fail(format!("> {} MB", MAX_BYTES >> 20)).into());
    }
    if line.is_empty() {
        return Ok(None);
    }
    String::from_utf8(line).map(Some).map_err(|error| fail(error.utf8_error().to_string()).into())
}
