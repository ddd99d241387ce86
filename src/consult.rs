//! What a workbook says about itself. In: the tables as read. Out: the settings of its sheets *Settings* and *Questions*, which are taken
//! out of the tables, and answers written into the cells that they are about. What a setting means is the business of `config`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Setting, Written};
use crate::diagnostic::{Diagnostics, Location};
use crate::error::Error;
use crate::inventory::{REPORT_SHEET, name_key};
use crate::read::{Row, Table, Value, Workbook};

mod answers;
mod cells;
mod packets;
mod typed;

pub use answers::{Answer, BELOW, CHOICES, HEADINGS, Kind, NOTHING, ROLES, SHEET};
pub use packets::{Answered, Came, Column as PacketColumn, Returned};
pub use typed::{KEY, WRITTEN, sum, sum_of_words};

/// What was taken out of a workbook.
#[derive(Clone, Debug, Default)]
pub struct Consulted {
    /// What its sheets set.
    pub settings: Vec<Setting>,
    /// The sheets that did: where, and how many of their rows set something.
    pub sheets: Vec<(Location, usize)>,
    /// The sheets of settings as they were read.
    pub tables: Vec<Table>,
    /// The answers that are settings.
    pub answers: Vec<Answer>,
    /// The packets that came back.
    pub packets: Vec<Returned>,
    /// What was typed on sheets for reading and is not taken.
    pub found: Diagnostics,
}

/// A sheet of settings, by its names in four languages.
const SETTINGS: [&str; 8] = [
    "settings",
    "unowned settings",
    "einstellungen",
    "paramètres",
    "parametres",
    "réglages",
    "ajustes",
    "configuración",
];
const KEYS: [&str; 8] = [
    "key",
    "setting",
    "schlüssel",
    "einstellung",
    "clé",
    "paramètre",
    "clave",
    "ajuste",
];
const VALUES: [&str; 4] = ["value", "wert", "valeur", "valor"];

/// Takes the sheets of settings and answers out of a workbook, and follows the answers that are about cells. `paths` are those of the
/// workbook's files.
///
/// # Errors
/// [`Error::Config`] with the cell that cannot be followed.
pub fn take(workbook: &mut Workbook, paths: &[PathBuf]) -> Result<Consulted, Error> {
    let folders: Vec<(Arc<str>, PathBuf)> = workbook
        .files
        .iter()
        .zip(paths)
        .map(|(file, path)| (file.name.clone(), path.parent().unwrap_or(Path::new("")).to_owned()))
        .collect();
    let folder = |table: &Table| {
        let of = folders.iter().find(|(name, _)| *name == table.file);
        of.map(|(_, folder)| folder.clone()).unwrap_or_default()
    };
    let mut consulted = Consulted::default();
    let mut answers = Vec::new();
    let mut sheets: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    workbook
        .tables
        .iter()
        .for_each(|table| *sheets.entry(table.file.clone()).or_default() += 1);
    for table in std::mem::take(&mut workbook.tables) {
        if let Some(settings) = settings(&table, &folder(&table))? {
            consulted.sheets.push((table.location(), settings.len()));
            consulted.settings.extend(settings);
            consulted.tables.push(table);
        } else if let Some(given) = answers::read(&table)? {
            consulted.sheets.push((table.location(), given.len()));
            answers.extend(given);
        } else if let Some((controls, returned)) = packets::read(&table, sheets.get(&table.file) == Some(&1)) {
            consulted.packets.push(returned);
            workbook.tables.push(controls);
        } else if !is_choices(&table) {
            let typed = typed::read(&table);
            let answers = typed.and_then(|typed| {
                consulted.found.extend(typed.found);
                typed.answers
            });
            match answers {
                Some((controls, returned)) => {
                    consulted.packets.push(returned);
                    workbook.tables.push(controls);
                }
                None => workbook.tables.push(table),
            }
        }
    }
    consulted.found.extend(typed::lay_over(&mut workbook.tables));
    for answer in answers {
        let settings = answer.settings();
        match settings.is_empty() {
            true => cells::follow(&answer, workbook)?,
            false => {
                consulted.settings.extend(settings);
                consulted.answers.push(answer);
            }
        }
    }
    Ok(consulted)
}

/// The settings of a sheet; `None` if it is no such sheet.
fn settings(table: &Table, folder: &Path) -> Result<Option<Vec<Setting>>, Error> {
    if !SETTINGS.iter().any(|name| is_called(table, name)) {
        return Ok(None);
    }
    let head = table.rows.iter().take(12).enumerate().find_map(|(place, row)| {
        let column = |words: &[&str]| row.cells.iter().find(|(_, v)| says(v, words)).map(|(c, _)| *c);
        Some((place, column(&KEYS)?, column(&VALUES)?))
    });
    let Some((place, keys, values)) = head else {
        return Ok(None);
    };
    let mut settings = Vec::new();
    for row in &table.rows[place + 1..] {
        let (Some(Value::Text(key)), Some(value)) = (row.get(keys), row.get(values)) else {
            continue;
        };
        settings.push(Setting {
            key: key.to_string(),
            value: written(value, table, row, values)?,
            place: table.locate(row.number, values).to_string(),
            folder: folder.to_owned(),
        });
    }
    Ok(Some(settings))
}

fn written(value: &Value, table: &Table, row: &Row, column: u32) -> Result<Written, Error> {
    match value {
        Value::Text(text) => Ok(Written::Text(text.to_string())),
        Value::Number(number) => Ok(Written::Number(*number)),
        Value::Bool(truth) => Ok(Written::Bool(*truth)),
        Value::Date(day) => Ok(Written::Text(day.to_string())),
        Value::BadDate(_) | Value::Error(_) | Value::Uncalculated => Err(Error::config(
            table.locate(row.number, column).to_string(),
            "the cell holds no value that can be used",
            "type the value",
        )),
    }
}

/// Whether it is the sheet that we wrote beside the questions, with the words of the drop-downs.
fn is_choices(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.cells.first());
    is_called(table, CHOICES) && matches!(first, Some((0, Value::Text(text))) if text.starts_with(REPORT_SHEET))
}

/// Whether a table has a name: its sheet's, or its file's without the ending.
fn is_called(table: &Table, name: &str) -> bool {
    let stem = Path::new(table.file.as_ref()).file_stem().map(|s| s.to_string_lossy());
    let own = table
        .sheet
        .as_deref()
        .map(str::to_owned)
        .or(stem.map(|s| s.into_owned()));
    own.is_some_and(|own| name_key(&own) == name_key(name))
}

fn says(value: &Value, words: &[&str]) -> bool {
    matches!(value, Value::Text(text) if words.iter().any(|word| name_key(text) == name_key(word)))
}
