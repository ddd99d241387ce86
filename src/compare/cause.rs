//! What brought a change about: the organisation, or something that was changed around it. In: two snapshots and a gap.
//! Out: one cause. A change is put down to the matrix, a model or the rules only where the record shows that this alone did it;
//! in doubt it is the organisation's. Against a record of an earlier schema the doubt is the other way round: what the stricter
//! reading of today (owners, evidence, reviews, acceptances) can have opened or made heavier is put down to the rules.

use std::collections::BTreeMap;

use super::record::Cause;
use crate::assess::{CustomerState, Duty, Gap, GapKind, Obligation, Side};
use crate::plan::DatedGap;
use crate::snapshot::{ClosedGap, Closing, Index, Snapshot};

/// Both reports, with the systems and duties of the earlier one under the ids of the later.
pub struct Both<'a> {
    /// The earlier one.
    pub earlier: &'a Snapshot,
    /// The later one.
    pub later: &'a Snapshot,
    /// The earlier one's systems and duties.
    pub before: Index<'a>,
    /// The later one's.
    pub now: Index<'a>,
}

impl<'a> Both<'a> {
    /// Puts two reports side by side; `renames` is id in the earlier one = id in the later.
    pub fn new(earlier: &'a Snapshot, later: &'a Snapshot, renames: &'a BTreeMap<String, String>) -> Self {
        Self {
            earlier,
            later,
            before: Index::of(&earlier.systems, &earlier.obligations).renamed(renames),
            now: Index::of(&later.systems, &later.obligations),
        }
    }

    /// A system's name, as the latest report that lists it has it.
    pub fn name(&self, id: &str) -> String {
        let system = self.now.system(id).or_else(|| self.before.system(id));
        system.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }

    fn models_differ(&self, system: &str) -> bool {
        let models = |index: &Index<'a>| index.system(system).map(|s| &s.models);
        models(&self.before) != models(&self.now)
    }

    /// Whether the two reports rest on different matrices.
    pub fn matrix_differs(&self) -> bool {
        self.earlier.framework.sha256 != self.later.framework.sha256
    }

    /// Whether any duty of a system that kept its models is somebody else's now, or nobody's.
    pub fn duties_differ(&self) -> bool {
        self.before.obligations().any(|((system, domain), before)| {
            let now = self.now.duty(system, domain).map(|o| o.responsibility);
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
        if !self.before.in_scope(&gap.id.system) {
            return Cause::Inventory;
        }
        if gap.id.duty == Duty::Unclassified {
            return Cause::NoLongerJudged;
        }
        let Some(before) = self.before.owed(&gap.id) else {
            return self.why_owed(&gap.id.system);
        };
        let named_now = !self.earlier.rules.require_named_person && self.later.rules.require_named_person;
        let sooner_stale = self.later.rules.review_days < self.earlier.rules.review_days;
        let was_in_place = before.customer == Some(CustomerState::InPlace);
        match gap.kind {
            _ if self.earlier.by_earlier_rules() && read_stricter(before, gap) => Cause::Rules,
            GapKind::Unowned if named_now && before.team_only => Cause::Rules,
            GapKind::Stale if sooner_stale && was_in_place => Cause::Rules,
            _ => Cause::Organisation,
        }
    }

    /// Why a gap that was open last time is open no longer.
    pub fn of_closing(&self, closed: &ClosedGap) -> Cause {
        let gap = &closed.gap.gap;
        match closed.how {
            Closing::SystemGone | Closing::SystemRetired => return Cause::Inventory,
            Closing::NoLongerOwed => return self.why_owed(&gap.id.system),
            Closing::Accepted | Closing::Resolved => {}
        }
        let after = self.now.owed(&gap.id);
        let named_before = self.earlier.rules.require_named_person && !self.later.rules.require_named_person;
        let later_stale = self.later.rules.review_days > self.earlier.rules.review_days;
        match gap.kind {
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
        let stricter = self.earlier.by_earlier_rules() && gap.weight > before.gap.weight;
        if stricter && self.before.owed(&gap.id).is_some_and(|duty| read_stricter(duty, gap)) {
            return Cause::Rules;
        }
        if gap.id.side() == Side::Provider {
            return self.why_owed(&gap.id.system);
        }
        let team_only = |index: &Index<'_>| index.owed(&gap.id).is_some_and(|o| o.team_only);
        let rule_differs = self.earlier.rules.require_named_person != self.later.rules.require_named_person;
        let about_owner = before.gap.kind == GapKind::Unowned || gap.kind == GapKind::Unowned;
        if rule_differs && about_owner && (team_only(&self.before) || team_only(&self.now)) {
            Cause::Rules
        } else {
            Cause::Organisation
        }
    }
}

/// Whether what is read more strictly than by the first version can have made a gap of a duty that was no gap, or a lighter one.
fn read_stricter(before: &Obligation, gap: &Gap) -> bool {
    match (gap.id.side(), gap.kind) {
        (Side::Customer, GapKind::Unowned) => !before.owners.is_empty(),
        (Side::Customer, GapKind::ExceptionExpired | GapKind::Stale | GapKind::Unverified) => true,
        (Side::Customer, _) => before.customer == Some(CustomerState::Accepted),
        (Side::Provider, _) => true,
        (Side::System, _) => false,
    }
}
