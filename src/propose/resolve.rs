//! From many readings of a block to one flat set: the best choice of candidates that do not overlap.
//!
//! Weighted interval scheduling. A candidate weighs its length times how far its score stands above [`FLOOR`], less a
//! small cost a mark, so that one long name beats its parts and a weak long reading does not beat a strong short one.

use super::candidate::Candidate;

/// Readings below this are not worth an editor's look.
pub(crate) const FLOOR: f32 = 0.3;
/// The cost of a mark, in characters of certain name.
const COST: f32 = 0.25;

fn weight(candidate: &Candidate) -> f32 {
    candidate.span.len() as f32 * (candidate.score - FLOOR) - COST * candidate.score
}

/// The best set without overlaps, in order of place.
pub(crate) fn resolve(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.retain(|c| !c.span.is_empty() && c.score > FLOOR);
    // Ties are broken by place, class and score, never by the order in which rules ran.
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| (c.span.end, c.span.start, c.class);
        key(a).cmp(&key(b)).then(b.score.total_cmp(&a.score))
    });
    candidates.dedup_by(|b, a| a.span == b.span && a.class == b.class);
    let mut best: Vec<f32> = vec![0.0];
    let mut taken: Vec<bool> = Vec::new();
    let before = |n: usize| {
        let start = candidates[n].span.start;
        candidates[..n].partition_point(|c| c.span.end <= start)
    };
    for (n, candidate) in candidates.iter().enumerate() {
        let with = best[before(n)] + weight(candidate);
        taken.push(with > best[n]);
        best.push(with.max(best[n]));
    }
    let mut chosen = Vec::new();
    let mut n = candidates.len();
    while n > 0 {
        if taken[n - 1] {
            chosen.push(with_runner_up(&candidates, n - 1));
            n = before(n - 1);
        } else {
            n -= 1;
        }
    }
    chosen.reverse();
    chosen
}

/// The candidate with the best other reading of the same characters.
fn with_runner_up(candidates: &[Candidate], n: usize) -> Candidate {
    let mut chosen = candidates[n].clone();
    let other = candidates
        .iter()
        .filter(|c| c.span == chosen.span && c.class != chosen.class)
        .max_by(|a, b| a.score.total_cmp(&b.score));
    if let Some(other) = other {
        chosen.runner_up = Some((other.class, other.score.min(chosen.score)));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::candidate::Class;
    use crate::strings::Message;
    use proptest::prelude::*;

    fn candidate(start: usize, end: usize, class: Class, score: f32) -> Candidate {
        Candidate::new(start..end, class, score, Message::new("reason"))
    }

    #[test]
    fn a_long_name_swallows_its_parts_unless_it_is_a_weak_reading() {
        let parts = || vec![candidate(0, 3, Class::Loc, 0.9), candidate(3, 6, Class::Org, 0.9)];
        let spans = |all: Vec<Candidate>| resolve(all).iter().map(|c| c.span.clone()).collect::<Vec<_>>();
        let mut all = parts();
        all.push(candidate(0, 6, Class::Org, 0.85));
        assert_eq!(spans(all), [0..6]);
        let mut all = parts();
        all.push(candidate(0, 6, Class::Org, 0.4));
        assert_eq!(spans(all), [0..3, 3..6]);
    }

    #[test]
    fn the_second_reading_of_the_same_characters_is_kept() {
        let all = vec![candidate(0, 3, Class::Loc, 0.5), candidate(0, 3, Class::Org, 0.8)];
        assert_eq!(resolve(all)[0].runner_up, Some((Class::Loc, 0.5)));
    }

    proptest! {
        #[test]
        fn chosen_spans_never_overlap(spans in proptest::collection::vec((0usize..30, 1usize..9, 0.0f32..1.0), 0..40)) {
            let all = spans.iter().map(|(s, l, p)| candidate(*s, s + l, Class::Per, *p)).collect();
            let chosen = resolve(all);
            for pair in chosen.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
        }
    }
}
