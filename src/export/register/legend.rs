//! The sheet *Legend*: where the register comes from, the rules it was judged by, and what its words mean.

use rust_xlsxwriter::XlsxError;

use crate::assess::{GapKind, Severity};
use crate::config::Rules;
use crate::export::register::{HEADINGS, column, reading_sheet, severity_look};
use crate::export::sheet::{Cell, Column, Look, Sheet, Tab};
use crate::framework::ATTRIBUTION;
use crate::snapshot::Snapshot;
use crate::words::Words;

const COLUMNS: [Column; 2] = [column("heading.word", 34.0), column("heading.meaning", 110.0)];

/// The sheet.
pub fn sheet(snapshot: &Snapshot, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = reading_sheet("sheet.legend", &words.text("book.legend"), &COLUMNS, words)?;
    sheet.tab(Tab::Help);
    let kinds = GapKind::ALL.map(|kind| {
        let weight = kind.weight(&snapshot.rules.weights).to_string();
        let values = [("meaning", words.about(kind, "meaning")), ("weight", weight)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        (words.title(kind), words.say("book.kind", &values), Look::Plain)
    });
    let severities = Severity::ALL
        .into_iter()
        .rev()
        .map(|severity| severity_row(severity, &snapshot.rules, words));
    let rows = severities.chain(kinds).chain(origin(snapshot, words));
    for (row, (word, meaning, look)) in (HEADINGS + 1..).zip(rows) {
        sheet.put(row, 0, &Cell::Text(word), look)?;
        sheet.put(row, 1, &Cell::Text(meaning), Look::Plain)?;
    }
    Ok(sheet)
}

fn severity_row(severity: Severity, rules: &Rules, words: &Words) -> (String, String, Look) {
    let (from, days) = match severity {
        Severity::Critical => (rules.thresholds.critical, rules.due_days.critical),
        Severity::High => (rules.thresholds.high, rules.due_days.high),
        Severity::Medium => (rules.thresholds.medium, rules.due_days.medium),
        Severity::Low => (1, rules.due_days.low),
    };
    let values = [("from", &*from.to_string()), ("days", &*words.number(days as usize))];
    let meaning = words.say("book.severity", &values);
    (words.title(severity), meaning, severity_look(severity))
}

fn origin(snapshot: &Snapshot, words: &Words) -> Vec<(String, String, Look)> {
    let row = |word: &str, meaning: String| (words.text(word), meaning, Look::Plain);
    let mut rows = vec![
        row("heading.exposure", words.text("book.exposure")),
        row("book.as_of", words.long_date(snapshot.as_of)),
        row(
            "book.framework",
            format!(
                "{ATTRIBUTION} (matrix {}, SHA-256 {})",
                snapshot.framework.version, snapshot.framework.sha256
            ),
        ),
        row("book.made_by", format!("unowned {}", snapshot.tool_version)),
    ];
    rows.extend(
        snapshot
            .inventory
            .iter()
            .map(|f| row("book.inventory", format!("{} (SHA-256 {})", f.file, f.sha256))),
    );
    rows.push(row("book.next", words.text("book.next_means")));
    rows
}
