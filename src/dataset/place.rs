//! Where the editor's own dataset lies when none is named.

use std::path::PathBuf;

/// `朱批/我的数据集.zhupi` in the user's documents folder, or in the home folder where there is none.
pub fn default_path() -> Option<PathBuf> {
    documents().map(|folder| folder.join("朱批").join("我的数据集.zhupi"))
}

#[cfg(not(windows))]
fn documents() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute())?;
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let file = config.unwrap_or_else(|| home.join(".config")).join("user-dirs.dirs");
    let named = std::fs::read_to_string(file).ok().and_then(|text| documents_in(&text, &home));
    let usual = || ["Documents", "文档"].map(|name| home.join(name)).into_iter().find(|path| path.is_dir());
    named.or_else(usual).or(Some(home))
}

/// The documents folder as a `user-dirs.dirs` file names it.
#[cfg(not(windows))]
fn documents_in(text: &str, home: &std::path::Path) -> Option<PathBuf> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let value = line.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(rest) => Some(home.join(rest.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

/// Windows: the documents folder in OneDrive where it was moved there, else the profile's. Never run so far.
#[cfg(windows)]
fn documents() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    let cloud = std::env::var_os("OneDrive").map(PathBuf::from);
    let folders = cloud.into_iter().chain([home.clone()]);
    let named = folders.flat_map(|root| [root.join("Documents"), root.join("文档")]);
    named.into_iter().find(|path| path.is_dir()).or(Some(home))
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_documents_folder_is_the_one_that_the_desktop_names() {
        let home = Path::new("/home/lin");
        let named = |text: &str| documents_in(text, home);
        let text =
            "# made by the desktop\nXDG_DESKTOP_DIR=\"$HOME/桌面\"\nXDG_DOCUMENTS_DIR=\"$HOME/文档\"\n";
        assert_eq!(named(text), Some("/home/lin/文档".into()));
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"/data/文 档\""), Some("/data/文 档".into()));
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"$HOME/\""), Some("/home/lin/".into()));
        assert_eq!(named("XDG_DOCUMENTS_DIR=\"here\""), None);
    }
}
