//! The encodings that a newspaper's text comes in. Decoding is strict and keeps every character: BOM, CR, NUL and form
//! feeds stay, one code point each, so that positions in the decoded text are the same for every reader.

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
        let known = encoding_rs::Encoding::for_label(name.trim().as_bytes())?;
        // GBK has an engine of its own only for writing.
        if known == encoding_rs::GBK {
            return Some(Self::Gb18030);
        }
        Self::ALL.into_iter().find(|encoding| encoding.engine() == known)
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

    /// The text of the bytes, a BOM included; `None` where any byte cannot be read.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        self.engine().decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
    }
}
