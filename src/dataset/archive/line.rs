//! An issue and its articles in short.

use crate::annotation::{ArticleId, Entity, EntryId, EntryKind, IssueId, LabelId, Status, Thresholds};
use crate::issue::concordance::outline;
use crate::issue::{Article, ArticleStatus, Issue, Kind, Role};
use crate::text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who finished which article, and when.
pub(super) type Dones = BTreeMap<ArticleId, Done>;

/// Characters of the beginning of an article that are kept.
const LEAD: usize = 30;

/// An issue in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueLine {
    /// Which.
    pub id: IssueId,
    /// Name of the paper.
    pub title: String,
    /// ISO date.
    pub date: String,
    /// Names of its files, in order.
    #[serde(skip)]
    pub files: Vec<String>,
    /// Time of the last change, RFC 3339 UTC.
    #[serde(skip)]
    pub changed: String,
    /// Page numbers.
    pub pages: BTreeSet<u32>,
    /// Its articles, as the outline has them, without those in the trash.
    pub articles: Vec<ArticleLine>,
    /// How many articles are in the trash.
    pub trashed: u32,
}

/// A word about an article, and whether an editor stands by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// A topic's code or a keyword.
    pub text: String,
    /// Whether it was decided.
    pub decided: bool,
}

/// A name in an article, once however often it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameLine {
    /// Its label.
    pub label: LabelId,
    /// The words.
    pub text: String,
    /// The entry of the register to which these marks are linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Marks that were decided.
    pub decided: u32,
    /// Marks that are proposals.
    pub open: u32,
}

impl NameLine {
    /// How often it stands there.
    pub fn count(&self) -> u32 {
        self.decided + self.open
    }

    /// What of the register it can be.
    pub fn kind(&self) -> Option<EntryKind> {
        EntryKind::of(&self.label)
    }
}

/// When what an article tells of happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// A TIMEX3 value that begins with a day.
    pub value: String,
    /// Whether an editor stands by it.
    pub decided: bool,
}

/// What an editor decided in an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Who.
    pub by: String,
    /// The hour, as RFC 3339 UTC begins: `2026-11-23T21`.
    pub hour: String,
    /// Accepted, corrected, added, rejected.
    pub counts: [u32; 4],
}

/// Who put an article aside as finished, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Who.
    pub by: String,
    /// RFC 3339 UTC.
    pub at: String,
}

/// An article in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleLine {
    /// Which.
    pub id: ArticleId,
    /// Its number in the outline.
    pub number: u32,
    /// What it is.
    pub kind: Kind,
    /// How far it is.
    pub status: ArticleStatus,
    /// Its headline; empty where it has none.
    pub headline: String,
    /// How its text begins.
    pub lead: String,
    /// Page numbers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pages: BTreeSet<u32>,
    /// Characters of its text.
    pub chars: u32,
    /// The line that sums it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its names by label and text; none that was rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameLine>,
    /// Its topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Said>,
    /// Its keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Said>,
    /// The day of which it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Who decided how much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<Work>,
    /// Marks without a decision.
    pub open: u32,
    /// Marks with one.
    pub decided: u32,
    /// Marks without a decision with a low score.
    pub doubtful: u32,
    /// How many of the open marks are probably wrong: what their scores lack to 1.
    pub unsure: f32,
    /// Who finished it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
}

impl IssueLine {
    /// The line of an issue; files and time of the change are known elsewhere.
    pub(super) fn of(issue: &Issue, dones: &Dones) -> Self {
        let away = |article: &&Article| article.status == ArticleStatus::Trashed;
        let shown = (1..).zip(outline(issue)).filter(|(_, article)| !away(article));
        let articles: Vec<_> =
            shown.map(|(number, article)| ArticleLine::of(article, number, dones)).collect();
        let parts = issue.files.iter().filter_map(|part| part.page);
        Self {
            id: issue.id.clone(),
            title: issue.title.clone(),
            date: issue.date.clone(),
            files: Vec::new(),
            changed: String::new(),
            pages: parts.chain(articles.iter().flat_map(|article| article.pages.clone())).collect(),
            trashed: issue.articles.iter().filter(away).count() as u32,
            articles,
        }
    }

    /// Whether all of it is in the trash.
    pub fn is_away(&self) -> bool {
        self.articles.is_empty() && self.trashed > 0
    }
}

impl ArticleLine {
    fn of(article: &Article, number: u32, dones: &Dones) -> Self {
        let body =
            article.blocks.iter().find(|block| block.role == Role::Paragraph).or(article.blocks.first());
        let mut line = Self {
            id: article.id.clone(),
            number,
            kind: article.kind,
            status: article.status,
            headline: article.headline().unwrap_or_default().to_owned(),
            lead: body.map(|block| block.text.chars().take(LEAD).collect()).unwrap_or_default(),
            pages: article.blocks.iter().filter_map(|block| block.page).collect(),
            chars: article.blocks.iter().map(|block| text::char_len(&block.text)).sum(),
            summary: article.summary.clone().filter(|line| !line.is_empty()),
            names: Vec::new(),
            topics: Vec::new(),
            keywords: Vec::new(),
            when: None,
            work: Vec::new(),
            open: 0,
            decided: 0,
            doubtful: 0,
            unsure: 0.0,
            done: dones.get(&article.id).filter(|_| article.status.is_finished()).cloned(),
        };
        let standing = article.topics.iter().filter(|topic| topic.status.stands());
        line.topics = standing.map(|topic| said(&topic.code, topic.status)).collect();
        let standing = article.keywords.iter().filter(|word| word.status.stands());
        line.keywords = standing.map(|word| said(&word.text, word.status)).collect();
        line.count(article);
        line
    }

    fn count(&mut self, article: &Article) {
        let mut names: BTreeMap<(&LabelId, &str, Option<&str>), (u32, u32)> = BTreeMap::new();
        let mut work: BTreeMap<(&str, &str), [u32; 4]> = BTreeMap::new();
        for (_, mark) in article.entities() {
            if let Some(at) = mark.at.as_deref() {
                let counts = work.entry((&mark.by, at.get(..13).unwrap_or(at))).or_default();
                let kind = match mark.status {
                    Status::Proposed | Status::Accepted => 0,
                    Status::Corrected => 1,
                    Status::Added => 2,
                    Status::Rejected => 3,
                };
                counts[kind] += 1;
            }
            if mark.is_open() {
                self.open += 1;
                self.unsure += 1.0 - mark.score();
                self.doubtful += u32::from(mark.score() < Thresholds::default().doubt);
            } else {
                self.decided += 1;
            }
            if mark.status.stands() {
                let entry = mark.link.as_ref().map(|link| link.id.as_str());
                let counts = names.entry((&mark.label, &mark.text, entry)).or_default();
                *(if mark.is_open() { &mut counts.1 } else { &mut counts.0 }) += 1;
                self.date(mark);
            }
        }
        self.names = names
            .into_iter()
            .map(|((label, text, entry), (decided, open))| NameLine {
                label: label.clone(),
                text: text.to_owned(),
                entry: entry.map(EntryId::new),
                decided,
                open,
            })
            .collect();
        self.work = work
            .into_iter()
            .map(|((by, hour), counts)| Work { by: by.to_owned(), hour: hour.to_owned(), counts })
            .collect();
    }

    /// The first day that an editor stands by, else the first that is proposed.
    fn date(&mut self, mark: &Entity) {
        let decided = mark.status.is_decided();
        if self.when.as_ref().is_some_and(|when| when.decided || !decided) {
            return;
        }
        let Some(value) = mark.value.as_ref().filter(|value| begins_with_a_day(value)) else { return };
        self.when = Some(When { value: value.clone(), decided });
    }

    /// What it is called where it is listed: its headline, else how it begins.
    pub fn name(&self) -> &str {
        if self.headline.is_empty() { &self.lead } else { &self.headline }
    }
}

fn said(text: &str, status: Status) -> Said {
    Said { text: text.to_owned(), decided: status.is_decided() }
}

/// Whether a TIMEX3 value begins `2025-08-26`.
fn begins_with_a_day(value: &str) -> bool {
    value.get(..10).is_some_and(|day| {
        day.bytes().enumerate().all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() })
    })
}
