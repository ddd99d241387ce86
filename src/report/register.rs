//! The register: every gap, under the action that closes it. In: the facts. Out: one row a gap. It is printed where every detail is
//! asked for; else the attached workbook holds it.

use serde::Serialize;

use crate::plan::{Action, DatedGap};
use crate::report::actions::duty_name;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Mark, Table};
use crate::report::text::Text;

/// Every gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Register {
    /// The heading.
    pub title: String,
    /// What is listed.
    pub intro: String,
    /// In the order of the plan.
    pub table: Table,
}

impl Register {
    /// Settles the register; nothing where no gap is open.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let rows: Vec<_> = facts
            .snapshot
            .actions
            .iter()
            .flat_map(|action| group(facts, action))
            .collect();
        let columns = vec![
            Column::new(words.text("heading.system")),
            Column::wide(words.text("heading.domain")),
            Column::new(words.text("heading.gap")),
            Column::firm(words.text("heading.due")),
            Column::firm(words.text("heading.first_seen")),
            Column::new(facts.cell_heading()),
        ];
        (!rows.is_empty()).then(|| Self {
            title: words.text("register.title"),
            intro: words.count("register.intro", facts.snapshot.gaps.len(), &[]),
            table: Table::new(facts.paper.width, columns, rows),
        })
    }
}

fn group(facts: &Facts<'_>, action: &Action) -> Vec<Vec<Cell>> {
    let title = format!("{} {}", action.number, facts.title(action).as_str());
    let gaps = facts.gaps_of_action(action).into_iter();
    std::iter::once(vec![Cell::strong(title)])
        .chain(gaps.map(|gap| row(facts, gap)))
        .collect()
}

fn row(facts: &Facts<'_>, gap: &DatedGap) -> Vec<Cell> {
    let words = facts.words;
    let badge = Mark::Badge(words.number(gap.gap.score as usize), gap.gap.severity);
    vec![
        Cell::plain(facts.name(&gap.gap.id.system)),
        Cell::plain(duty_name(facts, gap.gap.id.duty)),
        Cell::plain(words.name(gap.gap.kind)).marked(badge),
        Cell::dated(words.date(gap.due), gap.overdue),
        Cell::plain(words.say_of(gap.change, "since", &[("date", &words.date(gap.first_seen))])),
        Cell::quiet(facts.cells(&gap.gap.source)),
    ]
}

/// Owners in a narrow cell; a dash for nobody.
pub fn owner(facts: &Facts<'_>, owners: &[String]) -> Text {
    match owners {
        [] => facts.words.text("owner.nobody").into(),
        _ => Text::new(owners.join(", ")),
    }
}
