//! What leadership is asked for. In: the actions, and what was decided about them before. Out: at most six decisions in the order in
//! which they end most, and what is not asked because it was rejected or put off.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::rulings::Rulings;
use super::{Action, ActionKind, Basis, Decision, SetAside};
use crate::assess::{GapId, Severity};
use crate::inventory::{Inventory, Scope};

/// So many decisions are asked for at most.
const MOST: usize = 6;

/// Of these kinds the best is asked for, where it has a critical or high gap.
const EACH: [ActionKind; 4] = [
    ActionKind::AssignOwner,
    ActionKind::Obtain,
    ActionKind::Renew,
    ActionKind::Classify,
];

/// The actions that leadership is asked for, in order.
pub fn chosen<'a>(actions: &'a [Action], rulings: &Rulings<'_>, basis: &Basis<'_>) -> Vec<&'a Action> {
    let missed = missed(basis);
    let mut candidates: Vec<&Action> = actions
        .iter()
        .filter(|action| may_be_asked(action, &missed))
        .filter(|action| rulings.against(&action.key, basis.calendar.as_of).is_none())
        .collect();
    candidates.sort_by(|a, b| ends(a).cmp(&ends(b)));
    let classify_first = few_are_judged(basis.inventory);
    let must = |action: &&&Action| must_be_asked(action, &candidates, classify_first);
    let musts: Vec<&str> = candidates.iter().filter(must).map(|a| a.key.as_str()).collect();
    let others = candidates
        .iter()
        .map(|a| a.key.as_str())
        .filter(|key| !musts.contains(key));
    let asked: BTreeSet<&str> = musts.iter().copied().chain(others).take(MOST).collect();
    candidates.retain(|action| asked.contains(action.key.as_str()));
    if classify_first {
        candidates.sort_by_key(|action| action.kind != ActionKind::Classify);
    }
    candidates
}

/// What ends most critical gaps comes first, then most duties without an owner, then most exposure.
fn ends(action: &Action) -> (i64, i64, i64, &str) {
    let effect = action.effect;
    (effect.critical, effect.unowned, effect.exposure, &action.key)
}

/// Whether it is the best of a kind that must be among the decisions.
fn must_be_asked(action: &Action, candidates: &[&Action], classify_first: bool) -> bool {
    if classify_first && action.kind == ActionKind::Classify {
        return true;
    }
    let heavy = |a: &&&Action| a.kind == action.kind && a.severity >= Severity::High;
    EACH.contains(&action.kind) && candidates.iter().find(heavy).is_some_and(|best| best.key == action.key)
}

/// What an owner has to deliver is his business, unless he missed the date that was promised for something critical or high.
fn may_be_asked(action: &Action, missed: &BTreeSet<&GapId>) -> bool {
    action.kind != ActionKind::Deliver || action.gaps.iter().any(|id| missed.contains(id))
}

/// The critical and high gaps whose promise was missed.
fn missed<'a>(basis: &Basis<'a>) -> BTreeSet<&'a GapId> {
    let as_of = basis.calendar.as_of;
    let gaps = basis
        .assessment
        .gaps
        .iter()
        .filter(|gap| gap.severity >= Severity::High);
    let missed = gaps.filter(|gap| gap.promises.first().is_some_and(|day| *day < as_of));
    missed.map(|gap| &gap.id).collect()
}

/// Whether more than a fifth of the systems in scope cannot be judged.
fn few_are_judged(inventory: &Inventory) -> bool {
    let in_scope = || inventory.systems.iter().filter(|s| s.scope == Scope::In);
    in_scope().filter(|s| s.models.is_empty()).count() * 5 > in_scope().count()
}

/// Numbers the decisions, and says what had been decided about them before.
pub fn numbered(chosen: &[&Action], rulings: &Rulings<'_>) -> Vec<Decision> {
    let decision = |(place, action): (usize, &&Action)| {
        let decided = rulings.on(&action.key);
        Decision {
            number: format!("D{}", place + 1),
            action: action.key.clone(),
            ask_by: action.ask_by,
            decided: decided.and_then(|row| row.ruling),
            decided_on: decided.and_then(|row| row.on),
        }
    };
    chosen.iter().enumerate().map(decision).collect()
}

/// What is not asked because it was rejected or put off: what was rejected first, else in the order of the actions.
pub fn set_aside(actions: &[Action], rulings: &Rulings<'_>, as_of: NaiveDate) -> Vec<SetAside> {
    let aside = |action: &Action| {
        let row = rulings.against(&action.key, as_of)?;
        Some(SetAside {
            action: action.key.clone(),
            ruling: row.ruling?,
            by: row.by.clone(),
            decided_on: row.on,
            until: row.until,
            note: row.note.clone(),
        })
    };
    let mut aside: Vec<_> = actions.iter().filter_map(aside).collect();
    aside.sort_by_key(|one| Reverse(one.ruling));
    aside
}
