//! Tagged lines gathered into pieces: one paragraph, one heading, one byline … each with its lines in reading order.
//!
//! An interrupted paragraph is one piece whose lines are not adjacent; what interrupts it are pieces of their own that
//! stand later in the list than it and begin before its last line.

use super::cues::spaced;
use super::lines::Page;
use super::tagging::{Tag, Tagged};
use super::{bylines, furniture};
use crate::text::is_space;

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// What it is; never [`Tag::Resumed`].
    pub tag: Tag,
    /// Its lines.
    pub lines: Vec<usize>,
    /// Its characters without white space.
    pub text: Vec<char>,
    /// Characters of the dateline that it begins with.
    pub dateline: usize,
    /// Characters of the byline in brackets that it ends with.
    pub signature: usize,
    /// Characters of 下转… that it ends with.
    pub turn: usize,
    /// Least margin of its lines' tags.
    pub margin: f32,
}

impl Piece {
    /// First line.
    pub fn first(&self) -> usize {
        self.lines.first().copied().unwrap_or_default()
    }

    /// Last line.
    pub fn last(&self) -> usize {
        self.lines.last().copied().unwrap_or_default()
    }
}

/// Gathers the lines of `page`.
pub(super) fn gather(page: &Page, tagged: &[Tagged], source: &[char]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut current, mut paragraph) = (0, None);
    for (n, tag) in tagged.iter().enumerate() {
        let home = match (tag.tag, paragraph) {
            (Tag::Resumed, Some(paragraph)) => Some(paragraph),
            _ if tag.goes_on && !pieces.is_empty() => Some(current),
            _ => None,
        };
        let home = home.unwrap_or_else(|| {
            let tag = if tag.tag == Tag::Resumed { Tag::Paragraph } else { tag.tag };
            let empty = Piece {
                tag,
                lines: vec![],
                text: vec![],
                dateline: 0,
                signature: 0,
                turn: 0,
                margin: f32::MAX,
            };
            pieces.push(empty);
            pieces.len() - 1
        });
        current = home;
        pieces[home].lines.push(n);
        pieces[home].text.extend_from_slice(&page.lines[n].dense);
        pieces[home].margin = pieces[home].margin.min(tag.margin);
        if pieces[home].tag == Tag::Paragraph {
            paragraph = Some(home);
        }
    }
    for piece in &mut pieces {
        if matches!(piece.tag, Tag::Paragraph | Tag::NoticeBody) {
            ends(piece, page, source);
        }
    }
    pieces
}

/// Moves a line to the end of another piece; nothing is moved where either index is out of reach or the line is the
/// piece's only one.
pub(super) fn give(
    pieces: &mut [Piece],
    (from, to): (usize, usize),
    line: usize,
    page: &Page,
    source: &[char],
) {
    let alone = pieces.get(from).is_none_or(|piece| piece.lines.len() < 2 || !piece.lines.contains(&line));
    if alone || to >= pieces.len() {
        return;
    }
    pieces[from].lines.retain(|n| *n != line);
    pieces[to].lines.push(line);
    for n in [from, to] {
        let piece = &mut pieces[n];
        piece.text = piece.lines.iter().flat_map(|line| &page.lines[*line].dense).copied().collect();
        if matches!(piece.tag, Tag::Paragraph | Tag::NoticeBody) {
            ends(piece, page, source);
        }
    }
}

/// Finds what a paragraph begins and ends with.
fn ends(piece: &mut Piece, page: &Page, source: &[char]) {
    let solid = |text: &[char]| text.iter().filter(|c| !is_space(**c)).count();
    let joined = |lines: &[usize]| -> Vec<char> {
        lines.iter().flat_map(|n| spaced(source, &page.lines[*n], 200)).collect()
    };
    let head = joined(&piece.lines[..piece.lines.len().min(4)]);
    let found = bylines::dateline(&head).map_or(0, |len| solid(&head[..len]));
    piece.dateline = if found < piece.text.len() && piece.tag == Tag::Paragraph { found } else { 0 };
    let long = piece.lines.last().is_some_and(|n| page.lines[*n].dense.len() > 190);
    if long {
        return;
    }
    let mut tail = joined(&piece.lines[piece.lines.len().saturating_sub(4)..]);
    if let Some(at) = furniture::turn(&tail).filter(|at| *at > 0) {
        piece.turn = solid(&tail[at..]);
        tail.truncate(at);
    }
    while tail.last().is_some_and(|c| is_space(*c)) {
        tail.pop();
    }
    piece.signature = bylines::signature(&tail).map_or(0, |at| solid(&tail[at..]));
    if piece.dateline + piece.signature + piece.turn >= piece.text.len() {
        (piece.dateline, piece.signature, piece.turn) = (0, 0, 0);
    }
}
