//! What a reading process said, as tables. In: its messages. Out: the kind of file and its tables. The process may have been led astray by
//! the file it read, so its word is checked once more.

use std::sync::Arc;

use super::draft::Draft;
use super::kind::Kind;
use super::refusal::Refusal;
use super::rows::{self, MAX_COLUMNS, MAX_ROWS};
use super::wire::Message;
use super::{Area, Table};
use crate::diagnostic::{CellRef, Code, Diagnostics, Location};
use crate::message::{Message as Sentence, sentence};
use crate::text;

/// Turns messages into tables.
///
/// # Errors
/// A [`Refusal`] if they contradict themselves.
pub fn read(messages: Vec<Message>, file: &Arc<str>, found: &mut Diagnostics) -> Result<(Kind, Vec<Table>), Refusal> {
    let mut messages = messages.into_iter();
    let Some(Message::Kind(kind)) = messages.next() else {
        return Err(Refusal::damaged("reading it gave nothing sensible"));
    };
    let mut tables = Vec::new();
    let mut draft: Option<Draft> = None;
    for message in messages {
        match (message, &mut draft) {
            (Message::Sheet(name, hidden), draft) => {
                let finished = draft.replace(Draft::new(file, Some(&name), hidden));
                tables.extend(finished.map(|draft| draft.finish(found)).transpose()?);
            }
            (Message::Passed(sheet, what), _) => report_passed(file, &sheet, &what, found),
            (message, Some(draft)) => take(message, draft, found)?,
            (_, None) => return Err(Refusal::damaged("reading it gave cells without a sheet")),
        }
    }
    tables.extend(draft.map(|draft| draft.finish(found)).transpose()?);
    Ok((kind, tables))
}

fn take(message: Message, draft: &mut Draft, found: &mut Diagnostics) -> Result<(), Refusal> {
    match message {
        Message::Row(row, cells) => {
            for (column, raw) in cells {
                inside(row, column)?;
                draft.cell(row, column, raw, found);
            }
        }
        Message::Merge([top, left, bottom, right]) => {
            inside(bottom, right)?;
            let corner = |row, column| CellRef { row, column };
            draft.merge(Area {
                first: corner(top, left),
                last: corner(bottom, right),
            })?;
        }
        Message::Comment(row, column, said) => {
            inside(row, column)?;
            draft.comment(row, column, &said);
        }
        Message::HiddenRows(first, last) => draft.hide_rows(first, last),
        Message::HiddenColumns(first, last) => draft.hide_columns(first, last),
        _ => {}
    }
    Ok(())
}

fn inside(row: u32, column: u32) -> Result<(), Refusal> {
    if row < MAX_ROWS && column < MAX_COLUMNS {
        Ok(())
    } else {
        Err(rows::outside())
    }
}

fn report_passed(file: &Arc<str>, sheet: &str, what: &Sentence, found: &mut Diagnostics) {
    let place = Location {
        file: file.clone(),
        sheet: Some(text::clean(sheet).text.replace('\n', " ").into()),
        cell: None,
    };
    found.add(
        Code::SheetUnread,
        Some(&place),
        sentence!("the sheet is {what} and holds no cells", what),
        "nothing to do, unless the inventory is on it",
    );
}
