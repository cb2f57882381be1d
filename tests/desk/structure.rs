//! The structure corrected by hand: every act by key, some by mouse too, and all of them back.

use crate::hand::{CTRL, CTRL_SHIFT, Hand, SHIFT};
use egui::accesskit::Role as Node;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use zhupi::annotation::{ArticleId, BlockId, Status};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::panels::outline;
use zhupi::desk::state::Pane;
use zhupi::issue::{Article, ArticleStatus, Block, Issue, Kind, Role};
use zhupi::text::{char_len, is_han, is_space};

fn caret(hand: &mut Hand, block: &BlockId, at: u32) {
    hand.command(Command::Select { block: block.clone(), anchor: at, caret: at });
}

/// The articles with running text, in the order of the outline.
fn articles(issue: &Issue) -> Vec<&Article> {
    outline::order(issue).into_iter().filter(|article| article.kind == Kind::Article).collect()
}

/// An article by what its headline has in it.
fn titled(issue: &Issue, part: &str) -> ArticleId {
    let found = issue.articles.iter().find(|a| a.headline().is_some_and(|headline| headline.contains(part)));
    found.unwrap_or_else(|| panic!("no headline with {part}")).id.clone()
}

fn paragraphs(article: &Article) -> Vec<&Block> {
    article.blocks.iter().filter(|block| block.role == Role::Paragraph).collect()
}

/// All characters of the issue in the order of the source: whatever is done, they stay.
fn characters(issue: &Issue) -> Vec<char> {
    let mut blocks: Vec<&Block> = issue.articles.iter().flat_map(|article| &article.blocks).collect();
    blocks.sort_by_key(|block| block.first_source());
    let mut all: Vec<char> =
        blocks.iter().flat_map(|block| block.text.chars()).filter(|c| !is_space(*c)).collect();
    all.sort_unstable();
    all
}

fn centre(hand: &Hand, role: Node, label: &str) -> Pos2 {
    hand.h
        .query_all_by_role(role)
        .find(|node| node.accesskit_node().label().is_some_and(|name| name.contains(label)))
        .unwrap_or_else(|| panic!("nothing is called {label}"))
        .rect()
        .center()
}

fn says(hand: &Hand, part: &str) -> bool {
    hand.h.query_all_by_label_contains(part).next().is_some()
}

/// The row of a list that Enter would take.
fn current_row(hand: &Hand) -> String {
    let mut rows = hand.h.query_all_by_role(Node::MenuItem);
    let row = rows.find(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    row.expect("a row is selected").accesskit_node().label().unwrap_or_default()
}

/// Goes down to a row; returns how many steps that took.
fn choose(hand: &mut Hand, row: &str) -> usize {
    let mut steps = 0;
    while current_row(hand) != row {
        assert!(steps < 60, "no row says {row}");
        hand.key(Key::ArrowDown);
        steps += 1;
    }
    steps
}

fn click_right(hand: &mut Hand, pos: Pos2) {
    hand.h.hover_at(pos);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        hand.h.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    hand.quiet();
}

#[test]
fn an_article_is_split_at_a_paragraph_and_merged_again() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let third = paragraphs(hand.article())[2].clone();
    let first = hand.article().id.clone();
    caret(&mut hand, &third.id, 0);
    hand.keys(CTRL_SHIFT, Key::M);
    assert_eq!(hand.issue().articles.len(), before.articles.len() + 1);
    assert_ne!(hand.article().id, first, "the new article is on the page");
    assert_eq!(hand.article().blocks[0].id, third.id);
    assert_eq!(hand.article().blocks[0].entities, third.entities, "entities move with their text");
    assert_eq!(hand.article().blocks[0].status, Status::Corrected);
    assert_eq!(hand.issue().article(&first).unwrap().status, ArticleStatus::InProgress);
    assert_eq!(hand.toast(), "已拆成两稿");
    assert!(hand.state().toast.as_ref().unwrap().undo);
    assert!(says(&hand, "主题：〔未见主题〕"), "the reader says that it has no headline");
    // Merged into the one before, all is where it was, and the page shows the seam.
    hand.keys(CTRL, Key::M);
    assert_eq!(hand.article().id, first);
    assert_eq!(hand.article().text(), before.article(&first).unwrap().text());
    assert_eq!(hand.open().selection.as_ref().unwrap().block, third.id);
    let merged = hand.issue().clone();
    // Both back, and one again after the program was closed.
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.open().selection.as_ref().unwrap().block, third.id, "undo goes to the place");
    assert_eq!(hand.article().blocks[0].id, third.id);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
    assert_eq!(hand.article().id, first);
    let mut hand = hand.reopen();
    hand.keys(CTRL, Key::Y);
    hand.keys(CTRL, Key::Y);
    assert_eq!(*hand.issue(), merged);
    hand.reopen();
}

#[test]
fn a_paragraph_is_split_at_the_caret_and_joined_with_the_one_before() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let block = paragraphs(hand.article())[1].clone();
    let free = |at: &u32| block.entities.iter().all(|e| *at <= e.range.start() || e.range.end() <= *at);
    // Between two characters, not beside a mark that belongs to one side.
    let han = |at: u32| block.text.chars().nth(at as usize).is_some_and(is_han);
    let at = (8..char_len(&block.text)).find(|at| free(at) && han(at - 1) && han(*at)).unwrap();
    caret(&mut hand, &block.id, at);
    hand.keys(CTRL_SHIFT, Key::Backspace);
    let parts: Vec<Block> = paragraphs(hand.article())[1..3].iter().map(|b| (*b).clone()).collect();
    assert_eq!(parts[0].text.clone() + &parts[1].text, block.text);
    assert_eq!(parts[0].entities.len() + parts[1].entities.len(), block.entities.len());
    let place = hand.open().selection.clone().unwrap();
    assert_eq!((place.block, place.caret), (parts[1].id.clone(), 0), "the caret begins the second");
    hand.keys(CTRL, Key::Backspace);
    let joined = paragraphs(hand.article())[1];
    assert_eq!((&joined.text, &joined.entities), (&block.text, &block.entities));
    assert_eq!(hand.open().selection.clone().unwrap().caret, at, "the caret is at the seam");
    hand.keys(CTRL, Key::Z);
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before);
    // The first block has none before it.
    let first = hand.article().blocks[0].id.clone();
    caret(&mut hand, &first, 0);
    hand.keys(CTRL, Key::Backspace);
    assert_eq!(hand.toast(), "这一侧没有可以拆出、合并或移去的文字。");
    assert_eq!(*hand.issue(), before);
    hand.reopen();
}

#[test]
fn a_cut_takes_an_open_proposal_off_and_is_refused_by_a_decided_mark() {
    let mut hand = Hand::sample();
    let (block, entity) = hand.article().entities().find(|(_, e)| e.is_open() && e.range.len() > 1).unwrap();
    let (block, entity) = (block.id.clone(), entity.clone());
    let before = hand.issue().clone();
    let inside = entity.range.start() + 1;
    caret(&mut hand, &block, inside);
    hand.keys(CTRL_SHIFT, Key::Backspace);
    assert!(hand.issue().find(&entity.id).is_none());
    hand.keys(CTRL, Key::Z);
    assert_eq!(*hand.issue(), before, "undo brings the proposal back");
    hand.command(Command::SelectMark(entity.id.clone(), false));
    hand.key(Key::Enter);
    let decided = hand.issue().clone();
    caret(&mut hand, &block, inside);
    hand.keys(CTRL_SHIFT, Key::Backspace);
    assert!(hand.toast().contains(&entity.text) && hand.toast().contains("已裁定"), "{}", hand.toast());
    assert_eq!(*hand.issue(), decided);
    hand.reopen();
}

#[test]
fn a_role_is_given_by_f7_and_a_digit_typed_at_once() {
    let mut hand = Hand::sample();
    let block = paragraphs(hand.article())[1].id.clone();
    hand.key(Key::F7);
    assert!(hand.toast().starts_with("先点一下要改的那一段"), "nothing is selected");
    caret(&mut hand, &block, 0);
    hand.h.key_press(Key::F7);
    hand.h.key_press(Key::Num8);
    hand.quiet();
    assert!(hand.state().floating.is_none());
    let changed = hand.article().block(&block).unwrap();
    assert_eq!((changed.role, changed.status, changed.by.as_str()), (Role::Quote, Status::Corrected, "林"));
    assert_eq!(hand.toast(), "已改作引语");
    // Enter keeps the role and confirms it.
    let other = paragraphs(hand.article())[0].id.clone();
    caret(&mut hand, &other, 0);
    hand.key(Key::F7);
    hand.key(Key::Enter);
    let kept = hand.article().block(&other).unwrap();
    assert_eq!((kept.role, kept.status), (Role::Paragraph, Status::Accepted));
    // A kicker goes to the head.
    hand.key(Key::F7);
    hand.click("1 引题");
    assert_eq!(
        hand.article().blocks.iter().position(|b| b.id == other),
        Some(hand.article().blocks.iter().take_while(|b| b.role == Role::Kicker).count() - 1)
    );
    hand.reopen();
}

#[test]
fn a_headline_is_chosen_confirmed_typed_or_said_to_be_absent() {
    let mut hand = Hand::sample();
    let (first, other) = (hand.article().id.clone(), titled(hand.issue(), "潮声"));
    let own = hand.article().headline_blocks().next().unwrap().id.clone();
    let wrong = hand.issue().article(&other).unwrap().headline_blocks().next().unwrap().clone();
    let before = hand.issue().clone();
    hand.keys(CTRL, Key::H);
    assert_eq!(current_row(&hand), hand.article().block(&own).unwrap().text, "its own comes first");
    hand.key(Key::Enter);
    assert_eq!(hand.article().block(&own).unwrap().status, Status::Accepted, "Enter confirms");
    // Another article's headline: the two change places, and with a second choice they change back.
    hand.keys(CTRL, Key::H);
    choose(&mut hand, &wrong.text);
    hand.key(Key::Enter);
    assert_eq!(hand.article().id, first);
    assert_eq!(hand.article().headline(), Some(wrong.text.as_str()));
    assert_eq!(hand.issue().article(&other).unwrap().headline_blocks().next().unwrap().id, own);
    assert_eq!(characters(hand.issue()), characters(&before));
    let own_text = before.article(&first).unwrap().block(&own).unwrap().text.clone();
    hand.keys(CTRL, Key::H);
    let steps = choose(&mut hand, &own_text);
    assert!(steps <= 3, "what shares most with the text is near the top: {steps}");
    hand.key(Key::Enter);
    assert_eq!(hand.article().headline(), Some(own_text.as_str()));
    // None in the source: the heading goes out and the article stays without.
    hand.act(Action::NoHeadline);
    assert!(hand.article().headline_is_absent() && hand.article().headline_blocks().next().is_none());
    assert!(says(&hand, "主题：〔未见主题〕"));
    assert_eq!(characters(hand.issue()), characters(&before));
    // One typed in is kept apart from the text.
    let text = hand.article().text();
    hand.keys(CTRL, Key::H);
    hand.write("环岛航线开通");
    hand.key(Key::Enter);
    assert_eq!(hand.article().headline(), Some("环岛航线开通"));
    assert_eq!(hand.article().supplied_headline.as_deref(), Some("环岛航线开通"));
    assert_eq!(hand.article().text(), text);
    for _ in 0..5 {
        hand.keys(CTRL, Key::Z);
    }
    assert_eq!(*hand.issue(), before);
    hand.reopen();
}

#[test]
fn a_paragraph_goes_to_another_article_by_name_and_to_its_place_there() {
    let mut hand = Hand::sample();
    let target = titled(hand.issue(), "潮声");
    let block = paragraphs(hand.article())[1].clone();
    let from = hand.article().id.clone();
    caret(&mut hand, &block.id, 3);
    hand.act(Action::MoveTo);
    hand.write("潮声");
    hand.key(Key::Enter);
    assert_eq!(hand.article().id, target, "the page follows");
    let moved = hand.article().block(&block.id).unwrap();
    assert_eq!((&moved.text, &moved.entities), (&block.text, &block.entities));
    assert!(hand.issue().article(&from).unwrap().block(&block.id).is_none());
    assert_eq!(hand.toast(), "已移到“把潮声唱进书里”");
    hand.keys(CTRL, Key::Z);
    assert_eq!(hand.article().id, from);
    // Out of every article.
    caret(&mut hand, &block.id, 0);
    hand.act(Action::Detach);
    assert_eq!(hand.article().blocks.len(), 1);
    hand.reopen();
}

#[test]
fn any_two_articles_are_merged_and_kinds_change() {
    let mut hand = Hand::sample();
    let (first, target) = (hand.article().id.clone(), titled(hand.issue(), "潮声"));
    let (topics, size) = (hand.article().topics.clone(), hand.issue().articles.len());
    hand.act(Action::MergeInto);
    hand.write("潮声");
    hand.key(Key::Enter);
    assert_eq!((hand.article().id.clone(), hand.issue().articles.len()), (target.clone(), size - 1));
    let kept = |code: &String| hand.article().topics.iter().any(|topic| topic.code == *code);
    assert!(topics.iter().all(|topic| kept(&topic.code)), "topics come along");
    hand.keys(CTRL, Key::Z);
    assert!(hand.issue().article(&first).is_some());
    hand.command(Command::GoArticle(target));
    let next = articles(hand.issue()).len();
    hand.act(Action::KindTeaser);
    assert_eq!((hand.article().kind, hand.toast()), (Kind::Teaser, "已改作导读"));
    assert_eq!(articles(hand.issue()).len(), next - 1, "the outline has it in another group");
    hand.reopen();
}

#[test]
fn blocks_and_articles_go_up_and_down_by_key() {
    let mut hand = Hand::sample();
    let ids = |hand: &Hand| articles(hand.issue()).iter().map(|a| a.id.clone()).collect::<Vec<_>>();
    let before = ids(&hand);
    hand.keys(CTRL_SHIFT, Key::ArrowDown);
    assert_eq!(
        ids(&hand)[..2],
        [before[1].clone(), before[0].clone()],
        "with no block selected the article moves"
    );
    assert_eq!(hand.article().id, before[0]);
    hand.keys(CTRL_SHIFT, Key::ArrowUp);
    assert_eq!(ids(&hand), before);
    // With the keyboard in the outline it is the article too, even where a block is selected.
    let last = hand.article().blocks.last().unwrap().id.clone();
    caret(&mut hand, &last, 0);
    hand.command(Command::ShowPane(Pane::Outline));
    hand.keys(CTRL_SHIFT, Key::ArrowDown);
    hand.keys(CTRL_SHIFT, Key::ArrowDown);
    assert_eq!(ids(&hand)[2], before[0]);
    hand.keys(CTRL, Key::Z);
    hand.keys(CTRL, Key::Z);
    // In the reader the block: up by one, and from the end on into the next article.
    hand.command(Command::FocusReader);
    hand.command(Command::GoArticle(before[0].clone()));
    caret(&mut hand, &last, 0);
    let length = hand.article().blocks.len();
    hand.keys(CTRL_SHIFT, Key::ArrowUp);
    assert_eq!(hand.article().blocks[length - 2].id, last);
    hand.keys(CTRL_SHIFT, Key::ArrowDown);
    hand.keys(CTRL_SHIFT, Key::ArrowDown);
    assert_eq!(hand.article().id, before[1]);
    assert!(hand.article().block(&last).is_some());
    hand.reopen();
}

#[test]
fn the_mouse_drags_articles_into_order_and_a_block_onto_its_article() {
    let mut hand = Hand::sample();
    let before: Vec<ArticleId> = articles(hand.issue()).iter().map(|a| a.id.clone()).collect();
    let row = |hand: &Hand, id: &ArticleId| {
        let headline = hand.issue().article(id).unwrap().headline().unwrap().to_owned();
        hand.h
            .query_all_by_role(Node::Button)
            .find(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with(&headline)))
            .unwrap()
            .rect()
    };
    let with_headline: Vec<&ArticleId> =
        before.iter().filter(|id| hand.issue().article(id).unwrap().headline().is_some()).collect();
    let (from, to) = (row(&hand, with_headline[0]), row(&hand, with_headline[1]));
    hand.drag(from.left_center() + egui::vec2(8.0, 0.0), to.center());
    let now: Vec<ArticleId> = articles(hand.issue()).iter().map(|a| a.id.clone()).collect();
    let place = |list: &[ArticleId], id: &ArticleId| list.iter().position(|other| other == id).unwrap();
    assert_eq!(place(&now, with_headline[0]), place(&before, with_headline[1]));
    // A doubtful block is a row of its own; it is dropped on the article that it belongs to.
    let (holder, block) = outline::unsure(hand.state(), hand.issue())[0];
    let (holder, block) = (holder.id.clone(), block.clone());
    let target = (*with_headline.iter().find(|id| **id != &holder).unwrap()).clone();
    let from = centre(&hand, Node::Button, &block.text);
    let left = egui::pos2(8.0, from.y);
    let to = row(&hand, &target).center();
    hand.drag(left, to);
    assert!(hand.issue().article(&target).unwrap().block(&block.id).is_some());
    assert!(outline::unsure(hand.state(), hand.issue()).iter().all(|(_, other)| other.id != block.id));
    hand.reopen();
}

#[test]
fn doubtful_assignments_are_met_first_and_confirmed() {
    let mut hand = Hand::sample();
    // A stricter desk, so that more than one block is in doubt.
    hand.h.state_mut().as_mut().unwrap().state.thresholds.doubt = 0.8;
    hand.quiet();
    let unsure: Vec<BlockId> =
        outline::unsure(hand.state(), hand.issue()).iter().map(|(_, block)| block.id.clone()).collect();
    assert!(unsure.len() > 1);
    let top = |hand: &Hand, label: &str| centre(hand, Node::Button, label).y;
    let (holder, n) = hand.issue().holder(&unsure[0]).unwrap();
    let first = articles(hand.issue())[0].headline().unwrap();
    assert!(top(&hand, &holder.blocks[n].text) < top(&hand, first), "they stand above the articles");
    hand.keys(CTRL, Key::F7);
    assert_eq!(hand.open().selection.as_ref().unwrap().block, unsure[0]);
    hand.keys(SHIFT, Key::F7);
    let (article, n) = hand.issue().holder(&unsure[0]).unwrap();
    assert_eq!(article.blocks[n].status, Status::Accepted);
    assert_eq!(hand.toast(), format!("已认可。还有 {} 处归属存疑。", unsure.len() - 1));
    for next in &unsure[1..] {
        hand.keys(CTRL, Key::F7);
        assert_eq!(&hand.open().selection.as_ref().unwrap().block, next);
        hand.keys(SHIFT, Key::F7);
    }
    hand.keys(CTRL, Key::F7);
    assert_eq!(hand.toast(), "归属都有着落了。没有存疑的段落。");
    hand.reopen();
}

#[test]
fn the_issue_gets_its_title_date_and_page_number_by_hand() {
    let mut hand = Hand::sample();
    // Wherever the keyboard was, the dialog's first field has it.
    hand.keys(SHIFT, Key::F6);
    hand.act(Action::IssueFacts);
    hand.keys(CTRL, Key::A);
    hand.write("鹭汀晨报");
    assert_eq!(hand.h.state().as_ref().unwrap().fields.title, "鹭汀晨报");
    hand.fill("报纸名称", "鹭汀早报");
    hand.fill("出版日期", "2025-13-01");
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_some() && hand.shows("日期读不通。写成 2024-11-12 这样，或空着。"));
    hand.fill("出版日期", "2025-10-22");
    hand.fill("版号（样张.txt）", "3");
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    assert_eq!((hand.issue().title.as_str(), hand.issue().date.as_str()), ("鹭汀早报", "2025-10-22"));
    assert_eq!(hand.issue().files[0].page, Some(3));
    assert!(hand.issue().articles.iter().flat_map(|a| &a.blocks).all(|block| block.page == Some(3)));
    assert_eq!(hand.state().dataset.as_ref().unwrap().issues[0].title, "鹭汀早报");
    hand.keys(CTRL, Key::Z);
    assert_eq!((hand.issue().title.as_str(), hand.issue().files[0].page), ("鹭汀日报", None));
    hand.reopen();
}

#[test]
fn the_menu_at_the_pointer_acts_on_the_paragraph_under_it() {
    let mut hand = Hand::sample();
    let block = paragraphs(hand.article())[0].clone();
    let at = hand
        .h
        .query_all_by_role(Node::Paragraph)
        .find(|node| node.accesskit_node().label().is_some_and(|name| name.contains(&block.text)))
        .unwrap()
        .rect();
    // The indent of the first row: no mark is there.
    click_right(&mut hand, at.left_top() + egui::vec2(6.0, 12.0));
    hand.click("改这一段的身份…");
    hand.key(Key::Num7);
    assert_eq!(hand.article().block(&block.id).unwrap().role, Role::Caption);
    // The outline has a menu too, for the article of the row.
    let second = articles(hand.issue())[1].id.clone();
    let title = outline::title_of(hand.state(), articles(hand.issue())[1]).0;
    let row = hand
        .h
        .query_all_by_role(Node::Button)
        .find(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with(&title)))
        .unwrap()
        .rect();
    click_right(&mut hand, row.center());
    assert_eq!(hand.article().id, second);
    hand.click("改作启事");
    assert_eq!(hand.issue().article(&second).unwrap().kind, Kind::Notice);
    hand.reopen();
}

#[test]
fn a_merge_that_cannot_be_recorded_goes_back_with_the_page() {
    let mut hand = Hand::sample();
    let second = articles(hand.issue())[1].id.clone();
    hand.command(Command::GoArticle(second.clone()));
    let before = hand.issue().clone();
    let (path, away) = (hand.dataset(), hand.folder.path().join("移走.zhupi"));
    std::fs::rename(&path, &away).unwrap();
    hand.keys(CTRL, Key::M);
    assert_eq!(*hand.issue(), before);
    assert_eq!(hand.article().id, second, "what was merged is there again");
    std::fs::rename(&away, &path).unwrap();
    hand.click("重试");
    assert!(hand.issue().article(&second).is_none());
    assert_eq!(hand.recorded(), *hand.issue());
    // A key in a field stays with the field.
    let now = hand.issue().clone();
    hand.click("添一个关键词，回车");
    hand.keys(CTRL, Key::Backspace);
    hand.keys(CTRL_SHIFT, Key::Backspace);
    assert_eq!(*hand.issue(), now);
    hand.reopen();
}
