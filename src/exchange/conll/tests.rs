use super::*;
use crate::exchange::{Foreign, Format, Input, ReadError};

fn read(format: &dyn Format, text: &str) -> Result<Vec<Foreign>, ReadError> {
    let mut found = Vec::new();
    format.read(&Input::memory("t.txt", text), &mut |document| {
        found.push(document);
        Ok(())
    })?;
    Ok(found)
}

fn marks(found: &Foreign) -> Vec<(&str, &str)> {
    found.spans.iter().map(|span| (span.label.as_str(), span.text.as_str())).collect()
}

#[test]
fn every_scheme_and_both_separators_are_read() {
    for (b, i, e, s) in [
        ("B", "I", "I", "B"),
        ("B", "I", "E", "S"),
        ("B", "M", "E", "S"),
        ("I", "I", "I", "I"),
        ("B", "I", "L", "U"),
    ] {
        for gap in ["\t", " -X- O ", " "] {
            let text = format!(
                "-DOCSTART- -X- O O\n\n区{gap}{b}-ORG\r\n委{gap}{i}-ORG\n办{gap}{e}-ORG\n赴{gap}O\n\n平{gap}{s}-PER\n-DOCSTART-\tO\n\n王{gap}{b}-X-Y\n"
            );
            let found = read(&Plain, &text).unwrap();
            assert_eq!(found.len(), 2);
            assert_eq!(found[0].text, "区委办赴\n平");
            assert_eq!(marks(&found[0]), [("ORG", "区委办"), ("PER", "平")], "{text}");
            assert_eq!(marks(&found[1]), [("X-Y", "王")]);
        }
    }
}

#[test]
fn rows_that_are_none_are_told_with_their_line() {
    for text in ["甲\tO\n乙\n", "甲\tO\n乙\tZ-PER\n", "甲\tO\n乙\tB-\n", "甲\tO\n\tB-PER\n"] {
        let message = read(&Plain, text).unwrap_err().message();
        assert_eq!(message.args[1], ("line", "2".to_owned()), "{text}");
    }
    assert!(read(&Hipe, "甲\tO\n").is_err());
}

#[test]
fn hipe_has_nested_marks_links_and_ends() {
    let header = hipe::COLUMNS.join("\t");
    let text = format!(
        "{header}\n# hipe2022:document_id = a1\n# hipe2022:date = 1900-01-02\n\
         区\tB-TITLE\tO\tO\tO\tO\tB-ORG\twikidata:Q1\t_\tNoSpaceAfter\n\
         委\tI-TITLE\tO\tO\tO\tO\tI-ORG\twikidata:Q1\t_\tNoSpaceAfter|EndOfLine\n\
         #\tO\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter|EndOfParagraph\n\
         ab\tB-X\tO\tO\tO\tO\tO\t_\t_\t_\ncd\tI-X\tO\tO\tO\tO\tO\tNIL\t_\t_\n"
    );
    let found = read(&Hipe, &text).unwrap().remove(0);
    assert_eq!((found.article.as_str(), found.text.as_str()), ("a1", "区委#\nab cd"));
    assert_eq!(marks(&found), [("TITLE", "区委"), ("X", "ab cd"), ("ORG", "区委")]);
    assert_eq!(
        found.spans[0].link.as_ref().map(|link| (&*link.register, &*link.id)),
        Some(("wikidata", "Q1"))
    );
}
