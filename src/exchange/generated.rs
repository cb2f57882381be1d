//! Issues that chance makes, for the laws that hold of all of them.

use crate::annotation::*;
use crate::issue::{Article, ArticleStatus, Assigned, Block, Issue, Kind, Note, Role};
use crate::text::{CharRange, char_len, is_space};
use proptest::prelude::*;

/// A piece of source with its place among the pieces: what a block is made of.
type Piece = (u16, String);

fn words() -> impl Strategy<Value = String> {
    "[一-丿a-c\"\\\\\u{20000}-\u{20010} \n\u{1a}]{0,12}"
}

fn maybe<T: std::fmt::Debug + Clone>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(inner)
}

fn status() -> impl Strategy<Value = Status> {
    use Status::{Accepted, Added, Corrected, Proposed, Rejected};
    prop::sample::select(vec![Proposed, Accepted, Corrected, Added, Rejected])
}

fn score() -> impl Strategy<Value = f32> {
    (0..=1000_u16).prop_map(|n| f32::from(n) / 1000.0)
}

fn entity() -> impl Strategy<Value = Entity> {
    let place = || (0..40_u32, 0..40_u32).prop_map(|(a, b)| CharRange::new(a, b));
    let label = || prop::sample::select(vec!["PER", "ORG", "自定"]).prop_map(LabelId::new);
    let guess = (label(), score()).prop_map(|(label, score)| Guess { label, score });
    let proposed = (words(), score(), label(), place(), words(), maybe(guess)).prop_map(
        |(by, score, label, range, reason, runner_up)| Proposed {
            by,
            score,
            label,
            range,
            reason,
            runner_up,
        },
    );
    let link = (words(), words(), words()).prop_map(|(register, id, name)| Link { register, id, name });
    (label(), place(), status(), words(), maybe(words()), maybe(words()), maybe(link), maybe(proposed))
        .prop_map(|(label, range, status, by, at, value, link, proposed)| {
            let (id, text) = (EntityId::new(""), String::new());
            Entity { id, label, range, text, status, by, at, value, link, proposed }
        })
}

fn block() -> impl Strategy<Value = (Vec<Piece>, Block)> {
    let pieces = prop::collection::vec((any::<u16>(), words()), 0..4);
    let entities = prop::collection::vec(entity(), 0..4);
    let role = prop::sample::select(Role::ALL.to_vec());
    let assigned = (words(), maybe("[ab]")).prop_map(|(by, article)| {
        let article = article.map(ArticleId::new);
        Box::new(Assigned { by, role: Role::Caption, article })
    });
    let read = prop::collection::vec((0..40_u32, 0..40_u32, "[林间]{1,2}", words(), maybe(words())), 0..3);
    let remark = prop::collection::vec((0..40_u32, 0..40_u32, "[查间]{1,2}", words(), maybe(words())), 0..3);
    let said = (maybe(assigned), read, remark);
    (pieces, role, maybe(0..9_u32), status(), words(), maybe(score()), entities, said).prop_map(
        |(pieces, role, page, status, by, confidence, entities, (proposed, readings, remarks))| {
            let (id, text, source) = (BlockId::new(""), String::new(), Vec::new());
            let reading = |(a, b, reading, by, at)| Reading {
                range: CharRange::new(a, b),
                text: String::new(),
                reading,
                by,
                at,
            };
            let readings = readings.into_iter().map(reading).collect();
            let remark = |(a, b, note, by, at)| Remark {
                id: RemarkId::new(""),
                range: CharRange::new(a, b),
                text: String::new(),
                note,
                by,
                at,
            };
            let remarks = remarks.into_iter().map(remark).collect();
            (
                pieces,
                Block {
                    id,
                    role,
                    text,
                    source,
                    page,
                    status,
                    by,
                    confidence,
                    proposed,
                    entities,
                    readings,
                    remarks,
                },
            )
        },
    )
}

fn topic() -> impl Strategy<Value = Topic> {
    let evidence = (words(), any::<u32>()).prop_map(|(word, count)| Evidence { word, count });
    let sub = prop::collection::vec(words(), 0..2);
    (words(), sub, status(), words(), maybe(words()), maybe(score()), prop::collection::vec(evidence, 0..2))
        .prop_map(|(code, sub, status, by, at, score, evidence)| Topic {
            code,
            sub,
            status,
            by,
            at,
            score,
            evidence,
        })
}

fn relation() -> impl Strategy<Value = Relation> {
    let kind = prop::sample::select(vec![RelationKind::Holds, RelationKind::Of]);
    (kind, "[ab]", "[ab]", status(), words()).prop_map(|(kind, from, to, status, by)| {
        let id = RelationId::new("");
        Relation { id, kind, from: EntityId::new(from), to: EntityId::new(to), status, by }
    })
}

fn article() -> impl Strategy<Value = (Vec<Vec<Piece>>, Article)> {
    use ArticleStatus::{Disputed, Done, New};
    let kind = prop::sample::select(vec![Kind::Article, Kind::Teaser, Kind::Furniture]);
    let status = prop::sample::select(vec![New, Done, Disputed]);
    let note = (words(), words(), maybe(words())).prop_map(|(text, by, at)| Note { text, by, at });
    let keyword = (words(), self::status(), words(), maybe(score()))
        .prop_map(|(text, status, by, score)| Keyword { text, status, by, score });
    let lists = (
        prop::collection::vec(note, 0..2),
        prop::collection::vec(topic(), 0..3),
        prop::collection::vec(keyword, 0..3),
        prop::collection::vec(relation(), 0..3),
    );
    (kind, status, prop::collection::vec(block(), 0..4), maybe(words()), maybe(words()), lists).prop_map(
        |(kind, status, blocks, supplied_headline, summary, (notes, topics, keywords, relations))| {
            let (pieces, blocks) = blocks.into_iter().unzip();
            let id = ArticleId::new("");
            (
                pieces,
                Article {
                    id,
                    kind,
                    status,
                    blocks,
                    supplied_headline,
                    summary,
                    notes,
                    topics,
                    keywords,
                    relations,
                },
            )
        },
    )
}

/// An issue whose blocks lie scattered in its source.
pub fn issue() -> impl Strategy<Value = (Issue, String)> {
    (prop::collection::vec(article(), 1..4), words(), words()).prop_map(|(articles, title, date)| {
        let mut order: Vec<(u16, [usize; 3], &str)> = Vec::new();
        for (a, (blocks, _)) in articles.iter().enumerate() {
            for (b, pieces) in blocks.iter().enumerate() {
                order.extend(
                    pieces.iter().enumerate().map(|(p, (key, text))| (*key, [a, b, p], text.as_str())),
                );
            }
        }
        order.sort_unstable();
        let mut source = "〇".to_owned();
        let mut places = std::collections::BTreeMap::new();
        for (_, place, text) in order {
            let start = char_len(&source);
            source += text;
            places.insert(place, CharRange::new(start, char_len(&source)));
            source += "\r\n";
        }
        let mut articles: Vec<Article> = articles.into_iter().map(|(_, article)| article).collect();
        for (([a, b, _], range), chars) in places.iter().zip(std::iter::repeat(source.chars())) {
            let block = &mut articles[*a].blocks[*b];
            let inside = chars.skip(range.start() as usize).take(range.len() as usize);
            block.source.push(*range);
            block.text.extend(inside.filter(|c| !is_space(*c)));
        }
        number(&mut articles);
        let id = IssueId::new("期");
        (Issue { id, title, date, files: Vec::new(), articles, disputes: Vec::new() }, source)
    })
}

/// Gives ids, and brings entities into their blocks.
fn number(articles: &mut [Article]) {
    let mut n = 0;
    let mut next = || {
        n += 1;
        n.to_string()
    };
    for article in articles {
        article.id = ArticleId::new(next());
        for block in &mut article.blocks {
            block.id = BlockId::new(next());
            let length = char_len(&block.text);
            block.entities.retain(|entity| !entity.range.is_empty() && entity.range.end() <= length);
            for entity in &mut block.entities {
                entity.id = EntityId::new(next());
                entity.text = crate::text::slice(&block.text, entity.range).unwrap().to_owned();
            }
            block.remarks.retain_mut(|remark| {
                remark.id = RemarkId::new(next());
                let text = crate::text::slice(&block.text, remark.range).filter(|text| !text.is_empty());
                remark.text = text.unwrap_or_default().to_owned();
                !remark.text.is_empty()
            });
            block.readings.sort_by_key(|reading| reading.range);
            let mut free = 0;
            block.readings.retain_mut(|reading| {
                let range = reading.range;
                let stands = !range.is_empty() && free <= range.start() && range.end() <= length;
                if stands {
                    free = range.end();
                    reading.text = crate::text::slice(&block.text, range).unwrap().to_owned();
                }
                stands
            });
        }
        article.relations.iter_mut().for_each(|relation| relation.id = RelationId::new(next()));
        article.canonical();
    }
}
