//! What pages of figures are made of: big numbers, titles, and parts that stand side by side where there is room.

use super::Panel;
use crate::desk::fonts::{self, Face};
use crate::desk::theme::Theme;
use crate::desk::widgets;
use egui::{Color32, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

/// From this width on two parts stand side by side.
const TWO: f32 = 960.0;
/// Between parts that stand side by side.
const GAP: f32 = 40.0;

/// The widths of two parts, or of one below the other.
pub fn halves(width: f32, share: f32) -> (f32, f32) {
    if width < TWO {
        return (width, width);
    }
    let left = ((width - GAP) * share).round();
    (left, width - GAP - left)
}

/// Two parts side by side, or one below the other where the window is too narrow; both get `with`.
pub fn beside<C>(
    ui: &mut Ui,
    (left, right): (f32, f32),
    with: &mut C,
    first: impl FnOnce(&mut Ui, &mut C),
    second: impl FnOnce(&mut Ui, &mut C),
) {
    if left + right > ui.available_width() {
        part(ui, left, |ui| first(ui, with));
        ui.add_space(24.0);
        part(ui, right, |ui| second(ui, with));
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        part(ui, left, |ui| first(ui, with));
        ui.add_space(GAP);
        part(ui, right, |ui| second(ui, with));
    });
}

fn part(ui: &mut Ui, width: f32, show: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width.max(0.0));
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        show(ui);
    });
}

pub fn rule(ui: &mut Ui, panel: &Panel<'_>) {
    ui.add_space(18.0);
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line2);
    ui.add_space(14.0);
}

/// Big numbers, each with what it counts and its colour.
pub fn numbers(ui: &mut Ui, theme: &Theme, numbers: impl IntoIterator<Item = (String, String, Color32)>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(40.0, 8.0);
        for (number, said, colour) in numbers {
            let value = ui.painter().layout_no_wrap(number.clone(), Face::SerifBold.at(30.0), colour);
            let caption = ui.painter().layout_no_wrap(said.clone(), fonts::small(), theme.ink3);
            let size = vec2(value.size().x.max(caption.size().x), 60.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{said} {number}")));
            ui.painter().galley(rect.min, value, colour);
            ui.painter().galley(pos2(rect.left(), rect.top() + 40.0), caption, theme.ink3);
        }
    });
}

/// The title of a part and what its numbers are.
pub fn title(ui: &mut Ui, panel: &Panel<'_>, name: &str, caption: impl Into<String>) {
    let theme = &panel.state.theme;
    widgets::line(ui, panel.state.say(name), Face::SerifBold.at(15.0), theme.ink1);
    ui.add_space(2.0);
    widgets::wrapped(ui, caption, fonts::small(), theme.ink3);
    ui.add_space(8.0);
}

/// A part that has too little to show yet.
pub fn nothing(ui: &mut Ui, panel: &Panel<'_>, why: &str) {
    ui.add_space(6.0);
    widgets::wrapped(ui, panel.state.say(why), fonts::small(), panel.state.theme.ink2);
}
