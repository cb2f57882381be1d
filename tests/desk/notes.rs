//! 备注: about characters, about a mark, about the article.

use crate::hand::{CTRL, EDITOR, Hand, lonely, piece};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use zhupi::annotation::{BlockId, Remark};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::state::Floating;
use zhupi::exchange::article;
use zhupi::issue::{Block, Issue};
use zhupi::text::CharRange;

/// The first paragraph that is long enough, of the article on the page.
fn paragraph(hand: &Hand) -> Block {
    let long =
        |block: &&Block| block.role == zhupi::issue::Role::Paragraph && block.text.chars().count() > 20;
    hand.article().blocks.iter().find(long).unwrap().clone()
}

fn select(hand: &mut Hand, block: &BlockId, from: u32, to: u32) {
    hand.command(Command::Select { block: block.clone(), anchor: from, caret: to });
}

fn remarks(issue: &Issue, block: &BlockId) -> Vec<Remark> {
    let (article, n) = issue.holder(block).unwrap();
    article.blocks[n].remarks.clone()
}

/// Where two Han characters stand that no mark touches.
fn free(block: &Block) -> u32 {
    let chars: Vec<char> = block.text.chars().collect();
    let bare = |at: u32| {
        let range = CharRange::new(at, at + 2);
        let han = range.positions().all(|n| chars.get(n as usize).is_some_and(|c| zhupi::text::is_han(*c)));
        han && block.entities.iter().all(|entity| !entity.range.overlaps(range))
    };
    (1..chars.len() as u32 - 6).find(|at| bare(*at)).expect("two characters without a mark")
}

#[test]
fn a_note_on_characters_is_written_shown_gone_to_changed_and_taken_back() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    let at = free(&block);
    select(&mut hand, &block.id, at, at + 2);
    hand.key(Key::F9);
    assert!(matches!(hand.state().floating, Some(Floating::Remark { .. })));
    hand.write("此说待查。");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none());
    let said = remarks(hand.issue(), &block.id);
    assert_eq!((said.len(), said[0].range, &*said[0].note), (1, CharRange::new(at, at + 2), "此说待查。"));
    assert_eq!((&*said[0].text, &*said[0].by), (&*piece(&block, at, 2), EDITOR));
    assert!(said[0].at.is_some());
    assert_eq!(paragraph(&hand).text, block.text, "the text stays");
    assert_eq!(remarks(&hand.recorded(), &block.id), said);
    // On the page for who hears it, and in the list at the right, which leads to the place.
    let spoken = format!("备注“{}”：此说待查。", said[0].text);
    let heard = |hand: &Hand, role: Role| {
        let mut nodes = hand.h.query_all_by_role(role);
        nodes.any(|node| node.accesskit_node().label().is_some_and(|l| l.starts_with(&spoken)))
    };
    assert!(heard(&hand, Role::Mark) && heard(&hand, Role::Button));
    hand.key(Key::End);
    hand.command(Command::Deselect);
    {
        let mut nodes = hand.h.query_all_by_role(Role::Button);
        let named = |label: String| label.starts_with(&spoken);
        let row = nodes.find(|node| node.accesskit_node().label().is_some_and(named)).unwrap();
        row.click_accesskit();
    }
    hand.quiet();
    assert_eq!(hand.selection(), said[0].text);
    // The caret in it is enough to change it.
    select(&mut hand, &block.id, at + 1, at + 1);
    hand.key(Key::F9);
    assert_eq!(hand.h.state().as_ref().unwrap().fields.note, "此说待查。");
    hand.keys(CTRL, Key::A);
    hand.write("已查，无误。");
    hand.keys(CTRL, Key::Enter);
    let changed = remarks(hand.issue(), &block.id);
    assert_eq!((changed.len(), &changed[0].id, &*changed[0].note), (1, &said[0].id, "已查，无误。"));
    hand.keys(CTRL, Key::Z);
    assert_eq!(remarks(hand.issue(), &block.id), said);
    let mut hand = hand.reopen();
    assert_eq!(remarks(hand.issue(), &block.id), said);
    select(&mut hand, &block.id, at, at);
    hand.act(Action::Unnote);
    assert_eq!(remarks(hand.issue(), &block.id), []);
    assert!(!heard(&hand, Role::Mark));
    hand.keys(CTRL, Key::Z);
    assert_eq!(remarks(hand.issue(), &block.id), said);
}

#[test]
fn a_note_on_a_mark_is_about_its_characters_and_without_either_about_the_article() {
    let mut hand = Hand::sample();
    let (block, mark) = {
        let (block, mark) = lonely(hand.article());
        (block.id.clone(), mark.clone())
    };
    hand.command(Command::SelectMark(mark.id.clone(), false));
    hand.key(Key::F9);
    hand.write("是区还是镇？");
    hand.keys(CTRL, Key::Enter);
    let said = remarks(hand.issue(), &block);
    assert_eq!((said[0].range, &*said[0].text), (mark.range, &*mark.text));
    // A note decides nothing.
    assert_eq!(*hand.mark(&mark.id), mark);
    assert_eq!(hand.selected().id, mark.id);
    hand.key(Key::Enter);
    assert_eq!(remarks(hand.issue(), &block), said);
    // With a mark selected the article has its own command.
    hand.command(Command::SelectMark(mark.id.clone(), false));
    hand.act(Action::ArticleNote);
    hand.write("全稿再读一遍");
    hand.keys(CTRL, Key::Enter);
    assert_eq!(hand.article().notes[0].text, "全稿再读一遍");
    hand.command(Command::Deselect);
    hand.key(Key::F9);
    assert_eq!(hand.state().floating, Some(Floating::Note));
    hand.key(Key::Escape);
    // The record has both, and gives them back.
    let source = hand.open().source.clone();
    let records = article::write(hand.issue(), &source.text).unwrap();
    assert!(records.contains(&format!("\"notes\":[\"全稿再读一遍\",\"“{}”：是区还是镇？\"]", mark.text)));
    assert_eq!(article::read(&records, Some(&source)).unwrap(), [hand.issue().clone()]);
    hand.command(Command::Deselect);
    hand.act(Action::Unnote);
    assert!(hand.article().notes.is_empty());
    hand.act(Action::Unnote);
    assert!(hand.toast().contains("没有备注"));
    hand.command(Command::SelectMark(mark.id, false));
    hand.key(Key::F9);
    hand.keys(CTRL, Key::A);
    hand.key(Key::Delete);
    hand.keys(CTRL, Key::Enter);
    assert_eq!(remarks(hand.issue(), &block), [], "an empty note is none");
}

#[test]
fn another_editors_note_stays_theirs_and_is_answered_beside_it() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    let at = free(&block);
    let write = |hand: &mut Hand, note: &str| {
        select(hand, &block.id, at, at + 2);
        hand.key(Key::F9);
        hand.write(note);
        hand.keys(CTRL, Key::Enter);
    };
    write(&mut hand, "问");
    hand.command(Command::SetEditor("沈".into()));
    write(&mut hand, "答");
    let notes = |hand: &Hand| {
        let mut notes: Vec<(String, String)> =
            remarks(hand.issue(), &block.id).into_iter().map(|r| (r.by, r.note)).collect();
        notes.sort();
        notes
    };
    let pair = |by: &str, note: &str| (by.to_owned(), note.to_owned());
    assert_eq!(notes(&hand), [pair(EDITOR, "问"), pair("沈", "答")]);
    select(&mut hand, &block.id, at, at + 2);
    hand.act(Action::Unnote);
    assert_eq!(notes(&hand), [pair(EDITOR, "问")]);
}

#[test]
fn a_note_goes_with_its_characters_through_cut_and_join() {
    let mut hand = Hand::sample();
    let block = paragraph(&hand);
    let at = free(&block);
    select(&mut hand, &block.id, at, at + 5);
    hand.key(Key::F9);
    hand.write("待查");
    hand.keys(CTRL, Key::Enter);
    let before = hand.issue().clone();
    let said = remarks(hand.issue(), &block.id);
    // A cut through it: the side with more of its characters keeps it.
    select(&mut hand, &block.id, at + 1, at + 1);
    hand.act(Action::SplitBlock);
    let all: Vec<(BlockId, Remark)> = hand
        .article()
        .blocks
        .iter()
        .flat_map(|b| b.remarks.iter().map(|remark| (b.id.clone(), remark.clone())))
        .collect();
    assert_eq!(all.len(), 1);
    let (second, kept) = &all[0];
    assert_ne!(*second, block.id);
    assert_eq!((kept.range.start(), &kept.note), (0, &said[0].note));
    let held = hand.article().block(second).unwrap();
    assert_eq!(zhupi::text::slice(&held.text, kept.range), Some(&*kept.text));
    hand.act(Action::JoinBlock);
    let joined = remarks(hand.issue(), &block.id);
    assert_eq!(joined[0].range, CharRange::new(at + 1, said[0].range.end()));
    hand.keys(CTRL, Key::Z);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
}
