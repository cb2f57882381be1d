//! The work list (工作单): a row for every issue, and which one to do first.

use super::{Archive, ArticleLine, IssueLine};
use crate::annotation::IssueId;
use crate::issue::{ArticleStatus, Kind};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How far an issue is: what is most urgent of its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkState {
    /// 在改: some are begun or finished, not all.
    InProgress,
    /// 未动: none is begun.
    New,
    /// 待复核: all are finished, some wait for a second reader.
    InReview,
    /// 两人不一: in some two editors differ.
    Disputed,
    /// 完成
    Done,
    /// 已核
    Checked,
}

impl WorkState {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::InProgress, Self::New, Self::InReview, Self::Disputed, Self::Done, Self::Checked];

    /// Key of its word in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "status.new",
            Self::InProgress => "status.in_progress",
            Self::InReview => "status.in_review",
            Self::Disputed => "status.disputed",
            Self::Done => "status.done",
            Self::Checked => "status.checked",
        }
    }

    fn of(articles: &[&ArticleLine]) -> Self {
        let any = |status| articles.iter().any(|article| article.status == status);
        let all =
            |wanted: &dyn Fn(ArticleStatus) -> bool| articles.iter().all(|article| wanted(article.status));
        match () {
            () if any(ArticleStatus::Disputed) => Self::Disputed,
            () if all(&|status| status == ArticleStatus::New) => Self::New,
            () if !all(&ArticleStatus::is_finished) => Self::InProgress,
            () if any(ArticleStatus::InReview) => Self::InReview,
            () if any(ArticleStatus::Done) => Self::Done,
            () => Self::Checked,
        }
    }
}

/// How much an issue asks for work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Need {
    /// How many of the open marks are probably wrong: most is learned where most is.
    pub wrong: f32,
    /// Their mean score; none where nothing is open.
    pub sure: Option<f32>,
}

/// A row of the work list.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkRow {
    /// The issue.
    pub id: IssueId,
    /// Name of the paper.
    pub title: String,
    /// ISO date.
    pub date: String,
    /// Page numbers.
    pub pages: BTreeSet<u32>,
    /// Names of its files.
    pub files: Vec<String>,
    /// What kind of file it is, by the ending of the first: `TXT`.
    pub format: String,
    /// Articles, without page furniture.
    pub articles: u32,
    /// Of these, finished.
    pub finished: u32,
    /// Marks with a decision.
    pub decided: u32,
    /// Marks without one.
    pub open: u32,
    /// Of these, with a low score.
    pub doubtful: u32,
    /// Who decided in it, the one who decided most first.
    pub editors: Vec<String>,
    /// How far it is.
    pub state: WorkState,
    /// How much it asks for work.
    pub need: Need,
    /// Time of the last change.
    pub changed: String,
}

/// By what the list is in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkSort {
    /// The newest issue first.
    #[default]
    Date,
    /// By paper, then date.
    Title,
    /// In the order of the states.
    State,
    /// Most doubtful marks first.
    Doubt,
    /// The one to do first first: most that is probably wrong.
    Need,
    /// Least progress first.
    Progress,
    /// Changed last first.
    Changed,
}

impl WorkRow {
    fn of(issue: &IssueLine) -> Self {
        let real: Vec<&ArticleLine> =
            issue.articles.iter().filter(|article| article.kind != Kind::Furniture).collect();
        let sum = |count: fn(&ArticleLine) -> u32| issue.articles.iter().map(count).sum::<u32>();
        let mut editors: BTreeMap<&str, u32> = BTreeMap::new();
        for work in issue.articles.iter().flat_map(|article| &article.work) {
            *editors.entry(&work.by).or_default() += work.counts.iter().sum::<u32>();
        }
        let mut editors: Vec<(&str, u32)> = editors.into_iter().collect();
        editors.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let open = sum(|article| article.open);
        let wrong: f32 = issue.articles.iter().map(|article| article.unsure).sum();
        let ending = issue.files.first().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        Self {
            id: issue.id.clone(),
            title: issue.title.clone(),
            date: issue.date.clone(),
            pages: issue.pages.clone(),
            files: issue.files.clone(),
            format: ending.unwrap_or_default().to_uppercase(),
            articles: real.len() as u32,
            finished: real.iter().filter(|article| article.status.is_finished()).count() as u32,
            decided: sum(|article| article.decided),
            open,
            doubtful: sum(|article| article.doubtful),
            editors: editors.into_iter().map(|(name, _)| name.to_owned()).collect(),
            state: WorkState::of(&real),
            need: Need { wrong, sure: (open > 0).then(|| 1.0 - wrong / open as f32) },
            changed: issue.changed.clone(),
        }
    }

    /// Share of the marks that are decided; an issue without marks goes by its articles.
    pub fn progress(&self) -> f32 {
        let (part, whole) = match self.decided + self.open {
            0 => (self.finished, self.articles),
            marks => (self.decided, marks),
        };
        if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
    }

    fn order(&self, other: &Self, sort: WorkSort) -> Ordering {
        let newest = || other.date.cmp(&self.date);
        let by = match sort {
            WorkSort::Date => Ordering::Equal,
            WorkSort::Title => self.title.cmp(&other.title),
            WorkSort::State => self.state.cmp(&other.state),
            WorkSort::Doubt => other.doubtful.cmp(&self.doubtful),
            WorkSort::Need => other.need.wrong.total_cmp(&self.need.wrong),
            WorkSort::Progress => self.progress().total_cmp(&other.progress()),
            WorkSort::Changed => other.changed.cmp(&self.changed),
        };
        by.then_with(newest)
            .then_with(|| self.title.cmp(&other.title))
            .then_with(|| self.files.cmp(&other.files))
    }
}

impl Archive {
    /// All issues as rows, in an order; `backwards` turns it round.
    pub fn work(&self, sort: WorkSort, backwards: bool) -> Vec<WorkRow> {
        let mut rows: Vec<WorkRow> = self.issues.iter().map(WorkRow::of).collect();
        rows.sort_by(|a, b| if backwards { b.order(a, sort) } else { a.order(b, sort) });
        rows
    }

    /// The issue to do first: the one with most that is probably wrong and not finished.
    pub fn first_to_do(&self) -> Option<WorkRow> {
        let unfinished = |row: &WorkRow| row.finished < row.articles && row.open > 0;
        self.work(WorkSort::Need, false).into_iter().find(unfinished)
    }
}
