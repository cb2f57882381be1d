//! Evidence for a border between two neighbouring paragraphs, apart from what headings say.

use super::articles::{Draft, Side};
use super::chars::{any, contains, is_digit, starts_with};
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::notices;
use super::pieces::Piece;
use super::tagging::Tag;

/// All paragraphs with what stands between them.
pub(super) struct Borders<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its pieces.
    pub pieces: &'a [Piece],
    /// Which of them are paragraphs of articles, in order.
    pub bodies: &'a [usize],
    /// Which way each piece looks that is a byline.
    pub sides: &'a [Option<Side>],
    /// How telling the words of the page are.
    pub weights: &'a Weights,
    /// How many of the page's articles are signed above their text, 0 to 1.
    pub signed: f32,
}

impl Borders<'_> {
    /// Body `k`.
    pub fn piece(&self, k: usize) -> &Piece {
        &self.pieces[self.bodies[k]]
    }

    /// The evidence for a border before body `k`; above 0 there is one.
    pub fn score(&self, k: usize) -> f32 {
        let w = &self.page.weights.cut;
        let (before, after) = (self.piece(k - 1), self.piece(k));
        let between = || {
            let from = self.bodies[k - 1] + 1;
            (from..self.bodies[k]).filter(|n| self.pieces[*n].first() > before.last())
        };
        let mut sum = w.base + w.unsigned * self.signed;
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
        let offers = |piece: &Piece| notices::offers(&piece.text) >= 2;
        sum += if offers(after) && !offers(before) { w.offers } else { 0.0 };
        sum += if leads(&after.text) { w.lead } else { 0.0 };
        sum += if after.text.first() == Some(&'“') { w.quotes } else { 0.0 };
        sum += if goes_on(&after.text) || starts_note(&after.text) { w.goes_on } else { 0.0 };
        let widths = (self.column(before) - self.column(after)).abs();
        sum += if widths > 2.0 { w.width } else { 0.0 };
        sum += if a.indented() != b.indented() && before.lines.len() == 1 { w.indent } else { 0.0 };
        if opens || after.dateline > 0 {
            return sum - w.unsigned * self.signed;
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
    pub fn is_notice(&self, k: usize, notice: &Draft) -> bool {
        let w = &self.page.weights.cut;
        let piece = self.piece(k);
        if piece.dateline > 0 || notices::is_salutation(&piece.text) {
            return false;
        }
        // Its heading has no text yet, or its text breaks off.
        let last = notice.pieces.last().map(|n| &self.pieces[*n]);
        let breaks_off = |last: &Piece| last.tag != Tag::NoticeHead && self.page.lines[last.last()].open();
        let waits = last.is_some_and(|last| last.tag == Tag::NoticeHead && piece.text.len() <= 300);
        if waits || last.is_some_and(breaks_off) {
            return true;
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

/// Whether a paragraph goes on with what was said before.
fn goes_on(text: &[char]) -> bool {
    let head = &text[..text.len().min(12)];
    let words = "会上 会前 会后 会议 随后 同时 此外 据介绍 据悉 据了解 他 她 另外 下一步 接下来 目前 活动现场 \
        活动中 现场 当天 记者了解到 其中 不仅如此 为此 如今 截至 经 而 但 对此 与此同时 在此基础上";
    let said = "强调 指出 表示 要求 介绍 说 认为";
    any(head, words, starts_with) || any(head, said, contains)
}
