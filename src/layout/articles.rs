//! Pieces become articles: borders between paragraphs, homes for bylines and captions, notices, quotes, teasers.
//!
//! Bodies stand on the page in reading order, so an article is a run of paragraphs; what matters is where one run ends.
//! Bylines first choose whether they open what follows or close what precedes ([`sides`]); then every two neighbouring
//! paragraphs get a score for a border between them ([`Borders::score`]). Headings are left over for `headings`.

use super::actors::Actors;
use super::borders::Borders;
use super::chars::{any, contains, starts_with};
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::notices;
use super::pieces::Piece;
use super::segment::{Cut, Material, Start};
use super::tagging::Tag;
use super::{Mentions, habit, turns};
use crate::issue::{Kind, Role};

/// Paragraphs on either side among which a caption looks for what it speaks about.
const CAPTION_REACH: usize = 16;

/// An article in the making: indices of pieces.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Kickers, headlines, subheadlines in the order of the page, with the margin of each.
    pub heads: Vec<(usize, f32)>,
    /// Everything else in reading order.
    pub pieces: Vec<usize>,
    /// Margin of its first border.
    pub margin: f32,
    /// Paragraphs that go on in others, which stand elsewhere.
    pub over: Vec<(usize, usize)>,
    /// Roles of `heads` where the page shows them; empty where the words must tell.
    pub roles: Vec<Role>,
}

impl Draft {
    /// An article of `pieces` without headings.
    pub fn new(kind: Kind, pieces: Vec<usize>) -> Self {
        Self { kind, heads: Vec::new(), pieces, margin: 4.0, over: Vec::new(), roles: Vec::new() }
    }

    /// Paragraph `first` goes on in `second`, unless one of them is joined so already.
    pub fn joins(&mut self, first: usize, second: usize) {
        if self.over.iter().all(|(one, other)| *one != first && *other != second) {
            self.over.push((first, second));
        }
    }
}

/// Which way a byline looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It belongs to what follows.
    Opens,
    /// It belongs to what precedes.
    Closes,
}

/// Builds all articles; pieces tagged as headings that have no home yet are returned beside them.
pub(super) fn build(page: &Page, pieces: &[Piece], mentions: &dyn Mentions) -> (Vec<Draft>, Vec<usize>) {
    let ground = Ground::new(page, pieces, mentions);
    let cut = ground.material.cut(&page.weights.cut, None);
    let (drafts, heads, _) = ground.articles(&cut);
    (drafts, heads)
}

/// A page whose articles only have to be cut.
pub(super) struct Ground<'a> {
    page: &'a Page,
    pieces: &'a [Piece],
    drafts: Vec<Draft>,
    sides: Vec<Option<Side>>,
    homes: Vec<usize>,
    heads: Vec<usize>,
    /// The paragraphs of articles, in order.
    pub bodies: Vec<usize>,
    /// What speaks for a border before each.
    pub material: Material,
    /// Who and what they speak of.
    pub actors: Actors,
}

impl<'a> Ground<'a> {
    /// Everything that the tags alone tell, and the evidence for the rest.
    pub fn new(page: &'a Page, pieces: &'a [Piece], mentions: &dyn Mentions) -> Self {
        let (mut drafts, taken) = fixed(pieces);
        let heads: Vec<usize> = of(pieces, Tag::Heading).filter(|n| !taken.contains(n)).collect();
        let all: Vec<usize> = of(pieces, Tag::Paragraph).collect();
        let sides = sides(page, pieces);
        let bags: Vec<Bag> = all.iter().map(|n| Bag::new(&pieces[*n].text)).collect();
        let weights = Weights::new(bags.iter());
        let none = Actors::default();
        let borders = Borders {
            page,
            pieces,
            bodies: &all,
            sides: &sides,
            weights: &weights,
            actors: &none,
            signed: 0.0,
            ahead: habit::ahead(page, pieces, &weights),
        };
        let (homes, bodies) = notices(&borders, &mut drafts);
        let signs = sides.iter().filter(|side| **side == Some(Side::Opens)).count()
            + bodies.iter().filter(|n| pieces[**n].dateline > 0).count();
        let signed = (signs as f32 / (0.7 * heads.len() as f32).max(1.0)).min(1.0);
        let actors = Actors::new(bodies.iter().map(|n| pieces[*n].text.as_slice()), mentions);
        let borders = Borders { bodies: &bodies, actors: &actors, signed, ..borders };
        let material = Material::new(&borders, &heads);
        Self { page, pieces, drafts, sides, homes, heads, bodies, material, actors }
    }

    /// The articles that a cut makes, the headings, and the material, which is needed no longer.
    pub fn articles(mut self, cut: &Cut) -> (Vec<Draft>, Vec<usize>, Material) {
        for (k, &body) in self.bodies.iter().enumerate() {
            let home = match cut.starts[k] {
                Start::On => k.checked_sub(1).map(|n| self.homes[self.bodies[n]]),
                Start::Rest(end) => end.checked_sub(1).map(|n| self.homes[self.bodies[n]]),
                Start::New => None,
            };
            let home = home.unwrap_or_else(|| {
                self.drafts.push(Draft::new(Kind::Article, Vec::new()));
                self.drafts.len() - 1
            });
            if let Start::Rest(end) = cut.starts[k] {
                let last = end.checked_sub(1).map(|n| self.bodies[n]);
                let goes_on = |n: &usize| turns::goes_on_in(self.page, &self.pieces[*n], &self.pieces[body]);
                if let Some(last) = last.filter(goes_on) {
                    self.drafts[home].joins(last, body);
                }
            }
            if let Some(draft) = self.drafts.get_mut(home) {
                draft.pieces.push(body);
                let end = cut.margins.get(k + 1).copied().unwrap_or(f32::MAX);
                draft.margin = draft.margin.min(cut.margins[k]).min(end);
            }
            self.homes[body] = home;
        }
        let loose = bylines_and_captions(self.pieces, &self.sides, &mut self.homes, &mut self.drafts);
        self.drafts.extend(loose);
        turns::join(self.page, self.pieces, &mut self.drafts);
        (self.drafts, self.heads, self.material)
    }
}

/// Gives notices the paragraphs that are theirs; the homes of the pieces, and the paragraphs that are left.
fn notices(borders: &Borders, drafts: &mut [Draft]) -> (Vec<usize>, Vec<usize>) {
    let mut homes = vec![usize::MAX; borders.pieces.len()];
    let mut bodies = Vec::new();
    for (k, &body) in borders.bodies.iter().enumerate() {
        let notice = drafts.iter().position(|draft| {
            draft.kind == Kind::Notice && draft.pieces.last() == Some(&(body.wrapping_sub(1)))
        });
        match notice.filter(|notice| borders.is_notice(k, &drafts[*notice])) {
            Some(notice) => {
                drafts[notice].pieces.push(body);
                homes[body] = notice;
            }
            None => bodies.push(body),
        }
    }
    (homes, bodies)
}

fn of(pieces: &[Piece], tag: Tag) -> impl Iterator<Item = usize> {
    pieces.iter().enumerate().filter(move |(_, piece)| piece.tag == tag).map(|(n, _)| n)
}

/// Quotes, notices, teasers, furniture: what the tags alone tell. Also the headings that they took.
fn fixed(pieces: &[Piece]) -> (Vec<Draft>, Vec<usize>) {
    let (mut drafts, mut taken) = (Vec::<Draft>::new(), Vec::new());
    let mut before = None;
    let (mut in_row, mut in_notice) = (false, false);
    for (n, piece) in pieces.iter().enumerate() {
        let follows = |tags: &[Tag]| before.is_some_and(|tag| tags.contains(&tag));
        let joined = match piece.tag {
            Tag::Attribution => follows(&[Tag::Quote, Tag::Attribution]),
            Tag::Quote => follows(&[Tag::Quote]),
            Tag::NoticeBody => follows(&[Tag::NoticeHead, Tag::NoticeBody]),
            Tag::Teaser => in_row && follows(&[Tag::TeaserHead, Tag::Teaser]),
            Tag::Furniture => follows(&[Tag::Furniture]),
            Tag::Closing => follows(&[Tag::NoticeHead, Tag::NoticeBody, Tag::Closing]) && in_notice,
            _ => false,
        };
        in_row = piece.tag == Tag::TeaserHead || (in_row && piece.tag == Tag::Teaser);
        in_notice = matches!(piece.tag, Tag::NoticeHead | Tag::NoticeBody)
            || (in_notice && piece.tag == Tag::Closing);
        let kind = match piece.tag {
            Tag::Quote | Tag::Attribution => Kind::Quote,
            Tag::NoticeHead | Tag::NoticeBody => Kind::Notice,
            Tag::TeaserHead | Tag::Teaser => Kind::Teaser,
            Tag::Furniture => Kind::Furniture,
            Tag::Closing if joined => Kind::Notice,
            _ => {
                before = Some(piece.tag);
                continue;
            }
        };
        if let Some(draft) = drafts.last_mut().filter(|_| joined) {
            draft.pieces.push(n);
        } else {
            let mut draft = Draft::new(kind, vec![n]);
            if piece.tag == Tag::Quote && n > 0 && names_a_column(&pieces[n - 1]) {
                draft.heads.push((n - 1, pieces[n - 1].margin));
                taken.push(n - 1);
            }
            drafts.push(draft);
        }
        before = Some(piece.tag);
    }
    (drafts, taken)
}

fn names_a_column(piece: &Piece) -> bool {
    piece.tag == Tag::Heading && (notices::is_column_name(&piece.text) || piece.text.len() <= 6)
}

/// Which way every byline looks.
fn sides(page: &Page, pieces: &[Piece]) -> Vec<Option<Side>> {
    let mut opened = false;
    let mut sides: Vec<Option<Side>> = Vec::with_capacity(pieces.len());
    for (n, piece) in pieces.iter().enumerate() {
        let side = (piece.tag == Tag::Byline).then(|| {
            let score = opening(page, pieces, n, opened);
            if score >= 0.0 { Side::Opens } else { Side::Closes }
        });
        match (piece.tag, side) {
            (_, Some(Side::Opens)) => opened = true,
            (_, Some(Side::Closes)) => opened = false,
            (Tag::Paragraph, _) => opened |= piece.dateline > 0,
            _ => {}
        }
        sides.push(side);
    }
    sides
}

/// The evidence that byline `n` opens what follows.
fn opening(page: &Page, pieces: &[Piece], n: usize, opened: bool) -> f32 {
    let next = pieces[n + 1..].iter().find(|piece| piece.tag != Tag::Byline);
    let before = n.checked_sub(1).map(|k| &pieces[k]);
    let text = &pieces[n].text;
    let bracketed = is_bracketed(text);
    let role = any(text, "记者 通讯员 文/ 文／ 评论员 特派员 报道组", contains);
    let mut sum = match next.map(|piece| (piece.tag, piece.dateline > 0)) {
        Some((Tag::Paragraph, false)) => 2.0,
        Some((Tag::Paragraph, true)) => -1.5,
        Some((Tag::Heading | Tag::Caption, _)) => -0.5,
        _ => -2.0,
    };
    sum += if bracketed { -3.0 } else { 0.0 };
    sum += if role { 1.0 } else { -1.2 };
    // An article is signed once: where what follows has a signature of its own, this is not its byline.
    let signed =
        |piece: &&Piece| piece.signature > 0 || (piece.tag == Tag::Byline && is_bracketed(&piece.text));
    let own = pieces[n + 1..]
        .iter()
        .take(14)
        .find(|piece| piece.dateline > 0 || piece.tag == Tag::Byline || piece.signature > 0);
    sum += if !opened && own.as_ref().is_some_and(signed) { -5.0 } else { 0.0 };
    sum += if starts_with(text, "读者") { -2.5 } else { 0.0 };
    sum += match before.map(|piece| piece.tag) {
        Some(Tag::Heading) => 1.6,
        Some(Tag::Paragraph) if !opened => -1.2,
        None => 2.0,
        _ => 0.0,
    };
    if let Some(next) = next {
        let line = &page.lines[pieces[n].first()];
        let tight = page.lines[next.first()].blank;
        sum += if line.blank > tight { 0.5 } else { 0.0 } - if line.blank < tight { 0.8 } else { 0.0 };
    }
    sum
}

fn is_bracketed(text: &[char]) -> bool {
    matches!(text.first(), Some('（' | '(')) && matches!(text.last(), Some('）' | ')'))
}

/// Articles that only offer or announce something are notices although no heading says so; the heading of a notice that
/// has lost its text takes the one that suits it best.
pub(super) fn advertise(drafts: &mut Vec<Draft>, pieces: &[Piece]) {
    let mut loose = Vec::new();
    for (n, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.kind == Kind::Article) {
        let told = |tag| draft.pieces.iter().map(|n| &pieces[*n]).filter(move |piece| piece.tag == tag);
        let reported = told(Tag::Byline).count() > 0 || told(Tag::Paragraph).any(|piece| piece.dateline > 0);
        let text: Vec<char> = told(Tag::Paragraph).flat_map(|piece| piece.text.iter().copied()).collect();
        if !reported && !text.is_empty() && text.len() <= 240 && notices::offers(&text) >= 2 {
            draft.kind = Kind::Notice;
            if draft.heads.is_empty() {
                loose.push((n, Bag::new(&text)));
            }
        }
    }
    let weights = Weights::new(loose.iter().map(|(_, bag)| bag));
    let alone = |draft: &Draft| {
        draft.kind == Kind::Notice
            && draft.pieces.len() == 1
            && pieces[draft.pieces[0]].tag == Tag::NoticeHead
    };
    for n in 0..drafts.len() {
        if !alone(&drafts[n]) {
            continue;
        }
        let head = Bag::new(&pieces[drafts[n].pieces[0]].text);
        let shared = |bag: &Bag| weights.covered(&head, bag, bag);
        let best = (0..loose.len()).max_by(|a, b| {
            let far = |k: usize| drafts[loose[k].0].pieces[0].abs_diff(drafts[n].pieces[0]);
            shared(&loose[*a].1).total_cmp(&shared(&loose[*b].1)).then(far(*b).cmp(&far(*a)))
        });
        if let Some(best) = best {
            let text = std::mem::take(&mut drafts[loose.swap_remove(best).0].pieces);
            drafts[n].pieces.extend(text);
        }
    }
    drafts.retain(|draft| !(draft.pieces.is_empty() && draft.heads.is_empty()));
}

/// Gives bylines and captions their homes; those without any body make articles of their own.
fn bylines_and_captions(
    pieces: &[Piece],
    sides: &[Option<Side>],
    homes: &mut [usize],
    drafts: &mut [Draft],
) -> Vec<Draft> {
    let taken: Vec<usize> = drafts.iter().flat_map(|draft| draft.pieces.iter().copied()).collect();
    let mut loose = Vec::new();
    for n in 0..pieces.len() {
        let body = |k: &usize| pieces[*k].tag == Tag::Paragraph;
        let before = || (0..n).rev().find(body);
        let after = || (n + 1..pieces.len()).find(body);
        let home = match (pieces[n].tag, sides[n]) {
            (Tag::Byline, Some(Side::Opens)) => after().or_else(before),
            (Tag::Byline, _) => before().or_else(after),
            (Tag::Closing | Tag::Table, _) if !taken.contains(&n) => before().or_else(after),
            (Tag::Caption, _) => nearest(pieces, n, before(), after()),
            _ => continue,
        };
        match home {
            Some(home) => {
                homes[n] = homes[home];
                let draft = &mut drafts[homes[home]];
                draft.pieces.push(n);
            }
            None => loose.push(Draft::new(Kind::Article, vec![n])),
        }
    }
    for draft in drafts.iter_mut() {
        draft.pieces.sort_unstable_by_key(|n| pieces[*n].first());
    }
    loose
}

/// The body that a caption speaks about: the one before it, unless another one says clearly more of its words.
fn nearest(pieces: &[Piece], n: usize, before: Option<usize>, after: Option<usize>) -> Option<usize> {
    let (Some(a), Some(b)) = (before, after) else { return before.or(after) };
    let body = |k: &usize| pieces[*k].tag == Tag::Paragraph;
    let near: Vec<usize> = (0..n).rev().filter(body).take(CAPTION_REACH).collect();
    let far: Vec<usize> =
        near.into_iter().chain((n + 1..pieces.len()).filter(body).take(CAPTION_REACH)).collect();
    let caption = Bag::new(&pieces[n].text);
    let bags: Vec<Bag> = far.iter().map(|k| Bag::new(&pieces[*k].text)).collect();
    let weights = Weights::new(bags.iter());
    let pull = |k: usize| {
        let own = far
            .iter()
            .position(|n| *n == k)
            .map_or(0.0, |at| weights.covered(&caption, &bags[at], &bags[at]));
        own + if k == a { 0.1 } else { 0.0 } + if k == a || k == b { 0.06 } else { 0.0 }
    };
    far.iter().copied().max_by(|x, y| pull(*x).total_cmp(&pull(*y)).then(n.abs_diff(*y).cmp(&n.abs_diff(*x))))
}
