//! Many issues read at once: several threads, each with the dataset opened for reading.

use super::{Access, Dataset, GoOn, IssueSummary};
use crate::strings::Message;
use std::sync::mpsc::sync_channel;

/// Fewer issues for a thread are not worth it.
const FEW: usize = 8;
/// More threads have to wait for the disk.
const MOST: usize = 8;
/// So many issues a thread reads before the first of them is taken, so memory stays flat.
const AHEAD: usize = 2;

/// Why the reading came to an end.
enum Halt {
    Stopped,
    Said(Message),
}

impl From<Message> for Halt {
    fn from(message: Message) -> Self {
        Self::Said(message)
    }
}

impl Dataset {
    /// Gives what `look` makes of each issue to `take`, in their order; a few are kept ahead, never all. The first reason
    /// for which one cannot be looked at, or for which `take` has enough, ends it.
    ///
    /// # Errors
    /// That reason.
    pub fn in_turn<T: Send, E: From<Message>>(
        &self,
        issues: &[IssueSummary],
        look: &(dyn Fn(&Self, &IssueSummary) -> Result<T, Message> + Sync),
        take: &mut dyn FnMut(usize, T) -> Result<(), E>,
    ) -> Result<(), E> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(MOST).min(issues.len() / FEW);
        if threads < 2 {
            let mut issues = issues.iter().enumerate();
            return issues.try_for_each(|(n, summary)| take(n, look(self, summary)?));
        }
        let path = self.path();
        std::thread::scope(|scope| {
            let lane = |lane: usize| {
                let (sender, looked) = sync_channel(AHEAD);
                scope.spawn(move || {
                    let dataset = Self::open(path, Access::Read).map_err(|error| error.message());
                    for summary in issues.iter().skip(lane).step_by(threads) {
                        let done =
                            dataset.as_ref().map_err(Clone::clone).and_then(|dataset| look(dataset, summary));
                        // Nobody listens any more where it was stopped.
                        if sender.send(done).is_err() {
                            break;
                        }
                    }
                });
                looked
            };
            let lanes: Vec<_> = (0..threads).map(lane).collect();
            for n in 0..issues.len() {
                // A lane falls silent only where its thread has died, which the scope tells.
                let Ok(done) = lanes[n % threads].recv() else { break };
                take(n, done?)?;
            }
            Ok(())
        })
    }

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
        let mut seen = Vec::with_capacity(issues.len());
        let end = self.in_turn(issues, look, &mut |n, done| {
            seen.push(done);
            if go_on(n, issues.len()) { Ok(()) } else { Err(Halt::Stopped) }
        });
        match end {
            Ok(()) => Ok(Some(seen)),
            Err(Halt::Stopped) => Ok(None),
            Err(Halt::Said(message)) => Err(message),
        }
    }
}
