//! Whether a file lies on a disk of this machine.
//!
//! SQLite's write-ahead log needs memory that all its users share, so it is used only where the file system is known to
//! be local; everywhere else, and where nothing is known, the rollback journal is.

use std::path::Path;

/// Whether the file system under `path` (an existing, canonical path) is known to be local.
#[cfg(target_os = "linux")]
pub(super) fn is_local(path: &Path) -> bool {
    let table = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    file_system(&table, path).is_some_and(|kind| LOCAL.contains(&kind))
}

/// Windows: a canonical path on a network drive begins with `\\?\UNC\`. Never run so far.
#[cfg(windows)]
pub(super) fn is_local(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    let canonical = path.canonicalize().unwrap_or_default();
    matches!(
        canonical.components().next(),
        Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::VerbatimDisk(_) | Prefix::Disk(_))
    )
}

/// Elsewhere nothing is known.
#[cfg(not(any(target_os = "linux", windows)))]
pub(super) fn is_local(_: &Path) -> bool {
    false
}

#[cfg(target_os = "linux")]
const LOCAL: [&str; 18] = [
    "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "jfs", "msdos", "ntfs", "ntfs3",
    "overlay", "reiserfs", "tmpfs", "vfat", "xfs", "zfs",
];

/// The type of the file system that holds `path`, from the text of a mountinfo table: that of the deepest mount point,
/// and of the last one where several lie over each other.
#[cfg(target_os = "linux")]
fn file_system<'a>(table: &'a str, path: &Path) -> Option<&'a str> {
    let mounts = table.lines().filter_map(|line| {
        let (mount, rest) = line.split_once(" - ")?;
        let point = unescape(mount.split(' ').nth(4)?);
        path.starts_with(&point).then_some((point.len(), rest.split(' ').next()?))
    });
    mounts.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

/// A mount point with its spaces, tabs, line feeds and backslashes (written in octal) put back.
#[cfg(target_os = "linux")]
fn unescape(point: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(point.to_owned(), |point, (code, c)| point.replace(code, c))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 22 0:30 / /home/林 rw shared:5 master:1 - nfs4 server:/home rw
32 31 8:2 / /home/林/移动\\040硬盘 rw - exfat /dev/sdb1 rw
33 22 0:31 / /mnt rw - ext4 /dev/vdb rw
34 22 0:32 / /mnt rw - fuse.sshfs other: rw";

    #[test]
    fn the_deepest_and_latest_mount_counts() {
        let kind = |path: &str| file_system(TABLE, Path::new(path));
        assert_eq!(kind("/srv/a.zhupi"), Some("ext4"));
        assert_eq!(kind("/home/林/a.zhupi"), Some("nfs4"));
        assert_eq!(kind("/home/林晓/a.zhupi"), Some("ext4"));
        assert_eq!(kind("/home/林/移动 硬盘/a.zhupi"), Some("exfat"));
        assert_eq!(kind("/mnt/a.zhupi"), Some("fuse.sshfs"));
        assert_eq!(file_system("", Path::new("/a")), None);
    }
}
