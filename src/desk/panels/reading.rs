//! 读作: the dialog that asks for the right characters, and what is shown of readings elsewhere.

use super::{Panel, dialog};
use crate::annotation::{BlockId, Reading};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::strings::{Message, Strings};
use crate::text::{CharRange, slice};
use egui::{Align2, Id, Key, Modifiers, Role, Sense, Ui, WidgetInfo, vec2};

const WIDTH: f32 = 440.0;

/// Asks what the characters of `range` should have been.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, block: &BlockId, range: CharRange) {
    let state = panel.state;
    let held = state.open.as_ref().and_then(|open| open.issue.holder(block));
    let Some(held) = held.and_then(|(article, n)| article.blocks.get(n)) else {
        return panel.push(Command::Close);
    };
    let printed = slice(&held.text, range).unwrap_or_default();
    let known = held.readings.iter().find(|reading| reading.range == range);
    // While an input method composes, Enter belongs to it.
    let mut keep = !state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut take_off = false;
    dialog::dialog(
        ui,
        panel,
        "reading.title",
        WIDTH,
        |ui, panel| body(ui, panel, printed, known),
        |ui, panel| {
            let theme = &panel.state.theme;
            let name = panel.state.say("note.keep");
            keep |= widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
            let cancel = panel.state.say("button.cancel");
            if widgets::button(ui, theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            if known.is_some() {
                let name = panel.state.say("reading.off");
                take_off = widgets::button(ui, theme, name, None, Weight::Plain).clicked();
            }
        },
    );
    if take_off {
        panel.fields.reading.clear();
    }
    if keep || take_off {
        let (block, reading) = (block.clone(), panel.fields.reading.clone());
        panel.push(Command::Read { block, range, reading });
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, printed: &str, known: Option<&Reading>) {
    let state = panel.state;
    let theme = &state.theme;
    widgets::line(ui, state.say("reading.printed"), fonts::small(), theme.ink3);
    ui.add_space(4.0);
    widgets::wrapped(ui, printed, Face::SerifBold.at(18.0), theme.ink1);
    ui.add_space(12.0);
    let name = state.say("reading.field");
    widgets::line(ui, name, fonts::small(), theme.ink3);
    ui.add_space(4.0);
    let reader = super::page::focus_id();
    if ui.memory(|memory| memory.focused().is_none_or(|focused| focused == reader)) {
        panel.fields.reading += &super::palette::early_text(ui.ctx());
    }
    let width = ui.available_width();
    let hint = state.say("reading.hint");
    let field =
        widgets::input(ui, theme, &mut panel.fields.reading, Id::unique("field.reading"), name, hint, width);
    widgets::claim(ui, &field);
    ui.add_space(10.0);
    if let Some(known) = known {
        widgets::line(ui, who(known), fonts::small(), theme.ink3);
        ui.add_space(4.0);
    }
    widgets::wrapped(ui, state.say("reading.about"), fonts::small(), theme.ink3);
}

/// 原文“林晓睛”，读作“林晓晴”。林 2026-11-23 21:04:12
pub fn said(strings: &Strings, reading: &Reading) -> String {
    let message = Message::new("reading.said")
        .with("text", &reading.text)
        .with("reading", &reading.reading)
        .with("who", who(reading));
    strings.say(&message).trim_end().to_owned()
}

fn who(reading: &Reading) -> String {
    let at = reading.at.clone().unwrap_or_default().replace(['T', 'Z'], " ");
    format!("{} {at}", reading.by).trim().to_owned()
}

/// The line of a popover: the readings here, and the key that asks for one.
pub fn line(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let known = state.open.as_ref().and_then(|open| open.reading_here()).map(|(_, reading)| reading);
    if let Some(reading) = known {
        widgets::wrapped(ui, said(&state.strings, reading), fonts::small(), theme.ink1);
        ui.add_space(4.0);
    }
    let name = state.say(if known.is_some() { "reading.change" } else { "action.reading" });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, fonts::small(), theme.ink2);
    if let Some(key) = panel.state.key(Action::Reading) {
        widgets::key_cap_before(ui.painter(), theme, rect.right_center(), &key);
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    if response.clicked() {
        panel.push(Command::Act(Action::Reading));
    }
}

/// The readings of an article, for the right panel; a click goes there.
pub fn list(ui: &mut Ui, state: &State, article: &crate::issue::Article) -> Option<Command> {
    let theme = &state.theme;
    let mut go = None;
    for (block, reading) in article.blocks.iter().flat_map(|b| b.readings.iter().map(move |r| (b, r))) {
        let said = said(&state.strings, reading);
        let text = state.strings.say(
            &Message::new("reading.brief").with("text", &reading.text).with("reading", &reading.reading),
        );
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if response.hovered() {
            ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
        }
        let by = ui.painter().text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &reading.by,
            fonts::small(),
            theme.ink3,
        );
        let room = by.left() - rect.left() - 8.0;
        let galley = widgets::clipped(ui.painter(), &text, Face::Serif.at(14.0), theme.ink1, room, 1);
        ui.painter().galley(
            egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0),
            galley,
            theme.ink1,
        );
        widgets::focus_ring(ui, theme, &response, rect, 2.0);
        if response.clicked() {
            let (anchor, caret) = (reading.range.start(), reading.range.end());
            go = Some(Command::Select { block: block.id.clone(), anchor, caret });
        }
    }
    go
}
