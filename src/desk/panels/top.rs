//! The top bar: seal, menus, undo and redo, the palette's field, the theme.

use super::Panel;
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::state::Drawn;
use crate::desk::state::State;
use crate::desk::theme::ThemeName;
use crate::desk::widgets;
use crate::issue::Article;
use egui::{
    Align, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Height of the bar.
pub const HEIGHT: f32 = 44.0;

/// Width of a menu.
pub const MENU: f32 = 316.0;

/// Shows the bar.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    ui.painter().rect_filled(full, 0, panel.state.theme.desk);
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), panel.state.theme.line2);
    ui.scope_builder(egui::UiBuilder::new().max_rect(full.shrink2(vec2(14.0, 0.0))), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(24.0), Sense::hover());
            icons::seal(ui.painter(), rect, &panel.state.theme);
            ui.add_space(10.0);
            super::menus::show(ui, panel);
            tabs(ui, panel, full);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| right(ui, panel));
        });
    });
}

/// What the bar's right end takes: undo, redo, the palette's field, the theme.
const RIGHT: f32 = 270.0;

/// The views, in the middle of the bar or behind the menus; left out where there is no room, since keys and menu have
/// them too.
fn tabs(ui: &mut Ui, panel: &mut Panel<'_>, full: Rect) {
    let state = panel.state;
    let views = [
        (Action::Desk, state.shows_desk()),
        (Action::Review, state.reviews()),
        (Action::Context, state.shows_context()),
        (Action::WorkList, state.room().is_some()),
        (Action::Quality, state.quality().is_some()),
    ];
    let names = views.map(|(action, _)| state.say(action.id()));
    let bold =
        |name: &str| ui.painter().layout_no_wrap(name.to_owned(), Face::SansBold.at(14.0), state.theme.ink1);
    // The room of the bold word, so that nothing shifts.
    let counts = views.map(|(action, _)| count(state, action));
    let small = |count: &str| ui.painter().layout_no_wrap(count.to_owned(), fonts::micro(), state.theme.ink3);
    let beside = |count: &Option<String>| count.as_ref().map_or(0.0, |count| small(count).size().x + 6.0);
    let widths: Vec<f32> =
        names.iter().zip(&counts).map(|(name, count)| bold(name).size().x + 24.0 + beside(count)).collect();
    let total: f32 = widths.iter().sum();
    let from = ui.cursor().left() + 8.0;
    let left = from.max(full.center().x - total / 2.0);
    let wide = ui.ctx().content_rect().width() >= 1400.0;
    if left + total > full.right() - RIGHT - if wide { 64.0 } else { 0.0 } {
        return;
    }
    let mut x = left;
    for (n, (action, on)) in views.into_iter().enumerate() {
        let (name, width) = (names[n], widths[n]);
        let rect = Rect::from_min_max(pos2(x, full.top()), pos2(x + width, full.bottom()));
        let response = ui.interact(rect, egui::Id::unique(("view", name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
        let theme = &state.theme;
        let font = if on { Face::SansBold.at(14.0) } else { fonts::ui() };
        let ink = if on { theme.ink1 } else { theme.ink2 };
        let text = ui.painter().layout_no_wrap(name.to_owned(), font, ink);
        let word = rect.with_max_x(rect.right() - beside(&counts[n]));
        let end = word.center().x + text.size().x / 2.0;
        ui.painter().galley(word.center() - text.size() / 2.0, text, ink);
        if let Some(count) = &counts[n] {
            let count = small(count);
            let at = pos2(end + 6.0, rect.center().y - count.size().y / 2.0 + 1.0);
            ui.painter().galley(at, count, theme.ink3);
        }
        if on {
            let line = Rect::from_min_max(pos2(x + 10.0, rect.bottom() - 2.0), rect.max - vec2(10.0, 0.0));
            ui.painter().rect_filled(line, 0, theme.zhu);
        }
        widgets::focus_ring(ui, theme, &response, rect.shrink(6.0), 4.0);
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() && !on {
            panel.commands.push(Command::Act(action));
        }
        x += width;
    }
}

/// What waits in a view.
fn count(state: &State, action: Action) -> Option<String> {
    let waiting = state.open.as_ref().map_or(0, |_| state.review.queue.len());
    (action == Action::Review && waiting > 0).then(|| super::status::grouped(waiting as u32))
}

fn right(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = &panel.state.theme;
    let icon = match theme.name {
        ThemeName::Light => Icon::Light,
        ThemeName::Dark => Icon::Dark,
        ThemeName::Contrast => Icon::Contrast,
    };
    if widgets::icon_button(ui, theme, icon, panel.state.say("action.theme"), None).clicked() {
        panel.commands.push(Command::Act(Action::Theme));
    }
    ui.add_space(8.0);
    if search(ui, panel).clicked() {
        panel.push(Command::Act(Action::Palette));
    }
    ui.add_space(8.0);
    for (action, icon, enabled) in
        [(Action::Redo, Icon::Redo, panel.state.history.1), (Action::Undo, Icon::Undo, panel.state.history.0)]
    {
        let name = panel.state.say(action.id());
        let button = ui.add_enabled_ui(enabled, |ui| {
            widgets::icon_button(ui, &panel.state.theme, icon, name, panel.state.key(action).as_deref())
        });
        if button.inner.clicked() {
            panel.commands.push(Command::Act(action));
        }
    }
}

fn search(ui: &mut Ui, panel: &Panel<'_>) -> Response {
    let theme = &panel.state.theme;
    let narrow = ui.ctx().content_rect().width() < 1400.0;
    let width = if narrow { 160.0 } else { 224.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    let hint = panel.state.say(if narrow { "top.search_short" } else { "top.search" });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, hint));
    ui.painter().rect(rect, 6, theme.paper, Stroke::new(1.0, theme.edge), StrokeKind::Inside);
    icons::draw(ui.painter(), Icon::Find, pos2(rect.left() + 16.0, rect.center().y), theme.ink2);
    let key = panel.state.key(Action::Palette).unwrap_or_default();
    let cap = ui.painter().layout_no_wrap(key.clone(), fonts::micro(), theme.ink2);
    let room = width - 30.0 - cap.size().x - 24.0;
    let text = widgets::clipped(ui.painter(), hint, fonts::small(), theme.ink3, room, 1);
    ui.painter().galley(pos2(rect.left() + 30.0, rect.center().y - text.size().y / 2.0), text, theme.ink3);
    if !key.is_empty() {
        let at = pos2(rect.right() - cap.size().x - 16.0, rect.center().y);
        widgets::key_cap(ui.painter(), theme, at, &key);
    }
    widgets::focus_ring(ui, theme, &response, rect, 6.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// One entry of a menu.
pub fn entry(ui: &mut Ui, panel: &Panel<'_>, action: Action) -> Response {
    let theme = &panel.state.theme;
    let name = panel.state.action_name(action);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    if response.has_focus() {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 4.0), vec2(3.0, rect.height() - 8.0));
        ui.painter().rect_filled(bar, 1, theme.zhu);
    }
    if is_on(panel, action) {
        icons::draw(ui.painter(), Icon::Tick, pos2(rect.left() + 14.0, rect.center().y), theme.ink1);
    }
    let text = ui.painter().layout_no_wrap(name, fonts::ui(), theme.ink1);
    let at = Rect::from_min_max(rect.min + vec2(28.0, 0.0), rect.max);
    ui.painter().galley(pos2(at.left(), at.center().y - text.size().y / 2.0), text, theme.ink1);
    if let Some(key) = panel.state.key(action) {
        let cap = ui.painter().layout_no_wrap(key, fonts::micro(), theme.ink3);
        ui.painter().galley(
            pos2(rect.right() - cap.size().x - 10.0, rect.center().y - cap.size().y / 2.0),
            cap,
            theme.ink3,
        );
    }
    response
}

fn is_on(panel: &Panel<'_>, action: Action) -> bool {
    match action {
        Action::ShowRejected => panel.state.settings.show_rejected,
        Action::Bare => panel.state.drawn == Drawn::Nothing,
        Action::Arcs => panel.state.drawn == Drawn::Arcs,
        Action::Quality => panel.state.quality().is_some(),
        Action::Desk => panel.state.shows_desk(),
        Action::Review => panel.state.reviews(),
        Action::Context => panel.state.shows_context(),
        Action::WorkList => panel.state.room() == Some(crate::desk::shelf::Room::Work),
        Action::Catalogue => panel.state.room() == Some(crate::desk::shelf::Room::Catalogue),
        Action::Register => panel.state.room() == Some(crate::desk::shelf::Room::Register),
        Action::Statistics => panel.state.room() == Some(crate::desk::shelf::Room::Figures),
        Action::SourceBeside => panel.state.open.as_ref().is_some_and(|open| open.beside.is_some()),
        Action::SourceApart => panel.state.source_is_apart(),
        Action::ReduceMotion => panel.state.settings.reduce_motion,
        Action::NoHeadline => panel.state.article().is_some_and(Article::headline_is_absent),
        _ => action.kind().is_some_and(|kind| panel.state.article().is_some_and(|a| a.kind == kind)),
    }
}
