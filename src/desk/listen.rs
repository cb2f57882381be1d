//! What the worker's events change.

use super::Desk;
use super::arrangement::Shown;
use super::state::{
    Asked, DeskView, Floating, Locked, Notice, Offer, OpenDataset, OpenIssue, Preview, State, View,
};
use super::tabs::Tabs;
use super::worker::{Chosen, Event, Job, Moving, Wish};
use crate::annotation::{ArticleId, Taxonomy};
use crate::dataset::{IssueSummary, Replay};
use crate::issue::{Edit, Issue, Transaction};
use crate::layout::Unfit;
use crate::source::{Mapping, Source};
use crate::strings::Message;
use std::sync::Arc;

impl Desk {
    /// Takes in one event.
    pub fn listen(&mut self, event: Event) {
        match event {
            Event::DatasetOpened { .. } => self.dataset_opened(event),
            Event::DatasetFailed { path, message, busy } => {
                let offer = if busy { Offer::ReadOnly(path) } else { Offer::Nothing };
                self.notice(message, offer);
            }
            Event::Preview { issue, source } => self.preview(*issue, source),
            Event::Drafting(name, share) => self.state.drafting = Some((name, share)),
            Event::IssueOpened { issue, source, issues, view, history } => {
                self.state.drafting = None;
                self.state.history = history;
                self.leave_issue();
                self.state.tabs.hold(&issue);
                self.show_issue(*issue, source, issues, view);
                self.rearrange();
                self.begin_waiting_tour();
            }
            Event::FileFailed { path, message, encoding } => {
                self.end_preview();
                self.state.drafting = None;
                let offer = path.zip(encoding).map_or(Offer::Nothing, |(path, e)| Offer::Encoding(path, e));
                self.notice(message, offer);
            }
            Event::NeedPassword { path, how, wrong } => self.ask_password(Locked { path, how, wrong }),
            Event::NeedMapping { path, how, table, count } => {
                self.state.drafting = None;
                self.ask_mapping(Asked { path, encoding: how.encoding, table: *table, count });
            }
            Event::Shelved { issues, done } => self.shelved(issues, done),
            Event::Unfit { unfit, moved } => {
                self.state.drafting = None;
                self.show_unfit(unfit, moved);
            }
            Event::Meanwhile(event) => {
                let drafting = self.state.drafting.clone();
                self.listen(*event);
                self.state.drafting = drafting;
            }
            Event::Recorded { ticket, stamp, history } => self.recorded(ticket, &stamp.at, history),
            Event::NotRecorded { ticket, message } => self.take_back(ticket, &message),
            Event::Replayed { replay, history } => {
                self.state.history = history;
                match replay {
                    Some(replay) => self.replayed(replay),
                    None => self.toast("toast.nothing_to_undo", false),
                }
            }
            Event::Past { of, past } => self.past_came(&of, past),
            Event::Travelled { travel, history, trouble } => self.travelled(&travel, history, trouble),
            Event::BackedUp(_) | Event::TableWritten(_) => self.written(event),
            Event::ExchangeUnderWay(ticket, done, of) => self.exchange_under_way(ticket, done, of),
            Event::ExportSeen(ticket, look) => self.export_seen(ticket, look),
            Event::ExportDone(ticket, end) => self.exported(ticket, end),
            Event::Surveyed(ticket, found) => self.surveyed(ticket, *found),
            Event::Arrived(done) => self.arrived(*done),
            Event::Failed(message) => self.failed(message),
            Event::Handed(paths) => self.handed(paths),
            Event::Picture { key, picture } => self.source.picture_came(key, picture),
            Event::PictureSkipped(key) => self.source.textures.forget(key),
            Event::Chosen(chosen) => self.chosen(chosen),
            Event::Learned(issues, articles) => self.learned(issues, articles),
            Event::Fresh(fresh) => self.refresh(&fresh),
            Event::NotRefreshed { ticket } => self.not_refreshed(ticket),
            Event::Counted { of, figures } => self.counted(of, figures),
            Event::ArchiveRead(archive) => self.archive_read(archive),
            Event::Sought { seek, found } => self.sought(&seek, found),
            Event::Checked { stop, findings } => self.checked(&stop, findings),
            Event::Everywhere { label, changed, refused, failed, history } => {
                self.state.history = history;
                self.everywhere(&label, (changed, refused), failed);
            }
            Event::TaxonomyChanged(taxonomy) => self.taxonomy_changed(taxonomy),
            Event::LabelsUnderWay(done, of) => self.fields.labels.progress = (done, of),
            Event::LabelsSeen(change, forecast) => self.labels_seen(&change, forecast),
            Event::LabelsSet(done) => self.labels_set(done),
            Event::TopicsUnderWay(done, of) => self.fields.topics.progress = (done, of),
            Event::TopicsSeen(change, forecast) => self.topics_seen(&change, forecast),
            Event::TopicsSet(done) => self.topics_set(done),
            Event::Auditing(done, of) => {
                if self.state.several.progress.is_some() {
                    self.state.several.progress = Some((done, of));
                }
            }
            Event::Audited(audited) => self.audited(audited),
            Event::Merged(done) => self.merged(done),
            Event::Printing(name, share) => self.state.printing = Some((name, share)),
            Event::Printed(path, end) => self.printed(&path, end),
            Event::Kept(kept) => self.kept_out(*kept),
            Event::Forgotten => self.toast("learned.forgotten", false),
            Event::Stopped => {
                self.state.drafting = None;
                self.end_preview();
            }
            Event::Quiet => {}
        }
    }

    /// A dataset is open: its tabs and its place are there again.
    fn dataset_opened(&mut self, event: Event) {
        let Event::DatasetOpened {
            path,
            read_only,
            labels,
            taxonomy,
            issues,
            view,
            arrangement,
            damage,
            register,
            rest,
            behind,
        } = event
        else {
            return;
        };
        self.state.taxonomy = taxonomy.unwrap_or_else(Taxonomy::iptc);
        self.state.labels = labels;
        self.state.settings.used(&path);
        self.keep_settings();
        self.state.dataset_path = Some(path.clone());
        self.state.tabs = Tabs::of(&arrangement.tabs, &issues);
        self.state.widths = arrangement.widths;
        self.view_before = arrangement.view;
        self.arranged = *arrangement;
        self.state.dataset = Some(OpenDataset { path, read_only, issues });
        self.read_guideline();
        self.state.open = None;
        self.state.view = View::Desk;
        self.state.context = super::context::ContextPage::default();
        self.leave_several();
        self.state.several = super::several::Several::default();
        self.state.rest = rest;
        self.state.shelf = super::shelf::Shelf { register: *register, ..super::shelf::Shelf::default() };
        if let Some(message) = damage {
            self.notice(message, Offer::Nothing);
        }
        self.catch_up(behind);
        self.worker.send(Job::KeepCopy);
        // Files that the user named go before the place where they left off.
        if let Some(view) = view.filter(|_| self.state.waiting.is_empty()) {
            self.load(view.issue);
        } else {
            self.view_before = Shown::Desk;
        }
        for path in std::mem::take(&mut self.state.waiting) {
            self.open_file(path, None);
        }
    }

    /// Another program hands files over.
    fn handed(&mut self, paths: Vec<std::path::PathBuf>) {
        for path in paths {
            self.open_file(path, None);
        }
        self.raise = true;
    }

    /// A file is written, or has to be asked about first.
    fn written(&mut self, event: Event) {
        match event {
            Event::BackedUp(path) => {
                let message = Message::new("toast.backed_up").with("file", path.display());
                self.toast_text(self.state.strings.say(&message), false);
            }
            Event::TableWritten(path) => {
                let message = Message::new("toast.table").with("file", path.display());
                self.toast_text(self.state.strings.say(&message), false);
            }
            _ => {}
        }
    }

    /// What was finished while another program had the dataset, or before these weights, is learned now.
    fn catch_up(&mut self, behind: bool) {
        let finished = |dataset: &OpenDataset| {
            !dataset.read_only && dataset.issues.iter().any(|issue| issue.counts.finished > 0)
        };
        if behind || self.state.dataset.as_ref().is_some_and(finished) {
            self.worker.send(Job::Learn(Wish { structure: behind, ..Wish::default() }));
        }
    }

    /// A decision is on the disk; where it taught something, the layout learns it.
    fn recorded(&mut self, ticket: u64, at: &str, history: (bool, bool)) {
        self.state.history = history;
        let recorded = self.state.pending.iter().find(|pending| pending.ticket == ticket);
        if let Some(wish) = recorded.and_then(|pending| self.teaches(&pending.transaction)) {
            self.worker.send(Job::Learn(wish));
        }
        self.state.pending.retain(|pending| pending.ticket != ticket);
        self.state.recorded = Some(local_time(at));
    }

    /// Topics are of another taxonomy: names at once, and the issue on the page is proposed for again.
    pub(super) fn taxonomy_changed(&mut self, taxonomy: Option<Taxonomy>) {
        let message = match &taxonomy {
            Some(other) => {
                Message::new("toast.taxonomy").with("name", &other.name).with("count", other.concepts.len())
            }
            None => Message::new("toast.own_taxonomy"),
        };
        self.state.taxonomy = taxonomy.unwrap_or_else(Taxonomy::iptc);
        let open = self.state.open.as_ref().map(|open| open.issue.id.clone());
        self.worker.send(Job::Learn(Wish { open, again: true, ..Wish::default() }));
        self.toast_text(self.state.strings.say(&message), false);
    }

    fn learned(&mut self, issues: usize, articles: u32) {
        let message = crate::dataset::learned_message(issues, articles);
        self.toast_text(self.state.strings.say(&message), false);
    }

    /// Something did not work; where it was the reading, what was shown meanwhile goes.
    fn failed(&mut self, message: Message) {
        (self.arrival, self.step) = (None, None);
        self.stay();
        if self.state.drafting.take().is_some() {
            self.end_preview();
        }
        self.notice(message, Offer::Nothing);
    }

    /// Asks for the password of a page PDF.
    fn ask_password(&mut self, locked: Locked) {
        self.state.drafting = None;
        self.fields.password.clear();
        self.state.floating = Some(Floating::Password(Box::new(locked)));
    }

    /// Asks which field of the records is what.
    fn ask_mapping(&mut self, asked: Asked) {
        self.fields.mapping = Mapping::guess(&asked.table.names);
        (self.fields.field, self.fields.row) = (0, 0);
        self.state.floating = Some(Floating::Mapping(Box::new(asked)));
    }

    /// Lists the decisions that found no place, or says that there are none.
    fn show_unfit(&mut self, unfit: Vec<Unfit>, moved: bool) {
        match (unfit.is_empty(), moved) {
            (true, true) => self.toast("toast.moved_whole", false),
            (true, false) => self.toast("toast.all_fit", false),
            (false, _) => self.state.floating = Some(Floating::Unfit(unfit)),
        }
    }

    /// Several issues are in the dataset, or some files were left out.
    fn shelved(&mut self, issues: Vec<IssueSummary>, done: Option<(usize, Vec<Message>)>) {
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = issues;
        }
        let Some((count, skipped)) = done else { return };
        self.state.drafting = None;
        let message = match skipped.first() {
            None => Message::new("toast.shelved").with("count", count),
            Some(first) => {
                let what = self.state.strings.say(first);
                let said = Message::new("toast.skipped").with("count", count);
                return self.notice(said.with("skipped", skipped.len()).with("what", what), Offer::Nothing);
            }
        };
        self.toast_text(self.state.strings.say(&message), false);
    }

    fn chosen(&mut self, chosen: Chosen) {
        use super::command::Command;
        use super::labels::LabelTurn;
        match chosen {
            Chosen::Open(paths) => self.commands.push(Command::Open(paths)),
            Chosen::OpenAs(path, encoding) => self.commands.push(Command::OpenAs(path, encoding)),
            Chosen::Export(path) => self.fields.path = path.display().to_string(),
            Chosen::Foreign(path) => {
                self.commands.push(Command::Import(super::import::ImportTurn::File(path)));
            }
            Chosen::Backup(path) => self.commands.push(Command::BackupTo(path)),
            Chosen::Table(path) => self.commands.push(Command::TableTo(path)),
            Chosen::Taxonomy(path) => self.commands.push(Command::UseTaxonomy(Some(path))),
            Chosen::RegisterOut(path) => self.commands.push(Command::Shelf(super::shelf::Turn::To(path))),
            Chosen::RegisterIn(path) => self.commands.push(Command::Shelf(super::shelf::Turn::From(path))),
            Chosen::Renew(path) => self.commands.push(Command::MoveIssue(Moving::File(path))),
            Chosen::LabelsOut(path) => self.commands.push(Command::Labels(LabelTurn::To(path))),
            Chosen::TopicsOut(path) => {
                self.commands.push(Command::Topics(super::taxonomy::TopicTurn::To(path)));
            }
            Chosen::LabelsIn(path) => self.commands.push(Command::Labels(LabelTurn::From(path))),
            Chosen::KeysOut(path) => self.commands.push(Command::KeysTo(path)),
            Chosen::KeysIn(path) => self.commands.push(Command::KeysFrom(path)),
            Chosen::Print(path) => self.commands.push(Command::Print(super::printing::PrintTurn::To(path))),
            Chosen::Merge(path) => {
                self.commands.push(Command::Several(super::several::SeveralTurn::MergeFrom(path)));
            }
            Chosen::ReleaseFolder(path) => {
                self.commands.push(Command::Several(super::several::SeveralTurn::Folder(path)));
            }
            Chosen::Nothing => {}
        }
    }

    fn show_issue(
        &mut self,
        issue: Issue,
        source: Arc<Source>,
        issues: Vec<IssueSummary>,
        view: Option<DeskView>,
    ) {
        if let Some(dataset) = &mut self.state.dataset {
            dataset.issues = issues;
        }
        let first = super::panels::outline::order(&issue).first().map(|article| article.id.clone());
        // Whoever has begun to look at it goes on where they are.
        let looked =
            self.state.open.as_ref().filter(|open| open.preview.is_some() && open.issue.id == issue.id);
        let view = self.state.tabs.left(&issue.id).or(view).or_else(|| looked.map(OpenIssue::view));
        let shown = |id: &ArticleId| issue.article(id).is_some_and(|article| !article.status.is_trashed());
        let view = view.filter(|view| shown(&view.article));
        let Some(article) = view.as_ref().map(|view| view.article.clone()).or(first) else {
            let (key, offer) = if issue.articles.is_empty() {
                ("error.no_articles", Offer::Nothing)
            } else {
                ("error.in_trash", Offer::Trash)
            };
            return self.notice(Message::new(key), offer);
        };
        let mark = view.as_ref().and_then(|view| view.mark.clone()).filter(|id| issue.find(id).is_some());
        let beside = self.state.open.as_ref().and_then(|open| open.beside);
        self.revision += 1_000_000;
        self.state.to_desk();
        self.state.open = Some(OpenIssue {
            article,
            mark,
            details: false,
            selection: view.as_ref().and_then(|view| view.selection.clone()),
            scroll: view.as_ref().map_or(0.0, |view| view.scroll),
            beside: view.as_ref().map_or(beside, |view| view.beside),
            reveal: false,
            arrived: true,
            revision: self.revision,
            preview: None,
            source,
            issue,
        });
        self.state.same_said = None;
        self.tidy_place();
        self.page.restart = true;
        if let Some(arrival) = self.arrival.take() {
            self.arrive(&arrival);
        }
        if let Some(article) = self.state.shelf.going.take() {
            self.go_article(article);
        }
        if let Some(step) = self.step.take() {
            self.show_change(&step);
        }
    }

    /// Shows what is known of an issue until all of it is there.
    fn preview(&mut self, issue: Issue, source: Arc<Source>) {
        let before = match &self.state.open {
            Some(OpenIssue { preview: Some(preview), .. }) => preview.before.clone(),
            open => open.as_ref().map(|open| open.issue.id.clone()),
        };
        let issues = self.state.dataset.as_ref().map(|dataset| dataset.issues.clone()).unwrap_or_default();
        let id = issue.id.clone();
        self.leave_issue();
        self.show_issue(issue, source, issues, None);
        if let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == id) {
            open.preview = Some(Preview { before, moment: None });
        }
    }

    /// Nothing more will come of what was shown meanwhile: what was open before comes back.
    fn end_preview(&mut self) {
        let Some(preview) = self.state.open.as_ref().and_then(|open| open.preview.clone()) else { return };
        self.state.open = None;
        if let Some(id) = preview.before {
            self.load(id);
        }
    }

    /// An undo or redo is on the disk: show the place, then the change.
    fn replayed(&mut self, replay: Replay) {
        self.state.same_said = None;
        self.follow_register(&replay.transaction);
        if replay.issue.as_str().is_empty() {
            return self.say_replayed(&replay.transaction);
        }
        let rows = self.state.shows_context();
        let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == replay.issue) else {
            if rows {
                self.say_replayed(&replay.transaction);
                return self.replayed_in_context();
            }
            // It was in another issue: show that one as it is now, at the place.
            self.say_replayed(&replay.transaction);
            self.step = Some(replay.transaction);
            return self.load(replay.issue);
        };
        if open.issue.apply(&replay.transaction).is_err() {
            return self.load(replay.issue);
        }
        open.revision += 1;
        if let Some(wish) = self.teaches(&replay.transaction) {
            self.worker.send(Job::Learn(wish));
        }
        self.state.review.follow(&replay.issue, &replay.transaction, self.clock);
        self.say_replayed(&replay.transaction);
        if rows {
            self.tidy_place();
            return self.replayed_in_context();
        }
        // Where cards are shown, a mark comes back as a card.
        let card = !replay.transaction.is_structural() && replay.transaction.entity().is_some();
        if !card || !self.state.reviews() {
            self.state.to_desk();
        }
        self.show_change(&replay.transaction);
    }

    fn say_replayed(&mut self, transaction: &Transaction) {
        let gesture = self.state.say(&transaction.gesture).to_owned();
        let message = Message::new("toast.replayed").with("what", gesture);
        self.toast_text(self.state.strings.say(&message), false);
    }

    /// What can be learned from a change: the proposals learn where an article is finished with or taken up again, or
    /// one that is finished is changed; the layout learns at the first two, where the structure was corrected.
    pub(super) fn teaches(&self, transaction: &Transaction) -> Option<Wish> {
        let open = self.state.open.as_ref().map(|open| &open.issue)?;
        let turned = |edit: &Edit| match edit {
            Edit::Article { before, after, .. } => before.status.is_finished() != after.status.is_finished(),
            _ => false,
        };
        let finished = |edit: &Edit| {
            let article = edit.article().and_then(|article| open.article(article));
            article.is_some_and(|article| article.status.is_finished())
        };
        let turned = transaction.edits.iter().any(turned);
        let corrected =
            || open.articles.iter().flat_map(|article| &article.blocks).any(|b| b.status.is_decided());
        (turned || transaction.edits.iter().any(finished)).then(|| Wish {
            asked: false,
            structure: turned && corrected(),
            open: Some(open.id.clone()),
            again: false,
        })
    }

    /// A write failed: everything that is not on the disk goes back, to be tried again.
    fn take_back(&mut self, ticket: u64, message: &Message) {
        let State { pending, unrecorded, open, notice, review, shelf, .. } = &mut self.state;
        let failed = pending.iter().position(|pending| pending.ticket == ticket);
        // Later decisions stand on the failed one; the clerk refuses them too.
        let lost = failed.map(|from| pending.split_off(from)).unwrap_or_default();
        for pending in lost.iter().rev() {
            if pending.transaction.registers() {
                let undone = shelf.register.apply(&pending.transaction.inverse());
                debug_assert!(undone.is_ok(), "{undone:?}");
            }
            if let Some(open) = open.as_mut().filter(|open| open.issue.id == pending.issue) {
                let inverse = pending.transaction.inverse();
                let undone = open.issue.apply(&inverse);
                review.follow(&pending.issue, &inverse, self.clock);
                debug_assert!(undone.is_ok(), "{undone:?}");
                open.revision += 1;
            }
        }
        if let Some(first) = lost.first() {
            let transaction = first.transaction.clone();
            unrecorded.extend(lost);
            *notice = Some(Notice { message: message.clone(), offer: Offer::Retry });
            if transaction.is_structural() {
                self.show_change(&transaction);
            }
            self.tidy_place();
        }
    }
}

/// HH:MM:SS of an RFC 3339 time where the desk stands.
fn local_time(at: &str) -> String {
    local(at, "%H:%M:%S")
}

/// Day and time of an RFC 3339 time where the desk stands.
pub(super) fn local_stamp(at: &str) -> String {
    local(at, "%Y-%m-%d %H:%M")
}

fn local(at: &str, format: &str) -> String {
    at.parse::<jiff::Timestamp>().map_or_else(
        |_| at.to_owned(),
        |at| at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime(format).to_string(),
    )
}
