//! The learned part as a file: little-endian, packed with zstd.
//!
//! ```text
//! "zhupiT03"  unit f32  settings: second, sub, first_score ×2, f32 each
//! prior: 3 × 4 f32, taste of keywords: 32 f32, second topics: 8 f32
//! number of classes u8; for each: length of its code u8, code in UTF-8, bias f32
//! number of pairs u16; for each in order: class u8, class u8, count u16
//! number of rows u32; for each in the order of features: feature u32, number of cells u8, class u8 and weight i8 a cell
//! ```

use super::model::{Model, Settings};
use crate::propose::delta::DeltaError;

const MAGIC: &[u8; 8] = b"zhupiT03";
const LEVEL: i32 = 19;
/// What a file may unpack to.
const MOST: usize = 16 << 20;

impl Model {
    /// The file.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let Settings { second, sub, first_score } = self.settings;
        let numbers = [self.unit, second, sub].into_iter().chain(first_score);
        let numbers = numbers.chain(self.prior.into_iter().flatten()).chain(self.taste).chain(self.second);
        for number in numbers {
            bytes.extend(number.to_le_bytes());
        }
        bytes.push(self.classes.len() as u8);
        for (code, bias) in self.classes.iter().zip(&self.bias) {
            bytes.push(code.len() as u8);
            bytes.extend(code.bytes());
            bytes.extend(bias.to_le_bytes());
        }
        bytes.extend((self.pairs.len() as u16).to_le_bytes());
        for ((one, other), count) in &self.pairs {
            bytes.extend([*one, *other]);
            bytes.extend(count.to_le_bytes());
        }
        bytes.extend((self.rows.len() as u32).to_le_bytes());
        for (feature, _) in &self.rows {
            let cells = self.cells(*feature);
            bytes.extend(feature.to_le_bytes());
            bytes.push(cells.len() as u8);
            bytes.extend(cells.iter().flat_map(|(class, weight)| [*class, *weight as u8]));
        }
        // Packing into memory cannot fail; an empty file would be refused by `parse`.
        zstd::bulk::compress(&bytes, LEVEL).unwrap_or_default()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`DeltaError`] where it is not one.
    pub(crate) fn parse(packed: &[u8]) -> Result<Self, DeltaError> {
        let bytes = zstd::bulk::decompress(packed, MOST).map_err(|_| DeltaError("topics: packing"))?;
        let mut reader = Reader(&bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(DeltaError("topics: head"));
        }
        let mut model = Self { unit: reader.f32()?, ..Self::default() };
        let settings = &mut model.settings;
        for number in [&mut settings.second, &mut settings.sub]
            .into_iter()
            .chain(&mut settings.first_score)
            .chain(model.prior.as_flattened_mut())
            .chain(&mut model.taste)
            .chain(&mut model.second)
        {
            *number = reader.f32()?;
        }
        for _ in 0..reader.u8()? {
            let length = usize::from(reader.u8()?);
            let code = std::str::from_utf8(reader.take(length)?).map_err(|_| DeltaError("topics: code"))?;
            model.classes.push(code.to_owned());
            model.bias.push(reader.f32()?);
        }
        for _ in 0..u16::from_le_bytes(reader.array()?) {
            let pair = reader.array()?.into();
            if model.pairs.last_key_value().is_some_and(|(last, _)| *last >= pair) {
                return Err(DeltaError("topics: pairs"));
            }
            model.pairs.insert(pair, u16::from_le_bytes(reader.array()?));
        }
        let rows = u32::from_le_bytes(reader.array()?) as usize;
        model.rows.reserve(rows.min(MOST / 5));
        for _ in 0..rows {
            let feature = u32::from_le_bytes(reader.array()?);
            if model.rows.last().is_some_and(|last| last.0 >= feature) {
                return Err(DeltaError("topics: order"));
            }
            for _ in 0..reader.u8()? {
                let [class, weight] = reader.array()?;
                if usize::from(class) >= model.classes.len() {
                    return Err(DeltaError("topics: class"));
                }
                model.cells.push((class, weight as i8));
            }
            model.rows.push((feature, model.cells.len() as u32));
        }
        if reader.0.is_empty() { Ok(model) } else { Err(DeltaError("topics: end")) }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], DeltaError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(DeltaError("topics: length"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DeltaError> {
        self.take(N)?.try_into().map_err(|_| DeltaError("topics: length"))
    }

    fn u8(&mut self) -> Result<u8, DeltaError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, DeltaError> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() { Ok(number) } else { Err(DeltaError("topics: number")) }
    }
}
