//! Every change can be taken back, no mark ever leaves its text and no character its source.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use proptest::prelude::*;
use zhupi::dataset::Corpus;
use zhupi::issue::Issue;
use zhupi::issue::concordance::{Needle, Place, Stands, in_issue};
use zhupi::issue::gesture::{self, Spot};
use zhupi::source::Source;
use zhupi::text::{CharRange, is_space};

fn bytes(issue: &Issue) -> String {
    serde_json::to_string(issue).unwrap()
}

/// Whether every mark and every reading has its quote under it, and no two readings overlap.
fn marks_fit(issue: &Issue) -> bool {
    let fit = |b: &zhupi::issue::Block| {
        let apart = b.readings.windows(2).all(|two| two[0].range.end() <= two[1].range.start());
        let said = b.remarks.iter().all(|remark| remark.fits(&b.text));
        apart
            && said
            && b.readings.iter().all(|r| r.fits(&b.text))
            && b.entities.iter().all(|e| e.fits(&b.text))
    };
    issue.articles.iter().flat_map(|a| &a.blocks).all(fit)
}

/// Every character of the source that is not white space is in exactly one block, which has it in its text; no article is
/// empty; relations stay inside an article; lists are in their order.
fn is_whole(issue: &Issue, source: &Source) -> Result<(), TestCaseError> {
    let chars: Vec<char> = source.text.chars().collect();
    let mut held: Vec<u32> = Vec::new();
    for article in &issue.articles {
        prop_assert!(!article.blocks.is_empty());
        for block in &article.blocks {
            let map = block.source_map(&chars).unwrap();
            for (n, c) in block.text.chars().enumerate().filter(|(_, c)| !is_space(*c)) {
                let there = map.ranges(CharRange::new(n as u32, n as u32 + 1), &chars);
                prop_assert_eq!(chars[there[0].start() as usize], c);
                held.push(there[0].start());
            }
            prop_assert!(!block.text.starts_with(is_space) && !block.text.ends_with(is_space));
        }
        let ends = article.relations.iter().flat_map(|relation| [&relation.from, &relation.to]);
        for end in ends {
            prop_assert_eq!(&issue.find(end).unwrap().article.id, &article.id);
        }
        let mut ordered = article.clone();
        ordered.canonical();
        prop_assert_eq!(&ordered, article);
    }
    held.sort_unstable();
    let solid: Vec<u32> = (0..chars.len() as u32).filter(|n| !is_space(chars[*n as usize])).collect();
    prop_assert_eq!(held, solid);
    Ok(())
}

proptest! {
    #[test]
    fn apply_then_invert_is_nothing((source, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..40)) {
        let mut now = issue.clone();
        let mut done = Vec::new();
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&now, &source, act, n) else { continue };
            let before = bytes(&now);
            now.apply(&transaction).unwrap();
            prop_assert!(marks_fit(&now));
            is_whole(&now, &source)?;
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
    fn a_change_that_does_not_fit_changes_nothing((source, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..20)) {
        let mut now = issue;
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&now, &source, act, n) else { continue };
            now.apply(&transaction).unwrap();
            let before = bytes(&now);
            // Its starting point is gone.
            prop_assert!(now.apply(&transaction).is_err());
            prop_assert_eq!(bytes(&now), before);
        }
    }

    #[test]
    fn a_transaction_survives_the_trip_to_json((source, issue) in common::issue(), acts in prop::collection::vec(common::act(), 1..20)) {
        for (n, act) in acts.into_iter().enumerate() {
            let Some(transaction) = common::transaction(&issue, &source, act, n) else { continue };
            let json = serde_json::to_string(&transaction).unwrap();
            prop_assert_eq!(serde_json::from_str::<zhupi::issue::Transaction>(&json).unwrap(), transaction);
        }
    }

    /// One label for all places of a text: each that is named has the mark then, one step takes all back, and the texts
    /// that a search holds in memory follow both.
    #[test]
    fn one_label_everywhere_is_one_step(
        (_, issue) in common::issue(), needle in "[云溪县长林晓a0]{1,2}", label in 0..8_usize, keep in any::<u32>()
    ) {
        let needle = Needle::new(&needle, true).unwrap();
        let found = in_issue(&issue, &needle, None, usize::MAX);
        prop_assert_eq!(found.total, found.places.len());
        for place in &found.places {
            let (article, at) = issue.holder(&place.block).unwrap();
            prop_assert_eq!(zhupi::text::slice(&article.blocks[at].text, place.range), Some(needle.text()));
        }
        let chosen = (0..).zip(&found.places).filter(|(n, place)| keep >> (n % 32) & 1 == 1 && place.stands.is_alone());
        let chosen: Vec<_> = chosen.map(|(_, place)| place).collect();
        let spots: Vec<Spot> = chosen
            .iter()
            .map(|place| Spot { block: place.block.clone(), range: place.range, text: place.text.clone() })
            .collect();
        let label = zhupi::annotation::LabelSet::newspaper().labels[label].id.clone();
        let who = zhupi::annotation::Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
        let spread = gesture::label_all(&issue, &spots, &label, &who);
        prop_assert_eq!(spread.refused + spread.changed, spots.len(), "nothing is decided at the start");
        let mut now = issue.clone();
        now.apply(&spread.transaction).unwrap();
        prop_assert!(marks_fit(&now));
        let done = in_issue(&now, &needle, None, usize::MAX).places;
        let marked = |place: &Place| matches!(
            &place.stands, Stands::Mark { label: l, status, .. } if *l == label && status.is_decided() && status.stands()
        );
        let wanted = |place: &Place| spots.iter().any(|s| s.block == place.block && s.range == place.range);
        prop_assert_eq!(done.iter().filter(|place| wanted(place) && marked(place)).count(), spread.changed);
        let mut corpus = Corpus::default();
        corpus.put(&issue);
        prop_assert!(corpus.apply(&issue.id, &spread.transaction));
        prop_assert_eq!(corpus.find(&needle, None, usize::MAX).places, done);
        prop_assert!(corpus.apply(&issue.id, &spread.transaction.inverse()));
        prop_assert_eq!(corpus.find(&needle, None, usize::MAX).places, found.places);
        now.apply(&spread.transaction.inverse()).unwrap();
        prop_assert_eq!(bytes(&now), bytes(&issue));
    }
}
