//! The delta as a file: little-endian, packed with zstd.
//!
//! ```text
//! "zhupiD01"  trust f32  unit f32
//! STATES × STATES steps as i16 in hundredths
//! number of rows u32; for each, in the order of features: feature u32, bits u64 of the states with weights,
//! one i8 a weight in units
//! ```

use super::chain::Steps;
use super::model::Delta;
use super::states::STATES;
use super::table::{Cell, Table};

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
        bytes.extend((self.table.len() as u32).to_le_bytes());
        for (feature, cells) in self.table.rows() {
            bytes.extend(feature.to_le_bytes());
            let bits = cells.iter().fold(0u64, |bits, cell| bits | 1 << cell.state);
            bytes.extend(bits.to_le_bytes());
            bytes.extend(cells.iter().map(|cell| cell.weight.cast_unsigned()));
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
        let mut table = Table::with_capacity(count.min(MOST / 13));
        for _ in 0..count {
            let feature = u32::from_le_bytes(reader.array()?);
            let bits = u64::from_le_bytes(reader.array()?);
            if bits >> STATES != 0 {
                return Err(DeltaError("states"));
            }
            let mut left = bits;
            let states = std::iter::from_fn(|| {
                let state = (left != 0).then_some(left.trailing_zeros() as u8);
                left &= left.wrapping_sub(1);
                state
            });
            let weights = reader.take(bits.count_ones() as usize)?;
            let cells = states.zip(weights);
            let cells = cells.map(|(state, weight)| Cell { state, weight: weight.cast_signed() });
            if !table.push(feature, cells) {
                return Err(DeltaError("order"));
            }
        }
        let table = table.ready();
        if reader.0.is_empty() { Ok(Self { table, unit, steps, trust }) } else { Err(DeltaError("end")) }
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
