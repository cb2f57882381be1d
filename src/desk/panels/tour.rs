//! A card of the tour, beside the part of the desk that it is about.

use super::Panel;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::tour::TourStep;
use crate::desk::widgets::{self, Weight};
use egui::{Area, Id, Order, Pos2, Rect, Role, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 340.0;
const GAP: f32 = 16.0;

/// The part of the desk that a card is about; `body` is the window without its bars.
fn target(ui: &Ui, step: TourStep, full: Rect, body: Rect) -> Rect {
    let (left, right) = crate::desk::widths(full.width());
    // Where a part is a drawer it is open while its card is shown.
    let side = |width: f32, drawer: f32| if width > 0.0 { width } else { drawer };
    let (outline, inspector) = (side(left, crate::desk::DRAWERS.0), side(right, crate::desk::DRAWERS.1));
    match step {
        TourStep::Reader => body.with_min_x(body.left() + left).with_max_x(body.right() - right),
        TourStep::Popover => {
            let popover = ui.memory(|memory| memory.area_rect(Id::unique("popover")));
            popover.unwrap_or_else(|| Rect::from_center_size(body.center(), vec2(200.0, 40.0)))
        }
        TourStep::Outline => body.with_max_x(body.left() + outline),
        TourStep::Inspector => body.with_min_x(body.right() - inspector),
        TourStep::Status => full.with_min_y(body.bottom()),
    }
}

/// Where a card of this size stands, and the tip of its pointer.
fn place(step: TourStep, target: Rect, size: egui::Vec2, body: Rect) -> (Pos2, Pos2) {
    let room = body.shrink(12.0);
    let fit = |at: Pos2| {
        pos2(
            at.x.min(room.right() - size.x).max(room.left()),
            at.y.min(room.bottom() - size.y).max(room.top()),
        )
    };
    let beside = |right: bool, y: f32| {
        let x = if right { target.right() + GAP } else { target.left() - GAP - size.x };
        let at = fit(pos2(x, y));
        let tip = if right { target.right() + 4.0 } else { target.left() - 4.0 };
        (at, pos2(tip, at.y + 36.0))
    };
    match step {
        TourStep::Reader => {
            let at = fit(pos2(target.center().x - size.x / 2.0, target.bottom() - size.y - 28.0));
            (at, pos2(at.x + size.x / 2.0, at.y - 12.0))
        }
        TourStep::Popover if target.right() + GAP + size.x <= room.right() => beside(true, target.top()),
        TourStep::Popover => beside(false, target.top()),
        TourStep::Outline => beside(true, target.top() + 90.0),
        TourStep::Inspector => beside(false, target.top() + 60.0),
        TourStep::Status => {
            let at = fit(pos2(target.left() + 14.0, target.top() - GAP - size.y));
            (at, pos2(at.x + 48.0, target.top() - 4.0))
        }
    }
}

/// Shows the card that it is the turn of.
pub fn show(ui: &Ui, panel: &mut Panel<'_>) {
    let Some(step) = panel.state.touring() else { return };
    let state = panel.state;
    let theme = &state.theme;
    let full = ui.ctx().content_rect();
    let body =
        full.with_min_y(full.top() + super::top::HEIGHT).with_max_y(full.bottom() - super::status::HEIGHT);
    let target = target(ui, step, full, body);
    let id = Id::unique("tour");
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(170.0);
    let (at, tip) = place(step, target, vec2(WIDTH, height), body);
    let (title, said) = step.keys();
    let (title, said) = (state.say(title), state.say(said));
    let frame = egui::Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 6], blur: 20, spread: 0, color: theme.shadow })
        .inner_margin(egui::Margin::symmetric(18, 14));
    let (mut next, mut end) = (false, false);
    let shown = Area::new(id).order(Order::Foreground).fixed_pos(at).constrain(false).fade_in(false).show(
        ui.ctx(),
        |ui| {
            // The part that the card is about, in a frame of its own.
            let ring = ui.painter().with_clip_rect(full);
            ring.rect_stroke(target.shrink(1.0), 4, Stroke::new(2.0, theme.zhu), StrokeKind::Inside);
            let points = pointer(tip, at, vec2(WIDTH, height));
            ring.add(Shape::convex_polygon(points, theme.raised, theme.float_edge()));
            frame.show(ui, |ui| {
                ui.set_width(WIDTH - 36.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                let number = format!("{} / {}", step.number(), TourStep::ALL.len());
                widgets::line(ui, number.clone(), fonts::micro(), theme.ink3);
                ui.add_space(2.0);
                let head = widgets::line(ui, title, Face::SerifBold.at(17.0), theme.ink1);
                head.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("{number} {title}")));
                ui.add_space(6.0);
                widgets::wrapped(ui, said, fonts::ui(), theme.ink1);
                ui.add_space(12.0);
                ui.horizontal(|ui| {
                    ui.set_height(40.0);
                    ui.spacing_mut().item_spacing.x = 10.0;
                    let last = step.number() == TourStep::ALL.len();
                    let name = state.say(if last { "tour.done" } else { "tour.next" });
                    next = widgets::button(ui, theme, name, Some("Enter"), Weight::Primary).clicked();
                    if !last {
                        let name = state.say("tour.end");
                        end = widgets::button(ui, theme, name, Some("Esc"), Weight::Plain).clicked();
                    }
                });
            });
        },
    );
    let now = shown.response.rect.height();
    if (now - height).abs() > 0.5 {
        // The first frame only measures.
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_repaint();
    }
    if next {
        panel.push(Command::TourNext);
    } else if end {
        panel.push(Command::TourEnd);
    }
}

/// The triangle from the card to its tip.
fn pointer(tip: Pos2, at: Pos2, size: egui::Vec2) -> Vec<Pos2> {
    let card = Rect::from_min_size(at, size);
    let along = 7.0;
    if tip.x < card.left() {
        vec![tip, pos2(card.left() + 1.0, tip.y - along), pos2(card.left() + 1.0, tip.y + along)]
    } else if tip.x > card.right() {
        vec![tip, pos2(card.right() - 1.0, tip.y + along), pos2(card.right() - 1.0, tip.y - along)]
    } else if tip.y < card.top() {
        vec![tip, pos2(tip.x + along, card.top() + 1.0), pos2(tip.x - along, card.top() + 1.0)]
    } else {
        vec![tip, pos2(tip.x - along, card.bottom() - 1.0), pos2(tip.x + along, card.bottom() - 1.0)]
    }
}
