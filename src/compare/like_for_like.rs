//! Like with like: what the changes come to. In: two reports. Out: figures over the duties that are in both, and the verdict that
//! follows; or why there is none.

use super::cause::Both;
use crate::assess::{CustomerState, GapId, Obligation, ProviderState, Severity};
use crate::plan::{DatedGap, Memory};
use crate::snapshot::{LikeForLike, NoVerdict, Verdict};

/// The verdict, or why there is none, and the figures on which it rests.
pub fn verdict(both: &Both<'_>, memory: &Memory<'_>) -> (Result<Verdict, NoVerdict>, Option<LikeForLike>) {
    if both.earlier.by_earlier_rules() || both.later.by_earlier_rules() {
        return (Err(NoVerdict::EarlierRules), None);
    }
    let figures = figures(both, memory);
    if figures.customer_duties + figures.provider_duties == 0 {
        return (Err(NoVerdict::NothingInBoth), None);
    }
    (Ok(figures.verdict()), Some(figures))
}

fn figures(both: &Both<'_>, memory: &Memory<'_>) -> LikeForLike {
    let mut figures = LikeForLike::default();
    for ((system, domain), before) in both.before.obligations() {
        match both.now.duty(system, domain).filter(|after| alike(before, after)) {
            Some(after) => count(&mut figures, [before, after]),
            None => figures.went += sides(before),
        }
    }
    let now: usize = both.later.obligations.iter().map(sides).sum();
    figures.came = now.saturating_sub(figures.customer_duties + figures.provider_duties);
    let before = memory.open.iter().filter(|(id, gap)| is_critical(both, id, gap));
    let after = both.later.gaps.iter().filter(|gap| is_critical(both, &gap.gap.id, gap));
    figures.critical = [before.count(), after.count()];
    figures
}

/// Whether it is the same duty: of the same system and domain, and of the same hands.
fn alike(before: &Obligation, after: &Obligation) -> bool {
    before.responsibility == after.responsibility
}

/// A shared duty is one of ours and one of the provider's.
fn sides(duty: &Obligation) -> usize {
    usize::from(duty.customer.is_some()) + usize::from(duty.provider.is_some())
}

/// Counts a duty that is in both reports.
fn count(figures: &mut LikeForLike, duty: [&Obligation; 2]) {
    let add = |pair: &mut [usize; 2], holds: fn(&Obligation) -> bool| {
        pair[0] += usize::from(holds(duty[0]));
        pair[1] += usize::from(holds(duty[1]));
    };
    if duty[0].customer.is_some() {
        figures.customer_duties += 1;
        add(&mut figures.ownership, |o| !o.owners.is_empty());
        add(&mut figures.in_place, |o| o.customer == Some(CustomerState::InPlace));
    }
    if duty[0].provider.is_some() {
        figures.provider_duties += 1;
        add(&mut figures.assured, |o| o.provider == Some(ProviderState::Confirmed));
    }
}

/// Whether a gap of a duty that is in both reports is critical at the impact that the earlier report gave it, by the weights of
/// the later.
fn is_critical(both: &Both<'_>, id: &GapId, gap: &DatedGap) -> bool {
    let (Some(before), Some(after)) = (both.before.owed(id), both.now.owed(id)) else {
        return false;
    };
    let Some(system) = both.before.system(&id.system).filter(|_| alike(before, after)) else {
        return false;
    };
    let impact = system.impact.saturating_add(before.critical_focus.into()).min(4);
    let rules = &both.later.rules;
    Severity::of(gap.gap.kind.weight(&rules.weights) * impact, rules) == Severity::Critical
}
