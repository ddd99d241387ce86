//! Actions of the last report that have nothing to do any more. In: what the last report planned, and the actions and gaps of now. Out:
//! each with what became of its gaps.

use std::collections::BTreeSet;

use super::{Action, DatedGap, LastPlan, keys};
use crate::assess::GapId;

/// An action of the last report that is none of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedAction {
    /// The action as the last report had it.
    pub action: Action,
    /// How many of its gaps are closed.
    pub closed: usize,
    /// How many go on in other actions.
    pub moved: usize,
    /// How many cannot be judged at present.
    pub held: usize,
}

/// Those that ceased, in the order of the last report.
pub fn closed_actions(last: &LastPlan<'_>, actions: &[Action], open: &[DatedGap], held: &[GapId]) -> Vec<ClosedAction> {
    let now: BTreeSet<_> = actions.iter().map(|action| keys::canonical(&action.key)).collect();
    let open: BTreeSet<&GapId> = open.iter().map(|gap| &gap.gap.id).collect();
    let ceased = last
        .actions
        .iter()
        .filter(|action| !now.contains(&keys::canonical(&action.key)));
    let told = ceased.map(|action| {
        let gaps: Vec<GapId> = action.gaps.iter().map(|id| last.now(id)).collect();
        let moved = gaps.iter().filter(|id| open.contains(id)).count();
        let held = gaps.iter().filter(|id| held.contains(id)).count();
        ClosedAction {
            action: action.clone(),
            closed: gaps.len().saturating_sub(moved + held),
            moved,
            held,
        }
    });
    told.collect()
}
