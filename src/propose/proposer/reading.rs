//! Reading blocks: what the rules find, what the issue remembers of it, and what the delta makes of it.

use super::Proposer;
use super::heard::divided;
use crate::issue::{Article, Kind};
use crate::propose::candidate::{Candidate, Class, Findings, Span};
use crate::propose::delta::{self, Evidence, Example, Features, Joined, Prior, Reading};
use crate::propose::echo::Echo;
use crate::propose::learned::Learned;
use crate::propose::nested;
use crate::propose::passage::{CLOSERS, OPENERS, Passage};
use crate::propose::resolve::resolve;
use crate::propose::rules::{self, Memory};
use crate::strings::Message;
use crate::text::{CharRange, is_space};

/// A block's place in the issue, its text and what was found in it; of a block that is read in parts, one part.
pub(in crate::propose) struct Page {
    pub(in crate::propose) article: usize,
    pub(in crate::propose) block: usize,
    /// Where the part begins in the block.
    at: usize,
    /// Whether it is all of the block.
    pub(in crate::propose) whole: bool,
    pub(super) passage: Passage,
    prior: Vec<Prior>,
    /// All that the rules said.
    pub(super) found: Findings,
    /// The best set.
    pub(super) chosen: Vec<Candidate>,
}

impl Page {
    fn evidence(&self) -> Evidence<'_> {
        Evidence { passage: &self.passage, chosen: &self.chosen, all: &self.found.0 }
    }

    /// A span of the passage as a range of the block.
    pub(super) fn range(&self, span: &Span) -> CharRange {
        CharRange::new((self.at + span.start) as u32, (self.at + span.end) as u32)
    }

    /// A mark of the block as one of the passage, where all of it lies here.
    fn own(&self, (span, class): (Span, Class)) -> Option<(Span, Class)> {
        let (start, end) = (span.start.checked_sub(self.at)?, span.end.checked_sub(self.at)?);
        (end <= self.passage.len()).then_some((start..end, class))
    }
}

impl Proposer {
    /// Reads all blocks: first each by itself, then again with what the issue taught; `None` where told to stop.
    pub(in crate::propose) fn read(
        &self,
        articles: &[Article],
        go_on: &dyn Fn(f32) -> bool,
    ) -> Option<Vec<Page>> {
        let mut places = Vec::new();
        let mut texts: Vec<Vec<char>> = Vec::new();
        for (a, article) in articles.iter().enumerate().filter(|(_, article)| article.kind != Kind::Furniture)
        {
            for (b, block) in article.blocks.iter().enumerate() {
                places.push((a, b, block.role));
                texts.push(block.text.chars().collect());
            }
        }
        // The network is asked once about a text that the layout has asked about.
        let said = self.listen_while(&texts, go_on)?;
        let mut memory = Memory::default();
        let mut pages: Vec<Page> = Vec::new();
        for (((article, block, role), text), said) in places.into_iter().zip(texts).zip(said) {
            let length = text.len();
            for (at, text, (words, prior)) in divided(text, said) {
                let whole = text.len() == length;
                let passage = Passage::new(text, words, role);
                let found = rules::find(&passage, &self.lexicons);
                memory.learn(&passage, &self.lexicons, &resolve(found.0.clone()));
                pages.push(Page { article, block, at, whole, passage, prior, found, chosen: Vec::new() });
            }
        }
        for page in &mut pages {
            memory.recall(&page.passage, &mut page.found);
            page.chosen = chosen(&page.passage, page.found.clone());
        }
        Some(pages)
    }

    /// What the delta makes of the blocks of an issue: each by itself, then again where other blocks surely have a name that
    /// it does not.
    pub(in crate::propose) fn reread(&self, pages: &[Page], learned: &Learned) -> Vec<Vec<Candidate>> {
        let first = |page: &Page| self.reread_one(page, learned, learned.recall(&page.passage.chars));
        let mut readings: Vec<Vec<Candidate>> = pages.iter().map(first).collect();
        let mut echo = Echo::default();
        pages.iter().zip(&readings).for_each(|(page, readings)| echo.hear(&page.passage.chars, readings));
        for (page, readings) in pages.iter().zip(&mut readings) {
            if let Some(more) = echo.answer(&page.passage.chars, readings) {
                let bonus = delta::added(learned.recall(&page.passage.chars), more);
                *readings = self.reread_one(page, learned, Some(bonus));
            }
        }
        readings
    }

    /// The readings of a block, with the rules' reasons where they agree.
    fn reread_one(&self, page: &Page, learned: &Learned, bonus: Option<Vec<delta::Row>>) -> Vec<Candidate> {
        let passage = &page.passage;
        let features = Features::new(&page.evidence());
        let joined = Joined::new(&self.delta, learned.overlay());
        let readings = joined.read(&passage.chars, &features, &page.prior, bonus.as_deref());
        let candidate = |reading: Reading| {
            let Reading { span, class, score, second } = reading;
            let span = trimmed(passage, span);
            let same = page.found.0.iter().filter(|c| c.span == span && c.class == class);
            let rule = same.max_by(|a, b| a.score.total_cmp(&b.score));
            let reason = rule.map_or_else(|| by_context(passage, &span), |rule| rule.reason.clone());
            (!span.is_empty()).then_some(Candidate { span, class, score, reason, runner_up: second })
        };
        readings.into_iter().filter_map(candidate).collect()
    }

    /// What every block of decided articles teaches: its features and the states of its marks that stand.
    pub(crate) fn examples(&self, articles: &[Article]) -> Vec<Example> {
        let pages = self.read(articles, &|_| true).unwrap_or_default();
        let example = |page: &Page| {
            let block = articles.get(page.article)?.blocks.get(page.block)?;
            let flat = block.standing().filter(|entity| !nested::is_inner(block, entity));
            let marks = flat.filter_map(Class::mark).filter_map(|mark| page.own(mark));
            let states = delta::encode(page.passage.len(), marks);
            Some(Example {
                text: page.passage.chars.clone(),
                features: Features::new(&page.evidence()),
                prior: page.prior.clone(),
                states,
            })
        };
        pages.iter().filter_map(example).collect()
    }
}

/// Why the delta says so, where no rule does: the words around, up to a mark of punctuation.
fn by_context(p: &Passage, span: &Span) -> Message {
    let words = |chars: &mut dyn Iterator<Item = &char>| -> Vec<char> {
        chars.take(2).take_while(|c| c.is_alphanumeric()).copied().collect()
    };
    let mut before = words(&mut p.slice(0..span.start).iter().rev());
    before.reverse();
    let after = words(&mut p.slice(span.end..p.len()).iter());
    if before.is_empty() && after.is_empty() {
        return Message::new("reason.learned.whole");
    }
    let around: String = before.into_iter().chain(['…']).chain(after).collect();
    Message::new("reason.learned.around").with("around", around)
}

/// The best set of a block's candidates, with clean edges.
pub(super) fn chosen(p: &Passage, found: Findings) -> Vec<Candidate> {
    let clean = found.0.into_iter().filter_map(|mut c| {
        c.span = trimmed(p, c.span);
        (!c.span.is_empty()).then_some(c)
    });
    resolve(clean.collect())
}

/// Takes white space, punctuation and quotes that enclose the whole name off its edges. Of a name that ends behind a quote
/// which began before it only what is quoted is left.
fn trimmed(p: &Passage, mut span: Span) -> Span {
    let edge = |c: char| is_space(c) || "，。、；：！？,;:!?·…—-".contains(c);
    loop {
        let (first, last) = (p.char(span.start), p.prev(span.end));
        let (Some(first), Some(last)) = (first.filter(|_| !span.is_empty()), last) else { return span };
        let inside = p.slice(span.clone());
        let closes = |c: char| OPENERS.iter().position(|o| *o == c).and_then(|n| CLOSERS.get(n).copied());
        let opens = |c: char| CLOSERS.iter().position(|o| *o == c).and_then(|n| OPENERS.get(n).copied());
        if edge(first) {
            span.start += 1;
        } else if edge(last) {
            span.end -= 1;
        } else if let Some(close) = closes(first) {
            let at = inside.iter().position(|c| *c == close);
            match at {
                Some(at) if at + 1 < inside.len() => return span,
                _ => span.start += 1,
            }
        } else if let Some(open) = opens(last) {
            if inside.iter().skip(1).any(|c| *c == open) {
                return span;
            }
            span.end -= 1;
        } else if let Some(at) = quoted(p.prev(span.start), inside) {
            span.end = span.start + at;
        } else {
            return if CLOSERS.contains(&first) { span.start + 1..span.end } else { span };
        }
    }
}

/// Where the quote ends that `before` opens, if it ends inside.
fn quoted(before: Option<char>, inside: &[char]) -> Option<usize> {
    let close = OPENERS.iter().position(|opener| Some(*opener) == before).and_then(|n| CLOSERS.get(n))?;
    inside.iter().position(|c| c == close).filter(|at| *at > 0)
}
