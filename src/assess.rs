//! The one real decision: for each system and each domain, whose duty is it, who has it, and what is missing.
//! In: the inventory, the matrix, the rules, the as-of date. Out: one [`Obligation`] for each system and domain, and its gaps.
//! Pure: no clock, no files, no printing. Dates of gaps are the business of `plan`.

mod doubts;
mod gap_id;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Rules;
use crate::diagnostic::{Diagnostics, Location};
use crate::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use crate::inventory::{
    Control, ControlStatus, Departure, Inventory, Level, Owner, OwnerKind, Party, Reach, Scope, System, company_key,
    name_key,
};

use doubts::Doubts;
pub use gap_id::{Duty, GapId, SpelledOut, spelled_out};
pub use terms::{CustomerState, GapKind, ProviderState, Severity, Side};

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
    /// Everything that counts is in place, but none of it has a review date.
    pub never_reviewed: bool,
    /// Earliest due date stated in our rows.
    pub customer_due: Option<NaiveDate>,
    /// Earliest due date stated in the provider's rows.
    pub provider_due: Option<NaiveDate>,
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
    /// Earliest due date stated in the rows of this side.
    pub stated_due: Option<NaiveDate>,
    /// The cells it can be traced to.
    pub source: Vec<String>,
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
    /// The cell of the row.
    pub source: String,
}

/// The whole crossing of inventory and matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Every obligation, systems in the order of the inventory, domains in the order of the framework.
    pub obligations: Vec<Obligation>,
    /// Every gap, in the same order.
    pub gaps: Vec<Gap>,
    /// Risk acceptances that count for an obligation: those that lapsed, and those that hold.
    pub acceptances: Vec<Acceptance>,
    /// What the crossing found doubtful.
    pub diagnostics: Diagnostics,
}

/// Crosses the inventory with the matrix.
pub fn assess(inventory: &Inventory, matrix: &Matrix, rules: &Rules, as_of: NaiveDate) -> Assessment {
    let judge = Judge {
        inventory,
        rules,
        as_of,
        coverage: Coverage::of(&inventory.controls),
    };
    let mut out = Crossing::default();
    for system in inventory.systems.iter().filter(|s| s.scope == Scope::In) {
        if system.known_impact().is_none() {
            out.doubts.impact_unknown(system);
        }
        if system.models.is_empty() {
            out.found.gaps.push(judge.unclassified(system));
        } else {
            judge.system(system, matrix, &mut out);
        }
    }
    let used: BTreeSet<String> = out.found.acceptances.iter().map(|a| a.source.clone()).collect();
    let with_exception = inventory.controls.iter().filter(|c| c.exception.is_some());
    with_exception
        .filter(|c| !used.contains(&c.at.short()))
        .for_each(|control| out.doubts.exception_unused(control));
    Assessment {
        diagnostics: out.doubts.told(),
        ..out.found
    }
}

/// The crossing while it goes on.
#[derive(Default)]
struct Crossing {
    found: Assessment,
    doubts: Doubts,
}

/// What every judgement needs to see.
struct Judge<'a> {
    inventory: &'a Inventory,
    rules: &'a Rules,
    as_of: NaiveDate,
    coverage: Coverage<'a>,
}

/// The rows that cover one system and domain.
#[derive(Default)]
struct Rows<'a> {
    /// Ours, of the narrowest level that has any.
    customer: Vec<&'a Control>,
    /// The provider's own, and all others that could carry the provider's evidence, of every level.
    all: Vec<&'a Control>,
}

impl Judge<'_> {
    fn system(&self, system: &System, matrix: &Matrix, out: &mut Crossing) {
        let reaches = system.reaches();
        for domain in Domain::ALL {
            let Some(mut obligation) = owed(system, domain, matrix) else {
                continue;
            };
            let rows = self.coverage.rows(&reaches, domain);
            if obligation.responsibility.has_customer_side() {
                self.customer_side(system, &rows.customer, &mut obligation, out);
            }
            if obligation.responsibility.has_provider_side() {
                self.provider_side(system, &rows.all, &mut obligation, out);
            }
            out.found.obligations.push(obligation);
        }
    }

    fn customer_side(&self, system: &System, rows: &[&Control], obligation: &mut Obligation, out: &mut Crossing) {
        let owners = self.owners(system, rows, &mut out.doubts);
        let state = self.customer_state(rows, !owners.is_empty());
        obligation.customer = Some(state);
        obligation.team_only = !owners.is_empty() && owners.iter().all(|o| o.kind == OwnerKind::Team);
        obligation.owners = owners.into_iter().map(|o| o.name).collect();
        obligation.owners.sort();
        obligation.customer_due = rows.iter().filter_map(|c| c.due).min();
        obligation.source = cells(rows, system);
        obligation.never_reviewed = state == CustomerState::InPlace && self.newest_review(rows).is_none();
        self.note_review_dates(rows, obligation.never_reviewed, &mut out.doubts);
        if matches!(state, CustomerState::Accepted | CustomerState::ExceptionExpired) {
            let domain = obligation.domain;
            out.found
                .acceptances
                .extend(rows.iter().filter_map(|c| self.acceptance(system, domain, c)));
        }
        let gap = state
            .gap()
            .map(|kind| self.gap(system, obligation, Duty::Ours(obligation.domain), kind));
        out.found.gaps.extend(gap);
    }

    fn provider_side(&self, system: &System, rows: &[&Control], obligation: &mut Obligation, out: &mut Crossing) {
        let own: Vec<_> = rows.iter().copied().filter(|c| c.party == Party::Provider).collect();
        let confirming: Vec<_> = rows.iter().copied().filter(|c| confirms(c)).collect();
        let state = match obligation.responsibility {
            _ if !confirming.is_empty() => ProviderState::Confirmed,
            Responsibility::Shared => ProviderState::Uncoordinated,
            _ => ProviderState::Unassured,
        };
        obligation.provider = Some(state);
        obligation.provider_due = own.iter().filter_map(|c| c.due).min();
        obligation.provider_source = cells(if confirming.is_empty() { &own } else { &confirming }, system);
        let gap = state
            .gap()
            .map(|kind| self.gap(system, obligation, Duty::Theirs(obligation.domain), kind));
        out.found.gaps.extend(gap);
    }

    /// The first rule that fits gives the state; the rows are ours, of the level that counts.
    fn customer_state(&self, rows: &[&Control], owned: bool) -> CustomerState {
        let expiries = || rows.iter().filter_map(|c| c.exception.as_ref()).map(|e| e.expires);
        if expiries().any(|expires| expires >= self.as_of) {
            return CustomerState::Accepted;
        }
        if expiries().next().is_some() {
            return CustomerState::ExceptionExpired;
        }
        if !owned {
            return CustomerState::Unowned;
        }
        let known: Vec<_> = rows.iter().filter_map(|c| c.status).collect();
        if !known.is_empty() && known.iter().all(|&s| s == ControlStatus::NotApplicable) {
            return CustomerState::Excluded;
        }
        let applicable: Vec<_> = applicable(rows).map(|c| c.status).collect();
        let every = |status| applicable.iter().all(|&s| s == status);
        match () {
            () if every(Some(ControlStatus::Planned)) => CustomerState::Planned,
            () if every(None) => CustomerState::Unverified,
            () if !every(Some(ControlStatus::Implemented)) => CustomerState::Partial,
            () if self.is_stale(self.newest_review(rows)) => CustomerState::Stale,
            () => CustomerState::InPlace,
        }
    }

    /// The newest review that has happened; a date still to come proves nothing.
    fn newest_review(&self, rows: &[&Control]) -> Option<NaiveDate> {
        let past = |day: &NaiveDate| *day <= self.as_of;
        applicable(rows).filter_map(|c| c.last_reviewed).filter(past).max()
    }

    fn note_review_dates(&self, rows: &[&Control], never_reviewed: bool, doubts: &mut Doubts) {
        for control in applicable(rows) {
            match control.last_reviewed {
                Some(day) if day > self.as_of => doubts.reviewed_in_the_future(control, day),
                None if never_reviewed => doubts.never_reviewed(control),
                _ => {}
            }
        }
    }

    fn is_stale(&self, newest_review: Option<NaiveDate>) -> bool {
        newest_review.is_some_and(|day| (self.as_of - day).num_days() > i64::from(self.rules.review_days))
    }

    /// Those who can own our side, with a finding for those who cannot.
    fn owners(&self, system: &System, rows: &[&Control], doubts: &mut Doubts) -> Vec<Owner> {
        let mut able = BTreeMap::new();
        let named = rows.iter().flat_map(|c| c.owners.iter().map(move |owner| (*c, owner)));
        for (control, owner) in named {
            match self.bar(system, owner) {
                Some(Bar::TeamOnly) => {}
                Some(Bar::Vendor) => doubts.owner_is_vendor(control, owner, system),
                Some(Bar::Left(departure)) => doubts.owner_left(control, owner, departure),
                Some(Bar::Ended(until)) => doubts.owner_ended(control, owner, until),
                None => {
                    let spelling = able.entry(name_key(&owner.name)).or_insert(owner);
                    *spelling = owner.min(*spelling);
                }
            }
        }
        able.into_values().cloned().collect()
    }

    /// Why somebody cannot own our side of this system's duties, if so.
    fn bar(&self, system: &System, owner: &Owner) -> Option<Bar<'_>> {
        let key = company_key(&owner.name);
        let is_vendor = system
            .vendor
            .as_deref()
            .is_some_and(|vendor| company_key(vendor) == key);
        if is_vendor || owner.kind == OwnerKind::Provider {
            return Some(Bar::Vendor);
        }
        if let Some(departure) = self
            .inventory
            .departures
            .iter()
            .find(|d| d.left_on <= self.as_of && d.is(&owner.name))
        {
            return Some(Bar::Left(departure));
        }
        if let Some(until) = owner.until.filter(|until| *until < self.as_of) {
            return Some(Bar::Ended(until));
        }
        (owner.kind == OwnerKind::Team && self.rules.require_named_person).then_some(Bar::TeamOnly)
    }

    /// The risk acceptance of one row that counts.
    fn acceptance(&self, system: &System, domain: Domain, control: &Control) -> Option<Acceptance> {
        let exception = control.exception.as_ref()?;
        Some(Acceptance {
            id: GapId::new(&system.id, Duty::Ours(domain)),
            reason: exception.reason.clone(),
            approver: exception.approver.clone(),
            expires: exception.expires,
            days_left: (exception.expires - self.as_of).num_days(),
            source: control.at.short(),
        })
    }

    fn gap(&self, system: &System, obligation: &Obligation, duty: Duty, kind: GapKind) -> Gap {
        let focus = u32::from(obligation.critical_focus);
        let bare = self.bare_gap(system, duty, kind, (impact(system) + focus).min(4));
        match duty.side() {
            Side::Provider => Gap {
                stated_due: obligation.provider_due,
                source: obligation.provider_source.clone(),
                ..bare
            },
            Side::Customer | Side::System => Gap {
                owners: obligation.owners.clone(),
                stated_due: obligation.customer_due,
                source: obligation.source.clone(),
                ..bare
            },
        }
    }

    fn unclassified(&self, system: &System) -> Gap {
        self.bare_gap(system, Duty::Unclassified, GapKind::Unclassified, impact(system))
    }

    fn bare_gap(&self, system: &System, duty: Duty, kind: GapKind, impact: u32) -> Gap {
        let weight = kind.weight(&self.rules.weights);
        let score = weight * impact;
        Gap {
            id: GapId::new(&system.id, duty),
            kind,
            weight,
            impact,
            score,
            severity: Severity::of(score, self.rules),
            owners: Vec::new(),
            stated_due: None,
            source: vec![system.at.short()],
        }
    }
}

/// What the matrix asks of a system in one domain, before anything is known of it; nothing if the domain does not apply.
fn owed(system: &System, domain: Domain, matrix: &Matrix) -> Option<Obligation> {
    let cell = matrix.strictest(domain, &system.models);
    let asks = |model: &DeploymentModel| matrix.cell(domain, *model).responsibility == cell.responsibility;
    (cell.responsibility != Responsibility::NotApplicable).then(|| Obligation {
        system: system.id.clone(),
        domain,
        responsibility: cell.responsibility,
        critical_focus: cell.critical_focus,
        asked_by: system.models.iter().copied().filter(asks).collect(),
        customer: None,
        provider: None,
        owners: Vec::new(),
        team_only: false,
        never_reviewed: false,
        customer_due: None,
        provider_due: None,
        source: Vec::new(),
        provider_source: Vec::new(),
    })
}

/// Why a name in an owner cell is no owner of our side.
enum Bar<'a> {
    Vendor,
    Left(&'a Departure),
    Ended(NaiveDate),
    TeamOnly,
}

/// The impact that counts: 2 if neither criticality nor classification is known.
pub fn impact(system: &System) -> u32 {
    system.known_impact().unwrap_or(2)
}

/// The rows that are not said to be not applicable.
fn applicable<'a>(rows: &'a [&Control]) -> impl Iterator<Item = &'a Control> {
    rows.iter()
        .copied()
        .filter(|c| c.status != Some(ControlStatus::NotApplicable))
}

/// Whether a row confirms the provider's side: it has the provider's evidence, or is the provider's own and implemented.
fn confirms(control: &Control) -> bool {
    control.provider_evidence.is_some()
        || (control.party == Party::Provider && control.status == Some(ControlStatus::Implemented))
}

/// The cells of some rows, sorted; the system's own cell if there are none.
fn cells(rows: &[&Control], system: &System) -> Vec<String> {
    if rows.is_empty() {
        return vec![system.at.short()];
    }
    let places: BTreeSet<&Location> = rows.iter().map(|c| &c.at).collect();
    places.into_iter().map(Location::short).collect()
}

/// Which rows reach what, sorted out once, so that the work grows with the systems and not with systems x rows.
struct Coverage<'a> {
    controls: &'a [Control],
    by_reach: BTreeMap<(Domain, &'a Reach), Vec<usize>>,
}

impl<'a> Coverage<'a> {
    fn of(controls: &'a [Control]) -> Self {
        let mut by_reach: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let counting = controls
            .iter()
            .enumerate()
            .filter(|(_, c)| c.status != Some(ControlStatus::Retired));
        for (place, control) in counting {
            for &domain in &control.domains {
                for reach in &control.reach {
                    by_reach.entry((domain, reach)).or_default().push(place);
                }
            }
        }
        Self { controls, by_reach }
    }

    fn rows(&self, reaches: &[Reach], domain: Domain) -> Rows<'a> {
        let mut levels = BTreeMap::new();
        for reach in reaches {
            for &place in self.by_reach.get(&(domain, reach)).into_iter().flatten() {
                levels.entry(place).or_insert(reach.level());
            }
        }
        let ours = |place: &usize| self.controls[*place].party == Party::Customer;
        let narrowest = levels
            .iter()
            .filter(|(place, _)| ours(place))
            .map(|(_, level)| *level)
            .min();
        let counts = |(place, level): &(&usize, &Level)| ours(place) && Some(**level) == narrowest;
        Rows {
            customer: levels
                .iter()
                .filter(counts)
                .map(|(&place, _)| &self.controls[place])
                .collect(),
            all: levels.keys().map(|&place| &self.controls[place]).collect(),
        }
    }
}
