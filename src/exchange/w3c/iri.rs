//! Names as IRIs, and back.

use crate::annotation::Link;

const REGISTER: &str = "urn:zhupi:register:";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// An IRI below `head` whose last part is any text.
pub fn iri(head: &str, name: &str) -> String {
    let mut iri = head.to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            iri.push('%');
            iri.push_str(&crate::text::hex(&[byte]).to_ascii_uppercase());
        }
    }
    iri
}

/// The text after `head`, where the IRI begins so.
pub fn name(head: &str, iri: &str) -> Option<String> {
    let rest = iri.strip_prefix(head)?.as_bytes();
    let (mut bytes, mut at) = (Vec::with_capacity(rest.len()), 0);
    while let Some(byte) = rest.get(at) {
        let hex = rest.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let escaped = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%');
        bytes.push(escaped.unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(bytes).ok()
}

/// The address of an entry of a register.
pub fn of_link(link: &Link) -> String {
    let digits =
        link.id.strip_prefix('Q').is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
    if link.register.eq_ignore_ascii_case("wikidata") && link.register == "wikidata" && digits {
        return format!("{WIKIDATA}{}", link.id);
    }
    iri(&format!("{}/", iri(REGISTER, &link.register)), &link.id)
}

/// The entry that an address stands for; an address that is none of ours is its own id.
pub fn to_link(address: &str, called: &str) -> Link {
    let name = called.to_owned();
    if let Some(id) =
        address.strip_prefix(WIKIDATA).or_else(|| address.strip_prefix("https://www.wikidata.org/wiki/"))
    {
        return Link { register: "wikidata".to_owned(), id: id.to_owned(), name };
    }
    let parts = address.strip_prefix(REGISTER).and_then(|rest| rest.split_once('/'));
    if let Some((register, id)) =
        parts.and_then(|(register, id)| Some((self::name("", register)?, self::name("", id)?)))
    {
        return Link { register, id, name };
    }
    Link { register: "uri".to_owned(), id: address.to_owned(), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_link_comes_back(register in "[a-z/% 名]{0,5}", id in "[A-Q0-9/%名]{0,5}") {
            let link = Link { register, id, name: "甲".into() };
            prop_assert_eq!(to_link(&of_link(&link), "甲"), link);
        }
    }

    #[test]
    fn known_registers_have_their_own_addresses() {
        let link =
            |register: &str, id: &str| Link { register: register.into(), id: id.into(), name: String::new() };
        assert_eq!(of_link(&link("wikidata", "Q1")), "http://www.wikidata.org/entity/Q1");
        assert_eq!(to_link("https://example.org/x", ""), link("uri", "https://example.org/x"));
    }
}
