//! From gaps to actions. In: the inventory and its assessment, and what earlier reports remember. Out: every gap with its dates, the
//! actions that close them in order, each with what it would change, what leadership is asked for, and what became of what it was
//! asked for last time. Pure; what changed since the last report as a whole is the business of `compare`.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Assessment, Gap, GapId, Severity};
use crate::config::Rules;
use crate::diagnostic::Diagnostics;
use crate::framework::Domain;
use crate::inventory::{Inventory, Ruling};
use crate::names::names;

mod actions;
mod asked;
mod ceased;
mod dates;
mod decisions;
mod figures;
mod keys;
mod owning;
pub mod phrases;
mod renewals;
mod rulings;

pub use ceased::{ClosedAction, closed_actions};
pub use figures::{Ended, Figures};

/// What earlier reports remember of gaps, under the ids of now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    /// Gaps that were open in the last report, as it had them.
    pub open: BTreeMap<GapId, &'a DatedGap>,
    /// Gaps that the last report could not judge, as the last one had them that could; once judged again they go on as before.
    pub held: BTreeMap<GapId, &'a DatedGap>,
    /// Gaps that were closed by the last report, with the date of the report that first had them closed.
    pub closed: BTreeMap<GapId, NaiveDate>,
    /// What the last report planned; nothing in a first report.
    pub last: Option<LastPlan<'a>>,
}

/// What the last report planned and asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastPlan<'a> {
    /// Its as-of date.
    pub as_of: NaiveDate,
    /// Its actions.
    pub actions: &'a [Action],
    /// What it asked leadership for.
    pub decisions: &'a [Decision],
    /// Id in that report = id now, for systems that have another one.
    pub renames: BTreeMap<String, String>,
}

impl LastPlan<'_> {
    /// A gap of that report under the id of now.
    fn now(&self, id: &GapId) -> GapId {
        GapId::new(self.renames.get(&id.system).unwrap_or(&id.system), id.duty)
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
    /// The promise of the last report, if the inventory no longer holds it and nothing earlier took its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub withdrawn: Option<NaiveDate>,
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

    /// Whether it is promised for a day later than our standard allows.
    pub fn beyond_term(&self) -> bool {
        self.promised.is_some_and(|day| day > self.term)
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
    /// What was decided about it before: accepted and still open, or put off until now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided: Option<Ruling>,
    /// When that was decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_on: Option<NaiveDate>,
}

/// An action that leadership is not asked for, because it has rejected it or put it off; its gaps stay open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetAside {
    /// The key of the action.
    pub action: String,
    /// Rejected or deferred.
    pub ruling: Ruling,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// Until when it is put off.
    pub until: Option<NaiveDate>,
    /// What was said about it.
    pub note: Option<String>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// How many duties of ours that domain has, owned or not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub duties: Option<usize>,
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

impl Calendar {
    /// By when something is asked for: at the next meeting, where that is still to come, else within the days that the rules give.
    fn ask_by(self, rules: &Rules) -> NaiveDate {
        let coming = self.next_meeting.filter(|day| *day >= self.as_of);
        coming.unwrap_or_else(|| dates::after(self.as_of, rules.decide_days))
    }
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
    /// What leadership has rejected or put off, in the order of the actions.
    pub set_aside: Vec<SetAside>,
    /// What became of what the last report asked for.
    pub asked: Vec<Asked>,
    /// What is doubtful in the list of decisions.
    pub diagnostics: Diagnostics,
}

/// What the whole plan follows from.
struct Basis<'a> {
    inventory: &'a Inventory,
    assessment: &'a Assessment,
    memory: &'a Memory<'a>,
    rules: &'a Rules,
    calendar: Calendar,
    /// The cells of the rows that are due on a day: put together where a promise is looked for that a gap no longer has.
    due: OnceCell<BTreeMap<NaiveDate, BTreeSet<String>>>,
}

/// Dates the gaps, groups them into actions, and says what leadership is asked for.
pub fn plan(
    inventory: &Inventory,
    assessment: &Assessment,
    memory: &Memory<'_>,
    rules: &Rules,
    calendar: Calendar,
) -> ActionPlan {
    let basis = Basis {
        inventory,
        assessment,
        memory,
        rules,
        calendar,
        due: OnceCell::new(),
    };
    let gaps: Vec<_> = assessment.gaps.iter().map(|gap| dates::dated(gap, &basis)).collect();
    let actions = actions::actions(&gaps, &basis);
    let mut diagnostics = Diagnostics::default();
    dates::note_past_meeting(calendar, &mut diagnostics);
    let rulings = rulings::Rulings::of(&actions, &basis, &mut diagnostics);
    let asked = asked::asked(&rulings, &basis);
    let chosen = decisions::chosen(&actions, &rulings, &basis);
    let now = Figures::of(&assessment.gaps);
    ActionPlan {
        decisions_after: chosen.iter().fold(now, |sum, action| sum + action.effect),
        decisions: decisions::numbered(&chosen, &rulings),
        set_aside: decisions::set_aside(&actions, &rulings, calendar.as_of),
        gaps,
        actions,
        asked,
        diagnostics,
    }
}

/// Gaps worst first, wherever they are listed so: the highest score, then the earliest due date; among equals the order stays.
pub fn worst_first<'a>(gaps: impl IntoIterator<Item = &'a DatedGap>) -> Vec<&'a DatedGap> {
    let mut gaps: Vec<_> = gaps.into_iter().collect();
    gaps.sort_by_key(|gap| (Reverse(gap.gap.score), gap.due));
    gaps
}
