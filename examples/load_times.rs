//! How long the proposer takes to load, by part: `cargo run --release --no-default-features --example load_times`.

use std::process::ExitCode;
use zhupi::propose::Proposer;

fn main() -> ExitCode {
    // The best of a few: the first one also fetches the program's file.
    let runs: Vec<_> = (0..5).filter_map(|_| Proposer::load_times().ok()).collect();
    let Some(first) = runs.first() else { return ExitCode::FAILURE };
    for (n, (part, _)) in first.iter().enumerate() {
        let best = runs
            .iter()
            .filter_map(|run| run.get(n))
            .map(|(_, time)| time.as_secs_f64())
            .fold(f64::MAX, f64::min);
        println!("{part:18} {:6.1} ms", best * 1000.0);
    }
    ExitCode::SUCCESS
}
