//! Every change can be taken back, and no mark ever leaves its text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use proptest::prelude::*;
use zhupi::issue::Issue;

fn bytes(issue: &Issue) -> String {
    serde_json::to_string(issue).unwrap()
}

/// Whether every mark has its quote under it.
fn marks_fit(issue: &Issue) -> bool {
    issue.articles.iter().flat_map(|a| &a.blocks).all(|b| b.entities.iter().all(|e| e.fits(&b.text)))
}

proptest! {
    #[test]
    fn apply_then_invert_is_nothing((_, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..40)) {
        let mut now = issue.clone();
        let mut done = Vec::new();
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&now, act, n) else { continue };
            let before = bytes(&now);
            now.apply(&transaction).unwrap();
            prop_assert!(marks_fit(&now));
            let after = bytes(&now);
            prop_assert_ne!(&before, &after);
            now.apply(&transaction.inverse()).unwrap();
            prop_assert_eq!(bytes(&now), before);
            now.apply(&transaction).unwrap();
            prop_assert_eq!(bytes(&now), after);
            done.push(transaction);
        }
        for transaction in done.iter().rev() {
            now.apply(&transaction.inverse()).unwrap();
        }
        prop_assert_eq!(bytes(&now), bytes(&issue));
    }

    #[test]
    fn a_change_that_does_not_fit_changes_nothing((_, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..20)) {
        let mut now = issue;
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&now, act, n) else { continue };
            now.apply(&transaction).unwrap();
            let before = bytes(&now);
            // Its starting point is gone.
            prop_assert!(now.apply(&transaction).is_err());
            prop_assert_eq!(bytes(&now), before);
        }
    }

    #[test]
    fn a_transaction_survives_the_trip_to_json((_, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..20)) {
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&issue, act, n) else { continue };
            let json = serde_json::to_string(&transaction).unwrap();
            prop_assert_eq!(serde_json::from_str::<zhupi::issue::Transaction>(&json).unwrap(), transaction);
        }
    }
}
