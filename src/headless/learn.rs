//! `zhupi learn`: the layout learns from the structure that editors have corrected in a dataset and the proposals from
//! the articles that they have finished, or both forget it.

use super::args::{Count, Flag, Operand, Spec, Values};
use super::{Failure, output};
use crate::dataset::learned_message;
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
        let mut dataset = super::open::to_write(&self.dataset)?;
        let editor = super::import::editor();
        if self.forget {
            dataset.set_teaching(false, &editor)?;
            output::tell(&Message::new("learned.forgotten"));
            return Ok(dataset.close()?);
        }
        let proposer = Proposer::new().map_err(|error| Failure::Input(error.message()))?;
        let proposer = proposer.with_taxonomy(dataset.taxonomy());
        dataset.set_teaching(true, &editor)?;
        let (learned, lessons) = (dataset.learn(&proposer)?, dataset.learn_proposals(&proposer)?);
        dataset.keep_learned(&learned)?;
        dataset.keep_lessons(&lessons, &proposer)?;
        output::tell(&learned_message(learned.issues, lessons.learned.articles()));
        Ok(dataset.close()?)
    }
}
