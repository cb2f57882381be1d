//! The command line.
//!
//! A command says in its [`Spec`] which operands and flags it takes, with their help; this file reads the line by it
//! into [`Values`], from which the command makes itself. Only words are looked at here, never the disk, but for one
//! question: whether a first word that is no command is a file.

use super::{COMMANDS, Command, Failure};
use crate::source::Encoding;
use crate::strings::{Language, Message, Strings};
use lexopt::Arg;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What a command takes.
#[derive(Debug)]
pub struct Spec {
    /// The word after `zhupi`; empty for the window.
    pub name: &'static str,
    /// Key of the sentence that says what it does.
    pub help: &'static str,
    /// In order.
    pub operands: &'static [Operand],
    /// Flags of its own.
    pub flags: &'static [Flag],
}

/// A word that stands by its place.
#[derive(Debug)]
pub struct Operand {
    /// Its name in the help.
    pub name: &'static str,
    /// How many there may be.
    pub count: Count,
}

/// How often an operand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Once.
    One,
    /// Once or not at all.
    Maybe,
    /// Any number of times.
    Any,
}

/// A word that stands by its name.
#[derive(Debug)]
pub struct Flag {
    /// Its long name, without hyphens.
    pub long: &'static str,
    /// Its letter, if it has one.
    pub short: Option<char>,
    /// Name of its value in the help; a flag without is a switch.
    pub value: Option<&'static str>,
    /// Key of the sentence that says what it is for.
    pub help: &'static str,
}

impl Flag {
    /// A flag with a value.
    pub const fn valued(long: &'static str, value: &'static str, help: &'static str) -> Self {
        Self { long, short: None, value: Some(value), help }
    }

    /// A switch.
    pub const fn switch(long: &'static str, help: &'static str) -> Self {
        Self { long, short: None, value: None, help }
    }
}

/// Where a result goes.
pub const OUT: Flag = Flag { long: "output", short: Some('o'), value: Some("OUT"), help: "help.output" };
/// How the file is decoded.
pub const ENCODING: Flag = Flag::valued("encoding", "E", "help.encoding");

/// Understood by every command.
const COMMON: [Flag; 2] = [
    Flag::valued("lang", "zh|en", "help.lang"),
    Flag { long: "help", short: Some('h'), value: None, help: "help.help" },
];

/// The words of a command line by operand and flag.
#[derive(Debug, Default)]
pub struct Values {
    operands: std::collections::VecDeque<OsString>,
    flags: BTreeMap<&'static str, Vec<OsString>>,
}

impl Values {
    /// The next operand.
    pub fn operand(&mut self) -> Option<PathBuf> {
        self.operands.pop_front().map(Into::into)
    }

    /// The next operand, which must be there.
    ///
    /// # Errors
    /// Where it is not.
    pub fn required(&mut self, name: &str) -> Result<PathBuf, Failure> {
        self.operand().ok_or_else(|| usage("error.args.missing", name))
    }

    /// Whether a switch is on.
    pub fn on(&self, flag: &str) -> bool {
        self.flags.contains_key(flag)
    }

    /// All values of a flag.
    pub fn all(&mut self, flag: &str) -> Vec<OsString> {
        self.flags.remove(flag).unwrap_or_default()
    }

    /// The value of a flag; the last one counts.
    pub fn value(&mut self, flag: &str) -> Option<OsString> {
        self.all(flag).pop()
    }

    /// The value of a flag as text.
    pub fn text(&mut self, flag: &str) -> Option<String> {
        self.value(flag).map(|value| value.to_string_lossy().into_owned())
    }

    /// The value of a flag as a number.
    ///
    /// # Errors
    /// Where it is none.
    pub fn number<T: FromStr>(&mut self, flag: &str) -> Result<Option<T>, Failure> {
        let parse = |text: String| text.parse().map_err(|_| usage("error.args.number", &text));
        self.text(flag).map(parse).transpose()
    }

    /// Where the result goes; `None` for standard output.
    pub fn out(&mut self) -> Option<PathBuf> {
        self.value(OUT.long).filter(|out| out != "-").map(Into::into)
    }

    /// The encoding that is asked for.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub fn encoding(&mut self) -> Result<Option<Encoding>, Failure> {
        let find = |name: String| Encoding::named(&name).ok_or_else(|| usage("error.args.encoding", &name));
        self.text(ENCODING.long).map(find).transpose()
    }
}

/// A line that cannot be understood.
pub fn usage(key: &'static str, what: &str) -> Failure {
    Failure::Usage(Message::new(key).with("what", what))
}

/// The language of the program's words: `--lang`, else the environment's, else Chinese.
pub fn language(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Language {
    let mut asked = None;
    for (n, arg) in args.iter().enumerate() {
        match arg.to_str() {
            Some("--") => break,
            Some("--lang") => asked = args.get(n + 1).and_then(|value| value.to_str()).or(asked),
            Some(arg) => asked = arg.strip_prefix("--lang=").or(asked),
            None => {}
        }
    }
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| env(name).filter(|v| !v.is_empty()));
    match asked.or(set.as_deref()) {
        Some(name) if name.starts_with("en") => Language::En,
        _ => Language::Zh,
    }
}

/// The command that the line asks for.
///
/// # Errors
/// [`Failure::Usage`] for a line that cannot be understood.
pub fn command(args: Vec<OsString>) -> Result<Command, Failure> {
    let known = |word: &OsStr| COMMANDS.iter().find(|(spec, _)| !spec.name.is_empty() && word == spec.name);
    let place = args.iter().position(|arg| known(arg).is_some());
    // Only flags that every command understands may stand before the command.
    let [desk, ..] = &COMMANDS;
    let command = place.filter(|place| leads(&args, *place)).and_then(|n| known(args.get(n)?));
    let (spec, make) = command.unwrap_or(desk);
    let mut values = read(args, spec)?;
    if values.on("version") {
        return Ok(Command::Version);
    }
    if values.on("help") {
        return Ok(Command::Help(spec));
    }
    if spec.name.is_empty() {
        known_word(&values)?;
    } else {
        values.operands.pop_front();
    }
    if let Some(name) = values.text("lang").filter(|name| !matches!(name.as_str(), "zh" | "en")) {
        return Err(usage("error.args.lang", &name));
    }
    make(values)
}

/// Whether only common flags stand before the word at `place`.
fn leads(args: &[OsString], place: usize) -> bool {
    let mut before = args.iter().take(place).filter_map(|arg| arg.to_str());
    while let Some(arg) = before.next() {
        match arg {
            "--lang" => drop(before.next()),
            "-h" | "--help" => {}
            arg if arg.starts_with("--lang=") => {}
            _ => return false,
        }
    }
    true
}

/// A single word that is no file was meant as a command.
fn known_word(values: &Values) -> Result<(), Failure> {
    let Some(word) = values.operands.front().and_then(|word| word.to_str()) else { return Ok(()) };
    let is_word = word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if is_word && !Path::new(word).exists() { Err(usage("error.args.command", word)) } else { Ok(()) }
}

fn read(args: Vec<OsString>, spec: &Spec) -> Result<Values, Failure> {
    let unclear = |error: lexopt::Error| match error {
        lexopt::Error::MissingValue { option } => usage("error.args.value", &option.unwrap_or_default()),
        other => usage("error.args.unclear", &other.to_string()),
    };
    // The command's own word is the first.
    let any = spec.operands.iter().any(|operand| operand.count == Count::Any);
    let room = if any { usize::MAX } else { 1 + spec.operands.len() };
    let mut values = Values::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(unclear)? {
        let (name, found) = match arg {
            Arg::Value(word) if values.operands.len() < room => {
                values.operands.push_back(word);
                continue;
            }
            Arg::Value(word) => return Err(usage("error.args.extra", &word.to_string_lossy())),
            Arg::Long(name) => (format!("--{name}"), flag(spec, |flag| flag.long == name)),
            Arg::Short(letter) => (format!("-{letter}"), flag(spec, |flag| flag.short == Some(letter))),
        };
        let flag = found.ok_or_else(|| usage("error.args.flag", &name))?;
        let value = if flag.value.is_some() { parser.value().map_err(unclear)? } else { OsString::new() };
        values.flags.entry(flag.long).or_default().push(value);
    }
    Ok(values)
}

fn flag(spec: &Spec, wanted: impl Fn(&Flag) -> bool) -> Option<&Flag> {
    spec.flags.iter().chain(&COMMON).find(|flag| wanted(flag))
}

/// What a command takes and does; for the window also the list of all commands.
pub fn help(spec: &Spec, strings: &Strings) -> String {
    let mut said =
        format!("{}\n\n{}\n  {}\n", strings.get(spec.help), strings.get("help.usage"), usage_line(spec));
    let mut list = |title: &str, rows: Vec<(String, &'static str)>| {
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        // Writing to a String cannot fail.
        let _ = writeln!(said, "\n{}", strings.get(title));
        for (name, help) in rows {
            let _ = writeln!(said, "  {name:<width$}  {}", strings.get(help));
        }
    };
    if spec.name.is_empty() {
        let commands = COMMANDS.iter().filter(|(spec, _)| !spec.name.is_empty());
        list("help.commands", commands.map(|(spec, _)| (words(spec), spec.help)).collect());
    }
    let flags = spec.flags.iter().chain(&COMMON).map(|flag| {
        let short = flag.short.map_or(String::new(), |letter| format!("-{letter}, "));
        let value = flag.value.map_or(String::new(), |value| format!(" {value}"));
        (format!("{short}--{}{value}", flag.long), flag.help)
    });
    list("help.flags", flags.collect());
    said
}

/// The command with its operands.
fn words(spec: &Spec) -> String {
    let operands = spec.operands.iter().map(|operand| match operand.count {
        Count::One => operand.name.to_owned(),
        Count::Maybe => format!("[{}]", operand.name),
        Count::Any => format!("[{}…]", operand.name),
    });
    let words = ["zhupi".to_owned(), spec.name.to_owned()].into_iter().chain(operands);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The command with its operands and flags.
fn usage_line(spec: &Spec) -> String {
    spec.flags.iter().fold(words(spec), |line, flag| {
        let name = flag.short.map_or(format!("--{}", flag.long), |letter| format!("-{letter}"));
        let value = flag.value.map_or(String::new(), |value| format!(" {value}"));
        format!("{line} [{name}{value}]")
    })
}
