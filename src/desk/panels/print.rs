//! The dialog before printing: which article, with marks or without, where to.

use super::Panel;
use super::dialog::{dialog, radio, where_to};
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::printing::PrintTurn;
use crate::desk::widgets::{self, Weight};
use crate::issue::Kind;
use crate::strings::Message;
use egui::{Key, Ui};
use std::path::PathBuf;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, (whole, marks): (bool, bool), replace: bool) {
    let mut go = ui.input(|input| input.key_pressed(Key::Enter)) && !panel.state.composing;
    let mut browse = false;
    dialog(
        ui,
        panel,
        "print.title",
        600.0,
        |ui, panel| {
            choices(ui, panel, whole, marks);
            ui.add_space(14.0);
            browse = where_to(ui, panel, replace);
        },
        |ui, panel| {
            let state = panel.state;
            let name = state.say(if replace { "export.replace" } else { "print.go" });
            go |= widgets::button(ui, &state.theme, name, Some("Enter"), Weight::Primary).clicked();
            let cancel = state.say("button.cancel");
            if widgets::button(ui, &state.theme, cancel, Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
        },
    );
    if browse {
        panel.push(Command::Print(PrintTurn::Browse));
    } else if go && !panel.fields.path.trim().is_empty() {
        let path = PathBuf::from(panel.fields.path.trim());
        panel.push(Command::Print(PrintTurn::To(path)));
    }
}

fn choices(ui: &mut Ui, panel: &mut Panel<'_>, whole: bool, marks: bool) {
    let state = panel.state;
    let articles = state.open.iter().flat_map(|open| &open.issue.articles);
    let count = articles.filter(|article| article.kind != Kind::Furniture).count();
    let issue = state.strings.say(&Message::new("export.scope_issue").with("count", count));
    widgets::wrapped(ui, state.say("print.how"), fonts::ui(), state.theme.ink1);
    ui.add_space(14.0);
    let rows = [
        [(state.say("export.scope_article"), false, marks), (issue.as_str(), true, marks)],
        [(state.say("print.marked"), whole, true), (state.say("print.clean"), whole, false)],
    ];
    for row in rows {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 18.0;
            for (name, whole_here, marks_here) in row {
                if radio(ui, panel, (whole_here, marks_here) == (whole, marks), name).clicked() {
                    panel
                        .commands
                        .push(Command::Print(PrintTurn::What { whole: whole_here, marks: marks_here }));
                }
            }
        });
    }
}
