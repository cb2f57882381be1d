//! A pull quote is about what the article is about from which it was taken.
//!
//! A sentence out of its article hardly says what it is about, but it says who said it, or stands in the article word for
//! word. In the corpus the main topic of the article so found is the quote's in 38 of 52 cases. So what the article is likely
//! to be about is multiplied with what the quote's own words say: F1 of 57 quotes .414 to .627.

use crate::issue::{Article, Issue, Kind};
use std::collections::BTreeSet;

/// No topic is impossible in a quote.
const LEAST: f32 = 0.02;
/// The share of a quote's rows of three characters that its article has word for word.
const SAME: f32 = 0.5;
/// An article about somebody is about a person (人物趣闻); what the person says is not.
const PERSONS: &str = "medtop:08000000";

/// The article of the issue that a quote is from, and the word that says so.
pub(super) fn source(issue: &Issue, quote: usize) -> Option<(usize, String)> {
    let quote = &issue.articles[quote];
    let articles = || issue.articles.iter().enumerate().filter(|(_, article)| article.kind == Kind::Article);
    said_in(quote, articles()).or_else(|| said_by(quote, articles()))
}

/// How much likelier each top concept is in what an article says: by its decided topics, else by its `odds`.
pub(super) fn beside<'a>(
    article: &Article,
    mut odds: Vec<f32>,
    tops: impl Iterator<Item = &'a str>,
) -> Vec<f32> {
    let decided = || article.topics.iter().filter(|topic| topic.status.is_decided() && topic.status.stands());
    for (odds, code) in odds.iter_mut().zip(tops) {
        if decided().next().is_some() {
            *odds = if decided().any(|topic| topic.code == code) { 0.5 } else { 0.0 };
        }
        *odds = *odds * if code == PERSONS { 0.1 } else { 1.0 } + LEAST;
    }
    odds
}

/// Multiplies probabilities by factors, so that they are probabilities again.
pub(super) fn favour(odds: &mut [f32], factors: &[f32]) {
    if factors.is_empty() {
        return;
    }
    odds.iter_mut().zip(factors).for_each(|(odds, factor)| *odds *= factor);
    let sum: f32 = odds.iter().sum();
    for odds in odds {
        *odds /= sum.max(f32::MIN_POSITIVE);
    }
}

/// The article that has the quote's words.
fn said_in<'a>(
    quote: &Article,
    articles: impl Iterator<Item = (usize, &'a Article)>,
) -> Option<(usize, String)> {
    let words = &quote.blocks.first()?.text;
    let wanted = rows(words);
    let share = |article: &Article| {
        let text = rows(&article.text());
        wanted.intersection(&text).count() as f32 / wanted.len().max(1) as f32
    };
    let shares = articles.map(|(n, article)| (share(article), n));
    let (share, n) = shares.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    (share >= SAME).then(|| (n, words.chars().take(8).collect()))
}

/// The article that names the quote's persons most often, the first of several.
fn said_by<'a>(
    quote: &Article,
    articles: impl Iterator<Item = (usize, &'a Article)>,
) -> Option<(usize, String)> {
    let marks = quote.blocks.iter().flat_map(|block| &block.entities);
    let persons: BTreeSet<&str> = marks
        .filter(|mark| mark.label.as_str() == "PER" && mark.status.stands())
        .map(|mark| mark.text.as_str())
        .collect();
    let named = |(n, article): (usize, &Article)| {
        let text = article.text();
        let counts = persons.iter().map(|person| (text.matches(person).count(), *person));
        let (count, person) = counts.max_by_key(|(count, _)| *count)?;
        (count > 0).then_some((count, std::cmp::Reverse(n), person))
    };
    let (_, n, person) = articles.filter_map(named).max_by_key(|(count, n, _)| (*count, *n))?;
    Some((n.0, person.to_owned()))
}

fn rows(text: &str) -> BTreeSet<[char; 3]> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).filter_map(|row| row.try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::corpus;

    const PAGE: &str = "@article id=a | kind=article | topics=15\nP 划龙舟的⟦湛三|PER⟧第一个过线。\n\
        @article id=b | kind=article | topics=08,06\nP 守林人⟦索德|PER⟧每天走三十里山路，山上的树不认识他，他认识它们就行。\n";

    #[test]
    fn a_quote_is_from_the_article_with_its_words_or_its_speaker() {
        let quote = |line: &str| format!("{PAGE}@article id=q | kind=quote\n{line}");
        let from = |line: &str| source(&corpus::parse(&quote(line)).unwrap(), 2);
        let by = from("Q 一条船上只有一面鼓。\nO ——⟦湛三|PER⟧");
        assert_eq!(by, Some((0, "湛三".to_owned())));
        let same = from("Q 山上的树不认识他，他认识它们就行。");
        assert_eq!(same, Some((1, "山上的树不认识他".to_owned())));
        assert_eq!(from("Q 话要趁热说。\nO ——⟦逄增|PER⟧"), None);
    }

    #[test]
    fn decided_topics_of_the_article_count_and_that_it_is_about_a_person_hardly_does() {
        let issue = corpus::parse(PAGE).unwrap();
        let codes = ["medtop:06000000", "medtop:08000000", "medtop:15000000"];
        let mut odds = vec![0.2, 0.4, 0.4];
        favour(&mut odds, &beside(&issue.articles[1], vec![0.1, 0.1, 0.8], codes.into_iter()));
        assert!(odds[0] > 0.5 && odds[2] < odds[1], "{odds:?}");
        assert!((odds.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let mut as_before = vec![0.2, 0.8];
        favour(&mut as_before, &[]);
        assert_eq!(as_before, [0.2, 0.8]);
    }
}
