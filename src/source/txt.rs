//! Plain text: from disk, from bytes, from the clipboard, and again from the dataset.

use super::read::told;
use super::{
    Encoding, Extract, File, How, MAX_BYTES, MAX_CHARS, Opened, Source, SourceError, SourceProblem, kind,
    open, open_bytes,
};
use crate::issue::FilePart;
use crate::text;
use std::io::{self, Read};
use std::path::Path;

impl Source {
    /// Opens a file, folder or ZIP that holds one issue; its encoding is found out where none is given.
    ///
    /// # Errors
    /// Where it cannot be read, is too large, or holds no issue or several.
    pub fn open(path: &Path, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        single(open(path, &How { encoding, ..How::default() })?, &name(path))
    }

    /// The source of one file's bytes.
    ///
    /// # Errors
    /// Where the bytes cannot be read, are too many, or hold no issue or several.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        single(open_bytes(name, bytes, &How { encoding, ..How::default() })?, name)
    }

    /// The source of a text from the clipboard; its bytes are its UTF-8.
    ///
    /// # Errors
    /// Where it is blank or too long.
    pub fn pasted(text: &str, name: &str) -> Result<Self, SourceError> {
        Self::from_bytes(name, text.as_bytes().to_vec(), Some(Encoding::Utf8))
    }

    /// The source that the files made before: their extracts as they were kept, texts decoded with the encodings that
    /// they name (found out where the name is not known).
    ///
    /// # Errors
    /// Where an encoding does not read its file, or the files are too long together.
    pub fn from_files(files: Vec<File>) -> Result<Self, SourceError> {
        let read = files.into_iter().map(|file| {
            let extract = match &file.extract {
                Some(extract) => Extract::from_json(extract),
                None => decode(&file.bytes, Encoding::named(&file.encoding))
                    .map(|(_, text)| told(&file.name, text)),
            };
            match extract {
                Ok(extract) => Ok((file, extract)),
                Err(problem) => Err(SourceError { file: file.name, problem }),
            }
        });
        join(read.collect::<Result<_, _>>()?)
    }
}

/// The one issue that was opened.
fn single(opened: Opened, name: &str) -> Result<Source, SourceError> {
    let fail = |problem| Err(SourceError { file: name.to_owned(), problem });
    let count = opened.issues.len();
    match opened.issues.into_iter().next() {
        Some(source) if count == 1 => Ok(source),
        Some(_) => fail(SourceProblem::Several(count)),
        None => fail(SourceProblem::ArticleRecords),
    }
}

/// Files and what was read from them as one source.
pub(super) fn join(files: Vec<(File, Extract)>) -> Result<Source, SourceError> {
    let mut source = Source::default();
    let mut at = 0;
    for (file, extract) in files {
        if !source.files.is_empty() {
            source.text.push('\u{c}');
            at += 1;
        }
        let end = at + text::char_len(&extract.text);
        if end > MAX_CHARS {
            return Err(SourceError { file: file.name, problem: SourceProblem::TooManyChars(MAX_CHARS) });
        }
        source.parts.push(FilePart {
            file: file.name.clone(),
            sha256: file.sha256.clone(),
            encoding: file.encoding.clone(),
            page: extract.page,
            start: at,
            end,
        });
        source.text.push_str(&extract.text);
        source.shapes.push(extract.shape.shifted(at));
        source.facts.complete(extract.facts);
        source.files.push(file);
        at = end;
    }
    Ok(source)
}

/// The text of a UTF-8 file of any content, such as records, which take more room than the text that they are about.
///
/// # Errors
/// Where the file cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, SourceError> {
    let decoded = read(path, 16 * MAX_BYTES).and_then(|bytes| {
        Encoding::Utf8.decode(&bytes).map_err(|bad| SourceProblem::Undecodable {
            encoding: Encoding::Utf8.name(),
            line: bad.line,
            instead: None,
        })
    });
    decoded.map_err(|problem| SourceError { file: name(path), problem })
}

/// The last part of a path, as people know the file.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The bytes of a file, not more than `most`.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, SourceProblem> {
    let facts = std::fs::metadata(path).map_err(|error| problem(&error))?;
    if facts.is_dir() {
        return Err(SourceProblem::Folder);
    }
    let too_many = || SourceProblem::TooManyBytes(most >> 20);
    if facts.len() > most {
        return Err(too_many());
    }
    // The limit holds for what is read too: the file may grow, and a pipe has no length.
    let mut bytes = Vec::with_capacity(facts.len() as usize);
    let file = std::fs::File::open(path).map_err(|error| problem(&error))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| problem(&error))?;
    if bytes.len() as u64 > most { Err(too_many()) } else { Ok(bytes) }
}

pub(super) fn problem(error: &io::Error) -> SourceProblem {
    match error.kind() {
        io::ErrorKind::NotFound => SourceProblem::Vanished,
        io::ErrorKind::PermissionDenied => SourceProblem::Forbidden,
        io::ErrorKind::IsADirectory => SourceProblem::Folder,
        _ => SourceProblem::Unreadable(error.to_string()),
    }
}

/// The text of bytes with the encoding that reads them.
pub(super) fn decode(bytes: &[u8], wanted: Option<Encoding>) -> Result<(Encoding, String), SourceProblem> {
    if bytes.is_empty() {
        return Err(SourceProblem::Empty);
    }
    if let Some(problem) = kind::not_text(bytes) {
        return Err(problem);
    }
    let decoded = match wanted.map(|encoding| encoding.heeding_bom(bytes)) {
        Some(encoding) => encoding.decode(bytes).map(|text| (encoding, text)).map_err(|bad| (encoding, bad)),
        None => Encoding::detect(bytes),
    };
    let (encoding, text) = decoded.map_err(|(encoding, bad)| {
        if kind::is_noise_bytes(bytes) && wanted.is_none() {
            return SourceProblem::Binary;
        }
        let instead = wanted.and_then(|_| Encoding::detect(bytes).ok()).map(|(other, _)| other.name());
        SourceProblem::Undecodable { encoding: encoding.name(), line: bad.line, instead }
    })?;
    if text.chars().all(text::is_space) {
        return Err(SourceProblem::Blank);
    }
    if kind::is_noise(&text) {
        return Err(SourceProblem::Binary);
    }
    Ok((encoding, text))
}
