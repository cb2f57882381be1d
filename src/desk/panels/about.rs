//! The card of keys that are valid here, and what this program is.

use super::{Panel, dialog, top};
use crate::desk::command::{Action, Command, Menu};
use crate::desk::fonts::{self, Face};
use crate::desk::icons;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

/// The card of keys, one column a menu.
pub fn keys(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.ctx().content_rect();
    let width = (full.width() - 80.0).min(980.0);
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.08).max(16.0));
    dialog::sheet(ui, panel, "keys", at, width, |ui, panel| {
        egui::Frame::new().inner_margin(24).show(ui, |ui| {
            widgets::line(
                ui,
                panel.state.say("action.keys"),
                Face::SerifBold.at(18.0),
                panel.state.theme.ink1,
            );
            ui.add_space(10.0);
            // The sheet remembers how high it was; this list may need more.
            let room = full.height() * 0.74;
            ui.set_max_height(room.max(0.0));
            egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                let column = (width - 48.0 - 2.0 * 28.0) / 3.0;
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 28.0;
                    for menus in [
                        &[Menu::Mark][..],
                        &[Menu::Article, Menu::Structure, Menu::Edit],
                        &[Menu::See, Menu::File],
                    ] {
                        ui.vertical(|ui| {
                            ui.set_width(column.max(0.0));
                            for menu in menus {
                                key_list(ui, panel, *menu);
                            }
                        });
                    }
                });
            });
        });
    });
}

fn key_list(ui: &mut Ui, panel: &Panel<'_>, menu: Menu) {
    let theme = &panel.state.theme;
    ui.add_space(6.0);
    widgets::line(ui, panel.state.say(menu.key()), fonts::small(), theme.ink3);
    ui.add_space(2.0);
    for action in Action::ALL.iter().filter(|action| action.menu() == menu) {
        let Some(key) = panel.state.key(*action) else { continue };
        if action.label().is_some_and(|key| panel.state.labels.by_key(key).is_none()) {
            continue;
        }
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        let name = top::action_name(panel, *action);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {key}")));
        let cap = ui.painter().layout_no_wrap(key.clone(), fonts::micro(), theme.ink2);
        widgets::key_cap(
            ui.painter(),
            theme,
            pos2(rect.right() - cap.size().x - 10.0, rect.center().y),
            &key,
        );
        let room = rect.width() - cap.size().x - 24.0;
        let name = widgets::clipped(ui.painter(), &name, fonts::small(), theme.ink1, room, 1);
        ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, theme.ink1);
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
