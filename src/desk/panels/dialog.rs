//! Dialogs: the note, and the sheet that all floating things lie on.

use super::Panel;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::widgets::{self, Weight};
use egui::{Area, Id, Key, Modifiers, Order, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Dims the desk and shows a raised sheet at `at`.
pub fn sheet(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    name: &str,
    at: egui::Pos2,
    width: f32,
    add: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let theme = &panel.state.theme;
    let full = ui.ctx().content_rect();
    let dim = Area::new(Id::unique((name, "dim")))
        .order(Order::Foreground)
        .fixed_pos(full.min)
        .fade_in(false)
        .show(ui.ctx(), |ui| {
            let response = ui.allocate_rect(full, Sense::click());
            ui.painter().rect_filled(full, 0, theme.dim);
            response
        });
    if dim.inner.clicked() {
        panel.commands.push(Command::Close);
    }
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(10)
        .shadow(egui::Shadow { offset: [0, 12], blur: 36, spread: 0, color: theme.shadow });
    let area =
        Area::new(Id::unique(name)).order(Order::Foreground).fixed_pos(at).constrain(true).fade_in(false);
    area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width.max(0.0));
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            add(ui, panel);
        });
    });
    ui.ctx().move_to_top(egui::LayerId::new(Order::Foreground, Id::unique(name)));
}

/// A sheet in the middle with a title, a body and a foot of buttons.
pub fn dialog(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    name: &'static str,
    width: f32,
    body: impl FnOnce(&mut Ui, &mut Panel<'_>),
    foot: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let full = ui.ctx().content_rect();
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.16).max(24.0));
    sheet(ui, panel, name, at, width, |ui, panel| {
        let margin = egui::Margin { left: 24, right: 24, top: 18, bottom: 14 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(width - 48.0);
            widgets::line(ui, panel.state.say(name), Face::SerifBold.at(18.0), panel.state.theme.ink1);
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 18)).show(ui, |ui| {
            ui.set_width(width - 48.0);
            body(ui, panel);
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 12)).show(ui, |ui| {
            ui.set_width(width - 48.0);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.set_height(40.0);
                ui.spacing_mut().item_spacing.x = 10.0;
                foot(ui, panel);
            });
        });
    });
}

/// A choice of one among several: ring with a dot.
pub(super) fn radio(ui: &mut Ui, panel: &Panel<'_>, on: bool, text: &str) -> egui::Response {
    let theme = &panel.state.theme;
    let galley = ui.painter().layout_no_wrap(text.to_owned(), fonts::ui(), theme.ink1);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 24.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, text));
    let centre = pos2(rect.left() + 7.0, rect.center().y);
    ui.painter().circle_stroke(centre, 6.5, Stroke::new(1.2, theme.ink1));
    if on {
        ui.painter().circle_filled(centre, 3.5, theme.ink1);
    }
    ui.painter().galley(
        pos2(rect.left() + 20.0, rect.center().y - galley.size().y / 2.0),
        galley,
        theme.ink1,
    );
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

/// Where a file goes; returns whether the system's dialog is asked for.
pub(super) fn where_to(ui: &mut Ui, panel: &mut Panel<'_>, replace: bool) -> bool {
    let state = panel.state;
    let theme = &state.theme;
    let mut choose = false;
    widgets::line(ui, state.say("export.where"), fonts::small(), theme.ink3);
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let width = ui.available_width() - 104.0;
        let name = state.say("export.where");
        widgets::input(ui, theme, &mut panel.fields.path, Id::unique("field.path"), name, "", width);
        let available = crate::desk::dialogs::available();
        let browse = ui.add_enabled_ui(available, |ui| {
            widgets::button(ui, theme, state.say("button.browse"), None, Weight::Plain)
        });
        choose = browse.inner.clicked();
    });
    if replace {
        ui.add_space(12.0);
        notice_line(ui, panel, state.say("export.exists"));
    }
    choose
}

/// A problem in the flow: a bar in ink at the left, what happened in bold.
pub fn notice_line(ui: &mut Ui, panel: &Panel<'_>, text: &str) {
    let theme = &panel.state.theme;
    let inner = egui::Frame::new()
        .inner_margin(egui::Margin { left: 12, ..Default::default() })
        .show(ui, |ui| widgets::wrapped(ui, text, Face::SansBold.at(13.0), theme.ink1));
    let rect = inner.response.rect;
    ui.painter().rect_filled(egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.ink1);
}

/// The dialog for the editor's note about the article.
pub fn note(ui: &mut Ui, panel: &mut Panel<'_>) {
    let mut keep =
        !panel.state.composing && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    dialog(
        ui,
        panel,
        "note.title",
        520.0,
        |ui, panel| {
            let theme = &panel.state.theme;
            let id = Id::unique("field.note");
            let hint = panel.state.say("note.hint");
            widgets::text_area(ui, theme, &mut panel.fields.note, id, (hint, hint), (5, 472.0));
        },
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("note.keep");
            keep |= widgets::button(ui, theme, name, Some("Ctrl Enter"), Weight::Primary).clicked();
            if widgets::button(ui, theme, panel.state.say("button.cancel"), Some("Esc"), Weight::Plain)
                .clicked()
            {
                panel.commands.push(Command::Close);
            }
        },
    );
    if keep {
        let text = panel.fields.note.clone();
        panel.push(Command::WriteNote(text));
    }
}
