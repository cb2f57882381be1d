//! Makes the tables of [`Learned`] from pages whose gold is known.
//!
//! A [`Lesson`] is a page with the classes that its lines should have. The teacher compares the best path of classes with
//! the best path among those that the gold allows, a wrong class being made a little more attractive than it is (a
//! margin), and moves the weights of the features in which the two differ (a structured perceptron with AdaGrad steps);
//! the mean of all weights on the way is what is kept. The hand-set scores of `tagging` stand beside the learned ones, so
//! only what they get wrong is learned.

use super::learned::{CLASSES, Learned, PAIRS, ROWS, Scores, Step, class};
use super::tagging::Tag;
use super::{Mentions, Weights, cues, features, lines, notices, tagging};
use crate::issue::{Kind, Role};
use crate::text::{CharRange, is_space};

/// One block of a page's gold.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its article's kind.
    pub kind: Kind,
    /// Its role.
    pub role: Role,
    /// Its characters' positions in the source, in order.
    pub positions: Vec<usize>,
}

/// A page with what is right.
pub struct Lesson {
    page: lines::Page,
    cues: Vec<cues::Cues>,
    features: Vec<features::Features>,
    pairs: Vec<usize>,
    /// For each line a bit for every class that is right.
    right: Vec<u32>,
}

impl Lesson {
    /// The page `source` with its gold.
    pub fn new(source: &[char], told: &[Told], mentions: &dyn Mentions) -> Self {
        let range = CharRange::new(0, source.len() as u32);
        let page = lines::Page::new(source, range, &Weights::default());
        let cues = cues::all(&page, source, mentions);
        let features = (0..page.lines.len()).map(|n| features::of(&page, &cues, n)).collect();
        let pairs = (0..page.lines.len()).map(|n| features::pair(&page, n)).collect();
        let right = right(&page, source, told);
        Self { page, cues, features, pairs, right }
    }

    /// Lines.
    pub fn lines(&self) -> usize {
        self.right.len()
    }
}

/// The classes that are right for each line.
fn right(page: &lines::Page, source: &[char], told: &[Told]) -> Vec<u32> {
    let mut block = vec![usize::MAX; source.len()];
    for (n, told) in told.iter().enumerate() {
        for &at in told.positions.iter().filter(|at| **at < source.len()) {
            block[at] = n;
        }
    }
    // A block that begins within a line goes with what stands before it there.
    let mut group: Vec<usize> = (0..told.len()).collect();
    let mut seen = vec![false; told.len()];
    for line in &page.lines {
        let mut before = None;
        for at in (line.range.start() as usize..line.range.end() as usize).filter(|at| !is_space(source[*at]))
        {
            let here = block[at];
            if here == usize::MAX {
                continue;
            }
            if !std::mem::replace(&mut seen[here], true)
                && let Some(before) = before
            {
                group[here] = group[before];
            }
            before = Some(here);
        }
    }
    let mut met: Vec<usize> = Vec::new();
    let mut last = None;
    let first = |line: &lines::Line| {
        let at =
            (line.range.start() as usize..line.range.end() as usize).find(|at| block[*at] != usize::MAX)?;
        Some(group[block[at]])
    };
    let mut after_head = false;
    let right = page.lines.iter().map(|line| {
        let Some(home) = first(line) else {
            last = None;
            return u32::MAX;
        };
        let tags = tags(&told[home], line, after_head || last == Some(home));
        let goes_on = last == Some(home);
        let resumed = !goes_on && met.contains(&home);
        let bits = match (tags[0], resumed) {
            (Tag::Paragraph, true) => 1 << class(Tag::Resumed, false),
            _ => tags
                .iter()
                .map(|tag| 1 << class(*tag, goes_on && *tag != Tag::Table))
                .fold(0, |a, b: u32| a | b),
        };
        if !goes_on {
            after_head = tags[0] == Tag::NoticeHead;
        } else if tags[0] != Tag::NoticeHead && tags[0] != Tag::NoticeBody {
            after_head = false;
        }
        met.push(home);
        last = Some(home);
        bits
    });
    right.collect()
}

/// The tags that a block's line may have.
fn tags(told: &Told, line: &lines::Line, after_head: bool) -> &'static [Tag] {
    match (told.kind, told.role) {
        (Kind::Furniture, _) => &[Tag::Furniture],
        (Kind::Teaser, _) if notices::is_teaser_head(&line.dense) => &[Tag::TeaserHead],
        (Kind::Teaser, _) => &[Tag::Teaser],
        (Kind::Quote, Role::Byline | Role::Other) => &[Tag::Attribution],
        (Kind::Notice, Role::Kicker | Role::Headline | Role::Subheadline) => &[Tag::NoticeHead],
        (_, Role::Kicker | Role::Headline | Role::Subheadline) => &[Tag::Heading],
        (Kind::Quote, _) | (_, Role::Quote) => &[Tag::Quote],
        (Kind::Notice, Role::Paragraph | Role::Dateline) if after_head => &[Tag::NoticeBody],
        (_, Role::Paragraph | Role::Dateline) => &[Tag::Paragraph],
        (Kind::Notice, Role::Byline) => &[Tag::Closing],
        (_, Role::Byline) => &[Tag::Byline],
        (_, Role::Caption) => &[Tag::Caption],
        (_, Role::Other) => &[Tag::Closing, Tag::Table],
    }
}

/// A weight with what AdaGrad and the mean need.
#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f32,
    squares: f32,
    early: f32,
}

impl Cell {
    fn push(&mut self, by: f32, rate: f32, time: f32) {
        self.squares += by * by;
        let change = rate * by / (self.squares + 1.0).sqrt();
        self.weight += change;
        self.early += change * time;
    }

    fn mean(&self, time: f32) -> f32 {
        self.weight - self.early / time.max(1.0)
    }
}

/// The weights in the making.
pub struct Teacher {
    rows: Vec<[Cell; CLASSES]>,
    common: Vec<[Cell; CLASSES]>,
    steps: Vec<Vec<[Cell; CLASSES]>>,
    time: f32,
    rate: f32,
}

impl Teacher {
    /// A teacher that knows nothing yet and makes steps of this size.
    pub fn new(rate: f32) -> Self {
        let square = vec![[Cell::default(); CLASSES]; CLASSES];
        Self {
            rows: vec![[Cell::default(); CLASSES]; ROWS],
            common: square.clone(),
            steps: vec![square; PAIRS],
            time: 0.0,
            rate,
        }
    }

    /// Goes through one page: how many of its lines were wrong before.
    pub fn take(&mut self, lesson: &Lesson, margin: f32) -> usize {
        let steps = self.transitions(&|cell| cell.weight);
        let lines: Vec<[f32; CLASSES]> = lesson.features.iter().map(|features| self.line(features)).collect();
        let path = |cost: f32| {
            let mut lines = lines.clone();
            for (row, right) in lines.iter_mut().zip(&lesson.right) {
                for (class, score) in row.iter_mut().enumerate() {
                    *score += if right >> class & 1 == 1 { 0.0 } else { cost };
                }
            }
            let scores = Scores { lines, pairs: lesson.pairs.clone(), steps: &steps };
            tagging::path(&lesson.page, &lesson.cues, &scores)
        };
        let (good, bad) = (path(-300.0), path(margin));
        self.time += 1.0;
        for n in (0..good.len()).filter(|n| lesson.right[*n] >> good[*n] & 1 == 1) {
            self.correct(lesson, n, &good, &bad);
        }
        (0..bad.len()).filter(|n| lesson.right[*n] >> bad[*n] & 1 == 0).count()
    }

    fn correct(&mut self, lesson: &Lesson, n: usize, good: &[usize], bad: &[usize]) {
        let (rate, time) = (self.rate, self.time);
        if good[n] != bad[n] {
            for feature in &lesson.features[n] {
                let row = &mut self.rows[usize::from(*feature)];
                row[good[n]].push(1.0, rate, time);
                row[bad[n]].push(-1.0, rate, time);
            }
        }
        if n > 0 && (good[n - 1], good[n]) != (bad[n - 1], bad[n]) {
            for (path, by) in [(good, 1.0), (bad, -1.0)] {
                self.common[path[n - 1]][path[n]].push(by, rate, time);
                self.steps[lesson.pairs[n]][path[n - 1]][path[n]].push(by, rate, time);
            }
        }
    }

    fn line(&self, features: &features::Features) -> [f32; CLASSES] {
        let mut sums = [0.0; CLASSES];
        for feature in features {
            let row = &self.rows[usize::from(*feature)];
            sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell.weight);
        }
        sums
    }

    fn transitions(&self, value: &dyn Fn(&Cell) -> f32) -> Vec<Step> {
        let both = |step: &[[Cell; CLASSES]]| -> Step {
            std::array::from_fn(|a| std::array::from_fn(|b| value(&self.common[a][b]) + value(&step[a][b])))
        };
        self.steps.iter().map(|step| both(step)).collect()
    }

    /// `share` of the mean of all weights so far; those below `least` are dropped. Less than the whole keeps the
    /// hand-set scores in charge where pages are unlike those learned from.
    pub fn learned(&self, least: f32, share: f32) -> Learned {
        let value = |cell: &Cell| {
            let mean = cell.mean(self.time) * share;
            if mean.abs() < least { 0.0 } else { mean }
        };
        let rows: Vec<[f32; CLASSES]> = self.rows.iter().map(|row| row.each_ref().map(value)).collect();
        Learned::of(&rows, &self.transitions(&value))
    }
}
