//! The statistics (统计): what the articles that the catalogue lets through add up to.
//!
//! A [`Table`] is what is painted and what is copied, so both say the same. The network's nodes have places in a square of
//! side one, found once when the articles change.

use crate::annotation::EntryKind;
use crate::dataset::archive::{Archive, Figures, Network, Selection, Trend};
use crate::desk::Desk;
use crate::desk::command::Action;
use crate::desk::panels::outline::status_key;
use crate::desk::state::State;
use crate::desk::table::Table;
use crate::issue::register::Register;
use crate::strings::Message;
use egui::{Pos2, Vec2, pos2, vec2};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// So many names are followed over time.
const FOLLOWED: usize = 40;
/// So many links the network has at most.
const LINKS: usize = 60;
/// So many months are told one by one, more by year.
const MONTHS: i32 = 48;
/// Rounds in which the network's nodes find their places.
const ROUNDS: u32 = 200;

/// The statistics.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// Counts.
    pub figures: Figures,
    /// Whose names are followed over time.
    pub kind: EntryKind,
    /// The most frequent of them.
    pub trends: Vec<Trend>,
    /// Who stands with whom.
    pub network: Network,
    /// Where the nodes are.
    pub places: Vec<Pos2>,
}

impl Statistics {
    pub(super) fn refresh(&mut self, archive: &Archive, selection: &Selection, register: &Register) {
        self.figures = archive.figures(selection, register, &TimeZone::system());
        self.trends = archive.trends(selection, register, self.kind, FOLLOWED);
        let network = archive.network(selection, register, LINKS);
        if network != self.network || self.places.len() != network.nodes.len() {
            self.places = places(&network);
            self.network = network;
        }
    }
}

/// Puts the nodes so that those with a link are near and no two are on each other: the spring embedder of Fruchterman and
/// Reingold (1991) from places on a circle, so the same network is always the same picture.
fn places(network: &Network) -> Vec<Pos2> {
    let count = network.nodes.len();
    let round = |n: usize| Vec2::angled(std::f32::consts::TAU * n as f32 / count as f32) * 0.4;
    let mut places: Vec<Pos2> = (0..count).map(|n| pos2(0.5, 0.5) + round(n)).collect();
    let apart = 0.9 / (count as f32).sqrt();
    for step in 0..ROUNDS {
        let mut moves = vec![Vec2::ZERO; count];
        for n in 0..count {
            for m in 0..n {
                let between = places[n] - places[m];
                let push = between.normalized() * (apart * apart / between.length().max(0.01));
                moves[n] += push;
                moves[m] -= push;
            }
            // Parts without a link between them stay together on the sheet.
            moves[n] += (pos2(0.5, 0.5) - places[n]) * 1.2;
        }
        for &(one, other, _) in &network.links {
            let between = places[one] - places[other];
            let pull = between * (between.length() / apart);
            moves[one] -= pull;
            moves[other] += pull;
        }
        let most = 0.1 * (1.0 - step as f32 / ROUNDS as f32) + 0.002;
        for (place, by) in places.iter_mut().zip(moves) {
            *place += by.normalized() * by.length().min(most);
        }
    }
    fill(&mut places);
    places
}

/// Spreads places over the whole square.
fn fill(places: &mut [Pos2]) {
    let bounds = egui::Rect::from_points(places);
    let size = vec2(bounds.width().max(0.01), bounds.height().max(0.01));
    for place in places {
        *place = ((*place - bounds.min) / size).to_pos2();
    }
}

impl State {
    fn head(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.say(key).to_owned()).collect()
    }

    /// All tables of the statistics, in the order of the page.
    pub fn statistics(&self) -> Vec<Table> {
        let figures = &self.shelf.figures.figures;
        let of_state = |(status, count): (&crate::issue::ArticleStatus, &u32)| {
            (self.say(status_key(*status)).to_owned(), vec![u64::from(*count)])
        };
        let of_length = |(upto, count): (&u32, &u32)| {
            let said = Message::new("figures.upto").with("count", upto);
            (self.strings.say(&said), vec![u64::from(*count)])
        };
        let two = |(a, b): (u32, u32)| vec![u64::from(a), u64::from(b)];
        let mut labels: Vec<_> =
            figures.labels.iter().map(|(id, n)| (self.label_called(id).to_owned(), two(*n))).collect();
        let mut topics: Vec<_> =
            figures.topics.iter().map(|(code, n)| (self.topic_called(code).to_owned(), two(*n))).collect();
        for rows in [&mut labels, &mut topics] {
            rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u64>()));
        }
        let editors = figures.editors().into_iter().map(|(editor, week)| {
            let counts = week.decisions.into_iter().chain([week.finished]).map(u64::from);
            (editor.to_owned(), counts.collect())
        });
        let names = self.shelf.figures.trends.iter().map(|t| (t.text.clone(), vec![u64::from(t.articles)]));
        let table = |title, head: &[&str], rows| Table { title, head: self.head(head), rows };
        vec![
            table("figures.labels", &["figures.label", "figures.decided", "figures.open"], labels),
            table("figures.topics", &["figures.topic", "figures.decided", "figures.proposed"], topics),
            table(
                "figures.states",
                &["figures.state", "figures.articles"],
                figures.states.iter().map(of_state).collect(),
            ),
            table(
                "figures.lengths",
                &["figures.length", "figures.articles"],
                figures.lengths.iter().map(of_length).collect(),
            ),
            table("figures.editors", &EDITORS, editors.collect()),
            self.by_week(),
            table("figures.names", &["figures.name", "figures.articles"], names.collect()),
            self.by_month(),
            self.together(),
        ]
    }

    /// Decisions of each editor by week.
    pub fn by_week(&self) -> Table {
        let weeks = &self.shelf.figures.figures.weeks;
        let editors: BTreeSet<&str> = weeks.keys().map(|(editor, _)| editor.as_str()).collect();
        let (first, last) =
            (weeks.keys().map(|(_, week)| *week).min(), weeks.keys().map(|(_, week)| *week).max());
        let mut rows = Vec::new();
        let mut week = first;
        while let Some(monday) = week.filter(|week| last.is_some_and(|last| *week <= last)) {
            let count = |editor: &&str| {
                let found = weeks.get(&((*editor).to_owned(), monday));
                found.map_or(0, |week| week.decisions.iter().map(|n| u64::from(*n)).sum())
            };
            rows.push((monday.to_string(), editors.iter().map(count).collect()));
            week = monday.checked_add(1.week()).ok();
        }
        let head = std::iter::once(self.say("figures.week")).chain(editors.iter().copied());
        Table { title: "figures.weeks", head: head.map(str::to_owned).collect(), rows }
    }

    /// In how many articles each of the most frequent names stands, by month, or by year where there are many months.
    pub fn by_month(&self) -> Table {
        let trends = &self.shelf.figures.trends;
        let day = |month: &String| format!("{month}-01").parse::<Date>().ok();
        let days: BTreeSet<Date> =
            trends.iter().flat_map(|trend| trend.months.keys().filter_map(day)).collect();
        let ends = days.first().zip(days.last());
        let months =
            ends.map_or(0, |(a, b)| i32::from(b.year() - a.year()) * 12 + i32::from(b.month() - a.month()));
        let (long, step, title) =
            if months > MONTHS { (4, 1.year(), "figures.years") } else { (7, 1.month(), "figures.months") };
        let mut rows = Vec::new();
        let mut next = ends.map(|(first, _)| *first);
        while let Some(day) = next.filter(|day| {
            ends.is_some_and(|(_, last)| day.to_string().get(..long) <= last.to_string().get(..long))
        }) {
            let name = day.to_string().get(..long).unwrap_or_default().to_owned();
            let count = |trend: &Trend| {
                let within = trend.months.iter().filter(|(month, _)| month.starts_with(&name));
                within.map(|(_, count)| u64::from(*count)).sum()
            };
            let counts = trends.iter().map(count).collect();
            rows.push((name, counts));
            next = day.checked_add(step).ok();
        }
        let head =
            std::iter::once(self.say("figures.month")).chain(trends.iter().map(|trend| trend.text.as_str()));
        Table { title, head: head.map(str::to_owned).collect(), rows }
    }

    /// Who stands with whom.
    fn together(&self) -> Table {
        let network = &self.shelf.figures.network;
        let rows = network.links.iter().map(|&(one, other, count)| {
            let name = |n: usize| network.nodes[n].value.text.as_str();
            (format!("{} — {}", name(one), name(other)), vec![u64::from(count)])
        });
        let head = self.head(&["figures.pair", "figures.articles"]);
        Table { title: "figures.network", head, rows: rows.collect() }
    }
}

/// What is counted of an editor.
const EDITORS: [&str; 6] = [
    "figures.editor",
    "quality.accepted",
    "quality.corrected",
    "quality.added",
    "quality.rejected",
    "figures.finished",
];

/// What an arrow key scrolls, and a page key.
const STEP: i32 = 60;
const PAGE: i32 = 500;
/// Further than any page is long.
const END: i32 = 1_000_000;

impl Desk {
    /// Carries out what means something else here than on pages with rows; returns whether it was that.
    pub(super) fn act_on_figures(&mut self, ctx: &egui::Context, action: Action) -> bool {
        self.fields.shelf.scroll += match action {
            Action::RowUp => STEP,
            Action::RowDown => -STEP,
            Action::PageUp => PAGE,
            Action::PageDown => -PAGE,
            Action::Home => END,
            Action::End => -END,
            Action::Copy => {
                self.copy_statistics(ctx, None);
                0
            }
            _ => return false,
        };
        true
    }

    /// Copies a table of the statistics, or all.
    pub(in crate::desk) fn copy_statistics(&mut self, ctx: &egui::Context, of: Option<&str>) {
        let tables = self.state.statistics();
        let chosen = tables.iter().filter(|table| of.is_none_or(|title| table.title == title));
        let texts: Vec<String> = chosen.map(|table| table.text(self.state.say(table.title))).collect();
        ctx.copy_text(texts.join("\n"));
        self.toast("toast.copied", false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::archive::{Facet, Node, Value};

    #[test]
    fn linked_names_are_nearer_than_others_and_none_lie_on_each_other() {
        let node = |n: u32| Node { facet: Facet::Person, value: Value::text(&n.to_string()), articles: 1 };
        let links = vec![(0, 1, 3), (1, 2, 2), (0, 2, 2), (3, 4, 1), (4, 5, 1), (3, 5, 1)];
        let network = Network { nodes: (0..6).map(node).collect(), links };
        let found = places(&network);
        let distance = |a: usize, b: usize| found[a].distance(found[b]);
        assert!(distance(0, 1) < distance(0, 4) && distance(3, 5) < distance(2, 3));
        assert!((0..6).all(|n| (0..n).all(|m| distance(n, m) > 0.1)));
        assert!(found.iter().all(|at| (0.0..=1.0).contains(&at.x) && (0.0..=1.0).contains(&at.y)));
        assert_eq!(found, places(&network));
        assert!(places(&Network::default()).is_empty());
    }
}
