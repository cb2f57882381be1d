//! Several hands: a release made from the window, what is found before it, two copies of one dataset merged and what
//! differs decided.

use crate::hand::{CTRL, EDITOR, Hand, folder, undecided};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use std::rc::Rc;
use zhupi::annotation::{EntityId, LabelId};
use zhupi::dataset::checks::Check;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::several::SeveralTurn;
use zhupi::desk::state::Floating;
use zhupi::exchange::Scope;
use zhupi::issue::gesture::Choice;
use zhupi::issue::{ArticleStatus, Sort};

const OTHER: &str = "沈原";

/// Decides all that is open in the article on the page as it is proposed, and finishes it.
fn finish(hand: &mut Hand) {
    for mark in undecided(hand.article()) {
        hand.command(Command::SelectMark(mark, false));
        hand.press(Action::Accept);
    }
    hand.act(Action::Done);
}

/// The first marks of the article on the page.
fn marks(hand: &Hand, count: usize) -> Vec<EntityId> {
    undecided(hand.article()).into_iter().take(count).collect()
}

/// Two windows on copies of the dataset with the sample page, at the same article.
fn two_windows() -> (Hand, Hand) {
    let first = Hand::sample();
    let here = Rc::clone(&first.folder);
    first.close();
    let there = folder(OTHER);
    std::fs::copy(here.path().join("集.zhupi"), there.path().join("集.zhupi")).unwrap();
    let mut windows = (Hand::at(&here), Hand::at(&there));
    let article = windows.0.article().id.clone();
    for hand in [&mut windows.0, &mut windows.1] {
        hand.command(Command::GoArticle(article.clone()));
    }
    windows
}

#[test]
fn a_release_is_seen_first_and_then_made() {
    let mut hand = Hand::sample();
    finish(&mut hand);
    hand.click("数据");
    hand.h.get_by_role_and_label(Role::MenuItem, "做发布版…").click();
    hand.quiet();
    assert_eq!(hand.state().floating, Some(Floating::Release));
    hand.fill("名称", "春");
    hand.fill("训练/验证/测试", "全部");
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("不是三份的比例"), "what makes no sense is said");
    hand.fill("训练/验证/测试", "60/20/20");
    hand.keys(CTRL, Key::Enter);
    let facts = hand.state().several.facts.clone().expect("it says what would go in");
    assert_eq!((facts.all().articles, facts.all().undecided), (1, 0));
    assert!(hand.shows_part("合计 1 1"), "the table says so");
    // Another choice wants another look.
    hand.click("否决的提议");
    assert!(hand.state().several.facts.is_none() && hand.state().several.recipe.negatives);
    hand.keys(CTRL, Key::Enter);
    let out = hand.folder.path().join("发布");
    hand.command(Command::Several(SeveralTurn::Folder(out.clone())));
    hand.keys(CTRL, Key::Enter);
    assert!(hand.toast().contains("发布版已写成"), "{}", hand.toast());
    assert!(hand.state().floating.is_none());
    for name in ["README.md", "data/train.jsonl", "data/validation.jsonl", "data/test.jsonl"] {
        assert!(out.join(name).is_file(), "{name}");
    }
    let dataset = Dataset::open(&hand.dataset(), Access::Read).unwrap();
    let releases = dataset.releases().unwrap();
    assert_eq!((releases.len(), releases[0].2.recipe.name.as_str()), (1, "春"));
    assert_eq!(releases[0].1, EDITOR);
    drop(dataset);
    // From now on it is one of the scopes of an export.
    hand.act(Action::Export);
    hand.click("发布版“春”");
    let Some(Floating::Export(form)) = &hand.state().floating else { panic!("no dialog") };
    assert_eq!(form.scope, Scope::Release("春".into()));
    assert_eq!(form.look.clone().unwrap().unwrap().report.articles, 1);
    hand.key(Key::Enter);
    let records = std::fs::read_dir(hand.folder.path()).unwrap().flatten();
    let named = |file: &std::fs::DirEntry| file.file_name().to_string_lossy().starts_with("春.article");
    let record = std::fs::read_to_string(records.into_iter().find(named).unwrap().path()).unwrap();
    let parts = ["train", "validation", "test"].map(|part| out.join(format!("data/{part}.jsonl")));
    assert_eq!(record, parts.map(|part| std::fs::read_to_string(part).unwrap()).concat());
    // The folder has a release: it is asked about, and written over when one says so.
    hand.act(Action::Release);
    hand.command(Command::Several(SeveralTurn::Folder(out)));
    hand.keys(CTRL, Key::Enter);
    hand.keys(CTRL, Key::Enter);
    assert!(hand.shows_part("没有动"));
    hand.keys(CTRL, Key::Enter);
    assert!(hand.state().floating.is_none(), "the same release again is the same");
    assert_eq!(Dataset::open(&hand.dataset(), Access::Read).unwrap().releases().unwrap().len(), 1);
}

#[test]
fn findings_lead_to_their_places() {
    let mut hand = Hand::sample();
    let open = marks(&hand, 1).remove(0);
    let article = hand.article().id.clone();
    hand.act(Action::InReview);
    hand.act(Action::Checks);
    let findings = hand.state().several.findings.clone().expect("it was looked through");
    assert!(hand.shows_part("未裁定 "), "sorts are counted");
    let row = findings.iter().position(|finding| finding.range.is_some()).unwrap();
    for _ in 0..row {
        hand.key(Key::ArrowDown);
    }
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none() && hand.state().shows_desk());
    assert_eq!(hand.article().id, article);
    assert_eq!(hand.selected().id, open, "the mark is selected");
    // Back in the list one stands where one was.
    hand.act(Action::Checks);
    assert_eq!(hand.state().several.finding, row);
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none());
}

#[test]
fn what_is_there_twice_goes_into_the_trash_from_the_list_of_checks() {
    use crate::context::{desk_of, stored};
    let page = "嘉定新闻\n\n嘉定小学添新书\n记者 林晓\n昨日，嘉定小学收到图书三百册。王平说，嘉定的孩子有书读。来自嘉定的志愿者帮忙上架。图书馆周末也开门，家长可以一起来。\n";
    let again = page.replace("三百册", "三百零一册");
    let (mut hand, ids) = desk_of([page, &again]);
    for id in &ids {
        hand.command(Command::OpenStored(id.clone()));
        let articles: Vec<_> = hand.issue().articles.iter().map(|article| article.id.clone()).collect();
        for article in articles {
            hand.command(Command::GoArticle(article));
            finish(&mut hand);
        }
    }
    hand.act(Action::Checks);
    let findings = hand.state().several.findings.clone().unwrap();
    let near = findings.iter().position(|finding| finding.check == Check::Near).expect("they are near");
    let (issue, article) = (findings[near].issue.clone().unwrap(), findings[near].article.clone().unwrap());
    for _ in 0..near {
        hand.key(Key::ArrowDown);
    }
    assert!(hand.shows("移到回收站"));
    hand.key(Key::Delete);
    assert_eq!(hand.state().floating, Some(Floating::Checks), "the list stays");
    let left = hand.state().several.findings.clone().unwrap();
    assert_eq!(left.len(), findings.len() - 1);
    assert!(stored(&hand, &issue).article(&article).unwrap().status.is_trashed());
    hand.key(Key::Escape);
    hand.keys(CTRL, Key::Z);
    assert!(!stored(&hand, &issue).article(&article).unwrap().status.is_trashed());
}

#[test]
fn two_windows_on_copies_become_one_and_what_differs_is_decided_by_key() {
    let (mut left, mut right) = two_windows();
    let three = marks(&left, 3);
    assert_eq!(marks(&right, 3), three);
    // Left takes the first, makes something of the second; right another thing of it, and refuses the third.
    for hand in [&mut left, &mut right] {
        hand.command(Command::SelectMark(three[0].clone(), false));
        hand.press(Action::Accept);
    }
    let labels = ["WORK", "EVENT"].map(LabelId::new);
    left.command(Command::SelectMark(three[1].clone(), false));
    left.command(Command::Label(labels[0].clone()));
    right.command(Command::SelectMark(three[1].clone(), false));
    right.command(Command::Label(labels[1].clone()));
    right.command(Command::SelectMark(three[2].clone(), false));
    right.press(Action::Reject);
    let article = left.article().id.clone();
    for hand in [&mut left, &mut right] {
        hand.command(Command::GoArticle(article.clone()));
        finish(hand);
    }
    let (other, _kept) = (right.dataset(), Rc::clone(&right.folder));
    right.close();
    left.command(Command::GoArticle(article.clone()));
    left.choose(Action::MergeDataset, &other);
    assert_eq!(left.state().floating, Some(Floating::Merge));
    assert!(left.shows_part("待裁定 2 处") && left.shows_part(OTHER), "it says what it comes to");
    assert!(left.issue().disputes.is_empty(), "nothing is written yet");
    left.keys(CTRL, Key::Enter);
    assert_eq!(left.state().floating, Some(Floating::Disputes));
    let sorts: Vec<Sort> = left.issue().disputes.iter().map(zhupi::issue::Dispute::sort).collect();
    assert_eq!(sorts.len(), 2);
    assert_eq!(left.issue().article(&article).unwrap().status, ArticleStatus::Disputed);
    assert_eq!(left.mark(&three[1]).label, labels[0], "nothing is chosen silently");
    assert!(left.shows_part("留左") && left.shows_part("1 / 2"));
    // The figures are those from before the merge, with their picture.
    assert!(left.shows_part("κ F1") && left.shows_part("框着的是两人一致"));
    assert!(left.state().several.agreement.as_ref().unwrap().pairs[0].kappa().unwrap() < 1.0);
    // Enter goes on and leaves it open; → keeps the right one's word.
    left.key(Key::Enter);
    assert_eq!((left.state().several.dispute, left.issue().disputes.len()), (1, 2));
    left.key(Key::Enter);
    let place = sorts.iter().position(|sort| *sort == Sort::Label).unwrap();
    left.command(Command::Several(SeveralTurn::Dispute(place)));
    left.key(Key::ArrowRight);
    assert_eq!(left.mark(&three[1]).label, labels[1]);
    assert_eq!(left.mark(&three[1]).by, OTHER, "the word keeps its maker");
    assert_eq!(left.issue().disputes.len(), 1);
    assert_eq!(left.recorded().disputes.len(), 1);
    // It can be taken back without leaving the sheet.
    left.keys(CTRL, Key::Z);
    assert_eq!((left.issue().disputes.len(), left.mark(&three[1]).label.clone()), (2, labels[0].clone()));
    assert_eq!(left.state().floating, Some(Floating::Disputes));
    left.command(Command::Several(SeveralTurn::Dispute(place)));
    left.key(Key::ArrowLeft);
    assert_eq!(left.mark(&three[1]).label, labels[0]);
    left.key(Key::ArrowDown);
    assert!(left.issue().disputes.is_empty() && !left.mark(&three[2]).status.stands());
    assert_eq!(left.issue().article(&article).unwrap().status, ArticleStatus::Checked);
    assert!(left.shows("没有待裁定的不一处。"));
    left.h.get_by_role_and_label(Role::Button, "复制这些表").click_accesskit();
    let table = left.copied().expect("the figures are copied");
    let row = table.lines().find(|line| line.starts_with("人物\t")).expect("a row for each label");
    assert_eq!(row.split('\t').count(), 4, "{table}");
    // The same file again asks nothing.
    left.key(Key::Escape);
    left.choose(Action::MergeDataset, &other);
    assert!(left.state().several.merge.as_ref().unwrap().merged.sums() == (0, 0));
    left.key(Key::Escape);
    assert!(left.state().floating.is_none());
    left.reopen();
}

#[test]
fn disputes_are_decided_by_mouse_too_and_lead_to_the_text() {
    let (mut left, mut right) = two_windows();
    let mark = marks(&left, 1).remove(0);
    left.command(Command::SelectMark(mark.clone(), false));
    left.command(Command::Label(LabelId::new("WORK")));
    right.command(Command::SelectMark(mark.clone(), false));
    right.command(Command::Label(LabelId::new("EVENT")));
    let (other, _kept) = (right.dataset(), Rc::clone(&right.folder));
    right.close();
    left.choose(Action::MergeDataset, &other);
    left.click("并入");
    assert_eq!(left.issue().disputes.len(), 1);
    left.click("到原文");
    assert!(left.state().floating.is_none());
    assert_eq!(left.selected().id, mark);
    left.press(Action::Adjudicate);
    left.click("都要");
    assert_eq!(left.issue().disputes.len(), 1, "two labels at one place are refused");
    assert!(!left.toast().is_empty());
    left.click("照现在的");
    assert_eq!((left.issue().disputes.len(), left.mark(&mark).label.as_str()), (0, "WORK"));
}

#[test]
fn two_editors_of_one_dataset_are_compared_in_the_window() {
    let mut hand = Hand::sample();
    let mark = marks(&hand, 1).remove(0);
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.press(Action::Accept);
    hand.command(Command::SetEditor(OTHER.into()));
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.press(Action::Reject);
    hand.press(Action::Adjudicate);
    assert_eq!(hand.state().several.editors.len(), 2);
    assert!(hand.shows("没有待裁定的不一处。"));
    hand.click("找出两人不一处");
    assert_eq!(hand.issue().disputes.len(), 1);
    let names = &hand.issue().disputes[0].sides;
    assert_eq!(names.iter().map(|side| side.by.join("")).collect::<Vec<_>>().len(), 2);
    let who = names.iter().position(|side| side.by == [EDITOR]).unwrap();
    hand.command(Command::Several(SeveralTurn::Settle(Choice::Side(who))));
    assert!(hand.mark(&mark).status.stands());
}

#[test]
fn without_a_dataset_it_is_said_and_nothing_floats() {
    let mut hand = Hand::at(&folder(EDITOR));
    for action in [Action::Release, Action::Checks, Action::MergeDataset, Action::Adjudicate] {
        hand.act(action);
        assert!(hand.state().floating.is_none() && hand.toast().contains("没有打开数据集"), "{action:?}");
    }
}
