//! The tables of the quality page: by label, what was changed into what, by version of the proposer.

use super::{Fate, decimal, legend};
use crate::annotation::{Label, LabelId};
use crate::dataset::{Decisions, Quality};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::panels::report::{nothing, title};
use crate::desk::panels::status::grouped;
use crate::desk::quality::labels;
use crate::desk::theme::Theme;
use crate::desk::widgets;
use egui::{Align2, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::collections::HashSet;

const ROW: f32 = 28.0;
/// Width of a column of numbers.
const NUMBER: f32 = 60.0;
/// Room of a label's name.
const NAME: f32 = 122.0;
/// So many labels are shown whatever is seen, and have a place in the matrix.
const MANY: usize = 24;
/// A cell of the matrix.
const CELL: f32 = 34.0;

/// The columns after the bar.
const COLUMNS: [&str; 7] = [
    "quality.accepted",
    "quality.corrected",
    "quality.rejected",
    "quality.missed",
    "quality.precision",
    "quality.recall",
    "quality.f1",
];

fn cells(d: &Decisions) -> [String; 7] {
    [
        grouped(d.accepted),
        grouped(d.corrected),
        grouped(d.rejected),
        grouped(d.finished.missed),
        decimal(d.precision()),
        decimal(d.finished.recall()),
        decimal(d.finished.f1()),
    ]
}

/// One row a label, with a bar of its decisions.
pub fn by_label(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    title(ui, panel, "quality.by_label", state.say("quality.by_label_says"));
    legend(ui, panel, "quality.missed");
    head(ui, panel);
    let most = figures.labels.values().map(|d| d.proposals() + d.finished.missed).max().unwrap_or(1);
    let view = ui.clip_rect().y_range().expand(10.0 * ROW);
    let gap = ui.spacing().item_spacing.y;
    let mut skipped = 0.0;
    for (n, id) in labels(state, figures).into_iter().enumerate() {
        // Of a large label set only the rows that are seen are laid out.
        if n >= MANY && !view.contains(ui.cursor().top() + skipped) {
            skipped += ROW + gap;
            continue;
        }
        ui.add_space(std::mem::take(&mut skipped));
        let decisions = figures.labels.get(id).copied().unwrap_or_default();
        label_row(ui, panel, id, &decisions, most);
    }
    ui.add_space(skipped);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    widgets::hairline(ui, rect.top(), rect.x_range(), state.theme.line2);
    let name = state.say("quality.all");
    say(panel, &response, name, &figures.total);
    let font = Face::SansBold.at(14.0);
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, font.clone(), state.theme.ink1);
    numbers(ui, rect, &cells(&figures.total), font, |_| state.theme.ink1);
}

fn head(ui: &mut Ui, panel: &Panel<'_>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let names = COLUMNS.map(|column| panel.state.say(column).to_owned());
    numbers(ui, rect, &names, fonts::micro(), |_| panel.state.theme.ink3);
    widgets::hairline(ui, rect.bottom(), rect.x_range(), panel.state.theme.line1);
}

/// Right-aligned numbers at the end of a row.
fn numbers(ui: &Ui, rect: Rect, cells: &[String; 7], font: egui::FontId, colour: impl Fn(usize) -> Color32) {
    for (n, cell) in cells.iter().enumerate() {
        let right = rect.right() - (cells.len() - 1 - n) as f32 * NUMBER;
        let at = pos2(right, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, cell, font.clone(), colour(n));
    }
}

/// A row for those who hear it.
fn say(panel: &Panel<'_>, response: &egui::Response, name: &str, decisions: &Decisions) {
    let said = COLUMNS
        .iter()
        .zip(cells(decisions))
        .fold(name.to_owned(), |said, (column, cell)| format!("{said} {} {cell}", panel.state.say(column)));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
}

fn label_row(ui: &mut Ui, panel: &Panel<'_>, id: &LabelId, decisions: &Decisions, most: u32) {
    let state = panel.state;
    let theme = &state.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let (name, letter) = named(panel, id);
    say(panel, &response, name, decisions);
    if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    let square = rect.left_center() + vec2(9.0, 0.0);
    widgets::letter_square(ui.painter(), theme, square, letter, state.labels.slot(id));
    let clipped = widgets::clipped(ui.painter(), name, fonts::ui(), theme.ink1, NAME - 30.0, 1);
    let at = pos2(rect.left() + 26.0, rect.center().y - clipped.size().y / 2.0);
    ui.painter().galley(at, clipped, theme.ink1);
    let right = rect.right() - COLUMNS.len() as f32 * NUMBER - 6.0;
    let bar = Rect::from_min_max(
        pos2(rect.left() + NAME, rect.center().y - 6.0),
        pos2(right, rect.center().y + 6.0),
    );
    stack(ui, theme, bar, decisions, most);
    let red = |n: usize| match (n, decisions.corrected, decisions.finished.missed) {
        (1, 1.., _) | (3, _, 1..) => theme.zhu_text,
        _ => theme.ink1,
    };
    numbers(ui, rect, &cells(decisions), fonts::ui(), red);
}

/// The decisions of a label one beside the other, on a scale that all labels share.
fn stack(ui: &Ui, theme: &Theme, bar: Rect, d: &Decisions, most: u32) {
    let unit = bar.width() / most.max(1) as f32;
    let mut x = bar.left();
    for (fate, count) in Fate::ALL.into_iter().zip([d.accepted, d.corrected, d.rejected, d.finished.missed]) {
        let width = count as f32 * unit;
        let piece = Rect::from_min_max(pos2(x, bar.top()), pos2(x + width, bar.bottom()));
        // A hair of paper between neighbours.
        fate.paint(ui.painter(), theme, piece.with_max_x((piece.right() - 1.0).max(piece.left())));
        x += width;
    }
}

fn named<'a>(panel: &'a Panel<'_>, id: &'a LabelId) -> (&'a str, &'a str) {
    let label = panel.state.labels.get(id);
    let name = |label: &'a Label| (panel.state.label_name(label), panel.state.letter(label));
    label.map_or((id.as_str(), ""), name)
}

/// Corrected marks: the proposed label in rows, the present one in columns.
pub fn changed(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    let theme = &state.theme;
    title(ui, panel, "quality.changed", state.say("quality.changed_says"));
    if figures.changed.is_empty() {
        return nothing(ui, panel, "quality.changed_none");
    }
    // A large set has more labels than there is room for: those of which something was changed.
    let touched: HashSet<&LabelId> = figures.changed.keys().flat_map(|(from, to)| [from, to]).collect();
    let all = &state.labels.labels;
    let shown = |label: &Label| all.len() <= MANY || touched.contains(&label.id);
    let labels: Vec<(usize, &Label)> =
        all.iter().enumerate().filter(|(_, label)| shown(label)).take(MANY).collect();
    let cell = CELL.min((ui.available_width() - 30.0) / (labels.len() + 1) as f32);
    let side = cell * (labels.len() + 1) as f32;
    let (rect, _) = ui.allocate_exact_size(vec2(side, 24.0 + 26.0 * labels.len() as f32), Sense::hover());
    let most = figures.changed.values().copied().max().unwrap_or(1);
    let letter = |at, label: &Label, slot: usize| {
        widgets::letter_square(
            ui.painter(),
            theme,
            at,
            state.letter(label),
            Some(state.labels.slot_at(slot)),
        );
    };
    for (n, (slot, label)) in labels.iter().enumerate() {
        letter(pos2(rect.left() + cell * (n as f32 + 1.5), rect.top() + 10.0), label, *slot);
        letter(pos2(rect.left() + cell * 0.5, rect.top() + 24.0 + 26.0 * (n as f32 + 0.5)), label, *slot);
    }
    for (row, (_, from)) in labels.iter().enumerate() {
        for (column, (_, to)) in labels.iter().enumerate() {
            let min = rect.min + vec2(cell * (column as f32 + 1.0), 24.0 + 26.0 * row as f32);
            let place = Rect::from_min_size(min, vec2(cell, 26.0)).shrink(1.0);
            let count = figures.changed.get(&(from.id.clone(), to.id.clone())).copied().unwrap_or(0);
            let share = count as f32 / most as f32;
            let fill =
                if count > 0 { Theme::mix(theme.paper, theme.zhu, 0.15 + 0.45 * share) } else { theme.sunk };
            ui.painter().rect_filled(place, 2, fill);
            if row == column && count == 0 {
                let ends = [place.left_bottom(), place.right_top()];
                ui.painter().line_segment(ends, Stroke::new(1.0, theme.line2));
            }
            if count == 0 {
                continue;
            }
            let response = ui.interact(place, ui.scope_id().with(("changed", row, column)), Sense::hover());
            let said = format!("{} → {} {count}", state.label_name(from), state.label_name(to));
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
            response.on_hover_text(said.clone());
            let font = Face::SansBold.at(13.0);
            ui.painter().text(place.center(), Align2::CENTER_CENTER, grouped(count), font, theme.ink1);
        }
    }
}

/// One row a version of the proposer.
pub fn versions(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let theme = &panel.state.theme;
    title(ui, panel, "quality.versions", panel.state.say("quality.versions_says"));
    for (version, decisions) in &figures.versions {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let counts = [
            ("quality.decided", grouped(decisions.proposals())),
            ("quality.precision", decimal(decisions.precision())),
        ];
        let said = counts
            .iter()
            .fold(version.clone(), |said, (key, count)| format!("{said} {} {count}", panel.state.say(key)));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
        widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line1);
        let mut right = rect.right();
        for (key, count) in counts.iter().rev() {
            let text = format!("{} {count}", panel.state.say(key));
            let drawn = ui.painter().text(
                pos2(right, rect.center().y),
                Align2::RIGHT_CENTER,
                text,
                fonts::small(),
                theme.ink2,
            );
            right = drawn.left() - 20.0;
        }
        let name = widgets::clipped(ui.painter(), version, fonts::ui(), theme.ink1, right - rect.left(), 1);
        ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, theme.ink1);
    }
}
