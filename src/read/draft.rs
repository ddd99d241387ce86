//! A table in the making. In: cells as a file has them, in any order. Out: a [`Table`] with clean text, sorted, and
//! what was strange about single cells. Both ways of reading, workbooks and text, end here, so that the same table gives the same cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::refusal::Refusal;
use super::rows::MAX_COLUMNS;
use super::wire::Raw;
use super::{Area, Row, Table, Value};
use crate::diagnostic::{Code, Diagnostics};
use crate::message::sentence;
use crate::{formula_guard, text};

/// Merged areas on one sheet.
const MAX_MERGES: usize = 100_000;

/// Texts up to so many bytes are remembered: the cells of a column repeat few of them.
const REMEMBERED: usize = 200;

/// A table that still takes cells.
pub struct Draft {
    table: Table,
    texts: IndexMap<Box<str>, Cleaned>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
}

/// A text as it is shown.
#[derive(Clone)]
struct Cleaned {
    text: Arc<str>,
    /// Whether something that cannot be seen was in it.
    is_mended: bool,
}

impl Cleaned {
    fn of(raw: &str) -> Self {
        let cleaned = text::clean(formula_guard::unguard(raw));
        Self {
            text: cleaned.text.into(),
            is_mended: cleaned.removed > 0,
        }
    }
}

impl Draft {
    /// Begins a table.
    pub fn new(file: &Arc<str>, sheet: Option<&str>, hidden: bool) -> Self {
        Self {
            table: Table {
                file: file.clone(),
                sheet: sheet.map(|name| text::clean(name).text.replace('\n', " ").into()),
                hidden,
                rows: Vec::new(),
                merges: Vec::new(),
                comments: BTreeMap::new(),
                turned: false,
            },
            texts: IndexMap::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    /// Takes a cell of a workbook.
    pub fn cell(&mut self, row: u32, column: u32, raw: Raw, found: &mut Diagnostics) {
        let value = match raw {
            Raw::Text(text) => return self.text(row, column, &text, found),
            Raw::Number(bits) => self.number(row, column, f64::from_bits(bits), found),
            Raw::Bool(truth) => Value::Bool(truth),
            Raw::Date(date) => Value::Date(date),
            Raw::BadDate(shown) => Value::BadDate(text::clean(&shown).text.into()),
            Raw::Error(name) => self.error(row, column, &name, found),
            Raw::Uncalculated => self.uncalculated(row, column, found),
        };
        self.put(row, column, value);
    }

    /// Cells nearly always come in their order.
    fn put(&mut self, row: u32, column: u32, value: Value) {
        let rows = &mut self.table.rows;
        match rows.last_mut() {
            Some(last) if last.number == row => last.cells.push((column, value)),
            last => {
                // Most rows of a table have as many cells as the one above.
                let mut cells = Vec::with_capacity(last.as_ref().map_or(1, |last| last.cells.len()));
                cells.push((column, value));
                if let Some(last) = last {
                    last.cells.shrink_to_fit();
                }
                rows.push(Row {
                    number: row,
                    hidden: false,
                    cells,
                });
            }
        }
    }

    fn cleaned(&mut self, raw: &str) -> Cleaned {
        if raw.len() > REMEMBERED {
            return Cleaned::of(raw);
        }
        if let Some(known) = self.texts.get(raw) {
            return known.clone();
        }
        let cleaned = Cleaned::of(raw);
        self.texts.insert(raw.into(), cleaned.clone());
        cleaned
    }

    /// Takes a cell of text; one without visible text is blank.
    pub fn text(&mut self, row: u32, column: u32, raw: &str, found: &mut Diagnostics) {
        let cleaned = self.cleaned(raw);
        if cleaned.is_mended {
            found.add(
                Code::HiddenCharacters,
                Some(&self.table.locate(row, column)),
                "invisible or direction-changing characters were removed from the text",
                "retype the cell; such characters can make one name look like another",
            );
        }
        if cleaned.text.is_empty() {
            return;
        }
        let value = if is_error_name(&cleaned.text) {
            self.error(row, column, &cleaned.text, found)
        } else {
            Value::Text(cleaned.text)
        };
        self.put(row, column, value);
    }

    /// Takes a merged area; one that is no rectangle of a sheet is left out.
    ///
    /// # Errors
    /// A [`Refusal`] if there are more of them than an inventory can need.
    pub fn merge(&mut self, area: Area) -> Result<(), Refusal> {
        if self.table.merges.len() == MAX_MERGES {
            return Err(Refusal::too_much("has more than 100,000 merged areas on a sheet"));
        }
        if area.first.row <= area.last.row && area.first.column <= area.last.column {
            self.table.merges.push(area);
        }
        Ok(())
    }

    /// Takes what somebody remarked at a cell; what is remarked there once more stands below it.
    pub fn comment(&mut self, row: u32, column: u32, said: &str) {
        let said = text::clean(said).text;
        if said.is_empty() {
            return;
        }
        let known = self.table.comments.entry((row, column)).or_default();
        known.push_str(if known.is_empty() { "" } else { "\n" });
        known.push_str(&said);
    }

    /// Takes rows that a spreadsheet program does not show, first and last.
    pub fn hide_rows(&mut self, first: u32, last: u32) {
        self.hidden_rows.push((first, last));
    }

    /// Takes columns that a spreadsheet program does not show, first and last.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.push((first, last));
    }

    /// The finished table.
    ///
    /// # Errors
    /// A [`Refusal`] if a cell is there twice: no one can say which is meant.
    pub fn finish(mut self, found: &mut Diagnostics) -> Result<Table, Refusal> {
        self.sort()?;
        mark_hidden(&mut self.table, self.hidden_rows);
        report_hidden(&self.table, &self.hidden_columns, found);
        Ok(self.table)
    }

    /// Puts rows and cells into their order.
    fn sort(&mut self) -> Result<(), Refusal> {
        let in_order = |row: &Row| row.cells.is_sorted_by(|one, next| one.0 < next.0);
        let rows = &self.table.rows;
        if rows.is_sorted_by(|one, next| one.number < next.number) && rows.iter().all(in_order) {
            return Ok(());
        }
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for piece in std::mem::take(&mut self.table.rows) {
            let row = rows.entry(piece.number).or_insert_with(|| Row {
                number: piece.number,
                ..Row::default()
            });
            row.cells.extend(piece.cells);
        }
        for row in rows.values_mut() {
            row.cells.sort_by_key(|(column, _)| *column);
            let twice = row.cells.windows(2).find(|pair| pair[0].0 == pair[1].0);
            if let Some(pair) = twice {
                let cell = self.table.locate(row.number, pair[0].0).short();
                return Err(Refusal::damaged(sentence!("the cell {cell} is there twice", cell)));
            }
        }
        self.table.rows = rows.into_values().collect();
        Ok(())
    }

    /// A spreadsheet keeps 15 digits of a number. One with more is no longer what was typed, and must not serve as an id.
    fn number(&self, row: u32, column: u32, number: f64, found: &mut Diagnostics) -> Value {
        if number.abs() < 1e15 {
            return Value::Number(number);
        }
        found.add(
            Code::ErrorCell,
            Some(&self.table.locate(row, column)),
            "a number has more than 15 digits, of which a spreadsheet keeps only 15; it was not used",
            "if it is an id, format the cell as text and type it again",
        );
        Value::Error(number.to_string().into())
    }

    fn error(&self, row: u32, column: u32, name: &str, found: &mut Diagnostics) -> Value {
        found.add(
            Code::ErrorCell,
            Some(&self.table.locate(row, column)),
            sentence!("the cell holds the error {name} and counts as blank", name),
            "mend the formula, or type the value",
        );
        Value::Error(name.into())
    }

    fn uncalculated(&self, row: u32, column: u32, found: &mut Diagnostics) -> Value {
        found.add(
            Code::FormulaNotCalculated,
            Some(&self.table.locate(row, column)),
            "a formula has no stored result and counts as blank",
            "open the file in a spreadsheet program, save it, and run again",
        );
        Value::Uncalculated
    }
}

/// Whether a text is what a spreadsheet program shows for an error; text files and OpenDocument keep errors so.
fn is_error_name(text: &str) -> bool {
    const NAMES: [&str; 12] = [
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#GETTING_DATA",
    ];
    let libre_office = text
        .strip_prefix("Err:")
        .is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
    libre_office || NAMES.contains(&text)
}

fn mark_hidden(table: &mut Table, mut hidden: Vec<(u32, u32)>) {
    hidden.sort_unstable();
    let mut ranges = hidden.into_iter().peekable();
    for row in &mut table.rows {
        while ranges.peek().is_some_and(|(_, last)| *last < row.number) {
            ranges.next();
        }
        row.hidden = ranges.peek().is_some_and(|(first, _)| *first <= row.number);
    }
}

fn report_hidden(table: &Table, columns: &[(u32, u32)], found: &mut Diagnostics) {
    const HELP: &str = "unhide it to see what was read, or delete it if it should not count";
    if table.hidden && !table.rows.is_empty() {
        found.add(
            Code::HiddenContent,
            Some(&table.location()),
            "a hidden sheet was read like any other",
            HELP,
        );
    }
    for row in table.rows.iter().filter(|row| row.hidden) {
        let column = row.cells.first().map_or(0, |(column, _)| *column);
        found.add(
            Code::HiddenContent,
            Some(&table.locate(row.number, column)),
            "a row that is hidden or filtered out was read like any other",
            HELP,
        );
    }
    for (row, column) in hidden_column_heads(table, columns) {
        let message = "a hidden column was read like any other";
        found.add(Code::HiddenContent, Some(&table.locate(row, column)), message, HELP);
    }
}

/// The topmost filled cell of every hidden column.
fn hidden_column_heads(table: &Table, columns: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let hidden = covered(columns);
    let mut heads = BTreeMap::new();
    if !columns.is_empty() {
        let cells = table
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|(column, _)| (*column, row.number)));
        let is_hidden = |column: u32| hidden.get(column as usize).copied().unwrap_or(false);
        for (column, row) in cells.filter(|(column, _)| is_hidden(*column)) {
            heads.entry(column).or_insert(row);
        }
    }
    heads.into_iter().map(|(column, row)| (row, column)).collect()
}

/// Which columns some ranges cover. A file can name any number of wide ranges: each costs two steps, however wide it is.
fn covered(ranges: &[(u32, u32)]) -> Vec<bool> {
    let mut steps = vec![0_i64; MAX_COLUMNS as usize + 1];
    for (first, last) in ranges
        .iter()
        .filter(|(first, last)| first <= last && *first < MAX_COLUMNS)
    {
        steps[*first as usize] += 1;
        steps[(*last).min(MAX_COLUMNS - 1) as usize + 1] -= 1;
    }
    let mut open = 0;
    let covered = steps.iter().map(|step| {
        open += step;
        open > 0
    });
    covered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_columns_are_told_however_the_ranges_lie() {
        let covered = covered(&[(3, 5), (1, 1), (4, 9), (7, 2), (16_380, u32::MAX), (20_000, 30_000)]);
        let hidden: Vec<usize> = (0..covered.len()).filter(|column| covered[*column]).collect();
        assert_eq!(hidden, [1, 3, 4, 5, 6, 7, 8, 9, 16_380, 16_381, 16_382, 16_383]);
    }
}
