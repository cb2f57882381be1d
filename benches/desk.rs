//! What a frame of the desk costs: the real widgets and their triangles, without a GPU, on an issue of a million characters
//! with 50,000 marks. `cargo bench --bench desk`; docs/decisions.md has the figures of one such run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod generate;

use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2,
};
use generate::Shape;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zhupi::dataset::{Access, Dataset};
use zhupi::desk::Desk;
use zhupi::desk::command::{Action, Command};
use zhupi::desk::settings::Settings;
use zhupi::desk::worker::Loading;

/// As much as a source may hold, a million characters, in articles of a usual length with 56,700 marks; and one article
/// that is a tenth of that.
const ISSUE: Shape = Shape { number: 1, articles: 1_890, paragraphs: 5, characters: 100, marks: 6 };
const LONG: Shape = Shape { number: 2, articles: 1, paragraphs: 1_000, characters: 100, marks: 5 };

fn main() {
    divan::main();
}

/// A desk in a window of 1920 × 1080.
struct Window {
    ctx: Context,
    desk: Desk,
    time: f64,
    folder: TempDir,
}

impl Window {
    fn with(shape: Shape) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zhupi");
        let (source, issue) = generate::issue(shape);
        let mut dataset = Dataset::open(&path, Access::Write).unwrap();
        dataset.add_issue(&source, &issue, "林").unwrap();
        dataset.close().unwrap();
        let settings =
            Settings {
                editor: "林".into(), dataset: Some(path), reduce_motion: true, ..Settings::default()
            };
        let kept = folder.path().join("settings.json");
        settings.save(Some(&kept)).unwrap();
        let ctx = Context::default();
        let desk = Desk::new(&ctx, Loading::start(), Some(kept), Vec::new());
        let mut window = Self { ctx, desk, time: 0.0, folder };
        window.desk.settle();
        window.frame(Vec::new());
        let id = window.desk.state.dataset.as_ref().unwrap().issues[0].id.clone();
        window.desk.apply(&window.ctx.clone(), Command::OpenStored(id));
        window.desk.settle();
        for _ in 0..4 {
            window.frame(Vec::new());
        }
        window
    }

    /// One frame with its triangles.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0)));
        let input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        let desk = &mut self.desk;
        let output = self.ctx.run_ui(input, |ui| desk.ui(ui));
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    fn wheel(&mut self, by: f32) -> usize {
        self.frame(vec![
            Event::PointerMoved(pos2(900.0, 500.0)),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, by),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            },
        ])
    }
}

fn key(key: Key) -> Vec<Event> {
    let event =
        |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    vec![event(true), event(false)]
}

/// Nothing happens: what a repaint costs that nobody asked for.
#[divan::bench(sample_count = 100, sample_size = 1, args = [ISSUE, LONG])]
fn still(bencher: divan::Bencher, shape: Shape) {
    let mut window = Window::with(shape);
    bencher.bench_local(|| window.frame(Vec::new()));
}

/// The page is scrolled.
#[divan::bench(sample_count = 300, sample_size = 1, args = [ISSUE, LONG])]
fn scrolling(bencher: divan::Bencher, shape: Shape) {
    let mut window = Window::with(shape);
    bencher.bench_local(|| window.wheel(-40.0));
}

/// A proposal is accepted: the key, the frame that shows it and goes on to the next one.
#[divan::bench(sample_count = 300, sample_size = 1, args = [ISSUE, LONG])]
fn decision(bencher: divan::Bencher, shape: Shape) {
    let mut window = Window::with(shape);
    window.desk.apply(&window.ctx.clone(), Command::Act(Action::NextOpen));
    window.frame(Vec::new());
    bencher.bench_local(|| window.frame(key(Key::Enter)));
}

/// From the start of the desk to the first frame with the article that was open last.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn opening(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| {
            let mut window = Window::with(ISSUE);
            window.desk.close();
            window
        })
        .bench_local_values(|before| {
            let ctx = Context::default();
            let kept = before.folder.path().join("settings.json");
            let desk = Desk::new(&ctx, Loading::start(), Some(kept), Vec::new());
            let mut window = Window { ctx, desk, time: 0.0, folder: before.folder };
            let start = Instant::now();
            while window.desk.state.article().is_none() && start.elapsed() < Duration::from_secs(20) {
                window.frame(Vec::new());
                std::thread::sleep(Duration::from_millis(2));
            }
            window.frame(Vec::new())
        });
}
