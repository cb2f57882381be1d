//! The real window: Xvfb, the real program, real keys and a real mouse.
//!
//! Every wait polls for what the step has to bring about (mostly in the dataset, which can be read while the desk has it
//! open) and gives up after a while. Keys go through the palette where there is no key, so that little hangs on where
//! things are drawn; only the drag names places, those of the sample's third paragraph in a window of 1440 × 900.

// A test that cannot go on has to stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(all(feature = "desk", target_os = "linux"))]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use zhupi::annotation::{Entity, EntityId, Status};
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::state::DeskView;
use zhupi::exchange::article;
use zhupi::issue::Issue;

/// How long a step may take, on a slow machine with other work to do.
const PATIENCE: Duration = Duration::from_secs(30);
const SAMPLE: &str = include_str!("../assets/samples/page.txt");

/// Asks again and again until there is an answer.
fn until<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = answer() {
            return found;
        }
        if start.elapsed() > PATIENCE {
            let picture = picture();
            panic!("waited in vain for: {what}; the screen is in {picture}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

thread_local! {
    /// The display of this test, for a picture when it fails.
    static DISPLAY: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// Takes a picture of the screen and says where it is.
fn picture() -> String {
    let display = DISPLAY.with_borrow(Clone::clone);
    let file = format!("{}/window{display}.png", env!("CARGO_TARGET_TMPDIR")).replace(':', "-");
    let taken = Command::new("import").args(["-window", "root", &file]).env("DISPLAY", display).status();
    if taken.is_ok_and(|status| status.success()) { file } else { "no picture".to_owned() }
}

/// A display of its own.
struct Screen {
    xvfb: Child,
    display: String,
}

impl Screen {
    fn new() -> Self {
        let mut xvfb = Command::new("Xvfb")
            // Without -noreset the server starts anew whenever the last client leaves, under the feet of the next.
            .args(["-noreset", "-displayfd", "1", "-screen", "0", "1440x900x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is not installed: run `bash scripts/setup.sh test` once");
        let mut line = String::new();
        BufReader::new(xvfb.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let display = format!(":{}", line.trim());
        DISPLAY.set(display.clone());
        Self { xvfb, display }
    }

    fn xdotool(&self, args: &[&str]) -> Option<String> {
        let output = Command::new("xdotool")
            .args(args)
            .env("DISPLAY", &self.display)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("xdotool is not installed: run `bash scripts/setup.sh test` once");
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    }

    fn key(&self, key: &str) {
        self.xdotool(&["key", "--clearmodifiers", key]).unwrap();
    }

    /// The colour of a pixel, as ImageMagick says it.
    fn pixel(&self, x: u32, y: u32) -> String {
        self.strip(x, y, 1)
    }

    /// The pixels of a strip one wide that begins here.
    fn strip(&self, x: u32, y: u32, height: u32) -> String {
        let spot = format!("1x{height}+{x}+{y}");
        let args = ["-window", "root", "-crop", &spot, "-depth", "8", "txt:-"];
        let taken = Command::new("import").args(args).env("DISPLAY", &self.display).output();
        let taken = taken.expect("import is not installed: run `bash scripts/setup.sh test` once");
        String::from_utf8_lossy(&taken.stdout).into_owned()
    }

    /// Waits until the picture stays the same for a moment.
    fn rest(&self) {
        let picture = || {
            let taken = Command::new("import")
                .args(["-window", "root", "gray:-"])
                .env("DISPLAY", &self.display)
                .output();
            taken.expect("import is not installed: run `bash scripts/setup.sh test` once").stdout
        };
        let mut before = picture();
        until("the window is at rest", || {
            let now = picture();
            let same = now == before;
            before = now;
            same.then_some(())
        });
    }

    /// Carries out the command that the palette finds by these initials.
    fn palette(&self, initials: &str) {
        self.key("ctrl+k");
        self.xdotool(&["type", "--delay", "40", initials]).unwrap();
        self.key("Return");
        self.rest();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.xvfb.kill();
        let _ = self.xvfb.wait();
    }
}

/// A user's home folder.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn program(&self, screen: &Screen) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_zhupi"));
        program
            .env("DISPLAY", &screen.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.0.path().join(".config"))
            .env("XDG_RUNTIME_DIR", self.0.path())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("USER", "林");
        program
    }

    fn dataset(&self) -> PathBuf {
        self.0.path().join("朱批").join("我的数据集.zhupi")
    }

    fn read<T>(&self, read: impl FnOnce(&Dataset) -> Option<T>) -> Option<T> {
        read(&Dataset::open(&self.dataset(), Access::Read).ok()?)
    }

    /// The only issue, as it is on the disk.
    fn issue(&self) -> Option<Issue> {
        self.read(|dataset| dataset.issue(&dataset.issues().ok()?.first()?.id).ok())
    }

    /// Where the editor is, as the desk last remembered it.
    fn view(&self) -> Option<DeskView> {
        self.read(|dataset| dataset.view("desk").ok()?)
    }

    fn entity(&self, id: &EntityId) -> Option<Entity> {
        Some(self.issue()?.find(id)?.entity.clone())
    }

    fn selected(&self, not: Option<&EntityId>) -> EntityId {
        until("another mark is selected", || self.view()?.mark.filter(|mark| Some(mark) != not))
    }

    fn decided(&self, id: &EntityId, status: Status) -> Entity {
        until("the decision is recorded", || self.entity(id).filter(|entity| entity.status == status))
    }
}

/// The open window; killed if a test fails before it is closed.
struct Window(Child);

impl Window {
    fn open(screen: &Screen, home: &Home) -> Self {
        let mut child = home.program(screen).spawn().unwrap();
        let id = until("the window is visible", || {
            assert!(child.try_wait().unwrap().is_none(), "the program ended");
            let found = screen.xdotool(&["search", "--onlyvisible", "--class", "zhupi"])?;
            found.lines().next().map(ToOwned::to_owned)
        });
        screen.xdotool(&["windowmove", "--sync", &id, "0", "0"]);
        screen.xdotool(&["windowsize", "--sync", &id, "1440", "900"]);
        screen.xdotool(&["windowfocus", "--sync", &id]).unwrap();
        until("the window shows something", || (!screen.pixel(60, 60).contains("#000000")).then_some(()));
        Self(child)
    }

    fn close(mut self, screen: &Screen) {
        screen.key("ctrl+q");
        let status = until("the program ends", || self.0.try_wait().unwrap());
        assert!(status.success(), "{status}");
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn drag(screen: &Screen, from: (i32, i32), to: (i32, i32)) {
    let at = |(x, y): (i32, i32)| {
        screen.xdotool(&["mousemove", &x.to_string(), &y.to_string()]).unwrap();
        // A hand is not faster than a frame.
        std::thread::sleep(Duration::from_millis(150));
    };
    at(from);
    screen.xdotool(&["mousedown", "1"]).unwrap();
    at((from.0 + 6, from.1));
    at(to);
    screen.xdotool(&["mouseup", "1"]).unwrap();
}

#[test]
fn an_editor_opens_the_sample_decides_closes_reopens_and_exports() {
    let (screen, home) = (Screen::new(), Home::new());
    let window = Window::open(&screen, &home);
    screen.palette("xyyzss");
    until("the desk shows the sample", || home.view());
    // The first sample comes with the tour.
    screen.key("Escape");

    // Accept, reject, relabel.
    screen.key("Tab");
    let first = home.selected(None);
    screen.key("Return");
    let accepted = home.decided(&first, Status::Accepted);
    let second = home.selected(Some(&first));
    screen.key("Delete");
    let rejected = home.decided(&second, Status::Rejected);
    let third = home.selected(Some(&second));
    screen.key("8");
    let corrected = home.decided(&third, Status::Corrected);
    assert_eq!(corrected.label.as_str(), "TERM");
    home.selected(Some(&third));

    // Add by drag: 海鸟, the 16th and 17th character of the row.
    screen.key("Escape");
    screen.key("Escape");
    drag(&screen, (376 + 15 * 18 + 2, 515), (376 + 17 * 18 - 3, 515));
    until("characters are selected", || home.view()?.selection.filter(|s| !s.range().is_empty()));
    screen.key("1");
    let added = until("the mark is recorded", || {
        let issue = home.issue()?;
        issue
            .articles
            .iter()
            .flat_map(zhupi::issue::Article::entities)
            .find(|(_, e)| e.status == Status::Added)
            .map(|(_, e)| e.clone())
    });
    assert_eq!((added.text.as_str(), added.label.as_str()), ("海鸟", "PER"));

    // A keyword in Chinese, and back again.
    let keyword =
        || home.issue()?.articles.iter().flat_map(|a| a.keywords.clone()).find(|k| k.text == "海岛航线");
    screen.palette("tgjc");
    type_han(&screen, "海岛航线", &keyword);
    screen.key("Escape");
    screen.key("ctrl+z");
    until("the keyword is taken back", || keyword().is_none().then_some(()));

    // Closed and reopened, the same mark is selected: Enter decides it without looking for it.
    screen.palette("xycdh");
    let place = home.selected(Some(&added.id));
    window.close(&screen);
    assert!(!home.dataset().with_extension("zhupi-wal").exists(), "a closed dataset stands alone");
    let window = Window::open(&screen, &home);
    // The vermilion bar of the outline's current row.
    until("the desk is back", || screen.strip(1, 100, 700).contains("#BE2F1B").then_some(()));
    assert_eq!(home.view().and_then(|view| view.mark), Some(place.clone()));
    screen.key("Return");
    let resumed = home.decided(&place, Status::Accepted);

    // Exported through the dialog, right to the character.
    screen.key("ctrl+e");
    screen.key("Return");
    let folder = home.dataset().parent().unwrap().to_owned();
    let file = until("the export is written", || exported(&folder));
    window.close(&screen);
    let records = std::fs::read_to_string(&file).unwrap();
    assert_eq!(article::read(&records, None).unwrap(), [home.issue().unwrap()]);
    let decided = [
        (accepted, "accepted"),
        (rejected, "rejected"),
        (corrected, "corrected"),
        (added, "added"),
        (resumed, "accepted"),
    ];
    check(&records, &decided);
}

/// Types a keyword of Han characters. xdotool lends a spare key to each of them for a moment; a program that is slow to
/// look, on a loaded machine, finds the key given back, so a wrong word gets another try.
fn type_han<T>(screen: &Screen, word: &str, recorded: &dyn Fn() -> Option<T>) {
    for delay in ["150", "600", "1500"] {
        screen.xdotool(&["type", "--delay", delay, word]).unwrap();
        screen.key("Return");
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(6) {
            if recorded().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    until("the keyword is recorded", recorded);
}

fn exported(folder: &Path) -> Option<PathBuf> {
    let mut files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
}

/// Reads the records as another tool would: JSON, code points, the sample's own text.
fn check(records: &str, decided: &[(Entity, &str)]) {
    let source: Vec<char> = SAMPLE.chars().collect();
    let mut found = 0;
    for line in records.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        for entity in record["entities"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(entity[key].as_u64().unwrap()).unwrap();
            let quote: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(entity["text"], quote.as_str());
            let ranges: Vec<(usize, usize)> = serde_json::from_value(entity["source"].clone()).unwrap();
            let solid = |c: &char| !c.is_whitespace();
            let in_source: String =
                ranges.iter().flat_map(|(a, b)| &source[*a..*b]).filter(|c| solid(c)).collect();
            assert_eq!(in_source, quote.chars().filter(solid).collect::<String>());
            for (mark, status) in decided.iter().filter(|(mark, _)| entity["id"] == mark.id.as_str()) {
                assert_eq!(entity["status"], *status);
                assert_eq!(entity["text"], mark.text.as_str());
                assert_eq!(entity["label"], mark.label.as_str());
                assert_eq!(entity["by"], "林");
                found += 1;
            }
        }
    }
    assert_eq!(found, decided.len());
}

#[test]
fn a_second_start_hands_its_file_to_the_open_window() {
    let (screen, home) = (Screen::new(), Home::new());
    let window = Window::open(&screen, &home);
    screen.palette("xyyzss");
    until("the desk shows the sample", || home.view());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages/page-a.txt");
    let status = home.program(&screen).arg(page).status().unwrap();
    assert!(status.success(), "{status}");
    until("both issues are in the dataset", || home.read(|d| (d.issues().ok()?.len() == 2).then_some(())));
    window.close(&screen);
}
