//! The carrier: what is to be exported is looked at and written, and other tools' files are looked at, beside the clerk, so
//! that decisions are recorded meanwhile. It reads the dataset as it is on the disk when its errand comes.

use super::clerk::{Clerk, no_dataset};
use super::{Event, Voice};
use crate::dataset::{Access, Dataset};
use crate::exchange::arrive::{LabelTable, Survey, guess, survey};
use crate::exchange::article::ArticleFormat;
use crate::exchange::{
    self, Export, Format, Glimpse, Input, Options, Out, Report, Scope, Setting, Shape, WriteError, beside,
};
use crate::strings::Message;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Receiver;

/// Bytes of an export that are shown.
const SHOWN: usize = 4096;

/// Under this key the dataset remembers what the labels of a format are here.
pub(super) fn table_key(format: &str) -> String {
    format!("labels_in:{format}")
}

/// What is to be exported.
#[derive(Clone, Debug)]
pub struct ExportJob {
    /// Comes back in the answer.
    pub ticket: u64,
    /// What.
    pub scope: Scope,
    /// The format's word.
    pub format: &'static str,
    /// With which choices.
    pub options: Options,
    /// Where to; it is only looked at where there is none.
    pub to: Option<ExportTo>,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportTo {
    /// The file or folder.
    pub path: PathBuf,
    /// Files there may be replaced.
    pub replace: bool,
    /// With the records of ours beside it.
    pub also: bool,
}

/// What an export comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is kept, bent and lost.
    pub report: Report,
    /// The first lines.
    pub start: String,
    /// Names of the dataset's releases, the latest first.
    pub releases: Vec<String>,
}

/// How an export ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportEnd {
    /// It is written.
    Written(PathBuf, Report),
    /// Something is there already.
    Exists {
        /// Where it was to go.
        path: PathBuf,
        /// What is there: this, or a file that goes beside it.
        taken: PathBuf,
    },
    /// Nothing was written, and why.
    Failed(Message),
}

/// A file of another tool that is to be looked at.
#[derive(Clone, Debug)]
pub struct SurveyJob {
    /// Comes back in the answer.
    pub ticket: u64,
    /// Which.
    pub path: PathBuf,
    /// The format's word; guessed where there is none.
    pub format: Option<&'static str>,
}

/// What is in a file of another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    /// The format's word.
    pub format: &'static str,
    /// What is in it, or what is wrong with it.
    pub survey: Result<Survey, Message>,
    /// What its labels are here, as far as that was said before.
    pub table: LabelTable,
}

/// Something to carry.
pub(super) enum Errand {
    Export(PathBuf, ExportJob),
    Survey(Option<PathBuf>, SurveyJob),
}

impl Clerk {
    /// Sends the carrier once all decisions before are on the disk.
    pub(super) fn export(&self, job: ExportJob) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        let _ = self.errands.send(Errand::Export(dataset.path().to_owned(), job));
        None
    }

    /// Has a file looked at.
    pub(super) fn survey(&self, job: SurveyJob) -> Option<Event> {
        let dataset = self.dataset.as_ref().map(|dataset| dataset.path().to_owned());
        let _ = self.errands.send(Errand::Survey(dataset, job));
        None
    }
}

/// Goes until nobody asks any more.
pub(super) fn run(inbox: &Receiver<Errand>, voice: &Voice) {
    for errand in inbox {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match &errand {
            Errand::Export(dataset, job) => export(dataset, job, voice),
            Errand::Survey(dataset, job) => {
                Event::Surveyed(job.ticket, Box::new(look_into(dataset.as_deref(), job)))
            }
        }));
        voice.say(done.unwrap_or_else(|_| Event::Failed(Message::new("error.exchange"))));
    }
}

/// Where the records of ours go that stand beside an export.
pub fn records_beside(path: &Path, shape: Shape) -> PathBuf {
    match shape {
        Shape::File => beside(path, ".article.jsonl"),
        Shape::Folder => {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".article.jsonl");
            path.with_file_name(name)
        }
    }
}

fn export(dataset: &Path, job: &ExportJob, voice: &Voice) -> Event {
    let ticket = job.ticket;
    let Some(to) = &job.to else {
        let glimpse = Glimpse::new(SHOWN);
        let seen = write(dataset, job, Out::glimpse(&glimpse), voice);
        return Event::ExportSeen(
            ticket,
            seen.map(|report| Box::new(Look { report, start: glimpse.text(), releases: releases(dataset) })),
        );
    };
    let Some(format) = exchange::format(job.format) else { return Event::Quiet };
    let shape = format.info().shape;
    let mut places: Vec<PathBuf> = vec![to.path.clone()];
    places.extend(format.beside().iter().map(|ending| beside(&to.path, ending)));
    if to.also {
        places.push(records_beside(&to.path, shape));
    }
    if let Some(taken) = places.iter().find(|path| !to.replace && path.exists()) {
        let (path, taken) = (to.path.clone(), taken.clone());
        return Event::ExportDone(ticket, ExportEnd::Exists { path, taken });
    }
    let failed = |error: std::io::Error| {
        let message = Message::new("error.export.write").with("file", to.path.display());
        Event::ExportDone(ticket, ExportEnd::Failed(message.with("reason", error)))
    };
    // A file in the place of a folder, or the other way round, is never replaced.
    if to.path.exists() && to.path.is_dir() != (shape == Shape::Folder) {
        return failed(std::io::ErrorKind::AlreadyExists.into());
    }
    let out = match shape {
        Shape::File => Out::file(&to.path),
        Shape::Folder => match Out::folder(&to.path) {
            Ok(out) => out,
            Err(error) => return failed(error),
        },
    };
    let written = write(dataset, job, out, voice).and_then(|report| {
        if to.also {
            let records = ExportJob { format: "article", ..job.clone() };
            write(dataset, &records, Out::file(&records_beside(&to.path, shape)), voice)?;
        }
        Ok(report)
    });
    Event::ExportDone(
        ticket,
        match written {
            Ok(report) => ExportEnd::Written(to.path.clone(), report),
            Err(message) => ExportEnd::Failed(message),
        },
    )
}

/// Names of the releases of a dataset, the latest first.
fn releases(dataset: &Path) -> Vec<String> {
    let releases = Dataset::open(dataset, Access::Read).and_then(|dataset| dataset.releases());
    releases.unwrap_or_default().into_iter().rev().map(|(.., release)| release.recipe.name).collect()
}

/// How far an export or import is; nothing to say of a single issue.
pub(super) fn under_way(ticket: u64) -> impl Fn(usize, usize) -> Option<Event> {
    move |done, of| (of > 1).then_some(Event::ExchangeUnderWay(ticket, done, of))
}

fn write(dataset: &Path, job: &ExportJob, out: Out, voice: &Voice) -> Result<Report, Message> {
    let dataset = Dataset::open(dataset, Access::Read).map_err(|error| error.message())?;
    let format: &dyn Format = exchange::format(job.format).unwrap_or(&ArticleFormat);
    let setting = Setting::of(&dataset, job.options.clone());
    let what = Export { dataset: &dataset, scope: &job.scope, format, setting: &setting };
    let mut watch = voice.watch(&job.stop, under_way(job.ticket));
    exchange::export(what, out, &mut watch).map_err(|error| match (&error, &job.to) {
        (WriteError::Disk(reason), Some(to)) => {
            Message::new("error.export.write").with("file", to.path.display()).with("reason", reason)
        }
        _ => error.message(),
    })
}

/// What is in a file, by the format that is named or that it looks like.
fn look_into(dataset: Option<&Path>, job: &SurveyJob) -> Surveyed {
    let input = match Input::open(&folder_of(&job.path)) {
        Ok(input) => input,
        Err(error) => {
            let format = job.format.unwrap_or("label-studio");
            return Surveyed { format, survey: Err(error.message()), table: LabelTable::default() };
        }
    };
    let named = job.format.and_then(exchange::format).or_else(|| guess(&input));
    let Some(format) = named else {
        let message = Message::new("error.foreign.unknown").with("file", job.path.display());
        return Surveyed { format: "label-studio", survey: Err(message), table: LabelTable::default() };
    };
    let name = format.info().name;
    let remembered = dataset.and_then(|path| Dataset::open(path, Access::Read).ok());
    let remembered = remembered.and_then(|dataset| dataset.view(&table_key(name)).ok().flatten());
    let survey = survey(format, &input).map_err(|error| error.message());
    Surveyed { format: name, survey, table: remembered.unwrap_or_default() }
}

/// A file that is one of a folder's stands for the folder.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let folder = path.parent().filter(|_| path.is_file() && (ending == "ann" || ending == "conf"));
    folder.unwrap_or(path).to_owned()
}
