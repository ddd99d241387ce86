//! What is to be done, and what was: gaps open, closed and held, actions, and decisions.

use super::column::Values::{Day, Text, Truth, Whole};
use super::column::{Column, column, id_of, joined};
use crate::assess::GapId;
use crate::plan::{Action, Asked, DatedGap, Decision};
use crate::snapshot::{ClosedGap, HeldGap, Index, Snapshot, SystemRecord};

/// A gap with its system and its action.
pub struct GapRow<'a> {
    dated: &'a DatedGap,
    system: Option<&'a SystemRecord>,
    action: Option<&'a Action>,
}

/// Every open gap, worst first.
pub fn gap_rows<'a>(index: &Index<'a>) -> Vec<GapRow<'a>> {
    let row = |dated: &'a DatedGap| GapRow {
        dated,
        system: index.system(&dated.gap.id.system),
        action: index.action_of(&dated.gap.id),
    };
    index.worst_gaps().into_iter().map(row).collect()
}

/// One row an open gap.
pub fn gaps<'a>() -> Vec<Column<GapRow<'a>>> {
    vec![
        column(
            "gap_id",
            Text(|r| r.dated.gap.id.to_string()),
            "SYSTEM/DOMAIN, with @provider behind it on the provider's side, or SYSTEM/unclassified; the key of this table, stable from quarter to quarter.",
        ),
        column("system_id", Text(|r| r.dated.gap.id.system.clone()), "Its system."),
        column(
            "domain",
            Text(|r| id_of(r.dated.gap.id.domain())),
            "Its domain; blank for an unclassified system.",
        ),
        column(
            "side",
            Text(|r| r.dated.gap.id.side().to_string()),
            "customer, provider or system.",
        ),
        column(
            "vendor",
            Text(|r| id_of(r.system.and_then(|s| s.vendor.as_ref()))),
            "The system's provider.",
        ),
        column(
            "unit",
            Text(|r| id_of(r.system.and_then(|s| s.unit.as_ref()))),
            "The system's business unit.",
        ),
        column("kind", Text(|r| r.dated.gap.kind.to_string()), "What is missing."),
        column(
            "weight",
            Whole(|r| r.dated.gap.weight.into()),
            "Weight of the kind, 1 to 3.",
        ),
        column(
            "impact",
            Whole(|r| r.dated.gap.impact.into()),
            "Impact of the system, one more for a critical focus area, 4 at most.",
        ),
        column("score", Whole(|r| r.dated.gap.score.into()), "weight x impact."),
        column(
            "severity",
            Text(|r| r.dated.gap.severity.to_string()),
            "low, medium, high or critical, from the score.",
        ),
        column("owners", Text(|r| joined(&r.dated.gap.owners)), "Who owns the duty."),
        column(
            "first_seen",
            Day(|r| Some(r.dated.first_seen)),
            "First report that had it open without interruption.",
        ),
        column("age_days", Whole(|r| r.dated.age_days), "Days since then."),
        column(
            "promised",
            Day(|r| r.dated.promised),
            "The earliest date that somebody wrote down.",
        ),
        column(
            "term",
            Day(|r| Some(r.dated.term)),
            "Our standard, set when it was first seen.",
        ),
        column("due", Day(|r| Some(r.dated.due)), "promised, else term."),
        column("overdue", Truth(|r| r.dated.overdue), "A promise was missed."),
        column(
            "past_term",
            Truth(|r| r.dated.past_term),
            "Nothing was promised, and the term has passed.",
        ),
        column(
            "change",
            Text(|r| r.dated.change.to_string()),
            "Against the last report: new, open, improved, worsened or reopened.",
        ),
        column(
            "slips",
            Whole(|r| r.dated.slips.into()),
            "How often its promise has moved to a later day.",
        ),
        column(
            "because",
            Text(|r| id_of(r.dated.gap.because)),
            "Where evidence is missing: what there is instead.",
        ),
        column(
            "action",
            Text(|r| id_of(r.action.map(|a| &a.key))),
            "The key of the action that closes it.",
        ),
        column(
            "source",
            Text(|r| joined(&r.dated.gap.source)),
            "The cells it can be traced to.",
        ),
    ]
}

/// One row a gap of the last report that is no longer open.
pub fn closed() -> Vec<Column<ClosedGap>> {
    vec![
        column(
            "gap_id",
            Text(|c| c.gap.gap.id.to_string()),
            "As in gaps of the last report.",
        ),
        column("system_id", Text(|c| c.gap.gap.id.system.clone()), "Its system."),
        column("domain", Text(|c| id_of(c.gap.gap.id.domain())), "Its domain."),
        column(
            "side",
            Text(|c| c.gap.gap.id.side().to_string()),
            "customer, provider or system.",
        ),
        column(
            "how",
            Text(|c| c.how.to_string()),
            "resolved, accepted, system-retired, system-gone or no-longer-owed.",
        ),
        column(
            "proof",
            Text(|c| id_of(c.proof)),
            "For a resolved one: verified or claimed.",
        ),
        column("kind", Text(|c| c.gap.gap.kind.to_string()), "What had been missing."),
        column("score", Whole(|c| c.gap.gap.score.into()), "Its last score."),
        column(
            "severity",
            Text(|c| c.gap.gap.severity.to_string()),
            "Its last severity.",
        ),
        column(
            "first_seen",
            Day(|c| Some(c.gap.first_seen)),
            "Since when it had been open.",
        ),
        column("due", Day(|c| Some(c.gap.due)), "When it was due."),
        column(
            "credit",
            Text(|c| joined(&c.credit)),
            "Who owned the duty when it was closed.",
        ),
    ]
}

/// One row a gap of a system that had a model and has none any more: neither open nor closed.
pub fn held() -> Vec<Column<HeldGap>> {
    vec![
        column(
            "gap_id",
            Text(|h| h.gap.gap.id.to_string()),
            "As in gaps of the report that last judged it.",
        ),
        column(
            "system_id",
            Text(|h| h.gap.gap.id.system.clone()),
            "Its system, which had a model and has none any more.",
        ),
        column("domain", Text(|h| id_of(h.gap.gap.id.domain())), "Its domain."),
        column("since", Day(|h| Some(h.since)), "First report that could not judge it."),
        column("kind", Text(|h| h.gap.gap.kind.to_string()), "What was missing."),
        column("score", Whole(|h| h.gap.gap.score.into()), "Its last score."),
        column(
            "first_seen",
            Day(|h| Some(h.gap.first_seen)),
            "Since when it had been open.",
        ),
    ]
}

/// One row an action.
pub fn actions() -> Vec<Column<Action>> {
    vec![
        column(
            "action",
            Text(|a| a.key.clone()),
            "The key of this table, stable from quarter to quarter.",
        ),
        column(
            "number",
            Text(|a| a.number.clone()),
            "Its place in this report; not stable.",
        ),
        column(
            "kind",
            Text(|a| a.kind.to_string()),
            "classify, assign-owner, renew, deliver or obtain.",
        ),
        column("title", Text(|a| a.title.clone()), "What it asks for, in English."),
        column(
            "assignee",
            Text(|a| a.assignee.clone()),
            "Who does it; for assign-owner the one who is proposed.",
        ),
        column("severity", Text(|a| a.severity.to_string()), "Highest among its gaps."),
        column("score", Whole(|a| a.score.into()), "Sum of the scores of its gaps."),
        column("gaps", Whole(|a| a.gaps.len() as i64), "How many gaps it is for."),
        column(
            "rows",
            Whole(|a| a.rows as i64),
            "The rows of the workbook that these come from.",
        ),
        column(
            "systems",
            Whole(|a| a.systems.len() as i64),
            "How many systems they concern.",
        ),
        column(
            "ask_by",
            Day(|a| Some(a.ask_by)),
            "By when it is asked for; never in the past.",
        ),
        column("due", Day(|a| Some(a.due)), "Earliest date among its gaps."),
        column(
            "overdue",
            Whole(|a| a.overdue as i64),
            "How many of its gaps have missed their promise.",
        ),
        column(
            "effect_unowned",
            Whole(|a| a.effect.unowned),
            "What it alone would change: duties in state unowned.",
        ),
        column("effect_critical", Whole(|a| a.effect.critical), "Critical gaps."),
        column("effect_gaps", Whole(|a| a.effect.gaps), "Gaps."),
        column("effect_exposure", Whole(|a| a.effect.exposure), "Exposure."),
        column(
            "after_exposure",
            Whole(|a| a.after.exposure),
            "Exposure once it and all actions before it are done.",
        ),
    ]
}

/// A gap and the action that it belongs to.
pub struct Belongs<'a> {
    action: &'a Action,
    gap: &'a GapId,
}

/// Every gap once, by actions.
pub fn action_gap_rows(snapshot: &Snapshot) -> Vec<Belongs<'_>> {
    let of = |action| move |gap| Belongs { action, gap };
    snapshot.actions.iter().flat_map(|a| a.gaps.iter().map(of(a))).collect()
}

/// Which gaps an action is for.
pub fn action_gaps<'a>() -> Vec<Column<Belongs<'a>>> {
    vec![
        column("action", Text(|b| b.action.key.clone()), "As in actions."),
        column("gap_id", Text(|b| b.gap.to_string()), "As in gaps."),
    ]
}

/// A decision and its action.
pub struct DecisionRow<'a> {
    decision: &'a Decision,
    action: Option<&'a Action>,
}

/// What leadership is asked for.
pub fn decision_rows(snapshot: &Snapshot) -> Vec<DecisionRow<'_>> {
    let action = |key: &str| snapshot.actions.iter().find(|action| action.key == key);
    let row = |decision| DecisionRow {
        decision,
        action: action(&decision.action),
    };
    snapshot.decisions.iter().map(row).collect()
}

/// One row a decision that is asked for.
pub fn decisions<'a>() -> Vec<Column<DecisionRow<'a>>> {
    vec![
        column(
            "number",
            Text(|r| r.decision.number.clone()),
            "D1 to D6, in this report.",
        ),
        column("action", Text(|r| r.decision.action.clone()), "The key of its action."),
        column("kind", Text(|r| id_of(r.action.map(|a| a.kind))), "The action's kind."),
        column(
            "title",
            Text(|r| id_of(r.action.map(|a| &a.title))),
            "What it asks for, in English.",
        ),
        column("ask_by", Day(|r| Some(r.decision.ask_by)), "By when."),
    ]
}

/// One row a decision that the last report asked for.
pub fn asked() -> Vec<Column<Asked>> {
    vec![
        column("number", Text(|a| a.number.clone()), "The number it had."),
        column("action", Text(|a| a.key.clone()), "The key of its action."),
        column("kind", Text(|a| a.kind.to_string()), "The action's kind."),
        column("title", Text(|a| a.title.clone()), "As it was asked."),
        column(
            "asked_on",
            Day(|a| Some(a.asked_on)),
            "As-of date of the report that asked.",
        ),
        column("ask_by", Day(|a| Some(a.ask_by)), "By when it was asked for."),
        column(
            "outcome",
            Text(|a| a.outcome.to_string()),
            "Told from the gaps: done, in-part, not-done or moot.",
        ),
        column(
            "decided",
            Text(|a| id_of(a.decided)),
            "accepted, deferred or rejected, where the workbook says so.",
        ),
        column("by", Text(|a| id_of(a.by.as_ref())), "Who decided."),
        column("decided_on", Day(|a| a.decided_on), "When."),
        column("until", Day(|a| a.until), "Until when it is put off."),
        column(
            "effect_unowned",
            Whole(|a| a.effect.unowned),
            "What it brought: duties in state unowned.",
        ),
        column("effect_critical", Whole(|a| a.effect.critical), "Critical gaps."),
        column("effect_gaps", Whole(|a| a.effect.gaps), "Gaps."),
        column("effect_exposure", Whole(|a| a.effect.exposure), "Exposure."),
    ]
}
