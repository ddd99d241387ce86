//! Laws that hold for any two reports, and for any chain of them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use unowned::assess::GapId;
use unowned::compare::{Changes, changes};
use unowned::plan::Change;
use unowned::snapshot::Snapshot;

use super::fixtures::Terms;
use super::organisation::{any_quarter, chain, quarter_end, report};

fn ids(changes: &Changes, which: &[Change]) -> BTreeSet<GapId> {
    let of = changes.gaps.iter().filter(|g| which.contains(&g.change));
    of.map(|g| g.id.clone()).collect()
}

fn closed(changes: &Changes) -> BTreeSet<GapId> {
    changes.closed.iter().map(|g| g.id.clone()).collect()
}

fn held(snapshot: &Snapshot) -> BTreeSet<GapId> {
    snapshot.unjudged.iter().map(|g| g.gap.gap.id.clone()).collect()
}

/// What is open, or held since nobody can judge it.
fn unsettled(snapshot: &Snapshot) -> BTreeSet<GapId> {
    open(snapshot).union(&held(snapshot)).cloned().collect()
}

fn open(snapshot: &Snapshot) -> BTreeSet<GapId> {
    snapshot.gaps.iter().map(|g| g.gap.id.clone()).collect()
}

/// A number with more than six decimals, which a reader without exact floats might read as its neighbour.
fn longest_fraction(json: &[u8]) -> Option<String> {
    fn numbers(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Number(n) if n.is_f64() => found.push(n.to_string()),
            serde_json::Value::Array(all) => all.iter().for_each(|v| numbers(v, found)),
            serde_json::Value::Object(all) => all.values().for_each(|v| numbers(v, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    numbers(&serde_json::from_slice(json).unwrap(), &mut found);
    found
        .into_iter()
        .find(|n| n.split_once('.').is_some_and(|(_, rest)| rest.len() > 6))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_report_does_not_differ_from_itself(quarter in any_quarter()) {
        let a = report(&quarter, quarter_end(0), None, &Terms::default());
        let none = changes(&a, &a);
        prop_assert!(none.gaps.is_empty() && none.closed.is_empty() && none.kept.slipped.is_empty());
        prop_assert!(none.kept.missed.is_empty() && none.by_cause.is_empty() && none.rules.is_empty());
        prop_assert_eq!(none.systems, Default::default());
        prop_assert_eq!(none.kept.bridge.open_before, none.kept.bridge.open_now);
        prop_assert!(none.matrix.is_none());
    }

    #[test]
    fn opened_and_closed_swap_with_the_arguments(first in any_quarter(), second in any_quarter()) {
        let a = report(&first, quarter_end(0), None, &Terms::default());
        let b = report(&second, quarter_end(1), Some(&a), &Terms::default());
        let (there, back) = (changes(&a, &b), changes(&b, &a));
        let opened = [Change::New, Change::Reopened];
        let left = |changes: &Changes| -> BTreeSet<GapId> {
            closed(changes).into_iter().chain(changes.kept.unjudged.gaps.clone()).collect()
        };
        let came = |changes: &Changes| -> BTreeSet<GapId> {
            ids(changes, &opened).into_iter().chain(changes.kept.judged_again.clone()).collect()
        };
        prop_assert_eq!(came(&there), left(&back));
        prop_assert_eq!(came(&back), left(&there));
        prop_assert_eq!(ids(&there, &[Change::Improved]), ids(&back, &[Change::Worsened]));
        prop_assert_eq!(ids(&there, &[Change::Worsened]), ids(&back, &[Change::Improved]));
    }

    #[test]
    fn the_bridge_adds_up_and_the_record_agrees_with_it(quarters in prop::collection::vec(any_quarter(), 2..6)) {
        let chain = chain(&quarters, &Terms::default());
        for pair in chain.windows(2) {
            let (old, new) = (&pair[0], &pair[1]);
            let found = changes(old, new);
            let b = found.kept.bridge;
            prop_assert_eq!(
                b.open_before + b.new + b.reopened + b.judged_again,
                b.open_now + b.resolved + b.accepted + b.out_of_scope + b.unjudged
            );
            let kept = unsettled(old).intersection(&unsettled(new)).count();
            prop_assert_eq!(unsettled(old).len(), kept + new.closed.len());
            prop_assert_eq!(held(new).len(), held(old).len() + b.unjudged - b.judged_again);
            prop_assert_eq!(new.changes.as_ref(), Some(&found.kept));
            prop_assert_eq!(b.verified + b.claimed, new.closed.iter().filter(|c| c.proof.is_some()).count());
            prop_assert_eq!((b.open_before, b.open_now), (old.headline.gaps, new.headline.gaps));
            let by_cause: usize = found.by_cause.iter().map(|c| c.new + c.reopened).sum();
            prop_assert_eq!(by_cause, b.new + b.reopened);
            let closed_by_cause: usize = found.by_cause.iter().map(|c| c.closed).sum();
            prop_assert_eq!(closed_by_cause, b.resolved + b.accepted + b.out_of_scope);
            for gap in &new.gaps {
                let listed = found.gaps.iter().find(|g| g.id == gap.gap.id).map(|g| g.change);
                prop_assert_eq!(listed.unwrap_or(Change::Open), gap.change, "{}", gap.gap.id);
            }
        }
    }

    #[test]
    fn first_seen_is_the_first_report_without_interruption(quarters in prop::collection::vec(any_quarter(), 1..7)) {
        let chain = chain(&quarters, &Terms::default());
        let last = chain.last().unwrap();
        let mut closed_in: BTreeMap<GapId, usize> = BTreeMap::new();
        for (number, pair) in chain.windows(2).enumerate() {
            for id in unsettled(&pair[0]).difference(&unsettled(&pair[1])) {
                closed_in.insert(id.clone(), number + 1);
            }
        }
        for gap in &last.gaps {
            let streak = chain.iter().rev().take_while(|r| unsettled(r).contains(&gap.gap.id)).count();
            let since = chain.len() - streak;
            prop_assert_eq!(gap.first_seen, quarter_end(since));
            let before_last = unsettled(chain.get(chain.len().wrapping_sub(2)).unwrap_or(last));
            if chain.len() > 1 && !before_last.contains(&gap.gap.id) {
                let closed_since = closed_in.get(&gap.gap.id).map(|&n| quarter_end(n));
                prop_assert_eq!(gap.closed_since, closed_since);
                let expected = if closed_since.is_some() { Change::Reopened } else { Change::New };
                prop_assert_eq!(gap.change, expected);
            }
        }
        let remembered: BTreeSet<_> = last.closed_earlier.keys().chain(last.closed.iter().map(|c| &c.gap.gap.id)).cloned().collect();
        let expected: BTreeSet<_> = closed_in.keys().filter(|id| !unsettled(last).contains(*id)).cloned().collect();
        prop_assert_eq!(remembered, expected);
    }

    #[test]
    fn every_report_holds_the_checksums_of_those_before_it(quarters in prop::collection::vec(any_quarter(), 1..6)) {
        let chain = chain(&quarters, &Terms::default());
        let last = chain.last().unwrap();
        let held: Vec<_> = last.history.iter().map(|past| past.snapshot_sha256.clone()).collect();
        let stated: Vec<_> = chain[..chain.len() - 1].iter().map(|r| r.content_sha256.clone()).collect();
        prop_assert_eq!(held, stated);
        for report in &chain {
            let read = Snapshot::from_json(&report.to_json()).unwrap();
            prop_assert!(read.intact);
            prop_assert_eq!(read.contradiction, None);
            prop_assert_eq!(longest_fraction(&report.to_json()), None);
            prop_assert_eq!(&read.snapshot, report);
        }
    }

    #[test]
    fn a_second_run_from_the_same_predecessor_gives_the_same_bytes(first in any_quarter(), second in any_quarter()) {
        let terms = Terms::default();
        let earlier = report(&first, quarter_end(0), None, &terms);
        let reread = Snapshot::from_json(&earlier.to_json()).unwrap().snapshot;
        let once = report(&second, quarter_end(1), Some(&earlier), &terms);
        let again = report(&second, quarter_end(1), Some(&reread), &terms);
        prop_assert_eq!(once.to_json(), again.to_json());
    }

    #[test]
    fn the_order_of_the_rows_is_no_change(first in any_quarter(), second in any_quarter()) {
        let terms = Terms::default();
        let earlier = report(&first, quarter_end(0), None, &terms);
        let a = report(&second, quarter_end(1), Some(&earlier), &terms);
        let turned: Vec<_> = second.into_iter().rev().collect();
        let b = report(&turned, quarter_end(1), Some(&earlier), &terms);
        let none = changes(&a, &b);
        prop_assert!(none.gaps.is_empty() && none.closed.is_empty() && none.kept.slipped.is_empty());
        prop_assert_eq!(changes(&earlier, &a).kept.bridge, changes(&earlier, &b).kept.bridge);
        prop_assert_eq!(a.closed_earlier, b.closed_earlier);
    }

    #[test]
    fn a_changed_byte_is_noticed(quarter in any_quarter(), place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let report = report(&quarter, quarter_end(0), None, &Terms::default());
        let mut bytes = report.to_json();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        if let Ok(read) = Snapshot::from_json(&bytes) {
            prop_assert!(!read.intact || read.snapshot == report, "byte {}", place);
        }
    }
}

#[test]
fn no_byte_of_a_report_can_be_changed_unnoticed() {
    use super::organisation::{Said, sketch};
    let sketches = [sketch(
        "ai-1",
        &[unowned::framework::DeploymentModel::Saas],
        &[Said::Done],
    )];
    let report = report(&sketches, quarter_end(0), None, &Terms::default());
    let bytes = report.to_json();
    for place in 0..bytes.len() {
        for bit in [0, 3, 4] {
            let mut altered = bytes.clone();
            altered[place] ^= 1 << bit;
            if let Ok(read) = Snapshot::from_json(&altered) {
                assert!(!read.intact, "bit {bit} of byte {place}");
            }
        }
    }
}
