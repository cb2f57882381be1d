//! The pages over all issues: on the left what can be chosen, at the top what can be done, below it the rows.

mod catalogue;
mod entry;
mod figures;
mod names;
mod network;
mod work;

use super::Panel;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::shelf::{Room, Turn};
use crate::desk::widgets;
use crate::desk::within;
use egui::{
    Align2, EventFilter, Id, Key, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
    pos2, vec2,
};

/// Height of the bar above the rows, of their heading and of a row.
const BAR: f32 = 62.0;
const HEAD: f32 = 30.0;
const ROW: f32 = 40.0;
/// Between the edge and the first column.
const MARGIN: f32 = 24.0;

/// The widget that has the keyboard while the rows have it.
pub fn focus_id() -> Id {
    Id::unique("shelf.rows")
}

/// Shows the page.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    let theme = &panel.state.theme;
    let wide = if full.width() >= 1400.0 { 232.0 } else { 200.0 };
    let (left, right) = full.split_left_right_at_x(full.left() + wide);
    ui.painter().rect_filled(left, 0, theme.desk);
    ui.painter().rect_filled(right, 0, theme.paper);
    let edge = ui.painter().round_to_pixel_center(left.right());
    ui.painter().vline(edge, left.y_range(), Stroke::new(1.0, theme.line2));
    keep_focus(ui, panel, right);
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    if panel.state.dataset.is_none() {
        return within(ui, right, |ui| empty(ui, panel, "shelf.no_dataset"));
    }
    within(ui, left, |ui| {
        ScrollArea::vertical().id_salt(("shelf.side", panel.state.shelf.room as u8)).auto_shrink(false).show(
            ui,
            |ui| {
                ui.add_space(14.0);
                rooms(ui, panel);
                ui.add_space(10.0);
                match panel.state.shelf.room {
                    Room::Work => work::side(ui, panel),
                    Room::Catalogue | Room::Figures => catalogue::side(ui, panel),
                    Room::Register => names::side(ui, panel),
                }
                ui.add_space(16.0);
            },
        );
    });
    if panel.state.shelf.archive.is_none() {
        return within(ui, right, |ui| empty(ui, panel, "shelf.reading"));
    }
    match panel.state.shelf.room {
        Room::Work => work::show(ui, panel, right),
        Room::Catalogue => catalogue::show(ui, panel, right),
        Room::Register => names::show(ui, panel, right),
        Room::Figures => figures::show(ui, panel, right),
    }
    super::page::toast(ui, panel, right);
}

/// The rows have the keyboard whenever nothing else wants it.
fn keep_focus(ui: &Ui, panel: &mut Panel<'_>, rect: Rect) {
    let id = focus_id();
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = panel.state.say(title(panel.state.shelf.room));
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, name));
    let free = ui.memory(|memory| memory.focused().is_none());
    if free && panel.state.floating.is_none() && !panel.fields.shelf.claim && !panel.fields.shelf.entry_claim
    {
        response.request_focus();
    }
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

fn title(room: Room) -> &'static str {
    match room {
        Room::Work => "action.work_list",
        Room::Catalogue => "action.catalogue",
        Room::Register => "action.register",
        Room::Figures => "action.statistics",
    }
}

/// The pages.
fn rooms(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = &panel.state.theme;
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        ui.spacing_mut().item_spacing.x = 11.0;
        for room in [Room::Work, Room::Catalogue, Room::Register, Room::Figures] {
            let on = panel.state.shelf.room == room;
            let name = panel.state.say(title(room));
            let ink = if on { theme.ink1 } else { theme.ink3 };
            let text = ui.painter().layout_no_wrap(name.to_owned(), Face::SerifBold.at(15.5), ink);
            let (rect, response) = ui.allocate_exact_size(text.size() + vec2(0.0, 6.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
            ui.painter().galley(rect.min, text, ink);
            if on {
                let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
                ui.painter().rect_filled(line, 0, theme.zhu);
            }
            widgets::focus_ring(ui, theme, &response, rect, 2.0);
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() && !on {
                panel.commands.push(Command::Shelf(Turn::Room(room)));
            }
        }
    });
}

fn empty(ui: &mut Ui, panel: &Panel<'_>, why: &'static str) {
    ui.add_space(60.0);
    ui.horizontal(|ui| {
        ui.add_space(MARGIN);
        widgets::line(ui, panel.state.say(why), Face::SerifBold.at(18.0), panel.state.theme.ink1);
    });
}

/// A heading of the left side.
fn heading(ui: &mut Ui, panel: &Panel<'_>, key: &'static str) {
    ui.add_space(16.0);
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        widgets::line(ui, panel.state.say(key), fonts::small(), panel.state.theme.ink3);
    });
    ui.add_space(2.0);
}

/// Something that can be chosen on the left, with how many there are of it.
fn choice(ui: &mut Ui, panel: &Panel<'_>, name: &str, count: usize, on: bool) -> bool {
    let theme = &panel.state.theme;
    let spoken = format!("{name} {count}");
    let (rect, response) = widgets::row(ui, theme, 30.0, on, &spoken);
    let number = ui.painter().layout_no_wrap(count.to_string(), fonts::small(), theme.ink3);
    let room = rect.width() - 32.0 - number.size().x - 10.0;
    let font = if on { Face::SansBold.at(14.0) } else { fonts::ui() };
    let ink = if on { theme.ink1 } else { theme.ink2 };
    let text = widgets::clipped(ui.painter(), name, font, ink, room, 1);
    ui.painter().galley(pos2(rect.left() + 16.0, rect.center().y - text.size().y / 2.0), text, ink);
    let at = pos2(rect.right() - 16.0 - number.size().x, rect.center().y - number.size().y / 2.0);
    ui.painter().galley(at, number, theme.ink3);
    response.clicked()
}

/// The bar above the rows: the field on the left, the rest on the right.
fn bar(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    rect: Rect,
    hint: &str,
    add: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let theme = &panel.state.theme;
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line2);
    let inside = UiBuilder::new().max_rect(rect.shrink2(vec2(MARGIN, 12.0)));
    ui.scope_builder(inside, |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            add(ui, panel);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| field(ui, panel, hint));
        });
    });
}

fn field(ui: &mut Ui, panel: &mut Panel<'_>, hint: &str) {
    let state = panel.state;
    let id = Id::unique("field.shelf");
    let width = (ui.available_width() - 16.0).clamp(120.0, 320.0);
    let before = panel.fields.shelf.text.clone();
    let response = widgets::input(ui, &state.theme, &mut panel.fields.shelf.text, id, hint, hint, width);
    if std::mem::take(&mut panel.fields.shelf.claim) {
        response.request_focus();
    }
    if !state.composing && panel.fields.shelf.text != before {
        panel.commands.push(Command::Shelf(Turn::Text(panel.fields.shelf.text.clone())));
    }
    let key = |key| ui.input(|input| input.key_pressed(key));
    if response.has_focus() && !state.composing && (key(Key::Enter) || key(Key::ArrowDown)) {
        ui.memory_mut(|memory| memory.request_focus(focus_id()));
    }
    let right = pos2(response.rect.right() - 10.0, response.rect.center().y);
    if panel.fields.shelf.text.is_empty() {
        match state.key(Action::Find) {
            Some(key) => drop(widgets::key_cap_before(ui.painter(), &state.theme, right, &key)),
            None => icons::draw(ui.painter(), Icon::Find, right - vec2(8.0, 0.0), state.theme.ink3),
        }
    }
}

/// A heading of a column; a click puts the rows in its order.
fn column(ui: &Ui, panel: &mut Panel<'_>, rect: Rect, name: &str, order: (bool, bool), turn: Option<Turn>) {
    let theme = &panel.state.theme;
    let (on, backwards) = order;
    let sense = if turn.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, Id::unique(("shelf.column", name)), sense);
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, on, name));
    let said = match (on, backwards) {
        (false, _) => name.to_owned(),
        (true, false) => format!("{name} ↓"),
        (true, true) => format!("{name} ↑"),
    };
    let ink = if on || response.hovered() { theme.ink1 } else { theme.ink3 };
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, said, fonts::small(), ink);
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    if let Some(turn) = turn.filter(|_| response.clicked()) {
        panel.commands.push(Command::Shelf(turn));
    }
}

/// Rows of which only those that are seen are laid out. `paint` gets the row's rectangle and number and says its name.
fn rows(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    (rect, height): (Rect, f32),
    (count, current): (usize, usize),
    mut paint: impl FnMut(&mut Ui, &mut Panel<'_>, Rect, usize, egui::Response),
) {
    let reveal = std::mem::take(&mut panel.fields.shelf.reveal);
    let mut area = ScrollArea::vertical().id_salt(("shelf", panel.state.shelf.room as u8)).auto_shrink(false);
    if reveal {
        let id = Id::unique(("shelf.at", panel.state.shelf.room as u8));
        let at = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
        let (top, bottom) = (current as f32 * height, (current + 1) as f32 * height);
        if top < at {
            area = area.vertical_scroll_offset(top);
        } else if bottom > at + rect.height() {
            area = area.vertical_scroll_offset(bottom - rect.height());
        }
    }
    within(ui, rect, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let shown = area.show_rows(ui, height, count, |ui, range| {
            for n in range {
                let size = vec2(ui.available_width(), height);
                let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                let id = Id::unique(("shelf.row", panel.state.shelf.room as u8, n));
                let response = ui.interact(place, id, Sense::click());
                let theme = &panel.state.theme;
                if n == current {
                    ui.painter().rect_filled(place, 0, theme.wash);
                    let mark = Rect::from_min_size(place.min, vec2(3.0, place.height()));
                    ui.painter().rect_filled(mark, 0, theme.zhu);
                } else if response.hovered() {
                    ui.painter().rect_filled(place, 0, theme.sunk);
                }
                widgets::hairline(ui, place.bottom(), place.x_range(), theme.line1);
                if response.double_clicked() {
                    panel.commands.push(Command::Shelf(Turn::Row(n)));
                    panel.commands.push(Command::Shelf(Turn::Go));
                } else if response.clicked() {
                    panel.commands.push(Command::Shelf(Turn::Row(n)));
                    ui.memory_mut(|memory| memory.request_focus(focus_id()));
                }
                paint(ui, panel, place, n, response);
            }
        });
        let id = Id::unique(("shelf.at", panel.state.shelf.room as u8));
        ui.data_mut(|data| data.insert_temp(id, shown.state.clamped_offset().y));
    });
}

/// A cell's text, cut to its width.
fn cell(ui: &Ui, text: &str, font: egui::FontId, ink: egui::Color32, left: f32, width: f32, middle: f32) {
    let text = widgets::clipped(ui.painter(), text, font, ink, width, 1);
    ui.painter().galley(pos2(left, middle - text.size().y / 2.0), text, ink);
}
