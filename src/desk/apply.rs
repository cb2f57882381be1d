//! The one place where commands are carried out, after the frame.

use super::Desk;
use super::command::{Action, Command, Way};
use super::settings::Letters;
use super::state::{Floating, Notice, Offer, OpenIssue, Pending, Selection, State, Toast};
use super::theme::{Theme, ThemeName};
use super::walk;
use super::worker::Job;
use crate::annotation::{Decider, Entity, EntityId, LabelId};
use crate::exchange::Scope;
use crate::issue::gesture::{self, Outcome, Refusal};
use crate::issue::{ArticleStatus, Issue};
use crate::strings::{Language, Message, Strings};
use crate::text::CharRange;

/// How long a toast stays, in seconds; longer where it offers to undo.
const TOAST: (f64, f64) = (5.0, 10.0);

impl Desk {
    /// Carries out a command.
    pub fn apply(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Act(action) => self.act(ctx, action),
            Command::Open(paths) => self.open_paths(paths),
            Command::OpenAs(path, encoding) => {
                self.state.notice = None;
                self.worker.send(Job::OpenFile { path, encoding: Some(encoding) });
            }
            Command::OpenText(text) => self.open_text(text, "file.pasted"),
            Command::OpenStored(id) => {
                let here = self.state.open.as_ref().is_some_and(|open| open.issue.id == id);
                self.state.welcome = false;
                if !here {
                    self.worker.send(Job::Load(id));
                }
            }
            Command::GoArticle(id) => self.go_article(id),
            Command::SelectMark(id, details) => self.select_mark(id, details),
            Command::Select { block, anchor, caret } => {
                if let Some(open) = &mut self.state.open {
                    open.mark = None;
                    open.details = false;
                    open.selection = Some(Selection { block, anchor, caret });
                }
            }
            Command::Deselect => self.deselect(),
            Command::SetRange(id, range) => {
                self.decide(|issue, who| gesture::set_range(issue, &id, range, who));
            }
            Command::Topic(code, stands) => {
                self.decide_article(|issue, article, who| gesture::topic(issue, article, &code, stands, who));
            }
            Command::Keyword(word, stands) => {
                self.decide_article(|issue, article, who| {
                    gesture::keyword(issue, article, &word, stands, who)
                });
            }
            Command::Status(status) => {
                self.decide_article(|issue, article, _| gesture::set_status(issue, article, status));
            }
            Command::WriteNote(text) => self.write_note(text),
            Command::SetEditor(name) => self.set_editor(name.trim()),
            Command::SetTheme(name) => self.set_theme(name),
            Command::SetSerif(serif) => {
                self.state.settings.serif = serif;
                self.keep_settings();
            }
            Command::ExportTo { path, scope } => {
                let overwrite = matches!(&self.state.floating, Some(Floating::Export { replace: true, .. }));
                self.worker.send(Job::Export { path, scope, overwrite });
            }
            Command::ExportChoose(scope) => {
                let name = export_name(&self.state, &scope);
                super::dialogs::save_export(self.worker.expect(), &self.state, scope, &name);
            }
            Command::BackupTo(path) => self.worker.send(Job::Backup(path)),
            Command::OpenReadOnly(path) => {
                self.state.notice = None;
                self.worker.send(Job::OpenDataset { path, read_only: true });
            }
            Command::ExportScope(chosen) => {
                let name = export_name(&self.state, &chosen);
                if let Some(Floating::Export { scope, replace }) = &mut self.state.floating {
                    let path = std::path::Path::new(&self.fields.path).with_file_name(name);
                    self.fields.path = path.display().to_string();
                    (*scope, *replace) = (chosen, false);
                }
            }
            Command::Scroll(scroll) => {
                if let Some(open) = &mut self.state.open {
                    open.scroll = scroll;
                }
            }
            Command::Reveal | Command::Revealed => {
                if let Some(open) = &mut self.state.open {
                    open.reveal = command == Command::Reveal;
                }
            }
            Command::ShowPane(pane) => self.show_pane(ctx, pane),
            Command::FocusReader => {
                self.state.pane = super::state::Pane::Reader;
                ctx.memory_mut(|memory| memory.request_focus(super::panels::page::focus_id()));
            }
            Command::Retry => self.retry(),
            Command::Close => self.state.floating = None,
            Command::CloseNotice => self.state.notice = None,
            Command::CancelDraft => self.worker.cancel(),
        }
        ctx.request_repaint();
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        use Action as A;
        if let Some(key) = action.label() {
            return self.label(key);
        }
        match action {
            A::OpenIssue | A::OpenDataset | A::Backup if !super::dialogs::available() => {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            A::OpenIssue => super::dialogs::open_files(self.worker.expect(), &self.state),
            A::OpenDataset => super::dialogs::open_dataset(self.worker.expect(), &self.state),
            A::Backup => super::dialogs::save_backup(self.worker.expect(), &self.state),
            A::Paste => {
                self.paste = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
            A::OpenSample => self.open_text(super::SAMPLE.to_owned(), "file.sample"),
            A::Export => self.open_export(),
            A::Welcome => self.state.welcome = true,
            A::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            A::Undo => self.worker.send(Job::Undo),
            A::Redo => self.worker.send(Job::Redo),
            A::Copy => self.copy(ctx),
            A::Accept => self.decide_mark(gesture::accept),
            A::Reject => self.decide_mark(gesture::reject),
            A::EndBack => self.move_border(false, Way::Back),
            A::EndForth => self.move_border(false, Way::Forth),
            A::StartBack => self.move_border(true, Way::Back),
            A::StartForth => self.move_border(true, Way::Forth),
            A::AcceptBlock => self.accept_confident(true),
            A::AcceptArticle => self.accept_confident(false),
            A::Details => {
                if let Some(open) = &mut self.state.open {
                    open.details = !open.details;
                }
            }
            A::CaretBack => self.move_caret(Way::Back, false),
            A::CaretForth => self.move_caret(Way::Forth, false),
            A::SelectBack => self.move_caret(Way::Back, true),
            A::SelectForth => self.move_caret(Way::Forth, true),
            A::SelectionKeyword => {
                if let Some(word) = self.state.open.as_ref().and_then(selected_text) {
                    self.decide_article(|issue, article, who| {
                        gesture::keyword(issue, article, &word, true, who)
                    });
                }
            }
            A::TypeKeyword => {
                self.state.pane = super::state::Pane::Inspector;
                ctx.memory_mut(|memory| memory.request_focus(super::panels::inspector::keyword_id()));
            }
            A::ChooseTopic => self.open_palette(true),
            A::Done => self.done(),
            A::Reopen => self.set_status(ArticleStatus::InProgress),
            A::InReview => self.set_status(ArticleStatus::InReview),
            A::Note => {
                let editor = &self.state.settings.editor;
                let note = |a: &crate::issue::Article| {
                    a.notes.iter().rfind(|n| n.by == *editor).map(|n| n.text.clone())
                };
                if let Some(article) = self.state.article() {
                    self.fields.note = note(article).unwrap_or_default();
                    self.state.floating = Some(Floating::Note);
                }
            }
            A::NextArticle => self.go_neighbour(Way::Forth),
            A::PreviousArticle => self.go_neighbour(Way::Back),
            A::NextOpen | A::Leave => self.go_mark(Way::Forth, Entity::is_open),
            A::PreviousOpen => self.go_mark(Way::Back, Entity::is_open),
            A::NextDoubt => self.go_doubt(Way::Forth),
            A::PreviousDoubt => self.go_doubt(Way::Back),
            A::NextMark => self.go_mark(Way::Forth, |_| true),
            A::PreviousMark => self.go_mark(Way::Back, |_| true),
            A::Palette => self.open_palette(false),
            A::Keys => self.state.floating = Some(Floating::Keys),
            A::About => self.state.floating = Some(Floating::About),
            A::NextPane => self.go_pane(ctx, 1),
            A::PreviousPane => self.go_pane(ctx, 2),
            A::PageUp | A::PageDown | A::Home | A::End | A::RowUp | A::RowDown => {
                self.page.walk = Some(action);
            }
            A::Escape => {
                self.escape();
                ctx.memory_mut(|memory| memory.request_focus(super::panels::page::focus_id()));
            }
            A::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
            }
            _ => self.act_on_settings(action),
        }
    }

    fn act_on_settings(&mut self, action: Action) {
        let settings = &mut self.state.settings;
        match action {
            Action::Letters => {
                settings.letters = match settings.letters {
                    Letters::All => Letters::Undecided,
                    Letters::Undecided => Letters::None,
                    Letters::None => Letters::All,
                };
            }
            Action::ShowRejected => settings.show_rejected = !settings.show_rejected,
            Action::Bare => self.state.bare = !self.state.bare,
            Action::Theme => {
                let next = settings.theme.next();
                return self.set_theme(next);
            }
            Action::ReduceMotion => settings.reduce_motion = !settings.reduce_motion,
            Action::BodyFace => settings.serif = !settings.serif,
            Action::Larger => settings.size_step = (settings.size_step + 1).min(2),
            Action::Smaller => settings.size_step = (settings.size_step - 1).max(-2),
            Action::StandardSize => settings.size_step = 0,
            Action::Language => {
                settings.language = match settings.language {
                    Language::Zh => Language::En,
                    Language::En => Language::Zh,
                };
                self.state.strings = Strings::of(settings.language);
            }
            _ => {}
        }
        if let Some(open) = &mut self.state.open {
            open.revision += 1;
        }
        self.keep_settings();
    }

    // ---- opening ----

    fn open_paths(&mut self, paths: Vec<std::path::PathBuf>) {
        self.confirm_editor();
        for path in paths {
            if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("zhupi")) {
                self.worker.send(Job::OpenDataset { path, read_only: false });
            } else {
                self.ensure_dataset();
                self.worker.send(Job::OpenFile { path, encoding: None });
            }
        }
    }

    fn open_text(&mut self, text: String, name: &str) {
        self.confirm_editor();
        self.ensure_dataset();
        let name = self.state.say(name).to_owned();
        self.worker.send(Job::OpenText { text, name });
    }

    /// With no dataset open, the editor's own one is opened or made.
    fn ensure_dataset(&mut self) {
        if self.state.dataset.is_none()
            && let Some(path) = self.state.dataset_path.clone()
        {
            self.worker.send(Job::OpenDataset { path, read_only: false });
        }
    }

    /// The name in the field counts from the first file on.
    fn confirm_editor(&mut self) {
        let name = self.fields.name.trim().to_owned();
        if self.state.settings.editor != name {
            self.set_editor(&name);
        }
    }

    fn set_editor(&mut self, name: &str) {
        let name =
            if name.is_empty() { self.state.say("editor.nameless").to_owned() } else { name.to_owned() };
        name.clone_into(&mut self.fields.name);
        self.state.settings.editor.clone_from(&name);
        self.worker.send(Job::Editor(name));
        self.keep_settings();
    }

    fn set_theme(&mut self, name: ThemeName) {
        self.state.settings.theme = name;
        self.state.theme = Theme::of(name);
        self.restyle = true;
        self.keep_settings();
    }

    /// Writes the settings; a failure is no reason to disturb, they are asked again next time.
    pub(super) fn keep_settings(&self) {
        let _ = self.state.settings.save(self.settings_path.as_deref());
    }

    fn open_export(&mut self) {
        let Some(open) = &self.state.open else { return };
        let scope = Scope::Issue(open.issue.id.clone());
        let name = export_name(&self.state, &scope);
        let folder =
            self.state.dataset.as_ref().and_then(|dataset| dataset.path.parent().map(ToOwned::to_owned));
        self.fields.path = folder.unwrap_or_default().join(name).display().to_string();
        self.state.floating = Some(Floating::Export { scope, replace: false });
    }

    fn open_palette(&mut self, topics: bool) {
        self.fields.query.clear();
        self.fields.row = 0;
        self.state.floating = Some(Floating::Palette { topics });
    }

    // ---- deciding ----

    fn who(&self) -> Decider {
        let at = format!("{:.0}", jiff::Timestamp::now());
        Decider { by: self.state.settings.editor.clone(), at }
    }

    fn decide(&mut self, act: impl FnOnce(&Issue, &Decider) -> Outcome) -> bool {
        let who = self.who();
        let Some(open) = &self.state.open else { return false };
        let outcome = act(&open.issue, &who);
        self.carry_out(outcome)
    }

    fn decide_article(
        &mut self,
        act: impl FnOnce(&Issue, &crate::annotation::ArticleId, &Decider) -> Outcome,
    ) -> bool {
        let Some(article) = self.state.open.as_ref().map(|open| open.article.clone()) else { return false };
        self.decide(|issue, who| act(issue, &article, who))
    }

    /// Puts a decision on the page and on its way to the disk; says why where it is refused.
    fn carry_out(&mut self, outcome: Outcome) -> bool {
        if self.state.is_read_only() {
            self.toast("toast.read_only", false);
            return false;
        }
        let transaction = match outcome {
            Ok(transaction) => transaction,
            Err(Refusal::Overlap(text)) => {
                let said = self.state.strings.say(&Message::new("refusal.overlap").with("text", text));
                self.toast_text(said, false);
                return false;
            }
            Err(Refusal::NoText) => {
                self.toast("refusal.no_text", false);
                return false;
            }
            Err(Refusal::Nothing | Refusal::Missing) => return false,
        };
        let Some(open) = &mut self.state.open else { return false };
        if open.issue.apply(&transaction).is_err() {
            return false;
        }
        open.revision += 1;
        self.ticket += 1;
        let issue = open.issue.id.clone();
        let pending = Pending { ticket: self.ticket, issue: issue.clone(), transaction: transaction.clone() };
        self.state.pending.push(pending);
        self.worker.send(Job::Record { ticket: self.ticket, issue, transaction });
        true
    }

    fn decide_mark(&mut self, act: fn(&Issue, &EntityId, &Decider) -> Outcome) {
        let Some(id) = self.state.open.as_ref().and_then(|open| open.mark.clone()) else {
            // Nothing is selected: the key shows where to begin.
            return self.go_mark(Way::Forth, Entity::is_open);
        };
        let decided = self.decide(|issue, who| act(issue, &id, who));
        let settled = self.state.open.as_ref().and_then(OpenIssue::selected).is_none_or(|e| !e.is_open());
        if decided || settled {
            self.go_on(&id);
        }
    }

    fn label(&mut self, key: u8) {
        let Some(label) = self.state.labels.by_key(key).map(|label| label.id.clone()) else { return };
        let Some(open) = &self.state.open else { return };
        if let Some(selection) = open.selection.clone().filter(|s| !s.range().is_empty()) {
            return self.add(&selection, &label);
        }
        let Some(id) = open.mark.clone() else { return };
        if self.decide(|issue, who| gesture::relabel(issue, &id, &label, who)) {
            self.go_on(&id);
        }
    }

    fn add(&mut self, selection: &Selection, label: &LabelId) {
        let Some(open) = &self.state.open else { return };
        let Some(text) = open.current().and_then(|a| a.block(&selection.block)).map(|b| b.text.clone())
        else {
            return;
        };
        let range = gesture::snap(&text, selection.range());
        let block = selection.block.clone();
        let added = self
            .decide_article(|issue, article, who| gesture::add(issue, article, &block, range, label, who));
        if added && let Some(open) = &mut self.state.open {
            let mark = open.current().and_then(|a| a.block(&block)).and_then(|b| {
                b.standing().find(|entity| entity.range == range).map(|entity| entity.id.clone())
            });
            open.selection = None;
            open.mark = mark;
            open.details = false;
        }
    }

    fn move_border(&mut self, start: bool, way: Way) {
        let Some(entity) = self.state.open.as_ref().and_then(OpenIssue::selected) else {
            return self.move_caret(way, true);
        };
        let (id, range) = (entity.id.clone(), entity.range);
        let step = |at: u32| if way == Way::Forth { Some(at + 1) } else { at.checked_sub(1) };
        let moved = if start { step(range.start()) } else { step(range.end()) };
        let Some(moved) = moved else { return };
        let range = if start { (moved, range.end()) } else { (range.start(), moved) };
        if range.0 < range.1 {
            let range = CharRange::new(range.0, range.1);
            self.decide(|issue, who| gesture::set_range(issue, &id, range, who));
        }
    }

    fn accept_confident(&mut self, block_only: bool) {
        let thresholds = self.state.thresholds;
        let Some(open) = &self.state.open else { return };
        let of_mark = |id| open.issue.find(id).map(|found| found.block.id.clone());
        let block =
            open.mark.as_ref().and_then(of_mark).or_else(|| open.selection.as_ref().map(|s| s.block.clone()));
        let block = if block_only { block.or_else(|| self.page.visible_block.clone()) } else { None };
        let before =
            self.state.article().map(|article| self.state.tally(article).accepted).unwrap_or_default();
        let done = self.decide_article(|issue, article, who| {
            gesture::accept_confident(issue, article, block.as_ref(), thresholds, who)
        });
        let after =
            self.state.article().map(|article| self.state.tally(article).accepted).unwrap_or_default();
        if done {
            let message = Message::new("toast.accepted").with("count", after - before);
            self.toast_text(self.state.strings.say(&message), true);
        } else {
            self.toast("toast.nothing_confident", false);
        }
    }

    fn set_status(&mut self, status: ArticleStatus) {
        self.decide_article(|issue, article, _| gesture::set_status(issue, article, status));
    }

    fn done(&mut self) {
        let Some(article) = self.state.article() else { return };
        let tally = self.state.tally(article);
        let doubtful = tally.doubtful;
        if self.decide_article(|issue, article, _| gesture::set_status(issue, article, ArticleStatus::Done)) {
            let key = if doubtful > 0 { "toast.done_doubtful" } else { "toast.done" };
            let message =
                Message::new(key).with("corrected", tally.corrected + tally.added).with("doubtful", doubtful);
            self.toast_text(self.state.strings.say(&message), true);
        }
        self.go_neighbour(Way::Forth);
    }

    fn write_note(&mut self, text: String) {
        self.state.floating = None;
        let who = self.who();
        self.decide_article(|issue, article, _| {
            gesture::change_facts(issue, article, "gesture.note", |facts| {
                facts.notes.retain(|note| note.by != who.by);
                if !text.trim().is_empty() {
                    let (by, at) = (who.by.clone(), Some(who.at.clone()));
                    facts.notes.push(crate::issue::Note { text: text.trim().to_owned(), by, at });
                }
            })
        });
    }

    fn retry(&mut self) {
        self.state.notice = None;
        self.worker.send(Job::Resume);
        for pending in std::mem::take(&mut self.state.unrecorded) {
            // A decision about an issue that is no longer on the page is recorded without it.
            if let Some(open) = self.state.open.as_mut().filter(|open| open.issue.id == pending.issue) {
                if open.issue.apply(&pending.transaction).is_err() {
                    continue;
                }
                open.revision += 1;
            }
            self.worker.send(Job::Record {
                ticket: pending.ticket,
                issue: pending.issue.clone(),
                transaction: pending.transaction.clone(),
            });
            self.state.pending.push(pending);
        }
    }

    // ---- moving ----

    pub(super) fn select_mark(&mut self, id: EntityId, details: bool) {
        let article =
            self.state.open.as_ref().and_then(|o| o.issue.find(&id)).map(|found| found.article.id.clone());
        if let Some(article) =
            article.filter(|a| self.state.open.as_ref().is_some_and(|open| open.article != *a))
        {
            self.go_article(article);
        }
        if let Some(open) = &mut self.state.open {
            open.mark = Some(id);
            open.selection = None;
            open.details = details;
            open.reveal = true;
        }
    }

    fn deselect(&mut self) {
        if let Some(open) = &mut self.state.open {
            open.mark = None;
            open.selection = None;
            open.details = false;
        }
    }

    fn go_article(&mut self, id: crate::annotation::ArticleId) {
        self.state.welcome = false;
        if let Some(open) = self.state.open.as_mut().filter(|open| open.article != id) {
            open.article = id;
            open.arrived = true;
            open.mark = None;
            open.selection = None;
            open.details = false;
            open.scroll = 0.0;
            open.revision += 1;
            self.page.restart = true;
        }
    }

    fn go_neighbour(&mut self, way: Way) {
        if let Some(next) = self.state.open.as_ref().and_then(|open| walk::article(open, way)) {
            self.go_article(next);
        }
    }

    fn go_mark(&mut self, way: Way, wanted: impl Fn(&Entity) -> bool) {
        let Some(open) = &self.state.open else { return };
        if let Some(id) = walk::mark(&self.state, open, way, wanted) {
            let details = self
                .state
                .open
                .as_ref()
                .and_then(|o| o.issue.find(&id))
                .is_some_and(|found| self.state.is_doubtful(found.entity));
            self.select_mark(id, details);
        } else if way == Way::Forth && self.state.article().is_some_and(|a| self.state.tally(a).open == 0) {
            self.toast("toast.all_decided", false);
        }
    }

    fn go_doubt(&mut self, way: Way) {
        let doubt = self.state.thresholds.doubt;
        self.go_mark(way, |entity| entity.is_open() && entity.score() < doubt);
    }

    /// After a decision: on to the next undecided mark, or rest here where there is none.
    fn go_on(&mut self, from: &EntityId) {
        let Some(open) = &self.state.open else { return };
        match walk::mark(&self.state, open, Way::Forth, Entity::is_open) {
            Some(id) => {
                let details = open.issue.find(&id).is_some_and(|found| self.state.is_doubtful(found.entity));
                self.select_mark(id, details);
            }
            None if open.issue.find(from).is_none() => self.deselect(),
            None => {
                if let Some(open) = &mut self.state.open {
                    open.details = false;
                }
            }
        }
    }

    fn move_caret(&mut self, way: Way, extend: bool) {
        if let Some(selection) = self.state.open.as_ref().and_then(|open| walk::caret(open, way, extend))
            && let Some(open) = &mut self.state.open
        {
            open.selection = Some(selection);
            open.mark = None;
            open.details = false;
            open.reveal = true;
        }
    }

    fn go_pane(&mut self, ctx: &egui::Context, by: usize) {
        use super::state::Pane::{Inspector, Outline, Reader};
        const PANES: [super::state::Pane; 3] = [Outline, Reader, Inspector];
        let here = PANES.iter().position(|pane| *pane == self.state.pane).unwrap_or(1);
        self.show_pane(ctx, PANES[(here + by) % PANES.len()]);
    }

    fn show_pane(&mut self, ctx: &egui::Context, pane: super::state::Pane) {
        self.state.pane = pane;
        // The pane's first widget takes the keyboard when nothing has it.
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }

    fn escape(&mut self) {
        if self.state.floating.take().is_some() || self.state.notice.take().is_some() {
            return;
        }
        if let Some(open) = &mut self.state.open {
            if open.details {
                open.details = false;
            } else if let Some(selection) = open.selection.take() {
                // From the caret back to the mark that it stands at.
                let at = |block: &crate::issue::Block| {
                    let touches =
                        |e: &&Entity| e.range.start() <= selection.caret && selection.caret <= e.range.end();
                    block.standing().find(touches).map(|entity| entity.id.clone())
                };
                open.mark = open.current().and_then(|a| a.block(&selection.block)).and_then(at);
            } else {
                open.mark = None;
            }
        }
        self.state.pane = super::state::Pane::Reader;
    }

    fn copy(&self, ctx: &egui::Context) {
        let Some(open) = &self.state.open else { return };
        let text = selected_text(open).or_else(|| open.current().map(crate::issue::Article::text));
        if let Some(text) = text {
            ctx.copy_text(text);
        }
    }

    // ---- saying ----

    pub(super) fn toast(&mut self, key: &str, undo: bool) {
        let text = self.state.say(key).to_owned();
        self.toast_text(text, undo);
    }

    pub(super) fn toast_text(&mut self, text: String, undo: bool) {
        let stay = if undo { TOAST.1 } else { TOAST.0 };
        self.state.toast = Some(Toast { text, undo, until: self.clock + stay });
    }

    pub(super) fn notice(&mut self, message: Message, offer: Offer) {
        self.state.notice = Some(Notice { message, offer });
    }
}

/// The selected characters, or the text of the selected mark.
fn selected_text(open: &OpenIssue) -> Option<String> {
    if let Some(selection) = open.selection.as_ref().filter(|s| !s.range().is_empty()) {
        let block = open.current()?.block(&selection.block)?;
        return crate::text::slice(&block.text, selection.range()).map(ToOwned::to_owned);
    }
    open.selected().map(|entity| entity.text.clone())
}

/// A file name for an export.
pub fn export_name(state: &State, scope: &Scope) -> String {
    let title = state.open.as_ref().map_or("", |open| open.issue.title.as_str());
    let date = state.open.as_ref().map_or("", |open| open.issue.date.as_str());
    let stem = match scope {
        Scope::All | Scope::Done => state.say("export.all_name").to_owned(),
        _ if title.is_empty() => state.say("export.issue_name").to_owned(),
        _ => format!("{title}{date}"),
    };
    format!("{stem}.article.jsonl")
}
