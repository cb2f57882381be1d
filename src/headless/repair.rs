//! `zhupi repair`: a sound file out of what is left of a damaged dataset, and what is gone, line by line.

use super::args::{Count, OUT, Operand, Spec, Values, usage};
use super::{Failure, output};
use crate::dataset::repair::{Known, Lost, Repaired, repair};
use crate::strings::{Language, Message, Strings};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "repair",
    help: "help.repair",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[OUT],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    dataset: PathBuf,
    out: PathBuf,
}

impl Repair {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let dataset = values.required("DATASET")?;
        let out = values.out().ok_or_else(|| usage("error.args.missing", "-o"))?;
        Ok(Self { dataset, out })
    }

    /// Makes the new file and says what it has and has not.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let repaired = repair(&self.dataset, &self.out)?;
        output::print(report(&repaired, &Strings::of(language)))
    }
}

fn report(repaired: &Repaired, strings: &Strings) -> String {
    let mut lines: Vec<Message> = vec![
        Message::new("repaired.kept")
            .with("events", repaired.events)
            .with("issues", repaired.issues)
            .with("files", repaired.files),
    ];
    if repaired.is_whole() {
        lines.push(Message::new("repaired.whole"));
    }
    let unread: Vec<u64> =
        repaired.lost.iter().filter(|lost| lost.known.is_none()).map(|lost| lost.seq).collect();
    if !unread.is_empty() {
        lines
            .push(Message::new("repaired.unread").with("count", unread.len()).with("numbers", runs(&unread)));
    }
    for Lost { seq, known } in &repaired.lost {
        let Some(Known { at, editor, issue, gesture }) = known else { continue };
        let what = if gesture.is_empty() { "–" } else { strings.get(gesture) };
        let said = Message::new("repaired.unfit").with("seq", seq).with("at", at).with("editor", editor);
        lines.push(said.with("issue", issue).with("what", what));
    }
    if !repaired.unproven.is_empty() {
        lines.push(Message::new("repaired.unproven").with("numbers", runs(&repaired.unproven)));
    }
    lines.extend(repaired.gone.iter().map(|issue| Message::new("repaired.gone").with("issue", issue)));
    lines.extend(
        repaired
            .missing
            .iter()
            .map(|(issue, file)| Message::new("repaired.missing").with("issue", issue).with("file", file)),
    );
    lines.iter().map(|line| strings.say(line) + "\n").collect()
}

/// Numbers with those that follow each other as one: 3–7, 9.
fn runs(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let said = |(first, last): &(u64, u64)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}
