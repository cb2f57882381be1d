//! 语境: on the left the question, on the right its rows; or the list of what is not alike.

mod choices;
mod list;
mod rows;
mod side;

pub(super) use choices::check;

use super::Panel;
use crate::desk::command::Command;
use crate::desk::context::{ContextPage, Turn};
use crate::desk::fonts::{self, Face};
use crate::desk::state::State;
use crate::desk::widgets::{self, Weight};
use crate::desk::within;
use crate::strings::Message;
use egui::{Align, EventFilter, Id, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

/// Height of the heading.
const HEAD: f32 = 80.0;

/// The widget that has the keyboard while the rows have it.
pub fn focus_id() -> Id {
    Id::unique("context.rows")
}

/// Shows the view.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let full = ui.max_rect();
    let theme = &panel.state.theme;
    let wide = if full.width() >= 1400.0 { 272.0 } else { 240.0 };
    let (left, right) = full.split_left_right_at_x(full.left() + wide);
    ui.painter().rect_filled(left, 0, theme.desk);
    ui.painter().rect_filled(right, 0, theme.paper);
    let edge = ui.painter().round_to_pixel_center(left.right());
    ui.painter().vline(edge, left.y_range(), egui::Stroke::new(1.0, theme.line2));
    let (head, body) = right.split_top_bottom_at_y(right.top() + HEAD);
    keep_focus(ui, panel, body);
    within(ui, left, |ui| side::show(ui, panel));
    within(ui, head, |ui| heading(ui, panel));
    within(ui, body, |ui| {
        if panel.state.context.list {
            list::show(ui, panel);
        } else {
            rows::show(ui, panel);
        }
    });
    super::page::toast(ui, panel, body);
}

/// The rows have the keyboard whenever nothing else wants it.
fn keep_focus(ui: &Ui, panel: &Panel<'_>, rect: Rect) {
    let id = focus_id();
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = panel.state.say("action.context");
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, name));
    let free = ui.memory(|memory| memory.focused().is_none());
    if free && panel.state.floating.is_none() && !panel.fields.context_claim {
        response.request_focus();
    }
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// What is about to be done, how the rows stand, and the two buttons.
fn heading(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let page = &state.context;
    let full = ui.max_rect();
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), theme.line2);
    let inside = UiBuilder::new().max_rect(full.shrink2(vec2(20.0, 12.0)));
    ui.scope_builder(inside, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if !page.list && !page.rows.is_empty() {
                buttons(ui, panel);
            }
            let room = ui.available_width() - 16.0;
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let title = widgets::clipped(
                    ui.painter(),
                    &title(state, page),
                    Face::SerifBold.at(20.0),
                    theme.ink1,
                    room,
                    1,
                );
                let (rect, response) = ui.allocate_exact_size(vec2(room, 30.0), Sense::hover());
                let spoken = title.text().to_owned();
                response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &spoken));
                ui.painter().galley(rect.min, title, theme.ink1);
                let said = if page.list { list::summary(state, page) } else { summary(state, page) };
                let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink2, room, 1);
                let (rect, response) = ui.allocate_exact_size(vec2(room, 20.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
                ui.painter().galley(rect.min, text, theme.ink2);
            });
        });
    });
}

fn buttons(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let page = &state.context;
    let count = page.ticked().count();
    let apply = state.strings.say(&Message::new("context.apply").with("count", count));
    let enabled = count > 0 && !state.is_read_only();
    let button = ui.add_enabled_ui(enabled, |ui| {
        widgets::button(ui, theme, &apply, Some("Ctrl Enter"), Weight::Primary)
    });
    if button.inner.clicked() {
        panel.commands.push(Command::Context(Turn::Apply));
    }
    if widgets::button(ui, theme, state.say("context.all"), Some("Ctrl A"), Weight::Plain).clicked() {
        panel.commands.push(Command::Context(Turn::TickAll));
    }
}

fn title(state: &State, page: &ContextPage) -> String {
    if page.list {
        return state.say("action.consistency").to_owned();
    }
    let key = match (&page.label, page.text.is_empty()) {
        (_, true) => return state.say("action.context").to_owned(),
        (Some(_), _) if !page.rows.is_empty() => "context.title",
        _ => "context.title_bare",
    };
    let label = page.label.as_ref().map_or("", |label| state.label_called(label));
    state.strings.say(&Message::new(key).with("text", &page.text).with("label", label))
}

/// 17 处独立出现：3 处已采，1 处标签不同，2 处未标，其余为提议
fn summary(state: &State, page: &ContextPage) -> String {
    if page.waiting {
        return state.say("context.waiting").to_owned();
    }
    if page.text.is_empty() {
        return state.say("context.how").to_owned();
    }
    if page.rows.is_empty() && page.inside.is_empty() {
        return state.strings.say(&Message::new("context.nothing").with("text", &page.text));
    }
    let counts = page.counts();
    let keys = ["context.decided", "context.odd", "context.bare", "context.rejected_count"];
    let mut parts: Vec<String> = keys
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| state.strings.say(&Message::new(key).with("count", count)))
        .collect();
    if page.rows.len() > counts.iter().sum() {
        parts.push(state.say(if parts.is_empty() { "context.all_open" } else { "context.rest" }).to_owned());
    }
    let mut said = state.strings.say(&Message::new("context.alone").with("count", page.rows.len()));
    if !parts.is_empty() {
        said += state.say("context.colon");
        said += &parts.join(state.say("context.comma"));
    }
    let listed = page.rows.len() + page.inside.len();
    if page.total > listed && !page.same_label {
        said += &state.strings.say(&Message::new("context.more").with("count", page.total - listed));
    }
    if page.label.is_none() {
        said += state.say("context.choose");
    }
    said
}
