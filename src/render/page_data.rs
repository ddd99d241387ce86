//! What the pages read. In: the report. Out: its JSON with every text as the fonts can show it, and those fonts; and, for the
//! report itself, the finding that some letters are beyond the fonts in the program.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::FurtherFonts;
use super::complaint;
use super::fonts::Fonts;
use super::lettering::{code, missing, printable};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::report::Report;
use crate::snapshot::Snapshot;

/// How many letters a message names.
const NAMED: usize = 6;

/// The report as the pages read it.
pub struct PageData {
    /// The report as JSON.
    pub json: Vec<u8>,
    /// The fonts it was fitted to.
    pub fonts: Fonts,
}

/// Fits every text of the report to the fonts; fonts of the machine are looked up only if a letter needs them.
pub fn of(report: &Report, further: FurtherFonts) -> Result<PageData, Error> {
    let value = json(report)?;
    let mut fonts = Fonts::embedded();
    let mut lacking = BTreeSet::new();
    texts(&value, &mut |text| lacking.extend(missing(&fonts, text)));
    if further == FurtherFonts::Machine && !lacking.is_empty() {
        fonts.add_from_machine(&lacking);
    }
    let json = serde_json::to_vec(&fitted(&fonts, value)).map_err(|e| complaint::defect(&e.to_string()))?;
    Ok(PageData { json, fonts })
}

/// The finding that some letters of the inventory are beyond the fonts in the program, with the cells that hold them. It says
/// the same on every machine, and belongs among the snapshot's warnings before the report is made.
///
/// # Errors
/// [`Error::Pages`] if the snapshot cannot be written as JSON.
pub fn beyond_fonts(snapshot: &Snapshot) -> Result<Option<Diagnostic>, Error> {
    let value = json(snapshot)?;
    let fonts = Fonts::embedded();
    let mut found = Found::default();
    search(&fonts, &value, "", &mut found);
    Ok((!found.letters.is_empty()).then(|| found.into_diagnostic()))
}

fn json(data: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(data).map_err(|e| complaint::defect(&e.to_string()))
}

/// Goes through every text of a JSON value.
fn texts(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, each)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            each(key);
            texts(value, each);
        }),
        _ => {}
    }
}

/// The value with every text as the fonts show it. Keys too: a page may look up a name that it read elsewhere.
fn fitted(fonts: &Fonts, value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(fitted_text(fonts, text)),
        Value::Array(values) => Value::Array(values.into_iter().map(|value| fitted(fonts, value)).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (fitted_text(fonts, key), fitted(fonts, value)))
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

fn fitted_text(fonts: &Fonts, text: String) -> String {
    match printable(fonts, &text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown,
    }
}

/// Letters beyond the fonts, and the cells that hold them.
#[derive(Default)]
struct Found {
    letters: BTreeSet<char>,
    cells: BTreeSet<String>,
}

impl Found {
    fn into_diagnostic(self) -> Diagnostic {
        let named: Vec<_> = self.letters.iter().take(NAMED).map(|&letter| code(letter)).collect();
        let more = match self.letters.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let mut finding = Diagnostic::new(
            Code::TextReplaced,
            None,
            format!("the report's own fonts do not hold {}{more}", named.join(", ")),
            "a font of the computer shows them if it has one, otherwise their codes stand in the report; the attached data has the text as it was",
        );
        finding.count = self.cells.len().max(1);
        finding.at = self.cells.into_iter().take(Diagnostic::PLACES).collect();
        finding
    }
}

/// Looks for letters beyond the fonts; an object that names its source cells answers for what is in it.
fn search(fonts: &Fonts, value: &Value, cell: &str, found: &mut Found) {
    match value {
        Value::String(text) => {
            let lacking = missing(fonts, text);
            if !lacking.is_empty() && !cell.is_empty() {
                found.cells.insert(cell.to_owned());
            }
            found.letters.extend(lacking);
        }
        Value::Array(values) => values.iter().for_each(|value| search(fonts, value, cell, found)),
        Value::Object(fields) => {
            let own = fields.get("source").and_then(first_text).unwrap_or(cell);
            fields.values().for_each(|value| search(fonts, value, own, found));
        }
        _ => {}
    }
}

fn first_text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_array()?.first()?.as_str())
}
