//! How fast the network reads, for `scripts/bench_lac.sh`:
//!
//! ```text
//! lac_speed TEXTS TAGS [RUNS]
//! ```
//! reads the texts of a file, one a line, on one processor, prints characters a second for each run, and writes the tags
//! to another file, one line a text, one character `'0' + tag id` a character.

use std::process::ExitCode;
use std::time::Instant;
use zhupi::propose::lac::Lac;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(texts), Some(tags)) = (args.first(), args.get(1)) else { return ExitCode::from(2) };
    let runs = args.get(2).and_then(|runs| runs.parse().ok()).unwrap_or(1);
    let (Ok(lac), Ok(text)) = (Lac::load(), std::fs::read_to_string(texts)) else { return ExitCode::FAILURE };
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let characters: usize = lines.iter().map(Vec::len).sum();
    let mut written = String::new();
    for run in 0..runs {
        let (start, mut said) = (Instant::now(), Vec::with_capacity(lines.len()));
        // As many as a large issue has; whatever is said of a million characters would fill the memory.
        for part in lines.chunks(256) {
            said.extend(lac.tag_all_on(part, 1).into_iter().map(|tagged| tagged.tags));
        }
        println!("{:.0}", characters as f64 / start.elapsed().as_secs_f64());
        if run == 0 {
            for tags in said {
                written.extend(tags.iter().filter_map(|tag| char::from_u32(48 + tag.index() as u32)));
                written.push('\n');
            }
        }
    }
    if std::fs::write(tags, written).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
