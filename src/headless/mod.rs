//! The subcommands that need no window.
//!
//! `args` turns the command line into a `Command` by the table of `COMMANDS`; each command is a small file that says
//! what it takes, runs, and ends well or with a `Failure`. Sentences for people go to standard error, results to
//! standard output or to the file named with `-o`.

mod agree;
mod args;
mod batch;
pub mod evaluate;
mod export;
mod import;
mod learn;
mod merge;
mod open;
mod output;
#[cfg(feature = "desk")]
mod print;
mod propose;
mod release;
mod repair;
mod simulate;
mod text;
mod train;

use crate::source::pdf;
use crate::strings::{Language, Message, Strings};
use args::{Count, Flag, Operand, Spec, Values};
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
#[derive(Debug)]
enum Command {
    Help(&'static Spec),
    Version,
    Desk(Vec<PathBuf>),
    Propose(propose::Propose),
    Batch(batch::Batch),
    Text(text::Text),
    Evaluate(evaluate::Evaluate),
    Import(import::Import),
    Export(export::Export),
    #[cfg(feature = "desk")]
    Print(print::Print),
    Learn(learn::Learn),
    Train(train::Train),
    Simulate(simulate::Simulate),
    Release(release::Release),
    Repair(repair::Repair),
    Merge(merge::Merge),
    Agree(agree::Agree),
}

/// Makes a command of the words on its line.
type Make = fn(Values) -> Result<Command, Failure>;

/// The window, which has no word of its own.
static DESK: Spec = Spec {
    name: "",
    help: "help.desk",
    operands: &[Operand { name: "FILE", count: Count::Any }],
    flags: &[Flag::switch("version", "help.version")],
};

/// All commands; the window first, then in the order of the help.
static COMMANDS: [(&Spec, Make); if cfg!(feature = "desk") { 15 } else { 14 }] = [
    (&DESK, |mut values| Ok(Command::Desk(std::iter::from_fn(|| values.operand()).collect()))),
    (&propose::SPEC, |values| propose::Propose::new(values).map(Command::Propose)),
    (&batch::SPEC, |values| batch::Batch::new(values).map(Command::Batch)),
    (&text::SPEC, |values| text::Text::new(values).map(Command::Text)),
    (&evaluate::SPEC, |values| evaluate::Evaluate::new(values).map(Command::Evaluate)),
    (&import::SPEC, |values| import::Import::new(values).map(Command::Import)),
    (&export::SPEC, |values| export::Export::new(values).map(Command::Export)),
    #[cfg(feature = "desk")]
    (&print::SPEC, |values| print::Print::new(values).map(Command::Print)),
    (&release::SPEC, |values| release::Release::new(values).map(Command::Release)),
    (&repair::SPEC, |values| repair::Repair::new(values).map(Command::Repair)),
    (&merge::SPEC, |values| merge::Merge::new(values).map(Command::Merge)),
    (&agree::SPEC, |values| agree::Agree::new(values).map(Command::Agree)),
    (&learn::SPEC, |values| learn::Learn::new(values).map(Command::Learn)),
    (&train::SPEC, |values| train::Train::new(values).map(Command::Train)),
    (&simulate::SPEC, |values| simulate::Simulate::new(values).map(Command::Simulate)),
];

/// What reads in a process of its own under this word.
fn reader(word: &OsString) -> Option<fn() -> bool> {
    #[cfg(feature = "parquet")]
    if word == crate::exchange::parquet_apart::WORD {
        return Some(crate::exchange::parquet_apart::serve);
    }
    (word == pdf::apart::WORD).then_some(pdf::apart::serve as fn() -> bool)
}

/// Runs the command line `args` (without the program's own name) and returns the exit code: 0, 1 where a file is not
/// what it should be, 2 where the line cannot be understood.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    // The program as a reader for itself: for no person, so in no help.
    if let [word] = args.as_slice()
        && let Some(serve) = reader(word)
    {
        return u8::from(!serve());
    }
    std::env::current_exe().into_iter().for_each(crate::apart::is_program);
    let language = args::language(&args, |name| std::env::var(name).ok());
    let (code, message) = match args::command(args).and_then(|command| command.run(language)) {
        Ok(()) => return 0,
        Err(Failure::Input(message)) => (1, message),
        Err(Failure::Usage(message)) => (2, message),
    };
    eprintln!("{}", Strings::of(language).say(&message));
    code
}

impl From<crate::dataset::DatasetError> for Failure {
    fn from(error: crate::dataset::DatasetError) -> Self {
        Self::Input(error.message())
    }
}

impl From<crate::exchange::article::ArticleError> for Failure {
    fn from(error: crate::exchange::article::ArticleError) -> Self {
        Self::Input(error.message())
    }
}

impl From<crate::source::SourceError> for Failure {
    fn from(error: crate::source::SourceError) -> Self {
        Self::Input(error.message())
    }
}

impl Command {
    fn run(self, language: Language) -> Result<(), Failure> {
        match self {
            Self::Help(spec) => output::print(args::help(spec, &Strings::of(language))),
            Self::Version => output::print(concat!("zhupi ", env!("CARGO_PKG_VERSION"), "\n")),
            Self::Desk(files) => open_desk(files),
            Self::Propose(propose) => propose.run(),
            Self::Batch(batch) => batch.run(language),
            Self::Text(text) => text.run(),
            Self::Evaluate(evaluate) => evaluate.run(),
            Self::Import(import) => import.run(),
            Self::Export(export) => export.run(),
            #[cfg(feature = "desk")]
            Self::Print(print) => print.run(language),
            Self::Learn(learn) => learn.run(),
            Self::Train(train) => train.run(),
            Self::Simulate(simulate) => simulate.run(),
            Self::Release(release) => release.run(language),
            Self::Repair(repair) => repair.run(language),
            Self::Merge(merge) => merge.run(language),
            Self::Agree(agree) => agree.run(language),
        }
    }
}

#[cfg(feature = "desk")]
fn open_desk(files: Vec<PathBuf>) -> Result<(), Failure> {
    crate::desk::run(files).map_err(Failure::Input)
}

#[cfg(not(feature = "desk"))]
fn open_desk(_: Vec<PathBuf>) -> Result<(), Failure> {
    Err(Failure::Input(Message::new("error.desk.not_built")))
}
