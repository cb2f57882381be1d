//! What the sheets of a draft have in common, the label set and the taxonomy: a list at the left, the current row at the
//! right; then what would change, before anything is written.

use super::{Panel, dialog};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{
    Align, Align2, Frame, Id, Key, Layout, Margin, Modifiers, Rect, Response, Role, ScrollArea, Sense,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};

const WIDTH: f32 = 880.0;
/// Height of what is between title and foot, where the window has it.
const HEIGHT: f32 = 430.0;
/// How many sentences are shown before the rest is only counted.
const LINES: usize = 200;
/// Width of the names of the fields.
const NAME: f32 = 78.0;
/// Height of a field's row.
const FIELD: f32 = 42.0;

/// The sheet: its title, room for the body, a line about it and whether that is said of something that was done, and
/// the buttons.
pub fn sheet(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    (id, title): (&str, &str),
    body: impl FnOnce(&mut Ui, &mut Panel<'_>, Rect),
    says: impl FnOnce(&Panel<'_>) -> (String, bool),
    foot: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = HEIGHT.min(full.height() - 200.0);
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.06).max(16.0));
    dialog::sheet(ui, panel, id, at, width, |ui, panel| {
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 16, bottom: 12 }).show(ui, |ui| {
            ui.set_width(width - 48.0);
            let title = panel.state.say(title);
            widgets::line(ui, title, Face::SerifBold.at(18.0), panel.state.theme.ink1);
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        body(ui, panel, rect);
        // What was shown may be lower than its room.
        ui.advance_cursor_after_rect(rect);
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        let (said, done) = says(panel);
        line(ui, panel, &said, done, width);
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 0, bottom: 12 }).show(ui, |ui| {
            ui.set_width(width - 48.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_height(40.0);
                ui.spacing_mut().item_spacing.x = 10.0;
                foot(ui, panel);
            });
        });
    });
}

/// The line above the buttons.
fn line(ui: &mut Ui, panel: &Panel<'_>, said: &str, done: bool, width: f32) {
    let theme = &panel.state.theme;
    let (face, ink) = if done { (Face::SansBold.at(13.0), theme.ink1) } else { (fonts::small(), theme.ink3) };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 36.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, said));
    let text = widgets::clipped(ui.painter(), said, face, ink, width - 48.0, 1);
    let cut = text.elided;
    ui.painter().galley(pos2(rect.left() + 24.0, rect.center().y - text.size().y / 2.0), text, ink);
    if cut {
        response.on_hover_text(said);
    }
}

/// Two halves with a rule between; `share` of the width is the left one's.
pub fn halves(ui: &Ui, panel: &Panel<'_>, rect: Rect, share: f32) -> (Rect, Rect) {
    let (left, right) = rect.split_left_right_at_x(rect.left() + (rect.width() * share).round());
    let x = ui.painter().round_to_pixel_center(right.left());
    ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, panel.state.theme.line1));
    (left, right.shrink2(vec2(24.0, 14.0)))
}

/// What would change: sentences, how far the counting is while it goes on, and what undo can do.
pub fn preview(
    ui: &mut Ui,
    panel: &Panel<'_>,
    lines: &[String],
    counting: Option<(usize, usize)>,
    undo: &str,
) {
    let state = panel.state;
    let theme = &state.theme;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for line in lines.iter().take(LINES) {
            widgets::wrapped(ui, line, fonts::ui(), theme.ink1);
        }
        if lines.len() > LINES {
            let more = Message::new("labels.line.more").with("count", lines.len() - LINES);
            widgets::wrapped(ui, state.strings.say(&more), fonts::ui(), theme.ink2);
        }
        ui.add_space(6.0);
        if let Some((done, of)) = counting.filter(|(_, of)| *of > 1) {
            let said = Message::new("labels.progress").with("done", done).with("count", of);
            let said = state.strings.say(&said);
            let response = widgets::wrapped(ui, &said, fonts::small(), theme.ink2);
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
        }
        widgets::wrapped(ui, state.say(undo), fonts::small(), theme.ink3);
    });
}

/// A button that brings a command.
pub fn button(ui: &mut Ui, panel: &mut Panel<'_>, (name, key): (&str, Option<&str>), command: Command) {
    if widgets::button(ui, &panel.state.theme, panel.state.say(name), key, Weight::Plain).clicked() {
        panel.push(command);
    }
}

/// The same in the foot, where one is the heaviest and may have to wait.
pub fn foot_button(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    (name, key): (&str, Option<&str>),
    weight: Weight,
    enabled: bool,
    command: Command,
) {
    let (theme, name) = (&panel.state.theme, panel.state.say(name));
    let shown = ui.add_enabled_ui(enabled, |ui| widgets::button(ui, theme, name, key, weight));
    if shown.inner.clicked() {
        panel.push(command);
    }
}

/// A field with its name before it.
pub fn named(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    ui.horizontal(|ui| {
        ui.set_height(FIELD);
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(NAME, FIELD), Sense::hover());
        let ink = panel.state.theme.ink2;
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, panel.state.say(name), fonts::ui(), ink);
        add(ui, panel);
    });
}

/// What is kept for good, in place of a field; `said` tells why.
pub fn kept(ui: &mut Ui, state: &State, text: &str, said: &Message, width: f32) {
    let ink = state.theme.ink1;
    let text = widgets::clipped(ui.painter(), text, fonts::ui(), ink, width, 1);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
    let said = state.strings.say(said);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let y = rect.center().y - text.size().y / 2.0;
    ui.painter().galley(pos2(rect.left() + 10.0, y), text, ink);
    response.on_hover_text(said);
}

/// Whether ↓ and ↑ were pressed; a field beside the list leaves them to it.
pub fn arrows(ui: &Ui, panel: &Panel<'_>) -> [bool; 2] {
    if panel.state.composing {
        return [false; 2];
    }
    let keys = [Key::ArrowDown, Key::ArrowUp];
    ui.input_mut(|input| keys.map(|key| input.consume_key(Modifiers::NONE, key)))
}

/// The row to which the arrows lead from `row`, of those that are shown.
pub fn step(found: &[usize], row: usize, [down, up]: [bool; 2]) -> Option<usize> {
    let here = found.iter().position(|n| *n == row);
    let to = match (down, up, here) {
        (true, _, Some(here)) => found.get(here + 1),
        (_, true, Some(here)) => here.checked_sub(1).and_then(|to| found.get(to)),
        (true, _, None) | (_, true, None) => found.first(),
        _ => None,
    };
    to.copied()
}

/// The same among `count` rows from the first one on.
pub fn stepped(row: usize, count: usize, [down, up]: [bool; 2]) -> usize {
    let last = count.saturating_sub(1);
    match (down, up) {
        (true, _) => (row + 1).min(last),
        (_, true) => row.saturating_sub(1),
        _ => row.min(last),
    }
}

/// Nothing answers to what is looked for.
pub fn empty(ui: &mut Ui, panel: &Panel<'_>, said: &str) {
    ui.horizontal(|ui| {
        ui.add_space(24.0);
        widgets::line(ui, panel.state.say(said), fonts::small(), panel.state.theme.ink3);
    });
}

/// `count` rows of one height; of many only those that are seen are made. Where `place` is the current one and has to be
/// seen, the list comes to it. Returns the one that was clicked.
pub fn rows(
    ui: &mut Ui,
    (name, height): (&str, f32),
    count: usize,
    (place, reveal): (Option<usize>, bool),
    mut draw: impl FnMut(&mut Ui, usize, bool) -> Option<Response>,
) -> Option<usize> {
    let mut clicked = None;
    let mut area = ScrollArea::vertical().id_salt(name).auto_shrink(false);
    let id = ui.make_persistent_id(Id::unique(name));
    if let Some(place) = place.filter(|_| reveal) {
        let (top, room) = (place as f32 * height, ui.available_height());
        let seen = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
        if top < seen || top + height > seen + room {
            area = area.vertical_scroll_offset((top - room / 2.0).max(0.0));
        }
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = area.show_rows(ui, height, count, |ui, range| {
        for at in range {
            if draw(ui, at, place == Some(at)).is_some_and(|response| response.clicked()) {
                clicked = Some(at);
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(id, shown.state.clamped_offset().y));
    clicked
}
