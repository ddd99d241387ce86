//! What the files say beyond what was understood. In: the tables as read, how each was understood, and what was doubtful. Out: for a row
//! that became something its cells as they stand, what is doubtful about each, and the columns that are nobody's; and the rows that
//! became nothing. What is written from an inventory takes these along, so that nothing is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Finding, Level, Location, cell_area, column_letters, column_number};
use crate::normalise::{ColumnReading, Role, SheetReading};
use crate::read::{Row, Table, Value};

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
    /// Whether what is made of it is printed on letter paper, not on A4.
    pub letter: bool,
}

/// The heading of the column with the numbers by which links find a row; they are given anew each time.
pub const ROW_NUMBER: &str = "unowned row";

/// A row by its number, file and sheet: numbers tell most rows apart.
type Place = (u32, Arc<str>, Option<Arc<str>>);
/// What is said of the cells of a row, by their columns; a note is no doubt.
type Said<'a> = BTreeMap<u32, Vec<(Level, &'a str)>>;

/// The rows of an original, by their places.
#[derive(Default)]
pub struct Rows<'a> {
    /// Of the tables that were read.
    columns: Vec<Columns<'a>>,
    /// Each with the place of its columns.
    rows: BTreeMap<Place, (usize, &'a Row)>,
    said: BTreeMap<Place, Said<'a>>,
    settled: BTreeSet<Place>,
}

/// Where the fields of a table stand, worked out once for all its rows.
struct Columns<'a> {
    reading: &'a SheetReading,
    by_number: BTreeMap<u32, &'a ColumnReading>,
    /// The fields that stand in one column alone.
    alone: BTreeMap<&'a str, u32>,
}

/// One row as it stands.
pub struct Line<'a> {
    /// The row.
    pub row: &'a Row,
    columns: &'a Columns<'a>,
    said: Option<&'a Said<'a>>,
}

impl<'a> Columns<'a> {
    fn of(reading: &'a SheetReading) -> Self {
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
            reading,
            by_number: numbered
                .filter_map(|column| Some((column_number(&column.column)?, column)))
                .collect(),
            alone: alone.collect(),
        }
    }
}

impl<'a> Rows<'a> {
    /// Sorts the rows below the headings of every table that was read.
    pub fn of(original: &Original<'a>) -> Self {
        let (mut columns, mut rows) = (Vec::new(), BTreeMap::new());
        for table in original.tables.iter().filter(|table| !table.turned) {
            let of_table = original.sheets.iter().filter(|reading| is_of(reading, table));
            for reading in of_table {
                for row in table.rows.iter().filter(|row| is_below(reading, row)) {
                    rows.entry((row.number, table.file.clone(), table.sheet.clone()))
                        .or_insert((columns.len(), row));
                }
                columns.push(Columns::of(reading));
            }
        }
        Self {
            columns,
            rows,
            said: said(original.findings),
            settled: original.settled.iter().filter_map(place_of).collect(),
        }
    }

    /// The row that a place is in.
    pub fn line(&self, at: &Location) -> Option<Line<'_>> {
        let place = place_of(at)?;
        let (columns, row) = self.rows.get(&place)?;
        Some(Line {
            row,
            columns: &self.columns[*columns],
            said: self.said.get(&place),
        })
    }

    /// The rows of tables of one sort that became nothing, and of which something is said, in the order of the tables.
    pub fn left_out<'s>(&'s self, role: Role, placed: &[&Location]) -> Vec<Line<'s>> {
        let placed: BTreeSet<Place> = placed.iter().copied().filter_map(place_of).collect();
        let open = self.said.iter().filter(|(place, _)| {
            let known = placed.contains(*place) || self.settled.contains(*place);
            !known
        });
        let mut lines: Vec<_> = open
            .filter_map(|(place, said)| {
                let (columns, row) = self.rows.get(place)?;
                let columns = &self.columns[*columns];
                let line = Line {
                    row,
                    columns,
                    said: Some(said),
                };
                (columns.reading.role == role).then_some((place, line))
            })
            .collect();
        lines.sort_by_key(|((number, file, sheet), _)| (file, sheet, *number));
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

fn place_of(at: &Location) -> Option<Place> {
    Some((at.cell?.row, at.file.clone(), at.sheet.clone()))
}

fn is_of(reading: &SheetReading, table: &Table) -> bool {
    *reading.file == *table.file
        && reading.sheet.as_deref() == table.sheet.as_deref()
        && matches!(
            reading.role,
            Role::Systems | Role::Controls | Role::People | Role::Combined
        )
}

fn is_below(reading: &SheetReading, row: &Row) -> bool {
    let area = reading.cells.as_deref().and_then(cell_area);
    let inside = area.is_none_or(|(first, last)| (first.row..=last.row).contains(&row.number));
    inside && reading.header_row.is_some_and(|header| row.number >= header)
}

/// What is said of each cell; examples are no rows of anybody's.
fn said(findings: &[Finding]) -> BTreeMap<Place, Said<'_>> {
    const NO_DOUBT: [Code; 4] = [
        Code::ExampleRow,
        Code::OwnerIsTeam,
        Code::PacketTaken,
        Code::HiddenContent,
    ];
    let mut said: BTreeMap<Place, Said<'_>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !NO_DOUBT.contains(&finding.told.code)) {
        for at in &finding.places {
            let Some(cell) = at.cell else { continue };
            let place = (cell.row, at.file.clone(), at.sheet.clone());
            let cells = said.entry(place).or_default();
            let told = (finding.told.level, finding.told.message.as_str());
            cells.entry(cell.column).or_default().push(told);
        }
    }
    said
}

impl<'a> Line<'a> {
    /// Whether it is a row of a list of controls.
    pub fn is_control(&self) -> bool {
        self.columns.reading.role == Role::Controls
    }

    /// Where a field stands, if it stands in one column alone.
    fn column_of(&self, field: &str) -> Option<u32> {
        self.columns.alone.get(field).copied()
    }

    /// The cell of a field as it stands, if one column alone holds the field.
    pub fn raw(&self, field: &str) -> Option<&'a Value> {
        self.row.get(self.column_of(field)?)
    }

    /// What is doubtful about the cell of a field.
    pub fn doubt(&self, field: &str) -> Option<String> {
        let said = self.said?.get(&self.column_of(field)?)?;
        let doubts: Vec<_> = said
            .iter()
            .filter(|(level, _)| *level == Level::Warning)
            .map(|(_, told)| *told)
            .collect();
        (!doubts.is_empty()).then(|| doubts.join("\n"))
    }

    /// What is said of the row as a whole.
    pub fn reasons(&self) -> String {
        let said = self.said.into_iter().flat_map(BTreeMap::values).flatten();
        said.map(|(_, told)| *told).collect::<Vec<_>>().join("\n")
    }

    /// The heading of a field's column.
    pub fn heading(&self, field: &str) -> String {
        let mut columns = self.columns.reading.columns.iter();
        let column = columns.find(|column| column.field.as_deref() == Some(field));
        column.map_or_else(|| field.to_owned(), |column| column.header.clone())
    }

    /// The cells in columns that hold none of these fields, with their headings: what the organisation keeps for itself.
    pub fn own(&self, written: &[&str]) -> Vec<(String, &'a Value)> {
        let own = |(at, value): &'a (u32, Value)| {
            let heading = match self.columns.by_number.get(at) {
                Some(column) => {
                    let single = column
                        .field
                        .as_deref()
                        .is_some_and(|field| written.contains(&field) && self.columns.alone.contains_key(field));
                    if single {
                        return None;
                    }
                    match column.header.trim() {
                        "" => format!("Column {}", column.column),
                        header => header.to_owned(),
                    }
                }
                None => format!("Column {}", column_letters(*at)),
            };
            Some((heading, value))
        };
        let all = self.row.cells.iter().filter_map(own);
        all.filter(|(heading, _)| heading != ROW_NUMBER).collect()
    }
}
