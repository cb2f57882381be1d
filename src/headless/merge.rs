//! `zhupi merge`: another dataset of the same project taken in. What nobody contradicts comes in; the rest stays open as
//! disputes, to be decided in the window.

use super::args::{Count, Flag, Operand, Spec, Values};
use super::{Failure, output};
use crate::annotation::Decider;
use crate::dataset::merge::{Merged, NotMerged};
use crate::dataset::{Access, Dataset};
use crate::strings::{Language, Message, Strings};
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "merge",
    help: "help.merge",
    operands: &[Operand { name: "DATASET", count: Count::One }, Operand { name: "OTHER", count: Count::One }],
    flags: &[Flag::valued("names", "A,B", "help.merge.names"), Flag::switch("dry", "help.merge.dry")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    dataset: PathBuf,
    other: PathBuf,
    names: Option<(String, String)>,
    dry: bool,
}

/// Two names with a comma between.
pub fn names(values: &mut Values) -> Option<(String, String)> {
    let text = values.text("names")?;
    let (one, other) = text.split_once([',', '，'])?;
    Some((one.trim().to_owned(), other.trim().to_owned()))
}

impl Merge {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let (names, dry) = (names(&mut values), values.on("dry"));
        Ok(Self { dataset: values.required("DATASET")?, other: values.required("OTHER")?, names, dry })
    }

    /// Takes the other one in, or says what that would come to.
    pub fn run(&self, language: Language) -> Result<(), Failure> {
        let other = Dataset::open(&self.other, Access::Read)?;
        // A name that was mistyped is no wish for a new dataset.
        let read = Dataset::open(&self.dataset, Access::Read)?;
        let (mine, theirs) = self.names.clone().unwrap_or_else(|| read.names_beside(&other));
        let who = decider(&read);
        let names = (mine.as_str(), theirs.as_str());
        let merged = if self.dry {
            read.preview_merge(&other, names, &who, &mut |_, _| true)?
        } else {
            drop(read);
            let mut dataset = super::open::to_write(&self.dataset)?;
            let merged = dataset.merge(&other, names, &who, &mut |_, _| true)?;
            dataset.close()?;
            merged
        };
        output::print(report(&merged.unwrap_or_default(), names, &Strings::of(language)))
    }
}

/// Who merges, now.
pub fn decider(dataset: &Dataset) -> Decider {
    let at = format!("{:.0}", jiff::Timestamp::now());
    Decider { by: super::import::editor(), at, nested: dataset.label_set().nested }
}

/// What a merge came to, in lines.
fn report(merged: &Merged, names: (&str, &str), strings: &Strings) -> String {
    let mut lines: Vec<String> =
        vec![strings.say(&Message::new("merged.names").with("mine", names.0).with("theirs", names.1))];
    let mut say = |message: Message| lines.push(strings.say(&message));
    for name in &merged.added {
        say(Message::new("merged.added").with("name", name));
    }
    for one in &merged.both {
        let said = Message::new("merged.both").with("name", &one.name).with("taken", one.taken);
        say(said.with("kept", one.kept).with("open", one.open));
    }
    for (name, why) in &merged.left {
        let key = match why {
            NotMerged::Files => "merged.files",
            NotMerged::Labels => "merged.labels",
        };
        say(Message::new(key).with("name", name));
    }
    if !merged.labels.is_empty() {
        let labels: Vec<&str> = merged.labels.iter().map(crate::annotation::LabelId::as_str).collect();
        say(Message::new("merged.strange").with("labels", labels.join(" ")));
    }
    if let Some(known) = &merged.agreement {
        let figure = super::agree::figure;
        let said = Message::new("merged.agreement").with("articles", known.articles);
        say(said.with("kappa", figure(known.kappa)).with("f1", figure(known.f1.0)));
    }
    lines.join("\n") + "\n"
}
