//! The current topic, to be changed.

use super::list;
use crate::annotation::Concept;
use crate::desk::command::{Command, Way};
use crate::desk::fonts;
use crate::desk::panels::{Panel, draft};
use crate::desk::taxonomy::TopicTurn;
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
use egui::{Id, Ui, vec2};

/// Shows the form.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(row) = panel.fields.topics.current() else {
        widgets::line(ui, state.say("topics.empty"), fonts::ui(), state.theme.ink3);
        return;
    };
    let (stays, old) = (row.stays(), row.old);
    if !stays {
        let said = Message::new("topics.leaves").with("name", &row.concept.zh);
        let said = format!("{}{}", state.strings.say(&said), list::fate(panel, row));
        widgets::wrapped(ui, said, fonts::ui(), state.theme.ink1);
        ui.add_space(14.0);
        ui.horizontal(|ui| button(ui, panel, "labels.restore", "Ctrl Delete", TopicTurn::Restore));
        return;
    }
    code(ui, panel, old);
    field(ui, panel, "labels.zh", "", |row| &mut row.zh);
    field(ui, panel, "labels.en", "", |row| &mut row.en);
    words(ui, panel);
    above(ui, panel);
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        button(ui, panel, "topics.add_under", "Ctrl Shift N", TopicTurn::AddUnder);
        button(ui, panel, "labels.merge", "Ctrl M", TopicTurn::AskMerge);
        button(ui, panel, "labels.remove", "Ctrl Delete", TopicTurn::Remove);
        button(ui, panel, "labels.up", "Ctrl Shift ↑", TopicTurn::Move(Way::Back));
        button(ui, panel, "labels.down", "Ctrl Shift ↓", TopicTurn::Move(Way::Forth));
    });
}

fn button(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, key: &str, turn: TopicTurn) {
    draft::button(ui, panel, (name, Some(key)), Command::Topics(turn));
}

/// The code: typed for a new topic, kept for one that articles have.
fn code(ui: &mut Ui, panel: &mut Panel<'_>, old: bool) {
    draft::named(ui, panel, "topics.code", |ui, panel| {
        let state = panel.state;
        let width = ui.available_width() - 4.0;
        let draft = &mut panel.fields.topics;
        let claim = std::mem::take(&mut draft.claim);
        let Some(row) = draft.rows.get_mut(draft.row) else { return };
        if old {
            let said = Message::new("topics.code_kept").with("code", &row.concept.code);
            draft::kept(ui, state, &row.concept.code, &said, width);
            return;
        }
        let id = Id::unique(("field.topic_code", row.number));
        let name = state.say("topics.code");
        let field = widgets::input(ui, &state.theme, &mut row.concept.code, id, name, "", width);
        if claim {
            field.request_focus();
        }
    });
}

fn field(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    name: &'static str,
    hint: &'static str,
    of: impl Fn(&mut Concept) -> &mut String,
) {
    draft::named(ui, panel, name, |ui, panel| {
        let state = panel.state;
        let width = ui.available_width() - 4.0;
        let draft = &mut panel.fields.topics;
        let Some(row) = draft.rows.get_mut(draft.row) else { return };
        let id = Id::unique((name, "topic", row.number));
        widgets::input(ui, &state.theme, of(&mut row.concept), id, state.say(name), hint, width);
    });
}

/// Words that speak for the topic.
fn words(ui: &mut Ui, panel: &mut Panel<'_>) {
    draft::named(ui, panel, "topics.words", |ui, panel| {
        let state = panel.state;
        let width = ui.available_width() - 4.0;
        let draft = &mut panel.fields.topics;
        let Some(row) = draft.rows.get_mut(draft.row) else { return };
        let id = Id::unique(("field.topic_words", row.number));
        let (name, hint) = (state.say("topics.words"), state.say("topics.words_hint"));
        widgets::input(ui, &state.theme, &mut row.words, id, name, hint, width);
    });
}

/// What it lies under; a press leads to the list of what it could lie under.
fn above(ui: &mut Ui, panel: &mut Panel<'_>) {
    draft::named(ui, panel, "topics.above", |ui, panel| {
        let state = panel.state;
        let draft = &panel.fields.topics;
        let above = draft.above(draft.row).map(|row| row.concept.zh.clone());
        let above = above.unwrap_or_else(|| state.say("topics.top").to_owned());
        if widgets::button(ui, &state.theme, &above, Some("Ctrl U"), Weight::Plain).clicked() {
            panel.push(Command::Topics(TopicTurn::AskUnder));
        }
    });
}
