//! 读作: notes on wrong characters, what becomes of them, and who decided on a block what had been proposed otherwise.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::sample;
use serde_json::Value;
use zhupi::annotation::{BlockId, Decider, Reading, Status};
use zhupi::exchange::article;
use zhupi::issue::gesture::{self, Refusal};
use zhupi::issue::{ArticleStatus, Block, Issue, Role, Transaction};
use zhupi::layout::{NoMentions, carry, reconstruct};
use zhupi::source::Source;
use zhupi::text::CharRange;

fn who() -> Decider {
    Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

fn done(issue: &mut Issue, transaction: &Transaction) {
    let before = issue.clone();
    issue.apply(transaction).unwrap();
    let mut back = issue.clone();
    back.apply(&transaction.inverse()).unwrap();
    assert_eq!(back, before, "it can be taken back");
}

/// “云溪县县长林晓昨日出席会议。” in the sample's first article.
fn body(issue: &Issue) -> &Block {
    &issue.articles[0].blocks[1]
}

fn read(issue: &mut Issue, range: (u32, u32), reading: &str) {
    let id = body(issue).id.clone();
    let range = CharRange::new(range.0, range.1);
    let act = gesture::read(issue, &id, range, reading, &who()).unwrap();
    done(issue, &act);
}

fn told(block: &Block) -> Vec<(&str, &str)> {
    block.readings.iter().map(|r| (r.text.as_str(), r.reading.as_str())).collect()
}

#[test]
fn a_reading_is_a_note_and_the_later_one_counts() {
    let (source, mut issue) = sample();
    let (text, id) = (body(&issue).text.clone(), body(&issue).id.clone());
    read(&mut issue, (5, 7), "林筱");
    read(&mut issue, (0, 2), " 云\n西 ");
    assert_eq!(told(body(&issue)), [("云溪", "云 西"), ("林晓", "林筱")]);
    assert_eq!(issue.articles[0].status, ArticleStatus::InProgress);
    let same = gesture::read(&issue, &id, CharRange::new(5, 7), "林筱", &who());
    assert_eq!(same, Err(Refusal::Nothing));
    // One that runs into others takes their place.
    read(&mut issue, (1, 7), "溪县副县长林");
    assert_eq!(told(body(&issue)), [("溪县县长林晓", "溪县副县长林")]);
    assert_eq!(body(&issue).text, text, "the text stays");
    article::write(&issue, &source.text).unwrap();
    // What is printed is no reading of itself, nor is nothing.
    for nothing in ["", "  ", "县"] {
        let mut other = issue.clone();
        let act = gesture::read(&other, &id, CharRange::new(2, 3), nothing, &who()).unwrap();
        done(&mut other, &act);
        assert_eq!(told(body(&other)), []);
    }
    let act = gesture::unread(&issue, &id, CharRange::new(3, 4)).unwrap();
    done(&mut issue, &act);
    assert_eq!(told(body(&issue)), []);
    assert_eq!(gesture::unread(&issue, &id, CharRange::new(0, 9)), Err(Refusal::Nothing));
    let outside = gesture::read(&issue, &id, CharRange::new(10, 99), "x", &who());
    assert_eq!(outside, Err(Refusal::NoText));
}

#[test]
fn it_goes_with_its_characters_and_is_never_cut() {
    let (source, mut issue) = sample();
    let chars: Vec<char> = source.text.chars().collect();
    let id = body(&issue).id.clone();
    read(&mut issue, (7, 9), "今日");
    let through = gesture::split_block(&issue, &id, 8, &chars, &who());
    assert_eq!(through, Err(Refusal::Cut("昨日".into())));
    let act = gesture::split_block(&issue, &id, 7, &chars, &who()).unwrap();
    done(&mut issue, &act);
    let second = issue.articles[0].blocks[2].id.clone();
    assert_eq!(issue.articles[0].blocks[2].readings[0].range, CharRange::new(0, 2));
    let other = issue.articles[1].id.clone();
    let act = gesture::move_to(&issue, &second, &other, None, &who()).unwrap();
    done(&mut issue, &act);
    let (holder, n) = issue.holder(&second).unwrap();
    assert_eq!((&holder.id, told(&holder.blocks[n])), (&other, vec![("昨日", "今日")]));
    assert!(n > 0);
    let before = holder.blocks[n - 1].id.clone();
    let length = holder.blocks[n - 1].text.chars().count() as u32;
    let act = gesture::join_block(&issue, &second, &chars, &who()).unwrap();
    done(&mut issue, &act);
    let (holder, n) = issue.holder(&before).unwrap();
    assert_eq!(holder.blocks[n].readings[0].range, CharRange::new(length, length + 2));
}

#[test]
fn a_record_keeps_it_and_one_that_is_not_at_its_place_is_refused() {
    let (source, mut issue) = sample();
    read(&mut issue, (5, 7), "林筱");
    let records = article::write(&issue, &source.text).unwrap();
    let record: Value = serde_json::from_str(records.lines().next().unwrap()).unwrap();
    let reading = &record["readings"][0];
    let start = reading["start"].as_u64().unwrap() as usize;
    let text: String = record["text"].as_str().unwrap().chars().skip(start).take(2).collect();
    assert_eq!(
        (&*text, reading["text"].as_str(), reading["reading"].as_str()),
        ("林晓", Some("林晓"), Some("林筱"))
    );
    assert_eq!((reading["by"].as_str(), reading["at"].as_str()), (Some("林"), Some("2026-11-23T21:04:12Z")));
    let place = reading["source"][0].as_array().unwrap();
    let place: Vec<usize> = place.iter().map(|at| at.as_u64().unwrap() as usize).collect();
    let printed: String = source.text.chars().skip(place[0]).take(place[1] - place[0]).collect();
    assert_eq!(printed, "林晓");
    let again = article::read(&records, Some(&source)).unwrap();
    assert_eq!(again, [issue.clone()]);
    let untouched: Value = serde_json::from_str(records.lines().nth(1).unwrap()).unwrap();
    assert!(untouched.get("readings").is_none(), "nothing is said where nothing was read");
    let wrong = records.replacen("\"reading\":\"林筱\"", "\"reading\":\"\"", 1);
    assert!(article::read(&wrong, None).is_err());
    let moved = records.replacen(
        &format!("\"start\":{start},\"end\":{},\"text\":\"林晓\",\"reading\"", start + 2),
        "\"start\":0,\"end\":2,\"text\":\"林晓\",\"reading\"",
        1,
    );
    assert_ne!(moved, records);
    assert!(article::read(&moved, None).is_err());
}

/// The issue on a source where `from` stands for the first `to`.
fn carried(source: &Source, issue: &Issue, from: &str, to: &str) -> (Issue, Vec<zhupi::layout::Unfit>) {
    let text = source.text.replacen(from, to, 1);
    let later = Source::pasted(&text, "改.txt").unwrap();
    let carried = carry(issue, source, &later, &reconstruct(&later, &NoMentions));
    article::write(&carried.issue, &later.text).unwrap();
    (carried.issue, carried.unfit)
}

fn readings(issue: &Issue) -> Vec<&Reading> {
    issue.articles.iter().flat_map(|a| &a.blocks).flat_map(|b| &b.readings).collect()
}

#[test]
fn on_a_corrected_source_it_stays_is_done_or_is_listed() {
    let (source, mut issue) = sample();
    read(&mut issue, (5, 7), "林筱");
    let (elsewhere, unfit) = carried(&source, &issue, "三百册", "三百余册");
    assert_eq!((readings(&elsewhere).len(), unfit.len()), (1, 0));
    let (put_right, unfit) = carried(&source, &issue, "林晓昨日", "林筱昨日");
    assert_eq!((readings(&put_right).len(), unfit), (0, vec![]));
    let (otherwise, unfit) = carried(&source, &issue, "林晓昨日", "林某昨日");
    assert_eq!(readings(&otherwise).len(), 0);
    let [unfit] = unfit.as_slice() else { panic!("{unfit:?}") };
    assert_eq!((&*unfit.text, &*unfit.by), ("林晓 → 林筱", "林"));
}

#[test]
fn a_record_says_who_decided_on_a_block_and_what_had_been_proposed() {
    let (source, mut issue) = sample();
    let chars: Vec<char> = source.text.chars().collect();
    let id = body(&issue).id.clone();
    let (first, second) = (issue.articles[0].id.clone(), issue.articles[1].id.clone());
    let act = gesture::move_to(&issue, &id, &second, None, &who()).unwrap();
    done(&mut issue, &act);
    let act = gesture::set_role(&issue, &id, Role::Quote, &Decider { by: "沈原".into(), ..who() }).unwrap();
    done(&mut issue, &act);
    let act = gesture::split_block(&issue, &id, 3, &chars, &who()).unwrap();
    done(&mut issue, &act);
    let kept = issue.articles[0].blocks[0].id.clone();
    let act = gesture::confirm(&issue, std::slice::from_ref(&kept), &who()).unwrap();
    done(&mut issue, &act);
    let records = article::write(&issue, &source.text).unwrap();
    let again = article::read(&records, Some(&source)).unwrap();
    assert_eq!(again, [issue.clone()]);
    let blocks: Vec<Value> = records
        .lines()
        .flat_map(|line| serde_json::from_str::<Value>(line).unwrap()["blocks"].as_array().unwrap().clone())
        .collect();
    let block = |id: &BlockId| blocks.iter().find(|block| block["id"] == id.as_str()).unwrap();
    let moved = block(&id);
    assert_eq!((moved["status"].as_str(), moved["role"].as_str()), (Some("corrected"), Some("quote")));
    assert_eq!(moved["by"].as_str(), Some("林"), "the last who decided");
    let was = serde_json::json!({"by": "layout-0", "role": "paragraph", "article": first.as_str()});
    assert_eq!(moved["proposed"], was, "the layout's word, through all later acts");
    let rest = issue.articles[1].blocks.iter().find(|b| b.text.starts_with("县长")).unwrap();
    assert_eq!((block(&rest.id)["proposed"].clone(), rest.status), (was, Status::Corrected));
    let accepted = block(&kept);
    assert_eq!((accepted["status"].as_str(), accepted["by"].as_str()), (Some("accepted"), Some("林")));
    assert_eq!(accepted["proposed"]["role"].as_str(), Some("headline"));
    let open = blocks.iter().find(|block| block["status"] == "proposed").unwrap();
    assert!(open["by"] == "layout-0" && open.get("proposed").is_none());
}
