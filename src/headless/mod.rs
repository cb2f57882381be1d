//! The subcommands that need no window.
//!
//! `args` turns the command line into a [`Command`]; each command is a small file that runs and says what it did or a
//! [`Failure`]. Sentences for people go to standard error, results to standard output or to the file named with `-o`.

mod args;
mod output;
mod propose;
mod text;

use crate::strings::{Language, Message, Strings};
use std::ffi::OsString;
use std::path::PathBuf;

/// Why a command did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The command line cannot be understood: exit code 2.
    Usage(Message),
    /// A file is not what it should be: exit code 1.
    Input(Message),
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The window, with these files.
    Desk(Vec<PathBuf>),
    /// Proposals for a file.
    Propose(propose::Propose),
    /// The decoded text of a file.
    Text(text::Text),
}

/// Runs the command line `args` (without the program's own name) and returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let (language, command) = args::parse(args);
    let (code, message) = match command.and_then(Command::run) {
        Ok(()) => return 0,
        Err(Failure::Input(message)) => (1, message),
        Err(Failure::Usage(message)) => (2, message),
    };
    eprintln!("{}", Strings::of(language).say(&message));
    code
}

impl Command {
    fn run(self) -> Result<(), Failure> {
        match self {
            Self::Desk(_) => Err(Failure::Usage(Message::new("error.desk.not_built"))),
            Self::Propose(propose) => propose.run(),
            Self::Text(text) => text.run(),
        }
    }
}
