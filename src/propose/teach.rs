//! Training the delta on a corpus, and finding out by cross-validation what the training is worth.

use super::candidate::{Class, Span};
use super::delta::{Delta, Example, Reading, Trainer};
use super::proposer::Proposer;
use super::score::Count;
use crate::issue::Issue;
use std::fmt;

/// How the delta is trained. The values of [`Course::default`] were chosen by cross-validation on the corpus
/// (`zhupi train assets/corpus --folds 5`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Passes over the corpus.
    pub passes: usize,
    /// Length of the first step; later passes go shorter ones.
    pub rate: f32,
    /// How much the network's probabilities count.
    pub trust: f32,
    /// How often a feature must stand in the corpus.
    pub least: u32,
    /// How fast weights shrink.
    pub decay: f32,
    /// Share of the features that each step does without.
    pub without: f32,
    /// Weights below this are dropped at the end.
    pub floor: f32,
}

impl Default for Course {
    fn default() -> Self {
        Self { passes: 8, rate: 0.1, trust: 0.3, least: 1, decay: 0.0, without: 0.25, floor: 0.04 }
    }
}

/// Where the bins of scores begin in which reliability is counted.
const BOUNDS: [f32; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

/// From this score on marks are accepted together.
const SAFE: f32 = 0.95;

/// Strict scores by label, and of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    counts: [Count; 8],
    /// By score, see [`BOUNDS`]: marks that were proposed, and those of them that were right.
    scores: [(usize, usize); BOUNDS.len()],
    /// The same for those that are safe to accept at once, by label.
    safe: [(usize, usize); 8],
    /// Marks that were missed (-) and proposed in vain (+), each with the text around.
    pub slips: Vec<String>,
}

impl Report {
    /// Strict F1 over all labels.
    pub fn f1(&self) -> f64 {
        self.sum(&Class::ALL).f1()
    }

    fn sum(&self, classes: &[Class]) -> Count {
        classes.iter().fold(Count::default(), |sum, class| {
            let one = self.counts[*class as usize];
            Count {
                right: sum.right + one.right,
                proposed: sum.proposed + one.proposed,
                wanted: sum.wanted + one.wanted,
            }
        })
    }

    fn add(&mut self, wanted: &[(Span, Class)], proposed: &[(Span, Class)]) {
        for (_, class) in wanted {
            self.counts[*class as usize].wanted += 1;
        }
        for mark in proposed {
            let count = &mut self.counts[mark.1 as usize];
            count.proposed += 1;
            count.right += usize::from(wanted.contains(mark));
        }
    }

    fn join(&mut self, other: &Report) {
        for (sum, one) in self.counts.iter_mut().zip(other.counts) {
            sum.right += one.right;
            sum.proposed += one.proposed;
            sum.wanted += one.wanted;
        }
        let sums = self.scores.iter_mut().chain(&mut self.safe);
        for (sum, one) in sums.zip(other.scores.iter().chain(&other.safe)) {
            *sum = (sum.0 + one.0, sum.1 + one.1);
        }
        self.slips.extend(other.slips.iter().cloned());
    }

    /// How often marks of each score were right, a line a bin.
    pub fn reliability(&self) -> String {
        let ends = BOUNDS.iter().skip(1).chain([&1.0]);
        let line = |((from, to), (proposed, right)): ((&f32, &f32), &(usize, usize))| {
            let share = *right as f64 / (*proposed).max(1) as f64;
            format!("{from:.2}–{to:.2}  {proposed:5} proposed  {share:.3} right\n")
        };
        let safe = Class::ALL.iter().zip(&self.safe).map(|(class, (proposed, right))| {
            format!("  {} {:.3}/{proposed}", class.name(), *right as f64 / (*proposed).max(1) as f64)
        });
        let lines = BOUNDS.iter().zip(ends).zip(&self.scores).map(line);
        lines.chain([format!("from {SAFE:.2}")]).chain(safe).chain(["\n".to_owned()]).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "F1 {:.4}", self.f1())?;
        write!(f, "  PER+LOC+ORG {:.4}", self.sum(&[Class::Per, Class::Loc, Class::Org]).f1())?;
        for class in Class::ALL {
            write!(
                f,
                "  {} {:.3}/{}",
                class.name(),
                self.counts[class as usize].f1(),
                self.counts[class as usize].wanted
            )?;
        }
        Ok(())
    }
}

/// Trains on pages; the same pages and course give the same weights. The result is the file of the weights.
pub fn train(proposer: &Proposer, pages: &[Issue], course: &Course) -> Vec<u8> {
    let examples: Vec<Example> = pages.iter().flat_map(|page| proposer.examples(&page.articles)).collect();
    learn(&examples.iter().collect::<Vec<_>>(), course).write()
}

fn learn(examples: &[&Example], course: &Course) -> Delta {
    let known = Trainer::frequent(examples.iter().copied(), course.least);
    let mut trainer = Trainer::new(&known, course.rate, course.trust);
    (trainer.decay, trainer.without) = (course.decay, course.without);
    for pass in 0..course.passes {
        trainer.rate = course.rate / (1.0 + 0.3 * pass as f32);
        trainer.pass(examples);
    }
    trainer.finish(course.floor)
}

/// Trains on all pages but one fold in turn and reports what is proposed for the pages left out, for every fold; page
/// `n` is in fold `n % folds`. The structure is the corpus' own.
pub fn cross_validate(
    proposer: &Proposer,
    pages: &[Issue],
    folds: usize,
    course: &Course,
) -> (Report, Vec<Report>) {
    let examples: Vec<Vec<Example>> = pages.iter().map(|page| proposer.examples(&page.articles)).collect();
    let (mut all, mut each) = (Report::default(), Vec::new());
    for fold in 0..folds {
        let of_fold = |n: usize| n % folds == fold;
        let taught: Vec<&Example> =
            examples.iter().enumerate().filter(|(n, _)| !of_fold(*n)).flat_map(|(_, page)| page).collect();
        let delta = learn(&taught, course);
        let mut report = Report::default();
        for example in examples.iter().enumerate().filter(|(n, _)| of_fold(*n)).flat_map(|(_, page)| page) {
            report.join(&judge(&delta, example));
        }
        all.join(&report);
        each.push(report);
    }
    (all, each)
}

fn judge(delta: &Delta, example: &Example) -> Report {
    let readings = delta.read(&example.text, &example.features, &example.prior);
    let mut report = Report::default();
    let wanted = example.marks();
    for reading in &readings {
        let bin = BOUNDS.iter().rposition(|bound| reading.score >= *bound).unwrap_or_default();
        let right = wanted.contains(&(reading.span.clone(), reading.class));
        let label = &mut report.safe[reading.class as usize];
        let bins = [Some(&mut report.scores[bin]), (reading.score >= SAFE).then_some(label)];
        for bin in bins.into_iter().flatten() {
            *bin = (bin.0 + 1, bin.1 + usize::from(right));
        }
    }
    let proposed: Vec<(Span, Class)> =
        readings.into_iter().map(|Reading { span, class, .. }| (span, class)).collect();
    report.add(&wanted, &proposed);
    let slip = |sign: char, (span, class): &(Span, Class)| {
        let text = |span: Span| example.text.get(span).unwrap_or_default().iter().collect::<String>();
        let (start, end) = (span.start.saturating_sub(6), (span.end + 6).min(example.text.len()));
        let (before, after) = (text(start..span.start), text(span.end..end));
        format!("{sign} {} {before}[{}]{after}", class.name(), text(span.clone()))
    };
    report.slips.extend(wanted.iter().filter(|mark| !proposed.contains(mark)).map(|mark| slip('-', mark)));
    report.slips.extend(proposed.iter().filter(|mark| !wanted.contains(mark)).map(|mark| slip('+', mark)));
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::corpus;

    /// A page on which somebody goes aboard each of the ships.
    fn page(ships: &[&str]) -> Issue {
        let head = "@issue id=x | title=t | date=2021-01-01 | page=1\n@article id=a | kind=article\n";
        let lines = ships.iter().map(|ship| format!("P 上午十点，大家登上⟦{ship}|TERM⟧参观。\n"));
        corpus::parse(&lines.fold(head.to_owned(), |page, line| page + &line)).unwrap()
    }

    #[test]
    fn what_the_corpus_marks_is_marked_elsewhere_too() {
        let proposer = Proposer::new().unwrap();
        let pages = [
            page(&["蓝鲸号", "白鹭号", "海豚号", "云帆号"]),
            page(&["灰雁号", "红枫号", "青松号", "长风号"]),
        ];
        let (all, each) = cross_validate(&proposer, &pages, 2, &Course::default());
        assert_eq!(each.len(), 2);
        assert!(all.f1() > 0.9, "{all} {:?}", all.slips);
    }

    #[test]
    fn the_same_pages_give_the_same_file_and_a_damaged_one_is_refused() {
        let proposer = Proposer::new().unwrap();
        let pages = [page(&["蓝鲸号", "白鹭号"])];
        let file = train(&proposer, &pages, &Course::default());
        assert_eq!(file, train(&proposer, &pages, &Course::default()));
        assert!(Delta::parse(&file).is_ok_and(|delta| delta.write() == file));
        for length in (0..file.len()).step_by(file.len() / 9 + 1) {
            assert!(Delta::parse(&file[..length]).is_err(), "{length} bytes");
        }
    }
}
