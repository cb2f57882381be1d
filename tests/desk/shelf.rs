//! The work list, the catalogue and the register: ways to them, what they show, and what is changed there.

use crate::each::pressed;
use crate::hand::{ALT, CTRL, EDITOR, Hand, folder};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use zhupi::annotation::{EntityId, Entry, EntryKind};
use zhupi::dataset::archive::{Facet, Value, WorkState};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::command::{Action, Command};
use zhupi::desk::shelf::{Room, Row, Turn};
use zhupi::issue::register;

/// A person that is proposed, selected on the desk.
fn person(hand: &mut Hand) -> (EntityId, String) {
    let issue = hand.issue().clone();
    let found = issue.articles.iter().find_map(|article| {
        article
            .entities()
            .map(|(_, mark)| mark)
            .find(|mark| mark.label.as_str() == "PER")
            .map(|m| (article, m))
    });
    let (article, mark) = found.expect("the sample names somebody");
    hand.command(Command::GoArticle(article.id.clone()));
    hand.command(Command::SelectMark(mark.id.clone(), false));
    (mark.id.clone(), mark.text.clone())
}

/// Types the offices of the entry that is shown.
fn offices(hand: &mut Hand, lines: &str) {
    let field = "职务（一行一个：单位，职务，起，止）";
    hand.h.get_by_role_and_label(Role::MultilineTextInput, field).click();
    hand.h.remove_cursor();
    hand.quiet();
    hand.keys(CTRL, Key::A);
    hand.write(lines);
}

fn entries(hand: &Hand) -> Vec<String> {
    hand.state().shelf.register.live().map(|entry| entry.name.clone()).collect()
}

#[test]
fn the_work_list_shows_every_issue_and_leads_into_it() {
    let mut hand = Hand::sample();
    hand.keys(ALT, Key::Num4);
    assert_eq!(hand.state().room(), Some(Room::Work));
    let row = hand.state().shelf.work.rows[0].clone();
    assert_eq!(
        (row.state, row.format.as_str(), row.id.clone()),
        (WorkState::New, "TXT", hand.issue().id.clone())
    );
    assert!(hand.shows_part("样张.txt") && hand.shows("未动 1") && hand.shows("先做哪一期"));
    // Keys of the desk decide nothing here; Enter goes on with the issue.
    let before = hand.issue().clone();
    for key in [Key::Delete, Key::Num3, Key::ArrowDown, Key::Space] {
        hand.key(key);
    }
    assert_eq!(*hand.issue(), before);
    assert_eq!(hand.state().room(), Some(Room::Work));
    hand.key(Key::Enter);
    assert!(hand.state().shows_desk());
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.press(Action::WorkList);
    let row = &hand.state().shelf.work.rows[0];
    assert_eq!(
        (row.state, row.decided, row.editors.as_slice()),
        (WorkState::InProgress, 1, &[EDITOR.to_owned()][..])
    );
    // What is typed narrows it; the heading turns it round; Escape leads back.
    hand.fill("在 1 期的报名、日期、文件、编辑里找", "没有的报");
    assert!(hand.state().shelf.work.rows.is_empty() && hand.shows("没有这样的期"));
    hand.fill("在 1 期的报名、日期、文件、编辑里找", "样张");
    assert_eq!(hand.state().shelf.work.rows.len(), 1);
    hand.key(Key::Enter);
    hand.h.get_by_role_and_label(Role::ColumnHeader, "进度").click();
    hand.quiet();
    hand.key(Key::Escape);
    assert!(hand.state().shows_desk());
    let mut hand = Hand::at(&folder(EDITOR));
    hand.press(Action::WorkList);
    assert!(hand.shows("还没有打开数据集"));
}

#[test]
fn a_mark_is_linked_to_a_new_entry_by_key_and_one_undo_takes_both_back() {
    let mut hand = Hand::sample();
    let (mark, name) = person(&mut hand);
    hand.keys(CTRL, Key::L);
    assert!(hand.shows(&format!("把“{name}”记入名录")));
    hand.key(Key::Enter);
    assert!(hand.toast().contains(&name));
    let link = hand.mark(&mark).link.clone().expect("it is linked");
    assert_eq!((link.name.as_str(), entries(&hand).as_slice()), (name.as_str(), std::slice::from_ref(&name)));
    assert!(!hand.mark(&mark).is_open());
    let recorded = hand.recorded();
    assert_eq!(recorded.find(&mark).unwrap().entity.link.as_ref(), Some(&link));
    hand.keys(CTRL, Key::Z);
    assert!(hand.mark(&mark).link.is_none() && entries(&hand).is_empty());
    hand.keys(CTRL, Key::Y);
    assert_eq!(entries(&hand), std::slice::from_ref(&name));
    // A second mark of the name finds the entry at once, also after a restart.
    let mut hand = hand.reopen();
    assert_eq!(entries(&hand), std::slice::from_ref(&name));
    hand.command(Command::SelectMark(mark.clone(), true));
    assert!(hand.shows_part("名录　"));
    hand.press(Action::LinkEntry);
    hand.write("解开");
    hand.key(Key::Enter);
    assert!(hand.mark(&mark).link.is_none());
    hand.command(Command::SelectMark(mark.clone(), false));
    hand.press(Action::LinkEntry);
    hand.key(Key::Enter);
    assert_eq!(hand.mark(&mark).link.as_ref().map(|link| &link.id), Some(&link.id));
    assert_eq!(entries(&hand).len(), 1, "no second entry");
    // A time is in no register.
    let time = hand
        .issue()
        .articles
        .iter()
        .flat_map(zhupi::issue::Article::entities)
        .find(|(_, m)| m.label.as_str() == "TIME");
    let time = time.map(|(_, mark)| mark.id.clone()).unwrap();
    hand.command(Command::SelectMark(time, false));
    hand.press(Action::LinkEntry);
    assert!(hand.toast().contains("时间"));
}

#[test]
fn entries_are_made_changed_merged_split_and_thrown_away_on_their_page() {
    let mut hand = Hand::sample();
    let (_, name) = person(&mut hand);
    hand.click("数据");
    hand.h.get_by_role_and_label(Role::MenuItem, "名录").click();
    hand.quiet();
    assert_eq!(hand.state().room(), Some(Room::Register));
    // Names without an entry are offered; Enter makes one of the current name.
    let at = |hand: &Hand, wanted: &str| {
        let rows = &hand.state().shelf.names.rows;
        rows.iter().position(|row| matches!(row, Row::Unknown(unknown) if unknown.text == wanted)).unwrap()
    };
    let row = at(&hand, &name);
    hand.command(Command::Shelf(Turn::Row(row)));
    hand.key(Key::Enter);
    assert_eq!(entries(&hand), std::slice::from_ref(&name));
    let id = hand.state().shelf.names.shown.clone().unwrap();
    assert!(!hand.state().shelf.names.mentions.places.is_empty(), "its marks may be linked");
    hand.fill("别名（用、隔开）", "小甲、老甲");
    offices(&mut hand, "渔业协会，会长");
    hand.click("记下改动");
    let entry = hand.state().shelf.register.get(&id).unwrap().clone();
    assert_eq!((entry.aliases.len(), &*entry.offices[0].title), (2, "会长"));
    // Another one, merged into the first, and parted again.
    let second = hand.state().shelf.names.rows.iter().find_map(|row| match row {
        Row::Unknown(unknown) if unknown.kind == entry.kind => Some(unknown.text.clone()),
        _ => None,
    });
    let second = second.expect("the sample names two people");
    let row = at(&hand, &second);
    hand.command(Command::Shelf(Turn::Row(row)));
    hand.click("记入名录");
    assert_eq!(entries(&hand).len(), 2);
    hand.click("并入另一条…");
    hand.write(&name);
    hand.key(Key::Enter);
    assert_eq!(entries(&hand), std::slice::from_ref(&name));
    assert!(hand.state().shelf.register.get(&id).unwrap().is_named(&second));
    hand.command(Command::Shelf(Turn::Entry(id.clone())));
    hand.click(&format!("拆回“{second}”"));
    assert_eq!(entries(&hand).len(), 2);
    hand.command(Command::Shelf(Turn::Entry(id.clone())));
    offices(&mut hand, "渔业协会，会长\n第二小学，校长");
    hand.click("记下改动");
    hand.click("第二小学 校长");
    hand.click("分成两条");
    let same = hand.state().shelf.register.live().filter(|entry| entry.name == name).count();
    assert_eq!(same, 2, "two people of one name");
    assert_eq!(hand.state().shelf.register.get(&id).unwrap().offices.len(), 1);
    hand.command(Command::Shelf(Turn::Entry(id.clone())));
    hand.click("放进回收站");
    assert!(hand.state().shelf.register.get(&id).unwrap().trashed);
    // All of it can be taken back without leaving the page, and the disk has it.
    hand.keys(CTRL, Key::Z);
    assert!(!hand.state().shelf.register.get(&id).unwrap().trashed);
    assert_eq!(hand.state().room(), Some(Room::Register));
    let now = hand.state().shelf.register.clone();
    let dataset = Dataset::open(&hand.dataset(), Access::Read).unwrap();
    assert_eq!(*dataset.register().unwrap(), now);
    assert_eq!(dataset.verify().unwrap().faults, []);
    // Found by the initials of its pinyin.
    hand.fill("按汉字或拼音找", &name);
    assert!(hand.state().shelf.names.rows.iter().all(|row| match row {
        Row::Entry(entry, _) => entry.is_named(&name),
        Row::Unknown(unknown) => unknown.text.contains(&name),
    }));
}

#[test]
fn a_register_goes_out_and_comes_in() {
    let mut hand = Hand::sample();
    let list = hand.folder.path().join("名单.csv");
    std::fs::write(&list, "名称,类别,别名\n林晓,人物,小林\n渔业协会,机构,\n").unwrap();
    hand.act(Action::Register);
    hand.choose(Action::RegisterIn, &list);
    assert!(hand.toast().contains("新记 2 条"), "{}", hand.toast());
    assert_eq!(entries(&hand).len(), 2);
    let out = hand.folder.path().join("名录.jsonld");
    hand.choose(Action::RegisterOut, &out);
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("\"Person\"") && text.contains("小林"));
    hand.choose(Action::RegisterIn, &out);
    assert!(hand.toast().contains("新记 0 条，补充 0 条"), "{}", hand.toast());
    let broken = hand.folder.path().join("坏.csv");
    std::fs::write(&broken, "甲,乙\n1,2\n").unwrap();
    hand.choose(Action::RegisterIn, &broken);
    assert!(hand.notice().contains("名录没有改动"));
    assert_eq!(entries(&hand).len(), 2);
}

#[test]
fn the_catalogue_is_narrowed_and_an_abstract_is_written() {
    let mut hand = Hand::sample();
    hand.act(Action::Catalogue);
    assert_eq!(hand.state().room(), Some(Room::Catalogue));
    let all = hand.state().shelf.catalogue.rows.len();
    assert!(all > 1);
    hand.command(Command::Shelf(Turn::Row(1)));
    let (article, headline) = {
        let row = hand.state().shelf.catalogue.chosen().unwrap();
        (row.article.clone(), row.headline.clone())
    };
    hand.fill("一句话摘要", "小岛上的事。");
    hand.key(Key::Enter);
    assert_eq!(hand.issue().article(&article).unwrap().summary.as_deref(), Some("小岛上的事。"));
    assert_eq!(hand.recorded().article(&article).unwrap().summary.as_deref(), Some("小岛上的事。"));
    assert_eq!(hand.state().shelf.catalogue.chosen().unwrap().summary, "小岛上的事。");
    // The abstract is found; the state of the article is a choice.
    hand.fill("在标题、名字、关键词、摘要里找", "小岛上的事");
    assert_eq!(hand.state().shelf.catalogue.rows.len(), 1);
    hand.key(Key::Enter);
    hand.command(Command::Shelf(Turn::Text(String::new())));
    hand.command(Command::Shelf(Turn::Toggle(Facet::Status, Value::text("in_progress"))));
    assert_eq!(hand.state().shelf.catalogue.rows.len(), 1);
    hand.key(Key::Enter);
    assert!(hand.state().shows_desk());
    assert_eq!(hand.article().id, article);
    assert!(!headline.is_empty());
    // The same for an issue that is not on the page.
    let mut hand = hand.reopen();
    hand.act(Action::CloseIssue);
    hand.act(Action::Catalogue);
    let row = hand.state().shelf.catalogue.rows.iter().position(|row| row.article == article).unwrap();
    hand.command(Command::Shelf(Turn::Row(row)));
    hand.fill("一句话摘要", "另一句。");
    hand.key(Key::Enter);
    assert_eq!(hand.state().shelf.catalogue.chosen().unwrap().summary, "另一句。");
    hand.key(Key::Enter);
    assert_eq!(hand.article().id, article);
    assert_eq!(hand.article().summary.as_deref(), Some("另一句。"));
}

#[test]
fn what_is_left_of_a_done_article_is_asked_about_until_the_dataset_says_so() {
    use zhupi::annotation::Status;
    use zhupi::desk::state::Floating;
    use zhupi::issue::ArticleStatus;
    let mut hand = Hand::sample();
    let (article, before) = (hand.article().id.clone(), hand.issue().clone());
    hand.press(Action::Done);
    assert_eq!(hand.state().floating, Some(Floating::Rest));
    hand.key(Key::Escape);
    assert_eq!(*hand.issue(), before, "whoever goes back has changed nothing");
    hand.press(Action::Done);
    hand.key(Key::Delete);
    let done = |hand: &Hand| hand.issue().article(&article).unwrap().clone();
    assert_eq!(done(&hand).status, ArticleStatus::Done);
    assert!(done(&hand).entities().all(|(_, mark)| mark.status == Status::Rejected));
    hand.keys(CTRL, Key::Z);
    let was = before.article(&article).unwrap();
    let open =
        |article: &zhupi::issue::Article| article.entities().filter(|(_, mark)| mark.is_open()).count();
    assert_eq!((done(&hand).status, open(&done(&hand))), (was.status, open(was)), "in one step");
    // What is ticked holds from then on, also after a restart, until it is asked again.
    hand.command(Command::GoArticle(article.clone()));
    hand.press(Action::Done);
    hand.click("这个数据集以后都这样，不再问");
    hand.click("采纳其余");
    assert!(done(&hand).entities().all(|(_, mark)| mark.status == Status::Accepted));
    let mut hand = hand.reopen();
    let next = hand.issue().articles.iter().find(|a| a.entities().any(|(_, mark)| mark.is_open())).unwrap();
    let next = next.id.clone();
    hand.command(Command::GoArticle(next.clone()));
    hand.press(Action::Done);
    assert_eq!(hand.state().floating, None);
    assert_eq!(hand.issue().article(&next).unwrap().status, ArticleStatus::Done);
    hand.act(Action::AskRest);
    assert_eq!(hand.state().rest, None);
}

#[test]
fn a_copy_is_put_back_and_what_was_there_becomes_a_copy() {
    let mut hand = Hand::sample();
    // One is kept when a dataset is opened that has something in it.
    let copies = zhupi::dataset::store::copies(&hand.dataset());
    assert_eq!(copies.len(), 1);
    let before = hand.issue().clone();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    let after = hand.recorded();
    assert_ne!(before, after);
    hand.act(Action::Restore);
    assert!(hand.shows("恢复到这时"));
    hand.click("恢复到这时");
    let id = before.id.clone();
    hand.command(Command::OpenStored(id.clone()));
    assert_eq!(*hand.issue(), before);
    let copies = zhupi::dataset::store::copies(&hand.dataset());
    let states: Vec<_> = copies
        .iter()
        .map(|copy| Dataset::open(&copy.path, Access::Read).unwrap().issue(&id).unwrap())
        .collect();
    assert!(states.contains(&after) && states.contains(&before), "both are kept");
    // Work goes on in the dataset that is there now.
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    assert_eq!(hand.recorded(), *hand.issue());
}

#[test]
fn the_statistics_count_what_the_catalogue_lets_through_and_are_copied_as_tables() {
    let mut hand = Hand::sample();
    hand.key(Key::Tab);
    hand.key(Key::Enter);
    hand.act(Action::Statistics);
    assert_eq!(hand.state().room(), Some(Room::Figures));
    let articles = hand.issue().articles.iter().filter(|a| a.kind != zhupi::issue::Kind::Furniture);
    let (count, marks) =
        articles.fold((0, 0), |(n, marks), article| (n + 1, marks + article.entities().count()));
    let figures = hand.state().shelf.figures.figures.clone();
    assert_eq!(figures.articles, count);
    let (decided, open) = figures.labels.values().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    assert_eq!((decided, (decided + open) as usize), (1, marks));
    assert!(hand.shows("谁和谁同在一稿") && hand.shows("每周裁定"));
    let network = &hand.state().shelf.figures.network;
    assert!(!network.links.is_empty() && network.nodes.len() == hand.state().shelf.figures.places.len());

    // A name of the network leaves its own articles, and everything is counted anew.
    let node = network.nodes[0].clone();
    hand.h
        .get_by_role_and_label(Role::Button, &format!("{}，{} 篇", node.value.text, node.articles))
        .click_accesskit();
    hand.quiet();
    assert_eq!(hand.state().shelf.figures.figures.articles, node.articles);
    hand.command(Command::Shelf(Turn::Clear));
    assert_eq!(hand.state().shelf.figures.figures.articles, count);

    hand.h.get_by_role_and_label(Role::Button, "复制 实体").click_accesskit();
    let one = hand.copied().expect("the table is copied");
    assert!(one.starts_with("实体\n标签\t已定\t待定\n"), "{one}");
    assert_eq!(one.lines().count(), 2 + hand.state().shelf.figures.figures.labels.len());
    hand.h.event(pressed(Action::Copy));
    let all = hand.copied().expect("all tables are copied");
    let tables = hand.state().statistics();
    assert!(tables.iter().all(|table| all.contains(&table.text(hand.state().say(table.title)))));

    // A span of time.
    hand.h.get_by_role_and_label(Role::TextInput, "从").click();
    hand.quiet();
    hand.write("2026");
    assert_eq!(hand.state().shelf.figures.figures.articles, 0);
    assert!(hand.shows("选出的稿件是空的。左边放宽几项再看。"));
    hand.command(Command::Shelf(Turn::Clear));
    assert_eq!(hand.state().shelf.figures.figures.articles, count);

    // Other names over time.
    hand.command(Command::Shelf(Turn::Follow(zhupi::annotation::EntryKind::Body)));
    let bodies = hand.state().shelf.figures.trends.clone();
    assert!(!bodies.is_empty());
    let table = hand.state().by_month();
    assert_eq!(table.rows.len(), 1, "one issue, one month");
    let sums: Vec<u64> = bodies.iter().map(|trend| u64::from(trend.articles)).collect();
    assert_eq!(table.rows[0].1, sums);

    hand.key(Key::Escape);
    assert_eq!(hand.state().room(), None);
}

#[test]
fn an_entry_is_linked_in_all_issues_where_its_name_can_be_nobody_else() {
    use crate::context::{marks, stored, two_pages};
    let (mut hand, [first, second]) = two_pages();
    let open = |hand: &Hand, id| {
        marks(&stored(hand, id), "王平").filter(|m| m.status.stands() && m.link.is_none()).count()
    };
    let (here, there) = (open(&hand, &first), open(&hand, &second));
    assert!(here > 0 && there > 0);
    let mark = marks(hand.issue(), "王平").next().unwrap().id.clone();
    hand.command(Command::SelectMark(mark, false));
    hand.command(Command::Shelf(Turn::Link(None)));
    hand.act(Action::Register);
    hand.key(Key::Home);
    let entry = hand.state().shelf.register.live().next().unwrap().clone();
    hand.command(Command::Shelf(Turn::Entry(entry.id.clone())));
    assert!(hand.shows_part("连上没有同名的"));
    hand.press(Action::LinkEntry);
    assert_eq!((open(&hand, &first), open(&hand, &second)), (0, 0));
    let link = Some(entry.link());
    assert!(marks(&stored(&hand, &second), "王平").all(|mark| mark.link == link));
    assert_eq!(hand.recorded(), *hand.issue());
    assert_eq!(hand.state().room(), Some(Room::Register), "the page stays");
    hand.keys(CTRL, Key::Z);
    assert_eq!(open(&hand, &second), there, "an issue is one step");
}

#[test]
fn wild_names_are_entries_like_others() {
    let names = [
        "“引”'号\"逗，点,".to_owned(),
        "第一行\n第二行\t格".to_owned(),
        "长".repeat(10_000),
        "=1+1".to_owned(),
    ];
    let folder = folder(EDITOR);
    let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
    for name in &names {
        let entry = Entry::new(EntryKind::Person, name, EDITOR, "2026-03-02T01:12:00Z");
        let made = register::create(dataset.register().unwrap(), entry).unwrap();
        dataset.edit_register(EDITOR, made).unwrap();
    }
    dataset.close().unwrap();
    let mut hand = Hand::at(&folder);
    let mut kept = entries(&hand);
    kept.sort();
    let mut wanted = names.to_vec();
    wanted.sort();
    assert_eq!(kept, wanted);
    let folder = hand.folder.path().to_owned();
    hand.act(Action::Register);
    for _ in 0..5 {
        hand.key(Key::ArrowDown);
    }
    hand.act(Action::Statistics);
    // Out and in again, as either kind of file, they are the same.
    let before: Vec<_> = hand.state().shelf.register.live().cloned().collect();
    for file in ["名录.csv", "名录.jsonld"] {
        let path = folder.join(file);
        hand.act(Action::Register);
        hand.choose(Action::RegisterOut, &path);
        hand.choose(Action::RegisterIn, &path);
        assert_eq!(hand.state().shelf.register.live().cloned().collect::<Vec<_>>(), before, "{file}");
        hand.act(Action::Register);
    }
}
