//! Size, fonts and pictures as evidence for the tags of lines.

use super::super::cues::Cues;
use super::super::lines::{Line, Page};
use super::super::tagging::{Tag, Tagged};
use super::super::{furniture, notices};
use super::look::{LARGE, Look};

/// Lines larger than this many sizes of the body at the top of a page are its masthead.
const MASTHEAD: f32 = 2.6;
/// A large line is a heading.
const LARGE_HEADING: f32 = 4.0;
/// A large line is body text.
const LARGE_BODY: f32 = -8.0;
/// A paragraph begins, or does not, where the edges of the column say so.
const EDGE: f32 = -6.0;
/// A line inside running text or directly under a heading, or the last one of its story, is a heading.
const INSIDE: f32 = -8.0;
/// A line of the body's size is a heading, on a page that has larger ones.
const SMALL_HEADING: f32 = -4.0;
/// The same in another font than the body's.
const OTHER_FONT_HEADING: f32 = -1.2;
/// A small line directly above a heading of its story is a heading.
const KICKER: f32 = 4.0;

/// Lays what the lines look like over what they say.
pub(super) fn cues(page: &Page, looks: &[Look], cues: &mut [Cues]) {
    let teasers = teasers(looks, cues);
    credits(page, looks, cues);
    for n in 0..page.lines.len() {
        let look = looks[n];
        let (line, cue) = (&page.lines[n], &mut cues[n]);
        borders(line, look, n.checked_sub(1).map(|k| (&page.lines[k], looks[k])), cue);
        if !look.sized || teasers[n] {
            cue.heading += if teasers[n] && cue.page_reference { SMALL_HEADING } else { 0.0 };
            continue;
        }
        if look.size >= LARGE {
            let masthead = look.top && look.size >= MASTHEAD && furniture::is_masthead(&line.dense);
            cue.heading = if masthead { -6.0 } else { cue.heading.max(0.0) + LARGE_HEADING };
            cue.body = LARGE_BODY;
            cue.dateline = false;
            cue.byline = 0.0;
            cue.byline_goes_on = 0.0;
            cue.caption = 0.0;
            cue.credit_in_run = 0.0;
            cue.closing = 0.0;
            if !masthead && look.size >= 1.4 && !look.top {
                cue.furniture = 0.0;
            }
            continue;
        }
        let crowned = looks.get(n + 1).is_some_and(|next| next.story == look.story && next.size >= LARGE)
            && !n.checked_sub(1).is_some_and(|k| looks[k].story == look.story && looks[k].size < LARGE);
        cue.heading += match (crowned, look.plain) {
            (true, _) => KICKER,
            (false, true) => SMALL_HEADING,
            (false, false) => OTHER_FONT_HEADING,
        };
        let inside = n.checked_sub(1).is_some_and(|k| {
            looks[k].story == look.story && (looks[k].size >= LARGE || line.blank == 0 || look.last)
        });
        if crowned {
            cue.body += LARGE_BODY / 2.0;
        } else if inside && (look.plain || look.last) {
            cue.heading += INSIDE;
        }
        let small = look.size < 0.95 || !look.plain;
        if look.pictured
            && small
            && cue.byline < 0.5
            && cue.furniture < 0.5
            && notices::notice_head(&line.dense) < 0.5
        {
            cue.caption = cue.caption.max(0.9);
        }
    }
}

/// Lays the edges of the column over what a line's words say of paragraphs.
fn borders(line: &Line, look: Look, before: Option<(&Line, Look)>, cue: &mut Cues) {
    let Some((last, above)) = before.filter(|(_, above)| above.story == look.story) else { return };
    match look.begins {
        Some(true) => {
            cue.go_on += EDGE;
            cue.begin = cue.begin.max(0.0);
            cue.byline_goes_on = -1.0;
        }
        Some(false) if last.open() => {
            cue.begin += EDGE;
            cue.heading += EDGE;
        }
        _ => {}
    }
    // What is resumed stands after something else.
    if above.plain && above.size < LARGE && look.plain && line.blank == 0 {
        cue.starts += 2.0 * EDGE;
    }
}

/// A caption begins where the last paragraph of its run does, as far as the column shows that.
fn credits(page: &Page, looks: &[Look], cues: &mut [Cues]) {
    for n in (1..cues.len()).rev() {
        let begins = looks[n].begins == Some(true) && cues[n].credit_in_run > 0.0;
        if begins && looks[n - 1].story == looks[n].story {
            let run =
                (0..n).rev().take_while(|k| page.lines[*k + 1].blank == 0 && cues[*k].credit_in_run > 0.0);
            run.collect::<Vec<_>>().into_iter().for_each(|k| cues[k].credit_in_run = 0.0);
        }
    }
}

/// Which lines are teasers however large they are set: they name another page, and no text stands under them; or they
/// stand under 导读.
fn teasers(looks: &[Look], cues: &[Cues]) -> Vec<bool> {
    let mut found = vec![false; looks.len()];
    let mut from = 0;
    for to in 1..=looks.len() {
        if to < looks.len() && looks[to].story == looks[from].story {
            continue;
        }
        let lines = from..to;
        let leads = |n: &usize| cues[*n].page_reference || cues[*n].teaser_head;
        let all_large = lines.clone().all(|n| looks[n].size >= LARGE);
        let listed = cues[from].teaser_head && lines.clone().skip(1).any(|n| cues[n].page_reference);
        if (all_large && to - from <= 2 && lines.clone().any(|n| leads(&n))) || listed {
            found[lines].fill(true);
        }
        from = to;
    }
    found
}

/// Lays stories over the tags: the lines of one heading are joined, headings of two stories are not, and a story of
/// paragraphs under a heading has no pull quote without a name under it.
pub(super) fn settle(page: &Page, looks: &[Look], cues: &[Cues], tagged: &mut [Tagged]) {
    let heading = |tag| matches!(tag, Tag::Heading | Tag::NoticeHead);
    for n in 1..tagged.len() {
        let (a, b) = (looks[n - 1], looks[n]);
        if !heading(tagged[n].tag) || !b.sized {
            continue;
        }
        let alike = (a.size - b.size).abs() < 0.08 * b.size && b.size >= LARGE && a.story == b.story;
        if alike && page.lines[n].blank == 0 && heading(tagged[n - 1].tag) {
            tagged[n].tag = tagged[n - 1].tag;
            tagged[n].goes_on = true;
        } else if a.story != b.story || !alike {
            tagged[n].goes_on = false;
            if tagged[n].tag == Tag::NoticeHead && cues[n].notice <= 0.0 {
                tagged[n].tag = Tag::Heading;
            }
        }
    }
    let mut from = 0;
    for to in 1..=tagged.len() {
        if to < tagged.len() && looks[to].story == looks[from].story {
            continue;
        }
        let has = |tag| tagged[from..to].iter().any(|line| line.tag == tag);
        if has(Tag::Heading)
            && !has(Tag::Attribution)
            && has(Tag::Quote)
            && (has(Tag::Paragraph) || has(Tag::Byline))
        {
            let quotes = tagged[from..to].iter_mut().filter(|line| line.tag == Tag::Quote);
            quotes.for_each(|line| line.tag = Tag::Paragraph);
        }
        from = to;
    }
}
