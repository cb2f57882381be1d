//! `zhupi export`: what a dataset holds, in a form that other tools read. The dataset is only read, also while a desk has
//! it open.

use super::Failure;
use super::args::{self, Count, Flag, OUT, Operand, Spec, Values};
use super::output::{self, Existing};
use crate::dataset::{Access, Dataset};
use crate::exchange::{self, Format, Options, Report, Scheme, Scope, Setting, WriteError};
use crate::strings::Message;
use std::path::PathBuf;

/// Which form.
pub const FORMAT: Flag = Flag::valued("format", "F", "help.format");

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "export",
    help: "help.export",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[
        OUT,
        FORMAT,
        Flag::valued("scope", "S", "help.scope"),
        Flag::valued("scheme", "BIO|BIOES|BMES", "help.scheme"),
        Flag::switch("proposed", "help.proposed"),
        Flag::switch("force", "help.force"),
    ],
};

/// The arguments.
#[derive(Clone)]
pub struct Export {
    dataset: PathBuf,
    out: Option<PathBuf>,
    format: &'static dyn Format,
    options: Options,
    scope: Scope,
    existing: Existing,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export").field("format", &self.format.info().name).finish_non_exhaustive()
    }
}

/// The form that is asked for; `article/1` where none is.
pub fn format(values: &mut Values) -> Result<&'static dyn Format, Failure> {
    let name = values.text(FORMAT.long).unwrap_or_else(|| "article".to_owned());
    exchange::format(&name).ok_or_else(|| args::usage("error.args.format", &name))
}

impl Export {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let format = format(&mut values)?;
        let scope = values.text("scope").unwrap_or_else(|| "all".to_owned());
        let scope = Scope::named(&scope).ok_or_else(|| args::usage("error.args.scope", &scope))?;
        let scheme = values.text("scheme").unwrap_or_else(|| Scheme::default().name().to_owned());
        let scheme = Scheme::named(&scheme).ok_or_else(|| args::usage("error.args.scheme", &scheme))?;
        let options = Options { proposed: values.on("proposed"), scheme };
        let existing = if values.on("force") { Existing::Replace } else { Existing::Keep };
        let out = values.out();
        if out.is_none() && format.info().shape == exchange::Shape::Folder {
            return Err(args::usage("error.export.folder", format.info().name));
        }
        Ok(Self { dataset: values.required("DATASET")?, out, format, options, scope, existing })
    }

    /// Reads and writes, and says what the form could not hold.
    pub fn run(&self) -> Result<(), Failure> {
        let dataset = Dataset::open(&self.dataset, Access::Read)?;
        let out = output::place(self.out.as_deref(), self.format, &self.dataset, self.existing)?;
        let setting = Setting::of(&dataset, self.options.clone());
        let what = exchange::Export {
            dataset: &dataset,
            scope: &self.scope,
            format: self.format,
            setting: &setting,
        };
        match exchange::export(what, out, &mut |_, _| true) {
            // Whoever reads has seen enough.
            Err(WriteError::Disk(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::Input(error.message())),
            Ok(report) => {
                tell(&report);
                Ok(())
            }
        }
    }
}

/// Says what is kept, bent and lost, where anything is not kept.
fn tell(report: &Report) {
    let (kept, bent, lost) = report.sums();
    if bent + lost == 0 {
        return;
    }
    let words = output::words();
    for (what, row) in report.lines() {
        let line = Message::new("report.line").with("what", words.say(&what)).with("count", row.count());
        output::tell(&line.with("how", words.get(row.how)));
    }
    output::tell(&Message::new("report.sums").with("kept", kept).with("bent", bent).with("lost", lost));
}
