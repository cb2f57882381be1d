//! Opening plain text: from disk, from bytes, from the clipboard, and again from the dataset.

use super::{
    Encoding, Extract, File, MAX_BYTES, MAX_CHARS, Source, SourceError, SourceProblem, kind, pdf, sha256,
};
use crate::issue::FilePart;
use crate::text;
use std::io::{self, Read};
use std::path::Path;

impl Source {
    /// Opens a text file; its encoding is found out where none is given.
    ///
    /// # Errors
    /// Where the file cannot be read, is too large, or is not text.
    pub fn open(path: &Path, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        let name = name(path);
        match read(path, MAX_BYTES) {
            Ok(bytes) => Self::from_bytes(&name, bytes, encoding),
            Err(problem) => Err(SourceError { file: name, problem }),
        }
    }

    /// The source of one file's bytes.
    ///
    /// # Errors
    /// Where the bytes are not text or too many.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        let fail = |problem| SourceError { file: name.to_owned(), problem };
        if pdf::is_pdf(&bytes) {
            return join(vec![pdf::open(name, bytes).map_err(fail)?]);
        }
        let (encoding, text) = decode(&bytes, encoding).map_err(fail)?;
        let sha256 = sha256(&bytes);
        let encoding = encoding.name().to_owned();
        let file = File { name: name.to_owned(), bytes: bytes.into(), sha256, encoding, extract: None };
        join(vec![(file, Extract { text, ..Extract::default() })])
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
                    .map(|(_, text)| Extract { text, ..Extract::default() }),
            };
            match extract {
                Ok(extract) => Ok((file, extract)),
                Err(problem) => Err(SourceError { file: file.name, problem }),
            }
        });
        join(read.collect::<Result<_, _>>()?)
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
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, SourceProblem> {
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

fn problem(error: &io::Error) -> SourceProblem {
    match error.kind() {
        io::ErrorKind::NotFound => SourceProblem::Vanished,
        io::ErrorKind::PermissionDenied => SourceProblem::Forbidden,
        io::ErrorKind::IsADirectory => SourceProblem::Folder,
        _ => SourceProblem::Unreadable(error.to_string()),
    }
}

fn decode(bytes: &[u8], wanted: Option<Encoding>) -> Result<(Encoding, String), SourceProblem> {
    if bytes.is_empty() {
        return Err(SourceProblem::Empty);
    }
    if let Some(problem) = kind::not_text(bytes) {
        return Err(problem);
    }
    // No encoding takes more than four bytes a character.
    if bytes.len() > MAX_CHARS as usize * 4 {
        return Err(SourceProblem::TooManyChars(MAX_CHARS));
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
