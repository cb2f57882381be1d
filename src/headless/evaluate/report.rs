//! The figures for people, a line or two for each part.

use super::doc::Warnings;
use super::scores::{Prf, Ratio, Scores, Slip};
use std::fmt::{self, Display, Formatter};

impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "P {:.4}  R {:.4}  F1 {:.4}", self.p, self.r, self.f1)
    }
}

impl Display for Prf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}  (tp {} pred {} gold {})", self.ratio, self.tp, self.pred, self.gold)
    }
}

impl Display for Warnings {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(|(what, count)| format!("'{what}': {count}")).collect();
        write!(f, "{{{}}}", all.join(", "))
    }
}

impl Display for Scores {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.entities(f)?;
        self.structure(f)?;
        let t = &self.topics;
        writeln!(f, "TOPICS micro          {}", t.micro)?;
        writeln!(f, "  all exact {:.4}   keywords {}", t.articles_all_topics_exact, t.keywords_exact)?;
        let w = &self.warnings;
        if !w.gold.0.is_empty() || !w.pred.0.is_empty() {
            writeln!(f, "WARNINGS {{'gold': {}, 'pred': {}}}", w.gold, w.pred)?;
        }
        let mut slips = |what: &str, list: &[Slip]| {
            list.iter().try_for_each(|(label, text, at)| writeln!(f, "  {what:<8} {label:<6} {text} @{at}"))
        };
        slips("missed", &self.missed)?;
        slips("spurious", &self.spurious)
    }
}

impl Scores {
    fn entities(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (all, core) = (&self.entities.all, &self.entities.per_loc_org);
        writeln!(f, "ENTITIES strict       {}", all.strict)?;
        writeln!(f, "  span only           {}", all.span_only)?;
        writeln!(f, "  overlap same label  {}", all.overlap_same_label)?;
        for (label, score) in &self.entities.per_label.0 {
            writeln!(f, "  {label:<19} {score}")?;
        }
        writeln!(f, "  PER/LOC/ORG strict  {}", core.strict)?;
        writeln!(f, "  PER/LOC/ORG span    {}", core.span_only)?;
        writeln!(f, "  PER/LOC/ORG overlap {}", core.overlap_same_label)
    }

    fn structure(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let s = &self.segmentation;
        writeln!(f, "SEGMENTATION pairwise {}", s.pairwise)?;
        writeln!(
            f,
            "  b-cubed F1 {:.4}   articles with Jaccard>=0.9 {:.4}   records gold {} pred {}",
            s.bcubed_f1, s.matched, s.gold_records, s.pred_records
        )?;
        let r = &self.roles;
        writeln!(
            f,
            "ROLES accuracy {:.4}   headings merged {:.4}   kind {:.4}",
            r.accuracy, r.accuracy_headings_merged, r.kind_accuracy
        )?;
        let each: Vec<String> =
            r.per_role.0.iter().map(|(role, s)| format!("{role} {:.3}/{}", s.accuracy, s.chars)).collect();
        writeln!(f, "    {}", each.join("  "))?;
        let h = &self.headline;
        let missed: Vec<&str> = h.missed.iter().map(|id| id.as_deref().unwrap_or("None")).collect();
        let missed = if missed.is_empty() { "-".to_owned() } else { missed.join(",") };
        writeln!(
            f,
            "HEADLINE attachment {:.4} of {} (missed {missed})   one article each {:.4}   all headings {:.4}   \
             headless left clean {:.4} of {}",
            h.attachment,
            h.articles_with_headline,
            h.attachment_one_to_one,
            h.all_headings_attachment,
            h.headless_left_clean,
            h.headless_articles
        )?;
        writeln!(f, "PARAGRAPH boundaries  {}", self.paragraph_boundaries)?;
        let t = &self.text_fidelity;
        writeln!(
            f,
            "FIDELITY covered once {:.4}   missing {} repeated {} of {}   pred text != source {}",
            t.covered_exactly_once,
            t.missing,
            t.repeated,
            t.gold_chars,
            t.pred_text_chars_differing_from_source
        )
    }
}
