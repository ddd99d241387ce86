//! What became of what was asked for. In: the decisions of the last report, and how their gaps stand now. Out: for each how far it was
//! done, what leadership decided about it, and what it brought. Told from the gaps alone: nobody's word counts here.

use super::rulings::Rulings;
use super::{Action, ActionKind, Asked, Basis, DatedGap, Decision, Figures, LastPlan, Outcome};
use crate::assess::{Duty, Gap, GapId, GapKind, Obligation, Severity};
use crate::framework::Domain;
use crate::inventory::{Scope, System};
use std::collections::BTreeMap;

/// How things stand now, by id.
struct Now<'a> {
    basis: &'a Basis<'a>,
    systems: BTreeMap<&'a str, &'a System>,
    obligations: BTreeMap<(&'a str, Domain), &'a Obligation>,
    gaps: BTreeMap<&'a GapId, &'a Gap>,
}

/// What became of the last report's decisions, in their order.
pub fn asked(rulings: &Rulings<'_>, basis: &Basis<'_>) -> Vec<Asked> {
    let Some(last) = basis.memory.last.as_ref().filter(|last| !last.decisions.is_empty()) else {
        return Vec::new();
    };
    let now = Now::of(basis);
    let of = |decision: &Decision| {
        let action = last.actions.iter().find(|action| action.key == decision.action)?;
        Some(now.became(last, decision, action, rulings))
    };
    last.decisions.iter().filter_map(of).collect()
}

impl<'a> Now<'a> {
    fn of(basis: &'a Basis<'a>) -> Self {
        let assessment = basis.assessment;
        Self {
            systems: basis.inventory.systems.iter().map(|s| (s.id.as_str(), s)).collect(),
            obligations: assessment
                .obligations
                .iter()
                .map(|o| ((o.system.as_str(), o.domain), o))
                .collect(),
            gaps: assessment.gaps.iter().map(|gap| (&gap.id, gap)).collect(),
            basis,
        }
    }

    fn became(&self, last: &LastPlan<'_>, decision: &Decision, action: &Action, rulings: &Rulings<'_>) -> Asked {
        let mut gaps: Vec<(&DatedGap, Option<&Gap>)> = Vec::new();
        for id in action.gaps.iter().map(|id| last.now(id)) {
            if let Some(then) = self.basis.memory.open.get(&id).filter(|_| self.is_judged(&id)) {
                gaps.push((then, self.gaps.get(&id).copied()));
            }
        }
        let decided = rulings.on(&action.key);
        Asked {
            number: decision.number.clone(),
            key: action.key.clone(),
            kind: action.kind,
            title: action.title.clone(),
            asked_on: last.as_of,
            ask_by: decision.ask_by,
            outcome: outcome(action.kind, &gaps),
            decided: decided.and_then(|row| row.ruling),
            by: decided.and_then(|row| row.by.clone()),
            decided_on: decided.and_then(|row| row.on),
            until: decided.and_then(|row| row.until),
            note: decided.and_then(|row| row.note.clone()),
            promised: action.effect,
            effect: self.effect(action.kind, &gaps),
        }
    }

    /// Whether a duty is still there to be judged: its system counts and is known, and it is still owed.
    fn is_judged(&self, id: &GapId) -> bool {
        let Some(system) = self.systems.get(id.system.as_str()).filter(|s| s.scope == Scope::In) else {
            return false;
        };
        let owed = |domain| self.obligations.get(&(system.id.as_str(), domain));
        match id.duty {
            Duty::Unclassified => true,
            Duty::Ours(domain) => owed(domain).is_some_and(|o| o.customer.is_some()),
            Duty::Theirs(domain) => owed(domain).is_some_and(|o| o.provider.is_some()),
        }
    }

    /// What changed over these gaps, at the impact of then. Both ends are weighed by the rules of now, so that a change of rules is no
    /// effect. Classifying claims none.
    fn effect(&self, kind: ActionKind, gaps: &[(&DatedGap, Option<&Gap>)]) -> Figures {
        if kind == ActionKind::Classify {
            return Figures::default();
        }
        let change = |(then, now): &(&DatedGap, Option<&Gap>)| {
            let impact = then.gap.impact;
            let after = now.map(|gap| self.weighed(gap.kind, impact)).unwrap_or_default();
            after - self.weighed(then.gap.kind, impact)
        };
        gaps.iter().map(change).sum()
    }

    fn weighed(&self, kind: GapKind, impact: u32) -> Figures {
        let rules = self.basis.rules;
        let score = kind.weight(&rules.weights) * impact;
        Figures::one(kind, Severity::of(score, rules), score)
    }
}

/// Told from how many of the gaps still are what the action was to change.
fn outcome(kind: ActionKind, gaps: &[(&DatedGap, Option<&Gap>)]) -> Outcome {
    let still = |now: &Gap| match kind {
        ActionKind::AssignOwner => now.kind == GapKind::Unowned,
        ActionKind::Renew => now.kind == GapKind::ExceptionExpired,
        ActionKind::Classify | ActionKind::Deliver | ActionKind::Obtain => true,
    };
    let open = gaps.iter().filter(|(_, now)| now.is_some_and(still)).count();
    match open {
        _ if gaps.is_empty() => Outcome::Moot,
        0 => Outcome::Done,
        n if n == gaps.len() => Outcome::NotDone,
        _ => Outcome::InPart,
    }
}
