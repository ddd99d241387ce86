//! This quarter against the last. In: two snapshots. Out: what changed, why, and whose credit it is. Pure.
//!
//! A gap is known by its id alone. A system that has another id is another system, unless the configuration says that it was
//! renamed: then its gaps keep their history under the new id.

mod cause;
mod forecast;
mod gaps;
mod quarter;
mod record;
mod systems;
mod text;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::inventory::Inventory;
use crate::plan::{Memory, Remembered};
use crate::snapshot::Snapshot;

use cause::{Both, Index};
use gaps::Matched;

pub use forecast::{FORECAST_MINIMUM, FORECAST_WINDOW};
pub use gaps::LONG_OPEN;
pub use quarter::{quarter, whole_quarters};
pub use record::*;
pub use text::text;

/// No chain of reports is so long that a due date slipped more often.
const MOST_SLIPS: u32 = 10_000;

/// What the plan needs to know of the last report. `renamed` is old id = new id, as the configuration settles it.
pub fn memory(earlier: &Snapshot, inventory: &Inventory, renamed: &BTreeMap<String, String>) -> Memory {
    let before = earlier.systems.iter().map(|s| s.id.as_str()).collect();
    let now = inventory.systems.iter().map(|s| s.id.as_str()).collect();
    let renames = systems::settled(renamed, &before, &now);
    let open = earlier.gaps.iter().map(|gap| {
        let remembered = Remembered {
            first_seen: gap.first_seen,
            due: gap.due,
            weight: gap.gap.weight,
            slips: gap.slips.min(MOST_SLIPS),
        };
        (systems::carried(&gap.gap.id, &renames), remembered)
    });
    Memory {
        open: open.collect(),
        closed: gaps::closed_by(earlier, &renames),
    }
}

/// Appends the last report to this one's chain: history, closed gaps, and the memory of what was closed before. What the reader
/// has to know of the comparison is added to the warnings.
pub fn link(snapshot: &mut Snapshot, earlier: &Snapshot) {
    let renames = systems::renames(earlier, snapshot);
    let none = BTreeMap::new();
    let matched = matched(earlier, snapshot, &renames, &none);
    let (closed, closed_earlier) = (matched.closed_record(), matched.closed_earlier());
    let doubts = doubts(earlier, snapshot, &renames);
    snapshot.closed = closed;
    snapshot.closed_earlier = closed_earlier;
    snapshot.history.clone_from(&earlier.history);
    snapshot.history.push(forecast::past(earlier));
    snapshot.warnings.extend(doubts);
    snapshot.warnings.sort_by_key(|d| (d.level, d.code));
    snapshot.seal();
}

/// Compares two reports.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Changes {
    let (renames, none) = (systems::renames(old, new), BTreeMap::new());
    let matched = matched(old, new, &renames, &none);
    let (changed, closed) = (matched.changed(), matched.closed());
    let trend = forecast::trend(old, new);
    Changes {
        old: endpoint(old, new.fiscal_year_start),
        new: endpoint(new, new.fiscal_year_start),
        bridge: gaps::bridge(old, new, &changed, &closed),
        by_cause: gaps::by_cause(&changed, &closed),
        slipped: matched.slipped(),
        missed: matched.missed(),
        long_open: matched.long_open(),
        credit: gaps::credit(&closed),
        systems: systems::systems(old, new, &renames),
        matrix: matrix(old, new, &matched.both),
        rules: rules(old, new),
        forecast: forecast::forecast(&trend, new.as_of),
        trend,
        gaps: changed,
        closed,
    }
}

/// Matches two reports; systems of the earlier one are found under the ids of the later one.
fn matched<'a>(
    old: &'a Snapshot,
    new: &'a Snapshot,
    renames: &'a BTreeMap<String, String>,
    none: &'a BTreeMap<String, String>,
) -> Matched<'a> {
    let both = Both {
        old: Index::new(old, renames),
        new: Index::new(new, none),
    };
    Matched::new(old, new, both, renames)
}

fn endpoint(report: &Snapshot, fiscal_year_start: u32) -> Endpoint {
    Endpoint {
        organisation: report.organisation.clone(),
        as_of: report.as_of,
        quarter: quarter(report.as_of, fiscal_year_start),
        sha256: report.content_sha256.clone(),
    }
}

fn matrix(old: &Snapshot, new: &Snapshot, both: &Both<'_>) -> Option<MatrixChange> {
    both.matrix_differs().then(|| MatrixChange {
        version_before: old.framework.version.clone(),
        version_now: new.framework.version.clone(),
        duties_differ: both.duties_differ(),
    })
}

/// Names of the rules that were set otherwise.
fn rules(old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let (a, b) = (&old.rules, &new.rules);
    [
        ("require_named_person", a.require_named_person != b.require_named_person),
        ("review_days", a.review_days != b.review_days),
        ("due_days", a.due_days != b.due_days),
        ("thresholds", a.thresholds != b.thresholds),
        ("weights", a.weights != b.weights),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(name, _)| name.to_owned())
    .collect()
}

/// What the reader has to know of the comparison.
fn doubts(old: &Snapshot, new: &Snapshot, renames: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if old.framework.sha256 != new.framework.sha256 {
        let (before, now) = (&old.framework.version, &new.framework.version);
        found.push(Diagnostic::new(
            Code::MatrixChanged,
            None,
            format!(
                "the report of {} used another responsibility matrix ({before}; now {now})",
                old.as_of
            ),
            "read the changes that the matrix brought about apart from those of the organisation",
        ));
    }
    found.extend(systems::systems(old, new, renames).possibly_renamed.iter().map(|pair| {
        let (before, now) = (&pair.before, &pair.now);
        Diagnostic::new(
            Code::PossiblyRenamed,
            None,
            format!(
                "'{}' ({}) is gone and '{}' ({}) is new: perhaps the same system",
                before.name, before.id, now.name, now.id
            ),
            format!(
                "if it is the same, write {} = {} under [renamed] in unowned.toml, and its gaps keep their history",
                toml_text(&before.id),
                toml_text(&now.id)
            ),
        )
    }));
    found
}

/// A text in quotation marks; TOML reads what JSON writes.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
