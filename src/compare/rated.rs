//! What moved without anybody doing anything about a duty: systems that are rated otherwise, or can no longer be judged, and how
//! many systems are not what they were. In: two reports. Out: figures.

use std::collections::BTreeMap;

use super::cause::Both;
use crate::assess::Severity;
use crate::plan::{DatedGap, Memory};
use crate::snapshot::{
    HeldGap, ImpactChange, NoLongerJudged, Rerated, Snapshot, SystemRecord, SystemRef, SystemsChanged,
};

/// Systems that count in both reports, in the order of the later, as they were and as they are.
fn in_both<'a>(both: &Both<'a>) -> Vec<(&'a SystemRecord, &'a SystemRecord)> {
    let pair = |now: &'a SystemRecord| Some((both.before.system(&now.id)?, now));
    let pairs = both.later.systems.iter().filter_map(pair);
    pairs.filter(|(a, b)| a.in_scope() && b.in_scope()).collect()
}

fn system_ref(system: &SystemRecord) -> SystemRef {
    SystemRef {
        id: system.id.clone(),
        name: system.name.clone(),
    }
}

/// Whether something is more than a tenth of the last report's exposure or critical gaps.
fn leads(earlier: &Snapshot, exposure: u64, critical: u64) -> bool {
    let figures = &earlier.headline;
    exposure.saturating_mul(10) > figures.exposure.into() || critical.saturating_mul(10) > figures.critical as u64
}

/// What moved because systems are rated otherwise.
pub fn rerated(both: &Both<'_>, memory: &Memory<'_>) -> Rerated {
    let mut found = Rerated::default();
    let mut before = BTreeMap::new();
    for (was, now) in in_both(both).into_iter().filter(|(a, b)| a.impact != b.impact) {
        before.insert(now.id.as_str(), was.impact);
        found.systems.push(ImpactChange {
            system: system_ref(now),
            before: was.impact,
            now: now.impact,
        });
    }
    for gap in both
        .later
        .gaps
        .iter()
        .filter(|gap| memory.open.contains_key(&gap.gap.id))
    {
        if let Some(impact) = before.get(gap.gap.id.system.as_str()) {
            let focus = both.now.owed(&gap.gap.id).is_some_and(|duty| duty.critical_focus);
            add(&mut found, gap, impact.saturating_add(focus.into()).min(4), both.later);
        }
    }
    found.leads = leads(
        both.earlier,
        found.exposure.unsigned_abs(),
        found.critical.unsigned_abs(),
    );
    found
}

/// Counts a gap that had this impact.
fn add(found: &mut Rerated, dated: &DatedGap, impact: u32, later: &Snapshot) {
    let gap = &dated.gap;
    let was = gap.weight * impact;
    let critical = |score| i64::from(Severity::of(score, &later.rules) == Severity::Critical);
    found.gaps += usize::from(was != gap.score);
    found.exposure += i64::from(gap.score) - i64::from(was);
    found.critical += critical(gap.score) - critical(was);
}

/// What can no longer be judged.
pub fn no_longer_judged(both: &Both<'_>, held: &[&HeldGap]) -> NoLongerJudged {
    let lost = |(before, now): &(&SystemRecord, &SystemRecord)| !before.models.is_empty() && now.models.is_empty();
    let systems = in_both(both).into_iter().filter(lost);
    let gaps = || held.iter().map(|held| &held.gap.gap);
    let exposure = gaps().fold(0_u32, |sum, gap| sum.saturating_add(gap.score));
    let critical = gaps().filter(|gap| gap.severity == Severity::Critical).count();
    NoLongerJudged {
        systems: systems.map(|(_, now)| system_ref(now)).collect(),
        gaps: held.iter().map(|held| held.gap.gap.id.clone()).collect(),
        exposure,
        critical,
        leads: leads(both.earlier, exposure.into(), critical as u64),
    }
}

/// How many systems are new, gone, retired, back, remodelled or re-rated, of those that are in scope in either report.
pub fn systems_changed(both: &Both<'_>) -> SystemsChanged {
    let pairs = in_both(both);
    let other = |(a, b): &&(&SystemRecord, &SystemRecord)| a.models != b.models || a.impact != b.impact;
    let changed = pairs.iter().filter(other).count();
    let in_scope = |report: &Snapshot| report.systems.iter().filter(|s| s.in_scope()).count();
    let came = in_scope(both.later) - pairs.len();
    let went = in_scope(both.earlier) - pairs.len();
    SystemsChanged {
        changed: changed + came + went,
        of: pairs.len() + came + went,
    }
}
