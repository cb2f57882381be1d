//! Counting.
//!
//! A proposal is accepted (it was right as it stood), corrected (another label or other borders: wrong, by the strict
//! rule) or rejected; a mark without a proposal was added. Whether a mark was *missed* can only be said where an editor
//! has been through the whole article, so misses, recall and F1 are those of finished articles alone.

use super::Past;
use crate::annotation::{Entity, LabelId, Proposed, Status, Thresholds};
use crate::issue::Issue;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// Parts of the scale of scores.
const BINS: usize = 10;

/// Bars that a chart of periods has at most, before days become weeks and weeks months.
const PERIODS: usize = 31;

/// Proposals against what stands, in finished articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Proposals that stand as they were proposed.
    pub matched: u32,
    /// Proposals that were decided.
    pub proposed: u32,
    /// Marks that stand by a decision.
    pub standing: u32,
    /// Of these, added by the editor.
    pub missed: u32,
}

impl Agreement {
    /// Share of what stands that had been proposed just so.
    pub fn recall(self) -> Option<f32> {
        share(self.matched, self.standing)
    }

    /// Strict F1 of the proposals.
    pub fn f1(self) -> Option<f32> {
        share(2 * self.matched, self.proposed + self.standing)
    }

    fn add(&mut self, other: Self) {
        self.matched += other.matched;
        self.proposed += other.proposed;
        self.standing += other.standing;
        self.missed += other.missed;
    }
}

/// Decisions by what they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// 采纳
    pub accepted: u32,
    /// 改正
    pub corrected: u32,
    /// 否决
    pub rejected: u32,
    /// 补标
    pub added: u32,
    /// Those in finished articles, where misses can be told.
    pub finished: Agreement,
}

impl Decisions {
    /// All of them.
    pub fn all(self) -> u32 {
        self.proposals() + self.added
    }

    /// Those about a proposal.
    pub fn proposals(self) -> u32 {
        self.accepted + self.corrected + self.rejected
    }

    /// Share of the decided proposals that were right as they stood.
    pub fn precision(self) -> Option<f32> {
        share(self.accepted, self.proposals())
    }

    fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.corrected += other.corrected;
        self.rejected += other.rejected;
        self.added += other.added;
        self.finished.add(other.finished);
    }
}

/// Proposals with scores in one part of the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many were decided.
    pub count: u32,
    /// Of these, accepted.
    pub accepted: u32,
    score: f64,
}

impl Bin {
    /// Mean score.
    pub fn score(self) -> Option<f64> {
        (self.count > 0).then(|| self.score / f64::from(self.count))
    }

    /// Share that was right.
    pub fn right(self) -> Option<f32> {
        share(self.accepted, self.count)
    }

    fn add(&mut self, score: f32, accepted: bool) {
        self.count += 1;
        self.accepted += u32::from(accepted);
        self.score += f64::from(score);
    }
}

/// A finished article with decisions in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// When it was finished, RFC 3339 UTC.
    pub at: String,
    /// How its proposals did.
    pub agreement: Agreement,
}

/// How long a bar of the chart over time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month.
    Month,
}

impl Period {
    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Self::Month => day.first_of_month(),
        }
    }
}

/// The figures of a dataset or issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    /// Issues.
    pub issues: u32,
    /// Articles and other units.
    pub articles: u32,
    /// Of these, finished.
    pub finished: u32,
    /// All decisions.
    pub total: Decisions,
    /// By label: the proposed one, for added marks their own. What stands counts for the label that it has now.
    pub labels: BTreeMap<LabelId, Decisions>,
    /// By the proposer's version; added marks have none.
    pub versions: BTreeMap<String, Decisions>,
    /// By day.
    pub days: BTreeMap<Date, Decisions>,
    /// Proposed and present label of the corrected marks; where they are the same the borders were moved.
    pub changed: BTreeMap<(LabelId, LabelId), u32>,
    /// The finished articles in the order in which they were finished.
    pub curve: Vec<Finished>,
    /// By score, from 0 up.
    pub bins: [Bin; BINS],
    /// Those that were safe to accept unseen (≥ .95).
    pub safe: Bin,
    /// Proposals that nobody decided in finished articles; they count nowhere.
    pub undecided: u32,
}

impl Quality {
    /// The decisions by day, or by week or month where there are too many days to tell apart. Days without decisions are
    /// not in it.
    pub fn periods(&self) -> (Period, Vec<(Date, Decisions)>) {
        let by = |period: Period| {
            let mut sums: BTreeMap<Date, Decisions> = BTreeMap::new();
            for (day, decisions) in &self.days {
                sums.entry(period.start(*day)).or_default().add(*decisions);
            }
            (period, sums.into_iter().collect::<Vec<_>>())
        };
        let fitting = [Period::Day, Period::Week].into_iter().map(by).find(|(_, sums)| sums.len() <= PERIODS);
        fitting.unwrap_or_else(|| by(Period::Month))
    }

    /// Strict F1 over each article of the curve and the `window - 1` before it.
    pub fn running(&self, window: usize) -> Vec<Option<f32>> {
        let over = |n: usize| {
            let mut sum = Agreement::default();
            for article in &self.curve[(n + 1).saturating_sub(window)..=n] {
                sum.add(article.agreement);
            }
            sum.f1()
        };
        (0..self.curve.len()).map(over).collect()
    }

    /// Counts the decisions of an issue.
    pub(super) fn count(&mut self, issue: &Issue, past: &Past, zone: &TimeZone) {
        for article in &issue.articles {
            let finished = article.status.is_finished();
            let mut agreement = Agreement::default();
            let mut last = "";
            for (_, mark) in article.entities() {
                // Decided elsewhere, and not changed since.
                if past.brought.get(&mark.id) == Some(&mark.at) {
                    continue;
                }
                self.undecided += u32::from(finished && mark.is_open());
                if self.decision(mark, finished, &mut agreement, zone) {
                    last = last.max(mark.at.as_deref().unwrap_or_default());
                }
            }
            if finished && agreement != Agreement::default() {
                let at = past.finished.get(&article.id).map_or(last, String::as_str).to_owned();
                self.curve.push(Finished { at, agreement });
            }
        }
    }

    /// Counts a mark where it is decided.
    fn decision(&mut self, mark: &Entity, finished: bool, article: &mut Agreement, zone: &TimeZone) -> bool {
        let Some(decided) = Decided::of(mark) else { return false };
        let (alone, proposed) = (decided.decisions(), decided.proposed);
        self.total.add(alone);
        let label = proposed.map_or(&mark.label, |proposed| &proposed.label);
        self.labels.entry(label.clone()).or_default().add(alone);
        if let Some(day) = mark.at.as_deref().and_then(|at| day(at, zone)) {
            self.days.entry(day).or_default().add(alone);
        }
        if let Some(proposed) = proposed {
            let right = mark.status == Status::Accepted;
            let bin = (f64::from(proposed.score) * BINS as f64) as usize;
            self.bins[bin.min(BINS - 1)].add(proposed.score, right);
            if proposed.score >= Thresholds::default().safe {
                self.safe.add(proposed.score, right);
            }
            match self.versions.get_mut(&proposed.by) {
                Some(version) => version.add(alone),
                None => drop(self.versions.insert(proposed.by.clone(), alone)),
            }
            if mark.status == Status::Corrected {
                *self.changed.entry((proposed.label.clone(), mark.label.clone())).or_default() += 1;
            }
        }
        if finished {
            let (as_proposed, as_standing) = decided.agreement();
            self.labels.entry(label.clone()).or_default().finished.add(as_proposed);
            self.labels.entry(mark.label.clone()).or_default().finished.add(as_standing);
            for sum in [&mut self.total.finished, article] {
                sum.add(as_proposed);
                sum.add(as_standing);
            }
        }
        true
    }

    /// Puts the articles of all issues in order.
    pub(super) fn order(&mut self) {
        self.curve.sort_by(|a, b| a.at.cmp(&b.at));
    }
}

/// A decided mark.
struct Decided<'a> {
    mark: &'a Entity,
    proposed: Option<&'a Proposed>,
}

impl<'a> Decided<'a> {
    fn of(mark: &'a Entity) -> Option<Self> {
        let proposed = mark.proposed.as_ref().filter(|_| mark.status != Status::Added);
        // Where nothing was proposed there is nothing that could be refused.
        let counts = mark.status.is_decided() && (mark.status.stands() || proposed.is_some());
        counts.then_some(Self { mark, proposed })
    }

    fn decisions(&self) -> Decisions {
        let one = Decisions::default();
        match (self.proposed, self.mark.status) {
            (None, _) => Decisions { added: 1, ..one },
            (_, Status::Rejected) => Decisions { rejected: 1, ..one },
            (_, Status::Corrected) => Decisions { corrected: 1, ..one },
            _ => Decisions { accepted: 1, ..one },
        }
    }

    /// What it is for the label that was proposed, and for the label that it has.
    fn agreement(&self) -> (Agreement, Agreement) {
        let matched = u32::from(self.mark.status == Status::Accepted && self.proposed.is_some());
        let proposed = u32::from(self.proposed.is_some());
        let standing = u32::from(self.mark.status.stands());
        let missed = u32::from(self.proposed.is_none());
        (
            Agreement { matched, proposed, ..Agreement::default() },
            Agreement { standing, missed, ..Agreement::default() },
        )
    }
}

/// The day of an RFC 3339 time in a zone.
fn day(at: &str, zone: &TimeZone) -> Option<Date> {
    Some(at.parse::<Timestamp>().ok()?.to_zoned_datetime(zone.clone()).date())
}

fn share(part: u32, whole: u32) -> Option<f32> {
    (whole > 0).then(|| part as f32 / whole as f32)
}
