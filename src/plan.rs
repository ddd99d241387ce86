//! From gaps to actions. In: the assessment and what earlier reports remember of each gap. Out: every gap with its dates, and
//! the actions that close them, in order. Pure; what changed since the last report as a whole is the business of `compare`.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Assessment, Gap, GapId, Severity};
use crate::config::Rules;
use crate::framework::Domain;
use crate::inventory::{Inventory, Ruling};
use crate::names::names;

mod actions;
pub mod phrases;

/// What earlier reports remember of gaps, under the ids of now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    /// Gaps that were open in the last report, as it had them.
    pub open: BTreeMap<GapId, &'a DatedGap>,
    /// Gaps that the last report held, since their system could not be judged, as the last report that could had them.
    pub held: BTreeMap<GapId, &'a DatedGap>,
    /// Gaps that were closed by the last report, with the date of the report that first had them closed.
    pub closed: BTreeMap<GapId, NaiveDate>,
}

impl<'a> Memory<'a> {
    /// A gap as it was last judged, where it has not been closed since.
    pub fn before(&self, id: &GapId) -> Option<&'a DatedGap> {
        self.open.get(id).or_else(|| self.held.get(id)).copied()
    }

    /// How a gap stands against the last report; for a reopened one, since when it had been closed. One that was held goes on.
    pub fn change(&self, gap: &Gap) -> (Change, Option<NaiveDate>) {
        if self.held.contains_key(&gap.id) {
            return (Change::Open, None);
        }
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
    /// The earliest date that somebody wrote down for it.
    #[serde(default)]
    pub promised: Option<NaiveDate>,
    /// Our standard, set when it was first seen; it moves only where the severity rises.
    pub term: NaiveDate,
    /// When it is due: as promised, else by our standard.
    pub due: NaiveDate,
    /// Whether a promise was missed.
    pub overdue: bool,
    /// Whether nothing was promised and our standard has passed.
    #[serde(default)]
    pub past_term: bool,
    /// Days since it was first seen.
    pub age_days: i64,
    /// How it stands against the last report.
    pub change: Change,
    /// How often its promise has moved to a later day, over all reports.
    pub slips: u32,
    /// For a reopened gap: since when it had been closed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closed_since: Option<NaiveDate>,
}

impl DatedGap {
    /// Whether the promise slips if it is this now: it lies later than the last one, and was not among the dates given then.
    pub fn slips_to(&self, promised: Option<NaiveDate>) -> bool {
        match (self.promised, promised) {
            (Some(before), Some(now)) => now > before && !self.gap.promises.contains(&now),
            _ => false,
        }
    }
}

names! {
    /// What kind of action closes a gap.
    ActionKind in "action" {
        /// Classify the systems without a model.
        Classify = "classify",
        /// Name an owner for a domain.
        AssignOwner = "assign-owner",
        /// Renew or close a lapsed risk acceptance.
        Renew = "renew",
        /// Close what one owner has open.
        Deliver = "deliver",
        /// Get assurance from a provider.
        Obtain = "obtain",
    }
}

/// The four figures that an action moves: what they are, or by how much they change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// Duties of ours in state `unowned`.
    pub unowned: i64,
    /// Critical gaps.
    pub critical: i64,
    /// Gaps.
    pub gaps: i64,
    /// Sum of the scores.
    pub exposure: i64,
}

/// The person who owns most of a domain's duties already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlreadyOwns {
    /// How many of the domain's duties.
    pub duties: usize,
    /// Of how many in all.
    pub of: usize,
}

/// What leadership is asked to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// `D1` to `D6`.
    pub number: String,
    /// The key of its action.
    pub action: String,
    /// By when; never in the past.
    pub ask_by: NaiveDate,
}

names! {
    /// What became of a decision that was asked for, told from the gaps.
    Outcome in "outcome" {
        /// None of its gaps is what it was.
        Done = "done",
        /// Some are.
        InPart = "in-part",
        /// All are.
        NotDone = "not-done",
        /// None of them is to be judged any more.
        Moot = "moot",
    }
}

/// A decision that the last report asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// The number that it had.
    pub number: String,
    /// The key of its action.
    pub key: String,
    /// The action's kind.
    pub kind: ActionKind,
    /// Its title, as the report had it in the record's English.
    pub title: String,
    /// As-of date of the report that asked.
    pub asked_on: NaiveDate,
    /// By when it was asked for.
    pub ask_by: NaiveDate,
    /// What became of it.
    pub outcome: Outcome,
    /// What leadership decided, where the inventory says so.
    pub decided: Option<Ruling>,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// Until when it is put off.
    pub until: Option<NaiveDate>,
    /// What was said about it.
    pub note: Option<String>,
    /// What it was to bring.
    pub promised: Figures,
    /// What it brought.
    pub effect: Figures,
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
    /// What it asks for, in the record's English.
    pub title: String,
    /// Set where the assignee is a person who owns much of the domain already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub already_owns: Option<AlreadyOwns>,
    /// Sum of the gaps' scores.
    pub score: u32,
    /// Highest among the gaps.
    pub severity: Severity,
    /// By when it is asked for; never in the past.
    pub ask_by: NaiveDate,
    /// Earliest date among the gaps.
    pub due: NaiveDate,
    /// How many of the gaps have missed their promise.
    pub overdue: usize,
    /// The rows of the inventory that its gaps come from.
    pub rows: usize,
    /// What it changes if it alone is done.
    pub effect: Figures,
    /// How things stand once it and all actions before it are done.
    pub after: Figures,
    /// The domain whose owner is sought.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub domain: Option<Domain>,
    /// The systems concerned, in the order of the inventory.
    pub systems: Vec<String>,
    /// The gaps it closes, worst first.
    pub gaps: Vec<GapId>,
}

/// The days that the plan goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day for which the report speaks.
    pub as_of: NaiveDate,
    /// When leadership meets next, where that is known.
    pub next_meeting: Option<NaiveDate>,
}

/// Every gap with its dates, and the actions that close them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionPlan {
    /// In the order of the assessment.
    pub gaps: Vec<DatedGap>,
    /// In the order in which they take most exposure away.
    pub actions: Vec<Action>,
    /// What leadership is asked for.
    pub decisions: Vec<Decision>,
    /// How things stand once all of that is done.
    pub decisions_after: Figures,
    /// What became of what the last report asked for.
    pub asked: Vec<Asked>,
}

/// Dates the gaps and groups them into actions.
pub fn plan(
    inventory: &Inventory,
    assessment: &Assessment,
    memory: &Memory<'_>,
    rules: &Rules,
    calendar: Calendar,
) -> ActionPlan {
    let as_of = calendar.as_of;
    let gaps: Vec<_> = assessment
        .gaps
        .iter()
        .map(|gap| dated(gap, memory, rules, as_of))
        .collect();
    let actions = actions::actions(&inventory.systems, &gaps, as_of);
    ActionPlan {
        gaps,
        actions,
        ..ActionPlan::default()
    }
}

/// Since when a gap is open, when it is due, and how it moved: the only rule for change and dates.
fn dated(gap: &Gap, memory: &Memory<'_>, rules: &Rules, as_of: NaiveDate) -> DatedGap {
    let before = memory.before(&gap.id);
    let (change, closed_since) = memory.change(gap);
    let first_seen = before.map_or(as_of, |b| b.first_seen);
    let promised = gap.promises.first().copied();
    let term = first_seen + Days::new(u64::from(days(gap.severity, rules)));
    let due = promised.unwrap_or(term);
    DatedGap {
        gap: gap.clone(),
        first_seen,
        promised,
        term,
        due,
        overdue: promised.is_some_and(|day| day < as_of),
        past_term: promised.is_none() && term < as_of,
        age_days: (as_of - first_seen).num_days(),
        change,
        slips: before.map_or(0, |b| b.slips.saturating_add(b.slips_to(promised).into())),
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
