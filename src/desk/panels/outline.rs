//! The left panel: the issue's articles with their state, ahead of them the blocks of which the layout was not sure.
//!
//! Rows are dragged by their grip: an article to another place in its group, a block onto the article that it belongs to.
//! Another panel that shows blocks can start such a drag with [`Dragged`].

use super::{Panel, top};
use crate::annotation::{ArticleId, BlockId};
use crate::desk::command::{Action, Command, Shape};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::reader::role_key;
use crate::desk::state::{OpenIssue, Pane, State, Tally};
use crate::desk::widgets;
use crate::issue::{Article, Block, Issue, Kind, Role};
use crate::strings::Message;
use egui::{CursorIcon, DragAndDrop, Popup, Rect, Response, ScrollArea, Sense, Stroke, Ui, pos2, vec2};
use std::sync::Arc;

/// The groups of the outline from top to bottom: key of the name, kinds.
const GROUPS: [(&str, &[Kind]); 4] = [
    ("outline.articles", &[Kind::Article]),
    ("outline.quotes", &[Kind::Quote, Kind::Teaser]),
    ("outline.notices", &[Kind::Notice]),
    ("outline.furniture", &[Kind::Furniture]),
];

/// The articles in the order of the outline.
pub fn order(issue: &Issue) -> Vec<&Article> {
    let of = |kinds: &'static [Kind]| {
        issue.articles.iter().filter(|article| kinds.contains(&article.kind) && !article.status.is_trashed())
    };
    GROUPS.iter().flat_map(|(_, kinds)| of(kinds)).collect()
}

/// The number of a kind's group in the outline.
pub fn group_of(kind: Kind) -> usize {
    GROUPS.iter().position(|(_, kinds)| kinds.contains(&kind)).unwrap_or_default()
}

/// The blocks of which the layout was not sure and on which nobody has decided, in the order of the outline.
pub fn unsure<'a>(state: &State, issue: &'a Issue) -> Vec<(&'a Article, &'a Block)> {
    let doubt = state.thresholds.doubt;
    let of = |article: &'a Article| article.blocks.iter().map(move |block| (article, block));
    order(issue).into_iter().flat_map(of).filter(|(_, block)| block.is_doubtful(doubt)).collect()
}

/// What is being dragged over the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dragged {
    /// An article, to another place in its group.
    Article(ArticleId),
    /// A block, to another article.
    Block(BlockId),
}

/// How many doubtful blocks are listed at once.
const UNSURE: usize = 4;

/// What the menu of a block's row offers.
const BLOCK_ACTIONS: [Action; 4] = [Action::Confirm, Action::ChooseRole, Action::MoveTo, Action::Detach];

/// What the menu of an article's row offers, besides the other kinds.
const ARTICLE_ACTIONS: [Action; 6] = [
    Action::ChooseHeadline,
    Action::MergePrevious,
    Action::MergeNext,
    Action::MergeInto,
    Action::MoveUp,
    Action::MoveDown,
];

/// Shows the panel.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let Some(open) = &panel.state.open else { return };
    let theme = &panel.state.theme;
    ui.spacing_mut().item_spacing.y = 0.0;
    egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 16, bottom: 10 }).show(
        ui,
        |ui| {
            let title = if open.issue.title.is_empty() {
                panel.state.say("outline.untitled")
            } else {
                &open.issue.title
            };
            widgets::wrapped(ui, title, Face::SerifBold.at(17.0), theme.ink1);
            ui.add_space(3.0);
            widgets::line(ui, subtitle(panel, &open.issue), fonts::small(), theme.ink3);
        },
    );
    ScrollArea::vertical().id_salt("outline").auto_shrink(false).show(ui, |ui| {
        unsure_group(ui, panel, &open.issue);
        for (name, kinds) in GROUPS {
            let articles: Vec<&Article> =
                open.issue.articles.iter().filter(|a| kinds.contains(&a.kind)).collect();
            if !articles.is_empty() {
                group(ui, panel, name, &articles);
            }
        }
        ui.add_space(16.0);
    });
}

fn subtitle(panel: &Panel<'_>, issue: &Issue) -> String {
    let mut parts = Vec::new();
    if !issue.date.is_empty() {
        parts.push(long_date(panel, &issue.date));
    }
    let finished =
        issue.articles.iter().filter(|a| a.kind == Kind::Article && a.status.is_finished()).count();
    let all = issue.articles.iter().filter(|a| a.kind == Kind::Article).count();
    let done = Message::new("outline.progress").with("done", finished).with("all", all);
    parts.push(panel.state.strings.say(&done));
    parts.join("　")
}

/// A date as prose writes it; as it stands where it is no whole ISO date.
fn long_date(panel: &Panel<'_>, date: &str) -> String {
    let parts: Vec<u32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else { return date.to_owned() };
    let message = Message::new("outline.date").with("year", year).with("month", month).with("day", day);
    panel.state.strings.say(&message)
}

/// Rows this far out of view are not shown but take up their room, in points.
const NEAR: f32 = 600.0;

/// The rows of a group. An issue may have thousands of articles: far out of view a row is as high as it last was, and
/// only that is remembered of it.
fn group(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, articles: &[&Article]) {
    heading(ui, panel, name, articles.len());
    let id = egui::Id::unique(("outline.heights", name));
    let width = ui.available_width();
    let mut held: Heights = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if held.width.to_bits() != width.to_bits() || held.rows.len() != articles.len() {
        held = Heights { width, rows: Arc::new(vec![ROW; articles.len()]) };
    }
    let view = ui.clip_rect().y_range().expand(NEAR);
    let open = panel.state.open.as_ref().filter(|_| has_arrived(ui, panel.state));
    let arrived = open.map(|open| open.article.clone());
    let mut changed = Vec::new();
    let mut skipped = 0.0;
    for (n, article) in articles.iter().enumerate() {
        let (top, height) = (ui.cursor().top() + skipped, held.rows[n]);
        let near = top <= view.max && top + height >= view.min;
        if !near && arrived.as_ref() != Some(&article.id) {
            skipped += height;
            continue;
        }
        ui.add_space(std::mem::take(&mut skipped));
        let top = ui.cursor().top();
        row(ui, panel, article);
        let now = ui.cursor().top() - top;
        if (now - height).abs() > 0.01 {
            changed.push((n, now));
        }
    }
    ui.add_space(skipped);
    if !changed.is_empty() {
        let rows = Arc::make_mut(&mut held.rows);
        for (n, height) in changed {
            rows[n] = height;
        }
    }
    ui.data_mut(|data| data.insert_temp(id, held));
}

/// The article whose row was last brought into view.
fn seen_id() -> egui::Id {
    egui::Id::unique("outline.seen")
}

/// Whether the article on the page has just come there; from then on the list is where the editor scrolls it to.
fn has_arrived(ui: &Ui, state: &State) -> bool {
    let seen = ui.data(|data| data.get_temp::<ArticleId>(seen_id()));
    state.open.as_ref().is_some_and(|open| open.arrived && seen.as_ref() != Some(&open.article))
}

/// A row's height before it was first shown: a headline of one line, and the line below it.
const ROW: f32 = 56.0;

/// How high the rows of a group are at a width.
#[derive(Clone, Debug, Default)]
struct Heights {
    width: f32,
    rows: Arc<Vec<f32>>,
}

fn heading(ui: &mut Ui, panel: &Panel<'_>, name: &str, count: usize) {
    let theme = &panel.state.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), egui::Sense::hover());
    let text = |at, align, text: String, font| ui.painter().text(at, align, text, font, theme.ink3);
    text(
        pos2(rect.left() + 16.0, rect.center().y + 4.0),
        egui::Align2::LEFT_CENTER,
        panel.state.say(name).to_owned(),
        fonts::small(),
    );
    text(
        pos2(rect.right() - 16.0, rect.center().y + 4.0),
        egui::Align2::RIGHT_CENTER,
        count.to_string(),
        fonts::small(),
    );
    ui.add_space(2.0);
}

/// The first of the doubtful blocks, so that they are met before the articles.
fn unsure_group(ui: &mut Ui, panel: &mut Panel<'_>, issue: &Issue) {
    let unsure = unsure(panel.state, issue);
    if unsure.is_empty() {
        return;
    }
    heading(ui, panel, "outline.unsure", unsure.len());
    let here = panel.state.open.as_ref().and_then(OpenIssue::here).map(|(block, _)| block);
    // The list begins with the block that the editor is at, so that going through it never leaves it.
    let at = unsure.iter().position(|(_, block)| Some(&block.id) == here.as_ref()).unwrap_or_default();
    let from = at.min(unsure.len().saturating_sub(UNSURE));
    for (article, block) in unsure.iter().skip(from).take(UNSURE) {
        block_row(ui, panel, issue, article, block, Some(&block.id) == here.as_ref());
    }
    if unsure.len() > UNSURE {
        let said = Message::new("outline.more")
            .with("count", unsure.len() - UNSURE)
            .with("key", panel.state.key(Action::NextUnsure).unwrap_or_default());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        let at = pos2(rect.left() + 40.0, rect.center().y);
        let said = panel.state.strings.say(&said);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, said, fonts::micro(), panel.state.theme.ink3);
    }
}

fn block_row(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    issue: &Issue,
    article: &Article,
    block: &Block,
    current: bool,
) {
    let state = panel.state;
    let theme = &state.theme;
    let number = order(issue).iter().position(|other| other.id == article.id).map_or(0, |n| n + 1);
    let of = Message::new("outline.unsure_of")
        .with("role", state.say(role_key(block.role)))
        .with("number", number);
    let score = block.confidence.map_or(String::new(), |sure| format!("　{sure:.2}"));
    let meta = format!("{}{score}", state.strings.say(&of));
    let width = ui.available_width() - 40.0 - 14.0;
    let text = widgets::clipped(ui.painter(), &block.text, Face::Serif.at(14.0), theme.ink1, width, 1);
    let (rect, response) =
        widgets::row(ui, theme, 46.0, current, &format!("{meta} {}", shortened(&block.text, CLAUSE)));
    let centre = pos2(rect.left() + 23.0, rect.top() + 17.0);
    icons::draw(ui.painter(), icons::Icon::Doubt, centre, theme.ink1);
    ui.painter().text(centre, egui::Align2::CENTER_CENTER, "?", Face::SansBold.at(10.0), theme.ink1);
    ui.painter().galley(pos2(rect.left() + 40.0, rect.top() + 6.0), text, theme.ink1);
    let at = pos2(rect.left() + 40.0, rect.top() + 26.0);
    ui.painter().text(at, egui::Align2::LEFT_TOP, meta, fonts::micro(), theme.ink3);
    grip(ui, panel, rect, &response, Dragged::Block(block.id.clone()));
    if response.clicked() || response.secondary_clicked() {
        panel.push(Command::GoBlock(block.id.clone()));
    }
    menu(panel, &response, &BLOCK_ACTIONS);
}

/// The handle by which a row is dragged, shown while the pointer is over the row.
fn grip(ui: &Ui, panel: &Panel<'_>, rect: Rect, row: &Response, what: Dragged) {
    let spot = rect.with_max_x(rect.left() + 16.0);
    let id = row.id.with("grip");
    let response = ui.interact(spot, id, Sense::drag());
    if row.contains_pointer() && !DragAndDrop::has_any_payload(ui.ctx()) {
        let centre = pos2(spot.left() + 9.0, rect.top() + 17.0);
        icons::draw(ui.painter(), icons::Icon::Grip, centre, panel.state.theme.ink3);
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    if response.drag_started() {
        DragAndDrop::set_payload(ui.ctx(), what);
    }
    if response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
}

/// What lets go of a drag over an article's row comes to; a line or a ring shows it before.
fn dropped(ui: &Ui, panel: &mut Panel<'_>, rect: Rect, row: &Response, article: &Article) {
    let state = panel.state;
    let Some(open) = &state.open else { return };
    let stroke = Stroke::new(2.0, state.theme.zhu);
    if let Some(what) = row.dnd_hover_payload::<Dragged>() {
        match &*what {
            Dragged::Article(id) => {
                let order = order(&open.issue);
                let place = |id: &ArticleId| order.iter().position(|article| article.id == *id);
                // It takes the row's place; the row makes way towards where it came from.
                let y = if place(id) < place(&article.id) { rect.bottom() } else { rect.top() };
                if *id != article.id {
                    ui.painter().hline(rect.x_range(), y, stroke);
                }
            }
            Dragged::Block(_) => {
                ui.painter().rect_stroke(rect.shrink(1.0), 2, stroke, egui::StrokeKind::Inside);
            }
        }
    }
    if let Some(what) = row.dnd_release_payload::<Dragged>() {
        match (*what).clone() {
            Dragged::Article(id) if id != article.id => {
                panel.push(Command::Shape(Shape::Order(id, article.id.clone())));
            }
            Dragged::Article(_) => {}
            Dragged::Block(block) => {
                panel.push(Command::Shape(Shape::MoveTo(block, article.id.clone())));
            }
        }
    }
}

/// The menu of a row; its actions are for what the row shows, which is on the page by then.
fn menu(panel: &mut Panel<'_>, row: &Response, actions: &[Action]) {
    Popup::context_menu(row).show(|ui| {
        ui.set_width(top::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        for action in actions {
            if top::entry(ui, panel, *action).clicked() {
                panel.push(Command::Act(*action));
                ui.close();
            }
        }
    });
}

fn row(ui: &mut Ui, panel: &mut Panel<'_>, article: &Article) {
    let state = panel.state;
    let theme = &state.theme;
    let current = state.open.as_ref().is_some_and(|open| open.article == article.id);
    let tally = state.tally(article);
    let (title, found) = title(panel, article);
    let width = ui.available_width() - 40.0 - 14.0;
    let colour = if found { theme.ink1 } else { theme.ink2 };
    let face = if current { Face::SerifBold } else { Face::Serif };
    let headline = widgets::clipped(ui.painter(), &title, face.at(14.0), colour, width, 2);
    let meta = meta(panel, article, tally);
    let height = headline.size().y + if meta.is_empty() { 14.0 } else { 36.0 };
    let spoken = format!("{title} {}", state.say(status_key(article.status)));
    let (rect, response) = widgets::row(ui, theme, height, current, &spoken);
    let centre = pos2(rect.left() + 23.0, rect.top() + 8.0 + 9.0);
    state_icon(ui, panel, article, tally, centre);
    let left = rect.left() + 40.0;
    ui.painter().galley(pos2(left, rect.top() + 7.0), headline.clone(), colour);
    if !meta.is_empty() {
        let at = pos2(left, rect.top() + 9.0 + headline.size().y);
        let text = ui.painter().text(at, egui::Align2::LEFT_TOP, meta, fonts::small(), theme.ink3);
        if tally.doubtful > 0 && !article.status.is_finished() {
            widgets::doubt_count(
                ui.painter(),
                theme,
                pos2(text.right() + 8.0, text.center().y),
                &said(panel, tally),
            );
        }
    }
    if current
        && state.pane == Pane::Outline
        && state.floating.is_none()
        && ui.memory(|memory| memory.focused().is_none())
    {
        response.request_focus();
    }
    if current && has_arrived(ui, state) {
        if ui.clip_rect().contains_rect(rect) {
            ui.data_mut(|data| data.insert_temp(seen_id(), article.id.clone()));
        } else {
            // The keyboard came to an article whose row is out of view.
            ui.scroll_to_rect(rect, None);
        }
    }
    grip(ui, panel, rect, &response, Dragged::Article(article.id.clone()));
    dropped(ui, panel, rect, &response, article);
    if response.clicked() || response.secondary_clicked() {
        panel.push(Command::GoArticle(article.id.clone()));
    }
    let kinds = Action::ALL.iter().copied().filter(|action| action.kind().is_some_and(|k| k != article.kind));
    let actions: Vec<Action> = ARTICLE_ACTIONS.into_iter().chain(kinds).collect();
    menu(panel, &response, &actions);
}

/// 疑 and how many.
pub fn said(panel: &Panel<'_>, tally: Tally) -> String {
    format!("{} {}", panel.state.say("outline.doubt"), tally.doubtful)
}

fn state_icon(ui: &Ui, panel: &Panel<'_>, article: &Article, tally: Tally, centre: egui::Pos2) {
    let theme = &panel.state.theme;
    let icon = if article.status.is_finished() { Icon::Done(theme.paper) } else { Icon::Part(tally.share()) };
    icons::draw(ui.painter(), icon, centre, theme.ink1);
}

/// Key of the state's name.
pub fn status_key(status: crate::issue::ArticleStatus) -> &'static str {
    use crate::issue::ArticleStatus as S;
    match status {
        S::New => "status.new",
        S::InProgress => "status.in_progress",
        S::Done => "status.done",
        S::InReview => "status.in_review",
        S::Disputed => "status.disputed",
        S::Checked => "status.checked",
        S::Trashed => "status.trashed",
    }
}

/// So much of a text stands for the article where it has no headline, in characters.
const CLAUSE: usize = 200;

/// The first characters of a text.
pub fn shortened(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// What stands for the article in lists, and whether it is its headline.
pub fn title(panel: &Panel<'_>, article: &Article) -> (String, bool) {
    title_of(panel.state, article)
}

/// The same for who has no panel.
pub fn title_of(state: &State, article: &Article) -> (String, bool) {
    if let Some(headline) = article.headline() {
        return (headline.to_owned(), true);
    }
    let first = |wanted: &dyn Fn(Role) -> bool| {
        article.blocks.iter().find(|b| wanted(b.role)).map(|b| b.text.as_str())
    };
    if article.kind != Kind::Article {
        let text = first(&Role::is_heading).or_else(|| article.blocks.first().map(|b| b.text.as_str()));
        return (shortened(text.unwrap_or_default(), CLAUSE).to_owned(), true);
    }
    let clause =
        first(&|role| role == Role::Paragraph).or_else(|| article.blocks.first().map(|b| b.text.as_str()));
    let clause = shortened(clause.unwrap_or_default(), CLAUSE);
    (format!("{}{clause}", state.say("article.no_headline")), false)
}

fn meta(panel: &Panel<'_>, article: &Article, tally: Tally) -> String {
    if article.kind == Kind::Furniture || tally.marks == 0 && article.kind != Kind::Article {
        return String::new();
    }
    let byline = article.blocks.iter().find(|block| block.role == Role::Byline);
    let people = byline.map(|block| {
        let names: Vec<&str> =
            block.standing().filter(|e| e.label.as_str() == "PER").map(|e| e.text.as_str()).take(2).collect();
        names.join(" ")
    });
    let mut parts: Vec<String> = people.into_iter().filter(|names| !names.is_empty()).collect();
    if article.status.is_finished() {
        parts.push(panel.state.say(status_key(article.status)).to_owned());
    } else {
        parts.push(panel.state.strings.say(&Message::new("outline.marks").with("count", tally.marks)));
    }
    parts.join("　")
}
