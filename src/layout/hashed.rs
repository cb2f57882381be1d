//! Features as rows of a table: each is a word such as `heading=2`, and its row is the word's hash.
//!
//! Words that were never met fall on rows that say next to nothing, so no list of words has to be kept.

/// FNV-1a over whatever makes a feature.
struct Hash(u64);

impl Hash {
    fn new(kind: &str) -> Self {
        kind.bytes().fold(Self(0xcbf2_9ce4_8422_2325), |hash, byte| hash.add(u32::from(byte)))
    }

    fn add(self, value: u32) -> Self {
        Self((self.0 ^ u64::from(value)).wrapping_mul(0x0100_0000_01b3))
    }

    fn row(self, rows: usize) -> u16 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed >> 32) as usize % rows) as u16
    }
}

/// Cells of a table as a file.
///
/// # Errors
/// When the compression fails.
pub(super) fn pack<'a>(cells: impl Iterator<Item = &'a i8>) -> std::io::Result<Vec<u8>> {
    zstd::encode_all(&*cells.map(|cell| cell.cast_unsigned()).collect::<Vec<u8>>(), 19)
}

/// The cells of such a file, if there are `count`.
pub(super) fn unpack(bytes: &[u8], count: usize) -> Option<Vec<i8>> {
    let bytes = zstd::decode_all(bytes).ok()?;
    (bytes.len() == count).then(|| bytes.into_iter().map(u8::cast_signed).collect())
}

/// Collects the features of one thing, as rows of a table of `ROWS` (at most 65,536).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hashed<const ROWS: usize>(pub Vec<u16>);

impl<const ROWS: usize> Hashed<ROWS> {
    pub fn put(&mut self, kind: &str, values: &[u32]) {
        self.0.push(values.iter().fold(Hash::new(kind), |hash, value| hash.add(*value)).row(ROWS));
    }

    pub fn chars(&mut self, kind: &str, text: &[char]) {
        self.0.push(text.iter().fold(Hash::new(kind), |hash, c| hash.add(*c as u32)).row(ROWS));
    }

    pub fn flags(&mut self, kind: &str, flags: &[bool]) {
        let bits = flags.iter().fold(1_u32, |bits, flag| bits * 2 + u32::from(*flag));
        self.put(kind, &[bits]);
    }
}
