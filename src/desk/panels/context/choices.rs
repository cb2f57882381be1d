//! Check boxes and radio buttons as the house draws them.

use crate::desk::fonts;
use crate::desk::theme::Theme;
use crate::desk::widgets;
use egui::{
    Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Height of a choice.
const ROW: f32 = 27.0;

/// A box of 15 points: ticked with `ink1`; sunk where it cannot be ticked.
pub(super) fn check_box(painter: &Painter, theme: &Theme, centre: Pos2, on: bool, enabled: bool) {
    let rect = Rect::from_center_size(centre, Vec2::splat(15.0));
    if on {
        painter.rect_filled(rect, 3, theme.ink1);
        let at = |x: f32, y: f32| rect.min + vec2(x, y);
        let tick = vec![at(3.5, 7.8), at(6.4, 10.6), at(11.6, 4.6)];
        painter.add(Shape::line(tick, Stroke::new(1.6, theme.paper)));
        return;
    }
    let fill = if enabled { theme.paper } else { theme.sunk };
    let edge = if enabled { theme.ink2 } else { theme.line2 };
    painter.rect(rect, 3, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
}

/// A choice that is on or off.
pub(in crate::desk::panels) fn check(ui: &mut Ui, theme: &Theme, name: &str, on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    check_box(ui.painter(), theme, pos2(rect.left() + 8.0, rect.center().y), on, true);
    words(ui, theme, rect, 28.0, name, &response);
    response
}

/// One of several choices; `more` stands behind the name.
pub(super) fn radio(ui: &mut Ui, theme: &Theme, name: &str, more: &str, on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    let centre = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().circle(centre, 6.5, theme.paper, Stroke::new(1.0, theme.ink2));
    if on {
        ui.painter().circle_filled(centre, 3.5, theme.ink1);
    }
    let right = words(ui, theme, rect, 22.0, name, &response);
    if !more.is_empty() {
        let room = rect.right() - right - 14.0;
        let text = widgets::clipped(ui.painter(), more, fonts::small(), theme.ink3, room.max(0.0), 1);
        let at = pos2(right + 14.0, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, theme.ink3);
    }
    response
}

/// The name of a choice; returns where it ends.
fn words(ui: &Ui, theme: &Theme, rect: Rect, indent: f32, name: &str, response: &Response) -> f32 {
    let ink = if response.hovered() { theme.ink1 } else { theme.ink2 };
    let text = widgets::clipped(ui.painter(), name, fonts::ui(), ink, rect.width() - indent, 1);
    let right = rect.left() + indent + text.size().x;
    ui.painter().galley(pos2(rect.left() + indent, rect.center().y - text.size().y / 2.0), text, ink);
    widgets::focus_ring(ui, theme, response, rect, 2.0);
    right
}
