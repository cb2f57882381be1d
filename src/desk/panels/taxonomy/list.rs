//! The topics as a tree, and those that one may be merged into or put under.

use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::panels::{Panel, draft};
use crate::desk::taxonomy::{TopicFate, TopicRow, TopicStep, TopicTurn};
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Id, Key, Modifiers, Response, Stroke, Ui, pos2};

const ROW: f32 = 30.0;
/// How far a level is set in.
const LEVEL: f32 = 18.0;

/// The topics, with a field to find one.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let form = panel.fields.topics.step == TopicStep::Form;
    let pressed = if form { draft::arrows(ui, panel) } else { [false; 2] };
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        ui.add_space(24.0);
        let (name, hint) = (state.say("topics.search"), state.say("topics.search_hint"));
        let width = ui.available_width() - 32.0;
        let topics = &mut panel.fields.topics;
        let before = topics.query.clone();
        let id = Id::unique("field.topics");
        let field = widgets::input(ui, &state.theme, &mut topics.query, id, name, hint, width);
        if form && !topics.claim {
            widgets::claim(ui, &field);
        }
        if topics.query != before
            && let Some(first) = topics.found().first()
        {
            topics.row = *first;
        }
    });
    ui.add_space(8.0);
    let topics = &mut panel.fields.topics;
    let found = topics.found();
    let to = draft::step(&found, topics.row, pressed);
    if let Some(to) = to {
        (topics.row, topics.reveal) = (to, true);
    }
    let reveal = std::mem::take(&mut topics.reveal);
    let place = found.iter().position(|n| *n == topics.row);
    let clicked = rows(ui, panel, "topics.rows", &found, (place, reveal));
    if let Some(n) = clicked {
        panel.fields.topics.row = n;
    }
    if found.is_empty() {
        draft::empty(ui, panel, "topics.none_found");
    }
}

/// The topics that the current one may be merged into or put under; Enter in an empty field puts it at the top.
pub fn others(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let pressed = draft::arrows(ui, panel);
    let enter = !state.composing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let topics = &mut panel.fields.topics;
    let under = topics.step == TopicStep::Under;
    let name = topics.current().map_or("", |row| row.concept.zh.as_str());
    let lead = if under { "topics.under_lead" } else { "topics.merge_lead" };
    let lead = state.strings.say(&Message::new(lead).with("name", name));
    widgets::wrapped(ui, lead, fonts::ui(), state.theme.ink1);
    ui.add_space(10.0);
    let width = ui.available_width() - 4.0;
    let (name, hint) = (state.say("topics.other"), state.say("topics.search_hint"));
    let id = Id::unique("field.topic_other");
    let field = widgets::input(ui, &state.theme, &mut topics.other.0, id, name, hint, width);
    // It appears where the list's field had the keyboard.
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    ui.add_space(8.0);
    // The top is offered as the first row.
    let top = usize::from(under && topics.other.0.trim().is_empty());
    let found = topics.others();
    let row = draft::stepped(topics.other.1, found.len() + top, pressed);
    topics.other.1 = row;
    let mut chosen = None;
    if top > 0 {
        let name = state.say("topics.top");
        let (rect, response) = widgets::row(ui, &state.theme, ROW, row == 0, name);
        let text =
            widgets::clipped(ui.painter(), name, fonts::ui(), state.theme.ink1, rect.width() - 24.0, 1);
        let at = pos2(rect.left() + 16.0, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, state.theme.ink1);
        if response.clicked() || (enter && row == 0) {
            chosen = Some(None);
        }
    }
    let clicked = rows(ui, panel, "topics.others", &found, (row.checked_sub(top), pressed != [false; 2]));
    let by_key = row.checked_sub(top).and_then(|n| found.get(n)).filter(|_| enter).copied();
    let number = by_key.or(clicked).and_then(|n| panel.fields.topics.rows.get(n)).map(|row| row.number);
    if let Some(number) = number.map(Some).or(chosen) {
        panel.push(Command::Topics(TopicTurn::Choose(number)));
    }
    if found.is_empty() {
        draft::empty(ui, panel, "topics.none_found");
    }
}

/// Rows of the topics. Returns the one that was clicked.
fn rows(
    ui: &mut Ui,
    panel: &Panel<'_>,
    name: &str,
    found: &[usize],
    place: (Option<usize>, bool),
) -> Option<usize> {
    let clicked = draft::rows(ui, (name, ROW), found.len(), place, |ui, at, current| {
        let n = found.get(at)?;
        let row = panel.fields.topics.rows.get(*n)?;
        Some(draw(ui, panel, row, current))
    });
    clicked.and_then(|at| found.get(at)).copied()
}

/// Name and code; or what becomes of it.
fn draw(ui: &mut Ui, panel: &Panel<'_>, row: &TopicRow, current: bool) -> Response {
    let theme = &panel.state.theme;
    let concept = &row.concept;
    let fate = fate(panel, row);
    let spoken = format!("{} {} {fate}", concept.code, concept.zh);
    let (rect, response) = widgets::row(ui, theme, ROW, current, spoken.trim());
    let y = rect.center().y;
    let ink = if row.stays() { theme.ink1 } else { theme.ink3 };
    let left = rect.left() + 24.0 + row.depth.min(8) as f32 * LEVEL;
    // The code at the right, the name in what is left.
    let beside = if fate.is_empty() { concept.code.as_str() } else { &fate };
    let face = if fate.is_empty() { fonts::micro() } else { Face::SansBold.at(13.0) };
    let beside_ink = if fate.is_empty() { theme.ink3 } else { theme.ink1 };
    let beside = widgets::clipped(ui.painter(), beside, face, beside_ink, rect.width() * 0.4, 1);
    let right = rect.right() - 14.0 - beside.size().x;
    ui.painter().galley(pos2(right, y - beside.size().y / 2.0), beside, beside_ink);
    let face = if row.depth == 0 || !row.old { Face::SansBold.at(14.0) } else { fonts::ui() };
    let name = if concept.zh.is_empty() { panel.state.say("topics.nameless") } else { &concept.zh };
    let text = widgets::clipped(ui.painter(), name, face, ink, (right - 12.0 - left).max(8.0), 1);
    let at = pos2(left, y - text.size().y / 2.0);
    let end = at.x + text.size().x;
    ui.painter().galley(at, text, ink);
    if !row.stays() {
        ui.painter().hline(left..=end, y, Stroke::new(1.0, theme.ink3));
    }
    response
}

/// 并入 经济, 移除, or nothing.
pub fn fate(panel: &Panel<'_>, row: &TopicRow) -> String {
    match row.fate {
        TopicFate::Stays => String::new(),
        TopicFate::Gone => panel.state.say("labels.gone").to_owned(),
        TopicFate::Into(number) => {
            let heir = panel.fields.topics.numbered_row(number);
            let name = heir.map_or(String::new(), |heir| heir.concept.zh.clone());
            panel.state.strings.say(&Message::new("labels.into").with("name", name))
        }
    }
}
