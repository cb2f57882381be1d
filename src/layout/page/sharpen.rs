//! Size, fonts and pictures as evidence for the tags of lines.

use super::super::cues::Cues;
use super::super::lines::Page;
use super::super::tagging::{Tag, Tagged};
use super::super::{furniture, notices};
use super::look::{LARGE, Look};

/// Lines larger than this many sizes of the body at the top of a page are its masthead.
const MASTHEAD: f32 = 2.6;
/// A large line is a heading.
const LARGE_HEADING: f32 = 4.0;
/// A large line is body text.
const LARGE_BODY: f32 = -8.0;
/// A line of the body's size is a heading, on a page that has larger ones.
const SMALL_HEADING: f32 = -2.5;
/// The same in another font than the body's.
const OTHER_FONT_HEADING: f32 = -1.2;
/// A small line directly above a heading of its story is a heading.
const KICKER: f32 = 4.0;

/// Lays what the lines look like over what they say.
pub(super) fn cues(page: &Page, looks: &[Look], cues: &mut [Cues]) {
    for n in 0..page.lines.len() {
        let look = looks[n];
        if !look.sized {
            continue;
        }
        let (line, cue) = (&page.lines[n], &mut cues[n]);
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
        if crowned {
            cue.body += LARGE_BODY / 2.0;
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

/// Joins the lines of one heading: of one size, one below the other without an empty line.
pub(super) fn join_headings(page: &Page, looks: &[Look], tagged: &mut [Tagged]) {
    for n in 1..tagged.len() {
        let (a, b) = (looks[n - 1], looks[n]);
        let heading = |tag| matches!(tag, Tag::Heading | Tag::NoticeHead);
        let alike = b.size >= LARGE && (a.size - b.size).abs() < 0.08 * b.size && a.story == b.story;
        if alike && page.lines[n].blank == 0 && heading(tagged[n].tag) && tagged[n].tag == tagged[n - 1].tag {
            tagged[n].goes_on = true;
        }
    }
}
