//! `OUT/report.tsv`: a row an issue, for people, and what the next run knows of this one.
//!
//! Rows are added as issues are done, each in one go; at the end of a run they are put in the archive's order. A row that
//! a crash cut off is passed over. The column `input` is the hash of all that the issue was made of.

use std::collections::HashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Its name.
pub const NAME: &str = "report.tsv";
const HEAD: &str = "issue\tfiles\tstatus\tarticles\tmarks\tinput\tmessage\n";

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All of it is there.
    Done,
    /// It is there without files that could not be read.
    Part,
    /// It is not there.
    Failed,
}

impl Status {
    const ALL: [(Self, &str); 3] = [(Self::Done, "done"), (Self::Part, "part"), (Self::Failed, "failed")];
}

/// What is said of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name: that of its file in OUT without `.jsonl`.
    pub issue: String,
    /// How many files it is made of.
    pub files: usize,
    /// What became of it.
    pub status: Status,
    /// Its records.
    pub articles: usize,
    /// Its entities.
    pub marks: usize,
    /// What it was made of.
    pub input: String,
    /// What is to be said of it.
    pub message: String,
}

impl Row {
    /// An issue that is not there.
    pub fn failed(issue: &str, message: String) -> Self {
        let (input, issue) = (String::new(), issue.to_owned());
        Self { issue, files: 0, status: Status::Failed, articles: 0, marks: 0, input, message }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let mut cell = || cells.next();
        let row = Self {
            issue: plain(cell()?),
            files: cell()?.parse().ok()?,
            status: cell().and_then(|word| Status::ALL.iter().find(|(_, name)| *name == word))?.0,
            articles: cell()?.parse().ok()?,
            marks: cell()?.parse().ok()?,
            input: cell()?.to_owned(),
            message: plain(cell()?),
        };
        cells.next().is_none().then_some(row)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { issue, files, status, articles, marks, input, message } = self;
        let status = Status::ALL.iter().find(|(s, _)| s == status).map_or("", |(_, name)| name);
        let (issue, message) = (escaped(issue), escaped(message));
        writeln!(f, "{issue}\t{files}\t{status}\t{articles}\t{marks}\t{input}\t{message}")
    }
}

/// Signs that would end a cell or a row.
const ESCAPES: [(char, char); 4] = [('\\', '\\'), ('\t', 't'), ('\n', 'n'), ('\r', 'r')];

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut said, c| {
        match ESCAPES.iter().find(|(sign, _)| *sign == c) {
            Some((_, letter)) => said.extend(['\\', *letter]),
            None => said.push(c),
        }
        said
    })
}

fn plain(cell: &str) -> String {
    let (mut text, mut chars) = (String::new(), cell.chars());
    while let Some(c) = chars.next() {
        let after = if c == '\\' { chars.next() } else { None };
        let sign = after.and_then(|letter| ESCAPES.iter().find(|(_, l)| *l == letter));
        text.push(sign.map_or(c, |(sign, _)| *sign));
    }
    text
}

/// How many issues became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Written in this run or an earlier one.
    pub there: usize,
    /// Not written.
    pub failed: usize,
}

/// The report of a run at work.
pub struct Report {
    path: PathBuf,
    /// Open as long as the run lasts: it holds the lock.
    file: File,
    /// What earlier runs did, by input.
    earlier: HashMap<String, Vec<Row>>,
    /// What stands so far.
    rows: Vec<Row>,
}

impl Report {
    /// The report in `out` with what earlier runs did; `None` where another run is at work there.
    pub fn open(out: &Path) -> io::Result<Option<Self>> {
        let path = out.join(NAME);
        let file = OpenOptions::new().append(true).create(true).open(&path)?;
        if let Err(std::fs::TryLockError::WouldBlock) = file.try_lock() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let mut earlier: HashMap<String, Vec<Row>> = HashMap::new();
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut last = String::new();
        for row in whole.lines().filter_map(Row::parse).filter(|row| !row.input.is_empty()) {
            last.clone_from(&row.input);
            let rows = earlier.entry(last.clone()).or_default();
            rows.retain(|known| known.issue != row.issue);
            rows.push(row);
        }
        // A row that was cut off may have been of the same parcel as the one before.
        if !text.is_empty() && !text.ends_with('\n') {
            earlier.remove(&last);
            writeln!(&file)?;
        }
        let mut report = Self { path, file, earlier, rows: Vec::new() };
        if text.is_empty() {
            report.file.write_all(HEAD.as_bytes())?;
        }
        Ok(Some(report))
    }

    /// Takes over what an earlier run made of this input: how many issues; `None` where something of it is missing.
    pub fn keep(&mut self, input: &str, out: &Path) -> Option<usize> {
        let rows = self.earlier.get(input)?;
        let there =
            |row: &Row| row.status != Status::Failed && out.join(format!("{}.jsonl", row.issue)).is_file();
        let kept = rows.iter().all(there).then_some(rows.len())?;
        self.rows.extend(self.earlier.remove(input).unwrap_or_default());
        Some(kept)
    }

    /// Adds the rows of a parcel.
    pub fn add(&mut self, rows: Vec<Row>) -> io::Result<()> {
        let lines: String = rows.iter().map(ToString::to_string).collect();
        self.file.write_all(lines.as_bytes())?;
        self.rows.extend(rows);
        Ok(())
    }

    /// Puts the rows in the order of the archive's parcels.
    pub fn finish(&mut self, parcels: &[&str]) -> io::Result<Counts> {
        let order: HashMap<&str, usize> = parcels.iter().enumerate().map(|(n, name)| (*name, n)).collect();
        let parcel = |row: &Row| {
            let stem = || row.issue.rsplit_once('.').and_then(|(stem, _)| order.get(stem));
            order.get(row.issue.as_str()).or_else(stem).copied().unwrap_or(usize::MAX)
        };
        self.rows.sort_by_cached_key(|row| (parcel(row), row.issue.clone()));
        let lines: String = self.rows.iter().map(ToString::to_string).collect();
        crate::exchange::write_whole(&self.path, (HEAD.to_owned() + &lines).as_bytes())?;
        let failed = self.rows.iter().filter(|row| row.status == Status::Failed).count();
        Ok(Counts { there: self.rows.len() - failed, failed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(issue: &str, input: &str) -> Row {
        let (issue, input) = (issue.to_owned(), input.to_owned());
        Row { issue, files: 1, status: Status::Done, articles: 2, marks: 3, input, message: String::new() }
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let odd = Row { message: "a\tb\nc\\n".to_owned(), ..row("夹\t/名\\t", "0f") };
        let line = odd.to_string();
        assert_eq!(Row::parse(line.trim_end_matches('\n')), Some(odd));
        assert_eq!(line.matches('\n').count(), 1);
    }

    #[test]
    fn what_is_cut_off_or_gone_is_done_again() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let mut report = Report::open(out).unwrap().unwrap();
        assert!(Report::open(out).unwrap().is_none(), "two runs at once");
        report.add(vec![row("甲", "01"), row("乙", "02")]).unwrap();
        report.add(vec![row("丙.1", "03"), row("丙.2", "03")]).unwrap();
        drop(report);
        for name in ["甲", "丙.1", "丙.2"] {
            std::fs::write(out.join(format!("{name}.jsonl")), "").unwrap();
        }
        let mut report = Report::open(out).unwrap().unwrap();
        assert_eq!(
            ["01", "02", "03", "04"].map(|input| report.keep(input, out)),
            [Some(1), None, Some(2), None]
        );
        drop(report);
        // Without the end of its last row the parcel cannot be trusted.
        let text = std::fs::read_to_string(out.join(NAME)).unwrap();
        std::fs::write(out.join(NAME), &text[..text.len() - 4]).unwrap();
        let mut report = Report::open(out).unwrap().unwrap();
        assert_eq!(["01", "03"].map(|input| report.keep(input, out)), [Some(1), None]);
        report.finish(&["甲"]).unwrap();
        drop(report);
        assert_eq!(std::fs::read_to_string(out.join(NAME)).unwrap(), format!("{HEAD}{}", row("甲", "01")));
    }
}
