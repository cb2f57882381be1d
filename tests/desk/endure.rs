//! Bad input and size: the desk stays alive, stays quick and says what it did.

use crate::hand::{ALT, CTRL, EDITOR, Hand, folder, undecided};
use egui::{Key, ViewportId, vec2};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};
use zhupi::annotation::{Label, LabelId, LabelSet, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::state::PaletteOffer;
use zhupi::desk::theme::ThemeName;
use zhupi::desk::worker::Event;
use zhupi::source::How;
use zhupi::strings::Language;

/// A frame never draws more than this, whatever the issue holds.
const SHAPES: usize = 30_000;

/// Opens an issue of one paragraph, brought as `article/1`; a mark is its label, start and end.
fn one_paragraph(text: &str, marks: &[(&str, usize, usize)]) -> Hand {
    let folder = folder(EDITOR);
    let chars: Vec<char> = text.chars().collect();
    let entities: Vec<Value> = marks
        .iter()
        .enumerate()
        .map(|(n, (label, start, end))| {
            let quote: String = chars[*start..*end].iter().collect();
            let proposed = json!({"by": "p-0", "score": 0.8, "label": label, "start": start, "end": end});
            json!({
                "id": format!("e-{n}"), "label": label, "start": start, "end": end, "text": quote,
                "status": "proposed", "proposed": proposed,
            })
        })
        .collect();
    let record = json!({
        "issue": {"id": "i-1", "title": "大", "date": "2026-11-23", "files": []},
        "id": "a-1",
        "blocks": [{"id": "b-1", "role": "paragraph", "text": text}],
        "text": text,
        "entities": entities,
    });
    let file = folder.path().join("大.jsonl");
    // What it is stands first in a record.
    let line = format!("{{\"schema\":\"article/1\",{}\n", &record.to_string()[1..]);
    fs::write(&file, line).unwrap();
    // Put into the dataset as it was brought; proposing for so long a text is another matter, and takes its time.
    let brought = zhupi::exchange::bring(&file, &How::default()).unwrap();
    let (source, issue) = brought.ready.first().expect("the record is one of ours");
    let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
    dataset.add_issue(source, issue, EDITOR).unwrap();
    dataset.close().unwrap();
    let mut hand = Hand::at(&folder);
    hand.command(Command::OpenStored(issue.id.clone()));
    assert!(hand.state().notice.is_none());
    hand
}

/// How long an act may take, frames and record included, on a slow machine in a build that is not the fastest. An act that
/// looks at every pair of marks or lays out the whole text takes many times as long.
const PATIENCE: Duration = Duration::from_secs(4);

/// Carries an act out and looks at what it cost.
fn bearable(hand: &mut Hand, what: &str, act: impl FnOnce(&mut Hand)) {
    let start = Instant::now();
    act(hand);
    let took = start.elapsed();
    assert!(took < PATIENCE, "{what}: {took:?}");
    let shapes = hand.h.output().shapes.len();
    assert!(shapes < SHAPES, "{what}: {shapes} shapes");
}

/// Half a million characters with a mark of two characters every hundred.
fn endless() -> (String, Vec<(&'static str, usize, usize)>) {
    let sentence = "县里召开春季农业生产会议，要求各地抓住晴好天气，不误农时，";
    let text: String = sentence.chars().cycle().take(500_000).collect();
    let marks = (0..5_000).map(|n| (["ORG", "LOC", "PER"][n % 3], n * 100 + 10, n * 100 + 12)).collect();
    (text, marks)
}

#[test]
fn a_paragraph_of_half_a_million_characters_is_read_and_decided_like_any_other() {
    let (text, marks) = endless();
    let mut hand = one_paragraph(&text, &marks);
    assert_eq!(hand.article().entities().count(), 5_000);
    bearable(&mut hand, "the next mark", |hand| hand.key(Key::Tab));
    let first = hand.selected().id.clone();
    bearable(&mut hand, "a decision", |hand| hand.key(Key::Enter));
    assert_eq!(hand.mark(&first).status, Status::Accepted);
    bearable(&mut hand, "the end", |hand| hand.key(Key::Escape));
    bearable(&mut hand, "the end", |hand| hand.act(Action::End));
    let far = hand.open().scroll;
    assert!(far > 100_000.0, "{far}");
    bearable(&mut hand, "back by a page", |hand| hand.act(Action::PageUp));
    assert!(hand.open().scroll < far);
    // What is looked for stands twenty thousand times.
    bearable(&mut hand, "the bar", |hand| hand.keys(CTRL, Key::F));
    bearable(&mut hand, "finding", |hand| hand.write("农"));
    assert!(hand.state().find.as_ref().unwrap().hits.len() > 20_000);
    bearable(&mut hand, "the next place", |hand| hand.key(Key::Enter));
    bearable(&mut hand, "no bar", |hand| hand.key(Key::Escape));
    bearable(&mut hand, "going", |hand| hand.keys(CTRL, Key::G));
    bearable(&mut hand, "by initials", |hand| hand.write("qhtq"));
    assert_eq!(hand.selection(), "晴好天气");
    bearable(&mut hand, "by what is not there", |hand| hand.write("zzzz"));
    bearable(&mut hand, "nowhere", |hand| hand.key(Key::Escape));
    // All of it selected, as someone does who wants to copy it.
    let block = hand.article().blocks[0].id.clone();
    bearable(&mut hand, "all of it", |hand| {
        hand.command(Command::Select { block, anchor: 0, caret: 500_000 });
    });
    bearable(&mut hand, "the cards", |hand| hand.keys(ALT, Key::Num2));
    bearable(&mut hand, "a card", |hand| hand.key(Key::Enter));
    bearable(&mut hand, "the history", |hand| hand.act(Action::History));
    bearable(&mut hand, "the page", |hand| hand.key(Key::Escape));
    bearable(&mut hand, "taking back", |hand| hand.keys(CTRL, Key::Z));
    bearable(&mut hand, "the lines", |hand| {
        hand.keys(ALT, Key::Num1);
        hand.act(Action::SourceBeside);
    });
    hand.close();
}

#[test]
fn a_mark_over_all_of_it_is_drawn_where_it_is_seen() {
    let (text, _) = endless();
    let mut hand = one_paragraph(&text, &[("WORK", 0, 500_000), ("PER", 40, 42)]);
    bearable(&mut hand, "the first mark", |hand| hand.key(Key::Tab));
    bearable(&mut hand, "its facts", |hand| hand.act(Action::Details));
    bearable(&mut hand, "the end", |hand| hand.act(Action::End));
    bearable(&mut hand, "the cards", |hand| hand.keys(ALT, Key::Num2));
    bearable(&mut hand, "语境", |hand| hand.keys(ALT, Key::Num3));
    hand.close();
}

#[test]
fn two_thousand_marks_on_one_character_are_one_decision_and_one_step_back() {
    let text: String = "县里召开春季农业生产会议，".chars().cycle().take(4_100).collect();
    let marks: Vec<(&str, usize, usize)> = (0..2_000).map(|n| ("ORG", n, 4_050 - n)).collect();
    let mut hand = one_paragraph(&text, &marks);
    let before = hand.issue().clone();
    assert_eq!(undecided(hand.article()).len(), 2_000);
    bearable(&mut hand, "the first mark", |hand| hand.key(Key::Tab));
    bearable(&mut hand, "the last mark", |hand| hand.act(Action::PreviousMark));
    for _ in 0..3 {
        bearable(&mut hand, "the next mark", |hand| hand.key(Key::Tab));
    }
    // The house's marks are flat: what is in the way of a decision goes with it.
    let chosen = hand.selected().id.clone();
    bearable(&mut hand, "a decision", |hand| hand.key(Key::Enter));
    assert_eq!(hand.mark(&chosen).status, Status::Accepted);
    assert_eq!(undecided(hand.article()).len(), 0);
    bearable(&mut hand, "taking back", |hand| hand.keys(CTRL, Key::Z));
    assert_eq!(*hand.issue(), before);
    assert_eq!(hand.recorded(), before);
}

/// The standard labels, others up to a number, and some whose names are no names.
fn many_labels(count: usize) -> LabelSet {
    let mut set = LabelSet::newspaper();
    let odd = ["<b>x</b>", "\"引号\" 'and' `more`", "第一行\n第二行\t完", "{count} %s \\n", "　", ""];
    let long = "很长".repeat(5_000);
    let names = odd.iter().map(ToString::to_string).chain([long]);
    let rest = (0..).map(|n| format!("第{n}类"));
    for (n, name) in names.chain(rest).enumerate().take(count - set.labels.len()) {
        set.labels.push(Label {
            id: LabelId::new(format!("L{n}")),
            letter_zh: name.clone(),
            letter_en: name.clone(),
            en: format!("{name} en"),
            zh: name,
            color: "不是颜色".into(),
            key: 0,
        });
    }
    set
}

/// The dataset that is open has this label set.
fn with_labels(hand: &mut Hand, labels: LabelSet) {
    let id = hand.issue().id.clone();
    let dataset = hand.state().dataset.as_ref().unwrap();
    let (path, issues) = (dataset.path.clone(), dataset.issues.clone());
    hand.tell(Event::DatasetOpened {
        path,
        read_only: false,
        labels,
        taxonomy: None,
        issues,
        view: None,
        arrangement: Box::default(),
        register: Box::default(),
        rest: None,
        damage: None,
        behind: false,
    });
    hand.command(Command::OpenStored(id));
}

#[test]
fn of_five_thousand_labels_some_are_offered_and_all_are_found_by_name() {
    let mut hand = Hand::sample();
    with_labels(&mut hand, many_labels(5_000));
    bearable(&mut hand, "a mark", |hand| hand.key(Key::Tab));
    let id = hand.selected().id.clone();
    bearable(&mut hand, "its facts", |hand| {
        if !hand.open().details {
            hand.act(Action::Details);
        }
    });
    assert!(hand.shows("另有 4984 个"), "what is not offered is counted");
    bearable(&mut hand, "the list", |hand| hand.act(Action::ChooseLabel));
    assert!(matches!(
        hand.state().floating,
        Some(zhupi::desk::state::Floating::Palette { offer: PaletteOffer::Labels })
    ));
    bearable(&mut hand, "down", |hand| hand.key(Key::ArrowDown));
    bearable(&mut hand, "a name", |hand| hand.write("第4321类"));
    bearable(&mut hand, "the label", |hand| hand.key(Key::Enter));
    assert_eq!(hand.mark(&id).label.as_str(), "L4328");
    assert_eq!(hand.recorded(), *hand.issue());
    for act in [Action::Review, Action::Context, Action::Quality, Action::Desk] {
        bearable(&mut hand, "a view", |hand| hand.act(act));
    }
    for act in [Action::ReviewScope, Action::Palette, Action::Guideline, Action::History, Action::Settings] {
        bearable(&mut hand, "a dialog", |hand| hand.act(act));
        bearable(&mut hand, "the desk", |hand| hand.key(Key::Escape));
    }
    bearable(&mut hand, "English", |hand| hand.act(Action::Language));
    hand.close();
}

#[test]
fn labels_named_like_markup_are_names() {
    let mut hand = Hand::sample();
    with_labels(&mut hand, many_labels(15));
    hand.key(Key::Tab);
    let id = hand.selected().id.clone();
    hand.act(Action::ChooseLabel);
    hand.write("<b>");
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&id).label.as_str(), "L0");
    // It can be clicked too, though no key gives it.
    let open = undecided(hand.article())[0].clone();
    hand.command(Command::SelectMark(open.clone(), true));
    hand.click("<b>x</b>");
    assert_eq!(hand.mark(&open).label.as_str(), "L0");
    for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0)] {
        hand.h.set_size(size);
        for act in [Action::Review, Action::Context, Action::Quality, Action::Desk] {
            bearable(&mut hand, "a view", |hand| hand.act(act));
        }
    }
    let hand = hand.reopen();
    assert_eq!(hand.mark(&id).label.as_str(), "L0", "the name of a label that is no longer there stays");
}

#[test]
fn settings_full_of_nonsense_are_the_standard_ones_and_that_is_said() {
    let folder = folder(EDITOR);
    let dataset = folder.path().join("集.zhupi");
    let nonsense = json!({
        "editor": 7, "theme": "pink", "language": ["zh"], "serif": "yes", "size_step": 9_000, "letters": {},
        "show_rejected": null, "reduce_motion": -1, "dataset": dataset, "recent": "x", "mappings": [1, "b"],
        "tour_seen": {"a": 1}, "window": ["a", null], "keys": ["none"], "what": {"is": "this"},
    });
    let path = folder.path().join("settings.json");
    fs::write(&path, nonsense.to_string()).unwrap();
    let hand = Hand::at(&folder);
    assert!(hand.notice().contains("读不懂"), "{}", hand.notice());
    assert_eq!(hand.state().settings.size_step, 0);
    assert_eq!(
        hand.state().settings.dataset.as_deref(),
        Some(dataset.as_path()),
        "what is right of it counts"
    );
    hand.close();
    // What no dialog gives is put right as well: sizes and names that would leave nothing to be seen.
    let wild = json!({
        "editor": format!("\n{}", "林".repeat(100_000)), "size_step": 127, "window": [-5.0, 1.0e30],
        "dataset": dataset, "language": "zh", "theme": "contrast",
    });
    fs::write(&path, wild.to_string()).unwrap();
    let mut hand = Hand::at(&folder);
    let settings = &hand.state().settings;
    assert!(settings.editor.chars().count() <= 60 && settings.size_step <= 2);
    assert_eq!((settings.theme, settings.language), (ThemeName::Contrast, Language::Zh));
    hand.act(Action::Larger);
    hand.close();
    for bytes in [&b"\xff\xfe\x00"[..], b"[]", b"{", b"", b"null", b"{\"keys\":{\"accept\":[\"Ctrl+Ctrl\"]}}"]
    {
        fs::write(&path, bytes).unwrap();
        let mut hand = Hand::at(&folder);
        assert!(hand.state().notice.is_some() && hand.state().shows_welcome());
        hand.key(Key::Escape);
        hand.close();
    }
    assert!(folder.path().join("settings.unread.json").is_file(), "the file as it was is kept");
}

#[test]
fn in_a_tiny_window_every_view_is_drawn_and_nothing_stops() {
    let mut hand = Hand::sample();
    for (width, height) in [(400.0, 300.0), (300.0, 200.0), (120.0, 60.0), (1.0, 1.0)] {
        hand.h.set_size(vec2(width, height));
        zhupi::desk::roomy(hand.h.input_mut());
        hand.act(Action::Desk);
        hand.key(Key::Tab);
        hand.act(Action::Details);
        for view in [Action::Review, Action::Context, Action::Quality, Action::Welcome, Action::Desk] {
            bearable(&mut hand, "a view", |hand| hand.act(view));
        }
        let dialogs = [
            Action::Settings,
            Action::Palette,
            Action::Export,
            Action::History,
            Action::ReviewScope,
            Action::Keys,
            Action::About,
            Action::Note,
            Action::IssueFacts,
            Action::Guideline,
            Action::GoTo,
            Action::ChooseTopic,
            Action::Find,
        ];
        for dialog in dialogs {
            bearable(&mut hand, "a dialog", |hand| hand.act(dialog));
            bearable(&mut hand, "the desk", |hand| hand.key(Key::Escape));
        }
        for pane in [Action::NextPane, Action::NextPane, Action::NextPane] {
            bearable(&mut hand, "a pane", |hand| hand.act(pane));
        }
        for _ in 0..2 {
            bearable(&mut hand, "the source", |hand| hand.act(Action::SourceBeside));
        }
    }
    hand.h.set_size(vec2(1440.0, 900.0));
    hand.act(Action::Desk);
    hand.key(Key::Tab);
    let id = hand.selected().id.clone();
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&id).status, Status::Accepted);
}

/// Sets the time of the last events of a dataset back, as if the clock had been; the chain of sums stays whole.
fn set_back(hand: Hand, last: usize, at: &str) -> std::rc::Rc<tempfile::TempDir> {
    use sha2::{Digest, Sha256};
    let (path, folder) = (hand.dataset(), std::rc::Rc::clone(&hand.folder));
    hand.close();
    let conn = rusqlite::Connection::open(path).unwrap();
    // The file itself says how its payloads are packed.
    let dictionary: Vec<u8> = conn.query_row("SELECT bytes FROM dictionary", [], |row| row.get(0)).unwrap();
    let unpacked = |packed: &[u8]| {
        let mut json = String::new();
        let mut decoder = zstd::Decoder::with_dictionary(packed, &dictionary).unwrap();
        std::io::Read::read_to_string(&mut decoder, &mut json).unwrap();
        json
    };
    let mut query =
        conn.prepare("SELECT seq, at, editor, issue, kind, payload, sum FROM record ORDER BY seq").unwrap();
    let rows = query.query_map([], |row| {
        let json = match row.get::<_, rusqlite::types::Value>(5)? {
            rusqlite::types::Value::Blob(packed) => unpacked(&packed),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        };
        let field = |n: usize| row.get::<_, String>(n);
        Ok((
            row.get::<_, u64>(0)?,
            [field(1)?, field(2)?, field(3)?, field(4)?, json],
            row.get::<_, Vec<u8>>(6)?,
        ))
    });
    let events: Vec<(u64, [String; 5], Vec<u8>)> = rows.unwrap().map(Result::unwrap).collect();
    let mut before = vec![0; 32];
    for (n, (seq, mut fields, sum)) in events.iter().cloned().enumerate() {
        if n + last < events.len() {
            before = sum;
            continue;
        }
        at.clone_into(&mut fields[0]);
        let mut hash = Sha256::new();
        hash.update(&before);
        hash.update(seq.to_le_bytes());
        for field in &fields {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
        before = hash.finalize().to_vec();
        conn.execute("UPDATE event SET at = ?1, sum = ?2 WHERE seq = ?3", (at, &before, seq)).unwrap();
    }
    folder
}

#[test]
fn a_clock_that_was_set_back_changes_no_order() {
    let mut hand = Hand::sample();
    let id = hand.issue().id.clone();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let second = hand.selected().id.clone();
    let one = hand.issue().clone();
    hand.key(Key::Delete);
    let two = hand.issue().clone();
    let folder = set_back(hand, 1, "1999-12-31T23:59:59Z");
    let mut hand = Hand::at(&folder);
    hand.command(Command::OpenStored(id));
    assert!(hand.state().notice.is_none());
    assert_eq!(*hand.issue(), two);
    assert_eq!(hand.mark(&second).status, Status::Rejected);
    // The order is that of the acts, not that of their times; both are shown as they were recorded.
    hand.act(Action::History);
    assert!(hand.shows_part("1999-12-31") || hand.shows_part("2000-01-01"));
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), one, "the later act is taken back first");
    hand.keys(CTRL, Key::Y);
    assert_eq!(*hand.issue(), two);
    hand.keys(ALT, Key::Num5);
    assert!(hand.state().quality().is_some_and(|page| page.figures.is_some()));
    hand.keys(ALT, Key::Num1);
    // What is learned is learned in the order of the acts.
    hand.finish();
    assert!(hand.state().notice.is_none());
    hand.reopen();
}

#[test]
fn the_windows_clock_going_back_spoils_neither_pace_nor_toasts() {
    let mut hand = Hand::sample();
    hand.keys(ALT, Key::Num2);
    for n in 0..6 {
        hand.h.input_mut().time = Some(if n == 3 { 1.0 } else { 1_000.0 - f64::from(n) });
        hand.key(Key::Enter);
    }
    assert!(hand.state().review.minutes().is_none_or(|minutes| minutes < 1_000));
    assert_eq!(hand.state().review.done(), hand.state().review.decided.len());
}

/// What the last frame asked for, if no four frames in a row ask for none. A thread that has just ended its work wakes the
/// desk once.
fn asks(hand: &mut Hand) -> Option<Duration> {
    let (mut rests, mut asked) = (0, None);
    for _ in 0..16 {
        hand.h.step();
        let delay = hand.h.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        asked = (delay < Duration::from_hours(1)).then_some(delay).or(asked);
        rests = if delay < Duration::from_hours(1) { 0 } else { rests + 1 };
        if rests == 4 {
            return None;
        }
    }
    asked
}

#[test]
fn an_idle_desk_asks_for_no_frames() {
    let mut hand = Hand::at(&folder(EDITOR));
    assert_eq!(asks(&mut hand), None, "the first page");
    let mut hand = {
        hand.close();
        Hand::sample()
    };
    let still = |hand: &mut Hand, what: &str| {
        // A word at the foot goes after its time; then there is nothing more to do.
        hand.h.input_mut().time = Some(hand.h.ctx.input(|input| input.time) + 60.0);
        hand.h.step();
        hand.quiet();
        assert_eq!(asks(hand), None, "{what}");
    };
    still(&mut hand, "the page");
    hand.key(Key::Tab);
    still(&mut hand, "a mark");
    hand.act(Action::Details);
    still(&mut hand, "its facts");
    hand.key(Key::Enter);
    still(&mut hand, "a decision");
    for view in [Action::Review, Action::Quality, Action::Welcome, Action::Desk] {
        hand.act(view);
        still(&mut hand, action_name(view));
    }
    hand.act(Action::SourceBeside);
    still(&mut hand, "the source beside");
    hand.act(Action::History);
    still(&mut hand, "the history");
    hand.key(Key::Escape);
    for dialog in [Action::Keys, Action::About, Action::ReviewScope, Action::Guideline] {
        hand.act(dialog);
        still(&mut hand, action_name(dialog));
        hand.key(Key::Escape);
    }
}

fn action_name(action: Action) -> &'static str {
    action.id()
}
