//! Every weight of the layout's scores, in one table.
//!
//! A positive number speaks for what its name says. The unit is arbitrary but the same within a group; differences of
//! about 1 are weak evidence, of 4 decisive. The groups are the stages: `Tag` for lines, `Cut` for the borders between
//! articles, `Bind` for headings.

/// Weights for tagging lines.
pub(super) struct Tag {
    /// A paragraph begins although the line before is not complete.
    pub after_open: f32,
    /// A paragraph begins although quotes or brackets are open.
    pub in_quotes: f32,
    /// A paragraph begins without indentation, on a page that indents.
    pub not_indented: f32,
    /// A paragraph begins without an empty line, on a page that separates paragraphs so.
    pub no_blank: f32,
    /// A paragraph begins after a line that fills its column.
    pub after_full: f32,
    /// A paragraph begins with a character that cannot begin one.
    pub impossible: f32,
    /// A paragraph goes on with an indented line, on a page that indents.
    pub indented: f32,
    /// A paragraph goes on after an empty line, on a page that separates paragraphs so.
    pub blank: f32,
    /// A paragraph goes on after a complete line that is shorter than its column.
    pub after_short: f32,
    /// A paragraph goes on with a line that lost its indentation, on a page that marks paragraphs in no other way.
    pub ghost: f32,
    /// A paragraph goes on with a dateline or a salutation.
    pub dateline: f32,
    /// A paragraph goes on after a line that neither ends a sentence nor fills its column.
    pub ragged: f32,
    /// The same, and the line is much shorter than its column.
    pub very_ragged: f32,
    /// An unfinished paragraph is interrupted, to be resumed.
    pub interrupt: f32,
    /// An unfinished paragraph is interrupted and never resumed.
    pub abandon: f32,
    /// An interrupted paragraph is resumed.
    pub resume: f32,
    /// A heading is a line of its own between empty lines.
    pub head_alone: f32,
    /// A heading in a run of four lines or more.
    pub head_in_run: f32,
    /// A heading has a comma.
    pub head_comma: f32,
    /// A heading has a full stop or semicolon inside.
    pub head_stop: f32,
    /// A heading ends like a sentence.
    pub head_sentence: f32,
    /// A heading has a gap between two phrases.
    pub head_gap: f32,
    /// A heading ends in a word that promises more.
    pub head_promise: f32,
    /// A heading as wide as the lines before or after it.
    pub head_column: f32,
    /// A heading of a width of its own.
    pub head_off_column: f32,
    /// A heading indented as paragraphs are, on a page that indents.
    pub head_indented: f32,
    /// A heading, quote or caption begins without an empty line, on a page that has empty lines.
    pub start_in_run: f32,
    /// A byline inside an interrupted paragraph.
    pub byline_inside: f32,
    /// A heading follows a line that is not complete.
    pub head_after_open: f32,
    /// A heading stands before a byline, a dateline or an indented line.
    pub head_before_start: f32,
    /// A heading that goes on in a shorter line.
    pub head_wraps: f32,
    /// A heading followed in its run by the end of a sentence.
    pub head_on_sentence: f32,
    /// A heading that is a byline or furniture, times how sure it is that.
    pub head_other: f32,
    /// A byline, times how sure it is.
    pub byline: f32,
    /// Furniture, times how sure it is.
    pub furniture: f32,
    /// A caption, times how sure it is.
    pub caption: f32,
    /// The heading of a notice, times how sure it is.
    pub notice: f32,
    /// The line —— with who said it.
    pub attribution: f32,
    /// A paragraph goes on with a line that begins with ——.
    pub dash_in_body: f32,
    /// A teaser's line that ends in a page.
    pub page_reference: f32,
}

/// The weights for lines.
pub(super) const TAG: Tag = Tag {
    after_open: -3.5,
    in_quotes: -1.0,
    not_indented: -3.0,
    no_blank: -2.5,
    after_full: -0.3,
    impossible: -5.0,
    indented: -4.0,
    blank: -2.0,
    after_short: -1.5,
    ghost: -2.0,
    dateline: -4.5,
    ragged: -1.0,
    very_ragged: -2.5,
    interrupt: -1.2,
    abandon: -3.5,
    resume: 0.3,
    head_alone: 0.7,
    head_in_run: -2.0,
    head_comma: -0.6,
    head_stop: -4.0,
    head_sentence: -3.5,
    head_gap: 1.5,
    head_promise: -2.0,
    head_column: -1.2,
    head_off_column: 0.8,
    head_indented: -2.0,
    start_in_run: -1.5,
    byline_inside: -3.0,
    head_after_open: -0.8,
    head_before_start: 0.8,
    head_wraps: 1.0,
    head_on_sentence: -2.0,
    head_other: -6.0,
    byline: 5.0,
    furniture: 4.5,
    caption: 3.5,
    notice: 2.5,
    attribution: 3.5,
    dash_in_body: -2.0,
    page_reference: 2.5,
};

/// Weights for the border between two neighbouring paragraphs; above 0 an article begins.
pub(super) struct Cut {
    /// Any two paragraphs.
    pub base: f32,
    /// A byline stands between them and opens what follows.
    pub byline: f32,
    /// The second begins with a dateline.
    pub dateline: f32,
    /// The second begins as a letter.
    pub salutation: f32,
    /// The first ends with a byline.
    pub signature: f32,
    /// A heading stands directly before the second.
    pub heading: f32,
    /// That heading's words are in what follows rather than in what precedes.
    pub heading_words: f32,
    /// A heading directly before the second that shares nothing with it.
    pub strange_heading: f32,
    /// Headings, notices or pictures stand between.
    pub between: f32,
    /// More than one empty line stands before the second.
    pub gap: f32,
    /// A page begins between them.
    pub page: f32,
    /// The second begins as news do: with a date or 近日.
    pub lead: f32,
    /// The second begins with a word that continues.
    pub goes_on: f32,
    /// Different widths of column.
    pub width: f32,
    /// One is indented, the other not.
    pub indent: f32,
    /// Shared words above a quarter.
    pub cohesion: f32,
    /// The first is a notice's, for the border after which the second is no longer its.
    pub after_notice: f32,
    /// 上接 stands between them.
    pub turned: f32,
}

/// The weights for borders.
pub(super) const CUT: Cut = Cut {
    base: -2.0,
    byline: 8.0,
    dateline: 8.0,
    salutation: 5.0,
    signature: 4.5,
    heading: 1.6,
    heading_words: 3.0,
    strange_heading: 0.7,
    between: 0.5,
    gap: 0.6,
    page: 1.5,
    lead: 1.0,
    goes_on: -1.5,
    width: 0.5,
    indent: 0.8,
    cohesion: -2.5,
    after_notice: -0.4,
    turned: 4.0,
};

/// Weights for binding headings to articles.
pub(super) struct Bind {
    /// Shared words: the root of the share, less where another article shares more.
    pub words: f32,
    /// Shared names, each.
    pub name: f32,
    /// No other article lies between.
    pub near: f32,
    /// How fast nearness falls with each article between.
    pub decay: f32,
    /// The heading stands directly above the article's first line.
    pub above: f32,
    /// An article's first heading.
    pub first: f32,
    /// An article with a kicker and no headline.
    pub kicker_only: f32,
    /// A second heading apart from the first.
    pub apart: f32,
    /// A second heading that follows the first directly.
    pub together: f32,
    /// A second heading without an empty line after the first.
    pub tight: f32,
    /// A kicker's sign (——, ：, 时强调) with a heading after it in the same article.
    pub kicker: f32,
    /// A third heading.
    pub third: f32,
    /// Every further heading.
    pub more: f32,
    /// What the best article must reach: else the heading stands alone.
    pub alone: f32,
}

/// The weights for headings.
pub(super) const BIND: Bind = Bind {
    words: 1.0,
    name: 0.06,
    near: 0.22,
    decay: 1.1,
    above: 0.12,
    first: 0.12,
    kicker_only: -0.18,
    apart: -0.10,
    together: 0.10,
    tight: 0.30,
    kicker: 0.25,
    third: -0.10,
    more: -0.6,
    alone: 0.36,
};
