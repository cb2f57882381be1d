//! Lines become pages, and pages are drawn.

use super::Order;
use super::article::{Copy, Line, Shown};
use super::canvas::{Canvas, Case, Type};
use super::marks;
use super::sheet::{BOTTOM, COLUMN, FOOT, HEAD, LEFT, LETTER, SMALL, TOP};
use crate::desk::fonts::Face;
use crate::strings::Message;
use std::ops::Range;

/// Drawn pages with the type that they use.
pub struct Pages {
    /// The operators of each.
    pub pages: Vec<String>,
    /// The sorts, font by font.
    pub cases: Vec<Case>,
}

/// Where pages end.
fn pages(lines: &[Line]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let (mut y, mut end) = (TOP, start);
        while let Some(line) = lines.get(end) {
            let above = if end == start { 0.0 } else { line.above };
            if y + above + line.height > BOTTOM && end > start {
                break;
            }
            y += above + line.height;
            end += 1;
        }
        if end < lines.len() {
            let loose = (start + 1..=end).rev().find(|cut| !lines[cut - 1].keep);
            end = loose.unwrap_or(end);
        }
        // A rule between two articles is of no use at a page's edge.
        let next = if lines.get(end).is_some_and(parts) { end + 1 } else { end };
        pages.push(start..end);
        start = next;
    }
    pages
}

/// Whether a line parts two articles: a long rule with white above.
fn parts(line: &Line) -> bool {
    matches!(line.shown, Shown::Rule) && line.above > 12.0
}

/// What stands above the text: the paper's name, its date, and the page of it.
pub fn masthead(order: &Order, page: Option<String>) -> String {
    let (title, date) = (order.issue.title.trim(), order.issue.date.trim());
    let mut parts = date.splitn(3, '-').map(|part| part.trim_start_matches('0'));
    let date = match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => {
            let message = Message::new("print.date").with("year", year).with("month", month).with("day", day);
            order.strings.say(&message)
        }
        _ => date.to_owned(),
    };
    let parts = [title.to_owned(), date, page.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

/// Draws all pages; `None` where it was stopped. `number` is the number of the only article.
pub fn draw(copy: &Copy<'_>, number: Option<usize>, go_on: &dyn Fn(f32) -> bool) -> Option<Pages> {
    let mut cases = vec![Case::default(); copy.faces.fonts.len()];
    let ranges = pages(&copy.lines);
    let mut drawn = Vec::with_capacity(ranges.len());
    for (n, range) in ranges.iter().enumerate() {
        if !go_on(0.5 + 0.4 * n as f32 / ranges.len() as f32) {
            return None;
        }
        let mut canvas = Canvas::new(copy.faces, &mut cases);
        let lines = &copy.lines[range.clone()];
        let page = lines.iter().find_map(|line| line.page).map(|page| copy.page_name(page));
        let right = number.map_or_else(String::new, |number| {
            copy.order.strings.say(&Message::new("print.article").with("number", number))
        });
        furniture(&mut canvas, copy, (&masthead(copy.order, page), &right), (n + 1, ranges.len()));
        let mut y = TOP;
        for (m, line) in lines.iter().enumerate() {
            y += if m == 0 { 0.0 } else { line.above };
            draw_line(&mut canvas, copy, line, y);
            y += line.height;
        }
        drawn.push(canvas.operators);
    }
    go_on(0.9).then_some(Pages { pages: drawn, cases })
}

fn furniture(canvas: &mut Canvas<'_>, copy: &Copy<'_>, (left, right): (&str, &str), (n, of): (usize, usize)) {
    let small = Type { face: Face::Serif, size: SMALL, ink: copy.theme.ink2 };
    canvas.furniture(|canvas| {
        canvas.text((LEFT, HEAD.0), small, left);
        let width = copy.faces.width(Face::Serif, SMALL, right);
        canvas.text((LEFT + COLUMN - width, HEAD.0), small, right);
        canvas.bar((LEFT, LEFT + COLUMN), HEAD.1, 0.5, copy.theme.ink4);
        let number = format!("{n} / {of}");
        let width = copy.faces.width(Face::Serif, SMALL, &number);
        canvas.text((LEFT + (COLUMN - width) / 2.0, FOOT), small, &number);
    });
}

fn draw_line(canvas: &mut Canvas<'_>, copy: &Copy<'_>, line: &Line, top: f32) {
    let (piece, row) = match line.shown {
        Shown::Rule => return canvas.bar((LEFT, LEFT + COLUMN), top, 0.5, copy.theme.ink4),
        Shown::ShortRule => return canvas.bar((LEFT, LEFT + 0.25 * COLUMN), top, 0.5, copy.theme.ink4),
        Shown::Row { piece, row } => (&copy.pieces[piece], row),
    };
    let set = &piece.set;
    let range = set.rows[row];
    let at = range.start() as usize..range.end() as usize;
    let baseline = top + set.baseline();
    marks::draw(canvas, (LEFT, top), set, range, &piece.marks, copy.theme.zhu);
    for wrong in piece.read.iter().filter_map(|read| read.intersection(range)) {
        for place in wrong.positions().filter_map(|at| set.places.get(at as usize)) {
            let x = LEFT + place.left + 0.74 * (place.right - place.left);
            canvas.ring((x, baseline - 0.98 * set.size), 1.4, copy.theme.zhu);
        }
    }
    if let Some(number) = piece.number.filter(|_| row == 0) {
        let number = number.to_string();
        let width = copy.faces.width(Face::Sans, LETTER + 1.0, &number);
        let small = Type { face: Face::Sans, size: LETTER + 1.0, ink: copy.theme.ink3 };
        canvas.outline((LEFT - 10.0 - width, baseline), small, &number);
    }
    let set_in = Type { face: set.style.face, size: set.size, ink: piece.ink };
    canvas.row((LEFT, baseline), set_in, &set.chars[at.clone()], &set.places[at]);
}
