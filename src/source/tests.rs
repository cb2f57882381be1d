//! Opening text: every encoding with every line end and oddity, and every bad file with its sentence.

use super::*;
use crate::strings::{Language, Strings};
use crate::text::{CharRange, char_len, slice};
use proptest::prelude::*;
use std::path::Path;

const PAGE: &str = "云溪新闻 2024年11月12日\n\n县委书记陆承业调研云溪江流域综合治理\n记者 方渐鸿\n　　“绿水青山就是金山银山”，他说。";
const TRADITIONAL: &str =
    "雲溪新聞 第2187期\n縣委書記調研流域綜合治理時強調，要壓實三級河長責任，確保年底前完成。\n記者 方漸鴻";

fn encode(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    let known = |encoding: &'static encoding_rs::Encoding| {
        let (bytes, _, lossy) = encoding.encode(text);
        (!lossy).then(|| bytes.into_owned())
    };
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Gb18030 => known(encoding_rs::GB18030),
        Encoding::Big5 => known(encoding_rs::BIG5),
        Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    }
}

fn open(bytes: &[u8]) -> Result<Source, SourceError> {
    Source::from_bytes("页1.txt", bytes.to_vec(), None)
}

fn problem(bytes: &[u8]) -> SourceProblem {
    open(bytes).unwrap_err().problem
}

#[test]
fn every_encoding_is_found_with_every_line_end_and_oddity() {
    for (encoding, page) in
        Encoding::ALL.into_iter().map(|e| (e, if e == Encoding::Big5 { TRADITIONAL } else { PAGE }))
    {
        for end in ["\n", "\r\n", "\r", "\n\n\r\n"] {
            for odd in ["", "\u{c}", "\0", "\u{1a}", "\t \u{3000}", "\n\n\n"] {
                let text = format!("{odd}{}{odd}", page.replace('\n', end));
                let bytes = encode(encoding, &text).unwrap();
                let source = open(&bytes).unwrap_or_else(|e| panic!("{encoding:?} {end:?} {odd:?}: {e}"));
                assert_eq!(source.text, text, "{encoding:?} {end:?} {odd:?}");
                assert_eq!(source.files[0].encoding, encoding.name());
                assert_eq!(source.parts[0].end, char_len(&text));
            }
        }
    }
}

#[test]
fn a_bom_names_the_encoding_and_stays_as_one_character() {
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        // So little text tells nothing by itself.
        let source = open(&encode(encoding, "\u{feff}汉 a").unwrap()).unwrap();
        assert_eq!(
            (source.text.as_str(), source.files[0].encoding.as_str()),
            ("\u{feff}汉 a", encoding.name())
        );
    }
}

#[test]
fn ascii_and_rare_characters_are_read_as_utf8() {
    for text in ["Bush hid the facts", "abcd", "𫚉𬱖", "abcdefgh\0ijklmnop\0", "é"] {
        let source = open(text.as_bytes()).unwrap();
        assert_eq!((source.text.as_str(), source.files[0].encoding.as_str()), (text, "utf-8"));
    }
}

#[test]
fn an_encoding_goes_by_many_names() {
    for (name, encoding) in [
        ("UTF8", Encoding::Utf8),
        ("utf-8-sig", Encoding::Utf8),
        ("GBK", Encoding::Gb18030),
        ("gb2312", Encoding::Gb18030),
        ("cp936", Encoding::Gb18030),
        ("GB_18030", Encoding::Gb18030),
        ("Big5", Encoding::Big5),
        ("big5-hkscs", Encoding::Big5),
        ("utf-16", Encoding::Utf16Le),
        ("UTF-16BE", Encoding::Utf16Be),
    ] {
        assert_eq!(Encoding::named(name), Some(encoding), "{name}");
    }
    assert_eq!(Encoding::named("klingon"), None);
    let bytes = encode(Encoding::Utf16Be, "\u{feff}汉").unwrap();
    let source = Source::from_bytes("页1.txt", bytes, Encoding::named("utf-16")).unwrap();
    assert_eq!(source.text, "\u{feff}汉");
    assert!(Encoding::ALL.into_iter().all(|encoding| Encoding::named(encoding.name()) == Some(encoding)));
}

proptest! {
    #[test]
    fn decode_takes_encode_back(text in "[\\x00-\\x7f一-龥㐀-㐿\u{20000}-\u{200ff}，。“”—…　\u{feff}\u{200b}àé]{0,60}") {
        for encoding in Encoding::ALL {
            if let Some(bytes) = encode(encoding, &text) {
                prop_assert_eq!(encoding.decode(&bytes), Ok(text.clone()));
            }
        }
    }

    #[test]
    fn no_bytes_make_the_opening_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = open(&bytes) {
            let again = Source::from_files(source.files.clone());
            prop_assert_eq!(again, Ok(source));
        }
    }

    #[test]
    fn utf16_without_bom_is_told_from_utf8(text in "[一-龥]{8,40}[，。\n][一-龥]{8,40}") {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            let source = open(&encode(encoding, &text).unwrap()).unwrap();
            prop_assert_eq!(&source.text, &text);
        }
    }
}

#[test]
fn several_files_are_joined_by_form_feeds_and_keep_their_places() {
    let one = open("第一版".as_bytes()).unwrap();
    let two = open(&encode(Encoding::Gb18030, "第二版的文字，记者王小明").unwrap()).unwrap();
    let source = Source::from_files([one.files.clone(), two.files.clone()].concat()).unwrap();
    assert_eq!(source.text, "第一版\u{c}第二版的文字，记者王小明");
    let part = &source.parts[1];
    assert_eq!(slice(&source.text, CharRange::new(part.start, part.end)), Some(two.text.as_str()));
    assert_ne!(source.issue_id(), one.issue_id());
}

#[test]
fn bad_files_say_what_they_are() {
    use SourceProblem as P;
    assert_eq!(problem(b""), P::Empty);
    assert_eq!(problem("\u{feff} \r\n\u{3000}\u{c}".as_bytes()), P::Blank);
    for (bytes, format) in [
        (&b"\x89PNG\r\n\x1a\n...."[..], "PNG"),
        (b"\xff\xd8\xff\xe0..JFIF", "JPEG"),
        (b"GIF89a....", "GIF"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "BMP"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"II*\0\x08\0\0\0", "TIFF"),
    ] {
        assert_eq!(problem(bytes), P::Picture(format));
    }
    for (bytes, format) in [(&b"{\\rtf1"[..], "RTF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC")] {
        assert_eq!(problem(bytes), P::Unsupported(format));
    }
    assert_eq!(problem(b"PK\x03\x04..x.txt"), P::Damaged("ZIP"));
    assert_eq!(problem(b"PK\x03\x04..word/document.xml"), P::Damaged("DOCX"));
    assert_eq!(problem(b"%PDF-1.7\n"), P::Damaged("PDF"));
    assert!(open("BMW在云溪设厂".as_bytes()).is_ok() && open("文件以%PDF-开头".as_bytes()).is_ok());
    assert_eq!(problem(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0\xff\xfe\x90"), P::Binary);
    assert_eq!(problem(&[0; 100]), P::Binary);
}

#[test]
fn a_damaged_character_is_found_by_its_line_and_never_guessed_over() {
    let mut bytes = PAGE.as_bytes().to_vec();
    bytes.truncate(bytes.len() - 1);
    let undecodable = |encoding, line, instead| SourceProblem::Undecodable { encoding, line, instead };
    assert_eq!(problem(&bytes), undecodable("utf-8", 5, None));
    let mut bytes = PAGE.as_bytes().to_vec();
    bytes[20] = 0xff;
    assert_eq!(problem(&bytes), undecodable("utf-8", 1, None));
    let mut bytes = encode(Encoding::Gb18030, PAGE).unwrap();
    bytes.push(0xff);
    assert_eq!(problem(&bytes), undecodable("gb18030", 5, None));
    // Forced into the wrong encoding: the right one is named.
    let bytes = encode(Encoding::Gb18030, PAGE).unwrap();
    let error = Source::from_bytes("页1.txt", bytes, Some(Encoding::Utf8)).unwrap_err();
    assert_eq!(error.problem, undecodable("utf-8", 1, Some("gb18030")));
}

#[test]
fn what_is_too_large_is_refused() {
    let limit = SourceProblem::TooManyChars(MAX_CHARS);
    assert_eq!(problem("字".repeat(MAX_CHARS as usize + 1).as_bytes()), limit);
    assert_eq!(problem("a".repeat(MAX_CHARS as usize * 4 + 1).as_bytes()), limit);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("巨.txt");
    std::fs::File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
    let error = Source::open(&path, None).unwrap_err();
    assert_eq!((error.file.as_str(), error.problem), ("巨.txt", SourceProblem::TooManyBytes(64)));
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Source::open(folder.path(), None).unwrap_err().problem, SourceProblem::NothingInside);
    let gone = folder.path().join("没有.txt");
    assert_eq!(Source::open(&gone, None).unwrap_err().problem, SourceProblem::Vanished);
    assert!(Source::open(Path::new("/"), None).is_err());
}

#[test]
fn every_problem_has_its_sentence_in_both_languages() {
    use SourceProblem as P;
    let undecodable = |instead| P::Undecodable { encoding: "utf-8", line: 218, instead };
    for problem in [
        P::Vanished,
        P::Forbidden,
        P::Folder,
        P::Unreadable("disk".into()),
        P::Empty,
        P::Blank,
        P::Picture("PNG"),
        P::Unsupported("PDF"),
        P::Binary,
        P::TooManyBytes(64),
        P::TooManyChars(MAX_CHARS),
        P::Fields(vec!["甲".into(), "乙".into()]),
        P::NoField("丙".into(), vec!["甲".into()]),
        P::NoRecords,
        P::TooManyRecords(200_000),
        P::Record { line: 3, reason: "EOF".into() },
        P::ArticleRecords,
        P::Several(12),
        P::NothingInside,
        P::TooManyFiles(5_000),
        P::Bomb(256),
        P::Nested,
        P::Outside,
        P::Locked,
        P::Damaged("DOCX"),
        undecodable(None),
        undecodable(Some("gb18030")),
        P::Password { wrong: false },
        P::Password { wrong: true },
        P::LockedUnknown,
        P::TooManyPages { pages: 10_000, most: 400 },
        P::NoTextLayer { unread: 0 },
        P::NoTextLayer { unread: 3_562 },
        P::TooSlow { format: "PDF", seconds: 20 },
        P::TooHeavy { format: "PDF", memory: 1536 },
        P::Stopped,
        P::Broken { format: "ALTO", line: 3 },
        P::Entities { format: "METS", line: 3 },
        P::NoPages(2),
    ] {
        let message = SourceError { file: "页1.txt".into(), problem }.message();
        for language in [Language::Zh, Language::En] {
            let said = Strings::of(language).say(&message);
            assert!(said.contains("页1.txt") && !said.contains('{'), "{said}");
        }
    }
    let many = SourceError { file: "页1.txt".into(), problem: P::TooManyChars(MAX_CHARS) };
    assert!(Strings::of(Language::En).say(&many.message()).contains("1,000,000"));
}
