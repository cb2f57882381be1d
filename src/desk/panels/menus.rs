//! The menus, by mouse and by keyboard: F10 opens the first, ← and → go to the neighbours, ↑ and ↓ along the entries.

use super::Panel;
use super::top::{MENU, entry};
use crate::desk::command::{Action, Command, Menu};
use crate::desk::fonts;
use crate::desk::widgets;
use egui::{Context, FocusDirection, Id, Key, Modifiers, Popup, Rect, Role, Sense, Ui, WidgetInfo, vec2};

/// The widget that is a menu's name.
fn id(menu: Menu) -> Id {
    Id::unique(("menu", menu.key()))
}

fn popup(menu: Menu) -> Id {
    id(menu).with("popup")
}

/// Opens a menu, with the keyboard in it.
fn open(ctx: &Context, menu: Menu) {
    Popup::open_id(ctx, popup(menu));
    ctx.memory_mut(|memory| memory.request_focus(id(menu)));
}

/// The first menu opens, or the one that is open closes.
pub fn toggle(ctx: &Context) {
    if Popup::is_any_open(ctx) { Popup::close_all(ctx) } else { open(ctx, Menu::ALL[0]) }
}

/// The keys of an open menu. egui's own walk along the entries begins where one of them, or the name, has the keyboard.
pub fn keyboard(ctx: &Context) {
    let Some(here) = Menu::ALL.iter().position(|menu| Popup::is_id_open(ctx, popup(*menu))) else { return };
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let count = Menu::ALL.len();
    let next = match (pressed(Key::ArrowLeft), pressed(Key::ArrowRight)) {
        (true, _) => (here + count - 1) % count,
        (_, true) => (here + 1) % count,
        _ if pressed(Key::F10) => return Popup::close_all(ctx),
        // Opened with the mouse, it gets the keyboard with the first arrow.
        _ if ctx.memory(egui::Memory::focused) == Some(super::page::focus_id())
            && (pressed(Key::ArrowDown) || pressed(Key::ArrowUp)) =>
        {
            here
        }
        _ => return,
    };
    ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    open(ctx, Menu::ALL[next]);
}

/// Shows the names, and the menu that is open.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    for menu in Menu::ALL {
        name(ui, panel, menu);
    }
}

fn name(ui: &mut Ui, panel: &mut Panel<'_>, menu: Menu) {
    let theme = &panel.state.theme;
    let name = panel.state.say(menu.key());
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::ui(), theme.ink2);
    let (rect, _) = ui.allocate_exact_size(vec2(text.size().x + 14.0, 28.0), Sense::hover());
    let response = ui.interact(rect, id(menu), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() || Popup::is_id_open(ui.ctx(), popup(menu)) {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    ui.painter().galley(rect.center() - text.size() / 2.0, text, theme.ink2);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    Popup::menu(&response).gap(4.0).show(|ui| entries(ui, panel, menu, rect));
}

fn entries(ui: &mut Ui, panel: &mut Panel<'_>, menu: Menu, above: Rect) {
    ui.set_width(MENU);
    ui.spacing_mut().item_spacing.y = 0.0;
    let listed: Vec<Action> = Action::ALL
        .iter()
        .copied()
        .filter(|action| action.menu() == menu && panel.state.offers_action(*action))
        .collect();
    // A long menu scrolls in a low window.
    let room = ui.ctx().content_rect().bottom() - above.bottom() - 24.0;
    ui.set_max_height(room.max(0.0));
    egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
        for action in listed {
            let response = entry(ui, panel, action);
            if ui.memory(|memory| memory.has_focus(id(menu))) {
                // Opened by key: the first entry has the keyboard.
                response.request_focus();
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                panel.push(Command::Act(action));
                response.surrender_focus();
                ui.close();
            }
        }
    });
}
