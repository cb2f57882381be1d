//! An issue's files once more: read in another encoding, or corrected.

use super::{Encoding, File, Source, SourceError, SourceProblem};

impl Source {
    /// The same files with their texts read in another encoding; files that say themselves how they are to be read stay.
    ///
    /// # Errors
    /// Where the encoding does not read them, or none of them is plain text.
    pub fn reread(&self, encoding: Encoding) -> Result<Self, SourceError> {
        if self.files.iter().all(|file| file.extract.is_some()) {
            let file = self.files.first().map(|file| file.name.clone()).unwrap_or_default();
            return Err(SourceError { file, problem: SourceProblem::OneReading });
        }
        let files = self.files.iter().cloned().map(|file| match file.extract {
            None => File { encoding: encoding.heeding_bom(&file.bytes).name().to_owned(), ..file },
            Some(_) => file,
        });
        Self::from_files(files.collect())
    }

    /// The same issue with `newer` in place of the file that it is a correction of: the only one, or the one of the same
    /// name. Several new files take the place of all.
    ///
    /// # Errors
    /// Where it is no file of this issue.
    pub fn renewed(&self, newer: Self) -> Result<Self, SourceError> {
        let [file] = newer.files.as_slice() else { return Ok(newer) };
        if self.files.len() == 1 {
            return Ok(newer);
        }
        let mut files = self.files.clone();
        match files.iter_mut().find(|old| old.name == file.name) {
            Some(old) => *old = file.clone(),
            None => {
                return Err(SourceError { file: file.name.clone(), problem: SourceProblem::Stranger });
            }
        }
        Self::from_files(files)
    }
}
