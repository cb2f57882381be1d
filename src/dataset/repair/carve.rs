//! Rows out of the bytes of a file, wherever they lie.
//!
//! How SQLite has put its pages together is not asked, since that may be what is damaged: every place of every page at
//! which something has the shape of an event, a name or a file is told of, also what lies on pages that were given up.
//! Most of it is true, some of it is chance; sums tell the one from the other (`chain`).

use crate::dataset::event::{Payload, Sum};
use crate::dataset::pack;
use std::collections::BTreeSet;
use std::path::Path;

/// The page size of files that do not say one; those of this program have it.
const PAGE: usize = 4096;
/// Serial types of SQLite's records: a sum, and a SHA-256 in hex.
const SUM: u64 = 76;
const HEX: u64 = 141;
/// The longest head of a row of ours.
const HEAD: usize = 32;

/// A word of an event: itself, or its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Number(i64),
    Text(String),
}

/// An event as it lies in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub at: String,
    pub editor: Word,
    pub issue: Word,
    pub kind: Word,
    pub payload: Vec<u8>,
    pub packed: bool,
    pub sum: Sum,
}

impl Row {
    pub fn unpacked(&self) -> Option<Payload> {
        if self.packed {
            return pack::unpack(&self.payload).ok().map(Payload);
        }
        String::from_utf8(self.payload.clone()).ok().map(Payload)
    }
}

/// What has the shape of a row.
pub(super) enum Found {
    Event(u64, Row),
    Name(i64, String),
    /// SHA-256 in hex, and the zstd frame.
    File(String, Vec<u8>),
}

/// The bytes of a file, in pages.
pub(super) struct Pages {
    bytes: Vec<u8>,
    size: usize,
}

impl Pages {
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let bytes = std::fs::read(path)?;
        Ok(Self { size: PAGE, bytes })
    }

    /// Tells of all rows. Where the file says another size than that of our pages, one of the two is right.
    pub fn rows(&mut self, found: &mut dyn FnMut(Found)) {
        for size in BTreeSet::from([PAGE, page_size(&self.bytes)]) {
            self.size = size;
            self.rows_of_size(found);
        }
    }

    fn rows_of_size(&self, found: &mut dyn FnMut(Found)) {
        for page in self.bytes.chunks(self.size) {
            for at in 0..page.len() {
                if let Some(row) = self.table_row(page, at).or_else(|| self.index_row(page, at)) {
                    found(row);
                }
            }
        }
    }

    fn table_row(&self, page: &[u8], at: usize) -> Option<Found> {
        let (length, next) = varint(page, at)?;
        let (id, body) = varint(page, next)?;
        let head = Head::read(page, body)?;
        if head.length() != length {
            return None;
        }
        let kinds = head.kinds();
        let found = match *kinds {
            [0, when, editor, issue, kind, payload, SUM]
                if is_text(payload) || is_blob(payload) && payload > 12 =>
            {
                let words = [when, editor, issue, kind];
                if !words.into_iter().all(|kind| is_text(kind) || is_number(kind)) {
                    return None;
                }
                let mut fields = head.fields(self.content(page, body, length, self.size - 35)?);
                fields.next()?;
                let at = match word(when, &fields.next()?)? {
                    Word::Text(at) => at,
                    Word::Number(seconds) => format!("{:.0}", jiff::Timestamp::from_second(seconds).ok()?),
                };
                let mut next = |kind| word(kind, &fields.next()?);
                let (editor, issue, kind) = (next(editor)?, next(issue)?, next(kind)?);
                let (packed, payload) = (is_blob(payload), fields.next()?);
                let sum = fields.next()?.try_into().ok()?;
                Found::Event(id, Row { at, editor, issue, kind, payload, packed, sum })
            }
            [0, text] if is_text(text) => {
                let mut fields = head.fields(self.content(page, body, length, self.size - 35)?);
                fields.next()?;
                Found::Name(i64::try_from(id).ok()?, String::from_utf8(fields.next()?).ok()?)
            }
            [HEX, size, bytes] if is_number(size) && is_blob(bytes) => {
                let mut fields = head.fields(self.content(page, body, length, self.size - 35)?);
                let hash = String::from_utf8(fields.next()?).ok()?;
                fields.next()?;
                Found::File(hash, fields.next()?)
            }
            _ => return None,
        };
        Some(found)
    }

    /// Names lie in their index once more.
    fn index_row(&self, page: &[u8], at: usize) -> Option<Found> {
        let (length, body) = varint(page, at)?;
        let head = Head::read(page, body)?;
        match *head.kinds() {
            [text, id] if head.length() == length && is_text(text) && is_number(id) => {
                let most = (self.size - 12) * 64 / 255 - 23;
                let mut fields = head.fields(self.content(page, body, length, most)?);
                let text = String::from_utf8(fields.next()?).ok()?;
                Some(Found::Name(number(id, &fields.next()?)?, text))
            }
            _ => None,
        }
    }

    /// The bytes of a row: at most `most` of them on its page, the others on a chain of pages.
    fn content(&self, page: &[u8], at: usize, length: u64, most: usize) -> Option<Vec<u8>> {
        let length = usize::try_from(length).ok().filter(|length| *length <= self.bytes.len())?;
        let least = (self.size - 12) * 32 / 255 - 23;
        let here = if length <= most {
            length
        } else {
            Some(least + (length - least) % (self.size - 4)).filter(|here| *here <= most).unwrap_or(least)
        };
        let mut content = page.get(at..at + here)?.to_vec();
        let mut next = page.get(at + here..at + here + 4);
        while content.len() < length {
            let number = u32::from_be_bytes(next?.try_into().ok()?) as usize;
            let page = self.bytes.chunks(self.size).nth(number.checked_sub(1)?)?;
            let rest = (length - content.len()).min(self.size - 4);
            content.extend_from_slice(page.get(4..4 + rest)?);
            next = page.get(..4);
        }
        Some(content)
    }
}

/// The head of a record: how long it is, and the types of its fields.
struct Head {
    length: usize,
    kinds: [u64; 7],
    count: usize,
}

impl Head {
    fn read(page: &[u8], at: usize) -> Option<Self> {
        let length = usize::from(*page.get(at)?);
        if !(3..HEAD).contains(&length) {
            return None;
        }
        let mut head = Self { length, kinds: [0; 7], count: 0 };
        let mut next = at + 1;
        while next < at + length {
            let (kind, after) = varint(page, next)?;
            *head.kinds.get_mut(head.count)? = kind;
            head.count += 1;
            next = after;
        }
        (next == at + length).then_some(head)
    }

    fn kinds(&self) -> &[u64] {
        self.kinds.get(..self.count).unwrap_or_default()
    }

    /// Of the whole record.
    fn length(&self) -> u64 {
        self.kinds().iter().fold(self.length as u64, |sum, kind| sum.saturating_add(width(*kind)))
    }

    fn fields(&self, content: Vec<u8>) -> impl Iterator<Item = Vec<u8>> {
        let mut at = self.length;
        self.kinds().to_vec().into_iter().map_while(move |kind| {
            let field = content.get(at..at + usize::try_from(width(kind)).ok()?)?.to_vec();
            at += field.len();
            Some(field)
        })
    }
}

fn page_size(bytes: &[u8]) -> usize {
    let said = match bytes.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    };
    let fits = said.is_power_of_two() && said >= 512 && bytes.len().is_multiple_of(said);
    if fits { said } else { PAGE }
}

fn is_text(kind: u64) -> bool {
    kind >= 13 && kind % 2 == 1
}

fn is_blob(kind: u64) -> bool {
    kind >= 12 && kind.is_multiple_of(2)
}

fn is_number(kind: u64) -> bool {
    matches!(kind, 1..=6 | 8 | 9)
}

fn width(kind: u64) -> u64 {
    match kind {
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        12.. => (kind - 12) / 2,
        _ => 0,
    }
}

fn word(kind: u64, field: &[u8]) -> Option<Word> {
    if is_text(kind) {
        return String::from_utf8(field.to_vec()).ok().map(Word::Text);
    }
    number(kind, field).map(Word::Number)
}

fn number(kind: u64, field: &[u8]) -> Option<i64> {
    if kind >= 8 {
        return Some(i64::from(kind == 9));
    }
    let first = *field.first()?;
    let mut bytes = [if first >= 128 { 0xff } else { 0 }; 8];
    bytes.get_mut(8 - field.len()..)?.copy_from_slice(field);
    Some(i64::from_be_bytes(bytes))
}

/// A number of one to nine bytes, and where the next thing is.
fn varint(page: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for n in 0..8 {
        let byte = *page.get(at + n)?;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + n + 1));
        }
    }
    Some((value << 8 | u64::from(*page.get(at + 8)?), at + 9))
}
