//! Other readings of the gold that also count as right, applied to it where the prediction has them.

use super::doc::Doc;
use super::record::{Alt, Block, Entity, Record};
use super::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// Further roles that a character may have.
pub type Extra = BTreeMap<usize, BTreeSet<String>>;

/// The gold as the prediction reads it.
pub struct Reading {
    /// The records.
    pub gold: Vec<Record>,
    /// Further roles by character.
    pub extra: Extra,
    /// What was joined, in words.
    pub used: Vec<String>,
}

/// Chooses the readings that the prediction has.
///
/// # Errors
/// The id that is not in the gold.
pub fn apply(gold: &[Record], pred: &[Record], source: &[char], alt: &Alt) -> Result<Reading, String> {
    let place =
        |id: &String| gold.iter().position(|record| record.id.as_ref() == Some(id)).ok_or_else(|| id.clone());
    let (whole, predicted) = (Doc::new(gold, source), Doc::new(pred, source));
    let mut reading = Reading { gold: gold.to_vec(), extra: Extra::new(), used: Vec::new() };
    for (id, n, roles) in &alt.roles {
        let block = gold.get(place(id)?).and_then(|record| record.blocks.get(*n));
        for (start, end) in block.iter().flat_map(|block| &block.source) {
            let inside = |at: &usize| (*start..*end).contains(&(*at as i64));
            for at in (0..source.len()).filter(inside) {
                reading.extra.insert(at, roles.iter().cloned().collect());
            }
        }
    }
    // The predicted article that has most of a gold record.
    let home = |n: usize| {
        let blocks = whole.blocks.iter().filter(|block| block.article == n);
        let at = blocks.flat_map(|block| block.at.iter());
        at.map(|at| predicted.article(*at)).collect::<Tally<_>>().most().and_then(|(article, _)| article)
    };
    let mut gone = BTreeSet::new();
    for (from, to) in &alt.attach {
        let (i, j) = (place(from)?, place(to)?);
        if home(i).is_some() && home(i) == home(j) {
            if let Some(heading) = reading.gold.get(i).cloned()
                && let Some(article) = reading.gold.get_mut(j)
            {
                join(article, &heading);
            }
            gone.insert(i);
            reading.used.push(format!("{from} joined to {to}"));
        }
    }
    let kept = reading.gold.into_iter().enumerate().filter(|(n, _)| !gone.contains(n));
    reading.gold = kept.map(|(_, record)| record).collect();
    Ok(reading)
}

/// Makes a record the headline of an article: its blocks come first, its text last.
fn join(article: &mut Record, heading: &Record) {
    let text = article.text.get_or_insert_default();
    let by = text.chars().count() + 1;
    text.push('\n');
    text.push_str(heading.text.as_deref().unwrap_or_default());
    let blocks = heading.blocks.iter().cloned().map(|block| Block {
        role: Some("headline".to_owned()),
        start: block.start.map(|start| start.saturating_add(by)),
        end: block.end.map(|end| end.saturating_add(by)),
        ..block
    });
    article.blocks.splice(0..0, blocks);
    article.entities.extend(heading.entities.iter().cloned().map(|entity| Entity {
        start: entity.start.map(|start| start.saturating_add(by)),
        end: entity.end.saturating_add(by),
        ..entity
    }));
}
