//! The system's own dialogs for files, each on a thread of its own, so that the window lives on.
//!
//! Where the system has none (no portal, no zenity) the answer would be the same as a cancelled dialog, so that is
//! looked for first and said.

use super::state::State;
use super::worker::{Chosen, Job};
use crate::exchange::{Info, Shape};
use crate::source::Encoding;
use rfd::{AsyncFileDialog, FileHandle};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

/// Endings of the names of files that can be opened; what a file is, its content says.
const KINDS: [&str; 14] = [
    "txt", "text", "htm", "html", "shtml", "json", "jsonl", "ndjson", "csv", "tsv", "docx", "zip", "pdf",
    "xml",
];

thread_local! {
    /// What is chosen in the next dialog, without one: for tests.
    static STAND_IN: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Has the next dialog that this thread asks for answered with a path at once.
pub fn stand_in(path: &Path) {
    STAND_IN.set(Some(path.to_owned()));
}

/// Asks with the system's dialog, or takes what stands in for it.
fn asked<A, F>(
    dialog: AsyncFileDialog,
    pick: impl FnOnce(AsyncFileDialog) -> F,
    chosen: impl FnOnce(FileHandle) -> A + Send,
) -> impl Future<Output = Option<A>> + Send
where
    F: Future<Output = Option<A>> + Send,
{
    let stand_in = STAND_IN.take();
    let system = stand_in.is_none().then(|| pick(dialog));
    async move {
        match system {
            Some(system) => system.await,
            None => stand_in.map(|path| chosen(path.into())),
        }
    }
}

/// The kinds of dialogs.
trait Asks: Sized {
    fn file(self) -> impl Future<Output = Option<FileHandle>> + Send;
    fn files(self) -> impl Future<Output = Option<Vec<FileHandle>>> + Send;
    fn folder(self) -> impl Future<Output = Option<FileHandle>> + Send;
    fn save(self) -> impl Future<Output = Option<FileHandle>> + Send;
}

impl Asks for AsyncFileDialog {
    fn file(self) -> impl Future<Output = Option<FileHandle>> + Send {
        asked(self, Self::pick_file, std::convert::identity)
    }

    fn files(self) -> impl Future<Output = Option<Vec<FileHandle>>> + Send {
        asked(self, Self::pick_files, |file| vec![file])
    }

    fn folder(self) -> impl Future<Output = Option<FileHandle>> + Send {
        asked(self, Self::pick_folder, std::convert::identity)
    }

    fn save(self) -> impl Future<Output = Option<FileHandle>> + Send {
        asked(self, Self::save_file, std::convert::identity)
    }
}

fn answer(jobs: Sender<Job>, dialog: impl Future<Output = Option<Chosen>> + Send + 'static) {
    std::thread::spawn(move || {
        let chosen = pollster::block_on(dialog).unwrap_or(Chosen::Nothing);
        // Nobody waits only while the window closes.
        let _ = jobs.send(Job::Chosen(chosen));
    });
}

fn paths(files: Vec<FileHandle>) -> Vec<PathBuf> {
    files.into_iter().map(|file| file.path().to_owned()).collect()
}

/// Chooses page files.
pub fn open_files(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.open_issue"))
        .add_filter(state.say("dialog.papers"), &KINDS)
        .add_filter(state.say("dialog.text_files"), &["txt", "text"])
        .add_filter(state.say("dialog.all_files"), &["*"])
        .files();
    answer(jobs, async move { dialog.await.map(|files| Chosen::Open(paths(files))) });
}

/// Chooses a folder of page files.
pub fn open_folder(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new().set_title(state.say("action.open_folder")).folder();
    answer(jobs, async move { dialog.await.map(|folder| Chosen::Open(vec![folder.path().to_owned()])) });
}

/// Chooses a page file to be opened in an encoding.
pub fn open_file_as(jobs: Sender<Job>, state: &State, encoding: Encoding) {
    let dialog =
        AsyncFileDialog::new().set_title(encoding.name()).add_filter(state.say("dialog.all_files"), &["*"]);
    let dialog = dialog.file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::OpenAs(file.path().to_owned(), encoding)) });
}

/// Chooses a corrected file of the open issue.
pub fn open_newer(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.renew"))
        .add_filter(state.say("dialog.papers"), &KINDS)
        .add_filter(state.say("dialog.all_files"), &["*"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Renew(file.path().to_owned())) });
}

/// Chooses a taxonomy: a table or SKOS.
pub fn open_taxonomy(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.choose_taxonomy"))
        .add_filter(state.say("dialog.taxonomies"), &["csv", "tsv", "rdf", "xml"])
        .add_filter(state.say("dialog.all_files"), &["*"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Taxonomy(file.path().to_owned())) });
}

/// Chooses a dataset.
pub fn open_dataset(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.open_dataset"))
        .add_filter(state.say("dialog.datasets"), &["zhupi"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Open(vec![file.path().to_owned()])) });
}

/// Chooses another dataset to be taken in.
pub fn open_other(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.merge_dataset"))
        .add_filter(state.say("dialog.datasets"), &["zhupi"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Merge(file.path().to_owned())) });
}

/// Chooses the folder of a release.
pub fn open_release_folder(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new().set_title(state.say("action.release")).folder();
    answer(jobs, async move { dialog.await.map(|folder| Chosen::ReleaseFolder(folder.path().to_owned())) });
}

/// Chooses where the export goes.
pub fn save_export(jobs: Sender<Job>, state: &State, format: &Info, name: &str) {
    let kind = format!("{} {}", state.say(format.title), format.kind);
    let dialog = AsyncFileDialog::new().set_title(state.say("action.export")).set_file_name(name);
    let dialog = match format.shape {
        Shape::File => dialog.add_filter(kind, &[format.extension]),
        Shape::Folder => dialog,
    };
    let dialog = dialog.save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Export(file.path().to_owned())) });
}

/// Chooses a file of another tool.
pub fn open_foreign(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.import"))
        .add_filter(state.say("dialog.all_files"), &["*"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Foreign(file.path().to_owned())) });
}

/// Chooses where the table of the quality page goes.
pub fn save_table(jobs: Sender<Job>, state: &State) {
    let today = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("quality.save"))
        .set_file_name(format!("{}-{today}.csv", state.say("action.quality")))
        .add_filter("CSV", &["csv"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Table(file.path().to_owned())) });
}

/// Chooses where the copy of the dataset goes.
pub fn save_backup(jobs: Sender<Job>, state: &State) {
    let today = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    let stem = state
        .dataset
        .as_ref()
        .and_then(|d| d.path.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = format!("{}-{today}.zhupi", stem.unwrap_or_default());
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.backup"))
        .set_file_name(name)
        .add_filter(state.say("dialog.datasets"), &["zhupi"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Backup(file.path().to_owned())) });
}

/// Chooses where the register goes.
pub fn save_register(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.register_out"))
        .set_file_name(format!("{}.csv", state.say("action.register")))
        .add_filter("CSV", &["csv"])
        .add_filter("JSON-LD", &["jsonld"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::RegisterOut(file.path().to_owned())) });
}

/// Chooses a list for the register.
pub fn open_register(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.register_in"))
        .add_filter("CSV, JSON-LD", &["csv", "json", "jsonld"])
        .add_filter(state.say("dialog.all_files"), &["*"])
        .file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::RegisterIn(file.path().to_owned())) });
}

/// Chooses where a print goes.
pub fn save_print(jobs: Sender<Job>, state: &State, name: &str) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("action.print"))
        .set_file_name(name)
        .add_filter("PDF", &["pdf"])
        .save_file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::Print(file.path().to_owned())) });
}

/// Chooses where the key table goes.
pub fn save_keys(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("keys.export"))
        .set_file_name("zhupi-keys.json")
        .add_filter("JSON", &["json"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::KeysOut(file.path().to_owned())) });
}

/// Chooses a key table.
pub fn open_keys(jobs: Sender<Job>, state: &State) {
    let dialog =
        AsyncFileDialog::new().set_title(state.say("keys.import")).add_filter("JSON", &["json"]).file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::KeysIn(file.path().to_owned())) });
}

/// Chooses where the label set goes.
pub fn save_labels(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("labels.export"))
        .set_file_name("labels.json")
        .add_filter("JSON", &["json"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::LabelsOut(file.path().to_owned())) });
}

/// Chooses where the taxonomy goes.
pub fn save_topics(jobs: Sender<Job>, state: &State) {
    let dialog = AsyncFileDialog::new()
        .set_title(state.say("topics.export"))
        .set_file_name("topics.csv")
        .add_filter("CSV", &["csv"])
        .save();
    answer(jobs, async move { dialog.await.map(|file| Chosen::TopicsOut(file.path().to_owned())) });
}

/// Chooses a label set.
pub fn open_labels(jobs: Sender<Job>, state: &State) {
    let title = state.say("labels.import");
    let dialog = AsyncFileDialog::new().set_title(title).add_filter("JSON", &["json"]).file();
    answer(jobs, async move { dialog.await.map(|file| Chosen::LabelsIn(file.path().to_owned())) });
}

/// Whether the system can show a file dialog.
pub fn available() -> bool {
    if !cfg!(target_os = "linux") || STAND_IN.with_borrow(Option::is_some) {
        return true;
    }
    let on_path = |name: &str| {
        std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
    };
    let portals = ["gtk", "gnome", "kde", "lxqt", "wlr"].iter().any(|kind| {
        ["/usr/libexec", "/usr/lib", "/usr/lib/x86_64-linux-gnu/libexec"]
            .iter()
            .any(|dir| PathBuf::from(dir).join(format!("xdg-desktop-portal-{kind}")).is_file())
    });
    portals || on_path("zenity")
}
