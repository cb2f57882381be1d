//! Hands on the keyboard: jumps, borders, marks joined and parted, places gone to by typing; and the keys themselves, which
//! are the user's to change.

use crate::hand::{ALT, CTRL, CTRL_SHIFT, EDITOR, Hand, SHIFT, folder, lonely, undecided};
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT, Queryable};
use zhupi::annotation::Status;
use zhupi::desk::command::{Action, Command, Menu};
use zhupi::desk::seek;
use zhupi::desk::state::{Floating, SettingsPart};
use zhupi::issue::{Article, ArticleStatus, Block, Role};
use zhupi::text::{CharRange, char_len, slice};

fn caret(hand: &mut Hand, block: &Block, at: u32) {
    hand.command(Command::Select { block: block.id.clone(), anchor: at, caret: at });
}

/// A paragraph of several sentences.
fn prose(article: &Article) -> Block {
    let sentences = |block: &Block| block.text.matches('。').count() >= 2 && block.text.contains('，');
    let found = article.blocks.iter().find(|block| block.role == Role::Paragraph && sentences(block));
    found.expect("a paragraph of two sentences").clone()
}

#[test]
fn the_caret_jumps_by_word_clause_and_sentence_and_shift_selects() {
    let mut hand = Hand::sample();
    let block = prose(hand.article());
    let end_of = |marks: &[char]| block.text.chars().position(|c| marks.contains(&c)).unwrap() as u32 + 1;
    for (key, marks) in [(Key::End, &['，', '。', '；', '：'][..]), (Key::PageDown, &['。'])] {
        caret(&mut hand, &block, 0);
        hand.keys(CTRL_SHIFT, key);
        let selected = hand.selection();
        assert_eq!(selected, slice(&block.text, CharRange::new(0, end_of(marks))).unwrap());
        let back = if key == Key::End { Key::Home } else { Key::PageUp };
        hand.keys(CTRL, back);
        assert_eq!(hand.open().selection.as_ref().unwrap().caret, 0, "and back");
        hand.keys(CTRL, key);
        assert!(hand.selection().is_empty(), "without Shift nothing is selected");
        hand.keys(CTRL_SHIFT, back);
        assert_eq!(hand.selection(), selected, "the same characters from the other end");
    }
    caret(&mut hand, &block, 0);
    let mut words = Vec::new();
    for _ in 0..6 {
        hand.keys(CTRL_SHIFT, Key::N);
        words.push(char_len(&hand.selection()));
    }
    assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "{words:?}");
    assert!(words[5] > 6, "words are longer than characters: {words:?}");
    for length in words.iter().rev().skip(1) {
        hand.keys(CTRL_SHIFT, Key::B);
        assert_eq!(char_len(&hand.selection()), *length, "the same way back");
    }
}

#[test]
fn borders_move_by_a_word() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let (block, id, range) = (block.clone(), entity.id.clone(), entity.range);
    hand.command(Command::SelectMark(id.clone(), false));
    hand.keys(SHIFT, Key::End);
    let wider = hand.mark(&id).range;
    assert!(wider.start() == range.start() && wider.end() > range.end());
    assert_eq!(hand.mark(&id).text, slice(&block.text, wider).unwrap());
    hand.keys(SHIFT, Key::End);
    hand.keys(SHIFT, Key::Home);
    assert_eq!(hand.mark(&id).range, wider, "as far back as on");
    hand.keys(ALT, Key::Home);
    let before = hand.mark(&id).range;
    assert!(before.start() < range.start() && before.end() == wider.end());
    hand.keys(ALT, Key::Home);
    hand.keys(ALT, Key::End);
    assert_eq!(hand.mark(&id).range, before);
    hand.reopen();
}

/// Two undecided marks of one block, one after the other, with their block.
fn neighbours(article: &Article) -> (Block, usize, usize) {
    let pair = |block: &Block| {
        let open = |n: usize| block.entities[n].is_open() && block.entities[n].range.len() > 1;
        (1..block.entities.len()).find(|n| open(*n) && open(n - 1))
    };
    let found = article.blocks.iter().find_map(|block| Some((block.clone(), pair(block)?)));
    let (block, n) = found.expect("two marks in a block");
    (block, n - 1, n)
}

#[test]
fn marks_are_joined_and_parted_and_undo_brings_them_back() {
    let mut hand = Hand::sample();
    let (block, one, two) = neighbours(hand.article());
    let (first, second) = (block.entities[one].clone(), block.entities[two].clone());
    let before = hand.issue().clone();
    hand.command(Command::SelectMark(first.id.clone(), false));
    hand.keys(CTRL, Key::J);
    let joined = hand.mark(&first.id).clone();
    assert_eq!((joined.range.start(), joined.range.end()), (first.range.start(), second.range.end()));
    assert_eq!((joined.label, joined.status), (first.label.clone(), Status::Corrected));
    assert_eq!(hand.mark(&second.id).status, Status::Rejected);
    assert_eq!(hand.recorded(), *hand.issue());
    // Apart again, behind the first of its characters.
    caret(&mut hand, &block, second.range.start());
    hand.keys(CTRL_SHIFT, Key::J);
    let part = hand.selected().clone();
    assert_eq!((part.range, part.status), (second.range, Status::Added));
    assert_eq!(part.label, first.label);
    hand.keys(CTRL, Key::Z);
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.issue().articles, before.articles);
    // With no caret in a mark it is said what to do.
    hand.command(Command::Deselect);
    hand.keys(CTRL_SHIFT, Key::J);
    assert!(hand.toast().contains("插入点"));
    hand.reopen();
}

#[test]
fn a_label_is_chosen_from_a_list_by_initials_letter_or_name() {
    let mut hand = Hand::sample();
    for (typed, label) in [("jg", "ORG"), ("WORK", "WORK"), ("提法", "TERM")] {
        hand.key(Key::Tab);
        let id = hand.selected().id.clone();
        // As a keyboard says it, in one frame: the key, and what it types.
        let (key, modifiers) = (Key::Num0, Modifiers::NONE);
        let pressed = Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers };
        hand.h.input_mut().events.extend([pressed, Event::Text("0".into())]);
        hand.quiet();
        hand.write(typed);
        hand.key(Key::Enter);
        assert_eq!(hand.mark(&id).label.as_str(), label, "{typed}");
        assert!(hand.state().floating.is_none());
    }
    hand.command(Command::Deselect);
    hand.key(Key::Num0);
    assert!(hand.state().floating.is_none(), "with nothing selected there is nothing to label");
}

#[test]
fn a_place_is_gone_to_by_what_stands_there_and_gets_a_label() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let (block, entity) = (block.clone(), entity.clone());
    let end = entity.range.end();
    let wanted = slice(&block.text, CharRange::new(end, end + 3)).unwrap().to_owned();
    let initials: String = wanted.chars().filter_map(seek::key).collect();
    hand.command(Command::SelectMark(entity.id.clone(), false));
    hand.keys(CTRL, Key::G);
    hand.write(&initials);
    assert_eq!(hand.selection().chars().filter_map(seek::key).collect::<String>(), initials);
    hand.key(Key::Escape);
    assert_eq!(hand.selected().id, entity.id, "what was selected before is selected again");
    // Characters as an input method commits them do as well.
    hand.keys(CTRL, Key::G);
    hand.write(&wanted);
    assert_eq!(hand.selection(), wanted);
    hand.key(Key::Enter);
    hand.key(Key::Num8);
    assert_eq!((hand.selected().text.as_str(), hand.selected().label.as_str()), (wanted.as_str(), "TERM"));
    // The whole of a mark selects the mark.
    hand.command(Command::Deselect);
    hand.keys(CTRL, Key::G);
    hand.write(&wanted);
    hand.key(Key::Enter);
    assert_eq!(hand.selected().text, wanted);
    // The first and the last of it do for something long.
    let (first, last) = (wanted.chars().next().unwrap(), wanted.chars().last().unwrap());
    hand.keys(CTRL, Key::G);
    hand.write(&format!("{first} {last}"));
    assert!(hand.selected().text.starts_with(first));
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::G);
    hand.write("没有这样的字");
    assert!(hand.shows("本稿没有这样的字"));
    hand.key(Key::Enter);
    assert_eq!(hand.selected().text, wanted, "nothing was found, nothing is lost");
    hand.reopen();
}

#[test]
fn one_goes_on_to_the_next_place_that_answers_and_back() {
    let mut hand = Hand::sample();
    hand.keys(CTRL, Key::G);
    hand.write("的");
    let place = |hand: &Hand| {
        let selection = hand.open().selection.clone().unwrap();
        let block = hand.article().blocks.iter().position(|b| b.id == selection.block).unwrap();
        (block, selection.anchor)
    };
    let first = place(&hand);
    hand.key(Key::ArrowDown);
    let second = place(&hand);
    hand.keys(CTRL, Key::G);
    let third = place(&hand);
    assert!(first < second && second < third, "{first:?} {second:?} {third:?}");
    hand.key(Key::ArrowUp);
    assert_eq!(place(&hand), second);
}

#[test]
fn names_that_are_marked_elsewhere_are_offered_where_they_are_not() {
    let mut hand = Hand::sample();
    // A name of two marks loses one of them.
    let article = hand.article().clone();
    let twice = article.entities().find(|(_, one)| {
        let same = article.entities().filter(|(_, other)| other.text == one.text).count();
        same > 1 && one.is_open() && char_len(&one.text) > 1
    });
    let (block, entity) =
        twice.map(|(block, entity)| (block.clone(), entity.clone())).expect("a name said twice");
    hand.command(Command::SelectMark(entity.id.clone(), false));
    // Made by the editor and taken away again, so that it is not one that was refused.
    hand.key(Key::Delete);
    hand.command(Command::Deselect);
    for _ in 0..12 {
        hand.keys(CTRL, Key::I);
        assert!(
            !hand
                .state()
                .open
                .as_ref()
                .unwrap()
                .selection
                .as_ref()
                .is_some_and(|s| { s.block == block.id && s.range() == entity.range }),
            "what was refused is not offered again"
        );
    }
    // Two characters that somebody marks are offered wherever they stand unmarked.
    let text: Vec<char> = article.text().chars().collect();
    let covered = |name: &str| article.entities().any(|(_, e)| e.text.contains(name));
    let name = text.windows(2).map(|pair| pair.iter().collect::<String>()).find(|name| {
        name.chars().all(zhupi::text::is_han)
            && article.text().matches(name.as_str()).count() > 1
            && !covered(name)
    });
    let name = name.expect("two characters said twice");
    hand.keys(CTRL, Key::G);
    hand.write(&name);
    hand.key(Key::Enter);
    hand.key(Key::Num8);
    assert_eq!(hand.selected().text, name);
    hand.command(Command::Deselect);
    let offered = (0..20).any(|_| {
        hand.keys(CTRL, Key::I);
        hand.open().selection.is_some() && hand.selection() == name
    });
    assert!(offered, "{name}");
    let here = hand.open().selection.clone().unwrap();
    hand.keys(CTRL, Key::I);
    hand.keys(CTRL_SHIFT, Key::I);
    if hand.open().selection.as_ref() != Some(&here) {
        // Nothing came behind it, so that one went back from it.
        hand.keys(CTRL, Key::I);
        assert_eq!(hand.selection(), name);
    }
    hand.key(Key::Num8);
    assert_eq!(hand.article().entities().filter(|(_, e)| e.text == name && e.status.stands()).count(), 2);
}

#[test]
fn the_rest_of_an_article_is_accepted_at_once_and_doubtful_ones_are_asked_about() {
    let mut hand = Hand::sample();
    let article = hand.article().clone();
    let left = undecided(&article).len() as u32;
    let doubtful = hand.state().tally(&article).doubtful;
    if doubtful > 0 {
        hand.keys(ALT, Key::Enter);
        assert_eq!(undecided(hand.article()).len() as u32, left, "not yet");
        assert!(hand.toast().contains(&doubtful.to_string()) && hand.toast().contains("Alt Enter"));
    }
    hand.keys(ALT, Key::Enter);
    let done = hand.issue().article(&article.id).unwrap().clone();
    assert_eq!((hand.state().tally(&done).accepted, done.status), (left, ArticleStatus::Done));
    assert_ne!(hand.open().article, article.id, "on to the next");
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.issue().article(&article.id).unwrap().entities().count(), article.entities().count());
    assert_eq!(undecided(hand.article()).len() as u32, left, "one step back for all of it");
}

fn settings_of_keys(hand: &mut Hand, query: &str) {
    hand.keys(CTRL, Key::Comma);
    hand.keys(CTRL, Key::PageDown);
    hand.keys(CTRL, Key::PageDown);
    assert!(matches!(hand.state().floating, Some(Floating::Settings { part: SettingsPart::Keys, .. })));
    hand.write(query);
}

#[test]
fn a_key_is_changed_printed_and_kept() {
    let mut hand = Hand::sample();
    settings_of_keys(&mut hand, "留着不动");
    hand.keys(CTRL, Key::A);
    let name = hand.state().say("action.leave").to_owned();
    hand.write(&name);
    hand.key(Key::Enter);
    assert!(hand.shows("按下新键…") || hand.h.query_by_label_contains("的新键").is_some());
    // Ctrl comes before what is pressed with it.
    hand.keys(CTRL, Key::ControlLeft);
    assert!(hand.h.query_by_label_contains("不能用").is_none());
    // What input methods own, and what types a character, is refused.
    hand.keys(CTRL, Key::Space);
    assert!(hand.h.query_by_label_contains("不能用").is_some());
    hand.key(Key::A);
    assert!(hand.h.query_by_label_contains("会打出字来").is_some());
    // Another action's key is taken at the second time only.
    hand.keys(CTRL, Key::J);
    assert!(hand.h.query_by_label_contains("与下一处并为一处").is_some());
    assert_eq!(hand.state().key(Action::JoinMark).as_deref(), Some("Ctrl J"));
    hand.keys(CTRL, Key::J);
    assert_eq!(hand.state().key(Action::Leave).as_deref(), Some("Ctrl J"));
    assert_eq!(hand.state().key(Action::JoinMark), None);
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
    // It works, its old key does not, and it is printed everywhere.
    let all = undecided(hand.article());
    hand.key(Key::Tab);
    hand.keys(CTRL, Key::J);
    assert_eq!(hand.selected().id, all[1]);
    hand.key(Key::Space);
    assert_eq!(hand.selected().id, all[1]);
    let hand = hand.reopen();
    assert_eq!(hand.state().key(Action::Leave).as_deref(), Some("Ctrl J"));
    let mut hand = hand;
    settings_of_keys(&mut hand, "ctrl j");
    assert!(hand.h.query_by_label_contains(&format!("{name} Ctrl J")).is_some(), "found by its key");
    hand.keys(CTRL, Key::Backspace);
    assert_eq!(hand.state().key(Action::Leave).as_deref(), Some("Space"));
    hand.click("全部还原");
    assert!(hand.state().settings.keys.is_standard());
    assert!(hand.settings().keys.is_standard());
}

#[test]
fn waiting_for_a_key_ends_with_escape_and_changes_nothing() {
    let mut hand = Hand::sample();
    settings_of_keys(&mut hand, "采纳");
    hand.key(Key::Enter);
    hand.key(Key::Escape);
    assert!(matches!(&hand.state().floating, Some(Floating::Settings { binding: None, .. })));
    assert!(hand.state().settings.keys.is_standard());
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
}

#[test]
fn a_key_table_goes_to_a_file_and_comes_from_one() {
    let mut hand = Hand::sample();
    let path = hand.folder.path().join("keys.json");
    std::fs::write(&path, r#"{"accept": ["F12"], "fly": ["F6"], "reject": "x"}"#).unwrap();
    hand.command(Command::KeysFrom(path.clone()));
    assert_eq!(hand.state().key(Action::Accept).as_deref(), Some("F12"));
    assert!(hand.notice().contains('2'), "{}", hand.notice());
    hand.command(Command::CloseNotice);
    hand.command(Command::KeysTo(path.clone()));
    let written: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(written, serde_json::json!({"accept": ["F12"]}), "only what differs");
    for nonsense in ["", "[1", "7", "\u{0}\u{1}"] {
        std::fs::write(&path, nonsense).unwrap();
        hand.command(Command::KeysFrom(path.clone()));
        assert!(hand.notice().contains("不是按键表"));
        assert_eq!(hand.state().key(Action::Accept).as_deref(), Some("F12"), "as before");
        hand.command(Command::CloseNotice);
    }
}

#[test]
fn nonsense_in_the_kept_table_is_said_once_and_everything_else_works() {
    let folder = folder(EDITOR);
    let path = folder.path().join("settings.json");
    let mut kept: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    kept["keys"] = serde_json::json!({"accept": ["Ctrl+Space"], "note": ["F5"], "what": 3});
    std::fs::write(&path, kept.to_string()).unwrap();
    let mut hand = Hand::at(&folder);
    assert!(hand.notice().contains('2'), "{}", hand.notice());
    assert_eq!(hand.state().settings.editor, EDITOR);
    assert_eq!(hand.state().key(Action::Note).as_deref(), Some("F5"));
    assert_eq!(hand.state().key(Action::Accept).as_deref(), Some("Enter"));
    hand.key(Key::Escape);
    assert!(hand.state().notice.is_none());
}

#[test]
fn the_settings_change_name_language_and_looks() {
    let mut hand = Hand::sample();
    hand.keys(CTRL, Key::Comma);
    hand.fill("署名", "周");
    hand.keys(CTRL, Key::PageDown);
    assert_eq!(hand.state().settings.editor, "周");
    hand.click("灯下");
    assert_eq!(hand.state().theme.name, zhupi::desk::theme::ThemeName::Dark);
    hand.click("黑");
    assert!(!hand.state().settings.serif);
    hand.click("一般");
    hand.click("English");
    assert!(hand.shows("Editor's name"));
    assert_eq!(hand.settings().language, zhupi::strings::Language::En);
}

#[test]
fn every_action_has_an_entry_in_its_menu_and_a_name() {
    let mut hand = Hand::sample();
    for menu in Menu::ALL {
        let title = hand.state().say(menu.key()).to_owned();
        hand.click(&title);
        for action in Action::ALL.iter().filter(|action| action.menu() == menu) {
            if !hand.state().offers_action(*action) {
                continue;
            }
            let name = hand.state().action_name(*action);
            assert_ne!(name, action.id());
            let inside = hand.h.query_all_by_role(egui::accesskit::Role::MenuItem);
            let shown = inside.filter_map(|node| node.accesskit_node().label()).any(|label| label == name);
            assert!(shown, "{name} is not in {title}");
        }
        hand.key(Key::Escape);
        assert_eq!(
            hand.h.query_all_by_role(egui::accesskit::Role::MenuItem).count(),
            0,
            "Esc closes {title}"
        );
    }
}

#[test]
fn the_menu_at_a_mark_joins_it_with_the_next() {
    let mut hand = Hand::sample();
    let (block, one, two) = neighbours(hand.article());
    let (first, second) = (block.entities[one].clone(), block.entities[two].clone());
    hand.command(Command::SelectMark(first.id.clone(), false));
    let label = format!("，{}，", first.text);
    let at = hand.h.query_all_by_label_contains(&label).next().map(|node| node.rect().center()).unwrap();
    hand.h.hover_at(at);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        hand.h.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    hand.quiet();
    hand.click("与下一处并为一处");
    assert_eq!(hand.mark(&first.id).range.end(), second.range.end());
}
