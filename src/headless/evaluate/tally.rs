//! Counting in the order of first sight, so that ties fall the same way every time.

use std::collections::BTreeMap;

/// How often each key was seen.
#[derive(Clone, Debug)]
pub struct Tally<K> {
    places: BTreeMap<K, usize>,
    counts: Vec<(K, u64)>,
}

impl<K: Ord + Copy> Tally<K> {
    /// How often a key was seen.
    pub fn of(&self, key: K) -> u64 {
        self.places.get(&key).and_then(|place| self.counts.get(*place)).map_or(0, |(_, count)| *count)
    }

    /// Keys with their counts in the order of first sight.
    pub fn iter(&self) -> impl Iterator<Item = (K, u64)> + '_ {
        self.counts.iter().copied()
    }

    /// The key seen most often, the earlier one of two.
    pub fn most(&self) -> Option<(K, u64)> {
        self.iter().reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The pairs of things under the same key.
    pub fn pairs(&self) -> u64 {
        self.counts.iter().map(|(_, n)| n * n.saturating_sub(1) / 2).sum()
    }
}

impl<K: Ord + Copy> FromIterator<K> for Tally<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut tally = Self { places: BTreeMap::new(), counts: Vec::new() };
        for key in keys {
            let place = *tally.places.entry(key).or_insert_with(|| {
                tally.counts.push((key, 0));
                tally.counts.len() - 1
            });
            if let Some((_, count)) = tally.counts.get_mut(place) {
                *count += 1;
            }
        }
        tally
    }
}
