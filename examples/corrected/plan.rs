//! Which keys lead where, and the fewest that do: the ways of a practised hand, looked for in the article as it stands.

use std::collections::{HashSet, VecDeque};
use zhupi::annotation::{Entity, EntityId, LabelId};
use zhupi::desk::caret;
use zhupi::desk::command::{Action, Way};
use zhupi::desk::seek;
use zhupi::desk::state::{OpenIssue, State};
use zhupi::desk::unmarked;
use zhupi::issue::{Article, Block};
use zhupi::text::CharRange;

/// A mark as it should be: its block's place in the article, its characters and its label.
pub type Gold = (usize, CharRange, LabelId);

/// What is to be pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum Press {
    /// The key of an action.
    Do(Action),
    /// A character in a field.
    Type(char),
    /// Enter in a field.
    Take,
    /// The arrow down in a field.
    Turn,
}

/// What an act is about, for the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Accept,
    Decide,
    Border,
    Added,
    Structure,
    /// To the cards and back.
    Queue,
}

/// The next act that brings the article nearer to the gold.
pub struct Act {
    pub sort: Sort,
    pub presses: Vec<Press>,
}

/// What is wrong with an article.
enum Wrong {
    Label(EntityId, LabelId),
    Refuse(EntityId),
    Place(EntityId, Gold),
    Missing(Gold),
}

fn marks(article: &Article) -> Vec<(usize, &Entity)> {
    let blocks = article.blocks.iter().enumerate();
    blocks.flat_map(|(n, block)| block.standing().map(move |entity| (n, entity))).collect()
}

/// All that is wrong, in reading order.
fn wrongs(article: &Article, gold: &[Gold]) -> Vec<((usize, CharRange), Wrong)> {
    let marks = marks(article);
    let placed = |place: (usize, CharRange)| marks.iter().any(|(n, e)| (*n, e.range) == place);
    let mut open: Vec<&Gold> = gold.iter().filter(|(n, range, _)| !placed((*n, *range))).collect();
    let mut found = Vec::new();
    for (n, entity) in &marks {
        let at = (*n, entity.range);
        let wrong = match gold.iter().find(|(m, range, _)| (*m, *range) == at) {
            Some((.., label)) if *label == entity.label => continue,
            Some((.., label)) => Wrong::Label(entity.id.clone(), label.clone()),
            None => match open.iter().position(|(m, range, _)| m == n && range.overlaps(entity.range)) {
                Some(place) => Wrong::Place(entity.id.clone(), open.remove(place).clone()),
                None => Wrong::Refuse(entity.id.clone()),
            },
        };
        found.push((at, wrong));
    }
    found.extend(open.into_iter().map(|gold| ((gold.0, gold.1), Wrong::Missing(gold.clone()))));
    found.sort_by_key(|(at, _)| *at);
    found
}

/// The next act; `None` where every mark is right.
pub fn next(state: &State, open: &OpenIssue, gold: &[Gold]) -> Option<Act> {
    let article = open.current()?;
    let wrongs = wrongs(article, gold);
    // In reading order, as somebody does who reads: no looking ahead for what would be cheaper.
    let mut acts = wrongs.into_iter().filter_map(|(_, wrong)| plan(state, open, article, wrong));
    acts.next()
}

/// What a card needs: its key, or the moves of its borders and the key that leads on.
pub fn card(state: &State, open: &OpenIssue, gold: &[Gold]) -> Option<Act> {
    let (article, id) = (open.current()?, open.mark.as_ref()?);
    let of = |wrong: &Wrong| match wrong {
        Wrong::Label(of, _) | Wrong::Refuse(of) | Wrong::Place(of, _) => of == id,
        Wrong::Missing(_) => false,
    };
    let wrong = wrongs(article, gold).into_iter().map(|(_, wrong)| wrong).find(of);
    let Some(wrong) = wrong else {
        return Some(Act { sort: Sort::Accept, presses: vec![Press::Do(Action::Accept)] });
    };
    let Wrong::Place(id, gold) = wrong else { return plan(state, open, article, wrong) };
    let entity = article.blocks[gold.0].entity(&id)?;
    let mut presses = borders(&article.blocks[gold.0].text, entity.range, gold.1)?;
    let label = state.labels.get(&gold.2)?;
    // A label leads on as Enter does.
    let on = if entity.label == gold.2 { Action::Accept } else { Action::of_label(label.key)? };
    presses.push(Press::Do(on));
    Some(Act { sort: Sort::Border, presses })
}

/// The marks that stand in an article and should not be as they are.
pub fn wrong_marks(article: &Article, gold: &[Gold]) -> Vec<EntityId> {
    let of = |wrong| match wrong {
        Wrong::Label(id, _) | Wrong::Refuse(id) | Wrong::Place(id, _) => Some(id),
        Wrong::Missing(_) => None,
    };
    wrongs(article, gold).into_iter().filter_map(|(_, wrong)| of(wrong)).collect()
}

fn plan(state: &State, open: &OpenIssue, article: &Article, wrong: Wrong) -> Option<Act> {
    let key = |label: &LabelId| {
        let label = state.labels.get(label)?;
        Action::of_label(label.key).map(Press::Do)
    };
    Some(match wrong {
        Wrong::Refuse(id) => {
            let mut presses = to_mark(state, open, article, &id)?;
            presses.push(Press::Do(Action::Reject));
            Act { sort: Sort::Decide, presses }
        }
        Wrong::Label(id, label) => {
            let mut presses = to_mark(state, open, article, &id)?;
            presses.push(key(&label)?);
            Act { sort: Sort::Decide, presses }
        }
        Wrong::Place(id, gold) => {
            let moved = || {
                let mut presses = to_mark(state, open, article, &id)?;
                let entity = article.blocks[gold.0].entity(&id)?;
                presses.extend(borders(&article.blocks[gold.0].text, entity.range, gold.1)?);
                if entity.label != gold.2 {
                    presses.push(key(&gold.2)?);
                }
                Some(presses)
            };
            let anew = || add(open, article, &gold, key(&gold.2)?);
            let decided = article.blocks[gold.0].entity(&id).is_some_and(|e| e.status.is_decided());
            let anew = if decided { None } else { anew() };
            let presses = [moved(), anew].into_iter().flatten().min_by_key(Vec::len)?;
            Act { sort: Sort::Border, presses }
        }
        Wrong::Missing(gold) => Act { sort: Sort::Added, presses: add(open, article, &gold, key(&gold.2)?)? },
    })
}

/// Where the editor is: the place that the walk from mark to mark begins at.
fn here(open: &OpenIssue, article: &Article) -> Option<((usize, CharRange), Option<EntityId>)> {
    if let Some(entity) = open.selected() {
        let n = article.blocks.iter().position(|block| block.entity(&entity.id).is_some())?;
        return Some(((n, entity.range), Some(entity.id.clone())));
    }
    let selection = open.selection.as_ref()?;
    let n = article.blocks.iter().position(|block| block.id == selection.block)?;
    Some(((n, CharRange::new(selection.caret, selection.caret)), None))
}

/// The fewest keys that select a mark.
fn to_mark(state: &State, open: &OpenIssue, article: &Article, id: &EntityId) -> Option<Vec<Press>> {
    let walked = walk(state, open, article, id);
    let typed = || {
        let (n, entity) = marks(article).into_iter().find(|(_, entity)| entity.id == *id)?;
        seek_exactly(open, article, (n, entity.range))
    };
    match walked {
        Some(presses) if presses.len() <= 3 => Some(presses),
        walked => [walked, typed()].into_iter().flatten().min_by_key(Vec::len),
    }
}

/// From mark to mark: of all, of the undecided, of the doubtful, forth and back.
fn walk(state: &State, open: &OpenIssue, article: &Article, id: &EntityId) -> Option<Vec<Press>> {
    use Action as A;
    if open.mark.as_ref() == Some(id) {
        return Some(Vec::new());
    }
    let marks = marks(article);
    let steps = [
        (A::NextOpen, Way::Forth),
        (A::NextDoubt, Way::Forth),
        (A::NextMark, Way::Forth),
        (A::PreviousOpen, Way::Back),
        (A::PreviousDoubt, Way::Back),
        (A::PreviousMark, Way::Back),
    ];
    let fits = |action: Action, entity: &Entity| match action {
        A::NextOpen | A::PreviousOpen => entity.is_open(),
        A::NextDoubt | A::PreviousDoubt => state.is_doubtful(entity),
        _ => true,
    };
    let mut seen = HashSet::new();
    let mut queue = VecDeque::from([(here(open, article), Vec::new())]);
    while let Some((place, presses)) = queue.pop_front() {
        if presses.len() > 9 {
            return None;
        }
        for (action, way) in steps {
            let others = marks.iter().filter(|(n, e)| {
                let at = (*n, e.range);
                let ahead = place.as_ref().is_none_or(|(here, selected)| {
                    let ahead = if way == Way::Forth { at >= *here } else { at <= *here };
                    ahead && selected.as_ref() != Some(&e.id)
                });
                ahead && fits(action, e)
            });
            let found = match way {
                Way::Forth => others.min_by_key(|(n, e)| (*n, e.range)),
                Way::Back => others.max_by_key(|(n, e)| (*n, e.range)),
            };
            let Some((n, entity)) = found else { continue };
            if !seen.insert(entity.id.clone()) {
                continue;
            }
            let mut presses = presses.clone();
            presses.push(Press::Do(action));
            if entity.id == *id {
                return Some(presses);
            }
            queue.push_back((Some(((*n, entity.range), Some(entity.id.clone()))), presses));
        }
    }
    None
}

/// The fewest keys that move the borders of a mark.
fn borders(text: &str, from: CharRange, to: CharRange) -> Option<Vec<Press>> {
    use Action as A;
    let moves = [
        A::EndBack,
        A::EndForth,
        A::StartBack,
        A::StartForth,
        A::EndWordBack,
        A::EndWordForth,
        A::StartWordBack,
        A::StartWordForth,
    ];
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([(from, Vec::new())]);
    while let Some((range, presses)) = queue.pop_front() {
        if range == to {
            return Some(presses);
        }
        for action in moves {
            let Some((start, step, way)) = caret::border(action) else { continue };
            let at = if start { range.start() } else { range.end() };
            let Some(moved) = caret::next(text, at, way, step) else { continue };
            let (a, b) = if start { (moved, range.end()) } else { (range.start(), moved) };
            // No border goes further than where it has to be, which could take a neighbour off.
            let within = a >= from.start().min(to.start()) && b <= from.end().max(to.end());
            if a < b && within && seen.insert(CharRange::new(a, b)) {
                let mut presses = presses.clone();
                presses.push(Press::Do(action));
                queue.push_back((CharRange::new(a, b), presses));
            }
        }
    }
    None
}

/// The fewest keys that select a place and give it a label.
fn add(open: &OpenIssue, article: &Article, (n, range, _): &Gold, label: Press) -> Option<Vec<Press>> {
    let place = (*n, *range);
    let ways =
        [missing(open, article, place), seek_exactly(open, article, place), seek_start(open, article, place)];
    let mut presses = ways.into_iter().flatten().min_by_key(Vec::len)?;
    presses.push(label);
    Some(presses)
}

/// Where looking for something else begins.
fn from(open: &OpenIssue, article: &Article, way: Way) -> (usize, u32) {
    let place = match (&open.selection, here(open, article)) {
        (Some(selection), Some(((n, _), _))) => Some((n, selection.range())),
        (_, Some((place, _))) => Some(place),
        _ => None,
    };
    place.map_or((0, 0), |(n, range)| (n, if way == Way::Forth { range.end() } else { range.start() }))
}

/// From one place that may lack a mark to the next.
fn missing(open: &OpenIssue, article: &Article, place: (usize, CharRange)) -> Option<Vec<Press>> {
    let mut presses = Vec::new();
    let mut at = from(open, article, Way::Forth);
    for _ in 0..8 {
        presses.push(Press::Do(Action::NextMissing));
        let (block, range) = unmarked::next(&open.issue, article, at, Way::Forth)?;
        let n = article.blocks.iter().position(|other| other.id == block)?;
        if (n, range) == place {
            return Some(presses);
        }
        at = (n, range.end());
    }
    None
}

/// What is typed for a character.
fn typed(block: &Block) -> Vec<(u32, char)> {
    let typed = |(at, c): (usize, char)| Some((at as u32, seek::key(c)?));
    block.text.chars().enumerate().filter_map(typed).collect()
}

/// Goes to a place by its characters, all of them or the first and the last.
fn seek_exactly(open: &OpenIssue, article: &Article, place: (usize, CharRange)) -> Option<Vec<Press>> {
    let typed = typed(&article.blocks[place.0]);
    let inside: Vec<char> = typed.iter().filter(|(at, _)| place.1.contains(*at)).map(|(_, c)| *c).collect();
    let all: String = inside.iter().collect();
    let mut queries = vec![all];
    for first in 1..inside.len().min(8) {
        for last in 1..=(inside.len() - first).min(4) {
            let head: String = inside[..first].iter().collect();
            let tail: String = inside[inside.len() - last..].iter().collect();
            queries.push(format!("{head} {tail}"));
        }
    }
    let here = from(open, article, Way::Back);
    let mut best: Option<Vec<Press>> = None;
    for query in queries {
        let mut at = here;
        for turns in 0..4 {
            let Some((block, range)) = seek::find(article, at, &query, Way::Forth) else { break };
            let n = article.blocks.iter().position(|other| other.id == block)?;
            if (n, range) == place {
                let presses = going(&query, turns);
                if best.as_ref().is_none_or(|best| presses.len() < best.len()) {
                    best = Some(presses);
                }
                break;
            }
            at = (n, range.start() + 1);
        }
    }
    best
}

fn going(query: &str, turns: usize) -> Vec<Press> {
    let mut presses = vec![Press::Do(Action::GoTo)];
    presses.extend(query.chars().map(Press::Type));
    presses.extend(std::iter::repeat_n(Press::Turn, turns));
    presses.push(Press::Take);
    presses
}

/// Goes to a place by its first characters, and where it is short by some after it, then moves the selection's end.
fn seek_start(open: &OpenIssue, article: &Article, place: (usize, CharRange)) -> Option<Vec<Press>> {
    let block = &article.blocks[place.0];
    let on: Vec<char> =
        typed(block).into_iter().filter(|(at, _)| *at >= place.1.start()).map(|(_, c)| c).take(8).collect();
    let here = from(open, article, Way::Back);
    let mut best: Option<Vec<Press>> = None;
    for first in 1..=on.len() {
        let query: String = on[..first].iter().collect();
        let Some((found, range)) = seek::find(article, here, &query, Way::Forth) else { continue };
        if found != block.id || range.start() != place.1.start() {
            continue;
        }
        let Some(rest) = borders_of_selection(&block.text, range, place.1) else { continue };
        let mut presses = going(&query, 0);
        presses.extend(rest);
        if best.as_ref().is_none_or(|best| presses.len() < best.len()) {
            best = Some(presses);
        }
    }
    best
}

fn borders_of_selection(text: &str, from: CharRange, to: CharRange) -> Option<Vec<Press>> {
    let presses = borders(text, from, to)?;
    let only_ends =
        |press: &Press| matches!(press, Press::Do(action) if caret::border(*action).is_some_and(|b| !b.0));
    presses.iter().all(only_ends).then_some(presses)
}

/// A text without its white space.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !zhupi::text::is_space(*c)).collect()
}
