//! The reader's painting, from the paper up: washes, rules, text, letters, then what the pointer and the selection add.

use super::api::ReaderInput;
use super::marks::{self, Mark};
use super::page::Held;
use super::rings;
use super::view::{Frame, Reader};
use crate::desk::icons;
use crate::text::{CharRange, char_len};
use egui::{Color32, Mesh, Painter, Rangef, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

impl Reader {
    pub(super) fn paint(&self, ui: &Ui, input: &ReaderInput, frame: &Frame) {
        let painter = ui.painter_at(frame.view);
        painter.rect_filled(frame.view, 0, input.theme.paper);
        let blocks = || frame.seen.clone().filter_map(|n| Some((n, self.page.held.get(n)?)));
        let mut rules = Mesh::default();
        let mut same = Mesh::default();
        for (n, held) in blocks() {
            self.paint_ground(&painter, input, frame, (n, held), &mut rules, &mut same);
        }
        self.paint_rule(input, frame, &mut rules);
        painter.add(Shape::mesh(rules));
        for (_, held) in blocks() {
            let at = frame.corner(held.top);
            let seen = Rangef::new(frame.view.top() - at.y, frame.view.bottom() - at.y);
            held.set.paint(&painter, at.to_pos2(), seen, input.theme.ink3);
            if let Some(number) = &held.number_galley {
                let y = at.y + 0.5 * (held.set.leading - number.size().y);
                let at = pos2(at.x - 16.0 - number.size().x, y).round();
                painter.galley(at, number.clone(), input.theme.ink3);
            }
            let block = held.block.and_then(|n| input.article.blocks.get(n)).filter(|_| !input.bare);
            if let Some(block) = block.filter(|block| block.status.is_decided()) {
                let wide = held.number_galley.as_ref().map_or(0.0, |number| number.size().x + 6.0);
                let tick = pos2(at.x - 16.0 - wide - 4.0, at.y + 0.5 * held.set.leading).round();
                icons::small_tick(&painter, tick, icons::decided(block.status, input.theme));
            }
        }
        painter.add(Shape::mesh(same));
        for (_, held) in blocks() {
            if let Some(marks) = &held.marks {
                rings::paint(&marks.read, &painter, frame.corner(held.top), input.theme);
            }
            if let (Some(marks), Some(case)) = (&held.marks, &self.case) {
                marks.paint_over(&painter, frame.corner(held.top), case, input.letters, input.selected);
            }
        }
        self.paint_arcs(&painter, input, frame);
        self.paint_selected(&painter, input, frame);
        self.paint_caret(&painter, input, frame);
    }

    /// What lies under the text of one block.
    fn paint_ground(
        &self,
        painter: &Painter,
        input: &ReaderInput,
        frame: &Frame,
        (n, held): (usize, &Held),
        rules: &mut Mesh,
        rings: &mut Mesh,
    ) {
        let at = frame.corner(held.top);
        let pen = frame.pen(input, held.style.letters);
        let Some(list) = &held.marks else { return paint_words(painter, input, held, at) };
        list.paint_under(painter, at, &pen, |id| self.grown(id, frame.now), rules);
        // Over the washes, so that a word in a mark is seen too.
        paint_words(painter, input, held, at);
        if let Some(mark) = self.hover.as_ref().and_then(|id| list.list.iter().find(|mark| mark.id == *id)) {
            mark.paint_hover(painter, at, &pen, &held.set, rules);
        }
        if let Some(mark) = self.stopped_by().and_then(|id| list.list.iter().find(|mark| mark.id == *id)) {
            mark.paint_hover(painter, at, &pen, &held.set, rules);
        }
        if let Some((_, range)) = self.selected(input).filter(|(block, _)| *block == n && !input.bare) {
            fill(painter, held, at, range, input.theme.sel);
        }
        if let Some(range) = self.swept(input, n, held) {
            fill(painter, held, at, range, input.theme.sel);
        }
        if let (Some(id), Some(found)) = (input.selected, &self.found) {
            let is_same = |mark: &&Mark| mark.id != *id && held.slice(mark.range) == found.text;
            list.list.iter().filter(is_same).for_each(|mark| mark.paint_same(at, &pen, rings));
        }
    }

    /// The hairline under the heading.
    fn paint_rule(&self, input: &ReaderInput, frame: &Frame, mesh: &mut Mesh) {
        if let Some(rule) = self.page.rule {
            let hairline = frame.pixels.round().max(1.0) / frame.pixels;
            let at = frame.corner(rule);
            mesh.add_colored_rect(
                Rect::from_min_size(at.to_pos2(), vec2(frame.column, hairline)),
                input.theme.line1,
            );
        }
    }

    fn paint_selected(&self, painter: &Painter, input: &ReaderInput, frame: &Frame) {
        let Some((n, range)) = self.selected(input).filter(|_| !input.bare) else { return };
        let Some(held) = self.page.held.get(n) else { return };
        let fills: Vec<Rect> = held.set.rects(range).map(|row| held.set.fill(row)).collect();
        marks::paint_ring(painter, &fills, frame.corner(held.top), input.theme);
    }

    fn paint_caret(&self, painter: &Painter, input: &ReaderInput, frame: &Frame) {
        let Some(selection) = input.selection.filter(|_| !self.is_sweeping()) else { return };
        let Some(held) = self.page.find(&selection.block).and_then(|n| self.page.held.get(n)) else { return };
        let at_end = selection.caret_at_end && !selection.range.is_empty();
        let at = if at_end { selection.range.end() } else { selection.range.start() };
        let caret = held.set.fill(held.set.caret(at, at_end)).translate(frame.corner(held.top));
        painter.rect_filled(
            Rect::from_center_size(caret.center(), vec2(2.0, caret.height())),
            0,
            input.theme.zhu,
        );
    }
}

fn fill(painter: &Painter, held: &Held, at: Vec2, range: CharRange, colour: Color32) {
    let clip = painter.clip_rect();
    for rect in held.set.rects(range).map(|row| held.set.fill(row).translate(at)) {
        if rect.intersects(clip) {
            painter.rect_filled(rect, 2, colour);
        }
    }
}

/// The places of the words that are looked for.
fn paint_words(painter: &Painter, input: &ReaderInput, held: &Held, at: Vec2) {
    let edge = Stroke::new(1.0, input.theme.line2);
    let clip = painter.clip_rect().translate(-at);
    for word in input.evidence.iter().filter(|word| !word.is_empty()) {
        // Only what is on the screen is searched, and as much around it as the word is long.
        let rows = held.set.row_at(clip.top())..held.set.row_at(clip.bottom()) + 1;
        let (seen, more) = (held.set.chars_of(rows), char_len(word));
        let (from, to) = (seen.start().saturating_sub(more), (seen.end() + more).min(held.set.chars()));
        let first = held.index.byte(&held.text, from).unwrap_or_default();
        for (byte, found) in held.slice(CharRange::new(from, to)).match_indices(word.as_str()) {
            let position = |byte: usize| held.index.from_byte(&held.text, byte);
            let byte = first + byte;
            let Some((start, end)) = position(byte).zip(position(byte + found.len())) else { continue };
            for row in held.set.rects(CharRange::new(start, end)) {
                let rect = held.set.fill(row).translate(at);
                painter.rect(rect, 2, input.theme.sunk, edge, StrokeKind::Inside);
            }
        }
    }
}
