//! The bar above the text with what is looked for in the article, its count, and the ways on and back.

use super::Panel;
use crate::desk::command::{Action, Command};
use crate::desk::fonts;
use crate::desk::icons::Icon;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Align, Id, Key, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

/// Height of the bar.
pub const HEIGHT: f32 = 44.0;

/// Shows the bar in `rect`.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, rect: Rect) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(bar) = &state.find else { return };
    ui.painter().rect_filled(rect, 0, theme.raised);
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line2);
    ui.scope_builder(UiBuilder::new().max_rect(rect.shrink2(vec2(24.0, 6.0))), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let id = Id::unique("field.find");
            let hint = state.say("find.field");
            if panel.fields.find_claim && !ui.memory(|memory| memory.has_focus(id)) {
                panel.fields.find += &super::palette::early_text(ui.ctx());
            }
            let width = 260.0_f32.min(ui.available_width() - 220.0).max(80.0);
            let field = widgets::input(ui, theme, &mut panel.fields.find, id, hint, hint, width);
            if std::mem::take(&mut panel.fields.find_claim) {
                field.request_focus();
                select_all(ui, id, &panel.fields.find);
            }
            let (enter, shift, escape) = ui.input(|input| {
                (input.key_pressed(Key::Enter), input.modifiers.shift, input.key_pressed(Key::Escape))
            });
            if !state.composing && panel.fields.find != bar.text {
                panel.commands.push(Command::Find(panel.fields.find.clone()));
            } else if field.has_focus() && enter && !state.composing {
                let way = if shift { Action::FindPrevious } else { Action::FindNext };
                panel.commands.push(Command::Act(way));
            }
            if field.lost_focus() && escape {
                panel.commands.push(Command::Act(Action::Escape));
            }
            let said = match (bar.text.is_empty(), bar.hits.len(), bar.at) {
                (true, ..) => String::new(),
                (_, 0, _) => state.say("find.nothing").to_owned(),
                (_, all, Some(at)) => {
                    state.strings.say(&Message::new("find.at").with("at", at + 1).with("all", all))
                }
                (_, all, None) => state.strings.say(&Message::new("context.count").with("count", all)),
            };
            let text = ui.painter().layout_no_wrap(said.clone(), fonts::small(), theme.ink2);
            let (at, response) =
                ui.allocate_exact_size(vec2(72.0_f32.max(text.size().x), 20.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
            ui.painter().galley(at.left_center() - vec2(0.0, text.size().y / 2.0), text, theme.ink2);
            for (action, icon) in [(Action::FindPrevious, Icon::Left), (Action::FindNext, Icon::Right)] {
                let name = state.say(action.id());
                if widgets::icon_button(ui, theme, icon, name, panel.state.key(action).as_deref()).clicked() {
                    panel.commands.push(Command::Act(action));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = state.say("find.close");
                if widgets::icon_button(ui, theme, Icon::Cross, close, Some("Esc")).clicked() {
                    panel.commands.push(Command::Act(Action::Escape));
                }
            });
        });
    });
}

/// What stands in the field is replaced by typing.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = egui::text::CCursorRange::two(
        egui::text::CCursor::new(0),
        egui::text::CCursor::new(text.chars().count()),
    );
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
