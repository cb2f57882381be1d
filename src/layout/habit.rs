//! Whether the headings of a page stand above or below their texts.
//!
//! Programs that take a page apart write text frame by frame. Where headings have frames of their own, one program
//! writes them before the text that they belong to, another after it, a third anywhere; but each does so all over the
//! page. Headings whose words are plainly in the text on one side tell which.

use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::pieces::Piece;
use super::tagging::Tag;

/// What is believed before any heading is looked at: headings stand above.
const BEFORE: (f32, f32) = (0.15, 0.20);
/// Characters of the text on either side.
const SIDE: usize = 300;

/// The adjacent headings among the pieces, as first and last piece.
pub(super) fn groups(page: &Page, pieces: &[Piece], heads: &[usize]) -> Vec<(usize, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for &n in heads {
        let line = &page.lines[pieces[n].first()];
        match groups.last_mut() {
            Some((_, last)) if *last + 1 == n && line.blank <= 1 => *last = n,
            _ => groups.push((n, n)),
        }
    }
    groups
}

/// The share of headings that stand above their texts.
pub(super) fn ahead(page: &Page, pieces: &[Piece], weights: &Weights) -> f32 {
    let heads: Vec<usize> = (0..pieces.len()).filter(|n| pieces[*n].tag == Tag::Heading).collect();
    let (mut above, mut all) = BEFORE;
    for (first, last) in groups(page, pieces, &heads) {
        let words: Vec<char> =
            (first..=last).flat_map(|n| pieces[n].text.iter().copied().chain(['\n'])).collect();
        let words = weights.weigh(&Bag::new(&words));
        let side = |order: &mut dyn Iterator<Item = usize>| {
            let mut text = Vec::new();
            for n in order.filter(|n| pieces[*n].tag == Tag::Paragraph) {
                text.extend(pieces[n].text.iter().take(SIDE).copied().chain(['\n']));
                if text.len() > SIDE {
                    break;
                }
            }
            Bag::new(&text)
        };
        let (old, new) = (side(&mut (0..first).rev()), side(&mut (last + 1..pieces.len())));
        let pull = words.covered(&new, &new) - words.covered(&old, &old);
        above += pull.max(0.0);
        all += pull.abs();
    }
    above / all
}
