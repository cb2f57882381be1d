//! Headings find their articles.
//!
//! Every heading line may go to any article near it or stand alone as a teaser. An article's group of headings has a
//! worth: shared words and names, nearness, and how well kicker, headline and subheadline sit together; an article that
//! has two headings already wants no third. The assignment with the greatest sum of worths is sought by moving headings
//! singly, in adjacent pairs and in exchange until nothing improves; what is lost by a heading's next best place is its
//! margin. There are few headings on a page, and each looks at its six best articles only, so this is quick.

use super::articles::Draft;
use super::chars::{any, contains, ends_with, is_complete};
use super::lexical::{Bag, Weights};
use super::lines::Page;
use super::notices;
use super::pieces::Piece;
use super::weights::Bind;
use super::{Mentions, actors, cues, habit};
use crate::issue::{Kind, Role};
use crate::text;

/// Articles on either side of a heading that it may go to.
const REACH: usize = 24;
/// Characters of an article that tell what it is about.
const ABOUT: usize = 600;
/// A heading of which an article has this share does not need its place to tell whose it is.
const STRONG: f32 = 0.15;
/// How alike a heading and any article of its page use their words.
const MEANT: f32 = 0.3;
/// Best places that a heading tries.
const PLACES: usize = 6;

/// An article that a heading may go to, with what speaks for it.
struct Place {
    draft: usize,
    evidence: Bind,
}

/// A heading's possible homes.
struct Head {
    piece: usize,
    places: Vec<Place>,
    /// The next heading follows directly.
    joined: bool,
    /// The next heading follows in the same run of lines.
    tight: bool,
    /// Ends as a kicker does.
    kicker: bool,
}

/// Puts each of `heads` into one of `drafts`; those that fit nowhere become teasers.
pub(super) fn bind(
    page: &Page,
    pieces: &[Piece],
    source: &[char],
    heads: &[usize],
    drafts: &mut Vec<Draft>,
    mentions: &dyn Mentions,
) {
    let seats = Seats::new(page, pieces, source, heads, drafts, mentions);
    let mut binder = Binder::new(&page.weights.bind, &seats);
    binder.improve();
    for (h, head) in seats.heads.iter().enumerate() {
        let margin = binder.margin(h);
        let home = binder.homes[h].unwrap_or_else(|| {
            drafts.push(Draft::new(Kind::Teaser, Vec::new()));
            drafts.len() - 1
        });
        drafts[home].heads.push((head.piece, margin));
    }
}

/// All headings with the articles that each may go to.
pub(super) struct Seats {
    heads: Vec<Head>,
    articles: usize,
}

impl Seats {
    /// Weighs nothing yet.
    pub fn new(
        page: &Page,
        pieces: &[Piece],
        source: &[char],
        heads: &[usize],
        drafts: &[Draft],
        mentions: &dyn Mentions,
    ) -> Self {
        let field = Field::new(page, pieces, source, drafts, mentions);
        let heads = heads.iter().map(|n| field.head(*n, heads.contains(&(n + 1)))).collect();
        Self { heads, articles: drafts.len() }
    }

    /// For every heading all that speaks for each of its places while the others sit where `told` has them, and which of
    /// the places is its own. A heading whose own place is out of reach is left out.
    pub fn choices(&self, weights: &Bind, told: &[Option<usize>]) -> Vec<(Vec<Bind>, usize)> {
        let mut binder = Binder::new(weights, self);
        for (h, home) in told.iter().enumerate() {
            binder.put(h, *home);
        }
        let choice = |h: usize| {
            let places: Vec<Option<usize>> = std::iter::once(None)
                .chain(self.heads[h].places.iter().map(|place| Some(place.draft)))
                .collect();
            let own = places.iter().position(|place| *place == told[h])?;
            let mut worth = |place: Option<usize>| {
                binder.put(h, None);
                let Some(home) = place else { return Bind::NONE };
                let alone = binder.together(&binder.groups[home]);
                binder.put(h, Some(home));
                let mut sum = binder.together(&binder.groups[home]);
                sum.add(&alone, -1.0);
                if let Some(place) = self.heads[h].places.iter().find(|place| place.draft == home) {
                    sum.add(&place.evidence, 1.0);
                }
                sum
            };
            let all = places.iter().map(|place| worth(*place)).collect();
            binder.put(h, told[h]);
            Some((all, own))
        };
        (0..self.heads.len()).filter_map(choice).collect()
    }
}

/// An article as a heading sees it.
struct Target {
    draft: usize,
    first: usize,
    last: usize,
    all: Bag,
    lead: Bag,
    text: Vec<char>,
    about: Vec<f32>,
    meaning: Vec<f32>,
}

/// All articles in the order of the page.
struct Field<'a> {
    page: &'a Page,
    pieces: &'a [Piece],
    source: &'a [char],
    mentions: &'a dyn Mentions,
    targets: Vec<Target>,
    weights: Weights,
    ahead: f32,
}

impl<'a> Field<'a> {
    fn new(
        page: &'a Page,
        pieces: &'a [Piece],
        source: &'a [char],
        drafts: &[Draft],
        mentions: &'a dyn Mentions,
    ) -> Self {
        let articles = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Article);
        let mut targets: Vec<Target> =
            articles.map(|(n, draft)| Target::new(n, draft, pieces, mentions)).collect();
        targets.sort_by_key(|target| target.first);
        let weights = Weights::new(targets.iter().map(|target| &target.all));
        let ahead = habit::ahead(page, pieces, &weights);
        Self { page, pieces, source, mentions, targets, weights, ahead }
    }

    fn head(&self, n: usize, joined: bool) -> Head {
        let w = &self.page.weights.bind;
        let piece = &self.pieces[n];
        let words = self.weights.weigh(&Bag::new(&piece.text));
        let spaced: Vec<char> =
            piece.lines.iter().flat_map(|k| cues::spaced(self.source, &self.page.lines[*k], 80)).collect();
        let names = self.names(&spaced);
        let line: String = piece.text.iter().collect();
        let (about, meaning) = (self.mentions.about(&line), self.mentions.meaning(&line));
        let at = self.targets.partition_point(|target| target.first <= piece.first());
        let reach = at.saturating_sub(REACH)..(at + REACH).min(self.targets.len());
        let covered: Vec<f32> = self.targets[reach.clone()]
            .iter()
            .map(|target| words.covered(&target.all, &target.lead))
            .collect();
        let most = covered.iter().copied().fold(1e-6, f32::max);
        let weak = 1.0 - (most / STRONG).min(1.0);
        let column = f32::from(u8::from(is_column(&piece.text)));
        let places: Vec<Place> = reach
            .zip(covered)
            .map(|(k, covered)| {
                let target = &self.targets[k];
                let between = if k >= at { k - at } else { at - 1 - k };
                let inside = k + 1 == at && piece.last() < target.last;
                let next = if k == at { self.ahead } else { 0.0 };
                let before = if k + 1 == at && !inside { 1.0 - self.ahead } else { 0.0 };
                let evidence = Bind {
                    words: covered.sqrt() * covered / most,
                    name: names.iter().filter(|name| has(&target.text, name)).count().min(3) as f32,
                    above: if piece.last() + 1 == target.first { self.ahead } else { 0.0 },
                    below: if piece.first() == target.last + 1 { 1.0 - self.ahead } else { 0.0 },
                    about: actors::together(&about, &target.about),
                    meaning: actors::alike(&meaning, &target.meaning).map_or(0.0, |alike| alike - MEANT),
                    near: (-w.decay * between as f32).exp(),
                    next,
                    last: before,
                    column,
                    column_next: if k == at { column } else { 0.0 },
                    weak,
                    weak_next: weak * next,
                    weak_last: weak * before,
                    inside: if inside { 1.0 } else { 0.0 },
                    alone: -1.0,
                    ..Bind::NONE
                };
                Place { draft: target.draft, evidence }
            })
            .collect();
        let tight = joined
            && self.page.lines.get(piece.last() + 1).is_some_and(|line| line.blank == 0 && line.lead == 0.0);
        Head { piece: n, places, joined, tight, kicker: is_kicker(&piece.text) }
    }

    fn names(&self, heading: &[char]) -> Vec<Vec<char>> {
        let line: String = heading.iter().collect();
        let sure = self.mentions.names(&line).into_iter().filter(|(_, score)| *score >= 0.5);
        sure.filter_map(|(range, _)| {
            text::slice(&line, range).map(|name| name.chars().filter(|c| !text::is_space(*c)).collect())
        })
        .filter(|name: &Vec<char>| name.len() >= 2)
        .collect()
    }
}

fn has(text: &[char], name: &[char]) -> bool {
    text.windows(name.len().max(1)).any(|window| window == name)
}

impl Target {
    fn new(draft: usize, article: &Draft, pieces: &[Piece], mentions: &dyn Mentions) -> Self {
        let lines = || article.pieces.iter().map(|n| &pieces[*n]);
        let text: Vec<char> = lines().flat_map(|piece| piece.text.iter().copied().chain(['\n'])).collect();
        let body = || lines().filter(|piece| piece.tag == super::tagging::Tag::Paragraph);
        let lead: Vec<char> =
            body().next().map_or(Vec::new(), |piece| piece.text.iter().take(160).copied().collect());
        Self {
            draft,
            first: lines().map(Piece::first).min().unwrap_or_default(),
            last: lines().map(Piece::last).max().unwrap_or_default(),
            all: Bag::new(&text),
            lead: Bag::new(&lead),
            about: mentions.about(&text.iter().take(ABOUT).collect::<String>()),
            meaning: mentions.meaning(&text.iter().take(ABOUT).collect::<String>()),
            text,
        }
    }
}

/// Whether a heading is the name of a column: short, or with a column's signs.
fn is_column(text: &[char]) -> bool {
    notices::is_column_name(text)
        || text.len() <= 5
        || text.len() <= 12 && any(text, "· ｜ | ① ② ③ ④ 专栏", contains)
}

/// Whether a heading ends as kickers do.
fn is_kicker(text: &[char]) -> bool {
    any(text, "—— ── ： 时强调 时指出 时要求 强调 指出", ends_with) || notices::is_column_name(text)
}

struct Binder<'a> {
    weights: &'a Bind,
    heads: &'a [Head],
    /// For every heading its best places with what it gains there over standing alone.
    places: Vec<Vec<(usize, f32)>>,
    homes: Vec<Option<usize>>,
    groups: Vec<Vec<usize>>,
}

impl<'a> Binder<'a> {
    fn new(weights: &'a Bind, seats: &'a Seats) -> Self {
        let heads = &seats.heads;
        let best = |head: &Head| {
            let worth = |place: &Place| (place.draft, weights.worth(&place.evidence));
            let mut places: Vec<(usize, f32)> = head.places.iter().map(worth).collect();
            places.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            places.truncate(PLACES);
            places
        };
        let places: Vec<_> = heads.iter().map(best).collect();
        let (homes, groups) = (vec![None; heads.len()], vec![Vec::new(); seats.articles]);
        let mut binder = Self { weights, heads, places, homes, groups };
        for h in 0..heads.len() {
            let best = binder.places[h].first().filter(|place| place.1 >= 0.0).map(|place| place.0);
            binder.put(h, best);
        }
        binder
    }

    fn put(&mut self, h: usize, home: Option<usize>) {
        if let Some(old) = self.homes[h] {
            self.groups[old].retain(|other| *other != h);
        }
        if let Some(new) = home {
            let at = self.groups[new].partition_point(|other| *other < h);
            self.groups[new].insert(at, h);
        }
        self.homes[h] = home;
    }

    /// What `h` is worth in `home`.
    fn worth(&self, h: usize, home: usize) -> f32 {
        self.places[h].iter().find(|place| place.0 == home).map_or(-10.0, |place| place.1)
    }

    /// What the group of one article is worth.
    fn group(&self, home: usize) -> f32 {
        let group = &self.groups[home];
        if group.is_empty() {
            return 0.0;
        }
        let sum: f32 = group.iter().map(|h| self.worth(*h, home)).sum();
        sum + self.weights.worth(&self.together(group))
    }

    /// How the headings of one article sit together.
    fn together(&self, group: &[usize]) -> Bind {
        if group.is_empty() {
            return Bind::NONE;
        }
        let mut sum = Bind {
            first: 1.0,
            kicker_only: f32::from(u8::from(group.iter().all(|h| self.heads[*h].kicker))),
            third: f32::from(u8::from(group.len() >= 3)),
            more: group.len().saturating_sub(3) as f32,
            ..Bind::NONE
        };
        for pair in group.windows(2) {
            let joined = pair[1] == pair[0] + 1 && self.heads[pair[0]].joined;
            match (joined, self.heads[pair[0]].tight) {
                (false, _) => sum.apart += 1.0,
                (true, false) => sum.together += 1.0,
                (true, true) => sum.tight += 1.0,
            }
            sum.kicker += f32::from(u8::from(joined && self.heads[pair[0]].kicker));
        }
        sum
    }

    /// Moves the headings `moves`, and says what the page gains by it.
    fn gain(&mut self, moves: &[(usize, Option<usize>)]) -> f32 {
        let mut touched: Vec<usize> =
            moves.iter().flat_map(|(h, home)| [self.homes[*h], *home]).flatten().collect();
        touched.sort_unstable();
        touched.dedup();
        let before: f32 = touched.iter().map(|home| self.group(*home)).sum();
        for (h, home) in moves {
            self.put(*h, *home);
        }
        touched.iter().map(|home| self.group(*home)).sum::<f32>() - before
    }

    /// Makes the moves if they gain something.
    fn attempt(&mut self, moves: &[(usize, Option<usize>)]) -> bool {
        let back: Vec<_> = moves.iter().map(|(h, _)| (*h, self.homes[*h])).collect();
        if self.gain(moves) > 1e-5 {
            return true;
        }
        for (h, home) in back {
            self.put(h, home);
        }
        false
    }

    fn places(&self, h: usize) -> Vec<Option<usize>> {
        self.places[h].iter().map(|place| Some(place.0)).chain([None]).collect()
    }

    fn improve(&mut self) {
        for _ in 0..30 {
            let mut better = false;
            for h in 0..self.heads.len() {
                for home in self.places(h) {
                    better |= self.homes[h] != home && self.attempt(&[(h, home)]);
                    if self.heads[h].joined && h + 1 < self.heads.len() {
                        better |= self.attempt(&[(h, home), (h + 1, home)]);
                    }
                    better |= self.exchange(h, home);
                }
            }
            if !better {
                break;
            }
        }
    }

    /// Puts `h` into `home` and one of the headings there somewhere else.
    fn exchange(&mut self, h: usize, home: Option<usize>) -> bool {
        let Some(article) = home.filter(|_| self.homes[h] != home) else { return false };
        for other in self.groups[article].clone() {
            for place in self.places(other) {
                if place != home && self.attempt(&[(h, home), (other, place)]) {
                    return true;
                }
            }
        }
        false
    }

    /// What is lost if `h` goes to its next best place.
    fn margin(&mut self, h: usize) -> f32 {
        let home = self.homes[h];
        let mut least = f32::MAX;
        for place in self.places(h).into_iter().filter(|place| *place != home) {
            least = least.min(-self.gain(&[(h, place)]));
            self.put(h, home);
        }
        least.clamp(0.0, 1.0)
    }
}

/// Roles of an article's headings, which stand in the order of the page.
pub(super) fn roles(page: &Page, pieces: &[Piece], heads: &[(usize, f32)], body: Option<usize>) -> Vec<Role> {
    let joined = |k: usize| heads[k].0 + 1 == heads[k + 1].0;
    let score = |k: usize| {
        let piece = &pieces[heads[k].0];
        let text = &piece.text;
        let mut sum: f32 = if is_kicker(text) { -3.0 } else { 0.0 };
        // Two phrases with a gap are a headline, unless what follows is shorter: a headline under its kicker.
        let longer = heads.get(k + 1).is_none_or(|next| pieces[next.0].text.len() > text.len());
        sum += if longer && piece.lines.iter().any(|n| page.lines[*n].gap) { 1.2 } else { 0.0 };
        sum += if k == 1 && joined(0) { 0.6 } else { 0.0 };
        sum += if is_complete(text) { 0.4 } else { 0.0 };
        sum += if body.is_some_and(|first| piece.last() + 1 == first) && !(k > 0 && joined(k - 1)) {
            0.5
        } else {
            0.0
        };
        sum += if k == 0 && heads.len() > 1 && !joined(0) { 0.3 } else { 0.0 };
        sum
    };
    let best = (0..heads.len()).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a)));
    (0..heads.len())
        .map(|k| match best {
            Some(best) if k == best && heads.len() == 1 && is_kicker(&pieces[heads[k].0].text) => {
                Role::Kicker
            }
            Some(best) if k == best => Role::Headline,
            Some(best) if k > best && (best..k).all(joined) && !is_kicker(&pieces[heads[k].0].text) => {
                Role::Subheadline
            }
            _ => Role::Kicker,
        })
        .collect()
}
