//! The measure and the sizes that follow from the width of the window: what a typographer decides before setting.

use crate::desk::fonts::Face;
use crate::issue::Role;
use std::ops::RangeInclusive;

/// Size and leading of the body, from the smallest step to the largest; leading is even so that rows stay on pixels.
const BODY: [(f32, f32); 7] =
    [(15.0, 28.0), (16.0, 30.0), (17.0, 32.0), (18.0, 34.0), (20.0, 38.0), (22.0, 42.0), (24.0, 46.0)];

/// Size and leading of headlines, the largest first.
const HEADLINE: [(f32, f32); 4] = [(30.0, 46.0), (27.0, 42.0), (24.0, 38.0), (21.0, 34.0)];

/// Room kept free left and right of the column: a number 28 wide, 16 from the text, and air.
const MARGIN: f32 = 48.0;

/// How many characters a row can be set to have: below, the rhythm of newspaper prose breaks up, above, the eye loses
/// the line.
pub const MEASURES: RangeInclusive<u8> = 28..=38;

/// How many a row has where nobody has set another number.
pub fn standard_measure(window: f32) -> u8 {
    if window >= 1400.0 { 36 } else { 34 }
}

/// How many characters of a size a row of this much room holds.
pub fn fitting(room: f32, size: f32) -> f32 {
    ((room - 2.0 * MARGIN) / size).floor().max(8.0)
}

/// Which ink a block is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// `ink1`
    Text,
    /// `ink2`
    Second,
    /// `ink3`, for what is said to be missing.
    Quiet,
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Sizes with their leading, the largest first; more than one only for headlines.
    pub sizes: &'static [(f32, f32)],
    /// The colour of the text.
    pub ink: Ink,
    /// Indent of the first row in em.
    pub indent: f32,
    /// Whether its rows leave room for letter marks.
    pub letters: bool,
    /// Space above it where it follows another block.
    pub above: f32,
}

/// The measure and the sizes of one reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width of the column.
    pub column: f32,
    body_face: Face,
    body: usize,
    headline: usize,
}

impl Sheet {
    /// The sheet for a window of this width with this much room for the reader, in points. `step` is how many times the
    /// editor asked for larger (or, negative, smaller) text, `measure` how many characters they want in a row.
    pub fn new(window: f32, room: f32, body_face: Face, step: i8, measure: Option<u8>) -> Self {
        let (class, headline) = match window {
            w if w >= 1760.0 => (4, 0),
            w if w >= 1400.0 => (3, 1),
            _ => (2, 2),
        };
        let chars = f32::from(measure.unwrap_or_else(|| standard_measure(window)));
        // The sans face looks larger than it is.
        let class = if body_face == Face::Sans { class - 1 } else { class };
        let body = (class + i32::from(step)).clamp(0, BODY.len() as i32 - 1) as usize;
        let size = BODY[body].0;
        Self { column: size * fitting(room, size).min(chars), body_face, body, headline }
    }

    /// How a block of this role is set.
    pub fn style(&self, role: Role) -> Style {
        let body = Style {
            face: self.body_face,
            sizes: &BODY[self.body..=self.body],
            ink: Ink::Text,
            indent: 2.0,
            letters: true,
            above: 8.0,
        };
        match role {
            Role::Kicker | Role::Subheadline | Role::Caption | Role::Other => Style {
                face: Face::Serif,
                sizes: &[(15.0, 24.0)],
                ink: Ink::Second,
                indent: 0.0,
                letters: false,
                above: 8.0,
            },
            Role::Headline => Style {
                face: Face::SerifBold,
                sizes: &HEADLINE[self.headline..],
                ink: Ink::Text,
                indent: 0.0,
                letters: true,
                above: 8.0,
            },
            Role::Byline => Style {
                face: Face::Sans,
                sizes: &[(14.0, 22.0)],
                ink: Ink::Second,
                indent: 0.0,
                letters: false,
                above: 8.0,
            },
            Role::Paragraph | Role::Quote | Role::Dateline => body,
        }
    }

    /// How the remark that there is no headline is set.
    pub fn missing_headline(&self) -> Style {
        Style { ink: Ink::Quiet, sizes: &HEADLINE[3..], letters: false, ..self.style(Role::Headline) }
    }

    /// Size of the body, for the reader's bar (宋 18).
    pub fn body_size(&self) -> f32 {
        BODY[self.body].0
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_follows_the_window_and_never_leaves_the_room() {
        let column = |window, room| Sheet::new(window, room, Face::Serif, 0, None).column;
        assert_eq!(column(1440.0, 848.0), 36.0 * 18.0);
        assert_eq!(column(1280.0, 776.0), 34.0 * 17.0);
        assert_eq!(column(1920.0, 1220.0), 36.0 * 20.0);
        assert!(column(1280.0, 500.0) <= 500.0 - 2.0 * MARGIN);
        let large = Sheet::new(1440.0, 848.0, Face::Serif, 99, None);
        assert!(large.column <= 848.0 - 2.0 * MARGIN && large.body_size() == 24.0);
        let set = |room, measure| Sheet::new(1440.0, room, Face::Serif, 0, Some(measure)).column;
        assert_eq!((set(848.0, 28), set(848.0, 38)), (28.0 * 18.0, 38.0 * 18.0));
        assert!(set(600.0, 38) <= 600.0 - 2.0 * MARGIN);
    }
}
