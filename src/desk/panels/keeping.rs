//! The trash as a list to choose from, and the sheet about the dataset's file.

use super::palette::{Right, Row, matches};
use super::{Panel, dialog};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::keeping::{self, FileSheet};
use crate::desk::shelf::Turn;
use crate::desk::widgets::{self, Weight};
use crate::desk::worker::Keep;
use egui::{Align2, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// So many tables are listed.
const TABLES: usize = 6;
const ROW: f32 = 24.0;

/// What is in the trash: issues, articles, entries of the register. Choosing one takes it out.
pub(super) fn rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let row = |group, name: String, right: String, command| Row {
        group,
        name,
        right: Right::Said(right),
        slot: None,
        command,
    };
    let mut rows: Vec<Row> = Vec::new();
    for thrown in state.thrown.iter().flatten() {
        let (title, date) = &thrown.of;
        let title = if title.is_empty() { state.say("work.nameless") } else { title };
        let of = format!("{title} {date}").trim().to_owned();
        let command = Command::Keeping(keeping::Turn::TakeOut(thrown.issue.clone(), thrown.article.clone()));
        rows.push(match thrown.article {
            None => row("trash.issues", of, thrown.begins.clone(), command),
            Some(_) => row("trash.articles", thrown.begins.clone(), of, command),
        });
    }
    let entries = state.shelf.register.all().filter(|entry| entry.trashed && entry.merged.is_none());
    rows.extend(entries.map(|entry| {
        let kind = state.say(entry.kind.key()).to_owned();
        row("trash.entries", entry.name.clone(), kind, Command::Shelf(Turn::PickUp(entry.id.clone())))
    }));
    rows.retain(|row| matches(query, &row.name));
    if rows.is_empty() {
        let said = if state.thrown.is_none() { "shelf.reading" } else { "trash.empty" };
        rows.push(row("trash.issues", state.say(said).to_owned(), String::new(), Command::Close));
    }
    rows
}

/// The sheet: what the file is made of, and what can be done with it.
pub fn file(ui: &mut Ui, panel: &mut Panel<'_>, sheet: &FileSheet) {
    let check = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut chosen = check.then_some((Keep::Verify, "data_file.checking"));
    dialog::dialog(
        ui,
        panel,
        "data_file.title",
        560.0,
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            if let Some(dataset) = &state.dataset {
                widgets::wrapped(ui, dataset.path.display().to_string(), fonts::small(), theme.ink3);
            }
            ui.add_space(8.0);
            tables(ui, panel, sheet);
            ui.add_space(8.0);
            if let Some(busy) = sheet.busy {
                widgets::wrapped(ui, state.say(busy), fonts::ui(), theme.ink2);
            }
            for message in &sheet.said {
                widgets::wrapped(ui, state.strings.say(message), fonts::ui(), theme.ink1);
            }
        },
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            let free = sheet.busy.is_none();
            let button = |ui: &mut Ui, key, cap: Option<&str>, weight, enabled: bool| {
                ui.add_enabled_ui(enabled, |ui| {
                    widgets::button(ui, theme, state.say(key), cap, weight).clicked()
                })
                .inner
            };
            if button(ui, "data_file.check", Some("Enter"), Weight::Primary, free) {
                chosen = Some((Keep::Verify, "data_file.checking"));
            }
            if button(ui, "data_file.compact", None, Weight::Plain, free && !state.is_read_only()) {
                chosen = Some((Keep::Compact, "data_file.compacting"));
            }
            if button(ui, "action.restore", None, Weight::Plain, true) {
                panel.commands.push(Command::Act(Action::Restore));
            }
            if button(ui, "button.close", Some("Esc"), Weight::Plain, true) {
                panel.commands.push(Command::Close);
            }
        },
    );
    if let Some((keep, busy)) = chosen.filter(|_| sheet.busy.is_none()) {
        panel.push(Command::Keeping(keeping::Turn::Tend(keep, busy)));
    }
}

/// The largest tables with a bar each; an index counts to its table.
fn tables(ui: &mut Ui, panel: &Panel<'_>, sheet: &FileSheet) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(sizes) = &sheet.sizes else {
        widgets::line(ui, state.say("data_file.measuring"), fonts::ui(), theme.ink3);
        return;
    };
    let mut parts: Vec<(&str, u64)> = Vec::new();
    for size in sizes {
        let name = state.say(part(&size.name));
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, bytes)) => *bytes += size.bytes,
            None => parts.push((name, size.bytes)),
        }
    }
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    let most = parts.first().map_or(1, |(_, bytes)| *bytes).max(1);
    let total = (state.say("data_file.all"), all);
    for (n, (name, bytes)) in parts.into_iter().take(TABLES).chain([total]).enumerate() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let said = size(bytes);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{name} {said}")));
        if n > 0 {
            widgets::hairline(ui, rect.top(), rect.x_range(), theme.line1);
        }
        let last = name == total.0;
        let font = if last { Face::SansBold.at(14.0) } else { fonts::ui() };
        let middle = rect.center().y;
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, font.clone(), theme.ink1);
        ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, said, font, theme.ink1);
        if !last {
            let long = (rect.width() - 240.0) * (bytes as f32 / most as f32);
            let bar = Rect::from_min_size(pos2(rect.left() + 130.0, middle - 4.0), vec2(long.max(1.0), 8.0));
            ui.painter().rect(bar, 0, theme.ink2, Stroke::NONE, StrokeKind::Inside);
        }
    }
}

/// So many bytes, in the unit in which one reads them.
fn size(bytes: u64) -> String {
    let kilo = bytes as f64 / 1024.0;
    if kilo < 1024.0 { format!("{kilo:.0} KB") } else { format!("{:.1} MB", kilo / 1024.0) }
}

/// Key of what a table holds.
fn part(table: &str) -> &'static str {
    match table {
        "file" | "sqlite_autoindex_file_1" => "data_file.files",
        "event" | "event_of_issue" => "data_file.events",
        "learned" => "data_file.learned",
        "cache" => "data_file.cache",
        _ => "data_file.lists",
    }
}
