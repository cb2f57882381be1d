//! The export dialog: format, scope, choices, what is lost, the first lines, where to.

use super::{choices, formats, losses, sheet, tick};
use crate::desk::command::Command;
use crate::desk::export::{ExportForm, ExportTurn};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::panels::dialog::{notice_line, radio};
use crate::desk::widgets::{self, Weight};
use crate::exchange::{Info, Options, Scheme, Scope};
use crate::strings::Message;
use egui::{Galley, Key, Role, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Characters of the first lines that are shown.
const SHOWN: usize = 600;
/// How many lines of it.
const LINES: usize = 4;
/// So many releases are offered, the latest, each with so many characters of its name.
const RELEASES: usize = 8;
const NAME: usize = 16;
/// Bytes of a line that is short.
const SHORT: usize = 16;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, form: &ExportForm) {
    let field = egui::Id::unique("field.path");
    let free = ui.memory(|memory| {
        memory.focused().is_none_or(|id| id == field || id == crate::desk::panels::page::focus_id())
    });
    let ready = !form.writing;
    let replace = form.replace.as_deref() == Some(Path::new(panel.fields.path.trim()));
    let mut go = free && ready && !panel.state.composing && ui.input(|input| input.key_pressed(Key::Enter));
    let mut browse = false;
    let all: Vec<&'static Info> = crate::desk::export::formats().collect();
    sheet(
        ui,
        panel,
        "export.title",
        |ui, panel| {
            if let Some(format) = formats(ui, panel, &all, Some(form.format), true) {
                panel.push(Command::Export(ExportTurn::Format(format)));
            }
        },
        |ui, panel| browse |= body(ui, panel, form, replace),
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            let name = state.say(if replace { "export.replace" } else { "export.go" });
            ui.add_enabled_ui(ready, |ui| {
                go |= widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
            });
            if widgets::button(ui, theme, state.say("button.cancel"), Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            let list = ui.add_enabled_ui(matches!(form.look, Some(Ok(_))), |ui| {
                widgets::button(ui, theme, state.say("export.list"), None, Weight::Plain)
            });
            if list.inner.clicked() {
                panel.commands.push(Command::Export(ExportTurn::List));
            }
            if form.format != "article" {
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    if tick(ui, panel, panel.state.say("export.also"), form.also).clicked() {
                        panel.commands.push(Command::Export(ExportTurn::Also(!form.also)));
                    }
                });
            }
        },
    );
    if browse {
        panel.push(Command::Export(ExportTurn::Browse));
    } else if go && !panel.fields.path.trim().is_empty() {
        let path = PathBuf::from(panel.fields.path.trim());
        panel.push(Command::Export(ExportTurn::To(path)));
    }
}

/// Returns whether the system's dialog is asked for.
fn body(ui: &mut Ui, panel: &mut Panel<'_>, form: &ExportForm, replace: bool) -> bool {
    let schemes = form.info().is_some_and(|info| info.schemes);
    choices(ui, panel, "export.scope", |ui, panel| scopes(ui, panel, form));
    if schemes {
        choices(ui, panel, "export.scheme", |ui, panel| {
            for scheme in Scheme::ALL {
                if radio(ui, panel, form.options.scheme == scheme, scheme.name()).clicked() {
                    let options = Options { scheme, ..form.options.clone() };
                    panel.commands.push(Command::Export(ExportTurn::Options(options)));
                }
            }
        });
    }
    if form.format != "article" {
        choices(ui, panel, "export.proposals", |ui, panel| {
            let name = panel.state.say("export.proposed");
            if tick(ui, panel, name, form.options.proposed).clicked() {
                let options = Options { proposed: !form.options.proposed, ..form.options.clone() };
                panel.commands.push(Command::Export(ExportTurn::Options(options)));
            }
        });
    }
    let browse = place(ui, panel);
    if replace {
        ui.add_space(8.0);
        let said = format!("{}　{}", panel.state.say("export.exists"), panel.fields.taken);
        notice_line(ui, panel, &said);
    }
    ui.add_space(10.0);
    let theme = &panel.state.theme;
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.ink1);
    ui.add_space(6.0);
    match &form.look {
        Some(Ok(look)) if !form.writing => {
            let shown = start_text(ui, panel, &look.start);
            let room = (ui.available_height() - shown.size().y - 32.0).max(60.0);
            losses::show(ui, panel, &look.report, room);
            ui.add_space(12.0);
            start(ui, panel, shown);
        }
        Some(Err(message)) if !form.writing => {
            notice_line(ui, panel, &panel.state.strings.say(message));
        }
        _ => {
            let what = if form.writing { "export.writing" } else { "export.looking" };
            progress(ui, panel, form.progress, what);
        }
    }
    browse
}

/// Where it goes; returns whether the system's dialog is asked for.
fn place(ui: &mut Ui, panel: &mut Panel<'_>) -> bool {
    let mut browse = false;
    choices(ui, panel, "export.where", |ui, panel| {
        let state = panel.state;
        ui.spacing_mut().item_spacing.x = 10.0;
        let name = state.say("export.where");
        // The field's frame and the button beside it.
        let width = ui.available_width() - 106.0;
        let field = egui::Id::unique("field.path");
        widgets::input(ui, &state.theme, &mut panel.fields.path, field, name, "", width.max(40.0));
        let button = ui.add_enabled_ui(crate::desk::dialogs::available(), |ui| {
            widgets::button(ui, &state.theme, state.say("button.browse"), None, Weight::Plain)
        });
        browse = button.inner.clicked();
    });
    browse
}

fn scopes(ui: &mut Ui, panel: &mut Panel<'_>, form: &ExportForm) {
    let state = panel.state;
    let mut scopes = Vec::new();
    if let Some(open) = &state.open {
        let articles = open.issue.articles.iter().filter(|article| !article.status.is_trashed()).count();
        let issue = state.strings.say(&Message::new("export.scope_issue").with("count", articles));
        scopes.push((issue, Scope::Issue(open.issue.id.clone())));
        scopes.push((state.say("export.scope_article").to_owned(), Scope::Article(open.article.clone())));
    }
    scopes.push((state.say("export.scope_done").to_owned(), Scope::Done));
    let issues = state.dataset.as_ref().map_or(0, |dataset| dataset.issues.len());
    let all = state.strings.say(&Message::new("export.scope_issues").with("count", issues));
    scopes.push((all, Scope::All));
    for name in form.releases.iter().take(RELEASES) {
        let short: String = name.chars().take(NAME).collect();
        let said = state.strings.say(&Message::new("export.scope_release").with("name", short));
        scopes.push((said, Scope::Release(name.clone())));
    }
    for (name, choice) in scopes {
        if radio(ui, panel, choice == form.scope, &name).clicked() {
            panel.commands.push(Command::Export(ExportTurn::Scope(choice)));
        }
    }
}

/// The first lines, as they will be in the file.
fn start_text(ui: &Ui, panel: &Panel<'_>, start: &str) -> Arc<Galley> {
    let theme = &panel.state.theme;
    let cut: String = start.chars().take(SHOWN).collect();
    // A character a line fills a line here too.
    let short = cut.lines().map(str::len).sum::<usize>() < SHORT * cut.lines().count();
    let cut = if short { cut.replace('\t', " ").replace('\n', "　") } else { cut.replace('\t', "　") };
    widgets::clipped(ui.painter(), &cut, fonts::small(), theme.ink2, ui.available_width() - 84.0, LINES)
}

fn start(ui: &mut Ui, panel: &Panel<'_>, text: Arc<Galley>) {
    let state = panel.state;
    let theme = &state.theme;
    let size = vec2(ui.available_width(), text.size().y + 18.0);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let name = format!("{} {}", state.say("export.start"), text.text());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    ui.painter().rect(rect, 4, theme.paper, Stroke::new(1.0, theme.line2), StrokeKind::Inside);
    let at = rect.min + vec2(14.0, 9.0);
    ui.painter().text(at, egui::Align2::LEFT_TOP, state.say("export.start"), fonts::small(), theme.ink3);
    ui.painter().galley(at + vec2(56.0, 0.0), text, theme.ink2);
}

/// How far it is, and that it goes on.
pub(super) fn progress(ui: &mut Ui, panel: &Panel<'_>, (done, of): (usize, usize), what: &str) {
    let state = panel.state;
    let theme = &state.theme;
    let said = match of {
        0 | 1 => state.say(what).to_owned(),
        _ => {
            let of_all = Message::new("exchange.progress").with("done", done).with("count", of);
            format!("{}　{}", state.say(what), state.strings.say(&of_all))
        }
    };
    let response = widgets::line(ui, &said, Face::Sans.at(13.0), theme.ink2);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    ui.add_space(8.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 0, theme.line1);
    let share = if of == 0 { 0.0 } else { done as f32 / of as f32 };
    let bar = egui::Rect::from_min_size(rect.min, vec2(rect.width() * share.min(1.0), rect.height()));
    ui.painter().rect_filled(bar, 0, theme.ink1);
}
