//! Pieces become articles: borders between paragraphs, homes for bylines and captions, notices, quotes, teasers.
//!
//! Bodies stand on the page in reading order, so an article is a run of paragraphs; what matters is where one run ends.
//! Bylines first choose whether they open what follows or close what precedes ([`sides`]); then every two neighbouring
//! paragraphs get a score for a border between them ([`Borders::score`]). Headings are left over for `headings`.

use super::chars::{any, contains, is_digit, starts_with};
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::notices;
use super::pieces::Piece;
use super::tagging::Tag;
use crate::issue::Kind;

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
}

impl Draft {
    /// An article of `pieces` without headings.
    pub fn new(kind: Kind, pieces: Vec<usize>) -> Self {
        Self { kind, heads: Vec::new(), pieces, margin: 4.0 }
    }
}

/// Which way a byline looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
}

/// Builds all articles; pieces tagged as headings that have no home yet are returned beside them.
pub(super) fn build(page: &Page, pieces: &[Piece]) -> (Vec<Draft>, Vec<usize>) {
    let (mut drafts, taken) = fixed(pieces);
    let bodies: Vec<usize> = of(pieces, Tag::Paragraph).collect();
    let sides = sides(page, pieces);
    let bags: Vec<Bag> = bodies.iter().map(|n| Bag::new(&pieces[*n].text)).collect();
    let weights = Weights::new(bags.iter());
    let borders = Borders { page, pieces, bodies: &bodies, sides: &sides, weights: &weights };
    let mut homes = vec![usize::MAX; pieces.len()];
    for (k, &body) in bodies.iter().enumerate() {
        let notice = drafts.iter().position(|draft| {
            draft.kind == Kind::Notice && draft.pieces.last() == Some(&(body.wrapping_sub(1)))
        });
        if let Some(notice) = notice.filter(|notice| borders.is_notice(k, &drafts[*notice])) {
            drafts[notice].pieces.push(body);
            homes[body] = notice;
            continue;
        }
        let score = if k == 0 || drafts.last().is_none_or(|draft| draft.kind != Kind::Article) {
            4.0
        } else {
            borders.score(k)
        };
        if score > 0.0 {
            drafts.push(Draft { margin: score, ..Draft::new(Kind::Article, Vec::new()) });
        }
        if let Some(draft) = drafts.last_mut() {
            draft.pieces.push(body);
            draft.margin = draft.margin.min(score.abs());
        }
        homes[body] = drafts.len() - 1;
    }
    let loose = bylines_and_captions(pieces, &sides, &mut homes, &mut drafts);
    drafts.extend(loose);
    let heads = of(pieces, Tag::Heading).filter(|n| !taken.contains(n)).collect();
    (drafts, heads)
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

struct Borders<'a> {
    page: &'a Page,
    pieces: &'a [Piece],
    bodies: &'a [usize],
    sides: &'a [Option<Side>],
    weights: &'a Weights,
}

impl Borders<'_> {
    fn piece(&self, k: usize) -> &Piece {
        &self.pieces[self.bodies[k]]
    }

    /// The evidence for a border before body `k`; above 0 there is one.
    fn score(&self, k: usize) -> f32 {
        let w = &self.page.weights.cut;
        let (before, after) = (self.piece(k - 1), self.piece(k));
        let between = || {
            let from = self.bodies[k - 1] + 1;
            (from..self.bodies[k]).filter(|n| self.pieces[*n].first() > before.last())
        };
        let mut sum = w.base;
        let opens = between().any(|n| self.sides[n] == Some(Side::Opens));
        let closes = between().any(|n| self.sides[n] == Some(Side::Closes)) || before.signature > 0;
        sum += if opens { w.byline } else { 0.0 };
        sum += if closes && !opens {
            w.signature * if starts_note(&after.text) { 0.2 } else { 1.0 }
        } else {
            0.0
        };
        sum += if after.dateline > 0 { w.dateline } else { 0.0 };
        sum += if notices::is_salutation(&after.text) { w.salutation } else { 0.0 };
        sum += if between()
            .any(|n| self.pieces[n].tag == Tag::Furniture && starts_turned(&self.pieces[n].text))
        {
            w.turned
        } else {
            0.0
        };
        let (a, b) = (&self.page.lines[before.last()], &self.page.lines[after.first()]);
        sum += if (before.last() + 1..=after.first()).any(|n| self.page.lines[n].page_start) {
            w.page
        } else {
            0.0
        };
        sum += if leads(&after.text) { w.lead } else { 0.0 };
        sum += if goes_on(&after.text) || starts_note(&after.text) { w.goes_on } else { 0.0 };
        let widths = (self.column(before) - self.column(after)).abs();
        sum += if widths > 2.0 { w.width } else { 0.0 };
        sum += if a.indented() != b.indented() && before.lines.len() == 1 { w.indent } else { 0.0 };
        if opens || after.dateline > 0 {
            return sum;
        }
        let heads: Vec<usize> = between().filter(|n| self.pieces[*n].tag == Tag::Heading).collect();
        let old = Bag::new(&self.text((0..k).rev(), k, 400));
        let new = Bag::new(&self.text(k..self.bodies.len(), k, 300));
        if heads.last().is_some_and(|n| self.pieces[*n].last() + 1 == after.first()) {
            let words: Vec<char> =
                heads.iter().flat_map(|n| self.pieces[*n].text.iter().copied().chain(['\n'])).collect();
            let words = Bag::new(&words);
            let (to_new, to_old) =
                (self.weights.covered(&words, &new, &new), self.weights.covered(&words, &old, &old));
            let pull = to_new - to_old;
            sum += if to_new.max(to_old) > 0.05 { w.heading } else { w.strange_heading };
            sum += w.heading_words * (pull * 4.0).clamp(-1.0, 1.0);
        }
        let parts = |n: usize| {
            matches!(self.pieces[n].tag, Tag::Heading | Tag::NoticeHead | Tag::Quote | Tag::TeaserHead)
        };
        sum += if between().any(parts) { w.between } else { 0.0 };
        sum += if b.blank > 1 { w.gap } else { 0.0 };
        sum + w.cohesion * (self.weights.shared(&old, &new).min(0.5) - 0.25)
    }

    /// Whether body `k`, directly after a notice, is its second paragraph.
    fn is_notice(&self, k: usize, notice: &Draft) -> bool {
        let w = &self.page.weights.cut;
        let piece = self.piece(k);
        if piece.dateline > 0 || notices::is_salutation(&piece.text) {
            return false;
        }
        let told: Vec<char> =
            notice.pieces.iter().flat_map(|n| self.pieces[*n].text.iter().copied()).collect();
        let shared = self.weights.shared(&Bag::new(&told), &Bag::new(&piece.text));
        let mut sum = w.after_notice + w.cohesion * (shared.min(0.5) - 0.25);
        sum += if leads(&piece.text) { w.lead } else { 0.0 };
        sum += if self.page.lines[piece.first()].blank > 1 { w.gap } else { 0.0 };
        sum < 0.0
    }

    fn column(&self, piece: &Piece) -> f32 {
        piece.lines.iter().take(6).map(|n| self.page.lines[*n].right()).fold(0.0, f32::max)
    }

    /// Text of the bodies `order` up to `limit` characters, not beyond the next sure border.
    fn text(&self, order: impl Iterator<Item = usize>, k: usize, limit: usize) -> Vec<char> {
        let mut text = Vec::new();
        for n in order {
            if n > k && (self.piece(n).dateline > 0 || self.opened_between(n)) {
                break;
            }
            text.extend(self.piece(n).text.iter().take(limit).copied().chain(['\n']));
            if text.len() > limit
                || (n < k && self.piece(n).dateline > 0)
                || (n < k && n > 0 && self.opened_between(n))
            {
                break;
            }
        }
        text
    }

    fn opened_between(&self, n: usize) -> bool {
        (self.bodies[n - 1]..self.bodies[n]).any(|n| self.sides[n] == Some(Side::Opens))
    }
}

/// 编者附言, 编后: belongs to what precedes.
fn starts_note(text: &[char]) -> bool {
    any(text, "编者 编后 附记 记者 本报记者 回音 回复 答复 本报将", starts_with)
}

fn starts_turned(text: &[char]) -> bool {
    contains(&text[..text.len().min(12)], "上接") || contains(&text[..text.len().min(12)], "紧接")
}

/// Whether a paragraph begins as news do.
fn leads(text: &[char]) -> bool {
    let head = &text[..text.len().min(14)];
    let words = "近日 日前 昨日 昨天 连日来 近期 今天上午 今日 近段时间 前不久 清晨 今年以来";
    let month = head.iter().position(|c| *c == '月').is_some_and(|n| n > 0 && is_digit(head[n - 1]));
    (month && head.contains(&'日')) || any(head, words, starts_with)
}

/// Articles that only offer or announce something are notices although no heading says so.
pub(super) fn advertise(drafts: &mut [Draft], pieces: &[Piece]) {
    for draft in drafts.iter_mut().filter(|draft| draft.kind == Kind::Article) {
        let told = |tag| draft.pieces.iter().map(|n| &pieces[*n]).filter(move |piece| piece.tag == tag);
        let reported = told(Tag::Byline).count() > 0 || told(Tag::Paragraph).any(|piece| piece.dateline > 0);
        let text: Vec<char> = told(Tag::Paragraph).flat_map(|piece| piece.text.iter().copied()).collect();
        if !reported && !text.is_empty() && text.len() <= 240 && notices::offers(&text) >= 2 {
            draft.kind = Kind::Notice;
        }
    }
}

/// Whether a paragraph goes on with what was said before.
fn goes_on(text: &[char]) -> bool {
    let head = &text[..text.len().min(12)];
    let words = "会上 会前 会后 会议 随后 同时 此外 据介绍 据悉 据了解 他 她 另外 下一步 接下来 目前 活动现场 \
        活动中 现场 当天 记者了解到 其中 不仅如此 为此 “ 如今 截至 经 而 但 对此 与此同时 在此基础上";
    let said = "强调 指出 表示 要求 介绍 说 认为";
    any(head, words, starts_with) || any(head, said, contains)
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
            (Tag::Closing, _) if !taken.contains(&n) => before(),
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

/// The body that a caption speaks about: the one before or the one after it.
fn nearest(pieces: &[Piece], n: usize, before: Option<usize>, after: Option<usize>) -> Option<usize> {
    let (Some(a), Some(b)) = (before, after) else { return before.or(after) };
    let caption = Bag::new(&pieces[n].text);
    let bags = [Bag::new(&pieces[a].text), Bag::new(&pieces[b].text)];
    let weights = Weights::new(bags.iter());
    let pull = |k: usize| weights.covered(&caption, &bags[k], &bags[k]);
    if pull(1) > pull(0) + 0.1 { Some(b) } else { Some(a) }
}
