//! The network of persons and bodies that stand in the same articles.
//!
//! Persons are discs, bodies squares; the thicker a line, the more articles. Pointing at a name shows its neighbours alone;
//! a click chooses it, so the page counts its articles only.

use crate::dataset::archive::Facet;
use crate::desk::command::Command;
use crate::desk::fonts;
use crate::desk::panels::Panel;
use crate::desk::panels::report::nothing;
use crate::desk::shelf::Turn;
use crate::desk::widgets;
use crate::strings::Message;
use egui::{Align2, Id, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::collections::BTreeSet;

const HEIGHT: f32 = 460.0;
/// Room for the names at the edges.
const EDGE: Vec2 = vec2(72.0, 24.0);

/// Shows the network.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let state = panel.state;
    let (network, places) = (&state.shelf.figures.network, &state.shelf.figures.places);
    if network.nodes.is_empty() || places.len() != network.nodes.len() {
        return nothing(ui, panel, "figures.no_network");
    }
    let theme = &state.theme;
    let (full, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let sheet = full.shrink2(EDGE);
    let at = |n: usize| -> Pos2 { sheet.min + places[n].to_vec2() * sheet.size() };
    let most = network.nodes.iter().map(|node| node.articles).max().unwrap_or(1).max(1);
    let radius = |n: usize| 4.0 + 7.0 * (network.nodes[n].articles as f32 / most as f32).sqrt();
    let said = |n: usize| {
        let node = &network.nodes[n];
        let said = Message::new("figures.node").with("name", &node.value.text);
        state.strings.say(&said.with("count", node.articles))
    };
    let responses: Vec<_> = (0..network.nodes.len())
        .map(|n| {
            let node = &network.nodes[n];
            let place = Rect::from_center_size(at(n), Vec2::splat(2.0 * radius(n) + 8.0));
            let response = ui.interact(place, Id::unique(("figures.node", n)), Sense::click());
            let on = state.shelf.catalogue.selection.has(node.facet, &node.value);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, said(n)));
            response
        })
        .collect();
    let pointed = responses.iter().position(|response| response.hovered() || response.has_focus());
    let near: Option<BTreeSet<usize>> = pointed.map(|n| {
        let ends = network.links.iter().filter(|(a, b, _)| *a == n || *b == n);
        ends.flat_map(|(a, b, _)| [*a, *b]).chain([n]).collect()
    });
    let lit = |n: usize| near.as_ref().is_none_or(|near| near.contains(&n));
    let strongest = network.links.first().map_or(1, |link| link.2).max(1);
    for &(one, other, count) in &network.links {
        let share = count as f32 / strongest as f32;
        let touched = pointed.is_none_or(|n| n == one || n == other);
        let ink = if touched { theme.ink4 } else { theme.line1 };
        ui.painter().line_segment([at(one), at(other)], Stroke::new(0.5 + 2.5 * share, ink));
    }
    for (n, response) in responses.iter().enumerate() {
        let node = &network.nodes[n];
        let on = state.shelf.catalogue.selection.has(node.facet, &node.value);
        let ink = match (on, lit(n)) {
            (true, _) => theme.zhu,
            (false, true) => theme.ink1,
            (false, false) => theme.line2,
        };
        let (place, size) = (at(n), radius(n));
        if node.facet == Facet::Person {
            ui.painter().circle(place, size, ink, Stroke::new(1.5, theme.paper));
        } else {
            let square = Rect::from_center_size(place, Vec2::splat(2.0 * size - 1.0));
            ui.painter().rect(square, 0, theme.paper, Stroke::new(2.0, ink), StrokeKind::Inside);
        }
        widgets::focus_ring(ui, theme, response, Rect::from_center_size(place, Vec2::splat(2.0 * size)), 3.0);
    }
    names(ui, panel, &at, &radius, &lit);
    for (n, response) in responses.into_iter().enumerate() {
        let node = &network.nodes[n];
        let response = response.on_hover_text(said(n));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            panel.commands.push(Command::Shelf(Turn::Toggle(node.facet, node.value.clone())));
        }
    }
}

/// The names below their nodes, the most frequent first; one that would lie on another waits until it is pointed at.
fn names(
    ui: &Ui,
    panel: &Panel<'_>,
    at: &dyn Fn(usize) -> Pos2,
    radius: &dyn Fn(usize) -> f32,
    lit: &dyn Fn(usize) -> bool,
) {
    let theme = &panel.state.theme;
    let nodes = &panel.state.shelf.figures.network.nodes;
    let mut order: Vec<usize> = (0..nodes.len()).filter(|n| lit(*n)).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(nodes[*n].articles), *n));
    let node = |n: usize| Rect::from_center_size(at(n), Vec2::splat(2.0 * radius(n)));
    let mut taken: Vec<Rect> = (0..nodes.len()).map(node).collect();
    for n in order {
        let text = widgets::clipped(ui.painter(), &nodes[n].value.text, fonts::small(), theme.ink1, 132.0, 1);
        let below = at(n) + vec2(0.0, radius(n) + 3.0);
        let rect = Align2::CENTER_TOP.anchor_size(below, text.size());
        if taken.iter().any(|other| other.intersects(rect)) {
            continue;
        }
        taken.push(rect);
        // Lines pass behind a name, not through it.
        ui.painter().rect_filled(rect.expand2(vec2(2.0, 0.0)), 2, theme.paper.gamma_multiply(0.85));
        ui.painter().galley(pos2(rect.left(), rect.top()), text, theme.ink1);
    }
}
