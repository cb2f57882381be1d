//! The right panel: topics with scores and evidence, entities by label with counts, keywords, notes.

use super::Panel;
use crate::annotation::{Entity, EntityId, Evidence, Keyword, Label, LabelId, Status, Topic};
use crate::desk::command::{Action, Command};
use crate::desk::context::Turn;
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::state::Pane;
use crate::desk::widgets::{self, ChipState};
use crate::issue::Article;
use crate::strings::Message;
use egui::{Align, Id, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::collections::HashMap;

/// How many values of a label are listed before the rest is only counted.
const VALUES: usize = 8;
/// How many words are shown that speak for a topic.
const WORDS: usize = 4;

/// The field for a keyword.
pub fn keyword_id() -> Id {
    Id::unique("field.keyword")
}

/// Shows the panel.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let Some(article) = panel.state.article() else { return };
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        section(ui, panel, |ui, panel| topics(ui, panel, article));
        section(ui, panel, |ui, panel| entities(ui, panel, article));
        section(ui, panel, |ui, panel| keywords(ui, panel, article));
        if article.relations.iter().any(|relation| relation.status.stands()) {
            section(ui, panel, |ui, panel| relations(ui, panel, article));
        }
        if article.blocks.iter().any(|block| !block.readings.is_empty()) {
            section(ui, panel, |ui, panel| readings(ui, panel, article));
        }
        if !article.notes.is_empty() || article.blocks.iter().any(|block| !block.remarks.is_empty()) {
            section(ui, panel, |ui, panel| notes(ui, panel, article));
        }
    });
}

fn section(ui: &mut Ui, panel: &mut Panel<'_>, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    let padding = if ui.ctx().content_rect().height() < 760.0 { 10 } else { 14 };
    let margin = egui::Margin { left: 16, right: 16, top: padding, bottom: padding };
    let inner = egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width().max(0.0));
        add(ui, panel);
    });
    let rect = inner.response.rect;
    widgets::hairline(ui, rect.bottom(), ui.max_rect().x_range(), panel.state.theme.line1);
}

fn heading(ui: &mut Ui, panel: &Panel<'_>, name: &str, count: Option<String>, right: impl FnOnce(&mut Ui)) {
    let theme = &panel.state.theme;
    ui.horizontal(|ui| {
        ui.set_height(26.0);
        ui.spacing_mut().item_spacing.x = 8.0;
        widgets::line(ui, panel.state.say(name), Face::SansBold.at(15.0), theme.ink1);
        if let Some(count) = count {
            widgets::line(ui, count, fonts::small(), theme.ink3);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
    ui.add_space(4.0);
}

fn topics(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    let mut add = false;
    heading(ui, panel, "inspector.topics", None, |ui| {
        let name = panel.state.say("action.choose_topic");
        add = widgets::icon_button(
            ui,
            &panel.state.theme,
            Icon::Plus,
            name,
            panel.state.key(Action::ChooseTopic).as_deref(),
        )
        .clicked();
    });
    if add {
        panel.push(Command::Act(Action::ChooseTopic));
    }
    let mut standing: Vec<&Topic> = article.topics.iter().filter(|topic| topic.status.stands()).collect();
    standing.sort_by(|a, b| b.score.unwrap_or(1.0).total_cmp(&a.score.unwrap_or(1.0)));
    if standing.is_empty() {
        let key = panel.state.key(Action::ChooseTopic).unwrap_or_default();
        let said = panel.state.strings.say(&Message::new("inspector.no_topics").with("key", key));
        widgets::line(ui, said, fonts::small(), panel.state.theme.ink3);
    }
    for topic in standing {
        topic_block(ui, panel, topic);
        ui.add_space(8.0);
    }
}

fn topic_block(ui: &mut Ui, panel: &mut Panel<'_>, topic: &Topic) {
    let state = panel.state;
    let theme = &state.theme;
    let concept = state.taxonomy.get(&topic.code);
    let name = state.topic_called(&topic.code);
    let short = concept.map_or("", |c| c.short.as_str());
    let top = ui.cursor().min;
    let inner =
        egui::Frame::new().inner_margin(egui::Margin { left: 10, ..Default::default() }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                ui.set_height(24.0);
                ui.spacing_mut().item_spacing.x = 6.0;
                let (rect, response) = ui
                    .allocate_exact_size(vec2((ui.available_width() - 70.0).max(0.0), 24.0), Sense::click());
                response.widget_info(|| {
                    WidgetInfo::selected(Role::Button, true, topic.status.is_decided(), name)
                });
                let number = ui.painter().text(
                    rect.left_center(),
                    egui::Align2::LEFT_CENTER,
                    short,
                    fonts::ui(),
                    theme.ink3,
                );
                let left = if short.is_empty() { rect.left() } else { number.right() + 6.0 };
                let room = rect.right() - left;
                let galley =
                    widgets::clipped(ui.painter(), name, Face::SansBold.at(14.0), theme.ink1, room, 1);
                ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, theme.ink1);
                if state.pane == Pane::Inspector
                    && state.floating.is_none()
                    && ui.memory(|memory| memory.focused().is_none())
                {
                    response.request_focus();
                }
                if response.has_focus() {
                    widgets::focus_ring(ui, theme, &response, rect, 2.0);
                    let (enter, delete) = ui.input(|input| {
                        (input.key_pressed(egui::Key::Enter), input.key_pressed(egui::Key::Delete))
                    });
                    if enter || delete {
                        panel.commands.push(Command::Topic(topic.code.clone(), enter));
                    }
                }
                if topic.status == Status::Proposed {
                    let yes = format!("{} {name}", state.say("inspector.accept"));
                    if widgets::icon_button(ui, theme, Icon::Tick, &yes, Some("Enter")).clicked() {
                        panel.commands.push(Command::Topic(topic.code.clone(), true));
                    }
                } else {
                    let word =
                        if topic.status == Status::Added { "inspector.added" } else { "inspector.accepted" };
                    widgets::line(ui, state.say(word), fonts::small(), theme.ink3);
                }
                let no = format!("{} {name}", state.say("inspector.reject"));
                if widgets::icon_button(ui, theme, Icon::Cross, &no, Some("Delete")).clicked() {
                    panel.commands.push(Command::Topic(topic.code.clone(), false));
                }
            });
            if !topic.sub.is_empty() {
                let names: Vec<&str> = topic.sub.iter().map(|code| state.topic_called(code)).collect();
                widgets::wrapped(ui, names.join("、"), fonts::ui(), theme.ink2);
            }
            if let Some(score) = topic.score {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
                icons::score_cells(ui.painter(), rect.left_center(), score, theme.ink2);
                let at = rect.left_center() + vec2(50.0, 0.0);
                ui.painter().text(
                    at,
                    egui::Align2::LEFT_CENTER,
                    format!("{score:.2}"),
                    fonts::small(),
                    theme.ink2,
                );
            }
            if !topic.evidence.is_empty() {
                evidence(ui, panel, &topic.evidence);
            }
        });
    rule(ui, panel, topic.status, pos2(top.x + 1.0, top.y), inner.response.rect.bottom());
}

/// The words that speak for a topic, how often where that is more than once; a line ends between words only.
fn evidence(ui: &mut Ui, panel: &Panel<'_>, evidence: &[Evidence]) {
    let count = evidence.len().min(WORDS);
    let said = |(n, Evidence { word, count: times }): (usize, &Evidence)| {
        let times = if *times > 1 { format!(" ×{times}") } else { String::new() };
        let word = format!("{word}{times}{}", if n + 1 < count { "、" } else { "" });
        match n {
            0 => panel.state.strings.say(&Message::new("inspector.evidence").with("words", word)),
            _ => word,
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        for word in evidence.iter().take(WORDS).enumerate().map(said) {
            widgets::line(ui, word, fonts::small(), panel.state.theme.ink3);
        }
    });
}

/// The rule at a topic's left: dotted proposed, solid accepted, vermilion added.
pub(super) fn rule(ui: &Ui, panel: &Panel<'_>, status: Status, top: egui::Pos2, bottom: f32) {
    let theme = &panel.state.theme;
    let ends = [top, pos2(top.x, bottom)];
    match status {
        Status::Proposed => {
            ui.painter().extend(egui::Shape::dotted_line(&ends, theme.ink3, 4.0, 1.0));
        }
        Status::Added => {
            ui.painter().line_segment(ends, Stroke::new(2.0, theme.zhu));
        }
        _ => {
            ui.painter().line_segment(ends, Stroke::new(2.0, theme.ink1));
        }
    }
}

fn entities(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    let tally = panel.state.tally(article);
    let count = Message::new("outline.marks").with("count", tally.marks);
    let doubt = super::outline::said(panel, tally);
    heading(ui, panel, "inspector.entities", Some(panel.state.strings.say(&count)), |ui| {
        if tally.doubtful > 0 {
            let (rect, _) = ui.allocate_exact_size(vec2(40.0, 20.0), Sense::hover());
            widgets::doubt_count(ui.painter(), &panel.state.theme, rect.left_center(), &doubt);
        }
    });
    let mut by_label: HashMap<&LabelId, Vec<&Entity>> = HashMap::new();
    for (_, entity) in article.entities().filter(|(_, entity)| entity.status.stands()) {
        by_label.entry(&entity.label).or_default().push(entity);
    }
    let most = by_label.values().map(Vec::len).max().unwrap_or(1);
    let labels = &panel.state.labels.labels;
    let many = labels.len() > MANY;
    let view = ui.clip_rect().y_range().expand(NEAR);
    let mut skipped = 0.0;
    for (slot, label) in labels.iter().enumerate() {
        let marks = by_label.remove(&label.id).unwrap_or_default();
        let top = ui.cursor().top() + skipped;
        // Of a large set only what is near is shown; a row that is folded has one height.
        if many && (top > view.max || top + ROW < view.min) && !is_unfolded(ui, label) {
            skipped += ROW;
            continue;
        }
        ui.add_space(std::mem::take(&mut skipped));
        label_row(ui, panel, slot, &marks, most);
    }
    ui.add_space(skipped);
}

/// Height of a label's row.
const ROW: f32 = 28.0;
/// A larger label set is shown in parts, as far as this out of view.
const MANY: usize = 64;
const NEAR: f32 = 300.0;

fn fold_id(label: &Label) -> Id {
    Id::unique(("label", label.id.as_str()))
}

fn is_unfolded(ui: &Ui, label: &Label) -> bool {
    ui.data(|data| data.get_temp::<bool>(fold_id(label))).unwrap_or(false)
}

fn label_row(ui: &mut Ui, panel: &mut Panel<'_>, slot: usize, marks: &[&Entity], most: usize) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(label) = state.labels.labels.get(slot) else { return };
    let name = state.label_name(label);
    let mut unfolded = is_unfolded(ui, label);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = format!("{name} {}", marks.len());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, unfolded, &spoken));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    widgets::letter_square(
        ui.painter(),
        theme,
        rect.left_center() + vec2(9.0, 0.0),
        state.letter(label),
        Some(state.labels.slot_at(slot)),
    );
    let at = rect.left_center() + vec2(26.0, 0.0);
    let room = rect.width() - 26.0 - 34.0 - 8.0;
    let drawn = widgets::clipped(ui.painter(), name, fonts::ui(), theme.ink1, room, 1);
    ui.painter().galley(at - vec2(0.0, drawn.size().y / 2.0), drawn, theme.ink1);
    ui.painter().text(
        rect.right_center(),
        egui::Align2::RIGHT_CENTER,
        marks.len().to_string(),
        fonts::ui(),
        theme.ink2,
    );
    bar(ui, panel, rect, slot, marks, most);
    if response.clicked() && !marks.is_empty() {
        unfolded = !unfolded;
        ui.data_mut(|data| data.insert_temp(fold_id(label), unfolded));
    }
    if unfolded {
        values(ui, panel, label, marks);
    }
}

/// Four points an entity, scaled where a label has more than 24: solid decided, hollow undecided.
fn bar(ui: &Ui, panel: &Panel<'_>, rect: Rect, slot: usize, marks: &[&Entity], most: usize) {
    let colour = panel.state.theme.label_line(Some(panel.state.labels.slot_at(slot)));
    let width = 84.0_f32.min(rect.width() * 0.3);
    let unit = (width / most.max(1) as f32).min(4.0);
    let decided = marks.iter().filter(|e| e.status.is_decided()).count() as f32 * unit;
    let all = marks.len() as f32 * unit;
    let right = rect.right() - 34.0;
    let frame =
        Rect::from_min_max(pos2(right - all, rect.center().y - 3.0), pos2(right, rect.center().y + 3.0));
    if all > 0.0 {
        ui.painter().rect_stroke(frame, 0, Stroke::new(1.0, colour), egui::StrokeKind::Inside);
        let solid = Rect::from_min_size(frame.min, vec2(decided, 6.0));
        ui.painter().rect_filled(solid, 0, colour);
    }
}

fn values(ui: &mut Ui, panel: &mut Panel<'_>, label: &Label, marks: &[&Entity]) {
    let theme = &panel.state.theme;
    let mut counts: Vec<(&str, usize, &EntityId)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for mark in marks {
        if let Some(n) = places.get(mark.text.as_str()) {
            counts[*n].1 += 1;
        } else {
            places.insert(&mark.text, counts.len());
            counts.push((&mark.text, 1, &mark.id));
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    for (text, count, first) in counts.iter().take(VALUES) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {text} {count}", label.zh)));
        if response.hovered() {
            ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
        }
        let room = rect.width() - 26.0 - 34.0;
        let galley = widgets::clipped(ui.painter(), text, Face::Serif.at(14.0), theme.ink1, room, 1);
        ui.painter().galley(
            pos2(rect.left() + 26.0, rect.center().y - galley.size().y / 2.0),
            galley,
            theme.ink1,
        );
        let at = rect.right_center();
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, count.to_string(), fonts::small(), theme.ink3);
        widgets::focus_ring(ui, theme, &response, rect, 2.0);
        // Enter shows its rows, a click or Space the first of its marks.
        if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            let rows = Turn::Open((*text).to_owned(), Some(label.id.clone()));
            panel.commands.push(Command::Context(rows));
        } else if response.clicked() {
            panel.commands.push(Command::SelectMark((*first).clone(), false));
        }
    }
    if counts.len() > VALUES {
        let more = Message::new("inspector.more").with("count", counts.len() - VALUES);
        ui.horizontal(|ui| {
            ui.add_space(26.0);
            widgets::line(ui, panel.state.strings.say(&more), fonts::small(), theme.ink3);
        });
    }
}

fn keywords(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    heading(ui, panel, "inspector.keywords", None, |_| ());
    let standing: Vec<&Keyword> = article.keywords.iter().filter(|keyword| keyword.status.stands()).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for keyword in standing {
            let proposed = keyword.status == Status::Proposed;
            let state = if proposed { ChipState::Proposed } else { ChipState::Decided };
            let response = widgets::chip(ui, &panel.state.theme, &keyword.text, state);
            let response =
                response.on_hover_text(panel.state.say(if proposed { "hint.chip" } else { "hint.chip_off" }));
            if response.clicked() {
                panel.commands.push(Command::Keyword(keyword.text.clone(), proposed));
            } else if response.secondary_clicked()
                || (response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Delete)))
            {
                panel.commands.push(Command::Keyword(keyword.text.clone(), false));
            }
        }
    });
    ui.add_space(8.0);
    let id = keyword_id();
    let hint = panel.state.say("inspector.keyword_hint");
    let width = ui.available_width();
    let response = widgets::input(ui, &panel.state.theme, &mut panel.fields.keyword, id, hint, hint, width);
    // While an input method composes, Enter belongs to it.
    let enter = ui.input(|input| input.key_pressed(egui::Key::Enter)) && !panel.state.composing;
    if response.has_focus() && enter {
        let word = std::mem::take(&mut panel.fields.keyword);
        if !word.trim().is_empty() {
            panel.push(Command::Keyword(word, true));
        }
    }
}

fn relations(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    heading(ui, panel, "inspector.relations", None, |_| ());
    super::relations::list(ui, panel, article);
}

fn readings(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    heading(ui, panel, "inspector.readings", None, |_| ());
    if let Some(go) = super::reading::list(ui, panel.state, article) {
        panel.push(go);
        panel.push(Command::Reveal);
        panel.push(Command::FocusReader);
    }
}

fn notes(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    heading(ui, panel, "inspector.notes", None, |_| ());
    super::remark::list(ui, panel, article);
}
