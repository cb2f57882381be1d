//! What cross-validation found about topics: right, proposed and wanted ones by level, how honest scores are, and each article
//! whose topics came out otherwise.

use super::{Example, Trial};
use crate::propose::score::Count;
use crate::propose::topics::{Chosen, Topics};
use std::collections::BTreeSet;
use std::fmt;

impl Count {
    /// Counts what was chosen for an example.
    pub(super) fn add(&mut self, chosen: &[Chosen], example: &Example) {
        self.proposed += chosen.len();
        self.wanted += example.tops.len();
        self.right += chosen.iter().filter(|(top, ..)| example.tops.contains(top)).count();
    }
}

/// What cross-validation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicReport {
    pub(super) top: Count,
    pub(super) below: Count,
    /// How often the first topic is one of the right ones.
    first: Count,
    pub(super) learning: Count,
    pub(super) keywords: Count,
    /// How many wanted keywords were candidates.
    pub(super) reachable: usize,
    settings: Option<(f32, f32)>,
    /// By score: proposed and right.
    scores: [(usize, usize); 6],
    /// Topics that were missed (-) and proposed in vain (+).
    pub slips: Vec<String>,
}

impl TopicReport {
    /// Micro F1 of the top topics.
    pub fn f1(&self) -> f64 {
        self.top.f1()
    }
}

/// Where the bins of scores begin.
const BOUNDS: [f32; 6] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95];

/// What is proposed for the trials, beside what is right.
pub(super) fn report(trials: &[Trial], topics: &Topics) -> TopicReport {
    let mut report = TopicReport::default();
    let settings = topics.model.settings;
    report.settings = Some((settings.second, settings.sub));
    for Trial { judged, example, second, .. } in trials {
        let chosen = example.chosen(topics, judged, *second);
        report.top.add(&chosen, example);
        if let Some((top, ..)) = chosen.first().filter(|_| !example.tops.is_empty()) {
            report.first.wanted += 1;
            report.first.proposed += 1;
            report.first.right += usize::from(example.tops.contains(top));
        }
        let subs: Vec<usize> = example.below.iter().flatten().copied().collect();
        // Articles without a second level were not asked about it.
        if !subs.is_empty() {
            let proposed: Vec<usize> = chosen.iter().flat_map(|(.., below)| below).copied().collect();
            report.below.wanted += subs.len();
            report.below.proposed += proposed.len();
            report.below.right += proposed.iter().filter(|sub| subs.contains(sub)).count();
        }
        for (top, score, _) in &chosen {
            let bin = BOUNDS.iter().rposition(|bound| score >= bound).unwrap_or(0);
            report.scores[bin].0 += 1;
            report.scores[bin].1 += usize::from(example.tops.contains(top));
        }
        let names = |tops: &mut dyn Iterator<Item = usize>| {
            tops.map(|top| topics.book().taxonomy.concepts[top].short.as_str()).collect::<Vec<_>>().join(",")
        };
        let (wanted, got) =
            (names(&mut example.tops.iter().copied()), names(&mut chosen.iter().map(|(top, ..)| *top)));
        let same: BTreeSet<usize> = example.tops.iter().copied().collect();
        if same != chosen.iter().map(|(top, ..)| *top).collect() {
            let title = example.article.headline().unwrap_or_default();
            let odds: Vec<String> = judged.tops.iter().take(3).map(|(_, p)| format!("{p:.2}")).collect();
            report.slips.push(format!("{wanted} / {got} {} {title}", odds.join(" ")));
        }
    }
    report
}

impl fmt::Display for TopicReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |name: &str, count: &Count| {
            let of = |all: usize| count.right as f64 / all.max(1) as f64;
            let (p, r) = (of(count.proposed), of(count.wanted));
            format!("{name} F1 {:.3} P {p:.3} R {r:.3} ({} wanted)", count.f1(), count.wanted)
        };
        writeln!(f, "{}", line("top", &self.top))?;
        writeln!(f, "{}", line("first", &self.first))?;
        writeln!(f, "{}", line("below", &self.below))?;
        writeln!(f, "{}", line("learning", &self.learning))?;
        writeln!(f, "{}, {} in reach", line("keywords", &self.keywords), self.reachable)?;
        if let Some((second, sub)) = self.settings {
            writeln!(f, "thresholds second {second:.2} below {sub:.2}")?;
        }
        for (bound, (proposed, right)) in BOUNDS.iter().zip(self.scores) {
            writeln!(f, "score from {bound:.2}: {right} of {proposed} right")?;
        }
        Ok(())
    }
}
