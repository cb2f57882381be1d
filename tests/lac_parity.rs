//! The network against its original: the same tag for every character of a text of our own, which onnxruntime tagged
//! with the original weights (`scripts/make_lac.py`, one character `'0' + tag id` a character).

// A test that cannot read its own data has to stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use zhupi::propose::lac::{Lac, TAGS};

const TEXT: &str = include_str!("data/lac/parity.txt");
const TAGS_OF_ORIGINAL: &str = include_str!("data/lac/parity.tags");

fn lines() -> Vec<Vec<char>> {
    TEXT.lines().map(|line| line.chars().collect()).collect()
}

#[test]
fn every_character_has_the_tag_of_the_original() {
    let lac = Lac::load().unwrap();
    let lines = lines();
    let tagged = lac.tag_all(&lines);
    let mut characters = 0;
    let mut wrong = Vec::new();
    for ((line, tagged), expected) in lines.iter().zip(&tagged).zip(TAGS_OF_ORIGINAL.lines()) {
        assert_eq!((tagged.tags.len(), expected.len()), (line.len(), line.len()));
        characters += line.len();
        for (i, (tag, byte)) in tagged.tags.iter().zip(expected.bytes()).enumerate() {
            if tag.index() != usize::from(byte - b'0') {
                let around: String = line[i.saturating_sub(6)..line.len().min(i + 7)].iter().collect();
                wrong.push(format!("{around} ({}): {} for id {}", line[i], tag.name(), byte - b'0'));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {characters} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(characters >= 20_000);
}

#[test]
fn words_cover_each_line_and_probabilities_are_probabilities() {
    let lac = Lac::load().unwrap();
    for line in lines().iter().step_by(7) {
        let tagged = lac.tag(line);
        let mut end = 0;
        for word in &tagged.words {
            assert!(word.start == end && word.end > end);
            assert!(
                (0.0..=1.0).contains(&word.score) && (0.0..=1.0).contains(&word.second_score),
                "{word:?}"
            );
            end = word.end;
        }
        assert_eq!(end, line.len());
        for row in &tagged.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-3);
        }
        for row in &tagged.log_probs {
            assert!((row.iter().map(|p| p.exp()).sum::<f32>() - 1.0).abs() < 1e-3);
        }
        assert_eq!(tagged.marginals.first().map_or(TAGS, |row| row.len()), TAGS);
    }
}
