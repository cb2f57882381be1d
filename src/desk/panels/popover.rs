//! What floats beside the selected mark or selection: the label grid with score and reason, or the thin strip.

use super::Panel;
use crate::annotation::{Entity, Label, LabelId, Status};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::widgets;
use crate::strings::Message;
use egui::{
    Align2, Area, Id, Order, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

const WIDTH: f32 = 372.0;
const GAP: f32 = 12.0;
/// So much of a label's name stands in the strip, in characters.
const NAME: usize = 12;

/// Shows the popover or strip of the selected mark at `anchor` (the mark's own rectangle), inside `room`.
pub fn mark(ui: &Ui, panel: &mut Panel<'_>, anchor: Rect, room: Rect) {
    let Some(open) = &panel.state.open else { return };
    let Some(entity) = open.selected() else { return };
    if !open.details {
        return strip(ui, panel, entity, anchor, room);
    }
    let compact = ui.ctx().content_rect().height() < 760.0;
    float(ui, "popover", anchor, room, WIDTH, panel, |ui, panel| {
        head(ui, panel, entity);
        ui.add_space(10.0);
        grid(ui, panel, Some(entity));
        if !compact {
            rule(ui, panel);
            facts(ui, panel, entity);
            guideline(ui, panel, entity);
        }
        if !compact || has_said(panel) {
            rule(ui, panel);
            super::link::line(ui, panel, entity);
            super::reading::line(ui, panel);
            super::remark::line(ui, panel);
        }
        if let Some(said) = panel.state.same.get().and_then(crate::desk::same::Same::message) {
            rule(ui, panel);
            same(ui, panel, &said);
        }
        if !compact {
            rule(ui, panel);
            keys(ui, panel);
        }
    });
}

/// Shows the label grid for a bare selection.
pub fn selection(ui: &Ui, panel: &mut Panel<'_>, text: &str, anchor: Rect, room: Rect) {
    float(ui, "popover", anchor, room, WIDTH, panel, |ui, panel| {
        let theme = &panel.state.theme;
        let shown =
            widgets::clipped(ui.painter(), text, Face::SerifBold.at(16.0), theme.ink1, WIDTH - 32.0, 2);
        let (rect, _) = ui.allocate_exact_size(shown.size(), Sense::hover());
        ui.painter().galley(rect.min, shown, theme.ink1);
        ui.add_space(10.0);
        grid(ui, panel, None);
        rule(ui, panel);
        super::reading::line(ui, panel);
        super::remark::line(ui, panel);
    });
}

/// Shows the reading and the notes at the caret.
pub fn said(ui: &Ui, panel: &mut Panel<'_>, anchor: Rect, room: Rect) {
    float(ui, "popover.said", anchor, room, WIDTH, panel, |ui, panel| {
        super::reading::line(ui, panel);
        super::remark::line(ui, panel);
    });
}

/// Whether something is said of the characters here: a reading or a note.
pub fn has_said(panel: &Panel<'_>) -> bool {
    let said = |open: &crate::desk::state::OpenIssue| {
        open.reading_here().is_some() || !open.remarks_here().is_empty()
    };
    panel.state.open.as_ref().is_some_and(said)
}

/// A framed area below the anchor, above it where there is no room below; it never covers the anchor.
fn float(
    ui: &Ui,
    name: &str,
    anchor: Rect,
    room: Rect,
    width: f32,
    panel: &mut Panel<'_>,
    add: impl FnOnce(&mut Ui, &mut Panel<'_>),
) {
    let theme = &panel.state.theme;
    let id = Id::unique(name);
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
    let below = anchor.bottom() + GAP;
    let y = if below + height > room.bottom() - 4.0 { anchor.top() - GAP - height } else { below };
    let x = (anchor.left() - 14.0).min(room.right() - 24.0 - width).max(room.left() + 8.0);
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 6], blur: 20, spread: 0, color: theme.shadow })
        .inner_margin(egui::Margin::symmetric(16, 14));
    let shown = Area::new(id)
        .order(Order::Middle)
        .fixed_pos(pos2(x, y.max(room.top())))
        .constrain(false)
        .fade_in(false)
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(width - 32.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                add(ui, panel);
            });
        });
    let now = shown.response.rect.height();
    if (now - height).abs() > 0.5 {
        // The first frame only measures.
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_repaint();
    }
}

/// The hairline between two parts, from edge to edge.
fn rule(ui: &mut Ui, panel: &Panel<'_>) {
    ui.add_space(10.0);
    let x = (ui.max_rect().left() - 16.0)..=(ui.max_rect().right() + 16.0);
    widgets::hairline(ui, ui.cursor().top(), x.into(), panel.state.theme.line1);
    ui.add_space(10.0);
}

fn head(ui: &mut Ui, panel: &Panel<'_>, entity: &Entity) {
    let theme = &panel.state.theme;
    ui.horizontal(|ui| {
        let right = if entity.is_open() { 150.0 } else { 70.0 };
        let room = (ui.available_width() - right).max(80.0);
        let value =
            widgets::clipped(ui.painter(), &entity.text, Face::SerifBold.at(16.0), theme.ink1, room, 2);
        let (rect, _) = ui.allocate_exact_size(vec2(room, value.size().y.max(24.0)), Sense::hover());
        ui.painter().galley(rect.min, value, theme.ink1);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if !entity.is_open() {
                widgets::line(ui, panel.state.say(status_name(entity.status)), fonts::small(), theme.ink2);
                return;
            }
            widgets::line(ui, format!("{:.2}", entity.score()), fonts::small(), theme.ink1);
            let (cells, _) = ui.allocate_exact_size(vec2(44.0, 16.0), Sense::hover());
            icons::score_cells(ui.painter(), cells.left_center(), entity.score(), theme.ink1);
            if panel.state.is_doubtful(entity) {
                widgets::line(ui, panel.state.say("state.doubtful"), Face::SansBold.at(13.0), theme.ink1);
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 16.0), Sense::hover());
                icons::draw(ui.painter(), Icon::Doubt, rect.center(), theme.ink1);
                ui.painter().text(
                    rect.center(),
                    Align2::CENTER_CENTER,
                    "?",
                    Face::SansBold.at(9.0),
                    theme.ink1,
                );
            }
        });
    });
}

/// Key of a status's name.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Proposed => "state.proposed",
        Status::Accepted => "state.accepted",
        Status::Corrected => "state.corrected",
        Status::Added => "state.added",
        Status::Rejected => "state.rejected",
    }
}

fn grid(ui: &mut Ui, panel: &mut Panel<'_>, entity: Option<&Entity>) {
    let width = ((ui.available_width() - 3.0 * 7.0) / 4.0).max(0.0);
    let state = panel.state;
    let (labels, more) = state.offered(entity);
    for (n, chunk) in labels.chunks(4).enumerate() {
        if n > 0 {
            ui.add_space(7.0);
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 7.0;
            for label in chunk {
                if choice(ui, panel, label, entity, width).clicked() {
                    panel.push(Command::Label(label.id.clone()));
                }
            }
        });
    }
    more_labels(ui, panel, more);
}

/// How many labels are not shown, and the key that finds them by name.
pub(super) fn more_labels(ui: &mut Ui, panel: &mut Panel<'_>, more: usize) {
    if more == 0 {
        return;
    }
    let state = panel.state;
    let said = state.strings.say(&Message::new("inspector.more").with("count", more));
    let key = state.key(Action::ChooseLabel).unwrap_or_default();
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        widgets::line(ui, said, fonts::small(), state.theme.ink3);
        widgets::key_hint(ui, &state.theme, &key, state.say("action.choose_label"));
    });
}

fn choice(ui: &mut Ui, panel: &Panel<'_>, label: &Label, entity: Option<&Entity>, width: f32) -> Response {
    let state = panel.state;
    let theme = &state.theme;
    let slot = state.labels.slot(&label.id);
    let name = state.label_name(label);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, state.label_with_key(label)));
    let proposed = entity.is_some_and(|entity| entity.label == label.id);
    let second = entity.and_then(runner_up).is_some_and(|id| *id == label.id);
    let fill = if proposed {
        theme.label_wash(slot)
    } else if response.hovered() {
        theme.sunk
    } else {
        theme.raised
    };
    ui.painter().rect_filled(rect, 4, fill);
    if proposed {
        let corners =
            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        ui.painter().extend(egui::Shape::dotted_line(&corners, theme.label_line(slot), 3.0, 0.9));
    } else {
        let stroke = if second { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
        ui.painter().rect_stroke(rect, 4, stroke, StrokeKind::Inside);
    }
    let text = |x, align, text: &str, font, colour| {
        ui.painter().text(pos2(x, rect.center().y), align, text, font, colour)
    };
    if label.key > 0 {
        text(rect.left() + 9.0, Align2::LEFT_CENTER, &label.key.to_string(), fonts::micro(), theme.ink3);
    }
    let name = widgets::clipped(ui.painter(), name, fonts::ui(), theme.ink1, width - 42.0, 1);
    let at = pos2(rect.left() + 22.0, rect.center().y - name.size().y / 2.0);
    ui.painter().galley(at, name, theme.ink1);
    let square = Rect::from_center_size(pos2(rect.right() - 12.0, rect.center().y), vec2(8.0, 8.0));
    ui.painter().rect_filled(square, 2, theme.label_line(slot));
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

fn runner_up(entity: &Entity) -> Option<&LabelId> {
    entity.proposed.as_ref()?.runner_up.as_ref().map(|guess| &guess.label)
}

fn facts(ui: &mut Ui, panel: &Panel<'_>, entity: &Entity) {
    let state = panel.state;
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(proposed) = &entity.proposed {
        let mut said = format!("{} {:.2}", state.label_called(&proposed.label), proposed.score);
        if let Some(second) = &proposed.runner_up {
            let message = Message::new("popover.second")
                .with("label", state.label_called(&second.label))
                .with("score", format!("{:.2}", second.score));
            said += &state.strings.say(&message);
        }
        rows.push((if entity.is_open() { "popover.proposed" } else { "popover.was_proposed" }, said));
        if !proposed.reason.is_empty() {
            rows.push(("popover.reason", proposed.reason.clone()));
        }
    }
    if let Some(value) = &entity.value {
        rows.push(("popover.value", value.clone()));
    }
    if entity.status.is_decided() {
        let at = entity.at.clone().unwrap_or_default().replace(['T', 'Z'], " ");
        rows.push(("popover.decided", format!("{} {at}", entity.by)));
    }
    for (name, value) in rows {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (rect, _) = ui.allocate_exact_size(vec2(52.0, 18.0), Sense::hover());
            ui.painter().text(
                rect.left_center(),
                Align2::LEFT_CENTER,
                state.say(name),
                fonts::small(),
                state.theme.ink3,
            );
            widgets::wrapped(ui, value, fonts::small(), state.theme.ink1);
        });
        ui.add_space(3.0);
    }
}

/// What the guideline says of the label under question.
fn guideline(ui: &mut Ui, panel: &Panel<'_>, entity: &Entity) {
    let theme = &panel.state.theme;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(52.0, 18.0), Sense::hover());
        let name = panel.state.say("popover.guideline");
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, name, fonts::small(), theme.ink3);
        super::guideline::brief(ui, panel, &entity.label, 2);
    });
}

/// Where the same text stands too, with the key that decides all of it; a click shows the rows.
fn same(ui: &mut Ui, panel: &mut Panel<'_>, said: &Message) {
    let theme = &panel.state.theme;
    let said = panel.state.strings.say(said);
    let cap = super::status::same_keys(panel.state).unwrap_or_default();
    let room = ui.available_width() - 72.0;
    let text = ui.painter().layout(said.clone(), fonts::small(), theme.ink2, room);
    let size = vec2(ui.available_width(), text.size().y.max(24.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 4, theme.sunk);
    }
    ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, theme.ink2);
    if !cap.is_empty() {
        widgets::key_cap_before(ui.painter(), theme, rect.right_center(), &cap);
    }
    widgets::focus_ring(ui, theme, &response, rect, 2.0);
    if response.clicked() {
        panel.push(Command::Act(Action::Context));
    }
}

fn keys(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = &panel.state.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (action, what) in [
            (Action::Accept, "hint.accept"),
            (Action::Reject, "hint.reject"),
            (Action::EndForth, "hint.border"),
            (Action::Escape, "hint.none"),
        ] {
            if let Some(key) = panel.state.key(action) {
                widgets::key_hint(ui, theme, &key, panel.state.say(what));
            }
        }
    });
}

/// The thin form: letter, label, score, three keys.
fn strip(ui: &Ui, panel: &mut Panel<'_>, entity: &Entity, anchor: Rect, room: Rect) {
    let theme = &panel.state.theme;
    let Some(label) = panel.state.labels.get(&entity.label) else { return };
    let width = 316.0;
    let below = anchor.bottom() + GAP;
    let y = if below + 34.0 > room.bottom() { anchor.top() - GAP - 34.0 } else { below };
    let x = (anchor.left() - 14.0).min(room.right() - 24.0 - width).max(room.left() + 8.0);
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line2))
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 2], blur: 8, spread: 0, color: theme.shadow })
        .inner_margin(egui::Margin::symmetric(10, 6));
    Area::new(Id::unique("strip"))
        .order(Order::Middle)
        .fixed_pos(pos2(x, y))
        .constrain(false)
        .fade_in(false)
        .interactable(false)
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_height(20.0);
                    ui.spacing_mut().item_spacing.x = 8.0;
                    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
                    let slot = panel.state.labels.slot(&entity.label);
                    widgets::letter_square(
                        ui.painter(),
                        theme,
                        rect.center(),
                        panel.state.letter(label),
                        slot,
                    );
                    let name = super::outline::shortened(panel.state.label_name(label), NAME);
                    widgets::line(ui, name, fonts::small(), theme.ink1);
                    let said = if entity.is_open() {
                        format!("{:.2}", entity.score())
                    } else {
                        panel.state.say(status_name(entity.status)).to_owned()
                    };
                    widgets::line(ui, said, fonts::small(), theme.ink3);
                    for (key, what) in [
                        (panel.state.key(Action::Accept), "hint.accept"),
                        (super::status::label_keys(panel.state), "hint.relabel"),
                        (panel.state.key(Action::Details), "hint.details"),
                    ] {
                        if let Some(key) = key {
                            widgets::key_hint(ui, theme, &key, panel.state.say(what));
                        }
                    }
                });
            });
        });
}
