//! Where results go. A file is written beside its place and then renamed, so that there is the whole result or none.

use super::Failure;
use crate::exchange::{Out, Shape};
use crate::strings::{Message, Strings};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What to do where the file is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and say so.
    Keep,
    /// Put the result in its place.
    Replace,
}

/// Says a result on standard output.
pub fn print(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(failed(&error)),
        _ => Ok(()),
    }
}

/// Says a sentence to whoever started the command, beside the results.
pub fn tell(message: &Message) {
    eprintln!("{}", words().say(message));
}

/// The words of the language that the line asks for.
pub fn words() -> Strings {
    let args: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    Strings::of(super::args::language(&args, |name| std::env::var(name).ok()))
}

/// Says that something was left out.
pub fn skipped(what: &Message) {
    let strings = words();
    eprintln!("{}", strings.say(&Message::new("skipped").with("what", strings.say(what))));
}

/// Writes a result to the file `out`, never over the `input` that it was made from; to standard output where no file is
/// named.
pub fn write(
    out: Option<&Path>,
    content: impl AsRef<[u8]>,
    input: &Path,
    existing: Existing,
) -> Result<(), Failure> {
    let content = content.as_ref();
    let Some(out) = out else { return print(content) };
    let about = |key| Failure::Input(Message::new(key).with("file", out.display()));
    // Through a link the file itself is meant.
    let target = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    match fs::metadata(&target) {
        Ok(facts) if facts.is_dir() => return Err(about("error.output.folder")),
        Ok(_) if input.canonicalize().is_ok_and(|input| input == target) => {
            return Err(about("error.output.source"));
        }
        Ok(facts) if !facts.is_file() => {
            // A pipe or a device is written to and not replaced.
            return fs::write(&target, content).map_err(|error| failed(&error));
        }
        Ok(_) if existing == Existing::Keep => return Err(about("error.output.exists")),
        _ => {}
    }
    crate::exchange::write_whole(&target, content).map_err(|error| failed(&error))
}

/// Where an export goes: the same rules, for a file or a folder that is written bit by bit.
pub fn place(
    out: Option<&Path>,
    format: &dyn crate::exchange::Format,
    input: &Path,
    existing: Existing,
) -> Result<Out, Failure> {
    let folder = format.info().shape == Shape::Folder;
    let Some(out) = out else {
        return Ok(Out::stdout());
    };
    let about = |key| Failure::Input(Message::new(key).with("file", out.display()));
    let target = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    match fs::metadata(&target) {
        Ok(facts) if facts.is_dir() && !folder => return Err(about("error.output.folder")),
        Ok(_) if input.canonicalize().is_ok_and(|input| input == target) => {
            return Err(about("error.output.source"));
        }
        Ok(facts) if !facts.is_dir() && !facts.is_file() => return Ok(Out::device(&target)),
        Ok(facts) if facts.is_file() && folder => return Err(about("error.output.exists")),
        Ok(_) if existing == Existing::Keep => return Err(about("error.output.exists")),
        _ => {}
    }
    let beside = format.beside().iter().map(|ending| crate::exchange::beside(&target, ending));
    if let Some(taken) = { beside }.find(|path| existing == Existing::Keep && path.exists()) {
        return Err(Failure::Input(Message::new("error.output.exists").with("file", taken.display())));
    }
    if folder { Out::folder(&target).map_err(|error| failed(&error)) } else { Ok(Out::file(&target)) }
}

fn failed(error: &io::Error) -> Failure {
    Failure::Input(Message::new("error.output").with("reason", error))
}
