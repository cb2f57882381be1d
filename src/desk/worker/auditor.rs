//! The auditor: what a release would come to, what to look at before it, where annotators differ. It reads the file beside
//! the clerk, so that decisions are recorded meanwhile.

use super::{Event, Job, Voice};
use crate::annotation::{Guideline, IssueId};
use crate::dataset::agreement::Agreement;
use crate::dataset::checks::Finding;
use crate::dataset::release::{Recipe, Release};
use crate::dataset::{Access, Dataset};
use crate::exchange::release::{Facts, draft};
use crate::strings::Message;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender};

/// As many editors are compared, the busiest ones.
const EDITORS: usize = 4;

/// Something to look into.
#[derive(Clone, Debug, PartialEq)]
pub enum Audit {
    /// What a release would come to.
    Preview(Box<Recipe>),
    /// A release is made in this folder; files that are there may be written over.
    Make(Box<Recipe>, PathBuf, bool),
    /// What to look at before a release.
    Checks(Box<Recipe>),
    /// In which issues something is to be decided, and how far the editors agree.
    Disputes,
}

/// A question to the auditor.
#[derive(Clone, Debug)]
pub struct AuditJob {
    /// Which.
    pub what: Audit,
    /// Set by the window when nobody waits for it any more.
    pub stop: Arc<AtomicBool>,
}

/// Where annotators differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differing {
    /// Issues with something to be decided: which, its name, how much.
    pub issues: Vec<(IssueId, String, usize)>,
    /// Everybody who decided on something, the busiest first.
    pub editors: Vec<String>,
    /// How far the busiest of them agree, where they finished the same articles.
    pub agreement: Option<Box<Agreement>>,
}

/// What the auditor found; `None` where it was stopped.
#[derive(Debug)]
pub enum Audited {
    /// What a release would come to.
    Facts(Option<Box<Facts>>),
    /// What to look at.
    Findings(Option<Vec<Finding>>),
    /// Where annotators differ.
    Differing(Option<Differing>),
    /// A release is written to this folder and remembered: so many articles.
    Made(Option<(PathBuf, usize)>),
    /// It could not be done, and why.
    Failed(Message),
}

/// A question with the dataset that it is about.
pub(super) struct Asked {
    /// Which dataset.
    pub path: PathBuf,
    /// Which question.
    pub job: AuditJob,
}

/// Answers question after question.
pub(super) fn run(inbox: &Receiver<Asked>, voice: &Voice, jobs: &Sender<Job>) {
    for Asked { path, job } in inbox {
        let mut go_on = voice.watch(&job.stop, Event::Auditing);
        let found =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(&path, &job.what, &mut go_on)));
        match found {
            Ok(Ok(Found::Audited(audited))) => voice.say(Event::Audited(audited)),
            // The clerk writes; it is the one who answers then.
            Ok(Ok(Found::Release(release, folder))) => {
                let _ = jobs.send(Job::KeepRelease(release, folder));
            }
            Ok(Err(message)) => voice.say(Event::Audited(Audited::Failed(message))),
            Err(_) => voice.say(Event::Audited(Audited::Failed(Message::new("error.audit")))),
        }
    }
}

enum Found {
    Audited(Audited),
    Release(Box<Release>, PathBuf),
}

fn answer(
    path: &std::path::Path,
    what: &Audit,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Found, Message> {
    let dataset = Dataset::open(path, Access::Read).map_err(|error| error.message())?;
    let drafted = |recipe: &Recipe, go_on: &mut dyn FnMut(usize, usize) -> bool| {
        let (guideline, _) = Guideline::load(path);
        draft(&dataset, recipe, &|label| guideline.brief(label), go_on)
    };
    Ok(Found::Audited(match what {
        Audit::Preview(recipe) => Audited::Facts(drafted(recipe, go_on)?.map(|draft| Box::new(draft.facts))),
        Audit::Make(recipe, folder, replace) => {
            let Some(draft) = drafted(recipe, go_on)? else { return Ok(Found::Audited(Audited::Made(None))) };
            let known = dataset.releases().map_err(|error| error.message())?;
            let taken = known.iter().find(|(.., known)| known.recipe.name == recipe.name);
            if taken.is_some_and(|(.., known)| known.hash != draft.release.hash) {
                return Err(Message::new("error.dataset.released").with("name", &recipe.name));
            }
            draft.write(folder, *replace)?;
            return Ok(Found::Release(Box::new(draft.release), folder.clone()));
        }
        Audit::Checks(recipe) => {
            Audited::Findings(dataset.check_release(recipe, go_on).map_err(|error| error.message())?)
        }
        Audit::Disputes => Audited::Differing(differing(&dataset, go_on).map_err(|error| error.message())?),
    }))
}

fn differing(
    dataset: &Dataset,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<Differing>, crate::dataset::DatasetError> {
    let mut found = Differing { editors: dataset.editors(), ..Differing::default() };
    let issues = dataset.issues()?;
    for (n, summary) in issues.iter().enumerate() {
        if !go_on(n, issues.len()) {
            return Ok(None);
        }
        let open = dataset.issue(&summary.id)?.disputes.len();
        if open > 0 {
            let name = format!("{} {}", summary.title, summary.date).trim().to_owned();
            found.issues.push((summary.id.clone(), name, open));
        }
    }
    let names: Vec<String> = found.editors.iter().take(EDITORS).cloned().collect();
    if names.len() > 1 {
        let Some(agreement) = dataset.measure_editors(&names, go_on)? else { return Ok(None) };
        found.agreement = Some(Box::new(agreement)).filter(|agreement| agreement.articles > 0);
    }
    Ok(Some(found))
}
