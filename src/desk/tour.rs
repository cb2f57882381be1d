//! 五步上手: five cards beside the parts of the desk, on the built-in page, shown once and whenever asked for.

use super::Desk;
use super::state::{Pane, State};
use crate::annotation::Entity;
use crate::issue::Article;

/// What the five cards point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStep {
    /// The article.
    Reader,
    /// What floats beside a mark.
    Popover,
    /// The articles.
    Outline,
    /// Topics, entities, keywords.
    Inspector,
    /// What is recorded, and the keys.
    Status,
}

/// Where the tour is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tour {
    /// None is on.
    #[default]
    Off,
    /// It begins with the next issue that is open.
    Waits,
    /// It shows a card.
    At(TourStep),
}

impl TourStep {
    /// The steps in order.
    pub const ALL: [Self; 5] = [Self::Reader, Self::Popover, Self::Outline, Self::Inspector, Self::Status];

    /// Keys of title and text.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Reader => ("tour.reader", "tour.reader_said"),
            Self::Popover => ("tour.popover", "tour.popover_said"),
            Self::Outline => ("tour.outline", "tour.outline_said"),
            Self::Inspector => ("tour.inspector", "tour.inspector_said"),
            Self::Status => ("tour.status", "tour.status_said"),
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(1, |n| n + 1)
    }
}

impl State {
    /// The card of the tour that is on the screen.
    pub fn touring(&self) -> Option<TourStep> {
        match self.tour {
            Tour::At(step) if self.floating.is_none() && self.shows_desk() => Some(step),
            _ => None,
        }
    }
}

impl Desk {
    /// Begins the tour; where no issue is open the built-in page is opened first.
    pub(super) fn start_tour(&mut self) {
        if self.state.open.is_none() || self.state.is_preview() {
            self.state.tour = Tour::Waits;
            if self.state.open.is_none() {
                self.open_text(super::SAMPLE.to_owned(), "file.sample");
            }
            return;
        }
        self.state.to_desk();
        self.state.floating = None;
        self.state.settings.tour_seen = Some(env!("CARGO_PKG_VERSION").to_owned());
        self.keep_settings();
        self.show_step(TourStep::Reader);
    }

    /// An issue is open: a tour that waited for it begins.
    pub(super) fn begin_waiting_tour(&mut self) {
        if self.state.tour == Tour::Waits && !self.state.is_preview() {
            self.start_tour();
        }
    }

    /// The next card, or the end.
    pub(super) fn next_step(&mut self) {
        let Tour::At(step) = self.state.tour else { return };
        match TourStep::ALL.get(step.number()) {
            Some(next) => self.show_step(*next),
            None => self.end_tour(),
        }
    }

    /// No more cards.
    pub(super) fn end_tour(&mut self) {
        self.state.tour = Tour::Off;
        self.state.pane = Pane::Reader;
    }

    fn show_step(&mut self, step: TourStep) {
        self.state.tour = Tour::At(step);
        self.state.pane = match step {
            TourStep::Outline => Pane::Outline,
            TourStep::Inspector => Pane::Inspector,
            _ => Pane::Reader,
        };
        if step != TourStep::Popover {
            if let Some(open) = &mut self.state.open {
                open.details = false;
            }
            return;
        }
        // The popover needs a mark: a doubtful one, else any that is open.
        let marks = || self.state.article().into_iter().flat_map(Article::entities);
        let doubtful = |entity: &&Entity| self.state.is_doubtful(entity);
        let found = marks().map(|(_, entity)| entity).find(doubtful);
        let found = found.or_else(|| marks().map(|(_, entity)| entity).find(|entity| entity.status.stands()));
        if let Some(id) = found.map(|entity| entity.id.clone()) {
            self.select_mark(id, true);
        }
    }
}
