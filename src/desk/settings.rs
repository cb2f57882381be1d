//! What the desk remembers about the user, outside any dataset: name, theme, language, recent files, window.
//!
//! A JSON file in the user's configuration folder, written whole and renamed into place. What cannot
//! be read in it is the standard; the file as it was is then kept beside it.

use super::keys::KeyTable;
use super::theme::ThemeName;
use crate::source::Mapping;
use crate::strings::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How many recent files and mappings are kept.
const RECENT: usize = 12;

/// A longer file is not read to its end, in bytes.
const LONG: u64 = 4 * 1024 * 1024;
/// A longer name of an editor is cut, in characters.
const NAME: usize = 60;

/// How large everything may be, in percent.
pub const SCALES: std::ops::RangeInclusive<u16> = 100..=300;

/// Letters above the marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// 全部
    #[default]
    All,
    /// 仅待核
    Undecided,
    /// 不显
    None,
}

/// Where the source is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceRoom {
    /// Beside the article.
    #[default]
    Beside,
    /// In a window of its own.
    Apart,
}

/// Where a window is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its upper left corner on the screens, where the system says it.
    pub at: Option<(f32, f32)>,
    /// Its inner size in points.
    pub size: (f32, f32),
}

/// The user's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The editor's name, asked once; empty until then.
    pub editor: String,
    /// Theme.
    pub theme: ThemeName,
    /// Language of the interface.
    pub language: Language,
    /// 宋 body text; else 黑.
    pub serif: bool,
    /// Steps above or below the standard size.
    pub size_step: i8,
    /// Characters in a row, where it is not what the window's width gives.
    pub measure: Option<u8>,
    /// How large everything in the window is, in percent of what the system has.
    pub scale: u16,
    /// Letters above marks.
    pub letters: Letters,
    /// Whether rejected proposals are drawn.
    pub show_rejected: bool,
    /// No motion.
    pub reduce_motion: bool,
    /// The dataset that was open last.
    pub dataset: Option<PathBuf>,
    /// Datasets, the latest first.
    pub recent: Vec<PathBuf>,
    /// Which fields of crawlers' records are what, as named by hand, the latest first.
    pub mappings: Vec<Mapping>,
    /// The version of the program whose tour has been shown.
    pub tour_seen: Option<String>,
    /// Inner size of the window in points.
    pub window: Option<(f32, f32)>,
    /// Where the source is shown.
    pub source: SourceRoom,
    /// Where its own window was.
    pub apart_place: Option<Place>,
    /// The format that was exported last.
    pub export: String,
    /// The keys, where they are not the standard ones.
    pub keys: KeyTable,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            editor: String::new(),
            theme: ThemeName::default(),
            language: Language::default(),
            serif: true,
            size_step: 0,
            measure: None,
            scale: *SCALES.start(),
            letters: Letters::default(),
            show_rejected: false,
            reduce_motion: false,
            dataset: None,
            recent: Vec::new(),
            mappings: Vec::new(),
            tour_seen: None,
            window: None,
            source: SourceRoom::default(),
            apart_place: None,
            export: String::new(),
            keys: KeyTable::default(),
        }
    }
}

/// The user's folder for configuration. The Windows and macOS folders were never tried.
fn config_dir() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::home_dir().filter(|home| home.is_absolute());
    if cfg!(windows) {
        named("APPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library").join("Application Support"))
    } else {
        named("XDG_CONFIG_HOME").or_else(|| home().map(|home| home.join(".config")))
    }
}

/// The file's text; a file without any, or one that is far too long, is one that cannot be read.
fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(LONG).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

impl Settings {
    /// The word of the format that was exported last; our own where there was none.
    pub fn export_format(&self) -> &'static str {
        let known = super::export::formats().find(|info| info.name == self.export);
        known.map_or("article", |info| info.name)
    }

    /// Where the settings are kept; `None` where there is no home.
    pub fn path() -> Option<PathBuf> {
        config_dir().map(|dir| dir.join("zhupi").join("settings.json"))
    }

    /// Reads the settings.
    pub fn load(path: Option<&Path>) -> Self {
        Self::read(path).0
    }

    /// Reads the settings; what cannot be read of them is the standard, and counted.
    pub fn read(path: Option<&Path>) -> (Self, usize) {
        let Some(text) = path.and_then(text) else { return (Self::default(), 0) };
        let Ok(Value::Object(fields)) = serde_json::from_str(&text) else { return (Self::default(), 1) };
        let Ok(Value::Object(mut good)) = serde_json::to_value(Self::default()) else {
            return (Self::default(), 1);
        };
        let mut ignored = 0;
        for (name, value) in fields {
            // A name that is not ours may be of a later version.
            let Some(before) = good.get(&name).cloned() else { continue };
            good.insert(name.clone(), value);
            if Self::deserialize(Value::Object(good.clone())).is_err() {
                good.insert(name, before);
                ignored += 1;
            }
        }
        let settings = Self::deserialize(Value::Object(good)).unwrap_or_default();
        (settings.within_reason(), ignored)
    }

    /// Puts what nobody can have chosen here back to what can be chosen.
    fn within_reason(mut self) -> Self {
        let name: String = self.editor.chars().filter(|c| !c.is_control()).take(NAME).collect();
        name.trim().clone_into(&mut self.editor);
        self.size_step = self.size_step.clamp(-2, 2);
        self.scale = self.scale.clamp(*SCALES.start(), *SCALES.end());
        self.measure = self.measure.filter(|measure| super::reader::MEASURES.contains(measure));
        let fits = |length: &f32| (100.0..=20_000.0).contains(length);
        let far = |at: &f32| at.abs() <= 20_000.0;
        self.window = self.window.filter(|(width, height)| fits(width) && fits(height));
        self.apart_place = self.apart_place.filter(|place| {
            let (width, height) = &place.size;
            fits(width) && fits(height) && place.at.is_none_or(|(x, y)| far(&x) && far(&y))
        });
        self.recent.truncate(RECENT);
        self.mappings.truncate(RECENT);
        self
    }

    /// The copy of a file that could not be read whole, made before it is written anew; `None` where it cannot be made.
    pub fn keep_unread(path: &Path) -> Option<PathBuf> {
        let copy = path.with_extension("unread.json");
        std::fs::copy(path, &copy).is_ok().then_some(copy)
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, path: Option<&Path>) -> std::io::Result<()> {
        let Some(path) = path else { return Ok(()) };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let json = serde_json::to_string_pretty(self)?;
        crate::exchange::write_whole(path, json.as_bytes())
    }

    /// Remembers which fields are what.
    pub fn named(&mut self, mapping: Mapping) {
        self.mappings.retain(|known| *known != mapping);
        self.mappings.insert(0, mapping);
        self.mappings.truncate(RECENT);
    }

    /// Puts a dataset at the head of the recent list.
    pub fn used(&mut self, dataset: &Path) {
        self.recent.retain(|path| path != dataset);
        self.recent.insert(0, dataset.to_owned());
        self.recent.truncate(RECENT);
        self.dataset = Some(dataset.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_restart_and_a_damaged_file_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("settings.json");
        let mut settings = Settings { editor: "林".into(), ..Settings::default() };
        settings.used(Path::new("/a.zhupi"));
        settings.used(Path::new("/b.zhupi"));
        settings.used(Path::new("/a.zhupi"));
        assert_eq!(settings.recent, [PathBuf::from("/a.zhupi"), PathBuf::from("/b.zhupi")]);
        settings.save(Some(&path)).unwrap();
        assert_eq!(Settings::load(Some(&path)), settings);
        std::fs::write(&path, "{").unwrap();
        assert_eq!(Settings::load(Some(&path)), Settings::default());
    }
}
