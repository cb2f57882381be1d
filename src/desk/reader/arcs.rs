//! Relations as arcs over the text, where they are asked for: dotted as long as they are proposed, vermilion where an
//! editor has made them, with the word of the kind at their height.

use super::api::ReaderInput;
use super::view::{Frame, Reader};
use crate::annotation::{EntityId, Relation, Status};
use crate::desk::fonts;
use egui::epaint::CubicBezierShape;
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};
use std::collections::HashMap;

/// Least and greatest height of an arc within a row.
const HEIGHT: (f32, f32) = (9.0, 16.0);

impl Reader {
    /// Draws the arcs of which both ends are seen.
    pub(super) fn paint_arcs(&self, painter: &Painter, input: &ReaderInput, frame: &Frame) {
        if input.relations.is_empty() || input.bare {
            return;
        }
        let ends = self.ends(frame);
        for relation in input.relations.iter().filter(|relation| relation.status.stands()) {
            if let (Some(from), Some(to)) = (ends.get(&relation.from), ends.get(&relation.to)) {
                arc(painter, input, relation, *from, *to);
            }
        }
    }

    /// The first row of every mark that is seen.
    fn ends(&self, frame: &Frame) -> HashMap<&EntityId, Rect> {
        let mut ends = HashMap::new();
        for held in frame.seen.clone().filter_map(|n| self.page.held.get(n)) {
            let (Some(marks), at) = (&held.marks, frame.corner(held.top)) else { continue };
            for mark in &marks.list {
                if let Some(row) = held.set.rects(mark.range).next() {
                    ends.insert(&mark.id, held.set.fill(row).translate(at));
                }
            }
        }
        ends
    }
}

fn arc(painter: &Painter, input: &ReaderInput, relation: &Relation, from: Rect, to: Rect) {
    let theme = input.theme;
    let colour = if relation.status == Status::Added { theme.zhu } else { theme.ink2 };
    let (a, b) = (from.center_top(), to.center_top());
    let in_one_row = (a.y - b.y).abs() < 2.0;
    // Between rows the curve swings out to the side, so that it does not run through the words.
    let rise = if in_one_row { ((b.x - a.x).abs() * 0.25).clamp(HEIGHT.0, HEIGHT.1) } else { HEIGHT.1 };
    let points = [a, pos2(a.x, a.y - rise * 1.33), pos2(b.x, b.y - rise * 1.33), b];
    let stroke = Stroke::new(1.2, colour);
    let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    if relation.status == Status::Proposed {
        let path: Vec<Pos2> = curve.flatten(Some(0.5));
        painter.extend(Shape::dotted_line(&path, colour, 3.5, 0.9));
    } else {
        painter.add(curve.clone());
    }
    painter.circle_filled(b, 2.2, colour);
    let word = input.strings.get(relation.kind.key());
    let galley = painter.layout_no_wrap(word.to_owned(), fonts::micro(), colour);
    let middle = curve.sample(0.5);
    let ground = Align2::CENTER_CENTER.anchor_size(middle, galley.size() + vec2(4.0, 0.0));
    painter.rect_filled(ground, 2, theme.paper);
    painter.galley(ground.center() - galley.size() / 2.0, galley, colour);
}
