//! The charts of the quality page.

use super::{Fate, decimal, legend};
use crate::dataset::{Bin, Decisions, Period, Quality};
use crate::desk::fonts::{self, Face};
use crate::desk::panels::Panel;
use crate::desk::panels::chart::{Scale, WIDEST, chart, describe, line, pointed, round_step};
use crate::desk::panels::report::{nothing, title};
use crate::desk::panels::status::grouped;
use crate::desk::theme::Theme;
use crate::strings::Message;
use egui::{Align2, Rect, Stroke, Ui, pos2, vec2};
use egui_plot::{Bar, BarChart, LineStyle, PlotPoint, PlotPoints, Points, VLine};

/// Finished articles that a point of the curve's line is made of.
const WINDOW: usize = 10;
/// Finished articles that the curve has at most, the latest.
const LATEST: usize = 120;
/// Width of a bar, and half of it, where bars are one apart.
const BAR: f64 = 0.62;

/// Strict F1 of the proposals of each finished article, and over the last ten.
pub fn curve(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    let theme = &state.theme;
    let says = Message::new("quality.curve_says").with("window", WINDOW).with("most", LATEST);
    title(ui, panel, "quality.curve", state.strings.say(&says));
    if figures.curve.len() < 2 {
        return nothing(ui, panel, "quality.curve_few");
    }
    let at = |n: usize, f1: Option<f32>| f1.map(|f1| [n as f64 + 1.0, f64::from(f1)]);
    let first = figures.curve.len().saturating_sub(LATEST);
    let articles = figures.curve.iter().enumerate().skip(first);
    let single: Vec<[f64; 2]> = articles.filter_map(|(n, a)| at(n, a.agreement.f1())).collect();
    let running = figures.running(WINDOW);
    let smooth = running.iter().enumerate().skip(first);
    let smooth: Vec<[f64; 2]> = smooth.filter_map(|(n, f1)| at(n, *f1)).collect();
    let least = single.iter().map(|[_, f1]| *f1).fold(1.0, f64::min);
    let low = ((least * 10.0).floor() / 10.0).min(0.8);
    let count = figures.curve.len() as f64;
    let before = first as f64;
    let step = ((count - before) / 8.0).ceil().max(1.0);
    let scales = (Scale::of(before + 0.5..=count + 0.5, step), Scale::of(low - 0.02..=1.02, 0.1));
    let latest = running.last().copied().flatten();
    let (paper, ink, red) = (theme.paper, theme.ink3, theme.zhu);
    let end = smooth.last().copied();
    let shown = chart(ui, theme, "curve", scales, move |plot| {
        plot.line(line("running", smooth, Stroke::new(2.0, red)));
        for (colour, filled) in [(paper, true), (ink, false)] {
            let points = Points::new("articles", PlotPoints::new(single.clone()));
            plot.points(points.radius(3.0).color(colour).filled(filled).allow_hover(false));
        }
    });
    if let (Some([x, y]), Some(latest)) = (end, latest) {
        let at = shown.transform.position_from_point(&PlotPoint::new(x, y));
        let text = decimal(Some(latest));
        let place = pos2(at.x.min(shown.transform.frame().right() - 2.0), at.y - 6.0);
        ui.painter().text(place, Align2::RIGHT_BOTTOM, text, Face::SansBold.at(13.0), theme.zhu_text);
    }
    let here = pointed(&shown, figures.curve.len() - first, before + 1.0).map(|n| {
        let n = first + n;
        let said = Message::new("quality.curve_here").with("number", n + 1);
        let said = said.with("f1", decimal(figures.curve[n].agreement.f1()));
        state.strings.say(&said.with("running", decimal(running[n])))
    });
    let sentence = Message::new("quality.curve_sentence").with("count", figures.curve.len());
    describe(shown.response, &state.strings.say(&sentence.with("f1", decimal(latest))), here);
}

/// Decisions a day, week or month, one upon the other.
pub fn over_time(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    let theme = &state.theme;
    let (period, sums) = figures.periods();
    let name = match period {
        Period::Day => "quality.by_day",
        Period::Week => "quality.by_week",
        Period::Month => "quality.by_month",
    };
    title(ui, panel, name, state.say("quality.over_time_says"));
    legend(ui, panel, Fate::Added.key());
    let dates: Vec<String> = sums
        .iter()
        .map(|(day, _)| day.strftime(if period == Period::Month { "%Y-%m" } else { "%m-%d" }).to_string())
        .collect();
    let most = sums.iter().map(|(_, d)| d.all()).max().unwrap_or(1);
    let room = (sums.len() as f64).max(6.0);
    let step = (room * 52.0 / f64::from(ui.available_width().clamp(1.0, WIDEST))).ceil().max(1.0);
    let labels = dates.clone();
    let x = Scale {
        bounds: -0.6..=room - 0.4,
        step,
        says: Box::new(move |value| labels.get(value as usize).cloned().unwrap_or_default()),
    };
    let y = Scale::of(0.0..=f64::from(most) * 1.06, round_step(most));
    let bars = stacked(&sums.iter().map(|(_, d)| *d).collect::<Vec<_>>(), theme);
    let shown =
        chart(ui, theme, "time", (x, y), move |plot| bars.into_iter().for_each(|b| plot.bar_chart(b)));
    // Plots know no hatching: it is laid over the bars of what was added.
    for (n, (_, d)) in sums.iter().enumerate() {
        let base = f64::from(d.accepted + d.corrected);
        let corner = |x: f64, y: f64| shown.transform.position_from_point(&PlotPoint::new(n as f64 + x, y));
        let top = corner(-BAR / 2.0, base + f64::from(d.added));
        let place = Rect::from_two_pos(top, corner(BAR / 2.0, base));
        Fate::Added.paint(ui.painter(), theme, place);
    }
    let here = pointed(&shown, sums.len(), 0.0).map(|n| {
        let d = &sums[n].1;
        let counts = [d.accepted, d.corrected, d.rejected, d.added];
        Fate::ALL.iter().zip(counts).fold(sums[n].0.to_string(), |said, (fate, count)| {
            format!("{said}\n{} {}", state.say(fate.key()), grouped(count))
        })
    });
    let sentence = Message::new("quality.time_sentence").with("count", sums.len());
    describe(shown.response, &state.strings.say(&sentence.with("all", figures.total.all())), here);
}

fn stacked(sums: &[Decisions], theme: &Theme) -> Vec<BarChart> {
    type Count = fn(&Decisions) -> u32;
    let none = Stroke::NONE;
    let layers: [(Count, Count, egui::Color32, Stroke); 4] = [
        (|_| 0, |d| d.accepted, theme.ink2, none),
        (|d| d.accepted, |d| d.corrected, theme.zhu, none),
        (|d| d.accepted + d.corrected, |d| d.added, theme.paper, none),
        (|d| d.all() - d.rejected, |d| d.rejected, theme.paper, Stroke::new(1.0, theme.ink2)),
    ];
    let chart = |(below, count, fill, stroke): (Count, Count, egui::Color32, Stroke)| {
        let bar = |(n, d): (usize, &Decisions)| {
            let bar = Bar::new(n as f64, f64::from(count(d))).width(BAR).fill(fill).stroke(stroke);
            bar.base_offset(f64::from(below(d)))
        };
        let bars = sums.iter().enumerate().filter(|(_, d)| count(d) > 0).map(bar).collect();
        BarChart::new("", bars).allow_hover(false)
    };
    layers.into_iter().map(chart).collect()
}

/// Scores against the share that was right.
pub fn reliability(ui: &mut Ui, panel: &Panel<'_>, figures: &Quality) {
    let state = panel.state;
    let theme = &state.theme;
    title(ui, panel, "quality.reliability", state.say("quality.reliability_says"));
    let point = |bin: &Bin| Some(([bin.score()?, f64::from(bin.right()?)], bin.count));
    let points: Vec<([f64; 2], u32)> = figures.bins.iter().filter_map(point).collect();
    if points.is_empty() {
        return nothing(ui, panel, "quality.reliability_none");
    }
    let most = points.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let (paper, ink, faint) = (theme.paper, theme.ink1, theme.ink3);
    let limits = [f64::from(state.thresholds.doubt), f64::from(state.thresholds.safe)];
    let drawn = points.clone();
    let scales = (Scale::of(-0.04..=1.04, 0.5), Scale::of(-0.04..=1.06, 0.5));
    let shown = chart(ui, theme, "reliability", scales, move |plot| {
        let even = line("even", vec![[0.0, 0.0], [1.0, 1.0]], Stroke::new(1.0, faint));
        plot.line(even.style(LineStyle::dashed_dense()));
        for limit in limits {
            plot.vline(VLine::new("limit", limit).stroke(Stroke::new(1.0, faint)).allow_hover(false));
        }
        plot.line(line("right", drawn.iter().map(|(at, _)| *at).collect(), Stroke::new(1.5, ink)));
        for (at, count) in drawn {
            let radius = 3.0 + 5.0 * (count as f32 / most as f32).sqrt();
            for (colour, filled) in [(paper, true), (ink, false)] {
                let points = Points::new("bin", PlotPoints::new(vec![at])).radius(radius);
                plot.points(points.color(colour).filled(filled).allow_hover(false));
            }
        }
    });
    for (limit, name) in limits.into_iter().zip(["quality.doubt_line", "quality.safe_line"]) {
        let foot = shown.transform.position_from_point(&PlotPoint::new(limit, 0.0));
        let text = format!("{} {limit:.2}", state.say(name));
        ui.painter().text(foot + vec2(-4.0, 0.0), Align2::RIGHT_BOTTOM, text, fonts::micro(), theme.ink2);
    }
    let nearest = |at: egui::Pos2| {
        let distance =
            |p: &[f64; 2]| shown.transform.position_from_point(&PlotPoint::new(p[0], p[1])).distance(at);
        points
            .iter()
            .min_by(|a, b| distance(&a.0).total_cmp(&distance(&b.0)))
            .filter(|p| distance(&p.0) < 24.0)
    };
    let here = shown.response.hover_pos().and_then(nearest).map(|([score, right], count)| {
        let said = Message::new("quality.bin").with("score", format!("{score:.2}"));
        let said = said.with("right", decimal(Some(*right as f32))).with("count", grouped(*count));
        state.strings.say(&said)
    });
    let all: Vec<String> =
        points.iter().map(|([score, right], n)| format!("{score:.2} → {right:.2} ({n})")).collect();
    let sentence = Message::new("quality.reliability_sentence").with("points", all.join("、"));
    describe(shown.response, &state.strings.say(&sentence), here);
}
