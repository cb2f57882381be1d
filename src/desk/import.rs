//! Other tools' files in the window: what is in one, what its labels are here, and what came of it.

use super::Desk;
use super::state::{Floating, Offer};
use super::worker::{ArriveDone, ArriveJob, Job, SurveyJob, Surveyed};
use crate::annotation::Decider;
use crate::exchange::arrive::{Arrived, LabelTable, Survey};
use crate::exchange::{FORMATS, Info};
use crate::strings::Message;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The dialog as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportForm {
    /// The file.
    pub path: PathBuf,
    /// The format's word; `None` while it is guessed.
    pub format: Option<&'static str>,
    /// What is in it, or what is wrong with it; `None` while it is looked at.
    pub survey: Option<Result<Survey, Message>>,
    /// What its labels are here.
    pub table: LabelTable,
    /// The label that is current, in the list of the file's.
    pub row: usize,
    /// All marks as proposals.
    pub proposals: bool,
    /// Texts without an article become new ones.
    pub fresh: bool,
    /// It is coming in.
    pub working: bool,
    /// So many documents of how many are done.
    pub progress: (usize, usize),
    /// What came of it.
    pub arrived: Option<Arc<Arrived>>,
    ticket: u64,
}

/// Something chosen in the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportTurn {
    /// This file.
    File(PathBuf),
    /// It is of this format.
    Format(&'static str),
    /// The label at this place of the list.
    Row(usize),
    /// The current label is this one here; nothing leaves it out.
    Label(String),
    /// The current label is the next or the previous one of those there are.
    Turn(super::command::Way),
    /// All marks as proposals, or as the file has them.
    Proposals(bool),
    /// Texts without an article become new ones, or are listed.
    Fresh(bool),
    /// Bring it in.
    Go,
    /// Keep the list of what has no place as a file.
    List,
}

/// The formats that are read, in the order of the list.
pub fn formats() -> impl Iterator<Item = &'static Info> {
    FORMATS.iter().map(|format| format.info()).filter(|info| info.reads)
}

impl ImportForm {
    /// The file's labels with how many marks have each.
    pub fn labels(&self) -> Vec<(&str, usize)> {
        let Some(Ok(survey)) = &self.survey else { return Vec::new() };
        survey.labels.iter().map(|(label, count)| (label.as_str(), *count)).collect()
    }
}

impl Desk {
    /// Asks for a file.
    pub(super) fn ask_import(&mut self) {
        if !super::dialogs::available() {
            return self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
        }
        super::dialogs::open_foreign(self.worker.expect(), &self.state);
    }

    /// Carries out what was chosen in the dialog.
    pub(super) fn import(&mut self, turn: ImportTurn) {
        if let ImportTurn::File(path) = turn {
            self.ensure_dataset();
            let empty = self.state.dataset.as_ref().is_none_or(|dataset| dataset.issues.is_empty());
            self.state.floating = Some(Floating::Import(Box::new(ImportForm {
                path,
                format: None,
                survey: None,
                table: LabelTable::default(),
                row: 0,
                proposals: false,
                fresh: empty,
                working: false,
                progress: (0, 0),
                arrived: None,
                ticket: 0,
            })));
            return self.survey(None);
        }
        let labels: Vec<String> = self.state.labels.labels.iter().map(|label| label.id.to_string()).collect();
        let set = self.state.labels.clone();
        let Some(Floating::Import(form)) = &mut self.state.floating else { return };
        match turn {
            ImportTurn::Format(format) => self.survey(Some(format)),
            ImportTurn::Row(row) => form.row = row.min(form.labels().len().saturating_sub(1)),
            ImportTurn::Label(ours) => {
                let theirs = form.labels().get(form.row).map(|(theirs, _)| (*theirs).to_owned());
                if let Some(theirs) = theirs {
                    form.table.0.insert(theirs, ours);
                }
            }
            ImportTurn::Turn(way) => {
                let theirs = form.labels().get(form.row).map(|(theirs, _)| (*theirs).to_owned());
                let Some(theirs) = theirs else { return };
                let now = match form.table.label(&theirs, &set) {
                    crate::exchange::arrive::LabelFate::Label(id) => id.to_string(),
                    _ => String::new(),
                };
                // Left out is the one before the first.
                let choices: Vec<String> = std::iter::once(String::new()).chain(labels).collect();
                let at = choices.iter().position(|choice| *choice == now).unwrap_or(0);
                let to = match way {
                    super::command::Way::Forth => (at + 1) % choices.len(),
                    super::command::Way::Back => (at + choices.len() - 1) % choices.len(),
                };
                form.table.0.insert(theirs, choices[to].clone());
            }
            ImportTurn::Proposals(on) => form.proposals = on,
            ImportTurn::Fresh(on) => form.fresh = on,
            ImportTurn::Go => self.go_import(),
            ImportTurn::List => self.keep_astray(),
            ImportTurn::File(_) => {}
        }
    }

    /// Looks at the file, by this format or whichever fits.
    fn survey(&mut self, format: Option<&'static str>) {
        self.ticket += 1;
        let Some(Floating::Import(form)) = &mut self.state.floating else { return };
        (form.format, form.survey, form.row, form.ticket) = (format, None, 0, self.ticket);
        let job = SurveyJob { ticket: self.ticket, path: form.path.clone(), format };
        self.worker.send(Job::Survey(job));
    }

    /// What is in the file is known.
    pub(super) fn surveyed(&mut self, ticket: u64, found: Surveyed) {
        if let Some(Floating::Import(form)) = &mut self.state.floating
            && form.ticket == ticket
        {
            (form.format, form.survey, form.table) = (Some(found.format), Some(found.survey), found.table);
        }
    }

    fn go_import(&mut self) {
        let who = self.who();
        self.exchange_stop.store(true, Ordering::Release);
        self.exchange_stop = Arc::new(AtomicBool::new(false));
        let Some(Floating::Import(form)) = &mut self.state.floating else { return };
        let (Some(format), Some(Ok(survey)), false) = (form.format, &form.survey, form.working) else {
            return;
        };
        let job = ArriveJob {
            ticket: form.ticket,
            path: form.path.clone(),
            format,
            table: form.table.clone(),
            proposals: form.proposals,
            fresh: form.fresh,
            who: Decider { nested: self.state.labels.nested, ..who },
            documents: survey.documents,
            stop: Arc::clone(&self.exchange_stop),
        };
        (form.working, form.progress) = (true, (0, survey.documents));
        self.worker.send(Job::Arrive(job));
    }

    /// Marks came in.
    pub(super) fn arrived(&mut self, done: ArriveDone) {
        self.state.history = done.history;
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = done.issues;
        }
        if let Some(Floating::Import(form)) = &mut self.state.floating {
            form.working = false;
        }
        let arrived = match done.arrived {
            Ok(arrived) => arrived,
            Err(message) => {
                // What came in before is there.
                if let Some(open) = &self.state.open {
                    self.worker.send(Job::Load(open.issue.id.clone()));
                }
                return self.notice(message, Offer::Nothing);
            }
        };
        let here = self.state.open.as_ref().map(|open| open.issue.id.clone());
        let shown = here.filter(|id| arrived.issues.contains(id));
        let first = self.state.open.is_none().then(|| arrived.issues.first().cloned()).flatten();
        if let Some(id) = shown.or(first) {
            self.worker.send(Job::Load(id));
        }
        let message = Message::new("toast.arrived").with("placed", arrived.placed);
        let message = message.with("astray", arrived.astray.len());
        match &mut self.state.floating {
            Some(Floating::Import(form)) => form.arrived = Some(Arc::new(arrived)),
            _ => self.toast_text(self.state.strings.say(&message), false),
        }
    }

    /// Writes the list of what has no place beside the file.
    fn keep_astray(&mut self) {
        let Some(Floating::Import(form)) = &self.state.floating else { return };
        let Some(arrived) = &form.arrived else { return };
        let mut table = String::from("\u{feff}");
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        for astray in &arrived.astray {
            let place = &astray.place;
            let why = self.state.strings.say(&astray.why);
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "{}\t{}\t{}\t{}\t{}\t{}",
                plain(&place.file),
                place.line,
                plain(&place.record),
                plain(&astray.label),
                plain(&astray.what),
                plain(&why)
            );
        }
        let path = crate::exchange::beside(&form.path, self.state.say("import.list_name"));
        let path = super::export::free(path);
        self.worker.send(Job::Table { path, text: table });
    }
}
