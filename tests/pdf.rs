//! Page PDFs as an editor meets them: the whole text, the right articles, and a sentence for every bad file.
//!
//! The pages in `tests/data/pdf` are set by `scripts/make_pdfs.py` from pages whose gold is known. Here the library
//! reads in a thread; `tests/apart.rs` has the reader in a process of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "common/anchor.rs"]
mod anchor;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use zhupi::layout::{NoMentions, reconstruct};
use zhupi::source::pdf::{self, apart::Limits};
use zhupi::source::{Shape, Source, SourceProblem};
use zhupi::text::{CharRange, is_space};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn page(name: &str) -> Source {
    Source::open(&data(&format!("pdf/{name}.pdf")), None).unwrap()
}

fn problem(bytes: Vec<u8>) -> SourceProblem {
    Source::from_bytes("版.pdf", bytes, None).unwrap_err().problem
}

fn gold(page: &str) -> String {
    let folder = if page.starts_with("dev") { "eval" } else { "pages" };
    std::fs::read_to_string(data(&format!("{folder}/{page}-gold.jsonl"))).unwrap()
}

/// How often each visible character stands in a text.
fn counted(text: &str) -> BTreeMap<char, usize> {
    text.chars().filter(|c| !is_space(*c)).fold(BTreeMap::new(), |mut counts, c| {
        *counts.entry(c).or_default() += 1;
        counts
    })
}

/// Pages that hold a whole gold page, and least figures: same article, one headline each, paragraphs, roles.
const WHOLE: [(&str, &str, [f64; 4]); 8] = [
    ("bands-dev1", "dev1", [0.99, 1.0, 0.999, 0.99]),
    ("mosaic-dev2", "dev2", [0.999, 1.0, 0.999, 0.99]),
    ("dense-dev1", "dev1", [0.99, 1.0, 0.999, 0.97]),
    ("columns-dev2", "dev2", [1.0, 1.0, 0.99, 0.97]),
    ("grid-dev1", "dev1", [0.99, 1.0, 0.999, 0.999]),
    ("upright-dev2", "dev2", [0.999, 1.0, 0.999, 0.99]),
    ("front-page-a", "page-a", [0.99, 1.0, 0.99, 0.99]),
    ("news-page-b", "page-b", [0.99, 1.0, 0.99, 0.99]),
];

#[test]
fn every_character_of_the_page_is_read_and_nothing_else() {
    for (name, page_gold, _) in WHOLE {
        let gold: String = gold(page_gold)
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(counted(&page(name).text), counted(&gold), "{name}");
    }
}

#[test]
fn poppler_reads_the_same_characters() {
    for name in [
        "bands-dev1",
        "mosaic-dev2",
        "dense-dev1",
        "columns-dev2",
        "grid-dev1",
        "upright-dev2",
        "front-page-a",
        "news-page-b",
        "ucs2-page-b",
    ] {
        let file = data(&format!("pdf/{name}.pdf"));
        let Ok(output) = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output() else {
            eprintln!("skipped: pdftotext is not installed");
            return;
        };
        let raw = String::from_utf8(output.stdout).unwrap();
        assert_eq!(counted(&page(name).text), counted(&raw), "{name}");
    }
}

#[test]
fn predefined_maps_are_read_without_their_fonts() {
    for name in ["gbk-sample", "ucs2v-sample"] {
        let text: String = page(name).text.chars().filter(|c| !is_space(*c)).collect();
        assert!(text.contains("我县首条环岛客运航线“海鸥环线”正式开通"), "{name}");
        assert!(text.contains("2025年10月21日"), "{name}: digits stay ASCII");
    }
}

#[test]
fn articles_are_put_together_as_the_gold_has_them() {
    for (name, page_gold, least) in WHOLE {
        let source = page(name);
        let (anchored, missing) = anchor::anchored(&gold(page_gold), &source.text);
        assert_eq!(missing, 0, "{name}");
        let folder = tempfile::tempdir().unwrap();
        let on_pdf = folder.path().join("gold.jsonl");
        std::fs::write(&on_pdf, anchored).unwrap();
        let file = data(&format!("pdf/{name}.pdf"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhupi"));
        let output = command.arg("evaluate").args([&on_pdf, &file]).arg("--json").output().unwrap();
        let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
        let figures = [
            "/segmentation/pairwise/f1",
            "/headline/attachment_one_to_one",
            "/paragraph_boundaries/f1",
            "/roles/accuracy",
        ];
        for (figure, least) in figures.iter().zip(least) {
            let is = scores.pointer(figure).and_then(Value::as_f64).unwrap();
            assert!(is >= least, "{name} {figure}: {is} < {least}");
        }
        assert_eq!(scores.pointer("/text_fidelity/covered_exactly_once").and_then(Value::as_f64), Some(1.0));
    }
}

#[test]
fn every_character_is_in_one_block_and_knows_its_place_on_the_page() {
    for name in ["dense-dev1", "upright-dev2", "ucs2-page-b", "ucs2v-sample"] {
        let source = page(name);
        let chars: Vec<char> = source.text.chars().collect();
        let issue = reconstruct(&source, &NoMentions);
        let mut count = vec![0; chars.len()];
        for block in issue.articles.iter().flat_map(|article| &article.blocks) {
            block.source_map(&chars).unwrap();
            block
                .source
                .iter()
                .copied()
                .flat_map(CharRange::positions)
                .for_each(|at| count[at as usize] += 1);
        }
        assert!((0..chars.len()).all(|n| is_space(chars[n]) || count[n] == 1), "{name}");
        let [Shape::Pages(pages)] = source.shapes.as_slice() else { panic!("{name} has no pages") };
        let placed: Vec<u32> = pages.iter().flat_map(|page| &page.chars).map(|placed| placed.at).collect();
        let solid: Vec<u32> = (0..chars.len() as u32).filter(|n| !is_space(chars[*n as usize])).collect();
        assert_eq!(placed, solid, "{name}");
        let inside = pages.iter().all(|page| {
            page.chars.iter().all(|c| {
                c.place.x0 < page.width && c.place.x1 > 0.0 && c.place.y0 < page.height && c.place.y1 > 0.0
            })
        });
        assert!(inside, "{name}");
    }
}

#[test]
fn upright_lines_are_read_from_top_to_bottom_and_right_to_left() {
    let source = page("upright-dev2");
    let [Shape::Pages(pages)] = source.shapes.as_slice() else { panic!("no pages") };
    let chars: Vec<char> = source.text.chars().collect();
    let upright: String =
        pages[0].chars.iter().filter(|c| c.vertical).map(|c| chars[c.at as usize]).collect();
    assert!(upright.contains("华曜复材二期投产年产碳纤维预浸料600吨"), "{upright}");
}

#[test]
fn several_pages_are_parted_by_form_feeds_and_blocks_know_theirs() {
    let source = page("ucs2-page-b");
    assert_eq!(source.text.matches('\u{c}').count(), 2);
    let issue = reconstruct(&source, &NoMentions);
    let pages: Vec<u32> =
        issue.articles.iter().flat_map(|a| &a.blocks).filter_map(|block| block.page).collect();
    assert!(pages.contains(&1) && pages.contains(&3));
}

#[test]
fn what_was_read_is_kept_and_never_read_anew() {
    let source = page("dense-dev1");
    let mut files = source.files.clone();
    // Even where the bytes are gone the text stays as it was.
    files[0].bytes = Vec::new().into();
    let again = Source::from_files(files).unwrap();
    assert_eq!((again.text, again.shapes), (source.text, source.shapes));
}

#[test]
fn a_page_whose_glyphs_mean_nothing_says_so() {
    let bytes = std::fs::read(data("pdf/blind-dev2.pdf")).unwrap();
    let SourceProblem::NoTextLayer { unread } = problem(bytes) else { panic!("text out of nothing") };
    assert!(unread > 3000);
}

#[test]
fn a_locked_file_asks_for_its_password_and_opens_with_it() {
    let bytes = std::fs::read(data("pdf/locked.pdf")).unwrap();
    assert_eq!(problem(bytes.clone()), SourceProblem::Password { wrong: false });
    let wrong = pdf::read(&bytes, "朱批", &mut |_, _| true);
    assert_eq!(wrong, Err(SourceProblem::Password { wrong: true }));
    let read = pdf::read(&bytes, "zhupi", &mut |_, _| true).unwrap();
    assert!(read.text.contains("一张船票"), "{}", read.text);
}

#[test]
fn broken_files_are_read_as_far_as_they_go_or_say_so() {
    let whole = std::fs::read(data("pdf/dense-dev1.pdf")).unwrap();
    let said = |bytes: Vec<u8>| match Source::from_bytes("版.pdf", bytes, None) {
        Ok(source) => assert!(!source.text.is_empty()),
        Err(error) => assert!(
            matches!(error.problem, SourceProblem::Damaged(_) | SourceProblem::NoTextLayer { .. }),
            "{:?}",
            error.problem
        ),
    };
    for tenths in 1..10 {
        said(whole[..whole.len() * tenths / 10].to_vec());
    }
    let at = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    let mut lost = whole.clone();
    lost[at + 10..at + 14].copy_from_slice(b"9999");
    said(lost);
    let mut junk = b"\xef\xbb\xbf\r\n".to_vec();
    junk.extend(&whole);
    assert!(pdf::is_pdf(&junk));
    said(junk);
    for at in (1000..whole.len()).step_by(whole.len() / 40) {
        let mut hurt = whole.clone();
        hurt[at..(at + 20).min(whole.len())].fill(b'Z');
        said(hurt);
    }
}

/// Found by fuzzing: a predictor of so many columns that the row's length overflows inside the PDF library.
#[test]
fn a_panic_of_the_library_costs_a_sentence() {
    let bytes = std::fs::read(data("pdf/predictor.pdf")).unwrap();
    match Source::from_bytes("版.pdf", bytes, None) {
        Ok(source) => assert!(!source.text.is_empty()),
        Err(error) => assert!(matches!(
            error.problem,
            SourceProblem::Damaged("PDF") | SourceProblem::NoTextLayer { .. }
        )),
    }
}

/// A PDF of `count` empty pages that share everything.
fn many_pages(count: usize) -> Vec<u8> {
    let kids = (0..count).map(|n| format!("{} 0 R", n + 3)).collect::<Vec<_>>().join(" ");
    let mut pdf = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    pdf.extend(format!("2 0 obj\n<</Type/Pages/Count {count}/Kids[{kids}]>>\nendobj\n").bytes());
    for n in 0..count {
        pdf.extend(
            format!("{} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n", n + 3).bytes(),
        );
    }
    pdf.extend(b"trailer\n<</Root 1 0 R>>\n");
    pdf
}

#[test]
fn ten_thousand_pages_are_too_many() {
    let found = problem(many_pages(10_000));
    assert_eq!(found, SourceProblem::TooManyPages { pages: 10_000, most: pdf::MAX_PAGES });
    assert_eq!(problem(many_pages(20)), SourceProblem::NoTextLayer { unread: 0 });
}

#[test]
fn pages_come_one_by_one_and_the_reading_can_be_stopped() {
    let bytes = std::fs::read(data("pdf/ucs2-page-b.pdf")).unwrap();
    let mut seen = Vec::new();
    pdf::apart::read(&bytes, "", &Limits::default(), &mut |page| {
        seen.push((page.number, page.of, page.text.is_empty()));
        true
    })
    .unwrap();
    assert_eq!(seen, [(0, 3, false), (1, 3, false), (2, 3, false)]);
    let stopped = pdf::apart::read(&bytes, "", &Limits::default(), &mut |page| page.number < 1);
    assert_eq!(stopped, Err(SourceProblem::Stopped));
    let limits = Limits { page: Duration::ZERO, ..Limits::default() };
    let slow = pdf::apart::read(&bytes, "", &limits, &mut |_| true);
    assert!(matches!(slow, Err(SourceProblem::TooSlow { .. })), "{slow:?}");
}

#[cfg(feature = "desk")]
#[test]
fn a_page_is_drawn_also_with_fonts_that_are_not_in_the_file() {
    for (name, width, height) in [("gbk-sample", 600, 800), ("blind-dev2", 1105, 2550)] {
        let bytes = std::fs::read(data(&format!("pdf/{name}.pdf"))).unwrap();
        let picture = pdf::picture::picture(&bytes, "", 0, 1.0, &Limits::default()).unwrap();
        assert_eq!((picture.width, picture.height), (width, height), "{name}");
        assert_eq!(picture.pixels.len(), (width * height * 4) as usize);
        let dark = picture.pixels.chunks(4).filter(|pixel| pixel[0] < 128).count();
        let share = dark as f64 / f64::from(width * height);
        assert!((0.005..0.3).contains(&share), "{name}: {share}");
    }
}
