//! How marks are printed: the state by a quiet rule under the row, the label by its letter above, as on the screen.

use super::canvas::{Canvas, Type};
use super::setting::Set;
use super::sheet::LETTER;
use crate::annotation::{Entity, LabelSet, Thresholds};
use crate::desk::fonts::Face;
use crate::desk::reader::MarkState as State;
use crate::desk::theme::Theme;
use crate::issue::Block;
use crate::strings::{Language, Strings};
use crate::text::CharRange;
use egui::Color32;

/// A mark as printed.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its place.
    pub range: CharRange,
    /// Its state.
    pub state: State,
    /// The colour of its rule.
    pub ink: Color32,
    /// The letter above it; empty for none.
    pub letter: String,
    /// Whether its rule is wavy once it is decided.
    pub wavy: bool,
    /// How many marks it lies in.
    pub depth: u8,
}

/// Rules of marks that lie in one another are this far apart.
const STEP: f32 = 2.2;
/// So deep they are told apart; there is no more room below a row.
const DEEPEST: u8 = 2;

/// The marks of a block, outer before inner.
pub fn of(
    block: &Block,
    labels: &LabelSet,
    thresholds: &Thresholds,
    strings: &Strings,
    theme: &Theme,
) -> Vec<Mark> {
    let mut entities: Vec<&Entity> = block.standing().filter(|entity| !entity.range.is_empty()).collect();
    entities.sort_by_key(|entity| (entity.range.start(), std::cmp::Reverse(entity.range.end())));
    let mut outer: Vec<CharRange> = Vec::new();
    let mark = |entity: &Entity| {
        let range = entity.range;
        outer.retain(|other| other.end() > range.start());
        let depth = outer.iter().filter(|other| other.covers(range)).take(usize::from(DEEPEST)).count() as u8;
        outer.push(range);
        let label = labels.get(&entity.label);
        let letter = label.map_or("·", |label| match strings.language {
            Language::Zh => label.letter_zh.as_str(),
            Language::En => label.letter_en.as_str(),
        });
        Mark {
            range,
            state: State::of(entity, thresholds),
            ink: theme.label_line(labels.slot(&entity.label)),
            letter: letter.chars().take(2).collect(),
            wavy: entity.label.as_str() == "WORK",
            depth,
        }
    };
    entities.into_iter().map(mark).collect()
}

/// Draws what marks leave in one row of a block whose upper left corner is at `(x, top)`.
pub fn draw(
    canvas: &mut Canvas<'_>,
    (x, top): (f32, f32),
    set: &Set,
    row: CharRange,
    marks: &[Mark],
    zhu: Color32,
) {
    let baseline = top + set.baseline();
    let mut taken = f32::NEG_INFINITY;
    for mark in marks.iter().filter(|mark| mark.range.overlaps(row)) {
        let Some((left, right)) = set.edges(row, mark.range) else { continue };
        // A little less at both ends, so that neighbours stay two rules.
        let (left, right) = (x + left + 0.5, (x + right - 0.5).max(x + left + 1.5));
        let y = baseline + 0.26 * set.size + STEP * f32::from(mark.depth);
        rule(canvas, (left, right), y, mark, zhu);
        if !row.contains(mark.range.start()) {
            continue;
        }
        if mark.state == State::Added {
            canvas.triangle((left, y + 1.2), zhu);
        }
        let doubt = if mark.state == State::Doubtful { "?" } else { "" };
        let letter = format!("{}{doubt}", mark.letter);
        if set.style.letters && !letter.is_empty() {
            let set_in = Type { face: Face::SansBold, size: LETTER, ink: mark.ink };
            let at = left.max(taken);
            // As high above the characters as there is room between two rows.
            canvas.outline((at, baseline - set.size), set_in, &letter);
            taken = at + LETTER * letter.chars().count() as f32 + 0.5;
        }
    }
}

fn rule(canvas: &mut Canvas<'_>, (left, right): (f32, f32), y: f32, mark: &Mark, zhu: Color32) {
    match mark.state {
        State::Proposed => canvas.dashes((left, right), y - 0.45, (0.9, 2.4, 0.9), mark.ink),
        State::Doubtful => canvas.dashes((left, right), y - 0.55, (3.2, 5.2, 1.1), mark.ink),
        _ if mark.wavy => canvas.wave((left, right), y, mark.ink),
        _ => canvas.bar((left, right), y - 0.35, 0.7, mark.ink),
    }
    if mark.state == State::Corrected {
        canvas.bar((left, right), y + 1.3, 0.9, zhu);
    }
}
