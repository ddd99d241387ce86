//! One sheet, understood as a table. In: a sheet, its role and its columns. Out: the text or the date in a field of a row, and the
//! account of what was read and what was left out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diagnostic::{Ask, CellRef, Code, Diagnostics, Location, column_letters};
use crate::framework::Domain;
use crate::message::{Message, sentence};
use crate::read::{Row, Table, Value};

use super::because::{Because, Hence, told};
use super::cells::{Cells, text};
use super::columns::{Column, Holds};
use super::context::Context;
use super::crossed::{Across, Crossed};
use super::date::{self, Order};
use super::field::Field;
use super::layout::Header;
use super::legend::Legend;
use super::lines::{Lines, RowKind};
use super::refusal::Standing;
use super::roles::Cast;
use super::wording::shown;
use super::{ColumnReading, Role, SheetReading};

/// A table whose columns are known.
pub(super) struct Sheet<'a> {
    /// Its cells.
    pub(super) cells: Cells<'a>,
    /// The rows below the header that say something.
    pub(super) body: Vec<&'a Row>,
    /// In an ownership grid, the columns with owners.
    pub(super) domains: Vec<(Vec<u32>, Domain)>,
    /// Those of them that have several columns, by domain: the place in the list.
    parts: BTreeMap<Domain, usize>,
    /// Where it crosses two lists: whom its other columns stand for.
    pub(super) crossed: Option<Crossed>,
    /// Its headings, for readers of tables whose columns are no fields.
    pub(super) header: Header,
    /// What its signs mean, as it says itself.
    pub(super) legend: Legend,
    /// Why it has its role; the sentence is made when all is read.
    pub(super) because: Vec<Because>,
    /// The account of it.
    pub(super) account: SheetReading,
    fields: BTreeMap<Field, u32>,
    further: BTreeMap<Field, Vec<u32>>,
    answered: BTreeMap<Field, u32>,
    /// By the number of the row that names it: the groups of rows, and the field that their names are.
    groups: BTreeMap<u32, String>,
    grouped: Option<Field>,
    orders: BTreeMap<Field, Order>,
    /// The order of day and month that the whole workbook settles.
    pub(super) order_elsewhere: Order,
}

impl<'a> Sheet<'a> {
    /// Puts a table together. Its rows are selected afterwards.
    pub(super) fn new(cast: Cast<'a>, header: Header, columns: Vec<Column>) -> Self {
        let mut account = account(cast.cells.table, cast.role);
        account.header_row = (!cast.cells.table.turned).then_some(header.row + 1);
        account.standing.configured = cast.because.contains(&Because::Configured);
        let mut sheet = Self {
            body: Vec::new(),
            domains: Vec::new(),
            parts: BTreeMap::new(),
            crossed: cast.crossed,
            legend: Legend::default(),
            because: cast.because,
            account,
            fields: BTreeMap::new(),
            further: BTreeMap::new(),
            answered: BTreeMap::new(),
            groups: BTreeMap::new(),
            grouped: None,
            orders: BTreeMap::new(),
            order_elsewhere: Order::Unsettled,
            cells: cast.cells,
            header,
        };
        for column in columns {
            sheet.take(column);
        }
        sheet
    }

    fn take(&mut self, column: Column) {
        let field = match column.holds {
            Holds::Field(field, _) => {
                self.fields.insert(field, column.number);
                Some(field.id().to_owned())
            }
            Holds::Domain(domain) => {
                self.domains.push((vec![column.number], domain));
                Some(domain.id().to_owned())
            }
            Holds::Part(domain) => {
                let next = self.domains.len();
                let place = *self.parts.entry(domain).or_insert(next);
                if place == next {
                    self.domains.push((Vec::new(), domain));
                }
                self.domains[place].0.push(column.number);
                Some(domain.id().to_owned())
            }
            Holds::Across(Across::People) => Some("person".to_owned()),
            Holds::Across(Across::Sides) => Some("responsible_party".to_owned()),
            Holds::Across(Across::Systems) => Some("system".to_owned()),
            Holds::Also(field) => {
                self.further.entry(field).or_default().push(column.number);
                Some(field.id().to_owned())
            }
            Holds::Answered(field) => {
                self.answered.insert(field, column.number);
                Some(field.id().to_owned())
            }
            Holds::Second(_) | Holds::Own | Holds::Nothing => None,
        };
        if column.hence == Hence::NoHeading && field.is_none() {
            let below = &self.cells.table.rows[self.header.body..];
            self.account.values_unheaded += below.iter().filter(|row| row.get(column.number).is_some()).count();
        }
        self.account.columns.push(ColumnReading {
            column: match self.cells.table.turned {
                true => (column.number + 1).to_string(),
                false => column_letters(column.number),
            },
            samples: samples(self.cells.table, &self.header, column.number),
            header: column.header,
            field,
            why: column.hence.message(),
        });
    }

    /// Goes through the rows below the header, and reports those that are none.
    pub(super) fn select_rows(&mut self, context: &mut Context<'_>) {
        let table = self.cells.table;
        self.cells.note_merged(self.header.row, &mut context.found);
        let lines = Lines {
            cells: &self.cells,
            header: &self.header,
            wording: &context.wording,
            catalogue: &context.catalogue,
            lists_systems: self.account.role != Role::Controls,
        };
        let kinds = lines.kinds();
        self.account.rows = kinds.len();
        table.rows[..self.header.body].iter().for_each(|row| self.explain(row));
        for (row, kind) in table.rows[self.header.body..].iter().zip(kinds) {
            match kind.message() {
                None => self.body.push(row),
                Some(message) => {
                    if kind == RowKind::Banner {
                        self.groups.extend(group(row));
                    }
                    self.explain(row);
                    self.account.rows_left_out += 1;
                    self.account.rows_aside += 1;
                    let at = self.first_cell(row);
                    let (code, help) = match kind {
                        RowKind::Work => (
                            Code::RowSkipped,
                            "nothing to do if nobody has committed to it; otherwise give the title above it another name",
                        ),
                        _ => (Code::NoteRow, "nothing to do, unless the row should have been read"),
                    };
                    context.found.add(code, Some(&at), message, help);
                }
            }
        }
    }

    /// Takes what a line beside the rows says of signs: in one cell, or the sign and its meaning in two.
    fn explain(&mut self, row: &Row) {
        let said: Vec<_> = row.cells.iter().filter_map(|(_, value)| text(value)).collect();
        match said.as_slice() {
            [sign, meaning] if sign.chars().count() <= 2 => self.legend.add(sign, meaning),
            _ => said.iter().for_each(|said| self.legend.read(said)),
        }
    }

    /// Takes a name for a field of all rows, where no column holds it.
    pub(super) fn stand_for(&mut self, field: Field, name: &str) {
        if !self.has(field) && self.grouped.is_none() {
            self.groups = BTreeMap::from([(0, name.to_owned())]);
            self.grouped = Some(field);
        }
    }

    /// Takes the names of groups of rows for a field that has no column, where most of them are such names.
    pub(super) fn group_by(&mut self, field: Field, meant: impl Fn(&str) -> Option<String>) {
        let each = self.groups.iter();
        let fitting: BTreeMap<u32, String> = each.filter_map(|(row, name)| Some((*row, meant(name)?))).collect();
        let most = !fitting.is_empty() && fitting.len() * 2 >= self.groups.len();
        if most && !self.has(field) && self.grouped.is_none() {
            self.groups = fitting;
            self.grouped = Some(field);
        }
    }

    /// The name of the group in which a row stands, if groups say the field.
    fn group(&self, row: &Row, field: Field) -> Option<String> {
        let groups = self.grouped.filter(|grouped| *grouped == field).map(|_| &self.groups)?;
        let (_, name) = groups.range(..row.number).next_back()?;
        Some(name.clone())
    }

    /// The account of it, with the reasons as one sentence.
    pub(super) fn into_account(self) -> SheetReading {
        SheetReading {
            why: told(&self.because),
            ..self.account
        }
    }

    /// All that stands in some columns below the header.
    pub(super) fn below(&self, columns: &[u32]) -> Vec<String> {
        let cells = self
            .body
            .iter()
            .flat_map(|row| columns.iter().map(|column| row.get(*column)));
        cells.flatten().filter_map(text).map(Cow::into_owned).collect()
    }

    /// Counts a row that became something.
    pub(super) fn count_read(&mut self) {
        self.account.rows_read += 1;
    }

    /// Counts a row that was reported and left out.
    pub(super) fn count_left_out(&mut self) {
        self.account.rows_left_out += 1;
    }

    /// Counts all rows as left out, since a later list says the same.
    pub(super) fn leave_out(&mut self) {
        self.account.rows_left_out += self.account.rows_read;
        self.account.rows_read = 0;
    }

    /// Whether the sheet has a column for a field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.contains_key(&field) || self.grouped == Some(field)
    }

    /// The heading over a field.
    pub(super) fn heading(&self, field: Field) -> Option<&str> {
        let heading = self.header.headings.get(self.fields.get(&field)?)?;
        Some(&heading.shown)
    }

    /// The value of a field; a merged cell counts for every row it spans.
    pub(super) fn value(&self, row: &'a Row, field: Field) -> Option<&'a Value> {
        let answer = self.answered.get(&field).and_then(|column| row.get(*column));
        answer.or_else(|| self.cells.down(row, *self.fields.get(&field)?))
    }

    /// Whether a field of a row is the continuation of a merged cell above.
    pub(super) fn is_continued(&self, row: &'a Row, field: Field) -> bool {
        let own = self.fields.get(&field).and_then(|column| row.get(*column));
        own.is_none() && self.value(row, field).is_some()
    }

    /// The value of a field as text; of a field in several columns, all of them, parted by semicolons.
    pub(super) fn text(&self, row: &'a Row, field: Field) -> Option<Cow<'a, str>> {
        let own = self.value(row, field).and_then(text);
        let first = own.or_else(|| self.group(row, field).map(Cow::Owned));
        let Some(further) = self.further.get(&field) else {
            return first;
        };
        let others = further.iter().filter_map(|column| text(self.cells.down(row, *column)?));
        let all: Vec<Cow<'a, str>> = first.into_iter().chain(others).collect();
        (!all.is_empty()).then(|| Cow::Owned(all.join("; ")))
    }

    /// Of a field with a column for each of its words, the words that a row marks; `None` if it has one column of values.
    pub(super) fn marked(&self, row: &'a Row, field: Field, is_mark: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
        let further = self.further.get(&field)?;
        let columns = self.fields.get(&field).into_iter().chain(further);
        let marked = columns.filter(|column| {
            self.cells
                .down(row, **column)
                .and_then(text)
                .is_some_and(|t| is_mark(&t))
        });
        Some(
            marked
                .filter_map(|c| Some(self.header.headings.get(c)?.shown.as_str()))
                .collect(),
        )
    }

    /// The value of a field as text of its own.
    pub(super) fn owned(&self, row: &'a Row, field: Field) -> Option<String> {
        self.text(row, field).map(Cow::into_owned)
    }

    /// Where a field of a row stands; the row's first cell if there is no such column.
    pub(super) fn at(&self, row: &Row, field: Field) -> Location {
        let answered = self.answered.get(&field).filter(|column| row.get(**column).is_some());
        match answered.or_else(|| self.fields.get(&field)) {
            Some(column) => self.cells.table.locate(row.number, *column),
            None => self.first_cell(row),
        }
    }

    /// The first cell of a row that holds something.
    pub(super) fn first_cell(&self, row: &Row) -> Location {
        let column = row.cells.first().map_or(0, |(column, _)| *column);
        self.cells.table.locate(row.number, column)
    }

    /// The date in a field; what is no date, or two, is reported and not used.
    pub(super) fn date(&mut self, row: &'a Row, field: Field, found: &mut Diagnostics) -> Option<NaiveDate> {
        let value = self.value(row, field)?;
        let said = text(value)?;
        let order = self.order(field);
        let at = self.at(row, field);
        let (code, message, help) = match date::read(value, order) {
            date::Reading::Day(date) => return Some(date),
            date::Reading::Ambiguous => (
                Code::AmbiguousDate,
                sentence!(
                    "'{said}' can be read as day/month or as month/day; the date was not used",
                    said
                ),
                "write dates as 2026-03-31, or format the cells as dates".into(),
            ),
            date::Reading::Serial(date) => (
                Code::ImplausibleDate,
                sentence!("{said} is a plain number; the date was not used", said),
                sentence!("if {date} is meant, format the column as a date", date),
            ),
            date::Reading::NoDate => (
                Code::ImplausibleDate,
                sentence!(
                    "'{said}' is no date between 1990 and 2100; it was not used",
                    said = shown(&said)
                ),
                "give a full date, such as 2026-03-31".into(),
            ),
        };
        let ask = Ask::Day {
            said: said.clone().into_owned(),
        };
        found.ask(code, Some(&at), message, help, ask);
        None
    }

    /// The order of day and month: as the column settles it, else the sheet, else the workbook.
    pub(super) fn order(&mut self, field: Field) -> Order {
        if let Some(order) = self.orders.get(&field) {
            return *order;
        }
        let column = date::order(self.body.iter().filter_map(|row| self.value(row, field)));
        let sheet = || date::order(date::values(self.cells.table));
        let order = column.or_else(sheet).or_else(|| self.order_elsewhere);
        self.orders.insert(field, order);
        order
    }
}

/// The name of a group of rows: without the label before it and the count behind it.
fn group(row: &Row) -> Option<(u32, String)> {
    let said = text(&row.cells.first()?.1)?;
    let name = said.split_once(':').map_or(said.as_ref(), |(_, name)| name);
    let count = name.rfind('(').filter(|_| name.trim_end().ends_with(')'));
    let name = count.map_or(name, |count| &name[..count]).trim();
    (!name.is_empty()).then(|| (row.number, name.to_owned()))
}

/// The account of a table before anything is read from it.
pub(super) fn account(table: &Table, role: Role) -> SheetReading {
    SheetReading {
        file: table.file.to_string(),
        sheet: table.sheet.as_deref().map(str::to_owned),
        role,
        about: None,
        why: Message::default(),
        cells: area(table),
        header_row: None,
        columns: Vec::new(),
        rows: 0,
        rows_read: 0,
        rows_left_out: 0,
        rows_aside: 0,
        values_unheaded: 0,
        standing: Standing::default(),
    }
}

/// The cells over which a table stretches: `A1:F20`.
fn area(table: &Table) -> Option<String> {
    let columns = || {
        table
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|(column, _)| *column))
    };
    let first = CellRef {
        row: table.rows.first()?.number,
        column: columns().min()?,
    };
    let last = CellRef {
        row: table.rows.last()?.number,
        column: columns().max()?,
    };
    let turn = |at: CellRef| match table.turned {
        true => CellRef {
            row: at.column,
            column: at.row,
        },
        false => at,
    };
    Some(format!("{}:{}", turn(first), turn(last)))
}

fn samples(table: &Table, header: &Header, column: u32) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for value in table.rows[header.body..]
        .iter()
        .filter_map(|row| row.get(column))
        .filter_map(text)
    {
        let sample = shown(&value).into_owned();
        if !samples.contains(&sample) {
            samples.push(sample);
        }
        if samples.len() == 3 {
            break;
        }
    }
    samples
}
