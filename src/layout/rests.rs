//! An article that another one interrupts goes on behind it.
//!
//! ```text
//! A A A  B B  a a  C …      the run a a is the rest of A
//! ```
//! Text that runs around its neighbours on the page comes so: the rest begins in the middle of a story, without a heading,
//! among names that the interrupted article brought in. [`evidence`] weighs for one paragraph all ends of runs of which a
//! run that begins with it may be the rest; `segment` takes one where it is worth more than a new article or none.

use super::borders::{Borders, is};
use super::lexical::Bag;
use super::openings::Openings;
use super::weights::Cut;

/// Paragraphs that interrupt an article at most.
pub(super) const REACH: usize = 12;
/// Runs that interrupt an article at most.
pub(super) const RUNS: usize = 3;

/// The evidence that a run that begins with body `k` is the rest of the run that ends before body `end`, for every end that
/// may be. `border` is the evidence for a border before `k`; `around` are the words before and after every border.
pub(super) fn evidence(
    borders: &Borders,
    k: usize,
    border: &Cut,
    around: &[(Bag, Bag)],
) -> Vec<(usize, Cut)> {
    if k < 2 || border.byline + border.dateline + border.salutation + border.turned > 0.0 {
        return Vec::new();
    }
    // Its own words only: what follows may be another article's.
    let own = Bag::new(&borders.piece(k).text);
    let table = borders.page.weights.openings.unwrap_or(Openings::own());
    let of = |end: usize| {
        let before: Vec<usize> = borders.near((0..end).rev(), end, 4).collect();
        let common = borders.actors.common(&before, &[k]);
        let shared = borders.weights.shared(&around[end].0, &own).min(0.5) - 0.25;
        let opening = borders.actors.rows(end - 1, k).map_or(0.0, |rows| table.odds(&rows));
        Cut {
            rest: 1.0,
            rest_far: (k - end - 1) as f32 / 4.0,
            rest_words: shared - border.cohesion,
            rest_persons: common.persons - border.persons,
            rest_names: common.bodies + common.places - border.bodies - border.places,
            rest_about: common.about - border.about,
            rest_opening: opening,
            rest_goes_on: border.goes_on,
            rest_heading: border.heading + border.strange_heading,
            rest_woven: is(borders.tail(k) == Some(end - 1)),
            rest_broken: borders.mends(end - 1, k) - is(borders.broken(k - 1)),
            rest_flush: borders.flush(k),
            ..Cut::NONE
        }
    };
    (k.saturating_sub(REACH).max(1)..k)
        .rev()
        .filter(|end| !borders.closes(*end))
        .map(|end| (end, of(end)))
        .collect()
}
