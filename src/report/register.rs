//! The register: every gap, under the action that closes it. In: the facts. Out: one row a gap; where there are too many to
//! print, the sentence that says where they are.

use serde::Serialize;

use crate::assess::Severity;
use crate::plan::{Action, DatedGap};
use crate::report::actions::duty_name;
use crate::report::facts::{ActionRef, Facts, SystemRef};
use crate::report::text::Text;

/// The most gaps that are printed.
const GAPS: usize = 2_000;

/// Every gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Register {
    /// What is listed, or where it is if it is not printed.
    pub intro: String,
    /// In the order of the plan.
    pub groups: Vec<Group>,
}

/// The gaps of one action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The action.
    pub action: ActionRef,
    /// Its title.
    pub title: Text,
    /// Its gaps, worst first.
    pub gaps: Vec<Row>,
}

/// One gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The system.
    pub system: SystemRef,
    /// Domain and side.
    pub name: Text,
    /// What is missing.
    pub kind: String,
    /// How bad it is.
    pub severity: Severity,
    /// Its score.
    pub score: String,
    /// When it is due.
    pub due: String,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Since when it is open, and how it moved.
    pub since: String,
    /// The cells it can be traced to.
    pub source: Text,
}

/// Whether there is room to print the gaps.
pub fn fits(gaps: usize) -> bool {
    gaps <= GAPS
}

impl Register {
    /// Settles the register.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let n = facts.snapshot.gaps.len();
        let printed = fits(n);
        let key = match n {
            0 => "register.empty",
            _ if printed => "register.intro",
            _ => "register.too_many",
        };
        let actions = facts.snapshot.actions.iter().filter(|_| printed);
        Self {
            intro: words.say(key, &[("n", &words.number(n)), ("most", &words.number(GAPS))]),
            groups: actions.map(|action| group(facts, action)).collect(),
        }
    }
}

fn group(facts: &Facts<'_>, action: &Action) -> Group {
    Group {
        action: facts.action_ref(action),
        title: facts.title(action),
        gaps: facts
            .gaps_of_action(action)
            .into_iter()
            .map(|gap| row(facts, gap))
            .collect(),
    }
}

fn row(facts: &Facts<'_>, gap: &DatedGap) -> Row {
    let words = facts.words;
    Row {
        system: facts.system_ref(&gap.gap.id.system),
        name: duty_name(facts, gap.gap.id.duty),
        kind: words.name(gap.gap.kind),
        severity: gap.gap.severity,
        score: words.number(gap.gap.score as usize),
        due: words.date(gap.due),
        overdue: gap.overdue,
        since: since(facts, gap),
        source: Text::new(places(&gap.gap.source)),
    }
}

/// Owners in a narrow cell; a dash for nobody.
pub fn owner(facts: &Facts<'_>, owners: &[String]) -> Text {
    match owners {
        [] => facts.words.text("owner.nobody").into(),
        _ => Text::new(owners.join(", ")),
    }
}

/// The first cells, and how many more there are.
pub fn places(cells: &[String]) -> String {
    let shown: Vec<_> = cells.iter().take(2).map(String::as_str).collect();
    match cells.len().saturating_sub(2) {
        0 => shown.join(", "),
        more => format!("{} +{more}", shown.join(", ")),
    }
}

fn since(facts: &Facts<'_>, gap: &DatedGap) -> String {
    let words = facts.words;
    words.say_of(gap.change, "since", &[("date", &words.date(gap.first_seen))])
}
