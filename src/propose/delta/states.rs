//! The states of the chain: O, and B M E S of each of the eight classes; which may follow which; the prior's view of them.

use crate::propose::candidate::{Class, Span};
use crate::propose::lac::{TAGS, Tag};

/// Outside, and four states a class.
pub(crate) const STATES: usize = 1 + 4 * CLASSES.len();
/// The classes in the order of their states.
pub(super) const CLASSES: [Class; 8] = Class::ALL;

/// One number a state.
pub(crate) type Row = [f32; STATES];

/// Begin, middle, end, single: what a state says of its character's place in the mark.
pub(super) const B: usize = 0;
pub(super) const M: usize = 1;
pub(super) const E: usize = 2;
pub(super) const S: usize = 3;

/// The state of a place in a mark of a class.
pub(super) const fn state(class: Class, place: usize) -> usize {
    1 + 4 * class as usize + place
}

/// The state of a character at `at` in a mark.
pub(crate) fn state_of(span: &Span, class: Class, at: usize) -> usize {
    let place = match (at == span.start, at + 1 == span.end) {
        (true, true) => S,
        (true, false) => B,
        (false, true) => E,
        (false, false) => M,
    };
    state(class, place)
}

/// The class and place of a state; `None` for O.
pub(super) fn what(state: usize) -> Option<(Class, usize)> {
    let n = state.checked_sub(1)?;
    Some((*CLASSES.get(n / 4)?, n % 4))
}

/// Whether a state leaves its mark open.
fn open(state: usize) -> bool {
    what(state).is_some_and(|(_, place)| place == B || place == M)
}

/// Whether a state goes on with a mark that is open.
fn inside(state: usize) -> bool {
    what(state).is_some_and(|(_, place)| place == M || place == E)
}

/// Whether the second state may follow the first; `None` stands for the border of the text.
pub(super) fn may_follow(first: Option<usize>, second: Option<usize>) -> bool {
    let opened = first.is_some_and(open);
    let goes_on = second.is_some_and(inside);
    opened == goes_on
        && (!opened
            || first.and_then(what).map(|(class, _)| class) == second.and_then(what).map(|(class, _)| class))
}

/// The states of a text with these marks, which do not overlap.
pub(crate) fn encode(length: usize, marks: impl IntoIterator<Item = (Span, Class)>) -> Vec<u8> {
    let mut states = vec![0; length];
    for (span, class) in marks {
        if span.is_empty() || span.end > length {
            continue;
        }
        for at in span.clone() {
            states[at] = state_of(&span, class, at) as u8;
        }
    }
    states
}

/// The marks of a path of states; what is not closed does not count.
pub(super) fn decode(states: &[usize]) -> Vec<(Span, Class)> {
    let (mut marks, mut start) = (Vec::new(), 0);
    for (at, state) in states.iter().enumerate() {
        match what(*state) {
            Some((class, S)) => marks.push((at..at + 1, class)),
            Some((_, B)) => start = at,
            Some((class, E)) => marks.push((start..at + 1, class)),
            _ => {}
        }
    }
    marks
}

/// The network's classes that the prior speaks of, with ours.
const KNOWN: [(Tag, Class); 5] = [
    (Tag::Person, Class::Per),
    (Tag::Location, Class::Loc),
    (Tag::Organization, Class::Org),
    (Tag::Time, Class::Time),
    (Tag::Work, Class::Work),
];
/// What the prior says of a class that the network does not know, and the least that it says at all.
const UNKNOWN: f32 = -6.0;
const LEAST: f32 = -9.0;

/// The network's log-probabilities of one character: none of its entities, then begin and inside of each of them.
pub(crate) type Prior = [f32; 11];

/// What is kept of the network's answer for one character.
pub(crate) fn prior(log_probs: &[f32; TAGS]) -> Prior {
    let mut kept = [0.0; 11];
    let mut none = 1.0;
    for (n, (tag, _)) in KNOWN.iter().enumerate() {
        let (begin, goes_on) = (log_probs[tag.begin().index()], log_probs[tag.inside().index()]);
        none -= begin.exp() + goes_on.exp();
        kept[1 + 2 * n] = begin.max(LEAST);
        kept[2 + 2 * n] = goes_on.max(LEAST);
    }
    kept[0] = none.max(1e-4).ln();
    kept
}

/// The prior as a row of states.
pub(super) fn row(prior: &Prior) -> Row {
    let mut row = [UNKNOWN; STATES];
    row[0] = prior[0];
    for (n, (_, class)) in KNOWN.iter().enumerate() {
        let (begin, goes_on) = (prior[1 + 2 * n], prior[2 + 2 * n]);
        row[state(*class, B)] = begin;
        row[state(*class, S)] = begin;
        row[state(*class, M)] = goes_on;
        row[state(*class, E)] = goes_on;
    }
    row
}

/// Two additions to the scores of a text, as one.
pub(crate) fn added(one: Option<Vec<Row>>, mut other: Vec<Row>) -> Vec<Row> {
    for (row, more) in other.iter_mut().zip(one.iter().flatten()) {
        row.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_survive_their_states() {
        let marks = vec![(0..1, Class::Loc), (1..4, Class::Per), (6..8, Class::Term)];
        let states: Vec<usize> = encode(9, marks.clone()).into_iter().map(usize::from).collect();
        assert_eq!(decode(&states), marks);
        let pairs = states.windows(2).all(|pair| may_follow(Some(pair[0]), Some(pair[1])));
        assert!(
            pairs && may_follow(None, states.first().copied()) && may_follow(states.last().copied(), None)
        );
    }

    #[test]
    fn a_mark_is_closed_before_another_begins() {
        let b = |class| Some(state(class, B));
        assert!(!may_follow(b(Class::Per), b(Class::Per)));
        assert!(!may_follow(b(Class::Per), Some(state(Class::Org, E))));
        assert!(!may_follow(b(Class::Per), None));
        assert!(!may_follow(None, Some(state(Class::Per, E))));
        assert!(may_follow(Some(state(Class::Per, E)), b(Class::Per)));
    }
}
