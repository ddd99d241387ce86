//! What could not be judged. In: the facts. Out: what that does to the figures, every remark on the input with its cell and what to do,
//! models that were told from a name, and systems that do not count.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Level};
use crate::inventory::Scope;
use crate::report::facts::Facts;
use crate::report::text::Text;
use crate::snapshot::{ImpactSource, SystemRecord};

/// The most remarks that are listed.
const REMARKS: usize = 100;
/// The most systems of one list.
const SYSTEMS: usize = 40;

/// What could not be judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Doubts {
    /// How many remarks there are.
    pub intro: String,
    /// What they do to the figures.
    pub effects: Vec<String>,
    /// Those that may change the figures, then those that only inform.
    pub remarks: Vec<Remark>,
    /// What is not listed.
    pub more: Option<String>,
    /// Lists of systems: models to confirm, models not known, not counted.
    pub lists: Vec<SystemList>,
}

/// One remark on the input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remark {
    /// Whether the figures may change once it is mended.
    pub matters: bool,
    /// What kind of remark it is.
    pub name: String,
    /// What was found.
    pub message: Text,
    /// Where: file, sheet, cell.
    pub at: Text,
    /// What to do.
    pub help: Text,
}

/// Some systems, and why they are listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemList {
    /// Heading.
    pub title: String,
    /// What to do.
    pub intro: String,
    /// The systems.
    pub rows: Vec<Listed>,
    /// How many more.
    pub more: Option<String>,
}

/// A system in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Its name.
    pub name: Text,
    /// What is to be confirmed, or why it does not count.
    pub about: Text,
    /// The cell.
    pub source: Text,
}

impl Doubts {
    /// Settles what could not be judged.
    pub fn new(facts: &Facts<'_>) -> Self {
        let mut doubts = Self {
            intro: String::new(),
            effects: effects(facts),
            remarks: Vec::new(),
            more: None,
            lists: lists(facts),
        };
        doubts.remark(facts, &facts.snapshot.warnings.iter().collect::<Vec<_>>());
        doubts
    }

    /// Settles which remarks are listed.
    pub fn remark(&mut self, facts: &Facts<'_>, found: &[&Diagnostic]) {
        let words = facts.words;
        self.intro = match found.len() {
            0 => words.text("doubts.none"),
            n => words.count("doubts.intro", n, &[]),
        };
        self.remarks = found.iter().take(REMARKS).map(|w| remark(facts, w)).collect();
        let more = found.len().saturating_sub(REMARKS);
        self.more = (more > 0).then(|| words.count("doubts.more", more, &[]));
    }
}

/// What the doubts do to the figures; only what occurs.
fn effects(facts: &Facts<'_>) -> Vec<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let systems = |wanted: fn(&SystemRecord) -> bool| snapshot.systems.iter().filter(|s| wanted(s)).count();
    let unverified = snapshot
        .gaps
        .iter()
        .filter(|g| g.gap.kind == crate::assess::GapKind::Unverified)
        .count();
    let counted = [
        ("effect.unclassified", snapshot.headline.unclassified),
        ("effect.inferred", systems(SystemRecord::to_confirm)),
        (
            "effect.impact",
            systems(|s| s.in_scope() && s.impact_source == ImpactSource::Assumed),
        ),
        ("effect.unverified", unverified),
        ("effect.never", snapshot.never_reviewed()),
    ];
    counted
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| words.count(key, n, &[]))
        .collect()
}

fn remark(facts: &Facts<'_>, warning: &Diagnostic) -> Remark {
    Remark {
        matters: warning.level == Level::Warning,
        name: facts.words.title(warning.code),
        message: Text::new(&warning.message),
        at: facts.places(warning),
        help: Text::new(&warning.help),
    }
}

fn lists(facts: &Facts<'_>) -> Vec<SystemList> {
    let words = facts.words;
    let systems = || facts.snapshot.systems.iter();
    let told = |s: &SystemRecord| {
        words.say(
            "doubts.told_from",
            &[
                ("models", &facts.models(s)),
                ("from", s.inferred_from.as_deref().unwrap_or(&s.name)),
            ],
        )
    };
    let inferred = systems().filter(|s| s.to_confirm());
    let unknown = systems().filter(|s| s.in_scope() && s.models.is_empty());
    let out = systems().filter(|s| !s.in_scope());
    let why_out = |s: &SystemRecord| {
        words.text(match s.scope {
            Scope::Retired => "doubts.retired",
            _ => "doubts.not_covered",
        })
    };
    let product = |s: &SystemRecord| s.product.clone().or_else(|| s.vendor.clone()).unwrap_or_default();
    let lists = [
        list(facts, "inferred", inferred.collect(), told),
        list(facts, "unknown", unknown.collect(), product),
        list(facts, "out", out.collect(), why_out),
    ];
    lists.into_iter().flatten().collect()
}

fn list(
    facts: &Facts<'_>,
    name: &str,
    systems: Vec<&SystemRecord>,
    about: impl Fn(&SystemRecord) -> String,
) -> Option<SystemList> {
    let words = facts.words;
    let more = systems.len().saturating_sub(SYSTEMS);
    let listed = |s: &&SystemRecord| Listed {
        name: Text::new(&s.name),
        about: Text::new(about(s)),
        source: Text::new(&s.source),
    };
    (!systems.is_empty()).then(|| SystemList {
        title: words.text(&format!("doubts.{name}_title")),
        intro: words.text(&format!("doubts.{name}_intro")),
        rows: systems.iter().take(SYSTEMS).map(listed).collect(),
        more: (more > 0).then(|| words.count("plan.more_systems", more, &[])),
    })
}
