//! 分类表: the topics as a tree at the left, the current one at the right; then what would change, before anything is
//! written.

mod form;
mod list;

use super::{Panel, dialog};
use crate::desk::command::{Command, Way};
use crate::desk::fonts::{self, Face};
use crate::desk::shortcut::{CTRL, CTRL_SHIFT};
use crate::desk::taxonomy::{TopicRow, TopicStep, TopicTurn, lines};
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Align, Frame, Key, Layout, Margin, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 880.0;
/// Height of what is between title and foot, where the window has it.
const HEIGHT: f32 = 430.0;
/// How many sentences are shown before the rest is only counted.
const LINES: usize = 200;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    keys(ui, panel);
    let full = ui.ctx().content_rect();
    let width = WIDTH.min(full.width() - 48.0);
    let height = HEIGHT.min(full.height() - 200.0);
    let at = pos2(full.center().x - width / 2.0, (full.height() * 0.06).max(16.0));
    dialog::sheet(ui, panel, "topics", at, width, |ui, panel| {
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 16, bottom: 12 }).show(ui, |ui| {
            ui.set_width(width - 48.0);
            let preview = panel.fields.topics.step == TopicStep::Preview;
            let title = panel.state.say(if preview { "labels.preview" } else { "topics.title" });
            widgets::line(ui, title, Face::SerifBold.at(18.0), panel.state.theme.ink1);
        });
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        if panel.fields.topics.step == TopicStep::Preview {
            crate::desk::within(ui, rect.shrink2(vec2(24.0, 14.0)), |ui| preview(ui, panel));
        } else {
            let (left, right) = rect.split_left_right_at_x(rect.left() + (width * 0.5).round());
            crate::desk::within(ui, left, |ui| list::show(ui, panel));
            let x = ui.painter().round_to_pixel_center(right.left());
            ui.painter().vline(x, rect.y_range(), egui::Stroke::new(1.0, panel.state.theme.line1));
            crate::desk::within(ui, right.shrink2(vec2(24.0, 14.0)), |ui| match panel.fields.topics.step {
                TopicStep::Merge | TopicStep::Under => list::others(ui, panel),
                _ => form::show(ui, panel),
            });
        }
        // What was shown may be lower than its room.
        ui.advance_cursor_after_rect(rect);
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), panel.state.theme.line1);
        said(ui, panel, width);
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

/// What the dialog takes before its fields do.
fn keys(ui: &Ui, panel: &mut Panel<'_>) {
    if panel.state.composing {
        return;
    }
    let step = panel.fields.topics.step;
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(CTRL, Key::Enter) {
        let turn = if step == TopicStep::Preview { TopicTurn::Apply } else { TopicTurn::Preview };
        panel.push(Command::Topics(turn));
    }
    if step != TopicStep::Form {
        return;
    }
    let stays = panel.fields.topics.current().is_some_and(TopicRow::stays);
    let gone = if stays { TopicTurn::Remove } else { TopicTurn::Restore };
    for (modifiers, key, turn, alive) in [
        (CTRL_SHIFT, Key::ArrowUp, TopicTurn::Move(Way::Back), false),
        (CTRL_SHIFT, Key::ArrowDown, TopicTurn::Move(Way::Forth), false),
        (CTRL_SHIFT, Key::N, TopicTurn::AddUnder, true),
        (CTRL, Key::N, TopicTurn::Add, false),
        (CTRL, Key::M, TopicTurn::AskMerge, true),
        (CTRL, Key::U, TopicTurn::AskUnder, true),
        (CTRL, Key::Delete, gone, false),
    ] {
        if pressed(modifiers, key) && (stays || !alive) {
            panel.push(Command::Topics(turn));
        }
    }
}

/// What would change.
fn preview(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let draft = &panel.fields.topics;
    let lines = lines::lines(&state.strings, draft);
    let (done, of) = draft.progress;
    let counting = draft.forecast.is_none() || draft.writing;
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
        if counting && of > 1 {
            let said = Message::new("labels.progress").with("done", done).with("count", of);
            let said = state.strings.say(&said);
            let response = widgets::wrapped(ui, &said, fonts::small(), theme.ink2);
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
        }
        widgets::wrapped(ui, state.say("topics.undo_says"), fonts::small(), theme.ink3);
    });
}

/// The line above the buttons: what is wrong, or which keys there are.
fn said(ui: &mut Ui, panel: &Panel<'_>, width: f32) {
    let state = panel.state;
    let draft = &panel.fields.topics;
    let (said, ink) = match (&draft.said, draft.step) {
        (Some(said), _) => (state.strings.say(said), state.theme.ink1),
        (None, TopicStep::Form) => (state.say("topics.how").to_owned(), state.theme.ink3),
        (None, TopicStep::Merge | TopicStep::Under) => {
            (state.say("labels.how_merge").to_owned(), state.theme.ink3)
        }
        (None, TopicStep::Preview) => (state.say("labels.nothing_yet").to_owned(), state.theme.ink3),
    };
    let face = if draft.said.is_some() { Face::SansBold.at(13.0) } else { fonts::small() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 36.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    let text = widgets::clipped(ui.painter(), &said, face, ink, width - 48.0, 1);
    let cut = text.elided;
    ui.painter().galley(pos2(rect.left() + 24.0, rect.center().y - text.size().y / 2.0), text, ink);
    if cut {
        response.on_hover_text(said);
    }
}

fn foot(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let draft = &panel.fields.topics;
    let (step, ready) = (draft.step, draft.forecast.is_some() && !draft.writing);
    let changed = step == TopicStep::Form && draft.is_changed();
    let mut button = |ui: &mut Ui, name: &str, key: Option<&str>, weight, enabled: bool, command: Command| {
        let shown = ui.add_enabled_ui(enabled, |ui| widgets::button(ui, theme, state.say(name), key, weight));
        if shown.inner.clicked() {
            panel.commands.push(command);
        }
    };
    let turn = Command::Topics;
    match step {
        TopicStep::Preview => {
            button(ui, "labels.apply", Some("Ctrl Enter"), Weight::Primary, ready, turn(TopicTurn::Apply));
            button(ui, "labels.back", Some("Esc"), Weight::Plain, true, turn(TopicTurn::Back));
        }
        TopicStep::Merge | TopicStep::Under => {
            button(ui, "labels.back", Some("Esc"), Weight::Plain, true, turn(TopicTurn::Back));
        }
        TopicStep::Form => {
            button(ui, "labels.see", Some("Ctrl Enter"), Weight::Primary, true, turn(TopicTurn::Preview));
            button(ui, "button.close", Some("Esc"), Weight::Plain, true, Command::Close);
            if changed {
                button(ui, "labels.reset", None, Weight::Plain, true, turn(TopicTurn::Reset));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                button(ui, "topics.add", Some("Ctrl N"), Weight::Plain, true, turn(TopicTurn::Add));
                button(ui, "labels.export", None, Weight::Plain, true, turn(TopicTurn::ChooseOut));
            });
        }
    }
}
