//! Four faces and the sizes they are used in.
//!
//! Serif is the newspaper, sans is the tool. The bold cuts hold GB 2312 only and fall back to the regular face; the
//! supplement holds rare characters of names. The serif comes last even for sans text: it alone has a few dozen characters.

use crate::source::pdf::faces;
use egui::{FontData, FontDefinitions, FontFamily, FontId};
use std::sync::Arc;

static FACES: [(&str, &[u8]); 5] = [
    ("sans", faces::SANS),
    ("sans-bold", include_bytes!("../../fonts/NotoSansSC-Bold-GB2312.ttf")),
    ("serif", faces::SERIF),
    ("serif-bold", include_bytes!("../../fonts/NotoSerifSC-Bold-GB2312.ttf")),
    ("rare", include_bytes!("../../fonts/ZhupiRare.otf")),
];

/// A face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Face {
    /// 黑体
    #[default]
    Sans,
    /// 黑体 bold
    SansBold,
    /// 宋体
    Serif,
    /// 宋体 bold
    SerifBold,
}

impl Face {
    /// The font of this face at a size in points.
    pub fn at(self, size: f32) -> FontId {
        FontId::new(size, self.family())
    }

    fn family(self) -> FontFamily {
        match self {
            Self::Sans => FontFamily::Proportional,
            Self::SansBold => FontFamily::Name("sans-bold".into()),
            Self::Serif => FontFamily::Name("serif".into()),
            Self::SerifBold => FontFamily::Name("serif-bold".into()),
        }
    }
}

/// Everything the tool says.
pub fn ui() -> FontId {
    Face::Sans.at(14.0)
}

/// Captions, status bar, chips.
pub fn small() -> FontId {
    Face::Sans.at(13.0)
}

/// Counts, key caps, line numbers; never a sentence.
pub fn micro() -> FontId {
    Face::Sans.at(12.0)
}

/// The letter mark above an entity.
pub fn mark() -> FontId {
    Face::SansBold.at(10.0)
}

/// Gives the faces to egui.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FACES {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let chains: [(FontFamily, &[&str]); 5] = [
        (FontFamily::Proportional, &["sans", "rare", "serif"]),
        (FontFamily::Monospace, &["sans", "rare", "serif"]),
        (Face::SansBold.family(), &["sans-bold", "sans", "rare", "serif"]),
        (Face::Serif.family(), &["serif", "sans", "rare"]),
        (Face::SerifBold.family(), &["serif-bold", "serif", "sans", "rare"]),
    ];
    for (family, chain) in chains {
        fonts.families.insert(family, chain.iter().map(|name| (*name).to_owned()).collect());
    }
    ctx.set_fonts(fonts);
}
