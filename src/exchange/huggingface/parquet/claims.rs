//! What a Parquet file says of itself, looked through before the library believes it.
//!
//! ```text
//! PAR1  pages: head (Thrift) · packed values, …  footer (Thrift)  length of the footer  PAR1
//! ```
//! The library passes over fields that it does not know. A list of truth values takes no bytes there, so a few bytes can
//! claim two thousand million of them, and a page of one value can claim to be so many rows. Both are refused here: a list
//! has at most as many elements as there are bytes left, truth values none, and all pages together have no more values than
//! [`DENSE`] a byte of the file.
//!
//! The encoding is Thrift's compact protocol (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>),
//! the fields are those of `parquet.thrift` (<https://github.com/apache/parquet-format>).

use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

/// Values of a byte. Our own tables have less than one, a column of one value again and again a few thousand, but never all
/// columns.
const DENSE: u64 = 64;
/// So many any file may have.
const FEW: u64 = 100_000;
const MARK: &[u8] = b"PAR1";
/// How deep structures may lie in each other.
const DEPTH: u8 = 32;

/// Whether the footer can be read in a time that its length answers for. What is no footer at all is left to the library,
/// which says what is wrong.
pub fn footer(file: &[u8]) -> bool {
    let footer = || {
        let rest = file.strip_suffix(MARK)?;
        let (rest, length) = rest.split_last_chunk::<4>()?;
        rest.get(rest.len().checked_sub(u32::from_le_bytes(*length) as usize)?..)
    };
    footer().is_none_or(|footer| Thrift(footer).structure(DEPTH, &mut |_, _| {}).is_some())
}

/// Whether the pages have no more values than a file of this length may.
pub fn pages(file: &[u8], metadata: &ParquetMetaData) -> bool {
    let columns = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let mut values = 0_u64;
    for column in columns {
        let (start, length) = column.byte_range();
        let (Ok(start), Ok(length)) = (usize::try_from(start), usize::try_from(length)) else { return false };
        let Some(pages) = start.checked_add(length).and_then(|end| file.get(start..end)) else {
            return false;
        };
        match count(pages) {
            Some(more) => values = values.saturating_add(more),
            None => return false,
        }
    }
    values <= FEW.max(DENSE.saturating_mul(file.len() as u64))
}

/// The values of a column's pages.
fn count(mut pages: &[u8]) -> Option<u64> {
    let mut values = 0_u64;
    while !pages.is_empty() {
        let (mut packed, mut here) = (None, 0);
        let mut head = Thrift(pages);
        head.structure(DEPTH, &mut |path, number| match path {
            // compressed_page_size; num_values of data_page_header, dictionary_page_header and data_page_header_v2.
            [3] => packed = usize::try_from(number).ok(),
            [5 | 7 | 8, 1] => here = u64::try_from(number).unwrap_or(u64::MAX),
            _ => {}
        })?;
        pages = head.0.get(packed?..)?;
        values = values.saturating_add(here);
    }
    Some(values)
}

/// Kinds of values of the compact protocol.
mod kind {
    pub const TRUE: u8 = 1;
    pub const FALSE: u8 = 2;
    pub const BYTE: u8 = 3;
    pub const I16: u8 = 4;
    pub const I32: u8 = 5;
    pub const I64: u8 = 6;
    pub const DOUBLE: u8 = 7;
    pub const BINARY: u8 = 8;
    pub const LIST: u8 = 9;
    pub const SET: u8 = 10;
    pub const MAP: u8 = 11;
    pub const STRUCT: u8 = 12;
    pub const UUID: u8 = 13;
}

/// Who is told of a number: the numbers of the fields that lead to it, and what it is.
type Tell<'a> = &'a mut dyn FnMut(&[i64], i64);

/// Bytes that are gone through; `None` where they end too early or claim what cannot be.
struct Thrift<'a>(&'a [u8]);

impl Thrift<'_> {
    fn pass(&mut self, count: usize) -> Option<()> {
        self.0 = self.0.get(count..)?;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn whole(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn structure(&mut self, depth: u8, tell: Tell<'_>) -> Option<()> {
        let mut path = Vec::new();
        self.fields(depth, &mut path, tell)
    }

    fn fields(&mut self, depth: u8, path: &mut Vec<i64>, tell: Tell<'_>) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut field = 0_i64;
        loop {
            let head = self.byte()?;
            let (step, kind) = (head >> 4, head & 0x0f);
            if kind == 0 {
                return Some(());
            }
            field = if step == 0 { self.whole()? } else { field.checked_add(i64::from(step))? };
            path.push(field);
            self.value(kind, depth, path, tell)?;
            path.pop();
        }
    }

    fn value(&mut self, kind: u8, depth: u8, path: &mut Vec<i64>, tell: Tell<'_>) -> Option<()> {
        match kind {
            kind::TRUE | kind::FALSE => {}
            kind::BYTE => {
                self.byte()?;
            }
            kind::I16 | kind::I32 | kind::I64 => tell(path, self.whole()?),
            kind::DOUBLE => self.pass(8)?,
            kind::BINARY => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.pass(length)?;
            }
            kind::LIST | kind::SET => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                self.elements(count, &[head & 0x0f], depth, path, tell)?;
            }
            kind::MAP => {
                let count = self.varint()?;
                if count > 0 {
                    let kinds = self.byte()?;
                    self.elements(count, &[kinds >> 4, kinds & 0x0f], depth, path, tell)?;
                }
            }
            kind::STRUCT => self.fields(depth, path, tell)?,
            kind::UUID => self.pass(16)?,
            _ => return None,
        }
        Some(())
    }

    /// So many elements, each of values of these kinds.
    fn elements(
        &mut self,
        count: u64,
        kinds: &[u8],
        depth: u8,
        path: &mut Vec<i64>,
        tell: Tell<'_>,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let takes_nothing = kinds.iter().all(|kind| matches!(*kind, kind::TRUE | kind::FALSE));
        if count > self.0.len() as u64 || count > 0 && takes_nothing {
            return None;
        }
        // Not a field's own number.
        path.push(-1);
        for _ in 0..count {
            for kind in kinds {
                self.value(*kind, depth, path, tell)?;
            }
        }
        path.pop();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with this footer and nothing else.
    fn with_footer(footer: &[u8]) -> Vec<u8> {
        [MARK, footer, &(footer.len() as u32).to_le_bytes(), MARK].concat()
    }

    #[test]
    fn lists_that_take_no_bytes_are_refused() {
        let claim = b"\xf9\xf1\xff\xff\xff\xff\x07";
        assert!(!footer(&with_footer(&[claim, &b"\0"[..]].concat())));
        let few = b"\xf9\x35\x02\x02\x02\0";
        assert!(footer(&with_footer(few)));
        let more_than_there_is = b"\xf9\xf5\xff\xff\xff\xff\x07\x02\x02\0";
        assert!(!footer(&with_footer(more_than_there_is)));
    }

    #[test]
    fn structures_that_lie_too_deep_are_refused() {
        let deep = |depth: usize| with_footer(&[b"\x1c".repeat(depth), b"\0".repeat(depth + 1)].concat());
        assert!(footer(&deep(20)));
        assert!(!footer(&deep(20_000)));
    }

    #[test]
    fn values_of_pages_are_counted() {
        // Type 0, sizes 6 and 6 (zigzag), data page of 150 values, two bytes of values to go with.
        let page = |size: u8| [b"\x15\x00\x15\x04\x15", &[size][..], b"\x2c\x15\xac\x02\0\0ab"].concat();
        assert_eq!(count(&page(4)), Some(150));
        assert_eq!(count(&[page(4), page(4)].concat()), Some(300));
        assert_eq!(count(&page(6)), None);
    }

    #[test]
    fn what_is_no_footer_is_left_to_the_library() {
        assert!(footer(b"") && footer(b"PAR1") && footer(&with_footer(b"\0")[..9]));
    }
}
