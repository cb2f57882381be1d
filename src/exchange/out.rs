//! Where an export goes: a file with others beside it, a folder, standard output, or the first lines of it for a look.
//!
//! Whatever is written has another name until all of it is there; then it is renamed into place. An export that is
//! dropped before [`Out::finish`] leaves nothing behind.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Up to so many files are each made sure to be on the disk; more are left to the system.
const SURE: usize = 64;

/// A place for the files of an export.
#[derive(Debug)]
pub struct Out {
    kind: Kind,
    done: bool,
}

#[derive(Debug)]
enum Kind {
    /// Written to as it comes: standard output, or a pipe or device.
    Stream(Option<PathBuf>),
    /// Path of the main file; (written, wanted) of every file.
    File(PathBuf, Vec<(PathBuf, PathBuf)>),
    /// The folder as it is written, and as it is wanted; files in it.
    Folder(PathBuf, PathBuf, Vec<PathBuf>),
    Glimpse(Glimpse),
}

/// The beginning of the first file that is written; the rest is counted and thrown away.
#[derive(Clone, Debug)]
pub struct Glimpse {
    most: usize,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Glimpse {
    /// Keeps so many bytes.
    pub fn new(most: usize) -> Self {
        Self { most, seen: Arc::default() }
    }

    /// What was kept, without half a character at its end.
    pub fn text(&self) -> String {
        let seen = self.seen.lock().map(|seen| seen.clone()).unwrap_or_default();
        let good = match std::str::from_utf8(&seen) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => seen.len(),
        };
        String::from_utf8_lossy(&seen[..good]).into_owned()
    }
}

impl Write for Glimpse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Ok(mut seen) = self.seen.lock() {
            let room = self.most.saturating_sub(seen.len()).min(bytes.len());
            seen.extend_from_slice(&bytes[..room]);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Out {
    /// Standard output; files beside the main one are not written.
    pub fn stdout() -> Self {
        Self { kind: Kind::Stream(None), done: false }
    }

    /// A pipe or device, which cannot be replaced.
    pub fn device(path: &Path) -> Self {
        Self { kind: Kind::Stream(Some(path.to_owned())), done: false }
    }

    /// A file.
    pub fn file(path: &Path) -> Self {
        Self { kind: Kind::File(path.to_owned(), Vec::new()), done: false }
    }

    /// A folder. Where it is there already, files in it that are not written stay.
    ///
    /// # Errors
    /// Where the folder has no name or cannot be made.
    pub fn folder(path: &Path) -> io::Result<Self> {
        let new = aside(path)?;
        fs::create_dir(&new)?;
        Ok(Self { kind: Kind::Folder(new, path.to_owned(), Vec::new()), done: false })
    }

    /// Nowhere.
    pub fn glimpse(glimpse: &Glimpse) -> Self {
        Self { kind: Kind::Glimpse(glimpse.clone()), done: false }
    }

    /// The one file of a format that writes one.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn main(&mut self) -> io::Result<Box<dyn Write>> {
        match &mut self.kind {
            Kind::Stream(None) => Ok(Box::new(BufWriter::new(io::stdout()))),
            Kind::Stream(Some(path)) => Ok(Box::new(BufWriter::new(File::options().write(true).open(path)?))),
            Kind::File(path, files) => {
                let path = path.clone();
                make(files, aside(&path)?, path)
            }
            Kind::Folder(..) => Err(io::ErrorKind::IsADirectory.into()),
            Kind::Glimpse(glimpse) => Ok(Box::new(glimpse.clone())),
        }
    }

    /// A file beside the main one, whose name ends otherwise: `.conf.xml` for `issue.json` is `issue.conf.xml`.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn beside(&mut self, ending: &str) -> io::Result<Box<dyn Write>> {
        let Kind::File(path, files) = &mut self.kind else { return Ok(Box::new(io::sink())) };
        let path = beside(path, ending);
        make(files, aside(&path)?, path)
    }

    /// A file of the folder; `/` parts folders in it. Also where a format that writes a folder is only looked at, or goes
    /// to standard output, where only the first file is seen.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn inside(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        match &mut self.kind {
            Kind::Folder(new, _, files) => {
                let path = new.join(name);
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                files.push(name.into());
                Ok(Box::new(BufWriter::new(File::create(path)?)))
            }
            Kind::Glimpse(glimpse) => Ok(Box::new(glimpse.clone())),
            Kind::Stream(_) | Kind::File(..) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// A file of the folder that a look at the export does not show.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn hidden(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        if matches!(self.kind, Kind::Glimpse(_)) { Ok(Box::new(io::sink())) } else { self.inside(name) }
    }

    /// A small file of the folder, written at once.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn put(&mut self, name: &str, content: &str) -> io::Result<()> {
        let mut file = self.inside(name)?;
        file.write_all(content.as_bytes())?;
        file.flush()
    }

    /// Puts everything in its place. Writers have been finished before.
    ///
    /// # Errors
    /// What the disk refuses; nothing is in its place then, or, where a folder was there already, some of it.
    pub fn finish(mut self) -> io::Result<()> {
        match &self.kind {
            Kind::Stream(_) | Kind::Glimpse(_) => {}
            Kind::File(_, files) => {
                for (new, _) in files {
                    File::open(new)?.sync_all()?;
                }
                // The main file last: where it is, the others are.
                for (new, path) in files.iter().rev() {
                    fs::rename(new, path)?;
                }
            }
            Kind::Folder(new, path, files) => {
                for file in files.iter().take(SURE) {
                    File::open(new.join(file))?.sync_all()?;
                }
                if path.exists() {
                    for file in files {
                        let wanted = path.join(file);
                        if let Some(folder) = wanted.parent() {
                            fs::create_dir_all(folder)?;
                        }
                        fs::rename(new.join(file), wanted)?;
                    }
                    fs::remove_dir_all(new)?;
                } else {
                    fs::rename(new, path)?;
                }
            }
        }
        self.done = true;
        Ok(())
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        // What is left of the attempt is of no use to anyone.
        match &self.kind {
            Kind::File(_, files) => files.iter().for_each(|(new, _)| drop(fs::remove_file(new))),
            Kind::Folder(new, ..) => drop(fs::remove_dir_all(new)),
            Kind::Stream(_) | Kind::Glimpse(_) => {}
        }
    }
}

/// The path with another ending.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

fn make(files: &mut Vec<(PathBuf, PathBuf)>, new: PathBuf, path: PathBuf) -> io::Result<Box<dyn Write>> {
    let file = File::create(&new)?;
    files.push((new, path));
    Ok(Box::new(BufWriter::new(file)))
}

/// A name for what is not whole yet, on the same disk.
fn aside(path: &Path) -> io::Result<PathBuf> {
    let mut new = std::ffi::OsString::from(".");
    new.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    new.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(new))
}
