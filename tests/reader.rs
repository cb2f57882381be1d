//! The reader as an editor meets it: what a click, a drag, a handle does, and that nothing moves under the hand.
#![cfg(feature = "desk")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp, missing_docs)]

use egui::{Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use zhupi::annotation::{
    ArticleId, BlockId, Decider, Entity, EntityId, LabelId, LabelSet, Proposed, Status, Thresholds,
};
use zhupi::desk::fonts::{self, Face};
use zhupi::desk::reader::{
    LetterMode, Reader, ReaderEvent, ReaderInput, ReaderOutput, ScrollTarget, Selection, run_of_one_kind,
};
use zhupi::desk::theme::{Theme, ThemeName};
use zhupi::issue::{Article, ArticleStatus, Block, Kind, Role};
use zhupi::strings::{Language, Strings};
use zhupi::text::{self, CharRange};

fn block(id: &str, role: Role, content: &str) -> Block {
    Block {
        id: BlockId::new(id),
        role,
        text: content.into(),
        source: Vec::new(),
        page: None,
        status: Status::Proposed,
        by: String::new(),
        confidence: None,
        proposed: None,
        entities: Vec::new(),
        readings: Vec::new(),
        remarks: Vec::new(),
    }
}

fn who() -> Decider {
    Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false }
}

/// Marks the first occurrence of a text in a block.
fn propose(block: &mut Block, quote: &str, label: &str, score: f32) {
    let byte = block.text.find(quote).expect("quote stands in the block");
    let start = text::char_len(&block.text[..byte]);
    let range = CharRange::new(start, start + text::char_len(quote));
    let proposed = Proposed {
        by: "p-1".into(),
        score,
        label: LabelId::new(label),
        range,
        reason: String::new(),
        runner_up: None,
    };
    block.entities.push(Entity::proposal(EntityId::new(quote), quote.into(), proposed));
}

fn article() -> Article {
    let mut body = block(
        "body",
        Role::Paragraph,
        "11月11日下午，县委书记陆承业赴桐坞镇调研。他指出：“云溪江是全县人民的母亲河，要按《云溪县河湖建设行动计划》一段一策、\
         久久为功，把治水与治村、治产结合起来，深化五水共治，探索水生态产品价值实现路径，让沿江群众更多分享治水红利。”",
    );
    for (quote, label, score) in [
        ("11月11日下午", "TIME", 0.99),
        ("县委书记", "TITLE", 0.97),
        ("陆承业", "PER", 0.98),
        ("桐坞镇", "LOC", 0.91),
        ("云溪江", "LOC", 0.52),
        ("云溪县河湖建设行动计划", "WORK", 0.93),
        ("五水共治", "TERM", 0.55),
    ] {
        propose(&mut body, quote, label, score);
    }
    let mut byline = block("byline", Role::Byline, "记者 方渐鸿");
    propose(&mut byline, "方渐鸿", "PER", 0.99);
    Article {
        id: ArticleId::new("a"),
        kind: Kind::Article,
        status: ArticleStatus::New,
        blocks: vec![
            block("kicker", Role::Kicker, "县委书记陆承业调研时强调"),
            block("headline", Role::Headline, "以一江清水托起共富新图景"),
            byline,
            body,
            block("tail", Role::Paragraph, "（本报讯）"),
        ],
        supplied_headline: None,
        summary: None,
        notes: Vec::new(),
        topics: Vec::new(),
        keywords: Vec::new(),
        relations: Vec::new(),
    }
}

struct Desk {
    article: Article,
    revision: u64,
    reader: Reader,
    theme: Theme,
    labels: LabelSet,
    strings: Strings,
    selected: Option<EntityId>,
    selection: Option<Selection>,
    show_rejected: bool,
    bare: bool,
    evidence: Vec<String>,
    scroll: f32,
    scroll_to: Option<ScrollTarget>,
    reduce_motion: bool,
    events: Vec<ReaderEvent>,
    output: Option<ReaderOutput>,
}

impl Desk {
    fn new(article: Article) -> Self {
        Self {
            article,
            revision: 1,
            reader: Reader::default(),
            theme: Theme::of(ThemeName::Light),
            labels: LabelSet::newspaper(),
            strings: Strings::of(Language::Zh),
            selected: None,
            selection: None,
            show_rejected: false,
            bare: false,
            evidence: Vec::new(),
            scroll: 0.0,
            scroll_to: None,
            reduce_motion: true,
            events: Vec::new(),
            output: None,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let input = ReaderInput {
            article: &self.article,
            revision: self.revision,
            labels: &self.labels,
            theme: &self.theme,
            strings: &self.strings,
            thresholds: Thresholds::default(),
            selected: self.selected.as_ref(),
            selection: self.selection.as_ref(),
            letters: LetterMode::All,
            show_rejected: self.show_rejected,
            relations: &self.article.relations,
            bare: self.bare,
            body_face: Face::Serif,
            body_step: 0,
            measure: None,
            scroll: self.scroll,
            scroll_to: self.scroll_to.take(),
            reduce_motion: self.reduce_motion,
            evidence: &self.evidence,
            word: &run_of_one_kind,
        };
        let output = self.reader.show(ui, &input);
        self.scroll = output.scroll;
        self.events
            .extend(output.events.iter().filter(|event| !matches!(event, ReaderEvent::Hover(_))).cloned());
        self.output = Some(output);
    }

    fn decide(&mut self, quote: &str, decision: impl Fn(&Entity) -> Entity) {
        for entity in self.article.blocks.iter_mut().flat_map(|block| &mut block.entities) {
            if entity.text == quote {
                *entity = decision(entity);
            }
        }
        self.revision += 1;
    }

    fn output(&self) -> &ReaderOutput {
        self.output.as_ref().unwrap()
    }

    fn selected_text(&self) -> Option<&str> {
        self.events.iter().rev().find_map(|event| match event {
            ReaderEvent::SelectRange { block, range } => {
                text::slice(&self.article.block(block)?.text, *range)
            }
            _ => None,
        })
    }
}

type Window = Harness<'static, Desk>;

/// kittest panics where a glyph is missing, so every test is also one for boxes in the text.
fn window(article: Article) -> Window {
    let mut window = Harness::builder()
        .with_size(vec2(900.0, 600.0))
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(fonts::install)
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), Desk::new(article));
    // The first frame has no fonts yet.
    window.run_ok();
    window
}

fn mark(window: &Window, quote: &str) -> Rect {
    window.get_by_label_contains(&format!("，{quote}，")).rect()
}

fn press(window: &mut Window, at: Pos2, times: usize) {
    for _ in 0..times {
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            window.event(egui::Event::PointerMoved(at));
            window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        window.step();
    }
    window.run_ok();
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.run_ok();
    window.drag_at(from);
    window.run_ok();
    for at in [from.lerp(to, 0.5), to] {
        window.hover_at(at);
        window.run_ok();
    }
    window.drop_at(to);
    window.run_ok();
}

#[test]
fn every_state_is_drawn_and_said_in_every_theme() {
    let mut window = window(article());
    let desk = window.state_mut();
    desk.decide("陆承业", |e| e.accepted(&who()));
    desk.decide("云溪县河湖建设行动计划", |e| e.accepted(&who()));
    desk.decide("桐坞镇", |e| e.relabelled(LabelId::new("ORG"), &who()));
    desk.decide("县委书记", |e| Entity { proposed: None, status: Status::Added, ..e.clone() });
    desk.decide("五水共治", |e| e.rejected(&who()));
    desk.show_rejected = true;
    desk.evidence = vec!["治水".into()];
    for theme in ThemeName::ALL {
        for selected in [None, Some("云溪江"), Some("云溪县河湖建设行动计划")] {
            window.state_mut().theme = Theme::of(theme);
            window.state_mut().selected = selected.map(EntityId::new);
            window.run_ok();
        }
    }
    for said in [
        "实体 时间，11月11日下午，0.99，提议",
        "实体 地点，云溪江，存疑 0.52，提议",
        "实体 人物，陆承业，采纳",
        "实体 机构，桐坞镇，改正",
        "实体 职务，县委书记，补标",
        "实体 提法，五水共治，否决",
    ] {
        window.get_by_label(said);
    }
    window.state_mut().show_rejected = false;
    window.run_ok();
    assert!(window.query_by_label_contains("五水共治，否决").is_none());
    window.state_mut().bare = true;
    window.run_ok();
    assert!(window.query_by_label_contains("实体").is_none());
}

#[test]
fn a_click_selects_the_mark_under_it_and_a_click_on_text_says_where() {
    let mut window = window(article());
    for quote in ["陆承业", "云溪江", "方渐鸿"] {
        window.get_by_label_contains(&format!("，{quote}，")).click();
        window.run_ok();
        assert_eq!(window.state().events.last(), Some(&ReaderEvent::ClickEntity(EntityId::new(quote))));
    }
    // A screen reader's click counts as well.
    window.state_mut().events.clear();
    window.get_by_label_contains("，桐坞镇，").click_accesskit();
    window.run_ok();
    assert_eq!(window.state().events, [ReaderEvent::ClickEntity(EntityId::new("桐坞镇"))]);

    let after = mark(&window, "桐坞镇").right_center() + vec2(18.0, 0.0);
    press(&mut window, after, 1);
    let end = window.state().article.blocks[3].entities[3].range.end();
    let expected = ReaderEvent::ClickText { block: BlockId::new("body"), at: end + 1 };
    assert_eq!(window.state().events.last(), Some(&expected));
}

#[test]
fn a_drag_selects_characters_also_over_rows_and_leaves_punctuation_behind() {
    let mut window = window(article());
    let start = mark(&window, "桐坞镇").right_center() + vec2(2.0, 0.0);
    // Over 调研 and the full stop.
    drag(&mut window, start, start + vec2(18.0 * 2.6, 0.0));
    assert_eq!(window.state().selected_text(), Some("调研"));

    window.state_mut().events.clear();
    drag(&mut window, start, start + vec2(0.0, 34.0));
    let text = window.state().selected_text().unwrap();
    assert!(text.starts_with("调研。他指出") && text.chars().count() > 20, "{text}");
    assert_eq!(window.state().events.len(), 1, "a drag is no click: {:?}", window.state().events);
}

#[test]
fn a_handle_moves_a_border_and_stops_at_a_decided_mark() {
    let mut window = window(article());
    window.state_mut().decide("县委书记", |e| e.accepted(&who()));
    window.state_mut().selected = Some(EntityId::new("陆承业"));
    window.run_ok();
    let place = mark(&window, "陆承业");
    let range = window.state().article.blocks[3].entities[2].range;

    let handle = place.right_bottom() + vec2(1.0, 4.0);
    drag(&mut window, handle, handle + vec2(18.0 * 2.0, 0.0));
    let id = EntityId::new("陆承业");
    let moved = ReaderEvent::MoveBounds { id, range: CharRange::new(range.start(), range.end() + 2) };
    assert_eq!(window.state().events, [moved]);

    window.state_mut().events.clear();
    let handle = place.left_bottom() + vec2(-1.0, 4.0);
    drag(&mut window, handle, handle - vec2(18.0 * 3.0, 0.0));
    assert_eq!(window.state().events, [], "the accepted mark before it is in the way");
}

#[test]
fn decisions_move_nothing() {
    let mut window = window(article());
    let places = |window: &Window| ["陆承业", "云溪江", "五水共治"].map(|quote| mark(window, quote));
    let before = places(&window);
    let desk = window.state_mut();
    for quote in ["陆承业", "五水共治"] {
        desk.decide(quote, |e| e.relabelled(LabelId::new("ORG"), &who()));
    }
    desk.decide("11月11日下午", |e| e.rejected(&who()));
    desk.selected = Some(EntityId::new("云溪江"));
    window.run_ok();
    assert_eq!(before, places(&window));
}

#[test]
fn a_long_article_lays_out_only_what_is_seen() {
    let sentence =
        "公司总经理介绍，企业自主研发的“河小智”监测平台已接入全县63个断面数据，水质异常可在15分钟内预警。";
    let mut many = article();
    many.blocks.extend((0..500).map(|n| block(&format!("p{n}"), Role::Paragraph, &sentence.repeat(4))));
    // Text of which nobody has found the paragraphs.
    let mut one = article();
    one.blocks.push(block("all", Role::Paragraph, &sentence.repeat(2000)));
    for (long, last) in [(many, "正文 502："), (one, "正文 3：")] {
        assert!(text::char_len(&long.text()) > 95_000);
        let mut window = window(long);
        let height = window.state().output().page_height;
        for target in [ScrollTarget::Top, ScrollTarget::Offset(height / 2.0), ScrollTarget::Bottom] {
            window.state_mut().scroll_to = Some(target);
            window.run_ok();
            let rows = window.state().reader.laid_out();
            assert!(rows < 120, "{rows} rows laid out where 19 are seen");
        }
        // Heights are known without layout, so the end does not recede.
        let output = window.state().output();
        assert_eq!(output.page_height, height);
        assert!((output.scroll + output.viewport.height() - height).abs() < 0.01);
        assert!(window.query_by_label_contains(last).is_some());
    }
}

#[test]
fn the_view_goes_to_a_mark_that_is_out_of_sight_and_stays_where_it_is_in_sight() {
    let mut long = article();
    let filler = "水质异常可在一刻钟内预警，群众更多分享红利。".repeat(6);
    long.blocks.extend((0..20).map(|n| block(&format!("p{n}"), Role::Paragraph, &filler)));
    let mut last = block("last", Role::Paragraph, "陆承业来到位于上市街道的公司。");
    propose(&mut last, "上市街道", "LOC", 0.9);
    long.blocks.push(last);
    let mut window = window(long);
    window.state_mut().selected = Some(EntityId::new("云溪江"));
    window.state_mut().scroll_to = Some(ScrollTarget::Entity(EntityId::new("云溪江")));
    window.run_ok();
    assert_eq!(window.state().scroll, 0.0);
    assert!(window.state().output().selected_rect.is_some());
    window.state_mut().scroll_to = Some(ScrollTarget::Entity(EntityId::new("上市街道")));
    window.run_ok();
    assert!(window.state().output().viewport.contains_rect(mark(&window, "上市街道")));
    assert!(window.state().output().selected_rect.is_none());
}

#[test]
fn the_caret_goes_down_and_up_by_rows_and_a_double_click_takes_a_word() {
    let mut window = window(article());
    let body = BlockId::new("body");
    let reader = &mut window.state_mut().reader;
    let (block, down) = reader.row_move(&body, 5, 1).unwrap();
    assert_eq!(block, body);
    assert_eq!(reader.row_move(&body, down, -1), Some((body.clone(), 5)), "down and up comes back");
    assert_eq!(reader.row_move(&body, 5, -1).unwrap().0, BlockId::new("byline"));
    assert_eq!(reader.row_move(&BlockId::new("kicker"), 0, -1), None);

    let place = mark(&window, "桐坞镇");
    press(&mut window, pos2(place.right() + 30.0, place.center().y), 2);
    let word = window.state().selected_text();
    assert!(word.is_some_and(|word| word.ends_with("调研")), "{word:?}");
    window.state_mut().events.clear();
    press(&mut window, pos2(place.right() + 66.0, place.center().y), 3);
    assert!(window.state().selected_text().unwrap().starts_with("他指出"));
}

#[test]
fn what_is_missing_is_said_and_what_no_face_has_is_boxed() {
    let mut without = article();
    without.blocks.remove(1);
    // A private character: no face will ever have it.
    without.blocks[3].text = "副县长\u{f8a0}某出席。".into();
    let window = window(without);
    assert!(window.get_by_label_contains("〔未见主题〕").rect().is_positive());
    assert!(window.query_by_label_contains("副县长").is_some());
}

#[test]
fn within_one_screen_the_view_glides_and_the_wheel_takes_over() {
    let mut long = article();
    let filler = "水质异常可在一刻钟内预警，群众更多分享红利。".repeat(6);
    long.blocks.extend((0..20).map(|n| block(&format!("p{n}"), Role::Paragraph, &filler)));
    let mut window = window(long);
    window.state_mut().reduce_motion = false;
    window.state_mut().scroll_to = Some(ScrollTarget::Offset(300.0));
    window.step();
    window.step();
    assert!((1.0..299.0).contains(&window.state().scroll), "{}", window.state().scroll);
    // 160 ms are ten frames.
    (0..12).for_each(|_| window.step());
    assert_eq!(window.state().scroll, 300.0);

    window.hover_at(pos2(400.0, 300.0));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -120.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    (0..30).for_each(|_| window.step());
    assert!(window.state().scroll > 300.0);
    // The place that the editor left is found again.
    let place = window.state().scroll;
    window.state_mut().reader = Reader::default();
    window.run_ok();
    assert_eq!(window.state().scroll, place);
}

#[test]
fn a_headline_shrinks_to_one_row_and_only_then_makes_two() {
    let height = |headline: &str| {
        let mut article = article();
        article.blocks[1].text = headline.into();
        window(article).get_by_label_contains("主题").rect().height()
    };
    // 578 points wide: 24 characters of 24 points, 27 of 21.
    assert_eq!(height("以一江清水托起共富新图景"), 38.0);
    assert_eq!(height("全县优化营商环境大会召开加快建设现代化产业体系开新局"), 34.0);
    assert_eq!(height("全县优化营商环境大会召开，加快建设现代化产业体系推动高质量发展"), 2.0 * 38.0);
}
