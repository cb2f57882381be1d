//! 标签集: the labels at the left, the current one at the right; then what would change, before anything is written.

mod form;
mod list;

use super::{Panel, draft};
use crate::desk::command::{Command, Way};
use crate::desk::labels::{DraftRow, LabelStep, LabelTurn, lines};
use crate::desk::shortcut::{CTRL, CTRL_SHIFT};
use crate::desk::widgets::Weight;
use egui::{Align, Key, Layout, Modifiers, Rect, Ui, vec2};

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    keys(ui, panel);
    let preview = panel.fields.labels.step == LabelStep::Preview;
    let title = if preview { "labels.preview" } else { "labels.title" };
    draft::sheet(ui, panel, ("labels", title), body, says, foot);
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, rect: Rect) {
    let draft = &panel.fields.labels;
    if draft.step == LabelStep::Preview {
        let lines = lines::lines(&panel.state.strings, draft);
        let counting = (draft.forecast.is_none() || draft.writing).then_some(draft.progress);
        crate::desk::within(ui, rect.shrink2(vec2(24.0, 14.0)), |ui| {
            draft::preview(ui, panel, &lines, counting, "labels.undo_says");
        });
        return;
    }
    let (left, right) = draft::halves(ui, panel, rect, 0.47);
    let (rows, rule) = left.split_top_bottom_at_y(left.bottom() - 40.0);
    crate::desk::within(ui, rows, |ui| list::show(ui, panel));
    crate::desk::within(ui, rule.shrink2(vec2(24.0, 6.0)), |ui| nesting(ui, panel));
    crate::desk::within(ui, right, |ui| match panel.fields.labels.step {
        LabelStep::Merge => list::heirs(ui, panel),
        _ => form::show(ui, panel),
    });
}

/// What the dialog takes before its fields do.
fn keys(ui: &Ui, panel: &mut Panel<'_>) {
    if panel.state.composing {
        return;
    }
    let step = panel.fields.labels.step;
    let pressed = |modifiers: Modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(CTRL, Key::Enter) {
        let turn = if step == LabelStep::Preview { LabelTurn::Apply } else { LabelTurn::Preview };
        panel.push(Command::Labels(turn));
    }
    if step != LabelStep::Form {
        return;
    }
    let stays = panel.fields.labels.current().is_some_and(DraftRow::stays);
    let gone = if stays { LabelTurn::Remove } else { LabelTurn::Restore };
    for (modifiers, key, turn) in [
        (CTRL_SHIFT, Key::ArrowUp, LabelTurn::Move(Way::Back)),
        (CTRL_SHIFT, Key::ArrowDown, LabelTurn::Move(Way::Forth)),
        (CTRL, Key::N, LabelTurn::Add),
        (CTRL, Key::M, LabelTurn::AskMerge),
        (CTRL, Key::Delete, gone),
    ] {
        if pressed(modifiers, key) && (turn != LabelTurn::AskMerge || stays) {
            panel.push(Command::Labels(turn));
        }
    }
}

/// Whether marks may lie inside others.
fn nesting(ui: &mut Ui, panel: &mut Panel<'_>) {
    let (name, on) = (panel.state.say("labels.nested"), panel.fields.labels.nested);
    if super::context::check(ui, &panel.state.theme, name, on).clicked() {
        panel.push(Command::Labels(LabelTurn::Nested));
    }
}

/// What is wrong, or which keys there are.
fn says(panel: &Panel<'_>) -> (String, bool) {
    let (state, draft) = (panel.state, &panel.fields.labels);
    let hint = match (&draft.said, draft.step) {
        (Some(said), _) => return (state.strings.say(said), true),
        (None, LabelStep::Form) => "labels.how",
        (None, LabelStep::Merge) => "labels.how_merge",
        (None, LabelStep::Preview) => "labels.nothing_yet",
    };
    (state.say(hint).to_owned(), false)
}

fn foot(ui: &mut Ui, panel: &mut Panel<'_>) {
    let draft = &panel.fields.labels;
    let (step, ready) = (draft.step, draft.forecast.is_some() && !draft.writing);
    let changed = step == LabelStep::Form && draft.is_changed();
    let turn = Command::Labels;
    match step {
        LabelStep::Preview => {
            let name = ("labels.apply", Some("Ctrl Enter"));
            draft::foot_button(ui, panel, name, Weight::Primary, ready, turn(LabelTurn::Apply));
            draft::button(ui, panel, ("labels.back", Some("Esc")), turn(LabelTurn::Back));
        }
        LabelStep::Merge => draft::button(ui, panel, ("labels.back", Some("Esc")), turn(LabelTurn::Back)),
        LabelStep::Form => {
            let name = ("labels.see", Some("Ctrl Enter"));
            draft::foot_button(ui, panel, name, Weight::Primary, true, turn(LabelTurn::Preview));
            draft::button(ui, panel, ("button.close", Some("Esc")), Command::Close);
            if changed {
                draft::button(ui, panel, ("labels.reset", None), turn(LabelTurn::Reset));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                draft::button(ui, panel, ("labels.add", Some("Ctrl N")), turn(LabelTurn::Add));
                draft::button(ui, panel, ("labels.import", None), turn(LabelTurn::ChooseIn));
                draft::button(ui, panel, ("labels.export", None), turn(LabelTurn::ChooseOut));
            });
        }
    }
}
