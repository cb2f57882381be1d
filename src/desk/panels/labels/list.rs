//! The labels as a list, and those that one may be merged into.

use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::labels::{DraftFate, DraftRow, LabelTurn};
use crate::desk::panels::Panel;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 32.0;

/// The labels, with a field to find one.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let form = panel.fields.labels.step == crate::desk::labels::LabelStep::Form;
    let [down, up] = if form { arrows(ui, panel) } else { [false; 2] };
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
    let here = found.iter().position(|n| *n == panel.fields.labels.row);
    let to = match (down, up, here) {
        (true, _, Some(here)) => found.get(here + 1),
        (_, true, Some(here)) => here.checked_sub(1).and_then(|to| found.get(to)),
        (true, _, None) | (_, true, None) => found.first(),
        _ => None,
    };
    if let Some(to) = to {
        panel.fields.labels.row = *to;
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
        empty(ui, panel);
    }
}

/// The labels that the current one may be merged into.
pub fn heirs(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let [down, up] = arrows(ui, panel);
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
    let last = found.len().saturating_sub(1);
    let row = panel.fields.labels.heir.1;
    let row = match (down, up) {
        (true, _) => (row + 1).min(last),
        (_, true) => row.saturating_sub(1),
        _ => row.min(last),
    };
    panel.fields.labels.heir.1 = row;
    let clicked = rows(ui, panel, "labels.heirs", &found, (Some(row), down || up));
    let chosen = if enter { found.get(row).copied() } else { clicked };
    if let Some(row) = chosen.and_then(|n| panel.fields.labels.rows.get(n)) {
        let number = row.number;
        panel.push(Command::Labels(LabelTurn::MergeInto(number)));
    }
    if found.is_empty() {
        empty(ui, panel);
    }
}

fn arrows(ui: &Ui, panel: &Panel<'_>) -> [bool; 2] {
    if panel.state.composing {
        return [false; 2];
    }
    let keys = [Key::ArrowDown, Key::ArrowUp];
    ui.input_mut(|input| keys.map(|key| input.consume_key(Modifiers::NONE, key)))
}

fn empty(ui: &mut Ui, panel: &Panel<'_>) {
    ui.horizontal(|ui| {
        ui.add_space(24.0);
        widgets::line(ui, panel.state.say("labels.none_found"), fonts::small(), panel.state.theme.ink3);
    });
}

/// Rows of the draft; of a long set only those that are seen are made. Returns the one that was clicked.
fn rows(
    ui: &mut Ui,
    panel: &Panel<'_>,
    name: &str,
    found: &[usize],
    (place, reveal): (Option<usize>, bool),
) -> Option<usize> {
    let mut clicked = None;
    let mut area = ScrollArea::vertical().id_salt(name).auto_shrink(false);
    if let Some(place) = place.filter(|_| reveal) {
        let (top, height) = (place as f32 * ROW, ui.available_height());
        let id = ui.make_persistent_id(Id::unique(name));
        let seen = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
        if top < seen || top + ROW > seen + height {
            area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = area.show_rows(ui, ROW, found.len(), |ui, range| {
        for at in range {
            let row = found.get(at).and_then(|n| Some((*n, panel.fields.labels.rows.get(*n)?)));
            if let Some((n, row)) = row
                && draw(ui, panel, (n, row), place == Some(at)).clicked()
            {
                clicked = Some(n);
            }
        }
    });
    let id = ui.make_persistent_id(Id::unique(name));
    ui.data_mut(|data| data.insert_temp(id, shown.state.clamped_offset().y));
    clicked
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
