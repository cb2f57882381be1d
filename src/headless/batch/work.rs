//! One parcel: read, put together, proposed, written.

use super::super::open::Reading;
use super::super::propose::{How, proposed};
use super::report::{Row, Status};
use crate::exchange::{self, Brought};
use crate::issue::Issue;
use crate::layout::{self, Taught};
use crate::propose::{Learned, Proposer};
use crate::source::{Parcel, Shape, Source};
use crate::strings::{Message, Strings};
use crate::text::hex;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

thread_local! {
    /// Where this thread came to grief.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What every worker needs.
pub struct Work<'a> {
    /// Where results go.
    pub out: &'a Path,
    /// Where they are written before they are renamed.
    pub unfinished: &'a Path,
    /// The user's language.
    pub strings: &'a Strings,
    /// How files are read.
    pub reading: Reading,
    /// How proposals are made.
    pub how: How,
    /// The one proposer.
    pub proposer: Proposer,
    /// What the layout was taught.
    pub taught: Option<Taught>,
    /// What the proposals were taught.
    pub learned: Learned,
    /// All that a result depends on beside its input.
    pub version: String,
}

/// What became of a parcel.
pub struct Done {
    /// A row an issue.
    pub rows: Vec<Row>,
    /// The pages that were read; none where an earlier run has done it.
    pub pages: usize,
}

/// Runs `work` without the words that a panic says to a programmer; [`caught`] tells them to whom it concerns.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let before = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        PLACE.with_borrow_mut(|last| *last = place);
    }));
    let done = work();
    panic::set_hook(before);
    done
}

/// What `work` gives, or the place in the program at which it came to grief.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| PLACE.take())
}

impl Work<'_> {
    /// Does a parcel, where `earlier` does not say that what its input gives is there.
    ///
    /// # Errors
    /// Where nothing more can be written.
    pub fn parcel(&self, parcel: &Parcel, earlier: &dyn Fn(&str) -> Option<usize>) -> io::Result<Done> {
        // What cannot be read says why when it is opened.
        let input = self.input(parcel).unwrap_or_default();
        if !input.is_empty() && earlier(&input).is_some() {
            return Ok(Done { rows: Vec::new(), pages: 0 });
        }
        match caught(|| self.issues(parcel, &input)) {
            Ok(done) => done,
            Err(place) => {
                let panic = Message::new("error.batch.panic").with("file", &parcel.name).with("place", place);
                Ok(Done { rows: vec![Row::failed(&parcel.name, self.strings.say(&panic))], pages: 0 })
            }
        }
    }

    /// What says whether a result would be another one: the files, their names and the version.
    fn input(&self, parcel: &Parcel) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut add =
            |text: &str| hash.update([text.len().to_string().as_bytes(), b":", text.as_bytes()].concat());
        add(&self.version);
        add(&parcel.name);
        parcel.folders.first().into_iter().for_each(|folder| add(folder));
        for path in &parcel.files {
            hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
            let mut file = File::open(path)?;
            hash.update(file.metadata()?.len().to_le_bytes());
            let mut part = [0; 1 << 14];
            loop {
                match file.read(&mut part)? {
                    0 => break,
                    length => hash.update(&part[..length]),
                }
            }
        }
        Ok(hex(&hash.finalize()))
    }

    fn issues(&self, parcel: &Parcel, input: &str) -> io::Result<Done> {
        let failed = |message: &Message| vec![Row::failed(&parcel.name, self.strings.say(message))];
        let brought = match exchange::bring_parcel(parcel, self.reading.how()) {
            Ok(brought) => brought,
            Err(error) => return Ok(Done { rows: failed(&error.message()), pages: 0 }),
        };
        let Brought { pages: sources, ready, skipped } = brought;
        let total = sources.len() + ready.len();
        let digits = total.to_string().len();
        let left_out: Vec<String> = skipped.iter().map(|what| self.strings.say(what)).collect();
        let built = sources.into_iter().map(|source| {
            let issue = layout::reconstruct_taught(&source, &self.proposer, self.taught.as_ref());
            (source, issue)
        });
        let (mut rows, mut pages) = (Vec::new(), 0);
        for (n, (source, issue)) in built.chain(ready).enumerate() {
            let name = match total {
                1 => parcel.name.clone(),
                _ => format!("{}.{:0digits$}", parcel.name, n + 1),
            };
            let mut row = self.issue(name, issue, &source)?;
            input.clone_into(&mut row.input);
            if n == 0 && row.status == Status::Done && !left_out.is_empty() {
                (row.status, row.message) = (Status::Part, left_out.join(" "));
            }
            pages += leaves(&source);
            rows.push(row);
        }
        Ok(Done { rows, pages })
    }

    /// Proposes and writes one issue.
    fn issue(&self, name: String, mut issue: Issue, source: &Source) -> io::Result<Row> {
        let records = match proposed(&mut issue, source, (&self.proposer, &self.learned), &self.how) {
            Ok(records) => records,
            Err(error) => return Ok(Row::failed(&name, self.strings.say(&error.message()))),
        };
        if let Err(error) = self.write(&name, records.as_bytes()) {
            // Only what is wrong with this one name leaves hope for the next.
            let own = matches!(
                error.kind(),
                ErrorKind::InvalidFilename
                    | ErrorKind::InvalidInput
                    | ErrorKind::IsADirectory
                    | ErrorKind::NotADirectory
            );
            let message = Message::new("error.output").with("reason", &error);
            return if own { Ok(Row::failed(&name, self.strings.say(&message))) } else { Err(error) };
        }
        let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
        Ok(Row {
            issue: name,
            files: source.files.len(),
            status: Status::Done,
            articles: issue.articles.len(),
            marks: blocks.map(|block| block.entities.len()).sum(),
            input: String::new(),
            message: String::new(),
        })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.out.join(format!("{name}.jsonl"));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let thread = format!("{:?}", std::thread::current().id());
        let digits: String = thread.chars().filter(char::is_ascii_digit).collect();
        exchange::write_by_way_of(&self.unfinished.join(digits), &path, bytes)
    }
}

/// How many newspaper pages a source has, as far as it tells.
fn leaves(source: &Source) -> usize {
    let pages = |shape: &Shape| if let Shape::Pages(pages) = shape { pages.len() } else { 1 };
    source.shapes.iter().map(pages).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_with_its_place_and_ends_nothing() {
        let told = quietly(|| (caught(|| 7), caught(|| [1, 2].iter().map(|n| n / (n - 1)).sum::<i32>())));
        assert_eq!(told.0, Ok(7));
        assert!(told.1.is_err_and(|place| place.contains("work.rs:")));
    }
}
