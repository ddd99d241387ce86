//! What each owner is asked to sign. In: the facts. Out: under each owner's name the gaps with date, first step and what done looks
//! like, and room to accept, decline, or propose another date; several owners a page.

use serde::Serialize;

use crate::plan::{Action, ActionKind, DatedGap};
use crate::report::actions::duty_name;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table, Tone};
use crate::report::text::{LONGEST_NAME, Text};

/// What is to be signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignOff {
    /// The heading.
    pub title: String,
    /// What it is for.
    pub intro: String,
    /// One for each owner, or proposed owner, with something open.
    pub sheets: Vec<Sheet>,
    /// Name, date, signature.
    pub blanks: [String; 3],
}

/// One owner's part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// Who is asked to sign, and what for.
    pub title: Text,
    /// The gaps.
    pub table: Table,
}

impl SignOff {
    /// Settles what is to be signed; nothing where nothing is to be owned.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let ours = |a: &&Action| {
            matches!(
                a.kind,
                ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Deliver
            )
        };
        let actions = facts.snapshot.actions.iter().filter(ours);
        let sheets: Vec<_> = actions.map(|a| sheet(facts, a)).collect();
        (!sheets.is_empty()).then(|| Self {
            title: words.text("sign_off.title"),
            intro: words.text("sign_off.intro"),
            sheets,
            blanks: ["sign_off.signer", "sign_off.date", "sign_off.signature"].map(|key| words.text(key)),
        })
    }
}

fn sheet(facts: &Facts<'_>, action: &Action) -> Sheet {
    let words = facts.words;
    let title = format!(
        "{} {}: {}",
        action.number,
        facts.assignee(action).as_str(),
        facts.title(action).as_str()
    );
    let columns = vec![
        Column::new(words.text("heading.system")),
        Column::firm(words.text("heading.due")),
        Column::wide(words.text("heading.first_step")),
        Column::new(words.text("heading.done_means")),
        Column::firm(words.text("heading.answer")),
    ];
    let rows = facts.gaps_of_action(action).into_iter().map(|gap| row(facts, gap));
    Sheet {
        title: Text::short(title, LONGEST_NAME),
        table: Table::new(facts.paper.width, columns, rows.collect()),
    }
}

fn row(facts: &Facts<'_>, gap: &DatedGap) -> Vec<Cell> {
    let words = facts.words;
    let domain = gap.gap.id.domain();
    let done = domain.map(|domain| words.about(domain, "evidence_1"));
    let under = format!(
        "{}: {}",
        duty_name(facts, gap.gap.id.duty).as_str(),
        words.name(gap.gap.kind)
    );
    vec![
        Cell::strong(facts.name(&gap.gap.id.system)).under(Tone::Plain, under),
        Cell::dated(words.date(gap.due), gap.overdue),
        Cell::plain(facts.first_step(gap, words)),
        Cell::plain(done.unwrap_or_default()),
        Cell::plain(words.text("sign_off.accept")).under(Tone::Plain, words.text("sign_off.propose")),
    ]
}
