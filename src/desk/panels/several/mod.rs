//! Sheets about the dataset as a whole: a release, what to look at before it, another dataset, and disputes.

pub mod checks;
pub mod disputes;
mod figures;
pub mod merge;
pub mod release;

use super::Panel;
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::several::SeveralTurn;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Key, Modifiers, Ui, WidgetInfo};

/// How far the worker is, with a way to stop it.
fn progress(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let Some((done, of)) = state.several.progress else { return };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let said = match of {
            0 | 1 => state.say("several.reading").to_owned(),
            _ => state.strings.say(&Message::new("several.progress").with("done", done).with("count", of)),
        };
        let response = widgets::line(ui, &said, fonts::small(), state.theme.ink2);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, &said));
        let stop = state.say("several.stop");
        if widgets::button(ui, &state.theme, stop, None, Weight::Plain).clicked() {
            panel.commands.push(Command::Several(SeveralTurn::Stop));
        }
    });
}

/// The row that the arrow keys lead to.
fn walked(ui: &Ui, row: usize, count: usize) -> usize {
    const PAGE: usize = 10;
    let last = count.saturating_sub(1);
    let mut row = row.min(last);
    ui.input_mut(|input| {
        let mut taken = |key| input.consume_key(Modifiers::NONE, key);
        if taken(Key::ArrowDown) {
            row = (row + 1).min(last);
        }
        if taken(Key::ArrowUp) {
            row = row.saturating_sub(1);
        }
        if taken(Key::PageDown) {
            row = (row + PAGE).min(last);
        }
        if taken(Key::PageUp) {
            row = row.saturating_sub(PAGE);
        }
        if taken(Key::Home) {
            row = 0;
        }
        if taken(Key::End) {
            row = last;
        }
    });
    row
}
