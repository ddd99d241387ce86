//! The figures of page one. In: systems, duties, acceptances and gaps, whether they were just found or stand in a record. Out: the
//! headline, so that a record can be counted again.

use std::collections::{BTreeMap, BTreeSet};

use super::{Headline, SystemRecord};
use crate::assess::{Acceptance, CustomerState, Duty, GapId, Obligation, ProviderState, Severity};
use crate::inventory::Grade;
use crate::plan::DatedGap;

/// Counts them.
pub fn of(
    systems: &[SystemRecord],
    obligations: &[Obligation],
    acceptances: &[Acceptance],
    gaps: &[DatedGap],
) -> Headline {
    let in_scope = || systems.iter().filter(|s| s.in_scope());
    let ours = || obligations.iter().filter(|o| o.customer.is_some());
    let theirs = || obligations.iter().filter(|o| o.provider.is_some());
    let our_share = |counts: &dyn Fn(&&Obligation) -> bool| rate(ours().filter(counts).count(), ours().count());
    let their_share = |counts: &dyn Fn(&&Obligation) -> bool| rate(theirs().filter(counts).count(), theirs().count());
    let is = |state| move |o: &&Obligation| o.customer == Some(state);
    Headline {
        systems: systems.len(),
        in_scope: in_scope().count(),
        unclassified: in_scope().filter(|s| s.models.is_empty()).count(),
        customer_obligations: ours().count(),
        provider_obligations: theirs().count(),
        ownership_rate: our_share(&|o| !o.owners.is_empty()),
        in_place_rate: our_share(&is(CustomerState::InPlace)),
        proven_rate: our_share(&|o| o.proven),
        assured_rate: their_share(&|o| o.provider == Some(ProviderState::Confirmed)),
        independent_rate: their_share(&|o| o.assured_by == Some(Grade::Independent)),
        no_owner: ours().filter(|o| o.owners.is_empty()).count(),
        unowned: ours().filter(is(CustomerState::Unowned)).count(),
        blanket: ours().filter(|o| o.blanket).count(),
        never_reviewed: ours().filter(|o| o.never_reviewed).count(),
        undated: ours().filter(|o| o.proven_undated).count() + theirs().filter(|o| o.assured_undated).count(),
        accepted_exposure: accepted_exposure(obligations, acceptances),
        gaps: gaps.len(),
        critical: gaps.iter().filter(|g| g.gap.severity == Severity::Critical).count(),
        overdue: gaps.iter().filter(|g| g.overdue).count(),
        past_term: gaps.iter().filter(|g| g.past_term).count(),
        exposure: gaps.iter().map(|g| g.gap.score).fold(0, u32::saturating_add),
    }
}

/// What the accepted duties would score, each once, however many rows of it are accepted.
fn accepted_exposure(obligations: &[Obligation], acceptances: &[Acceptance]) -> u32 {
    let accepted = |o: &&Obligation| o.customer == Some(CustomerState::Accepted);
    let duties: BTreeSet<_> = obligations
        .iter()
        .filter(accepted)
        .map(|o| GapId::new(&o.system, Duty::Ours(o.domain)))
        .collect();
    let scores: BTreeMap<_, _> = acceptances.iter().map(|a| (&a.id, a.score)).collect();
    let scored = duties.iter().filter_map(|id| scores.get(id));
    scored.fold(0, |sum, score| sum.saturating_add(*score))
}

/// A share; over nothing there is none.
fn rate(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
