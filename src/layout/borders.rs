//! Evidence for a border between two neighbouring paragraphs, apart from what headings say.

use super::actors::Actors;
use super::articles::{Draft, Side};
use super::chars::{any, contains, is_digit, starts_with};
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::openings::Openings;
use super::pieces::Piece;
use super::tagging::Tag;
use super::weights::Cut;
use super::{notices, rests, turns};

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
    /// Who and what the bodies speak of.
    pub actors: &'a Actors,
    /// How many of the page's articles are signed above their text, 0 to 1.
    pub signed: f32,
    /// How many of the page's headings stand above their texts rather than below, 0 to 1.
    pub ahead: f32,
}

impl Borders<'_> {
    /// Body `k`.
    pub fn piece(&self, k: usize) -> &Piece {
        &self.pieces[self.bodies[k]]
    }

    /// The pieces between bodies `k - 1` and `k`.
    fn between(&self, k: usize) -> impl Iterator<Item = usize> {
        let last = self.piece(k - 1).last();
        (self.bodies[k - 1] + 1..self.bodies[k]).filter(move |n| self.pieces[*n].first() > last)
    }

    /// The evidence for a border before body `k`: there is one if it is worth more than 0.
    pub fn evidence(&self, k: usize, around: &(Bag, Bag)) -> Cut {
        let (before, after) = (self.piece(k - 1), self.piece(k));
        let opens = self.between(k).any(|n| self.sides[n] == Some(Side::Opens));
        let closes = self.between(k).any(|n| self.sides[n] == Some(Side::Closes)) || before.signature > 0;
        let note = starts_note(&after.text);
        let offers = |piece: &Piece| notices::offers(&piece.text) >= 2;
        let (a, b) = (&self.page.lines[before.last()], &self.page.lines[after.first()]);
        let turned = |n: usize| turns::takes_up(&self.pieces[n]);
        let page = (before.last() + 1..=after.first()).any(|n| self.page.lines[n].page_start);
        let signature = match (closes && !opens, note) {
            (false, _) => 0.0,
            (true, false) => 1.0,
            (true, true) => 0.2,
        };
        let mut sum = Cut {
            base: 1.0,
            byline: is(opens),
            signature,
            dateline: is(after.dateline > 0),
            salutation: is(notices::is_salutation(&after.text)),
            turned: is(self.between(k).any(turned)),
            page: is(page),
            offers: is(offers(after) && !offers(before)),
            lead: is(leads(&after.text)),
            quotes: is(after.text.first() == Some(&'“')),
            answer: is(answers(&after.text)),
            item: is(marked(&after.text).is_some_and(|mark| marked(&before.text) == Some(mark))),
            goes_on: is(goes_on(&after.text) || note),
            width: is((self.column(before) - self.column(after)).abs() > 2.0),
            indent: is(a.indented() != b.indented() && before.lines.len() == 1),
            ..Cut::NONE
        };
        if opens || after.dateline > 0 {
            return sum;
        }
        sum.unsigned = self.signed;
        sum.gap = is(b.blank > 1);
        self.words(k, around, &mut sum);
        self.told(k, &mut sum);
        sum
    }

    /// The words before and after a border before body `k`.
    pub fn around(&self, k: usize) -> (Bag, Bag) {
        let old = Bag::new(&self.text((0..k).rev(), k, 400));
        (old, Bag::new(&self.text(k..self.bodies.len(), k, 300)))
    }

    /// The body whose last line is the last one of any before body `k`; another one than `k - 1` where that one is
    /// interrupted.
    pub fn tail(&self, k: usize) -> Option<usize> {
        let first = self.piece(k).first();
        (k.saturating_sub(rests::REACH)..k)
            .filter(|n| self.piece(*n).last() < first)
            .max_by_key(|n| self.piece(*n).last())
    }

    /// Whether body `k` ends inside a sentence.
    pub fn broken(&self, k: usize) -> bool {
        turns::breaks_off(self.page, self.piece(k))
    }

    /// Whether the sentence in which body `k` ends can go on in body `next`: 1, or -1 where that begins as paragraphs of the
    /// page do; 0 where none is broken.
    pub fn mends(&self, k: usize, next: usize) -> f32 {
        let goes_on = turns::goes_on_in(self.page, self.piece(k), self.piece(next));
        if self.broken(k) && !goes_on { -1.0 } else { is(goes_on) }
    }

    /// Whether body `k` begins without indentation, on a page that indents: 0 to 1.
    pub fn flush(&self, k: usize) -> f32 {
        let indented = self.page.lines[self.piece(k).first()].indented();
        if indented { 0.0 } else { self.page.habits.indent }
    }

    /// Whether a run that begins with body `k` is signed above its text, by name.
    pub fn opens(&self, k: usize) -> bool {
        let dateline = &self.piece(k).text[..self.piece(k).dateline];
        let from = if k == 0 { 0 } else { self.bodies[k - 1] + 1 };
        any(dateline, "（ ( 记者", contains)
            || (from..self.bodies[k]).any(|n| self.sides[n] == Some(Side::Opens))
    }

    /// Whether a run that ends before body `k` is signed below its text.
    pub fn closes(&self, k: usize) -> bool {
        let to = self.bodies.get(k).copied().unwrap_or(self.pieces.len());
        let closing = |n: usize| self.sides[n] == Some(Side::Closes);
        k > 0 && (self.piece(k - 1).signature > 0 || (self.bodies[k - 1] + 1..to).any(closing))
    }

    /// What the words on both sides and the headings between say.
    fn words(&self, k: usize, (old, new): &(Bag, Bag), sum: &mut Cut) {
        let heads: Vec<usize> = self.between(k).filter(|n| self.pieces[*n].tag == Tag::Heading).collect();
        let covered = |words: &Bag, by: &Bag| self.weights.covered(words, by, by);
        if heads.last().is_some_and(|n| self.pieces[*n].last() + 1 == self.piece(k).first()) {
            let words: Vec<char> =
                heads.iter().flat_map(|n| self.pieces[*n].text.iter().copied().chain(['\n'])).collect();
            let words = Bag::new(&words);
            let (to_new, to_old) = (covered(&words, new), covered(&words, old));
            let known = to_new.max(to_old) > 0.05;
            (sum.heading, sum.strange_heading) = (is(known), is(!known));
            sum.heading_words = ((to_new - to_old) * 4.0).clamp(-1.0, 1.0) * (2.0 * self.ahead - 1.0);
        }
        let parts = |n: usize| {
            matches!(self.pieces[n].tag, Tag::Heading | Tag::NoticeHead | Tag::Quote | Tag::TeaserHead)
        };
        sum.between = is(self.between(k).any(parts));
        sum.cohesion = self.weights.shared(old, new).min(0.5) - 0.25;
    }

    /// What the names on both sides say.
    fn told(&self, k: usize, sum: &mut Cut) {
        let before: Vec<usize> = self.near((0..k).rev(), k, 4).collect();
        let after: Vec<usize> = self.near(k..self.bodies.len(), k, 2).collect();
        let Some(speaks) = self.actors.of(k) else { return };
        let common = self.actors.common(&before, &after);
        sum.time = is(speaks.time);
        sum.actor = is(speaks.actor);
        sum.office = is(speaks.office);
        sum.says = is(speaks.says);
        sum.person = is(speaks.person && common.persons > 0.0);
        (sum.persons, sum.bodies, sum.places) = (common.persons, common.bodies, common.places);
        sum.new_names = common.new;
        let table = self.page.weights.openings.unwrap_or(Openings::own());
        sum.opening = self.actors.border(k).map_or(0.0, |rows| table.odds(&rows));
        sum.about = common.about;
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
        // Unless it goes on with what the paragraph before said.
        let goes_on = k > 0 && {
            let bag = |n: usize| Bag::new(&self.piece(n).text);
            self.weights.shared(&bag(k - 1), &bag(k)) > 0.4
        };
        if waits && !goes_on || last.is_some_and(breaks_off) {
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

    /// The bodies `order`, not beyond the next sure border nor more than `most`.
    pub fn near(
        &self,
        order: impl Iterator<Item = usize>,
        k: usize,
        most: usize,
    ) -> impl Iterator<Item = usize> {
        let starts = |n: usize| self.piece(n).dateline > 0 || n > 0 && self.opened_between(n);
        let mut over = false;
        order.take(most).take_while(move |n| {
            let ends = over || (*n > k && starts(*n));
            over = *n < k && starts(*n);
            !ends
        })
    }

    /// Text of the bodies `order` up to `limit` characters, not beyond the next sure border.
    fn text(&self, order: impl Iterator<Item = usize>, k: usize, limit: usize) -> Vec<char> {
        let mut text = Vec::new();
        for n in self.near(order, k, usize::MAX) {
            text.extend(self.piece(n).text.iter().take(limit).copied().chain(['\n']));
            if text.len() > limit {
                break;
            }
        }
        text
    }

    fn opened_between(&self, n: usize) -> bool {
        (self.bodies[n - 1]..self.bodies[n]).any(|n| self.sides[n] == Some(Side::Opens))
    }
}

/// 记者回访：, 【跑腿记者回音】: what a paper or an office says to a letter.
fn answers(text: &[char]) -> bool {
    let head = &text[..text.len().min(12)];
    let end = head.iter().position(|c| matches!(c, '：' | '】' | ':'));
    end.is_some_and(|end| any(&head[..end], "回音 回访 回复 回应 答复 追踪 跑腿 编后", contains))
}

/// The mark that an item of a list begins with.
fn marked(text: &[char]) -> Option<char> {
    text.first().copied().filter(|c| "■●◆▲★□◎○◇△☆▶►".contains(*c))
}

pub(super) fn is(it: bool) -> f32 {
    f32::from(u8::from(it))
}

/// 编者附言, 编后: belongs to what precedes.
fn starts_note(text: &[char]) -> bool {
    answers(text) || any(text, "编者 编后 附记 记者 本报记者 回音 回复 答复 本报将", starts_with)
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
