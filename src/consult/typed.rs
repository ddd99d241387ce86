//! What was typed on the sheets of a register that are for reading. In: such a sheet. Out: the owners and dates typed on the sheet of
//! gaps, as the answers of a packet; the outcomes chosen on the summary, written into the list of decisions; and a finding for
//! whatever else was changed or added there, because it is not taken.
//!
//! Each row carries what was written in it as checksums, so that sorting and filtering change nothing.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::config::Language;
use crate::diagnostic::{CellRef, Code, Diagnostics, Location};
use crate::framework::hex;
use crate::inventory::{is_report_sheet, name_key};
use crate::message::{Message, sentence};
use crate::read::{Row, Table, Value};
use crate::words::Words;

use super::cells;
use super::packets::{Answered, Came, Column, Returned};

/// The heading of the column with what was written in a row, in every language.
pub const WRITTEN: &str = "unowned written";
/// The heading of the column with the keys of the decisions that are asked for, in every language.
pub const KEY: &str = "unowned decision";
/// How many letters of a checksum stand for a text.
const LETTERS: usize = 8;

/// The checksum of the words of a row, however they are spelled in capitals or spaced. Figures and days are no words: programs write
/// them in many ways.
pub fn sum_of_words<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    sum(texts.filter(|text| text.chars().any(char::is_alphabetic)))
}

/// The checksum of some texts.
pub fn sum<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut digest = Sha256::new();
    for text in texts.map(name_key).filter(|text| !text.is_empty()) {
        digest.update(text.as_bytes());
        digest.update(b"\n");
    }
    hex(&digest.finalize()[..LETTERS / 2])
}

/// What a column of a sheet for reading holds, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Gap,
    Domain,
    Part,
    Number,
    /// Who owns the gap, or does the action: people type there.
    Who,
    /// When the gap is promised to end: people type there.
    Promised,
    /// A formula of ours.
    Link,
    Written,
}

impl Holds {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Gap, "heading.gap"),
        (Self::Domain, "heading.domain"),
        (Self::Part, "heading.part"),
        (Self::Number, "heading.number"),
        (Self::Who, "heading.owner"),
        (Self::Who, "heading.done_by"),
        (Self::Promised, "heading.promised"),
        (Self::Link, "heading.fill_in"),
    ];

    /// By the heading, in any language.
    fn of(heading: &str) -> Option<Self> {
        if heading == name_key(WRITTEN) {
            return Some(Self::Written);
        }
        let is = |key: &str| in_any_language(key, heading);
        Self::ALL.iter().find(|(_, key)| is(key)).map(|(holds, _)| *holds)
    }
}

fn in_any_language(key: &str, heading: &str) -> bool {
    Language::ALL
        .into_iter()
        .any(|language| name_key(&Words::of(language).text(key)) == heading)
}

/// The headings of a sheet for reading, and what stands below them.
struct Sheet<'a> {
    columns: Vec<(u32, Holds)>,
    /// Where the column with the checksums stands; what stands right of it is somebody's own.
    written: u32,
    body: &'a [Row],
}

impl<'a> Sheet<'a> {
    fn of(table: &'a Table) -> Option<Self> {
        if !is_report(table) {
            return None;
        }
        let (place, written) = table.rows.iter().take(12).enumerate().find_map(|(place, row)| {
            let at = row.cells.iter().find(|(_, value)| says(value, WRITTEN))?.0;
            Some((place, at))
        })?;
        let columns = table.rows[place].cells.iter().filter_map(|(at, value)| match value {
            Value::Text(text) => Some((*at, Holds::of(&name_key(text))?)),
            _ => None,
        });
        Some(Self {
            columns: columns.collect(),
            written,
            body: &table.rows[place + 1..],
        })
    }

    fn column(&self, wanted: Holds) -> Option<u32> {
        self.columns
            .iter()
            .find(|(_, holds)| *holds == wanted)
            .map(|(at, _)| *at)
    }

    /// The columns in which people type.
    fn watched(&self) -> Vec<u32> {
        let watched = |holds: &Holds| matches!(holds, Holds::Who | Holds::Promised);
        let columns = self.columns.iter().filter(|(_, holds)| watched(holds));
        columns.map(|(at, _)| *at).collect()
    }

    /// What was typed, as the answers of a packet.
    fn answers(&self, typed: &[(u32, String)]) -> Vec<(Column, String)> {
        let answers = typed.iter().filter(|(_, said)| !said.is_empty());
        let column = |at: &u32| match self.column(Holds::Who) == Some(*at) {
            true => Column::Owner,
            false => Column::Date,
        };
        answers.map(|(at, said)| (column(at), said.clone())).collect()
    }

    /// The checksum of the texts that nobody should type over.
    fn sum(&self, row: &Row) -> String {
        let link = self.column(Holds::Link);
        let watched = self.watched();
        let fixed = row
            .cells
            .iter()
            .filter(|(at, _)| *at != self.written && Some(*at) != link && !watched.contains(at));
        sum_of_words(fixed.filter_map(|(_, value)| match value {
            Value::Text(text) | Value::Error(text) | Value::BadDate(text) => Some(text.as_ref()),
            _ => None,
        }))
    }
}

/// What a sheet for reading gives back.
pub struct Typed {
    /// The rows of the sheet of gaps that were answered, as a list of controls.
    pub answers: Option<(Table, Returned)>,
    /// What was typed there and is not taken.
    pub found: Diagnostics,
}

/// Reads what was typed on a sheet for reading; nothing for any other sheet.
pub fn read(table: &Table) -> Option<Typed> {
    let sheet = Sheet::of(table)?;
    let mut found = Diagnostics::default();
    let mut rows = Vec::new();
    let mut answered = Vec::new();
    for row in sheet.body {
        let sums = text(row.get(sheet.written));
        let mut sums = sums.split_whitespace();
        if sums.next() != Some(sheet.sum(row).as_str()) || row.cells.iter().any(|(at, _)| *at > sheet.written) {
            not_taken(table, row, row.cells.first().map_or(0, |(at, _)| *at), None, &mut found);
            continue;
        }
        let mut typed = Vec::new();
        for at in sheet.watched() {
            let said = said(row.get(at));
            if sums.next() != Some(sum(std::iter::once(said.as_str())).as_str()) {
                typed.push((at, said));
            }
        }
        let known = sums.next().unwrap_or_default();
        let control = control(&sheet, row, &typed);
        for (at, said) in &typed {
            if control.is_none() || said.is_empty() {
                not_taken(table, row, *at, Some((said, &sheet)), &mut found);
            }
        }
        if let Some(control) = control {
            rows.push(control);
            answered.push(Answered {
                file: table.file.clone(),
                sheet: table.sheet.clone(),
                row: row.number,
                known: known.to_owned(),
                said: sheet.answers(&typed),
            });
        }
    }
    let answers = (!rows.is_empty()).then(|| {
        rows.insert(0, headings(&sheet));
        let returned = Returned {
            file: table.file.clone(),
            answered,
            open: 0,
            came: Came::Register,
        };
        let controls = Table {
            rows,
            merges: Vec::new(),
            comments: BTreeMap::new(),
            ..table.clone()
        };
        (controls, returned)
    });
    Some(Typed { answers, found })
}

/// The headings that a list of controls needs, where the sheet of gaps has its columns.
fn headings(sheet: &Sheet<'_>) -> Row {
    let cells = sheet.columns.iter().filter_map(|(at, holds)| {
        let heading = match holds {
            // Nobody says here how far it is.
            Holds::Written => "Status",
            Holds::Gap => "System",
            Holds::Domain => "Domain",
            Holds::Part => "Responsible party",
            Holds::Who => "Owner",
            Holds::Promised => "Due date",
            Holds::Number | Holds::Link => return None,
        };
        Some((*at, Value::Text(heading.into())))
    });
    let number = sheet.body.first().map_or(0, |row| row.number.saturating_sub(1));
    Row {
        number,
        hidden: false,
        cells: cells.collect(),
    }
}

/// A row of the sheet of gaps as a control with what was typed; nothing where nothing was, or the gap is none of our side.
fn control(sheet: &Sheet<'_>, row: &Row, typed: &[(u32, String)]) -> Option<Row> {
    let gap = sheet.column(Holds::Gap)?;
    let id = text(row.get(gap));
    let (system, domain) = id.rsplit_once('/')?;
    let typed: Vec<_> = typed.iter().filter(|(_, said)| !said.is_empty()).collect();
    if typed.is_empty() || domain.contains('@') || crate::framework::Domain::from_id(domain).is_none() {
        return None;
    }
    let mut cells = vec![
        (gap, Value::Text(system.into())),
        (sheet.column(Holds::Domain)?, Value::Text(domain.into())),
        (sheet.column(Holds::Part)?, Value::Text("customer".into())),
    ];
    cells.extend(typed.iter().filter_map(|(at, _)| Some((*at, row.get(*at)?.clone()))));
    cells.sort_by_key(|(at, _)| *at);
    Some(Row { cells, ..row.clone() })
}

/// What stands in a cell where people type: a day the same however it is kept.
fn said(value: Option<&Value>) -> String {
    match value {
        Some(Value::Date(day)) => day.to_string(),
        value => text(value),
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text) | Value::BadDate(text) | Value::Error(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Bool(truth)) => truth.to_string(),
        Some(Value::Uncalculated) | None => String::new(),
    }
}

fn not_taken(table: &Table, row: &Row, at: u32, typed: Option<(&str, &Sheet<'_>)>, found: &mut Diagnostics) {
    let place = table.locate(row.number, at);
    let message = match typed {
        Some(("", _)) => {
            Message::from("what stood here was deleted, on a sheet for reading: it stays as the other sheets have it")
        }
        Some((said, _)) => sentence!("'{said}' was typed on a sheet for reading, and was not taken", said),
        None => Message::from("a row of a sheet for reading was changed or added, and was not taken"),
    };
    let help = match typed.and_then(|(_, sheet)| Some(text(row.get(sheet.column(Holds::Number)?)))) {
        Some(number) => sentence!(
            "type owners where they own: on the sheet of gaps (filter its column for the action {number}), or on the sheet Controls",
            number
        ),
        None => Message::from(
            "type it where it counts: owners and dates on the sheet of gaps or Controls, decisions on the summary or Decisions, \
             the rest on Systems and Controls",
        ),
    };
    found.add(Code::TypedForReading, Some(&place), message, help);
}

/// Whether a report wrote the sheet for reading.
fn is_report(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.cells.first());
    matches!(first, Some((0, Value::Text(text))) if is_report_sheet(text))
}

fn says(value: &Value, word: &str) -> bool {
    matches!(value, Value::Text(text) if name_key(text) == name_key(word))
}

/// An outcome that was chosen on the summary.
struct Chosen {
    key: String,
    outcome: (Location, Value),
    until: Option<Value>,
}

/// Writes the outcomes that were chosen on a summary into the list of decisions of the same file, as if they had been chosen there. Where
/// that says something else it stays, and both cells are named.
pub fn lay_over(tables: &mut [Table]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let chosen: Vec<_> = tables.iter().flat_map(chosen).collect();
    for choice in chosen {
        let of_file = tables.iter_mut().filter(|table| table.file == choice.outcome.0.file);
        let list = of_file.filter_map(|table| Some((List::of(table)?, table))).next();
        match list {
            Some((list, table)) => list.decide(table, &choice, &mut found),
            None => lost(&choice, "there is no sheet Decisions", &mut found),
        }
    }
    found
}

fn lost(choice: &Chosen, why: &'static str, found: &mut Diagnostics) {
    let message = sentence!(
        "the outcome of '{key}' was chosen here, but {why}: it was not taken",
        key = choice.key.clone(),
        why = Message::from(why)
    );
    let help = "choose it on the sheet Decisions";
    found.add(Code::TypedForReading, Some(&choice.outcome.0), message, help);
}

/// The outcomes on a summary.
fn chosen(table: &Table) -> Vec<Chosen> {
    if !is_report(table) {
        return Vec::new();
    }
    let head = table.rows.iter().enumerate().find_map(|(place, row)| {
        let key = row.cells.iter().find(|(_, value)| says(value, KEY))?.0;
        let column = |word: &str| {
            let is = |value: &Value| matches!(value, Value::Text(text) if in_any_language(word, &name_key(text)));
            row.cells.iter().find(|(_, value)| is(value)).map(|(at, _)| *at)
        };
        Some((place, key, column("book.decide")?, column("heading.until")?))
    });
    let Some((place, key, outcome, until)) = head else {
        return Vec::new();
    };
    let rows = table.rows[place + 1..]
        .iter()
        .map_while(|row| Some((row, row.get(key)?)));
    let chosen = rows.filter_map(|(row, key)| {
        Some(Chosen {
            key: text(Some(key)),
            outcome: (table.locate(row.number, outcome), row.get(outcome)?.clone()),
            until: row.get(until).cloned(),
        })
    });
    chosen.collect()
}

/// The columns of a list of decisions.
struct List {
    head: usize,
    key: u32,
    on: Option<u32>,
    outcome: u32,
    until: Option<u32>,
}

impl List {
    fn of(table: &Table) -> Option<Self> {
        if is_report(table) {
            return None;
        }
        let (head, row) = table.rows.iter().enumerate().take(12).find(|(_, row)| {
            let has = |word| row.cells.iter().any(|(_, value)| says(value, word));
            has("Decision") && has("Outcome")
        })?;
        let column = |word| row.cells.iter().find(|(_, value)| says(value, word)).map(|(at, _)| *at);
        Some(Self {
            head,
            key: column("Decision")?,
            on: column("Decided on"),
            outcome: column("Outcome")?,
            until: column("Until"),
        })
    }

    /// The row that waits for the decision, or else the last one about it.
    fn row<'t>(&self, table: &'t Table, key: &str) -> Option<&'t Row> {
        let about = |row: &&Row| row.get(self.key).is_some_and(|value| says(value, key));
        let waits = |row: &&Row| row.get(self.outcome).is_none() && self.on.is_none_or(|on| row.get(on).is_none());
        let rows = || table.rows[self.head + 1..].iter().filter(about);
        rows().find(waits).or_else(|| rows().next_back())
    }

    fn decide(&self, table: &mut Table, choice: &Chosen, found: &mut Diagnostics) {
        let Some(row) = self.row(table, &choice.key) else {
            return lost(choice, "the sheet Decisions has no row for it", found);
        };
        let (here, value) = &choice.outcome;
        match row.get(self.outcome) {
            None => {
                let number = row.number;
                let until = self.until.filter(|at| row.get(*at).is_none()).zip(choice.until.clone());
                let cell = |column| CellRef { row: number, column };
                cells::put(table, cell(self.outcome), value.clone());
                until.into_iter().for_each(|(at, day)| cells::put(table, cell(at), day));
            }
            Some(other) if name_key(&text(Some(other))) == name_key(&text(Some(value))) => {}
            Some(other) => {
                let message = sentence!(
                    "the outcome is '{said}' here, but '{other}' in {place}, which stays as it is",
                    said = text(Some(value)),
                    other = text(Some(other)),
                    place = table.locate(row.number, self.outcome).to_string()
                );
                let help = "settle which one holds, and leave that one alone";
                found.add(Code::PacketConflict, Some(here), message, help);
            }
        }
    }
}
