//! Bad input: a sentence or the text that is there, and never more memory than an issue needs.
//!
//! What is tested here is what a hostile or broken file does; the forms of good files are in `tests/files.rs` and
//! `tests/pdf.rs`, random bytes in `fuzz/`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zhupi::source::{How, Opened, SourceProblem, open, open_bytes};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn read(name: &str, bytes: Vec<u8>) -> Result<Opened, SourceProblem> {
    open_bytes(name, bytes, &How::default()).map_err(|error| error.problem)
}

fn text(name: &str, bytes: Vec<u8>) -> String {
    read(name, bytes).unwrap().issues.remove(0).text
}

#[test]
fn object_streams_cut_short_or_overwritten_cost_a_sentence() {
    let whole = std::fs::read(data("pdf/packed.pdf")).unwrap();
    assert!(text("版.pdf", whole.clone()).contains("2025年10月21日"));
    let stream = whole.windows(7).position(|window| window == b"/ObjStm").unwrap();
    let begin = stream + whole[stream..].windows(6).position(|window| window == b"stream").unwrap() + 8;
    for cut in [begin, begin + 20, begin + 200, whole.len() - 100] {
        check(whole[..cut].to_vec());
        let mut hurt = whole.clone();
        hurt[cut.min(whole.len() - 40)..][..40].fill(0);
        check(hurt);
    }
    let mut shorter = whole;
    shorter.drain(begin + 30..begin + 90);
    check(shorter);
}

fn check(bytes: Vec<u8>) {
    match read("版.pdf", bytes) {
        Ok(opened) => assert!(!opened.issues[0].text.is_empty()),
        Err(problem) => assert!(
            matches!(problem, SourceProblem::Damaged("PDF") | SourceProblem::NoTextLayer { .. }),
            "{problem:?}"
        ),
    }
}

#[test]
fn encrypted_files_open_with_their_password_or_ask_for_it() {
    let file = |name: &str| std::fs::read(data(&format!("pdf/{name}.pdf"))).unwrap();
    // Nobody needs to type anything for a file that only forbids changes.
    let open = text("版.pdf", file("aes-open"));
    assert!(open.contains("2025年10月21日"));
    for name in ["aes", "locked"] {
        let with = |password: &str| {
            let how = How { password: password.into(), ..How::default() };
            open_bytes("版.pdf", file(name), &how).map_err(|error| error.problem)
        };
        assert_eq!(with(""), Err(SourceProblem::Password { wrong: false }), "{name}");
        assert_eq!(with("朱批"), Err(SourceProblem::Password { wrong: true }), "{name}");
        assert!(!with("zhupi").unwrap().issues[0].text.is_empty(), "{name}");
    }
}

#[test]
fn sizes_that_a_pdf_only_claims_are_not_believed() {
    let pdf = |length: &str, picture: &str| {
        let page = "BT /F1 20 Tf 1 0 0 1 40 100 Tm <59275BB6> Tj ET q 90 0 0 90 0 0 cm /I Do Q";
        format!(
            "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
             2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
             3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 4 0 R\
             /Resources<</Font<</F1 5 0 R>>/XObject<</I 8 0 R>>>>>>\nendobj\n\
             4 0 obj\n<</Length {length}>>\nstream\n{page}\nendstream\nendobj\n\
             5 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>\nendobj\n\
             6 0 obj\n<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)\
             /Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>\nendobj\n\
             7 0 obj\n<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0\
             /Ascent 880/Descent -120/CapHeight 880/StemV 80>>\nendobj\n\
             8 0 obj\n<</Type/XObject/Subtype/Image/Width {picture}/Height {picture}/BitsPerComponent 8\
             /ColorSpace/DeviceRGB/Length 3>>\nstream\nabc\nendstream\nendobj\n\
             trailer\n<</Root 1 0 R/Size 9>>\n%%EOF\n"
        )
    };
    assert_eq!(text("版.pdf", pdf("73", "1").into_bytes()).trim(), "大家");
    for (length, picture) in
        [("1000000000", "1"), ("73", "60000"), ("-5", "2147483647"), ("1000000000", "60000")]
    {
        match read("版.pdf", pdf(length, picture).into_bytes()) {
            Ok(opened) => assert_eq!(opened.issues[0].text.trim(), "大家", "{length} {picture}"),
            Err(problem) => assert!(
                matches!(problem, SourceProblem::Damaged("PDF") | SourceProblem::NoTextLayer { .. }),
                "{problem:?}"
            ),
        }
    }
}

fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn sizes_that_a_zip_only_claims_are_not_believed() {
    let page = "县里开会，部署工作。".as_bytes();
    let mut claims = packed("页.txt", page);
    // The size before packing, in the entry and in the list at the end: a thousand million.
    for (mark, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let from = claims.windows(4).position(|window| window == mark).unwrap() + at;
        claims[from..from + 4].copy_from_slice(&1_000_000_000_u32.to_le_bytes());
    }
    match read("包.zip", claims) {
        Ok(opened) => assert_eq!(opened.issues[0].text.as_bytes(), page),
        Err(problem) => assert!(matches!(problem, SourceProblem::Damaged("ZIP")), "{problem:?}"),
    }
}

#[test]
fn links_are_not_followed() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.add_symlink("密.txt", "/etc/passwd", options).unwrap();
    assert_eq!(read("包.zip", writer.finish().unwrap().into_inner()), Err(SourceProblem::NothingInside));
    #[cfg(unix)]
    {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(other.path().join("外.txt"), "外面的文字。").unwrap();
        std::fs::write(folder.path().join("里.txt"), "里面的文字。").unwrap();
        std::os::unix::fs::symlink(other.path(), folder.path().join("外")).unwrap();
        std::os::unix::fs::symlink(other.path().join("外.txt"), folder.path().join("外.txt")).unwrap();
        let opened = open(folder.path(), &How::default()).unwrap();
        let texts: Vec<&str> = opened.issues.iter().map(|source| source.text.as_str()).collect();
        assert_eq!(texts, ["里面的文字。"]);
    }
}

#[test]
fn scripts_are_no_text() {
    let page = "<html><head><title>题</title><script>document.write('<p>脚本写的字</p>')</script></head>\
        <body onload=\"alert('属性里的字')\"><h1>县里开会</h1><div><p>昨天上午，县里开会，部署今冬明春的农田水利工作，\
        各镇乡负责人参加会议并发言，会议由县长主持，县有关部门列席。<script>let a = '中间的字';</script></p>\
        <noscript>没有脚本时的字</noscript><iframe src=\"javascript:alert(1)\">框里的字</iframe>\
        <p>会议要求，各地要早谋划、早动手，把任务落到田头。</p></div><style>p::after{content:'样式里的字'}</style></body></html>";
    let read = text("页.html", page.as_bytes().to_vec());
    assert!(read.contains("早谋划") && read.contains("县有关部门列席。"), "{read}");
    for hidden in ["脚本写的字", "属性里的字", "中间的字", "没有脚本时的字", "框里的字", "样式里的字"]
    {
        assert!(!read.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_wrong_encoding_is_named_with_its_line() {
    let (gbk, _, _) = encoding_rs::GBK.encode("县里开会\n部署工作。\n");
    let how = How { encoding: zhupi::source::Encoding::named("utf-8"), ..How::default() };
    let problem = open_bytes("页.txt", gbk.to_vec(), &how).unwrap_err().problem;
    let SourceProblem::Undecodable { line, instead, .. } = problem else { panic!("{problem:?}") };
    assert_eq!((line, instead), (1, Some("gb18030")));
    // Cut in the middle of a character, in no encoding at all.
    let mut cut = "县里开会。".repeat(50).into_bytes();
    cut.truncate(cut.len() - 1);
    cut.extend([0xff, 0xff]);
    let problem = read("页.txt", cut).unwrap_err();
    assert!(matches!(problem, SourceProblem::Undecodable { .. } | SourceProblem::Binary), "{problem:?}");
}

#[test]
fn deep_nesting_costs_a_sentence() {
    for (open, close) in [("[", "]"), ("{\"正文\":", "}")] {
        let deep = format!("{}\"题\"{}", open.repeat(200_000), close.repeat(200_000));
        let problem = read("页.json", deep.into_bytes()).unwrap_err();
        assert!(
            matches!(
                problem,
                SourceProblem::Record { .. } | SourceProblem::NoRecords | SourceProblem::Damaged(_)
            ),
            "{problem:?}"
        );
    }
    let deep = format!("{}县里开会。{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
    assert_eq!(
        text("页.html", format!("<html><body>{deep}</body></html>").into_bytes()).trim(),
        "县里开会。"
    );
}

/// What the program needs for files that try to take more: the system would end it.
#[cfg(unix)]
#[test]
fn memory_stays_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let line = "县".repeat(17_000_000);
    let files = [
        ("行.txt", line.clone().into_bytes()),
        ("行.json", format!("{{\"title\":\"题\",\"content\":\"{line}\"}}").into_bytes()),
        ("行.html", format!("<html><body><p>{line}</p></body></html>").into_bytes()),
        ("弹.zip", packed("页.txt", &vec![b' '; 64 << 20])),
        ("层.json", "[".repeat(5_000_000).into_bytes()),
    ];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut command = std::process::Command::new("sh");
        command.args(["-c", "ulimit -v 1000000; exec \"$0\" text \"$1\""]);
        let output = command.arg(env!("CARGO_BIN_EXE_zhupi")).arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "{name}");
    }
}

#[test]
fn the_commands_take_a_password() {
    let file = data("pdf/aes.pdf");
    let read = |password: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_zhupi"));
        command.env("LANG", "C.UTF-8").arg("text").arg(&file).args(["--password", password]).output().unwrap()
    };
    assert!(String::from_utf8_lossy(&read("zhupi").stdout).contains("2025年10月21日"));
    let refused = read("朱批");
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("密码不对"));
}
