//! An editor's hand: a desk in a harness, and what one does with it.

use crate::paint::Textures;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use zhupi::annotation::{Entity, EntityId};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::Desk;
use zhupi::desk::command::{Action, Command};
use zhupi::desk::settings::Settings;
use zhupi::desk::state::{OpenIssue, State};
use zhupi::desk::worker::Loading;
use zhupi::issue::{Article, Block, Issue};
use zhupi::propose::Proposer;
use zhupi::source::{Encoding, Source};
use zhupi::strings::Language;
use zhupi::text;

pub const EDITOR: &str = "林";
pub const SAMPLE: &str = include_str!("../../assets/samples/page.txt");
/// Ctrl on most machines.
pub const CTRL: Modifiers = Modifiers::COMMAND;
pub const SHIFT: Modifiers = Modifiers::SHIFT;
pub const ALT: Modifiers = Modifiers::ALT;
pub const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// The sample page with its proposals, drafted once.
static DRAFT: LazyLock<(Source, Issue)> = LazyLock::new(|| {
    let bytes = SAMPLE.as_bytes().to_vec();
    let source = Source::from_bytes("样张.txt", bytes, Some(Encoding::Utf8)).unwrap();
    let issue = zhupi::propose::draft(&source, &Proposer::new().unwrap());
    (source, issue)
});

pub struct Hand {
    pub h: Harness<'static, Option<Desk>>,
    pub folder: Rc<TempDir>,
    /// What is needed to draw it.
    pub textures: Textures,
    settings: PathBuf,
}

/// A folder with settings that put the dataset into it; nothing is asked of the user's own folders.
pub fn folder(editor: &str) -> Rc<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        editor: editor.into(),
        language: Language::Zh,
        dataset: Some(folder.path().join("集.zhupi")),
        reduce_motion: true,
        ..Settings::default()
    };
    settings.save(Some(&folder.path().join("settings.json"))).unwrap();
    Rc::new(folder)
}

impl Hand {
    /// A desk on this folder, as after a start of the program.
    pub fn at(folder: &Rc<TempDir>) -> Self {
        Self::with(folder, "settings.json", Vec::new())
    }

    /// A desk with these settings and files.
    pub fn with(folder: &Rc<TempDir>, settings: &str, files: Vec<PathBuf>) -> Self {
        let settings = folder.path().join(settings);
        let made = Rc::new(RefCell::new(None));
        let (making, path) = (Rc::clone(&made), settings.clone());
        let textures = Textures::default();
        let h = Harness::builder()
            .renderer(textures.clone())
            .with_size(vec2(1440.0, 900.0))
            .with_step_dt(0.05)
            .with_max_steps(40)
            .with_context_setup(move |ctx| {
                *making.borrow_mut() = Some(Desk::new(ctx, Loading::start(), Some(path), files));
            })
            .build_ui_state(
                move |ui, desk: &mut Option<Desk>| {
                    // The desk is made with the context, before the first frame, as the window does it.
                    let desk = desk.get_or_insert_with(|| made.borrow_mut().take().unwrap());
                    desk.ui(ui);
                },
                None,
            );
        let mut hand = Self { h, folder: Rc::clone(folder), textures, settings };
        hand.quiet();
        hand
    }

    /// A desk with the sample page open.
    pub fn sample() -> Self {
        let folder = folder(EDITOR);
        let mut dataset = Dataset::open(&folder.path().join("集.zhupi"), Access::Write).unwrap();
        let (source, issue) = &*DRAFT;
        dataset.add_issue(source, issue, EDITOR).unwrap();
        dataset.close().unwrap();
        let mut hand = Self::at(&folder);
        let id = hand.state().dataset.as_ref().unwrap().issues[0].id.clone();
        hand.command(Command::OpenStored(id));
        hand
    }

    /// Ends this desk and starts another one; what it shows is what was shown.
    pub fn reopen(self) -> Self {
        let before = self.issue().clone();
        let folder = Rc::clone(&self.folder);
        self.close();
        let hand = Self::at(&folder);
        assert_eq!(*hand.issue(), before, "closing loses and changes nothing");
        hand
    }

    pub fn close(mut self) {
        self.h.state_mut().as_mut().unwrap().close();
    }

    /// Frames and answers, until nothing is under way.
    pub fn quiet(&mut self) {
        for _ in 0..3 {
            self.h.run_ok();
            self.h.state_mut().as_mut().unwrap().settle();
        }
        self.h.run_ok();
    }

    // ---- acts ----

    pub fn key(&mut self, key: Key) {
        self.h.key_press(key);
        self.quiet();
    }

    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.h.key_press_modifiers(modifiers, key);
        self.quiet();
    }

    /// Presses the key that the table prints for an action.
    pub fn press(&mut self, action: Action) {
        let key = *self.state().settings.keys.keys(action).first().expect("the action has a key");
        self.keys(key.modifiers, key.key);
    }

    /// Chooses this path in the system's dialog that the action asks with.
    pub fn choose(&mut self, action: Action, path: &Path) {
        zhupi::desk::dialogs::stand_in(path);
        self.act(action);
    }

    /// Finishes the article by key; what is left in it is accepted.
    pub fn finish(&mut self) {
        self.keys(CTRL_SHIFT, Key::Enter);
        if self.state().floating == Some(zhupi::desk::state::Floating::Rest) {
            self.key(Key::Enter);
        }
    }

    pub fn event(&mut self, event: Event) {
        self.h.event(event);
        self.quiet();
    }

    pub fn write(&mut self, text: &str) {
        self.event(Event::Text(text.into()));
    }

    /// Replaces what stands in a field.
    pub fn fill(&mut self, label: &str, text: &str) {
        self.h.get_by_role_and_label(Role::TextInput, label).click();
        self.h.remove_cursor();
        self.quiet();
        self.keys(CTRL, Key::A);
        self.write(text);
    }

    /// Clicks what has this name.
    pub fn click(&mut self, label: &str) {
        self.h.get_by_label(label).click();
        self.h.remove_cursor();
        self.quiet();
    }

    /// Presses the button at `from`, moves over `to` and lets go there.
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.h.hover_at(from);
        self.h.drag_at(from);
        for step in 1..=4 {
            self.h.hover_at(from + (to - from) * (step as f32 / 4.0));
        }
        self.h.drop_at(to);
        self.quiet();
    }

    pub fn command(&mut self, command: Command) {
        let ctx = self.h.ctx.clone();
        self.h.state_mut().as_mut().unwrap().apply(&ctx, command);
        self.quiet();
    }

    /// As if the worker had said it.
    pub fn tell(&mut self, event: zhupi::desk::worker::Event) {
        self.h.state_mut().as_mut().unwrap().listen(event);
        self.quiet();
    }

    pub fn act(&mut self, action: Action) {
        self.command(Command::Act(action));
    }

    pub fn drop_files(&mut self, paths: &[&Path]) {
        for path in paths {
            self.h.input_mut().dropped_files.push(Arc::new(Dropped((*path).to_owned())));
        }
        self.quiet();
    }

    // ---- looks ----

    pub fn state(&self) -> &State {
        &self.h.state().as_ref().unwrap().state
    }

    pub fn open(&self) -> &OpenIssue {
        self.state().open.as_ref().unwrap()
    }

    pub fn issue(&self) -> &Issue {
        &self.open().issue
    }

    pub fn article(&self) -> &Article {
        self.open().current().unwrap()
    }

    /// The selected mark.
    pub fn selected(&self) -> &Entity {
        self.open().selected().expect("a mark is selected")
    }

    /// A mark of the issue as it is now.
    pub fn mark(&self, id: &EntityId) -> &Entity {
        self.issue().find(id).expect("the mark is there").entity
    }

    /// The characters that are selected.
    pub fn selection(&self) -> String {
        let selection = self.open().selection.as_ref().expect("something is selected");
        let block = self.article().block(&selection.block).unwrap();
        text::slice(&block.text, selection.range()).unwrap().to_owned()
    }

    pub fn toast(&self) -> &str {
        &self.state().toast.as_ref().expect("something is said").text
    }

    /// The sentence of the problem on the screen.
    pub fn notice(&self) -> String {
        self.state().strings.say(&self.state().notice.as_ref().expect("a problem is shown").message)
    }

    pub fn shows(&self, label: &str) -> bool {
        self.h.query_all_by_label(label).next().is_some()
    }

    /// The text that is copied within the next frames.
    pub fn copied(&mut self) -> Option<String> {
        (0..4).find_map(|_| {
            self.h.step();
            self.h.output().platform_output.commands.iter().find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        })
    }

    /// Whether anything shown has this in its name.
    pub fn shows_part(&self, part: &str) -> bool {
        self.h.query_all_by_label_contains(part).next().is_some()
    }

    pub fn dataset(&self) -> PathBuf {
        self.folder.path().join("集.zhupi")
    }

    /// The issue as it is on the disk.
    pub fn recorded(&self) -> Issue {
        let dataset = Dataset::open(&self.dataset(), Access::Read).unwrap();
        dataset.issue(&self.issue().id).unwrap()
    }

    pub fn settings(&self) -> Settings {
        Settings::load(Some(&self.settings))
    }
}

/// The undecided marks of an article in reading order.
pub fn undecided(article: &Article) -> Vec<EntityId> {
    article.entities().filter(|(_, entity)| entity.is_open()).map(|(_, entity)| entity.id.clone()).collect()
}

/// An undecided mark with a Han character before it and three behind it that no mark covers.
pub fn lonely(article: &Article) -> (&Block, &Entity) {
    let free = |block: &Block, at: u32| {
        let han = block.text.chars().nth(at as usize).is_some_and(text::is_han);
        han && block.standing().all(|e| at < e.range.start() || e.range.end() <= at)
    };
    let alone = |block: &Block, entity: &Entity| {
        let (start, end) = (entity.range.start(), entity.range.end());
        entity.is_open() && start > 0 && free(block, start - 1) && (end..end + 3).all(|at| free(block, at))
    };
    article.entities().find(|(block, entity)| alone(block, entity)).expect("a mark that stands alone")
}

/// `count` characters of a block from `start` on.
pub fn piece(block: &Block, start: u32, count: u32) -> String {
    block.text.chars().skip(start as usize).take(count as usize).collect()
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
