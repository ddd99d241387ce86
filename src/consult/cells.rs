//! Answers that are about cells. In: an answer with its cells. Out: the tables with the answer in these cells, as if it had been typed there.

use crate::diagnostic::{CellRef, cell_area};
use crate::error::Error;
use crate::inventory::{ANSWERED_MODEL, name_key};
use crate::message::sentence;
use crate::read::{Row, Table, Value, Workbook};

use super::answers::{Answer, BELOW, Kind};

/// Writes an answer into its cells.
///
/// # Errors
/// [`Error::Config`] if the sheet or the cells are not there any more.
pub fn follow(answer: &Answer, workbook: &mut Workbook) -> Result<(), Error> {
    let gone = || {
        Error::config(
            &answer.place,
            sentence!("the answer is about {cells}, which is not there", cells = answer.cells),
            "delete the answer, or make the file once more with --xlsx",
        )
    };
    let (sheet, cells) = answer.cells.rsplit_once('!').ok_or_else(gone)?;
    let of_sheet = |table: &&mut Table| {
        table.file == answer.file
            && table
                .sheet
                .as_deref()
                .is_some_and(|name| name_key(name) == name_key(sheet))
    };
    let table = workbook.tables.iter_mut().find(of_sheet).ok_or_else(gone)?;
    let (cells, heading) = cells.split_once(BELOW).unwrap_or((cells, ""));
    if let Some((cell, _)) = cell_area(heading) {
        put(table, cell, Value::Text(ANSWERED_MODEL.into()));
    }
    for cell in listed(cells).ok_or_else(gone)? {
        let old = table.rows.iter().find(|row| row.number == cell.row);
        let old = old.and_then(|row| row.get(cell.column)).cloned();
        if let Some(new) = written(answer, old.as_ref()) {
            put(table, cell, new);
        }
    }
    Ok(())
}

/// What the cell holds with the answer; nothing if it speaks of something else by now.
fn written(answer: &Answer, old: Option<&Value>) -> Option<Value> {
    match (&answer.kind, old) {
        (Kind::System, Some(Value::Text(text))) => {
            let new = replaced(text, &answer.about, &answer.words())?;
            Some(Value::Text(new.into()))
        }
        (Kind::Day, Some(_)) => Some(answer.said.clone()),
        (Kind::Model, _) => Some(Value::Text(answer.words().into())),
        _ => None,
    }
}

/// A text with one word in it replaced, where the word stands alone between separators.
fn replaced(text: &str, word: &str, new: &str) -> Option<String> {
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let (place, _) = text.match_indices(word).find(|(place, _)| {
        alone(text[..*place].chars().next_back()) && alone(text[place + word.len()..].chars().next())
    })?;
    Some(format!("{}{new}{}", &text[..place], &text[place + word.len()..]))
}

/// The cells of `C7, C9:C12`.
fn listed(cells: &str) -> Option<Vec<CellRef>> {
    let mut all = Vec::new();
    for run in cells.split(',') {
        let (first, last) = cell_area(run)?;
        let rows = (first.row..=last.row).take(1 << 20);
        all.extend(rows.map(|row| CellRef { row, ..first }));
    }
    Some(all)
}

/// Types a value into a cell.
pub fn put(table: &mut Table, cell: CellRef, value: Value) {
    let place = table.rows.partition_point(|row| row.number < cell.row);
    if table.rows.get(place).is_none_or(|row| row.number != cell.row) {
        table.rows.insert(
            place,
            Row {
                number: cell.row,
                hidden: false,
                cells: Vec::new(),
            },
        );
    }
    let cells = &mut table.rows[place].cells;
    match cells.binary_search_by_key(&cell.column, |(column, _)| *column) {
        Ok(place) => cells[place].1 = value,
        Err(place) => cells.insert(place, (cell.column, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_they_are_written() {
        let cells = listed("C7, AA9:AA11").unwrap();
        let shown: Vec<String> = cells.iter().map(CellRef::to_string).collect();
        assert_eq!(shown, ["C7", "AA9", "AA10", "AA11"]);
        assert!(listed("C0").is_none() && listed("7").is_none() && listed("C").is_none());
    }

    #[test]
    fn a_word_is_replaced_where_it_stands_alone() {
        assert_eq!(
            replaced("Bot; Chatbot", "Bot", "AI-1").as_deref(),
            Some("AI-1; Chatbot")
        );
        assert_eq!(
            replaced("Chatbot; Bot", "Bot", "AI-1").as_deref(),
            Some("Chatbot; AI-1")
        );
        assert_eq!(replaced("Chatbot", "Bot", "AI-1"), None);
    }
}
