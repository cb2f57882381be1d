//! A page corrected from its proposals to its gold with keys only, in the desk itself, with every key press counted:
//!   cargo run --release --example corrected -- [PAGE GOLD.jsonl]
//! `scripts/keys.sh` builds and runs it. It is done twice, on the page and by the review queue. The keys are those of the
//! key table; a chord is one press. At the end the page is exported and compared with the gold. The program ends with 1
//! where a mark differs or the budget is exceeded. ZHUPI_KEYS=FILE keeps the keys, those of the review queue in FILE.review.

// A run that cannot go on has to stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "corrected/plan.rs"]
mod plan;
#[path = "corrected/review.rs"]
mod review;

use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use plan::{Gold, Press, Sort};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zhupi::annotation::{ArticleId, LabelId};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::Desk;
use zhupi::desk::command::{Action, Shortcut};
use zhupi::desk::panels::outline;
use zhupi::desk::settings::Settings;
use zhupi::desk::state::{OpenIssue, State};
use zhupi::desk::worker::Loading;
use zhupi::exchange::article;
use zhupi::issue::Role;
use zhupi::strings::Language;
use zhupi::text::CharRange;

/// The desk and the hand on its keyboard.
struct Hand {
    h: Harness<'static, Option<Desk>>,
    counts: BTreeMap<Sort, usize>,
    /// Each press, as it is written in key tables.
    log: Vec<String>,
}

impl Hand {
    fn new(folder: &Path, page: PathBuf) -> Self {
        let path = folder.join("settings.json");
        let settings = Settings {
            editor: "林".into(),
            language: Language::Zh,
            dataset: Some(folder.join("集.zhupi")),
            reduce_motion: true,
            ..Settings::default()
        };
        settings.save(Some(&path)).unwrap();
        let h = Harness::builder().with_size(vec2(1440.0, 900.0)).with_max_steps(40).build_ui_state(
            move |ui, desk: &mut Option<Desk>| {
                let ctx = ui.ctx().clone();
                let new = || Desk::new(&ctx, Loading::start(), Some(path.clone()), vec![page.clone()]);
                desk.get_or_insert_with(new).ui(ui);
            },
            None,
        );
        let mut hand = Self { h, counts: BTreeMap::new(), log: Vec::new() };
        hand.quiet();
        hand
    }

    fn quiet(&mut self) {
        for _ in 0..3 {
            self.h.run_ok();
            self.h.state_mut().as_mut().unwrap().settle();
        }
        self.h.run_ok();
    }

    fn state(&self) -> &State {
        &self.h.state().as_ref().unwrap().state
    }

    fn open(&self) -> &OpenIssue {
        self.state().open.as_ref().expect("the page is open")
    }

    fn press(&mut self, press: &Press, sort: Sort) {
        let shortcut = match press {
            Press::Do(action) => {
                *self.state().settings.keys.keys(*action).first().expect("the action has a key")
            }
            Press::Take => Shortcut { modifiers: Modifiers::NONE, key: Key::Enter },
            Press::Turn => Shortcut { modifiers: Modifiers::NONE, key: Key::ArrowDown },
            Press::Type(c) => {
                let key =
                    if *c == ' ' { Some(Key::Space) } else { Key::from_name(&c.to_uppercase().to_string()) };
                Shortcut { modifiers: Modifiers::NONE, key: key.expect("a key of the keyboard") }
            }
        };
        self.h.key_press_modifiers(shortcut.modifiers, shortcut.key);
        if let Press::Type(c) = press {
            self.h.event(Event::Text(c.to_string()));
        }
        self.pressed(shortcut, sort);
    }

    fn pressed(&mut self, shortcut: Shortcut, sort: Sort) {
        self.quiet();
        *self.counts.entry(sort).or_default() += 1;
        self.log.push(shortcut.written());
    }

    fn act(&mut self, action: Action, sort: Sort) {
        self.press(&Press::Do(action), sort);
    }
}

/// A mark by the characters of the source that it covers.
type Mark = (u32, u32, String);

/// The records of a file by line.
fn records(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap() as u32
}

fn ends(value: &Value) -> Option<(u32, u32)> {
    let ranges = value["source"].as_array()?;
    Some((number(&ranges.first()?[0]), number(&ranges.last()?[1])))
}

fn marks(records: &[Value]) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    for record in records {
        for entity in record["entities"].as_array().into_iter().flatten() {
            let stands = entity["status"].as_str().is_none_or(|status| status != "rejected");
            if let Some((start, end)) = ends(entity).filter(|_| stands) {
                marks.insert((start, end, entity["label"].as_str().unwrap().to_owned()));
            }
        }
    }
    marks
}

/// The gold's marks and roles, placed on the blocks of the desk's articles; `Err` says what has no place.
struct Goal {
    marks: BTreeMap<ArticleId, Vec<Gold>>,
    roles: Vec<(ArticleId, usize, Role)>,
}

/// Places the gold by its characters in the source. A block that the layout cut otherwise keeps its cut and its role: the
/// marks in it are what is compared. `Err` names a mark that lies across two blocks of the desk.
fn goal(open: &OpenIssue, gold: &[Value]) -> Result<Goal, String> {
    let mut goal = Goal { marks: BTreeMap::new(), roles: Vec::new() };
    let source: Vec<char> = open.source.text.chars().collect();
    let blocks =
        open.issue.articles.iter().flat_map(|a| a.blocks.iter().enumerate().map(move |(n, b)| (a, n, b)));
    let mut at: BTreeMap<u32, (&ArticleId, usize, u32)> = BTreeMap::new();
    for (article, n, block) in blocks.clone() {
        let map = block.source_map(&source).map_err(|error| error.to_string())?;
        for place in 0..zhupi::text::char_len(&block.text) {
            for range in map.ranges(CharRange::new(place, place + 1), &source) {
                at.insert(range.start(), (&article.id, n, place));
            }
        }
    }
    for record in gold {
        for block in record["blocks"].as_array().unwrap() {
            let Some((start, _)) = ends(block) else { continue };
            let text = plan::bare(block["text"].as_str().unwrap());
            let same = |(_, _, b): &(_, usize, &zhupi::issue::Block)| {
                b.first_source() == Some(start) && plan::bare(&b.text) == text
            };
            let role: Role = serde_json::from_value(block["role"].clone()).unwrap();
            let held = blocks.clone().find(same).filter(|(.., held)| held.role != role);
            goal.roles.extend(held.map(|(article, n, _)| (article.id.clone(), n, role)));
        }
        for entity in record["entities"].as_array().unwrap() {
            let Some((start, end)) = ends(entity) else { continue };
            let found = at.get(&start).zip(at.get(&(end - 1)));
            let Some(((article, n, from), (.., to))) = found.filter(|(a, b)| (a.0, a.1) == (b.0, b.1)) else {
                return Err(format!("{} lies across two blocks of the desk", entity["text"]));
            };
            let label = LabelId::new(entity["label"].as_str().unwrap());
            let range = CharRange::new(*from, to + 1);
            goal.marks.entry((*article).clone()).or_default().push((*n, range, label));
        }
    }
    Ok(goal)
}

/// The sorts of what has to be done, counted on the proposals as they came: right, relabelled or refused, borders, added.
fn tasks(proposed: &BTreeSet<Mark>, gold: &BTreeSet<Mark>) -> [usize; 4] {
    let place = |mark: &Mark| (mark.0, mark.1);
    let right = proposed.intersection(gold).count();
    let (mut decide, mut border) = (0, 0);
    let mut open: Vec<&Mark> =
        gold.iter().filter(|mark| proposed.iter().all(|other| place(other) != place(mark))).collect();
    for mark in proposed.difference(gold) {
        let same = gold.iter().any(|other| place(other) == place(mark));
        let over = open.iter().position(|other| other.0 < mark.1 && mark.0 < other.1).filter(|_| !same);
        match over {
            Some(n) => {
                open.remove(n);
                border += 1;
            }
            None => decide += 1,
        }
    }
    [right, decide, border, open.len()]
}

/// Roles that the layout got wrong: to the block by the outline's order of articles, then F7 and a digit.
fn roles(hand: &mut Hand, goal: &Goal, article: &ArticleId) {
    for (_, n, role) in goal.roles.iter().filter(|(id, ..)| id == article) {
        // The caret comes to the article's start; sentences lead on from block to block.
        hand.act(Action::Escape, Sort::Structure);
        hand.act(Action::CaretForth, Sort::Structure);
        for _ in 0..60 {
            let open = hand.open();
            let block = &open.current().unwrap().blocks[*n].id;
            if open.selection.as_ref().is_some_and(|selection| selection.block == *block) {
                break;
            }
            hand.act(Action::SentenceForth, Sort::Structure);
        }
        hand.act(Action::ChooseRole, Sort::Structure);
        let digit = Role::ALL.iter().position(|other| other == role).unwrap() + 1;
        let digit = char::from_digit(digit as u32, 10).unwrap();
        hand.press(&Press::Type(digit), Sort::Structure);
    }
}

fn correct(hand: &mut Hand, records: &[Value]) -> Result<(), String> {
    let order: Vec<ArticleId> = outline::order(&hand.open().issue).iter().map(|a| a.id.clone()).collect();
    for article in order {
        assert_eq!(hand.open().article, article, "the hand has come to the article");
        roles(hand, &goal(hand.open(), records)?, &article);
        // A new role may bring a block to another place in its article.
        let goal = goal(hand.open(), records)?;
        let gold = goal.marks.get(&article).cloned().unwrap_or_default();
        for _ in 0..400 {
            let Some(act) = plan::next(hand.state(), hand.open(), &gold) else { break };
            for press in &act.presses {
                hand.press(press, act.sort);
            }
        }
        if hand.open().article == article {
            let left = hand.state().article().unwrap().entities().any(|(_, entity)| entity.is_open());
            let last = outline::order(&hand.open().issue).last().is_some_and(|last| last.id == article);
            if left {
                // Once more where something doubtful is among it.
                for _ in 0..2 {
                    let open = hand.state().issue_left(&article);
                    if open {
                        hand.act(Action::AcceptRest, Sort::Accept);
                    }
                }
            } else if !last {
                hand.act(Action::NextArticle, Sort::Accept);
            }
        }
    }
    Ok(())
}

/// Whether an article has undecided marks.
trait Left {
    fn issue_left(&self, article: &ArticleId) -> bool;
}

impl Left for State {
    fn issue_left(&self, article: &ArticleId) -> bool {
        let article = self.open.as_ref().and_then(|open| open.issue.article(article));
        article.is_some_and(|article| article.entities().any(|(_, entity)| entity.is_open()))
    }
}

/// How the page is gone through.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// In reading order.
    Page,
    /// By the review queue.
    Review,
}

/// Corrects the page and says what that took; whether it is as the gold, within the budget.
fn run(page: &Path, gold: &[Value], way: Way) -> Result<bool, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut hand = Hand::new(folder.path(), page.to_owned());
    let export = |hand: &mut Hand, name: &str| {
        hand.quiet();
        let dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Read).unwrap();
        let open = hand.open();
        let issue = dataset.issue(&open.issue.id).unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, article::write(&issue, &open.source.text).unwrap()).unwrap();
        records(&path)
    };
    let wanted = marks(gold);
    let tasks = tasks(&marks(&export(&mut hand, "before.jsonl")), &wanted);
    let chars: u32 = hand.open().issue.articles.iter().map(|a| zhupi::text::char_len(&a.text())).sum();
    if way == Way::Review {
        let goal = goal(hand.open(), gold)?;
        review::cards(&mut hand, &goal);
    }
    correct(&mut hand, gold)?;
    let made = marks(&export(&mut hand, "after.jsonl"));
    let counts = |sort| hand.counts.get(&sort).copied().unwrap_or(0);
    let total: usize = hand.counts.values().sum();
    let [right, decide, border, added] = tasks;
    let costs = [(right, 0.3), (decide, 1.6), (border, 4.0), (added, 7.0)];
    let budget: f64 = costs.iter().map(|(count, each)| *count as f64 * each).sum();
    println!("{}", if way == Way::Page { "on the page" } else { "by the review queue" });
    println!("characters            {chars}");
    for (name, count, each, sort) in [
        ("right", right, 0.3, Sort::Accept),
        ("relabelled, refused", decide, 1.6, Sort::Decide),
        ("borders", border, 4.0, Sort::Border),
        ("added", added, 7.0, Sort::Added),
    ] {
        let allowed = count as f64 * each;
        println!("{name:<22}{count:>4} marks {:>4} presses, {allowed:>6.1} allowed", counts(sort));
    }
    for (name, sort) in [("structure", Sort::Structure), ("to the cards and back", Sort::Queue)] {
        println!("{name:<22}           {:>4} presses", counts(sort));
    }
    println!("presses               {total}, {budget:.1} allowed");
    println!("presses per 1,000     {:.1}", total as f64 * 1000.0 / f64::from(chars));
    let (missing, other) = (wanted.difference(&made).count(), made.difference(&wanted).count());
    println!(
        "marks                 {} as in the gold, {missing} missing, {other} others\n",
        made.intersection(&wanted).count()
    );
    if let Some(mut path) = std::env::var_os("ZHUPI_KEYS") {
        if way == Way::Review {
            path.push(".review");
        }
        std::fs::write(path, hand.log.join("\n") + "\n").unwrap();
    }
    Ok(missing + other == 0 && total as f64 <= budget)
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval");
    let page = args.next().unwrap_or_else(|| data.join("dev1.txt"));
    let gold = records(&args.next().unwrap_or_else(|| data.join("dev1-gold.jsonl")));
    println!("page                  {}\n", page.display());
    let runs = [Way::Page, Way::Review].map(|way| {
        run(&page, &gold, way).unwrap_or_else(|why| {
            eprintln!("{why}");
            false
        })
    });
    if runs == [true, true] { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
