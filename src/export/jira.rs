//! The actions as a CSV for Jira's importer. Map *External ID* to a text field there: it stays the same from quarter to quarter,
//! so that a second import updates instead of adding.

use crate::assess::Severity;
use crate::error::Error;
use crate::export::briefs::{Brief, briefs, labels};
use crate::export::delimited::{Field, csv};
use crate::snapshot::Snapshot;
use crate::words::Words;

const HEADINGS: [&str; 8] = [
    "Summary",
    "Issue Type",
    "Description",
    "Due date",
    "Priority",
    "Labels",
    "Responsible",
    "External ID",
];

/// The actions for Jira. Dates are `yyyy-MM-dd`; labels stand in one cell, separated by spaces.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn jira(snapshot: &Snapshot, words: &'static Words) -> Result<Vec<u8>, Error> {
    csv(
        "the table for Jira",
        &HEADINGS,
        briefs(snapshot, words).iter().map(fields),
    )
}

fn fields(brief: &Brief<'_>) -> Vec<Field> {
    let action = brief.action;
    let description = format!("{}\n\n* {}", brief.summary(), brief.lines().join("\n* "));
    vec![
        Field::text(&brief.title),
        Field::text("Task"),
        Field::text(description),
        Field::bare(brief.by),
        Field::text(priority(action.severity)),
        Field::text(labels(action).join(" ")),
        Field::text(&brief.assignee),
        Field::text(&action.key),
    ]
}

/// The names of Jira's stock priorities.
fn priority(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Highest",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}
