//! Exporting from the window: what is chosen in the dialog, the look at what it comes to, and what came of it.

use super::Desk;
use super::state::{Floating, State};
use super::worker::{ExportEnd, ExportJob, ExportTo, Job, Look};
use crate::exchange::{self, FORMATS, Format, Info, Options, Scope, Shape};
use crate::strings::Message;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The dialog as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportForm {
    /// The format's word.
    pub format: &'static str,
    /// What is written.
    pub scope: Scope,
    /// With which choices.
    pub options: Options,
    /// With the records of ours beside it.
    pub also: bool,
    /// What is at this place may be replaced.
    pub replace: Option<PathBuf>,
    /// What it comes to, or why that cannot be told; `None` while it is looked at.
    pub look: Option<Result<Arc<Look>, Message>>,
    /// The dataset's releases, as the last look found them.
    pub releases: Vec<String>,
    /// It is being written.
    pub writing: bool,
    /// So many issues of how many are done.
    pub progress: (usize, usize),
    /// Of the last look or export that was asked for.
    ticket: u64,
}

/// Something chosen in the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportTurn {
    /// This format.
    Format(&'static str),
    /// This much.
    Scope(Scope),
    /// With these choices.
    Options(Options),
    /// With the records of ours beside it, or without.
    Also(bool),
    /// Choose a place.
    Browse,
    /// Write to this place.
    To(PathBuf),
    /// Keep the list of what is lost as a file.
    List,
}

/// The formats that are written, in the order of the list.
pub fn formats() -> impl Iterator<Item = &'static Info> {
    FORMATS.iter().map(|format| format.info()).filter(|info| info.writes)
}

impl ExportForm {
    /// What is always so about its format.
    pub fn info(&self) -> Option<&'static Info> {
        exchange::format(self.format).map(Format::info)
    }
}

/// The name for an export: the issue's, the article's, the dataset's, with what the format's name ends with.
fn export_name(state: &State, scope: &Scope, format: &Info) -> String {
    let stem = super::apply::export_stem(state, scope);
    match format.shape {
        Shape::File => format!("{stem}.{}.{}", format.name, format.extension),
        Shape::Folder => format!("{stem} {}", format.name),
    }
}

/// The path, or where something is there already the first one with a number that is free.
pub(super) fn free(path: PathBuf) -> PathBuf {
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let numbered = |n: u32| exchange::beside(&path, &format!(" {n}{ending}"));
    if !path.exists() {
        return path;
    }
    (2..1000).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| path.clone())
}

impl Desk {
    /// Opens the dialog.
    pub(super) fn open_export(&mut self) {
        let scope = match &self.state.open {
            Some(open) => Scope::Issue(open.issue.id.clone()),
            None if self.state.dataset.is_some() => Scope::All,
            None => return,
        };
        let format = self.state.settings.export_format();
        let folder =
            self.state.dataset.as_ref().and_then(|dataset| dataset.path.parent().map(Path::to_owned));
        self.fields.path = folder.unwrap_or_default().join("x").display().to_string();
        self.state.floating = Some(Floating::Export(Box::new(ExportForm {
            format,
            scope,
            options: Options::default(),
            also: false,
            replace: None,
            look: None,
            releases: Vec::new(),
            writing: false,
            progress: (0, 0),
            ticket: 0,
        })));
        self.renew_export(true);
    }

    /// Carries out what was chosen in the dialog.
    pub(super) fn export(&mut self, turn: ExportTurn) {
        if let ExportTurn::To(path) = turn {
            return self.export_to(path);
        }
        let Some(Floating::Export(form)) = &mut self.state.floating else { return };
        let named = matches!(turn, ExportTurn::Format(_) | ExportTurn::Scope(_));
        match turn {
            ExportTurn::Format(format) => {
                form.format = format;
                format.clone_into(&mut self.state.settings.export);
                self.keep_settings();
            }
            ExportTurn::Scope(scope) => form.scope = scope,
            ExportTurn::Options(options) => form.options = options,
            ExportTurn::Also(also) => {
                (form.also, form.replace) = (also, None);
                return;
            }
            ExportTurn::Browse => {
                let info = form.info();
                let name =
                    Path::new(&self.fields.path).file_name().map(|name| name.to_string_lossy().into_owned());
                let Some(info) = info else { return };
                let name = name.unwrap_or_default();
                return super::dialogs::save_export(self.worker.expect(), &self.state, info, &name);
            }
            ExportTurn::List => return self.keep_list(),
            ExportTurn::To(_) => return,
        }
        self.renew_export(named);
    }

    /// Looks again at what it comes to; with another name where that follows from what was chosen.
    fn renew_export(&mut self, named: bool) {
        self.ticket += 1;
        self.exchange_stop.store(true, Ordering::Release);
        self.exchange_stop = Arc::new(AtomicBool::new(false));
        let Some(Floating::Export(form)) = &mut self.state.floating else { return };
        (form.look, form.replace, form.progress, form.ticket) = (None, None, (0, 0), self.ticket);
        let job = ExportJob {
            ticket: self.ticket,
            scope: form.scope.clone(),
            format: form.format,
            options: form.options.clone(),
            to: None,
            stop: Arc::clone(&self.exchange_stop),
        };
        let (scope, info) = (form.scope.clone(), form.info());
        if named && let Some(info) = info {
            let name = export_name(&self.state, &scope, info);
            self.fields.path = Path::new(&self.fields.path).with_file_name(name).display().to_string();
        }
        self.worker.send(Job::Export(job));
    }

    fn export_to(&mut self, path: PathBuf) {
        self.ticket += 1;
        self.exchange_stop.store(true, Ordering::Release);
        self.exchange_stop = Arc::new(AtomicBool::new(false));
        let Some(Floating::Export(form)) = &mut self.state.floating else { return };
        (form.writing, form.progress, form.ticket) = (true, (0, 0), self.ticket);
        let replace = form.replace.as_ref() == Some(&path);
        let job = ExportJob {
            ticket: self.ticket,
            scope: form.scope.clone(),
            format: form.format,
            options: form.options.clone(),
            to: Some(ExportTo { path, replace, also: form.also && form.format != "article" }),
            stop: Arc::clone(&self.exchange_stop),
        };
        self.worker.send(Job::Export(job));
    }

    /// The dialog was closed: nobody waits any more.
    pub(super) fn end_exchange(&mut self) {
        self.exchange_stop.store(true, Ordering::Release);
    }

    /// So much of a look, an export or an import is done.
    pub(super) fn exchange_under_way(&mut self, ticket: u64, done: usize, of: usize) {
        match &mut self.state.floating {
            Some(Floating::Export(form)) if form.ticket == ticket => form.progress = (done, of),
            Some(Floating::Import(form)) => form.progress = (done, of),
            _ => {}
        }
    }

    /// What an export comes to is known.
    pub(super) fn export_seen(&mut self, ticket: u64, look: Result<Box<Look>, Message>) {
        if let Some(Floating::Export(form)) = &mut self.state.floating
            && form.ticket == ticket
        {
            if let Ok(look) = &look {
                form.releases.clone_from(&look.releases);
            }
            form.look = Some(look.map(|look| Arc::new(*look)));
        }
    }

    /// An export is done, or has to be asked about first.
    pub(super) fn exported(&mut self, ticket: u64, end: ExportEnd) {
        let form = match &mut self.state.floating {
            Some(Floating::Export(form)) if form.ticket == ticket => Some(form),
            _ => None,
        };
        match (end, form) {
            (ExportEnd::Exists { path, taken }, Some(form)) => {
                (form.replace, form.writing) = (Some(path), false);
                self.fields.taken = taken.display().to_string();
            }
            // It was asked for in a dialog that is closed by now: the file stays as it is.
            (ExportEnd::Exists { .. }, None) => {
                self.notice(Message::new("export.exists"), super::state::Offer::Nothing);
            }
            (ExportEnd::Written(path, report), form) => {
                if form.is_some() {
                    self.state.floating = None;
                }
                let message = Message::new("toast.exported").with("count", report.articles);
                let message = message.with("file", path.display());
                self.toast_text(self.state.strings.say(&message), false);
            }
            (ExportEnd::Failed(message), form) => {
                if let Some(form) = form {
                    form.writing = false;
                }
                // Whoever stopped it knows.
                if message.key == "error.export.stopped" {
                    return self.toast("toast.export_stopped", false);
                }
                self.notice(message, super::state::Offer::Nothing);
            }
        }
    }

    /// Writes the list of what is kept, bent and lost beside where the export would go.
    fn keep_list(&mut self) {
        let Some(Floating::Export(form)) = &self.state.floating else { return };
        let Some(Ok(look)) = &form.look else { return };
        let mut table = String::from("\u{feff}");
        for (what, row) in look.report.lines() {
            let words = &self.state.strings;
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "{}\t{}\t{}\t{}\t{}",
                words.say(&what),
                row.kept,
                row.bent,
                row.lost,
                words.get(row.how)
            );
        }
        let name = self.state.say("export.list_name");
        let path = free(exchange::beside(Path::new(self.fields.path.trim()), name));
        self.worker.send(Job::Table { path, text: table });
    }
}
