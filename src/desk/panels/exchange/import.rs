//! The import dialog: the file's format, what its labels are here, how it comes in; then what found no place.

use super::export::progress;
use super::{choices, formats, sheet, tick};
use crate::desk::command::{Command, Way};
use crate::desk::fonts::{self, Face};
use crate::desk::import::{ImportForm, ImportTurn};
use crate::desk::panels::Panel;
use crate::desk::panels::dialog::{notice_line, radio};
use crate::desk::widgets::{self, Weight};
use crate::exchange::Info;
use crate::exchange::arrive::{Arrived, LabelFate, Survey};
use crate::strings::Message;
use egui::{Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 32.0;
/// Where what a label is here begins.
const OURS: f32 = 290.0;
/// Height of the list of labels.
const LABELS: f32 = 258.0;

/// Shows the dialog.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, form: &ImportForm) {
    let ready = matches!(form.survey, Some(Ok(_))) && !form.working && form.arrived.is_none();
    keys(ui, panel, form, ready);
    let mut go = ready && !panel.state.composing && ui.input(|input| input.key_pressed(Key::Enter));
    let all: Vec<&'static Info> = crate::desk::import::formats().collect();
    sheet(
        ui,
        panel,
        "import.title",
        |ui, panel| {
            let chosen = formats(ui, panel, &all, form.format, false);
            if let Some(format) = chosen.filter(|_| !form.working && form.arrived.is_none()) {
                panel.push(Command::Import(ImportTurn::Format(format)));
            }
        },
        |ui, panel| body(ui, panel, form),
        |ui, panel| {
            let state = panel.state;
            let theme = &state.theme;
            if form.arrived.is_some() {
                if widgets::button(ui, theme, state.say("button.close"), Some("Esc"), Weight::Primary)
                    .clicked()
                {
                    panel.commands.push(Command::Close);
                }
                let some = form.arrived.as_ref().is_some_and(|arrived| !arrived.astray.is_empty());
                let list = ui.add_enabled_ui(some, |ui| {
                    widgets::button(ui, theme, state.say("export.list"), None, Weight::Plain)
                });
                if list.inner.clicked() {
                    panel.commands.push(Command::Import(ImportTurn::List));
                }
                return;
            }
            ui.add_enabled_ui(ready, |ui| {
                go |= widgets::button(ui, theme, state.say("import.go"), Some("Enter"), Weight::Primary)
                    .clicked();
            });
            if widgets::button(ui, theme, state.say("button.cancel"), Some("Esc"), Weight::Plain).clicked() {
                panel.commands.push(Command::Close);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let hint = if form.labels().is_empty() { "" } else { state.say("import.how") };
                let room = ui.available_width();
                let text = widgets::clipped(ui.painter(), hint, fonts::small(), theme.ink3, room, 1);
                let (rect, response) = ui.allocate_exact_size(text.size(), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, hint));
                ui.painter().galley(rect.min, text, theme.ink3);
            });
        },
    );
    if go {
        panel.push(Command::Import(ImportTurn::Go));
    }
}

/// Arrows and digits are for the list of labels.
fn keys(ui: &Ui, panel: &mut Panel<'_>, form: &ImportForm, ready: bool) {
    if !ready || panel.state.composing {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut turns = Vec::new();
    if pressed(Key::ArrowDown) {
        turns.push(ImportTurn::Row(form.row + 1));
    }
    if pressed(Key::ArrowUp) {
        turns.push(ImportTurn::Row(form.row.saturating_sub(1)));
    }
    if pressed(Key::ArrowRight) {
        turns.push(ImportTurn::Turn(Way::Forth));
    }
    if pressed(Key::ArrowLeft) {
        turns.push(ImportTurn::Turn(Way::Back));
    }
    if pressed(Key::Delete) {
        turns.push(ImportTurn::Label(String::new()));
    }
    let digits =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    for (n, key) in digits.into_iter().enumerate() {
        if let Some(label) = panel.state.labels.by_key(n as u8 + 1)
            && pressed(key)
        {
            turns.push(ImportTurn::Label(label.id.to_string()));
        }
    }
    for turn in turns {
        panel.push(Command::Import(turn));
    }
}

fn body(ui: &mut Ui, panel: &mut Panel<'_>, form: &ImportForm) {
    let state = panel.state;
    let theme = &state.theme;
    let file = form.path.file_name().unwrap_or_default().to_string_lossy();
    let name =
        widgets::clipped(ui.painter(), &file, Face::SansBold.at(14.0), theme.ink1, ui.available_width(), 1);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*file));
    ui.painter().galley(rect.min, name, theme.ink1);
    if let Some(arrived) = &form.arrived {
        return result(ui, panel, arrived);
    }
    match &form.survey {
        None => progress(ui, panel, (0, 0), "import.looking"),
        Some(Err(message)) => {
            ui.add_space(6.0);
            notice_line(ui, panel, &state.strings.say(message));
            ui.add_space(8.0);
            widgets::wrapped(ui, state.say("import.other_format"), fonts::ui(), theme.ink2);
        }
        Some(Ok(_)) if form.working => progress(ui, panel, form.progress, "import.working"),
        Some(Ok(survey)) => found(ui, panel, form, survey),
    }
}

/// What is in the file, and how it is to come in.
fn found(ui: &mut Ui, panel: &mut Panel<'_>, form: &ImportForm, survey: &Survey) {
    let state = panel.state;
    let theme = &state.theme;
    let sum = |counts: &std::collections::BTreeMap<String, usize>| counts.values().sum::<usize>();
    let said = Message::new("import.found")
        .with("documents", survey.documents)
        .with("marks", sum(&survey.labels))
        .with("topics", sum(&survey.topics))
        .with("relations", sum(&survey.relations));
    widgets::wrapped(ui, state.strings.say(&said), fonts::ui(), theme.ink2);
    ui.add_space(8.0);
    choices(ui, panel, "import.as", |ui, panel| {
        for (name, proposals) in [("import.as_is", false), ("import.as_proposals", true)] {
            if radio(ui, panel, form.proposals == proposals, panel.state.say(name)).clicked() {
                panel.commands.push(Command::Import(ImportTurn::Proposals(proposals)));
            }
        }
    });
    choices(ui, panel, "import.unknown", |ui, panel| {
        if tick(ui, panel, panel.state.say("import.fresh"), form.fresh).clicked() {
            panel.commands.push(Command::Import(ImportTurn::Fresh(!form.fresh)));
        }
    });
    ui.add_space(8.0);
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.ink1);
    ui.add_space(8.0);
    widgets::line(ui, state.say("import.labels"), Face::SerifBold.at(15.0), theme.ink1);
    ui.add_space(4.0);
    let labels = form.labels();
    if labels.is_empty() {
        widgets::wrapped(ui, state.say("import.no_labels"), fonts::ui(), theme.ink3);
    }
    let room = ui.available_height().min(LABELS.max(ui.available_height()));
    ScrollArea::vertical().id_salt("import.labels").max_height(room).auto_shrink(false).show(ui, |ui| {
        for (n, (theirs, count)) in labels.iter().enumerate() {
            label(ui, panel, form, n, (theirs, *count));
        }
    });
}

/// One of the file's labels and what it is here.
fn label(ui: &mut Ui, panel: &mut Panel<'_>, form: &ImportForm, n: usize, (theirs, count): (&str, usize)) {
    let state = panel.state;
    let theme = &state.theme;
    let fate = form.table.label(theirs, &state.labels);
    let (ours, slot) = match &fate {
        LabelFate::Label(id) => {
            let name =
                state.labels.get(id).map(|label| state.label_name(label).to_owned()).unwrap_or_default();
            (format!("{name}　{id}"), Some(state.labels.slot(id)))
        }
        LabelFate::Out => (state.say("import.left_out").to_owned(), None),
        LabelFate::Unknown => (state.say("import.untold").to_owned(), None),
    };
    let current = form.row == n;
    let (rect, response) = widgets::row(ui, theme, ROW, current, &format!("{theirs} {count} → {ours}"));
    if current {
        ui.painter().rect_filled(rect.with_min_x(rect.left() + 3.0), 0, theme.wash);
        response.scroll_to_me(None);
    }
    let y = rect.center().y;
    let text = |text: &str, left: f32, width: f32, font, ink| {
        let text = widgets::clipped(ui.painter(), text, font, ink, width.max(0.0), 1);
        ui.painter().galley(pos2(rect.left() + left, y - text.size().y / 2.0), text, ink);
    };
    text(theirs, 14.0, 170.0, fonts::ui(), theme.ink1);
    let at = pos2(rect.left() + 240.0, y);
    ui.painter().text(at, egui::Align2::RIGHT_CENTER, count.to_string(), fonts::ui(), theme.ink2);
    text("→", OURS - 30.0, 20.0, fonts::ui(), theme.ink3);
    let ink = match fate {
        LabelFate::Label(_) => theme.ink1,
        LabelFate::Out => theme.ink3,
        LabelFate::Unknown => theme.zhu_text,
    };
    let mut left = OURS;
    if let (LabelFate::Label(id), Some(slot)) = (&fate, slot)
        && let Some(label) = state.labels.get(id)
    {
        let letter = state.letter(label).to_owned();
        widgets::letter_square(ui.painter(), theme, pos2(rect.left() + left + 9.0, y), &letter, slot);
        left += 28.0;
    }
    text(&ours, left, rect.width() - left - 8.0, fonts::ui(), ink);
    if response.clicked() {
        panel.commands.push(Command::Import(ImportTurn::Row(n)));
        if current {
            panel.commands.push(Command::Import(ImportTurn::Turn(Way::Forth)));
        }
    }
}

/// What came in, and what found no place.
fn result(ui: &mut Ui, panel: &Panel<'_>, arrived: &Arrived) {
    let state = panel.state;
    let theme = &state.theme;
    let Arrived { documents, same, alike, fresh, placed, known, astray, .. } = arrived;
    let said = Message::new("arrived").with("documents", documents).with("same", same).with("alike", alike);
    let said = said.with("fresh", fresh).with("placed", placed).with("known", known);
    let said = state.strings.say(&said);
    let response = widgets::wrapped(ui, &said, fonts::ui(), theme.ink1);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    ui.add_space(10.0);
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.ink1);
    ui.add_space(8.0);
    let title = match astray.len() {
        0 => state.say("import.all_placed").to_owned(),
        count => state.strings.say(&Message::new("import.astray").with("count", count)),
    };
    widgets::line(ui, title, Face::SerifBold.at(15.0), theme.ink1);
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("astray").auto_shrink(false).show_rows(
        ui,
        ROW,
        astray.len(),
        |ui, rows| {
            for astray in astray.get(rows).unwrap_or_default() {
                let why = state.strings.say(&astray.why);
                let place = match astray.place.line {
                    0 => astray.place.record.clone(),
                    line => format!("{}:{line}", astray.place.file),
                };
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
                let name = format!("{} {} {why} {place}", astray.label, astray.what);
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
                let y = rect.center().y;
                let text = |text: &str, left: f32, width: f32, font, ink| {
                    let text = widgets::clipped(ui.painter(), text, font, ink, width.max(0.0), 1);
                    ui.painter().galley(pos2(rect.left() + left, y - text.size().y / 2.0), text, ink);
                };
                text(&astray.label, 0.0, 96.0, fonts::small(), theme.ink2);
                text(&astray.what, 104.0, 196.0, fonts::ui(), theme.ink1);
                text(&why, 312.0, rect.width() - 312.0 - 150.0, fonts::small(), theme.ink1);
                text(&place, rect.width() - 140.0, 140.0, fonts::micro(), theme.ink3);
                widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
            }
        },
    );
}
