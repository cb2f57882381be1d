//! What the issue says of itself: title, date, and the page number of the file that the article on the page is from.

use super::{Panel, dialog};
use crate::desk::command::{Command, Shape};
use crate::desk::fonts;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Ui};

const WIDTH: f32 = 480.0;

/// Shows the dialog; `part` is the file whose page number is asked for.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, part: Option<usize>) {
    let enter =
        !panel.state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut go = enter;
    dialog::dialog(
        ui,
        panel,
        "facts.title",
        WIDTH,
        |ui, panel| body(ui, panel, part),
        |ui, panel| {
            let theme = &panel.state.theme;
            go |= widgets::button(ui, theme, panel.state.say("note.keep"), Some("Enter"), Weight::Primary)
                .clicked();
            if widgets::button(ui, theme, panel.state.say("button.cancel"), Some("Esc"), Weight::Plain)
                .clicked()
            {
                panel.commands.push(Command::Close);
            }
        },
    );
    if go && wrong(panel).is_none() {
        let page = part.map(|part| (part, panel.fields.page.trim().parse().ok()));
        let (title, date) = (panel.fields.title.trim().to_owned(), panel.fields.date.trim().to_owned());
        panel.push(Command::Shape(Shape::Issue { title, date, page }));
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, part: Option<usize>) {
    let state = panel.state;
    let width = ui.available_width();
    let file = part.and_then(|n| state.open.as_ref()?.issue.files.get(n)).map(|file| file.file.clone());
    let page = Message::new("facts.page").with("file", file.unwrap_or_default());
    let fields = [
        ("field.title", state.say("facts.name").to_owned(), "", &mut panel.fields.title),
        ("field.date", state.say("facts.date").to_owned(), "2024-11-12", &mut panel.fields.date),
        ("field.page", state.strings.say(&page), "", &mut panel.fields.page),
    ];
    let count = if part.is_some() { 3 } else { 2 };
    for (n, (id, name, hint, text)) in fields.into_iter().take(count).enumerate() {
        widgets::line(ui, &name, fonts::small(), state.theme.ink3);
        ui.add_space(4.0);
        let response = widgets::input(ui, &state.theme, text, Id::unique(id), &name, hint, width);
        if n == 0 {
            widgets::claim(ui, &response);
        }
        ui.add_space(12.0);
    }
    if let Some(key) = wrong(panel) {
        dialog::notice_line(ui, panel, panel.state.say(key));
    }
}

/// What cannot be kept as it is.
fn wrong(panel: &Panel<'_>) -> Option<&'static str> {
    let (date, page) = (panel.fields.date.trim(), panel.fields.page.trim());
    let is_date = date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok();
    if !date.is_empty() && !is_date {
        return Some("facts.wrong_date");
    }
    let is_page = page.parse::<u32>().is_ok_and(|page| (1..=9999).contains(&page));
    (!page.is_empty() && !is_page).then_some("facts.wrong_page")
}
