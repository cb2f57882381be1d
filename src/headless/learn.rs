//! `zhupi learn`: the layout learns from the structure that editors have corrected in a dataset, or forgets it.

use super::args::{Count, Flag, Operand, Spec, Values};
use super::{Failure, output};
use crate::dataset::{Access, Dataset, DatasetError};
use crate::propose::Proposer;
use crate::strings::Message;
use std::path::PathBuf;

/// What it takes.
pub static SPEC: Spec = Spec {
    name: "learn",
    help: "help.learn",
    operands: &[Operand { name: "DATASET", count: Count::One }],
    flags: &[Flag::switch("forget", "help.forget")],
};

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learn {
    dataset: PathBuf,
    forget: bool,
}

impl Learn {
    /// From the words of the line.
    pub fn new(mut values: Values) -> Result<Self, Failure> {
        let forget = values.on("forget");
        Ok(Self { dataset: values.required("DATASET")?, forget })
    }

    /// Learns, or forgets; what is in the dataset stays as it is.
    pub fn run(&self) -> Result<(), Failure> {
        // A name that was mistyped is no wish for a new dataset.
        if !self.dataset.is_file() {
            drop(Dataset::open(&self.dataset, Access::Read)?);
        }
        let mut dataset = Dataset::open(&self.dataset, Access::Write)?;
        if dataset.is_read_only() {
            let damage = dataset.damage().map(|damage| damage.message(dataset.path()));
            let closed = || DatasetError::ReadOnly(dataset.path().to_owned()).message();
            return Err(Failure::Input(damage.unwrap_or_else(closed)));
        }
        let editor = super::import::editor();
        if self.forget {
            dataset.set_teaching(false, &editor)?;
            output::tell(&Message::new("learned.forgotten"));
            return Ok(dataset.close()?);
        }
        let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
        let learned = dataset.learn(&proposer)?;
        dataset.set_teaching(true, &editor)?;
        dataset.keep_learned(&learned)?;
        let key = if learned.issues == 0 { "learned.nothing" } else { "learned" };
        output::tell(&Message::new(key).with("count", learned.issues));
        Ok(dataset.close()?)
    }
}
