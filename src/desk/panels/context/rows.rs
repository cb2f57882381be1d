//! The rows: every place with its context, the text itself in one column; below them the places inside longer marks.

use super::choices::check_box;
use crate::annotation::{IssueId, Status};
use crate::desk::command::Command;
use crate::desk::context::{ContextPage, Reach, Turn};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::state::State;
use crate::desk::widgets;
use crate::issue::concordance::{Place, Stands};
use crate::strings::Message;
use egui::{
    Align2, Color32, Galley, Painter, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Height of a row.
const ROW: f32 = 31.0;
/// Height of the names of the columns.
const NAMES: f32 = 28.0;
/// Size of the text.
const SIZE: f32 = 15.0;
/// Room for what is there and for the score, at the right.
const STATE: f32 = 200.0;

/// Where the columns are.
struct Columns {
    /// The middle of the check boxes.
    tick: f32,
    /// The source.
    from: f32,
    /// The left text begins and ends.
    left: (f32, f32),
    /// The text itself begins.
    hit: f32,
    /// The right text begins, for the width of the text.
    right: f32,
    /// What is there begins.
    state: f32,
    /// The score ends.
    score: f32,
}

impl Columns {
    fn of(full: Rect, hit: f32, wide: bool) -> Self {
        let from = full.left() + 44.0;
        let left = from + if wide { 150.0 } else { 76.0 };
        let state = full.right() - STATE;
        // A little more to the left than to the right, as one reads towards the text.
        let at = left + (state - 16.0 - left - hit).max(60.0) * 0.5;
        Self {
            tick: full.left() + 24.0,
            from,
            left: (left, at - 7.0),
            hit: at,
            right: at + hit + 7.0,
            state,
            score: full.right() - 18.0,
        }
    }
}

/// Shows the rows.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    let state = panel.state;
    let page = &state.context;
    if page.rows.is_empty() && page.inside.is_empty() {
        return;
    }
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let hit = measure(ui.painter(), &page.text, state.theme.ink1).size().x.min(full.width() * 0.3);
    let columns = Columns::of(full, hit, page.reach == Reach::Dataset);
    names(ui, panel, &columns);
    let head = usize::from(!page.inside.is_empty());
    let count = page.rows.len() + page.inside.len() + head;
    let line = |row: usize| if row < page.rows.len() { row } else { row + head };
    let mut area = ScrollArea::vertical().id_salt("context.rows").auto_shrink(false);
    if page.reveal {
        area = area.vertical_scroll_offset(revealed(ui, line(page.current), full.height() - NAMES));
        panel.commands.push(Command::Context(Turn::Row(page.current)));
    }
    let shown = area.show_rows(ui, ROW, count, |ui, lines| {
        for n in lines {
            match n.cmp(&page.rows.len()) {
                std::cmp::Ordering::Less => row(ui, panel, n, &columns),
                std::cmp::Ordering::Equal => inside(ui, panel, full),
                std::cmp::Ordering::Greater => row(ui, panel, n - head, &columns),
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(offset_id(), shown.state.clamped_offset().y));
}

fn offset_id() -> egui::Id {
    egui::Id::unique("context.offset")
}

/// How far the rows are scrolled so that a line is seen.
fn revealed(ui: &Ui, line: usize, height: f32) -> f32 {
    let now = ui.data(|data| data.get_temp::<f32>(offset_id())).unwrap_or(0.0);
    let top = line as f32 * ROW;
    now.min(top).max(top + ROW - height)
}

fn names(ui: &mut Ui, panel: &Panel<'_>, columns: &Columns) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), NAMES), Sense::hover());
    let theme = &panel.state.theme;
    let name = |x: f32, align, key: &str| {
        let at = pos2(x, rect.center().y);
        ui.painter().text(at, align, panel.state.say(key), fonts::small(), theme.ink2);
    };
    name(columns.tick, Align2::CENTER_CENTER, "context.tick");
    name(columns.from, Align2::LEFT_CENTER, "context.from");
    name(columns.left.1, Align2::RIGHT_CENTER, "context.left");
    name(columns.right, Align2::LEFT_CENTER, "context.right");
    name(columns.state, Align2::LEFT_CENTER, "context.state");
    name(columns.score, Align2::RIGHT_CENTER, "context.score");
    widgets::hairline(ui, rect.bottom(), rect.x_range(), theme.line2);
}

/// The heading over the places inside longer marks.
fn inside(ui: &mut Ui, panel: &Panel<'_>, full: Rect) {
    let theme = &panel.state.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(full.width(), ROW), Sense::hover());
    let y = rect.center().y + 3.0;
    let said = panel.state.say("context.inside");
    ui.painter().text(pos2(rect.left() + 16.0, y), Align2::LEFT_CENTER, said, fonts::small(), theme.ink2);
    let count = Message::new("context.count").with("count", panel.state.context.inside.len());
    let count = panel.state.strings.say(&count);
    ui.painter().text(pos2(rect.right() - 18.0, y), Align2::RIGHT_CENTER, count, fonts::small(), theme.ink3);
}

fn row(ui: &mut Ui, panel: &mut Panel<'_>, n: usize, columns: &Columns) {
    let state = panel.state;
    let theme = &state.theme;
    let page = &state.context;
    let Some(place) = page.place(n) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let can = page.can_tick(n);
    let ticked = can && page.is_ticked(place);
    let said = what(state, page, place, ticked);
    let from = source(state, page, place);
    let spoken =
        format!("{from}，{}【{}】{}，{said}", tail(&place.left), place.text, beginning(&place.right));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, can, ticked, &spoken));
    let current = n == page.current;
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    widgets::hairline(ui, rect.bottom() - 0.5, rect.x_range(), theme.line1);
    // What can no longer change steps back.
    let quiet = n >= page.rows.len() || !(place.stands.is_free() || ticked);
    let ink = if quiet { theme.ink3 } else { theme.ink1 };
    check_box(ui.painter(), theme, pos2(columns.tick, rect.center().y), ticked, can && !quiet);
    let middle = rect.center().y;
    let text = |x: f32, align, text: &str, font, colour| {
        ui.painter().text(pos2(x, middle), align, text, font, colour);
    };
    let room = columns.left.0 - columns.from - 8.0;
    let source = widgets::clipped(ui.painter(), &from, fonts::small(), theme.ink3, room, 1);
    ui.painter().galley(pos2(columns.from, middle - source.size().y / 2.0), source, theme.ink3);
    context(ui.painter(), place, columns, middle, ink);
    hit(ui, state, place, columns, middle, ink);
    let bold = page.is_odd(place) && place.stands.is_free();
    let face = if bold { Face::SansBold } else { Face::Sans };
    let what = widgets::clipped(ui.painter(), &said, face.at(13.0), ink, STATE - 62.0, 1);
    ui.painter().galley(pos2(columns.state, middle - what.size().y / 2.0), what, ink);
    let score = match &place.stands {
        Stands::Mark { status: Status::Proposed, score, .. } => format!("{score:.2}"),
        Stands::Nothing => "—".to_owned(),
        _ => String::new(),
    };
    text(columns.score, Align2::RIGHT_CENTER, &score, fonts::small(), theme.ink2);
    if current {
        ui.painter().rect_stroke(rect.shrink(1.0), 0, Stroke::new(2.0, theme.zhu), StrokeKind::Inside);
    }
    let at = response.interact_pointer_pos();
    if response.double_clicked() {
        panel.commands.push(Command::Context(Turn::Go(n)));
    } else if response.clicked() && at.is_none_or(|at| at.x < columns.from) {
        panel.commands.push(Command::Context(Turn::Tick(n)));
    } else if response.clicked() {
        panel.commands.push(Command::Context(Turn::Row(n)));
    }
}

fn measure(painter: &Painter, text: &str, ink: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), Face::SerifBold.at(SIZE), ink)
}

/// Left and right of the text, cut at whole characters.
fn context(painter: &Painter, place: &Place, columns: &Columns, middle: f32, ink: Color32) {
    let layout = |text: String| painter.layout_no_wrap(text, Face::Serif.at(SIZE), ink);
    let room = columns.left.1 - columns.left.0;
    let mut left: Vec<char> = place.left.chars().collect();
    let mut galley = layout(left.iter().collect());
    while galley.size().x > room && !left.is_empty() {
        let over = ((galley.size().x - room) / SIZE).ceil().max(1.0) as usize;
        left.drain(..over.min(left.len()));
        galley = layout(left.iter().collect());
    }
    let at = pos2(columns.left.1 - galley.size().x, middle - galley.size().y / 2.0);
    painter.galley(at, galley, ink);
    let room = columns.state - 16.0 - columns.right;
    let mut right: Vec<char> = place.right.chars().collect();
    let mut galley = layout(right.iter().collect());
    while galley.size().x > room && !right.is_empty() {
        let over = ((galley.size().x - room) / SIZE).ceil().max(1.0) as usize;
        right.truncate(right.len().saturating_sub(over));
        galley = layout(right.iter().collect());
    }
    painter.galley(pos2(columns.right, middle - galley.size().y / 2.0), galley, ink);
}

/// The text with the line of its state, as in the reader.
fn hit(ui: &Ui, state: &State, place: &Place, columns: &Columns, middle: f32, ink: Color32) {
    let theme = &state.theme;
    let galley = measure(ui.painter(), &place.text, ink);
    let size = galley.size();
    let rect = Rect::from_min_size(pos2(columns.hit, middle - size.y / 2.0), size);
    let (label, status, score) = match &place.stands {
        Stands::Mark { label, status, score } => (Some(label), Some(*status), *score),
        Stands::Inside { label, status, .. } => (Some(label), Some(*status), 1.0),
        _ => (None, None, 1.0),
    };
    let wash = |slot| {
        // A part of a longer mark is no place that waits.
        let colour = if place.stands.is_alone() { theme.label_wash(slot) } else { Color32::TRANSPARENT };
        ui.painter().rect_filled(rect.expand2(vec2(1.0, 0.0)), 2, colour);
    };
    let slot = label.and_then(|label| state.labels.slot(label));
    let y = rect.bottom() + 1.0;
    let ends = [pos2(rect.left() + 1.0, y), pos2(rect.right() - 1.0, y)];
    let line = theme.label_line(slot);
    match status {
        Some(Status::Proposed) if score < state.thresholds.doubt => {
            wash(slot);
            ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(2.0, line), 5.0, 3.0));
        }
        Some(Status::Proposed) => {
            wash(slot);
            ui.painter().extend(Shape::dotted_line(&ends, line, 4.0, 0.8));
        }
        Some(Status::Rejected) => {
            ui.painter().extend(Shape::dotted_line(&ends, theme.ink4, 4.0, 0.6));
        }
        Some(status) => {
            ui.painter().line_segment(ends, Stroke::new(1.2, line));
            if status == Status::Corrected {
                let below = ends.map(|end| end + vec2(0.0, 2.5));
                ui.painter().line_segment(below, Stroke::new(1.5, theme.zhu));
            }
        }
        None => {}
    }
    ui.painter().galley(rect.min, galley, ink);
}

/// Where a row is from: the article, in the whole dataset the issue too.
fn source(state: &State, page: &ContextPage, place: &Place) -> String {
    let article = state.strings.say(&Message::new("palette.article").with("number", place.number));
    if page.reach != Reach::Dataset {
        return article;
    }
    format!("{} {article}", issue_name(state, &place.issue)).trim().to_owned()
}

/// An issue's date, or else its title or file.
pub(super) fn issue_name(state: &State, id: &IssueId) -> String {
    let issues = state.dataset.as_ref().map(|dataset| dataset.issues.as_slice()).unwrap_or_default();
    let name = issues.iter().find(|issue| issue.id == *id).map(|issue| match issue.date.as_str() {
        "" if issue.title.is_empty() => issue.files.first().cloned().unwrap_or_default(),
        "" => issue.title.clone(),
        date => date.to_owned(),
    });
    name.unwrap_or_default()
}

/// What is there, and what becomes of it.
fn what(state: &State, page: &ContextPage, place: &Place, ticked: bool) -> String {
    let say = |key: &'static str, name: &'static str, value: String| {
        state.strings.say(&Message::new(key).with(name, value))
    };
    match &place.stands {
        Stands::Nothing if ticked => state.say("context.will").to_owned(),
        Stands::Nothing => state.say("context.unmarked").to_owned(),
        Stands::Mark { label, status, .. } => {
            let key = match status {
                Status::Proposed => "context.is_proposed",
                Status::Accepted => "context.is_accepted",
                Status::Corrected => "context.is_corrected",
                Status::Added => "context.is_added",
                Status::Rejected => "context.is_rejected",
            };
            let said = say(key, "label", state.label_called(label).to_owned());
            if page.is_odd(place) { said + state.say("context.is_odd") } else { said }
        }
        Stands::Inside { text, .. } => say("context.is_inside", "text", text.clone()),
        Stands::Cut { text } => say("context.is_cut", "text", text.clone()),
        Stands::Around { text } => say("context.is_around", "text", text.clone()),
    }
}

/// The last characters, for a screen reader.
fn tail(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(8)).collect()
}

fn beginning(text: &str) -> String {
    text.chars().take(8).collect()
}
