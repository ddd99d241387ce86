//! What a comparison says, as data: the nouns of [`changes`](super::changes). Words, sentences and colours are left to those who
//! show it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{GapId, GapKind, Severity, SpelledOut, spelled_out};
use crate::framework::DeploymentModel;
use crate::names::names;
use crate::plan::Change;
use crate::snapshot::{ChangesRecord, Closing, Headline, Proof, SystemRef};

/// What changed between two reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {
    /// The earlier report.
    pub old: Endpoint,
    /// The later report.
    pub new: Endpoint,
    /// What the record itself keeps of it: the bridge, promises, the verdict.
    #[serde(flatten)]
    pub kept: ChangesRecord,
    /// The movements of the bridge, apart by what brought them about; causes without any movement are left out.
    pub by_cause: Vec<CauseCount>,
    /// Gaps that are open now and were not open last time, and those that are open in a lighter or heavier form; in the order of
    /// the later report. Gaps that are simply still open are not listed here.
    pub gaps: Vec<GapChange>,
    /// Gaps of the last report that are no longer open, in the order of that report.
    pub closed: Vec<GapClosed>,
    /// Gaps that are open for [`LONG_OPEN`](super::LONG_OPEN) quarters or more, oldest first.
    pub long_open: Vec<LongOpen>,
    /// Who closed gaps, most first: owners of our side of duties that were resolved. A gap with two owners counts for both.
    pub credit: Vec<Credit>,
    /// What happened to the systems.
    pub systems: SystemChanges,
    /// Set if the two reports rest on different matrices.
    pub matrix: Option<MatrixChange>,
    /// Names of the rules that were set otherwise, for example `due_days` or `weights`.
    pub rules: Vec<String>,
    /// The figures of every report of the later one's chain, oldest first, the later report itself included.
    pub trend: Vec<TrendPoint>,
    /// When critical gaps reach zero at the pace so far.
    pub forecast: Forecast,
}

/// One of the two reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// The organisation, if it was named.
    pub organisation: Option<String>,
    /// As-of date.
    pub as_of: NaiveDate,
    /// Fiscal quarter, see [`quarter`](super::quarter).
    pub quarter: String,
    /// Checksum of its snapshot.
    pub sha256: String,
}

names! {
    /// What brought a change about. Where several apply, the first in this order is meant.
    Cause in "cause" {
        /// A system came into the inventory, retired, or is gone.
        Inventory = "inventory",
        /// The system has another deployment model.
        Model = "model",
        /// The system had a model, and has none any more.
        NoLongerJudged = "no-longer-judged",
        /// The responsibility matrix was changed.
        Matrix = "matrix",
        /// The rules of judging were changed.
        Rules = "rules",
        /// Something was done, or left undone.
        Organisation = "organisation",
    }
}

/// How much moved for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CauseCount {
    /// The cause.
    pub cause: Cause,
    /// New gaps.
    pub new: usize,
    /// Reopened gaps.
    pub reopened: usize,
    /// Gaps that became lighter.
    pub improved: usize,
    /// Gaps that became heavier.
    pub worsened: usize,
    /// Closed gaps, in whatever way.
    pub closed: usize,
}

/// A gap that is new, reopened, improved or worsened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GapChange {
    /// Which duty of which system.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// The system's name.
    pub system_name: String,
    /// How it changed; never [`Change::Open`].
    pub change: Change,
    /// What brought that about.
    pub cause: Cause,
    /// Its kind now.
    pub kind: GapKind,
    /// Its kind last time, if it was open then.
    pub kind_before: Option<GapKind>,
    /// Its severity now.
    pub severity: Severity,
    /// Its score now.
    pub score: u32,
    /// Its score last time, if it was open then.
    pub score_before: Option<u32>,
    /// Who owns the duty now.
    pub owners: Vec<String>,
    /// When it is due.
    pub due: NaiveDate,
    /// For a reopened gap: as-of date of the report that first had it closed.
    pub closed_since: Option<NaiveDate>,
    /// For a gap of a new system: the one that is gone and that it perhaps is.
    pub perhaps: Option<SystemRef>,
}

/// A gap of the last report that is no longer open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GapClosed {
    /// Which duty of which system.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// The system's name.
    pub system_name: String,
    /// Why it is no longer open.
    pub how: Closing,
    /// For a resolved one: how sure it is.
    pub proof: Option<Proof>,
    /// What brought that about.
    pub cause: Cause,
    /// Its kind last time.
    pub kind: GapKind,
    /// Its severity last time.
    pub severity: Severity,
    /// Its score last time.
    pub score: u32,
    /// Whose credit it is: who owns the duty now; empty unless it was resolved.
    pub credit: Vec<String>,
    /// Days from first sight to the later report.
    pub open_days: i64,
    /// Whether it was closed by its due date, as far as the later report's as-of date can tell.
    pub in_time: bool,
    /// For a gap of a system that is gone: the new one that it perhaps is.
    pub perhaps: Option<SystemRef>,
}

/// A gap that has been open for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LongOpen {
    /// The gap.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// The system's name.
    pub system_name: String,
    /// Its kind now.
    pub kind: GapKind,
    /// Its severity now.
    pub severity: Severity,
    /// Its score now.
    pub score: u32,
    /// Who owns the duty now.
    pub owners: Vec<String>,
    /// Since when.
    pub first_seen: NaiveDate,
    /// Days since then.
    pub days: i64,
    /// Whole quarters since then.
    pub quarters: u32,
    /// When it is due.
    pub due: NaiveDate,
    /// Whether a promise was missed.
    pub overdue: bool,
    /// How often its promise moved to a later day.
    pub slips: u32,
}

/// What one owner closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    /// Who.
    pub owner: String,
    /// How many gaps.
    pub gaps: usize,
    /// Sum of their scores in the earlier report.
    pub score: u32,
}

/// What happened to the systems. Every list is in the order of the report that has the system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SystemChanges {
    /// In the inventory now, and not last time.
    pub new: Vec<SystemRef>,
    /// In scope last time, retired or left out by the framework now.
    pub retired: Vec<SystemRef>,
    /// In the inventory last time, and not now.
    pub gone: Vec<SystemRef>,
    /// Not in scope last time, and in scope now.
    pub returned: Vec<SystemRef>,
    /// In scope both times, with another deployment model.
    pub reclassified: Vec<Reclassified>,
    /// Known under another id or name, without doubt.
    pub renamed: Vec<Renamed>,
    /// One is gone and a similar one is new: perhaps the same, and never treated as such.
    pub possibly_renamed: Vec<PossiblyRenamed>,
}

/// A system with another deployment model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reclassified {
    /// The system as it is now.
    #[serde(flatten)]
    pub system: SystemRef,
    /// Its models last time.
    pub before: Vec<DeploymentModel>,
    /// Its models now.
    pub now: Vec<DeploymentModel>,
}

/// A system under another id (settled by the configuration) or another name (with the same id).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Renamed {
    /// As it was.
    pub before: SystemRef,
    /// As it is.
    pub now: SystemRef,
}

/// Two systems that may be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PossiblyRenamed {
    /// The one that is gone.
    pub before: SystemRef,
    /// The one that is new.
    pub now: SystemRef,
    /// What they have in common, strongest first; never empty.
    pub evidence: Vec<Evidence>,
    /// Gaps that were open for the one that is gone.
    pub gaps_before: usize,
    /// Gaps that are open for the new one.
    pub gaps_now: usize,
}

names! {
    /// What two systems have in common.
    Evidence in "evidence" {
        /// The names are the same but for case, spaces and punctuation.
        SameName = "same-name",
        /// The names are alike.
        SimilarName = "similar-name",
        /// Same product.
        Product = "product",
        /// Same vendor.
        Vendor = "vendor",
        /// Same business unit.
        Unit = "unit",
        /// Same owner.
        Owner = "owner",
        /// Same deployment models.
        Models = "models",
    }
}

/// Two matrices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixChange {
    /// Version that the earlier report used.
    pub version_before: String,
    /// Version that the later report used.
    pub version_now: String,
    /// Whether the duties differ, or only the version or the file.
    pub duties_differ: bool,
}

/// The figures of one report of the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrendPoint {
    /// As-of date.
    pub as_of: NaiveDate,
    /// Fiscal quarter.
    pub quarter: String,
    /// The figures.
    pub headline: Headline,
    /// Why it cannot be compared with the report before it, if so: a pace over both is not the organisation's.
    pub parted: Option<Withheld>,
}

/// When critical gaps reach zero, as a range of quarters.
///
/// The rule: a pace is the number of critical gaps in an earlier report less the number now, by the days between them, times 91.3;
/// at that pace it takes the number now by the pace, in whole quarters. There are two: over all reports known, at most
/// [`FORECAST_WINDOW`](super::FORECAST_WINDOW) quarters back, and since the last report. Reports before the matrix, the rules of this
/// program or more than a fifth of the systems changed are left aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Forecast {
    /// Critical gaps now.
    pub critical: usize,
    /// How many reports can be compared, this one included.
    pub reports: usize,
    /// What follows.
    pub outlook: Outlook,
    /// Why nothing follows.
    pub withheld: Option<Withheld>,
    /// The pace over all of them.
    pub mean: Option<Pace>,
    /// The pace since the last report.
    pub last: Option<Pace>,
    /// How many fewer a quarter would be needed to reach zero within four quarters.
    pub pace_needed: f64,
    /// Four quarters after this report.
    pub needed_by: NaiveDate,
}

impl Forecast {
    /// The fewest and the most quarters, of the paces that lead to zero.
    pub fn quarters(&self) -> Option<(u32, u32)> {
        let paces = [&self.mean, &self.last].into_iter().flatten();
        let quarters: Vec<u32> = paces.filter_map(|pace| pace.quarters).collect();
        Some((*quarters.iter().min()?, *quarters.iter().max()?))
    }
}

/// How many fewer critical gaps a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pace {
    /// As-of date of the report from which it is taken.
    pub since: NaiveDate,
    /// Critical gaps in that report.
    pub critical_then: usize,
    /// How many fewer a quarter, to one decimal; negative if they become more.
    pub a_quarter: f64,
    /// In how many quarters zero is reached; none at this pace.
    pub quarters: Option<u32>,
}

names! {
    /// What the paces lead to.
    Outlook {
        /// Nothing can be said.
        Withheld = "withheld",
        /// There are no critical gaps.
        AtZero = "at-zero",
        /// Neither pace leads to zero.
        NotAtThisPace = "not-at-this-pace",
        /// One pace leads to zero, the other does not.
        AtOnePace = "at-one-pace",
        /// Both do.
        Range = "range",
    }
}

names! {
    /// Why a pace cannot be told.
    Withheld in "withheld" {
        /// Fewer than three reports.
        TooFewReports = "too-few-reports",
        /// The matrix was changed.
        Matrix = "matrix",
        /// The rules of this program were changed.
        Rules = "rules",
        /// More than a fifth of the systems are not what they were.
        Systems = "systems",
    }
}
