//! The left panel: what is looked for, where, what counts as the same, in which order; longer and shorter marks.

use super::choices::{check, radio};
use crate::desk::command::Command;
use crate::desk::context::{Facet, Order, Reach, Turn, Widen};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::panels::{Panel, outline};
use crate::desk::theme::Theme;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Align2, Id, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::collections::BTreeMap;

/// How many longer and how many shorter marks are listed.
/// So much of a label's name is shown, in characters.
const NAME: usize = 16;
const VARIANTS: usize = 6;
/// How many topics or states are offered.
const FACETS: usize = 6;

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    ScrollArea::vertical().id_salt("context.side").auto_shrink(false).show(ui, |ui| {
        section(ui, panel, |ui, panel| {
            top(ui, panel);
            if !panel.state.context.list {
                ui.add_space(10.0);
                field(ui, panel);
            }
        });
        if panel.state.context.list {
            return section(ui, panel, scope);
        }
        section(ui, panel, reach);
        section(ui, panel, alike);
        if !panel.state.context.facets.is_empty() {
            section(ui, panel, only);
        }
        section(ui, panel, order);
        section(ui, panel, labels);
        let (longer, shorter) = &panel.state.context.variants;
        if !longer.is_empty() || !shorter.is_empty() {
            section(ui, panel, variants);
        }
    });
}

fn section(ui: &mut Ui, panel: &mut Panel<'_>, add: impl FnOnce(&mut Ui, &mut Panel<'_>)) {
    let margin = egui::Margin { left: 16, right: 16, top: 12, bottom: 10 };
    let inner = egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width().max(0.0));
        add(ui, panel);
    });
    let rect = inner.response.rect;
    widgets::hairline(ui, rect.bottom(), ui.max_rect().x_range(), panel.state.theme.line1);
}

fn heading(ui: &mut Ui, panel: &Panel<'_>, key: &str) {
    widgets::line(ui, panel.state.say(key), Face::SansBold.at(14.0), panel.state.theme.ink1);
    ui.add_space(4.0);
}

/// The name of the view, and the list that it has beside the rows.
fn top(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = &panel.state.theme;
    let list = panel.state.context.list;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for (key, of) in [("action.context", false), ("action.consistency", true)] {
            let name = panel.state.say(key);
            let ink = if list == of { theme.ink1 } else { theme.ink3 };
            let text = ui.painter().layout_no_wrap(name.to_owned(), Face::SerifBold.at(17.0), ink);
            let (rect, response) = ui.allocate_exact_size(text.size() + vec2(0.0, 6.0), Sense::click());
            // The view's own tab at the top of the window has this name too.
            let spoken = panel.state.say(if of { key } else { "context.rows" });
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, list == of, spoken));
            ui.painter().galley(rect.min, text, ink);
            if list == of {
                let line = egui::Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
                ui.painter().rect_filled(line, 0, theme.zhu);
            }
            widgets::focus_ring(ui, theme, &response, rect, 2.0);
            if response.clicked() {
                panel.commands.push(Command::Context(Turn::List(of)));
            }
        }
    });
    ui.add_space(4.0);
    let said = if list { "consistency.what" } else { "context.what" };
    widgets::wrapped(ui, panel.state.say(said), fonts::small(), theme.ink3);
}

fn field(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let id = Id::unique("field.context");
    let hint = state.say("context.field");
    let width = ui.available_width();
    if !ui.memory(|memory| memory.has_focus(id)) && panel.fields.context_claim {
        panel.fields.context += &crate::desk::panels::palette::early_text(ui.ctx());
    }
    let response = widgets::input(ui, theme, &mut panel.fields.context, id, hint, hint, width);
    if std::mem::take(&mut panel.fields.context_claim) {
        response.request_focus();
    }
    if !state.composing && panel.fields.context.trim() != state.context.text {
        panel.commands.push(Command::Context(Turn::Text(panel.fields.context.trim().to_owned())));
    }
    let done = ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::ArrowDown));
    if response.has_focus() && done && !state.composing {
        ui.memory_mut(|memory| memory.request_focus(super::focus_id()));
    }
    let right = pos2(response.rect.right() - 10.0, response.rect.center().y);
    if state.context.text.is_empty() {
        icons::draw(ui.painter(), Icon::Find, right - vec2(8.0, 0.0), theme.ink3);
    } else {
        let said = Message::new("context.count").with("count", state.context.total);
        let said = state.strings.say(&said);
        ui.painter().text(right, Align2::RIGHT_CENTER, said, fonts::small(), theme.ink3);
    }
}

fn reach(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    heading(ui, panel, "context.reach");
    let issues = state.dataset.as_ref().map_or(0, |dataset| dataset.issues.len());
    let everything = state.strings.say(&Message::new("context.dataset").with("count", issues));
    let choices = [
        (Reach::Issue, state.say("context.issue").to_owned()),
        (Reach::Dataset, everything),
        (Reach::Articles, state.say("context.articles").to_owned()),
    ];
    for (reach, name) in choices {
        if radio(ui, &state.theme, &name, "", state.context.reach == reach).clicked() {
            panel.commands.push(Command::Context(Turn::Reach(reach)));
        }
    }
    let Some(open) = state.open.as_ref().filter(|_| state.context.reach == Reach::Articles) else { return };
    ui.indent("context.articles", |ui| {
        for (number, article) in (1..).zip(outline::order(&open.issue)) {
            let (title, _) = outline::title(panel, article);
            let name = format!("{number}　{title}");
            if check(ui, &state.theme, &name, state.context.articles.contains(&article.id)).clicked() {
                panel.commands.push(Command::Context(Turn::Article(article.id.clone())));
            }
        }
    });
}

fn alike(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let page = &state.context;
    heading(ui, panel, "context.alike");
    let choices = [
        (Widen::Literal, "context.literal", page.literal),
        (Widen::Alone, "context.not_inside", page.alone),
        (Widen::SameLabel, "context.same_label", page.same_label),
    ];
    for (widen, name, on) in choices {
        if check(ui, &state.theme, state.say(name), on).clicked() {
            panel.commands.push(Command::Context(Turn::Widen(widen)));
        }
    }
}

/// Where what is not alike is looked for.
fn scope(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    heading(ui, panel, "context.reach");
    let issues = state.dataset.as_ref().map_or(0, |dataset| dataset.issues.len());
    let everything = state.strings.say(&Message::new("context.dataset").with("count", issues));
    for (everywhere, name) in [(false, state.say("context.issue")), (true, everything.as_str())] {
        let on = state.context.everywhere == everywhere;
        if radio(ui, &state.theme, name, "", on).clicked() && !on {
            panel.commands.push(Command::Context(Turn::Everywhere(everywhere)));
        }
    }
    if state.context.is_checking() {
        ui.add_space(8.0);
        let name = state.say("consistency.halt");
        if widgets::button(ui, &state.theme, name, None, widgets::Weight::Plain).clicked() {
            panel.commands.push(Command::Context(Turn::Halt));
        }
    }
}

/// What the rows can be narrowed to: topics, how the places stand, how far the articles are.
fn only(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let page = &state.context;
    heading(ui, panel, "context.only");
    let kinds: [fn(&Facet) -> bool; 3] = [
        |facet| matches!(facet, Facet::Topic(_)),
        |facet| matches!(facet, Facet::Stands(_)),
        |facet| matches!(facet, Facet::Status(_)),
    ];
    for is_kind in kinds {
        let chosen = page.only.iter().filter(|facet| is_kind(facet));
        let known: Vec<&(Facet, usize)> = page.facets.iter().filter(|(facet, _)| is_kind(facet)).collect();
        // A choice that nothing has any more can still be taken back.
        let lost = chosen.filter(|facet| known.iter().all(|(other, _)| other != *facet)).map(|f| (f, 0));
        let offered: Vec<(&Facet, usize)> =
            known.iter().take(FACETS).map(|(facet, count)| (facet, *count)).chain(lost).collect();
        if offered.is_empty() {
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (facet, count) in offered {
                let name = match facet {
                    Facet::Topic(code) => state.topic_called(code),
                    Facet::Stands(standing) => state.say(standing.key()),
                    Facet::Status(status) => state.say(outline::status_key(*status)),
                };
                let on = page.only.contains(facet);
                if chip(ui, &state.theme, outline::shortened(name, NAME), count, on).clicked() {
                    panel.commands.push(Command::Context(Turn::Only(facet.clone())));
                }
            }
        });
        ui.add_space(8.0);
    }
}

/// A name with a number, chosen or not.
fn chip(ui: &mut Ui, theme: &Theme, name: &str, count: usize, on: bool) -> egui::Response {
    let (ink, quiet) = if on { (theme.ink1, theme.ink2) } else { (theme.ink2, theme.ink3) };
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::small(), ink);
    let number = ui.painter().layout_no_wrap(count.to_string(), fonts::micro(), quiet);
    let size = vec2(text.size().x + number.size().x + 20.0, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let spoken = format!("{name} {count}");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &spoken));
    let fill = if on || response.hovered() { theme.sunk } else { theme.desk };
    let stroke = if on { egui::Stroke::new(1.5, theme.ink1) } else { egui::Stroke::new(1.0, theme.line2) };
    ui.painter().rect(rect, 4, fill, stroke, egui::StrokeKind::Inside);
    let middle = rect.center().y;
    ui.painter().galley(pos2(rect.left() + 8.0, middle - text.size().y / 2.0), text, ink);
    let at = pos2(rect.right() - 8.0 - number.size().x, middle - number.size().y / 2.0);
    ui.painter().galley(at, number, quiet);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

fn order(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    heading(ui, panel, "context.order");
    let right = neighbours(panel);
    let choices = [
        (Order::Place, "context.by_place", ""),
        (Order::Right, "context.by_right", right.as_str()),
        (Order::Score, "context.by_score", ""),
    ];
    for (order, name, more) in choices {
        if radio(ui, &state.theme, state.say(name), more, state.context.order == order).clicked() {
            panel.commands.push(Command::Context(Turn::Order(order)));
        }
    }
}

/// The two most frequent characters behind the text: 嘉定发、嘉定高…
fn neighbours(panel: &Panel<'_>) -> String {
    let page = &panel.state.context;
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let next = page.rows.iter().filter_map(|place| place.right.chars().next());
    next.filter(|c| crate::text::is_han(*c)).for_each(|c| *counts.entry(c).or_default() += 1);
    let mut most: Vec<(char, usize)> = counts.into_iter().collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let short: String = page.text.chars().take(4).collect();
    let most: Vec<String> = most.into_iter().take(2).map(|(c, _)| format!("{short}{c}")).collect();
    if most.is_empty() { String::new() } else { most.join("、") + "…" }
}

/// The labels by key; the one that ticked rows get is framed.
fn labels(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    heading(ui, panel, "context.label");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let (labels, more) = state.offered(None);
        let chosen = state.context.label.as_ref().and_then(|id| state.labels.get(id));
        let beyond = chosen.filter(|chosen| labels.iter().all(|label| label.id != chosen.id));
        for label in labels.into_iter().chain(beyond) {
            let on = state.context.label.as_ref() == Some(&label.id);
            let slot = state.labels.slot(&label.id);
            let short = outline::shortened(state.label_name(label), NAME);
            let name = if label.key == 0 { short.to_owned() } else { format!("{} {short}", label.key) };
            let face = if on { Face::SansBold } else { Face::Sans };
            let text = ui.painter().layout_no_wrap(name.clone(), face.at(13.0), theme.ink1);
            let bold = ui.painter().layout_no_wrap(name.clone(), Face::SansBold.at(13.0), theme.ink1);
            let size = vec2(bold.size().x + 14.0, 26.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &name));
            let fill = if on {
                theme.label_wash(slot)
            } else if response.hovered() {
                theme.sunk
            } else {
                theme.desk
            };
            let edge = if on { theme.label_line(slot) } else { theme.line2 };
            let stroke = egui::Stroke::new(if on { 1.5 } else { 1.0 }, edge);
            ui.painter().rect(rect, 4, fill, stroke, egui::StrokeKind::Inside);
            ui.painter().galley(rect.center() - text.size() / 2.0, text, theme.ink1);
            widgets::focus_ring(ui, theme, &response, rect, 4.0);
            if response.clicked() {
                panel.commands.push(Command::Context(Turn::Label(label.id.clone())));
            }
        }
        if more > 0 {
            let said = state.strings.say(&Message::new("inspector.more").with("count", more));
            widgets::line(ui, said, fonts::small(), theme.ink3);
        }
    });
}

/// Longer marks that hold the text, shorter ones that it holds; each leads to its own rows.
fn variants(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let (longer, shorter) = &state.context.variants;
    for (key, list) in [("context.longer", longer), ("context.shorter", shorter)] {
        if list.is_empty() {
            continue;
        }
        heading(ui, panel, key);
        for (text, count) in list.iter().take(VARIANTS) {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
            let spoken = format!("{text} {count}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            if response.hovered() {
                ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
            }
            let room = rect.width() - 40.0;
            let name = widgets::clipped(ui.painter(), text, Face::Serif.at(14.0), theme.ink1, room, 1);
            ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, theme.ink1);
            let at = rect.right_center();
            ui.painter().text(at, Align2::RIGHT_CENTER, count.to_string(), fonts::small(), theme.ink3);
            widgets::focus_ring(ui, theme, &response, rect, 2.0);
            if response.clicked() {
                panel.commands.push(Command::Context(Turn::Open(text.clone(), None)));
            }
        }
        ui.add_space(6.0);
    }
}
