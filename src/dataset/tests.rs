//! What can only be brought about from inside: a full disk, and a file system that is not local.

use super::*;
use crate::annotation::{ArticleId, BlockId, Status};
use crate::issue::{Article, ArticleStatus, Block, Edit, IssueFacts, Kind, Role, Transaction};
use crate::source::{Encoding, Source};
use crate::text::CharRange;

fn sample() -> (Source, Issue) {
    let source = Source::from_bytes("a.txt", "云溪新闻".into(), Some(Encoding::Utf8)).unwrap();
    let block = Block {
        id: BlockId::new("b"),
        role: Role::Paragraph,
        text: source.text.clone(),
        source: vec![CharRange::new(0, 4)],
        page: None,
        status: Status::Proposed,
        by: String::new(),
        confidence: None,
        proposed: None,
        entities: Vec::new(),
        readings: Vec::new(),
        remarks: Vec::new(),
    };
    let article = Article {
        id: ArticleId::new("a"),
        kind: Kind::Article,
        status: ArticleStatus::New,
        blocks: vec![block],
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    };
    let issue = Issue {
        id: source.issue_id(),
        title: String::new(),
        date: String::new(),
        files: source.parts.clone(),
        articles: vec![article],
        disputes: Vec::new(),
    };
    (source, issue)
}

/// Another title, of a length that no free place in a page takes.
fn retitled(issue: &Issue, n: usize) -> Transaction {
    let noise: String = (0..3000_u32).map(|k| char::from(b'a' + (k * k / 7 % 26) as u8)).collect();
    let after = IssueFacts { title: format!("{n}{noise}"), ..issue.facts() };
    Transaction { gesture: String::new(), edits: vec![Edit::Issue { before: issue.facts(), after }] }
}

#[test]
fn a_full_disk_changes_nothing_and_work_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, "林").unwrap().id().clone();
    let pages: u32 = dataset.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit = |dataset: &Dataset, pages: u32| {
        dataset.conn.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(())).unwrap();
    };
    limit(&dataset, pages + 2);
    let mut recorded = issue;
    let mut n = 0;
    let error = loop {
        let change = retitled(&recorded, n);
        match dataset.edit(&id, "林", change.clone()) {
            Ok(_) => recorded.apply(&change).unwrap(),
            Err(error) => break error,
        }
        n += 1;
    };
    assert!(matches!(error, DatasetError::Full(_)), "{error}");
    assert_eq!(dataset.last_event(), 2 + n as u64);
    assert_eq!(dataset.issue(&id).unwrap(), recorded);
    assert_eq!(dataset.verify().unwrap().faults, []);
    limit(&dataset, 1 << 20);
    dataset.edit(&id, "林", retitled(&recorded, n)).unwrap();
    dataset.close().unwrap();
    let dataset = Dataset::open(&path, Access::Read).unwrap();
    assert_eq!(dataset.last_event(), 3 + n as u64);
    assert_eq!(dataset.verify().unwrap().faults, []);
}

#[test]
fn an_event_is_read_as_it_was_whatever_its_time_looks_like() {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::open(&folder.path().join("a.zhupi"), Access::Write).unwrap();
    let times = [
        "2026-11-23T10:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:00:00.5Z",
        "2026-11-23T18:00:00+08:00",
        "2026-11-23 10:00:00",
        "0",
        "now",
        "",
        "昨日",
    ];
    for at in times {
        let mut record = dataset.ledger.next("林", "", &Event::Teaching { on: true }).unwrap();
        record.stamp.at = at.to_owned();
        record.sum = record.expected_sum(&dataset.ledger.sum);
        ledger::insert(&dataset.conn, &record).unwrap();
        dataset.ledger.take(&record).unwrap();
    }
    let mut query = dataset.conn.prepare("SELECT at FROM record WHERE seq > 1 ORDER BY seq").unwrap();
    let read: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(read, times);
    let whole: u64 = dataset
        .conn
        .query_row("SELECT count(*) FROM event WHERE seq > 1 AND typeof(at) = 'integer'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(whole, 2);
    drop(query);
    assert_eq!(dataset.verify().unwrap().faults, []);
}

#[test]
fn where_the_disk_is_not_local_there_is_no_log_and_others_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zhupi");
    let mut dataset = Dataset::open(&path, Access::Write).unwrap();
    open::prepare_writing(&mut dataset.conn, false).unwrap();
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, "林").unwrap().id().clone();
    assert!(!schema::companion(&path, "-wal").exists());
    let reader = Dataset::open(&path, Access::Read).unwrap();
    dataset.edit(&id, "林", retitled(&issue, 0)).unwrap();
    assert_eq!(reader.issue(&id).unwrap(), dataset.issue(&id).unwrap());
}
