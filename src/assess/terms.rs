//! The words of the decision: states of each side, kinds of gap, sides, severities. In: nothing. Out: closed enums.

use crate::config::{Rules, Weights};
use crate::names::names;

names! {
    /// The state of our side of an obligation: the first rule that fits, in this order.
    CustomerState in "state" {
        /// A risk acceptance with approver and expiry holds.
        Accepted = "accepted",
        /// A risk acceptance has lapsed.
        ExceptionExpired = "exception-expired",
        /// No row has an owner, or there is no row.
        Unowned = "unowned",
        /// Every row with a known status says that the duty does not apply; the matrix says it does.
        Excluded = "excluded",
        /// Nothing is in place yet.
        Planned = "planned",
        /// No row has a known status.
        Unverified = "unverified",
        /// Not everything is in place.
        Partial = "partial",
        /// In place, but the last review is too long ago.
        Stale = "stale",
        /// In place.
        InPlace = "in-place",
    }
}

impl CustomerState {
    /// All states, worst first as the heat map's legend has them.
    pub const WORST_FIRST: [Self; Self::ALL.len()] = [
        Self::Unowned,
        Self::ExceptionExpired,
        Self::Excluded,
        Self::Planned,
        Self::Partial,
        Self::Unverified,
        Self::Stale,
        Self::InPlace,
        Self::Accepted,
    ];

    /// The gap that the state gives, if any.
    pub fn gap(self) -> Option<GapKind> {
        match self {
            Self::Accepted | Self::InPlace => None,
            Self::ExceptionExpired => Some(GapKind::ExceptionExpired),
            Self::Unowned => Some(GapKind::Unowned),
            Self::Excluded => Some(GapKind::Excluded),
            Self::Planned => Some(GapKind::NotStarted),
            Self::Unverified => Some(GapKind::Unverified),
            Self::Partial => Some(GapKind::Partial),
            Self::Stale => Some(GapKind::Stale),
        }
    }
}

names! {
    /// The state of the provider's side of an obligation.
    ProviderState {
        /// There is evidence, or the provider's own control is in place.
        Confirmed = "confirmed",
        /// The duty is shared, and the provider's part is not confirmed.
        Uncoordinated = "uncoordinated",
        /// The duty is the provider's alone, and not confirmed.
        Unassured = "unassured",
    }
}

impl ProviderState {
    /// The gap that the state gives, if any.
    pub fn gap(self) -> Option<GapKind> {
        match self {
            Self::Confirmed => None,
            Self::Uncoordinated => Some(GapKind::Uncoordinated),
            Self::Unassured => Some(GapKind::Unassured),
        }
    }
}

names! {
    /// The ten kinds of gap.
    GapKind in "kind" {
        /// The deployment model is not known.
        Unclassified = "unclassified",
        /// Nobody owns the duty.
        Unowned = "unowned",
        /// A risk acceptance has lapsed.
        ExceptionExpired = "exception-expired",
        /// Said not to apply, against the matrix.
        Excluded = "excluded",
        /// Owned, nothing in place yet.
        NotStarted = "not-started",
        /// In place in part.
        Partial = "partial",
        /// The state is not known.
        Unverified = "unverified",
        /// Not reviewed for too long.
        Stale = "stale",
        /// The provider's part of a shared duty is not confirmed.
        Uncoordinated = "uncoordinated",
        /// The provider's own duty is not confirmed.
        Unassured = "unassured",
    }
}

impl GapKind {
    /// Its weight under the rules, 1 to 3 by default.
    pub fn weight(self, weights: &Weights) -> u32 {
        match self {
            Self::Unclassified => weights.unclassified,
            Self::Unowned => weights.unowned,
            Self::ExceptionExpired => weights.exception_expired,
            Self::Excluded => weights.excluded,
            Self::NotStarted => weights.not_started,
            Self::Partial => weights.partial,
            Self::Unverified => weights.unverified,
            Self::Stale => weights.stale,
            Self::Uncoordinated => weights.uncoordinated,
            Self::Unassured => weights.unassured,
        }
    }
}

names! {
    /// What there is where evidence that counts is missing.
    Because in "because" {
        /// Nothing is said.
        Nothing = "nothing",
        /// It is said to be so, and no evidence is named.
        Claim = "claim",
        /// There was evidence, and it has expired.
        Expired = "expired",
    }
}

names! {
    /// How a system's impact is known.
    ImpactSource {
        /// The inventory states criticality or classification.
        Stated = "stated",
        /// It does not any more; the last report knew it.
        Kept = "kept",
        /// Nobody ever said.
        Assumed = "assumed",
    }
}

names! {
    /// Which side of a duty a gap is on.
    Side in "side" {
        /// Ours.
        Customer = "customer",
        /// The provider's.
        Provider = "provider",
        /// The system as a whole: its model is not known.
        System = "system",
    }
}

names! {
    /// How bad a gap is. Ordered from low to critical.
    Severity in "severity" {
        /// Everything below `medium`.
        Low = "low",
        /// From the threshold `medium` of the rules on.
        Medium = "medium",
        /// From the threshold `high` on.
        High = "high",
        /// From the threshold `critical` on.
        Critical = "critical",
    }
}

impl Severity {
    /// The severity of a score under the rules.
    pub fn of(score: u32, rules: &Rules) -> Self {
        match score {
            s if s >= rules.thresholds.critical => Self::Critical,
            s if s >= rules.thresholds.high => Self::High,
            s if s >= rules.thresholds.medium => Self::Medium,
            _ => Self::Low,
        }
    }
}
