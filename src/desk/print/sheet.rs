//! The paper: A4 in points, its edges, and how a block of each role is set.

use crate::desk::fonts::Face;
use crate::desk::reader::{Ink, Style};
use crate::issue::Role;

/// Width of the paper.
pub const WIDTH: f32 = 595.28;
/// Its height.
pub const HEIGHT: f32 = 841.89;
/// The body's size: 36 characters a row, as the reader has them.
pub const BODY: f32 = 11.5;
/// Width of the column.
pub const COLUMN: f32 = 36.0 * BODY;
/// Left edge of the column.
pub const LEFT: f32 = (WIDTH - COLUMN) / 2.0;
/// Where the first line begins.
pub const TOP: f32 = 80.0;
/// Where the last line ends.
pub const BOTTOM: f32 = HEIGHT - 70.0;
/// The baseline of the line above the text, and the rule below it.
pub const HEAD: (f32, f32) = (54.0, 61.0);
/// The baseline of the page number.
pub const FOOT: f32 = HEIGHT - 40.0;
/// Size of the line above the text and of the page number.
pub const SMALL: f32 = 9.0;
/// Size of the letter above a mark and of a paragraph's number.
pub const LETTER: f32 = 6.0;

/// With room for letters above and rules below.
const MARKED: [(f32, f32); 1] = [(BODY, 22.0)];
const CLEAN: [(f32, f32); 1] = [(BODY, 19.5)];
const HEADLINE: [(f32, f32); 4] = [(24.0, 36.0), (21.0, 32.0), (18.5, 29.0), (16.5, 26.0)];
const SECOND: [(f32, f32); 1] = [(12.0, 21.0)];
const CAPTION: [(f32, f32); 1] = [(10.5, 19.0)];
const BYLINE: [(f32, f32); 1] = [(10.0, 18.0)];
const NOTES: [(f32, f32); 1] = [(9.0, 17.0)];

/// How a block of a role is set.
pub fn style(role: Role, marks: bool) -> Style {
    let plain = Style {
        face: Face::Serif,
        sizes: &SECOND,
        ink: Ink::Second,
        indent: 0.0,
        letters: false,
        above: 3.0,
    };
    match role {
        Role::Kicker | Role::Subheadline => plain,
        Role::Caption | Role::Other => Style { sizes: &CAPTION, ..plain },
        Role::Headline => {
            Style { face: Face::SerifBold, sizes: &HEADLINE, ink: Ink::Text, letters: true, ..plain }
        }
        Role::Byline => Style { face: Face::Sans, sizes: &BYLINE, above: 5.0, ..plain },
        Role::Paragraph | Role::Quote | Role::Dateline => Style {
            sizes: if marks { &MARKED } else { &CLEAN },
            ink: Ink::Text,
            indent: 2.0,
            letters: true,
            above: if marks { 2.0 } else { 0.0 },
            ..plain
        },
    }
}

/// How the lines at an article's foot are set.
pub fn notes() -> Style {
    Style { face: Face::Sans, sizes: &NOTES, ink: Ink::Second, indent: 0.0, letters: true, above: 1.0 }
}
