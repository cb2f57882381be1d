//! A release on the disk: `README.md`, the card, and `data/train.jsonl`, `data/validation.jsonl`, `data/test.jsonl` of
//! `article/1` records.
//!
//! [`draft`] reads the dataset, cuts it down to the recipe and deals it out; nothing is written by that, so the window
//! shows what a release would come to. [`Draft::write`] writes the files. The same dataset and recipe give the same bytes:
//! no clock is in them, and no place on this machine.

mod card;

pub use card::card;

use super::article;
use crate::annotation::{LabelId, LabelSet, Status};
use crate::dataset::Dataset;
use crate::dataset::agreement::Summary;
use crate::dataset::release::{Changes, Kept, Part, Piece, Recipe, Release, Split, Unit, split};
use crate::issue::{Article, ArticleStatus, Issue};
use crate::source::sha256;
use crate::strings::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is in a part of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Issues.
    pub issues: usize,
    /// Articles.
    pub articles: usize,
    /// Characters of their texts.
    pub chars: usize,
    /// Marks that stand, by label.
    pub labels: BTreeMap<LabelId, usize>,
    /// Rejected proposals.
    pub negatives: usize,
    /// Marks that nobody has decided.
    pub undecided: usize,
    /// Articles by topic.
    pub topics: BTreeMap<String, usize>,
    /// Articles without a topic.
    pub without_topic: usize,
    /// Articles by state.
    pub states: BTreeMap<ArticleStatus, usize>,
}

impl Figures {
    fn count(&mut self, article: &Article) {
        self.articles += 1;
        self.chars += article.text().chars().count();
        for (_, mark) in article.entities() {
            match mark.status {
                Status::Rejected => self.negatives += 1,
                status => {
                    *self.labels.entry(mark.label.clone()).or_default() += 1;
                    self.undecided += usize::from(status == Status::Proposed);
                }
            }
        }
        let mut topics = article.topics.iter().filter(|topic| topic.status.stands()).peekable();
        self.without_topic += usize::from(topics.peek().is_none());
        for topic in topics {
            *self.topics.entry(topic.code.clone()).or_default() += 1;
        }
        *self.states.entry(article.status).or_default() += 1;
    }

    /// Marks that stand.
    pub fn marks(&self) -> usize {
        self.labels.values().sum()
    }

    /// Both together; issues are those of either, since none is in two parts.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.issues += other.issues;
        sum.articles += other.articles;
        sum.chars += other.chars;
        sum.negatives += other.negatives;
        sum.undecided += other.undecided;
        sum.without_topic += other.without_topic;
        for (label, count) in &other.labels {
            *sum.labels.entry(label.clone()).or_default() += count;
        }
        for (topic, count) in &other.topics {
            *sum.topics.entry(topic.clone()).or_default() += count;
        }
        for (state, count) in &other.states {
            *sum.states.entry(*state).or_default() += count;
        }
        sum
    }
}

/// What the card says of a release.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What was asked for.
    pub recipe: Recipe,
    /// SHA-256 of the records.
    pub hash: String,
    /// By part, in the order of [`Part::ALL`].
    pub parts: [Figures; 3],
    /// Articles left out since something nearly the same is in another part.
    pub near: usize,
    /// The first and the last day; empty where no issue has one.
    pub days: Option<(String, String)>,
    /// Names of the papers.
    pub titles: BTreeSet<String>,
    /// Everybody who decided on something in it.
    pub editors: usize,
    /// The labels in their order, with what the guideline says of each.
    pub labels: Vec<(crate::annotation::Label, Option<String>)>,
    /// How far annotators agreed when they were last compared.
    pub agreement: Option<Summary>,
    /// The release before and what changed since.
    pub since: Option<(String, Changes)>,
}

impl Facts {
    /// All parts together.
    pub fn all(&self) -> Figures {
        let [train, validation, test] = &self.parts;
        train.with(validation).with(test)
    }
}

/// A release that is not on the disk yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What the dataset will remember.
    pub release: Release,
    /// What the card says.
    pub facts: Facts,
    /// The records by part, one a line.
    records: [String; 3],
}

/// An article with its record, before it is dealt out.
struct Leaf {
    piece: Piece,
    record: String,
    article: Article,
}

/// Reads the dataset and deals out a release. `go_on` is told how many issues are read, of how many; `None` comes back
/// where it stopped it. `brief` says what the guideline says of a label.
///
/// # Errors
/// The reason in words, where an issue cannot be read or does not agree with itself.
pub fn draft(
    dataset: &Dataset,
    recipe: &Recipe,
    brief: &dyn Fn(&crate::annotation::Label) -> Option<String>,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<Draft>, Message> {
    let said = |error: crate::dataset::DatasetError| error.message();
    let (mut leaves, mut days, mut titles) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut editors = BTreeSet::new();
    let issues = dataset.issues().map_err(said)?;
    let covered: Vec<_> = issues.iter().filter(|summary| recipe.covers(&summary.date)).cloned().collect();
    let read = dataset.each_of_many(&covered, go_on, &|dataset, summary| {
        let issue = recipe.pruned(&dataset.issue(&summary.id).map_err(said)?);
        if issue.articles.is_empty() {
            return Ok(None);
        }
        let source = dataset.source(&summary.id).map_err(said)?;
        let records = article::write(&issue, &source.text).map_err(|error| error.message())?;
        let dealt = issue.articles.iter().zip(records.lines());
        let leaves: Vec<Leaf> =
            dealt.map(|(article, record)| leaf(&issue, article, record, recipe)).collect();
        Ok(Some((issue.date.clone(), issue.title.clone(), names(&issue), leaves)))
    })?;
    let Some(read) = read else { return Ok(None) };
    for (date, title, names, dealt) in read.into_iter().flatten() {
        days.extend(Some(date).filter(|date| !date.is_empty()));
        titles.extend(Some(title).filter(|title| !title.is_empty()));
        editors.extend(names);
        leaves.extend(dealt);
    }
    let before = dataset.releases().map_err(said)?;
    let last = before.iter().rev().map(|(.., release)| release);
    let alike = |release: &&Release| {
        let known = &release.recipe;
        (known.seed, known.shares, known.unit) == (recipe.seed, recipe.shares, recipe.unit)
    };
    let draw = last.clone().find(alike).map(|release| release.draw);
    let pieces: Vec<Piece> = leaves.iter().map(|leaf| leaf.piece.clone()).collect();
    let going = std::cell::RefCell::new(go_on);
    let total = issues.len();
    let Some(split) = split(&pieces, recipe, draw, &|| (*going.borrow_mut())(total, total)) else {
        return Ok(None);
    };
    let (release, records, parts) = dealt(recipe, &leaves, &split);
    // Repeated, a release is compared with what came before it the first time.
    let earlier = before.iter().map(|(.., known)| known).take_while(|known| known.recipe.name != recipe.name);
    let since = earlier.last().map(|known| (known.recipe.name.clone(), Changes::between(known, &release)));
    let labels = shown_labels(&dataset.label_set(), recipe);
    let facts = Facts {
        recipe: recipe.clone(),
        hash: release.hash.clone(),
        parts,
        near: split.left_out(),
        days: days.first().cloned().zip(days.last().cloned()),
        titles,
        editors: editors.len(),
        labels: labels.into_iter().map(|label| (label.clone(), brief(&label))).collect(),
        agreement: dataset.compared().map_err(said)?,
        since,
    };
    Ok(Some(Draft { release, facts, records }))
}

/// Who decided on marks and topics of an issue.
fn names(issue: &Issue) -> BTreeSet<String> {
    let marks = issue.articles.iter().flat_map(Article::entities);
    let marks = marks.filter(|(_, mark)| mark.status.is_decided()).map(|(_, mark)| mark.by.clone());
    let topics = issue.articles.iter().flat_map(|article| &article.topics);
    let topics = topics.filter(|topic| topic.status.is_decided()).map(|topic| topic.by.clone());
    marks.chain(topics).collect()
}

fn leaf(issue: &Issue, article: &Article, record: &str, recipe: &Recipe) -> Leaf {
    let mut labels: BTreeMap<LabelId, u32> = BTreeMap::new();
    for (_, mark) in article.entities().filter(|(_, mark)| mark.status.stands()) {
        *labels.entry(mark.label.clone()).or_default() += 1;
    }
    let by_date = recipe.unit == Unit::Date && !issue.date.is_empty();
    let unit = if by_date { issue.date.clone() } else { issue.id.to_string() };
    let piece = Piece {
        issue: issue.id.clone(),
        unit,
        article: article.id.clone(),
        digest: sha256(record.as_bytes()),
        text: article.text(),
        labels,
    };
    Leaf { piece, record: record.to_owned(), article: article.clone() }
}

/// The labels of the set that a release has, in their order.
fn shown_labels(set: &LabelSet, recipe: &Recipe) -> Vec<crate::annotation::Label> {
    let wanted =
        |label: &&crate::annotation::Label| recipe.labels.is_empty() || recipe.labels.contains(&label.id);
    set.labels.iter().filter(wanted).cloned().collect()
}

/// The records and figures by part, and what is to be remembered.
fn dealt(recipe: &Recipe, leaves: &[Leaf], split: &Split) -> (Release, [String; 3], [Figures; 3]) {
    let (mut records, mut parts) = (<[String; 3]>::default(), <[Figures; 3]>::default());
    let mut issues: BTreeSet<(Part, &str)> = BTreeSet::new();
    let mut articles = Vec::new();
    for (leaf, part) in leaves.iter().zip(&split.parts) {
        let Some(part) = *part else { continue };
        records[part as usize].push_str(&leaf.record);
        records[part as usize].push('\n');
        let figures = &mut parts[part as usize];
        figures.count(&leaf.article);
        figures.issues += usize::from(issues.insert((part, leaf.piece.issue.as_str())));
        let digest = leaf.piece.digest.chars().take(16).collect();
        articles.push(Kept { id: leaf.piece.article.clone(), digest, part });
    }
    let sums = Part::ALL.iter().zip(&records);
    let sums: Vec<String> =
        sums.map(|(part, records)| format!("{} {}\n", part.name(), sha256(records.as_bytes()))).collect();
    let hash = sha256(sums.concat().as_bytes());
    (Release { recipe: recipe.clone(), draw: split.draw, hash, articles }, records, parts)
}

impl Draft {
    /// The records of a part, one a line.
    pub fn records(&self, part: Part) -> &str {
        &self.records[part as usize]
    }

    /// The files of the release by their names inside its folder.
    pub fn files(&self) -> Vec<(String, String)> {
        let data = Part::ALL
            .into_iter()
            .map(|part| (format!("data/{}.jsonl", part.name()), self.records[part as usize].clone()));
        // The card comes last: where it is, all is there.
        data.chain([("README.md".to_owned(), card(&self.facts))]).collect()
    }

    /// Writes the files into a folder, which is made where there is none; each whole or not at all.
    ///
    /// # Errors
    /// Where files of a release are there already and `replace` is not set, or the disk refuses.
    pub fn write(&self, folder: &Path, replace: bool) -> Result<(), Message> {
        let about = |key, path: &Path| Message::new(key).with("file", path.display());
        let failed =
            |path: &Path, error: std::io::Error| about("error.release.write", path).with("reason", error);
        let files = self.files();
        if !replace && let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
            return Err(about("error.release.exists", &folder.join(name)));
        }
        let data = folder.join("data");
        std::fs::create_dir_all(&data).map_err(|error| failed(&data, error))?;
        for (name, content) in files {
            let path = folder.join(&name);
            super::write_whole(&path, content.as_bytes()).map_err(|error| failed(&path, error))?;
        }
        Ok(())
    }
}
