//! Pictures of pages: asked for when they are seen, kept while there is room, let go the longest unused first.
//!
//! Who makes them is given from outside ([`PicturePainter`]); the work is done on a thread of its own. A picture that comes
//! in for a source that is not shown any more, or that nobody asked for, is dropped.

use egui::{ColorImage, TextureHandle, TextureOptions};
use std::collections::HashSet;
use std::sync::Arc;

/// Bytes of pictures that are kept: 128 MB.
pub const PICTURE_LIMIT: usize = 128 << 20;
/// Longest side of a picture in pixels.
const LONGEST: f32 = 4096.0;
/// Pixels for each point of a page (1/72 inch) that pictures are made in.
const STEPS: [f32; 4] = [1.0, 1.5, 2.0, 3.0];

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// Which source, counted by the pane.
    pub serial: u64,
    /// Which file.
    pub part: usize,
    /// Which page of the file, from 0.
    pub page: usize,
    /// Hundredths of a pixel for each point of the page.
    pub scale: u32,
}

/// A picture: rows from the top, four bytes a pixel (red, green, blue, alpha, not premultiplied).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// 4 × width × height bytes.
    pub rgba: Vec<u8>,
}

/// Makes the picture of a page: the file's bytes, the page from 0, pixels for each point. `None` where it cannot.
pub type PicturePainter = Arc<dyn Fn(&[u8], usize, f32) -> Option<Picture> + Send + Sync>;

struct Held {
    key: PictureKey,
    texture: TextureHandle,
    bytes: usize,
    used: u64,
}

/// The pictures that are there.
#[derive(Default)]
pub struct Textures {
    /// Who makes them; with nobody, pages are set from their characters.
    pub painter: Option<PicturePainter>,
    held: Vec<Held>,
    /// Came in and are not on the graphics card yet.
    fresh: Vec<(PictureKey, ColorImage)>,
    asked: HashSet<PictureKey>,
    clock: u64,
}

impl Textures {
    /// The same with no picture in it.
    #[must_use]
    pub(super) fn emptied(self) -> Self {
        Self { painter: self.painter, ..Self::default() }
    }

    /// The step that serves `scale` pixels for each point of a page of this size.
    pub(super) fn step(scale: f32, longest: f32) -> u32 {
        let most = LONGEST / longest.max(1.0);
        let step = STEPS.iter().copied().find(|step| *step >= scale * 0.99).unwrap_or(STEPS[STEPS.len() - 1]);
        (step.min(most) * 100.0) as u32
    }

    /// The picture, or another of the same page until it is there.
    pub(super) fn get(&mut self, ctx: &egui::Context, key: PictureKey) -> Option<TextureHandle> {
        for (key, image) in std::mem::take(&mut self.fresh) {
            let bytes = image.pixels.len() * 4;
            let texture = ctx.load_texture("page", image, TextureOptions::LINEAR);
            self.held.push(Held { key, texture, bytes, used: self.clock });
        }
        self.clock += 1;
        let near = |held: &&mut Held| {
            (held.key.serial, held.key.part, held.key.page) == (key.serial, key.part, key.page)
        };
        let found =
            self.held.iter_mut().filter(near).min_by_key(|held| held.key.scale.abs_diff(key.scale))?;
        found.used = self.clock;
        let texture = found.texture.clone();
        self.make_room();
        Some(texture)
    }

    /// Whether the picture has to be asked for now; asked for once.
    pub(super) fn wants(&mut self, key: PictureKey) -> bool {
        self.painter.is_some() && self.asked.insert(key)
    }

    /// Takes a picture in; one for another source is dropped.
    pub fn take(&mut self, key: PictureKey, picture: Option<Picture>, serial: u64) {
        let Some(picture) = picture.filter(|_| key.serial == serial && self.asked.contains(&key)) else {
            return;
        };
        if picture.width > 0 && picture.rgba.len() == 4 * picture.width * picture.height {
            let size = [picture.width, picture.height];
            self.fresh.push((key, ColorImage::from_rgba_unmultiplied(size, &picture.rgba)));
        }
    }

    /// A picture was not made and may be asked for again.
    pub fn forget(&mut self, key: PictureKey) {
        self.asked.remove(&key);
    }

    /// Bytes of all pictures that are kept.
    pub fn bytes(&self) -> usize {
        self.held.iter().map(|held| held.bytes).sum()
    }

    fn make_room(&mut self) {
        while self.bytes() > PICTURE_LIMIT && self.held.len() > 1 {
            let oldest = self.held.iter().enumerate().min_by_key(|(_, held)| held.used).map(|(n, _)| n);
            let Some(gone) = oldest.map(|n| self.held.swap_remove(n)) else { return };
            self.asked.remove(&gone.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(page: usize) -> PictureKey {
        PictureKey { serial: 1, part: 0, page, scale: 100 }
    }

    #[test]
    fn pictures_stay_within_the_limit_and_the_page_in_view_stays() {
        let ctx = egui::Context::default();
        let mut textures = Textures { painter: Some(Arc::new(|_, _, _| None)), ..Textures::default() };
        for page in 0..12 {
            assert!(textures.wants(key(page)) && !textures.wants(key(page)));
            let picture = Picture { width: 2000, height: 2000, rgba: vec![0; 16_000_000] };
            textures.take(key(page), Some(picture), 1);
            assert!(textures.get(&ctx, key(page)).is_some());
            assert!(textures.bytes() <= PICTURE_LIMIT);
        }
        assert!(textures.get(&ctx, key(0)).is_none() && textures.get(&ctx, key(11)).is_some());
        assert!(textures.wants(key(0)), "a page that was let go is asked for again");
    }

    #[test]
    fn a_picture_of_another_source_is_dropped() {
        let ctx = egui::Context::default();
        let mut textures = Textures { painter: Some(Arc::new(|_, _, _| None)), ..Textures::default() };
        assert!(textures.wants(key(0)));
        textures.take(key(0), Some(Picture { width: 1, height: 1, rgba: vec![0; 4] }), 2);
        assert!(textures.get(&ctx, key(0)).is_none());
    }
}
