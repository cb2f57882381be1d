//! 分类表: the topics as a tree at the left, the current one at the right; then what would change, before anything is
//! written.

mod form;
mod list;

use super::{Panel, draft};
use crate::desk::command::{Command, Way};
use crate::desk::shortcut::{CTRL, CTRL_SHIFT};
use crate::desk::taxonomy::{TopicRow, TopicStep, TopicTurn, lines};
use crate::desk::widgets::Weight;
use egui::{Align, Key, Layout, Rect, Ui, vec2};

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    keys(ui, panel);
    let preview = panel.fields.topics.step == TopicStep::Preview;
    let title = if preview { "labels.preview" } else { "topics.title" };
    draft::sheet(ui, panel, ("topics", title), body, says, foot);
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, rect: Rect) {
    let draft = &panel.fields.topics;
    if draft.step == TopicStep::Preview {
        let lines = lines::lines(&panel.state.strings, draft);
        let counting = (draft.forecast.is_none() || draft.writing).then_some(draft.progress);
        crate::desk::within(ui, rect.shrink2(vec2(24.0, 14.0)), |ui| {
            draft::preview(ui, panel, &lines, counting, "topics.undo_says");
        });
        return;
    }
    let (left, right) = draft::halves(ui, panel, rect, 0.5);
    crate::desk::within(ui, left, |ui| list::show(ui, panel));
    crate::desk::within(ui, right, |ui| match panel.fields.topics.step {
        TopicStep::Merge | TopicStep::Under => list::others(ui, panel),
        _ => form::show(ui, panel),
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

/// What is wrong, or which keys there are.
fn says(panel: &Panel<'_>) -> (String, bool) {
    let (state, draft) = (panel.state, &panel.fields.topics);
    let hint = match (&draft.said, draft.step) {
        (Some(said), _) => return (state.strings.say(said), true),
        (None, TopicStep::Form) => "topics.how",
        (None, TopicStep::Merge | TopicStep::Under) => "labels.how_merge",
        (None, TopicStep::Preview) => "labels.nothing_yet",
    };
    (state.say(hint).to_owned(), false)
}

fn foot(ui: &mut Ui, panel: &mut Panel<'_>) {
    let draft = &panel.fields.topics;
    let (step, ready) = (draft.step, draft.forecast.is_some() && !draft.writing);
    let changed = step == TopicStep::Form && draft.is_changed();
    let turn = Command::Topics;
    match step {
        TopicStep::Preview => {
            let name = ("labels.apply", Some("Ctrl Enter"));
            draft::foot_button(ui, panel, name, Weight::Primary, ready, turn(TopicTurn::Apply));
            draft::button(ui, panel, ("labels.back", Some("Esc")), turn(TopicTurn::Back));
        }
        TopicStep::Merge | TopicStep::Under => {
            draft::button(ui, panel, ("labels.back", Some("Esc")), turn(TopicTurn::Back));
        }
        TopicStep::Form => {
            let name = ("labels.see", Some("Ctrl Enter"));
            draft::foot_button(ui, panel, name, Weight::Primary, true, turn(TopicTurn::Preview));
            draft::button(ui, panel, ("button.close", Some("Esc")), Command::Close);
            if changed {
                draft::button(ui, panel, ("labels.reset", None), turn(TopicTurn::Reset));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                draft::button(ui, panel, ("topics.add", Some("Ctrl N")), turn(TopicTurn::Add));
                draft::button(ui, panel, ("labels.export", None), turn(TopicTurn::ChooseOut));
            });
        }
    }
}
