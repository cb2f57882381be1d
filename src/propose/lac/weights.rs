//! Reading `assets/models/lac.bin`, which `scripts/make_lac.py` writes. All numbers are little-endian:
//!
//! ```text
//! "ZHUPILAC"  version  rows  characters  128 (embedding)  128 (hidden)  49 (tags)         u32 each
//! code points, ascending    u32 × characters      with the original's folding of full-width and
//! their embedding rows      u16 × characters      traditional forms already applied
//! tag names                 u32 length, UTF-8, one a line
//! embedding                 f16 rows × 128        the last row stands for every other character
//! 2 layers × 2 directions   f32 in × 384, 384 (bias), 128 × 384 (recurrent), 384 (its bias)
//! output                    f16 256 × 49, f32 49 (bias)
//! transitions               f32 49 × 49           row: from, column: to
//! ```
//! The gates stand in the order update, reset, candidate.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::LacError;
use super::chain::Chain;
use super::network::{Affine, Direction, EMBEDDING, GATES, HIDDEN, Layer, Network, WIDTH};
use super::tag::{TAGS, TagId};

const MAGIC: &[u8] = b"ZHUPILAC";
const VERSION: u32 = 1;
/// The score of the columns that only fill a row up to [`WIDTH`]: so low that no path and no sum notices them.
const NEVER: f32 = -1e9;

/// Which row of the embedding a character has.
pub(super) struct Vocabulary {
    points: Vec<u32>,
    rows: Vec<u16>,
    unknown: usize,
}

impl Vocabulary {
    pub(super) fn row(&self, c: char) -> usize {
        let place = self.points.binary_search(&u32::from(c)).ok();
        place.and_then(|i| self.rows.get(i)).map_or(self.unknown, |&row| usize::from(row))
    }
}

/// Reads the whole model.
///
/// # Errors
/// [`LacError::Damaged`] names the first part that is cut short, of another size, or not a number.
pub(super) fn read(bytes: &[u8]) -> Result<(Vocabulary, Network, Chain), LacError> {
    let mut file = Reader { rest: bytes };
    if file.take(MAGIC.len(), "signature")? != MAGIC {
        return Err(LacError::Damaged("signature"));
    }
    if file.number("version")? != VERSION {
        return Err(LacError::Damaged("version"));
    }
    let rows = file.number("sizes")? as usize;
    let characters = file.number("sizes")? as usize;
    for size in [EMBEDDING, HIDDEN, TAGS] {
        if file.number("sizes")? as usize != size {
            return Err(LacError::Damaged("sizes"));
        }
    }
    let vocabulary = vocabulary(&mut file, rows, characters)?;
    tag_names(&mut file)?;
    let embedding = file.halves(rows.saturating_mul(EMBEDDING), "embedding")?;
    let network = Network {
        embedding: embedding.as_chunks().0.to_vec(),
        first: Layer { directions: [direction(&mut file)?, direction(&mut file)?] },
        second: Layer { directions: [direction(&mut file)?, direction(&mut file)?] },
        output: {
            let weights = file.halves(2 * HIDDEN * TAGS, "output")?;
            Affine::new(&weights, &file.floats(TAGS, "output")?, NEVER)
        },
    };
    let transitions = file.floats(TAGS * TAGS, "transitions")?;
    if !file.rest.is_empty() {
        return Err(LacError::Damaged("end"));
    }
    Ok((vocabulary, network, Chain::new(transitions.as_chunks::<TAGS>().0)))
}

fn vocabulary(file: &mut Reader, rows: usize, characters: usize) -> Result<Vocabulary, LacError> {
    let points = file.take(characters.saturating_mul(4), "characters")?;
    let points: Vec<u32> = points.as_chunks().0.iter().map(|&b| u32::from_le_bytes(b)).collect();
    let places = file.take(characters.saturating_mul(2), "characters")?;
    let places: Vec<u16> = places.as_chunks().0.iter().map(|&b| u16::from_le_bytes(b)).collect();
    let unknown = rows.checked_sub(1).ok_or(LacError::Damaged("sizes"))?;
    if !points.is_sorted_by(|a, b| a < b) || places.iter().any(|&row| usize::from(row) > unknown) {
        return Err(LacError::Damaged("characters"));
    }
    Ok(Vocabulary { points, rows: places, unknown })
}

/// The names are in the file so that a file of another tag set is refused; the program itself uses [`super::Tag`].
fn tag_names(file: &mut Reader) -> Result<(), LacError> {
    let length = file.number("tag names")? as usize;
    let names = file.take(length, "tag names")?;
    let names = str::from_utf8(names).map_err(|_| LacError::Damaged("tag names"))?;
    if names.lines().eq(TagId::all().map(TagId::name)) { Ok(()) } else { Err(LacError::Damaged("tag names")) }
}

fn direction<const IN: usize>(file: &mut Reader) -> Result<Direction<IN>, LacError> {
    let input = file.floats(IN * GATES, "input weights")?;
    let input = Affine::new(&input, &file.floats(GATES, "input weights")?, 0.0);
    let recurrent = file.floats(HIDDEN * GATES, "recurrent weights")?;
    let recurrent = Affine::new(&recurrent, &file.floats(GATES, "recurrent weights")?, 0.0);
    Ok(Direction { input, recurrent })
}

/// What of the file has not been read yet.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize, part: &'static str) -> Result<&'a [u8], LacError> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or(LacError::Damaged(part))?;
        self.rest = rest;
        Ok(head)
    }

    fn number(&mut self, part: &'static str) -> Result<u32, LacError> {
        let (&head, rest) = self.rest.split_first_chunk().ok_or(LacError::Damaged(part))?;
        self.rest = rest;
        Ok(u32::from_le_bytes(head))
    }

    fn halves(&mut self, count: usize, part: &'static str) -> Result<Vec<f32>, LacError> {
        let bytes = self.take(count.saturating_mul(2), part)?;
        let halves: Vec<f16> = bytes.as_chunks().0.iter().map(|&b| f16::from_le_bytes(b)).collect();
        finite(halves.to_f32_vec(), part)
    }

    fn floats(&mut self, count: usize, part: &'static str) -> Result<Vec<f32>, LacError> {
        let bytes = self.take(count.saturating_mul(4), part)?;
        finite(bytes.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect(), part)
    }
}

fn finite(values: Vec<f32>, part: &'static str) -> Result<Vec<f32>, LacError> {
    if values.iter().all(|v| v.is_finite()) { Ok(values) } else { Err(LacError::Damaged(part)) }
}

const _: () = assert!(TAGS <= WIDTH);
