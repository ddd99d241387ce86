//! The data contract of the pages. In: the snapshot, what changed, and how the report should look. Out: one struct that is the
//! template's only input: every figure, date, sentence and order is settled here, and the template only places it.

use serde::Serialize;

use crate::compare::Changes;
use crate::config::Look;
use crate::snapshot::Snapshot;

/// Everything the pages show, and the snapshot they rest on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The record of the run.
    #[serde(flatten)]
    pub snapshot: Snapshot,
    /// What changed since the last report, if there is one.
    pub changes: Option<Changes>,
}

impl Report {
    /// Settles what the pages say.
    pub fn new(snapshot: Snapshot, changes: Option<Changes>, look: &Look) -> Self {
        let _ = look;
        Self { snapshot, changes }
    }
}
