//! egui's own style, set so that nothing of it shows through.

use super::fonts;
use super::theme::Theme;
use egui::{CornerRadius, FontFamily, FontId, Shadow, Stroke, TextStyle};

/// Gives egui the theme's colours and the house's sizes.
pub fn apply(ctx: &egui::Context, theme: &Theme) {
    ctx.set_theme(if theme.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, fonts::micro()),
            (TextStyle::Body, fonts::ui()),
            (TextStyle::Button, fonts::ui()),
            (TextStyle::Heading, FontId::new(17.0, FontFamily::Proportional)),
            (TextStyle::Monospace, fonts::small()),
        ]
        .into();
        style.spacing.menu_margin = egui::Margin::same(6);
        style.spacing.scroll.bar_width = 8.0;
        style.interaction.tooltip_delay = 0.6;
        style.animation_time = 0.0;
        let visuals = &mut style.visuals;
        visuals.dark_mode = theme.is_dark();
        visuals.override_text_color = Some(theme.ink1);
        visuals.panel_fill = theme.paper;
        visuals.window_fill = theme.raised;
        visuals.window_stroke = Stroke::new(1.0, theme.line2);
        visuals.window_shadow = Shadow { offset: [0, 12], blur: 36, spread: 0, color: theme.shadow };
        visuals.popup_shadow = Shadow { offset: [0, 6], blur: 20, spread: 0, color: theme.shadow };
        visuals.window_corner_radius = CornerRadius::same(10);
        visuals.menu_corner_radius = CornerRadius::same(8);
        visuals.extreme_bg_color = theme.paper;
        visuals.faint_bg_color = theme.desk;
        visuals.selection.bg_fill = theme.sel;
        visuals.selection.stroke = Stroke::new(1.0, theme.ink1);
        visuals.text_cursor.stroke = Stroke::new(2.0, theme.zhu);
        visuals.hyperlink_color = theme.ink1;
        for widget in [
            &mut visuals.widgets.noninteractive,
            &mut visuals.widgets.inactive,
            &mut visuals.widgets.hovered,
            &mut visuals.widgets.active,
            &mut visuals.widgets.open,
        ] {
            widget.bg_fill = theme.raised;
            widget.weak_bg_fill = theme.raised;
            widget.bg_stroke = Stroke::new(1.0, theme.line2);
            widget.fg_stroke = Stroke::new(1.0, theme.ink1);
            widget.corner_radius = CornerRadius::same(6);
        }
        visuals.widgets.inactive.bg_fill = theme.line2;
        visuals.widgets.hovered.bg_fill = theme.edge;
        visuals.widgets.active.bg_fill = theme.ink3;
    });
}
