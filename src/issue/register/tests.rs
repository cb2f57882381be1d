use super::*;
use crate::annotation::Decider;
use crate::annotation::{Entity, EntityId, LabelId, Office, Proposed, Status};
use crate::issue::gesture::Refusal;
use crate::text::CharRange;
use proptest::prelude::*;

fn who() -> Decider {
    Decider { by: "沈".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

fn person(name: &str, at: &str, body: &str, title: &str) -> Entry {
    let office = Office { body: body.into(), title: title.into(), ..Office::default() };
    Entry { offices: vec![office], ..Entry::new(EntryKind::Person, name, "沈", at) }.tidied()
}

fn with(entries: &[Entry]) -> Register {
    let mut register = Register::default();
    for entry in entries {
        let change = create(&register, entry.clone()).unwrap();
        register.apply(&change).unwrap();
    }
    register
}

fn mark(text: &str, label: &str) -> Entity {
    let range = CharRange::new(0, text.chars().count() as u32);
    let label = LabelId::new(label);
    let proposed =
        Proposed { by: "p".into(), score: 0.9, label, range, reason: String::new(), runner_up: None };
    Entity::proposal(EntityId::new(text), text.into(), proposed)
}

fn near(bodies: &[&str], own: &[&str]) -> Context {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Context { bodies: set(bodies), own_bodies: set(own), ..Context::default() }
}

#[test]
fn two_people_of_one_name_are_told_apart_by_their_bodies() {
    let one = person("林晓", "1", "渔业协会", "会长");
    let two = person("林晓", "2", "第二小学", "校长");
    let school =
        Entry { aliases: vec!["二小".into()], ..Entry::new(EntryKind::Body, "第二小学", "", "") };
    let register = with(&[one.clone(), two.clone(), school]);
    let mark = mark("林晓", "PER");
    let proposed = |context: &Context| {
        best(&register.candidates(&mark, context)).map(|candidate| candidate.entry.id.clone())
    };
    assert_eq!(proposed(&near(&["渔业协会"], &["渔业协会"])), Some(one.id.clone()));
    // By another name of the body too, and where the article only mentions it.
    assert_eq!(proposed(&near(&["二小"], &[])), Some(two.id.clone()));
    assert_eq!(proposed(&near(&[], &[])), None, "nobody knows which");
    assert_eq!(proposed(&near(&["县人民医院"], &["县人民医院"])), None, "a third one");
    let elsewhere = register.candidates(&mark, &near(&["县人民医院"], &["县人民医院"]));
    assert!(elsewhere.iter().all(|candidate| candidate.score < 0.6));
    assert!(matches!(elsewhere[0].reasons[..], [Reason::Name, Reason::Elsewhere(_)]));
    assert_eq!(
        register.candidates(&Entity { label: LabelId::new("TIME"), ..mark.clone() }, &near(&[], &[])),
        []
    );
}

#[test]
fn one_of_a_name_is_proposed_and_an_office_of_another_time_speaks_less_for_it() {
    let mut one = person("林晓", "1", "渔业协会", "会长");
    one.offices[0].to = "2019".into();
    let register = with(&[one]);
    let score = |day: &str| {
        let context = Context { day: day.into(), ..near(&["渔业协会"], &[]) };
        register.candidates(&mark("林晓", "PER"), &context)[0].score
    };
    assert!(score("2018-05-01") > score("2024-05-01") + 0.1);
    assert!(best(&register.candidates(&mark("林晓", "PER"), &Context::default())).is_some());
}

#[test]
fn merged_entries_lead_to_one_until_they_are_parted() {
    let (one, two) = (person("林晓", "1", "渔业协会", "会长"), person("小林", "2", "第二小学", "校长"));
    let mut register = with(&[one.clone(), two.clone()]);
    let change = merge(&register, &two.id, &one.id).unwrap();
    register.apply(&change).unwrap();
    assert_eq!(register.len(), 1);
    let whole = register.linked(&two.link()).unwrap();
    assert_eq!((&whole.id, whole.offices.len(), whole.is_named("小林")), (&one.id, 2, true));
    assert_eq!(register.named(EntryKind::Person, "小林").count(), 1);
    assert_eq!(merge(&register, &one.id, &one.id), Err(Refusal::Nothing));
    let change = unmerge(&register, &two.id).unwrap();
    register.apply(&change).unwrap();
    assert_eq!(register, with(&[one.clone(), two.clone()]));
    let change = drop_entry(&register, &one.id).unwrap();
    register.apply(&change).unwrap();
    assert_eq!((register.linked(&one.link()), register.len()), (None, 1));
    let change = restore(&register, &one.id).unwrap();
    register.apply(&change).unwrap();
    assert!(register.linked(&one.link()).is_some());
}

#[test]
fn a_split_off_entry_takes_its_offices_along() {
    let mut one = person("林晓", "1", "渔业协会", "会长");
    one.offices.extend(person("林晓", "1", "第二小学", "校长").offices);
    one.aliases = vec!["晓晓".into()];
    let mut register = with(&[one.clone()]);
    let mut new = person("林晓", "2", "第二小学", "校长");
    new.aliases = vec!["晓晓".into()];
    let change = split(&register, &one.id, new.clone()).unwrap();
    register.apply(&change).unwrap();
    let rest = register.get(&one.id).unwrap();
    assert_eq!((rest.offices.len(), rest.aliases.len(), register.len()), (1, 0, 2));
    let mut back = register.clone();
    back.apply(&change.inverse()).unwrap();
    assert_eq!(back, with(&[one]));
}

#[test]
fn a_link_decides_its_mark() {
    let mark = mark("林晓", "PER");
    let entry = person("林晓", "1", "", "");
    let linked = Entity { link: Some(entry.link()), ..mark.accepted(&who()) };
    assert_eq!(linked.status, Status::Accepted);
    assert_eq!(with(std::slice::from_ref(&entry)).linked(linked.link.as_ref().unwrap()), Some(&entry));
}

proptest! {
    /// Any acts, and all of them taken back: nothing is left. What was done stays the same when it is added up anew.
    #[test]
    fn what_was_done_can_be_taken_back(acts in prop::collection::vec((0..7_u8, 0..6_usize, 0..6_usize), 1..40)) {
        let (mut register, mut done) = (Register::default(), Vec::new());
        for (n, (act, a, b)) in acts.into_iter().enumerate() {
            let ids: Vec<EntryId> = register.all().map(|entry| entry.id.clone()).collect();
            let pick = |n: usize| ids.get(n % ids.len().max(1)).cloned().unwrap_or_else(|| EntryId::new("none"));
            let new = person(["林晓", "沈原"][a % 2], &n.to_string(), ["甲", "乙"][b % 2], "会长");
            let outcome = match act {
                0 => create(&register, new),
                1 => merge(&register, &pick(a), &pick(b)),
                2 => unmerge(&register, &pick(a)),
                3 => split(&register, &pick(a), new),
                4 => drop_entry(&register, &pick(a)),
                5 => restore(&register, &pick(a)),
                _ => change(&register, Entry { id: pick(a), ..new }),
            };
            let Ok(transaction) = outcome else { continue };
            register.apply(&transaction).unwrap();
            done.push(transaction);
        }
        let mut again = Register::default();
        for transaction in &done {
            again.apply(transaction).unwrap();
        }
        prop_assert_eq!(&again, &register);
        for entry in register.live() {
            for name in entry.names() {
                prop_assert!(register.named(entry.kind, name).any(|found| found.id == entry.id));
            }
        }
        for transaction in done.iter().rev() {
            register.apply(&transaction.inverse()).unwrap();
        }
        prop_assert_eq!(register, Register::default());
    }
}
