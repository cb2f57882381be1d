//! A page as a picture.
//!
//! Part of the desk only: painting needs a rasterizer that the window has anyway (vello_cpu), and the Chinese faces for
//! fonts that are not in the file (SimSun and its like) are those that the window is set in. The headless build does
//! without both, some 30 MB.

use super::{Document, apart, faces};
use crate::source::SourceProblem;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use std::sync::Arc;

/// Most pixels of a picture: a broadsheet at three pixels a point.
const MOST_PIXELS: f32 = 40.0e6;

/// Pixels of a page, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue, alpha (always 255) of each.
    pub pixels: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

/// The picture of page `page` (from 0), `scale` pixels a point, made in a process of its own. A page so large that it
/// would have more than 40 million pixels is made smaller.
///
/// # Errors
/// Where the PDF cannot be read within the limits.
pub fn picture(
    bytes: &[u8],
    password: &str,
    page: usize,
    scale: f32,
    limits: &apart::Limits,
) -> Result<Picture, SourceProblem> {
    let (width, height, pixels) = apart::picture(bytes, password, page, scale, limits)?;
    Ok(Picture { width, height, pixels })
}

/// The same in this process.
pub fn draw(document: &Document, page: usize, scale: f32) -> Option<Picture> {
    let page = document.pdf.pages().get(page)?;
    let (width, height) = page.render_dimensions();
    let scale = scale.clamp(0.05, 8.0).min((MOST_PIXELS / (width * height).max(1.0)).sqrt());
    // A pixmap's sides are 16 bits.
    let scale = scale.min(65_000.0 / width.max(height).max(1.0));
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|query| Some(font(query))),
        ..InterpreterSettings::default()
    };
    let pixmap_settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &pixmap_settings);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // On white nothing is left to shine through, so that premultiplied and plain are the same.
    Some(Picture { width, height, pixels: pixmap.data_as_u8_slice().to_vec() })
}

/// The face for a font that is not in the file.
fn font(query: &FontQuery) -> (FontData, u32) {
    match query {
        FontQuery::Standard(font) => font.get_font_data(),
        FontQuery::Fallback(query) if is_chinese(query) => {
            let face: &'static [u8] = if is_sans(query) { faces::SANS } else { faces::SERIF };
            (Arc::new(face), 0)
        }
        FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
    }
}

fn names(query: &FallbackFontQuery) -> String {
    let names = [&query.post_script_name, &query.font_name, &query.font_family];
    names.into_iter().flatten().map(|name| name.to_lowercase()).collect::<Vec<_>>().join(" ")
}

fn is_chinese(query: &FallbackFontQuery) -> bool {
    let names = names(query);
    let known = ["sim", "song", "hei", "kai", "fang", "ming", "founder", "fz", "hy", "宋", "黑", "楷", "仿"];
    query.character_collection.is_some() || !names.is_ascii() || known.iter().any(|name| names.contains(name))
}

fn is_sans(query: &FallbackFontQuery) -> bool {
    let names = names(query);
    ["hei", "gothic", "sans", "黑", "圆", "yuan"].iter().any(|name| names.contains(name))
}
