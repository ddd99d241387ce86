//! One row a gap, with every name spelled out: what the gap list, the register and the tickets say of it.
//! In: the snapshot. Out: rows, worst first. Layout is left to the writers.

use crate::export::wording;
use crate::plan::{Action, DatedGap};
use crate::snapshot::{Index, Snapshot, SystemRecord};

/// One gap in words.
pub struct GapRow<'a> {
    /// The gap itself.
    pub gap: &'a DatedGap,
    /// Its system, if the snapshot lists it.
    pub system: Option<&'a SystemRecord>,
    /// The action that closes it.
    pub action: Option<&'a Action>,
    /// Name of the domain; empty for an unclassified system.
    pub domain: &'static str,
    /// `Customer`, `Shared` or `Provider`; empty for an unclassified system.
    pub responsibility: &'static str,
    /// What to do first.
    pub first_step: String,
}

impl GapRow<'_> {
    /// The system's name, or its id if the snapshot does not list it.
    pub fn system_name(&self) -> &str {
        self.system.map_or(&self.gap.gap.id.system, |s| &s.name)
    }

    /// One line that says what is wrong and where.
    pub fn title(&self) -> String {
        let kind = wording::kind(self.gap.gap.kind);
        match self.domain {
            "" => format!("{}: {kind}", self.system_name()),
            domain => format!("{}, {domain}: {kind}", self.system_name()),
        }
    }
}

/// All gaps, worst first.
pub fn gap_rows(snapshot: &Snapshot) -> Vec<GapRow<'_>> {
    let index = Index::new(snapshot);
    index.worst_gaps().into_iter().map(|dated| row(dated, &index)).collect()
}

fn row<'a>(dated: &'a DatedGap, index: &Index<'a>) -> GapRow<'a> {
    let (id, domain) = (&dated.gap.id, dated.gap.id.domain());
    let obligation = domain.and_then(|domain| index.duty(&id.system, domain));
    GapRow {
        gap: dated,
        system: index.system(&id.system),
        action: index.action_of(id),
        domain: domain.map_or("", |d| d.facts().name.as_str()),
        responsibility: obligation.map_or("", |o| o.responsibility.id()),
        first_step: wording::first_step(dated.gap.kind, domain, obligation),
    }
}
