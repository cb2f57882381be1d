//! The clerk: files, issues and decisions, one after the other.

use super::carrier::Errand;
use super::counter::Count;
use super::finder::Find;
use super::surveyor::Survey;
use super::whole::write_table;
use super::{Asked, Batch, Draft, Event, Job, Moving, Place, School, Taught, Voice, Wish};
use crate::annotation::{IssueId, Taxonomy};
use crate::dataset::{Access, Added, Dataset, DatasetError, Replay, handover::Listener};
use crate::desk::state::DeskView;
use crate::exchange::{BringError, Brought};
use crate::issue::{Issue, Transaction};
use crate::layout::Carried;
use crate::source::{self, Encoding, How, Source, SourceError, SourceProblem, Table};
use crate::strings::Message;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// Under this key the dataset remembers that corrections wait to be learned from.
const BEHIND: &str = "unlearned";

/// Under this key the dataset remembers what becomes of proposals that are left when an article is done.
pub(super) const REST: &str = "rest";

/// Under this key the dataset remembers how the desk was laid out.
const ARRANGEMENT: &str = "arrangement";

/// Records that the editor looks at when asked which field is what.
const FIRST: usize = 20;

/// After so long without a job the moment is an idle one.
const IDLE: Duration = Duration::from_secs(3);

/// Owns the dataset.
pub(super) struct Clerk {
    pub(super) voice: Voice,
    pub(super) jobs: Sender<Job>,
    pub(super) drafts: Sender<Draft>,
    pub(super) files: Sender<(PathBuf, How)>,
    pub(super) counts: Sender<Count>,
    pub(super) errands: Sender<Errand>,
    pub(super) audits: Sender<Asked>,
    pub(super) surveys: Sender<Survey>,
    pub(super) finds: Sender<Find>,
    /// The finder's thread, and what tells it to end.
    pub(super) finder: Option<(JoinHandle<()>, Arc<AtomicBool>)>,
    pub(super) dataset: Option<Dataset>,
    pub(super) ear: Option<Listener>,
    /// Who decides.
    pub(super) editor: String,
    /// A write failed: nothing more is recorded until the window says so.
    pub(super) failed: bool,
    /// Another thread is learning.
    pub(super) learning: bool,
    /// What it has to learn then.
    pub(super) again: Option<Wish>,
}

impl Clerk {
    /// Does job after job until told to stop.
    pub(super) fn run(mut self, inbox: &Receiver<Job>) {
        loop {
            let job = match inbox.recv_timeout(IDLE) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Disconnected) => None,
                Err(RecvTimeoutError::Timeout) => {
                    // What fails here fails again where it matters, and is told there.
                    let _ = self.dataset.as_ref().map(Dataset::tidy);
                    inbox.recv().ok()
                }
            };
            let Some(job) = job.filter(|job| !matches!(job, Job::Stop)) else { break };
            if let Some(event) = self.answer(job) {
                self.tell_answer(&event);
                self.voice.say(event);
            }
        }
        self.ear = None;
        if let Some((finder, ending)) = self.finder.take() {
            // While it reads, the dataset could not be tidied.
            ending.store(true, Ordering::Release);
            self.finds = std::sync::mpsc::channel().0;
            let _ = finder.join();
        }
        if let Some(dataset) = self.dataset.take() {
            // Whatever cannot be tidied now is tidied at the next opening; nothing recorded is lost by it.
            let _ = dataset.close();
        }
    }

    /// Does a job; `None` where another thread will answer.
    fn answer(&mut self, job: Job) -> Option<Event> {
        Some(match job {
            Job::Editor(name) => {
                self.editor = name;
                Event::Quiet
            }
            Job::OpenDataset { path, read_only } => self.open_dataset(&path, read_only),
            Job::OpenFile { path, how } => {
                let _ = self.files.send((path, how));
                return None;
            }
            Job::Brought { path, how, brought } => {
                return match *brought {
                    Ok(brought) => self.open_brought(brought),
                    Err(BringError::Article(error)) => Some(Event::Failed(error.message())),
                    Err(BringError::Source(error)) => Some(asked(path, how, &error)),
                };
            }
            Job::OpenText { text, name } => {
                return match Source::pasted(&text, &name) {
                    Ok(source) => self.open_brought(Brought { pages: vec![source], ..Brought::default() }),
                    Err(error) => Some(file_failed(None, &error)),
                };
            }
            Job::Keep { source, issue, place } => self.keep(&source, &issue, place),
            Job::Move { issue, to } => return self.move_issue(&issue, to),
            Job::KeepMoved { source, from, carried } => return self.keep_moved(source, &from, *carried),
            Job::Unfit(id) => match self.dataset.as_ref().map(|dataset| dataset.unfit(&id)) {
                Some(Ok(unfit)) => Event::Unfit { unfit, moved: false },
                Some(Err(error)) => Event::Failed(error.message()),
                None => no_dataset(),
            },
            Job::Load(id) => self.load(&id),
            Job::Record { ticket, issue, transaction } => self.record(ticket, &issue, transaction),
            Job::Resume => {
                self.failed = false;
                Event::Quiet
            }
            Job::Undo => self.replay(Dataset::undo),
            Job::Redo => self.replay(Dataset::redo),
            Job::Past(of) => {
                let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
                let past = dataset.past(&of, &self.editor).map_err(|error| error.message());
                Event::Past { of, past }
            }
            Job::Travel(to) => {
                let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
                let (travel, trouble) = dataset.travel(&self.editor, to);
                let trouble = trouble.map(|error| error.message());
                Event::Travelled { travel, history: history(dataset, &self.editor), trouble }
            }
            Job::Refresh { ticket, issue, transaction } => self.refresh(ticket, &issue, transaction),
            Job::Learn(wish) => return self.learn(wish),
            Job::KeepLearned { path, learned, wish } => {
                let event = self.keep_learned(&path, *learned, &wish);
                self.learning = false;
                if let Some(event) = self.again.take().and_then(|wish| self.learn(wish)) {
                    self.voice.say(event);
                }
                event
            }
            Job::Forget => self.forget(),
            Job::Taxonomy(path) => self.set_taxonomy(path.as_deref()),
            Job::Count(of) => return self.count(of),
            Job::Audit(job) => return self.audit(job),
            Job::KeepRelease(release, folder) => self.keep_release(*release, folder),
            Job::Merge(job) => self.merge(job),
            Job::Seek(seek) => return self.seek(seek),
            Job::Check(check) => return self.check(check),
            Job::Everywhere(everywhere) => self.label_everywhere(everywhere),
            Job::Labels(job) => self.labels(job),
            Job::Topics(job) => self.topics(job),
            Job::Table { path, text } => write_table(path, &text),
            Job::Backup(path) => self.back_up(path),
            Job::Export(job) => return self.export(job),
            Job::Survey(job) => return self.survey(job),
            Job::Arrive(job) => self.arrive(job),
            Job::ReadArchive => return self.read_archive(),
            Job::ArchiveRead { path, archive } => self.archive_read(&path, archive),
            Job::Rest(rest) => self.keep_rest(rest),
            Job::Kept(keep) => return self.tend(keep),
            Job::Restore(copy) => self.restore(&copy),
            Job::KeepCopy => return self.keep_copy(),
            Job::Summarise { issue, article, text } => self.summarise(&issue, &article, &text),
            Job::View(_) | Job::Arrange(_) => {
                // Where the editor was is a convenience: failing to remember it is no reason to disturb.
                let _ = self.remember(&job);
                Event::Quiet
            }
            Job::Handed => {
                let paths: Vec<PathBuf> = self.ear.iter().flat_map(|ear| ear.paths.try_iter()).collect();
                Event::Handed(paths)
            }
            Job::Chosen(chosen) => Event::Chosen(chosen),
            Job::Stop => Event::Quiet,
        })
    }

    fn remember(&mut self, job: &Job) -> Result<(), DatasetError> {
        let Some(dataset) = &mut self.dataset else { return Ok(()) };
        match job {
            Job::View(view) => {
                dataset.set_view("desk", view)?;
                dataset.set_view(&issue_key(&view.issue), view)
            }
            Job::Arrange(arrangement) => dataset.set_view(ARRANGEMENT, arrangement),
            _ => Ok(()),
        }
    }

    pub(super) fn open_dataset(&mut self, path: &Path, read_only: bool) -> Event {
        if !read_only
            && let Some(folder) = path.parent()
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            let message = Message::new("error.dataset.io").with("file", folder.display()).with("what", error);
            return Event::DatasetFailed { path: path.to_owned(), message, busy: false };
        }
        let access = if read_only { Access::Read } else { Access::Write };
        // The same file again is closed first, since it has one writer; another one only when the new one is open.
        let here = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.dataset.as_ref().is_some_and(|dataset| dataset.path() == here) {
            self.ear = None;
            self.dataset = None;
        }
        let opened = Dataset::open(path, access).and_then(|dataset| {
            let issues = dataset.issues()?;
            let view = dataset.view::<DeskView>("desk").unwrap_or_default();
            let arrangement = dataset.view(ARRANGEMENT).unwrap_or_default().unwrap_or_default();
            let behind = dataset.view(BEHIND).unwrap_or_default().unwrap_or(false);
            let register = dataset.register()?.clone();
            let rest = dataset.view(REST).unwrap_or_default().unwrap_or_default();
            Ok((dataset, issues, view, arrangement, behind, (register, rest)))
        });
        match opened {
            Ok((dataset, issues, view, arrangement, behind, (register, rest))) => {
                self.ear = None;
                if !dataset.is_read_only() {
                    let jobs = self.jobs.clone();
                    // Without an ear the desk works; a second start then says that the dataset is open.
                    self.ear = Listener::beside(dataset.path(), move || {
                        let _ = jobs.send(Job::Handed);
                    })
                    .ok();
                }
                self.failed = false;
                let event = Event::DatasetOpened {
                    path: dataset.path().to_owned(),
                    read_only: dataset.is_read_only(),
                    labels: dataset.label_set(),
                    taxonomy: dataset.taxonomy().cloned(),
                    issues,
                    view,
                    arrangement,
                    damage: dataset.damage().map(|damage| damage.message(dataset.path())),
                    register: Box::new(register),
                    rest,
                    behind: behind && !dataset.is_read_only(),
                };
                self.dataset = Some(dataset);
                event
            }
            Err(error) => {
                let busy = matches!(error, DatasetError::Busy { .. });
                Event::DatasetFailed { path: path.to_owned(), message: error.message(), busy }
            }
        }
    }

    /// Opens what a file, a folder or a ZIP held: the first issue is shown, the others are kept.
    fn open_brought(&mut self, brought: Brought) -> Option<Event> {
        let Brought { pages, ready, skipped } = brought;
        let total = pages.len() + ready.len();
        let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
        let (mut first, mut fresh) = (None, Vec::new());
        for (n, source) in pages.into_iter().enumerate() {
            let hashes: Vec<&str> = source.files.iter().map(|file| file.sha256.as_str()).collect();
            match dataset.find(&hashes) {
                Ok(Some(id)) if n == 0 || total == 1 => first = Some(id),
                Ok(Some(_)) => {}
                Ok(None) => fresh.push(Arc::new(source)),
                Err(error) => return Some(Event::Failed(error.message())),
            }
        }
        if dataset.is_read_only() && !fresh.is_empty() {
            return Some(Event::Failed(DatasetError::ReadOnly(dataset.path().to_owned()).message()));
        }
        for (source, issue) in ready {
            let known = dataset.issues().map(|issues| issues.iter().any(|known| known.id == issue.id));
            let id = match known {
                Ok(true) => issue.id,
                Ok(false) => match dataset.add_issue(&source, &issue, &self.editor) {
                    Ok(added) => added.id().clone(),
                    Err(error) => return Some(Event::Failed(error.message())),
                },
                Err(error) => return Some(Event::Failed(error.message())),
            };
            if fresh.is_empty() {
                first = first.or(Some(id));
            }
        }
        if let Some(page) = fresh.first() {
            let name = page.files.first().map(|file| file.name.clone()).unwrap_or_default();
            self.voice.say(Event::Drafting(name, 0.0));
            if let Some(id) = &first {
                self.voice.say(Event::Meanwhile(Box::new(self.load(id))));
            }
            let school = self.school();
            let batch = Batch { pages: fresh, school, show: first.is_none(), total, skipped };
            let _ = self.drafts.send(Draft::New(batch));
            return None;
        }
        let place = Place { show: true, last: Some((total, skipped)) };
        Some(match first {
            Some(id) => self.placed(&id, place),
            // All of them were there before, and none is the first.
            None => self.shelved(place.last),
        })
    }

    fn keep(&mut self, source: &Source, issue: &Issue, place: Place) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let labels = dataset.label_set();
        let mut issue = std::borrow::Cow::Borrowed(issue);
        if !labels.gone.is_empty() {
            crate::issue::gesture::adopt(issue.to_mut(), &labels);
        }
        match dataset.add_issue(source, &issue, &self.editor) {
            Ok(Added::New { id, .. } | Added::Known(id)) => self.placed(&id, place),
            Err(error) if place.last.is_some() => Event::Failed(error.message()),
            Err(error) => Event::Meanwhile(Box::new(Event::Failed(error.message()))),
        }
    }

    /// Has an issue moved to other files; `None` where the drafter is at it.
    fn move_issue(&mut self, id: &IssueId, to: Moving) -> Option<Event> {
        let Some(dataset) = &self.dataset else { return Some(no_dataset()) };
        if dataset.is_read_only() {
            return Some(Event::Failed(DatasetError::ReadOnly(dataset.path().to_owned()).message()));
        }
        let (issue, earlier) = match dataset.issue(id).and_then(|issue| Ok((issue, dataset.source(id)?))) {
            Ok(held) => held,
            Err(error) => return Some(Event::Failed(error.message())),
        };
        let later = match to {
            Moving::Encoding(encoding) => earlier.reread(encoding),
            Moving::File(path) => Source::open(&path, None).and_then(|newer| earlier.renewed(newer)),
        };
        let later = match later {
            Ok(later) => later,
            Err(error) => return Some(Event::Failed(error.message())),
        };
        let hashes: Vec<&str> = later.files.iter().map(|file| file.sha256.as_str()).collect();
        match dataset.find(&hashes) {
            Ok(Some(other)) if other != *id => {
                return Some(Event::Failed(Message::new("error.move.taken")));
            }
            Err(error) => return Some(Event::Failed(error.message())),
            Ok(_) if later.text == earlier.text => {
                return Some(Event::Failed(Message::new("error.move.same")));
            }
            Ok(_) => {}
        }
        let (issue, earlier, later) = (Box::new(issue), Box::new(earlier), Arc::new(later));
        let _ = self.drafts.send(Draft::Move { issue, earlier, later, school: self.school() });
        None
    }

    fn keep_moved(&mut self, later: Arc<Source>, from: &Issue, carried: Carried) -> Option<Event> {
        let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
        let Carried { mut issue, unfit } = carried;
        crate::issue::gesture::adopt(&mut issue, &dataset.label_set());
        let now = dataset.issue(&issue.id).and_then(|now| Ok((now, dataset.source(&issue.id)?)));
        match now {
            // Decisions that came in meanwhile are carried over too.
            Ok((now, earlier)) if now != *from => {
                let (issue, earlier) = (Box::new(now), Box::new(earlier));
                let _ = self.drafts.send(Draft::Move { issue, earlier, later, school: self.school() });
                return None;
            }
            Ok(_) => {}
            Err(error) => return Some(Event::Failed(error.message())),
        }
        if let Err(error) = dataset.move_issue(&later, &issue, unfit.clone(), &self.editor) {
            return Some(Event::Failed(error.message()));
        }
        self.voice.say(Event::Meanwhile(Box::new(self.load(&issue.id))));
        Some(Event::Unfit { unfit, moved: true })
    }

    /// Says that an issue is in the dataset, by its place among those that were opened together.
    fn placed(&self, id: &IssueId, place: Place) -> Event {
        match (place.show, place.last) {
            (true, Some((1, skipped))) if skipped.is_empty() => self.load(id),
            (true, Some(done)) => {
                self.voice.say(Event::Meanwhile(Box::new(self.load(id))));
                self.shelved(Some(done))
            }
            (true, None) => Event::Meanwhile(Box::new(self.load(id))),
            (false, Some(done)) => self.shelved(Some(done)),
            (false, None) => Event::Meanwhile(Box::new(self.shelved(None))),
        }
    }

    fn shelved(&self, done: Option<(usize, Vec<Message>)>) -> Event {
        let issues = self.dataset.as_ref().map(Dataset::issues);
        match issues {
            Some(Ok(issues)) => Event::Shelved { issues, done },
            Some(Err(error)) => Event::Failed(error.message()),
            None => no_dataset(),
        }
    }

    fn load(&self, id: &IssueId) -> Event {
        let Some(dataset) = &self.dataset else { return no_dataset() };
        let loaded = || {
            let view = dataset.view::<DeskView>(&issue_key(id)).unwrap_or_default();
            Ok((dataset.issue(id)?, dataset.source(id)?, dataset.issues()?, view))
        };
        match loaded() {
            Ok((issue, source, issues, view)) => Event::IssueOpened {
                issue: Box::new(issue),
                source: Arc::new(source),
                issues,
                view,
                history: history(dataset, &self.editor),
            },
            Err::<_, DatasetError>(error) => Event::Failed(error.message()),
        }
    }

    /// How pages that come in now are put together and proposed for. Where what was learned cannot be read, the program's
    /// own way will do.
    fn school(&self) -> School {
        let Some(dataset) = &self.dataset else { return School::default() };
        School {
            layout: dataset.taught().unwrap_or_default(),
            lessons: dataset.lesson_bytes().unwrap_or_default(),
            taxonomy: dataset.taxonomy().cloned(),
        }
    }

    /// Learns from the decisions; `None` where another thread is at it, which reads the dataset itself,
    /// so that decisions are recorded meanwhile.
    fn learn(&mut self, wish: Wish) -> Option<Event> {
        let asked = wish.asked;
        let Some(dataset) = &mut self.dataset else { return Some(no_dataset()) };
        let path = dataset.path().to_owned();
        if dataset.is_read_only() || !(asked || wish.again || dataset.teaches()) {
            let closed = || Event::Failed(DatasetError::ReadOnly(path).message());
            return Some(if asked { closed() } else { Event::Quiet });
        }
        if self.learning {
            // Once more when this is done is enough, however often it is asked for meanwhile.
            let before = self.again.take();
            let first = before.clone().unwrap_or_default();
            self.again = Some(Wish {
                asked: asked || first.asked,
                structure: wish.structure || first.structure,
                open: wish.open.or(first.open),
                again: wish.again || first.again,
            });
            return before.map(|_| Event::Quiet);
        }
        self.learning = true;
        // Only remembered, so that it is not forgotten when the program ends meanwhile.
        if wish.structure {
            let _ = dataset.set_view(BEHIND, &true);
        }
        let _ = self.drafts.send(Draft::Learn { path, wish });
        None
    }

    fn keep_learned(&mut self, path: &Path, learned: Result<Taught, Message>, wish: &Wish) -> Event {
        let asked = wish.asked;
        // Another dataset may have been opened meanwhile.
        let Some(dataset) = self.dataset.as_mut().filter(|dataset| dataset.path() == path) else {
            return Event::Quiet;
        };
        let Taught { structure, lessons, bytes, fresh } = match learned {
            Ok(taught) => taught,
            Err(message) if asked => return Event::Failed(message),
            Err(_) => return Event::Quiet,
        };
        let teaching = if asked { dataset.set_teaching(true, &self.editor).map(drop) } else { Ok(()) };
        if let Some(fresh) = fresh {
            self.voice.say(Event::Meanwhile(Box::new(Event::Fresh(fresh))));
        }
        // It was forgotten while the other thread was at it.
        if !dataset.teaches() {
            return Event::Quiet;
        }
        let kept = teaching
            .and_then(|()| dataset.keep_lesson_bytes(&lessons, &bytes))
            .and_then(|()| structure.as_ref().map_or(Ok(()), |learned| dataset.keep_learned(learned)));
        match kept {
            Ok(()) => {
                if structure.is_some() {
                    let _ = dataset.set_view(BEHIND, &false);
                }
                let issues = structure.map_or(0, |learned| learned.issues);
                if asked { Event::Learned(issues, lessons.learned.articles()) } else { Event::Quiet }
            }
            Err(error) if asked => Event::Failed(error.message()),
            Err(_) => Event::Quiet,
        }
    }

    pub(super) fn forget(&mut self) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        match dataset.set_teaching(false, &self.editor) {
            Ok(_) => Event::Forgotten,
            Err(error) => Event::Failed(error.message()),
        }
    }

    /// Topics of another taxonomy.
    pub(super) fn set_taxonomy(&mut self, path: Option<&Path>) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        let taxonomy = match path.map(Taxonomy::open).transpose() {
            Ok(taxonomy) => taxonomy,
            Err(error) => return Event::Failed(error.message()),
        };
        if let Err(error) = dataset.set_taxonomy(taxonomy.clone(), &self.editor) {
            return Event::Failed(error.message());
        }
        Event::TaxonomyChanged(taxonomy)
    }

    fn record(&mut self, ticket: u64, issue: &IssueId, transaction: Transaction) -> Event {
        let Some(dataset) = self.dataset.as_mut().filter(|_| !self.failed) else {
            return Event::NotRecorded { ticket, message: Message::new("error.not_recorded") };
        };
        // What only the register has is in no text.
        let of_issue = !issue.as_str().is_empty();
        if of_issue {
            let _ = self.finds.send(Find::Changed(issue.clone(), Some(transaction.clone())));
        }
        match dataset.edit(issue, &self.editor, transaction) {
            Ok(stamp) => Event::Recorded { ticket, stamp, history: history(dataset, &self.editor) },
            Err(error) => {
                self.failed = true;
                if of_issue {
                    let _ = self.finds.send(Find::Changed(issue.clone(), None));
                }
                Event::NotRecorded { ticket, message: error.message() }
            }
        }
    }

    /// Records newer proposals; where that cannot be, the older ones stay and nothing is lost.
    fn refresh(&mut self, ticket: u64, issue: &IssueId, transaction: Transaction) -> Event {
        let Some(dataset) = self.dataset.as_mut().filter(|_| !self.failed) else {
            return Event::NotRefreshed { ticket };
        };
        let _ = self.finds.send(Find::Changed(issue.clone(), None));
        match dataset.refresh(issue, &self.editor, transaction) {
            Ok(stamp) => Event::Recorded { ticket, stamp, history: history(dataset, &self.editor) },
            Err(_) => Event::NotRefreshed { ticket },
        }
    }

    fn replay(&mut self, step: fn(&mut Dataset, &str) -> Result<Option<Replay>, DatasetError>) -> Event {
        let Some(dataset) = &mut self.dataset else { return no_dataset() };
        match step(dataset, &self.editor) {
            Ok(replay) => Event::Replayed { replay, history: history(dataset, &self.editor) },
            Err(error) => Event::Failed(error.message()),
        }
    }
}

pub(super) fn history(dataset: &Dataset, editor: &str) -> (bool, bool) {
    let history = dataset.history(editor);
    (history.is_some_and(|h| h.next_undo().is_some()), history.is_some_and(|h| h.next_redo().is_some()))
}

fn issue_key(id: &IssueId) -> String {
    format!("issue:{id}")
}

pub(super) fn unwritten(path: &Path, error: std::io::Error) -> Event {
    let message = Message::new("error.export.write").with("file", path.display()).with("reason", error);
    Event::Failed(message)
}

pub(super) fn no_dataset() -> Event {
    Event::Failed(Message::new("error.no_dataset"))
}

/// A file that could not be opened: where it is only the fields that are unclear, the editor is asked.
fn asked(path: PathBuf, how: How, error: &SourceError) -> Event {
    match error.problem {
        SourceProblem::Stopped => return Event::Stopped,
        SourceProblem::Password { wrong } => return Event::NeedPassword { path, how, wrong },
        _ => {}
    }
    let unclear = matches!(error.problem, SourceProblem::Fields(_) | SourceProblem::NoField(..));
    match source::peek(&path, how.encoding).ok().filter(|_| unclear) {
        Some(Table { names, mut records, wrapping }) => {
            let count = records.len();
            records.truncate(FIRST);
            Event::NeedMapping { path, how, table: Box::new(Table { names, records, wrapping }), count }
        }
        None => file_failed(Some(path), error),
    }
}

fn file_failed(path: Option<PathBuf>, error: &SourceError) -> Event {
    let encoding = match error.problem {
        SourceProblem::Undecodable { instead, .. } => instead.and_then(Encoding::named),
        _ => None,
    };
    Event::FileFailed { path, message: error.message(), encoding }
}
