//! An article as lines: heading, body, and at its foot what was found in it.

use super::Order;
use super::faces::Faces;
use super::marks::{self, Mark};
use super::setting::Set;
use super::sheet;
use crate::annotation::Status;
use crate::desk::reader::{Hints, Ink, MarkState as State, hints};
use crate::desk::theme::Theme;
use crate::issue::{Article, Block, Role};
use crate::strings::Message;
use crate::text::{CharIndex, CharRange, char_len};
use egui::Color32;
use std::collections::BTreeSet;

/// What is printed of a block, or of what is said about the article.
pub struct Piece {
    /// Its type.
    pub set: Set,
    /// Its colour.
    pub ink: Color32,
    /// Its marks.
    pub marks: Vec<Mark>,
    /// Characters that should have been others.
    pub read: Vec<CharRange>,
    /// The number of the paragraph.
    pub number: Option<u32>,
}

/// What a line shows.
pub enum Shown {
    /// A row of a piece.
    Row {
        /// Which piece.
        piece: usize,
        /// Which row.
        row: usize,
    },
    /// A rule over the whole column.
    Rule,
    /// A short one.
    ShortRule,
}

/// A line of the column.
pub struct Line {
    /// Space above it, where it does not begin a page.
    pub above: f32,
    /// Its height.
    pub height: f32,
    /// The next line may not be on another page.
    pub keep: bool,
    /// What it shows.
    pub shown: Shown,
    /// The page of the paper that it is from.
    pub page: Option<u32>,
}

/// Everything that is printed, in lines.
pub struct Copy<'a> {
    /// What was ordered.
    pub order: &'a Order,
    /// The faces.
    pub faces: &'a Faces,
    /// The colours.
    pub theme: &'a Theme,
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The lines.
    pub lines: Vec<Line>,
    /// The labels that are on the paper, by their place in the set.
    labels: BTreeSet<usize>,
    /// The states that are.
    states: Vec<State>,
}

/// The states in the order of the legend, with the keys of their names.
const STATES: [(State, &str); 5] = [
    (State::Proposed, "state.proposed"),
    (State::Doubtful, "state.doubtful"),
    (State::Accepted, "state.accepted"),
    (State::Corrected, "state.corrected"),
    (State::Added, "state.added"),
];

impl<'a> Copy<'a> {
    /// Nothing yet.
    pub fn new(order: &'a Order, faces: &'a Faces, theme: &'a Theme) -> Self {
        let (pieces, lines) = (Vec::new(), Vec::new());
        Self { order, faces, theme, pieces, lines, labels: BTreeSet::new(), states: Vec::new() }
    }

    /// Adds an article.
    pub fn add(&mut self, article: &Article) {
        if article.blocks.is_empty() {
            return;
        }
        let page = article.blocks.iter().find_map(|block| block.page);
        if !self.lines.is_empty() {
            self.rule(Shown::Rule, 22.0, 20.0, page);
        }
        let typed = article.typed_headline();
        let kickers = article.blocks.iter().take_while(|block| block.role == Role::Kicker).count();
        let heads = |block: &Block| block.role.is_heading() || block.role == Role::Byline;
        let heading = article.blocks.iter().take_while(|block| heads(block)).count();
        let mut number = 0;
        for (n, block) in article.blocks.iter().enumerate() {
            if n == kickers {
                self.headline(typed, page);
            }
            if n == heading && n > 0 {
                self.rule(Shown::Rule, 9.0, 11.0, page);
            }
            let counted = (block.role == Role::Paragraph && self.order.marks).then(|| {
                number += 1;
                number
            });
            self.block(block, counted);
        }
        if kickers == article.blocks.len() {
            self.headline(typed, page);
        }
        if self.order.marks {
            self.foot(article);
        }
    }

    /// A headline that the editor typed in: the source has none.
    fn headline(&mut self, typed: Option<&str>, page: Option<u32>) {
        if let Some(typed) = typed {
            let set = Set::new(self.faces, typed, sheet::style(Role::Headline, false), &Hints::default());
            self.piece(set, Vec::new(), Vec::new(), None, (true, page));
        }
    }

    fn block(&mut self, block: &Block, number: Option<u32>) {
        let order = self.order;
        let style = sheet::style(block.role, order.marks);
        let set = Set::new(self.faces, &block.text, style, &hints(block, &CharIndex::new(&block.text)));
        let (mut marks, mut read) = (Vec::new(), Vec::new());
        if order.marks {
            marks = marks::of(block, &order.labels, &order.thresholds, &order.strings, self.theme);
            read = block.readings.iter().map(|reading| reading.range).collect();
            self.labels.extend(block.standing().filter_map(|entity| order.labels.position(&entity.label)));
            self.states.extend(marks.iter().map(|mark| mark.state));
        }
        let heads = block.role.is_heading() || block.role == Role::Byline;
        self.piece(set, marks, read, number, (heads, block.page));
    }

    /// Adds a piece with its lines. Those of a heading stay with what follows; elsewhere no row stands alone.
    fn piece(
        &mut self,
        set: Set,
        marks: Vec<Mark>,
        read: Vec<CharRange>,
        number: Option<u32>,
        (together, page): (bool, Option<u32>),
    ) {
        let ink = match set.style.ink {
            Ink::Text => self.theme.ink1,
            Ink::Second => self.theme.ink2,
            Ink::Quiet => self.theme.ink3,
        };
        let piece = self.pieces.len();
        let count = set.rows.len();
        for row in 0..count {
            self.lines.push(Line {
                above: if row == 0 { set.style.above } else { 0.0 },
                height: set.leading,
                keep: together || (row == 0 && count > 1) || row + 2 == count,
                shown: Shown::Row { piece, row },
                page,
            });
        }
        self.pieces.push(Piece { set, ink, marks, read, number });
    }

    fn rule(&mut self, shown: Shown, above: f32, below: f32, page: Option<u32>) {
        self.lines.push(Line { above, height: below, keep: true, shown, page });
    }

    /// Topics, keywords and what should have been read.
    fn foot(&mut self, article: &Article) {
        let order = self.order;
        let zh = order.strings.language == crate::strings::Language::Zh;
        let name = |code: &str| {
            let concept = order.taxonomy.get(code);
            concept.map_or_else(
                || code.to_owned(),
                |c| if zh || c.en.is_empty() { &c.zh } else { &c.en }.clone(),
            )
        };
        let topics = article.topics.iter().filter(|topic| topic.status.stands());
        let topics: Vec<(String, Status)> = topics.map(|topic| (name(&topic.code), topic.status)).collect();
        let keywords = article.keywords.iter().filter(|keyword| keyword.status.stands());
        let keywords: Vec<(String, Status)> =
            keywords.map(|keyword| (keyword.text.clone(), keyword.status)).collect();
        let readings = article.blocks.iter().flat_map(|block| &block.readings);
        let readings: Vec<(String, Status)> = readings
            .map(|reading| (format!("{}→{}", reading.text, reading.reading), Status::Accepted))
            .collect();
        let lists = [
            ("inspector.topics", topics),
            ("inspector.keywords", keywords),
            ("inspector.readings", readings),
        ];
        let page = self.lines.last().and_then(|line| line.page);
        if lists.iter().any(|(_, list)| !list.is_empty()) {
            if let Some(last) = self.lines.last_mut() {
                last.keep = true;
            }
            self.rule(Shown::ShortRule, 12.0, 5.0, page);
        }
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            let mut text = format!("{}　", order.strings.get(key));
            let mut marks = Vec::new();
            for (n, (item, status)) in list.into_iter().enumerate() {
                text.push_str(if n > 0 { "　" } else { "" });
                let start = char_len(&text);
                text.push_str(&item);
                // What nobody has decided on is dotted, as in the text.
                if status == Status::Proposed {
                    let range = CharRange::new(start, char_len(&text));
                    marks.push(plain(range, State::Proposed, self.theme.ink3));
                    self.states.push(State::Proposed);
                }
            }
            let set = Set::new(self.faces, &text, sheet::notes(), &Hints::default());
            self.piece(set, marks, Vec::new(), None, (true, page));
        }
        if let Some(last) = self.lines.last_mut() {
            last.keep = false;
        }
    }

    /// What the letters and rules mean, once at the end, each drawn as it is in the text.
    pub fn legend(&mut self) {
        if self.labels.is_empty() {
            return;
        }
        let strings = &self.order.strings;
        let mut text = format!("{}　", strings.get("print.legend"));
        let mut marks: Vec<Mark> = Vec::new();
        let mut word = |name: &str, mark: Mark| {
            if !marks.is_empty() {
                text.push('　');
            }
            let start = char_len(&text);
            text.push_str(name);
            marks.push(Mark { range: CharRange::new(start, char_len(&text)), ..mark });
        };
        let zh = strings.language == crate::strings::Language::Zh;
        for place in &self.labels {
            let Some(label) = self.order.labels.labels.get(*place) else { continue };
            let (name, letter) =
                if zh { (&label.zh, &label.letter_zh) } else { (&label.en, &label.letter_en) };
            let ink = self.theme.label_line(Some(self.order.labels.slot_at(*place)));
            let mark = plain(CharRange::default(), State::Accepted, ink);
            let letter = letter.chars().take(2).collect();
            word(name, Mark { letter, wavy: label.id.as_str() == "WORK", ..mark });
        }
        for (state, key) in STATES.iter().filter(|(state, _)| self.states.contains(state)) {
            word(strings.get(key), plain(CharRange::default(), *state, self.theme.ink2));
        }
        let page = self.lines.last().and_then(|line| line.page);
        let set = Set::new(self.faces, &text, sheet::notes(), &Hints::default());
        self.rule(Shown::ShortRule, 12.0, 7.0, page);
        self.piece(set, marks, Vec::new(), None, (true, page));
    }

    /// The page of the paper that a line is from, in words.
    pub fn page_name(&self, page: u32) -> String {
        self.order.strings.say(&Message::new("print.page").with("number", page))
    }
}

/// A mark that stands for no entity.
fn plain(range: CharRange, state: State, ink: Color32) -> Mark {
    Mark { range, state, ink, letter: String::new(), wavy: false, depth: 0 }
}
