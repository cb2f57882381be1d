//! The palette: commands, marks, articles and topics by name.
//!
//! Matches Chinese, pinyin initials, full pinyin and English names; the row under the cursor is carried out by Enter.

use super::{Panel, outline, top};
use crate::annotation::ArticleId;
use crate::desk::command::{Action, Command, Shape};
use crate::desk::fonts::{self, Face};
use crate::desk::icons::{self, Icon};
use crate::desk::state::{OpenIssue, PaletteOffer};
use crate::desk::widgets;
use crate::source::Encoding;
use crate::strings::{Language, Message};
use egui::{Align2, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use pinyin::ToPinyin;

const WIDTH: f32 = 640.0;
const ROW: f32 = 38.0;
const ROWS: usize = 11;

/// One thing that can be chosen.
struct Row {
    group: &'static str,
    name: String,
    right: String,
    slot: Option<(usize, String)>,
    command: Command,
}

/// Shows the palette.
pub fn show(ui: &mut Ui, panel: &mut Panel<'_>, offer: PaletteOffer) {
    let area = Rect::from_min_size(
        pos2(ui.max_rect().center().x - WIDTH / 2.0, ui.max_rect().height() * 0.12),
        vec2(WIDTH, 56.0 + ROW * ROWS as f32),
    );
    super::dialog::sheet(ui, panel, "palette", area.min, WIDTH, |ui, panel| {
        // The sheet remembers how high it was; this list may need more.
        ui.set_max_height(area.height());
        let id = Id::unique("field.palette");
        let before = panel.fields.query.clone();
        let (down, up, enter) = if panel.state.composing {
            (false, false, false)
        } else {
            ui.input_mut(|input| {
                (
                    input.consume_key(Modifiers::NONE, Key::ArrowDown),
                    input.consume_key(Modifiers::NONE, Key::ArrowUp),
                    input.consume_key(Modifiers::NONE, Key::Enter),
                )
            })
        };
        field(ui, panel, id, offer);
        if panel.fields.query != before {
            panel.fields.row = 0;
        }
        let rows = rows(panel, offer);
        let last = rows.len().saturating_sub(1);
        panel.fields.row = match (down, up) {
            (true, _) => (panel.fields.row + 1).min(last),
            (_, true) => panel.fields.row.saturating_sub(1),
            _ => panel.fields.row.min(last),
        };
        let clicked = list(ui, panel, &rows, down || up);
        let chosen = if enter { Some(panel.fields.row) } else { clicked };
        if let Some(row) = chosen.and_then(|n| rows.into_iter().nth(n)) {
            // Closed first, so that the command may open something else.
            panel.push(Command::Close);
            panel.push(row.command);
        }
    });
}

fn field(ui: &mut Ui, panel: &mut Panel<'_>, id: Id, offer: PaletteOffer) {
    let hint = match offer {
        PaletteOffer::All => "palette.hint",
        PaletteOffer::Topics => "palette.topics",
        PaletteOffer::Encodings => "palette.encodings",
        PaletteOffer::MergeInto => "palette.merge_into",
        PaletteOffer::MoveTo => "palette.move_to",
    };
    let hint = panel.state.say(hint);
    let theme = &panel.state.theme;
    if !ui.memory(|memory| memory.has_focus(id)) {
        panel.fields.query += &early_text(ui.ctx());
    }
    let edit = egui::TextEdit::singleline(&mut panel.fields.query)
        .id(id)
        .font(Face::Sans.at(18.0))
        .text_color(theme.ink1)
        .hint_text(egui::RichText::new(hint).font(fonts::ui()).color(theme.ink3))
        .frame(egui::Frame::new().inner_margin(egui::Margin { left: 44, right: 16, top: 16, bottom: 14 }))
        .desired_width(WIDTH);
    let response = ui.add(edit);
    icons::draw(
        ui.painter(),
        Icon::Find,
        pos2(response.rect.left() + 24.0, response.rect.center().y),
        theme.ink2,
    );
    widgets::hairline(ui, response.rect.bottom(), response.rect.x_range(), theme.line1);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(hint));
    if !response.has_focus() {
        response.request_focus();
    }
}

/// What was typed before the field had the keyboard: fast hands are ahead of the window.
pub(super) fn early_text(ctx: &egui::Context) -> String {
    ctx.input(|input| {
        let text = |event: &egui::Event| match event {
            egui::Event::Text(text) => Some(text.clone()),
            _ => None,
        };
        input.events.iter().filter_map(text).collect()
    })
}

fn list(ui: &mut Ui, panel: &mut Panel<'_>, rows: &[Row], moved: bool) -> Option<usize> {
    let theme = &panel.state.theme;
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    if rows.is_empty() {
        let said = Message::new("palette.nothing").with("query", &panel.fields.query);
        egui::Frame::new().inner_margin(16).show(ui, |ui| {
            widgets::wrapped(ui, panel.state.strings.say(&said), fonts::ui(), theme.ink2);
        });
        return None;
    }
    ScrollArea::vertical().max_height(ROW * ROWS as f32).auto_shrink([false, true]).show(ui, |ui| {
        let mut group = "";
        for (n, row) in rows.iter().enumerate() {
            if row.group != group {
                group = row.group;
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
                let at = pos2(rect.left() + 44.0, rect.center().y + 2.0);
                ui.painter().text(
                    at,
                    Align2::LEFT_CENTER,
                    panel.state.say(group),
                    fonts::small(),
                    theme.ink3,
                );
            }
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
            let current = n == panel.fields.row;
            response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, current, &row.name));
            paint_row(ui, panel, row, rect, current, response.hovered());
            if current && moved {
                ui.scroll_to_rect(rect, None);
            }
            if response.clicked() {
                clicked = Some(n);
            }
        }
    });
    clicked
}

fn paint_row(ui: &Ui, panel: &Panel<'_>, row: &Row, rect: Rect, current: bool, hovered: bool) {
    let theme = &panel.state.theme;
    if current {
        ui.painter().rect_filled(rect, 0, theme.wash);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0, theme.zhu);
    } else if hovered {
        ui.painter().rect_filled(rect, 0, theme.sunk);
    }
    if let Some((slot, letter)) = &row.slot {
        widgets::letter_square(
            ui.painter(),
            theme,
            pos2(rect.left() + 26.0, rect.center().y),
            letter,
            Some(*slot),
        );
    }
    let right = ui.painter().layout_no_wrap(row.right.clone(), fonts::small(), theme.ink2);
    let room = rect.width() - 44.0 - right.size().x - 40.0;
    let name = widgets::clipped(ui.painter(), &row.name, fonts::ui(), theme.ink1, room, 1);
    ui.painter().galley(pos2(rect.left() + 44.0, rect.center().y - name.size().y / 2.0), name, theme.ink1);
    let at = pos2(rect.right() - 16.0 - right.size().x, rect.center().y - right.size().y / 2.0);
    ui.painter().galley(at, right, theme.ink2);
}

fn rows(panel: &Panel<'_>, offer: PaletteOffer) -> Vec<Row> {
    let query = panel.fields.query.trim().to_lowercase();
    match offer {
        PaletteOffer::All => all_rows(panel, &query),
        PaletteOffer::Topics => topic_rows(panel, &query),
        PaletteOffer::Encodings => encoding_rows(&query),
        PaletteOffer::MergeInto => article_rows(panel, &query, |open, id| {
            (open.article != *id).then(|| Shape::Merge(open.article.clone(), id.clone()))
        }),
        PaletteOffer::MoveTo => article_rows(panel, &query, |open, id| {
            let (block, _) = open.here().filter(|_| open.article != *id)?;
            Some(Shape::MoveTo(block, id.clone()))
        }),
    }
}

fn all_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let english = crate::strings::Strings::of(Language::En);
    let mut rows = Vec::new();
    for action in
        Action::ALL.iter().filter(|action| action.label().is_none_or(|k| state.labels.by_key(k).is_some()))
    {
        let name = top::action_name(panel, *action);
        if matches(query, &name) || english.get(action.id()).to_lowercase().contains(query) {
            let right = action.key_name().unwrap_or_default();
            rows.push(Row {
                group: "palette.commands",
                name,
                right,
                slot: None,
                command: Command::Act(*action),
            });
        }
    }
    if !query.is_empty() {
        rows.extend(mark_rows(panel, query));
    }
    if let Some(open) = &state.open {
        for (n, article) in outline::order(&open.issue).into_iter().enumerate() {
            let (name, _) = outline::title(panel, article);
            if matches(query, &name) {
                let right = state.strings.say(&Message::new("palette.article").with("number", n + 1));
                let command = Command::GoArticle(article.id.clone());
                rows.push(Row { group: "palette.articles", name, right, slot: None, command });
            }
        }
    }
    rows.extend(issue_rows(panel, query));
    rows
}

/// The articles by name, each with what choosing it comes to; those that it comes to nothing for are left out.
fn article_rows(
    panel: &Panel<'_>,
    query: &str,
    act: impl Fn(&OpenIssue, &ArticleId) -> Option<Shape>,
) -> Vec<Row> {
    let Some(open) = &panel.state.open else { return Vec::new() };
    let row = |(n, article): (usize, &crate::issue::Article)| {
        let (name, _) = outline::title(panel, article);
        let right = panel.state.strings.say(&Message::new("palette.article").with("number", n + 1));
        let command = Command::Shape(act(open, &article.id)?);
        Some(Row { group: "palette.articles", name, right, slot: None, command })
    };
    let rows = outline::order(&open.issue).into_iter().enumerate().filter_map(row);
    rows.filter(|row| matches(query, &row.name)).collect()
}

fn mark_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let Some(open) = &state.open else { return Vec::new() };
    let mut found: Vec<(String, usize, usize, crate::annotation::EntityId)> = Vec::new();
    for (_, entity) in open
        .issue
        .articles
        .iter()
        .flat_map(crate::issue::Article::entities)
        .filter(|(_, e)| e.status.stands())
    {
        let slot = state.labels.slot(&entity.label).unwrap_or(usize::MAX);
        if !matches(query, &entity.text) {
            continue;
        }
        match found.iter_mut().find(|(text, s, ..)| *text == entity.text && *s == slot) {
            Some((_, _, count, _)) => *count += 1,
            None => found.push((entity.text.clone(), slot, 1, entity.id.clone())),
        }
    }
    found.sort_by_key(|(text, _, count, _)| (std::cmp::Reverse(*count), text.clone()));
    let row = |(text, slot, count, id): (String, usize, usize, _)| {
        let letter =
            state.labels.labels.get(slot).map_or(String::new(), |label| state.letter(label).to_owned());
        let right = state.strings.say(&Message::new("palette.here").with("count", count));
        Row {
            group: "palette.marks",
            name: text,
            right,
            slot: Some((slot, letter)),
            command: Command::SelectMark(id, true),
        }
    };
    found.into_iter().take(8).map(row).collect()
}

fn issue_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let Some(dataset) = &panel.state.dataset else { return Vec::new() };
    let name = |issue: &crate::dataset::IssueSummary| match issue.title.as_str() {
        "" => issue.files.join("、"),
        title => format!("{title} {}", issue.date),
    };
    let rows =
        dataset.issues.iter().map(|issue| (name(issue), issue)).filter(|(name, _)| matches(query, name));
    rows.take(12)
        .map(|(name, issue)| Row {
            group: "palette.issues",
            name,
            right: panel
                .state
                .strings
                .say(&Message::new("palette.articles_in").with("count", issue.counts.articles)),
            slot: None,
            command: Command::OpenStored(issue.id.clone()),
        })
        .collect()
}

fn encoding_rows(query: &str) -> Vec<Row> {
    let row = |encoding: Encoding| Row {
        group: "palette.encodings_group",
        name: encoding.name().to_uppercase(),
        right: String::new(),
        slot: None,
        command: Command::ChooseAs(encoding),
    };
    Encoding::ALL.into_iter().map(row).filter(|row| matches(query, &row.name)).collect()
}

fn topic_rows(panel: &Panel<'_>, query: &str) -> Vec<Row> {
    let state = panel.state;
    let name = |c: &crate::annotation::Concept| {
        format!("{} {}", c.short, if state.strings.language == Language::Zh { &c.zh } else { &c.en })
    };
    let stands = |code: &str| {
        state.article().is_some_and(|a| {
            a.topics.iter().any(|t| t.code == code && t.status.stands() && t.status.is_decided())
        })
    };
    let concepts = state
        .taxonomy
        .concepts
        .iter()
        .filter(|c| matches(query, &name(c)) || c.en.to_lowercase().contains(query));
    concepts
        .map(|concept| {
            let on = stands(&concept.code);
            let right = if on { state.say("inspector.accepted").to_owned() } else { String::new() };
            let command = Command::Topic(concept.code.clone(), !on);
            Row { group: "palette.topics_group", name: name(concept), right, slot: None, command }
        })
        .collect()
}

/// Whether the name has the query in it: as it stands, by pinyin initials or by full pinyin.
fn matches(query: &str, name: &str) -> bool {
    if query.is_empty() || name.to_lowercase().contains(query) {
        return true;
    }
    if !query.is_ascii() {
        return false;
    }
    let query: String = query.split_whitespace().collect();
    let spell = |full: bool| -> String {
        name.chars()
            .filter_map(|c| match c.to_pinyin() {
                Some(pinyin) if full => Some(pinyin.plain().to_owned()),
                Some(pinyin) => Some(pinyin.first_letter().to_owned()),
                None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase().to_string()),
            })
            .collect()
    };
    spell(false).contains(&query) || spell(true).contains(&query)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn names_are_found_by_han_initials_and_full_pinyin() {
        assert!(matches("全屏", "全屏显示"));
        assert!(matches("qp", "全屏显示"));
        assert!(matches("quanping", "全屏显示"));
        assert!(!matches("qx", "全屏显示"));
        assert!(matches("", "全屏显示"));
    }
}
