//! Page PDFs in the desk: a password is asked for, a long file shows its first page before the rest is read.

use crate::hand::{EDITOR, Hand, folder};
use egui::Key;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use zhupi::desk::command::Command;
use zhupi::desk::state::Floating;
use zhupi::desk::worker::{Event, Job, Loading, Worker};
use zhupi::issue::Issue;
use zhupi::source::How;

fn pdf(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pdf").join(name)
}

/// A PDF whose pages have a headline and three lines each, in a font that is not in the file.
fn long(pages: usize) -> Vec<u8> {
    let utf16 = |text: &str| {
        text.encode_utf16().fold(String::new(), |mut hex, unit| {
            let _ = write!(hex, "{unit:04X}");
            hex
        })
    };
    let kids = (0..pages).map(|n| format!("{} 0 R", 10 + 2 * n)).collect::<Vec<_>>().join(" ");
    let mut pdf = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
         2 0 obj\n<</Type/Pages/Count {pages}/Kids[{kids}]/MediaBox[0 0 600 300]/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n\
         5 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>\nendobj\n\
         6 0 obj\n<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
         /Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>\nendobj\n\
         7 0 obj\n<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880\
         /Descent -120/CapHeight 880/StemV 80>>\nendobj\n"
    );
    for n in 0..pages {
        let page = format!(
            "BT /F1 24 Tf 1 0 0 1 40 250 Tm <{}> Tj /F1 10 Tf 1 0 0 1 60 200 Tm <{}> Tj 1 0 0 1 40 185 Tm <{}> Tj 1 0 0 1 40 170 Tm <{}> Tj ET",
            utf16(&format!("第{}座桥通了", n + 1)),
            utf16("昨天上午，县里的又一座桥建成通车，两岸的乡亲走上桥面，县里有关部门的"),
            utf16("负责人到场。桥长三百多米，双向两车道，从动工到通车用了一年零两个月，沿线的三"),
            utf16("个村从此不用绕行。"),
        );
        let (page_id, stream) = (10 + 2 * n, 11 + 2 * n);
        let _ = write!(
            pdf,
            "{page_id} 0 obj\n<</Type/Page/Parent 2 0 R/Contents {stream} 0 R>>\nendobj\n\
             {stream} 0 obj\n<</Length {}>>\nstream\n{page}\nendstream\nendobj\n",
            page.len()
        );
    }
    pdf.push_str("trailer\n<</Root 1 0 R>>\n%%EOF\n");
    pdf.into_bytes()
}

fn headlines(issue: &Issue) -> Vec<&str> {
    issue.articles.iter().filter_map(|article| article.headline()).collect()
}

#[test]
fn a_locked_pdf_asks_for_its_password_until_it_is_right() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.command(Command::Open(vec![pdf("aes.pdf")]));
    let asks = |hand: &Hand| match &hand.state().floating {
        Some(Floating::Password(locked)) => Some(locked.wrong),
        _ => None,
    };
    assert_eq!(asks(&hand), Some(false));
    hand.write("朱批");
    hand.key(Key::Enter);
    assert_eq!(asks(&hand), Some(true));
    hand.write("zhupi");
    hand.key(Key::Enter);
    assert!(hand.state().floating.is_none());
    assert!(hand.open().source.text.contains("2025年10月21日"));
    // Nothing of it is kept.
    let settings = std::fs::read_to_string(hand.folder.path().join("settings.json")).unwrap();
    assert!(!settings.contains("\"zhupi\""));
}

#[test]
fn leaving_the_dialog_leaves_everything_as_it_was() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    hand.command(Command::Open(vec![pdf("locked.pdf")]));
    hand.key(Key::Escape);
    assert!(hand.state().floating.is_none() && hand.state().drafting.is_none());
    assert_eq!(*hand.issue(), before);
}

fn worker(folder: &Path) -> Worker {
    let mut worker = Worker::start(Loading::start(), || {});
    worker.send(Job::OpenDataset { path: folder.join("集.zhupi"), read_only: false });
    while worker.wait().is_some() {}
    worker
}

#[test]
fn the_first_page_of_a_long_pdf_is_there_before_the_last_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("云溪新闻20241112.pdf");
    std::fs::write(&path, long(30)).unwrap();
    let mut worker = worker(folder.path());
    worker.send(Job::OpenFile { path, how: How::default() });
    let (mut first, mut shares, mut whole) = (None, Vec::new(), None);
    while let Some(event) = worker.wait() {
        match event {
            Event::Preview { issue, .. } if first.is_none() => {
                assert!(shares.len() < 5, "{shares:?}");
                first = Some(issue);
            }
            Event::Drafting(_, share) => shares.push(share),
            Event::IssueOpened { issue, .. } => whole = Some(issue),
            _ => {}
        }
    }
    let (first, whole) = (first.unwrap(), whole.unwrap());
    assert_eq!(headlines(&first), ["第1座桥通了"]);
    assert_eq!(headlines(&whole).len(), 30);
    // The same issue, and the same article: whoever has begun to read stays where they are.
    assert_eq!((&first.id, &first.articles[0].id), (&whole.id, &whole.articles[0].id));
    assert!(shares.len() >= 30);
}

#[test]
fn reading_a_long_pdf_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("长.pdf");
    std::fs::write(&path, long(300)).unwrap();
    let mut worker = worker(folder.path());
    worker.send(Job::OpenFile { path, how: How::default() });
    let (mut read, mut stopped) = (0, false);
    while let Some(event) = worker.wait() {
        match event {
            Event::Drafting(..) => {
                read += 1;
                worker.cancel();
            }
            Event::Stopped => stopped = true,
            Event::IssueOpened { .. } => panic!("it was stopped"),
            _ => {}
        }
    }
    assert!(stopped && read < 300, "{read}");
}

#[test]
fn a_preview_is_to_look_at_and_goes_when_the_reading_stops() {
    let mut hand = Hand::sample();
    let before = hand.issue().clone();
    let source = zhupi::source::Source::from_bytes("版.pdf", long(1), None).unwrap();
    let issue = zhupi::layout::reconstruct(&source, &zhupi::layout::NoMentions);
    let preview = Event::Preview { issue: Box::new(issue.clone()), source: source.into() };
    hand.tell(preview);
    assert_eq!(hand.issue().id, issue.id);
    hand.command(Command::Status(zhupi::issue::ArticleStatus::Done));
    assert_eq!(*hand.issue(), issue, "nothing is decided in it");
    hand.tell(Event::Stopped);
    assert_eq!(*hand.issue(), before);
}
