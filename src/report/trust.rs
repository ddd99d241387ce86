//! How far to trust the figures. In: the facts. Out: what could not be judged and what that does to the figures, rows that were left out,
//! claims without evidence, and the method in a few lines.

use serde::Serialize;

use crate::assess::{Because, CustomerState, GapKind, Obligation};
use crate::report::facts::Facts;
use crate::snapshot::{ImpactSource, SystemRecord};

/// The method in so many lines.
const LINES: usize = 9;

/// How far to trust the figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trust {
    /// The heading.
    pub title: String,
    /// How many remarks there are, and where they stand.
    pub intro: String,
    /// What the doubts do to the figures.
    pub effects: Vec<String>,
    /// Heading of the method.
    pub method: String,
    /// The method in a few lines.
    pub lines: Vec<String>,
}

impl Trust {
    /// Settles how far to trust the figures.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        Self {
            title: words.text("trust.title"),
            intro: match facts.snapshot.warnings.len() {
                0 => words.text("trust.none"),
                n => words.count("trust.intro", n, &[]),
            },
            effects: effects(facts),
            method: words.text("trust.method"),
            lines: (1..=LINES).map(|n| words.text(&format!("brief_method.{n}"))).collect(),
        }
    }
}

/// What the doubts do to the figures; only what occurs.
fn effects(facts: &Facts<'_>) -> Vec<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let systems = |wanted: fn(&SystemRecord) -> bool| snapshot.systems.iter().filter(|s| wanted(s)).count();
    let gaps = |wanted: fn(&crate::assess::Gap) -> bool| snapshot.gaps.iter().filter(|g| wanted(&g.gap)).count();
    let claimed = |o: &&Obligation| o.customer == Some(CustomerState::InPlace) && !o.proven;
    let counted = [
        ("effect.unclassified", snapshot.headline.unclassified),
        ("effect.inferred", systems(SystemRecord::to_confirm)),
        (
            "effect.impact",
            systems(|s| s.in_scope() && s.impact_source == ImpactSource::Assumed),
        ),
        (
            "effect.kept",
            systems(|s| s.in_scope() && s.impact_source == ImpactSource::Kept),
        ),
        ("effect.unverified", gaps(|g| g.kind == GapKind::Unverified)),
        ("effect.claimed", snapshot.obligations.iter().filter(claimed).count()),
        ("effect.their_claim", gaps(|g| g.because == Some(Because::Claim))),
        ("effect.expired", gaps(|g| g.because == Some(Because::Expired))),
        ("effect.never", snapshot.never_reviewed()),
        ("effect.blanket", snapshot.headline.blanket),
    ];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    let strictest = strictest(facts);
    left_out(facts)
        .into_iter()
        .chain(strictest)
        .chain(told.map(|(key, n)| words.count(key, n, &[])))
        .collect()
}

/// What the systems without a model would add at the strictest reading of the matrix.
fn strictest(facts: &Facts<'_>) -> Option<String> {
    let (words, most) = (facts.words, facts.snapshot.at_strictest);
    let number = |n: i64| words.number(usize::try_from(n).unwrap_or(0));
    let values = [
        ("unowned", number(most.unowned)),
        ("critical", number(most.critical)),
        ("exposure", number(most.exposure)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    (most.exposure > 0).then(|| words.count("effect.strictest", facts.snapshot.headline.unclassified, &values))
}

/// Rows of every table that could not be used.
fn left_out(facts: &Facts<'_>) -> Option<String> {
    let words = facts.words;
    let tables = facts.snapshot.tables.iter().filter(|t| t.rows > t.rows_used);
    let tables = tables.filter(|t| t.role != crate::normalise::Role::PassedOver);
    let told: Vec<_> = tables
        .map(|t| {
            let name = t.sheet.as_deref().unwrap_or(&t.file);
            let values = [("all", words.number(t.rows)), ("table", name.to_owned())];
            let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
            words.count("effect.rows", t.rows - t.rows_used, &values)
        })
        .collect();
    (!told.is_empty()).then(|| words.say("effect.left_out", &[("list", &told.join("; "))]))
}
