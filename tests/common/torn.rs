//! Pages torn further than they are, with their gold: how much of a page can go wrong before the layout does.
//!
//! A [`Page`] is a text and its gold. [`Page::torn`] makes a copy with a [`Tear`]: rows of the text are moved, dropped
//! or parted by empty ones, and the gold's ranges follow their characters. [`measure`] puts the copy together again and
//! says how near that is to the gold.

#![allow(dead_code, reason = "the test and the example use their own parts of this")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use zhupi::annotation::{ArticleId, BlockId, Status};
use zhupi::headless::evaluate::record::{self, Alt, Block, RawRange, Record};
use zhupi::headless::evaluate::{score, scores::Scores};
use zhupi::issue::{Article, ArticleStatus, FilePart, Issue};
use zhupi::layout::{Mentions, Name, Weights, reconstruct_with, rejoin};
use zhupi::propose::Proposer;
use zhupi::source::{File, Source};
use zhupi::text::{CharRange, is_space};

/// A page with its gold.
pub struct Page {
    pub name: String,
    pub text: Vec<char>,
    pub gold: Vec<Record>,
    pub alt: Alt,
}

/// What is done to a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tear {
    /// Nothing.
    Nothing,
    /// Every run of heading lines goes to a random place between two lines, set off by empty lines.
    Headings,
    /// The same, without empty lines around it.
    TightHeadings,
    /// After each line an empty one, with this probability.
    Blanks(f64),
    /// All empty lines go.
    NoBlanks,
    /// The n-th byline is lost, datelines counted too where the flag says so.
    NoByline(usize, bool),
}

/// Numbers that look random and are the same each time (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn chance(&mut self, p: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= p
    }
}

/// Positions of a line's characters in the page that it is from.
type Row = Vec<usize>;

impl Page {
    pub fn open(page: &Path, gold: &Path) -> Self {
        let source = Source::open(page, None).unwrap();
        let gold_text = fs::read_to_string(gold).unwrap();
        let alt = fs::read_to_string(gold.with_extension("alt.json"));
        Self {
            name: page.file_stem().unwrap().to_string_lossy().into_owned(),
            text: source.text.chars().collect(),
            gold: record::records(&gold_text).unwrap(),
            alt: alt.map_or_else(|_| Alt::default(), |text| serde_json::from_str(&text).unwrap()),
        }
    }

    /// All pages of a folder: NAME.txt with NAME-gold.jsonl.
    pub fn folder(folder: &Path) -> Vec<Self> {
        let mut texts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        texts.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        texts.sort();
        let gold = |path: &Path| {
            path.with_file_name(format!("{}-gold.jsonl", path.file_stem().unwrap().to_string_lossy()))
        };
        texts.iter().map(|path| Self::open(path, &gold(path))).collect()
    }

    pub fn string(&self) -> String {
        self.text.iter().collect()
    }

    /// The blocks whose loss [`Tear::NoByline`] knows, as record and block.
    pub fn bylines(&self, datelines: bool) -> Vec<(usize, usize)> {
        let is = |block: &Block| match block.role.as_deref() {
            Some("byline") => true,
            Some("dateline") => datelines,
            _ => false,
        };
        let records = self.gold.iter().enumerate().filter(|(_, r)| r.kind.as_deref() == Some("article"));
        let blocks = records.flat_map(|(r, record)| {
            record.blocks.iter().enumerate().filter(move |(_, block)| is(block)).map(move |(b, _)| (r, b))
        });
        blocks.filter(|(r, b)| !self.gold[*r].blocks[*b].source.is_empty()).collect()
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = vec![Row::new()];
        for (n, c) in self.text.iter().enumerate() {
            match c {
                '\n' => rows.push(Row::new()),
                '\r' => {}
                _ => rows.last_mut().unwrap().push(n),
            }
        }
        rows
    }

    /// A copy with a tear.
    pub fn torn(&self, tear: Tear, dice: &mut Dice) -> Self {
        let mut rows = self.rows();
        match tear {
            Tear::Nothing => {}
            Tear::Headings => self.scatter(&mut rows, dice, true),
            Tear::TightHeadings => self.scatter(&mut rows, dice, false),
            Tear::Blanks(p) => {
                let parted = rows.into_iter().flat_map(|row| {
                    let one = if dice.chance(p) && !self.is_blank(&row) { Some(Row::new()) } else { None };
                    std::iter::once(row).chain(one)
                });
                rows = parted.collect();
            }
            Tear::NoBlanks => rows.retain(|row| !self.is_blank(row)),
            Tear::NoByline(n, datelines) => {
                let (record, block) = self.bylines(datelines)[n];
                let gone: Vec<usize> = positions(&self.gold[record].blocks[block].source).collect();
                for row in &mut rows {
                    row.retain(|at| !gone.contains(at));
                }
            }
        }
        self.of_rows(&rows)
    }

    fn is_blank(&self, row: &Row) -> bool {
        row.iter().all(|at| is_space(self.text[*at]))
    }

    /// Takes every run of heading lines of one article out and puts it somewhere else.
    fn scatter(&self, rows: &mut Vec<Row>, dice: &mut Dice, parted: bool) {
        let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
        for (r, record) in self.gold.iter().enumerate().filter(|(_, r)| r.kind.as_deref() == Some("article"))
        {
            let headings = record.blocks.iter().filter(|block| is_heading(block.role.as_deref()));
            owner.extend(headings.flat_map(|block| positions(&block.source)).map(|at| (at, r)));
        }
        let of = |row: &Row| {
            let mut owners = row.iter().filter(|at| !is_space(self.text[**at])).map(|at| owner.get(at));
            let first = owners.next().flatten()?;
            owners.all(|other| other == Some(first)).then_some(*first)
        };
        let mut groups: Vec<(usize, Vec<Row>)> = Vec::new();
        let mut kept: Vec<Row> = Vec::new();
        let mut joined = false;
        for row in std::mem::take(rows) {
            #[allow(clippy::single_match_else, reason = "two cases of one question")]
            match of(&row) {
                Some(article) => {
                    match groups.last_mut().filter(|(last, _)| joined && *last == article) {
                        Some((_, group)) => group.push(row),
                        None => groups.push((article, vec![row])),
                    }
                    joined = true;
                }
                None => {
                    // The empty line that parted the heading from what follows goes with it.
                    let doubled =
                        joined && self.is_blank(&row) && kept.last().is_some_and(|k| self.is_blank(k));
                    joined = false;
                    if !doubled {
                        kept.push(row);
                    }
                }
            }
        }
        let mut places: Vec<(usize, usize)> =
            (0..groups.len()).map(|g| (dice.below(kept.len() + 1), g)).collect();
        places.sort_unstable();
        let mut places = places.into_iter().peekable();
        for n in 0..=kept.len() {
            while let Some((_, g)) = places.next_if(|(place, _)| *place == n) {
                if parted && rows.last().is_some_and(|row| !self.is_blank(row)) {
                    rows.push(Row::new());
                }
                rows.append(&mut groups[g].1);
                if parted && kept.get(n).is_some_and(|row| !self.is_blank(row)) {
                    rows.push(Row::new());
                }
            }
            rows.extend(kept.get(n).cloned());
        }
    }

    /// The page that these rows make.
    fn of_rows(&self, rows: &[Row]) -> Self {
        let (mut text, mut new) = (Vec::new(), vec![None; self.text.len()]);
        for (n, row) in rows.iter().enumerate() {
            if n > 0 {
                text.push('\n');
            }
            for at in row {
                new[*at] = Some(text.len());
                text.push(self.text[*at]);
            }
        }
        let mut gold = self.gold.clone();
        for block in gold.iter_mut().flat_map(|record| &mut record.blocks) {
            let kept: Vec<usize> = positions(&block.source)
                .filter(|at| !is_space(self.text[*at]))
                .filter_map(|at| new[at])
                .collect();
            if kept.is_empty() {
                block.text.clear();
            }
            block.source = kept.into_iter().map(|at| (at as i64, at as i64 + 1)).collect();
        }
        for record in &mut gold {
            record.entities.clear();
        }
        Self { name: self.name.clone(), text, gold, alt: self.alt.clone() }
    }
}

fn positions(ranges: &[RawRange]) -> impl Iterator<Item = usize> {
    ranges.iter().flat_map(|(start, end)| *start as usize..*end as usize)
}

fn is_heading(role: Option<&str>) -> bool {
    matches!(role, Some("kicker" | "headline" | "subheadline"))
}

/// The proposer's names and words, remembered: the same headings and line ends come again and again.
pub struct Remembered {
    proposer: Proposer,
    names: Mutex<HashMap<String, Vec<(CharRange, f32)>>>,
    words: Mutex<HashMap<String, bool>>,
    meanings: Mutex<HashMap<String, Vec<f32>>>,
    topics: Mutex<HashMap<String, Vec<f32>>>,
    spoken: Mutex<HashMap<String, Vec<Name>>>,
}

impl Remembered {
    pub fn new() -> Self {
        Self::with(Proposer::new().unwrap())
    }

    /// What `proposer` says.
    pub fn with(proposer: Proposer) -> Self {
        Self {
            proposer,
            names: Mutex::default(),
            words: Mutex::default(),
            meanings: Mutex::default(),
            topics: Mutex::default(),
            spoken: Mutex::default(),
        }
    }
}

impl Mentions for Remembered {
    fn names(&self, text: &str) -> Vec<(CharRange, f32)> {
        let known = self.names.lock().unwrap().get(text).cloned();
        known.unwrap_or_else(|| {
            let names = self.proposer.names(text);
            self.names.lock().unwrap().insert(text.to_owned(), names.clone());
            names
        })
    }

    fn spoken(&self, text: &str) -> Vec<Name> {
        let known = self.spoken.lock().unwrap().get(text).cloned();
        known.unwrap_or_else(|| {
            let names = self.proposer.spoken(text);
            self.spoken.lock().unwrap().insert(text.to_owned(), names.clone());
            names
        })
    }

    fn about(&self, text: &str) -> Vec<f32> {
        let known = self.topics.lock().unwrap().get(text).cloned();
        known.unwrap_or_else(|| {
            let topics = self.proposer.about(text);
            self.topics.lock().unwrap().insert(text.to_owned(), topics.clone());
            topics
        })
    }

    fn meaning(&self, text: &str) -> Vec<f32> {
        let known = self.meanings.lock().unwrap().get(text).cloned();
        known.unwrap_or_else(|| {
            let meaning = self.proposer.meaning(text);
            self.meanings.lock().unwrap().insert(text.to_owned(), meaning.clone());
            meaning
        })
    }

    fn is_word_across(&self, left: &str, right: &str) -> bool {
        let key = format!("{left}\n{right}");
        let known = self.words.lock().unwrap().get(&key).copied();
        known.unwrap_or_else(|| {
            let across = self.proposer.is_word_across(left, right);
            self.words.lock().unwrap().insert(key, across);
            across
        })
    }
}

/// A source of any text, also of one that no file would be opened with.
pub fn source(text: &str) -> Source {
    let (name, sha256, encoding) = ("page.txt".to_owned(), "0".repeat(64), "utf-8".to_owned());
    let end = text.chars().count() as u32;
    let part = FilePart {
        file: name.clone(),
        sha256: sha256.clone(),
        encoding: encoding.clone(),
        page: None,
        start: 0,
        end,
    };
    let file = File { name, bytes: text.as_bytes().into(), sha256, encoding, extract: None };
    let shapes = vec![zhupi::source::Shape::Lines];
    Source { files: vec![file], parts: vec![part], text: text.to_owned(), shapes, ..Source::default() }
}

/// The articles as the scorer reads them.
pub fn records(issue: &Issue) -> Vec<Record> {
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
    let block = |block: &zhupi::issue::Block| Block {
        role: word(serde_json::to_value(block.role).unwrap()),
        text: block.text.clone(),
        source: block.source.iter().map(|r| (i64::from(r.start()), i64::from(r.end()))).collect(),
        ..Block::default()
    };
    let records = issue.articles.iter().map(|article| Record {
        id: Some(article.id.to_string()),
        kind: word(serde_json::to_value(article.kind).unwrap()),
        blocks: article.blocks.iter().map(block).collect(),
        ..Record::default()
    });
    records.collect()
}

/// The figures of one run, by name.
pub const FIGURES: [&str; 11] =
    ["same", "heads", "own", "allhead", "clean", "paras", "roles", "kinds", "fidel", "lines", "found"];

/// What one run came to.
pub struct Run {
    /// In the order of [`FIGURES`].
    pub figures: [f64; FIGURES.len()],
    /// Articles whose headline is elsewhere.
    pub missed: Vec<String>,
    /// For every predicted block its confidence and whether its article is the right one; headings apart.
    pub sure: Vec<(bool, f32, bool)>,
}

/// Puts the page together and compares.
pub fn measure(page: &Page, mentions: &dyn Mentions) -> Run {
    measure_with(page, mentions, &Weights::default())
}

/// The same by other weights.
pub fn measure_with(page: &Page, mentions: &dyn Mentions, weights: &Weights) -> Run {
    measure_issue(page, &reconstruct_with(&source(&page.string()), mentions, weights))
}

/// The same where every line is what the gold says it is, so that only borders and headings can be wrong.
pub fn measure_told(page: &Page, mentions: &dyn Mentions, weights: &Weights) -> Run {
    measure_issue(page, &rejoin(&source(&page.string()), &issue(page), mentions, weights))
}

/// The gold as an issue.
pub fn issue(page: &Page) -> Issue {
    let article = |(n, record): (usize, &Record)| {
        let block = |(k, block): (usize, &Block)| zhupi::issue::Block {
            id: BlockId::derived(&[&n.to_string(), &k.to_string()]),
            role: serde_json::from_value(block.role.clone().unwrap_or_default().into()).unwrap(),
            text: block.text.clone(),
            source: block.source.iter().map(|(a, b)| CharRange::new(*a as u32, *b as u32)).collect(),
            page: None,
            status: Status::Accepted,
            by: String::new(),
            confidence: None,
            proposed: None,
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
        };
        Article {
            id: ArticleId::derived(&[&n.to_string()]),
            kind: serde_json::from_value(record.kind.clone().unwrap_or_default().into()).unwrap(),
            status: ArticleStatus::Done,
            blocks: record.blocks.iter().filter(|b| !b.source.is_empty()).enumerate().map(block).collect(),
            supplied_headline: None,
            summary: None,
            notes: Vec::new(),
            topics: Vec::new(),
            keywords: Vec::new(),
            relations: Vec::new(),
        }
    };
    Issue {
        id: source(&page.string()).issue_id(),
        title: String::new(),
        date: String::new(),
        files: source(&page.string()).parts,
        articles: page.gold.iter().enumerate().map(article).collect(),
        disputes: Vec::new(),
    }
}

fn measure_issue(page: &Page, issue: &Issue) -> Run {
    let text = page.string();
    let pred = records(issue);
    let scores: Scores = score(&page.gold, &pred, &text, &page.alt, 0).unwrap();
    let (lines, sure) = lines(page, &pred, issue);
    let figures = [
        scores.segmentation.pairwise.ratio.f1,
        scores.headline.attachment,
        scores.headline.attachment_one_to_one,
        scores.headline.all_headings_attachment,
        scores.headline.headless_left_clean,
        scores.paragraph_boundaries.ratio.f1,
        scores.roles.accuracy,
        scores.roles.kind_accuracy,
        scores.text_fidelity.covered_exactly_once,
        lines,
        found(page, &pred),
    ];
    let missed = scores.headline.missed.into_iter().flatten().collect();
    Run { figures, missed, sure }
}

/// The share of the gold's headings' characters that are headings at all.
fn found(page: &Page, pred: &[Record]) -> f64 {
    let of = |records: &[Record]| -> Vec<usize> {
        let blocks = records.iter().flat_map(|record| &record.blocks);
        blocks
            .filter(|block| is_heading(block.role.as_deref()))
            .flat_map(|block| positions(&block.source))
            .collect()
    };
    let pred: std::collections::BTreeSet<usize> = of(pred).into_iter().collect();
    let gold = of(&page.gold);
    gold.iter().filter(|at| pred.contains(at)).count() as f64 / gold.len().max(1) as f64
}

/// The share of lines whose predicted article is the one that has most of their gold article, and the same for blocks
/// with their confidence. Articles are matched one to one, the largest overlap first; all furniture is one.
fn lines(page: &Page, pred: &[Record], issue: &Issue) -> (f64, Vec<(bool, f32, bool)>) {
    let holders = |records: &[Record]| {
        let mut holders = vec![usize::MAX; page.text.len()];
        for (n, record) in records.iter().enumerate() {
            let n = if record.kind.as_deref() == Some("furniture") { records.len() } else { n };
            for at in record.blocks.iter().flat_map(|block| positions(&block.source)) {
                holders[at] = n;
            }
        }
        holders
    };
    let (gold, found) = (holders(&page.gold), holders(pred));
    let mut overlap: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let solid = |at: &usize| !is_space(page.text[*at]) && gold[*at] != usize::MAX;
    for at in (0..page.text.len()).filter(solid) {
        *overlap.entry((gold[at], found[at])).or_default() += 1;
    }
    let mut pairs: Vec<_> = overlap.into_iter().collect();
    pairs.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
    let (mut home, mut taken) = (BTreeMap::new(), Vec::new());
    for ((a, b), _) in pairs {
        if !home.contains_key(&a) && !taken.contains(&b) {
            home.insert(a, b);
            taken.push(b);
        }
    }
    let right = |at: usize| home.get(&gold[at]) == Some(&found[at]);
    let most = |all: &[usize]| all.iter().filter(|at| right(**at)).count() * 2 > all.len();
    let rows: Vec<Vec<usize>> =
        page.rows().into_iter().map(|row| row.into_iter().filter(solid).collect()).collect();
    let rows: Vec<Vec<usize>> = rows.into_iter().filter(|row: &Vec<usize>| !row.is_empty()).collect();
    let share = rows.iter().filter(|row| most(row)).count() as f64 / rows.len().max(1) as f64;
    let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
    let sure = blocks.filter_map(|block| {
        let at: Vec<usize> =
            block.source.iter().flat_map(|r| r.positions()).map(|at| at as usize).filter(solid).collect();
        Some((block.role.is_heading(), block.confidence?, most(&at)))
    });
    (share, sure.collect())
}

/// Lines whose role or article is wrong, with what surrounds them, for reading.
pub fn slips(page: &Page, mentions: &dyn Mentions, weights: &Weights, told: bool) -> String {
    let source = source(&page.string());
    let pred = records(&if told {
        rejoin(&source, &issue(page), mentions, weights)
    } else {
        reconstruct_with(&source, mentions, weights)
    });
    let holder = |records: &[Record]| -> BTreeMap<usize, (usize, String)> {
        let all = records.iter().enumerate().flat_map(|(n, record)| {
            let kind = record.kind.clone().unwrap_or_default();
            record.blocks.iter().flat_map(move |block| {
                let role = format!("{kind}/{}", block.role.clone().unwrap_or_default());
                positions(&block.source).map(move |at| (at, (n, role.clone()))).collect::<Vec<_>>()
            })
        });
        all.collect()
    };
    let (gold, found) = (holder(&page.gold), holder(&pred));
    let mut said = String::new();
    for row in page.rows() {
        let solid = row.iter().find(|at| !is_space(page.text[**at]));
        let line: String = row.iter().map(|at| page.text[*at]).collect();
        let (Some(a), Some(b)) = (solid.and_then(|at| gold.get(at)), solid.and_then(|at| found.get(at)))
        else {
            said.push('\n');
            continue;
        };
        let mark = if a.1 == b.1 { "  " } else { "!!" };
        writeln!(said, "{mark} {:>3} {:<20} {:>3} {:<20} {line}", a.0, a.1, b.0, b.1).unwrap();
    }
    said
}
