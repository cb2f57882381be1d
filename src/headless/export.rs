//! `zhupi export`: what a dataset holds, in a form that other tools read. The dataset is only read, also while a desk has
//! it open.

use super::Failure;
use super::args::{self, Count, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use crate::annotation::{ArticleId, IssueId};
use crate::dataset::{Access, Dataset};
use crate::exchange::article;
use crate::issue::{Article, Issue};
use crate::strings::Message;
use std::path::PathBuf;

/// Which form.
pub const FORMAT: Flag = Flag::valued("format", "F", "help.format");

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "export",
    help: "help.export",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[OUT, FORMAT, Flag::valued("scope", "S", "help.scope"), Flag::switch("force", "help.force")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    dataset: PathBuf,
    out: Option<PathBuf>,
    scope: Scope,
    existing: Existing,
}

/// Which articles.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    All,
    Done,
    Issue(IssueId),
    Article(ArticleId),
}

impl Scope {
    fn named(name: &str) -> Option<Self> {
        match name.split_once(':') {
            Some(("issue", id)) if !id.is_empty() => Some(Self::Issue(IssueId::new(id))),
            Some(("article", id)) if !id.is_empty() => Some(Self::Article(ArticleId::new(id))),
            None if name == "all" => Some(Self::All),
            None if name == "done" => Some(Self::Done),
            _ => None,
        }
    }

    /// The one thing that is wanted, if it is one.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Issue(id) => Some(id.as_str()),
            Self::Article(id) => Some(id.as_str()),
            Self::All | Self::Done => None,
        }
    }

    fn wants(&self, issue: &Issue, article: &Article) -> bool {
        match self {
            Self::All => true,
            Self::Done => article.status.is_finished(),
            Self::Issue(id) => issue.id == *id,
            Self::Article(id) => article.id == *id,
        }
    }
}

/// Refuses a form that this version does not know.
pub fn check_format(values: &mut Values) -> Result<(), Failure> {
    match values.text(FORMAT.long) {
        Some(format) if format != "article" => Err(args::usage("error.args.format", &format)),
        _ => Ok(()),
    }
}

impl Export {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        check_format(&mut values)?;
        let scope = values.text("scope").unwrap_or_else(|| "all".to_owned());
        let scope = Scope::named(&scope).ok_or_else(|| args::usage("error.args.scope", &scope))?;
        let existing = if values.on("force") { Existing::Replace } else { Existing::Keep };
        let out = values.out();
        Ok(Self { dataset: values.required("DATASET")?, out, scope, existing })
    }

    /// Reads and writes.
    pub fn run(&self) -> Result<(), Failure> {
        let dataset = Dataset::open(&self.dataset, Access::Read)?;
        let mut records = String::new();
        for summary in dataset.issues()? {
            let issue = dataset.issue(&summary.id)?;
            if issue.articles.iter().any(|article| self.scope.wants(&issue, article)) {
                let source = dataset.source(&summary.id)?;
                let wanted = |article: &Article| self.scope.wants(&issue, article);
                records += &article::write_some(&issue, &source.text, wanted)?;
            }
        }
        if records.is_empty()
            && let Some(id) = self.scope.id()
        {
            return Err(Failure::Input(Message::new("error.export.nothing").with("id", id)));
        }
        output::write(self.out.as_deref(), &records, &self.dataset, self.existing)
    }
}
