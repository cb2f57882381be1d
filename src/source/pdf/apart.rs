//! Reading a PDF in a process of its own ([`crate::apart`]).
//!
//! The program starts itself again as `zhupi read-pdf`, hands it the task and the bytes and takes words, one JSON object a
//! line: first each page as it is read, then the end or a problem.

use super::{Document, Gathered, ReadPage};
use crate::apart::{Apart, LONGEST_LINE, MEMORY, hear, limit};
use crate::source::{Extract, SourceProblem};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// The word after `zhupi` that makes it a reader.
pub const WORD: &str = "read-pdf";

/// What a reader may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest time for one page, and for opening the file.
    pub page: Duration,
    /// Longest time for the whole file.
    pub whole: Duration,
    /// Most memory, in megabytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { page: Duration::from_secs(20), whole: Duration::from_mins(3), memory: MEMORY }
    }
}

/// What a reader is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Task {
    password: String,
    memory: u64,
    picture: Option<(usize, f32)>,
}

/// What a reader says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Word {
    Page(Box<ReadPage>),
    /// Width and height; the pixels follow as they are, four bytes each.
    Picture(u32, u32),
    End,
    /// Whether the password was a wrong one.
    Password(bool),
    LockedUnknown,
    Damaged,
    TooManyPages(usize, usize),
    Other(String),
}

impl From<SourceProblem> for Word {
    fn from(problem: SourceProblem) -> Self {
        match problem {
            SourceProblem::Password { wrong } => Self::Password(wrong),
            SourceProblem::LockedUnknown => Self::LockedUnknown,
            SourceProblem::Damaged(_) => Self::Damaged,
            SourceProblem::TooManyPages { pages, most } => Self::TooManyPages(pages, most),
            other => Self::Other(format!("{other:?}")),
        }
    }
}

/// A word, or pixels after [`Word::Picture`].
enum Heard {
    Word(Word),
    #[cfg_attr(not(feature = "desk"), expect(dead_code, reason = "only the desk asks for pictures"))]
    Pixels(Vec<u8>),
}

/// Reads a PDF within limits. `on_page` is given every page as it comes and says whether to go on.
///
/// # Errors
/// Where the PDF is locked, damaged, without text, or takes more than it may.
pub fn read(
    bytes: &[u8],
    password: &str,
    limits: &Limits,
    on_page: &mut dyn FnMut(&ReadPage) -> bool,
) -> Result<Extract, SourceProblem> {
    let task = Task { password: password.to_owned(), memory: limits.memory, picture: None };
    let mut reader = Reader::start(bytes, task, *limits)?;
    let mut gathered = Gathered::default();
    loop {
        match reader.word()? {
            Word::Page(page) => {
                if !on_page(&page) {
                    return Err(SourceProblem::Stopped);
                }
                gathered.add(*page)?;
            }
            Word::End => return gathered.finish(),
            word => return Err(problem(word)),
        }
    }
}

/// A page as a picture: width, height, and four bytes (red, green, blue, alpha) a pixel.
///
/// # Errors
/// As [`read`].
#[cfg(feature = "desk")]
pub(super) fn picture(
    bytes: &[u8],
    password: &str,
    page: usize,
    scale: f32,
    limits: &Limits,
) -> Result<(u32, u32, Vec<u8>), SourceProblem> {
    let task = Task { password: password.to_owned(), memory: limits.memory, picture: Some((page, scale)) };
    let mut reader = Reader::start(bytes, task, *limits)?;
    match reader.word()? {
        Word::Picture(width, height) => match reader.hear()? {
            Heard::Pixels(pixels) => Ok((width, height, pixels)),
            Heard::Word(word) => Err(problem(word)),
        },
        word => Err(problem(word)),
    }
}

fn problem(word: Word) -> SourceProblem {
    match word {
        Word::Password(wrong) => SourceProblem::Password { wrong },
        Word::LockedUnknown => SourceProblem::LockedUnknown,
        Word::TooManyPages(pages, most) => SourceProblem::TooManyPages { pages, most },
        Word::Other(reason) => SourceProblem::Unreadable(reason),
        Word::Damaged | Word::Page(_) | Word::Picture(..) | Word::End => SourceProblem::Damaged("PDF"),
    }
}

/// A reader at work; ended when dropped.
struct Reader {
    _process: Option<Apart>,
    heard: Receiver<Heard>,
    limits: Limits,
    began: Instant,
}

impl Reader {
    fn start(bytes: &[u8], task: Task, limits: Limits) -> Result<Self, SourceProblem> {
        let (say, heard) = mpsc::channel();
        let bytes = bytes.to_vec();
        let broken = |error: std::io::Error| SourceProblem::Unreadable(error.to_string());
        let mut process = Apart::start(WORD).map_err(broken)?;
        if let Some(process) = &mut process {
            let task = serde_json::to_vec(&task).map_err(|error| broken(error.into()))?;
            process.tell(vec![task, b"\n".to_vec(), bytes]);
            if let Some(words) = process.words() {
                std::thread::spawn(move || listen(words, &say));
            }
        } else {
            let work = move || in_thread(bytes, &task, &say);
            let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(64 << 20);
            thread.spawn(work).map_err(broken)?;
        }
        Ok(Self { _process: process, heard, limits, began: Instant::now() })
    }

    fn hear(&mut self) -> Result<Heard, SourceProblem> {
        let left = self.limits.whole.saturating_sub(self.began.elapsed());
        self.heard.recv_timeout(left.min(self.limits.page)).map_err(|error| match error {
            RecvTimeoutError::Timeout => {
                let seconds = self.began.elapsed().as_secs();
                SourceProblem::TooSlow { format: "PDF", seconds }
            }
            // It ended without a last word: out of memory, or worse.
            RecvTimeoutError::Disconnected => {
                SourceProblem::TooHeavy { format: "PDF", memory: self.limits.memory }
            }
        })
    }

    fn word(&mut self) -> Result<Word, SourceProblem> {
        match self.hear()? {
            Heard::Word(word) => Ok(word),
            Heard::Pixels(_) => Err(SourceProblem::Damaged("PDF")),
        }
    }
}

/// Passes on what a reader says until it ends or says what nobody understands.
fn listen(mut from: impl BufRead, say: &Sender<Heard>) {
    while let Some(word) = hear(&mut from) {
        let pixels = if let Word::Picture(width, height) = word {
            Some(width as usize * height as usize * 4)
        } else {
            None
        };
        if say.send(Heard::Word(word)).is_err() {
            return;
        }
        if let Some(len) = pixels.filter(|len| *len as u64 <= LONGEST_LINE) {
            let mut all = vec![0; len];
            if from.read_exact(&mut all).is_err() || say.send(Heard::Pixels(all)).is_err() {
                return;
            }
        }
    }
}

fn in_thread(bytes: Vec<u8>, task: &Task, say: &Sender<Heard>) {
    let work = std::panic::AssertUnwindSafe(|| {
        carry_out(bytes, task, &mut |word, pixels| {
            let heard = say.send(Heard::Word(word)).is_ok();
            heard && pixels.is_none_or(|pixels| say.send(Heard::Pixels(pixels)).is_ok())
        });
    });
    if std::panic::catch_unwind(work).is_err() {
        // Nobody may be listening any more.
        let _ = say.send(Heard::Word(Word::Damaged));
    }
}

/// Does what is asked and says each result; stops when nobody listens.
fn carry_out(bytes: Vec<u8>, task: &Task, say: &mut dyn FnMut(Word, Option<Vec<u8>>) -> bool) {
    let document = match Document::open(bytes, &task.password) {
        Ok(document) => document,
        Err(problem) => {
            say(problem.into(), None);
            return;
        }
    };
    if let Some((page, scale)) = task.picture {
        draw(&document, page, scale, say);
        return;
    }
    for number in 0..document.pages() {
        if !say(Word::Page(Box::new(document.page(number))), None) {
            return;
        }
    }
    say(Word::End, None);
}

#[cfg(feature = "desk")]
fn draw(document: &Document, page: usize, scale: f32, say: &mut dyn FnMut(Word, Option<Vec<u8>>) -> bool) {
    match super::picture::draw(document, page, scale) {
        Some(picture) => say(Word::Picture(picture.width, picture.height), Some(picture.pixels)),
        None => say(Word::Damaged, None),
    };
}

#[cfg(not(feature = "desk"))]
fn draw(_: &Document, _: usize, _: f32, say: &mut dyn FnMut(Word, Option<Vec<u8>>) -> bool) {
    say(Word::Damaged, None);
}

/// What `zhupi read-pdf` does: reads from standard input, says on standard output. True where it came to an end.
pub fn serve() -> bool {
    let mut stdin = std::io::stdin().lock();
    let mut line = Vec::new();
    let asked = stdin.by_ref().take(1 << 16).read_until(b'\n', &mut line);
    let Some(task) = asked.ok().and_then(|_| serde_json::from_slice::<Task>(&line).ok()) else {
        return false;
    };
    limit(task.memory);
    let mut bytes = Vec::new();
    if stdin.take(crate::source::MAX_BYTES + 1).read_to_end(&mut bytes).is_err() {
        return false;
    }
    // Some fonts and pages are nested deeply.
    let work = move || {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        carry_out(bytes, &task, &mut |word, pixels| {
            let said = serde_json::to_writer(&mut out, &word).is_ok() && out.write_all(b"\n").is_ok();
            let pixels = pixels.is_none_or(|pixels| out.write_all(&pixels).is_ok());
            said && pixels && out.flush().is_ok()
        });
    };
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(work);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(())) => true,
        // A page that breaks the reader: said as such, not as a lack of memory.
        _ => writeln!(std::io::stdout(), "\"Damaged\"").is_ok(),
    }
}
