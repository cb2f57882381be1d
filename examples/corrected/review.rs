//! The page corrected by the review queue as it comes (marks with a score below 0.60): the cards one after the other, the least
//! certain first. When all that are left
//! are right they are taken at once. What the queue does not have (roles, marks that are missing, wrong ones that score
//! high) is met on the page after that.

use crate::plan::{self, Sort};
use crate::{Goal, Hand};
use zhupi::annotation::{ArticleId, EntityId};
use zhupi::desk::command::Action;
use zhupi::desk::panels::outline;

/// Cards up to the last that is wrong, then the rest of them.
pub fn cards(hand: &mut Hand, goal: &Goal) {
    hand.act(Action::Review, Sort::Queue);
    // A card that is left for later comes again, once at most.
    let most = 2 * hand.state().review.queue.len();
    for _ in 0..most {
        let wrong = wrong(hand, goal);
        if !hand.state().review.queue.iter().any(|waiting| wrong.contains(&waiting.id)) {
            break;
        }
        let article = hand.open().article.clone();
        let gold = goal.marks.get(&article).cloned().unwrap_or_default();
        match plan::card(hand.state(), hand.open(), &gold) {
            Some(act) => act.presses.iter().for_each(|press| hand.press(press, act.sort)),
            None => hand.act(Action::Leave, Sort::Queue),
        }
    }
    // Once more, since it asks.
    for _ in 0..2 {
        if !hand.state().review.queue.is_empty() {
            hand.act(Action::AcceptRest, Sort::Accept);
        }
    }
    hand.act(Action::Escape, Sort::Queue);
    let order: Vec<ArticleId> = outline::order(&hand.open().issue).iter().map(|a| a.id.clone()).collect();
    while hand.open().article != order[0] {
        hand.act(Action::PreviousArticle, Sort::Queue);
    }
}

/// The marks of the issue that are not as they should be.
fn wrong(hand: &Hand, goal: &Goal) -> Vec<EntityId> {
    let gold = |id| goal.marks.get(id).map_or(&[][..], Vec::as_slice);
    hand.open()
        .issue
        .articles
        .iter()
        .flat_map(|article| plan::wrong_marks(article, gold(&article.id)))
        .collect()
}
