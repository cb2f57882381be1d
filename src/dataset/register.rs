//! The register of the dataset, added up from the events that changed it.

use super::event::Event;
use super::read::{decode_event, unreadable};
use super::{Dataset, DatasetError, Stamp};
use crate::annotation::IssueId;
use crate::issue::Transaction;
use crate::issue::register::Register;

impl Dataset {
    /// The register (名录).
    ///
    /// # Errors
    /// Where events cannot be read or do not fit each other.
    pub fn register(&self) -> Result<&Register, DatasetError> {
        if let Some(register) = self.register.get() {
            return Ok(register);
        }
        let register = self.fold_register()?;
        Ok(self.register.get_or_init(|| register))
    }

    /// Changes the register, and nothing else. [`Dataset::edit`] does it where marks of an issue are linked with it.
    ///
    /// # Errors
    /// As [`Dataset::edit`].
    pub fn edit_register(&mut self, editor: &str, transaction: Transaction) -> Result<Stamp, DatasetError> {
        self.edit(&IssueId::new(""), editor, transaction)
    }

    pub(super) fn fold_register(&self) -> Result<Register, DatasetError> {
        let mut query = self
            .conn
            .prepare_cached("SELECT payload FROM record WHERE seq = ?1")
            .map_err(|error| self.failed(&error))?;
        let mut register = Register::default();
        for (seq, back) in &self.ledger.registered {
            let payload = query.query_row([seq], |row| row.get(0)).map_err(|error| self.failed(&error))?;
            let Event::Registered { transaction } = decode_event(&self.path, *seq, &payload)? else {
                return Err(unreadable(&self.path, *seq, &"it does not change the register"));
            };
            let transaction = if *back { transaction.inverse() } else { transaction };
            register.apply(&transaction).map_err(|error| unreadable(&self.path, *seq, &error))?;
        }
        Ok(register)
    }

    /// Applies what a transaction does to the register; it is added up again where the write then fails.
    pub(super) fn change_register(&mut self, transaction: &Transaction) -> Result<(), DatasetError> {
        self.register()?;
        if let Some(register) = self.register.get_mut() {
            register.apply(transaction)?;
        }
        Ok(())
    }
}
