//! Names that every tool and file system can bear, and back.

use serde::Serialize;
use std::fmt::Write;

/// The name that a value has in files, such as `paragraph`.
pub fn named<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The name with everything but ASCII letters, digits, `-` and single `_` written as `_uHEX_`.
pub fn escaped(name: &str) -> String {
    let mut safe = String::with_capacity(name.len());
    for (n, c) in name.char_indices() {
        let mark = c == '_' && name[n..].starts_with("_u");
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' && !mark {
            safe.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(safe, "_u{:X}_", c as u32);
        }
    }
    safe
}

/// The name as it was.
pub fn unescaped(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("_u") {
        plain += &rest[..at];
        let code = rest[at + 2..].split_once('_');
        let c = code.and_then(|(hex, _)| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        if let (Some(c), Some((_, after))) = (c, code) {
            plain.push(c);
            rest = after;
        } else {
            plain += "_u";
            rest = &rest[at + 2..];
        }
    }
    plain + rest
}

/// An id as the name of a file: short enough, and different where ids are.
pub fn file_name(id: &str) -> String {
    const LONGEST: usize = 100;
    let name = escaped(id);
    match name.len() {
        0 => "_".to_owned(),
        1..=LONGEST => name,
        _ => format!("{}-{}", &name[..60], &crate::source::sha256(id.as_bytes())[..16]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_comes_back(name in "[a-c_u0-9 职\u{20000}-]{0,12}") {
            let safe = escaped(&name);
            prop_assert!(safe.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'));
            prop_assert_eq!(unescaped(&safe), name);
        }
    }
}
