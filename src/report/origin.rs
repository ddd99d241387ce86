//! What a report was made from. In: the facts. Out: one table with the input files and the earlier reports by their checksums, the
//! settings that are not the usual ones, the renames that were settled, and who prepared it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::Rules;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table};

/// Everything that an auditor has to hold beside the report.
pub fn table(facts: &Facts<'_>, people: &[(&str, Option<&str>)]) -> Table {
    let words = facts.words;
    let columns = vec![
        Column::new(words.text("heading.what_it_is")),
        Column::wide(words.text("heading.value")),
    ];
    let parts = [
        ("origin.people", signed(facts, people)),
        ("origin.inputs", inputs(facts)),
        ("origin.reports", reports(facts)),
        ("origin.settings", settings(facts)),
        ("origin.renames", renames(facts)),
    ];
    let mut rows = Vec::new();
    for (key, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        rows.push(vec![Cell::strong(words.text(key))]);
        rows.extend(part);
    }
    Table::small(facts.paper.width, columns, rows)
}

fn row(name: impl Into<crate::report::text::Text>, value: impl Into<crate::report::text::Text>) -> Vec<Cell> {
    vec![Cell::plain(name), Cell::plain(value)]
}

/// Who prepared and who reviewed it.
fn signed(facts: &Facts<'_>, people: &[(&str, Option<&str>)]) -> Vec<Vec<Cell>> {
    let named = people.iter().filter_map(|(key, name)| Some((key, (*name)?)));
    named.map(|(key, name)| row(facts.words.text(key), name)).collect()
}

fn inputs(facts: &Facts<'_>) -> Vec<Vec<Cell>> {
    let snapshot = facts.snapshot;
    let files = snapshot
        .inventory
        .iter()
        .map(|f| row(f.file.as_str(), f.sha256.as_str()));
    files.collect()
}

fn reports(facts: &Facts<'_>) -> Vec<Vec<Cell>> {
    let history = facts.snapshot.history.iter().rev();
    let with = facts.snapshot.compared_with.as_ref();
    let past = history.map(|past| {
        let file = with.filter(|with| with.sha256 == past.snapshot_sha256);
        let file = file.and_then(|with| with.file.as_deref());
        let date = facts.words.long_date(past.as_of);
        let name = file.map_or_else(|| date.clone(), |file| format!("{date}, {file}"));
        row(name, past.snapshot_sha256.as_str())
    });
    past.collect()
}

/// The rules and targets that were set otherwise than usual, by their keys.
fn settings(facts: &Facts<'_>) -> Vec<Vec<Cell>> {
    let snapshot = facts.snapshot;
    let mut set = BTreeMap::new();
    let (rules, usual) = (values(&snapshot.rules), values(&Rules::default()));
    differing("rules", &rules, &usual, &mut set);
    differing("targets", &values(&snapshot.targets), &Value::Null, &mut set);
    if snapshot.fiscal_year_start != 1 {
        set.insert("fiscal_year_start".to_owned(), snapshot.fiscal_year_start.to_string());
    }
    if let Some(day) = snapshot.next_meeting {
        set.insert("next_meeting".to_owned(), facts.words.long_date(day));
    }
    set.into_iter().map(|(key, value)| row(key, value)).collect()
}

fn values(of: &impl serde::Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn differing(key: &str, value: &Value, usual: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let usual = usual.get(name).unwrap_or(&Value::Null);
            differing(&format!("{key}.{name}"), value, usual, found);
        }),
        _ if value == usual => {}
        _ => drop(found.insert(key.to_owned(), value.to_string())),
    }
}

/// So many renames are printed; the record has all of them.
const RENAMES: usize = 200;

fn renames(facts: &Facts<'_>) -> Vec<Vec<Cell>> {
    let renamed = &facts.snapshot.renamed;
    let listed = renamed.iter().take(RENAMES);
    let listed = listed.map(|(before, now)| row(before.as_str(), format!("→ {now}")));
    let more = renamed.len().checked_sub(RENAMES).filter(|more| *more > 0);
    let more = more.map(|more| row(facts.words.count("terminal.and_more", more, &[]), ""));
    listed.chain(more).collect()
}
