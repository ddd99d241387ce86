//! Risks that were accepted. In: the facts. Out: what, why, by whom, until when; those that lapsed first.

use serde::Serialize;

use crate::assess::Acceptance;
use crate::report::actions::duty_name;
use crate::report::facts::{Facts, SystemRef};
use crate::report::text::Text;

/// The most acceptances that are listed.
const ACCEPTANCES: usize = 60;
/// Days before the end in which an acceptance is about to lapse.
const SOON: i64 = 90;

/// Risks that were accepted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accepted {
    /// How many, and how many lapsed.
    pub intro: String,
    /// Lapsed first, then those that end soonest.
    pub rows: Vec<Row>,
    /// What is not listed.
    pub more: Option<String>,
}

/// One accepted risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The system.
    pub system: SystemRef,
    /// The domain.
    pub domain: Text,
    /// Why.
    pub reason: Text,
    /// Who approved it.
    pub approver: Text,
    /// Last day on which it holds.
    pub expires: String,
    /// Days left, or days since it lapsed.
    pub left: String,
    /// `lapsed`, `soon` or `holds`.
    pub state: &'static str,
    /// The cell.
    pub source: Text,
}

impl Accepted {
    /// Settles the accepted risks.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let mut all: Vec<_> = facts.snapshot.accepted.iter().collect();
        all.sort_by_key(|a| a.days_left);
        let lapsed = all.iter().filter(|a| a.days_left < 0).count();
        let soon = all.iter().filter(|a| (0..=SOON).contains(&a.days_left)).count();
        let values = [
            ("lapsed", words.number(lapsed)),
            ("soon", words.number(soon)),
            ("days", SOON.to_string()),
        ];
        let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let more = all.len().saturating_sub(ACCEPTANCES);
        Self {
            intro: match all.len() {
                0 => words.text("accepted.none"),
                n => words.count("accepted.intro", n, &values),
            },
            rows: all.iter().take(ACCEPTANCES).map(|a| row(facts, a)).collect(),
            more: (more > 0).then(|| words.count("accepted.more", more, &[])),
        }
    }
}

fn row(facts: &Facts<'_>, acceptance: &Acceptance) -> Row {
    let words = facts.words;
    let days = acceptance.days_left.unsigned_abs() as usize;
    let (left, state) = match acceptance.days_left {
        ..0 => (words.count("accepted.ago", days, &[]), "lapsed"),
        0..=SOON => (words.count("accepted.left", days, &[]), "soon"),
        _ => (words.count("accepted.left", days, &[]), "holds"),
    };
    let no_reason = || words.text("accepted.no_reason");
    Row {
        system: facts.system_ref(&acceptance.id.system),
        domain: duty_name(facts, acceptance.id.duty),
        reason: Text::new(acceptance.reason.clone().unwrap_or_else(no_reason)),
        approver: Text::new(&acceptance.approver),
        expires: words.date(acceptance.expires),
        left,
        state,
        source: Text::new(&acceptance.source),
    }
}
