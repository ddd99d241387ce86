//! The action register: the plan as a workbook that people work on, and that comes back as next quarter's input.
//! In: the snapshot and the inventory it was made from. Out: the bytes of a workbook. The sheets *Systems*, *Controls*,
//! *People* and *Decisions* are the input; all others begin with [`REPORT_SHEET`] and are for reading, or are sheets of the inventory that
//! go along as they are.

use rust_xlsxwriter::XlsxError;

use crate::config::Config;
use crate::consult::{WRITTEN, sum, sum_of_words};
use crate::error::Error;
use crate::export::gap_rows::gap_rows;
use crate::export::input_sheets::{controls, lists, open_duties, owners, people, settings, systems};
use crate::export::original::{Original, Rows};
use crate::export::sheet::{About, Cell, Column, Look, Sheet, Tab, workbook};
use crate::inventory::{Inventory, REPORT_SHEET};
use crate::message::Message;
use crate::snapshot::Snapshot;
use crate::words::Words;

mod actions;
mod changes;
mod decisions;
mod gaps;
mod legend;
mod notes;
mod others;
mod summary;

/// Rows above the headings of a sheet for reading: the mark, and an empty one.
const HEADINGS: u32 = 2;

/// The action register. An inventory that held a sheet of settings gets it back: `settings` are those.
///
/// # Errors
/// [`Error::Export`] if there are more rows than a worksheet can hold.
pub fn register(
    snapshot: &Snapshot,
    inventory: &Inventory,
    original: &Original<'_>,
    settings: Option<&Config>,
    words: &'static Words,
) -> Result<Vec<u8>, Error> {
    write(snapshot, inventory, original, settings, words).map_err(|error| Error::Export {
        what: "the action register",
        reason: Message::verbatim(error.to_string()),
    })
}

/// Whether sheets of the inventory stand on no list of the register.
pub fn leaves_sheets(original: &Original<'_>, words: &Words) -> bool {
    let rows = Rows::of(original, words);
    original.tables.iter().any(|table| others::is_left(table, &rows))
}

fn write(
    snapshot: &Snapshot,
    inventory: &Inventory,
    original: &Original<'_>,
    config: Option<&Config>,
    words: &'static Words,
) -> Result<Vec<u8>, XlsxError> {
    let rows = gap_rows(snapshot, words);
    let open = open_duties(inventory, &snapshot.obligations);
    let (files, original) = (original, Rows::of(original, words).with_notes());
    let (controls, places) = controls(inventory, &open, &original, words)?;
    let mut sheets = vec![
        summary::sheet(snapshot, words)?,
        actions::sheet(snapshot, words)?,
        gaps::sheet(&rows, inventory, &places, words)?,
        systems(&inventory.systems, &original, words)?,
        controls,
        people(&inventory.departures, &original, words)?,
        decisions::sheet(snapshot, inventory, &original, words)?,
        changes::sheet(snapshot, words)?,
        notes::sheet(snapshot, words)?,
        legend::sheet(snapshot, words)?,
        lists(&owners(inventory), words)?,
    ];
    if let Some(config) = config {
        sheets.push(settings(config, false, words)?);
    }
    if files.with_sheets {
        let taken: Vec<String> = sheets.iter().map(Sheet::name).collect();
        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        sheets.extend(others::sheets(files, &original, &taken, words)?);
    }
    let title = words.say("book.title", &[("date", &words.long_date(snapshot.as_of))]);
    let title = match &snapshot.organisation {
        Some(name) => format!("{name}: {title}"),
        None => title,
    };
    let about = About {
        title,
        author: snapshot.organisation.clone().unwrap_or_default(),
        made_on: snapshot.as_of,
        letter: files.letter,
    };
    workbook(sheets, &about)
}

/// A column of a sheet for reading; its heading is a key of the words.
const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

/// A sheet for reading: the mark that it is no input, what to know about it, and its headings. Name and headings are keys of the
/// words; the mark is in English, because the reader of inventories knows it so.
fn reading_sheet(name: &str, remark: &str, columns: &[Column], words: &Words) -> Result<Sheet, XlsxError> {
    marked_sheet(name, REPORT_SHEET, remark, columns, words)
}

/// The same with a mark of its own.
fn marked_sheet(name: &str, mark: &str, remark: &str, columns: &[Column], words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(&words.text(name))?;
    sheet.tab(Tab::Reading);
    sheet.put(0, 0, &Cell::text(format!("{mark}. {remark}")), Look::Remark)?;
    let headings: Vec<_> = columns.iter().map(|column| words.text(column.heading)).collect();
    sheet.head_in_words(HEADINGS, columns, &headings)?;
    Ok(sheet)
}

/// A table with filters on a sheet for reading, the first columns kept in sight; what is there for the program is not printed.
fn filter(sheet: &mut Sheet, rows: usize, name: &str, pinned: u16) -> Result<(), XlsxError> {
    sheet.pin(HEADINGS, pinned)?;
    let rows = u32::try_from(rows).unwrap_or(u32::MAX - HEADINGS);
    sheet.table(HEADINGS, rows, name)?;
    sheet.print_without(HEADINGS + rows.max(1), 1)
}

/// Adds the column by which a sheet for reading tells what was typed on it; it is there for the program.
fn watch(sheet: &mut Sheet) -> Result<(), XlsxError> {
    sheet.further(HEADINGS, WRITTEN, 9.0, Look::Machine)
}

/// Says in that column what is written in a row: its texts as one, then each of the cells in which people type, then what else is to be
/// known.
fn written(sheet: &mut Sheet, row: u32, cells: &[Cell], typed: &[usize], more: Option<&str>) -> Result<(), XlsxError> {
    let fixed = cells.iter().enumerate().filter(|(place, _)| !typed.contains(place));
    let fixed = sum_of_words(fixed.filter_map(|(_, cell)| match cell {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    }));
    let typed = typed
        .iter()
        .filter_map(|place| cells.get(*place))
        .map(|cell| match cell {
            Cell::Text(text) => sum(std::iter::once(text.as_str())),
            Cell::Date(day) => sum(std::iter::once(day.to_string().as_str())),
            _ => sum(std::iter::empty()),
        });
    let all: Vec<_> = std::iter::once(fixed)
        .chain(typed)
        .chain(more.map(str::to_owned))
        .collect();
    let column = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    sheet.put(row, column, &Cell::text(all.join(" ")), Look::Machine)
}

/// How a severity looks.
fn severity_look(severity: crate::assess::Severity) -> Look {
    use crate::assess::Severity::{Critical, High, Low, Medium};
    match severity {
        Critical => Look::Red,
        High => Look::Orange,
        Medium => Look::Yellow,
        Low => Look::Green,
    }
}
