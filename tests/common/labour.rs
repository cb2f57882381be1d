//! A process that does everything that writes to a dataset, and says what is done: killed, cut from power, or given no room.

use super::files::said;
use super::{note, sample};
use std::fmt::Display;
use std::path::Path;
use zhupi::dataset::release::Recipe;
use zhupi::dataset::{Access, Dataset, DatasetError, store};
use zhupi::exchange::release::draft;

pub const EDITOR: &str = "林晓";

/// At which act the disk is full, and how many bytes there still are.
pub type Full<'a> = Option<(&'a str, u64)>;

fn refused(error: &DatasetError) -> String {
    said(error)
}

/// Does one act; what it came to where it was not refused. Only an act without room may be.
fn act<T, E: Display>(name: &str, full: Full<'_>, run: impl FnOnce() -> Result<T, E>) -> Option<T> {
    let room = full.filter(|(at, _)| *at == name).map(|(_, room)| room);
    if let Some(room) = room {
        println!("\nroom {room}");
    }
    let done = run();
    if room.is_some() {
        println!("\nroom -1");
    }
    match done {
        Ok(done) => Some(done),
        Err(error) => {
            println!("\nrefused {name} {error}");
            assert!(room.is_some(), "{name}: {error}");
            None
        }
    }
}

/// Works on the dataset at `path` for so many rounds. A number that was said is one that must not be lost.
pub fn labour(path: &Path, rounds: usize, full: Full<'_>) {
    let open = || Dataset::open(path, Access::Write).map_err(|error| refused(&error));
    let Some(mut dataset) = act("open", full, open).or_else(|| open().ok()) else { return };
    assert!(!dataset.is_read_only());
    let (source, issue) = sample();
    let id = dataset.add_issue(&source, &issue, EDITOR).unwrap().id().clone();
    let now = |n: i64| {
        let start = jiff::civil::date(2026, 11, 1).at(8, 0, 0, 0);
        start.saturating_add(jiff::SignedDuration::from_secs(n + 1000 * i64::from(std::process::id())))
    };
    for n in 0..rounds {
        // Undo too, a view between, and now and then the log goes into the file.
        let issue = dataset.issue(&id).unwrap();
        let count = issue.articles[0].notes.len();
        let recorded = act("decide", full, || {
            let stamp = if n % 7 == 6 || count > 60 {
                dataset.undo(EDITOR).map(|replay| replay.map(|replay| replay.stamp))
            } else {
                dataset.edit(&id, EDITOR, note(&issue, count)).map(Some)
            };
            stamp.map_err(|error| refused(&error))
        });
        if let Some(Some(stamp)) = recorded {
            println!("\nrecorded {}", stamp.seq);
        } else {
            assert_eq!(dataset.issue(&id).unwrap(), issue);
        }
        let _ = dataset.set_view("seq", &n);
        match n % 17 {
            3 => {
                drop(act("copy", full, || dataset.keep_copy(now(n as i64)).map_err(|error| refused(&error))));
            }
            6 => drop(act("compact", full, || dataset.compact().map_err(|error| refused(&error)))),
            9 => {
                let at = now(n as i64);
                let _ = dataset.keep_copy(at);
                drop(dataset);
                let copies = store::copies(path);
                let restore = || {
                    store::restore_copy(
                        path,
                        &copies[0].path,
                        at.saturating_add(jiff::SignedDuration::from_millis(500)),
                    )
                    .map_err(|error| refused(&error))
                };
                drop(act("restore", full, restore));
                dataset = Dataset::open(path, Access::Write).unwrap();
            }
            12 => drop(act("release", full, || released(&mut dataset, path, n))),
            14 => drop(act("checkpoint", full, || dataset.checkpoint().map_err(|error| refused(&error)))),
            16 => {
                drop(dataset);
                dataset = Dataset::open(path, Access::Write).unwrap();
            }
            _ => {}
        }
    }
    println!("\nended");
}

fn released(dataset: &mut Dataset, path: &Path, n: usize) -> Result<(), String> {
    let all = serde_json::json!(["new", "in_progress", "done", "in_review", "disputed", "checked"]);
    let recipe = Recipe {
        name: format!("{n}-{}", std::process::id()),
        states: serde_json::from_value(all).unwrap(),
        ..Recipe::default()
    };
    let draft = draft(dataset, &recipe, &|_| None, &mut |_, _| true);
    let draft = draft.map_err(|message| message.key.to_owned())?.unwrap();
    draft.write(&path.with_file_name(&recipe.name), false).map_err(|message| message.key.to_owned())?;
    let stamp = dataset.remember_release(draft.release, EDITOR).map_err(|error| refused(&error))?;
    if let Some(stamp) = stamp {
        println!("\nrecorded {}", stamp.seq);
    }
    Ok(())
}

/// The last number that was said to be recorded.
pub fn recorded<'a>(lines: impl Iterator<Item = &'a str>) -> Option<u64> {
    lines.filter_map(|line| line.strip_prefix("recorded ")?.parse().ok()).last()
}
