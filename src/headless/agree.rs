//! `zhupi agree`: how far annotators of the same issues agree, as a table or as JSON. Nothing is written.

use super::args::{Count, Flag, Operand, Spec, Values};
use super::{Failure, args, output};
use crate::dataset::agreement::{Agreement, Hits};
use crate::dataset::merge::measure_datasets;
use crate::dataset::{Access, Dataset};
use crate::strings::{Language, Message, Strings};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "agree",
    help: "help.agree",
    operands: &[Operand { name: "DATASET", count: Count::Any }],
    flags: &[Flag::switch("editors", "help.agree.editors"), Flag::switch("json", "help.json")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agree {
    datasets: Vec<PathBuf>,
    /// The editors of one dataset instead of several datasets.
    editors: bool,
    json: bool,
}

impl Agree {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let (editors, json) = (values.on("editors"), values.on("json"));
        let datasets: Vec<PathBuf> = std::iter::from_fn(|| values.operand()).collect();
        let wanted = if editors { datasets.len() == 1 } else { datasets.len() >= 2 };
        if wanted {
            return Ok(Self { datasets, editors, json });
        }
        Err(args::usage("error.args.missing", if editors { "DATASET --editors" } else { "DATASET DATASET" }))
    }

    /// Measures and says it.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let open = |path: &PathBuf| Dataset::open(path, Access::Read);
        let datasets: Vec<Dataset> = self.datasets.iter().map(open).collect::<Result<_, _>>()?;
        let agreement = match &datasets[..] {
            [one] if self.editors => one.measure_editors(&one.editors(), &mut |_, _| true)?,
            _ => {
                let names = names(&datasets);
                measure_datasets(&datasets.iter().collect::<Vec<_>>(), &names, &mut |_, _| true)?
            }
        };
        let Some(agreement) = agreement.filter(|agreement| agreement.articles > 0) else {
            return Err(Failure::Input(Message::new("error.agree.nothing")));
        };
        if self.json {
            let json = serde_json::to_string_pretty(&as_json(&agreement)).unwrap_or_default();
            return output::print(json + "\n");
        }
        output::print(table(&agreement, &Strings::of(language)))
    }
}

/// The datasets by their files' names, told apart where these are the same.
fn names(datasets: &[Dataset]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for dataset in datasets {
        let stem = dataset.path().file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let same =
            names.iter().filter(|name| **name == stem || name.starts_with(&format!("{stem} "))).count();
        names.push(if same == 0 { stem } else { format!("{stem} {}", same + 1) });
    }
    names
}

fn as_json(agreement: &Agreement) -> Value {
    let hits = |hits: &Hits| {
        json!({"first": hits.first, "second": hits.second, "first_found": hits.first_found,
               "second_found": hits.second_found, "f1": hits.f1()})
    };
    let pairs = agreement.pairs.iter().map(|pair| {
        let size = pair.table.size();
        let rows: Vec<Vec<u64>> =
            (0..size).map(|a| (0..size).map(|b| pair.table.cell(a, b)).collect()).collect();
        let labels: serde_json::Map<String, Value> = agreement
            .labels
            .iter()
            .enumerate()
            .map(|(n, label)| {
                let of = json!({"kappa": pair.kappa_of(n), "strict": hits(&pair.strict[n]),
                                "relaxed": hits(&pair.relaxed[n])});
                (label.to_string(), of)
            })
            .collect();
        json!({
            "who": [agreement.names.get(pair.who.0), agreement.names.get(pair.who.1)],
            "articles": pair.articles, "kappa": pair.kappa(), "strict_f1": pair.f1().0,
            "relaxed_f1": pair.f1().1, "labels": labels, "characters": rows,
        })
    });
    json!({
        "names": agreement.names, "labels": agreement.labels, "articles": agreement.articles,
        "characters": agreement.chars, "alpha": agreement.alpha, "topics_alpha": agreement.topics,
        "pairs": pairs.collect::<Vec<_>>(),
    })
}

/// A figure of agreement, or that there is none.
pub(super) fn figure(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.3}"))
}

/// A table for people, its cells parted by tabs.
fn table(agreement: &Agreement, strings: &Strings) -> String {
    let said = Message::new("agree.all").with("articles", agreement.articles).with("chars", agreement.chars);
    let said = said.with("alpha", figure(agreement.alpha)).with("topics", figure(agreement.topics));
    let mut lines = vec![strings.say(&said)];
    for pair in &agreement.pairs {
        let name = |n: usize| agreement.names.get(n).cloned().unwrap_or_default();
        let said = Message::new("agree.pair").with("one", name(pair.who.0)).with("other", name(pair.who.1));
        lines.push(String::new());
        lines.push(strings.say(&said.with("articles", pair.articles)));
        lines.push(format!("\tκ\tF1\tF1 {}", strings.get("agree.relaxed")));
        let row = |name: &str, kappa, strict, relaxed| {
            format!("{name}\t{}\t{}\t{}", figure(kappa), figure(strict), figure(relaxed))
        };
        for (n, label) in agreement.labels.iter().enumerate() {
            let (strict, relaxed) = (pair.strict[n].f1(), pair.relaxed[n].f1());
            lines.push(row(label.as_str(), pair.kappa_of(n), strict, relaxed));
        }
        lines.push(row(strings.get("agree.together"), pair.kappa(), pair.f1().0, pair.f1().1));
    }
    lines.join("\n") + "\n"
}
