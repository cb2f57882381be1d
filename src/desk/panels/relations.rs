//! Who holds which title of which body: the list of the right panel, and the marks that the selected one may be related
//! with.

use super::Panel;
use super::palette::{Right, Row, matches};
use crate::annotation::{Entity, EntityId, Relation, RelationKind, Status};
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::icons::Icon;
use crate::desk::widgets;
use crate::issue::Article;
use crate::strings::Message;
use egui::{Key, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// How many relations are listed before the rest is only counted.
const MOST: usize = 24;
const ROW: f32 = 28.0;

fn mark<'a>(article: &'a Article, id: &EntityId) -> Option<&'a Entity> {
    article.entities().map(|(_, mark)| mark).find(|mark| mark.id == *id)
}

/// The relations of an article, those of one person together; each is accepted or taken off, and a click goes to the mark.
pub fn list(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    let order = |id: &EntityId| article.entities().position(|(_, mark)| mark.id == *id);
    let mut standing: Vec<(&Relation, &Entity, &Entity)> = article
        .relations
        .iter()
        .filter(|relation| relation.status.stands())
        .filter_map(|r| Some((r, mark(article, &r.from)?, mark(article, &r.to)?)))
        .collect();
    standing.sort_by_key(|(relation, ..)| (order(&relation.from), order(&relation.to)));
    for (relation, from, to) in standing.iter().take(MOST) {
        row(ui, panel, relation, from, to);
    }
    if standing.len() > MOST {
        let more = Message::new("inspector.more_relations").with("count", standing.len() - MOST);
        widgets::line(ui, panel.state.strings.say(&more), fonts::small(), panel.state.theme.ink3);
    }
}

fn row(ui: &mut Ui, panel: &mut Panel<'_>, relation: &Relation, from: &Entity, to: &Entity) {
    let state = panel.state;
    let theme = &state.theme;
    let open = relation.status == Status::Proposed;
    let kind = state.say(relation.kind.key());
    let said = Message::new("relation.said").with("from", &from.text).with("kind", kind).with("to", &to.text);
    let said = state.strings.say(&said);
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let buttons = if open { 60.0 } else { 32.0 };
    let (rect, right) = whole.split_left_right_at_x(whole.right() - buttons);
    let response = ui.interact(rect, egui::Id::unique(("relation", relation.id.as_str())), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, !open, &said));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    // The bar says proposed, accepted or of an editor's own making, as it does for topics.
    let (top, bottom) = (pos2(rect.left() + 1.0, rect.top() + 4.0), rect.bottom() - 4.0);
    super::inspector::rule(ui, panel, relation.status, top, bottom);
    let words = rect.with_min_x(rect.left() + 10.0);
    let between = ui.painter().layout_no_wrap(kind.to_owned(), fonts::small(), theme.ink3);
    let room = (words.width() - between.size().x - 16.0).max(40.0);
    let first = widgets::clipped(ui.painter(), &from.text, Face::Serif.at(14.0), theme.ink1, room * 0.5, 1);
    let left = room - first.size().x;
    let second = widgets::clipped(ui.painter(), &to.text, Face::Serif.at(14.0), theme.ink1, left, 1);
    let mut x = words.left();
    for (galley, gap) in [(first, 8.0), (between, 8.0), (second, 0.0)] {
        let (at, width) = (pos2(x, words.center().y - galley.size().y / 2.0), galley.size().x);
        ui.painter().galley(at, galley, theme.ink1);
        x += width + gap;
    }
    let (enter, delete) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Delete)));
    let mut decided = match (response.has_focus(), enter && open, delete) {
        (true, true, _) => Some(true),
        (true, _, true) => Some(false),
        _ => None,
    };
    let inside =
        egui::UiBuilder::new().max_rect(right).layout(egui::Layout::right_to_left(egui::Align::Center));
    ui.scope_builder(inside, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let no = format!("{} {said}", state.say("inspector.reject"));
        if widgets::icon_button(ui, theme, Icon::Cross, &no, Some("Delete")).clicked() {
            decided = Some(false);
        }
        let yes = format!("{} {said}", state.say("inspector.accept"));
        if open && widgets::icon_button(ui, theme, Icon::Tick, &yes, Some("Enter")).clicked() {
            decided = Some(true);
        }
    });
    if let Some(stands) = decided {
        panel.push(Command::Relation(relation.id.clone(), stands));
    } else if response.clicked() {
        panel.push(Command::SelectMark(relation.from.clone(), false));
        panel.push(Command::Reveal);
    }
}

/// The marks of the article that the selected one may be related with, the nearest first.
pub(super) fn rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let Some((article, one)) = state.open.as_ref().and_then(|open| Some((open.current()?, open.selected()?)))
    else {
        return Vec::new();
    };
    let marks: Vec<&Entity> = article.entities().map(|(_, mark)| mark).collect();
    let here = marks.iter().position(|mark| mark.id == one.id).unwrap_or_default();
    let suits = |other: &Entity| {
        RelationKind::between(&one.label, &other.label)
            .or_else(|| RelationKind::between(&other.label, &one.label))
    };
    let mut found: Vec<(usize, &Entity, RelationKind)> = marks
        .iter()
        .enumerate()
        .filter(|(_, other)| other.status.stands() && matches(query, &other.text))
        .filter_map(|(n, other)| Some((n.abs_diff(here), *other, suits(other)?)))
        .collect();
    found.sort_by_key(|(far, ..)| *far);
    let row = |(_, other, kind): (usize, &Entity, RelationKind)| {
        let slot = state.labels.position(&other.label).unwrap_or(usize::MAX);
        let letter = state.labels.labels.get(slot).map_or(String::new(), |l| state.letter(l).to_owned());
        Row {
            group: "palette.related_group",
            name: other.text.clone(),
            right: Right::Said(state.say(kind.key()).to_owned()),
            slot: Some((state.labels.slot_at(slot), letter)),
            command: Command::Relate(one.id.clone(), other.id.clone()),
        }
    };
    found.into_iter().map(row).collect()
}
