//! Evidence, as a cell of the inventory names it. In: nothing; `normalise` fills these. Out: what it is, how strong it is, and
//! whether it counts on a day.

use chrono::{Days, NaiveDate};

use crate::diagnostic::Location;
use crate::names::names;

names! {
    /// How strong a piece of evidence is; the later, the stronger.
    Grade in "grade" {
        /// A thing that one can ask for: a document, a link, a ticket.
        Named = "named",
        /// What somebody says of himself: a questionnaire, a self-assessment, a letter.
        Statement = "statement",
        /// What is signed: an agreement, a clause, a service level.
        Contract = "contract",
        /// What others examined: an audit report, a certificate, a penetration test.
        Independent = "independent",
    }
}

/// One piece of evidence that is recognised as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words that name it.
    pub text: String,
    /// How strong it is.
    pub grade: Grade,
    /// The day of its issue, or the last day of the period that it speaks of.
    pub issued: Option<NaiveDate>,
    /// The first day on which it can have been issued: where only a year, a quarter or a month is said, that is its first day.
    pub earliest: Option<NaiveDate>,
    /// The last day on which it holds, where one is stated.
    pub valid_until: Option<NaiveDate>,
    /// The cell that names it.
    pub at: Location,
}

/// Whether a piece of evidence counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// It counted up to and including this day.
    Expired(NaiveDate),
    /// It is issued only after that day.
    NotYet,
}

impl Evidence {
    /// Whether it counts on a day. What states no last day holds for `evidence_days` from its issue; what states no day at all
    /// counts.
    pub fn standing(&self, as_of: NaiveDate, evidence_days: u32) -> Standing {
        match (self.earliest.or(self.issued), self.last_day(evidence_days)) {
            (Some(issued), _) if issued > as_of => Standing::NotYet,
            (_, Some(last)) if last < as_of => Standing::Expired(last),
            _ => Standing::Counts,
        }
    }

    /// The last day on which it counts; none where nothing says from when it is.
    pub fn last_day(&self, evidence_days: u32) -> Option<NaiveDate> {
        let last = || self.issued.map(|day| day + Days::new(u64::from(evidence_days)));
        self.valid_until.or_else(last)
    }

    /// Whether nothing says from when it is.
    pub fn is_undated(&self) -> bool {
        self.issued.is_none() && self.valid_until.is_none()
    }
}

/// What a cell for evidence holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceCell {
    /// Its words, whatever they are worth.
    pub said: Option<String>,
    /// The pieces that are recognised, in their order.
    pub pieces: Vec<Evidence>,
}
