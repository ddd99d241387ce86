//! What happened to the gaps. In: two reports, their gaps matched by id. Out: what the later one remembers of the earlier, and the
//! lists of the section "What changed".

use std::collections::BTreeMap;

use super::Now;
use super::cause::Both;
use super::quarter::whole_quarters;
use super::record::{Bridge, Cause, CauseCount, Credit, GapChange, GapClosed, LongOpen, Moved, Slip};
use crate::assess::{CustomerState, Duty, GapId};
use crate::plan::{Change, DatedGap, LastPlan, Memory};
use crate::snapshot::{ClosedGap, Closing, Index, Snapshot};

/// From how many whole quarters on a gap counts as open for long.
pub const LONG_OPEN: u32 = 3;

/// An id under the id that its system has now.
fn carried(id: &GapId, renames: &BTreeMap<String, String>) -> GapId {
    GapId::new(renames.get(&id.system).unwrap_or(&id.system), id.duty)
}

/// What is remembered of a report's gaps, open and closed, under the ids of now.
pub fn memory<'a>(report: &'a Snapshot, renames: &BTreeMap<String, String>) -> Memory<'a> {
    let open = report.gaps.iter().map(|gap| (carried(&gap.gap.id, renames), gap));
    let earlier = report.closed_earlier.iter().map(|(id, day)| (id, *day));
    let last = report.closed.iter().map(|closed| (&closed.gap.gap.id, report.as_of));
    let closed = earlier.chain(last).map(|(id, day)| (carried(id, renames), day));
    let held = report
        .unjudged
        .iter()
        .map(|held| (carried(&held.gap.gap.id, renames), &held.gap));
    Memory {
        open: open.collect(),
        held: held.collect(),
        closed: closed.collect(),
        last: Some(LastPlan {
            as_of: report.as_of,
            actions: &report.actions,
            decisions: &report.decisions,
            renames: renames.clone(),
        }),
    }
}

/// The gaps of a report that are no longer open, in its order, as it had them but under the ids of now.
pub fn closed(report: &Snapshot, now: &Now<'_>, renames: &BTreeMap<String, String>) -> Vec<ClosedGap> {
    let index = Index::of(now.systems, now.obligations);
    let close = |gap: &DatedGap| {
        let id = carried(&gap.gap.id, renames);
        let how = (!now.gaps.contains(&id)).then(|| how(&index, &id))?;
        let mut gap = gap.clone();
        gap.gap.id = id;
        Some(ClosedGap {
            how,
            proof: None,
            credit: credited(&index, &gap.gap.id, how),
            gap,
        })
    };
    report.gaps.iter().filter_map(close).collect()
}

/// Why a gap is no longer open: what became of its system comes first, then of the duty, then of the gap.
fn how(now: &Index<'_>, id: &GapId) -> Closing {
    match now.system(&id.system) {
        None => return Closing::SystemGone,
        Some(system) if !system.in_scope() => return Closing::SystemRetired,
        Some(_) if id.duty == Duty::Unclassified => return Closing::Resolved,
        Some(_) => {}
    }
    match (now.owed(id), id.duty) {
        (None, _) => Closing::NoLongerOwed,
        (Some(o), Duty::Ours(_)) if o.customer == Some(CustomerState::Accepted) => Closing::Accepted,
        (Some(_), _) => Closing::Resolved,
    }
}

/// Whoever owns a duty of ours when it is met.
fn credited(now: &Index<'_>, id: &GapId, how: Closing) -> Vec<String> {
    match (how, id.duty) {
        (Closing::Resolved, Duty::Ours(_)) => now.owed(id).map(|o| o.owners.clone()).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Gaps that are new, reopened, improved or worsened.
pub fn changed(memory: &Memory<'_>, both: &Both<'_>) -> Vec<GapChange> {
    let change = |now: &DatedGap| {
        let (change, closed_since) = memory.change(&now.gap);
        let before = memory.open.get(&now.gap.id).copied();
        (change != Change::Open).then(|| GapChange {
            id: now.gap.id.clone(),
            system_name: both.name(&now.gap.id.system),
            change,
            cause: before.map_or_else(|| both.of_opening(now), |b| both.of_shift(b, now)),
            kind: now.gap.kind,
            kind_before: before.map(|b| b.gap.kind),
            severity: now.gap.severity,
            score: now.gap.score,
            score_before: before.map(|b| b.gap.score),
            owners: now.gap.owners.clone(),
            due: now.due,
            closed_since,
        })
    };
    both.later.gaps.iter().filter_map(change).collect()
}

/// Closed gaps as the section shows them.
pub fn closings(closed: &[ClosedGap], both: &Both<'_>) -> Vec<GapClosed> {
    let day = both.later.as_of;
    let closing = |closed: &ClosedGap| {
        let (dated, gap) = (&closed.gap, &closed.gap.gap);
        GapClosed {
            id: gap.id.clone(),
            system_name: both.name(&gap.id.system),
            how: closed.how,
            cause: both.of_closing(closed),
            kind: gap.kind,
            severity: gap.severity,
            score: gap.score,
            credit: closed.credit.clone(),
            open_days: (day - dated.first_seen).num_days(),
            in_time: day <= dated.due,
        }
    };
    closed.iter().map(closing).collect()
}

/// Gaps whose promise moved to a later day.
pub fn slipped(memory: &Memory<'_>, both: &Both<'_>) -> Vec<Slip> {
    let slip = |now: &DatedGap| {
        let before = memory.open.get(&now.gap.id)?;
        before.slips_to(now.promised).then(|| Slip {
            id: now.gap.id.clone(),
            system_name: both.name(&now.gap.id.system),
            severity: now.gap.severity,
            owners: now.gap.owners.clone(),
            due_before: before.due,
            due: now.due,
            times: now.slips.max(before.slips.saturating_add(1)),
            why: Moved::Stated,
        })
    };
    both.later.gaps.iter().filter_map(slip).collect()
}

/// Gaps whose promise was missed between the two reports.
pub fn missed(memory: &Memory<'_>, later: &Snapshot) -> Vec<GapId> {
    let was = |gap: &DatedGap| memory.open.get(&gap.gap.id).is_some_and(|before| before.overdue);
    let missed = later.gaps.iter().filter(|gap| gap.overdue && !was(gap));
    missed.map(|gap| gap.gap.id.clone()).collect()
}

/// Gaps that are open for long, oldest first.
pub fn long_open(both: &Both<'_>) -> Vec<LongOpen> {
    let day = both.later.as_of;
    let long = |gap: &DatedGap| {
        let quarters = whole_quarters(gap.first_seen, day);
        (quarters >= LONG_OPEN).then(|| LongOpen {
            id: gap.gap.id.clone(),
            system_name: both.name(&gap.gap.id.system),
            kind: gap.gap.kind,
            severity: gap.gap.severity,
            score: gap.gap.score,
            owners: gap.gap.owners.clone(),
            first_seen: gap.first_seen,
            days: (day - gap.first_seen).num_days(),
            quarters,
            due: gap.due,
            overdue: gap.overdue,
            slips: gap.slips,
        })
    };
    let mut gaps: Vec<_> = both.later.gaps.iter().filter_map(long).collect();
    gaps.sort_by(|a, b| (a.first_seen, b.score).cmp(&(b.first_seen, a.score)));
    gaps
}

/// From open last time to open now.
pub fn bridge(earlier: &Snapshot, later: &Snapshot, changed: &[GapChange], closed: &[GapClosed]) -> Bridge {
    let changed = |change| changed.iter().filter(|g| g.change == change).count();
    let closed = |hows: &[Closing]| closed.iter().filter(|g| hows.contains(&g.how)).count();
    Bridge {
        open_before: earlier.gaps.len(),
        new: changed(Change::New),
        reopened: changed(Change::Reopened),
        resolved: closed(&[Closing::Resolved]),
        accepted: closed(&[Closing::Accepted]),
        out_of_scope: closed(&[Closing::SystemRetired, Closing::SystemGone, Closing::NoLongerOwed]),
        open_now: later.gaps.len(),
    }
}

/// Counts the movements by what brought them about.
pub fn by_cause(changed: &[GapChange], closed: &[GapClosed]) -> Vec<CauseCount> {
    let mut counts: BTreeMap<Cause, CauseCount> = BTreeMap::new();
    for gap in changed {
        let count = counts.entry(gap.cause).or_insert_with(|| none_of(gap.cause));
        match gap.change {
            Change::New => count.new += 1,
            Change::Reopened => count.reopened += 1,
            Change::Improved => count.improved += 1,
            Change::Worsened => count.worsened += 1,
            Change::Open => {}
        }
    }
    for gap in closed {
        counts.entry(gap.cause).or_insert_with(|| none_of(gap.cause)).closed += 1;
    }
    counts.into_values().collect()
}

fn none_of(cause: Cause) -> CauseCount {
    CauseCount {
        cause,
        new: 0,
        reopened: 0,
        improved: 0,
        worsened: 0,
        closed: 0,
    }
}

/// Who closed gaps, most first. What the rules closed is nobody's credit.
pub fn credit(closed: &[GapClosed]) -> Vec<Credit> {
    let mut credit: BTreeMap<&str, Credit> = BTreeMap::new();
    for gap in closed.iter().filter(|g| g.cause == Cause::Organisation) {
        for owner in &gap.credit {
            let entry = credit.entry(owner).or_insert_with(|| Credit {
                owner: owner.clone(),
                gaps: 0,
                score: 0,
            });
            entry.gaps += 1;
            entry.score = entry.score.saturating_add(gap.score);
        }
    }
    let mut credit: Vec<_> = credit.into_values().collect();
    credit.sort_by(|a, b| (b.gaps, b.score, &a.owner).cmp(&(a.gaps, a.score, &b.owner)));
    credit
}
