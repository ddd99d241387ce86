//! This quarter against the last. In: two snapshots. Out: what changed, why, and whose credit it is. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plan::Memory;
use crate::snapshot::Snapshot;

/// What the plan needs to know of the last report.
pub fn memory(earlier: &Snapshot) -> Memory {
    let _ = earlier;
    Memory::default()
}

/// Appends the last report to this one's chain: history, closed gaps, and the memory of what was closed before.
pub fn link(snapshot: &mut Snapshot, earlier: &Snapshot) {
    let _ = (snapshot, earlier);
}

/// What changed between two reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Changes {}

/// Compares two reports.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Changes {
    let _ = (old, new);
    Changes::default()
}
