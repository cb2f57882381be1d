//! `zhupi evaluate`: a prediction against a gold file, compared by position in the source.
//!
//! Both files are projected on the source's characters that are not white space (`doc`); entities, structure and topics
//! are scored on that; `alt` first brings the gold to the reading that the prediction has; `scores` is what comes out,
//! `report` says it. Faulty records are scored as they are and counted in the warnings.

mod alt;
mod doc;
mod entities;
pub mod record;
mod report;
pub mod scores;
mod structure;
mod tally;
mod topics;

use super::args::{Count, ENCODING, Flag, Operand, Spec, Values};
use super::open::{ISSUE, MAP, PASSWORD, Reading};
use super::propose::WEIGHTS;
use super::{Failure, open, output, propose};
use crate::strings::Message;
use doc::{Doc, Mark};
use record::{Alt, Record};
use scores::{BothWarnings, Scores, Slip};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What it takes. A file with `.alt.json` in place of `.jsonl` beside the gold lists other readings.
pub static SPEC: Spec = Spec {
    name: "evaluate",
    help: "help.evaluate",
    operands: &[
        Operand { name: "GOLD", count: Count::One },
        Operand { name: "SOURCE", count: Count::One },
        Operand { name: "PRED", count: Count::Maybe },
    ],
    flags: &[
        ENCODING,
        MAP,
        PASSWORD,
        ISSUE,
        Flag::switch("json", "help.json"),
        Flag::valued("errors", "N", "help.errors"),
        WEIGHTS,
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluate {
    gold: PathBuf,
    source: PathBuf,
    pred: Option<PathBuf>,
    reading: Reading,
    json: bool,
    errors: usize,
    weights: Option<PathBuf>,
}

impl Evaluate {
    /// From the words of the line.
    ///
    /// # Errors
    /// Where a word is missing or none that it knows.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let errors = values.number("errors")?.unwrap_or(0);
        let (reading, json) = (Reading::new(&mut values)?, values.on("json"));
        let weights = values.value(WEIGHTS.long).map(PathBuf::from);
        let (gold, source) = (values.required("GOLD")?, values.required("SOURCE")?);
        Ok(Self { gold, source, pred: values.operand(), reading, json, errors, weights })
    }

    /// Reads, scores, says it.
    ///
    /// # Errors
    /// Where a file cannot be read or is not in its form.
    pub fn run(&self) -> Result<(), Failure> {
        let source = open::source(&self.source, &self.reading)?;
        let gold = load(&self.gold)?;
        let alt = load_alt(&self.gold)?;
        let pred = if let Some(path) = &self.pred {
            load(path)?
        } else {
            let how = propose::How { weights: self.weights.clone(), ..propose::How::default() };
            parse(&propose::records(&source, &how)?, &self.source)?
        };
        let scores = score(&gold, &pred, &source.text, &alt, self.errors)
            .map_err(|id| Failure::Input(Message::new("error.evaluate.alt").with("what", id)))?;
        let said = if self.json {
            let json = serde_json::to_string_pretty(&scores);
            json.map_err(|e| Failure::Input(Message::new("error.output").with("reason", e)))? + "\n"
        } else {
            scores.to_string()
        };
        output::print(&said)
    }
}

fn load(path: &Path) -> Result<Vec<Record>, Failure> {
    parse(&open::text(path)?, path)
}

fn parse(jsonl: &str, path: &Path) -> Result<Vec<Record>, Failure> {
    record::records(jsonl).map_err(|(line, what)| faulty(path, line, &what))
}

fn load_alt(gold: &Path) -> Result<Alt, Failure> {
    let path = match gold.extension() {
        Some(extension) if extension == "jsonl" => gold.with_extension("alt.json"),
        _ => {
            let mut name = gold.as_os_str().to_owned();
            name.push(".alt.json");
            name.into()
        }
    };
    if !path.exists() {
        return Ok(Alt::default());
    }
    let text = open::text(&path)?;
    serde_json::from_str(&text).map_err(|e| faulty(&path, e.line(), &e.to_string()))
}

fn faulty(path: &Path, line: usize, what: &str) -> Failure {
    let message = Message::new("error.evaluate.form").with("file", path.display());
    Failure::Input(message.with("line", line).with("what", what))
}

/// Gold and prediction over the same source.
struct Sides<'a> {
    gold: Doc<'a>,
    pred: Doc<'a>,
    /// Every character of the gold, in order.
    all: Vec<usize>,
    extra: alt::Extra,
}

/// All figures; with the first `errors` missed and spurious entities.
///
/// # Errors
/// The id that `alt` names and the gold has not.
pub fn score(
    gold: &[Record],
    pred: &[Record],
    source: &str,
    alt: &Alt,
    errors: usize,
) -> Result<Scores, String> {
    let source: Vec<char> = source.chars().collect();
    let reading = alt::apply(gold, pred, &source, alt)?;
    let gold = Doc::new(&reading.gold, &source);
    let all: Vec<usize> = gold.holders.keys().copied().collect();
    let mut sides = Sides { all, pred: Doc::new(pred, &source), gold, extra: reading.extra };
    let before = sides.pred.marks.len();
    // Nobody marks page furniture.
    let furniture = |at: &usize| sides.gold.kind(*at) == Some("furniture");
    sides.pred.marks.retain(|(at, _)| !at.iter().all(furniture));
    let slips = |a: &BTreeSet<Mark>, b: &BTreeSet<Mark>| -> Vec<Slip> {
        let text = |at: &[usize]| at.iter().filter_map(|at| source.get(*at)).collect::<String>();
        let alone = a.difference(b).take(errors);
        alone.map(|(at, label)| (label.clone(), text(at), at.first().copied().unwrap_or(0))).collect()
    };
    Ok(Scores {
        entities: entities::score(&sides.gold.marks, &sides.pred.marks),
        segmentation: structure::segmentation(&sides),
        roles: structure::roles(&sides),
        headline: structure::headlines(&sides),
        paragraph_boundaries: structure::paragraphs(&sides),
        text_fidelity: structure::fidelity(&sides),
        topics: topics::score(&sides),
        alternatives_used: reading.used,
        ignored_predictions_in_furniture: before - sides.pred.marks.len(),
        missed: slips(&sides.gold.marks, &sides.pred.marks),
        spurious: slips(&sides.pred.marks, &sides.gold.marks),
        warnings: BothWarnings { gold: sides.gold.warnings, pred: sides.pred.warnings },
    })
}
