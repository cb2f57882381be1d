//! 一致性: what is not alike in the issue on the page or in the whole dataset, looked for behind the window.

use super::super::Desk;
use super::super::state::Offer;
use super::super::worker::{Check, Job};
use super::{Arrival, ContextPage};
use crate::issue::consistency::Finding;
use crate::strings::Message;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

impl ContextPage {
    /// The place of a row of the list.
    pub(super) fn finding(&self, row: usize) -> Option<&Finding> {
        self.findings.as_ref()?.get(row)
    }

    /// Whether it is being looked for.
    pub fn is_checking(&self) -> bool {
        self.checking.is_some()
    }

    /// Nobody waits for what is being looked for.
    pub(super) fn stop_checking(&mut self) {
        if let Some(stop) = self.checking.take() {
            stop.store(true, Ordering::Release);
        }
    }
}

impl Desk {
    /// Looks through the issue, or all of them, where something changed since.
    pub(super) fn renew_list(&mut self) {
        let open = self.state.open.as_ref();
        let now = open.map(|open| (open.issue.id.clone(), open.revision));
        let page = &mut self.state.context;
        let now = Some((page.everywhere, now));
        let there = if page.everywhere { self.state.dataset.is_some() } else { open.is_some() };
        if page.checked == now || !there {
            return;
        }
        page.stop_checking();
        let of = open.filter(|_| !page.everywhere).map(|open| Box::new(open.issue.clone()));
        let stop = Arc::new(AtomicBool::new(false));
        page.checking = Some(Arc::clone(&stop));
        page.checked = now;
        self.worker.send(Job::Check(Check { of, stop }));
    }

    /// It was looked through. The current row stays with its text.
    pub(in crate::desk) fn checked(
        &mut self,
        stop: &Arc<AtomicBool>,
        findings: Result<Option<Vec<Finding>>, Message>,
    ) {
        let page = &mut self.state.context;
        if !page.checking.as_ref().is_some_and(|checking| Arc::ptr_eq(checking, stop)) {
            return;
        }
        page.checking = None;
        match findings {
            Ok(Some(findings)) => {
                let here = page.finding(page.current).map(|finding| (finding.what, finding.text.clone()));
                let same = here.and_then(|(what, text)| {
                    findings.iter().position(|finding| finding.what == what && finding.text == text)
                });
                let last = findings.len().saturating_sub(1);
                page.current = same.unwrap_or(page.current).min(last);
                page.findings = Some(findings);
            }
            Ok(None) => {}
            Err(message) => self.notice(message, Offer::Nothing),
        }
    }

    /// From the list to the rows of its current text.
    pub(super) fn open_finding(&mut self) {
        let page = &self.state.context;
        if let Some(finding) = page.finding(page.current) {
            let (text, everywhere) = (finding.text.clone(), page.everywhere);
            let label = finding.labels.first().map(|(label, _)| label.clone());
            if everywhere {
                self.state.context.reach = super::Reach::Dataset;
            }
            self.open_context(Some(text), label, false);
        }
    }

    /// The place of a row of the list.
    pub(super) fn arrival_of(&self, row: usize) -> Option<Arrival> {
        self.state.context.finding(row).map(|finding| Arrival {
            issue: finding.issue.clone(),
            block: finding.block.clone(),
            range: finding.range,
        })
    }
}
