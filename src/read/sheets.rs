//! What a reading process said, as tables. In: its messages, one by one. Out: the kind of file and its tables. The process may have been
//! led astray by the file it read, so its word is checked once more.

use std::sync::Arc;

use super::draft::Draft;
use super::kind::Kind;
use super::refusal::Refusal;
use super::rows::{self, MAX_COLUMNS, MAX_ROWS};
use super::wire::Message;
use super::{Area, Table};
use crate::diagnostic::{CellRef, Code, Diagnostics, Location, Warned};
use crate::message::{Message as Sentence, sentence};
use crate::text;

/// The tables of a file, while they are told.
pub struct Sheets {
    file: Arc<str>,
    kind: Option<Kind>,
    tables: Vec<Table>,
    draft: Option<Draft>,
    found: Diagnostics,
    /// Why nothing that is said any more can be used.
    broken: Option<Refusal>,
}

impl Sheets {
    /// Nothing of a file so far.
    pub fn of(file: &Arc<str>) -> Self {
        Self {
            file: file.clone(),
            kind: None,
            tables: Vec::new(),
            draft: None,
            found: Diagnostics::default(),
            broken: None,
        }
    }

    /// Takes what is said next.
    pub fn take(&mut self, message: Message) {
        if self.broken.is_none() {
            self.broken = self.understand(message).err();
        }
    }

    /// The kind of file, and its tables.
    ///
    /// # Errors
    /// A [`Refusal`] if what was said contradicts itself.
    pub fn finish(mut self) -> Result<Warned<(Kind, Vec<Table>)>, Refusal> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        self.end()?;
        Ok(Warned {
            value: (self.kind.ok_or_else(nonsense)?, self.tables),
            diagnostics: self.found,
        })
    }

    fn understand(&mut self, message: Message) -> Result<(), Refusal> {
        match (message, self.kind, &mut self.draft) {
            (Message::Kind(kind), None, _) => self.kind = Some(kind),
            (_, None, _) => return Err(nonsense()),
            (Message::Sheet(name, hidden), ..) => {
                self.end()?;
                self.draft = Some(Draft::new(&self.file, Some(&name), hidden));
            }
            (Message::Passed(sheet, what), ..) => report_passed(&self.file, &sheet, &what, &mut self.found),
            (message, _, Some(draft)) => take(message, draft, &mut self.found)?,
            _ => return Err(Refusal::damaged("reading it gave cells without a sheet")),
        }
        Ok(())
    }

    /// Ends the sheet that is being told.
    fn end(&mut self) -> Result<(), Refusal> {
        let draft = self.draft.take();
        let finished = draft.map(|draft| draft.finish(&mut self.found)).transpose()?;
        self.tables.extend(finished);
        Ok(())
    }
}

fn nonsense() -> Refusal {
    Refusal::damaged("reading it gave nothing sensible")
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
