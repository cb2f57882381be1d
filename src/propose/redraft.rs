//! An issue on another source: carried over, with proposals where there is room for them.

use super::{Learned, Proposer};
use crate::issue::Issue;
use crate::layout::{self, Carried, Taught};
use crate::source::Source;

/// Moves an issue from `earlier` to `later`, see [`layout::carry`], and proposes marks again, with what was learned, but for
/// articles that the editor has finished; `None` where `go_on` says so.
pub fn redraft(
    issue: &Issue,
    earlier: &Source,
    later: &Source,
    proposer: &Proposer,
    (taught, learned): (Option<&Taught>, &Learned),
    go_on: &dyn Fn(f32) -> bool,
) -> Option<Carried> {
    let fresh = layout::reconstruct_taught(later, proposer, taught);
    let mut carried = layout::carry(issue, earlier, later, &fresh);
    if !proposer.propose_with(learned, &mut carried.issue, later, go_on) {
        return None;
    }
    for article in carried.issue.articles.iter_mut().filter(|article| article.status.is_finished()) {
        article.blocks.iter_mut().for_each(|block| block.entities.retain(|mark| !mark.is_open()));
    }
    Some(carried)
}
