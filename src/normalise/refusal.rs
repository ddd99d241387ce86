//! What to do where no list of AI systems was found. In: how each table was understood, and what the user said. Out: one text
//! that names the two likeliest tables, what speaks for and against each, and the options that settle it, as they are typed;
//! where an option was given already, why it led nowhere.

use crate::config::{Reading, listed};
use crate::text::quoted;

use super::field::{Field, Kind, named};
use super::wording::{compact, shown};
use super::{Role, SheetReading, Topic};

/// How near a table comes to being a list of AI systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// How much speaks for it.
    pub(super) weight: i32,
    /// What speaks for it, as a sentence.
    pub(super) pros: String,
    /// What speaks against it.
    pub(super) cons: String,
    /// Whether the user said what it is.
    pub(super) configured: bool,
}

/// The text, for an inventory without any system.
pub fn refusal(sheets: &[SheetReading], reading: &Reading) -> String {
    let mut said = options(sheets, reading);
    if said.is_empty() {
        said.push(likeliest(sheets));
    }
    said.push("'unowned init' writes an empty workbook to start from".to_owned());
    said.join(". ")
}

/// What to do where nothing was given but tables that a report wrote for reading.
pub fn of_own_tables(sheets: &[SheetReading]) -> Option<String> {
    let mut read = sheets.iter().filter(|sheet| sheet.role != Role::Settings).peekable();
    let first = name(read.peek()?);
    let told = format!(
        "'{first}' was written by a report, to be read and not to come back. Give the inventory that the report was made from, or the action \
         register (unowned report INVENTORY --xlsx register.xlsx), which is filled in and comes back"
    );
    read.all(|sheet| sheet.about == Some(Topic::OwnOutput)).then_some(told)
}

/// Why the options that were given led nowhere.
fn options(sheets: &[SheetReading], reading: &Reading) -> Vec<String> {
    let meant =
        |sheet: &&SheetReading| sheet.standing.configured && matches!(sheet.role, Role::Systems | Role::Combined);
    let of_tables = sheets.iter().filter(meant).map(named_in_vain);
    let columns = reading
        .columns
        .iter()
        .filter(|(field, _)| named(Kind::Systems, field) == Some(Field::SystemName));
    let of_columns = columns
        .filter(|(_, header)| !has_heading(sheets, header))
        .map(|(_, header)| no_such_heading(sheets, header));
    of_tables.chain(of_columns).collect()
}

/// A table that the user named as the list of systems, and that gave none.
fn named_in_vain(sheet: &SheetReading) -> String {
    let name = name(sheet);
    let role = if sheet.role == Role::Systems {
        "systems"
    } else {
        "combined"
    };
    let option = quoted(&format!("{role}={name}"));
    let names = sheet
        .columns
        .iter()
        .find(|c| c.field.as_deref() == Some(Field::SystemName.id()));
    match names {
        _ if sheet.columns.is_empty() => format!("--sheet {option} leads nowhere: '{name}' holds no table"),
        None => {
            let heading = sheet.columns.first().map_or("HEADER", |c| c.header.as_str());
            format!(
                "--sheet {option} leads nowhere: no column of '{name}' is known to hold the names of systems; its headings are {}. \
                 Say which one does, for example --map {}",
                headings(sheet),
                quoted(&format!("system_name={heading}"))
            )
        }
        Some(_) if sheet.rows == 0 => format!("--sheet {option} leads nowhere: '{name}' has headings but no rows"),
        Some(column) => format!(
            "--sheet {option} leads nowhere: none of the {} rows of '{name}' has a name that can be used in its column '{}'",
            sheet.rows,
            shown(&column.header)
        ),
    }
}

fn no_such_heading(sheets: &[SheetReading], header: &str) -> String {
    let tables: Vec<String> = sheets
        .iter()
        .filter(|sheet| !sheet.columns.is_empty())
        .take(2)
        .map(|sheet| format!("those of '{}' are {}", name(sheet), headings(sheet)))
        .collect();
    let option = quoted(&format!("system_name={header}"));
    let seen = match tables.is_empty() {
        true => "no table with headings was found".to_owned(),
        false => tables.join("; "),
    };
    format!(
        "--map {option} leads nowhere: no column is headed '{}'; {seen}",
        shown(header)
    )
}

fn has_heading(sheets: &[SheetReading], header: &str) -> bool {
    let wanted: Vec<String> = listed(header).into_iter().map(compact).collect();
    let mut columns = sheets.iter().flat_map(|sheet| &sheet.columns);
    columns.any(|column| wanted.contains(&compact(&column.header)))
}

/// The two tables that come nearest, with the options that make a list of systems of them.
fn likeliest(sheets: &[SheetReading]) -> String {
    let mut near: Vec<&SheetReading> = sheets.iter().filter(|sheet| sheet.role != Role::Settings).collect();
    near.sort_by_key(|sheet| std::cmp::Reverse((sheet.standing.weight, sheet.columns.len().min(1))));
    let Some(first) = near.first() else {
        return "the files hold no table".to_owned();
    };
    let told: Vec<String> = near.iter().take(2).map(|sheet| likely(sheet)).collect();
    let heading = first.columns.first().map_or("HEADER", |c| c.header.as_str());
    format!(
        "{}. If '{}' is the list of systems, say --sheet {} (and, if their names stand under a heading that is not known, --map {})",
        told.join("; "),
        name(first),
        quoted(&format!("systems={}", name(first))),
        quoted(&format!("system_name={heading}"))
    )
}

fn likely(sheet: &SheetReading) -> String {
    let Standing { pros, cons, .. } = &sheet.standing;
    let name = name(sheet);
    match (pros.is_empty(), cons.is_empty()) {
        (false, false) => format!("'{name}': {pros}, but {cons}"),
        (false, true) => format!("'{name}': {pros}"),
        (true, false) => format!("'{name}': {cons}"),
        (true, true) => format!("'{name}': {}", sheet.why),
    }
}

fn name(sheet: &SheetReading) -> &str {
    sheet.sheet.as_deref().unwrap_or(&sheet.file)
}

/// The first headings of a table.
fn headings(sheet: &SheetReading) -> String {
    const LISTED: usize = 8;
    let quoted: Vec<String> = sheet
        .columns
        .iter()
        .take(LISTED)
        .map(|c| format!("'{}'", shown(&c.header)))
        .collect();
    let more = match sheet.columns.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", quoted.join(", "))
}
