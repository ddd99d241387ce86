//! What leadership decided, as the inventory's list of decisions says. In: nothing; `normalise` fills these.

use chrono::NaiveDate;

use crate::diagnostic::Location;
use crate::names::names;

names! {
    /// What became of a decision that was asked for.
    Ruling in "ruling" {
        /// It is to be done.
        Accepted = "accepted",
        /// Not now.
        Deferred = "deferred",
        /// It is not to be done.
        Rejected = "rejected",
    }
}

/// One row of the list of decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Which: the key or the title of an action, or the number it had in the last report.
    pub decision: String,
    /// When it was decided.
    pub on: Option<NaiveDate>,
    /// By whom.
    pub by: Option<String>,
    /// How; nothing where the cell is blank or not understood.
    pub ruling: Option<Ruling>,
    /// Until when it is put off.
    pub until: Option<NaiveDate>,
    /// Free text.
    pub note: Option<String>,
    /// The cell that names it.
    pub at: Location,
}
