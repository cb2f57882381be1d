//! The card of keys that are valid here, and what this program is.

use super::{Panel, dialog};
use crate::desk::command::{Action, Command, Menu};
use crate::desk::fonts::{self, Face};
use crate::desk::icons;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Align2, Sense, Ui, Vec2, pos2, vec2};

/// Height of a row, and the least width of a column.
const ROW: f32 = 23.0;
const COLUMN: f32 = 264.0;

/// The card of keys, menu after menu, in as many columns of one height as there is room for.
pub fn keys(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.ctx().content_rect();
    let width = (full.width() - 48.0).min(1280.0);
    let at = pos2(full.center().x - width / 2.0, 24.0);
    dialog::sheet(ui, panel, "keys", at, width, |ui, panel| {
        egui::Frame::new().inner_margin(24).show(ui, |ui| {
            title(ui, panel);
            // The sheet remembers how high it was; this list may need more.
            let room = full.height() - 48.0 - 48.0 - TITLE;
            ui.set_max_height(room);
            egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                let rows = rows(panel);
                let columns = ((ui.available_width() / COLUMN) as usize).clamp(1, 4);
                let long = rows.len().div_ceil(columns);
                ui.spacing_mut().item_spacing = vec2(32.0, 0.0);
                ui.columns(columns, |columns| {
                    for (ui, rows) in columns.iter_mut().zip(rows.chunks(long)) {
                        for row in rows {
                            row.show(ui, panel);
                        }
                    }
                });
            });
        });
    });
}

const TITLE: f32 = 36.0;

fn title(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = &panel.state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), TITLE), Sense::hover());
    let said = panel.state.say("action.keys");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, said));
    ui.painter().text(rect.left_top(), Align2::LEFT_TOP, said, Face::SerifBold.at(18.0), theme.ink1);
}

/// A row of the card.
enum Row {
    Menu(Menu),
    Key(Action, String),
}

fn rows(panel: &Panel<'_>) -> Vec<Row> {
    let state = panel.state;
    let mut rows = Vec::new();
    for menu in Menu::ALL {
        rows.push(Row::Menu(menu));
        let of_menu = Action::ALL.iter().filter(|action| action.menu() == menu);
        let offered = of_menu.filter(|action| state.offers_action(**action));
        rows.extend(offered.filter_map(|action| Some(Row::Key(*action, state.key(*action)?))));
    }
    rows
}

impl Row {
    fn show(&self, ui: &mut Ui, panel: &Panel<'_>) {
        let theme = &panel.state.theme;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let named = |text: &str| {
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, text));
        };
        match self {
            Self::Menu(menu) => {
                let said = panel.state.say(menu.key());
                named(said);
                ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, said, fonts::small(), theme.ink3);
            }
            Self::Key(action, key) => {
                let name = panel.state.action_name(*action);
                named(&format!("{name} {key}"));
                let cap = widgets::key_cap_before(ui.painter(), theme, rect.right_center(), key);
                let room = rect.width() - cap - 14.0;
                let name = widgets::clipped(ui.painter(), &name, fonts::small(), theme.ink1, room, 1);
                let at = rect.left_center() - vec2(0.0, name.size().y / 2.0);
                ui.painter().galley(at, name, theme.ink1);
            }
        }
    }
}

/// What this program is, its version and licences.
pub fn about(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.ctx().content_rect();
    let at = pos2(full.center().x - 230.0, full.height() * 0.2);
    dialog::sheet(ui, panel, "about", at, 460.0, |ui, panel| {
        egui::Frame::new().inner_margin(28).show(ui, |ui| {
            let theme = &panel.state.theme;
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(44.0), Sense::hover());
                icons::seal(ui.painter(), rect, theme);
                ui.add_space(14.0);
                ui.vertical(|ui| {
                    widgets::line(ui, panel.state.say("app.name"), Face::SerifBold.at(24.0), theme.ink1);
                    let version = Message::new("about.version").with("version", env!("CARGO_PKG_VERSION"));
                    widgets::line(ui, panel.state.strings.say(&version), fonts::small(), theme.ink3);
                });
            });
            ui.add_space(16.0);
            for key in ["welcome.local", "about.licence", "about.assets"] {
                widgets::wrapped(ui, panel.state.say(key), fonts::ui(), theme.ink2);
                ui.add_space(8.0);
            }
            ui.add_space(8.0);
            if widgets::button(ui, theme, panel.state.say("button.close"), Some("Esc"), Weight::Plain)
                .clicked()
            {
                panel.commands.push(Command::Close);
            }
        });
    });
}
