//! This quarter against the last. In: the last report, and what the inventory says now. Out: what the plan has to remember, what
//! the new record takes over, and, once that is sealed, what changed, why, and whose credit it is. Pure, and free of words.
//!
//! A gap is known by its id alone. A system that has another id is another system, unless the configuration says that it was
//! renamed, or one of the two ids was only made of the name that both have: then its gaps keep their history under the new id.

mod cause;
mod forecast;
mod gaps;
mod quarter;
mod record;
mod systems;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, GapId, Obligation, Remembered};
use crate::diagnostic::{Code, Diagnostics};
use crate::framework::Matrix;
use crate::plan::{Change, Memory};
use crate::snapshot::{ImpactSource, Inherited, Snapshot, SystemRecord};

use cause::Both;

pub use forecast::{FORECAST_MINIMUM, FORECAST_WINDOW};
pub use gaps::LONG_OPEN;
pub use quarter::{Quarter, whole_quarters};
pub use record::*;

/// The last report, matched with what holds now.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    earlier: &'a Snapshot,
    /// Id in the last report = id now, for systems that have another one.
    renames: BTreeMap<String, String>,
    memory: Memory<'a>,
    systems: SystemChanges,
    inherited: Inherited,
}

/// What holds now, whether it is on record already or not.
struct Now<'a> {
    systems: &'a [SystemRecord],
    obligations: &'a [Obligation],
    gaps: BTreeSet<&'a GapId>,
}

/// The last report with its systems found again, before anything is judged.
#[derive(Clone, Debug)]
pub struct Predecessor<'a> {
    earlier: &'a Snapshot,
    /// Id in the last report = id now, for systems that have another one.
    renames: BTreeMap<String, String>,
    memory: Memory<'a>,
}

impl<'a> Predecessor<'a> {
    /// Finds the systems of the last report again; `renamed` is old id = new id, as the configuration settles it.
    pub fn matched(earlier: &'a Snapshot, systems: &[SystemRecord], renamed: &BTreeMap<String, String>) -> Self {
        let renames = systems::renames(earlier, systems, renamed);
        Self {
            memory: gaps::memory(earlier, &renames),
            earlier,
            renames,
        }
    }

    /// What the crossing needs to know of the last report.
    pub fn remembered(&self) -> Remembered {
        let now = |id: &str| self.renames.get(id).map_or(id, String::as_str).to_owned();
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
    pub fn compared(self, systems: &[SystemRecord], assessment: &Assessment) -> Comparison<'a> {
        self.with(&Now {
            systems,
            obligations: &assessment.obligations,
            gaps: assessment.gaps.iter().map(|gap| &gap.id).collect(),
        })
    }

    fn with(self, now: &Now<'_>) -> Comparison<'a> {
        let Self {
            earlier,
            renames,
            memory,
        } = self;
        let mut history = earlier.history.clone();
        history.push(forecast::past(earlier));
        let mut closed_earlier = memory.closed.clone();
        closed_earlier.retain(|id, _| !now.gaps.contains(id));
        Comparison {
            systems: systems::systems(earlier, now, &renames),
            inherited: Inherited {
                history,
                closed: gaps::closed(earlier, now, &renames),
                unjudged: Vec::new(),
                closed_earlier,
            },
            earlier,
            memory,
            renames,
        }
    }
}

impl<'a> Comparison<'a> {
    /// Matches two reports that are both on record.
    fn of_records(earlier: &'a Snapshot, later: &Snapshot) -> Self {
        Predecessor::matched(earlier, &later.systems, &later.renamed).with(&Now {
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
                format!(
                    "the report of {} used another responsibility matrix ({}; now {})",
                    self.earlier.as_of, before.version, matrix.version
                ),
                "read the changes that the matrix brought about apart from those of the organisation",
            );
        }
        for pair in &self.systems.possibly_renamed {
            let (before, now) = (&pair.before, &pair.now);
            found.add(
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
            );
        }
        found
    }

    /// What changed, now that this report is on record.
    pub fn changes(self, later: &Snapshot) -> Changes {
        let earlier = self.earlier;
        let both = Both::new(earlier, later, &self.renames);
        let gaps = gaps::changed(&self.memory, &both);
        let closed = gaps::closings(&self.inherited.closed, &both);
        let trend = forecast::trend(earlier, later);
        Changes {
            old: endpoint(earlier, later.fiscal_year_start),
            new: endpoint(later, later.fiscal_year_start),
            bridge: gaps::bridge(earlier, later, &gaps, &closed),
            by_cause: gaps::by_cause(&gaps, &closed),
            slipped: gaps::slipped(&self.memory, &both),
            missed: gaps::missed(&self.memory, later),
            long_open: gaps::long_open(&both),
            credit: gaps::credit(&closed),
            matrix: matrix(&both),
            rules: rules(earlier, later),
            forecast: forecast::forecast(&trend, later.as_of),
            systems: self.systems,
            trend,
            gaps,
            closed,
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

/// A text in quotation marks; TOML reads what JSON writes.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
