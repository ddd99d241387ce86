//! A worksheet that is safe to open: text stays text, dates are dates, nothing is locked. In: cells and how they should look.
//! Out: a worksheet of `rust_xlsxwriter`. What stands in the cells is the business of the sheets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Url, Workbook};
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::formula_guard::{guard, is_formula_like, unguard};
use crate::read::Value;

/// The longest text that a cell can hold, in UTF-16 units.
const LONGEST: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = " [cut]";

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
            Value::Text(text) | Value::BadDate(text) | Value::Error(text) => Self::text(text),
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

/// How a cell looks. Colour is never the only sign: the word stands in the cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Plain, wrapped, at the top.
    Plain,
    /// Heading of a column.
    Heading,
    /// Title of a sheet.
    Title,
    /// A remark below a title.
    Remark,
    /// To be filled in.
    ToFill,
    /// Worst of four.
    Red,
    /// Second of four.
    Orange,
    /// Third of four.
    Yellow,
    /// Best of four.
    Green,
    /// Read, in a workbook as it was understood.
    Used,
    /// Not read.
    PassedOver,
    /// For the program, not for people.
    Machine,
}

impl Look {
    /// The fill colour, if it has one.
    pub fn fill(self) -> Option<Color> {
        match self {
            Self::Plain | Self::Title | Self::Remark | Self::Machine => None,
            Self::Used => Some(Color::RGB(0xEAF4EA)),
            Self::PassedOver => Some(Color::RGB(0xEEEEEE)),
            Self::Heading => Some(Color::RGB(0x1F3A5F)),
            Self::ToFill => Some(Color::RGB(0xFFF8DC)),
            Self::Red => Some(Color::RGB(0xF4B6B0)),
            Self::Orange => Some(Color::RGB(0xFAD7A8)),
            Self::Yellow => Some(Color::RGB(0xFBF0B2)),
            Self::Green => Some(Color::RGB(0xCDE8CF)),
        }
    }

    fn format(self) -> Format {
        let base = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let filled = match self.fill() {
            Some(colour) => base.set_background_color(colour),
            None => base,
        };
        match self {
            Self::Heading => filled
                .set_bold()
                .set_font_color(Color::White)
                .set_border_bottom(FormatBorder::Thin),
            Self::Title => Format::new().set_bold().set_font_size(14),
            Self::PassedOver => filled.set_font_color(Color::RGB(0x666666)),
            Self::Machine => base_of_machine(),
            Self::Remark => Format::new().set_italic().set_font_color(Color::RGB(0x555555)),
            _ => filled,
        }
    }
}

fn base_of_machine() -> Format {
    Format::new()
        .set_align(FormatAlign::Top)
        .set_font_color(Color::RGB(0x999999))
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
    formats: BTreeMap<(Look, Kind, bool), Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Date,
    Count,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(Self {
            worksheet,
            formats: BTreeMap::new(),
        })
    }

    /// Writes a cell.
    pub fn put(&mut self, row: u32, column: u16, cell: &Cell, look: Look) -> Result<(), XlsxError> {
        match cell {
            Cell::Blank if look == Look::Plain => {}
            Cell::Blank => {
                let format = self.format(look, Kind::Text, false);
                self.worksheet.write_blank(row, column, &format)?;
            }
            Cell::Text(text) => {
                let format = self.format(look, Kind::Text, is_formula_like(text));
                self.worksheet
                    .write_string_with_format(row, column, fitting(&kept(text)), &format)?;
            }
            Cell::Date(day) => self.put_date(row, column, *day, look)?,
            Cell::Count(number) => {
                let format = self.format(look, Kind::Count, false);
                self.worksheet.write_number_with_format(row, column, *number, &format)?;
            }
            Cell::Number(number) => {
                let format = self.format(look, Kind::Text, false);
                self.worksheet.write_number_with_format(row, column, *number, &format)?;
            }
            Cell::Bool(truth) => {
                let format = self.format(look, Kind::Text, false);
                self.worksheet.write_boolean_with_format(row, column, *truth, &format)?;
            }
            Cell::Link { to, shown } => {
                let url = Url::new(format!("internal:{to}")).set_text(shown);
                self.worksheet.write_url(row, column, url)?;
            }
        }
        Ok(())
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

    /// The same where the headings are said in the words of a language.
    pub fn head_in_words(&mut self, row: u32, columns: &[Column], headings: &[String]) -> Result<(), XlsxError> {
        for ((place, column), heading) in (0..).zip(columns).zip(headings) {
            self.put(row, place, &Cell::text(heading), Look::Heading)?;
            self.worksheet.set_column_width(place, column.width)?;
            if !column.help.is_empty() {
                let note = Note::new(column.help)
                    .add_author_prefix(false)
                    .set_width(320)
                    .set_height(110);
                self.worksheet.insert_note(row, place, &note)?;
            }
        }
        self.worksheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
        Ok(())
    }

    /// Puts a remark at a cell, shown when the mouse rests on it.
    pub fn remark(&mut self, row: u32, column: u16, words: &str) -> Result<(), XlsxError> {
        const MOST: usize = 1_500;
        let words: String = words.chars().take(MOST).collect();
        let lines = words.lines().map(|line| line.chars().count() / 45 + 1).sum::<usize>();
        let note = Note::new(words)
            .add_author_prefix(false)
            .set_width(330)
            .set_height((lines as u32 * 17 + 12).min(420));
        self.worksheet.insert_note(row, column, &note)?;
        Ok(())
    }

    /// The worksheet itself, for what only few sheets need.
    pub fn inner(&mut self) -> &mut Worksheet {
        &mut self.worksheet
    }

    fn put_date(&mut self, row: u32, column: u16, day: NaiveDate, look: Look) -> Result<(), XlsxError> {
        let Ok(date) = excel_date(day) else {
            return self.put(row, column, &Cell::text(day.to_string()), look);
        };
        let format = self.format(look, Kind::Date, false);
        self.worksheet.write_datetime_with_format(row, column, &date, &format)?;
        Ok(())
    }

    fn format(&mut self, look: Look, kind: Kind, quoted: bool) -> Format {
        let make = || {
            let format = match kind {
                Kind::Text => look.format(),
                Kind::Date => look.format().set_num_format("yyyy-mm-dd"),
                Kind::Count => look.format().set_num_format("0"),
            };
            if quoted { format.set_quote_prefix() } else { format }
        };
        self.formats.entry((look, kind, quoted)).or_insert_with(make).clone()
    }
}

/// A day as a spreadsheet stores it; before 1900 there is none.
pub fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
}

/// The sheets as the bytes of a workbook that was made on a given day.
pub fn workbook(sheets: Vec<Sheet>, title: &str, made_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&excel_date(made_on)?);
    workbook.set_properties(&properties);
    for sheet in sheets {
        workbook.push_worksheet(sheet.worksheet);
    }
    workbook.save_to_buffer()
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
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut room = LONGEST - CUT.len();
    let kept: String = text
        .chars()
        .take_while(|letter| {
            let fits = letter.len_utf16() <= room;
            room = room.saturating_sub(letter.len_utf16());
            fits
        })
        .collect();
    kept + CUT
}
