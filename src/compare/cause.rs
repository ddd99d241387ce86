//! What brought a change about: the organisation, or something that was changed around it. In: two snapshots and a gap.
//! Out: one cause. A change is put down to the matrix, a model or the rules only where the record shows that this alone did it;
//! in doubt it is the organisation's.

use std::collections::BTreeMap;

use super::record::Cause;
use crate::assess::{CustomerState, GapKind, Obligation, Side};
use crate::framework::Domain;
use crate::inventory::Scope;
use crate::plan::DatedGap;
use crate::snapshot::{Closing, Snapshot, SystemRecord};

/// One of the two reports, with its systems and obligations at hand under the ids of the later report.
pub struct Index<'a> {
    snapshot: &'a Snapshot,
    systems: BTreeMap<&'a str, &'a SystemRecord>,
    obligations: BTreeMap<(&'a str, Domain), &'a Obligation>,
}

impl<'a> Index<'a> {
    /// Puts the systems and obligations of a report in order; `renames` is the id in the report = the id to look for.
    pub fn new(snapshot: &'a Snapshot, renames: &'a BTreeMap<String, String>) -> Self {
        let id = |own: &'a String| renames.get(own).unwrap_or(own).as_str();
        Self {
            snapshot,
            systems: snapshot.systems.iter().map(|s| (id(&s.id), s)).collect(),
            obligations: snapshot
                .obligations
                .iter()
                .map(|o| ((id(&o.system), o.domain), o))
                .collect(),
        }
    }

    /// A system.
    pub fn system(&self, id: &str) -> Option<&'a SystemRecord> {
        self.systems.get(id).copied()
    }

    /// An obligation.
    pub fn obligation(&self, system: &str, domain: Domain) -> Option<&'a Obligation> {
        self.obligations.get(&(system, domain)).copied()
    }

    /// The obligation that a gap is about, if it is owed on that side.
    pub fn owed(&self, system: &str, domain: Option<Domain>, side: Side) -> Option<&'a Obligation> {
        let obligation = self.obligation(system, domain?)?;
        let has_side = match side {
            Side::Customer => obligation.customer.is_some(),
            Side::Provider => obligation.provider.is_some(),
            Side::System => false,
        };
        has_side.then_some(obligation)
    }

    fn in_scope(&self, id: &str) -> bool {
        self.system(id).is_some_and(|s| s.scope == Scope::In)
    }
}

/// Both reports.
pub struct Both<'a> {
    /// The earlier one, under the ids of the later one.
    pub old: Index<'a>,
    /// The later one.
    pub new: Index<'a>,
}

impl Both<'_> {
    fn models_differ(&self, system: &str) -> bool {
        let models = |index: &Index<'_>| index.system(system).map(|s| s.models.clone());
        models(&self.old) != models(&self.new)
    }

    /// Whether the two reports rest on different matrices.
    pub fn matrix_differs(&self) -> bool {
        self.old.snapshot.framework.sha256 != self.new.snapshot.framework.sha256
    }

    /// Whether any duty of a system that kept its models is somebody else's now, or nobody's.
    pub fn duties_differ(&self) -> bool {
        self.old.obligations.iter().any(|(&(system, domain), before)| {
            let now = self.new.obligation(system, domain).map(|o| o.responsibility);
            !self.models_differ(system) && now != Some(before.responsibility)
        })
    }

    /// Why a duty is owed in one report and not in the other.
    fn why_owed(&self, system: &str) -> Cause {
        match () {
            () if self.models_differ(system) => Cause::Model,
            () if self.matrix_differs() => Cause::Matrix,
            () => Cause::Organisation,
        }
    }

    /// Why a gap is open now that was not open last time.
    pub fn of_opening(&self, gap: &DatedGap) -> Cause {
        let gap = &gap.gap;
        if !self.old.in_scope(&gap.system) {
            return Cause::Inventory;
        }
        if gap.side == Side::System {
            return Cause::Model;
        }
        let Some(before) = self.old.owed(&gap.system, gap.domain, gap.side) else {
            return self.why_owed(&gap.system);
        };
        let named_now = !self.old.snapshot.rules.require_named_person && self.new.snapshot.rules.require_named_person;
        let sooner_stale = self.new.snapshot.rules.review_days < self.old.snapshot.rules.review_days;
        let was_in_place = before.customer == Some(CustomerState::InPlace);
        match gap.kind {
            GapKind::Unowned if named_now && before.team_only => Cause::Rules,
            GapKind::Stale if sooner_stale && was_in_place => Cause::Rules,
            _ => Cause::Organisation,
        }
    }

    /// Why a gap that was open last time is open no longer.
    pub fn of_closing(&self, gap: &DatedGap, system: &str, how: Closing) -> Cause {
        match how {
            Closing::SystemGone | Closing::SystemRetired => return Cause::Inventory,
            Closing::NoLongerOwed => return self.why_owed(system),
            Closing::Accepted | Closing::Resolved => {}
        }
        let after = self.new.owed(system, gap.gap.domain, gap.gap.side);
        let named_before =
            self.old.snapshot.rules.require_named_person && !self.new.snapshot.rules.require_named_person;
        let later_stale = self.new.snapshot.rules.review_days > self.old.snapshot.rules.review_days;
        match gap.gap.kind {
            GapKind::Unowned if named_before && after.is_some_and(|o| o.team_only) => Cause::Rules,
            GapKind::Stale if later_stale => Cause::Rules,
            _ => Cause::Organisation,
        }
    }

    /// Why a gap that is open in both reports became lighter or heavier.
    pub fn of_shift(&self, before: &DatedGap, now: &DatedGap) -> Cause {
        let gap = &now.gap;
        if before.gap.kind == gap.kind {
            return Cause::Rules;
        }
        if gap.side == Side::Provider {
            return self.why_owed(&gap.system);
        }
        let team_only = |index: &Index<'_>| {
            index
                .owed(&gap.system, gap.domain, gap.side)
                .is_some_and(|o| o.team_only)
        };
        let rule_differs = self.old.snapshot.rules.require_named_person != self.new.snapshot.rules.require_named_person;
        let about_owner = before.gap.kind == GapKind::Unowned || gap.kind == GapKind::Unowned;
        if rule_differs && about_owner && (team_only(&self.old) || team_only(&self.new)) {
            Cause::Rules
        } else {
            Cause::Organisation
        }
    }
}
