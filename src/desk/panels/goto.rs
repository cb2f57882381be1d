//! The field in which one types what stands where one wants to go; the page shows the place meanwhile.

use super::{Panel, palette};
use crate::desk::command::{Action, Command, Way};
use crate::desk::fonts;
use crate::desk::shortcut::CTRL;
use crate::desk::widgets;
use egui::{Area, Id, Key, Modifiers, Order, Ui, pos2};

const WIDTH: f32 = 440.0;

/// Shows the field; `missed` where nothing answers to it.
pub fn show(ui: &Ui, panel: &mut Panel<'_>, missed: bool) {
    let state = panel.state;
    let theme = &state.theme;
    let again = state.settings.keys.keys(Action::GoTo).to_vec();
    let [down, up, enter] = if state.composing {
        [false; 3]
    } else {
        ui.input_mut(|input| {
            let mut taken = |key: Key| input.consume_key(Modifiers::NONE, key);
            let [down, up, enter] = [Key::ArrowDown, Key::ArrowUp, Key::Enter].map(&mut taken);
            // Its own key again goes on to the next place.
            let next = again.iter().any(|key| input.consume_key(key.modifiers, key.key));
            [down || next || input.consume_key(CTRL, Key::ArrowDown), up, enter]
        })
    };
    let full = ui.ctx().content_rect();
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 6], blur: 20, spread: 0, color: theme.shadow })
        .inner_margin(egui::Margin::symmetric(12, 10));
    let before = panel.fields.query.clone();
    let at = pos2(full.center().x - WIDTH / 2.0, full.bottom() - 140.0);
    Area::new(Id::unique("goto")).order(Order::Foreground).fixed_pos(at).constrain(true).fade_in(false).show(
        ui.ctx(),
        |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH - 24.0);
                ui.spacing_mut().item_spacing.y = 8.0;
                let id = Id::unique("field.goto");
                if !ui.memory(|memory| memory.has_focus(id)) {
                    panel.fields.query += &palette::early_text(ui.ctx());
                }
                let (name, hint) = (state.say("action.go_to"), state.say("goto.hint"));
                let field = widgets::input(ui, theme, &mut panel.fields.query, id, name, hint, WIDTH - 24.0);
                if !field.has_focus() {
                    field.request_focus();
                }
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 14.0;
                    if missed {
                        widgets::line(ui, state.say("goto.missed"), fonts::small(), theme.ink1);
                    } else {
                        widgets::key_hint(ui, theme, "Enter", state.say("goto.take"));
                        widgets::key_hint(ui, theme, "↑ ↓", state.say("goto.turn"));
                        widgets::key_hint(ui, theme, "Esc", state.say("hint.leave"));
                    }
                });
            });
        },
    );
    let query = panel.fields.query.clone();
    if query != before || !before.is_empty() && (down || up) {
        let turn = match (query == before, down) {
            (false, _) => None,
            (true, true) => Some(Way::Forth),
            (true, false) => Some(Way::Back),
        };
        panel.push(Command::Seek { query, turn });
    }
    if enter {
        panel.push(Command::FocusReader);
    }
}
