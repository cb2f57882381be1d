//! What a file tells beside its text.
//!
//! All places are code points of [`super::Source::text`]; all lengths on a page are points (1/72 inch) from the upper
//! left corner of the page, x to the right and y downwards.

use crate::issue::{Kind, Role};
use crate::text::CharRange;
use serde::{Deserialize, Serialize};

/// What the files say of the issue; empty where they say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Name of the paper.
    pub title: String,
    /// ISO date.
    pub date: String,
}

impl Facts {
    /// Takes from `other` what is not known yet.
    pub fn complete(&mut self, other: Self) {
        for (mine, other) in [(&mut self.title, other.title), (&mut self.date, other.date)] {
            if mine.is_empty() {
                *mine = other;
            }
        }
    }
}

/// How a part's text hangs together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Hard-wrapped lines; everything else is to be found out.
    #[default]
    Lines,
    /// The file says which articles there are. Characters that no block has are left to be found out.
    Told(Vec<ToldArticle>),
    /// The file says where on its pages the characters stand.
    Pages(Vec<PageShape>),
}

/// An article as a file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldArticle {
    /// What it is.
    pub kind: Kind,
    /// In reading order.
    pub blocks: Vec<ToldBlock>,
    /// Page number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A block as a file tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBlock {
    /// What it is.
    pub role: Role,
    /// Where its text is, in reading order.
    pub source: Vec<CharRange>,
}

/// A rectangle on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

/// A character on a page. There are many: each is kept as a short row of numbers, rounded to hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub struct Placed {
    /// The character's place in the text.
    pub at: u32,
    /// The box of its em: as high as the font size, as wide as its advance (the other way round in vertical text).
    pub place: Rect,
    /// Font size.
    pub size: f32,
    /// The character that the file had before radicals and vertical forms were mapped, where it is another one.
    pub raw: Option<char>,
    /// Part of a vertical line.
    pub vertical: bool,
    /// Number of its font in [`PageShape::fonts`].
    pub font: u16,
}

/// A [`Placed`] as it is kept: place in the text, left, upper, right, lower, size, font, 1 for vertical, raw (0 for none).
#[derive(Serialize, Deserialize)]
struct Row(u32, f32, f32, f32, f32, f32, u16, u8, u32);

impl From<Row> for Placed {
    fn from(Row(at, x0, y0, x1, y1, size, font, vertical, raw): Row) -> Self {
        let raw = char::from_u32(raw).filter(|c| *c != '\0');
        Self { at, place: Rect { x0, y0, x1, y1 }, size, raw, vertical: vertical == 1, font }
    }
}

impl From<Placed> for Row {
    fn from(placed: Placed) -> Self {
        let Rect { x0, y0, x1, y1 } = placed.place.rounded();
        let size = hundredths(placed.size);
        Self(
            placed.at,
            x0,
            y0,
            x1,
            y1,
            size,
            placed.font,
            placed.vertical.into(),
            placed.raw.map_or(0, u32::from),
        )
    }
}

fn hundredths(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

impl Rect {
    /// Rounded to hundredths of a point, as it is kept.
    #[must_use]
    pub fn rounded(self) -> Self {
        let Self { x0, y0, x1, y1 } = self;
        Self { x0: hundredths(x0), y0: hundredths(y0), x1: hundredths(x1), y1: hundredths(y1) }
    }
}

/// A page of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageShape {
    /// Its text.
    pub range: CharRange,
    /// Page number in the issue, from 1, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
    /// Its characters that are not white space, by place in the text.
    pub chars: Vec<Placed>,
    /// PostScript names of its fonts.
    pub fonts: Vec<String>,
    /// Thin filled or stroked lines, and the edges of boxes.
    pub rules: Vec<Rect>,
    /// Frames and shaded boxes.
    #[serde(default)]
    pub boxes: Vec<Rect>,
    /// Pictures.
    pub pictures: Vec<Rect>,
    /// Runs of its text that stand together under one heading or in one frame, in the order of the text.
    #[serde(default)]
    pub stories: Vec<CharRange>,
    /// Glyphs of which the file does not say what they mean.
    #[serde(default)]
    pub unread: u32,
}
