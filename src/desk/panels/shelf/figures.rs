//! The statistics (统计): big numbers, tables with bars, and charts of what the catalogue lets through.
//!
//! Every part has its table, which is copied by the word at its title; Ctrl C copies all.

use super::super::chart::{Scale, WIDEST, chart, describe, line, pointed, round_step};
use super::super::report::{beside, halves, nothing, numbers, rule};
use super::super::status::grouped;
use super::{BAR, MARGIN, bar, network};
use crate::annotation::EntryKind;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::shelf::Turn;
use crate::desk::table::Table;
use crate::desk::theme::Theme;
use crate::desk::widgets::{self, Weight};
use crate::desk::within;
use crate::strings::Message;
use egui::{
    Align, Align2, Color32, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};
use egui_plot::LineStyle;

/// Height of a row of a table.
const ROW: f32 = 26.0;
/// So many rows of a table are shown; the rest is copied.
const ROWS: usize = 18;
/// So many names have a line of their own.
const LINES: usize = 6;
/// Width of a column of counts.
const COUNT: f32 = 62.0;

/// The bar and the page.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, full: Rect) {
    let (top, body) = full.split_top_bottom_at_y(full.top() + BAR);
    let hint = panel.state.say("catalogue.find").to_owned();
    bar(ui, panel, top, &hint, |ui, panel| {
        let state = panel.state;
        let key = state.key(Action::Copy);
        if widgets::button(ui, &state.theme, state.say("figures.copy_all"), key.as_deref(), Weight::Plain)
            .clicked()
        {
            panel.commands.push(Command::Act(Action::Copy));
        }
        // What the proposals were worth and how far annotators agree have their own pages.
        for (said, action) in [("figures.agreement", Action::Adjudicate), ("figures.curve", Action::Quality)]
        {
            if ui.available_width() > 420.0
                && widgets::button(ui, &state.theme, state.say(said), None, Weight::Plain).clicked()
            {
                panel.commands.push(Command::Act(action));
            }
        }
    });
    let by = std::mem::take(&mut panel.fields.shelf.scroll);
    within(ui, body, |ui| {
        ScrollArea::vertical().id_salt("figures").auto_shrink(false).show(ui, |ui| {
            if by != 0 {
                ui.scroll_with_delta_animation(vec2(0.0, by as f32), egui::style::ScrollAnimation::none());
            }
            let width = (body.width() - 2.0 * MARGIN - 8.0).min(1480.0);
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.horizontal_top(|ui| {
                ui.add_space(MARGIN);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(20.0);
                    if panel.state.shelf.figures.figures.articles == 0 {
                        nothing(ui, panel, "figures.none");
                    } else {
                        all(ui, panel, width);
                    }
                    ui.add_space(28.0);
                });
            });
        });
    });
}

fn all(ui: &mut Ui, panel: &mut Panel<'_>, width: f32) {
    let tables = panel.state.statistics();
    let [labels, topics, states, lengths, editors, weeks, names, months, together] = tables.as_slice() else {
        return;
    };
    big(ui, panel);
    let two = halves(width, 0.5);
    rule(ui, panel);
    beside(ui, two, panel, |ui, panel| bars(ui, panel, labels), |ui, panel| bars(ui, panel, topics));
    rule(ui, panel);
    beside(ui, two, panel, |ui, panel| bars(ui, panel, states), |ui, panel| bars(ui, panel, lengths));
    rule(ui, panel);
    let every = weeks.head.len() - 1;
    beside(ui, two, panel, |ui, panel| bars(ui, panel, editors), |ui, panel| series(ui, panel, weeks, every));
    rule(ui, panel);
    kinds(ui, panel);
    beside(ui, two, panel, |ui, panel| bars(ui, panel, names), |ui, panel| series(ui, panel, months, LINES));
    rule(ui, panel);
    beside(
        ui,
        halves(width, 0.64),
        panel,
        |ui, panel| {
            title(ui, panel, together.title, together, "figures.network_says");
            network::show(ui, panel);
        },
        |ui, panel| {
            title(ui, panel, "figures.pairs", together, "figures.pairs_says");
            rows(ui, panel, together);
        },
    );
}

fn big(ui: &mut Ui, panel: &Panel<'_>) {
    let state = panel.state;
    let figures = &state.shelf.figures.figures;
    let sum = |of: fn(&(u32, u32)) -> u32| figures.labels.values().map(|n| u64::from(of(n))).sum::<u64>();
    let shown = [
        (u64::from(figures.issues), "figures.issue_count", state.theme.ink1),
        (u64::from(figures.articles), "figures.articles", state.theme.ink1),
        (figures.chars, "figures.chars", state.theme.ink1),
        (sum(|n| n.0), "figures.marks", state.theme.ink1),
        (sum(|n| n.1), "figures.open_marks", state.theme.zhu_text),
        (state.shelf.register.live().count() as u64, "figures.entries", state.theme.ink1),
    ];
    let shown = shown.map(|(count, key, ink)| (grouped(count), state.say(key).to_owned(), ink));
    numbers(ui, &state.theme, shown);
}

/// The title of a part, what is in it, and the word that copies its table.
fn title(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, table: &Table, says: &str) {
    let state = panel.state;
    let theme = &state.theme;
    let width = ui.available_width();
    ui.allocate_ui(vec2(width, 24.0), |ui| {
        ui.horizontal(|ui| {
            let name = state.say(name);
            widgets::line(ui, name, Face::SerifBold.at(15.0), theme.ink1);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let word = state.say("figures.copy");
                let text = ui.painter().layout_no_wrap(word.to_owned(), fonts::small(), theme.ink2);
                let (rect, response) = ui.allocate_exact_size(text.size() + vec2(8.0, 6.0), Sense::click());
                let named = format!("{word} {name}");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &named));
                let ink = if response.hovered() { theme.zhu_text } else { theme.ink2 };
                ui.painter().galley_with_override_text_color(rect.min + vec2(4.0, 3.0), text, ink);
                widgets::focus_ring(ui, theme, &response, rect, 3.0);
                if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    panel.commands.push(Command::CopyTable(Some(table.title)));
                }
            });
        });
    });
    widgets::wrapped(ui, state.say(says), fonts::small(), theme.ink3);
    ui.add_space(8.0);
}

/// A table under its title.
fn bars(ui: &mut Ui, panel: &mut Panel<'_>, table: &Table) {
    title(ui, panel, table.title, table, says_of(table.title));
    rows(ui, panel, table);
}

/// Its rows: a name, a bar, the counts. The first count is solid, the others are hollow, so they are told apart without
/// colour.
fn rows(ui: &mut Ui, panel: &Panel<'_>, table: &Table) {
    if table.rows.is_empty() {
        return nothing(ui, panel, "figures.nothing");
    }
    let theme = &panel.state.theme;
    let width = ui.available_width();
    let columns = table.head.len() - 1;
    let counted = COUNT * columns as f32;
    let name = ((width - counted) * 0.42).clamp(80.0, 220.0);
    let row = |ui: &mut Ui| ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let (head, _) = row(ui);
    for (n, said) in table.head.iter().skip(1).enumerate() {
        let right = head.right() - counted + COUNT * (n + 1) as f32;
        ui.painter().text(
            pos2(right, head.center().y),
            Align2::RIGHT_CENTER,
            said,
            fonts::small(),
            theme.ink3,
        );
    }
    let most = table.rows.iter().map(|(_, counts)| counts.iter().sum::<u64>()).max().unwrap_or(1).max(1);
    for (said, counts) in table.rows.iter().take(ROWS) {
        let (rect, response) = row(ui);
        let spoken = counts.iter().fold(said.clone(), |said, count| format!("{said} {count}"));
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
        widgets::hairline(ui, rect.top(), rect.x_range(), theme.line1);
        let text = widgets::clipped(ui.painter(), said, fonts::ui(), theme.ink1, name - 8.0, 1);
        ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, theme.ink1);
        let room = rect.width() - name - counted - 12.0;
        let mut x = rect.left() + name;
        for (n, count) in counts.iter().enumerate() {
            let long = room * (*count as f32 / most as f32);
            let place = Rect::from_min_size(pos2(x, rect.center().y - 4.0), vec2(long, 8.0));
            paint(ui, theme, place, n);
            x += long;
            let right = rect.right() - counted + COUNT * (n + 1) as f32;
            let ink = if n == 0 { theme.ink1 } else { theme.ink2 };
            let text = grouped(*count);
            ui.painter().text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, text, fonts::ui(), ink);
        }
    }
    if table.rows.len() > ROWS {
        let said = Message::new("figures.more").with("count", table.rows.len() - ROWS);
        ui.add_space(4.0);
        widgets::wrapped(ui, panel.state.strings.say(&said), fonts::small(), theme.ink3);
    }
}

/// The part of a bar that stands for a column's count.
fn paint(ui: &Ui, theme: &Theme, rect: Rect, column: usize) {
    if rect.width() < 0.5 {
        return;
    }
    let fill = match column {
        0 => theme.ink2,
        1 => Color32::TRANSPARENT,
        2 => theme.zhu,
        _ => theme.line2,
    };
    ui.painter().rect(rect, 0, fill, Stroke::new(1.0, theme.ink2), StrokeKind::Inside);
}

fn says_of(title: &str) -> &'static str {
    match title {
        "figures.labels" => "figures.labels_says",
        "figures.topics" => "figures.topics_says",
        "figures.states" => "figures.states_says",
        "figures.lengths" => "figures.lengths_says",
        "figures.editors" => "figures.editors_says",
        _ => "figures.names_says",
    }
}

/// Whose names are followed.
fn kinds(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for kind in EntryKind::ALL {
            let on = state.shelf.figures.kind == kind;
            let look = if on { widgets::ChipState::Decided } else { widgets::ChipState::Proposed };
            if widgets::chip(ui, &state.theme, state.say(kind.key()), look).clicked() && !on {
                panel.commands.push(Command::Shelf(Turn::Follow(kind)));
            }
        }
    });
    ui.add_space(12.0);
}

/// The stroke of a line: three inks, whole, then dashed, then dotted.
fn stroke(theme: &Theme, n: usize) -> (Stroke, LineStyle) {
    let ink = [theme.zhu, theme.ink1, theme.ink3][n % 3];
    let style = match n / 3 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        _ => LineStyle::dotted_loose(),
    };
    (Stroke::new(2.0, ink), style)
}

/// The first columns of a table as lines, one row after the other.
fn series(ui: &mut Ui, panel: &mut Panel<'_>, table: &Table, most: usize) {
    title(ui, panel, table.title, table, "figures.series_says");
    let state = panel.state;
    let theme = &state.theme;
    let columns = (table.head.len() - 1).min(most).min(9);
    if table.rows.is_empty() || columns == 0 {
        return nothing(ui, panel, "figures.no_time");
    }
    legend(ui, theme, &table.head[1..=columns]);
    let top =
        table.rows.iter().flat_map(|(_, counts)| counts.iter().take(columns)).max().copied().unwrap_or(1);
    let top = u32::try_from(top).unwrap_or(u32::MAX).max(1);
    let room = (table.rows.len() as f64).max(2.0);
    let step = (room * 64.0 / f64::from(ui.available_width().clamp(1.0, WIDEST))).ceil().max(1.0);
    let names: Vec<String> = table.rows.iter().map(|(name, _)| name.clone()).collect();
    let says = Box::new(move |value: f64| names.get(value as usize).cloned().unwrap_or_default());
    let scales = (
        Scale { bounds: -0.6..=room - 0.4, step, says },
        Scale::of(0.0..=f64::from(top) * 1.06, round_step(top)),
    );
    let drawn: Vec<_> = (0..columns)
        .map(|n| {
            let point = |(x, (_, counts)): (usize, &(String, Vec<u64>))| [x as f64, counts[n] as f64];
            (stroke(theme, n), table.rows.iter().enumerate().map(point).collect::<Vec<_>>())
        })
        .collect();
    let shown = chart(ui, theme, table.title, scales, move |plot| {
        for ((stroke, style), points) in drawn {
            // A line of one point is none: a dot stands for it.
            if let [point] = points.as_slice() {
                let dot = egui_plot::Points::new("dot", egui_plot::PlotPoints::new(vec![*point]));
                plot.points(dot.radius(3.0).color(stroke.color).allow_hover(false));
            }
            plot.line(line("", points, stroke).style(style));
        }
    });
    let here = pointed(&shown, table.rows.len(), 0.0).map(|x| {
        let (name, counts) = &table.rows[x];
        let lines = table.head[1..=columns].iter().zip(counts);
        lines.fold(name.clone(), |said, (name, count)| format!("{said}\n{name} {}", grouped(*count)))
    });
    let sentence =
        Message::new("figures.sentence").with("what", state.say(table.title)).with("count", table.rows.len());
    describe(shown.response, &state.strings.say(&sentence), here);
}

fn legend(ui: &mut Ui, theme: &Theme, names: &[String]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 4.0);
        for (n, name) in names.iter().enumerate() {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 14.0), Sense::hover());
            let (stroke, style) = stroke(theme, n);
            let ends = [rect.left_center(), rect.right_center()];
            if style == LineStyle::Solid {
                ui.painter().line_segment(ends, stroke);
            } else {
                ui.painter().extend(egui::Shape::dashed_line(&ends, stroke, 6.0, 3.0));
            }
            widgets::line(ui, name, fonts::small(), theme.ink2);
            ui.add_space(9.0);
        }
    });
    ui.add_space(6.0);
}
