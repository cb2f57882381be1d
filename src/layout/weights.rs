//! Every weight of the layout's scores, in one table.
//!
//! A positive number speaks for what its name says. The unit is arbitrary but the same within a group; differences of
//! about 1 are weak evidence, of 4 decisive. The groups are the stages: `Tag` for lines, `Cut` for the borders between
//! articles, `Bind` for headings. The numbers were first set by hand. Those of `Tag` were then fitted, one at a time, by
//! `examples/fit_layout.rs` on pages set anew by `scripts/respread.py`; those of `Cut` and `Bind` were learned from such
//! pages as from an editor's issues (`learn`), and are printed by
//!
//! ```text
//! python3 scripts/respread.py MARKUP… -n 6 --seed 3 -o FOLDER
//! cargo run --release --no-default-features --example fit_layout -- --folder FOLDER --told --torn --learn 8 0.03 3
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

use super::learned::Learned;
use super::openings::Openings;

/// Makes a group of weights, its numbers, and a way to walk through them by name.
macro_rules! weights {
    ($(#[doc = $what:literal])* $group:ident { $($(#[doc = $says:literal])* $name:ident: $value:expr,)* }) => {
        $(#[doc = $what])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(super) struct $group {
            $($(#[doc = $says])* pub $name: f32,)*
        }

        impl Default for $group {
            fn default() -> Self {
                Self { $($name: $value,)* }
            }
        }

        #[allow(dead_code, reason = "tags are weighed where they are looked at")]
        impl $group {
            /// Nothing: evidence begins with it.
            pub const NONE: Self = Self { $($name: 0.0,)* };

            /// What evidence of this group is worth.
            pub fn worth(&self, evidence: &Self) -> f32 {
                0.0 $(+ self.$name * evidence.$name)*
            }

            /// Adds evidence, `times` times.
            pub fn add(&mut self, evidence: &Self, times: f32) {
                $(self.$name += times * evidence.$name;)*
            }

            /// Brings every weight within reach of `home`: `reach` times its size there, or times `size` if that is more.
            pub fn hold(&mut self, home: &Self, reach: f32, size: f32) {
                $({
                    let most = reach * home.$name.abs().max(size);
                    self.$name = self.$name.clamp(home.$name - most, home.$name + most);
                })*
            }

            fn walk(&mut self, visit: &mut dyn FnMut(&'static str, &mut f32)) {
                $(visit(concat!(stringify!($group), ".", stringify!($name)), &mut self.$name);)*
            }
        }
    };
}

/// All weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weights {
    pub(super) tag: Tag,
    pub(super) cut: Cut,
    pub(super) bind: Bind,
    /// Learned scores other than the program's own.
    pub(super) learned: Option<&'static Learned>,
    /// A table of openings other than the program's own.
    pub(super) openings: Option<&'static Openings>,
}

/// By name; a name that this version does not know is skipped, one that is missing keeps the program's own weight.
impl Serialize for Weights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut copy, mut all) = (*self, BTreeMap::new());
        copy.walk(&mut |name, value| {
            all.insert(name, *value);
        });
        all.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Weights {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all: BTreeMap<String, f32> = BTreeMap::deserialize(deserializer)?;
        let mut weights = Self::default();
        weights.walk(&mut |name, value| {
            *value = all.get(name).copied().filter(|new| new.is_finite()).unwrap_or(*value);
        });
        Ok(weights)
    }
}

impl Weights {
    /// The same with other learned scores.
    #[must_use]
    pub fn with(self, learned: &'static Learned) -> Self {
        Self { learned: Some(learned), ..self }
    }

    /// The same with another table of openings.
    #[must_use]
    pub fn opening(self, openings: &'static Openings) -> Self {
        Self { openings: Some(openings), ..self }
    }

    /// Shows every weight with its name to `visit`, which may change it.
    pub fn walk(&mut self, visit: &mut dyn FnMut(&'static str, &mut f32)) {
        self.tag.walk(visit);
        self.cut.walk(visit);
        self.bind.walk(visit);
    }
}

weights! {
    /// Weights for tagging lines.
    Tag {
        /// A paragraph begins although the line before is not complete.
        after_open: -3.5,
        /// A paragraph begins although quotes or brackets are open.
        in_quotes: -1.0,
        /// A paragraph begins without indentation, on a page that indents.
        not_indented: -3.0,
        /// A paragraph begins without an empty line, on a page that separates paragraphs so.
        no_blank: -1.5,
        /// A paragraph begins after a line that fills its column.
        after_full: -0.1,
        /// A paragraph begins with a character that cannot begin one.
        impossible: -5.0,
        /// A paragraph goes on with an indented line, on a page that indents.
        indented: -4.0,
        /// A paragraph goes on after an empty line, on a page that separates paragraphs so.
        blank: -2.0,
        /// A paragraph goes on after a complete line that is shorter than its column.
        after_short: -1.5,
        /// A paragraph goes on with a line that lost its indentation, on a page that marks paragraphs in no other way.
        ghost: -2.0,
        /// A paragraph goes on with a dateline or a salutation.
        dateline: -4.5,
        /// A paragraph goes on after a line that neither ends a sentence nor fills its column.
        ragged: -1.0,
        /// The same, and the line is much shorter than its column.
        very_ragged: -2.5,
        /// An unfinished paragraph is interrupted, to be resumed.
        interrupt: -1.2,
        /// An unfinished paragraph is interrupted and never resumed.
        abandon: -3.5,
        /// An interrupted paragraph is resumed.
        resume: 0.3,
        /// A paragraph begins within a word.
        in_word: -2.0,
        /// A paragraph is resumed within a word.
        word_over: 2.0,
        /// A heading begins within a word that began in the line before.
        head_in_word: -2.5,
        /// A heading between empty lines where the sentence before them is not finished.
        head_island: 3.0,
        /// A heading among a few lines between empty lines that are no sentence and follow a finished one.
        head_title: 1.6,
        /// A heading goes on with a line that is no wider.
        wrap_narrower: 0.5,
        /// A heading goes on with a wider line; twice that for a much wider one.
        wrap_wider: -0.7,
        /// A heading goes on within a word.
        wrap_in_word: 1.2,
        /// A row of a table.
        table: 3.5,
        /// A heading of two lines between empty lines.
        head_of_two: 0.1,
        /// A heading of three lines between empty lines.
        head_of_three: -0.7,
        /// A heading's further line.
        head_more: -0.1,
        /// A heading's further line among lines that are no sentence.
        head_more_title: 0.3,
        /// The most that a heading's further line is worth.
        head_more_most: 0.2,
        /// A heading is a line of its own between empty lines.
        head_alone: 0.7,
        /// A heading in a run of four lines or more.
        head_in_run: -2.0,
        /// A heading has a comma.
        head_comma: -0.6,
        /// A heading has a full stop or semicolon inside.
        head_stop: -4.0,
        /// A heading ends like a sentence.
        head_sentence: -3.5,
        /// A heading has a gap between two phrases.
        head_gap: 1.5,
        /// A heading ends in a word that promises more.
        head_promise: -2.0,
        /// A heading as wide as the lines before or after it.
        head_column: -0.4,
        /// A heading of a width of its own.
        head_off_column: 0.8,
        /// A heading indented as paragraphs are, on a page that indents.
        head_indented: -2.0,
        /// A heading, quote or caption begins without an empty line, on a page that has empty lines.
        start_in_run: -1.5,
        /// A byline inside an interrupted paragraph.
        byline_inside: -3.0,
        /// A heading follows a line that is not complete.
        head_after_open: -0.8,
        /// A heading stands before a byline, a dateline or an indented line.
        head_before_start: 0.8,
        /// A heading that goes on in a shorter line.
        head_wraps: 1.0,
        /// A heading followed in its run by the end of a sentence.
        head_on_sentence: -2.0,
        /// A heading that is a byline or furniture, times how sure it is that.
        head_other: -6.0,
        /// A byline, times how sure it is.
        byline: 5.0,
        /// Furniture, times how sure it is.
        furniture: 4.5,
        /// A caption, times how sure it is.
        caption: 3.5,
        /// The heading of a notice, times how sure it is.
        notice: 2.5,
        /// The line —— with who said it.
        attribution: 3.5,
        /// A paragraph goes on with a line that begins with ——.
        dash_in_body: -2.0,
        /// A teaser's line that ends in a page.
        page_reference: 2.5,
    }
}

weights! {
    /// Weights for the border between two neighbouring paragraphs; above 0 an article begins.
    Cut {
        /// Any two paragraphs.
        base: -2.42,
        /// Nobody signs above the second, on a page whose articles are signed there.
        unsigned: 0.21,
        /// A byline stands between them and opens what follows.
        byline: 4.42,
        /// The second begins with a dateline.
        dateline: 6.88,
        /// The second begins as a letter.
        salutation: 5.0,
        /// The first ends with a byline.
        signature: 4.38,
        /// A heading stands directly before the second.
        heading: 2.31,
        /// That heading's words are in what follows rather than in what precedes, on a page whose headings stand above
        /// their texts; the other way round where they stand below.
        heading_words: 1.77,
        /// A heading directly before the second that shares nothing with it.
        strange_heading: 0.13,
        /// Headings, notices or pictures stand between.
        between: 1.43,
        /// More than one empty line stands before the second.
        gap: 2.26,
        /// A page begins between them.
        page: 1.5,
        /// The second begins as news do: with a date or 近日.
        lead: 0.29,
        /// The second begins with a word that continues.
        goes_on: 0.37,
        /// The second begins with a quotation.
        quotes: -0.11,
        /// The second offers or announces something, the first does not.
        offers: 2.15,
        /// Different widths of column.
        width: 1.64,
        /// One is indented, the other not.
        indent: -0.27,
        /// Shared words above a quarter.
        cohesion: -7.07,
        /// The first is a notice's, for the border after which the second is no longer its.
        after_notice: -0.4,
        /// The heading that suits an article best shares all its words with it.
        support: 3.53,
        /// That heading stands directly above the article, as headings of this page do.
        above: 0.63,
        /// That heading stands directly below the article, as headings of this page do.
        below: 0.84,
        /// 上接 stands between them.
        turned: 4.0,
        /// A time is among the second's first words.
        time: -0.57,
        /// A body or a place is among the second's first words.
        actor: -0.06,
        /// The second brings a person in with an office.
        office: 0.14,
        /// The second begins with a person without office whom the first knows.
        person: -0.43,
        /// Persons that both know, by how rare they are.
        persons: -3.06,
        /// Bodies that both know.
        bodies: -0.29,
        /// Places that both know.
        places: -0.07,
        /// The share of the names at the second's beginning that are new.
        new_names: 0.91,
        /// How much likelier they are about one topic than any two, as a logarithm.
        about: -0.77,
        /// The second begins with somebody who says something.
        says: -1.23,
        /// How the two read at the border, by log odds.
        opening: 0.66,
        /// The second begins as an answer to a letter does.
        answer: -4.33,
        /// Both begin with the same mark, as items of a list.
        item: -2.07,
        /// The second goes on with an article that was interrupted.
        rest: -2.17,
        /// How many paragraphs interrupt it beyond one.
        rest_far: -1.07,
        /// Words that the second shares with it rather than with the first.
        rest_words: 4.27,
        /// Persons that the second shares with it rather than with the first.
        rest_persons: 1.6,
        /// Bodies and places likewise.
        rest_names: -0.05,
        /// How much likelier it is about the second's topic than the first is.
        rest_about: 0.5,
        /// How the second reads as a beginning after it, by log odds.
        rest_opening: -0.04,
        /// The second begins with a word that continues.
        rest_goes_on: 0.65,
        /// A heading stands directly before the second.
        rest_heading: -0.15,
        /// The second stands directly behind its last line, which the first interrupts.
        rest_woven: 4.0,
        /// It ends inside a sentence that can go on in the second; -1 where the second begins as paragraphs do.
        rest_broken: 1.48,
        /// The second begins without indentation, on a page that indents.
        rest_flush: 1.86,
        /// An article that is signed above and below.
        twice: -1.26,
        /// An article of hardly a sentence.
        scrap: -0.59,
        /// An article that nobody signs, on a page whose articles are signed.
        bare: -0.58,
    }
}

weights! {
    /// Weights for binding headings to articles; `decay` is no weight but a rate.
    Bind {
        /// Shared words: the root of the share, less where another article shares more.
        words: 2.05,
        /// Shared names, each.
        name: -0.05,
        /// How much likelier they are about one topic than any two, as a logarithm.
        about: 0.08,
        /// How alike their words are used.
        meaning: 0.25,
        /// No other article lies between.
        near: 0.3,
        /// How fast nearness falls with each article between.
        decay: 0.55,
        /// The heading stands directly above the article's first line, as headings of this page do.
        above: 0.34,
        /// The heading stands directly below the article's last line, as headings of this page do.
        below: 0.1,
        /// The article is the next one after the heading, as on this page.
        next: -0.11,
        /// The article is the last one before the heading, as on this page.
        last: -0.07,
        /// A column's name.
        column: 0.0,
        /// A column's name, and the article is the next one after it.
        column_next: 0.11,
        /// A heading that shares hardly a word with any article.
        weak: 0.26,
        /// The same, and the article is the next one after it, as on this page.
        weak_next: -0.09,
        /// The same, and the article is the last one before it, as on this page.
        weak_last: 0.01,
        /// The heading stands between lines of the article.
        inside: 0.05,
        /// An article's first heading.
        first: 0.02,
        /// An article with a kicker and no headline.
        kicker_only: -0.44,
        /// A second heading apart from the first.
        apart: -0.21,
        /// A second heading that follows the first directly.
        together: 0.15,
        /// A second heading without an empty line after the first.
        tight: 0.51,
        /// A kicker's sign (——, ：, 时强调) with a heading after it in the same article.
        kicker: 0.32,
        /// A third heading.
        third: -0.24,
        /// Every further heading.
        more: -0.44,
        /// What the best article must reach: else the heading stands alone.
        alone: 0.42,
    }
}
