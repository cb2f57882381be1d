//! All issues in short: work list, catalogue, facets, statistics and the register's pages; trash and states of old.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, folder, read, write};
use common::{other_sample, sample};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::path::Path;
use zhupi::annotation::{Decider, EntityId, Entry, EntryKind, IssueId, LabelId};
use zhupi::dataset::Dataset;
use zhupi::dataset::archive::{Archive, Column, Facet, Selection, Value, WorkSort, WorkState};
use zhupi::issue::register::{self, Register};
use zhupi::issue::{ArticleStatus, Issue, gesture};

fn who() -> Decider {
    Decider { by: EDITOR.into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

fn archive(dataset: &Dataset) -> Archive {
    dataset.archive(&mut |_, _| true).unwrap().unwrap()
}

/// The lines alone: who finished an article is told where nothing but the issue is known a little later.
fn lines(archive: &Archive) -> Archive {
    let mut archive = archive.clone();
    for article in archive.issues.iter_mut().flat_map(|issue| &mut issue.articles) {
        article.done = None;
    }
    archive
}

/// A dataset with both samples, dated.
fn two(path: &Path) -> (Dataset, IssueId, IssueId) {
    let mut dataset = write(path);
    let ids =
        [(sample(), "2025-08-29"), (other_sample(), "2024-04-18")].map(|((source, mut issue), date)| {
            issue.date = date.into();
            dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone()
        });
    let [one, other] = ids;
    (dataset, one, other)
}

fn edit(dataset: &mut Dataset, id: &IssueId, act: impl Fn(&Issue) -> gesture::Outcome) {
    let transaction = act(&dataset.issue(id).unwrap()).unwrap();
    dataset.edit(id, EDITOR, transaction).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// What goes along with the work is what is read anew, and what was kept is what would be made.
    #[test]
    fn lines_go_along(
        (source, issue) in common::issue(),
        steps in prop::collection::vec((common::act(), 0..6_u8), 1..24),
    ) {
        let folder = folder();
        let path = folder.path().join("a.zhupi");
        let mut dataset = write(&path);
        let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
        let mut live = archive(&dataset);
        dataset.keep_archive(&live).unwrap();
        for (n, (act, kind)) in steps.into_iter().enumerate() {
            let now = dataset.issue(&id).unwrap();
            let stamp = match kind {
                0 => dataset.undo(EDITOR).unwrap_or_default().map(|replay| replay.stamp),
                _ => common::transaction(&now, &source, act, n)
                    .map(|transaction| dataset.edit(&id, EDITOR, transaction).unwrap()),
            };
            if let Some(stamp) = stamp {
                live.put(&dataset.issue(&id).unwrap(), EDITOR, &stamp.at);
            }
        }
        let fresh = archive(&dataset);
        let compared = |archive: &Archive| lines(archive).issues;
        prop_assert_eq!(compared(&fresh), compared(&live));
        dataset.keep_archive(&fresh).unwrap();
        drop(dataset);
        let kept = archive(&read(&path));
        prop_assert_eq!(&kept.issues, &fresh.issues);
        let rows = kept.work(WorkSort::Date, false);
        let counts = read(&path).issues().unwrap()[0].counts;
        prop_assert_eq!(rows[0].open, counts.proposed);
        // Every facet counts what choosing its value would leave.
        let (register, selection) = (Register::default(), Selection::default());
        for (facet, values) in kept.facets(&selection, &register, usize::MAX) {
            for (value, count) in values {
                let mut chosen = selection.clone();
                chosen.toggle(facet, value);
                prop_assert_eq!(kept.select(&chosen, &register).len(), count as usize);
            }
        }
    }
}

#[test]
fn the_work_list_says_what_to_do_first() {
    let folder = folder();
    let (mut dataset, one, other) = two(&folder.path().join("a.zhupi"));
    let rows = archive(&dataset).work(WorkSort::Date, false);
    assert_eq!(rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&one, &other]);
    assert_eq!(
        (&*rows[0].format, rows[0].articles, rows[0].doubtful, rows[0].state),
        ("TXT", 2, 0, WorkState::New)
    );
    assert_eq!(rows[1].doubtful, 1);
    let all = archive(&dataset);
    assert_eq!(all.work(WorkSort::Doubt, false)[0].id, other);
    assert_eq!(all.first_to_do().unwrap().id, one, "more is probably wrong in it");
    // The only doubtful one is decided, its article done.
    let article = dataset.issue(&other).unwrap().articles[0].id.clone();
    edit(&mut dataset, &other, |issue| gesture::accept_rest(issue, &article, &who()));
    edit(&mut dataset, &one, |issue| gesture::reject(issue, &EntityId::new("e0"), &who()));
    let rows = archive(&dataset).work(WorkSort::State, false);
    assert_eq!(
        rows.iter().map(|row| row.state).collect::<Vec<_>>(),
        [WorkState::InProgress, WorkState::Done]
    );
    assert_eq!((rows[0].progress(), rows[1].progress(), rows[1].need.sure), (0.25, 1.0, None));
    assert_eq!(rows[1].editors, [EDITOR]);
    let figures = archive(&dataset).figures(&Selection::default(), &Register::default(), &TimeZone::UTC);
    let week = figures.editors()[EDITOR];
    assert_eq!((week.decisions, week.finished), ([1, 0, 0, 1], 1));
    assert_eq!((figures.articles, figures.states[&ArticleStatus::Done]), (3, 1));
}

#[test]
fn the_catalogue_tells_proposed_from_decided_and_facets_narrow_it() {
    let folder = folder();
    let (mut dataset, one, _) = two(&folder.path().join("a.zhupi"));
    edit(&mut dataset, &one, |issue| gesture::accept(issue, &EntityId::new("e0"), &who()));
    let archive = archive(&dataset);
    let nothing = Register::default();
    let record = archive.record(&one, &archive.issues[0].articles[0].id, &nothing).unwrap();
    assert_eq!(
        (&*record.headline, &*record.when.text, record.when.decided),
        ("云溪县召开春耕会", "2025-08-29", false)
    );
    assert!(!record.topics[0].decided && record.keywords.len() == 2);
    let mut selection = Selection::default();
    let facets = archive.facets(&selection, &nothing, 10);
    assert_eq!(facets[&Facet::Title], [(Value::text("云溪新闻"), 3)]);
    assert_eq!(facets[&Facet::Month], [(Value::text("2025-08"), 2), (Value::text("2024-04"), 1)]);
    selection.toggle(Facet::Month, Value::text("2024-04"));
    assert_eq!(archive.select(&selection, &nothing).len(), 1);
    let facets = archive.facets(&selection, &nothing, 10);
    assert_eq!(facets[&Facet::Month].len(), 2, "another month can be added");
    assert_eq!(facets[&Facet::Title], [(Value::text("云溪新闻"), 1)]);
    let since = Selection { from: "2025".into(), text: "春耕".into(), ..Selection::default() };
    let found = archive.catalogue(&since, &nothing, Column::Headline, true);
    assert_eq!(found.len(), 2, "a keyword says it too");
    assert_eq!(found[0].1.headline, "溪桥小学添新书");
}

#[test]
fn marks_are_linked_to_entries_in_one_step_that_can_be_taken_back() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (mut dataset, one, _) = two(&path);
    let issue = dataset.issue(&one).unwrap();
    let marks: Vec<_> = issue.articles.iter().flat_map(zhupi::issue::Article::entities).collect();
    let (_, mark) = marks.iter().find(|(_, mark)| EntryKind::of(&mark.label).is_some()).unwrap();
    let (id, kind) = (mark.id.clone(), EntryKind::of(&mark.label).unwrap());
    assert!(archive(&dataset).unknown(&Register::default(), 9).iter().any(|name| name.text == mark.text));
    let entry = register::entry_of(&issue, &id, &who()).unwrap();
    let mut both = register::create(dataset.register().unwrap(), entry.clone()).unwrap();
    both.edits.extend(register::link(&issue, std::slice::from_ref(&id), &entry, &who()).unwrap().edits);
    dataset.edit(&one, EDITOR, both).unwrap();
    let linked = |dataset: &Dataset| {
        let issue = dataset.issue(&one).unwrap();
        let link = issue.find(&id).unwrap().entity.link.clone();
        let register = dataset.register().unwrap();
        link.and_then(|link| register.linked(&link).cloned())
    };
    assert_eq!(linked(&dataset), Some(entry.clone()));
    let all = archive(&dataset);
    let mentions = all.mentions(&entry, dataset.register().unwrap());
    assert!(mentions.places.iter().any(|place| place.linked && place.issue == one));
    assert_eq!(mentions.months["2025-08"], 1);
    assert_eq!(all.linked(dataset.register().unwrap())[&entry.id], 1);
    drop(dataset);
    let mut dataset = write(&path);
    assert_eq!(linked(&dataset), Some(entry.clone()));
    assert_eq!(dataset.verify().unwrap().faults, []);
    assert_eq!(dataset.past(&one, EDITOR).unwrap().len(), 2);
    // One undo takes back the entry and the link, one redo brings both again, also after a restart.
    dataset.undo(EDITOR).unwrap().unwrap();
    assert_eq!((linked(&dataset), dataset.register().unwrap().len()), (None, 0));
    drop(dataset);
    let mut dataset = write(&path);
    assert!(dataset.register().unwrap().is_empty());
    dataset.redo(EDITOR).unwrap().unwrap();
    assert_eq!(linked(&dataset), Some(entry.clone()));
    // The register alone has a history too, and the issues are untouched by it.
    let renamed = Entry { name: "云溪县城".into(), ..entry.clone() };
    let change = register::change(dataset.register().unwrap(), renamed).unwrap();
    dataset.edit_register(EDITOR, change.clone()).unwrap();
    assert_eq!(linked(&dataset).unwrap().name, "云溪县城");
    assert!(dataset.edit_register(EDITOR, change).is_err(), "it is not in the state from which this starts");
    assert_eq!(linked(&dataset).unwrap().name, "云溪县城");
    let replay = dataset.undo(EDITOR).unwrap().unwrap();
    assert_eq!((replay.issue.as_str(), replay.transaction.entry()), ("", Some(&entry)));
    assert_eq!(kind, entry.kind);
    assert_eq!(dataset.verify().unwrap().faults, []);
}

#[test]
fn what_is_in_the_trash_is_in_no_list_and_comes_back_as_it_was() {
    let folder = folder();
    let (mut dataset, one, other) = two(&folder.path().join("a.zhupi"));
    let article = dataset.issue(&other).unwrap().articles[0].id.clone();
    edit(&mut dataset, &other, |issue| gesture::accept_rest(issue, &article, &who()));
    edit(&mut dataset, &other, |issue| gesture::trash(issue, std::slice::from_ref(&article)));
    assert_eq!(dataset.issues().unwrap().len(), 1);
    assert_eq!(archive(&dataset).issues.len(), 1);
    assert!(dataset.all_issues().unwrap()[1].is_away());
    let mut exported = 0;
    let all = zhupi::exchange::Scope::All.each(&dataset, &mut |_, _| true, &mut |_, _, _| {
        exported += 1;
        Ok(())
    });
    assert_eq!((all.is_ok(), exported), (true, 2));
    let first = dataset.issue(&one).unwrap().articles[0].id.clone();
    edit(&mut dataset, &one, |issue| gesture::trash(issue, std::slice::from_ref(&first)));
    assert_eq!(dataset.issues().unwrap()[0].counts.articles, 1);
    assert_eq!(archive(&dataset).issues[0].trashed, 1);
    assert_eq!(dataset.verify().unwrap().faults, []);
    let before = dataset.before_trash(&other).unwrap();
    edit(&mut dataset, &other, |issue| gesture::untrash(issue, &before));
    assert_eq!(dataset.issue(&other).unwrap().articles[0].status, ArticleStatus::Done);
    assert_eq!(dataset.issues().unwrap().len(), 2);
}

#[test]
fn any_state_of_old_is_shown_and_brought_back_in_one_step() {
    let folder = folder();
    let (mut dataset, one, _) = two(&folder.path().join("a.zhupi"));
    let mut states = vec![(dataset.last_event(), dataset.issue(&one).unwrap())];
    for n in 0..4 {
        let editor = if n % 2 == 0 { EDITOR } else { "沈原" };
        let id = EntityId::new(format!("e{n}"));
        let change = gesture::relabel(&dataset.issue(&one).unwrap(), &id, &LabelId::new("WORK"), &who());
        let Ok(change) = change else { continue };
        dataset.edit(&one, editor, change).unwrap();
        states.push((dataset.last_event(), dataset.issue(&one).unwrap()));
    }
    assert!(states.len() > 3);
    for (seq, state) in &states {
        assert_eq!(&dataset.issue_at(&one, *seq).unwrap(), state);
    }
    let last = dataset.issue(&one).unwrap();
    let (seq, first) = &states[0];
    let back = dataset.way_back(&one, *seq).unwrap().unwrap();
    dataset.edit(&one, EDITOR, back).unwrap();
    assert_eq!(&dataset.issue(&one).unwrap(), first);
    dataset.undo(EDITOR).unwrap().unwrap();
    assert_eq!(dataset.issue(&one).unwrap(), last);
    assert_eq!(dataset.way_back(&one, dataset.last_event()).unwrap(), None);
}
