//! Going: to another mark, article, character or pane, and a step back.

use super::Desk;
use super::command::Way;
use super::walk;
use crate::annotation::{Entity, EntityId};

impl Desk {
    pub(super) fn select_mark(&mut self, id: EntityId, details: bool) {
        let article =
            self.state.open.as_ref().and_then(|o| o.issue.find(&id)).map(|found| found.article.id.clone());
        if let Some(article) =
            article.filter(|a| self.state.open.as_ref().is_some_and(|open| open.article != *a))
        {
            self.go_article(article);
        }
        self.state.to_desk();
        if let Some(open) = &mut self.state.open {
            open.mark = Some(id);
            open.selection = None;
            open.details = details;
            open.reveal = true;
        }
    }

    pub(super) fn deselect(&mut self) {
        if let Some(open) = &mut self.state.open {
            open.mark = None;
            open.selection = None;
            open.details = false;
        }
    }

    pub(super) fn go_article(&mut self, id: crate::annotation::ArticleId) {
        self.state.to_desk();
        if let Some(open) = self.state.open.as_mut().filter(|open| open.article != id) {
            open.article = id;
            open.arrived = true;
            open.mark = None;
            open.selection = None;
            open.details = false;
            open.scroll = 0.0;
            open.revision += 1;
            self.page.restart = true;
        }
    }

    pub(super) fn go_neighbour(&mut self, way: Way) {
        if let Some(next) = self.state.open.as_ref().and_then(|open| walk::article(open, way)) {
            self.go_article(next);
        }
    }

    pub(super) fn go_mark(&mut self, way: Way, wanted: impl Fn(&Entity) -> bool) {
        let Some(open) = &self.state.open else { return };
        if let Some(id) = walk::mark(&self.state, open, way, wanted) {
            let details = self
                .state
                .open
                .as_ref()
                .and_then(|o| o.issue.find(&id))
                .is_some_and(|found| self.state.is_doubtful(found.entity));
            self.select_mark(id, details);
        } else if way == Way::Forth && self.state.article().is_some_and(|a| self.state.tally(a).open == 0) {
            self.toast("toast.all_decided", false);
        }
    }

    pub(super) fn go_doubt(&mut self, way: Way) {
        let doubt = self.state.thresholds.doubt;
        self.go_mark(way, |entity| entity.is_open() && entity.score() < doubt);
    }

    /// After a decision: on to the next undecided mark, or rest here where there is none.
    pub(super) fn go_on(&mut self, from: &EntityId) {
        if self.state.reviews() {
            return self.next_card(from);
        }
        let Some(open) = &self.state.open else { return };
        match walk::mark(&self.state, open, Way::Forth, Entity::is_open) {
            Some(id) => {
                let details = open.issue.find(&id).is_some_and(|found| self.state.is_doubtful(found.entity));
                self.select_mark(id, details);
            }
            None if open.issue.find(from).is_none() => self.deselect(),
            None => {
                if let Some(open) = &mut self.state.open {
                    open.details = false;
                }
            }
        }
    }

    pub(super) fn go_pane(&mut self, ctx: &egui::Context, way: Way) {
        use super::state::Pane::{Inspector, Outline, Reader, Source};
        let beside = self.state.open.as_ref().is_some_and(|open| open.beside.is_some());
        let panes: &[super::state::Pane] =
            if beside { &[Outline, Source, Reader, Inspector] } else { &[Outline, Reader, Inspector] };
        let here = panes.iter().position(|pane| *pane == self.state.pane).unwrap_or(1);
        let by = if way == Way::Forth { 1 } else { panes.len() - 1 };
        self.show_pane(ctx, panes[(here + by) % panes.len()]);
    }

    pub(super) fn show_pane(&mut self, ctx: &egui::Context, pane: super::state::Pane) {
        self.state.pane = pane;
        // The pane's first widget takes the keyboard when nothing has it.
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }

    pub(super) fn escape(&mut self) {
        if self.state.floating.take().is_some() {
            return;
        }
        if self.state.notice.is_some() {
            return self.close_notice();
        }
        // From the source back to the article, where everything stays selected.
        if std::mem::take(&mut self.state.pane) == super::state::Pane::Source {
            return;
        }
        if let Some(open) = &mut self.state.open {
            if open.details {
                open.details = false;
            } else if let Some(selection) = open.selection.take() {
                // From the caret back to the mark that it stands at.
                let at = |block: &crate::issue::Block| {
                    let touches =
                        |e: &&Entity| e.range.start() <= selection.caret && selection.caret <= e.range.end();
                    let touched = block.standing().filter(touches);
                    touched.min_by_key(|entity| entity.range.len()).map(|entity| entity.id.clone())
                };
                open.mark = open.current().and_then(|a| a.block(&selection.block)).and_then(at);
            } else {
                open.mark = None;
            }
        }
        self.state.pane = super::state::Pane::Reader;
    }
}
