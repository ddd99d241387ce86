//! Places as people read them. In: the cells of a finding. Out: one entry for each run of cells below each other, sheet by
//! sheet: `E66`, `F12:F40`.

use std::fmt;
use std::sync::Arc;

use super::{CellRef, Location};

/// Cells below each other, or a whole sheet or file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet's name; `None` for a text file.
    pub sheet: Option<Arc<str>>,
    /// The first and the last cell; `None` when the whole sheet or file is meant.
    pub cells: Option<(CellRef, CellRef)>,
}

impl Run {
    /// How many places it stands for.
    pub fn count(&self) -> usize {
        self.cells
            .map_or(1, |(first, last)| (last.row.saturating_sub(first.row) as usize) + 1)
    }

    /// The cells alone: `E66` or `F12:F40`.
    pub fn cells(&self) -> String {
        match self.cells {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first}:{last}"),
            None => String::new(),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " > {sheet}")?;
        }
        match self.cells {
            Some(_) => write!(f, " > {}", self.cells()),
            None => Ok(()),
        }
    }
}

/// The runs of some places: sheets in the order in which they come, and in each the columns from left to right.
pub fn runs(places: &[Location]) -> Vec<Run> {
    let mut tables: Vec<(&Arc<str>, &Option<Arc<str>>)> = Vec::new();
    for place in places {
        if !tables.contains(&(&place.file, &place.sheet)) {
            tables.push((&place.file, &place.sheet));
        }
    }
    let mut runs = Vec::new();
    for (file, sheet) in tables {
        let here = places.iter().filter(|p| &p.file == file && &p.sheet == sheet);
        let mut cells: Vec<Option<CellRef>> = here.map(|p| p.cell).collect();
        cells.sort_by_key(|cell| cell.map(|c| (c.column, c.row)));
        cells.dedup();
        let first = runs.len();
        for cell in cells {
            match (runs[first..].last_mut(), cell) {
                (
                    Some(Run {
                        cells: Some((_, last)), ..
                    }),
                    Some(cell),
                ) if follows(*last, cell) => *last = cell,
                _ => runs.push(Run {
                    file: file.clone(),
                    sheet: sheet.clone(),
                    cells: cell.map(|c| (c, c)),
                }),
            }
        }
    }
    runs
}

fn follows(last: CellRef, next: CellRef) -> bool {
    last.column == next.column && last.row + 1 == next.row
}

/// Runs in one line, the sheet named once: `Controls!E66, E277, F12:F40; Systems!B4`.
pub fn in_line(runs: &[Run]) -> String {
    let mut line = String::new();
    let mut before: Option<&Run> = None;
    for run in runs {
        let same = before.is_some_and(|b| b.file == run.file && b.sheet == run.sheet);
        let table = run.sheet.as_deref().unwrap_or(&run.file);
        match (before.is_some(), same) {
            (true, true) => line.push_str(", "),
            (true, false) => line.push_str("; "),
            (false, _) => {}
        }
        match (same, run.cells.is_some()) {
            (true, _) => line.push_str(&run.cells()),
            (false, true) => line.push_str(&format!("{table}!{}", run.cells())),
            (false, false) => line.push_str(table),
        }
        before = Some(run);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(sheet: &str, cell: Option<(u32, u32)>) -> Location {
        Location {
            file: Arc::from("b.xlsx"),
            sheet: Some(Arc::from(sheet)),
            cell: cell.map(|(row, column)| CellRef { row, column }),
        }
    }

    #[test]
    fn cells_below_each_other_become_a_range_and_a_sheet_is_named_once() {
        let places = [
            place("Controls", Some((11, 5))),
            place("Controls", Some((65, 4))),
            place("Systems", Some((3, 1))),
            place("Controls", Some((12, 5))),
            place("Controls", Some((276, 4))),
            place("Controls", Some((13, 5))),
            place("Notes", None),
        ];
        let runs = runs(&places);
        assert_eq!(in_line(&runs), "Controls!E66, E277, F12:F14; Systems!B4; Notes");
        assert_eq!(runs.iter().map(Run::count).sum::<usize>(), places.len());
        assert_eq!(runs[2].to_string(), "b.xlsx > Controls > F12:F14");
    }

    #[test]
    fn cells_beside_each_other_or_with_one_left_out_are_no_range() {
        let places = [
            place("A", Some((0, 0))),
            place("A", Some((0, 1))),
            place("A", Some((2, 1))),
        ];
        assert_eq!(in_line(&runs(&places)), "A!A1, B1, B3");
    }
}
