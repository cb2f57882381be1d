//! The delta as a file: little-endian, packed with zstd.
//!
//! ```text
//! "zhupiD01"  trust f32  unit f32
//! STATES × STATES steps as i16 in hundredths
//! number of rows u32; for each, in the order of features: feature u32, bits u64 of the states with weights,
//! one i8 a weight in units
//! ```

use super::chain::Steps;
use super::model::{Delta, Places};
use super::states::STATES;

const MAGIC: &[u8; 8] = b"zhupiD01";
const LEVEL: i32 = 19;
/// What a file may unpack to.
const MOST: usize = 64 << 20;
const STEP_UNIT: f32 = 0.01;

/// Why a file is no delta.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the learned weights are damaged ({0})")]
pub struct DeltaError(pub &'static str);

impl Delta {
    /// The file.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.trust.to_le_bytes());
        bytes.extend(self.unit.to_le_bytes());
        for weight in self.steps.weights.iter().flatten() {
            bytes.extend(((weight / STEP_UNIT).round() as i16).to_le_bytes());
        }
        let mut rows: Vec<(u32, [i8; STATES])> =
            self.places.iter().map(|(feature, place)| (*feature, self.rows[*place as usize])).collect();
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        bytes.extend((rows.len() as u32).to_le_bytes());
        for (feature, row) in rows {
            bytes.extend(feature.to_le_bytes());
            let bits =
                row.iter().enumerate().filter(|(_, w)| **w != 0).fold(0u64, |bits, (n, _)| bits | 1 << n);
            bytes.extend(bits.to_le_bytes());
            bytes.extend(row.iter().filter(|w| **w != 0).map(|w| *w as u8));
        }
        // Packing into memory cannot fail; an empty file would be refused by `parse`.
        zstd::bulk::compress(&bytes, LEVEL).unwrap_or_default()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`DeltaError`] where it is not one.
    pub(crate) fn parse(packed: &[u8]) -> Result<Self, DeltaError> {
        let bytes = zstd::bulk::decompress(packed, MOST).map_err(|_| DeltaError("packing"))?;
        let mut reader = Reader(&bytes);
        if reader.take(8)? != MAGIC {
            return Err(DeltaError("head"));
        }
        let (trust, unit) = (reader.f32()?, reader.f32()?);
        if !(trust.is_finite() && unit.is_finite()) {
            return Err(DeltaError("head"));
        }
        let mut steps = Steps::new();
        for weight in steps.weights.as_flattened_mut() {
            *weight = f32::from(i16::from_le_bytes(reader.array()?)) * STEP_UNIT;
        }
        let count = u32::from_le_bytes(reader.array()?) as usize;
        let mut delta = Self { places: Places::default(), rows: Vec::new(), unit, steps, trust };
        delta.places.reserve(count.min(MOST / 13));
        delta.rows.reserve(count.min(MOST / 13));
        for n in 0..count {
            let feature = u32::from_le_bytes(reader.array()?);
            let bits = u64::from_le_bytes(reader.array()?);
            if bits >> STATES != 0 {
                return Err(DeltaError("states"));
            }
            let mut row = [0i8; STATES];
            for (_, weight) in row.iter_mut().enumerate().filter(|(n, _)| bits >> n & 1 == 1) {
                *weight = reader.take(1)?[0] as i8;
            }
            delta.places.insert(feature, n as u32);
            delta.rows.push(row);
        }
        if reader.0.is_empty() { Ok(delta) } else { Err(DeltaError("end")) }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], DeltaError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(DeltaError("length"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DeltaError> {
        self.take(N)?.try_into().map_err(|_| DeltaError("length"))
    }

    fn f32(&mut self) -> Result<f32, DeltaError> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}
