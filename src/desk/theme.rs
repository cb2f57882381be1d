//! Colours as data: one file, three themes, no colour literal anywhere else in the desk.
//!
//! The names are those of the design's token table. A label takes the colour slot of its place in the label set; a ninth
//! label and more are drawn in `ink2` and told apart by their letter.

use egui::Color32;
use serde::{Deserialize, Serialize};

/// Which theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    /// 白昼
    #[default]
    Light,
    /// 灯下
    Dark,
    /// 高对比
    Contrast,
}

impl ThemeName {
    /// All themes, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    /// Key of its name in the string files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Light => "theme.light",
            Self::Dark => "theme.dark",
            Self::Contrast => "theme.contrast",
        }
    }

    /// The theme after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Contrast,
            Self::Contrast => Self::Light,
        }
    }
}

/// `#RRGGBB` or `#RRGGBBAA`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hex(Color32);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color32::from_hex(&text)
            .map(Self)
            .map_err(|error| serde::de::Error::custom(format!("{text}: {error:?}")))
    }
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $token:ident),* $(,)?) => {
        #[derive(Deserialize)]
        struct Table { $($token: Hex,)* label_line: Vec<Hex>, label_wash: Vec<Hex>, article_tint: Vec<Hex> }

        /// One theme's colours.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Theme {
            /// Which theme.
            pub name: ThemeName,
            $($(#[$doc])* pub $token: Color32,)*
            label_line: Vec<Color32>,
            label_wash: Vec<Color32>,
            article_tint: Vec<Color32>,
        }

        impl Theme {
            fn from_table(name: ThemeName, table: Table) -> Self {
                let colours = |list: Vec<Hex>| list.into_iter().map(|hex| hex.0).collect();
                Self {
                    name,
                    $($token: table.$token.0,)*
                    label_line: colours(table.label_line),
                    label_wash: colours(table.label_wash),
                    article_tint: colours(table.article_tint),
                }
            }
        }
    };
}

tokens! {
    /// Reader, list body, input.
    paper,
    /// Bars, side panels.
    desk,
    /// Popover, dialog, card, button.
    raised,
    /// Pressed, toggle on.
    sunk,
    /// Text, active icons, ticks.
    ink1,
    /// Secondary text, menu, key caps.
    ink2,
    /// Captions, counts, hints.
    ink3,
    /// Disabled text and decoration only.
    ink4,
    /// Hairline inside a panel.
    line1,
    /// Hairline between regions, button edge.
    line2,
    /// Edge of text inputs.
    edge,
    /// Vermilion: rules, ring, primary fill.
    zhu,
    /// Vermilion as text.
    zhu_text,
    /// Text on vermilion.
    on_zhu,
    /// Current row.
    wash,
    /// Fill of the selected span and of a text selection.
    sel,
    /// Drop shadow.
    shadow,
    /// Behind a dialog.
    dim,
}

impl Theme {
    /// A theme from the file built into the program.
    ///
    /// # Panics
    /// Never for a user: the file is built in, and a test reads it.
    #[allow(clippy::expect_used)]
    pub fn of(name: ThemeName) -> Self {
        #[derive(Deserialize)]
        struct File {
            light: Table,
            dark: Table,
            contrast: Table,
        }
        let file: File = serde_json::from_str(include_str!("../../assets/theme.json"))
            .expect("assets/theme.json is read by a test");
        let table = match name {
            ThemeName::Light => file.light,
            ThemeName::Dark => file.dark,
            ThemeName::Contrast => file.contrast,
        };
        Self::from_table(name, table)
    }

    /// Line and letter colour of the label in a slot of the label set.
    pub fn label_line(&self, slot: Option<usize>) -> Color32 {
        slot.and_then(|n| self.label_line.get(n)).copied().unwrap_or(self.ink2)
    }

    /// Wash of the label in a slot of the label set.
    pub fn label_wash(&self, slot: Option<usize>) -> Color32 {
        slot.and_then(|n| self.label_wash.get(n)).copied().unwrap_or(self.sunk)
    }

    /// Ground of the `n`-th article's lines in the source; they repeat, so the article's number always stands beside.
    pub fn article_tint(&self, n: usize) -> Color32 {
        let count = self.article_tint.len().max(1);
        self.article_tint.get(n % count).copied().unwrap_or(self.desk)
    }

    /// The edge of what floats: a hairline, and a frame of two points where there are no shadows.
    pub fn float_edge(&self) -> egui::Stroke {
        match self.name {
            ThemeName::Contrast => egui::Stroke::new(2.0, self.ink1),
            _ => egui::Stroke::new(1.0, self.line2),
        }
    }

    /// Whether the theme is a dark one.
    pub fn is_dark(&self) -> bool {
        self.name == ThemeName::Dark
    }

    /// A mix of two colours: `share` of `over`, the rest `under`.
    pub fn mix(under: Color32, over: Color32, share: f32) -> Color32 {
        under.lerp_to_gamma(over, share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: Color32) -> f32 {
        let channel = |v: u8| {
            let v = f32::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
    }

    fn ratio(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_can_be_read_on_its_ground() {
        for name in ThemeName::ALL {
            let t = Theme::of(name);
            for ground in [t.paper, t.desk] {
                assert!(ratio(t.ink1, ground) >= 7.0, "{name:?} ink1");
                assert!(ratio(t.ink2, ground) >= 4.5, "{name:?} ink2");
                assert!(ratio(t.ink3, ground) >= 4.5, "{name:?} ink3");
                assert!(ratio(t.zhu_text, ground) >= 4.5, "{name:?} zhu_text");
                assert!(ratio(t.edge, ground) >= 3.0, "{name:?} edge");
            }
            assert!(ratio(t.on_zhu, t.zhu) >= 4.5, "{name:?} on_zhu");
            assert!(ratio(t.ink3, t.wash) >= 4.5, "{name:?} ink3 on wash");
        }
    }

    #[test]
    fn every_label_line_shows_on_its_wash_and_text_stays_readable_over_it() {
        for name in ThemeName::ALL {
            let t = Theme::of(name);
            assert_eq!((t.label_line.len(), t.label_wash.len()), (8, 8));
            for slot in 0..8 {
                assert!(ratio(t.label_line(Some(slot)), t.label_wash(Some(slot))) >= 4.5, "{name:?} {slot}");
                assert!(ratio(t.ink1, t.label_wash(Some(slot))) >= 9.0, "{name:?} {slot}");
            }
            assert_eq!(t.label_line(Some(8)), t.ink2);
        }
    }

    #[test]
    fn text_stays_readable_over_every_article_s_tint_and_over_the_selected_block() {
        for name in ThemeName::ALL {
            let t = Theme::of(name);
            assert_eq!(t.article_tint.len(), 7);
            assert_eq!(t.article_tint(7), t.article_tint(0));
            for n in 0..7 {
                let tint = t.article_tint(n);
                assert!(ratio(t.ink1, tint) >= 9.0 && ratio(t.ink2, tint) >= 4.5, "{name:?} {n}");
                assert!(ratio(t.ink3, tint) >= 4.2, "{name:?} {n} {}", ratio(t.ink3, tint));
                assert!(ratio(t.ink1, Theme::mix(tint, t.zhu, 0.16)) >= 7.0, "{name:?} {n}");
            }
        }
    }
}
