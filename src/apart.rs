//! Libraries that read what anybody may have written, in a process of their own.
//!
//! The program starts itself again with one word (`zhupi read-pdf`), hands over the bytes on standard input and takes what
//! was read, a line of JSON a word, from standard output. Who listens ends a reader that is silent for too long; on Unix
//! the reader limits its own memory before it looks at the first byte. On Windows there is no limit on memory, only on
//! time.
//!
//! Where the program does not know its own file (in tests of the library) a thread reads instead: a panic and a long wait
//! cost an error message there too, a lack of memory does not.

use serde::de::DeserializeOwned;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Most memory that a reader may use, in megabytes.
pub const MEMORY: u64 = 1536;
/// Longest line that it may say: a page with its places, a record.
pub const LONGEST_LINE: u64 = 256 << 20;

/// This program's file, told by the program when it starts.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which file to start for reading: called once, by the program itself.
pub fn is_program(path: PathBuf) {
    // Told twice it stays the first one, which is the same.
    let _ = PROGRAM.set(path);
}

/// A process that is ended when dropped.
#[derive(Debug)]
pub struct Apart(Child);

impl Apart {
    /// Starts this program as the reader that `word` names; `None` where it does not know its own file.
    ///
    /// # Errors
    /// Where the system starts no process.
    pub fn start(word: &str) -> io::Result<Option<Self>> {
        let Some(program) = PROGRAM.get() else { return Ok(None) };
        let mut command = Command::new(program);
        command.arg(word).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // No console window flashes up.
            command.creation_flags(0x0800_0000);
        }
        Ok(Some(Self(command.spawn()?)))
    }

    /// Hands it bytes, one part after the other, by a thread of its own.
    pub fn tell(&mut self, parts: Vec<Vec<u8>>) {
        let Some(mut stdin) = self.0.stdin.take() else { return };
        std::thread::spawn(move || {
            // A reader that has ended hears no more; what it said last tells why.
            let _ = parts.iter().try_for_each(|part| io::Write::write_all(&mut stdin, part));
        });
    }

    /// What it says, once.
    pub fn words(&mut self) -> Option<io::BufReader<std::process::ChildStdout>> {
        self.0.stdout.take().map(io::BufReader::new)
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The word of the next line; `None` at the end and where nobody understands it.
pub fn hear<W: DeserializeOwned>(words: &mut impl BufRead) -> Option<W> {
    let mut line = Vec::new();
    words.take(LONGEST_LINE).read_until(b'\n', &mut line).ok()?;
    serde_json::from_slice(&line).ok()
}

/// Limits this process's memory to `megabytes`.
#[cfg(unix)]
pub fn limit(megabytes: u64) {
    // Where the system knows no such limit there is none; the time limit remains.
    let _ = rlimit::Resource::AS.set(megabytes << 20, megabytes << 20);
    let _ = rlimit::Resource::CORE.set(0, 0);
}

/// Limits this process's memory to `megabytes`, where the system knows how.
#[cfg(not(unix))]
pub fn limit(_: u64) {}
