//! Risks that were accepted. In: the facts. Out: what, why, by whom, until when; those that lapsed first.

use serde::Serialize;

use crate::assess::Acceptance;
use crate::report::actions::duty_name;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table, Tone};

/// The most acceptances that are listed.
const ACCEPTANCES: usize = 16;
/// How much of a page they may take.
const ROOM: f64 = 0.45;
/// Days before the end in which an acceptance, or evidence, is about to lapse: those to the next quarterly report.
pub const SOON: i64 = 92;

/// Risks that were accepted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accepted {
    /// The heading.
    pub title: String,
    /// How many, how many lapsed, and what is left out.
    pub intro: String,
    /// Lapsed first, then those that end soonest.
    pub table: Table,
}

impl Accepted {
    /// Settles the accepted risks; nothing where there are none.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let mut all: Vec<_> = facts.snapshot.accepted.iter().collect();
        all.sort_by_key(|a| a.days_left);
        let rows = |most| all.iter().take(most).map(|a| row(facts, a)).collect::<Vec<_>>();
        let columns = || {
            vec![
                Column::new(words.text("heading.system")),
                Column::wide(words.text("heading.why")),
                Column::new(words.text("heading.approver")),
                Column::firm(words.text("heading.holds_until")),
                Column::new(facts.cell_heading()),
            ]
        };
        if all.is_empty() {
            return None;
        }
        let table = |most| Table::new(facts.paper.width, columns(), rows(most));
        let mut most = ACCEPTANCES;
        while most > 3 && table(most).height() > facts.paper.height * ROOM {
            most -= 1;
        }
        Some(Self {
            title: words.text("accepted.title"),
            intro: intro(facts, &all, most),
            table: table(most),
        })
    }
}

fn intro(facts: &Facts<'_>, all: &[&Acceptance], most: usize) -> String {
    let words = facts.words;
    let score = facts.snapshot.headline.accepted_exposure as usize;
    let counted = [
        ("accepted.lapsed", all.iter().filter(|a| a.days_left < 0).count()),
        (
            "accepted.soon",
            all.iter().filter(|a| (0..=SOON).contains(&a.days_left)).count(),
        ),
        ("accepted.exposure", score),
    ];
    let mut said = vec![words.count("accepted.intro", all.len(), &[])];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    said.extend(told.map(|(key, n)| words.count(key, n, &[])));
    if all.len() > most {
        let all = words.number(all.len());
        said.push(words.count("accepted.first", most, &[("all", &all)]));
    }
    said.join(" ")
}

fn row(facts: &Facts<'_>, acceptance: &Acceptance) -> Vec<Cell> {
    let words = facts.words;
    let days = acceptance.days_left.unsigned_abs() as usize;
    let lapsed = acceptance.days_left < 0;
    let left = match (lapsed, acceptance.days_left <= SOON) {
        (true, _) => (Tone::Warn, words.count("accepted.ago", days, &[])),
        (false, true) => (Tone::Warn, words.count("accepted.left", days, &[])),
        (false, false) => (Tone::Quiet, words.count("accepted.left", days, &[])),
    };
    let no_reason = || words.text("accepted.no_reason");
    vec![
        Cell::strong(facts.name(&acceptance.id.system)).under(Tone::Plain, duty_name(facts, acceptance.id.duty)),
        Cell::plain(acceptance.reason.clone().unwrap_or_else(no_reason)),
        Cell::plain(acceptance.approver.as_str()),
        Cell::dated(words.date(acceptance.expires), lapsed).under(left.0, left.1),
        Cell::quiet(facts.cells([&acceptance.source])),
    ]
}
