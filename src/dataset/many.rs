//! Many issues read at once: several threads, each with the dataset opened for reading.

use super::{Access, Dataset, GoOn, IssueSummary};
use crate::strings::Message;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

/// Fewer issues for a thread are not worth it.
const FEW: usize = 8;
/// More threads have to wait for the disk.
const MOST: usize = 8;

impl Dataset {
    /// What `look` makes of each issue, in their order; `None` where `go_on` stopped it. The first reason for which one
    /// cannot be looked at ends it.
    ///
    /// # Errors
    /// That reason.
    pub fn each_of_many<T: Send>(
        &self,
        issues: &[IssueSummary],
        go_on: GoOn<'_>,
        look: &(dyn Fn(&Self, &IssueSummary) -> Result<T, Message> + Sync),
    ) -> Result<Option<Vec<T>>, Message> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(MOST).min(issues.len() / FEW);
        let mut seen: Vec<Option<T>> = issues.iter().map(|_| None).collect();
        if threads < 2 {
            for (n, summary) in issues.iter().enumerate() {
                if !go_on(n, issues.len()) {
                    return Ok(None);
                }
                seen[n] = Some(look(self, summary)?);
            }
            return Ok(seen.into_iter().collect());
        }
        let (next, path) = (AtomicUsize::new(0), self.path());
        std::thread::scope(|scope| {
            let (sender, looked) = channel();
            for _ in 0..threads {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || {
                    let dataset = Self::open(path, Access::Read).map_err(|error| error.message());
                    while let Some((n, summary)) = {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        issues.get(n).map(|summary| (n, summary))
                    } {
                        let done =
                            dataset.as_ref().map_err(Clone::clone).and_then(|dataset| look(dataset, summary));
                        // Nobody listens any more where it was stopped.
                        if sender.send((n, done)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            for (count, (n, done)) in looked.iter().enumerate() {
                if !go_on(count, issues.len()) {
                    return Ok(None);
                }
                seen[n] = Some(done?);
            }
            Ok(seen.into_iter().collect())
        })
    }
}
