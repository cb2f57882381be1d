//! What the tagger needs to know of each line, worked out once: a row of [`Cues`] a line.

use super::lines::{Line, Page};
use super::{Mentions, bylines, chars, furniture, notices};
use crate::text::is_space;

/// The evidence of one line.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a row of independent findings, not a state")]
pub(super) struct Cues {
    /// How it looks as a heading.
    pub heading: f32,
    /// How it looks as a further line of a heading.
    pub heading_more: f32,
    /// How it looks as body text.
    pub body: f32,
    /// What beginning a paragraph here costs, after a line of body text.
    pub begin: f32,
    /// What going on with the paragraph of the line before costs.
    pub go_on: f32,
    /// How surely it begins something new by its own words.
    pub starts: f32,
    /// It begins with a dateline or a salutation.
    pub dateline: bool,
    /// It is a byline: how sure.
    pub byline: f32,
    /// It ends a byline that begins in the line before: how sure.
    pub byline_goes_on: f32,
    /// As a byline it breaks off within a name.
    pub byline_cut: bool,
    /// It is furniture: how sure.
    pub furniture: f32,
    /// A caption begins here: how sure.
    pub caption: f32,
    /// The run of lines that begins here ends with who took the picture: how sure.
    pub credit_in_run: f32,
    /// It is the heading of a notice: how sure.
    pub notice: f32,
    /// It begins with ——.
    pub attribution: bool,
    /// It is an office or a date under a text: how sure.
    pub closing: f32,
    /// It is a row or the title of a table: how sure.
    pub table: f32,
    /// It is 导读 or the like.
    pub teaser_head: bool,
    /// A teaser's page ends it.
    pub page_reference: bool,
    /// It may end a block although no sentence ends: a telephone number, a name.
    pub ends_block: bool,
    /// It is set with an empty line after every line.
    pub double: bool,
    /// A word goes on here from the line before.
    pub word: bool,
    /// A word goes on here from the line before the lines that stand between.
    pub word_over: bool,
    /// It is one of a few lines between empty lines, and the sentence before them is not finished.
    pub island: bool,
    /// It is one of a few lines between empty lines that are no sentence and follow a finished one: how sure.
    pub title: f32,
    /// The heading line before is complete in itself.
    pub head_before_done: bool,
}

/// The characters of a line with single spaces, at most `limit`.
pub(super) fn spaced(source: &[char], line: &Line, limit: usize) -> Vec<char> {
    let mut text: Vec<char> = Vec::new();
    for &c in &source[line.range.start() as usize..line.range.end() as usize] {
        if text.len() >= limit {
            break;
        }
        match (is_space(c), text.last()) {
            (true, Some(' ')) => {}
            (true, _) => text.push(' '),
            (false, _) => text.push(c),
        }
    }
    text
}

/// Works out the cues of all lines.
pub(super) fn all(page: &Page, source: &[char], mentions: &dyn Mentions) -> Vec<Cues> {
    let lines = &page.lines;
    let texts: Vec<Vec<char>> = lines.iter().map(|line| spaced(source, line, 100)).collect();
    let mut top = 0;
    let mut cues: Vec<Cues> = (0..lines.len())
        .map(|n| {
            top = if lines[n].page_start { 0 } else { top + 1 };
            own(page, &texts, n, top)
        })
        .collect();
    wrapped_bylines(lines, &texts, &mut cues);
    tables(lines, &mut cues);
    credits(lines, &mut cues);
    references(lines, &mut cues);
    words(lines, &mut cues, mentions);
    titles(lines, &mut cues);
    for n in 0..lines.len() {
        cues[n].double = double_spaced(page, n);
        (cues[n].begin, cues[n].go_on) = border_costs(page, &cues, n);
        (cues[n].heading, cues[n].heading_more) = heading(page, &cues, n);
        cues[n].head_before_done = n > 0 && notices::is_column_name(&lines[n - 1].dense);
    }
    cues
}

fn own(page: &Page, texts: &[Vec<char>], n: usize, top: usize) -> Cues {
    let w = &page.weights.tag;
    let lines = &page.lines;
    let (line, text) = (&lines[n], &texts[n]);
    let byline = bylines::read(text);
    let cut = byline.is_some_and(|b| b.cut);
    let begins: Vec<char> = (n..lines.len().min(n + 3))
        .take_while(|k| *k == n || lines[*k].blank == 0)
        .flat_map(|k| texts[k].iter().copied())
        .collect();
    // A bracket that stands alone is no dateline but a byline.
    let alone = lines.get(n + 1).is_none_or(|next| next.blank > 0);
    let dateline = bylines::dateline(&begins).is_some_and(|len| !alone || len < begins.len())
        || notices::is_salutation(&line.dense);
    let closing = match (furniture::is_date_alone(&line.dense), lines.get(n + 1)) {
        _ if notices::is_remark(&line.dense) && top > 3 => 1.0,
        (true, _) if top > 3 => 1.0,
        (_, Some(next)) if furniture::is_office(&line.dense) && furniture::is_date_alone(&next.dense) => 1.0,
        _ if furniture::is_office(&line.dense) && n > 0 && lines[n - 1].complete() && top > 3 => 0.4,
        _ => 0.0,
    };
    let ref_goes_on = lines.get(n + 1).is_some_and(|next| next.blank == 0 && next.first() == '版');
    let ref_broken = n > 0 && line.blank == 0 && chars::is_one_of(&line.dense, "版 版）");
    let column = notices::is_column_name(&line.dense);
    let signed = byline.filter(|b| {
        let begins = line.blank > 0 || line.page_start || line.lead > 0.0;
        let bare = begins && (b.sure > 0.7 || (line.width <= 6.0 && line.run == 1));
        !column && !dateline && line.width <= 32.0 && (b.role || b.bracketed || bare)
    });
    let furniture = furniture::sure(line, top);
    // Editors are named as reporters are; a line that names two offices of theirs is the paper's.
    let signed = signed.filter(|_| furniture < 0.85 || furniture::names_reporter(&line.dense));
    Cues {
        body: if chars::cannot_begin(line.first()) { w.impossible } else { 0.0 },
        dateline,
        starts: if dateline { w.dateline } else { 0.0 },
        byline: signed.map_or(0.0, |b| b.sure),
        byline_goes_on: -1.0,
        byline_cut: cut,
        furniture,
        caption: notices::caption_start(&line.dense),
        notice: notices::notice_head(&line.dense),
        attribution: line.width <= 40.0
            && (chars::starts_with(&line.dense, "——")
                || chars::starts_with(&line.dense, "──")
                || chars::starts_with(&line.dense, "--")),
        closing,
        table: notices::table_row(text),
        teaser_head: notices::is_teaser_head(&line.dense),
        page_reference: !ref_goes_on
            && (notices::page_reference(&line.dense) || ref_broken)
            && furniture::date_line(&line.dense) < 0.5,
        ends_block: line.dense.last().is_some_and(char::is_ascii_alphanumeric)
            || notices::picture_credit(&line.dense) > 0.5,
        ..Cues::default()
    }
}

/// Marks bylines that go on for up to four lines: those that are one only as a whole, or break off within a name.
fn wrapped_bylines(lines: &[Line], texts: &[Vec<char>], cues: &mut [Cues]) {
    let mut n = 0;
    while n < lines.len() {
        let begins = n == 0 || lines[n].blank > 0 || lines[n].lead > 0.0 || !lines[n - 1].open();
        let begins = begins || lines[n - 1].run == 1 || cues[n].byline > 0.0;
        let longest = if !begins || cues[n].dateline || lines[n].width > 32.0 { 1 } else { 4 };
        let mut joined = texts[n].clone();
        let mut found = None;
        for k in n + 1..(n + longest).min(lines.len()) {
            if lines[k].blank > 0 || lines[k].page_start || lines[k].width > lines[n].width + 2.0 {
                break;
            }
            // A line may end within a name or after it.
            let spaced = [&joined[..], &[' '], &texts[k]].concat();
            joined.extend_from_slice(&texts[k]);
            let sure = |text: &[char]| bylines::read(text).map_or(0.0, |b| b.sure);
            if sure(&spaced) > sure(&joined) {
                joined = spaced;
            }
            if let Some(byline) = bylines::read(&joined).filter(|b| b.sure > 0.7 && !b.cut) {
                found = Some((k, byline.sure));
            }
        }
        if let Some((last, sure)) = found {
            cues[n].byline = cues[n].byline.max(sure);
            cues[n + 1..=last].iter_mut().for_each(|cue| cue.byline_goes_on = sure);
            n = last;
        }
        n += 1;
    }
}

/// Marks the first line of each run of a few lines that ends with who took the picture.
fn credits(lines: &[Line], cues: &mut [Cues]) {
    for n in 0..lines.len() {
        let run = lines[n].run as usize;
        let begins = n == 0 || lines[n].blank > 0 || lines[n].page_start || lines[n].indented();
        if !begins || run > 6 || n + run > lines.len() {
            continue;
        }
        let ends = |end: usize| {
            let tail = n.max(end.saturating_sub(2));
            let last: Vec<char> =
                lines[tail..end].iter().flat_map(|line| line.dense.iter().copied()).collect();
            notices::picture_credit(&last)
        };
        let credit = ends(n + run);
        if credit < 0.5 || cues[n].byline > if run == 1 { 0.5 } else { 0.7 } {
            continue;
        }
        // A paragraph may end before the caption without an empty line.
        let ends = |k: &usize| lines[*k].complete() && !lines[*k].full && lines[*k + 1].lead == 0.0;
        let begin = (n..n + run - 1).rev().find(ends).map_or(n, |k| k + 1);
        for cue in &mut cues[begin..n + run] {
            cue.credit_in_run = credit;
            cue.byline = 0.0;
        }
    }
}

/// Keeps rows of tables that have another row beside them, and what stands directly above the first of them and says
/// in which unit the numbers are.
fn tables(lines: &[Line], cues: &mut [Cues]) {
    let rows: Vec<bool> = cues.iter().map(|cue| cue.table > 0.0).collect();
    let row = |n: Option<usize>| n.and_then(|n| rows.get(n)).copied().unwrap_or_default();
    for n in 0..lines.len() {
        let alone = !row(n.checked_sub(1)) && !row(Some(n + 1));
        cues[n].table = match (rows[n], alone) {
            (true, false) => 1.0,
            (false, false) if row(Some(n + 1)) && notices::names_unit(&lines[n].dense) => 1.0,
            _ => 0.0,
        };
    }
}

/// Marks runs of a few lines that say no whole sentence although the sentence before them is finished.
fn titles(lines: &[Line], cues: &mut [Cues]) {
    for n in 0..lines.len() {
        let begins = lines[n].blank > 0 || lines[n].page_start || n == 0;
        let fresh = n == 0 || !lines[n - 1].open() || lines[n - 1].run == 1;
        if !begins || !fresh {
            continue;
        }
        let end =
            (n + 1..lines.len()).find(|k| lines[*k].blank > 0 || lines[*k].page_start).unwrap_or(lines.len());
        let run = &lines[n..end];
        let stops = run.iter().any(|line| line.dense.iter().any(|c| matches!(c, '。' | '；')));
        let chars: usize = run.iter().map(|line| line.dense.len()).sum();
        let unfinished =
            run.last().is_some_and(|line| !line.complete() || matches!(line.last(), '！' | '？' | '”'));
        // Lines of one width, each between empty lines, are text set wide.
        let double = run.len() == 1
            && lines.get(end).is_some_and(|next| {
                next.run == 1 && next.width > 16.0 && (next.right() - run[0].right()).abs() <= 1.5
            });
        let goes_on = cues.get(end).is_some_and(|next| next.word)
            || cues[n..end].iter().any(|cue| cue.page_reference || cue.teaser_head);
        if run.len() <= 6 && chars <= 70 && !stops && unfinished && !double && !goes_on {
            let column = lines[n.saturating_sub(3)..n].iter().chain(lines[end..].iter().take(3));
            let column = column.filter(|line| line.run > 2).map(Line::right).fold(0.0, f32::max);
            // As wide as the text around it, it may be the first line of a paragraph that an empty line cuts.
            let last = run.last().map_or(0.0, Line::right);
            let fills = (last - column).abs() <= 1.0;
            let commas = run.iter().any(|line| line.dense.contains(&'，')) && run.len() > 1;
            let sure = if fills && run.len() == 1 || commas { 0.4 } else { 1.0 };
            cues[n..end].iter_mut().for_each(|cue| cue.title = sure);
        }
    }
}

/// Looks for words that line ends part, where it matters: next to empty lines and in short runs.
fn words(lines: &[Line], cues: &mut [Cues], mentions: &dyn Mentions) {
    let across = |a: usize, b: usize| {
        let (a, b) = (&lines[a], &lines[b]);
        let ends = b.first();
        if a.complete() || !crate::text::is_han(a.last()) || !crate::text::is_han(ends) {
            return false;
        }
        let left: String = a.dense[a.dense.len().saturating_sub(8)..].iter().collect();
        let right: String = b.dense.iter().take(8).collect();
        mentions.is_word_across(&left, &right)
    };
    // Where the run before the last one and the last one begin.
    let (mut first, mut second) = (0, 0);
    for n in 1..lines.len() {
        if lines[n].blank > 0 || lines[n].page_start {
            let short = |from: usize, to: usize| from > 0 && to - from <= 6;
            cues[n].word = across(n - 1, n);
            cues[n].word_over = !cues[n].word
                && (short(second, n) && across(second - 1, n)
                    || short(first, second) && n - second <= 3 && across(first - 1, n));
            (first, second) = (second, n);
        } else if lines[n].run <= 3 || !lines[n - 1].full {
            cues[n].word = across(n - 1, n);
        }
        let run = lines[n].run as usize;
        let last = (n..(n + run).min(lines.len())).take_while(|k| *k == n || lines[*k].blank == 0).last();
        cues[n].island = lines[n].blank > 0
            && run <= 3
            && lines[n - 1].open()
            && lines[n - 1].run > 1
            && last.and_then(|k| lines.get(k + 1)).is_some_and(|next| next.blank > 0);
    }
}

/// Keeps a page at a line's end as a teaser's only in runs that end with one; others are body text that names a page.
fn references(lines: &[Line], cues: &mut [Cues]) {
    let mut valid = false;
    for n in (0..lines.len()).rev() {
        let ends = lines.get(n + 1).is_none_or(|next| next.blank > 0 || next.page_start);
        valid = if ends { cues[n].page_reference } else { valid };
        let before = if chars::is_one_of(&lines[n].dense, "版 版）") { n.saturating_sub(1) } else { n };
        cues[n].page_reference &= valid || notices::points(&lines[before].dense);
    }
}

/// What it costs to begin a paragraph at line `n`, and what it costs to go on with the one before.
fn border_costs(page: &Page, cues: &[Cues], n: usize) -> (f32, f32) {
    let w = &page.weights.tag;
    let Some(before) = n.checked_sub(1).map(|k| &page.lines[k]) else { return (0.0, -9.0) };
    let (line, habits) = (&page.lines[n], page.habits);
    let complete = before.complete();
    let mut begin = if complete { 0.0 } else { w.after_open };
    begin += if before.depth > 0 && complete { w.in_quotes } else { 0.0 };
    begin += if line.indented() || cues[n].dateline { 0.0 } else { w.not_indented * habits.indent };
    begin += if line.blank == 0 { w.no_blank * habits.blank * (1.0 - habits.indent) } else { 0.0 };
    begin += if before.full { w.after_full } else { 0.0 };
    begin += if cues[n].word { w.in_word } else { 0.0 };
    begin += if chars::cannot_begin(line.first()) { w.impossible } else { 0.0 };
    let mut go_on = cues[n].starts + if line.indented() { w.indented * habits.indent.max(0.4) } else { 0.0 };
    if complete {
        go_on += if before.full { 0.0 } else { w.after_short };
        // Where every line has an empty line after it, empty lines say nothing.
        let blank = if line.blank == 0 || cues[n].double { 0.0 } else { w.blank };
        go_on += blank * habits.blank * (1.0 - 0.8 * habits.indent);
        let unmarked = 1.0 - habits.blank.max(habits.indent);
        go_on += if before.full && line.ghost { w.ghost * unmarked } else { 0.0 };
        go_on += if before.width > 60.0 { -4.0 } else { 0.0 };
    }
    (begin, go_on)
}

/// Whether line `n` and its neighbours are set with an empty line after every line.
fn double_spaced(page: &Page, n: usize) -> bool {
    let Some(before) = n.checked_sub(1).map(|k| &page.lines[k]) else { return false };
    let line = &page.lines[n];
    let single = |line: &Line| line.run == 1 && line.blank > 0;
    let after = page.lines.get(n + 1).is_some_and(|after| single(after) && after.kin);
    single(line) && !before.complete() && before.run == 1 && before.kin && (before.blank > 0 || after)
}

/// The evidence for line `n` as the first and as a further line of a heading.
fn heading(page: &Page, cues: &[Cues], n: usize) -> (f32, f32) {
    let w = &page.weights.tag;
    let (lines, habits) = (&page.lines, page.habits);
    let line = &lines[n];
    let (before, after) = (n.checked_sub(1).map(|k| &lines[k]), lines.get(n + 1));
    let mut sum = match line.run {
        _ if cues[n].title > 0.0 => w.head_title * cues[n].title,
        1 => w.head_alone,
        2 => w.head_of_two,
        3 => w.head_of_three,
        _ => w.head_in_run * habits.parted,
    };
    let mut more = w.head_more + w.head_more_title * cues[n].title;
    let text = &line.dense;
    let inner = &text[..text.len().min(60)];
    let has = |set: &[char]| inner.iter().any(|c| set.contains(c));
    sum += if line.width > 45.0 {
        -5.0
    } else if line.width > 34.0 {
        -1.5
    } else {
        0.0
    };
    sum += if line.width < 3.5 && line.run == 1 { -1.2 } else { 0.0 };
    let mut both =
        if has(&['，', ',']) { w.head_comma * if line.width > 22.0 { 2.0 } else { 1.0 } } else { 0.0 };
    both += if has(&['。', '；']) { w.head_stop } else { 0.0 };
    both += if line.complete() && !matches!(line.last(), '！' | '？' | '!' | '?' | '…' | '”') {
        w.head_sentence
    } else {
        0.0
    };
    sum += if line.gap { w.head_gap } else { 0.0 };
    sum += if chars::promises_more(line.last()) { w.head_promise } else { 0.0 };
    sum += if chars::cannot_begin(line.first()) { w.impossible } else { 0.0 };
    sum += if chars::any(text, "问： 答： 记者： 问: 答:", chars::starts_with) { -4.0 } else { 0.0 };
    sum += if chars::starts_with(text, "——") || chars::starts_with(text, "──") { -3.0 } else { 0.0 };
    let other = cues[n]
        .byline
        .max(cues[n].furniture)
        .max(cues[n].closing)
        .max(cues[n].table)
        .max(if cues[n].dateline { 1.0 } else { 0.0 });
    both += w.head_other * (other - 0.3).max(0.0);
    both += if notices::picture_credit(text) > 0.5 { -2.5 } else { 0.0 };
    sum += both;
    more += both;
    sum += if unbalanced(inner) { -1.5 } else { 0.0 };
    sum += if cues[n].word { w.head_in_word } else { 0.0 };
    sum += if cues[n].island && !cues[n].word { w.head_island } else { 0.0 };
    let unmarked = line.ghost && habits.parted < 0.5 && before.is_some_and(Line::complete);
    let column = match (line.column || unmarked, line.kin) {
        (true, _) => w.head_column,
        (_, true) => 0.0,
        _ => w.head_off_column,
    };
    sum += column;
    more += column.min(0.0) * if cues[n].title > 0.0 { 0.3 } else { 1.0 };
    sum += if line.indented() { w.head_indented * habits.indent } else { 0.0 };
    if let Some(before) = before {
        sum += if before.open() && before.column { w.head_after_open } else { 0.0 };
    }
    if let Some(after) = after {
        let starts =
            cues[n + 1].byline > 0.8 || cues[n + 1].dateline || (after.indented() && habits.indent > 0.5);
        sum += if starts { w.head_before_start } else { 0.0 };
        let same_run = after.blank == 0 && after.lead <= line.lead;
        let stops = after.complete() && !matches!(after.last(), '！' | '？' | '!' | '?');
        let wraps = same_run && line.run <= 3 && after.width < line.width - 1.0 && !after.column && !stops;
        sum += if wraps { w.head_wraps } else { 0.0 };
        sum += if same_run && stops { w.head_on_sentence } else { 0.0 };
    }
    (sum, more.min(w.head_more_most))
}

/// Whether quotes or brackets open or close inside without their partner.
fn unbalanced(text: &[char]) -> bool {
    let mut depth = 0_i32;
    for c in text {
        depth += i32::from(chars::opens(*c)) - i32::from(chars::closes(*c));
        if depth < 0 {
            return true;
        }
    }
    depth != 0
}
