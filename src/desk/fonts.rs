//! Four faces and the sizes they are used in.
//!
//! Serif is the newspaper, sans is the tool; a supplement holds rare characters of names.

use crate::source::pdf::faces;
use egui::{FontData, FontDefinitions, FontFamily, FontId};
use std::sync::Arc;

/// The files of the faces by name.
pub(super) static FACES: [(&str, &[u8]); 5] = [
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

    /// Where a character is looked for, one after the other. The bold cuts hold GB 2312 only; the serif comes last even
    /// for sans text, since it alone has a few dozen characters.
    pub(super) fn chain(self) -> &'static [&'static str] {
        match self {
            Self::Sans => &["sans", "rare", "serif"],
            Self::SansBold => &["sans-bold", "sans", "rare", "serif"],
            Self::Serif => &["serif", "sans", "rare"],
            Self::SerifBold => &["serif-bold", "serif", "sans", "rare"],
        }
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
    let faces = [Face::Sans, Face::SansBold, Face::Serif, Face::SerifBold];
    let families = faces.map(|face| (face.family(), face)).into_iter();
    for (family, face) in families.chain([(FontFamily::Monospace, Face::Sans)]) {
        fonts.families.insert(family, face.chain().iter().map(|name| (*name).to_owned()).collect());
    }
    ctx.set_fonts(fonts);
}
