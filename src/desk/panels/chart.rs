//! Charts in the house's manner. They stand still: no zoom, no drag; pointing at a place says its numbers.

use crate::desk::fonts;
use crate::desk::theme::Theme;
use egui::{Response, Role, Sense, Stroke, Ui, WidgetInfo};
use egui_plot::{AxisHints, GridInput, GridMark, Line, Plot, PlotPoints, PlotUi};
use std::ops::RangeInclusive;

const HEIGHT: f32 = 220.0;
/// No chart is wider.
pub const WIDEST: f32 = 700.0;

/// An axis: its part of the numbers, its marks, and what a mark says.
pub struct Scale<'a> {
    /// What is shown of the numbers.
    pub bounds: RangeInclusive<f64>,
    /// From mark to mark.
    pub step: f64,
    /// What a mark says.
    pub says: Box<dyn Fn(f64) -> String + 'a>,
}

impl Scale<'_> {
    /// Marks that say their number.
    pub fn of(bounds: RangeInclusive<f64>, step: f64) -> Self {
        let says = move |value: f64| {
            if step < 1.0 { format!("{value:.1}") } else { format!("{value:.0}") }
        };
        Self { bounds, step, says: Box::new(says) }
    }

    /// The marks: every step inside the bounds.
    fn marks(bounds: &RangeInclusive<f64>, step: f64) -> Vec<GridMark> {
        let first = (bounds.start() / step).ceil() as i64;
        let last = (bounds.end() / step + 1e-6).floor() as i64;
        (first..=last).map(|n| GridMark { value: n as f64 * step, step_size: step }).collect()
    }
}

/// A chart in the house's manner.
pub fn chart<'a>(
    ui: &mut Ui,
    theme: &Theme,
    name: &'static str,
    (x, y): (Scale<'a>, Scale<'a>),
    draw: impl FnOnce(&mut PlotUi<'a>) + 'a,
) -> egui_plot::PlotResponse<()> {
    let width = ui.available_width().min(WIDEST);
    let axis = |hints: AxisHints<'a>, scale: Box<dyn Fn(f64) -> String + 'a>| {
        let hints =
            hints.formatter(move |mark, _| scale(mark.value)).label_spacing(egui::Rangef::new(8.0, 9.0));
        vec![hints.tick_label_color(theme.ink3).tick_label_font(fonts::micro())]
    };
    let (wide, high) = ((x.bounds.clone(), x.step), (y.bounds.clone(), y.step));
    let spacer = |(bounds, step): (RangeInclusive<f64>, f64)| move |_: GridInput| Scale::marks(&bounds, step);
    let (x_spacer, y_spacer) = (spacer(wide), spacer(high));
    Plot::new(("chart", name))
        .height(HEIGHT)
        .width(width)
        .show_background(false)
        .show_grid([false, true])
        .grid_color(theme.line1)
        .grid_fade(0.0)
        .grid_spacing(egui::Rangef::new(1.0, 2.0))
        .x_grid_spacer(x_spacer)
        .y_grid_spacer(y_spacer)
        .custom_x_axes(axis(AxisHints::new_x(), x.says))
        .custom_y_axes(axis(AxisHints::new_y(), y.says))
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .sense(Sense::hover())
        .show(ui, move |plot| {
            plot.set_plot_bounds_x(x.bounds);
            plot.set_plot_bounds_y(y.bounds);
            draw(plot);
        })
}

/// Says a chart in a sentence for those who do not see it, and a place of it to those who point there.
pub fn describe(response: Response, sentence: &str, here: Option<String>) {
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, sentence));
    if let Some(here) = here {
        response.on_hover_text_at_pointer(here);
    }
}

/// A line that points say nothing of.
pub fn line<'a>(name: &str, points: Vec<[f64; 2]>, stroke: Stroke) -> Line<'a> {
    Line::new(name, PlotPoints::new(points)).stroke(stroke).allow_hover(false)
}

/// The place on the x axis under the pointer, where things stand at `first`, `first` + 1 …
pub fn pointed<R>(shown: &egui_plot::PlotResponse<R>, count: usize, first: f64) -> Option<usize> {
    let at = shown.response.hover_pos()?;
    let n = (shown.transform.value_from_position(at).x - first).round();
    (n >= 0.0 && (n as usize) < count).then_some(n as usize)
}

/// The step of an axis from 0 to `most`: 1, 2 or 5 and noughts, four marks or so.
pub fn round_step(most: u32) -> f64 {
    let rough = (f64::from(most) / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough)
}
