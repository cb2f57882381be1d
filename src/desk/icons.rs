//! The desk's own drawings: 16 × 16, one stroke of 1.4, no icon font.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use std::f32::consts::TAU;

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Icon {
    /// Hook arrow left.
    Undo,
    /// Hook arrow right.
    Redo,
    /// Sun of eight rays.
    Light,
    /// Crescent.
    Dark,
    /// Half disc, the high-contrast theme.
    Contrast,
    /// Circle with handle.
    Find,
    /// Letter A over a base line.
    Marks,
    /// Two-stroke tick.
    Tick,
    /// Saltire.
    Cross,
    /// Plus.
    Plus,
    /// Minus.
    Minus,
    /// Rectangle with a middle line.
    Split,
    /// Chevron down.
    Down,
    /// Chevron right.
    Right,
    /// Chevron left.
    Left,
    /// Folder.
    Open,
    /// Cylinder.
    Data,
    /// Sheet with folded corner and two lines.
    Page,
    /// Padlock.
    Lock,
    /// Ring filled clockwise from nothing (0) to all (1).
    Part(f32),
    /// Solid disc with a tick in the colour of the ground.
    Done(Color32),
    /// Small ring with a question mark.
    Doubt,
    /// Two columns of three dots.
    Grip,
}

/// The side of a drawing in points.
pub const SIDE: f32 = 16.0;

/// A tick eight points wide, for the margin of a block whose role and place an editor has confirmed or corrected.
pub fn small_tick(painter: &Painter, centre: Pos2, colour: Color32) {
    let points = [vec2(-4.0, 0.0), vec2(-1.0, 3.0), vec2(4.0, -3.0)].map(|at| centre + at);
    painter.add(Shape::line(points.to_vec(), Stroke::new(1.2, colour)));
}

/// The tick's colour: quiet where the editor agreed with the layout, vermilion where the editor changed it.
pub fn decided(status: crate::annotation::Status, theme: &super::theme::Theme) -> Color32 {
    if status == crate::annotation::Status::Accepted { theme.ink3 } else { theme.zhu }
}

/// Draws an icon centred at a point.
pub fn draw(painter: &Painter, icon: Icon, centre: Pos2, colour: Color32) {
    let origin = centre - Vec2::splat(SIDE / 2.0);
    let at = |x: f32, y: f32| origin + vec2(x, y);
    let stroke = Stroke::new(1.4, colour);
    let line = |points: &[(f32, f32)]| {
        painter.add(Shape::line(points.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
    };
    let arc = |centre: Pos2, radius: f32, from: f32, to: f32| {
        painter.add(Shape::line(arc_points(centre, radius, from, to), stroke));
    };
    match icon {
        Icon::Undo => hook(painter, origin, stroke, false),
        Icon::Redo => hook(painter, origin, stroke, true),
        Icon::Light => {
            painter.circle_stroke(centre, 3.2, stroke);
            for n in 0..8 {
                let way = Vec2::angled(TAU * n as f32 / 8.0);
                painter.line_segment([centre + way * 5.2, centre + way * 7.2], stroke);
            }
        }
        Icon::Dark => {
            arc(centre, 5.8, 0.55, TAU * 0.86);
            arc(at(11.2, 6.2), 4.6, 0.9, TAU * 0.66);
        }
        Icon::Contrast => {
            painter.circle_stroke(centre, 5.8, stroke);
            pie(painter, centre, 5.8, 0.5, -TAU / 4.0, colour);
        }
        Icon::Find => {
            painter.circle_stroke(at(7.0, 7.0), 4.6, stroke);
            line(&[(10.4, 10.4), (14.0, 14.0)]);
        }
        Icon::Marks => {
            line(&[(4.0, 11.0), (8.0, 2.5), (12.0, 11.0)]);
            line(&[(5.4, 8.0), (10.6, 8.0)]);
            line(&[(2.5, 14.0), (13.5, 14.0)]);
        }
        Icon::Tick => line(&[(3.0, 8.5), (6.6, 12.0), (13.2, 4.4)]),
        Icon::Cross => {
            line(&[(3.8, 3.8), (12.2, 12.2)]);
            line(&[(12.2, 3.8), (3.8, 12.2)]);
        }
        Icon::Plus => {
            line(&[(8.0, 3.0), (8.0, 13.0)]);
            line(&[(3.0, 8.0), (13.0, 8.0)]);
        }
        Icon::Minus => line(&[(3.0, 8.0), (13.0, 8.0)]),
        Icon::Split => {
            line(&[(2.0, 3.0), (14.0, 3.0), (14.0, 13.0), (2.0, 13.0), (2.0, 3.0)]);
            line(&[(8.0, 3.0), (8.0, 13.0)]);
        }
        Icon::Down => line(&[(4.0, 6.0), (8.0, 10.0), (12.0, 6.0)]),
        Icon::Right => line(&[(6.0, 4.0), (10.0, 8.0), (6.0, 12.0)]),
        Icon::Left => line(&[(10.0, 4.0), (6.0, 8.0), (10.0, 12.0)]),
        Icon::Open => {
            line(&[(1.8, 13.0), (1.8, 3.2), (6.2, 3.2), (7.8, 5.2), (14.2, 5.2), (14.2, 13.0), (1.8, 13.0)]);
        }
        Icon::Data => {
            ellipse(painter, at(8.0, 4.2), vec2(5.2, 2.0), stroke, 0.0, TAU);
            line(&[(2.8, 4.2), (2.8, 11.8)]);
            line(&[(13.2, 4.2), (13.2, 11.8)]);
            ellipse(painter, at(8.0, 8.0), vec2(5.2, 2.0), stroke, 0.0, TAU / 2.0);
            ellipse(painter, at(8.0, 11.8), vec2(5.2, 2.0), stroke, 0.0, TAU / 2.0);
        }
        Icon::Page => {
            line(&[
                (9.5, 1.8),
                (3.2, 1.8),
                (3.2, 14.2),
                (12.8, 14.2),
                (12.8, 5.1),
                (9.5, 1.8),
                (9.5, 5.1),
                (12.8, 5.1),
            ]);
            line(&[(5.6, 8.2), (10.4, 8.2)]);
            line(&[(5.6, 11.0), (10.4, 11.0)]);
        }
        Icon::Lock => {
            line(&[(3.2, 7.2), (12.8, 7.2), (12.8, 14.0), (3.2, 14.0), (3.2, 7.2)]);
            line(&[(5.2, 7.2), (5.2, 5.0)]);
            arc(at(8.0, 5.0), 2.8, TAU / 2.0, TAU);
            line(&[(10.8, 5.0), (10.8, 7.2)]);
        }
        Icon::Part(share) => {
            painter.circle_stroke(centre, 5.4, stroke);
            pie(painter, centre, 5.4, share, -TAU / 4.0, colour);
        }
        Icon::Done(ground) => {
            painter.circle_filled(centre, 6.1, colour);
            let points = [(5.2, 8.2), (7.2, 10.2), (11.0, 5.8)].map(|(x, y)| at(x, y));
            painter.add(Shape::line(points.to_vec(), Stroke::new(1.4, ground)));
        }
        Icon::Doubt => {
            painter.circle_stroke(centre, 6.4, Stroke::new(1.2, colour));
        }
        Icon::Grip => grip(painter, origin, colour),
    }
}

/// Six dots in two columns.
fn grip(painter: &Painter, origin: Pos2, colour: Color32) {
    for n in 0..6_u8 {
        let at = vec2(6.0 + f32::from(n / 3) * 4.0, 4.0 + f32::from(n % 3) * 4.0);
        painter.circle_filled(origin + at, 1.1, colour);
    }
}

fn arc_points(centre: Pos2, radius: f32, from: f32, to: f32) -> Vec<Pos2> {
    (0..=20).map(|n| centre + Vec2::angled(from + (to - from) * n as f32 / 20.0) * radius).collect()
}

fn ellipse(painter: &Painter, centre: Pos2, radii: Vec2, stroke: Stroke, from: f32, to: f32) {
    let point = |n: i32| {
        let way = Vec2::angled(from + (to - from) * n as f32 / 20.0);
        centre + vec2(way.x * radii.x, way.y * radii.y)
    };
    painter.add(Shape::line((0..=20).map(point).collect(), stroke));
}

fn pie(painter: &Painter, centre: Pos2, radius: f32, share: f32, from: f32, colour: Color32) {
    // Quarters are convex, so that the filled shape is right whatever the share.
    let quarters = (share.clamp(0.0, 1.0) * 4.0).ceil() as u32;
    for quarter in 0..quarters {
        let end = (share * 4.0).min(quarter as f32 + 1.0);
        let angle = |part: f32| from + TAU * part / 4.0;
        let mut points = vec![centre];
        points.extend(arc_points(centre, radius, angle(quarter as f32), angle(end)));
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    }
}

fn hook(painter: &Painter, origin: Pos2, stroke: Stroke, mirrored: bool) {
    let at = |x: f32, y: f32| origin + vec2(if mirrored { SIDE - x } else { x }, y);
    let centre = (9.0, 9.0);
    let bow = (0..=16).map(|n| {
        let angle = -TAU / 4.0 + TAU / 2.0 * n as f32 / 16.0;
        at(centre.0 + 4.0 * angle.cos(), centre.1 + 4.0 * angle.sin())
    });
    let mut points = vec![at(2.6, 5.0)];
    points.extend(bow);
    points.push(at(6.0, 13.0));
    painter.add(Shape::line(points, stroke));
    painter.add(Shape::line(vec![at(5.8, 1.8), at(2.6, 5.0), at(5.8, 8.2)], stroke));
}

/// The seal: the sign of the house in white on vermilion.
pub fn seal(painter: &Painter, rect: Rect, theme: &super::theme::Theme) {
    painter.rect_filled(rect, 3.0 * rect.width() / 24.0, theme.zhu);
    let font = super::fonts::Face::SerifBold.at(rect.width() * 0.72);
    painter.text(
        rect.center() - vec2(0.0, rect.height() * 0.02),
        egui::Align2::CENTER_CENTER,
        "批",
        font,
        theme.on_zhu,
    );
}

/// Five cells, filled from the left by the score.
pub fn score_cells(painter: &Painter, left: Pos2, score: f32, colour: Color32) {
    let full = (score * 5.0).round() as i32;
    for n in 0..5 {
        let cell = Rect::from_center_size(pos2(left.x + 4.0 + 9.0 * n as f32, left.y), Vec2::splat(7.0));
        if n < full {
            painter.rect_filled(cell, 1.0, colour);
        } else {
            painter.rect_stroke(cell, 1.0, Stroke::new(1.0, colour), egui::StrokeKind::Inside);
        }
    }
}
