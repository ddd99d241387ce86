//! A worksheet that is safe to open: text stays text, dates are dates, nothing is locked. In: cells and how they should look.
//! Out: a worksheet, its frame made by `rust_xlsxwriter`, its cells kept apart. What stands in the cells is the business of the sheets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use indexmap::IndexSet;
use rust_xlsxwriter::{ExcelDateTime, Note, Url};
use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet, XlsxError};

use crate::export::remarks;
use crate::formula_guard::{guard, is_formula_like, unguard};
use crate::read::Value;
use crate::words::Words;

mod book;
mod cells;
mod look;

use book::Halves;
pub use book::workbook;
use cells::{Cells, Content, area, is_escape};
use look::{Kind, format};
pub use look::{Look, Tab};

/// The longest text that a cell can hold, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The longest text that a remark can hold, likewise.
const LONGEST_NOTE: usize = 32_700;
/// What stands at the end of a text that was cut.
const CUT: &str = " [cut]";

/// The most letters of a title above each printed page.
const LONGEST_HEAD: usize = 100;
/// What stands for the underscore of `_x001B_` where that is no letter's code.
pub const ESCAPE: &str = "_x005F_";

/// Text for places that take it as it stands: notes, heads, names. What spells the code of a letter as workbooks do (`_x001B_`) would
/// be that letter there, so that its first underscore is written otherwise. Cells are escaped as they are written.
pub fn without_codes(text: &str, underscore: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        match letter == '_' && is_escape(&text[place..]) {
            true => written.push_str(underscore),
            false => written.push(letter),
        }
    }
    written
}

/// Text as remarks take it: what markup cannot hold is spelt by its code.
fn spelt(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for letter in without_codes(text, ESCAPE).chars() {
        match letter {
            '\t' | '\n' | ' '.. => spelt.push(letter),
            _ => spelt.push_str(&format!("_x{:04X}_", u32::from(letter))),
        }
    }
    spelt
}

/// What stands in a cell.
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text, never a formula.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A whole number.
    Count(f64),
    /// A number as it was typed.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A share, 0 to 1, shown in per cent.
    Share(f64),
    /// A link to the row of the sheet *Controls* that has this number, wherever sorting has put it.
    Found {
        /// The formula that finds it; made of our own words and numbers alone.
        formula: String,
        /// What is shown; a word of ours.
        shown: String,
    },
    /// A link to a cell of this workbook, such as `Controls!A7`.
    Link {
        /// Where it leads.
        to: String,
        /// What is shown; a word of ours or a number, never text of the inventory.
        shown: String,
    },
}

impl Cell {
    /// A value as it was read; a formula without a result is blank.
    pub fn read(value: &Value) -> Self {
        match value {
            Value::Text(text) | Value::BadDate(text) | Value::Error(text) => Self::text(text.as_ref()),
            Value::Number(number) => Self::Number(*number),
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Date(day) => Self::Date(*day),
            Value::Uncalculated => Self::Blank,
        }
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Text, or nothing.
    pub fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Blank, Self::Date)
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::Count(count as f64)
    }
}

/// A column of a table: heading, width in characters, and what belongs into it.
pub struct Column {
    /// What stands above it.
    pub heading: &'static str,
    /// Its width in characters.
    pub width: f64,
    /// Shown as a note at the heading; empty for none.
    pub help: &'static str,
}

/// A worksheet being written.
pub struct Sheet {
    worksheet: Worksheet,
    cells: Cells,
    /// How cells look, each way once; `true` where the text begins like a formula.
    styles: IndexSet<(Look, Kind, bool)>,
    /// The last row that a note may lie over.
    noted: u32,
    /// The area of the table in the frame, which covers its first row only, and the whole one.
    table: Option<(String, String)>,
    /// Widths of columns in characters.
    widths: BTreeMap<u16, f64>,
    /// How many lines the tallest cell of a row has, for programs that do not work out heights themselves.
    lines: BTreeMap<u32, usize>,
    /// The headings, for a table over them.
    headings: Vec<(String, Look)>,
    /// Columns that stay in sight, and are printed on every page.
    pinned: u16,
    /// The first column that is not printed.
    unprinted: Option<u16>,
}

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_575;
/// How many points a line of text is high.
const LINE: f64 = 15.0;
/// The most lines that a row shows at once.
const MOST_LINES: usize = 12;
/// The tallest row there is.
const TALLEST: f64 = 409.0;
/// The most rows of the usual height that a note lies over.
const NOTE: u32 = 24;
/// How many characters of the usual letter fit beside each other on a page in landscape, at full size.
const ON_A_PAGE: f64 = 140.0;
/// What can still be read when it is printed.
const SMALLEST: f64 = 60.0;

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?.set_landscape();
        Ok(Self {
            worksheet,
            cells: Cells::default(),
            styles: IndexSet::new(),
            noted: 0,
            table: None,
            widths: BTreeMap::new(),
            lines: BTreeMap::new(),
            headings: Vec::new(),
            pinned: 0,
            unprinted: None,
        })
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.worksheet.name()
    }

    /// Writes a cell.
    pub fn put(&mut self, row: u32, column: u16, cell: &Cell, look: Look) -> Result<(), XlsxError> {
        let (kind, content) = match cell {
            Cell::Blank if look == Look::Plain => return Ok(()),
            Cell::Blank => (Kind::Text, Content::Blank),
            Cell::Text(text) => {
                self.measure(row, column, text, look);
                let quoted = is_formula_like(text);
                let content = self.cells.text(&fitting(kept(text)));
                return self.place(row, column, (look, Kind::Text, quoted), content);
            }
            Cell::Date(day) => match excel_date(*day) {
                Ok(date) => (Kind::Date, self.cells.number(date.to_excel())),
                Err(_) => return self.put(row, column, &Cell::text(day.to_string()), look),
            },
            Cell::Count(number) => (Kind::Count, self.cells.number(*number)),
            Cell::Number(number) => (Kind::Text, self.cells.number(*number)),
            Cell::Bool(truth) => (Kind::Text, Content::Bool(*truth)),
            Cell::Share(share) => (Kind::Share, self.cells.number(*share)),
            Cell::Found { formula, shown } => (Kind::Found, self.cells.formula(formula, shown)),
            Cell::Link { to, shown } => {
                let url = Url::new(format!("internal:{to}")).set_text(shown);
                self.worksheet.write_url(row, column, url)?;
                (Kind::Link, self.cells.text(shown))
            }
        };
        self.place(row, column, (look, kind, false), content)
    }

    fn place(&mut self, row: u32, column: u16, style: (Look, Kind, bool), content: Content) -> Result<(), XlsxError> {
        let (style, _) = self.styles.insert_full(style);
        self.cells.put(row, column, narrow(style), content)
    }

    /// Writes a row from its first column on.
    pub fn put_row(&mut self, row: u32, cells: &[Cell], look: Look) -> Result<(), XlsxError> {
        for (column, cell) in (0..).zip(cells) {
            self.put(row, column, cell, look)?;
        }
        Ok(())
    }

    /// Writes the headings, sets the widths, and keeps the headings in sight.
    pub fn head(&mut self, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
        let headings: Vec<_> = columns.iter().map(|column| column.heading.to_owned()).collect();
        self.head_in_words(row, columns, &headings)
    }

    /// The headings of a sheet that is read back, which are in English; what belongs below them is told in the words of a language.
    pub fn head_with_help(&mut self, row: u32, columns: &[Column], words: &Words) -> Result<(), XlsxError> {
        self.head(row, columns)?;
        self.help(row, columns, words)
    }

    /// The headings of a sheet for reading, by their English.
    pub fn head_told(&mut self, row: u32, columns: &[Column], words: &Words) -> Result<(), XlsxError> {
        let headings: Vec<_> = columns.iter().map(|column| words.tell_fixed(column.heading)).collect();
        self.head_in_words(row, columns, &headings)?;
        self.help(row, columns, words)
    }

    fn help(&mut self, row: u32, columns: &[Column], words: &Words) -> Result<(), XlsxError> {
        for (place, column) in (0..).zip(columns).filter(|(_, column)| !column.help.is_empty()) {
            let note = Note::new(words.tell_fixed(column.help))
                .add_author_prefix(false)
                .set_width(320)
                .set_height(110);
            self.note(row, place, &note)?;
        }
        Ok(())
    }

    /// The same where the headings are said in the words of a language.
    pub fn head_in_words(&mut self, row: u32, columns: &[Column], headings: &[String]) -> Result<(), XlsxError> {
        for ((place, column), heading) in (0..).zip(columns).zip(headings) {
            self.width(place, column.width)?;
            self.put(row, place, &Cell::text(heading), Look::Heading)?;
            self.headings.push((heading.clone(), Look::Heading));
        }
        self.worksheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
        Ok(())
    }

    /// Keeps the first columns in sight as well, and repeats them in print.
    pub fn pin(&mut self, row: u32, columns: u16) -> Result<(), XlsxError> {
        self.pinned = columns;
        self.worksheet.set_freeze_panes(row + 1, columns)?;
        Ok(())
    }

    /// Sets the width of a column in characters.
    pub fn width(&mut self, column: u16, width: f64) -> Result<(), XlsxError> {
        self.widths.insert(column, width);
        self.worksheet.set_column_width(column, width)?;
        Ok(())
    }

    /// Prints the rows down to one without the last columns, which are there for the program.
    pub fn print_without(&mut self, row: u32, columns: usize) -> Result<(), XlsxError> {
        let first = u16::try_from(self.headings.len().saturating_sub(columns)).unwrap_or(u16::MAX);
        self.print_before(row, first)
    }

    /// Prints the rows down to one, and the columns before one.
    pub fn print_before(&mut self, row: u32, column: u16) -> Result<(), XlsxError> {
        self.unprinted = Some(column);
        self.worksheet.set_print_area(0, 0, row, column.saturating_sub(1))?;
        Ok(())
    }

    /// Prints all rows, those too that somebody adds, without the last columns.
    pub fn print_columns_without(&mut self, columns: usize) -> Result<(), XlsxError> {
        self.print_without(LAST_ROW, columns)
    }

    /// Adds a heading to the right of the others.
    pub fn further(&mut self, row: u32, heading: &str, width: f64, look: Look) -> Result<(), XlsxError> {
        let column = narrow(self.headings.len());
        self.width(column, width)?;
        self.put(row, column, &Cell::text(heading), look)?;
        self.headings.push((heading.to_owned(), look));
        Ok(())
    }

    /// The colour of its tab.
    pub fn tab(&mut self, tab: Tab) {
        self.worksheet.set_tab_color(tab.colour());
    }

    /// Makes the rows below the headings a table, with filters. Its name is for formulas; headings that are there twice get a number,
    /// because no table can have two of a name.
    pub fn table(&mut self, row: u32, rows: u32, name: &str) -> Result<(), XlsxError> {
        let mut seen = BTreeMap::new();
        let mut columns = Vec::new();
        for (heading, look) in self.headings.clone() {
            let plain: String = heading
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(200)
                .collect();
            let count = seen.entry(plain.to_lowercase()).or_insert(0);
            *count += 1;
            let plain = if *count > 1 {
                format!("{plain} ({count})")
            } else {
                plain
            };
            let content = self.cells.text(&plain);
            self.place(row, narrow(columns.len()), (look, Kind::Text, false), content)?;
            columns.push(TableColumn::new().set_header(plain));
        }
        let last = narrow(columns.len().saturating_sub(1));
        let table = Table::new()
            .set_name(name)
            .set_style(TableStyle::None)
            .set_columns(&columns);
        // The frame keeps a note of every cell of a table.
        self.worksheet.add_table(row, 0, row + 1, last, &table)?;
        let down_to = |below: u32| area((row, 0), (row + below, last));
        self.table = Some((down_to(1), down_to(rows.max(1))));
        Ok(())
    }

    /// How many lines a text needs in its column.
    fn measure(&mut self, row: u32, column: u16, text: &str, look: Look) {
        if matches!(look, Look::Title | Look::Remark | Look::Machine) {
            return;
        }
        let Some(width) = self.widths.get(&column) else { return };
        let room = if look == Look::Heading {
            width * 0.9 - 2.0
        } else {
            *width
        };
        // No letter takes less than a byte.
        if text.len() as f64 <= room && !text.contains('\n') {
            return;
        }
        let line = |line: &str| (line.chars().count() as f64 / room.max(1.0)).ceil().max(1.0) as usize;
        let lines: usize = match look {
            // A letter is about half as wide as a line is high.
            Look::Upright => text.chars().count().div_ceil(2),
            _ => text.split('\n').map(line).sum(),
        };
        if lines > 1 {
            let known = self.lines.entry(row).or_insert(1);
            *known = lines.min(MOST_LINES).max(*known);
        }
    }

    /// The sheet as a frame and what is filled in, with its heights.
    fn halves(mut self, about: &About) -> Result<Halves, XlsxError> {
        for (&row, lines) in &self.lines {
            let height = (*lines as f64 * LINE + 2.0).min(TALLEST);
            self.cells.height(row, height);
            // The frame works out where a note lies from the heights of all rows above.
            if row <= self.noted {
                self.worksheet.set_row_height(row, height)?;
            }
        }
        self.printed(about)?;
        for (column, (look, kind, quoted)) in (0..).zip(&self.styles) {
            let format = format(*look, *kind, *quoted);
            // Any text will do; a frame with texts has a place for ours.
            self.worksheet
                .write_string_with_format(self.cells.below(), column, "look", &format)?;
        }
        Ok(Halves {
            frame: self.worksheet,
            cells: self.cells,
            table: self.table,
        })
    }

    /// How it is printed.
    fn printed(&mut self, about: &About) -> Result<(), XlsxError> {
        let paper = match about.letter {
            true => 1,
            false => 9,
        };
        let title: String = about.title.chars().take(LONGEST_HEAD).collect();
        let title = without_codes(&title, ESCAPE).replace('&', "&&");
        self.worksheet
            .set_paper_size(paper)
            .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
            .set_header(format!("&L&8&\"-,Regular\"{title}"))
            .set_footer("&L&8&A&R&8&P / &N");
        let printed = |column: &u16| self.unprinted.is_none_or(|first| *column < first);
        let widths = self.widths.iter().filter(|(column, _)| printed(column));
        let wide: f64 = widths.map(|(_, width)| width).sum();
        if wide <= ON_A_PAGE * 100.0 / SMALLEST {
            // Programs that lack the usual letter make columns wider: no scale is sure to fit.
            self.worksheet.set_print_fit_to_pages(1, 0);
        } else {
            self.worksheet.set_print_scale(SMALLEST as u16);
            if self.pinned > 0 {
                self.worksheet.set_repeat_columns(0, self.pinned - 1)?;
            }
        }
        Ok(())
    }

    /// Puts a remark at a cell, shown when the mouse rests on it: what people wrote there, and what the program says.
    pub fn remark(&mut self, row: u32, column: u16, theirs: Option<&str>, ours: Option<&str>) -> Result<(), XlsxError> {
        let words = remarks::both(theirs, ours);
        if words.is_empty() {
            return Ok(());
        }
        let words = spelt(&words);
        let lines = words.lines().map(|line| line.chars().count() / 45 + 1).sum::<usize>();
        let height = u32::try_from(lines)
            .unwrap_or(u32::MAX)
            .saturating_mul(17)
            .saturating_add(12);
        let note = Note::new(fitting_in(Cow::Borrowed(&words), LONGEST_NOTE))
            .add_author_prefix(false)
            .set_width(330)
            .set_height(height.min(420));
        self.note(row, column, &note)
    }

    /// Puts a note at a cell.
    pub fn note(&mut self, row: u32, column: u16, note: &Note) -> Result<(), XlsxError> {
        self.noted = self.noted.max(row + NOTE);
        self.worksheet.insert_note(row, column, note)?;
        Ok(())
    }

    /// Hides a row.
    pub fn hide(&mut self, row: u32) {
        self.cells.hide(row);
    }

    /// Makes an area one cell, unless another one there is; corners by row and column.
    pub fn merge(&mut self, first: (u32, u16), last: (u32, u16)) -> Result<(), XlsxError> {
        let look = (Look::Plain, Kind::Text, false);
        let format = format(look.0, look.1, look.2);
        match self
            .worksheet
            .merge_range(first.0, first.1, last.0, last.1, "", &format)
        {
            Ok(_) => {}
            Err(XlsxError::MergeRangeOverlaps(..)) => return Ok(()),
            Err(error) => return Err(error),
        }
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                self.place(row, column, look, Content::Blank)?;
            }
        }
        Ok(())
    }

    /// The frame of the worksheet, for what only few sheets need. It holds no cells.
    pub fn inner(&mut self) -> &mut Worksheet {
        &mut self.worksheet
    }
}

/// A place as columns and looks are counted; there are never so many of them.
fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// A day as a spreadsheet stores it; before 1900 there is none.
pub fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
}

/// What a workbook says of itself.
pub struct About {
    /// Its title, above every printed page as well.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Whether it is printed on letter paper, not on A4.
    pub letter: bool,
}

impl About {
    /// A workbook without a known organisation, for A4.
    pub fn titled(title: &str, made_on: NaiveDate) -> Self {
        Self {
            title: title.to_owned(),
            author: String::new(),
            made_on,
            letter: false,
        }
    }
}

/// Text as the reader gives it back. A workbook has typed cells and needs no guard, but the reader lifts one wherever it stands:
/// text that begins like a guarded formula gets one more.
fn kept(text: &str) -> Cow<'_, str> {
    if unguard(text) == text {
        Cow::Borrowed(text)
    } else {
        guard(text)
    }
}

/// The text, or as much of it as fits into a cell, with a mark that it was cut.
fn fitting(text: Cow<'_, str>) -> Cow<'_, str> {
    fitting_in(text, LONGEST)
}

fn fitting_in(text: Cow<'_, str>, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest || text.encode_utf16().count() <= longest {
        return text;
    }
    let mut room = longest - CUT.len();
    let kept: String = text
        .chars()
        .take_while(|letter| {
            let fits = letter.len_utf16() <= room;
            room = room.saturating_sub(letter.len_utf16());
            fits
        })
        .collect();
    Cow::Owned(kept + CUT)
}
