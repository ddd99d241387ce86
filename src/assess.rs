//! The one real decision: for each system and each domain, whose duty is it, who has it, and what is missing.
//! In: the inventory, the matrix, the rules, the as-of date. Out: one [`Obligation`] for each system and domain, and its gaps.
//! Pure: no clock, no files, no printing. Dates of gaps are the business of `plan`.

mod coverage;
mod doubts;
mod gap_id;
mod judge;
mod ours;
mod owners;
mod proof;
mod terms;
mod theirs;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Rules;
use crate::diagnostic::Diagnostics;
use crate::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use crate::inventory::{Grade, Inventory, Scope, System};

use coverage::Coverage;
pub use coverage::meetings;
pub use gap_id::{Duty, GapId, SpelledOut, spelled_out};
use judge::{Crossing, Judge};
pub use terms::{Because, CustomerState, GapKind, ImpactSource, ProviderState, Severity, Side};

/// One in-scope, classified system and one domain that applies to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Obligation {
    /// The system's id.
    pub system: String,
    /// The domain.
    pub domain: Domain,
    /// Whose duty it is; never N/A.
    pub responsibility: Responsibility,
    /// Whether the framework marks it as a critical focus area.
    pub critical_focus: bool,
    /// The models whose cell is the strictest.
    pub asked_by: Vec<DeploymentModel>,
    /// The state of our side, if there is one.
    pub customer: Option<CustomerState>,
    /// The state of the provider's side, if there is one.
    pub provider: Option<ProviderState>,
    /// Who owns our side: sorted names, without repeats.
    pub owners: Vec<String>,
    /// Owned, but only by teams: no named person.
    pub team_only: bool,
    /// Owned, but only by rows that are wider than the system.
    #[serde(default)]
    pub blanket: bool,
    /// Everything that counts is in place (or stale for having been so for too long), but none of it has a review date.
    pub never_reviewed: bool,
    /// As-of date of the first report of an unbroken run in which our side was in place or stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_since: Option<NaiveDate>,
    /// In place, and some live row of ours names evidence that counts.
    #[serde(default)]
    pub proven: bool,
    /// Proven only by evidence of which nothing says from when it is.
    #[serde(default)]
    pub proven_undated: bool,
    /// The strongest evidence that confirms the provider's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assured_by: Option<Grade>,
    /// Confirmed only by evidence of which nothing says from when it is.
    #[serde(default)]
    pub assured_undated: bool,
    /// The last day on which what confirms the provider's side counts; none where nothing does, or where it never expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assured_until: Option<NaiveDate>,
    /// The cells of our rows that count; the system's own cell if there is none.
    pub source: Vec<String>,
    /// The cells of the rows that confirm the provider's side.
    pub provider_source: Vec<String>,
}

/// What is missing on one side of an obligation, or a system whose obligations are not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// Which duty of which system.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// What kind.
    pub kind: GapKind,
    /// Weight of the kind.
    pub weight: u32,
    /// Impact of the system, one more for a critical focus area, 4 at most.
    pub impact: u32,
    /// Weight x impact.
    pub score: u32,
    /// From the score.
    pub severity: Severity,
    /// Who owns the duty, if anybody: sorted names.
    pub owners: Vec<String>,
    /// All due dates stated in the rows of this side that are not done, earliest first.
    #[serde(default)]
    pub promises: Vec<NaiveDate>,
    /// For the provider's side, and where evidence is missing: what there is instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
    /// The cells it can be traced to.
    pub source: Vec<String>,
    /// How many of them are rows of controls (of the list of systems, for a system without a model); none where nothing is written down.
    #[serde(default)]
    pub rows: usize,
}

/// A risk acceptance that holds, or held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Acceptance {
    /// The duty of ours that it is for.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// Why.
    pub reason: Option<String>,
    /// Who approved it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// Days left on the as-of date; negative if it has lapsed.
    pub days_left: i64,
    /// What the duty would score without it.
    #[serde(default)]
    pub score: u32,
    /// The cell of the row.
    pub source: String,
}

/// What the last report knew, under the ids of now; nothing in a first report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The impact of each system that was stated then, or kept.
    pub impacts: BTreeMap<String, u32>,
    /// Since when a duty of ours has been in place or stale.
    pub in_place_since: BTreeMap<(String, Domain), NaiveDate>,
}

impl Remembered {
    /// The impact of a system, 1 to 4, and how it is known: as stated, else as the last report knew it, else 2.
    pub fn impact(&self, system: &System) -> (u32, ImpactSource) {
        const ASSUMED: u32 = 2;
        let kept = || self.impacts.get(&system.id).map(|impact| (*impact, ImpactSource::Kept));
        let stated = system.known_impact().map(|impact| (impact, ImpactSource::Stated));
        stated.or_else(kept).unwrap_or((ASSUMED, ImpactSource::Assumed))
    }

    /// Since when a duty of ours has been in place or stale, as far as the last report knew.
    fn in_place_since(&self, system: &System, domain: Domain) -> Option<NaiveDate> {
        self.in_place_since.get(&(system.id.clone(), domain)).copied()
    }
}

/// The whole crossing of inventory and matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Every obligation, systems in the order of the inventory, domains in the order of the framework.
    pub obligations: Vec<Obligation>,
    /// Every gap, in the same order.
    pub gaps: Vec<Gap>,
    /// What is left of a gap once its action is done and nothing else changed; nothing is left of those that are not listed.
    pub left: BTreeMap<GapId, Gap>,
    /// The gaps that the systems without a model would have instead of that one, at the strictest reading of the matrix.
    pub at_strictest: Vec<Gap>,
    /// Risk acceptances that count for an obligation: those that lapsed, and those that hold.
    pub acceptances: Vec<Acceptance>,
    /// What the crossing found doubtful.
    pub diagnostics: Diagnostics,
}

/// Crosses the inventory with the matrix.
pub fn assess(
    inventory: &Inventory,
    matrix: &Matrix,
    rules: &Rules,
    as_of: NaiveDate,
    remembered: &Remembered,
) -> Assessment {
    let judge = Judge {
        inventory,
        rules,
        as_of,
        remembered,
        coverage: Coverage::of(inventory, rules, as_of),
    };
    let mut out = Crossing::default();
    for system in inventory.systems.iter().filter(|s| s.scope == Scope::In) {
        match remembered.impact(system) {
            (_, ImpactSource::Stated) => {}
            (impact, ImpactSource::Kept) => out.doubts.impact_kept(system, impact),
            (_, ImpactSource::Assumed) => out.doubts.impact_unknown(system),
        }
        let subject = judge.subject(system);
        if system.models.is_empty() {
            judge.unclassified(&subject, &mut out);
            out.found.at_strictest.extend(judge.at_strictest(&subject, matrix));
        } else {
            judge.system(&subject, matrix, &mut out);
        }
    }
    Assessment {
        diagnostics: out.doubts.told(&judge.coverage.lines, as_of),
        ..out.found
    }
}
