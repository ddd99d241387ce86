//! Text files with one record a line. In: decoded text. Out: one table, and the lines that do not fit it. The delimiter is the one
//! that cuts most lines into the same number of fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};

use super::draft::Draft;
use super::refusal::Refusal;
use super::rows::{MAX_CELLS, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS};
use super::{Table, encoding};
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::message::sentence;

const DELIMITERS: [u8; 4] = *b",;\t|";
/// So many records show which delimiter a file uses.
const SAMPLE: usize = 200;
/// A field with more lines than this has swallowed the rest of the file.
const MAX_LINES: usize = 200;

/// Reads a text file.
///
/// # Errors
/// A [`Refusal`] if it is no table of text, or a quotation mark is never closed.
pub fn read(bytes: &[u8], file: &Arc<str>, found: &mut Diagnostics) -> Result<Table, Refusal> {
    let decoded = encoding::decode(bytes);
    refuse_binary(&decoded.text)?;
    report_encoding(&decoded, file, found);
    let (text, delimiter) = match announced(&decoded.text) {
        Some((delimiter, rest)) => (rest, delimiter),
        None => (decoded.text.as_str(), delimiter(&decoded.text)),
    };
    let records = records(text, delimiter)?;
    let mut draft = Draft::new(file, None, false);
    for record in &records {
        for (column, field) in &record.fields {
            draft.text(record.row, *column, field, found);
        }
    }
    let table = draft.finish(found)?;
    report_ragged(&table, &records, found);
    Ok(table)
}

/// One record of a file.
struct Record {
    /// The row in which a spreadsheet program shows it.
    row: u32,
    /// How many fields it has.
    width: usize,
    /// Those that hold something, with their columns: a file can be nothing but delimiters.
    fields: Vec<(u32, String)>,
}

fn refuse_binary(text: &str) -> Result<(), Refusal> {
    let head = || text.chars().take(4096);
    let odd = head()
        .filter(|c| *c == '\0' || *c == '\u{FFFD}' || (c.is_control() && !c.is_whitespace()))
        .count();
    if odd * 20 > head().count() {
        return Err(Refusal::new(
            "is neither a spreadsheet nor a text table",
            "name a workbook (.xlsx, .xls, .ods ...) or a CSV file",
        ));
    }
    Ok(())
}

fn report_encoding(decoded: &encoding::Decoded, file: &Arc<str>, found: &mut Diagnostics) {
    let place = Location {
        file: file.clone(),
        sheet: None,
        cell: None,
    };
    if let Some(encoding) = decoded.guessed {
        let message = sentence!(
            "the file does not say how its letters are stored; it was read as {encoding}",
            encoding
        );
        found.add(
            Code::EncodingGuessed,
            Some(&place),
            message,
            "if accents look wrong, save the file as \"CSV UTF-8\"",
        );
    }
    if decoded.lost > 0 {
        let message = sentence!(
            one: "{n} character could not be read and shows as �",
            other: "{n} characters could not be read and show as �",
            n = decoded.lost
        );
        found.add(
            Code::EncodingGuessed,
            Some(&place),
            message,
            "save the file as \"CSV UTF-8\" in a spreadsheet program",
        );
    }
}

/// Excel's own way to say the delimiter: a first line such as `sep=;`, which it does not show.
fn announced(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_matches('"');
    let delimiter = first
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("sep="))
        .and(first.as_bytes().get(4))?;
    (first.len() == 5 && delimiter.is_ascii()).then_some((*delimiter, rest))
}

/// The delimiter that gives the most even table.
fn delimiter(text: &str) -> u8 {
    let mut best = (0.0, b',');
    for delimiter in DELIMITERS {
        let score = evenness(text, delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// How well a delimiter cuts the first records into the same number of fields; more fields count a little more.
fn evenness(text: &str, delimiter: u8) -> f64 {
    let mut widths: BTreeMap<usize, u32> = BTreeMap::new();
    let mut reader = reader(text, delimiter);
    for record in reader.byte_records().take(SAMPLE).flatten() {
        *widths.entry(record.len()).or_default() += 1;
    }
    let total: u32 = widths.values().sum();
    let score = |(width, count): (&usize, &u32)| {
        let share = f64::from(*count) / f64::from(total);
        share * share * f64::from(u32::try_from(*width).unwrap_or(u32::MAX)).ln()
    };
    widths.iter().map(score).fold(0.0, f64::max)
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .from_reader(text.as_bytes())
}

/// All records with the rows they stand in; blank lines take up a row too.
fn records(text: &str, delimiter: u8) -> Result<Vec<Record>, Refusal> {
    let mut reader = reader(text, delimiter);
    let mut records = Vec::new();
    let mut record = ByteRecord::new();
    let (mut row, mut start, mut line, mut cells) = (0, 0, 1, 0);
    while reader
        .read_byte_record(&mut record)
        .map_err(|_| Refusal::damaged("a line cannot be read"))?
    {
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let raw = text.get(start..end).unwrap_or_default();
        let blank = raw.len() - raw.trim_start_matches('\n').len();
        row += u32::try_from(blank).unwrap_or(MAX_ROWS);
        let fields = fields(&record, line + blank)?;
        if end == text.len() && !closes(raw.trim_start_matches('\n').as_bytes(), delimiter) {
            return Err(unclosed(line + blank));
        }
        cells += fields.len();
        if row >= MAX_ROWS || cells > MAX_CELLS {
            return Err(Refusal::too_much(
                "has more than 1,048,576 lines or 1,000,000 filled cells",
            ));
        }
        let width = record.len();
        records.push(Record { row, width, fields });
        line += raw.matches('\n').count();
        start = end;
        row += 1;
    }
    Ok(records)
}

fn fields(record: &ByteRecord, line: usize) -> Result<Vec<(u32, String)>, Refusal> {
    if record.len() > MAX_COLUMNS as usize {
        return Err(Refusal::too_much(sentence!(
            "has more than 16,384 fields in line {line}",
            line
        )));
    }
    let swallowed = |field: &str| {
        field.matches('\n').count() > MAX_LINES
            || (field.len() > MAX_CHARACTERS && field.chars().count() > MAX_CHARACTERS)
    };
    let fields: Vec<(u32, String)> = (0..)
        .zip(record)
        .filter(|(_, field)| !field.is_empty())
        .map(|(column, field)| (column, String::from_utf8_lossy(field).into_owned()))
        .collect();
    if fields.iter().any(|(_, field)| swallowed(field)) {
        return Err(Refusal::new(
            sentence!(
                "has a field in line {line} that is longer than any cell can be; a quotation mark is probably never closed",
                line
            ),
            "open it in a text editor, close the quotation mark in or before that line, and save it",
        ));
    }
    Ok(fields)
}

fn unclosed(line: usize) -> Refusal {
    Refusal::new(
        sentence!(
            "has a quotation mark in the record of line {line} that is never closed, so that the lines after it are lost",
            line
        ),
        "open it in a text editor, close the quotation mark, and save it",
    )
}

/// Whether every quoted field of a record ends.
fn closes(raw: &[u8], delimiter: u8) -> bool {
    let (mut quoted, mut field_start) = (false, true);
    let mut rest = raw.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' if quoted && rest.peek() == Some(&b'"') => drop(rest.next()),
            b'"' if quoted => quoted = false,
            b'"' if field_start => quoted = true,
            _ => {}
        }
        field_start = !quoted && (byte == delimiter || byte == b'\n');
    }
    !quoted
}

/// Names the lines with another number of fields than the headings: in them a value may have slipped into a neighbour's column.
fn report_ragged(table: &Table, records: &[Record], found: &mut Diagnostics) {
    let usual = usual_width(records);
    let is_usual = |record: &&Record| record.width == usual;
    let after_titles = || records.iter().skip_while(|record| !is_usual(record));
    // Blank fields at the end are padding, unless a line shows that delimiters stand inside values.
    let overflows = after_titles().any(|record| filled(record) > usual);
    for record in after_titles().filter(|record| !is_usual(record)) {
        let filled = filled(record);
        let short = record.width < usual;
        if filled == 0 || (!short && filled <= usual && !overflows) {
            continue;
        }
        let message = sentence!(one: "the line has {n} field where the headings have {usual}", other: "the line has {n} fields where the headings have {usual}", n = record.width, usual);
        let column = u32::try_from(filled - 1).unwrap_or(0);
        let help = "check the line: a delimiter inside a value needs quotation marks around the value";
        found.add(Code::RaggedRow, Some(&table.locate(record.row, column)), message, help);
    }
}

/// How many fields a line has up to the last one that holds something.
fn filled(record: &Record) -> usize {
    let last = record.fields.iter().rev().find(|(_, field)| !field.trim().is_empty());
    last.map_or(0, |(column, _)| *column as usize + 1)
}

/// The number of fields of the first line that fills all of its fields, as a line of headings does; else of most lines, and of two
/// equally frequent numbers the larger.
fn usual_width(records: &[Record]) -> usize {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for record in records {
        *widths.entry(record.width).or_default() += 1;
    }
    let is_filled = |(_, field): &(u32, String)| !field.trim().is_empty();
    let whole = |record: &&Record| {
        record.width > 2 && record.fields.len() == record.width && record.fields.iter().all(is_filled)
    };
    let heading = records.iter().find(whole).map(|record| record.width);
    let most = widths
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .map_or(0, |(width, _)| width);
    heading.unwrap_or(most)
}
