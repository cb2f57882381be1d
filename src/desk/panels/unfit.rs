//! The decisions that found no place when the issue moved to another source: each with what stands there now.

use super::{Panel, dialog};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::widgets::{self, Weight};
use crate::layout::Unfit;
use crate::strings::Message;
use egui::{Align2, Key, Modifiers, ScrollArea, Ui, pos2};

const WIDTH: f32 = 600.0;
const ROW: f32 = 40.0;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, unfit: &[Unfit]) {
    let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut close = enter;
    dialog::dialog(
        ui,
        panel,
        "unfit.title",
        WIDTH,
        |ui, panel| {
            let said = Message::new("unfit.said").with("count", unfit.len());
            widgets::wrapped(ui, panel.state.strings.say(&said), fonts::ui(), panel.state.theme.ink2);
            ui.add_space(10.0);
            ScrollArea::vertical().max_height(ROW * 8.0).show_rows(ui, ROW, unfit.len(), |ui, rows| {
                unfit[rows].iter().for_each(|one| row(ui, panel, one));
            });
        },
        |ui, panel| {
            let theme = &panel.state.theme;
            close |=
                widgets::button(ui, theme, panel.state.say("unfit.close"), Some("Enter"), Weight::Primary)
                    .clicked();
        },
    );
    if close {
        panel.push(Command::Close);
    }
}

/// The words, who had decided what, and what stands there now; a click goes there.
fn row(ui: &mut Ui, panel: &mut Panel<'_>, unfit: &Unfit) {
    let state = panel.state;
    let theme = &state.theme;
    let now = match unfit.now.as_str() {
        "" => state.say("unfit.gone").to_owned(),
        now => state.strings.say(&Message::new("unfit.now").with("now", now)),
    };
    let (rect, response) = widgets::row(ui, theme, ROW, false, &format!("{} {now}", unfit.text));
    let slot = unfit.label.as_ref().and_then(|label| state.labels.slot(label));
    if let Some(label) = unfit.label.as_ref().and_then(|label| state.labels.get(label)) {
        let centre = pos2(rect.left() + 13.0, rect.center().y);
        widgets::letter_square(ui.painter(), theme, centre, state.letter(label), slot);
    }
    let right = ui.painter().text(
        pos2(rect.right() - 8.0, rect.center().y),
        Align2::RIGHT_CENTER,
        now,
        fonts::small(),
        theme.ink2,
    );
    let left = rect.left() + 32.0;
    let words = widgets::clipped(
        ui.painter(),
        &unfit.text,
        Face::Serif.at(15.0),
        theme.ink1,
        right.left() - left - 16.0,
        1,
    );
    ui.painter().galley(pos2(left, rect.center().y - words.size().y / 2.0), words, theme.ink1);
    if let Some((article, block, range)) = unfit.place.clone().filter(|_| response.clicked()) {
        panel.push(Command::Close);
        panel.push(Command::GoArticle(article));
        panel.push(Command::Select { block, anchor: range.start(), caret: range.end() });
    }
    if unfit.place.is_some() {
        response.on_hover_text(state.say("unfit.go"));
    }
}
