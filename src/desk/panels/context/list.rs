//! 一致性: what is not alike in the issue, by kind, each with the way to its place and to its rows.

use super::rows;
use crate::desk::command::Command;
use crate::desk::context::{ContextPage, Turn};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::state::State;
use crate::desk::widgets;
use crate::issue::consistency::{Finding, Unlike};
use crate::strings::Message;
use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Height of a row.
const ROW: f32 = 31.0;

/// How many there are of each kind.
pub(super) fn summary(state: &State, page: &ContextPage) -> String {
    if page.is_checking() {
        return state.say("consistency.waiting").to_owned();
    }
    let Some(findings) = &page.findings else { return state.say("consistency.halted").to_owned() };
    if findings.is_empty() {
        return state.say("consistency.none").to_owned();
    }
    let parts = Unlike::ALL.into_iter().filter_map(|what| {
        let count = findings.iter().filter(|finding| finding.what == what).count();
        (count > 0).then(|| format!("{} {count}", state.say(name(what, page.everywhere))))
    });
    parts.collect::<Vec<_>>().join(state.say("context.comma"))
}

fn name(what: Unlike, everywhere: bool) -> &'static str {
    match what {
        Unlike::Labels => "consistency.labels",
        Unlike::Unmarked => "consistency.unmarked",
        Unlike::Word => "consistency.word",
        Unlike::Once if everywhere => "consistency.once_everywhere",
        Unlike::Once => "consistency.once",
    }
}

/// A line of the list: the heading of a kind, or a row.
enum Line {
    Heading(Unlike, usize),
    Row(usize),
}

/// Shows the list.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let page = &panel.state.context;
    let Some(findings) = &page.findings else { return };
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let mut lines = Vec::new();
    for (n, finding) in findings.iter().enumerate() {
        if n == 0 || findings.get(n - 1).is_some_and(|before| before.what != finding.what) {
            let count = findings.iter().filter(|other| other.what == finding.what).count();
            lines.push(Line::Heading(finding.what, count));
        }
        lines.push(Line::Row(n));
    }
    let current = lines.iter().position(|line| matches!(line, Line::Row(n) if *n == page.current));
    let mut area = ScrollArea::vertical().id_salt("consistency").auto_shrink(false);
    if let Some(line) = current.filter(|_| page.reveal) {
        let now = ui.data(|data| data.get_temp::<f32>(offset_id())).unwrap_or(0.0);
        let (top, height) = (line as f32 * ROW, ui.max_rect().height());
        // The heading above the first row is seen too.
        area = area.vertical_scroll_offset(now.min(top - ROW).max(top + ROW - height).max(0.0));
        panel.commands.push(Command::Context(Turn::Row(page.current)));
    }
    let shown = area.show_rows(ui, ROW, lines.len(), |ui, range| {
        for line in lines.get(range).unwrap_or_default() {
            match line {
                Line::Heading(what, count) => heading(ui, panel, *what, *count),
                Line::Row(n) => {
                    if let Some(finding) = findings.get(*n) {
                        row(ui, panel, *n, finding);
                    }
                }
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(offset_id(), shown.state.clamped_offset().y));
}

fn offset_id() -> egui::Id {
    egui::Id::unique("consistency.offset")
}

fn heading(ui: &mut Ui, panel: &Panel<'_>, what: Unlike, count: usize) {
    let theme = &panel.state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let said = panel.state.say(name(what, panel.state.context.everywhere));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{said} {count}")));
    let at = pos2(rect.left() + 20.0, rect.center().y + 2.0);
    let font = Face::SansBold.at(14.0);
    let name = ui.painter().text(at, Align2::LEFT_CENTER, said, font, theme.ink1);
    let at = pos2(name.right() + 8.0, at.y);
    ui.painter().text(at, Align2::LEFT_CENTER, count.to_string(), fonts::small(), theme.ink3);
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line2);
}

fn row(ui: &mut Ui, panel: &mut Panel<'_>, n: usize, finding: &Finding) {
    let state = panel.state;
    let theme = &state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let said = what(state, finding);
    let spoken = format!("{}，{said}", finding.text);
    let current = n == state.context.current;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, &spoken));
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_stroke(rect.shrink(1.0), 0, Stroke::new(2.0, theme.zhu), StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line1);
    let middle = rect.center().y;
    let wide = (rect.width() * 0.2).max(140.0);
    let text =
        widgets::clipped(ui.painter(), &finding.text, Face::Serif.at(15.0), theme.ink1, wide - 20.0, 1);
    ui.painter().galley(pos2(rect.left() + 20.0, middle - text.size().y / 2.0), text, theme.ink1);
    let button = state.say("consistency.rows");
    let label = ui.painter().layout_no_wrap(button.to_owned(), fonts::small(), theme.ink2);
    let spot = Rect::from_center_size(
        pos2(rect.right() - 20.0 - label.size().x / 2.0, middle),
        label.size() + vec2(16.0, 6.0),
    );
    let room = (rect.width() * 0.26).max(150.0) - 16.0;
    let what = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, room, 1);
    ui.painter().galley(pos2(rect.left() + 20.0 + wide, middle - what.size().y / 2.0), what, theme.ink2);
    let left = rect.left() + 20.0 + wide + room + 16.0;
    let around = match issue_of(state, finding) {
        Some(issue) => format!("{issue}　{}", finding.around),
        None => finding.around.clone(),
    };
    let room = (spot.left() - left - 16.0).max(0.0);
    let around = widgets::clipped(ui.painter(), &around, Face::Serif.at(14.0), theme.ink3, room, 1);
    ui.painter().galley(pos2(left, middle - around.size().y / 2.0), around, theme.ink3);
    let open = ui.interact(spot, egui::Id::unique(("consistency", n)), Sense::click());
    let name = format!("{button} {}", finding.text);
    open.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if open.hovered() {
        ui.painter().rect_filled(spot, 4, theme.sunk);
    }
    ui.painter().galley(spot.center() - label.size() / 2.0, label, theme.ink2);
    widgets::focus_ring(ui, theme, &open, spot, 4.0);
    if open.clicked() {
        let label = finding.labels.first().map(|(label, _)| label.clone());
        panel.commands.push(Command::Context(Turn::Open(finding.text.clone(), label)));
    } else if response.double_clicked() {
        panel.commands.push(Command::Context(Turn::Go(n)));
    } else if response.clicked() {
        panel.commands.push(Command::Context(Turn::Row(n)));
    }
}

/// Which issue the place is in, where several are looked through.
fn issue_of(state: &State, finding: &Finding) -> Option<String> {
    state.context.everywhere.then(|| rows::issue_name(state, &finding.issue))
}

/// 地点 3，机构 1
fn what(state: &State, finding: &Finding) -> String {
    let labels: Vec<String> = finding
        .labels
        .iter()
        .map(|(label, count)| format!("{} {count}", state.label_called(label)))
        .collect();
    let labels = labels.join(state.say("context.comma"));
    match finding.what {
        Unlike::Labels => labels,
        Unlike::Unmarked => {
            let said = Message::new("consistency.is_unmarked").with("count", finding.unmarked);
            state.strings.say(&said.with("labels", labels))
        }
        Unlike::Word => state.strings.say(&Message::new("consistency.is_cut").with("word", &finding.word)),
        Unlike::Once => {
            let name = finding.labels.first().map_or("", |(label, _)| state.label_called(label));
            if finding.score < 1.0 { format!("{name} {:.2}", finding.score) } else { name.to_owned() }
        }
    }
}
