//! Curves from raw lines to their places in the article: for headings that stand far from it, and the selected block.

use super::SourceState;
use super::why::displaced;
use crate::desk::panels::Panel;
use crate::desk::panels::page::PageState;
use crate::desk::state::{Beside, OpenIssue};
use egui::epaint::CubicBezierShape;
use egui::{Color32, Pos2, Rect, Stroke, Ui, pos2};

/// Left of the article's column.
const LEFT: f32 = 9.0;

/// Draws the curves, and the bar beside the selected block; `room` holds pane and reader with their bars.
pub fn show(ui: &Ui, panel: &Panel<'_>, source: &SourceState, page: &PageState, room: Rect) {
    let Some(open) = &panel.state.open else { return };
    let Some(beside) = open.beside else { return };
    let view = page.viewport();
    let painter = ui.painter().with_clip_rect(room.with_min_y(view.top()));
    let zhu = panel.state.theme.zhu;
    let top = room.top() + super::BAR;
    if let Some(place) = source.subject.as_ref().and_then(|subject| page.place(&subject.block)) {
        let bar =
            Rect::from_x_y_ranges(place.left() - LEFT - 1.0..=place.left() - LEFT + 1.0, place.y_range());
        painter.with_clip_rect(view).rect_filled(bar, 0, zhu);
    }
    if beside != Beside::Lines {
        return;
    }
    for (block, from) in
        source.anchors.iter().filter(|(block, at)| at.y >= top && is_led(source, open, *block))
    {
        let Some(place) = article_block(open, *block).and_then(|id| page.place(id)) else { continue };
        let to = pos2(place.left() - LEFT, place.top() + 0.5 * place.height().min(38.0));
        curve(&painter, view, *from, to, zhu);
    }
}

fn article_block(open: &OpenIssue, block: u32) -> Option<&crate::annotation::BlockId> {
    Some(&open.current()?.blocks.get(block as usize)?.id)
}

/// Whether a block is led to its place: the selected one, and a heading that stands far from the article.
fn is_led(source: &SourceState, open: &OpenIssue, block: u32) -> bool {
    if source.subject.as_ref().is_some_and(|subject| subject.place == block) {
        return true;
    }
    let (Some(place), Some(article)) = (source.here, open.current()) else { return false };
    article
        .blocks
        .get(block as usize)
        .is_some_and(|block| displaced(article, place, block, &source.lines, &source.owners).is_some())
}

fn curve(painter: &egui::Painter, view: Rect, from: Pos2, to: Pos2, zhu: Color32) {
    let stroke = Stroke::new(1.5, zhu);
    let seen = view.y_range().contains(to.y);
    // A place out of view: the curve leaves the view on that side.
    let end = pos2(to.x, to.y.clamp(view.top() - 40.0, view.bottom() + 40.0));
    let bend = ((end.x - from.x) * 0.5).max(60.0);
    let points = [from, pos2(from.x + bend, from.y), pos2(end.x - bend, end.y), end];
    painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
    painter.circle_filled(from, 3.0, zhu);
    if seen {
        painter.circle_filled(end, 3.0, zhu);
    }
}
