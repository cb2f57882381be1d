//! The page of one entry: what it is called, what it was where and when, where it is spoken of and with whom.

use super::MARGIN;
use crate::annotation::Entry;
use crate::dataset::archive::Mentions;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::panels::context::check;
use crate::desk::shelf::{EntryForm, Row, Turn};
use crate::desk::state::PaletteOffer;
use crate::desk::widgets::{self, ChipState, Weight};
use crate::strings::Message;
use egui::{Align2, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

/// So many mentions and neighbours are listed.
const PLACES: usize = 300;
const WITH: usize = 24;
/// The page is never wider.
const WIDTH: f32 = 760.0;
/// Height of the chart.
const CHART: f32 = 64.0;

/// Shows the page, or what can be done with a name that has no entry.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let shelf = &state.shelf;
    let width = (ui.available_width() - 2.0 * MARGIN).clamp(120.0, WIDTH);
    ScrollArea::vertical().id_salt("shelf.entry").auto_shrink(false).show(ui, |ui| {
        let top = ui.cursor().min + vec2(MARGIN, 20.0);
        let inside = UiBuilder::new().max_rect(Rect::from_min_size(top, vec2(width, 1.0e5)));
        let shown = ui.scope_builder(inside, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let entry = shelf.names.shown.as_ref().and_then(|id| shelf.register.get(id));
            match (entry, shelf.names.rows.get(shelf.names.current)) {
                (Some(entry), _) => {
                    fields(ui, panel, entry, width);
                    spoken_of(ui, panel, entry, &shelf.names.mentions, width);
                }
                (None, Some(Row::Unknown(name))) => {
                    widgets::line(ui, &name.text, Face::SerifBold.at(20.0), state.theme.ink1);
                    ui.add_space(8.0);
                    widgets::wrapped(ui, state.say("register.not_yet"), fonts::ui(), state.theme.ink2);
                    ui.add_space(14.0);
                    let add = state.say("register.add");
                    if widgets::button(ui, &state.theme, add, Some("Enter"), Weight::Primary).clicked() {
                        panel.commands.push(Command::Shelf(Turn::Go));
                    }
                }
                _ => {
                    widgets::wrapped(ui, state.say("register.says"), fonts::ui(), state.theme.ink2);
                }
            }
            ui.add_space(30.0);
        });
        ui.advance_cursor_after_rect(shown.response.rect);
    });
}

fn label(ui: &mut Ui, panel: &Panel<'_>, key: &'static str) {
    ui.add_space(12.0);
    widgets::line(ui, panel.state.say(key), fonts::small(), panel.state.theme.ink3);
    ui.add_space(3.0);
}

/// What can be changed of the entry.
fn fields(ui: &mut Ui, panel: &mut Panel<'_>, entry: &Entry, width: f32) {
    let state = panel.state;
    let theme = &state.theme;
    ui.horizontal(|ui| {
        widgets::line(ui, &entry.name, Face::SerifBold.at(20.0), theme.ink1);
        ui.add_space(12.0);
        widgets::line(ui, state.say(entry.kind.key()), fonts::small(), theme.ink3);
    });
    let half = (width - 16.0) / 2.0;
    let one = |ui: &mut Ui, text: &mut String, key: &'static str, width: f32| {
        let name = state.say(key);
        widgets::input(ui, theme, text, Id::unique(key), name, "", width - 20.0)
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        ui.vertical(|ui| {
            ui.set_width(half);
            label(ui, panel, "entry.name");
            let response = one(ui, &mut panel.fields.shelf.entry.name, "entry.name", half);
            if std::mem::take(&mut panel.fields.shelf.entry_claim) {
                response.request_focus();
            }
        });
        ui.vertical(|ui| {
            ui.set_width(half);
            label(ui, panel, "entry.aliases");
            one(ui, &mut panel.fields.shelf.entry.aliases, "entry.aliases", half);
        });
    });
    label(ui, panel, "entry.offices");
    lines(ui, panel, "entry.offices", 2, width);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        ui.vertical(|ui| {
            ui.set_width(half);
            label(ui, panel, "entry.outside");
            one(ui, &mut panel.fields.shelf.entry.outside, "entry.outside", half);
        });
        ui.vertical(|ui| {
            ui.set_width(half);
            label(ui, panel, "entry.notes");
            one(ui, &mut panel.fields.shelf.entry.notes, "entry.notes", half);
        });
    });
    ui.add_space(14.0);
    let changed = panel.fields.shelf.entry != EntryForm::of(entry) && !state.is_read_only();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let keep = ui.add_enabled_ui(changed, |ui| {
            widgets::button(ui, theme, state.say("entry.keep"), None, Weight::Primary).clicked()
        });
        if keep.inner {
            panel.commands.push(Command::Shelf(Turn::Keep));
        }
        if widgets::button(ui, theme, state.say("entry.merge"), None, Weight::Plain).clicked() {
            panel.commands.push(Command::Offer(PaletteOffer::MergeEntry));
        }
        if widgets::button(ui, theme, state.say("entry.drop"), None, Weight::Plain).clicked() {
            panel.commands.push(Command::Shelf(Turn::Drop));
        }
    });
    merged(ui, panel, entry);
    parted(ui, panel, entry);
}

fn lines(ui: &mut Ui, panel: &mut Panel<'_>, key: &'static str, rows: usize, width: f32) {
    let state = panel.state;
    let theme = &state.theme;
    let frame = egui::Frame::new()
        .fill(theme.paper)
        .stroke(egui::Stroke::new(1.0, theme.edge))
        .corner_radius(6)
        .inner_margin(egui::Margin::symmetric(10, 6));
    let hint = egui::RichText::new(state.say("entry.offices_hint")).font(fonts::ui()).color(theme.ink3);
    let edit = egui::TextEdit::multiline(&mut panel.fields.shelf.entry.offices)
        .id(Id::unique(key))
        .font(fonts::ui())
        .text_color(theme.ink1)
        .hint_text(hint)
        .desired_rows(rows)
        .desired_width(width - 20.0)
        .frame(frame);
    let response = ui.add(edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(state.say(key)));
}

/// The entries that were merged into this one, each with the way back.
fn merged(ui: &mut Ui, panel: &mut Panel<'_>, entry: &Entry) {
    let state = panel.state;
    let into: Vec<&Entry> =
        state.shelf.register.all().filter(|other| other.merged.as_ref() == Some(&entry.id)).collect();
    if into.is_empty() {
        return;
    }
    label(ui, panel, "entry.merged");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for other in into {
            let said = Message::new("entry.unmerge").with("name", &other.name);
            if widgets::chip(ui, &state.theme, &state.strings.say(&said), ChipState::Decided).clicked() {
                panel.commands.push(Command::Shelf(Turn::Unmerge(other.id.clone())));
            }
        }
    });
}

/// Where there are two people in one entry: the offices of the other one are ticked.
fn parted(ui: &mut Ui, panel: &mut Panel<'_>, entry: &Entry) {
    if entry.offices.len() < 2 {
        return;
    }
    let state = panel.state;
    label(ui, panel, "entry.two");
    for (n, office) in entry.offices.iter().enumerate() {
        let name = format!("{} {} {} {}", office.body, office.title, office.from, office.to);
        let on = state.shelf.names.parted.contains(&n);
        if check(ui, &state.theme, name.trim(), on).clicked() {
            panel.commands.push(Command::Shelf(Turn::Office(n)));
        }
    }
    ui.add_space(4.0);
    let some = !state.shelf.names.parted.is_empty() && !state.is_read_only();
    let split = ui.add_enabled_ui(some, |ui| {
        widgets::button(ui, &state.theme, state.say("entry.split"), None, Weight::Plain).clicked()
    });
    if split.inner {
        panel.commands.push(Command::Shelf(Turn::Split));
    }
}

/// Where the entry is spoken of, over time, and with what.
fn spoken_of(ui: &mut Ui, panel: &mut Panel<'_>, entry: &Entry, mentions: &Mentions, width: f32) {
    let state = panel.state;
    let theme = &state.theme;
    ui.add_space(20.0);
    widgets::hairline(
        ui,
        ui.cursor().top(),
        egui::Rangef::new(ui.cursor().left(), ui.cursor().left() + width),
        theme.line1,
    );
    ui.add_space(14.0);
    let linked = mentions.places.iter().filter(|place| place.linked).count();
    let said = Message::new("entry.mentions")
        .with("count", mentions.places.len())
        .with("open", mentions.places.len() - linked);
    let sure = mentions.places.iter().filter(|place| place.is_open()).count();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        widgets::line(ui, state.strings.say(&said), Face::SansBold.at(14.0), theme.ink1);
        let key = state.key(Action::LinkEntry);
        let name = state.strings.say(&Message::new("entry.link_all").with("count", sure));
        if sure > 0
            && !state.is_read_only()
            && widgets::button(ui, theme, &name, key.as_deref(), Weight::Plain).clicked()
        {
            panel.commands.push(Command::Shelf(Turn::LinkAll));
        }
    });
    ui.add_space(8.0);
    if mentions.places.is_empty() {
        widgets::line(ui, state.say("entry.no_mention"), fonts::ui(), theme.ink3);
        return;
    }
    if mentions.months.len() > 1 {
        chart(ui, panel, entry, mentions, width);
        ui.add_space(10.0);
    }
    if !mentions.with.is_empty() {
        widgets::line(ui, state.say("entry.with"), fonts::small(), theme.ink3);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (_, name, id, count) in mentions.with.iter().take(WITH) {
                let state_of = if id.is_some() { ChipState::Decided } else { ChipState::Proposed };
                let response = widgets::chip(ui, theme, &format!("{name} {count}"), state_of);
                if let Some(id) = id.as_ref().filter(|_| response.clicked()) {
                    panel.commands.push(Command::Shelf(Turn::Entry(id.clone())));
                }
            }
        });
        ui.add_space(14.0);
    }
    for place in mentions.places.iter().take(PLACES) {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
        let count = if place.count > 1 { format!("×{}", place.count) } else { String::new() };
        let how = if place.linked { "entry.is_linked" } else { "entry.is_open" };
        let spoken = format!("{} {} {} {count} {}", place.date, place.headline, place.text, state.say(how));
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spoken));
        if response.hovered() {
            ui.painter().rect_filled(rect, 4, theme.sunk);
        }
        let middle = rect.center().y;
        let text = |x: f32, text: &str, font, ink| {
            ui.painter().text(pos2(x, middle), Align2::LEFT_CENTER, text, font, ink)
        };
        text(rect.left(), &place.date, fonts::small(), theme.ink3);
        let right = rect.right() - 170.0;
        super::cell(
            ui,
            &place.headline,
            Face::Serif.at(15.0),
            theme.ink1,
            rect.left() + 92.0,
            right - rect.left() - 104.0,
            middle,
        );
        super::cell(ui, &format!("{}{count}", place.text), fonts::ui(), theme.ink2, right, 100.0, middle);
        text(rect.right() - 62.0, state.say(how), fonts::small(), theme.ink3);
        widgets::focus_ring(ui, theme, &response, rect, 2.0);
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            panel.commands.push(Command::Shelf(Turn::Article(place.issue.clone(), place.article.clone())));
        }
    }
}

/// Articles by month, from the first to the last.
fn chart(ui: &mut Ui, panel: &Panel<'_>, entry: &Entry, mentions: &Mentions, width: f32) {
    let theme = &panel.state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(width, CHART + 18.0), Sense::hover());
    let months = |month: &str| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
    };
    let counts: Vec<(i32, &str, u32)> = mentions
        .months
        .iter()
        .filter_map(|(month, count)| Some((months(month)?, month.as_str(), *count)))
        .collect();
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else { return };
    let most = counts.iter().map(|(_, _, count)| *count).max().unwrap_or(1);
    let slots = (last.0 - first.0 + 1) as f32;
    let step = rect.width() / slots;
    let bottom = rect.top() + CHART;
    for (month, _, count) in &counts {
        let x = rect.left() + (month - first.0) as f32 * step;
        let height = (*count as f32 / most as f32 * (CHART - 4.0)).max(2.0);
        let bar =
            Rect::from_min_max(pos2(x, bottom - height), pos2(x + (step - 1.0).clamp(2.0, 24.0), bottom));
        ui.painter().rect_filled(bar, 0, theme.ink3);
    }
    widgets::hairline(ui, bottom, rect.x_range(), theme.line2);
    let text = |x: f32, align, text: &str| {
        ui.painter().text(pos2(x, bottom + 10.0), align, text, fonts::micro(), theme.ink3);
    };
    text(rect.left(), Align2::LEFT_CENTER, first.1);
    text(rect.right(), Align2::RIGHT_CENTER, last.1);
    let said = Message::new("entry.chart")
        .with("name", &entry.name)
        .with("from", first.1)
        .with("to", last.1)
        .with("most", most);
    let said = panel.state.strings.say(&said);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
}
