//! What happened to the gaps. In: two reports, their gaps matched by id. Out: what the later one remembers of the earlier, and the
//! lists of the section "What changed".

use std::collections::{BTreeMap, BTreeSet};

use super::Now;
use super::cause::Both;
use super::quarter::whole_quarters;
use super::record::{Cause, CauseCount, Credit, GapChange, GapClosed, LongOpen};
use super::systems::Perhaps;
use crate::assess::{CustomerState, Duty, GapId};
use crate::plan::{Change, DatedGap, LastPlan, Memory};
use crate::snapshot::{Bridge, ClosedGap, Closing, HeldGap, Index, Proof, Same, Slip, Snapshot};

/// From how many whole quarters on a gap counts as open for long.
pub const LONG_OPEN: u32 = 3;

/// An id under the id that its system has now.
fn carried(id: &GapId, same: &Same) -> GapId {
    GapId::new(same.now(&id.system), id.duty)
}

/// What is remembered of a report's gaps, open, held and closed, under the ids of now.
pub fn memory<'a>(report: &'a Snapshot, same: &Same) -> Memory<'a> {
    let open = report.gaps.iter().map(|gap| (carried(&gap.gap.id, same), gap));
    let held = report
        .unjudged
        .iter()
        .map(|held| (carried(&held.gap.gap.id, same), &held.gap));
    let earlier = report.closed_earlier.iter().map(|(id, day)| (id, *day));
    let last = report.closed.iter().map(|closed| (&closed.gap.gap.id, report.as_of));
    let closed = earlier.chain(last).map(|(id, day)| (carried(id, same), day));
    Memory {
        open: open.collect(),
        held: held.collect(),
        closed: closed.collect(),
        last: Some(LastPlan {
            as_of: report.as_of,
            actions: &report.actions,
            decisions: &report.decisions,
            renames: same.renames.clone(),
        }),
    }
}

/// What became of the gaps of a report that are no longer open, in its order, as it had them but under the ids of now: those that
/// are closed, and those that are held, since their system counts and has no model any more.
pub fn left(report: &Snapshot, now: &Now<'_>, same: &Same) -> (Vec<ClosedGap>, Vec<HeldGap>) {
    let index = Index::of(now.systems, now.obligations);
    let (mut closed, mut held) = (Vec::new(), Vec::new());
    let before = report.unjudged.iter().map(|held| (&held.gap, Some(held.since)));
    let open = report.gaps.iter().map(|gap| (gap, None));
    for (gap, since) in before.chain(open) {
        let id = carried(&gap.gap.id, same);
        if now.gaps.contains(&id) {
            continue;
        }
        let mut gap = gap.clone();
        gap.gap.id = id;
        let id = &gap.gap.id;
        if id.duty != Duty::Unclassified && !can_be_judged(&index, &id.system) {
            let since = since.unwrap_or(now.as_of);
            held.push(HeldGap { gap, since });
            continue;
        }
        let how = how(&index, id);
        closed.push(ClosedGap {
            how,
            proof: proof(&index, id, how),
            credit: credited(&index, id, how),
            gap,
        });
    }
    (closed, held)
}

/// Whether a system has a model, or does not count in the first place.
fn can_be_judged(now: &Index<'_>, system: &str) -> bool {
    now.system(system).is_none_or(|s| !s.in_scope() || !s.models.is_empty())
}

/// How sure it is that a duty is met; for a system that has a model now there is nothing to prove.
fn proof(now: &Index<'_>, id: &GapId, how: Closing) -> Option<Proof> {
    if how != Closing::Resolved {
        return None;
    }
    let duty = now.owed(id)?;
    let proven = match id.duty {
        Duty::Theirs(_) => duty.assured_by.is_some(),
        _ => duty.proven,
    };
    Some(if proven { Proof::Verified } else { Proof::Claimed })
}

/// Gaps that could not be judged in one of two reports.
pub struct Held<'a> {
    /// Those that could be in the earlier, and not in the later.
    pub newly: Vec<&'a HeldGap>,
    /// Those that could not be in the earlier, and can in the later.
    pub judged_again: Vec<GapId>,
}

impl<'a> Held<'a> {
    /// Tells them from what was held before and what is held now.
    pub fn between(memory: &Memory<'_>, now: &'a [HeldGap]) -> Self {
        let still: BTreeSet<&GapId> = now.iter().map(|held| &held.gap.gap.id).collect();
        let again = memory.held.keys().filter(|id| !still.contains(id));
        Self {
            newly: now
                .iter()
                .filter(|held| !memory.held.contains_key(&held.gap.gap.id))
                .collect(),
            judged_again: again.cloned().collect(),
        }
    }
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
pub fn changed(memory: &Memory<'_>, both: &Both<'_>, perhaps: &Perhaps<'_>) -> Vec<GapChange> {
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
            perhaps: perhaps.before(&now.gap.id.system),
        })
    };
    both.later.gaps.iter().filter_map(change).collect()
}

/// Closed gaps as the section shows them.
pub fn closings(closed: &[ClosedGap], both: &Both<'_>, perhaps: &Perhaps<'_>) -> Vec<GapClosed> {
    let day = both.later.as_of;
    let closing = |closed: &ClosedGap| {
        let (dated, gap) = (&closed.gap, &closed.gap.gap);
        GapClosed {
            id: gap.id.clone(),
            system_name: both.name(&gap.id.system),
            how: closed.how,
            proof: closed.proof,
            cause: both.of_closing(closed),
            kind: gap.kind,
            severity: gap.severity,
            score: gap.score,
            credit: closed.credit.clone(),
            open_days: (day - dated.first_seen).num_days(),
            in_time: day <= dated.due,
            perhaps: perhaps.now(&gap.id.system),
        }
    };
    closed.iter().map(closing).collect()
}

/// Gaps whose promise moved to a later day.
pub fn slipped(memory: &Memory<'_>, both: &Both<'_>) -> Vec<Slip> {
    moved(memory, both, |before, now| before.slips_to(now.promised))
}

/// Gaps whose promise is no longer written down. The later record says so of its own predecessor; of any other report it is what
/// has no promise any more.
pub fn withdrawn(memory: &Memory<'_>, both: &Both<'_>) -> Vec<Slip> {
    let own = both.later.compared_with.as_ref();
    let own = own.is_some_and(|with| with.sha256 == both.earlier.content_sha256);
    moved(memory, both, |_, now| match own {
        true => now.withdrawn.is_some(),
        false => now.promised.is_none(),
    })
}

/// Gaps that are open in both reports and had a promise with which this has happened.
fn moved(memory: &Memory<'_>, both: &Both<'_>, happened: impl Fn(&DatedGap, &DatedGap) -> bool) -> Vec<Slip> {
    let slip = |now: &DatedGap| {
        let before = memory.before(&now.gap.id)?;
        let promised_before = before.promised?;
        happened(before, now).then(|| Slip {
            id: now.gap.id.clone(),
            system_name: both.name(&now.gap.id.system),
            severity: now.gap.severity,
            owners: now.gap.owners.clone(),
            promised_before,
            promised: now.promised,
            times: before.slips.saturating_add(before.slips_to(now.promised).into()),
        })
    };
    both.later.gaps.iter().filter_map(slip).collect()
}

/// Gaps whose promise was missed between the two reports.
pub fn missed(memory: &Memory<'_>, later: &Snapshot) -> Vec<GapId> {
    let was = |gap: &DatedGap| memory.before(&gap.gap.id).is_some_and(|before| before.overdue);
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
pub fn bridge(both: &Both<'_>, changed: &[GapChange], closed: &[GapClosed], held: &Held<'_>) -> Bridge {
    let opened = |change| changed.iter().filter(move |g| g.change == change);
    let ended = |hows: &'static [Closing]| closed.iter().filter(move |g| hows.contains(&g.how));
    let proof = |proof| closed.iter().filter(|g| g.proof == Some(proof)).count();
    let out = &[Closing::SystemRetired, Closing::SystemGone, Closing::NoLongerOwed];
    Bridge {
        open_before: both.earlier.gaps.len(),
        new: opened(Change::New).count(),
        reopened: opened(Change::Reopened).count(),
        judged_again: held.judged_again.len(),
        resolved: ended(&[Closing::Resolved]).count(),
        accepted: ended(&[Closing::Accepted]).count(),
        out_of_scope: ended(out).count(),
        unjudged: held.newly.len(),
        open_now: both.later.gaps.len(),
        verified: proof(Proof::Verified),
        claimed: proof(Proof::Claimed),
        new_perhaps_renamed: opened(Change::New).filter(|g| g.perhaps.is_some()).count(),
        gone_perhaps_renamed: ended(out).filter(|g| g.perhaps.is_some()).count(),
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
