//! What every reader has to hold, whatever the bytes.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use zhupi::exchange;
use zhupi::layout::{NoMentions, reconstruct};
use zhupi::source::{How, open_bytes};
use zhupi::text::{is_space, slice};

/// Opens bytes as a file of this name; every character of what comes out is in exactly one block.
pub fn open(name: &str, bytes: &[u8]) {
    let Ok(opened) = open_bytes(name, bytes.to_vec(), &How::default()) else { return };
    for source in &opened.issues {
        let chars: Vec<char> = source.text.chars().collect();
        let issue = reconstruct(source, &NoMentions);
        let mut times = vec![0_u8; chars.len()];
        for block in issue.articles.iter().flat_map(|article| &article.blocks) {
            assert!(block.source_map(&chars).is_ok());
            for at in block.source.iter().flat_map(|range| range.positions()) {
                times[at as usize] += u8::from(!is_space(chars[at as usize]));
            }
        }
        assert!(chars.iter().zip(times).all(|(c, times)| times == u8::from(!is_space(*c))));
    }
}

/// Reads bytes as a file of a format; what has a place has its words there.
pub fn foreign(format: &str, name: &str, bytes: &[u8]) {
    read(format, &exchange::Input::memory(name, bytes));
}

/// Reads a text and, behind the first NUL, its marks as a document of brat.
pub fn brat(bytes: &[u8]) {
    let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, marks) = (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default());
    let file = exchange::InFile::memory;
    read("brat", &exchange::Input { files: vec![file("t.ann", marks), file("t.txt", text)] });
}

/// Reads lines as the words of the reader of tables, which works in a process of its own.
pub fn table(said: &[u8]) {
    let file = exchange::InFile::memory("records.parquet", "");
    let _ = exchange::parquet_said(&file, said, &mut hold);
}

fn hold(document: exchange::Foreign) -> Result<(), exchange::ReadError> {
    for span in &document.spans {
        assert_eq!(slice(&document.text, span.range), Some(span.text.as_str()));
        assert!(!span.range.is_empty());
    }
    Ok(())
}

fn read(format: &str, input: &exchange::Input) {
    let Some(format) = exchange::format(format) else { panic!("no format {format}") };
    let _ = format.read(input, &mut hold);
}

/// Runs `work`; a panic of a library in it is passed over, one of ours ends the run. The program reads PDFs in a process
/// of its own, where a panic of the PDF library costs a sentence (`tests/pdf.rs`).
pub fn forgiving(work: impl FnOnce()) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let ours = take_hook();
        set_hook(Box::new(move |info| {
            if !info.location().is_some_and(|at| at.file().replace('\\', "/").contains("/registry/")) {
                ours(info);
            }
        }));
    });
    // What ends here is a library's panic: after ours nothing goes on.
    let _ = catch_unwind(AssertUnwindSafe(work));
}
