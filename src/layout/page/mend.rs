//! Stories of the page laid over the articles that the words make.

use super::super::articles::Draft;
use super::super::lines::Page;
use super::super::notices;
use super::super::pieces::{self, Piece};
use super::super::tagging::Tag;
use super::look::Look;
use crate::issue::{Kind, Role};

/// The margin of what geometry alone decides.
const SURE: f32 = 1.0;

/// Texts over several columns begin in all of them at one height. A line in a later column that stands higher, beside the
/// unfinished end of the piece above, is that piece's.
pub(super) fn columns(pieces: &mut [Piece], page: &Page, looks: &[Look], source: &[char]) {
    let mut moves = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        let begin = looks[piece.first()].place;
        let half = (begin.y1 - begin.y0) / 2.0;
        for &line in &piece.lines[1..] {
            let place = looks[line].place;
            let higher = place.x0 > begin.x1 && (begin.y0 - 5.0 * half..begin.y0 - half).contains(&place.y0);
            let ends_beside = |other: &Piece| {
                let end = looks[other.last()].place;
                let text = matches!(other.tag, Tag::Paragraph | Tag::NoticeBody);
                text && (end.y0 - place.y0).abs() < half
                    && end.x1 < place.x0
                    && page.lines[other.last()].open()
            };
            let above = (0..n).rev().take(3).find(|above| ends_beside(&pieces[*above]));
            moves.extend(above.filter(|_| higher).map(|above| ((n, above), line)));
        }
    }
    for (way, line) in moves {
        pieces::give(pieces, way, line, page, source);
    }
}

fn story(piece: &Piece, looks: &[Look]) -> usize {
    looks.get(piece.first()).map_or(0, |look| look.story)
}

/// Parts articles that reach from one headed story into another, and joins articles of one story between which neither
/// heading nor byline stands.
pub(super) fn by_stories(drafts: Vec<Draft>, pieces: &[Piece], looks: &[Look]) -> Vec<Draft> {
    let heads: Vec<(usize, usize)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| matches!(piece.tag, Tag::Heading | Tag::NoticeHead))
        .map(|(n, piece)| (story(piece, looks), n))
        .collect();
    let headed = |story: usize| heads.iter().any(|head| head.0 == story);
    let between = |a: usize, b: usize| heads.iter().any(|head| (a.min(b)..a.max(b)).contains(&head.1));
    let mut parted = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if draft.kind == Kind::Article {
            part(draft, pieces, looks, &headed, &mut parted);
        } else {
            parted.push(draft);
        }
    }
    let mut joined: Vec<Draft> = Vec::with_capacity(parted.len());
    for draft in parted {
        let home = joined.iter().rposition(|other| follows(other, &draft, pieces, looks, &between));
        match home {
            Some(home) => {
                joined[home].pieces.extend(draft.pieces);
                joined[home].pieces.sort_unstable_by_key(|n| pieces[*n].first());
            }
            None => joined.push(draft),
        }
    }
    captions_home(joined, pieces, looks)
}

/// Gives captions that stand alone to the text of their story.
fn captions_home(drafts: Vec<Draft>, pieces: &[Piece], looks: &[Look]) -> Vec<Draft> {
    let alone = |draft: &Draft| {
        draft.kind == Kind::Article && draft.pieces.iter().all(|n| pieces[*n].tag == Tag::Caption)
    };
    let (captions, mut homes): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(alone);
    for draft in captions {
        let here = draft.pieces.first().map(|n| story(&pieces[*n], looks));
        let home = homes.iter_mut().find(|home| {
            home.kind == Kind::Article && home.pieces.iter().any(|n| Some(story(&pieces[*n], looks)) == here)
        });
        match home {
            Some(home) => {
                home.pieces.extend(draft.pieces);
                home.pieces.sort_unstable_by_key(|n| pieces[*n].first());
            }
            None => homes.push(draft),
        }
    }
    homes.sort_by_key(|draft| draft.pieces.first().map(|n| pieces[*n].first()));
    homes
}

/// Cuts an article before every paragraph, byline or caption that stands in another story with a heading of its own.
fn part(
    draft: Draft,
    pieces: &[Piece],
    looks: &[Look],
    headed: &dyn Fn(usize) -> bool,
    parted: &mut Vec<Draft>,
) {
    let mut rest = draft.pieces.iter().copied();
    let Some(first) = rest.next() else { return parted.push(draft) };
    let mut current =
        Draft { pieces: vec![first], heads: draft.heads.clone(), ..Draft::new(draft.kind, Vec::new()) };
    current.margin = draft.margin;
    let mut home = story(&pieces[first], looks);
    for n in rest {
        let here = story(&pieces[n], looks);
        if here != home && headed(here) {
            let next = Draft { margin: SURE * 4.0, ..Draft::new(draft.kind, vec![n]) };
            parted.push(std::mem::replace(&mut current, next));
            home = here;
        } else {
            current.pieces.push(n);
        }
    }
    parted.push(current);
}

/// Whether `draft` goes on with `other` in the same story.
fn follows(
    other: &Draft,
    draft: &Draft,
    pieces: &[Piece],
    looks: &[Look],
    between: &dyn Fn(usize, usize) -> bool,
) -> bool {
    let (Some(&last), Some(&first)) = (other.pieces.last(), draft.pieces.first()) else { return false };
    let (a, b) = (&pieces[last], &pieces[first]);
    let text = |n: &&usize| pieces[**n].tag == Tag::Paragraph;
    let begins = draft
        .pieces
        .iter()
        .find(text)
        .is_some_and(|n| pieces[*n].dateline > 0 || notices::is_salutation(&pieces[*n].text));
    let signed = b.tag == Tag::Byline || a.signature > 0 || a.tag == Tag::Byline && other.pieces.len() > 1;
    let kinds = match (other.kind, draft.kind) {
        (Kind::Article, Kind::Article) => !signed,
        (Kind::Notice, Kind::Article) => {
            draft.pieces.iter().all(|n| matches!(pieces[*n].tag, Tag::Paragraph | Tag::Closing))
        }
        _ => false,
    };
    kinds
        && !begins
        && story(a, looks) == story(b, looks)
        && looks[a.first()].size > 0.0
        && !between(last, first)
}

/// Gives each heading to the article under it in its story; those of stories without an article are returned.
pub(super) fn give_headings(
    heads: &[usize],
    drafts: &mut [Draft],
    pieces: &[Piece],
    looks: &[Look],
) -> Vec<usize> {
    let mut homeless = Vec::new();
    for &head in heads {
        let here = story(&pieces[head], looks);
        let in_story = |draft: &Draft| {
            let first = draft.pieces.iter().copied().find(|n| story(&pieces[*n], looks) == here)?;
            matches!(draft.kind, Kind::Article | Kind::Notice).then_some(first)
        };
        let found = drafts.iter().enumerate().filter_map(|(n, draft)| Some((n, in_story(draft)?)));
        // The first one below it, else the last one above it: an upright heading may come after its text.
        let best =
            found.min_by_key(|(_, first)| if *first > head { (0, first - head) } else { (1, head - first) });
        match best {
            Some((n, _)) => drafts[n].heads.push((head, SURE)),
            None => homeless.push(head),
        }
    }
    homeless
}

/// Says by their sizes what an article's headings are: the largest is the headline, what precedes it kickers, what
/// follows it subheadlines. Where sizes do not tell, the words do.
pub(super) fn roles(drafts: &mut [Draft], pieces: &[Piece], looks: &[Look]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind != Kind::Quote) {
        draft.heads.sort_unstable_by_key(|head| head.0);
        let sizes: Vec<f32> = draft.heads.iter().map(|head| looks[pieces[head.0].first()].size).collect();
        let most = sizes.iter().copied().fold(0.0, f32::max);
        let largest: Vec<usize> = (0..sizes.len()).filter(|n| sizes[*n] > most * 0.94).collect();
        let ([headline], true) = (largest.as_slice(), sizes.len() > 1) else { continue };
        let role = |n: usize| match n.cmp(headline) {
            std::cmp::Ordering::Less => Role::Kicker,
            std::cmp::Ordering::Equal => Role::Headline,
            std::cmp::Ordering::Greater => Role::Subheadline,
        };
        draft.roles = (0..sizes.len()).map(role).collect();
    }
}
