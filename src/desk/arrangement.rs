//! How the desk is laid out: which issues are open, which view is shown, how wide the panes are. It is kept with the
//! dataset, so that the next start shows the desk as it was left; where the editor is in an issue is kept with the issue,
//! and what belongs to the screen (windows) with the settings.

use super::Desk;
use super::command::{Action, Command};
use super::panels::Panel;
use super::state::{Pane, State, View};
use super::worker::Job;
use crate::annotation::IssueId;
use egui::{CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo};
use serde::{Deserialize, Serialize};

/// How far from an edge it can be caught.
const EDGE: f32 = 4.0;
/// The narrowest pane.
const NARROW: f32 = 180.0;
/// The widest, as a share of the window; the source is a page to be read.
const SIDE: f32 = 0.3;
const SOURCE: f32 = 0.6;

/// What the dataset keeps of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// The issues that are open, in the order of their tabs.
    pub tabs: Vec<IssueId>,
    /// The view.
    pub view: Shown,
    /// The widths of the panes.
    pub widths: Widths,
}

/// A view by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// 案头
    #[default]
    Desk,
    /// 校核
    Review,
    /// 语境
    Context,
    /// 质量
    Quality,
}

/// The widths of the panes, where they are not the standard ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Widths {
    /// The articles.
    pub outline: Option<f32>,
    /// The source.
    pub source: Option<f32>,
    /// Topics, entities, keywords.
    pub inspector: Option<f32>,
}

impl Widths {
    fn of(&mut self, pane: Pane) -> Option<&mut Option<f32>> {
        match pane {
            Pane::Outline => Some(&mut self.outline),
            Pane::Source => Some(&mut self.source),
            Pane::Inspector => Some(&mut self.inspector),
            Pane::Reader => None,
        }
    }

    /// A pane's width in a window of this width; one that has no room there (0) gets none.
    pub fn width(mut self, pane: Pane, standard: f32, window: f32) -> f32 {
        let most = window * if pane == Pane::Source { SOURCE } else { SIDE };
        let own = self.of(pane).and_then(|own| *own).filter(|own| own.is_finite() && standard > 0.0);
        own.map_or(standard, |own| own.clamp(NARROW, most.max(NARROW)).round())
    }
}

/// The edge by which a pane is made wider or narrower; clicked twice, the pane is as wide as is standard.
pub(super) fn edge(ui: &Ui, panel: &mut Panel<'_>, pane: Pane, rect: Rect, at_left: bool) {
    let (line, fixed) = if at_left { (rect.left(), rect.right()) } else { (rect.right(), rect.left()) };
    let hit = Rect::from_x_y_ranges(line - EDGE..=line + EDGE, rect.y_range());
    let response = ui.interact(hit, Id::unique(("width", pane as u8)), Sense::CLICK | Sense::DRAG);
    let name = panel.state.say("pane.edge");
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
    let response = response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    if response.double_clicked() {
        panel.push(Command::PaneWidth(pane, None));
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        panel.push(Command::PaneWidth(pane, Some((pointer.x - fixed).abs())));
    }
}

impl Desk {
    /// A pane is as wide as this, or as is standard.
    pub(super) fn set_width(&mut self, pane: Pane, width: Option<f32>) {
        if let Some(own) = self.state.widths.of(pane) {
            *own = width.map(f32::round);
        }
    }

    /// Remembers the arrangement whenever it changed.
    pub(super) fn keep_arrangement(&mut self, ctx: &egui::Context) {
        // While an edge is dragged it changes every frame.
        let settled = self.state.open.is_some() && !ctx.input(|input| input.pointer.any_down());
        let now = self.state.arrangement();
        if settled && self.arranged != now {
            self.arranged = now.clone();
            self.worker.send(Job::Arrange(now));
        }
    }

    /// The first issue of a dataset is on the page: the view that was shown is shown again.
    pub(super) fn rearrange(&mut self) {
        match std::mem::take(&mut self.view_before) {
            Shown::Desk => {}
            Shown::Review => drop(self.turn_page(Action::Review)),
            Shown::Context => self.open_context(None, None, false),
            Shown::Quality => drop(self.turn_page(Action::Quality)),
        }
    }
}

impl State {
    fn arrangement(&self) -> Arrangement {
        let view = match &self.view {
            View::Desk | View::Shelf => Shown::Desk,
            View::Review => Shown::Review,
            View::Context => Shown::Context,
            View::Quality(_) => Shown::Quality,
        };
        Arrangement { tabs: self.tabs.issues(), view, widths: self.widths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_width_hides_the_page_and_what_has_no_room_gets_none() {
        let widths = Widths { outline: Some(5000.0), source: Some(f32::NAN), inspector: Some(-3.0) };
        let width = |pane, standard, window| widths.width(pane, standard, window) as u32;
        assert_eq!(width(Pane::Outline, 272.0, 1400.0), 420);
        assert_eq!(width(Pane::Source, 560.0, 1400.0), 560);
        assert_eq!(width(Pane::Inspector, 320.0, 1400.0), NARROW as u32);
        assert_eq!(width(Pane::Inspector, 0.0, 1100.0), 0, "a drawer");
        assert_eq!(Widths::default().width(Pane::Outline, 232.0, 1200.0) as u32, 232);
    }
}
