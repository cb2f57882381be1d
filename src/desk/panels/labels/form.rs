//! The current label, to be changed.

use super::list;
use crate::annotation::SLOTS;
use crate::desk::command::{Command, Way};
use crate::desk::fonts;
use crate::desk::labels::LabelTurn;
use crate::desk::panels::{Panel, draft};
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Id, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

/// Shows the form.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(row) = panel.fields.labels.current() else {
        widgets::line(ui, state.say("labels.empty"), fonts::ui(), theme.ink3);
        return;
    };
    let (stays, old) = (row.stays(), row.old);
    if !stays {
        let said = Message::new("labels.leaves").with("name", &row.label.zh);
        let said = format!("{}{}", state.strings.say(&said), list::fate(panel, row));
        widgets::wrapped(ui, said, fonts::ui(), theme.ink1);
        ui.add_space(14.0);
        ui.horizontal(|ui| button(ui, panel, "labels.restore", "Ctrl Delete", LabelTurn::Restore));
        return;
    }
    id(ui, panel, old);
    field(ui, panel, "labels.zh", |label| &mut label.zh);
    field(ui, panel, "labels.en", |label| &mut label.en);
    letters(ui, panel);
    keys(ui, panel);
    colours(ui, panel);
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        button(ui, panel, "labels.merge", "Ctrl M", LabelTurn::AskMerge);
        button(ui, panel, "labels.remove", "Ctrl Delete", LabelTurn::Remove);
        button(ui, panel, "labels.up", "Ctrl Shift ↑", LabelTurn::Move(Way::Back));
        button(ui, panel, "labels.down", "Ctrl Shift ↓", LabelTurn::Move(Way::Forth));
    });
}

fn button(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, key: &str, turn: LabelTurn) {
    draft::button(ui, panel, (name, Some(key)), Command::Labels(turn));
}

/// The id: typed for a new label, kept for one that has marks under it.
fn id(ui: &mut Ui, panel: &mut Panel<'_>, old: bool) {
    draft::named(ui, panel, "labels.id", |ui, panel| {
        let state = panel.state;
        let width = ui.available_width() - 24.0;
        let at = panel.fields.labels.row;
        let claim = std::mem::take(&mut panel.fields.labels.claim);
        let Some(row) = panel.fields.labels.rows.get_mut(at) else { return };
        if old {
            let said = Message::new("labels.id_kept").with("name", &row.id);
            draft::kept(ui, state, &row.id, &said, width);
            return;
        }
        let id = Id::unique(("field.label_id", row.number));
        let (name, hint) = (state.say("labels.id"), state.say("labels.id_hint"));
        let field = widgets::input(ui, &state.theme, &mut row.id, id, name, hint, width);
        if claim {
            field.request_focus();
        }
    });
}

fn field(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    name: &'static str,
    of: impl Fn(&mut crate::annotation::Label) -> &mut String,
) {
    draft::named(ui, panel, name, |ui, panel| {
        let state = panel.state;
        let width = ui.available_width() - 24.0;
        let at = panel.fields.labels.row;
        let Some(row) = panel.fields.labels.rows.get_mut(at) else { return };
        let id = Id::unique((name, row.number));
        let text = of(&mut row.label);
        widgets::input(ui, &state.theme, text, id, state.say(name), "", width);
    });
}

fn letters(ui: &mut Ui, panel: &mut Panel<'_>) {
    draft::named(ui, panel, "labels.letters", |ui, panel| {
        let state = panel.state;
        let at = panel.fields.labels.row;
        let Some(row) = panel.fields.labels.rows.get_mut(at) else { return };
        let number = row.number;
        for (name, text) in
            [("labels.letter_zh", &mut row.label.letter_zh), ("labels.letter_en", &mut row.label.letter_en)]
        {
            widgets::input(ui, &state.theme, text, Id::unique((name, number)), state.say(name), "", 48.0);
            ui.add_space(2.0);
        }
        widgets::line(ui, state.say("labels.letters_say"), fonts::small(), state.theme.ink3);
    });
}

/// The keys; one that another label has changes places with this label's.
fn keys(ui: &mut Ui, panel: &mut Panel<'_>) {
    draft::named(ui, panel, "labels.key", |ui, panel| {
        let state = panel.state;
        let theme = &state.theme;
        let draft = &panel.fields.labels;
        let Some(here) = draft.current().map(|row| row.label.key) else { return };
        let mut held = [false; 10];
        for row in draft.rows.iter().filter(|row| row.stays()) {
            if let Some(held) = held.get_mut(usize::from(row.label.key)) {
                *held = true;
            }
        }
        ui.spacing_mut().item_spacing.x = 4.0;
        for key in (1..=9).chain([0]) {
            let on = key == here;
            let name = if key == 0 { state.say("labels.no_key").to_owned() } else { key.to_string() };
            let spoken = state.strings.say(&Message::new("labels.key_says").with("key", &name));
            let ink = if on || !held[usize::from(key)] || key == 0 { theme.ink1 } else { theme.ink3 };
            let text = ui.painter().layout_no_wrap(name, fonts::small(), ink);
            let (rect, response) =
                ui.allocate_exact_size(vec2((text.size().x + 14.0).max(28.0), 28.0), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &spoken));
            let stroke = if on { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
            let fill = if on || response.hovered() { theme.sunk } else { theme.raised };
            ui.painter().rect(rect, 4, fill, stroke, StrokeKind::Inside);
            ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
            widgets::focus_ring(ui, theme, &response, rect, 4.0);
            if response.clicked() {
                panel.commands.push(Command::Labels(LabelTurn::Key(key)));
            }
        }
    });
}

/// The colour slots of the theme, and grey.
fn colours(ui: &mut Ui, panel: &mut Panel<'_>) {
    draft::named(ui, panel, "labels.colour", |ui, panel| {
        let state = panel.state;
        let theme = &state.theme;
        let draft = &panel.fields.labels;
        let Some(row) = draft.current() else { return };
        let here = list::slot(row, draft.row).min(SLOTS);
        let made = row.made();
        let letter: String = state.letter(&made).chars().take(2).collect();
        ui.spacing_mut().item_spacing.x = 4.0;
        for slot in 0..=SLOTS {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(28.0), Sense::click());
            let spoken = match slot {
                SLOTS => state.say("labels.grey").to_owned(),
                _ => state.strings.say(&Message::new("labels.colour_says").with("count", slot + 1)),
            };
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, slot == here, &spoken));
            if response.hovered() {
                ui.painter().rect_filled(rect, 4, theme.sunk);
            }
            widgets::letter_square(ui.painter(), theme, rect.center(), &letter, Some(slot));
            if slot == here {
                ui.painter().rect_stroke(rect, 4, Stroke::new(1.5, theme.ink1), StrokeKind::Inside);
            }
            widgets::focus_ring(ui, theme, &response, rect, 4.0);
            if response.clicked() {
                panel.commands.push(Command::Labels(LabelTurn::Colour(slot)));
            }
        }
    });
}
