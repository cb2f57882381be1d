//! The card: the sentence, why it is asked about, what the guideline says, the labels, and what can be done.

use crate::annotation::{Entity, Label};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::panels::{Panel, guideline, outline, popover};
use crate::desk::reader::card::{self, CardEvent, CardInput};
use crate::desk::same::Same;
use crate::desk::state::State;
use crate::desk::widgets;
use crate::issue::{Article, Block, Role as BlockRole};
use crate::strings::Message;
use egui::{
    Align2, Color32, Frame, Margin, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

/// Below this height of the middle everything is set closer.
const SHORT: f32 = 700.0;

/// Shows the card of a mark.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, entity: &Entity, height: f32) {
    let Some(open) = &panel.state.open else { return };
    let Some(article) = open.current() else { return };
    let Some(n) = article.blocks.iter().position(|block| block.entity(&entity.id).is_some()) else { return };
    let theme = &panel.state.theme;
    let compact = height < SHORT;
    head(ui, panel, article, n, entity);
    ui.add_space(8.0);
    let frame = Frame::new()
        .fill(theme.raised)
        .stroke(theme.float_edge())
        .corner_radius(8)
        .shadow(egui::Shadow { offset: [0, 2], blur: 8, spread: 0, color: theme.shadow });
    let side = if ui.available_width() < 700.0 { 24 } else { 40 };
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width().max(0.0));
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let part = |ui: &mut Ui, y: i8, add: &mut dyn FnMut(&mut Ui)| {
            Frame::new().inner_margin(Margin::symmetric(side, y)).show(ui, |ui| {
                ui.set_width(ui.available_width().max(0.0));
                add(ui);
            });
        };
        part(ui, if compact { 14 } else { 26 }, &mut |ui| sentence(ui, panel, article, n, entity, compact));
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.line1);
        part(ui, if compact { 10 } else { 14 }, &mut |ui| why(ui, panel, entity, compact));
        widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.line1);
        part(ui, if compact { 10 } else { 16 }, &mut |ui| labels(ui, panel, entity, compact));
    });
    ui.add_space(if compact { 12.0 } else { 18.0 });
    buttons(ui, panel, entity);
    same(ui, panel);
}

/// Which article, which paragraph, which card.
fn head(ui: &mut Ui, panel: &Panel<'_>, article: &Article, n: usize, entity: &Entity) {
    let state = panel.state;
    let theme = &state.theme;
    let Some(open) = &state.open else { return };
    let number =
        outline::order(&open.issue).iter().position(|other| other.id == article.id).map_or(0, |n| n + 1);
    let (title, _) = outline::title_of(state, article);
    let block = &article.blocks[n];
    let place = if block.role == BlockRole::Paragraph {
        let before = article.blocks[..n].iter().filter(|block| block.role == BlockRole::Paragraph).count();
        state.strings.say(&Message::new("review.paragraph").with("number", before + 1))
    } else {
        state.say(crate::desk::reader::role_key(block.role)).to_owned()
    };
    let article = Message::new("review.article").with("number", number).with("title", title);
    let said = format!("{}　{place}", state.strings.say(&article));
    let done = state.review.done();
    let all = done + state.review.queue.len();
    let count = match state.review.position(&entity.id) {
        Some(place) => format!("{} / {all}", done + place + 1),
        None => state.say(popover::status_name(entity.status)).to_owned(),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{said} {count}")));
    let at = pos2(rect.right(), rect.center().y);
    let right = ui.painter().text(at, Align2::RIGHT_CENTER, count, fonts::small(), theme.ink3);
    let room = right.left() - rect.left() - 16.0;
    let text = widgets::clipped(ui.painter(), &said, fonts::small(), theme.ink3, room, 1);
    ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, theme.ink3);
}

fn sentence(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article, n: usize, entity: &Entity, compact: bool) {
    let state = panel.state;
    let readable =
        |block: &&Block| matches!(block.role, BlockRole::Paragraph | BlockRole::Quote | BlockRole::Dateline);
    let before = article.blocks[..n].iter().rev().find(readable).filter(|_| readable(&&article.blocks[n]));
    // As many rows of context as there is room for.
    let row = (ui.available_width() / 17.0).floor().max(8.0) as u32;
    let rows = if compact { 1 } else { 3 };
    let input = CardInput {
        block: &article.blocks[n],
        before: before.map_or("", |block| block.text.as_str()),
        entity,
        labels: &state.labels,
        theme: &state.theme,
        strings: &state.strings,
        thresholds: state.thresholds,
        compact,
        context: row * rows - 3,
    };
    match card::show(ui, &input) {
        Some(CardEvent::Click(id)) => panel.push(Command::Card(id)),
        Some(CardEvent::Bounds(range)) => panel.push(Command::SetRange(entity.id.clone(), range)),
        None => {}
    }
}

/// Left what the program makes of it and why, right what the guideline says.
fn why(ui: &mut Ui, panel: &Panel<'_>, entity: &Entity, compact: bool) {
    let state = panel.state;
    let theme = &state.theme;
    let full = ui.available_rect_before_wrap();
    let width = ((full.width() - 28.0) / 2.0).max(0.0);
    let rows = if compact { 2 } else { 3 };
    let part = |ui: &mut Ui, left: f32, add: &mut dyn FnMut(&mut Ui)| {
        let rect = Rect::from_min_size(pos2(full.left() + left, full.top()), vec2(width, 1.0e4));
        let shown = ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            ui.set_width(width.max(0.0));
            add(ui);
        });
        shown.response.rect.bottom()
    };
    let left = part(ui, 0.0, &mut |ui| {
        let title = if entity.is_open() { "review.why" } else { "review.was" };
        widgets::line(ui, state.say(title), fonts::small(), theme.ink3);
        ui.add_space(3.0);
        let text = reasons(state, entity);
        let galley = widgets::clipped(ui.painter(), &text, fonts::small(), theme.ink1, width, rows + 1);
        let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        ui.painter().galley(rect.min, galley, theme.ink1);
    });
    let right = part(ui, width + 28.0, &mut |ui| {
        let title = Message::new("review.guideline").with("label", state.label_called(&entity.label));
        widgets::line(ui, state.strings.say(&title), fonts::small(), theme.ink3);
        ui.add_space(3.0);
        if !guideline::brief(ui, panel, &entity.label, rows) {
            widgets::line(ui, state.say("review.no_guideline"), fonts::small(), theme.ink3);
        }
    });
    ui.advance_cursor_after_rect(full.with_max_y(left.max(right)));
}

fn reasons(state: &State, entity: &Entity) -> String {
    let mut said = String::new();
    if entity.status.is_decided() {
        let status = state.say(popover::status_name(entity.status));
        let message = Message::new("review.decided").with("status", status).with("by", &entity.by);
        said = state.strings.say(&message) + "\n";
    }
    let Some(proposed) = &entity.proposed else { return said };
    let key = if proposed.runner_up.is_some() { "review.scores" } else { "review.score" };
    let mut message = Message::new(key)
        .with("label", state.label_called(&proposed.label))
        .with("score", format!("{:.2}", proposed.score));
    if let Some(second) = &proposed.runner_up {
        message = message
            .with("second", state.label_called(&second.label))
            .with("lower", format!("{:.2}", second.score))
            .with("margin", format!("{:.2}", (proposed.score - second.score).max(0.0)));
    }
    said += &state.strings.say(&message);
    if !proposed.reason.is_empty() {
        said += "\n";
        said += &proposed.reason;
    }
    said
}

fn labels(ui: &mut Ui, panel: &mut Panel<'_>, entity: &Entity, compact: bool) {
    let gap = 8.0;
    let width = ((ui.available_width() - 3.0 * gap) / 4.0).floor().max(0.0);
    let height = if compact { 34.0 } else { 44.0 };
    let state = panel.state;
    let (labels, more) = state.offered(Some(entity));
    for (n, chunk) in labels.chunks(4).enumerate() {
        if n > 0 {
            ui.add_space(gap);
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for label in chunk {
                if choice(ui, state, label, entity, vec2(width, height)).clicked() {
                    panel.commands.push(Command::Label(label.id.clone()));
                }
            }
        });
    }
    popover::more_labels(ui, panel, more);
}

/// One label: the proposed one washed and dotted, the second best in a frame.
fn choice(ui: &mut Ui, state: &State, label: &Label, entity: &Entity, size: Vec2) -> Response {
    let theme = &state.theme;
    let slot = state.labels.slot(&label.id);
    let name = state.label_name(label);
    let proposed = entity.proposed.as_ref();
    let first = proposed.filter(|proposed| proposed.label == label.id).map(|proposed| proposed.score);
    let second =
        proposed.and_then(|proposed| proposed.runner_up.as_ref()).filter(|guess| guess.label == label.id);
    let score =
        first.or(second.map(|guess| guess.score)).map(|score| format!("{score:.2}")).unwrap_or_default();
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let on = entity.label == label.id && entity.status.stands();
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            on,
            format!("{} {score}", state.label_with_key(label)).trim(),
        )
    });
    let fill = if on {
        theme.label_wash(slot)
    } else if response.hovered() {
        theme.sunk
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 4, fill);
    if on {
        let corners =
            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        ui.painter().extend(egui::Shape::dotted_line(&corners, theme.label_line(slot), 3.0, 0.9));
    } else {
        let stroke =
            if second.is_some() { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.line2) };
        ui.painter().rect_stroke(rect, 4, stroke, StrokeKind::Inside);
    }
    let text = |x, align, text: &str, font, colour| {
        ui.painter().text(pos2(x, rect.center().y), align, text, font, colour)
    };
    if label.key > 0 {
        text(rect.left() + 12.0, Align2::LEFT_CENTER, &label.key.to_string(), fonts::small(), theme.ink3);
    }
    let room = rect.width() - if score.is_empty() { 40.0 } else { 72.0 };
    let name = widgets::clipped(ui.painter(), name, Face::Sans.at(15.0), theme.ink1, room, 1);
    ui.painter().galley(pos2(rect.left() + 28.0, rect.center().y - name.size().y / 2.0), name, theme.ink1);
    text(rect.right() - 12.0, Align2::RIGHT_CENTER, &score, fonts::small(), theme.ink2);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

fn buttons(ui: &mut Ui, panel: &mut Panel<'_>, entity: &Entity) {
    let state = panel.state;
    let accept = Message::new("review.accept").with("label", state.label_called(&entity.label));
    let accept = state.strings.say(&accept);
    let rest = [
        (Action::Reject, state.say("review.reject")),
        (Action::Leave, state.say("review.leave")),
        (Action::SourceBeside, state.say("review.whole")),
    ];
    ui.horizontal(|ui| {
        ui.set_height(40.0);
        ui.spacing_mut().item_spacing.x = 10.0;
        if button(ui, state, &accept, Action::Accept, true).clicked() {
            panel.commands.push(Command::Act(Action::Accept));
        }
        for (action, name) in &rest[..2] {
            if button(ui, state, name, *action, false).clicked() {
                panel.commands.push(Command::Act(*action));
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (action, name) = rest[2];
            if button(ui, state, name, action, false).clicked() {
                panel.commands.push(Command::Act(action));
            }
        });
    });
}

/// A button of the card: as high as the primary one.
fn button(ui: &mut Ui, state: &State, name: &str, action: Action, primary: bool) -> Response {
    let theme = &state.theme;
    let face = if primary { Face::SansBold } else { Face::Sans };
    let ink = if primary { theme.on_zhu } else { theme.ink1 };
    let text = ui.painter().layout_no_wrap(name.to_owned(), face.at(14.0), ink);
    let key = state.key(action).unwrap_or_default();
    let cap_ink = if primary { ink } else { theme.ink2 };
    let cap = ui.painter().layout_no_wrap(key, fonts::micro(), cap_ink);
    let size = vec2(text.size().x + cap.size().x + 12.0 + 8.0 + 30.0, 40.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let pressed = response.is_pointer_button_down_on();
    let fill = match (primary, pressed || response.hovered()) {
        (true, _) if pressed => theme.zhu_text,
        (true, _) => theme.zhu,
        (false, true) => theme.sunk,
        (false, false) => theme.raised,
    };
    let edge = if primary { theme.zhu } else { theme.line2 };
    ui.painter().rect(rect, 6, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let end = rect.left() + 15.0 + text.size().x;
    ui.painter().galley(pos2(rect.left() + 15.0, rect.center().y - text.size().y / 2.0), text, ink);
    let at = Rect::from_min_size(pos2(end + 8.0, rect.center().y - 9.0), vec2(cap.size().x + 12.0, 18.0));
    let edge = if primary { ink } else { theme.line2 };
    ui.painter().rect_stroke(at, 3, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().galley(at.center() - cap.size() / 2.0, cap, cap_ink);
    widgets::focus_ring(ui, theme, &response, rect, 6.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// How many more there are of the same words.
fn same(ui: &mut Ui, panel: &Panel<'_>) {
    let state = panel.state;
    let theme = &state.theme;
    let said = state.same.get().and_then(Same::message);
    let said = said.map_or_else(|| state.say("review.alone").to_owned(), |said| state.strings.say(&said));
    ui.add_space(20.0);
    widgets::hairline(ui, ui.cursor().top(), ui.max_rect().x_range(), theme.line1);
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
        icons::draw(ui.painter(), Icon::Marks, rect.center(), theme.ink3);
        widgets::line(ui, said, fonts::small(), theme.ink2);
    });
}
