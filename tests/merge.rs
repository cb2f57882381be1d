//! Versions of an issue taken together, and disputes decided: whatever two annotators do, nothing is chosen silently.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, folder, read, write};
use common::{Act, other_sample, sample};
use proptest::prelude::*;
use std::collections::BTreeSet;
use zhupi::annotation::{Decider, EntityId, LabelId};
use zhupi::dataset::Dataset;
use zhupi::dataset::merge::{Combined, NotMerged, Version, combine, measure_datasets};
use zhupi::issue::gesture::{self, Choice};
use zhupi::issue::{Article, ArticleStatus, Issue, Says, Sort};
use zhupi::source::Source;
use zhupi::text::CharRange;

fn who(by: &str) -> Decider {
    Decider { by: by.into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

/// What an annotator makes of an issue by some acts.
fn annotated(base: &Issue, source: &Source, acts: &[Act], finished: bool) -> Issue {
    let mut issue = base.clone();
    for (n, act) in acts.iter().enumerate() {
        if let Some(transaction) = common::transaction(&issue, source, *act, n) {
            issue.apply(&transaction).unwrap();
        }
    }
    for id in issue.articles.iter().map(|article| article.id.clone()).collect::<Vec<_>>() {
        let status = if finished { ArticleStatus::Done } else { ArticleStatus::InProgress };
        if let Ok(transaction) = gesture::set_status(&issue, &id, status) {
            issue.apply(&transaction).unwrap();
        }
    }
    issue
}

fn combined(left: &Issue, right: &Issue) -> (Issue, Combined) {
    let (base, other) = (Version { by: "甲", issue: left }, Version { by: "乙", issue: right });
    let combined = combine(base, other, &[], &who("林"));
    let mut issue = left.clone();
    issue.apply(&combined.transaction).unwrap();
    (issue, combined)
}

/// Decides all disputes in one way; whatever cannot be decided so stays as it stands.
fn settled(issue: &Issue, choice: Choice) -> Issue {
    let mut issue = issue.clone();
    while let Some(dispute) = issue.disputes.first() {
        let decider = Decider { nested: true, ..who("林") };
        let transaction = gesture::settle(&issue, &dispute.id, choice, &decider)
            .or_else(|_| gesture::settle(&issue, &dispute.id, Choice::AsIs, &decider))
            .unwrap();
        let mut undone = issue.clone();
        undone.apply(&transaction).unwrap();
        let after = undone.clone();
        undone.apply(&transaction.inverse()).unwrap();
        assert_eq!(undone, issue, "a decision can be taken back");
        issue = after;
    }
    issue
}

type Said = BTreeSet<(String, CharRange, LabelId)>;

/// The marks that an annotator stands by, by block.
fn said(issue: &Issue) -> Said {
    let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
    let marks = blocks.flat_map(|block| {
        let decided = block.standing().filter(|mark| mark.status.is_decided());
        decided.map(|mark| (block.id.to_string(), mark.range, mark.label.clone()))
    });
    marks.collect()
}

fn topics(issue: &Issue) -> BTreeSet<(String, String)> {
    let topics = issue.articles.iter().flat_map(|article: &Article| {
        let decided =
            article.topics.iter().filter(|topic| topic.status.is_decided() && topic.status.stands());
        decided.map(|topic| (article.id.to_string(), topic.code.clone()))
    });
    topics.collect()
}

/// Acts on marks and topics, not on the structure.
fn decisions() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..9_u8, any::<u16>(), any::<u8>(), 1..6_u8, any::<u8>());
    let act = act.prop_map(|(kind, what, from, length, label)| Act { kind, what, from, length, label });
    prop::collection::vec(act, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn with_itself_nothing_changes(
        (source, base) in common::issue(),
        acts in prop::collection::vec(common::act(), 0..40),
        finished in any::<bool>(),
    ) {
        let issue = annotated(&base, &source, &acts, finished);
        let (after, combined) = combined(&issue, &issue);
        prop_assert_eq!(after, issue);
        prop_assert_eq!((combined.taken, combined.kept, combined.open), (0, 0, 0));
    }

    #[test]
    fn all_left_is_left_and_all_right_is_right_where_both_have_finished(
        (source, base) in common::issue(),
        one in decisions(),
        other in decisions(),
    ) {
        let left = annotated(&base, &source, &one, true);
        let right = annotated(&base, &source, &other, true);
        let (open, _) = combined(&left, &right);
        // What the other one decided on a proposal that was left open is a word without an answer.
        let answered = |issue: &Issue| issue.articles.iter().flat_map(Article::entities).all(|(_, mark)| !mark.is_open());
        let all_left = settled(&open, Choice::Side(0));
        prop_assert!(said(&all_left).is_superset(&said(&left)));
        prop_assert!(topics(&all_left).is_superset(&topics(&left)));
        if answered(&left) && answered(&right) {
            prop_assert_eq!(said(&all_left), said(&left));
            prop_assert_eq!(said(&settled(&open, Choice::Side(1))), said(&right));
        }
        for issue in [&all_left, &settled(&open, Choice::Neither), &settled(&open, Choice::All)] {
            prop_assert!(issue.articles.iter().all(|article| article.status != ArticleStatus::Disputed));
        }
    }

    #[test]
    fn nobody_is_overruled_before_somebody_decides(
        (source, base) in common::issue(),
        one in prop::collection::vec(common::act(), 0..25),
        other in prop::collection::vec(common::act(), 0..25),
        finished in any::<(bool, bool)>(),
    ) {
        let left = annotated(&base, &source, &one, finished.0);
        let right = annotated(&base, &source, &other, finished.1);
        let (open, combined) = combined(&left, &right);
        prop_assert!(said(&open).is_superset(&said(&left)), "what stood in the left one stands");
        let mut back = open.clone();
        back.apply(&combined.transaction.inverse()).unwrap();
        prop_assert_eq!(&back, &left);
        for choice in [Choice::Side(0), Choice::Side(1), Choice::All, Choice::Neither] {
            settled(&open, choice);
        }
    }

    #[test]
    fn nothing_comes_twice_and_nobody_is_asked_twice(
        (source, base) in common::issue(),
        one in decisions(),
        other in decisions(),
        finished in any::<(bool, bool)>(),
    ) {
        let left = annotated(&base, &source, &one, finished.0);
        let right = annotated(&base, &source, &other, finished.1);
        let (open, _) = combined(&left, &right);
        let version = |issue| Version { by: "乙", issue };
        let again = combine(Version { by: "甲", issue: &open }, version(&right), &[], &who("林"));
        prop_assert_eq!((&again.transaction.edits, again.open), (&vec![], 0));
        let decided = settled(&open, Choice::Side(0));
        let base = Version { by: "甲", issue: &decided };
        let again = combine(base, version(&right), &open.disputes, &who("林"));
        prop_assert_eq!(again.open, 0);
    }
}

/// Two closed copies of a dataset with the sample, decided differently.
fn copies(folder: &std::path::Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (path, copy) = (folder.join("甲.zhupi"), folder.join("乙.zhupi"));
    let mut dataset = write(&path);
    let (source, issue) = sample();
    dataset.add_issue(&source, &issue, EDITOR).unwrap();
    dataset.close().unwrap();
    std::fs::copy(&path, &copy).unwrap();
    (path, copy)
}

fn act(dataset: &mut Dataset, by: &str, act: impl FnOnce(&Issue, &Decider) -> gesture::Outcome) {
    let id = dataset.issues().unwrap()[0].id.clone();
    let issue = dataset.issue(&id).unwrap();
    dataset.edit(&id, by, act(&issue, &who(by)).unwrap()).unwrap();
}

fn finish(dataset: &mut Dataset, by: &str) {
    for n in 0..2 {
        act(dataset, by, |issue, _| gesture::set_status(issue, &issue.articles[n].id, ArticleStatus::Done));
    }
}

fn go(_: usize, _: usize) -> bool {
    true
}

#[test]
fn two_files_become_one_and_what_differs_is_decided_once() {
    let folder = folder();
    let (path, copy) = copies(folder.path());
    let id = |n: usize| EntityId::new(format!("e{n}"));
    let mut left = write(&path);
    act(&mut left, "林晓", |issue, who| gesture::accept(issue, &id(0), who));
    act(&mut left, "林晓", |issue, who| gesture::accept(issue, &id(1), who));
    act(&mut left, "林晓", |issue, who| gesture::accept(issue, &id(2), who));
    finish(&mut left, "林晓");
    let mut right = write(&copy);
    act(&mut right, "沈原", |issue, who| gesture::accept(issue, &id(0), who));
    act(&mut right, "沈原", |issue, who| gesture::relabel(issue, &id(1), &LabelId::new("ORG"), who));
    act(&mut right, "沈原", |issue, who| gesture::reject(issue, &id(2), who));
    act(&mut right, "沈原", |issue, who| gesture::accept(issue, &id(3), who));
    finish(&mut right, "沈原");
    // An issue that only the other one has.
    let (source, issue) = other_sample();
    right.add_issue(&source, &issue, "沈原").unwrap();
    right.close().unwrap();
    let right = read(&copy);
    let (mine, theirs) = left.names_beside(&right);
    assert_eq!((mine.as_str(), theirs.as_str()), ("林晓", "沈原"));
    let names = (mine.as_str(), theirs.as_str());
    let before = left.last_event();
    let preview = left.preview_merge(&right, names, &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(left.last_event(), before);
    let merged = left.merge(&right, names, &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(merged, preview);
    assert_eq!((merged.sums(), merged.added.len(), merged.left.len()), ((1, 2), 1, 0));
    let issue = left.issue(&merged.both[0].id).unwrap();
    let sorts: Vec<Sort> = issue.disputes.iter().map(zhupi::issue::Dispute::sort).collect();
    assert_eq!(sorts.iter().copied().collect::<BTreeSet<_>>(), [Sort::Label, Sort::Only].into());
    assert_eq!(issue.articles[0].status, ArticleStatus::Disputed);
    assert_eq!(issue.articles[1].status, ArticleStatus::Done);
    let taken = issue.find(&id(3)).unwrap().entity;
    assert_eq!(
        (taken.by.as_str(), taken.status.is_decided()),
        ("沈原", true),
        "a word that comes in keeps its maker"
    );
    // Kappa of what both have finished is remembered for the card.
    let known = left.compared().unwrap().unwrap();
    assert_eq!((known.articles, known.names.len()), (2, 2));
    assert!(known.kappa.unwrap() < 1.0);
    // Decide for the right one; both names are in what is remembered.
    let label = issue.disputes.iter().find(|dispute| dispute.sort() == Sort::Label).unwrap();
    assert_eq!(label.sides.iter().flat_map(|side| side.by.clone()).collect::<Vec<_>>(), ["林晓", "沈原"]);
    left.edit(&issue.id, "林", gesture::settle(&issue, &label.id, Choice::Side(1), &who("林")).unwrap())
        .unwrap();
    let now = left.issue(&issue.id).unwrap();
    let mark = now.find(&id(1)).unwrap().entity;
    assert_eq!((mark.label.as_str(), mark.by.as_str()), ("ORG", "沈原"));
    let last = now.disputes[0].id.clone();
    left.edit(&issue.id, "林", gesture::settle(&now, &last, Choice::Neither, &who("林")).unwrap()).unwrap();
    let now = left.issue(&issue.id).unwrap();
    assert_eq!((now.disputes.len(), now.articles[0].status), (0, ArticleStatus::Checked));
    assert!(!now.find(&id(2)).unwrap().entity.status.stands());
    // The other one is merged again: nothing is asked twice, until the decision is taken back.
    let again = left.merge(&right, names, &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(again.sums(), (0, 0));
    left.undo("林").unwrap().unwrap();
    assert_eq!(left.issue(&issue.id).unwrap().disputes.len(), 1);
    left.close().unwrap();
    assert_eq!(read(&path).verify().unwrap().faults, vec![]);
    assert_eq!(read(&path).issue(&issue.id).unwrap().disputes.len(), 1, "a dispute outlives the other file");
}

#[test]
fn a_third_annotator_is_one_more_voice() {
    let folder = folder();
    let (path, copy) = copies(folder.path());
    let third = folder.path().join("丙.zhupi");
    std::fs::copy(&copy, &third).unwrap();
    let id = EntityId::new("e1");
    let mut left = write(&path);
    act(&mut left, "林晓", |issue, who| gesture::accept(issue, &id, who));
    finish(&mut left, "林晓");
    for (file, by, label) in [(&copy, "沈原", "ORG"), (&third, "周亦", "ORG")] {
        let mut other = write(file);
        act(&mut other, by, |issue, who| gesture::relabel(issue, &id, &LabelId::new(label), who));
        finish(&mut other, by);
        other.close().unwrap();
        let other = read(file);
        left.merge(&other, ("林晓", by), &who("林"), &mut go).unwrap().unwrap();
    }
    let issue = left.issue(&left.issues().unwrap()[0].id).unwrap();
    let dispute = &issue.disputes[0];
    let names: Vec<Vec<String>> = dispute.sides.iter().map(|side| side.by.clone()).collect();
    assert_eq!(names, [vec!["林晓".to_owned()], vec!["沈原".into(), "周亦".into()]]);
    assert!(matches!(&dispute.sides[1].says, Says::Marks(marks) if marks[0].label.as_str() == "ORG"));
    let (second, third) = (read(&copy), read(&third));
    let names = ["甲".to_owned(), "乙".into(), "丙".into()];
    let all = measure_datasets(&[&second, &third, &second], &names, &mut go).unwrap().unwrap();
    assert_eq!((all.articles, all.alpha, all.pairs.len()), (2, Some(1.0), 3));
}

#[test]
fn two_editors_of_one_file_are_told_apart_by_its_events() {
    let folder = folder();
    let (path, _) = copies(folder.path());
    let mut dataset = write(&path);
    let id = EntityId::new("e1");
    act(&mut dataset, "林晓", |issue, who| gesture::accept(issue, &id, who));
    finish(&mut dataset, "林晓");
    act(&mut dataset, "沈原", |issue, who| gesture::reject(issue, &id, who));
    act(&mut dataset, "沈原", |issue, who| {
        gesture::topic(issue, &issue.articles[0].id, "medtop:04000000", true, who)
    });
    for n in 0..2 {
        act(&mut dataset, "沈原", |issue, _| {
            gesture::set_status(issue, &issue.articles[n].id, ArticleStatus::Checked)
        });
    }
    assert_eq!(dataset.editors().len(), 2);
    let issue = dataset.issues().unwrap()[0].id.clone();
    let (one, other) = (dataset.version(&issue, "林晓").unwrap(), dataset.version(&issue, "沈原").unwrap());
    assert!(
        one.find(&id).unwrap().entity.status.stands() && !other.find(&id).unwrap().entity.status.stands()
    );
    assert!(one.articles[0].topics.iter().all(|topic| !topic.status.is_decided()));
    let all = dataset.measure_editors(&["林晓".into(), "沈原".into()], &mut go).unwrap().unwrap();
    assert_eq!(all.articles, 2);
    assert!(all.pairs[0].kappa().unwrap() < 1.0);
    let merged = dataset.dispute_editors(("林晓", "沈原"), &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(merged.sums().1, 1);
    let now = dataset.issue(&issue).unwrap();
    assert_eq!(now.articles[0].status, ArticleStatus::Disputed);
    let transaction = gesture::settle(&now, &now.disputes[0].id, Choice::Side(0), &who("林")).unwrap();
    dataset.edit(&issue, "林", transaction).unwrap();
    assert!(dataset.issue(&issue).unwrap().find(&id).unwrap().entity.status.stands());
    let again = dataset.dispute_editors(("林晓", "沈原"), &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(again.sums().1, 0, "nobody is asked twice");
}

#[test]
fn labels_and_files_that_are_not_here_are_left_alone_and_said() {
    let folder = folder();
    let (path, copy) = copies(folder.path());
    let mut right = write(&copy);
    act(&mut right, "沈原", |issue, who| {
        gesture::relabel(issue, &EntityId::new("e1"), &LabelId::new("CROP"), who)
    });
    right.close().unwrap();
    let mut left = write(&path);
    let before = left.last_event();
    let merged = left.merge(&read(&copy), ("甲", "乙"), &who("林"), &mut go).unwrap().unwrap();
    assert_eq!(merged.left.iter().map(|(_, why)| *why).collect::<Vec<_>>(), [NotMerged::Labels]);
    assert_eq!(merged.labels, [LabelId::new("CROP")].into());
    assert_eq!(left.last_event(), before);
    let stopped = left.merge(&read(&copy), ("甲", "乙"), &who("林"), &mut |_, _| false).unwrap();
    assert!(stopped.is_none());
}
