//! A configuration as the rows of a sheet of settings: every key with its value, the usual one where none is set. The way back from
//! `sheet`.

use toml::{Table, Value};

use super::keys::{Key, Takes, keys};
use super::{Config, Written};

/// One row of a sheet of settings.
#[derive(Clone, Debug)]
pub struct SettingRow {
    /// The key.
    pub key: String,
    /// Its value; none for a key that is only shown.
    pub value: Option<Written>,
    /// What it is for.
    pub note: &'static str,
}

impl Config {
    /// The configuration as rows. How the inventory is read is left out on request: a workbook in our own words needs none of it.
    pub fn rows(&self, with_reading: bool) -> Vec<SettingRow> {
        let table = Table::try_from(self).unwrap_or_default();
        let wanted = keys()
            .iter()
            .filter(|key| with_reading || !key.name.starts_with("reading."));
        wanted.flat_map(|key| rows_of(key, &table)).collect()
    }
}

fn rows_of(key: &'static Key, table: &Table) -> Vec<SettingRow> {
    let steps: Vec<&str> = key.name.split('.').collect();
    let mut found = Vec::new();
    collect(&steps, table, String::new(), &mut found);
    // A file is named beside its workbook, and this one may come to lie elsewhere.
    if key.takes == Takes::File {
        found.clear();
    }
    let wild = key.name.contains('*');
    if found.is_empty() {
        let usual = key.usual().filter(|_| !wild);
        found.push((if wild { key.example() } else { key.name.clone() }, usual));
    }
    let row = |(key_as_written, value)| SettingRow {
        key: key_as_written,
        value,
        note: &key.note,
    };
    found.into_iter().map(row).collect()
}

/// Every value below a path in which `*` stands for any step.
fn collect(steps: &[&str], table: &Table, before: String, found: &mut Vec<(String, Option<Written>)>) {
    let [first, rest @ ..] = steps else { return };
    let here = table.iter().filter(|(key, _)| *first == "*" || key == first);
    for (key, value) in here {
        let path = if before.is_empty() {
            key.clone()
        } else {
            format!("{before}.{key}")
        };
        match (value, rest) {
            (Value::Table(inner), [_, ..]) => collect(rest, inner, path, found),
            (value, []) => found.extend(written(value).map(|value| (path, Some(value)))),
            _ => {}
        }
    }
}

fn written(value: &Value) -> Option<Written> {
    match value {
        Value::String(text) => Some(Written::Text(text.clone())),
        Value::Integer(number) => Some(Written::Number(*number as f64)),
        Value::Float(number) => Some(Written::Number(*number)),
        Value::Boolean(truth) => Some(Written::Text(if *truth { "yes" } else { "no" }.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::config::Setting;

    fn back(rows: Vec<SettingRow>) -> Config {
        let setting = |row: SettingRow| {
            Some(Setting {
                key: row.key,
                value: row.value?,
                place: String::new(),
                folder: PathBuf::new(),
            })
        };
        let settings: Vec<Setting> = rows.into_iter().filter_map(setting).collect();
        Config::default().with(&settings).unwrap()
    }

    #[test]
    fn the_rows_give_the_configuration_back() {
        let text = "organisation = 'A'\nnext_meeting = 2026-11-03\n[targets]\nownership = 0.95\ncritical = 0\n\
                    [rules]\nreview_days = 90\nrequire_evidence = true\n[reading.columns]\nowner = 'Who'\n\
                    [reading.values.status]\n'Up. Running' = 'implemented'\n[report.sections]\nmethod = false\n";
        let config = Config::parse(text, "unowned.toml").unwrap();
        let again = back(config.rows(true));
        assert_eq!(
            (&again.organisation, &again.rules, &again.reading),
            (&config.organisation, &config.rules, &config.reading)
        );
        assert_eq!(again.report.sections, config.report.sections);
        assert_eq!(
            (&again.targets, again.next_meeting),
            (&config.targets, config.next_meeting)
        );
        assert!(back(config.rows(false)).reading.columns.is_empty());
    }

    #[test]
    fn what_is_usual_is_shown_and_changes_nothing() {
        let rows = Config::default().rows(true);
        let value = |key: &str| rows.iter().find(|row| row.key == key).and_then(|row| row.value.clone());
        assert_eq!(value("rules.review_days"), Some(Written::Number(365.0)));
        assert_eq!(value("report.language"), Some(Written::Text("en".to_owned())));
        let config = back(rows);
        assert_eq!((config.rules, config.reading), Default::default());
        assert_eq!(config.organisation, None);
    }
}
