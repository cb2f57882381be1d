//! Payloads packed small: zstd with a dictionary of what all payloads have in common.
//!
//! A change of one mark is 500 to 900 bytes of JSON, of which nearly all is the same in every other change; packed alone
//! 300 are left, packed with the dictionary 90. The dictionary is made by `examples/pack_events.rs` and is part of the
//! program; every dataset has a copy of it in the table `dictionary`, so that whoever reads the file without the program
//! can unpack it. A frame says which dictionary it needs; frames without one are of earlier versions. Another dictionary
//! would be a second one beside this, with the number 2.

use std::cell::RefCell;
use std::io;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_dict_id_from_frame;

/// The dictionary and its number, which it has in its own fifth byte.
pub(super) const DICTIONARY: &[u8] = include_bytes!("../../assets/models/events-1.dict");
pub(super) const NUMBER: u32 = 1;

/// Shorter texts are not packed.
const SHORT: usize = 64;
/// Whole issues and imports, which repeat themselves enough, are packed at the quicker level.
const LONG: usize = 64 << 10;
const LEVELS: [i32; 2] = [9, 3];
/// No payload is longer: an issue has at most a million characters.
const LONGEST: usize = 1 << 30;

thread_local! {
    static PACK: RefCell<[Option<Compressor<'static>>; 2]> = const { RefCell::new([None, None]) };
    static UNPACK: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// A text as it is kept; `None` where it is kept as it is.
pub(super) fn pack(text: &str) -> io::Result<Option<Vec<u8>>> {
    if text.len() < SHORT {
        return Ok(None);
    }
    PACK.with_borrow_mut(|packs| {
        let long = usize::from(text.len() >= LONG);
        let pack = match &mut packs[long] {
            Some(pack) => pack,
            none => none.insert(Compressor::with_dictionary(LEVELS[long], DICTIONARY)?),
        };
        pack.compress(text.as_bytes()).map(Some)
    })
}

/// The text of a frame.
pub(super) fn unpack(frame: &[u8]) -> io::Result<String> {
    let bytes = match get_dict_id_from_frame(frame).map(u32::from) {
        None => zstd::decode_all(frame)?,
        Some(NUMBER) => UNPACK.with_borrow_mut(|unpack| {
            let unpack = match unpack {
                Some(unpack) => unpack,
                None => unpack.insert(Decompressor::with_dictionary(DICTIONARY)?),
            };
            // The frame says how long it is; a damaged one may say anything.
            let length = Decompressor::upper_bound(frame).filter(|length| *length <= LONGEST);
            unpack.decompress(frame, length.ok_or(io::ErrorKind::InvalidData)?)
        })?,
        Some(other) => return Err(io::Error::other(format!("dictionary {other} is not known"))),
    };
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Whether a frame is packed with the dictionary.
pub(super) fn is_packed(frame: &[u8]) -> bool {
    get_dict_id_from_frame(frame).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_a_damaged_frame_is_an_error() {
        assert_eq!(DICTIONARY[4..8], NUMBER.to_le_bytes());
        let event = r#"{"edited":{"transaction":{"gesture":"gesture.accept","edits":[{"entity":{"article":"35e4ed7d303a","block":"dc65eb4f8e75","change":{"before":null,"after":null}}}]}}}"#;
        let frame = pack(event).unwrap().unwrap();
        assert!(is_packed(&frame) && frame.len() < event.len() / 2, "{}", frame.len());
        assert_eq!(unpack(&frame).unwrap(), event);
        for n in 0..frame.len() {
            let mut damaged = frame.clone();
            damaged[n] ^= 0xff;
            // Never a crash; what comes out is told from what went in by the sum.
            let _ = unpack(&damaged);
            assert!(unpack(&frame[..n]).is_err());
        }
        let alone = zstd::encode_all(event.as_bytes(), 3).unwrap();
        assert!(!is_packed(&alone));
        assert_eq!(unpack(&alone).unwrap(), event);
        assert_eq!(pack("{}").unwrap(), None);
    }
}
