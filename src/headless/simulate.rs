//! `zhupi simulate`: what learning from finished articles is worth, on gold files in their order.

use super::args::{Count, Flag, Operand, Spec, Values, usage};
use super::propose::{self, How, WEIGHTS};
use super::{Failure, open, output};
use crate::exchange::article;
use crate::issue::Issue;
use crate::propose::{Outcome, Step, simulate};
use crate::strings::Message;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "simulate",
    help: "help.simulate",
    operands: &[Operand { name: "GOLD", count: Count::Any }],
    flags: &[
        Flag::switch("json", "help.json"),
        Flag::valued("curve", "FILE", "help.simulate.curve"),
        Flag::switch("time", "help.simulate.time"),
        WEIGHTS,
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulate {
    golds: Vec<PathBuf>,
    json: bool,
    curve: Option<PathBuf>,
    time: bool,
    how: How,
}

/// The figures of a file, or of all.
#[derive(Clone, Debug, Default, Serialize)]
struct Figures {
    name: String,
    articles: usize,
    #[serde(rename = "static")]
    fixed: Side,
    learning: Side,
}

/// One way of proposing.
#[derive(Clone, Debug, Default, Serialize)]
struct Side {
    f1: f64,
    per_loc_org: f64,
    #[serde(flatten)]
    outcome: Outcome,
}

impl Side {
    fn add(&mut self, outcome: &Outcome) {
        self.outcome.add(outcome);
        (self.f1, self.per_loc_org) = (self.outcome.f1(), self.outcome.core_f1());
    }
}

impl Figures {
    fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    fn add(&mut self, step: &Step) {
        self.articles += 1;
        self.fixed.add(&step.fixed);
        self.learning.add(&step.learning);
    }
}

impl Simulate {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let (json, time) = (values.on("json"), values.on("time"));
        let curve = values.value("curve").map(PathBuf::from);
        let how = How { weights: values.value(WEIGHTS.long).map(PathBuf::from), ..How::default() };
        let golds: Vec<PathBuf> = std::iter::from_fn(|| values.operand()).collect();
        if golds.is_empty() {
            return Err(usage("error.args.missing", "GOLD"));
        }
        Ok(Self { golds, json, curve, time, how })
    }

    /// Walks the articles and says the figures.
    pub fn run(&self) -> Result<(), Failure> {
        let mut issues: Vec<Issue> = Vec::new();
        // Of every issue, its file.
        let mut files: Vec<usize> = Vec::new();
        for (n, path) in self.golds.iter().enumerate() {
            let read = article::read(&open::text(path)?, None)?;
            files.extend(read.iter().map(|_| n));
            issues.extend(read);
        }
        let proposer = propose::proposer(&propose::weights(&self.how)?, &self.how)?;
        let mut each: Vec<Figures> =
            self.golds.iter().map(|path| Figures::new(path.display().to_string())).collect();
        let (mut all, mut curve) = (Figures::new("=".to_owned()), Vec::new());
        let mut times: Vec<[Duration; 2]> = Vec::new();
        simulate(&proposer, &issues, &mut |step| {
            let file = files.get(step.issue).and_then(|n| each.get_mut(*n));
            if let Some(file) = file {
                file.add(&step);
            }
            all.add(&step);
            curve.push((all.fixed.f1, all.learning.f1, all.fixed.per_loc_org, all.learning.per_loc_org));
            times.push(step.took);
        });
        if let Some(path) = &self.curve {
            let mut table =
                "articles\tstatic\tlearning\tstatic_per_loc_org\tlearning_per_loc_org\n".to_owned();
            for (n, (a, b, c, d)) in curve.iter().enumerate() {
                // Writing to a String cannot fail.
                let _ = writeln!(table, "{}\t{a:.4}\t{b:.4}\t{c:.4}\t{d:.4}", n + 1);
            }
            crate::exchange::write_whole(path, table.as_bytes())
                .map_err(|error| Failure::Input(Message::new("error.output").with("reason", error)))?;
        }
        if self.time {
            tell_times(&times);
        }
        each.push(all);
        output::print(&if self.json { json(&each)? } else { table(&each) })
    }
}

fn json(figures: &[Figures]) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(figures);
    Ok(json.map_err(|error| Failure::Input(Message::new("error.output").with("reason", error)))? + "\n")
}

/// Two lines a file: before any learning, and with it.
fn table(figures: &[Figures]) -> String {
    let mut said = String::new();
    for file in figures {
        let Figures { name, articles, fixed, learning } = file;
        // Writing to a String cannot fail.
        let _ = writeln!(said, "{name}  ({articles})");
        for (how, side) in [("static", fixed), ("learning", learning)] {
            let edits = &side.outcome.edits;
            let _ = writeln!(
                said,
                "  {how:<9} F1 {:.4}  PER+LOC+ORG {:.4}  accepted {}  relabelled {}  moved {}  added {}  rejected {}  corrections {}",
                side.f1,
                side.per_loc_org,
                edits.accepted,
                edits.relabelled,
                edits.moved,
                edits.added,
                edits.rejected,
                edits.corrections()
            );
        }
    }
    said
}

fn tell_times(times: &[[Duration; 2]]) {
    let millis = |which: usize| {
        let mut all: Vec<f64> = times.iter().map(|took| took[which].as_secs_f64() * 1000.0).collect();
        all.sort_by(f64::total_cmp);
        let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
        format!("{mean:.1} ({:.1})", all.last().copied().unwrap_or(0.0))
    };
    output::tell(&Message::new("simulate.time").with("read", millis(0)).with("learn", millis(1)));
}
