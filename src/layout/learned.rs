//! Learned scores for the tags of lines, added to those that `tagging` works out by its hand-set weights.
//!
//! A [`Learned`] is a table of small integers: a row for every feature (`features`), a column for every [`class`]; and a
//! table of transitions between classes for each state of two neighbouring lines. The scores are sums of integers, so
//! they are the same on every machine. `teach` makes the tables; `assets/models/README.md` says from what.

use super::features::{self, Features};
use super::lines::Page;
use super::{cues::Cues, hashed, tagging::Tag};
use std::sync::LazyLock;

/// Rows for features.
pub(super) const ROWS: usize = 1 << 14;
/// Columns: a tag, and whether it goes on with the block of the line before.
pub(super) const CLASSES: usize = 28;
/// States of two neighbouring lines.
pub(super) const PAIRS: usize = 32;
/// Steps in a unit of the hand-set weights.
const STEPS: f32 = 24.0;

static ASSET: &[u8] = include_bytes!("../../assets/models/layout.bin");
static OWN: LazyLock<Learned> = LazyLock::new(|| Learned::read(ASSET).unwrap_or_default());

/// The class of a tag that begins a block or goes on with one.
pub(super) fn class(tag: Tag, goes_on: bool) -> usize {
    tag as usize * 2 + usize::from(goes_on)
}

/// The tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    rows: Vec<[i8; CLASSES]>,
    steps: Vec<[[i8; CLASSES]; CLASSES]>,
    /// `steps` in the unit of the hand-set weights.
    costs: Vec<Step>,
}

/// Transitions between classes in one state of two neighbouring lines.
pub(super) type Step = [[f32; CLASSES]; CLASSES];

impl Default for Learned {
    fn default() -> Self {
        Self::new(vec![[0; CLASSES]; ROWS], vec![[[0; CLASSES]; CLASSES]; PAIRS])
    }
}

impl Learned {
    fn new(rows: Vec<[i8; CLASSES]>, steps: Vec<[[i8; CLASSES]; CLASSES]>) -> Self {
        let costs =
            steps.iter().map(|step| step.map(|row| row.map(|cell| f32::from(cell) / STEPS))).collect();
        Self { rows, steps, costs }
    }

    /// The program's own.
    pub(super) fn own() -> &'static Self {
        &OWN
    }

    /// Tables in the form of [`Self::bytes`].
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut read = hashed::unpack(bytes, ROWS * CLASSES + PAIRS * CLASSES * CLASSES)?.into_iter();
        let mut learned = Self::default();
        let cells = learned.rows.iter_mut().flatten().chain(learned.steps.iter_mut().flatten().flatten());
        cells.for_each(|cell| *cell = read.next().unwrap_or_default());
        Some(Self::new(learned.rows, learned.steps))
    }

    /// The tables as bytes, compressed.
    ///
    /// # Errors
    /// When the compression fails.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        hashed::pack(self.rows.iter().flatten().chain(self.steps.iter().flatten().flatten()))
    }

    /// Tables of weights in the unit of the hand-set ones.
    pub(super) fn of(rows: &[[f32; CLASSES]], steps: &[Step]) -> Self {
        let cell = |weight: &f32| (weight * STEPS).round().clamp(-127.0, 127.0) as i8;
        let row = |row: &[f32; CLASSES]| std::array::from_fn(|k| cell(&row[k]));
        let step = |step: &Step| std::array::from_fn(|k| row(&step[k]));
        Self::new(rows.iter().map(row).collect(), steps.iter().map(step).collect())
    }

    /// The scores of every line of `page` in every class.
    pub(super) fn scores<'a>(&'a self, page: &Page, cues: &[Cues]) -> Scores<'a> {
        let lines = (0..page.lines.len()).map(|n| self.line(&features::of(page, cues, n))).collect();
        let pairs = (0..page.lines.len()).map(|n| features::pair(page, n)).collect();
        Scores { lines, pairs, steps: &self.costs }
    }

    fn line(&self, features: &Features) -> [f32; CLASSES] {
        let mut sums = [0_i32; CLASSES];
        for feature in features {
            let row = &self.rows[usize::from(*feature)];
            sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += i32::from(*cell));
        }
        sums.map(|sum| sum as f32 / STEPS)
    }
}

/// What the tables say of one page.
pub(super) struct Scores<'a> {
    /// A row for every line.
    pub lines: Vec<[f32; CLASSES]>,
    /// The state of every line and the line before.
    pub pairs: Vec<usize>,
    /// Transitions.
    pub steps: &'a [Step],
}

impl Scores<'_> {
    /// Line `n` in `class`.
    pub fn line(&self, n: usize, class: usize) -> f32 {
        self.lines[n][class]
    }

    /// Line `n` in class `b` after a line in class `a`.
    pub fn step(&self, n: usize, a: usize, b: usize) -> f32 {
        self.steps[self.pairs[n]][a][b]
    }
}
