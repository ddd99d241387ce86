//! What is wrong or doubtful in the input, as data. In: a code, a place, two sentences. Out: the same, shown by `check`,
//! printed in the report, and kept in the snapshot. It never stops a run, and it never prints by itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names::names;

mod ask;
mod places;

pub use ask::Ask;
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
    let (first, last) = area.trim().split_once(':').unwrap_or((area.trim(), area.trim()));
    Some((cell(first)?, cell(last)?))
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

macro_rules! codes {
    ($($name:ident = $text:literal, $level:ident, $meaning:literal;)*) => {
        names! {
            /// The closed list of what can be wrong or doubtful.
            Code {
                $(
                    #[doc = $meaning]
                    $name = $text,
                )*
            }
        }

        impl Code {
            /// One line of meaning.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning),* }
            }

            /// How much it matters.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level),* }
            }
        }
    };
}

codes! {
    // Reading the files.
    KindMismatch = "kind-mismatch", Note, "The file's name says another format than its content; the content was followed.";
    OldFormat = "old-format", Note, "An old binary spreadsheet format (.xls, .xlsb): read, but some details cannot be seen in it.";
    EncodingGuessed = "encoding-guessed", Note, "A text file is not UTF-8; its encoding was told from its bytes.";
    HiddenContent = "hidden-content", Note, "A hidden sheet, row or column was read like any other.";
    SheetUnread = "sheet-unread", Warning, "A sheet could not be read, or holds no cells that can be read (a chart, a dialog).";
    SheetPassedOver = "sheet-passed-over", Note, "A sheet holds no table that the report needs.";
    ErrorCell = "error-cell", Warning, "A cell holds a spreadsheet error (#N/A, #REF! ...) and counts as blank.";
    FormulaNotCalculated = "formula-not-calculated", Warning, "A formula has no stored result: open and save the file in a spreadsheet program.";
    HiddenCharacters = "hidden-characters", Warning, "Invisible or direction-changing characters were removed from a text.";
    RaggedRow = "ragged-row", Warning, "A line of a text file has more or fewer fields than its header.";
    // Understanding the tables.
    HeaderGuessed = "header-guessed", Note, "A column was recognised by a close spelling or by its values, not by its header.";
    ColumnAmbiguous = "column-ambiguous", Warning, "Two columns could mean the same thing; the named one was used.";
    ColumnPassedOver = "column-passed-over", Note, "A column was not needed or not understood.";
    HeadingMissing = "heading-missing", Warning, "A column holds values, but has no heading; they were not used.";
    ColumnMissing = "column-missing", Warning, "A column that the analysis needs is not in the table.";
    ControlsMissing = "controls-missing", Warning, "No table says who owns which duty, so every duty that is ours counts as unowned.";
    SecondTable = "second-table", Warning, "A sheet holds a further table that was not read.";
    RowSkipped = "row-skipped", Warning, "A row could not be used; the message says why.";
    NoteRow = "note-row", Note, "A title, total, note or repeated header row inside a table was passed over.";
    ExampleRow = "example-row", Note, "An example row of the starter workbook was ignored.";
    MergedCells = "merged-cells", Note, "A merged cell's value was used for every row it spans.";
    // Understanding the values.
    UnknownValue = "unknown-value", Warning, "A value was not recognised and does not count.";
    UnknownModel = "unknown-model", Warning, "A deployment model was not recognised.";
    UnknownDomain = "unknown-domain", Warning, "A security domain was not recognised; the row does not count for it.";
    OptionUnused = "option-unused", Warning, "An option or a setting leads nowhere, or only in part; the message says why.";
    SystemByName = "system-by-name", Note, "A table without a column for systems is called after one; its rows were taken as that system's.";
    NobodyAnswers = "nobody-answers", Warning, "Somebody works on a duty (R), but nobody of ours answers for it (A): it has no owner from this row.";
    SeveralAccountable = "several-accountable", Note, "Several people answer for one duty.";
    ReferenceMapped = "reference-mapped", Note, "A number of another framework was read as the security domain that is its main counterpart.";
    ReferenceRelated = "reference-related", Warning, "A number of another framework has to do with a security domain, but is not its counterpart; the row does not count for it.";
    UnknownSystem = "unknown-system", Warning, "A control refers to a system, unit or model that is not in the inventory.";
    AmbiguousDate = "ambiguous-date", Warning, "A date can be read as day/month or month/day; it was not used.";
    ImplausibleDate = "implausible-date", Warning, "A date is not a date, or lies outside 1990 to 2100; it was not used.";
    DuplicateId = "duplicate-id", Warning, "Two systems have the same id; they are told apart by name, and one got a number behind it.";
    ListedTwice = "listed-twice", Warning, "Two lists hold the same systems; the visible, later list rules, and they count once.";
    NumericId = "numeric-id", Note, "An id is stored as a number; leading zeros or digits may have been lost in the spreadsheet.";
    // Judging the systems and controls.
    ModelInferred = "model-inferred", Note, "The deployment model was inferred from a product or name; confirm it.";
    ModelUnclear = "model-unclear", Warning, "The deployment model is not stated and the text leaves several; the system stays unclassified.";
    ImpactUnknown = "impact-unknown", Warning, "Neither criticality nor classification is known; impact 2 was assumed.";
    ClassificationInferred = "classification-inferred", Note, "Personal data without a classification counts as confidential.";
    OwnerPlaceholder = "owner-placeholder", Warning, "What stands where an owner should is no plain name of a person, a role, a team or a mailbox: it means nobody.";
    OwnerIsTeam = "owner-is-team", Note, "A team or department is the owner; no named person.";
    OwnerIsVendor = "owner-is-vendor", Warning, "The vendor is named as owner of our side of a duty; it cannot own that.";
    OwnerLeft = "owner-left", Warning, "The owner has left, according to the People sheet.";
    ExceptionIncomplete = "exception-incomplete", Warning, "An exception without expiry date or named approver is no exception.";
    ExceptionUnused = "exception-unused", Note, "An exception covers no duty that is ours.";
    NeverReviewed = "never-reviewed", Note, "An implemented control has no review date.";
    RetiredControl = "retired-control", Note, "A retired control does not count.";
    StatusException = "status-exception", Warning, "The status says exception; only the exception columns make one.";
    // The framework and the chain of reports.
    MatrixChanged = "matrix-changed", Warning, "The responsibility matrix differs from the stock one, or from the last report's.";
    PossiblyRenamed = "possibly-renamed", Warning, "A system vanished while a similar name appeared under a new id.";
    EarlierAltered = "earlier-altered", Warning, "An earlier report does not match its own checksum.";
    EarlierPassedOver = "earlier-passed-over", Note, "A file beside the output looked like an earlier report but could not be used.";
    TextReplaced = "text-replaced", Note, "The report's own fonts lack some characters: a font of the computer shows them, or else their code stands there.";
}

/// One thing that is wrong or doubtful, with all the cells it concerns grouped behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// What was found, with the value in question.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// How many cells (or rows, or sheets) it concerns.
    pub count: usize,
    /// Those places, cells below each other as one (`file > sheet > F12:F40`); at most [`Diagnostic::PLACES`] entries.
    pub at: Vec<String>,
}

impl Diagnostic {
    /// How many places are listed before "and N more".
    pub const PLACES: usize = 20;

    /// A finding at one place, or at none in particular.
    pub fn new(code: Code, at: Option<&Location>, message: impl Into<String>, help: impl Into<String>) -> Self {
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
    position: BTreeMap<(Code, String, String, Option<Ask>), usize>,
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
    pub fn add(&mut self, code: Code, at: Option<&Location>, message: impl Into<String>, help: impl Into<String>) {
        self.record(code, at, message, help, None);
    }

    /// Records a finding that goes away once a question is answered.
    pub fn ask(
        &mut self,
        code: Code,
        at: Option<&Location>,
        message: impl Into<String>,
        help: impl Into<String>,
        ask: Ask,
    ) {
        self.record(code, at, message, help, Some(ask));
    }

    fn record(
        &mut self,
        code: Code,
        at: Option<&Location>,
        message: impl Into<String>,
        help: impl Into<String>,
        ask: Option<Ask>,
    ) {
        self.take(Finding {
            told: Diagnostic::new(code, at, message, help),
            places: at.cloned().into_iter().collect(),
            ask,
        });
    }

    fn take(&mut self, new: Finding) {
        let told = &new.told;
        let key = (told.code, told.message.clone(), told.help.clone(), new.ask.clone());
        match self.position.get(&key) {
            Some(&place) => {
                let earlier = &mut self.found[place];
                earlier.told.count += new.told.count;
                let room = Diagnostic::PLACES.saturating_sub(earlier.told.at.len());
                earlier.told.at.extend(new.told.at.into_iter().take(room));
                let room = Finding::PLACES.saturating_sub(earlier.places.len());
                earlier.places.extend(new.places.into_iter().take(room));
            }
            None => {
                self.position.insert(key, self.found.len());
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
