//! The source beside the article (F4): its raw lines, or its pages as they were printed.
//!
//! ```text
//! rows       what stands where, and whose it is          (no egui)
//! why        why a block is where it is                  (no egui)
//! lines      the raw lines: painting, pointing, folding
//! picture    a page with its characters at their places, or its picture
//! sheet      a page's characters as type; their boxes    (sheet)
//! textures   pictures of pages: asked for, kept, let go
//! card       why an assignment is doubtful, and what to do
//! link       from a displaced headline to its place in the article
//! ```
//! [`SourceState`] is the pane's memory: what was worked out and how far it is scrolled. Which tab is open belongs to
//! the issue's view ([`Beside`]) and is kept with it. The pane follows the article: whenever another block, mark or caret
//! is selected there, its place in the source is brought into view; a click here puts the caret there.

mod card;
mod lines;
mod link;
mod picture;
pub mod rows;
mod sheet;
mod textures;
pub mod why;

pub use card::show as show_card;
pub use lines::first_tab;
pub use link::show as show_links;
pub use textures::{PICTURE_LIMIT, Picture, PictureKey, PicturePainter, Textures};

use super::{Panel, outline, top};
use crate::annotation::{ArticleId, BlockId, EntityId};
use crate::desk::command::{Action, Command};
use crate::desk::fonts::{self, Face};
use crate::desk::state::{Beside, OpenIssue, Pane, Selection};
use crate::desk::theme::Theme;
use crate::desk::widgets;
use crate::issue::{Article, Block, Issue, Role};
use crate::source::{Shape, Source};
use crate::strings::Message;
use crate::text::CharRange;
use egui::{
    Align, Color32, EventFilter, Galley, Id, Key, Layout, Modifiers, Pos2, Rect, Role as Part, Sense, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
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
    structure: Option<(u64, u64)>,
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
    /// Where on the whole height the article has rows, 0 to 1.
    ticks: Vec<f32>,
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

/// What is selected in the article, seen from the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The block.
    pub block: BlockId,
    /// Its place in the article.
    pub place: u32,
    /// All of it.
    pub whole: Vec<CharRange>,
    /// The mark or the selected characters.
    pub marked: Vec<CharRange>,
    /// The caret stands before this character.
    pub caret: Option<u32>,
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
    if panel.state.pane == Pane::Source && ui.memory(|memory| memory.has_focus(focus_id())) {
        let ring = egui::Stroke::new(2.0, panel.state.theme.zhu);
        ui.painter().rect_stroke(body.shrink(1.0), 0, ring, egui::StrokeKind::Inside);
    }
    ui.scope_builder(UiBuilder::new().max_rect(head), |ui| bar(ui, panel, source, open, tab));
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
    let chars = if start == end {
        super::status::grouped(start)
    } else {
        format!("{}–{}", super::status::grouped(start), super::status::grouped(end))
    };
    Some(Message::new("status_bar.source").with("file", file).with("line", line.number).with("chars", chars))
}

impl SourceState {
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
        if self.structure.is_none_or(|(revision, _)| revision != open.revision) {
            let hash = structure(&open.issue);
            if self.structure.is_none_or(|(_, old)| old != hash) {
                self.owners = Owners::of(&open.issue);
            }
            self.structure = Some((open.revision, hash));
            self.cases = open.current().map_or_else(Vec::new, |article| {
                why::cases(&open.issue, article, &self.lines, &self.owners, panel.state.thresholds)
            });
        }
        if self.unfolded_for.as_ref() != Some(&open.article) {
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
            subject(article, open, &self.lines.chars).or_else(|| {
                let place = article.blocks.iter().position(|block| Some(&block.id) == key.4.as_ref())?;
                Some(whole(article.blocks.get(place)?, place))
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
            (&block.id, block.role, &block.source).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn whole(block: &Block, place: usize) -> Subject {
    Subject {
        block: block.id.clone(),
        place: place as u32,
        whole: block.source.clone(),
        marked: Vec::new(),
        caret: None,
    }
}

fn subject(article: &Article, open: &OpenIssue, chars: &[char]) -> Option<Subject> {
    let of_mark = || {
        let id = open.mark.as_ref()?;
        article.blocks.iter().enumerate().find_map(|(n, block)| Some((n, block, block.entity(id)?.range)))
    };
    let of_selection = || {
        let selection = open.selection.as_ref()?;
        let place = article.blocks.iter().position(|block| block.id == selection.block)?;
        Some((place, article.blocks.get(place)?, selection.range()))
    };
    let (place, block, range) = of_mark().or_else(of_selection)?;
    let mut found = whole(block, place);
    if let Ok(map) = block.source_map(chars) {
        let length = crate::text::char_len(&block.text);
        if range.is_empty() {
            // The character behind the caret, or at the block's end the place behind its last one.
            let next = CharRange::new(range.start(), length);
            found.caret = map.ranges(next, chars).first().map(|range| range.start());
            found.caret = found.caret.or_else(|| block.source.last().map(|range| range.end()));
        } else if range.end() <= length {
            found.marked = map.ranges(range, chars);
        }
    }
    Some(found)
}

/// The place in a block's text that belongs to a character of the source, or to the next one of the block.
pub fn text_position(block: &Block, at: u32, chars: &[char]) -> u32 {
    let solid = |at: &u32| chars.get(*at as usize).is_some_and(|c| !crate::text::is_space(*c));
    let mut before = 0;
    for range in &block.source {
        let end = if range.contains(at) { at } else { range.end() };
        before += (range.start()..end).filter(solid).count();
        if range.contains(at) {
            break;
        }
    }
    let solid = block.text.chars().enumerate().filter(|(_, c)| !crate::text::is_space(*c));
    solid.map(|(n, _)| n as u32).nth(before).unwrap_or_else(|| crate::text::char_len(&block.text))
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
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
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
        let taken = tab == Beside::Lines && lines::enter(panel, source, open);
        if let Some(case) = source.case(open).filter(|_| !taken) {
            panel.push(Command::Confirm(case.block.clone()));
        }
    }
    if pressed(Key::Delete)
        && let Some(case) = source.case(open)
    {
        panel.push(Command::Detach(case.block.clone()));
    }
}

// ---- the bar ----

fn bar(ui: &mut Ui, panel: &mut Panel<'_>, source: &mut SourceState, open: &OpenIssue, now: Beside) {
    let theme = &panel.state.theme;
    let full = ui.max_rect();
    widgets::hairline(ui, full.bottom() - 0.5, full.x_range(), theme.line1);
    let has_pages = open.source.shapes.iter().any(|shape| matches!(shape, Shape::Pages(_)));
    ui.scope_builder(UiBuilder::new().max_rect(full.shrink2(vec2(14.0, 0.0))), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (tab, name, there) in
                [(Beside::Lines, "source.lines", true), (Beside::Pages, "source.pages", has_pages)]
            {
                if tab_button(ui, panel.state.say(name), theme, tab == now, there).clicked() && tab != now {
                    panel.commands.push(Command::ShowBeside(tab));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match now {
                Beside::Lines => legend(ui, panel, open),
                Beside::Pages => source.page.tools(ui, panel, open),
            });
        });
    });
}

fn tab_button(ui: &mut Ui, name: &str, theme: &Theme, on: bool, there: bool) -> egui::Response {
    let font = if on { Face::SansBold.at(13.0) } else { fonts::small() };
    let ink = match (on, there) {
        (true, _) => theme.ink1,
        (_, true) => theme.ink2,
        _ => theme.ink4,
    };
    let bold = ui.painter().layout_no_wrap(name.to_owned(), Face::SansBold.at(13.0), ink);
    let text = ui.painter().layout_no_wrap(name.to_owned(), font, ink);
    let sense = if there { Sense::click() } else { Sense::hover() };
    // The room of the bold word is kept, so that nothing moves.
    let (rect, response) = ui.allocate_exact_size(vec2(bold.size().x + 18.0, 26.0), sense);
    response.widget_info(|| WidgetInfo::selected(Part::Tab, there, on, name));
    if on || response.hovered() && there {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    response
}

/// A chip for each article in its tint; a click shows the article.
fn legend(ui: &mut Ui, panel: &mut Panel<'_>, open: &OpenIssue) {
    let state = panel.state;
    let theme = &state.theme;
    let tinted: Vec<(usize, &Article)> = outline::order(&open.issue)
        .into_iter()
        .enumerate()
        .filter(|(_, article)| article.kind != crate::issue::Kind::Furniture)
        .collect();
    let width = 25.0;
    let room = (ui.available_width() / (width + 6.0)).floor().max(1.0) as usize;
    let here = tinted.iter().position(|(_, article)| article.id == open.article).unwrap_or_default();
    let from = here.saturating_sub(room / 2).min(tinted.len().saturating_sub(room));
    ui.spacing_mut().item_spacing.x = 6.0;
    for (n, article) in tinted.iter().skip(from).take(room).rev() {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
        let (title, _) = outline::title(panel, article);
        let current = article.id == open.article;
        let name =
            state.strings.say(&Message::new("source.chip").with("number", n + 1).with("title", &title));
        response.widget_info(|| WidgetInfo::selected(Part::Button, true, current, &name));
        let chip = Rect::from_center_size(rect.center(), vec2(width, 18.0));
        let edge =
            if current { egui::Stroke::new(1.5, theme.zhu) } else { egui::Stroke::new(1.0, theme.line2) };
        ui.painter().rect(chip, 3, theme.article_tint(*n), edge, egui::StrokeKind::Inside);
        let ink = if current { theme.ink1 } else { theme.ink2 };
        let number = ui.painter().layout_no_wrap((n + 1).to_string(), fonts::micro(), ink);
        ui.painter().galley(chip.center() - number.size() / 2.0, number, ink);
        widgets::focus_ring(ui, theme, &response, chip, 3.0);
        if response.on_hover_text(name).clicked() {
            panel.commands.push(Command::GoArticle(article.id.clone()));
        }
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

/// The action with this name, where the program has it.
fn action(id: &str) -> Option<Action> {
    Action::ALL.iter().copied().find(|action| action.id() == id)
}

/// A toggle in the reader's bar: whether the pane is open.
pub fn toggle(ui: &mut Ui, panel: &mut Panel<'_>, on: bool) {
    let name = panel.state.say("reader_bar.source_beside");
    let theme = &panel.state.theme;
    let text = ui.painter().layout_no_wrap(name.to_owned(), fonts::small(), theme.ink2);
    let (rect, response) = ui.allocate_exact_size(text.size() + vec2(38.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Part::Button, true, on, name));
    if on || response.hovered() {
        ui.painter().rect_filled(rect, 4, theme.sunk);
    }
    let ink = if on { theme.ink1 } else { theme.ink2 };
    let icon = pos2(rect.left() + 17.0, rect.center().y);
    crate::desk::icons::draw(ui.painter(), crate::desk::icons::Icon::Split, icon, ink);
    ui.painter().galley(pos2(rect.left() + 30.0, rect.center().y - text.size().y / 2.0), text, ink);
    widgets::focus_ring(ui, theme, &response, rect, 4.0);
    let tip = top::action_name(panel, Action::SourceBeside);
    if response.on_hover_text(format!("{tip}　F4")).clicked() {
        panel.push(Command::Act(Action::SourceBeside));
    }
}

/// The size of a page that fits a width.
fn fit(width: f32, page: Vec2) -> f32 {
    if page.x > 0.0 { width / page.x } else { 1.0 }
}
