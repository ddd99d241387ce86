//! The words of the decision: states of each side, kinds of gap, sides, severities. In: nothing. Out: closed enums.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Rules, Weights};

/// The state of our side of an obligation: the first rule that fits, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CustomerState {
    /// A risk acceptance with approver and expiry holds.
    Accepted,
    /// A risk acceptance has lapsed.
    ExceptionExpired,
    /// No row has an owner, or there is no row.
    Unowned,
    /// Every row with a known status says that the duty does not apply; the matrix says it does.
    Excluded,
    /// Nothing is in place yet.
    Planned,
    /// No row has a known status.
    Unverified,
    /// Not everything is in place.
    Partial,
    /// In place, but the last review is too long ago.
    Stale,
    /// In place.
    InPlace,
}

impl CustomerState {
    /// All states, worst first as the heat map's legend has them.
    pub const ALL: [Self; 9] = [
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

/// The state of the provider's side of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderState {
    /// There is evidence, or the provider's own control is in place.
    Confirmed,
    /// The duty is shared, and the provider's part is not confirmed.
    Uncoordinated,
    /// The duty is the provider's alone, and not confirmed.
    Unassured,
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

/// The ten kinds of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// The deployment model is not known.
    Unclassified,
    /// Nobody owns the duty.
    Unowned,
    /// A risk acceptance has lapsed.
    ExceptionExpired,
    /// Said not to apply, against the matrix.
    Excluded,
    /// Owned, nothing in place yet.
    NotStarted,
    /// In place in part.
    Partial,
    /// The state is not known.
    Unverified,
    /// Not reviewed for too long.
    Stale,
    /// The provider's part of a shared duty is not confirmed.
    Uncoordinated,
    /// The provider's own duty is not confirmed.
    Unassured,
}

impl GapKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Unclassified,
        Self::Unowned,
        Self::ExceptionExpired,
        Self::Excluded,
        Self::NotStarted,
        Self::Partial,
        Self::Unverified,
        Self::Stale,
        Self::Uncoordinated,
        Self::Unassured,
    ];

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

/// Which side of a duty a gap is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Ours.
    Customer,
    /// The provider's.
    Provider,
    /// The system as a whole: its model is not known.
    System,
}

/// How bad a gap is. Ordered from low to critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Everything below `medium`.
    Low,
    /// From the threshold `medium` of the rules on.
    Medium,
    /// From the threshold `high` on.
    High,
    /// From the threshold `critical` on.
    Critical,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

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
