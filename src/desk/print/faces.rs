//! The faces of `fonts/` as a printer needs them: which glyph a character has, how wide it is, how it is drawn.

use crate::desk::fonts::{FACES, Face};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// One font file.
pub struct Font {
    /// Its name in the program.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// Whether its outlines are those of PostScript.
    pub postscript: bool,
    /// Measures of the whole, in thousandths of an em.
    pub metrics: Metrics,
    map: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
}

/// The glyph of a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The place of its font.
    pub font: usize,
    /// Its number there.
    pub id: u16,
    /// Its width in thousandths of an em.
    pub width: f32,
}

/// All of them.
pub struct Faces {
    /// In the order of the program's own table.
    pub fonts: Vec<Font>,
}

impl Font {
    fn new(name: &'static str, bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let (size, place) = (Size::new(1000.0), LocationRef::default());
        Some(Self {
            name,
            bytes,
            postscript: bytes.starts_with(b"OTTO"),
            metrics: font.metrics(size, place),
            map: font.charmap(),
            widths: font.glyph_metrics(size, place),
            outlines: font.outline_glyphs(),
        })
    }
}

impl Faces {
    /// Reads the fonts that are built in.
    pub fn new() -> Option<Self> {
        let fonts: Option<Vec<Font>> = FACES.iter().map(|(name, bytes)| Font::new(name, bytes)).collect();
        fonts.map(|fonts| Self { fonts })
    }

    /// The glyph of a character in a face or those that it falls back to.
    pub fn glyph(&self, face: Face, c: char) -> Option<Glyph> {
        face.chain().iter().find_map(|name| {
            let (place, font) = self.fonts.iter().enumerate().find(|(_, font)| font.name == *name)?;
            let id = font.map.map(c).filter(|id| id.to_u32() > 0)?;
            let width = font.widths.advance_width(id)?;
            Some(Glyph { font: place, id: u16::try_from(id.to_u32()).ok()?, width })
        })
    }

    /// The width of a text in points, set without any breaking.
    pub fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        text.chars().map(|c| self.glyph(face, c).map_or(1000.0, |glyph| glyph.width)).sum::<f32>() * size
            / 1000.0
    }

    /// Draws a glyph as an outline.
    pub fn outline(&self, glyph: Glyph, size: f32, pen: &mut impl OutlinePen) {
        let Some(font) = self.fonts.get(glyph.font) else { return };
        if let Some(outline) = font.outlines.get(GlyphId::new(u32::from(glyph.id))) {
            // A glyph that cannot be drawn is one that is not seen.
            let _ = outline.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), pen);
        }
    }
}
