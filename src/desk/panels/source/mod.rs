//! The source beside the article (F4): its raw lines, or its pages as they were printed.
//!
//! ```text
//! rows       what stands where, and whose it is          (no egui)
//! why        why a block is where it is                  (no egui)
//! lines      the raw lines: painting, pointing, folding
//! picture    a page with its characters at their places, or its picture
//! sheet      a page's characters as type; their boxes    (sheet)
//! textures   pictures of pages: asked for, kept, let go
//! subject    what is selected, seen from the source     (no egui)
//! bar        tabs, legend, tools
//! card       why an assignment is doubtful, and what to do
//! link       from a displaced headline to its place in the article
//! ```
//! [`SourceState`] is the pane's memory: what was worked out and how far it is scrolled. Which tab is open belongs to
//! the issue's view ([`Beside`]) and is kept with it. The pane follows the article: whenever another block, mark or caret
//! is selected there, its place in the source is brought into view; a click here puts the caret there.

mod bar;
mod card;
mod lines;
mod link;
mod picture;
pub mod rows;
mod sheet;
mod subject;
mod textures;
pub mod why;

pub use bar::toggle;
pub use card::show as show_card;
pub use lines::first_tab;
pub use link::show as show_links;
pub use subject::{Subject, text_position};
pub use textures::{PICTURE_LIMIT, Picture, PictureKey, PicturePainter, Textures};

use super::Panel;
use crate::annotation::{ArticleId, BlockId, EntityId};
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::shape::Shape;
use crate::desk::state::{Beside, OpenIssue, Pane, Selection};
use crate::desk::theme::Theme;
use crate::issue::{Issue, Role};
use crate::source::Source;
use crate::strings::Message;
use egui::{
    Color32, EventFilter, Galley, Id, Key, Modifiers, Pos2, Rect, Role as Part, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo,
};
use rows::{Items, Lines, Owners, Row};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use why::Case;

/// Height of the bar above the pane, that of the reader's.
pub const BAR: f32 = 40.0;

/// Where the raw text begins, and the size that it is set in.
const TEXT_LEFT: f32 = 112.0;
const TEXT_SIZE: f32 = 15.0;
/// The overview at the right edge.
const RULER: f32 = 10.0;

/// The pane's memory.
#[derive(Default)]
pub struct SourceState {
    source: Option<Arc<Source>>,
    /// Counts the sources that were shown.
    serial: u64,
    lines: Lines,
    rows: Vec<Row>,
    columns: u32,
    owners: Owners,
    /// The issue's revision that was looked at, and what its rows and colours depend on, as one number.
    structure: Option<(u64, u64)>,
    /// The article on the page, as its place in the issue.
    here: Option<u32>,
    items: Items,
    item_key: Option<(u64, Option<u32>, usize, u32, u64)>,
    /// First lines of the folds that are open.
    unfolded: HashSet<u32>,
    /// For which article they were opened.
    unfolded_for: Option<ArticleId>,
    cases: Vec<Case>,
    subject: Option<Subject>,
    subject_key: Option<SubjectKey>,
    /// The subject has to come into view.
    follow: bool,
    scroll: f32,
    height: f32,
    /// The row or fold that the keys stand on.
    cursor: Option<rows::What>,
    /// A row that stays at this height when everything moves.
    kept: Option<(u32, f32)>,
    /// Where on the whole height the article has rows: runs, each from and to, 0 to 1.
    ticks: Vec<(f32, f32)>,
    /// A movement of this frame.
    walk: Option<Walk>,
    held: HashMap<u32, Arc<Galley>>,
    ink_key: Option<u32>,
    /// The glyph atlas was emptied.
    emptied: bool,
    sentinel: Option<Arc<Galley>>,
    /// Where on the screen the last seen row of a block of the article ends.
    anchors: Vec<(u32, Pos2)>,
    page: picture::PageView,
    /// Pictures of pages.
    pub textures: Textures,
}

type SubjectKey = (u64, u64, Option<EntityId>, Option<Selection>, Option<BlockId>);

/// Up or down in the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    Rows(i32),
    Pages(i32),
    Start,
    End,
}

/// The widget that has the keyboard while the pane has it.
pub fn focus_id() -> Id {
    Id::unique("source.focus")
}

/// Whether the pane has a use of its own for a key without modifiers.
pub fn is_own_key(key: Key) -> bool {
    use Key::{
        ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Delete, End, Enter, Equals, Home, Minus, Num0, PageDown,
        PageUp, Plus,
    };
    matches!(
        key,
        ArrowUp
            | ArrowDown
            | ArrowLeft
            | ArrowRight
            | PageUp
            | PageDown
            | Home
            | End
            | Enter
            | Delete
            | Plus
            | Equals
            | Minus
            | Num0
    )
}

/// Shows the pane.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut SourceState) {
    let Some(open) = &panel.state.open else { return };
    let Some(tab) = open.beside else { return };
    let full = ui.max_rect();
    let (head, body) = full.split_top_bottom_at_y(full.top() + BAR);
    source.prepare(ui, open, panel);
    source.anchors.clear();
    keyboard(ui, panel, source, body, tab);
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        ui.shrink_clip_rect(body);
        match tab {
            Beside::Lines => lines::show(ui, panel, source, open),
            Beside::Pages => picture::show(ui, panel, source, open),
        }
    });
    ui.scope_builder(UiBuilder::new().max_rect(head), |ui| bar::show(ui, panel, source, open, tab));
    if panel.state.pane == Pane::Source && ui.memory(|memory| memory.has_focus(focus_id())) {
        // The keyboard is here.
        let line = Rect::from_x_y_ranges(head.x_range(), head.bottom() - 2.0..=head.bottom());
        ui.painter().rect_filled(line, 0, panel.state.theme.zhu);
    }
}

/// What the status bar says of the selected place: file, line, characters.
pub fn place(source: &SourceState, open: &OpenIssue) -> Option<Message> {
    open.beside?;
    let subject = source.subject.as_ref()?;
    let ranges = if subject.marked.is_empty() { &subject.whole } else { &subject.marked };
    let (start, end) = match (subject.caret, ranges.first()) {
        (Some(at), _) => (at, at),
        (None, Some(range)) => (range.start(), range.end()),
        _ => return None,
    };
    let line = source.lines.list.get(source.lines.at(start)?)?;
    let file = open.issue.files.get(line.part as usize).map_or("", |file| file.file.as_str());
    let file = shortened(file);
    let chars = if start == end {
        super::status::grouped(start)
    } else {
        format!("{}–{}", super::status::grouped(start), super::status::grouped(end))
    };
    Some(Message::new("status_bar.source").with("file", file).with("line", line.number).with("chars", chars))
}

/// A long file name with … in its middle.
fn shortened(name: &str) -> String {
    const MOST: usize = 24;
    let count = name.chars().count();
    if count <= MOST {
        return name.to_owned();
    }
    let (head, tail) = (name.chars().take(MOST / 2), name.chars().skip(count - MOST / 2 + 1));
    head.chain(['…']).chain(tail).collect()
}

impl SourceState {
    /// A pane whose pictures this painter makes.
    pub fn painted_by(painter: PicturePainter) -> Self {
        let mut pane = Self::default();
        pane.textures.painter = Some(painter);
        pane
    }

    /// Brings everything up to date with the open issue.
    fn prepare(&mut self, ui: &Ui, open: &OpenIssue, panel: &Panel<'_>) {
        let sentinel = ui.painter().layout_no_wrap("永".to_owned(), fonts::ui(), Color32::PLACEHOLDER);
        // When egui empties its glyph atlas it lays even this out anew; then all that is held points to nothing.
        if self.sentinel.as_ref().is_none_or(|old| !Arc::ptr_eq(old, &sentinel)) {
            self.held.clear();
            self.emptied = true;
        }
        self.sentinel = Some(sentinel);
        if self.source.as_ref().is_none_or(|source| !Arc::ptr_eq(source, &open.source)) {
            let textures = std::mem::take(&mut self.textures);
            *self = Self { serial: self.serial + 1, lines: Lines::of(&open.source), ..Self::default() };
            self.source = Some(Arc::clone(&open.source));
            self.textures = textures.emptied();
        }
        let moved = self.unfolded_for.as_ref() != Some(&open.article);
        if moved || self.structure.is_none_or(|(revision, _)| revision != open.revision) {
            let hash = structure(&open.issue);
            if self.structure.is_none_or(|(_, old)| old != hash) {
                self.owners = Owners::of(&open.issue);
            }
            self.structure = Some((open.revision, hash));
            let here = open.issue.articles.iter().position(|article| article.id == open.article);
            self.here = here.map(|n| n as u32);
            self.cases = open.current().map_or_else(Vec::new, |article| {
                why::cases(&open.issue, article, &self.lines, &self.owners, panel.state.thresholds)
            });
        }
        if moved {
            self.unfolded_for = Some(open.article.clone());
            self.unfolded.clear();
            self.cursor = None;
            self.follow = true;
        }
        self.find_subject(open);
    }

    /// Finds what is selected in the article; with nothing selected, the first assignment to look at.
    fn find_subject(&mut self, open: &OpenIssue) {
        let first = self.cases.first().map(|case| case.block.clone());
        let hash = self.structure.map_or(0, |(_, hash)| hash);
        let key = (self.serial, hash, open.mark.clone(), open.selection.clone(), first);
        if self.subject_key.as_ref() == Some(&key) {
            return;
        }
        let before = self.subject.take();
        self.subject = open.current().and_then(|article| {
            subject::selected(article, open, &self.lines.chars).or_else(|| {
                let place = article.blocks.iter().position(|block| Some(&block.id) == key.4.as_ref())?;
                Some(subject::whole(article.blocks.get(place)?, place))
            })
        });
        // A decision about a mark leaves the pane where it is.
        self.follow |= self.subject.is_some() && before != self.subject;
        self.subject_key = Some(key);
    }

    /// The assignment that the card is about: the selected block's, else the first.
    pub fn case(&self, open: &OpenIssue) -> Option<&Case> {
        let chosen = open.mark.is_some() || open.selection.is_some();
        let subject = self.subject.as_ref()?;
        let own = self.cases.iter().find(|case| case.block == subject.block);
        own.or_else(|| self.cases.first().filter(|_| !chosen))
    }

    /// The selected place has to come into view.
    pub fn look(&mut self) {
        self.follow = true;
    }

    /// A picture came in.
    pub fn picture_came(&mut self, key: PictureKey, picture: Option<Picture>) {
        self.textures.take(key, picture, self.serial);
    }

    /// The article, block and position of its text that have a character of the source, or else the next one.
    pub fn place_of(&self, issue: &Issue, at: u32) -> Option<(ArticleId, BlockId, u32)> {
        let owner = self.owners.at(at)?;
        let article = issue.articles.get(owner.article as usize)?;
        let block = article.blocks.get(owner.block as usize)?;
        let at = if owner.range.contains(at) { at } else { owner.range.start() };
        Some((article.id.clone(), block.id.clone(), text_position(block, at, &self.lines.chars)))
    }

    /// The block that is highlighted.
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }

    /// Rows that are laid out as glyphs (all others are only counted).
    pub fn laid_out(&self) -> usize {
        self.held.len()
    }
}

/// What an issue's rows and colours depend on, as one number.
fn structure(issue: &Issue) -> u64 {
    let mut hasher = DefaultHasher::new();
    for article in &issue.articles {
        (&article.id, article.kind).hash(&mut hasher);
        for block in &article.blocks {
            (&block.id, block.role, block.status, &block.source).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Takes the keyboard when the pane has it, and turns keys into movements and decisions.
fn keyboard(ui: &Ui, panel: &mut Panel<'_>, source: &mut SourceState, rect: Rect, tab: Beside) {
    let id = focus_id();
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let name = panel.state.say("source.name");
    response.widget_info(|| WidgetInfo::labeled(Part::List, true, name));
    if panel.state.pane != Pane::Source || panel.state.floating.is_some() {
        return;
    }
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    // In a window of its own Tab is the desk's.
    let apart = ui.ctx().viewport_id() != egui::ViewportId::ROOT;
    let filter = EventFilter { tab: apart, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    if !ui.memory(|memory| memory.has_focus(id)) || panel.state.composing {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (key, walk) in [
        (Key::ArrowUp, Walk::Rows(-1)),
        (Key::ArrowDown, Walk::Rows(1)),
        (Key::PageUp, Walk::Pages(-1)),
        (Key::PageDown, Walk::Pages(1)),
        (Key::Home, Walk::Start),
        (Key::End, Walk::End),
    ] {
        if pressed(key) {
            source.walk = Some(walk);
        }
    }
    if tab == Beside::Pages {
        source.page.keys(ui);
    }
    let Some(open) = &panel.state.open else { return };
    if pressed(Key::Enter) {
        let taken = tab == Beside::Lines && lines::enter(panel, source);
        if let Some(case) = source.case(open).filter(|_| !taken) {
            panel.push(Command::Shape(Shape::Confirm(vec![case.block.clone()])));
        }
    }
    if pressed(Key::Delete)
        && let Some(case) = source.case(open)
    {
        panel.push(Command::Shape(Shape::Detach(case.block.clone())));
    }
}

/// Number of the article and what the block is, as it stands beside a row.
fn owner_label(panel: &Panel<'_>, owners: &Owners, owner: &rows::Owner) -> String {
    let state = panel.state;
    if owners.tint(owner.article).is_none() {
        return state.say("source.furniture").to_owned();
    }
    let number = owners.numbers.get(owner.article as usize).copied().unwrap_or_default();
    format!("{number} {}", state.say(role_key(owner.role)))
}

/// Key of a role's name.
pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::Kicker => "reader.role.kicker",
        Role::Headline => "reader.role.headline",
        Role::Subheadline => "reader.role.subheadline",
        Role::Byline => "reader.role.byline",
        Role::Dateline => "reader.role.dateline",
        Role::Paragraph => "reader.role.paragraph",
        Role::Caption => "reader.role.caption",
        Role::Quote => "reader.role.quote",
        Role::Other => "reader.role.other",
    }
}

/// The ground of an article's text, and that of the selected block.
fn ground(theme: &Theme, owners: &Owners, owner: &rows::Owner, selected: bool) -> Option<Color32> {
    let tint = owners.tint(owner.article).map(|n| theme.article_tint(n as usize));
    if selected { Some(Theme::mix(tint.unwrap_or(theme.desk), theme.zhu, 0.16)) } else { tint }
}

/// The size of a page that fits a width.
fn fit(width: f32, page: Vec2) -> f32 {
    if page.x > 0.0 { width / page.x } else { 1.0 }
}
