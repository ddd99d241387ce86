//! Files into tables of text. In: the paths of workbooks and text tables. Out: every cell with its address, and what was
//! strange about the files. No meaning: what a sheet or a column is for is the business of `normalise`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{CellRef, Code, Diagnostics, Location, Warned};
use crate::error::Error;
use crate::message::{Message, sentence};
use copies::Known;
use jailed::Readers;
use kind::{Kind, Shape};
use source::Source;

mod refusal;
mod own;
mod stray;
mod source;
mod kind;
mod encoding;
mod delimited;
mod wire;
mod recode;
mod package;
mod rows;
mod dates;
mod markup;
mod ods;
mod visibility;
mod comments;
mod excel;
mod workbook;
mod jailed;
mod sheets;
mod draft;
mod copies;

pub use crate::jail::Jail;
pub use delimited::read as text_table;
pub use jailed::say_workbook;
pub use refusal::Refusal;

/// All tables of all files that were named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// The files, in the order they were named.
    pub files: Vec<SourceFile>,
    /// Their sheets, in the order of the files.
    pub tables: Vec<Table>,
}

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name without the folder.
    pub name: Arc<str>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// One sheet, or one text file. Blank cells are absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The file's name without the folder.
    pub file: Arc<str>,
    /// The sheet's name; a text file has none.
    pub sheet: Option<Arc<str>>,
    /// Whether a spreadsheet program hides the sheet.
    pub hidden: bool,
    /// Rows that hold something, from top to bottom.
    pub rows: Vec<Row>,
    /// Merged areas; the value stands in the upper left cell.
    pub merges: Vec<Area>,
    /// What people remarked at cells, blank ones too, by row and column.
    pub comments: BTreeMap<(u32, u32), String>,
    /// Whether it was turned on its side to be read: its rows are the columns of the sheet.
    pub turned: bool,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its number, counted from zero.
    pub number: u32,
    /// Whether a spreadsheet program hides or filters it out.
    pub hidden: bool,
    /// The cells that hold something, from left to right, with their columns counted from zero.
    pub cells: Vec<(u32, Value)>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, cleaned of control characters; never empty. Cells that say the same share it.
    Text(Arc<str>),
    /// A number that is not formatted as a date.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A day; the time of day is dropped.
    Date(NaiveDate),
    /// A cell formatted as a date whose number is no plausible date, as it would be shown.
    BadDate(Arc<str>),
    /// A spreadsheet error such as `#N/A`.
    Error(Arc<str>),
    /// A formula without a stored result.
    Uncalculated,
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The upper left cell.
    pub first: CellRef,
    /// The lower right cell.
    pub last: CellRef,
}

impl Table {
    /// Where a cell of this table stands.
    pub fn locate(&self, row: u32, column: u32) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: Some(match self.turned {
                true => CellRef {
                    row: column,
                    column: row,
                },
                false => CellRef { row, column },
            }),
        }
    }

    /// Where this table stands.
    pub fn location(&self) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: None,
        }
    }
}

impl Row {
    /// The value in a column, if it holds one.
    pub fn get(&self, column: u32) -> Option<&Value> {
        let place = self.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
        Some(&self.cells[place].1)
    }
}

/// Opens the files that were named.
///
/// # Errors
/// [`Error::Unreadable`] names the first file that cannot be used.
pub fn open(paths: &[PathBuf], jail: &Jail) -> Result<Warned<Workbook>, Error> {
    let mut opening = Opening {
        readers: Readers::new(jail),
        known: Known::default(),
        held: Held::default(),
        read: Warned::default(),
    };
    for path in paths {
        let opened = opening.open(path);
        opened.map_err(|refusal| Error::unreadable(path, refusal.reason, refusal.help))?;
    }
    Ok(opening.read)
}

/// Files that are opened one after the other.
struct Opening<'a> {
    readers: Readers<'a>,
    known: Known,
    held: Held,
    read: Warned<Workbook>,
}

impl Opening<'_> {
    fn open(&mut self, path: &Path) -> Result<(), Refusal> {
        let source = source::take(path)?;
        let found = &mut self.read.diagnostics;
        let (kind, tables) = match kind::shape(&source.bytes)? {
            Shape::Text => {
                self.readers.rehearse_table(&source.bytes)?;
                (Kind::Text, vec![delimited::read(&source.bytes, &source.name, found)?])
            }
            Shape::Package | Shape::Compound => found.keep(self.readers.workbook(&source.bytes, &source.name)?),
        };
        report_kind(kind, path, &source.name, found);
        let read = &mut self.read.value;
        if let Err(refusal) = refuse_twice(&source, &read.files) {
            return if is_packet(&tables) { Ok(()) } else { Err(refusal) };
        }
        self.known.refuse(&tables, read)?;
        self.held.take(&tables)?;
        read.tables.extend(tables);
        read.files.push(SourceFile {
            name: source.name,
            sha256: source.sha256,
        });
        Ok(())
    }
}

/// What all files hold together: each has its limits, and many would have none.
#[derive(Default)]
struct Held {
    cells: usize,
    text: usize,
}

impl Held {
    /// Twice what one file may hold.
    const MOST: Self = Self {
        cells: 2 * rows::MAX_CELLS,
        text: 2 * rows::MAX_TEXT,
    };

    fn take(&mut self, tables: &[Table]) -> Result<(), Refusal> {
        let rows = tables.iter().flat_map(|table| &table.rows);
        for (_, value) in rows.flat_map(|row| &row.cells) {
            self.cells += 1;
            self.text += match value {
                Value::Text(text) => text.len(),
                _ => 0,
            };
        }
        match self.cells > Self::MOST.cells || self.text > Self::MOST.text {
            true => Err(Refusal::new(
                "brings what the files hold together to more than 2,000,000 filled cells or 96 MB of text",
                "name fewer files: make a report for each business unit, say",
            )),
            false => Ok(()),
        }
    }
}

/// The same bytes twice would be every system twice.
fn refuse_twice(source: &Source, earlier: &[SourceFile]) -> Result<(), Refusal> {
    match earlier.iter().find(|file| file.sha256 == source.sha256) {
        Some(same) => Err(Refusal::new(
            sentence!("is a copy of {name}: both hold exactly the same", name = same.name),
            "name only one of the two",
        )),
        None => Ok(()),
    }
}

/// The same packet once more says nothing new: it counts once.
fn is_packet(tables: &[Table]) -> bool {
    !tables.is_empty() && tables.iter().all(copies::is_packet)
}

fn report_kind(kind: Kind, path: &Path, name: &Arc<str>, found: &mut Diagnostics) {
    let place = Location {
        file: name.clone(),
        sheet: None,
        cell: None,
    };
    if !kind.fits(path) {
        let message = sentence!(
            "the file is {name}, which its name does not say; it was read as what it is",
            name = Message::from(kind.name())
        );
        found.add(Code::KindMismatch, Some(&place), message, "give it the right ending");
    }
    let unseen = match kind {
        Kind::Xls => "hidden rows and columns, and comments",
        Kind::Xlsb => "hidden rows and columns, comments, merged cells, and formulas that end in an error",
        _ => return,
    };
    let message = sentence!(
        "the file is {name}, in which {unseen} cannot be seen",
        name = Message::from(kind.name()),
        unseen = Message::from(unseen)
    );
    found.add(
        Code::OldFormat,
        Some(&place),
        message,
        "save it as .xlsx to have them reported",
    );
}
