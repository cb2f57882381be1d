//! What to look at before a release: a list of findings, each with its place.
//!
//! Looked at is what the recipe would let into the release. Nothing here is wrong by itself, but for places that do not
//! agree with the text; it is where an editor, or whoever trains on the data, would stumble.

use super::concordance::Corpus;
use super::near::Near;
use super::release::Recipe;
use super::verify::agrees;
use super::{Dataset, DatasetError, GoOn};
use crate::annotation::{ArticleId, BlockId, IssueId};
use crate::issue::consistency::{self, Unlike};
use crate::issue::{Article, ArticleStatus, Block, Issue, Kind};
use crate::strings::Message;
use crate::text::CharRange;
use std::collections::BTreeMap;

/// A label with less than this part of the most frequent one's marks is rare, as one to so many.
const RARE: usize = 100;

/// What was looked for, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// Places that do not agree with the text.
    Offsets,
    /// Articles on which annotators do not agree.
    Disputed,
    /// Undecided marks in finished articles.
    Undecided,
    /// The same text with different labels.
    Labels,
    /// Articles without text.
    Empty,
    /// Articles without a topic.
    NoTopic,
    /// Articles that are nearly the same.
    Near,
    /// Characters that stand for others: compatibility forms, radicals, private ones.
    Compatibility,
    /// Characters beyond the Basic Multilingual Plane, two units in UTF-16.
    NonBmp,
    /// Labels with few marks, or none.
    Balance,
}

impl Check {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 10] = [
        Self::Offsets,
        Self::Disputed,
        Self::Undecided,
        Self::Labels,
        Self::Empty,
        Self::NoTopic,
        Self::Near,
        Self::Compatibility,
        Self::NonBmp,
        Self::Balance,
    ];

    /// Key of its words in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offsets => "check.offsets",
            Self::Disputed => "check.disputed",
            Self::Undecided => "check.undecided",
            Self::Labels => "check.labels",
            Self::Empty => "check.empty",
            Self::NoTopic => "check.no_topic",
            Self::Near => "check.near",
            Self::Compatibility => "check.compatibility",
            Self::NonBmp => "check.non_bmp",
            Self::Balance => "check.balance",
        }
    }
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked for.
    pub check: Check,
    /// What was found.
    pub what: Message,
    /// In which issue; absent for what concerns all.
    pub issue: Option<IssueId>,
    /// In which article.
    pub article: Option<ArticleId>,
    /// In which block.
    pub block: Option<BlockId>,
    /// Where in the block.
    pub range: Option<CharRange>,
}

/// What usually mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The article goes into the trash.
    Trash,
    /// All places of this text get one label.
    Places(String),
    /// It is said what the characters should have been.
    Reading,
}

impl Fix {
    /// Key of its words in the string files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Trash => "fix.trash",
            Self::Places(_) => "fix.places",
            Self::Reading => "fix.reading",
        }
    }
}

impl Finding {
    /// What usually mends it; `None` where the place has to be looked at.
    pub fn fix(&self) -> Option<Fix> {
        match self.check {
            Check::Empty | Check::Near => self.article.as_ref().map(|_| Fix::Trash),
            Check::Labels => {
                let text = self.what.args.iter().find(|(name, _)| *name == "text");
                text.map(|(_, text)| Fix::Places(text.clone()))
            }
            Check::Compatibility => Some(Fix::Reading),
            _ => None,
        }
    }

    fn of(check: Check, what: Message) -> Self {
        Self { check, what, issue: None, article: None, block: None, range: None }
    }

    fn at(check: Check, issue: &IssueId, article: &Article, what: Message) -> Self {
        let block = article.blocks.first().map(|block| block.id.clone());
        Self { issue: Some(issue.clone()), article: Some(article.id.clone()), block, ..Self::of(check, what) }
    }

    fn within(self, block: &Block, range: CharRange) -> Self {
        Self { block: Some(block.id.clone()), range: Some(range), ..self }
    }
}

/// A character that stands for another one, or for nothing that others know: compatibility ideographs, radicals, forms of
/// presentation, private use, the replacement character.
pub fn stands_for_another(c: char) -> bool {
    // Twelve in the block of compatibility ideographs are characters of their own.
    let own =
        "\u{fa0e}\u{fa0f}\u{fa11}\u{fa13}\u{fa14}\u{fa1f}\u{fa21}\u{fa23}\u{fa24}\u{fa27}\u{fa28}\u{fa29}";
    match c {
        '\u{f900}'..='\u{faff}' => !own.contains(c),
        '\u{2e80}'..='\u{2fdf}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{fffd}'
        | '\u{2f800}'..='\u{2fa1f}'
        | '\u{f0000}'.. => true,
        _ => false,
    }
}

fn title(article: &Article) -> String {
    let first = || article.blocks.first().map(|block| block.text.as_str());
    article.headline().or_else(first).unwrap_or_default().chars().take(24).collect()
}

/// What is gathered issue by issue.
struct Gathered {
    findings: Vec<Finding>,
    corpus: Corpus,
    near: Near,
    /// Issue, article, first block and title of what is in `near`.
    articles: Vec<(IssueId, ArticleId, Option<BlockId>, String)>,
    labels: BTreeMap<String, usize>,
}

impl Dataset {
    /// Looks through what a recipe would let into a release; `None` where it was stopped.
    ///
    /// # Errors
    /// Where the file cannot be read. An issue that cannot be added up is a finding.
    pub fn check_release(
        &self,
        recipe: &Recipe,
        go_on: GoOn<'_>,
    ) -> Result<Option<Vec<Finding>>, DatasetError> {
        let mut gathered = Gathered {
            findings: Vec::new(),
            corpus: Corpus::default(),
            near: Near::default(),
            articles: Vec::new(),
            labels: self.label_set().labels.iter().map(|label| (label.id.to_string(), 0)).collect(),
        };
        if !recipe.labels.is_empty() {
            gathered.labels.retain(|label, _| recipe.labels.iter().any(|wanted| wanted.as_str() == label));
        }
        let issues = self.issues()?;
        // The last step stands for what is compared across issues.
        let steps = issues.len() + 1;
        for (n, summary) in issues.iter().enumerate() {
            if !go_on(n, steps) {
                return Ok(None);
            }
            if !recipe.covers(&summary.date) {
                continue;
            }
            let sound = self.issue(&summary.id).and_then(|issue| {
                let source = self.source(&summary.id)?;
                agrees(&issue, Some(&source.text)).map_err(DatasetError::Unsound)?;
                Ok(issue)
            });
            match sound {
                Ok(issue) => gathered.look(&issue, recipe),
                Err(error) => {
                    let what = Message::new("check.offsets.what").with("what", error);
                    let issue = Some(summary.id.clone());
                    gathered.findings.push(Finding { issue, ..Finding::of(Check::Offsets, what) });
                }
            }
        }
        let going = std::cell::RefCell::new(go_on);
        let goes_on = || (*going.borrow_mut())(issues.len(), steps);
        Ok(gathered.across(&goes_on))
    }
}

impl Gathered {
    fn look(&mut self, issue: &Issue, recipe: &Recipe) {
        for article in issue.articles.iter().filter(|article| article.status == ArticleStatus::Disputed) {
            let open = issue.disputes_of(&article.id).count();
            let what = Message::new("check.disputed.what").with("title", title(article)).with("count", open);
            self.findings.push(Finding::at(Check::Disputed, &issue.id, article, what));
        }
        let all = Recipe { proposals: true, negatives: true, ..recipe.clone() };
        let pruned = all.pruned(issue);
        for article in &pruned.articles {
            self.article(&issue.id, article);
        }
        self.corpus.put(&recipe.pruned(issue));
    }

    fn article(&mut self, issue: &IssueId, article: &Article) {
        let mut found = |check, key, detail: (&'static str, String)| {
            let what = Message::new(key).with("title", title(article)).with(detail.0, detail.1);
            self.findings.push(Finding::at(check, issue, article, what));
        };
        let solid = article.text().chars().filter(|c| c.is_alphanumeric()).count();
        if solid == 0 {
            found(Check::Empty, "check.empty.what", ("count", article.blocks.len().to_string()));
        }
        if article.kind == Kind::Article && !article.topics.iter().any(|topic| topic.status.stands()) {
            found(Check::NoTopic, "check.no_topic.what", ("count", article.topics.len().to_string()));
        }
        for (block, mark) in article.entities() {
            if mark.is_open() && article.status.is_finished() {
                let what =
                    Message::new("check.undecided.what").with("text", &mark.text).with("label", &mark.label);
                let finding = Finding::at(Check::Undecided, issue, article, what);
                self.findings.push(finding.within(block, mark.range));
            }
            if mark.status.stands()
                && let Some(count) = self.labels.get_mut(mark.label.as_str())
            {
                *count += 1;
            }
        }
        for block in &article.blocks {
            self.characters(issue, article, block);
        }
        if article.kind == Kind::Article {
            self.near.put(&article.text());
            let block = article.blocks.first().map(|block| block.id.clone());
            self.articles.push((issue.clone(), article.id.clone(), block, title(article)));
        }
    }

    /// Each odd character of a block once, where it stands first.
    fn characters(&mut self, issue: &IssueId, article: &Article, block: &Block) {
        let mut seen: BTreeMap<char, (Check, u32, usize)> = BTreeMap::new();
        for (at, c) in block.text.chars().enumerate() {
            let check = match c {
                c if stands_for_another(c) => Check::Compatibility,
                '\u{10000}'.. => Check::NonBmp,
                _ => continue,
            };
            seen.entry(c).or_insert((check, at as u32, 0)).2 += 1;
        }
        for (c, (check, at, count)) in seen {
            let key = if check == Check::NonBmp { "check.non_bmp.what" } else { "check.compatibility.what" };
            let code = format!("U+{:04X}", u32::from(c));
            let what = Message::new(key).with("char", c).with("code", code).with("count", count);
            let finding = Finding::at(check, issue, article, what);
            self.findings.push(finding.within(block, CharRange::new(at, at + 1)));
        }
    }

    /// What shows only where all issues are looked at together.
    fn across(mut self, goes_on: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
        let stretches = self.corpus.stretches();
        let unlike = consistency::check(&stretches, |_| None, goes_on)?;
        for found in unlike.into_iter().filter(|found| found.what == Unlike::Labels) {
            let labels: Vec<String> =
                found.labels.iter().map(|(label, count)| format!("{label} {count}")).collect();
            let what = Message::new("check.labels.what").with("text", &found.text);
            self.findings.push(Finding {
                issue: Some(found.issue),
                article: Some(found.article),
                block: Some(found.block),
                range: Some(found.range),
                ..Finding::of(Check::Labels, what.with("labels", labels.join(" · ")))
            });
        }
        for (a, b) in self.near.pairs() {
            let (Some(one), Some(other)) = (self.articles.get(a), self.articles.get(b)) else { continue };
            let what = Message::new("check.near.what").with("title", &other.3).with("other", &one.3);
            self.findings.push(Finding {
                issue: Some(other.0.clone()),
                article: Some(other.1.clone()),
                block: other.2.clone(),
                ..Finding::of(Check::Near, what)
            });
        }
        let most = self.labels.values().max().copied().unwrap_or_default();
        // Where there is no mark at all there is nothing to compare.
        for (label, count) in self.labels.iter().filter(|(_, count)| **count * RARE < most) {
            let what = Message::new("check.balance.what").with("label", label).with("count", count);
            self.findings.push(Finding::of(Check::Balance, what.with("most", most)));
        }
        self.findings.sort_by_key(|finding| finding.check);
        goes_on().then_some(self.findings)
    }
}
