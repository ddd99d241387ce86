//! What happened to the gaps. In: two snapshots, their gaps matched by id. Out: the lists of the section "What changed".

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::cause::Both;
use super::quarter::whole_quarters;
use super::record::{Bridge, Cause, CauseCount, Credit, GapChange, GapClosed, LongOpen, Moved, Slip};
use super::systems::carried;
use crate::assess::{CustomerState, Side};
use crate::inventory::Scope;
use crate::plan::{Change, DatedGap};
use crate::snapshot::{ClosedGap, Closing, Snapshot};

/// From how many whole quarters on a gap counts as open for long.
pub const LONG_OPEN: u32 = 3;

/// Two reports with their gaps matched.
pub struct Matched<'a> {
    old: &'a Snapshot,
    new: &'a Snapshot,
    /// Their systems and obligations.
    pub both: Both<'a>,
    /// The earlier report's gaps in its order, each with the id it has now.
    before: Vec<(String, &'a DatedGap)>,
    by_id: BTreeMap<String, &'a DatedGap>,
    now: BTreeSet<&'a str>,
    /// What was closed by the time of the earlier report, and since when.
    closed: BTreeMap<String, NaiveDate>,
}

impl<'a> Matched<'a> {
    /// Matches the gaps; `both` holds the systems and obligations, `renames` old id = new id.
    pub fn new(old: &'a Snapshot, new: &'a Snapshot, both: Both<'a>, renames: &BTreeMap<String, String>) -> Self {
        let before: Vec<_> = old.gaps.iter().map(|g| (carried(&g.gap.id, renames), g)).collect();
        Self {
            old,
            new,
            both,
            by_id: before.iter().cloned().collect(),
            before,
            now: new.gaps.iter().map(|g| g.gap.id.as_str()).collect(),
            closed: closed_by(old, renames),
        }
    }

    /// Gaps that are new, reopened, improved or worsened.
    pub fn changed(&self) -> Vec<GapChange> {
        self.new.gaps.iter().filter_map(|gap| self.change(gap)).collect()
    }

    fn change(&self, now: &DatedGap) -> Option<GapChange> {
        let before = self.by_id.get(&now.gap.id).copied();
        let closed_since = self.closed.get(&now.gap.id).copied().filter(|_| before.is_none());
        let change = match before {
            None if closed_since.is_some() => Change::Reopened,
            None => Change::New,
            Some(b) if now.gap.weight < b.gap.weight => Change::Improved,
            Some(b) if now.gap.weight > b.gap.weight => Change::Worsened,
            Some(_) => return None,
        };
        Some(GapChange {
            id: now.gap.id.clone(),
            system: now.gap.system.clone(),
            system_name: self.name(&now.gap.system),
            domain: now.gap.domain,
            side: now.gap.side,
            change,
            cause: before.map_or_else(|| self.both.of_opening(now), |b| self.both.of_shift(b, now)),
            kind: now.gap.kind,
            kind_before: before.map(|b| b.gap.kind),
            severity: now.gap.severity,
            score: now.gap.score,
            score_before: before.map(|b| b.gap.score),
            owners: now.gap.owners.clone(),
            due: now.due,
            closed_since,
        })
    }

    /// The earlier report's gaps that are no longer open, with the id they have now.
    fn gone(&self) -> impl Iterator<Item = (&str, &'a DatedGap)> {
        let gone = self.before.iter().filter(|(id, _)| !self.now.contains(id.as_str()));
        gone.map(|(id, gap)| (id.as_str(), *gap))
    }

    /// Closed gaps as the section shows them.
    pub fn closed(&self) -> Vec<GapClosed> {
        self.gone().map(|(id, gap)| self.closing(id, gap)).collect()
    }

    fn closing(&self, id: &str, gap: &DatedGap) -> GapClosed {
        let system = id.rsplit_once('/').map_or(id, |(system, _)| system);
        let how = self.how(system, gap);
        GapClosed {
            id: id.to_owned(),
            system: system.to_owned(),
            system_name: self.name(system),
            domain: gap.gap.domain,
            side: gap.gap.side,
            how,
            cause: self.both.of_closing(gap, system, how),
            kind: gap.gap.kind,
            severity: gap.gap.severity,
            score: gap.gap.score,
            credit: self.credited(system, gap, how),
            open_days: (self.new.as_of - gap.first_seen).num_days(),
            in_time: self.new.as_of <= gap.due,
        }
    }

    /// Closed gaps as the snapshot keeps them: as the last report had them, under the id they have now.
    pub fn closed_record(&self) -> Vec<ClosedGap> {
        self.gone()
            .map(|(id, gap)| {
                let closing = self.closing(id, gap);
                let mut gap = gap.clone();
                gap.gap.id = closing.id;
                gap.gap.system = closing.system;
                ClosedGap {
                    gap,
                    how: closing.how,
                    credit: closing.credit,
                }
            })
            .collect()
    }

    /// What was closed before and has not come back.
    pub fn closed_earlier(&self) -> BTreeMap<String, NaiveDate> {
        let mut closed = self.closed.clone();
        closed.retain(|id, _| !self.now.contains(id.as_str()));
        closed
    }

    /// Why a gap is no longer open; the first that holds, in the order of the enum's last to first.
    fn how(&self, system: &str, gap: &DatedGap) -> Closing {
        let owed = || self.both.new.owed(system, gap.gap.domain, gap.gap.side);
        match self.both.new.system(system) {
            None => Closing::SystemGone,
            Some(record) if record.scope != Scope::In => Closing::SystemRetired,
            Some(_) if gap.gap.side == Side::System => Closing::Resolved,
            Some(_) => match owed() {
                None => Closing::NoLongerOwed,
                Some(o) if gap.gap.side == Side::Customer && o.customer == Some(CustomerState::Accepted) => {
                    Closing::Accepted
                }
                Some(_) => Closing::Resolved,
            },
        }
    }

    fn credited(&self, system: &str, gap: &DatedGap, how: Closing) -> Vec<String> {
        match (how, gap.gap.side) {
            (Closing::Resolved, Side::Customer) => self
                .both
                .new
                .owed(system, gap.gap.domain, gap.gap.side)
                .map(|o| o.owners.clone())
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Gaps whose due date moved to a later day.
    pub fn slipped(&self) -> Vec<Slip> {
        let slip = |now: &DatedGap| {
            let before = self.by_id.get(&now.gap.id)?;
            (now.due > before.due).then(|| Slip {
                id: now.gap.id.clone(),
                system_name: self.name(&now.gap.system),
                domain: now.gap.domain,
                severity: now.gap.severity,
                owners: now.gap.owners.clone(),
                due_before: before.due,
                due: now.due,
                times: now.slips.max(before.slips.saturating_add(1)),
                why: match (before.gap.stated_due, now.gap.stated_due) {
                    (_, Some(_)) => Moved::Stated,
                    (Some(_), None) => Moved::Withdrawn,
                    (None, None) if now.gap.severity < before.gap.severity => Moved::LessSevere,
                    (None, None) => Moved::Rules,
                },
            })
        };
        self.new.gaps.iter().filter_map(slip).collect()
    }

    /// Gaps whose due date passed between the two reports.
    pub fn missed(&self) -> Vec<String> {
        let missed = |gap: &&DatedGap| gap.due >= self.old.as_of && gap.due < self.new.as_of;
        self.new.gaps.iter().filter(missed).map(|g| g.gap.id.clone()).collect()
    }

    /// Gaps that are open for long, oldest first.
    pub fn long_open(&self) -> Vec<LongOpen> {
        let long = |gap: &DatedGap| {
            let quarters = whole_quarters(gap.first_seen, self.new.as_of);
            (quarters >= LONG_OPEN).then(|| LongOpen {
                id: gap.gap.id.clone(),
                system_name: self.name(&gap.gap.system),
                domain: gap.gap.domain,
                kind: gap.gap.kind,
                severity: gap.gap.severity,
                score: gap.gap.score,
                owners: gap.gap.owners.clone(),
                first_seen: gap.first_seen,
                days: (self.new.as_of - gap.first_seen).num_days(),
                quarters,
                due: gap.due,
                overdue: gap.overdue,
                slips: gap.slips,
            })
        };
        let mut gaps: Vec<_> = self.new.gaps.iter().filter_map(long).collect();
        gaps.sort_by(|a, b| (a.first_seen, b.score).cmp(&(b.first_seen, a.score)));
        gaps
    }

    fn name(&self, id: &str) -> String {
        let system = self.both.new.system(id).or_else(|| self.both.old.system(id));
        system.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }
}

/// What was closed by the time of a report, with the date of the report that had it closed.
pub fn closed_by(report: &Snapshot, renames: &BTreeMap<String, String>) -> BTreeMap<String, NaiveDate> {
    let earlier = report.closed_earlier.iter().map(|(id, day)| (id, *day));
    let last = report.closed.iter().map(|c| (&c.gap.gap.id, report.as_of));
    earlier
        .chain(last)
        .map(|(id, day)| (carried(id, renames), day))
        .collect()
}

/// From open last time to open now.
pub fn bridge(old: &Snapshot, new: &Snapshot, changed: &[GapChange], closed: &[GapClosed]) -> Bridge {
    let changed = |change| changed.iter().filter(|g| g.change == change).count();
    let closed = |hows: &[Closing]| closed.iter().filter(|g| hows.contains(&g.how)).count();
    Bridge {
        open_before: old.gaps.len(),
        new: changed(Change::New),
        reopened: changed(Change::Reopened),
        resolved: closed(&[Closing::Resolved]),
        accepted: closed(&[Closing::Accepted]),
        out_of_scope: closed(&[Closing::SystemRetired, Closing::SystemGone, Closing::NoLongerOwed]),
        open_now: new.gaps.len(),
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
