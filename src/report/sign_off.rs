//! A sheet for each owner to sign. In: the facts. Out: the owner's gaps with date, first step and what done looks like, and room
//! to accept, decline, or propose another date.

use serde::Serialize;

use crate::framework::Responsibility;
use crate::plan::{Action, ActionKind, DatedGap};
use crate::report::actions::{duty_name, steps};
use crate::report::facts::{Facts, SystemRef};
use crate::report::text::Text;

/// Sheets to sign.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignOff {
    /// What the sheets are for.
    pub intro: String,
    /// One for each owner, or proposed owner, with something open.
    pub sheets: Vec<Sheet>,
}

/// One owner's sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// Number of the action.
    pub number: String,
    /// Who is asked to sign.
    pub owner: Text,
    /// What is asked.
    pub title: Text,
    /// The gaps.
    pub rows: Vec<Row>,
}

/// One gap to be taken on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The system.
    pub system: SystemRef,
    /// The domain.
    pub name: Text,
    /// What is missing.
    pub kind: String,
    /// Until when.
    pub due: String,
    /// The first step.
    pub step: Text,
    /// What proves that it is done.
    pub done: Text,
}

impl SignOff {
    /// Settles the sheets.
    pub fn new(facts: &Facts<'_>) -> Self {
        let ours = |a: &&Action| {
            matches!(
                a.kind,
                ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Deliver
            )
        };
        Self {
            intro: facts.words.text("sign_off.intro"),
            sheets: facts
                .snapshot
                .actions
                .iter()
                .filter(ours)
                .map(|a| sheet(facts, a))
                .collect(),
        }
    }
}

fn sheet(facts: &Facts<'_>, action: &Action) -> Sheet {
    Sheet {
        number: action.number.clone(),
        owner: facts.assignee(action),
        title: facts.title(action),
        rows: facts
            .gaps_of_action(action)
            .into_iter()
            .map(|gap| row(facts, gap))
            .collect(),
    }
}

fn row(facts: &Facts<'_>, gap: &DatedGap) -> Row {
    let words = facts.words;
    let domain = gap.gap.id.domain();
    let duty = domain.and_then(|domain| facts.duty(&gap.gap.id.system, domain));
    let shared = duty.is_some_and(|d| d.responsibility == Responsibility::Shared);
    let step = domain.and_then(|domain| steps(facts, domain, shared).into_iter().next());
    let done = domain.map(|domain| words.about(domain, "evidence_1"));
    Row {
        system: facts.system_ref(&gap.gap.id.system),
        name: duty_name(facts, gap.gap.id.duty),
        kind: words.name(gap.gap.kind),
        due: words.date(gap.due),
        step: step.unwrap_or_default().into(),
        done: done.unwrap_or_default().into(),
    }
}
