//! The overview ruler: the whole article in a strip at the reader's right edge.

use super::marks::State;
use super::page::Page;
use crate::annotation::Thresholds;
use crate::desk::theme::Theme;
use crate::issue::Article;
use egui::{Painter, Pos2, Rangef, Rect, Stroke, StrokeKind, pos2, vec2};

/// Its width.
pub const WIDTH: f32 = 12.0;

/// What a tick of the ruler stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickKind {
    /// Decided as proposed.
    Decided,
    /// The editor's own hand: corrected or added.
    Hand,
    /// Doubtful: still to be looked at.
    Doubt,
}

/// A tick of the ruler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// Height on the page, 0 at the top, 1 at the bottom.
    pub at: f32,
    /// What it stands for.
    pub kind: TickKind,
}

/// The ticks of an article.
pub fn ticks(page: &Page, article: &Article, thresholds: &Thresholds) -> Vec<Tick> {
    let mut ticks = Vec::new();
    for held in &page.held {
        let Some(block) = held.block.and_then(|n| article.blocks.get(n)) else { continue };
        for entity in &block.entities {
            let kind = match State::of(entity, thresholds) {
                State::Doubtful => TickKind::Doubt,
                State::Accepted => TickKind::Decided,
                State::Corrected | State::Added => TickKind::Hand,
                State::Proposed | State::Rejected => continue,
            };
            let y = held.top + (held.set.row_of(entity.range.start()) as f32 + 0.5) * held.set.leading;
            ticks.push(Tick { at: y / page.height.max(1.0), kind });
        }
    }
    // What is still to be looked at is drawn last, over the rest.
    ticks.sort_by_key(|tick| match tick.kind {
        TickKind::Decided => 0,
        TickKind::Hand => 1,
        TickKind::Doubt => 2,
    });
    ticks
}

/// Paints the ruler; `seen` is the part of the page that is seen, 0 to 1.
pub fn paint(painter: &Painter, rect: Rect, ticks: &[Tick], seen: Rangef, theme: &Theme, pixels: f32) {
    let y = |at: f32| ((rect.top() + at * rect.height()) * pixels).round() / pixels;
    let hairline = 1.0_f32.max((pixels).round()) / pixels;
    painter.rect_filled(rect, 0, theme.desk);
    let block = Rect::from_min_max(pos2(rect.left(), y(seen.min)), pos2(rect.right(), y(seen.max.min(1.0))));
    painter.rect_filled(block, 0, theme.sunk);
    painter.rect_filled(Rect::from_min_size(rect.min, vec2(hairline, rect.height())), 0, theme.line1);
    let left = rect.left() + 3.0;
    let bar = |at: f32, height: f32| {
        let top = y(at).clamp(rect.top() + 1.0, (rect.bottom() - height - 1.0).max(rect.top() + 1.0));
        Rect::from_min_size(Pos2::new(left, top), vec2(7.0, height))
    };
    let mut last = None;
    for tick in ticks {
        // Thousands of marks share the pixels of one strip.
        let place = (tick.kind, (y(tick.at) * pixels) as i32);
        if last.replace(place) == Some(place) {
            continue;
        }
        match tick.kind {
            TickKind::Decided => painter.rect_filled(bar(tick.at, hairline.max(1.0)), 0, theme.line2),
            TickKind::Hand => painter.rect_filled(bar(tick.at, 3.0), 0, theme.zhu),
            TickKind::Doubt => painter.rect(
                bar(tick.at, 5.0),
                0,
                theme.paper,
                Stroke::new(hairline, theme.ink1),
                StrokeKind::Inside,
            ),
        };
    }
}
