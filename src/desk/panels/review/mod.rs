//! 校核: one card at a time. Left what comes next, in the middle the card, right what was decided.
//!
//! The card is the selected mark; its keys are the desk's. Where the window is wide the article's page stands beside the
//! card, where it is narrow the right part is left out.

mod aside;
mod card;
pub mod scope;
mod sides;

use super::Panel;
use super::page::PageState;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::widgets::{self, Weight};
use crate::strings::Message;
pub use aside::Aside;
use egui::{EventFilter, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

/// The card is never wider.
const CARD: f32 = 760.0;
/// In a window that is too small for it the card is cut, not squeezed.
const NARROWEST: f32 = 280.0;
/// What an arrow key scrolls.
const STEP: f32 = 46.0;

/// Widths of the left and the right part; 0 where there is no room.
fn widths(window: f32) -> (f32, f32) {
    match window {
        w if w >= 1760.0 => (320.0, 360.0),
        w if w >= 1400.0 => (272.0, 296.0),
        w if w >= 1180.0 => (232.0, 240.0),
        _ => (232.0, 0.0),
    }
}

/// Width of the page beside the card, from which window on it is there, and from which on it has a column of its own.
const PAGE: f32 = 440.0;
const WIDE: f32 = 1400.0;
const FOUR_COLUMNS: f32 = 1760.0;

/// The card's room, the page's, and that of what was decided. The page is a column of its own where there is room for
/// four; else it stands over what was decided.
fn parts(window: f32, middle: Rect, side: Rect) -> (Rect, Option<Rect>, Rect) {
    if window < WIDE {
        return (middle, None, side);
    }
    if window >= FOUR_COLUMNS {
        let (middle, page) = middle.split_left_right_at_x(middle.right() - PAGE);
        return (middle, Some(page), side);
    }
    let left = side.right() - PAGE;
    let (page, decided) = side.with_min_x(left).split_top_bottom_at_y(side.top() + 0.56 * side.height());
    (middle.with_max_x(left), Some(page), decided)
}

/// Shows the view.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, page: &mut PageState) {
    let body = ui.max_rect();
    ui.painter().rect_filled(body, 0, panel.state.theme.paper);
    let window = ui.ctx().content_rect().width();
    let (left, right) = widths(window);
    let (queue, rest) = body.split_left_right_at_x(body.left() + left);
    let (middle, side) = rest.split_left_right_at_x(rest.right() - right);
    let (middle, aside, decided) = parts(window, middle, side);
    keep_focus(ui, panel, middle);
    crate::desk::side(ui, panel, queue, queue.right(), sides::queue);
    if right > 0.0 {
        crate::desk::side(ui, panel, decided, decided.left(), sides::decided);
    }
    if let Some(aside) = aside {
        crate::desk::within(ui, aside, |ui| aside::show(ui, panel, &mut page.aside));
        let ink = panel.state.theme.line1;
        ui.painter().vline(ui.painter().round_to_pixel_center(aside.left()), aside.y_range(), (1.0, ink));
    }
    let by = match page.walk.take() {
        Some(Action::PageDown) => -middle.height() * 0.8,
        Some(Action::PageUp) => middle.height() * 0.8,
        Some(Action::RowDown) => -STEP,
        Some(Action::RowUp) => STEP,
        Some(Action::End) => -1.0e6,
        Some(Action::Home) => 1.0e6,
        _ => 0.0,
    };
    let width = (middle.width() - 48.0).clamp(NARROWEST, CARD);
    ui.scope_builder(UiBuilder::new().max_rect(middle), |ui| {
        ui.shrink_clip_rect(middle);
        ScrollArea::vertical().id_salt("review").auto_shrink(false).show(ui, |ui| {
            if by != 0.0 {
                ui.scroll_with_delta(vec2(0.0, by));
            }
            let top = ui.cursor().top();
            let left = middle.center().x - width / 2.0;
            let column = Rect::from_min_max(pos2(left, top), pos2(left + width, top + 1.0e5));
            let shown = ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
                ui.spacing_mut().item_spacing = Vec2::ZERO;
                ui.set_width(width.max(0.0));
                ui.add_space(if middle.height() < 700.0 { 14.0 } else { 48.0 });
                let open = panel.state.open.as_ref();
                match open.and_then(|open| open.selected()) {
                    Some(entity) => card::show(ui, panel, entity, middle.height()),
                    None => finished(ui, panel),
                }
                ui.add_space(24.0);
            });
            ui.advance_cursor_after_rect(shown.response.rect);
        });
    });
    super::page::toast(ui, panel, middle);
}

/// The keyboard is the card's whenever nothing else wants it, so that Tab and arrows are its own.
fn keep_focus(ui: &Ui, panel: &Panel<'_>, rect: Rect) {
    let id = super::page::focus_id();
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = panel.state.say("review.title");
    response.widget_info(|| WidgetInfo::labeled(Role::Article, true, name));
    if ui.memory(|memory| memory.focused().is_none()) && panel.state.floating.is_none() {
        response.request_focus();
    }
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Nothing waits in this scope.
fn finished(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let below = state.review.scope.below;
    let said = if state.review.queue.is_empty() && below <= 1.0 {
        state.strings.say(&Message::new("review.empty").with("below", format!("{below:.2}")))
    } else {
        state.say("review.empty_all").to_owned()
    };
    ui.add_space(60.0);
    widgets::wrapped(ui, said, Face::SerifBold.at(20.0), theme.ink1);
    ui.add_space(10.0);
    widgets::wrapped(ui, state.say("review.empty_next"), fonts::ui(), theme.ink2);
    ui.add_space(18.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let actions = [
            (Action::Desk, "quality.to_desk", Weight::Primary),
            (Action::ReviewScope, "review.widen", Weight::Plain),
        ];
        for (action, name, weight) in actions {
            let key = if action == Action::Desk { Some("Esc".to_owned()) } else { panel.state.key(action) };
            if widgets::button(ui, theme, state.say(name), key.as_deref(), weight).clicked() {
                panel.commands.push(Command::Act(action));
            }
        }
    });
}
