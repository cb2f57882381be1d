//! One mark in its sentence, set large, with what stands before it small: the text of a card.
//!
//! Everything is set anew in every frame; it is a sentence or two, and egui keeps the galleys.

use super::gesture::sentence;
use super::letters::LetterCase;
use super::marks::{LetterMode, Marks, Pen, paint_ring};
use super::setting::{Hints, SetBlock};
use super::sheet::{Ink, Style};
use crate::annotation::{Entity, EntityId, LabelSet, Thresholds};
use crate::desk::fonts::Face;
use crate::desk::theme::Theme;
use crate::issue::Block;
use crate::strings::Strings;
use crate::text::{CharIndex, CharRange, char_len, slice};
use egui::{CursorIcon, Id, Mesh, Rangef, Rect, Role, Sense, Shape, Ui, Vec2, WidgetInfo, vec2};

/// A longer sentence is cut around the mark, in characters.
const LONG: u32 = 150;

/// What is shown.
pub struct CardInput<'a> {
    /// The block.
    pub block: &'a Block,
    /// What stands before the block; shown where the sentence is its first.
    pub before: &'a str,
    /// The mark.
    pub entity: &'a Entity,
    /// The labels.
    pub labels: &'a LabelSet,
    /// The colours.
    pub theme: &'a Theme,
    /// The words.
    pub strings: &'a Strings,
    /// The thresholds of scores.
    pub thresholds: Thresholds,
    /// Whether the room is small.
    pub compact: bool,
    /// How many characters of what stands before are shown at most.
    pub context: u32,
}

/// What the editor did to a card with the pointer.
#[derive(Clone, Debug, PartialEq)]
pub enum CardEvent {
    /// Clicked another mark of the sentence.
    Click(EntityId),
    /// Dragged a border.
    Bounds(CharRange),
}

/// The characters of the block that are set large.
fn window(block: &Block, range: CharRange) -> CharRange {
    let first = sentence(&block.text, range.start());
    let last = sentence(&block.text, range.end().max(range.start() + 1) - 1);
    let (mut start, mut end) =
        (first.start().min(range.start()), last.end().max(range.end()).min(char_len(&block.text)));
    if end - start > LONG {
        let spare = LONG.saturating_sub(range.len()) / 2;
        start = start.max(range.start().saturating_sub(spare));
        end = end.min(range.end() + spare);
    }
    CharRange::new(start, end)
}

fn style(sizes: &'static [(f32, f32)], ink: Ink, letters: bool) -> Style {
    Style { face: Face::Serif, sizes, ink, indent: 0.0, letters, above: 0.0 }
}

/// The last characters of what stands before.
fn tail(block: &Block, start: u32, before: &str, most: u32) -> String {
    let here = slice(&block.text, CharRange::new(start.saturating_sub(most), start)).unwrap_or_default();
    if start > 0 {
        return if start > most { format!("…{here}") } else { here.to_owned() };
    }
    let length = char_len(before);
    let from = length.saturating_sub(most);
    let there = slice(before, CharRange::new(from, length)).unwrap_or_default();
    if from > 0 { format!("…{there}") } else { there.to_owned() }
}

/// Shows the text in the width that there is.
pub fn show(ui: &mut Ui, input: &CardInput) -> Option<CardEvent> {
    let width = ui.available_width();
    let part = window(input.block, input.entity.range);
    let context = tail(input.block, part.start(), input.before, input.context);
    if !context.trim().is_empty() {
        let quiet = style(if input.compact { &[(16.0, 28.0)] } else { &[(17.0, 32.0)] }, Ink::Quiet, false);
        set(ui, &context, &quiet, input.theme.ink3, width);
        ui.add_space(4.0);
    }
    let large = style(if input.compact { &[(20.0, 40.0)] } else { &[(23.0, 46.0)] }, Ink::Text, true);
    let text = slice(&input.block.text, part).unwrap_or_default().to_owned();
    let piece = piece(input.block, part, text);
    let hints = Hints::default();
    let pixels = ui.pixels_per_point();
    let pen = Pen {
        theme: input.theme,
        labels: input.labels,
        strings: input.strings,
        thresholds: input.thresholds,
        show_rejected: false,
        letters: true,
        pixels,
    };
    let index = CharIndex::new(&piece.text);
    let (set, case) = ui.ctx().fonts_mut(|fonts| {
        let mut set = SetBlock::new(fonts, &piece.text, &large, width, &hints);
        let rows = 0..set.rows().len();
        set.ink(fonts, (&piece.text, &index), &large, input.theme.ink1, rows);
        (set, LetterCase::new(fonts, input.labels, input.theme, input.strings.language))
    });
    let (rect, response) = ui.allocate_exact_size(vec2(width, set.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, &piece.text));
    let origin = (rect.min.to_vec2() * pixels).round() / pixels;
    let range =
        CharRange::new(input.entity.range.start() - part.start(), input.entity.range.end() - part.start());
    let (range, moved) = handles(ui, &set, origin, range);
    let marks = Marks::of(&piece, &set, &pen, &(0..set.rows().len()));
    let mut rules = Mesh::default();
    let painter = ui.painter().clone();
    marks.paint_under(&painter, origin, &pen, |_| 1.0, &mut rules);
    let fills: Vec<Rect> = set.rects(range).map(|row| set.fill(row)).collect();
    for fill in &fills {
        painter.rect_filled(fill.translate(origin), 2, input.theme.sel);
    }
    painter.add(Shape::mesh(rules));
    set.paint(&painter, origin.to_pos2(), Rangef::EVERYTHING, input.theme.ink3);
    marks.paint_over(&painter, origin, &case, LetterMode::All, Some(&input.entity.id));
    paint_ring(&painter, &fills, origin, input.theme);
    if let (Some(first), Some(pair)) = (fills.first(), case.of(input.labels.position(&input.entity.label))) {
        // The mark's own letter stands clear of its ring.
        let doubtful = input.entity.is_open() && input.entity.score() < input.thresholds.doubt;
        let letter = if doubtful { &pair.1 } else { &pair.0 };
        let at = first.left_top() + origin + vec2(0.0, -2.0 - letter.size().y);
        painter.galley(at.round(), letter.clone(), input.theme.ink1);
    }
    let mut event = moved.map(|range| {
        CardEvent::Bounds(CharRange::new(range.start() + part.start(), range.end() + part.start()))
    });
    for mark in &marks.list {
        let Some(place) = mark.fills.iter().copied().reduce(Rect::union) else { continue };
        let current = mark.id == input.entity.id;
        let id = Id::unique(("card.mark", mark.id.as_str()));
        let response = ui.interact(place.translate(origin), id, Sense::CLICK);
        response.widget_info(|| WidgetInfo::selected(Role::Mark, true, current, &mark.spoken));
        if !current && response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            event = event.or(Some(CardEvent::Click(mark.id.clone())));
        }
    }
    event
}

/// The block's part that is set large, with its marks.
fn piece(block: &Block, part: CharRange, text: String) -> Block {
    let inside = block.entities.iter().filter(|entity| part.covers(entity.range));
    let moved = |entity: &Entity| {
        let (start, end) = (entity.range.start() - part.start(), entity.range.end() - part.start());
        Entity { range: CharRange::new(start, end), ..entity.clone() }
    };
    Block {
        id: block.id.clone(),
        role: block.role,
        text,
        source: Vec::new(),
        page: None,
        status: block.status,
        by: String::new(),
        confidence: None,
        proposed: None,
        entities: inside.map(moved).collect(),
        readings: Vec::new(),
        remarks: Vec::new(),
    }
}

/// Plain text.
fn set(ui: &mut Ui, text: &str, style: &Style, colour: egui::Color32, width: f32) {
    let index = CharIndex::new(text);
    let set = ui.ctx().fonts_mut(|fonts| {
        let mut set = SetBlock::new(fonts, text, style, width, &Hints::default());
        let rows = 0..set.rows().len();
        set.ink(fonts, (text, &index), style, colour, rows);
        set
    });
    let (rect, response) = ui.allocate_exact_size(vec2(width, set.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, text));
    set.paint(ui.painter(), rect.min.round(), Rangef::EVERYTHING, colour);
}

/// The handles at both ends: where they are dragged to, and whether they were let go there.
fn handles(ui: &Ui, set: &SetBlock, origin: Vec2, range: CharRange) -> (CharRange, Option<CharRange>) {
    let fills: Vec<Rect> = set.rects(range).map(|row| set.fill(row).translate(origin)).collect();
    let (Some(first), Some(last)) = (fills.first(), fills.last()) else { return (range, None) };
    let feet = [(true, first.left_bottom()), (false, last.right_bottom())];
    let (mut shown, mut moved) = (range, None);
    for (start, foot) in feet {
        let grip = Rect::from_center_size(foot + vec2(0.0, 5.0), vec2(16.0, 24.0));
        let response = ui.interact(grip, Id::unique(("card.handle", start)), Sense::drag());
        let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        let Some(pointer) = response.interact_pointer_pos() else { continue };
        // The grip hangs below its row.
        let at = set.position_at(pointer - origin - vec2(0.0, 14.0));
        let to = if start {
            CharRange::new(at.min(range.end() - 1), range.end())
        } else {
            CharRange::new(range.start(), at.max(range.start() + 1).min(set.chars()))
        };
        if response.dragged() {
            shown = to;
        }
        if response.drag_stopped() && to != range {
            moved = Some(to);
        }
    }
    (shown, moved)
}
