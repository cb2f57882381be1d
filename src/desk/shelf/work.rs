//! The work list: which issues it shows, in which order.

use crate::dataset::archive::{Archive, WorkRow, WorkSort, WorkState};
use std::collections::BTreeMap;

/// The work list.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Only issues in this state.
    pub state: Option<WorkState>,
    /// Only issues of this paper.
    pub paper: Option<String>,
    /// Only issues of which title, date or file has this.
    pub text: String,
    /// The order.
    pub sort: WorkSort,
    /// The other way round.
    pub backwards: bool,
    /// The rows that are shown.
    pub rows: Vec<WorkRow>,
    /// The current one.
    pub current: usize,
    /// How many issues there are in all.
    pub all: usize,
    /// By state.
    pub states: BTreeMap<WorkState, usize>,
    /// By paper, the most frequent first.
    pub papers: Vec<(String, usize)>,
    /// The issue to do first.
    pub first: Option<WorkRow>,
}

impl Work {
    /// The current row.
    pub fn chosen(&self) -> Option<&WorkRow> {
        self.rows.get(self.current)
    }

    /// In this order, or the other way round.
    pub(super) fn turn(&mut self, sort: WorkSort) {
        self.backwards = self.sort == sort && !self.backwards;
        self.sort = sort;
    }

    pub(super) fn refresh(&mut self, archive: &Archive) {
        let before = self.chosen().map(|row| row.id.clone());
        let all = archive.work(self.sort, self.backwards);
        self.all = all.len();
        self.first = archive.first_to_do();
        let mut papers: BTreeMap<&str, usize> = BTreeMap::new();
        self.states.clear();
        for row in &all {
            *self.states.entry(row.state).or_default() += 1;
            *papers.entry(&row.title).or_default() += 1;
        }
        self.papers = papers.into_iter().map(|(title, count)| (title.to_owned(), count)).collect();
        self.papers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let text = self.text.trim();
        let has = |row: &WorkRow| {
            text.is_empty()
                || row.title.contains(text)
                || row.date.contains(text)
                || row.files.iter().any(|file| file.contains(text))
                || row.editors.iter().any(|editor| editor.contains(text))
        };
        let paper = self.paper.clone();
        let state = self.state;
        self.rows = all
            .into_iter()
            .filter(|row| state.is_none_or(|state| row.state == state))
            .filter(|row| paper.as_ref().is_none_or(|paper| row.title == *paper) && has(row))
            .collect();
        let place = self.rows.iter().position(|row| Some(&row.id) == before.as_ref());
        self.current = place.unwrap_or(self.current).min(self.rows.len().saturating_sub(1));
    }
}
