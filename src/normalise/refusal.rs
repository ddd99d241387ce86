//! What to do where no list of AI systems was found. In: how each table was understood, and what the user said. Out: one text
//! that names the two likeliest tables, what speaks for and against each, and the options that settle it, as they are typed;
//! where an option was given already, why it led nowhere.

use crate::config::{Reading, listed};
use crate::inventory::EXAMPLE;
use crate::message::{Message, Value, sentence};
use crate::text::quoted;

use super::field::{Field, Kind, named};
use super::wording::{compact, shown};
use super::{ColumnReading, Role, SheetReading, Topic};

/// How near a table comes to being a list of AI systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// How much speaks for it.
    pub(super) weight: i32,
    /// What speaks for it, as a sentence.
    pub(super) pros: Message,
    /// What speaks against it.
    pub(super) cons: Message,
    /// Whether the user said what it is.
    pub(super) configured: bool,
}

/// The text, for an inventory without any system.
pub fn refusal(sheets: &[SheetReading], reading: &Reading) -> Message {
    let mut said = options(sheets, reading);
    if said.is_empty() {
        said.push(likeliest(sheets));
    }
    said.push("'unowned init' writes an empty workbook to start from".into());
    let said = Value::row(said, ". ");
    sentence!("{said}", said)
}

/// What to do where nothing was given but tables that a report wrote for reading.
pub fn of_own_tables(sheets: &[SheetReading]) -> Option<Message> {
    let mut read = sheets.iter().filter(|sheet| sheet.role != Role::Settings).peekable();
    let told = sentence!(
        "'{name}' was written by a report, to be read and not to come back. Give the inventory that the report was made from, or the action register (unowned report INVENTORY --xlsx register.xlsx), which is filled in and comes back",
        name = name(read.peek()?)
    );
    read.all(|sheet| sheet.about == Some(Topic::OwnOutput)).then_some(told)
}

/// What to do where the list of systems is there and waits to be filled in. `examples` is how many rows of a sheet are examples of ours.
pub fn of_unfilled(sheets: &[SheetReading], examples: impl Fn(&SheetReading) -> usize) -> Option<Message> {
    let waits = |sheet: &&SheetReading| {
        let is_list = matches!(sheet.role, Role::Systems | Role::Combined) && !sheet.standing.configured;
        is_list && sheet.rows_read == 0 && sheet.rows_left_out.saturating_sub(sheet.rows_aside) <= examples(sheet)
    };
    let sheet = sheets.iter().find(waits)?;
    let named = |column: &&ColumnReading| column.field.as_deref() == Some(Field::SystemName.id());
    let column = sheet.columns.iter().find(named)?;
    let row = sheet.header_row? + u32::try_from(sheet.rows).ok()? + 1;
    Some(sentence!(
        "no system has been filled in yet. Begin on the sheet '{sheet}' in row {row}: a name in column {column} ('{heading}') is enough. Rows that begin with {example} are passed over",
        sheet = name(sheet),
        row = row.to_string(),
        column = column.column,
        heading = shown(&column.header),
        example = EXAMPLE
    ))
}

/// Why the options that were given led nowhere.
fn options(sheets: &[SheetReading], reading: &Reading) -> Vec<Message> {
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
fn named_in_vain(sheet: &SheetReading) -> Message {
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
        _ if sheet.columns.is_empty() => {
            sentence!("--sheet {option} leads nowhere: '{name}' holds no table", option, name)
        }
        None => {
            let heading = sheet.columns.first().map_or("HEADER", |c| c.header.as_str());
            sentence!(
                "--sheet {option} leads nowhere: no column of '{name}' is known to hold the names of systems; its headings are {headings}. Say which one does, for example --map {example}",
                option,
                name,
                headings = headings(sheet),
                example = quoted(&format!("system_name={heading}"))
            )
        }
        Some(_) if sheet.rows == 0 => {
            sentence!(
                "--sheet {option} leads nowhere: '{name}' has headings but no rows",
                option,
                name
            )
        }
        Some(column) => sentence!(
            "--sheet {option} leads nowhere: none of the {rows} rows of '{name}' has a name that can be used in its column '{header}'",
            option,
            rows = sheet.rows,
            name,
            header = shown(&column.header)
        ),
    }
}

fn no_such_heading(sheets: &[SheetReading], header: &str) -> Message {
    let tables: Vec<Message> = sheets
        .iter()
        .filter(|sheet| !sheet.columns.is_empty())
        .take(2)
        .map(|sheet| {
            sentence!(
                "those of '{name}' are {headings}",
                name = name(sheet),
                headings = headings(sheet)
            )
        })
        .collect();
    let option = quoted(&format!("system_name={header}"));
    let header = shown(header);
    match tables.is_empty() {
        true => sentence!(
            "--map {option} leads nowhere: no column is headed '{header}'; no table with headings was found",
            option,
            header
        ),
        false => sentence!(
            "--map {option} leads nowhere: no column is headed '{header}'; {seen}",
            option,
            header,
            seen = Value::row(tables, "; ")
        ),
    }
}

fn has_heading(sheets: &[SheetReading], header: &str) -> bool {
    let wanted: Vec<String> = listed(header).into_iter().map(compact).collect();
    let mut columns = sheets.iter().flat_map(|sheet| &sheet.columns);
    columns.any(|column| wanted.contains(&compact(&column.header)))
}

/// The two tables that come nearest, with the options that make a list of systems of them.
fn likeliest(sheets: &[SheetReading]) -> Message {
    let mut near: Vec<&SheetReading> = sheets.iter().filter(|sheet| sheet.role != Role::Settings).collect();
    near.sort_by_key(|sheet| std::cmp::Reverse((sheet.standing.weight, sheet.columns.len().min(1))));
    let Some(first) = near.first() else {
        return "the files hold no table".into();
    };
    let heading = first.columns.first().map_or("HEADER", |c| c.header.as_str());
    sentence!(
        "{told}. If '{name}' is the list of systems, say --sheet {sheet} (and, if their names stand under a heading that is not known, --map {column})",
        told = Value::row(near.iter().take(2).map(|sheet| likely(sheet)), "; "),
        name = name(first),
        sheet = quoted(&format!("systems={}", name(first))),
        column = quoted(&format!("system_name={heading}"))
    )
}

fn likely(sheet: &SheetReading) -> Message {
    let Standing { pros, cons, .. } = &sheet.standing;
    let name = name(sheet);
    match (pros.is_empty(), cons.is_empty()) {
        (false, false) => sentence!("'{name}': {pros}, but {cons}", name, pros, cons),
        (false, true) => sentence!("'{name}': {why}", name, why = pros),
        (true, false) => sentence!("'{name}': {why}", name, why = cons),
        (true, true) => sentence!("'{name}': {why}", name, why = sheet.why),
    }
}

fn name(sheet: &SheetReading) -> &str {
    sheet.sheet.as_deref().unwrap_or(&sheet.file)
}

/// The first headings of a table.
fn headings(sheet: &SheetReading) -> Message {
    const LISTED: usize = 8;
    let quoted = sheet
        .columns
        .iter()
        .take(LISTED)
        .map(|c| Value::quoted(shown(&c.header)));
    let headings = Value::row(quoted, ", ");
    match sheet.columns.len().saturating_sub(LISTED) {
        0 => sentence!("{headings}", headings),
        more => sentence!("{headings} and {more} more", headings, more),
    }
}
