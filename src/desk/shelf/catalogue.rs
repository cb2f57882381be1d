//! The catalogue: which articles it shows, and the line that sums one up.

use crate::dataset::archive::{Archive, Column, Facets, Record, Selection};
use crate::desk::Desk;
use crate::desk::worker::Job;
use crate::issue::gesture;
use crate::issue::register::Register;

/// So many values of a facet are offered.
const OFFERED: usize = 8;

/// The catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// What is chosen.
    pub selection: Selection,
    /// What else can be chosen.
    pub facets: Facets,
    /// The order.
    pub column: Column,
    /// The other way round.
    pub backwards: bool,
    /// The records that are shown.
    pub rows: Vec<Record>,
    /// The current one.
    pub current: usize,
}

impl Catalogue {
    /// The current record.
    pub fn chosen(&self) -> Option<&Record> {
        self.rows.get(self.current)
    }

    pub(super) fn turn(&mut self, column: Column) {
        self.backwards = self.column == column && !self.backwards;
        self.column = column;
    }

    pub(super) fn clear(&mut self) {
        self.selection = Selection::default();
        self.current = 0;
    }

    pub(super) fn refresh(&mut self, archive: &Archive, register: &Register) {
        let before = self.chosen().map(|row| row.article.clone());
        self.facets = archive.facets(&self.selection, register, OFFERED);
        let lines = archive.catalogue(&self.selection, register, self.column, self.backwards);
        self.rows = lines.into_iter().map(|(issue, line)| Record::of(issue, line, register)).collect();
        let place = self.rows.iter().position(|row| Some(&row.article) == before.as_ref());
        self.current = place.unwrap_or(self.current).min(self.rows.len().saturating_sub(1));
    }
}

impl Desk {
    /// Keeps the line that sums the current article up.
    pub(super) fn summarise(&mut self, text: &str) {
        let Some(row) = self.state.shelf.catalogue.chosen() else { return };
        let (issue, article) = (row.issue.clone(), row.article.clone());
        let text = text.trim().to_owned();
        if row.summary == text {
            return;
        }
        if self.state.open.as_ref().is_some_and(|open| open.issue.id == issue) {
            self.decide(|issue, _| gesture::summarise(issue, &article, &text));
        } else if self.state.is_read_only() {
            return self.toast("toast.read_only", false);
        } else {
            self.worker.send(Job::Summarise { issue, article, text });
        }
        self.read_archive();
    }
}
