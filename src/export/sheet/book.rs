//! Worksheets as the bytes of a workbook. In: worksheets without their rows, and the rows. Out: a workbook. `rust_xlsxwriter` makes
//! the frame: looks, drop-downs, remarks, tables, charts, print. The rows are filled in as they are compressed, so that no sheet
//! ever stands in memory as markup.

use std::io::{Cursor, Read, Write};

use indexmap::IndexSet;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::cells::{Cells, write_texts};
use super::{About, ESCAPE, Sheet, excel_date, without_codes};

/// Where the frame has its worksheets, and the end of their names.
const SHEET: (&str, &str) = ("xl/worksheets/sheet", ".xml");
/// Where it has its tables.
const TABLE: (&str, &str) = ("xl/tables/table", ".xml");
/// Where it has its texts.
const TEXTS: &str = "xl/sharedStrings.xml";
/// How hard the parts are compressed, 1 to 9: higher takes much longer and saves little.
const EFFORT: i64 = 4;

/// A worksheet in two parts.
pub struct Halves {
    /// The frame. Its row [`Cells::below`] the last one holds one cell for each look, in their order.
    pub frame: Worksheet,
    /// What is filled in.
    pub cells: Cells,
    /// The area of its table in the frame, and the one it is to have.
    pub table: Option<(String, String)>,
}

/// The sheets as the bytes of a workbook.
pub fn workbook(sheets: Vec<Sheet>, about: &About) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(without_codes(&about.title, ESCAPE))
        .set_author(without_codes(&about.author, ESCAPE))
        .set_creation_datetime(&excel_date(about.made_on)?);
    workbook.set_properties(&properties);
    let (mut rows, mut tables) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let Halves { frame, cells, table } = sheet.halves(about)?;
        workbook.push_worksheet(frame);
        rows.push(cells);
        tables.extend(table);
    }
    fill(&workbook.save_to_buffer()?, rows, &tables)
}

/// The frame with the rows in it.
fn fill(frame: &[u8], rows: Vec<Cells>, tables: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut frame = ZipArchive::new(Cursor::new(frame))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(EFFORT));
    let mut texts = IndexSet::new();
    let mut count = 0;
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    for place in 0..frame.len() {
        let name = frame.by_index_raw(place)?.name()?.into_owned();
        let part = |frame: &mut ZipArchive<_>| part(frame, place);
        if let Some(mut cells) = numbered(&name, SHEET).and_then(|nth| rows.get_mut(nth)?.take()) {
            out.start_file(name, options)?;
            count += cells.count_texts();
            let shared = cells.share(&mut texts);
            fill_sheet(&part(&mut frame)?, &cells, &shared, &mut out)?;
        } else if let Some((framed, whole)) = numbered(&name, TABLE).and_then(|nth| tables.get(nth)) {
            out.start_file(name, options)?;
            out.write_all(part(&mut frame)?.replace(framed, whole).as_bytes())?;
        } else if name == TEXTS {
            out.start_file(name, options)?;
            write_texts(&texts, count, &mut out)?;
        } else {
            out.raw_copy_file(frame.by_index_raw(place)?)?;
        }
    }
    Ok(out.finish()?.into_inner())
}

/// Which of its kind a part is, counted from zero.
fn numbered(name: &str, (before, behind): (&str, &str)) -> Option<usize> {
    let number: usize = name.strip_prefix(before)?.strip_suffix(behind)?.parse().ok()?;
    number.checked_sub(1)
}

fn part(frame: &mut ZipArchive<Cursor<&[u8]>>, place: usize) -> Result<String, XlsxError> {
    let mut text = String::new();
    frame.by_index(place)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Writes a worksheet: the frame's markup around its rows, and ours in their place.
fn fill_sheet(frame: &str, cells: &Cells, texts: &[usize], out: &mut impl Write) -> Result<(), XlsxError> {
    const DIMENSION: &str = "<dimension ref=\"";
    let unlike = || XlsxError::ParameterError("the frame of a worksheet is not laid out as expected".to_owned());
    let (head, rest) = frame.split_once(DIMENSION).ok_or_else(unlike)?;
    let (_, rest) = rest.split_once('"').ok_or_else(unlike)?;
    let (middle, rest) = rest.split_once("<sheetData").ok_or_else(unlike)?;
    let (framed, tail) = match rest.strip_prefix("/>") {
        Some(tail) => ("", tail),
        None => rest.split_once("</sheetData>").ok_or_else(unlike)?,
    };
    write!(out, "{head}{DIMENSION}{}\"{middle}<sheetData>", cells.area())?;
    cells.write(&styles(framed, cells.below()), texts, out)?;
    write!(out, "</sheetData>{tail}")?;
    Ok(())
}

/// Which number each look of a sheet has in the workbook, by the row of the frame that holds one cell for each.
fn styles(framed: &str, row: u32) -> Vec<&str> {
    let begins = format!("<row r=\"{}\"", row + 1);
    let (_, row) = framed.split_once(&begins).unwrap_or_default();
    let (row, _) = row.split_once("</row>").unwrap_or_default();
    let cells = row.split("<c ").skip(1);
    cells.map(|cell| style(cell).unwrap_or("0")).collect()
}

/// The number of the look of a cell of the frame.
fn style(cell: &str) -> Option<&str> {
    let (tag, _) = cell.split_once('>')?;
    let (_, number) = tag.split_once(" s=\"")?;
    Some(number.split_once('"')?.0)
}
