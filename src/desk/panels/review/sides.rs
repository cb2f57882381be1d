//! Beside the card: left what comes next, right what was decided.

use crate::annotation::Status;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::{Panel, popover};
use crate::desk::review::{Decided, ReviewOrder, Waiting};
use crate::desk::state::State;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Align2, Frame, Margin, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

const ROW: f32 = 34.0;
const FOOT: f32 = 58.0;

/// The name of a label, or its id where the set has none.
/// What comes next, how far one is, and of which marks the queue is.
pub fn queue(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    let state = panel.state;
    let theme = &state.theme;
    let (upper, foot) = full.split_top_bottom_at_y(full.bottom() - FOOT);
    ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 16, bottom: 8 }).show(ui, |ui| {
            ui.set_width(ui.available_width().max(0.0));
            head(ui, state);
        });
        let left = state.review.queue.len().min(state.review.left.len());
        let name = if left > 0 {
            state.strings.say(&Message::new("review.next_left").with("count", left))
        } else {
            state.say("review.next").to_owned()
        };
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 4 }).show(ui, |ui| {
            widgets::line(ui, name, fonts::small(), theme.ink3);
        });
        let here = state.open.as_ref().and_then(|open| open.mark.as_ref());
        let place = here.and_then(|id| state.review.position(id));
        let moved = remember(ui, place);
        let mut area = ScrollArea::vertical().id_salt("review.queue").auto_shrink(false);
        if let Some(place) = place.filter(|_| moved) {
            // The card's row and some after it are seen.
            area = area.vertical_scroll_offset((place as f32 - 1.0).max(0.0) * ROW);
        }
        let done = state.review.done();
        area.show_rows(ui, ROW, state.review.queue.len(), |ui, rows| {
            for n in rows {
                let waiting = &state.review.queue[n];
                if row(ui, state, waiting, done + n + 1, place == Some(n)) {
                    panel.commands.push(Command::Card(waiting.id.clone()));
                }
            }
        });
    });
    scope(ui, panel, foot);
}

/// Whether the card's place in the queue is another one than in the last frame.
fn remember(ui: &Ui, place: Option<usize>) -> bool {
    let id = egui::Id::unique("review.place");
    let before = ui.data(|data| data.get_temp::<Option<usize>>(id)).flatten();
    ui.data_mut(|data| data.insert_temp(id, place));
    before != place
}

fn head(ui: &mut Ui, state: &State) {
    let theme = &state.theme;
    let review = &state.review;
    widgets::line(ui, state.say("review.title"), Face::SerifBold.at(20.0), theme.ink1);
    ui.add_space(2.0);
    let (done, left) = (review.done(), review.queue.len());
    let order = match review.scope.order {
        ReviewOrder::Doubt => "review.by_doubt",
        ReviewOrder::Kind => "review.by_kind",
    };
    let all = Message::new("review.all").with("count", done + left);
    widgets::line(
        ui,
        format!("{}　{}", state.say(order), state.strings.say(&all)),
        fonts::small(),
        theme.ink3,
    );
    ui.add_space(12.0);
    let share = if done + left == 0 { 1.0 } else { done as f32 / (done + left) as f32 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
    ui.painter().rect_filled(rect, 2, theme.sunk);
    ui.painter().rect_filled(rect.with_max_x(rect.left() + rect.width() * share), 2, theme.ink1);
    let rest = match review.minutes().filter(|_| left > 0) {
        Some(minutes) => state
            .strings
            .say(&Message::new("review.rest_minutes").with("count", left).with("minutes", minutes)),
        None => state.strings.say(&Message::new("review.rest").with("count", left)),
    };
    let decided = state.strings.say(&Message::new("review.done").with("count", done));
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, format!("{decided}，{rest}")));
    ui.add_space(6.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let text = |at, align, said| ui.painter().text(at, align, said, fonts::small(), theme.ink2);
    text(rect.left_center(), Align2::LEFT_CENTER, decided);
    text(rect.right_center(), Align2::RIGHT_CENTER, rest);
}

/// One mark that waits: number, words, label, score. Returns whether it was clicked.
fn row(ui: &mut Ui, state: &State, waiting: &Waiting, number: usize, current: bool) -> bool {
    let theme = &state.theme;
    let label = state.label_called(&waiting.label);
    let score = format!("{:.2}", waiting.score);
    let name = format!("{number} {} {label} {score}", waiting.text);
    let (rect, response) = widgets::row(ui, theme, ROW, current, &name);
    let y = rect.center().y;
    let text = |x: f32, align, said: &str, font, ink| ui.painter().text(pos2(x, y), align, said, font, ink);
    text(rect.left() + 34.0, Align2::RIGHT_CENTER, &number.to_string(), fonts::micro(), theme.ink3);
    text(rect.right() - 16.0, Align2::RIGHT_CENTER, &score, fonts::small(), theme.ink2);
    let right = text(rect.right() - 52.0, Align2::RIGHT_CENTER, label, fonts::small(), theme.ink2).left();
    let face = if current { Face::SerifBold } else { Face::Serif };
    let room = right - rect.left() - 44.0 - 10.0;
    let words = widgets::clipped(ui.painter(), &waiting.text, face.at(14.0), theme.ink1, room, 1);
    ui.painter().galley(pos2(rect.left() + 44.0, y - words.size().y / 2.0), words, theme.ink1);
    response.clicked()
}

/// Of which marks the queue is; a click or Shift F5 changes it.
fn scope(ui: &mut Ui, panel: &mut Panel<'_>, rect: Rect) {
    let state = panel.state;
    let theme = &state.theme;
    widgets::hairline(ui, rect.top(), rect.x_range(), theme.line1);
    let response = ui.interact(rect, egui::Id::unique("review.scope"), Sense::click());
    let said = super::scope::said(state);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    let (first, second) = (rect.top() + 18.0, rect.top() + 40.0);
    let name = state.say("review.row_extent");
    ui.painter().text(pos2(rect.left() + 16.0, first), Align2::LEFT_CENTER, name, fonts::small(), theme.ink3);
    let key = panel.state.key(Action::ReviewScope).unwrap_or_default();
    widgets::key_cap_before(ui.painter(), theme, pos2(rect.right() - 12.0, first), &key);
    let what = super::scope::what(state);
    let text = widgets::clipped(ui.painter(), &what, fonts::small(), theme.ink2, rect.width() - 28.0, 1);
    ui.painter().galley(pos2(rect.left() + 16.0, second - text.size().y / 2.0), text, theme.ink2);
    widgets::focus_ring(ui, theme, &response, rect.shrink(4.0), 4.0);
    if response.on_hover_text(said).clicked() {
        panel.push(Command::Act(Action::ReviewScope));
    }
}

/// What was decided in this round, the latest first, and how often what.
pub fn decided(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    let state = panel.state;
    let theme = &state.theme;
    let foot = 190.0_f32.min(full.height() * 0.4);
    let (upper, lower) = full.split_top_bottom_at_y(full.bottom() - foot);
    ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 14, bottom: 6 }).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_height(24.0);
                widgets::line(ui, state.say("review.decided_title"), Face::SansBold.at(14.0), theme.ink1);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| undo(ui, panel));
            });
        });
        if state.review.decided.is_empty() {
            Frame::new().inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
                widgets::wrapped(ui, state.say("review.none_yet"), fonts::small(), theme.ink3);
            });
        }
        let all = state.review.decided.len();
        ScrollArea::vertical().id_salt("review.decided").auto_shrink(false).show_rows(
            ui,
            ROW,
            all,
            |ui, rows| {
                for n in rows {
                    let decided = &state.review.decided[all - 1 - n];
                    if decided_row(ui, state, decided, all - n) {
                        panel.commands.push(Command::Card(decided.id.clone()));
                    }
                }
            },
        );
    });
    widgets::hairline(ui, lower.top(), lower.x_range(), theme.line1);
    ui.scope_builder(UiBuilder::new().max_rect(lower.shrink2(vec2(16.0, 14.0))), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::line(ui, state.say("review.round"), Face::SansBold.at(14.0), theme.ink1);
        ui.add_space(8.0);
        counts(ui, state);
        ui.add_space(14.0);
        widgets::wrapped(ui, state.say("review.kept"), fonts::small(), theme.ink2);
    });
}

fn undo(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let name = state.say("toast.undo");
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::small(), theme.ink2);
    let key = panel.state.key(Action::Undo).unwrap_or_default();
    let cap = ui.painter().layout_no_wrap(key.clone(), fonts::micro(), theme.ink2).size().x + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(cap + 6.0 + text.size().x, 24.0), Sense::click());
    let enabled = state.history.0;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    widgets::key_cap(ui.painter(), theme, rect.left_center(), &key);
    let ink = if enabled { theme.ink2 } else { theme.ink4 };
    ui.painter().galley_with_override_text_color(
        pos2(rect.left() + cap + 6.0, rect.center().y - text.size().y / 2.0),
        text,
        ink,
    );
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        panel.push(Command::Act(Action::Undo));
    }
}

/// One decision; a click shows its card again. Returns whether it was clicked.
fn decided_row(ui: &mut Ui, state: &State, decided: &Decided, number: usize) -> bool {
    let theme = &state.theme;
    let rejected = decided.status == Status::Rejected;
    let label = if rejected { "—" } else { state.label_called(&decided.label) };
    let status = state.say(popover::status_name(decided.status));
    let here = state.open.as_ref().and_then(|open| open.mark.as_ref()) == Some(&decided.id);
    let name = format!("{number} {} {label} {status}", decided.text);
    let (rect, response) = widgets::row(ui, theme, ROW, here, &name);
    let y = rect.center().y;
    let text = |x: f32, align, said: &str, font, ink| ui.painter().text(pos2(x, y), align, said, font, ink);
    text(rect.left() + 34.0, Align2::RIGHT_CENTER, &number.to_string(), fonts::micro(), theme.ink3);
    let ink = if decided.status == Status::Accepted { theme.ink1 } else { theme.zhu_text };
    text(rect.right() - 16.0, Align2::RIGHT_CENTER, status, fonts::small(), ink);
    let right = text(rect.right() - 58.0, Align2::RIGHT_CENTER, label, fonts::small(), theme.ink2).left();
    let ink = if rejected { theme.ink3 } else { theme.ink1 };
    let room = right - rect.left() - 44.0 - 10.0;
    let words = widgets::clipped(ui.painter(), &decided.text, Face::Serif.at(14.0), ink, room, 1);
    let at = pos2(rect.left() + 44.0, y - words.size().y / 2.0);
    let width = words.size().x;
    ui.painter().galley(at, words, ink);
    if rejected {
        ui.painter().hline(at.x..=at.x + width, y + 1.0, egui::Stroke::new(1.0, ink));
    }
    response.clicked()
}

fn counts(ui: &mut Ui, state: &State) {
    let theme = &state.theme;
    let width = ui.available_width() / 4.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 46.0), Sense::hover());
    let all = [Status::Accepted, Status::Corrected, Status::Added, Status::Rejected];
    for (n, status) in all.into_iter().enumerate() {
        let count = state.review.count(status);
        let name = state.say(popover::status_name(status));
        let at = pos2(rect.left() + n as f32 * width, rect.top());
        let spot = Rect::from_min_size(at, vec2(width, 46.0));
        let response = ui.interact(spot, egui::Id::unique(("review.count", n)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {count}")));
        let ink = if status == Status::Accepted { theme.ink1 } else { theme.zhu_text };
        ui.painter().text(at, Align2::LEFT_TOP, count.to_string(), Face::Serif.at(22.0), ink);
        ui.painter().text(at + vec2(0.0, 28.0), Align2::LEFT_TOP, name, fonts::small(), theme.ink3);
    }
}
