//! Datasets in every bad state: refused, put right or shown as far as they can be read; what is refused stays untouched.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::files::{EDITOR, contents, crashed, folder, made, read, said, write};
use common::note;
use std::fs;
use std::path::Path;
use zhupi::dataset::{Access, Damage, Dataset, DatasetError, Fault};

/// Opens what must be refused, both ways; nothing in the folder may change.
fn refused(path: &Path) -> String {
    let before = contents(path.parent().unwrap());
    let reading = said(&Dataset::open(path, Access::Read).unwrap_err());
    let writing = said(&Dataset::open(path, Access::Write).unwrap_err());
    assert_eq!(reading, writing);
    assert!(before == contents(path.parent().unwrap()), "something changed beside {}", path.display());
    writing
}

#[test]
fn what_a_crash_left_is_read_without_a_trace_and_put_right_by_the_next_writer() {
    let (folder, after) = (folder(), folder());
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 0);
    let mut dataset = write(&path);
    dataset.edit(&id, EDITOR, note(&issue, 0)).unwrap();
    let path = crashed(&path, after.path());
    let expected = dataset.issue(&id).unwrap();
    let before = contents(after.path());
    assert!(before.len() > 1, "a log or a lock is there");
    assert_eq!(read(&path).issue(&id).unwrap(), expected);
    assert!(before == contents(after.path()));
    drop(dataset);
    let dataset = write(&path);
    assert_eq!(dataset.issue(&id).unwrap(), expected);
    dataset.close().unwrap();
    assert_eq!(contents(after.path()).keys().collect::<Vec<_>>(), [&path]);
}

#[test]
fn a_write_cut_short_where_there_is_no_log_is_taken_back() {
    let (folder, after) = (folder(), folder());
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 60);
    // The state in the middle of a large write: part of it in the file, what was there before in the journal.
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(
        "PRAGMA cache_size = 1; BEGIN; UPDATE event SET at = 'lost', payload = hex(randomblob(900))",
    )
    .unwrap();
    let path = crashed(&path, after.path());
    drop(conn);
    let before = contents(after.path());
    assert_eq!(before.len(), 2);
    assert!(before[&path].windows(4).any(|bytes| bytes == b"lost"), "the file has some of it");
    assert_eq!(read(&path).issue(&id).unwrap(), issue);
    assert!(before == contents(after.path()));
    let dataset = write(&path);
    assert_eq!(dataset.issue(&id).unwrap(), issue);
    assert_eq!(dataset.verify().unwrap().faults, []);
    dataset.close().unwrap();
    assert_eq!(contents(after.path()).len(), 1);
}

#[test]
fn what_is_not_a_dataset_is_refused_and_untouched() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    for text in ["", "云溪新闻", &"长".repeat(5000), "SQLite format 3\0"] {
        fs::write(&path, text).unwrap();
        assert_eq!(refused(&path), "error.dataset.not_one");
    }
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE event (seq); PRAGMA user_version = 1").unwrap();
    other.close().unwrap();
    assert_eq!(refused(&path), "error.dataset.not_one");
    fs::create_dir(folder.path().join("b.zhupi")).unwrap();
    assert_eq!(refused(&folder.path().join("b.zhupi")), "error.dataset.directory");
    let missing = Dataset::open(&folder.path().join("c.zhupi"), Access::Read).unwrap_err();
    assert_eq!(said(&missing), "error.dataset.missing");
}

#[test]
fn a_newer_version_is_refused_and_untouched() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    made(&path, 1);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    conn.close().unwrap();
    assert_eq!(refused(&path), "error.dataset.newer");
}

#[test]
fn a_truncated_file_is_read_or_refused_and_untouched() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, _) = made(&path, 40);
    let whole = fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(1500) {
        fs::write(&path, &whole[..length]).unwrap();
        let before = contents(folder.path());
        match Dataset::open(&path, Access::Write) {
            Err(error) => drop(said(&error)),
            Ok(dataset) => {
                assert!(dataset.is_read_only() && dataset.damage().is_some(), "{length}");
                // Whatever can be shown is shown; nothing may panic.
                let _ = (dataset.issues(), dataset.issue(&id), dataset.source(&id), dataset.verify());
            }
        }
        assert!(before == contents(folder.path()), "{length}");
    }
}

#[test]
fn a_flipped_byte_is_never_silent_and_never_a_crash() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 30);
    let whole = fs::read(&path).unwrap();
    for at in (100..whole.len()).step_by(211) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        fs::write(&path, bytes).unwrap();
        let Ok(dataset) = Dataset::open(&path, Access::Read) else { continue };
        let sound =
            dataset.damage().is_none() && dataset.verify().is_ok_and(|report| report.faults.is_empty());
        if let (true, Ok(read)) = (sound, dataset.issue(&id)) {
            assert_eq!(read, issue, "byte {at}");
        }
    }
}

#[test]
fn a_broken_chain_is_opened_for_reading_up_to_the_break() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, _) = made(&path, 5);
    let conn = rusqlite::Connection::open(&path).unwrap();
    // Events: label set, issue, five notes; the third note says something else now.
    conn.execute("UPDATE event SET payload = replace(payload, '注2', '注X') WHERE seq = 5", []).unwrap();
    conn.close().unwrap();
    let before = contents(folder.path());
    let mut dataset = write(&path);
    assert_eq!(dataset.damage(), Some(&Damage::Chain(5)));
    assert_eq!(dataset.issue(&id).unwrap().articles[0].notes.len(), 2);
    assert!(dataset.verify().unwrap().faults.contains(&Fault::Chain(5)));
    assert!(matches!(dataset.undo(EDITOR), Err(DatasetError::ReadOnly(_))));
    drop(dataset);
    assert!(before == contents(folder.path()));
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("DELETE FROM event WHERE seq = 1", []).unwrap();
    conn.close().unwrap();
    assert_eq!(refused(&path), "error.dataset.damaged");
}

#[test]
fn a_check_finds_bytes_and_lists_that_do_not_agree() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, _) = made(&path, 1);
    let change = |sql: &str| {
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute(sql, []).unwrap();
        conn.close().unwrap();
        read(&path).verify().unwrap()
    };
    let report = change("UPDATE issue SET date = '2020-01-01'");
    assert_eq!((report.events, report.issues, report.faults), (3, 1, vec![Fault::List(id.to_string())]));
    let report = change("UPDATE file SET bytes = zeroblob(9)");
    assert!(matches!(&report.faults[..], [Fault::Issue(_)]), "{report:?}");
    assert_eq!(said(&read(&path).source(&id).unwrap_err()), "error.dataset.damaged");
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_takes_no_more_decisions_and_loses_none() {
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 0);
    let mut dataset = write(&path);
    dataset.edit(&id, EDITOR, note(&issue, 0)).unwrap();
    let issue = dataset.issue(&id).unwrap();
    fs::rename(&path, folder.path().join("b.zhupi")).unwrap();
    assert_eq!(said(&dataset.edit(&id, EDITOR, note(&issue, 0)).unwrap_err()), "error.dataset.vanished");
    fs::write(&path, "another").unwrap();
    assert_eq!(said(&dataset.edit(&id, EDITOR, note(&issue, 0)).unwrap_err()), "error.dataset.vanished");
    assert_eq!(dataset.issue(&id).unwrap(), issue);
    drop(dataset);
    assert_eq!(fs::read(&path).unwrap(), b"another");
    assert_eq!(read(&folder.path().join("b.zhupi")).issue(&id).unwrap(), issue);
    // Back under its name it is what it was.
    fs::rename(folder.path().join("b.zhupi"), &path).unwrap();
    let mut dataset = write(&path);
    dataset.edit(&id, EDITOR, note(&issue, 1)).unwrap();
    dataset.close().unwrap();
    assert_eq!(contents(folder.path()).len(), 1);
}

#[cfg(unix)]
#[test]
fn without_permission_it_says_so_and_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("a.zhupi");
    let (id, issue) = made(&path, 1);
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o444);
    allow(folder.path(), 0o555);
    let opened = Dataset::open(&path, Access::Write);
    // Root may do everything.
    if let Err(error) = opened {
        assert_eq!(said(&error), "error.dataset.no_permission");
        assert_eq!(read(&path).issue(&id).unwrap(), issue);
        allow(folder.path(), 0o755);
        assert_eq!(said(&Dataset::open(&path, Access::Write).unwrap_err()), "error.dataset.no_permission");
        assert_eq!(contents(folder.path()).len(), 1);
        allow(&path, 0o000);
        assert_eq!(said(&Dataset::open(&path, Access::Read).unwrap_err()), "error.dataset.no_permission");
        assert_eq!(said(&Dataset::open(&path, Access::Write).unwrap_err()), "error.dataset.no_permission");
    }
    allow(folder.path(), 0o755);
}
