//! Training the topics on a corpus, and finding out by cross-validation what the training is worth.
//!
//! Each article is a step of AdaGrad, and its beginning another, since the layout may have torn off the rest; the order is
//! fixed, so the same pages give the same bytes. Where an article has two topics
//! each is half right. The thresholds and the way from probabilities to scores are found on the folds that were left out,
//! before the whole corpus teaches.

mod report;

pub use report::TopicReport;

use super::book::Book;
use super::features::Feature;
use super::lessons::TopicLessons;
use super::model::{self, CLUES, Clues, Model, Settings, Shown, clues, softmax};
use super::second::{self, CLUES as CLUES_BEHIND, Pairs};
use super::{Chosen, Judged, Topics, wants};
use crate::issue::{Article, Issue, Kind, Role};
use crate::odds::{log_odds, probability};
use crate::propose::keywords::{self, Tasted};
use crate::propose::lexicon::Lexicons;
use crate::propose::logistic::{self, Tried};
use crate::propose::words::Cutter;
use report::report;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Passes that bring the few weights of second topics and of scores to rest.
const PASSES: usize = 1000;
/// Folds of the cross-validation inside training.
const FOLDS: usize = 5;

/// How the topics are trained. The values of [`TopicCourse::default`] were chosen by cross-validation on the corpus
/// (`zhupi train assets/corpus --topics --folds 5`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopicCourse {
    /// Passes over the corpus.
    pub passes: usize,
    /// Length of the first step; later passes go shorter ones.
    pub rate: f32,
    /// How fast weights shrink.
    pub decay: f32,
    /// In how many articles a feature must stand.
    pub least: u32,
    /// Weights below this are dropped at the end.
    pub floor: f32,
}

impl Default for TopicCourse {
    fn default() -> Self {
        Self { passes: 12, rate: 0.2, decay: 0.0003, least: 3, floor: 0.05 }
    }
}

/// What an article shows and what is right.
struct Example {
    shown: Shown,
    wants: bool,
    tops: Vec<usize>,
    /// For each top, the right ones below; may be empty.
    below: Vec<Vec<usize>>,
    article: Article,
    /// The heading and the first paragraph by themselves.
    beginning: Shown,
    tasted: Tasted,
}

impl Example {
    fn chosen(&self, topics: &Topics, judged: &Judged, second: Option<(usize, f32)>) -> Vec<Chosen> {
        if self.wants { topics.choose(judged, second) } else { Vec::new() }
    }
}

/// A model to look through while it is trained. A feature has a column of weights for each concept, and behind them one for
/// each top concept by itself.
struct Trainer<'a> {
    book: &'a Book,
    places: HashMap<u32, usize>,
    columns: usize,
    weights: Vec<f32>,
    seen: Vec<f32>,
    bias: Vec<[f32; 2]>,
    prior: [[[f32; 2]; CLUES]; 3],
    rate: f32,
    decay: f32,
}

impl<'a> Trainer<'a> {
    fn new(book: &'a Book, examples: &[&Example], course: &TopicCourse) -> Self {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for example in examples {
            let hashes: BTreeSet<u32> = example.shown.features.iter().map(|f| f.hash).collect();
            for hash in hashes {
                *counts.entry(hash).or_default() += 1;
            }
        }
        let kept = counts.into_iter().filter(|(_, count)| *count >= course.least);
        let places: HashMap<u32, usize> = kept.enumerate().map(|(n, (hash, _))| (hash, n)).collect();
        let columns = book.taxonomy.concepts.len() + book.tops.len();
        let size = places.len() * columns;
        Self {
            book,
            places,
            columns,
            weights: vec![0.0; size],
            seen: vec![0.0; size],
            bias: vec![[0.0; 2]; columns],
            prior: [[[0.0; 2]; CLUES]; 3],
            rate: course.rate,
            decay: course.decay,
        }
    }

    fn places(&self, features: &[Feature]) -> Vec<(usize, f32)> {
        features.iter().filter_map(|f| Some((self.places.get(&f.hash)? * self.columns, f.value))).collect()
    }

    fn pass(&mut self, examples: &[&Example]) {
        for example in examples.iter().filter(|example| !example.tops.is_empty()) {
            self.teach(&example.shown, example);
            self.teach(&example.beginning, example);
        }
    }

    fn teach(&mut self, shown: &Shown, example: &Example) {
        let places = self.places(&shown.features);
        self.among(shown, &places, (&self.book.tops, 0), &example.tops);
        for (top, right) in example.tops.iter().zip(&example.below) {
            if !right.is_empty() {
                self.among(shown, &places, (&self.book.below[*top], 1), right);
            }
        }
        self.alone(shown, &places, &example.tops);
    }

    /// A step of concepts that stand side by side.
    fn among(
        &mut self,
        shown: &Shown,
        places: &[(usize, f32)],
        (group, level): (&[usize], usize),
        right: &[usize],
    ) {
        let clues: Vec<Clues> = clues(&shown.cases, group);
        let scores =
            group.iter().zip(&clues).map(|(concept, clues)| self.score(places, *concept, clues, level));
        let odds = softmax(scores.collect());
        let share = 1.0 / right.len() as f32;
        for ((concept, clues), odds) in group.iter().zip(&clues).zip(odds) {
            let error = odds - if right.contains(concept) { share } else { 0.0 };
            self.step(places, *concept, clues, (level, error));
        }
    }

    /// A step of every top concept by itself.
    fn alone(&mut self, shown: &Shown, places: &[(usize, f32)], right: &[usize]) {
        let concepts = self.book.taxonomy.concepts.len();
        for (n, (top, clues)) in self.book.tops.iter().zip(clues(&shown.cases, &self.book.tops)).enumerate() {
            let odds = probability(self.score(places, concepts + n, &clues, 2));
            let error = odds - f32::from(u8::from(right.contains(top)));
            self.step(places, concepts + n, &clues, (2, error));
        }
    }

    fn score(&self, places: &[(usize, f32)], column: usize, clues: &Clues, level: usize) -> f32 {
        let prior: f32 = clues.iter().zip(&self.prior[level]).map(|(clue, w)| clue * w[0]).sum();
        let sum: f32 = places.iter().map(|(place, value)| self.weights[place + column] * value).sum();
        prior + self.bias[column][0] + sum
    }

    fn step(&mut self, places: &[(usize, f32)], column: usize, clues: &Clues, (level, error): (usize, f32)) {
        let (rate, decay) = (self.rate, self.decay);
        for (place, value) in places {
            let (weight, seen) = (&mut self.weights[place + column], &mut self.seen[place + column]);
            go(weight, seen, error * value + decay * *weight, rate);
        }
        let [weight, seen] = &mut self.bias[column];
        go(weight, seen, error + decay * *weight, rate * 0.3);
        for (clue, [weight, seen]) in clues.iter().zip(&mut self.prior[level]) {
            go(weight, seen, error * clue, rate);
        }
    }

    fn finish(self, floor: f32, pairs: Pairs) -> Model {
        let most = self.weights.iter().fold(0.0f32, |most, w| most.max(w.abs()));
        let unit = (most / 127.0).max(f32::MIN_POSITIVE);
        let mut features: Vec<(u32, usize)> = self.places.into_iter().collect();
        features.sort_unstable();
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (feature, place) in features {
            let row = self.weights.iter().skip(place * self.columns).take(self.columns).enumerate();
            let before = cells.len();
            cells.extend(
                row.filter(|(_, w)| w.abs() >= floor).map(|(n, w)| (n as u8, (w / unit).round() as i8)),
            );
            if cells.len() > before {
                rows.push((feature, cells.len() as u32));
            }
        }
        let concepts = &self.book.taxonomy.concepts;
        let alone = self.book.tops.iter().map(|top| model::by_itself(&concepts[*top].code));
        Model {
            classes: concepts.iter().map(|concept| concept.code.clone()).chain(alone).collect(),
            prior: self.prior.map(|clues| clues.map(|[weight, _]| weight)),
            bias: self.bias.iter().map(|[weight, _]| *weight).collect(),
            rows,
            cells,
            unit,
            pairs,
            ..Model::default()
        }
    }
}

/// Keeps a step finite where nothing was seen yet.
const GROUND: f32 = 1e-2;

fn go(weight: &mut f32, seen: &mut f32, gradient: f32, rate: f32) {
    *seen += gradient * gradient;
    *weight -= rate * gradient / (seen.sqrt() + GROUND);
}

fn learn(book: &Book, examples: &[&Example], course: &TopicCourse) -> Model {
    let mut trainer = Trainer::new(book, examples, course);
    // Neighbours in the corpus are of one page: a stride spreads them.
    let order: Vec<&Example> =
        (0..STRIDE).flat_map(|s| examples.iter().copied().skip(s).step_by(STRIDE)).collect();
    for pass in 0..course.passes {
        trainer.rate = course.rate / (1.0 + pass as f32 * 0.3);
        trainer.pass(&order);
    }
    let mut pairs = Pairs::new();
    for example in examples {
        if let [one, other] = *example.tops {
            let count: &mut u16 = pairs.entry((one.min(other) as u8, one.max(other) as u8)).or_default();
            *count = count.saturating_add(1);
        }
    }
    trainer.finish(course.floor, pairs)
}

/// Articles apart in training.
const STRIDE: usize = 17;

fn examples(topics: &Topics, pages: &[Issue], (cutter, lexicons): (&Cutter, &Lexicons)) -> Vec<Vec<Example>> {
    let book = topics.book();
    let example = |article: &Article| {
        let tops: Vec<usize> = article.topics.iter().filter_map(|topic| book.place(&topic.code)).collect();
        let subs: Vec<usize> =
            article.topics.iter().flat_map(|t| &t.sub).filter_map(|code| book.place(code)).collect();
        let under = |top: &usize| book.below[*top].iter().copied().filter(|n| subs.contains(n)).collect();
        Example {
            shown: topics.show(article, cutter),
            wants: wants(article),
            below: tops.iter().map(under).collect(),
            tops,
            article: article.clone(),
            beginning: topics.show(&beginning(article), cutter),
            tasted: keywords::example(article, topics, (cutter, lexicons)),
        }
    };
    let talks = |article: &&Article| !matches!(article.kind, Kind::Teaser | Kind::Furniture);
    pages.iter().map(|page| page.articles.iter().filter(talks).map(example).collect()).collect()
}

fn beginning(article: &Article) -> Article {
    let mut article = article.clone();
    let first = article.blocks.iter().position(|block| block.role == Role::Paragraph);
    if let Some(first) = first {
        article.blocks.truncate(first + 1);
    }
    article
}

/// What is judged of an article that was left out, beside what is right.
struct Trial<'a> {
    judged: Judged,
    /// What is known of the topics behind the first.
    behind: Vec<[f32; CLUES_BEHIND]>,
    /// The second topic by what the other folds teach.
    second: Option<(usize, f32)>,
    example: &'a Example,
    fold: usize,
}

/// The pages whose number leaves this fold out, or those that it holds.
fn part(
    pages: &[Vec<Example>],
    (fold, folds): (usize, usize),
    held: bool,
) -> impl Iterator<Item = &Example> + Clone {
    pages.iter().enumerate().filter(move |(n, _)| (n % folds == fold) == held).flat_map(|(_, page)| page)
}

/// Judges every page by what the others teach.
fn trials<'a>(
    book: &Book,
    (pages, pieces): (&'a [Vec<Example>], &'a [Example]),
    folds: usize,
    course: &TopicCourse,
) -> Vec<Trial<'a>> {
    let mut trials = Vec::new();
    for fold in 0..folds {
        let taught: Vec<&Example> = part(pages, (fold, folds), false).chain(pieces).collect();
        let topics = Topics::new(learn(book, &taught, course));
        trials.extend(part(pages, (fold, folds), true).map(|example| {
            let judged = topics.judge(&example.shown, None);
            let behind = topics.behind(&judged, &example.shown);
            Trial { judged, behind, second: None, example, fold }
        }));
    }
    for fold in 0..folds {
        let weights = seconds(&trials, |trial| trial.fold != fold);
        for trial in trials.iter_mut().filter(|trial| trial.fold == fold) {
            trial.second = second::likeliest(&trial.behind, &weights);
        }
    }
    trials
}

/// What makes a topic the second one, by these trials.
fn seconds(trials: &[Trial], which: impl Fn(&Trial) -> bool) -> [f32; CLUES_BEHIND] {
    let asked = trials.iter().filter(|trial| which(trial) && trial.example.wants);
    let tried: Vec<Tried<CLUES_BEHIND>> = asked
        .flat_map(|trial| {
            let right = |(top, _): &(usize, f32)| trial.example.tops.contains(top);
            trial.behind.iter().copied().zip(trial.judged.tops.iter().skip(1).map(right))
        })
        .collect();
    logistic::learn(tried.iter(), PASSES)
}

/// Thresholds under which the trials come out best, and the first topic's score made honest.
fn settle(trials: &[Trial], topics: &mut Topics) -> Settings {
    let mut settings = Settings::default();
    let thresholds: Vec<f32> = (3..=30).map(|step| step as f32 * 0.02).collect();
    let tried = |threshold: &f32| {
        Arc::make_mut(&mut topics.model).settings =
            Settings { second: *threshold, sub: *threshold, ..Settings::default() };
        let report = report(trials, topics);
        [report.top.f1(), report.below.f1()]
    };
    let f1: Vec<[f64; 2]> = thresholds.iter().map(tried).collect();
    // The middle of the best five in a row: one that is best by chance has worse neighbours.
    let best = |which: usize| {
        let sums = f1.windows(5).map(|five| five.iter().map(|f1| f1[which]).sum::<f64>());
        let best = sums.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        best.and_then(|(n, _)| thresholds.get(n + 2)).copied().unwrap_or(0.3)
    };
    (settings.second, settings.sub) = (best(0), best(1));
    let firsts: Vec<Tried<2>> = trials
        .iter()
        .filter(|trial| trial.example.wants)
        .filter_map(|trial| {
            let (top, odds) = trial.judged.tops.first()?;
            Some(([log_odds(*odds), 1.0], trial.example.tops.contains(top)))
        })
        .collect();
    settings.first_score = logistic::learn(firsts.iter(), PASSES);
    Arc::make_mut(&mut topics.model).settings = settings;
    settings
}

/// Trains on pages with decided topics and on short pieces (`corpus::pieces`); returns the file.
pub fn train_topics(pages: &[Issue], pieces: &[Issue], course: &TopicCourse) -> Vec<u8> {
    let (cutter, lexicons) = (Cutter::load(), Lexicons::load());
    let lists = (&cutter, &lexicons);
    let mut topics = Topics::new(Model::default());
    let pieces: Vec<Example> = examples(&topics, pieces, lists).into_iter().flatten().collect();
    let examples = examples(&topics, pages, lists);
    let book = Book::own();
    let trials = trials(&book, (&examples, &pieces), FOLDS, course);
    let settings = settle(&trials, &mut topics);
    let all: Vec<&Example> = examples.iter().flatten().chain(&pieces).collect();
    let second = seconds(&trials, |_| true);
    let taste = taste(examples.iter().flatten());
    let model = Model { settings, second, taste, ..learn(&book, &all, course) };
    model.write()
}

fn taste<'a>(examples: impl Iterator<Item = &'a Example> + Clone) -> keywords::Clues {
    logistic::learn(examples.flat_map(|example| &example.tasted), keywords::PASSES)
}

/// Leaves each fold out in turn and reports what is proposed for its articles; page `n` is in fold `n % folds`. The
/// structure and the names are the corpus' own. The pieces teach in every fold and are never judged.
pub fn cross_validate_topics(
    pages: &[Issue],
    pieces: &[Issue],
    folds: usize,
    course: &TopicCourse,
) -> TopicReport {
    let (cutter, lexicons) = (Cutter::load(), Lexicons::load());
    let lists = (&cutter, &lexicons);
    let mut topics = Topics::new(Model::default());
    let pieces: Vec<Example> = examples(&topics, pieces, lists).into_iter().flatten().collect();
    let examples = examples(&topics, pages, lists);
    let book = Book::own();
    let trials = trials(&book, (&examples, &pieces), folds, course);
    settle(&trials, &mut topics);
    let mut report = report(&trials, &topics);
    // The same again, learning from each article after it was judged.
    for fold in 0..folds {
        let taught: Vec<&Example> = part(&examples, (fold, folds), false).chain(&pieces).collect();
        let second = seconds(&trials, |trial| trial.fold != fold);
        let settings = topics.model.settings;
        let topics = Topics::new(Model { settings, second, ..learn(&book, &taught, course) });
        let taste = taste(part(&examples, (fold, folds), false));
        let mut lessons = TopicLessons::default();
        for example in part(&examples, (fold, folds), true) {
            let judged = topics.judge(&example.shown, Some(&lessons));
            let second = topics.second(&judged, &example.shown);
            report.learning.add(&example.chosen(&topics, &judged, second), example);
            lessons = topics.learn(&lessons, &example.article, &cutter);
            let (right, proposed, wanted) = keywords::measure(&example.article, &topics, lists, &taste);
            report.keywords.right += right;
            report.keywords.proposed += proposed;
            report.keywords.wanted += wanted;
            report.reachable += example.tasted.iter().filter(|(_, right)| *right).count();
        }
    }
    report
}
