//! How the proposals fared, counted from the events of a dataset.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use jiff::tz::TimeZone;
use tempfile::TempDir;
use zhupi::annotation::{Decider, EntityId, LabelId};
use zhupi::dataset::{Access, Dataset, Decisions, Period, Quality};
use zhupi::issue::gesture::{self, Outcome};
use zhupi::issue::{Article, ArticleStatus, Issue};
use zhupi::text::CharRange;

const EDITOR: &str = "林";

/// A dataset with the sample: two articles, four proposals.
struct Desk {
    _folder: TempDir,
    dataset: Dataset,
    issue: Issue,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut dataset = Dataset::open(&folder.path().join("a.zhupi"), Access::Write).unwrap();
        let (source, issue) = common::sample();
        let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
        let issue = dataset.issue(&id).unwrap();
        Self { _folder: folder, dataset, issue }
    }

    /// An act on this day of November, UTC.
    fn act(&mut self, at: &str, act: impl FnOnce(&Issue, &Decider) -> Outcome) {
        let who = Decider { by: EDITOR.into(), at: format!("2026-11-{at}Z"), nested: false };
        let transaction = act(&self.issue, &who).unwrap();
        self.dataset.edit(&self.issue.id, EDITOR, transaction).unwrap();
        self.issue = self.dataset.issue(&self.issue.id).unwrap();
    }

    fn undo(&mut self) {
        self.dataset.undo(EDITOR).unwrap().unwrap();
        self.issue = self.dataset.issue(&self.issue.id).unwrap();
    }

    /// The proposals of an article.
    fn marks(&self, article: usize) -> Vec<EntityId> {
        self.issue.articles[article].entities().map(|(_, mark)| mark.id.clone()).collect()
    }

    fn finish(&mut self, at: &str, article: usize) {
        let id = self.issue.articles[article].id.clone();
        self.act(at, |issue, _| gesture::set_status(issue, &id, ArticleStatus::Done));
    }

    fn quality(&self) -> Quality {
        self.dataset.quality(None, &TimeZone::UTC).unwrap()
    }
}

fn label(id: &str) -> LabelId {
    LabelId::new(id)
}

fn counts(d: Decisions) -> [u32; 4] {
    [d.accepted, d.corrected, d.rejected, d.added]
}

/// One decision of every kind in the first article: the place accepted, the other one made a body, the person rejected,
/// a title added; the second article stays as it was.
fn decided() -> Desk {
    let mut desk = Desk::new();
    let marks = desk.marks(0);
    assert_eq!((marks.len(), desk.marks(1).len()), (3, 1));
    desk.act("03T08:00:00", |issue, who| gesture::accept(issue, &marks[0], who));
    desk.act("03T08:01:00", |issue, who| gesture::relabel(issue, &marks[1], &label("ORG"), who));
    desk.act("05T08:02:00", |issue, who| gesture::reject(issue, &marks[2], who));
    let (article, block) = (desk.issue.articles[0].id.clone(), desk.issue.articles[0].blocks[1].id.clone());
    desk.act("05T08:03:00", |issue, who| {
        gesture::add(issue, &article, &block, CharRange::new(9, 11), &label("TIME"), who)
    });
    desk
}

#[test]
fn without_decisions_there_is_nothing_to_count() {
    let desk = Desk::new();
    let quality = desk.quality();
    assert_eq!((quality.issues, quality.articles, quality.finished), (1, 2, 0));
    assert_eq!(quality.total, Decisions::default());
    assert_eq!(quality.total.precision(), None);
    assert!(quality.labels.is_empty() && quality.days.is_empty() && quality.curve.is_empty());
}

#[test]
fn decisions_are_counted_under_the_label_that_was_proposed_and_on_their_day() {
    let quality = decided().quality();
    assert_eq!(counts(quality.total), [1, 1, 1, 1]);
    assert_eq!(quality.total.precision(), Some(1.0 / 3.0));
    assert_eq!(counts(quality.labels[&label("LOC")]), [1, 1, 0, 0]);
    assert_eq!(counts(quality.labels[&label("PER")]), [0, 0, 1, 0]);
    assert_eq!(counts(quality.labels[&label("TIME")]), [0, 0, 0, 1]);
    assert_eq!(quality.changed[&(label("LOC"), label("ORG"))], 1);
    assert_eq!(counts(quality.versions["p-0"]), [1, 1, 1, 0]);
    let days: Vec<(String, u32)> = quality.days.iter().map(|(day, d)| (day.to_string(), d.all())).collect();
    assert_eq!(days, [("2026-11-03".to_owned(), 2), ("2026-11-05".to_owned(), 2)]);
    // Two proposals of .95, one of which stood; one of .61, which did not.
    assert_eq!((quality.safe.count, quality.safe.accepted), (2, 1));
    assert_eq!((quality.bins[9].count, quality.bins[9].right()), (2, Some(0.5)));
    assert_eq!((quality.bins[6].count, quality.bins[6].right()), (1, Some(0.0)));
}

#[test]
fn the_day_is_that_of_the_editor_s_place() {
    let mut desk = Desk::new();
    let mark = desk.marks(0)[0].clone();
    desk.act("03T23:30:00", |issue, who| gesture::accept(issue, &mark, who));
    let east = TimeZone::fixed(jiff::tz::offset(8));
    let quality = desk.dataset.quality(None, &east).unwrap();
    assert_eq!(quality.days.keys().map(ToString::to_string).collect::<Vec<_>>(), ["2026-11-04"]);
}

#[test]
fn misses_and_recall_are_those_of_finished_articles_alone() {
    let mut desk = decided();
    let before = desk.quality();
    assert_eq!((before.total.added, before.total.finished.missed), (1, 0));
    assert_eq!((before.total.finished.recall(), before.total.finished.f1()), (None, None));
    assert!(before.curve.is_empty());
    desk.finish("06T09:00:00", 0);
    let after = desk.quality();
    let finished = after.total.finished;
    assert_eq!((finished.matched, finished.proposed, finished.standing, finished.missed), (1, 3, 3, 1));
    assert_eq!((finished.recall(), finished.f1()), (Some(1.0 / 3.0), Some(1.0 / 3.0)));
    // What was corrected stands for its new label.
    let body = after.labels[&label("ORG")].finished;
    assert_eq!((body.standing, body.missed, body.recall()), (1, 0, Some(0.0)));
    assert_eq!(after.labels[&label("LOC")].finished.recall(), Some(1.0));
    assert_eq!((after.finished, after.curve.len(), after.undecided), (1, 1, 0));
    // The other article is finished without a decision: nothing to say of it but that something waits in it.
    desk.finish("06T09:01:00", 1);
    let all = desk.quality();
    assert_eq!((all.finished, all.curve.len(), all.undecided), (2, 1, 1));
}

#[test]
fn what_was_undone_or_changed_counts_as_it_stands_now() {
    let mut desk = decided();
    desk.undo();
    desk.undo();
    assert_eq!(counts(desk.quality().total), [1, 1, 0, 0]);
    desk.dataset.redo(EDITOR).unwrap().unwrap();
    assert_eq!(counts(desk.quality().total), [1, 1, 1, 0]);
    desk.issue = desk.dataset.issue(&desk.issue.id).unwrap();
    // Back to the proposed label: an acceptance, not a second correction.
    let corrected = desk.marks(0)[1].clone();
    desk.act("07T08:00:00", |issue, who| gesture::relabel(issue, &corrected, &label("LOC"), who));
    assert_eq!(counts(desk.quality().total), [2, 0, 1, 0]);
    // An undone 'done' takes the article off the curve.
    desk.finish("07T09:00:00", 0);
    assert_eq!(desk.quality().curve.len(), 1);
    desk.undo();
    assert!(desk.quality().curve.is_empty());
}

#[test]
fn decisions_that_came_in_with_a_file_are_not_ours() {
    let theirs = decided().issue;
    let (source, _) = common::sample();
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::open(&folder.path().join("b.zhupi"), Access::Write).unwrap();
    dataset.add_issue(&source, &theirs, EDITOR).unwrap();
    assert_eq!(dataset.quality(None, &TimeZone::UTC).unwrap().total, Decisions::default());
    // One of them is decided anew.
    let first = theirs.articles.iter().flat_map(Article::entities).next().unwrap().1.id.clone();
    let who = Decider { by: EDITOR.into(), at: "2026-11-09T08:00:00Z".into(), nested: false };
    let anew = gesture::reject(&theirs, &first, &who).unwrap();
    dataset.edit(&theirs.id, EDITOR, anew).unwrap();
    assert_eq!(counts(dataset.quality(None, &TimeZone::UTC).unwrap().total), [0, 0, 1, 0]);
}

#[test]
fn one_issue_can_be_looked_at_alone() {
    let mut desk = decided();
    let (source, other) = common::other_sample();
    let other = desk.dataset.add_issue(&source, &other, EDITOR).unwrap().id().clone();
    let here = desk.dataset.quality(Some(&desk.issue.id), &TimeZone::UTC).unwrap();
    assert_eq!((here.issues, here.total.all()), (1, 4));
    let there = desk.dataset.quality(Some(&other), &TimeZone::UTC).unwrap();
    assert_eq!((there.issues, there.total.all()), (1, 0));
    assert_eq!(desk.quality().issues, 2);
}

#[test]
fn many_days_become_weeks_and_months() {
    let mut quality = Quality::default();
    let first: jiff::civil::Date = "2026-01-01".parse().unwrap();
    let one = Decisions { accepted: 1, ..Decisions::default() };
    let with = |quality: &mut Quality, days: i64| {
        let days = (0..days).map(|n| (first.saturating_add(jiff::Span::new().days(n)), one));
        quality.days = days.collect();
    };
    for (days, period, bars) in [(31, Period::Day, 31), (32, Period::Week, 5), (365, Period::Month, 12)] {
        with(&mut quality, days);
        let (found, sums) = quality.periods();
        assert_eq!((found, sums.len()), (period, bars));
        assert_eq!(sums.iter().map(|(_, d)| i64::from(d.all())).sum::<i64>(), days);
    }
}
