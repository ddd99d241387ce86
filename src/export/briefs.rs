//! One brief an action: what a ticket, an issue or an applied control says of it. In: the snapshot. Out: the actions in their
//! order, each with its gaps and a description in plain text. Markup is left to the writers.

use std::collections::BTreeMap;

use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::wording;
use crate::plan::{Action, ActionKind};
use crate::snapshot::Snapshot;

/// One action with the gaps it closes.
pub struct Brief<'a> {
    /// The action.
    pub action: &'a Action,
    /// Its gaps, worst first.
    pub gaps: Vec<GapRow<'a>>,
}

impl Brief<'_> {
    /// Two or three sentences: who, by when, how much it closes.
    pub fn summary(&self) -> String {
        let action = self.action;
        let overdue = if action.overdue { " (overdue)" } else { "" };
        let gaps = match self.gaps.len() {
            1 => "1 gap".to_owned(),
            many => format!("{many} gaps"),
        };
        format!(
            "{}: {}. Due {}{overdue}. Closes {gaps} with an exposure of {}.",
            done_by(action.kind),
            action.assignee,
            action.due,
            action.score
        )
    }

    /// One line a gap: what is wrong, where, and what to do first.
    pub fn lines(&self) -> Vec<String> {
        self.gaps
            .iter()
            .map(|row| format!("{}. {}.", row.title(), row.first_step.trim_end_matches('.')))
            .collect()
    }

    /// Those who own the duties already; only an action of the kind `deliver` has owners, the others propose a role.
    pub fn owners(&self) -> Vec<&str> {
        if self.action.kind != ActionKind::Deliver {
            return Vec::new();
        }
        let first = self.gaps.first().map(|row| row.gap.gap.owners.as_slice());
        first.unwrap_or_default().iter().map(String::as_str).collect()
    }
}

fn done_by(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::AssignOwner => "Suggested owner",
        ActionKind::Classify | ActionKind::Deliver | ActionKind::Obtain => "To be done by",
    }
}

/// All actions, in their order.
pub fn briefs(snapshot: &Snapshot) -> Vec<Brief<'_>> {
    let mut rows: BTreeMap<&str, Vec<GapRow<'_>>> = BTreeMap::new();
    for row in gap_rows(snapshot) {
        if let Some(action) = row.action {
            rows.entry(&action.key).or_default().push(row);
        }
    }
    snapshot
        .actions
        .iter()
        .map(|action| Brief {
            action,
            gaps: rows.remove(action.key.as_str()).unwrap_or_default(),
        })
        .collect()
}

/// Labels of an action: the list, the severity, the domain.
pub fn labels(action: &Action) -> Vec<String> {
    let mut labels = vec!["unowned".to_owned(), wording::list(action.kind).to_lowercase()];
    labels.push(wording::severity(action.severity).to_lowercase());
    labels.extend(action.domain.map(|domain| domain.id().to_owned()));
    labels
}
