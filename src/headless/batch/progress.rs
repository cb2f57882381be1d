//! How far a run has come, on one line of a terminal; nothing where nobody looks.

use super::super::output;
use super::report::{Counts, Row, Status};
use crate::strings::{Message, Strings};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// A line is written so often at most.
const PAUSE: Duration = Duration::from_millis(100);

/// The line.
pub struct Progress<'a> {
    strings: &'a Strings,
    seen: bool,
    began: Instant,
    said: Option<Instant>,
    total: usize,
    done: usize,
    pages: usize,
    failed: usize,
    width: usize,
}

impl<'a> Progress<'a> {
    /// For so many parcels.
    pub fn new(strings: &'a Strings, total: usize) -> Self {
        let (seen, began) = (std::io::stderr().is_terminal(), Instant::now());
        Self { strings, seen, began, said: None, total, done: 0, pages: 0, failed: 0, width: 0 }
    }

    /// One more parcel.
    pub fn step(&mut self, pages: usize, rows: &[Row]) {
        self.done += 1;
        self.pages += pages;
        self.failed += rows.iter().filter(|row| row.status == Status::Failed).count();
        let due = self.done == self.total || self.said.is_none_or(|said| said.elapsed() >= PAUSE);
        if !self.seen || !due {
            return;
        }
        self.said = Some(Instant::now());
        let speed = self.pages as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let message = Message::new("batch.progress").with("done", self.done).with("total", self.total);
        let message = message.with("speed", format!("{speed:.1}")).with("failed", self.failed);
        self.line(&self.strings.say(&message));
    }

    /// Over what the line said before.
    fn line(&mut self, text: &str) {
        let width = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let rest = " ".repeat(self.width.saturating_sub(width));
        self.width = width;
        // Whoever closed the terminal wants to hear no more.
        let _ = write!(std::io::stderr(), "\r{text}{rest}");
    }

    /// What came of it, in one sentence.
    pub fn end(mut self, counts: &Counts, report: &Path) {
        if self.seen {
            self.line("");
            let _ = write!(std::io::stderr(), "\r");
        }
        let message = Message::new("batch.end").with("there", counts.there).with("failed", counts.failed);
        output::tell(&message.with("report", report.display()));
    }
}
