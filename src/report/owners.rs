//! Who carries how much. In: the facts. Out: one row an owner with systems, domains, open and overdue gaps; teams without a
//! named person; names in owner cells that cannot own anything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::diagnostic::Code;
use crate::framework::Domain;
use crate::report::facts::Facts;
use crate::report::text::Text;

/// The most owners that are listed.
const OWNERS: usize = 60;
/// The most remarks on names that are listed.
const REMARKS: usize = 30;

/// Who carries how much.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Owners {
    /// How the duties are spread, in one sentence.
    pub intro: String,
    /// Greatest open exposure first.
    pub rows: Vec<Row>,
    /// What is not listed.
    pub more: Option<String>,
    /// Duties that only teams own.
    pub teams: String,
    /// Names that cannot own: what, where, what to do.
    pub barred: Vec<Barred>,
    /// What stands there if there is none.
    pub none_barred: Option<String>,
}

/// One owner.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The name.
    pub name: Text,
    /// Whether it is a team.
    pub team: bool,
    /// Number of systems.
    pub systems: String,
    /// Number of domains.
    pub domains: String,
    /// Number of duties.
    pub duties: String,
    /// Open gaps.
    pub open: String,
    /// Overdue ones among them.
    pub overdue: String,
    /// Whether there are any.
    pub is_late: bool,
    /// The next date.
    pub next: String,
    /// Exposure of the open gaps.
    pub exposure: String,
    /// The same as a share of the greatest.
    pub width: f64,
}

/// A name that cannot own anything.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Barred {
    /// What was found.
    pub message: Text,
    /// Where.
    pub at: Text,
    /// What to do.
    pub help: Text,
}

#[derive(Default)]
struct Load<'a> {
    team: bool,
    systems: BTreeSet<&'a str>,
    domains: BTreeSet<Domain>,
    duties: usize,
    open: usize,
    overdue: usize,
    exposure: u32,
    next: Option<NaiveDate>,
}

impl Owners {
    /// Settles who carries how much.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let mut loads: Vec<_> = loads(facts).into_iter().collect();
        loads.sort_by_key(|(_, load)| (Reverse(load.exposure), Reverse(load.duties)));
        let most = loads.iter().map(|(_, load)| load.exposure).max().unwrap_or(0).max(1);
        let more = loads.len().saturating_sub(OWNERS);
        let teams = facts
            .snapshot
            .obligations
            .iter()
            .filter(|o| o.customer.is_some() && o.team_only)
            .count();
        let barred = barred(facts);
        Self {
            intro: words.count("owners.intro", loads.len(), &[]),
            rows: loads
                .iter()
                .take(OWNERS)
                .map(|(name, load)| row(facts, name, load, most))
                .collect(),
            more: (more > 0).then(|| words.count("owners.more", more, &[])),
            teams: words.count("owners.teams", teams, &[]),
            none_barred: barred.is_empty().then(|| words.text("owners.none_barred")),
            barred,
        }
    }
}

fn loads<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, Load<'a>> {
    let mut loads: BTreeMap<&str, Load<'_>> = BTreeMap::new();
    for duty in facts.snapshot.obligations.iter().filter(|o| o.customer.is_some()) {
        for owner in &duty.owners {
            let load = loads.entry(owner).or_default();
            load.team |= duty.team_only;
            load.systems.insert(&duty.system);
            load.domains.insert(duty.domain);
            load.duties += 1;
        }
    }
    for gap in &facts.snapshot.gaps {
        for owner in &gap.gap.owners {
            let load = loads.entry(owner).or_default();
            load.open += 1;
            load.overdue += usize::from(gap.overdue);
            load.exposure += gap.gap.score;
            load.next = Some(load.next.map_or(gap.due, |next| next.min(gap.due)));
        }
    }
    loads
}

fn row(facts: &Facts<'_>, name: &str, load: &Load<'_>, most: u32) -> Row {
    let words = facts.words;
    Row {
        name: Text::new(name),
        team: load.team,
        systems: words.number(load.systems.len()),
        domains: words.number(load.domains.len()),
        duties: words.number(load.duties),
        open: words.number(load.open),
        overdue: words.number(load.overdue),
        is_late: load.overdue > 0,
        next: load.next.map_or_else(String::new, |day| words.date(day)),
        exposure: words.number(load.exposure as usize),
        width: f64::from(load.exposure) / f64::from(most),
    }
}

fn barred(facts: &Facts<'_>) -> Vec<Barred> {
    let barring = [Code::OwnerIsVendor, Code::OwnerLeft, Code::OwnerPlaceholder];
    let found = facts.snapshot.warnings.iter().filter(|w| barring.contains(&w.code));
    let shown = |warning: &crate::diagnostic::Diagnostic| Barred {
        message: Text::new(&warning.message),
        at: facts.places(warning),
        help: Text::new(&warning.help),
    };
    found.take(REMARKS).map(shown).collect()
}
