//! Articles that go on elsewhere: （下转第四版） ends one part, （上接第一版） stands before the other.

use super::articles::Draft;
use super::chars::contains;
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::pieces::Piece;
use super::tagging::Tag;
use crate::issue::Kind;

/// What a part that breaks off inside a sentence gains as the beginning of one that was turned over.
const BREAKS_OFF: f32 = 0.5;

/// Whether a furniture line says that what follows began elsewhere.
pub(super) fn takes_up(piece: &Piece) -> bool {
    let head = &piece.text[..piece.text.len().min(12)];
    piece.tag == Tag::Furniture && (contains(head, "上接") || contains(head, "紧接"))
}

fn turns_over(piece: &Piece) -> bool {
    let head = &piece.text[..piece.text.len().min(12)];
    piece.turn > 0 || piece.tag == Tag::Furniture && (contains(head, "下转") || contains(head, "转第"))
}

/// Joins the parts of such articles.
pub(super) fn join(page: &Page, pieces: &[Piece], drafts: &mut Vec<Draft>) {
    let bodies = |draft: &Draft| -> Vec<usize> {
        draft.pieces.iter().copied().filter(|n| pieces[*n].tag == Tag::Paragraph).collect()
    };
    let strange = |n: &usize| pieces[*n].tag != Tag::Paragraph;
    let articles = |test: &dyn Fn(&[usize]) -> bool| -> Vec<usize> {
        let all = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Article);
        all.filter(|(_, draft)| Some(bodies(draft)).is_some_and(|own| !own.is_empty() && test(&own)))
            .map(|(d, _)| d)
            .collect()
    };
    let mut from = articles(&|own| {
        let Some(last) = own.last() else { return false };
        turns_over(&pieces[*last])
            || (last + 1..pieces.len()).take_while(strange).any(|n| turns_over(&pieces[n]))
    });
    let to = articles(&|own| {
        own.first().is_some_and(|first| (0..*first).rev().take_while(strange).any(|n| takes_up(&pieces[n])))
    });
    let bags: Vec<Bag> = drafts
        .iter()
        .map(|draft| {
            let text: Vec<char> =
                bodies(draft).iter().flat_map(|n| pieces[*n].text.iter().copied().chain(['\n'])).collect();
            Bag::new(&text)
        })
        .collect();
    let weights = Weights::new(bags.iter());
    let mut gone = Vec::new();
    for second in to {
        let open = |d: usize| bodies(&drafts[d]).last().is_some_and(|n| breaks_off(page, &pieces[*n]));
        let suits =
            |d: usize| weights.shared(&bags[d], &bags[second]) + if open(d) { BREAKS_OFF } else { 0.0 };
        let best = from.iter().copied().filter(|d| *d != second && !gone.contains(d));
        let Some(first) = best.max_by(|a, b| suits(*a).total_cmp(&suits(*b)).then(b.cmp(a))) else {
            continue;
        };
        from.retain(|d| *d != first);
        if open(first) {
            let ends = (bodies(&drafts[first]).last().copied(), bodies(&drafts[second]).first().copied());
            if let Some((one, other)) = ends.0.zip(ends.1) {
                drafts[first].joins(one, other);
            }
        }
        let rest = std::mem::replace(&mut drafts[second], Draft::new(Kind::Article, Vec::new()));
        drafts[first].pieces.extend(rest.pieces);
        rest.over.into_iter().for_each(|(one, other)| drafts[first].joins(one, other));
        gone.push(second);
    }
    drafts.retain(|draft| !draft.pieces.is_empty());
}

/// Whether a paragraph ends inside a sentence that can go on in another one: not in one that begins as paragraphs of the page
/// do.
pub(super) fn goes_on_in(page: &Page, piece: &Piece, next: &Piece) -> bool {
    breaks_off(page, piece) && !page.begins(next.first())
}

/// Whether a paragraph ends inside a sentence.
pub(super) fn breaks_off(page: &Page, piece: &Piece) -> bool {
    let end = piece.text.len() - piece.turn.min(piece.text.len());
    let text = &piece.text[..end];
    piece.signature == 0
        && !text.is_empty()
        && !super::chars::is_complete(text)
        && (piece.turn > 0 || page.lines[piece.last()].open())
}
