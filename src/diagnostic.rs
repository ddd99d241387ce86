//! What is wrong or doubtful in the input, as data. In: a code, a place, two sentences (with their values, so
//! that any language can tell them). Out: the same, shown by `check`,
//! printed in the report, and kept in the snapshot. It never stops a run, and it never prints by itself.

use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Message, ToValue, Value};
use crate::names::names;

mod ask;
mod codes;
mod places;

pub use ask::Ask;
pub use codes::Code;
pub use places::{Run, in_line, runs};

/// One cell, counted from zero, shown as a spreadsheet shows it (`B14`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, counted from zero.
    pub row: u32,
    /// Column, counted from zero.
    pub column: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

impl ToValue for CellRef {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

/// The letters a spreadsheet shows above a column: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The number of a column by its letters, counted from zero; none for letters that no spreadsheet has.
pub fn column_number(letters: &str) -> Option<u32> {
    let digit = |letter: char| {
        letter
            .is_ascii_uppercase()
            .then(|| u32::from(letter) - u32::from('A') + 1)
    };
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number = letters
        .chars()
        .try_fold(0, |sum, letter| Some(sum * 26 + digit(letter)?))?;
    Some(number - 1)
}

/// The first and the last cell of an area such as `A1:F20`, or of a single cell.
pub fn cell_area(area: &str) -> Option<(CellRef, CellRef)> {
    let cell = |name: &str| {
        let split = name.find(|c: char| c.is_ascii_digit())?;
        let row: u32 = name[split..].parse().ok()?;
        Some(CellRef {
            row: row.checked_sub(1)?,
            column: column_number(&name[..split])?,
        })
    };
    let area = area.trim();
    match area.split_once(':') {
        Some((first, last)) => Some((cell(first)?, cell(last)?)),
        None => cell(area).map(|only| (only, only)),
    }
}

/// Where something stands: file, sheet (a CSV has none), and cell or whole sheet. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file's name, without its folder.
    pub file: Arc<str>,
    /// The sheet's name; `None` for a CSV file.
    pub sheet: Option<Arc<str>>,
    /// The cell; `None` when the whole sheet or file is meant.
    pub cell: Option<CellRef>,
}

impl Location {
    /// The short form, as the snapshot's `source` has it: `Controls!B14`, or `controls.csv!B14` for a file without sheets.
    pub fn short(&self) -> String {
        let table = self.sheet.as_deref().unwrap_or(&self.file);
        match self.cell {
            Some(cell) => format!("{table}!{cell}"),
            None => table.to_owned(),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " > {sheet}")?;
        }
        if let Some(cell) = self.cell {
            write!(f, " > {cell}")?;
        }
        Ok(())
    }
}

names! {
    /// How much a diagnostic matters to the figures.
    Level in "level" {
        /// Something was left out or judged without a value: the figures may be wrong until it is mended.
        Warning = "warning",
        /// Worth knowing; the figures stand.
        Note = "note",
    }
}

/// One thing that is wrong or doubtful, with all the cells it concerns grouped behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// What was found, with the value in question.
    pub message: Message,
    /// What to do about it.
    pub help: Message,
    /// How many cells (or rows, or sheets) it concerns.
    pub count: usize,
    /// Those places, cells below each other as one (`file > sheet > F12:F40`); at most [`Diagnostic::PLACES`] entries.
    pub at: Vec<String>,
}

impl Diagnostic {
    /// How many places are listed before "and N more".
    pub const PLACES: usize = 20;

    /// A finding at one place, or at none in particular.
    pub fn new(code: Code, at: Option<&Location>, message: impl Into<Message>, help: impl Into<Message>) -> Self {
        Self {
            code,
            level: code.level(),
            message: message.into(),
            help: help.into(),
            count: 1,
            at: at.map(Location::to_string).into_iter().collect(),
        }
    }

    /// How many places are not listed.
    pub fn unlisted(&self) -> usize {
        let rows = |cell: &str| {
            cell.trim_start_matches(|c: char| c.is_ascii_uppercase())
                .parse::<usize>()
                .ok()
        };
        let cells = |place: &String| {
            let (_, cells) = place.rsplit_once(" > ")?;
            let (first, last) = cells.split_once(':')?;
            Some(rows(last)?.saturating_sub(rows(first)?) + 1)
        };
        let listed: usize = self.at.iter().map(|place| cells(place).unwrap_or(1)).sum();
        self.count.saturating_sub(listed)
    }
}

/// A finding while the run lasts: with every place, and what can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The finding as it goes on record.
    pub told: Diagnostic,
    /// Its places, at most [`Finding::PLACES`].
    pub places: Vec<Location>,
    /// What a person can answer so that it goes away.
    pub ask: Option<Ask>,
}

impl Finding {
    /// So many places are kept; no inventory that is worked on has more.
    pub const PLACES: usize = 20_000;

    fn settled(mut self) -> Self {
        if !self.places.is_empty() {
            let runs = runs(&self.places);
            self.told.at = runs.iter().take(Diagnostic::PLACES).map(Run::to_string).collect();
        }
        self
    }
}

/// A list of findings in the order they were made; equal findings at several places become one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Finding>,
    /// The places of findings by the hash of what they say.
    position: IndexMap<u64, Vec<usize>>,
}

/// The hash of what is written.
#[derive(Default)]
struct Hashed(DefaultHasher);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

impl Finding {
    /// The hash of what it says, however that is put together.
    fn hash(&self) -> u64 {
        let mut hashed = Hashed::default();
        self.told.code.hash(&mut hashed.0);
        _ = write!(hashed, "{}\n{}", self.told.message, self.told.help);
        hashed.0.finish()
    }

    fn says_as(&self, other: &Self) -> bool {
        let (one, other_told) = (&self.told, &other.told);
        one.code == other_told.code
            && one.message == other_told.message
            && one.help == other_told.help
            && self.ask == other.ask
    }
}

impl Diagnostics {
    /// Adds a finding. One with the same code, message and help is counted on the earlier one.
    pub fn push(&mut self, new: Diagnostic) {
        self.take(Finding {
            told: new,
            places: Vec::new(),
            ask: None,
        });
    }

    /// Records a finding at a place.
    pub fn add(&mut self, code: Code, at: Option<&Location>, message: impl Into<Message>, help: impl Into<Message>) {
        self.record(code, at, message, help, None);
    }

    /// Records a finding that goes away once a question is answered.
    pub fn ask(
        &mut self,
        code: Code,
        at: Option<&Location>,
        message: impl Into<Message>,
        help: impl Into<Message>,
        ask: Ask,
    ) {
        self.record(code, at, message, help, Some(ask));
    }

    fn record(
        &mut self,
        code: Code,
        at: Option<&Location>,
        message: impl Into<Message>,
        help: impl Into<Message>,
        ask: Option<Ask>,
    ) {
        self.take(Finding {
            told: Diagnostic::new(code, None, message, help),
            places: at.cloned().into_iter().collect(),
            ask,
        });
    }

    /// The first places stand for all of them until they are put into words together.
    fn take(&mut self, mut new: Finding) {
        let places = self.position.entry(new.hash()).or_default();
        let earlier = places.iter().find(|place| self.found[**place].says_as(&new));
        match earlier {
            Some(&place) => {
                let earlier = &mut self.found[place];
                earlier.told.count += new.told.count;
                let room = Diagnostic::PLACES.saturating_sub(earlier.told.at.len());
                let told = new.told.at.into_iter();
                let places = new.places.iter().filter(|_| told.len() == 0).map(Location::to_string);
                let at: Vec<String> = places.take(room).collect();
                earlier.told.at.extend(told.take(room).chain(at));
                let room = Finding::PLACES.saturating_sub(earlier.places.len());
                earlier.places.extend(new.places.into_iter().take(room));
            }
            None => {
                if new.told.at.is_empty() {
                    let places = new.places.iter().take(Diagnostic::PLACES);
                    new.told.at.extend(places.map(Location::to_string));
                }
                places.push(self.found.len());
                self.found.push(new);
            }
        }
    }

    /// Takes over the findings of a stage, and gives its result.
    pub fn keep<T>(&mut self, stage: Warned<T>) -> T {
        self.extend(stage.diagnostics);
        stage.value
    }

    /// Takes over the findings of another stage.
    pub fn extend(&mut self, others: Self) {
        others.found.into_iter().for_each(|found| self.take(found));
    }

    /// The findings for the record, warnings before notes, otherwise in the order of [`Code::ALL`] and as they were found.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        self.into_findings().into_iter().map(|found| found.told).collect()
    }

    /// The same, with every place and what can be answered.
    pub fn into_findings(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|f| (f.told.level, f.told.code));
        self.found.into_iter().map(Finding::settled).collect()
    }

    /// Goes through the findings as they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().map(|found| &found.told)
    }
}

/// A stage's result together with what it found doubtful on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What was found on the way.
    pub diagnostics: Diagnostics,
}
