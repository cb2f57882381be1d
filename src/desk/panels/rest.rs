//! Two dialogs: what becomes of the proposals that are left, and which copy of the dataset is put back.

use super::context::check;
use super::{Panel, dialog};
use crate::dataset::store::Copy;
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::rest::Rest;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Key, Modifiers, Ui};

/// Asks what becomes of the proposals that are left.
pub fn ask(ui: &mut Ui, panel: &mut Panel<'_>) {
    let Some(article) = panel.state.article() else { return panel.push(Command::Close) };
    let tally = panel.state.tally(article);
    let keys = [Key::Enter, Key::Delete];
    let pressed = keys.map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let mut chosen = match pressed {
        [true, _] => Some(Rest::Accept),
        [_, true] => Some(Rest::Reject),
        _ => None,
    };
    dialog::dialog(
        ui,
        panel,
        "rest.title",
        520.0,
        |ui, panel| {
            let theme = &panel.state.theme;
            let said = Message::new("rest.left").with("open", tally.open).with("doubtful", tally.doubtful);
            widgets::wrapped(ui, panel.state.strings.say(&said), fonts::ui(), theme.ink1);
            ui.add_space(12.0);
            let always = panel.fields.rest_always;
            if check(ui, theme, panel.state.say("rest.always"), always).clicked() {
                panel.fields.rest_always = !always;
            }
        },
        |ui, panel| {
            let theme = &panel.state.theme;
            let say = |key| panel.state.say(key);
            if widgets::button(ui, theme, say("rest.accept"), Some("Enter"), Weight::Primary).clicked() {
                chosen = Some(Rest::Accept);
            }
            if widgets::button(ui, theme, say("rest.reject"), Some("Delete"), Weight::Plain).clicked() {
                chosen = Some(Rest::Reject);
            }
            if widgets::button(ui, theme, say("rest.back"), Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        },
    );
    if let Some(rest) = chosen {
        panel.push(Command::Settle(rest));
    }
}

/// Lists the copies that are kept.
pub fn copies(ui: &mut Ui, panel: &mut Panel<'_>, copies: &[Copy]) {
    dialog::dialog(
        ui,
        panel,
        "copies.title",
        560.0,
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            let key = if copies.is_empty() { "copies.none" } else { "copies.says" };
            widgets::wrapped(ui, state.say(key), fonts::ui(), theme.ink2);
            ui.add_space(10.0);
            for copy in copies {
                ui.horizontal(|ui| {
                    ui.set_height(36.0);
                    let said = Message::new("copies.one")
                        .with("at", copy.at.strftime("%Y-%m-%d %H:%M"))
                        .with("size", format!("{:.1}", copy.bytes as f64 / 1_048_576.0));
                    widgets::line(ui, state.strings.say(&said), fonts::ui(), theme.ink1);
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        let enabled = !state.is_read_only();
                        let put = ui.add_enabled_ui(enabled, |ui| {
                            widgets::button(ui, theme, state.say("copies.restore"), None, Weight::Plain)
                                .clicked()
                        });
                        if put.inner {
                            panel.commands.push(Command::Restore(copy.path.clone()));
                        }
                    });
                });
            }
        },
        |ui, panel| {
            let (theme, name) = (&panel.state.theme, panel.state.say("button.close"));
            if widgets::button(ui, theme, name, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        },
    );
}
