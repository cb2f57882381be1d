//! `zhupi batch`: every issue of an archive with the program's proposals, one `article/1` file an issue.
//!
//! ```text
//! DIR ─ shelf (parcels, by names) ─ workers: one parcel each at a time ─ OUT/…/NAME.jsonl, then a row of OUT/report.tsv
//! ```
//! Every worker has one parcel in its hands and nothing is collected, so the memory does not grow with the archive. A
//! result is written under `OUT/.unfinished` and renamed into its place, and only then is its row added: whatever moment
//! the run ends at, the next one goes on from there. What failed is tried again, what has not changed is left as it is.

mod progress;
mod report;
mod work;

use super::Failure;
use super::args::{Count, ENCODING, Flag, OUT, Operand, Spec, Values, usage};
use super::open::{MAP, PASSWORD, Reading};
use super::propose::{How, TAXONOMY, WEIGHTS};
use crate::source::{self, SourceError, SourceProblem, sha256};
use crate::strings::{Language, Message, Strings};
use progress::Progress;
use report::{Report, Row};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use work::Work;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "batch",
    help: "help.batch",
    operands: &[Operand { name: "DIR", count: Count::One }],
    flags: &[
        Flag { help: "help.batch.output", ..OUT },
        Flag::valued("jobs", "N", "help.jobs"),
        ENCODING,
        MAP,
        PASSWORD,
        Flag::switch("nested", "help.nested"),
        Flag::valued("dataset", "DATASET", "help.taught"),
        TAXONOMY,
        WEIGHTS,
    ],
};

/// What is not in its place yet.
const UNFINISHED: &str = ".unfinished";
/// A page may nest deeper than a thread's usual stack allows.
const STACK: usize = 16 << 20;

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    archive: PathBuf,
    out: PathBuf,
    jobs: Option<usize>,
    reading: Reading,
    dataset: Option<PathBuf>,
    how: How,
}

impl Batch {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let jobs = values.number("jobs")?;
        if jobs == Some(0) {
            return Err(usage("error.args.number", "0"));
        }
        let weights = values.value(WEIGHTS.long).map(PathBuf::from);
        let taxonomy = values.value(TAXONOMY.long).map(PathBuf::from);
        let how = How { date: None, nested: values.on("nested"), weights, taxonomy };
        let dataset = values.value("dataset").map(Into::into);
        let (out, reading) = (values.out(), Reading::new(&mut values)?);
        let archive = values.required("DIR")?;
        let out = out.ok_or_else(|| usage("error.args.missing", "-o OUT"))?;
        Ok(Self { archive, out, jobs, reading, dataset, how })
    }

    /// Goes through the archive. That an issue fails is no failure of the run.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let strings = Strings::of(language);
        let out = self.place()?;
        let shelf = source::shelve(&self.archive, &out)?;
        if shelf.parcels.is_empty() && shelf.skipped.is_empty() {
            let file = self.archive.display().to_string();
            return Err(SourceError { file, problem: SourceProblem::NothingInside }.into());
        }
        let unwritable = |error: io::Error| self.unwritable(&error);
        let unfinished = out.join(UNFINISHED);
        let mut report = Report::open(&out).map_err(unwritable)?.ok_or_else(|| {
            Failure::Input(Message::new("error.batch.busy").with("out", self.out.display()))
        })?;
        // What an earlier run was writing when it ended.
        let _ = fs::remove_dir_all(&unfinished);
        fs::create_dir_all(&unfinished).map_err(unwritable)?;

        let processors = thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.jobs.unwrap_or(processors).min(shelf.parcels.len()).max(1);
        let work = self.work(&out, &unfinished, &strings)?;
        let lost = shelf.skipped.iter().map(|error| Row::failed(&error.file, strings.say(&error.message())));
        report.add(lost.collect()).map_err(unwritable)?;
        let state = Mutex::new((report, Progress::new(&strings, shelf.parcels.len()), None));
        let next = AtomicUsize::new(0);
        let go = || {
            while let Some(parcel) = shelf.parcels.get(next.fetch_add(1, Ordering::Relaxed)) {
                let earlier = |input: &str| {
                    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                    state.0.keep(input, &out)
                };
                let outcome = work.parcel(parcel, &earlier);
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                let (report, progress, broken) = &mut *state;
                let added = outcome.and_then(|done| {
                    progress.step(done.pages, &done.rows);
                    report.add(done.rows)
                });
                // A full disk is no issue's fault.
                if let Err(error) = added {
                    broken.get_or_insert(error);
                    next.store(shelf.parcels.len(), Ordering::Relaxed);
                }
            }
        };
        work::quietly(|| {
            thread::scope(|scope| {
                let worker = || thread::Builder::new().stack_size(STACK).spawn_scoped(scope, go);
                (0..jobs).try_for_each(|_| worker().map(drop))
            })
        })
        .map_err(unwritable)?;

        let (mut report, progress, broken) = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let _ = fs::remove_dir_all(&unfinished);
        if let Some(error) = broken {
            return Err(self.unwritable(&error));
        }
        let order: Vec<&str> = shelf.parcels.iter().map(|parcel| parcel.name.as_str()).collect();
        let counts = report.finish(&order).map_err(unwritable)?;
        progress.end(&counts, &self.out.join(report::NAME));
        Ok(())
    }

    /// The folder for the results, which is made where there is none. It may lie in the archive, where it is passed over;
    /// the archive may not lie in it, or results would be taken for pages.
    fn place(&self) -> Result<PathBuf, Failure> {
        let archive = self.archive.canonicalize().map_err(|error| {
            let problem = match error.kind() {
                io::ErrorKind::NotFound => SourceProblem::Vanished,
                io::ErrorKind::PermissionDenied => SourceProblem::Forbidden,
                _ => SourceProblem::Unreadable(error.to_string()),
            };
            Failure::from(SourceError { file: self.archive.display().to_string(), problem })
        })?;
        if self.out.exists() && !self.out.is_dir() {
            return Err(Failure::Input(Message::new("error.batch.file").with("out", self.out.display())));
        }
        fs::create_dir_all(&self.out).map_err(|error| self.unwritable(&error))?;
        let out = self.out.canonicalize().map_err(|error| self.unwritable(&error))?;
        if archive.starts_with(&out) && archive.is_dir() {
            return Err(Failure::Input(Message::new("error.batch.inside").with("out", self.out.display())));
        }
        Ok(out)
    }

    fn unwritable(&self, error: &io::Error) -> Failure {
        let message = Message::new("error.batch.output").with("out", self.out.display());
        Failure::Input(message.with("reason", error))
    }

    /// What every worker needs, loaded once.
    fn work<'a>(
        &self,
        out: &'a Path,
        unfinished: &'a Path,
        strings: &'a Strings,
    ) -> Result<Work<'a>, Failure> {
        let weights = super::propose::weights(&self.how)?;
        let proposer = super::propose::proposer(&weights, &self.how)?.on_one_processor();
        let (proposer, taught, learned) =
            super::propose::taught(self.dataset.as_deref(), proposer, &self.how)?;
        // All that a result depends on beside its input.
        let version = [env!("CARGO_PKG_VERSION"), proposer.version(), &sha256(&weights)].join(" ");
        let topics = proposer.taxonomy().map(|taxonomy| sha256(format!("{taxonomy:?}").as_bytes()));
        let version = format!("{version} {} {:?} {taught:?} {topics:?}", self.how.nested, self.reading);
        let version = format!("{version} {}", sha256(&learned.write(&proposer)));
        let reading = self.reading.clone();
        Ok(Work {
            out,
            unfinished,
            strings,
            reading,
            how: self.how.clone(),
            proposer,
            taught,
            learned,
            version,
        })
    }
}
