//! The encodings that a newspaper's text comes in. Decoding is strict and keeps every character: BOM, CR, NUL and form
//! feeds stay, one code point each, so that positions in the decoded text are the same for every reader.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::DecoderResult;

/// How the bytes of a text file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB 18030, which reads GBK and GB 2312 too.
    Gb18030,
    /// Big5 with the Hong Kong supplement.
    Big5,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

/// Bytes that an encoding cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Offset of the first of them.
    pub byte: usize,
    /// The line they are in, from 1.
    pub line: usize,
}

impl Encoding {
    /// All encodings, the likeliest first.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be];

    /// The name that the record uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The encoding of a name as people and tools write it; GBK and GB 2312 are read as GB 18030.
    pub fn named(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "utf8" | "utf8sig" | "cp65001" | "ascii" => Some(Self::Utf8),
            "gb18030" | "gbk" | "cp936" | "gb2312" | "euccn" => Some(Self::Gb18030),
            "big5" | "cp950" | "big5hkscs" => Some(Self::Big5),
            "utf16" | "utf16le" => Some(Self::Utf16Le),
            "utf16be" => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// The same encoding, but for UTF-16 with a BOM: that says which byte is first.
    #[must_use]
    pub fn heeding_bom(self, bytes: &[u8]) -> Self {
        let wide = |encoding| matches!(encoding, Self::Utf16Le | Self::Utf16Be);
        Self::by_bom(bytes).filter(|found| wide(self) && wide(*found)).unwrap_or(self)
    }

    fn engine(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
        }
    }

    /// The text of the bytes, a BOM included.
    ///
    /// # Errors
    /// Where any byte cannot be read.
    pub fn decode(self, bytes: &[u8]) -> Result<String, Malformed> {
        let mut decoder = self.engine().new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
        match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
            (DecoderResult::InputEmpty, _) => Ok(text),
            (DecoderResult::Malformed(bad, after), read) => {
                let line = 1 + text.matches('\n').count();
                Err(Malformed { byte: read.saturating_sub(usize::from(bad) + usize::from(after)), line })
            }
            // Not met: the room was made for all of it.
            (DecoderResult::OutputFull, read) => Err(Malformed { byte: read, line: 1 }),
        }
    }

    /// The byte at which every code point of [`Self::decode`]'s text begins; shorter where the bytes cannot be read to
    /// their end.
    pub fn char_starts(self, bytes: &[u8]) -> Vec<u32> {
        let mut decoder = self.engine().new_decoder_without_bom_handling();
        let mut starts = Vec::with_capacity(bytes.len() / 2);
        let mut text = String::with_capacity(16);
        let mut start = 0;
        for (n, byte) in bytes.iter().enumerate() {
            text.clear();
            let (result, _) =
                decoder.decode_to_string_without_replacement(&[*byte], &mut text, n + 1 == bytes.len());
            if result != DecoderResult::InputEmpty {
                break;
            }
            // One byte at a time: what comes out now was begun where the last character ended.
            for _ in text.chars() {
                starts.push(start);
            }
            if !text.is_empty() {
                start = n as u32 + 1;
            }
        }
        starts
    }

    /// Finds the encoding of the bytes and their text: by BOM, then strict UTF-8 or plain UTF-16, then the likelier of
    /// GB 18030 and Big5.
    ///
    /// # Errors
    /// The likeliest encoding and where it fails, where none reads all bytes.
    pub fn detect(bytes: &[u8]) -> Result<(Self, String), (Self, Malformed)> {
        let read = |encoding: Self| {
            encoding.decode(bytes).map(|text| (encoding, text)).map_err(|bad| (encoding, bad))
        };
        if let Some(encoding) = Self::by_bom(bytes) {
            return read(encoding);
        }
        if let Some(encoding) = [Self::Utf16Le, Self::Utf16Be].into_iter().find(|e| e.is_plainly_utf16(bytes))
        {
            return read(encoding);
        }
        let utf8 = read(Self::Utf8);
        if utf8.is_ok() || is_damaged_utf8(bytes) {
            return utf8;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let big5 = detector.guess(None, Utf8Detection::Deny) == encoding_rs::BIG5;
        let (first, second) = if big5 { (Self::Big5, Self::Gb18030) } else { (Self::Gb18030, Self::Big5) };
        read(first).or_else(|bad| read(second).map_err(|_| bad))
    }

    fn by_bom(bytes: &[u8]) -> Option<Self> {
        const GB18030_BOM: &[u8] = b"\x84\x31\x95\x33";
        match encoding_rs::Encoding::for_bom(bytes) {
            Some((known, _)) => Self::ALL.into_iter().find(|encoding| encoding.engine() == known),
            None => bytes.starts_with(GB18030_BOM).then_some(Self::Gb18030),
        }
    }

    /// Whether bytes without BOM are UTF-16 beyond doubt: the units are what Chinese text is made of. Text without NUL
    /// that is valid UTF-8 is UTF-8, because two ASCII letters look like a Han character.
    fn is_plainly_utf16(self, bytes: &[u8]) -> bool {
        if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
            return false;
        }
        let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        let read = if self == Self::Utf16Le { u16::from_le_bytes } else { u16::from_be_bytes };
        let usual = units.map(read).filter(|unit| is_usual(*unit)).count();
        let nuls = bytes.split(|byte| *byte == 0).count() - 1;
        let most = |n: usize, of: usize| n * 10 >= of * 9;
        // Latin text has a NUL in every pair; a page of Han that happens to be valid UTF-8 is not to be found.
        let latin = nuls * 3 >= bytes.len();
        most(usual, bytes.len() / 2) && (latin || std::str::from_utf8(bytes).is_err())
    }
}

/// Whether a UTF-16 unit is one of those that Chinese text is made of.
fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xb7 | 0x2010..=0x203b | 0x3000..=0x301f | 0x4e00..=0x9fff
        | 0xff00..=0xff65 | 0xfeff)
}

/// Whether bytes that are not valid UTF-8 were meant as such: characters of three bytes outnumber the damages far. In
/// GB 18030 such triples come about only by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    whole > bad * 4
}
