//! What stands over all issues: the work list (工作单), the catalogue (目录), the register (名录) and the statistics (统计).
//!
//! All look at the same lines ([`Archive`]), which a thread of its own reads; they are asked for whenever a page
//! comes up or something was changed. What a page lists is made here, when something was chosen, and only painted there.

mod catalogue;
mod figures;
mod names;
mod work;

pub use catalogue::Catalogue;
pub use figures::Statistics;
pub use names::{EntryForm, Linked, Names, Row};
pub use work::Work;

use super::Desk;
use super::command::{Action, Menu};
use super::state::{State, View};
use super::worker::Job;
use crate::annotation::{ArticleId, EntryId, EntryKind, IssueId};
use crate::dataset::archive::{Archive, Column, Facet, Value, WorkSort, WorkState};
use crate::issue::register::Register;
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;

/// The pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// 工作单
    #[default]
    Work,
    /// 目录
    Catalogue,
    /// 名录
    Register,
    /// 统计, of what the catalogue lets through
    Figures,
}

/// What the pages know.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Which page is shown.
    pub room: Room,
    /// The register of the dataset.
    pub register: Register,
    /// All issues in short, once they are read.
    pub archive: Option<Arc<Archive>>,
    /// The work list.
    pub work: Work,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The register's page.
    pub names: Names,
    /// The statistics.
    pub figures: Statistics,
    /// The article to show when its issue is open.
    pub going: Option<ArticleId>,
}

/// What is typed on the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShelfFields {
    /// What is looked for.
    pub text: String,
    /// That field has to take the keyboard.
    pub claim: bool,
    /// The current row has to be seen.
    pub reveal: bool,
    /// First and last day of what the catalogue and the statistics show.
    pub span: [String; 2],
    /// So many points the statistics have to move.
    pub scroll: i32,
    /// The line that sums an article up.
    pub summary: String,
    /// The fields of an entry.
    pub entry: EntryForm,
    /// The first of them has to take the keyboard.
    pub entry_claim: bool,
}

/// Something chosen on one of the pages.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// What is typed into the page's field.
    Text(String),
    /// This row is the current one.
    Row(usize),
    /// So many rows on.
    Step(isize),
    /// What the current row leads to.
    Go,
    /// Another page.
    Room(Room),
    /// Only issues in this state.
    State(Option<WorkState>),
    /// Only issues of this paper.
    Paper(Option<String>),
    /// In another order, or the other way round.
    Sort(WorkSort),
    /// The issue to do first.
    First,
    /// A value of a facet, or not.
    Toggle(Facet, Value),
    /// First and last day, ISO or as much of it as counts.
    Span([String; 2]),
    /// No choice at all.
    Clear,
    /// Follow names of this kind.
    Follow(EntryKind),
    /// Articles in the order of this column, or the other way round.
    Column(Column),
    /// The line that sums the current article up.
    Summary(String),
    /// Only entries of this kind.
    Kind(Option<EntryKind>),
    /// Show an entry.
    Entry(EntryId),
    /// Keep what was typed into the entry's fields.
    Keep,
    /// The entry becomes part of this one.
    Merge(EntryId),
    /// What was merged into another entry stands alone again.
    Unmerge(EntryId),
    /// The chosen offices become another entry.
    Split,
    /// An office is chosen for that, or not.
    Office(usize),
    /// The entry goes into the trash.
    Drop,
    /// An entry comes out of it.
    PickUp(EntryId),
    /// Show an article.
    Article(IssueId, ArticleId),
    /// Link the selected mark to this entry, or to a new one of its own name.
    Link(Option<EntryId>),
    /// Link every mark of which the words can be this entry only.
    LinkAll,
    /// Take the selected mark's link off.
    Unlink,
    /// Write the register to this file.
    To(PathBuf),
    /// Take in a list from this file.
    From(PathBuf),
}

impl Shelf {
    /// Makes what the pages list anew.
    pub fn refresh(&mut self) {
        let Some(archive) = self.archive.clone() else { return };
        match self.room {
            Room::Work => self.work.refresh(&archive),
            Room::Catalogue => self.catalogue.refresh(&archive, &self.register),
            Room::Register => self.names.refresh(&archive, &self.register),
            Room::Figures => {
                self.catalogue.refresh(&archive, &self.register);
                self.figures.refresh(&archive, &self.catalogue.selection, &self.register);
            }
        }
    }

    fn current(&mut self) -> (&mut usize, usize) {
        match self.room {
            Room::Work => (&mut self.work.current, self.work.rows.len()),
            Room::Catalogue | Room::Figures => (&mut self.catalogue.current, self.catalogue.rows.len()),
            Room::Register => (&mut self.names.current, self.names.rows.len()),
        }
    }
}

impl State {
    /// Whether one of the pages is shown, and which.
    pub fn room(&self) -> Option<Room> {
        matches!(self.view, View::Shelf).then_some(self.shelf.room)
    }

    /// Whether a page takes a key that would decide something on the desk.
    pub(super) fn shelf_takes(&self, action: Action) -> bool {
        match action {
            Action::Accept => self.room().is_some(),
            Action::LinkEntry => self.room() == Some(Room::Register),
            _ => false,
        }
    }
}

impl Desk {
    /// Carries out an act on one of the pages, or one that leads there; returns whether that was all there was to do.
    pub(super) fn act_on_shelf(&mut self, ctx: &egui::Context, action: Action) -> bool {
        let room = match action {
            Action::WorkList => Some(Room::Work),
            Action::Catalogue => Some(Room::Catalogue),
            Action::Register => Some(Room::Register),
            Action::Statistics => Some(Room::Figures),
            _ => None,
        };
        if let Some(room) = room {
            if self.state.room() == Some(room) {
                self.state.view = View::Desk;
            } else {
                self.open_shelf(room);
            }
            return true;
        }
        if action == Action::LinkEntry && self.state.room() == Some(Room::Register) {
            self.turn_shelf(Turn::LinkAll);
            return true;
        }
        if action == Action::LinkEntry {
            self.ask_entry();
            return true;
        }
        if self.state.room().is_none() || self.state.floating.is_some() {
            return false;
        }
        if self.state.room() == Some(Room::Figures) && self.act_on_figures(ctx, action) {
            return true;
        }
        match action {
            Action::Escape if self.state.notice.is_none() => self.state.view = View::Desk,
            Action::RowUp => self.turn_shelf(Turn::Step(-1)),
            Action::RowDown => self.turn_shelf(Turn::Step(1)),
            Action::PageUp => self.turn_shelf(Turn::Step(-15)),
            Action::PageDown => self.turn_shelf(Turn::Step(15)),
            Action::Home => self.turn_shelf(Turn::Step(isize::MIN / 2)),
            Action::End => self.turn_shelf(Turn::Step(isize::MAX / 2)),
            Action::Accept => self.turn_shelf(Turn::Go),
            Action::Find => self.fields.shelf.claim = true,
            _ if matches!(action.menu(), Menu::Mark | Menu::Article | Menu::Structure) => {
                self.state.view = View::Desk;
                return false;
            }
            _ => return false,
        }
        if self.state.room().is_some() && !self.fields.shelf.claim {
            ctx.memory_mut(|memory| memory.request_focus(super::panels::shelf::focus_id()));
        }
        true
    }

    /// Shows a page.
    pub(super) fn open_shelf(&mut self, room: Room) {
        self.state.view = View::Shelf;
        self.state.welcome = false;
        self.state.shelf.room = room;
        let text = match room {
            Room::Work => &self.state.shelf.work.text,
            Room::Catalogue | Room::Figures => &self.state.shelf.catalogue.selection.text,
            Room::Register => &self.state.shelf.names.text,
        };
        self.fields.shelf.text.clone_from(text);
        self.state.shelf.refresh();
        self.read_archive();
    }

    /// Has all issues read again.
    pub(super) fn read_archive(&mut self) {
        if self.state.dataset.is_some() {
            self.worker.send(Job::ReadArchive);
        }
    }

    /// All issues in short are there.
    pub(super) fn archive_read(&mut self, archive: Result<Arc<Archive>, Message>) {
        match archive {
            Ok(archive) => self.state.shelf.archive = Some(archive),
            Err(message) => return self.notice(message, super::state::Offer::Nothing),
        }
        self.state.shelf.refresh();
    }

    /// Something was chosen.
    pub(super) fn turn_shelf(&mut self, turn: Turn) {
        let shelf = &mut self.state.shelf;
        match turn {
            Turn::Text(text) => {
                match shelf.room {
                    Room::Work => shelf.work.text = text,
                    Room::Catalogue | Room::Figures => shelf.catalogue.selection.text = text,
                    Room::Register => shelf.names.text = text,
                }
                *shelf.current().0 = 0;
            }
            Turn::Row(row) => {
                *shelf.current().0 = row;
                return self.came();
            }
            Turn::Step(by) => {
                let (current, count) = shelf.current();
                *current = current.saturating_add_signed(by).min(count.saturating_sub(1));
                self.fields.shelf.reveal = true;
                return self.came();
            }
            Turn::Go => return self.go(),
            Turn::Room(room) => return self.open_shelf(room),
            Turn::State(state) => (shelf.work.state, shelf.work.current) = (state, 0),
            Turn::Paper(paper) => (shelf.work.paper, shelf.work.current) = (paper, 0),
            Turn::Sort(sort) => shelf.work.turn(sort),
            Turn::First => {
                let first = shelf.archive.as_ref().and_then(|archive| archive.first_to_do());
                if let Some(row) = first {
                    self.open_stored(row.id);
                }
                return;
            }
            Turn::Toggle(facet, value) => {
                shelf.catalogue.selection.toggle(facet, value);
                shelf.catalogue.current = 0;
            }
            Turn::Clear => {
                shelf.catalogue.clear();
                self.fields.shelf.span = [String::new(), String::new()];
                self.fields.shelf.text.clear();
            }
            Turn::Span([from, to]) => {
                let selection = &mut shelf.catalogue.selection;
                (selection.from, selection.to) = (from.trim().to_owned(), to.trim().to_owned());
                shelf.catalogue.current = 0;
            }
            Turn::Follow(kind) => shelf.figures.kind = kind,
            Turn::Column(column) => shelf.catalogue.turn(column),
            Turn::Summary(text) => return self.summarise(&text),
            Turn::Article(issue, article) => return self.go_to_article(issue, article),
            of_names => return self.turn_names(of_names),
        }
        self.state.shelf.refresh();
        self.came();
    }

    /// Another row is the current one.
    fn came(&mut self) {
        match self.state.shelf.room {
            Room::Work | Room::Figures => {}
            Room::Catalogue => {
                let row = self.state.shelf.catalogue.chosen();
                self.fields.shelf.summary = row.map(|row| row.summary.clone()).unwrap_or_default();
            }
            Room::Register => self.show_entry(),
        }
    }

    /// Opens what the current row is.
    fn go(&mut self) {
        let shelf = &self.state.shelf;
        match shelf.room {
            Room::Work => {
                if let Some(id) = shelf.work.chosen().map(|row| row.id.clone()) {
                    self.open_stored(id);
                }
            }
            Room::Catalogue => {
                if let Some(row) = shelf.catalogue.chosen() {
                    let (issue, article) = (row.issue.clone(), row.article.clone());
                    self.go_to_article(issue, article);
                }
            }
            Room::Register => self.go_on_names(),
            Room::Figures => {}
        }
    }

    /// Shows an article, in whichever issue it is.
    fn go_to_article(&mut self, issue: IssueId, article: ArticleId) {
        if self.state.open.as_ref().is_some_and(|open| open.issue.id == issue) {
            self.state.to_desk();
            return self.go_article(article);
        }
        self.state.shelf.going = Some(article);
        self.open_stored(issue);
    }
}
