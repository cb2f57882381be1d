//! Printing from the window: the dialog's choices, the job, and what came of it.

use super::Desk;
use super::print::{Order, Unprinted};
use super::state::{Floating, Offer, State};
use super::worker::PrintJob;
use crate::strings::Message;
use std::path::{Path, PathBuf};

/// Something chosen in the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintTurn {
    /// What is printed.
    What {
        /// The whole issue, or the article on the page.
        whole: bool,
        /// With marks, or clean.
        marks: bool,
    },
    /// Choose a place.
    Browse,
    /// Print to this file.
    To(PathBuf),
    /// Stop what is being printed.
    Stop,
}

/// What came of a print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintEnd {
    /// So many pages are written.
    Written(usize),
    /// The file is there already.
    Exists,
    /// Nothing was printed.
    Not(Unprinted),
    /// The file could not be written, and why.
    Refused(String),
}

/// The longest name of a file, in characters.
const LONG: usize = 48;

/// A file name for a print: the paper, its date, and the headline of a single article.
pub fn print_name(state: &State, whole: bool, marks: bool) -> String {
    let Some(open) = &state.open else { return String::new() };
    let headline = open.current().filter(|_| !whole).and_then(|article| article.headline());
    let parts = [open.issue.title.as_str(), open.issue.date.as_str(), headline.unwrap_or_default()];
    let stem = parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ");
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c };
    let mut stem: String = stem.chars().map(safe).take(LONG).collect();
    if stem.trim().is_empty() {
        state.say("export.issue_name").clone_into(&mut stem);
    }
    let clean = if marks { "" } else { state.say("print.clean_name") };
    format!("{}{clean}.pdf", stem.trim())
}

impl Desk {
    /// Asks what is to be printed, and where to.
    pub(super) fn ask_print(&mut self) {
        if self.state.open.is_none() {
            return self.toast("review.no_issue", false);
        }
        let dataset = self.state.dataset.as_ref();
        let folder = dataset.and_then(|dataset| dataset.path.parent().map(ToOwned::to_owned));
        let name = print_name(&self.state, false, true);
        self.fields.path = folder.unwrap_or_default().join(name).display().to_string();
        self.state.floating = Some(Floating::Print { whole: false, marks: true, replace: false });
    }

    /// Carries out what was chosen in the dialog.
    pub(super) fn print(&mut self, turn: PrintTurn) {
        let (whole, marks, replace) = match self.state.floating {
            Some(Floating::Print { whole, marks, replace }) => (whole, marks, replace),
            _ => (false, true, false),
        };
        match turn {
            PrintTurn::What { whole, marks } => {
                let name = print_name(&self.state, whole, marks);
                self.fields.path = Path::new(&self.fields.path).with_file_name(name).display().to_string();
                self.state.floating = Some(Floating::Print { whole, marks, replace: false });
            }
            PrintTurn::Browse => {
                let name = print_name(&self.state, whole, marks);
                super::dialogs::save_print(self.worker.expect(), &self.state, &name);
            }
            PrintTurn::To(path) => {
                let State { open: Some(open), labels, taxonomy, thresholds, strings, .. } = &self.state
                else {
                    return;
                };
                let order = Order {
                    issue: open.issue.clone(),
                    only: (!whole).then(|| open.article.clone()),
                    marks,
                    labels: labels.clone(),
                    taxonomy: taxonomy.clone(),
                    thresholds: *thresholds,
                    strings: strings.clone(),
                };
                self.worker.print(PrintJob { order: Box::new(order), path, overwrite: replace });
            }
            PrintTurn::Stop => self.worker.stop_print(),
        }
    }

    /// A print is done, or has to be asked about first.
    pub(super) fn printed(&mut self, path: &Path, end: PrintEnd) {
        self.state.printing = None;
        let message = match end {
            PrintEnd::Exists => {
                self.fields.path = path.display().to_string();
                match &mut self.state.floating {
                    Some(Floating::Print { replace, .. }) => *replace = true,
                    // It was asked for in a dialog that is closed by now: the file stays as it is.
                    _ => self.notice(Message::new("export.exists"), Offer::Nothing),
                }
                return;
            }
            PrintEnd::Written(pages) => {
                if matches!(self.state.floating, Some(Floating::Print { .. })) {
                    self.state.floating = None;
                }
                let message = Message::new("toast.printed").with("count", pages).with("file", path.display());
                return self.toast_text(self.state.strings.say(&message), false);
            }
            PrintEnd::Not(Unprinted::Stopped) => return self.toast("toast.print_stopped", false),
            PrintEnd::Not(Unprinted::Nothing) => Message::new("error.print.nothing"),
            PrintEnd::Not(Unprinted::Faces) => Message::new("error.print"),
            PrintEnd::Refused(reason) => {
                Message::new("error.print.write").with("file", path.display()).with("reason", reason)
            }
        };
        self.notice(message, Offer::Nothing);
    }
}
