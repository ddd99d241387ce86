//! One duty after the other: who owns it, how it stands, and the gap that follows. In: a system, its rows, the rules. Out: its
//! obligations, gaps and accepted risks, with what is doubtful about them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::coverage::Coverage;
use super::doubts::Doubts;
use super::{
    Acceptance, Assessment, CustomerState, Duty, Gap, GapId, GapKind, Obligation, ProviderState, Remembered, Severity,
    Side, impact,
};
use crate::config::Rules;
use crate::diagnostic::Location;
use crate::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use crate::inventory::{
    Control, ControlStatus, Departure, Exception, Inventory, Owner, OwnerKind, Party, System, company_key, name_key,
    same_person,
};

/// The crossing while it goes on.
#[derive(Default)]
pub struct Crossing {
    /// What was found so far.
    pub found: Assessment,
    /// What is doubtful so far.
    pub doubts: Doubts,
}

/// What every judgement needs to see.
pub struct Judge<'a> {
    /// Systems, controls, leavers.
    pub inventory: &'a Inventory,
    /// How strictly.
    pub rules: &'a Rules,
    /// The day for which it is judged.
    pub as_of: NaiveDate,
    /// What the last report knew.
    pub remembered: &'a Remembered,
    /// Which rows count for which duty.
    pub coverage: Coverage<'a>,
}

impl Judge<'_> {
    /// Judges every domain of a system whose model is known.
    pub fn system(&self, system: &System, matrix: &Matrix, out: &mut Crossing) {
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
        let state = self.customer_state(system, rows, &owners);
        note_several(rows, &owners, &mut out.doubts);
        let own = rows
            .iter()
            .filter(|c| c.exception.as_ref().is_some_and(|e| !stands(e, system, &owners)));
        own.for_each(|control| out.doubts.exception_of_its_own(control));
        obligation.customer = Some(state);
        obligation.team_only = !owners.is_empty() && owners.iter().all(|o| o.kind == OwnerKind::Team);
        obligation.owners = owners.iter().map(|o| o.name.clone()).collect();
        obligation.owners.sort();
        obligation.source = cells(rows, system);
        obligation.never_reviewed = state == CustomerState::InPlace && self.newest_review(rows).is_none();
        self.note_review_dates(rows, obligation.never_reviewed, &mut out.doubts);
        if matches!(state, CustomerState::Accepted | CustomerState::ExceptionExpired) {
            let domain = obligation.domain;
            out.found
                .acceptances
                .extend(rows.iter().filter_map(|c| self.acceptance(system, domain, c, &owners)));
        }
        let gap = state
            .gap()
            .map(|kind| self.gap(system, obligation, Duty::Ours(obligation.domain), kind, rows));
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
        obligation.provider_source = cells(if confirming.is_empty() { &own } else { &confirming }, system);
        let gap = state
            .gap()
            .map(|kind| self.gap(system, obligation, Duty::Theirs(obligation.domain), kind, &own));
        out.found.gaps.extend(gap);
    }

    /// The first rule that fits gives the state; the rows are ours, of the level that counts.
    fn customer_state(&self, system: &System, rows: &[&Control], owners: &[Owner]) -> CustomerState {
        let standing = || {
            rows.iter()
                .filter_map(|c| c.exception.as_ref())
                .filter(|e| stands(e, system, owners))
        };
        if standing().any(|e| e.holds_on(self.as_of)) {
            return CustomerState::Accepted;
        }
        if standing().next().is_some() {
            return CustomerState::ExceptionExpired;
        }
        if owners.is_empty() {
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
    fn acceptance(&self, system: &System, domain: Domain, control: &Control, owners: &[Owner]) -> Option<Acceptance> {
        let exception = control.exception.as_ref().filter(|e| stands(e, system, owners))?;
        Some(Acceptance {
            id: GapId::new(&system.id, Duty::Ours(domain)),
            reason: exception.reason.clone(),
            approver: exception.approver.clone(),
            expires: exception.expires,
            days_left: (exception.expires - self.as_of).num_days(),
            score: 0,
            source: control.at.short(),
        })
    }

    fn gap(&self, system: &System, obligation: &Obligation, duty: Duty, kind: GapKind, rows: &[&Control]) -> Gap {
        let focus = u32::from(obligation.critical_focus);
        let mut bare = self.bare_gap(system, duty, kind, (impact(system) + focus).min(4));
        bare.promises = promises(rows);
        bare.rows = rows.len();
        match duty.side() {
            Side::Provider => Gap {
                source: obligation.provider_source.clone(),
                ..bare
            },
            Side::Customer | Side::System => Gap {
                owners: obligation.owners.clone(),
                source: obligation.source.clone(),
                ..bare
            },
        }
    }

    /// What is missing of a system whose model is not known.
    pub fn unclassified(&self, system: &System) -> Gap {
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
            promises: Vec::new(),
            because: None,
            source: vec![system.at.short()],
            rows: 0,
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
        blanket: false,
        never_reviewed: false,
        in_place_since: None,
        proven: false,
        assured_by: None,
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

/// The dates of the rows that are not done, earliest first.
fn promises(rows: &[&Control]) -> Vec<NaiveDate> {
    let done = |c: &&&Control| {
        matches!(
            c.status,
            Some(ControlStatus::Implemented | ControlStatus::NotApplicable)
        )
    };
    let days: BTreeSet<NaiveDate> = rows.iter().filter(|c| !done(c)).filter_map(|c| c.due).collect();
    days.into_iter().collect()
}

/// The rows that are not said to be not applicable.
fn applicable<'a>(rows: &'a [&Control]) -> impl Iterator<Item = &'a Control> {
    rows.iter()
        .copied()
        .filter(|c| c.status != Some(ControlStatus::NotApplicable))
}

/// Whether a row confirms the provider's side: it has the provider's evidence, or is the provider's own and implemented.
fn confirms(control: &Control) -> bool {
    !control.provider_evidence.pieces.is_empty()
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

/// Whether an exception has an approver who is neither an owner of the duty nor the vendor.
fn stands(exception: &Exception, system: &System, owners: &[Owner]) -> bool {
    let vendor = system.vendor.as_deref().map(company_key);
    let owns = |approver: &str| owners.iter().any(|owner| same_person(&owner.name, approver));
    let other = |approver: &&str| vendor != Some(company_key(approver)) && !owns(approver);
    exception
        .approver
        .split(';')
        .map(str::trim)
        .any(|approver| other(&approver))
}

/// Several persons who answer for one duty, at the first row that names one.
fn note_several(rows: &[&Control], owners: &[Owner], doubts: &mut Doubts) {
    let mut persons: Vec<&str> = owners
        .iter()
        .filter(|o| o.kind == OwnerKind::Person)
        .map(|o| o.name.as_str())
        .collect();
    persons.sort_unstable();
    let first = rows.iter().find(|c| !c.owners.is_empty());
    if let (Some(row), true) = (first, persons.len() > 1) {
        doubts.several_accountable(row, &persons);
    }
}
