//! 名录 in the popover of a mark, and the entries that a mark can be linked to.

use super::Panel;
use super::palette::{Right, Row, matches};
use crate::annotation::{Entity, Entry, EntryKind};
use crate::desk::command::{Action, Command};
use crate::desk::fonts;
use crate::desk::shelf::Turn;
use crate::desk::state::{OpenIssue, State};
use crate::desk::widgets;
use crate::issue::register::{Candidate, Context, Reason, best};
use crate::strings::Message;
use egui::{Align2, Role, Sense, Ui, WidgetInfo, vec2};

/// What a mark may speak of.
fn candidates<'a>(state: &'a State, open: &OpenIssue, mark: &Entity) -> Vec<Candidate<'a>> {
    let (Some(article), Some(kind)) = (open.current(), EntryKind::of(&mark.label)) else { return Vec::new() };
    let register = &state.shelf.register;
    // It is asked in every frame that shows the popover, and most names are in no register: only where one is there is
    // the whole article looked through.
    if register.named(kind, &mark.text).next().is_none() {
        return Vec::new();
    }
    register.candidates(mark, &Context::of(&open.issue, article, mark))
}

/// The line of a popover: the entry, the one that is proposed, or that there is none; with the key.
pub(super) fn line(ui: &mut Ui, panel: &mut Panel<'_>, mark: &Entity) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(open) = &state.open else { return };
    if EntryKind::of(&mark.label).is_none() {
        return;
    }
    let linked = mark.link.as_ref().map(|link| match state.shelf.register.linked(link) {
        Some(entry) => named(entry),
        None => link.name.clone(),
    });
    let message = |key, name| state.strings.say(&Message::new(key).with("name", name));
    let said = if let Some(name) = linked {
        message("link.is", name)
    } else {
        let candidates = candidates(state, open, mark);
        match best(&candidates) {
            Some(candidate) => message("link.may", named(candidate.entry)),
            None if candidates.is_empty() => state.say("link.none").to_owned(),
            None => state.strings.say(&Message::new("link.several").with("count", candidates.len())),
        }
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, rect.width() - 60.0, 1);
    ui.painter().galley(rect.left_center() - vec2(0.0, text.size().y / 2.0), text, theme.ink2);
    match state.key(Action::LinkEntry) {
        Some(key) => drop(widgets::key_cap_before(ui.painter(), theme, rect.right_center(), &key)),
        None => drop(ui.painter().text(
            rect.right_center(),
            Align2::RIGHT_CENTER,
            "…",
            fonts::small(),
            theme.ink3,
        )),
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    if response.clicked() {
        panel.push(Command::Act(Action::LinkEntry));
    }
}

/// An entry with what tells it from others of its name.
fn named(entry: &Entry) -> String {
    match entry.offices.first() {
        Some(office) => format!("{}（{}{}）", entry.name, office.body, office.title),
        None => entry.name.clone(),
    }
}

/// Why an entry is offered.
fn why(state: &State, candidate: &Candidate<'_>) -> String {
    let said = candidate.reasons.last().map(|reason| match reason {
        Reason::Name | Reason::Alone => state.say("link.name").to_owned(),
        Reason::Alias => state.say("link.alias").to_owned(),
        Reason::Office(office) => {
            let name = format!("{}{}", office.body, office.title);
            state.strings.say(&Message::new("link.office").with("name", name))
        }
        Reason::Elsewhere(body) => state.strings.say(&Message::new("link.elsewhere").with("name", body)),
        Reason::Past(office) => {
            let name = format!("{}{}", office.body, office.title);
            state.strings.say(&Message::new("link.past").with("name", name))
        }
    });
    format!("{} · {:.2}", said.unwrap_or_default(), candidate.score)
}

/// The entries that the selected mark can be linked to: the likely ones, a new one, all others of its kind.
pub(super) fn rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let Some(open) = &state.open else { return Vec::new() };
    let Some(mark) = open.selected() else { return Vec::new() };
    let Some(kind) = EntryKind::of(&mark.label) else { return Vec::new() };
    let slot = state.labels.slot(&mark.label).zip(state.labels.get(&mark.label));
    let slot = slot.map(|(slot, label)| (slot, state.letter(label).to_owned()));
    let row = |group, name, right, turn| Row {
        group,
        name,
        right,
        slot: slot.clone(),
        command: Command::Shelf(turn),
    };
    let likely = candidates(state, open, mark);
    let mut rows: Vec<Row> = Vec::new();
    for candidate in
        likely.iter().filter(|candidate| candidate.entry.names().any(|name| matches(query, name)))
    {
        let turn = Turn::Link(Some(candidate.entry.id.clone()));
        rows.push(row("link.likely", named(candidate.entry), Right::Said(why(state, candidate)), turn));
    }
    let add = state.strings.say(&Message::new("link.add").with("text", &mark.text));
    if matches(query, &add) || matches(query, &mark.text) {
        rows.push(row("link.new", add, Right::Said(state.say(kind.key()).to_owned()), Turn::Link(None)));
    }
    if mark.link.is_some() && matches(query, state.say("link.off")) {
        rows.push(row(
            "link.new",
            state.say("link.off").to_owned(),
            Right::Said(String::new()),
            Turn::Unlink,
        ));
    }
    let known = |entry: &Entry| likely.iter().any(|candidate| candidate.entry.id == entry.id);
    let others = state.shelf.register.live().filter(|entry| entry.kind == kind && !known(entry));
    for entry in others.filter(|entry| entry.names().any(|name| matches(query, name))) {
        let turn = Turn::Link(Some(entry.id.clone()));
        rows.push(row("link.others", named(entry), Right::Said(entry.aliases.join("、")), turn));
    }
    rows
}

/// The entries into which the one that is shown can be merged.
pub(super) fn merge_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let shelf = &panel.state.shelf;
    let Some(entry) = shelf.names.shown.as_ref().and_then(|id| shelf.register.get(id)) else {
        return Vec::new();
    };
    let others = shelf.register.live().filter(|other| other.kind == entry.kind && other.id != entry.id);
    let row = |other: &Entry| Row {
        group: "link.others",
        name: named(other),
        right: Right::Said(other.aliases.join("、")),
        slot: None,
        command: Command::Shelf(Turn::Merge(other.id.clone())),
    };
    others.filter(|other| other.names().any(|name| matches(query, name))).map(row).collect()
}
