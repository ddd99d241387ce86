//! What the files say beyond what was understood. In: the tables as read, how each was understood, and what was doubtful. Out: for a row
//! that became something its cells as they stand, what is doubtful about each, and the columns that are nobody's; and the rows that
//! became nothing. What is written from an inventory takes these along, so that nothing is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{CellRef, Code, Finding, Level, Location, cell_area, column_letters, column_number};
use crate::export::remarks;
use crate::framework::Domain;
use crate::normalise::{ColumnReading, Role, SheetReading};
use crate::read::{Row, Table, Value};
use crate::words::Words;

/// The inventory as it stands in its files; nothing where there are none.
#[derive(Clone, Copy, Default)]
pub struct Original<'a> {
    /// The tables as they were read.
    pub tables: &'a [Table],
    /// How each was understood.
    pub sheets: &'a [SheetReading],
    /// What was doubtful.
    pub findings: &'a [Finding],
    /// Rows that are in the inventory by other rows: answers of packets.
    pub settled: &'a [Location],
    /// Whether sheets of which nothing was read go along as they are: into a file of the analyst's, not into what is handed around.
    pub with_sheets: bool,
    /// Whether what is made of it is printed on letter paper, not on A4.
    pub letter: bool,
}

/// The heading of the column with the numbers by which links find a row; they are given anew each time.
pub const ROW_NUMBER: &str = "unowned row";

/// A row by its file, sheet and number.
pub type Place = (Arc<str>, Option<Arc<str>>, u32);
/// What is said of the cells of a row, by their columns; a note is no doubt.
type Said = BTreeMap<u32, Vec<(Level, Arc<str>)>>;

/// What people remarked in a row, by column.
type Remarked = BTreeMap<u32, String>;

/// The rows of an original, by their places.
#[derive(Default)]
pub struct Rows<'a> {
    columns: Vec<Columns<'a>>,
    rows: BTreeMap<Place, (usize, &'a Row)>,
    said: BTreeMap<Place, Said>,
    settled: BTreeSet<Place>,
    remarked: BTreeMap<Place, Remarked>,
    /// Titles, totals and notes among the rows.
    notes: BTreeSet<Place>,
    /// Tables of which something is remarked where no row is carried over: at the headings and beside the table.
    beside: Vec<Beside<'a>>,
}

/// What is remarked at a table, not in its rows.
struct Beside<'a> {
    reading: &'a SheetReading,
    remarked: Vec<(CellRef, String)>,
}

/// Where the fields of a table stand, worked out once for all its rows.
struct Columns<'a> {
    /// Which table of all it is.
    nth: usize,
    reading: &'a SheetReading,
    by_number: BTreeMap<u32, &'a ColumnReading>,
    /// The fields that stand in one column alone.
    alone: BTreeMap<&'a str, u32>,
}

impl<'a> Columns<'a> {
    fn of(nth: usize, reading: &'a SheetReading) -> Self {
        let mut of_field: BTreeMap<&str, Vec<&ColumnReading>> = BTreeMap::new();
        for column in &reading.columns {
            if let Some(field) = &column.field {
                of_field.entry(field).or_default().push(column);
            }
        }
        let alone = of_field
            .into_iter()
            .filter_map(|(field, columns)| match columns.as_slice() {
                [only] => Some((field, column_number(&only.column)?)),
                _ => None,
            });
        let numbered = reading.columns.iter();
        Self {
            nth,
            reading,
            by_number: numbered
                .filter_map(|column| Some((column_number(&column.column)?, column)))
                .collect(),
            alone: alone.collect(),
        }
    }
}

/// One row as it stands.
pub struct Line<'a> {
    /// The row.
    pub row: &'a Row,
    columns: &'a Columns<'a>,
    said: Option<&'a Said>,
    remarked: Option<&'a Remarked>,
    /// Whether it became nothing.
    pub is_left_out: bool,
}

/// Where some fields stand in a table, worked out once for all its rows.
pub struct Laid {
    /// The column of each, if it stands in one alone.
    pub columns: Vec<Option<u32>>,
    /// The columns that are read into one of them alone.
    ours: BTreeSet<u32>,
}

impl Laid {
    /// Whether a row has no cells but those of the fields.
    pub fn holds_all(&self, row: &Row) -> bool {
        row.cells.iter().all(|(column, _)| self.ours.contains(column))
    }
}

/// A cell of a row in a column of the organisation's own.
pub struct Own<'a> {
    /// The heading.
    pub heading: String,
    /// What stands there, if anything does.
    pub value: Option<&'a Value>,
    /// What somebody remarked there.
    pub remark: Option<&'a str>,
}

impl<'a> Rows<'a> {
    /// Sorts the rows below the headings of every table that was read; what is said of them is told in the words of a language.
    pub fn of(original: &Original<'a>, words: &Words) -> Self {
        let notes = original
            .findings
            .iter()
            .filter(|finding| finding.told.code == Code::NoteRow);
        let places = notes.flat_map(|finding| &finding.places);
        let places = places.filter_map(|at| Some((at.file.clone(), at.sheet.clone(), at.cell?.row)));
        let mut all = Self {
            said: said(original.findings, words),
            notes: places.collect(),
            settled: original.settled.iter().filter_map(place_of).collect(),
            ..Self::default()
        };
        for table in original.tables.iter().filter(|table| !table.turned) {
            let readings = original.sheets.iter().filter(|reading| is_of(reading, table));
            all.take(table, readings);
        }
        all
    }

    /// Tells the titles, totals and notes among the rows beside the tables: as rows they could count one day.
    pub fn with_notes(mut self) -> Self {
        for ((file, sheet, number), (nth, row)) in &self.rows {
            let reading = self.columns[*nth].reading;
            let place = (file.clone(), sheet.clone(), *number);
            if !self.notes.contains(&place) || repeats_headings(reading, row) {
                continue;
            }
            let cells: Vec<_> = row.cells.iter().map(|(_, value)| shown(value)).collect();
            let column = row.cells.first().map_or(0, |(column, _)| *column);
            let told = (CellRef { row: *number, column }, cells.join(" | "));
            let mut beside = self.beside.iter_mut();
            if let Some(beside) = beside.find(|beside| std::ptr::eq(beside.reading, reading)) {
                beside.remarked.push(told);
            }
        }
        self
    }

    fn take(&mut self, table: &'a Table, readings: impl Iterator<Item = &'a SheetReading>) {
        let place = |row: u32| (table.file.clone(), table.sheet.clone(), row);
        let first = self.beside.len();
        for reading in readings {
            for row in table.rows.iter().filter(|row| is_below(reading, row.number)) {
                self.rows.entry(place(row.number)).or_insert((self.columns.len(), row));
            }
            self.columns.push(Columns::of(self.columns.len(), reading));
            self.beside.push(Beside {
                reading,
                remarked: Vec::new(),
            });
        }
        if self.beside.len() == first {
            return;
        }
        for ((row, column), text) in &table.comments {
            let Some(text) = remarks::theirs(text) else { continue };
            let at = CellRef {
                row: *row,
                column: *column,
            };
            match self.rows.contains_key(&place(*row)) && !self.notes.contains(&place(*row)) {
                true => _ = self.remarked.entry(place(*row)).or_default().insert(*column, text),
                false => self.beside[first].remarked.push((at, text)),
            }
        }
    }

    fn at(&self, place: &Place) -> Option<Line<'_>> {
        let (nth, row) = self.rows.get(place)?;
        Some(Line {
            row,
            columns: &self.columns[*nth],
            said: self.said.get(place),
            remarked: self.remarked.get(place),
            is_left_out: false,
        })
    }

    /// Whether every row of a table stands below headings that were understood, is such a line of headings, or is told beside it.
    pub fn holds(&self, table: &Table) -> bool {
        let heads: BTreeSet<u32> = self
            .columns
            .iter()
            .filter(|columns| is_of(columns.reading, table))
            .filter_map(|columns| columns.reading.header_row)
            .collect();
        table.rows.iter().all(|row| {
            let place = (table.file.clone(), table.sheet.clone(), row.number);
            heads.contains(&(row.number + 1)) || self.notes.contains(&place) || self.rows.contains_key(&place)
        })
    }

    /// The row that a place is in.
    pub fn line(&self, at: &Location) -> Option<Line<'_>> {
        self.at(&(at.file.clone(), at.sheet.clone(), at.cell?.row))
    }

    /// Whether a row that became nothing is carried over as one that was not understood.
    pub fn is_left_out(&self, place: &Place) -> bool {
        !self.notes.contains(place) && !self.settled.contains(place) && self.at(place).is_some_and(|line| line.speaks())
    }

    /// The rows of tables of some sorts that became nothing, and of which something is said, or that say something beyond our columns.
    pub fn left_out<'s>(&'s self, roles: &[Role], placed: &[&Location]) -> Vec<Line<'s>> {
        let placed: BTreeSet<Place> = placed.iter().copied().filter_map(place_of).collect();
        let of_role = self
            .rows
            .iter()
            .filter(|(_, (nth, _))| roles.contains(&self.columns[*nth].reading.role));
        // Both stand in the same order.
        let mut placed = placed.iter().peekable();
        let mut is_placed = |place: &Place| {
            while placed.peek().is_some_and(|next| *next < place) {
                placed.next();
            }
            placed.peek() == Some(&place)
        };
        of_role
            .filter(|(place, _)| !is_placed(place) && !self.notes.contains(*place) && !self.settled.contains(*place))
            .filter_map(|(place, _)| self.at(place))
            .filter(Line::speaks)
            .map(|line| Line {
                is_left_out: true,
                ..line
            })
            .collect()
    }

    /// The headings of the columns of the organisation's own in tables of some sorts, filled or not.
    pub fn own_headings(&self, roles: &[Role], written: &[&str]) -> Vec<String> {
        let of_role = self.beside.iter().filter(|beside| roles.contains(&beside.reading.role));
        let columns = of_role.flat_map(|beside| {
            let reading = beside.reading;
            let own = reading
                .columns
                .iter()
                .filter(move |column| is_own(reading, column, written));
            own.map(|column| column.header.trim().to_owned())
        });
        columns
            .filter(|heading| !heading.is_empty() && heading != ROW_NUMBER)
            .collect()
    }

    /// What is remarked at the headings of tables of some sorts, by heading, and beside them, with the cell.
    pub fn beside(&self, roles: &[Role]) -> Vec<(Option<&ColumnReading>, String)> {
        let of_role = self.beside.iter().filter(|beside| roles.contains(&beside.reading.role));
        let told = of_role.flat_map(|beside| {
            let reading = beside.reading;
            beside.remarked.iter().map(|(at, text)| {
                let heads = reading.header_row == Some(at.row + 1);
                let column = reading
                    .columns
                    .iter()
                    .find(|c| column_number(&c.column) == Some(at.column));
                match column.filter(|_| heads) {
                    Some(column) => (Some(column), text.clone()),
                    None => (None, format!("{at}: {text}")),
                }
            })
        });
        told.collect()
    }
}

fn place_of(at: &Location) -> Option<Place> {
    Some((at.file.clone(), at.sheet.clone(), at.cell?.row))
}

fn is_of(reading: &SheetReading, table: &Table) -> bool {
    *reading.file == *table.file
        && reading.sheet.as_deref() == table.sheet.as_deref()
        && !matches!(reading.role, Role::Settings | Role::PassedOver)
}

fn is_below(reading: &SheetReading, row: u32) -> bool {
    let area = reading.cells.as_deref().and_then(cell_area);
    let inside = area.is_none_or(|(first, last)| (first.row..=last.row).contains(&row));
    inside && reading.header_row.is_some_and(|header| row >= header)
}

/// Whether a row says what stands above it.
fn repeats_headings(reading: &SheetReading, row: &Row) -> bool {
    let same = |(column, value): &&(u32, Value)| {
        let headed = reading
            .columns
            .iter()
            .find(|c| column_number(&c.column) == Some(*column));
        headed.is_some_and(|column| column.header.trim() == shown(value).trim())
    };
    row.cells.iter().filter(same).count() * 2 > row.cells.len()
}

/// What is said of each cell; examples are no rows of anybody's.
fn said(findings: &[Finding], words: &Words) -> BTreeMap<Place, Said> {
    const NO_DOUBT: [Code; 5] = [
        Code::ExampleRow,
        Code::NoteRow,
        Code::OwnerIsTeam,
        Code::PacketTaken,
        Code::HiddenContent,
    ];
    let mut said: BTreeMap<Place, Said> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !NO_DOUBT.contains(&finding.told.code)) {
        let told: Arc<str> = words.tell(&finding.told.message).into();
        for at in &finding.places {
            let Some(cell) = at.cell else { continue };
            let place = (at.file.clone(), at.sheet.clone(), cell.row);
            let cells = said.entry(place).or_default();
            let told = (finding.told.level, told.clone());
            cells.entry(cell.column).or_default().push(told);
        }
    }
    said
}

impl<'a> Line<'a> {
    fn columns_of(&self, field: &str) -> impl Iterator<Item = &'a ColumnReading> {
        let reading = self.columns.reading;
        let field = field.to_owned();
        reading
            .columns
            .iter()
            .filter(move |column| column.field.as_deref() == Some(field.as_str()))
    }

    /// Where a field stands, if it stands in one column alone.
    fn column_of(&self, field: &str) -> Option<u32> {
        self.columns.alone.get(field).copied()
    }

    /// Which table of all the row is of.
    pub fn table(&self) -> usize {
        self.columns.nth
    }

    /// Where some fields stand in its table.
    pub fn laid(&self, fields: &[&str]) -> Laid {
        let reading = self.columns.reading;
        let is_ours = |column: &ColumnReading| {
            let known = column.field.as_deref().is_some_and(|field| fields.contains(&field));
            known && !is_elsewhere(reading, column, fields)
        };
        let headed = self.headed().iter();
        Laid {
            columns: fields.iter().map(|field| self.column_of(field)).collect(),
            ours: headed
                .filter(|(_, column)| is_ours(column))
                .map(|(at, _)| *at)
                .collect(),
        }
    }

    /// Whether nothing is said or remarked of any of its cells.
    pub fn is_clean(&self) -> bool {
        self.said.is_none() && self.remarked.is_none()
    }

    /// The cell of a field as it stands, if one column alone holds the field.
    pub fn raw(&self, field: &str) -> Option<&'a Value> {
        self.row.get(self.column_of(field)?)
    }

    /// What is doubtful about the cell of a field.
    pub fn doubt(&self, field: &str) -> Option<String> {
        self.doubt_at(self.column_of(field)?)
    }

    /// What somebody remarked at the cell of a field.
    pub fn remark(&self, field: &str) -> Option<&'a str> {
        let said = self.remarked?.get(&self.column_of(field)?)?;
        Some(said.as_str())
    }

    /// Whether its cells stand for a duty each, not the row for one.
    pub fn is_crossed(&self) -> bool {
        matches!(self.columns.reading.role, Role::Grid | Role::Combined)
    }

    /// Which system it is of, in a grid.
    pub fn key_of_grid(&self) -> Option<&'a Value> {
        let keys = ["system_id", "system_name"]
            .into_iter()
            .filter(|_| self.columns.reading.role == Role::Grid);
        keys.filter_map(|field| self.raw(field)).next()
    }

    /// What a row of a grid says of each domain: owner and state as they stand in the cell, parted by a semicolon.
    pub fn duties(&self) -> Vec<(Domain, String)> {
        if self.columns.reading.role != Role::Grid {
            return Vec::new();
        }
        let headed = self.headed();
        let cells = self.row.cells.iter().filter_map(|(at, value)| {
            let domain = Domain::from_id(headed.get(at)?.field.as_deref()?)?;
            Some((domain, shown(value)))
        });
        cells.filter(|(_, said)| !said.trim().is_empty()).collect()
    }

    /// Whether its row is a system's, which tells of the rest of the row.
    pub fn is_combined(&self) -> bool {
        self.columns.reading.role == Role::Combined
    }

    /// What is said of the row as a whole.
    pub fn reasons(&self) -> String {
        let said = self.said.into_iter().flat_map(BTreeMap::values).flatten();
        said.map(|(_, told)| told.as_ref()).collect::<Vec<_>>().join("\n")
    }

    /// The heading of a field's column.
    pub fn heading(&self, field: &str) -> String {
        let heading = self.columns_of(field).next().map(|column| column.header.clone());
        heading.unwrap_or_else(|| field.to_owned())
    }

    /// What is doubtful about one cell.
    pub fn doubt_at(&self, column: u32) -> Option<String> {
        doubts(self.said?.get(&column)?)
    }

    /// One cell with what stands above it, and what somebody remarked there.
    pub fn cell(&self, column: u32) -> (String, Option<&'a Value>, Option<&'a str>) {
        let remark = self.remarked.and_then(|all| all.get(&column));
        (
            heading(self.headed().get(&column).copied(), column),
            self.row.get(column),
            remark.map(String::as_str),
        )
    }

    /// The cells that were read into a column of ours together with others, or stand for whom the column is headed by.
    pub fn read_elsewhere(&self, written: &[&str]) -> Vec<(String, &'a Value)> {
        let headed = self.headed();
        let cells = self.row.cells.iter().filter_map(|(at, value)| {
            let column = headed.get(at).copied()?;
            is_elsewhere(self.columns.reading, column, written).then(|| (heading(Some(column), *at), value))
        });
        cells.collect()
    }

    /// What people remarked at such cells, but for those in some columns.
    pub fn remarked_elsewhere(&self, written: &[&str], but: &BTreeSet<u32>) -> Vec<&'a str> {
        let headed = self.headed();
        let elsewhere = self.remarked.into_iter().flatten().filter(|(at, _)| {
            let column = headed.get(at);
            !but.contains(at) && column.is_some_and(|column| is_elsewhere(self.columns.reading, column, written))
        });
        elsewhere.map(|(_, text)| text.as_str()).collect()
    }

    /// Whether something is said of the row, or it says something beyond our columns, or what is done by whom, for no system.
    fn speaks(&self) -> bool {
        let is_control = self.columns.reading.role == Role::Controls;
        let is_done = || {
            ["control_name", "owner", "evidence"]
                .iter()
                .any(|field| self.raw(field).is_some())
        };
        self.said.is_some() || self.remarked.is_some() || !self.own(&[]).is_empty() || is_control && is_done()
    }

    /// The cells in columns that hold none of these fields, with their headings: what the organisation keeps for itself.
    pub fn own(&self, written: &[&str]) -> Vec<Own<'a>> {
        let headed = self.headed();
        let remarked = self.remarked.into_iter().flat_map(BTreeMap::keys).copied();
        let columns: BTreeSet<u32> = self.row.cells.iter().map(|(at, _)| *at).chain(remarked).collect();
        let own = columns.into_iter().filter(|at| {
            let column = headed.get(at);
            column.is_none_or(|column| is_own(self.columns.reading, column, written))
        });
        let own = own.map(|at| Own {
            heading: heading(headed.get(&at).copied(), at),
            value: self.row.get(at),
            remark: self.remarked.and_then(|all| all.get(&at)).map(String::as_str),
        });
        own.filter(|own| own.heading != ROW_NUMBER).collect()
    }

    /// The columns by their numbers.
    fn headed(&self) -> &'a BTreeMap<u32, &'a ColumnReading> {
        &self.columns.by_number
    }
}

/// Whether a column is the organisation's own: read into nothing that is written.
fn is_own(reading: &SheetReading, column: &ColumnReading, written: &[&str]) -> bool {
    match column.field.as_deref() {
        None => true,
        Some(field) => !written.contains(&field) && !written.is_empty() && !is_elsewhere(reading, column, written),
    }
}

/// Whether a column was read into one of ours together with others, stands for whom it is headed by, or is the key of a grid.
fn is_elsewhere(reading: &SheetReading, column: &ColumnReading, written: &[&str]) -> bool {
    const ACROSS: [&str; 2] = ["person", "system"];
    column.field.as_deref().is_some_and(|field| {
        let same = reading
            .columns
            .iter()
            .filter(|other| other.field.as_deref() == Some(field));
        let several = written.contains(&field) && same.count() > 1;
        several || ACROSS.contains(&field) || Domain::from_id(field).is_some() || reading.role == Role::Grid
    })
}

/// What stands above a column; its letters where nothing does.
fn heading(column: Option<&ColumnReading>, at: u32) -> String {
    match column.map(|column| column.header.trim()) {
        Some("") | None => format!("Column {}", column_letters(at)),
        Some(header) => header.to_owned(),
    }
}

fn doubts(said: &[(Level, Arc<str>)]) -> Option<String> {
    let doubts: Vec<_> = said
        .iter()
        .filter(|(level, _)| *level == Level::Warning)
        .map(|(_, told)| told.as_ref())
        .collect();
    (!doubts.is_empty()).then(|| doubts.join("\n"))
}

/// A value as a person reads it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::BadDate(text) | Value::Error(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Uncalculated => String::new(),
    }
}
