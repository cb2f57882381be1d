//! Handing files to the process that has a dataset open: `zhupi FILE` while a desk is open.
//!
//! The desk listens on a socket beside the lock, `X.zhupi.sock`; where that path is too long for a socket or the file
//! system takes none, on one with a short hashed name in the user's runtime folder or the folder for temporary files. On
//! Windows it is a named pipe (never run so far). A message is the paths, each ended by a NUL; the answer is one byte,
//! sent when the desk has them.

use super::DatasetError;
use super::schema::companion;
use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name, Stream, prelude::*};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest path of a socket, in bytes; the least that systems allow is 104.
const LONGEST: usize = 100;
/// The longest message, in bytes.
const LARGEST: u64 = 1 << 20;
/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(2);
const TAKEN: u8 = 1;

/// The desk's ear; gone on drop.
#[derive(Debug)]
pub struct Listener {
    /// The paths that came, absolute, in order.
    pub paths: Receiver<PathBuf>,
    address: PathBuf,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens for the dataset at `path`; only the process that writes to it should. `wake` is called after paths came
    /// in, from another thread. A socket that a crash left is replaced.
    ///
    /// # Errors
    /// Where no address can be had.
    pub fn beside(path: &Path, wake: impl Fn() + Send + 'static) -> Result<Self, DatasetError> {
        let mut refused = io::Error::from(io::ErrorKind::Unsupported);
        for address in addresses(path) {
            let listener = name(&address)
                .and_then(|name| ListenerOptions::new().name(name).try_overwrite(true).create_sync());
            match listener {
                Ok(listener) => return Ok(Self::start(listener, address, wake)),
                Err(error) => refused = error,
            }
        }
        Err(DatasetError::io(path, refused))
    }

    fn start(
        listener: interprocess::local_socket::Listener,
        address: PathBuf,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (sender, paths) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Acquire) {
                    break;
                }
                // A caller that breaks off concerns nobody else.
                if stream.and_then(|stream| receive(stream, &sender)).is_ok() {
                    wake();
                }
            }
        });
        Self { paths, address, stop, thread: Some(thread) }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // The thread waits for a caller: be the last one. It removes the socket when it ends.
        if name(&self.address).and_then(Stream::connect).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

/// Hands files to the process that has the dataset open; whether there is one that took them.
///
/// # Errors
/// Where a path cannot be made absolute or sent.
pub fn send(dataset: &Path, files: &[PathBuf]) -> Result<bool, DatasetError> {
    let mut message = Vec::new();
    for file in files {
        let file = std::path::absolute(file).map_err(|error| DatasetError::io(file, error))?;
        message.extend_from_slice(file.as_os_str().as_encoded_bytes());
        message.push(0);
    }
    message.push(0);
    let taken = |address: &PathBuf| deliver(address, &message).unwrap_or(false);
    Ok(addresses(dataset).iter().any(taken))
}

fn deliver(address: &Path, message: &[u8]) -> io::Result<bool> {
    let mut stream = Stream::connect(name(address)?)?;
    patient(&stream);
    stream.write_all(message)?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    Ok(answer == [TAKEN])
}

fn receive(mut stream: Stream, sender: &Sender<PathBuf>) -> io::Result<()> {
    patient(&stream);
    let mut message = Vec::new();
    let mut limited = io::BufReader::new((&mut stream).take(LARGEST));
    loop {
        let from = message.len();
        io::BufRead::read_until(&mut limited, 0, &mut message)?;
        match message.get(from..) {
            Some([0]) => break,
            Some([.., 0]) => {}
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
    drop(limited);
    for path in message.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
        sender.send(decoded(path)).map_err(io::Error::other)?;
    }
    stream.write_all(&[TAKEN])
}

/// Windows pipes know no such patience; the other side's end breaks the wait there.
fn patient(stream: &Stream) {
    let _ = stream.set_recv_timeout(Some(PATIENCE));
    let _ = stream.set_send_timeout(Some(PATIENCE));
}

#[cfg(unix)]
fn decoded(path: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(path).into()
}

#[cfg(not(unix))]
fn decoded(path: &[u8]) -> PathBuf {
    String::from_utf8_lossy(path).into_owned().into()
}

fn name(address: &Path) -> io::Result<Name<'_>> {
    address.as_os_str().to_fs_name::<GenericFilePath>()
}

/// Where the ear of a dataset may be, in the order in which it is tried.
fn addresses(dataset: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(dataset).unwrap_or_else(|_| dataset.to_owned());
    let path = absolute.canonicalize().unwrap_or(absolute);
    let mut hash = crate::source::sha256(path.as_os_str().as_encoded_bytes());
    hash.truncate(16);
    if cfg!(windows) {
        return vec![format!(r"\\.\pipe\zhupi-{hash}").into()];
    }
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let folders = runtime.into_iter().chain([std::env::temp_dir()]);
    let hashed = folders.map(|folder| folder.join(format!("zhupi-{hash}.sock")));
    let beside = companion(&path, ".sock");
    std::iter::once(beside).chain(hashed).filter(|path| path.as_os_str().len() <= LONGEST).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn files_reach_the_one_that_listens() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = folder.path().join("甲.zhupi");
        let file = folder.path().join("第一版.txt");
        assert!(!send(&dataset, std::slice::from_ref(&file)).unwrap(), "nobody listens");
        let listener = Listener::beside(&dataset, || {}).unwrap();
        assert!(send(&dataset, &[file.clone(), "relative.txt".into()]).unwrap());
        assert_eq!(listener.paths.recv().unwrap(), file);
        assert_eq!(listener.paths.recv().unwrap(), std::path::absolute("relative.txt").unwrap());
        drop(listener);
        assert!(!send(&dataset, &[file]).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the socket is gone");
    }

    #[test]
    fn a_socket_left_by_a_crash_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = folder.path().join("a.zhupi");
        // Binding without listening on after drop leaves the file, as a killed process does.
        drop(std::os::unix::net::UnixListener::bind(companion(&dataset, ".sock")).unwrap());
        assert!(!send(&dataset, &["/a".into()]).unwrap());
        let listener = Listener::beside(&dataset, || {}).unwrap();
        assert!(send(&dataset, &["/a".into()]).unwrap());
        assert_eq!(listener.paths.recv().unwrap(), Path::new("/a"));
    }

    #[test]
    fn a_path_too_long_for_a_socket_gets_a_short_one() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("朱批数据集".repeat(8));
        std::fs::create_dir(&deep).unwrap();
        let dataset = deep.join("a.zhupi");
        let listener = Listener::beside(&dataset, || {}).unwrap();
        assert!(
            !listener.address.starts_with(folder.path()) && listener.address.as_os_str().len() <= LONGEST
        );
        assert!(send(&dataset, &["/a".into()]).unwrap());
        assert_eq!(listener.paths.recv().unwrap(), Path::new("/a"));
    }

    #[test]
    fn a_caller_that_talks_nonsense_does_not_stop_the_ear() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = folder.path().join("a.zhupi");
        let listener = Listener::beside(&dataset, || {}).unwrap();
        let mut stream = Stream::connect(name(&listener.address).unwrap()).unwrap();
        stream.write_all(b"/never ended").unwrap();
        drop(stream);
        assert!(send(&dataset, &["/b".into()]).unwrap());
        assert_eq!(listener.paths.recv().unwrap(), Path::new("/b"));
    }
}
