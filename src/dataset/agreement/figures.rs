//! Cohen's kappa and Krippendorff's alpha, from counts alone.
//!
//! A category is a number below `size`; what the numbers stand for is the caller's business. Counts are whole numbers to
//! the end, so the order in which they come makes no difference, not even in the last digit.

use std::collections::BTreeMap;

/// Two raters' categories, counted: row the first's, column the second's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    size: usize,
    cells: Vec<u64>,
}

impl Table {
    /// Nothing counted yet.
    pub fn new(size: usize) -> Self {
        Self { size, cells: vec![0; size * size] }
    }

    /// How many categories there are.
    pub fn size(&self) -> usize {
        self.size
    }

    /// `times` units, to which the first gave `a` and the second `b`. Categories that there are not count nothing.
    pub fn add(&mut self, a: usize, b: usize, times: u64) {
        if a < self.size
            && let Some(cell) = self.cells.get_mut(a * self.size + b).filter(|_| b < self.size)
        {
            *cell += times;
        }
    }

    /// How often the first said `a` and the second `b`.
    pub fn cell(&self, a: usize, b: usize) -> u64 {
        if b < self.size { self.cells.get(a * self.size + b).copied().unwrap_or_default() } else { 0 }
    }

    /// All units.
    pub fn total(&self) -> u64 {
        self.cells.iter().sum()
    }

    /// How often the first said `a`.
    pub fn row(&self, a: usize) -> u64 {
        (0..self.size).map(|b| self.cell(a, b)).sum()
    }

    /// How often the second said `b`.
    pub fn column(&self, b: usize) -> u64 {
        (0..self.size).map(|a| self.cell(a, b)).sum()
    }

    /// The same units seen as one category against all others.
    #[must_use]
    pub fn against_rest(&self, category: usize) -> Self {
        let mut table = Self::new(2);
        for a in 0..self.size {
            for b in 0..self.size {
                table.add(usize::from(a == category), usize::from(b == category), self.cell(a, b));
            }
        }
        table
    }

    /// Cohen's kappa; `None` without units. Where both only ever gave one category, the same one, it is 1.
    pub fn kappa(&self) -> Option<f64> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let n = total as f64;
        let same: u64 = (0..self.size).map(|k| self.cell(k, k)).sum();
        if same == total {
            return Some(1.0);
        }
        let chance: f64 = (0..self.size).map(|k| self.row(k) as f64 * self.column(k) as f64).sum::<f64>() / n;
        Some((same as f64 - chance) / (n - chance))
    }
}

/// The values of any number of raters, counted in pairs; nominal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coincidences {
    size: usize,
    /// By the number of values that a unit has: how often two of its values were this and that.
    pairs: BTreeMap<usize, Vec<u64>>,
}

impl Coincidences {
    /// Nothing counted yet.
    pub fn new(size: usize) -> Self {
        Self { size, pairs: BTreeMap::new() }
    }

    /// A unit with the values that it was given; `None` where a rater gave none. `times` such units.
    pub fn add(&mut self, values: &[Option<usize>], times: u64) {
        let given: Vec<usize> = values.iter().flatten().copied().filter(|value| *value < self.size).collect();
        if given.len() < 2 {
            return;
        }
        let cells = self.pairs.entry(given.len()).or_insert_with(|| vec![0; self.size * self.size]);
        for (n, a) in given.iter().enumerate() {
            for (m, b) in given.iter().enumerate() {
                if n != m {
                    cells[a * self.size + b] += times;
                }
            }
        }
    }

    /// Krippendorff's alpha; `None` where no unit has two values. Where only one value was ever given it is 1.
    pub fn alpha(&self) -> Option<f64> {
        let mut sums = vec![0.0; self.size];
        let (mut total, mut differing) = (0.0, 0.0);
        for (values, cells) in &self.pairs {
            let weight = 1.0 / (*values as f64 - 1.0);
            for (n, count) in cells.iter().enumerate() {
                let (a, b) = (n / self.size, n % self.size);
                let count = *count as f64 * weight;
                sums[a] += count;
                total += count;
                differing += if a == b { 0.0 } else { count };
            }
        }
        if total == 0.0 {
            return None;
        }
        if differing == 0.0 {
            return Some(1.0);
        }
        let expected: f64 = sums.iter().map(|sum| sum * (total - sum)).sum();
        Some(1.0 - differing * (total - 1.0) / expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whoever_says_the_same_agrees_wholly(values in prop::collection::vec(0..5_usize, 1..60)) {
            let (mut table, mut pairs) = (Table::new(5), Coincidences::new(5));
            for value in &values {
                table.add(*value, *value, 1);
                pairs.add(&[Some(*value), None, Some(*value)], 1);
            }
            prop_assert_eq!((table.kappa(), pairs.alpha()), (Some(1.0), Some(1.0)));
            for k in 0..5 {
                prop_assert_eq!(table.against_rest(k).kappa(), Some(1.0));
            }
        }

        #[test]
        fn who_is_first_makes_no_difference(values in prop::collection::vec((0..4_usize, 0..4_usize), 1..60)) {
            let (mut one, mut other) = (Table::new(4), Table::new(4));
            for (a, b) in &values {
                one.add(*a, *b, 1);
                other.add(*b, *a, 1);
            }
            prop_assert_eq!(one.kappa(), other.kappa());
        }
    }

    #[test]
    fn nothing_to_compare_is_no_agreement() {
        assert_eq!(Table::new(3).kappa(), None);
        let mut pairs = Coincidences::new(3);
        pairs.add(&[Some(1), None], 7);
        assert_eq!(pairs.alpha(), None);
    }
}
