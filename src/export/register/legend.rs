//! The sheet *Legend*: where the register comes from, the rules it was judged by, and what its words mean.

use rust_xlsxwriter::XlsxError;

use crate::assess::{GapKind, Severity};
use crate::config::Rules;
use crate::export::register::{HEADINGS, reading_sheet, severity_look};
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::export::wording;
use crate::framework::ATTRIBUTION;
use crate::snapshot::Snapshot;

const COLUMNS: [Column; 2] = [
    Column {
        heading: "Word",
        width: 34.0,
        help: "",
    },
    Column {
        heading: "What it means",
        width: 110.0,
        help: "",
    },
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot) -> Result<Sheet, XlsxError> {
    let remark = "What the words and figures of this workbook mean.";
    let mut sheet = reading_sheet("Legend", remark, &COLUMNS)?;
    let kinds = GapKind::ALL.map(|kind| {
        let weight = kind.weight(&snapshot.rules.weights);
        (
            wording::kind(kind).to_owned(),
            format!("{} Weight {weight}.", wording::kind_meaning(kind)),
            Look::Plain,
        )
    });
    let severities = Severity::ALL
        .into_iter()
        .rev()
        .map(|severity| severity_row(severity, &snapshot.rules));
    let rows = severities.chain(kinds).chain(origin(snapshot));
    for (row, (word, meaning, look)) in (HEADINGS + 1..).zip(rows) {
        sheet.put(row, 0, &Cell::Text(word), look)?;
        sheet.put(row, 1, &Cell::Text(meaning), Look::Plain)?;
    }
    Ok(sheet)
}

fn severity_row(severity: Severity, rules: &Rules) -> (String, String, Look) {
    let (from, days) = match severity {
        Severity::Critical => (rules.thresholds.critical, rules.due_days.critical),
        Severity::High => (rules.thresholds.high, rules.due_days.high),
        Severity::Medium => (rules.thresholds.medium, rules.due_days.medium),
        Severity::Low => (1, rules.due_days.low),
    };
    let meaning = format!(
        "Score {from} or more; due {days} days after it was first seen, unless a row states a due date. Score = weight x impact."
    );
    (wording::severity(severity).to_owned(), meaning, severity_look(severity))
}

fn origin(snapshot: &Snapshot) -> Vec<(String, String, Look)> {
    let row = |word: &str, meaning: String| (word.to_owned(), meaning, Look::Plain);
    let mut rows = vec![
        row("Exposure", "The sum of the scores of the gaps.".to_owned()),
        row("As of", snapshot.as_of.to_string()),
        row(
            "Framework",
            format!(
                "{ATTRIBUTION} (matrix {}, SHA-256 {})",
                snapshot.framework.version, snapshot.framework.sha256
            ),
        ),
        row("Made by", format!("unowned {}", snapshot.tool_version)),
    ];
    rows.extend(
        snapshot
            .inventory
            .iter()
            .map(|f| row("Inventory", format!("{} (SHA-256 {})", f.file, f.sha256))),
    );
    rows.push(row(
        "Next quarter",
        "Work on the sheets Systems, Controls and People, then give this workbook to unowned as the inventory. \
         The rows in pale yellow wait to be filled in; columns of yours that the report does not use are not carried over."
            .to_owned(),
    ));
    rows
}
