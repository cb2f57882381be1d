//! What is decided stays decided, and every character has a home.

use super::*;
use crate::annotation::{Decider, EntityId};
use crate::layout::{NoMentions, reconstruct};
use crate::text;
use proptest::prelude::*;

const PAGE: &str = include_str!("../../../tests/data/eval/dev1.txt");

fn source(text: &str) -> Source {
    Source::pasted(text, "page.txt").unwrap()
}

fn who() -> Decider {
    Decider { by: "林".into(), at: "2026-11-24T03:00:00Z".into(), nested: false }
}

/// The page with every occurrence of `word` in running text marked by hand.
fn marked(source: &Source, word: &str) -> Issue {
    let mut issue = reconstruct(source, &NoMentions);
    for block in issue.articles.iter_mut().flat_map(|article| &mut article.blocks) {
        for (n, (byte, _)) in block.text.clone().match_indices(word).enumerate() {
            let start = text::char_len(&block.text[..byte]);
            let range = CharRange::new(start, start + text::char_len(word));
            let id = EntityId::new(format!("{}-{n}", block.id));
            block.entities.push(Entity::added(id, LabelId::new("PER"), range, word.into(), &who()));
        }
    }
    issue
}

#[test]
fn a_note_stays_with_what_is_left_of_its_characters_and_else_with_the_article() {
    let text = "云溪县召开会议\n\n昨日，云溪县县长林晓睛出席会议并讲话，强调要抓好春耕。\n";
    let earlier = source(text);
    let mut issue = reconstruct(&earlier, &NoMentions);
    let holds = |block: &&mut Block| block.text.contains("林晓睛");
    let block = issue.articles.iter_mut().flat_map(|article| &mut article.blocks).find(holds).unwrap();
    let id = block.id.clone();
    for (words, note) in [("林晓睛", "睛应为晴"), ("春耕", "待查"), ("并讲话", "多余")] {
        let byte = block.text.find(words).unwrap();
        let start = text::char_len(&block.text[..byte]);
        let range = CharRange::new(start, start + text::char_len(words));
        let id = crate::annotation::RemarkId::new(words);
        block.remarks.push(Remark::new(id, range, words.into(), note.into(), &who()));
    }
    let later = source(&text.replace("林晓睛", "林晓晴").replace("并讲话", ""));
    let Carried { issue, unfit } = carry(&issue, &earlier, &later, &reconstruct(&later, &NoMentions));
    assert_eq!(unfit, []);
    let (article, n) = issue.holder(&id).unwrap();
    let kept: Vec<(&str, &str)> = article.blocks[n].remarks.iter().map(|r| (&*r.text, &*r.note)).collect();
    assert_eq!(kept, [("林晓", "睛应为晴"), ("春耕", "待查")]);
    assert!(article.blocks[n].remarks.iter().all(|remark| remark.fits(&article.blocks[n].text)));
    assert_eq!(article.notes[0].text, "“并讲话”：多余");
    assert_eq!(article.notes[0].by, "林");
}

fn marks(issue: &Issue) -> usize {
    issue.articles.iter().flat_map(Article::entities).count()
}

/// Every solid character is in one block, the texts are what the ranges hold, the quotes what the texts hold.
fn sound(issue: &Issue, source: &Source) {
    let chars: Vec<char> = source.text.chars().collect();
    let mut held = vec![0; chars.len()];
    for block in issue.articles.iter().flat_map(|article| &article.blocks) {
        let places: Vec<u32> = solid(block, &chars).collect();
        for at in &places {
            held[*at as usize] += 1;
        }
        let dense: Vec<char> = block.text.chars().filter(|c| !is_space(*c)).collect();
        assert_eq!(dense, places.iter().map(|at| chars[*at as usize]).collect::<Vec<_>>());
        assert!(block.entities.iter().all(|entity| entity.fits(&block.text)), "{}", block.text);
    }
    for (n, c) in chars.iter().enumerate() {
        assert_eq!(held[n], i32::from(!is_space(*c)), "{n} {c}");
    }
}

#[test]
fn the_same_text_changes_nothing() {
    let page = source(PAGE);
    let issue = marked(&page, "陆承业");
    let carried = carry(&issue, &page, &page, &reconstruct(&page, &NoMentions));
    assert_eq!(carried, Carried { issue, unfit: Vec::new() });
}

#[test]
fn a_corrected_word_costs_only_the_marks_on_it() {
    let page = source(PAGE);
    let issue = marked(&page, "陆承业");
    let all = marks(&issue);
    assert!(all > 3);
    // The last one is in running text, not in a name list of the heading.
    let at = PAGE.rfind("陆承业").unwrap();
    let corrected = source(&format!("{}陆成业{}", &PAGE[..at], &PAGE[at + "陆承业".len()..]));
    let carried = carry(&issue, &page, &corrected, &reconstruct(&corrected, &NoMentions));
    sound(&carried.issue, &corrected);
    assert_eq!(marks(&carried.issue), all - 1);
    let [unfit] = carried.unfit.as_slice() else { panic!("{:?}", carried.unfit) };
    assert_eq!((unfit.text.as_str(), unfit.now.contains('陆')), ("陆承业", true));
    assert!(unfit.place.is_some());
    let ids = |issue: &Issue| issue.articles.iter().map(|article| article.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&carried.issue), ids(&issue));
}

#[test]
fn a_new_paragraph_goes_to_the_article_around_it_and_a_lost_one_is_listed() {
    let page = source(PAGE);
    let issue = marked(&page, "陆承业");
    let block = issue.articles.iter().flat_map(|a| &a.blocks).filter(|b| b.role == Role::Paragraph);
    let block = block.filter(|b| !b.entities.is_empty()).nth(1).unwrap();
    let chars: Vec<char> = page.text.chars().collect();
    let (from, to) = (block.source[0].start() as usize, block.source.last().unwrap().end() as usize);
    let taken: String = chars[..from].iter().chain(&chars[to..]).collect();
    let shorter = source(&taken);
    let fresh = reconstruct(&shorter, &NoMentions);
    let lost = carry(&issue, &page, &shorter, &fresh);
    sound(&lost.issue, &shorter);
    assert_eq!(lost.unfit.len(), block.entities.len());
    assert_eq!(marks(&lost.issue) + lost.unfit.len(), marks(&issue));
    // And back: the paragraph is new to the shorter page.
    let back = carry(&lost.issue, &shorter, &page, &reconstruct(&page, &NoMentions));
    sound(&back.issue, &page);
    assert_eq!(back.unfit, []);
    let home = |issue: &Issue| {
        let article = issue.articles.iter().find(|a| a.blocks.iter().any(|b| b.text.contains(&block.text)));
        article.map(|article| article.id.clone())
    };
    assert_eq!(home(&back.issue), home(&issue));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_was_changed_every_character_has_one_home(
        cuts in prop::collection::vec((0.0..1.0_f64, 0..30_usize, "[新的文字，。\n]{0,12}"), 1..6),
    ) {
        let page = source(PAGE);
        let issue = marked(&page, "云溪");
        let mut chars: Vec<char> = PAGE.chars().collect();
        for (at, gone, new) in cuts {
            let at = (at * chars.len() as f64) as usize;
            let end = (at + gone).min(chars.len());
            chars.splice(at..end, new.chars());
        }
        let later = source(&chars.iter().collect::<String>());
        let carried = carry(&issue, &page, &later, &reconstruct(&later, &NoMentions));
        sound(&carried.issue, &later);
        prop_assert_eq!(marks(&carried.issue) + carried.unfit.len(), marks(&issue));
    }
}
