//! The rules by which an inventory is judged. In: the keys below `rules`. Out: their values, the usual ones where none is said, and
//! what cannot be meant; which of them are not the usual ones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::sentence;

use super::Wrong;

/// The rules by which the inventory is judged. The report states the ones it used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// A row owned by a team alone counts as unowned.
    pub require_named_person: bool,
    /// Nothing counts as in place without evidence that counts.
    pub require_evidence: bool,
    /// Days after which the last review of a control is stale.
    pub review_days: u32,
    /// Days for which evidence counts that states no last day.
    pub evidence_days: u32,
    /// Days from the as-of date beyond which a risk acceptance runs for too long.
    pub exception_days: u32,
    /// Days from the as-of date within which leadership is asked to decide.
    pub decide_days: u32,
    /// Days from first sight to the due date, by severity.
    pub due_days: BySeverity,
    /// Lowest score of a severity.
    pub thresholds: Thresholds,
    /// Weight of each kind of gap, 1 to 3.
    pub weights: Weights,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            require_named_person: false,
            require_evidence: false,
            review_days: 365,
            evidence_days: 456,
            exception_days: 366,
            decide_days: 30,
            due_days: BySeverity::default(),
            thresholds: Thresholds::default(),
            weights: Weights::default(),
        }
    }
}

impl Rules {
    /// More days than anything here can be meant to last.
    const LONGEST: u32 = 36_500;

    pub(super) fn check(&self) -> Result<(), Wrong> {
        if let Some((key, days)) = self.days().into_iter().find(|(_, days)| *days > Self::LONGEST) {
            let reason = sentence!("{days} days are more than a hundred years", days);
            return Err((key, reason, "give a number of days, such as 365".into()));
        }
        let Thresholds { critical, high, medium } = self.thresholds;
        if !(critical > high && high > medium && medium > 0) {
            let reason = "must fall from critical over high to medium".into();
            return Err((
                "rules.thresholds",
                reason,
                "the usual ones are critical 9, high 6, medium 3".into(),
            ));
        }
        match self
            .weights
            .each()
            .into_iter()
            .find(|(_, weight)| !(1..=3).contains(weight))
        {
            Some((kind, weight)) => {
                let help = "1 is light, 3 is heavy; a gap cannot be weighed away".into();
                Err((
                    "rules.weights",
                    sentence!("{kind} = {weight} is outside 1 to 3", kind, weight),
                    help,
                ))
            }
            None => Ok(()),
        }
    }

    /// The keys that are not as they usually are: the key, its value, the usual one.
    pub fn unusual(&self) -> Vec<(Vec<String>, String, String)> {
        let (mine, usual) = (
            super::sheet::flat("rules", self),
            super::sheet::flat("rules", &Self::default()),
        );
        mine.into_iter()
            .filter_map(|(key, value)| Some((usual.get(&key)?.clone(), key, value)))
            .filter(|(usual, _, value)| usual != value)
            .map(|(usual, key, value)| (key, value.to_string(), usual.to_string()))
            .collect()
    }

    fn days(&self) -> [(&'static str, u32); 8] {
        [
            ("rules.review_days", self.review_days),
            ("rules.evidence_days", self.evidence_days),
            ("rules.exception_days", self.exception_days),
            ("rules.decide_days", self.decide_days),
            ("rules.due_days.critical", self.due_days.critical),
            ("rules.due_days.high", self.due_days.high),
            ("rules.due_days.medium", self.due_days.medium),
            ("rules.due_days.low", self.due_days.low),
        ]
    }
}

/// Days to the due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BySeverity {
    /// For a critical gap.
    pub critical: u32,
    /// For a high one.
    pub high: u32,
    /// For a medium one.
    pub medium: u32,
    /// For a low one.
    pub low: u32,
}

impl Default for BySeverity {
    fn default() -> Self {
        Self {
            critical: 30,
            high: 90,
            medium: 180,
            low: 365,
        }
    }
}

/// Lowest score (weight x impact) of each severity; below `medium` a gap is low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// From here on a gap is critical.
    pub critical: u32,
    /// From here on high.
    pub high: u32,
    /// From here on medium.
    pub medium: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            critical: 9,
            high: 6,
            medium: 3,
        }
    }
}

/// The weight of each kind of gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Weights {
    /// Nobody owns the duty.
    pub unowned: u32,
    /// A risk acceptance has lapsed.
    pub exception_expired: u32,
    /// The deployment model is not known, so the duties are not known either.
    pub unclassified: u32,
    /// We say it does not apply; the matrix says it does.
    pub excluded: u32,
    /// Owned, nothing in place yet.
    pub not_started: u32,
    /// Shared, and the provider's part is not confirmed.
    pub uncoordinated: u32,
    /// The state is not known.
    pub unverified: u32,
    /// Partly in place.
    pub partial: u32,
    /// In place, but not reviewed for too long.
    pub stale: u32,
    /// The provider's alone, and not confirmed.
    pub unassured: u32,
}

impl Weights {
    /// Every kind with its weight.
    pub fn each(&self) -> [(&'static str, u32); 10] {
        [
            ("unowned", self.unowned),
            ("exception-expired", self.exception_expired),
            ("unclassified", self.unclassified),
            ("excluded", self.excluded),
            ("not-started", self.not_started),
            ("uncoordinated", self.uncoordinated),
            ("unverified", self.unverified),
            ("partial", self.partial),
            ("stale", self.stale),
            ("unassured", self.unassured),
        ]
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            unowned: 3,
            exception_expired: 3,
            unclassified: 3,
            excluded: 2,
            not_started: 2,
            uncoordinated: 2,
            unverified: 2,
            partial: 1,
            stale: 1,
            unassured: 1,
        }
    }
}
