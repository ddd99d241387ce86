//! What changed since the last report, as the record keeps it: figures and ids, sealed with it. In: nothing; `compare` fills these.
//! Out: the nouns of a comparison that the next report, and whoever checks this one, has to find again.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{GapId, Severity, SpelledOut, spelled_out};
use crate::names::names;

/// What changed since the last report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangesRecord {
    /// From the gaps open last time to those open now.
    pub bridge: Bridge,
    /// Ids of the gaps that are overdue now, and were not overdue last time.
    pub missed: Vec<GapId>,
    /// Gaps that are open in both and whose promise now lies later, in the order of the later report.
    pub slipped: Vec<Slip>,
    /// Gaps that are open in both, whose promise is no longer written down.
    pub withdrawn: Vec<Slip>,
    /// What all of it comes to, like for like; `null` where that cannot be said.
    pub verdict: Option<Verdict>,
    /// Why there is no verdict.
    pub no_verdict: Option<NoVerdict>,
    /// The figures on which the verdict rests; `null` where there is none.
    pub like_for_like: Option<LikeForLike>,
    /// What moved because systems are rated otherwise.
    pub rerated: Rerated,
    /// What can no longer be judged.
    pub unjudged: NoLongerJudged,
    /// Ids of the gaps that could not be judged last time and can be now; open again, or closed.
    pub judged_again: Vec<GapId>,
    /// How many of the systems are not what they were.
    pub systems_changed: SystemsChanged,
}

/// `open_before + new + reopened + judged_again - resolved - accepted - out_of_scope - unjudged = open_now`, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bridge {
    /// Gaps of the earlier report.
    pub open_before: usize,
    /// Seen for the first time.
    pub new: usize,
    /// Closed once, and back.
    pub reopened: usize,
    /// Held, since their system could not be judged, and held no longer: they are open again, or closed below.
    pub judged_again: usize,
    /// Closed because the duty is met.
    pub resolved: usize,
    /// Closed because the risk was accepted.
    pub accepted: usize,
    /// Closed because the system retired or is gone, or because the duty is no longer owed.
    pub out_of_scope: usize,
    /// Held from now on: their system has no model any more.
    pub unjudged: usize,
    /// Gaps of the later report.
    pub open_now: usize,
    /// Of the resolved: the duty is proven now, or confirmed by evidence that counts.
    pub verified: usize,
    /// Of the resolved: somebody says so.
    pub claimed: usize,
    /// Of the new: those of systems that perhaps are not new, but renamed.
    pub new_perhaps_renamed: usize,
    /// Of those out of scope: those of systems that perhaps are not gone, but renamed.
    pub gone_perhaps_renamed: usize,
}

/// A promised day that moved to a later one, or was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Slip {
    /// The gap.
    #[serde(flatten, with = "spelled_out")]
    #[schemars(with = "SpelledOut")]
    pub id: GapId,
    /// The system's name.
    pub system_name: String,
    /// Its severity now.
    pub severity: Severity,
    /// Who owns the duty now.
    pub owners: Vec<String>,
    /// The day that was promised according to the earlier report.
    pub promised_before: NaiveDate,
    /// The day that is promised now, if any.
    pub promised: Option<NaiveDate>,
    /// How often the promise has moved to a later day so far, this time included.
    pub times: u32,
}

names! {
    /// What the changes come to, like for like.
    Verdict in "like_for_like" {
        /// Something moved the right way by a point (a gap), and nothing the wrong way.
        Better = "better",
        /// The other way round.
        Worse = "worse",
        /// Nothing moved by that much.
        Stable = "stable",
        /// Some of it moved the right way, and some the wrong way.
        Mixed = "mixed",
    }
}

names! {
    /// Why no verdict is given.
    NoVerdict in "no_verdict" {
        /// The last report was judged by the rules of an earlier version of this program.
        EarlierRules = "earlier-rules",
        /// No duty is in both reports.
        NothingInBoth = "nothing-in-both",
    }
}

names! {
    /// The figures of which the verdict is made.
    Measure in "measure" {
        /// Our duties with an owner.
        Ownership = "ownership",
        /// Our duties that are in place.
        InPlace = "in-place",
        /// The provider's duties that are confirmed.
        Assured = "assured",
        /// Critical gaps.
        Critical = "critical",
    }
}

names! {
    /// Which way a figure moved.
    Way in "way" {
        /// The right way, by a point (a gap) or more.
        Better = "better",
        /// The wrong way, by a point (a gap) or more.
        Worse = "worse",
        /// By less than that.
        Level = "level",
    }
}

/// Figures over the duties that are in both reports: same system, domain and responsibility. Pairs are then and now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LikeForLike {
    /// Duties of ours in both.
    pub customer_duties: usize,
    /// The provider's duties in both.
    pub provider_duties: usize,
    /// Those of ours with an owner.
    pub ownership: [usize; 2],
    /// Those of ours in place.
    pub in_place: [usize; 2],
    /// Those of the provider that are confirmed.
    pub assured: [usize; 2],
    /// Critical gaps of these duties, both times at the impact of the earlier report and by the weights of the later.
    pub critical: [usize; 2],
    /// Duties of either side that are in the later report alone; a shared one is two.
    pub came: usize,
    /// Those that are in the earlier report alone.
    pub went: usize,
}

impl LikeForLike {
    /// The two counts of a measure, and of how many they are a share; critical gaps are no share.
    pub fn of(&self, measure: Measure) -> ([usize; 2], Option<usize>) {
        match measure {
            Measure::Ownership => (self.ownership, Some(self.customer_duties)),
            Measure::InPlace => (self.in_place, Some(self.customer_duties)),
            Measure::Assured => (self.assured, Some(self.provider_duties)),
            Measure::Critical => (self.critical, None),
        }
    }

    /// Which way a measure moved: by a point at least, or by a gap.
    pub fn way(&self, measure: Measure) -> Way {
        let ([then, now], duties) = self.of(measure);
        let moved = then.abs_diff(now);
        let counts = moved > 0 && duties.is_none_or(|duties| moved.saturating_mul(100) >= duties);
        match (counts, (now > then) == duties.is_some()) {
            (false, _) => Way::Level,
            (true, true) => Way::Better,
            (true, false) => Way::Worse,
        }
    }

    /// What the four come to.
    pub fn verdict(&self) -> Verdict {
        let any = |way| Measure::ALL.into_iter().any(|measure| self.way(measure) == way);
        match (any(Way::Better), any(Way::Worse)) {
            (true, false) => Verdict::Better,
            (false, true) => Verdict::Worse,
            (false, false) => Verdict::Stable,
            (true, true) => Verdict::Mixed,
        }
    }
}

/// What moved because systems are rated otherwise: over gaps open in both reports, the weight now by what the impact moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rerated {
    /// The systems, in the order of the inventory.
    pub systems: Vec<ImpactChange>,
    /// Their gaps whose score moved for it.
    pub gaps: usize,
    /// By how much their scores moved.
    pub exposure: i64,
    /// How many more of them are critical.
    pub critical: i64,
    /// Whether that is more than a tenth of the last report's exposure or critical gaps, so that page one says it.
    pub leads: bool,
}

/// A system with another impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImpactChange {
    /// The system.
    #[serde(flatten)]
    pub system: SystemRef,
    /// Its impact last time.
    pub before: u32,
    /// Its impact now.
    pub now: u32,
}

/// What can no longer be judged: systems that had a model and have none, with the gaps that are held for it from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoLongerJudged {
    /// The systems, in the order of the inventory.
    pub systems: Vec<SystemRef>,
    /// Ids of their gaps.
    pub gaps: Vec<GapId>,
    /// The sum of the scores that these had.
    pub exposure: u32,
    /// How many of them were critical.
    pub critical: usize,
    /// Whether that is more than a tenth of the last report's exposure or critical gaps, so that page one says it.
    pub leads: bool,
}

/// How many systems are new, gone, retired, back, remodelled or re-rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SystemsChanged {
    /// Those that are.
    pub changed: usize,
    /// Of how many that are in scope in either report.
    pub of: usize,
}

impl SystemsChanged {
    /// Whether all are what they were.
    pub fn none(&self) -> bool {
        self.changed == 0
    }

    /// Whether it is more than a fifth: too many for a pace to be the organisation's.
    pub fn too_many(&self) -> bool {
        self.changed.saturating_mul(5) > self.of
    }
}

/// A system by id and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct SystemRef {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The report that this one is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedWith {
    /// Its file, without the folder; none where it did not come from one.
    pub file: Option<String>,
    /// The organisation, if it named one.
    pub organisation: Option<String>,
    /// Its as-of date.
    pub as_of: NaiveDate,
    /// Its checksum.
    pub sha256: String,
    /// The schema of its record.
    pub schema: String,
    /// How many systems the two share, by id and name.
    pub shared: usize,
    /// Of how many that the smaller of the two lists.
    pub of: usize,
    /// Whether it is the last report of the same organisation, by all that can be told: neither another organisation nor too few
    /// systems in common.
    pub related: bool,
}
