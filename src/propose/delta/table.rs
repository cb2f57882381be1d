//! The weights of the features: for each feature a few states and what each gains.
//!
//! A feature speaks for four of the thirty-three states in the mean, and there are a million features. So the table keeps
//! the features in order, where the cells of each end, and all cells in a row: a third of what rows of all states would take.
//! Features are hashes, spread evenly over all numbers; the first bits say where in the order to look.

use super::states::STATES;

/// A state with its weight in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) state: u8,
    pub(super) weight: i8,
}

/// Bits of a feature that say where to look: some features have the same ones.
const BITS: u32 = 18;

/// All weights.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    features: Vec<u32>,
    /// Where the cells of each feature end.
    ends: Vec<u32>,
    cells: Vec<Cell>,
    /// For each beginning of [`BITS`] bits the first feature that has it or a later one, and at the end their number.
    firsts: Vec<u32>,
}

impl Table {
    /// A table for so many features.
    pub(super) fn with_capacity(count: usize) -> Self {
        let (features, ends, firsts) = (Vec::with_capacity(count), Vec::with_capacity(count), Vec::new());
        Self { features, ends, cells: Vec::new(), firsts }
    }

    /// Adds a feature's cells; `false` where features do not come in their order.
    pub(super) fn push(&mut self, feature: u32, cells: impl Iterator<Item = Cell>) -> bool {
        if self.features.last().is_some_and(|last| *last >= feature) {
            return false;
        }
        self.features.push(feature);
        self.cells.extend(cells);
        self.ends.push(self.cells.len() as u32);
        true
    }

    /// Makes the table ready once all features are there.
    pub(super) fn ready(mut self) -> Self {
        self.cells.shrink_to_fit();
        self.firsts = Vec::with_capacity((1 << BITS) + 1);
        let mut at = 0;
        for beginning in 0..1u32 << BITS {
            while self.features.get(at).is_some_and(|feature| feature >> (32 - BITS) < beginning) {
                at += 1;
            }
            self.firsts.push(at as u32);
        }
        self.firsts.push(self.features.len() as u32);
        self
    }

    fn find(&self, feature: u32) -> Option<usize> {
        let beginning = (feature >> (32 - BITS)) as usize;
        let from = *self.firsts.get(beginning)? as usize;
        let to = *self.firsts.get(beginning + 1)? as usize;
        self.features.get(from..to)?.iter().position(|other| *other == feature).map(|n| from + n)
    }

    fn cells(&self, n: usize) -> &[Cell] {
        let from = n.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        &self.cells[from..self.ends[n] as usize]
    }

    /// Whether a feature is in the table.
    pub(super) fn has(&self, feature: u32) -> bool {
        self.find(feature).is_some()
    }

    /// Adds a feature's weights, in units.
    pub(super) fn add(&self, feature: u32, sums: &mut [i32; STATES]) {
        for cell in self.find(feature).map_or(&[][..], |n| self.cells(n)) {
            sums[usize::from(cell.state)] += i32::from(cell.weight);
        }
    }

    /// How many features.
    pub(super) fn len(&self) -> usize {
        self.features.len()
    }

    /// All features in their order with their cells.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &[Cell])> {
        self.features.iter().enumerate().map(|(n, feature)| (*feature, self.cells(n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_feature_is_found_with_its_weights_and_no_other(
            rows in prop::collection::btree_map(any::<u32>(), prop::collection::btree_map(0..STATES as u8, any::<i8>(), 0..5), 0..60),
            other in any::<u32>(),
        ) {
            let mut table = Table::with_capacity(rows.len());
            for (feature, cells) in &rows {
                let cells = cells.iter().map(|(state, weight)| Cell { state: *state, weight: *weight });
                prop_assert!(table.push(*feature, cells));
            }
            let table = table.ready();
            for feature in rows.keys().copied().chain([other]) {
                let mut sums = [0; STATES];
                table.add(feature, &mut sums);
                let own: Option<&BTreeMap<u8, i8>> = rows.get(&feature);
                prop_assert_eq!(table.has(feature), own.is_some());
                for (state, sum) in sums.iter().enumerate() {
                    let wanted = own.and_then(|own| own.get(&(state as u8))).copied().unwrap_or_default();
                    prop_assert_eq!(*sum, i32::from(wanted));
                }
            }
        }
    }
}
