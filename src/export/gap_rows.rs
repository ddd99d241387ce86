//! One row a gap, with every name spelled out: what the gap list, the register and the tickets say of it.
//! In: the snapshot. Out: rows, worst first. Layout is left to the writers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::assess::{Obligation, Severity};
use crate::export::wording;
use crate::framework::Domain;
use crate::plan::{Action, DatedGap};
use crate::snapshot::{Snapshot, SystemRecord};

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
        self.system.map_or(&self.gap.gap.system, |s| &s.name)
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

/// All gaps, worst first: by score, then due date, then id.
pub fn gap_rows(snapshot: &Snapshot) -> Vec<GapRow<'_>> {
    let systems: BTreeMap<&str, &SystemRecord> = snapshot.systems.iter().map(|s| (s.id.as_str(), s)).collect();
    let obligations: BTreeMap<(&str, Domain), &Obligation> = snapshot
        .obligations
        .iter()
        .map(|o| ((o.system.as_str(), o.domain), o))
        .collect();
    let actions: BTreeMap<&str, &Action> = snapshot
        .actions
        .iter()
        .flat_map(|action| action.gaps.iter().map(move |id| (id.as_str(), action)))
        .collect();
    let mut gaps: Vec<&DatedGap> = snapshot.gaps.iter().collect();
    gaps.sort_by_key(|g| rank(g));
    gaps.into_iter()
        .map(|dated| {
            let gap = &dated.gap;
            let obligation = gap
                .domain
                .and_then(|d| obligations.get(&(gap.system.as_str(), d)).copied());
            GapRow {
                gap: dated,
                system: systems.get(gap.system.as_str()).copied(),
                action: actions.get(gap.id.as_str()).copied(),
                domain: gap.domain.map_or("", |d| d.facts().name.as_str()),
                responsibility: obligation.map_or("", |o| o.responsibility.as_str()),
                first_step: wording::first_step(gap.kind, gap.domain, obligation),
            }
        })
        .collect()
}

fn rank(gap: &DatedGap) -> (std::cmp::Reverse<(u32, Severity)>, NaiveDate, &str) {
    let worst_first = std::cmp::Reverse((gap.gap.score, gap.gap.severity));
    (worst_first, gap.due, &gap.gap.id)
}
