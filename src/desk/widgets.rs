//! The desk's small parts: labels, buttons, key caps, chips. Each reports a name to the accessibility tree; none holds
//! state; none has a colour of its own.

use super::fonts::{self, Face};
use super::icons::{self, Icon};
use super::theme::Theme;
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Text in a font and colour on one line.
pub fn line(ui: &mut Ui, text: impl Into<String>, font: FontId, colour: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(font).color(colour)).selectable(false).extend())
}

/// Text that wraps in the width that there is.
pub fn wrapped(ui: &mut Ui, text: impl Into<String>, font: FontId, colour: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(font).color(colour)).selectable(false).wrap())
}

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one primary action of a view.
    Primary,
    /// Everything else.
    Plain,
}

/// A push button with its key cap inside.
pub fn button(ui: &mut Ui, theme: &Theme, text: &str, key: Option<&str>, weight: Weight) -> Response {
    icon_text_button(ui, theme, None, text, key, weight)
}

/// A push button with an icon before its text.
pub fn icon_text_button(
    ui: &mut Ui,
    theme: &Theme,
    icon: Option<Icon>,
    text: &str,
    key: Option<&str>,
    weight: Weight,
) -> Response {
    let primary = weight == Weight::Primary;
    let face = if primary { Face::SansBold } else { Face::Sans };
    let (ink, fill, edge) =
        if primary { (theme.on_zhu, theme.zhu, theme.zhu) } else { (theme.ink1, theme.raised, theme.line2) };
    let label = ui.painter().layout_no_wrap(text.to_owned(), face.at(14.0), ink);
    let cap = key.map(|key| {
        ui.painter().layout_no_wrap(key.to_owned(), fonts::micro(), if primary { ink } else { theme.ink2 })
    });
    let icon_width = if icon.is_some() { 22.0 } else { 0.0 };
    let cap_width = cap.as_ref().map_or(0.0, |cap| cap.size().x + 20.0);
    let height = if primary { 40.0 } else { 32.0 };
    let size = vec2(label.size().x + icon_width + cap_width + 28.0, height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
    let fill = if response.is_pointer_button_down_on() || (!primary && response.hovered()) {
        if primary { theme.zhu_text } else { theme.sunk }
    } else {
        fill
    };
    ui.painter().rect(rect, 6, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let mut x = rect.left() + 14.0;
    if let Some(icon) = icon {
        icons::draw(ui.painter(), icon, pos2(x + 7.0, rect.center().y), ink);
        x += icon_width;
    }
    ui.painter().galley(pos2(x, rect.center().y - label.size().y / 2.0), label.clone(), ink);
    if let Some(cap) = cap {
        let at = Rect::from_min_size(
            pos2(x + label.size().x + 8.0, rect.center().y - 9.0),
            vec2(cap.size().x + 12.0, 18.0),
        );
        let edge = if primary { ink } else { theme.line2 };
        ui.painter().rect_stroke(at, 3, Stroke::new(1.0, edge), StrokeKind::Inside);
        ui.painter().galley(at.center() - cap.size() / 2.0, cap, ink);
    }
    focus_ring(ui, theme, &response, rect, 6.0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// An icon that acts, with its name and key as tooltip and accessible name.
pub fn icon_button(ui: &mut Ui, theme: &Theme, icon: Icon, name: &str, key: Option<&str>) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(28.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if response.hovered() {
        ui.painter().rect_filled(rect, 6, theme.sunk);
    }
    icons::draw(ui.painter(), icon, rect.center(), if enabled { theme.ink1 } else { theme.ink4 });
    focus_ring(ui, theme, &response, rect, 6.0);
    let tip = key.map_or_else(|| name.to_owned(), |key| format!("{name}　{key}"));
    response.on_hover_text(tip)
}

/// The ring of a focused field or button, drawn outside it.
pub fn focus_ring(ui: &Ui, theme: &Theme, response: &Response, rect: Rect, radius: f32) {
    if response.has_focus() {
        let radius = CornerRadius::same((radius + 2.0) as u8);
        ui.painter().rect_stroke(rect.expand(2.0), radius, Stroke::new(2.0, theme.zhu), StrokeKind::Outside);
    }
}

/// A key cap; returns its width.
pub fn key_cap(painter: &Painter, theme: &Theme, left: Pos2, key: &str) -> f32 {
    let galley = painter.layout_no_wrap(key.to_owned(), fonts::micro(), theme.ink2);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 9.0), vec2(galley.size().x + 10.0, 18.0));
    painter.rect(rect, 3, theme.raised, Stroke::new(1.0, theme.line2), StrokeKind::Inside);
    painter.galley(rect.center() - galley.size() / 2.0, galley, theme.ink2);
    rect.width()
}

/// A key cap that ends at `right`; returns its width.
pub fn key_cap_before(painter: &Painter, theme: &Theme, right: Pos2, key: &str) -> f32 {
    let width = painter.layout_no_wrap(key.to_owned(), fonts::micro(), theme.ink2).size().x + 10.0;
    key_cap(painter, theme, pos2(right.x - width, right.y), key)
}

/// Width of a key cap with what it does behind it.
pub fn key_hint(ui: &mut Ui, theme: &Theme, key: &str, what: &str) {
    let text = ui.painter().layout_no_wrap(what.to_owned(), fonts::small(), theme.ink2);
    let cap = ui.painter().layout_no_wrap(key.to_owned(), fonts::micro(), theme.ink2);
    let (rect, response) =
        ui.allocate_exact_size(vec2(cap.size().x + 10.0 + 5.0 + text.size().x, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{key} {what}")));
    let width = key_cap(ui.painter(), theme, rect.left_center(), key);
    ui.painter().galley(
        pos2(rect.left() + width + 5.0, rect.center().y - text.size().y / 2.0),
        text,
        theme.ink2,
    );
}

/// How wide [`key_hint`] will be.
pub fn key_hint_width(ui: &Ui, key: &str, what: &str) -> f32 {
    let width =
        |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, Color32::BLACK).size().x;
    width(key, fonts::micro()) + 15.0 + width(what, fonts::small())
}

/// How a chip stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipState {
    /// Dashed frame.
    Proposed,
    /// Solid frame.
    Decided,
}

/// A keyword or filter.
pub fn chip(ui: &mut Ui, theme: &Theme, text: &str, state: ChipState) -> Response {
    let colour = if state == ChipState::Proposed { theme.ink2 } else { theme.ink1 };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), fonts::small(), colour);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 18.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, state == ChipState::Decided, text));
    let fill = if response.hovered() {
        theme.sunk
    } else if state == ChipState::Decided {
        theme.raised
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 4, fill);
    let stroke = Stroke::new(1.0, theme.line2);
    match state {
        ChipState::Decided => {
            ui.painter().rect_stroke(rect, 4, stroke, StrokeKind::Inside);
        }
        ChipState::Proposed => dashed_rect(ui.painter(), rect.shrink(0.5), Stroke::new(1.0, theme.edge)),
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    focus_ring(ui, theme, &response, rect, 4.0);
    response
}

/// A frame of dashes.
pub fn dashed_rect(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(egui::Shape::dashed_line(&corners, stroke, 4.0, 3.0));
}

/// The square with a label's letter.
pub fn letter_square(painter: &Painter, theme: &Theme, centre: Pos2, letter: &str, slot: Option<usize>) {
    let rect = Rect::from_center_size(centre, Vec2::splat(18.0));
    painter.rect_filled(rect, 3, theme.label_wash(slot));
    painter.text(centre, Align2::CENTER_CENTER, letter, Face::SansBold.at(11.0), theme.label_line(slot));
}

/// A ringed question mark and a count of doubts; returns its width.
pub fn doubt_count(painter: &Painter, theme: &Theme, left: Pos2, said: &str) -> f32 {
    let centre = pos2(left.x + 7.0, left.y);
    icons::draw(painter, Icon::Doubt, centre, theme.ink1);
    painter.text(centre, Align2::CENTER_CENTER, "?", Face::SansBold.at(9.0), theme.ink1);
    let at = pos2(centre.x + 9.0, left.y);
    painter.text(at, Align2::LEFT_CENTER, said, Face::SansBold.at(12.0), theme.ink1).right() - left.x
}

/// A hairline across the width, snapped to physical pixels.
pub fn hairline(ui: &Ui, y: f32, x: egui::Rangef, colour: Color32) {
    let y = ui.painter().round_to_pixel_center(y);
    ui.painter().hline(x, y, Stroke::new(1.0 / ui.pixels_per_point().min(1.25), colour));
}

/// A whole row that can be clicked, with the marks of current and hovered rows.
pub fn row(ui: &mut Ui, theme: &Theme, height: f32, current: bool, name: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, name));
    if current {
        ui.painter().rect_filled(rect, 0, theme.paper);
        let bar = Rect::from_min_size(rect.left_top(), vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 0, theme.zhu);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect.shrink(1.0), 2, Stroke::new(2.0, theme.zhu), StrokeKind::Inside);
    }
    (rect, response)
}

/// Text cut to a width with … at its end.
pub fn clipped(
    painter: &Painter,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
    rows: usize,
) -> std::sync::Arc<egui::Galley> {
    // What is behind the cut is not laid out: a text may be as long as a book. No letter is narrower than a sixth of an em.
    let fitting = (width.max(0.0) / font.size.max(1.0) * 6.0) as usize * rows.max(1) + 8;
    let text = text.char_indices().nth(fitting).map_or(text, |(end, _)| &text[..end]);
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, colour, width);
    job.wrap.max_rows = rows;
    job.wrap.break_anywhere = true;
    job.wrap.overflow_character = Some('…');
    painter.layout_job(job)
}

/// Gives a field that has just appeared the keyboard, unless another one has it.
pub fn claim(ui: &Ui, response: &Response) {
    let reader = super::panels::page::focus_id();
    if ui.memory(|memory| memory.focused().is_none_or(|id| id == reader)) {
        response.request_focus();
    }
}

/// A single-line input in the house's frame.
pub fn input(
    ui: &mut Ui,
    theme: &Theme,
    text: &mut String,
    id: egui::Id,
    name: &str,
    hint: &str,
    width: f32,
) -> Response {
    let hint = egui::RichText::new(hint).font(fonts::ui()).color(theme.ink3);
    framed(ui, theme, egui::TextEdit::singleline(text).hint_text(hint), id, name, width)
}

/// The same for what nobody else is to read on the screen.
pub fn secret(
    ui: &mut Ui,
    theme: &Theme,
    text: &mut String,
    id: egui::Id,
    name: &str,
    width: f32,
) -> Response {
    framed(ui, theme, egui::TextEdit::singleline(text).password(true), id, name, width)
}

/// A field of several lines that takes the keyboard; `rows` high and `width` wide at least.
pub fn text_area(
    ui: &mut Ui,
    theme: &Theme,
    text: &mut String,
    id: egui::Id,
    (name, hint): (&str, &str),
    (rows, width): (usize, f32),
) -> Response {
    let frame = egui::Frame::new()
        .fill(theme.paper)
        .stroke(Stroke::new(1.0, theme.edge))
        .corner_radius(6)
        .inner_margin(egui::Margin::symmetric(10, 8));
    let edit = egui::TextEdit::multiline(text)
        .id(id)
        .font(fonts::ui())
        .text_color(theme.ink1)
        .hint_text(egui::RichText::new(hint).font(fonts::ui()).color(theme.ink3))
        .desired_rows(rows)
        .desired_width(width)
        .frame(frame);
    let response = ui.add(edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    claim(ui, &response);
    response
}

fn framed(
    ui: &mut Ui,
    theme: &Theme,
    edit: egui::TextEdit<'_>,
    id: egui::Id,
    name: &str,
    width: f32,
) -> Response {
    let focused = ui.memory(|memory| memory.has_focus(id));
    let stroke = if focused { Stroke::new(1.5, theme.ink1) } else { Stroke::new(1.0, theme.edge) };
    let frame = egui::Frame::new()
        .fill(theme.paper)
        .corner_radius(6)
        .stroke(stroke)
        .inner_margin(egui::Margin::symmetric(10, 6));
    let edit = edit
        .id(id)
        .font(fonts::ui())
        .text_color(theme.ink1)
        .frame(frame)
        // Enter is for whoever shows the field; it must not take the keyboard away from an input method.
        .return_key(None)
        .desired_width(width);
    let response = ui.add(edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}
