//! The palette: commands, marks, articles and topics by name.
//!
//! Matches Chinese, pinyin initials, full pinyin and English names; the row under the cursor is carried out by Enter,
//! Tab leaves the rows of its group.

use super::spell::{self, Found};
use super::{Panel, outline};
use crate::annotation::{ArticleId, EntityId, LabelId};
use crate::desk::command::{Action, Command, Shape};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::state::{OpenIssue, PaletteOffer};
use crate::desk::tabs::summary_name;
use crate::desk::widgets;
use crate::desk::worker::Moving;
use crate::source::Encoding;
use crate::strings::{Language, Message};
use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::collections::{BTreeMap, HashMap};

const WIDTH: f32 = 640.0;
const ROW: f32 = 38.0;
const ROWS: usize = 11;
const FOOT: f32 = 40.0;
/// A longer list is laid out in parts.
const MANY: usize = 400;

/// One thing that can be chosen.
pub(super) struct Row {
    pub group: &'static str,
    pub name: String,
    pub right: Right,
    pub slot: Option<(usize, String)>,
    pub command: Command,
}

/// What stands at a row's end.
pub(super) enum Right {
    Said(String),
    Key(String),
}

/// Shows the palette.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, offer: PaletteOffer) {
    let area = Rect::from_min_size(
        pos2(ui.max_rect().center().x - WIDTH / 2.0, ui.max_rect().height() * 0.12),
        vec2(WIDTH, 56.0 + ROW * ROWS as f32 + FOOT),
    );
    super::dialog::sheet(ui, panel, "palette", area.min, WIDTH, |ui, panel| {
        // The sheet remembers how high it was; this list may need more.
        ui.set_max_height(area.height());
        let id = Id::unique("field.palette");
        let before = panel.fields.query.clone();
        let keys = [Key::ArrowDown, Key::ArrowUp, Key::Enter, Key::Tab];
        let [down, up, enter, tab] = if panel.state.composing {
            [false; 4]
        } else {
            ui.input_mut(|input| keys.map(|key| input.consume_key(Modifiers::NONE, key)))
        };
        field(ui, panel, id, offer);
        if panel.fields.query != before {
            panel.fields.row = 0;
        }
        let mut rows = ordered(rows(panel, offer), &query(panel));
        if tab {
            let group = rows.get(panel.fields.row).map(|row| row.group);
            panel.fields.group = if panel.fields.group.is_some() { None } else { group };
            panel.fields.row = 0;
        }
        if let Some(group) = panel.fields.group {
            rows.retain(|row| row.group == group);
        }
        let last = rows.len().saturating_sub(1);
        panel.fields.row = match (down, up) {
            (true, _) => (panel.fields.row + 1).min(last),
            (_, true) => panel.fields.row.saturating_sub(1),
            _ => panel.fields.row.min(last),
        };
        let clicked = list(ui, panel, &rows, down || up);
        foot(ui, panel);
        let chosen = if enter { Some(panel.fields.row) } else { clicked };
        if let Some(row) = chosen.and_then(|n| rows.into_iter().nth(n)) {
            // Closed first, so that the command may open something else.
            panel.push(Command::Close);
            panel.push(row.command);
        }
    });
}

fn field(ui: &mut Ui, panel: &mut Panel<'_>, id: Id, offer: PaletteOffer) {
    let hint = match offer {
        PaletteOffer::All => "palette.hint",
        PaletteOffer::Topics => "palette.topics",
        PaletteOffer::Related => "palette.related",
        PaletteOffer::Encodings => "palette.encodings",
        PaletteOffer::Rereadings => "palette.rereadings",
        PaletteOffer::MergeInto => "palette.merge_into",
        PaletteOffer::MoveTo => "palette.move_to",
        PaletteOffer::Labels => "palette.labels",
        PaletteOffer::Entries => "palette.entries",
        PaletteOffer::MergeEntry => "palette.merge_entry",
        PaletteOffer::Thrown => "palette.thrown",
    };
    let hint = panel.state.say(hint);
    let theme = &panel.state.theme;
    if !ui.memory(|memory| memory.has_focus(id)) {
        panel.fields.query += &early_text(ui.ctx());
    }
    let edit = egui::TextEdit::singleline(&mut panel.fields.query)
        .id(id)
        .font(Face::Sans.at(18.0))
        .text_color(theme.ink1)
        .hint_text(egui::RichText::new(hint).font(fonts::ui()).color(theme.ink3))
        .frame(egui::Frame::new().inner_margin(egui::Margin { left: 44, right: 16, top: 16, bottom: 14 }))
        .desired_width(WIDTH);
    let response = ui.add(edit);
    icons::draw(
        ui.painter(),
        Icon::Find,
        pos2(response.rect.left() + 24.0, response.rect.center().y),
        theme.ink2,
    );
    widgets::hairline(ui, response.rect.bottom(), response.rect.x_range(), theme.line1);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(hint));
    if !response.has_focus() {
        response.request_focus();
    }
}

/// What was typed before the field had the keyboard: fast hands are ahead of the window.
pub(super) fn early_text(ctx: &egui::Context) -> String {
    ctx.input(|input| {
        let text = |event: &egui::Event| match event {
            egui::Event::Text(text) => Some(text.clone()),
            _ => None,
        };
        input.events.iter().filter_map(text).collect()
    })
}

fn list(ui: &mut Ui, panel: &mut Panel<'_>, rows: &[Row], moved: bool) -> Option<usize> {
    let theme = &panel.state.theme;
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    if rows.is_empty() {
        let said = Message::new("palette.nothing").with("query", &panel.fields.query);
        egui::Frame::new().inner_margin(16).show(ui, |ui| {
            widgets::wrapped(ui, panel.state.strings.say(&said), fonts::ui(), theme.ink2);
        });
        return None;
    }
    let query = query(panel);
    ScrollArea::vertical().max_height(ROW * ROWS as f32).auto_shrink([false, true]).show(ui, |ui| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *counts.entry(row.group).or_default() += 1;
        }
        let view = ui.clip_rect().y_range().expand(2.0 * ROW);
        let (mut group, mut skipped) = ("", 0.0);
        for (n, row) in rows.iter().enumerate() {
            let current = n == panel.fields.row;
            let top = ui.cursor().top() + skipped;
            // Of thousands of rows only those that are seen are laid out.
            if rows.len() > MANY && row.group == group && !(current && moved) && !view.contains(top) {
                skipped += ROW;
                continue;
            }
            ui.add_space(std::mem::take(&mut skipped));
            if row.group != group {
                group = row.group;
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
                let count = counts.get(group).copied().unwrap_or_default().to_string();
                let text = |x, align, text: &str| {
                    let at = pos2(x, rect.center().y + 2.0);
                    ui.painter().text(at, align, text, fonts::small(), theme.ink3);
                };
                text(rect.left() + 44.0, Align2::LEFT_CENTER, panel.state.say(group));
                text(rect.right() - 16.0, Align2::RIGHT_CENTER, &count);
            }
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, current, &row.name));
            paint_row(ui, panel, row, &query, rect, (current, response.hovered()));
            if current && moved {
                ui.scroll_to_rect(rect, None);
            }
            if response.clicked() {
                clicked = Some(n);
            }
        }
        ui.add_space(skipped);
    });
    clicked
}

fn paint_row(
    ui: &Ui,
    panel: &Panel<'_>,
    row: &Row,
    query: &str,
    rect: Rect,
    (current, hovered): (bool, bool),
) {
    let theme = &panel.state.theme;
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.zhu);
    } else if hovered {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    if let Some((slot, letter)) = &row.slot {
        let at = pos2(rect.left() + 26.0, rect.center().y);
        widgets::letter_square(ui.painter(), theme, at, letter, Some(*slot));
    }
    let edge = pos2(rect.right() - 16.0, rect.center().y);
    let right = match &row.right {
        Right::Said(text) => {
            let galley = ui.painter().layout_no_wrap(text.clone(), fonts::small(), theme.ink2);
            let width = galley.size().x;
            let at = pos2(edge.x - width, edge.y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, theme.ink2);
            width
        }
        Right::Key(key) => widgets::key_cap_before(ui.painter(), theme, edge, key),
    };
    let room = rect.width() - 44.0 - right - 40.0;
    let name = widgets::clipped(ui.painter(), &row.name, fonts::ui(), theme.ink1, room, 1);
    let mut x = rect.left() + 44.0;
    let width = name.size().x;
    ui.painter().galley(pos2(x, rect.center().y - name.size().y / 2.0), name, theme.ink1);
    // The initials by which it was found, so that the next time they are typed without looking.
    x += width + 10.0;
    for (letter, answers) in spell::answering(query, &row.name).into_iter().flatten() {
        let (face, colour) = if answers { (Face::SansBold, theme.ink1) } else { (Face::Sans, theme.ink3) };
        if x > rect.left() + 44.0 + room - 10.0 {
            break;
        }
        let at = pos2(x, rect.center().y);
        x = ui.painter().text(at, Align2::LEFT_CENTER, letter, face.at(13.0), colour).right() + 1.0;
    }
}

/// The keys that are valid here.
fn foot(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = &panel.state.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FOOT), Sense::hover());
    let corners = egui::CornerRadius { sw: 10, se: 10, ..egui::CornerRadius::ZERO };
    ui.painter().rect_filled(rect, corners, theme.desk);
    widgets::hairline(ui, rect.top(), rect.x_range(), theme.line1);
    let inside = egui::UiBuilder::new().max_rect(rect.shrink2(vec2(16.0, 10.0)));
    ui.scope_builder(inside, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            let tab = if panel.fields.group.is_some() { "palette.key_all" } else { "palette.key_group" };
            for (key, what) in [("↑ ↓", "palette.key_choose"), ("Enter", "palette.key_do"), ("Tab", tab)]
            {
                widgets::key_hint(ui, theme, key, panel.state.say(what));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                widgets::key_hint(ui, theme, "Esc", panel.state.say("palette.key_close"));
            });
        });
    });
}

/// What is asked for.
fn query(panel: &Panel<'_>) -> String {
    panel.fields.query.trim().to_lowercase()
}

/// Groups and rows by how well they answer, otherwise as they came.
fn ordered(mut rows: Vec<Row>, query: &str) -> Vec<Row> {
    // What was found by an English name or in another way answers as well as a name that stands there.
    let found = |row: &Row| spell::find(query, &row.name).unwrap_or(Found::Plain);
    let mut best: BTreeMap<&str, Found> = BTreeMap::new();
    for row in &rows {
        let found = found(row);
        best.entry(row.group).and_modify(|best| *best = found.min(*best)).or_insert(found);
    }
    let order: Vec<&'static str> = rows.iter().map(|row| row.group).fold(Vec::new(), |mut order, group| {
        if !order.contains(&group) {
            order.push(group);
        }
        order
    });
    rows.sort_by_key(|row| {
        (best.get(row.group).copied(), order.iter().position(|group| *group == row.group), found(row))
    });
    rows
}

/// Whether a name answers to the query.
pub(super) fn matches(query: &str, name: &str) -> bool {
    spell::find(query, name).is_some()
}

fn rows(panel: &Panel<'_>, offer: PaletteOffer) -> Vec<Row> {
    let query = query(panel);
    match offer {
        PaletteOffer::All => all_rows(panel, &query),
        PaletteOffer::Topics => topic_rows(panel, &query),
        PaletteOffer::Related => super::relations::rows(panel, &query),
        PaletteOffer::Encodings => encoding_rows(&query, Command::ChooseAs),
        PaletteOffer::Rereadings => {
            encoding_rows(&query, |encoding| Command::MoveIssue(Moving::Encoding(encoding)))
        }
        PaletteOffer::MergeInto => article_rows(panel, &query, |open, id| {
            (open.article != *id).then(|| Shape::Merge(open.article.clone(), id.clone()))
        }),
        PaletteOffer::MoveTo => article_rows(panel, &query, |open, id| {
            let (block, _) = open.here().filter(|_| open.article != *id)?;
            Some(Shape::MoveTo(block, id.clone()))
        }),
        PaletteOffer::Labels => label_rows(panel, &query),
        PaletteOffer::Entries => super::link::rows(panel, &query),
        PaletteOffer::MergeEntry => super::link::merge_rows(panel, &query),
        PaletteOffer::Thrown => super::keeping::rows(panel, &query),
    }
}

fn all_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let english = crate::strings::Strings::of(Language::En);
    let mut rows = Vec::new();
    for action in Action::ALL.iter().filter(|action| state.offers_action(**action)) {
        let name = state.action_name(*action);
        if matches(query, &name) || english.get(action.id()).to_lowercase().contains(query) {
            let right = match state.key(*action) {
                Some(key) => Right::Key(key),
                None => Right::Said(state.say("palette.no_key").to_owned()),
            };
            rows.push(Row {
                group: "palette.commands",
                name,
                right,
                slot: None,
                command: Command::Act(*action),
            });
        }
    }
    if !query.is_empty() {
        rows.extend(mark_rows(panel, query));
    }
    if let Some(open) = &state.open {
        for (n, article) in outline::order(&open.issue).into_iter().enumerate() {
            let (name, _) = outline::title(panel, article);
            if matches(query, &name) {
                let right =
                    Right::Said(state.strings.say(&Message::new("palette.article").with("number", n + 1)));
                let command = Command::GoArticle(article.id.clone());
                rows.push(Row { group: "palette.articles", name, right, slot: None, command });
            }
        }
    }
    rows.extend(issue_rows(panel, query));
    rows
}

/// The articles by name, each with what choosing it comes to; those that it comes to nothing for are left out.
fn article_rows(
    panel: &Panel<'_>,
    query: &str,
    act: impl Fn(&OpenIssue, &ArticleId) -> Option<Shape>,
) -> Vec<Row> {
    let Some(open) = &panel.state.open else { return Vec::new() };
    let row = |(n, article): (usize, &crate::issue::Article)| {
        let (name, _) = outline::title(panel, article);
        let number = Message::new("palette.article").with("number", n + 1);
        let right = Right::Said(panel.state.strings.say(&number));
        let command = Command::Shape(act(open, &article.id)?);
        Some(Row { group: "palette.articles", name, right, slot: None, command })
    };
    let rows = outline::order(&open.issue).into_iter().enumerate().filter_map(row);
    rows.filter(|row| matches(query, &row.name)).collect()
}

fn mark_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let Some(open) = &state.open else { return Vec::new() };
    let mut counts: HashMap<(&str, &LabelId), (usize, &EntityId)> = HashMap::new();
    for (_, entity) in open
        .issue
        .articles
        .iter()
        .flat_map(crate::issue::Article::entities)
        .filter(|(_, e)| e.status.stands())
    {
        counts.entry((&entity.text, &entity.label)).or_insert((0, &entity.id)).0 += 1;
    }
    let slot = |label: &LabelId| state.labels.position(label).unwrap_or(usize::MAX);
    let found = counts.into_iter().filter(|((text, _), _)| matches(query, text));
    let mut found: Vec<(String, usize, usize, EntityId)> =
        found.map(|((text, label), (count, id))| (text.to_owned(), slot(label), count, id.clone())).collect();
    found.sort_by_cached_key(|(text, slot, count, _)| (std::cmp::Reverse(*count), text.clone(), *slot));
    let row = |(text, slot, count, id): (String, usize, usize, _)| {
        let letter =
            state.labels.labels.get(slot).map_or(String::new(), |label| state.letter(label).to_owned());
        let right = Right::Said(state.strings.say(&Message::new("palette.here").with("count", count)));
        Row {
            group: "palette.marks",
            name: text,
            right,
            slot: Some((state.labels.slot_at(slot), letter)),
            command: Command::SelectMark(id, true),
        }
    };
    found.into_iter().take(8).map(row).collect()
}

fn issue_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let Some(dataset) = &panel.state.dataset else { return Vec::new() };
    let named = dataset.issues.iter().map(|issue| (summary_name(issue).0, issue));
    let rows = named.filter(|(name, _)| matches(query, name));
    rows.take(12)
        .map(|(name, issue)| {
            let count = Message::new("palette.articles_in").with("count", issue.counts.articles);
            let right = Right::Said(panel.state.strings.say(&count));
            let command = Command::OpenStored(issue.id.clone());
            Row { group: "palette.issues", name, right, slot: None, command }
        })
        .collect()
}

fn encoding_rows(query: &str, act: fn(Encoding) -> Command) -> Vec<Row> {
    let row = |encoding: Encoding| Row {
        group: "palette.encodings_group",
        name: encoding.name().to_uppercase(),
        right: Right::Said(String::new()),
        slot: None,
        command: act(encoding),
    };
    Encoding::ALL.into_iter().map(row).filter(|row| matches(query, &row.name)).collect()
}

/// How many labels are listed; whoever has more types.
const LABELS: usize = 200;

/// The labels, by either name, by its id or its letter.
fn label_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let here = state.open.as_ref().and_then(OpenIssue::label_here);
    let answers = |label: &&crate::annotation::Label| {
        matches(query, state.label_name(label))
            || [label.id.as_str(), &label.en, &label.zh]
                .iter()
                .any(|name| name.to_lowercase().contains(query))
    };
    let row = |label: &crate::annotation::Label| {
        let key = Action::of_label(label.key).and_then(|action| state.key(action));
        let right = match key {
            _ if here == Some(&label.id) => Right::Said(state.say("palette.label_here").to_owned()),
            Some(key) => Right::Key(key),
            None => Right::Said(String::new()),
        };
        let slot = state.labels.slot(&label.id).map(|slot| (slot, state.letter(label).to_owned()));
        let command = Command::Label(label.id.clone());
        Row { group: "palette.labels_group", name: state.label_name(label).to_owned(), right, slot, command }
    };
    state.labels.labels.iter().filter(answers).take(LABELS).map(row).collect()
}

fn topic_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let name = |c: &crate::annotation::Concept| {
        format!("{} {}", c.short, if state.strings.language == Language::Zh { &c.zh } else { &c.en })
    };
    let stands = |code: &str| {
        state.article().is_some_and(|a| {
            a.topics.iter().any(|t| t.code == code && t.status.stands() && t.status.is_decided())
        })
    };
    // Those below are many, and met only by whoever types.
    let concepts = state.taxonomy.concepts.iter().filter(|c| c.parent.is_none() || !query.is_empty());
    let concepts = concepts.filter(|c| matches(query, &name(c)) || c.en.to_lowercase().contains(query));
    concepts
        .map(|concept| {
            let on = stands(&concept.code);
            let right = if on { state.say("inspector.accepted") } else { "" };
            let right = Right::Said(right.to_owned());
            let command = Command::Topic(concept.code.clone(), !on);
            Row { group: "palette.topics_group", name: name(concept), right, slot: None, command }
        })
        .collect()
}
