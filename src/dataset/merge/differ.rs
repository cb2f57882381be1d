//! What two versions of an issue say differently, one thing at a time.
//!
//! Whoever has not decided says nothing: an open proposal is no word, and a missing mark is one only in an article that is
//! put aside as finished. So most differences are none of opinion: where only the right version says something, its word
//! is to be taken in, where only the left one does, it stays. What is left is open, and somebody has to decide.

use super::look::{About, Found, Look};
use super::pairing::Pairing;
use crate::issue::gesture::layout;
use crate::issue::{Article, ArticleStatus, Dispute, Issue, Says};

/// A version of an issue and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The annotator.
    pub by: &'a str,
    /// The issue as they have it.
    pub issue: &'a Issue,
}

/// What follows from a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Only the right version says something: it is taken in.
    Take,
    /// Only the left version says something: it stays.
    Keep,
    /// Both say something: somebody has to decide.
    Open,
}

/// Something that two versions say differently; the left one's side comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What and where, in the left version's terms.
    pub dispute: Dispute,
    /// What follows.
    pub verdict: Verdict,
}

pub(super) fn verdict(left: bool, right: bool) -> Verdict {
    match (left, right) {
        (true, true) => Verdict::Open,
        (false, true) => Verdict::Take,
        _ => Verdict::Keep,
    }
}

/// Whether an article's annotator has said all that there is to say.
pub(super) fn is_finished(issue: &Issue, article: &Article) -> bool {
    let was = || issue.disputes_of(&article.id).any(|dispute| dispute.was.is_finished());
    article.status.is_finished() || (article.status == ArticleStatus::Disputed && was())
}

/// Lists all differences in the order of the left version.
pub fn differ(left: Version<'_>, right: Version<'_>) -> Vec<Difference> {
    let pairing = Pairing::of(left.issue, right.issue);
    let mut found = Found { by: (left.by, right.by), list: Vec::new() };
    let (a, b) = (left.issue.facts(), right.issue.facts());
    let (mut ours, mut theirs) = (a.clone(), b.clone());
    // What one of them leaves empty is no word.
    for (ours, theirs) in [(&mut ours.title, &mut theirs.title), (&mut ours.date, &mut theirs.date)] {
        if theirs.is_empty() {
            theirs.clone_from(ours);
        }
        if ours.is_empty() {
            ours.clone_from(theirs);
        }
    }
    if a != theirs {
        let open = ours != theirs;
        let what = About { article: None, block: None, range: None, text: left.issue.title.clone() };
        let verdict = if open { Verdict::Open } else { Verdict::Take };
        found.put(what, ArticleStatus::New, Says::Issue(a), Says::Issue(theirs), verdict);
    }
    for article in &left.issue.articles {
        let Some(other) = pairing.article(&article.id) else {
            if !article.blocks.is_empty() {
                let says = (Says::Layout(layout(article)), Says::Layout(Vec::new()));
                found.put(About::article(article), article.status, says.0, says.1, Verdict::Open);
            }
            continue;
        };
        // What is in the trash of one of them stays where it is.
        if article.status.is_trashed() || other.status.is_trashed() {
            continue;
        }
        let finished = (is_finished(left.issue, article), is_finished(right.issue, other));
        let mut look = Look { article, other, finished, pairing: &pairing, found: &mut found };
        look.structure();
        for block in &article.blocks {
            if let Some((home, twin)) = pairing.block(&block.id) {
                look.block(block, home, twin);
                look.marks(block, twin, is_finished(right.issue, home));
                look.readings(block, twin);
            }
        }
        look.topics();
        look.keywords();
        look.relations();
        look.facts();
    }
    found.list
}
