//! One row a gap, with every name spelled out: what the gap list, the register and the tickets say of it.
//! In: the snapshot, and the words of a language. Out: rows, worst first. Layout is left to the writers.

use std::collections::BTreeMap;

use crate::plan::{Action, DatedGap};
use crate::snapshot::{Index, Snapshot, SystemRecord};
use crate::words::Words;

/// One gap in words.
#[derive(Clone)]
pub struct GapRow<'a> {
    /// The words that the names are taken from.
    pub words: &'static Words,
    /// The gap itself.
    pub gap: &'a DatedGap,
    /// Its system, if the snapshot lists it.
    pub system: Option<&'a SystemRecord>,
    /// The action that closes it.
    pub action: Option<&'a Action>,
    /// What that action is called; the first step where there is none.
    pub task: String,
    /// Name of the domain; empty for an unclassified system.
    pub domain: String,
    /// Whose duty it is; empty for an unclassified system.
    pub responsibility: String,
    /// What to do first.
    pub first_step: String,
}

impl GapRow<'_> {
    /// The system's name, or its id if the snapshot does not list it.
    pub fn system_name(&self) -> &str {
        self.system.map_or(&self.gap.gap.id.system, |s| &s.name)
    }

    /// How it is late, if it is: a promise was missed, or nothing was promised and our standard has passed.
    pub fn lateness(&self) -> Option<String> {
        match (self.gap.overdue, self.gap.past_term) {
            (true, _) => Some(self.words.text("heading.overdue")),
            (false, true) => Some(self.words.text("heading.past_term")),
            (false, false) => None,
        }
    }

    /// One line that says what is wrong and where.
    pub fn title(&self) -> String {
        let (words, kind) = (self.words, self.words.name(self.gap.gap.kind));
        let (system, domain) = (self.system_name(), self.domain.as_str());
        match domain {
            "" => words.say("brief.title", &[("system", system), ("kind", &kind)]),
            _ => words.say(
                "brief.title_in",
                &[("system", system), ("domain", domain), ("kind", &kind)],
            ),
        }
    }
}

/// All gaps, worst first.
pub fn gap_rows<'a>(snapshot: &'a Snapshot, words: &'static Words) -> Vec<GapRow<'a>> {
    let index = Index::new(snapshot);
    let titles = snapshot
        .actions
        .iter()
        .map(|action| (action.number.as_str(), index.title(action, words)));
    let titles: BTreeMap<&str, String> = titles.collect();
    let row = |dated| row(dated, &index, &titles, words);
    index.worst_gaps().into_iter().map(row).collect()
}

fn row<'a>(
    dated: &'a DatedGap,
    index: &Index<'a>,
    titles: &BTreeMap<&str, String>,
    words: &'static Words,
) -> GapRow<'a> {
    let (id, domain) = (&dated.gap.id, dated.gap.id.domain());
    let obligation = domain.and_then(|domain| index.duty(&id.system, domain));
    let (action, first_step) = (index.action_of(id), index.first_step(dated, words));
    let title = action.and_then(|action| titles.get(action.number.as_str()));
    GapRow {
        words,
        gap: dated,
        system: index.system(&id.system),
        action,
        task: title.unwrap_or(&first_step).clone(),
        domain: domain.map(|domain| words.name(domain)).unwrap_or_default(),
        responsibility: obligation.map(|o| words.title(o.responsibility)).unwrap_or_default(),
        first_step,
    }
}
