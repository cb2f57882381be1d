//! The labels as a list, and those that one may be merged into.

use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::labels::{DraftFate, DraftRow, LabelTurn};
use crate::desk::panels::{Panel, draft};
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 32.0;

/// The labels, with a field to find one.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let form = panel.fields.labels.step == crate::desk::labels::LabelStep::Form;
    let pressed = if form { draft::arrows(ui, panel) } else { [false; 2] };
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        ui.add_space(24.0);
        let (name, hint) = (state.say("labels.search"), state.say("labels.search_hint"));
        let width = ui.available_width() - 32.0;
        let draft = &mut panel.fields.labels;
        let before = draft.query.clone();
        let field =
            widgets::input(ui, theme, &mut draft.query, Id::unique("field.labels"), name, hint, width);
        if form && !draft.claim {
            widgets::claim(ui, &field);
        }
        if draft.query != before
            && let Some(first) = draft.found().first()
        {
            draft.row = *first;
        }
    });
    ui.add_space(8.0);
    let found = panel.fields.labels.found();
    let to = draft::step(&found, panel.fields.labels.row, pressed);
    if let Some(to) = to {
        panel.fields.labels.row = to;
        panel.fields.labels.reveal = true;
    }
    let reveal = std::mem::take(&mut panel.fields.labels.reveal);
    let current = panel.fields.labels.row;
    let place = found.iter().position(|n| *n == current);
    let clicked = rows(ui, panel, "labels.rows", &found, (place, reveal));
    if let Some(n) = clicked {
        panel.fields.labels.row = n;
    }
    if found.is_empty() {
        draft::empty(ui, panel, "labels.none_found");
    }
}

/// The labels that the current one may be merged into.
pub fn heirs(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let pressed = draft::arrows(ui, panel);
    let enter = !state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let name = panel.fields.labels.current().map_or("", |row| row.label.zh.as_str());
    let lead = state.strings.say(&Message::new("labels.merge_lead").with("name", name));
    widgets::wrapped(ui, lead, fonts::ui(), theme.ink1);
    ui.add_space(10.0);
    let (name, width) = (state.say("labels.merge_field"), ui.available_width() - 4.0);
    let hint = state.say("labels.search_hint");
    let field = widgets::input(
        ui,
        theme,
        &mut panel.fields.labels.heir.0,
        Id::unique("field.heir"),
        name,
        hint,
        width,
    );
    // It appears where the list's field had the keyboard.
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    ui.add_space(8.0);
    let found = panel.fields.labels.heirs();
    let row = draft::stepped(panel.fields.labels.heir.1, found.len(), pressed);
    panel.fields.labels.heir.1 = row;
    let clicked = rows(ui, panel, "labels.heirs", &found, (Some(row), pressed != [false; 2]));
    let chosen = if enter { found.get(row).copied() } else { clicked };
    if let Some(row) = chosen.and_then(|n| panel.fields.labels.rows.get(n)) {
        let number = row.number;
        panel.push(Command::Labels(LabelTurn::MergeInto(number)));
    }
    if found.is_empty() {
        draft::empty(ui, panel, "labels.none_found");
    }
}

/// Rows of the draft. Returns the one that was clicked.
fn rows(
    ui: &mut Ui,
    panel: &Panel<'_>,
    name: &str,
    found: &[usize],
    place: (Option<usize>, bool),
) -> Option<usize> {
    let clicked = draft::rows(ui, (name, ROW), found.len(), place, |ui, at, current| {
        let n = found.get(at)?;
        let row = panel.fields.labels.rows.get(*n)?;
        Some(draw(ui, panel, (*n, row), current))
    });
    clicked.and_then(|at| found.get(at)).copied()
}

/// Letter, name, English name and id, key; or what becomes of it.
fn draw(ui: &mut Ui, panel: &Panel<'_>, (n, row): (usize, &DraftRow), current: bool) -> Response {
    let state = panel.state;
    let theme = &state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let fate = fate(panel, row);
    let key = if row.label.key == 0 { String::new() } else { row.label.key.to_string() };
    let spoken = format!("{} {} {key} {fate}", row.id, row.label.zh);
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, current, spoken.trim()));
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.zhu);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    let y = rect.center().y;
    let made = row.label.tidied();
    let letter: String = state.letter(&made).chars().take(2).collect();
    widgets::letter_square(ui.painter(), theme, pos2(rect.left() + 33.0, y), &letter, Some(slot(row, n)));
    let ink = if row.stays() { theme.ink1 } else { theme.ink3 };
    let text = |text: &str, font, ink, from: f32, room: f32| {
        let galley = widgets::clipped(ui.painter(), text, font, ink, room.max(8.0), 1);
        let at = pos2(rect.left() + from, y - galley.size().y / 2.0);
        let end = at.x + galley.size().x;
        ui.painter().galley(at, galley, ink);
        end
    };
    let face = if row.old { fonts::ui() } else { Face::SansBold.at(14.0) };
    let end = text(&row.label.zh, face, ink, 54.0, 128.0);
    if !row.stays() {
        ui.painter().hline(rect.left() + 54.0..=end, y, Stroke::new(1.0, theme.ink3));
    }
    if fate.is_empty() {
        text(&row.label.en, fonts::small(), theme.ink3, 190.0, 84.0);
        text(&row.id, fonts::micro(), theme.ink2, 282.0, rect.width() - 282.0 - 44.0);
        if !key.is_empty() {
            widgets::key_cap_before(ui.painter(), theme, pos2(rect.right() - 14.0, y), &key);
        }
    } else {
        text(&fate, Face::SansBold.at(13.0), theme.ink1, 190.0, rect.width() - 204.0);
    }
    widgets::focus_ring(ui, theme, &response, rect.shrink(2.0), 2.0);
    response
}

/// The colour slot of a row.
pub fn slot(row: &DraftRow, place: usize) -> usize {
    row.label.colour().unwrap_or(if row.old { place } else { crate::annotation::SLOTS })
}

/// 并入 活动, 移除, or nothing.
pub fn fate(panel: &Panel<'_>, row: &DraftRow) -> String {
    match row.fate {
        DraftFate::Stays => String::new(),
        DraftFate::Gone => panel.state.say("labels.gone").to_owned(),
        DraftFate::Into(number) => {
            let heir = panel.fields.labels.rows.iter().find(|other| other.number == number);
            let name = heir.map_or(String::new(), |heir| panel.state.label_name(&heir.made()).to_owned());
            panel.state.strings.say(&Message::new("labels.into").with("name", name))
        }
    }
}
