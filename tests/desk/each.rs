//! Commands that no longer flow needs, one after the other: what each does to what an editor sees.

use crate::hand::{EDITOR, Hand, SAMPLE, folder, lonely, undecided};
use egui::{Event, Key, OutputCommand, ViewportCommand};
use egui_kittest::kittest::Queryable;
use std::fs;
use zhupi::annotation::{Entity, EntityId, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command, Shortcut};
use zhupi::desk::panels::outline;
use zhupi::issue::{Article, ArticleStatus, Kind, Role};
use zhupi::text::slice;

const OTHER: &str =
    "溪口晚报\n2025年10月2日\n\n溪口新桥通车\n\n　　本报讯（记者 林溪）10月1日，溪口大桥建成通车。\n";

fn text(hand: &Hand) -> String {
    hand.issue().articles.iter().map(Article::text).collect()
}

#[test]
fn what_is_chosen_in_the_system_s_dialog_opens() {
    let mut hand = Hand::at(&folder(EDITOR));
    let place = hand.folder.path().to_owned();
    fs::write(place.join("版.txt"), SAMPLE).unwrap();
    hand.choose(Action::OpenIssue, &place.join("版.txt"));
    assert_eq!(hand.article().headline(), Some("一张船票 连起五座小岛"));
    fs::create_dir(place.join("溪口")).unwrap();
    fs::write(place.join("溪口/1.txt"), OTHER).unwrap();
    fs::write(place.join("溪口/2.txt"), OTHER.replace("新桥", "新渡口")).unwrap();
    hand.choose(Action::OpenFolder, &place.join("溪口"));
    assert_eq!(hand.issue().files.len(), 2);
    assert!(text(&hand).contains("溪口大桥建成通车") && text(&hand).contains("溪口新渡口通车"));
    // Another dataset: what stood in the first is not listed any more.
    let mut other = Dataset::open(&place.join("别的.zhupi"), Access::Write).unwrap();
    other.add_issue(&hand.open().source.clone(), &hand.issue().clone(), EDITOR).unwrap();
    other.close().unwrap();
    hand.choose(Action::OpenDataset, &place.join("别的.zhupi"));
    let dataset = hand.state().dataset.as_ref().unwrap();
    assert_eq!((dataset.path.clone(), dataset.issues.len()), (place.join("别的.zhupi"), 1));
}

#[test]
fn each_digit_gives_the_label_of_its_place() {
    let mut hand = Hand::sample();
    let labels = [
        Action::Label1,
        Action::Label2,
        Action::Label3,
        Action::Label4,
        Action::Label5,
        Action::Label6,
        Action::Label7,
        Action::Label8,
    ];
    for (label, action) in hand.state().labels.labels.clone().iter().zip(labels) {
        hand.press(Action::NextMark);
        let mark = hand.selected().id.clone();
        hand.press(action);
        assert_eq!(hand.mark(&mark).label, label.id, "{action:?}");
    }
}

#[test]
fn a_file_is_opened_in_an_encoding_and_read_again_in_another() {
    let mut hand = Hand::at(&folder(EDITOR));
    let path = hand.folder.path().join("港.txt");
    // Words that are other words in the wrong encoding, and no characters that nobody has.
    let words = "漁船日報\n\n新橋通車\n\n    本報昨日新橋通車 鐵路公園漁船運動\n";
    fs::write(&path, encoding_rs::BIG5.encode(words).0).unwrap();
    hand.choose(Action::OpenAs, &path);
    hand.write("GB 18030");
    hand.key(Key::Enter);
    assert!(!text(&hand).contains("新橋"), "not what was printed");
    hand.act(Action::Reread);
    hand.write("Big5");
    hand.key(Key::Enter);
    assert!(text(&hand).contains("昨日新橋通車"), "{}", text(&hand));
}

#[test]
fn a_corrected_file_takes_the_place_of_the_old_one_and_a_copy_stays_as_it_was() {
    let mut hand = Hand::sample();
    hand.press(Action::NextOpen);
    hand.press(Action::Accept);
    let (before, place) = (hand.issue().clone(), hand.folder.path().to_owned());
    hand.choose(Action::Backup, &place.join("备份.zhupi"));
    assert!(hand.toast().contains("备份.zhupi"), "{}", hand.toast());
    fs::write(place.join("新.txt"), SAMPLE.replacen("小岛", "海岛", 1)).unwrap();
    hand.choose(Action::Renew, &place.join("新.txt"));
    assert_eq!((hand.issue().files[0].file.as_str(), &hand.issue().id), ("新.txt", &before.id));
    assert!(text(&hand).contains("海岛"));
    let done = |issue: &zhupi::issue::Issue| {
        let marks = issue.articles.iter().flat_map(Article::entities);
        marks
            .filter(|(_, mark)| mark.status == Status::Accepted)
            .map(|(_, mark)| mark.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(done(hand.issue()), done(&before), "the decision came along");
    let copy = Dataset::open(&place.join("备份.zhupi"), Access::Read).unwrap();
    assert_eq!(copy.issue(&before.id).unwrap(), before);
}

#[test]
fn topics_come_from_a_table_that_is_chosen() {
    let mut hand = Hand::sample();
    let path = hand.folder.path().join("本报.csv");
    fs::write(&path, "code,name,parent,words\n渔,渔业港口,,渔船 渔民 码头 港\n").unwrap();
    hand.choose(Action::ChooseTaxonomy, &path);
    hand.press(Action::ChooseTopic);
    assert!(hand.shows("渔 渔业港口"));
}

/// What the window was told in the frame that an event came in.
pub fn told(hand: &mut Hand, event: Event) -> (Vec<ViewportCommand>, Vec<OutputCommand>) {
    hand.h.event(event);
    hand.h.step();
    let output = hand.h.output();
    let commands = output.viewport_output.values().flat_map(|view| view.commands.clone()).collect();
    (commands, output.platform_output.commands.clone())
}

/// The press of an action's key, as egui tells of it.
pub fn pressed(action: Action) -> Event {
    let Shortcut { modifiers, key } = action.keys()[0];
    match action {
        Action::Copy => Event::Copy,
        _ => Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers },
    }
}

#[test]
fn the_window_closes_fills_the_screen_and_copies() {
    let mut hand = Hand::sample();
    assert!(told(&mut hand, pressed(Action::FullScreen)).0.contains(&ViewportCommand::Fullscreen(true)));
    let (_, copied) = told(&mut hand, pressed(Action::Copy));
    assert!(matches!(&copied[..], [OutputCommand::CopyText(text)] if *text == hand.article().text()));
    hand.press(Action::NextOpen);
    let (_, copied) = told(&mut hand, pressed(Action::Copy));
    assert!(matches!(&copied[..], [OutputCommand::CopyText(text)] if *text == hand.selected().text));
    assert!(told(&mut hand, pressed(Action::Quit)).0.contains(&ViewportCommand::Close));
}

#[test]
fn pasted_text_becomes_an_issue_also_beside_an_open_one() {
    let mut hand = Hand::sample();
    let before = hand.issue().id.clone();
    hand.event(Event::Paste(OTHER.into()));
    assert_eq!(hand.issue().id, before, "a stray paste opens nothing");
    hand.click("文件");
    hand.click("粘贴文字成一期");
    hand.event(Event::Paste(OTHER.into()));
    assert_ne!(hand.issue().id, before);
    assert!(text(&hand).contains("溪口大桥建成通车"));
}

const LABELS: [Action; 9] = [
    Action::Label1,
    Action::Label2,
    Action::Label3,
    Action::Label4,
    Action::Label5,
    Action::Label6,
    Action::Label7,
    Action::Label8,
    Action::Label9,
];

#[test]
fn each_digit_gives_its_label_and_one_without_a_label_gives_none() {
    let mut hand = Hand::sample();
    assert_eq!(LABELS.map(Action::label), std::array::from_fn(|n| Some(n as u8 + 1)));
    hand.press(Action::NextOpen);
    for action in LABELS {
        let (id, before) = (hand.selected().id.clone(), hand.issue().clone());
        hand.press(action);
        match hand.state().labels.by_key(action.label().unwrap()) {
            Some(label) => {
                assert_eq!(hand.mark(&id).label, label.id);
                assert!(hand.mark(&id).status.is_decided());
                assert_ne!(hand.selected().id, id, "on to the next");
            }
            None => assert_eq!(*hand.issue(), before, "{action:?}"),
        }
    }
}

/// The marks with these words.
fn alike(hand: &Hand, words: &str) -> Vec<Entity> {
    let all = hand.issue().articles.iter().flat_map(Article::entities);
    all.filter(|(_, mark)| mark.text == words).map(|(_, mark)| mark.clone()).collect()
}

/// An open mark whose words are marked more than once, all with one label.
fn repeated(hand: &Hand) -> Entity {
    let fits = |mark: &&Entity| {
        let all = alike(hand, &mark.text);
        all.len() > 1 && all.iter().all(|other| other.is_open() && other.label == mark.label)
    };
    let mut all = hand.issue().articles.iter().flat_map(Article::entities).map(|(_, mark)| mark);
    all.find(fits).expect("words that are marked twice").clone()
}

#[test]
fn one_key_labels_or_accepts_all_that_say_the_same() {
    let mut hand = Hand::sample();
    let (mark, before) = (repeated(&hand), hand.issue().clone());
    for action in [
        Action::Same1,
        Action::Same2,
        Action::Same3,
        Action::Same4,
        Action::Same5,
        Action::Same6,
        Action::Same7,
        Action::Same8,
    ] {
        let label = hand.state().labels.by_key(action.same().unwrap()).unwrap().id.clone();
        hand.command(Command::SelectMark(mark.id.clone(), false));
        hand.press(action);
        let same = alike(&hand, &mark.text);
        assert!(
            same.iter().all(|other| other.label == label && other.status.is_decided()),
            "{action:?} {same:?}"
        );
        hand.press(Action::Undo);
        assert_eq!(*hand.issue(), before, "one step back for all");
    }
    hand.command(Command::SelectMark(mark.id.clone(), false));
    hand.press(Action::AcceptSame);
    let same = alike(&hand, &mark.text);
    assert!(
        same.iter().all(|other| other.status == Status::Accepted && other.label == mark.label),
        "{same:?}"
    );
    let accepted =
        hand.issue().articles.iter().flat_map(Article::entities).filter(|(_, e)| !e.is_open()).count();
    assert_eq!(accepted, same.len(), "and nothing else");
}

#[test]
fn all_rows_are_ticked_and_none() {
    let mut hand = Hand::sample();
    let mark = repeated(&hand);
    hand.command(Command::SelectMark(mark.id.clone(), false));
    hand.press(Action::Context);
    let ticked = |hand: &Hand| (hand.state().context.ticked().count(), hand.state().context.rows.len());
    let (before, all) = ticked(&hand);
    hand.press(Action::TickAll);
    let now = ticked(&hand).0;
    assert!(now == if before == all { 0 } else { all }, "{before} of {all}, then {now}");
    hand.press(Action::TickAll);
    assert_eq!(ticked(&hand).0, if now == 0 { all } else { 0 });
}

#[test]
fn the_confident_ones_of_the_article_are_accepted_at_once() {
    let mut hand = Hand::sample();
    let (before, confident) = (hand.issue().clone(), hand.state().thresholds.confident);
    let here: Vec<EntityId> = undecided(hand.article());
    hand.act(Action::AcceptArticle);
    let sure = |mark: &Entity| here.contains(&mark.id) && mark.score() >= confident;
    for (_, mark) in before.articles.iter().flat_map(Article::entities) {
        let expected = if sure(mark) { Status::Accepted } else { mark.status };
        assert_eq!(hand.mark(&mark.id).status, expected, "{} {}", mark.text, mark.score());
    }
    assert!(hand.toast().starts_with("已采纳"), "{}", hand.toast());
    hand.press(Action::Undo);
    assert_eq!(*hand.issue(), before);
}

#[test]
fn a_mark_is_refused_left_and_moved_at_either_end() {
    let mut hand = Hand::sample();
    let entity = lonely(hand.article()).1.clone();
    hand.command(Command::SelectMark(entity.id.clone(), false));
    hand.press(Action::StartBack);
    hand.press(Action::EndForth);
    assert_eq!(hand.mark(&entity.id).range.len(), entity.range.len() + 2);
    hand.press(Action::StartForth);
    hand.press(Action::EndBack);
    assert_eq!(hand.mark(&entity.id).text, entity.text);
    hand.press(Action::EndWordForth);
    let wider = hand.mark(&entity.id).range;
    assert!(wider.start() == entity.range.start() && wider.end() > entity.range.end());
    hand.press(Action::EndWordBack);
    hand.press(Action::StartWordBack);
    assert!(hand.mark(&entity.id).range.start() < entity.range.start());
    hand.press(Action::StartWordForth);
    let first = undecided(hand.article())[0].clone();
    hand.command(Command::SelectMark(first.clone(), false));
    hand.press(Action::Leave);
    assert!(hand.mark(&first).is_open() && hand.selected().id != first);
    let second = hand.selected().id.clone();
    hand.press(Action::Reject);
    assert_eq!(hand.mark(&second).status, Status::Rejected);
}

#[test]
fn selected_words_and_typed_ones_become_keywords() {
    let mut hand = Hand::sample();
    let (block, entity) = lonely(hand.article());
    let (block, range) = (block.clone(), entity.range);
    let words = slice(&block.text, range).unwrap().to_owned();
    hand.command(Command::Select { block: block.id, anchor: range.start(), caret: range.end() });
    hand.press(Action::SelectionKeyword);
    hand.act(Action::TypeKeyword);
    hand.write("环岛航线");
    hand.key(Key::Enter);
    for word in [words.as_str(), "环岛航线"] {
        let kept = hand.article().keywords.iter().find(|keyword| keyword.text == word);
        assert!(kept.is_some_and(|keyword| keyword.status.stands() && keyword.status.is_decided()), "{word}");
        assert!(hand.shows(word));
    }
}

#[test]
fn an_article_goes_to_a_second_reader_and_articles_are_left_and_met_again() {
    let mut hand = Hand::sample();
    let first = hand.article().id.clone();
    hand.act(Action::InReview);
    assert_eq!(hand.article().status, ArticleStatus::InReview);
    assert!(hand.shows_part("一张船票 连起五座小岛 待复核"));
    hand.act(Action::Reopen);
    assert_eq!(hand.article().status, ArticleStatus::InProgress);
    let order: Vec<_> = outline::order(hand.issue()).iter().map(|article| article.id.clone()).collect();
    hand.press(Action::NextArticle);
    assert_eq!(hand.article().id, order[1]);
    hand.press(Action::PreviousArticle);
    assert_eq!((hand.article().id.clone(), &first), (order[0].clone(), &order[0]));
}

#[test]
fn articles_are_merged_with_either_neighbour_and_become_other_kinds() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let order: Vec<_> = outline::order(&before).iter().map(|article| article.id.clone()).collect();
    let body = |id| before.article(id).unwrap().text();
    hand.act(Action::MergeNext);
    assert_eq!(hand.article().id, order[0]);
    assert!(hand.article().text().contains(&body(&order[1])) && hand.issue().article(&order[1]).is_none());
    hand.press(Action::Undo);
    assert_eq!(*hand.issue(), before);
    hand.command(Command::GoArticle(order[1].clone()));
    hand.press(Action::MergePrevious);
    assert_eq!(hand.article().id, order[0]);
    assert!(hand.article().text().contains(&body(&order[1])) && hand.issue().article(&order[1]).is_none());
    hand.press(Action::Undo);
    for (action, kind, word) in [
        (Action::KindQuote, Kind::Quote, "金句"),
        (Action::KindFurniture, Kind::Furniture, "报头、页脚"),
        (Action::KindArticle, Kind::Article, "稿件"),
    ] {
        hand.act(action);
        assert_eq!(hand.article().kind, kind);
        assert_eq!(hand.toast(), format!("已改作{word}"));
    }
}

#[test]
fn paragraphs_are_joined_at_the_seam() {
    let mut hand = Hand::sample();
    let paragraphs: Vec<_> =
        hand.article().blocks.iter().filter(|b| b.role == Role::Paragraph).cloned().collect();
    hand.command(Command::Select { block: paragraphs[1].id.clone(), anchor: 0, caret: 0 });
    hand.press(Action::JoinBlock);
    let joined =
        hand.article().blocks.iter().find(|block| block.text.starts_with(&paragraphs[0].text)).unwrap();
    assert_eq!(joined.text, format!("{}{}", paragraphs[0].text, paragraphs[1].text));
}

#[test]
fn a_rejected_mark_is_seen_where_that_is_asked_for() {
    let mut hand = Hand::sample();
    let entity = lonely(hand.article()).1.clone();
    hand.command(Command::SelectMark(entity.id.clone(), false));
    hand.press(Action::Reject);
    hand.command(Command::Deselect);
    let name = hand.state().labels.get(&entity.label).unwrap().zh.clone();
    let spoken = format!("实体 {name}，{}，", entity.text);
    let seen = |hand: &Hand| hand.h.query_all_by_label_contains(&spoken).count();
    let hidden = seen(&hand);
    hand.act(Action::ShowRejected);
    assert_eq!(seen(&hand), hidden + 1);
    hand.act(Action::ShowRejected);
    assert_eq!(seen(&hand), hidden);
}

#[test]
fn f1_lists_the_keys_in_use() {
    let mut hand = Hand::sample();
    hand.press(Action::Keys);
    assert!(hand.shows("这里能用的键") && hand.shows("下一稿 Alt ↓"));
    hand.press(Action::Escape);
    assert!(hand.state().floating.is_none() && !hand.shows("这里能用的键"));
}
