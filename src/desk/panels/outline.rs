//! The left panel: the issue's articles with their state.

use super::Panel;
use crate::desk::command::Command;
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::state::{Pane, Tally};
use crate::desk::widgets;
use crate::issue::{Article, Issue, Kind, Role};
use crate::strings::Message;
use egui::{ScrollArea, Ui, pos2, vec2};

/// The groups of the outline from top to bottom: key of the name, kinds.
const GROUPS: [(&str, &[Kind]); 4] = [
    ("outline.articles", &[Kind::Article]),
    ("outline.quotes", &[Kind::Quote, Kind::Teaser]),
    ("outline.notices", &[Kind::Notice]),
    ("outline.furniture", &[Kind::Furniture]),
];

/// The articles in the order of the outline.
pub fn order(issue: &Issue) -> Vec<&Article> {
    let of = |kinds: &'static [Kind]| issue.articles.iter().filter(|article| kinds.contains(&article.kind));
    GROUPS.iter().flat_map(|(_, kinds)| of(kinds)).collect()
}

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

fn group(ui: &mut Ui, panel: &mut Panel<'_>, name: &str, articles: &[&Article]) {
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
        articles.len().to_string(),
        fonts::small(),
    );
    ui.add_space(2.0);
    for article in articles {
        row(ui, panel, article);
    }
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
    let spoken = format!("{title} {}", state.say(status_key(article)));
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
    if current && state.pane == Pane::Outline && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if current && !ui.clip_rect().contains_rect(rect) && state.open.as_ref().is_some_and(|open| open.arrived)
    {
        // The keyboard came to an article whose row is out of view.
        ui.scroll_to_rect(rect, None);
    }
    if response.clicked() {
        panel.push(Command::GoArticle(article.id.clone()));
    }
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
pub fn status_key(article: &Article) -> &'static str {
    use crate::issue::ArticleStatus as S;
    match article.status {
        S::New => "status.new",
        S::InProgress => "status.in_progress",
        S::Done => "status.done",
        S::InReview => "status.in_review",
        S::Disputed => "status.disputed",
        S::Checked => "status.checked",
    }
}

/// What stands for the article in lists, and whether it is its headline.
pub fn title(panel: &Panel<'_>, article: &Article) -> (String, bool) {
    if let Some(headline) = article.headline() {
        return (headline.to_owned(), true);
    }
    let first = |wanted: &dyn Fn(Role) -> bool| {
        article.blocks.iter().find(|b| wanted(b.role)).map(|b| b.text.as_str())
    };
    if article.kind != Kind::Article {
        let text = first(&Role::is_heading).or_else(|| article.blocks.first().map(|b| b.text.as_str()));
        return (text.unwrap_or_default().to_owned(), true);
    }
    let clause =
        first(&|role| role == Role::Paragraph).or_else(|| article.blocks.first().map(|b| b.text.as_str()));
    (format!("{}{}", panel.state.say("article.no_headline"), clause.unwrap_or_default()), false)
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
        parts.push(panel.state.say(status_key(article)).to_owned());
    } else {
        parts.push(panel.state.strings.say(&Message::new("outline.marks").with("count", tally.marks)));
    }
    parts.join("　")
}
