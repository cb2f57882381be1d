//! The weights of borders and headings follow an editor who puts issues right.
//!
//! A corrected issue says which lines belong together ([`shown`]), where its articles begin and which headings are
//! theirs. For each example the layout cuts with a handicap against the editor's own way; where it still does otherwise,
//! the weights move so far that the editor's way wins, but never further than [`Pace::step`] allows (passive-aggressive
//! steps on structures). Each heading moves its weights towards its own place and away from the others, as far as they
//! still seem likely while all other headings sit right (steps up the pseudo-likelihood). The mean of all weights on
//! the way is what is learned, which single examples cannot sway much, and every weight stays within [`Pace::reach`] of
//! where it was. Tags are not touched.
//!
//! The result depends on nothing but the arguments.

use super::articles::{Draft, Ground};
use super::headings::Seats;
use super::lines::Page;
use super::openings::{Openings, Tried};
use super::pieces::{self, Piece};
use super::segment::{Bend, Start};
use super::weights::{Bind, Cut, Weights};
use super::{Mentions, cues, shown, tagging};
use crate::issue::{Issue, Kind};
use crate::source::Source;
use crate::text::is_space;
use std::collections::BTreeMap;

/// How eagerly is learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How often all examples are gone through.
    pub rounds: usize,
    /// The most that one example moves the weights at once.
    pub step: f32,
    /// How far a weight goes from where it was, in parts of its size.
    pub reach: f32,
}

/// For an editor's dozens of issues.
impl Default for Pace {
    fn default() -> Self {
        Self { rounds: 8, step: 0.1, reach: 0.9 }
    }
}

/// What a wrong border gains, so that right ones win by as much.
const HANDICAP: f32 = 1.0;
/// How much likelier a place is that is worth 1 more, as a logarithm.
const SHARP: f32 = 12.0;
/// Makes a cut certain.
const CERTAIN: f32 = 1000.0;
/// What a border counts between blocks on which nobody has decided, in an issue in which an editor has decided on others:
/// the layout made it, and it may only be right because nobody has looked.
const UNTOUCHED: f32 = 0.25;
/// The least size of a weight when its reach is measured: a border's and a heading's.
const SIZE: (f32, f32) = (1.0, 0.1);
/// A heading's step in parts of a border's.
const SHORTER: f32 = 0.03;

/// Weights that put `examples` together more as their issues have it than `weights` do. Issues are taken as they are, so
/// give those that an editor has finished; `mentions` should know what it knows when the layout is used.
pub fn learn(weights: &Weights, examples: &[(&Source, &Issue)], mentions: &dyn Mentions) -> Weights {
    learn_at(weights, examples, mentions, Pace::default())
}

/// The same at another pace.
pub fn learn_at(
    weights: &Weights,
    examples: &[(&Source, &Issue)],
    mentions: &dyn Mentions,
    pace: Pace,
) -> Weights {
    let mut lessons = Lessons::default();
    for (source, issue) in examples {
        lessons.read(weights, source, issue, mentions);
    }
    lessons.teach(weights, pace)
}

/// Issues that have been read to be learned from.
#[derive(Default)]
pub struct Lessons(Vec<Lesson>);

impl Lessons {
    /// Reads one more issue, with what `weights` has besides numbers: its learned scores and its table of openings.
    pub fn read(&mut self, weights: &Weights, source: &Source, issue: &Issue, mentions: &dyn Mentions) {
        self.0.extend(lessons(weights, source, issue, mentions));
    }

    /// The weights that all of them teach, beginning with `weights`.
    pub fn teach(&self, weights: &Weights, pace: Pace) -> Weights {
        let mut now = *weights;
        let (mut cuts, mut binds, mut count) = (Cut::NONE, Bind::NONE, 0.0);
        for _ in 0..pace.rounds {
            for lesson in &self.0 {
                lesson.teach(&mut now, weights, pace);
                cuts.add(&now.cut, 1.0);
                binds.add(&now.bind, 1.0);
                count += 1.0;
            }
        }
        let mut learned = *weights;
        if count > 0.0 {
            (learned.cut, learned.bind) = (Cut::NONE, Bind::NONE);
            learned.cut.add(&cuts, 1.0 / count);
            learned.bind.add(&binds, 1.0 / count);
            // No weight but a rate.
            learned.bind.decay = weights.bind.decay;
        }
        learned
    }

    /// The table of openings that their paragraphs teach.
    pub fn openings(&self) -> Openings {
        Openings::taught(self.0.iter().flat_map(|lesson| &lesson.tried))
    }

    /// How well `openings` tells borders that neither a byline nor a dateline tells: their number, the mean loss in nats and
    /// the share on whose side the odds are.
    pub fn borders(&self, openings: &Openings) -> (usize, f32, f32) {
        openings.told(self.0.iter().flat_map(|lesson| &lesson.tried))
    }
}

/// What one part of an issue teaches.
struct Lesson {
    material: super::segment::Material,
    /// What each paragraph does.
    starts: Vec<Start>,
    /// How much each of these counts.
    trust: Vec<f32>,
    seats: Seats,
    /// Where each heading belongs.
    homes: Vec<Option<usize>>,
    /// The borders about which neither a byline nor a dateline says anything.
    tried: Vec<Tried>,
}

/// Each part teaches twice: by the pieces that the issue shows, and by those that the tagging makes of the page, which
/// are what borders and headings have to live with.
fn lessons(weights: &Weights, source: &Source, issue: &Issue, mentions: &dyn Mentions) -> Vec<Lesson> {
    let chars: Vec<char> = source.text.chars().collect();
    let holders = shown::holders(chars.len(), issue);
    let lesson = |page: &Page, pieces: &[Piece]| {
        let of = |n: usize| article(page, &pieces[n], &chars, &holders);
        let ground = Ground::new(page, pieces, mentions);
        let owners: Vec<Option<usize>> = ground.bodies.iter().map(|n| of(*n)).collect();
        let starts = ground.material.told(&owners);
        let sure = |n: &usize| decided(page, &pieces[*n], &chars, &holders, issue);
        let sure: Vec<bool> = ground.bodies.iter().map(sure).collect();
        let trust = trust(&sure);
        // Before the rest of an interrupted article nothing ends and nothing begins.
        let plain = |k: &usize| ground.material.is_open(*k) && !matches!(starts[*k], Start::Rest(_));
        let tried = (1..starts.len()).filter(plain);
        let tried = tried.filter_map(|k| Some((ground.actors.border(k)?, starts[k] == Start::New))).collect();
        let certain = vec![CERTAIN; starts.len()];
        let cut = ground.material.cut(&weights.cut, Some(&Bend { told: &starts, by: &certain }));
        let (drafts, heads, material) = ground.articles(&cut);
        let seats = Seats::new(page, pieces, &chars, &heads, &drafts, mentions);
        let homes = homes(&drafts, &heads, issue, of);
        Lesson { material, starts, trust, seats, homes, tried }
    };
    let both = |range| {
        let page = Page::new(&chars, range, weights);
        let tagged = tagging::tag(&page, &cues::all(&page, &chars, mentions));
        let read = pieces::gather(&page, &tagged, &chars);
        [lesson(&page, &shown::pieces(&page, &chars, issue)), lesson(&page, &read)]
    };
    shown::texts(source).into_iter().flat_map(both).collect()
}

/// Whether an editor has decided on the block in which a piece begins, or has finished its article.
fn decided(
    page: &Page,
    piece: &Piece,
    chars: &[char],
    holders: &[Option<(usize, usize)>],
    issue: &Issue,
) -> bool {
    let mut places =
        piece.lines.iter().flat_map(|line| page.lines[*line].range.positions()).map(|at| at as usize);
    let holder = places.find(|at| !is_space(chars[*at])).and_then(|at| holders[at]);
    holder.is_some_and(|(article, block)| {
        let article = &issue.articles[article];
        article.status.is_finished() || article.blocks[block].status.is_decided()
    })
}

/// How much the border before each paragraph counts: all alike where nothing is decided, the issue is then taken as it is.
fn trust(sure: &[bool]) -> Vec<f32> {
    let none = sure.iter().all(|sure| !sure);
    let of = |k: usize| none || sure[k] || k > 0 && sure[k - 1];
    (0..sure.len()).map(|k| if of(k) { 1.0 } else { UNTOUCHED }).collect()
}

/// The article of most of a piece's characters.
fn article(page: &Page, piece: &Piece, chars: &[char], holders: &[Option<(usize, usize)>]) -> Option<usize> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    let ranges = piece.lines.iter().map(|line| page.lines[*line].range);
    for at in ranges.flat_map(crate::text::CharRange::positions).filter(|at| !is_space(chars[*at as usize])) {
        if let Some((article, _)) = holders[at as usize] {
            *count.entry(article).or_default() += 1;
        }
    }
    count.into_iter().max_by_key(|(article, count)| (*count, std::cmp::Reverse(*article))).map(|most| most.0)
}

/// The draft of each heading: the one that has most of its article's text.
fn homes(
    drafts: &[Draft],
    heads: &[usize],
    issue: &Issue,
    of: impl Fn(usize) -> Option<usize>,
) -> Vec<Option<usize>> {
    let mut largest: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (d, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Article) {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for article in draft.pieces.iter().filter_map(|n| of(*n)) {
            *count.entry(article).or_default() += 1;
        }
        for (article, count) in count {
            let most = largest.entry(article).or_insert((0, d));
            if count > most.0 {
                *most = (count, d);
            }
        }
    }
    let home = |head: &usize| {
        let article = of(*head).filter(|article| issue.articles[*article].kind == Kind::Article)?;
        largest.get(&article).map(|(_, draft)| *draft)
    };
    heads.iter().map(home).collect()
}

impl Lesson {
    fn teach(&self, now: &mut Weights, first: &Weights, pace: Pace) {
        let cut = |by: &dyn Fn(&f32) -> f32| {
            let by: Vec<f32> = self.trust.iter().map(by).collect();
            self.material.cut(&now.cut, Some(&Bend { told: &self.starts, by: &by }))
        };
        let (told, own) = (cut(&|_| CERTAIN), cut(&|trust| -HANDICAP * trust));
        let wrong = own.starts.iter().zip(&self.starts).zip(&self.trust);
        let wrong: f32 = wrong.filter(|((own, told), _)| own != told).map(|(_, trust)| trust).sum();
        if wrong > 0.0 {
            let mut change = told.evidence;
            change.add(&own.evidence, -1.0);
            let loss = wrong * HANDICAP - now.cut.worth(&change);
            // A mistake among blocks that nobody has looked at moves the weights less.
            let most = pace.step * wrong.min(1.0);
            now.cut.add(&change, step(loss, change.worth(&change), most));
            now.cut.hold(&first.cut, pace.reach, SIZE.0);
        }
        for (options, own) in self.seats.choices(&now.bind, &self.homes) {
            let mut change = options[own];
            for (option, share) in options.iter().zip(shares(&now.bind, &options)) {
                change.add(option, -share);
            }
            change.decay = 0.0;
            now.bind.add(&change, pace.step * SHORTER);
            now.bind.hold(&first.bind, pace.reach, SIZE.1);
        }
    }
}

/// How likely each option is.
fn shares(weights: &Bind, options: &[Bind]) -> Vec<f32> {
    let worths: Vec<f32> = options.iter().map(|option| SHARP * weights.worth(option)).collect();
    let most = worths.iter().copied().fold(f32::MIN, f32::max);
    let odds: Vec<f32> = worths.iter().map(|worth| (worth - most).exp()).collect();
    let sum: f32 = odds.iter().sum();
    odds.into_iter().map(|odds| odds / sum).collect()
}

/// How far to go so that `loss` is gone: at most `most`.
fn step(loss: f32, length: f32, most: f32) -> f32 {
    if length > 0.0 { (loss / length).clamp(0.0, most) } else { 0.0 }
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;

    #[test]
    fn borders_beside_decided_blocks_count_more_and_alike_where_nothing_is_decided() {
        let few = trust(&[false, false, true, false, false]);
        assert_eq!(few, [UNTOUCHED, UNTOUCHED, 1.0, 1.0, UNTOUCHED]);
        assert_eq!(trust(&[false, false]), [1.0, 1.0]);
        assert_eq!(trust(&[]), [0.0; 0]);
    }
}
