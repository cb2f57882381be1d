//! Several issues open at once: one is on the page, the others are tabs.
//!
//! Only the issue on the page is held. A tab is its name and the place where the editor left it; going to it reads the
//! issue from the dataset again, so that whatever happened to it meanwhile is there. Keys pressed until it is there are
//! meant for it and wait.

use super::Desk;
use super::command::{Command, Way};
use super::state::{DeskView, OpenIssue, State};
use super::worker::Job;
use crate::annotation::IssueId;
use crate::dataset::IssueSummary;
use crate::issue::Issue;
use egui::Event;

/// An issue that is open.
#[derive(Clone, Debug, PartialEq)]
struct Tab {
    issue: IssueId,
    /// Its name, and that of its first file for where two have the same name.
    name: (String, String),
    /// Where the editor was in it; none while it is on the page, or where only the dataset knows.
    left: Option<DeskView>,
}

/// The issues that are open, in the order of the row.
#[derive(Clone, Debug, Default)]
pub struct Tabs {
    list: Vec<Tab>,
    /// The one that is being read to be shown.
    going: Option<IssueId>,
}

/// A tab as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The issue.
    pub issue: IssueId,
    /// What it is called.
    pub name: String,
    /// Whether it is on the page, or about to be.
    pub current: bool,
}

/// What an issue is called: paper and date, or else its files.
fn issue_name(title: &str, date: &str, files: &[&str]) -> String {
    match title {
        "" => files.join("、"),
        title => format!("{title} {date}").trim_end().to_owned(),
    }
}

/// What an issue of the dataset is called, and its first file.
pub fn summary_name(summary: &IssueSummary) -> (String, String) {
    let files: Vec<&str> = summary.files.iter().map(String::as_str).collect();
    (issue_name(&summary.title, &summary.date, &files), files.first().copied().unwrap_or_default().to_owned())
}

fn name_of(issue: &Issue) -> (String, String) {
    let files: Vec<&str> = issue.files.iter().map(|file| file.file.as_str()).collect();
    (issue_name(&issue.title, &issue.date, &files), files.first().copied().unwrap_or_default().to_owned())
}

impl Tabs {
    /// Those of `remembered` that the dataset still has, each once.
    pub fn of(remembered: &[IssueId], issues: &[IssueSummary]) -> Self {
        let mut tabs = Self::default();
        for id in remembered {
            if let Some(summary) = issues.iter().find(|summary| summary.id == *id)
                && tabs.place(id).is_none()
            {
                tabs.list.push(Tab { issue: id.clone(), name: summary_name(summary), left: None });
            }
        }
        tabs
    }

    /// The issues, in order.
    pub fn issues(&self) -> Vec<IssueId> {
        self.list.iter().map(|tab| tab.issue.clone()).collect()
    }

    fn place(&self, issue: &IssueId) -> Option<usize> {
        self.list.iter().position(|tab| tab.issue == *issue)
    }

    /// An issue is open: it has a tab from now on.
    pub(super) fn hold(&mut self, issue: &Issue) {
        let name = name_of(issue);
        match self.place(&issue.id) {
            Some(place) => self.list[place].name = name,
            None => self.list.push(Tab { issue: issue.id.clone(), name, left: None }),
        }
        if self.going.as_ref() == Some(&issue.id) {
            self.going = None;
        }
    }

    /// The editor leaves an issue here.
    pub(super) fn leave(&mut self, view: DeskView) {
        if let Some(place) = self.place(&view.issue) {
            self.list[place].left = Some(view);
        }
    }

    /// Where the editor left it.
    pub(super) fn left(&mut self, issue: &IssueId) -> Option<DeskView> {
        let place = self.place(issue)?;
        self.list[place].left.take()
    }

    /// Takes a tab away; returns the one that stands at its place then.
    fn close(&mut self, issue: &IssueId) -> Option<IssueId> {
        let place = self.place(issue)?;
        self.list.remove(place);
        self.list.get(place).or(self.list.last()).map(|tab| tab.issue.clone())
    }

    /// The tab beside this one, round the ends; beside none, the first or the last.
    fn beside(&self, issue: Option<&IssueId>, way: Way) -> Option<IssueId> {
        let count = self.list.len();
        let next = match (issue.and_then(|issue| self.place(issue)), way) {
            (Some(place), Way::Forth) => (place + 1) % count,
            (Some(place), Way::Back) => (place + count - 1) % count,
            (None, Way::Forth) => 0,
            (None, Way::Back) => count.checked_sub(1)?,
        };
        let next = self.list.get(next)?.issue.clone();
        (issue != Some(&next)).then_some(next)
    }
}

impl State {
    /// The tabs, with the open issue as it is called now; an issue that is still being read stands last.
    pub fn shown_tabs(&self) -> Vec<Shown> {
        let open = self.open.as_ref();
        let current = self.tabs.going.as_ref().or(open.map(|open| &open.issue.id)).filter(|_| !self.welcome);
        let mut tabs: Vec<(&IssueId, (String, String))> =
            self.tabs.list.iter().map(|tab| (&tab.issue, tab.name.clone())).collect();
        if let Some(OpenIssue { issue, .. }) = open {
            match tabs.iter_mut().find(|(id, _)| **id == issue.id) {
                Some((_, name)) => *name = name_of(issue),
                None => tabs.push((&issue.id, name_of(issue))),
            }
        }
        let shown = |(id, (name, file)): &(&IssueId, (String, String))| {
            let alike = tabs.iter().filter(|(_, (other, _))| other == name).count() > 1;
            let name = if alike && name != file { format!("{name} {file}") } else { name.clone() };
            Shown { issue: (*id).clone(), name, current: current == Some(*id) }
        };
        tabs.iter().map(shown).collect()
    }

    /// Whether there is a row of tabs: where two or more issues are open.
    pub fn has_tabs(&self) -> bool {
        let apart = |open: &OpenIssue| usize::from(self.tabs.place(&open.issue.id).is_none());
        self.tabs.list.len() + self.open.as_ref().map_or(0, apart) > 1
    }
}

impl Desk {
    pub(super) fn apply_shell(&mut self, command: Command) {
        match command {
            Command::OpenStored(id) => self.open_stored(id),
            Command::CloseTab(id) => self.close_tab(&id),
            Command::PaneWidth(pane, width) => self.set_width(pane, width),
            _ => {}
        }
    }

    /// Has an issue of the dataset read and shown.
    pub(super) fn load(&mut self, issue: IssueId) {
        self.state.tabs.going = Some(issue.clone());
        self.worker.send(Job::Load(issue));
    }

    /// Keys wait while an issue is being read to be shown; what floats has its own.
    pub(super) fn keys_wait(&mut self, ctx: &egui::Context) -> bool {
        if self.state.tabs.going.is_none() || self.state.floating.is_some() {
            return false;
        }
        if !self.worker.is_busy() {
            self.state.tabs.going = None;
            return false;
        }
        let is_key = |event: &Event| matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_));
        let events = ctx.input_mut(|input| std::mem::take(&mut input.events));
        let (keys, others) = events.into_iter().partition(is_key);
        ctx.input_mut(|input| input.events = others);
        self.later = keys;
        true
    }

    /// Whoever leaves an issue comes back to where they were.
    pub(super) fn leave_issue(&mut self) {
        let Some(open) = self.state.open.as_ref().filter(|open| open.preview.is_none()) else { return };
        let view = open.view();
        if self.kept.as_ref() != Some(&view) {
            self.kept = None;
            self.worker.send(Job::View(view.clone()));
        }
        self.state.tabs.leave(view);
    }

    /// Nothing came of it: the issue on the page stays.
    pub(super) fn stay(&mut self) {
        self.state.tabs.going = None;
        if let Some(open) = self.state.open.as_ref().filter(|open| open.preview.is_none()) {
            self.state.tabs.hold(&open.issue);
        }
    }

    /// To the next or previous tab.
    pub(super) fn turn_tab(&mut self, way: Way) {
        let here = self.state.open.as_ref().map(|open| &open.issue.id).filter(|_| !self.state.welcome);
        match self.state.tabs.beside(here, way) {
            Some(next) => self.open_stored(next),
            None => self.toast("tabs.only", false),
        }
    }

    /// Closes the issue on the page: on to its neighbour, or to the first page.
    pub(super) fn close_issue(&mut self) {
        match self.state.open.as_ref().filter(|_| !self.state.welcome) {
            Some(open) => self.close_tab(&open.issue.id.clone()),
            None => self.state.welcome = true,
        }
    }

    /// Closes a tab. What is still being read is not read on.
    pub(super) fn close_tab(&mut self, issue: &IssueId) {
        let open = self.state.open.as_ref().filter(|open| open.issue.id == *issue);
        if open.is_some_and(|open| open.preview.is_some()) {
            return self.worker.cancel();
        }
        let here = open.is_some() || self.state.tabs.going.as_ref() == Some(issue);
        if here && !self.state.has_tabs() {
            self.state.to_desk();
            self.state.welcome = true;
            return;
        }
        let next = self.state.tabs.close(issue);
        if here && let Some(next) = next {
            self.open_stored(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tab_beside_goes_round_and_a_closed_one_gives_way_to_the_next() {
        let tab = |id: &str| Tab { issue: IssueId::new(id), name: Default::default(), left: None };
        let mut tabs = Tabs { list: ["a", "b", "c"].map(tab).into(), going: None };
        let beside = |tabs: &Tabs, at: &str, way| tabs.beside(Some(&IssueId::new(at)), way);
        assert_eq!(beside(&tabs, "c", Way::Forth), Some(IssueId::new("a")));
        assert_eq!(beside(&tabs, "a", Way::Back), Some(IssueId::new("c")));
        assert_eq!(tabs.beside(None, Way::Back), Some(IssueId::new("c")), "from what has no tab");
        assert_eq!(tabs.close(&IssueId::new("b")), Some(IssueId::new("c")));
        assert_eq!(tabs.close(&IssueId::new("c")), Some(IssueId::new("a")));
        assert_eq!(beside(&tabs, "a", Way::Forth), None, "alone");
        assert_eq!(Tabs::default().beside(None, Way::Forth), None);
    }
}
