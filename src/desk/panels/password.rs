//! The dialog that asks for the password of a page PDF.

use super::{Panel, dialog};
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::state::Locked;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Ui};

const WIDTH: f32 = 480.0;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, locked: &Locked) {
    let enter =
        !panel.state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let ready = !panel.fields.password.is_empty();
    let mut go = enter;
    dialog::dialog(
        ui,
        panel,
        "password.title",
        WIDTH,
        |ui, panel| body(ui, panel, locked),
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("password.go");
            ui.add_enabled_ui(ready, |ui| {
                go |= widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
            });
            let cancel = panel.state.say("button.cancel");
            if widgets::button(ui, theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        },
    );
    if go && ready {
        panel.push(Command::OpenLocked);
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, locked: &Locked) {
    let state = panel.state;
    let theme = &state.theme;
    let file = locked.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lead = state.strings.say(&Message::new("password.lead").with("file", file));
    widgets::wrapped(ui, &lead, fonts::ui(), theme.ink1);
    ui.add_space(12.0);
    let (name, width) = (state.say("password.field"), ui.available_width());
    let id = Id::unique("field.password");
    let response = widgets::secret(ui, theme, &mut panel.fields.password, id, name, width);
    widgets::claim(ui, &response);
    if locked.wrong {
        ui.add_space(12.0);
        dialog::notice_line(ui, panel, state.say("password.wrong"));
    }
}
