//! This quarter against the last. In: the last report, and what the inventory says now. Out: what the plan has to remember, what
//! the new record takes over, and, once that is sealed, what changed, why, and whose credit it is. Pure, and free of words.
//!
//! A gap is known by its id alone. Which system is which is settled by [`Same`](crate::snapshot::Same): its gaps keep their history
//! under the id that it has now.

mod cause;
mod forecast;
mod gaps;
mod like_for_like;
pub mod phrases;
mod quarter;
mod rated;
mod record;
mod systems;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::assess::{Assessment, GapId, Obligation, Remembered};
use crate::diagnostic::{Code, Diagnostics};
use crate::framework::Matrix;
use crate::message::sentence;
use crate::plan::{Change, Memory};
use crate::snapshot::{ChangesRecord, ComparedWith, ImpactSource, Inherited, Same, Snapshot, SystemRecord};

use cause::Both;

pub use forecast::{FORECAST_MINIMUM, FORECAST_WINDOW};
pub use gaps::LONG_OPEN;
pub use quarter::{Quarter, whole_quarters};
pub use record::*;

/// The last report, matched with what holds now.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    earlier: &'a Snapshot,
    same: Same,
    memory: Memory<'a>,
    systems: SystemChanges,
    inherited: Inherited,
}

/// What holds now, whether it is on record already or not.
struct Now<'a> {
    as_of: NaiveDate,
    systems: &'a [SystemRecord],
    obligations: &'a [Obligation],
    gaps: BTreeSet<&'a GapId>,
}

/// The last report with its systems found again, before anything is judged.
#[derive(Clone, Debug)]
pub struct Predecessor<'a> {
    earlier: &'a Snapshot,
    same: Same,
    memory: Memory<'a>,
    with: ComparedWith,
}

impl<'a> Predecessor<'a> {
    /// Finds the systems of the last report again; `renamed` is old id = new id, as the configuration settles it. The report's own
    /// renames count too, the other way round, so that two reports can be compared in either order.
    pub fn matched(earlier: &'a Snapshot, systems: &[SystemRecord], renamed: &BTreeMap<String, String>) -> Self {
        let back = earlier.renamed.iter().map(|(a, b)| (b.clone(), a.clone())).collect();
        let same = Same::of(&earlier.systems, systems, &[renamed.clone(), back]);
        Self {
            memory: gaps::memory(earlier, &same),
            with: ComparedWith {
                file: None,
                organisation: earlier.organisation.clone(),
                as_of: earlier.as_of,
                sha256: earlier.content_sha256.clone(),
                schema: earlier.schema.clone(),
                shared: same.shared,
                of: earlier.systems.len().min(systems.len()),
                related: true,
            },
            earlier,
            same,
        }
    }

    /// The same, from a file, for a report of this organisation.
    pub fn from_file(mut self, file: Option<&str>, organisation: Option<&str>) -> Self {
        self.with.file = file.map(str::to_owned);
        self.with.related = self.earlier.is_related(organisation, self.with.shared, self.with.of);
        self
    }

    /// What the crossing needs to know of the last report.
    pub fn remembered(&self) -> Remembered {
        let now = |id: &str| self.same.now(id).to_owned();
        let known = self
            .earlier
            .systems
            .iter()
            .filter(|s| s.impact_source != ImpactSource::Assumed);
        let in_place = self.earlier.obligations.iter();
        Remembered {
            impacts: known.map(|s| (now(&s.id), s.impact)).collect(),
            in_place_since: in_place
                .filter_map(|o| Some(((now(&o.system), o.domain), o.in_place_since?)))
                .collect(),
        }
    }

    /// Compares it with what was found.
    pub fn compared(self, systems: &[SystemRecord], assessment: &Assessment, as_of: NaiveDate) -> Comparison<'a> {
        self.with(&Now {
            as_of,
            systems,
            obligations: &assessment.obligations,
            gaps: assessment.gaps.iter().map(|gap| &gap.id).collect(),
        })
    }

    fn with(self, now: &Now<'_>) -> Comparison<'a> {
        let Self {
            earlier,
            same,
            memory,
            with,
        } = self;
        let mut history = earlier.history.clone();
        history.push(forecast::past(earlier));
        let mut closed_earlier = memory.closed.clone();
        closed_earlier.retain(|id, _| !now.gaps.contains(id));
        let (closed, unjudged) = gaps::left(earlier, now, &same);
        Comparison {
            systems: systems::systems(earlier, now, &same),
            inherited: Inherited {
                compared_with: Some(with),
                history,
                closed,
                unjudged,
                closed_earlier,
            },
            earlier,
            memory,
            same,
        }
    }
}

impl<'a> Comparison<'a> {
    /// Matches two reports that are both on record.
    fn of_records(earlier: &'a Snapshot, later: &Snapshot) -> Self {
        Predecessor::matched(earlier, &later.systems, &later.renamed).with(&Now {
            as_of: later.as_of,
            systems: &later.systems,
            obligations: &later.obligations,
            gaps: later.gaps.iter().map(|gap| &gap.gap.id).collect(),
        })
    }

    /// What the plan needs to know of the last report.
    pub fn memory(&self) -> &Memory<'a> {
        &self.memory
    }

    /// What this report's record takes over: the chain so far, and what was closed.
    pub fn inherited(&self) -> Inherited {
        self.inherited.clone()
    }

    /// What the reader has to know of the comparison.
    pub fn doubts(&self, matrix: &Matrix) -> Diagnostics {
        let mut found = Diagnostics::default();
        let before = &self.earlier.framework;
        if before.sha256 != matrix.sha256 {
            found.add(
                Code::MatrixChanged,
                None,
                sentence!(
                    "the report of {day} used another responsibility matrix ({before}; now {now})",
                    day = self.earlier.as_of,
                    before = before.version,
                    now = matrix.version
                ),
                "read the changes that the matrix brought about apart from those of the organisation",
            );
        }
        self.note_names(&mut found);
        for pair in &self.systems.possibly_renamed {
            let (before, now) = (&pair.before, &pair.now);
            found.add(
                Code::PossiblyRenamed,
                None,
                sentence!("'{name}' ({id}) is gone and '{now}' ({now_id}) is new: perhaps the same system", name = before.name, id = before.id, now = now.name, now_id = now.id),
                sentence!("if it is the same, write {before} = {now} under [renamed] in unowned.toml, and its gaps keep their history", before = toml_text(&before.id), now = toml_text(&now.id)),
            );
        }
        found
    }

    /// That systems were known by their names alone.
    fn note_names(&self, found: &mut Diagnostics) {
        if self.same.by_name > 0 {
            found.add(
                Code::MatchedByName,
                None,
                sentence!(
                    one: "{n} system found again by name alone: no id of its own in the report of {day}, or none now",
                    other: "{n} systems found again by name alone: no id of their own in the report of {day}, or none now",
                    n = self.same.by_name,
                    day = self.earlier.as_of
                ),
                "nothing to do: what is open keeps its history; give every system an id of its own, and keep it",
            );
        }
    }

    /// What changed, told to the record, which is sealed with it.
    pub fn sealed(self, draft: Snapshot) -> (Snapshot, Changes) {
        let mut changes = self.changes(&draft);
        let snapshot = draft.sealed(Some(changes.kept.clone()));
        changes.new.sha256.clone_from(&snapshot.content_sha256);
        (snapshot, changes)
    }

    /// What changed up to a later report.
    fn changes(self, later: &Snapshot) -> Changes {
        let earlier = self.earlier;
        let both = Both::new(earlier, later, &self.same.renames);
        let perhaps = systems::Perhaps::of(&self.systems);
        let gaps = gaps::changed(&self.memory, &both, &perhaps);
        let closed = gaps::closings(&self.inherited.closed, &both, &perhaps);
        let kept = self.kept(&both, &gaps, &closed);
        let trend = forecast::trend(earlier, later, kept.systems_changed);
        Changes {
            old: endpoint(earlier, later.fiscal_year_start),
            new: endpoint(later, later.fiscal_year_start),
            by_cause: gaps::by_cause(&gaps, &closed),
            long_open: gaps::long_open(&both),
            credit: gaps::credit(&closed),
            matrix: matrix(&both),
            rules: rules(earlier, later),
            forecast: forecast::forecast(&trend, later.as_of),
            systems: self.systems,
            kept,
            trend,
            gaps,
            closed,
        }
    }

    /// What the record keeps of it.
    fn kept(&self, both: &Both<'_>, gaps: &[GapChange], closed: &[GapClosed]) -> ChangesRecord {
        let held = gaps::Held::between(&self.memory, &self.inherited.unjudged);
        let (verdict, like_for_like) = like_for_like::verdict(both, &self.memory);
        ChangesRecord {
            bridge: gaps::bridge(both, gaps, closed, &held),
            missed: gaps::missed(&self.memory, both.later),
            slipped: gaps::slipped(&self.memory, both),
            withdrawn: gaps::withdrawn(&self.memory, both),
            verdict: verdict.ok(),
            no_verdict: verdict.err(),
            like_for_like,
            rerated: rated::rerated(both, &self.memory),
            unjudged: rated::no_longer_judged(both, &held.newly),
            judged_again: held.judged_again,
            systems_changed: rated::systems_changed(both),
        }
    }
}

/// Compares two reports that are both on record.
pub fn changes(earlier: &Snapshot, later: &Snapshot) -> Changes {
    Comparison::of_records(earlier, later).changes(later)
}

impl Changes {
    /// The gaps that are new or reopened, worst first.
    pub fn opened(&self) -> Vec<&GapChange> {
        self.worst(|change| matches!(change, Change::New | Change::Reopened))
    }

    /// The gaps that became heavier, worst first.
    pub fn worsened(&self) -> Vec<&GapChange> {
        self.worst(|change| change == Change::Worsened)
    }

    fn worst(&self, wanted: impl Fn(Change) -> bool) -> Vec<&GapChange> {
        let mut gaps: Vec<_> = self.gaps.iter().filter(|gap| wanted(gap.change)).collect();
        gaps.sort_by_key(|gap| (Reverse(gap.score), gap.due));
        gaps
    }

    /// The closed gaps, worst first.
    pub fn closed_worst_first(&self) -> Vec<&GapClosed> {
        let mut gaps: Vec<_> = self.closed.iter().collect();
        gaps.sort_by_key(|gap| Reverse(gap.score));
        gaps
    }
}

fn endpoint(report: &Snapshot, fiscal_year_start: u32) -> Endpoint {
    Endpoint {
        organisation: report.organisation.clone(),
        as_of: report.as_of,
        quarter: Quarter::of(report.as_of, fiscal_year_start).to_string(),
        sha256: report.content_sha256.clone(),
    }
}

fn matrix(both: &Both<'_>) -> Option<MatrixChange> {
    both.matrix_differs().then(|| MatrixChange {
        version_before: both.earlier.framework.version.clone(),
        version_now: both.later.framework.version.clone(),
        duties_differ: both.duties_differ(),
    })
}

/// Names of the rules that were set otherwise.
fn rules(earlier: &Snapshot, later: &Snapshot) -> Vec<String> {
    let (a, b) = (&earlier.rules, &later.rules);
    [
        ("require_named_person", a.require_named_person != b.require_named_person),
        ("require_evidence", a.require_evidence != b.require_evidence),
        ("review_days", a.review_days != b.review_days),
        ("evidence_days", a.evidence_days != b.evidence_days),
        ("due_days", a.due_days != b.due_days),
        ("thresholds", a.thresholds != b.thresholds),
        ("weights", a.weights != b.weights),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(name, _)| name.to_owned())
    .collect()
}

/// A text in quotation marks; TOML reads what JSON writes.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
