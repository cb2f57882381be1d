//! A dataset, or what of it is in a scope, written in a format: one issue after the other, one article at a time.

use super::{Document, Format, Item, Out, Report, Scope, Setting, WriteError};
use crate::dataset::Dataset;
use crate::strings::Message;

/// What is to be written.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    /// From where.
    pub dataset: &'a Dataset,
    /// What of it.
    pub scope: &'a Scope,
    /// How.
    pub format: &'a dyn Format,
    /// With which choices.
    pub setting: &'a Setting,
}

/// Writes all of it into `out` and puts it into its place. `watch` hears how many issues of how many are done and says
/// whether to go on.
///
/// # Errors
/// What cannot be read or written, and where nothing is in the scope; then nothing is left behind.
pub fn export(
    what: Export<'_>,
    mut out: Out,
    watch: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Report, WriteError> {
    let mut report = Report::default();
    let mut writer = what.format.writer(&mut out, what.setting)?;
    what.scope.each(what.dataset, watch, &mut |issue, article, source| {
        let document = Document::new(issue, article, source, &what.setting.options);
        document.count(what.format, &what.setting.options, &mut report);
        writer.write(&Item { document: &document, article, issue, source }, &mut report)
    })?;
    match what.scope {
        Scope::Issue(_) | Scope::Article(_) | Scope::Release(_) if report.articles == 0 => {
            return Err(WriteError::Said(Message::new("error.export.nothing").with("id", what.scope.id())));
        }
        _ => {}
    }
    writer.finish()?;
    out.finish()?;
    Ok(report)
}
