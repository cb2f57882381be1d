//! The source beside the article: the same place on both sides, folds, doubtful assignments, pages of placed characters.

use crate::hand::{EDITOR, Hand, SHIFT, folder};
use egui::accesskit::Role as Part;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::Arc;
use zhupi::annotation::{ArticleId, BlockId, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::panels::source::Picture;
use zhupi::desk::state::{Beside, Pane};
use zhupi::issue::{Block, Issue, Role};
use zhupi::propose::Proposer;
use zhupi::source::{Extract, File, PageShape, Placed, Rect, Shape, Source};
use zhupi::text::CharRange;

/// A heading with the name and the undecided assignment of which stand far from their article, and its article.
fn displaced(issue: &Issue) -> (ArticleId, BlockId) {
    let body = |article: &zhupi::issue::Article| {
        article.blocks.iter().find(|block| block.role == Role::Paragraph).map(|block| block.source[0].start())
    };
    let far = |article: &zhupi::issue::Article, block: &Block| {
        block.role == Role::Headline
            && body(article).is_some_and(|body| body.abs_diff(block.source[0].start()) > 400)
    };
    let found = issue.articles.iter().find_map(|article| {
        let block = article.blocks.iter().find(|block| far(article, block))?;
        Some((article.id.clone(), block.id.clone()))
    });
    found.expect("the sample page has a headline that stands far from its article")
}

/// The sample with the pane open beside the article of its displaced headline.
fn opened() -> (Hand, BlockId) {
    let mut hand = Hand::sample();
    let (article, block) = displaced(hand.issue());
    hand.command(Command::GoArticle(article));
    hand.key(Key::F4);
    (hand, block)
}

fn block<'a>(hand: &'a Hand, id: &BlockId) -> &'a Block {
    hand.article().block(id).unwrap()
}

/// Names of the rows that are seen.
fn rows(hand: &Hand) -> Vec<String> {
    hand.h.query_all_by_role(Part::ListItem).filter_map(|node| node.accesskit_node().label()).collect()
}

fn caret(hand: &Hand) -> (BlockId, u32) {
    let selection = hand.open().selection.as_ref().expect("the caret stands somewhere");
    (selection.block.clone(), selection.caret)
}

#[test]
fn f4_opens_the_raw_lines_and_closes_them_again() {
    let mut hand = Hand::sample();
    assert!(!hand.shows("原文行"));
    hand.key(Key::F4);
    assert_eq!((hand.open().beside, hand.state().pane), (Some(Beside::Lines), Pane::Source));
    assert!(hand.shows("原文行") && hand.shows("版面图"));
    assert!(rows(&hand).iter().any(|row| row.starts_with("第 ")), "{:?}", rows(&hand));
    // It is kept with the issue.
    let mut hand = hand.reopen();
    assert_eq!(hand.open().beside, Some(Beside::Lines));
    hand.key(Key::F4);
    assert_eq!((hand.open().beside, hand.state().pane), (None, Pane::Reader));
    assert!(rows(&hand).is_empty());
}

#[test]
fn a_click_on_a_raw_line_puts_the_caret_there_in_the_article() {
    let (mut hand, _) = opened();
    let paragraph = hand.article().blocks.iter().find(|block| block.role == Role::Paragraph).unwrap();
    let (id, first) = (paragraph.id.clone(), paragraph.text.chars().take(6).collect::<String>());
    let row = rows(&hand).into_iter().find(|row| row.contains(&first)).expect("its first line is seen");
    let rect = hand.h.get_by_label(&row).rect();
    // Behind the gutter: the line's beginning.
    let start = rect.left_center() + vec2(113.0, 0.0);
    hand.drag(start, start);
    assert_eq!(caret(&hand).0, id);
    assert!(caret(&hand).1 <= 2, "{:?}", caret(&hand));
    // A line of another article brings that one to the page.
    let number = |row: &String| row.split_once('，')?.1.split_once(' ')?.0.parse::<usize>().ok();
    let here = zhupi::desk::panels::outline::order(hand.issue());
    let here = here.iter().position(|article| article.id == hand.open().article).unwrap() + 1;
    let other = |row: &String| number(row).is_some_and(|number| number != here);
    let row = rows(&hand).into_iter().find(other).expect("a line of another article is seen");
    hand.click(&row);
    let order = zhupi::desk::panels::outline::order(hand.issue());
    assert_eq!(order[number(&row).unwrap() - 1].id, hand.open().article);
    assert!(hand.article().block(&caret(&hand).0).is_some());
    assert!(hand.shows(&row), "the line that was clicked is still seen");
}

#[test]
fn going_through_the_lines_by_key_takes_the_caret_along() {
    let (mut hand, _) = opened();
    hand.key(Key::ArrowDown);
    let first = hand.open().selection.clone();
    for _ in 0..3 {
        hand.key(Key::ArrowUp);
    }
    assert_ne!(hand.open().selection, first);
    hand.key(Key::PageDown);
    hand.key(Key::End);
    hand.key(Key::Home);
    // Back to the article: what is selected stays.
    let selected = hand.open().selection.clone();
    hand.key(Key::Escape);
    assert_eq!((hand.state().pane, &hand.open().selection), (Pane::Reader, &selected));
    // F6 goes through the pane.
    hand.keys(SHIFT, Key::F6);
    assert_eq!(hand.state().pane, Pane::Source);
}

#[test]
fn the_status_bar_says_where_the_selected_block_is() {
    let (mut hand, id) = opened();
    let at = block(&hand, &id).source[0].start();
    hand.command(Command::GoSource(at));
    let line = hand.open().source.text.chars().take(at as usize).filter(|c| *c == '\n').count() + 1;
    let grouped =
        |n: u32| if n < 1000 { n.to_string() } else { format!("{}\u{2009}{:03}", n / 1000, n % 1000) };
    let said = format!("　行 {line}　字符 {}", grouped(at));
    assert!(hand.h.query_all_by_label_contains(&said).next().is_some(), "{said}");
}

#[test]
fn a_doubtful_assignment_says_why_and_its_confirmation_survives_reopening() {
    let (mut hand, _) = opened();
    let words = |hand: &Hand| hand.h.query_all_by_label_contains("处与正文相同，配给稿件").count();
    let decided = |hand: &Hand| -> Vec<BlockId> {
        let blocks = hand.article().blocks.iter().filter(|block| block.status.is_decided());
        blocks.map(|block| block.id.clone()).collect()
    };
    assert!(hand.h.query_all_by_label_contains("行，离正文").next().is_some());
    assert!(words(&hand) > 0 && hand.shows("认可") && decided(&hand).is_empty());
    // With the keyboard in the pane Enter confirms what the card is about.
    hand.key(Key::Enter);
    assert!(hand.state().toast.is_some());
    let [id] = decided(&hand).try_into().expect("one block is confirmed");
    assert!(block(&hand, &id).role.is_heading());
    assert_eq!((block(&hand, &id).status, block(&hand, &id).by.as_str()), (Status::Accepted, EDITOR));
    assert_eq!(hand.recorded(), *hand.issue());
    let mut hand = hand.reopen();
    assert_eq!(block(&hand, &id).status, Status::Accepted);
    hand.keys(crate::hand::CTRL, Key::Z);
    assert_eq!(block(&hand, &id).status, Status::Proposed, "and is taken back like any decision");
}

#[test]
fn a_click_confirms_too() {
    let (mut hand, _) = opened();
    let decided =
        |hand: &Hand| hand.article().blocks.iter().filter(|block| block.status.is_decided()).count();
    let before = decided(&hand);
    hand.click("认可");
    assert_eq!(decided(&hand), before + 1);
}

#[test]
fn long_runs_of_other_articles_fold_and_open() {
    let (mut hand, _) = opened();
    hand.key(Key::Home);
    let fold = hand.h.query_all_by_label_contains("折叠 ").next().expect("something is folded");
    let name = fold.accesskit_node().label().unwrap();
    let before = hand.h.query_all_by_label_contains("折叠 ").count();
    hand.h.get_all_by_label(&name).next().unwrap().click();
    hand.h.remove_cursor();
    hand.quiet();
    hand.key(Key::Home);
    assert!(hand.h.query_all_by_label_contains("折叠 ").count() < before || !hand.shows(&name));
}

#[test]
fn the_legend_goes_to_an_article_and_everything_is_named_in_every_window() {
    let (mut hand, _) = opened();
    for (width, height) in [(1280.0, 720.0), (1920.0, 1080.0), (960.0, 600.0), (1440.0, 900.0)] {
        hand.h.set_size(vec2(width, height));
        hand.quiet();
        let row = hand.h.query_all_by_role(Part::ListItem).next().expect("rows are seen").rect();
        assert!(row.width() >= 380.0 && row.right() <= width / 2.0 + 400.0, "{width}: {row:?}");
        let page = hand.h.query_all_by_role(Part::Paragraph).map(|node| node.rect());
        let page = page.max_by(|a, b| a.width().total_cmp(&b.width())).expect("the article is seen");
        assert!(
            page.left() >= row.right() && page.width() > 280.0 && page.right() <= width,
            "{width}: {page:?}"
        );
    }
    let title = hand.issue().articles.iter().find(|a| a.id != hand.open().article && a.headline().is_some());
    let (id, title) = title.map(|a| (a.id.clone(), a.headline().unwrap().to_owned())).unwrap();
    hand.h
        .query_all_by_label_contains(&title)
        .find(|n| n.accesskit_node().role() == Part::Button)
        .unwrap()
        .click();
    hand.h.remove_cursor();
    hand.quiet();
    assert_eq!(hand.open().article, id);
    for theme in 0..3 {
        hand.act(Action::Theme);
        assert!(!rows(&hand).is_empty(), "{theme}");
    }
}

#[test]
fn only_rows_that_are_seen_are_laid_out() {
    let text = "昨日，云溪县的渔船都回了港，市场里人来人往，鱼价平稳。\n".repeat(10_000);
    let source = Source::from_bytes("长.txt", text.into_bytes(), None).unwrap();
    let issue = zhupi::layout::reconstruct(&source, &zhupi::layout::NoMentions);
    let mut hand = stored(&source, &issue);
    hand.key(Key::F4);
    hand.key(Key::End);
    let laid_out = hand.h.state().as_ref().unwrap().source.laid_out();
    assert!((10..450).contains(&laid_out), "{laid_out}");
    assert!(rows(&hand).iter().any(|row| row.starts_with("第 10000 行")), "{:?}", rows(&hand));
}

// ---- pages ----

/// A file of two pages with placed characters: two columns of the sample's text on the first, one on the second.
fn pages() -> Source {
    let text: String = crate::hand::SAMPLE.chars().take(2600).collect();
    let chars: Vec<char> = text.chars().collect();
    let mut shapes = Vec::new();
    for (from, to) in [(0, 1600), (1600, chars.len())] {
        let mut placed = Vec::new();
        let (mut x, mut y, mut left) = (40.0_f32, 50.0_f32, 40.0_f32);
        for (at, c) in chars.iter().enumerate().take(to).skip(from) {
            if *c == '\n' || x > left + 230.0 {
                (x, y) = (left, y + 14.0);
            }
            if y > 780.0 {
                (left, y) = (left + 270.0, 50.0);
                x = left;
            }
            if !zhupi::text::is_space(*c) {
                let place = Rect { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 };
                placed.push(Placed { at: at as u32, place, size: 10.0, raw: None, vertical: false, font: 0 });
                x += 10.0;
            }
        }
        shapes.push(PageShape {
            range: CharRange::new(from as u32, to as u32),
            number: None,
            width: 595.0,
            height: 842.0,
            chars: placed,
            fonts: vec!["FZSSK".into()],
            rules: vec![Rect { x0: 300.0, y0: 50.0, x1: 300.5, y1: 780.0 }],
            ..PageShape::default()
        });
    }
    let extract =
        Extract { reader: "test-1".into(), text, shape: Shape::Pages(shapes), ..Extract::default() };
    let bytes: Arc<[u8]> = b"placed".as_slice().into();
    let file = File {
        name: "版.pdf".into(),
        sha256: zhupi::source::sha256(&bytes),
        bytes,
        encoding: "pdf".into(),
        extract: Some(extract.to_json().unwrap().into()),
    };
    Source::from_files(vec![file]).unwrap()
}

fn with_pages() -> Hand {
    let source = pages();
    let issue = zhupi::propose::draft(&source, &Proposer::new().unwrap());
    stored(&source, &issue)
}

/// A desk with this issue open.
fn stored(source: &Source, issue: &Issue) -> Hand {
    let folder = folder(EDITOR);
    let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
    dataset.add_issue(source, issue, EDITOR).unwrap();
    dataset.close().unwrap();
    let mut hand = Hand::at(&folder);
    let id = hand.state().dataset.as_ref().unwrap().issues[0].id.clone();
    hand.command(Command::OpenStored(id));
    hand
}

#[test]
fn a_page_of_placed_characters_is_set_and_a_click_on_it_puts_the_caret_there() {
    let mut hand = with_pages();
    hand.key(Key::F4);
    assert_eq!(hand.open().beside, Some(Beside::Pages));
    let blocks = rows(&hand);
    let paragraph = hand.article().blocks.iter().find(|block| block.role == Role::Paragraph).unwrap();
    let (id, text) = (paragraph.id.clone(), paragraph.text.clone());
    let name = blocks.iter().find(|name| name.ends_with(&text)).expect("the block is on the page").clone();
    hand.click(&name);
    assert_eq!(caret(&hand).0, id);
    // Zooming, turning and the other tab.
    hand.key(Key::Plus);
    hand.key(Key::Minus);
    hand.key(Key::PageDown);
    assert!(hand.shows("第 2 版，共 2 版"));
    hand.click("原文行");
    assert_eq!(hand.open().beside, Some(Beside::Lines));
    assert!(rows(&hand).iter().any(|row| row.starts_with("第 ")));
}

#[test]
fn pictures_are_asked_for_made_and_shown_and_a_painter_that_fails_does_no_harm() {
    let mut hand = with_pages();
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    hand.h.state_mut().as_mut().unwrap().source.textures.painter =
        Some(Arc::new(move |bytes: &[u8], page, scale| {
            seen.lock().unwrap().push((bytes.to_vec(), page));
            let (width, height) = ((595.0 * scale) as usize, (842.0 * scale) as usize);
            (page == 0).then(|| Picture { width, height, rgba: vec![200; width * height * 4] })
        }));
    hand.key(Key::F4);
    assert_eq!(*asked.lock().unwrap(), [(b"placed".to_vec(), 0)]);
    assert!(hand.h.state().as_ref().unwrap().source.textures.bytes() > 0);
    hand.key(Key::PageDown);
    assert_eq!(asked.lock().unwrap().last().unwrap().1, 1);
    assert!(!rows(&hand).is_empty(), "the page is set from its characters");
    hand.h.key_press_modifiers(Modifiers::NONE, Key::PageUp);
    hand.quiet();
    assert_eq!(asked.lock().unwrap().len(), 2, "a picture that is there is not made again");
}

#[test]
fn a_block_that_an_editor_confirmed_is_ticked_beside_its_lines() {
    let (mut hand, block) = opened();
    let ticked = |hand: &Hand| {
        let rows = hand.h.query_all_by_role(Part::ListItem).filter_map(|node| node.accesskit_node().label());
        rows.filter(|label| label.contains("（已认可）")).count()
    };
    assert_eq!(ticked(&hand), 0);
    hand.command(Command::Select { block: block.clone(), anchor: 0, caret: 0 });
    hand.act(Action::Confirm);
    assert_eq!(hand.article().block(&block).unwrap().status, Status::Accepted);
    hand.command(Command::Select { block, anchor: 0, caret: 0 });
    assert!(ticked(&hand) > 0);
}
