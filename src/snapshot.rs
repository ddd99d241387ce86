//! The record of one run: the contract of JSON, PDF attachment and next quarter's comparison. In: what every stage found.
//! Out: one documented, schema-numbered struct. Its shape is published as a JSON Schema; more keys may be added, none change.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Acceptance, Assessment, Gap, GapId, GapKind, Obligation, Remembered, Severity};
use crate::config::{Rules, Targets};
use crate::diagnostic::{Diagnostic, Finding};
use crate::framework::{self, DeploymentModel, Domain, Matrix};
use crate::inventory::{Classification, Criticality, Inventory, ModelSource, Scope, Stage, System, name_key};
use crate::message::Message;
use crate::names::names;
use crate::normalise::Role;
use crate::plan::{Action, ActionPlan, Asked, DatedGap, Decision, Figures, SetAside};

mod carried;
mod changed;
mod concentration;
mod headline;
mod identity;
mod index;
mod same;
mod sound;

pub use crate::assess::ImpactSource;
pub use crate::inventory::IdSource;
pub use changed::*;
pub use concentration::{Concentration, Share};
pub use identity::{Read, Unfit};
pub use index::Index;
pub use same::{Same, alike};
pub use sound::differing;

/// The schema that this program writes.
pub const SCHEMA: &str = "unowned/snapshot/2";

/// The record of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    /// Name and version of this shape.
    pub schema: String,
    /// SHA-256 over this record as compact JSON without this key, see [`Snapshot::seal`]. The next report holds it in its history.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub content_sha256: String,
    /// Version of the program that wrote it.
    pub tool_version: String,
    /// The organisation, if it was named.
    pub organisation: Option<String>,
    /// The day for which the report speaks.
    pub as_of: NaiveDate,
    /// The framework and the matrix that were used.
    pub framework: FrameworkRecord,
    /// The input files.
    pub inventory: Vec<FileRecord>,
    /// The tables that were read from them, and how many of their rows count.
    #[serde(default)]
    pub tables: Vec<TableRecord>,
    /// The rules by which the inventory was judged.
    pub rules: Rules,
    /// What the organisation wants to reach.
    #[serde(default)]
    pub targets: Targets,
    /// When leadership meets next, where that is known.
    #[serde(default)]
    pub next_meeting: Option<NaiveDate>,
    /// Month in which the fiscal year starts, 1 to 12.
    #[serde(default = "january")]
    pub fiscal_year_start: u32,
    /// Systems that changed their id, as the configuration settles it: old id = new id.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    /// The report that this one is compared with; none in a first one.
    #[serde(default)]
    pub compared_with: Option<ComparedWith>,
    /// The figures of page one.
    pub headline: Headline,
    /// Who has the largest share of the exposure, where it is over a fifth.
    #[serde(default)]
    pub concentration: Concentration,
    /// What the systems without a model would add at the strictest reading of the matrix; nothing where there are none.
    #[serde(default)]
    pub at_strictest: Figures,
    /// Every system, in or out of scope, in the order of the inventory.
    pub systems: Vec<SystemRecord>,
    /// Every obligation.
    pub obligations: Vec<Obligation>,
    /// Every gap.
    pub gaps: Vec<DatedGap>,
    /// The action plan, in order.
    pub actions: Vec<Action>,
    /// What leadership is asked for.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// How things stand once all of that is done.
    #[serde(default)]
    pub decisions_after: Figures,
    /// What leadership has rejected or put off, so that it is not asked for.
    #[serde(default)]
    pub set_aside: Vec<SetAside>,
    /// What became of what the last report asked for.
    #[serde(default)]
    pub asked: Vec<Asked>,
    /// Risk acceptances that count for an obligation; lapsed ones have negative days left.
    pub accepted: Vec<Acceptance>,
    /// Ids of the systems that do not count.
    pub out_of_scope: Vec<String>,
    /// Gaps of the last report that are no longer open.
    pub closed: Vec<ClosedGap>,
    /// Gaps of systems that had a model and have none any more.
    #[serde(default)]
    pub unjudged: Vec<HeldGap>,
    /// What changed since the last report; none in a first one.
    #[serde(default)]
    pub changes: Option<ChangesRecord>,
    /// Gaps that were closed in some earlier report and have not come back, with the date of the report that had them closed.
    pub closed_earlier: BTreeMap<GapId, NaiveDate>,
    /// What was wrong or doubtful in the input.
    pub warnings: Vec<Diagnostic>,
    /// The earlier reports of the chain, oldest first.
    pub history: Vec<Past>,
}

/// The framework and the matrix that were used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FrameworkRecord {
    /// Its name.
    pub name: String,
    /// The version of the matrix.
    pub version: String,
    /// SHA-256 of the matrix.
    pub sha256: String,
    /// The matrix: for each domain and model the word, with a `*` behind it for a critical focus area.
    #[serde(default)]
    pub cells: BTreeMap<Domain, BTreeMap<DeploymentModel, String>>,
}

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileRecord {
    /// Its name without the folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// How much of a table of the input counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableRecord {
    /// The file it stands in.
    pub file: String,
    /// Its sheet; a text file has none.
    pub sheet: Option<String>,
    /// What it was read as.
    pub role: Role,
    /// Its rows, without totals, notes and the like.
    pub rows: usize,
    /// Those that became something.
    pub rows_used: usize,
    /// Values in columns without a heading.
    pub values_unheaded: usize,
}

/// The figures of page one. A rate over nothing is `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Headline {
    /// All systems of the inventory.
    pub systems: usize,
    /// Those that count.
    pub in_scope: usize,
    /// Those that count, but have no known model.
    pub unclassified: usize,
    /// Obligations with a side that is ours.
    pub customer_obligations: usize,
    /// Obligations with a side that is the provider's.
    pub provider_obligations: usize,
    /// Share of our obligations for which some row that counts has an owner.
    pub ownership_rate: Option<f64>,
    /// Share of our obligations that are in place.
    pub in_place_rate: Option<f64>,
    /// Share of our obligations that are in place with evidence that counts.
    #[serde(default)]
    pub proven_rate: Option<f64>,
    /// Share of the provider's obligations that are confirmed.
    pub assured_rate: Option<f64>,
    /// Share of the provider's obligations that are confirmed by independent evidence.
    #[serde(default)]
    pub independent_rate: Option<f64>,
    /// Our obligations without an owner, whatever their state.
    #[serde(default)]
    pub no_owner: usize,
    /// Our obligations in state `unowned`.
    pub unowned: usize,
    /// Our obligations whose owner comes only from rows that are wider than the system.
    #[serde(default)]
    pub blanket: usize,
    /// Our obligations that are in place (or stale for having been so for too long) without anybody having said when they were reviewed.
    #[serde(default)]
    pub never_reviewed: usize,
    /// Obligations, of either side, that are proven or confirmed only by evidence of which nothing says from when it is.
    #[serde(default)]
    pub undated: usize,
    /// What the accepted duties would score.
    #[serde(default)]
    pub accepted_exposure: u32,
    /// Gaps, both sides.
    pub gaps: usize,
    /// Critical ones among them.
    pub critical: usize,
    /// Those that missed a promise.
    pub overdue: usize,
    /// Those without a promise that are past our standard term.
    #[serde(default)]
    pub past_term: usize,
    /// Sum of the scores.
    pub exposure: u32,
}

/// One system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SystemRecord {
    /// As in the inventory, or the slug of the name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its deployment models.
    pub models: Vec<DeploymentModel>,
    /// How they are known.
    pub model_source: ModelSourceKind,
    /// The words they were inferred from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inferred_from: Option<Message>,
    /// Whether it counts.
    pub scope: Scope,
    /// Business unit.
    pub unit: Option<String>,
    /// Product.
    pub product: Option<String>,
    /// Who provides it.
    pub vendor: Option<String>,
    /// Who answers for it as a whole.
    pub owner: Option<String>,
    /// Business criticality.
    pub criticality: Option<Criticality>,
    /// Data classification.
    pub classification: Option<Classification>,
    /// Lifecycle stage.
    pub stage: Option<Stage>,
    /// 1 to 4; 2 if neither criticality nor classification is known.
    pub impact: u32,
    /// How the impact is known.
    pub impact_source: ImpactSource,
    /// Where the id comes from.
    #[serde(default)]
    pub id_source: IdSource,
    /// The cell that names it.
    pub source: String,
}

impl SystemRecord {
    /// Whether it counts.
    pub fn in_scope(&self) -> bool {
        self.scope == Scope::In
    }

    /// Whether it counts with a model that is a guess, so that somebody has to confirm it.
    pub fn to_confirm(&self) -> bool {
        self.in_scope() && self.model_source == ModelSourceKind::Inferred
    }
}

names! {
    /// How a system's models are known.
    ModelSourceKind {
        /// The inventory states them.
        Declared = "declared",
        /// They follow from a product or vendor name.
        Inferred = "inferred",
        /// They are not known.
        None = "none",
    }
}

names! {
    /// How sure it is that a gap was resolved.
    Proof in "proof" {
        /// The duty is proven, or confirmed by evidence that counts.
        Verified = "verified",
        /// Somebody says so.
        Claimed = "claimed",
    }
}

/// A gap of a system that had a model and has none any more: neither open nor closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldGap {
    /// The gap as the last report that could judge it had it.
    #[serde(flatten)]
    pub gap: DatedGap,
    /// As-of date of the first report that could not judge it.
    pub since: NaiveDate,
}

names! {
    /// Why a gap is no longer open.
    Closing in "closing" {
        /// The duty is now owned and in place, or the provider's part confirmed.
        Resolved = "resolved",
        /// The risk was accepted.
        Accepted = "accepted",
        /// The system is retired, or is now known to be left out by the framework.
        SystemRetired = "system-retired",
        /// The system is no longer in the inventory.
        SystemGone = "system-gone",
        /// The system's model, or the matrix, changed: it is no obligation any more.
        NoLongerOwed = "no-longer-owed",
    }
}

/// A gap of the last report that is no longer open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClosedGap {
    /// The gap as the last report had it.
    #[serde(flatten)]
    pub gap: DatedGap,
    /// Why it is no longer open.
    pub how: Closing,
    /// For a resolved one: how sure it is.
    #[serde(default)]
    pub proof: Option<Proof>,
    /// Who owned the duty when it was closed: the credit.
    pub credit: Vec<String>,
}

/// One earlier report of the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Past {
    /// Its as-of date.
    pub as_of: NaiveDate,
    /// The `content_sha256` of its snapshot.
    pub snapshot_sha256: String,
    /// SHA-256 of the matrix it rests on.
    #[serde(default)]
    pub matrix_sha256: String,
    /// The schema of its record where it is not this one: it was judged by other rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// How many of its systems were not what they were in the report before it.
    #[serde(default, skip_serializing_if = "SystemsChanged::none")]
    pub systems_changed: SystemsChanged,
    /// Its figures.
    pub headline: Headline,
}

/// Where the report comes from: everything about a run that is not the analysis itself.
#[derive(Clone, Debug)]
pub struct Provenance<'a> {
    /// The organisation, if it was named.
    pub organisation: Option<String>,
    /// The day for which the report speaks.
    pub as_of: NaiveDate,
    /// The matrix that was used.
    pub matrix: &'a Matrix,
    /// The rules that were used.
    pub rules: &'a Rules,
    /// What the organisation wants to reach.
    pub targets: &'a Targets,
    /// When leadership meets next, where that is known.
    pub next_meeting: Option<NaiveDate>,
    /// The input files.
    pub files: Vec<FileRecord>,
    /// The tables that were read from them.
    pub tables: Vec<TableRecord>,
    /// Month in which the fiscal year starts, 1 to 12.
    pub fiscal_year_start: u32,
    /// Systems that changed their id: old id = new id.
    pub renamed: &'a BTreeMap<String, String>,
    /// The file of the last report, without its folder.
    pub earlier_file: Option<String>,
}

/// What a record takes over from the reports before it; nothing in a first report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inherited {
    /// The last of them.
    pub compared_with: Option<ComparedWith>,
    /// The earlier reports of the chain, oldest first.
    pub history: Vec<Past>,
    /// Gaps of the last report that are no longer open.
    pub closed: Vec<ClosedGap>,
    /// Gaps of systems that had a model and have none any more.
    pub unjudged: Vec<HeldGap>,
    /// Gaps that were closed before and have not come back.
    pub closed_earlier: BTreeMap<GapId, NaiveDate>,
}

impl Snapshot {
    /// Whether this can be the last report of an organisation whose list shares so many systems with this one's, of so many that
    /// the shorter of the two has: no other organisation's, and a third of the systems; where one of the two names none, half.
    pub fn is_related(&self, organisation: Option<&str>, shared: usize, of: usize) -> bool {
        match (self.organisation.as_deref(), organisation) {
            (Some(theirs), Some(ours)) => name_key(theirs) == name_key(ours) && shared * 3 >= of,
            _ => shared * 2 >= of,
        }
    }

    /// Rows that say who owns what, and how many of them could not be used.
    pub fn unused_control_rows(&self) -> (usize, usize) {
        let says_who = |t: &&TableRecord| matches!(t.role, Role::Controls | Role::Grid);
        let tables = self.tables.iter().filter(says_who);
        let rows: usize = tables.clone().map(|t| t.rows).sum();
        let used: usize = tables.map(|t| t.rows_used).sum();
        (rows, rows.saturating_sub(used))
    }

    /// How many duties are in place without anybody having said when they were looked at.
    pub fn never_reviewed(&self) -> usize {
        self.obligations.iter().filter(|o| o.never_reviewed).count()
    }

    /// Whether the rules of an earlier version of this program judged it; see [`Snapshot::from_json`].
    pub fn by_earlier_rules(&self) -> bool {
        self.schema != SCHEMA
    }

    /// Puts on record what every stage found; what changed, and the seal, come last.
    pub fn new(
        provenance: Provenance<'_>,
        systems: Vec<SystemRecord>,
        assessment: Assessment,
        plan: ActionPlan,
        inherited: Inherited,
        findings: &[Finding],
    ) -> Self {
        let headline = headline::of(&systems, &assessment.obligations, &assessment.acceptances, &plan.gaps);
        Self {
            schema: SCHEMA.to_owned(),
            content_sha256: String::new(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            organisation: provenance.organisation,
            as_of: provenance.as_of,
            framework: FrameworkRecord {
                name: framework::NAME.to_owned(),
                version: provenance.matrix.version.clone(),
                sha256: provenance.matrix.sha256.clone(),
                cells: provenance.matrix.words(),
            },
            inventory: provenance.files,
            tables: provenance.tables,
            rules: provenance.rules.clone(),
            targets: provenance.targets.clone(),
            next_meeting: provenance.next_meeting,
            fiscal_year_start: provenance.fiscal_year_start,
            renamed: provenance.renamed.clone(),
            compared_with: inherited.compared_with,
            headline,
            concentration: concentration::of(&systems, &assessment.obligations, &plan.gaps),
            at_strictest: at_strictest(&assessment),
            out_of_scope: systems.iter().filter(|s| !s.in_scope()).map(|s| s.id.clone()).collect(),
            systems,
            obligations: assessment.obligations,
            gaps: plan.gaps,
            actions: plan.actions,
            decisions: plan.decisions,
            decisions_after: plan.decisions_after,
            set_aside: plan.set_aside,
            asked: plan.asked,
            accepted: assessment.acceptances,
            closed: inherited.closed,
            unjudged: inherited.unjudged,
            changes: None,
            closed_earlier: inherited.closed_earlier,
            warnings: findings.iter().map(|finding| finding.told.clone()).collect(),
            history: inherited.history,
        }
    }

    /// The same, complete with what changed since the last report, and sealed.
    pub fn sealed(mut self, changes: Option<ChangesRecord>) -> Self {
        self.changes = changes;
        self.seal();
        self
    }
}

/// What the systems without a model would add: their gaps at the strictest reading, less the one that each has.
fn at_strictest(assessment: &Assessment) -> Figures {
    let today = assessment.gaps.iter().filter(|gap| gap.kind == GapKind::Unclassified);
    let sum = |gaps: &mut dyn Iterator<Item = &Gap>| {
        gaps.fold(Figures::default(), |sum, gap| Figures {
            unowned: sum.unowned + i64::from(gap.kind == GapKind::Unowned),
            critical: sum.critical + i64::from(gap.severity == Severity::Critical),
            gaps: sum.gaps + 1,
            exposure: sum.exposure + i64::from(gap.score),
        })
    };
    let (then, now) = (sum(&mut assessment.at_strictest.iter()), sum(&mut today.into_iter()));
    Figures {
        unowned: then.unowned - now.unowned,
        critical: then.critical - now.critical,
        gaps: then.gaps - now.gaps,
        exposure: then.exposure - now.exposure,
    }
}

fn january() -> u32 {
    1
}

/// The systems of the inventory, in its order, as the record lists them.
pub fn systems(inventory: &Inventory) -> Vec<SystemRecord> {
    inventory.systems.iter().map(system_record).collect()
}

/// The impacts once it is known which system of the last report each one is.
pub fn remember_impacts(systems: &mut [SystemRecord], inventory: &Inventory, remembered: &Remembered) {
    for (record, system) in systems.iter_mut().zip(&inventory.systems) {
        (record.impact, record.impact_source) = remembered.impact(system);
    }
}

fn system_record(system: &System) -> SystemRecord {
    let (impact, impact_source) = Remembered::default().impact(system);
    let (model_source, inferred_from) = match &system.model_source {
        ModelSource::Declared => (ModelSourceKind::Declared, None),
        ModelSource::Inferred(from) => (ModelSourceKind::Inferred, Some(from.clone())),
        ModelSource::NotUnderstood(_) | ModelSource::None => (ModelSourceKind::None, None),
    };
    SystemRecord {
        id: system.id.clone(),
        name: system.name.clone(),
        models: system.models.clone(),
        model_source,
        inferred_from,
        scope: system.scope,
        unit: system.unit.clone(),
        product: system.product.clone(),
        vendor: system.vendor.clone(),
        owner: system.owner.clone(),
        criticality: system.criticality,
        classification: system.classification,
        stage: system.stage,
        impact,
        impact_source,
        id_source: system.id_source,
        source: system.at.short(),
    }
}
