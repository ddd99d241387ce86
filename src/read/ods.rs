//! OpenDocument spreadsheets into messages, inside the limited process. In: the `content.xml` of a package, as it streams. Out: its
//! cells. Nothing is kept but the row at hand, so that a few bytes that claim millions of cells cost nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::dates;
use super::markup::{self, attribute, count};
use super::refusal::Refusal;
use super::rows::Rows;
use super::wire::{Message, Raw};

/// Reads an OpenDocument package that has been looked through.
///
/// # Errors
/// A [`Refusal`] if its contents break off or contradict themselves.
pub fn read(bytes: &[u8], rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let content = archive.by_name("content.xml").map_err(|_| broken())?;
    let mut book = Book {
        xml: markup::reader(BufReader::new(content)),
        buffer: Vec::new(),
    };
    let mut hidden = BTreeSet::new();
    let mut found = false;
    let mut style = String::new();
    while let Some(tag) = book.next_start()? {
        match tag.local_name().as_ref() {
            "style" => style = attribute(&tag, "name").unwrap_or_default().into_owned(),
            "table-properties" if attribute(&tag, "display").as_deref() == Some("false") => {
                hidden.insert(style.clone());
            }
            "table" => {
                let name = attribute(&tag, "name").unwrap_or_default();
                let is_hidden = attribute(&tag, "style-name").is_some_and(|style| hidden.contains(style.as_ref()));
                rows.begin(&name, is_hidden)?;
                found = true;
                table(&mut book, rows)?;
                rows.end()?;
            }
            _ => {}
        }
    }
    if found { Ok(()) } else { Err(broken()) }
}

/// A document and the place in it.
struct Book<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Book<R> {
    /// The next thing in the document; its end is an error.
    fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) | Err(_) => Err(broken()),
            Ok(event) => Ok(event),
        }
    }

    /// The next tag that opens; none at the document's end.
    fn next_start(&mut self) -> Result<Option<BytesStart<'static>>, Refusal> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => return Ok(Some(tag.into_owned())),
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => {}
                Err(_) => return Err(broken()),
            }
        }
    }

    /// Passes over the rest of the element that was just opened.
    fn skip(&mut self) -> Result<(), Refusal> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Everything up to the table's end; a table within a cell belongs to that cell and is passed over with it.
fn table<R: BufRead>(book: &mut Book<R>, rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let (mut row, mut column) = (0_u32, 0_u32);
    loop {
        let tag = match book.next()? {
            Event::Start(tag) => tag.into_owned(),
            Event::End(tag) if tag.local_name().as_ref() == "table" => return Ok(()),
            _ => continue,
        };
        match tag.local_name().as_ref() {
            "table-column" => {
                let end = column.saturating_add(count(&tag, "number-columns-repeated").ok_or_else(broken)?);
                if is_out_of_sight(&tag) {
                    rows.say(&Message::HiddenColumns(column, end.saturating_sub(1)))?;
                }
                column = end;
            }
            "table-row" => row = table_row(book, &tag, row, rows)?,
            // Drawings over the cells, changes kept for undoing: no cells of this table.
            "shapes" | "tracked-changes" | "named-expressions" | "forms" => book.skip()?,
            _ => {}
        }
    }
}

fn is_out_of_sight(tag: &BytesStart<'_>) -> bool {
    matches!(attribute(tag, "visibility").as_deref(), Some("collapse" | "filter"))
}

/// One row, as often as it is repeated; returns the number of the row after it.
fn table_row<R: BufRead>(
    book: &mut Book<R>,
    tag: &BytesStart<'_>,
    row: u32,
    rows: &mut Rows<'_, impl Write>,
) -> Result<u32, Refusal> {
    let end = row.saturating_add(count(tag, "number-rows-repeated").ok_or_else(broken)?);
    let cells = row_cells(book, row, rows)?;
    if cells.is_empty() || end == row {
        return Ok(end);
    }
    if is_out_of_sight(tag) {
        rows.say(&Message::HiddenRows(row, end - 1))?;
    }
    let filled: u64 = cells.iter().map(|(first, last, _)| u64::from(last - first)).sum();
    rows.repeat(filled.saturating_mul(u64::from(end - row)) - (cells.len() as u64).min(filled))?;
    for number in row..end {
        for (first, last, raw) in &cells {
            for column in *first..*last {
                rows.cell((number, column), Some(raw.clone()))?;
            }
        }
    }
    Ok(end)
}

/// The filled cells of a row: first column, column after the last, value.
fn row_cells<R: BufRead>(
    book: &mut Book<R>,
    row: u32,
    rows: &mut Rows<'_, impl Write>,
) -> Result<Vec<(u32, u32, Raw)>, Refusal> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    loop {
        let tag = match book.next()? {
            Event::Start(tag) => tag.into_owned(),
            Event::End(tag) if tag.local_name().as_ref() == "table-row" => return Ok(cells),
            _ => continue,
        };
        if !matches!(tag.local_name().as_ref(), "table-cell" | "covered-table-cell") {
            book.skip()?;
            continue;
        }
        let end = column.saturating_add(count(&tag, "number-columns-repeated").ok_or_else(broken)?);
        let mut remark = String::new();
        let text = cell_text(book, Some(&mut remark))?;
        rows.comment((row, column), &remark)?;
        cells.extend(value(&tag, text)?.map(|raw| (column, end, raw)));
        say_merge(&tag, row, column, rows)?;
        column = end;
    }
}

fn say_merge(tag: &BytesStart<'_>, row: u32, column: u32, rows: &mut Rows<'_, impl Write>) -> Result<(), Refusal> {
    let spanned = |name| count(tag, name).filter(|count| *count > 0).ok_or_else(broken);
    let (down, right) = (spanned("number-rows-spanned")?, spanned("number-columns-spanned")?);
    if down == 1 && right == 1 {
        return Ok(());
    }
    let last = |first: u32, count: u32| first.saturating_add(count - 1);
    rows.say(&Message::Merge([row, column, last(row, down), last(column, right)]))
}

/// The paragraphs of a cell without its drawings; those of its annotation, which is no text of the cell, go into the remark.
fn cell_text<R: BufRead>(book: &mut Book<R>, mut remark: Option<&mut String>) -> Result<String, Refusal> {
    let mut text = String::new();
    let (mut depth, mut paragraphs) = (1_u32, 0_u32);
    // Text counts only within a paragraph: files written with line breaks between their tags hold blanks elsewhere.
    let mut paragraph_depth = 0;
    while depth > 0 {
        let (mut skipped, mut annotated) = (false, false);
        match book.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "annotation" if remark.is_some() => annotated = true,
                "annotation" | "frame" | "custom-shape" | "table" => skipped = true,
                "p" => {
                    text.extend((paragraphs > 0).then_some('\n'));
                    paragraphs += 1;
                    depth += 1;
                    paragraph_depth = depth;
                }
                "s" => {
                    depth += 1;
                    let blanks = count(&tag, "c").ok_or_else(broken)?;
                    text.extend((0..blanks.min(32_768)).map(|_| ' '));
                }
                name @ ("tab" | "line-break") => {
                    depth += 1;
                    text.push(if name == "tab" { '\t' } else { '\n' });
                }
                _ => depth += 1,
            },
            Event::End(_) => {
                paragraph_depth = if depth == paragraph_depth { 0 } else { paragraph_depth };
                depth -= 1;
            }
            Event::Text(piece) if paragraph_depth > 0 => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if paragraph_depth > 0 => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(piece) if paragraph_depth > 0 => text.push(markup::reference(&piece).ok_or_else(broken)?),
            _ => {}
        }
        if skipped {
            book.skip()?;
        }
        if let Some(remark) = remark.as_deref_mut().filter(|_| annotated) {
            let said = cell_text(book, None)?;
            remark.push_str(&said);
        }
    }
    Ok(text)
}

/// What a cell holds, by the type it declares. A formula without a type was never calculated.
fn value(tag: &BytesStart<'_>, text: String) -> Result<Option<Raw>, Refusal> {
    let mut types = tag
        .attributes()
        .flatten()
        .filter(|a| a.key.local_name().as_ref() == "value-type");
    if types.any(|a| a.value.as_ref() == "error") {
        return Ok(Some(Raw::Error(if text.is_empty() { "#N/A".to_owned() } else { text })));
    }
    let stated = |name| attribute(tag, name).ok_or_else(broken);
    let kind = attribute(tag, "value-type");
    Ok(match kind.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let number: f64 = stated("value")?.parse().map_err(|_| broken())?;
            Some(Raw::Number(number.to_bits()))
        }
        Some("date") => Some(dates::iso(stated("date-value")?.into_owned())),
        Some("time") => Some(Raw::BadDate(text)),
        Some("boolean") => Some(Raw::Bool(stated("boolean-value")?.eq_ignore_ascii_case("true"))),
        None if attribute(tag, "formula").is_some() && text.is_empty() => Some(Raw::Uncalculated),
        _ => Some(
            attribute(tag, "string-value")
                .filter(|_| text.is_empty())
                .map_or(text, Cow::into_owned),
        )
        .filter(|t| !t.is_empty())
        .map(Raw::Text),
    })
}

fn broken() -> Refusal {
    Refusal::damaged("its contents break off or contradict themselves")
}
