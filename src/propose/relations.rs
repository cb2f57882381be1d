//! Who holds which title, and of which body: `holds` PER → TITLE and `of` TITLE → ORG or LOC, by what stands between the
//! marks of a block.
//!
//! ```text
//! 机构 职务 、 机构 职务 人 、 人     titles before a name: all are the person's; a name in the list after it shares them
//! 人 职务        人（机构职务）        人任机构职务        人是机构职务
//! ```
//! A decided relation stays; one that was rejected is not proposed again, and none has a rejected end.

use crate::annotation::{Entity, Relation, RelationId, RelationKind, Status};
use crate::issue::{Article, Block, Kind};

/// What may stand between a person and a title that is said of them further on.
const IS: &[&str] = &[
    "当选为",
    "被任命为",
    "被聘为",
    "受聘为",
    "任命为",
    "担任",
    "兼任",
    "出任",
    "就任",
    "继任",
    "升任",
    "接任",
    "留任",
    "历任",
    "当选",
    "任",
    "是",
    "为",
    "系",
    "当",
];
/// A title that begins so says its body itself: 市委书记.
const LEVELS: [char; 9] = ['省', '市', '区', '县', '州', '乡', '镇', '旗', '国'];
/// So many characters may stand between the name and such a verb.
const FAR: usize = 12;
/// Titles of those who write the paper are not held in what it reports.
const BYLINE: &[&str] = &["记者", "通讯员", "实习生", "编辑", "评论员", "特约撰稿"];

/// What may stand between a body and the title that is of it.
const OF: &[&str] =
    &["", " ", "的", "原", "新任", "现任", "退休", "的退休", "派驻的", "当", "任", "担任", "做"];
/// What may stand between the titles of one person.
const AND: &[&str] = &["", " ", "、", "，", "和", "兼", "、兼", "，兼", "暨"];
/// A place has offices; a title that ends in none of these only says where its holder is from: 德国专家.
const OFFICES: &[&str] = &[
    "长",
    "书记",
    "主任",
    "主席",
    "专员",
    "代表",
    "领队",
    "总统",
    "总理",
    "首相",
    "议员",
    "大使",
    "领事",
    "委员",
    "教练",
    "站长",
    "国王",
    "女王",
    "巡视员",
    "秘书",
];
/// Titles that stand alone are of a body named before whose name ends so.
const HEADS: &[(&str, &[&str])] = &[
    ("队长", &["队", "队伍"]),
    ("教练", &["队", "俱乐部"]),
    ("领队", &["队"]),
    ("会长", &["会"]),
    ("校长", &["学", "校", "院"]),
    ("院长", &["院"]),
    ("所长", &["所"]),
    ("局长", &["局"]),
    ("厅长", &["厅"]),
    ("站长", &["站"]),
    ("馆长", &["馆"]),
    ("台长", &["台"]),
    ("厂长", &["厂"]),
    ("园长", &["园"]),
    ("社长", &["社"]),
    ("行长", &["行"]),
    ("董事长", &["公司", "集团"]),
    ("总经理", &["公司", "集团", "旅行社"]),
    ("教授", &["大学", "学院"]),
    ("研究员", &["研究所", "研究院", "科学院", "研究中心"]),
    ("预报员", &["气象台"]),
];

/// A mark with the place of its first and last character.
struct Mark<'a> {
    entity: &'a Entity,
    start: usize,
    end: usize,
}

impl Mark<'_> {
    fn is(&self, label: &str) -> bool {
        self.entity.label.as_str() == label
    }

    fn is_body(&self) -> bool {
        self.is("ORG") || self.is("LOC")
    }

    fn is_office(&self) -> bool {
        self.is("TITLE") && !BYLINE.iter().any(|word| self.entity.text.ends_with(word))
    }
}

/// Replaces the article's proposed relations.
pub fn relate(article: &mut Article, version: &str) {
    article.relations.retain(|relation| relation.status.is_decided());
    if article.kind == Kind::Furniture {
        return;
    }
    let found: Vec<(RelationKind, &Entity, &Entity)> = article.blocks.iter().flat_map(in_block).collect();
    let made = found.into_iter().map(|(kind, from, to)| {
        let name = match kind {
            RelationKind::Holds => "holds",
            RelationKind::Of => "of",
        };
        Relation {
            id: RelationId::derived(&[name, from.id.as_str(), to.id.as_str()]),
            kind,
            from: from.id.clone(),
            to: to.id.clone(),
            status: Status::Proposed,
            by: version.to_owned(),
        }
    });
    let mut all: Vec<Relation> = Vec::new();
    for relation in made {
        let same = |other: &Relation| {
            other.id == relation.id
                || (other.kind, &other.from, &other.to) == (relation.kind, &relation.from, &relation.to)
        };
        if !article.relations.iter().chain(&all).any(same) {
            all.push(relation);
        }
    }
    article.relations.extend(all);
    article.relations.sort_by(|a, b| (a.kind, &a.from, &a.to, &a.id).cmp(&(b.kind, &b.from, &b.to, &b.id)));
}

/// The relations of a block.
fn in_block(block: &Block) -> Vec<(RelationKind, &Entity, &Entity)> {
    let chars: Vec<char> = block.text.chars().collect();
    let all: Vec<Mark> = block
        .standing()
        .map(|entity| Mark { entity, start: entity.range.start() as usize, end: entity.range.end() as usize })
        .collect();
    // A mark inside another says nothing of its neighbours.
    let inside = |mark: &Mark| {
        all.iter().any(|other| {
            (other.start..other.end) != (mark.start..mark.end)
                && other.start <= mark.start
                && mark.end <= other.end
        })
    };
    let (inner, marks): (Vec<&Mark>, Vec<&Mark>) = all.iter().partition(|mark| inside(mark));
    let scene = Scene { chars: &chars, marks, inner };
    let mut found = Vec::new();
    for n in (0..scene.marks.len()).filter(|n| scene.marks[*n].is("PER")) {
        let titles = scene.titles_of(n);
        for (title, body) in titles {
            found.push((RelationKind::Holds, scene.marks[n].entity, scene.marks[title].entity));
            let body = body.map(|body| scene.marks[body].entity).or_else(|| scene.body_inside(title));
            found.extend(body.map(|body| (RelationKind::Of, scene.marks[title].entity, body)));
        }
    }
    found
}

/// A title's place among the marks, and its body's.
type Held = (usize, Option<usize>);

struct Scene<'a, 'b> {
    chars: &'b [char],
    /// In order, none inside another.
    marks: Vec<&'b Mark<'a>>,
    /// Those inside another.
    inner: Vec<&'b Mark<'a>>,
}

impl<'a> Scene<'a, '_> {
    /// The characters between a mark and the one after it.
    fn gap(&self, n: usize) -> Option<String> {
        let (left, right) = (self.marks.get(n)?, self.marks.get(n + 1)?);
        Some(self.chars.get(left.end..right.start)?.iter().collect())
    }

    fn gap_is(&self, n: usize, words: &[&str]) -> bool {
        self.gap(n).is_some_and(|gap| words.contains(&gap.as_str()))
    }

    fn titles_of(&self, person: usize) -> Vec<Held> {
        let mut held = self.before(person);
        if held.is_empty() {
            held = self.shared(person);
        }
        held.extend(self.after(person));
        if held.is_empty() {
            held = self.said(person);
        }
        held
    }

    /// The titles that stand right before a name, from right to left.
    fn before(&self, person: usize) -> Vec<Held> {
        let mut held = Vec::new();
        let Some(mut at) = person.checked_sub(1) else { return held };
        // 在机构当职务的人.
        let was = || self.gap_is(at, &["的"]) && at > 0 && self.gap_is(at - 1, &["当", "任", "担任", "做"]);
        if !self.marks[at].is_office() || !(self.gap_is(at, &["", " "]) || was()) {
            return held;
        }
        loop {
            let body = self.body_of(at);
            held.push((at, body));
            let mut first = body.unwrap_or(at);
            // 武汉大学测绘学院教授: the bodies around the one that the title is of.
            while let Some(left) = first.checked_sub(1)
                && self.marks[left].is_body()
                && self.gap_is(left, &[""])
            {
                first = left;
            }
            let listed =
                first.checked_sub(1).filter(|left| self.marks[*left].is_office() && self.gap_is(*left, AND));
            let Some(left) = listed else { break };
            at = left;
        }
        // 机构党组书记、局长: the body is of both, unless the second title says one of its own.
        let mut body = None;
        for (title, own) in held.iter_mut().rev() {
            let text = &self.marks[*title].entity.text;
            let bare = !text.starts_with(LEVELS) && !text.contains(['委']) || text.starts_with('党');
            *own = own.or(body.filter(|_| bare)).or_else(|| self.body_before(*title));
            body = *own;
        }
        held
    }

    /// The one body before a title that stands alone whose name says that it has such a title.
    fn body_before(&self, title: usize) -> Option<usize> {
        let text = &self.marks[title].entity.text;
        let (_, ends) = HEADS.iter().find(|(head, _)| text.ends_with(head))?;
        let fits = |body: &usize| {
            let mark = self.marks[*body];
            mark.is("ORG") && ends.iter().any(|end| mark.entity.text.ends_with(end))
        };
        let mut fitting = (0..title).rev().filter(fits);
        let last = fitting.next()?;
        let other = fitting.any(|body| self.marks[body].entity.text != self.marks[last].entity.text);
        (!other).then_some(last)
    }

    /// The body right before a title: 机构职务, 机构的职务.
    fn body_of(&self, title: usize) -> Option<usize> {
        let body = title.checked_sub(1).filter(|body| self.marks[*body].is_body())?;
        let office = self.marks[body].is("ORG")
            || OFFICES.iter().any(|end| self.marks[title].entity.text.ends_with(end));
        (office && self.gap_is(body, OF)).then_some(body)
    }

    /// A body marked inside the title itself.
    fn body_inside(&self, title: usize) -> Option<&'a Entity> {
        let title = self.marks[title];
        let inside = |mark: &&&Mark| mark.is("ORG") && title.start <= mark.start && mark.end <= title.end;
        self.inner.iter().find(inside).map(|mark| mark.entity)
    }

    /// The titles before the first name of the list that this name stands in: 副主席甲、乙.
    fn shared(&self, person: usize) -> Vec<Held> {
        let mut first = person;
        while let Some(left) = first.checked_sub(1)
            && self.marks[left].is("PER")
            && self.gap_is(left, &["、", "和", " "])
        {
            first = left;
        }
        if first == person { Vec::new() } else { self.before(first) }
    }

    /// A title right after the name, unless it belongs to the name after it: 甲教授, 甲（机构教授）.
    fn after(&self, person: usize) -> Vec<Held> {
        let title = person + 1;
        if self.marks.get(title).is_some_and(|mark| mark.is_office()) && self.gap_is(person, &[""]) {
            let next =
                self.marks.get(title + 1).is_some_and(|mark| mark.is("PER")) && self.gap_is(title, &[""]);
            return if next { Vec::new() } else { vec![(title, None)] };
        }
        if self.gap(person).is_some_and(|gap| gap == "（" || gap == "(") {
            return self.office_from(person + 1);
        }
        Vec::new()
    }

    /// Titles that a verb says of the person: 甲任机构局长, 甲，今年五十岁，是机构厂长.
    fn said(&self, person: usize) -> Vec<Held> {
        let mut at = person;
        // What stands between may be a time or a place, but no other name.
        while let Some(next) = self.marks.get(at + 1) {
            let Some(gap) = self.gap(at) else { return Vec::new() };
            if gap.contains(['。', '！', '？', '；', '”', '“']) || next.is("PER") {
                return Vec::new();
            }
            let verb = IS.iter().any(|verb| gap.ends_with(verb));
            if verb && gap.chars().count() <= FAR && (next.is_office() || next.is_body()) {
                return self.office_from(at + 1);
            }
            let at_body = next.is_body() && gap.ends_with('在');
            if at_body && self.gap_is(at + 1, &["当", "任", "担任", "做"]) {
                return self.office_from(at + 1);
            }
            if !next.is("TIME") {
                return Vec::new();
            }
            at += 1;
        }
        Vec::new()
    }

    /// The titles that begin at a mark: 机构职务、机构职务.
    fn office_from(&self, first: usize) -> Vec<Held> {
        let (mut held, mut at) = (Vec::new(), first);
        loop {
            let start = at;
            while self.marks.get(at).is_some_and(|mark| mark.is_body()) && self.gap_is(at, OF) {
                at += 1;
            }
            let followed =
                self.marks.get(at + 1).is_some_and(|mark| mark.is("PER")) && self.gap_is(at, &[""]);
            if !self.marks.get(at).is_some_and(|mark| mark.is_office()) || followed {
                return held;
            }
            held.push((at, at.checked_sub(1).filter(|body| at > start && self.marks[*body].is_body())));
            if !self.gap_is(at, &["、", "兼", "，"]) {
                return held;
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Decider, LabelId};
    use crate::issue::{Issue, gesture};
    use crate::propose::corpus;
    use crate::text::CharRange;

    /// An article with one paragraph whose marks are written in the line.
    fn issue(line: &str) -> Issue {
        let head = "@issue id=x | title=t | date=2025-01-01 | page=1\n@article id=a | kind=article\n";
        corpus::parse(&format!("{head}P {line}\n")).unwrap()
    }

    /// `人 < 职务`, `职务 < 机构`, in order of their words.
    fn related(issue: &Issue) -> Vec<String> {
        let article = &issue.articles[0];
        let text = |id: &crate::annotation::EntityId| {
            article.entities().find(|(_, e)| e.id == *id).map_or("?", |(_, e)| e.text.as_str())
        };
        let mut said: Vec<String> =
            article.relations.iter().map(|r| format!("{} < {}", text(&r.from), text(&r.to))).collect();
        said.sort();
        said
    }

    fn check(line: &str, expected: &[&str]) {
        let mut issue = issue(line);
        relate(&mut issue.articles[0], "p");
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(related(&issue), expected, "{line}");
    }

    #[test]
    fn titles_before_a_name_are_all_its_own_and_a_list_shares_them() {
        check(
            "⟦区委副书记|TITLE⟧、⟦区长|TITLE⟧⟦昝学勤|PER⟧讲话。",
            &["昝学勤 < 区委副书记", "昝学勤 < 区长"],
        );
        check("⟦副主席|TITLE⟧⟦扈建章|PER⟧、⟦乜志刚|PER⟧等出席。", &["扈建章 < 副主席", "乜志刚 < 副主席"]);
        check(
            "⟦市住建局|ORG⟧⟦党组书记|TITLE⟧、⟦局长|TITLE⟧⟦沈岚|PER⟧介绍。",
            &["沈岚 < 党组书记", "沈岚 < 局长", "党组书记 < 市住建局", "局长 < 市住建局"],
        );
        check("⟦县长|TITLE⟧⟦沈岚|PER⟧，⟦乜志刚|PER⟧到会。", &["沈岚 < 县长"]);
        check("⟦记者|TITLE⟧ ⟦昝怡|PER⟧", &[]);
    }

    #[test]
    fn titles_after_a_name_are_found_behind_it_in_brackets_and_after_verbs() {
        check("⟦沈岚|PER⟧⟦教授|TITLE⟧说。", &["沈岚 < 教授"]);
        check("⟦沈岚|PER⟧（⟦江海大学|ORG⟧⟦教授|TITLE⟧）说。", &["沈岚 < 教授", "教授 < 江海大学"]);
        check("⟦沈岚|PER⟧任⟦县水务局|ORG⟧⟦局长|TITLE⟧。", &["沈岚 < 局长", "局长 < 县水务局"]);
        check("⟦沈岚|PER⟧⟦今年|TIME⟧50岁，是⟦红星厂|ORG⟧⟦厂长|TITLE⟧。", &["沈岚 < 厂长", "厂长 < 红星厂"]);
        // The title is of the name that follows it.
        check("⟦沈岚|PER⟧、⟦校长|TITLE⟧⟦扈建章|PER⟧。", &["扈建章 < 校长"]);
        check("⟦沈岚|PER⟧⟦校长|TITLE⟧⟦扈建章|PER⟧。", &["扈建章 < 校长"]);
    }

    #[test]
    fn a_title_that_stands_alone_is_of_the_one_body_that_has_such_a_title() {
        check("⟦江豚研究所|ORG⟧放流。⟦所长|TITLE⟧⟦沈岚|PER⟧说。", &["沈岚 < 所长", "所长 < 江豚研究所"]);
        check("⟦甲队|ORG⟧胜⟦乙队|ORG⟧。⟦教练|TITLE⟧⟦沈岚|PER⟧说。", &["沈岚 < 教练"]);
        check(
            "⟦德国|LOC⟧⟦设计师|TITLE⟧⟦沈岚|PER⟧和⟦德国|LOC⟧⟦大使|TITLE⟧⟦乜志刚|PER⟧。",
            &["沈岚 < 设计师", "乜志刚 < 大使", "大使 < 德国"],
        );
    }

    #[test]
    fn decided_relations_stay_and_a_rejected_one_is_not_proposed_again() {
        let mut issue = issue("⟦县长|TITLE⟧⟦沈岚|PER⟧、⟦乜志刚|PER⟧到会。");
        let article = &mut issue.articles[0];
        relate(article, "p");
        let ids: Vec<_> = article.relations.iter().map(|r| r.id.clone()).collect();
        assert_eq!(ids.len(), 2);
        article.relations[0].status = Status::Rejected;
        article.relations[1].status = Status::Accepted;
        let decided = article.relations.clone();
        relate(article, "p-2");
        assert_eq!(article.relations, decided);
    }

    #[test]
    fn a_relation_goes_with_its_end_and_comes_back_with_undo() {
        let who = Decider { by: "林".into(), at: "2026-11-23T21:04:12Z".into(), nested: false };
        let mut before = issue("⟦县长|TITLE⟧⟦沈岚|PER⟧到会。");
        for mark in &mut before.articles[0].blocks[0].entities {
            mark.status = Status::Proposed;
        }
        relate(&mut before.articles[0], "p");
        let (article, block) = (before.articles[0].id.clone(), before.articles[0].blocks[0].id.clone());
        let title = before.articles[0].blocks[0].entities[0].id.clone();
        let person = before.articles[0].blocks[0].entities[1].id.clone();
        let wider = CharRange::new(0, 4);
        let acts = [
            gesture::reject(&before, &person, &who),
            gesture::relabel(&before, &person, &LabelId::new("LOC"), &who),
            // A mark over both rejects both, and the relation goes once.
            gesture::add(&before, &article, &block, wider, &LabelId::new("TERM"), &who),
            gesture::set_range(&before, &title, wider, &who),
        ];
        for act in acts {
            let act = act.unwrap();
            let mut issue = before.clone();
            issue.apply(&act).unwrap();
            assert!(issue.articles[0].relations.is_empty(), "{}", act.gesture);
            relate(&mut issue.articles[0], "p");
            assert!(issue.articles[0].relations.is_empty(), "{}", act.gesture);
            let mut back = before.clone();
            back.apply(&act).unwrap();
            back.apply(&act.inverse()).unwrap();
            assert_eq!(back, before, "{}", act.gesture);
        }
        let accepted = gesture::accept(&before, &person, &who).unwrap();
        let mut issue = before.clone();
        issue.apply(&accepted).unwrap();
        assert_eq!(issue.articles[0].relations.len(), 1);
    }
}
