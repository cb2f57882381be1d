//! Arguments → desk or headless; exit codes; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhupi::headless::run(std::env::args_os().skip(1)).into()
}
