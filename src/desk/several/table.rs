//! The figures of agreement as text that a spreadsheet takes apart: for every two annotators the table by label, then which
//! label the one gave to characters where the other gave which.

use crate::dataset::agreement::{Agreement, Hits};
use crate::desk::Desk;
use crate::desk::state::State;
use crate::desk::table::tabbed;

/// The text.
pub fn text(state: &State, agreement: &Agreement) -> String {
    let figure = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.4}"));
    let name = |n: usize| agreement.names.get(n).map_or("", String::as_str);
    let mut lines = vec![
        vec!["α".to_owned(), figure(agreement.alpha)],
        vec![state.say("agree.topics").to_owned(), figure(agreement.topics)],
    ];
    let labels: Vec<String> =
        agreement.labels.iter().map(|label| state.label_called(label).to_owned()).collect();
    for pair in agreement.pairs.iter().filter(|pair| pair.articles > 0) {
        lines.push(Vec::new());
        let relaxed = format!("F1 {}", state.say("agree.relaxed"));
        lines.push(vec![
            format!("{} / {}", name(pair.who.0), name(pair.who.1)),
            "κ".into(),
            "F1".into(),
            relaxed,
        ]);
        for (n, label) in labels.iter().enumerate() {
            let f1 = |hits: &[Hits]| figure(hits.get(n).and_then(|hits| hits.f1()));
            lines.push(vec![label.clone(), figure(pair.kappa_of(n)), f1(&pair.strict), f1(&pair.relaxed)]);
        }
        let (strict, relaxed) = pair.f1();
        let all = state.say("agree.together").to_owned();
        lines.push(vec![all, figure(pair.kappa()), figure(strict), figure(relaxed)]);
        let words: Vec<String> =
            labels.iter().cloned().chain([state.say("agree.unmarked").to_owned()]).collect();
        lines.push(std::iter::once(String::new()).chain(words.iter().cloned()).collect());
        for (a, word) in words.iter().enumerate() {
            let counts = (0..words.len()).map(|b| pair.table.cell(a, b).to_string());
            lines.push(std::iter::once(word.clone()).chain(counts).collect());
        }
    }
    tabbed(lines)
}

impl Desk {
    /// Copies a table of the statistics, or without one these figures.
    pub(in crate::desk) fn copy_table(&mut self, ctx: &egui::Context, of: Option<&str>) {
        if of.is_some() {
            return self.copy_statistics(ctx, of);
        }
        let Some(agreement) = self.state.several.agreement.clone() else { return };
        ctx.copy_text(text(&self.state, &agreement));
        self.toast("toast.copied", false);
    }
}
