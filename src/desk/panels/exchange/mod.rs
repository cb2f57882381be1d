//! Exporting and importing: formats at the left, what one of them comes to at the right.

pub mod export;
pub mod import;
mod losses;

use super::{Panel, dialog};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::icons::Icon;
use crate::desk::widgets;
use crate::exchange::Info;
use egui::{Frame, Key, Margin, Modifiers, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

const WIDTH: f32 = 944.0;
/// Height of what is between title and foot, where the window has it.
const HEIGHT: f32 = 560.0;
/// Width of the list of formats.
const LIST: f32 = 254.0;
/// Height of a line of it.
const ROW: f32 = 33.0;
/// Room at the sides of the right part.
const MARGIN: f32 = 26.0;
/// Height of a field.
const FIELD: f32 = 34.0;

/// The sheet: title, list, what is at its right, foot.
fn sheet(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    title: &'static str,
    mut list: impl FnMut(&mut Ui, &mut Panel<'_>),
    mut body: impl FnMut(&mut Ui, &mut Panel<'_>),
    mut foot: impl FnMut(&mut Ui, &mut Panel<'_>),
) {
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 32.0);
    let height = HEIGHT.min(full.height() - 170.0).max(60.0);
    let at = pos2(full.center().x - width / 2.0, ((full.height() - height - 124.0) / 2.0).max(12.0));
    dialog::sheet(ui, panel, title, at, width, |ui, panel| {
        Frame::new().inner_margin(Margin { left: 24, right: 16, top: 12, bottom: 10 }).show(ui, |ui| {
            ui.set_width(width - 40.0);
            ui.horizontal(|ui| {
                widgets::line(ui, panel.state.say(title), Face::SerifBold.at(18.0), panel.state.theme.ink1);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let theme = &panel.state.theme;
                    if widgets::icon_button(
                        ui,
                        theme,
                        Icon::Cross,
                        panel.state.say("button.close"),
                        Some("Esc"),
                    )
                    .clicked()
                    {
                        panel.commands.push(Command::Close);
                    }
                });
            });
        });
        let theme = &panel.state.theme;
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let (left, right) = rect.split_left_right_at_x(rect.left() + LIST.min(width * 0.36).round());
        ui.painter().rect_filled(left, 0, theme.desk);
        widgets::hairline(ui, rect.top(), rect.x_range(), theme.line1);
        crate::desk::within(ui, left, |ui| list(ui, panel));
        ui.painter().vline(
            ui.painter().round_to_pixel_center(right.left()),
            rect.y_range(),
            Stroke::new(1.0, panel.state.theme.line1),
        );
        crate::desk::within(ui, right.shrink2(vec2(MARGIN, 16.0)), |ui| body(ui, panel));
        ui.advance_cursor_after_rect(rect);
        widgets::hairline(ui, ui.cursor().top(), rect.x_range(), panel.state.theme.line1);
        Frame::new().inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
            ui.set_width(width - 48.0);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.set_height(40.0);
                ui.spacing_mut().item_spacing.x = 10.0;
                foot(ui, panel);
            });
        });
    });
}

/// The formats; what was chosen, by mouse or by the arrow keys.
fn formats(
    ui: &mut Ui,
    panel: &Panel<'_>,
    all: &[&'static Info],
    current: Option<&str>,
    arrows: bool,
) -> Option<&'static str> {
    let state = panel.state;
    let theme = &state.theme;
    let here = all.iter().position(|info| Some(info.name) == current);
    let mut chosen = None;
    if arrows && !state.composing {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = match (pressed(Key::ArrowDown), pressed(Key::ArrowUp), here) {
            (true, _, Some(here)) => Some((here + 1).min(all.len().saturating_sub(1))),
            (_, true, Some(here)) => Some(here.saturating_sub(1)),
            (true, _, None) | (_, true, None) => Some(0),
            _ => None,
        };
        chosen = to.and_then(|to| all.get(to)).map(|info| info.name);
    }
    let moved = chosen.is_some();
    ui.add_space(14.0);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let at = head.shrink2(vec2(20.0, 0.0));
    let painter = ui.painter();
    painter.text(
        at.left_center(),
        egui::Align2::LEFT_CENTER,
        state.say("exchange.formats"),
        fonts::small(),
        theme.ink3,
    );
    painter.text(
        at.right_center(),
        egui::Align2::RIGHT_CENTER,
        all.len().to_string(),
        fonts::small(),
        theme.ink3,
    );
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("formats").auto_shrink(false).show(ui, |ui| {
        for info in all {
            let is_current = chosen.or(current) == Some(info.name);
            let name = state.say(info.title);
            let (rect, response) = widgets::row(ui, theme, ROW, is_current, &format!("{name} {}", info.kind));
            if is_current {
                ui.painter().rect_filled(
                    Rect::from_min_max(rect.min + vec2(3.0, 0.0), rect.max),
                    0,
                    theme.wash,
                );
                if moved {
                    response.scroll_to_me(None);
                }
            }
            let face = if is_current { Face::SansBold } else { Face::Sans };
            let kind = widgets::clipped(ui.painter(), info.kind, fonts::small(), theme.ink2, 110.0, 1);
            let right = rect.right() - 20.0 - kind.size().x;
            let room = right - rect.left() - 30.0;
            let text = widgets::clipped(ui.painter(), name, face.at(14.0), theme.ink1, room, 1);
            ui.painter().galley(
                pos2(rect.left() + 20.0, rect.center().y - text.size().y / 2.0),
                text,
                theme.ink1,
            );
            ui.painter().galley(pos2(right, rect.center().y - kind.size().y / 2.0), kind, theme.ink2);
            if response.clicked() {
                chosen = Some(info.name);
            }
        }
    });
    chosen
}

/// A line of choices with its name before it.
fn choices(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (space, _) = ui.allocate_exact_size(vec2(62.0, 28.0), Sense::hover());
        ui.spacing_mut().item_spacing.x = 20.0;
        let row = ui.horizontal_wrapped(|ui| add(ui, panel)).response.rect;
        // Level with the first line of what there is to choose.
        let at = pos2(space.left(), row.top() + row.height().min(FIELD) / 2.0);
        let said = panel.state.say(name);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, said, fonts::ui(), panel.state.theme.ink3);
    });
}

/// A box that is ticked or not, no wider than its words.
fn tick(ui: &mut Ui, panel: &Panel<'_>, name: &str, on: bool) -> egui::Response {
    let theme = &panel.state.theme;
    let width = ui.painter().layout_no_wrap(name.to_owned(), fonts::ui(), theme.ink1).size().x + 32.0;
    let size = vec2(width.min(ui.available_width()), 30.0);
    ui.allocate_ui(size, |ui| super::context::check(ui, theme, name, on)).inner
}
