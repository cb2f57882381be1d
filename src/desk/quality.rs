//! The quality page: asking for the figures, showing them, writing their table.

use super::Desk;
use super::command::Action;
use super::state::{Offer, State, View};
use super::worker::Job;
use crate::annotation::{IssueId, LabelId};
use crate::dataset::{Decisions, Quality};
use crate::strings::Message;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What the quality page shows.
#[derive(Clone, Debug, Default)]
pub struct QualityPage {
    /// The decisions of this issue, or of all.
    pub of: Option<IssueId>,
    /// The figures, once they are counted.
    pub figures: Option<Arc<Quality>>,
}

impl Desk {
    /// Shows the page, counting anew.
    pub(super) fn show_quality(&mut self, of: Option<IssueId>) {
        let before = self.state.quality().filter(|page| page.of == of).and_then(|page| page.figures.clone());
        if self.state.dataset.is_none() {
            self.state.view = View::Quality(QualityPage::default());
            return;
        }
        // What stood there goes on standing until the new figures are in.
        self.state.view = View::Quality(QualityPage { of: of.clone(), figures: before });
        self.worker.send(Job::Count(of));
    }

    /// The decisions are counted; nothing where something else is shown by now.
    pub(super) fn counted(&mut self, of: Option<IssueId>, figures: Result<Arc<Quality>, Message>) {
        let View::Quality(page) = &mut self.state.view else { return };
        if page.of != of {
            return;
        }
        match figures {
            Ok(figures) => page.figures = Some(figures),
            Err(message) => {
                self.state.view = View::Desk;
                self.notice(message, Offer::Nothing);
            }
        }
    }

    /// To and from the page; an act on what is on the desk goes there first. Returns whether that was all there was to do.
    pub(super) fn turn_page(&mut self, action: Action) -> bool {
        use super::command::Menu;
        if self.act_in_review(action) {
            return true;
        }
        let cards = self.state.reviews();
        let shown = self.state.quality().is_some();
        match action {
            Action::Quality if shown => self.state.view = View::Desk,
            Action::Quality => self.show_quality(None),
            Action::Desk => self.state.to_desk(),
            Action::Escape if shown && self.state.notice.is_none() => self.state.view = View::Desk,
            Action::Welcome | Action::SourceBeside | Action::SourceApart => {
                self.state.view = View::Desk;
                return false;
            }
            _ if cards && super::review::takes(action) => return false,
            _ if matches!(action.menu(), Menu::Mark | Menu::Article | Menu::Structure) => {
                self.state.view = View::Desk;
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Chooses where the table goes.
    pub(super) fn choose_table(&mut self) {
        if !super::dialogs::available() {
            return self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
        }
        let jobs = self.worker.expect();
        super::dialogs::save_table(jobs, &self.state);
    }

    /// Writes the table.
    pub(super) fn write_table(&mut self, path: PathBuf) {
        let figures = self.state.quality().and_then(|page| page.figures.clone());
        if let Some(figures) = figures {
            let text = table(&self.state, &figures);
            self.worker.send(Job::Table { path, text });
        }
    }
}

/// The labels of the set, then others that there are decisions about.
pub fn labels<'a>(state: &'a State, figures: &'a Quality) -> Vec<&'a LabelId> {
    let mut labels: Vec<&LabelId> = state.labels.labels.iter().map(|label| &label.id).collect();
    let known: HashSet<&LabelId> = labels.iter().copied().collect();
    labels.extend(figures.labels.keys().filter(|id| !known.contains(id)));
    labels
}

/// The table by label as CSV, with a mark at its start by which spreadsheets know UTF-8.
fn table(state: &State, figures: &Quality) -> String {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let columns = [
        "quality.label",
        "quality.accepted",
        "quality.corrected",
        "quality.rejected",
        "quality.added",
        "quality.missed",
        "quality.precision",
        "quality.recall",
        "quality.f1",
    ];
    let share = |share: Option<f32>| share.map_or(String::new(), |share| format!("{share:.4}"));
    let row = |name: String, d: &Decisions| {
        let counts = [d.accepted, d.corrected, d.rejected, d.added, d.finished.missed];
        let shares = [d.precision(), d.finished.recall(), d.finished.f1()];
        let mut row = vec![name];
        row.extend(counts.map(|count| count.to_string()));
        row.extend(shares.map(share));
        row
    };
    let decisions = |id: &LabelId| figures.labels.get(id).copied().unwrap_or_default();
    let mut rows = vec![columns.map(|column| state.say(column).to_owned()).to_vec()];
    rows.extend(
        labels(state, figures).into_iter().map(|id| row(state.label_called(id).to_owned(), &decisions(id))),
    );
    rows.push(row(state.say("quality.all").to_owned(), &figures.total));
    for row in rows {
        // Memory takes everything.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
