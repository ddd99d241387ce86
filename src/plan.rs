//! From gaps to actions. In: the assessment and what earlier reports remember of each gap. Out: every gap with its dates, and
//! the actions that close them, in order. Pure; what changed since the last report as a whole is the business of `compare`.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Gap, GapId, Severity};
use crate::config::Rules;
use crate::framework::Domain;
use crate::inventory::Inventory;
use crate::names::names;

mod actions;
pub mod phrases;

/// What earlier reports remember of gaps, under the ids of now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    /// Gaps that were open in the last report, as it had them.
    pub open: BTreeMap<GapId, &'a DatedGap>,
    /// Gaps that were closed by the last report, with the date of the report that first had them closed.
    pub closed: BTreeMap<GapId, NaiveDate>,
}

impl Memory<'_> {
    /// How a gap stands against the last report; for a reopened one, since when it had been closed.
    pub fn change(&self, gap: &Gap) -> (Change, Option<NaiveDate>) {
        let Some(before) = self.open.get(&gap.id) else {
            let closed_since = self.closed.get(&gap.id).copied();
            return (closed_since.map_or(Change::New, |_| Change::Reopened), closed_since);
        };
        let change = match gap.weight.cmp(&before.gap.weight) {
            Ordering::Less => Change::Improved,
            Ordering::Equal => Change::Open,
            Ordering::Greater => Change::Worsened,
        };
        (change, None)
    }
}

names! {
    /// How a gap stands against the last report.
    Change in "change" {
        /// Seen for the first time.
        New = "new",
        /// Open as before.
        Open = "open",
        /// Open; the weight of its kind fell.
        Improved = "improved",
        /// Open; the weight of its kind rose.
        Worsened = "worsened",
        /// Had been closed, and is back.
        Reopened = "reopened",
    }
}

/// A gap with its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatedGap {
    /// What is missing.
    #[serde(flatten)]
    pub gap: Gap,
    /// As-of date of the first report that had it open without interruption.
    pub first_seen: NaiveDate,
    /// When it is due.
    pub due: NaiveDate,
    /// Whether the due date lies before the as-of date.
    pub overdue: bool,
    /// Days since it was first seen.
    pub age_days: i64,
    /// How it stands against the last report.
    pub change: Change,
    /// How often its due date has moved to a later day, over all reports.
    pub slips: u32,
    /// For a reopened gap: since when it had been closed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closed_since: Option<NaiveDate>,
}

impl DatedGap {
    /// Whether the due date slips if it moves to this day.
    pub fn slips_to(&self, due: NaiveDate) -> bool {
        due > self.due
    }
}

names! {
    /// What kind of action closes a gap.
    ActionKind in "action" {
        /// Classify the systems without a model.
        Classify = "classify",
        /// Name an owner for a domain.
        AssignOwner = "assign-owner",
        /// Close what one owner has open.
        Deliver = "deliver",
        /// Get assurance from a provider.
        Obtain = "obtain",
    }
}

/// One thing that leadership can decide, an owner deliver, or a provider be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// `A1`, `A2` ... in order; not stable from quarter to quarter.
    pub number: String,
    /// What kind.
    pub kind: ActionKind,
    /// Stable from quarter to quarter.
    pub key: String,
    /// Who does it: an owner as the inventory names him, or a role in English.
    pub assignee: String,
    /// Sum of the gaps' scores.
    pub score: u32,
    /// Highest among the gaps.
    pub severity: Severity,
    /// Earliest among the gaps.
    pub due: NaiveDate,
    /// Whether the due date lies before the as-of date.
    pub overdue: bool,
    /// Share of the whole exposure that this action and all before it close, 0 to 1.
    pub running_share: f64,
    /// The domain whose owner is sought.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub domain: Option<Domain>,
    /// The systems concerned, in the order of the inventory.
    pub systems: Vec<String>,
    /// The gaps it closes, worst first.
    pub gaps: Vec<GapId>,
}

/// Every gap with its dates, and the actions that close them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionPlan {
    /// In the order of the assessment.
    pub gaps: Vec<DatedGap>,
    /// In the order in which they close most.
    pub actions: Vec<Action>,
}

/// Dates the gaps and groups them into actions.
pub fn plan(inventory: &Inventory, gaps: &[Gap], memory: &Memory<'_>, rules: &Rules, as_of: NaiveDate) -> ActionPlan {
    let gaps: Vec<_> = gaps.iter().map(|gap| dated(gap, memory, rules, as_of)).collect();
    let actions = actions::actions(&inventory.systems, &gaps, as_of);
    ActionPlan { gaps, actions }
}

/// Since when a gap is open, when it is due, and how it moved: the only rule for change and dates.
fn dated(gap: &Gap, memory: &Memory<'_>, rules: &Rules, as_of: NaiveDate) -> DatedGap {
    let before = memory.open.get(&gap.id);
    let (change, closed_since) = memory.change(gap);
    let first_seen = before.map_or(as_of, |b| b.first_seen);
    let due = gap
        .stated_due
        .unwrap_or_else(|| first_seen + Days::new(u64::from(days(gap.severity, rules))));
    DatedGap {
        gap: gap.clone(),
        first_seen,
        due,
        overdue: due < as_of,
        age_days: (as_of - first_seen).num_days(),
        change,
        slips: before.map_or(0, |b| b.slips.saturating_add(b.slips_to(due).into())),
        closed_since,
    }
}

/// Gaps worst first, wherever they are listed so: the highest score, then the earliest due date; among equals the order stays.
pub fn worst_first<'a>(gaps: impl IntoIterator<Item = &'a DatedGap>) -> Vec<&'a DatedGap> {
    let mut gaps: Vec<_> = gaps.into_iter().collect();
    gaps.sort_by_key(|gap| (Reverse(gap.gap.score), gap.due));
    gaps
}

fn days(severity: Severity, rules: &Rules) -> u32 {
    match severity {
        Severity::Critical => rules.due_days.critical,
        Severity::High => rules.due_days.high,
        Severity::Medium => rules.due_days.medium,
        Severity::Low => rules.due_days.low,
    }
}
