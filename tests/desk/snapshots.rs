//! Pictures of the screens, compared with those in docs/pictures, which the handbook shows: so they are always those of the
//! program as it is. Whoever changed a screen on purpose makes new ones and looks at them:
//!   `UPDATE_SNAPSHOTS=1 cargo test --release --test desk snapshots` (`UPDATE_SNAPSHOTS=all` writes every one)
//!
//! What another run or machine would show otherwise is set before a picture is taken: the time, the dataset's path, the
//! toast. Everything else is as an editor sees it.

use crate::hand::{ALT, CTRL, EDITOR, Hand, folder};
use crate::paint::{self, Picture};
use egui::{Key, vec2};
use serde_json::json;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zhupi::desk::command::{Action, Command};
use zhupi::desk::export::ExportTurn;
use zhupi::desk::import::ImportTurn;
use zhupi::desk::state::Floating;
use zhupi::desk::theme::ThemeName;
use zhupi::issue::{Article, Block, Role};

/// A pixel differs where one of its colours does by more than this: the faintest hairline and the palest wash are
/// further from the paper, the rounding of an edge and of the palette below are not.
const FAR: u8 = 10;
/// So many pixels may differ: fewer than one dot of a dotted line has.
const SOME: usize = 3;
/// Of so many shapes it is tried whether they are missed.
const TRIED: usize = 8;
/// The harness leaves an edge around the desk, in points.
const EDGE: f32 = 8.0;

fn far(one: [u8; 3], other: [u8; 3]) -> u8 {
    one.iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or(0)
}

/// The colours of a picture that are seen most, 256 at most; all others are nearer to one of them than `FAR`.
fn palette(picture: &Picture) -> Vec<[u8; 3]> {
    let mut seen: HashMap<[u8; 3], usize> = HashMap::new();
    picture.pixels.iter().for_each(|pixel| *seen.entry(*pixel).or_default() += 1);
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let within = |near: u8| {
        let mut palette: Vec<[u8; 3]> = Vec::new();
        for (colour, _) in &seen {
            if palette.iter().all(|known| far(*known, *colour) > near) {
                palette.push(*colour);
            }
        }
        palette
    };
    (4..FAR).map(within).find(|palette| palette.len() <= 256).unwrap_or_default()
}

fn write(picture: &Picture, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let palette = palette(picture);
    let mut place: HashMap<[u8; 3], u8> = HashMap::new();
    let mut nearest = |pixel: [u8; 3]| {
        *place
            .entry(pixel)
            .or_insert_with(|| (0..palette.len()).min_by_key(|n| far(palette[*n], pixel)).unwrap() as u8)
    };
    let (width, height) = (picture.width as u32, picture.height as u32);
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path).unwrap()), width, height);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let data = if palette.is_empty() {
        encoder.set_color(png::ColorType::Rgb);
        picture.pixels.concat()
    } else {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        picture.pixels.iter().map(|pixel| nearest(*pixel)).collect()
    };
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
}

fn read(path: &Path) -> Option<Picture> {
    let mut decoder = png::Decoder::new(BufReader::new(File::open(path).ok()?));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    let pixels = data.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Some(Picture { width: info.width as usize, height: info.height as usize, pixels })
}

/// Where two pictures of one size differ.
fn differences(one: &Picture, other: &Picture) -> Vec<usize> {
    let pairs = one.pixels.iter().zip(&other.pixels).enumerate();
    pairs.filter(|(_, (one, other))| far(**one, **other) > FAR).map(|(n, _)| n).collect()
}

/// The new picture, faint, with what differs in red.
fn marked(picture: &Picture, differ: &[usize]) -> Picture {
    let faint = |pixel: &[u8; 3]| pixel.map(|colour| 255 - (255 - colour) / 4);
    let mut marked = Picture { pixels: picture.pixels.iter().map(faint).collect(), ..picture.clone() };
    for n in differ {
        marked.pixels[*n] = [220, 0, 0];
    }
    marked
}

/// What a screen has in its file and what it shows now; says what is wrong, or writes it where that is asked for.
fn compare(name: &str, now: &Picture) -> Result<(), String> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/pictures/{name}.png"));
    let update = std::env::var("UPDATE_SNAPSHOTS").unwrap_or_default();
    let before = read(&kept).filter(|_| update != "all");
    let same_size = |before: &Picture| (before.width, before.height) == (now.width, now.height);
    let differ = before.as_ref().filter(|before| same_size(before)).map(|before| differences(before, now));
    if differ.as_ref().is_some_and(|differ| differ.len() <= SOME) {
        return Ok(());
    }
    if !update.is_empty() {
        write(now, &kept);
        return Ok(());
    }
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("snapshots");
    let new = out.join(format!("{name}.png"));
    write(now, &new);
    let Some(differ) = differ else {
        return Err(format!("{name}: no picture of this size is kept; the new one is {}", new.display()));
    };
    let diff = out.join(format!("{name}-diff.png"));
    write(&marked(now, &differ), &diff);
    Err(format!(
        "{name}: {} pixels differ, in red in {}; now {}",
        differ.len(),
        diff.display(),
        new.display()
    ))
}

impl Hand {
    /// What other runs would show otherwise is as in every other picture.
    fn still(&mut self) {
        let place = PathBuf::from("/home/lin/朱批/集.zhupi");
        let desk = self.h.state_mut().as_mut().unwrap();
        let (state, fields) = (&mut desk.state, &mut desk.fields);
        state.toast = None;
        state.recorded = state.recorded.as_ref().map(|_| "09:41:07".to_owned());
        state.dataset_path = Some(place.clone());
        if let Some(dataset) = &mut state.dataset {
            dataset.path.clone_from(&place);
        }
        if matches!(state.floating, Some(Floating::Export { .. })) {
            let name = Path::new(&fields.path).file_name().unwrap();
            fields.path = place.with_file_name(name).display().to_string();
        }
        for row in &mut state.shelf.work.rows {
            "2020-02-02T09:41:07Z".clone_into(&mut row.changed);
        }
        if let Some(Floating::History(list)) = &mut state.floating
            && let Some(rows) = list.rows.as_mut().map(Arc::make_mut)
        {
            for past in rows {
                past.at = format!("2026-03-02 09:{:02}", 10 + past.seq);
            }
        }
        self.h.run_ok();
    }

    fn picture(&mut self) -> Picture {
        self.still();
        self.drawn(self.h.output())
    }

    /// The desk without the harness's edge.
    fn drawn(&self, output: &egui::FullOutput) -> Picture {
        let edge = (EDGE * output.pixels_per_point) as usize;
        paint::draw(&self.h.ctx, output, &self.textures).without(edge)
    }

    /// A desk of this size in points.
    fn resize(&mut self, width: f32, height: f32) {
        self.h.set_size(vec2(width + 2.0 * EDGE, height + 2.0 * EDGE));
        self.quiet();
    }
}

/// Compares a screen in these themes, at 1280 × 720.
fn screens(name: &str, hand: &mut Hand, themes: &[ThemeName]) {
    hand.resize(1280.0, 720.0);
    let compared: Vec<String> = themes
        .iter()
        .filter_map(|theme| {
            hand.command(Command::SetTheme(*theme));
            let theme = format!("{theme:?}").to_lowercase();
            compare(&format!("{name}-{theme}"), &hand.picture()).err()
        })
        .collect();
    assert!(compared.is_empty(), "{}", compared.join("\n"));
}

const BOTH: [ThemeName; 2] = [ThemeName::Light, ThemeName::Dark];

/// The first article with marks of every state, a doubtful one selected.
fn desk() -> Hand {
    let mut hand = Hand::sample();
    for key in [Key::Tab, Key::Enter, Key::Enter, Key::Num5, Key::Delete, Key::Enter] {
        hand.key(key);
    }
    hand.press(Action::NextDoubt);
    hand
}

#[test]
fn first_page() {
    screens("welcome", &mut Hand::at(&folder(EDITOR)), &BOTH);
}

#[test]
fn the_desk() {
    screens("desk", &mut desk(), &ThemeName::ALL);
}

#[test]
fn the_desk_in_a_large_window_and_at_one_and_a_half() {
    let mut hand = desk();
    hand.resize(1920.0, 1080.0);
    let large = compare("desk-1920x1080", &hand.picture());
    hand.h.set_pixels_per_point(1.5);
    hand.resize(1280.0, 720.0);
    assert!((hand.h.output().pixels_per_point - 1.5).abs() < 1e-6);
    let scaled = compare("desk-150", &hand.picture());
    assert_eq!((large, scaled), (Ok(()), Ok(())));
}

#[test]
fn review() {
    let mut hand = Hand::sample();
    hand.press(Action::Review);
    hand.key(Key::Enter);
    hand.key(Key::Delete);
    screens("review", &mut hand, &BOTH);
}

#[test]
fn context() {
    let mut hand = Hand::sample();
    let often = |hand: &Hand| {
        let all: Vec<_> = hand.issue().articles.iter().flat_map(Article::entities).map(|(_, e)| e).collect();
        let count = |text: &str| all.iter().filter(|mark| mark.text == text).count();
        all.iter().find(|mark| count(&mark.text) > 3).expect("a name said four times").id.clone()
    };
    let id = often(&hand);
    hand.command(Command::SelectMark(id, false));
    hand.keys(ALT, Key::Num3);
    screens("context", &mut hand, &BOTH);
}

#[test]
fn source_beside() {
    let mut hand = Hand::sample();
    // A headline far from its body.
    let far = |article: &&Article| {
        let first = |role| article.blocks.iter().find(|b| b.role == role).and_then(Block::first_source);
        let (headline, body) = (first(Role::Headline), first(Role::Paragraph));
        headline.zip(body).is_some_and(|(headline, body)| headline.abs_diff(body) > 400)
    };
    let article = hand.issue().articles.iter().find(far).unwrap().id.clone();
    hand.command(Command::GoArticle(article));
    hand.press(Action::SourceBeside);
    hand.press(Action::SentenceForth);
    screens("source", &mut hand, &BOTH);
}

#[test]
fn palette_of_commands() {
    let mut hand = Hand::sample();
    hand.press(Action::Palette);
    hand.write("cn");
    screens("palette", &mut hand, &BOTH);
}

#[test]
fn adding() {
    let mut hand = Hand::sample();
    let (block, range) = {
        let blocks = &hand.article().blocks;
        let found = blocks.iter().filter(|block| block.role == Role::Paragraph).find_map(|block| {
            let at = block.text.find("航线")?;
            let start = block.text[..at].chars().count() as u32;
            Some((block.id.clone(), zhupi::text::CharRange::new(start, start + 2)))
        });
        found.expect("a word that is not marked")
    };
    hand.command(Command::Select { block, anchor: range.start(), caret: range.end() });
    screens("add", &mut hand, &BOTH[..1]);
}

#[test]
fn choosing_a_topic() {
    let mut hand = Hand::sample();
    hand.press(Action::ChooseTopic);
    hand.write("jj");
    screens("topic", &mut hand, &BOTH[..1]);
}

#[test]
fn choosing_a_headline_and_a_role() {
    let mut hand = Hand::sample();
    hand.press(Action::ChooseHeadline);
    screens("headline", &mut hand, &BOTH[..1]);
    hand.key(Key::Escape);
    hand.press(Action::SentenceForth);
    hand.press(Action::ChooseRole);
    screens("role", &mut hand, &BOTH[..1]);
}

#[test]
fn keys_and_scope() {
    let mut hand = Hand::sample();
    hand.press(Action::Keys);
    screens("keys", &mut hand, &BOTH[..1]);
    hand.key(Key::Escape);
    hand.press(Action::Review);
    hand.press(Action::ReviewScope);
    screens("scope", &mut hand, &BOTH[..1]);
}

#[test]
fn relations_as_arcs() {
    let mut hand = Hand::sample();
    hand.press(Action::Arcs);
    screens("arcs", &mut hand, &BOTH[..1]);
}

#[test]
fn what_is_not_alike() {
    let mut hand = Hand::sample();
    hand.act(Action::Consistency);
    screens("consistency", &mut hand, &BOTH[..1]);
}

#[test]
fn the_tour() {
    let mut hand = Hand::at(&folder(EDITOR));
    hand.act(Action::OpenSample);
    screens("tour", &mut hand, &BOTH[..1]);
}

#[test]
fn quality() {
    let mut hand = Hand::sample();
    for _ in 0..4 {
        for key in [Key::Tab, Key::Enter, Key::Enter, Key::Num5, Key::Delete, Key::Num8] {
            hand.key(key);
        }
        hand.press(Action::NextArticle);
    }
    hand.press(Action::Quality);
    screens("quality", &mut hand, &BOTH);
}

#[test]
fn work_list() {
    let mut hand = desk();
    hand.press(Action::WorkList);
    screens("work", &mut hand, &BOTH);
}

#[test]
fn catalogue() {
    let mut hand = desk();
    hand.act(Action::Catalogue);
    hand.key(Key::ArrowDown);
    screens("catalogue", &mut hand, &BOTH);
}

#[test]
fn register() {
    let mut hand = desk();
    hand.act(Action::Register);
    for _ in 0..3 {
        hand.key(Key::Enter);
        hand.key(Key::End);
    }
    hand.key(Key::Home);
    screens("register", &mut hand, &BOTH);
}

#[test]
fn statistics() {
    let mut hand = desk();
    hand.act(Action::Statistics);
    hand.resize(1280.0, 720.0);
    hand.key(Key::End);
    screens("statistics", &mut hand, &BOTH);
}

#[test]
fn settings() {
    let mut hand = Hand::sample();
    hand.press(Action::Settings);
    screens("settings", &mut hand, &BOTH);
    hand.keys(CTRL, Key::PageDown);
    hand.keys(CTRL, Key::PageDown);
    screens("settings-keys", &mut hand, &BOTH[..1]);
}

#[test]
fn label_set_editor() {
    let mut hand = Hand::sample();
    hand.act(Action::Labels);
    screens("labels", &mut hand, &BOTH);
    hand.keys(CTRL, Key::M);
    hand.write("EVENT");
    hand.key(Key::Enter);
    hand.keys(CTRL, Key::Enter);
    screens("labels-preview", &mut hand, &BOTH[..1]);
}

#[test]
fn taxonomy_editor() {
    let mut hand = Hand::sample();
    hand.act(Action::Topics);
    hand.key(Key::ArrowDown);
    hand.keys(CTRL, Key::Delete);
    screens("topics", &mut hand, &BOTH[..1]);
}

#[test]
fn export_dialog() {
    let mut hand = desk();
    hand.press(Action::Export);
    hand.command(Command::Export(ExportTurn::Format("conll")));
    screens("export", &mut hand, &BOTH);
}

#[test]
fn import_dialog() {
    let mut hand = Hand::sample();
    let text = hand.article().text();
    let mark = |from: usize, length: usize, label: &str| {
        let words: String = text.chars().skip(from).take(length).collect();
        json!({"type": "labels", "value": {"start": from, "end": from + length, "text": words, "labels": [label]}})
    };
    let marks = json!([mark(0, 4, "EVENT"), mark(5, 2, "PERSON"), mark(9, 3, "GPE"), mark(12, 2, "MISC")]);
    let tasks = json!([{"id": 1, "data": {"text": text}, "annotations": [{"result": marks}]}]);
    let path = hand.folder.path().join("外部标注.json");
    std::fs::write(&path, tasks.to_string()).unwrap();
    hand.command(Command::Import(ImportTurn::File(path)));
    for key in [Key::ArrowDown, Key::Num3, Key::ArrowDown, Key::Delete] {
        hand.key(key);
    }
    screens("import", &mut hand, &BOTH);
    hand.key(Key::Enter);
    screens("imported", &mut hand, &[ThemeName::Light]);
}

#[test]
fn history() {
    let mut hand = desk();
    hand.keys(CTRL, Key::Z);
    hand.act(Action::History);
    screens("history", &mut hand, &BOTH);
}

#[test]
fn what_moves_or_disappears_is_noticed() {
    let mut hand = desk();
    hand.resize(1280.0, 720.0);
    let before = hand.picture();
    assert!(differences(&before, &hand.picture()).is_empty(), "the same desk looks the same");
    // Some shapes, left out one after the other and moved by a pixel.
    let all = hand.h.output().shapes.clone();
    let (mut seen, mut noticed) = (0, 0);
    for n in (0..all.len()).step_by(all.len() / TRIED) {
        let mut output = egui::FullOutput { pixels_per_point: 1.0, ..Default::default() };
        output.shapes.clone_from(&all);
        let gone = output.shapes.remove(n);
        let without = differences(&before, &hand.drawn(&output)).len();
        output.shapes.insert(n, gone);
        output.shapes[n].shape.transform(egui::emath::TSTransform::from_translation(vec2(1.0, 0.0)));
        let moved = differences(&before, &hand.drawn(&output)).len();
        // What lies under something else is not seen before either.
        // A speck that goes is no more than SOME when it only moves.
        assert!(without == 0 && moved == 0 || without > SOME, "{n}: {without}");
        noticed += usize::from(moved > SOME);
        seen += usize::from(without > 0);
    }
    assert!(noticed * 2 > seen, "{noticed} of {seen}");
}
