//! The one place where commands are carried out, after the frame.

use super::Desk;
use super::command::{Action, Command, Way};
use super::settings::Letters;
use super::state::{Drawn, Floating, Notice, Offer, OpenIssue, PaletteOffer, Selection, State, Toast};
use super::theme::{Theme, ThemeName};
use super::worker::{Job, Moving};
use crate::annotation::Entity;
use crate::exchange::Scope;
use crate::issue::ArticleStatus;
use crate::issue::gesture::{self};
use crate::source::How;
use crate::strings::{Language, Message, Strings};

/// How long a toast stays, in seconds; longer where it offers to undo.
const TOAST: (f64, f64) = (5.0, 10.0);
/// The longest toast, in characters.
const SAID: usize = 160;

impl Desk {
    /// Carries out a command.
    pub fn apply(&mut self, ctx: &egui::Context, command: Command) {
        let floated = self.state.floating.is_some();
        match command {
            Command::Act(action) => self.act(ctx, action),
            Command::Shape(shape) => self.shape(ctx, shape),
            Command::GoBlock(block) => self.go_block(&block),
            Command::AskRole(block) => self.state.floating = Some(Floating::Role(block)),
            Command::Open(paths) => self.open_paths(paths),
            Command::ChooseAs(encoding) => {
                super::dialogs::open_file_as(self.worker.expect(), &self.state, encoding);
            }
            Command::OpenAs(path, encoding) => {
                self.confirm_editor();
                self.ensure_dataset();
                self.state.notice = None;
                self.open_file(path, Some(encoding));
            }
            Command::MoveIssue(to) => self.move_issue(to),
            Command::OpenMapped => self.open_mapped(),
            Command::OpenLocked => self.open_locked(),
            Command::OpenText(text) => self.open_text(text, "file.pasted"),
            Command::OpenStored(_) | Command::CloseTab(_) | Command::PaneWidth(..) => {
                self.apply_shell(command);
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
            Command::SetRange(..)
            | Command::Topic(..)
            | Command::Keyword(..)
            | Command::Relation(..)
            | Command::Relate(..)
            | Command::Status(_) => self.apply_decision(command),
            Command::Read { block, range, reading } => self.read(&block, range, &reading),
            Command::WriteNote(_) | Command::WriteRemark { .. } => self.apply_note(command),
            Command::SetEditor(name) => self.set_editor(name.trim()),
            Command::SetTheme(name) => self.set_theme(name),
            Command::SetSerif(serif) => {
                self.state.settings.serif = serif;
                self.keep_settings();
            }
            Command::Export(turn) => self.export(turn),
            Command::Import(turn) => self.import(turn),
            Command::Quality(of) => self.show_quality(of),
            Command::Card(_)
            | Command::ReviewBy(_)
            | Command::TourNext
            | Command::TourEnd
            | Command::GoPast(_)
            | Command::Travel(_)
            | Command::HistorySeen
            | Command::EditGuideline
            | Command::WriteGuideline(_) => self.apply_beside(command),
            Command::Context(turn) => self.turn(turn),
            Command::Find(text) => self.find(text),
            Command::ChooseTable => self.choose_table(),
            Command::TableTo(path) => self.write_table(path),
            Command::UseTaxonomy(path) => self.use_taxonomy(path),
            Command::BackupTo(path) => self.worker.send(Job::Backup(path)),
            Command::OpenReadOnly(path) => self.open_read_only(path),
            Command::Scroll(_) | Command::Reveal | Command::Revealed => self.apply_place(&command),
            Command::ShowPane(pane) => self.show_pane(ctx, pane),
            Command::FocusReader => {
                // Whoever clicks the page has found the place.
                self.end_seek(true);
                self.state.pane = super::state::Pane::Reader;
                ctx.memory_mut(|memory| memory.request_focus(super::panels::page::focus_id()));
            }
            Command::ShowBeside(tab) => self.show_beside(tab),
            Command::GoSource(at) => self.go_source(at),
            Command::Picture(key) => self.make_picture(key),
            Command::Retry => self.retry(),
            Command::Close => self.close_floating(),
            Command::Label(label) => self.give(&label),
            Command::Seek { query, turn } => self.seek(&query, turn),
            Command::CloseNotice => self.close_notice(),
            Command::Keeping(turn) => self.turn_keeping(turn),
            Command::CancelDraft => self.worker.cancel(),
            Command::Labels(turn) => self.change_labels(turn),
            Command::Topics(turn) => self.change_topics(turn),
            Command::Print(turn) => self.print(turn),
            Command::Several(turn) => self.turn_several(turn),
            Command::CopyTable(of) => self.copy_table(ctx, of),
            Command::Shelf(turn) => self.turn_shelf(turn),
            Command::Settle(rest) => self.settle_rest(rest),
            Command::Restore(copy) => self.restore(copy),
            Command::Offer(offer) => self.open_palette(offer),
            of_keys => self.change_keys(of_keys),
        }
        if !floated && self.state.floating.is_some() {
            // What floats takes the keyboard from the row or field that had it.
            ctx.memory_mut(|memory| {
                memory.focused().into_iter().for_each(|id| memory.surrender_focus(id));
            });
        }
        ctx.request_repaint();
    }

    fn apply_place(&mut self, command: &Command) {
        let Some(open) = &mut self.state.open else { return };
        match command {
            Command::Scroll(scroll) => open.scroll = *scroll,
            reveal => open.reveal = *reveal == Command::Reveal,
        }
    }

    /// Takes away what floats; what it had typed into it and counts without being asked for is kept.
    fn close_floating(&mut self) {
        let back = match &self.state.floating {
            Some(Floating::Labels) => self.labels_back(),
            Some(Floating::Topics) => self.topics_back(),
            _ => false,
        };
        if back {
            return;
        }
        match &self.state.floating {
            Some(Floating::GoTo { .. }) => self.end_seek(false),
            Some(Floating::Settings { .. }) => self.confirm_editor(),
            Some(Floating::Export(_) | Floating::Import(_)) => self.end_exchange(),
            Some(Floating::Release | Floating::Checks | Floating::Merge | Floating::Disputes) => {
                self.leave_several();
            }
            _ => {}
        }
        self.state.floating = None;
    }

    pub(super) fn act(&mut self, ctx: &egui::Context, action: Action) {
        use Action as A;
        if self.act_in_context(ctx, action)
            || self.act_on_shelf(ctx, action)
            || self.turn_page(action)
            || self.act_on_find(action)
            || self.act_on_same(action)
        {
            return;
        }
        if let Some(key) = action.label() {
            return self.label(key);
        }
        if self.by_hand(action) {
            return;
        }
        if action.menu() == super::command::Menu::Structure {
            return self.restructure(ctx, action);
        }
        if action.menu() == super::command::Menu::File {
            return self.act_on_files(ctx, action);
        }
        if action.menu() == super::command::Menu::Data {
            return self.act_on_data(action);
        }
        match action {
            A::Undo | A::Redo if self.state.is_preview() => self.toast(self.state.why_read_only(), false),
            A::Undo => self.worker.send(Job::Undo),
            A::Redo => self.worker.send(Job::Redo),
            A::Copy => self.copy(ctx),
            A::Accept => self.decide_mark(gesture::accept),
            A::Reject => self.decide_mark(gesture::reject),
            A::AcceptBlock => self.accept_confident(true),
            A::AcceptArticle => self.accept_confident(false),
            A::Details => {
                if let Some(open) = &mut self.state.open {
                    open.details = !open.details;
                }
            }
            A::Reading => self.ask_reading(),
            A::Unread => self.unread(),
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
            A::ChooseTopic => self.open_palette(PaletteOffer::Topics),
            A::Relate => self.ask_relation(),
            A::Done => self.done(),
            A::TrashArticle => drop(self.act_on_keeping(action)),
            A::Reopen => self.set_status(ArticleStatus::InProgress),
            A::InReview => self.set_status(ArticleStatus::InReview),
            A::Note => self.ask_note(),
            A::ArticleNote => self.ask_article_note(),
            A::Unnote => self.unnote(),
            A::NextArticle => self.go_neighbour(Way::Forth),
            A::PreviousArticle => self.go_neighbour(Way::Back),
            A::NextOpen | A::Leave => self.go_mark(Way::Forth, Entity::is_open),
            A::PreviousOpen => self.go_mark(Way::Back, Entity::is_open),
            A::NextDoubt => self.go_doubt(Way::Forth),
            A::PreviousDoubt => self.go_doubt(Way::Back),
            A::NextMark => self.go_mark(Way::Forth, |_| true),
            A::PreviousMark => self.go_mark(Way::Back, |_| true),
            A::Palette => self.open_palette(PaletteOffer::All),
            A::Keys => self.state.floating = Some(Floating::Keys),
            A::Settings => self.open_settings(),
            A::About => self.state.floating = Some(Floating::About),
            A::Tour => self.start_tour(),
            A::History => self.show_history(),
            A::ReviewScope => self.ask_review_scope(),
            A::Guideline => self.show_guideline(),
            A::SourceBeside => self.toggle_beside(ctx),
            A::SourceApart => self.toggle_apart(),
            A::NextTab => self.turn_tab(Way::Forth),
            A::PreviousTab => self.turn_tab(Way::Back),
            A::MenuBar => super::panels::menus::toggle(ctx),
            A::NextPane => self.go_pane(ctx, Way::Forth),
            A::PreviousPane => self.go_pane(ctx, Way::Back),
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

    pub(super) fn open_stored(&mut self, id: crate::annotation::IssueId) {
        let here = self.state.open.as_ref().is_some_and(|open| open.issue.id == id);
        self.state.to_desk();
        if !here {
            self.load(id);
        }
    }

    fn act_on_files(&mut self, ctx: &egui::Context, action: Action) {
        use Action as A;
        match action {
            A::OpenIssue | A::OpenFolder | A::OpenAs | A::OpenDataset | A::Renew
                if !super::dialogs::available() =>
            {
                self.notice(Message::new("dialog.unavailable"), Offer::Nothing);
            }
            A::OpenIssue => super::dialogs::open_files(self.worker.expect(), &self.state),
            A::OpenFolder => super::dialogs::open_folder(self.worker.expect(), &self.state),
            A::OpenAs => self.open_palette(PaletteOffer::Encodings),
            A::Reread => self.open_palette(PaletteOffer::Rereadings),
            A::Renew => super::dialogs::open_newer(self.worker.expect(), &self.state),
            A::Unfit => {
                if let Some(open) = &self.state.open {
                    self.worker.send(Job::Unfit(open.issue.id.clone()));
                }
            }
            A::OpenDataset => super::dialogs::open_dataset(self.worker.expect(), &self.state),
            A::Paste => {
                self.paste = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
            A::OpenSample => {
                if self.state.settings.tour_seen.is_none() {
                    self.state.tour = super::tour::Tour::Waits;
                }
                self.open_text(super::SAMPLE.to_owned(), "file.sample");
            }
            A::Export => self.open_export(),
            A::Import => self.ask_import(),
            A::Print => self.ask_print(),
            A::IssueFacts => self.ask_issue(),
            A::CloseIssue => self.close_issue(),
            A::Welcome => self.state.welcome = true,
            A::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            _ => {}
        }
    }

    pub(super) fn act_on_settings(&mut self, action: Action) {
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
            Action::Bare => self.state.drawn = self.state.drawn.toggled(Drawn::Nothing),
            Action::Arcs => self.state.drawn = self.state.drawn.toggled(Drawn::Arcs),
            Action::Theme => {
                let next = settings.theme.next();
                return self.set_theme(next);
            }
            Action::ReduceMotion => settings.reduce_motion = !settings.reduce_motion,
            Action::BodyFace => settings.serif = !settings.serif,
            Action::Larger => settings.size_step = (settings.size_step + 1).min(2),
            Action::Smaller => settings.size_step = (settings.size_step - 1).max(-2),
            Action::StandardSize => settings.size_step = 0,
            Action::Wider | Action::Narrower | Action::StandardMeasure => self.set_measure(action),
            Action::ScaleUp | Action::ScaleDown | Action::StandardScale => self.set_scale(action),
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

    pub(super) fn open_paths(&mut self, paths: Vec<std::path::PathBuf>) {
        self.confirm_editor();
        for path in paths {
            if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("zhupi")) {
                self.worker.send(Job::OpenDataset { path, read_only: false });
            } else {
                self.ensure_dataset();
                self.open_file(path, None);
            }
        }
    }

    /// Opens a file, a folder or a ZIP; records by the fields that were named before.
    pub(super) fn open_file(&mut self, path: std::path::PathBuf, encoding: Option<crate::source::Encoding>) {
        let how = How { encoding, before: self.state.settings.mappings.clone(), ..How::default() };
        self.worker.send(Job::OpenFile { path, how });
    }

    /// Opens the records whose fields the editor has named, and remembers them.
    fn open_mapped(&mut self) {
        let Some(Floating::Mapping(asked)) = self.state.floating.take() else { return };
        let mapping = self.fields.mapping.clone();
        self.state.settings.named(mapping.clone());
        self.keep_settings();
        let before = self.state.settings.mappings.clone();
        let how = How { encoding: asked.encoding, mapping: Some(mapping), before, ..How::default() };
        self.worker.send(Job::OpenFile { path: asked.path, how });
    }

    fn open_read_only(&mut self, path: std::path::PathBuf) {
        self.state.notice = None;
        self.worker.send(Job::OpenDataset { path, read_only: true });
    }

    /// Opens the PDF with the password that was typed.
    fn open_locked(&mut self) {
        let Some(Floating::Password(locked)) = self.state.floating.take() else { return };
        let password = std::mem::take(&mut self.fields.password);
        if let Ok(mut typed) = self.passwords.lock() {
            typed.push(password.clone());
        }
        self.worker.send(Job::OpenFile { path: locked.path, how: How { password, ..locked.how } });
    }

    pub(super) fn open_text(&mut self, text: String, name: &str) {
        self.confirm_editor();
        self.ensure_dataset();
        let name = self.state.say(name).to_owned();
        self.worker.send(Job::OpenText { text, name });
    }

    /// With no dataset open, the editor's own one is opened or made.
    pub(super) fn ensure_dataset(&mut self) {
        if self.state.dataset.is_none()
            && let Some(path) = self.state.dataset_path.clone()
        {
            self.worker.send(Job::OpenDataset { path, read_only: false });
        }
    }

    /// The name in the field counts from the first file on.
    pub(super) fn confirm_editor(&mut self) {
        let name = self.fields.name.trim().to_owned();
        if self.state.settings.editor != name {
            self.set_editor(&name);
        }
    }

    pub(super) fn set_editor(&mut self, name: &str) {
        let name =
            if name.is_empty() { self.state.say("editor.nameless").to_owned() } else { name.to_owned() };
        name.clone_into(&mut self.fields.name);
        self.state.settings.editor.clone_from(&name);
        self.worker.send(Job::Editor(name));
        self.keep_settings();
    }

    pub(super) fn set_theme(&mut self, name: ThemeName) {
        self.state.settings.theme = name;
        self.state.theme = Theme::of(name);
        self.restyle = true;
        self.keep_settings();
    }

    /// Writes the settings; a failure is no reason to disturb, they are asked again next time.
    pub(super) fn keep_settings(&self) {
        let _ = self.state.settings.save(self.settings_path.as_deref());
    }

    /// Topics of another taxonomy, or of the program's own.
    pub(super) fn use_taxonomy(&mut self, path: Option<std::path::PathBuf>) {
        self.ensure_dataset();
        self.worker.send(Job::Taxonomy(path));
    }

    /// Has the open issue set on other files; the decisions go along.
    fn move_issue(&mut self, to: Moving) {
        let Some(open) = &self.state.open else { return };
        let issue = open.issue.id.clone();
        self.state.notice = None;
        self.worker.send(Job::Move { issue, to });
    }

    pub(super) fn open_palette(&mut self, offer: PaletteOffer) {
        self.fields.query.clear();
        self.fields.row = 0;
        self.fields.group = None;
        self.state.floating = Some(Floating::Palette { offer });
    }

    pub(super) fn copy(&self, ctx: &egui::Context) {
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
        // What it quotes may be as long as an article.
        let text = match text.char_indices().nth(SAID) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        self.state.toast = Some(Toast { text, undo, until: self.clock + stay });
    }

    pub(super) fn notice(&mut self, message: Message, offer: Offer) {
        self.state.notice = Some(Notice { message, offer });
    }
}

/// The selected characters, or the text of the selected mark.
pub(super) fn selected_text(open: &OpenIssue) -> Option<String> {
    if let Some(selection) = open.selection.as_ref().filter(|s| !s.range().is_empty()) {
        let block = open.current()?.block(&selection.block)?;
        return crate::text::slice(&block.text, selection.range()).map(ToOwned::to_owned);
    }
    open.selected().map(|entity| entity.text.clone())
}

/// What the name of an export begins with: the issue's, or the dataset's.
pub fn export_stem(state: &State, scope: &Scope) -> String {
    let title = state.open.as_ref().map_or("", |open| open.issue.title.as_str());
    let date = state.open.as_ref().map_or("", |open| open.issue.date.as_str());
    let stem = match scope {
        Scope::All | Scope::Done => state.say("export.all_name").to_owned(),
        // A name may be longer than a file's can be.
        Scope::Release(name) => name.chars().take(40).collect(),
        _ if title.trim().is_empty() => state.say("export.issue_name").to_owned(),
        _ => format!("{title}{date}"),
    };
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    stem.chars().map(safe).collect()
}
