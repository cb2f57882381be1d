//! A disk that can lose power or be full: the shim `disk.c` before a child process, and what of its writes is there
//! after a cut.
//!
//! What was synced is there. Of the writes to a file since its last sync any may be there, each 512 or 4096 bytes of them
//! for itself; of the changes of names in a folder since that was synced, the first few.

use super::files;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The shim, built once for each test; `None` where it cannot be built, which is said.
pub fn shim(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/disk.c");
    let library = folder.join("disk.so");
    let built = cfg!(target_os = "linux")
        && Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-w", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .status()
            .is_ok_and(|status| status.success());
    if !built {
        println!("没有 cc，或不是 Linux：断电和磁盘写满没有测 (power cuts and full disks not tested)");
    }
    built.then_some(library)
}

/// Numbers that look like chance and are the same every time.
pub struct Noise(pub u64);

impl Noise {
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Something that the child asked of the disk, or said.
#[derive(Debug)]
enum Step {
    Create(PathBuf),
    Write(PathBuf, usize, Vec<u8>),
    Length(PathBuf, usize),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Unlink(PathBuf),
    Said(String),
}

/// All of it in order.
pub struct Log {
    before: BTreeMap<PathBuf, Vec<u8>>,
    steps: Vec<Step>,
}

#[derive(Clone, Default)]
struct File {
    synced: Vec<u8>,
    /// Since then: where and what, or the length.
    since: Vec<(usize, Option<Vec<u8>>)>,
}

/// What is on a disk after a cut, and what was said before it.
pub struct Left {
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub said: Vec<String>,
}

impl Log {
    /// `folder` as it is before the child starts.
    pub fn begin(folder: &Path) -> Self {
        Self { before: files::contents(folder), steps: Vec::new() }
    }

    pub fn read(mut self, log: &Path) -> Self {
        let bytes = fs::read(log).unwrap();
        let mut at = 0;
        let number = |at: usize, width: usize| {
            bytes[at..at + width].iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)) as usize
        };
        while at < bytes.len() {
            let (one, two, place, length) =
                (number(at + 1, 4), number(at + 5, 4), number(at + 9, 8), number(at + 17, 8));
            let letter = bytes[at];
            at += 25;
            let mut next = |length: usize| {
                at += length;
                bytes[at - length..at].to_vec()
            };
            let path = |bytes: Vec<u8>| PathBuf::from(String::from_utf8(bytes).unwrap());
            let (one, two, data) = (path(next(one)), path(next(two)), next(length));
            self.steps.push(match letter {
                b'o' => Step::Create(one),
                b'w' => Step::Write(one, place, data),
                b't' => Step::Length(one, place),
                b's' => Step::Sync(one),
                b'r' => Step::Rename(one, two),
                b'u' => Step::Unlink(one),
                _ => Step::Said(String::from_utf8_lossy(&data).into_owned()),
            });
        }
        self
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The steps before one of them, for a message.
    pub fn around(&self, at: usize) -> String {
        let line = |step: &Step| match step {
            Step::Write(path, place, data) => format!("write {} {place} {}", path.display(), data.len()),
            Step::Said(words) => format!("said {words:?}"),
            other => format!("{other:?}"),
        };
        self.steps[at.saturating_sub(20)..at].iter().map(|step| line(step) + "\n").collect()
    }

    /// The disk when power fails before the step with this number.
    pub fn cut(&self, at: usize, noise: &mut Noise) -> Left {
        let mut inodes: Vec<File> = Vec::new();
        let (mut names, mut said) = (BTreeMap::new(), String::new());
        for (path, bytes) in &self.before {
            names.insert(path.clone(), inodes.len());
            inodes.push(File { synced: bytes.clone(), since: Vec::new() });
        }
        let mut durable: BTreeMap<PathBuf, usize> = names.clone();
        // Changes of names that no folder's sync has made last: the folder, the path and what it is then.
        let mut renamed: Vec<Vec<(PathBuf, Option<usize>)>> = Vec::new();
        for step in &self.steps[..at] {
            match step {
                Step::Create(path) => {
                    names.insert(path.clone(), inodes.len());
                    renamed.push(vec![(path.clone(), Some(inodes.len()))]);
                    inodes.push(File::default());
                }
                Step::Write(path, place, data) => {
                    if let Some(inode) = names.get(path) {
                        inodes[*inode].since.push((*place, Some(data.clone())));
                    }
                }
                Step::Length(path, length) => {
                    if let Some(inode) = names.get(path) {
                        inodes[*inode].since.push((*length, None));
                    }
                }
                Step::Sync(path) => {
                    if let Some(inode) = names.get(path) {
                        inodes[*inode] = File { synced: inodes[*inode].all(), since: Vec::new() };
                    } else {
                        let here = |change: &Vec<(PathBuf, Option<usize>)>| {
                            change.iter().any(|(name, _)| name.parent() == Some(path))
                        };
                        for change in renamed.extract_if(.., |change| here(change)) {
                            apply(&mut durable, &change);
                        }
                    }
                }
                Step::Rename(from, to) => {
                    if let Some(inode) = names.remove(from) {
                        names.insert(to.clone(), inode);
                        renamed.push(vec![(from.clone(), None), (to.clone(), Some(inode))]);
                    }
                }
                Step::Unlink(path) => {
                    names.remove(path);
                    renamed.push(vec![(path.clone(), None)]);
                }
                Step::Said(words) => said += words,
            }
        }
        for change in &renamed[..noise.next(renamed.len() + 1)] {
            apply(&mut durable, change);
        }
        let (sector, mood) = ([512, 4096][noise.next(2)], noise.next(4));
        let files = durable.into_iter().map(|(path, inode)| (path, inodes[inode].torn(sector, mood, noise)));
        Left { files: files.collect(), said: said.lines().map(str::to_owned).collect() }
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &[(PathBuf, Option<usize>)]) {
    for (path, inode) in change {
        match inode {
            Some(inode) => names.insert(path.clone(), *inode),
            None => names.remove(path),
        };
    }
}

impl File {
    fn all(&self) -> Vec<u8> {
        self.torn(usize::MAX, 0, &mut Noise(1))
    }

    /// With all writes (mood 0), none (1), or some of their sectors.
    fn torn(&self, sector: usize, mood: usize, noise: &mut Noise) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        for (place, data) in &self.since {
            let there = |noise: &mut Noise| mood == 0 || mood > 1 && noise.next(2) == 0;
            let Some(data) = data else {
                if there(noise) {
                    bytes.resize(*place, 0);
                }
                continue;
            };
            let mut at = 0;
            while at < data.len() {
                let end = (at + (sector - (place + at) % sector)).min(data.len());
                if there(noise) {
                    bytes.resize(bytes.len().max(place + end), 0);
                    bytes[place + at..place + end].copy_from_slice(&data[at..end]);
                }
                at = end;
            }
        }
        bytes
    }
}
