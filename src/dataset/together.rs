//! Many changes as one durable step.

use super::{Dataset, DatasetError};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

impl Dataset {
    /// Does `work` in one durable step: all that it adds and edits, or nothing where it ends with an error. What is in
    /// memory goes back with what is on the disk.
    ///
    /// # Errors
    /// Those of `work`, and what a write can meet.
    pub fn together<T, E: From<DatasetError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.writable()?;
        if !self.conn.is_autocommit() {
            // Already inside a larger step, which ends with ours where that fails.
            return work(self);
        }
        let before = self.ledger.clone();
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.failed(&error))?;
        let done = catch_unwind(AssertUnwindSafe(|| {
            let done = work(self)?;
            self.conn.execute_batch("COMMIT").map_err(|error| self.failed(&error))?;
            Ok(done)
        }));
        if !matches!(done, Ok(Ok(_))) {
            // Some errors of the disk have ended it by themselves.
            if !self.conn.is_autocommit() {
                let _ = self.conn.execute_batch("ROLLBACK");
            }
            (self.ledger, self.state) = (before, None);
            self.register.take();
        }
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }
}
