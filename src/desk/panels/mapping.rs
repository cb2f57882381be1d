//! The dialog in which the editor says which field of a file's records is what.
//!
//! At the left what an article has; at the right the fields of the file with what the record at hand says in each. A click
//! at the right names the line that is current at the left, and the next one becomes current.

use super::Panel;
use super::dialog::dialog;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::icons::Icon;
use crate::desk::state::Asked;
use crate::desk::widgets::{self, Weight};
use crate::source::Field;
use crate::strings::Message;
use egui::{Key, ScrollArea, Ui, pos2, vec2};

/// Widths of the dialog and of its left part, in points.
const WIDTH: f32 = 820.0;
const LEFT: f32 = 250.0;
const ROW: f32 = 34.0;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, asked: &Asked) {
    let ready = panel.fields.mapping.is_enough();
    let mut go = ui.input(|input| input.key_pressed(Key::Enter)) && !panel.state.composing && ready;
    dialog(
        ui,
        panel,
        "mapping.title",
        WIDTH,
        |ui, panel| body(ui, panel, asked),
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("mapping.go");
            ui.add_enabled_ui(ready, |ui| {
                go |= widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
            });
            if widgets::button(ui, theme, panel.state.say("button.cancel"), Some("Esc"), Weight::Plain)
                .clicked()
            {
                panel.commands.push(Command::Close);
            }
        },
    );
    if go {
        panel.push(Command::OpenMapped);
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, asked: &Asked) {
    let state = panel.state;
    let theme = &state.theme;
    let file = asked.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lead = Message::new("mapping.lead").with("file", file).with("count", asked.count);
    widgets::wrapped(ui, state.strings.say(&lead), fonts::ui(), theme.ink1);
    ui.add_space(12.0);
    records(ui, panel, asked);
    ui.add_space(8.0);
    let height = Field::ALL.len() as f32 * ROW;
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let (left, right) = area.split_left_right_at_x(area.left() + LEFT);
    ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| ours(ui, panel));
    ui.painter().vline(left.right(), area.y_range(), egui::Stroke::new(1.0, theme.line1));
    let right = right.with_min_x(right.left() + 12.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(right), |ui| {
        ScrollArea::vertical().id_salt("mapping").auto_shrink(false).show(ui, |ui| theirs(ui, panel, asked));
    });
}

/// Which of the first records is at hand.
fn records(ui: &mut Ui, panel: &mut Panel<'_>, asked: &Asked) {
    let state = panel.state;
    let theme = &state.theme;
    let last = asked.table.records.len().saturating_sub(1);
    panel.fields.row = panel.fields.row.min(last);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let record =
            Message::new("mapping.record").with("n", panel.fields.row + 1).with("total", asked.count);
        let said = state.strings.say(&record);
        ui.add_enabled_ui(panel.fields.row > 0, |ui| {
            if widgets::icon_button(ui, theme, Icon::Left, state.say("mapping.previous"), None).clicked() {
                panel.fields.row -= 1;
            }
        });
        widgets::line(ui, said, fonts::small(), theme.ink2);
        ui.add_enabled_ui(panel.fields.row < last, |ui| {
            if widgets::icon_button(ui, theme, Icon::Right, state.say("mapping.next"), None).clicked() {
                panel.fields.row += 1;
            }
        });
    });
}

/// What an article has, each with the name that was given to it.
fn ours(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    for (n, field) in Field::ALL.into_iter().enumerate() {
        let name = state.say(field.key());
        let given = panel.fields.mapping.name(field);
        let missing = given.is_none() && field == Field::Body;
        let said =
            given.unwrap_or_else(|| state.say(if missing { "mapping.needed" } else { "mapping.none" }));
        let current = panel.fields.field == n;
        let (rect, response) = widgets::row(ui, theme, ROW, current, &format!("{name} {said}"));
        let face = if current { Face::SansBold } else { Face::Sans };
        let at = pos2(rect.left() + 12.0, rect.center().y);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, name, face.at(14.0), theme.ink1);
        let ink = match given {
            Some(_) => theme.ink1,
            None if missing => theme.zhu_text,
            None => theme.ink3,
        };
        let text = widgets::clipped(ui.painter(), said, fonts::small(), ink, LEFT - 112.0, 1);
        ui.painter().galley(pos2(rect.left() + 100.0, rect.center().y - text.size().y / 2.0), text, ink);
        if response.clicked() {
            panel.fields.field = n;
        }
    }
}

/// The file's fields with what the record says in them.
fn theirs(ui: &mut Ui, panel: &mut Panel<'_>, asked: &Asked) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(field) = Field::ALL.get(panel.fields.field).copied() else { return };
    let record = asked.table.records.get(panel.fields.row);
    let none = state.say("mapping.none");
    let names = std::iter::once(None).chain(asked.table.names.iter().map(Some));
    for name in names {
        let value = name.and_then(|name| record?.fields.get(name)).map_or("", String::as_str);
        let chosen = panel.fields.mapping.name(field) == name.map(String::as_str);
        let shown = name.map_or(none, String::as_str);
        let (rect, response) = widgets::row(ui, theme, ROW, chosen, &format!("{shown} {value}"));
        let face = if chosen { Face::SansBold } else { Face::Sans };
        let ink = if name.is_some() { theme.ink1 } else { theme.ink3 };
        let title = widgets::clipped(ui.painter(), shown, face.at(14.0), ink, 150.0, 1);
        ui.painter().galley(pos2(rect.left() + 12.0, rect.center().y - title.size().y / 2.0), title, ink);
        let line: String = value.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
        // What the field is already, at the end of its row.
        let held = name.and_then(|name| panel.fields.mapping.0.iter().find(|(_, given)| *given == name));
        let held = held.map_or("", |(field, _)| state.say(field.key()));
        let end = pos2(rect.right() - 10.0, rect.center().y);
        ui.painter().text(end, egui::Align2::RIGHT_CENTER, held, fonts::small(), theme.zhu_text);
        let room = (rect.width() - 190.0 - if held.is_empty() { 0.0 } else { 60.0 }).max(40.0);
        let text = widgets::clipped(ui.painter(), &line, fonts::small(), theme.ink2, room, 1);
        ui.painter().galley(
            pos2(rect.left() + 172.0, rect.center().y - text.size().y / 2.0),
            text,
            theme.ink2,
        );
        if response.clicked() {
            give(panel, field, name);
        }
    }
}

/// Names a field; a name that another one had goes over to it. The next field without a name becomes current.
fn give(panel: &mut Panel<'_>, field: Field, name: Option<&String>) {
    let mapping = &mut panel.fields.mapping.0;
    match name {
        Some(name) => {
            mapping.retain(|_, given| given != name);
            mapping.insert(field, name.clone());
            panel.fields.field = (panel.fields.field + 1).min(Field::ALL.len() - 1);
        }
        None => drop(mapping.remove(&field)),
    }
}
