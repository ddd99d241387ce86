//! What is said about the columns of a table, and about what the user says of columns and words. In: the columns as they were understood.
//! Out: a finding for each that was guessed, could be another one, has no heading, was not needed, or was named and is not there.

use std::collections::BTreeMap;

use crate::diagnostic::{Ask, Code, Diagnostics, Location};
use crate::message::{Message, Value, sentence};
use crate::read::Table;
use crate::text::quoted;

use super::SheetReading;
use super::because::Hence;
use super::columns::{Column, Holds, Trust, UNUSED};
use super::context::Context;
use super::field::{Field, Kind, named};
use super::layout::Header;
use super::marks::Mark;
use super::wording::{compact, shown};

/// A name as a word of a command: line breaks in it do not matter.
pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reports the columns that were guessed, that could be another, that have no heading, or that were not needed.
/// `unheaded` says of those without a heading what their values fit.
pub(super) fn note_columns(
    table: &Table,
    header: &Header,
    columns: &[Column],
    unheaded: &BTreeMap<u32, Option<Field>>,
    found: &mut Diagnostics,
) {
    let mut unused = Vec::new();
    for column in columns {
        let at = table.locate(header.row, column.number);
        let name = shown(&column.header);
        let ask = |field: Field, taken| Ask::Column {
            header: column.header.clone(),
            field: Some(field.id().to_owned()),
            taken,
        };
        let option = |field: Field| quoted(&format!("{}={}", field.id(), one_line(&column.header)));
        match column.holds {
            Holds::Field(field, Trust::Guessed) => {
                let message = sentence!(
                    "the column '{name}' was taken as {field}: {hence}",
                    name,
                    field = field.id(),
                    hence = column.hence.message()
                );
                let help = sentence!("confirm it with --map {option}", option = option(field));
                found.ask(Code::HeaderGuessed, Some(&at), message, help, ask(field, true));
            }
            Holds::Second(field) => {
                let used = columns
                    .iter()
                    .any(|c| matches!(c.holds, Holds::Field(f, _) if f == field));
                let other: Message = match used {
                    true => "another column was used".into(),
                    false => "so could another, and neither was used".into(),
                };
                let message = sentence!(
                    "the column '{name}' could also be {field}; {other}",
                    name,
                    field = field.id(),
                    other
                );
                let mut help = sentence!("if this is the one, say --map {option}", option = option(field));
                if field == Field::Due && is_perhaps_expiry(column, columns) {
                    let expires = option(Field::ExceptionExpires);
                    help = sentence!(
                        "if this is the one, say --map {option}; if the exceptions end then, say --map {expires}",
                        option = option(field),
                        expires
                    );
                }
                found.ask(Code::ColumnAmbiguous, Some(&at), message, help, ask(field, false));
            }
            Holds::Nothing if column.hence == Hence::NoHeading => {
                let perhaps = unheaded.get(&column.number).copied().flatten();
                note_no_heading(column, perhaps, &at, found);
            }
            Holds::Own | Holds::Nothing => unused.push(Value::quoted(name)),
            _ => {}
        }
    }
    if !unused.is_empty() {
        let message = sentence!(
            "columns that were not needed: {names}",
            names = Value::row(unused, ", ")
        );
        let help = "if one of them holds what the report needs, name it with --map FIELD=HEADER";
        found.add(Code::ColumnPassedOver, Some(&table.location()), message, help);
    }
}

/// Whether a heading says until when, on a sheet of exceptions that do not say when they end.
fn is_perhaps_expiry(column: &Column, columns: &[Column]) -> bool {
    let holds = |wanted: Field| {
        columns
            .iter()
            .any(|c| matches!(c.holds, Holds::Field(field, _) if field == wanted))
    };
    let excepted = holds(Field::ExceptionReason) || holds(Field::ExceptionApprover);
    Mark::Until.knows(&column.header) && excepted && !holds(Field::ExceptionExpires)
}

/// Values without a heading are not used; the column can be named by its letters.
fn note_no_heading(column: &Column, perhaps: Option<Field>, at: &Location, found: &mut Diagnostics) {
    let name = &column.header;
    let message = match perhaps {
        Some(field) => sentence!(
            "{name} has values but no heading; they look like the {field} and were not used",
            name,
            field = field.words()
        ),
        None => sentence!("{name} has values but no heading; they were not used", name),
    };
    let option = quoted(&format!("{}={name}", perhaps.map_or("FIELD", Field::id)));
    let help = sentence!("give it a heading, or say what it holds with --map {option}", option);
    let ask = Ask::Column {
        header: name.clone(),
        field: perhaps.map(|field| field.id().to_owned()),
        taken: false,
    };
    found.ask(Code::HeadingMissing, Some(at), message, help, ask);
}

/// Values that the configuration gives and that are no words of ours.
pub(super) fn note_configuration(context: &mut Context<'_>) {
    for (vocabulary, word, ours) in std::mem::take(&mut context.wording.unusable) {
        let message = sentence!(
            "the configuration says that {vocabulary} '{word}' means '{ours}', which is no word of ours",
            vocabulary,
            word,
            ours
        );
        context.found.add(
            Code::UnknownValue,
            None,
            message,
            "'unowned words' lists the words that can be used, by the names of their lists",
        );
    }
}

/// Headings that the user named and that no sheet has.
pub(super) fn note_unused_columns<'s>(sheets: impl Iterator<Item = &'s SheetReading>, context: &mut Context<'_>) {
    let said = &context.reading.columns;
    let each = said
        .iter()
        .flat_map(|(field, headers)| headers.split(';').map(move |header| (field, header.trim())));
    // What each heading became, if anything.
    let mut headed: BTreeMap<String, bool> = BTreeMap::new();
    let columns = sheets.flat_map(|sheet| &sheet.columns);
    for column in columns.filter(|_| !said.is_empty()) {
        *headed.entry(compact(&column.header)).or_default() |= column.field.is_some();
    }
    for (field, header) in each {
        let unused = compact(field) == UNUSED;
        let known = unused || Kind::ALL.iter().any(|kind| named(*kind, field).is_some());
        let found = headed.get(&compact(header)).is_some_and(|used| unused || *used);
        if !known || !found {
            let message = match known {
                true => sentence!(
                    "no column is headed '{header}', which was to be {field}",
                    header = shown(header),
                    field
                ),
                false => sentence!("'{field}' is no field that a column can hold", field),
            };
            context.found.add(
                Code::ColumnMissing,
                None,
                message,
                "'unowned check' lists the columns and what they became; 'unowned fields' the fields that there are",
            );
        }
    }
}
