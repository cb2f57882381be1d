//! The command line.

use super::{Command, Failure, Language, Message, propose::Propose, text::Text};
use crate::source::Encoding;
use lexopt::prelude::*;
use std::ffi::OsString;

/// The language of the program's words, and the command or what is wrong with it.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> (Language, Result<Command, Failure>) {
    (Language::default(), command(&mut lexopt::Parser::from_args(args)))
}

fn command(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let mut files = Vec::new();
    let Some(first) = parser.next().map_err(|e| unknown(&e))? else { return Ok(Command::Desk(files)) };
    let Value(first) = first else { return Err(unknown(&first.unexpected())) };
    match first.to_str() {
        Some("propose") => propose(parser),
        Some("text") => text(parser),
        _ => {
            files.push(first.into());
            while let Some(arg) = parser.next().map_err(|e| unknown(&e))? {
                match arg {
                    Value(file) => files.push(file.into()),
                    other => return Err(unknown(&other.unexpected())),
                }
            }
            Ok(Command::Desk(files))
        }
    }
}

fn unknown(error: &lexopt::Error) -> Failure {
    Failure::Usage(Message::new("error.args.unknown").with("what", error))
}

fn propose(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let (mut file, mut out, mut encoding, mut date, mut nested) = (None, None, None, None, false);
    while let Some(arg) = parser.next().map_err(|e| unknown(&e))? {
        match arg {
            Value(v) if file.is_none() => file = Some(v.into()),
            Short('o') => out = Some(parser.value().map_err(|e| unknown(&e))?.into()),
            Long("encoding") => {
                let name = parser.value().map_err(|e| unknown(&e))?;
                let name = name.to_string_lossy();
                encoding = Some(Encoding::named(&name).ok_or_else(|| {
                    Failure::Usage(Message::new("error.args.encoding").with("what", &name))
                })?);
            }
            Long("date") => {
                date = Some(parser.value().map_err(|e| unknown(&e))?.to_string_lossy().into_owned());
            }
            Long("nested") => nested = true,
            other => return Err(unknown(&other.unexpected())),
        }
    }
    let file = file.ok_or_else(|| Failure::Usage(Message::new("error.args.file")))?;
    Ok(Command::Propose(Propose { file, out, encoding, date, nested }))
}

fn text(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let (mut file, mut out) = (None, None);
    while let Some(arg) = parser.next().map_err(|e| unknown(&e))? {
        match arg {
            Value(v) if file.is_none() => file = Some(v.into()),
            Short('o') => out = Some(parser.value().map_err(|e| unknown(&e))?.into()),
            other => return Err(unknown(&other.unexpected())),
        }
    }
    let file = file.ok_or_else(|| Failure::Usage(Message::new("error.args.file")))?;
    Ok(Command::Text(Text { file, out }))
}
