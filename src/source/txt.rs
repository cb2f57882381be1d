//! Plain text.

use super::{Encoding, File, Source, SourceError, SourceProblem, sha256};
use crate::issue::FilePart;
use crate::text;
use std::path::Path;

impl Source {
    /// Opens a text file.
    ///
    /// # Errors
    /// Where the file cannot be read or is not text.
    pub fn open(path: &Path, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let bytes = std::fs::read(path).map_err(|error| SourceError {
            file: path.display().to_string(),
            problem: SourceProblem::Unreadable(error.to_string()),
        })?;
        Self::from_bytes(&name, bytes, encoding)
    }

    /// The source of one file's bytes.
    ///
    /// # Errors
    /// Where the bytes are not text.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Self, SourceError> {
        let tries = encoding.map_or(vec![Encoding::Utf8, Encoding::Gb18030], |e| vec![e]);
        let found = tries.iter().find_map(|e| Some((*e, e.decode(&bytes)?)));
        let Some((encoding, text)) = found else {
            return Err(SourceError { file: name.to_owned(), problem: SourceProblem::Binary });
        };
        let sha256 = sha256(&bytes);
        let part = FilePart {
            file: name.to_owned(),
            sha256: sha256.clone(),
            encoding: encoding.name().to_owned(),
            page: None,
            start: 0,
            end: text::char_len(&text),
        };
        let file =
            File { name: name.to_owned(), bytes: bytes.into(), sha256, encoding: encoding.name().to_owned() };
        Ok(Self { files: vec![file], parts: vec![part], text })
    }
}
