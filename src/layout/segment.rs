//! Where articles begin: the best cut of all paragraphs into runs.
//!
//! A run is worth what the border before it says ([`Borders::evidence`]) and what the heading says that suits it best: the
//! share of the heading's words that the run has. Neighbouring runs never claim the same heading, so a cut in the
//! middle of an article gains nothing by its headline, while a cut between two articles gives each its own. The best
//! sum over the page is found by dynamic programming over the ends of runs, which keeps a few rival headings for each
//! end. What the page loses with one border more or less is that border's margin.

use super::borders::Borders;
use super::lexical::{Bag, Mask, Weighed};
use super::rests;
use super::weights::Cut as Evidence;
use std::ops::Range;

/// Paragraphs that an article has at most.
const LONGEST: usize = 40;
/// Paragraphs on either side of a heading in which its article is sought.
const REACH: usize = 24;
/// Paragraphs among which a heading's best place is looked for.
const WINDOW: usize = 5;
/// Headings that are kept in mind for each end of a run.
const RIVALS: usize = 4;
/// A border with more evidence is there without further thought.
const SURE: f32 = 7.0;
const NOBODY: usize = usize::MAX;
/// Characters that an article has at least.
const SCRAP: usize = 40;

/// What a paragraph does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// It goes on with the run of the one before it.
    On,
    /// It begins an article.
    New,
    /// It goes on with the run that ends before this paragraph.
    Rest(usize),
}

/// The way that an editor has it, and what each paragraph is worth to be had so.
pub(super) struct Bend<'a> {
    /// One entry a paragraph.
    pub told: &'a [Start],
    /// Likewise.
    pub by: &'a [f32],
}

impl Bend<'_> {
    /// What is added to a run that begins so with paragraph `k`.
    fn of(&self, k: usize, start: Start) -> f32 {
        if self.told[k] == start { self.by[k] } else { -self.by[k] }
    }
}

/// The cut: one entry a paragraph.
pub(super) struct Cut {
    /// What it does.
    pub starts: Vec<Start>,
    /// What the page loses if it is the other way.
    pub margins: Vec<f32>,
    /// All that spoke for this cut.
    pub evidence: Evidence,
}

/// A heading, or several in adjacent lines.
struct Claim {
    words: Weighed,
    /// Which of its words each paragraph from `from` on has.
    masks: Vec<Mask>,
    from: usize,
    /// The paragraph directly below it, and the one directly above it.
    beside: [Option<usize>; 2],
    /// The greatest share that a few paragraphs in a row have.
    most: f32,
}

/// The end of a run: the sum up to it, its heading, where the run begins and as what, which of the rivals there precedes
/// it.
#[derive(Clone, Copy)]
struct End {
    sum: f32,
    claim: usize,
    from: usize,
    start: Start,
    before: usize,
}

/// All that can be known before the cut.
pub(super) struct Material {
    evidence: Vec<Evidence>,
    /// For every body the runs of which it may begin the rest: where each ends, and what speaks for it.
    rests: Vec<Vec<(usize, Evidence)>>,
    claims: Vec<Claim>,
    /// For every body whether a run that begins with it is signed above, and for every end of a run whether it is below.
    signed: (Vec<bool>, Vec<bool>),
    /// How many articles of the page are signed, 0 to 1.
    signs: f32,
    /// Characters before every body, and in all.
    lengths: Vec<usize>,
    ahead: f32,
}

impl Material {
    /// Weighs nothing yet; `heads` are the pieces that are headings.
    pub fn new(borders: &Borders, heads: &[usize]) -> Self {
        let count = borders.bodies.len();
        let around: Vec<(Bag, Bag)> = (0..count).map(|k| borders.around(k)).collect();
        let evidence = |k| if k == 0 { Evidence::NONE } else { borders.evidence(k, &around[k]) };
        let evidence: Vec<Evidence> = (0..count).map(evidence).collect();
        let rests = (0..count).map(|k| rests::evidence(borders, k, &evidence[k], &around)).collect();
        let above: Vec<bool> = (0..count).map(|k| borders.opens(k)).collect();
        let below: Vec<bool> = (0..=count).map(|k| borders.closes(k)).collect();
        let signs = above.iter().chain(&below).filter(|signed| **signed).count() as f32;
        let claims = claims(borders, heads);
        let mut lengths = vec![0];
        for k in 0..count {
            lengths.push(lengths[k] + borders.piece(k).text.len());
        }
        Self {
            lengths,
            evidence,
            rests,
            signed: (above, below),
            signs: (signs / (0.9 * claims.len() as f32).max(1.0)).min(1.0),
            claims,
            ahead: borders.ahead,
        }
    }

    /// Whether neither a byline nor a dateline says anything about the border before paragraph `k`.
    pub fn is_open(&self, k: usize) -> bool {
        self.evidence[k].byline + self.evidence[k].dateline <= 0.0
    }

    /// How an issue has the paragraphs whose articles are `owners`. A rest that the cut cannot see is a beginning.
    pub fn told(&self, owners: &[Option<usize>]) -> Vec<Start> {
        let mut ends: Vec<usize> = Vec::new();
        let start = |k: usize| {
            if k > 0 && owners[k] == owners[k - 1] {
                return Start::On;
            }
            ends.push(k);
            let near = ends.iter().rev().skip(1).take(rests::RUNS);
            let own =
                near.copied().find(|end| *end > 0 && owners[k].is_some() && owners[end - 1] == owners[k]);
            own.filter(|end| self.rests[k].iter().any(|(rest, _)| rest == end))
                .map_or(Start::New, Start::Rest)
        };
        (0..owners.len()).map(start).collect()
    }

    /// Cuts the paragraphs; with `bend` the way that it says.
    pub fn cut(&self, weights: &Evidence, bend: Option<&Bend>) -> Cut {
        let count = self.evidence.len();
        let bent = |k, start| bend.map_or(0.0, |bend| bend.of(k, start));
        let worth = |(k, evidence): (usize, &Evidence)| weights.worth(evidence) + bent(k, Start::New);
        let scores: Vec<f32> = self.evidence.iter().enumerate().map(worth).collect();
        let rest = |k, (end, evidence): &(usize, Evidence)| {
            (*end, weights.worth(evidence) + bent(k, Start::Rest(*end)))
        };
        let rests =
            self.rests.iter().enumerate().map(|(k, rests)| rests.iter().map(|it| rest(k, it)).collect());
        let rests: Vec<Vec<(usize, f32)>> = rests.collect();
        let first = End { sum: 0.0, claim: NOBODY, from: 0, start: Start::New, before: 0 };
        let mut ends: Vec<Vec<End>> = vec![vec![first]];
        let mut worths: Vec<Vec<f32>> = vec![Vec::new()];
        for k in 1..=count {
            let mut here: Vec<End> = Vec::new();
            let mut worth = Vec::new();
            self.runs(weights, &scores, k, |from, best| {
                let score = scores[from] + weights.worth(&self.alone(from..k));
                let mut most = score + best[0].1;
                for (before, end) in ends[from].iter().enumerate() {
                    let own = best.iter().find(|(claim, _)| *claim == NOBODY || *claim != end.claim);
                    let (claim, gain) = own.copied().unwrap_or((NOBODY, 0.0));
                    let new = End { sum: end.sum + score + gain, claim, from, start: Start::New, before };
                    keep(&mut here, new);
                    if let Some((rest, gain)) = best_rest(&ends, (from, before), &rests[from]) {
                        most = most.max(gain);
                        keep(
                            &mut here,
                            End { sum: end.sum + gain, claim: end.claim, start: Start::Rest(rest), ..new },
                        );
                    }
                }
                worth.push(most);
            });
            ends.push(here);
            worths.push(worth);
        }
        let (starts, evidence) = self.way(&ends);
        Cut { starts, margins: margins(&worths), evidence }
    }

    /// What a run says by itself: how it is signed, how long it is.
    fn alone(&self, run: Range<usize>) -> Evidence {
        let (above, below) = (self.signed.0[run.start], self.signed.1[run.end]);
        Evidence {
            twice: if above && below { 1.0 } else { 0.0 },
            bare: if above || below { 0.0 } else { self.signs },
            scrap: if self.lengths[run.end] - self.lengths[run.start] < SCRAP { 1.0 } else { 0.0 },
            ..Evidence::NONE
        }
    }

    /// The best way through the ends, and all that speaks for it.
    fn way(&self, ends: &[Vec<End>]) -> (Vec<Start>, Evidence) {
        let count = self.evidence.len();
        let mut starts = vec![Start::On; count];
        let mut all = Evidence::NONE;
        let (mut at, mut slot) = (count, 0);
        while at > 0 {
            let end = ends[at][slot];
            starts[end.from] = end.start;
            if let Start::Rest(rest) = end.start {
                if let Some((_, evidence)) = self.rests[end.from].iter().find(|(end, _)| *end == rest) {
                    all.add(evidence, 1.0);
                }
            } else {
                all.add(&self.evidence[end.from], 1.0);
                all.add(&self.alone(end.from..at), 1.0);
                if let Some(claim) = self.claims.get(end.claim) {
                    all.add(&claim.evidence(end.from..at, self.ahead), 1.0);
                }
            }
            (at, slot) = (end.from, end.before);
        }
        (starts, all)
    }

    /// Shows every run that ends before `k` to `visit`, the shortest first, with its three best headings and their
    /// worth, the last of which is none.
    fn runs(
        &self,
        weights: &Evidence,
        scores: &[f32],
        k: usize,
        mut visit: impl FnMut(usize, &[(usize, f32); 3]),
    ) {
        let claims = &self.claims;
        let near: Vec<usize> = (0..claims.len())
            .skip_while(|n| claims[*n].from + claims[*n].masks.len() < k)
            .take_while(|n| claims[*n].from < k)
            .collect();
        let mut shares = vec![(Mask::default(), 0.0_f32); near.len()];
        for from in (k.saturating_sub(LONGEST)..k).rev() {
            if from + 1 < k && scores[from + 1] > SURE {
                return;
            }
            let mut best = [(NOBODY, 0.0); 3];
            for (n, (all, share)) in near.iter().zip(&mut shares) {
                let claim = &claims[*n];
                if let Some(mask) = from.checked_sub(claim.from).and_then(|at| claim.masks.get(at)) {
                    *share += claim.words.add(all, *mask);
                }
                let worth = weights.worth(&claim.speaks(*share, from..k, self.ahead));
                if worth > best[0].1 {
                    best = [(*n, worth), best[0], best[2]];
                } else if worth > best[1].1 {
                    best[1] = (*n, worth);
                }
            }
            visit(from, &best);
        }
    }
}

/// The best run of which the one that begins at `at` can be the rest: where it ends, and what that is worth. `at` is an end
/// and one of the rivals there.
fn best_rest(ends: &[Vec<End>], at: (usize, usize), rests: &[(usize, f32)]) -> Option<(usize, f32)> {
    let before = |(at, slot): &(usize, usize)| {
        let end = ends[*at][*slot];
        (end.from > 0).then_some((end.from, end.before))
    };
    let behind = std::iter::successors(before(&at), before).take(rests::RUNS);
    // Directly behind a rest of the same article it would be no other run.
    let last = ends[at.0][at.1].start;
    let worth = |(end, _): (usize, usize)| rests.iter().find(|rest| rest.0 == end).copied();
    behind
        .filter(|(end, _)| last != Start::Rest(*end))
        .filter_map(worth)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

/// Keeps the best ends, one a heading, the best first.
fn keep(ends: &mut Vec<End>, new: End) {
    match ends.iter().position(|end| end.claim == new.claim) {
        Some(n) if ends[n].sum >= new.sum => return,
        Some(n) => ends[n] = new,
        None => ends.push(new),
    }
    ends.sort_by(|a, b| b.sum.total_cmp(&a.sum));
    ends.truncate(RIVALS);
}

/// The headings, those in adjacent lines together.
fn claims(borders: &Borders, heads: &[usize]) -> Vec<Claim> {
    let lines = &borders.page.lines;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &head in heads {
        let first = borders.pieces[head].first();
        let joined = |group: &&mut Vec<usize>| {
            let last = group.last().map(|n| borders.pieces[*n].last() + 1);
            group.len() < 3 && last == Some(first) && lines[first].blank == 0
        };
        match groups.last_mut().filter(joined) {
            Some(group) => group.push(head),
            None => groups.push(vec![head]),
        }
    }
    let bags: Vec<Bag> = (0..borders.bodies.len()).map(|k| Bag::new(&borders.piece(k).text)).collect();
    groups.iter().map(|group| claim(borders, group, &bags)).collect()
}

fn claim(borders: &Borders, group: &[usize], bags: &[Bag]) -> Claim {
    let pieces = || group.iter().map(|n| &borders.pieces[*n]);
    let text: Vec<char> = pieces().flat_map(|piece| piece.text.iter().copied().chain(['\n'])).collect();
    let words = borders.weights.weigh(&Bag::new(&text)).by_weight();
    let line = pieces().next().map_or(0, super::pieces::Piece::first);
    let at = borders.bodies.partition_point(|n| borders.pieces[*n].first() < line);
    let from = at.saturating_sub(REACH);
    let masks: Vec<Mask> =
        bags[from..(at + REACH).min(bags.len())].iter().map(|bag| words.mask(bag)).collect();
    let most = (0..masks.len()).map(|n| {
        let mut all = Mask::default();
        masks[n..(n + WINDOW).min(masks.len())].iter().map(|mask| words.add(&mut all, *mask)).sum::<f32>()
    });
    let most = most.fold(0.05, f32::max);
    let last = group.last().copied().unwrap_or_default();
    // Bylines may stand between.
    let next = (last + 1..borders.pieces.len()).find(|n| borders.sides[*n].is_none());
    let first = group.first().copied().unwrap_or_default();
    let before = (0..first).rev().find(|n| borders.sides[*n].is_none());
    let body = |n: Option<usize>| n.and_then(|n| borders.bodies.binary_search(&n).ok());
    Claim { words, masks, from, beside: [body(next), body(before)], most }
}

impl Claim {
    /// What speaks for a run that has the share `share` of the words.
    fn speaks(&self, share: f32, run: Range<usize>, ahead: f32) -> Evidence {
        let [below, above] = self.beside;
        Evidence {
            support: share.sqrt() * share / self.most,
            above: if below == Some(run.start) { ahead } else { 0.0 },
            below: if above.is_some_and(|above| above + 1 == run.end) { 1.0 - ahead } else { 0.0 },
            ..Evidence::NONE
        }
    }

    /// The same for any run.
    fn evidence(&self, run: Range<usize>, ahead: f32) -> Evidence {
        let (mut all, mut share) = (Mask::default(), 0.0);
        for mask in run.clone().filter_map(|k| self.masks.get(k.checked_sub(self.from)?)) {
            share += self.words.add(&mut all, *mask);
        }
        self.speaks(share, run, ahead)
    }
}

/// For every paragraph what the page loses if it begins an article and did not, or the other way round; `worths` has
/// for every end the runs that end there, the shortest first. Neighbours may share a heading here.
fn margins(worths: &[Vec<f32>]) -> Vec<f32> {
    let count = worths.len() - 1;
    let (mut up, mut down, mut without) =
        (vec![0.0_f32; count + 1], vec![f32::MIN; count + 1], vec![f32::MIN; count + 1]);
    for k in 1..=count {
        let sums = worths[k].iter().enumerate().map(|(n, worth)| up[k - 1 - n] + worth);
        up[k] = sums.fold(f32::MIN, f32::max);
    }
    down[count] = 0.0;
    for k in (1..=count).rev() {
        for (n, worth) in worths[k].iter().enumerate() {
            let from = k - 1 - n;
            down[from] = down[from].max(down[k] + worth);
            let through = up[from] + worth + down[k];
            without[from + 1..k].iter_mut().for_each(|sum| *sum = sum.max(through));
        }
    }
    (0..count).map(|k| if k == 0 { f32::MAX } else { (up[k] + down[k] - without[k]).abs() }).collect()
}
