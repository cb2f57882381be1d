//! What the desk remembers about the user, outside any dataset: name, theme, language, recent files, window.
//!
//! A JSON file in the user's configuration folder, written whole and renamed into place. A file that cannot be read is
//! left alone and the standard settings are used.

use super::keys::KeyTable;
use super::theme::ThemeName;
use crate::source::Mapping;
use crate::strings::Language;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many recent files and mappings are kept.
const RECENT: usize = 12;

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
            letters: Letters::default(),
            show_rejected: false,
            reduce_motion: false,
            dataset: None,
            recent: Vec::new(),
            mappings: Vec::new(),
            tour_seen: None,
            window: None,
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

impl Settings {
    /// Where the settings are kept; `None` where there is no home.
    pub fn path() -> Option<PathBuf> {
        config_dir().map(|dir| dir.join("zhupi").join("settings.json"))
    }

    /// Reads the settings.
    pub fn load(path: Option<&Path>) -> Self {
        let read = || serde_json::from_str(&std::fs::read_to_string(path?).ok()?).ok();
        read().unwrap_or_default()
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
