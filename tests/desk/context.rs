//! The same text in many places: rows, ticks, one step for all; finding in the article; what is not alike.

use crate::hand::{ALT, CTRL, EDITOR, Hand, SHIFT, folder};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{Entity, EntityId, IssueId, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::context::{ContextPage, Order, Reach, Turn, Widen};
use zhupi::issue::Issue;
use zhupi::issue::concordance::Stands;
use zhupi::issue::consistency::Unlike;
use zhupi::propose::Proposer;
use zhupi::source::{Encoding, Source};

/// Two pages that speak of the same places; names that stand in longer ones too.
const PAGES: [&str; 2] = [
    "嘉定新闻\n\n嘉定区召开春耕会议\n记者 林晓\n昨日，嘉定区在嘉定召开会议。会议指出，嘉定要抓好春耕。嘉定区区长王平出席。\n会后，王平在嘉定慰问农户。嘉定的小麦已经返青。\n",
    "嘉定新闻\n\n嘉定小学添新书\n记者 林晓\n昨日，嘉定小学收到图书三百册。王平说，嘉定的孩子有书读。来自嘉定的志愿者帮忙上架。\n",
];

/// A desk on a dataset with both pages, the first one open.
pub fn two_pages() -> (Hand, [IssueId; 2]) {
    desk_of(PAGES)
}

/// A desk on a dataset with two pages, the first one open.
pub fn desk_of(pages: [&str; 2]) -> (Hand, [IssueId; 2]) {
    let folder = folder(EDITOR);
    let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
    let proposer = Proposer::new().unwrap();
    let ids = pages.map(|page| {
        let source = Source::from_bytes("页.txt", page.as_bytes().to_vec(), Some(Encoding::Utf8)).unwrap();
        let issue = zhupi::propose::draft(&source, &proposer);
        dataset.add_issue(&source, &issue, EDITOR).unwrap();
        issue.id
    });
    dataset.close().unwrap();
    let mut hand = Hand::at(&folder);
    hand.command(Command::OpenStored(ids[0].clone()));
    (hand, ids)
}

pub fn page(hand: &Hand) -> &ContextPage {
    assert!(hand.state().shows_context());
    &hand.state().context
}

pub fn turn(hand: &mut Hand, turn: Turn) {
    hand.command(Command::Context(turn));
}

/// How often a text stands in an issue.
fn times(issue: &Issue, text: &str) -> usize {
    issue.articles.iter().flat_map(|a| &a.blocks).map(|block| block.text.matches(text).count()).sum()
}

/// The marks with exactly this text.
pub fn marks<'a>(issue: &'a Issue, text: &'a str) -> impl Iterator<Item = &'a Entity> {
    let all = issue.articles.iter().flat_map(zhupi::issue::Article::entities).map(|(_, entity)| entity);
    all.filter(move |entity| entity.text == text)
}

pub fn stored(hand: &Hand, id: &IssueId) -> Issue {
    Dataset::open(&hand.dataset(), Access::Read).unwrap().issue(id).unwrap()
}

/// An open mark whose text stands more than once in the issue, and its text.
fn repeated(hand: &Hand) -> (EntityId, String) {
    let issue = hand.issue();
    let all = issue.articles.iter().flat_map(zhupi::issue::Article::entities).map(|(_, entity)| entity);
    let often = |e: &&Entity| e.is_open() && marks(issue, &e.text).count() > 1 && e.range.len() > 1;
    let mark = all.into_iter().find(often).expect("a text that is marked twice");
    (mark.id.clone(), mark.text.clone())
}

/// The key that gives a label.
fn key_of(hand: &Hand, label: &str) -> Key {
    let label = hand.state().labels.labels.iter().find(|known| known.id.as_str() == label).unwrap();
    Key::from_name(&label.key.to_string()).unwrap()
}

#[test]
fn every_place_is_a_row_and_those_inside_longer_marks_stand_apart() {
    let (mut hand, _) = two_pages();
    hand.keys(ALT, Key::Num3);
    // The field has the keyboard at once.
    hand.write("嘉定");
    let shown = page(&hand);
    assert_eq!(shown.total, times(hand.issue(), "嘉定"));
    assert_eq!(shown.rows.len() + shown.inside.len(), shown.total);
    assert!(shown.rows.iter().all(|place| place.stands.is_alone() && place.text == "嘉定"));
    assert!(
        shown
            .inside
            .iter()
            .all(|place| matches!(&place.stands, Stands::Inside { text, .. } if text.contains("嘉定")))
    );
    assert!(!shown.rows.is_empty() && !shown.inside.is_empty());
    let inside = shown.inside.len();
    // Left and right stands what stands there.
    for place in shown.rows.iter().chain(&shown.inside) {
        let (article, at) = hand.issue().holder(&place.block).unwrap();
        let text = &article.blocks[at].text;
        assert_eq!(zhupi::text::slice(text, place.range), Some("嘉定"));
        let whole = format!("{}{}{}", place.left, place.text, place.right);
        let all: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
        assert!(all.join("\u{3000}").contains(&whole), "{whole}");
    }
    turn(&mut hand, Turn::Widen(Widen::Alone));
    assert_eq!((page(&hand).rows.len(), page(&hand).inside.len()), (page(&hand).total, 0));
    turn(&mut hand, Turn::Widen(Widen::Alone));
    assert_eq!(page(&hand).inside.len(), inside);
    // A longer one leads to its own rows.
    let longer = page(&hand).variants.0[0].0.clone();
    turn(&mut hand, Turn::Open(longer.clone(), None));
    assert_eq!(page(&hand).text, longer);
    assert!(page(&hand).rows.iter().all(|place| place.text == longer));
}

#[test]
fn keys_tick_move_and_apply_and_one_undo_takes_all_back() {
    let (mut hand, _) = two_pages();
    let before = hand.issue().clone();
    hand.act(Action::Context);
    hand.write("嘉定");
    hand.key(Key::Enter);
    let term = key_of(&hand, "TERM");
    hand.key(term);
    assert_eq!(page(&hand).label.as_ref().unwrap().as_str(), "TERM");
    let ticked = page(&hand).ticked().count();
    assert!(ticked > 1, "what is undecided is ticked from the start");
    // The first row is left out.
    assert!(page(&hand).is_ticked(&page(&hand).rows[0]));
    hand.key(Key::Space);
    assert_eq!(page(&hand).ticked().count(), ticked - 1);
    hand.key(Key::ArrowDown);
    assert_eq!(page(&hand).current, 1);
    hand.key(Key::ArrowUp);
    let left_out = page(&hand).rows[0].clone();
    let inside: Vec<_> = page(&hand).inside.iter().map(|place| place.stands.clone()).collect();
    hand.keys(CTRL, Key::Enter);
    assert!(hand.toast().contains(&format!("{} 处", ticked - 1)), "{}", hand.toast());
    assert!(hand.state().shows_context(), "it goes on here");
    let terms = marks(hand.issue(), "嘉定").filter(|e| e.label.as_str() == "TERM" && e.status.is_decided());
    assert_eq!(terms.count(), ticked - 1);
    let now =
        page(&hand).rows.iter().find(|place| place.range == left_out.range && place.block == left_out.block);
    assert_eq!(now.unwrap().stands, left_out.stands, "the one that was not ticked is as it was");
    let after: Vec<_> = page(&hand).inside.iter().map(|place| place.stands.clone()).collect();
    assert_eq!(after, inside, "longer marks are as they were");
    assert_eq!(hand.recorded(), *hand.issue());
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
    assert!(hand.state().shows_context());
    assert_eq!(page(&hand).rows.len(), before_rows(&hand));
    hand.key(Key::Escape);
    assert!(hand.state().shows_desk());
}

fn before_rows(hand: &Hand) -> usize {
    let page = page(hand);
    page.total - page.inside.len()
}

#[test]
fn decided_rows_are_touched_only_where_they_are_ticked() {
    let (mut hand, _) = two_pages();
    let (mark, text) = repeated(&hand);
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.key(Key::Enter);
    let decided = hand.mark(&mark).clone();
    hand.act(Action::Consistency);
    turn(&mut hand, Turn::Open(text.clone(), None));
    let row = page(&hand)
        .rows
        .iter()
        .position(|p| matches!(p.stands, Stands::Mark { status: Status::Accepted, .. }));
    let row = row.unwrap();
    let other = if decided.label.as_str() == "TERM" { "ORG" } else { "TERM" };
    let key = key_of(&hand, other);
    hand.key(key);
    // All of it, and no decision with it.
    turn(&mut hand, Turn::TickAll);
    turn(&mut hand, Turn::TickAll);
    hand.keys(CTRL, Key::A);
    let place = page(&hand).rows[row].clone();
    assert!(!page(&hand).is_ticked(&place));
    hand.keys(CTRL, Key::A);
    hand.keys(CTRL, Key::Enter);
    assert_eq!(*hand.mark(&mark), decided);
    turn(&mut hand, Turn::Tick(row));
    hand.keys(CTRL, Key::Enter);
    assert_eq!(hand.mark(&mark).label.as_str(), other);
}

#[test]
fn other_issues_are_searched_and_labelled_too() {
    let (mut hand, [first, second]) = two_pages();
    let all = times(&stored(&hand, &first), "嘉定") + times(&stored(&hand, &second), "嘉定");
    hand.act(Action::Context);
    hand.write("嘉定");
    turn(&mut hand, Turn::Reach(Reach::Dataset));
    hand.quiet();
    assert_eq!(page(&hand).total, all);
    assert!(!page(&hand).waiting);
    let elsewhere = page(&hand).rows.iter().filter(|place| place.issue == second).count();
    assert!(elsewhere > 0);
    let place = hand.state().labels.labels[2].id.clone();
    turn(&mut hand, Turn::Label(place));
    let before = stored(&hand, &second);
    turn(&mut hand, Turn::TickAll);
    if page(&hand).ticked().count() == 0 {
        turn(&mut hand, Turn::TickAll);
    }
    let ticked = page(&hand).ticked().filter(|place| place.issue == second).count();
    assert!(ticked > 0);
    hand.keys(CTRL, Key::Enter);
    hand.quiet();
    let now = stored(&hand, &second);
    let decided = |issue: &Issue| marks(issue, "嘉定").filter(|e| e.status.is_decided()).count();
    assert_eq!((decided(&before), decided(&now)), (0, ticked));
    // The rows have followed.
    let rows = page(&hand).rows.iter().filter(|place| place.issue == second);
    let done =
        rows.filter(|p| matches!(&p.stands, Stands::Mark { status, .. } if status.is_decided())).count();
    assert_eq!(done, ticked);
    // Each issue is one step back, and the view stays.
    hand.keys(CTRL, Key::Z);
    hand.quiet();
    assert_eq!(stored(&hand, &second), before);
    assert!(hand.state().shows_context());
    let rows = page(&hand).rows.iter().filter(|place| place.issue == second);
    assert_eq!(rows.filter(|p| !p.stands.is_free()).count(), 0);
    hand.keys(CTRL, Key::Z);
    assert_eq!(decided(hand.issue()), 0);
    // The place of a row in the other issue.
    let row = page(&hand).rows.iter().position(|place| place.issue == second).unwrap();
    let place = page(&hand).rows[row].clone();
    turn(&mut hand, Turn::Row(row));
    hand.key(Key::F4);
    hand.quiet();
    assert_eq!(hand.issue().id, second);
    assert!(hand.state().shows_desk());
    let marked = hand.open().mark.is_some();
    let text = if marked { hand.selected().text.clone() } else { hand.selection() };
    assert_eq!(text, place.text);
    // And back to the rows as they were left.
    hand.keys(ALT, Key::Num3);
    assert_eq!(
        (page(&hand).text.as_str(), page(&hand).current),
        ("嘉定", 0).max(("嘉定", page(&hand).current))
    );
}

#[test]
fn width_and_white_space_do_not_count_where_the_box_says_so_and_rows_are_ordered() {
    let (mut hand, _) = two_pages();
    hand.act(Action::Context);
    hand.write("嘉 定");
    assert_eq!(page(&hand).total, 0);
    hand.click("字面全同");
    assert_eq!(page(&hand).total, times(hand.issue(), "嘉定"));
    turn(&mut hand, Turn::Order(Order::Right));
    let rights: Vec<&str> = page(&hand).rows.iter().map(|place| place.right.as_str()).collect();
    assert!(rights.is_sorted());
    turn(&mut hand, Turn::Order(Order::Score));
    let scores: Vec<f32> = page(&hand)
        .rows
        .iter()
        .filter_map(|place| match place.stands {
            Stands::Mark { status: Status::Proposed, score, .. } => Some(score),
            _ => None,
        })
        .collect();
    assert!(scores.is_sorted());
    hand.click("所选稿件");
    let here = hand.open().article.clone();
    assert!(page(&hand).articles.contains(&here));
    assert!(page(&hand).rows.iter().all(|place| place.article == here));
}

#[test]
fn it_opens_from_a_mark_a_value_the_menu_and_the_palette() {
    let (mut hand, _) = two_pages();
    let (mark, text) = repeated(&hand);
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.keys(ALT, Key::Num3);
    assert_eq!(page(&hand).text, text);
    hand.keys(ALT, Key::Num3);
    assert!(hand.state().shows_desk());
    hand.click("查看");
    hand.h.get_by_role_and_label(Role::MenuItem, "语境").click();
    hand.quiet();
    assert_eq!(page(&hand).text, text);
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::K);
    hand.write("语境");
    hand.key(Key::Enter);
    assert!(hand.state().shows_context());
    hand.key(Key::Escape);
    // A value of the right panel: Enter shows its rows.
    let label = hand.mark(&mark).label.clone();
    let name = hand.state().labels.get(&label).unwrap().zh.clone();
    let count = hand.article().entities().filter(|(_, e)| e.status.stands() && e.label == label).count();
    hand.click(&format!("{name} {count}"));
    let same =
        hand.article().entities().filter(|(_, e)| e.status.stands() && e.label == label && e.text == text);
    let value = format!("{name} {text} {}", same.count());
    hand.h.get_by_label(&value).focus();
    hand.quiet();
    hand.key(Key::Enter);
    assert_eq!(page(&hand).text, text);
    assert_eq!(page(&hand).label, Some(label));
}

#[test]
fn ctrl_and_a_digit_label_all_the_same_in_one_step() {
    let (mut hand, _) = two_pages();
    let before = hand.issue().clone();
    let (mark, text) = repeated(&hand);
    let free = zhupi::issue::concordance::in_issue(
        hand.issue(),
        &zhupi::issue::concordance::Needle::new(&text, true).unwrap(),
        None,
        99,
    );
    let free = free.places.iter().filter(|place| place.stands.is_free()).count();
    hand.command(Command::SelectMark(mark.clone(), true));
    let said = hand.state().same.get().unwrap().message();
    assert_eq!(hand.state().same.get().unwrap().here + hand.state().same.get().unwrap().there, free - 1);
    assert!(said.is_none_or(|said| hand.shows(&hand.state().strings.say(&said))), "the popover says it");
    hand.keys(CTRL, Key::Num8);
    assert!(hand.state().shows_desk());
    let terms = marks(hand.issue(), &text).filter(|e| e.label.as_str() == "TERM" && e.status.is_decided());
    assert_eq!(terms.count(), free);
    assert!(hand.toast().contains(&free.to_string()));
    assert_eq!(hand.recorded(), *hand.issue());
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
    // One of them decided otherwise is a conflict: the rows are shown first, all that is undecided ticked.
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.key(Key::Enter);
    let other = marks(hand.issue(), &text).find(|e| e.is_open()).unwrap().id.clone();
    hand.command(Command::SelectMark(other, false));
    hand.keys(CTRL, Key::Num8);
    assert_eq!(page(&hand).text, text);
    assert_eq!(page(&hand).ticked().count(), free - 1);
    assert_eq!(page(&hand).label.as_ref().unwrap().as_str(), "TERM");
}

#[test]
fn ctrl_enter_accepts_all_the_same_as_proposed_and_the_quiet_line_leads_to_the_rows() {
    let (mut hand, _) = two_pages();
    let before = hand.issue().clone();
    let (mark, text) = repeated(&hand);
    let label = hand.mark(&mark).label.clone();
    let alike = marks(hand.issue(), &text).filter(|e| e.is_open() && e.label == label).count();
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.keys(CTRL, Key::Enter);
    let accepted = marks(hand.issue(), &text).filter(|e| e.status == Status::Accepted);
    assert_eq!(accepted.count(), alike);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.key(Key::Enter);
    let said = hand.state().same_said.clone().expect("there are more");
    assert_eq!(said.text, text);
    hand.keys(CTRL, Key::F3);
    assert_eq!(page(&hand).text, text);
    assert_eq!(page(&hand).label, Some(label));
}

#[test]
fn text_is_found_in_the_article_and_the_next_and_the_one_before() {
    let (mut hand, _) = two_pages();
    let text = "嘉定";
    let count: usize = hand.article().blocks.iter().map(|block| block.text.matches(text).count()).sum();
    assert!(count > 2);
    hand.keys(CTRL, Key::F);
    hand.write(text);
    let bar = hand.state().find.clone().unwrap();
    assert_eq!((bar.hits.len(), bar.at), (count, Some(0)));
    assert_eq!(hand.selection(), text);
    assert!(hand.shows(&format!("1 / {count}")));
    hand.key(Key::F3);
    hand.key(Key::Enter);
    assert_eq!(hand.state().find.as_ref().unwrap().at, Some(2));
    hand.keys(SHIFT, Key::F3);
    hand.keys(SHIFT, Key::F3);
    hand.keys(SHIFT, Key::F3);
    assert_eq!(hand.state().find.as_ref().unwrap().at, Some(count - 1), "from the first to the last");
    hand.write("们户");
    assert!(hand.shows("没有"));
    hand.key(Key::Escape);
    assert!(hand.state().find.is_none());
    assert!(!hand.issue().articles.is_empty() && hand.state().shows_desk());
}

#[test]
fn what_is_not_alike_is_listed_with_the_way_to_it() {
    let (mut hand, _) = two_pages();
    let (mark, text) = repeated(&hand);
    let other = if hand.mark(&mark).label.as_str() == "TERM" { Key::Num2 } else { Key::Num8 };
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.key(other);
    hand.act(Action::Consistency);
    let findings = page(&hand).findings.clone().expect("it is looked through");
    let at = findings.iter().position(|f| f.what == Unlike::Labels && f.text == text).expect("two labels");
    assert!(findings[at].labels.len() > 1);
    assert!(hand.shows(&format!("看各处 {text}")));
    // Nothing that is listed as unmarked has a mark there.
    for finding in findings.iter().filter(|finding| finding.what == Unlike::Unmarked) {
        let (article, n) = hand.issue().holder(&finding.block).unwrap();
        let block = &article.blocks[n];
        assert_eq!(zhupi::text::slice(&block.text, finding.range), Some(finding.text.as_str()));
        assert!(block.standing().all(|entity| !entity.range.overlaps(finding.range)));
    }
    turn(&mut hand, Turn::Row(at));
    hand.key(Key::F4);
    assert!(hand.state().shows_desk());
    assert_eq!(hand.selected().text, text);
    hand.act(Action::Consistency);
    let button = hand.h.get_all_by_label(&format!("看各处 {text}")).next().unwrap().rect().center();
    hand.drag(button, button);
    assert_eq!(page(&hand).text, text);
    assert!(!page(&hand).list);
    hand.act(Action::Consistency);
    turn(&mut hand, Turn::Row(at));
    hand.key(Key::Enter);
    assert!(hand.state().shows_desk());
    assert_eq!(hand.selected().text, text);
    hand.act(Action::Consistency);
    turn(&mut hand, Turn::Row(at));
    hand.key(Key::Space);
    assert_eq!((page(&hand).text.as_str(), page(&hand).list), (text.as_str(), false));
}

#[test]
fn a_desk_with_nothing_open_shows_an_empty_view() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.keys(ALT, Key::Num3);
    assert!(hand.shows("键入要找的字，一个字也行。"));
    hand.write("嘉定");
    turn(&mut hand, Turn::Reach(Reach::Dataset));
    hand.keys(CTRL, Key::Enter);
    hand.key(Key::Escape);
    assert!(hand.state().shows_welcome());
}
