//! `zhupi release`: a named version of a dataset that does not change any more, with its card. The dataset remembers it.

use super::args::{self, Count, Flag, Operand, Spec, Values};
use super::{Failure, output};
use crate::annotation::{Guideline, LabelId};
use crate::dataset::release::{Recipe, Unit};
use crate::dataset::{Access, Dataset, DatasetError};
use crate::exchange::release;
use crate::issue::ArticleStatus;
use crate::strings::{Language, Message, Strings};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "release",
    help: "help.release",
    operands: &[Operand { name: "DATASET", count: Count::One }, Operand { name: "NAME", count: Count::One }],
    flags: &[
        Flag { long: "output", short: Some('o'), value: Some("DIR"), help: "help.release.output" },
        Flag::valued("states", "S,…", "help.release.states"),
        Flag::valued("from", "DATE", "help.release.from"),
        Flag::valued("to", "DATE", "help.release.to"),
        Flag::valued("labels", "L,…", "help.release.labels"),
        Flag::switch("proposals", "help.release.proposals"),
        Flag::switch("negatives", "help.release.negatives"),
        Flag::valued("by", "issue|date", "help.release.by"),
        Flag::valued("split", "80/10/10", "help.release.split"),
        Flag::valued("seed", "N", "help.release.seed"),
        Flag::valued("licence", "L", "help.release.licence"),
        Flag::switch("check", "help.release.check"),
        Flag::switch("force", "help.force"),
    ],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    dataset: PathBuf,
    out: Option<PathBuf>,
    recipe: Recipe,
    check: bool,
    force: bool,
}

/// Words between commas.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty())
}

/// The states that are named; `all` for every one.
fn states(text: &str) -> Result<std::collections::BTreeSet<ArticleStatus>, Failure> {
    use ArticleStatus::{Checked, Disputed, Done, InProgress, InReview, New};
    if text == "all" {
        return Ok([New, InProgress, Done, InReview, Disputed, Checked].into());
    }
    let state = |word: &str| {
        let json = serde_json::Value::String(word.to_owned());
        serde_json::from_value(json).map_err(|_| args::usage("error.args.state", word))
    };
    list(text).map(state).collect()
}

/// Three whole numbers that add up to something.
fn shares(text: &str) -> Result<[u32; 3], Failure> {
    let wrong = || args::usage("error.args.split", text);
    let numbers: Result<Vec<u32>, _> = text.split(['/', ':']).map(|n| n.trim().parse::<u32>()).collect();
    let shares: [u32; 3] = numbers.map_err(|_| wrong())?.try_into().map_err(|_| wrong())?;
    if shares.iter().any(|share| *share > 1_000) || shares[0] == 0 {
        return Err(wrong());
    }
    Ok(shares)
}

/// A day as papers are dated by.
fn day(text: &str) -> Result<String, Failure> {
    let date: Result<jiff::civil::Date, _> = text.parse();
    date.map(|date| date.to_string()).map_err(|_| args::usage("error.args.date", text))
}

impl Release {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let mut recipe = Recipe {
            proposals: values.on("proposals"),
            negatives: values.on("negatives"),
            from: values.text("from").map(|text| day(&text)).transpose()?,
            to: values.text("to").map(|text| day(&text)).transpose()?,
            licence: values.text("licence").unwrap_or_default(),
            seed: values.number("seed")?.unwrap_or_default(),
            ..Recipe::default()
        };
        if let Some(text) = values.text("states") {
            recipe.states = states(&text)?;
        }
        if let Some(text) = values.text("labels") {
            recipe.labels = list(&text).map(LabelId::new).collect();
        }
        if let Some(text) = values.text("split") {
            recipe.shares = shares(&text)?;
        }
        recipe.unit = match values.text("by").as_deref() {
            None | Some("issue") => Unit::Issue,
            Some("date") => Unit::Date,
            Some(other) => return Err(args::usage("error.args.by", other)),
        };
        let (out, check, force) = (values.out(), values.on("check"), values.on("force"));
        let dataset = values.required("DATASET")?;
        values.required("NAME")?.to_string_lossy().trim().clone_into(&mut recipe.name);
        if recipe.name.is_empty() {
            return Err(args::usage("error.args.missing", "NAME"));
        }
        if out.is_none() && !check {
            return Err(args::usage("error.args.missing", "-o DIR"));
        }
        Ok(Self { dataset, out, recipe, check, force })
    }

    /// Checks, or makes the release, writes it and remembers it.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let strings = Strings::of(language);
        if self.check {
            let dataset = Dataset::open(&self.dataset, Access::Read)?;
            let found = dataset.check_release(&self.recipe, &mut |_, _| true)?.unwrap_or_default();
            let mut lines = String::new();
            for finding in &found {
                let place = |id: Option<String>| id.unwrap_or_default();
                let fields = [
                    strings.get(finding.check.key()).to_owned(),
                    place(finding.issue.as_ref().map(ToString::to_string)),
                    place(finding.article.as_ref().map(ToString::to_string)),
                    strings.say(&finding.what).replace(['\t', '\n', '\r'], " "),
                ];
                lines += &fields.join("\t");
                lines.push('\n');
            }
            return output::print(lines);
        }
        let Some(out) = &self.out else { return Err(args::usage("error.args.missing", "-o DIR")) };
        let mut dataset = super::open::to_write(&self.dataset)?;
        let (guideline, trouble) = Guideline::load(&self.dataset);
        if let Some(trouble) = trouble {
            output::tell(&trouble);
        }
        let draft = release::draft(&dataset, &self.recipe, &|label| guideline.brief(label), &mut |_, _| true);
        let Some(draft) = draft.map_err(Failure::Input)? else { return Ok(()) };
        // What the name already stands for is found out before anything is written.
        let known = dataset.releases()?;
        let same = |name: &str| known.iter().find(|(.., known)| known.recipe.name == name);
        if same(&self.recipe.name).is_some_and(|(.., known)| known.hash != draft.release.hash) {
            return Err(DatasetError::Released(self.recipe.name.clone()).into());
        }
        draft.write(out, self.force).map_err(Failure::Input)?;
        let (all, hash) = (draft.facts.all(), draft.release.hash.clone());
        dataset.remember_release(draft.release, &super::import::editor())?;
        let said = Message::new("released").with("name", &self.recipe.name).with("articles", all.articles);
        output::tell(&said.with("marks", all.marks()).with("hash", &hash[..12.min(hash.len())]));
        Ok(dataset.close()?)
    }
}
