//! The cells of one worksheet, packed. In: cells, mostly from top to bottom. Out: the rows of its markup. A register of ten thousand
//! systems has millions of cells, so each is kept in a few bytes, and text that repeats is kept once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use indexmap::IndexSet;
use rust_xlsxwriter::XlsxError;

use crate::diagnostic::column_letters;

/// The most rows of a worksheet.
const ROWS: u32 = 1_048_576;
/// The most columns of a worksheet.
const COLUMNS: u16 = 16_384;

/// What stands in a cell; texts and formulas by their places.
#[derive(Clone, Copy)]
pub enum Content {
    /// Nothing but a look.
    Blank,
    /// A text.
    Text(u32),
    /// A number, finite.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A formula.
    Formula(u32),
}

/// A cell in its place.
struct Placed {
    row: u32,
    column: u16,
    /// The place of its look among those of the sheet.
    style: u16,
    content: Content,
}

/// A formula, and what it shows until it is calculated.
struct Formula {
    formula: Box<str>,
    shown: Box<str>,
}

/// The cells of a sheet, by row and column.
#[derive(Default)]
pub struct Cells {
    cells: Vec<Placed>,
    texts: IndexSet<Box<str>>,
    formulas: Vec<Formula>,
    /// Heights in points, where they are not the usual one.
    heights: BTreeMap<u32, f64>,
    hidden: BTreeSet<u32>,
}

impl Cells {
    /// Puts a cell in its place; one that was there gives way.
    ///
    /// # Errors
    /// If a worksheet has no such place.
    pub fn put(&mut self, row: u32, column: u16, style: u16, content: Content) -> Result<(), XlsxError> {
        if row >= ROWS || column >= COLUMNS {
            return Err(XlsxError::RowColumnLimitError);
        }
        let cell = Placed {
            row,
            column,
            style,
            content,
        };
        if self
            .cells
            .last()
            .is_none_or(|last| (last.row, last.column) < (row, column))
        {
            self.cells.push(cell);
            return Ok(());
        }
        match self
            .cells
            .binary_search_by_key(&(row, column), |placed| (placed.row, placed.column))
        {
            Ok(place) => self.cells[place] = cell,
            Err(place) => self.cells.insert(place, cell),
        }
        Ok(())
    }

    /// A text as content.
    pub fn text(&mut self, text: &str) -> Content {
        if text.is_empty() {
            return Content::Blank;
        }
        let place = match self.texts.get_index_of(text) {
            Some(place) => place,
            None => self.texts.insert_full(text.into()).0,
        };
        Content::Text(narrow(place))
    }

    /// A number as content; what is none in a spreadsheet stands as a word.
    pub fn number(&mut self, number: f64) -> Content {
        match number.is_finite() {
            true => Content::Number(number),
            false => self.text(&number.to_string()),
        }
    }

    /// A formula as content.
    pub fn formula(&mut self, formula: &str, shown: &str) -> Content {
        let place = self.formulas.len();
        let formula = formula.trim_start_matches('=').into();
        self.formulas.push(Formula {
            formula,
            shown: shown.into(),
        });
        Content::Formula(narrow(place))
    }

    /// Sets the height of a row in points.
    pub fn height(&mut self, row: u32, points: f64) {
        self.heights.insert(row, points);
    }

    /// Hides a row.
    pub fn hide(&mut self, row: u32) {
        self.hidden.insert(row);
    }

    /// The row below the last one.
    pub fn below(&self) -> u32 {
        self.cells.last().map_or(0, |last| last.row + 1)
    }

    /// The upper left and the lower right cell there are, as a spreadsheet names such an area.
    pub fn area(&self) -> String {
        let columns = || self.cells.iter().map(|cell| cell.column);
        let (Some(first), Some(last)) = (self.cells.first(), self.cells.last()) else {
            return "A1".to_owned();
        };
        let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        area((first.row, left), (last.row, right))
    }

    /// Moves its texts to those of the whole workbook; where each went.
    pub fn share(&mut self, all: &mut IndexSet<Box<str>>) -> Vec<usize> {
        let texts = std::mem::take(&mut self.texts).into_iter();
        texts.map(|text| all.insert_full(text).0).collect()
    }

    /// How many cells hold text.
    pub fn count_texts(&self) -> usize {
        let texts = self
            .cells
            .iter()
            .filter(|cell| matches!(cell.content, Content::Text(_)));
        texts.count()
    }

    /// Writes the rows; `styles` and `texts` say which numbers looks and texts have in the whole workbook.
    pub fn write(&self, styles: &[&str], texts: &[usize], out: &mut impl Write) -> io::Result<()> {
        let last = self.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
        let letters: Vec<String> = (0..=u32::from(last)).map(column_letters).collect();
        let styles: Vec<String> = styles.iter().map(|style| format!(" s=\"{style}\"")).collect();
        let mut line = String::new();
        for cells in self.cells.chunk_by(|one, next| one.row == next.row) {
            line.clear();
            let number = (cells[0].row + 1).to_string();
            self.open_row(cells[0].row, &number, &mut line);
            for cell in cells {
                line.push_str("<c r=\"");
                line.push_str(&letters[usize::from(cell.column)]);
                line.push_str(&number);
                line.push('"');
                line.push_str(&styles[usize::from(cell.style)]);
                self.write_content(cell.content, texts, &mut line);
            }
            line.push_str("</row>");
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn open_row(&self, row: u32, number: &str, line: &mut String) {
        line.push_str("<row r=\"");
        line.push_str(number);
        line.push('"');
        if let Some(points) = self.heights.get(&row) {
            // A row is as many dots high as fit, four for three points.
            let height = (points * 4.0 / 3.0).round() * 0.75;
            _ = write!(line, " ht=\"{height}\" customHeight=\"1\"");
        }
        if self.hidden.contains(&row) {
            line.push_str(" hidden=\"1\"");
        }
        line.push('>');
    }

    fn write_content(&self, content: Content, texts: &[usize], line: &mut String) {
        _ = match content {
            Content::Blank => write!(line, "/>"),
            Content::Text(place) => write!(line, " t=\"s\"><v>{}</v></c>", texts[place as usize]),
            Content::Number(number) => write!(line, "><v>{number}</v></c>"),
            Content::Bool(truth) => write!(line, " t=\"b\"><v>{}</v></c>", u8::from(truth)),
            Content::Formula(place) => {
                let Formula { formula, shown } = &self.formulas[place as usize];
                line.push_str(" t=\"str\"><f>");
                escape(formula, line);
                line.push_str("</f><v>");
                escape(shown, line);
                write!(line, "</v></c>")
            }
        };
    }
}

/// An area as a spreadsheet names it; the corners by row and column, counted from zero.
pub fn area(first: (u32, u16), last: (u32, u16)) -> String {
    let cell = |(row, column): (u32, u16)| format!("{}{}", column_letters(u32::from(column)), row + 1);
    match first == last {
        true => cell(first),
        false => format!("{}:{}", cell(first), cell(last)),
    }
}

/// The texts of a workbook, which its cells name by number; `count` of the cells do.
pub fn write_texts(texts: &IndexSet<Box<str>>, count: usize, out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         count=\"{count}\" uniqueCount=\"{}\">",
        texts.len()
    )?;
    let mut line = String::new();
    for text in texts {
        line.clear();
        line.push_str(match text.starts_with(SPACES) || text.ends_with(SPACES) {
            true => "<si><t xml:space=\"preserve\">",
            false => "<si><t>",
        });
        escape(text, &mut line);
        line.push_str("</t></si>");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"</sst>")
}

/// What a reader of XML would drop at the ends of a text.
const SPACES: [char; 3] = ['\t', '\n', ' '];

/// The text as markup. What XML cannot hold is written as spreadsheets do, `_x000B_`; text that looks so already is told from it.
fn escape(text: &str, line: &mut String) {
    for (place, letter) in text.char_indices() {
        match letter {
            '&' => line.push_str("&amp;"),
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '_' if is_escape(&text[place..]) => line.push_str("_x005F_"),
            '\t' | '\n' => line.push(letter),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => _ = write!(line, "_x{:04X}_", u32::from(letter)),
            _ => line.push(letter),
        }
    }
}

/// Whether a text begins like `_x000B_`.
pub fn is_escape(text: &str) -> bool {
    let Some(code) = text.as_bytes().get(..7) else {
        return false;
    };
    code.starts_with(b"_x") && code[2..6].iter().all(u8::is_ascii_hexdigit) && code[6] == b'_'
}

/// No worksheet has so many cells that their number would not fit.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &Cells, texts: &[usize]) -> String {
        let mut out = Vec::new();
        cells.write(&["0", "7"], texts, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_stand_in_order_whatever_the_order_they_came_in_and_the_last_one_counts() {
        let mut cells = Cells::default();
        let text = cells.text("a");
        cells.put(2, 1, 0, Content::Number(2.5)).unwrap();
        cells.put(0, 27, 1, Content::Bool(true)).unwrap();
        cells.put(2, 0, 0, text).unwrap();
        cells.put(2, 1, 1, Content::Blank).unwrap();
        cells.hide(2);
        cells.height(2, 32.0);
        let expected = "<row r=\"1\"><c r=\"AB1\" s=\"7\" t=\"b\"><v>1</v></c></row>\
                        <row r=\"3\" ht=\"32.25\" customHeight=\"1\" hidden=\"1\"><c r=\"A3\" s=\"0\" t=\"s\"><v>9</v></c><c r=\"B3\" s=\"7\"/></row>";
        assert_eq!(written(&cells, &[9]), expected);
        assert_eq!((cells.area(), cells.below()), ("A1:AB3".to_owned(), 3));
    }

    #[test]
    fn a_text_that_repeats_is_kept_once_and_what_markup_cannot_hold_is_spelt() {
        let (mut one, mut other, mut all) = (Cells::default(), Cells::default(), IndexSet::new());
        let places = ["b", "a", "b"].map(|text| one.text(text));
        assert!(matches!(places, [Content::Text(0), Content::Text(1), Content::Text(0)]));
        other.text(" a<&\u{B}_x0041_ _x_");
        other.text("a");
        assert_eq!((one.share(&mut all), other.share(&mut all)), (vec![0, 1], vec![2, 1]));
        let mut out = Vec::new();
        write_texts(&all, 4, &mut out).unwrap();
        let written = String::from_utf8(out).unwrap();
        let expected = "<si><t>b</t></si><si><t>a</t></si><si><t xml:space=\"preserve\"> a&lt;&amp;_x000B__x005F_x0041_ _x_</t></si></sst>";
        assert!(written.ends_with(expected), "{written}");
    }

    #[test]
    fn there_is_no_place_beyond_a_worksheet() {
        let mut cells = Cells::default();
        assert!(cells.put(ROWS, 0, 0, Content::Blank).is_err() && cells.put(0, COLUMNS, 0, Content::Blank).is_err());
    }
}
