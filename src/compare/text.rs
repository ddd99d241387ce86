//! The comparison for a terminal. In: changes. Out: plain text.

use super::record::Changes;

/// What changed, in a few dozen lines.
pub fn text(changes: &Changes) -> String {
    let _ = changes;
    String::new()
}
