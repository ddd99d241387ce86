//! What an action moves. In: gaps, and what is left of them once their action is done. Out: four figures, or by how much they change.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::{Add, Sub};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Gap, GapId, GapKind, Severity};

/// The four figures that an action moves: what they are, or by how much they change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// Duties of ours in state `unowned`.
    pub unowned: i64,
    /// Critical gaps.
    pub critical: i64,
    /// Gaps.
    pub gaps: i64,
    /// Sum of the scores.
    pub exposure: i64,
}

impl Figures {
    /// The figures over some gaps.
    pub fn of<'a>(gaps: impl IntoIterator<Item = &'a Gap>) -> Self {
        let one = |gap: &Gap| Self::one(gap.kind, gap.severity, gap.score);
        gaps.into_iter().map(one).sum()
    }

    /// The figures of one gap.
    pub fn one(kind: GapKind, severity: Severity, score: u32) -> Self {
        Self {
            unowned: (kind == GapKind::Unowned).into(),
            critical: (severity == Severity::Critical).into(),
            gaps: 1,
            exposure: score.into(),
        }
    }

    /// By how much the figures change if the gaps become what is left of them; nothing is left of those that are not listed.
    pub fn change<'a>(gaps: impl IntoIterator<Item = &'a Gap>, left: &BTreeMap<GapId, Gap>) -> Self {
        let change = |gap: &Gap| Self::of(left.get(&gap.id)) - Self::of([gap]);
        gaps.into_iter().map(change).sum()
    }
}

/// How much a change takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Duties that get an owner.
    pub unowned: usize,
    /// Critical gaps that are critical no more.
    pub critical: usize,
    /// Gaps that are closed.
    pub gaps: usize,
    /// Exposure.
    pub exposure: usize,
}

impl Figures {
    /// How much these figures, as a change, take away; what they add is not told here.
    pub fn ended(self) -> Ended {
        let away = |change: i64| usize::try_from(-change).unwrap_or_default();
        Ended {
            unowned: away(self.unowned),
            critical: away(self.critical),
            gaps: away(self.gaps),
            exposure: away(self.exposure),
        }
    }
}

impl Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            unowned: self.unowned + other.unowned,
            critical: self.critical + other.critical,
            gaps: self.gaps + other.gaps,
            exposure: self.exposure + other.exposure,
        }
    }
}

impl Sub for Figures {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            unowned: self.unowned - other.unowned,
            critical: self.critical - other.critical,
            gaps: self.gaps - other.gaps,
            exposure: self.exposure - other.exposure,
        }
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}
